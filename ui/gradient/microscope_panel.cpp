// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gradient/microscope_panel.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QVBoxLayout>

#include "gradient/microscope_words.h"
#include "session/number_text.h"

namespace vle::ui {

namespace {

constexpr int kPartGap = 12;
constexpr int kFrameMs = 16;
constexpr int kWordGap = 8;                       ///< between verdict and sentences, and below them
constexpr int kVerdictLines = 2, kWordLines = 3;  ///< room for words; of more one scrolls
constexpr double kVerdictSize = 17.0 / 13;        ///< over the size of text

}  // namespace

void WordsArea::setWanted(int height) {
  wanted_ = height;
  setMaximumHeight(height);
  updateGeometry();
}

MicroscopePanel::MicroscopePanel(Lab& lab, Focus& focus, const Theme& theme, QWidget* parent)
    : QWidget(parent),
      lab_(lab),
      focus_(focus),
      theme_(theme),
      monitor_(lab),
      tools_(new MicroscopeTools(monitor_, this)),
      words_(new WordsArea(this)),
      verdict_(new QLabel(this)),
      explanation_(new QLabel(this)),
      pages_(new QStackedWidget(this)),
      errors_(new LinePlot(theme, this)),
      dial_(new PhasorView(theme, this)),
      turned_(new QLabel(this)),
      size_(new QLabel(this)),
      dials_(new VariantDials(theme, this)),
      table_(new GainTable(this)),
      gains_(new GainPlots(monitor_, theme, this)),
      angles_(new AnglePlots(monitor_, theme, this)) {
  setFocusPolicy(Qt::StrongFocus);
  connect(tools_, &MicroscopeTools::neuronPicked, &focus_, &Focus::look);
  connect(tools_, &MicroscopeTools::layerPicked, this, [this](NodeId layer) {
    focus_.select({{layer}, {}});
    monitor_.lookAtLayer(layer);  // it may have been selected all the time
  });
  connect(tools_, &MicroscopeTools::moreWanted, this, &MicroscopePanel::setMore);
  connect(&focus_, &Focus::changed, this, &MicroscopePanel::lookAtChosen);
  connect(dials_, &VariantDials::clicked, this, [this](std::size_t index) {
    const std::vector<SeenVariant> seen = this->seen();
    if (index >= seen.size()) return;
    const auto& all = lab_.variants();
    const auto found = std::ranges::find(all, seen[index].view->variant,
                                         [](const VariantStatus& one) { return one.variant.id; });
    lab_.showVariant(static_cast<std::size_t>(found - all.begin()));
  });
  for (QLabel* label : {verdict_, explanation_}) {
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setAlignment(Qt::AlignTop);
  }
  verdict_->setObjectName(QStringLiteral("verdict"));
  explanation_->setObjectName(QStringLiteral("explanation"));
  for (QLabel* label : {turned_, size_}) label->setAlignment(Qt::AlignCenter);
  turned_->setObjectName(QStringLiteral("dial.turned"));
  size_->setObjectName(QStringLiteral("dial.size"));
  errors_->setTimeAxis(true);

  auto* figures = new QHBoxLayout;
  figures->addWidget(turned_, 1);
  figures->addWidget(size_, 1);
  auto* right = new QVBoxLayout;
  right->setSpacing(2);
  right->addWidget(dial_, 1);
  right->addLayout(figures);
  auto* row = new QHBoxLayout;
  row->setSpacing(kPartGap);
  row->addWidget(errors_, 5);
  row->addLayout(right, 3);
  auto* front = new QWidget(this);
  auto* column = new QVBoxLayout(front);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(6);
  column->addLayout(row, 5);
  column->addWidget(dials_, 3);
  auto* more = new QWidget(this);
  auto* columns = new QHBoxLayout(more);
  columns->setContentsMargins(0, 0, 0, 0);
  columns->setSpacing(kPartGap);
  auto* numbers = new QVBoxLayout;
  numbers->addWidget(table_);
  numbers->addStretch(1);
  columns->addLayout(numbers, 38);
  columns->addWidget(gains_, 30);
  columns->addWidget(angles_, 32);
  pages_->addWidget(front);
  pages_->addWidget(more);
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(12, 2, 12, 2);
  all->setSpacing(4);
  words_->setObjectName(QStringLiteral("words"));
  auto* text = new QWidget(words_);
  auto* sentences = new QVBoxLayout(text);
  sentences->setContentsMargins(0, 0, 0, 0);
  sentences->setSpacing(2);
  sentences->addWidget(verdict_);
  sentences->addWidget(explanation_);
  sentences->addStretch(1);
  words_->setWidget(text);
  words_->setWidgetResizable(true);
  words_->setFocusPolicy(Qt::NoFocus);
  words_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  for (QWidget* ground : {text, words_->viewport()}) ground->setAutoFillBackground(false);
  all->addWidget(words_);
  all->addWidget(pages_, 1);

  connect(&next_part_, &TempoTimer::timeout, this, &MicroscopePanel::drawPart);
  connect(&monitor_, &GradientMonitor::answered, this, &MicroscopePanel::refresh);
  connect(&monitor_, &GradientMonitor::subjectChanged, this, &MicroscopePanel::refresh);
  connect(&lab_, &Lab::variantsChanged, this, &MicroscopePanel::refresh);
  connect(&lab_.compiler(), &Compiler::networksChanged, this, &MicroscopePanel::refresh);
  connect(&lab_, &Lab::shownChanged, this, &MicroscopePanel::refresh);
}

void MicroscopePanel::lookAtChosen() {
  const Selection& selection = focus_.selection();
  if (const auto neuron = focus_.neuron()) {
    monitor_.look(neuron->node, neuron->index);
  } else if (selection.nodes.size() == 1 && selection.projections.empty()) {
    monitor_.lookAtLayer(*selection.nodes.begin());
  }
}

void MicroscopePanel::showEvent(QShowEvent*) {
  monitor_.setActive(true);
  refresh();
}

void MicroscopePanel::hideEvent(QHideEvent*) {
  monitor_.setActive(false);
  part_ = 0;
}

void MicroscopePanel::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right) {
    tools_->step(event->key() == Qt::Key_Right);
    return;
  }
  QWidget::keyPressEvent(event);
}

