// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspector/number_entry.h"

#include <algorithm>
#include <cmath>

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QSignalBlocker>
#include <QWheelEvent>

#include "base/text.h"
#include "inspector/field_keys.h"
#include "inspector/slider_scale.h"
#include "session/number_text.h"

namespace vle::ui {

QString rangeText(const ParameterInfo& info) {
  const QString unit = info.unit.empty() ? QString() : QLatin1Char(' ') + asText(info.unit);
  const QString low = QString::fromStdString(formatNumber(info.minimum));
  const QString high = QString::fromStdString(formatNumber(info.maximum));
  if (std::isfinite(info.minimum) && std::isfinite(info.maximum)) {
    return low + QStringLiteral(" … ") + high + unit;
  }
  if (std::isfinite(info.minimum)) {
    return (info.above_minimum ? QStringLiteral("> ") : QStringLiteral("≥ ")) + low + unit;
  }
  return std::isfinite(info.maximum) ? QStringLiteral("≤ ") + high + unit : QString();
}

std::optional<double> parseNumber(const ParameterInfo& info, const QString& text,
                                  QString& sentence) {
  const QString plain = text.trimmed();
  const bool is_infinite = !info.infinite.empty() && plain == asText(info.infinite);
  const std::optional<double> read =
      is_infinite ? std::optional(kNever) : readNumber(plain, asText(info.unit));
  constexpr qsizetype kShown = 40;
  const QString name = asText(info.symbol.empty() ? info.key : info.symbol);
  if (plain.isEmpty()) {
    sentence = NumberEntry::tr("%1: a number is missing").arg(name);
    return std::nullopt;
  }
  if (!read) {
    sentence = NumberEntry::tr("%1: “%2” is not a number").arg(name, plain.left(kShown));
    return std::nullopt;
  }
  const double number = *read;
  const bool is_written_out = std::ranges::any_of(plain, [](QChar c) { return c.isDigit(); });
  if (std::isinf(number) && is_written_out) {
    sentence =
        NumberEntry::tr("%1: “%2” is beyond all numbers there are").arg(name, plain.left(kShown));
    return std::nullopt;
  }
  if (info.type == ParameterType::Integer && number != std::round(number)) {
    sentence = NumberEntry::tr("%1 is %2, must be a whole number").arg(asText(info.key), plain);
    return std::nullopt;
  }
  if (const auto wrong = checkRange(info, number)) {
    sentence = QString::fromStdString(*wrong);
    return std::nullopt;
  }
  return number + 0.0;  // −0 is 0
}

QString fieldText(const ParameterInfo& info, double number) {
  if (std::isinf(number) && !info.infinite.empty()) return asText(info.infinite);
  return QString::fromStdString(formatNumber(number));
}

void GestureSlider::wheelEvent(QWheelEvent* event) { event->ignore(); }

void GestureSlider::mousePressEvent(QMouseEvent* event) {
  emit gestureBegan();
  QSlider::mousePressEvent(event);
}

void GestureSlider::keyPressEvent(QKeyEvent* event) {
  if (!event->isAutoRepeat()) emit gestureBegan();
  QSlider::keyPressEvent(event);
}

NumberEntry::NumberEntry(const ParameterInfo& info, QWidget* parent)
    : QWidget(parent),
      info_(info),
      field_(new QLineEdit(this)),
      unit_(new QLabel(asText(info.unit), this)) {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(6);
  const QString name = asText(info.label);
  const QString range = rangeText(info);
  const QString help =
      asText(info.doc) + (range.isEmpty() ? QString() : tr(" Range: %1.").arg(range));
  if (hasSlider(info_)) {
    slider_ = new GestureSlider(this);
    slider_->setObjectName(asText(info.key));
    slider_->setRange(0, kSliderSteps);
    slider_->setSingleStep(kSliderSteps / 100);
    slider_->setPageStep(kSliderSteps / 10);
    slider_->setMinimumWidth(44);
    slider_->setAccessibleName(name);
    slider_->setAccessibleDescription(help);
    layout->addWidget(slider_, 1);
    connect(slider_, &GestureSlider::gestureBegan, this, [this] { continues_ = false; });
    connect(slider_, &QSlider::valueChanged, this, [this](int position) {
      const double before = number_;
      number_ = sliderNumber(info_, position);
      const bool stays = number_ == before && info_.type == ParameterType::Integer;
      if (stays && !slider_->isSliderDown()) {  // a key goes on by one at least
        number_ += position > sliderPosition(info_, before) ? 1 : -1;
        if (checkRange(info_, number_)) number_ = before;
        const QSignalBlocker quiet(slider_);
        slider_->setValue(sliderPosition(info_, number_));
      }
      varies_ = false;
      showNumber();
      emit entered(number_, continues_);
      continues_ = true;
    });
  }
  field_->setObjectName(asText(info.key));
  field_->setAccessibleName(name);
  field_->setAccessibleDescription(help);
  field_->setToolTip(help);
  field_->setMaxLength(64);
  field_->installEventFilter(this);
  leaveKeysToTheProgram(field_, FieldOf::Number);
  layout->addWidget(field_, slider_ == nullptr ? 1 : 0);
  connect(field_, &QLineEdit::editingFinished, this, &NumberEntry::commit);
  if (slider_ != nullptr) setTabOrder(slider_, field_);  // the proxy would pass it over
  unit_->setProperty("role", "dim");
  unit_->setVisible(slider_ != nullptr || !info.unit.empty());
  layout->addWidget(unit_);
  setFocusProxy(slider_ != nullptr ? static_cast<QWidget*>(slider_) : field_);
  measure();
}

void NumberEntry::measure() {
  field_->ensurePolished();
  const int width = field_->fontMetrics().horizontalAdvance(QStringLiteral("−0.0000000"));
  if (slider_ == nullptr) return field_->setMinimumWidth(width / 2);
  field_->setFixedWidth(width + 12);
  unit_->ensurePolished();  // one width for all, so that sliders line up
  unit_->setFixedWidth(unit_->fontMetrics().horizontalAdvance(QStringLiteral("1/ms")));
}

void NumberEntry::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::FontChange) measure();
}

void NumberEntry::setNumber(double number) {
  const bool is_typing = field_->hasFocus() && field_->isModified();
  if (number == number_ && !varies_ && is_typing) return;
  number_ = number;
  varies_ = false;
  showNumber();
  if (slider_ == nullptr || slider_->isSliderDown()) return;
  const QSignalBlocker quiet(slider_);
  slider_->setValue(sliderPosition(info_, number));
}

void NumberEntry::setVaries() {
  varies_ = true;
  showNumber();
}

void NumberEntry::showNumber() {
  field_->setPlaceholderText(varies_ ? tr("varies") : QString());
  const QString text = varies_ ? QString() : fieldText(info_, number_);
  if (field_->text() != text) {
    field_->setText(text);
    field_->setCursorPosition(0);
  }
  field_->setModified(false);
}

void NumberEntry::commit() {
  if (!field_->isModified()) return;
  QString sentence;
  const std::optional<double> number = parseNumber(info_, field_->text(), sentence);
  field_->setProperty("refused", !number.has_value());
  if (!number) {
    showNumber();
    emit refused(sentence);
    return;
  }
  varies_ = false;
  setNumber(*number);
  field_->setModified(false);
  emit entered(*number, false);
}

bool NumberEntry::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::KeyPress) {
    const auto* key = static_cast<QKeyEvent*>(event);
    if (key->key() == Qt::Key_Escape && field_->isModified()) {
      showNumber();
      return true;
    }
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace vle::ui
