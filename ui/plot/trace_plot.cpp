// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plot/trace_plot.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <utility>

#include <QPainter>
#include <qcustomplot.h>

#include "plot/axis_style.h"
#include "plot/tick_text.h"
#include "session/number_text.h"

namespace vle::ui {

namespace {

constexpr double kOutside = 4;        ///< ranges beyond the axes at which values are cut off
constexpr double kTolerance = 0.15;   ///< pixels, of the drawn curve
constexpr double kStartShare = 0.02;  ///< of a run: its start
constexpr double kStartRoom = 2;      ///< times the rest's range that a start may take
constexpr double kCurveRoom = 2;      ///< pixels between the outermost curve and the frame

}  // namespace

TracePlot::TracePlot(const Theme& theme, QWidget* parent)
    : AxesPlot(theme, parent), marks_(axes(), theme) {
  QCustomPlot& plot = axes();
  plot.addLayer(kCursorLayer, plot.layer("overlay"), QCustomPlot::limAbove);
  plot.layer(kCursorLayer)->setMode(QCPLayer::lmBuffered);
  for (QCPItemLine*& line : lines_) {
    line = new QCPItemLine(&plot);
    line->setLayer(kCursorLayer);
    line->start->setType(QCPItemPosition::ptAxisRectRatio);
    line->end->setType(QCPItemPosition::ptAxisRectRatio);
    line->setAntialiased(false);
    line->setVisible(false);
  }
  restyle();
}

void TracePlot::contentChanged(bool is_other) {
  layout_generation_.reset();
  if (is_other) restart();
  forgetRange();
}

void TracePlot::restyle() {
  lines_[0]->setPen(QPen(mixed(theme_.text, theme_.panel, 0.3)));
  lines_[1]->setPen(QPen(theme_.accent));
  lines_[2]->setPen(QPen(theme_.accent, 1, Qt::DashLine));
  layout_generation_.reset();
  AxesPlot::restyle();
}

void TracePlot::restart() {
  forgetRange();
  forgetOwnValues();
  adopt({});
  layout_generation_.reset();
}

int TracePlot::neededLeftMargin() const {
  const int unit = list_.unit.isEmpty() ? 0 : 2 * halfLine(font()) + 2;
  return widestLabel(*axes().yAxis) + axes().yAxis->tickLabelPadding() + unit + 4;
}

void TracePlot::adopt(TraceList list) {
  if (list.traces != list_.traces || shown_.size() != list.traces.size()) {
    axes().clearGraphs();
    shown_.clear();
    while (shown_.size() < list.traces.size()) {
      QCPGraph* graph = axes().addGraph();
      graph->setAdaptiveSampling(false);  // the store has thinned already
      graph->removeFromLegend();
      shown_.push_back({{graph, {}}, {}});
    }
  }
  list_ = std::move(list);
  for (std::size_t k = 0; k < shown_.size(); ++k) {
    const TraceStyle& style = list_.traces[k].style;
    shown_[k].drawn.graph->setPen(
        QPen(style.color, penScale(font()) * style.width, Qt::SolidLine, Qt::FlatCap));
  }
  axes().yAxis->setLabel(list_.unit);
  update(titleArea());
}

void TracePlot::refresh(const PlotSource& source, const TimeWindow& window, double now) {
  const TraceStore& store = source.traces;
  if (layout_generation_ != store.layoutGeneration()) {
    layout_generation_ = store.layoutGeneration();
    adopt(tracesOf(content_, store, theme_));
  }
  window_ = window;
  const int width = std::max(1, axes().axisRect()->width());
  const auto columns =
      static_cast<std::size_t>(std::lround(std::max(detail_, devicePixelRatioF()) * width));
  for (std::size_t k = 0; k < shown_.size(); ++k) {
    const DrawnTrace& trace = list_.traces[k];
    shown_[k].curve =
        store.curve(trace.variant, trace.channel, window.from, window.to, columns, content_.minus);
  }
  Overlays before = std::exchange(overlays_, overlaysOf(content_, list_, source, window, theme_));
  if (!overlays_.hasSameLegend(before)) update(titleArea());
  updateRange(now);
  const Extent limits = valueLimits();
  axes().xAxis->setRange(window.from, window.to);
  axes().yAxis->setRange(limits.lo, limits.hi);
  for (std::size_t k = 0; k < shown_.size(); ++k) {
    updateData(shown_[k].drawn, shown_[k].curve, list_.traces[k].style);
  }
  updateOverlays();
  setValueTicks(*axes().yAxis, valueLimits(), content_.is_log, axes().axisRect()->height());
  setTimeTicks(*axes().xAxis, window_, width, hasTimeLabels());
  marks_.show(source.marks, window, penScale(font()));
  showNotice();
  showCursors(source, cursors_, is_time_read_);
}

void TracePlot::updateRange(double now) {
  // How a run starts must not set the scale of all that follows.
  double newest = 0;
  for (const Shown& shown : shown_) {
    if (!shown.curve.t.empty()) newest = std::max(newest, shown.curve.t.back());
  }
  const bool has_start = content_.is_slow && !content_.is_log && window_.from <= 0;
  const double start = has_start ? kStartShare * newest : -1;
  std::vector<double> values, wild, early;
  for (std::size_t k = 0; k < shown_.size(); ++k) {
    const Curve& curve = shown_[k].curve;
    const bool is_wild =
        list_.traces[k].is_wild || (!curve.y.empty() && !std::isfinite(curve.y.back()));
    std::vector<double>& pool = is_wild ? wild : values;
    for (std::size_t i = 0; i < curve.y.size(); ++i) {
      if (curve.t[i] < window_.from || curve.t[i] > window_.to) continue;
      (curve.t[i] < start && !is_wild ? early : pool).push_back(drawn(curve.y[i]));
    }
  }
  for (const Overlay& overlay : overlays_.curves) {
    const Curve& curve = overlay.curve;
    for (std::size_t i = 0; i < curve.y.size(); ++i) {
      const bool is_seen = curve.t[i] >= std::max(window_.from, start) && curve.t[i] <= window_.to;
      if (is_seen) values.push_back(drawn(curve.y[i]));
    }
  }
  auto extent = extentOf(values, wild);
  std::vector<double> none;
  if (const auto first = extentOf(early, none)) {
    if (!extent) extent = first;
    const Extent both{std::min(extent->lo, first->lo), std::max(extent->hi, first->hi)};
    if (both.hi - both.lo <= kStartRoom * (extent->hi - extent->lo)) extent = both;
  }
  if (!extent) return;
  if (!content_.is_log) {
    // Room for the width of the curves; zero may be a limit itself.
    double widest = 0;
    for (const DrawnTrace& trace : list_.traces) widest = std::max(widest, trace.style.width);
    const double room = (penScale(font()) * widest / 2 + kCurveRoom) * (extent->hi - extent->lo) /
                        std::max(1, axes().axisRect()->height());
    if (extent->hi > 0) extent->hi += room;
    if (extent->lo < 0) extent->lo -= room;
  }
  followRange(*extent, now);
}

void TracePlot::updateData(Drawn& drawing, const Curve& whole, const TraceStyle& style) {
  // Far outside, the painter's arithmetic would fail; just outside, nobody sees the difference.
  const Extent limits = valueLimits();
  const double far = kOutside * (limits.hi - limits.lo);
  Curve curve;
  curve.t.reserve(whole.t.size());
  curve.y.reserve(whole.t.size());
  for (std::size_t k = 0; k < whole.t.size(); ++k) {
    const double y = std::clamp(drawn(whole.y[k]), limits.lo - far, limits.hi + far);
    curve.t.push_back(whole.t[k]);
    curve.y.push_back(y);
  }
  const QCPAxisRect& place = *axes().axisRect();
  const double x_scale = place.width() / (window_.to - window_.from);
  const double y_scale = place.height() / (limits.hi - limits.lo);
  // Lengths of dashes grow with the font, like everything else.
  const double scale = penScale(font());
  const Curve cut = drawing.dasher.cut(simplified(curve, kTolerance / detail_, x_scale, y_scale),
                                       dashPattern(style.dash), x_scale / scale, y_scale / scale);
  QVector<QCPGraphData> points;
  points.reserve(static_cast<qsizetype>(cut.t.size()));
  for (std::size_t k = 0; k < cut.t.size(); ++k) points.append(QCPGraphData(cut.t[k], cut.y[k]));
  drawing.graph->data()->set(points, true);
}

void TracePlot::updateOverlays() {
  while (behind_.size() > overlays_.curves.size()) {
    if (behind_.back().graph) axes().removeGraph(behind_.back().graph);
    behind_.pop_back();
  }
  behind_.resize(overlays_.curves.size());
  for (std::size_t k = 0; k < behind_.size(); ++k) {
    Drawn& drawing = behind_[k];
    if (!drawing.graph) {  // new, or gone with the graphs of another list
      drawing.graph = axes().addGraph();
      drawing.graph->setAdaptiveSampling(false);
      drawing.graph->setLayer("grid");  // behind
    }
    const auto& [trace, curve] = overlays_.curves[k];
    drawing.graph->setPen(
        QPen(trace.style.color, penScale(font()) * trace.style.width, Qt::SolidLine, Qt::FlatCap));
    updateData(drawing, curve, trace.style);
  }
}

std::optional<Sample> TracePlot::sampleAt(const TraceStore& traces, std::size_t trace,
                                          double t) const {
  const DrawnTrace& drawn = list_.traces[trace];
  std::optional<Sample> sample = traces.sample(drawn.variant, drawn.channel, t);
  if (!sample || !content_.minus) return sample;
  const auto other = traces.sample(*content_.minus, drawn.channel, t);
  if (!other || other->t != sample->t) return std::nullopt;
  sample->value -= other->value;
  sample->low = sample->high = sample->value;
  return sample;
}

void TracePlot::placeLine(QCPItemLine& line, std::optional<double> t) {
  const bool is_seen = t && *t >= window_.from && *t <= window_.to;
  line.setVisible(is_seen);
  if (!is_seen) return;
  const double share = (*t - window_.from) / (window_.to - window_.from);
  line.start->setCoords(share, 0);
  line.end->setCoords(share, 1);
}

std::optional<double> TracePlot::pointerLine() const {
  if (!lines_[0]->visible()) return std::nullopt;
  return lines_[0]->start->coords().x();
}

void TracePlot::showCursors(const PlotSource& source, const CursorTimes& cursors, bool with_time) {
  const bool was_seen = std::ranges::any_of(lines_, [](auto* line) { return line->visible(); });
  cursors_ = cursors;
  is_time_read_ = with_time;
  placeLine(*lines_[0], cursors.pointer);
  placeLine(*lines_[1], cursors.first);
  placeLine(*lines_[2], cursors.second);
  updateReadings(source.traces);
  const bool is_seen = std::ranges::any_of(lines_, [](auto* line) { return line->visible(); });
  if (was_seen || is_seen) axes().layer(kCursorLayer)->replot();
}

void TracePlot::updateReadings(const TraceStore& traces) {
  std::vector<Reading> readings;
  // Between two cursors it is the difference one is after, wherever the mouse rests.
  const bool measures = cursors_.first && cursors_.second;
  const std::optional<double> at = cursors_.pointer ? cursors_.pointer : cursors_.first;
  const bool is_seen = at && *at >= window_.from && *at <= window_.to;
  if (!at || (!is_seen && !measures)) return setReadings({});
  if (const Mark* mark = pointedMark()) {
    readings.push_back({.text = mark->text, .color = theme_.text, .is_note = true});
  }
  if (is_time_read_ && !measures) readings.push_back({momentText(*at), theme_.text});
  const bool is_labelled = list_.legend.size() > 1 && list_.probe_labels.size() > 1;
  QString label;
  const auto value_of = [&](std::size_t trace, double t) {
    const auto sample = sampleAt(traces, trace, t);
    return sample ? sample->value : std::numeric_limits<double>::quiet_NaN();
  };
  // As in the legend: where the room ends, what is compared with is cut first.
  for (const std::size_t k : list_.readingOrder(content_)) {
    const DrawnTrace& trace = list_.traces[k];
    if (is_labelled && list_.probe_labels[trace.entry] != label) {
      label = list_.probe_labels[trace.entry];
      readings.push_back({label, theme_.dim});
    }
    QString text = numberText(value_of(k, *at), 3);
    if (measures) {
      const double first = value_of(k, *cursors_.first), second = value_of(k, *cursors_.second);
      text = tr("Δ %1").arg(numberText(second - first, 3));
    }
    readings.push_back({.text = text,
                        .color = legible(trace.style.color, theme_),
                        .is_value = true,
                        .is_minor = !trace.is_front});
  }
  setReadings(std::move(readings));
}

const Mark* TracePlot::pointedMark() const {
  if (!cursors_.pointer || !is_time_read_) return nullptr;
  return marks_.at(*cursors_.pointer, axesRect().width() / (window_.to - window_.from));
}

QString TracePlot::notice() const {
  if (content_.probes.empty()) {
    return !content_.minus ? tr("nothing to plot: no such probe") : tr("the same in all variants");
  }
  bool is_recorded = false;
  for (const Shown& shown : shown_) {
    is_recorded |= !shown.curve.y.empty();
    for (const double y : shown.curve.y) {
      if (std::isfinite(drawn(y))) return {};
    }
  }
  if (content_.minus &&
      std::ranges::find(content_.hosts, *content_.minus) == content_.hosts.end()) {
    return tr("no variant '%1' to subtract").arg(content_.minus_label);
  }
  if (content_.variants.empty()) {
    return !content_.minus ? tr("all variants are hidden") : tr("no other variant is visible");
  }
  if (!is_recorded) return tr("waiting for data");
  return content_.is_log ? tr("no values above zero") : tr("no finite values here");
}

TitleRow TracePlot::titleRow() const {
  TitleRow row = PlotWidget::titleRow();
  if (overlays_.is_too_coarse) row.note = tr("kept run: too coarse here");
  // Paused, a probe that was just added has no curve yet; what was done must show all the same.
  for (std::size_t entry = 0; entry < content_.probes.size() && !list_.traces.empty(); ++entry) {
    const ProbeRole role = content_.probes[entry].role;
    if (role == ProbeRole::Expected || role == ProbeRole::Teacher) continue;  // nobody asked for it
    if (std::ranges::find(list_.traces, entry, &DrawnTrace::entry) != list_.traces.end()) continue;
    row.note = tr("%1: waiting for data").arg(asText(content_.probes[entry].probe));
  }
  if (overlays_.legend.empty()) return row;
  // A curve that stood alone needs a name beside others.
  if (row.legend.empty() && !list_.traces.empty()) {
    const DrawnTrace& own = list_.traces.back();
    row.legend.push_back({list_.probe_labels[own.entry], own.style});
  }
  std::ranges::copy(overlays_.legend, std::back_inserter(row.legend));
  return row;
}

double TracePlot::replotMs() const { return axes().replotTime(true); }

void TracePlot::paintAxes(QCPPainter& painter) {
  AxesPlot::paintAxes(painter);
  const QRectF place = QRectF(axesRect()).translated(0, -headHeight());
  marks_.paintTexts(painter, place, smallFont(font()));
}

}  // namespace vle::ui