void MicroscopePanel::themeChanged() {
  for (LinePlot* plot : findChildren<LinePlot*>()) plot->restyle();
  table_->restyle();
  QFont large = font();
  large.setPixelSize(qRound(kVerdictSize * QFontInfo(font()).pixelSize()));
  verdict_->setFont(large);
  QFont figures = large;
  figures.setWeight(QFont::DemiBold);
  for (QLabel* label : {turned_, size_}) label->setFont(figures);
  // Sentences come and go: the pictures below them stay where they are, and need no layout.
  words_->setWanted(kVerdictLines * QFontMetrics(large).lineSpacing() +
                    kWordLines * QFontMetrics(font()).lineSpacing() + kWordGap);
  refresh();
}

std::vector<SeenVariant> MicroscopePanel::seen() const {
  std::vector<SeenVariant> result;
  const auto& all = lab_.variants();
  for (const GradientView& view : monitor_.views()) {
    for (std::size_t k = 0; k < all.size(); ++k) {
      const Variant& variant = all[k].variant;
      if (variant.id != view.variant || !variant.visible) continue;
      result.push_back({&view, all[k].network.get(), variant.name,
                        QString::fromStdString(variant.label()), theme_.variant(k, variant.color),
                        k == lab_.shown()});
    }
  }
  const bool any = std::ranges::any_of(result, &SeenVariant::is_front);
  if (!any && !result.empty()) result.front().is_front = true;
  return result;
}

QString MicroscopePanel::place() const {
  for (const LayerPlan& layer : monitor_.layers()) {
    if (layer.id != monitor_.layer()) continue;
    const QString name = QString::fromStdString(layer.name);
    const bool is_one_of_many = layer.range.size > 1 && !monitor_.isWholeLayer();
    return is_one_of_many ? QStringLiteral("%1[%2]").arg(name).arg(monitor_.neuron()) : name;
  }
  return {};
}

Looked MicroscopePanel::looked(const SeenVariant& one) const {
  Looked looked{.network = one.network,
                .view = *one.view,
                .neuron = monitor_.neuronOf(*one.view),
                .gain = monitor_.gainOf(*one.view),
                .layer = monitor_.layer(),
                .place = place(),
                .is_learning = lab_.control().isLearning()};
  if (monitor_.isWholeLayer()) looked.whole = monitor_.summary(*one.view);
  return looked;
}

QString MicroscopePanel::remark() const {
  const auto played = std::ranges::find_if(monitor_.views(),
                                           [](const GradientView& view) { return view.steps > 0; });
  if (played == monitor_.views().end()) return {};
  const GradientView& view = *played;
  return tr("%1 played on from t = %2")
      .arg(numberText(static_cast<double>(view.steps) * view.dt, 3) + tr(" ms"), timeText(view.t));
}

void MicroscopePanel::refresh() {
  if (!isVisible()) return;
  is_outdated_ = true;
  if (!next_part_.isActive()) next_part_.start(0);
}

