// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Auto-layout: signals from left to right, no card on another, loops and all, always the same.
#include <random>

#include <QTest>

#include "model/arranging.h"
#include "model/auto_layout.h"
#include "model/building.h"
#include "run_tests.h"
#include "specs.h"

using namespace vle;

namespace {

NetworkSpec placed(NetworkSpec spec, const std::map<NodeId, Position>& positions) {
  for (const auto& [id, position] : positions) {
    spec.nodes.at(id).x = position.x;
    spec.nodes.at(id).y = position.y;
  }
  return spec;
}

/// The cards that lie on one another.
QString overlaps(const NetworkSpec& spec, const CardSizes& sizes) {
  for (auto a = spec.nodes.begin(); a != spec.nodes.end(); ++a) {
    for (auto b = std::next(a); b != spec.nodes.end(); ++b) {
      if (boxOf(a->first, a->second, sizes).meets(boxOf(b->first, b->second, sizes))) {
        return QString::fromStdString(a->second.name + " and " + b->second.name);
      }
    }
  }
  return {};
}

/// Layers with random wires, loops and self-loops among them, inputs, targets and notes.
NetworkSpec randomNetwork(std::uint32_t layers, std::uint32_t wires, std::uint32_t seed) {
  std::mt19937 random(seed);
  NetworkSpec spec;
  for (std::uint32_t k = 1; k <= layers; ++k) {
    NodeSpec node = test::layer("n" + std::to_string(k), 1);
    if (k % 11 == 1) node.kind = InputSpec{};
    if (k % 13 == 5) node.kind = NoteSpec{};
    node.x = static_cast<double>(random() % 3000);
    node.y = static_cast<double>(random() % 3000);
    spec.nodes.emplace(NodeId{k}, node);
  }
  const auto any = [&] { return 1 + static_cast<std::uint32_t>(random() % layers); };
  for (std::uint32_t k = 0; k < wires; ++k) {
    const std::uint32_t from = any();
    const std::uint32_t to = k % 20 == 0 ? from : any();
    if (spec.nodes.at(NodeId{to}).layer() == nullptr) continue;
    spec.projections.emplace(ProjectionId{layers + 1 + k},
                             test::projection("p" + std::to_string(k), from, to, 1.0));
  }
  return spec;
}

CardSizes randomSizes(const NetworkSpec& spec, std::uint32_t seed) {
  std::mt19937 random(seed);
  CardSizes sizes;
  for (const auto& [id, node] : spec.nodes) {
    sizes[id] = {100 + static_cast<double>(random() % 170),
                 78 + static_cast<double>(random() % 180)};
  }
  return sizes;
}

}  // namespace

class TestAutoLayout : public QObject {
  Q_OBJECT

 private slots:
  void signalsFlowFromLeftToRight();
  void presetsKeepTheirColumnsAndRows();
  void cardsNeverOverlap();
  void aResultGivesItselfAgain();
  void oneMoreNodeLeavesTheOrderOfTheOthers();
  void loopsAndSelfLoopsAreFine();
  void stackedNodesGetPlacesAndOthersStay();
  void threeHundredLayersFindTheirPlaces();
};

void TestAutoLayout::signalsFlowFromLeftToRight() {
  for (const char* preset : {"chain", "lagline", "lagnet", "network", "temporal-xor"}) {
    const NetworkSpec spec = loadProject(preset).network;
    const auto at = autoLayout(spec, {});
    QCOMPARE(at.size(), spec.nodes.size());
    for (const auto& [id, projection] : spec.projections) {
      QVERIFY2(at.at(projection.from).x + kUsualCard.width < at.at(projection.to).x, preset);
    }
    for (const auto& [id, node] : spec.nodes) {
      if (node.target() != nullptr) QVERIFY(at.at(node.target()->of).x < at.at(id).x);
      QCOMPARE(snappedToGrid(at.at(id)), at.at(id));
    }
  }
}

void TestAutoLayout::presetsKeepTheirColumnsAndRows() {
  const NetworkSpec spec = test::chain().network;
  CardSizes sizes;
  for (const auto& [id, node] : spec.nodes) {
    sizes[id] = node.layer() != nullptr ? Size{152, 104} : Size{112, 88};
  }
  const auto at = autoLayout(spec, sizes);
  for (const auto& [id, node] : spec.nodes) QCOMPARE(at.at(id).x, node.x);
  QVERIFY(at.at(NodeId{2}).y < at.at(NodeId{4}).y);  // the student above its teacher
  QCOMPARE(at.at(NodeId{2}).y, at.at(NodeId{3}).y);
  QCOMPARE(at.at(NodeId{4}).y, at.at(NodeId{5}).y);
}

