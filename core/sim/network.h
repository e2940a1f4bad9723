// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A project compiled: indices instead of names, shapes checked, initial values drawn. Immutable and
// shared between threads as shared_ptr<const Network>. Layers are slices of arrays over all
// neurons; layers of equal activation lie side by side, each run padded to a line of eight doubles.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/aligned.h"
#include "model/feedback_traits.h"
#include "model/project.h"
#include "sim/signal_plan.h"
#include "sim/slots.h"

namespace vle {

struct LayerPlan {
  NodeId id{};
  std::string name;
  Slots range;
  Activation activation = Activation::Tanh;
  double learn_bias = 0;
  double learn_tau_m = 0;
  double learn_tau_r = 0;
  bool predicts = false;  ///< its error neurons predict its drive: all that enters it carries M
  double tau_mean = 500;  ///< ms, of s̄, where it predicts
};

struct InputPlan {
  NodeId id{};
  std::string name;
  Slots range;  ///< of r, behind all neurons
  SignalPlan signal;
};

struct TargetPlan {
  NodeId id{};
  std::string name;
  Slots layer;                         ///< whose rates are compared
  Slots values;                        ///< of the target array
  std::optional<std::size_t> follows;  ///< first slot of the layer it follows
  SignalPlan signal;                   ///< used if it follows none
  double beta = 1;
};

/// The two ends of a synapse, counted within their layers.
struct Synapse {
  std::size_t post = 0;
  std::size_t pre = 0;
};

struct ProjectionPlan {
  ProjectionId id{};
  std::string name;
  Slots pre;      ///< of r
  Slots post;     ///< of the neuron arrays
  Slots weights;  ///< of W and B: W_ij and B_ji at the same offset, columns of W contiguous
  Pattern::Kind pattern = Pattern::Kind::Dense;
  std::vector<std::uint32_t> pre_index;   ///< synapse lists only: lower neuron within pre
  std::vector<std::uint32_t> post_index;  ///< synapse lists only: upper neuron within post
  bool from_input = false;                ///< an input has no error neuron: nothing is sent down
  double learn = 0;
  double decay = 0;
  FeedbackKind feedback = FeedbackKind::Transpose;
  FeedbackUses uses;  ///< of this feedback
  double learn_feedback = 0;
  double tau_mean = 500;
  double feedback_decay = 0;     ///< λ_kp, 1/ms
  double frequency = 0;          ///< Hz, of analytic feedback
  std::optional<Slots> filters;  ///< one per lower neuron, where its feedback or M needs them
  std::optional<Slots>
      drive_filters;  ///< one per upper neuron; where its feedback sees their drive
  std::optional<std::size_t> teacher;  ///< index of the twin
  bool has_model = false;              ///< it carries M, since the layer above predicts its drive
  double learn_model = 0;              ///< η_M, 1/ms

  /// Are there feedback weights beside W? Nothing is sent down to an input.
  [[nodiscard]] bool hasB() const { return !from_input && uses.B; }
  /// Does its feedback compare powers of the rates below?
  [[nodiscard]] bool comparesPowers() const { return !from_input && uses.tau_mean; }
  /// Does its feedback read M? What else carries M only predicts.
  [[nodiscard]] bool readsModel() const { return !from_input && uses.model; }
  /// Does B change as W does, and decay with it?
  [[nodiscard]] bool isMirrored() const { return hasB() && uses.decay; }
  /// Does plasticity change W, by learning or decay?
  [[nodiscard]] bool changesW() const {
    return learn != 0 || decay != 0 || (isMirrored() && feedback_decay != 0);
  }
  /// Does plasticity change B? Not where it is constant, made of W, or at rate 0.
  [[nodiscard]] bool learnsB() const {
    if (isMirrored()) return learn != 0 || feedback_decay != 0;
    return hasB() && uses.learn && learn_feedback != 0;
  }
  /// Does plasticity change M?
  [[nodiscard]] bool learnsModel() const { return has_model && learn_model != 0; }
  /// First slots of the filters. @pre  its feedback needs them
  [[nodiscard]] std::size_t firstFilter() const { return filters->begin; }
  [[nodiscard]] std::size_t firstDriveFilter() const { return drive_filters->begin; }
  /// The neurons that the k-th weight connects.
  [[nodiscard]] Synapse ends(std::size_t k) const {
    if (pattern == Pattern::Kind::Dense) return {k % post.size, k / post.size};
    return {post_index[k], pre_index[k]};
  }
  /// Calls f(k, i, j) for every synapse: offset, upper neuron, lower neuron.
  template <class F>
  void forEachSynapse(F&& f) const {
    std::size_t k = 0;
    if (pattern != Pattern::Kind::Dense) {
      for (; k < weights.size; ++k) f(k, std::size_t{post_index[k]}, std::size_t{pre_index[k]});
      return;
    }
    for (std::size_t j = 0; j < pre.size; ++j) {
      for (std::size_t i = 0; i < post.size; ++i, ++k) f(k, i, j);
    }
  }
  /// Offset of W_ij and B_ji within the weights; nothing where there is no synapse.
  [[nodiscard]] std::optional<std::size_t> synapse(std::size_t post_neuron,
                                                   std::size_t pre_neuron) const;
};

/// The held-out evaluation of the settings, compiled: what its signals are. Everything else is that
/// of the network.
struct HeldOutPlan {
  std::vector<SignalPlan> inputs;                  ///< one per input of the network
  std::vector<std::optional<SignalPlan>> targets;  ///< one per target; nothing: it follows a layer
  std::size_t memory_slots = 0;                    ///< length of the signal memory of a test
  std::int64_t steps = 1;                          ///< that one evaluation takes
  std::int64_t every = 0;  ///< steps between two; 0: only at the end of a run
};

/// Consecutive slots with one activation function.
struct ActivationRun {
  Activation activation = Activation::Tanh;
  Slots range;
};

class Network {
 public:
  /// Compiles a project whose variants have been applied.
  /// @param project  as returned by `applyVariant`
  /// @throws Error(InvalidSpec) with the first error of `validate`
  /// @note  allocates; any thread
  static std::shared_ptr<const Network> build(const Project& project);
  /// The same of a project in which `validate` has found no error, or a variant of one.
  static std::shared_ptr<const Network> buildValid(const Project& project);