/// All at once would take longer than a frame has.
void MicroscopePanel::drawPart() {
  if (!isVisible()) return;
  forgetRanges();
  const std::vector<SeenVariant> seen = this->seen();
  if (part_ == 0) {
    is_outdated_ = false;
    tools_->refresh();
    emit remarkChanged();
    explain(seen);
  }
  const bool is_more = pages_->currentIndex() > 0;
  if (part_ == 1 && is_more) fillTable(seen);
  if (part_ == 1 && !is_more) {
    const auto front = std::ranges::find(seen, true, &SeenVariant::is_front);
    drawErrors(*errors_, monitor_, front == seen.end() ? nullptr : &*front, place(), theme_);
  }
  if (part_ == 2 && is_more) gains_->draw(seen);
  if (part_ == 2 && !is_more) drawDials(seen);
  if (part_ == 3) angles_->draw(seen);
  part_ = part_ < (is_more ? 3U : 2U) ? part_ + 1 : 0;
  if (part_ != 0 || is_outdated_) next_part_.start(kFrameMs);
}

void MicroscopePanel::setMore(bool more) {
  pages_->setCurrentIndex(more ? 1 : 0);
  part_ = 0;
  refresh();
}

/// Scales of another neuron or frequency say nothing of this one.
void MicroscopePanel::forgetRanges() {
  const Subject subject{monitor_.layer(), monitor_.neuron(), monitor_.frequency()};
  if (subject == drawn_) return;
  drawn_ = subject;
  for (LinePlot* plot : findChildren<LinePlot*>()) plot->forgetRange();
}

/// Nothing where e and λ cannot be compared.
std::optional<Phasor> MicroscopePanel::phasorOf(const SeenVariant& one) const {
  const GainAtFrequency* gain = monitor_.gainOf(*one.view);
  if (gain == nullptr || gain->reading.seen != Seen::Yes) return std::nullopt;
  Phasor phasor{.label = one.label,
                .color = one.color,
                .gain = gain->reading.measured.gain(),
                .phase = gain->reading.measured.phase(),
                .held = {},
                .predicted = gain->reading.predicted,
                .is_front = one.is_front};
  if (gain->held && gain->held->seen == Seen::Yes) phasor.held = gain->held->measured.value;
  if (!monitor_.isWholeLayer()) return phasor;
  for (const NeuronView& neuron : one.view->neurons) {
    const auto& gains = neuron.error.gains;
    const auto at = std::ranges::find(gains, gain->f, &GainAtFrequency::f);
    if (at == gains.end() || at->reading.seen != Seen::Yes) continue;
    phasor.cloud.push_back(at->reading.measured.value);
  }
  return phasor;
}

void MicroscopePanel::drawDials(const std::vector<SeenVariant>& seen) {
  std::vector<VariantDial> dials;
  std::optional<Phasor> front;
  for (const SeenVariant& one : seen) {
    const Explanation why = explanationOf(looked(one));
    dials.push_back(
        {one.label, matchText(why.match), why.verdict, one.color, one.is_front, phasorOf(one)});
    if (one.is_front) front = dials.back().phasor;
  }
  dials_->setDials(dials);
  const auto f = monitor_.shownFrequency();
  dial_->setTitle(f ? tr("e against λ, %1").arg(tr("%1 Hz").arg(numberText(*f, 3)))
                    : tr("e against λ"));
  turned_->setText(front ? turnText(front->phase) : QString());
  size_->setText(front ? sizeText(front->gain) : QString());
  dial_->setPhasors(
      front ? std::vector{*front} : std::vector<Phasor>(),
      monitor_.views().empty() ? tr("waiting for the exact gradient") : tr("no error to compare"));
}

void MicroscopePanel::fillTable(const std::vector<SeenVariant>& seen) {
  std::vector<GainRow> rows;
  for (const SeenVariant& one : seen) {
    GainRow row{one.name,
                one.label,
                one.color,
                monitor_.gainOf(*one.view),
                std::numeric_limits<double>::quiet_NaN(),
                explanationOf(looked(one))};
    const LayerPlan* layer =
        one.network != nullptr ? one.network->layer(monitor_.layer()) : nullptr;
    for (const ProjectionView& projection : one.view->projections) {
      const ProjectionPlan* plan =
          one.network != nullptr ? one.network->projection(projection.id) : nullptr;
      if (plan == nullptr || layer == nullptr || plan->post != layer->range) continue;
      if (one.view->is_bptt) continue;  // it does not learn by e
      row.update = std::fmax(row.update, projection.update.angle());
    }
    rows.push_back(row);
  }
  table_->setRows(rows);
}

void MicroscopePanel::explain(const std::vector<SeenVariant>& seen) {
  QString verdict, sentence;
  const auto front = std::ranges::find(seen, true, &SeenVariant::is_front);
  if (front != seen.end()) {
    const Looked at = looked(*front);
    const Explanation why = explanationOf(at);
    verdict = QStringLiteral("<b>%1:</b> %2")
                  .arg(front->label.toHtmlEscaped(), why.verdict.toHtmlEscaped());
    sentence = (why.sentence + QLatin1Char(' ') + historyOf(at, monitor_)).trimmed();
  }
  if (verdict_->text() != verdict) verdict_->setText(verdict);
  if (explanation_->text() != sentence) explanation_->setText(sentence);
}

}  // namespace vle::ui
