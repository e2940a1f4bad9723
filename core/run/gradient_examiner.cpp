// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/gradient_examiner.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include "sim/simulator.h"

namespace vle {

namespace {

constexpr double kMostNumbers = 1e7;  ///< of a window: 80 MB
constexpr double kMostWork = 6e7;     ///< steps × numbers touched by one
constexpr std::size_t kKept = 48;     ///< stretches that are averaged

/// Steps that a window may have: for the memory, and for the time of an answer.
std::int64_t mostSteps(const Network& network) {
  const auto numbers = static_cast<double>(numbersPerStep(network));
  const double work = numbers + static_cast<double>(network.weight_slots);
  return static_cast<std::int64_t>(
      std::max(1.0, std::floor(std::min(kMostNumbers / numbers, kMostWork / work))));
}

GradientOptions optionsOf(const GradientCase& one, const GradientQuestion& question,
                          const std::stop_token& stop) {
  const std::int64_t most = mostSteps(*one.network);
  GradientOptions options = usualOptions(*one.network, one.state, most);
  if (question.window > 0) {
    const double steps = std::round(question.window / one.network->settings.dt);
    options.steps = static_cast<std::int64_t>(std::clamp(steps, 1.0, static_cast<double>(most)));
  }
  if (question.f) options.frequencies.push_back(*question.f);
  if (const LayerPlan* layer = one.network->layer(question.layer)) {
    for (std::size_t k = layer->range.begin; k < layer->range.end(); ++k) {
      options.neurons.push_back(k);
    }
  }
  options.stop = stop;
  return options;
}

/// Mean of φ′, and its standard deviation relative to it.
void takeSlope(const std::vector<double>& slopes, NeuronView& view) {
  double sum = 0, squares = 0;
  for (const double slope : slopes) {
    sum += slope;
    squares += slope * slope;
  }
  const auto n = static_cast<double>(slopes.size());
  view.slope = sum / n;
  const double variance = std::max(0.0, squares / n - view.slope * view.slope);
  view.slope_swing = view.slope > 0 ? std::sqrt(variance) / view.slope : 0;
}

void addProjections(const GradientCase& one, const GradientReport& report, GradientView& view) {
  for (std::size_t p = 0; p < one.network->projections.size(); ++p) {
    const ProjectionPlan& plan = one.network->projections[p];
    ProjectionView result{.id = plan.id,
                          .name = plan.name,
                          .is_learned = plan.learn != 0,
                          .update = report.blocks[p].local_exact,
                          .transposed = {},
                          .expected = {}};
    if (!plan.from_input) {
      result.transposed = compareFeedback(*one.network, plan, one.state, std::nullopt);
      const auto f = expectedFrequency(*one.network, plan);
      result.expected = f ? compareFeedback(*one.network, plan, one.state, f)
                          : compareFeedback(plan, one.state, report.aligned_gains);
    }
    view.projections.push_back(std::move(result));
  }
}

void addNeurons(const GradientCase& one, const GradientReport& report, const LayerPlan& layer,
                GradientView& view) {
  const std::size_t width = one.network->neuron_slots;
  const std::size_t steps = report.trajectory.steps;
  for (std::size_t j = 0; j < layer.range.size; ++j) {
    const std::size_t slot = layer.range.begin + j;
    NeuronView& neuron = view.neurons.emplace_back();
    neuron.e = column(report.trajectory.e, width, slot, 0, steps);
    neuron.adjoint = column(report.exact.adjoint, width, slot, 0, steps);
    takeSlope(column(report.trajectory.r_prime, width, slot, 0, steps), neuron);
    const auto found = std::ranges::find(report.neurons, slot, &NeuronError::slot);
    if (found == report.neurons.end()) continue;
    neuron.error = *found;
    view.is_reached = true;
    view.hops = found->hops;
  }
}

}  // namespace

/// Takes the stretches of this window to those of the windows before.
void GradientExaminer::average(VariantId variant, NeuronError& neuron) {
  const auto add = [](std::vector<ErrorSample>& now, std::deque<ErrorSample>& kept) {
    kept.insert(kept.end(), now.begin(), now.end());
    while (kept.size() > std::max(kKept, now.size())) kept.pop_front();
    now.assign(kept.begin(), kept.end());
  };
  for (GainAtFrequency& gain : neuron.gains) {
    Kept& kept = kept_[{variant, neuron.slot, gain.f}];
    add(gain.samples, kept.samples);
    add(gain.held_samples, kept.held);
    readAgain(gain, neuron.saturated);
  }
}

/// What a question asks of one case.
GradientView GradientExaminer::viewOf(const GradientCase& one, const GradientQuestion& question,
                                      const std::stop_token& stop) {
  const double dt = one.network->settings.dt;
  GradientView view;
  view.variant = one.variant;
  view.dt = dt;
  view.t = static_cast<double>(one.state.step) * dt;
  view.is_instantaneous = one.network->settings.rule == Rule::Instantaneous;
  view.is_bptt = one.network->settings.rule == Rule::Bptt;
  view.diverged = one.state.divergence.has_value();
  if (view.diverged) return view;
  const GradientReport report =
      compareGradients(Simulator(one.network), one.state, optionsOf(one, question, stop));
  view.diverged = report.diverged.has_value();
  if (view.diverged || stop.stop_requested()) return view;
  view.steps = static_cast<std::int64_t>(report.trajectory.steps);
  view.settled_from = report.settled_from;
  view.settled_until = report.settled_until;
  view.has_gamma = report.has_gamma;
  view.is_lines = report.plan.is_lines;
  view.outputs_differ = report.outputs_differ;
  addProjections(one, report, view);
  const LayerPlan* layer = one.network->layer(question.layer);
  if (layer == nullptr) return view;
  addNeurons(one, report, *layer, view);
  if (view.is_lines) return view;
  for (NeuronView& neuron : view.neurons) average(one.variant, neuron.error);
  return view;
}

GradientAnswer GradientExaminer::answer(const GradientQuestion& question,
                                        const std::stop_token& stop) {
  const auto start = std::chrono::steady_clock::now();
  if (question.subject != subject_) kept_.clear();
  subject_ = question.subject;
  GradientAnswer answer{.subject = question.subject, .views = {}, .seconds = 0};
  for (const GradientCase& one : question.cases) {
    if (stop.stop_requested()) break;
    answer.views.push_back(viewOf(one, question, stop));
  }
  answer.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return answer;
}

}  // namespace vle
