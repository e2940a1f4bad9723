// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What there is to say of every kind of feedback, one row each, apart from its mathematics
// (sim/feedback.h, model.md §3): what it is called, needs, sees and comes to. Read by whoever
// compiles, judges, offers or explains B. Constant, any thread.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "model/network_spec.h"

namespace vle {

/// Which parameters of a FeedbackSpec act. What B does follows from them.
struct FeedbackUses {
  bool B = false;          ///< it has weights beside W; the others are made of W when needed
  bool learn = false;      ///< it learns at a rate of its own …
  bool tau_mean = false;   ///< … from rates without their mean
  bool decay = false;      ///< it gets the change of W, and both decay alike
  bool frequency = false;  ///< it is made of W for one frequency, which must be > 0
  bool model = false;      ///< it reads M, with which error neurons predict their drive
  bool operator==(const FeedbackUses&) const = default;
};

/// The factors of an equation of B, and what else its synapse can see.
enum class FeedbackFactor {
  LearningRate,  ///< η_B
  WeightRate,    ///< η_W
  Decay,         ///< λ_kp
  W,
  B,
  Error,           ///< e of the neuron above
  Rate,            ///< r of the neuron below
  RateDeviation,   ///< r̃ of the neuron below
  FilteredRate,    ///< ρ of the neuron below
  DriveDeviation,  ///< s − s̄ of the neuron above
  OwnCurrent,      ///< W r̃² of the reciprocal synapse
  Model            ///< M of the reciprocal synapse
};

/// One term of Ḃ: a sign and the product of its factors.
struct FeedbackTerm {
  std::string_view text;  ///< "η_B W r̃²"
  double sign = 1;
  std::vector<FeedbackFactor> factors;
};

/// Where B that learns settles while rates and W stay as they are.
enum class Settling {
  Nowhere,          ///< it stays as it is, or is made of W
  AtGainTimesW,     ///< ⟨r̃²⟩/⟨ρ²⟩ Wᵀ
  AtDrive,          ///< ⟨(s − s̄) r̃⟩/⟨ρ²⟩
  AtW,              ///< Wᵀ, if W learns and both decay
  AtGainTimesModel  ///< ⟨r̃²⟩/⟨ρ²⟩ times what M is or comes to, transposed
};

struct FeedbackTraits {
  enum class Reads { Nothing, W, OwnCurrent, NeuronSignals, OwnModel };

  FeedbackKind kind{};
  std::string_view name;    ///< in files and on screen
  const char* word = "";    ///< what the field calls it
  const char* choice = "";  ///< where it is offered for comparison: "learned B"
  Reads reads = Reads::Nothing;
  FeedbackUses uses = {};
  double usual_learn = 0;  ///< η_B to begin with, 1/ms
  int place = 0;           ///< among the kinds that are offered for comparison
  Settling settling = Settling::Nowhere;
  bool corrects_gain = false;  ///< comes to |H|²Wᵀ: errors have the gain of the true gradient
  const char* sentence = "";   ///< what B is made of; {f}: the frequency
  const char* rule = "";       ///< its equation, rich text
  /// The equation in numbers, rich text: {W} is a number, {(W)} one that is a factor. Symbols: η_B,
  /// η_W, η_M, λ_kp, W, B, M, Ḃ, Ṁ, e, r, r̃, ρ, s̃ = s − s̄, δ, |H|².
  const char* numbers = "";
  std::vector<FeedbackFactor> sees = {};  ///< beside B itself
  std::vector<FeedbackTerm> terms = {};   ///< of Ḃ, where B changes

  [[nodiscard]] bool doesSee(FeedbackFactor factor) const;
};

/// All rows, in the order of the enumerators.
[[nodiscard]] std::span<const FeedbackTraits> feedbackTraits();
[[nodiscard]] const FeedbackTraits& feedbackTraits(FeedbackKind kind);

}  // namespace vle
