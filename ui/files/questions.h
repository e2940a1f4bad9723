// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Everything that opening and saving asks a person, as functions, so that tests can answer. The
// dialogs of the program (dialogs.h) are one set of answers. Header only, GUI thread.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include <QString>

#include "io/restore_points.h"

namespace vle::ui {

enum class UnsavedAnswer { Save, Discard, Cancel };
enum class ConflictAnswer { Overwrite, SaveAs, Cancel };

struct RestoreAnswer {
  enum class Kind { Restore, Discard, Later } kind = Kind::Later;
  std::size_t index = 0;  ///< of the point to restore
};

struct Questions {
  /// Changes would be lost: what to do with them?
  std::function<UnsavedAnswer(const QString& name)> unsaved;
  /// The file is not as this program left it: what to do?
  std::function<ConflictAnswer(const QString& file)> conflict;
  /// The file has errors that can be mended here: open it?
  std::function<bool(const QString& sentence)> mend;
  /// Which file? "" for none.
  std::function<QString(const QString& folder)> open_path;
  std::function<QString(const QString& title, const QString& suggestion)> save_path;
  /// Which restore point? `after_crash` is false where the person asked for the list.
  std::function<RestoreAnswer(const std::vector<RestorePoint>& points, bool after_crash)> restore;
  /// Something failed that is an error of the program: where may a report go? "" for nowhere.
  std::function<QString(const QString& sentence, const QString& suggestion)> failure;
  /// Something went wrong.
  std::function<void(const QString& what, const QString& sentence)> tell;
};

}  // namespace vle::ui
