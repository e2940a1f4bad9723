// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What model.md claims of local errors, measured: gain and phase of one neuron, of the chain, of
// learned feedback with several frequencies' worth of φ, and the figures of lagnet.
#include <cmath>
#include <numbers>

#include <QTest>

#include "model/paths.h"
#include "run_tests.h"
#include "sim/diagnostics.h"
#include "sim/error_hops.h"
#include "sim/error_transfer.h"
#include "sim/gradient_report.h"
#include "sim/line_fit.h"
#include "sim/probes.h"
#include "sim/transfer.h"
#include "specs.h"

using namespace vle;
using test::simulatorOf;

namespace {

using Complex = std::complex<double>;

/// One slot of recorded rows over [from, until).
std::vector<double> series(const AlignedVector& rows, std::size_t width, std::size_t slot,
                           std::size_t from, std::size_t until) {
  std::vector<double> values;
  for (std::size_t n = from; n < until; ++n) values.push_back(rows[n * width + slot]);
  return values;
}

/// Complex amplitude at a frequency, beside a few other lines.
Complex amplitudeAt(const std::vector<double>& values, double f, double dt,
                    const std::vector<double>& others = {}) {
  Eigen::MatrixXd x(static_cast<Eigen::Index>(values.size()), 1);
  for (std::size_t n = 0; n < values.size(); ++n) x(static_cast<Eigen::Index>(n), 0) = values[n];
  std::vector<double> lines = {f};
  lines.insert(lines.end(), others.begin(), others.end());
  const std::vector<double> made = intermodulations(lines, 30, 500 / dt);
  lines.insert(lines.end(), made.begin(), made.end());
  LineFit fit(lines, values.size(), dt);
  fit.fit(x);
  return fit.amplitudes(0).front().amplitude;
}

/// e/λ with (2h + 1) steps of lag removed.
Complex withoutLag(const Complex& ratio, double f, double dt, std::size_t hops) {
  return ratio * std::polar(1.0, omegaOf(f) * dt * static_cast<double>(2 * hops + 1));
}

/// One linear neuron, driven by a sine and compared with another one.
Project comparedNeuron(double f, double dt, double tau_m = 10, double tau_r = 1) {
  LayerSpec linear;
  linear.activation = Activation::Linear;
  linear.tau_m = tau_m;
  linear.tau_r = tau_r;
  Project project = test::oneNeuron(f, linear);
  project.network.nodes[NodeId{3}] = test::target("t", 1, 2, SinesSignal{{{Sine{f, 0.7, 1.1}}}});
  project.settings.dt = dt;
  return project;
}

/// What one neuron does to a sine, forward and with its error.
struct Measured {
  Complex forward;  ///< r/x, the step between them removed
  Complex error;    ///< e/ε
  Complex gain;     ///< e against λ, the known lag removed
};

Measured measure(const Project& project, double f) {
  const Simulator simulator = simulatorOf(project);
  const Network& network = simulator.network();
  const double dt = network.settings.dt;
  State state = initialState(network);
  // 20 τ on either side leave e^{-20} of transients and of the missing future.
  const auto edge = static_cast<std::size_t>(std::llround(200 / dt));
  const auto middle = static_cast<std::size_t>(std::llround(4 * std::max(1000 / f, 50.0) / dt));
  GradientOptions options;
  options.steps = static_cast<std::int64_t>(2 * edge + middle);
  options.entries = 0;
  const GradientReport report = compareGradients(simulator, state, options);
  const std::size_t until = edge + middle;
  const auto amplitude = [&](const AlignedVector& rows, std::size_t width, std::size_t slot) {
    return amplitudeAt(series(rows, width, slot, edge, until), f, dt);
  };
  const std::size_t n = network.neuron_slots;
  // A row holds the rates a step reads: those the step before has made.
  const double omega = 2 * std::numbers::pi * f / 1000;
  return {
      .forward = amplitude(report.trajectory.r, network.rate_slots, 0) /
                 amplitude(report.trajectory.r, network.rate_slots, n) *
                 std::polar(1.0, omega * dt),
      .error = amplitude(report.trajectory.e, n, 0) / amplitude(report.trajectory.eps, n, 0),
      .gain = withoutLag(
          amplitude(report.trajectory.e, n, 0) / amplitude(report.exact.adjoint, n, 0), f, dt, 0)};
}

/// The chain, student's W at rest, run until B has settled; its hidden neuron at 16 Hz.
NeuronError hiddenOfChain(const std::string& feedback, double settled_ms) {
  Project project = test::chain();
  project.variants.clear();
  setAt(project, "W1.learn", 0.0);
  setAt(project, "W2.learn", 0.0);
  setAt(project, "W2.feedback.kind", feedback);
  const Simulator simulator = simulatorOf(project);
  State state = initialState(simulator.network());
  simulator.advance(state, std::llround(settled_ms / 0.1));
  GradientOptions options;
  options.steps = 10000;  // 16 periods
  options.settle = 500;
  options.entries = 0;
  options.frequencies = {16};
  const GradientReport report = compareGradients(simulator, state, options);
  for (const NeuronError& neuron : report.neurons) {
    if (neuron.name == "hidden.e[0]") return neuron;
  }
  return {};
}

/// lagnet (GLE figure 6) at its initial weights: γ = 0, no learning. Time constants in units of the
/// source, read as ms.
Project lagnet() {
  constexpr double kHz = 1000 / (2 * std::numbers::pi);  // f in Hz of ω per ms
  const double a = 0.49 * kHz;
  const double b = 1.07 * kHz;
  const double c = 1.98 * kHz;
  Project project;
  project.settings.dt = 0.01;
  project.settings.learning = false;
  NetworkSpec& network = project.network;
  network.nodes[NodeId{1}] = test::input("x", SinesSignal{{{{a, 1, 0}, {b, 1, 0}, {c, 1, 0}}}});
  LayerSpec hidden;
  hidden.tau_m = 1.0;
  hidden.tau_r = List{1, 0.1};
  LayerSpec output;
  output.activation = Activation::Linear;
  output.tau_m = 1.0;
  output.tau_r = 1.0;
  const auto add = [&](std::uint32_t id, std::uint32_t projection, const std::string& prefix,
                       const Rows& W1) {
    network.nodes[NodeId{id}] = test::layer(prefix + "1", 2, hidden);
    network.nodes[NodeId{id + 1}] = test::layer(prefix + "2", 2, hidden);
    network.nodes[NodeId{id + 2}] = test::layer(prefix + "3", 1, output);
    const auto connect = [&](std::uint32_t k, std::uint32_t from, std::uint32_t to, Value W) {
      network.projections[ProjectionId{projection + k}] =
          test::projection(prefix + "W" + std::to_string(k + 1), from, to, std::move(W));
    };
    connect(0, 1, id, W1);
    connect(1, id, id + 1, Rows{{0.5, 0}, {0, 1}});
    connect(2, id + 1, id + 2, Rows{{0.5, 1}});
  };
  add(2, 21, "h", {{0.6605}, {-0.7478}});
  add(5, 31, "t", {{-0.5}, {1}});
  network.nodes[NodeId{8}] = test::target("target", 1, 4, NodeId{7});
  return project;
}

}  // namespace

