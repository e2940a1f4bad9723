// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The fused loops against the readable step: every feedback kind, pattern, activation and size of
// layer; runs that diverge; and the fast functions against those of the standard library.
#include <cmath>
#include <limits>

#include <QTest>

#include "allocations.h"
#include "model/feedback_traits.h"
#include "run_tests.h"
#include "sim/activation.h"
#include "sim/fused_steps.h"
#include "sim/pokes.h"
#include "sim/simulator.h"
#include "specs.h"
#include "step_cases.h"

using namespace vle;
using test::networkOf;
using Case = test::StepCase;

namespace {

constexpr double kRoundedTo = 1e-12;  // relative to max(1, |value|)
constexpr double kInfinity = std::numeric_limits<double>::infinity();

double distance(const AlignedVector& a, const AlignedVector& b) {
  if (a.size() != b.size()) return kInfinity;
  double worst = 0;
  for (std::size_t k = 0; k < a.size(); ++k) {
    const double difference = std::abs(a[k] - b[k]) / std::max(1.0, std::abs(b[k]));
    worst = std::isnan(difference) ? kInfinity : std::max(worst, difference);
  }
  return worst;
}

/// Largest relative difference in any variable of two states.
double distance(const State& a, const State& b) {
  double worst = 0;
  for (const auto array : test::kStateArrays) {
    worst = std::max(worst, distance(a.*array, b.*array));
  }
  for (const auto number : {&State::loss, &State::cost, &State::power, &State::loss_mean,
                            &State::loss_sum, &State::power_sum}) {
    worst = std::max(worst, std::abs(a.*number - b.*number) / std::max(1.0, std::abs(b.*number)));
  }
  return a.step == b.step && a.updates == b.updates ? worst : kInfinity;
}

/// The same steps by both; the fused ones in uneven parts.
double differenceOf(const Project& project, int steps, const std::vector<Poke>& pokes = {}) {
  const Simulator simulator(Network::build(project));
  State fused = initialState(simulator.network());
  setPokes(simulator.network(), pokes, fused);
  State readable = fused;
  for (int n = 0; n < steps; ++n) simulator.step(readable);
  for (std::int64_t part = 1; fused.step < steps && !fused.divergence; part = part * 5 % 77) {
    simulator.advance(fused, std::min<std::int64_t>(part, steps - fused.step));
  }
  return fused.divergence || readable.divergence ? kInfinity : distance(fused, readable);
}

}  // namespace

class TestKernels : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase_data();
  void init();
  void fusedStepsAreTheReadableOnes_data();
  void fusedStepsAreTheReadableOnes();
  void pokedStepsAreTheReadableOnes_data();
  void pokedStepsAreTheReadableOnes();
  void pokesHoldWhatTheySay();
  void aReleasedNeuronIsFree();
  void aPatternWithoutSynapsesDoesNothing();
  void plasticityHasItsTime();
  void partsDoNotMatter();
  void aRunawayIsFoundInItsStep_data();
  void aRunawayIsFoundInItsStep();
  void aSlowlyGrowingWeightIsFoundInItsStep();
  void stepsDoNotAllocate();
  void activationsAreThoseOfTheLibrary_data();
  void activationsAreThoseOfTheLibrary();
  void activationsOfStrangeNumbers();
  void everyLaneHasTheSameBits();
  void sinesKeepTheirPrecision();
};

/// All of it with every instruction set this processor has.
void TestKernels::initTestCase_data() {
  QTest::addColumn<int>("isa");
  for (const Isa isa : isasHere()) {
    QTest::newRow(std::string(nameOf(isa)).c_str()) << static_cast<int>(isa);
  }
}

void TestKernels::init() {
  QFETCH_GLOBAL(int, isa);
  useIsa(static_cast<Isa>(isa));
}

void TestKernels::fusedStepsAreTheReadableOnes_data() {
  QTest::addColumn<int>("number");
  for (const auto& [number, name] : test::stepCases()) QTest::newRow(name.c_str()) << number;
}

void TestKernels::fusedStepsAreTheReadableOnes() {
  QFETCH(int, number);
  const double worst = differenceOf(networkOf(test::stepCase(number)), 400);
  QVERIFY2(worst < kRoundedTo, qPrintable(QString::number(worst)));
}

