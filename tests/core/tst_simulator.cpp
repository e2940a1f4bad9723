// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The simulator as a whole: the experiment it is made for, determinism, no allocation, divergence,
// and what survives a change of the network.
#include <cmath>
#include <sys/resource.h>

#include <QTest>

#include "allocations.h"
#include "model/edit.h"
#include "model/paths.h"
#include "model/variants.h"
#include "run/experiment.h"
#include "run_tests.h"
#include "sim/carry_over.h"
#include "sim/diagnostics.h"
#include "sim/probes.h"
#include "sim/simulator.h"
#include "specs.h"

using namespace vle;
using test::simulatorOf;

namespace {

Simulator variantOf(const Project& project, std::size_t index) {
  return Simulator(compileVariants(project)[index]);
}

double weight(const Simulator& simulator, const State& state, const std::string& probe) {
  return channelsOf(simulator.network(), probe).at(0).read(simulator.network(), state);
}

/// Everything at once: dense, one-to-one, sparse, a loop, learned time constants, Adam.
Project everything() {
  Project project = test::oneNeuron();
  auto& network = project.network;
  LayerSpec learning;
  learning.learn_bias = 0.01;
  learning.learn_tau_m = 0.01;
  learning.learn_tau_r = 0.001;
  learning.gamma = 0.1;
  network.nodes[NodeId{2}] = test::layer("a", 5, learning);
  LayerSpec softplus;
  softplus.activation = Activation::Softplus;
  softplus.tau_r = 5.0;  // a loop of errors has the gain W τ_m/τ_r at high frequencies
  network.nodes[NodeId{3}] = test::layer("b", 5, softplus);
  network.nodes[NodeId{4}] = test::target("t", 5, 3, ConstantSignal{0.3});
  network.projections[ProjectionId{11}] = test::projection("W", 1, 2, Draw{}, 0.01);
  auto learned = test::projection("V", 2, 3, Draw{.fan_in = true}, 0.002);
  learned.feedback = FeedbackSpec{.kind = FeedbackKind::Learned, .B = Draw{}, .learn = 0.01};
  learned.decay = 1e-4;
  network.projections[ProjectionId{12}] = learned;
  auto one = test::projection("one", 2, 3, 0.5, 0.002);
  one.pattern.kind = Pattern::Kind::OneToOne;
  one.feedback = learned.feedback;
  network.projections[ProjectionId{13}] = one;
  auto loop = test::projection("loop", 3, 3, Draw{.b = 0.05}, 0.001);
  loop.pattern = {Pattern::Kind::Sparse, 0.5};
  network.projections[ProjectionId{14}] = loop;
  project.settings.optimizer.kind = Optimizer::Kind::Adam;
  return project;
}

}  // namespace

class TestSimulator : public QObject {
  Q_OBJECT

 private slots:
  void chainLearnsAsPublished();
  void sameSeedSameBits();
  void recordingDoesNotChangeBits();
  void variantsDoNotChangeEachOther();
  void aStepAllocatesNothing();
  void learningSwitchStopsAllPlasticity();
  void learningWindowIsRespected();
  void transposeSendsErrorsThroughW();
  void listedPatternsEqualTheirDenseMatrix();
  void lossMeanHasNoTraceOfTheStart();
  void instantaneousRuleHasNoFilters();
  void memoryDoesNotGrowWithSteps();
  void layerOrderDoesNotMatter();
  void networksChangeWithoutLosingState();
  void editedInitialWeightWaitsForReset();
  void teacherWeightsActAtOnce();
};

