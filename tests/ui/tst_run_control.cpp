// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a person does to a run from the window: conditions, pokes, drawn input, marks, renamed and
// edited variants, kept runs, seeds in the background. Run under the thread sanitizer too.
#include <algorithm>
#include <cmath>

#include <QSignalSpy>
#include <QTest>

#include "model/building.h"
#include "model/paths.h"
#include "model/resizing.h"
#include "run_tests.h"
#include "session/lab.h"
#include "sim/simulator.h"
#include "specs.h"
#include "tempo.h"

using namespace vle;
using vle::test::settle;
using vle::test::statesOf;
using vle::ui::Compiler;
using vle::ui::Document;
using vle::ui::Lab;
using vle::ui::Mark;
using vle::ui::MarkList;
using vle::ui::RunControl;

namespace {

/// Text of a mark; "" if there is none.
QString markText(const Lab& lab, std::size_t index) {
  return index < lab.marks().all().size() ? lab.marks().all()[index].text : QString();
}

}  // namespace

class TestRunControl : public QObject {
  Q_OBJECT

 private slots:
  void aConditionIsWaitedForFromTheVeryStart();
  void init();
  void cleanup();
  void runningUntilATimePausesThere();
  void aConditionThatNeverComesIsCalledOff();
  void aConditionNobodyCanReadIsTold();
  void anOldErrorStopsNoNewRun();
  void everyChangeIsMarkedOnce();
  void aDragIsOneMarkWhereItBegan();
  void marksTellWhenTheChangeTookEffect();
  void onlyWhatHasChangedIsTold();
  void reseedingIsMarkedAtTheBeginning();
  void pokesEndWithTheirNeuronAndWithAReset();
  void theMarkListForgetsTheOldest();
  void drawnInputReachesEveryVariantAndIsOneMark();
  void editingOneVariantLeavesTheOthersAlone();
  void whatWasLearnedComesBackWithTheUndo_data();
  void whatWasLearnedComesBackWithTheUndo();
  void aRenamedVariantGoesOnWithItsHistory();
  void aDivergedVariantSaysWhy();
  void whoAsksForStatesOfNothingIsAnswered();
  void questionsGoWithTheirOwner();
  void aRunWithoutVariantsThatGoOnIsPaused();
  void aKeptRunHasItsCurvesAndBringsItsSettingsBack();
  void keptRunsAreBounded();
  void seedsAreWhatTheCommandLineWouldRun();
  void seedsDoNotDisturbTheRun();
  void seedsCanBeCancelled();

 private:
  std::unique_ptr<Document> document_;
  std::unique_ptr<Lab> lab_;
};

void TestRunControl::init() {
  document_ = std::make_unique<Document>();
  lab_ = std::make_unique<Lab>(*document_, vle::test::kEqualPriorities);
  document_->load(test::chain(), QStringLiteral("chain"));
  lab_->control().setSpeed(kNever);
  lab_->control().stepBy(0);  // everything is compiled
}

void TestRunControl::cleanup() {
  lab_.reset();
  document_.reset();
}

void TestRunControl::runningUntilATimePausesThere() {
  QSignalSpy notices(lab_.get(), &Lab::notice);
  lab_->control().runUntil({.probe = {}, .value = 321});
  QVERIFY(lab_->control().status().is_running);
  QVERIFY(!lab_->control().status().until.isEmpty());
  EVENTUALLY(!lab_->control().status().is_running);
  QCOMPARE(lab_->control().status().step, 3210);
  QVERIFY(lab_->control().status().until.isEmpty());
  QCOMPARE(notices.count(), 1);
}

void TestRunControl::aConditionThatNeverComesIsCalledOff() {
  lab_->control().runUntil({.probe = "loss_mean", .is_above = true, .value = 1e200});
  EVENTUALLY(lab_->control().status().step > 1000);
  QVERIFY(lab_->control().status().is_running);
  lab_->control().run();  // goes on, without the condition
  QVERIFY(lab_->control().status().until.isEmpty());
  const auto before = lab_->control().status().step;
  EVENTUALLY(lab_->control().status().step > before + 1000);
  QVERIFY(lab_->control().status().is_running);
}

