// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspector/field_keys.h"

#include <QKeyEvent>
#include <QLineEdit>

#include "session/tempo_timer.h"

namespace vle::ui {

namespace {

constexpr int kShownFor = 600;  ///< ms

bool isCharacter(const QKeyEvent& key) {
  const bool is_plain =
      (key.modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)) == 0;
  return is_plain && !key.text().isEmpty() && key.text().front().isPrint();
}

bool beginsNumber(QChar c) { return c.isDigit() || QStringLiteral("+-−.,").contains(c); }

class FieldKeys : public QObject {
 public:
  FieldKeys(QLineEdit* field, FieldOf kind) : QObject(field), field_(field), kind_(kind) {
    connect(field, &QLineEdit::returnPressed, this, [this] { is_entered_ = true; });
    connect(
        field, &QLineEdit::returnPressed, this,
        [this] {
          field_->deselect();
          if (field_->isModified() || field_->property("refused").toBool()) return;
          show(true);
          shown_.start(kShownFor);
        },
        Qt::QueuedConnection);  // after it was taken
    connect(field, &QLineEdit::textEdited, this, [this] { is_entered_ = false; });
    connect(&shown_, &TempoTimer::timeout, this, [this] { show(false); });
  }

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override {
    if (event->type() == QEvent::FocusIn) is_entered_ = false;
    const bool is_key =
        event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyPress;
    if (!is_key || field_->isModified()) return QObject::eventFilter(watched, event);
    const auto& key = static_cast<const QKeyEvent&>(*event);
    if (event->type() == QEvent::KeyPress) {
      if (is_entered_ && isCharacter(key)) field_->selectAll();
      return QObject::eventFilter(watched, event);
    }
    if (!isOfProgram(key)) return QObject::eventFilter(watched, event);
    event->ignore();
    return true;
  }

 private:
  [[nodiscard]] bool isOfProgram(const QKeyEvent& key) const {
    if (key.matches(QKeySequence::Undo) || key.matches(QKeySequence::Redo)) return true;
    if (key.modifiers() == Qt::ControlModifier && key.key() >= Qt::Key_A &&
        key.key() <= Qt::Key_Z) {
      return !QStringLiteral("ACVX").contains(QChar(key.key()));  // select all, copy, paste, cut
    }
    if (!isCharacter(key)) return false;
    if (kind_ == FieldOf::Number) return !beginsNumber(key.text().front());
    return is_entered_;
  }

  void show(bool is_taken) {
    field_->setProperty("taken", is_taken);
    field_->update();
  }

  QLineEdit* field_;
  FieldOf kind_;
  bool is_entered_ = false;  // Enter was pressed, and nothing typed since
  TempoTimer shown_{TempoTimer::Rings::Once};
};

}  // namespace

void leaveKeysToTheProgram(QLineEdit* field, FieldOf kind) {
  field->installEventFilter(new FieldKeys(field, kind));
}

}  // namespace vle::ui
