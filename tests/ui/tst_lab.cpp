// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The lab: from a document to frames and back, the same bits as without a window, the road of every
// change, envelopes. Run under the thread sanitizer too.
#include <algorithm>
#include <cmath>

#include <QSignalSpy>
#include <QTest>

#include "model/paths.h"
#include "run_tests.h"
#include "session/board.h"
#include "session/lab.h"
#include "sim/probes.h"
#include "sim/simulator.h"
#include "specs.h"
#include "tempo.h"

using namespace vle;
using vle::ui::Document;
using vle::ui::Lab;
using vle::ui::LiveView;
using vle::ui::RunControl;

namespace {

/// A frame of one rate that swings between two values.
Frame frameOf(const std::shared_ptr<const Network>& network, float last, float min, float max) {
  Frame frame;
  frame.is_running = true;
  frame.network = network;
  const std::size_t n = network->rate_slots;
  frame.rates = {std::vector<float>(n, last), std::vector<float>(n, min),
                 std::vector<float>(n, max), std::vector<float>(n, last * last)};
  frame.errors = frame.rates;
  return frame;
}

}  // namespace

class TestLab : public QObject {
  Q_OBJECT

 private slots:
  void openingRunsAndShowsMotion();
  void everyViewGetsWhatTheBoardNeeds();
  void aBoardChosenForALargeNetworkIsSmall_data();
  void aBoardChosenForALargeNetworkIsSmall();
  void editsReachTheRunWithoutResettingIt();
  void problemsLeaveTheOldNetworkRunning();
  void resetStartsANewHistory();
  void reseedThenResetUsesTheNewSeed();
  void loadingAnotherProjectCarriesNothingOver();
  void watchingChangesNoBit();
  void fastOscillationsShowTheirEnvelope();
  void aPauseShowsTheValuesThemselves();
};

void TestLab::openingRunsAndShowsMotion() {
  Document document;
  Lab lab(document, vle::test::kEqualPriorities);
  QSignalSpy frames(&lab, &Lab::frame);
  document.load(test::chain(), QStringLiteral("chain"));
  lab.control().run();
  EVENTUALLY(lab.control().status().t > 100 && frames.count() > 5);
  QCOMPARE(lab.variants().size(), std::size_t{3});
  QVERIFY(lab.variants()[0].has_run && lab.variants()[0].loss > 0);
  QVERIFY(lab.live().network() != nullptr);
  QVERIFY(lab.compiler().problems().empty());
}

void TestLab::everyViewGetsWhatTheBoardNeeds() {
  Document document;
  Lab lab(document, vle::test::kEqualPriorities);
  document.load(test::chain(), QStringLiteral("chain"));
  lab.control().run();
  EVENTUALLY(lab.control().status().t > 50);
  for (const Plot& plot : boardOf(document.project())) {
    for (const ui::PlottedProbe& probe : ui::plottedProbes(document.project(), plot)) {
      QVERIFY2(!lab.traces().channels(test::idOf(lab, "learned"), probe.probe).empty(),
               probe.probe.c_str());
    }
  }
  QCOMPARE(*lab.traces().last(test::idOf(lab, "learned"), "T1.W[0;0]"), 1.2);
  // The board a program chooses is the one the preset brings.
  Project bare = document.project();
  bare.board.clear();
  const std::vector<Plot> chosen = boardOf(bare);
  QCOMPARE(chosen.size(), document.project().board.size());
  for (std::size_t k = 0; k < chosen.size(); ++k) {
    const Plot& own = document.project().board[k];
    QCOMPARE(chosen[k].title, own.title);
    QCOMPARE(chosen[k].kind, own.kind);
    QVERIFY(std::ranges::is_permutation(chosen[k].probes, own.probes));
  }
}

void TestLab::aBoardChosenForALargeNetworkIsSmall_data() {
  QTest::addColumn<int>("layers");
  QTest::addColumn<int>("neurons");
  QTest::newRow("deep and wide") << 200 << 30;
  QTest::newRow("deep and narrow") << 200 << 1;
  QTest::newRow("flat and wide") << 2 << 1000;
  QTest::newRow("middling") << 3 << 20;
}