class TestDiagnostics : public QObject {
  Q_OBJECT

 private slots:
  void oneNeuronHasTheDiscreteTransfer_data();
  void oneNeuronHasTheDiscreteTransfer();
  void oneNeuronConvergesWithDt();
  void swappedTimeConstantsShow();
  void chainErrorsHaveTheExpectedGain();
  void severalFrequenciesShareOneLearnedGain();
  void ratesThatStandStillHaveNoLearnedGain();
  void learnedFeedbackWithSoftplus_data();
  void learnedFeedbackWithSoftplus();
  void lagnetFiguresAtInitialWeights();
  void comparisonsOfVectors();
  void theoryMultipliesGains();
  void hopsAreThoseOfTheShortestWay();
  void probesOfFeedbackAndTeacher();
  void energyIsErrorsPlusCost();
};

void TestDiagnostics::oneNeuronHasTheDiscreteTransfer_data() {
  QTest::addColumn<double>("f");
  for (const double f : {1.0, 2.0, 5.0, 10.0, 16.0, 20.0, 50.0, 100.0}) {
    QTest::addRow("%g Hz", f) << f;
  }
}

void TestDiagnostics::oneNeuronHasTheDiscreteTransfer() {
  QFETCH(double, f);
  const Measured measured = measure(comparedNeuron(f, 0.1), f);
  const Complex H = transfer(f, 10, 1, 0.1);
  QVERIFY(std::abs(measured.forward - H) < 1e-4 * std::abs(H));
  QVERIFY(std::abs(measured.error * H - 1.0) < 1e-4);
  QVERIFY(std::abs(measured.gain * std::norm(H) - 1.0) < 1e-4);
  // The formula itself, written out: H(s) = (1 + s τ_r)/(1 + s τ_m), s = (e^{iω dt} − 1)/dt.
  const double omega = 2 * std::numbers::pi * f / 1000;
  const Complex s = (std::polar(1.0, omega * 0.1) - 1.0) / 0.1;
  QVERIFY(std::abs(H - (1.0 + s) / (1.0 + 10.0 * s)) < 1e-12);
}