void TestSimulator::chainLearnsAsPublished() {
  const Project project = test::chain();
  const ExperimentResult result = runExperiment(project, {});
  QCOMPARE(result.steps, 600000);
  QCOMPARE(result.variants.size(), std::size_t{3});
  const auto at = [](const VariantResult& variant, const char* probe) {
    return channelsOf(*variant.network, probe).at(0).read(*variant.network, variant.state);
  };
  for (const VariantResult& variant : result.variants) {
    if (variant.name == "constant") {
      QVERIFY2(variant.loss_last > 1e-2, "a constant B must fail");
      continue;
    }
    QVERIFY2(variant.loss_last < 1e-4, variant.name.c_str());
    QVERIFY(std::abs(at(variant, "W1.W") / 1.2 - 1) < 0.05);
    QVERIFY(std::abs(at(variant, "W2.W") / 1.5 - 1) < 0.05);
    if (variant.name == "learned") {  // model.md §5: 0.763 against 0.748
      QVERIFY(std::abs(at(variant, "W2.B") / at(variant, "W2.expected_B") - 1) < 0.05);
    }
  }
  // The prototype's figures (model.md §5), to their printed digits.
  const VariantResult& learned = result.variants[0];
  QVERIFY(std::abs(at(learned, "W1.W") - 1.206) < 1e-3);
  QVERIFY(std::abs(at(learned, "W2.W") - 1.488) < 1e-3);
  QVERIFY(std::abs(at(learned, "W2.B") - 0.763) < 1e-3);
}

void TestSimulator::sameSeedSameBits() {
  const Project project = everything();
  const Simulator simulator = simulatorOf(project);
  State first = initialState(simulator.network());
  State second = initialState(simulator.network());
  simulator.advance(first, 3000);
  for (int k = 0; k < 3000; ++k) simulator.advance(second, 1);
  QVERIFY2(!first.divergence, "the test network must stay finite");
  QVERIFY(first == second);
  Project other = project;
  other.settings.seed = 2;
  const Simulator reseeded = simulatorOf(other);
  State third = initialState(reseeded.network());
  reseeded.advance(third, 3000);
  QVERIFY(!(first == third));
}

void TestSimulator::recordingDoesNotChangeBits() {
  const Simulator simulator = simulatorOf(everything());
  State plain = initialState(simulator.network());
  State watched = initialState(simulator.network());
  std::vector<Channel> channels = channelsOf(simulator.network(), "a.e");
  Recorder recorder(channels, simulator.network(), watched, 7);
  simulator.advance(plain, 2000);
  simulator.advance(watched, 2000, &recorder);
  QVERIFY(plain == watched);
}

void TestSimulator::variantsDoNotChangeEachOther() {
  Project project = test::chain();
  project.settings.duration = 500;
  const ExperimentResult together = runExperiment(project, {});
  for (const VariantResult& variant : together.variants) {
    Project alone = project;
    std::erase_if(alone.variants, [&](const Variant& v) { return v.name != variant.name; });
    const ExperimentResult single = runExperiment(alone, {});
    QVERIFY(single.variants[0].state == variant.state);
  }
}

void TestSimulator::aStepAllocatesNothing() {
#if VLE_COUNTS_ALLOCATIONS
  const Simulator simulator = simulatorOf(everything());
  State state = initialState(simulator.network());
  std::vector<Channel> channels = channelsOf(simulator.network(), "a.r");
  Recorder recorder(channels, simulator.network(), state, 1000000);
  simulator.advance(state, 10, &recorder);
  const test::AllocationScope scope;
  simulator.advance(state, 1, &recorder);
  const std::size_t once = scope.count();  // the binding of the loops
  simulator.advance(state, 1000, &recorder);
  QCOMPARE(scope.count(), 2 * once);
  for (int n = 0; n < 100; ++n) simulator.step(state);
  QCOMPARE(scope.count(), 2 * once);
  const std::vector<double> proof(10, 1.0);  // the counter counts
  QVERIFY(scope.count() >= 2 * once + 1 && proof[3] == 1.0);
#else
  QSKIP("sanitizers bring their own malloc");
#endif
}

void TestSimulator::learningSwitchStopsAllPlasticity() {
  const Simulator simulator = simulatorOf(everything());
  State state = initialState(simulator.network());
  simulator.advance(state, 100);
  state.learning = false;
  const State before = state;
  simulator.advance(state, 100);
  QVERIFY(state.W == before.W && state.B == before.B && state.bias == before.bias);
  QVERIFY(state.tau_m == before.tau_m && state.tau_r == before.tau_r);
  QVERIFY(state.u != before.u);
  state.learning = true;
  simulator.advance(state, 1);
  QVERIFY(state.W != before.W && state.B != before.B && state.bias != before.bias);
  QVERIFY(state.tau_m != before.tau_m && state.tau_r != before.tau_r);
}

