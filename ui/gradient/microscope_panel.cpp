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

MicroscopePanel::MicroscopePanel(Lab& lab, const Theme& theme, QWidget* parent)
    : QWidget(parent),
      lab_(lab),
      theme_(theme),
      microscope_(lab),
      tools_(new MicroscopeTools(microscope_, this)),
      error_column_(new QWidget(this)),
      phasors_(new PhasorView(theme, this)),
      table_(new GainTable(this)),
      gains_(new LinePlot(theme, this)),
      phases_(new LinePlot(theme, this)),
      updates_(new LinePlot(theme, this)),
      feedback_(new LinePlot(theme, this)),
      explanation_(new QLabel(this)) {
  setFocusPolicy(Qt::StrongFocus);
  connect(tools_, &MicroscopeTools::neuronPicked, this, &MicroscopePanel::neuronPicked);
  auto* errors = new QVBoxLayout(error_column_);
  errors->setContentsMargins(0, 0, 0, 0);
  errors->setSpacing(0);
  auto* middle = new QVBoxLayout;
  middle->addWidget(phasors_, 1);
  middle->addWidget(table_);
  const auto pair = [](LinePlot* above, LinePlot* below) {
    auto* column = new QVBoxLayout;
    column->setSpacing(0);
    column->addWidget(above, 1);
    column->addWidget(below, 1);
    return column;
  };
  auto* columns = new QHBoxLayout;
  columns->setSpacing(kPartGap);
  columns->addWidget(error_column_, 30);
  columns->addLayout(middle, 26);
  columns->addLayout(pair(gains_, phases_), 22);
  columns->addLayout(pair(updates_, feedback_), 22);
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(12, 0, 12, 2);
  all->setSpacing(4);
  all->addLayout(columns, 1);
  all->addWidget(explanation_);
  explanation_->setWordWrap(true);
  explanation_->setAlignment(Qt::AlignTop);
  explanation_->setObjectName(QStringLiteral("explanation"));
  explanation_->setTextInteractionFlags(Qt::TextSelectableByMouse);

  gains_->setTitle(tr("Gain |e|/|λ|"));
  gains_->setLogarithmic(true, true);
  gains_->setLabels(false);
  phases_->setTitle(tr("Phase, lag removed (°)"));
  phases_->setLogarithmic(true, false);
  phases_->setUnit(tr(" Hz"));
  for (LinePlot* plot : {updates_, feedback_}) plot->setTimeAxis(true);
  updates_->setLabels(false);

  connect(&next_part_, &TempoTimer::timeout, this, &MicroscopePanel::drawPart);
  connect(&microscope_, &Microscope::answered, this, &MicroscopePanel::refresh);
  connect(&microscope_, &Microscope::subjectChanged, this, &MicroscopePanel::refresh);
  connect(&lab_, &Lab::variantsChanged, this, &MicroscopePanel::refresh);
  connect(&lab_, &Lab::statusChanged, this, &MicroscopePanel::refresh);
}

void MicroscopePanel::showEvent(QShowEvent*) {
  microscope_.setActive(true);
  refresh();
}

void MicroscopePanel::hideEvent(QHideEvent*) {
  microscope_.setActive(false);
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

std::vector<MicroscopePanel::Seen> MicroscopePanel::seen() const {
  std::vector<Seen> result;
  const auto& all = lab_.variants();
  for (const GradientView& view : microscope_.views()) {
    for (std::size_t k = 0; k < all.size(); ++k) {
      const Variant& variant = all[k].variant;
      if (variant.name != view.name || !variant.visible) continue;
      result.push_back({&view, k < lab_.networks().size() ? lab_.networks()[k].get() : nullptr,
                        QString::fromStdString(variant.label()), theme_.variant(k, variant.color),
                        k == lab_.shown()});
    }
  }
  const bool any = std::ranges::any_of(result, &Seen::is_front);
  if (!any && !result.empty()) result.front().is_front = true;
  return result;
}

QString MicroscopePanel::place() const {
  for (const LayerPlan& layer : microscope_.layers()) {
    if (layer.id != microscope_.layer()) continue;
    const QString name = QString::fromStdString(layer.name);
    return layer.range.size > 1 ? QStringLiteral("%1[%2]").arg(name).arg(microscope_.neuron())
                                : name;
  }
  return {};
}

Looked MicroscopePanel::looked(const Seen& one) const {
  return {.network = one.network,
          .view = *one.view,
          .neuron = microscope_.neuronOf(*one.view),
          .gain = microscope_.gainOf(*one.view),
          .layer = microscope_.layer(),
          .place = place()};
}

QString MicroscopePanel::remark() const {
  const auto played = std::ranges::find_if(microscope_.views(),
                                           [](const GradientView& view) { return view.steps > 0; });
  if (played == microscope_.views().end()) return {};
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
  const std::vector<Seen> seen = this->seen();
  if (part_ == 0) {
    is_outdated_ = false;
    tools_->refresh();
    emit remarkChanged();
    fitErrors(seen.size());
  }
  const std::size_t errors = errors_.size();
  if (part_ < errors) drawErrors(seen, part_);
  if (part_ == errors) {
    drawPhasors(seen);
    fillTable(seen);
    explain(seen);
  }
  if (part_ == errors + 1) drawCurves(seen);
  if (part_ == errors + 2) drawAngles(seen);
  part_ = part_ < errors + 2 ? part_ + 1 : 0;
  if (part_ != 0 || is_outdated_) next_part_.start(kFrameMs);
}

/// Scales of another neuron or frequency say nothing of this one.
void MicroscopePanel::forgetRanges() {
  const Subject subject{microscope_.layer(), microscope_.neuron(), microscope_.frequency()};
  if (subject == drawn_) return;
  drawn_ = subject;
  for (LinePlot* plot : findChildren<LinePlot*>()) plot->forgetRange();
}

void MicroscopePanel::fitErrors(std::size_t variants) {
  const std::size_t rows = std::clamp<std::size_t>(variants, 1, kMostErrors);
  while (errors_.size() > rows) {
    delete errors_.back();
    errors_.pop_back();
  }
  while (errors_.size() < rows) {
    errors_.push_back(new LinePlot(theme_, error_column_));
    errors_.back()->setTimeAxis(true);
    error_column_->layout()->addWidget(errors_.back());
  }
  for (std::size_t k = 0; k < rows; ++k) errors_[k]->setLabels(k + 1 == rows);
}

void MicroscopePanel::fillTable(const std::vector<Seen>& seen) {
  std::vector<GainRow> rows;
  for (const Seen& one : seen) {
    GainRow row{one.view->name,
                one.label,
                one.color,
                microscope_.gainOf(*one.view),
                std::numeric_limits<double>::quiet_NaN(),
                explanationOf(looked(one))};
    const LayerPlan* layer =
        one.network != nullptr ? one.network->layer(microscope_.layer()) : nullptr;
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

void MicroscopePanel::explain(const std::vector<Seen>& seen) {
  QString text;
  const auto front = std::ranges::find(seen, true, &Seen::is_front);
  if (front != seen.end()) {
    text = QStringLiteral("<b>%1:</b> %2")
               .arg(front->label.toHtmlEscaped(),
                    explanationOf(looked(*front)).sentence.toHtmlEscaped());
  }
  if (explanation_->text() != text) explanation_->setText(text);
}

}  // namespace vle::ui
