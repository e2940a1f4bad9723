// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The whole contract between the GUI thread and the simulation thread: commands one way, frames the
// other. Values only; nothing in them is shared with anything that still changes.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "model/project.h"
#include "sim/carry_over.h"
#include "sim/learned_parameters.h"
#include "sim/network.h"
#include "sim/phase_curves.h"
#include "sim/pokes.h"
#include "sim/probes.h"
#include "sim/state.h"
#include "sim/trace_block.h"

namespace vle {

// --- GUI → simulation, applied between steps, in order -------------------------------------------

/// A variant as the runner knows it, by its id across all changes. One that ran before and comes
/// back (undo) goes on with what it had learned.
struct RunningVariant {
  VariantId id{};
  std::shared_ptr<const Network> network;
};

/// Adopt these networks; what survives by id goes on where it was.
struct UseNetworks {
  std::vector<RunningVariant> variants;
};
struct Run {};
struct Pause {};
/// Pause, then do n steps.
struct Step {
  std::int64_t n = 1;
};
/// Run, then pause after the first step at which a condition holds, exactly there; it is looked at
/// after every step, by no step that was done before. Run, Pause and Step call it off.
struct RunUntil {
  enum class Whose { One, Any, All };  ///< variants it must hold in
  std::string probe;     ///< one channel, as "loss_mean" or "W1.W_distance"; empty: simulated time
  bool is_above = true;  ///< at or above the value, or at or below; time is always above
  double value = 0;      ///< of the probe; ms of time
  Whose whose = Whose::Any;
  VariantId variant{};  ///< of One
};
/// Back to t = 0 with the initial weights; no neuron is poked then.
struct Reset {};
/// Multiple of real time; kNever for as fast as possible.
struct SetSpeed {
  double factor = 1;
};
/// The switch of all plasticity, in all variants.
struct SetLearning {
  bool on = true;
};
/// The values of a live input or target, in all variants, clamped into its range.
struct SetLive {
  NodeId input{};
  std::vector<double> values;  ///< (channels,)
};
/// What single neurons are held to, in all variants that have them, until this is said again.
struct SetPokes {
  std::vector<Poke> pokes;
};
/// Gives what learning has changed its initial values, in all variants, while everything goes on.
struct SetNow {
  std::vector<LearnedParameter> parameters;
};
/// What is recorded, and which variant the canvas shows. Probes a variant lacks are left out there.
struct Observe {
  std::vector<std::string> probes;
  std::int64_t interval = 1;  ///< steps a row of the recent stretch
  std::size_t shown = 0;      ///< index of the variant whose neurons are published
  /// Channels of each variant that are recorded; of probes that stand for more, each gives way
  /// alike.
  std::size_t most_channels = 1000;
  bool operator==(const Observe&) const = default;
};
/// Publish a copy of all states (Runner::takeStates).
struct CopyStates {};

using Command = std::variant<UseNetworks, Run, RunUntil, Pause, Step, Reset, SetSpeed, SetLearning,
                             SetLive, SetPokes, SetNow, Observe, CopyStates>;

/// A command and the number its sender knows it by; 0: nobody asks when it took effect.
struct Order {
  Command command;
  std::uint64_t ticket = 0;
};

// --- Simulation → GUI ----------------------------------------------------------------------------

/// The channels of a block, in order; shared by all blocks of a variant as long as they are the
/// same, however often its network changes.
struct ChannelLayout {
  std::vector<Channel> channels;
  std::size_t left_out = 0;  ///< channels that were asked for and are too many
};

/// What one variant recorded since the last frame. `recent` is fine but may have lost its oldest
/// rows when the screen was slow; `overview` is coarser and complete.
struct SampleBlock {
  std::shared_ptr<const ChannelLayout> layout;
  std::deque<TraceBlock> recent;  ///< in order
  TraceBlock overview;
};

/// Last value and swing of some neurons since the last frame, (slots,) each.
struct Activity {
  std::vector<float> last, min, max, mean_square;
};

struct VariantFrame {
  VariantId id{};
  double loss = 0;
  double loss_mean = 0;
  bool has_run = false;    ///< has it done a step, so that there is a loss?
  std::int64_t began = 0;  ///< step of the run at which it began, with its initial weights
  /// ‖W − W*‖/‖W*‖ over all projections with a teacher, as of the last time weights were published;
  /// nothing without a teacher.
  std::optional<double> distance;
  std::optional<Divergence> divergence;
  /// Of one that has diverged: kPreludeMs to twice that before, or when something was last done to
  /// it; nullptr if it is too large to be kept.
  std::shared_ptr<const NetworkState> last_good = {};
  std::vector<SampleBlock> blocks;  ///< in order of time; several if the channels changed between
};

/// When an order took effect: before this step, at t = step · dt.
struct Stamp {
  std::uint64_t ticket = 0;
  std::int64_t step = 0;
  double dt = 1;  ///< ms, of the steps until then
};

/// All the screen needs, published only after the previous one was taken.
struct Frame {
  std::int64_t step = 0;
  double t = 0;   ///< ms
  double dt = 1;  ///< ms, of all variants
  bool is_running = false;
  double reached_speed = 0;  ///< multiple of real time over the last half second
  std::uint64_t epoch = 0;   ///< raised by a reset: older history no longer belongs to this run
  std::vector<VariantFrame> variants;
  std::vector<Stamp> stamps;    ///< of the orders obeyed since the last frame
  std::uint64_t obeyed = 0;     ///< ticket of the last order obeyed; what was asked later is not in
  bool is_conditional = false;  ///< running until a condition holds
  std::uint64_t met = 0;        ///< ticket of the last RunUntil whose condition came to hold

  // Of the shown variant.
  std::size_t shown = 0;
  std::shared_ptr<const Network> network;
  Activity rates;              ///< (rate_slots,)
  Activity errors;             ///< (neuron_slots,)
  std::vector<float> targets;  ///< (target_slots,)
  /// W, and B as it acts (Wᵀ where it is made of W), (weight_slots,); empty where nothing new is
  /// published (at most five times a second).
  std::vector<float> W, B;
  std::vector<float> tau_m, tau_r, bias;  ///< (neuron_slots,), published with the weights
  /// One period of r, e and the targets, its channels as in PhaseLayout, published with the
  /// weights; nullptr if nothing repeats, or there are too many.
  std::shared_ptr<const PhaseCurves> phases;
  std::string error;  ///< why the run stopped, if something failed
};

}  // namespace vle
