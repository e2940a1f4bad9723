// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Edits and their inverses: undo gives an equal project, redo the edited one.
#include <random>

#include <QTest>

#include "model/edit.h"
#include "model/paths.h"
#include "specs.h"

using namespace vle;

namespace {

/// A random edit that makes sense for the project as it is.
Edit randomEdit(const Project& project, std::mt19937& random) {
  const auto below = [&random](std::size_t n) { return static_cast<std::uint32_t>(random() % n); };
  const auto value = [&below] { return below(1000) / 10.0; };
  switch (below(8)) {
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

void TestEdit::editsAtAPathTouchOnlyItsOwners() {
  const Project project = test::chain();
  const auto edits = editsAt(project, "hidden.tau_m", Value(5.0));
  QCOMPARE(edits.size(), std::size_t{1});
  QCOMPARE(std::get<SetNode>(edits[0]).id, NodeId{2});
  QCOMPARE(editsAt(project, "*.learn", 0.1).size(), std::size_t{2});
  QVERIFY(std::holds_alternative<SetSettings>(
      editsAt(project, "settings.seed", std::int64_t{9}).at(0)));
}

QTEST_GUILESS_MAIN(TestEdit)
#include "tst_edit.moc"
