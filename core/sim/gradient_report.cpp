// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/gradient_report.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "model/random.h"
#include "sim/activation.h"
#include "sim/error_hops.h"
#include "sim/finite_difference.h"
#include "sim/held_slopes.h"
#include "sim/settled_feedback.h"
#include "sim/transfer.h"

namespace vle {

namespace {

constexpr double kTausWithoutFuture = 10;

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

/// Share of the steps in which φ′ of a neuron is next to 0.
double saturationOf(const Network& network, const Trajectory& window, std::size_t slot) {
  constexpr double kNextToNothing = 0.05;
  double largest = 1;
  for (const ActivationRun& run : network.runs) {
    const bool is_here = slot >= run.range.begin && slot < run.range.end();
    if (is_here) largest = largestSlope(run.activation);
  }
  std::size_t count = 0;
  for (std::size_t n = 0; n < window.steps; ++n) {
    if (row(window.r_prime, n, network.neuron_slots)[slot] < kNextToNothing * largest) ++count;
  }
  return static_cast<double>(count) / static_cast<double>(std::max<std::size_t>(window.steps, 1));
}

/// Ratios of the neurons of the report, and of these with φ′ held.
class RatioReader {
 public:
  RatioReader(const Network& network, const State& state, const GradientOptions& options,
              GradientReport& report)
      : network_(network), state_(state), options_(options), report_(report) {}

  void read(std::size_t from, std::size_t until) {
    const AlignedVector settled =
        settledFeedback(network_, state_, report_.trajectory, from, report_.aligned_gains);
    for (const NeuronError& neuron : report_.neurons) {
      const bool is_asked =
          options_.neurons.empty() ||
          std::ranges::find(options_.neurons, neuron.slot) != options_.neurons.end();
      if (is_asked) slots_.push_back(neuron.slot);
    }
    report_.plan =
        planRatios(network_, state_, options_.frequencies, options_.most_frequencies, from, until);
    const ErrorSamples samples = sampleErrors(network_, state_, slots_, report_.trajectory,
                                              report_.exact, settled, report_.plan);
    std::size_t k = 0;
    for (NeuronError& neuron : report_.neurons) {
      if (k == slots_.size() || neuron.slot != slots_[k]) continue;
      for (std::size_t q = 0; q < report_.plan.frequencies.size(); ++q) {
        GainAtFrequency gain;
        gain.f = report_.plan.frequencies[q];
        gain.samples = samples[q][k];
        neuron.gains.push_back(std::move(gain));
      }
      ++k;
    }
    if (options_.hold_slopes) hold(settled);
    for (NeuronError& neuron : report_.neurons) {
      for (GainAtFrequency& gain : neuron.gains) readAgain(gain, neuron.saturated);
    }
    if (report_.plan.is_lines) tryHalf(settled);
  }

 private:
  /// The ends of the window that are left out on the right are left out on the left, too: there the
  /// held errors start.
  void hold(const AlignedVector& settled) {
    RatioPlan plan = report_.plan;
    plan.from = std::max(plan.from, report_.trajectory.steps - plan.until);
    if (plan.from >= plan.until) return;
    const Trajectory held = withHeldSlopes(network_, state_, report_.trajectory);
    Gradient exact(network_, options_.steps);
    computeAdjoint(network_, held, exact);
    const ErrorSamples samples = sampleErrors(network_, state_, slots_, held, exact, settled, plan);
    forEachGain([&](std::size_t k, std::size_t q, GainAtFrequency& gain) {
      gain.held_samples = samples[q][k];
    });
  }

  /// Where the whole window is silent or not as theory has it, and its second half alone is as
  /// theory has it, clearly so, the first half was different: whatever else would explain it was
  /// so in the first half only.
  void tryHalf(const AlignedVector& settled) {
    bool is_wanted = false;
    forEachGain([&](std::size_t, std::size_t, const GainAtFrequency& gain) {
      is_wanted |= mayBeTransient(gain);
    });
    if (!is_wanted) return;
    RatioPlan half = report_.plan;
    half.from = (half.from + half.until) / 2;
    const ErrorSamples samples =
        sampleErrors(network_, state_, slots_, report_.trajectory, report_.exact, settled, half);
    forEachGain([&](std::size_t k, std::size_t q, GainAtFrequency& gain) {
      if (!mayBeTransient(gain)) return;
      const ErrorReading reading = readingOf(samples[q][k]);
      if (!isPredicted(reading)) return;
      const double off = gain.reading.seen == Seen::Silent
                             ? reading.measured.gain()
                             : std::abs(gain.reading.measured.value - *reading.predicted);
      if (reading.measured.radius < off / 2) gain.mismatch = Mismatch::Transient;
    });
  }

