// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Causes are found by experiment, and what is said to help does: every change that is offered is
// made to the project, and the run stays finite as long as it was tried.
#include <cmath>

#include <QTest>

#include "model/edit.h"
#include "model/paths.h"
#include "model/scaling.h"
#include "model/templates.h"
#include "model/variants.h"
#include "run_tests.h"
#include "sim/divergence_report.h"
#include "sim/error_trial.h"
#include "sim/simulator.h"
#include "specs.h"

using namespace vle;

namespace {

using Cause = DivergenceReport::Cause;
using Trial = DivergenceReport::Trial;

Project caseOf(const QString& name) {
  return loadProject(VLE_TEST_DATA "/divergence/" + name.toStdString() + ".vle");
}

std::int64_t stepsOf(const Project& project, double ms) {
  return std::llround(ms / project.settings.dt);
}

State played(const Project& project, double ms) {
  const Simulator simulator(Network::build(project));
  State state = initialState(simulator.network());
  simulator.advance(state, stepsOf(project, ms));
  return state;
}

/// The project with a change, as one click makes it.
Project changed(const Project& project, const Trial& trial) {
  return withScaled(project, VariantId{}, trial.path, trial.factor);
}

bool isIn(const std::vector<Trial>& trials, const std::string& words) {
  return std::ranges::find(trials, words, &Trial::words) != trials.end();
}

}  // namespace

class TestDivergenceCauses : public QObject {
  Q_OBJECT

 private slots:
  void everyCauseIsNamedAndCured_data();
  void everyCauseIsNamedAndCured();
  void theTermIsThatOfTheStep_data();
  void theTermIsThatOfTheStep();
  void aMilderFactorIsNoCure();
  void manyLayersTakeNoLongerThanTheyMay();
  void whatWasTriedInVainIsTold();
  void whereBSettlesIsTried();
  void aFileOfWeightsIsScaledToo();
  void signalsAreScaled();
};

void TestDivergenceCauses::everyCauseIsNamedAndCured_data() {
  QTest::addColumn<int>("cause");
  QTest::addColumn<QString>("path");
  const auto row = [](const char* name, Cause cause, const char* path) {
    QTest::newRow(name) << static_cast<int>(cause) << QString::fromLatin1(path);
  };
  row("rate-of-W-1", Cause::LearningRate, "Wout.learn");
  row("rate-of-W-2", Cause::LearningRate, "Win.learn");
  row("rate-of-B-1", Cause::LearningRate, "Wout.feedback.learn");
  row("rate-of-B-2", Cause::LearningRate, "Wout.feedback.learn");
  row("rate-of-B-late", Cause::LearningRate, "Wout.feedback.learn");
  row("rate-of-b-1", Cause::LearningRate, "o.learn_bias");
  row("rate-of-b-2", Cause::LearningRate, "h.learn_bias");
  row("rate-of-tau-1", Cause::LearningRate, "h.learn_tau_m");
  row("rate-of-tau-2", Cause::LearningRate, "o.learn_tau_r");
  row("dt-1", Cause::TimeStep, "settings.dt");
  row("dt-2", Cause::TimeStep, "settings.dt");
  row("signal-loop-1", Cause::SignalLoop, "loop.W");
  row("signal-loop-2", Cause::SignalLoop, "up.W");
  row("error-loop-1", Cause::ErrorLoop, "a.tau_r");
  row("error-loop-2", Cause::ErrorLoop, "*.tau_r");
  row("deep-1", Cause::DeepErrors, "*.tau_r");
  row("deep-2", Cause::DeepErrors, "*.tau_r");
  row("deep-12", Cause::DeepErrors, "*.tau_r");
  row("gamma-1", Cause::Gamma, "a.gamma");
  row("gamma-2", Cause::Gamma, "h.gamma");
  row("input-1", Cause::Drive, "x.signal");
  row("input-2", Cause::Drive, "x.signal");
  row("target", Cause::Drive, "y.beta");
}

