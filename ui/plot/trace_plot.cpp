// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plot/trace_plot.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <QPainter>
#include <qcustomplot.h>

#include "plot/axis_style.h"

namespace vle::ui {

namespace {

constexpr double kOutside = 4;        ///< ranges beyond the axes at which values are cut off
constexpr double kTolerance = 0.15;   ///< pixels, of the drawn curve
constexpr double kStartShare = 0.02;  ///< of a run: its start
constexpr double kStartRoom = 2;      ///< times the rest's range that a start may take
constexpr double kCurveRoom = 2;      ///< pixels between the outermost curve and the frame

}  // namespace

TracePlot::TracePlot(const Theme& theme, QWidget* parent)
    : PlotWidget(theme, parent), plot_(new QCustomPlot(this)) {
  plot_->setPlottingHints(QCP::phFastPolylines | QCP::phCacheLabels);
  plot_->setFocusPolicy(Qt::NoFocus);
  plot_->setAttribute(Qt::WA_TransparentForMouseEvents);
  plot_->axisRect()->setAutoMargins(QCP::msNone);
  plot_->axisRect()->setMinimumSize(1, 1);

  plot_->addLayer(kCursorLayer, plot_->layer("overlay"), QCustomPlot::limAbove);
  plot_->layer(kCursorLayer)->setMode(QCPLayer::lmBuffered);
  for (QCPItemLine*& line : lines_) {
    line = new QCPItemLine(plot_);
    line->setLayer(kCursorLayer);
    line->start->setType(QCPItemPosition::ptAxisRectRatio);
    line->end->setType(QCPItemPosition::ptAxisRectRatio);
    line->setAntialiased(false);
    line->setVisible(false);
  }

  notice_ = new QCPItemText(plot_);
  notice_->setLayer("overlay");
  notice_->position->setType(QCPItemPosition::ptAxisRectRatio);
  notice_->position->setCoords(0.5, 0.5);
  connect(plot_, &QCustomPlot::afterReplot, this, [this] { ++replots_; });
  restyle();
}

TracePlot::~TracePlot() = default;

void TracePlot::contentChanged(bool is_other) {
  layout_generation_.reset();
  if (is_other) restart();
  range_.reset(content_.is_log);
}

void TracePlot::restyle() {
  styleAxes(*plot_, font(), theme_);
  lines_[0]->setPen(QPen(mixed(theme_.text, theme_.panel, 0.3)));
  lines_[1]->setPen(QPen(theme_.accent));
  lines_[2]->setPen(QPen(theme_.accent, 1, Qt::DashLine));
  notice_->setFont(smallFont(font()));
  notice_->setColor(theme_.dim);
  layout_generation_.reset();
  PlotWidget::restyle();
}

void TracePlot::restart() {
  range_.reset(content_.is_log);
  manual_.reset();
  adopt({});
  layout_generation_.reset();
}

int TracePlot::neededLeftMargin() const {
  const int unit = list_.unit.isEmpty() ? 0 : 2 * halfLine(font()) + 2;
  return widestLabel(*plot_->yAxis) + plot_->yAxis->tickLabelPadding() + unit + 4;
}

void TracePlot::place() {
  const int top = headHeight();
  const int bottom = overhead(font(), hasTimeLabels()) - titleHeight(font()) - kTopMargin;
  plot_->setGeometry(0, top, width(), std::max(1, height() - top));
  plot_->axisRect()->setMargins({leftMargin(), kTopMargin, kRightMargin, bottom});
  // At once, so that the first picture has the right size even if the widget was never shown.
  plot_->setViewport(plot_->rect());
  for (const auto phase :
       {QCPLayoutElement::upPreparation, QCPLayoutElement::upMargins, QCPLayoutElement::upLayout}) {
    plot_->plotLayout()->update(phase);
  }
  emit outdated();
  update();
}

void TracePlot::adopt(TraceList list) {
  if (list.traces != list_.traces || shown_.size() != list.traces.size()) {
    plot_->clearGraphs();
    shown_.clear();
    while (shown_.size() < list.traces.size()) {
      QCPGraph* graph = plot_->addGraph();
      graph->setAdaptiveSampling(false);  // the store has thinned already
      graph->removeFromLegend();
      shown_.push_back({graph, {}, {}});
    }
  }
  list_ = std::move(list);
  for (std::size_t k = 0; k < shown_.size(); ++k) {
    const TraceStyle& style = list_.traces[k].style;
    shown_[k].graph->setPen(
        QPen(style.color, penScale(font()) * style.width, Qt::SolidLine, Qt::FlatCap));
  }
  plot_->yAxis->setLabel(list_.unit);
  update(titleArea());
}

double TracePlot::drawn(double y) const {
  if (!content_.is_log) return y;
  return y > 0 ? std::log10(y) : std::numeric_limits<double>::quiet_NaN();
}

void TracePlot::refresh(const PlotSource& source, const TimeWindow& window, double now) {
  const TraceStore& store = source.traces;
  if (layout_generation_ != store.layoutGeneration()) {
    layout_generation_ = store.layoutGeneration();
    adopt(tracesOf(content_, store, theme_));
  }
  window_ = window;
  const int width = std::max(1, plot_->axisRect()->width());
  const auto columns =
      static_cast<std::size_t>(std::lround(std::max(detail_, devicePixelRatioF()) * width));
  for (std::size_t k = 0; k < shown_.size(); ++k) {
    const DrawnTrace& trace = list_.traces[k];
    shown_[k].curve =
        store.curve(trace.variant, trace.channel, window.from, window.to, columns, content_.minus);
  }
  collectOverlays(source);
  updateRange(now);
  const Extent limits = valueLimits();
  plot_->xAxis->setRange(window.from, window.to);
  plot_->yAxis->setRange(limits.lo, limits.hi);
  for (std::size_t k = 0; k < shown_.size(); ++k) updateData(shown_[k], list_.traces[k]);
  updateOverlays();
  setValueTicks(*plot_->yAxis, valueLimits(), content_.is_log, plot_->axisRect()->height());
  setTimeTicks(*plot_->xAxis, window_, width, hasTimeLabels());
  updateMarks(source.marks);
  notice_->setText(notice());
  notice_->setVisible(!notice_->text().isEmpty());
  showCursors(source, cursors_, is_time_read_);
}

void TracePlot::replot() { plot_->replot(QCustomPlot::rpQueuedReplot); }

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
  for (const Overlay& overlay : overlays_) {
    const Curve& curve = overlay.shown.curve;
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
                        std::max(1, plot_->axisRect()->height());
    if (extent->hi > 0) extent->hi += room;
    if (extent->lo < 0) extent->lo -= room;
  }
  range_.follow(*extent, now);
}

