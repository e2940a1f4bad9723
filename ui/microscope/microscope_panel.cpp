// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "microscope/microscope_panel.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QVBoxLayout>

#include "microscope/microscope_words.h"
#include "number_text.h"

namespace vle::ui {

namespace {

constexpr int kPartGap = 12;
constexpr int kFrameMs = 16;
constexpr double kAxisMargin = 0.04;  ///< of an axis, beside lines at its ends
constexpr std::size_t kFewAngles = 24;

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

  next_part_.setSingleShot(true);
  next_part_.setTimerType(Qt::PreciseTimer);
  connect(&next_part_, &QTimer::timeout, this, &MicroscopePanel::drawPart);
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
  explanation_->setMinimumHeight(2 * explanation_->fontMetrics().lineSpacing());
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
  if (microscope_.views().empty()) return {};
  const GradientView& view = microscope_.views().front();
  if (view.steps == 0) return {};
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

void MicroscopePanel::drawErrors(const std::vector<Seen>& seen, std::size_t row) {
  constexpr double kPeriods = 4;
  LinePlot& plot = *errors_[row];
  plot.setLegend({});
  plot.setDimmed({});
  plot.setTitle(tr("e over λ"));
  plot.setNotice(tr("waiting for the exact gradient"));
  if (row >= seen.size()) return plot.setLines({});
  const GradientView& view = *seen[row].view;
  const NeuronView* neuron = microscope_.neuronOf(view);
  plot.setTitle(seen[row].label);
  if (neuron == nullptr || !view.is_reached) {
    plot.setNotice(view.diverged ? tr("diverged") : tr("no error"));
    return plot.setLines({});
  }
  double end = view.t + static_cast<double>(view.steps) * view.dt;
  double from = view.settled_from, settled = view.settled_until;
  if (const auto f = microscope_.shownFrequency()) {
    // Whole periods: the picture stands still from answer to answer.
    const double period = 1000 / *f;
    settled = std::max(from, std::floor(settled / period) * period);
    end -= view.settled_until - settled;
    from = std::max(from, settled - kPeriods * period);
  }
  PlotLine e, adjoint;
  for (std::size_t n = 0; n < neuron->e.size(); ++n) {
    const double t = view.t + static_cast<double>(n) * view.dt;
    if (t < from || t > end) continue;
    for (PlotLine* line : {&e, &adjoint}) line->x.push_back(t);
    e.y.push_back(neuron->e[n]);
    adjoint.y.push_back(neuron->adjoint[n]);
  }
  e.style = {.color = seen[row].color, .width = 1.5, .dash = 0};
  adjoint.style = {.color = theme_.text, .width = 1.5, .dash = 1};
  plot.setLegend({{QStringLiteral("e"), e.style}, {tr("exact λ"), adjoint.style}});
  plot.setNotice({});
  plot.setFixed(Extent{from, end}, std::nullopt);
  plot.setDimmed({{settled, end}});  // there λ lacks its future
  std::vector<PlotLine> lines;
  lines.push_back(std::move(e));
  lines.push_back(std::move(adjoint));
  plot.setLines(std::move(lines));
}

void MicroscopePanel::drawPhasors(const std::vector<Seen>& seen) {
  std::vector<Phasor> phasors;
  for (const Seen& one : seen) {
    const GainAtFrequency* gain = microscope_.gainOf(*one.view);
    if (gain == nullptr) continue;
    Phasor phasor{.label = one.label,
                  .color = one.color,
                  .gain = gain->measured.gain,
                  .phase = gain->measured.phase,
                  .held = gain->held,
                  .expected = {},
                  .is_front = one.is_front};
    if (gain->smallest_expected && gain->largest_expected) {
      phasor.expected = Extent{*gain->smallest_expected, *gain->largest_expected};
    }
    phasors.push_back(std::move(phasor));
  }
  const auto f = microscope_.shownFrequency();
  phasors_->setTitle(f ? tr("e beside λ at %1").arg(tr("%1 Hz").arg(numberText(*f, 3)))
                       : tr("e beside λ"));
  phasors_->setPhasors(std::move(phasors), microscope_.views().empty()
                                               ? tr("waiting for the exact gradient")
                                               : tr("no error to compare"));
}

void MicroscopePanel::drawCurves(const std::vector<Seen>& seen) {
  constexpr double kSmallDot = 1.6, kLargeDot = 3.2;
  std::vector<PlotLine> gains, phases;
  double widest = 0;
  for (const Seen& one : seen) {
    const NeuronView* neuron = microscope_.neuronOf(*one.view);
    if (neuron == nullptr) continue;
    PlotLine low, high, dots, turns, marks, mark_turns;
    for (const ExpectedGain& expected : neuron->expected) {
      low.x.push_back(expected.f);
      low.y.push_back(expected.smallest);
      high.x.push_back(expected.f);
      high.y.push_back(expected.largest);
    }
    low.style = high.style = {.color = one.color, .width = 1, .dash = 1};
    for (const GainPoint& point : neuron->spectrum) {
      dots.x.push_back(point.f);
      dots.y.push_back(point.gain);
      turns.x.push_back(point.f);
      turns.y.push_back(point.phase);
    }
    for (const GainAtFrequency& gain : neuron->error.gains) {
      marks.x.push_back(gain.f);
      marks.y.push_back(gain.measured.gain);
      mark_turns.x.push_back(gain.f);
      mark_turns.y.push_back(gain.measured.phase);
      widest = std::max(widest, std::abs(gain.measured.phase));
    }
    for (const double turn : turns.y) widest = std::max(widest, std::abs(turn));
    for (PlotLine* line : {&dots, &turns, &marks, &mark_turns}) line->style.color = one.color;
    dots.dot = turns.dot = kSmallDot;
    marks.dot = mark_turns.dot = kLargeDot;
    gains.push_back(std::move(low));
    gains.push_back(std::move(high));
    gains.push_back(std::move(dots));
    gains.push_back(std::move(marks));
    phases.push_back(std::move(turns));
    phases.push_back(std::move(mark_turns));
  }
  const TraceStyle theory{.color = theme_.dim, .width = 1, .dash = 1};
  gains_->setLegend({{tr("theory"), theory}});
  gains_->setLines(std::move(gains));
  const Extent x = gains_->horizontalLimits();
  if (!phases.empty() && x.hi > x.lo && x.lo > 0) {
    PlotLine zero{{x.lo, x.hi}, {0, 0}, theory, 0};
    phases.insert(phases.begin(), std::move(zero));
  }
  const double limit = widest < 9 ? 10 : widest < 42 ? 45 : widest < 85 ? 90 : 180;
  phases_->setFixed(phases.empty() ? std::nullopt : std::optional(x), Extent{-limit, limit});
  phases_->setLines(std::move(phases));
}

void MicroscopePanel::drawAngles(const std::vector<Seen>& seen) {
  std::vector<PlotLine> updates, feedback;
  std::vector<LegendEntry> update_legend, feedback_legend;
  QString below, aligned;
  const auto add = [](std::vector<PlotLine>& lines, const std::vector<AnglePoint>& points,
                      double AnglePoint::*angle, const TraceStyle& style) {
    PlotLine line;
    for (const AnglePoint& point : points) {
      line.x.push_back(point.t);
      line.y.push_back(point.*angle);
    }
    line.style = style;
    line.is_joined = points.size() <= kFewAngles;
    if (line.is_joined) line.dot = style.width;
    lines.push_back(std::move(line));
  };
  for (const Seen& one : seen) {
    if (one.network == nullptr) continue;
    const LayerPlan* layer = one.network->layer(microscope_.layer());
    if (layer == nullptr) continue;
    std::size_t into = 0;
    for (const ProjectionPlan& plan : one.network->projections) {
      const auto& points = microscope_.angles(one.view->name, plan.id);
      const QString name = QString::fromStdString(plan.name);
      if (plan.post == layer->range) {
        add(updates, points, &AnglePoint::update, {one.color, 1.5, into});
        if (one.is_front) update_legend.push_back({name, {theme_.dim, 1.5, into}});
        ++into;
      }
      if (plan.pre == layer->range && !plan.from_input) {
        add(feedback, points, &AnglePoint::transposed, {one.color, 1.5, 0});
        add(feedback, points, &AnglePoint::expected, {one.color, 1, 1});
        const auto is_known = [](const AnglePoint& point) { return std::isfinite(point.expected); };
        if (std::ranges::any_of(points, is_known)) aligned = alignedText(*one.network);
        if (one.is_front) below += (below.isEmpty() ? QString() : QStringLiteral(", ")) + name;
      }
    }
  }
  if (!below.isEmpty()) feedback_legend.push_back({QStringLiteral("Wᵀ"), {theme_.dim, 1.5, 0}});
  if (!aligned.isEmpty()) feedback_legend.push_back({aligned, {theme_.dim, 1, 1}});
  updates_->setTitle(tr("Update to the exact one (°)"));
  updates_->setLegend(std::move(update_legend));
  feedback_->setTitle(tr("B to … (°)"));
  feedback_->setToolTip(below.isEmpty() ? QString() : tr("B of %1").arg(below));
  feedback_->setLegend(std::move(feedback_legend));
  feedback_->setNotice(below.isEmpty() ? tr("the target's error\ncomes without a B") : QString());
  double largest = 0, last = 0;
  for (const auto* lines : {&updates, &feedback}) {
    for (const PlotLine& line : *lines) {
      for (const double angle : line.y) {
        if (angle > largest) largest = angle;
      }
      if (!line.x.empty()) last = std::max(last, line.x.back());
    }
  }
  const double limit = largest < 9 ? 10 : largest < 42 ? 45 : largest < 85 ? 90 : 180;
  for (LinePlot* plot : {updates_, feedback_}) {
    plot->setFixed(Extent{0, std::max(1.0, last)},
                   Extent{-kAxisMargin * limit, (1 + kAxisMargin) * limit});
  }
  updates_->setLines(std::move(updates));
  feedback_->setLines(std::move(feedback));
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
