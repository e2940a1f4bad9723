// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/validate.h"

#include <algorithm>
#include <cmath>
#include <ranges>
#include <set>

#include "base/text.h"
#include "model/feedback_traits.h"
#include "model/parameters.h"
#include "model/paths.h"
#include "model/pathways.h"
#include "model/references.h"
#include "model/signal_shape.h"
#include "model/values.h"
#include "model/variants.h"

namespace vle {

namespace {

using Part = Place::Part;

/// Euler steps longer than this share of the smallest time constant are a warning.
constexpr double kCoarseStep = 0.1;
/// Neurons × steps of a bptt window.
constexpr double kMaxWindowValues = 1e7;
constexpr double kMostSteps = 1e15;
/// A test is one stretch that nothing interrupts.
constexpr double kMostHeldOutSteps = 1e7;
constexpr double kMostDelay = 1e9;  ///< steps
constexpr double kMostKept = 1e7;   ///< values of a live input that are kept to be played later

class Validator {
 public:
  explicit Validator(const Project& project) : project_(project), spec_(project.network) {}

  std::vector<Issue> run() {
    checkSettings();
    if (!checkSizes()) return issues_;  // everything below would allocate by these sizes
    checkNames();
    for (const ProjectionSpec& projection : spec_.projections | std::views::values) {
      driven_.insert(projection.to);
    }
    for (const auto& [id, node] : spec_.nodes) checkNode(id, node);
    if (project_.settings.test) checkHeldOut(*project_.settings.test);
    for (const auto& [id, projection] : spec_.projections) checkProjection(id, projection);
    for (const auto& [name, weights] : project_.weights) checkWeights(name, weights);
    if (hasErrors(issues_)) return issues_;
    checkTimeConstants();
    checkInputs();
    checkLearning();
    return issues_;
  }

 private:
  void add(Severity severity, std::string code, Place place, std::string message) {
    issues_.push_back({severity, std::move(code), std::move(message), std::move(place)});
  }
  void error(std::string code, Place place, std::string message) {
    add(Severity::Error, std::move(code), std::move(place), std::move(message));
  }

  static std::string title(const NodeSpec& node) {
    const char* kind = node.input()    ? "Input"
                       : node.layer()  ? "Layer"
                       : node.target() ? "Target"
                                       : "Note";
    return std::string(kind) + " '" + node.name + "': ";
  }
  static std::string title(const ProjectionSpec& projection) {
    return "Projection '" + projection.name + "': ";
  }

  /// All rows of one spec against the parameter table.
  template <class Spec>
  void checkRanges(const Spec& spec, Part part, std::uint32_t id, const std::string& subject,
                   const std::string& prefix = {}) {
    for (const Parameter<Spec>& row : parameters<Spec>()) {
      if (auto wrong = checkRange(row, row.read(spec))) {
        error("range", {part, id, prefix + std::string(row.key)}, subject + *wrong + ".");
      }
    }
  }

  void checkValue(std::uint32_t id, std::string_view key, Place place, const std::string& subject) {
    if (auto wrong = valueProblem(spec_, id, key)) {
      error("shape", std::move(place), subject + *wrong + ".");
    }
  }

  void checkSettings() {
    const Settings& settings = project_.settings;
    checkRanges(settings, Part::Settings, 0, "Settings: ");
    const Optimizer& optimizer = settings.optimizer;
    const auto share = [](double x) { return x >= 0 && x < 1; };
    if (!share(optimizer.mu) || !share(optimizer.beta1) || !share(optimizer.beta2)) {
      error("range", {Part::Settings, 0, "optimizer"},
            "Settings: the numbers of the optimizer must be >= 0 and < 1.");
    }
    if (settings.clamp_tau > 0 && settings.clamp_tau < settings.dt) {
      error("range", {Part::Settings, 0, "clamp_tau"},
            "Settings: clamp_tau is " + formatNumber(settings.clamp_tau) +
                " ms, must be >= dt, or 0 for 10 dt.");
    }
    if (settings.rule == Rule::Bptt) checkWindow(settings);
    if (settings.duration / settings.dt > kMostSteps) {
      error("range", {Part::Settings, 0, "duration"},
            "Settings: duration is more than 1e15 steps of dt.");
    }
  }

