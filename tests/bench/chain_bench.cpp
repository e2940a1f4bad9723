// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The chain (student, teacher, W and B learned) against the loop one would write by hand for just
// this network; and what recording costs.
#include <cmath>
#include <numbers>

#include "io/project_file.h"
#include "rounds.h"
#include "sim/fast_math.h"
#include "sim/recorder.h"
#include "sim/simulator.h"

namespace vle::bench {

namespace {

constexpr std::int64_t kSteps = 100'000;  // a slice of some 10 ms

struct LibraryMath {
  static double tanh(double x) { return std::tanh(x); }
  static double sine(double cycles) { return std::sin(2 * std::numbers::pi * cycles); }
};
struct FastMath {
  static double tanh(double x) { return fast::tanh(x); }
  static double sine(double cycles) { return fast::sineOfCycles(cycles); }
};

/// model.md §2 and §3 for the chain, written out by hand with numbers instead of arrays.
template <class Math>
struct HandWrittenChain {
  static constexpr double dt = 0.1, tau_m = 10, tau_r = 1, bias = 0.3, f = 16;
  static constexpr double eta_W = 0.002, eta_B = 0.01, tau_mean = 500;
  struct Neuron {
    double u = 0, v = 0, r = 0, r_prime = 0, down = 0;
  };
  Neuron hidden, output;   // they learn
  Neuron teacher, wanted;  // they do not
  double W1 = 0.4, W2 = 0.6, B2 = -0.5;
  double r_mean = 0, x = 0;
  double loss = 0;
  std::int64_t step = 0;

  static double error(Neuron& n) {
    const double eps = n.r_prime * n.down;
    const double slope = (eps - n.v) / tau_r;
    const double e = n.v + tau_m * slope;
    n.v += dt * slope;
    n.down = 0;
    return e;
  }
  static void move(Neuron& n, double s) {
    const double slope = (s - n.u) / tau_m;
    const double potential = n.u + tau_r * slope;
    n.u += dt * slope;
    n.r = Math::tanh(potential);
    n.r_prime = 1 - n.r * n.r;
  }
  void run(std::int64_t count) {
    for (std::int64_t k = 0; k < count; ++k, ++step) {
      const double input = Math::sine(f * (static_cast<double>(step) * dt) / 1000);
      const double difference = wanted.r - output.r;
      output.down += difference;
      loss = 0.5 * difference * difference;
      const double e_hidden = error(hidden);
      const double e_output = error(output);
      const double s_hidden = W1 * input + bias;
      const double s_output = W2 * hidden.r + bias;
      const double s_teacher = 1.2 * input + bias;
      const double s_wanted = 1.5 * teacher.r + bias;
      hidden.down += B2 * e_output;
      const double r_tilde = hidden.r - r_mean;
      r_mean += dt * r_tilde / tau_mean;
      const double x_dot = (r_tilde - x) / tau_r;
      const double rho = x + tau_m * x_dot;
      x += dt * x_dot;
      B2 += dt * eta_B * (W2 * r_tilde * r_tilde - B2 * rho * rho);
      W1 += dt * eta_W * e_hidden * input;
      W2 += dt * eta_W * e_output * hidden.r;
      move(hidden, s_hidden);
      move(output, s_output);
      move(teacher, s_teacher);
      move(wanted, s_wanted);
    }
  }
};

Project learnedChain() {
  Project project = loadProject("chain");
  project.variants.resize(1);
  return project;
}

double weightOf(const Network& network, const State& state, const char* probe) {
  return channelsOf(network, probe).at(0).read(network, state);
}

template <class Math>
void chain(benchmark::State& bench) {
  const Simulator simulator(compileVariants(learnedChain()).at(0));
  State state = initialState(simulator.network());
  HandWrittenChain<Math> by_hand;
  simulator.advance(state, kSteps);
  by_hand.run(kSteps);
  // It must be the same network that both compute.
  for (const auto& [probe, value] : {std::pair{"W1.W", by_hand.W1}, std::pair{"W2.W", by_hand.W2},
                                     std::pair{"W2.B", by_hand.B2}}) {
    if (!(std::abs(weightOf(simulator.network(), state, probe) - value) < 1e-9)) {
      return bench.SkipWithError("the loop by hand computes something else");
    }
  }
  compare(
      bench, "ratio_to_hand_written", [&] { simulator.advance(state, kSteps); },
      [&] {
        by_hand.run(kSteps);
        benchmark::DoNotOptimize(by_hand);
      });
  bench.counters["steps_per_second"] = benchmark::Counter(
      static_cast<double>(bench.iterations() * kSteps), benchmark::Counter::kIsRate);
}

/// Twelve probes, a row every ten steps, against the same run unwatched.
void recording(benchmark::State& bench) {
  const Simulator simulator(compileVariants(learnedChain()).at(0));
  State watched = initialState(simulator.network());
  State alone = watched;
  std::vector<Channel> channels;
  for (const char* probe : {"x.r", "hidden.u", "hidden.r", "hidden.e", "output.u", "output.r",
                            "output.e", "target.target", "W1.W", "W2.W", "W2.B", "loss"}) {
    const auto own = channelsOf(simulator.network(), probe);
    channels.insert(channels.end(), own.begin(), own.end());
  }
  const auto rows = static_cast<Recorder::Rows>(bench.range(0));
  Recorder recorder(channels, simulator.network(), watched, 10, rows);
  bench.SetLabel(std::to_string(channels.size()) + " channels");
  compare(
      bench, "ratio_to_unrecorded",
      [&] {
        for (std::int64_t done = 0; done < kSteps; done += 4096) {
          simulator.advance(watched, 4096, &recorder);
          recorder.recycle(recorder.take());
        }
      },
      [&] {
        for (std::int64_t done = 0; done < kSteps; done += 4096) simulator.advance(alone, 4096);
      });
}

BENCHMARK(chain<LibraryMath>)->Name("chain/library_math")->UseManualTime()->Iterations(101);
BENCHMARK(chain<FastMath>)->Name("chain/fast_math_for_both")->UseManualTime()->Iterations(101);
BENCHMARK(recording)
    ->Name("recording/samples")
    ->Arg(static_cast<int>(Recorder::Rows::Samples))
    ->UseManualTime()
    ->Iterations(101);
BENCHMARK(recording)
    ->Name("recording/envelopes")
    ->Arg(static_cast<int>(Recorder::Rows::Envelopes))
    ->UseManualTime()
    ->Iterations(51);

}  // namespace

}  // namespace vle::bench
