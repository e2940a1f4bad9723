// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What runs away is found in the step it happens, and explained: place, largest term, cause, cure.
#include <cmath>
#include <limits>

#include <QTest>

#include "model/paths.h"
#include "model/scaling.h"
#include "run_tests.h"
#include "sim/carry_over.h"
#include "sim/divergence.h"
#include "sim/divergence_prelude.h"
#include "sim/divergence_report.h"
#include "sim/probes.h"
#include "sim/simulator.h"
#include "specs.h"

using namespace vle;

namespace {

using Cause = DivergenceReport::Cause;

LayerSpec linear(double tau_m = 10, double tau_r = 1) {
  LayerSpec spec;
  spec.activation = Activation::Linear;
  spec.tau_m = tau_m;
  spec.tau_r = tau_r;
  return spec;
}

/// Runs until it diverges and explains; fails the test if it stays finite.
DivergenceReport explained(const Project& project, std::int64_t steps = 100000) {
  const Simulator simulator(Network::build(project));
  State state = initialState(simulator.network());
  simulator.advance(state, steps);
  if (!state.divergence) {
    QTest::qFail("the network was meant to diverge", __FILE__, __LINE__);
    return {};
  }
  return explainDivergence(simulator.network(), state);
}

/// The cure must work: the project with it runs on.
bool isCured(const Project& project, const DivergenceReport& report, std::int64_t steps) {
  const Project cured = withScaled(project, VariantId{}, report.cure->path, report.cure->factor);
  const Simulator simulator(Network::build(cured));
  State state = initialState(simulator.network());
  simulator.advance(state, steps);
  return !state.divergence;
}

}  // namespace

class TestDivergence : public QObject {
  Q_OBJECT

 private slots:
  void everyVariableIsWatched_data();
  void everyVariableIsWatched();
  void parametersAreWatchedOnlyWhileTheyLearn();
  void unstableLoopIsNamed();
  void slowLoopIsNoMatterOfDt();
  void whatTakesTooLongIsNotTried();
  void aLongRunIsTriedFromShortlyBefore();
  void creepingRateIsNotCuredByDelay();
  void weightsThatOnlyDecayAreWatched_data();
  void weightsThatOnlyDecayAreWatched();
  void largeRateIsNamed();
  void everyRateTooLargeIsNamed();
  void coarseStepIsNamed();
  void largeInputIsNamed();
  void strongCouplingIsNamed();
  void editedRunIsNotBlamed();
  void whatDivergedMayBeGone();
  void theLastMomentsArePlayedAgain();
  void everyFormOfAValueIsScaled();
  void aCureGoesWhereTheParameterIsSaid();
  void onlyTheDivergedVariantStops();
};

void TestDivergence::everyVariableIsWatched_data() {
  QTest::addColumn<int>("variable");
  QTest::addColumn<double>("value");
  for (int variable = 0; variable < 8; ++variable) {
    const char* name = nameOf(static_cast<Divergence::Variable>(variable));
    QTest::addRow("%s too large", name) << variable << -1.0001e6;
    QTest::addRow("%s not a number", name) << variable << std::nan("");
    QTest::addRow("%s infinite", name) << variable << std::numeric_limits<double>::infinity();
  }
}

void TestDivergence::everyVariableIsWatched() {
  QFETCH(int, variable);
  QFETCH(double, value);
  Project project = test::chain();
  project.variants.clear();
  for (const char* rate : {"hidden.learn_bias", "hidden.learn_tau_m", "hidden.learn_tau_r"}) {
    setAt(project, rate, 1e-6);
  }
  const auto network = Network::build(project);
  State state = initialState(*network);
  state.step = 77;
  QVERIFY(!findDivergence(*network, state, true));
  const std::size_t hidden = network->layer(NodeId{2})->range.begin;
  const std::size_t W2 = network->projection(ProjectionId{12})->weights.begin;
  AlignedVector* arrays[] = {&state.v, &state.e,    &state.u,     &state.W,
                             &state.B, &state.bias, &state.tau_m, &state.tau_r};
  const auto which = static_cast<Divergence::Variable>(variable);
  const bool is_weight = which == Divergence::Variable::W || which == Divergence::Variable::B;
  (*arrays[variable])[is_weight ? W2 : hidden] = value;
  const auto found = findDivergence(*network, state, true);
  QVERIFY(found.has_value());
  QCOMPARE(found->variable, which);
  QCOMPARE(found->step, std::int64_t{77});
  QVERIFY(found->value == value || (std::isnan(found->value) && std::isnan(value)));
  QCOMPARE(found->layer, which == Divergence::Variable::W ? NodeId{3} : NodeId{2});
  QCOMPARE(found->projection, is_weight ? ProjectionId{12} : ProjectionId{});
  (*arrays[variable])[is_weight ? W2 : hidden] = 1e6;  // the limit itself is allowed
  QVERIFY(!findDivergence(*network, state, true));
}