  /// The activity of a whole window is kept: it must be at least a step, and fit in memory.
  void checkWindow(const Settings& settings) {
    const Place place{Part::Settings, 0, "window"};
    const double steps = settings.window / settings.dt;
    double values = 0;
    for (const auto& [id, node] : spec_.nodes) {  // stored in lines of eight
      values += 8 * std::ceil(static_cast<double>(node.size) / 8);
    }
    if (steps < 0.5) {
      error("range", place,
            "Settings: window is " + formatNumber(settings.window) +
                " ms, must be >= dt, which is " + formatNumber(settings.dt) + " ms.");
    } else if (steps * values > kMaxWindowValues) {
      error("limit", place,
            "Settings: a window of " + formatNumber(settings.window) + " ms is " +
                formatNumber(std::round(steps)) + " steps; with this network at most " +
                formatNumber(std::floor(kMaxWindowValues / values)) + " are kept.");
    }
  }

  bool checkSizes() {
    const std::size_t before = issues_.size();
    if (spec_.nodes.size() > kMaxNodes) {
      error("limit", {},
            "The network has " + std::to_string(spec_.nodes.size()) + " nodes, the limit is " +
                std::to_string(kMaxNodes) + ".");
    }
    std::int64_t neurons = 0;
    for (const auto& [id, node] : spec_.nodes) {
      checkRanges(node, Part::Node, number(id), title(node));
      neurons += std::clamp<std::int64_t>(node.size, 0, kMaxNeurons + 1);
    }
    if (issues_.size() == before && neurons > kMaxNeurons) {
      error("limit", {},
            "The network has " + std::to_string(neurons) + " neurons and channels, the limit is " +
                std::to_string(kMaxNeurons) + ".");
    }
    if (issues_.size() != before) return false;
    std::int64_t synapses = 0;
    for (const auto& [id, projection] : spec_.projections) {
      const Shape shape = shapeOf(spec_, number(id), "W");
      synapses += shape.rows * shape.columns;
      if (synapses > kMaxSynapses) {
        error("limit", {Part::Projection, number(id), ""},
              title(projection) + "the network would have more than " +
                  std::to_string(kMaxSynapses) + " synapses.");
        return false;
      }
    }
    return true;
  }

  template <class Map>
  void checkNamesOf(const Map& map, Part part) {
    std::set<std::string> seen;
    for (const auto& entry : map) {
      const auto& item = entry.second;
      const Place place{part, number(entry.first), "name"};
      if (auto wrong = nameProblem(item.name)) {
        error("name", place, *wrong);
      } else if (!seen.insert(item.name).second) {
        error("name", place,
              "The name '" + item.name + "' is taken by another " +
                  (part == Part::Node ? "node." : "projection."));
      }
    }
  }

  void checkNames() {
    checkNamesOf(spec_.nodes, Part::Node);
    checkNamesOf(spec_.projections, Part::Projection);
  }

  void checkSignal(NodeId id, const NodeSpec& node, const SignalSpec& signal) {
    const Place place{Part::Node, number(id), "signal"};
    if (std::holds_alternative<ConstantSignal>(signal)) {
      checkValue(number(id), "constant", place, title(node));
    }
    if (auto wrong = signalProblem(signal, node.size)) {
      error("signal", place, title(node) + *wrong + ".");
    } else if (auto misled = delayProblem(spec_, node, signal)) {
      error("link", place, title(node) + *misled + ".");
    }
  }

