// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Feedback `observed`: what its model M finds, where it cannot, and that M is kept as W and B are.
#include <cmath>

#include <QTest>

#include "base/error.h"
#include "io/catalogue.h"
#include "model/cures.h"
#include "model/paths.h"
#include "model/scaling.h"
#include "model/validate.h"
#include "run_tests.h"
#include "sim/carry_over.h"
#include "sim/divergence_report.h"
#include "sim/model_trial.h"
#include "sim/probes.h"
#include "sim/settled_feedback.h"
#include "sim/simulator.h"
#include "sim/trained.h"
#include "specs.h"

using namespace vle;
using test::simulatorOf;

namespace {

double value(const Network& network, const State& state, const std::string& probe) {
  return channelsOf(network, probe).at(0).read(network, state);
}

void applyEdits(Project& project, const std::vector<Edit>& edits) {
  Change change;
  (void)applyAll(project, edits, change);
}

FeedbackSpec observed(Value B = 0.5) {
  return {.kind = FeedbackKind::Observed, .B = std::move(B), .learn = 0.01, .learn_model = 0.2};
}

/// Noise → a → b with a skip wire and a loop from b to a and to itself; nothing but feedback
/// learns.
Project loops(Pattern pattern) {
  Project project;
  NetworkSpec& network = project.network;
  LayerSpec layer;
  layer.tau_m = Draw{Draw::Kind::Uniform, 4, 9, false};
  layer.tau_r = Draw{Draw::Kind::Uniform, 1, 3, false};
  layer.bias = Draw{Draw::Kind::Normal, 0.2, 0.2, false};
  network.nodes[NodeId{1}] = test::input("x", NoiseSignal{.tau = 5, .sd = 1.5}, 3);
  network.nodes[NodeId{2}] = test::layer("a", 3, layer);
  network.nodes[NodeId{3}] = test::layer("b", 3, layer);
  const auto connect = [&](std::uint32_t id, const char* name, std::uint32_t from, std::uint32_t to,
                           double sd) {
    ProjectionSpec wire = test::projection(name, from, to, Draw{Draw::Kind::Normal, 0, sd, false});
    wire.pattern = pattern;
    if (from != 1) wire.feedback = observed(Draw{Draw::Kind::Normal, 0, 0.1, false});
    network.projections[ProjectionId{id}] = wire;
  };
  connect(11, "in", 1, 2, 1.2);
  connect(12, "V", 2, 3, 0.7);
  connect(13, "skip", 1, 3, 0.7);
  connect(14, "back", 3, 2, 0.2);
  connect(15, "self", 3, 3, 0.2);
  return project;
}

/// 16 Hz → a → b, and past a: W = 0.8 in a way whose rates are those of the skip wire, shifted.
Project skipWire() {
  Project project;
  NetworkSpec& network = project.network;
  LayerSpec linear;
  linear.activation = Activation::Linear;
  network.nodes[NodeId{1}] = test::input("x", SinesSignal{{{Sine{16, 1, 0}}}});
  network.nodes[NodeId{2}] = test::layer("a", 1, linear);
  network.nodes[NodeId{3}] = test::layer("b", 1, linear);
  network.projections[ProjectionId{11}] = test::projection("W1", 1, 2, 1.0);
  network.projections[ProjectionId{12}] = test::projection("W2", 2, 3, 0.8);
  network.projections[ProjectionId{13}] = test::projection("skip", 1, 3, 1.5);
  network.projections[ProjectionId{12}].feedback = observed(0.1);
  return project;
}

double distanceOfModels(const Network& network, const State& state) {
  double difference = 0, norm = 0;
  for (const ProjectionPlan& plan : network.projections) {
    if (!plan.has_model) continue;
    for (std::size_t k = plan.weights.begin; k < plan.weights.end(); ++k) {
      difference += std::pow(state.M[k] - state.W[k], 2);
      norm += std::pow(state.W[k], 2);
    }
  }
  return std::sqrt(difference / norm);
}

}  // namespace

class TestObserved : public QObject {
  Q_OBJECT

