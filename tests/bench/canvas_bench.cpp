// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a frame of the canvas costs the GUI thread while the network runs: every item takes its live
// values, then the whole view is painted. Times are CPU times of this thread, as the simulation and
// whatever else runs take their share of the machine; the counters are the median and the 99th
// percentile of a frame, ms.
#include <random>

#include <QCoreApplication>
#include <QElapsedTimer>

#include "editor/graph_scene.h"
#include "editor/graph_view.h"
#include "rounds.h"

using namespace vle;
using namespace vle::ui;

namespace {

constexpr QSize kScreen(1920, 1080);

NodeSpec layerOf(const std::string& name, std::int64_t size, double x, double y) {
  NodeSpec node;
  node.name = name;
  node.size = size;
  node.x = x;
  node.y = y;
  return node;
}

/// Layers of up to 12 neurons in rows, wired at random; half of the wires learn.
Project largeNetwork(unsigned layers, unsigned projections) {
  std::mt19937 random(7);
  Project project;
  NetworkSpec& network = project.network;
  const auto input = NodeId{layers + 1};
  NodeSpec source = layerOf("x", 1, -240, 0);
  source.kind = InputSpec{SinesSignal{{{{.f = 1, .a = 3, .phase = 0}}}}};
  network.nodes[input] = source;
  for (unsigned k = 1; k <= layers; ++k) {
    network.nodes[NodeId{k}] =
        layerOf("L" + std::to_string(k), 1 + k % 12, 264.0 * (k % 20), 240.0 * (k / 20));
  }
  for (unsigned k = 0; k < projections; ++k) {
    ProjectionSpec projection;
    projection.name = "P" + std::to_string(k);
    projection.from = k < 20 ? input : NodeId{1 + static_cast<unsigned>(random()) % layers};
    projection.to = NodeId{1 + static_cast<unsigned>(random()) % layers};
    projection.learn = k % 2 == 0 ? 1e-4 : 0;
    network.projections[ProjectionId{100000 + k}] = projection;
  }
  return project;
}

/// Two layers of n neurons, every one with every other.
Project denseNetwork(std::int64_t n) {
  Project project;
  NetworkSpec& network = project.network;
  NodeSpec source = layerOf("x", n, 0, 0);
  const std::vector<Sine> sine{{.f = 1, .a = 3, .phase = 0}};
  source.kind =
      InputSpec{SinesSignal{std::vector<std::vector<Sine>>(static_cast<std::size_t>(n), sine)}};
  network.nodes[NodeId{1}] = source;
  network.nodes[NodeId{2}] = layerOf("lower", n, 240, 0);
  network.nodes[NodeId{3}] = layerOf("upper", n, 720, 0);
  for (unsigned k = 0; k < 2; ++k) {
    ProjectionSpec projection;
    projection.name = "W" + std::to_string(k + 1);
    projection.from = NodeId{1 + k};
    projection.to = NodeId{2 + k};
    projection.learn = 1e-4;
    network.projections[ProjectionId{10 + k}] = projection;
  }
  return project;
}

void measureFrames(benchmark::State& state, Project project, double zoom) {
  project.board = {{.title = "Loss", .kind = {}, .probes = {"loss"}}};
  const Theme theme = loadTheme(QStringLiteral("light"));
  Document document;
  Lab lab(document);
  document.load(std::move(project), QStringLiteral("bench"));
  Focus focus(document);
  GraphScene scene(document, lab, focus, theme);
  GraphView view(scene, theme);
  view.resize(kScreen);
  view.show();
  const auto wait = [](int ms) {
    QElapsedTimer timer;
    for (timer.start(); timer.elapsed() < ms;) QCoreApplication::processEvents();
  };
  // The bench takes the live values itself.
  QObject::disconnect(&lab, &Lab::frame, &scene, nullptr);
  lab.control().run();
  wait(500);
  while (zoom > 0 && view.zoom() < zoom) view.zoomIn();
  std::vector<double> frames;
  int live = 0;
  for (auto _ : state) {
    wait(20);
    lab.pull();
    const double start = bench::threadTime();
    live += scene.refreshLive();
    view.viewport()->repaint();
    const double seconds = bench::threadTime() - start;
    frames.push_back(1000 * seconds);
    state.SetIterationTime(seconds);
  }
  state.counters["median_ms"] = bench::quantile(frames, 0.5);
  state.counters["p99_ms"] = bench::quantile(frames, 0.99);
  state.counters["live_items"] = static_cast<double>(live) / static_cast<double>(frames.size());
}

void largeFromAfar(benchmark::State& state) { measureFrames(state, largeNetwork(300, 900), 0); }
void largeFromNear(benchmark::State& state) { measureFrames(state, largeNetwork(300, 900), 1); }
void denseSynapses(benchmark::State& state) { measureFrames(state, denseNetwork(100), 4); }
void denseAtFit(benchmark::State& state) { measureFrames(state, denseNetwork(100), 0); }

BENCHMARK(largeFromAfar)->UseManualTime()->Iterations(60)->Unit(benchmark::kMillisecond);
BENCHMARK(largeFromNear)->UseManualTime()->Iterations(60)->Unit(benchmark::kMillisecond);
BENCHMARK(denseAtFit)->UseManualTime()->Iterations(60)->Unit(benchmark::kMillisecond);
BENCHMARK(denseSynapses)->UseManualTime()->Iterations(60)->Unit(benchmark::kMillisecond);

}  // namespace
