// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/gradient_examiner.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <utility>

#include "sim/error_paths.h"
#include "sim/simulator.h"

namespace vle {

namespace {

constexpr double kMostNumbers = 6e6;  ///< of a window: 48 MB
constexpr double kMostWork = 6e7;     ///< steps × numbers touched by one
constexpr int kCurvePoints = 48;
constexpr double kCurveReach =
    2;  ///< the curve goes so many times beyond the frequencies there are

/// Steps that a window may have: for the memory, and for the time of an answer.
std::int64_t mostSteps(const Network& network) {
  const auto numbers = static_cast<double>(numbersPerStep(network));
  const double work = numbers + static_cast<double>(network.weight_slots);
  return static_cast<std::int64_t>(
      std::max(1.0, std::floor(std::min(kMostNumbers / numbers, kMostWork / work))));
}

GradientOptions optionsOf(const GradientCase& one, const GradientQuestion& question,
                          std::optional<double> f, const std::stop_token& stop) {
  const std::int64_t most = mostSteps(*one.network);
  GradientOptions options = usualOptions(*one.network, one.state, most);
  if (question.window > 0) {
    const double steps = std::round(question.window / one.network->settings.dt);
    options.steps = static_cast<std::int64_t>(std::clamp(steps, 1.0, static_cast<double>(most)));
  }
  if (options.frequencies.empty() && f) options.frequencies.push_back(*f);
  if (question.f &&
      std::ranges::find(options.frequencies, *question.f) == options.frequencies.end()) {
    options.frequencies.push_back(*question.f);
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

/// Theory for every neuron of a layer, over the frequencies that are seen and a little beyond.
void addExpected(const GradientCase& one, const std::vector<double>& gains, std::size_t layer,
                 GradientView& view) {
  double lowest = std::numeric_limits<double>::infinity(), highest = 0;
  const auto see = [&](double f) {
    lowest = std::min(lowest, f);
    highest = std::max(highest, f);
  };
  for (const NeuronView& neuron : view.neurons) {
    for (const GainAtFrequency& gain : neuron.error.gains) see(gain.f);
    for (const GainPoint& point : neuron.spectrum) see(point.f);
  }
  if (!(highest > 0)) return;
  const double from = std::log(lowest / kCurveReach), to = std::log(highest * kCurveReach);
  for (int k = 0; k < kCurvePoints; ++k) {
    const double f = std::exp(from + (to - from) * k / (kCurvePoints - 1));
    const ErrorPath path = errorPaths(*one.network, one.state, f, gains)[layer];
    if (path.largest_gain.empty()) return;
    for (std::size_t j = 0; j < view.neurons.size(); ++j) {
      if (!(path.largest_gain[j] > 0)) continue;
      view.neurons[j].expected.push_back({f, path.smallest_gain[j], path.largest_gain[j]});
    }
  }
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
      result.transposed = compareFeedback(plan, one.state, std::nullopt);
      const auto f = expectedFrequency(*one.network, plan);
      result.expected = f ? compareFeedback(plan, one.state, f)
                          : compareFeedback(plan, one.state, report.aligned_gains);
    }
    view.projections.push_back(std::move(result));
  }
}

void addNeurons(const GradientCase& one, const GradientReport& report, const LayerPlan& layer,
                GainSpectra& spectra, GradientView& view) {
  const double dt = one.network->settings.dt;
  const std::size_t width = one.network->neuron_slots;
  const std::size_t steps = report.trajectory.steps;
  const auto at = [&](double t) {
    return static_cast<std::size_t>(std::llround((t - report.from) / dt));
  };
  const std::size_t from = at(report.settled_from), until = at(report.settled_until);
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
    view.hops_differ = found->hops_differ;
    GainSpectrum& spectrum = spectra[{one.variant, j}];
    spectrum.add(std::span(neuron.e).subspan(from, until - from),
                 std::span(neuron.adjoint).subspan(from, until - from), dt);
    neuron.spectrum = spectrum.points(dt, found->hops);
  }
}

/// What a question asks of one case.
/// @param spectra  go on from the last question
/// @param f        Hz, where there are no frequencies of inputs; nothing: not known yet
GradientView viewOf(const GradientCase& one, const GradientQuestion& question,
                    std::optional<double> f, GainSpectra& spectra, const std::stop_token& stop) {
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
      compareGradients(Simulator(one.network), one.state, optionsOf(one, question, f, stop));
  view.diverged = report.diverged.has_value();
  if (view.diverged || stop.stop_requested()) return view;
  view.steps = static_cast<std::int64_t>(report.trajectory.steps);
  view.settled_from = report.settled_from;
  view.settled_until = report.settled_until;
  view.has_gamma = report.has_gamma;
  addProjections(one, report, view);
  const auto layer = std::ranges::find(one.network->layers, question.layer, &LayerPlan::id);
  if (layer == one.network->layers.end()) return view;
  addNeurons(one, report, *layer, spectra, view);
  addExpected(one, report.aligned_gains,
              static_cast<std::size_t>(layer - one.network->layers.begin()), view);
  return view;
}

/// Where λ of the neuron looked at is loudest, in the first variant that knows.
std::optional<double> loudestOf(const GainSpectra& spectra, const GradientQuestion& question,
                                std::optional<double> kept) {
  for (const GradientCase& one : question.cases) {
    const auto found = spectra.find({one.variant, question.neuron});
    if (found == spectra.end()) continue;
    if (const auto f = found->second.dominant(kept)) return f;
  }
  return std::nullopt;
}

}  // namespace

GradientAnswer GradientExaminer::answer(const GradientQuestion& question,
                                        const std::stop_token& stop) {
  const auto start = std::chrono::steady_clock::now();
  if (question.subject != subject_) {
    spectra_.clear();
    loudest_.reset();
  }
  subject_ = question.subject;
  // Where nothing says what frequencies there are, λ does.
  loudest_ = loudestOf(spectra_, question, loudest_);
  std::optional<double> f = question.usual ? question.usual : loudest_;
  GradientAnswer answer{.subject = question.subject, .views = {}, .seconds = 0};
  for (const GradientCase& one : question.cases) {
    if (stop.stop_requested()) break;
    answer.views.push_back(viewOf(one, question, f, spectra_, stop));
    if (f || !one.network->frequencies.empty()) continue;
    f = loudest_ = loudestOf(spectra_, question, {});
    if (!f) continue;  // known only now: the same window once more
    spectra_.clear();
    answer.views.back() = viewOf(one, question, f, spectra_, stop);
  }
  answer.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return answer;
}

}  // namespace vle
