// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plot/xy_plot.h"

#include "session/number_text.h"

namespace vle::ui {

namespace {

constexpr std::size_t kMostPoints = 3000;  ///< of one curve

}  // namespace

XyPlot::XyPlot(const Theme& theme, QWidget* parent) : CurvePlot(theme, {}, false, parent) {}

/// What stands on the horizontal axis; empty before anything was recorded.
QString XyPlot::xLabel() const {
  return list_.probe_labels.empty() ? QString() : list_.probe_labels.front();
}

/// The curve of one y over an x; neuron by neuron, or one x for all.
/// @param variant  of x
const DrawnTrace* XyPlot::xOf(const DrawnTrace& y, VariantId variant) const {
  const DrawnTrace* x = nullptr;
  for (const DrawnTrace& other : list_.traces) {
    if (other.entry != 0) continue;
    const bool is_own = other.variant == variant || isShared(content_.probes[0].role);
    if (is_own && (x == nullptr || other.index == y.index)) x = &other;
  }
  return x;
}

CurvePlot::Line XyPlot::lineOf(const TraceStore& traces, const DrawnTrace& x,
                               const DrawnTrace& y) const {
  const auto xs = valuesOf(traces, x);
  const auto ys = valuesOf(traces, y);
  Line line{x.variant, y.channel, {}, {}, y.style};
  line.style.dash = 0;  // a curve that turns back on itself would fill its own gaps
  const auto pairs = sameTimes(xs, ys);
  const std::size_t n = pairs.size();
  const std::size_t stride = n / kMostPoints + 1;
  for (std::size_t k = (n + stride - 1) % stride; k < n; k += stride) {  // the newest is drawn
    line.x.push_back(xs[pairs[k].first].value);
    line.y.push_back(drawn(ys[pairs[k].second].value));
  }
  return line;
}

std::vector<CurvePlot::Line> XyPlot::collect(const TraceStore& traces) const {
  std::vector<Line> lines;
  for (const DrawnTrace& y : list_.traces) {
    if (y.entry == 0) continue;
    if (!isShared(content_.probes[y.entry].role) || isShared(content_.probes[0].role)) {
      const DrawnTrace* x = xOf(y, y.variant);
      if (x == nullptr) continue;
      lines.push_back(lineOf(traces, *x, y));
      lines.back().variant = y.variant;
      continue;
    }
    for (const ShownVariant& variant : content_.variants) {  // what all share, over each one's x
      const DrawnTrace* x = xOf(y, variant.id);
      if (x == nullptr) continue;
      lines.push_back(lineOf(traces, *x, y));
      if (content_.variants.size() > 1) lines.back().style.color = variant.color;
    }
  }
  return lines;
}

void XyPlot::showPointer(const std::optional<QPoint>& at) {
  if (!at || !axesRect().contains(*at)) return setReadings({});
  const auto [x, y] = valuesAt(*at);
  setReadings({{xLabel() + ' ' + numberText(x, 3), theme_.text, true},
               {QStringLiteral("y ") + numberText(y, 3), theme_.text, true}});
}

QString XyPlot::notice() const {
  if (content_.probes.size() == 1) return tr("add a second probe: the first is x");
  return CurvePlot::notice();
}

/// The horizontal axis is named here: it has no room for a name of its own.
TitleRow XyPlot::titleRow() const {
  TitleRow row = PlotWidget::titleRow();
  const QString x = xLabel();
  if (x.isEmpty()) return row;
  row.title = tr("%1, over %2").arg(row.title, x);
  std::erase_if(row.legend, [&x](const LegendEntry& entry) { return entry.label == x; });
  const bool is_one = row.legend.size() < 2 && content_.variants.size() > 1;
  if (!is_one || isShared(content_.probes[0].role)) return row;
  row.legend.clear();  // one y, as often as there are variants
  for (const ShownVariant& variant : content_.variants) {
    row.legend.push_back({variant.label, {variant.color, TraceStyle{}.width, 0}});
  }
  return row;
}

}  // namespace vle::ui