void TestKernels::pokedStepsAreTheReadableOnes_data() {
  QTest::addColumn<int>("feedback");
  QTest::addColumn<int>("pattern");
  QTest::addColumn<int>("rule");
  for (const FeedbackKind kind :
       {FeedbackKind::Transpose, FeedbackKind::Learned, FeedbackKind::Drive,
        FeedbackKind::KolenPollack, FeedbackKind::Observed}) {
    for (const Pattern::Kind pattern : {Pattern::Kind::Dense, Pattern::Kind::Sparse}) {
      for (const Rule rule : {Rule::Local, Rule::Instantaneous}) {
        const std::string name = std::string(nameOf(kind)) + ", pattern " +
                                 std::to_string(static_cast<int>(pattern)) + ", rule " +
                                 std::to_string(static_cast<int>(rule));
        QTest::newRow(name.c_str())
            << static_cast<int>(kind) << static_cast<int>(pattern) << static_cast<int>(rule);
      }
    }
  }
}

void TestKernels::pokedStepsAreTheReadableOnes() {
  QFETCH(int, feedback);
  QFETCH(int, pattern);
  QFETCH(int, rule);
  const Project project = networkOf({.feedback = static_cast<FeedbackKind>(feedback),
                                     .pattern = static_cast<Pattern::Kind>(pattern),
                                     .rule = static_cast<Rule>(rule)});
  QVERIFY(differenceOf(project, 500, test::stepPokes()) <= kRoundedTo);
}

void TestKernels::pokesHoldWhatTheySay() {
  const Project project = networkOf({});
  const Simulator simulator(Network::build(project));
  const Network& network = simulator.network();
  State free = initialState(network);
  simulator.advance(free, 100);
  State poked = free;
  setPokes(network,
           std::vector<Poke>{{NodeId{3}, 0, PokeKind::Inject, 0.8},
                             {NodeId{4}, 1, PokeKind::HoldRate, 0.4},
                             {NodeId{4}, 2, PokeKind::HoldPotential, -0.3},
                             {NodeId{4}, 3, PokeKind::Silence, 0}},
           poked);
  simulator.advance(poked, 1);
  simulator.advance(free, 1);
  const std::size_t a = network.layer(NodeId{3})->range.begin;
  const std::size_t b = network.layer(NodeId{4})->range.begin;
  // One step: the current is all that the first neuron has more.
  QVERIFY(std::abs(poked.s[a] - free.s[a] - 0.8) < kRoundedTo);
  QVERIFY(std::abs(poked.u_dot[a] - free.u_dot[a] - 0.8 / poked.tau_m[a]) < kRoundedTo);
  QCOMPARE(poked.r[b + 1], 0.4);
  QCOMPARE(poked.r_prime[b + 1], 0.0);
  QCOMPARE(poked.u[b + 1], free.u[b + 1]);
  QCOMPARE(poked.u[b + 2], -0.3);
  QCOMPARE(poked.u_dot[b + 2], 0.0);
  QVERIFY(std::abs(poked.r[b + 2] - std::tanh(-0.3)) < kRoundedTo);
  simulator.advance(poked, 50);
  for (const auto array : {&State::u, &State::r, &State::r_prime, &State::v, &State::e}) {
    QCOMPARE((poked.*array)[b + 3], 0.0);
  }
  QCOMPARE(poked.eps[b + 1], 0.0);  // no error passes a rate that is held
  QCOMPARE(pokesOf(network, poked).size(), std::size_t{4});
  QVERIFY((pokesOf(network, poked)[1] == Poke{NodeId{4}, 1, PokeKind::HoldRate, 0.4}));
}

void TestKernels::aReleasedNeuronIsFree() {
  const Simulator simulator(Network::build(networkOf({})));
  State state = initialState(simulator.network());
  setPokes(simulator.network(), std::vector<Poke>{{NodeId{4}, 1, PokeKind::HoldRate, 0.4}}, state);
  simulator.advance(state, 100);
  setPokes(simulator.network(), {}, state);
  State same = state;
  simulator.advance(state, 100);
  QVERIFY(state.pokes.empty());
  for (int n = 0; n < 100; ++n) simulator.step(same);
  QVERIFY(distance(state, same) <= kRoundedTo);
  const std::size_t slot = simulator.network().layer(NodeId{4})->range.begin + 1;
  QVERIFY(state.r[slot] != 0.4 && state.r_prime[slot] > 0);
}

void TestKernels::aPatternWithoutSynapsesDoesNothing() {
  Project project = networkOf({.pattern = Pattern::Kind::Sparse, .width = 8});
  for (auto& [id, projection] : project.network.projections) projection.pattern.probability = 0;
  const auto network = Network::build(project);
  QCOMPARE(network->projections.at(0).weights.size, std::size_t{0});
  QVERIFY(differenceOf(project, 100) < kRoundedTo);
}

