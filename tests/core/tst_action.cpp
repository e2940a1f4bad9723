// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where errors come from (model.md §1): mismatch, Lagrangian and action in discrete time. A path
// prescribes u; everything else of a step is the program's own. Paths of stationary action are
// found by Newton's method as those on which m = λ, λ being the program's exact adjoint.
#include <cmath>
#include <random>

#include <Eigen/Dense>
#include <QTest>

#include "model/parameter_access.h"
#include "model/paths.h"
#include "run_tests.h"
#include "sim/adjoint.h"
#include "sim/diagnostics.h"
#include "sim/dynamics.h"
#include "sim/pokes.h"
#include "sim/probes.h"
#include "specs.h"

using namespace vle;

namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

constexpr int kPathSteps = 40;

/// Two inputs → two neurons with loops → one neuron, which sees the inputs, too; a target of its
/// own. Every neuron has other time constants, and errors do not run away on the loops.
Project looped(Activation activation, double beta) {
  Project project;
  NetworkSpec& network = project.network;
  network.nodes.emplace(
      NodeId{1}, test::input("x", SinesSignal{{{Sine{30, 1, 0.3}}, {Sine{55, 0.7, 1.1}}}}, 2));
  LayerSpec hidden{.activation = activation};
  hidden.tau_m = List{5, 9};
  hidden.tau_r = List{2, 4};
  hidden.bias = List{0.2, -0.1};
  network.nodes.emplace(NodeId{2}, test::layer("hidden", 2, hidden));
  LayerSpec output{.activation = activation};
  output.tau_m = 6.0;
  output.tau_r = 2.0;
  network.nodes.emplace(NodeId{3}, test::layer("output", 1, output));
  network.nodes.emplace(NodeId{4}, test::target("target", 1, 3, SinesSignal{{{Sine{30, 0.8, 2}}}}));
  network.projections.emplace(ProjectionId{11},
                              test::projection("W1", 1, 2, Rows{{0.9, -0.4}, {0.5, 0.8}}));
  network.projections.emplace(ProjectionId{12},
                              test::projection("W2", 2, 2, Rows{{0.1, -0.2}, {0.2, 0.05}}));
  network.projections.emplace(ProjectionId{13}, test::projection("W3", 2, 3, Rows{{1.1, -0.7}}));
  network.projections.emplace(ProjectionId{14}, test::projection("W4", 1, 3, Rows{{0.3, 0.2}}));
  project.settings.dt = 0.5;
  setAt(project, "target.beta", beta);
  return project;
}

/// What a path is like.
struct Played {
  double action = 0;  ///< dt Σ L
  Matrix m, adjoint;  ///< (steps, neurons)
  AlignedVector dW;   ///< of the cost, by the adjoint
};

/// Plays paths of a network over the steps after a start.
class Paths {
 public:
  explicit Paths(const Project& project)
      : simulator_(Network::build(project)), network_(simulator_.network()) {
    for (const LayerPlan& layer : network_.layers) {
      for (std::size_t k = 0; k < layer.range.size; ++k) slots_.push_back(layer.range.begin + k);
    }
    start_ = initialState(network_);
    simulator_.advance(start_, 100);
    free_ = Matrix(kPathSteps + 1, neurons());
    State state = start_;
    free_signals_ = Trajectory(network_, kPathSteps, {});
    for (int n = 0; n <= kPathSteps; ++n) {
      for (Eigen::Index k = 0; k < neurons(); ++k) free_(n, k) = state.u[slot(k)];
      if (n < kPathSteps) simulator_.step(state, &free_signals_);
    }
  }

  /// u of the network as it runs, (steps + 1, neurons); the first row is given.
  [[nodiscard]] const Matrix& freeRun() const { return free_; }
  [[nodiscard]] Eigen::Index neurons() const { return std::ssize(slots_); }

  [[nodiscard]] Played play(const Matrix& u) const {
    Played played{
        .m = Matrix(kPathSteps, neurons()), .adjoint = Matrix(kPathSteps, neurons()), .dW = {}};
    const double dt = network_.settings.dt;
    State state = start_;
    Trajectory trajectory(network_, kPathSteps, {});
    for (int n = 0; n < kPathSteps; ++n) {
      const auto step = static_cast<std::size_t>(n);
      const double* r = row(free_signals_.r, step, network_.rate_slots);
      std::copy(r + network_.neuron_slots, r + network_.rate_slots,
                state.r.begin() + std::ssize(state.u));
      std::copy_n(row(free_signals_.target, step, network_.target_slots), network_.target_slots,
                  state.target.begin());
      compareWithTargets(network_, state);
      recordBefore(state, trajectory);
      integrateInputs(network_, state);
      for (Eigen::Index k = 0; k < neurons(); ++k) {
        const double slope = (u(n + 1, k) - u(n, k)) / dt;
        state.u_dot[slot(k)] = slope;
        state.u_prosp[slot(k)] = u(n, k) + state.tau_r[slot(k)] * slope;
        state.u[slot(k)] = u(n + 1, k);
      }
      updateRates(network_, state);
      recordAfter(state, trajectory);
      for (Eigen::Index k = 0; k < neurons(); ++k) {
        played.m(n, k) = mismatch(network_, state, slot(k));
      }
      played.action += dt * lagrangian(network_, state);
    }
    Gradient gradient(network_, kPathSteps);
    computeAdjoint(network_, trajectory, gradient);
    for (int n = 0; n < kPathSteps; ++n) {
      const double* adjoint =
          row(gradient.adjoint, static_cast<std::size_t>(n), network_.neuron_slots);
      for (Eigen::Index k = 0; k < neurons(); ++k) played.adjoint(n, k) = adjoint[slot(k)];
    }
    played.dW = gradient.W;
    return played;
  }