void TestDiagnostics::oneNeuronConvergesWithDt() {
  // Euler is of first order: halving dt halves the distance to the continuous gain.
  const double f = 100;
  const auto distance = [&](double dt) {
    return std::abs(measure(comparedNeuron(f, dt), f).gain) * squaredGain(f, 10, 1, 0) - 1;
  };
  const double coarse = distance(0.1);
  const double middle = distance(0.05);
  const double fine = distance(0.025);
  QVERIFY(std::abs(coarse - 0.019) < 0.001);  // model.md §2: +1.9 % at 100 Hz
  QVERIFY(std::abs(coarse / middle - 2) < 0.1);
  QVERIFY(std::abs(middle / fine - 2) < 0.1);
}

void TestDiagnostics::swappedTimeConstantsShow() {
  const double f = 16;
  const Measured swapped = measure(comparedNeuron(f, 0.1, 1, 10), f);
  const Complex H = transfer(f, 10, 1, 0.1);
  QVERIFY(std::abs(swapped.forward - H) > 0.5 * std::abs(H));
  QVERIFY(std::abs(swapped.error * H - 1.0) > 0.3);
  QVERIFY(std::abs(std::abs(swapped.gain) * std::norm(H) - 1) > 0.3);
}

void TestDiagnostics::chainErrorsHaveTheExpectedGain() {
  const double H2 = std::norm(transfer(16, 10, 1, 0.1));
  const NeuronError transpose = hiddenOfChain("transpose", 1000);
  QCOMPARE(transpose.hops, std::size_t{1});
  QCOMPARE(transpose.gains.size(), std::size_t{1});
  const GainAtFrequency& with_W = transpose.gains[0];
  const auto turned = [](const Complex& ratio) {
    return std::abs(std::arg(withoutLag(ratio, 16, 0.1, 1))) * kDegrees;
  };
  QVERIFY(std::abs(with_W.reading.measured.gain() * H2 * H2 - 1) < 0.03);
  QVERIFY(turned(with_W.reading.measured.value) < 3);
  QVERIFY(std::abs(std::abs(*with_W.reading.predicted) * H2 * H2 - 1) < 1e-9);
  QVERIFY(turned(*with_W.reading.predicted) < 1e-6);
  const NeuronError learned = hiddenOfChain("learned", 30000);
  const GainAtFrequency& with_B = learned.gains[0];
  QVERIFY2(std::abs(with_B.reading.measured.gain() * H2 - 1) < 0.03,
           qPrintable(QString::number(with_B.reading.measured.gain() * H2)));
  QVERIFY(std::abs(std::abs(*with_B.reading.ideal) * H2 - 1) < 1e-9);
  QVERIFY(isIdeal(with_B.reading));
  QVERIFY(turned(with_B.reading.measured.value) < 3);
  QVERIFY(std::abs(1 / H2 / H2 - 3.93) < 0.01);  // as model.md §1 has them
  QVERIFY(std::abs(1 / H2 - 1.98) < 0.01);
}

