// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// How B comes about: what each kind is for, on every pattern, per projection and variant.
#include <cmath>

#include <QTest>

#include "base/error.h"
#include "model/feedback_traits.h"
#include "model/paths.h"
#include "model/validate.h"
#include "run/experiment.h"
#include "run_tests.h"
#include "sim/carry_over.h"
#include "sim/diagnostics.h"
#include "sim/probes.h"
#include "sim/simulator.h"
#include "sim/transfer.h"
#include "specs.h"

using namespace vle;
using test::simulatorOf;

namespace {

double value(const Simulator& simulator, const State& state, const std::string& probe) {
  return channelsOf(simulator.network(), probe).at(0).read(simulator.network(), state);
}

Project chainWith(const std::string& kind) {
  Project project = test::chain();
  project.variants.clear();
  setAt(project, "W2.feedback.kind", kind);
  return project;
}

/// 2 → 3 with a loop above: a mix-up of rows and columns would show.
Project twoToThree(FeedbackKind kind, Pattern::Kind pattern, Rule rule) {
  Project project = test::oneNeuron();
  auto& network = project.network;
  network.nodes[NodeId{2}] = test::layer("a", 2);
  network.nodes[NodeId{3}] = test::layer("b", 3);
  network.nodes[NodeId{4}] = test::target("t", 3, 3, ConstantSignal{List{0.1, -0.2, 0.3}});
  network.projections[ProjectionId{11}] = test::projection("W", 1, 2, Rows{{0.7}, {-0.4}}, 0.01);
  auto V = test::projection("V", 2, 3, Rows{{1, 2}, {3, 4}, {5, 6}}, 0.01);
  V.pattern = {pattern, 1};
  V.feedback = FeedbackSpec{.kind = kind,
                            .B = Rows{{1, 2, 3}, {-4, -5, -6}},
                            .learn = 0.01,
                            .decay = 0.001,
                            .frequency = 30};
  network.projections[ProjectionId{12}] = V;
  project.settings.rule = rule;
  project.settings.window = 20;
  return project;
}

}  // namespace

class TestFeedback : public QObject {
  Q_OBJECT

 private slots:
  void sparseWithEverySynapseEqualsDense_data();
  void sparseWithEverySynapseEqualsDense();
  void changeRatesAreThoseOfTheStep_data();
  void changeRatesAreThoseOfTheStep();
  void changeRatesFollowTheirEquations();
  void driveEqualsLearnedInAChain();
  void kolenPollackBringsBToW();
  void kolenPollackSharesTheOptimizer();
  void analyticIsWhatLearnedReaches();
  void kindsDifferPerProjectionAndVariant();
  void filtersAreCarriedOver();
  void errorsOfInputsAreNotSent();
  void analyticNeedsAFrequency();
};

void TestFeedback::sparseWithEverySynapseEqualsDense_data() {
  QTest::addColumn<int>("kind");
  QTest::addColumn<int>("rule");
  for (int kind = 0; kind < std::ssize(feedbackTraits()); ++kind) {
    const std::string name(nameOf(static_cast<FeedbackKind>(kind)));
    QTest::addRow("%s", name.c_str()) << kind << static_cast<int>(Rule::Local);
  }
  QTest::addRow("bptt") << 0 << static_cast<int>(Rule::Bptt);
  QTest::addRow("instantaneous") << 2 << static_cast<int>(Rule::Instantaneous);
}

void TestFeedback::sparseWithEverySynapseEqualsDense() {
  QFETCH(int, kind);
  QFETCH(int, rule);
  const auto make = [&](Pattern::Kind pattern) {
    return simulatorOf(
        twoToThree(static_cast<FeedbackKind>(kind), pattern, static_cast<Rule>(rule)));
  };
  const Simulator dense = make(Pattern::Kind::Dense);
  const Simulator listed = make(Pattern::Kind::Sparse);
  State a = initialState(dense.network());
  State b = initialState(listed.network());
  const State start = a;
  dense.advance(a, 3000);
  listed.advance(b, 3000);
  QVERIFY(!a.divergence);
  QVERIFY(a.W != start.W);
  for (const char* probe : {"V.W", "V.B", "a.e", "b.u", "W.W", "V.B_angle", "V.B_ratio"}) {
    const auto in_a = channelsOf(dense.network(), probe);
    const auto in_b = channelsOf(listed.network(), probe);
    QCOMPARE(in_a.size(), in_b.size());
    for (std::size_t k = 0; k < in_a.size(); ++k) {
      QCOMPARE(in_a[k].name, in_b[k].name);
      QVERIFY(std::abs(in_a[k].read(dense.network(), a) - in_b[k].read(listed.network(), b)) <
              1e-10);
    }
  }
}

