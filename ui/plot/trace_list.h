// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What one plot of the board draws and how: which channels of which variants, in which colour and
// dash, and the legend that explains it. Used by TracePlot; pure functions, GUI thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <QColor>
#include <QString>

#include "drawing/theme.h"
#include "session/board.h"
#include "session/trace_store.h"

namespace vle::ui {

/// A visible variant. One of them, if there are any, is in front: the one on the canvas, if
/// visible.
struct ShownVariant {
  VariantId id{};
  QString label = {};
  QColor color = {};
  bool has_diverged = false;
  bool is_front = false;
  bool operator==(const ShownVariant&) const = default;
};

/// One plot of the board, before it is known which channels exist.
struct PlotContent {
  QString title = {};
  Plot::Kind kind = Plot::Kind::Time;
  bool is_slow = false;  ///< shows the whole run
  bool is_log = false;
  double height = 1;  ///< share of its column
  bool is_wide = false;
  double window = 0;                      ///< ms, if it has a length of its own
  std::optional<AxisLimits> limits = {};  ///< fixed ones of the value axis
  std::optional<VariantId> minus = {};    ///< the variant that is subtracted from the others …
  QString minus_label = {};               ///< … as people know it
  std::vector<PlottedProbe> probes = {};
  std::vector<ShownVariant> variants = {};
  std::vector<VariantId> hosts = {};  ///< variants, hidden too, from which shared traces come
  bool operator==(const PlotContent&) const = default;

  /// Does its horizontal axis stand for time?
  [[nodiscard]] bool isOverTime() const {
    return kind == Plot::Kind::Time || kind == Plot::Kind::Loss;
  }
};

struct TraceStyle {
  QColor color;
  double width = 1.5;
  std::size_t dash = 0;  ///< dashPattern
  bool operator==(const TraceStyle&) const = default;
};

/// One curve.
struct DrawnTrace {
  VariantId variant{};
  std::string channel;
  TraceStyle style;
  std::size_t entry = 0;  ///< of the legend
  std::size_t index = 0;  ///< among the channels of its probe
  bool is_wild = false;   ///< of a variant that has diverged
  bool is_front = false;  ///< of the variant in front, or shared
  bool operator==(const DrawnTrace&) const = default;
};

struct LegendEntry {
  QString label;
  TraceStyle style;
};

struct TraceList {
  static constexpr std::size_t kMostChannels = 24;  ///< drawn per probe and variant

  /// The traces in the order of the legend: probe by probe, what they are compared with last;
  /// variants in their order, whichever lies on top.
  [[nodiscard]] std::vector<std::size_t> readingOrder(const PlotContent& content) const;

  std::vector<DrawnTrace> traces;     ///< in drawing order
  std::vector<LegendEntry> legend;    ///< empty if there is nothing to tell apart
  std::vector<QString> probe_labels;  ///< by DrawnTrace::entry
  std::size_t omitted = 0;            ///< channels beyond kMostChannels
  QString unit;
};

/// The plots of a project, seen with these variants.
/// @param all  every running variant in order; hidden ones are left out
/// @param diverged  the variants that have diverged
/// @param front     the variant on the canvas; if hidden, the first visible one is in front
[[nodiscard]] std::vector<PlotContent> boardContents(const Project& project,
                                                     const std::vector<Variant>& all,
                                                     const std::vector<VariantId>& diverged,
                                                     VariantId front, const Theme& theme);

/// The curves of a plot, as far as something was recorded.
[[nodiscard]] TraceList tracesOf(const PlotContent& content, const TraceStore& store,
                                 const Theme& theme);

}  // namespace vle::ui
