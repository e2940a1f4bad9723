// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The simulation thread: order of commands, the same bits as without a thread, nothing recorded is
// lost, prompt stops. Run under the thread sanitizer too.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <thread>

#include <QTest>

#include "base/tempo.h"
#include "run/job_queue.h"
#include "run/runner.h"
#include "run_tests.h"
#include "sim/simulator.h"
#include "specs.h"

using namespace vle;
using namespace std::chrono_literals;

namespace {

UseNetworks networksOf(const Project& project) {
  UseNetworks command;
  auto networks = compileVariants(project);
  for (std::size_t k = 0; k < networks.size(); ++k) {
    command.variants.push_back({project.variants[k].id, networks[k]});
  }
  return command;
}

void tell(Runner& runner, Command command) {
  while (!runner.send(command)) std::this_thread::sleep_for(1ms);
}

constexpr auto kHang = 10min;  // nothing takes that long

/// Takes frames until one satisfies a condition.
/// @return nothing: it hangs
template <class Condition>
std::optional<Frame> waitFor(Runner& runner, Condition condition) {
  const auto end = std::chrono::steady_clock::now() + kHang;
  while (std::chrono::steady_clock::now() < end) {
    if (auto frame = runner.takeFrame(); frame && condition(*frame)) return frame;
    std::this_thread::sleep_for(1ms);
  }
  return std::nullopt;
}

std::vector<State> statesOf(Runner& runner) {
  tell(runner, CopyStates{});
  const auto end = std::chrono::steady_clock::now() + kHang;
  while (std::chrono::steady_clock::now() < end) {
    if (auto states = runner.takeStates()) return std::move(*states);
    std::this_thread::sleep_for(1ms);
  }
  return {};
}

}  // namespace

class TestRunner : public QObject {
  Q_OBJECT

 private slots:
  void steppingGivesTheBitsOfTheSimulator();
  void runningGivesTheSameBitsAtAnySpeed();
  void nothingRecordedIsLost();
  void aSlowScreenCoarsensInsteadOfDropping();
  void otherParametersLeaveTheChannelsAsTheyAre();
  void resetGoesBackToTheInitialState();
  void networksAreAdoptedWhileRunning();
  void paceFollowsTheSpeed();
  void learningSwitchReachesEveryVariant();
  void liveValuesReachEveryVariant();
  void aNewVariantHearsWhatTheOthersHear();
  void setNowGivesWhatIsLearnedItsInitialValues();
  void setNowOfTimeConstantsIsWhatTheNextStepUses();
  void setNowForgetsAHalfFilledWindow();
  void setNowIgnoresWhatAVariantDoesNotHave();
  void learnedQuantitiesArePublished();
  void oneVariantDivergesAlone();
  void pokesTakeEffectAtTheStepTheyAreStampedWith();
  void pokesOutliveNetworksAndEndWithAReset();
  void runUntilATimeStopsAtThatStep();
  void runUntilAConditionStopsAtTheFirstStepItHolds();
  void aConditionMayAskForAllVariants();
  void aConditionThatCannotBeReadIsTold();
  void pauseCallsAConditionOff();
  void tooManyChannelsGiveWayAlike();
  void variantsAreKnownByTheirIds();
  void destructionWhileRunningIsPrompt();
  void mailboxKeepsOrderAndRefusesWhenFull();
  void latestHoldsTheNewestUntilTaken();
  void jobsAreDoneInOrder();
  void whatIsDroppedIsNotDone();
};

void TestRunner::steppingGivesTheBitsOfTheSimulator() {
  const Project project = test::chain();
  Runner runner;
  tell(runner, networksOf(project));
  tell(runner, Observe{{"output.r", "loss"}, 1, 0});
  for (const std::int64_t n : {1, 2, 997, 4000}) tell(runner, Step{n});
  const auto frame = waitFor(runner, [](const Frame& f) { return f.step >= 5000; });
  QVERIFY(frame.has_value());
  QCOMPARE(frame->step, 5000);
  const std::vector<State> states = statesOf(runner);
  const auto networks = compileVariants(project);
  QCOMPARE(states.size(), networks.size());
  for (std::size_t k = 0; k < networks.size(); ++k) {
    State expected = initialState(*networks[k]);
    Simulator(networks[k]).advance(expected, 5000);
    QVERIFY(states[k] == expected);
  }
}

