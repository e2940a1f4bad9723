// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/board_edits.h"

#include <algorithm>

namespace vle::ui {

namespace {

constexpr std::size_t kManyWeights = 6;

auto place(Board& board, std::size_t at) {
  return board.begin() + static_cast<std::ptrdiff_t>(std::min(at, board.size()));
}

}  // namespace

Plot plotOf(const NetworkSpec& network, const std::string& probe, std::size_t values) {
  const auto dot = probe.find('.');
  if (dot == std::string::npos) {
    const bool is_loss = probe.starts_with("loss");
    return {.title = probe,
            .kind = is_loss ? Plot::Kind::Loss : Plot::Kind::Time,
            .probes = {probe},
            .log = is_loss};
  }
  const bool is_weights = network.findProjection(probe.substr(0, dot)) != nullptr &&
                          network.findNode(probe.substr(0, dot)) == nullptr;
  const bool is_matrix = is_weights && probe.find('[') == std::string::npos;
  return {.title = probe,
          .kind = is_matrix && values > kManyWeights ? Plot::Kind::Heat : Plot::Kind::Time,
          .probes = {probe}};
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
  if (board.size() < kMostPlots) board.insert(place(board, at), std::move(plot));
  return board;
}

Board withoutPlot(Board board, std::size_t plot) {
  if (plot < board.size()) board.erase(place(board, plot));
  return board;
}

Board split(Board board, std::size_t plot) {
  if (plot >= board.size() || board[plot].probes.size() < 2) return board;
  const Plot whole = board[plot];
  board.erase(place(board, plot));
  for (std::size_t k = 0; k < whole.probes.size() && board.size() < kMostPlots; ++k) {
    Plot part = whole;
    part.probes = {whole.probes[k]};
    part.title = whole.probes[k];
    board.insert(place(board, plot + k), std::move(part));
  }
  return board;
}

Board moved(Board board, std::size_t plot, std::size_t to) {
  if (plot >= board.size() || to >= board.size() || plot == to) return board;
  if (plot < to)
    std::rotate(place(board, plot), place(board, plot + 1), place(board, to + 1));
  else
    std::rotate(place(board, to), place(board, plot), place(board, plot + 1));
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

}  // namespace vle::ui
