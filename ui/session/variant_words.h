// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Variants in words and colours. Pure functions, GUI thread.
#pragma once

#include <QColor>
#include <QString>
#include <QStringList>

#include "session/lab.h"

namespace vle::ui {

/// What a variant changes, in one sentence: "all kind of feedback: transpose, without T1"; "as
/// drawn".
[[nodiscard]] QString differenceText(const Project& project, const Variant& variant);

/// What was set otherwise in another project than in this one, a line each: "W1 learning rate:
/// 0.004". Networks of other parts are "another network".
/// @param project  the one that is open
[[nodiscard]] QStringList otherwiseIn(const Project& other, const Project& project);

/// "weights differ from the teacher's by 12 %"; empty without a teacher, or where no target asks
/// for anything.
[[nodiscard]] QString distanceText(const VariantStatus& status);
/// The same where there is little room: "12 % off teacher".
[[nodiscard]] QString shortDistanceText(const VariantStatus& status);

/// "2.1·10⁻⁴", "–" before the first step; "diverged"; "no target": then there is no loss; "does not
/// run".
[[nodiscard]] QString lossText(const VariantStatus& status);

/// Why a variant does not run, or why it diverged, as far as it is known yet; empty if all is well.
[[nodiscard]] QString troubleText(const Project& project, const VariantStatus& status);

}  // namespace vle::ui
