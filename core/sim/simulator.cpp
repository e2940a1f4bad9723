// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/simulator.h"

#include "sim/dynamics.h"
#include "sim/feedback.h"
#include "sim/held_out.h"
#include "sim/learning.h"
#include "sim/signals.h"

namespace vle {

void Simulator::generateSignals(State& state) const {
  const TestPlan* test = state.is_test ? &*network_->test : nullptr;
  const auto generate = [&](const SignalPlan& signal, double* values, std::size_t size) {
    double* memory = state.signal_memory.data() + signal.memory.begin;
    evaluateSignal(signal, state.step, network_->settings.dt, memory, values, size);
  };
  for (std::size_t k = 0; k < network_->inputs.size(); ++k) {
    const InputPlan& input = network_->inputs[k];
    generate(test ? test->inputs[k] : input.signal, state.r.data() + input.range.begin,
             input.range.size);
  }
  for (std::size_t k = 0; k < network_->targets.size(); ++k) {
    const TargetPlan& target = network_->targets[k];
    if (target.follows) continue;
    generate(test ? test->targets[k] : target.signal, state.target.data() + target.values.begin,
             target.values.size);
  }
}

void Simulator::step(State& state) const {
  const Network& network = *network_;
  generateSignals(state);
  compareWithTargets(network, state);
  updateErrors(network, state);
  integrateInputs(network, state);
  const bool learning = isLearning(network, state);
  for (const ProjectionPlan& projection : network.projections) {
    sendErrorsDown(network, projection, state);
    updatePowerFilters(network, projection, state);
    if (!learning) continue;
    learnFeedback(network, projection, state);  // reads W of before this step
    learnWeights(network, projection, state);
  }
  updateMembranes(network, state);
  updateRates(network, state);
  if (learning) {
    for (const LayerPlan& layer : network.layers) {
      if (layer.learns()) learnNeurons(network, layer, state);
    }
    ++state.updates;
  }
  trackLoss(network, state);
  state.divergence = findDivergence(network, state);
  ++state.step;
}

std::int64_t Simulator::advance(State& state, std::int64_t n, Recorder* recorder) const {
  std::int64_t done = 0;
  while (done < n && !state.divergence) {
    if (isTestDue(*network_, state)) evaluateTest(*this, state);
    step(state);
    if (recorder != nullptr) recorder->sample(state.step - 1);
    ++done;
  }
  return done;
}

}  // namespace vle
