// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a person looks at closely: one neuron or one synapse. Values by id, so that they outlive
// edits; whether they still exist is asked of the document. Header only, GUI thread.
#pragma once

#include <cstddef>

#include "model/network_spec.h"

namespace vle::ui {

/// One neuron of a layer.
struct NeuronRef {
  NodeId node{};
  std::size_t index = 0;
  bool operator==(const NeuronRef&) const = default;
};

/// One synapse by the neurons it connects, whatever order its projection keeps them in.
struct SynapseChoice {
  ProjectionId projection{};
  std::size_t upper = 0, lower = 0;
  bool operator==(const SynapseChoice&) const = default;
};

}  // namespace vle::ui
