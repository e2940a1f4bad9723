// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/board_codec.h"

#include <cmath>

#include "model/parameters.h"

namespace vle {

namespace {

constexpr const char* kWholeRun = "run";

double readWindow(const JsonCursor& cursor) {
  if (cursor.value().isString()) {
    if (cursor.text() == kWholeRun) return kNever;
    cursor.problem("the window of a plot must be a length in ms or \"run\".");
    return 0;
  }
  const double window = cursor.number();
  if (!(window > 0) || window > kLongestPlotWindow) {
    cursor.problem("the window of a plot must be > 0 ms and <= 1e9 ms, or \"run\".");
    return 0;
  }
  return window;
}

std::optional<AxisLimits> readLimits(const JsonCursor& cursor) {
  const qsizetype count = cursor.count("two numbers, the lower first");
  if (count == 2) {
    const AxisLimits limits{cursor.at(qsizetype{0}).number(), cursor.at(qsizetype{1}).number()};
    if (areLimits(limits, false)) return limits;
  }
  cursor.problem("the limits of a plot must be two numbers, the lower first.");
  return std::nullopt;
}

Plot readPlot(const JsonCursor& at) {
  static const std::vector<std::string> kinds(plotKinds().begin(), plotKinds().end());
  Plot plot;
  if (at.has("title")) plot.title = at.at("title").text();
  if (at.has("kind")) plot.kind = static_cast<Plot::Kind>(at.at("kind").choice("kind", kinds));
  if (at.has("probes")) plot.probes = at.at("probes").texts();
  if (at.has("log")) plot.log = at.at("log").boolean();
  if (at.has("height")) plot.height = at.at("height").number();
  if (!(plot.height > 0) || plot.height > 1000) {
    at.at("height").problem("the height of a plot must be > 0 and <= 1000.");
    plot.height = 1;
  }
  if (at.has("wide")) plot.wide = at.at("wide").boolean();
  if (at.has("window")) plot.window = readWindow(at.at("window"));
  if (at.has("limits")) plot.limits = readLimits(at.at("limits"));
  if (plot.limits && plot.isLogarithmic() && !areLimits(*plot.limits, true)) {
    at.at("limits").problem(
        "the limits of a logarithmic plot are decimal logarithms, between -307 and 308; these are "
        "not used.",
        Severity::Warning);
  }
  if (at.has("minus")) plot.minus = at.at("minus").text();
  return plot;
}

Json writePlot(const Plot& plot) {
  Json::Array probes(plot.probes.begin(), plot.probes.end());
  Json::Object object = {
      {"title", plot.title}, {"kind", nameOf(plot.kind)}, {"probes", std::move(probes)}};
  if (plot.log) object.emplace_back("log", true);
  if (plot.height != 1) object.emplace_back("height", plot.height);
  if (plot.wide) object.emplace_back("wide", true);
  if (std::isinf(plot.window))
    object.emplace_back("window", kWholeRun);
  else if (plot.window > 0)
    object.emplace_back("window", plot.window);
  if (plot.limits) {
    object.emplace_back("limits", Json::Array{plot.limits->lo, plot.limits->hi});
  }
  if (!plot.minus.empty()) object.emplace_back("minus", plot.minus);
  return object;
}

}  // namespace

std::vector<Plot> readBoard(const JsonCursor& cursor) {
  std::vector<Plot> board;
  if (!cursor.expectObject({"plots"}) || !cursor.has("plots")) return board;
  const JsonCursor plots = cursor.at("plots");
  const qsizetype count = plots.count("a list of plots");
  constexpr qsizetype kMostPlots = 64;
  if (count > kMostPlots) {
    plots.problem("the board has " + std::to_string(count) + " plots, the limit is 64.");
    return board;
  }
  for (qsizetype k = 0; k < count; ++k) {
    const JsonCursor at = plots.at(k);
    if (!at.expectObject(
            {"title", "kind", "probes", "log", "height", "wide", "window", "limits", "minus"})) {
      continue;
    }
    board.push_back(readPlot(at));
  }
  return board;
}

Json writeBoard(const std::vector<Plot>& board) {
  Json::Array plots;
  for (const Plot& plot : board) plots.push_back(writePlot(plot));
  return Json::Object{{"plots", std::move(plots)}};
}

}  // namespace vle