void TestSimulator::learningWindowIsRespected() {
  Project project = everything();
  project.settings.learn_from = 10;
  project.settings.learn_until = 20;
  const Simulator simulator = simulatorOf(project);
  State state = initialState(simulator.network());
  const State initial = state;
  simulator.advance(state, 100);  // steps 0…99: t up to 9.9
  QVERIFY(state.W == initial.W && state.B == initial.B);
  simulator.advance(state, 1);
  QVERIFY(state.W != initial.W);
  simulator.advance(state, 99);
  const State then = state;
  simulator.advance(state, 100);
  QVERIFY(state.W == then.W);
}

void TestSimulator::transposeSendsErrorsThroughW() {
  const Project project = test::chain();
  const Simulator simulator = variantOf(project, 1);
  State state = initialState(simulator.network());
  simulator.advance(state, 1000);
  const double W = weight(simulator, state, "W2.W");
  simulator.step(state);
  QCOMPARE(weight(simulator, state, "hidden.down"), W * weight(simulator, state, "output.e"));
  QCOMPARE(weight(simulator, state, "W2.B"), weight(simulator, state, "W2.W"));
}

void TestSimulator::listedPatternsEqualTheirDenseMatrix() {
  Project listed = test::chain();
  listed.variants.clear();
  for (auto& [id, projection] : listed.network.projections) {
    projection.pattern.kind = Pattern::Kind::OneToOne;
  }
  const Simulator a = simulatorOf(listed);
  Project dense = test::chain();
  dense.variants.clear();
  const Simulator b = simulatorOf(dense);
  State of_a = initialState(a.network());
  State of_b = initialState(b.network());
  a.advance(of_a, 5000);
  b.advance(of_b, 5000);
  QVERIFY(std::abs(weight(a, of_a, "W1.W") - weight(b, of_b, "W1.W")) < 1e-12);
  QVERIFY(std::abs(weight(a, of_a, "W2.B") - weight(b, of_b, "W2.B")) < 1e-12);
}

void TestSimulator::lossMeanHasNoTraceOfTheStart() {
  const Simulator simulator = variantOf(test::chain(), 0);
  State state = initialState(simulator.network());
  simulator.advance(state, 1250);  // two periods of the input
  QVERIFY(state.loss_mean > 0.9 * state.loss_sum / 1250 &&
          state.loss_mean < 1.1 * state.loss_sum / 1250);
}

void TestSimulator::instantaneousRuleHasNoFilters() {
  Project project = test::chain();
  project.settings.rule = Rule::Instantaneous;
  project.variants.clear();
  const Simulator simulator = simulatorOf(project);
  State state = initialState(simulator.network());
  simulator.advance(state, 777);
  for (const char* layer : {"hidden", "output"}) {
    const double eps = weight(simulator, state, std::string(layer) + ".eps");
    QCOMPARE(weight(simulator, state, std::string(layer) + ".e"), eps);
    QCOMPARE(weight(simulator, state, std::string(layer) + ".v"), eps);
  }
}

void TestSimulator::memoryDoesNotGrowWithSteps() {
#if VLE_COUNTS_ALLOCATIONS
  // Peak memory of the process: a run twenty times as long must not need more.
  const auto peakAfter = [](double duration) {
    Project project = test::oneNeuron();
    project.settings.duration = duration;
    ExperimentOptions options;
    options.probes = {"a.r", "loss"};
    options.every = 1000;
    std::size_t rows = 0;
    options.on_rows = [&rows](const std::vector<TraceBlock>& blocks) { rows += blocks[0].rows(); };
    (void)runExperiment(project, options);
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return std::pair(usage.ru_maxrss, rows);
  };
  const auto [before, few] = peakAfter(20000);
  const auto [after, many] = peakAfter(400000);
  QVERIFY(many > 15 * few);
  QVERIFY2(after - before < 512, qPrintable(QString::number(after - before)));  // kB
#else
  QSKIP("sanitizers bring their own malloc");
#endif
}