  /// What is wrong with the input that a signal delays.
  /// @param spec  where that input stands
  std::optional<std::string> delayProblem(const NetworkSpec& spec, const NodeSpec& node,
                                          const SignalSpec& signal) const {
    const SignalSpec* played = &signal;
    const NodeSpec* last = nullptr;
    double steps = 0;
    for (const DelaySignal& delay : delaysOf(spec, signal)) {
      const NodeSpec* source = spec.find(NodeId{delay.of});
      if (source == nullptr || source->input() == nullptr) {
        return "the delayed input 'of' is " + std::to_string(delay.of) + ", which is no input";
      }
      if (source->size != node.size) {
        return "has " + std::to_string(node.size) + (node.size == 1 ? " channel" : " channels") +
               ", the delayed input '" + source->name + "' has " + std::to_string(source->size);
      }
      if (auto wrong = signalProblem(delay, node.size)) return wrong;
      steps += delay.by / project_.settings.dt;
      played = &source->input()->signal;
      last = source;
    }
    if (last != nullptr && std::holds_alternative<DelaySignal>(*played)) {
      return "the input '" + last->name + "' delays itself";
    }
    const bool is_kept = std::holds_alternative<LiveSignal>(*played);
    const double most = is_kept ? kMostKept / static_cast<double>(node.size) : kMostDelay;
    if (steps <= most) return std::nullopt;
    return "its signal is " + formatShort(steps) + " steps late, at most " + formatShort(most) +
           " steps are possible" + (is_kept ? " for a live input" : "");
  }

  void checkNode(NodeId id, const NodeSpec& node) {
    const std::uint32_t n = number(id);
    if (const InputSpec* input = node.input()) checkSignal(id, node, input->signal);
    if (const LayerSpec* layer = node.layer()) {
      checkRanges(*layer, Part::Node, n, title(node));
      for (const Parameter<LayerSpec>& row : parameters<LayerSpec>()) {
        if (row.value == nullptr) continue;
        checkValue(n, row.key, {Part::Node, n, std::string(row.key)}, title(node));
      }
      if (!driven_.contains(id)) {
        add(Severity::Warning, "undriven", {Part::Node, n, ""},
            title(node) + "no projection arrives here, so only its bias drives it.");
      }
    }
    if (const TargetSpec* target = node.target()) checkTarget(id, node, *target);
  }

  void checkTarget(NodeId id, const NodeSpec& node, const TargetSpec& target) {
    const std::uint32_t n = number(id);
    checkRanges(target, Part::Node, n, title(node));
    if (target.of == NodeId{}) {
      add(Severity::Warning, "unattached", {Part::Node, n, "of"},
          title(node) + "belongs to no layer, so it does nothing: draw a wire from a layer to it.");
    } else {
      checkTargetLayer(n, node, target.of, "of");
    }
    if (const auto* follows = std::get_if<NodeId>(&target.source)) {
      checkTargetLayer(n, node, *follows, "follows");
    } else {
      checkSignal(id, node, std::get<SignalSpec>(target.source));
    }
  }

  void checkTargetLayer(std::uint32_t id, const NodeSpec& node, NodeId other, const char* key) {
    const Place place{Part::Node, id, key};
    const NodeSpec* layer = spec_.find(other);
    if (layer == nullptr || layer->layer() == nullptr) {
      error("link", place,
            title(node) + "'" + key + "' is " + std::to_string(number(other)) +
                ", which is no layer" + layerList() + ".");
    } else if (layer->size != node.size) {
      error("shape", place,
            title(node) + "has " + std::to_string(node.size) + " channels, layer '" + layer->name +
                "' has " + std::to_string(layer->size) + " neurons.");
    }
  }

  std::string layerList() const {
    std::vector<std::string> names;
    for (const auto& [id, node] : spec_.nodes) {
      if (node.layer() != nullptr && names.size() < 8) {
        names.push_back(std::to_string(number(id)) + " '" + node.name + "'");
      }
    }
    return names.empty() ? " (there is none)" : " (layers: " + join(names) + ")";
  }

