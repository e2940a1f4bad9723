// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/network.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <ranges>
#include <set>

#include "base/error.h"
#include "model/random.h"
#include "model/references.h"
#include "model/signal_shape.h"
#include "model/validate.h"
#include "model/values.h"
#include "model/variants.h"

namespace vle {

class NetworkBuilder {
 public:
  explicit NetworkBuilder(const Project& project)
      : spec_(project.network), trained_(project.weights) {
    network_->settings = project.settings;
  }

  std::shared_ptr<const Network> build() {
    findPredictions();
    placeNeurons();
    placeInputs();
    placeTargets();
    for (const auto& [id, projection] : spec_.projections) addProjection(id, projection);
    shareModelRates(*network_);
    linkTeachers();
    findFrequency();
    addHeldOut();
    return network_;
  }

 private:
  std::vector<double> numbers(std::uint32_t id, const char* key) const {
    return numbers(spec_, id, key);
  }
  std::vector<double> numbers(const NetworkSpec& spec, std::uint32_t id, const char* key) const {
    std::vector<double> values = evaluate(spec, network_->settings.seed, id, key);
    if (!std::ranges::all_of(values, [](double x) { return std::isfinite(x); })) {
      throw Error(ErrorKind::InvalidSpec, std::string(key) + " of id " + std::to_string(id) +
                                              " has a value that is not finite.");
    }
    return values;
  }

  /// Layers that feedback which reads M enters, with the longest of its means.
  void findPredictions() {
    for (const ProjectionSpec& spec : spec_.projections | std::views::values) {
      const bool from_input = spec_.find(spec.from)->input() != nullptr;
      if (from_input || !feedbackTraits(spec.feedbackKind()).uses.model) continue;
      double& tau_mean = predictions_[spec.to];
      tau_mean = std::max(tau_mean, spec.feedback->tau_mean);
    }
  }

  /// Layers of equal activation side by side, by id within each.
  void placeNeurons() {
    std::map<Activation, std::vector<NodeId>> groups;
    for (const auto& [id, node] : spec_.nodes) {
      if (const LayerSpec* layer = node.layer()) groups[layer->activation].push_back(id);
    }
    std::size_t next = 0;
    for (const auto& [activation, ids] : groups) {
      const std::size_t begin = next;
      for (const NodeId id : ids) {
        const NodeSpec& node = *spec_.find(id);
        const LayerSpec& layer = *node.layer();
        slots_[id] = {next, static_cast<std::size_t>(node.size)};
        network_->layers.push_back({.id = id,
                                    .name = node.name,
                                    .range = slots_[id],
                                    .activation = activation,
                                    .learn_bias = layer.learn_bias,
                                    .learn_tau_m = layer.learn_tau_m,
                                    .learn_tau_r = layer.learn_tau_r});
        if (const auto found = predictions_.find(id); found != predictions_.end()) {
          network_->layers.back().predicts = true;
          network_->layers.back().tau_mean = found->second;
        }
        next += static_cast<std::size_t>(node.size);
      }
      next = roundUpToLine(next);
      network_->runs.push_back({activation, {begin, next - begin}});
    }
    network_->neuron_slots = next;
    network_->tau_m.assign(next, 1);
    network_->tau_r.assign(next, 1);
    network_->bias.assign(next, 0);
    network_->gamma.assign(next, 0);
    for (const LayerPlan& layer : network_->layers) {
      const std::uint32_t id = number(layer.id);
      place(numbers(id, "tau_m"), network_->tau_m, layer.range);
      place(numbers(id, "tau_r"), network_->tau_r, layer.range);
      place(numbers(id, "bias"), network_->bias, layer.range);
      // bptt differentiates a forward pass that no error disturbs (model.md §4).
      const bool undisturbed = network_->settings.rule == Rule::Bptt;
      const double gamma = undisturbed ? 0 : spec_.find(layer.id)->layer()->gamma;
      place(std::vector<double>(layer.range.size, gamma), network_->gamma, layer.range);
    }
    std::ranges::sort(network_->layers, {}, &LayerPlan::id);
  }

  static void place(const std::vector<double>& values, AlignedVector& array, Slots range) {
    std::ranges::copy(values, array.begin() + static_cast<std::ptrdiff_t>(range.begin));
  }