  static bool mayBeTransient(const GainAtFrequency& gain) {
    return gain.reading.seen == Seen::Silent || gain.mismatch == Mismatch::SlopesSwing ||
           gain.mismatch == Mismatch::Saturated || gain.mismatch == Mismatch::NotExplained;
  }

  template <class F>
  void forEachGain(F&& f) {
    std::size_t k = 0;
    for (NeuronError& neuron : report_.neurons) {
      if (neuron.gains.empty()) continue;
      for (std::size_t q = 0; q < neuron.gains.size(); ++q) f(k, q, neuron.gains[q]);
      ++k;
    }
  }

  const Network& network_;
  const State& state_;
  const GradientOptions& options_;
  GradientReport& report_;
  std::vector<std::size_t> slots_;
};

void compareNeurons(const Network& network, std::size_t from, std::size_t until,
                    GradientReport& report) {
  const auto hops = errorHops(network);
  const std::size_t width = network.neuron_slots;
  for (std::size_t l = 0; l < network.layers.size(); ++l) {
    const LayerPlan& layer = network.layers[l];
    if (!hops[l]) continue;
    for (std::size_t k = 0; k < layer.range.size; ++k) {
      const std::size_t slot = layer.range.begin + k;
      const auto e = column(report.trajectory.e, width, slot, from, until);
      const auto adjoint = column(report.exact.adjoint, width, slot, from, until);
      report.neurons.push_back({.name = layer.name + ".e[" + std::to_string(k) + "]",
                                .slot = slot,
                                .hops = *hops[l],
                                .correlation = correlation(e, adjoint),
                                .norm_ratio = compare(e, adjoint).norm_ratio,
                                .saturated = saturationOf(network, report.trajectory, slot),
                                .gains = {}});
    }
  }
}

/// Do the output neurons have different |H| at a frequency looked at?
bool outputsDiffer(const Network& network, const State& state, const RatioPlan& plan) {
  constexpr double kSame = 1e-6;
  for (const double f : plan.frequencies) {
    double smallest = std::numeric_limits<double>::infinity(), largest = 0;
    for (const TargetPlan& target : network.targets) {
      for (std::size_t k = target.layer.begin; k < target.layer.end(); ++k) {
        const double H = std::abs(transfer(f, state.tau_m[k], state.tau_r[k], network.settings.dt));
        smallest = std::min(smallest, H);
        largest = std::max(largest, H);
      }
    }
    if (largest > smallest * (1 + kSame)) return true;
  }
  return false;
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

bool isPredicted(const ErrorReading& reading) {
  constexpr double kNear = 0.03;
  if (reading.seen != Seen::Yes || !reading.predicted) return false;
  const double size = std::abs(*reading.predicted);
  return std::abs(reading.measured.value - *reading.predicted) <=
         kNear * size + reading.measured.radius;
}

bool isIdeal(const ErrorReading& reading) {
  constexpr double kNear = 0.03;
  return reading.predicted && reading.ideal &&
         std::abs(*reading.predicted - *reading.ideal) <= kNear * std::abs(*reading.ideal);
}

void readAgain(GainAtFrequency& gain, double saturated) {
  constexpr double kMostly = 0.5;
  gain.reading = readingOf(gain.samples);
  gain.held.reset();
  if (!gain.held_samples.empty()) gain.held = readingOf(gain.held_samples);
  gain.mismatch = Mismatch::None;
  const ErrorReading& reading = gain.reading;
  if (reading.seen == Seen::Unresolved) {
    gain.mismatch = Mismatch::ShortWindow;
    return;
  }
  if (reading.seen == Seen::Silent || !reading.predicted || isPredicted(reading)) return;
  if (gain.held && isPredicted(*gain.held))
    gain.mismatch = saturated > kMostly ? Mismatch::Saturated : Mismatch::SlopesSwing;
  else if (!(reading.measured.radius < reading.measured.gain()))
    gain.mismatch = Mismatch::ShortWindow;
  else
    gain.mismatch = Mismatch::NotExplained;
}

GradientOptions usualOptions(const Network& network, const State& state, std::int64_t most) {
  const std::int64_t edge = stepsWithoutFuture(network, state);
  GradientOptions options;
  options.entries = 0;
  const double middle = usualStretch(network, state, static_cast<double>(most - 2 * edge));
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
  report.local = localGradient(network, report.trajectory, {from, until});
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
        compare(part(report.local.*block.derivative), part(report.exact.*block.derivative));
    report.blocks.push_back(result);
  }
  report.aligned_gains = alignedGains(network, start, report.trajectory, from);
  if (until > from) {
    compareNeurons(network, from, until, report);
  }
  if (until > from && options.by_frequency) {
    RatioReader(network, start, options, report).read(from, until);
    report.outputs_differ = outputsDiffer(network, start, report.plan);
  }
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
