// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gradient/error_plots.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QVBoxLayout>

namespace vle::ui {

namespace {

constexpr std::size_t kMostPlots = 6;

}  // namespace

ErrorPlots::ErrorPlots(const GradientMonitor& monitor, const Theme& theme, QWidget* parent)
    : QWidget(parent), monitor_(monitor), theme_(theme) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
}

void ErrorPlots::fit(std::size_t variants) {
  const std::size_t rows = std::clamp<std::size_t>(variants, 1, kMostPlots);
  while (plots_.size() > rows) {
    delete plots_.back();
    plots_.pop_back();
  }
  while (plots_.size() < rows) {
    plots_.push_back(new LinePlot(theme_, this));
    plots_.back()->setTimeAxis(true);
    layout()->addWidget(plots_.back());
  }
  for (std::size_t k = 0; k < rows; ++k) plots_[k]->setLabels(k + 1 == rows);
}

void ErrorPlots::draw(const std::vector<SeenVariant>& seen, std::size_t row) {
  constexpr double kPeriods = 4;
  LinePlot& plot = *plots_[row];
  plot.setLegend({});
  plot.setDimmed({});
  plot.setTitle(tr("e over λ"));
  plot.setNotice(tr("waiting for the exact gradient"));
  if (row >= seen.size()) return plot.setLines({});
  const GradientView& view = *seen[row].view;
  const NeuronView* neuron = monitor_.neuronOf(view);
  plot.setTitle(seen[row].label);
  if (neuron == nullptr || !view.is_reached) {
    plot.setNotice(view.diverged ? tr("diverged") : tr("no error"));
    return plot.setLines({});
  }
  double end = view.t + static_cast<double>(view.steps) * view.dt;
  double from = view.settled_from, settled = view.settled_until;
  if (const auto f = monitor_.shownFrequency()) {
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

}  // namespace vle::ui