void TestFeedback::changeRatesAreThoseOfTheStep_data() {
  QTest::addColumn<int>("kind");
  QTest::addColumn<bool>("is_sparse");
  QTest::addColumn<bool>("is_fused");
  for (int kind = 0; kind < std::ssize(feedbackTraits()); ++kind) {
    for (const bool is_sparse : {false, true}) {
      for (const bool is_fused : {false, true}) {
        const std::string name(nameOf(static_cast<FeedbackKind>(kind)));
        QTest::addRow("%s%s%s", name.c_str(), is_sparse ? " sparse" : "", is_fused ? " fused" : "")
            << kind << is_sparse << is_fused;
      }
    }
  }
}

/// What a step adds to every weight is dt times the probe read after it.
void TestFeedback::changeRatesAreThoseOfTheStep() {
  QFETCH(int, kind);
  QFETCH(bool, is_sparse);
  QFETCH(bool, is_fused);
  const auto pattern = is_sparse ? Pattern::Kind::Sparse : Pattern::Kind::Dense;
  const Simulator simulator =
      simulatorOf(twoToThree(static_cast<FeedbackKind>(kind), pattern, Rule::Local));
  const bool is_drive = static_cast<FeedbackKind>(kind) == FeedbackKind::Drive;
  const double dt = simulator.network().settings.dt;
  State state = initialState(simulator.network());
  simulator.advance(state, 700);
  double largest = 0;
  for (int n = 0; n < 50; ++n) {
    State next = state;
    if (is_fused)
      simulator.advance(next, 1);
    else
      simulator.step(next);
    const auto check = [&](const std::string& weight, const std::string& change, double unseen) {
      const auto weights = channelsOf(simulator.network(), weight);
      const auto changes = channelsOf(simulator.network(), change);
      QCOMPARE(weights.size(), changes.size());
      for (std::size_t k = 0; k < weights.size(); ++k) {
        QCOMPARE(changes[k].name.substr(changes[k].name.find('[')),
                 weights[k].name.substr(weights[k].name.find('[')));
        const double added = (weights[k].read(simulator.network(), next) -
                              weights[k].read(simulator.network(), state)) /
                             dt;
        const double rate = changes[k].read(simulator.network(), next);
        largest = std::max(largest, std::abs(rate));
        // The rate has the weights of after the step: a share dt × decay or dt × η_B of it off.
        QVERIFY2(std::abs(added - rate) <= 1e-11 + 5e-3 * std::abs(rate) + unseen,
                 qPrintable(QStringLiteral("%1 %2 %3").arg(change.c_str()).arg(added).arg(rate)));
      }
    };
    check("W.W", "W.W_dot", 0);
    check("V.W", "V.W_dot", 0);
    if (!is_drive) check("V.B", "V.B_dot", 0);
    state = std::move(next);
  }
  QVERIFY(largest > 1e-5);
}

