// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The held-out test: what it measures, that it measures other signals, and that a run with it is
// the run without it, bit for bit.
#include <cmath>

#include <QTest>

#include "model/validate.h"
#include "run/experiment.h"
#include "run_tests.h"
#include "sim/carry_over.h"
#include "sim/held_out.h"
#include "sim/signal_memory.h"
#include "sim/signals.h"
#include "specs.h"

using namespace vle;

namespace {

double read(const Simulator& simulator, const State& state, const char* probe) {
  return channelsOf(simulator.network(), probe).at(0).read(simulator.network(), state);
}

/// The chain, its teacher's rates as target, learning from noise; tested with a sine.
Project learner() {
  Project project = test::chain();
  project.variants.resize(1);
  project.network.nodes[NodeId{1}].kind = InputSpec{NoiseSignal{.tau = 20}};
  project.settings.test = HeldOutSpec{
      .signal_of = {{"x", SinesSignal{{{{16, 1, 0.3}}}}}}, .duration = 150, .every = 40};
  return project;
}

/// A silent neuron and a target of noise: the loss is the power of the target.
Project silence() {
  Project project = test::oneNeuron();
  project.network.projections[ProjectionId{11}].W = 0.0;
  project.network.nodes[NodeId{1}].kind = InputSpec{NoiseSignal{}};
  LayerSpec linear;
  linear.activation = Activation::Linear;
  project.network.nodes[NodeId{2}].kind = linear;
  project.network.nodes[NodeId{3}] = test::target("t", 1, 2, SignalSpec{NoiseSignal{.tau = 2}});
  project.settings.test = HeldOutSpec{.signal_of = {}, .duration = 100};
  return project;
}

Simulator firstVariantOf(const Project& project) { return Simulator(compileVariants(project)[0]); }

State withoutLosses(State state) {
  state.loss_test = kNever;
  state.loss_test_relative = kNever;
  state.held_out.clear();
  state.held_out_from = 0;
  return state;
}

}  // namespace

class TestHeldOut : public QObject {
  Q_OBJECT

 private slots:
  void theRunDoesNotNotice();
  void itEqualsARunByHand();
  void randomSignalsAreOtherDraws();
  void everyEvaluationPlaysTheSame();
  void itBeginsAtMultiplesAndIsPlayedAlong();
  void noMomentOfTheRunWaitsForIt();
  void theEndHasItsOwn();
  void stepsNeverEvaluate();
  void livesKeepTheirValue();
  void aTestThatDivergesIsInfinite();
  void aTargetOfZeroHasNoShare();
  void aDivergedRunHasNoTest();
  void changingTheNetworkKeepsTheLosses();
  void variantsLeaveItsInputsOut();
  void probesExistWithATestOnly();
  void targetsCanHaveSignalsOfTheirOwn_data();
  void targetsCanHaveSignalsOfTheirOwn();
  void delaysFollowTheInputOfTheTest();
  void wrongTestsSayWhat_data();
  void wrongTestsSayWhat();
};

void TestHeldOut::theRunDoesNotNotice() {
  const Project project = learner();
  Project plain = project;
  plain.settings.test.reset();
  const Simulator with = firstVariantOf(project);
  const Simulator without = firstVariantOf(plain);
  State tested = initialState(with.network());
  State untested = initialState(without.network());
  with.advance(tested, 3000);
  without.advance(untested, 3000);
  QVERIFY(std::isfinite(tested.loss_test) && std::isinf(untested.loss_test));
  QVERIFY(withoutLosses(tested) == untested);
  QVERIFY2(tested.W != initialState(with.network()).W, "it learned meanwhile");
}

void TestHeldOut::itEqualsARunByHand() {
  const Project project = learner();
  const Simulator simulator = firstVariantOf(project);
  State state = initialState(simulator.network());
  simulator.advance(state, 5000);
  evaluateHeldOut(simulator, state);

  Project by_hand = project;
  by_hand.settings.test.reset();
  by_hand.network.nodes[NodeId{1}].kind = InputSpec{SinesSignal{{{{16, 1, 0.3}}}}};
  const Simulator other = firstVariantOf(by_hand);
  State copy = carryOver(simulator.network(), state, other.network());
  copy.step = 0;
  copy.learning = false;
  double loss = 0;
  double power = 0;
  for (int n = 0; n < 1500; ++n) {
    const double rate = read(other, copy, "output.r");  // compared before the step
    other.step(copy);
    const double wanted = read(other, copy, "target.target");
    loss += 0.5 * (wanted - rate) * (wanted - rate);
    power += 0.5 * wanted * wanted;
  }
  QVERIFY(loss > 0 && power > 0);
  QCOMPARE(state.loss_test, loss / 1500);  // to 1e-12
  QCOMPARE(state.loss_test_relative, loss / power);
  copy.learning = true;  // and learning would have made a difference
  const double W = read(other, copy, "W1.W");
  other.advance(copy, 1500);
  QVERIFY(read(other, copy, "W1.W") != W);
}

