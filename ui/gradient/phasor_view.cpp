// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gradient/phasor_view.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <numeric>

#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include "plot/tick_text.h"
#include "plot/title_row.h"
#include "session/number_text.h"

namespace vle::ui {

namespace {

constexpr double kNarrow = 50;     ///< degrees; with all phases within, the right half is enough
constexpr double kWide = 60;       ///< beyond these, it no longer is: not to and fro at one angle
constexpr double kRoom = 1.12;     ///< beyond the longest arrow
constexpr double kSlack = 0.55;    ///< the picture shrinks only when the arrows leave so much empty
constexpr double kMostRoom = 2.5;  ///< for what is longer than theory and the front variant need
constexpr double kHead = 3;        ///< length of a head, beside twice the width of its arrow
constexpr double kRing = 3.5;
constexpr double kTogether = 4;  ///< degrees; arrows that lie nearly upon one another
constexpr double kArrow = 2;     ///< width; those below another one are wider by …
constexpr double kWider = 1.6;
constexpr double kLambda = 7;  ///< width of λ, below all others
constexpr double kBar = 5;     ///< half the height of theory's mark

QPointF direction(double degrees) {
  const double angle = degrees * std::numbers::pi / 180;
  return {std::cos(angle), -std::sin(angle)};
}

/// @param is_cut  it goes on beyond the picture: dashed
void paintArrow(QPainter& painter, QPointF from, QPointF to, const QColor& color, double width,
                bool is_cut) {
  const QPointF way = to - from;
  const double length = std::hypot(way.x(), way.y());
  if (length < 1) return painter.fillRect(QRectF(from - QPointF(1, 1), QSizeF(2, 2)), color);
  const QPointF along = way / length, across(-along.y(), along.x());
  const double head = std::min(kHead + 2 * width, length);
  painter.setPen(QPen(color, width, is_cut ? Qt::DashLine : Qt::SolidLine, Qt::FlatCap));
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
         "is the pale arrow of length 1.\nBar: where theory predicts the tip for these weights "
         "and this B. Ring: where it is with φ′ of every neuron held at its mean, which is what "
         "theory is exact for."));
}

void PhasorView::setTitle(const QString& title) {
  title_ = title;
  setAccessibleName(title);
  update();
}

void PhasorView::setSmall(bool is_small) {
  is_small_ = is_small;
  setCursor(is_small ? Qt::PointingHandCursor : Qt::ArrowCursor);
  updateGeometry();
}

void PhasorView::setTitleColor(const QColor& color) { title_color_ = color; }

void PhasorView::setChosen(bool is_chosen) { is_chosen_ = is_chosen; }

void PhasorView::mouseReleaseEvent(QMouseEvent* event) {
  const bool is_click = event->button() == Qt::LeftButton && rect().contains(event->pos());
  if (is_small_ && is_click) emit clicked();
}

void PhasorView::setPhasors(std::vector<Phasor> phasors, const QString& notice, double reach) {
  phasors_ = std::move(phasors);
  notice_ = notice;
  // One wild variant does not make all others tiny.
  double needed = reach, longest = reach, widest = 0;
  for (const Phasor& phasor : phasors_) {
    const double predicted = phasor.predicted ? std::abs(*phasor.predicted) : 0;
    longest = std::max({longest, phasor.gain, predicted});
    if (phasor.is_front) needed = std::max({needed, phasor.gain, predicted});
    widest = std::max(widest, std::abs(phasor.phase));
  }
  if (widest > kWide) is_narrow_ = false;
  if (widest <= kNarrow) is_narrow_ = true;
  if (is_small_) is_narrow_ = false;  // dials side by side are all of one kind
  longest = std::clamp(longest, needed, kMostRoom * needed) * kRoom;
  if (longest > reach_ || longest < kSlack * reach_) reach_ = longest;
  update();
}

QRectF PhasorView::area() const {
  const int title = titleHeight(font()) + 2;
  return QRectF(rect()).adjusted(4, is_small_ ? 2 : title, -4, is_small_ ? -title : -2);
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

QPointF PhasorView::tip(std::size_t index) const {
  const Frame frame = this->frame();
  const Phasor& phasor = phasors_.at(index);
  const double length = std::min(phasor.gain, reach_);
  return frame.origin + direction(phasor.phase) * length * frame.unit;
}

QPointF PhasorView::place(const std::complex<double>& ratio) const {
  const Frame frame = this->frame();
  return frame.origin + QPointF(ratio.real(), -ratio.imag()) * frame.unit;
}

std::optional<QPointF> PhasorView::heldTip(std::size_t index) const {
  const auto& held = phasors_.at(index).held;
  return held ? std::optional(place(*held)) : std::nullopt;
}

std::optional<QPointF> PhasorView::predictedTip(std::size_t index) const {
  const auto& predicted = phasors_.at(index).predicted;
  return predicted ? std::optional(place(*predicted)) : std::nullopt;
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
    if (gain <= frame.reach && fits && !is_small_) painter.drawText(at, text);
  }
  painter.setPen(QPen(theme_.line, 1));
  painter.drawLine(QPointF(room.left(), frame.origin.y()), {room.right(), frame.origin.y()});
  painter.drawLine(QPointF(frame.origin.x(), room.top()),
                   {frame.origin.x(), room.bottom() - (is_small_ ? 0 : metrics.height())});
}

