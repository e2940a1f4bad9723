// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The exact gradient: against finite differences on random networks, its stated limits, and the
// rule that learns from it.
#include <cmath>

#include <QTest>

#include "model/paths.h"
#include "model/random.h"
#include "model/validate.h"
#include "run_tests.h"
#include "sim/finite_difference.h"
#include "sim/gradient_report.h"
#include "sim/learning.h"
#include "sim/pokes.h"
#include "sim/probes.h"
#include "specs.h"

using namespace vle;

namespace {

/// Central differences of fourth order with h = 1e-4 leave truncation of h⁴ and rounding of about
/// 1e-16/h of the cost: 1e-6 is above both and far below any mistake.
constexpr double kTolerance = 1e-6;
/// What rounding leaves of costs up to about 10: gradients of 1e-7 cannot be known to 1e-6.
constexpr double kRounding = 1e-11;

Value between(double low, double high) { return Draw{Draw::Kind::Uniform, low, high, false}; }

/// Any directed graph of up to four layers: loops, self-connections, skips, several inputs and
/// targets, every pattern, smooth φ, a time constant for every neuron, bounded recurrent gain.
Project randomProject(std::uint64_t seed) {
  RandomStream stream{seed, textKey("project")};
  const auto upTo = [&stream](std::int64_t n) {
    return static_cast<std::int64_t>(stream.uniform() * static_cast<double>(n));
  };
  Project project;
  project.settings.seed = static_cast<std::int64_t>(seed);
  project.settings.dt = 0.05 + 0.1 * stream.uniform();
  NetworkSpec& network = project.network;
  std::uint32_t next = 1;
  std::vector<std::uint32_t> sources;
  std::vector<std::uint32_t> layers;
  for (std::int64_t k = 0; k <= upTo(2); ++k, ++next) {
    const auto size = 1 + upTo(3);
    std::vector<std::vector<Sine>> sines;
    for (std::int64_t c = 0; c < size; ++c) {
      sines.push_back({{20 + 200 * stream.uniform(), 1, 6 * stream.uniform()}, {7, 0.5, 1}});
    }
    network.nodes[NodeId{next}] = test::input("x" + std::to_string(next), SinesSignal{sines}, size);
    sources.push_back(next);
  }
  constexpr std::array kSmooth = {Activation::Linear, Activation::Tanh, Activation::Sigmoid,
                                  Activation::Softplus};
  for (std::int64_t k = 0; k <= upTo(4); ++k, ++next) {
    LayerSpec layer;
    layer.activation = kSmooth[static_cast<std::size_t>(upTo(4))];
    layer.tau_m = between(2, 12);
    layer.tau_r = between(0.5, 4);
    layer.bias = Draw{Draw::Kind::Normal, 0, 0.3, false};
    network.nodes[NodeId{next}] =
        test::layer("l" + std::to_string(next), 1 + upTo(4), std::move(layer));
    sources.push_back(next);
    layers.push_back(next);
  }
  const auto any = [&](const std::vector<std::uint32_t>& ids) {
    return ids[static_cast<std::size_t>(upTo(std::ssize(ids)))];
  };
  for (std::int64_t k = 0; k < 2 + std::ssize(layers) + upTo(4); ++k, ++next) {
    const std::uint32_t from = any(sources);
    const std::uint32_t to = any(layers);
    auto projection = test::projection("p" + std::to_string(next), from, to,
                                       Draw{Draw::Kind::Normal, 0, 0.4, true});
    const bool equal = network.nodes[NodeId{from}].size == network.nodes[NodeId{to}].size;
    const auto pattern = upTo(3);
    if (pattern == 1 && equal) {
      projection.pattern.kind = Pattern::Kind::OneToOne;
      projection.W = Draw{Draw::Kind::Normal, 0, 0.4, false};
    }
    if (pattern == 2) projection.pattern = {Pattern::Kind::Sparse, 0.6};
    // Nothing here depends on B; a weak one keeps loops of errors from running away.
    projection.feedback = FeedbackSpec{.kind = FeedbackKind::Constant, .B = 0.01};
    network.projections[ProjectionId{next}] = std::move(projection);
  }
  for (std::int64_t k = 0; k <= upTo(2); ++k, ++next) {
    const std::uint32_t of = any(layers);
    const std::int64_t size = network.nodes[NodeId{of}].size;
    std::variant<NodeId, SignalSpec> source = SignalSpec(ConstantSignal{0.4});
    for (const std::uint32_t other : layers) {  // may follow a layer that the student drives
      if (other != of && upTo(2) == 0 && network.nodes[NodeId{other}].size == size)
        source = NodeId{other};
    }
    auto target = test::target("t" + std::to_string(next), size, of, std::move(source));
    std::get<TargetSpec>(target.kind).beta = 0.2 + stream.uniform();
    network.nodes[NodeId{next}] = std::move(target);
  }
  return project;
}

double valueAt(const AlignedVector& rows, std::size_t n, std::size_t width, std::size_t slot) {
  return rows[n * width + slot];
}

/// A chain with a bptt window of 40 ms.
Project windowedChain() {
  Project project = test::chain();
  project.variants.clear();
  project.settings.rule = Rule::Bptt;
  project.settings.window = 40;
  return project;
}

}  // namespace

