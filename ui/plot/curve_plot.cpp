// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plot/curve_plot.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <qcustomplot.h>

#include "plot/axis_style.h"
#include "plot/dashes.h"
#include "session/number_text.h"
#include "sim/spectrum.h"

namespace vle::ui {

namespace {

constexpr double kSeenAmplitude = 0.003;   ///< of the largest; beyond the last such the axis ends
constexpr std::size_t kMostPoints = 3000;  ///< of one curve of xy
constexpr double kSameStep = 1e-12;        ///< relative: times are multiples of one step
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

/// Which rows of two recordings are of one time; each may lack rows that the other has.
std::vector<std::pair<std::size_t, std::size_t>> sameTimes(const std::vector<Sample>& a,
                                                           const std::vector<Sample>& b) {
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (std::abs(a[i].t - b[j].t) <= kSameStep * std::abs(a[i].t)) {
      pairs.emplace_back(i++, j++);
    } else {
      ++(a[i].t < b[j].t ? i : j);
    }
  }
  return pairs;
}

/// The values of one channel in a window where every step, or every so many, was kept.
std::vector<Sample> valuesOf(const TraceStore& traces, const DrawnTrace& trace,
                             const TimeWindow& window, const std::string& minus) {
  std::vector<Sample> samples =
      traces.samples(trace.variant, trace.channel, window.from, window.to);
  if (minus.empty()) return samples;
  const auto other = traces.samples(minus, trace.channel, window.from, window.to);
  std::vector<Sample> differences;
  for (const auto& [own, theirs] : sameTimes(samples, other)) {
    differences.push_back(samples[own]);
    differences.back().value -= other[theirs].value;
  }
  return differences;
}

/// The newest samples that are equally far apart, with the distance in ms.
std::pair<std::vector<double>, double> evenlySpaced(const std::vector<Sample>& samples) {
  if (samples.size() < 2) return {{}, 1};
  const double dt = samples.back().t - samples[samples.size() - 2].t;
  std::vector<double> values;
  for (std::size_t k = samples.size(); k-- > 0;) {
    values.push_back(samples[k].value);
    if (k > 0 && std::abs(samples[k].t - samples[k - 1].t - dt) > 1e-6 * dt) break;
  }
  std::ranges::reverse(values);
  return {values, dt};
}

}  // namespace

CurvePlot::CurvePlot(const Theme& theme, QWidget* parent)
    : PlotWidget(theme, parent), plot_(new QCustomPlot(this)) {
  plot_->setPlottingHints(QCP::phFastPolylines | QCP::phCacheLabels);
  plot_->setFocusPolicy(Qt::NoFocus);
  plot_->setAttribute(Qt::WA_TransparentForMouseEvents);
  plot_->axisRect()->setAutoMargins(QCP::msNone);
  plot_->axisRect()->setMinimumSize(1, 1);
  notice_ = new QCPItemText(plot_);
  notice_->setLayer("overlay");
  notice_->position->setType(QCPItemPosition::ptAxisRectRatio);
  notice_->position->setCoords(0.5, 0.5);
  connect(plot_, &QCustomPlot::afterReplot, this, [this] { ++replots_; });
  restyle();
}

void CurvePlot::contentChanged(bool is_other) {
  if (is_other) restart();
}

void CurvePlot::restyle() {
  styleAxes(*plot_, font(), theme_);
  notice_->setFont(smallFont(font()));
  notice_->setColor(theme_.dim);
  PlotWidget::restyle();
}

void CurvePlot::restart() {
  x_range_.reset(false);
  y_range_.reset(content_.is_log);
  manual_.reset();
  list_ = {};
  lines_.clear();
  plot_->clearPlottables();
  curves_.clear();
}

int CurvePlot::neededLeftMargin() const {
  return widestLabel(*plot_->yAxis) + plot_->yAxis->tickLabelPadding() + 2 * halfLine(font()) + 6;
}

void CurvePlot::place() {
  const int top = headHeight();
  plot_->setGeometry(0, top, width(), std::max(1, height() - top));
  // Its horizontal axis is its own: numbers always stand under it.
  plot_->axisRect()->setMargins({leftMargin(), kTopMargin, kRightMargin, 2 * halfLine(font()) + 6});
  plot_->setViewport(plot_->rect());
  for (const auto phase :
       {QCPLayoutElement::upPreparation, QCPLayoutElement::upMargins, QCPLayoutElement::upLayout}) {
    plot_->plotLayout()->update(phase);
  }
  emit outdated();
  update();
}

double CurvePlot::drawn(double y) const {
  if (!content_.is_log) return y;
  return y > 0 ? std::log10(y) : kNan;
}