  void checkProjection(ProjectionId id, const ProjectionSpec& projection) {
    const std::uint32_t n = number(id);
    const std::string subject = title(projection);
    checkRanges(projection, Part::Projection, n, subject);
    const NodeSpec* from = spec_.find(projection.from);
    const NodeSpec* to = spec_.find(projection.to);
    if (from == nullptr || (from->layer() == nullptr && from->input() == nullptr)) {
      error("link", {Part::Projection, n, "from"},
            subject + "comes from " + std::to_string(number(projection.from)) +
                ", which is no input or layer.");
    }
    if (to == nullptr || to->layer() == nullptr) {
      error("link", {Part::Projection, n, "to"},
            subject + "goes to " + std::to_string(number(projection.to)) + ", which is no layer" +
                layerList() + ".");
    }
    if (from == nullptr || to == nullptr) return;
    if (projection.pattern.kind == Pattern::Kind::OneToOne && from->size != to->size) {
      error("shape", {Part::Projection, n, "pattern"},
            subject + "is one-to-one, but '" + from->name + "' has " + std::to_string(from->size) +
                " and '" + to->name + "' has " + std::to_string(to->size) + " neurons.");
      return;
    }
    const double p = projection.pattern.probability;
    if (!(p >= 0 && p <= 1)) {
      error("range", {Part::Projection, n, "pattern"},
            subject + "the probability of a synapse is " + formatNumber(p) +
                ", must be >= 0 and <= 1.");
    }
    checkValue(n, "W", {Part::Projection, n, "W"}, subject);
    if (projection.feedback) {
      checkRanges(*projection.feedback, Part::Projection, n, subject, "feedback.");
      checkValue(n, "B", {Part::Projection, n, "feedback.B"}, subject);
      const FeedbackTraits& traits = feedbackTraits(projection.feedback->kind);
      if (traits.uses.frequency && from->input() == nullptr &&
          !(projection.feedback->frequency > 0)) {
        error("range", {Part::Projection, n, "feedback.frequency"},
              subject + std::string(traits.name) + " feedback needs a frequency > 0 Hz.");
      }
    }
    if (projection.teacher) checkTeacher(n, projection, subject);
  }

  /// "W1 (3×2) and its teacher T1 (1×1) differ in size."
  std::string misfit(std::uint32_t id, const ProjectionSpec& projection, std::uint32_t teacher_id,
                     const ProjectionSpec& teacher) const {
    const auto text = [this](std::uint32_t of, const std::string& name) {
      const Shape shape = shapeOf(spec_, of, "W");
      return name + " (" + std::to_string(shape.rows) + "×" + std::to_string(shape.columns) + ")";
    };
    const bool same_pattern = teacher.pattern.kind == projection.pattern.kind;
    return text(id, projection.name) + " and its teacher " + text(teacher_id, teacher.name) +
           (same_pattern ? " differ in size." : " differ in their pattern of synapses.");
  }

  void checkTeacher(std::uint32_t id, const ProjectionSpec& projection,
                    const std::string& subject) {
    const Place place{Part::Projection, id, "teacher"};
    const ProjectionSpec* teacher = spec_.find(*projection.teacher);
    const std::uint32_t teacher_id = number(*projection.teacher);
    if (teacher == nullptr) {
      error("link", place,
            subject + "its teacher " + std::to_string(teacher_id) + " is no projection.");
    } else if (shapeOf(spec_, teacher_id, "W") != shapeOf(spec_, id, "W") ||
               teacher->pattern.kind != projection.pattern.kind) {
      error("shape", place, misfit(id, projection, teacher_id, *teacher));
    }
  }

