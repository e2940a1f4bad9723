// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/fused_steps.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/no_allocation.h"
#include "sim/learning.h"
#include "sim/signals.h"

namespace vle {

namespace {

using Back = FusedProjection::Back;
using Align = FusedProjection::Align;
using Learn = FusedProjection::Learn;

/// Below this many upper neurons a list of synapses is faster than a matrix.
constexpr std::size_t kSmallestMatrix = 4;

Back backOf(const ProjectionPlan& plan) {
  if (plan.from_input) return Back::Nothing;
  return plan.hasB() ? Back::ByB : Back::ByW;
}

}  // namespace

FusedSteps::FusedSteps(const Network& network, State& state)
    : network_(network),
      state_(state),
      width_(network.rate_slots - network.neuron_slots + network.target_slots),
      signals_(static_cast<std::size_t>(kBlock) * width_) {
  const auto [from, until] = learningSteps(network, state);
  fused_.pass_matrix = kernels_.pass_matrix;
  fused_.network = &network;
  fused_.state = &state;
  fused_.learn_from = from;
  fused_.learn_until = until;
  fused_.learns_neurons = network.learns(&LayerPlan::learn_bias) ||
                          network.learns(&LayerPlan::learn_tau_m) ||
                          network.learns(&LayerPlan::learn_tau_r);
  if (network.settings.rule == Rule::Instantaneous) ones_.assign(network.neuron_slots, 1);
  fused_.error_gain = ones_.empty() ? state.coefficients.error_gain.data() : ones_.data();
  fused_.error_rate = ones_.empty() ? state.coefficients.error_rate.data() : ones_.data();
  bindTargets();
  bindPredictions();
  lists_.reserve(2 * network.projections.size());  // they are pointed to
  fused_.projections.reserve(network.projections.size());
  for (const ProjectionPlan& plan : network.projections) bind(plan);
}

void FusedSteps::bindTargets() {
  for (std::size_t k = 0; k < network_.targets.size(); ++k) {
    const TargetPlan& plan = network_.targets[k];
    const bool follows = network_.targetSignal(k, state_.is_held_out) == nullptr;
    FusedTarget& target = fused_.targets.emplace_back();
    target.wanted = state_.target.data() + plan.values.begin;
    if (follows) target.follows = state_.r.data() + *plan.follows;
    target.r = state_.r.data() + plan.layer.begin;
    target.down = state_.down.data() + plan.layer.begin;
    target.size = plan.values.size;
    target.beta = plan.beta;
  }
}

void FusedSteps::bindPredictions() {
  for (const LayerPlan& layer : network_.layers) {
    if (!layer.predicts) continue;
    const std::size_t begin = layer.range.begin;
    fused_.predictions.push_back(
        {.s = state_.s.data() + begin,
         .drive_mean = state_.drive_mean.data() + begin,
         .delta = state_.delta.data() + begin,
         .predicted = state_.predicted.data() + begin,
         .size = layer.range.size,
         .mean_rate = std::min(1.0, network_.settings.dt / layer.tau_mean)});
  }
}

void FusedSteps::bind(const ProjectionPlan& plan) {
  const double dt = network_.settings.dt;
  const bool is_flow = network_.settings.optimizer.kind == Optimizer::Kind::Flow;
  const bool mirrored = plan.isMirrored();
  FusedProjection& p = fused_.projections.emplace_back();
  p.plan = &plan;
  p.n_pre = plan.pre.size;
  p.n_post = plan.post.size;
  p.n_synapses = plan.weights.size;
  p.is_list = plan.pattern != Pattern::Kind::Dense || p.n_post < kSmallestMatrix;
  if (plan.pattern != Pattern::Kind::Dense) {
    p.pre_index = plan.pre_index.data();
    p.post_index = plan.post_index.data();
  } else if (p.is_list) {
    std::vector<std::uint32_t>& pre = lists_.emplace_back();
    std::vector<std::uint32_t>& post = lists_.emplace_back();
    plan.forEachSynapse([&](std::size_t, std::size_t i, std::size_t j) {
      pre.push_back(static_cast<std::uint32_t>(j));
      post.push_back(static_cast<std::uint32_t>(i));
    });
    p.pre_index = pre.data();
    p.post_index = post.data();
  }
  p.r = state_.r.data() + plan.pre.begin;
  p.e = state_.e.data() + plan.post.begin;
  p.s = state_.s.data() + plan.post.begin;
  p.W = state_.W.data() + plan.weights.begin;
  p.B = state_.B.data() + plan.weights.begin;
  if (!plan.from_input) {
    p.down = state_.down.data() + plan.pre.begin;
    p.error_gain = state_.coefficients.error_gain.data() + plan.pre.begin;
    p.error_rate = state_.coefficients.error_rate.data() + plan.pre.begin;
    if (plan.feedback == FeedbackKind::Analytic) {
      p.gain = state_.coefficients.feedback_gain.data() + plan.firstFilter();
    }
  }

  p.kind_at_rest = {backOf(plan), Align::No, Learn::No};
  p.kind = p.kind_at_rest;
  p.kind.align = alignOf(plan);
  p.keep_both = mirrored ? 1 - dt * plan.feedback_decay : 1;
  p.keep_W = 1 - dt * plan.decay;
  if (plan.changesW()) {
    p.kind.learn = p.keep_both == 1 && p.keep_W == 1 ? Learn::Flow : Learn::FlowAndDecay;
  }
  p.h_W = dt * plan.learn;
  p.h_B = dt * plan.learn_feedback;
  p.mean_rate = std::min(1.0, dt / plan.tau_mean);
  if (!is_flow && plan.changesW()) {
    p.other_optimizer = true;
    p.kind.learn = Learn::No;
    if (p.kind.align == Align::ToErrors) p.kind.align = Align::No;  // B follows W
  }
  const bool grows_by_decay = std::abs(p.keep_both) > 1 || std::abs(p.keep_W) > 1;
  if (p.other_optimizer || p.kind.align == Align::ToDrive || plan.has_model || grows_by_decay) {
    fused_.watches_weights = true;
  }
  constexpr double kNotLookedAt = std::numeric_limits<double>::infinity();
  if (p.kind.learn != Learn::No || p.kind.align != Align::No) p.reach_W = kNotLookedAt;
  if (p.kind.align != Align::No) p.reach_B = kNotLookedAt;

  if (plan.comparesPowers() || plan.has_model) {
    const std::size_t begin = plan.firstFilter();
    p.r_mean = state_.r_mean.data() + begin;
    p.r_tilde = state_.r_tilde.data() + begin;
    p.r_tilde_before = state_.r_tilde_before.data() + begin;
  }
  if (plan.comparesPowers()) {
    p.x = state_.x.data() + plan.firstFilter();
    p.rho = state_.rho.data() + plan.firstFilter();
  }
  if (plan.has_model) {
    p.M = state_.M.data() + plan.weights.begin;
    p.delta = state_.delta.data() + plan.post.begin;
    p.predicted = state_.predicted.data() + plan.post.begin;
    p.h_M = dt * plan.learn_model;
  }
  if (plan.drive_filters) {
    p.s_mean = state_.s_mean.data() + plan.drive_filters->begin;
    p.s_tilde = state_.s_tilde.data() + plan.drive_filters->begin;
  }
}

void FusedSteps::makeSignals(std::int64_t count) {
  const auto make = [&](const SignalPlan& signal, std::size_t column, std::size_t size) {
    double* memory = state_.signal_memory.data() + signal.memory.begin;
    evaluateSignal(signal, state_.step, count, network_.settings.dt, memory,
                   signals_.data() + column, width_, size);
  };
  for (std::size_t k = 0; k < network_.inputs.size(); ++k) {
    const InputPlan& input = network_.inputs[k];
    make(network_.inputSignal(k, state_.is_held_out), input.range.begin - network_.neuron_slots,
         input.range.size);
  }
  const std::size_t first_target = width_ - network_.target_slots;
  for (std::size_t k = 0; k < network_.targets.size(); ++k) {
    const TargetPlan& target = network_.targets[k];
    const SignalPlan* signal = network_.targetSignal(k, state_.is_held_out);
    if (signal != nullptr) make(*signal, first_target + target.values.begin, target.values.size);
  }
}

std::int64_t FusedSteps::advance(std::int64_t n, std::int64_t foreseen, const Watch& watch) {
  const NoAllocation guard;
  fused_.watch = watch;
  std::int64_t done = 0;
  while (done < n && !state_.divergence) {
    if (used_ == made_) {
      made_ = std::min(foreseen - done, kBlock);
      used_ = 0;
      makeSignals(made_);
    }
    const double* rows = signals_.data() + static_cast<std::size_t>(used_) * width_;
    RunSteps* run = state_.pokes.empty() ? kernels_.run_steps : kernels_.run_poked_steps;
    const std::int64_t part = run(fused_, rows, width_, std::min(n - done, made_ - used_));
    used_ += part;
    done += part;
  }
  return done;
}

}  // namespace vle
