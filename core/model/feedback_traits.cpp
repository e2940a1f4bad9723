// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/feedback_traits.h"

#include <algorithm>
#include <array>

namespace vle {

bool FeedbackTraits::doesSee(FeedbackFactor factor) const {
  return std::ranges::find(sees, factor) != sees.end();
}

std::span<const FeedbackTraits> feedbackTraits() {
  using enum FeedbackFactor;
  using Reads = FeedbackTraits::Reads;
  static const std::array rows = {
      FeedbackTraits{.kind = FeedbackKind::Transpose,
                     .name = "transpose",
                     .word = "Weight transport",
                     .choice = "B = Wᵀ",
                     .reads = Reads::W,
                     .place = 3,
                     .sentence = "B reads W, the weight of another synapse that is elsewhere.",
                     .rule = "B = W<sup>T</sup>",
                     .numbers = "= {W}"},
      FeedbackTraits{.kind = FeedbackKind::Constant,
                     .name = "constant",
                     .word = "Feedback alignment (constant B)",
                     .choice = "constant B",
                     .uses = {.B = true},
                     .place = 4,
                     .sentence = "B sees nothing and stays as it was drawn.",
                     .rule = "Ḃ = 0",
                     .numbers = "B = {B}"},
      FeedbackTraits{.kind = FeedbackKind::Learned,
                     .name = "learned",
                     .word = "Gain alignment",
                     .choice = "learned B",
                     .reads = Reads::OwnCurrent,
                     .uses = {.B = true, .learn = true, .tau_mean = true},
                     .usual_learn = 0.01,
                     .place = 0,
                     .settling = Settling::AtGainTimesW,
                     .corrects_gain = true,
                     .sentence =
                         "B compares powers of the neuron below with the current W r̃² of its own "
                         "reciprocal synapse, at the same place.",
                     .rule = "Ḃ = η<sub>B</sub> (W r̃² − B ρ²)",
                     .numbers = "= {(η_B)} × ({(W)} × {(r̃)}² − {(B)} × {(ρ)}²) = <b>{Ḃ}</b>",
                     .sees = {OwnCurrent, FilteredRate, RateDeviation},
                     .terms = {{"η_B B ρ²", -1, {LearningRate, B, FilteredRate, FilteredRate}},
                               {"η_B W r̃²", 1, {LearningRate, W, RateDeviation, RateDeviation}}}},
      FeedbackTraits{
          .kind = FeedbackKind::Drive,
          .name = "drive",
          .word = "Gain alignment by the drive",
          .choice = "B learned from the drive",
          .reads = Reads::NeuronSignals,
          .uses = {.B = true, .learn = true, .tau_mean = true},
          .usual_learn = 0.01,
          .place = 2,
          .settling = Settling::AtDrive,
          .corrects_gain = true,
          .sentence = "B uses what the neuron above receives as a whole, s − s̄. No weight is read.",
          .rule = "Ḃ = η<sub>B</sub> ((s − s̄) r̃ − B ρ²)",
          .numbers = "= {(η_B)} × ({(s̃)} × {(r̃)} − {(B)} × {(ρ)}²) = <b>{Ḃ}</b>",
          .sees = {DriveDeviation, FilteredRate, RateDeviation},
          .terms = {{"η_B B ρ²", -1, {LearningRate, B, FilteredRate, FilteredRate}},
                    {"η_B (s − s̄) r̃", 1, {LearningRate, DriveDeviation, RateDeviation}}}},
      FeedbackTraits{
          .kind = FeedbackKind::KolenPollack,
          .name = "kolen-pollack",
          .word = "Kolen–Pollack learning",
          .choice = "Kolen–Pollack B",
          .reads = Reads::NeuronSignals,
          .uses = {.B = true, .decay = true},
          .place = 5,
          .settling = Settling::AtW,
          .sentence = "B gets the very change of W, from the same e and r, and the same decay.",
          .rule = "Ḃ = η<sub>W</sub> e r − λ<sub>kp</sub> B",
          .numbers = "= {(η_W)} × {(e)} × {(r)} − {(λ_kp)} × {(B)} = <b>{Ḃ}</b>",
          .sees = {Error, Rate},
          .terms = {{"η_W e r", 1, {WeightRate, Error, Rate}}, {"decay", -1, {Decay, B}}}},
      FeedbackTraits{.kind = FeedbackKind::Analytic,
                     .name = "analytic",
                     .word = "Weight transport with the gain of one frequency",
                     .choice = "B = |H|²Wᵀ",
                     .reads = Reads::W,
                     .uses = {.frequency = true},
                     .place = 6,
                     .corrects_gain = true,
                     .sentence = "B reads W, which is elsewhere, and is told |H|² at {f}.",
                     .rule = "B = |H|² W<sup>T</sup>",
                     .numbers = "= {(|H|²)} × {(W)} = <b>{B}</b>"},
      FeedbackTraits{
          .kind = FeedbackKind::Observed,
          .name = "observed",
          .word = "Gain alignment by a forward prediction",
          .choice = "B learned from a prediction of W",
          .reads = Reads::OwnModel,
          .uses = {.B = true, .learn = true, .tau_mean = true, .model = true},
          .usual_learn = 0.01,
          .place = 1,
          .settling = Settling::AtGainTimesModel,
          .corrects_gain = true,
          .sentence =
              "B reads M, its own forward prediction; not W. The error neuron above predicts from "
              "the rates below what its partner receives, and M learns from what it mispredicts, "
              "δ.",
          .rule = "Ḃ = η<sub>B</sub> (M r̃² − B ρ²)<br>Ṁ = η<sub>M</sub> δ r̃",
          .numbers = "= {(η_B)} × ({(M)} × {(r̃)}² − {(B)} × {(ρ)}²) = <b>{Ḃ}</b><br>"
                     "= {(η_M)} × {(δ)} × {(r̃)} = <b>{Ṁ}</b>",
          .sees = {Model, FilteredRate, RateDeviation},
          .terms = {{"η_B B ρ²", -1, {LearningRate, B, FilteredRate, FilteredRate}},
                    {"η_B M r̃²", 1, {LearningRate, Model, RateDeviation, RateDeviation}}}},
  };
  return rows;
}

const FeedbackTraits& feedbackTraits(FeedbackKind kind) {
  return feedbackTraits()[static_cast<std::size_t>(kind)];
}

}  // namespace vle