void TestLab::aBoardChosenForALargeNetworkIsSmall() {
  QFETCH(const int, layers);
  QFETCH(const int, neurons);
  const Project project = test::deepNetwork(static_cast<std::uint32_t>(layers), neurons);
  const auto network = compileVariants(project).front();
  std::size_t probes = 0;
  QStringList titles;
  for (const Plot& plot : boardOf(project)) {
    titles += QString::fromStdString(plot.title);
    probes += plot.probes.size();
    std::size_t curves = 0;
    for (const std::string& probe : plot.probes) curves += channelsOf(*network, probe).size();
    if (plot.kind != Plot::Kind::Heat) QVERIFY2(curves <= 40, plot.title.c_str());
  }
  QVERIFY(probes <= 50);
  QCOMPARE(titles.size(), 5);  // a million synapses of one projection are no picture, others are
  // The first and the last layer are among those that are shown.
  const std::vector<std::string> errors = boardOf(project)[1].probes;
  QVERIFY(errors.front().starts_with("l0.e"));
  QVERIFY(errors.back().starts_with("l" + std::to_string(layers - 1) + ".e"));
  // What is left out is said.
  QCOMPARE(titles[1].contains(QStringLiteral(" of 200 ")), layers == 200);
  QCOMPARE(titles[4].contains(QStringLiteral(" of ")), layers == 200 || neurons == 1000);
}

void TestLab::editsReachTheRunWithoutResettingIt() {
  Document document;
  Lab lab(document, vle::test::kEqualPriorities);
  document.load(test::chain(), QStringLiteral("chain"));
  lab.control().setSpeed(10);
  lab.control().run();
  EVENTUALLY(lab.control().status().t > 500);
  const double before = lab.control().status().t;
  document.push(QStringLiteral("x"), editsAt(document.project(), "hidden.tau_m", Value(20.0)));
  EVENTUALLY(lab.live().network()->layer(NodeId{2}) != nullptr &&
             lab.live().network()->tau_m[lab.live().network()->layer(NodeId{2})->range.begin] ==
                 20.0);
  QVERIFY(lab.control().status().t >= before);
  document.undoStack().undo();
  EVENTUALLY(lab.live().network()->tau_m[lab.live().network()->layer(NodeId{2})->range.begin] ==
             10.0);
  QVERIFY(lab.control().status().t >= before);
  QVERIFY(lab.control().status().is_running);
}

void TestLab::problemsLeaveTheOldNetworkRunning() {
  Document document;
  Lab lab(document, vle::test::kEqualPriorities);
  document.load(test::chain(), QStringLiteral("chain"));
  lab.control().run();
  EVENTUALLY(lab.control().status().t > 50);
  document.push(QStringLiteral("x"), editsAt(document.project(), "hidden.tau_m", Value(-3.0)));
  EVENTUALLY(!lab.compiler().problems().empty());
  const double then = lab.control().status().t;
  EVENTUALLY(lab.control().status().t > then + 50);
  document.undoStack().undo();
  EVENTUALLY(lab.compiler().problems().empty());
}

void TestLab::resetStartsANewHistory() {
  Document document;
  Lab lab(document, vle::test::kEqualPriorities);
  document.load(test::chain(), QStringLiteral("chain"));
  lab.control().setSpeed(kNever);
  lab.control().run();
  EVENTUALLY(lab.control().status().t > 5000);
  lab.control().pause();
  QSignalSpy restarted(&lab.control(), &RunControl::restarted);
  lab.control().reset();
  QCOMPARE(restarted.count(), 1);
  EVENTUALLY_COMPARE(lab.control().status().t, 0.0);
  QCOMPARE(lab.traces().newest(), 0.0);
  lab.control().stepBy(10);
  EVENTUALLY_COMPARE(lab.control().status().step, std::int64_t{10});
}

