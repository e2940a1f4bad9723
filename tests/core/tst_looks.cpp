// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the microscope makes of many looks at a run: an update that points anywhere is told from one
// that points somewhere, a run is looked at again from its start, the neurons of a layer are taken
// together.
#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

#include <QTest>

#include "model/paths.h"
#include "model/variants.h"
#include "run/gradient_examiner.h"
#include "run/layer_summary.h"
#include "run/past_looks.h"
#include "run_tests.h"
#include "specs.h"

using namespace vle;
using test::simulatorOf;

namespace {

/// Noise through one linear neuron, whose target is other noise or the very same input.
Project noiseProject(bool can_learn, double W) {
  Project project;
  NetworkSpec& network = project.network;
  LayerSpec linear;
  linear.activation = Activation::Linear;
  linear.tau_m = 10.0;
  linear.tau_r = 10.0;
  network.nodes[NodeId{1}] = test::input("x", NoiseSignal{.tau = 5, .sd = 1});
  network.nodes[NodeId{2}] = test::layer("a", 1, linear);
  const std::variant<NodeId, SignalSpec> source =
      can_learn ? std::variant<NodeId, SignalSpec>(NodeId{4}) : SignalSpec(NoiseSignal{.tau = 5});
  network.nodes[NodeId{3}] = test::target("y", 1, 2, source);
  network.nodes[NodeId{4}] = test::layer("teacher", 1, linear);
  network.projections[ProjectionId{11}] = test::projection("W", 1, 2, W, 1e-9);
  network.projections[ProjectionId{12}] = test::projection("T", 1, 4, 1.0);
  return project;
}

/// Looks at a run every 150 ms; what the last look says of W.
ProjectionView lastOf(const Project& project, int looks) {
  const Simulator simulator = simulatorOf(project);
  State state = initialState(simulator.network());
  GradientExaminer examiner;
  GradientAnswer answer;
  for (int k = 0; k < looks; ++k) {
    simulator.advance(state, 1500);
    const GradientQuestion question{.subject = 1,
                                    .cases = {{VariantId{1}, simulator.shared(), state}},
                                    .layer = NodeId{2},
                                    .neuron = 0,
                                    .window = 350,
                                    .f = {}};
    answer = examiner.answer(question, {});
  }
  return answer.views.at(0).projections.at(0);
}

GradientView viewOf(const std::vector<std::complex<double>>& ratios) {
  GradientView view;
  for (const std::complex<double>& ratio : ratios) {
    GainAtFrequency gain;
    gain.f = 16;
    gain.reading.seen = ratio == 0.0 ? Seen::Silent : Seen::Yes;
    gain.reading.measured.value = ratio;
    gain.reading.predicted = ratio.real() < 0 ? -ratio : ratio;
    view.neurons.emplace_back().error.gains = {gain};
  }
  return view;
}

}  // namespace

class TestLooks : public QObject {
  Q_OBJECT

 private slots:
  void noiseIsToldFromADirection_data();
  void noiseIsToldFromADirection();
  void meansOfLooksPointBetterThanOne();
  void aRunIsPlayedAgain();
  void anotherRunIsNot();
  void neuronsOfALayerAreTakenTogether();
};

void TestLooks::noiseIsToldFromADirection_data() {
  QTest::addColumn<bool>("can_learn");
  QTest::addColumn<double>("W");
  QTest::addColumn<int>("looks");
  QTest::addColumn<bool>("is_noise");
  QTest::newRow("a teacher, far away") << true << 0.2 << 20 << false;
  QTest::newRow("a teacher, close by") << true << 0.999 << 20 << false;
  QTest::newRow("other noise, where nothing is better") << false << 0.0 << 40 << true;
  QTest::newRow("the same, before much was seen") << false << 0.0 << 3 << false;
  QTest::newRow("other noise, far too much of W") << false << 5.0 << 40 << false;
}

void TestLooks::noiseIsToldFromADirection() {
  QFETCH(const bool, can_learn);
  QFETCH(const double, W);
  QFETCH(const int, looks);
  QFETCH(const bool, is_noise);
  QCOMPARE(lastOf(noiseProject(can_learn, W), looks).is_below_noise, is_noise);
}

