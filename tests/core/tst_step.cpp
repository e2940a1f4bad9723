// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The simulator against the model written out once more, for every feedback kind and optimizer; and
// the proof that this would notice: each line of model.md §2–3 written wrongly gives another run.
#include <cmath>

#include <QTest>

#include "literal_model.h"
#include "model/feedback_traits.h"
#include "run_tests.h"
#include "sim/simulator.h"
#include "specs.h"

using namespace vle;
using test::LiteralModel;
using test::Mutation;

namespace {

/// Rounding of a few hundred steps in another order of operations.
constexpr double kSame = 1e-11;
/// What the smallest of the mistakes changes is far above it.
constexpr double kDifferent = 1e-8;
constexpr int kSteps = 400;

/// Two inputs, three layers with a loop, a self-connection and a skip; two targets, one following a
/// layer; everything learns, one projection with each kind of feedback that is asked for.
Project network(FeedbackKind kind, Optimizer::Kind optimizer) {
  Project project;
  project.settings.dt = 0.2;
  project.settings.optimizer.kind = optimizer;
  project.settings.clamp_tau = 1.5;  // some τ_r begin below
  // Adam's steps do not shrink with the gradient, momentum's add up: the same rate for all would
  // make some runs chaotic, and chaos magnifies rounding.
  const double rate = optimizer == Optimizer::Kind::Flow       ? 1
                      : optimizer == Optimizer::Kind::Momentum ? 0.1
                                                               : 0.02;
  NetworkSpec& spec = project.network;
  spec.nodes[NodeId{1}] = test::input("x", SinesSignal{{{{30, 1, 0}}, {{70, 0.8, 1}}}}, 2);
  spec.nodes[NodeId{2}] = test::input("y", ConstantSignal{0.7});
  LayerSpec layer;
  layer.tau_m = Draw{Draw::Kind::Uniform, 4, 9, false};
  layer.tau_r = Draw{Draw::Kind::Uniform, 0.95, 3, false};
  layer.bias = Draw{Draw::Kind::Normal, 0.2, 0.2, false};
  layer.gamma = 0.05;
  layer.learn_bias = 0.004 * rate;
  layer.learn_tau_m = 0.03 * rate;
  layer.learn_tau_r = 0.03 * rate;
  spec.nodes[NodeId{3}] = test::layer("a", 3, layer);
  layer.activation = Activation::Softplus;
  spec.nodes[NodeId{4}] = test::layer("b", 2, layer);
  layer.activation = Activation::Sigmoid;
  layer.gamma = 0;
  spec.nodes[NodeId{5}] = test::layer("c", 2, layer);
  auto first = test::target("t", 2, 4, SinesSignal{{{{30, 0.5, 2}}, {{70, 0.4, 0}}}});
  std::get<TargetSpec>(first.kind).beta = 0.6;
  spec.nodes[NodeId{6}] = std::move(first);
  auto second = test::target("f", 2, 5, NodeId{4});
  std::get<TargetSpec>(second.kind).beta = 0.3;
  spec.nodes[NodeId{7}] = std::move(second);
  const auto connect = [&](std::uint32_t id, std::uint32_t from, std::uint32_t to, double sd) {
    auto projection = test::projection("p" + std::to_string(id), from, to,
                                       Draw{Draw::Kind::Normal, 0, sd, true}, 0.01 * rate);
    projection.decay = 0.002;
    projection.feedback = FeedbackSpec{.kind = kind,
                                       .B = Draw{Draw::Kind::Normal, 0, sd, true},
                                       .learn = 0.02,
                                       .tau_mean = 20,
                                       .decay = 0.003,
                                       .frequency = 45};
    // A skip wire of another kind carries M, too.
    if (kind == FeedbackKind::Observed && id == 15) {
      projection.feedback->kind = FeedbackKind::Transpose;
    }
    spec.projections[ProjectionId{id}] = std::move(projection);
  };
  connect(11, 1, 3, 1.0);
  connect(12, 2, 3, 0.5);
  connect(13, 3, 4, 0.6);
  connect(14, 4, 5, 0.6);
  connect(15, 3, 5, 0.4);
  connect(16, 4, 3, 0.1);
  connect(17, 5, 5, 0.1);
  return project;
}

enum class Path { Readable, Fused };

/// Largest difference between the simulator and the model over some steps, in any variable.
double difference(FeedbackKind kind, Optimizer::Kind optimizer, Mutation wrong,
                  Path path = Path::Readable) {
  const Project project = network(kind, optimizer);
  const Simulator simulator(Network::build(project));
  const Network& compiled = simulator.network();
  State state = initialState(compiled);
  LiteralModel model(project, compiled, wrong);
  double worst = 0;
  const auto compare = [&worst](double ours, double theirs) {
    const double difference = std::abs(ours - theirs);
    worst = std::isnan(difference) ? 1e300 : std::max(worst, difference);
  };
  for (int n = 0; n < kSteps; ++n) {
    if (path == Path::Readable) {
      simulator.step(state);
    } else {
      simulator.advance(state, 1);
    }
    std::map<NodeId, List> inputs;
    std::map<NodeId, List> targets;
    const auto copy = [](const AlignedVector& from, Slots range) {
      return List(from.begin() + static_cast<std::ptrdiff_t>(range.begin),
                  from.begin() + static_cast<std::ptrdiff_t>(range.end()));
    };
    for (const InputPlan& input : compiled.inputs) inputs[input.id] = copy(state.r, input.range);
    for (const TargetPlan& target : compiled.targets) {
      targets[target.id] = copy(state.target, target.values);
    }
    model.step(inputs, targets);
    compare(state.loss, model.loss);
    for (const LayerPlan& plan : compiled.layers) {
      const LiteralModel::Layer& layer = model.layer(plan.id);
      for (std::size_t k = 0; k < plan.range.size; ++k) {
        const std::size_t slot = plan.range.begin + k;
        compare(state.u[slot], layer.u[k]);
        compare(state.v[slot], layer.v[k]);
        compare(state.e[slot], layer.e[k]);
        compare(state.r[slot], layer.r[k]);
        compare(state.r_prime[slot], layer.r_prime[k]);
        compare(state.bias[slot], layer.bias[k]);
        compare(state.tau_m[slot], layer.tau_m[k]);
        compare(state.tau_r[slot], layer.tau_r[k]);
      }
    }
    for (const ProjectionPlan& plan : compiled.projections) {
      plan.forEachSynapse([&](std::size_t k, std::size_t i, std::size_t j) {
        const std::size_t at = i * plan.pre.size + j;
        compare(state.W[plan.weights.begin + k], model.projection(plan.id).W[at]);
        compare(state.B[plan.weights.begin + k], model.projection(plan.id).B[at]);
        if (!plan.has_model) return;
        compare(state.M[plan.weights.begin + k], model.projection(plan.id).M[at]);
      });
    }
    if (worst > 1) break;  // told apart; wrong models may run away
  }
  return worst;
}

struct Line {
  const char* name;
  Mutation wrong;
  FeedbackKind kind = FeedbackKind::Transpose;
  Optimizer::Kind optimizer = Optimizer::Kind::Flow;
};

constexpr Line kLines[] = {
    {"1: r* from new rates", Mutation::TargetFromNewRates},
    {"1: beta missing", Mutation::BetaMissing},
    {"1: loss with beta", Mutation::LossWithBeta},
    {"2: slope of this step", Mutation::SlopeOfThisStep},
    {"3: tau_m and tau_r swapped", Mutation::ErrorTimeConstantsSwapped},
    {"3: e from new v", Mutation::ErrorFromNewTrace},
    {"3: no filter", Mutation::ErrorsUnfiltered},
    {"4: s from new rates", Mutation::DriveFromNewRates},
    {"4: bias missing", Mutation::BiasMissing},
    {"5: gamma with old e", Mutation::GammaFromOldError},
    {"5: gamma missing", Mutation::GammaMissing},
    {"5: tau_m and tau_r swapped", Mutation::MembraneTimeConstantsSwapped},
    {"5: u_prosp from new u", Mutation::ProspectiveFromNewMembrane},
    {"6: rate of u", Mutation::RateOfMembrane},
    {"6: slope of u", Mutation::SlopeOfMembrane},
    {"7: W after plasticity", Mutation::MessageWithNewWeights},
    {"7: B after plasticity", Mutation::MessageWithNewWeights, FeedbackKind::Learned},
    {"7: old e", Mutation::MessageOfOldError},
    {"8: new rates", Mutation::LearnFromNewRates},
    {"8: old errors", Mutation::LearnFromOldErrors},
    {"8: h without dt", Mutation::RateWithoutDt},
    {"8: bias from eps", Mutation::BiasFromEps},
    {"8: sign of tau_m", Mutation::TauMSign},
    {"8: tau_m from eps", Mutation::TauMFromEps},
    {"8: tau_r from e", Mutation::TauRFromError},
    {"8: sign of tau_r", Mutation::TauRSign},
    {"8: decay before update", Mutation::DecayBeforeUpdate},
    {"8: no clamp", Mutation::ClampMissing},
    {"8: momentum normalised", Mutation::MomentumNormalised, FeedbackKind::Transpose,
     Optimizer::Kind::Momentum},
    {"8: Adam uncorrected", Mutation::AdamUncorrected, FeedbackKind::Transpose,
     Optimizer::Kind::Adam},
    {"8: Adam epsilon under the root", Mutation::AdamEpsilonInside, FeedbackKind::Transpose,
     Optimizer::Kind::Adam},
    {"9: W after plasticity", Mutation::FeedbackWithNewW, FeedbackKind::Learned},
    {"9: new rates", Mutation::FeedbackFromNewRates, FeedbackKind::Learned},
    {"9: mean updated first", Mutation::MeanUpdatedFirst, FeedbackKind::Learned},
    {"9: mean not subtracted", Mutation::MeanNotSubtracted, FeedbackKind::Learned},
    {"9: tau_m and tau_r swapped", Mutation::FilterTimeConstantsSwapped, FeedbackKind::Learned},
    {"9: rho from new x", Mutation::FilterFromNewTrace, FeedbackKind::Learned},
    {"9: powers swapped", Mutation::FeedbackPowersSwapped, FeedbackKind::Learned},
    {"9: rate without dt", Mutation::FeedbackRateWithoutDt, FeedbackKind::Learned},
    {"drive: s of this step", Mutation::DriveOfThisStep, FeedbackKind::Drive},
    {"drive: rate of this step", Mutation::DriveWithRateOfThisStep, FeedbackKind::Drive},
    {"drive: mean not subtracted", Mutation::DriveMeanNotSubtracted, FeedbackKind::Drive},
    {"kolen-pollack: W keeps", Mutation::KolenPollackKeepsW, FeedbackKind::KolenPollack},
    {"kolen-pollack: B keeps", Mutation::KolenPollackKeepsB, FeedbackKind::KolenPollack},
    {"kolen-pollack: old errors", Mutation::KolenPollackOldErrors, FeedbackKind::KolenPollack},
    {"analytic: no gain", Mutation::AnalyticWithoutGain, FeedbackKind::Analytic},
    {"analytic: upper neuron", Mutation::AnalyticGainOfUpperNeuron, FeedbackKind::Analytic},
    {"M: of its own projection", Mutation::ModelOfOwnProjection, FeedbackKind::Observed},
    {"M: without inputs", Mutation::ModelWithoutInputs, FeedbackKind::Observed},
    {"M: s of this step", Mutation::ModelOfDriveOfThisStep, FeedbackKind::Observed},
    {"M: rates of this step", Mutation::ModelOfRatesOfThisStep, FeedbackKind::Observed},
    {"M: learns with rate of this step", Mutation::ModelLearnsWithRateOfThisStep,
     FeedbackKind::Observed},
    {"M: mean not subtracted", Mutation::ModelMeanNotSubtracted, FeedbackKind::Observed},
    {"M: rate without dt", Mutation::ModelRateWithoutDt, FeedbackKind::Observed},
    {"M: begins at 0", Mutation::ModelBeginsAtZero, FeedbackKind::Observed},
    {"observed: M after plasticity", Mutation::ObservedWithNewModel, FeedbackKind::Observed},
    {"observed: power of the step before", Mutation::ObservedPowerOfStepBefore,
     FeedbackKind::Observed},
    {"observed: reads W", Mutation::ObservedReadsW, FeedbackKind::Observed},
};

}  // namespace