void CurvePlot::collectXy(const TraceStore& traces) {
  lines_.clear();
  x_label_ = list_.probe_labels.empty() ? QString() : list_.probe_labels.front();
  for (const DrawnTrace& trace : list_.traces) {
    if (trace.entry == 0) continue;
    // x of the same variant, or what all share; neuron by neuron, or one for all.
    const DrawnTrace* x = nullptr;
    for (const DrawnTrace& other : list_.traces) {
      if (other.entry != 0) continue;
      const bool is_own = other.variant == trace.variant || isShared(content_.probes[0].role) ||
                          isShared(content_.probes[trace.entry].role);
      if (is_own && (x == nullptr || other.index == trace.index)) x = &other;
    }
    if (x == nullptr) continue;
    const auto xs = valuesOf(traces, *x, window_, content_.minus);
    const auto ys = valuesOf(traces, trace, window_, content_.minus);
    Line line{trace.variant, trace.channel, {}, {}, trace.style};
    const auto pairs = sameTimes(xs, ys);
    const std::size_t n = pairs.size();
    const std::size_t stride = n / kMostPoints + 1;
    for (std::size_t k = (n + stride - 1) % stride; k < n; k += stride) {  // the newest is drawn
      line.x.push_back(xs[pairs[k].first].value);
      line.y.push_back(drawn(ys[pairs[k].second].value));
    }
    lines_.push_back(std::move(line));
  }
}

void CurvePlot::collectSpectra(const TraceStore& traces) {
  lines_.clear();
  x_label_ = tr("Hz");
  double largest = 0;
  for (const DrawnTrace& trace : list_.traces) {
    const auto [values, dt] = evenlySpaced(valuesOf(traces, trace, window_, content_.minus));
    const Spectrum found = spectrum(values, dt);
    Line line{trace.variant, trace.channel, {}, {}, trace.style};
    for (std::size_t k = 1; k < found.amplitude.size(); ++k) {
      line.x.push_back(found.step * static_cast<double>(k));
      line.y.push_back(found.amplitude[k]);
      largest = std::max(largest, found.amplitude[k]);
    }
    lines_.push_back(std::move(line));
  }
  // The axis ends a little after the last frequency that is seen at all.
  double end = 0;
  for (const Line& line : lines_) {
    for (std::size_t k = 0; k < line.x.size(); ++k) {
      if (line.y[k] >= kSeenAmplitude * largest) end = std::max(end, line.x[k]);
    }
  }
  end *= 1.2;
  for (Line& line : lines_) {
    const auto beyond = std::ranges::upper_bound(line.x, end) - line.x.begin();
    line.x.resize(static_cast<std::size_t>(beyond));
    line.y.resize(static_cast<std::size_t>(beyond));
    for (double& y : line.y) y = drawn(y);
  }
}

void CurvePlot::refresh(const PlotSource& source, const TimeWindow& window, double now) {
  window_ = window;
  list_ = tracesOf(content_, source.traces, theme_);
  if (isSpectrum())
    collectSpectra(source.traces);
  else
    collectXy(source.traces);
  draw(now);
}

/// Dashes as in plots over time: the second probe is told from the first.
Curve CurvePlot::dashed(const Line& line) const {
  const Extent x = horizontalLimits(), y = valueLimits();
  const double scale = penScale(font());
  Dasher dasher;
  return dasher.cut({line.x, line.y}, dashPattern(isSpectrum() ? line.style.dash : 0),
                    plot_->axisRect()->width() / (x.hi - x.lo) / scale,
                    plot_->axisRect()->height() / (y.hi - y.lo) / scale);
}

void CurvePlot::draw(double now) {
  std::vector<double> xs, ys, none;
  for (const Line& line : lines_) {
    xs.insert(xs.end(), line.x.begin(), line.x.end());
    ys.insert(ys.end(), line.y.begin(), line.y.end());
  }
  if (const auto extent = extentOf(xs, none)) {
    x_range_.follow(isSpectrum() ? Extent{0, extent->hi} : *extent, now);
  }
  if (const auto extent = extentOf(ys, none)) {
    y_range_.follow(isSpectrum() && !content_.is_log ? Extent{0, extent->hi} : *extent, now);
  }
  if (curves_.size() != lines_.size()) {
    plot_->clearPlottables();
    curves_.clear();
    while (curves_.size() < lines_.size()) {
      curves_.push_back(new QCPCurve(plot_->xAxis, plot_->yAxis));
      curves_.back()->removeFromLegend();
    }
  }
  for (std::size_t k = 0; k < lines_.size(); ++k) {
    const Line& line = lines_[k];
    curves_[k]->setPen(
        QPen(line.style.color, penScale(font()) * line.style.width, Qt::SolidLine, Qt::FlatCap));
    const Curve cut = dashed(line);
    QVector<QCPCurveData> points;
    points.reserve(static_cast<qsizetype>(cut.t.size()));
    for (std::size_t i = 0; i < cut.t.size(); ++i) {
      points.append(QCPCurveData(static_cast<double>(i), cut.t[i], cut.y[i]));
    }
    curves_[k]->data()->set(points, true);
  }
  const Extent x = horizontalLimits(), y = valueLimits();
  plot_->xAxis->setRange(x.lo, x.hi);
  plot_->yAxis->setRange(y.lo, y.hi);
  plot_->xAxis->setTickLabels(true);
  setValueTicks(*plot_->xAxis, x, false, plot_->axisRect()->width() / 3,
                isSpectrum() ? tr(" Hz") : QString());
  setValueTicks(*plot_->yAxis, y, content_.is_log, plot_->axisRect()->height());
  notice_->setText(notice());
  notice_->setVisible(!notice_->text().isEmpty());
  update(titleArea());
}

