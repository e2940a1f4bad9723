// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the microscope shows, said in a sentence: whether a local error is what theory expects, and
// if not, why. Pure functions.
#pragma once

#include <QString>

#include "run/gradient_examiner.h"

namespace vle::ui {

/// "−0.5°", "111°", "–"
[[nodiscard]] QString degreesText(double angle);

/// Of the gain that theory predicts for network and B as they are: "1.98", "–"
[[nodiscard]] QString predictedText(const GainAtFrequency& gain);

/// What is explained: the errors of one variant at one neuron and one frequency.
struct Looked {
  const Network* network = nullptr;  ///< the view is of; nullptr if it has gone
  const GradientView& view;
  const NeuronView* neuron = nullptr;     ///< of the view; nullptr if it has none
  const GainAtFrequency* gain = nullptr;  ///< at the shown frequency; nullptr if there is none
  NodeId layer{};
  QString place;  ///< "hidden[0]"
};

/// What B of gain alignment comes to: "|H|²Wᵀ", or "⟨|H|²⟩Wᵀ" where inputs have several
/// frequencies.
[[nodiscard]] QString alignedText(const Network& network);

struct Explanation {
  enum class Match {
    Unknown,  ///< there is nothing to compare, or no prediction
    Yes,      ///< measured is what theory predicts for network and B as they are
    No        ///< it is not
  };
  Match match = Match::Unknown;
  QString sentence;  ///< why
};

[[nodiscard]] Explanation explanationOf(const Looked& looked);

}  // namespace vle::ui
