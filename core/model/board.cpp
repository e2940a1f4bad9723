// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/board.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>
#include <optional>
#include <ranges>

#include "model/signal_shape.h"
#include "model/values.h"

namespace vle {

namespace {

constexpr double kPeriodsShown = 5;
constexpr double kCyclesShown = 3;  ///< at least, of the slowest of several frequencies
constexpr double kTimeConstantsShown = 30;

// Of a board that is chosen for a network: at most 50 probes, whatever its size.
constexpr double kMostCurves = 16;       ///< of a plot that shows whole layers or matrices
constexpr std::size_t kMostSignals = 8;  ///< probes of outputs, of targets, of inputs
constexpr std::size_t kMostErrors = 12;
constexpr std::size_t kMostWeights = 6;   ///< projections whose W, or B, are curves
constexpr std::size_t kMostMatrices = 3;  ///< projections whose W and B are heat maps
constexpr double kMostCells = 200'000;    ///< synapses of them together

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

/// A probe without index, and how many curves it stands for.
struct Candidate {
  std::string probe;
  double curves = 1;
};

/// At most `most` of them, evenly from the first to the last.
std::vector<Candidate> evenly(const std::vector<Candidate>& all, std::size_t most) {
  if (all.size() <= most) return all;
  std::vector<Candidate> picked;
  for (std::size_t k = 0; k < most; ++k) {
    picked.push_back(all[k * (all.size() - 1) / (most - 1)]);
  }
  return picked;
}

double curvesOf(const std::vector<Candidate>& candidates) {
  return std::accumulate(candidates.begin(), candidates.end(), 0.0,
                         [](double sum, const Candidate& c) { return sum + c.curves; });
}

/// What a title says of a plot that shows some only: " (6 of 12 projections)"; else nothing.
std::string partText(std::size_t shown, std::size_t all, const std::string& what) {
  if (shown >= all) return {};
  return " (" + std::to_string(shown) + " of " + std::to_string(all) + " " + what + ")";
}

/// Adds probes of neurons, `most` at most: of whole layers as long as their curves can be told
/// apart, else of the first neurons of each. The title says what is left out.
/// @param what  they belong to, several of them
void addNeurons(Plot& plot, const std::vector<Candidate>& all, std::size_t most,
                const std::string& what) {
  const std::vector<Candidate> picked = evenly(all, most);
  const bool are_whole = curvesOf(picked) <= kMostCurves;
  plot.title += partText(picked.size(), all.size(), what);
  for (const Candidate& candidate : picked) {
    const std::size_t each = std::max<std::size_t>(1, most / picked.size());
    if (are_whole || candidate.curves <= static_cast<double>(each)) {
      plot.probes.push_back(candidate.probe);
      continue;
    }
    for (std::size_t i = 0; i < each; ++i) {
      plot.probes.push_back(candidate.probe + "[" + std::to_string(i) + "]");
    }
  }
}

/// Whole matrices that together are small enough to be painted several times a second.
void addMatrices(Plot& plot, std::vector<Candidate> all) {
  std::erase_if(all, [](const Candidate& matrix) { return matrix.curves > kMostCells; });
  double cells = 0;
  for (const Candidate& matrix : evenly(all, kMostMatrices)) {
    cells += matrix.curves;
    if (cells <= kMostCells) plot.probes.push_back(matrix.probe);
  }
}

/// How many synapses a projection has, nearly; 0 if one of its ends is missing.
double synapsesOf(const NetworkSpec& network, const ProjectionSpec& projection) {
  const NodeSpec* from = network.find(projection.from);
  const NodeSpec* to = network.find(projection.to);
  if (from == nullptr || to == nullptr) return 0;
  const auto upper = static_cast<double>(to->size);
  if (projection.pattern.kind == Pattern::Kind::OneToOne) return upper;
  const auto all = upper * static_cast<double>(from->size);
  const bool is_sparse = projection.pattern.kind == Pattern::Kind::Sparse;
  return is_sparse ? all * projection.pattern.probability : all;
}

/// Plots of the weights: as curves while they can be told apart, else as heat maps, where B stands
/// beside W.
Board weightPlots(const NetworkSpec& network) {
  std::vector<Candidate> W, B, matrices;
  bool has_teacher = false;
  for (const ProjectionSpec& projection : network.projections | std::views::values) {
    const double synapses = synapsesOf(network, projection);
    const NodeSpec* from = network.find(projection.from);
    const bool has_B = projection.feedback && from != nullptr && from->layer() != nullptr;
    if (projection.learn != 0) W.push_back({projection.name + ".W", synapses});
    if (has_B) B.push_back({projection.name + ".B", synapses});
    if (projection.learn != 0 || has_B) matrices.push_back({projection.name + ".W", synapses});
    has_teacher |= projection.learn != 0 && projection.teacher;
  }
  const std::vector<Candidate> some_W = evenly(W, kMostWeights);
  const std::vector<Candidate> some_B = evenly(B, kMostWeights);
  const auto names = [](const std::vector<Candidate>& candidates) {
    std::vector<std::string> probes(candidates.size());
    std::ranges::transform(candidates, probes.begin(), &Candidate::probe);
    return probes;
  };
  if (curvesOf(some_W) <= kMostCurves && curvesOf(some_B) <= kMostCurves) {
    return {{.title = (has_teacher ? "Weights W (grey: teacher)" : "Weights W") +
                      partText(some_W.size(), W.size(), "projections"),
             .kind = Plot::Kind::Time,
             .probes = names(some_W)},
            {.title = "Feedback B and where theory expects it" +
                      partText(some_B.size(), B.size(), "projections"),
             .kind = Plot::Kind::Time,
             .probes = names(some_B)}};
  }
  Plot maps{.title = B.empty() ? "Weights W" : "Weights W and feedback B",
            .kind = Plot::Kind::Heat,
            .probes = {}};
  const std::size_t all = matrices.size();
  addMatrices(maps, std::move(matrices));
  maps.title += partText(maps.probes.size(), all, "projections");
  return {maps};
}

Board chosenBoard(const NetworkSpec& network) {
  std::vector<Candidate> rates, targets, erring, inputs, first;
  const auto add = [](std::vector<Candidate>& list, const NodeSpec& node, const char* variable) {
    list.push_back({node.name + variable, static_cast<double>(node.size)});
  };
  for (const NodeSpec* layer : outputs(network)) add(rates, *layer, ".r");
  for (const auto& [id, node] : network.nodes) {
    if (node.target() != nullptr) add(targets, node, ".target");
    if (node.input() != nullptr) add(inputs, node, ".r");
    if (node.layer() == nullptr) continue;
    if (first.empty()) add(first, node, ".r");
    if (receivesError(network, id)) add(erring, node, ".e");
  }
  Plot output{.title = "Output and target", .kind = Plot::Kind::Time, .probes = {}};
  Plot errors{.title = "Errors", .kind = Plot::Kind::Time, .probes = {}};
  Plot input{.title = "Input", .kind = Plot::Kind::Time, .probes = {}};
  Plot loss{.title = "Loss", .kind = Plot::Kind::Loss, .probes = {}, .log = true};
  addNeurons(output, rates.empty() && targets.empty() ? first : rates, kMostSignals, "layers");
  addNeurons(output, targets, kMostSignals, "targets");
  addNeurons(errors, erring, kMostErrors, "layers");
  addNeurons(input, inputs, kMostSignals, "inputs");
  if (!rates.empty()) loss.probes = {"loss"};
  Board board = {output, errors, input, loss};
  std::ranges::move(weightPlots(network), std::back_inserter(board));
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