void TestHeldOut::randomSignalsAreOtherDraws() {
  const Project project = silence();
  const Simulator simulator = firstVariantOf(project);
  State state = initialState(simulator.network());
  evaluateHeldOut(simulator, state);
  const auto powerOf = [](std::uint64_t stream) {
    const SignalPlan plan{
        .spec = NoiseSignal{.tau = 2}, .memory = {0, 2}, .seed = 1, .id = 3, .stream = stream};
    std::vector<double> memory(2, 0);
    double sum = 0;
    double value = 0;
    for (std::int64_t n = 0; n < 1000; ++n) {
      evaluateSignal(plan, n, 0.1, memory.data(), &value, 1);
      sum += 0.5 * value * value / 1000;
    }
    return sum;
  };
  QCOMPARE(state.loss_test, powerOf(kHeldOutStream));
  QCOMPARE(state.loss_test_relative, 1.0);
  simulator.advance(state, 1000);
  QCOMPARE(state.loss_sum / 1000, powerOf(kRunStream));
  QVERIFY(std::abs(powerOf(kHeldOutStream) - powerOf(kRunStream)) > 1e-3);
  // Random sines that stand in the place of others draw anew as well.
  Project replaced = learner();
  const RandomSinesSignal sines{.count = 3};
  replaced.network.nodes[NodeId{1}].kind = InputSpec{sines};
  replaced.settings.test->signal_of["x"] = sines;
  const Simulator other = firstVariantOf(replaced);
  State own = initialState(other.network());
  evaluateHeldOut(other, own);
  State copy = initialState(other.network());
  copy.learning = false;
  other.advance(copy, 1500);
  QVERIFY(std::abs(own.loss_test / (copy.loss_sum / 1500) - 1) > 1e-3);
}

void TestHeldOut::everyEvaluationPlaysTheSame() {
  const Simulator simulator = firstVariantOf(silence());
  State state = initialState(simulator.network());
  evaluateHeldOut(simulator, state);
  const double first = state.loss_test;
  simulator.advance(state, 1234);
  evaluateHeldOut(simulator, state);
  QCOMPARE(state.loss_test, first);  // the neuron is silent at all times
}

void TestHeldOut::itBeginsAtMultiplesAndIsPlayedAlong() {
  // A test of 1500 steps every 400: four with each step of the run, done 375 steps later, which is
  // seen at the next look.
  const Simulator simulator = firstVariantOf(learner());
  State state = initialState(simulator.network());
  double begun = kNever;  // what a test that begins now will give
  double expected = kNever;
  for (std::int64_t n = 0; n < 1300; ++n) {
    if (n % 400 == 0) {
      State copy = state;
      evaluateHeldOut(simulator, copy);
      expected = begun;
      begun = copy.loss_test;
    }
    if (n % 400 == 384) expected = begun;
    simulator.advance(state, 1);
    QCOMPARE(state.loss_test, expected);
  }
  State at_once = initialState(simulator.network());
  simulator.advance(at_once, 1300);
  QVERIFY(at_once == state);
  State in_parts = initialState(simulator.network());
  for (int k = 0; k < 13; ++k) simulator.advance(in_parts, k % 2 == 0 ? 77 : 124);
  simulator.advance(in_parts, 1300 - in_parts.step);
  QVERIFY(in_parts == state);
}

void TestHeldOut::noMomentOfTheRunWaitsForIt() {
  Project project = learner();
  project.settings.test->duration = 50000;
  project.settings.test->every = 25000;  // 250,000 steps: two with each step of the run
  const Simulator simulator = firstVariantOf(project);
  State state = initialState(simulator.network());
  std::int64_t most = 0;
  std::int64_t before = 0;
  for (int k = 0; k < 2000; ++k) {
    simulator.advance(state, 16);
    const std::int64_t played = state.held_out.empty() ? 0 : state.held_out.front().step;
    most = std::max(most, played - before);
    before = played;
  }
  QCOMPARE(before, 2 * 31968);
  QVERIFY2(most <= 64, std::to_string(most).c_str());
}

void TestHeldOut::theEndHasItsOwn() {
  Project project = learner();
  project.settings.duration = 130;
  const Simulator simulator = firstVariantOf(project);
  State state = initialState(simulator.network());
  simulator.advance(state, 1300);
  for (const double every : {40.0, kNever}) {
    project.settings.test->every = every;
    const ExperimentResult result = runExperiment(project, {});
    State end = result.variants[0].state;
    const State before = end;
    evaluateHeldOut(simulator, end);
    QCOMPARE(end.loss_test, before.loss_test);  // measured already
    QVERIFY(std::isfinite(end.loss_test));
    QVERIFY(withoutLosses(end) == withoutLosses(state));
  }
}

