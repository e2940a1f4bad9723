// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What lies behind the curves of a plot over time: runs that were kept, pale, and in loss plots the
// mean over seeds with its band, two thin lines.
#include <algorithm>
#include <iterator>

#include <qcustomplot.h>

#include "lab/kept_runs.h"
#include "lab/seed_runs.h"
#include "plot/trace_plot.h"

namespace vle::ui {

namespace {

constexpr double kPale = 0.62;  // share of the ground in the colour of a kept run
constexpr double kMeanLine = 1.5;
constexpr double kBandLine = 0.75;
constexpr std::size_t kMeanDash = 1;

/// The part of a curve in a window, and one point more at either side.
Curve partOf(const std::vector<double>& t, const std::vector<double>& y, const TimeWindow& window) {
  auto first = std::ranges::lower_bound(t, window.from) - t.begin();
  auto last = std::ranges::upper_bound(t, window.to) - t.begin();
  if (first > 0) --first;
  if (last < std::ssize(t)) ++last;
  return {{t.begin() + first, t.begin() + last}, {y.begin() + first, y.begin() + last}};
}

}  // namespace

void TracePlot::collectOverlays(const PlotSource& source) {
  std::size_t used = 0;
  const auto add = [&](const DrawnTrace& trace, Curve curve) {
    if (curve.t.empty()) return;
    if (used == overlays_.size()) overlays_.emplace_back();
    overlays_[used].trace = trace;
    overlays_[used++].shown.curve = std::move(curve);
  };
  if (source.kept != nullptr && content_.minus.empty()) {
    for (const KeptRun& run : source.kept->runs()) {
      if (!run.visible) continue;
      for (DrawnTrace trace : list_.traces) {
        const Curve* curve = run.curve(trace.variant, trace.channel);
        if (curve == nullptr) continue;
        trace.style.color = mixed(trace.style.color, theme_.panel, kPale);
        add(trace, partOf(curve->t, curve->y, window_));
      }
    }
  }
  if (source.seeds != nullptr && content_.kind == Plot::Kind::Loss && content_.minus.empty()) {
    for (const SeedBand& band : source.seeds->bands()) {
      const auto own = std::ranges::find(list_.traces, band.variant, &DrawnTrace::variant);
      if (own == list_.traces.end()) continue;
      DrawnTrace trace = *own;
      trace.style = {own->style.color, kMeanLine, kMeanDash};
      add(trace, partOf(band.t, band.mean, window_));
      trace.style = {own->style.color, kBandLine, 0};
      add(trace, partOf(band.t, band.low, window_));
      add(trace, partOf(band.t, band.high, window_));
    }
  }
  while (overlays_.size() > used) {
    if (overlays_.back().graph) plot_->removeGraph(overlays_.back().graph);
    overlays_.pop_back();
  }
}

void TracePlot::updateOverlays() {
  for (Overlay& overlay : overlays_) {
    if (!overlay.graph) {  // new, or gone with the graphs of another list
      overlay.graph = plot_->addGraph();
      overlay.graph->setAdaptiveSampling(false);
      overlay.graph->setLayer("grid");  // behind
    }
    overlay.shown.graph = overlay.graph;
    const TraceStyle& style = overlay.trace.style;
    overlay.graph->setPen(
        QPen(style.color, penScale(font()) * style.width, Qt::SolidLine, Qt::FlatCap));
    updateData(overlay.shown, overlay.trace);
  }
}

std::size_t TracePlot::overlayCount() const { return overlays_.size(); }

const Curve& TracePlot::overlay(std::size_t index) const { return overlays_[index].shown.curve; }

}  // namespace vle::ui
