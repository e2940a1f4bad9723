// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/gradient_report.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "model/random.h"
#include "sim/aligned_gains.h"
#include "sim/error_paths.h"
#include "sim/finite_difference.h"
#include "sim/held_slopes.h"

namespace vle {

namespace {

constexpr double kTausWithoutFuture = 5;

/// Derivatives below this are rounding: a block that no target depends on.
constexpr double kFlat = 1e-10;

/// Where a block of parameters lies.
struct Block {
  std::string name;
  Slots range;
  AlignedVector State::*parameter;
  AlignedVector Gradient::*derivative;
  bool is_projection;
  bool is_learned;
  bool counts;  ///< a target depends on it
};

/// Which neurons a target depends on, (neuron_slots,): nothing else changes the cost.
std::vector<bool> neuronsThatCount(const Network& network) {
  std::vector<bool> counts(network.neuron_slots);
  const auto mark = [&counts](Slots range) {
    const bool is_new = range.size > 0 && !counts[range.begin];
    for (std::size_t k = range.begin; k < range.end(); ++k) counts[k] = true;
    return is_new;
  };
  for (const TargetPlan& target : network.targets) mark(target.layer);
  for (bool any = true; any;) {
    any = false;
    for (const ProjectionPlan& plan : network.projections) {
      if (!plan.from_input && plan.post.size > 0 && counts[plan.post.begin]) any |= mark(plan.pre);
    }
  }
  return counts;
}

std::vector<Block> blocksOf(const Network& network) {
  const std::vector<bool> counts = neuronsThatCount(network);
  std::vector<Block> blocks;
  blocks.reserve(network.projections.size() + 3 * network.layers.size());
  for (const ProjectionPlan& plan : network.projections) {
    blocks.push_back({plan.name, plan.weights, &State::W, &Gradient::W, true, plan.learn != 0,
                      plan.post.size > 0 && counts[plan.post.begin]});
  }
  for (const LayerPlan& layer : network.layers) {
    const auto add = [&](const char* key, AlignedVector State::*parameter,
                         AlignedVector Gradient::*derivative, double rate) {
      blocks.push_back({layer.name + "." + key, layer.range, parameter, derivative, false,
                        rate != 0, layer.range.size > 0 && counts[layer.range.begin]});
    };
    add("bias", &State::bias, &Gradient::bias, layer.learn_bias);
    add("tau_m", &State::tau_m, &Gradient::tau_m, layer.learn_tau_m);
    add("tau_r", &State::tau_r, &Gradient::tau_r, layer.learn_tau_r);
  }
  return blocks;
}

/// At most `wanted` of the indices of a range, drawn without repetition, ascending.
std::vector<std::size_t> someOf(Slots range, std::size_t wanted, RandomStream& stream) {
  std::vector<std::size_t> chosen;
  std::size_t open = std::min(wanted, range.size);
  for (std::size_t k = 0; k < range.size && open > 0; ++k) {
    const auto left = static_cast<double>(range.size - k);
    if (stream.uniform() * left >= static_cast<double>(open)) continue;
    chosen.push_back(range.begin + k);
    --open;
  }
  return chosen;
}

/// Gain and phase of every neuron and frequency with φ′ held at its mean; the ends of the window
/// that are left out on the right are left out on the left, too: there the held errors start.
void holdSlopes(const Network& network, const State& state, const GradientOptions& options,
                std::size_t until, GradientReport& report) {
  const std::size_t steps = report.trajectory.steps;
  const std::size_t from = std::max(static_cast<std::size_t>(options.settle), steps - until);
  if (from >= until || options.frequencies.empty()) return;
  const Trajectory held = withHeldSlopes(network, state, report.trajectory);
  Gradient exact(network, options.steps);
  computeAdjoint(network, held, exact);
  for (NeuronError& neuron : report.neurons) {
    const auto e = column(held.e, network.neuron_slots, neuron.slot, from, until);
    const auto adjoint = column(exact.adjoint, network.neuron_slots, neuron.slot, from, until);
    for (GainAtFrequency& gain : neuron.gains) {
      gain.held = errorGain(e, adjoint, gain.f, network.settings.dt, neuron.hops);
    }
  }
}

void compareNeurons(const Network& network, const State& state, const GradientOptions& options,
                    std::size_t from, std::size_t until, GradientReport& report) {
  std::vector<std::vector<ErrorPath>> paths;
  paths.reserve(options.frequencies.size());
  for (const double f : options.frequencies) {
    paths.push_back(errorPaths(network, state, f, report.aligned_gains));
  }
  if (paths.empty()) paths.push_back(errorPaths(network, state, 1));  // ways have no frequency
  const std::vector<ErrorPath>& ways = paths.front();
  const std::size_t width = network.neuron_slots;
  for (std::size_t l = 0; l < network.layers.size(); ++l) {
    const LayerPlan& layer = network.layers[l];
    if (!ways[l].reached) continue;
    for (std::size_t k = 0; k < layer.range.size; ++k) {
      const std::size_t slot = layer.range.begin + k;
      const auto e = column(report.trajectory.e, width, slot, from, until);
      const auto adjoint = column(report.exact.adjoint, width, slot, from, until);
      NeuronError neuron{.name = layer.name + ".e[" + std::to_string(k) + "]",
                         .slot = slot,
                         .hops = ways[l].hops,
                         .hops_differ = ways[l].hops_differ,
                         .correlation = correlation(e, adjoint),
                         .norm_ratio = compare(e, adjoint).norm_ratio,
                         .gains = {}};
      for (std::size_t q = 0; q < options.frequencies.size(); ++q) {
        const double f = options.frequencies[q];
        const auto measured = errorGain(e, adjoint, f, network.settings.dt, ways[l].hops);
        if (!measured) continue;
        GainAtFrequency gain{.f = f,
                             .measured = *measured,
                             .held = {},
                             .smallest_expected = {},
                             .largest_expected = {}};
        if (!paths[q][l].largest_gain.empty() && paths[q][l].largest_gain[k] > 0) {
          gain.smallest_expected = paths[q][l].smallest_gain[k];
          gain.largest_expected = paths[q][l].largest_gain[k];
        }
        neuron.gains.push_back(gain);
      }
      report.neurons.push_back(std::move(neuron));
    }
  }
}

/// Finite differences of every block, against the exact gradient of the very same γ = 0 pass.
void tryEntries(const Network& network, const State& start, const GradientOptions& options,
                const std::vector<Block>& blocks, GradientReport& report) {
  Replay replay(network, start, report.trajectory);
  Trajectory undisturbed(network, options.steps, {});
  (void)replay.cost(&undisturbed);
  Gradient exact(network, options.steps);
  computeAdjoint(network, undisturbed, exact);
  RandomStream stream{static_cast<std::uint64_t>(network.settings.seed), textKey("finite")};
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    ComparisonSums sums;
    const std::vector<std::size_t> chosen = someOf(blocks[b].range, options.entries, stream);
    for (const std::size_t k : chosen) {
      const double finite = blocks[b].counts ? replay.derivative(blocks[b].parameter, k) : 0;
      sums.add((exact.*blocks[b].derivative)[k], finite);
      if (options.on_progress) {
        options.on_progress(static_cast<double>(b) / static_cast<double>(blocks.size()));
      }
    }
    if (!sums.isFlat(kFlat)) report.blocks[b].exact_finite = sums.result().distance;
    report.blocks[b].finite_norm = sums.normOfSecond();
    report.blocks[b].entries_tried = chosen.size();
  }
}

}  // namespace