void TestKernels::plasticityHasItsTime() {
  Project project = networkOf({});
  project.settings.learn_from = 10;  // ms
  project.settings.learn_until = 25;
  QVERIFY(differenceOf(project, 400) < kRoundedTo);
  project.settings.learning = false;
  QVERIFY(differenceOf(project, 400) < kRoundedTo);
}

void TestKernels::partsDoNotMatter() {
  const Simulator simulator(Network::build(networkOf({.decays = true, .learns_neurons = true})));
  State at_once = initialState(simulator.network());
  State in_parts = at_once;
  simulator.advance(at_once, 500);
  for (int n = 0; n < 100; ++n) simulator.advance(in_parts, 1);
  simulator.advance(in_parts, 33);
  simulator.advance(in_parts, 367);
  QVERIFY(at_once == in_parts);
}

void TestKernels::aRunawayIsFoundInItsStep_data() {
  QTest::addColumn<int>("number");
  for (int number = 0; number < 40; ++number) QTest::addRow("%d", number) << number;
}

void TestKernels::aRunawayIsFoundInItsStep() {
  QFETCH(int, number);
  Case made;
  made.feedback = feedbackTraits()[static_cast<std::size_t>(number) % feedbackTraits().size()].kind;
  made.activation = Activation::Linear;
  made.width = 2 + number % 5;
  made.learns_neurons = number % 7 == 3;
  made.pattern = number % 3 == 1 ? Pattern::Kind::Sparse : Pattern::Kind::Dense;
  Project project = networkOf(made);
  project.settings.seed = number;
  for (auto& [id, projection] : project.network.projections) {
    if (number % 2 == 0 && projection.learn != 0) projection.learn = 4;  // W runs away …
    if (number % 4 == 1) projection.feedback->learn = 60;                // … or B …
    if (number % 4 == 3 && id == ProjectionId{15}) projection.W = 3.0;   // … or activity
  }
  const Simulator simulator(Network::build(project));
  State readable = initialState(simulator.network());
  State fused = readable;
  while (!readable.divergence && readable.step < 20000) simulator.step(readable);
  simulator.advance(fused, 20000);
  QCOMPARE(fused.divergence.has_value(), readable.divergence.has_value());
  QCOMPARE(fused.step, readable.step);
  if (!readable.divergence) return;
  QVERIFY(fused.divergence->variable == readable.divergence->variable);
  QVERIFY(fused.divergence->layer == readable.divergence->layer);
  QVERIFY(fused.divergence->projection == readable.divergence->projection);
  QCOMPARE(fused.divergence->neuron, readable.divergence->neuron);
  QCOMPARE(fused.divergence->synapse, readable.divergence->synapse);
}

void TestKernels::aSlowlyGrowingWeightIsFoundInItsStep() {
  // e and r hardly change, so W grows by the same amount in every step; nothing else is large.
  Project project;
  NetworkSpec& spec = project.network;
  spec.nodes[NodeId{1}] = test::input("x", ConstantSignal{1e-6});
  LayerSpec layer;
  layer.activation = Activation::Linear;
  spec.nodes[NodeId{2}] = test::layer("a", 5, layer);
  spec.nodes[NodeId{3}] = test::target("t", 5, 2, SignalSpec{ConstantSignal{1e3}});
  spec.projections[ProjectionId{11}] = test::projection("W", 1, 2, 999900.0, 1000);
  const Simulator simulator(Network::build(project));
  State readable = initialState(simulator.network());
  State fused = readable;
  while (!readable.divergence && readable.step < 5000) simulator.step(readable);
  simulator.advance(fused, 5000);
  QVERIFY(readable.divergence.has_value() && readable.step > 500);
  QVERIFY(readable.divergence->variable == Divergence::Variable::W);
  QCOMPARE(fused.step, readable.step);
  QVERIFY(fused.divergence.has_value());
  QCOMPARE(fused.divergence->value, readable.divergence->value);
}

void TestKernels::stepsDoNotAllocate() {
  if (!VLE_COUNTS_ALLOCATIONS) QSKIP("allocations are not counted here");
  for (const Optimizer::Kind optimizer : {Optimizer::Kind::Flow, Optimizer::Kind::Adam}) {
    const auto network = Network::build(networkOf({.optimizer = optimizer, .decays = true}));
    State state = initialState(*network);
    FusedSteps steps(*network, state);
    const test::AllocationScope scope;
    steps.advance(500, 500);
    QCOMPARE(scope.count(), std::size_t{0});
  }
}

