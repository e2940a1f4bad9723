// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Edits and their inverses: undo gives an equal project, redo the edited one.
#include <random>

#include <QTest>

#include "model/edit.h"
#include "model/paths.h"
#include "run_tests.h"
#include "specs.h"

using namespace vle;

namespace {

/// A random edit that makes sense for the project as it is.
Edit randomEdit(const Project& project, std::mt19937& random) {
  const auto below = [&random](std::size_t n) { return static_cast<std::uint32_t>(random() % n); };
  const auto value = [&below] { return below(1000) / 10.0; };
  switch (below(9)) {
    case 0:
      return SetNode{NodeId{100 + below(20)}, test::layer("n", 1 + below(5))};
    case 1:
      return SetNode{NodeId{100 + below(20)}, std::nullopt};
    case 2: {
      auto found = std::next(project.network.nodes.begin(),
                             static_cast<long>(below(project.network.nodes.size())));
      NodeSpec moved = found->second;
      moved.x = value();
      return SetNode{found->first, moved};
    }
    case 3:
      return SetProjection{ProjectionId{200 + below(20)},
                           test::projection("p", 1, 2, value(), value())};
    case 4:
      return SetProjection{ProjectionId{200 + below(20)}, std::nullopt};
    case 5: {
      Settings settings = project.settings;
      settings.seed = below(100);
      return SetSettings{settings};
    }
    case 6: {
      if (project.lesson && below(2) == 0) return SetLesson{};
      Lesson lesson = project.lesson.value_or(Lesson{});
      lesson.steps.push_back({.text = "Look.", .check = Check{DoneCheck{"Play"}}});
      return SetLesson{lesson};
    }
    case 7: {
      const std::uint32_t id = number(project.network.projections.begin()->first);
      return SetParameter{{Item::Kind::Projection, id},
                          rowOf(ParameterTable::Feedback, "feedback.learn"),
                          {value(), below(2) == 0}};
    }
    default: {
      std::vector<Variant> variants = project.variants;
      if (!variants.empty()) variants[below(variants.size())].visible ^= true;
      return SetVariants{variants};
    }
  }
}

}  // namespace

class TestEdit : public QObject {
  Q_OBJECT

 private slots:
  void everyEditIsUndoneExactly();
  void listsAreUndoneInReverse();
  void changesSayWhatTheyTouched();
  void editsAtAPathTouchOnlyItsOwners();
  void aParameterGoesBackToWhatWasNeverSaid();
  void onlyNeededEditsRemain();
};

void TestEdit::everyEditIsUndoneExactly() {
  std::mt19937 random(1);  // NOLINT: the same edits every time
  Project project = test::chain();
  std::vector<Project> history = {project};
  std::vector<Edit> inverses;
  for (int k = 0; k < 2000; ++k) {
    Change change;
    inverses.push_back(apply(project, randomEdit(project, random), change));
    history.push_back(project);
  }
  for (std::size_t k = inverses.size(); k-- > 0;) {
    Change change;
    inverses[k] = apply(project, inverses[k], change);
    QVERIFY(project == history[k]);
  }
  for (std::size_t k = 0; k < inverses.size(); ++k) {  // the inverses' inverses redo
    Change change;
    (void)apply(project, inverses[k], change);
    QVERIFY(project == history[k + 1]);
  }
}

void TestEdit::listsAreUndoneInReverse() {
  const Project before = test::chain();
  Project project = before;
  Change change;
  const auto inverse = applyAll(project,
                                {SetNode{NodeId{50}, test::layer("new", 1)},
                                 SetProjection{ProjectionId{51}, test::projection("p", 1, 50, 1.0)},
                                 SetNode{NodeId{50}, test::layer("newer", 2)}},
                                change);
  QCOMPARE(project.network.find(NodeId{50})->name, std::string("newer"));
  Change back;
  (void)applyAll(project, inverse, back);
  QVERIFY(project == before);
}

void TestEdit::changesSayWhatTheyTouched() {
  Project project = test::chain();
  NodeSpec node = *project.network.find(NodeId{2});
  const auto changeOf = [&project](const Edit& edit) {
    Change change;
    Project copy = project;
    (void)apply(copy, edit, change);
    return change;
  };
  node.x += 10;
  Change moved = changeOf(SetNode{NodeId{2}, node});
  QVERIFY(moved.layout && !moved.structure && !moved.parameters && !moved.reachesSimulation());
  QCOMPARE(moved.nodes, std::set<NodeId>{NodeId{2}});
  node.size = 3;
  QVERIFY(changeOf(SetNode{NodeId{2}, node}).structure);
  node = *project.network.find(NodeId{2});
  std::get<LayerSpec>(node.kind).tau_m = 5.0;
  const Change parameter = changeOf(SetNode{NodeId{2}, node});
  QVERIFY(parameter.parameters && !parameter.structure && !parameter.layout);
  QVERIFY(changeOf(SetNode{NodeId{2}, std::nullopt}).structure);
  QVERIFY(!changeOf(SetBoard{}).reachesSimulation());
  QVERIFY(changeOf(SetVariants{}).variants && changeOf(SetVariants{}).reachesSimulation());
  const Change lesson = changeOf(SetLesson{Lesson{.order = 1}});
  QVERIFY(lesson.lesson && !lesson.reachesSimulation());
  std::vector<Variant> hidden = project.variants;
  hidden[0].visible = false;
  QVERIFY(!changeOf(SetVariants{hidden}).reachesSimulation());
}