  /// The path from the same start on which m = λ in every step, λ of the last one being 0.
  [[nodiscard]] Matrix stationary() const {
    Matrix u = free_;
    const Eigen::Index unknowns = kPathSteps * neurons();
    for (int iteration = 0; iteration < 8; ++iteration) {
      constexpr double kStep = 1e-5;
      Matrix jacobian(unknowns, unknowns);
      for (Eigen::Index k = 0; k < unknowns; ++k) {
        Matrix up = u, down = u;
        up(1 + k / neurons(), k % neurons()) += kStep;
        down(1 + k / neurons(), k % neurons()) -= kStep;
        jacobian.col(k) = (residual(up) - residual(down)) / (2 * kStep);
      }
      const Vector change = jacobian.partialPivLu().solve(residual(u));
      for (Eigen::Index k = 0; k < unknowns; ++k) {
        u(1 + k / neurons(), k % neurons()) -= change(k);
      }
    }
    return u;
  }

  /// m − λ, step by step.
  [[nodiscard]] Vector residual(const Matrix& u) const {
    const Played played = play(u);
    const Matrix difference = (played.m - played.adjoint).transpose();
    return difference.reshaped();
  }

 private:
  [[nodiscard]] std::size_t slot(Eigen::Index k) const {
    return slots_[static_cast<std::size_t>(k)];
  }

  Simulator simulator_;
  const Network& network_;
  std::vector<std::size_t> slots_;  // of real neurons
  State start_;
  Matrix free_;
  Trajectory free_signals_;  // inputs and targets
};

/// How much the action changes along a direction, in units of what it is walked.
class Walk {
 public:
  Walk(const Paths& paths, const Matrix& from, const Matrix& along)
      : paths_(paths), from_(from), along_(along), here_(paths.play(from).action) {}
  [[nodiscard]] double change(double step) const {
    return paths_.play(from_ + step * along_).action - here_;
  }
  [[nodiscard]] double slope() const {
    const double near = change(kStep) - change(-kStep);
    const double far = change(2 * kStep) - change(-2 * kStep);
    return (8 * near - far) / (12 * kStep);  // free of the third order
  }
  /// Four where the first order is absent, two where it is all there is.
  [[nodiscard]] double ratio(double step) const { return change(step) / change(step / 2); }

 private:
  static constexpr double kStep = 1e-4;
  const Paths& paths_;
  const Matrix& from_;
  const Matrix& along_;
  double here_;
};

double probe(const Simulator& simulator, const State& state, const char* name) {
  return channelsOf(simulator.network(), name).at(0).read(simulator.network(), state);
}

}  // namespace

class TestAction : public QObject {
  Q_OBJECT

 private slots:
  void aStationaryPathExtremizesTheAction_data();
  void aStationaryPathExtremizesTheAction();
  void theRunningNetworkDoesNot();
  void itsErrorIsTheExactGradientAtSmallNudging_data();
  void itsErrorIsTheExactGradientAtSmallNudging();
  void aRunningNetworkHasNoMismatchButItsErrors_data();
  void aRunningNetworkHasNoMismatchButItsErrors();
  void whatIsHeldHasTheMismatchOfTheHand();
};

void TestAction::aStationaryPathExtremizesTheAction_data() {
  QTest::addColumn<int>("activation");
  QTest::newRow("linear") << static_cast<int>(Activation::Linear);
  QTest::newRow("tanh") << static_cast<int>(Activation::Tanh);
}

void TestAction::aStationaryPathExtremizesTheAction() {
  QFETCH(int, activation);
  const Paths paths(looped(static_cast<Activation>(activation), 1));
  const Matrix u = paths.stationary();
  const Played played = paths.play(u);
  QVERIFY(paths.residual(u).cwiseAbs().maxCoeff() < 1e-12);
  QVERIFY(played.m.row(kPathSteps - 1).isZero(1e-12));  // λ_N = 0
  QVERIFY(played.m.cwiseAbs().maxCoeff() > 1e-2);       // there is something to be equal
  QVERIFY((u - paths.freeRun()).cwiseAbs().maxCoeff() > 1e-2);
  QVERIFY(played.action < paths.play(paths.freeRun()).action);
  std::mt19937 random(7);
  std::normal_distribution<double> normal;
  for (int trial = 0; trial < 20; ++trial) {
    Matrix along = Matrix::NullaryExpr(u.rows(), u.cols(), [&] { return normal(random); });
    along.row(0).setZero();
    const Walk walk(paths, u, along);
    const double free_slope = std::abs(Walk(paths, paths.freeRun(), along).slope());
    QVERIFY(std::abs(walk.slope()) < 1e-8);
    QVERIFY(free_slope > 1e-2);
    QVERIFY(std::abs(walk.ratio(1e-3) - 4) < 0.01);
    QVERIFY(std::abs(walk.ratio(5e-4) - 4) < 0.005);
  }
}