void TestRunner::runningGivesTheSameBitsAtAnySpeed() {
  const Project project = test::chain();
  Runner runner;
  tell(runner, networksOf(project));
  tell(runner, Observe{{"output.r", "W1.W", "loss_mean"}, 3, 1});
  tell(runner, SetSpeed{5});
  tell(runner, Run{});
  QVERIFY(waitFor(runner, [](const Frame& f) { return f.step > 500; }));
  tell(runner, SetSpeed{kNever});
  QVERIFY(waitFor(runner, [](const Frame& f) { return f.step > 5000; }));
  tell(runner, Pause{});
  const std::vector<State> states = statesOf(runner);
  QCOMPARE(states.size(), std::size_t{3});
  const auto networks = compileVariants(project);
  for (std::size_t k = 0; k < networks.size(); ++k) {
    QCOMPARE(states[k].step, states[0].step);  // lockstep
    State expected = initialState(*networks[k]);
    Simulator(networks[k]).advance(expected, states[k].step);
    QVERIFY(states[k] == expected);
  }
}

void TestRunner::nothingRecordedIsLost() {
  const Project project = test::chain();
  Runner runner;
  tell(runner, networksOf(project));
  tell(runner, Observe{{"x.r"}, 1, 0});
  tell(runner, SetSpeed{20});
  tell(runner, Run{});
  TraceBlock all;
  all.channels = 1;
  bool changed = false;
  const auto end = std::chrono::steady_clock::now() + kHang;
  while (all.rows() < 20000) {
    QVERIFY(std::chrono::steady_clock::now() < end);
    auto frame = runner.takeFrame();
    if (!frame) {
      std::this_thread::sleep_for(1ms);
      continue;
    }
    for (const VariantFrame& variant : frame->variants) {
      if (variant.id != project.variants.front().id) continue;
      for (const SampleBlock& block : variant.blocks) {
        for (const TraceBlock& rows : block.recent) all.append(rows);
      }
    }
    if (all.rows() > 10000 && !changed) {  // other networks, same channels: no hole
      Project edited = project;
      std::get<LayerSpec>(edited.network.nodes[NodeId{2}].kind).tau_m = 12.0;
      tell(runner, networksOf(edited));
      changed = true;
    }
  }
  for (std::size_t row = 0; row < all.rows(); ++row) {
    QCOMPARE(all.end_steps[row], static_cast<std::int64_t>(row));
  }
}