/// A feedback block that an edit has made goes with it, and so does what counts as written.
void TestEdit::aParameterGoesBackToWhatWasNeverSaid() {
  Project project = test::chain();
  const ProjectionId id = project.network.projections.begin()->first;
  project.network.projections[id].feedback.reset();
  project.settings.test.reset();
  project.settings.written.erase("test");
  const Project before = project;
  const std::vector<Edit> edits = {
      SetParameter{{Item::Kind::Projection, number(id)},
                   rowOf(ParameterTable::Feedback, "feedback.learn"),
                   {0.5}},
      SetParameter{{}, rowOf(ParameterTable::HeldOut, "test.every"), {250.0}},
      SetParameter{{}, rowOf(ParameterTable::HeldOut, "test.duration"), {125.0}}};
  Change change;
  const std::vector<Edit> inverse = applyAll(project, edits, change);
  QVERIFY(change.parameters && !change.structure && !change.names);
  QCOMPARE(change.projections, std::set<ProjectionId>{id});
  QCOMPARE(project.network.projections[id].feedback->learn, 0.5);
  QVERIFY(project.network.projections[id].feedback->written.contains("learn"));
  QCOMPARE(project.settings.test->every, 250.0);
  const std::vector<Edit> again = applyAll(project, inverse, change);
  QVERIFY(project == before);
  (void)applyAll(project, again, change);
  QCOMPARE(project.settings.test->duration, 125.0);
}

void TestEdit::onlyNeededEditsRemain() {
  const Project project = test::chain();
  const auto tau = [](NodeId layer, double value) {
    return SetParameter{
        {Item::Kind::Node, number(layer)}, rowOf(ParameterTable::Layer, "tau_m"), {Value(value)}};
  };
  const auto now = [&](NodeId layer) {
    return SetParameter{{Item::Kind::Node, number(layer)},
                        rowOf(ParameterTable::Layer, "tau_m"),
                        entryOf(project, {Item::Kind::Node, number(layer)},
                                *rowOf(ParameterTable::Layer, "tau_m"))};
  };
  const NodeId a{2}, b{3};
  const NodeSpec whole = *project.network.find(a);
  QCOMPARE(needed(project, {tau(a, 7), tau(b, 8), tau(a, 9)}),
           (std::vector<Edit>{tau(b, 8), tau(a, 9)}));
  // There and back is nothing, also where one step is a whole node.
  QVERIFY(needed(project, {tau(a, 7), now(a)}).empty());
  QVERIFY(needed(project, {tau(a, 7), SetNode{a, whole}}).empty());
  QVERIFY(needed(project, {SetNode{NodeId{99}, whole}, SetNode{NodeId{99}, std::nullopt}}).empty());
  QVERIFY(needed(project, {SetWeights{"nothing", std::nullopt}}).empty());
  // What is set after its owner is kept with it, in this order.
  const std::vector<Edit> made = {SetNode{NodeId{99}, whole}, tau(NodeId{99}, 7)};
  QCOMPARE(needed(project, made), made);
  NodeSpec moved = whole;
  moved.x += 5;
  const std::vector<Edit> both = {SetNode{a, moved}, now(a)};
  QCOMPARE(needed(project, both), both);
  // Random lists lead where all of their edits lead.
  std::mt19937 random(3);  // NOLINT: the same edits every time
  for (int k = 0; k < 300; ++k) {
    Project all = project;
    std::vector<Edit> edits;
    Change change;
    for (int n = 0; n < 12; ++n) {
      edits.push_back(randomEdit(all, random));
      (void)apply(all, edits.back(), change);
    }
    Project few = project;
    const std::vector<Edit> kept = needed(project, edits);
    (void)applyAll(few, kept, change);
    QVERIFY(few == all);
    QVERIFY(kept.size() <= edits.size());
    QVERIFY(needed(all, kept).empty());
  }
}

void TestEdit::editsAtAPathTouchOnlyItsOwners() {
  const Project project = test::chain();
  const auto edits = editsAt(project, "hidden.tau_m", Value(5.0));
  QCOMPARE(edits.size(), std::size_t{1});
  QCOMPARE(std::get<SetParameter>(edits[0]).item, (Item{Item::Kind::Node, 2}));
  QCOMPARE(editsAt(project, "*.learn", 0.1).size(), std::size_t{2});
  const auto seed = editsAt(project, "settings.seed", std::int64_t{9});
  QCOMPARE(std::get<SetParameter>(seed.at(0)).item, Item{});
}

VLE_TEST(TestEdit, QCoreApplication)
#include "tst_edit.moc"
