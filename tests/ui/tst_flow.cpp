// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What moves on the canvas is what the run computes: beads, buds, needles and phases have the sizes
// and signs of its numbers, and nothing is drawn for what is not known.
#include <algorithm>
#include <cmath>

#include "canvas.h"
#include "ids.h"
#include "model/variants.h"
#include "run_tests.h"
#include "session/credit_watch.h"
#include "sim/transfer.h"
#include "specs.h"
#include "tempo.h"

using namespace vle;
using namespace vle::ui;
using namespace vle::test::ids;

namespace {

const Beads* beadsOf(const Flow& flow, ProjectionId id, bool is_backward) {
  for (const Beads& beads : flow.beads) {
    if (beads.projection == id && beads.is_backward == is_backward) return &beads;
  }
  return nullptr;
}

const Bud* budOf(const Flow& flow, ProjectionId id) {
  const auto found = std::ranges::find(flow.buds, id, &Bud::projection);
  return found == flow.buds.end() ? nullptr : &*found;
}

const Needle* needleOf(const Flow& flow, ProjectionId id) {
  const auto found = std::ranges::find(flow.needles, id, &Needle::projection);
  return found == flow.needles.end() ? nullptr : &*found;
}

Project chain() {
  Project project = test::chain();
  project.variants.resize(1);
  return project;
}

/// Steps, and waits until the canvas shows where it is.
void steps(test::Canvas& canvas, std::int64_t n) {
  canvas.lab.control().stepBy(n);
  QVERIFY(test::settle(canvas.lab));
  test::letPass(300);  // periods are told five times a second
  QVERIFY(test::settle(canvas.lab));
  canvas.scene().refreshLive();
}

}  // namespace

class TestFlow : public QObject {
  Q_OBJECT

 private slots:
  void sizesAndSignsAreThoseOfTheRun();
  void withoutLearningNothingMeets();
  void theNeedleIsTheExactOne();
  void sleevesAreWhatTheorySays();
  void aNegativeWeightIsHollow();
  void whatDoesNotRepeatHasNoPhase();
  void calmStandsStill();
  void watchingChangesNothing();
};

