// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plot/line_plot.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

#include <QPainter>
#include <qcustomplot.h>

#include "base/tempo.h"
#include "plot/axis_style.h"
#include "plot/dashes.h"
#include "plot/tick_text.h"
#include "session/number_text.h"

namespace vle::ui {

namespace {

constexpr int kTop = 3;
constexpr double kRoom = 0.06;  ///< beside dots, of the horizontal axis

double wallTime() { return std::chrono::duration<double>(Tempo::now().time_since_epoch()).count(); }

/// As many of 1, 2 and 5 times the powers of ten as have room beside one another.
/// @param width  of the axis, pixels
void setFrequencyTicks(QCPAxis& axis, const Extent& limits, const QString& unit, int width) {
  constexpr double kRoomPerTick = 1.5;  ///< widths of a label
  constexpr double kFewRound = 4;       ///< highest over lowest frequency
  const QFontMetricsF metrics(axis.tickLabelFont());
  const double most =
      width / (kRoomPerTick * metrics.horizontalAdvance(QStringLiteral("100") + unit));
  const double low = std::pow(10, limits.lo), high = std::pow(10, limits.hi);
  if (high < kFewRound * low) {  // hardly a round number of its decade lies within
    const double step = niceStep(high - low, std::max(2, static_cast<int>(most)));
    const auto ticker = QSharedPointer<QCPAxisTickerText>::create();
    for (const double tick : ticksBetween(low, high, step)) {
      ticker->addTick(std::log10(tick), tickText(tick, step) + unit);
    }
    return axis.setTicker(ticker);
  }
  const std::vector<std::vector<double>> choices = {{1, 2, 5}, {1, 3}, {1}};
  for (const std::vector<double>& factors : choices) {
    const auto ticker = QSharedPointer<QCPAxisTickerText>::create();
    for (double decade = std::floor(limits.lo); decade <= limits.hi; ++decade) {
      for (const double factor : factors) {
        const double tick = decade + std::log10(factor);
        if (tick < limits.lo || tick > limits.hi) continue;
        ticker->addTick(tick, numberText(std::pow(10, tick), 1) + unit);
      }
    }
    axis.setTicker(ticker);
    if (static_cast<double>(ticker->ticks().size()) <= most) return;
  }
}

}  // namespace

LinePlot::LinePlot(const Theme& theme, QWidget* parent)
    : QWidget(parent), theme_(theme), plot_(new QCustomPlot(this)) {
  plot_->setPlottingHints(QCP::phFastPolylines | QCP::phCacheLabels);
  plot_->setFocusPolicy(Qt::NoFocus);
  plot_->setAttribute(Qt::WA_TransparentForMouseEvents);
  plot_->axisRect()->setAutoMargins(QCP::msNone);
  plot_->axisRect()->setMinimumSize(1, 1);
  y_range_.reset(false);
  restyle();
}

void LinePlot::restyle() {
  styleAxes(*plot_, font(), theme_);
  place();
}

void LinePlot::setTitle(const QString& title) {
  if (row_.title == title) return;
  row_.title = title;
  setAccessibleName(title);
  update();
}

void LinePlot::setLegend(std::vector<LegendEntry> legend) {
  row_.legend = std::move(legend);
  update();
}

void LinePlot::setLogarithmic(bool x, bool y) {
  is_log_x_ = x;
  is_log_y_ = y;
  y_range_.reset(y);
}

void LinePlot::setFixed(std::optional<Extent> x, std::optional<Extent> y) {
  fixed_x_ = x;
  fixed_y_ = y;
}

void LinePlot::setUnit(const QString& unit) { unit_ = unit; }

void LinePlot::setLabels(bool shown) {
  if (has_labels_ == shown) return;
  has_labels_ = shown;
  place();
}

void LinePlot::setNotice(const QString& text) { notice_ = text; }

double LinePlot::scaled(double value, bool is_log) {
  if (!is_log) return value;
  return value > 0 ? std::log10(value) : std::numeric_limits<double>::quiet_NaN();
}

Extent LinePlot::horizontalLimits() const {
  if (!is_log_x_) return x_limits_;
  return {std::pow(10, x_limits_.lo), std::pow(10, x_limits_.hi)};
}

Extent LinePlot::valueLimits() const {
  return fixed_y_ ? *fixed_y_ : Extent{y_range_.lower(), y_range_.upper()};
}

void LinePlot::setLines(std::vector<PlotLine> lines) {
  lines_ = std::move(lines);
  std::vector<double> xs, ys, none;
  bool has_dots = false;
  for (const PlotLine& line : lines_) {
    for (const double x : line.x) xs.push_back(scaled(x, is_log_x_));
    for (const double y : line.y) ys.push_back(scaled(y, is_log_y_));
    has_dots |= line.dot > 0 && !line.is_joined;
  }
  if (const auto extent = extentOf(ys, none)) y_range_.follow(*extent, wallTime());
  double lowest = std::numeric_limits<double>::infinity(), highest = -lowest;
  for (const double x : xs) {
    if (!std::isfinite(x)) continue;
    lowest = std::min(lowest, x);
    highest = std::max(highest, x);
  }
  if (fixed_x_) {
    x_limits_ = {scaled(fixed_x_->lo, is_log_x_), scaled(fixed_x_->hi, is_log_x_)};
  } else if (lowest <= highest) {
    const double room = has_dots ? kRoom * (highest - lowest) : 0;
    x_limits_ = {lowest - room, highest + room};
  }
  if (!(x_limits_.hi > x_limits_.lo)) x_limits_ = {x_limits_.lo - 0.5, x_limits_.lo + 0.5};
  draw();
}

void LinePlot::draw() {
  const Extent x = x_limits_;
  const Extent y = valueLimits();
  const QRect axes = plot_->axisRect()->rect();
  const double x_scale = axes.width() / (x.hi - x.lo), y_scale = axes.height() / (y.hi - y.lo);
  plot_->xAxis->setRange(x.lo, x.hi);
  plot_->yAxis->setRange(y.lo, y.hi);
  // Numbers beside nothing would be read as somebody's.
  const bool has_lines =
      std::ranges::any_of(lines_, [](const PlotLine& l) { return !l.x.empty(); });
  plot_->yAxis->setTickLabels(has_lines);
  plot_->xAxis->setTickLabels(has_lines && has_labels_);
  if (is_log_x_) {
    setFrequencyTicks(*plot_->xAxis, x, unit_, axes.width());
  } else if (is_time_) {
    setTimeTicks(*plot_->xAxis, {x.lo, x.hi, false}, axes.width(), has_lines && has_labels_);
  } else {
    setValueTicks(*plot_->xAxis, x, false, axes.width() / 3);
  }
  setValueTicks(*plot_->yAxis, y, is_log_y_, axes.height());
  plot_->clearPlottables();
  plot_->clearItems();
  for (const Extent& part : dimmed_) {
    auto* ground = new QCPItemRect(plot_);
    ground->setLayer("background");
    ground->setPen(Qt::NoPen);
    ground->setBrush(theme_.background);
    ground->topLeft->setCoords(part.lo, y.hi);
    ground->bottomRight->setCoords(part.hi, y.lo);
  }
  for (const PlotLine& line : lines_) drawBand(line);
  for (const PlotLine& line : lines_) {
    Curve curve;
    for (std::size_t k = 0; k < line.x.size(); ++k) {
      curve.t.push_back(scaled(line.x[k], is_log_x_));
      curve.y.push_back(scaled(line.y[k], is_log_y_));
    }
    auto* drawn = new QCPCurve(plot_->xAxis, plot_->yAxis);
    const double width = penScale(font()) * line.style.width;
    if (line.dot > 0) {
      if (!line.is_joined) drawn->setLineStyle(QCPCurve::lsNone);
      const double size = 2 * penScale(font()) * line.dot;
      drawn->setScatterStyle({QCPScatterStyle::ssDisc, line.style.color, size});
    } else {
      curve = simplified(curve, 0.2, x_scale, y_scale);
      if (!dashPattern(line.style.dash).empty()) {
        curve = Dasher().cut(curve, dashPattern(line.style.dash), x_scale, y_scale);
      }
    }
    drawn->setPen(QPen(line.style.color, width, Qt::SolidLine, Qt::FlatCap));
    QVector<QCPCurveData> points;
    points.reserve(static_cast<qsizetype>(curve.t.size()));
    for (std::size_t k = 0; k < curve.t.size(); ++k) {
      points.append(QCPCurveData(static_cast<double>(k), curve.t[k], curve.y[k]));
    }
    drawn->data()->set(points, true);
  }
  if (!notice_.isEmpty()) {
    auto* notice = new QCPItemText(plot_);
    notice->setLayer("overlay");
    notice->position->setType(QCPItemPosition::ptAxisRectRatio);
    notice->position->setCoords(0.5, 0.5);
    notice->setFont(smallFont(font()));
    notice->setColor(theme_.dim);
    notice->setText(notice_);
  }
  plot_->replot(QCustomPlot::rpQueuedReplot);
}

/// Where a bound is missing, the band is interrupted.
void LinePlot::drawBand(const PlotLine& line) {
  const std::size_t count = std::min({line.x.size(), line.low.size(), line.high.size()});
  const auto isThere = [&](std::size_t k) {
    return std::isfinite(line.low[k]) && std::isfinite(line.high[k]);
  };
  for (std::size_t begin = 0; begin < count; ++begin) {
    if (!isThere(begin)) continue;
    std::size_t end = begin;
    while (end < count && isThere(end)) ++end;
    QVector<QCPCurveData> points;
    points.reserve(static_cast<qsizetype>(2 * (end - begin)));
    const auto add = [&](double x, double y) {
      points.append(QCPCurveData(static_cast<double>(points.size()), scaled(x, is_log_x_),
                                 scaled(y, is_log_y_)));
    };
    for (std::size_t k = begin; k < end; ++k) add(line.x[k], line.high[k]);
    for (std::size_t k = end; k-- > begin;) add(line.x[k], line.low[k]);
    auto* band = new QCPCurve(plot_->xAxis, plot_->yAxis);
    band->setPen(Qt::NoPen);
    QColor pale = line.style.color;
    pale.setAlphaF(0.22F);
    band->setBrush(pale);
    band->data()->set(points, true);
    begin = end;
  }
}

void LinePlot::place() {
  const int top = titleHeight(font());
  const QFontMetrics metrics(smallFont(font()));
  const int left = metrics.horizontalAdvance(QStringLiteral("−5·10⁻⁴")) + 8;
  const int bottom = has_labels_ ? metrics.height() + 6 : 4;
  plot_->setGeometry(0, top, width(), std::max(1, height() - top));
  plot_->axisRect()->setMargins({left, kTop, metrics.height(), bottom});
  plot_->setViewport(plot_->rect());
  for (const auto phase :
       {QCPLayoutElement::upPreparation, QCPLayoutElement::upMargins, QCPLayoutElement::upLayout}) {
    plot_->plotLayout()->update(phase);
  }
  draw();
  update();
}

void LinePlot::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paintTitleRow(painter, QRectF(0, 0, width() - 4, titleHeight(font())), row_, font(), theme_);
}

void LinePlot::resizeEvent(QResizeEvent*) { place(); }

bool LinePlot::event(QEvent* event) {
  if (event->type() == QEvent::FontChange) restyle();
  return QWidget::event(event);
}

}  // namespace vle::ui