/// model.md §3: the harmonic mean of |H|², weighted with the power spectrum of the rate.
void TestDiagnostics::severalFrequenciesShareOneLearnedGain() {
  Project project = test::chain();
  project.variants.clear();
  for (const char* layer : {"hidden", "output", "teacher 1", "teacher 2"}) {
    setAt(project, std::string(layer) + ".activation", std::string("linear"));
  }
  setAt(project, "W1.learn", 0.0);
  setAt(project, "W2.learn", 0.0);
  setAt(project, "W2.feedback.learn", 0.002);  // slow, so that B hardly swings with the rates
  const std::vector<Sine> sines = {Sine{10, 1, 0}, Sine{25, 1, 1}};
  setAt(project, "x.signal", SignalSpec(SinesSignal{{sines}}));
  const Simulator simulator = simulatorOf(project);
  const Network& network = simulator.network();
  QVERIFY(!network.frequency);
  State state = initialState(network);
  simulator.advance(state, 600000);
  GradientOptions options = usualOptions(network, state, 100000);
  options.steps = stepsWithoutFuture(network, state) + 10000;
  const GradientReport report = compareGradients(simulator, state, options);
  const NeuronError& hidden = report.neurons.at(0);
  QCOMPARE(hidden.gains.size(), std::size_t{2});
  double power = 0, filtered = 0;
  for (const Sine& sine : sines) {
    const double H2 = std::norm(transfer(sine.f, 10, 1, 0.1));
    power += H2;  // of the rate, which is that of a linear neuron
    filtered += 1;
  }
  const std::size_t slot = network.layer(NodeId{2})->range.begin;
  QVERIFY2(std::abs(report.aligned_gains[slot] / (power / filtered) - 1) < 0.01,
           qPrintable(QString::number(report.aligned_gains[slot])));
  const ProjectionPlan& W2 = *std::ranges::find(network.projections, "W2", &ProjectionPlan::name);
  const double left = compareFeedback(W2, state, report.aligned_gains).distance;
  QVERIFY2(left < 0.02, qPrintable(QString::number(left)));
  QVERIFY(compareFeedback(network, W2, state, std::nullopt).distance > 0.1);
  for (const GainAtFrequency& gain : hidden.gains) {
    const double H2 = std::norm(transfer(gain.f, 10, 1, 0.1));
    const double ideal = std::abs(*gain.reading.ideal);
    QVERIFY2(std::abs(ideal / (power / filtered / H2 / H2) - 1) < 0.01,
             qPrintable(QString::number(ideal)));
    QVERIFY2(std::abs(gain.reading.measured.gain() / ideal - 1) < 0.02,
             qPrintable(QString::number(gain.reading.measured.gain())));
    QVERIFY(isPredicted(gain.reading));
  }
}