void TestRunControl::aConditionNobodyCanReadIsTold() {
  QSignalSpy notices(lab_.get(), &Lab::notice);
  lab_->control().runUntil({.probe = "nowhere.u", .value = 1});
  EVENTUALLY_COMPARE(notices.count(), 1);
  QVERIFY(notices.front().front().toString().contains(QStringLiteral("nowhere")));
  QVERIFY(!lab_->control().status().is_running);
  lab_->control().run();  // the error is history
  EVENTUALLY(lab_->control().status().step > 1000);
  QVERIFY(lab_->control().status().is_running);
}

/// A frame may be on its way that was made before the run was asked for.
void TestRunControl::anOldErrorStopsNoNewRun() {
  QSignalSpy notices(lab_.get(), &Lab::notice);
  QVERIFY(settle(*lab_));      // whatever is on its way
  constexpr int kRounds = 40;  // in one of them the frame waits: it takes the thread about 1 ms
  for (int round = 0; round < kRounds; ++round) {
    lab_->control().runUntil({.probe = "nowhere.u", .value = 1});
    QThread::usleep(100U * static_cast<unsigned>(round));
    lab_->control().run();
    lab_->pull();
    QVERIFY(lab_->control().status().is_running);
  }
  EVENTUALLY(lab_->control().status().step > 1000);
  QVERIFY(lab_->control().status().is_running);
  QCOMPARE(notices.count(), 0);
}

void TestRunControl::everyChangeIsMarkedOnce() {
  lab_->control().stepBy(100);
  EVENTUALLY_COMPARE(lab_->control().status().step, 100);
  document_->push(QStringLiteral("Slow hidden down"),
                  editsAt(document_->project(), "hidden.tau_m", Value(20.0)));
  EVENTUALLY_COMPARE(lab_->marks().all().size(), std::size_t{1});
  document_->undoStack().undo();
  document_->undoStack().redo();
  EVENTUALLY_COMPARE(lab_->marks().all().size(), std::size_t{3});
  QCOMPARE(markText(*lab_, 0), QStringLiteral("Slow hidden down"));
  QCOMPARE(markText(*lab_, 1), QStringLiteral("Undo: Slow hidden down"));
  QCOMPARE(markText(*lab_, 2), QStringLiteral("Redo: Slow hidden down"));
  lab_->control().setLearning(true);  // as it is
  lab_->control().setLearning(false);
  lab_->control().poke(NodeId{2}, 0, PokeKind::Inject, 0.5);
  lab_->control().poke(NodeId{2}, 0, PokeKind::Inject, 0.5);   // as it is
  lab_->control().poke(NodeId{77}, 0, PokeKind::Inject, 0.5);  // nobody
  QVERIFY(settle(*lab_));
  QCOMPARE(lab_->marks().all().size(), std::size_t{5});
  for (const Mark& mark : lab_->marks().all()) QCOMPARE(mark.t, 10.0);
  // Where a card lies is no change of the run.
  NodeSpec node = document_->project().network.nodes.at(NodeId{2});
  node.x += 50;
  document_->push(QStringLiteral("Move"), {SetNode{NodeId{2}, node}});
  QVERIFY(settle(*lab_));
  QCOMPARE(lab_->marks().all().size(), std::size_t{5});
}

void TestRunControl::aDragIsOneMarkWhereItBegan() {
  lab_->control().setSpeed(1);
  for (int k = 0; k < 5; ++k) {
    document_->push(QStringLiteral("tau %1").arg(k),
                    editsAt(document_->project(), "hidden.tau_m", Value(20.0 + k)),
                    QStringLiteral("drag"));
    lab_->control().stepBy(10);
    EVENTUALLY_COMPARE(lab_->control().status().step, 10 * (k + 1));
  }
  QCOMPARE(lab_->marks().all().size(), std::size_t{1});
  QCOMPARE(lab_->marks().all()[0].t, 0.0);
  QCOMPARE(markText(*lab_, 0), QStringLiteral("tau 4"));
  document_->push(QStringLiteral("another drag"),
                  editsAt(document_->project(), "hidden.tau_m", Value(9.0)),
                  QStringLiteral("drag 2"));
  EVENTUALLY_COMPARE(lab_->marks().all().size(), std::size_t{2});
  QCOMPARE(lab_->marks().all()[1].t, 5.0);
}

