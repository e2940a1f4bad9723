// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/live_pad.h"

#include <algorithm>

#include <QCheckBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "model/parameter_access.h"
#include "session/number_text.h"

namespace vle::ui {

namespace {

constexpr std::size_t kPast = 240;  // frames seen
constexpr double kKeyShare = 0.05;  // of the range a key moves the value
constexpr double kPadMargin = 4;

const LiveSignal* liveSignal(const NodeSpec* node) {
  if (node == nullptr || node->input() == nullptr) return nullptr;
  return std::get_if<LiveSignal>(&node->input()->signal);
}

}  // namespace

LiveStrip::LiveStrip(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
  setFocusPolicy(Qt::StrongFocus);
  setCursor(Qt::CrossCursor);
  setAccessibleName(tr("Draw the input"));
  setToolTip(
      tr("Hold the mouse button: its height is the input. Arrow keys: change the value, or "
         "the channel; 0: zero"));
  setMinimumSize(160, 90);
}

void LiveStrip::setInput(std::size_t channels, double low, double high) {
  channels = std::min(channels, kMostChannels);
  low_ = low;
  high_ = high;
  if (values_.size() != channels) {
    values_.assign(channels, std::clamp(0.0, low, high));
    past_.clear();
    channel_ = 0;
    is_drawing_ = false;
  }
  for (double& value : values_) value = std::clamp(value, low, high);
  update();
}

QRectF LiveStrip::strip(std::size_t channel) const {
  const double height = (this->height() - kPadMargin) / static_cast<double>(values_.size());
  return {kPadMargin, kPadMargin + height * static_cast<double>(channel), width() - 2 * kPadMargin,
          height - kPadMargin};
}

void LiveStrip::advance() {
  if (values_.empty()) return;
  past_.push_back(values_);
  if (past_.size() > kPast) past_.pop_front();
  update();
}

void LiveStrip::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  for (std::size_t channel = 0; channel < values_.size(); ++channel) {
    const QRectF area = strip(channel);
    painter.setPen(hasFocus() && channel == channel_ ? theme_.accent : theme_.line);
    painter.setBrush(theme_.panel);
    painter.drawRoundedRect(area, 4, 4);
    const auto y = [&](double value) {
      return area.bottom() - area.height() * (value - low_) / (high_ - low_);
    };
    painter.setPen(theme_.grid);
    if (low_ < 0 && high_ > 0)
      painter.drawLine(QPointF(area.left(), y(0)), QPointF(area.right(), y(0)));
    QPolygonF line;
    const double step = area.width() / static_cast<double>(kPast);
    for (std::size_t k = 0; k < past_.size(); ++k) {
      const double x = area.right() - step * static_cast<double>(past_.size() - k);
      line << QPointF(x, y(past_[k][channel]));
    }
    line << QPointF(area.right(), y(values_[channel]));
    painter.setPen(QPen(theme_.input, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(line);
    painter.setPen(theme_.dim);
    painter.drawText(area.adjusted(6, 2, -6, -2), Qt::AlignLeft | Qt::AlignTop,
                     numberText(values_[channel]));
  }
}

void LiveStrip::set(std::size_t channel, double value) {
  values_[channel] = std::clamp(value, low_, high_);
  emit drawn(values_, gesture_);
  update();
}

void LiveStrip::draw(double y) {
  const QRectF area = strip(channel_);
  set(channel_, low_ + (high_ - low_) * (area.bottom() - y) / area.height());
}

void LiveStrip::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || values_.empty()) return;
  const double share = event->position().y() / std::max(1, height());
  const auto count = static_cast<double>(values_.size());
  channel_ = static_cast<std::size_t>(std::clamp(share * count, 0.0, count - 1));
  ++gesture_;
  is_drawing_ = true;
  draw(event->position().y());
}

void LiveStrip::mouseMoveEvent(QMouseEvent* event) {
  if (is_drawing_) draw(event->position().y());
}

void LiveStrip::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || !is_drawing_) return;
  is_drawing_ = false;
  if (returns_) set(channel_, 0);
}

