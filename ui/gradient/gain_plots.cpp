// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gradient/gain_plots.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include <QVBoxLayout>

#include "sim/transfer.h"

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
  phases_->setTitle(tr("Phase of e over λ (°)"));
  phases_->setLogarithmic(true, false);
  phases_->setUnit(tr(" Hz"));
}

void GainPlots::draw(const std::vector<SeenVariant>& seen) {
  constexpr double kDot = 3.2;
  std::vector<PlotLine> gains, phases;
  double widest = 0;
  for (const SeenVariant& one : seen) {
    const NeuronView* neuron = monitor_.neuronOf(*one.view);
    if (neuron == nullptr) continue;
    PlotLine dots, turns, predicted, predicted_turns;
    for (const GainAtFrequency& gain : neuron->error.gains) {
      if (gain.reading.seen != Seen::Yes) continue;
      dots.x.push_back(gain.f);
      dots.y.push_back(gain.reading.measured.gain());
      turns.x.push_back(gain.f);
      turns.y.push_back(gain.reading.measured.phase());
      widest = std::max(widest, std::abs(turns.y.back()));
      if (!gain.reading.predicted) continue;
      predicted.x.push_back(gain.f);
      predicted.y.push_back(std::abs(*gain.reading.predicted));
      predicted_turns.x.push_back(gain.f);
      predicted_turns.y.push_back(std::arg(*gain.reading.predicted) * kDegrees);
    }
    predicted.style = predicted_turns.style = {.color = one.color, .width = 1, .dash = 1};
    dots.style.color = turns.style.color = one.color;
    dots.dot = turns.dot = kDot;
    gains.push_back(std::move(predicted));
    gains.push_back(std::move(dots));
    phases.push_back(std::move(predicted_turns));
    phases.push_back(std::move(turns));
  }
  const TraceStyle theory{.color = theme_.dim, .width = 1, .dash = 1};
  gains_->setLegend({{tr("predicted"), theory}});
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
