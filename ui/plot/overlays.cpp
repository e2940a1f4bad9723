// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plot/overlays.h"

#include <algorithm>
#include <array>

#include "session/kept_runs.h"
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

/// Finds them one by one.
struct OverlayFinder {
  const PlotContent& content;
  const TraceList& list;
  const TimeWindow& window;
  const Theme& theme;
  Overlays found = {};

  void add(const DrawnTrace& trace, Curve curve) {
    found.curves.push_back({trace, std::move(curve)});
  }

  void explain(const QString& label, const TraceStyle& style) {
    const auto is_there = std::ranges::find(found.legend, label, &LegendEntry::label);
    if (is_there == found.legend.end()) found.legend.push_back({label, style});
  }

  void addKept(const KeptRuns& kept) {
    std::size_t place = 0;  // among the visible ones
    for (const KeptRun& run : kept.runs()) {
      if (!run.visible) continue;
      const double rows = content.is_slow ? kFewestSlowRows : kFewestRows;
      const double widest =
          std::max(kPointsOfARow * (window.to - window.from) / rows, 1.5 * run.project.settings.dt);
      const double pale = kPale[place % kPale.size()];
      for (DrawnTrace trace : list.traces) {
        const Curve* curve = run.curve(trace.variant, trace.channel);
        if (curve == nullptr || curve->t.empty() || curve->t.back() < window.from) continue;
        const Curve part = partOf(curve->t, curve->y, window);
        if (part.t.empty()) continue;
        Curve fine = finePartOf(part, widest);
        found.is_too_coarse |= fine.t.empty();
        if (fine.t.empty()) continue;
        trace.style.color = mixed(trace.style.color, theme.panel, pale);
        trace.style.dash += place;
        add(trace, std::move(fine));
        const bool by_variant =
            content.variants.size() > 1 && !isShared(content.probes[trace.entry].role);
        const QColor color = mixed(theme.text, theme.panel, pale);
        explain(QObject::tr("run %1").arg(run.id),
                {by_variant ? color : trace.style.color, trace.style.width, place});
      }
      ++place;
    }
  }

  void addBands(const SeedRuns& seeds) {
    for (const SeedBand& band : seeds.bands()) {
      const auto own = std::ranges::find(list.traces, band.variant, &DrawnTrace::variant);
      if (own == list.traces.end()) continue;
      DrawnTrace trace = *own;
      const QColor color = content.variants.size() > 1 ? theme.text : own->style.color;
      const auto add_line = [&](const QString& label, const std::vector<double>& y, double width,
                                std::size_t dash) {
        Curve part = partOf(band.t, y, window);
        if (part.t.empty()) return;
        trace.style = {own->style.color, width, dash};
        add(trace, std::move(part));
        explain(label, {color, width, dash});
      };
      add_line(QObject::tr("mean of %1 seeds").arg(band.runs), band.mean, kMeanLine, kMeanDash);
      add_line(QObject::tr("± 1 σ"), band.low, kBandLine, 0);
      add_line(QObject::tr("± 1 σ"), band.high, kBandLine, 0);
    }
  }
};

}  // namespace

bool Overlays::hasSameLegend(const Overlays& other) const {
  const auto is_same = [](const LegendEntry& a, const LegendEntry& b) {
    return a.label == b.label && a.style == b.style;
  };
  return is_too_coarse == other.is_too_coarse && std::ranges::equal(legend, other.legend, is_same);
}

Overlays overlaysOf(const PlotContent& content, const TraceList& list, const PlotSource& source,
                    const TimeWindow& window, const Theme& theme) {
  OverlayFinder finder{content, list, window, theme};
  if (content.minus) return {};
  if (source.kept != nullptr) finder.addKept(*source.kept);
  if (source.seeds != nullptr && content.kind == Plot::Kind::Loss) finder.addBands(*source.seeds);
  return std::move(finder.found);
}

}  // namespace vle::ui