 private slots:
  void modelsFindTheWeights_data();
  void modelsFindTheWeights();
  void aSkipWireDoesNotMislead();
  void whatNoRateExcitesStays();
  void itEqualsLearnedInAChain();
  void modelsBeginAsFeedback();
  void whatHasNoRateOfItsOwnLearnsWithTheFastest();
  void predictionsGoOnWithoutLearning();
  void partsDoNotMatter();
  void probesNameTheModel();
  void modelsAreCarriedOver();
  void modelsAreSaved();
  void trainedFeedbackGoesWithItsModel();
  void modelsThatLearnTooFastAreAWarning();
  void noPresetWarns();
  void aModelThatRunsAwayIsFound();
  void itSettlesWhereItsModelIs();
  void aRateOfZeroIsAWarning();
};

void TestObserved::modelsFindTheWeights_data() {
  QTest::addColumn<int>("kind");
  QTest::addRow("dense") << static_cast<int>(Pattern::Kind::Dense);
  QTest::addRow("one-to-one") << static_cast<int>(Pattern::Kind::OneToOne);
  QTest::addRow("sparse") << static_cast<int>(Pattern::Kind::Sparse);
}

/// Everything that enters a layer carries M, and where the rates span, M comes to W.
void TestObserved::modelsFindTheWeights() {
  QFETCH(int, kind);
  const Simulator simulator = simulatorOf(loops({static_cast<Pattern::Kind>(kind), 0.7}));
  const Network& network = simulator.network();
  for (const ProjectionPlan& plan : network.projections) QVERIFY(plan.has_model);
  State state = initialState(network);
  QVERIFY(distanceOfModels(network, state) > 0.9);
  simulator.advance(state, 1'500'000);
  QVERIFY(!state.divergence);
  QVERIFY2(distanceOfModels(network, state) < 0.01,
           qPrintable(QString::number(distanceOfModels(network, state))));
  QCOMPARE(state.W, network.W);
}

