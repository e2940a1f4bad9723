// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspector/field_undo.h"

#include <QKeyEvent>
#include <QLineEdit>

namespace vle::ui {

namespace {

class UndoFilter : public QObject {
 public:
  explicit UndoFilter(QLineEdit* field) : QObject(field), field_(field) {}

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override {
    if (event->type() != QEvent::ShortcutOverride || field_->isModified()) {
      return QObject::eventFilter(watched, event);
    }
    const auto* key = static_cast<QKeyEvent*>(event);
    if (!key->matches(QKeySequence::Undo) && !key->matches(QKeySequence::Redo)) return false;
    event->ignore();
    return true;
  }

 private:
  QLineEdit* field_;
};

}  // namespace

void leaveUndoToTheProgram(QLineEdit* field) { field->installEventFilter(new UndoFilter(field)); }

}  // namespace vle::ui