void LiveStrip::keyPressEvent(QKeyEvent* event) {
  if (values_.empty()) return QWidget::keyPressEvent(event);
  const double by = kKeyShare * (high_ - low_);
  if (!event->isAutoRepeat()) ++gesture_;
  switch (event->key()) {
    case Qt::Key_Up:
      return set(channel_, values_[channel_] + by);
    case Qt::Key_Down:
      return set(channel_, values_[channel_] - by);
    case Qt::Key_0:
      return set(channel_, 0);
    case Qt::Key_Left:
      channel_ = channel_ == 0 ? 0 : channel_ - 1;
      return update();
    case Qt::Key_Right:
      channel_ = std::min(channel_ + 1, values_.size() - 1);
      return update();
    default:
      QWidget::keyPressEvent(event);
  }
}

LivePad::LivePad(Document& document, Lab& lab, const Theme& theme, QWidget* parent)
    : QDialog(parent, Qt::Tool),
      document_(document),
      lab_(lab),
      inputs_(new QComboBox(this)),
      make_(new QPushButton(tr("Draw this input by hand"), this)),
      remark_(new QLabel(this)),
      strip_(new LiveStrip(theme, this)) {
  setWindowTitle(tr("Draw the input"));
  inputs_->setAccessibleName(tr("Input"));
  make_->setToolTip(tr("Replace its signal by what the mouse draws (undoable)"));
  make_->setAutoDefault(false);
  remark_->setProperty("role", "dim");
  remark_->setWordWrap(true);
  auto* returns = new QCheckBox(tr("back to 0 when let go"), this);
  auto* row = new QHBoxLayout;
  row->addWidget(inputs_, 1);
  row->addWidget(make_);
  row->addWidget(returns);
  auto* layout = new QVBoxLayout(this);
  layout->addLayout(row);
  layout->addWidget(strip_, 1);
  layout->addWidget(remark_);
  connect(returns, &QCheckBox::toggled, this, [this](bool on) { strip_->setReturns(on); });
  connect(inputs_, &QComboBox::currentIndexChanged, this, &LivePad::choose);
  connect(make_, &QPushButton::clicked, this, &LivePad::makeLive);
  connect(&document_, &Document::changed, this, &LivePad::fill);
  connect(&lab_, &Lab::frame, this, [this] {
    if (isVisible() && lab_.control().status().is_running) strip_->advance();
  });
  connect(strip_, &LiveStrip::drawn, this,
          [this](const std::vector<double>& values, std::uint64_t gesture) {
            lab_.control().setLive(input(), values, gesture);
          });
  fill();
}

NodeId LivePad::input() const { return NodeId{inputs_->currentData().toUInt()}; }

/// The inputs as they are; one that is drawn already comes first.
void LivePad::fill() {
  const NetworkSpec& network = document_.project().network;
  NodeId chosen = input();
  const QSignalBlocker quiet(inputs_);
  inputs_->clear();
  for (const auto& [id, node] : network.nodes) {
    if (node.input() == nullptr) continue;
    inputs_->addItem(QString::fromStdString(node.name), number(id));
    if (network.find(chosen) == nullptr && liveSignal(&node) != nullptr) chosen = id;
  }
  inputs_->setCurrentIndex(std::max(0, inputs_->findData(number(chosen))));
  choose();
}

void LivePad::choose() {
  const NodeSpec* node = document_.project().network.find(input());
  const LiveSignal* live = liveSignal(node);
  make_->setVisible(node != nullptr && live == nullptr);
  strip_->setEnabled(live != nullptr);
  if (live != nullptr) {
    strip_->setInput(static_cast<std::size_t>(std::max<std::int64_t>(node->size, 1)), live->low,
                     live->high);
    remark_->setText(tr("Hold the mouse button and move: all variants receive it."));
  } else {
    strip_->setInput(0, -1, 1);
    remark_->setText(node == nullptr ? tr("The network has no input.")
                                     : tr("This input plays a signal of its own."));
  }
}

void LivePad::makeLive() {
  const NodeSpec* node = document_.project().network.find(input());
  if (node == nullptr || node->input() == nullptr) return;
  document_.push(tr("Draw %1 by hand").arg(QString::fromStdString(node->name)),
                 {SetParameter{{Item::Kind::Node, number(input())},
                               findParameter<InputSpec>("signal"),
                               {SignalSpec(LiveSignal{})}}});
  strip_->setFocus();
}

}  // namespace vle::ui