void TestDivergence::parametersAreWatchedOnlyWhileTheyLearn() {
  Project project = test::chain();
  project.variants.clear();
  setAt(project, "T1.W", Value(2e6));  // what a person sets is theirs
  const auto network = Network::build(project);
  QVERIFY(!findDivergence(*network, initialState(*network), true));
}

void TestDivergence::unstableLoopIsNamed() {
  Project project = test::oneNeuron(16, linear());
  project.network.projections[ProjectionId{12}] = test::projection("loop", 2, 2, 5.0);
  const DivergenceReport report = explained(project);
  QCOMPARE(report.variable, std::string("u"));
  QCOMPARE(report.place, std::string("neuron 0 of layer 'a'"));
  QCOMPARE(report.term, std::string("W r through 'loop'"));
  QCOMPARE(report.cause, Cause::SignalLoop);
  QVERIFY(report.cure.has_value());
  QCOMPARE(report.cure->path, std::string("loop.W"));
  QVERIFY(isCured(project, report, 20000));
  const std::string text = report.sentence();
  for (const char* part : {"u of neuron 0 of layer 'a'", " ms", "(loop.W) × ", "W r through"}) {
    QVERIFY2(text.find(part) != std::string::npos, text.c_str());
  }
}

void TestDivergence::slowLoopIsNoMatterOfDt() {
  // Barely unstable: with half the dt it takes twice the steps, but the same time.
  Project project = test::oneNeuron(16, linear());
  project.network.projections[ProjectionId{12}] = test::projection("loop", 2, 2, 1.05);
  const DivergenceReport report = explained(project);
  QCOMPARE(report.cause, Cause::SignalLoop);
  QVERIFY(report.cure.has_value() && report.cure->path == "loop.W");
  QVERIFY(isCured(project, report, 200000));
}

void TestDivergence::whatTakesTooLongIsNotTried() {
  Project project = test::oneNeuron(16, linear());
  project.network.projections[ProjectionId{12}] = test::projection("loop", 2, 2, 1.0002);
  const DivergenceReport report = explained(project, 20000000);
  QCOMPARE(report.cause, Cause::NotTried);
  QVERIFY(!report.cure.has_value());
  QVERIFY(report.sentence().find("stays finite") == std::string::npos);
  QVERIFY(report.sentence().find("does not happen again") == std::string::npos);
}