/// A slider changes the networks, not the set of variants, nor what is wrong with the project.
void TestRunControl::onlyWhatHasChangedIsTold() {
  QSignalSpy variants(lab_.get(), &Lab::variantsChanged);
  QSignalSpy networks(&lab_->compiler(), &Compiler::networksChanged);
  QSignalSpy problems(&lab_->compiler(), &Compiler::problemsChanged);
  QSignalSpy marks(&lab_->marks(), &MarkList::changed);
  const auto told = [&] {
    lab_->control().stepBy(1);  // what was changed is compiled
    (void)settle(*lab_);
    const std::vector<qsizetype> counts = {variants.count(), networks.count(), problems.count()};
    for (QSignalSpy* spy : {&variants, &networks, &problems}) spy->clear();
    return counts;
  };
  using Counts = std::vector<qsizetype>;
  const auto slide = [&](double tau_m) {
    document_->push(QStringLiteral("Slide"),
                    editsAt(document_->project(), "hidden.tau_m", Value(tau_m)),
                    QStringLiteral("one gesture"));
  };
  slide(11.0);
  QCOMPARE(told(), (Counts{0, 1, 0}));
  const auto marked = marks.count();
  slide(12.0);
  QCOMPARE(told(), (Counts{0, 1, 0}));
  QCOMPARE(marks.count(), marked);  // the same gesture, the same words
  slide(12.0);
  QCOMPARE(told(), (Counts{0, 0, 0}));
  slide(0.2);  // a warning: dt is coarse
  QCOMPARE(told(), (Counts{0, 1, 1}));
  slide(-1);  // an error: the network of before runs on
  QCOMPARE(told(), (Counts{0, 0, 1}));
  slide(12.0);
  QCOMPARE(told(), (Counts{0, 1, 1}));
  std::vector<Variant> other = document_->project().variants;
  other[1].set["hidden.tau_r"] = Value(3.0);
  document_->push(QStringLiteral("Override"), {SetVariants{other}});
  QCOMPARE(told(), (Counts{1, 1, 0}));
  other[1].title = "Another title";
  document_->push(QStringLiteral("Title"), {SetVariants{other}});
  QCOMPARE(told(), (Counts{1, 0, 0}));
}

void TestRunControl::marksTellWhenTheChangeTookEffect() {
  lab_->control().run();
  EVENTUALLY(lab_->control().status().step > 1000);
  lab_->control().poke(NodeId{2}, 0, PokeKind::HoldRate, 0.25);
  EVENTUALLY_COMPARE(lab_->marks().all().size(), std::size_t{1});
  lab_->control().pause();
  const std::vector<State> states = statesOf(*lab_);
  const auto at = static_cast<std::int64_t>(std::llround(lab_->marks().all()[0].t / 0.1));
  const auto networks = compileVariants(document_->project());
  for (std::size_t k = 0; k < networks.size(); ++k) {
    const Simulator simulator(networks[k]);
    State expected = initialState(*networks[k]);
    simulator.advance(expected, at);
    setPokes(*networks[k], lab_->control().pokes(), expected);
    simulator.advance(expected, states[k].step - at);
    QVERIFY(states[k] == expected);
  }
}

void TestRunControl::reseedingIsMarkedAtTheBeginning() {
  lab_->control().stepBy(100);
  EVENTUALLY_COMPARE(lab_->control().status().step, 100);
  lab_->control().setLearning(false);
  EVENTUALLY_COMPARE(lab_->marks().all().size(), std::size_t{1});
  document_->push(QStringLiteral("Re-seed to 7"),
                  editsAt(document_->project(), "settings.seed", std::int64_t{7}));
  lab_->control().reset();
  EVENTUALLY_COMPARE(lab_->marks().all().size(), std::size_t{1});
  QCOMPARE(markText(*lab_, 0), QStringLiteral("Re-seed to 7"));
  QCOMPARE(lab_->marks().all()[0].t, 0.0);
}

