// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/gradient_examiner.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <span>
#include <utility>

#include "sim/simulator.h"

namespace vle {

namespace {

constexpr double kMostNumbers = 1e7;            ///< of a window: 80 MB
constexpr double kMostWork = 6e7;               ///< steps × numbers touched by one
constexpr std::size_t kKept = 48;               ///< stretches that are averaged
constexpr std::size_t kLooks = 16;              ///< looks whose exact updates are averaged, about
constexpr std::size_t kFewestLooks = 8;         ///< before noise is spoken of
constexpr std::size_t kMostSynapses = 200'000;  ///< whose updates are kept

/// Steps that a window may have: for the memory, and for the time of an answer.
std::int64_t mostSteps(const Network& network) {
  const auto numbers = static_cast<double>(numbersPerStep(network));
  const double work = numbers + static_cast<double>(network.weight_slots);
  return static_cast<std::int64_t>(
      std::max(1.0, std::floor(std::min(kMostNumbers / numbers, kMostWork / work))));
}

GradientOptions windowOptions(const GradientCase& one, double window, const std::stop_token& stop) {
  const std::int64_t most = mostSteps(*one.network);
  GradientOptions options = usualOptions(*one.network, one.state, most);
  if (window > 0) {
    const double steps = std::round(window / one.network->settings.dt);
    options.steps = static_cast<std::int64_t>(std::clamp(steps, 1.0, static_cast<double>(most)));
  }
  options.stop = stop;
  return options;
}

GradientOptions optionsOf(const GradientCase& one, const GradientQuestion& question,
                          const std::stop_token& stop) {
  GradientOptions options = windowOptions(one, question.window, stop);
  if (question.f) options.frequencies.push_back(*question.f);
  if (const LayerPlan* layer = one.network->layer(question.layer)) {
    for (std::size_t k = layer->range.begin; k < layer->range.end(); ++k) {
      options.neurons.push_back(k);
    }
  } else {
    options.by_frequency = false;
  }
  return options;
}

std::span<const double> slice(const AlignedVector& values, Slots range) {
  return std::span<const double>(values).subspan(range.begin, range.size);
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

/// What is known of a case before its window is played.
GradientView beginning(const GradientCase& one) {
  GradientView view;
  view.variant = one.variant;
  view.dt = one.network->settings.dt;
  view.t = static_cast<double>(one.state.step) * view.dt;
  view.loss_mean = one.state.loss_mean;
  view.is_instantaneous = one.network->settings.rule == Rule::Instantaneous;
  view.is_bptt = one.network->settings.rule == Rule::Bptt;
  view.diverged = one.state.divergence.has_value();
  return view;
}

void addProjections(const GradientCase& one, const GradientReport& report, GradientView& view) {
  for (std::size_t p = 0; p < one.network->projections.size(); ++p) {
    const ProjectionPlan& plan = one.network->projections[p];
    ProjectionView result{
        .id = plan.id,
        .name = plan.name,
        .is_learned = plan.learn != 0,
        .update = report.blocks[p].local_exact,
        .averaged = report.blocks[p].local_exact,
        .W_from_start =
            compare(slice(one.state.W, plan.weights), slice(one.network->W, plan.weights)).cosine,
        .B_from_start =
            compare(slice(one.state.B, plan.weights), slice(one.network->B, plan.weights)).cosine,
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

/// One period of λ where it is settled, in phase with the run.
std::optional<PhaseCurves> adjointByPhase(const GradientCase& one, const GradientReport& report) {
  const auto period = playedPeriod(*one.network);
  if (!period) return std::nullopt;
  const std::size_t width = one.network->neuron_slots;
  const double dt = one.network->settings.dt;
  PhaseMeans means(*period, width);
  for (std::size_t n = 0; n < report.trajectory.steps; ++n) {
    // Row n is what the step n made: it is over when the run is one step further.
    const double t = report.from + static_cast<double>(n + 1) * dt;
    if (t < report.settled_from || t > report.settled_until) continue;
    means.add(t, {std::span(report.exact.adjoint).subspan(n * width, width)});
  }
  return means.take();
}

}  // namespace

GradientView updatesAt(const GradientCase& one, double window, const std::stop_token& stop) {
  GradientOptions options = windowOptions(one, window, stop);
  options.by_frequency = false;
  GradientView view = beginning(one);
  const GradientReport report = compareGradients(Simulator(one.network), one.state, options);
  view.diverged = report.diverged.has_value();
  if (!view.diverged && !stop.stop_requested()) addProjections(one, report, view);
  return view;
}

/// A mean of n looks that point anywhere has about 1/n of their mean square; below four times that
/// it is within two of its own deviations.
void GradientExaminer::averageUpdates(const GradientCase& one, const GradientReport& report,
                                      GradientView& view) {
  const double window = report.settled_until - report.settled_from;
  for (ProjectionView& projection : view.projections) {
    const ProjectionPlan& plan = *one.network->projection(projection.id);
    Course& course = courses_[{one.variant, plan.id}];
    if (!projection.is_learned || plan.weights.size > kMostSynapses || !(window > 0)) continue;
    const std::span<const double> exact = slice(report.exact.W, plan.weights);
    const std::span<const double> local = slice(report.local.W, plan.weights);
    if (course.t > view.t || course.exact.size() != exact.size()) {
      const std::vector<double> none(exact.size());
      course = {.t = -1, .looks = 0, .exact = none, .local = none, .square = 0};
    }
    if (course.t < view.t) {
      course.t = view.t;
      ++course.looks;
      const double share = 1 / static_cast<double>(std::min(course.looks, kLooks));
      double square = 0;
      for (std::size_t k = 0; k < exact.size(); ++k) {
        const double value = exact[k] / window;
        square += value * value;
        course.exact[k] += share * (value - course.exact[k]);
        course.local[k] += share * (local[k] / window - course.local[k]);
      }
      course.square += share * (square - course.square);
    }
    double mean_square = 0;
    for (const double value : course.exact) mean_square += value * value;
    // Exponential averaging over n looks is worth 2n − 1 of them.
    const std::size_t worth = std::min(course.looks, 2 * kLooks - 1);
    projection.is_below_noise = course.looks >= kFewestLooks &&
                                mean_square * static_cast<double>(worth) < 4 * course.square;
    if (!view.is_lines) projection.averaged = compare(course.local, course.exact);
  }
}

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
  GradientView view = beginning(one);
  if (view.diverged) return view;
  const GradientReport report =
      compareGradients(Simulator(one.network), one.state, optionsOf(one, question, stop));
  view.diverged = report.diverged.has_value();
  if (view.diverged || stop.stop_requested()) return view;
  view.steps = static_cast<std::int64_t>(report.trajectory.steps);
  view.settled_from = report.settled_from;
  view.settled_until = report.settled_until;
  view.has_gamma = report.has_gamma;
  // Whether each look has all there is does not depend on which neurons are looked at.
  view.is_lines = planRatios(*one.network, one.state, {}, 1, 0, report.trajectory.steps).is_lines;
  view.outputs_differ = report.outputs_differ;
  addProjections(one, report, view);
  averageUpdates(one, report, view);
  if (question.by_phase) view.adjoint = adjointByPhase(one, report);
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
