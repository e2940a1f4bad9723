// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plot/value_range.h"

#include <algorithm>
#include <cmath>

#include "plot/tick_text.h"

namespace vle::ui {

namespace {

constexpr double kWild = 10;               ///< percentile ranges; more is an outlier's doing
constexpr double kLargest = 1e200;         ///< beyond it no axis can be drawn
constexpr double kSmallestRange = 1e-250;  ///< nor below it
constexpr double kRangeMargin = 0.03;
constexpr double kTouch = 0.01;       ///< share of the range; less than the margin
constexpr double kUsed = 0.6;         ///< share of the range below which it shrinks …
constexpr double kShrinkAfter = 3;    ///< … after so many seconds
constexpr double kHardlyUsed = 0.2;   ///< below it …
constexpr double kShrinkSoon = 0.5;   ///< … it takes only so many
constexpr double kSameDigits = 1e-7;  ///< relative spread that is only rounding

double quantile(std::vector<double>& values, double share) {
  const auto k =
      static_cast<std::ptrdiff_t>(std::llround(share * static_cast<double>(values.size() - 1)));
  std::ranges::nth_element(values, values.begin() + k);
  return values[static_cast<std::size_t>(k)];
}

void keepFinite(std::vector<double>& values) {
  std::erase_if(values, [](double y) { return !std::isfinite(y); });
}

Extent clamped(const Extent& e) {
  return {std::clamp(e.lo, -kLargest, kLargest), std::clamp(e.hi, -kLargest, kLargest)};
}

}  // namespace

std::optional<Extent> extentOf(std::vector<double>& values, std::vector<double>& wild) {
  keepFinite(values);
  keepFinite(wild);
  if (values.empty() && wild.empty()) return std::nullopt;
  if (values.empty()) return clamped({quantile(wild, 0.02), quantile(wild, 0.9)});
  const auto [min, max] = std::ranges::minmax(values);
  Extent extent = clamped({min, max});
  const Extent usual = clamped({quantile(values, 0.005), quantile(values, 0.995)});
  const double span = usual.hi - usual.lo;
  if (span > kSameDigits * std::max(std::abs(usual.lo), std::abs(usual.hi)) &&
      extent.hi - extent.lo > kWild * span) {
    extent = usual;
  }
  if (!wild.empty()) {
    const double more =
        std::max({extent.hi - extent.lo, 0.1 * std::abs(extent.hi), kSmallestRange}) / 2;
    const Extent widest{extent.lo - more, extent.hi + more};
    const auto [wild_min, wild_max] = std::ranges::minmax(wild);
    extent.lo = std::min(extent.lo, std::max(wild_min, widest.lo));
    extent.hi = std::max(extent.hi, std::min(wild_max, widest.hi));
  }
  return extent;
}

void ValueRange::reset(bool is_log) {
  *this = {};
  is_log_ = is_log;
  if (is_log) limits_ = {-3, 0};
}

Extent ValueRange::rounded(const Extent& seen) const {
  if (is_log_) {
    const double lo = std::floor(seen.lo - 0.02);
    return {lo, std::max(std::ceil(seen.hi + 0.02), lo + 1)};
  }
  double lo = seen.lo, hi = seen.hi;
  const double size = std::max(std::abs(lo), std::abs(hi));
  if (size < kSmallestRange) return {-1, 1};
  if (hi - lo < kSameDigits * size) {  // a constant: some room around it
    lo -= 0.2 * size;
    hi += 0.2 * size;
  }
  if (lo > 0 && lo < 0.4 * hi) lo = 0;
  if (hi < 0 && hi > 0.4 * lo) hi = 0;
  const double margin = kRangeMargin * (hi - lo);
  const double step = niceStep(hi - lo + 2 * margin, 12);
  return {lo == 0 ? 0 : std::floor((lo - margin) / step) * step,
          hi == 0 ? 0 : std::ceil((hi + margin) / step) * step};
}

void ValueRange::follow(const Extent& seen, double now) {
  if (!is_set_) {
    is_set_ = true;
    limits_ = rounded(seen);
    return;
  }
  // A curve that touches the frame is cut in half by it; only zero may be a limit itself.
  const double touch = is_log_ ? 0 : kTouch * (limits_.hi - limits_.lo);
  const bool is_below = seen.lo < limits_.lo + (limits_.lo == 0 ? 0 : touch);
  const bool is_above = seen.hi > limits_.hi - (limits_.hi == 0 ? 0 : touch);
  if (is_below || is_above) {
    // The side that did not burst stays where it is.
    const Extent grown =
        rounded({is_below ? seen.lo : limits_.lo, is_above ? seen.hi : limits_.hi});
    if (is_below) limits_.lo = std::min(limits_.lo, grown.lo);
    if (is_above) limits_.hi = std::max(limits_.hi, grown.hi);
    is_roomy_ = false;
    return;
  }
  const bool is_roomy = seen.hi - seen.lo < kUsed * (limits_.hi - limits_.lo);
  if (!is_roomy) {
    is_roomy_ = false;
    return;
  }
  if (!is_roomy_) {
    is_roomy_ = true;
    roomy_since_ = now;
    seen_since_ = seen;
  }
  // What only passed through on its way down no longer counts.
  const double size = seen.hi - seen.lo;
  if (size < kHardlyUsed * (seen_since_.hi - seen_since_.lo)) {
    roomy_since_ = now;
    seen_since_ = seen;
  }
  seen_since_ = {std::min(seen.lo, seen_since_.lo), std::max(seen.hi, seen_since_.hi)};
  const bool is_hardly_used =
      seen_since_.hi - seen_since_.lo < kHardlyUsed * (limits_.hi - limits_.lo);
  if (now - roomy_since_ < (is_hardly_used ? kShrinkSoon : kShrinkAfter)) return;
  limits_ = rounded(seen_since_);
  is_roomy_ = false;
}

}  // namespace vle::ui