  void checkWeights(const std::string& name, const Weights& weights) {
    const auto found = std::ranges::find_if(
        spec_.projections, [&name](const auto& entry) { return entry.second.name == name; });
    if (found == spec_.projections.end()) {
      error("link", {Part::Project, 0, "weights"},
            "Trained weights: there is no projection '" + name.substr(0, 64) + "'.");
      return;
    }
    const auto count = [&](const char* key) {
      const Shape shape = shapeOf(spec_, number(found->first), key);
      return static_cast<std::size_t>(shape.rows * shape.columns);
    };
    const bool fits = (weights.W.empty() || weights.W.size() == count("W")) &&
                      (weights.B.empty() || weights.B.size() == count("B")) &&
                      (weights.M.empty() || weights.M.size() == count("W")) &&
                      !(weights.W.empty() && weights.B.empty());
    if (!fits) {
      error("shape", {Part::Project, 0, "weights"},
            "Trained weights of '" + name + "' do not have the shape of the projection.");
    }
  }

  void checkHeldOut(const HeldOutSpec& test) {
    const auto check_time = [&](const char* key, double time, double most) {
      const bool fits = time > 0 && time / project_.settings.dt <= most;
      if (fits) return;
      error("range", {Part::Settings, 0, std::string("test.") + key},
            "Settings: " + std::string(key) + " of the held-out test is " + formatNumber(time) +
                " ms, must be > 0 ms and at most " + formatNumber(most) + " steps of dt.");
    };
    check_time("duration", test.duration, kMostHeldOutSteps);
    if (test.every != kNever) check_time("every", test.every, kMostSteps);
    const NetworkSpec tested = withHeldOutSignals(spec_, test);
    for (const auto& [name, signal] : test.signal_of) {
      const Place place{Part::Settings, 0, "test.signals." + name};
      const NodeSpec* node = tested.findNode(name);
      if (node == nullptr || (node->input() == nullptr && node->target() == nullptr)) {
        error("link", place,
              "Settings: the held-out test has an " + unknown("input or target", name, sources()) +
                  ".");
        continue;
      }
      const std::string subject = std::string("Settings: the held-out test of ") +
                                  (node->input() != nullptr ? "input" : "target") + " '" + name +
                                  "': ";
      const auto id =
          std::ranges::find(tested.nodes, node, [](const auto& n) { return &n.second; });
      if (std::holds_alternative<ConstantSignal>(signal)) {
        const auto wrong = valueProblem(tested, number(id->first), "constant");
        if (wrong) error("shape", place, subject + *wrong + ".");
      }
      const SignalSpec& played = node->input() != nullptr
                                     ? node->input()->signal
                                     : std::get<SignalSpec>(node->target()->source);
      if (auto wrong = signalProblem(signal, node->size)) {
        error("signal", place, subject + *wrong + ".");
      } else if (auto misled = delayProblem(tested, *node, played)) {
        error("link", place, subject + *misled + ".");
      }
    }
  }

  /// The nodes that a signal can drive.
  std::vector<std::string> sources() const {
    std::vector<std::string> names;
    for (const auto& [id, node] : spec_.nodes) {
      if (node.input() != nullptr || node.target() != nullptr) names.push_back(node.name);
    }
    return names;
  }

  void checkTimeConstants() {
    const double dt = project_.settings.dt;
    for (const auto& [id, node] : spec_.nodes) {
      if (node.layer() == nullptr) continue;
      for (const char* key : {"tau_m", "tau_r"}) {
        const Place place{Part::Node, number(id), key};
        const std::vector<double> tau = evaluate(spec_, project_.settings.seed, number(id), key);
        const double smallest = std::ranges::min(tau);
        const bool finite = std::ranges::all_of(tau, [](double x) { return std::isfinite(x); });
        const std::string subject = title(node) + key + " is " + formatNumber(smallest) + " ms";
        if (!finite || smallest < dt) {
          error("range", place, subject + ", must be >= dt, which is " + formatNumber(dt) + " ms.");
        } else if (dt > kCoarseStep * smallest * (1 + 1e-12)) {
          add(Severity::Warning, "coarse", place,
              subject + ", so dt = " + formatNumber(dt) +
                  " ms is coarse: choose dt <= " + formatNumber(smallest * kCoarseStep) + " ms.");
        }
      }
    }
  }