void TestDiagnostics::ratesThatStandStillHaveNoLearnedGain() {
  Project project = test::chain();
  project.variants.clear();
  project.network.nodes[NodeId{2}].size = 2;
  for (auto& [id, projection] : project.network.projections) projection.teacher.reset();
  setAt(project, "hidden.bias", Value(std::vector<double>{0, 0}));
  setAt(project, "W1.W",
        Value(std::vector<std::vector<double>>{{0.5}, {0}}));  // the second one rests
  setAt(project, "W1.learn", 0.0);
  const std::vector<Sine> sines = {Sine{10, 1, 0}, Sine{25, 1, 1}};
  setAt(project, "x.signal", SignalSpec(SinesSignal{{sines}}));
  const Simulator simulator = simulatorOf(project);
  const Network& network = simulator.network();
  State state = initialState(network);
  simulator.advance(state, 20000);
  const GradientReport report =
      compareGradients(simulator, state, usualOptions(network, state, 100000));
  const std::size_t slot = network.layer(NodeId{2})->range.begin;
  QVERIFY(report.aligned_gains[slot] > 0 && std::isnan(report.aligned_gains[slot + 1]));
  for (const NeuronError& neuron : report.neurons) {
    for (const GainAtFrequency& gain : neuron.gains) {
      QCOMPARE(gain.reading.ideal.has_value(), neuron.slot != slot + 1);
    }
  }
}

void TestDiagnostics::learnedFeedbackWithSoftplus_data() {
  QTest::addColumn<double>("f");
  QTest::addColumn<double>("expected");  // model.md §5
  QTest::addRow("8 Hz") << 8.0 << 1.201;
  QTest::addRow("16 Hz") << 16.0 << 0.754;
  QTest::addRow("32 Hz") << 32.0 << 0.310;
}

void TestDiagnostics::learnedFeedbackWithSoftplus() {
  QFETCH(double, f);
  QFETCH(double, expected);
  Project project = test::chain();
  project.variants.clear();
  for (const char* layer : {"hidden", "output", "teacher 1", "teacher 2"}) {
    setAt(project, std::string(layer) + ".activation", std::string("softplus"));
  }
  setAt(project, "x.signal", SignalSpec(SinesSignal{{{Sine{f, 1, 0}}}}));
  const Simulator simulator = simulatorOf(project);
  const Network& network = simulator.network();
  State state = initialState(network);
  simulator.advance(state, 600000);
  const auto value = [&](const char* probe) {
    return channelsOf(network, probe).at(0).read(network, state);
  };
  QVERIFY2(std::abs(value("W2.B") / value("W2.expected_B") - 1) < 0.03,
           qPrintable(QString::number(value("W2.B"))));
  QVERIFY2(std::abs(value("W2.expected_B") / expected - 1) < 0.01,
           qPrintable(QString::number(value("W2.expected_B"))));
  QVERIFY(std::abs(value("W2.B_ratio") - value("W2.B") / value("W2.W")) < 1e-12);
}

void TestDiagnostics::lagnetFiguresAtInitialWeights() {
  const Simulator simulator = simulatorOf(lagnet());
  const Network& network = simulator.network();
  GradientOptions options;
  options.steps = 30000;  // 300 units, the first and last 20 left out
  options.entries = 0;
  const GradientReport report = compareGradients(simulator, initialState(network), options);
  const std::size_t n = network.neuron_slots;
  const std::size_t layer = network.layer(NodeId{3})->range.begin;  // second hidden layer
  const auto of = [&](const AlignedVector& rows, std::size_t k) {
    return series(rows, n, layer + k, 2000, 28000);
  };
  const auto e0 = of(report.trajectory.e, 0);
  const auto e1 = of(report.trajectory.e, 1);
  const auto adjoint0 = of(report.exact.adjoint, 0);
  const auto adjoint1 = of(report.exact.adjoint, 1);
  QVERIFY(std::abs(correlation(e0, adjoint0) - 1.000) < 0.005);
  QVERIFY2(std::abs(correlation(e1, adjoint1) - 0.869) < 0.005,
           qPrintable(QString::number(correlation(e1, adjoint1))));
  QVERIFY2(std::abs(compare(e1, adjoint1).norm_ratio / 1.81 - 1) < 0.02,
           qPrintable(QString::number(compare(e1, adjoint1).norm_ratio)));
  constexpr double kHz = 1000 / (2 * std::numbers::pi);
  const struct { double omega, expected; } figures[] = {{0.49, 1.24}, {1.07, 2.12}, {1.98, 4.73}};
  for (const auto& figure : figures) {
    const double f = figure.omega * kHz;
    std::vector<double> others;
    for (const auto& other : figures) {
      if (other.omega != figure.omega) others.push_back(other.omega * kHz);
    }
    const Complex with_lag =
        amplitudeAt(e1, f, 0.01, others) / amplitudeAt(adjoint1, f, 0.01, others);
    QVERIFY2(std::abs(std::abs(with_lag) / figure.expected - 1) < 0.02,
             qPrintable(QString::number(std::abs(with_lag))));
    const double turned = std::arg(withoutLag(with_lag, f, 0.01, 1)) * kDegrees;
    QVERIFY2(std::abs(turned) < 0.5, qPrintable(QString::number(turned)));
    QVERIFY(std::abs(1 / squaredGain(f, 1, 0.1, 0) - figure.expected) < 0.006);
  }
  // One layer lower φ′ modulation mixes frequencies: the slow neuron's phase is off.
  const std::size_t lower = network.layer(NodeId{2})->range.begin + 1;
  const Complex wrong =
      amplitudeAt(series(report.trajectory.e, n, lower, 2000, 28000), 1.98 * kHz, 0.01) /
      amplitudeAt(series(report.exact.adjoint, n, lower, 2000, 28000), 1.98 * kHz, 0.01);
  const double turned = std::arg(withoutLag(wrong, 1.98 * kHz, 0.01, 2)) * kDegrees;
  QVERIFY2(std::abs(turned) > 10, qPrintable(QString::number(turned)));
}

