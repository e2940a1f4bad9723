// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Small projects that tests are written with. Header only.
#pragma once

#include <string>
#include <vector>

#include "io/project_file.h"
#include "model/parameters.h"
#include "model/project.h"
#include "sim/simulator.h"

namespace vle::test {

inline NodeSpec input(const std::string& name, SignalSpec signal, std::int64_t size = 1) {
  NodeSpec node;
  node.name = name;
  node.size = size;
  node.kind = InputSpec{std::move(signal)};
  return node;
}

inline NodeSpec layer(const std::string& name, std::int64_t size, LayerSpec spec = {}) {
  NodeSpec node;
  node.name = name;
  node.size = size;
  node.kind = std::move(spec);
  return node;
}

inline NodeSpec layerAt(const std::string& name, std::int64_t size, double x) {
  NodeSpec node = layer(name, size);
  node.x = x;
  return node;
}

inline NodeSpec target(const std::string& name, std::int64_t size, std::uint32_t of,
                       std::variant<NodeId, SignalSpec> source) {
  NodeSpec node;
  node.name = name;
  node.size = size;
  TargetSpec spec;
  spec.of = NodeId{of};
  spec.source = std::move(source);
  node.kind = std::move(spec);
  return node;
}

inline ProjectionSpec projection(const std::string& name, std::uint32_t from, std::uint32_t to,
                                 Value W, double learn = 0) {
  ProjectionSpec spec;
  spec.name = name;
  spec.from = NodeId{from};
  spec.to = NodeId{to};
  spec.W = std::move(W);
  spec.learn = learn;
  return spec;
}

/// A project that a test made by hand, as it is after saving and opening.
inline Project marked(Project project) {
  for (auto& [id, node] : project.network.nodes) markWritten(node);
  for (auto& [id, projection] : project.network.projections) markWritten(projection);
  markWritten(project.settings);
  return project;
}

/// sin(2π f t) → one layer of one neuron.
inline Project oneNeuron(double f = 16, LayerSpec spec = {}) {
  Project project;
  project.network.nodes.emplace(NodeId{1}, input("x", SinesSignal{{{Sine{f, 1, 0}}}}));
  project.network.nodes.emplace(NodeId{2}, layer("a", 1, std::move(spec)));
  project.network.projections.emplace(ProjectionId{11}, projection("W", 1, 2, 1.0));
  return project;
}

/// 16 Hz → `layers` layers of `neurons` each, dense and learning → a constant target; no board.
inline Project deepNetwork(std::uint32_t layers, std::int64_t neurons) {
  Project project;
  NetworkSpec& network = project.network;
  network.nodes.emplace(NodeId{1}, input("x", SinesSignal{{{Sine{16, 1, 0}}}}));
  for (std::uint32_t k = 0; k < layers; ++k) {
    const std::string index = std::to_string(k);
    network.nodes.emplace(NodeId{2 + k}, layer("l" + index, neurons));
    network.projections.emplace(ProjectionId{1000 + k},
                                projection("W" + index, 1 + k, 2 + k, Draw{.fan_in = true}, 1e-3));
  }
  network.nodes.emplace(NodeId{2 + layers}, target("goal", neurons, 1 + layers, ConstantSignal{}));
  return project;
}

inline Simulator simulatorOf(const Project& project) { return Simulator(Network::build(project)); }

/// The preset, as it is shipped.
inline Project chain() { return loadProject("chain"); }

}  // namespace vle::test
