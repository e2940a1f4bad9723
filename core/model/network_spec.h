// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is drawn and set: the description of a network before it is compiled. Structs with public
// fields and no invariants; `validate` judges them, `Network::build` compiles them. Parameters of a
// spec are declared once more, with unit, range and sentence, in the table of parameters.h.
// Plain values, any thread.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "model/signal_spec.h"
#include "model/value.h"

namespace vle {

/// Nodes and projections share one id space; ids are positive and never reused within a document.
enum class NodeId : std::uint32_t {};
enum class ProjectionId : std::uint32_t {};

/// The bare number of an id.
[[nodiscard]] constexpr std::uint32_t number(NodeId id) { return static_cast<std::uint32_t>(id); }
[[nodiscard]] constexpr std::uint32_t number(ProjectionId id) {
  return static_cast<std::uint32_t>(id);
}

/// Keys that stood in the file or were set by hand. They are written again even where they equal
/// the default, and they are what a wildcard path stands for.
using WrittenKeys = std::set<std::string>;

// --- Nodes ---------------------------------------------------------------------------------------

/// φ, model.md §2.
enum class Activation { Linear, Tanh, Sigmoid, Softplus, Relu, HardSigmoid };
/// Their names in files, in this order.
inline constexpr std::array<std::string_view, 6> kActivations = {
    "linear", "tanh", "sigmoid", "softplus", "relu", "hard-sigmoid"};

/// A source of rates: its rate at step n is the signal itself.
struct InputSpec {
  SignalSpec signal = ConstantSignal{};
  bool operator==(const InputSpec&) const = default;
};

/// Neurons with one activation; each is a signal neuron and its error partner.
struct LayerSpec {
  Activation activation = Activation::Tanh;
  Value tau_m = 10.0;  ///< (n,), ms
  Value tau_r = 1.0;   ///< (n,), ms
  Value bias = 0.0;    ///< (n,), initial value if learned
  double gamma = 0;
  double learn_bias = 0;   ///< 1/ms
  double learn_tau_m = 0;  ///< ms
  double learn_tau_r = 0;  ///< ms
  bool operator==(const LayerSpec&) const = default;
};

/// Where the rates of a layer should go: the rates of another layer, or a signal.
struct TargetSpec {
  NodeId of{};  ///< 0: of none yet, then it does nothing
  std::variant<NodeId, SignalSpec> source = ConstantSignal{};
  double beta = 1;
  bool operator==(const TargetSpec&) const = default;
};

/// A remark on the canvas.
struct NoteSpec {
  bool operator==(const NoteSpec&) const = default;
};

struct NodeSpec {
  std::string name;
  std::int64_t size = 1;  ///< neurons or channels
  double x = 0;           ///< canvas position, pixels at zoom 1
  double y = 0;
  std::string note;
  std::variant<InputSpec, LayerSpec, TargetSpec, NoteSpec> kind = LayerSpec{};
  WrittenKeys written = {};

  bool operator==(const NodeSpec&) const = default;

  [[nodiscard]] const InputSpec* input() const { return std::get_if<InputSpec>(&kind); }
  [[nodiscard]] const LayerSpec* layer() const { return std::get_if<LayerSpec>(&kind); }
  [[nodiscard]] const TargetSpec* target() const { return std::get_if<TargetSpec>(&kind); }
};

// --- Projections ---------------------------------------------------------------------------------

/// Which synapses exist.
struct Pattern {
  enum class Kind { Dense, OneToOne, Sparse };
  Kind kind = Kind::Dense;
  double probability = 1;  ///< of each synapse; Sparse only, drawn once per seed
  bool operator==(const Pattern&) const = default;
};

/// How the backward weights B come about, model.md §3; feedback_traits.h has a row for each.
enum class FeedbackKind { Transpose, Constant, Learned, Drive, KolenPollack, Analytic, Observed };

struct FeedbackSpec {
  FeedbackKind kind = FeedbackKind::Transpose;
  Value B = Draw{.fan_in = true};  ///< (n_pre, n_post), initial
  double learn = 0;                ///< 1/ms
  double tau_mean = 500;           ///< ms, time constant of the subtracted mean
  double decay = 0;                ///< 1/ms, λ_kp of W and B; Kolen–Pollack only
  double frequency = 0;            ///< Hz, > 0 required where the kind is Analytic
  double learn_model = 0.05;       ///< 1/ms, of M, with which error neurons predict their drive
  WrittenKeys written = {};
  bool operator==(const FeedbackSpec&) const = default;
};

struct ProjectionSpec {
  std::string name;
  NodeId from{};
  NodeId to{};
  Pattern pattern;
  Value W = Draw{.fan_in = true};  ///< (n_post, n_pre), initial
  double learn = 0;                ///< 1/ms
  double decay = 0;                ///< 1/ms
  std::optional<ProjectionId> teacher;
  std::optional<FeedbackSpec> feedback;  ///< absent: B = Wᵀ
  WrittenKeys written = {};
  bool operator==(const ProjectionSpec&) const = default;

  /// The kind that holds: absent feedback means the transpose.
  [[nodiscard]] FeedbackKind feedbackKind() const {
    return feedback ? feedback->kind : FeedbackKind::Transpose;
  }
};

/// Everything drawn: nodes and projections by id, so that undoing an erase restores an equal spec.
struct NetworkSpec {
  std::map<NodeId, NodeSpec> nodes;
  std::map<ProjectionId, ProjectionSpec> projections;

  bool operator==(const NetworkSpec&) const = default;

  /// nullptr if there is no such node or projection.
  [[nodiscard]] const NodeSpec* find(NodeId id) const;
  [[nodiscard]] const ProjectionSpec* find(ProjectionId id) const;
  /// By name; nullptr if there is none.
  [[nodiscard]] const NodeSpec* findNode(const std::string& name) const;
  [[nodiscard]] const ProjectionSpec* findProjection(const std::string& name) const;
};

}  // namespace vle