/// A slider that is dragged while the screen is slow: rows go on in one block, as if nothing had
/// been changed, and stay bounded; another choice of channels begins a new one.
void TestRunner::otherParametersLeaveTheChannelsAsTheyAre() {
  Project project = test::chain();
  Runner runner;
  const auto useAt = [&](double tau_m) {
    std::get<LayerSpec>(project.network.nodes[NodeId{2}].kind).tau_m = tau_m;
    tell(runner, networksOf(project));
  };
  tell(runner, Observe{{"x.r", "hidden.e"}, 1, 0});
  useAt(11);
  QVERIFY(waitFor(runner, [](const Frame& f) { return !f.variants.empty(); }).has_value());
  std::int64_t step = 0;
  const auto advance = [&](std::int64_t steps) {
    tell(runner, Step{steps});
    step += steps;
    while (statesOf(runner).at(0).step < step) continue;
  };
  for (int k = 0; k < 12; ++k) {
    advance(1500);
    useAt(12 + k);
  }
  tell(runner, Observe{{"x.r", "hidden.e"}, 1, 1});  // another variant in front
  advance(10);
  // An early frame may have been made before the first change; all others are one.
  std::vector<SampleBlock> blocks;
  const auto last = waitFor(runner, [&](const Frame& f) {
    const auto& more = f.variants.at(0).blocks;
    blocks.insert(blocks.end(), more.begin(), more.end());
    return f.step == step;
  });
  QVERIFY(last.has_value());
  QVERIFY(blocks.size() <= 2);
  const auto layout = blocks[0].layout;
  std::size_t rows = 0;
  std::int64_t end = -1, coarse_end = -1;
  for (const SampleBlock& block : blocks) {
    QCOMPARE(block.layout, layout);
    for (const TraceBlock& part : block.recent) {
      rows += part.rows();
      for (const std::int64_t one : part.end_steps) {
        QVERIFY(one == end + 1 || one == part.end_steps.front());
        end = one;
      }
    }
    for (const std::int64_t one : block.overview.end_steps) {
      QVERIFY(one > coarse_end && one < coarse_end + 200);  // without a hole
      coarse_end = one;
    }
  }
  QCOMPARE(end, step - 1);
  QCOMPARE(coarse_end, step - 1);
  QVERIFY(rows >= 8192 && rows < 14'000);
  useAt(99);
  advance(10);
  const auto next = waitFor(runner, [&](const Frame& f) { return f.step == step; });
  QCOMPARE(next->variants.at(0).blocks.at(0).layout, layout);
  tell(runner, Observe{{"x.r"}, 1, 1});
  advance(10);
  const auto other = waitFor(runner, [&](const Frame& f) { return f.step == step; });
  QVERIFY(other->variants.at(0).blocks.at(0).layout != layout);
  QCOMPARE(other->variants.at(0).blocks.at(0).layout->channels.size(), std::size_t{1});
}

void TestRunner::aSlowScreenCoarsensInsteadOfDropping() {
  // A pulse of one sample at step 700, and a screen that first looks long after it.
  Project project = test::oneNeuron();
  List samples(10000, 0.25);
  samples[700] = 42;
  std::get<InputSpec>(project.network.nodes[NodeId{1}].kind).signal = SamplesSignal{{samples}};
  project.variants = {Variant{.id = VariantId{2}, .name = "only"}};
  Runner runner;
  tell(runner, Observe{{"x.r"}, 1, 0});
  tell(runner, networksOf(project));
  const auto first = waitFor(runner, [](const Frame& f) { return !f.variants.empty(); });
  QVERIFY(first.has_value());
  tell(runner, SetSpeed{kNever});
  tell(runner, Run{});
  double largest = 0;
  std::int64_t last_end = -1;
  std::size_t rows = 0;
  for (int k = 1; k <= 3; ++k) {
    // No frame is fetched before so many steps are done.
    while (statesOf(runner).at(0).step < 10'000 * k) continue;
    const auto frame = waitFor(runner, [](const Frame&) { return true; });
    for (const SampleBlock& block : frame->variants.at(0).blocks) {
      rows = std::max(rows, block.overview.rows());
      for (std::size_t row = 0; row < block.overview.rows(); ++row) {
        QVERIFY(block.overview.end_steps[row] > last_end);
        last_end = block.overview.end_steps[row];
        largest = std::max(largest, block.overview.high(row));
      }
    }
  }
  QCOMPARE(largest, 42.0);
  QVERIFY2(rows <= 4096, "an overview stays within its bound");
  QVERIFY2(last_end > 9000, "the simulation did not wait for the screen");
}

void TestRunner::resetGoesBackToTheInitialState() {
  const Project project = test::chain();
  Runner runner;
  tell(runner, networksOf(project));
  tell(runner, Step{3000});
  QVERIFY(waitFor(runner, [](const Frame& f) { return f.step >= 3000; }));
  tell(runner, Step{1000000});  // a reset ends this, too
  tell(runner, Reset{});
  const auto frame = waitFor(runner, [](const Frame& f) { return f.epoch == 1; });
  QVERIFY(frame.has_value());
  QCOMPARE(frame->step, 0);
  QVERIFY(statesOf(runner).at(0) == initialState(*compileVariants(project)[0]));
}

void TestRunner::networksAreAdoptedWhileRunning() {
  Project project = test::chain();
  Runner runner;
  tell(runner, networksOf(project));
  tell(runner, SetSpeed{50});
  tell(runner, Run{});
  std::int64_t last = -1;
  for (int k = 0; k < 40; ++k) {
    project.network.nodes[NodeId{40}] = test::layer("new", 1 + k % 5);
    project.network.projections[ProjectionId{41}] = test::projection("new W", 1, 40, Draw{});
    if (k % 3 == 0) {
      project.network.nodes.erase(NodeId{40});
      project.network.projections.erase(ProjectionId{41});
    }
    tell(runner, networksOf(project));
    tell(runner, Observe{{"output.r", "new.r"}, 1, static_cast<std::size_t>(k % 4)});
    const auto frame = waitFor(runner, [&](const Frame& f) { return f.step > last; });
    QVERIFY(frame.has_value());
    QVERIFY(frame->error.empty());
    last = frame->step;
  }
}

/// Exactly: by a clock that a test moves, however late the thread is.
void TestRunner::paceFollowsTheSpeed() {
  Tempo::Hand hand;
  Runner runner;
  tell(runner, networksOf(test::chain()));
  tell(runner, SetSpeed{0.5});
  tell(runner, Run{});
  const auto stepOf = [&] { return statesOf(runner).at(0).step; };
  QCOMPARE(stepOf(), 0);
  std::int64_t expected = 0;
  for (int k = 0; k < 10; ++k) {
    hand.pass(50ms);
    expected += 250;  // 25 ms in steps of 0.1 ms
    while (stepOf() < expected) continue;
    QCOMPARE(stepOf(), expected);  // it stands: two copies have a round between them
  }
  const auto frame = waitFor(runner, [&](const Frame& f) { return f.step == expected; });
  QVERIFY(frame && frame->is_running);
}

void TestRunner::learningSwitchReachesEveryVariant() {
  Runner runner;
  tell(runner, networksOf(test::chain()));
  tell(runner, SetLearning{false});
  tell(runner, Step{2000});
  QVERIFY(waitFor(runner, [](const Frame& f) { return f.step >= 2000; }));
  tell(runner, Reset{});  // the switch outlives it
  tell(runner, Step{1000});
  QVERIFY(waitFor(runner, [](const Frame& f) { return f.epoch == 1 && f.step >= 1000; }));
  const auto networks = compileVariants(test::chain());
  const std::vector<State> states = statesOf(runner);
  QCOMPARE(states.size(), networks.size());
  for (std::size_t k = 0; k < states.size(); ++k) {
    QVERIFY(states[k].W == networks[k]->W && states[k].B == networks[k]->B);
  }
}

void TestRunner::liveValuesReachEveryVariant() {
  Project project = test::chain();
  project.network.nodes[NodeId{1}].kind = InputSpec{LiveSignal{-0.5, 0.5}};
  Runner runner;
  tell(runner, networksOf(project));
  tell(runner, Step{10});
  QVERIFY(waitFor(runner, [](const Frame& f) { return f.step == 10; }));
  const auto input = [&](const State& state) {
    const auto network = compileVariants(project)[0];
    return channelsOf(*network, "x.r")[0].read(*network, state);
  };
  for (const State& state : statesOf(runner)) QCOMPARE(input(state), 0.0);
  tell(runner, SetLive{NodeId{1}, {0.25}});
  tell(runner, SetLive{NodeId{77}, {3}});                                   // nobody
  for (const State& state : statesOf(runner)) QCOMPARE(input(state), 0.0);  // from the next step on
  tell(runner, Step{1});
  QVERIFY(waitFor(runner, [](const Frame& f) { return f.step == 11; }));
  std::vector<State> states = statesOf(runner);
  QCOMPARE(states.size(), std::size_t{3});
  for (const State& state : states) QCOMPARE(input(state), 0.25);
  tell(runner, SetLive{NodeId{1}, {-7}});
  tell(runner, Step{1});
  QVERIFY(waitFor(runner, [](const Frame& f) { return f.step == 12; }));
  for (const State& state : statesOf(runner)) QCOMPARE(input(state), -0.5);
}

void TestRunner::aNewVariantHearsWhatTheOthersHear() {
  Project project = test::chain();
  project.network.nodes[NodeId{1}].kind = InputSpec{NoiseSignal{.tau = 50}};
  const Project whole = project;
  project.variants.pop_back();
  Runner runner;
  tell(runner, networksOf(project));
  tell(runner, Step{100});
  QVERIFY(waitFor(runner, [](const Frame& f) { return f.step == 100; }));
  tell(runner, networksOf(whole));
  tell(runner, Step{1});
  QVERIFY(waitFor(runner, [](const Frame& f) { return f.step == 101; }));
  const std::vector<State> states = statesOf(runner);
  QCOMPARE(states.size(), std::size_t{3});
  const auto network = compileVariants(whole)[0];
  const Channel input = channelsOf(*network, "x.r")[0];
  QVERIFY(input.read(*network, states[0]) != 0 &&
          input.read(*network, states[2]) == input.read(*network, states[0]));
}

void TestRunner::setNowGivesWhatIsLearnedItsInitialValues() {
  const Project project = test::chain();
  const auto networks = compileVariants(project);
  Runner runner;
  tell(runner, networksOf(project));
  tell(runner, Step{5000});
  QVERIFY(waitFor(runner, [](const Frame& f) { return f.step == 5000; }));
  const std::vector<State> before = statesOf(runner);
  tell(runner, SetNow{{{12, Learned::W}}});
  tell(runner, SetNow{{{12, Learned::B}, {11, Learned::W}}});
  const std::vector<State> after = statesOf(runner);
  for (std::size_t k = 0; k < networks.size(); ++k) {
    State expected = before[k];
    QVERIFY(expected.W != networks[k]->W);
    expected.W = networks[k]->W;  // T1 and T2 do not learn
    expected.B = networks[k]->B;
    QVERIFY(after[k] == expected);
  }
  QCOMPARE(liveValues(*networks[0], after[0], {12, Learned::W}), std::vector<double>{0.6});
  QCOMPARE(liveValues(*networks[0], after[0], {12, Learned::B}), std::vector<double>{-0.5});
  // It goes on from there, like a simulator that was given the same state.
  tell(runner, Step{1000});
  QVERIFY(waitFor(runner, [](const Frame& f) { return f.step == 6000; }));
  State expected = after[1];
  Simulator(networks[1]).advance(expected, 1000);
  QVERIFY(statesOf(runner)[1] == expected);
}

void TestRunner::setNowOfTimeConstantsIsWhatTheNextStepUses() {
  Project project = test::chain();
  std::get<LayerSpec>(project.network.nodes.at(NodeId{2}).kind).learn_tau_m = 20;
  const auto networks = compileVariants(project);
  Runner runner;
  tell(runner, networksOf(project));
  tell(runner, Step{3000});
  QVERIFY(waitFor(runner, [](const Frame& f) { return f.step == 3000; }));
  QVERIFY(statesOf(runner)[0].tau_m != networks[0]->tau_m);
  tell(runner, SetNow{{{2, Learned::tau_m}}});
  const State state = statesOf(runner)[0];
  QVERIFY(state.tau_m == networks[0]->tau_m);
  QVERIFY(state.coefficients == initialState(*networks[0]).coefficients);
}

void TestRunner::setNowForgetsAHalfFilledWindow() {
  Project project = test::chain();
  project.settings.rule = Rule::Bptt;  // a window of 1000 steps
  const auto networks = compileVariants(project);
  Runner runner;
  tell(runner, networksOf(project));
  tell(runner, Step{1500});
  QVERIFY(waitFor(runner, [](const Frame& f) { return f.step == 1500; }));
  QVERIFY(!(statesOf(runner)[0].window == initialState(*networks[0]).window));
  tell(runner, SetNow{{{11, Learned::W}}});
  QVERIFY(statesOf(runner)[0].window == initialState(*networks[0]).window);
}

void TestRunner::setNowIgnoresWhatAVariantDoesNotHave() {
  Project project = test::chain();
  project.variants[1].without = {3};  // the output, and with it W2
  const auto networks = compileVariants(project);
  Runner runner;
  tell(runner, networksOf(project));
  tell(runner, Step{100});
  QVERIFY(waitFor(runner, [](const Frame& f) { return f.step == 100; }));
  const std::vector<State> before = statesOf(runner);
  // No such item, an item of the other sort, and B that is made of W.
  tell(runner, SetNow{{{99, Learned::W}, {2, Learned::W}, {12, Learned::bias}, {11, Learned::B}}});
  QVERIFY(statesOf(runner) == before);
  tell(runner, SetNow{{{12, Learned::W}}});
  const std::vector<State> after = statesOf(runner);
  QVERIFY(after[1] == before[1]);
  QVERIFY(after[0] != before[0]);
}

void TestRunner::learnedQuantitiesArePublished() {
  Project project = test::chain();
  std::get<LayerSpec>(project.network.nodes.at(NodeId{2}).kind).learn_bias = 0.01;
  Runner runner;
  tell(runner, networksOf(project));
  tell(runner, Observe{});
  tell(runner, Step{2000});
  std::optional<Frame> frame = waitFor(
      runner, [](const Frame& f) { return f.step == 2000 && !f.bias.empty() && !f.W.empty(); });
  QVERIFY(frame.has_value());
  const State state = statesOf(runner)[0];
  for (const auto& [published, own] : {std::pair(&frame->bias, &state.bias),
                                       {&frame->tau_m, &state.tau_m},
                                       {&frame->tau_r, &state.tau_r}}) {
    QCOMPARE(published->size(), own->size());
    QVERIFY(std::equal(published->begin(), published->end(), own->begin(),
                       [](float x, double y) { return x == static_cast<float>(y); }));
  }
}

void TestRunner::oneVariantDivergesAlone() {
  Project project = test::chain();
  project.variants[2].set["*.learn"] = 1e9;
  Runner runner;
  tell(runner, networksOf(project));
  tell(runner, SetSpeed{kNever});
  tell(runner, Run{});
  const auto frame = waitFor(runner, [](const Frame& f) {
    return f.step > 20000 && f.variants.size() == 3 && f.variants[2].divergence;
  });
  QVERIFY(frame.has_value());
  QVERIFY(!frame->variants[0].divergence && !frame->variants[1].divergence);
  QVERIFY(frame->is_running);
}

void TestRunner::pokesTakeEffectAtTheStepTheyAreStampedWith() {
  const Project project = test::chain();
  Runner runner;
  tell(runner, networksOf(project));
  tell(runner, SetSpeed{kNever});
  tell(runner, Run{});
  QVERIFY(waitFor(runner, [](const Frame& f) { return f.step > 300; }));
  const std::vector<Poke> pokes = {{NodeId{2}, 0, PokeKind::Inject, 0.7}};
  while (!runner.send(SetPokes{pokes}, 5)) std::this_thread::sleep_for(1ms);
  std::int64_t poked_at = -1;
  const auto later = waitFor(runner, [&](const Frame& f) {
    for (const Stamp& stamp : f.stamps) {
      if (stamp.ticket == 5) poked_at = stamp.step;
    }
    return poked_at >= 0 && f.step > poked_at + 500;
  });
  QVERIFY(later.has_value());
  QVERIFY(poked_at > 300);
  tell(runner, Pause{});
  const std::vector<State> states = statesOf(runner);
  const auto networks = compileVariants(project);
  QCOMPARE(states.size(), networks.size());
  for (std::size_t k = 0; k < networks.size(); ++k) {
    const Simulator simulator(networks[k]);
    State expected = initialState(*networks[k]);
    simulator.advance(expected, poked_at);
    setPokes(*networks[k], pokes, expected);
    simulator.advance(expected, states[k].step - poked_at);
    QVERIFY(states[k] == expected);
  }
}

void TestRunner::pokesOutliveNetworksAndEndWithAReset() {
  const Project project = test::chain();
  Runner runner;
  tell(runner, networksOf(project));
  tell(runner, SetPokes{{{NodeId{2}, 0, PokeKind::HoldRate, 0.25},
                         {NodeId{2}, 7, PokeKind::Inject, 1},      // no such neuron
                         {NodeId{99}, 0, PokeKind::Inject, 1}}});  // no such layer
  Project edited = project;
  std::get<LayerSpec>(edited.network.nodes[NodeId{2}].kind).tau_m = 12.0;
  edited.variants.push_back(edited.variants[0]);
  edited.variants.back().id = VariantId{99};
  edited.variants.back().name = "one more";
  tell(runner, networksOf(edited));
  tell(runner, Step{10});
  QVERIFY(waitFor(runner, [](const Frame& f) { return f.step == 10; }));
  std::vector<State> states = statesOf(runner);
  QCOMPARE(states.size(), std::size_t{4});
  for (const State& state : states) {
    QCOMPARE(state.pokes.size(), std::size_t{1});
    QCOMPARE(state.r[state.pokes.front().slot], 0.25);
  }
  tell(runner, Reset{});
  tell(runner, Step{10});
  QVERIFY(waitFor(runner, [](const Frame& f) { return f.epoch == 1 && f.step == 10; }));
  states = statesOf(runner);
  const auto networks = compileVariants(edited);
  for (std::size_t k = 0; k < states.size(); ++k) {
    State expected = initialState(*networks[k]);
    Simulator(networks[k]).advance(expected, 10);
    QVERIFY(states[k] == expected);
  }
}

void TestRunner::runUntilATimeStopsAtThatStep() {
  Runner runner;
  tell(runner, networksOf(test::chain()));
  tell(runner, SetSpeed{kNever});
  while (!runner.send(RunUntil{.probe = {}, .value = 123.45}, 9)) std::this_thread::sleep_for(1ms);
  auto frame = waitFor(runner, [](const Frame& f) { return f.met == 9; });
  QVERIFY(frame.has_value());
  QVERIFY(!frame->is_running && !frame->is_conditional);
  QCOMPARE(frame->step, 1235);  // the first one at or after 123.45 ms
  // A time that has passed is met at once, and no step is done.
  while (!runner.send(RunUntil{.probe = {}, .value = 50}, 10)) std::this_thread::sleep_for(1ms);
  frame = waitFor(runner, [](const Frame& f) { return f.met == 10; });
  QVERIFY(frame.has_value());
  QCOMPARE(frame->step, 1235);
}

void TestRunner::runUntilAConditionStopsAtTheFirstStepItHolds() {
  const Project project = test::chain();
  const auto networks = compileVariants(project);
  // What it should be, by hand.
  State state = initialState(*networks[0]);
  const Simulator simulator(networks[0]);
  const Channel distance = channelsOf(*networks[0], "W1.W_distance").front();
  while (distance.read(*networks[0], state) > 0.5) simulator.advance(state, 1);
  QVERIFY(state.step > 1000);

  Runner runner;
  tell(runner, networksOf(project));
  tell(runner, Observe{{"output.r"}, 3, 0});
  tell(runner, SetSpeed{kNever});
  const RunUntil until{.probe = "W1.W_distance",
                       .is_above = false,
                       .value = 0.5,
                       .whose = RunUntil::Whose::One,
                       .variant = project.variants[0].id};
  while (!runner.send(until, 3)) std::this_thread::sleep_for(1ms);
  const auto frame = waitFor(runner, [](const Frame& f) { return f.met == 3; });
  QVERIFY(frame.has_value());
  QCOMPARE(frame->step, state.step);
  const std::vector<State> states = statesOf(runner);
  QVERIFY(states[0] == state);
  for (const State& other : states) QCOMPARE(other.step, state.step);
}

void TestRunner::aConditionMayAskForAllVariants() {
  Project project = test::chain();
  project.variants.resize(2);
  project.variants[1].set["hidden.tau_m"] = Value(30.0);
  const auto step_of = [&](RunUntil::Whose whose) {
    Runner runner;
    tell(runner, networksOf(project));
    tell(runner, SetSpeed{kNever});
    const RunUntil until{.probe = "output.u[0]", .is_above = true, .value = 0.3, .whose = whose};
    while (!runner.send(until, 1)) std::this_thread::sleep_for(1ms);
    const auto frame = waitFor(runner, [](const Frame& f) { return f.met == 1; });
    return frame ? frame->step : -1;
  };
  std::vector<State> states;
  const auto networks = compileVariants(project);
  for (const auto& network : networks) states.push_back(initialState(*network));
  std::int64_t any = 0, all = 0;
  for (std::int64_t n = 1; all == 0 && n < 100000; ++n) {
    std::size_t above = 0;
    for (std::size_t k = 0; k < states.size(); ++k) {
      Simulator(networks[k]).advance(states[k], 1);
      const std::size_t slot = networks[k]->layer(NodeId{3})->range.begin;
      if (states[k].u[slot] >= 0.3) ++above;
    }
    if (above > 0 && any == 0) any = n;
    if (above == states.size()) all = n;
  }
  QVERIFY(all > any && any > 0);
  QCOMPARE(step_of(RunUntil::Whose::Any), any);
  QCOMPARE(step_of(RunUntil::Whose::All), all);
}

void TestRunner::aConditionThatCannotBeReadIsTold() {
  Runner runner;
  tell(runner, networksOf(test::chain()));
  tell(runner, RunUntil{.probe = "nobody.u", .value = 1});
  const auto frame = waitFor(runner, [](const Frame& f) { return !f.error.empty(); });
  QVERIFY(frame.has_value());
  QVERIFY(frame->error.find("nobody") != std::string::npos);
  QVERIFY(!frame->is_running && !frame->is_conditional);
}

void TestRunner::pauseCallsAConditionOff() {
  Runner runner;
  tell(runner, networksOf(test::chain()));
  tell(runner, SetSpeed{kNever});
  tell(runner, RunUntil{.probe = "loss_mean", .is_above = true, .value = 1e300});
  QVERIFY(waitFor(runner, [](const Frame& f) { return f.is_conditional && f.step > 1000; }));
  tell(runner, Pause{});
  const auto frame =
      waitFor(runner, [](const Frame& f) { return !f.is_conditional && !f.is_running; });
  QVERIFY(frame.has_value());
  QCOMPARE(frame->met, std::uint64_t{0});
}

void TestRunner::tooManyChannelsGiveWayAlike() {
  const auto network = compileVariants(test::deepNetwork(3, 20)).front();
  Runner runner;
  tell(runner, UseNetworks{.variants = {{kAsDrawn, network}}});
  tell(runner, Observe{.probes = {"loss_mean", "l0.r", "W1.W", "W2.W", "l1.r[3]", "l1.r"},
                       .most_channels = 60});
  tell(runner, Step{5});
  const auto frame = waitFor(runner, [](const Frame& f) { return f.step >= 5; });
  QVERIFY(frame.has_value());
  const ChannelLayout& layout = *frame->variants.front().blocks.back().layout;
  const auto count = [&layout](const std::string& owner) {
    return std::ranges::count_if(layout.channels, [&owner](const Channel& channel) {
      return channel.name == owner || channel.name.starts_with(owner + "[");
    });
  };
  QCOMPARE(count("loss_mean"), 1);  // who wants little has all of it
  for (const char* probe : {"l0.r", "W1.W", "W2.W", "l1.r"}) QCOMPARE(count(probe), 14);
  QCOMPARE(layout.left_out, std::size_t{6 + 2 * 386 + 6});
  // More probes than channels: the first ones.
  tell(runner, Observe{.probes = {"loss_mean", "l0.r", "l1.r", "l2.r"}, .most_channels = 3});
  tell(runner, Step{5});
  const auto later = waitFor(runner, [](const Frame& f) { return f.step >= 10; });
  const auto& few = later->variants.front().blocks.back().layout->channels;
  QCOMPARE(few.size(), 3U);
  QCOMPARE(few[2].name, "l1.r[0]");
}

void TestRunner::variantsAreKnownByTheirIds() {
  const Project project = test::chain();
  Runner runner;
  const UseNetworks command = networksOf(project);
  tell(runner, command);
  tell(runner, Step{500});
  QVERIFY(waitFor(runner, [](const Frame& f) { return f.step == 500; }));
  const std::vector<State> before = statesOf(runner);
  UseNetworks other = command;
  std::swap(other.variants[0], other.variants[2]);
  other.variants.pop_back();
  other.variants[1].id = VariantId{99};
  tell(runner, other);
  const std::vector<State> after = statesOf(runner);
  QVERIFY(after[0] == before[2]);
  QVERIFY(after[1].W != before[1].W);  // the same network, another variant
  tell(runner, command);               // what ran before goes on with what it had learned
  const std::vector<State> again = statesOf(runner);
  for (std::size_t k = 0; k < 3; ++k) QVERIFY(again[k].W == before[k].W);
  // Only one that was not there before has begun later than the rest.
  const auto began = [&runner] {
    std::vector<std::int64_t> steps;
    std::ignore = waitFor(runner, [&](const Frame& f) {
      steps.clear();
      for (const VariantFrame& variant : f.variants) steps.push_back(variant.began);
      return f.step >= 501;
    });
    return steps;
  };
  UseNetworks more = command;
  more.variants.push_back({VariantId{98}, command.variants[0].network});
  tell(runner, more);
  tell(runner, Step{1});
  QCOMPARE(began(), (std::vector<std::int64_t>{0, 0, 0, 500}));
}

void TestRunner::destructionWhileRunningIsPrompt() {
  for (int k = 0; k < 20; ++k) {
    Runner runner;
    tell(runner, networksOf(test::chain()));
    tell(runner, SetSpeed{kNever});
    tell(runner, Run{});
    if (k % 2 == 0) QVERIFY(waitFor(runner, [](const Frame& f) { return f.step > 0; }));
  }  // whoever waited for the end of the run would wait for ever
}

void TestRunner::mailboxKeepsOrderAndRefusesWhenFull() {
  Mailbox<std::unique_ptr<int>> mailbox(3);
  for (int k = 0; k < 3; ++k) {
    auto value = std::make_unique<int>(k);
    QVERIFY(mailbox.push(value));
    QVERIFY(!value);
  }
  auto refused = std::make_unique<int>(3);
  QVERIFY(!mailbox.push(refused));
  QVERIFY(refused != nullptr);  // still ours, to be offered again
  const auto values = mailbox.drain();
  QCOMPARE(values.size(), std::size_t{3});
  for (int k = 0; k < 3; ++k) QCOMPARE(*values[static_cast<std::size_t>(k)], k);
  QVERIFY(mailbox.push(refused));
}

void TestRunner::latestHoldsTheNewestUntilTaken() {
  Latest<int> latest;
  QVERIFY(latest.wanted() && !latest.take());
  latest.publish(1);
  latest.publish(2);
  QVERIFY(!latest.wanted());
  QCOMPARE(*latest.take(), 2);
  QVERIFY(latest.wanted() && !latest.take());
}

void TestRunner::jobsAreDoneInOrder() {
  std::vector<int> done;
  {
    JobQueue jobs;
    QVERIFY(jobs.isIdle());
    for (int k = 0; k < 100; ++k)
      jobs.add([&done, k](const std::stop_token&) { done.push_back(k); });
    jobs.wait();
    QVERIFY(jobs.isIdle());
    QCOMPARE(done.size(), std::size_t{100});
    QVERIFY(std::ranges::is_sorted(done));
  }
  const auto held = std::make_shared<int>();
  JobQueue jobs;
  jobs.add([held](const std::stop_token&) {});
  jobs.wait();
  QCOMPARE(held.use_count(), 1L);  // what a job held goes with it
}

void TestRunner::whatIsDroppedIsNotDone() {
  std::atomic<bool> is_under_way = false, was_stopped = false, was_done = false;
  const JobQueue::Job until_stopped = [&](const std::stop_token& stop) {
    is_under_way = true;
    while (!stop.stop_requested()) std::this_thread::yield();
    was_stopped = true;
  };
  const JobQueue::Job other = [&](const std::stop_token&) { was_done = true; };
  {
    JobQueue jobs;
    jobs.add(until_stopped);
    while (!is_under_way) std::this_thread::yield();
    jobs.add(other);
    QVERIFY(!jobs.isIdle());
    jobs.drop();
    QVERIFY(!was_stopped);
    jobs.add(other);
    jobs.cancel();
    QVERIFY(was_stopped && !was_done && jobs.isIdle());
    jobs.add(other);  // it goes on working
    jobs.wait();
    QVERIFY(was_done);
    is_under_way = was_stopped = was_done = false;
    jobs.add(until_stopped);
    while (!is_under_way) std::this_thread::yield();
    jobs.add(other);
  }
  QVERIFY(was_stopped && !was_done);
}

VLE_TEST(TestRunner, QCoreApplication)
#include "tst_runner.moc"