void TestHeldOut::stepsNeverEvaluate() {
  const Simulator simulator = firstVariantOf(learner());
  State state = initialState(simulator.network());
  for (int n = 0; n < 500; ++n) simulator.step(state);
  QVERIFY(std::isinf(state.loss_test) && std::isinf(state.loss_test_relative));
}

void TestHeldOut::livesKeepTheirValue() {
  Project project = silence();
  project.network.projections[ProjectionId{11}].W = 1.0;
  project.network.nodes[NodeId{1}].kind = InputSpec{LiveSignal{}};
  project.network.nodes[NodeId{3}].kind = TargetSpec{NodeId{2}, SignalSpec{ConstantSignal{0.5}}, 1};
  const Simulator simulator = firstVariantOf(project);
  State state = initialState(simulator.network());
  const std::vector<double> half = {0.5};
  setLive(simulator.network(), NodeId{1}, half, state);
  simulator.advance(state, 5000);  // settled: the rate is the input
  evaluateHeldOut(simulator, state);
  QVERIFY2(state.loss_test < 1e-9, std::to_string(state.loss_test).c_str());
}

void TestHeldOut::aTestThatDivergesIsInfinite() {
  Project project = silence();
  project.network.projections[ProjectionId{11}].W = 1.0;
  project.settings.test->signal_of["x"] = ConstantSignal{1e9};
  const Simulator simulator = firstVariantOf(project);
  State state = initialState(simulator.network());
  state.loss_test = 1;
  state.loss_test_relative = 1;
  evaluateHeldOut(simulator, state);
  QVERIFY(std::isinf(state.loss_test) && std::isinf(state.loss_test_relative));
  QVERIFY(!state.divergence);
  simulator.advance(state, 100);
  QVERIFY(!state.divergence);
}

void TestHeldOut::aTargetOfZeroHasNoShare() {
  Project project = silence();
  project.network.nodes[NodeId{3}].kind = TargetSpec{NodeId{2}, SignalSpec{ConstantSignal{0.0}}, 1};
  const Simulator simulator = firstVariantOf(project);
  State state = initialState(simulator.network());
  evaluateHeldOut(simulator, state);
  QCOMPARE(state.loss_test, 0.0);
  QVERIFY(std::isinf(state.loss_test_relative));
}

void TestHeldOut::aDivergedRunHasNoTest() {
  Project project = silence();
  project.network.projections[ProjectionId{12}] = test::projection("loop", 2, 2, 5.0);
  project.network.projections[ProjectionId{11}].W = 1.0;
  project.settings.duration = 1000;
  project.settings.test->every = 10;
  const ExperimentResult result = runExperiment(project, {});
  QVERIFY(result.diverged());
  QVERIFY(std::isinf(result.variants[0].state.loss_test));
}

void TestHeldOut::changingTheNetworkKeepsTheLosses() {
  Project project = learner();
  const Simulator old = firstVariantOf(project);
  State state = initialState(old.network());
  old.advance(state, 500);
  project.network.nodes[NodeId{50}] = test::layer("new", 2);
  const Simulator now = firstVariantOf(project);
  QCOMPARE(carryOver(old.network(), state, now.network()).loss_test, state.loss_test);
  project.settings.test.reset();
  const Simulator none = firstVariantOf(project);
  QVERIFY(std::isinf(carryOver(old.network(), state, none.network()).loss_test));
}

void TestHeldOut::variantsLeaveItsInputsOut() {
  Project project = learner();
  project.network.nodes[NodeId{50}] = test::input("more", NoiseSignal{});
  project.network.projections[ProjectionId{51}] = test::projection("V", 50, 2, 1.0);
  project.settings.test->signal_of["more"] = ConstantSignal{0.1};
  project.variants[0].without = {50};
  QVERIFY(!hasErrors(validate(project)));
  QCOMPARE(firstVariantOf(project).network().held_out->inputs.size(), std::size_t{1});
  project.variants[0].without.clear();
  HeldOutSpec own = *project.settings.test;
  own.duration = 7;
  project.variants[0].set["settings.test"] = std::optional(own);
  QCOMPARE(firstVariantOf(project).network().held_out->steps, 70);
}

void TestHeldOut::probesExistWithATestOnly() {
  const Simulator with = firstVariantOf(learner());
  State state = initialState(with.network());
  with.advance(state, 400);
  QCOMPARE(read(with, state, "loss_test"), state.loss_test);
  QCOMPARE(read(with, state, "loss_test_relative"), state.loss_test_relative);
  QVERIFY(std::isfinite(state.loss_test));
  const auto network = Network::build(test::chain());
  QVERIFY_THROWS_EXCEPTION(Error, (void)channelsOf(*network, "loss_test"));
}

