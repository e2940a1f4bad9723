// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is drawn of a network from afar and from near: strips, pairs, bundles, synapses; and
// choosing one neuron among them.
#include <algorithm>

#include <QSignalSpy>

#include "canvas.h"
#include "drawing/detail.h"
#include "drawing/level.h"
#include "ids.h"
#include "model/building.h"
#include "model/resizing.h"
#include "run_tests.h"
#include "sim/network.h"
#include "specs.h"
#include "tempo.h"

using namespace vle;
using vle::test::layerAt;
using namespace vle::ui;
using namespace vle::test::ids;

namespace {

constexpr ProjectionId kUp{11}, kBack{12};

ProjectionSpec projectionOf(const std::string& name, NodeId from, NodeId to, Value W) {
  ProjectionSpec projection;
  projection.name = name;
  projection.from = from;
  projection.to = to;
  projection.W = std::move(W);
  projection.learn = 1e-4;
  return projection;
}

/// x → lower → upper, the upper projection with given weights.
Project network(std::int64_t n, Value W, std::int64_t inputs = 1) {
  Project project;
  NodeSpec x = layerAt("x", inputs, 0);
  x.kind = InputSpec{};
  project.network.nodes = {
      {kInput, x}, {kHidden, layerAt("lower", n, 240)}, {kOutput, layerAt("upper", n, 720)}};
  project.network.projections = {{kUp, projectionOf("W1", kInput, kHidden, 0.5)},
                                 {kBack, projectionOf("W2", kHidden, kOutput, std::move(W))}};
  return project;
}

QColor colorAt(test::Canvas& canvas, QPointF scene_point) {
  const QImage image = canvas.port()->grab().toImage();
  return image.pixelColor(canvas.at(scene_point));
}

bool isNear(const QColor& a, const QColor& b) {
  return std::abs(a.red() - b.red()) + std::abs(a.green() - b.green()) +
             std::abs(a.blue() - b.blue()) <
         60;
}

void zoomTo(test::Canvas& canvas, QPointF middle, double zoom) {
  canvas.view().takeOver();
  canvas.view().setTransform(QTransform::fromScale(zoom, zoom));
  canvas.view().centerOn(middle);
  emit canvas.view().viewChanged();
}

const ProjectionItem& synapses(test::Canvas& canvas) { return *canvas.scene().projection(kBack); }

/// On the curve between two neurons, where curves of different neurons are apart: near its start.
QPointF laneOf(test::Canvas& canvas, NodeId id, std::int64_t neuron, bool is_right, double along) {
  const NodeItem* item = canvas.scene().node(id);
  const double y = synapseLane(item->geometry(), neuron, canvas.spec().find(id)->size);
  const QRectF card = item->card();
  return {is_right ? card.right() + along : card.left() - along, card.top() + y};
}

}  // namespace

class TestSemanticZoom : public QObject {
  Q_OBJECT

 private slots:
  void pairsOfLargeLayersAreApart_data();
  void pairsOfLargeLayersAreApart();
  void lanesAreInOrderAndWithinTheCard_data();
  void lanesAreInOrderAndWithinTheCard();
  void aStripBecomesPairs();
  void aBundleBecomesItsSynapses();
  void signsAreSeen();
  void manySynapsesAreOneItem();
  void sparseSynapsesHaveTheirEnds();
  void aSynapseUnderTheCursorIsNamed();
  void aNeuronIsChosenWithTheMouse();
  void aNeuronIsChosenWithTheKeys();
  void focusLeavesOneNeuronAndItsSynapses();
  void aChosenNeuronMayGo();
  void anotherNetworkMayRunThanIsDrawn();
};

void TestSemanticZoom::pairsOfLargeLayersAreApart_data() {
  QTest::addColumn<int>("n");
  for (const int n : {9, 10, 64, 100, 1000, 10000}) QTest::addRow("%d", n) << n;
}

void TestSemanticZoom::pairsOfLargeLayersAreApart() {
  QFETCH(int, n);
  for (const bool is_frozen : {false, true}) {
    const NodeGeometry geometry = nodeGeometry(layerAt("a", n, 0), is_frozen);
    QCOMPARE(std::ssize(geometry.pairs), std::ptrdiff_t{n});
    const auto square = [](QPointF centre, double half) {
      return QRectF(centre - QPointF(half, half), QSizeF(2 * half, 2 * half));
    };
    std::vector<QRectF> boxes;
    for (std::size_t k = 0; k < std::min<std::size_t>(geometry.pairs.size(), 200); ++k) {
      boxes.push_back(square(geometry.pairs[k].signal, geometry.radius));
      if (!is_frozen) boxes.push_back(square(geometry.pairs[k].error, geometry.half_side));
    }
    boxes.push_back(square(geometry.pairs.back().signal, geometry.radius));
    if (n <= 200) boxes.pop_back();
    for (std::size_t a = 0; a < boxes.size(); ++a) {
      QVERIFY(geometry.card.contains(boxes[a]));
      for (std::size_t b = 0; b < a; ++b) QVERIFY(!boxes[a].intersects(boxes[b]));
    }
  }
}

