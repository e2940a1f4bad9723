// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plot/heat_maps.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "session/number_text.h"
#include "sim/diagnostics.h"
#include "sim/network.h"

namespace vle::ui {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

constexpr double kAveraged = 4000;         ///< ms of rates for ⟨|H|²⟩
constexpr std::size_t kMostAveraged = 64;  ///< neurons; of more it would take too long

/// A matrix that is shown.
struct Matrix {
  const char* key;   // of its probe
  const char* lead;  // before the projection's name
  bool has_upper_rows;
};

constexpr Matrix kForward{"W", "", true};
constexpr Matrix kBackward{"B", "B of ", false};
constexpr Matrix kExpected{"expected_B", "|H|²Wᵀ of ", false};
constexpr Matrix kMeanExpected{"", "⟨|H|²⟩Wᵀ of ", false};  // of several frequencies

HeatMap empty(const std::string& projection, const Matrix& matrix, std::size_t rows,
              std::size_t columns) {
  HeatMap map;
  map.name = QString::fromUtf8(matrix.lead) + asText(projection);
  map.projection = asText(projection);
  map.rows = rows;
  map.columns = columns;
  map.values.assign(rows * columns, kNone);
  map.has_upper_rows = matrix.has_upper_rows;
  return map;
}

/// B/Wᵀ that alignment settles at for every lower neuron; empty where nothing is known of it.
/// @source model.md §3
std::vector<double> expectedFactors(const ProjectionPlan& plan, const LiveView& live,
                                    const TraceStore& traces, VariantId variant) {
  std::vector<double> factors;
  const auto f = expectedFrequency(*live.network(), plan);
  const auto is_recorded = [&](const char* power) {
    return !traces.channels(variant, plan.name + power).empty();
  };
  const bool has_powers =
      plan.pre.size <= kMostAveraged && is_recorded(".r_tilde") && is_recorded(".rho");
  if (plan.from_input || !(f || has_powers)) return factors;
  for (std::size_t j = 0; j < plan.pre.size; ++j) {
    const std::size_t lower = plan.pre.begin + j;
    if (f) {
      factors.push_back(live.squaredGain(*f, lower));
      continue;
    }
    const std::string index = "[" + std::to_string(j) + "]";
    const double from = traces.newest() - kAveraged;
    factors.push_back(traces.meanSquare(variant, plan.name + ".r_tilde" + index, from) /
                      traces.meanSquare(variant, plan.name + ".rho" + index, from));
  }
  return factors;
}

void addLive(const ProjectionPlan& plan, const LiveView& live, const TraceStore& traces,
             VariantId variant, std::vector<HeatMap>& maps) {
  const std::size_t begin = plan.weights.begin;
  HeatMap W = empty(plan.name, kForward, plan.post.size, plan.pre.size);
  HeatMap B = empty(plan.name, kBackward, plan.pre.size, plan.post.size);
  const bool is_single = expectedFrequency(*live.network(), plan).has_value();
  HeatMap wanted =
      empty(plan.name, is_single ? kExpected : kMeanExpected, plan.pre.size, plan.post.size);
  const std::vector<double> factors = expectedFactors(plan, live, traces, variant);
  plan.forEachSynapse([&](std::size_t k, std::size_t i, std::size_t j) {
    const double w = static_cast<double>(live.W()[begin + k]);
    W.values[i * W.columns + j] = w;
    if (plan.from_input) return;
    const std::size_t at = j * B.columns + i;
    B.values[at] = static_cast<double>(live.B()[begin + k]);
    if (!factors.empty()) wanted.values[at] = factors[j] * w;
  });
  maps.push_back(std::move(W));
  if (plan.from_input) return;
  maps.push_back(std::move(B));
  if (!factors.empty()) maps.push_back(std::move(wanted));
}

/// Row and column of "W2.W[1;0]".
std::pair<std::size_t, std::size_t> indicesOf(const std::string& channel) {
  std::size_t row = 0, column = 0;
  const char* end = channel.data() + channel.size();
  const auto [after, error] = std::from_chars(channel.data() + channel.find('[') + 1, end, row);
  if (error == std::errc{} && after < end) std::from_chars(after + 1, end, column);
  return {row, column};
}

void addRecorded(const std::string& projection, VariantId variant, const TraceStore& traces,
                 std::vector<HeatMap>& maps) {
  for (const Matrix& matrix : {kForward, kBackward, kExpected}) {
    const auto channels = traces.channels(variant, projection + "." + matrix.key);
    if (channels.empty()) continue;
    std::size_t rows = 0, columns = 0;
    for (const ChannelName& channel : channels) {
      const auto [row, column] = indicesOf(channel.name);
      rows = std::max(rows, row + 1);
      columns = std::max(columns, column + 1);
    }
    HeatMap map = empty(projection, matrix, rows, columns);
    for (const ChannelName& channel : channels) {
      const auto [row, column] = indicesOf(channel.name);
      map.values[row * columns + column] = traces.last(variant, channel.name).value_or(kNone);
    }
    maps.push_back(std::move(map));
  }
}

}  // namespace

std::vector<HeatMap> heatMapsOf(const PlotContent& content, const PlotSource& source) {
  std::vector<std::string> projections;
  for (const PlottedProbe& probe : content.probes) {
    if (probe.role == ProbeRole::Teacher) continue;
    const std::string owner = probe.probe.substr(0, probe.probe.find('.'));
    if (std::ranges::find(projections, owner) == projections.end()) projections.push_back(owner);
  }
  std::vector<HeatMap> maps;
  const auto front = std::ranges::find_if(content.variants, &ShownVariant::is_front);
  for (const std::string& projection : projections) {
    const LiveView* live = source.live;
    const bool is_live = live != nullptr && live->network() && !live->W().empty();
    if (is_live) {
      const auto& plans = live->network()->projections;
      const auto plan = std::ranges::find(plans, projection, &ProjectionPlan::name);
      const VariantId variant = front != content.variants.end() ? front->id : VariantId{};
      if (plan != plans.end()) addLive(*plan, *live, source.traces, variant, maps);
    } else if (front != content.variants.end()) {
      addRecorded(projection, front->id, source.traces, maps);
    }
  }
  return maps;
}

}  // namespace vle::ui