class TestAdjoint : public QObject {
  Q_OBJECT

 private slots:
  void equalsFiniteDifferencesOnRandomNetworks();
  void finiteDifferencesSeeAWrongGradient();
  void adjointDrivesTheGradient();
  void followedTargetsAreData();
  void gammaIsLeftOut();
  void pokesAreInTheGradient_data();
  void pokesAreInTheGradient();
  void weightsOfEveryStepAreUsed();
  void tailOfAWindowLacksItsFuture();
  void windowMakesOneUpdateOfTheMeanGradient();
  void windowsStartAtLearnFrom();
  void windowsStartWhereRoundingWouldMissIt();
  void windowsKeepTheirPlaceAfterAPause();
  void aPauseOfWholeWindowsCutsToo();
  void tailGrowsWithLearnedTimeConstants();
  void shortTimeConstantsAreTriedRelatively();
  void bpttLearnsTheChain();
  void bpttHasNoErrorCoupling();
  void windowsThatMakeNoSenseAreNamed();
};

void TestAdjoint::equalsFiniteDifferencesOnRandomNetworks() {
  int blocks = 0;
  int loops = 0;
  for (std::uint64_t seed = 1; seed <= 120; ++seed) {
    const Project project = randomProject(seed);
    const Simulator simulator(Network::build(project));
    const Network& network = simulator.network();
    State state = initialState(network);
    simulator.advance(state, 40 + static_cast<std::int64_t>(seed % 7) * 20);
    QVERIFY2(!state.divergence, "the random network must stay finite");
    GradientOptions options;
    options.steps = 120;
    options.entries = 12;
    const GradientReport report = compareGradients(simulator, state, options);
    for (const BlockGradient& block : report.blocks) {
      if (block.entries_tried == 0) continue;        // a sparse projection may be empty
      if (std::isnan(block.exact_finite)) continue;  // 0/0: no way to any target
      ++blocks;
      const double difference = block.exact_finite * block.finite_norm;
      QVERIFY2(difference <= kTolerance * block.finite_norm + kRounding,
               qPrintable(QStringLiteral("seed %1, %2: %3")
                              .arg(seed)
                              .arg(QString::fromStdString(block.name))
                              .arg(block.exact_finite)));
    }
    for (const ProjectionPlan& plan : network.projections) loops += plan.pre == plan.post;
  }
  QVERIFY2(blocks > 600, qPrintable(QString::number(blocks)));
  QVERIFY2(loops > 50, qPrintable(QString::number(loops)));
}

