// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// `vlelab gradient`, declared with the other commands in commands.h.
#include <algorithm>
#include <cmath>
#include <complex>
#include <cstdio>

#include "base/error.h"
#include "base/text.h"
#include "commands.h"
#include "configuration.h"
#include "interruption.h"
#include "io/csv.h"
#include "io/json_text.h"
#include "messages.h"
#include "model/variants.h"
#include "progress_bar.h"
#include "run_report.h"
#include "sim/divergence_report.h"
#include "sim/gradient_report.h"
#include "sim/transfer.h"
#include "text_table.h"

namespace vle::app {

namespace {

constexpr double kMaxValues = 2e8;     ///< of a window, all arrays together
constexpr double kMaxSteps = 1e9;      ///< before the window
constexpr std::size_t kEntries = 200;  ///< tried by finite differences per block

std::int64_t stepsOf(const char* option, double ms, double dt, double most) {
  const double steps = std::round(ms / dt);
  if (!(steps >= 0) || steps > most) {
    throw UsageError("--" + std::string(option) + " " + formatNumber(ms) +
                     " ms is not between 0 and " + formatShort(most * dt) + " ms here");
  }
  return static_cast<std::int64_t>(steps);
}

/// The window, once the state before it is known: time constants may have been learned.
GradientOptions optionsOf(const Arguments& arguments, const Network& network, const State& state) {
  const double most = std::floor(kMaxValues / static_cast<double>(numbersPerStep(network)));
  GradientOptions options = usualOptions(network, state, static_cast<std::int64_t>(most));
  options.entries = kEntries;
  if (const auto window = arguments.number("window")) {
    options.steps = stepsOf("window", *window, network.settings.dt, most);
    if (options.steps < 1) throw UsageError("--window needs at least one step of dt");
  }
  if (const auto f = arguments.number("frequency")) {
    const double highest = 500 / network.settings.dt;
    if (!(*f > 0 && *f < highest)) {
      throw UsageError("--frequency " + formatNumber(*f) + " Hz is not between 0 and " +
                       formatShort(highest) + " Hz here");
    }
    options.frequencies = {*f};
  }
  return options;
}

Json gainJson(const std::optional<std::complex<double>>& ratio) {
  return ratio ? Json(std::abs(*ratio)) : Json();
}

Json phaseJson(const std::optional<std::complex<double>>& ratio) {
  return ratio ? Json(std::arg(*ratio) * kDegrees) : Json();
}

/// The ratio, where there is one to speak of.
std::optional<std::complex<double>> measuredOf(const std::optional<ErrorReading>& reading) {
  if (!reading || reading->seen != Seen::Yes) return std::nullopt;
  return reading->measured.value;
}

struct SeenWord {
  Seen seen;
  const char* word;
};
constexpr SeenWord kSeenWords[] = {{Seen::Yes, "yes"},
                                   {Seen::Incoherent, "incoherent"},
                                   {Seen::Silent, "silent"},
                                   {Seen::Unresolved, "window too short"}};

const char* wordOf(Seen seen) { return std::ranges::find(kSeenWords, seen, &SeenWord::seen)->word; }

struct MismatchWord {
  Mismatch mismatch;
  const char* word;
};
constexpr MismatchWord kMismatchWords[] = {{Mismatch::None, ""},
                                           {Mismatch::SlopesSwing, "φ′ swings"},
                                           {Mismatch::Saturated, "saturated"},
                                           {Mismatch::Transient, "transient"},
                                           {Mismatch::ShortWindow, "window too short"},
                                           {Mismatch::NotExplained, "not explained"}};

const char* wordOf(Mismatch mismatch) {
  return std::ranges::find(kMismatchWords, mismatch, &MismatchWord::mismatch)->word;
}

Json blockJson(const BlockGradient& block) {
  return Json::Object{{"name", block.name},
                      {"learned", block.is_learned},
                      {"cosine_local_exact", block.local_exact.cosine},
                      {"angle_local_exact", block.local_exact.angle()},
                      {"norm_ratio_local_exact", block.local_exact.norm_ratio},
                      {"relative_difference_exact_finite", block.exact_finite},
                      {"entries_tried", static_cast<std::int64_t>(block.entries_tried)}};
}

Json neuronJson(const NeuronError& neuron) {
  Json::Array frequencies;
  for (const GainAtFrequency& gain : neuron.gains) {
    const ErrorReading& reading = gain.reading;
    const auto measured = measuredOf(reading);
    frequencies.emplace_back(
        Json::Object{{"f", gain.f},
                     {"seen", wordOf(reading.seen)},
                     {"level", reading.level},
                     {"coherence", reading.coherence},
                     {"gain", gainJson(measured)},
                     {"phase", phaseJson(measured)},
                     {"radius_95", measured ? Json(reading.measured.radius) : Json()},
                     {"predicted_gain", gainJson(reading.predicted)},
                     {"predicted_phase", phaseJson(reading.predicted)},
                     {"ideal_gain", gainJson(reading.ideal)},
                     {"ideal_phase", phaseJson(reading.ideal)},
                     {"is_predicted", isPredicted(reading)},
                     {"reason", wordOf(gain.mismatch)},
                     {"gain_slopes_held", gainJson(measuredOf(gain.held))},
                     {"phase_slopes_held", phaseJson(measuredOf(gain.held))}});
  }
  return Json::Object{{"name", neuron.name},
                      {"hops", static_cast<std::int64_t>(neuron.hops)},
                      {"correlation", neuron.correlation},
                      {"rms_ratio", neuron.norm_ratio},
                      {"frequencies", std::move(frequencies)}};
}

/// ms, from where e and λ are compared by frequency: lines leave out what is no whole period.
double comparedFrom(const GradientReport& report) {
  return report.from + static_cast<double>(report.plan.from) * report.window /
                           static_cast<double>(std::max<std::size_t>(report.trajectory.steps, 1));
}

Json reportJson(const std::string& id, const Project& project, const std::string& variant,
                const GradientReport& report) {
  Json::Array projections;
  Json::Array parameters;
  for (const BlockGradient& block : report.blocks) {
    (block.is_projection ? projections : parameters).push_back(blockJson(block));
  }
  Json::Array neurons;
  for (const NeuronError& neuron : report.neurons) neurons.push_back(neuronJson(neuron));
  return Json::Object{{"project", id},
                      {"variant", variant},
                      {"seed", project.settings.seed},
                      {"dt", project.settings.dt},
                      {"at", report.from},
                      {"window", report.window},
                      {"settled_from", report.settled_from},
                      {"settled_until", report.settled_until},
                      {"adjoint_of_gamma_0", report.has_gamma},
                      {"compared_from", comparedFrom(report)},
                      {"by_lines", report.plan.is_lines},
                      {"outputs_differ", report.outputs_differ},
                      {"projections", std::move(projections)},
                      {"parameters", std::move(parameters)},
                      {"neurons", std::move(neurons)}};
}

/// "2.17 ± 0.06, −3.3°"; no "−0.00".
std::string ratioCell(const std::optional<std::complex<double>>& ratio, double radius = 0) {
  if (!ratio) return "–";
  const double gain = std::abs(*ratio);
  std::string text = cell("%.4g", gain);
  if (radius >= 5e-4 * gain) text += " ± " + cell("%.2g", radius);
  const std::string turn = cell("%.2f", std::arg(*ratio) * kDegrees);
  return text + ", " + (turn == "-0.00" ? "0.00" : turn) + "°";
}

/// What is said of a ratio: whether it is as theory has it, and why not.
std::string verdictOf(const GainAtFrequency& gain) {
  if (gain.reading.seen != Seen::Yes) {
    const bool is_drowned = gain.mismatch == Mismatch::Transient;
    return wordOf(gain.reading.seen) + std::string(is_drowned ? " in a transient" : "");
  }
  if (!gain.reading.predicted) return "no prediction";
  if (isPredicted(gain.reading)) return "as predicted";
  return std::string("≠ ") + wordOf(gain.mismatch);
}

std::string reportText(const Project& project, const std::string& variant,
                       const GradientReport& report) {
  std::string text = "variant '" + variant + "', seed " + std::to_string(project.settings.seed) +
                     ", window of " + formatShort(report.window) +
                     " ms from t = " + formatShort(report.from) + " ms, nothing learns in it\n";
  if (report.has_gamma) text += "γ is not 0: λ is the adjoint of the γ = 0 map along this run\n";
  std::vector<std::vector<std::string>> blocks = {
      {"update of", "cosine local·exact", "norm local/exact", "exact against finite differences"}};
  for (const BlockGradient& block : report.blocks) {
    const bool has_gradient = std::isfinite(block.local_exact.cosine);
    if (!block.is_learned && (!block.is_projection || !has_gradient)) continue;
    blocks.push_back(
        {block.name + (block.is_learned ? "" : " (not learned)"),
         cell("%.5f", block.local_exact.cosine), cell("%.4g", block.local_exact.norm_ratio),
         cell("%.1e", block.exact_finite) + " (" + std::to_string(block.entries_tried) + ")"});
  }
  text += "\n" + tableText(blocks);
  std::vector<std::vector<std::string>> neurons = {{"error neuron", "f (Hz)", "|e|/|λ|, turned by",
                                                    "predicted", "B settled", "φ′ held", "",
                                                    "correlation", "rms e/λ"}};
  for (const NeuronError& neuron : report.neurons) {
    const std::vector<std::string> rest = {cell("%.4f", neuron.correlation),
                                           cell("%.4g", neuron.norm_ratio)};
    const std::size_t before = neurons.size();
    for (const GainAtFrequency& gain : neuron.gains) {
      // Of what is no sum of sines a grid of frequencies is looked at: silent ones tell nothing.
      const bool is_asked = report.plan.is_lines || gain.f == report.plan.frequencies.front();
      const bool tells = gain.reading.seen != Seen::Silent;
      if (!tells && !is_asked) continue;
      neurons.push_back({neuron.name, cell("%.4g", gain.f),
                         ratioCell(measuredOf(gain.reading), gain.reading.measured.radius),
                         ratioCell(gain.reading.predicted), ratioCell(gain.reading.ideal),
                         ratioCell(measuredOf(gain.held)), verdictOf(gain), rest[0], rest[1]});
    }
    if (neurons.size() == before) {
      neurons.push_back({neuron.name, "–", "–", "–", "–", "–", "–", rest[0], rest[1]});
    }
  }
  if (report.settled_until <= report.settled_from) {
    return text + "\nThe window is too short to compare e with λ: both ends are left out.\n";
  }
  if (neurons.size() == 1) return text + "\nNo error reaches a neuron: there is no target.\n";
  text += "\ne and λ from " + formatShort(comparedFrom(report)) + " to " +
          formatShort(report.settled_until) + " ms, " +
          (report.plan.is_lines
               ? std::string("line by line")
               : "in " + std::to_string(report.plan.stretches()) + " overlapping stretches") +
          "\n" + tableText(neurons);
  if (report.outputs_differ) {
    text += "\n|H| of the output neurons differ: a larger e is not just a larger learning rate.\n";
  }
  return text;
}

/// time_ms, then e and adjoint of every neuron, over the whole window.
void saveSeries(const std::string& path, const Network& network, const GradientReport& report) {
  const std::unique_ptr<Output> file = outputTo(path);
  std::string line = kTimeColumn;
  for (const LayerPlan& layer : network.layers) {
    for (const char* variable : {".e", ".adjoint"}) {
      for (std::size_t k = 0; k < layer.range.size; ++k) {
        line += "," + csvCell(layer.name + variable + "[" + std::to_string(k) + "]");
      }
    }
  }
  file->write(line + '\n');
  for (std::size_t n = 0; n < report.trajectory.steps; ++n) {
    const double dt = network.settings.dt;
    line = csvTime(report.from / dt + static_cast<double>(n), dt);
    for (const LayerPlan& layer : network.layers) {
      for (const AlignedVector* rows : {&report.trajectory.e, &report.exact.adjoint}) {
        for (std::size_t k = 0; k < layer.range.size; ++k) {
          line += "," + formatNumber(row(*rows, n, network.neuron_slots)[layer.range.begin + k]);
        }
      }
    }
    file->write(line + '\n');
  }
  file->finish();
}

int sayDiverged(const std::string& variant, const Network& network, const State& state) {
  say(divergenceText(variant, explainDivergence(network, state)));
  return kDiverged;
}

}  // namespace

int gradient(const Invocation& invocation) {
  const Interruption interruption;
  const Arguments& arguments = invocation.arguments;
  const std::string& id = onePositional(arguments, "gradient");
  if (arguments.values("variant").size() > 1) throw UsageError("gradient takes one --variant");
  const Project project = configured(arguments);
  const Variant compared_variant = runningVariants(project).front();
  const std::string& variant = compared_variant.name;
  const Simulator simulator(Network::build(applyVariant(project, compared_variant)));
  const Network& network = simulator.network();
  const std::int64_t at =
      stepsOf("at", arguments.number("at").value_or(0), network.settings.dt, kMaxSteps);
  State state = initialState(network);
  (void)optionsOf(arguments, network, state);  // mistakes are told now, not after a long run
  const auto csv = arguments.value("csv");
  if (csv) {
    guardOf(id, project).writes(*csv, "--csv");
    requireWritable(*csv);
  }
  warnOf(project, {compared_variant});

  ProgressBar progress;
  const auto show = [&](double share) {
    progress.show(share);
    if (interruption.requested()) throw Interrupted();
  };
  GradientReport report;
  try {
    while (state.step < at && !state.divergence) {
      simulator.advance(state, std::min(segmentOf(network), at - state.step));
      show(static_cast<double>(state.step) / static_cast<double>(at));
    }
    if (state.divergence) return sayDiverged(variant, network, state);
    GradientOptions compared = optionsOf(arguments, network, state);
    compared.on_progress = show;
    report = compareGradients(simulator, state, compared);
  } catch (const Interrupted&) {
    progress.hide();
    say(interruption.name() + " ended the comparison; nothing was written.");
    return interruption.status();
  }
  if (report.diverged) return sayDiverged(variant, network, *report.diverged);
  if (csv) saveSeries(*csv, network, report);
  const std::string text = arguments.has("json") ? toText(reportJson(id, project, variant, report))
                                                 : reportText(project, variant, report);
  progress.show(1);
  writeReport(text, csv == kStandardStream);
  return kFine;
}

}  // namespace vle::app
