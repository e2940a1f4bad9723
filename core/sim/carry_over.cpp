// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/carry_over.h"

#include <algorithm>
#include <cmath>
#include <type_traits>

#include "sim/pokes.h"
#include "sim/signal_memory.h"

namespace vle {

namespace {

using Array = AlignedVector State::*;

bool sameSlice(const AlignedVector& a, Slots at_a, const AlignedVector& b, Slots at_b) {
  return std::equal(a.begin() + static_cast<std::ptrdiff_t>(at_a.begin),
                    a.begin() + static_cast<std::ptrdiff_t>(at_a.end()),
                    b.begin() + static_cast<std::ptrdiff_t>(at_b.begin));
}

void copySlice(const AlignedVector& from, Slots at_from, AlignedVector& to, Slots at_to) {
  if (from.empty() || to.empty()) return;  // moments of an optimizer that needs none
  std::copy_n(from.begin() + static_cast<std::ptrdiff_t>(at_from.begin), at_from.size,
              to.begin() + static_cast<std::ptrdiff_t>(at_to.begin));
}

/// Are there moments of the same parameters in both?
bool sameMoments(const State& a, const State& b) {
  for (const auto moments :
       {&State::W_moments, &State::bias_moments, &State::tau_m_moments, &State::tau_r_moments}) {
    if ((a.*moments).m.empty() != (b.*moments).m.empty()) return false;
  }
  return true;
}

/// Leaves moments that start anew (updates = 0) at 0.
void copyMoments(const State& from, Slots at_from, State& to, Slots at_to,
                 Moments State::*moments) {
  if (to.updates == 0) return;
  copySlice((from.*moments).m, at_from, (to.*moments).m, at_to);
  copySlice((from.*moments).q, at_from, (to.*moments).q, at_to);
}

void carryLayer(const Network& from, const LayerPlan& old, const State& state, const Network& to,
                const LayerPlan& now, State& result) {
  for (const Array array : kActivity) copySlice(state.*array, old.range, result.*array, now.range);
  const auto carry = [&](Array live, AlignedVector Network::*initial, double rate) {
    const bool edited = !sameSlice(from.*initial, old.range, to.*initial, now.range);
    if (rate == 0 && edited) return;
    copySlice(state.*live, old.range, result.*live, now.range);
  };
  if (old.predicts && now.predicts) {
    for (const Array array : kPredictions) {
      copySlice(state.*array, old.range, result.*array, now.range);
    }
  }
  carry(&State::bias, &Network::bias, now.learn_bias);
  carry(&State::tau_m, &Network::tau_m, now.learn_tau_m);
  carry(&State::tau_r, &Network::tau_r, now.learn_tau_r);
  copyMoments(state, old.range, result, now.range, &State::bias_moments);
  copyMoments(state, old.range, result, now.range, &State::tau_m_moments);
  copyMoments(state, old.range, result, now.range, &State::tau_r_moments);
}

/// Can what the old one held go into the new one?
bool fits(const LayerPlan* old, const LayerPlan& now) {
  return old != nullptr && old->range.size == now.range.size;
}

bool fits(const ProjectionPlan* old, const ProjectionPlan& now) {
  return old != nullptr && old->pattern == now.pattern && old->pre.size == now.pre.size &&
         old->post.size == now.post.size && old->pre_index == now.pre_index &&
         old->post_index == now.post_index;
}

void carryW(const Network& from, const ProjectionPlan& old, const State& state, const Network& to,
            const ProjectionPlan& now, State& result) {
  const bool W_edited = !sameSlice(from.W, old.weights, to.W, now.weights);
  if (now.learn != 0 || !W_edited) {
    copySlice(state.W, old.weights, result.W, now.weights);
    copyMoments(state, old.weights, result, now.weights, &State::W_moments);
  }
  if (old.filters && now.filters) {
    for (const Array array : kFilters) {
      copySlice(state.*array, *old.filters, result.*array, *now.filters);
    }
  }
  if (old.drive_filters && now.drive_filters) {
    for (const Array array : kDriveFilters) {
      copySlice(state.*array, *old.drive_filters, result.*array, *now.drive_filters);
    }
  }
}

void carryB(const Network& from, const ProjectionPlan& old, const State& state, const Network& to,
            const ProjectionPlan& now, State& result) {
  const bool B_edited = !sameSlice(from.B, old.weights, to.B, now.weights);
  if (now.learnsB() || !B_edited) copySlice(state.B, old.weights, result.B, now.weights);
}

void carryModel(const Network& from, const ProjectionPlan& old, const State& state,
                const Network& to, const ProjectionPlan& now, State& result) {
  const bool M_edited = !sameSlice(from.M, old.weights, to.M, now.weights);
  if (now.learnsModel() || !M_edited) copySlice(state.M, old.weights, result.M, now.weights);
}

/// What a part of the new network goes on from.
template <class Plan>
struct Source {
  const Network* network = nullptr;
  const State* state = nullptr;
  const Plan* plan = nullptr;
};

}  // namespace

bool givesUp(const Network& from, const Network& to) {
  const auto has_layer = [&to](const LayerPlan& old) {
    const LayerPlan* now = to.layer(old.id);
    return now != nullptr && fits(&old, *now);
  };
  const auto has_projection = [&to](const ProjectionPlan& old) {
    const ProjectionPlan* now = to.projection(old.id);
    return now != nullptr && fits(&old, *now) && (now->hasB() || !old.hasB()) &&
           (now->has_model || !old.has_model);
  };
  return !std::ranges::all_of(from.layers, has_layer) ||
         !std::ranges::all_of(from.projections, has_projection);
}

State carryOver(const Network& from, const State& state, const Network& to,
                std::span<const NetworkState> earlier) {
  State result = initialState(to);
  const double t = static_cast<double>(state.step) * from.settings.dt;
  result.step = from.settings.dt == to.settings.dt ? state.step : std::llround(t / to.settings.dt);
  result.learning =
      from.settings.learning == to.settings.learning ? state.learning : to.settings.learning;
  // Moments belong to one optimizer and one set of learned parameters; others start anew, and their
  // bias correction with them.
  const bool same_optimizer =
      from.settings.optimizer.kind == to.settings.optimizer.kind && sameMoments(state, result);
  result.updates = same_optimizer ? state.updates : 0;
  result.divergence = state.divergence;  // only a reset brings a stopped variant back
  result.loss = state.loss;
  result.cost = state.cost;
  result.power = state.power;
  result.loss_mean = state.loss_mean;
  result.loss_weight = state.loss_weight;
  result.loss_slow = state.loss_slow;
  result.loss_sum = state.loss_sum;
  result.loss_rest = state.loss_rest;
  result.power_sum = state.power_sum;
  result.time_to_threshold = state.time_to_threshold;
  if (to.held_out) {
    result.loss_test = state.loss_test;
    result.loss_test_relative = state.loss_test_relative;
  }
  carrySignals(from, state, to, result);
  // The newest that has a part and fits.
  const auto source_of = [&](const auto& now, auto find, auto suits) {
    using Plan = std::remove_cvref_t<decltype(now)>;
    const auto source = [&](const Network& network, const State& its) {
      const Plan* old = find(network);
      return suits(old) ? Source<Plan>{&network, &its, old} : Source<Plan>{};
    };
    Source<Plan> found = source(from, state);
    for (auto past = earlier.rbegin(); found.plan == nullptr && past != earlier.rend(); ++past) {
      found = source(*past->network, past->state);
    }
    return found;
  };
  for (const LayerPlan& now : to.layers) {
    const auto [network, its, old] = source_of(
        now, [&](const Network& n) { return n.layer(now.id); },
        [&](const LayerPlan* plan) { return fits(plan, now); });
    if (old != nullptr) carryLayer(*network, *old, *its, to, now, result);
  }
  // What inputs and targets last were, so that a paused screen shows no gap.
  for (const InputPlan& now : to.inputs) {
    const auto old = std::ranges::find(from.inputs, now.id, &InputPlan::id);
    if (old == from.inputs.end() || old->range.size != now.range.size) continue;
    copySlice(state.r, old->range, result.r, now.range);
  }
  for (const TargetPlan& now : to.targets) {
    const auto old = std::ranges::find(from.targets, now.id, &TargetPlan::id);
    if (old == from.targets.end() || old->values.size != now.values.size) continue;
    copySlice(state.target, old->values, result.target, now.values);
  }
  for (const ProjectionPlan& now : to.projections) {
    const auto find = [&](const Network& n) { return n.projection(now.id); };
    const auto of_W = source_of(now, find, [&](const auto* plan) { return fits(plan, now); });
    if (of_W.plan != nullptr) carryW(*of_W.network, *of_W.plan, *of_W.state, to, now, result);
    const auto of_B =
        source_of(now, find, [&](const auto* plan) { return fits(plan, now) && plan->hasB(); });
    if (of_B.plan != nullptr) carryB(*of_B.network, *of_B.plan, *of_B.state, to, now, result);
    if (!now.has_model) continue;
    const auto of_M =
        source_of(now, find, [&](const auto* plan) { return fits(plan, now) && plan->has_model; });
    if (of_M.plan != nullptr) carryModel(*of_M.network, *of_M.plan, *of_M.state, to, now, result);
  }
  setPokes(to, pokesOf(from, state), result);
  refreshCoefficients(to, result, {0, to.neuron_slots});
  return result;
}

}  // namespace vle