/// A rate that was set far too high after a long run: trials begin shortly before.
void TestDivergence::aLongRunIsTriedFromShortlyBefore() {
  Project slow = test::chain();
  setAt(slow, "W1.learn", 1e-12);
  setAt(slow, "W2.learn", 1e-12);
  const auto fine = Network::build(slow);
  State state = initialState(*fine);
  Simulator(fine).advance(state, 8'000'000);
  QVERIFY(!state.divergence);
  Project wild = slow;
  setAt(wild, "W1.learn", 1e9);
  const auto network = Network::build(wild);
  const State before = carryOver(*fine, state, *network);
  State after = before;
  Simulator(network).advance(after, 100'000);
  QVERIFY(after.divergence.has_value());
  const DivergenceReport blind = explainDivergence(*network, after);
  QCOMPARE(blind.cause, Cause::NotTried);
  const DivergenceReport report = explainDivergence(*network, after, &before);
  QCOMPARE(report.cause, Cause::LearningRate);
  QVERIFY(report.cure && !report.from_start);
  QCOMPARE(report.cure->path, std::string("W1.learn"));
  QVERIFY2(report.sentence().find("from shortly before") != std::string::npos,
           report.sentence().c_str());
  // It does what it says.
  setAt(wild, "W1.learn", 1e9 * report.cure->factor);
  const auto cured = Network::build(wild);
  State again = carryOver(*network, before, *cured);
  Simulator(cured).advance(again, 5000);
  QVERIFY(!again.divergence);
}

void TestDivergence::creepingRateIsNotCuredByDelay() {
  // The error never falls, so the bias grows without end: half the rate takes twice as long.
  Project project = test::oneNeuron(16, linear());
  setAt(project, "a.learn_bias", 30.0);
  project.network.nodes[NodeId{3}] = test::layer("b", 1, linear());
  project.network.projections[ProjectionId{12}] = test::projection("V", 2, 3, 0.0);
  project.network.projections[ProjectionId{12}].feedback =
      FeedbackSpec{.kind = FeedbackKind::Constant, .B = 1.0};
  project.network.nodes[NodeId{4}] = test::target("t", 1, 3, ConstantSignal{10.0});
  const DivergenceReport report = explained(project, 2000000);
  QVERIFY(report.cause == Cause::LearningRate || report.cause == Cause::NotTried);
  QVERIFY2(!report.cure, report.sentence().c_str());
}

void TestDivergence::weightsThatOnlyDecayAreWatched_data() {
  QTest::addColumn<QString>("path");
  QTest::addColumn<double>("rate");
  QTest::addRow("decay") << "W2.decay" << 30.0;
  QTest::addRow("kolen-pollack") << "W2.feedback.decay" << 30.0;
  QTest::addRow("kolen-pollack, no B") << "W2.feedback.decay" << 30.0;
}

void TestDivergence::weightsThatOnlyDecayAreWatched() {
  // 1 − dt λ = −2: the weight doubles at every step.
  QFETCH(QString, path);
  QFETCH(double, rate);
  Project project = test::chain();
  project.variants.clear();
  setAt(project, "W2.learn", 0.0);
  setAt(project, "W2.feedback.kind", std::string("kolen-pollack"));
  if (QString::fromUtf8(QTest::currentDataTag()).endsWith("no B")) {
    setAt(project, "W2.feedback.B", Value(0.0));
  }
  setAt(project, path.toStdString(), rate);
  const DivergenceReport report = explained(project);
  QCOMPARE(report.variable, std::string("W"));
  QCOMPARE(report.term, std::string("decay"));
  QCOMPARE(report.cause, Cause::LearningRate);
  QVERIFY(report.cure.has_value());
  QCOMPARE(report.cure->path, path.toStdString());
}

void TestDivergence::largeRateIsNamed() {
  Project project = test::chain();
  project.variants.clear();
  for (const char* layer : {"hidden", "output", "teacher 1", "teacher 2"}) {
    setAt(project, std::string(layer) + ".activation", std::string("linear"));
  }
  setAt(project, "W2.learn", 2000.0);
  const DivergenceReport report = explained(project);
  QCOMPARE(report.cause, Cause::LearningRate);
  QVERIFY(report.cure.has_value());
  QCOMPARE(report.cure->path, std::string("W2.learn"));
  QVERIFY2(report.cure->factor < 1, report.sentence().c_str());
  QVERIFY(isCured(project, report, 100000));
}

void TestDivergence::everyRateTooLargeIsNamed() {
  Project project = test::chain();
  project.variants.clear();
  setAt(project, "*.learn", 1e9);  // no single one would help
  const DivergenceReport report = explained(project);
  QCOMPARE(report.cause, Cause::LearningRate);
  QVERIFY(report.cure.has_value());
  QCOMPARE(report.cure->path, std::string("*.learn"));
  setAt(project, "*.learn", 1e9 * report.cure->factor);
  const Simulator simulator(Network::build(project));
  State state = initialState(simulator.network());
  simulator.advance(state, 100000);
  QVERIFY(!state.divergence);
}

void TestDivergence::coarseStepIsNamed() {
  // Two slow neurons, excited and inhibited strongly: stable in continuous time, where two lags
  // never make half a turn; every step of dt delays the loop further.
  Project project = test::oneNeuron(16, linear(10, 0.1));
  project.network.nodes[NodeId{3}] = test::layer("b", 1, linear(10, 0.1));
  project.network.projections[ProjectionId{12}] = test::projection("up", 2, 3, 20.0);
  project.network.projections[ProjectionId{13}] = test::projection("down", 3, 2, -20.0);
  const DivergenceReport report = explained(project);
  QCOMPARE(report.cause, Cause::TimeStep);
  QVERIFY(report.cure.has_value());
  QCOMPARE(report.cure->path, std::string("settings.dt"));
  QVERIFY(isCured(project, report, 100000));
}

void TestDivergence::largeInputIsNamed() {
  Project project = test::oneNeuron(16, linear());
  project.network.nodes[NodeId{1}] = test::input("x", ConstantSignal{1e8});
  const DivergenceReport report = explained(project);
  QCOMPARE(report.cause, Cause::Drive);
  QCOMPARE(report.term, std::string("W r through 'W'"));
  QVERIFY(report.cure && report.cure->path == "x.signal");
  QVERIFY(isCured(project, report, 100000));
}

void TestDivergence::strongCouplingIsNamed() {
  Project project = test::oneNeuron(16, linear());
  setAt(project, "a.gamma", 3.0);
  project.network.nodes[NodeId{3}] = test::target("t", 1, 2, ConstantSignal{1.0});
  const DivergenceReport report = explained(project);
  QCOMPARE(report.cause, Cause::Gamma);
  QVERIFY(report.cure.has_value());
  QCOMPARE(report.cure->path, std::string("a.gamma"));
  QVERIFY(isCured(project, report, 100000));
}

void TestDivergence::editedRunIsNotBlamed() {
  const Simulator simulator(Network::build(test::oneNeuron(16, linear())));
  State state = initialState(simulator.network());
  simulator.advance(state, 100);
  state.u[0] = 1e9;  // what a poke would do
  simulator.advance(state, 1);
  QVERIFY(state.divergence.has_value());
  const DivergenceReport report = explainDivergence(simulator.network(), state);
  QCOMPARE(report.cause, Cause::Unknown);
  QVERIFY(!report.cure.has_value());
}

void TestDivergence::whatDivergedMayBeGone() {
  Project project = test::chain();
  setAt(project, "hidden.activation", std::string("linear"));
  setAt(project, "output.activation", std::string("linear"));
  setAt(project, "W2.learn", 2000.0);
  const Simulator simulator(Network::build(project));
  State state = initialState(simulator.network());
  simulator.advance(state, 50000);
  QVERIFY(state.divergence.has_value());
  state.divergence->layer = NodeId{999};
  const DivergenceReport gone = explainDivergence(simulator.network(), state);
  QVERIFY(gone.sentence().find("no longer there") != std::string::npos);
  QVERIFY(gone.term.empty());
  state.divergence->layer = simulator.network().layers.front().id;
  state.divergence->neuron = 7;  // the layer was made narrower
  QVERIFY(explainDivergence(simulator.network(), state).term.empty());
  state.divergence->neuron = 0;
  state.divergence->projection = simulator.network().projections.front().id;
  state.divergence->synapse = 1000;
  QVERIFY(explainDivergence(simulator.network(), state).term.empty());
}

void TestDivergence::theLastMomentsArePlayedAgain() {
  // Grows slowly, through a loop.
  Project project = test::oneNeuron(16, linear());
  project.network.projections[ProjectionId{12}] = test::projection("loop", 2, 2, 1.5);
  const auto network = Network::build(project);
  const Simulator simulator(network);
  State state = initialState(*network);
  std::vector<State> states;  // after every step
  while (!state.divergence && states.size() < 200000) {
    simulator.advance(state, 1);
    states.push_back(state);
  }
  QVERIFY(state.divergence.has_value());
  QVERIFY(states.size() > 1000);  // later than the stretch that is shown
  const Divergence& divergence = *state.divergence;
  const State& before = states[states.size() - 800];
  const auto prelude = preludeOf(network, before, divergence);
  QVERIFY(prelude.has_value());
  const double dt = project.settings.dt;
  QCOMPARE(prelude->values.size(), static_cast<std::size_t>(std::llround(kPreludeMs / dt)) + 1);
  const Channel channel = channelsOf(*network, prelude->probe).front();
  for (std::size_t k = 0; k < prelude->values.size(); ++k) {
    const State& then = states[states.size() - prelude->values.size() + k];
    QCOMPARE(prelude->values[k], channel.read(*network, then));
    QCOMPARE(prelude->t[k], static_cast<double>(then.step) * dt);
  }
  QVERIFY(std::abs(prelude->values.back()) > 1e5);
  // Something else was done in between, it is from later, or its place has gone: nothing is told.
  State poked = before;
  poked.u[0] *= 3;
  QVERIFY(!preludeOf(network, poked, divergence));
  QVERIFY(!preludeOf(network, state, divergence));
  Divergence elsewhere = divergence;
  elsewhere.layer = NodeId{999};
  elsewhere.projection = ProjectionId{999};
  QVERIFY(!preludeOf(network, before, elsewhere));
}

void TestDivergence::everyFormOfAValueIsScaled() {
  QCOMPARE(scaled(3.0, 0.5), Value(1.5));
  QCOMPARE(scaled(List{1, 2}, 2), Value(List{2, 4}));
  QCOMPARE(scaled(Rows{{1, -2}, {3, 4}}, 2), Value(Rows{{2, -4}, {6, 8}}));
  QCOMPARE(scaled(Draw{Draw::Kind::Normal, 1, 2, true}, 0.5),
           Value(Draw{Draw::Kind::Normal, 0.5, 1, true}));
  QCOMPARE(scaled(Reference{7, 2, {Value(1.0)}}, 3), Value(Reference{7, 6, {Value(3.0)}}));
}

void TestDivergence::aCureGoesWhereTheParameterIsSaid() {
  Project project = test::chain();
  const auto rate = [](const Project& p, const std::string& path) {
    return std::get<double>(valueAt(p, path));
  };
  const double own = rate(project, "W2.learn");
  const Project shared = withScaled(project, project.variants[1].id, "W2.learn", 0.1);
  QCOMPARE(rate(shared, "W2.learn"), 0.1 * own);
  QCOMPARE(shared.variants, project.variants);
  project.variants[1].set["W2.learn"] = 8.0;
  const Project inVariant = withScaled(project, project.variants[1].id, "W2.learn", 0.1);
  QCOMPARE(rate(inVariant, "W2.learn"), own);
  QCOMPARE(std::get<double>(inVariant.variants[1].set.at("W2.learn")), 0.1 * 8.0);
  project.variants[1].set.clear();
  project.variants[1].set["*.learn"] = 4.0;
  const Project ofAll = withScaled(project, project.variants[1].id, "*.learn", 0.5);
  QCOMPARE(std::get<double>(ofAll.variants[1].set.at("W2.learn")), 2.0);
  QCOMPARE(rate(withScaled(project, project.variants[0].id, "settings.dt", 0.5), "settings.dt"),
           0.5 * project.settings.dt);
  QVERIFY_THROWS_EXCEPTION(Error,
                           (void)withScaled(project, project.variants[0].id, "gone.learn", 0.5));
}

void TestDivergence::onlyTheDivergedVariantStops() {
  Project project = test::chain();
  setAt(project, "hidden.activation", std::string("linear"));
  setAt(project, "output.activation", std::string("linear"));
  project.variants[1].set["W2.learn"] = 2000.0;
  const auto networks = compileVariants(project);
  std::vector<State> states;
  for (const auto& network : networks) {
    State& state = states.emplace_back(initialState(*network));
    Simulator(network).advance(state, 50000);
  }
  QVERIFY(!states[0].divergence && states[0].step == 50000);
  QVERIFY(states[1].divergence && states[1].step == states[1].divergence->step + 1);
  QVERIFY(!states[2].divergence && states[2].step == 50000);
}

VLE_TEST(TestDivergence, QCoreApplication)
#include "tst_divergence.moc"