void TestSemanticZoom::lanesAreInOrderAndWithinTheCard_data() {
  QTest::addColumn<int>("n");
  for (const int n : {1, 2, 4, 5, 7, 8, 9, 100}) QTest::addRow("%d", n) << n;
}

void TestSemanticZoom::lanesAreInOrderAndWithinTheCard() {
  QFETCH(int, n);
  const NodeGeometry geometry = nodeGeometry(layerAt("a", n, 0), false);
  std::vector<double> lanes;
  for (int k = 0; k < n; ++k) {
    lanes.push_back(synapseLane(geometry, k, n));
    QVERIFY(lanes.back() > geometry.card.top() && lanes.back() < geometry.card.bottom());
  }
  std::ranges::sort(lanes);
  for (std::size_t k = 1; k < lanes.size(); ++k) {
    QVERIFY(lanes[k] - lanes[k - 1] > 0.99 * laneStep(geometry, n));
  }
}

void TestSemanticZoom::aStripBecomesPairs() {
  test::Canvas canvas;
  Project project = network(100, 0.1);
  std::get<LayerSpec>(project.network.nodes.at(kOutput).kind).bias = 1.0;
  canvas.load(project);
  canvas.lab.control().stepBy(2000);
  EVENTUALLY(canvas.lab.control().status().step >= 2000);
  const NodeItem* item = canvas.scene().node(kOutput);
  EVENTUALLY_COMPARE(item->look().rates.size(), std::size_t{100});
  EVENTUALLY(item->look().rates.at(0).level > kLevels / 2);
  const PairPlace& first = item->geometry().pairs.front();
  const PairPlace& last = item->geometry().pairs.back();
  const QColor fill = neuronFill(canvas.theme, canvas.theme.signal, item->look().rates.at(99).level,
                                 item->look().is_frozen);
  zoomTo(canvas, item->card().center(), 4);
  QVERIFY(isNear(colorAt(canvas, item->mapToScene(last.signal)), fill));
  QVERIFY(isNear(colorAt(canvas, item->mapToScene(first.signal)), fill));
  QVERIFY(canvas.scene().neuronAt(item->mapToScene(last.signal)) == (NeuronRef{kOutput, 99}));
  // From afar there is one strip and no neuron to point at.
  zoomTo(canvas, item->card().center(), 0.6);
  QVERIFY(!canvas.scene().neuronAt(item->mapToScene(last.signal)));
  QCOMPARE(stripLook(item->look().rates).size(), std::size_t{64});
}

void TestSemanticZoom::aBundleBecomesItsSynapses() {
  test::Canvas canvas;
  // Only 0 → 2 is strong.
  Rows W(3, List(3, 0.01));
  W[2][0] = 2.0;
  canvas.load(network(3, W));
  EVENTUALLY(!canvas.lab.live().W().empty());
  zoomTo(canvas, {600, 60}, 0.7);
  QVERIFY(synapses(canvas).synapses().W.empty());
  zoomTo(canvas, {600, 60}, 1.5);
  QCOMPARE(synapses(canvas).synapses().W.size(), std::size_t{9});
  QCOMPARE(int{synapses(canvas).synapses().W.at(2)}, kLevels);
  QVERIFY(int{synapses(canvas).synapses().W.at(0)} <= 1);
  QCOMPARE(synapses(canvas).ends().at(2).from, 0U);
  QCOMPARE(synapses(canvas).ends().at(2).to, 2U);
  // Where the strong one leaves neuron 0 and arrives at neuron 2, and nowhere else.
  const double aside = -8;  // B runs on the other side of the lane
  const auto is_strong = [&](NodeId id, std::int64_t neuron, bool is_right) {
    const QPointF point = laneOf(canvas, id, neuron, is_right, is_right ? 4 : 16);
    return isNear(colorAt(canvas, point + QPointF(0, aside)), canvas.theme.signal);
  };
  QVERIFY(synapses(canvas).synapses().B.size() == 9);
  QVERIFY(is_strong(kHidden, 0, true));
  QVERIFY(!is_strong(kHidden, 1, true));
  QVERIFY(!is_strong(kHidden, 2, true));
  QVERIFY(is_strong(kOutput, 2, false));
  QVERIFY(!is_strong(kOutput, 0, false));
}

