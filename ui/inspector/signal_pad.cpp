// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspector/signal_pad.h"

#include <algorithm>
#include <cmath>

#include <QGridLayout>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QPushButton>
#include <QSignalBlocker>

namespace vle::ui {

namespace {

constexpr int kColumns = 50;      // of the arrow keys
constexpr double kKeyStep = 0.1;  // of the range
constexpr std::size_t kMostSamples = 200'000;

constexpr ParameterInfo kLength = {.key = "length",
                                   .label = "Length",
                                   .unit = "ms",
                                   .doc = "Of what is drawn; the last value holds after it.",
                                   .minimum = 0,
                                   .above_minimum = true};
constexpr ParameterInfo kLargest = {.key = "range",
                                    .label = "Range ±",
                                    .doc = "The value at the upper edge of the pad.",
                                    .minimum = 0,
                                    .above_minimum = true};

}  // namespace

DrawingPad::DrawingPad(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
  setFocusPolicy(Qt::StrongFocus);
  setCursor(Qt::CrossCursor);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setAccessibleName(tr("Drawing pad"));
  setAccessibleDescription(
      tr("Draw with the mouse; left and right choose a place, up and down change the value there"));
  setToolTip(accessibleDescription());
}

QSize DrawingPad::sizeHint() const { return {200, 8 * fontMetrics().height()}; }

QRectF DrawingPad::area() const { return QRectF(rect()).adjusted(4, 6, -4, -6); }

void DrawingPad::show(List samples, double largest) {
  samples_ = std::move(samples);
  largest_ = largest;
  update();
}

void DrawingPad::draw(QPointF from, QPointF to) {
  if (samples_.empty()) return;
  const QRectF place = area();
  const auto count = static_cast<double>(samples_.size());
  const auto sample_at = [&](double x) {
    return std::clamp((x - place.left()) / place.width() * count, 0.0, count - 1);
  };
  const auto value_at = [&](double y) {
    return std::clamp((place.center().y() - y) / (place.height() / 2), -1.0, 1.0) * largest_;
  };
  double first = sample_at(from.x());
  double last = sample_at(to.x());
  double y_first = value_at(from.y());
  double y_last = value_at(to.y());
  if (first > last) {
    std::swap(first, last);
    std::swap(y_first, y_last);
  }
  const auto begin = static_cast<std::size_t>(first);
  const auto end = static_cast<std::size_t>(last);
  for (std::size_t k = begin; k <= end; ++k) {
    const double share =
        end == begin ? 1 : static_cast<double>(k - begin) / static_cast<double>(end - begin);
    samples_[k] = y_first + share * (y_last - y_first);
  }
  update();
}

void DrawingPad::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return event->ignore();
  is_drawing_ = true;
  last_ = event->position();
  draw(last_, last_);
  emit drawn(false);
}

void DrawingPad::mouseMoveEvent(QMouseEvent* event) {
  if (!is_drawing_) return;
  draw(last_, event->position());
  last_ = event->position();
  emit drawn(true);
}

void DrawingPad::mouseReleaseEvent(QMouseEvent*) { is_drawing_ = false; }

void DrawingPad::shiftColumn(double by) {
  const std::size_t n = samples_.size();
  const auto begin = static_cast<std::size_t>(column_) * n / kColumns;
  const auto end = std::max(begin + 1, static_cast<std::size_t>(column_ + 1) * n / kColumns);
  for (std::size_t k = begin; k < std::min(end, n); ++k) {
    samples_[k] = std::clamp(samples_[k] + by * largest_, -largest_, largest_);
  }
}

void DrawingPad::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
      column_ = std::clamp(column_ + (event->key() == Qt::Key_Left ? -1 : 1), 0, kColumns - 1);
      return update();
    case Qt::Key_Up:
    case Qt::Key_Down:
      shiftColumn(event->key() == Qt::Key_Up ? kKeyStep : -kKeyStep);
      update();
      emit drawn(event->isAutoRepeat());
      return;
    default:
      QWidget::keyPressEvent(event);
  }
}

void DrawingPad::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(hasFocus() ? theme_.accent : theme_.line);
  painter.setBrush(theme_.background);
  painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
  const QRectF place = area();
  if (hasFocus()) {
    const double width = place.width() / kColumns;
    painter.fillRect(QRectF(place.left() + column_ * width, place.top(), width, place.height()),
                     theme_.grid);
  }
  painter.setPen(theme_.line);
  painter.drawLine(QPointF(place.left(), place.center().y()),
                   QPointF(place.right(), place.center().y()));
  painter.setPen(QPen(theme_.signal, 1.5));
  painter.setBrush(Qt::NoBrush);
  QPainterPath path;
  const std::size_t points = std::min<std::size_t>(samples_.size(), 1000);
  for (std::size_t k = 0; k < points; ++k) {
    const std::size_t index = k * samples_.size() / points;
    const double x = static_cast<double>(index) / static_cast<double>(samples_.size());
    const double y = std::clamp(samples_[index] / largest_, -1.0, 1.0);
    const QPointF point(place.left() + x * place.width(),
                        place.center().y() - y * place.height() / 2);
    if (k == 0)
      path.moveTo(point);
    else
      path.lineTo(point);
  }
  if (points > 0) path.lineTo(place.right(), path.currentPosition().y());
  painter.drawPath(path);
}

