// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/error_paths.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/transfer.h"

namespace vle {

namespace {

class PathFinder {
 public:
  PathFinder(const Network& network, const State& state, double f, std::span<const double> gains)
      : network_(network),
        state_(state),
        f_(f),
        gains_(gains),
        paths_(network.layers.size()),
        progress_(network.layers.size(), Progress::None) {}

  std::vector<ErrorPath> run() {
    for (std::size_t l = 0; l < paths_.size(); ++l) visit(l);
    findShortest();
    return std::move(paths_);
  }

 private:
  enum class Progress { None, Under, Done };

  /// Gains of a layer from those of the layers above; a loop leaves them empty.
  void visit(std::size_t l) {
    if (progress_[l] != Progress::None) return;
    progress_[l] = Progress::Under;
    const LayerPlan& layer = network_.layers[l];
    std::vector<double> smallest(layer.range.size, std::numeric_limits<double>::infinity());
    std::vector<double> largest(layer.range.size, 0);
    const auto add = [&](std::size_t j, double low, double high) {  // NaN stays
      if (std::isnan(low) || low < smallest[j]) smallest[j] = low;
      if (std::isnan(high) || high > largest[j]) largest[j] = high;
    };
    bool known = network_.settings.rule != Rule::Instantaneous;  // those errors have no filter
    for (const TargetPlan& target : network_.targets) {
      if (target.layer != layer.range) continue;
      for (std::size_t j = 0; j < layer.range.size; ++j) {
        const double own = uncorrected(layer.range.begin + j);
        add(j, own, own);
      }
    }
    for (const ProjectionPlan& plan : network_.projections) {
      if (plan.from_input || plan.pre != layer.range) continue;
      const std::size_t above = layerAt(plan.post);
      visit(above);
      const ErrorPath& path = paths_[above];
      if (progress_[above] == Progress::Under || !isKnown(plan)) known = false;
      if (!known) continue;
      if (path.largest_gain.empty()) {
        known = is_silent_[above];
        continue;
      }
      plan.forEachSynapse([&](std::size_t k, std::size_t i, std::size_t j) {
        const bool is_cut = state_.W[plan.weights.begin + k] == 0;
        if (is_cut || path.largest_gain[i] == 0) return;  // no error comes this way
        const double own = gainOf(plan, layer.range.begin + j);
        add(j, own * path.smallest_gain[i], own * path.largest_gain[i]);
      });
    }
    is_silent_[l] = known && std::ranges::all_of(largest, [](double g) { return g == 0; });
    if (known && !is_silent_[l]) {
      paths_[l].smallest_gain = std::move(smallest);
      paths_[l].largest_gain = std::move(largest);
    }
    progress_[l] = Progress::Done;
  }

  [[nodiscard]] bool isKnown(const ProjectionPlan& plan) const {
    const bool is_aligned = feedbackTraits(plan.feedback).corrects_gain && !plan.uses.frequency;
    return hasKnownGain(network_, plan) && (!is_aligned || network_.frequency || !gains_.empty());
  }

  /// 1/|H_j|²
  [[nodiscard]] double uncorrected(std::size_t neuron) const {
    return 1 / std::norm(
                   transfer(f_, state_.tau_m[neuron], state_.tau_r[neuron], network_.settings.dt));
  }

  /// What a neuron adds to the gain of the errors that one projection brings it.
  [[nodiscard]] double gainOf(const ProjectionPlan& plan, std::size_t neuron) const {
    if (!feedbackTraits(plan.feedback).corrects_gain) return uncorrected(neuron);
    const bool is_aligned = !plan.uses.frequency;
    if (is_aligned && !gains_.empty()) return gains_[neuron] * uncorrected(neuron);
    const double corrected_at = is_aligned ? *network_.frequency : plan.frequency;  // it is known
    return squaredGain(corrected_at, state_.tau_m[neuron], state_.tau_r[neuron]) *
           uncorrected(neuron);
  }

  [[nodiscard]] std::size_t layerAt(Slots range) const {
    const auto found = std::ranges::find(network_.layers, range, &LayerPlan::range);
    return static_cast<std::size_t>(found - network_.layers.begin());
  }

  /// Breadth first from the targets down; a second visit at another depth is another way.
  void findShortest() {
    std::vector<std::size_t> front;
    front.reserve(network_.targets.size());
    for (const TargetPlan& target : network_.targets) front.push_back(layerAt(target.layer));
    for (std::size_t hops = 0; !front.empty() && hops <= 2 * network_.layers.size(); ++hops) {
      std::ranges::sort(front);
      front.erase(std::ranges::unique(front).begin(), front.end());
      std::vector<std::size_t> below;
      for (const std::size_t l : front) {
        ErrorPath& path = paths_[l];
        if (path.reached && path.hops_differ) continue;
        if (path.reached) {
          path.hops_differ = true;
        } else {
          path.reached = true;
          path.hops = hops;
        }
        for (const ProjectionPlan& plan : network_.projections) {
          if (!plan.from_input && plan.post == network_.layers[l].range) {
            below.push_back(layerAt(plan.pre));
          }
        }
      }
      front = std::move(below);
    }
  }

  const Network& network_;
  const State& state_;
  double f_;
  std::span<const double> gains_;
  std::vector<ErrorPath> paths_;
  std::vector<Progress> progress_;
  std::vector<bool> is_silent_ = std::vector<bool>(progress_.size(), true);
};

}  // namespace

bool hasKnownGain(const Network& network, const ProjectionPlan& plan) {
  const bool learns =
      network.settings.learning && network.settings.rule != Rule::Bptt && plan.learnsB();
  switch (feedbackTraits(plan.feedback).known_gain) {
    case KnownGain::Always:
      return true;
    case KnownGain::WhereBothDecay:  // B is Wᵀ once what they differ by has decayed
      return learns && plan.learn != 0 && plan.feedback_decay != 0;
    case KnownGain::WhereItLearns:
      return learns;
    case KnownGain::OfOneLowerNeuron:  // whatever else drives the upper neurons gets into B
      return learns && plan.pre.size == 1 &&
             std::ranges::count(network.projections, plan.post, &ProjectionPlan::post) == 1;
    case KnownGain::Never:
      return false;
  }
  return false;
}

std::vector<ErrorPath> errorPaths(const Network& network, const State& state, double f,
                                  std::span<const double> gains) {
  return PathFinder(network, state, f, gains).run();
}

}  // namespace vle
