// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which keys a field of the inspector takes, and which it leaves to the program. GUI thread.
#pragma once

class QLineEdit;

namespace vle::ui {

enum class FieldOf { Text, Number };

/// While something is typed and not yet entered, all keys are the field's own. Else undo and redo
/// are those of the program, and, once Enter was pressed, so are single letters and Space: the
/// field shows for a moment that it was taken, and lets go. A field of numbers leaves letters to
/// the program until a number is begun. What is typed after Enter takes the place of what was
/// there.
void leaveKeysToTheProgram(QLineEdit* field, FieldOf kind);

}  // namespace vle::ui
