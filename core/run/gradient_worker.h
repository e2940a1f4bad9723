// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A thread that holds local errors against the exact gradient while a network runs: it plays a
// window on from a copy of every state, which the run never hears of. Used by the lab's microscope.
// Its public functions are called from the GUI thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/priority.h"
#include "model/project.h"
#include "run/mailbox.h"
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
  std::uint64_t number = 0;  ///< returned with the answer
  std::uint64_t subject =
      0;  ///< spectra go on from question to question as long as this is the same
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
  std::uint64_t number = 0;
  std::uint64_t subject = 0;        ///< of the question
  std::vector<GradientView> views;  ///< in the order of the cases
  double seconds = 0;               ///< it took, wall time
};

class GradientWorker {
 public:
  /// @param priority  of its thread
  explicit GradientWorker(Priority priority);
  /// Stops within one step of a window.
  ~GradientWorker();
  GradientWorker(const GradientWorker&) = delete;
  GradientWorker& operator=(const GradientWorker&) = delete;

  /// @returns false if a question waits already
  [[nodiscard]] bool ask(GradientQuestion question);
  /// The newest answer; nothing if there is none that was not taken.
  [[nodiscard]] std::optional<GradientAnswer> take();

 private:
  void loop(const std::stop_token& stop, Priority priority);

  Mailbox<GradientQuestion> questions_;
  Latest<GradientAnswer> answers_;
  std::jthread thread_;  // last: joins before what it uses is gone
};

}  // namespace vle