void TestKernels::activationsAreThoseOfTheLibrary_data() {
  QTest::addColumn<int>("activation");
  for (int k = 0; k < 6; ++k) QTest::addRow("%d", k) << k;
}

void TestKernels::activationsAreThoseOfTheLibrary() {
  QFETCH(int, activation);
  const auto kind = static_cast<Activation>(activation);
  std::vector<double> a;
  for (double x = 1e-300; x < 800; x *= 1.0007) {
    a.push_back(x);
    a.push_back(-x);
  }
  for (double x = -40; x < 40; x += 1.0 / 512) a.push_back(x);
  std::vector<double> r(a.size());
  std::vector<double> slope(a.size());
  kernels().activate_all(kind, a.data(), r.data(), slope.data(), a.size());
  double worst = 0;
  for (std::size_t k = 0; k < a.size(); ++k) {
    const auto [wanted, wanted_slope] = activate(kind, a[k]);
    // Relative, as small rates matter too; a slope is a difference from 1 or a product.
    const double scale = std::max(std::abs(wanted), 1e-290);
    worst = std::max(worst, std::abs(r[k] - wanted) / scale);
    worst = std::max(worst, std::abs(slope[k] - wanted_slope));
  }
  QVERIFY2(worst < 1e-15, qPrintable(QString::number(worst)));
}

void TestKernels::activationsOfStrangeNumbers() {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const std::vector<double> a = {nan, kInfinity, -kInfinity, 0.0, -0.0, 5e-324, -1e-310, 1e308};
  for (int k = 0; k < 6; ++k) {
    const auto kind = static_cast<Activation>(k);
    std::vector<double> r(a.size());
    std::vector<double> slope(a.size());
    kernels().activate_all(kind, a.data(), r.data(), slope.data(), a.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
      const auto [wanted, wanted_slope] = activate(kind, a[i]);
      const bool same = (std::isnan(r[i]) && std::isnan(wanted)) || r[i] == wanted;
      QVERIFY2(same || std::abs(r[i] - wanted) < 1e-15,
               qPrintable(QString("φ %1 of %2: %3").arg(k).arg(a[i]).arg(r[i])));
      if (i == 0) continue;  // the slope of NaN may be anything
      QVERIFY2(std::abs(slope[i] - wanted_slope) < 1e-15,
               qPrintable(QString("φ′ %1 of %2: %3").arg(k).arg(a[i]).arg(slope[i])));
    }
  }
}

void TestKernels::everyLaneHasTheSameBits() {
  std::vector<double> a;
  for (int k = 0; k < 37; ++k) a.push_back(std::sin(k) * 4);
  for (int kind = 0; kind < 6; ++kind) {
    const auto activation = static_cast<Activation>(kind);
    std::vector<double> together(a.size());
    std::vector<double> slope(a.size());
    kernels().activate_all(activation, a.data(), together.data(), slope.data(), a.size());
    for (std::size_t k = 0; k < a.size(); ++k) {
      double r = 0;
      double r_prime = 0;
      kernels().activate_all(activation, &a[k], &r, &r_prime, 1);
      QVERIFY(r == together[k] && r_prime == slope[k]);
    }
  }
  std::vector<double> wave(37, 0.0);
  kernels().add_sine(17.3, 1.1, 0.4, 1000, 0.1, wave.data(), wave.size());
  for (std::size_t k = 0; k < wave.size(); ++k) {
    double alone = 0;
    kernels().add_sine(17.3, 1.1, 0.4, 1000 + static_cast<std::int64_t>(k), 0.1, &alone, 1);
    QVERIFY(alone == wave[k]);
  }
}

void TestKernels::sinesKeepTheirPrecision() {
  const long double turn = 2 * std::acos(-1.0L);
  for (const std::int64_t n : {std::int64_t{0}, std::int64_t{123456}, std::int64_t{1} << 40}) {
    std::vector<double> wave(1000, 0.0);
    kernels().add_sine(16, 1, 0, n, 0.125, wave.data(),
                       wave.size());  // 2 cycles in 1000 steps, exactly
    for (std::size_t k = 0; k < wave.size(); ++k) {
      const auto cycles = static_cast<long double>((n + static_cast<std::int64_t>(k)) % 500) / 500;
      QVERIFY(std::abs(wave[k] - static_cast<double>(std::sin(turn * cycles))) <
              4e-16 + static_cast<double>(n + static_cast<std::int64_t>(k)) * 1e-17);
    }
  }
}

VLE_TEST(TestKernels, QCoreApplication)
#include "tst_kernels.moc"