void TracePlot::updateData(Shown& shown, const DrawnTrace& trace) {
  // Far outside, the painter's arithmetic would fail; just outside, nobody sees the difference.
  const Extent limits = valueLimits();
  const double far = kOutside * (limits.hi - limits.lo);
  Curve curve;
  curve.t.reserve(shown.curve.t.size());
  curve.y.reserve(shown.curve.t.size());
  for (std::size_t k = 0; k < shown.curve.t.size(); ++k) {
    const double y = std::clamp(drawn(shown.curve.y[k]), limits.lo - far, limits.hi + far);
    curve.t.push_back(shown.curve.t[k]);
    curve.y.push_back(y);
  }
  const auto& axes = *plot_->axisRect();
  const double x_scale = axes.width() / (window_.to - window_.from);
  const double y_scale = axes.height() / (limits.hi - limits.lo);
  // Lengths of dashes grow with the font, like everything else.
  const double scale = penScale(font());
  const Curve cut =
      shown.dasher.cut(simplified(curve, kTolerance / detail_, x_scale, y_scale),
                       dashPattern(trace.style.dash), x_scale / scale, y_scale / scale);
  QVector<QCPGraphData> points;
  points.reserve(static_cast<qsizetype>(cut.t.size()));
  for (std::size_t k = 0; k < cut.t.size(); ++k) points.append(QCPGraphData(cut.t[k], cut.y[k]));
  shown.graph->data()->set(points, true);
}

QString TracePlot::notice() const {
  if (content_.probes.empty()) {
    return content_.minus.empty() ? tr("nothing to plot: no such probe")
                                  : tr("the same in all variants");
  }
  bool is_recorded = false;
  for (const Shown& shown : shown_) {
    is_recorded |= !shown.curve.y.empty();
    for (const double y : shown.curve.y) {
      if (std::isfinite(drawn(y))) return {};
    }
  }
  if (!content_.minus.empty() &&
      std::ranges::find(content_.hosts, content_.minus) == content_.hosts.end()) {
    return tr("no variant '%1' to subtract").arg(QString::fromStdString(content_.minus));
  }
  if (content_.variants.empty()) {
    return content_.minus.empty() ? tr("all variants are hidden")
                                  : tr("no other variant is visible");
  }
  if (!is_recorded) return tr("waiting for data");
  return content_.is_log ? tr("no values above zero") : tr("no finite values here");
}

double TracePlot::replotMs() const { return plot_->replotTime(true); }

void TracePlot::paintAxes(QCPPainter& painter) {
  plot_->toPainter(&painter, plot_->width(), plot_->height());
  paintMarkTexts(painter);
}

}  // namespace vle::ui
