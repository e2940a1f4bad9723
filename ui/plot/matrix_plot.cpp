// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plot/matrix_plot.h"

#include <algorithm>
#include <cmath>

#include <QPainter>
#include <qcustomplot.h>

#include "plot/tick_text.h"
#include "session/number_text.h"

namespace vle::ui {

namespace {

constexpr double kMatrixGap = 12;  ///< between matrices
constexpr double kBar = 10;        ///< width of the colour bar
constexpr double kLargestCell = 64;
constexpr double kTallestBar = 200;
constexpr double kImageFrom = 64;  ///< rows or columns from which cells are pixels of an image

/// The one of two colours that is seen better on a ground.
QColor legibleOn(const QColor& ground, const Theme& theme) {
  const auto far = [&ground](const QColor& c) {
    return std::abs(c.lightnessF() - ground.lightnessF());
  };
  return far(theme.text) >= far(theme.panel) ? theme.text : theme.panel;
}

}  // namespace

QColor heatColor(double value, double limit, const Theme& theme) {
  if (!std::isfinite(value)) return theme.grid;
  const double share = std::clamp(limit > 0 ? value / limit : 0, -1.0, 1.0);
  return mixed(theme.panel, share < 0 ? theme.error : theme.signal, std::abs(share));
}

MatrixPlot::MatrixPlot(const Theme& theme, QWidget* parent) : PlotWidget(theme, parent) {
  range_.reset(false);
}

void MatrixPlot::contentChanged(bool is_other) {
  if (is_other) restart();
}

void MatrixPlot::restart() {
  range_.reset(false);
  maps_.clear();
  update();
}

void MatrixPlot::place() {
  emit outdated();
  update();
}

QString MatrixPlot::cellText(double value) const {
  const double step = std::pow(10, std::floor(std::log10(limit())) - 2);
  return tickText(std::round(value / step) * step, step);
}

double MatrixPlot::limit() const { return std::max(-range_.lower(), range_.upper()); }

void MatrixPlot::refresh(const PlotSource& source, const TimeWindow& window, double now) {
  window_ = window;
  maps_ = heatMapsOf(content_, source);
  std::vector<double> sizes, none;
  for (const HeatMap& map : maps_) {
    for (const double value : map.values) sizes.push_back(std::abs(value));
  }
  if (content_.limits) {
    range_.reset(false);
    const double most = std::max(std::abs(content_.limits->lo), std::abs(content_.limits->hi));
    range_.follow({-most / 1.1, most / 1.1}, now);
  } else if (const auto extent = extentOf(sizes, none)) {
    range_.follow({-extent->hi, extent->hi}, now);
  }
  if (pointer_) showPointer(pointer_);
}

void MatrixPlot::replot() {
  ++replots_;
  update();
}

QRectF MatrixPlot::ground() const {
  const QRectF axes = axesRect();
  const double caption = QFontMetricsF(smallFont(font())).height() + 2;
  return QRectF(leftMargin(), axes.top(), width() - leftMargin() - 12, height() - axes.top() - 6)
      .adjusted(0, caption, 0, 0);
}

double MatrixPlot::scaleWidth() const {
  return kBar + 6 + QFontMetricsF(smallFont(font())).horizontalAdvance(QStringLiteral("−0.00"));
}

QRectF MatrixPlot::mapRect(std::size_t index) const {
  const QRectF room = ground();
  const double captions = QFontMetricsF(smallFont(font())).horizontalAdvance("⟨|H|²⟩Wᵀ of W0");
  double columns = 0, rows = 1;
  for (const HeatMap& map : maps_) {
    columns += static_cast<double>(map.columns);
    rows = std::max(rows, static_cast<double>(map.rows));
  }
  const double gap = kMatrixGap;
  const double free = room.width() - scaleWidth() - gap * static_cast<double>(maps_.size());
  // One size of cell for all; a narrow matrix still gets the room its caption needs.
  const double cell = std::min({free / std::max(columns, 1.0), room.height() / rows, kLargestCell});
  double x = room.left();
  for (std::size_t k = 0; k <= index; ++k) {
    const QSizeF size(cell * static_cast<double>(maps_[k].columns),
                      cell * static_cast<double>(maps_[k].rows));
    if (k == index) return {QPointF(x, room.top()), size};
    const double wanted = std::max(size.width(), std::min(captions, free / 4));
    x += wanted + gap;
  }
  return {};
}

void MatrixPlot::paintMap(QPainter& painter, std::size_t index) const {
  const HeatMap& map = maps_[index];
  const QRectF place = mapRect(index);
  const QFontMetricsF metrics(smallFont(font()));
  painter.setFont(smallFont(font()));
  painter.setPen(theme_.dim);
  painter.drawText(QPointF(place.left(), place.top() - 4), map.name);
  if (map.rows == 0 || map.columns == 0) return;
  const double cell = place.height() / static_cast<double>(map.rows);
  const bool is_large = static_cast<double>(std::max(map.rows, map.columns)) >= kImageFrom;
  if (is_large) {
    QImage image(static_cast<int>(map.columns), static_cast<int>(map.rows), QImage::Format_RGB32);
    for (std::size_t row = 0; row < map.rows; ++row) {
      auto* line = reinterpret_cast<QRgb*>(image.scanLine(static_cast<int>(row)));
      for (std::size_t column = 0; column < map.columns; ++column) {
        line[column] = heatColor(map.at(row, column), limit(), theme_).rgb();
      }
    }
    painter.drawImage(place, image);
  }
  const bool has_numbers =
      cell >= metrics.horizontalAdvance(cellText(-limit())) + 2 && cell >= metrics.height();
  const bool has_signs = cell >= metrics.height() - 3;
  for (std::size_t row = 0; row < map.rows && !is_large; ++row) {
    for (std::size_t column = 0; column < map.columns; ++column) {
      const double value = map.at(row, column);
      const QRectF area(place.left() + cell * static_cast<double>(column),
                        place.top() + cell * static_cast<double>(row), cell, cell);
      const QColor color = heatColor(value, limit(), theme_);
      painter.fillRect(area.adjusted(0.5, 0.5, -0.5, -0.5), color);
      if (!std::isfinite(value) || !has_signs) continue;
      painter.setPen(legibleOn(color, theme_));
      const QString sign = value < 0 ? QStringLiteral("−") : QStringLiteral("+");
      painter.drawText(area, Qt::AlignCenter, has_numbers ? cellText(value) : sign);
    }
  }
  painter.setPen(theme_.line);
  painter.setBrush(Qt::NoBrush);
  painter.drawRect(place);
}

void MatrixPlot::paintScale(QPainter& painter) const {
  const QRectF room = ground();
  const double after = maps_.empty() ? 0 : mapRect(maps_.size() - 1).right() + 2 * kMatrixGap;
  const double captioned = std::max(after, room.left() + room.width() / 4);
  const double line = QFontMetricsF(smallFont(font())).height();
  // Numbers at the ends reach beyond it by half their height.
  const QRectF bar(std::min(captioned, room.right() - scaleWidth()), room.top() + line / 2, kBar,
                   std::max(1.0, std::min(room.height(), kTallestBar) - line));
  QLinearGradient gradient(bar.bottomLeft(), bar.topLeft());
  for (int k = 0; k <= 8; ++k) {
    gradient.setColorAt(k / 8.0, heatColor((k / 4.0 - 1) * limit(), limit(), theme_));
  }
  painter.fillRect(bar, gradient);
  painter.setPen(theme_.line);
  painter.drawRect(bar);
  painter.setPen(theme_.dim);
  painter.setFont(smallFont(font()));
  const double step =
      niceStep(2 * limit(), std::max(2.0, std::min(6.0, bar.height() / line / 1.6)));
  for (const double tick : ticksBetween(-limit(), limit(), step)) {
    const double y = bar.center().y() - tick / limit() * bar.height() / 2;
    painter.drawLine(QPointF(bar.right(), y), QPointF(bar.right() + 2, y));
    painter.drawText(QRectF(bar.right() + 5, y - line / 2, scaleWidth(), line), Qt::AlignVCenter,
                     tickText(tick, step));
  }
}

void MatrixPlot::paint(QPainter& painter) const {
  if (!notice().isEmpty()) {
    painter.setPen(theme_.dim);
    painter.setFont(smallFont(font()));
    painter.drawText(ground(), Qt::AlignCenter, notice());
    return;
  }
  for (std::size_t k = 0; k < maps_.size(); ++k) paintMap(painter, k);
  paintScale(painter);
}

void MatrixPlot::paintEvent(QPaintEvent* event) {
  PlotWidget::paintEvent(event);
  QPainter painter(this);
  painter.setRenderHint(QPainter::TextAntialiasing);
  paint(painter);
}

void MatrixPlot::paintAxes(QCPPainter& painter) {
  painter.save();
  painter.translate(0, -headHeight());  // it paints in the widget's coordinates
  painter.setRenderHint(QPainter::Antialiasing, false);
  paint(painter);
  painter.restore();
}

std::optional<MatrixPlot::Cell> MatrixPlot::findCell(const QPoint& at) const {
  for (std::size_t k = 0; k < maps_.size(); ++k) {
    const HeatMap& map = maps_[k];
    const QRectF place = mapRect(k);
    if (!place.contains(at) || map.values.empty()) continue;
    const auto index = [](double offset, double length, std::size_t n) {
      const double share = offset / length * static_cast<double>(n);
      return std::min(n - 1, static_cast<std::size_t>(std::max(share, 0.0)));
    };
    return Cell{k, index(at.y() - place.top(), place.height(), map.rows),
                index(at.x() - place.left(), place.width(), map.columns)};
  }
  return std::nullopt;
}

std::optional<HeatCell> MatrixPlot::cellAt(const QPoint& at) const {
  const auto cell = findCell(at);
  if (!cell) return std::nullopt;
  const HeatMap& map = maps_[cell->map];
  if (!std::isfinite(map.at(cell->row, cell->column))) return std::nullopt;
  if (map.has_upper_rows) return HeatCell{map.projection, cell->row, cell->column};
  return HeatCell{map.projection, cell->column, cell->row};
}

void MatrixPlot::showPointer(const std::optional<QPoint>& at) {
  pointer_ = at;
  const auto cell = at ? findCell(*at) : std::nullopt;
  if (!cell) return setReadings({});
  const HeatMap& map = maps_[cell->map];
  const double value = map.at(cell->row, cell->column);
  setReadings(
      {{QStringLiteral("%1 [%2; %3]").arg(map.name).arg(cell->row).arg(cell->column), theme_.dim},
       {std::isfinite(value) ? numberText(value, 4) : tr("no synapse"), theme_.text, true}});
}

QString MatrixPlot::notice() const {
  if (content_.probes.empty()) return tr("nothing to plot: no such probe");
  const bool any_weights = std::ranges::any_of(content_.probes, [](const PlottedProbe& probe) {
    return probe.role == ProbeRole::Weight || probe.role == ProbeRole::Feedback;
  });
  if (maps_.empty() && !any_weights)
    return tr("add W or B of a projection: only matrices are shown here");
  return maps_.empty() ? tr("waiting for data") : QString();
}

}  // namespace vle::ui
