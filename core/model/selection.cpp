// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/selection.h"

namespace vle {

namespace {

bool hasNeuron(const NodeSpec* node, std::size_t index) {
  return node != nullptr && node->size > 0 && index < static_cast<std::size_t>(node->size);
}

}  // namespace

bool exists(const NetworkSpec& network, const NeuronRef& neuron) {
  return hasNeuron(network.find(neuron.node), neuron.index);
}

bool exists(const NetworkSpec& network, const SynapseRef& synapse) {
  const ProjectionSpec* projection = network.find(synapse.projection);
  if (projection == nullptr || !hasNeuron(network.find(projection->from), synapse.pre) ||
      !hasNeuron(network.find(projection->to), synapse.post)) {
    return false;
  }
  return projection->pattern.kind != Pattern::Kind::OneToOne || synapse.pre == synapse.post;
}

Selection existing(const NetworkSpec& network, Selection selection) {
  std::erase_if(selection.nodes, [&](NodeId id) { return network.find(id) == nullptr; });
  std::erase_if(selection.projections,
                [&](ProjectionId id) { return network.find(id) == nullptr; });
  return selection;
}

Selection around(const FocusSubject& subject) {
  if (const auto* neuron = std::get_if<NeuronRef>(&subject)) return {{neuron->node}, {}};
  if (const auto* synapse = std::get_if<SynapseRef>(&subject)) return {{}, {synapse->projection}};
  return {};
}

}  // namespace vle