  /// Inputs that nothing receives, neither by a wire nor as a delayed signal.
  void checkInputs() {
    std::set<NodeId> heard;
    const auto hear = [&](const SignalSpec& signal) {
      for (const DelaySignal& delay : delaysOf(spec_, signal)) heard.insert(NodeId{delay.of});
    };
    for (const ProjectionSpec& projection : spec_.projections | std::views::values) {
      heard.insert(projection.from);
    }
    for (const NodeSpec& node : spec_.nodes | std::views::values) {
      if (node.input() != nullptr) hear(node.input()->signal);
      if (node.target() == nullptr) continue;
      if (const auto* signal = std::get_if<SignalSpec>(&node.target()->source)) hear(*signal);
    }
    for (const auto& [id, node] : spec_.nodes) {
      if (node.input() == nullptr || heard.contains(id)) continue;
      add(Severity::Warning, "unheard", {Part::Node, number(id), ""},
          title(node) + "nothing receives it: draw a wire from it to a layer.");
    }
  }

  /// What should learn and cannot: no error comes, or the rate is 0.
  void checkLearning() {
    const std::set<NodeId> reached = layersReachedByErrors(spec_);
    std::set<NodeId> idle;  // layers where something has a rate, but no error
    bool any = false;
    for (const auto& [id, projection] : spec_.projections) {
      const NodeSpec* from = spec_.find(projection.from);
      any |= projection.learn != 0;
      if (projection.learn != 0 && !reached.contains(projection.to)) idle.insert(projection.to);
      const FeedbackTraits& traits = feedbackTraits(projection.feedbackKind());
      if (from->layer() == nullptr || !reached.contains(projection.to)) continue;
      if (traits.uses.learn && projection.feedback->learn == 0) {
        add(Severity::Warning, "idle", {Part::Projection, number(id), "feedback.learn"},
            title(projection) + "feedback '" + std::string(traits.name) +
                "' learns nothing, because its learning rate is 0.");
      }
      if (traits.uses.model && projection.feedback->learn_model == 0) {
        add(Severity::Warning, "idle", {Part::Projection, number(id), "feedback.learn_model"},
            title(projection) + "M of feedback '" + std::string(traits.name) +
                "' stays as it began, because its learning rate is 0.");
      }
    }
    for (const auto& [id, node] : spec_.nodes) {
      const LayerSpec* layer = node.layer();
      if (layer == nullptr) continue;
      const bool learns =
          layer->learn_bias != 0 || layer->learn_tau_m != 0 || layer->learn_tau_r != 0;
      any |= learns;
      if (learns && !reached.contains(id)) idle.insert(id);
    }
    for (const NodeId id : topOf(idle)) {
      add(Severity::Warning, "unreached", {Part::Node, number(id), ""},
          title(*spec_.find(id)) +
              "no error reaches it, so nothing that leads here can learn: give it a target, or "
              "connect it to a layer that has one.");
    }
    if (!any && !reached.empty() && project_.variants.empty()) {
      add(Severity::Hint, "idle", {}, "Nothing learns in this network: every learning rate is 0.");
    }
  }

  /// Of layers that lie below one another those on top, where a target helps all.
  std::set<NodeId> topOf(const std::set<NodeId>& layers) const {
    std::set<NodeId> top = layers;
    for (const ProjectionSpec& projection : spec_.projections | std::views::values) {
      if (projection.from != projection.to && layers.contains(projection.to)) {
        top.erase(projection.from);
      }
    }
    return top.empty() ? layers : top;  // they go round in a circle
  }

