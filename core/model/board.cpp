// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/board.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <ranges>

#include "model/signal_shape.h"
#include "model/values.h"

namespace vle {

namespace {

constexpr double kPeriodsShown = 5;
constexpr double kCyclesShown = 3;  ///< at least, of the slowest of several frequencies
constexpr double kTimeConstantsShown = 30;

auto plotPlace(Board& board, std::size_t at) {
  return board.begin() + static_cast<std::ptrdiff_t>(std::min(at, board.size()));
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

Board chosenBoard(const NetworkSpec& network) {
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
  Board board = {output, errors, input, loss, weights, feedback};
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

double roundNumber(double x) {
  const double decade = std::pow(10, std::floor(std::log10(x)));
  for (const double factor : {1.0, 2.0, 3.0, 5.0}) {
    if (x <= 1.2 * factor * decade) return factor * decade;
  }
  return 10 * decade;
}

}  // namespace

Board boardOf(const Project& project) {
  return project.board.empty() ? chosenBoard(project.network) : project.board;
}

Board withProbe(Board board, std::size_t plot, const std::string& probe) {
  if (plot >= board.size()) return board;
  std::vector<std::string>& probes = board[plot].probes;
  if (std::ranges::find(probes, probe) == probes.end()) probes.push_back(probe);
  return board;
}

Board withoutProbe(Board board, std::size_t plot, const std::string& probe) {
  if (plot < board.size()) std::erase(board[plot].probes, probe);
  return board;
}

Board withPlot(Board board, std::size_t at, Plot plot) {
  if (board.size() < kMostPlots) board.insert(plotPlace(board, at), std::move(plot));
  return board;
}

Board withoutPlot(Board board, std::size_t plot) {
  if (plot < board.size()) board.erase(plotPlace(board, plot));
  return board;
}

Board withPlotSplit(Board board, std::size_t plot) {
  if (plot >= board.size() || board[plot].probes.size() < 2) return board;
  const Plot whole = board[plot];
  board.erase(plotPlace(board, plot));
  for (std::size_t k = 0; k < whole.probes.size() && board.size() < kMostPlots; ++k) {
    Plot part = whole;
    part.probes = {whole.probes[k]};
    part.title = whole.probes[k];
    board.insert(plotPlace(board, plot + k), std::move(part));
  }
  return board;
}

Board withPlotMoved(Board board, std::size_t plot, std::size_t to) {
  if (plot >= board.size() || to >= board.size() || plot == to) return board;
  if (plot < to)
    std::rotate(plotPlace(board, plot), plotPlace(board, plot + 1), plotPlace(board, to + 1));
  else
    std::rotate(plotPlace(board, to), plotPlace(board, plot), plotPlace(board, plot + 1));
  return board;
}

Board withHeight(Board board, std::size_t plot, double height) {
  if (plot < board.size()) board[plot].height = std::clamp(height, kLowestPlot, kHighestPlot);
  return board;
}

Board withKind(Board board, std::size_t plot, Plot::Kind kind) {
  if (plot >= board.size() || board[plot].kind == kind) return board;
  board[plot].kind = kind;
  board[plot].log = kind == Plot::Kind::Loss;
  board[plot].limits.reset();
  return board;
}

Board withVariantRenamed(Board board, const std::string& old, const std::string& name) {
  for (Plot& plot : board) {
    if (plot.minus == old) plot.minus = name;
  }
  return board;
}

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

}  // namespace vle