  Settings settings;
  std::vector<LayerPlan> layers;
  std::vector<InputPlan> inputs;
  std::vector<TargetPlan> targets;
  std::vector<ProjectionPlan> projections;
  std::vector<ActivationRun> runs;
  std::optional<HeldOutPlan> held_out;

  std::size_t neuron_slots = 0;  ///< length of the neuron arrays, with padding
  std::size_t rate_slots = 0;    ///< neuron_slots + input channels
  std::size_t target_slots = 0;  ///< channels of all targets
  std::size_t memory_slots = 0;  ///< length of what the signals remember
  std::size_t weight_slots = 0;  ///< length of W, of B and, where a layer predicts, of M
  std::size_t filter_slots = 0;  ///< length of the filters of lower neurons
  std::size_t drive_slots = 0;   ///< length of the filters of upper neurons

  AlignedVector gamma;               ///< (neuron_slots,)
  AlignedVector tau_m, tau_r, bias;  ///< initial, (neuron_slots,); padding has τ = 1
  AlignedVector W, B;                ///< initial, (weight_slots,)
  AlignedVector M;                   ///< initial, (weight_slots,); empty where no layer predicts
  /// Hz, ascending: all that the inputs are made of; empty if one is no sum of sines.
  std::vector<double> frequencies;
  std::optional<double> frequency;  ///< Hz, where all inputs share a single one

  [[nodiscard]] const LayerPlan* layer(NodeId id) const;
  [[nodiscard]] const ProjectionPlan* projection(ProjectionId id) const;
  /// What drives an input, in a run or in the held-out test.
  /// @pre there is a test, if `is_held_out`
  [[nodiscard]] const SignalPlan& inputSignal(std::size_t index, bool is_held_out) const {
    return is_held_out ? held_out->inputs[index] : inputs[index].signal;
  }
  /// The same for a target; nullptr where it follows a layer.
  [[nodiscard]] const SignalPlan* targetSignal(std::size_t index, bool is_held_out) const {
    if (!is_held_out) return targets[index].follows ? nullptr : &targets[index].signal;
    const auto& own = held_out->targets[index];
    return own ? &*own : nullptr;
  }
  /// Lower bound of learned time constants, ms.
  [[nodiscard]] double clampTau() const {
    return settings.clamp_tau > 0 ? settings.clamp_tau : 10 * settings.dt;
  }
  /// Is this rate other than 0 in any layer?
  [[nodiscard]] bool learns(double LayerPlan::*rate) const;
  /// Do error neurons of any layer predict their drive?
  [[nodiscard]] bool predicts() const { return !M.empty(); }
  /// Steps of a bptt window, ≥ 1.
  [[nodiscard]] std::int64_t windowSteps() const;

 private:
  Network() = default;
  friend class NetworkBuilder;
};

/// M of inputs, and of projections whose feedback does not read it, learns as fast as the fastest
/// of those into the same layer that do.
void shareModelRates(Network& network);

/// One compiled network per running variant, in order.
/// @throws Error as `Network::build`
[[nodiscard]] std::vector<std::shared_ptr<const Network>> compileVariants(const Project& project);

}  // namespace vle