void TestAdjoint::finiteDifferencesSeeAWrongGradient() {
  // The comparison above must be able to fail: a trajectory with one slope changed is found out.
  const Simulator simulator(Network::build(randomProject(3)));
  const Network& network = simulator.network();
  const State start = initialState(network);
  State state = start;
  Trajectory trajectory(network, 100, {});
  for (int n = 0; n < 100; ++n) simulator.step(state, &trajectory);
  const auto worst = [&](const Trajectory& recorded) {
    Gradient gradient(network, 100);
    computeAdjoint(network, recorded, gradient);
    Replay replay(network, start, trajectory);
    ComparisonSums sums;
    for (std::size_t k = 0; k < network.W.size(); ++k) {
      sums.add(gradient.W[k], replay.derivative(&State::W, k));
    }
    return sums.result().distance;
  };
  QVERIFY(worst(trajectory) < kTolerance);
  Trajectory wrong = trajectory;
  for (double& slope : wrong.r_prime) slope *= 1.001;
  QVERIFY(worst(wrong) > 10 * kTolerance);
}

void TestAdjoint::adjointDrivesTheGradient() {
  // −dW = dt Σ λ rᵀ, −dL/db = dt Σ λ: the same sums the local rule makes of e.
  const Simulator simulator(Network::build(randomProject(11)));
  const Network& network = simulator.network();
  State state = initialState(network);
  GradientOptions options;
  options.steps = 4000;
  options.entries = 0;
  const GradientReport report = compareGradients(simulator, state, options);
  const double dt = network.settings.dt;
  const auto settled = static_cast<std::size_t>(std::llround(report.settled_until / dt));
  QVERIFY(settled > 100 && settled < 4000);
  const ProjectionPlan& plan = network.projections.front();
  double sum = 0;
  double bias = 0;
  for (std::size_t n = 0; n < settled; ++n) {
    const double adjoint = valueAt(report.exact.adjoint, n, network.neuron_slots, plan.post.begin);
    sum += dt * adjoint * valueAt(report.trajectory.r, n, network.rate_slots, plan.pre.begin);
    bias += dt * adjoint;
  }
  const auto first = plan.synapse(0, 0);
  QVERIFY(first.has_value());
  QVERIFY(std::abs(sum + report.exact.W[plan.weights.begin + *first]) < 1e-11 * std::abs(sum));
  QVERIFY(std::abs(bias + report.exact.bias[plan.post.begin]) < 1e-11 * std::abs(bias));
}

void TestAdjoint::followedTargetsAreData() {
  // Were r* differentiated, the teacher's weights would have a gradient.
  Project project = test::chain();
  project.variants.clear();
  const Simulator simulator(Network::build(project));
  GradientOptions options;
  options.steps = 2000;
  options.entries = 4;
  const GradientReport report =
      compareGradients(simulator, initialState(simulator.network()), options);
  for (const BlockGradient& block : report.blocks) {
    if (block.name == "T1" || block.name == "T2") QVERIFY(std::isnan(block.exact_finite));
    if (block.name == "W1" || block.name == "W2") QVERIFY(block.exact_finite < kTolerance);
  }
  const ProjectionPlan& T1 = *simulator.network().projection(ProjectionId{21});
  QCOMPARE(report.exact.W[T1.weights.begin], 0.0);
}

void TestAdjoint::gammaIsLeftOut() {
  Project project = test::chain();
  project.variants.clear();
  setAt(project, "hidden.gamma", 0.2);
  const Simulator simulator(Network::build(project));
  State state = initialState(simulator.network());
  simulator.advance(state, 1000);
  GradientOptions options;
  options.steps = 2000;
  const GradientReport report = compareGradients(simulator, state, options);
  QVERIFY(report.has_gamma);
  // Finite differences of the γ = 0 map agree with the adjoint of that map.
  QVERIFY(report.blocks[0].exact_finite < kTolerance);
  // Along the recorded steps the result is another one: γ moved them.
  setAt(project, "hidden.gamma", 0.0);
  const Simulator plain(Network::build(project));
  const GradientReport other = compareGradients(plain, state, options);
  QVERIFY(!other.has_gamma);
  QVERIFY(other.exact.W != report.exact.W);
}

/// What is held on the canvas moves with nothing below it: neither the adjoint nor finite
/// differences pass it.
void TestAdjoint::pokesAreInTheGradient_data() {
  QTest::addColumn<int>("kind");
  QTest::newRow("current") << static_cast<int>(PokeKind::Inject);
  QTest::newRow("rate") << static_cast<int>(PokeKind::HoldRate);
  QTest::newRow("potential") << static_cast<int>(PokeKind::HoldPotential);
  QTest::newRow("silence") << static_cast<int>(PokeKind::Silence);
}