SamplesEditor::SamplesEditor(const Theme& theme, QWidget* parent)
    : QWidget(parent),
      channels_(new ChoiceBox(this)),
      pad_(new DrawingPad(theme, this)),
      length_(new NumberEntry(kLength, this)),
      largest_(new NumberEntry(kLargest, this)) {
  channels_->setObjectName(QStringLiteral("samples.channel"));
  channels_->setAccessibleName(tr("Channel"));
  auto* flat = new QPushButton(tr("Flat"), this);
  flat->setObjectName(QStringLiteral("samples.flat"));
  flat->setToolTip(tr("Sets every sample of this channel to 0"));
  auto* length_label = new QLabel(tr("Length"), this);
  auto* largest_label = new QLabel(tr("Range ±"), this);
  length_label->setProperty("role", "dim");
  largest_label->setProperty("role", "dim");
  auto* layout = new QGridLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(4);
  layout->addWidget(channels_, 0, 0, 1, 5);
  layout->addWidget(pad_, 1, 0, 1, 5);
  layout->addWidget(length_label, 2, 0);
  layout->addWidget(length_, 2, 1);
  layout->addWidget(largest_label, 2, 2);
  layout->addWidget(largest_, 2, 3);
  layout->addWidget(flat, 2, 4);
  setFocusProxy(pad_);
  largest_->setNumber(1);
  connect(channels_, &ChoiceBox::chosen, this, &SamplesEditor::show);
  connect(pad_, &DrawingPad::drawn, this, [this](bool continues) {
    signal_.channels[channel()] = pad_->samples();
    emit edited(signal_, continues);
  });
  connect(length_, &NumberEntry::entered, this, &SamplesEditor::setLength);
  connect(largest_, &NumberEntry::entered, this, &SamplesEditor::show);
  connect(length_, &NumberEntry::refused, this, &SamplesEditor::refused);
  connect(largest_, &NumberEntry::refused, this, &SamplesEditor::refused);
  connect(flat, &QPushButton::clicked, this, [this] {
    if (channel() >= signal_.channels.size()) return;
    SamplesSignal signal = signal_;
    std::ranges::fill(signal.channels[channel()], 0.0);
    emit edited(signal, false);
  });
}

std::size_t SamplesEditor::channel() const {
  return static_cast<std::size_t>(std::max(0, channels_->currentIndex()));
}

void SamplesEditor::setSignal(const SamplesSignal& signal, double dt) {
  signal_ = signal;
  dt_ = dt;
  const int count = static_cast<int>(signal.channels.size());
  if (channels_->count() != count) {
    const QSignalBlocker quiet(channels_);
    const int before = channels_->currentIndex();
    channels_->clear();
    for (int k = 0; k < count; ++k) channels_->addItem(tr("Channel %1").arg(k));
    channels_->setCurrentIndex(std::clamp(before, 0, std::max(0, count - 1)));
  }
  channels_->setVisible(count > 1);
  double largest = largest_->number();
  for (const List& samples : signal.channels) {
    for (const double y : samples) largest = std::max(largest, std::abs(y));
  }
  largest_->setNumber(largest);
  show();
}

void SamplesEditor::show() {
  if (channel() >= signal_.channels.size()) return;
  const List& samples = signal_.channels[channel()];
  length_->setNumber(dt_ * static_cast<double>(samples.size()));
  pad_->show(samples, largest_->number());
}

void SamplesEditor::setLength(double ms) {
  const double count = std::round(ms / dt_);
  if (!(count >= 1 && count <= static_cast<double>(kMostSamples))) {
    emit refused(tr("length is %1 ms, must be between %2 and %3 ms")
                     .arg(ms)
                     .arg(dt_)
                     .arg(dt_ * static_cast<double>(kMostSamples)));
    return show();
  }
  SamplesSignal signal = signal_;
  for (List& samples : signal.channels) {  // stretched: what was drawn keeps its shape
    if (samples.empty()) samples = {0.0};
    List stretched(static_cast<std::size_t>(count));
    for (std::size_t k = 0; k < stretched.size(); ++k) {
      stretched[k] = samples[k * samples.size() / stretched.size()];
    }
    samples = std::move(stretched);
  }
  emit edited(signal, false);
}

}  // namespace vle::ui
