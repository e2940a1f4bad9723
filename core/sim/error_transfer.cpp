// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/error_transfer.h"

#include <algorithm>
#include <cmath>

#include <Eigen/LU>

#include "sim/feedback.h"
#include "sim/transfer.h"

namespace vle {

namespace {

constexpr std::size_t kMostInLoop = 600;  ///< neurons: a dense system of their size is solved
constexpr double kSingular = 1e-12;       ///< reciprocal condition

/// Strongly connected layers by Tarjan's algorithm: a layer depends on those it sends rates to.
class LoopFinder {
 public:
  explicit LoopFinder(std::vector<std::vector<std::size_t>> above)
      : above_(std::move(above)),
        order_(above_.size(), 0),
        low_(above_.size(), 0),
        is_open_(above_.size(), false) {}

  std::vector<std::vector<std::size_t>> run() {
    for (std::size_t l = 0; l < above_.size(); ++l) {
      if (order_[l] == 0) visit(l);
    }
    return std::move(groups_);
  }

 private:
  /// Without recursion: a network may have thousands of layers in a row.
  void visit(std::size_t first) {
    struct Place {
      std::size_t layer, next;
    };
    std::vector<Place> way = {{first, 0}};
    open(first);
    while (!way.empty()) {
      const std::size_t layer = way.back().layer;
      if (way.back().next < above_[layer].size()) {
        const std::size_t above = above_[layer][way.back().next++];
        if (order_[above] == 0) {
          open(above);
          way.push_back({above, 0});
        } else if (is_open_[above]) {
          low_[layer] = std::min(low_[layer], order_[above]);
        }
        continue;
      }
      way.pop_back();
      if (!way.empty()) low_[way.back().layer] = std::min(low_[way.back().layer], low_[layer]);
      if (low_[layer] == order_[layer]) close(layer);
    }
  }

  void open(std::size_t layer) {
    order_[layer] = low_[layer] = ++count_;
    is_open_[layer] = true;
    stack_.push_back(layer);
  }

  void close(std::size_t layer) {
    std::vector<std::size_t>& group = groups_.emplace_back();
    do {
      group.push_back(stack_.back());
      is_open_[stack_.back()] = false;
      stack_.pop_back();
    } while (group.back() != layer);
  }

  std::vector<std::vector<std::size_t>> above_, groups_;
  std::vector<std::size_t> order_, low_, stack_;
  std::vector<bool> is_open_;
  std::size_t count_ = 0;
};

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
  const auto at = [this](Slots range) {
    return static_cast<std::size_t>(std::ranges::find(network_.layers, range, &LayerPlan::range) -
                                    network_.layers.begin());
  };
  std::vector<std::vector<std::size_t>> above(network_.layers.size());
  for (const ProjectionPlan& plan : network_.projections) {
    if (!plan.from_input) above[at(plan.pre)].push_back(at(plan.post));
  }
  groups_ = LoopFinder(std::move(above)).run();
}

bool ErrorTransfer::solve(const std::vector<Complex>& diagonal, Complex turn,
                          const AlignedVector& weights, const std::vector<Complex>& drive,
                          std::vector<Complex>& x) const {
  x = drive;  // what arrives, until a group is solved
  std::vector<std::ptrdiff_t> place(network_.neuron_slots, -1);
  for (const std::vector<std::size_t>& group : groups_) {
    std::size_t count = 0;
    for (const std::size_t l : group) {
      const Slots range = network_.layers[l].range;
      for (std::size_t k = range.begin; k < range.end(); ++k) {
        place[k] = static_cast<std::ptrdiff_t>(count++);
      }
    }
    std::vector<const ProjectionPlan*> within;
    for (const ProjectionPlan& plan : network_.projections) {
      if (plan.from_input || plan.pre.size == 0 || plan.post.size == 0) continue;
      if (place[plan.pre.begin] < 0) continue;
      if (place[plan.post.begin] >= 0) {
        within.push_back(&plan);
        continue;
      }
      plan.forEachSynapse([&](std::size_t k, std::size_t i, std::size_t j) {
        x[plan.pre.begin + j] += turn * weights[plan.weights.begin + k] * x[plan.post.begin + i];
      });
    }
    if (within.empty()) {
      for (const std::size_t l : group) {
        const Slots range = network_.layers[l].range;
        for (std::size_t k = range.begin; k < range.end(); ++k) x[k] *= diagonal[k];
      }
    } else {
      if (count > kMostInLoop) return false;
      const auto n = static_cast<Eigen::Index>(count);
      Eigen::MatrixXcd system = Eigen::MatrixXcd::Identity(n, n);
      Eigen::VectorXcd right(n);
      for (const std::size_t l : group) {
        const Slots range = network_.layers[l].range;
        for (std::size_t k = range.begin; k < range.end(); ++k)
          right[place[k]] = diagonal[k] * x[k];
      }
      for (const ProjectionPlan* plan : within) {
        plan->forEachSynapse([&](std::size_t k, std::size_t i, std::size_t j) {
          system(place[plan->pre.begin + j], place[plan->post.begin + i]) -=
              diagonal[plan->pre.begin + j] * turn * weights[plan->weights.begin + k];
        });
      }
      const Eigen::PartialPivLU<Eigen::MatrixXcd> solver(system);
      if (!(solver.rcond() > kSingular)) return false;
      const Eigen::VectorXcd solved = solver.solve(right);
      for (const std::size_t l : group) {
        const Slots range = network_.layers[l].range;
        for (std::size_t k = range.begin; k < range.end(); ++k) x[k] = solved[place[k]];
      }
    }
    for (const std::size_t l : group) {
      const Slots range = network_.layers[l].range;
      for (std::size_t k = range.begin; k < range.end(); ++k) place[k] = -1;
    }
  }
  return true;
}

std::optional<ErrorResponse> ErrorTransfer::at(double f, std::span<const Complex> drive) const {
  const std::size_t neurons = network_.neuron_slots;
  std::vector<Complex> arriving(neurons), of_error(neurons), of_adjoint(neurons);
  for (const TargetPlan& target : network_.targets) {
    for (std::size_t k = 0; k < target.values.size; ++k) {
      arriving[target.layer.begin + k] += drive[target.values.begin + k];
    }
  }
  const Complex z = std::polar(1.0, omegaOf(f) * network_.settings.dt);
  const bool has_filters = network_.settings.rule != Rule::Instantaneous;
  for (std::size_t k = 0; k < neurons; ++k) {
    const Complex H = transfer(f, state_.tau_m[k], state_.tau_r[k], network_.settings.dt);
    of_error[k] = has_filters ? slopes_[k] / H : slopes_[k];
    of_adjoint[k] = z * std::conj(H) * slopes_[k];
  }
  ErrorResponse response;
  const bool is_solved = solve(of_error, 1.0 / z, feedback_, arriving, response.e) &&
                         solve(of_adjoint, 1, state_.W, arriving, response.adjoint);
  if (!is_solved) return std::nullopt;
  return response;
}

}  // namespace vle