void TestSimulator::layerOrderDoesNotMatter() {
  const Project project = everything();
  Project renumbered = project;  // b before a: other slots, another order of sums
  auto& network = renumbered.network;
  const auto move = [&](std::uint32_t from, std::uint32_t to) {
    auto node = network.nodes.extract(NodeId{from});
    node.key() = NodeId{to};
    network.nodes.insert(std::move(node));
    for (auto& [id, projection] : network.projections) {
      if (projection.from == NodeId{from}) projection.from = NodeId{to};
      if (projection.to == NodeId{from}) projection.to = NodeId{to};
    }
  };
  move(2, 9);
  const Simulator a = simulatorOf(project);
  const Simulator b = simulatorOf(renumbered);
  State of_a = initialState(a.network());
  State of_b = initialState(b.network());
  a.advance(of_a, 2000);
  b.advance(of_b, 2000);
  for (const char* probe : {"a.u", "b.e", "a.tau_m", "V.W", "V.B", "loop.W"}) {
    const auto in_a = channelsOf(a.network(), probe);
    const auto in_b = channelsOf(b.network(), probe);
    QCOMPARE(in_a.size(), in_b.size());
    for (std::size_t k = 0; k < in_a.size(); ++k) {
      QVERIFY(std::abs(in_a[k].read(a.network(), of_a) - in_b[k].read(b.network(), of_b)) < 1e-12);
    }
  }
}

void TestSimulator::networksChangeWithoutLosingState() {
  const Project project = test::chain();
  const Simulator old = variantOf(project, 0);
  State state = initialState(old.network());
  old.advance(state, 20000);
  Project edited = project;
  edited.network.nodes[NodeId{30}] = test::layer("new", 3);
  edited.network.projections[ProjectionId{31}] = test::projection("new W", 1, 30, 0.5);
  setAt(edited, "hidden.tau_m", Value(20.0));
  const Simulator now = variantOf(edited, 0);
  State carried = carryOver(old.network(), state, now.network());
  QCOMPARE(carried.step, state.step);
  for (const char* probe : {"hidden.u", "output.e", "W1.W", "W2.B", "hidden.down", "teacher 1.r"}) {
    QCOMPARE(weight(now, carried, probe), weight(old, state, probe));
  }
  QCOMPARE(weight(now, carried, "hidden.tau_m"), 20.0);
  QCOMPARE(weight(now, carried, "new.u"), 0.0);
  // Nothing but the edit: taking it back gives the same state again.
  State back = carryOver(now.network(), carried, old.network());
  old.step(back);  // also fills the padding between layers, which nobody reads
  old.step(state);
  QVERIFY(back == state);
}

void TestSimulator::editedInitialWeightWaitsForReset() {
  const Project project = test::chain();
  const Simulator old = variantOf(project, 0);
  State state = initialState(old.network());
  old.advance(state, 20000);
  Project edited = project;
  setAt(edited, "W1.W", Value(0.9));
  const Simulator now = variantOf(edited, 0);
  QCOMPARE(weight(now, carryOver(old.network(), state, now.network()), "W1.W"),
           weight(old, state, "W1.W"));
  QCOMPARE(weight(now, initialState(now.network()), "W1.W"), 0.9);
}

void TestSimulator::teacherWeightsActAtOnce() {
  const Project project = test::chain();
  const Simulator old = variantOf(project, 0);
  State state = initialState(old.network());
  old.advance(state, 100);
  Project edited = project;
  setAt(edited, "T1.W", Value(0.9));  // not learned: there is no live value to protect
  const Simulator now = variantOf(edited, 0);
  QCOMPARE(weight(now, carryOver(old.network(), state, now.network()), "T1.W"), 0.9);
}

VLE_TEST(TestSimulator, QCoreApplication)
#include "tst_simulator.moc"