void TestRunControl::pokesEndWithTheirNeuronAndWithAReset() {
  QSignalSpy changed(&lab_->control(), &RunControl::pokesChanged);
  lab_->control().poke(NodeId{2}, 0, PokeKind::Silence);
  lab_->control().poke(NodeId{3}, 0, PokeKind::Inject, 1);
  lab_->control().poke(NodeId{3}, 1, PokeKind::Inject, 1);  // it has one neuron
  lab_->control().poke(NodeId{3}, 0, PokeKind::Inject, std::numeric_limits<double>::quiet_NaN());
  QCOMPARE(lab_->control().pokes().size(), std::size_t{2});
  document_->push(QStringLiteral("Delete output"), {SetProjection{ProjectionId{12}, std::nullopt}});
  std::vector<Edit> erase;
  for (const auto& [id, projection] : document_->project().network.projections) {
    if (projection.from == NodeId{3} || projection.to == NodeId{3})
      erase.emplace_back(SetProjection{id, std::nullopt});
  }
  for (const auto& [id, node] : document_->project().network.nodes) {
    if (node.target() != nullptr) erase.emplace_back(SetNode{id, std::nullopt});
  }
  erase.emplace_back(SetNode{NodeId{3}, std::nullopt});
  document_->push(QStringLiteral("Delete output"), erase);
  document_->push(QStringLiteral("No variants"), {SetVariants{}});
  EVENTUALLY_COMPARE(lab_->control().pokes().size(), std::size_t{1});
  document_->undoStack().undo();
  document_->undoStack().undo();
  lab_->control().stepBy(5);
  // Variants that change what is gone do not run.
  const std::vector<State> states = statesOf(*lab_);
  QVERIFY(lab_->variants().front().network != nullptr);
  for (std::size_t k = 0; k < states.size(); ++k) {
    const bool runs = lab_->variants()[k].network != nullptr;
    QCOMPARE(states[k].pokes.size(), runs ? std::size_t{1} : std::size_t{0});
  }
  QVERIFY(lab_->control().pokeOf(NodeId{2}, 0) != nullptr);
  QVERIFY(lab_->control().pokeOf(NodeId{3}, 0) == nullptr);
  lab_->control().reset();
  QVERIFY(lab_->control().pokes().empty());
  for (const State& state : statesOf(*lab_)) QVERIFY(state.pokes.empty());
  QVERIFY(changed.count() >= 4);
}

void TestRunControl::theMarkListForgetsTheOldest() {
  ui::MarkList list;
  QSignalSpy changed(&list, &MarkList::changed);
  const std::size_t more = ui::MarkList::kMost + 10;
  for (std::size_t k = 0; k < more; ++k) {
    const auto ticket = list.announce({{QString::number(k), k + 1}});
    list.settle({{ticket, static_cast<std::int64_t>(k), 0.5}});
    list.settle({{ticket, 0, 0.5}});
    QCOMPARE(changed.count(), static_cast<int>(k) + 1);  // told once
  }
  QCOMPARE(list.all().size(), ui::MarkList::kMost);
  QCOMPARE(list.all().front().text, QStringLiteral("10"));
  QCOMPARE(list.all().back().t, 0.5 * static_cast<double>(more - 1));
}

void TestRunControl::drawnInputReachesEveryVariantAndIsOneMark() {
  document_->push(QStringLiteral("Draw by hand"),
                  editsAt(document_->project(), "x.signal", SignalSpec(LiveSignal{-1, 1})));
  for (int k = 1; k <= 10; ++k) lab_->control().setLive(NodeId{1}, {0.05 * k}, 1);
  lab_->control().setLive(NodeId{1}, {7}, 2);  // clamped
  lab_->control().stepBy(1);
  EVENTUALLY_COMPARE(lab_->control().status().step, 1);
  const std::vector<State> states = statesOf(*lab_);
  const auto networks = compileVariants(document_->project());
  QCOMPARE(states.size(), std::size_t{3});
  for (std::size_t k = 0; k < states.size(); ++k) {
    QCOMPARE(states[k].r[networks[k]->inputs.front().range.begin], 1.0);
  }
  EVENTUALLY_COMPARE(lab_->marks().all().size(), std::size_t{3});
}

