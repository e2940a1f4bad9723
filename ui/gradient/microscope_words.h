// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the microscope shows, said in sentences: where the error points and where the weights go,
// whether that is what theory expects, and if not, why. Pure functions, GUI thread.
#pragma once

#include <QString>

#include "session/gradient_monitor.h"

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
  QString place;                           ///< "hidden[0]"
  bool is_learning = true;                 ///< is plasticity on?
  std::optional<LayerSummary> whole = {};  ///< of the layer, where the neuron stands for it
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
  QString verdict;   ///< where the error points, how large it is, and where the weights go
  QString sentence;  ///< whether theory says so, and why not; may be empty
};

/// "✓", "≠"; empty if there is nothing to compare.
[[nodiscard]] QString matchText(Explanation::Match match);

[[nodiscard]] Explanation explanationOf(const Looked& looked);

/// What was wrong in this run until some moment, as far as it was looked at, and what ended it:
/// "W1 moved the wrong way until 4.4 s …"; empty if nothing was, or it still is.
[[nodiscard]] QString historyOf(const Looked& looked, const GradientMonitor& monitor);

/// "turned by −2.8°", "too large by × 1.7", "too small: × 0.4", "as large as λ"
[[nodiscard]] QString turnText(double phase);
[[nodiscard]] QString sizeText(double gain);

}  // namespace vle::ui
