// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/board.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <ranges>
#include <set>

#include "model/signal_shape.h"
#include "model/values.h"
#include "session/trace_store.h"

namespace vle::ui {

namespace {

/// Fine rows a window is made of; more cannot be told apart on a screen.
constexpr double kRowsPerWindow = 4096;
constexpr double kPeriodsShown = 5;
constexpr double kCyclesShown = 3;  ///< at least, of the slowest of several frequencies
constexpr double kTimeConstantsShown = 30;

struct Parts {
  std::string owner, variable;
};

Parts partsOf(const std::string& probe) {
  const std::string name = probe.substr(0, probe.find('['));
  const auto dot = name.find('.');
  if (dot == std::string::npos) return {"", name};
  return {name.substr(0, dot), name.substr(dot + 1)};
}

bool isAnyOf(const std::string& word, std::initializer_list<const char*> words) {
  return std::ranges::any_of(words, [&word](const char* other) { return word == other; });
}

std::optional<PlottedProbe> classified(const NetworkSpec& network, const std::string& probe) {
  const auto [owner, variable] = partsOf(probe);
  if (owner.empty()) {
    // The loss of one step jumps with the signal; its mean is what falls.
    if (variable == "loss") return PlottedProbe{"loss_mean", TraceRole::Loss, true};
    return PlottedProbe{probe, TraceRole::Loss, true};
  }
  if (const NodeSpec* node = network.findNode(owner)) {
    if (node->input() != nullptr) return PlottedProbe{probe, TraceRole::Input, false};
    if (node->target() != nullptr) return PlottedProbe{probe, TraceRole::Target, false};
    if (isAnyOf(variable, {"e", "eps", "v", "down"})) {
      return PlottedProbe{probe, TraceRole::Error, false};
    }
    const bool slow = isAnyOf(variable, {"bias", "tau_m", "tau_r"});
    return PlottedProbe{probe, TraceRole::Signal, slow};
  }
  if (network.findProjection(owner) != nullptr) {
    if (variable == "W") return PlottedProbe{probe, TraceRole::Weight, true};
    if (variable == "B") return PlottedProbe{probe, TraceRole::Feedback, true};
    // What changes with the signal.
    if (variable == "B_dot") return PlottedProbe{probe, TraceRole::Feedback, false};
    if (isAnyOf(variable, {"W_dot", "W_gradient"})) {
      return PlottedProbe{probe, TraceRole::Weight, false};
    }
    if (isAnyOf(variable, {"r_pre", "r_tilde", "rho", "s_tilde"})) {
      return PlottedProbe{probe, TraceRole::Signal, false};
    }
    return PlottedProbe{probe, TraceRole::Expected, true};
  }
  return std::nullopt;
}

/// Layers whose rates are compared with a target, in order.
std::vector<const NodeSpec*> outputs(const NetworkSpec& network) {
  std::vector<const NodeSpec*> result;
  for (const auto& [id, node] : network.nodes) {
    if (node.target() == nullptr) continue;
    const NodeSpec* layer = network.find(node.target()->of);
    if (layer != nullptr && std::ranges::find(result, layer) == result.end()) {
      result.push_back(layer);
    }
  }
  return result;
}

bool receivesError(const NetworkSpec& network, NodeId id) {
  return std::ranges::any_of(network.projections, [&](const auto& entry) {
    const ProjectionSpec& projection = entry.second;
    return (projection.from == id || projection.to == id) && projection.learn != 0;
  });
}

std::vector<Plot> chosenBoard(const NetworkSpec& network) {
  Plot output{.title = "Output and target", .kind = Plot::Kind::Time, .probes = {}};
  Plot errors{.title = "Errors", .kind = Plot::Kind::Time, .probes = {}};
  Plot input{.title = "Input", .kind = Plot::Kind::Time, .probes = {}};
  Plot loss{.title = "Loss", .kind = Plot::Kind::Loss, .probes = {"loss"}, .log = true};
  Plot weights{.title = "W (teacher pale)", .kind = Plot::Kind::Time, .probes = {}};
  Plot feedback{.title = "B and its expected value", .kind = Plot::Kind::Time, .probes = {}};
  for (const NodeSpec* layer : outputs(network)) output.probes.push_back(layer->name + ".r");
  for (const auto& entry : network.nodes) {
    const NodeSpec& node = entry.second;
    if (node.target() != nullptr) output.probes.push_back(node.name + ".target");
    if (node.input() != nullptr) input.probes.push_back(node.name + ".r");
    if (node.layer() == nullptr) continue;
    if (output.probes.empty()) output.probes.push_back(node.name + ".r");
    if (receivesError(network, entry.first)) errors.probes.push_back(node.name + ".e");
  }
  for (const ProjectionSpec& projection : network.projections | std::views::values) {
    if (projection.learn != 0) weights.probes.push_back(projection.name + ".W");
    const NodeSpec* from = network.find(projection.from);
    if (projection.feedback && from != nullptr && from->layer() != nullptr) {
      feedback.probes.push_back(projection.name + ".B");
    }
  }
  std::vector<Plot> board = {output, errors, input, loss, weights, feedback};
  if (outputs(network).empty()) loss.probes.clear();
  std::erase_if(board, [](const Plot& plot) { return plot.probes.empty(); });
  return board;
}

/// Initial values over all layers; a layer whose values are not valid yet is left out.
std::vector<double> timeConstants(const Project& project, std::initializer_list<const char*> keys) {
  std::vector<double> all;
  for (const auto& [id, node] : project.network.nodes) {
    for (const char* key : keys) {
      if (node.layer() == nullptr || valueProblem(project.network, number(id), key)) continue;
      const std::vector<double> tau =
          evaluate(project.network, project.settings.seed, number(id), key);
      all.insert(all.end(), tau.begin(), tau.end());
    }
  }
  return all;
}

/// Hz, of all inputs; empty if one is no sum of sines.
std::set<double> inputFrequencies(const Project& project) {
  std::set<double> all;
  for (const auto& [id, node] : project.network.nodes) {
    if (node.input() == nullptr) continue;
    const auto own = frequencies(node.input()->signal);
    if (!own) return {};
    all.insert(own->begin(), own->end());
  }
  return all;
}

/// What the value B learns is made of where no single frequency tells it.
void addPowers(const NetworkSpec& network, const std::vector<PlottedProbe>& own,
               std::vector<PlottedProbe>& probes) {
  for (const PlottedProbe& plotted : own) {
    const std::string owner = partsOf(plotted.probe).owner;
    const ProjectionSpec* projection = network.findProjection(owner);
    if (projection == nullptr || !projection->feedback) continue;
    for (const char* power : {".r_tilde", ".rho"}) {
      const PlottedProbe probe{owner + power, TraceRole::Signal, false};
      if (std::ranges::find(probes, probe) == probes.end()) probes.push_back(probe);
    }
  }
}

double roundNumber(double x) {
  const double decade = std::pow(10, std::floor(std::log10(x)));
  for (const double factor : {1.0, 2.0, 3.0, 5.0}) {
    if (x <= 1.2 * factor * decade) return factor * decade;
  }
  return 10 * decade;
}

}  // namespace

bool isShared(TraceRole role) {
  return role == TraceRole::Input || role == TraceRole::Target || role == TraceRole::Teacher;
}

std::vector<Plot> boardOf(const Project& project) {
  return project.board.empty() ? chosenBoard(project.network) : project.board;
}

std::vector<PlottedProbe> plottedProbes(const Project& project, const Plot& plot) {
  const NetworkSpec& network = project.network;
  std::vector<PlottedProbe> companions, own;
  for (const std::string& probe : plot.probes) {
    const auto found = classified(network, probe);
    if (!found) continue;
    own.push_back(*found);
    const auto [owner, variable] = partsOf(probe);
    const ProjectionSpec* projection = network.findProjection(owner);
    const std::string index =
        probe.find('[') == std::string::npos ? "" : probe.substr(probe.find('['));
    if (variable == "W" && found->role == TraceRole::Weight && projection->teacher) {
      const ProjectionSpec* teacher = network.find(*projection->teacher);
      if (teacher != nullptr) {
        companions.push_back({(teacher->name + ".W").append(index), TraceRole::Teacher, true});
      }
    }
    if (variable == "B" && found->role == TraceRole::Feedback) {
      companions.push_back({(owner + ".expected_B").append(index), TraceRole::Expected, true});
    }
  }
  if (plot.kind == Plot::Kind::Heat && inputFrequencies(project).size() != 1) {
    addPowers(network, own, companions);
  }
  companions.insert(companions.end(), own.begin(), own.end());
  return companions;
}

std::vector<std::string> observedProbes(const Project& project) {
  std::vector<std::string> probes;
  for (const Plot& plot : boardOf(project)) {
    for (const PlottedProbe& plotted : plottedProbes(project, plot)) {
      if (std::ranges::find(probes, plotted.probe) == probes.end()) {
        probes.push_back(plotted.probe);
      }
    }
  }
  if (std::ranges::find(probes, "loss_mean") == probes.end()) probes.emplace_back("loss_mean");
  return probes;
}

Observe observationOf(const Project& project, std::size_t shown) {
  const double steps = recentWindow(project) / project.settings.dt;
  // What is made of the values themselves, not of their envelope, needs every step.
  const bool needs_values = std::ranges::any_of(boardOf(project), [](const Plot& plot) {
    return plot.kind == Plot::Kind::Xy || plot.kind == Plot::Kind::Spectrum;
  });
  const double rows = needs_values ? TraceStore::kRecentRows : kRowsPerWindow;
  return {.probes = observedProbes(project),
          .interval = std::max<std::int64_t>(1, std::llround(steps / rows)),
          .shown = shown};
}

double inputPeriod(const Project& project) {
  double period = 0;
  for (const auto& [id, node] : project.network.nodes) {
    if (node.input() == nullptr) continue;
    if (frequencies(node.input()->signal) == std::set<double>{}) continue;  // constant
    const std::optional<double> own = signalPeriod(node.input()->signal);
    if (!own || (period != 0 && *own != period)) return 0;
    period = *own;
  }
  return period;
}

double recentWindow(const Project& project) {
  const double period = inputPeriod(project);
  // Of several frequencies a few cycles of each are to be seen, not the period they have in common,
  // in which they would be a band.
  const std::set<double> mixture = inputFrequencies(project);
  if (period > 0 && mixture.size() > 1 && *mixture.begin() > 0) {
    const double cycles =
        std::max(kPeriodsShown / *mixture.rbegin(), kCyclesShown / *mixture.begin());
    return roundNumber(std::min(1000 * cycles, kPeriodsShown * period));
  }
  if (period > 0 && period <= 5000) return roundNumber(kPeriodsShown * period);
  const std::vector<double> tau = timeConstants(project, {"tau_m"});
  const double slowest = tau.empty() ? 10 * project.settings.dt : std::ranges::max(tau);
  return roundNumber(kTimeConstantsShown * slowest);
}

double smallestTimeConstant(const Project& project) {
  const std::vector<double> tau = timeConstants(project, {"tau_m", "tau_r"});
  return tau.empty() ? 0 : std::ranges::min(tau);
}

}  // namespace vle::ui