void TestRunControl::editingOneVariantLeavesTheOthersAlone() {
  lab_->control().stepBy(2000);
  EVENTUALLY_COMPARE(lab_->control().status().step, 2000);
  const std::vector<State> before = statesOf(*lab_);
  std::vector<Variant> variants = document_->project().variants;
  variants[1].set["hidden.tau_m"] = Value(14.0);
  variants.push_back(variants[2]);
  variants.back().name = "new";
  std::swap(variants[0], variants[2]);
  NodeSpec moved = document_->project().network.nodes.at(NodeId{2});
  moved.x += 40;
  document_->push(QStringLiteral("Move"), {SetNode{NodeId{2}, moved}});
  document_->push(QStringLiteral("Edit variants"), {SetVariants{variants}});
  const std::vector<State> after = statesOf(*lab_);
  QCOMPARE(after.size(), std::size_t{4});
  QVERIFY(after[0] == before[2]);
  QVERIFY(after[2] == before[0]);
  QVERIFY(after[1].W == before[1].W && after[1].tau_m != before[1].tau_m);
  document_->undoStack().undo();
  const std::vector<State> undone = statesOf(*lab_);
  QCOMPARE(undone.size(), std::size_t{3});
  QVERIFY(undone[0] == before[0]);
  QVERIFY(undone[2] == before[2]);
}

void TestRunControl::whatWasLearnedComesBackWithTheUndo_data() {
  QTest::addColumn<std::vector<Edit>>("edits");
  const Project project = test::chain();
  const auto erased = [&](const Selection& selection) { return remove(project, selection).edits; };
  QTest::newRow("a layer") << erased({.nodes = {NodeId{2}}, .projections = {}});
  QTest::newRow("the output") << erased({.nodes = {NodeId{3}}, .projections = {}});
  QTest::newRow("a projection") << erased({.nodes = {}, .projections = {ProjectionId{12}}});
  QTest::newRow("everything") << erased(
      {.nodes = {NodeId{1}, NodeId{2}, NodeId{3}}, .projections = {}});
  std::set<NodeId> hidden = {NodeId{2}};  // and its twin, or their weights would not fit
  for (const auto& [id, node] : project.network.nodes) {
    if (node.name == "teacher 1") hidden.insert(id);
  }
  QCOMPARE(hidden.size(), std::size_t{2});
  QTest::newRow("another size") << resize(project, hidden, 3).edits;
  ProjectionSpec other = *project.network.find(ProjectionId{12});
  other.feedback->kind = FeedbackKind::Transpose;
  QTest::newRow("another kind of feedback")
      << std::vector<Edit>{SetProjection{ProjectionId{12}, other}};
}

