// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "microscope/phasor_view.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <QPainter>
#include <QPainterPath>

#include "number_text.h"
#include "plot/tick_text.h"
#include "plot/title_row.h"

namespace vle::ui {

namespace {

constexpr double kNarrow = 50;     ///< degrees; with all phases within, the right half is enough
constexpr double kWide = 60;       ///< beyond these, it no longer is: not to and fro at one angle
constexpr double kRoom = 1.12;     ///< beyond the longest arrow
constexpr double kSlack = 0.55;    ///< the picture shrinks only when the arrows leave so much empty
constexpr double kMostRoom = 2.5;  ///< for what is longer than theory and the front variant need
constexpr double kHead = 7;
constexpr double kRing = 3.5;
constexpr double kBeside = 8;  ///< pixels between arrows of one direction

QPointF direction(double degrees) {
  const double angle = degrees * std::numbers::pi / 180;
  return {std::cos(angle), -std::sin(angle)};
}

void paintArrow(QPainter& painter, QPointF from, QPointF to, const QColor& color, double width,
                double scale) {
  const QPointF way = to - from;
  const double length = std::hypot(way.x(), way.y());
  if (length < 1) return painter.fillRect(QRectF(from - QPointF(1, 1), QSizeF(2, 2)), color);
  const QPointF along = way / length, across(-along.y(), along.x());
  const double head = std::min(kHead * scale, length);
  painter.setPen(QPen(color, width, Qt::SolidLine, Qt::FlatCap));
  painter.drawLine(from, to - along * head * 0.8);
  QPainterPath path(to);
  path.lineTo(to - along * head + across * head * 0.5);
  path.lineTo(to - along * head - across * head * 0.5);
  path.closeSubpath();
  painter.fillPath(path, color);
}

}  // namespace

PhasorView::PhasorView(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
  setToolTip(
      tr("Arrows: e of every variant, as long as its gain |e|/|λ| and turned by its phase; λ "
         "is the pale arrow of length 1.\nBar: where theory expects the tip. Ring: where it "
         "is with φ′ of every neuron held at its mean, which is what theory is exact for."));
}

void PhasorView::setTitle(const QString& title) {
  title_ = title;
  setAccessibleName(title);
  update();
}

void PhasorView::setPhasors(std::vector<Phasor> phasors, const QString& notice) {
  phasors_ = std::move(phasors);
  notice_ = notice;
  // One wild variant does not make all others tiny.
  double needed = 1, longest = 1, widest = 0;
  for (const Phasor& phasor : phasors_) {
    const double expected = phasor.expected ? phasor.expected->hi : 0;
    longest = std::max({longest, phasor.gain, expected});
    if (phasor.is_front) needed = std::max({needed, phasor.gain, expected});
    widest = std::max(widest, std::abs(phasor.phase));
  }
  if (widest > kWide) is_narrow_ = false;
  if (widest <= kNarrow) is_narrow_ = true;
  longest = std::clamp(longest, needed, kMostRoom * needed) * kRoom;
  if (longest > reach_ || longest < kSlack * reach_) reach_ = longest;
  update();
}

QRectF PhasorView::area() const {
  return QRectF(rect()).adjusted(4, titleHeight(font()) + 2, -4, -2);
}

PhasorView::Frame PhasorView::frame() const {
  const QRectF room = area();
  Frame result;
  result.reach = reach_;
  const double across = is_narrow_ ? room.width() * 0.94 : room.width() / 2;
  const double up =
      is_narrow_ ? room.height() / 2 / std::sin(kWide * std::numbers::pi / 180) : room.height() / 2;
  result.unit = std::max(1.0, std::min(across, up)) / reach_;
  // In the middle of what it needs.
  const double left = is_narrow_ ? (room.width() - result.unit * reach_) / 2 : room.width() / 2;
  result.origin = QPointF(room.left() + std::max(0.03 * room.width(), left), room.center().y());
  return result;
}

QPointF PhasorView::origin(const Frame& frame, std::size_t index, double phase) const {
  const double middle = (static_cast<double>(phasors_.size()) - 1) / 2;
  const double offset = (static_cast<double>(index) - middle) * kBeside * penScale(font());
  const QPointF along = direction(phase);
  return frame.origin + QPointF(-along.y(), along.x()) * offset;
}

QPointF PhasorView::tip(std::size_t index) const {
  const Frame frame = this->frame();
  const Phasor& phasor = phasors_.at(index);
  const double length = std::min(phasor.gain, reach_);
  return origin(frame, index, phasor.phase) + direction(phasor.phase) * length * frame.unit;
}

std::optional<QPointF> PhasorView::heldTip(std::size_t index) const {
  const auto& held = phasors_.at(index).held;
  if (!held) return std::nullopt;
  const Frame frame = this->frame();
  return origin(frame, index, held->phase) + direction(held->phase) * held->gain * frame.unit;
}

std::optional<QPointF> PhasorView::expectedTip(std::size_t index) const {
  const Phasor& phasor = phasors_.at(index);
  if (!phasor.expected) return std::nullopt;
  const Frame frame = this->frame();
  return origin(frame, index, 0) + QPointF(phasor.expected->lo * frame.unit, 0);
}

void PhasorView::paintGround(QPainter& painter, const Frame& frame) const {
  const QFont small = smallFont(font());
  const QFontMetricsF metrics(small);
  painter.setFont(small);
  painter.setBrush(Qt::NoBrush);
  const double step = niceStep(frame.reach, 4);
  const QRectF room = area();
  for (const double gain : ticksBetween(step, frame.reach * 1.5, step)) {
    const double r = gain * frame.unit;
    painter.setPen(QPen(theme_.grid, 1));
    painter.drawEllipse(frame.origin, r, r);
    const QString text = tickText(gain, step);
    const QPointF at(frame.origin.x() + r - metrics.horizontalAdvance(text) / 2,
                     room.bottom() - metrics.descent());
    const bool fits = at.x() + metrics.horizontalAdvance(text) <= room.right();
    painter.setPen(theme_.dim);
    if (gain <= frame.reach && fits) painter.drawText(at, text);
  }
  painter.setPen(QPen(theme_.line, 1));
  painter.drawLine(QPointF(room.left(), frame.origin.y()), {room.right(), frame.origin.y()});
  painter.drawLine(QPointF(frame.origin.x(), room.top()),
                   {frame.origin.x(), room.bottom() - metrics.height()});
}

void PhasorView::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  TitleRow row;
  row.title = title_;
  const QRectF title(0, 0, width() - 4, titleHeight(font()));
  paintTitleRow(painter, title, row, font(), theme_);
  const bool any_held =
      std::ranges::any_of(phasors_, [](const Phasor& phasor) { return phasor.held.has_value(); });
  if (any_held) {
    painter.setFont(smallFont(font()));
    painter.setPen(theme_.dim);
    painter.drawText(title, Qt::AlignRight | Qt::AlignVCenter, tr("❘ theory  ○ φ′ held"));
  }
  const QRectF room = area();
  if (phasors_.empty()) {
    painter.setFont(smallFont(font()));
    painter.setPen(theme_.dim);
    painter.drawText(room, Qt::AlignCenter | Qt::TextWordWrap, notice_);
    return;
  }
  const Frame frame = this->frame();
  const double scale = penScale(font());
  painter.setClipRect(room);
  paintGround(painter, frame);
  // λ below all others, pale and wide.
  const QPointF lambda = frame.origin + QPointF(frame.unit, 0);
  paintArrow(painter, frame.origin, lambda, theme_.target, 3 * scale, 1.3 * scale);
  const double above = kBeside * scale * (static_cast<double>(phasors_.size()) / 2 + 0.5) + 4;
  painter.setPen(theme_.dim);
  painter.drawText(lambda + QPointF(-4, -above), QStringLiteral("λ"));
  for (std::size_t k = 0; k < phasors_.size(); ++k) {
    const Phasor& phasor = phasors_[k];
    const QPointF from = origin(frame, k, phasor.phase);
    if (isCut(k)) {  // it goes on beyond the picture
      QPen pen(phasor.color, 2 * scale, Qt::DashLine, Qt::FlatCap);
      painter.setPen(pen);
      painter.drawLine(from, tip(k));
    } else {
      paintArrow(painter, from, tip(k), phasor.color, 2 * scale, scale);
    }
    if (const auto held = heldTip(k)) {
      painter.setPen(QPen(phasor.color, 1.5 * scale));
      painter.setBrush(Qt::NoBrush);
      painter.drawEllipse(*held, kRing * scale, kRing * scale);
    }
    if (!phasor.expected) continue;
    const QPointF low = *expectedTip(k);
    const double length = (phasor.expected->hi - phasor.expected->lo) * frame.unit;
    const double half = 0.5 * kBeside * scale;
    painter.setPen(QPen(theme_.text, 1.5 * scale, Qt::SolidLine, Qt::FlatCap));
    painter.drawLine(low - QPointF(0, half), low + QPointF(0, half));
    if (length < 1) continue;
    painter.drawLine(low + QPointF(length, -half), low + QPointF(length, half));
    painter.drawLine(low, low + QPointF(length, 0));
  }
}

}  // namespace vle::ui
