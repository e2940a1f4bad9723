// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspector/slider_scale.h"

#include <algorithm>
#include <cmath>

namespace vle::ui {

namespace {

double threeDigits(double number) {
  if (number == 0 || !std::isfinite(number)) return number;
  const double digits = 2 - std::floor(std::log10(std::abs(number)));
  // Dividing by a power of ten that is a whole number gives the nearest double.
  const double scale = std::pow(10, std::abs(digits));
  return digits >= 0 ? std::round(number * scale) / scale : std::round(number / scale) * scale;
}

/// Does the left end stand for 0?
bool endsAtZero(const ParameterInfo& info) {
  return info.logarithmic && info.minimum <= 0 && !info.above_minimum;
}

bool endsAtInfinity(const ParameterInfo& info) { return !info.infinite.empty(); }

}  // namespace

bool hasSlider(const ParameterInfo& info) { return info.usual_low < info.usual_high; }

double sliderNumber(const ParameterInfo& info, int position) {
  const int first = endsAtZero(info) ? 1 : 0;
  const int last = kSliderSteps - (endsAtInfinity(info) ? 1 : 0);
  if (position < first) return 0;
  if (position > last) return kNever;
  const double share = static_cast<double>(position - first) / (last - first);
  const double number = info.logarithmic
                            ? info.usual_low * std::pow(info.usual_high / info.usual_low, share)
                            : info.usual_low + share * (info.usual_high - info.usual_low);
  if (info.type == ParameterType::Integer) return std::round(number);
  if (info.logarithmic) return threeDigits(number);
  const double step = (info.usual_high - info.usual_low) / kSliderSteps;
  return std::abs(number) < step / 2 ? 0 : threeDigits(number);
}

int sliderPosition(const ParameterInfo& info, double number) {
  const int first = endsAtZero(info) ? 1 : 0;
  const int last = kSliderSteps - (endsAtInfinity(info) ? 1 : 0);
  if (std::isinf(number) && number > 0) return kSliderSteps;
  if (info.logarithmic && !(number > 0)) return 0;
  const double share =
      info.logarithmic
          ? std::log(number / info.usual_low) / std::log(info.usual_high / info.usual_low)
          : (number - info.usual_low) / (info.usual_high - info.usual_low);
  if (!std::isfinite(share)) return first;
  return first + static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * (last - first)));
}

}  // namespace vle::ui
