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

}  // namespace

MicroscopePanel::MicroscopePanel(Lab& lab, Focus& focus, const Theme& theme, QWidget* parent)
    : QWidget(parent),
      lab_(lab),
      focus_(focus),
      theme_(theme),
      monitor_(lab),
      tools_(new MicroscopeTools(monitor_, this)),
      errors_(new ErrorPlots(monitor_, theme, this)),
      phasors_(new PhasorView(theme, this)),
      table_(new GainTable(this)),
      gains_(new GainPlots(monitor_, theme, this)),
      angles_(new AnglePlots(monitor_, theme, this)),
      explanation_(new QLabel(this)) {
  setFocusPolicy(Qt::StrongFocus);
  connect(tools_, &MicroscopeTools::neuronPicked, &focus_, &Focus::look);
  connect(&focus_, &Focus::changed, this, &MicroscopePanel::lookAtChosen);
  auto* middle = new QVBoxLayout;
  middle->addWidget(phasors_, 1);
  middle->addWidget(table_);
  auto* columns = new QHBoxLayout;
  columns->setSpacing(kPartGap);
  columns->addWidget(errors_, 30);
  columns->addLayout(middle, 26);
  columns->addWidget(gains_, 22);
  columns->addWidget(angles_, 22);
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(12, 0, 12, 2);
  all->setSpacing(4);
  all->addLayout(columns, 1);
  all->addWidget(explanation_);
  explanation_->setWordWrap(true);
  explanation_->setAlignment(Qt::AlignTop);
  explanation_->setObjectName(QStringLiteral("explanation"));
  explanation_->setTextInteractionFlags(Qt::TextSelectableByMouse);

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
    monitor_.look(*selection.nodes.begin());
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
  explanation_->setMinimumHeight(3 * explanation_->fontMetrics().lineSpacing());
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
    return layer.range.size > 1 ? QStringLiteral("%1[%2]").arg(name).arg(monitor_.neuron()) : name;
  }
  return {};
}

Looked MicroscopePanel::looked(const SeenVariant& one) const {
  return {.network = one.network,
          .view = *one.view,
          .neuron = monitor_.neuronOf(*one.view),
          .gain = monitor_.gainOf(*one.view),
          .layer = monitor_.layer(),
          .place = place()};
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
    errors_->fit(seen.size());
  }
  const std::size_t errors = errors_->count();
  if (part_ < errors) errors_->draw(seen, part_);
  if (part_ == errors) {
    drawPhasors(seen);
    fillTable(seen);
    explain(seen);
  }
  if (part_ == errors + 1) gains_->draw(seen);
  if (part_ == errors + 2) angles_->draw(seen);
  part_ = part_ < errors + 2 ? part_ + 1 : 0;
  if (part_ != 0 || is_outdated_) next_part_.start(kFrameMs);
}

/// Scales of another neuron or frequency say nothing of this one.
void MicroscopePanel::forgetRanges() {
  const Subject subject{monitor_.layer(), monitor_.neuron(), monitor_.frequency()};
  if (subject == drawn_) return;
  drawn_ = subject;
  for (LinePlot* plot : findChildren<LinePlot*>()) plot->forgetRange();
}

void MicroscopePanel::drawPhasors(const std::vector<SeenVariant>& seen) {
  std::vector<Phasor> phasors;
  for (const SeenVariant& one : seen) {
    const GainAtFrequency* gain = monitor_.gainOf(*one.view);
    if (gain == nullptr || gain->reading.seen != Seen::Yes) continue;
    Phasor phasor{.label = one.label,
                  .color = one.color,
                  .gain = gain->reading.measured.gain(),
                  .phase = gain->reading.measured.phase(),
                  .held = {},
                  .predicted = gain->reading.predicted,
                  .is_front = one.is_front};
    if (gain->held && gain->held->seen == Seen::Yes) phasor.held = gain->held->measured.value;
    phasors.push_back(std::move(phasor));
  }
  const auto f = monitor_.shownFrequency();
  phasors_->setTitle(f ? tr("e against λ, %1").arg(tr("%1 Hz").arg(numberText(*f, 3)))
                       : tr("e against λ"));
  phasors_->setPhasors(std::move(phasors), monitor_.views().empty()
                                               ? tr("waiting for the exact gradient")
                                               : tr("no error to compare"));
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
  QString text;
  const auto front = std::ranges::find(seen, true, &SeenVariant::is_front);
  if (front != seen.end()) {
    text = QStringLiteral("<b>%1:</b> %2")
               .arg(front->label.toHtmlEscaped(),
                    explanationOf(looked(*front)).sentence.toHtmlEscaped());
  }
  if (explanation_->text() != text) explanation_->setText(text);
}

}  // namespace vle::ui
