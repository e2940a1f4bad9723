// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/divergence_terms.h"

#include <cmath>

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
void addMembraneTerms(const Network& network, const State& state, std::size_t neuron,
                      Terms& terms) {
  for (const ProjectionPlan& plan : network.projections) {
    if (neuron < plan.post.begin || neuron >= plan.post.end()) continue;
    double sum = 0;
    plan.forEachSynapse([&](std::size_t k, std::size_t i, std::size_t j) {
      if (plan.post.begin + i != neuron) return;
      sum += state.W[plan.weights.begin + k] * state.r[plan.pre.begin + j];
    });
    terms.add("W r through '" + plan.name + "'", sum);
  }
  terms.add("the bias", state.bias[neuron]);
  terms.add("γ e", network.gamma[neuron] * state.e[neuron]);
}

/// ε = φ′ ( Σ B e_post + β (r* − r) )
void addErrorTerms(const Network& network, const State& state, std::size_t neuron, Terms& terms) {
  const double slope = state.r_prime[neuron];
  for (const ProjectionPlan& plan : network.projections) {
    if (plan.from_input || neuron < plan.pre.begin || neuron >= plan.pre.end()) continue;
    double sum = 0;
    plan.forEachSynapse([&](std::size_t k, std::size_t i, std::size_t j) {
      if (plan.pre.begin + j != neuron) return;
      sum += feedbackWeight(plan, state, k) * state.e[plan.post.begin + i];
    });
    terms.add("φ′ B e through '" + plan.name + "'", slope * sum);
  }
  for (const TargetPlan& target : network.targets) {
    if (neuron < target.layer.begin || neuron >= target.layer.end()) continue;
    const double wanted = state.target[target.values.begin + neuron - target.layer.begin];
    terms.add("φ′ β (r* − r) of '" + target.name + "'",
              slope * target.beta * (wanted - state.r[neuron]));
  }
}

double valueOf(FeedbackFactor factor, const State& state, const ProjectionPlan& plan,
               std::size_t k) {
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
      return state.W[at];
    case FeedbackFactor::B:
      return state.B[at];
    case FeedbackFactor::Error:
      return state.e[plan.post.begin + i];
    case FeedbackFactor::Rate:
      return state.r[plan.pre.begin + j];
    case FeedbackFactor::RateDeviation:
      return r_tilde();
    case FeedbackFactor::FilteredRate:
      return state.rho[plan.firstFilter() + j];
    case FeedbackFactor::DriveDeviation:
      return state.s_tilde[plan.firstDriveFilter() + i];
    case FeedbackFactor::OwnCurrent:
      return state.W[at] * (r_tilde() * r_tilde());
  }
  return 0;
}

/// What changes the weight at an offset within the projection.
void addWeightTerms(const State& state, const ProjectionPlan& plan, std::size_t k, bool is_B,
                    Terms& terms) {
  if (is_B) {
    for (const FeedbackTerm& term : feedbackTraits(plan.feedback).terms) {
      double value = term.sign;
      for (const FeedbackFactor factor : term.factors) value *= valueOf(factor, state, plan, k);
      terms.add(std::string(term.text), value);
    }
    return;
  }
  const auto [i, j] = plan.ends(k);
  terms.add("η_W e r", plan.learn * state.e[plan.post.begin + i] * state.r[plan.pre.begin + j]);
  const double rate = plan.decay + (plan.isMirrored() ? plan.feedback_decay : 0);
  terms.add("decay", -rate * state.W[plan.weights.begin + k]);
}

}  // namespace

DivergenceTerm largestTerm(const Network& network, const State& state) {
  const Divergence& divergence = *state.divergence;
  const std::size_t neuron = network.layer(divergence.layer)->range.begin + divergence.neuron;
  Terms terms;
  switch (divergence.variable) {
    case Variable::u:
      addMembraneTerms(network, state, neuron, terms);
      break;
    case Variable::v:
    case Variable::e:
      addErrorTerms(network, state, neuron, terms);
      break;
    case Variable::W:
    case Variable::B:
      addWeightTerms(state, *network.projection(divergence.projection), divergence.synapse,
                     divergence.variable == Variable::B, terms);
      break;
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
