// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Holds local errors against the exact gradient while a network runs: plays a window on from a copy
// of every state, which the run never hears of. Used by the lab's microscope, in a JobQueue.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "model/project.h"
#include "sim/gradient_report.h"
#include "sim/phase_curves.h"
#include "sim/state.h"

namespace vle {

/// A variant as it stands.
struct GradientCase {
  VariantId variant{};
  std::shared_ptr<const Network> network;
  State state;
};

struct GradientQuestion {
  std::uint64_t subject = 0;  ///< as long as it is the same, averages go on through the questions
  std::vector<GradientCase> cases;
  NodeId layer{};           ///< whose errors are looked at
  std::size_t neuron = 0;   ///< of the layer; where its λ is loudest counts
  double window = 0;        ///< ms; 0: usualOptions
  std::optional<double> f;  ///< Hz, looked at beside those there are
  bool by_phase = false;    ///< one period of λ of all neurons, too
};

/// One error neuron of the layer beside its adjoint.
struct NeuronView {
  NeuronError error;               ///< gains at the frequencies looked at; empty if unreached
  std::vector<double> e, adjoint;  ///< (steps,), of the whole window
  double slope = 0;                ///< mean of φ′ within the window
  double slope_swing = 0;          ///< standard deviation of φ′ over its mean
};

/// The update of a projection's W, and its B, against what they should be; degrees.
struct ProjectionView {
  ProjectionId id{};
  std::string name;
  bool is_learned = false;
  Comparison update;  ///< local against exact
  /// The same of their means over about the last sixteen looks; of sums of sines, where each look
  /// has all there is, of this one.
  Comparison averaged;
  /// From look to look the exact update points anywhere: its mean is below twice its own noise.
  bool is_below_noise = false;
  /// Cosines between the weights now and at the start of the run; NaN where one of them is 0.
  double W_from_start = 0, B_from_start = 0;
  std::optional<Comparison> transposed;  ///< B against Wᵀ; nothing without B
  /// B against what gain alignment settles at: |H|²Wᵀ, or alignedGains of the window times Wᵀ.
  std::optional<Comparison> expected;
};

struct GradientView {
  VariantId variant{};
  double t = 0;   ///< ms, start of the window
  double dt = 0;  ///< ms
  std::int64_t steps = 0;
  double settled_from = 0, settled_until = 0;  ///< ms
  bool has_gamma = false;
  bool is_instantaneous = false;  ///< errors without filters
  bool is_bptt = false;           ///< it learns with the exact gradient, not with these errors
  bool diverged = false;          ///< within the window, or before it: nothing else is filled in
  double loss_mean = 0;           ///< of the run, at the start of the window
  bool is_reached = false;        ///< do errors reach the layer?
  bool is_lines = false;          ///< looked at line by line, not by cross spectra of stretches
  bool outputs_differ = false;    ///< |H| of the output neurons does
  std::size_t hops = 0;
  std::vector<NeuronView> neurons;          ///< of the layer
  std::vector<ProjectionView> projections;  ///< all
  /// One period of λ, (neuron_slots) channels, if that was asked for and there is a period.
  std::optional<PhaseCurves> adjoint;
};

struct GradientAnswer {
  std::uint64_t subject = 0;        ///< of the question
  std::vector<GradientView> views;  ///< in the order of the cases
  double seconds = 0;               ///< it took, wall time
};

/// How W and B of every projection stand to what they should be, at one moment of a run.
/// @param window  ms; 0: usualOptions
/// @param one     not diverged
/// @returns nothing filled in if it diverges within the window
[[nodiscard]] GradientView updatesAt(const GradientCase& one, double window,
                                     const std::stop_token& stop);

/// One thread at a time.
class GradientExaminer {
 public:
  /// @param stop  once it is asked for, views may be missing or empty
  [[nodiscard]] GradientAnswer answer(const GradientQuestion& question,
                                      const std::stop_token& stop);

 private:
  /// Stretches of the last questions, by variant, neuron and frequency: where inputs are no sums of
  /// sines, averages go on.
  struct Kept {
    std::deque<ErrorSample> samples, held;
  };
  using Place = std::tuple<VariantId, std::size_t, double>;

  /// The updates of one W at the moments looked at, averaged over about the last sixteen.
  struct Course {
    double t = -1;  ///< ms, of the last one
    std::size_t looks = 0;
    std::vector<double> exact, local;  ///< (synapses,), per ms
    double square = 0;                 ///< mean of ‖exact‖²
  };

  GradientView viewOf(const GradientCase& one, const GradientQuestion& question,
                      const std::stop_token& stop);
  void average(VariantId variant, NeuronError& neuron);
  void averageUpdates(const GradientCase& one, const GradientReport& report, GradientView& view);

  std::map<Place, Kept> kept_;
  std::map<std::pair<VariantId, ProjectionId>, Course> courses_;
  std::uint64_t subject_ = 0;
};

}  // namespace vle
