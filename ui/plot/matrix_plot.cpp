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

/// One size of cell for all; a narrow matrix still gets the room its name needs, as far as there is
/// room for all of them.
std::vector<MatrixPlot::Place> MatrixPlot::places() const {
  const QRectF room = ground();
  const QFontMetricsF metrics(smallFont(font()));
  const auto count = static_cast<double>(maps_.size());
  const double free = std::max(0.0, room.width() - scaleWidth() - kMatrixGap * count);
  double rows = 1;
  std::vector<double> named;  // what each name needs
  for (const HeatMap& map : maps_) {
    rows = std::max(rows, static_cast<double>(map.rows));
    named.push_back(std::min(metrics.horizontalAdvance(map.name), free / count));
  }
  double cell = std::min(room.height() / rows, kLargestCell);
  const auto width = [&](std::size_t k) {
    return std::max(cell * static_cast<double>(maps_[k].columns), named[k]);
  };
  // Smaller cells make more names the wider part, so this ends after one round a matrix at most.
  for (std::size_t round = 0; round < maps_.size(); ++round) {
    double names = 0, columns = 0;
    for (std::size_t k = 0; k < maps_.size(); ++k) {
      const auto own = static_cast<double>(maps_[k].columns);
      (cell * own < named[k] ? names : columns) += cell * own < named[k] ? named[k] : own;
    }
    if (names + cell * columns <= free || columns == 0) break;
    cell = std::max(0.0, (free - names) / columns);
  }
  std::vector<Place> result;
  double x = room.left();
  for (std::size_t k = 0; k < maps_.size(); ++k) {
    const QSizeF size(cell * static_cast<double>(maps_[k].columns),
                      cell * static_cast<double>(maps_[k].rows));
    result.push_back({{QPointF(x, room.top()), size}, width(k)});
    x += width(k) + kMatrixGap;
  }
  return result;
}

QRectF MatrixPlot::mapRect(std::size_t index) const { return places()[index].cells; }

void MatrixPlot::paintMap(QPainter& painter, const HeatMap& map, const Place& at) const {
  const auto& [place, width] = at;
  const QFontMetricsF metrics(smallFont(font()));
  painter.setFont(smallFont(font()));
  painter.setPen(theme_.dim);
  painter.drawText(QPointF(place.left(), place.top() - 4),
                   metrics.elidedText(map.name, Qt::ElideRight, width + 1));
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

QRectF MatrixPlot::scaleRect() const {
  const QRectF room = ground();
  double after = room.left();
  if (!maps_.empty()) {
    const Place last = places().back();
    after = last.cells.left() + last.width + kMatrixGap;
  }
  const double line = QFontMetricsF(smallFont(font())).height();
  // Numbers at the ends reach beyond it by half their height.
  return {std::min(after, room.right() - scaleWidth()), room.top() + line / 2, kBar,
          std::max(1.0, std::min(room.height(), kTallestBar) - line)};
}

void MatrixPlot::paintScale(QPainter& painter) const {
  const QRectF bar = scaleRect();
  const double line = QFontMetricsF(smallFont(font())).height();
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
  const std::vector<Place> all = places();
  for (std::size_t k = 0; k < maps_.size(); ++k) paintMap(painter, maps_[k], all[k]);
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
  const std::vector<Place> all = places();
  for (std::size_t k = 0; k < maps_.size(); ++k) {
    const HeatMap& map = maps_[k];
    const QRectF place = all[k].cells;
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