void TestRunControl::whatWasLearnedComesBackWithTheUndo() {
  QFETCH(const std::vector<Edit>, edits);
  lab_->control().stepBy(20'000);
  QVERIFY(settle(*lab_));
  const std::vector<State> learned = statesOf(*lab_);
  const std::vector<State> initial = [this] {
    std::vector<State> states;
    for (const auto& network : lab_->compiler().networks())
      states.push_back(initialState(*network));
    return states;
  }();
  QVERIFY(learned[0].W != initial[0].W && learned[0].B != initial[0].B);
  document_->push(QStringLiteral("Edit"), edits);
  lab_->control().stepBy(0);
  QVERIFY(settle(*lab_));
  document_->undoStack().undo();
  const std::vector<State> back = statesOf(*lab_);
  QCOMPARE(back.size(), learned.size());
  for (std::size_t k = 0; k < back.size(); ++k) {
    QVERIFY(back[k].W == learned[k].W);
    QVERIFY(back[k].B == learned[k].B);
  }
  // A reset begins anew all the same.
  lab_->control().reset();
  document_->undoStack().redo();
  lab_->control().stepBy(0);
  QVERIFY(settle(*lab_));
  document_->undoStack().undo();
  const std::vector<State> begun = statesOf(*lab_);
  for (std::size_t k = 0; k < begun.size(); ++k) QVERIFY(begun[k].W == initial[k].W);
}

void TestRunControl::aRenamedVariantGoesOnWithItsHistory() {
  lab_->control().stepBy(2000);
  EVENTUALLY_COMPARE(lab_->control().status().step, 2000);
  const std::vector<State> before = statesOf(*lab_);
  const VariantId id = test::idOf(*lab_, "transpose");
  std::vector<Variant> variants = document_->project().variants;
  variants[1].name = "another";  // renamed and changed at once: no name and no setting stays
  variants[1].set["hidden.tau_m"] = Value(14.0);
  document_->push(QStringLiteral("Rename"), {SetVariants{variants}});
  std::vector<State> after = statesOf(*lab_);
  for (std::size_t k = 0; k < 3; ++k) QVERIFY(after[k].W == before[k].W);
  QCOMPARE(lab_->variants()[1].variant.name, std::string("another"));
  QVERIFY(test::idOf(*lab_, "another") == id);
  QVERIFY(lab_->traces().curve(id, "loss_mean", 0, 200, 100).t.size() > 10);
  document_->undoStack().undo();
  after = statesOf(*lab_);
  for (std::size_t k = 0; k < 3; ++k) QVERIFY(after[k].W == before[k].W);
  QVERIFY(test::idOf(*lab_, "transpose") == id);
  // Another variant of the name of one that went is not that one.
  std::vector<Variant> fewer = document_->project().variants;
  fewer.erase(fewer.begin() + 1);
  document_->push(QStringLiteral("Delete"), {SetVariants{fewer}});
  fewer.push_back(Variant{.name = "transpose"});
  document_->push(QStringLiteral("Add"), {SetVariants{fewer}});
  (void)statesOf(*lab_);
  QVERIFY(test::idOf(*lab_, "transpose") != id);
  QVERIFY(lab_->traces().curve(test::idOf(*lab_, "transpose"), "loss_mean", 0, 200, 100).t.empty());
}

/// A project that was opened with errors runs nothing: there are no states, and that is the answer.
void TestRunControl::whoAsksForStatesOfNothingIsAnswered() {
  Project broken = test::chain();
  broken.settings.dt = 0;
  document_->load(broken, QStringLiteral("broken"));
  bool is_answered = false;
  lab_->states().ask(lab_.get(), [&](const auto& networks, const std::vector<State>& states) {
    is_answered = networks.empty() && states.empty();
  });
  EVENTUALLY(is_answered);
}

void TestRunControl::aDivergedVariantSaysWhy() {
  std::vector<Variant> variants = document_->project().variants;
  variants[1].set["hidden.activation"] = std::string("linear");
  variants[1].set["output.activation"] = std::string("linear");
  variants[1].set["W2.learn"] = 2000.0;
  document_->push(QStringLiteral("Too fast"), {SetVariants{variants}});
  lab_->control().reset();
  lab_->control().run();
  EVENTUALLY(lab_->variants()[1].divergence.has_value());
  EVENTUALLY(lab_->variants()[1].diagnosis != nullptr);
  QVERIFY(lab_->variants()[1].diagnosis->report.sentence().find("W2") != std::string::npos);
  QVERIFY(!lab_->variants()[0].divergence && lab_->variants()[0].diagnosis == nullptr);
  lab_->control().reset();
  QVERIFY(lab_->variants()[1].diagnosis == nullptr);
}

/// With nobody left to run the button must not say "running"; a reset goes on.
void TestRunControl::questionsGoWithTheirOwner() {
  std::vector<int> answered;
  QObject stays;
  auto goes = std::make_unique<QObject>();
  const auto ask = [&](const QObject* owner, int k) {
    lab_->states().ask(owner, [&answered, k](const auto& networks, const auto& states) {
      if (networks.size() == states.size()) answered.push_back(k);
    });
  };
  ask(goes.get(), 1);
  ask(&stays, 2);
  ask(goes.get(), 3);
  ask(&stays, 4);
  goes.reset();
  EVENTUALLY(answered.size() == 2);
  ask(&stays, 5);
  EVENTUALLY_COMPARE(answered, (std::vector<int>{2, 4, 5}));
}

void TestRunControl::aRunWithoutVariantsThatGoOnIsPaused() {
  Project wild = test::oneNeuron(16, {});
  wild.network.nodes[NodeId{2}] = test::layer("a", 1, LayerSpec{.activation = Activation::Linear});
  wild.network.projections[ProjectionId{12}] = test::projection("loop", 2, 2, 50.0);
  document_->load(wild, QStringLiteral("wild"));
  QSignalSpy notices(lab_.get(), &Lab::notice);
  lab_->control().setSpeed(kNever);
  lab_->control().run();
  EVENTUALLY(!lab_->control().status().is_running);
  QVERIFY(lab_->variants()[0].divergence.has_value());
  QCOMPARE(notices.count(), 1);
  lab_->control().reset();
  QVERIFY(lab_->control().status().is_running);
  EVENTUALLY(!lab_->control().status().is_running);
  // Whoever paused by hand stays paused.
  lab_->control().pause();
  lab_->control().reset();
  QVERIFY(!lab_->control().status().is_running);
}

void TestRunControl::aKeptRunHasItsCurvesAndBringsItsSettingsBack() {
  QSignalSpy notices(lab_.get(), &Lab::notice);
  lab_->keepRun();  // nothing yet
  QCOMPARE(notices.count(), 1);
  QVERIFY(lab_->keptRuns().runs().empty());
  lab_->control().stepBy(3000);
  EVENTUALLY_COMPARE(lab_->control().status().step, 3000);
  EVENTUALLY(lab_->traces().newest() >= 299.9);
  const Project before = document_->project();
  lab_->keepRun();
  QCOMPARE(lab_->keptRuns().runs().size(), std::size_t{1});
  const auto id = lab_->keptRuns().runs().front().id;
  document_->push(QStringLiteral("x"), editsAt(document_->project(), "hidden.tau_m", Value(20.0)));
  document_->push(QStringLiteral("x"),
                  editsAt(document_->project(), "settings.seed", std::int64_t{9}));
  NodeSpec moved = document_->project().network.nodes.at(NodeId{2});
  moved.x += 40;
  document_->push(QStringLiteral("Move"), {SetNode{NodeId{2}, moved}});
  lab_->control().reset();  // the kept run stays
  const ui::KeptRun& run = *lab_->keptRuns().find(id);
  QCOMPARE(run.t, 300.0);
  QCOMPARE(run.variants.size(), std::size_t{3});
  for (const Variant& variant : run.variants) {
    for (const char* channel : {"output.r[0]", "loss_mean", "W1.W[0;0]", "W2.B[0;0]"}) {
      const ui::Curve* curve = run.curve(variant.id, channel);
      QVERIFY2(curve != nullptr, channel);
      QVERIFY(std::ranges::is_sorted(curve->t));
      QVERIFY(curve->t.size() > 50 && curve->t.front() < 5 && curve->t.back() > 295);
    }
  }
  QVERIFY(run.curve(VariantId{99}, "loss_mean") == nullptr);
  restoreSettings(run, *document_);
  Project restored = document_->project();
  QCOMPARE(restored.network.nodes.at(NodeId{2}).x, moved.x);
  restored.network.nodes.at(NodeId{2}).x = before.network.nodes.at(NodeId{2}).x;
  QVERIFY(restored == before);
  document_->undoStack().undo();
  QCOMPARE(document_->project().settings.seed, 9);
  lab_->keptRuns().remove(id);
  lab_->keptRuns().remove(id);
  QVERIFY(lab_->keptRuns().runs().empty());
}

void TestRunControl::keptRunsAreBounded() {
  lab_->control().stepBy(10);
  EVENTUALLY_COMPARE(lab_->control().status().step, 10);
  for (std::size_t k = 0; k < ui::KeptRuns::kMost + 3; ++k) lab_->keepRun();
  QCOMPARE(lab_->keptRuns().runs().size(), ui::KeptRuns::kMost);
  QCOMPARE(lab_->keptRuns().runs().front().id, std::uint64_t{4});
  document_->load(test::chain(), QStringLiteral("chain"));
  QVERIFY(lab_->keptRuns().runs().empty());
}

void TestRunControl::seedsAreWhatTheCommandLineWouldRun() {
  Project project = test::chain();
  project.settings.duration = 400;
  ui::SeedRuns& seeds = lab_->seeds();
  QSignalSpy finished(&seeds, &ui::SeedRuns::finished);
  seeds.start(project, {project.variants[0].id, project.variants[2].id}, 3, 4, 2);
  QVERIFY(seeds.isRunning());
  EVENTUALLY_COMPARE(finished.count(), 1);
  QVERIFY(!seeds.isRunning() && seeds.error().empty());
  QCOMPARE(seeds.runs().size(), std::size_t{8});
  std::vector<SweepResult> expected;
  Project one = project;
  runSweep(
      8,
      [&](std::size_t k) {
        Project run = project;
        run.variants = {project.variants[k % 2 == 0 ? 0 : 2]};
        run.settings.seed = 3 + static_cast<std::int64_t>(k / 2);
        return run;
      },
      {.jobs = 1}, [&](std::size_t, const SweepResult& result) { expected.push_back(result); });
  QCOMPARE(project.variants[2].name, std::string("constant"));
  for (std::size_t k = 0; k < 8; ++k) {
    QCOMPARE(seeds.runs()[k].seed, 3 + static_cast<std::int64_t>(k / 2));
    QVERIFY(seeds.runs()[k].variant == project.variants[k % 2 == 0 ? 0 : 2].id);
    QCOMPARE(seeds.runs()[k].result.loss_last, expected[k].loss_last);
    QVERIFY(expected[k].t.empty());
  }
  // The band, by hand at its last time.
  QCOMPARE(seeds.bands().size(), std::size_t{2});
  const ui::SeedBand& band = seeds.bands().front();
  QCOMPARE(band.runs, std::size_t{4});
  QVERIFY(band.t.size() > 100 && std::abs(band.t.back() - 400) < 2);
  double product = 1;
  for (std::size_t k = 0; k < 8; k += 2) product *= seeds.runs()[k].result.loss.back();
  QVERIFY(std::abs(band.mean.back() / std::pow(product, 0.25) - 1) < 1e-9);
  for (std::size_t k = 0; k < band.t.size(); ++k) {
    QVERIFY(band.low[k] <= band.mean[k] && band.mean[k] <= band.high[k] && band.low[k] > 0);
  }
  const auto table = seeds.table();
  QCOMPARE(table.size(), std::size_t{2});
  QCOMPARE(table[0].runs, std::size_t{4});
  std::vector<double> last;
  for (std::size_t k = 0; k < 8; k += 2) last.push_back(expected[k].loss_last);
  std::ranges::sort(last);
  QCOMPARE(table[0].median_loss, 0.5 * (last[1] + last[2]));
  const QStringList lines = QString::fromStdString(seeds.csv()).trimmed().split(QLatin1Char('\n'));
  QCOMPARE(lines.size(), 9);
  QVERIFY(lines[0].startsWith(QStringLiteral("seed,variant,loss_first")));
  QVERIFY(lines[2].startsWith(QStringLiteral("3,constant,")));
  QVERIFY(document_->project() == test::chain());
}

void TestRunControl::seedsDoNotDisturbTheRun() {
  lab_->control().setSpeed(20);
  lab_->control().run();
  lab_->seeds().start(document_->project(), {}, 1, 2, 1);
  EVENTUALLY(lab_->control().status().step > 5000);
  lab_->control().pause();
  const std::vector<State> states = statesOf(*lab_);
  lab_->seeds().cancel();
  const auto networks = compileVariants(document_->project());
  for (std::size_t k = 0; k < networks.size(); ++k) {
    State expected = initialState(*networks[k]);
    Simulator(networks[k]).advance(expected, states[k].step);
    QVERIFY(states[k] == expected);
  }
}

void TestRunControl::seedsCanBeCancelled() {
  Project project = test::chain();
  project.settings.duration = 1e9;  // hours
  ui::SeedRuns& seeds = lab_->seeds();
  QSignalSpy finished(&seeds, &ui::SeedRuns::finished);
  seeds.start(project, {}, 1, 100, 2);
  EVENTUALLY(seeds.progress() > 0);
  QVERIFY(seeds.isRunning());
  seeds.cancel();
  QVERIFY(!seeds.isRunning());
  QCOMPARE(finished.count(), 1);
  QVERIFY(seeds.runs().empty());
  seeds.start(project, {VariantId{99}}, 1, 100, 2);
  QVERIFY(!seeds.isRunning());
  seeds.start(project, {}, 1, 100, 2);  // and the destructor does not wait for hours either
}

void TestRunControl::aConditionIsWaitedForFromTheVeryStart() {
  Document document;
  Lab lab(document, vle::test::kEqualPriorities);
  document.load(Project{}, {});
  const Project whole = test::chain();
  document.push(QStringLiteral("x"), difference(document.project(), whole));
  lab.control().setSpeed(kNever);
  lab.control().runUntil({.probe = "loss_mean",
                          .is_above = false,
                          .value = 0.001,
                          .whose = RunUntil::Whose::One,
                          .variant = whole.variants.front().id});
  EVENTUALLY(!lab.control().status().is_running);
  QVERIFY(lab.control().status().t > 0);
  QVERIFY(lab.variants().front().loss <= 0.001);
}

VLE_TEST(TestRunControl, QCoreApplication)
#include "tst_run_control.moc"