void TestDiagnostics::comparisonsOfVectors() {
  const std::vector<double> a = {3, 0};
  const std::vector<double> b = {0, 4};
  const Comparison right = compare(a, b);
  QVERIFY(std::abs(right.angle() - 90) < 1e-9);
  QVERIFY(std::abs(right.norm_ratio - 0.75) < 1e-12);
  QVERIFY(std::abs(right.distance - 1.25) < 1e-12);
  const std::vector<double> opposite = {-6, 0};
  QVERIFY(std::abs(compare(opposite, a).angle() - 180) < 1e-6);
  QVERIFY(std::isnan(compare(a, std::vector<double>{0, 0}).cosine));
  const std::vector<double> rising = {1, 2, 3, 4};
  const std::vector<double> shifted = {12, 14, 16, 18};
  QVERIFY(std::abs(correlation(rising, shifted) - 1) < 1e-12);
}

void TestDiagnostics::theoryMultipliesGains() {
  Project project = test::chain();
  project.variants.clear();
  setAt(project, "W2.feedback.kind", std::string("transpose"));
  setAt(project, "hidden.tau_m", Value(20.0));
  const auto ratio = [](const Network& network, const State& state) {
    const AlignedVector slopes(network.neuron_slots, 1.0);
    const ErrorTransfer theory(network, state, slopes, feedbackInUse(network, state));
    const auto seen = theory.at(25, {std::vector<Complex>(network.target_slots, 1.0)}).at(0);
    const std::size_t h = network.layers[0].range.begin, o = network.layers[1].range.begin;
    return std::vector<Complex>{seen.e[h] / seen.adjoint[h], seen.e[o] / seen.adjoint[o]};
  };
  const auto network = Network::build(project);
  const State state = initialState(*network);
  const double output = 1 / std::norm(transfer(25, 10, 1, 0.1));
  const double hidden = 1 / std::norm(transfer(25, 20, 1, 0.1));
  const auto seen = ratio(*network, state);
  QVERIFY(std::abs(withoutLag(seen[1], 25, 0.1, 0) - output) < 1e-9);
  QVERIFY(std::abs(withoutLag(seen[0], 25, 0.1, 1) - output * hidden) < 1e-9);
  // Analytic feedback for another frequency corrects what it was made for.
  setAt(project, "W2.feedback.frequency", 10.0);
  setAt(project, "W2.feedback.kind", std::string("analytic"));
  const auto analytic = Network::build(project);
  const Complex corrected = ratio(*analytic, initialState(*analytic))[0];
  QVERIFY(std::abs(withoutLag(corrected, 25, 0.1, 1) -
                   output * hidden * squaredGain(10, 20, 1, 0.1)) < 1e-9);
}