  /// @param spec    where the constants of the signal stand, and the inputs it may delay
  /// @param memory  [in, out] slots given to signals so far
  SignalPlan plan(const NetworkSpec& spec, NodeId id, SignalSpec signal, std::uint64_t stream,
                  std::size_t& memory) const {
    const auto size = static_cast<std::size_t>(spec.find(id)->size);
    std::int64_t delay = 0;
    for (const DelaySignal& delayed : delaysOf(spec, signal)) {
      // Half a step counts as one, whatever the division makes of its last bit.
      delay += std::llround(delayed.by / network_->settings.dt * (1 + 1e-12));
      id = NodeId{delayed.of};
    }
    if (std::holds_alternative<DelaySignal>(signal)) signal = spec.find(id)->input()->signal;
    SignalPlan result{.spec = signal,
                      .memory = {memory, memorySize(signal, size, delay)},
                      .seed = static_cast<std::uint64_t>(network_->settings.seed),
                      .id = number(id),
                      .stream = stream,
                      .delay = delay};
    if (std::holds_alternative<ConstantSignal>(signal)) {
      result.constant = numbers(spec, number(id), "constant");
    }
    memory = result.memory.end();
    return result;
  }
  SignalPlan plan(NodeId id, const SignalSpec& signal) {
    return plan(spec_, id, signal, kRunStream, network_->memory_slots);
  }

  void placeInputs() {
    std::size_t next = network_->neuron_slots;
    for (const auto& [id, node] : spec_.nodes) {
      const InputSpec* input = node.input();
      if (input == nullptr) continue;
      slots_[id] = {next, static_cast<std::size_t>(node.size)};
      network_->inputs.push_back({id, node.name, slots_[id], plan(id, input->signal)});
      next += static_cast<std::size_t>(node.size);
    }
    network_->rate_slots = roundUpToLine(next);
  }

  void placeTargets() {
    std::size_t next = 0;
    for (const auto& entry : spec_.nodes) {
      const NodeId id = entry.first;
      const NodeSpec& node = entry.second;
      const TargetSpec* target = node.target();
      if (target == nullptr || target->of == NodeId{}) continue;
      TargetPlan result{.id = id,
                        .name = node.name,
                        .layer = slots_.at(target->of),
                        .values = {next, static_cast<std::size_t>(node.size)},
                        .follows = {},
                        .signal = {},
                        .beta = target->beta};
      if (const auto* follows = std::get_if<NodeId>(&target->source)) {
        result.follows = slots_.at(*follows).begin;
      } else {
        result.signal = plan(id, std::get<SignalSpec>(target->source));
      }
      network_->targets.push_back(std::move(result));
      next += static_cast<std::size_t>(node.size);
    }
    network_->target_slots = next;
  }

  void addProjection(ProjectionId id, const ProjectionSpec& spec) {
    const FeedbackTraits& traits = feedbackTraits(spec.feedbackKind());
    ProjectionPlan plan{.id = id,
                        .name = spec.name,
                        .pre = slots_.at(spec.from),
                        .post = slots_.at(spec.to),
                        .weights = {},
                        .pattern = spec.pattern.kind,
                        .pre_index = {},
                        .post_index = {},
                        .from_input = spec_.find(spec.from)->input() != nullptr,
                        .learn = spec.learn,
                        .decay = spec.decay,
                        .feedback = spec.feedbackKind(),
                        .uses = traits.uses,
                        .learn_feedback = spec.feedback ? spec.feedback->learn : 0,
                        .tau_mean = spec.feedback ? spec.feedback->tau_mean : 500,
                        .feedback_decay = spec.feedback ? spec.feedback->decay : 0,
                        .frequency = spec.feedback ? spec.feedback->frequency : 0,
                        .filters = {},
                        .drive_filters = {},
                        .teacher = {},
                        .has_model = predictions_.contains(spec.to),
                        .learn_model = spec.feedback ? spec.feedback->learn_model : 0};
    if (plan.has_model && !plan.comparesPowers()) plan.tau_mean = predictions_.at(spec.to);
    listSynapses(id, spec, plan);
    plan.weights.begin = network_->weight_slots;
    network_->weight_slots = roundUpToLine(plan.weights.end());
    if (plan.comparesPowers() || plan.has_model || (!plan.from_input && plan.uses.frequency)) {
      plan.filters = Slots{network_->filter_slots, plan.pre.size};
      network_->filter_slots = roundUpToLine(plan.filters->end());
    }
    if (!plan.from_input && traits.doesSee(FeedbackFactor::DriveDeviation)) {
      plan.drive_filters = Slots{network_->drive_slots, plan.post.size};
      network_->drive_slots = roundUpToLine(plan.drive_filters->end());
    }
    network_->W.resize(network_->weight_slots, 0);
    network_->B.resize(network_->weight_slots, 0);
    fill(id, "W", plan, network_->W);
    if (plan.hasB()) fill(id, "B", plan, network_->B);
    if (!predictions_.empty()) network_->M.resize(network_->weight_slots, 0);
    if (plan.has_model) fillModel(plan);
    network_->projections.push_back(std::move(plan));
  }

