// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The open project, its file and its undo stack. Every change to the project goes through `push`;
// everyone else sees a const reference and listens to `changed`. GUI thread.
#pragma once

#include <vector>

#include <QObject>
#include <QString>
#include <QUndoStack>

#include "base/error.h"
#include "model/edit.h"

namespace vle::ui {

class Document : public QObject {
  Q_OBJECT

 public:
  explicit Document(QObject* parent = nullptr);

  [[nodiscard]] const Project& project() const { return project_; }
  [[nodiscard]] QUndoStack& undoStack() { return undo_stack_; }
  [[nodiscard]] const QUndoStack& undoStack() const { return undo_stack_; }
  /// The file (absolute) or preset id the project came from; "" for a new one.
  [[nodiscard]] const QString& origin() const { return origin_; }
  /// What the user did, in words; of the change that is being told about.
  struct Act {
    QString text;
    bool continues = false;  ///< the gesture of the change before it: both are one undo step
  };
  [[nodiscard]] const Act& act() const { return act_; }
  /// What stands in the title bar: the file's name, or the project's title.
  [[nodiscard]] QString displayName() const;
  /// Is everything as it is in the file?
  [[nodiscard]] bool isSaved() const { return undo_stack_.isClean(); }

  /// Replaces everything; the undo history starts anew.
  /// @param origin    file or preset id the project came from
  /// @param is_saved  false: it differs from what is there (a restore point)
  void load(Project project, const QString& origin, bool is_saved = true);

  /// The project as it is now has been written to a file.
  void markSaved(const QString& file);

  /// The one way to change the project: performs the edits and makes them one undo step.
  /// Edits that change nothing leave no step behind.
  /// @param text       what the user did, for the undo menu
  /// @param edits      performed in order
  /// @param merge_key  steps with the same key directly after one another become one (a drag);
  ///                   empty: never
  void push(const QString& text, std::vector<Edit> edits, const QString& merge_key = {});

 signals:
  /// After every push, undo, redo and load.
  void changed(const vle::Change& change);

 private:
  class Command;
  Change perform(std::vector<Edit>& edits);

  Project project_;
  QString origin_;
  Act act_;
  QUndoStack undo_stack_;
};

}  // namespace vle::ui
