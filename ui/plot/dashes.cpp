// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plot/dashes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

namespace vle::ui {

namespace {

constexpr std::array kDashed = {6.0, 4.0};
constexpr std::array kDotted = {1.5, 3.5};
constexpr std::array kDashDot = {8.0, 3.5, 1.5, 3.5};
constexpr std::array kLong = {14.0, 4.0};
constexpr double kMostDashes = 4000;  ///< a curve that needs more is a solid band anyway

constexpr double kNoPoint = std::numeric_limits<double>::quiet_NaN();

/// Where in the pattern a length falls: the piece, and how much of it is left.
struct Place {
  std::size_t piece = 0;
  double left = 0;
};

Place placeIn(std::span<const double> pattern, double phase) {
  for (std::size_t piece = 0; piece < pattern.size(); ++piece) {
    if (phase < pattern[piece]) return {piece, pattern[piece] - phase};
    phase -= pattern[piece];
  }
  return {0, pattern[0]};
}

}  // namespace

std::span<const double> dashPattern(std::size_t index) {
  switch (index % 5) {
    case 1:
      return kDashed;
    case 2:
      return kDotted;
    case 3:
      return kDashDot;
    case 4:
      return kLong;
    default:
      return {};
  }
}

Curve simplified(const Curve& curve, double tolerance, double x_scale, double y_scale) {
  constexpr double kAny = std::numeric_limits<double>::infinity();
  const std::size_t n = curve.t.size();
  Curve result;
  if (n == 0) return result;
  const auto keep = [&](std::size_t k) {
    result.t.push_back(curve.t[k]);
    result.y.push_back(curve.y[k]);
  };
  std::size_t from = 0;  // the newest point kept
  keep(0);
  double least = -kAny, most = kAny;  // slopes from there that pass all points since
  for (std::size_t k = 1; k < n; ++k) {
    const auto reach = [&] {
      const double dx = (curve.t[k] - curve.t[from]) * x_scale;
      const double dy = (curve.y[k] - curve.y[from]) * y_scale;
      const bool is_on_line = dx > 0 && dy / dx >= least && dy / dx <= most;
      if (dx > 0) {
        least = std::max(least, (dy - tolerance) / dx);
        most = std::min(most, (dy + tolerance) / dx);
      }
      return is_on_line;
    };
    if (reach()) continue;
    if (from != k - 1) keep(k - 1);
    from = k - 1;
    least = -kAny;
    most = kAny;
    if (reach()) continue;
    keep(k);  // a gap, or straight up
    from = k;
    least = -kAny;
    most = kAny;
  }
  if (from != n - 1) keep(n - 1);
  return result;
}

Curve Dasher::cut(const Curve& curve, std::span<const double> pattern, double x_scale,
                  double y_scale) {
  const std::size_t n = curve.t.size();
  if (pattern.empty() || n < 2) return curve;
  std::vector<double> along(n, 0);  // pixels from the first point
  for (std::size_t k = 1; k < n; ++k) {
    const double length = std::hypot((curve.t[k] - curve.t[k - 1]) * x_scale,
                                     (curve.y[k] - curve.y[k - 1]) * y_scale);
    along[k] = along[k - 1] + (std::isfinite(length) ? length : 0);
  }
  const double period = std::reduce(pattern.begin(), pattern.end());
  if (along.back() > kMostDashes * period) return curve;

  double first_phase = 0;
  if (anchor_phase_ >= 0 && anchor_t_ >= curve.t.front() && anchor_t_ <= curve.t.back()) {
    const auto next =
        static_cast<std::size_t>(std::ranges::upper_bound(curve.t, anchor_t_) - curve.t.begin());
    double at = along[next - 1];
    if (next < n) {
      const double share = (anchor_t_ - curve.t[next - 1]) / (curve.t[next] - curve.t[next - 1]);
      at = std::lerp(at, along[next], share);
    }
    first_phase = anchor_phase_ - at;
  }
  const auto wrapped = [period](double x) {
    const double rest = std::fmod(x, period);
    return rest < 0 ? rest + period : rest;
  };
  first_phase = wrapped(first_phase);
  const std::size_t anchor = n * 2 / 3;
  anchor_t_ = curve.t[anchor];
  // Of several points of one time the last is what upper_bound finds again.
  const auto after = std::ranges::upper_bound(curve.t, anchor_t_) - curve.t.begin();
  anchor_phase_ = wrapped(first_phase + along[static_cast<std::size_t>(after - 1)]);

  Curve cut;
  const auto add = [&cut](double t, double y) {
    cut.t.push_back(t);
    cut.y.push_back(y);
  };
  auto [piece, left] = placeIn(pattern, first_phase);
  if (piece % 2 == 0) add(curve.t[0], curve.y[0]);
  for (std::size_t k = 1; k < n; ++k) {
    const double length = along[k] - along[k - 1];
    if (!std::isfinite(curve.y[k]) || !std::isfinite(curve.y[k - 1])) {
      add(curve.t[k], kNoPoint);
      if (piece % 2 == 0 && std::isfinite(curve.y[k])) add(curve.t[k], curve.y[k]);
      continue;
    }
    double done = 0;
    while (length - done >= left) {
      done += left;
      const double share = length > 0 ? done / length : 1;
      const double t = std::lerp(curve.t[k - 1], curve.t[k], share);
      const double y = std::lerp(curve.y[k - 1], curve.y[k], share);
      add(t, y);
      if (piece % 2 == 0) add(t, kNoPoint);
      piece = (piece + 1) % pattern.size();
      left = pattern[piece];
    }
    left -= length - done;
    if (piece % 2 == 0) add(curve.t[k], curve.y[k]);
  }
  return cut;
}

}  // namespace vle::ui