  const Project& project_;
  const NetworkSpec& spec_;
  std::set<NodeId> driven_;  ///< where a projection arrives
  std::vector<Issue> issues_;
};

std::string subjectOf(const Variant& variant) {
  return "Variant '" + variant.name.substr(0, 64) + "': ";
}

void checkVariants(const Project& project, std::vector<Issue>& issues) {
  if (project.variants.size() > kMaxVariants) {
    issues.push_back({Severity::Error,
                      "limit",
                      "The project has " + std::to_string(project.variants.size()) +
                          " variants, the limit is " + std::to_string(kMaxVariants) + ".",
                      {}});
    return;
  }
  std::set<std::string> known;
  for (const Issue& issue : issues) known.insert(issue.message);
  std::set<std::string> seen;
  for (std::uint32_t index = 0; index < project.variants.size(); ++index) {
    const Variant& variant = project.variants[index];
    const std::string subject = subjectOf(variant);
    const auto add = [&](Severity severity, const std::string& key, const std::string& message) {
      issues.push_back({severity, "variant", subject + message, {Part::Variant, index, key}});
    };
    if (!isName(variant.name)) {
      add(Severity::Error, "name", "this cannot be its name.");
    } else if (!seen.insert(variant.name).second) {
      add(Severity::Error, "name", "the name is taken by another variant.");
    }
    for (const std::uint32_t id : variant.without) {
      if (project.network.find(NodeId{id}) == nullptr &&
          project.network.find(ProjectionId{id}) == nullptr) {
        add(Severity::Error, "without",
            "leaves out " + std::to_string(id) + ", which does not exist.");
      }
    }
    bool leads = true;
    for (const auto& [path, value] : variant.set) {
      try {
        (void)parameterAt(project, path);
      } catch (const Error& wrong) {
        add(Severity::Error, "set[\"" + path + "\"]", wrong.message() + ".");
        leads = false;
      }
    }
    if (!leads) continue;
    try {
      for (Issue& issue : Validator(applyVariant(project, variant)).run()) {
        if (!known.contains(issue.message)) add(issue.severity, "set", issue.message);
      }
    } catch (const Error& wrong) {
      add(Severity::Error, "set", wrong.message() + ".");
    }
  }
}

}  // namespace

bool isName(const std::string& name) {
  return !name.empty() && name.size() <= kMaxName && name != "settings" && name != "loss" &&
         name.find_first_of("./;[]*") == std::string::npos &&
         std::ranges::none_of(name, [](char c) { return static_cast<unsigned char>(c) < 32; });
}

std::optional<std::string> nameProblem(const std::string& name) {
  if (isName(name)) return std::nullopt;
  if (name.size() > kMaxName) {
    return "'" + name.substr(0, 64) + "…' is too long for a name: it has " +
           std::to_string(name.size()) + " bytes, must be at most " + std::to_string(kMaxName) +
           ".";
  }
  return "'" + name.substr(0, 64) +
         "' cannot be a name: it must not be empty, contain any of . / ; [ ] * or be 'settings' "
         "or 'loss'.";
}

std::vector<Issue> validate(const Project& project) {
  std::vector<Issue> issues = Validator(project).run();
  if (!hasErrors(issues)) checkVariants(project, issues);
  return issues;
}

std::optional<std::vector<std::string>> refusals(const std::vector<Issue>& issues,
                                                 const std::vector<Variant>& variants) {
  std::vector<std::string> result(variants.size());
  for (const Issue& issue : issues) {
    if (issue.severity != Severity::Error) continue;
    if (issue.place.part != Part::Variant || issue.place.id >= variants.size()) return std::nullopt;
    std::string& refusal = result[issue.place.id];
    if (refusal.empty()) {
      refusal = issue.message.substr(subjectOf(variants[issue.place.id]).size());
    }
  }
  const bool any_runs = std::ranges::any_of(result, &std::string::empty);
  return any_runs ? std::optional(std::move(result)) : std::nullopt;
}

}  // namespace vle
