// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gradient/error_plot.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace vle::ui {

void drawErrors(LinePlot& plot, const GradientMonitor& monitor, const SeenVariant* one,
                const QString& place, const Theme& theme) {
  constexpr double kPeriods = 4;
  plot.setLegend({});
  plot.setDimmed({});
  plot.setTitle(QObject::tr("e and exact λ of %1").arg(place));
  plot.setNotice(QObject::tr("waiting for the exact gradient"));
  if (one == nullptr) return plot.setLines({});
  const GradientView& view = *one->view;
  const NeuronView* neuron = monitor.neuronOf(view);
  if (neuron == nullptr || !view.is_reached) {
    plot.setNotice(view.diverged ? QObject::tr("diverged") : QObject::tr("no error"));
    return plot.setLines({});
  }
  double end = view.t + static_cast<double>(view.steps) * view.dt;
  double from = view.settled_from, settled = view.settled_until;
  if (const auto f = monitor.shownFrequency()) {
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
  e.style = {.color = one->color, .width = 2, .dash = 0};
  adjoint.style = {.color = theme.text, .width = 2, .dash = 1};
  plot.setLegend({{QObject::tr("e (local)"), e.style}, {QObject::tr("λ (exact)"), adjoint.style}});
  plot.setNotice({});
  plot.setFixed(Extent{from, end}, std::nullopt);
  plot.setDimmed({{settled, end}});  // there λ lacks its future
  std::vector<PlotLine> lines;
  lines.push_back(std::move(e));
  lines.push_back(std::move(adjoint));
  plot.setLines(std::move(lines));
}

}  // namespace vle::ui
