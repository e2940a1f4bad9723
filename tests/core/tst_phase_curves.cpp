// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// One period of all signals, as the runner bins it by step: it is the run's own, and nothing is
// made up where no step fell.
#include <algorithm>
#include <cmath>
#include <numbers>

#include <QTest>

#include "model/variants.h"
#include "run/runner.h"
#include "run_tests.h"
#include "sim/phase_curves.h"
#include "sim/simulator.h"
#include "specs.h"

using namespace vle;

class TestPhaseCurves : public QObject {
  Q_OBJECT

 private slots:
  void meansAreThoseOfTheirBins();
  void emptyBinsAreNotKnown();
  void stridesMeetAllBins();
  void periodsAreThoseOfAllSignals();
  void theRunnersPeriodIsThatOfTheRun();
};

void TestPhaseCurves::meansAreThoseOfTheirBins() {
  constexpr double kPeriod = 60, kStep = 0.7;
  PhaseMeans means(kPeriod, 2);
  for (int n = 0; n < 20'000; ++n) {
    const double t = n * kStep;
    const double phase = 2 * std::numbers::pi * t / kPeriod;
    const double one[] = {std::sin(phase)};
    const double two[] = {3 + std::cos(phase)};
    means.add(t, {one, two});
  }
  const PhaseCurves curves = means.take();
  for (std::size_t bin = 0; bin < PhaseCurves::kBins; ++bin) {
    QVERIFY(curves.is_known[bin]);
    const double phase = 2 * std::numbers::pi * curves.mean_phase[bin];
    QVERIFY(std::abs(static_cast<double>(curves.at(bin, 0)) - std::sin(phase)) < 2e-3);
    QVERIFY(std::abs(static_cast<double>(curves.at(bin, 1)) - 3 - std::cos(phase)) < 2e-3);
  }
  QCOMPARE(curves.near(0.5, 0), curves.at(24, 0));
  QCOMPARE(curves.near(1.0, 0), curves.at(0, 0));
}

void TestPhaseCurves::emptyBinsAreNotKnown() {
  PhaseMeans means(100, 1);
  const double early[] = {1}, late[] = {2};
  means.add(5, {early});
  PhaseCurves curves = means.take();
  QCOMPARE(std::ranges::count(curves.is_known, true), 1);
  QCOMPARE(curves.near(0.9, 0), 1.0F);  // round the period, the last that is known
  means.add(107, {late});               // another bin; the first is as it was
  curves = means.take();
  QCOMPARE(std::ranges::count(curves.is_known, true), 2);
  QCOMPARE(curves.near(0.05, 0), 1.0F);
  QCOMPARE(curves.near(0.07, 0), 2.0F);
}

void TestPhaseCurves::stridesMeetAllBins() {
  for (const double period : {625.0, 640.0, 160.0, 100.0, 48.0, 1000.0 / 3, 50'000.0}) {
    const std::int64_t stride = phaseStride(period, 16);
    QVERIFY(stride >= 1 && stride <= 16);
    PhaseMeans means(period, 1);
    const double value[] = {1};
    for (std::int64_t n = 0; n < 200'000; n += stride) means.add(static_cast<double>(n), {value});
    QCOMPARE(std::ranges::count(means.take().is_known, true), std::ptrdiff_t{PhaseCurves::kBins});
  }
}

void TestPhaseCurves::periodsAreThoseOfAllSignals() {
  const auto periodOf = [](SignalSpec signal) {
    Project project = test::chain();
    project.variants.clear();
    std::get<InputSpec>(project.network.nodes.at(NodeId{1}).kind).signal = std::move(signal);
    return playedPeriod(*Network::build(project));
  };
  QCOMPARE(periodOf(SinesSignal{{{{16, 1, 0}}}}), std::optional(62.5));
  QCOMPARE(periodOf(SinesSignal{{{{5, 1, 0}, {10, 1, 0}}}}), std::optional(200.0));
  // Forty periods of the faster one cannot be drawn with 48 points.
  QVERIFY(!periodOf(SinesSignal{{{{1, 1, 0}, {40, 1, 0}}}}));
  QVERIFY(!periodOf(NoiseSignal{}));
  QVERIFY(!periodOf(ConstantSignal{}));
}

/// What the runner publishes is what the simulator computes, and what it does to nothing.
void TestPhaseCurves::theRunnersPeriodIsThatOfTheRun() {
  Project project = test::chain();
  project.variants.clear();
  project.settings.learning = false;
  const auto network = Network::build(project);
  constexpr std::int64_t kSteps = 50'000;
  Runner runner;
  QVERIFY(runner.send(UseNetworks{{{VariantId{1}, network}}}));
  QVERIFY(runner.send(Observe{}));
  QVERIFY(runner.send(Step{kSteps}));
  std::shared_ptr<const PhaseCurves> phases;
  std::int64_t step = 0;
  while (step < kSteps) {
    if (const auto frame = runner.takeFrame()) {
      step = frame->step;
      if (frame->phases) phases = frame->phases;
    }
  }
  while (!phases) {
    QVERIFY(runner.send(Observe{}));
    QVERIFY(runner.send(Step{1000}));
    if (const auto frame = runner.takeFrame(); frame && frame->phases) phases = frame->phases;
  }
  QCOMPARE(phases->channels, network->rate_slots + network->neuron_slots + network->target_slots);
  // Settled, the simulator's own values at the phase of the bin.
  const Simulator simulator(network);
  State state = initialState(*network);
  simulator.advance(state, kSteps);
  const double dt = network->settings.dt;
  double largest = 0;
  for (int n = 0; n < 625; ++n) {
    simulator.advance(state, 1);
    const double phase = phaseOf(static_cast<double>(state.step) * dt, phases->period);
    const auto bin = static_cast<std::size_t>(phase * static_cast<double>(PhaseCurves::kBins));
    if (!phases->is_known[bin]) continue;
    for (const std::size_t slot : {0UL, 1UL}) {
      const double r = static_cast<double>(phases->at(bin, slot));
      largest = std::max(largest, std::abs(r - state.r[slot]));
    }
  }
  QVERIFY2(largest < 0.15, qPrintable(QString::number(largest)));  // within a bin of 13 steps
  QVERIFY(largest > 0);
}

VLE_TEST(TestPhaseCurves, QCoreApplication)
#include "tst_phase_curves.moc"