void TestHeldOut::targetsCanHaveSignalsOfTheirOwn_data() {
  QTest::addColumn<bool>("follows");
  QTest::addColumn<bool>("fused");
  for (const bool follows : {false, true}) {
    for (const bool fused : {false, true}) {
      QTest::addRow("%s, %s", follows ? "follows a layer" : "signal", fused ? "fused" : "by steps")
          << follows << fused;
    }
  }
}

/// A silent neuron: its loss in the test is half the square of the test's own target, in the run
/// that of the run's.
void TestHeldOut::targetsCanHaveSignalsOfTheirOwn() {
  QFETCH(bool, follows);
  QFETCH(bool, fused);
  Project project = silence();
  if (!fused) project.settings.rule = Rule::Bptt;  // a rule that is computed step by step
  if (follows) {
    NodeSpec teacher = test::layer("teacher", 1);
    std::get<LayerSpec>(teacher.kind).activation = Activation::Linear;
    std::get<LayerSpec>(teacher.kind).bias = 2.0;
    project.network.nodes[NodeId{8}] = teacher;
    std::get<TargetSpec>(project.network.nodes[NodeId{3}].kind).source = NodeId{8};
  } else {
    std::get<TargetSpec>(project.network.nodes[NodeId{3}].kind).source =
        SignalSpec(ConstantSignal{2.0});
  }
  project.settings.test = HeldOutSpec{.signal_of = {{"t", ConstantSignal{3.0}}}, .duration = 10};
  const Simulator simulator = firstVariantOf(project);
  State state = initialState(simulator.network());
  simulator.advance(state, 5000);
  evaluateHeldOut(simulator, state);
  QVERIFY2(std::abs(state.loss - 2) < 1e-6, qPrintable(QString::number(state.loss)));
  QVERIFY2(std::abs(state.loss_test - 4.5) < 1e-12, qPrintable(QString::number(state.loss_test)));
}

/// A target that is a delayed input hears the input that plays in the test.
void TestHeldOut::delaysFollowTheInputOfTheTest() {
  Project project = silence();
  std::get<TargetSpec>(project.network.nodes[NodeId{3}].kind).source =
      SignalSpec(DelaySignal{.of = 1, .by = 5});
  project.network.nodes[NodeId{1}].kind = InputSpec{ConstantSignal{1.0}};
  project.settings.test = HeldOutSpec{.signal_of = {{"x", ConstantSignal{3.0}}}, .duration = 10};
  const Simulator simulator = firstVariantOf(project);
  State state = initialState(simulator.network());
  simulator.advance(state, 100);
  QCOMPARE(state.loss, 0.5);
  evaluateHeldOut(simulator, state);
  QVERIFY(std::abs(state.loss_test - 4.5 / 2) < 1e-12);  // 0 for the first half
}

void TestHeldOut::wrongTestsSayWhat_data() {
  QTest::addColumn<int>("which");
  QTest::addColumn<QString>("part");
  QTest::addRow("unknown input") << 0 << "has an unknown input or target 'y' (there is x";
  QTest::addRow("a layer") << 1 << "has an unknown input or target 'hidden'";
  QTest::addRow("duration") << 2 << "duration of the held-out test is 0 ms, must be > 0 ms";
  QTest::addRow("every") << 3 << "every of the held-out test is -1 ms, must be > 0 ms";
  QTest::addRow("endless") << 4 << "at most 10000000 steps of dt";
  QTest::addRow("channels") << 5 << "the signal has 2 channels, the node has 1";
  QTest::addRow("constant") << 6 << "has a list of 2";
}

void TestHeldOut::wrongTestsSayWhat() {
  QFETCH(int, which);
  QFETCH(QString, part);
  Project project = learner();
  HeldOutSpec& test = *project.settings.test;
  if (which == 0) test.signal_of["y"] = ConstantSignal{};
  if (which == 1) test.signal_of["hidden"] = ConstantSignal{};
  if (which == 2) test.duration = 0;
  if (which == 3) test.every = -1;
  if (which == 4) test.duration = 1e300;
  if (which == 5) test.signal_of["x"] = SinesSignal{{{}, {}}};
  if (which == 6) test.signal_of["x"] = ConstantSignal{List{1, 2}};
  bool found = false;
  for (const Issue& issue : validate(project)) {
    found |= QString::fromStdString(issue.message).contains(part) &&
             issue.place.part == Place::Part::Settings;
  }
  QVERIFY(found);
  QVERIFY_THROWS_EXCEPTION(Error, (void)compileVariants(project));
}

VLE_TEST(TestHeldOut, QCoreApplication)
#include "tst_held_out.moc"