/// The numbers beside one another in an equation belong together: r is the one that arrived, not
/// the one that the step has made of it.
void TestFeedback::changeRatesFollowTheirEquations() {
  for (const FeedbackTraits& traits : feedbackTraits()) {
    const FeedbackKind kind = traits.kind;
    const Simulator simulator = simulatorOf(twoToThree(kind, Pattern::Kind::Dense, Rule::Local));
    State state = initialState(simulator.network());
    simulator.advance(state, 777);
    const State before = state;
    simulator.advance(state, 1);
    const auto read = [&](const std::string& probe) { return value(simulator, state, probe); };
    const double r = value(simulator, before, "a.r[1]");
    QCOMPARE(read("V.r_pre[1]"), r);
    QVERIFY(read("a.r[1]") != r);
    QCOMPARE(read("W.r_pre[0]"), read("x.r[0]"));
    const double e = read("b.e[2]");
    QCOMPARE(read("V.W_gradient[2;1]"), e * r);
    const bool is_mirrored = traits.uses.decay;
    QCOMPARE(read("V.W_dot[2;1]"), 0.01 * e * r - (is_mirrored ? 0.001 * read("V.W[2;1]") : 0));
    const double W = read("V.W[2;1]"), B = read("V.B[1;2]");
    if (traits.uses.tau_mean) {
      const double r_tilde = read("V.r_tilde[1]"), rho = read("V.rho[1]");
      QCOMPARE(r_tilde, r - before.r_mean[simulator.network().projections[1].filters->begin + 1]);
      const double wanted = kind == FeedbackKind::Learned ? W * (r_tilde * r_tilde)
                            : kind == FeedbackKind::Drive ? read("V.s_tilde[2]") * r_tilde
                                                          : read("V.M[2;1]") * (r_tilde * r_tilde);
      QCOMPARE(read("V.B_dot[1;2]"), 0.01 * (wanted - B * (rho * rho)));
      QVERIFY(rho != r_tilde && rho != 0);
    } else {
      QVERIFY_THROWS_EXCEPTION(Error, read("V.rho[1]"));
    }
    if (kind != FeedbackKind::Drive) QVERIFY_THROWS_EXCEPTION(Error, read("V.s_tilde[2]"));
    if (kind == FeedbackKind::Constant) QCOMPARE(read("V.B_dot[1;2]"), 0.0);
    if (is_mirrored) QCOMPARE(read("V.B_dot[1;2]"), 0.01 * e * r - 0.001 * B);
    if (kind == FeedbackKind::Drive) {
      // s − s̄ and r̃ of the step are what the next one uses, with a ρ of its own.
      const double r_tilde = read("V.r_tilde[1]"), s_tilde = read("V.s_tilde[2]");
      simulator.advance(state, 1);
      const double rho = read("V.rho[1]");
      QVERIFY(std::abs((read("V.B[1;2]") - B) / 0.1 - 0.01 * (s_tilde * r_tilde - B * rho * rho)) <
              1e-11);
    }
  }
}

void TestFeedback::driveEqualsLearnedInAChain() {
  // One input to each neuron: its drive is W r + b, whose mean is subtracted.
  const Simulator learned = simulatorOf(chainWith("learned"));
  const Simulator drive = simulatorOf(chainWith("drive"));
  State a = initialState(learned.network());
  State b = initialState(drive.network());
  learned.advance(a, 600000);
  drive.advance(b, 600000);
  QVERIFY(std::abs(value(drive, b, "W2.B") / value(learned, a, "W2.B") - 1) < 0.02);
  QVERIFY(std::abs(value(drive, b, "W2.B") / value(drive, b, "W2.expected_B") - 1) < 0.05);
  QVERIFY(value(drive, b, "W1.W_distance") < 0.05);
}

void TestFeedback::kolenPollackBringsBToW() {
  // The change is the same for both, so what they differ by decays with λ_kp alone.
  Project project = chainWith("kolen-pollack");
  setAt(project, "W2.feedback.decay", 1e-3);
  const Simulator simulator = simulatorOf(project);
  State state = initialState(simulator.network());
  const double before = value(simulator, state, "W2.B") - value(simulator, state, "W2.W");
  simulator.advance(state, 10000);
  const double after = value(simulator, state, "W2.B") - value(simulator, state, "W2.W");
  const double kept = std::pow(1 - 0.1 * 1e-3, 10000);
  QVERIFY(std::abs(after / before - kept) < 1e-9);
  QVERIFY(value(simulator, state, "W2.W") != 0.6);
}

void TestFeedback::kolenPollackSharesTheOptimizer() {
  Project project = chainWith("kolen-pollack");
  setAt(project, "W2.feedback.decay", 0.0);
  project.settings.optimizer.kind = Optimizer::Kind::Adam;
  const Simulator simulator = simulatorOf(project);
  State state = initialState(simulator.network());
  simulator.advance(state, 5000);
  const double W = value(simulator, state, "W2.W") - 0.6;
  const double B = value(simulator, state, "W2.B") + 0.5;
  QVERIFY(std::abs(W) > 1e-3 && std::abs(W - B) < 1e-12);
}