void TestObserved::aSkipWireDoesNotMislead() {
  const Simulator simulator = simulatorOf(skipWire());
  const Network& network = simulator.network();
  State state = initialState(network);
  simulator.advance(state, 600'000);
  QVERIFY(std::abs(value(network, state, "W2.M") - 0.8) < 1e-3);
  QVERIFY(std::abs(value(network, state, "skip.M") - 1.5) < 1e-3);
  // What its own projection alone would explain: ⟨s̃ r̃⟩/⟨r̃²⟩ is far from W.
  double with_rate = 0, power = 0;
  for (int n = 0; n < 6250; ++n) {
    simulator.advance(state, 1);
    const double r_tilde = value(network, state, "W2.r_tilde");
    const double s_tilde =
        value(network, state, "b.s") - state.drive_mean[network.layer(NodeId{3})->range.begin];
    with_rate += s_tilde * r_tilde;
    power += r_tilde * r_tilde;
  }
  QVERIFY2(with_rate / power > 2, qPrintable(QString::number(with_rate / power)));
}

/// Two neurons that do the same: only the sum of their weights can be known.
void TestObserved::whatNoRateExcitesStays() {
  Project project = skipWire();
  NetworkSpec& network = project.network;
  network.nodes[NodeId{2}].size = 2;
  network.projections[ProjectionId{11}].W = Rows{{1}, {1}};
  network.projections[ProjectionId{12}].W = Rows{{0.9, -0.3}};
  network.projections[ProjectionId{12}].feedback = observed(Rows{{0.2}, {0.6}});
  network.projections.erase(ProjectionId{13});
  const Simulator simulator = simulatorOf(project);
  State state = initialState(simulator.network());
  simulator.advance(state, 300'000);
  const double first = value(simulator.network(), state, "W2.M[0;0]");
  const double second = value(simulator.network(), state, "W2.M[0;1]");
  QVERIFY(std::abs(first + second - 0.6) < 1e-3);
  QVERIFY(std::abs(second - first - 0.4) < 1e-9);
}

void TestObserved::itEqualsLearnedInAChain() {
  Project project = test::chain();
  project.variants.clear();
  const Simulator learned = simulatorOf(project);
  setAt(project, "W2.feedback.kind", std::string("observed"));
  const Simulator simulator = simulatorOf(project);
  State a = initialState(learned.network());
  State b = initialState(simulator.network());
  learned.advance(a, 600'000);
  simulator.advance(b, 600'000);
  const double B = value(simulator.network(), b, "W2.B");
  QVERIFY(std::abs(B / value(learned.network(), a, "W2.B") - 1) < 0.01);
  QVERIFY(std::abs(value(simulator.network(), b, "W2.M") / value(simulator.network(), b, "W2.W") -
                   1) < 0.01);
  QVERIFY(value(simulator.network(), b, "W1.W_distance") < 0.05);
}

void TestObserved::modelsBeginAsFeedback() {
  Project project = loops({});
  const Rows B = {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}};
  project.network.projections[ProjectionId{12}].feedback->B = B;
  project.network.projections[ProjectionId{14}].feedback =
      FeedbackSpec{.kind = FeedbackKind::Constant, .B = B};
  project.network.projections[ProjectionId{15}].feedback.reset();
  project.network.projections[ProjectionId{16}] = test::projection("another", 2, 2, 0.1);
  project.network.projections[ProjectionId{16}].feedback = observed();
  const auto network = Network::build(project);
  const State state = initialState(*network);
  QCOMPARE(value(*network, state, "V.M[2;0]"), 3.0);
  QCOMPARE(value(*network, state, "V.M[0;2]"), 7.0);
  QCOMPARE(value(*network, state, "back.M[2;1]"), 6.0);
  QCOMPARE(value(*network, state, "self.M[1;1]"), 0.0);  // B is made of W
  QCOMPARE(value(*network, state, "in.M[1;1]"), 0.0);    // an input has no B
}

void TestObserved::whatHasNoRateOfItsOwnLearnsWithTheFastest() {
  Project project = loops({});
  project.network.projections[ProjectionId{12}].feedback->learn_model = 0.1;
  project.network.projections[ProjectionId{15}].feedback->learn_model = 0.3;
  project.network.projections[ProjectionId{12}].feedback->tau_mean = 100;
  project.network.projections[ProjectionId{13}].feedback = FeedbackSpec{.learn_model = 7};
  auto network = *Network::build(project);
  const auto rate = [&](std::uint32_t id) {
    return network.projection(ProjectionId{id})->learn_model;
  };
  QCOMPARE(rate(12), 0.1);
  QCOMPARE(rate(15), 0.3);
  QCOMPARE(rate(13), 0.3);
  QCOMPARE(rate(11), 0.2);
  QCOMPARE(network.projection(ProjectionId{13})->tau_mean, 500.0);
  QCOMPARE(network.projection(ProjectionId{12})->tau_mean, 100.0);
  QCOMPARE(network.layer(NodeId{3})->tau_mean, 500.0);
  network.projections[4].learn_model *= 0.1;
  shareModelRates(network);
  QCOMPARE(rate(13), 0.1);
}

void TestObserved::predictionsGoOnWithoutLearning() {
  for (const Rule rule : {Rule::Local, Rule::Bptt}) {
    Project project = loops({});
    project.settings.learning = rule == Rule::Bptt;
    project.settings.rule = rule;
    project.settings.window = 10;
    const Simulator simulator = simulatorOf(project);
    const Network& network = simulator.network();
    State state = initialState(network);
    simulator.advance(state, 1000);
    QCOMPARE(state.M, network.M);
    const std::size_t b = network.layer(NodeId{3})->range.begin;
    for (std::size_t i = 0; i < 3; ++i) {
      const State before = state;
      simulator.advance(state, 1);
      double wanted = state.s[b + i] - before.drive_mean[b + i];
      for (const ProjectionPlan& plan : network.projections) {
        if (plan.post.begin != b) continue;
        for (std::size_t j = 0; j < 3; ++j) {
          wanted -= state.M[plan.weights.begin + j * 3 + i] *
                    (before.r[plan.pre.begin + j] - before.r_mean[plan.firstFilter() + j]) *
                    (plan.from_input ? 0 : 1);
          if (plan.from_input) {
            wanted -= state.M[plan.weights.begin + j * 3 + i] *
                      (state.r[plan.pre.begin + j] - before.r_mean[plan.firstFilter() + j]);
          }
        }
      }
      QVERIFY(std::abs(state.delta[b + i] - wanted) < 1e-12 && wanted != 0);
      QCOMPARE(value(network, state, "b.delta[" + std::to_string(i) + "]"), state.delta[b + i]);
    }
  }
}

void TestObserved::partsDoNotMatter() {
  const Simulator simulator = simulatorOf(loops({Pattern::Kind::Sparse, 0.8}));
  State at_once = initialState(simulator.network());
  State in_parts = at_once;
  simulator.advance(at_once, 500);
  for (int n = 0; n < 100; ++n) simulator.advance(in_parts, 1);
  simulator.advance(in_parts, 400);
  QVERIFY(at_once == in_parts);
  QVERIFY(at_once.M != simulator.network().M);
}

void TestObserved::probesNameTheModel() {
  const auto network = Network::build(skipWire());
  QCOMPARE(channelsOf(*network, "skip.M").at(0).name, std::string("skip.M[0;0]"));
  QCOMPARE(channelsOf(*network, "b.delta").at(0).name, std::string("b.delta[0]"));
  QVERIFY_THROWS_EXCEPTION(Error, (void)channelsOf(*network, "W1.M"));
  QVERIFY_THROWS_EXCEPTION(Error, (void)channelsOf(*network, "a.delta"));
  QVERIFY_THROWS_EXCEPTION(Error, (void)channelsOf(*network, "skip.rho"));
  const auto offered = [](const Network& of, const std::string& probe) {
    return std::ranges::any_of(probeChoices(of),
                               [&](const ProbeChoice& choice) { return choice.probe == probe; });
  };
  QVERIFY(offered(*network, "W2.M") && offered(*network, "skip.M") && offered(*network, "b.delta"));
  QVERIFY(!offered(*network, "W1.M") && !offered(*network, "a.delta"));
  // Rows are upper neurons, as those of W.
  const auto wide = Network::build(loops({}));
  State state = initialState(*wide);
  const ProjectionPlan& V = *wide->projection(ProjectionId{12});
  state.M[V.weights.begin + 2 * 3 + 1] = 42;  // from lower neuron 2 to upper neuron 1
  QCOMPARE(value(*wide, state, "V.M[1;2]"), 42.0);
}

void TestObserved::modelsAreCarriedOver() {
  const Project project = loops({});
  const Simulator old = simulatorOf(project);
  State state = initialState(old.network());
  old.advance(state, 2000);
  // Other ids and slots; V gets another name.
  Project edited = project;
  edited.network.nodes[NodeId{9}] = test::layer("new", 5);
  edited.network.projections[ProjectionId{5}] = test::projection("first", 9, 2, 0.1);
  edited.network.projections[ProjectionId{12}].name = "renamed";
  const Simulator now = simulatorOf(edited);
  const State there = carryOver(old.network(), state, now.network());
  QCOMPARE(value(now.network(), there, "renamed.M[1;2]"), value(old.network(), state, "V.M[1;2]"));
  QCOMPARE(value(now.network(), there, "skip.M[2;0]"), value(old.network(), state, "skip.M[2;0]"));
  QCOMPARE(value(now.network(), there, "first.M[0;0]"), 0.0);
  State back = carryOver(now.network(), there, old.network());
  old.advance(state, 50);
  old.advance(back, 50);
  QVERIFY(back == state);
  // Another kind gives M up; it is found again where an earlier state is kept.
  Project other = project;
  for (const std::uint32_t id : {12U, 15U}) {
    other.network.projections[ProjectionId{id}].feedback->kind = FeedbackKind::Learned;
  }
  const auto without = Network::build(other);
  QVERIFY(givesUp(old.network(), *without));
  QVERIFY(!givesUp(*without, old.network()));
  const std::vector<NetworkState> earlier = {{Network::build(project), state}};
  const State gone = carryOver(old.network(), state, *without);
  const State found = carryOver(*without, gone, old.network(), earlier);
  QCOMPARE(value(old.network(), found, "V.M[1;2]"), value(old.network(), state, "V.M[1;2]"));
  QVERIFY(value(old.network(), carryOver(*without, gone, old.network()), "V.M[1;2]") !=
          value(old.network(), state, "V.M[1;2]"));
}

void TestObserved::modelsAreSaved() {
  for (const Pattern pattern :
       {Pattern{}, Pattern{Pattern::Kind::OneToOne, 1}, Pattern{Pattern::Kind::Sparse, 0.6}}) {
    const Project project = loops(pattern);
    const Simulator simulator = simulatorOf(project);
    State state = initialState(simulator.network());
    simulator.advance(state, 3000);
    const Project trained = trainedProject(project, {}, simulator.network(), state);
    QVERIFY(!trained.weights.at("skip").M.empty() && trained.weights.at("skip").B.empty());
    const Project opened = readProjectText(projectText(trained)).project;
    QCOMPARE(opened.weights, trained.weights);
    const State begun = initialState(*Network::build(opened));
    QCOMPARE(begun.M, state.M);
    QCOMPARE(begun.B, state.B);
  }
  Project wrong = loops({});
  wrong.weights["V"] = {std::vector<double>(9, 0.5), {}, {1, 2}};
  QVERIFY(hasErrors(validate(wrong)));
  wrong.weights["V"].M.resize(9);
  QVERIFY(!hasErrors(validate(wrong)));
}

void TestObserved::trainedFeedbackGoesWithItsModel() {
  Project project = loops({});
  project.weights["V"] = {std::vector<double>(9, 0.5), std::vector<double>(9, 0.25),
                          std::vector<double>(9, 0.75)};
  const std::vector<Edit> edits = withoutTrained(project, {{Item::Kind::Projection, 12}},
                                                 *rowOf(ParameterTable::Feedback, "feedback.B"));
  applyEdits(project, edits);
  QVERIFY(project.weights.at("V").B.empty() && project.weights.at("V").M.empty());
  QVERIFY(!project.weights.at("V").W.empty());
}

/// x → a → b, all linear, with rates of a given size.
Project loud(double amplitude) {
  Project project = skipWire();
  std::get<InputSpec>(project.network.nodes[NodeId{1}].kind).signal =
      SinesSignal{{{Sine{16, amplitude, 0}}}};
  project.network.nodes[NodeId{4}] = test::target("t", 1, 3, ConstantSignal{0.3});
  project.network.projections[ProjectionId{11}].learn = 1e-4;
  project.network.projections[ProjectionId{12}].feedback->learn_model = 0.05;
  return test::marked(project);
}

void TestObserved::modelsThatLearnTooFastAreAWarning() {
  QVERIFY(!modelTrial(*Network::build(loud(1))));
  const auto network = Network::build(loud(25));
  const auto overshoot = modelTrial(*network);
  QVERIFY(overshoot.has_value());
  QVERIFY(overshoot->largest > 2 && overshoot->largest < modelBound(*network));
  QCOMPARE(overshoot->projection, ProjectionId{12});
  const Issue issue = issueOf(*network, *overshoot, "louder");
  QCOMPARE(issue.severity, Severity::Warning);
  QCOMPARE(issue.place.part, Place::Part::Projection);
  QCOMPARE(issue.place.id, 12U);
  QCOMPARE(issue.place.key, std::string("feedback.learn_model"));
  for (const char* part : {"'W2'", "'b'", "'louder'", "W2.feedback.learn_model"}) {
    QVERIFY2(issue.message.find(part) != std::string::npos, issue.message.c_str());
  }
  // x is dt η_M Σ r̃², as the state has it at that time.
  const Simulator simulator(network);
  State state = initialState(*network);
  simulator.advance(state, std::llround(overshoot->t / network->settings.dt));
  double sum = 0;
  for (const std::uint32_t id : {12U, 13U}) {
    sum += std::pow(state.r_tilde[network->projection(ProjectionId{id})->firstFilter()], 2);
  }
  QVERIFY(std::abs(0.1 * 0.05 * sum - overshoot->largest) < 1e-12);
  // Its cure is one.
  Project project = loud(25);
  const std::vector<Cure> cures = curesOf(project, issue);
  QCOMPARE(cures.size(), std::size_t{1});
  applyEdits(project, cures[0].edits);
  QVERIFY(!modelTrial(*Network::build(project)));
}

/// None that reads M in its place learns too fast, either.
void TestObserved::noPresetWarns() {
  for (const ResourceEntry& entry : catalogue()) {
    Project project = loadProject(entry.id);
    project.variants.clear();
    for (const auto& [id, wire] : project.network.projections) {
      if (wire.feedback) setAt(project, wire.name + ".feedback.kind", std::string("observed"));
    }
    QVERIFY2(!modelTrial(*Network::build(project)), entry.id.c_str());
  }
}

void TestObserved::aModelThatRunsAwayIsFound() {
  Project project = loud(1);
  setAt(project, "W2.feedback.learn_model", 50.0);
  const Simulator simulator = simulatorOf(project);
  State readable = initialState(simulator.network());
  State fused = readable;
  while (!readable.divergence && readable.step < 20000) simulator.step(readable);
  simulator.advance(fused, 20000);
  QVERIFY(fused.divergence.has_value());
  QCOMPARE(fused.divergence->variable, Divergence::Variable::M);
  QCOMPARE(fused.divergence->step, readable.divergence->step);
  QCOMPARE(fused.divergence->projection, readable.divergence->projection);
  QCOMPARE(fused.divergence->layer, NodeId{3});
  const DivergenceReport report = explainDivergence(simulator.network(), fused);
  QCOMPARE(report.variable, std::string("M"));
  QCOMPARE(report.term, std::string("η_M δ r̃"));
  QCOMPARE(report.cause, DivergenceReport::Cause::LearningRate);
  QVERIFY(report.cure.has_value());
  QCOMPARE(report.cure->path, std::string("W2.feedback.learn_model"));
  const Project cured = withScaled(project, VariantId{}, report.cure->path, report.cure->factor);
  const Simulator calm = simulatorOf(cured);
  State state = initialState(calm.network());
  calm.advance(state, 20000);
  QVERIFY(!state.divergence);
}

void TestObserved::itSettlesWhereItsModelIs() {
  for (const double rate : {0.2, 0.0}) {
    Project project = skipWire();
    project.network.projections[ProjectionId{12}].feedback->learn_model = rate;
    const Simulator simulator = simulatorOf(project);
    const Network& network = simulator.network();
    State state = initialState(network);
    Trajectory window(network, 3000, {});
    State played = state;
    for (int n = 0; n < 3000; ++n) simulator.step(played, &window);
    const std::vector<double> gains = alignedGains(network, state, window, 0);
    const AlignedVector settled = settledFeedback(network, state, window, 0, gains);
    const ProjectionPlan& plan = *network.projection(ProjectionId{12});
    const double towards = rate > 0 ? 0.8 : 0.1;
    QVERIFY(std::abs(settled[plan.weights.begin] - gains[plan.pre.begin] * towards) < 1e-12);
    // It is where a run brings it.
    simulator.advance(state, 900'000);
    double mean = 0;  // over ten periods: at 0.01/ms B follows the powers within one
    for (int n = 0; n < 6250; ++n) {
      simulator.advance(state, 1);
      mean += value(network, state, "W2.B") / 6250;
    }
    QVERIFY2(std::abs(mean / settled[plan.weights.begin] - 1) < 0.02,
             qPrintable(QStringLiteral("%1 %2").arg(mean).arg(settled[plan.weights.begin])));
  }
}

void TestObserved::aRateOfZeroIsAWarning() {
  Project project = loud(1);
  QVERIFY(validate(project).empty());
  project.network.projections[ProjectionId{12}].feedback->learn_model = 0;
  const std::vector<Issue> issues = validate(project);
  QCOMPARE(issues.size(), std::size_t{1});
  QCOMPARE(issues[0].place.key, std::string("feedback.learn_model"));
  const std::vector<Cure> cures = curesOf(project, issues[0]);
  QCOMPARE(cures.size(), std::size_t{1});
  applyEdits(project, cures[0].edits);
  QVERIFY(validate(project).empty());
}

VLE_TEST(TestObserved, QCoreApplication)
#include "tst_observed.moc"