void TestAutoLayout::cardsNeverOverlap() {
  for (std::uint32_t seed = 1; seed <= 30; ++seed) {
    const NetworkSpec spec = randomNetwork(5 + 3 * seed, 12 * seed, seed);
    const CardSizes sizes = randomSizes(spec, seed);
    const QString found = overlaps(placed(spec, autoLayout(spec, sizes)), sizes);
    QVERIFY2(found.isEmpty(), qPrintable(found));
  }
}

void TestAutoLayout::aResultGivesItselfAgain() {
  for (std::uint32_t seed = 1; seed <= 30; ++seed) {
    const NetworkSpec spec = randomNetwork(40, 70, seed);
    const CardSizes sizes = randomSizes(spec, seed);
    const auto once = autoLayout(spec, sizes);
    QVERIFY(autoLayout(spec, sizes) == once);
    QVERIFY(autoLayout(placed(spec, once), sizes) == once);
  }
}

void TestAutoLayout::oneMoreNodeLeavesTheOrderOfTheOthers() {
  for (const char* preset : {"chain", "network", "temporal-xor"}) {
    Project project = loadProject(preset);
    project.network = placed(project.network, autoLayout(project.network, {}));
    const NetworkSpec before = project.network;
    Change change;
    const Built added = addLayer(project, {300, 700});
    applyAll(project, added.edits, change);
    applyAll(project, vle::connect(project, NodeId{1}, *added.made.nodes.begin()).edits, change);
    const auto at = autoLayout(project.network, {});
    for (const auto& [a, node_a] : before.nodes) {
      for (const auto& [b, node_b] : before.nodes) {
        if (node_a.x != node_b.x) continue;
        QVERIFY2((node_a.y < node_b.y) == (at.at(a).y < at.at(b).y), preset);
      }
      QCOMPARE(at.at(a).x, node_a.x);
    }
  }
}

void TestAutoLayout::loopsAndSelfLoopsAreFine() {
  NetworkSpec spec;
  for (std::uint32_t k = 1; k <= 3; ++k) {
    spec.nodes.emplace(NodeId{k}, test::layer("n" + std::to_string(k), 1));
  }
  spec.projections.emplace(ProjectionId{11}, test::projection("a", 1, 2, 1.0));
  spec.projections.emplace(ProjectionId{12}, test::projection("b", 2, 3, 1.0));
  spec.projections.emplace(ProjectionId{13}, test::projection("c", 3, 1, 1.0));
  spec.projections.emplace(ProjectionId{14}, test::projection("d", 2, 2, 1.0));
  const auto at = autoLayout(spec, {});
  QVERIFY(at.at(NodeId{1}).x < at.at(NodeId{2}).x);
  QVERIFY(at.at(NodeId{2}).x < at.at(NodeId{3}).x);
  QVERIFY(autoLayout(NetworkSpec{}, {}).empty());
}

void TestAutoLayout::stackedNodesGetPlacesAndOthersStay() {
  NetworkSpec spec = test::chain().network;
  QVERIFY(placesForStacked(spec, {}).empty());
  spec.nodes.at(NodeId{3}).x = spec.nodes.at(NodeId{4}).x;  // two on one another
  spec.nodes.at(NodeId{3}).y = spec.nodes.at(NodeId{4}).y;
  const auto some = placesForStacked(spec, {});
  QCOMPARE(some.size(), std::size_t{2});
  QVERIFY(some.contains(NodeId{3}) && some.contains(NodeId{4}));
  const QString found = overlaps(placed(spec, some), {});
  QVERIFY2(found.isEmpty(), qPrintable(found));
  for (auto& [id, node] : spec.nodes) node.x = node.y = 0;  // a file without positions
  const auto all = placesForStacked(spec, {});
  QCOMPARE(all.size(), spec.nodes.size());
  QCOMPARE(overlaps(placed(spec, all), {}), QString());
}

void TestAutoLayout::threeHundredLayersFindTheirPlaces() {
  const NetworkSpec spec = randomNetwork(300, 900, 1);
  const auto at = autoLayout(spec, {});
  QCOMPARE(at.size(), spec.nodes.size());
  QCOMPARE(overlaps(placed(spec, at), {}), QString());
}

VLE_TEST(TestAutoLayout, QCoreApplication)
#include "tst_auto_layout.moc"
