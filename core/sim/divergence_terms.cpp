// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/divergence_terms.h"

#include <cmath>
#include <vector>

#include "sim/feedback.h"

namespace vle {

namespace {

using Variable = Divergence::Variable;

class Terms {
 public:
  void add(std::string name, double value) {
    // A value that is no number counts as the largest: it is what spreads.
    const bool larger = std::isnan(value) || !(std::abs(value) <= std::abs(largest_.value));
    if (std::isnan(largest_.value) || !larger) return;
    largest_ = {std::move(name), value};
  }
  [[nodiscard]] const DivergenceTerm& largest() const { return largest_; }

 private:
  DivergenceTerm largest_;
};

/// τ_m u̇ = −u + Σ W r + b + γ e
/// @param used  has W as the step used it
void addMembraneTerms(const Network& network, const State& state, const State& used,
                      std::size_t neuron, Terms& terms) {
  for (const ProjectionPlan& plan : network.projections) {
    if (neuron < plan.post.begin || neuron >= plan.post.end()) continue;
    double sum = 0;
    plan.forEachSynapse([&](std::size_t k, std::size_t i, std::size_t j) {
      if (plan.post.begin + i != neuron) return;
      sum += used.W[plan.weights.begin + k] * arrivedRate(plan, state, j);
    });
    terms.add("W r through '" + plan.name + "'", sum);
  }
  terms.add("the bias", used.bias[neuron]);
  terms.add("γ e", network.gamma[neuron] * state.e[neuron]);
}

/// " through 'W2'", " from target 'y'": where the error of a neuron comes from, if that is one.
std::string sourceOfErrors(const Network& network, std::size_t neuron) {
  std::vector<std::string> sources;
  for (const ProjectionPlan& plan : network.projections) {
    const bool leaves = !plan.from_input && neuron >= plan.pre.begin && neuron < plan.pre.end();
    if (leaves) sources.push_back(" through '" + plan.name + "'");
  }
  for (const TargetPlan& target : network.targets) {
    const bool is_its = neuron >= target.layer.begin && neuron < target.layer.end();
    if (is_its) sources.push_back(" from target '" + target.name + "'");
  }
  return sources.size() == 1 ? sources.front() : std::string();
}

/// τ_r v̇ = −v + ε      e = v + τ_m v̇ = (τ_m/τ_r) ε + (1 − τ_m/τ_r) v, v of before the step
void addErrorTerms(const Network& network, const State& state, const State& used,
                   std::size_t neuron, bool is_e, Terms& terms) {
  const double eps = state.eps[neuron];
  const std::string source = sourceOfErrors(network, neuron);
  if (!is_e || network.settings.rule == Rule::Instantaneous) {
    terms.add("ε" + source, eps);
    return;
  }
  const double ratio = used.tau_m[neuron] / used.tau_r[neuron];
  terms.add("(τ_m/τ_r) ε" + source, ratio * eps);
  terms.add("(1 − τ_m/τ_r) v", state.e[neuron] - ratio * eps);
}

double valueOf(FeedbackFactor factor, const State& state, const State& used,
               const ProjectionPlan& plan, std::size_t k) {
  const auto [i, j] = plan.ends(k);
  const std::size_t at = plan.weights.begin + k;
  const auto r_tilde = [&, lower = j] { return state.r_tilde[plan.firstFilter() + lower]; };
  switch (factor) {
    case FeedbackFactor::LearningRate:
      return plan.learn_feedback;
    case FeedbackFactor::WeightRate:
      return plan.learn;
    case FeedbackFactor::Decay:
      return plan.feedback_decay;
    case FeedbackFactor::W:
      return used.W[at];
    case FeedbackFactor::B:
      return used.B[at];
    case FeedbackFactor::Error:
      return state.e[plan.post.begin + i];
    case FeedbackFactor::Rate:
      return arrivedRate(plan, state, j);
    case FeedbackFactor::RateDeviation:
      return r_tilde();
    case FeedbackFactor::FilteredRate:
      return state.rho[plan.firstFilter() + j];
    case FeedbackFactor::DriveDeviation:
      return state.s_tilde[plan.firstDriveFilter() + i];
    case FeedbackFactor::OwnCurrent:
      return used.W[at] * (r_tilde() * r_tilde());
    case FeedbackFactor::Model:
      return used.M[at];
  }
  return 0;
}

/// What changes the weight at an offset within the projection.
void addWeightTerms(const State& state, const State& used, const ProjectionPlan& plan,
                    std::size_t k, bool is_B, Terms& terms) {
  if (is_B) {
    for (const FeedbackTerm& term : feedbackTraits(plan.feedback).terms) {
      double value = term.sign;
      for (const FeedbackFactor factor : term.factors)
        value *= valueOf(factor, state, used, plan, k);
      terms.add(std::string(term.text), value);
    }
    return;
  }
  terms.add("η_W e r", plan.learn * weightGradient(plan, state, k));
  const double rate = plan.decay + (plan.isMirrored() ? plan.feedback_decay : 0);
  terms.add("decay", -rate * used.W[plan.weights.begin + k]);
}

}  // namespace

DivergenceTerm largestTerm(const Network& network, const State& state, const State* previous) {
  const State& used = previous != nullptr ? *previous : state;
  const Divergence& divergence = *state.divergence;
  const std::size_t neuron = network.layer(divergence.layer)->range.begin + divergence.neuron;
  Terms terms;
  switch (divergence.variable) {
    case Variable::u:
      addMembraneTerms(network, state, used, neuron, terms);
      break;
    case Variable::v:
    case Variable::e:
      addErrorTerms(network, state, used, neuron, divergence.variable == Variable::e, terms);
      break;
    case Variable::W:
    case Variable::B:
      addWeightTerms(state, used, *network.projection(divergence.projection), divergence.synapse,
                     divergence.variable == Variable::B, terms);
      break;
    case Variable::M: {
      const ProjectionPlan& plan = *network.projection(divergence.projection);
      const std::size_t lower = plan.firstFilter() + plan.ends(divergence.synapse).pre;
      terms.add("η_M δ r̃", plan.learn_model * used.delta[neuron] * state.r_tilde_before[lower]);
      break;
    }
    case Variable::bias:
      terms.add("η_b e", network.layer(divergence.layer)->learn_bias * state.e[neuron]);
      break;
    case Variable::tau_m:
      terms.add("−η_τ e u̇", -network.layer(divergence.layer)->learn_tau_m * state.e[neuron] *
                                state.u_dot[neuron]);
      break;
    case Variable::tau_r:
      terms.add("η_τr ε u̇", network.layer(divergence.layer)->learn_tau_r * state.eps[neuron] *
                                state.u_dot[neuron]);
      break;
  }
  return terms.largest();
}

}  // namespace vle
