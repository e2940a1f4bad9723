// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Holds local errors against the exact gradient while a network runs: plays a window on from a copy
// of every state, which the run never hears of. Used by the lab's microscope, in a JobQueue.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "model/project.h"
#include "sim/gradient_report.h"
#include "sim/spectrum.h"
#include "sim/state.h"

namespace vle {

/// A variant as it stands.
struct GradientCase {
  VariantId variant{};
  std::shared_ptr<const Network> network;
  State state;
};

struct GradientQuestion {
  std::uint64_t subject = 0;  ///< as long as it is the same, spectra go on through the questions
  std::vector<GradientCase> cases;
  NodeId layer{};           ///< whose errors are looked at
  std::size_t neuron = 0;   ///< of the layer; where its λ is loudest counts
  double window = 0;        ///< ms; 0: usualOptions
  std::optional<double> f;  ///< Hz, looked at beside the frequencies of the inputs
  /// Hz, looked at where the inputs name no frequency; nothing: where λ is loudest.
  std::optional<double> usual;
};

/// The expected gain over frequency, of all ways to the output.
struct ExpectedGain {
  double f = 0;  ///< Hz
  double smallest = 0, largest = 0;
};

/// One error neuron of the layer beside its adjoint.
struct NeuronView {
  NeuronError error;               ///< gains at the frequencies asked for; empty if unreached
  std::vector<double> e, adjoint;  ///< (steps,), of the whole window
  std::vector<GainPoint> spectrum;
  std::vector<ExpectedGain> expected;
  double slope = 0;        ///< mean of φ′ within the window
  double slope_swing = 0;  ///< standard deviation of φ′ over its mean
};

/// The update of a projection's W, and its B, against what they should be; degrees.
struct ProjectionView {
  ProjectionId id{};
  std::string name;
  bool is_learned = false;
  Comparison update;                     ///< local against exact
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
  bool is_reached = false;        ///< do errors reach the layer?
  bool hops_differ = false;
  std::size_t hops = 0;
  std::vector<NeuronView> neurons;          ///< of the layer
  std::vector<ProjectionView> projections;  ///< all
};

struct GradientAnswer {
  std::uint64_t subject = 0;        ///< of the question
  std::vector<GradientView> views;  ///< in the order of the cases
  double seconds = 0;               ///< it took, wall time
};

/// Spectra of the neurons of one layer in every variant, by variant and neuron.
using GainSpectra = std::map<std::pair<VariantId, std::size_t>, GainSpectrum>;

/// One thread at a time.
class GradientExaminer {
 public:
  /// @param stop  once it is asked for, views may be missing or empty
  [[nodiscard]] GradientAnswer answer(const GradientQuestion& question,
                                      const std::stop_token& stop);

 private:
  GainSpectra spectra_;
  std::uint64_t subject_ = 0;
  std::optional<double> loudest_;  // Hz
};

}  // namespace vle
