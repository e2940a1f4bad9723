// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A network and a state as the loops of kernels see them: pointers, sizes and choices made once, by
// FusedSteps. Simulation thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/network.h"
#include "sim/state.h"

namespace vle {

/// One projection bound to the arrays of a state. Its synapses are a matrix or a list.
struct FusedProjection {
  enum class Back { Nothing, ByW, ByB };                           ///< what carries e down
  enum class Align { No, ToWeights, ToDrive, ToErrors, ToModel };  ///< plasticity of B
  enum class Learn { No, Flow, FlowAndDecay };                     ///< plasticity of W
  /// The three choices, made once.
  struct Kind {
    Back back = Back::Nothing;
    Align align = Align::No;
    Learn learn = Learn::No;
  };

  const ProjectionPlan* plan = nullptr;
  Kind kind;                     ///< while plasticity is on
  Kind kind_at_rest;             ///< while it is off
  bool other_optimizer = false;  ///< W changes by learnWeights, after the pass

  std::size_t n_pre = 0;
  std::size_t n_post = 0;
  std::size_t n_synapses = 0;
  bool is_list = false;
  const std::uint32_t* pre_index = nullptr;   ///< (n_synapses,), lists only
  const std::uint32_t* post_index = nullptr;  ///< (n_synapses,), lists only

  const double* r = nullptr;     ///< (n_pre,)
  double* down = nullptr;        ///< (n_pre,)
  const double* gain = nullptr;  ///< |H_j|² of analytic feedback, (n_pre,); else nullptr
  const double* e = nullptr;     ///< (n_post,)
  double* s = nullptr;           ///< (n_post,)
  double* W = nullptr;           ///< columns: one per lower neuron
  double* B = nullptr;           ///< B_ji beside W_ij

  double h_W = 0;        ///< dt η_W
  double h_B = 0;        ///< dt η_B
  double keep_both = 1;  ///< 1 − dt λ_kp, before the update, of W and B
  double keep_W = 1;     ///< 1 − dt λ_d, after it

  // Power filters of the lower neurons, (n_pre,); nullptr where there are none. M alone needs the
  // means only.
  double* r_mean = nullptr;
  double* x = nullptr;
  double* r_tilde = nullptr;
  double* r_tilde_before = nullptr;
  double* rho = nullptr;
  const double* error_gain = nullptr;  ///< τ_m/τ_r of the lower neurons
  const double* error_rate = nullptr;  ///< dt/τ_r
  double mean_rate = 0;                ///< share of a mean that one step replaces

  // M beside W, and what the upper neurons predict with it, (n_post,); nullptr where there is none.
  double* M = nullptr;
  const double* delta = nullptr;
  double* predicted = nullptr;
  double h_M = 0;  ///< dt η_M

  // Drive filters of the upper neurons, (n_post,); nullptr where there are none.
  double* s_mean = nullptr;
  double* s_tilde = nullptr;

  /// Bounds that |W| and |B| cannot have crossed since they were last looked at.
  double reach_W = 0;
  double reach_B = 0;
};

/// How B of a projection learns.
[[nodiscard]] inline FusedProjection::Align alignOf(const ProjectionPlan& plan) {
  using Align = FusedProjection::Align;
  if (!plan.learnsB()) return Align::No;
  switch (plan.feedback) {
    case FeedbackKind::Learned:
      return Align::ToWeights;
    case FeedbackKind::Drive:
      return Align::ToDrive;
    case FeedbackKind::KolenPollack:
      return Align::ToErrors;
    case FeedbackKind::Observed:
      return Align::ToModel;
    case FeedbackKind::Transpose:
    case FeedbackKind::Constant:
    case FeedbackKind::Analytic:
      break;
  }
  return Align::No;
}

/// One pass over the synapses of a projection that is a matrix: s += W r, down += B e, then
/// plasticity of B, from the old W, and of W.
using PassMatrix = void(const FusedProjection& p, const FusedProjection::Kind& kind);

/// A target bound to the arrays of a state.
struct FusedTarget {
  double* wanted = nullptr;
  const double* follows = nullptr;  ///< rates it copies; nullptr: its signal
  const double* r = nullptr;
  double* down = nullptr;
  std::size_t size = 0;
  double beta = 1;
};

/// A layer that predicts its drive, bound to the arrays of a state.
struct FusedPrediction {
  const double* s = nullptr;
  double* drive_mean = nullptr;
  double* delta = nullptr;
  double* predicted = nullptr;
  std::size_t size = 0;
  double mean_rate = 0;
};

/// Values to be copied after every step, a row a step.
struct Watch {
  const double* const* values = nullptr;
  std::size_t size = 0;
  double* rows = nullptr;  ///< [out] where the next row goes

  void take() {
    for (std::size_t k = 0; k < size; ++k) rows[k] = *values[k];
    rows += size;
  }
};

/// A whole network bound to one state.
struct FusedNetwork {
  Watch watch;
  PassMatrix* pass_matrix = nullptr;
  const Network* network = nullptr;
  State* state = nullptr;
  std::vector<FusedTarget> targets;
  std::vector<FusedProjection> projections;
  std::vector<FusedPrediction> predictions;
  const double* error_gain = nullptr;  ///< (neuron_slots,); 1 with instantaneous errors
  const double* error_rate = nullptr;
  std::int64_t learn_from = 0;   ///< first step with plasticity
  std::int64_t learn_until = 0;  ///< first one without
  bool learns_neurons = false;   ///< b, τ_m or τ_r
  bool watches_weights = false;  ///< W or B changes in a way that no bound follows
};

}  // namespace vle