void TestDivergenceCauses::everyCauseIsNamedAndCured() {
  QFETCH(const int, cause);
  QFETCH(const QString, path);
  const Project project = caseOf(QString::fromUtf8(QTest::currentDataTag()));
  const State state = played(project, project.settings.duration);
  QVERIFY(state.divergence.has_value());
  const DivergenceReport report = explainDivergence(*Network::build(project), state);
  const std::string text = report.sentence() + " " + report.details();
  QVERIFY2(static_cast<int>(report.cause) == cause, text.c_str());
  QVERIFY2(report.cure.has_value(), text.c_str());
  QVERIFY2(report.cure->path == path.toStdString(), text.c_str());
  QVERIFY2(text.find(report.cure->words) != std::string::npos, text.c_str());
  // At least ten times as long as it took, or for the whole run; what is told is how it is.
  const double took = static_cast<double>(state.step) * project.settings.dt;
  QVERIFY2(report.cure->ms >= std::min(10 * took, project.settings.duration) - 1, text.c_str());
  const double whole = std::max(report.cure->ms, project.settings.duration);
  QVERIFY2(!played(changed(project, *report.cure), whole).divergence, text.c_str());
  const std::vector<Trial> cures = report.cures();
  QCOMPARE(cures.front(), *report.cure);
  for (const Trial& other : cures) {
    const State after = played(changed(project, other), other.ms);
    QVERIFY2(!after.divergence, other.path.c_str());
  }
}

void TestDivergenceCauses::theTermIsThatOfTheStep_data() {
  QTest::addColumn<QString>("name");
  for (const char* name : {"rate-of-W-1", "rate-of-B-1", "rate-of-b-1", "rate-of-tau-2",
                           "error-loop-1", "deep-1", "deep-12", "gamma-1", "target"}) {
    QTest::newRow(name) << QString::fromLatin1(name);
  }
}

/// What a variable gained in the step that diverged is the sum of its terms: the largest is no
/// smaller than a share of it. e has no memory: it is the sum itself.
void TestDivergenceCauses::theTermIsThatOfTheStep() {
  QFETCH(const QString, name);
  const Project project = caseOf(name);
  const State state = played(project, project.settings.duration);
  const DivergenceReport report = explainDivergence(*Network::build(project), state);
  const bool is_e = report.variable == "e";
  const double gained =
      is_e ? std::abs(report.value) : std::abs(report.term_value) * project.settings.dt;
  QVERIFY2(
      is_e ? std::abs(report.term_value) > 0.5 * gained : gained > 0.5 * std::abs(report.value),
      report.sentence().c_str());
}

/// The next milder factor of the list was tried, and diverges within the same time.
void TestDivergenceCauses::aMilderFactorIsNoCure() {
  const Project project = caseOf(QStringLiteral("rate-of-W-1"));
  const State state = played(project, project.settings.duration);
  const DivergenceReport report = explainDivergence(*Network::build(project), state);
  QCOMPARE(report.cure->factor, 0.02);
  Trial milder = *report.cure;
  milder.factor = 0.05;
  QVERIFY(played(changed(project, milder), report.cure->ms).divergence.has_value());
}

/// However many there are: what is not tried is named.
void TestDivergenceCauses::manyLayersTakeNoLongerThanTheyMay() {
  // Where weights multiply errors, too, no single parameter is a cure, and nobody says so.
  const auto deep = [](std::uint32_t layers, double sd) {
    Project project = test::deepNetwork(layers, 22);
    for (auto& [id, wire] : project.network.projections) {
      wire.W = Draw{Draw::Kind::Normal, 0, sd, true};
    }
    project.network.nodes.at(NodeId{2 + layers}) =
        test::target("goal", 22, 1 + layers, ConstantSignal{1.0});
    return project;
  };
  const Project steep = deep(60, 3);
  const State state = played(steep, 100);
  QVERIFY(state.divergence.has_value());
  const DivergenceReport report = explainDivergence(*Network::build(steep), state);
  QVERIFY2(report.cause == Cause::DeepErrors, report.sentence().c_str());
  for (const Trial& cure : report.cures()) {
    QVERIFY2(!played(changed(steep, cure), cure.ms).divergence, cure.path.c_str());
  }
  for (const std::uint32_t layers : {60U, 200U}) {
    Project project = deep(layers, 1);
    const State ill = played(project, 100);
    QVERIFY(ill.divergence.has_value());
    const DivergenceReport told = explainDivergence(*Network::build(project), ill);
    QVERIFY2(told.cause == Cause::DeepErrors, told.sentence().c_str());
    QVERIFY2(told.cure && told.cure->path == "*.tau_r", told.sentence().c_str());
    QVERIFY(!played(changed(project, *told.cure), told.cure->ms).divergence);
    // Hundreds of trials are told in a few words.
    QVERIFY2(told.vainTexts().size() < 12 && told.details().size() < 1200, told.details().c_str());
  }
}

