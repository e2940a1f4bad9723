// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Three dense layers of n neurons, W and B learned, against the memory they have to move: reading
// and writing one array of the same number of weights, compiled for the same instruction sets.
// n sines drive the inputs, the target is constant.
#include <array>
#include <cmath>

#include "base/aligned.h"
#include "base/cpu.h"
#include "base/vectorize.h"
#include "rounds.h"
#include "sim/simulator.h"
#include "specs.h"

namespace vle::bench {

namespace {

Project denseLayers(std::int64_t n) {
  Project project;
  NetworkSpec& spec = project.network;
  SinesSignal sines;
  for (std::int64_t k = 0; k < n; ++k) {
    sines.channels.push_back({{5 + 0.1 * static_cast<double>(k), 1, 0.3 * static_cast<double>(k)}});
  }
  spec.nodes[NodeId{1}] = test::input("x", std::move(sines), n);
  for (std::uint32_t id : {2U, 3U, 4U}) {
    spec.nodes[NodeId{id}] = test::layer("layer " + std::to_string(id), n);
  }
  spec.nodes[NodeId{5}] = test::target("target", n, 4, SignalSpec{ConstantSignal{0.3}});
  for (std::uint32_t id : {11U, 12U, 13U}) {
    ProjectionSpec projection = test::projection("W" + std::to_string(id), id - 10, id - 9,
                                                 Draw{Draw::Kind::Normal, 0, 1, true}, 1e-6);
    if (id != 11) {
      projection.feedback = FeedbackSpec{.kind = FeedbackKind::Learned,
                                         .B = Draw{Draw::Kind::Normal, 0, 0.1, true},
                                         .learn = 1e-5};
    }
    spec.projections[ProjectionId{id}] = std::move(projection);
  }
  return project;
}

VLE_INLINE void addTo(double* values, std::size_t size, double c) {
#pragma omp simd
  for (std::size_t k = 0; k < size; ++k) values[k] += c;
}

#define VLE_ADD(isa, target, bytes)                                                            \
  namespace isa {                                                                              \
  target void addToAll(double* values, std::size_t size, double c) { addTo(values, size, c); } \
  }
VLE_FOR_EACH_ISA(VLE_ADD)
#undef VLE_ADD

/// values_k += c by the instruction set in use.
auto* addToAll() {
#define VLE_ADD(isa, target, bytes) isa::addToAll,
  constexpr std::array kAll = {VLE_FOR_EACH_ISA(VLE_ADD)};
#undef VLE_ADD
  return kAll[static_cast<std::size_t>(isaInUse())];
}

/// Steps of about 10 ms for some number of weights, but enough that their binding does not count.
std::int64_t stepsFor(std::size_t weights) {
  return std::max<std::int64_t>(32, static_cast<std::int64_t>(3e7 / static_cast<double>(weights)));
}

/// All that a step reads and writes but for the neurons: W three times, B twice.
std::size_t weightsOf(std::int64_t n) { return 5 * static_cast<std::size_t>(n * n); }

void dense(benchmark::State& bench) {
  const std::int64_t n = bench.range(0);
  const Simulator simulator(Network::build(denseLayers(n)));
  State state = initialState(simulator.network());
  AlignedVector array(weightsOf(n), 1.0);
  auto* const add = addToAll();
  const std::int64_t steps = stepsFor(array.size());
  compare(
      bench, "ratio_to_bandwidth", [&] { simulator.advance(state, steps); },
      [&] {
        for (std::int64_t k = 0; k < steps; ++k) {
          add(array.data(), array.size(), 1e-9);
          benchmark::ClobberMemory();
        }
      });
  if (state.divergence) bench.SkipWithError("the network diverged");
}

/// Steps per second and time per synapse by width.
void width(benchmark::State& bench) {
  const std::int64_t n = bench.range(0);
  const Simulator simulator(Network::build(denseLayers(n)));
  State state = initialState(simulator.network());
  const std::int64_t steps = stepsFor(std::max<std::size_t>(weightsOf(n), 512));
  simulator.advance(state, steps);
  std::vector<double> seconds;
  for (auto _ : bench) {
    seconds.push_back(secondsOf([&] { simulator.advance(state, steps); }));
    bench.SetIterationTime(seconds.back());
  }
  const double step = quantile(seconds, 0.5) / static_cast<double>(steps);
  bench.counters["steps_per_second"] = 1 / step;
  bench.counters["ns_per_weight"] = 1e9 * step / static_cast<double>(weightsOf(n));
  bench.counters["megabytes"] = 8e-6 * static_cast<double>(weightsOf(n));
}

BENCHMARK(dense)->Arg(64)->Arg(256)->Arg(1024)->UseManualTime()->Iterations(51);
BENCHMARK(width)->RangeMultiplier(2)->Range(4, 2048)->UseManualTime()->Iterations(15);

}  // namespace

}  // namespace vle::bench