void TestSemanticZoom::signsAreSeen() {
  test::Canvas canvas;
  canvas.load(network(2, Rows{{-1.0, 0.01}, {0.01, 1.0}}));
  EVENTUALLY(!canvas.lab.live().W().empty());
  zoomTo(canvas, {600, 60}, 2);
  QCOMPARE(int{synapses(canvas).synapses().W.at(0)}, -kLevels);
  const QPointF aside(4, -8);
  const auto at = [&](std::int64_t neuron) {
    return colorAt(canvas, laneOf(canvas, kHidden, neuron, true, 0) + aside);
  };
  QVERIFY(isNear(at(0), canvas.theme.negative));
  QVERIFY(isNear(at(1), canvas.theme.signal));
}

void TestSemanticZoom::manySynapsesAreOneItem() {
  test::Canvas canvas;
  canvas.load(network(100, 0.1, 100));
  EVENTUALLY(!canvas.lab.live().W().empty());
  zoomTo(canvas, {600, 60}, 6);
  QCOMPARE(synapses(canvas).synapses().W.size(), std::size_t{10000});
  // Cards, bundles, the draft of a wire, and what flows.
  QVERIFY(canvas.scene().items().size() <= 3 + 2 + 1 + 1);
}

void TestSemanticZoom::sparseSynapsesHaveTheirEnds() {
  test::Canvas canvas;
  Project project = network(20, 0.5);
  project.network.projections.at(kBack).pattern.kind = Pattern::Kind::Sparse;
  project.network.projections.at(kBack).pattern.probability = 0.1;
  canvas.load(project);
  EVENTUALLY(!canvas.lab.live().W().empty());
  zoomTo(canvas, {600, 60}, 4);
  const ProjectionPlan& plan = *canvas.lab.live().network()->projection(kBack);
  QVERIFY(plan.weights.size > 5 && plan.weights.size < 100);
  QCOMPARE(synapses(canvas).ends().size(), plan.weights.size);
  plan.forEachSynapse([&](std::size_t k, std::size_t i, std::size_t j) {
    QCOMPARE(std::size_t{synapses(canvas).ends()[k].from}, j);
    QCOMPARE(std::size_t{synapses(canvas).ends()[k].to}, i);
  });
}

void TestSemanticZoom::aSynapseUnderTheCursorIsNamed() {
  test::Canvas canvas;
  Rows W(3, List(3, 0.01));
  W[2][1] = -0.75;
  canvas.load(network(3, W));
  EVENTUALLY(!canvas.lab.live().W().empty());
  zoomTo(canvas, {600, 60}, 2);
  // All curves of lower neuron 1 start there; a little later they have parted.
  const QPointF end = laneOf(canvas, kOutput, 2, false, 2) + QPointF(0, -8);
  const auto found = canvas.scene().synapseAt(end);
  QVERIFY(found && found->projection == kBack);
  QCOMPARE(synapses(canvas).ends()[found->index].to, 2U);
  const QString text = synapses(canvas).toolTipText(5);
  QVERIFY2(text.contains(QStringLiteral("W[2;1] = −0.75")), qPrintable(text));
  QVERIFY2(text.contains(QStringLiteral("B[1;2] = ")), qPrintable(text));
  // Beside all wires there is nothing; from afar there are only bundles.
  QVERIFY(!canvas.scene().synapseAt({600, -400}));
  zoomTo(canvas, {600, 60}, 0.7);
  QVERIFY(!canvas.scene().synapseAt(end));
  QVERIFY(synapses(canvas).toolTipText(100000).isEmpty());
}

void TestSemanticZoom::aNeuronIsChosenWithTheMouse() {
  test::Canvas canvas;
  canvas.load(network(3, 0.5));
  EVENTUALLY(!canvas.lab.live().W().empty());
  QSignalSpy chosen(&canvas.focus, &Focus::changed);
  const auto pixel = [&](NodeId id, std::size_t k) {
    const NodeItem* item = canvas.scene().node(id);
    return canvas.at(item->mapToScene(item->geometry().pairs.at(k).signal));
  };
  canvas.click(pixel(kHidden, 1));
  QVERIFY(canvas.scene().focus().neuron() == (NeuronRef{kHidden, 1}));
  QVERIFY(canvas.scene().focus().selection() == (Selection{{kHidden}, {}}));
  QCOMPARE(canvas.scene().node(kHidden)->marks().neuron, std::optional<std::size_t>(1));
  QCOMPARE(synapses(canvas).marks().chosen.from, std::optional<std::uint32_t>(1));
  QVERIFY(!synapses(canvas).marks().chosen.to);
  QCOMPARE(canvas.scene().projection(kUp)->marks().chosen.to, std::optional<std::uint32_t>(1));
  QCOMPARE(chosen.count(), 1);
  // The card beside its neurons, and another node.
  canvas.click(canvas.body(kHidden));
  QVERIFY(!canvas.scene().focus().neuron());
  canvas.click(pixel(kHidden, 2));
  canvas.click(canvas.body(kOutput));
  QVERIFY(!canvas.scene().focus().neuron());
  QVERIFY(synapses(canvas).marks().chosen.isNone());
  QCOMPARE(chosen.count(), 4);
}