void TestFlow::sizesAndSignsAreThoseOfTheRun() {
  test::Canvas canvas;
  canvas.load(chain());
  steps(canvas, 20'000);
  const auto& phases = canvas.lab.live().phases();
  QVERIFY(phases != nullptr);
  const Network& network = *canvas.lab.live().network();
  int positive = 0, negative = 0, growing = 0, shrinking = 0;
  for (int k = 0; k < 24; ++k) {
    steps(canvas, 26);
    const Flow& flow = canvas.scene().flow();
    const double phase = phaseOf(canvas.lab.control().status().t, phases->period);
    const auto value = [&](std::size_t channel) {
      return static_cast<double>(canvas.lab.live().phases()->near(phase, channel));
    };
    const std::size_t hidden = network.layer(kHidden)->range.begin;
    const std::size_t output = network.layer(kOutput)->range.begin;
    const double r = value(hidden);
    const double e = value(PhaseLayout(network).error(output));
    const Beads* up = beadsOf(flow, kW2, false);
    const Beads* down = beadsOf(flow, kW2, true);
    QVERIFY(up != nullptr && down != nullptr);
    QCOMPARE(up->is_positive, r >= 0);
    QCOMPARE(down->is_positive, e >= 0);
    const double unit = canvas.scene().node(kOutput)->heldError();
    const double share = std::sqrt(std::min(1.0, std::abs(e) / (unit < 0.5 ? unit : 1)));
    QVERIFY(std::abs(down->radius - (1.5 + 3.5 * share)) < 0.07);
    QVERIFY(up->radius >= 1.5 && up->radius <= 5);
    const Bud* bud = budOf(flow, kW2);
    QVERIFY(bud != nullptr);
    QCOMPARE(bud->grows, e * r > 0);
    QVERIFY(bud->radius >= 3 && bud->radius <= 12);
    QCOMPARE(bud->at, canvas.scene().projection(kW2)->strands().front().wire.end);
    const Beads* input = beadsOf(flow, kW1, false);
    QVERIFY(input != nullptr);
    (input->is_positive ? positive : negative) += 1;
    (bud->grows ? growing : shrinking) += 1;
  }
  QVERIFY(positive > 0 && negative > 0 && growing > 0 && shrinking > 0);
  // Two neurons, two teachers: six phases, of which four are rates.
  QCOMPARE(std::ranges::count(canvas.scene().flow().dots, false, &PhaseDot::is_error), 4);
  QCOMPARE(std::ranges::count(canvas.scene().flow().dots, true, &PhaseDot::is_error), 2);
}

void TestFlow::withoutLearningNothingMeets() {
  test::Canvas canvas;
  canvas.load(chain());
  steps(canvas, 20'000);
  QVERIFY(!canvas.scene().flow().buds.empty());
  canvas.lab.control().setLearning(false);
  canvas.scene().refreshLive();
  QVERIFY(canvas.scene().flow().buds.empty());
}

/// At one second W1 of the chain points the wrong way, at ten it does not.
void TestFlow::theNeedleIsTheExactOne() {
  test::Canvas canvas;
  canvas.load(chain());
  QVERIFY(canvas.scene().flow().needles.empty());  // nothing is known yet
  steps(canvas, 10'000);
  EVENTUALLY(needleOf(canvas.scene().flow(), kW1) != nullptr ||
             (canvas.scene().refreshLive(), false));
  QVERIFY(needleOf(canvas.scene().flow(), kW1)->angle > 170);
  QVERIFY(needleOf(canvas.scene().flow(), kW2)->angle < 10);
  QVERIFY(!canvas.scene().node(kHidden)->look().error_waves.front().wanted.isEmpty());
  steps(canvas, 90'000);
  EVENTUALLY((canvas.scene().refreshLive(), needleOf(canvas.scene().flow(), kW1) != nullptr &&
                                                needleOf(canvas.scene().flow(), kW1)->angle < 10));
  QVERIFY(needleOf(canvas.scene().flow(), kW1)->opacity < 1);
  canvas.lab.control().reset();
  EVENTUALLY((canvas.scene().refreshLive(), canvas.scene().flow().needles.empty()));
}

void TestFlow::sleevesAreWhatTheorySays() {
  test::Canvas canvas;
  canvas.load(chain());
  steps(canvas, 20'000);
  const auto& strands = canvas.scene().projection(kW2)->strands();
  const auto& live = canvas.lab.live();
  const Network& network = *live.network();
  const ProjectionPlan& plan = *network.projection(kW2);
  const auto W = static_cast<double>(live.W()[plan.weights.begin]);
  const double wanted = squaredGain(16, 10, 1, 0.1) * W;  // of B; the teacher of W2 has 1.5
  QVERIFY(std::abs(strands[0].width - (2 + 4 * std::abs(W))) < 0.07);
  QCOMPARE(strands[0].sleeve, 2 + 4 * 1.5 + 5);
  QVERIFY(std::abs(strands[1].sleeve - (2 + 4 * wanted + 5)) < 0.07);
  // A teacher is nobody's pupil.
  for (const StrandLook& strand : canvas.scene().projection(kT2)->strands()) {
    QCOMPARE(strand.sleeve, 0.0);
  }
}

void TestFlow::aNegativeWeightIsHollow() {
  test::Canvas canvas;
  canvas.load(chain());
  steps(canvas, 1000);  // B begins at −0.5
  QVERIFY(canvas.scene().projection(kW2)->strands()[1].head == ArrowHead::Hollow);
  steps(canvas, 100'000);
  QVERIFY(canvas.scene().projection(kW2)->strands()[1].head == ArrowHead::Filled);
}

void TestFlow::whatDoesNotRepeatHasNoPhase() {
  test::Canvas canvas;
  Project project = chain();
  std::get<InputSpec>(project.network.nodes.at(kInput).kind).signal = NoiseSignal{};
  canvas.load(project);
  steps(canvas, 20'000);
  QVERIFY(canvas.lab.live().phases() == nullptr);
  QVERIFY(canvas.scene().flow().dots.empty());
  QVERIFY(canvas.scene().node(kHidden)->look().rate_waves.empty());
  QVERIFY(!canvas.scene().flow().beads.empty());  // by their envelopes
}

void TestFlow::calmStandsStill() {
  test::Canvas canvas;
  canvas.load(chain());
  canvas.lab.control().run();
  EVENTUALLY(canvas.scene().motion().isPlaying() && !canvas.scene().flow().dots.empty());
  const auto phase = canvas.scene().motion().phase();
  test::letPass(400);
  QVERIFY(canvas.scene().motion().phase() != phase);
  QVERIFY(std::abs(*canvas.scene().motion().slowdown() - 24) < 1e-9);
  canvas.actions[ActionId::CalmCanvas]->trigger();
  QVERIFY(canvas.scene().motion().isCalm());
  const auto still = canvas.scene().motion().phase();
  test::letPass(400);
  QCOMPARE(canvas.scene().motion().phase(), still);
  QVERIFY(!canvas.scene().motion().slowdown());
  canvas.actions[ActionId::CalmCanvas]->trigger();
  QVERIFY(!canvas.scene().motion().isCalm());
}

/// Bit-equal with and without a picture.
void TestFlow::watchingChangesNothing() {
  test::Canvas canvas;
  canvas.load(chain());
  for (int k = 0; k < 7; ++k) steps(canvas, 1234);
  const State watched = test::statesOf(canvas.lab).front();
  const Simulator simulator(canvas.lab.shownNetwork());
  State alone = initialState(simulator.network());
  simulator.advance(alone, 7 * 1234);
  QVERIFY(std::ranges::equal(watched.W, alone.W));
  QVERIFY(std::ranges::equal(watched.B, alone.B));
  QVERIFY(std::ranges::equal(watched.e, alone.e));
}

VLE_TEST(TestFlow, QApplication)
#include "tst_flow.moc"
