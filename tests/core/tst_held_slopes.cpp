// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A window once more with φ′ held at its mean: where slopes never swing it is the window itself,
// and where they do, theory is met again. What a report compares, it compares where it is settled.
#include <cmath>

#include <QTest>

#include "model/paths.h"
#include "model/variants.h"
#include "run_tests.h"
#include "sim/gradient_report.h"
#include "sim/held_slopes.h"
#include "sim/simulator.h"
#include "specs.h"

using namespace vle;

namespace {

/// A variant of the chain after some time.
struct HeldRun {
  HeldRun(const Project& project, const std::string& variant, double t)
      : simulator(Network::build(variantOf(project, variant))),
        state(initialState(simulator.network())) {
    simulator.advance(state, std::llround(t / simulator.network().settings.dt));
  }
  static Project variantOf(const Project& project, const std::string& name) {
    for (const Variant& variant : project.variants) {
      if (variant.name == name) return applyVariant(project, variant);
    }
    return project;
  }
  Simulator simulator;
  State state;
};

/// Of the hidden neuron at 16 Hz.
GainAtFrequency hiddenGain(const GradientReport& report) {
  for (const NeuronError& neuron : report.neurons) {
    if (neuron.name == "hidden.e[0]" && !neuron.gains.empty()) return neuron.gains.front();
  }
  return {};
}

}  // namespace

class TestHeldSlopes : public QObject {
  Q_OBJECT

 private slots:
  void withoutSwingTheWindowIsTheSame_data();
  void withoutSwingTheWindowIsTheSame();
  void theoryIsMetAgain_data();
  void theoryIsMetAgain();
  void onlySettledStepsAreCompared();
};

void TestHeldSlopes::withoutSwingTheWindowIsTheSame_data() {
  QTest::addColumn<QString>("kind");
  QTest::addColumn<QString>("rule");
  for (const char* kind :
       {"transpose", "constant", "learned", "drive", "kolen-pollack", "analytic", "observed"}) {
    QTest::addRow("%s", kind) << QString::fromLatin1(kind) << QStringLiteral("local");
  }
  QTest::newRow("instantaneous") << QStringLiteral("transpose") << QStringLiteral("instantaneous");
}

void TestHeldSlopes::withoutSwingTheWindowIsTheSame() {
  QFETCH(QString, kind);
  QFETCH(QString, rule);
  Project project = test::chain();
  project.variants.clear();
  for (const char* layer : {"hidden", "output", "teacher 1", "teacher 2"}) {
    setAt(project, std::string(layer) + ".activation", std::string("linear"));
  }
  setAt(project, "W2.feedback.kind", kind.toStdString());
  setAt(project, "W2.feedback.frequency", 16.0);
  setAt(project, "settings.rule", rule.toStdString());
  const HeldRun run(project, "", 300);
  const Network& network = run.simulator.network();
  constexpr std::int64_t kSteps = 1500;
  Trajectory window(network, kSteps, {.errors = true, .parameters = false});
  State state = run.state;
  state.learning = false;
  for (std::int64_t n = 0; n < kSteps; ++n) run.simulator.step(state, &window);
  const Trajectory held = withHeldSlopes(network, run.state, window);
  QCOMPARE(held.steps, window.steps);
  double largest = 0;
  for (std::size_t k = 0; k < window.e.size(); ++k) {
    largest = std::max(largest, std::abs(window.e[k]));
    QVERIFY(std::abs(held.e[k] - window.e[k]) < 1e-12);
    QVERIFY(std::abs(held.eps[k] - window.eps[k]) < 1e-12);
  }
  QVERIFY(largest > 1e-3);
  QVERIFY(held.r == window.r && held.target == window.target && held.W == window.W);
}

void TestHeldSlopes::theoryIsMetAgain_data() {
  QTest::addColumn<QString>("variant");
  QTest::addColumn<double>("t");
  QTest::addColumn<double>("expected");
  QTest::newRow("transpose, all but learned") << "transpose" << 8000.0 << 3.93;
  QTest::newRow("learned, B has arrived") << "learned" << 20000.0 << 1.98;
}

/// As the student nears its teacher, what is left of the error at 16 Hz is what a swinging φ′ makes
/// of other frequencies.
void TestHeldSlopes::theoryIsMetAgain() {
  QFETCH(QString, variant);
  QFETCH(double, t);
  QFETCH(double, expected);
  const HeldRun run(test::chain(), variant.toStdString(), t);
  const GradientReport report = compareGradients(
      run.simulator, run.state, usualOptions(run.simulator.network(), run.state, 1'000'000));
  const GainAtFrequency gain = hiddenGain(report);
  QVERIFY(gain.held.has_value());
  const ErrorRatio& held = gain.held->measured;
  const QString text = QStringLiteral("%1 as it is, %2 with φ′ held, turned by %3")
                           .arg(gain.reading.measured.gain())
                           .arg(held.gain())
                           .arg(held.phase());
  QVERIFY2(std::abs(held.gain() - expected) < 0.03 * expected, qPrintable(text));
  // Three steps of lag, 1.7 degrees at 16 Hz.
  QVERIFY2(std::abs(held.phase() + 1.73) < 0.1, qPrintable(text));
  QVERIFY2(isPredicted(*gain.held), qPrintable(text));
  QVERIFY2(gain.mismatch == Mismatch::SlopesSwing, qPrintable(text));
  QVERIFY2(!isPredicted(gain.reading), qPrintable(text));
}

void TestHeldSlopes::onlySettledStepsAreCompared() {
  const HeldRun run(test::chain(), "transpose", 2000);
  const Network& network = run.simulator.network();
  const GradientReport report =
      compareGradients(run.simulator, run.state, usualOptions(network, run.state, 1'000'000));
  const double dt = network.settings.dt;
  const auto from = static_cast<std::size_t>(std::llround((report.settled_from - 2000) / dt));
  const auto until = static_cast<std::size_t>(std::llround((report.settled_until - 2000) / dt));
  QVERIFY(until > from && until < report.trajectory.steps);
  for (std::size_t p = 0; p < network.projections.size(); ++p) {
    const ProjectionPlan& plan = network.projections[p];
    if (plan.name != "W1" && plan.name != "W2") continue;
    double local = 0, exact = 0;
    for (std::size_t n = from; n < until; ++n) {
      const double r = row(report.trajectory.r, n, network.rate_slots)[plan.pre.begin];
      local += r * row(report.trajectory.e, n, network.neuron_slots)[plan.post.begin];
      exact += r * row(report.exact.adjoint, n, network.neuron_slots)[plan.post.begin];
    }
    QCOMPARE(report.blocks[p].local_exact.norm_ratio, std::abs(local / exact));
  }
  // Where nothing is settled there is nothing to say.
  GradientOptions options = usualOptions(network, run.state, 1'000'000);
  options.steps = 200;
  const GradientReport brief = compareGradients(run.simulator, run.state, options);
  for (const BlockGradient& block : brief.blocks) QVERIFY(std::isnan(block.local_exact.cosine));
}

VLE_TEST(TestHeldSlopes, QCoreApplication)
#include "tst_held_slopes.moc"