class TestStep : public QObject {
  Q_OBJECT

 private slots:
  void simulatorIsTheModel_data();
  void simulatorIsTheModel();
  void aWrongLineIsNoticed_data();
  void aWrongLineIsNoticed();
};

void TestStep::simulatorIsTheModel_data() {
  QTest::addColumn<int>("kind");
  QTest::addColumn<int>("optimizer");
  QTest::addColumn<int>("path");
  constexpr const char* kOptimizers[] = {"flow", "momentum", "adam"};
  for (const FeedbackTraits& kind : feedbackTraits()) {
    for (int optimizer = 0; optimizer < 3; ++optimizer) {
      for (const Path path : {Path::Readable, Path::Fused}) {
        QTest::addRow("%s, %s, %s", std::string(kind.name).c_str(), kOptimizers[optimizer],
                      path == Path::Readable ? "readable" : "fused")
            << static_cast<int>(kind.kind) << optimizer << static_cast<int>(path);
      }
    }
  }
}

void TestStep::simulatorIsTheModel() {
  QFETCH(int, kind);
  QFETCH(int, optimizer);
  QFETCH(int, path);
  const double worst =
      difference(static_cast<FeedbackKind>(kind), static_cast<Optimizer::Kind>(optimizer),
                 Mutation::None, static_cast<Path>(path));
  QVERIFY2(worst < kSame, qPrintable(QString::number(worst)));
}

void TestStep::aWrongLineIsNoticed_data() {
  QTest::addColumn<int>("line");
  for (int line = 0; line < static_cast<int>(std::size(kLines)); ++line) {
    QTest::addRow("%s", kLines[line].name) << line;
  }
}

void TestStep::aWrongLineIsNoticed() {
  QFETCH(int, line);
  const Line& wrong = kLines[line];
  const double worst = difference(wrong.kind, wrong.optimizer, wrong.wrong);
  QVERIFY2(worst > kDifferent, qPrintable(QString::number(worst)));
}

VLE_TEST(TestStep, QCoreApplication)
#include "tst_step.moc"
