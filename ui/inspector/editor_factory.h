// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// One editor widget per type of parameter, made by one function. It knows all editors, and only the
// rows of the inspector know it. GUI thread.
#pragma once

#include "drawing/theme.h"
#include "inspector/parameter_editor.h"

namespace vle::ui {

/// The editor for a row of the parameter table.
[[nodiscard]] ParameterEditor* makeEditor(const ParameterInfo& info, const Theme& theme,
                                          QWidget* parent);

}  // namespace vle::ui
