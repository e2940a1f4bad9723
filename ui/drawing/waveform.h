// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The small curves on input and target cards. Where a signal is a formula its shape is drawn from
// the formula and stands still; otherwise the values last seen are. Curves are polygons with x in
// 0…1 and y in −1…1. GUI thread.
#pragma once

#include <array>
#include <vector>

#include <QPolygonF>

#include "model/network_spec.h"
#include "session/trace_store.h"

namespace vle::ui {

/// Is the curve known without running? Not that of samples, files, random or live signals.
[[nodiscard]] bool isFormula(const SignalSpec& signal);

/// Curves of up to three channels; empty if the signal is no formula.
[[nodiscard]] std::vector<QPolygonF> signalWaves(const SignalSpec& signal);

/// A recorded stretch, rounded to what can be seen on a card.
/// @param from, to  ms
[[nodiscard]] QPolygonF recordedWave(const Curve& curve, double from, double to);

/// The values last displayed.
class RecentValues {
 public:
  static constexpr std::size_t kLength = 120;
  void push(double value);
  [[nodiscard]] bool empty() const { return count_ == 0; }
  [[nodiscard]] QPolygonF wave() const;

 private:
  std::array<double, kLength> values_{};
  std::size_t count_ = 0;
};

}  // namespace vle::ui
