// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "detail/transfer_view.h"

#include <algorithm>
#include <cmath>

#include <QFontMetricsF>
#include <QPainter>
#include <QPolygonF>

#include "session/number_text.h"
#include "sim/transfer.h"

namespace vle::ui {

namespace {

constexpr double kLowest = 1, kHighest = 500;  // Hz
constexpr int kCurvePoints = 80;

}  // namespace

TransferView::TransferView(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
  setObjectName(QStringLiteral("transfer_view"));
  setAccessibleName(tr("H and 1/H over frequency"));
  setToolTip(
      tr("Gain and phase of H (signal) and 1/H (error) from 1 to 500 Hz; the frequencies of "
         "the input are marked"));
}

QSize TransferView::sizeHint() const { return {240, fontMetrics().height() * 7}; }

void TransferView::show(double tau_m, double tau_r, double dt, const std::vector<double>& marked,
                        bool has_inverse) {
  const bool is_same = tau_m == tau_m_ && tau_r == tau_r_ && dt == dt_ && marked == marked_ &&
                       has_inverse == has_inverse_;
  if (is_same) return;
  has_inverse_ = has_inverse;
  tau_m_ = tau_m;
  tau_r_ = tau_r;
  dt_ = dt;
  marked_ = marked;
  update();
}

void TransferView::paintHalf(QPainter& painter, const QRectF& whole, bool is_phase) const {
  const QFontMetricsF metrics(painter.font());
  const double line = metrics.height();
  const QRectF room = whole.adjusted(0, line, 0, 0);  // below the title, which no curve crosses
  const auto value_of = [&](double f, bool is_error) {
    const std::complex<double> H = transfer(f, tau_m_, tau_r_, dt_);
    const double value = is_phase ? std::arg(H) : std::log10(std::abs(H));
    return is_error ? -value : value;  // 1/H is its mirror image, on both scales
  };
  double most = 1e-3;
  for (int k = 0; k <= kCurvePoints; ++k) {
    const double f = kLowest * std::pow(kHighest / kLowest, k / double{kCurvePoints});
    most = std::max(most, std::abs(value_of(f, false)));
  }
  const double middle = room.center().y() - line / 2;  // numbers stand below
  const auto at = [&](double f, double value) {
    return QPointF(
        room.left() + std::log(f / kLowest) / std::log(kHighest / kLowest) * room.width(),
        middle - value / most * (room.height() - line) * 0.46);
  };
  painter.setPen(theme_.line);
  painter.drawLine(at(kLowest, 0), at(kHighest, 0));
  for (const double f : {10.0, 100.0}) {
    const double x = at(f, 0).x();
    painter.setPen(theme_.grid);
    painter.drawLine(QPointF(x, room.top()), QPointF(x, room.bottom() - line));
    const QString text = f < 100 ? QStringLiteral("10") : tr("100 Hz");
    painter.setPen(theme_.dim);
    painter.drawText(
        QPointF(x - metrics.horizontalAdvance(text) / 2, room.bottom() - metrics.descent()), text);
  }
  for (const double f : marked_) {
    if (f < kLowest || f > kHighest) continue;
    painter.setPen(QPen(theme_.dim, 1, Qt::DotLine));
    painter.drawLine(QPointF(at(f, 0).x(), room.top()),
                     QPointF(at(f, 0).x(), room.bottom() - line));
  }
  for (const bool is_error : {false, true}) {
    if (is_error && !has_inverse_) break;
    const QColor color = is_error ? theme_.error : theme_.signal;
    QPolygonF curve;
    for (int k = 0; k <= kCurvePoints; ++k) {
      const double f = kLowest * std::pow(kHighest / kLowest, k / double{kCurvePoints});
      curve << at(f, value_of(f, is_error));
    }
    QPen pen(color, 1.8);
    if (is_error) pen.setDashPattern({4, 2});
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(curve);
    painter.setBrush(color);
    painter.setPen(Qt::NoPen);
    for (const double f : marked_) {
      if (f >= kLowest && f <= kHighest) painter.drawEllipse(at(f, value_of(f, is_error)), 3, 3);
    }
  }
  painter.setPen(theme_.dim);
  // The scale: as far up as down.
  const QString title =
      is_phase ? tr("phase, up to ±%1°").arg(numberText(most * kDegrees, 2))
               : tr("gain, within a factor of %1").arg(numberText(std::pow(10, most), 2));
  painter.drawText(whole, Qt::AlignLeft | Qt::AlignTop, title);
}

void TransferView::paintEvent(QPaintEvent*) {
  if (!(tau_m_ > 0) || !(tau_r_ > 0)) return;
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const double half = (width() - 12) / 2.0;
  paintHalf(painter, {0, 0, half, static_cast<double>(height())}, false);
  paintHalf(painter, {half + 12, 0, half, static_cast<double>(height())}, true);
}

}  // namespace vle::ui
