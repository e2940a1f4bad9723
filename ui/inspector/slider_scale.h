// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// From a slider's position to a number and back: linear, or logarithmic where a parameter spans
// decades; then the left end stands for 0 where 0 is allowed, and the right end for infinity where
// that has a word. Numbers a slider gives have three digits. Pure functions.
#pragma once

#include "model/parameters.h"

namespace vle::ui {

inline constexpr int kSliderSteps = 1000;

/// Has the parameter a range for a slider?
[[nodiscard]] bool hasSlider(const ParameterInfo& info);

/// @param position  0…kSliderSteps
/// @pre hasSlider(info)
[[nodiscard]] double sliderNumber(const ParameterInfo& info, int position);

/// The nearest position; numbers beyond the usual range stand at its end.
/// @pre hasSlider(info)
[[nodiscard]] int sliderPosition(const ParameterInfo& info, double number);

}  // namespace vle::ui
