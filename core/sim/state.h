// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Everything that changes with simulated time, in one array per variable over all neurons. A value:
// a copy is a checkpoint, and equal states are equal bits. Lives in the simulation thread.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "base/aligned.h"
#include "sim/adjoint.h"
#include "sim/network.h"
#include "sim/trajectory.h"

namespace vle {

/// Values beyond this are taken for runaway.
inline constexpr double kDivergenceLimit = 1e6;

/// The first value that left the finite range: data, not an exception.
struct Divergence {
  enum class Variable { v, e, u, W, B, bias, tau_m, tau_r, M };  // names of the notation table
  std::int64_t step = 0;
  Variable variable = Variable::u;
  NodeId layer{};             ///< of the neuron; for W and M the upper, for B the lower one
  std::size_t neuron = 0;     ///< within the layer
  ProjectionId projection{};  ///< of W, B and M
  std::size_t synapse = 0;    ///< offset within the projection
  double value = 0;
  bool operator==(const Divergence& other) const;
};

[[nodiscard]] const char* nameOf(Divergence::Variable variable);

/// What depends on the time constants only; kept so that a step divides nothing. (neuron_slots,)
/// but for the last.
struct Coefficients {
  AlignedVector error_gain;     ///< τ_m/τ_r
  AlignedVector error_rate;     ///< dt/τ_r
  AlignedVector membrane_rate;  ///< 1/τ_m
  AlignedVector feedback_gain;  ///< |H_j|² of analytic feedback, (filter_slots,)
  bool operator==(const Coefficients&) const = default;
};

/// First and second moments of an optimizer, empty where none are needed.
struct Moments {
  AlignedVector m, q;
  bool operator==(const Moments&) const = default;
};

/// What a poke (pokes.h) asks of a neuron, and what it does to it while it lasts (model.md §2).
enum class PokeKind {
  Inject,         ///< a current beside its synapses: s += value
  HoldRate,       ///< r = value, whatever its potential; φ′ = 0, so no error passes it
  HoldPotential,  ///< u = ŭ = value, u̇ = 0; its rate follows
  Silence         ///< u = r = φ′ = v = e = 0: it sends nothing, up or down, and learns nothing
};

/// A poke of one neuron of a state.
struct ActivePoke {
  std::size_t slot = 0;  ///< of the neuron arrays
  PokeKind kind = PokeKind::Inject;
  double value = 0;
  bool operator==(const ActivePoke&) const = default;
};

struct State {
  std::int64_t step = 0;     ///< steps done; the next one is at t = step · dt
  bool learning = true;      ///< switch of all plasticity
  bool is_held_out = false;  ///< a copy that a held-out evaluation plays its own signals to

  AlignedVector u, v, e;              ///< (neuron_slots,)
  AlignedVector r;                    ///< (rate_slots,): neurons, then input channels
  AlignedVector r_prime;              ///< (neuron_slots,)
  AlignedVector r_before;             ///< r that the synapses of the last step saw, (neuron_slots,)
  AlignedVector eps, u_dot, u_prosp;  ///< of the last step, (neuron_slots,)
  AlignedVector s;                    ///< W r + b of the last step, (neuron_slots,)
  AlignedVector down;                 ///< Σ B e_post arriving from above, (neuron_slots,)
  AlignedVector target;               ///< r*, (target_slots,)
  AlignedVector signal_memory;        ///< of signal_memory.h, (memory_slots,)
  AlignedVector tau_m, tau_r, bias;   ///< (neuron_slots,), ms, ms, –
  Coefficients coefficients;
  AlignedVector W, B;  ///< (weight_slots,)
  AlignedVector M;     ///< (weight_slots,), or empty
  Moments W_moments, bias_moments, tau_m_moments, tau_r_moments;
  std::int64_t updates = 0;  ///< plasticity steps taken, for Adam's bias correction

  AlignedVector r_mean, x;  ///< filters of feedback that learns gains, (filter_slots,)
  AlignedVector r_tilde, r_tilde_before;  ///< r̃ of the last step and of the one before
  AlignedVector rho;                      ///< ρ of the last step
  AlignedVector s_mean, s_tilde;          ///< s̄, and s − s̄ of the last step, (drive_slots,)
  // Of layers that predict their drive, (neuron_slots,); empty where there are none.
  AlignedVector drive_mean;  ///< s̄
  AlignedVector delta;       ///< δ = s − s̄ − Σ M r̃ of the last step, with M of after it
  AlignedVector predicted;   ///< Σ M r̃ while a step sums it up; 0 between steps

  std::vector<ActivePoke> pokes;  ///< at most one a neuron; in force until they are released

  Trajectory window;         ///< of rule bptt: the steps since the last update
  Gradient window_gradient;  ///< of rule bptt: room for the next one

  double loss = 0;         ///< ½ Σ |r* − r|² of the last step
  double power = 0;        ///< ½ Σ r*² of the last step
  double cost = 0;         ///< ½ Σ β |r* − r|² of the last step
  double loss_mean = 0;    ///< low-passed with 500 ms, without a trace of the start
  double loss_weight = 0;  ///< share of the 500 ms the mean rests on so far, 0…1
  double loss_slow = 1;    ///< low-passed with 1000 ms, started at 1
  double loss_sum = 0;     ///< sum over all steps …
  double loss_rest = 0;    ///< … and what rounding took from it
  double power_sum = 0;    ///< sum of ½ Σ r*² over all steps
  double time_to_threshold = std::numeric_limits<double>::infinity();  ///< ms
  double loss_test = kNever;           ///< held_out.h; ∞ before the first evaluation, or diverged
  double loss_test_relative = kNever;  ///< the same as a share of ½ ⟨Σ r*²⟩
  std::vector<State> held_out;         ///< of a held-out test under way: its copy; else empty
  std::int64_t held_out_from = 0;      ///< the step it began at
  std::optional<Divergence> divergence;

  bool operator==(const State&) const = default;
};

/// Its arrays by what has them: neurons, the lower and the upper neurons of a projection whose
/// feedback filters their rates and drives.
inline constexpr std::array<AlignedVector State::*, 11> kActivity = {
    &State::u,     &State::v,       &State::e, &State::r,    &State::r_prime, &State::eps,
    &State::u_dot, &State::u_prosp, &State::s, &State::down, &State::r_before};
inline constexpr std::array<AlignedVector State::*, 5> kFilters = {
    &State::r_mean, &State::x, &State::r_tilde, &State::r_tilde_before, &State::rho};
inline constexpr std::array<AlignedVector State::*, 2> kDriveFilters = {&State::s_mean,
                                                                        &State::s_tilde};

inline constexpr std::array<AlignedVector State::*, 3> kPredictions = {
    &State::drive_mean, &State::delta, &State::predicted};

/// The state before the first step: everything 0, parameters at their initial values.
[[nodiscard]] State initialState(const Network& network);

/// Recomputes the coefficients of some slots after τ_m or τ_r changed.
void refreshCoefficients(const Network& network, State& state, Slots range);

/// Takes what a step reads into the next row of a trajectory; call it when signals and targets are
/// there, before rates change.
/// @pre the trajectory is not full; no allocation
void recordBefore(const State& state, Trajectory& trajectory);

/// Takes what the same step has made.
void recordAfter(const State& state, Trajectory& trajectory);

}  // namespace vle