void TestDivergenceCauses::whatWasTriedInVainIsTold() {
  const Project project = caseOf(QStringLiteral("deep-12"));
  const State state = played(project, project.settings.duration);
  const DivergenceReport report = explainDivergence(*Network::build(project), state);
  QVERIFY(isIn(report.others, "errors"));
  QVERIFY(isIn(report.in_vain, "dt"));
  for (const Trial& trial : report.in_vain) {
    if (trial.path.empty() || trial.factor == 0) continue;
    const State after = played(changed(project, trial), project.settings.duration);
    QVERIFY2(after.divergence.has_value(), trial.path.c_str());
    QCOMPARE(static_cast<double>(after.step) * changed(project, trial).settings.dt, trial.ms);
  }
}

/// A chain whose B is far too large for its W runs away; with B where it would settle it does not.
void TestDivergenceCauses::whereBSettlesIsTried() {
  Project project = test::chain();
  project.variants.clear();
  setAt(project, "W2.feedback.kind", std::string("constant"));
  setAt(project, "W2.feedback.B", Value(1e8));
  setAt(project, "W1.learn", 0.0);
  const State state = played(project, 2000);
  QVERIFY(state.divergence.has_value());
  const std::string words = "B held at |H|²Wᵀ, its expected value";
  const DivergenceReport far = explainDivergence(*Network::build(project), state);
  QVERIFY2(isIn(far.others, words), far.details().c_str());
  QVERIFY(far.details().find("with " + words) != std::string::npos);
  const auto trial = std::ranges::find(far.others, words, &Trial::words);
  QVERIFY(!trial->isCure());  // it is no parameter to be set by a click
}

/// Trained weights stand in the place of the value: a cure reaches them.
void TestDivergenceCauses::aFileOfWeightsIsScaledToo() {
  Project project = caseOf(QStringLiteral("signal-loop-1"));
  project.weights["loop"] = {{1.5}, {}};
  const Project cured = withScaled(project, VariantId{}, "loop.W", 0.5);
  QCOMPARE(cured.weights.at("loop").W, std::vector<double>{0.75});
  QVERIFY(!played(cured, 2000).divergence && played(project, 2000).divergence);
}

void TestDivergenceCauses::signalsAreScaled() {
  const auto twice = [](const SignalSpec& signal) { return scaled(signal, 2); };
  QCOMPARE(twice(ConstantSignal{Value(3.0)}), SignalSpec(ConstantSignal{Value(6.0)}));
  QCOMPARE(twice(StepSignal{1, 2, 5}), SignalSpec(StepSignal{2, 4, 5}));
  QCOMPARE(twice(PulseSignal{1, 2, 3, 4, 5}), SignalSpec(PulseSignal{2, 4, 3, 4, 5}));
  QCOMPARE(twice(SinesSignal{{{Sine{8, 1, 2}}}}), SignalSpec(SinesSignal{{{Sine{8, 2, 2}}}}));
  QCOMPARE(twice(RandomSinesSignal{3, 4, 40, 1, 5}), SignalSpec(RandomSinesSignal{3, 4, 40, 2, 5}));
  QCOMPARE(twice(SquareSignal{-1, 3, 100, 5}), SignalSpec(SquareSignal{-2, 6, 100, 5}));
  QCOMPARE(twice(ChirpSignal{1, 10, 100, 3}), SignalSpec(ChirpSignal{1, 10, 100, 6}));
  QCOMPARE(twice(NoiseSignal{10, 1}), SignalSpec(NoiseSignal{10, 2}));
  QCOMPARE(twice(SamplesSignal{{{1, 2}}}), SignalSpec(SamplesSignal{{{2, 4}}}));
  QCOMPARE(twice(LiveSignal{-1, 1}), SignalSpec(LiveSignal{-1, 1}));
}

VLE_TEST(TestDivergenceCauses, QCoreApplication)
#include "tst_divergence_causes.moc"