void TestFeedback::analyticIsWhatLearnedReaches() {
  Project project = chainWith("analytic");
  setAt(project, "W2.feedback.frequency", 16.0);
  const Simulator simulator = simulatorOf(project);
  State state = initialState(simulator.network());
  simulator.advance(state, 600000);
  const double W = value(simulator, state, "W2.W");
  QVERIFY(std::abs(value(simulator, state, "W2.B") - squaredGain(16, 10, 1, 0.1) * W) < 1e-12);
  QCOMPARE(value(simulator, state, "W2.B"), value(simulator, state, "W2.expected_B"));
  QCOMPARE(value(simulator, state, "W2.B_expected_distance"), 0.0);
  const double e = value(simulator, state, "output.e");
  QVERIFY(std::abs(value(simulator, state, "hidden.down") - squaredGain(16, 10, 1, 0.1) * W * e) <
          1e-4);
  QVERIFY(value(simulator, state, "W1.W_distance") < 0.05);
  // A learned time constant takes the gain with it.
  setAt(project, "hidden.learn_tau_m", 0.5);
  const Simulator learning = simulatorOf(project);
  State moved = initialState(learning.network());
  learning.advance(moved, 50000);
  const double tau_m = value(learning, moved, "hidden.tau_m");
  QVERIFY(std::abs(tau_m - 10) > 0.1);
  QVERIFY(std::abs(value(learning, moved, "W2.B") -
                   squaredGain(16, tau_m, 1, 0.1) * value(learning, moved, "W2.W")) < 1e-12);
}

void TestFeedback::kindsDifferPerProjectionAndVariant() {
  Project project = twoToThree(FeedbackKind::Learned, Pattern::Kind::Dense, Rule::Local);
  auto loop = test::projection("loop", 3, 3, 0.01);
  loop.feedback = FeedbackSpec{.kind = FeedbackKind::Constant, .B = 0.02, .learn = 0.01};
  project.network.projections[ProjectionId{13}] = loop;
  project.variants = {{.name = "one", .title = {}, .color = {}, .set = {}, .without = {}},
                      {.name = "two",
                       .title = {},
                       .color = {},
                       .set = {{"loop.feedback.kind", std::string("drive")}},
                       .without = {}},
                      {.name = "all",
                       .title = {},
                       .color = {},
                       .set = {{"*.feedback.kind", std::string("transpose")}},
                       .without = {}}};
  project.settings.duration = 200;
  const ExperimentResult result = runExperiment(project, {});
  const auto B = [&](std::size_t variant, const char* probe) {
    return channelsOf(*result.variants[variant].network, probe)
        .at(0)
        .read(*result.variants[variant].network, result.variants[variant].state);
  };
  QVERIFY(B(0, "V.B") != 1 && B(0, "loop.B") == 0.02);
  QVERIFY(B(1, "V.B") != 1 && B(1, "loop.B") != 0.02);
  QCOMPARE(B(2, "V.B"), B(2, "V.W"));
  QCOMPARE(B(2, "loop.B"), B(2, "loop.W"));
}

void TestFeedback::filtersAreCarriedOver() {
  for (const FeedbackKind kind : {FeedbackKind::Learned, FeedbackKind::Drive,
                                  FeedbackKind::KolenPollack, FeedbackKind::Observed}) {
    const Project project = twoToThree(kind, Pattern::Kind::Dense, Rule::Local);
    const Simulator old = simulatorOf(project);
    State state = initialState(old.network());
    old.advance(state, 2000);
    Project edited = project;
    edited.network.nodes[NodeId{9}] = test::layer("new", 3);
    const Simulator now = simulatorOf(edited);
    State back =
        carryOver(now.network(), carryOver(old.network(), state, now.network()), old.network());
    old.step(state);
    old.step(back);
    QVERIFY(back == state);
  }
}

void TestFeedback::errorsOfInputsAreNotSent() {
  // A projection from an input ignores its feedback, whatever stands there.
  Project project = chainWith("learned");
  project.network.projections[ProjectionId{11}].feedback =
      FeedbackSpec{.kind = FeedbackKind::Analytic, .B = 5.0, .frequency = 0};
  const Simulator simulator = simulatorOf(project);
  State state = initialState(simulator.network());
  simulator.advance(state, 1000);
  const Simulator plain = simulatorOf(chainWith("learned"));
  State other = initialState(plain.network());
  plain.advance(other, 1000);
  QVERIFY(state == other);
}

void TestFeedback::analyticNeedsAFrequency() {
  const std::vector<Issue> issues = validate(chainWith("analytic"));
  QCOMPARE(issues.size(), std::size_t{1});
  QCOMPARE(issues[0].place.key, std::string("feedback.frequency"));
  QVERIFY(issues[0].message.find("'W2'") != std::string::npos);
  Project project = chainWith("analytic");
  setAt(project, "W2.feedback.frequency", 16.0);
  QVERIFY(validate(project).empty());
  setAt(project, "W2.feedback.frequency", -1.0);
  QVERIFY(hasErrors(validate(project)));
}

VLE_TEST(TestFeedback, QCoreApplication)
#include "tst_feedback.moc"
