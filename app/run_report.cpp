// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "run_report.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "sim/diagnostics.h"
#include "sim/feedback.h"
#include "text_table.h"

namespace vle::app {

namespace {

/// A matrix of a projection, rows as written in files: W by upper, B by lower neuron. A one-to-one
/// projection is a list. Missing synapses are null.
/// @param at  value at an offset of the weights
template <class At>
Json matrixJson(const ProjectionPlan& projection, bool is_W, At at) {
  Json::Array rows;
  if (projection.pattern == Pattern::Kind::OneToOne) {
    for (std::size_t k = 0; k < projection.weights.size; ++k) rows.push_back(at(k));
    return rows;
  }
  const std::size_t n_rows = is_W ? projection.post.size : projection.pre.size;
  const std::size_t n_columns = is_W ? projection.pre.size : projection.post.size;
  for (std::size_t i = 0; i < n_rows; ++i) {
    Json::Array row;
    for (std::size_t j = 0; j < n_columns; ++j) {
      const auto synapse = is_W ? projection.synapse(i, j) : projection.synapse(j, i);
      row.push_back(synapse ? Json(at(*synapse)) : Json());
    }
    rows.emplace_back(std::move(row));
  }
  return rows;
}

Json projectionJson(const Network& network, const State& state, const ProjectionPlan& projection) {
  const auto in = [](const AlignedVector& weights, const ProjectionPlan& plan) {
    return [&weights, begin = plan.weights.begin](std::size_t k) { return weights[begin + k]; };
  };
  Json B;
  Json M;
  Json expected_B;
  Json teacher;
  if (!projection.from_input) {
    B = matrixJson(projection, false,
                   [&](std::size_t k) { return feedbackWeight(projection, state, k); });
    if (const auto f = expectedFrequency(network, projection)) {
      expected_B = matrixJson(projection, false, [&](std::size_t k) {
        return expectedFeedback(network, projection, state, k, *f);
      });
    }
  }
  if (projection.has_model) M = matrixJson(projection, true, in(state.M, projection));
  if (projection.teacher) {
    const ProjectionPlan& twin = network.projections[*projection.teacher];
    teacher = matrixJson(twin, true, in(state.W, twin));
  }
  return Json::Object{{"W", matrixJson(projection, true, in(state.W, projection))},
                      {"B", std::move(B)},
                      {"M", std::move(M)},
                      {"teacher", std::move(teacher)},
                      {"expected_B", std::move(expected_B)}};
}

Json listJson(const AlignedVector& values, Slots range) {
  Json::Array list;
  for (std::size_t k = range.begin; k < range.end(); ++k) list.emplace_back(values[k]);
  return list;
}

Json divergenceJson(const DivergenceReport& report) {
  Json cure;
  if (report.cure) {
    cure = Json::Object{{"path", report.cure->path},
                        {"factor", report.cure->factor},
                        {"tried_ms", report.cure->ms}};
  }
  const auto list = [](const std::vector<DivergenceReport::Trial>& trials) {
    Json::Array changes;
    for (const DivergenceReport::Trial& trial : trials) {
      changes.emplace_back(Json::Object{
          {"what", trial.words}, {"path", trial.path}, {"factor", trial.factor}, {"ms", trial.ms}});
    }
    return changes;
  };
  return Json::Object{{"time", report.t},
                      {"variable", report.variable},
                      {"place", report.place},
                      {"value", report.value},
                      {"largest_term", report.term},
                      {"largest_term_value", report.term_value},
                      {"cause", nameOf(report.cause)},
                      {"from_start", report.from_start},
                      {"cure", std::move(cure)},
                      {"also_finite", list(report.others)},
                      {"tried_in_vain", list(report.in_vain)},
                      {"sentence", report.sentence()}};
}

Json variantJson(const VariantResult& variant) {
  const Network& network = *variant.network;
  const State& state = variant.state;
  Json::Object weights;
  for (const ProjectionPlan& projection : network.projections) {
    weights.emplace_back(projection.name, projectionJson(network, state, projection));
  }
  Json::Object layers;
  for (const LayerPlan& layer : network.layers) {
    layers.emplace_back(layer.name, Json::Object{{"bias", listJson(state.bias, layer.range)},
                                                 {"tau_m", listJson(state.tau_m, layer.range)},
                                                 {"tau_r", listJson(state.tau_r, layer.range)}});
  }
  return Json::Object{
      {"name", variant.name},
      {"loss_first", variant.loss_first},
      {"loss_last", variant.loss_last},
      {"loss_test", state.loss_test},  // null where it is infinite
      {"loss_test_relative", state.loss_test_relative},
      {"time_to_threshold", variant.time_to_threshold ? Json(*variant.time_to_threshold) : Json()},
      {"diverged", state.divergence.has_value()},
      {"divergence", variant.explanation ? divergenceJson(*variant.explanation) : Json()},
      {"weights", std::move(weights)},
      {"layers", std::move(layers)}};
}

/// "1.2e-05, 0.01 %": loss of the held-out test and what share of the target's power it is.
std::string testText(const VariantResult& variant) {
  const State& state = variant.state;
  if (!variant.network->held_out) return "none";
  if (!std::isfinite(state.loss_test)) return "diverged";
  std::string text = cell("%.3g", state.loss_test);
  if (std::isfinite(state.loss_test_relative)) {
    text += ", " + cell("%.3g", 100 * state.loss_test_relative) + " %";
  }
  return text;
}

/// "W1 1.206 (1.2)": final weight and teacher of the projections that learn, as long as they are
/// few.
std::string weightsText(const VariantResult& variant) {
  constexpr std::size_t kFew = 4;
  std::string text;
  for (const ProjectionPlan& projection : variant.network->projections) {
    if (projection.learn == 0 || projection.weights.size > kFew) continue;
    for (std::size_t k = 0; k < projection.weights.size; ++k) {
      text += (text.empty() ? "" : "  ") + projection.name + " " +
              cell("%.4g", variant.state.W[projection.weights.begin + k]);
      if (projection.teacher) {
        const ProjectionPlan& twin = variant.network->projections[*projection.teacher];
        const auto [i, j] = projection.ends(k);
        const auto synapse = twin.synapse(i, j);  // a sparse teacher has a mask of its own
        text += !synapse
                    ? " (none)"
                    : " (" + cell("%.4g", variant.state.W[twin.weights.begin + *synapse]) + ")";
      }
    }
  }
  return text;
}

}  // namespace

Json reportJson(const std::string& project_id, const Project& project,
                const ExperimentResult& result) {
  Json::Array variants;
  for (const VariantResult& variant : result.variants) variants.push_back(variantJson(variant));
  return Json::Object{
      {"project", project_id},          {"seed", project.settings.seed},
      {"dt", project.settings.dt},      {"duration", project.settings.duration},
      {"steps", result.steps},          {"steps_per_second", std::round(result.steps_per_second)},
      {"variants", std::move(variants)}};
}

std::string reportTable(const Project& project, const ExperimentResult& result) {
  const bool is_tested = std::ranges::any_of(
      result.variants, [](const VariantResult& v) { return v.network->held_out.has_value(); });
  std::vector<std::vector<std::string>> rows = {
      {"variant", "loss first 5 %", "loss last 5 %",
       "below " + cell("%g", project.settings.threshold) + " at"}};
  if (is_tested) rows.front().emplace_back("test loss, share");
  rows.front().emplace_back("final W (teacher)");
  for (const VariantResult& variant : result.variants) {
    const std::string solved =
        variant.time_to_threshold ? cell("%.2f s", *variant.time_to_threshold / 1000) : "never";
    std::vector<std::string>& row = rows.emplace_back();
    row = {variant.name, cell("%.3g", variant.loss_first), cell("%.3g", variant.loss_last), solved};
    if (is_tested) row.push_back(testText(variant));
    row.push_back(weightsText(variant));
  }
  return std::to_string(result.steps) + " steps of " + formatNumber(project.settings.dt) +
         " ms, seed " + std::to_string(project.settings.seed) + ", " +
         cell("%.2g", result.steps_per_second / 1e6) + " million steps/s\n\n" + tableText(rows);
}

std::string divergenceText(const std::string& variant, const DivergenceReport& report) {
  return "the variant '" + variant + "' diverged: " + report.sentence() + " " + report.details();
}

}  // namespace vle::app
