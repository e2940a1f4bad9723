// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Errors that would run away are found before the run, nothing else is warned of, and rule bptt
// goes on whatever its errors do.
#include <cmath>

#include <QTest>

#include "io/catalogue.h"
#include "model/edit.h"
#include "model/paths.h"
#include "model/templates.h"
#include "model/variants.h"
#include "run_tests.h"
#include "sim/diagnostics.h"
#include "sim/error_trial.h"
#include "sim/simulator.h"
#include "specs.h"

using namespace vle;

namespace {

/// x → a, which also drives itself, and a target.
Project selfLoop(double W) {
  LayerSpec spec;
  spec.activation = Activation::Linear;
  Project project = test::oneNeuron(16, spec);
  project.network.projections[ProjectionId{12}] = test::projection("loop", 2, 2, W);
  project.network.nodes[NodeId{3}] =
      test::target("y", 1, 2, SignalSpec(SinesSignal{{{Sine{16, 0.5, 1}}}}));
  return project;
}

/// A chain of tanh layers with tau_m/tau_r = 10.
Project deepChain(std::uint32_t layers) {
  Project project = test::deepNetwork(layers, 1);
  for (auto& [id, wire] : project.network.projections) wire.W = 1.2;
  project.network.nodes.at(NodeId{2 + layers}) =
      test::target("goal", 1, 1 + layers, ConstantSignal{0.5});
  return project;
}

}  // namespace

class TestErrorTrial : public QObject {
  Q_OBJECT

 private slots:
  void noPresetWarns();
  void aLoopIsSafeBelowOne();
  void depthIsNoProofButAReason();
  void theWarningNamesTheLayer();
  void whatHasNoErrorsIsNotTried();
  void bpttGoesOnWithoutErrors();
};

void TestErrorTrial::noPresetWarns() {
  int at_risk = 0;
  for (const ResourceEntry& entry : catalogue()) {
    const Project project = loadProject(entry.id);
    for (const Variant& variant : runningVariants(project)) {
      const auto network = Network::build(applyVariant(project, variant));
      at_risk += errorRisk(*network) != ErrorRisk::None ? 1 : 0;
      QVERIFY2(!errorTrial(*network), (entry.id + " " + variant.name).c_str());
    }
  }
  QVERIFY(at_risk > 0);  // some were really played
}

/// A self-loop with negative B turns at |B| g = 1 exactly.
void TestErrorTrial::aLoopIsSafeBelowOne() {
  const double g = (2 * 10 - 0.1) / (2 * 1 - 0.1);
  QCOMPARE(errorRisk(*Network::build(selfLoop(-0.995 / g))), ErrorRisk::None);
  QCOMPARE(errorRisk(*Network::build(selfLoop(-1.005 / g))), ErrorRisk::Loop);
  for (const double turn : {0.99, 1.01}) {
    const Simulator simulator(Network::build(selfLoop(-turn / g)));
    State state = initialState(simulator.network());
    simulator.advance(state, 200000);
    QCOMPARE(state.divergence.has_value(), turn > 1);
  }
  // It grows slowly there: no warning, since the trial stays finite. Further on it does not.
  QVERIFY(!errorTrial(*Network::build(selfLoop(-1.005 / g))));
  QVERIFY(errorTrial(*Network::build(selfLoop(-0.3))));
  QVERIFY(errorTrial(*Network::build(selfLoop(0.3))));
}

void TestErrorTrial::depthIsNoProofButAReason() {
  QCOMPARE(errorRisk(*Network::build(deepChain(2))), ErrorRisk::None);
  QCOMPARE(errorRisk(*Network::build(deepChain(4))), ErrorRisk::Depth);
  QVERIFY(!errorTrial(*Network::build(deepChain(4))));
  const auto runaway = errorTrial(*Network::build(deepChain(12)));
  QVERIFY(runaway.has_value());
  QCOMPARE(runaway->risk, ErrorRisk::Depth);
  // It is what happens.
  const Simulator simulator(Network::build(deepChain(12)));
  State state = initialState(simulator.network());
  simulator.advance(state, 200);
  QCOMPARE(state.divergence, std::optional(runaway->divergence));
}

void TestErrorTrial::theWarningNamesTheLayer() {
  const auto network = Network::build(deepChain(12));
  const auto runaway = errorTrial(*network);
  QVERIFY(runaway.has_value());
  const Issue issue = issueOf(*network, *runaway, "learned");
  QCOMPARE(issue.severity, Severity::Warning);
  QCOMPARE(issue.place.part, Place::Part::Node);
  QCOMPARE(NodeId{issue.place.id}, runaway->divergence.layer);
  for (const std::string& part : {network->layer(runaway->divergence.layer)->name,
                                  std::string("'learned'"), std::string("τ_m/τ_r")}) {
    QVERIFY2(issue.message.find(part) != std::string::npos, issue.message.c_str());
  }
}

void TestErrorTrial::whatHasNoErrorsIsNotTried() {
  Project project = deepChain(12);
  project.settings.rule = Rule::Bptt;
  QCOMPARE(errorRisk(*Network::build(project)), ErrorRisk::None);
  project.settings.rule = Rule::Instantaneous;  // nothing is multiplied
  QCOMPARE(errorRisk(*Network::build(project)), ErrorRisk::None);
  project = deepChain(12);
  project.network.nodes.erase(NodeId{14});
  QCOMPARE(errorRisk(*Network::build(project)), ErrorRisk::None);
}

/// It does not use them: they are held where they would stop another rule, and are numbers.
void TestErrorTrial::bpttGoesOnWithoutErrors() {
  Project project = deepChain(12);
  project.settings.rule = Rule::Bptt;
  project.settings.window = 20;
  const Simulator simulator(Network::build(project));
  State state = initialState(simulator.network());
  simulator.advance(state, 1000);
  double largest = 0;
  for (int k = 0; k < 190; ++k) {
    simulator.advance(state, 100);
    for (const AlignedVector* values : {&state.e, &state.v, &state.eps, &state.down}) {
      for (const double x : *values) QVERIFY(std::isfinite(x));
    }
    for (const double e : state.e) largest = std::max(largest, std::abs(e));
    QVERIFY(std::isfinite(energy(state)));
  }
  QVERIFY2(!state.divergence, "errors stop no bptt");
  QVERIFY(largest <= kDivergenceLimit);
  QVERIFY(state.updates > 0 && state.W != simulator.network().W);  // and it learns
  // Errors did run away: another rule stops there.
  project.settings.rule = Rule::Local;
  const Simulator local(Network::build(project));
  State other = initialState(local.network());
  local.advance(other, 20000);
  QVERIFY(other.divergence.has_value());
}

VLE_TEST(TestErrorTrial, QCoreApplication)
#include "tst_error_trial.moc"
