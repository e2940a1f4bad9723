// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Recording: rows, merging, peaks that survive, probes and their names.
#include <algorithm>
#include <cmath>
#include <limits>

#include <QTest>

#include "base/error.h"
#include "run_tests.h"
#include "sim/recorder.h"
#include "sim/simulator.h"
#include "specs.h"

using namespace vle;

namespace {

void take(Recorder& recorder, std::int64_t step) {
  recorder.watch().take();
  recorder.sample(step, 1);
}

/// A block of one channel whose value is the step itself, but for a spike.
TraceBlock ramp(std::int64_t steps, std::int64_t interval, std::int64_t spike) {
  State state;
  state.loss = 0;
  const auto network = Network::build(test::oneNeuron());
  Recorder recorder(channelsOf(*network, "loss"), *network, state, interval);
  for (std::int64_t n = 0; n < steps; ++n) {
    state.loss = n == spike ? 1e6 : static_cast<double>(n);
    take(recorder, n);
  }
  return recorder.take();
}

}  // namespace

class TestTraces : public QObject {
  Q_OBJECT

 private slots:
  void rowsEndAtMultiplesOfTheInterval();
  void aSpikeSurvivesEveryCoarsening();
  void anOpenRowIsCompletedByTheNextBlock();
  void mergingInPiecesEqualsMergingAtOnce();
  void nonFiniteValuesDoNotHideOthers();
  void probesExpandInOrder();
  void everyProbeHasItsRow();
  void unknownProbesNameTheNearest_data();
  void unknownProbesNameTheNearest();
  void probeListsSplitOutsideBrackets();
};

void TestTraces::rowsEndAtMultiplesOfTheInterval() {
  const TraceBlock block = ramp(21, 5, -1);
  QCOMPARE(block.end_steps, (std::vector<std::int64_t>{0, 5, 10, 15, 20}));
  QCOMPARE(block.min, (std::vector<double>{0, 1, 6, 11, 16}));
  QCOMPARE(block.last, (std::vector<double>{0, 5, 10, 15, 20}));
}

void TestTraces::aSpikeSurvivesEveryCoarsening() {
  TraceBlock block = ramp(10000, 1, 4321);
  while (block.rows() > 2) {
    block.coarsen();
    QCOMPARE(std::ranges::max(block.max), 1e6);
    QCOMPARE(std::ranges::min(block.min), 0.0);
    QCOMPARE(block.last.back(), 9999.0);
    QVERIFY(std::ranges::is_sorted(block.end_steps));
  }
}

void TestTraces::anOpenRowIsCompletedByTheNextBlock() {
  TraceBlock whole = ramp(13, 5, -1);  // the last row is open: steps 11 and 12
  QCOMPARE(whole.end_steps.back(), 12);
  const double more = 99;
  whole.append(15, &more, &more, &more);
  QCOMPARE(whole.end_steps, (std::vector<std::int64_t>{0, 5, 10, 15}));
  QCOMPARE(whole.min.back(), 11.0);
  QCOMPARE(whole.max.back(), 99.0);
}

void TestTraces::mergingInPiecesEqualsMergingAtOnce() {
  TraceBlock fine = ramp(4097, 1, 99);
  TraceBlock coarse;
  coarse.channels = 1;
  coarse.interval = 8;
  coarse.append(fine);
  fine.coarsen();
  fine.coarsen();
  fine.coarsen();
  QCOMPARE(fine.end_steps, coarse.end_steps);
  QCOMPARE(fine.min, coarse.min);
  QCOMPARE(fine.max, coarse.max);
}

void TestTraces::nonFiniteValuesDoNotHideOthers() {
  State state;
  const auto network = Network::build(test::oneNeuron());
  Recorder recorder(channelsOf(*network, "loss"), *network, state, 4);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  std::int64_t step = 1;
  for (const double value : {2.0, nan, 3.0, nan}) {
    state.loss = value;
    take(recorder, step++);
  }
  const TraceBlock block = recorder.take();
  QCOMPARE(block.min.at(0), 2.0);
  QCOMPARE(block.max.at(0), 3.0);
  QVERIFY(std::isnan(block.last.at(0)));
}