void TestAdjoint::pokesAreInTheGradient() {
  QFETCH(int, kind);
  Project project = test::chain();
  project.variants.clear();
  project.network.nodes[NodeId{2}].size = 2;
  for (auto& [id, projection] : project.network.projections) projection.teacher.reset();
  setAt(project, "hidden.bias", Value(0.3));
  setAt(project, "W1.W", Value(0.4));
  setAt(project, "W2.W", Value(0.6));
  setAt(project, "W2.feedback.B", Value(-0.5));
  const Simulator simulator(Network::build(project));
  const Network& network = simulator.network();
  State state = initialState(network);
  simulator.advance(state, 1000);
  setPokes(network, std::vector<Poke>{{NodeId{2}, 1, static_cast<PokeKind>(kind), 0.4}}, state);
  GradientOptions options;
  options.steps = 1000;
  const GradientReport report = compareGradients(simulator, state, options);
  for (const BlockGradient& block : report.blocks) {
    if (block.finite_norm < 1e-6) continue;  // of the teacher
    QVERIFY2(block.exact_finite < kTolerance, block.name.c_str());
  }
  const std::size_t held = network.layer(NodeId{2})->range.begin + 1;
  double loudest = 0;
  for (std::size_t n = 0; n < report.trajectory.steps; ++n) {
    loudest = std::max(loudest, std::abs(row(report.exact.adjoint, n, network.neuron_slots)[held]));
  }
  QCOMPARE(loudest > 0, static_cast<PokeKind>(kind) == PokeKind::Inject);
}

void TestAdjoint::weightsOfEveryStepAreUsed() {
  // W changes by learning within the window: dL/dr of a step needs the weight of that step.
  Project project = test::chain();
  project.variants.clear();
  project.network.projections[ProjectionId{12}].learn = 0.05;
  const Simulator simulator(Network::build(project));
  const Network& network = simulator.network();
  State state = initialState(network);
  simulator.advance(state, 500);
  Trajectory recorded(network, 400, {.errors = false, .parameters = true});
  for (int n = 0; n < 400; ++n) simulator.step(state, &recorded);
  const ProjectionPlan& W2 = *network.projection(ProjectionId{12});
  const double first = valueAt(recorded.W, 0, network.weight_slots, W2.weights.begin);
  const double last = valueAt(recorded.W, 399, network.weight_slots, W2.weights.begin);
  QVERIFY(std::abs(first - last) > 1e-3);
  Gradient gradient(network, 400);
  computeAdjoint(network, recorded, gradient);
  // By hand: λ of the hidden neuron at step n from λ above at step n + 1 and W of step n + 1.
  const double dt = network.settings.dt;
  const std::size_t hidden = W2.pre.begin;
  const std::size_t output = W2.post.begin;
  const std::size_t w = network.neuron_slots;
  double from_u = 0;
  double worst = 0;
  for (std::size_t n = 400; n-- > 0;) {
    double from_r = 0;
    if (n + 1 < 400) {
      from_r = -dt * valueAt(recorded.W, n + 1, network.weight_slots, W2.weights.begin) *
               valueAt(gradient.adjoint, n + 1, w, output);
    }
    const double from_u_prosp = valueAt(recorded.r_prime, n, w, hidden) * from_r;
    const double from_s = (1.0 * from_u_prosp + dt * from_u) / 10;
    from_u += from_u_prosp - from_s;
    worst = std::max(worst, std::abs(-from_s / dt - valueAt(gradient.adjoint, n, w, hidden)));
  }
  QVERIFY(worst < 1e-15);
}