void CurvePlot::replot() { plot_->replot(QCustomPlot::rpQueuedReplot); }

void CurvePlot::showPointer(const std::optional<QPoint>& at) {
  if (!at || !axesRect().contains(*at)) return setReadings({});
  const QPoint inside = *at - QPoint(0, headHeight());
  const double x = plot_->xAxis->pixelToCoord(inside.x());
  double y = plot_->yAxis->pixelToCoord(inside.y());
  if (content_.is_log) y = std::pow(10, y);
  if (!isSpectrum()) {
    return setReadings({{x_label_ + ' ' + numberText(x, 3), theme_.text, true},
                        {QStringLiteral("y ") + numberText(y, 3), theme_.text, true}});
  }
  std::vector<Reading> readings = {{numberText(x, 4) + tr(" Hz"), theme_.text}};
  QString label;
  for (const std::size_t k : list_.readingOrder(content_)) {
    const Line& line = lines_[k];
    const auto away = [x](double f) { return std::abs(f - x); };
    const auto nearest = std::ranges::min_element(line.x, {}, away) - line.x.begin();
    if (nearest >= std::ssize(line.x)) continue;
    const QString& own = list_.probe_labels[list_.traces[k].entry];
    if (list_.probe_labels.size() > 1 && own != label) readings.push_back({own, theme_.dim});
    label = own;
    double amplitude = line.y[static_cast<std::size_t>(nearest)];
    if (content_.is_log) amplitude = std::pow(10, amplitude);
    readings.push_back({.text = numberText(amplitude, 3),
                        .color = legible(line.style.color, theme_),
                        .is_value = true,
                        .is_minor = !list_.traces[k].is_front});
  }
  setReadings(std::move(readings));
}

Extent CurvePlot::valueLimits() const {
  if (manual_) return *manual_;
  if (content_.limits) return {content_.limits->lo, content_.limits->hi};
  return {y_range_.lower(), y_range_.upper()};
}

void CurvePlot::zoomValues(double factor, double share) {
  const Extent now = valueLimits();
  const double about = now.hi - share * (now.hi - now.lo);
  const Extent next{about - (about - now.lo) * factor, about + (now.hi - about) * factor};
  if (!areLimits({next.lo, next.hi})) return;
  manual_ = next;
  emit outdated();
}

void CurvePlot::panValues(double share) {
  const Extent now = valueLimits();
  const double by = share * (now.hi - now.lo);
  manual_ = Extent{now.lo + by, now.hi + by};
  emit outdated();
}

void CurvePlot::followValues() {
  if (!manual_) return;
  manual_.reset();
  emit outdated();
}

QString CurvePlot::notice() const {
  if (content_.probes.empty()) return tr("nothing to plot: no such probe");
  if (!isSpectrum() && content_.probes.size() < 2) return tr("add a second probe: the first is x");
  for (const Line& line : lines_) {
    if (!line.x.empty()) return {};
  }
  if (content_.variants.empty()) return tr("all variants are hidden");
  return tr("waiting for data");
}

/// The horizontal axis is named here: it has no room for a name of its own.
TitleRow CurvePlot::titleRow() const {
  TitleRow row = PlotWidget::titleRow();
  if (x_label_.isEmpty()) return row;
  row.title = isSpectrum() ? tr("%1, amplitude").arg(row.title)
                           : tr("%1, over %2").arg(row.title, x_label_);
  if (!isSpectrum())
    std::erase_if(row.legend, [this](const LegendEntry& entry) { return entry.label == x_label_; });
  return row;
}

void CurvePlot::paintAxes(QCPPainter& painter) {
  plot_->toPainter(&painter, plot_->width(), plot_->height());
}

}  // namespace vle::ui