  /// Sizes the weights; for one-to-one and sparse patterns names the synapses, column by column.
  void listSynapses(ProjectionId id, const ProjectionSpec& spec, ProjectionPlan& plan) const {
    const std::size_t n_pre = plan.pre.size;
    const std::size_t n_post = plan.post.size;
    if (plan.pattern == Pattern::Kind::Dense) {
      plan.weights.size = n_pre * n_post;
      return;
    }
    RandomStream stream{static_cast<std::uint64_t>(network_->settings.seed), number(id),
                        textKey("pattern")};
    const auto add = [&plan](std::size_t i, std::size_t j) {
      plan.pre_index.push_back(static_cast<std::uint32_t>(j));
      plan.post_index.push_back(static_cast<std::uint32_t>(i));
    };
    for (std::size_t j = 0; j < n_pre; ++j) {
      if (plan.pattern == Pattern::Kind::OneToOne) {
        add(j, j);
        continue;
      }
      for (std::size_t i = 0; i < n_post; ++i) {
        if (stream.uniform() < spec.pattern.probability) add(i, j);
      }
    }
    plan.weights.size = plan.pre_index.size();
  }

  /// Written row by row (W: post × pre, B: pre × post), stored so that W_ij and B_ji share an
  /// offset.
  void fill(ProjectionId id, const char* key, const ProjectionPlan& plan,
            AlignedVector& array) const {
    const bool is_W = key[0] == 'W';
    const auto found = trained_.find(plan.name);
    List values;
    if (found != trained_.end()) values = is_W ? found->second.W : found->second.B;
    if (values.empty()) values = numbers(number(id), key);
    put(values, plan, is_W, array);
  }

  /// Trained, else as B transposed; 0 where there is no B.
  void fillModel(const ProjectionPlan& plan) {
    const auto found = trained_.find(plan.name);
    if (found != trained_.end() && !found->second.M.empty()) {
      return put(found->second.M, plan, true, network_->M);
    }
    if (!plan.hasB()) return;
    const auto begin = static_cast<std::ptrdiff_t>(plan.weights.begin);
    std::copy_n(network_->B.begin() + begin, plan.weights.size, network_->M.begin() + begin);
  }

  static void put(const List& values, const ProjectionPlan& plan, bool is_W, AlignedVector& array) {
    double* to = array.data() + plan.weights.begin;
    if (plan.pattern == Pattern::Kind::OneToOne) {
      std::ranges::copy(values, to);
      return;
    }
    const std::size_t n_pre = plan.pre.size;
    const std::size_t n_post = plan.post.size;
    for (std::size_t k = 0; k < plan.weights.size; ++k) {
      const auto [i, j] = plan.ends(k);
      to[k] = values[is_W ? i * n_pre + j : j * n_post + i];
    }
  }

  void linkTeachers() {
    for (ProjectionPlan& plan : network_->projections) {
      const auto teacher = spec_.find(plan.id)->teacher;
      if (!teacher) continue;
      const auto found =  // compiled in the order of their ids
          std::ranges::lower_bound(network_->projections, *teacher, {}, &ProjectionPlan::id);
      plan.teacher = static_cast<std::size_t>(found - network_->projections.begin());
    }
  }

  void findFrequency() {
    std::set<double> all;
    for (const InputPlan& input : network_->inputs) {
      const std::optional<std::set<double>> own = frequencies(input.signal.spec);
      if (!own) return;
      all.insert(own->begin(), own->end());
    }
    network_->frequencies.assign(all.begin(), all.end());
    if (all.size() == 1) network_->frequency = *all.begin();
  }

