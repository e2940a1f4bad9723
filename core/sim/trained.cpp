// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/trained.h"

#include <map>
#include <string>

#include "model/variants.h"

namespace vle {

namespace {

/// The weights of every projection as they are.
std::map<std::string, Weights> trainedWeights(const Network& network, const State& state) {
  std::map<std::string, Weights> result;
  for (const ProjectionPlan& plan : network.projections) {
    const std::size_t n_pre = plan.pre.size;
    const std::size_t n_post = plan.post.size;
    const bool one_to_one = plan.pattern == Pattern::Kind::OneToOne;
    Weights& weights = result[plan.name];
    const std::size_t count = one_to_one ? n_post : n_post * n_pre;
    weights.W.resize(count);
    weights.B.resize(plan.hasB() ? count : 0);
    weights.M.resize(plan.has_model ? count : 0);
    for (std::size_t k = 0; k < plan.weights.size; ++k) {
      const auto [i, j] = plan.ends(k);
      const std::size_t at = one_to_one ? k : i * n_pre + j;
      weights.W[at] = state.W[plan.weights.begin + k];
      if (plan.has_model) weights.M[at] = state.M[plan.weights.begin + k];
      if (plan.hasB()) weights.B[one_to_one ? k : j * n_post + i] = state.B[plan.weights.begin + k];
    }
  }
  return result;
}

}  // namespace

Project trainedProject(const Project& project, const Variant& variant, const Network& network,
                       const State& state) {
  Project trained = applyVariant(project, variant);
  trained.variants.clear();
  trained.weights = trainedWeights(network, state);
  return trained;
}

}  // namespace vle