void TestDiagnostics::hopsAreThoseOfTheShortestWay() {
  Project project = test::chain();
  project.variants.clear();
  const auto hops = [&project] { return errorHops(*Network::build(project)); };
  QCOMPARE(hops()[0], std::optional<std::size_t>(1));
  QCOMPARE(hops()[1], std::optional<std::size_t>(0));
  QVERIFY(!hops()[2] && !hops()[3]);  // no error reaches the teacher
  // A loop, and a way over a layer.
  project.network.projections[ProjectionId{43}] = test::projection("back", 3, 2, 0.1);
  QCOMPARE(hops()[0], std::optional<std::size_t>(1));
  project.network.nodes[NodeId{60}] = test::layer("far", 1);
  project.network.projections[ProjectionId{44}] = test::projection("far to hidden", 60, 2, 0.1);
  QCOMPARE(hops().back(), std::optional<std::size_t>(2));
  project.network.projections[ProjectionId{45}] = test::projection("far to output", 60, 3, 0.1);
  QCOMPARE(hops().back(), std::optional<std::size_t>(1));
}

void TestDiagnostics::probesOfFeedbackAndTeacher() {
  Project project = test::chain();
  project.variants.clear();
  const Simulator simulator = simulatorOf(project);
  const Network& network = simulator.network();
  State state = initialState(network);
  const auto value = [&](const char* probe) {
    return channelsOf(network, probe).at(0).read(network, state);
  };
  QVERIFY(std::abs(value("W1.W_distance") - 0.8 / 1.2) < 1e-12);
  QVERIFY(std::abs(value("W2.B_angle") - 180) < 1e-6);  // −0.5 against 0.6
  QVERIFY(std::abs(value("W2.B_ratio") - 0.5 / 0.6) < 1e-12);
  const double expected = squaredGain(16, 10, 1, 0.1) * 0.6;
  QVERIFY(std::abs(value("W2.expected_B") - expected) < 1e-12);
  QVERIFY(std::abs(value("W2.B_expected_distance") - (expected + 0.5) / expected) < 1e-12);
  simulator.advance(state, 600000);
  QVERIFY(value("W2.B_angle") < 1e-6);
  QVERIFY(value("W2.B_expected_distance") < 0.05);
  QVERIFY(value("W1.W_distance") < 0.05);
  // A time constant that changes takes its factor with it.
  state.tau_m[network.layer(NodeId{2})->range.begin] = 20;
  QVERIFY(std::abs(value("W2.expected_B") - squaredGain(16, 20, 1, 0.1) * value("W2.W")) < 1e-12);
}

void TestDiagnostics::energyIsErrorsPlusCost() {
  Project project = test::chain();
  project.variants.clear();
  setAt(project, "target.beta", 0.5);
  const Simulator simulator = simulatorOf(project);
  State state = initialState(simulator.network());
  simulator.advance(state, 1234);
  const Network& network = simulator.network();
  const double before = state.r[network.layer(NodeId{3})->range.begin];
  simulator.step(state);
  const double difference = state.target[0] - before;
  double errors = 0;
  for (const char* probe : {"hidden.e", "output.e"}) {
    const double e = channelsOf(network, probe).at(0).read(network, state);
    errors += 0.5 * e * e;
  }
  const double energy = channelsOf(network, "energy").at(0).read(network, state);
  QVERIFY(std::abs(energy - errors - 0.5 * 0.5 * difference * difference) < 1e-15);
  QVERIFY(std::abs(state.loss - 0.5 * difference * difference) < 1e-15);
}

VLE_TEST(TestDiagnostics, QCoreApplication)
#include "tst_diagnostics.moc"