GradientOptions usualOptions(const Network& network, const State& state, std::int64_t most) {
  constexpr std::size_t kMostFrequencies = 16;
  constexpr double kPeriods = 8, kEdges = 8;
  const std::int64_t edge = stepsWithoutFuture(network, state);
  GradientOptions options;
  options.entries = 0;
  options.frequencies = network.frequencies;
  if (options.frequencies.size() > kMostFrequencies) options.frequencies.resize(kMostFrequencies);
  const double middle = options.frequencies.empty()
                            ? kEdges * static_cast<double>(edge)
                            : kPeriods * 1000 / options.frequencies.front() / network.settings.dt;
  const double steps = std::round(2 * static_cast<double>(edge) + middle);
  options.steps = static_cast<std::int64_t>(std::clamp(steps, 1.0, static_cast<double>(most)));
  options.settle = std::max<std::int64_t>(0, edge - state.step);
  return options;
}

std::size_t numbersPerStep(const Network& network) {
  return 2 * network.rate_slots + 10 * network.neuron_slots + 2 * network.target_slots + 1;
}

GradientReport compareGradients(const Simulator& simulator, const State& start,
                                const GradientOptions& options) {
  const Network& network = simulator.network();
  const double dt = network.settings.dt;
  GradientReport report;
  report.trajectory = Trajectory(network, options.steps, {.errors = true, .parameters = false});
  State state = start;
  state.learning = false;
  for (std::int64_t n = 0; n < options.steps; ++n) {
    if (options.stop.stop_requested()) return report;
    simulator.step(state, &report.trajectory);
    if (!state.divergence) continue;
    report.diverged = std::move(state);
    return report;
  }
  const auto steps = static_cast<std::size_t>(options.steps);
  const auto future = static_cast<std::size_t>(stepsWithoutFuture(network, start));
  const std::size_t until = steps > future ? steps - future : 0;
  const std::size_t from = std::min(until, static_cast<std::size_t>(options.settle));
  report.from = static_cast<double>(start.step) * dt;
  report.window = static_cast<double>(options.steps) * dt;
  report.settled_from = report.from + static_cast<double>(from) * dt;
  report.settled_until = report.from + static_cast<double>(until) * dt;
  report.has_gamma = std::ranges::any_of(network.gamma, [](double g) { return g != 0; });

  report.exact = Gradient(network, options.steps);
  computeAdjoint(network, report.trajectory, report.exact, {from, until});
  const Gradient local = localGradient(network, report.trajectory, {from, until});
  const std::vector<Block> blocks = blocksOf(network);
  for (const Block& block : blocks) {
    const auto part = [&block](const AlignedVector& values) {
      return std::span<const double>(values).subspan(block.range.begin, block.range.size);
    };
    BlockGradient result;
    result.name = block.name;
    result.is_projection = block.is_projection;
    result.is_learned = block.is_learned;
    result.local_exact =
        compare(part(local.*block.derivative), part(report.exact.*block.derivative));
    report.blocks.push_back(result);
  }
  report.aligned_gains = alignedGains(network, start, report.trajectory, from);
  if (until > from) compareNeurons(network, start, options, from, until, report);
  if (options.hold_slopes) holdSlopes(network, start, options, until, report);
  if (options.entries > 0) tryEntries(network, start, options, blocks, report);
  return report;
}

std::int64_t stepsWithoutFuture(const Network& network, const State& state) {
  double largest = network.settings.dt;
  for (const LayerPlan& layer : network.layers) {
    for (std::size_t k = layer.range.begin; k < layer.range.end(); ++k) {
      largest = std::max({largest, state.tau_m[k], state.tau_r[k]});
    }
  }
  // A time constant may be any number; steps are counted.
  return std::llround(
      std::min(1e15, std::ceil(kTausWithoutFuture * largest / network.settings.dt)));
}

}  // namespace vle
