// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What can be made on the canvas, one row each: the word that is typed, the button of the palette,
// the help. The palette, the type-to-create box and drag and drop all read this table. GUI thread.
#pragma once

#include <cstdint>
#include <span>

#include <QString>

#include "model/building.h"

namespace vle::ui {

enum class CreationKind { Layer, Input, Target, Delay, Lagline, Chain, Teacher, Note };

struct CreationRow {
  CreationKind kind;
  const char* word;     ///< what is typed, and the name in a drag
  const char* label;    ///< on the palette
  const char* example;  ///< what the type-to-create box offers
  const char* tip;      ///< one sentence
  const char* icon;     ///< ":/icons/<icon>.svg"
  std::int64_t usual;   ///< number where none is given
};

[[nodiscard]] std::span<const CreationRow> creationTable();
[[nodiscard]] const CreationRow& rowOf(CreationKind kind);
/// In the language of the person.
[[nodiscard]] QString labelOf(const CreationRow& row);
[[nodiscard]] QString tipOf(const CreationRow& row);

/// A wish: which kind, and how many neurons, layers or ms.
struct Creation {
  CreationKind kind = CreationKind::Layer;
  std::int64_t count = 1;
  bool operator==(const Creation&) const = default;
};

/// Reads "layer", "layer 8", "delay 20 ms", "lagline 4", "chain of 3", "teacher of selection".
/// @throws Error(InvalidSpec) with a sentence that lists what there is
[[nodiscard]] Creation creationFrom(const QString& text);

/// The edits of a wish, and what is selected after it.
/// @param at         where its first card begins; moved on to where it covers no other card
/// @param selection  what a teacher is made of
/// @throws Error(InvalidSpec) as building.h and templates.h
[[nodiscard]] Built create(const Project& project, const Creation& creation, Position at,
                           const Selection& selection);

}  // namespace vle::ui
