// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/error_transfer.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <Eigen/LU>

#include "sim/feedback.h"
#include "sim/layer_groups.h"
#include "sim/transfer.h"

namespace vle {

namespace {

constexpr std::size_t kMostInLoop = 256;  ///< neurons: a dense system of their size is solved
constexpr double kSingular = 1e-12;       ///< reciprocal condition

}  // namespace

AlignedVector feedbackInUse(const Network& network, const State& state) {
  AlignedVector weights(network.weight_slots, 0.0);
  for (const ProjectionPlan& plan : network.projections) {
    if (plan.from_input) continue;
    for (std::size_t k = 0; k < plan.weights.size; ++k) {
      weights[plan.weights.begin + k] = feedbackWeight(plan, state, k);
    }
  }
  return weights;
}

ErrorTransfer::ErrorTransfer(const Network& network, const State& state,
                             const AlignedVector& slopes, AlignedVector feedback)
    : network_(network), state_(state), slopes_(slopes), feedback_(std::move(feedback)) {
  findGroups();
}

void ErrorTransfer::findGroups() {
  const LayerGroups found(network_);
  for (const std::vector<std::size_t>& layers : found.groups()) {
    Group& group = groups_.emplace_back();
    for (const std::size_t l : layers) group.neurons += network_.layers[l].range.size;
    group.layers = layers;
  }
  for (const ProjectionPlan& plan : network_.projections) {
    if (plan.from_input) continue;
    Group& group = groups_[found.groupOf(plan.pre)];
    (found.isOnLoop(plan) ? group.within : group.from_above).push_back(&plan);
  }
}

void ErrorTransfer::solveLoop(const Group& group, const std::vector<Complex>& diagonal,
                              Complex turn, const AlignedVector& weights, Columns& x) const {
  const auto n = static_cast<Eigen::Index>(group.neurons);
  std::vector<Eigen::Index> place(network_.neuron_slots, 0);
  Eigen::MatrixXcd right(n, x.cols());
  Eigen::Index next = 0;
  const auto for_each = [&](auto&& act) {
    next = 0;
    for (const std::size_t l : group.layers) {
      const Slots range = network_.layers[l].range;
      for (std::size_t k = range.begin; k < range.end(); ++k) act(k, next++);
    }
  };
  for_each([&](std::size_t k, Eigen::Index row) {
    place[k] = row;
    right.row(row) = diagonal[k] * x.row(static_cast<Eigen::Index>(k));
  });
  const auto give_up = [&] {
    for_each([&](std::size_t k, Eigen::Index) {
      x.row(static_cast<Eigen::Index>(k)).setConstant(std::numeric_limits<double>::quiet_NaN());
    });
  };
  if (group.neurons > kMostInLoop) return give_up();
  Eigen::MatrixXcd system = Eigen::MatrixXcd::Identity(n, n);
  for (const ProjectionPlan* plan : group.within) {
    plan->forEachSynapse([&](std::size_t k, std::size_t i, std::size_t j) {
      system(place[plan->pre.begin + j], place[plan->post.begin + i]) -=
          diagonal[plan->pre.begin + j] * turn * weights[plan->weights.begin + k];
    });
  }
  const Eigen::PartialPivLU<Eigen::MatrixXcd> solver(system);
  if (!(solver.rcond() > kSingular)) return give_up();
  const Eigen::MatrixXcd solved = solver.solve(right);
  for_each([&](std::size_t k, Eigen::Index row) {
    x.row(static_cast<Eigen::Index>(k)) = solved.row(row);
  });
}

void ErrorTransfer::solve(const std::vector<Complex>& diagonal, Complex turn,
                          const AlignedVector& weights, Columns& x) const {
  for (const Group& group : groups_) {
    for (const ProjectionPlan* plan : group.from_above) {
      plan->forEachSynapse([&](std::size_t k, std::size_t i, std::size_t j) {
        x.row(static_cast<Eigen::Index>(plan->pre.begin + j)) +=
            turn * weights[plan->weights.begin + k] *
            x.row(static_cast<Eigen::Index>(plan->post.begin + i));
      });
    }
    if (!group.within.empty()) {
      solveLoop(group, diagonal, turn, weights, x);
      continue;
    }
    for (const std::size_t l : group.layers) {
      const Slots range = network_.layers[l].range;
      for (std::size_t k = range.begin; k < range.end(); ++k) {
        x.row(static_cast<Eigen::Index>(k)) *= diagonal[k];
      }
    }
  }
}

std::vector<ErrorResponse> ErrorTransfer::at(
    double f, const std::vector<std::vector<Complex>>& drives) const {
  const std::size_t neurons = network_.neuron_slots;
  Columns arriving =
      Columns::Zero(static_cast<Eigen::Index>(neurons), static_cast<Eigen::Index>(drives.size()));
  for (const TargetPlan& target : network_.targets) {
    for (std::size_t k = 0; k < target.values.size; ++k) {
      for (std::size_t d = 0; d < drives.size(); ++d) {
        arriving(static_cast<Eigen::Index>(target.layer.begin + k), static_cast<Eigen::Index>(d)) +=
            drives[d][target.values.begin + k];
      }
    }
  }
  const Complex z = std::polar(1.0, omegaOf(f) * network_.settings.dt);
  const bool has_filters = network_.settings.rule != Rule::Instantaneous;
  std::vector<Complex> of_error(neurons), of_adjoint(neurons);
  for (std::size_t k = 0; k < neurons; ++k) {
    const Complex H = transfer(f, state_.tau_m[k], state_.tau_r[k], network_.settings.dt);
    of_error[k] = has_filters ? slopes_[k] / H : slopes_[k];
    of_adjoint[k] = z * std::conj(H) * slopes_[k];
  }
  Columns e = arriving, adjoint = std::move(arriving);
  solve(of_error, 1.0 / z, feedback_, e);
  solve(of_adjoint, 1, state_.W, adjoint);
  std::vector<ErrorResponse> responses(drives.size());
  for (std::size_t d = 0; d < drives.size(); ++d) {
    const auto column = static_cast<Eigen::Index>(d);
    responses[d].e.assign(e.col(column).begin(), e.col(column).end());
    responses[d].adjoint.assign(adjoint.col(column).begin(), adjoint.col(column).end());
  }
  return responses;
}

}  // namespace vle
