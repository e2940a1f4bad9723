// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Every instruction set gives the same bits: all presets, kinds of feedback, rules, optimizers,
// activations and widths, a chaotic run and one that diverges, byte by byte.
#include <cstring>

#include <QTest>

#include "base/cpu.h"
#include "base/error.h"
#include "model/feedback_traits.h"
#include "run_tests.h"
#include "sim/kernels.h"
#include "sim/pokes.h"
#include "sim/simulator.h"
#include "step_cases.h"

using namespace vle;

namespace {

/// All numbers of a state, as they lie in memory.
QByteArray bytesOf(const State& state) {
  QByteArray bytes;
  const auto add = [&bytes](const void* data, std::size_t size) {
    bytes.append(static_cast<const char*>(data), static_cast<qsizetype>(size));
  };
  for (const auto array : test::kStateArrays) {
    add((state.*array).data(), (state.*array).size() * sizeof(double));
  }
  for (const auto moments :
       {&State::W_moments, &State::bias_moments, &State::tau_m_moments, &State::tau_r_moments}) {
    for (const auto array : {&Moments::m, &Moments::q}) {
      add(((state.*moments).*array).data(), ((state.*moments).*array).size() * sizeof(double));
    }
  }
  for (const auto number :
       {&State::loss, &State::power, &State::cost, &State::loss_mean, &State::loss_slow,
        &State::loss_sum, &State::power_sum, &State::loss_test, &State::time_to_threshold}) {
    add(&(state.*number), sizeof(double));
  }
  add(&state.step, sizeof state.step);
  return bytes;
}

/// What a run of a project comes to with every instruction set of this processor.
std::vector<QByteArray> runsOf(const Project& project, std::int64_t steps,
                               const std::vector<Poke>& pokes = {}) {
  std::vector<QByteArray> runs;
  for (const Isa isa : isasHere()) {
    useIsa(isa);
    QByteArray bytes;
    for (const auto& network : compileVariants(project)) {
      const Simulator simulator(network);
      State state = initialState(*network);
      setPokes(*network, pokes, state);
      simulator.advance(state, steps);
      bytes += bytesOf(state);
    }
    runs.push_back(std::move(bytes));
  }
  return runs;
}

void compareRuns(const std::vector<QByteArray>& runs) {
  for (std::size_t k = 1; k < runs.size(); ++k) {
    const std::string name(nameOf(isasHere()[k]));
    QVERIFY2(runs[k] == runs[0], (name + " is not baseline").c_str());
  }
}

}  // namespace

class TestIsa : public QObject {
  Q_OBJECT

 private slots:
  void cleanup() { useIsa(isasHere().back()); }
  void theBaselineIsEverywhere();
  void unknownOnesAreASentence();
  void everyTableIsAnother();
  void presetsGiveTheSameBits_data();
  void presetsGiveTheSameBits();
  void stepsGiveTheSameBits_data();
  void stepsGiveTheSameBits();
  void pokesGiveTheSameBits();
  void wideMatricesGiveTheSameBits_data();
  void wideMatricesGiveTheSameBits();
  void aDivergingRunGivesTheSameBits();
};

void TestIsa::theBaselineIsEverywhere() {
  QVERIFY(isasHere().front() == Isa::Baseline);
  for (const Isa isa : isasHere()) QVERIFY(isaNamed(nameOf(isa)) == isa);
  QVERIFY(isaInUse() == isasHere().back() || qEnvironmentVariableIsSet("VLE_ISA"));
}

void TestIsa::unknownOnesAreASentence() {
  for (const char* name : {"", "AVX2", "sse9", "avx2 "}) {
    try {
      (void)isaNamed(name);
      QFAIL("it was taken");
    } catch (const Error& error) {
      QVERIFY(QString::fromStdString(error.message()).contains(QLatin1String("baseline")));
    }
  }
}

void TestIsa::everyTableIsAnother() {
  for (std::size_t k = 1; k < isasHere().size(); ++k) {
    const Kernels& narrow = kernels(isasHere()[k - 1]);
    const Kernels& wide = kernels(isasHere()[k]);
    QVERIFY(narrow.run_steps != wide.run_steps && narrow.pass_matrix != wide.pass_matrix);
    QVERIFY(narrow.add_sine != wide.add_sine && narrow.activate_all != wide.activate_all);
    useIsa(isasHere()[k]);
    QVERIFY(&kernels() == &wide);
  }
}

void TestIsa::presetsGiveTheSameBits_data() {
  QTest::addColumn<QString>("id");
  for (const char* id : {"chain", "lagline", "lagnet", "network", "temporal-xor"}) {
    QTest::newRow(id) << QString::fromLatin1(id);
  }
}

void TestIsa::presetsGiveTheSameBits() {
  QFETCH(QString, id);
  compareRuns(runsOf(loadProject(id.toStdString()), 20'000));  // 1 to 2 s: chaos has its time
}

void TestIsa::stepsGiveTheSameBits_data() {
  QTest::addColumn<int>("number");
  for (const auto& [number, name] : test::stepCases()) QTest::newRow(name.c_str()) << number;
}

void TestIsa::stepsGiveTheSameBits() {
  QFETCH(int, number);
  compareRuns(runsOf(test::networkOf(test::stepCase(number)), 400));
}

void TestIsa::pokesGiveTheSameBits() {
  compareRuns(runsOf(test::networkOf({}), 400, test::stepPokes()));
}

void TestIsa::wideMatricesGiveTheSameBits_data() {
  QTest::addColumn<int>("feedback");
  QTest::addColumn<int>("width");
  for (int feedback = 0; feedback < std::ssize(feedbackTraits()); ++feedback) {
    for (const int width : {127, 128, 129, 255}) {  // four columns at a time up to 128
      QTest::addRow("feedback %d, %d neurons", feedback, width) << feedback << width;
    }
  }
}

void TestIsa::wideMatricesGiveTheSameBits() {
  QFETCH(int, feedback);
  QFETCH(int, width);
  compareRuns(runsOf(
      test::networkOf({.feedback = static_cast<FeedbackKind>(feedback), .width = width}), 50));
}

void TestIsa::aDivergingRunGivesTheSameBits() {
  Project project = test::networkOf({.activation = Activation::Linear, .width = 9});
  for (auto& [id, projection] : project.network.projections) projection.learn = 5.0;
  const std::vector<QByteArray> runs = runsOf(project, 5000);
  compareRuns(runs);
  const Simulator simulator(Network::build(project));
  State state = initialState(simulator.network());
  simulator.advance(state, 5000);
  QVERIFY(state.divergence);
}

VLE_TEST(TestIsa, QCoreApplication)
#include "tst_isa.moc"