void TestAdjoint::tailOfAWindowLacksItsFuture() {
  Project project = test::chain();
  project.variants.clear();
  const Simulator simulator(Network::build(project));
  const Network& network = simulator.network();
  State state = initialState(network);
  QCOMPARE(stepsWithoutFuture(network, state), std::int64_t{1000});  // 10 · 10 ms at 0.1 ms
  state.learning = false;
  simulator.advance(state, 5000);
  GradientOptions options;
  options.entries = 0;
  options.steps = 3000;
  const GradientReport shorter = compareGradients(simulator, state, options);
  options.steps = 6000;
  const GradientReport longer = compareGradients(simulator, state, options);
  const std::size_t hidden = network.layer(NodeId{2})->range.begin;
  double largest = 0;
  double settled = 0;
  double tail = 0;
  for (std::size_t n = 0; n < 3000; ++n) {
    const double a = valueAt(shorter.exact.adjoint, n, network.neuron_slots, hidden);
    const double b = valueAt(longer.exact.adjoint, n, network.neuron_slots, hidden);
    largest = std::max(largest, std::abs(b));
    double& worst = n < 2000 ? settled : tail;
    worst = std::max(worst, std::abs(a - b));
  }
  // Two filters in a row: (1 + 10) e^{-10} of the missing future.
  QVERIFY(settled < 5e-4 * largest);
  QVERIFY(tail > 0.2 * largest);
}

void TestAdjoint::windowMakesOneUpdateOfTheMeanGradient() {
  const Simulator simulator(Network::build(windowedChain()));
  const Network& network = simulator.network();
  State state = initialState(network);
  simulator.advance(state, 399);
  QVERIFY(state.W == network.W);
  Trajectory window(network, 400, {});
  State again = initialState(network);
  for (int n = 0; n < 400; ++n) simulator.step(again, &window);
  simulator.advance(state, 1);
  QVERIFY(again == state);
  Gradient gradient(network, 400);
  computeAdjoint(network, window, gradient);
  for (const char* name : {"W1", "W2"}) {
    const Channel channel = channelsOf(network, std::string(name) + ".W").at(0);
    // h G = η T_w · (−1/T_w) dL/dW
    const double expected = network.W[channel.offset] - 0.002 * gradient.W[channel.offset];
    QCOMPARE(channel.read(network, state), expected);
    QVERIFY(gradient.W[channel.offset] != 0);
  }
  QCOMPARE(state.updates, std::int64_t{1});
  // The state carries over the cut, weights stand still within the next window.
  const AlignedVector after = state.W;
  simulator.advance(state, 399);
  QVERIFY(state.W == after && state.u[0] != 0);
  simulator.advance(state, 1);
  QVERIFY(state.W != after);
  // With decay, θ ← … − T_w λ_d θ.
  Project decaying = windowedChain();
  decaying.network.projections[ProjectionId{11}].decay = 1e-3;
  const Simulator other(Network::build(decaying));
  State decayed = initialState(other.network());
  other.advance(decayed, 400);
  const Channel W1 = channelsOf(network, "W1.W").at(0);
  const double updated = network.W[W1.offset] - 0.002 * gradient.W[W1.offset];
  QVERIFY(std::abs(W1.read(other.network(), decayed) - updated * (1 - 40 * 1e-3)) < 1e-15);
}

void TestAdjoint::windowsStartAtLearnFrom() {
  Project project = windowedChain();
  project.settings.learn_from = 50;
  const Simulator simulator(Network::build(project));
  State state = initialState(simulator.network());
  simulator.advance(state, 500 + 399);
  QVERIFY(state.W == simulator.network().W);
  simulator.advance(state, 1);
  QVERIFY(state.W != simulator.network().W);
}

void TestAdjoint::windowsStartWhereRoundingWouldMissIt() {
  // n · dt falls a bit short of learn_from for some n: the window must not wait for its next place.
  int short_of = 0;
  for (int n = 1; n < 300; ++n) {
    Project project = windowedChain();
    project.settings.dt = 0.29;
    project.settings.window = 0.29;  // every step
    project.settings.learn_from = std::stod(std::to_string(n * 29) + "e-2");
    short_of += n * 0.29 < project.settings.learn_from;
    const auto network = Network::build(project);
    State state = initialState(*network);
    state.step = n - 1;
    QVERIFY(!isLearning(*network, state));
    state.step = n;
    QVERIFY(isLearning(*network, state) && recordsWindow(*network, state));
  }
  QVERIFY(short_of > 0);
}