void TestLab::reseedThenResetUsesTheNewSeed() {
  Project project = test::chain();
  setAt(project, "W1.W", Value(Draw{}));
  Document document;
  Lab lab(document, vle::test::kEqualPriorities);
  document.load(project, QStringLiteral("p"));
  lab.control().stepBy(1);
  EVENTUALLY_COMPARE(lab.control().status().step, std::int64_t{1});
  Settings settings = project.settings;
  settings.seed = 99;
  document.push(QStringLiteral("seed"), {SetSettings{settings}});
  lab.control().reset();
  lab.control().stepBy(1);
  Project reseeded = project;
  reseeded.settings.seed = 99;
  const auto network = compileVariants(reseeded)[0];
  const double expected = network->W[network->projection(ProjectionId{11})->weights.begin];
  EVENTUALLY(lab.traces().last(test::idOf(lab, "learned"), "W1.W[0;0]").value_or(0) == expected);
}

void TestLab::loadingAnotherProjectCarriesNothingOver() {
  Document document;
  Lab lab(document, vle::test::kEqualPriorities);
  document.load(test::chain(), QStringLiteral("chain"));
  lab.control().setSpeed(kNever);
  lab.control().run();
  EVENTUALLY(lab.control().status().t > 5000);
  lab.control().pause();
  document.load(test::chain(), QStringLiteral("chain"));
  lab.control().stepBy(1);
  EVENTUALLY_COMPARE(lab.control().status().step, std::int64_t{1});
  QCOMPARE(*lab.traces().last(test::idOf(lab, "learned"), "W1.W[0;0]"), 0.4);
  QCOMPARE(lab.control().status().speed, 1.0);  // the project's own
}

void TestLab::watchingChangesNoBit() {
  Document document;
  Lab lab(document, vle::test::kEqualPriorities);
  document.load(test::chain(), QStringLiteral("chain"));
  lab.control().setSpeed(kNever);
  lab.control().run();
  for (std::size_t k = 0; k < 20; ++k) {
    lab.showVariant(k % 3);
    const std::int64_t before = lab.control().status().step;
    EVENTUALLY(lab.control().status().step > before);
  }
  lab.control().pause();
  QVERIFY(test::settle(lab));
  const std::int64_t step = lab.control().status().step;
  const auto network = compileVariants(test::chain())[0];
  State expected = initialState(*network);
  Simulator(network).advance(expected, step);
  for (const char* probe : {"W1.W[0;0]", "W2.B[0;0]", "output.e[0]", "loss_mean"}) {
    QCOMPARE(*lab.traces().last(test::idOf(lab, "learned"), probe),
             channelsOf(*network, probe).at(0).read(*network, expected));
  }
}

void TestLab::fastOscillationsShowTheirEnvelope() {
  const auto network = Network::build(test::oneNeuron());
  LiveView live;
  auto now = Tempo::now();
  const auto show = [&](double hertz, double seconds) {
    for (double t = 0; t < seconds; t += 0.016) {
      now += std::chrono::milliseconds(16);
      const auto value = static_cast<float>(std::sin(2 * M_PI * hertz * t));
      live.update(frameOf(network, value, value, value), now);
    }
    return live.rates()[0];
  };
  QVERIFY(!show(0.5, 4).is_envelope);
  const ui::Shown fast = show(10, 4);
  QVERIFY(fast.is_envelope);
  QVERIFY2(std::abs(fast.value - 0.707F) < 0.08F, "rms of a sine");
  QVERIFY(!show(0.5, 6).is_envelope);
  // Many periods within each frame: the last value tells nothing, the swing does.
  for (int k = 0; k < 200; ++k) {
    now += std::chrono::milliseconds(16);
    live.update(frameOf(network, 0.7F, -1, 1), now);
  }
  QVERIFY(live.rates()[0].is_envelope);
}

void TestLab::aPauseShowsTheValuesThemselves() {
  const auto network = Network::build(test::oneNeuron());
  LiveView live;
  auto now = Tempo::now();
  for (int k = 0; k < 200; ++k) {
    now += std::chrono::milliseconds(16);
    live.update(frameOf(network, k % 2 == 0 ? 1.0F : -1.0F, -1, 1), now);
  }
  QVERIFY(live.rates()[0].is_envelope);
  Frame paused = frameOf(network, -0.5F, -0.5F, -0.5F);
  paused.is_running = false;
  live.update(paused, now);
  QVERIFY(!live.rates()[0].is_envelope);
  QCOMPARE(live.rates()[0].value, -0.5F);
}

VLE_TEST(TestLab, QGuiApplication)
#include "tst_lab.moc"
