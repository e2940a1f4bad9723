// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Undo in a field. GUI thread.
#pragma once

class QLineEdit;

namespace vle::ui {

/// While something is typed and not yet entered, undo and redo are the field's own; else they are
/// those of the program, as if the field had not the keyboard.
void leaveUndoToTheProgram(QLineEdit* field);

}  // namespace vle::ui
