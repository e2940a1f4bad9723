// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What lies behind the curves of a plot over time: runs that were kept, pale, and in loss plots the
// mean over seeds with its band, two thin lines.
#include <algorithm>
#include <array>
#include <iterator>

#include <qcustomplot.h>

#include "plot/trace_plot.h"
#include "session/kept_runs.h"
#include "session/number_text.h"
#include "session/seed_runs.h"

namespace vle::ui {

namespace {

/// Share of the ground in the colours of kept runs, in turn; their dashes differ, too.
constexpr std::array kPale = {0.55, 0.7, 0.4};
constexpr double kMeanLine = 1.5;
constexpr double kBandLine = 0.75;
constexpr std::size_t kMeanDash = 1;
/// Rows of a kept run that a window needs to look like its curve. What learning changes is smooth:
/// fewer do.
constexpr double kFewestRows = 200;
constexpr double kFewestSlowRows = 20;
constexpr double kPointsOfARow = 2;  ///< smallest and largest value

/// The part of a curve in a window, and one point more at either side.
Curve partOf(const std::vector<double>& t, const std::vector<double>& y, const TimeWindow& window) {
  auto first = std::ranges::lower_bound(t, window.from) - t.begin();
  auto last = std::ranges::upper_bound(t, window.to) - t.begin();
  if (first > 0) --first;
  if (last < std::ssize(t)) ++last;
  return {{t.begin() + first, t.begin() + last}, {y.begin() + first, y.begin() + last}};
}

/// What of a curve is fine enough: lines between smallest and largest values far apart would swing
/// as nothing ever did. The end of a kept run is finer than what was before.
/// @param widest  ms between two points
Curve finePartOf(Curve part, double widest) {
  for (std::size_t k = part.t.size(); k-- > 1;) {
    if (part.t[k] - part.t[k - 1] <= widest) continue;
    const auto cut = static_cast<std::ptrdiff_t>(k);
    part.t.erase(part.t.begin(), part.t.begin() + cut);
    part.y.erase(part.y.begin(), part.y.begin() + cut);
    break;
  }
  return part.t.size() < 2 ? Curve{} : part;
}

}  // namespace

void TracePlot::addOverlay(const DrawnTrace& trace, Curve curve, std::size_t used) {
  if (used == overlays_.size()) overlays_.emplace_back();
  overlays_[used].trace = trace;
  overlays_[used].shown.curve = std::move(curve);
}

void TracePlot::explainOverlay(const QString& label, const TraceStyle& style) {
  const auto is_there = std::ranges::find(overlay_legend_, label, &LegendEntry::label);
  if (is_there == overlay_legend_.end()) overlay_legend_.push_back({label, style});
}

std::size_t TracePlot::collectKept(const KeptRuns& kept, std::size_t used) {
  std::size_t place = 0;  // among the visible ones
  for (const KeptRun& run : kept.runs()) {
    if (!run.visible) continue;
    const double rows = content_.is_slow ? kFewestSlowRows : kFewestRows;
    const double widest =
        std::max(kPointsOfARow * (window_.to - window_.from) / rows, 1.5 * run.project.settings.dt);
    const double pale = kPale[place % kPale.size()];
    for (DrawnTrace trace : list_.traces) {
      const Curve* curve = run.curve(trace.variant, trace.channel);
      if (curve == nullptr || curve->t.empty() || curve->t.back() < window_.from) continue;
      const Curve part = partOf(curve->t, curve->y, window_);
      if (part.t.empty()) continue;
      Curve fine = finePartOf(part, widest);
      is_kept_too_coarse_ |= fine.t.empty();
      if (fine.t.empty()) continue;
      trace.style.color = mixed(trace.style.color, theme_.panel, pale);
      trace.style.dash += place;
      addOverlay(trace, std::move(fine), used++);
      const bool by_variant =
          content_.variants.size() > 1 && !isShared(content_.probes[trace.entry].role);
      const QColor color = mixed(theme_.text, theme_.panel, pale);
      explainOverlay(tr("run %1").arg(run.id),
                     {by_variant ? color : trace.style.color, trace.style.width, place});
    }
    ++place;
  }
  return used;
}

std::size_t TracePlot::collectBands(const SeedRuns& seeds, std::size_t used) {
  for (const SeedBand& band : seeds.bands()) {
    const auto own = std::ranges::find(list_.traces, band.variant, &DrawnTrace::variant);
    if (own == list_.traces.end()) continue;
    DrawnTrace trace = *own;
    const QColor color = content_.variants.size() > 1 ? theme_.text : own->style.color;
    const auto add = [&](const QString& label, const std::vector<double>& y, double width,
                         std::size_t dash) {
      Curve part = partOf(band.t, y, window_);
      if (part.t.empty()) return;
      trace.style = {own->style.color, width, dash};
      addOverlay(trace, std::move(part), used++);
      explainOverlay(label, {color, width, dash});
    };
    add(tr("mean of %1 seeds").arg(band.runs), band.mean, kMeanLine, kMeanDash);
    add(tr("± 1 σ"), band.low, kBandLine, 0);
    add(tr("± 1 σ"), band.high, kBandLine, 0);
  }
  return used;
}

void TracePlot::collectOverlays(const PlotSource& source) {
  const std::vector<LegendEntry> before = std::exchange(overlay_legend_, {});
  const bool was_too_coarse = std::exchange(is_kept_too_coarse_, false);
  std::size_t used = 0;
  if (source.kept != nullptr && content_.minus.empty()) used = collectKept(*source.kept, used);
  if (source.seeds != nullptr && content_.kind == Plot::Kind::Loss && content_.minus.empty()) {
    used = collectBands(*source.seeds, used);
  }
  while (overlays_.size() > used) {
    if (overlays_.back().graph) plot_->removeGraph(overlays_.back().graph);
    overlays_.pop_back();
  }
  const auto is_same = [](const LegendEntry& a, const LegendEntry& b) {
    return a.label == b.label && a.style == b.style;
  };
  if (was_too_coarse != is_kept_too_coarse_ ||
      !std::ranges::equal(before, overlay_legend_, is_same)) {
    update(titleArea());
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

TitleRow TracePlot::titleRow() const {
  TitleRow row = PlotWidget::titleRow();
  if (is_kept_too_coarse_) row.note = tr("kept run: too coarse here");
  // Paused, a probe that was just added has no curve yet; what was done must show all the same.
  for (std::size_t entry = 0; entry < content_.probes.size() && !list_.traces.empty(); ++entry) {
    const TraceRole role = content_.probes[entry].role;
    if (role == TraceRole::Expected || role == TraceRole::Teacher) continue;  // nobody asked for it
    if (std::ranges::find(list_.traces, entry, &DrawnTrace::entry) != list_.traces.end()) continue;
    row.note = tr("%1: waiting for data").arg(asText(content_.probes[entry].probe));
  }
  if (overlay_legend_.empty()) return row;
  // A curve that stood alone needs a name beside others.
  if (row.legend.empty() && !list_.traces.empty()) {
    const DrawnTrace& own = list_.traces.back();
    row.legend.push_back({list_.probe_labels[own.entry], own.style});
  }
  std::ranges::copy(overlay_legend_, std::back_inserter(row.legend));
  return row;
}

std::size_t TracePlot::overlayCount() const { return overlays_.size(); }

const Curve& TracePlot::overlay(std::size_t index) const { return overlays_[index].shown.curve; }

const TraceStyle& TracePlot::overlayStyle(std::size_t index) const {
  return overlays_[index].trace.style;
}

}  // namespace vle::ui