void TestAdjoint::windowsKeepTheirPlaceAfterAPause() {
  const Simulator simulator(Network::build(windowedChain()));
  State state = initialState(simulator.network());
  simulator.advance(state, 450);
  state.learning = false;
  simulator.advance(state, 10);
  state.learning = true;
  const AlignedVector before = state.W;
  simulator.advance(state, 800 - 460 + 399);  // the cut window is dropped, the next begins at 800
  QVERIFY(state.W == before);
  simulator.advance(state, 1);
  QVERIFY(state.W != before);
}

void TestAdjoint::aPauseOfWholeWindowsCutsToo() {
  const Simulator simulator(Network::build(windowedChain()));
  State state = initialState(simulator.network());
  simulator.advance(state, 430);
  state.learning = false;
  simulator.advance(state, 400);
  state.learning = true;
  const AlignedVector before = state.W;
  simulator.advance(state, 1600 - 830 - 1);  // 830 is the 30th of a window, but not of the same one
  QVERIFY(state.W == before);
  simulator.advance(state, 1);
  QVERIFY(state.W != before);
}

void TestAdjoint::tailGrowsWithLearnedTimeConstants() {
  const auto network = Network::build(test::chain());
  State state = initialState(*network);
  QCOMPARE(stepsWithoutFuture(*network, state), std::int64_t{1000});
  state.tau_m[network->layer(NodeId{2})->range.begin] = 40;
  QCOMPARE(stepsWithoutFuture(*network, state), std::int64_t{4000});
  state.tau_m[network->layer(NodeId{2})->range.begin] = 1e300;
  QVERIFY(stepsWithoutFuture(*network, state) > 0);
}

void TestAdjoint::shortTimeConstantsAreTriedRelatively() {
  Project project = test::chain();
  project.variants.clear();
  project.settings.dt = 1e-4;
  setAt(project, "hidden.tau_m", Value(1.5e-4));
  setAt(project, "hidden.tau_r", Value(1.2e-4));
  const Simulator simulator(Network::build(project));
  State state = initialState(simulator.network());
  simulator.advance(state, 50000);
  GradientOptions options;
  options.steps = 2000;
  for (const BlockGradient& block : compareGradients(simulator, state, options).blocks) {
    if (!block.name.starts_with("hidden.tau")) continue;
    QVERIFY2(block.exact_finite < 1e-5, qPrintable(QString::number(block.exact_finite)));
  }
}

void TestAdjoint::bpttLearnsTheChain() {
  Project project = windowedChain();
  project.settings.window = 125;  // two periods
  const Simulator simulator(Network::build(project));
  const Network& network = simulator.network();
  State state = initialState(network);
  simulator.advance(state, 1200000);
  QVERIFY(std::abs(channelsOf(network, "W1.W_distance").at(0).read(network, state)) < 0.05);
  QVERIFY(std::abs(channelsOf(network, "W2.W_distance").at(0).read(network, state)) < 0.05);
}

void TestAdjoint::bpttHasNoErrorCoupling() {
  Project project = windowedChain();
  const Simulator without(Network::build(project));
  setAt(project, "hidden.gamma", 0.5);
  const Simulator with(Network::build(project));
  State a = initialState(without.network());
  State b = initialState(with.network());
  without.advance(a, 1000);
  with.advance(b, 1000);
  QVERIFY(a == b);
}

void TestAdjoint::windowsThatMakeNoSenseAreNamed() {
  for (const double window : {0.0, -1.0, 0.04, 1e9, kNever, std::nan("")}) {
    Project project = windowedChain();
    project.settings.window = window;
    const std::vector<Issue> issues = validate(project);
    QVERIFY2(hasErrors(issues), qPrintable(QString::number(window)));
    QCOMPARE(issues[0].place.key, std::string("window"));
    if (window == 0.04 || window == 1e9) {  // only bptt has windows
      project.settings.rule = Rule::Local;
      QVERIFY(!hasErrors(validate(project)));
    }
  }
}

VLE_TEST(TestAdjoint, QCoreApplication)
#include "tst_adjoint.moc"