/// Its m is 0, but λ is not.
void TestAction::theRunningNetworkDoesNot() {
  const Paths paths(looped(Activation::Tanh, 1));
  const Matrix& u = paths.freeRun();
  const Played played = paths.play(u);
  QVERIFY(played.m.isZero(1e-13));
  QVERIFY(played.adjoint.cwiseAbs().maxCoeff() > 1e-2);
  // Downhill is where it has a mismatch like λ: to first order by −dt Σ λ m.
  Matrix toward = paths.stationary() - u;
  const Walk walk(paths, u, toward);
  QVERIFY(walk.slope() < -1e-2 * played.action);
  QVERIFY(std::abs(walk.ratio(1e-4) - 2) < 0.01);
}

void TestAction::itsErrorIsTheExactGradientAtSmallNudging_data() {
  aStationaryPathExtremizesTheAction_data();
}

void TestAction::itsErrorIsTheExactGradientAtSmallNudging() {
  QFETCH(int, activation);
  double before = 0, before_of_W = 0;
  for (const double beta : {0.004, 0.002, 0.001}) {
    const Paths paths(looped(static_cast<Activation>(activation), beta));
    const Played free = paths.play(paths.freeRun());
    const Played played = paths.play(paths.stationary());
    const double off = (played.m - free.adjoint).norm() / free.adjoint.norm();
    const double off_of_W = compare(played.dW, free.dW).distance;
    if (before > 0) {
      QVERIFY(std::abs(before / off - 2) < 0.05);
      QVERIFY(std::abs(before_of_W / off_of_W - 2) < 0.05);
    }
    before = off;
    before_of_W = off_of_W;
  }
  QVERIFY(before > 0 && before < 0.005);
  QVERIFY(before_of_W > 0 && before_of_W < 0.005);
}

void TestAction::aRunningNetworkHasNoMismatchButItsErrors_data() {
  QTest::addColumn<double>("gamma");
  QTest::addColumn<bool>("is_fused");
  for (const double gamma : {0.0, 0.4, 1.0}) {
    for (const bool is_fused : {false, true}) {
      QTest::addRow("gamma %g, %s", gamma, is_fused ? "fused" : "step by step")
          << gamma << is_fused;
    }
  }
}

void TestAction::aRunningNetworkHasNoMismatchButItsErrors() {
  QFETCH(double, gamma);
  QFETCH(bool, is_fused);
  Project project = looped(Activation::Tanh, 0.5);
  setAt(project, "hidden.gamma", gamma);
  setAt(project, "output.gamma", gamma);
  setAt(project, "hidden.learn_bias", 0.01);
  setAt(project, "W1.learn", 0.01);
  const Simulator simulator = test::simulatorOf(project);
  State state = initialState(simulator.network());
  for (int n = 0; n < 200; ++n) {
    if (is_fused)
      simulator.advance(state, 1);
    else
      simulator.step(state);
    for (const char* layer : {"hidden", "output"}) {
      const std::string name(layer);
      const double m = probe(simulator, state, (name + ".mismatch[0]").c_str());
      const double e = probe(simulator, state, (name + ".e[0]").c_str());
      QVERIFY(std::abs(m - gamma * e) < 1e-14);
    }
    const double lagrangian = probe(simulator, state, "lagrangian");
    const double energy = probe(simulator, state, "energy");
    const double wanted = gamma * gamma * (energy - state.cost) + state.cost;
    QVERIFY(std::abs(lagrangian - wanted) < 1e-14);
    if (n > 10) QVERIFY(state.cost > 0 && energy > 1.01 * state.cost);
  }
}

void TestAction::whatIsHeldHasTheMismatchOfTheHand() {
  const Simulator simulator = test::simulatorOf(looped(Activation::Tanh, 1));
  State state = initialState(simulator.network());
  setPokes(simulator.network(),
           std::vector<Poke>{{NodeId{2}, 0, PokeKind::HoldPotential, 0.4},
                             {NodeId{2}, 1, PokeKind::Inject, 0.4}},
           state);
  simulator.advance(state, 100);
  const double s = probe(simulator, state, "hidden.s[0]");
  QVERIFY(std::abs(s) > 1e-3);
  QVERIFY(std::abs(probe(simulator, state, "hidden.mismatch[0]") - (0.4 - s)) < 1e-14);
  QVERIFY(std::abs(probe(simulator, state, "hidden.mismatch[1]")) < 1e-14);
}

VLE_TEST(TestAction, QCoreApplication)
#include "tst_action.moc"
