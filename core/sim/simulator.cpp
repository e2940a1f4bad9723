// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/simulator.h"

#include <algorithm>
#include <optional>

#include "base/cpu.h"
#include "base/no_allocation.h"
#include "sim/divergence.h"
#include "sim/dynamics.h"
#include "sim/feedback.h"
#include "sim/fused_steps.h"
#include "sim/held_out.h"
#include "sim/learning.h"
#include "sim/pokes.h"
#include "sim/signals.h"

namespace vle {

void Simulator::generateSignals(State& state) const {
  const auto generate = [&](const SignalPlan& signal, double* values, std::size_t size) {
    double* memory = state.signal_memory.data() + signal.memory.begin;
    evaluateSignal(signal, state.step, network_->settings.dt, memory, values, size);
  };
  for (std::size_t k = 0; k < network_->inputs.size(); ++k) {
    const InputPlan& input = network_->inputs[k];
    generate(network_->inputSignal(k, state.is_held_out), state.r.data() + input.range.begin,
             input.range.size);
  }
  for (std::size_t k = 0; k < network_->targets.size(); ++k) {
    const TargetPlan& target = network_->targets[k];
    const SignalPlan* signal = network_->targetSignal(k, state.is_held_out);
    if (signal == nullptr) continue;
    generate(*signal, state.target.data() + target.values.begin, target.values.size);
  }
}

void Simulator::step(State& state, Trajectory* record) const {
  const Network& network = *network_;
  std::optional<NoAllocation> guard(std::in_place);
  generateSignals(state);
  compareWithTargets(network, state);
  const bool learning = isLearning(network, state);
  const bool local = network.settings.rule != Rule::Bptt;
  const bool windowed = learning && !local && recordsWindow(network, state);
  if (windowed) recordBefore(state, state.window);
  if (record != nullptr) recordBefore(state, *record);
  updateErrors(network, state);
  if (!local) limitErrors(state);
  pokeErrors(state);
  integrateInputs(network, state);
  pokeInputs(state);
  for (const ProjectionPlan& projection : network.projections) {
    sendErrorsDown(network, projection, state);
    updatePowerFilters(network, projection, state);
    if (learning && local) {
      learnFeedback(network, projection, state);  // reads W of before this step
      learnWeights(network, projection, state);
      learnModel(network, projection, state);
    }
    updateDriveFilters(network, projection, state);
  }
  updateMispredictions(network, state);
  updateMembranes(network, state);
  pokePotentials(state);
  updateRates(network, state);
  pokeRates(state);
  if (windowed) recordAfter(state, state.window);
  if (record != nullptr) recordAfter(state, *record);
  if (learning && local) {
    for (const LayerPlan& layer : network.layers) learnNeurons(network, layer, state);
    ++state.updates;
  }
  guard.reset();  // the gradient of a window, computed at its end, has arrays of its own
  if (windowed && state.window.isFull()) learnFromWindow(network, state);
  trackLoss(network, state);
  state.divergence = findDivergence(network, state, learning);
  ++state.step;
}

std::int64_t Simulator::advance(State& state, std::int64_t n, Recorder* recorder) const {
  clearVectorState();  // this thread may just have copied or parsed
  std::optional<FusedSteps> fused;
  if (FusedSteps::canRun(*network_)) fused.emplace(*network_, state);
  std::int64_t done = 0;
  while (done < n && !state.divergence) {
    advanceHeldOut(*this, state);
    std::int64_t part = std::min(n - done, stepsToHeldOut(*network_, state));
    Watch watch;
    if (recorder != nullptr) {
      part = std::min(part, recorder->stepsToNextSample(state.step));
      watch = recorder->watch();
    }
    const std::int64_t before = state.step;
    if (fused) {
      fused->advance(part, n - done, watch);
    } else {
      for (; part > 0 && !state.divergence; --part) {
        step(state);
        watch.take();
      }
    }
    done += state.step - before;
    if (recorder != nullptr) recorder->sample(state.step - 1, state.step - before);
  }
  return done;
}

}  // namespace vle