  void addHeldOut() {
    const Settings& settings = network_->settings;
    if (!settings.test) return;
    const NetworkSpec tested = withHeldOutSignals(spec_, *settings.test);
    HeldOutPlan held_out;
    held_out.steps = stepsOf(settings.test->duration);
    if (settings.test->every != kNever) held_out.every = stepsOf(settings.test->every);
    for (const InputPlan& input : network_->inputs) {
      const SignalSpec& signal = tested.find(input.id)->input()->signal;
      held_out.inputs.push_back(
          plan(tested, input.id, signal, kHeldOutStream, held_out.memory_slots));
    }
    for (const TargetPlan& target : network_->targets) {
      const auto* signal = std::get_if<SignalSpec>(&tested.find(target.id)->target()->source);
      std::optional<SignalPlan>& own = held_out.targets.emplace_back();
      if (signal == nullptr) continue;
      own = plan(tested, target.id, *signal, kHeldOutStream, held_out.memory_slots);
    }
    network_->held_out = std::move(held_out);
  }

  std::int64_t stepsOf(double time) const {
    return std::max<std::int64_t>(1, std::llround(time / network_->settings.dt));
  }

  const NetworkSpec& spec_;
  const std::map<std::string, Weights>& trained_;
  std::shared_ptr<Network> network_{new Network};
  std::map<NodeId, Slots> slots_;
  std::map<NodeId, double> predictions_;  // τ̄ of layers that predict their drive
};

std::optional<std::size_t> ProjectionPlan::synapse(std::size_t post_neuron,
                                                   std::size_t pre_neuron) const {
  if (pattern == Pattern::Kind::Dense) return pre_neuron * post.size + post_neuron;
  // Lists are sorted by (pre, post).
  const auto [first, last] =
      std::ranges::equal_range(pre_index, static_cast<std::uint32_t>(pre_neuron));
  const auto offset = first - pre_index.begin();
  const auto begin = post_index.begin() + offset;
  const auto end = begin + (last - first);
  const auto found = std::lower_bound(begin, end, static_cast<std::uint32_t>(post_neuron));
  if (found == end || *found != post_neuron) return std::nullopt;
  return static_cast<std::size_t>(found - post_index.begin());
}

namespace {

void requireValid(const Project& project) {
  for (const Issue& issue : validate(project)) {
    if (issue.severity == Severity::Error) throw Error(ErrorKind::InvalidSpec, issue.message);
  }
}

}  // namespace

bool Network::learns(double LayerPlan::*rate) const {
  return std::ranges::any_of(layers, [rate](const LayerPlan& layer) { return layer.*rate != 0; });
}

std::int64_t Network::windowSteps() const {
  return std::max<std::int64_t>(1, std::llround(settings.window / settings.dt));
}

void shareModelRates(Network& network) {
  std::map<std::size_t, double> fastest;  // by the first slot of the layer above
  for (const ProjectionPlan& plan : network.projections) {
    double& rate = fastest[plan.post.begin];
    if (plan.readsModel()) rate = std::max(rate, plan.learn_model);
  }
  for (ProjectionPlan& plan : network.projections) {
    if (!plan.readsModel()) plan.learn_model = plan.has_model ? fastest.at(plan.post.begin) : 0;
  }
}

std::shared_ptr<const Network> Network::build(const Project& project) {
  requireValid(project);
  return buildValid(project);
}

std::shared_ptr<const Network> Network::buildValid(const Project& project) {
  return NetworkBuilder(project).build();
}

const LayerPlan* Network::layer(NodeId id) const {
  const auto found = std::ranges::lower_bound(layers, id, {}, &LayerPlan::id);
  return found == layers.end() || found->id != id ? nullptr : &*found;
}

const ProjectionPlan* Network::projection(ProjectionId id) const {
  const auto found = std::ranges::lower_bound(projections, id, {}, &ProjectionPlan::id);
  return found == projections.end() || found->id != id ? nullptr : &*found;
}

std::vector<std::shared_ptr<const Network>> compileVariants(const Project& project) {
  requireValid(project);  // every variant of it, too
  std::vector<std::shared_ptr<const Network>> networks;
  for (const Variant& variant : runningVariants(project)) {
    networks.push_back(NetworkBuilder(applyVariant(project, variant)).build());
  }
  return networks;
}

}  // namespace vle
