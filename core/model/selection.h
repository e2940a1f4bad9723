// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a person means: nodes and projections that an action is done to, one neuron, one synapse. By
// ids, so that they outlive edits; no part of the project. Plain values, any thread.
#pragma once

#include <cstddef>
#include <set>
#include <variant>

#include "model/network_spec.h"

namespace vle {

struct Selection {
  std::set<NodeId> nodes = {};
  std::set<ProjectionId> projections = {};

  bool operator==(const Selection&) const = default;
  [[nodiscard]] bool empty() const { return nodes.empty() && projections.empty(); }
};

/// One neuron of a layer, or one channel of an input or target.
struct NeuronRef {
  NodeId node{};
  std::size_t index = 0;
  bool operator==(const NeuronRef&) const = default;
};

/// One synapse by the neurons it connects, whatever order its projection keeps them in.
struct SynapseRef {
  ProjectionId projection{};
  std::size_t post = 0;  ///< neuron above, of the node the projection leads to
  std::size_t pre = 0;   ///< neuron below
  bool operator==(const SynapseRef&) const = default;
};

/// What is looked at closely.
using FocusSubject = std::variant<std::monostate, NeuronRef, SynapseRef>;

[[nodiscard]] bool exists(const NetworkSpec& network, const NeuronRef& neuron);

/// Are there neurons at both ends, which the pattern may connect? A sparse one may leave it out
/// all the same, which only the compiled network tells.
[[nodiscard]] bool exists(const NetworkSpec& network, const SynapseRef& synapse);

/// Without what does not exist.
[[nodiscard]] Selection existing(const NetworkSpec& network, Selection selection);

/// What is selected where something is looked at: its node or projection.
[[nodiscard]] Selection around(const FocusSubject& subject);

}  // namespace vle