/// Of noise a single look may point anywhere; of sums of sines it has all there is.
void TestLooks::meansOfLooksPointBetterThanOne() {
  const ProjectionView noise = lastOf(noiseProject(true, 0.2), 20);
  QVERIFY(noise.averaged.cosine > 0.99);
  QVERIFY(noise.averaged.norm_ratio != noise.update.norm_ratio);
  Project sines = noiseProject(true, 0.2);
  setAt(sines, "x.signal", SignalSpec(SinesSignal{{{Sine{20, 1, 0}}}}));
  const ProjectionView one = lastOf(sines, 20);
  QCOMPARE(one.averaged.norm_ratio, one.update.norm_ratio);
}

void TestLooks::aRunIsPlayedAgain() {
  const auto network = compileVariants(test::chain()).front();
  const Simulator simulator(network);
  State state = initialState(*network);
  simulator.advance(state, 33'333);
  constexpr std::size_t kLooks = 7;
  PastLooks past({VariantId{5}, network, state}, kLooks, 0);
  for (std::size_t k = 0; k <= kLooks; ++k) {
    QVERIFY(!past.isDone());
    past.advance({});
  }
  QVERIFY(past.isDone());
  QCOMPARE(past.views().size(), kLooks);
  // Each is what one would have seen there.
  State then = initialState(*network);
  for (const GradientView& view : past.views()) {
    simulator.advance(then, std::llround(view.t / view.dt) - then.step);
    const GradientView seen = updatesAt({VariantId{5}, network, then}, 0, {});
    QCOMPARE(view.projections.at(0).update.cosine, seen.projections.at(0).update.cosine);
    QCOMPARE(view.variant, VariantId{5});
  }
  QCOMPARE(past.views().front().t, 0.0);
  QVERIFY(past.views().back().t > 2500);
  // B began at −0.5 and has turned by then; W2 has not.
  const GradientView now = updatesAt({VariantId{5}, network, state}, 0, {});
  QCOMPARE(now.projections.at(1).name, std::string("W2"));
  QVERIFY(now.projections.at(1).B_from_start < 0 && now.projections.at(1).W_from_start > 0);
}

/// What somebody did on the way is not in it: then nothing is said.
void TestLooks::anotherRunIsNot() {
  const auto network = compileVariants(test::chain()).front();
  const Simulator simulator(network);
  State state = initialState(*network);
  simulator.advance(state, 5000);
  state.u[0] += 1e-12;
  simulator.advance(state, 5000);
  PastLooks past({VariantId{1}, network, state}, 3, 0);
  for (int k = 0; k < 4; ++k) past.advance({});
  QVERIFY(past.isDone() && past.views().empty());
}

void TestLooks::neuronsOfALayerAreTakenTogether() {
  const auto ratio = [](double gain, double degrees) {
    return std::polar(gain, degrees * std::numbers::pi / 180);
  };
  // Around ±180°, one silent, one far off.
  const GradientView view = viewOf(
      {ratio(2, 178), ratio(2.2, -176), ratio(2.1, 180), 0.0, ratio(2.4, -178), ratio(9, 90)});
  const LayerSummary summary = summaryOf(view, 16);
  QCOMPARE(summary.neurons, std::size_t{6});
  QCOMPARE(summary.seen, std::size_t{5});
  QCOMPARE(summary.silent, std::size_t{1});
  QCOMPARE(summary.predicted, std::size_t{1});
  QVERIFY(std::abs(summary.gain.median - 2.2) < 1e-12);
  QVERIFY(std::abs(std::abs(summary.phase.median) - 180) < 1e-9);
  QVERIFY(summary.phase.high - summary.phase.low < 10);
  QCOMPARE(summary.typical, std::size_t{2});
  QCOMPARE(summaryOf(view, 17).seen, std::size_t{0});
  QCOMPARE(summaryOf({}, 16).neurons, std::size_t{0});
}

VLE_TEST(TestLooks, QCoreApplication)
#include "tst_looks.moc"