void TestTraces::probesExpandInOrder() {
  Project project = test::oneNeuron();
  project.network.nodes[NodeId{3}] = test::layer("b", 2);
  project.network.nodes[NodeId{4}] = test::layer("c", 3);
  ProjectionSpec spec = test::projection("V", 3, 4, Rows{{1, 2}, {3, 4}, {5, 6}});
  spec.feedback = FeedbackSpec{.kind = FeedbackKind::Constant, .B = Rows{{1, 2, 3}, {4, 5, 6}}};
  project.network.projections[ProjectionId{12}] = spec;
  const auto network = Network::build(project);
  const State state = initialState(*network);
  const auto read = [&](const char* probe) {
    std::vector<double> values;
    std::vector<std::string> names;
    for (const Channel& channel : channelsOf(*network, probe)) {
      values.push_back(channel.read(*network, state));
      names.push_back(channel.name);
    }
    return std::pair(values, names);
  };
  QCOMPARE(read("V.W").first, (std::vector<double>{1, 2, 3, 4, 5, 6}));
  QCOMPARE(read("V.W").second[1], std::string("V.W[0;1]"));
  QCOMPARE(read("V.B").first, (std::vector<double>{1, 2, 3, 4, 5, 6}));
  QCOMPARE(read("V.W[2;0]").first, (std::vector<double>{5}));
  QCOMPARE(read("V.B[1;2]").first, (std::vector<double>{6}));
  QCOMPARE(read("c.u").second.size(), std::size_t{3});
  QCOMPARE(read("loss").second, (std::vector<std::string>{"loss"}));
}

void TestTraces::everyProbeHasItsRow() {
  const Project project = test::chain();
  const auto network = compileVariants(project)[0];
  for (const ProbeChoice& choice : probeChoices(*network)) {
    QCOMPARE(probeInfo(project.network, choice.probe), choice.info);
    QCOMPARE(probeInfo(project.network, choice.probe + "[0]"), choice.info);
  }
  for (const ProbeInfo& info : probeTable()) {
    if (!info.mean.empty()) QVERIFY(probeInfo(project.network, info.mean) != nullptr);
  }
  QVERIFY(probeInfo(project.network, "nobody.r") == nullptr);
  QVERIFY(probeInfo(project.network, "hidden.ee") == nullptr);
  QVERIFY(probeInfo(project.network, "nothing") == nullptr);
}

void TestTraces::unknownProbesNameTheNearest_data() {
  QTest::addColumn<QString>("probe");
  QTest::addColumn<QString>("part");
  QTest::addRow("name") << "hiden.e"
                        << "hidden";
  QTest::addRow("variable") << "hidden.ee"
                            << "'e'";
  QTest::addRow("index") << "hidden.e[1]"
                         << "0 to 0";
  QTest::addRow("negative") << "hidden.e[-1]"
                            << "whole number";
  QTest::addRow("matrix") << "W2.W[0;3]"
                          << "1 by 1";
  QTest::addRow("bracket") << "hidden.e[0"
                           << "bracket";
  QTest::addRow("B of an input") << "W1.B"
                                 << "input";
  QTest::addRow("scalar") << "loss[0]"
                          << "single";
  QTest::addRow("empty") << ""
                         << "unknown";
}

void TestTraces::unknownProbesNameTheNearest() {
  QFETCH(QString, probe);
  QFETCH(QString, part);
  const auto network = compileVariants(test::chain())[0];
  try {
    (void)channelsOf(*network, probe.toStdString());
    QFAIL("accepted");
  } catch (const Error& error) {
    QVERIFY2(QString::fromUtf8(error.what()).contains(part), error.what());
  }
}

void TestTraces::probeListsSplitOutsideBrackets() {
  QCOMPARE(splitProbes("a.r, W.W[0;1];loss"),
           (std::vector<std::string>{"a.r", "W.W[0;1]", "loss"}));
  QVERIFY(splitProbes(" , ;").empty());
}

VLE_TEST(TestTraces, QCoreApplication)
#include "tst_traces.moc"
