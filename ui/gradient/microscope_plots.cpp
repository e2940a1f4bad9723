// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the microscope's panel draws of an answer: e over λ, phasors, curves over frequency, angles.
#include <algorithm>
#include <cmath>

#include "gradient/microscope_panel.h"
#include "gradient/microscope_words.h"
#include "session/number_text.h"

namespace vle::ui {

namespace {

constexpr double kAxisMargin = 0.04;  ///< of an axis, beside lines at its ends
constexpr std::size_t kFewAngles = 24;

/// The upper end of an axis of angles, degrees.
double angleLimit(double largest) {
  return largest < 9 ? 10 : largest < 42 ? 45 : largest < 85 ? 90 : 180;
}

}  // namespace

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
  const double limit = angleLimit(widest);
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
  feedback_->setNotice(
      below.isEmpty() && !seen.empty() ? tr("the target's error\ncomes without a B") : QString());
  double largest = 0, last = 0;
  for (const auto* lines : {&updates, &feedback}) {
    for (const PlotLine& line : *lines) {
      for (const double angle : line.y) {
        if (angle > largest) largest = angle;
      }
      if (!line.x.empty()) last = std::max(last, line.x.back());
    }
  }
  const double limit = angleLimit(largest);
  for (LinePlot* plot : {updates_, feedback_}) {
    plot->setFixed(Extent{0, std::max(1.0, last)},
                   Extent{-kAxisMargin * limit, (1 + kAxisMargin) * limit});
  }
  updates_->setLines(std::move(updates));
  feedback_->setLines(std::move(feedback));
}

}  // namespace vle::ui
