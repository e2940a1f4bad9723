// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Finds room for the labels of wires: beside a level wire, on a steep one, away from cards and from
// other labels. Used while the wires are laid (edge_routes). GUI thread.
#pragma once

#include <unordered_map>
#include <vector>

#include <QRectF>

#include "drawing/wire.h"

namespace vle::ui {

class LabelPlaces {
 public:
  /// @param is_crowded  labels without room are left out instead of covering something
  explicit LabelPlaces(bool is_crowded) : is_crowded_(is_crowded) {}

  /// Remembers a place as taken.
  void take(const QRectF& rectangle);
  /// Gives the wire's label its place and remembers it.
  /// @param width  of the text, px
  /// @param side   −1: rather above the wire, +1: rather below
  void place(Wire& wire, double width, double side);

 private:
  [[nodiscard]] bool isFree(const QRectF& rectangle) const;

  bool is_crowded_;
  std::unordered_map<int, std::vector<QRectF>> taken_;  // by columns: a look-up sees a few only
};

}  // namespace vle::ui
