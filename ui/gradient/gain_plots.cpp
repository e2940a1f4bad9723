// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gradient/gain_plots.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include <QVBoxLayout>

namespace vle::ui {

GainPlots::GainPlots(const GradientMonitor& monitor, const Theme& theme, QWidget* parent)
    : QWidget(parent),
      monitor_(monitor),
      theme_(theme),
      gains_(new LinePlot(theme, this)),
      phases_(new LinePlot(theme, this)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(gains_, 1);
  column->addWidget(phases_, 1);
  gains_->setTitle(tr("Gain |e|/|λ|"));
  gains_->setLogarithmic(true, true);
  gains_->setLabels(false);
  phases_->setTitle(tr("Phase, lag removed (°)"));
  phases_->setLogarithmic(true, false);
  phases_->setUnit(tr(" Hz"));
}

void GainPlots::draw(const std::vector<SeenVariant>& seen) {
  constexpr double kSmallDot = 1.6, kLargeDot = 3.2;
  std::vector<PlotLine> gains, phases;
  double widest = 0;
  for (const SeenVariant& one : seen) {
    const NeuronView* neuron = monitor_.neuronOf(*one.view);
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

}  // namespace vle::ui