void TestSemanticZoom::aNeuronIsChosenWithTheKeys() {
  test::Canvas canvas;
  canvas.load(network(3, 0.5));
  canvas.key(Qt::Key_N);
  QVERIFY(!canvas.scene().focus().neuron());
  QVERIFY(!canvas.hint().isEmpty());
  canvas.scene().selectOne(kHidden);
  for (const std::size_t expected : {0UL, 1UL, 2UL, 0UL}) {
    canvas.key(Qt::Key_N);
    QVERIFY(canvas.scene().focus().neuron() == (NeuronRef{kHidden, expected}));
  }
  canvas.key(Qt::Key_N, Qt::ShiftModifier);
  QVERIFY(canvas.scene().focus().neuron() == (NeuronRef{kHidden, 2}));
  canvas.key(Qt::Key_Escape);
  QVERIFY(!canvas.scene().focus().neuron());
  QVERIFY(canvas.scene().focus().selection() == (Selection{{kHidden}, {}}));
  canvas.key(Qt::Key_Escape);
  QVERIFY(canvas.scene().focus().selection().empty());
}

void TestSemanticZoom::focusLeavesOneNeuronAndItsSynapses() {
  test::Canvas canvas;
  canvas.load(network(3, 1.0));
  EVENTUALLY(!canvas.lab.live().W().empty());
  zoomTo(canvas, {600, 60}, 1.5);
  canvas.scene().focus().look(NeuronRef{kHidden, 1});
  const QPointF aside(6, -8);
  const auto at = [&](std::int64_t neuron) {
    return colorAt(canvas, laneOf(canvas, kHidden, neuron, true, 0) + aside);
  };
  QVERIFY(isNear(at(0), canvas.theme.signal));
  QVERIFY(isNear(at(1), canvas.theme.signal));
  canvas.scene().setFocusMode(true);
  QVERIFY(canvas.scene().node(kHidden)->marks().is_neuron_alone);
  QVERIFY(!isNear(at(0), canvas.theme.signal));
  QVERIFY(isNear(at(1), canvas.theme.signal));
  QVERIFY(!isNear(at(2), canvas.theme.signal));
  // From afar the chosen neuron's synapses are drawn over the bundles.
  zoomTo(canvas, {600, 60}, 0.6);
  QCOMPARE(synapses(canvas).synapses().W.size(), std::size_t{9});
  canvas.scene().focus().look({});
  QVERIFY(synapses(canvas).synapses().W.empty());
}

void TestSemanticZoom::aChosenNeuronMayGo() {
  test::Canvas canvas;
  canvas.load(network(6, 0.5));
  canvas.scene().focus().look(NeuronRef{kHidden, 5});
  canvas.document.push(QStringLiteral("narrower"),
                       vle::resize(canvas.document.project(), {kHidden}, 3).edits);
  QVERIFY(!canvas.scene().focus().neuron());
  canvas.scene().focus().look(NeuronRef{kHidden, 2});
  canvas.document.push(QStringLiteral("gone"),
                       vle::remove(canvas.document.project(), Selection{{kHidden}, {}}).edits);
  QVERIFY(!canvas.scene().focus().neuron());
  canvas.port()->grab();
}

void TestSemanticZoom::anotherNetworkMayRunThanIsDrawn() {
  test::Canvas canvas;
  canvas.load(network(3, 0.5));
  EVENTUALLY(!canvas.lab.live().W().empty());
  zoomTo(canvas, {600, 60}, 2);
  QCOMPARE(synapses(canvas).synapses().W.size(), std::size_t{9});
  canvas.scene().focus().look(NeuronRef{kOutput, 2});
  // Drawn at once, compiled a little later.
  canvas.document.push(QStringLiteral("wider"),
                       vle::resize(canvas.document.project(), {kOutput}, 5).edits);
  canvas.port()->grab();
  EVENTUALLY_COMPARE(synapses(canvas).synapses().W.size(), std::size_t{15});
  canvas.port()->grab();
}

VLE_TEST(TestSemanticZoom, QApplication)
#include "tst_semantic_zoom.moc"
