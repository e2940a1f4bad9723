// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/experiment.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

#include "base/error.h"
#include "model/variants.h"
#include "sim/held_out.h"

namespace vle {

namespace {

constexpr double kEdgeShare = 0.05;
constexpr std::size_t kMaxChannels = 100'000;
constexpr std::size_t kMaxImpliedChannels = 1024;
constexpr std::int64_t kSegment = 4096;  ///< steps between two looks at rows and progress, at most
constexpr double kSegmentWork = 5'000'000;  ///< synapses passed between them: some milliseconds

/// Sum of the losses up to a step, in two parts so that small differences survive.
struct LossSum {
  double sum = 0;
  double rest = 0;
  [[nodiscard]] double since(const LossSum& earlier) const {
    return (sum - earlier.sum) + (rest - earlier.rest);
  }
};

LossSum sumOf(const State& state) { return {state.loss_sum, state.loss_rest}; }

/// One variant under way.
struct HeadlessRun {
  Simulator simulator;
  std::unique_ptr<State> state;  // the recorder points into it
  std::optional<Recorder> recorder;
  LossSum first;
  LossSum before_last;
};

/// Channels of a probe; empty where a variant left the node out.
std::vector<Channel> channelsIn(const Network& network, const std::string& probe, bool& found,
                                std::optional<Error>& why) {
  try {
    std::vector<Channel> channels = channelsOf(network, probe);
    found = true;
    return channels;
  } catch (const Error& error) {
    why = error;
    return {};
  }
}

/// Per variant, the channels of all probes. What was asked for must exist in some variant and stay
/// within bounds; what is only implied is left out where it does not.
std::vector<ChannelLayout> layouts(const std::vector<HeadlessRun>& runs,
                                   const ExperimentOptions& options) {
  std::vector<ChannelLayout> result(runs.size());
  std::size_t total = 0;
  for (const std::string& probe : options.probes) {
    bool found = false;
    std::optional<Error> why;
    for (std::size_t k = 0; k < runs.size(); ++k) {
      const auto channels = channelsIn(runs[k].simulator.network(), probe, found, why);
      if (options.probes_are_implied && channels.size() > kMaxImpliedChannels) continue;
      total += channels.size();
      if (total > kMaxChannels) {
        throw Error(ErrorKind::InvalidSpec, "probe '" + probe + "' makes more than " +
                                                std::to_string(kMaxChannels) +
                                                " recorded values a row.");
      }
      result[k].channels.insert(result[k].channels.end(), channels.begin(), channels.end());
    }
    if (!found && why && !options.probes_are_implied) throw *why;
  }
  return result;
}

VariantResult resultOf(HeadlessRun& run, std::string name, std::int64_t edge) {
  const auto mean = [edge](double sum) { return sum / static_cast<double>(edge); };
  const LossSum total = sumOf(*run.state);
  VariantResult result{.name = std::move(name),
                       .network = run.simulator.shared(),
                       .state = std::move(*run.state),
                       .loss_first = 0,
                       .loss_last = 0,
                       .time_to_threshold = {},
                       .explanation = {}};
  result.loss_first = mean(run.first.since({}));
  result.loss_last = result.state.divergence ? std::numeric_limits<double>::quiet_NaN()
                                             : mean(total.since(run.before_last));
  if (std::isfinite(result.state.time_to_threshold)) {
    result.time_to_threshold = result.state.time_to_threshold;
  }
  return result;
}

}  // namespace

std::int64_t segmentOf(const Network& network) {
  const double work = 1 + static_cast<double>(network.weight_slots);
  return std::clamp<std::int64_t>(static_cast<std::int64_t>(kSegmentWork / work), 1, kSegment);
}

bool ExperimentResult::diverged() const {
  return std::ranges::any_of(
      variants, [](const VariantResult& variant) { return variant.state.divergence.has_value(); });
}

ExperimentResult runExperiment(const Project& project, const ExperimentOptions& options) {
  std::vector<HeadlessRun> runs;
  for (auto& network : compileVariants(project)) {
    auto state = std::make_unique<State>(initialState(*network));
    runs.push_back({Simulator(std::move(network)), std::move(state), {}, {}, {}});
  }
  const std::vector<ChannelLayout> channels = layouts(runs, options);
  if (!options.probes.empty()) {
    for (std::size_t k = 0; k < runs.size(); ++k) {
      runs[k].recorder.emplace(
          channels[k].channels, runs[k].simulator.network(), *runs[k].state, options.every,
          options.envelopes ? Recorder::Rows::Envelopes : Recorder::Rows::Samples);
    }
  }
  if (options.on_start) options.on_start(channels);

  const double exact = project.settings.duration / project.settings.dt;
  const std::int64_t steps = std::max<std::int64_t>(1, std::llround(exact));
  const std::int64_t edge =
      std::max<std::int64_t>(1, std::llround(kEdgeShare * static_cast<double>(steps)));
  const auto start = std::chrono::steady_clock::now();
  std::int64_t simulated = 0;
  std::int64_t segment = kSegment;
  for (const HeadlessRun& run : runs) {
    segment = std::min(segment, segmentOf(run.simulator.network()));
  }
  for (std::int64_t done = 0; done < steps;) {
    std::int64_t next = std::min(steps, done + segment);
    for (const std::int64_t stop : {edge, steps - edge}) {
      if (done < stop) next = std::min(next, stop);
    }
    for (HeadlessRun& run : runs) {
      Recorder* recorder = run.recorder ? &*run.recorder : nullptr;
      simulated += run.simulator.advance(*run.state, next - done, recorder);
      if (next == edge) run.first = sumOf(*run.state);
      if (next == steps - edge) run.before_last = sumOf(*run.state);
    }
    done = next;
    if (options.on_rows && !options.probes.empty()) {
      std::vector<TraceBlock> rows;
      rows.reserve(runs.size());
      for (HeadlessRun& run : runs) rows.push_back(run.recorder->take());
      options.on_rows(rows);
    }
    if (options.on_progress) {
      options.on_progress(static_cast<double>(done) / static_cast<double>(steps));
    }
  }
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  for (HeadlessRun& run : runs) {
    if (run.simulator.network().held_out) evaluateHeldOut(run.simulator, *run.state);
  }

  ExperimentResult result{.steps = steps, .steps_per_second = 0, .variants = {}};
  result.steps_per_second = static_cast<double>(simulated) / std::max(seconds.count(), 1e-9);
  const std::vector<Variant> variants = runningVariants(project);
  for (std::size_t k = 0; k < runs.size(); ++k) {
    VariantResult& variant =
        result.variants.emplace_back(resultOf(runs[k], variants[k].name, edge));
    if (options.explain && variant.state.divergence) {
      variant.explanation = explainDivergence(*variant.network, variant.state);
    }
  }
  return result;
}

}  // namespace vle
