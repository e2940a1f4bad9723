// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Networks that reach every loop of a step: each feedback kind, pattern, activation, rule,
// optimizer and remainder of a row of lanes. Header only, for the tests of core.
#pragma once

#include <array>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "model/feedback_traits.h"
#include "sim/pokes.h"
#include "specs.h"

namespace vle::test {

/// What a network is made of; one run each.
struct StepCase {
  FeedbackKind feedback = FeedbackKind::Learned;
  Pattern::Kind pattern = Pattern::Kind::Dense;
  Activation activation = Activation::Tanh;
  std::int64_t width = 5;
  Rule rule = Rule::Local;
  Optimizer::Kind optimizer = Optimizer::Kind::Flow;
  bool decays = false;
  bool learns_neurons = false;
};

/// Inputs of three kinds → a → b → c with a loop from c to a; a teacher a target follows; all
/// layers `width` wide.
inline Project networkOf(const StepCase& made) {
  Project project;
  project.settings.dt = 0.1;
  project.settings.seed = 7;
  project.settings.rule = made.rule;
  project.settings.optimizer.kind = made.optimizer;
  NetworkSpec& spec = project.network;
  const double fan = std::sqrt(static_cast<double>(made.width));
  spec.nodes[NodeId{1}] = input("x", RandomSinesSignal{.redraw = 13}, made.width);
  spec.nodes[NodeId{2}] = input("y", NoiseSignal{.tau = 5}, made.width);
  LayerSpec layer;
  layer.activation = made.activation;
  layer.tau_m = Draw{Draw::Kind::Uniform, 4, 6, false};
  layer.tau_r = Draw{Draw::Kind::Uniform, 2, 4, false};
  layer.bias = Draw{Draw::Kind::Normal, 0.1, 0.2, false};
  layer.gamma = 0.05;
  if (made.learns_neurons) layer.learn_bias = layer.learn_tau_m = layer.learn_tau_r = 0.01;
  spec.nodes[NodeId{3}] = test::layer("a", made.width, layer);
  spec.nodes[NodeId{4}] = test::layer("b", made.width, layer);
  spec.nodes[NodeId{5}] = test::layer("c", made.width, layer);
  spec.nodes[NodeId{6}] = test::layer("teacher", made.width, layer);
  spec.nodes[NodeId{7}] = test::target("t", made.width, 5, NodeId{6});
  // Gentle: a run that is near chaos would magnify rounding.
  const double rate =
      made.optimizer == Optimizer::Kind::Flow ? 0.01 / static_cast<double>(made.width) : 1e-4;
  const auto connect = [&](std::uint32_t id, std::uint32_t from, std::uint32_t to, double sd) {
    ProjectionSpec projection =
        test::projection("p" + std::to_string(id), from, to,
                         Draw{Draw::Kind::Normal, 0, sd / fan, false}, id == 16 ? 0 : rate);
    projection.pattern.kind = made.pattern;
    projection.pattern.probability = 0.6;
    projection.decay = made.decays ? 0.003 : 0;
    projection.feedback = FeedbackSpec{.kind = made.feedback,
                                       .B = Draw{Draw::Kind::Normal, 0, 0.5 / fan, false},
                                       .learn = 0.02,
                                       .tau_mean = 20,
                                       .decay = made.decays ? 0.003 : 0,
                                       .frequency = 45};
    spec.projections[ProjectionId{id}] = std::move(projection);
  };
  connect(11, 1, 3, 1);
  connect(12, 2, 3, 0.5);
  connect(13, 3, 4, 0.8);
  connect(14, 4, 5, 0.8);
  connect(15, 5, 3, 0.05);
  connect(16, 1, 6, 1);
  return project;
}

/// Numbers of cases, and what each is.
inline std::map<int, std::string> stepCases() {
  std::map<int, std::string> cases;
  const int kinds = static_cast<int>(feedbackTraits().size());
  const auto addAll = [&cases](const std::string& name, int first, int count) {
    for (int k = 0; k < count; ++k) cases.emplace(first + k, name + " " + std::to_string(k));
  };
  addAll("feedback", 0, kinds);
  addAll("feedback with decay", 10, kinds);
  addAll("one-to-one", 20, kinds);
  addAll("sparse", 30, kinds);
  addAll("activation", 40, static_cast<int>(kActivations.size()));
  addAll("instantaneous", 50, kinds);
  addAll("momentum", 60, kinds);
  addAll("Adam", 70, kinds);
  addAll("neurons learn", 80, kinds);
  for (int k : {1, 2, 3, 4, 7, 8, 9, 16, 33, 64})
    cases.emplace(100 + k, "width " + std::to_string(k));
  return cases;
}

inline StepCase stepCase(int number) {
  StepCase made;
  if (number >= 100) {
    made.width = number - 100;
  } else if (number / 10 == 4) {
    made.activation = static_cast<Activation>(number % 10);
  } else {
    made.feedback = static_cast<FeedbackKind>(number % 10);
  }
  if (number / 10 == 1) made.decays = true;
  if (number / 10 == 2) made.pattern = Pattern::Kind::OneToOne;
  if (number / 10 == 3) made.pattern = Pattern::Kind::Sparse;
  if (number / 10 == 5) made.rule = Rule::Instantaneous;
  if (number / 10 == 6) made.optimizer = Optimizer::Kind::Momentum;
  if (number / 10 == 7) made.optimizer = Optimizer::Kind::Adam;
  if (number / 10 == 8) made.learns_neurons = true;
  return made;
}

/// Every array over neurons, synapses or signals of a state.
inline constexpr std::array kStateArrays = {&State::u,
                                            &State::v,
                                            &State::e,
                                            &State::r,
                                            &State::r_before,
                                            &State::r_prime,
                                            &State::eps,
                                            &State::u_dot,
                                            &State::u_prosp,
                                            &State::s,
                                            &State::down,
                                            &State::target,
                                            &State::tau_m,
                                            &State::tau_r,
                                            &State::bias,
                                            &State::W,
                                            &State::B,
                                            &State::r_mean,
                                            &State::x,
                                            &State::r_tilde,
                                            &State::rho,
                                            &State::s_mean,
                                            &State::s_tilde,
                                            &State::M,
                                            &State::drive_mean,
                                            &State::delta,
                                            &State::signal_memory,
                                            &State::r_tilde_before};

/// One of each kind, for networkOf with 5 neurons a layer or more.
inline std::vector<Poke> stepPokes() {
  return {{NodeId{3}, 0, PokeKind::Inject, 0.8},
          {NodeId{4}, 1, PokeKind::HoldRate, 0.4},
          {NodeId{4}, 2, PokeKind::HoldPotential, -0.3},
          {NodeId{3}, 4, PokeKind::Silence, 0}};
}

}  // namespace vle::test
