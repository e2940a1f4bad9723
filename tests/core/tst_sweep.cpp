// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Many runs at once: results in order whatever fails, and a run that lacks memory tried alone.
#include <atomic>
#include <mutex>
#include <new>

#include <QTest>

#include "model/randomness.h"
#include "model/variants.h"
#include "run/sweep.h"
#include "run_tests.h"
#include "specs.h"

using namespace vle;

namespace {

Project shortRun() {
  Project project = test::chain();
  project.variants = {runningVariants(project).front()};
  project.settings.duration = 5;
  return project;
}

std::vector<SweepResult> resultsOf(std::size_t count, std::size_t jobs,
                                   const std::function<Project(std::size_t)>& project) {
  std::vector<SweepResult> results;
  runSweep(count, project, {.jobs = jobs}, [&](std::size_t index, const SweepResult& result) {
    QCOMPARE(index, results.size());
    results.push_back(result);
  });
  return results;
}

}  // namespace

class TestSweep : public QObject {
  Q_OBJECT

 private slots:
  void whatLacksMemoryBesideOthersRunsAlone();
  void whatLacksMemoryAloneFailsWithItsReason();
  void whatThrowsFailsAndTheOthersStay();
  void divergedRunsSayWhere();
  void nothingIsHandedOutOnceItStops();
  void randomnessIsFoundWhereverItIs_data();
  void randomnessIsFoundWhereverItIs();
};

/// Memory for one run only: whoever asks while another is under way gets none.
void TestSweep::whatLacksMemoryBesideOthersRunsAlone() {
  std::atomic<int> asked = 0;
  const auto results = resultsOf(6, 3, [&](std::size_t index) {
    if (index == 2 && ++asked == 1) throw std::bad_alloc();
    return shortRun();
  });
  QCOMPARE(results.size(), std::size_t{6});
  QCOMPARE(asked.load(), 2);  // once beside the others, once alone
  for (const SweepResult& result : results) {
    QVERIFY(!result.failed && result.reason.empty());
    QCOMPARE(result.loss_last, results.front().loss_last);
  }
}

void TestSweep::whatLacksMemoryAloneFailsWithItsReason() {
  const auto results = resultsOf(5, 2, [](std::size_t index) {
    if (index % 2 == 1) throw std::bad_alloc();
    return shortRun();
  });
  for (std::size_t k = 0; k < results.size(); ++k) {
    QCOMPARE(results[k].failed, k % 2 == 1);
    QCOMPARE(results[k].reason, std::string(k % 2 == 1 ? "there is not enough memory" : ""));
  }
}

void TestSweep::whatThrowsFailsAndTheOthersStay() {
  const auto results = resultsOf(4, 2, [](std::size_t index) {
    Project project = shortRun();
    if (index == 1) project.network.nodes.begin()->second.size = -1;
    return project;
  });
  QCOMPARE(results.size(), std::size_t{4});
  QVERIFY(results[1].failed);
  QVERIFY2(results[1].reason.find("size is -1") != std::string::npos, results[1].reason.c_str());
  QVERIFY(!results[0].failed && !results[2].failed && !results[3].failed);
}

void TestSweep::divergedRunsSayWhere() {
  const auto results = resultsOf(1, 1, [](std::size_t) {
    Project project = shortRun();
    for (auto& entry : project.network.projections) entry.second.W = 1e12;
    for (auto& entry : project.network.nodes) {
      if (auto* layer = std::get_if<LayerSpec>(&entry.second.kind)) {
        layer->activation = Activation::Linear;
      }
    }
    return project;
  });
  QVERIFY(results[0].diverged && !results[0].failed);
  QVERIFY2(results[0].reason.find(" reached ") != std::string::npos, results[0].reason.c_str());
}

void TestSweep::nothingIsHandedOutOnceItStops() {
  std::atomic<bool> stops = false;
  std::size_t handed_out = 0;
  runSweep(
      50, [](std::size_t) { return shortRun(); },
      {.jobs = 2, .is_stopping = [&] { return stops.load(); }},
      [&](std::size_t, const SweepResult& result) {
        QVERIFY(!result.failed);
        if (++handed_out == 3) stops = true;
      });
  QCOMPARE(handed_out, std::size_t{3});
}

void TestSweep::randomnessIsFoundWhereverItIs_data() {
  QTest::addColumn<QString>("what");
  for (const char* what : {"nothing", "W", "tau_m", "bias plus", "sparse", "noise", "random sines",
                           "constant", "target", "test", "B", "B of an input", "trained"}) {
    QTest::newRow(what) << QString(what);
  }
}

void TestSweep::randomnessIsFoundWhereverItIs() {
  QFETCH(const QString, what);
  Project project = test::oneNeuron();
  const Draw draw;
  auto& input = std::get<InputSpec>(project.network.nodes.at(NodeId{1}).kind);
  auto& layer = std::get<LayerSpec>(project.network.nodes.at(NodeId{2}).kind);
  auto& [id, projection] = *project.network.projections.begin();
  projection.W = 1.0;
  NodeSpec target;
  target.kind = TargetSpec{.of = NodeId{2}};
  bool expected = true;
  if (what == "nothing") expected = false;
  if (what == "W") projection.W = draw;
  if (what == "tau_m") layer.tau_m = draw;
  if (what == "bias plus") layer.bias = Reference{.of = 2, .times = 1, .plus = {Value(draw)}};
  if (what == "sparse") projection.pattern.kind = Pattern::Kind::Sparse;
  if (what == "noise") input.signal = NoiseSignal{};
  if (what == "random sines") input.signal = RandomSinesSignal{};
  if (what == "constant") input.signal = ConstantSignal{draw};
  if (what == "target") {
    std::get<TargetSpec>(target.kind).source = SignalSpec(NoiseSignal{});
    project.network.nodes[NodeId{77}] = target;
  }
  if (what == "test") project.settings.test = HeldOutSpec{.signal_of = {{"x", NoiseSignal{}}}};
  if (what == "B") {
    NodeSpec lower;
    project.network.nodes[NodeId{78}] = lower;
    projection.from = NodeId{78};
    projection.feedback = FeedbackSpec{.kind = FeedbackKind::Constant};
  }
  if (what == "B of an input") {  // an input has no errors, so its B is never used
    projection.feedback = FeedbackSpec{.kind = FeedbackKind::Constant};
    expected = false;
  }
  if (what == "trained") {
    projection.W = draw;
    project.weights[projection.name].W = {0.5};
    expected = false;
  }
  QCOMPARE(drawsFromSeed(project), expected);
}

VLE_TEST(TestSweep, QCoreApplication)
#include "tst_sweep.moc"