void PhasorView::paintTitle(QPainter& painter) const {
  if (is_small_) {
    if (is_chosen_) {
      painter.setPen(QPen(theme_.line, 1));
      painter.setBrush(theme_.background);
      painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    }
    const QRectF row(4, height() - titleHeight(font()), width() - 8, titleHeight(font()));
    const QFont small = smallFont(font());
    const QFontMetricsF metrics(small);
    const double dot = metrics.height() / 2;
    const QString name = metrics.elidedText(title_, Qt::ElideMiddle, row.width() - 2 * dot);
    const double used = metrics.horizontalAdvance(name) + 1.5 * dot;
    const double left = row.center().x() - used / 2;
    painter.setPen(Qt::NoPen);
    painter.setBrush(title_color_);
    painter.drawEllipse(QPointF(left + dot / 2, row.center().y()), dot / 2, dot / 2);
    painter.setFont(small);
    painter.setPen(theme_.text);
    painter.drawText(row.adjusted(left - row.left() + 1.5 * dot, 0, 0, 0),
                     Qt::AlignLeft | Qt::AlignVCenter, name);
    return;
  }
  TitleRow row;
  row.title = title_;
  const QRectF title(0, 0, width() - 4, titleHeight(font()));
  const bool any_held =
      std::ranges::any_of(phasors_, [](const Phasor& phasor) { return phasor.held.has_value(); });
  const QString marks = any_held ? tr("❘ predicted  ○ φ′ held") : QString();
  const double needed = QFontMetricsF(smallFont(font())).horizontalAdvance(marks);
  paintTitleRow(painter, title.adjusted(0, 0, -needed - 8, 0), row, font(), theme_);
  painter.setFont(smallFont(font()));
  painter.setPen(theme_.dim);
  painter.drawText(title, Qt::AlignRight | Qt::AlignVCenter, marks);
}

void PhasorView::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  paintTitle(painter);
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
  paintLambda(painter, frame);
  for (const Phasor& phasor : phasors_) paintCloud(painter, phasor);
  for (const std::size_t k : longestFirst()) {
    paintArrow(painter, frame.origin, tip(k), phasors_[k].color, scale * arrowWidth(k), isCut(k));
  }
  for (const std::size_t k : longestFirst()) paintTheory(painter, frame, k);
}

void PhasorView::paintLambda(QPainter& painter, const Frame& frame) const {
  const double width = (is_small_ ? 0.6 : 1) * kLambda * penScale(font());
  const QPointF end = frame.origin + QPointF(frame.unit, 0);
  const QColor pale = mixed(theme_.panel, theme_.target, 0.4);
  paintArrow(painter, frame.origin, end, pale, width, false);
  if (is_small_) return;
  painter.setPen(theme_.dim);
  painter.drawText(end - QPointF(2 * width, 1.5 * width), QStringLiteral("λ"));
}

/// Thousands of dots would be one blot, and take their time.
void PhasorView::paintCloud(QPainter& painter, const Phasor& phasor) const {
  constexpr std::size_t kMostDots = 400;
  const double radius = (is_small_ ? 1.2 : 2) * penScale(font());
  const std::size_t stride = phasor.cloud.size() / kMostDots + 1;
  QColor pale = phasor.color;
  pale.setAlphaF(0.45F);
  painter.setPen(Qt::NoPen);
  painter.setBrush(pale);
  for (std::size_t k = 0; k < phasor.cloud.size(); k += stride) {
    painter.drawEllipse(place(phasor.cloud[k]), radius, radius);
  }
}

void PhasorView::paintTheory(QPainter& painter, const Frame& frame, std::size_t index) const {
  const Phasor& phasor = phasors_[index];
  const double scale = penScale(font());
  if (const auto held = heldTip(index)) {
    painter.setPen(QPen(phasor.color, 1.5 * scale));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(*held, kRing * scale, kRing * scale);
  }
  const std::optional<QPointF> theory = predictedTip(index);
  if (!theory) return;
  // Several marks at one place stand out beyond one another.
  const auto order = longestFirst();
  const auto above =
      std::count_if(std::ranges::find(order, index) + 1, order.end(), [&](std::size_t other) {
        const auto mark = predictedTip(other);
        return mark && QLineF(*mark, *theory).length() < kArrow;
      });
  const double half = scale * (kBar + kWider * static_cast<double>(above));
  const QPointF way = *theory - frame.origin;
  const double length = std::max(std::hypot(way.x(), way.y()), 1e-9);
  const QPointF across = QPointF(-way.y(), way.x()) / length * half;
  painter.setPen(QPen(phasor.color, 2 * scale, Qt::SolidLine, Qt::FlatCap));
  painter.drawLine(*theory - across, *theory + across);
}

std::vector<std::size_t> PhasorView::longestFirst() const {
  std::vector<std::size_t> order(phasors_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, std::greater(),
                           [this](std::size_t k) { return phasors_[k].gain; });
  return order;
}

double PhasorView::arrowWidth(std::size_t index) const {
  const auto order = longestFirst();
  const auto own = std::ranges::find(order, index);
  const auto above = std::count_if(own + 1, order.end(), [&](std::size_t other) {
    const double turn = phasors_[other].phase - phasors_[index].phase;
    return std::abs(std::remainder(turn, 360)) < kTogether;
  });
  return kArrow + kWider * static_cast<double>(above);
}

}  // namespace vle::ui
