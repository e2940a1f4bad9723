// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <random>

#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include "drawing/canvas_text.h"
#include "drawing/edge_routes.h"
#include "drawing/node_geometry.h"
#include "drawing/waveform.h"
#include "editor/graph_scene.h"
#include "editor/graph_view.h"
#include "ids.h"
#include "io/project_file.h"
#include "model/pathways.h"
#include "paint_counter.h"
#include "run_tests.h"
#include "tempo.h"

using namespace vle;
using vle::test::PaintCounter;
using namespace vle::ui;
using namespace vle::test::ids;

namespace {

constexpr QChar kEnvelopeSign(0x223F);

/// What a window holds: a document, a running lab and the canvas.
struct SmallCanvas {
  explicit SmallCanvas(const QString& theme_id = QStringLiteral("light"))
      : theme(loadTheme(theme_id)) {
    view.resize(840, 320);
  }
  void load(Project project) {
    document.load(std::move(project), QStringLiteral("test"));
    EVENTUALLY(lab.live().network() != nullptr);
  }
  Theme theme;
  Document document;
  Lab lab{document, vle::test::kEqualPriorities};
  Focus focus{document};
  GraphScene scene{document, lab, focus, theme};
  GraphView view{scene, theme};
};

NodeSpec layer(const std::string& name, std::int64_t size, double x, double y) {
  NodeSpec node;
  node.name = name;
  node.size = size;
  node.x = x;
  node.y = y;
  return node;
}

Project randomProject(unsigned nodes, unsigned projections) {
  std::mt19937 random(7);
  Project project;
  NetworkSpec& network = project.network;
  for (unsigned k = 1; k <= nodes; ++k) {
    network.nodes[NodeId{k}] =
        layer("L" + std::to_string(k), 1 + k % 12, 264.0 * (k % 20), 240.0 * (k / 20));
  }
  for (unsigned k = 0; k < projections; ++k) {
    ProjectionSpec projection;
    projection.name = "P" + std::to_string(k);
    projection.from = NodeId{1 + static_cast<unsigned>(random()) % nodes};
    projection.to = NodeId{1 + static_cast<unsigned>(random()) % nodes};
    projection.learn = k % 2 == 0 ? 1e-4 : 0;
    network.projections[ProjectionId{100000 + k}] = projection;
  }
  return project;
}

int distance(const QColor& a, const QColor& b) {
  return std::abs(a.red() - b.red()) + std::abs(a.green() - b.green()) +
         std::abs(a.blue() - b.blue());
}

/// Does the scene hold exactly what the document holds, where it holds it?
bool mirrors(const SmallCanvas& canvas) {
  const NetworkSpec& spec = canvas.document.project().network;
  if (canvas.scene.nodeCount() != spec.nodes.size()) return false;
  if (canvas.scene.projectionCount() != spec.projections.size()) return false;
  for (const auto& [id, node] : spec.nodes) {
    const NodeItem* item = canvas.scene.node(id);
    if (item == nullptr || item->pos() != QPointF(node.x, node.y)) return false;
    if (item->look().title != QString::fromStdString(node.name)) return false;
    if ((canvas.scene.targetEdge(id) != nullptr) != (node.target() != nullptr)) return false;
  }
  for (const auto& [id, projection] : spec.projections) {
    if (canvas.scene.projection(id) == nullptr) return false;
  }
  return true;
}

}  // namespace

class TestEditor : public QObject {
  Q_OBJECT

 private slots:
  void neuronsSitInsideTheirCard_data() {
    QTest::addColumn<int>("size");
    QTest::addColumn<bool>("is_frozen");
    for (const int size : {0, 1, 4, 5, 7, 8}) {
      QTest::addRow("%d live", size) << size << false;
      QTest::addRow("%d frozen", size) << size << true;
    }
  }
  void neuronsSitInsideTheirCard() {
    QFETCH(int, size);
    QFETCH(bool, is_frozen);
    const NodeGeometry geometry = nodeGeometry(layer("a", size, 0, 0), is_frozen);
    QCOMPARE(geometry.pairs.size(), static_cast<std::size_t>(size));
    QCOMPARE(geometry.half_side == 0, is_frozen);
    std::vector<QRectF> bodies;
    for (const PairPlace& place : geometry.pairs) {
      const double r = geometry.radius;
      const double s = geometry.half_side;
      bodies.push_back(QRectF(place.signal - QPointF(r, r), QSizeF(2 * r, 2 * r)));
      if (s > 0) bodies.push_back(QRectF(place.error - QPointF(s, s), QSizeF(2 * s, 2 * s)));
    }
    for (std::size_t a = 0; a < bodies.size(); ++a) {
      QVERIFY(geometry.card.contains(bodies[a]));
      QVERIFY(geometry.live.contains(bodies[a]));
      QVERIFY(!geometry.title.intersects(bodies[a]));
      for (std::size_t b = 0; b < a; ++b) QVERIFY(!bodies[a].intersects(bodies[b]));
    }
  }

  void largeLayersShowAStripOfBoundedLength() {
    const NodeGeometry geometry = nodeGeometry(layer("a", 100000, 0, 0), false);
    QVERIFY(geometry.card.contains(geometry.rates));
    QVERIFY(geometry.card.contains(geometry.errors));
    QVERIFY(!geometry.rates.intersects(geometry.errors));
    QCOMPARE(stripCells(9), std::size_t{9});
    QCOMPARE(stripCells(100000), std::size_t{64});
    QVERIFY(nodeGeometry(layer("a", 100000, 0, 0), true).errors.isEmpty());
  }

  /// Cards in a row, close together: wires that skip some, and loops back over all of them, keep
  /// clear of those they do not belong to, W as well as B.
  void wiresKeepClearOfOtherCards_data() {
    QTest::addColumn<double>("distance");  // from one card to the next
    QTest::addColumn<double>("slope");
    QTest::newRow("close") << 190.0 << 0.0;
    QTest::newRow("usual") << 260.0 << 0.0;
    QTest::newRow("rising") << 190.0 << -60.0;
    QTest::newRow("falling") << 190.0 << 60.0;
  }
  void wiresKeepClearOfOtherCards() {
    QFETCH(double, distance);
    QFETCH(double, slope);
    NetworkSpec spec;
    constexpr std::uint32_t kCards = 4;
    for (std::uint32_t k = 1; k <= kCards; ++k) {
      spec.nodes[NodeId{k}] = layer("l" + std::to_string(k), 2, distance * k, slope * k);
    }
    std::uint32_t next = 100;
    for (std::uint32_t from = 1; from <= kCards; ++from) {
      for (std::uint32_t to = 1; to <= kCards; ++to) {
        if (from == to) continue;
        ProjectionSpec projection;
        projection.name = "W" + std::to_string(next);
        projection.from = NodeId{from};
        projection.to = NodeId{to};
        spec.projections[ProjectionId{next++}] = projection;
      }
    }
    const Routes routes = routeAll(spec, activeLayers(spec));
    for (const auto& [id, route] : routes.projections) {
      const ProjectionSpec& projection = spec.projections.at(id);
      for (const auto& [node, card] : spec.nodes) {
        if (node == projection.from || node == projection.to) continue;
        const QRectF area = cardOf(card, !activeLayers(spec).contains(node));
        for (int k = 0; k <= 50; ++k) {
          QVERIFY2(!area.contains(route.first.at(k / 50.0)), projection.name.c_str());
          QVERIFY2(!route.second || !area.contains(route.second->at(k / 50.0)),
                   projection.name.c_str());
        }
      }
    }
  }

  void lanesStayOnTheSideOfTheCard() {
    const QRectF card(0, 100, 152, 104);
    for (std::size_t count = 1; count < 40; ++count) {
      for (std::size_t k = 0; k < count; ++k) {
        QVERIFY(laneHeight(card, k, count) > card.top());
        QVERIFY(laneHeight(card, k, count) < card.bottom());
        if (k > 0) QVERIFY(laneHeight(card, k, count) > laneHeight(card, k - 1, count));
      }
    }
    QCOMPARE(snapped({35, -13}), QPointF(24, -24));
  }

  void smallNumbersStayVisible() {
    QCOMPARE(compactNumber(0.617, true), QStringLiteral("+0.62"));
    QCOMPARE(compactNumber(-12.34), QStringLiteral("−12.3"));
    QCOMPARE(compactNumber(2.7e-3, true), QStringLiteral("+10⁻³"));
    QCOMPARE(compactNumber(-1.2e-5), QStringLiteral("−10⁻⁵"));
    QCOMPARE(compactNumber(8e-5), QStringLiteral("10⁻⁴"));  // the nearest one
    QCOMPARE(compactNumber(1234), QStringLiteral("1234"));
    QCOMPARE(compactNumber(-4e7), QStringLiteral("−4·10⁷"));
    QCOMPARE(compactNumber(3e22), QStringLiteral("10²²"));
    QCOMPARE(compactNumber(0), QStringLiteral("0.00"));
    for (const double value : {0.00996, 9.9949, 9.995, 99.94, 99.95, 999.4, 999.5, 9999.4}) {
      const QString text = compactNumber(value);
      QVERIFY2(text.toDouble() > 0, qPrintable(text));
      QVERIFY2(std::abs(text.toDouble() / value - 1) < 0.051, qPrintable(text));
    }
    QCOMPARE(compactNumber(std::nan("")), QStringLiteral("nan"));
    QCOMPARE(shownText({0.48F, true}), kEnvelopeSign + QStringLiteral("0.48"));
    QCOMPARE(symbolText("W12"), QStringLiteral("W₁₂"));
    QCOMPARE(symbolText("V1b"), QStringLiteral("V1b"));
  }

  void textsOfNeuronsFitAndAreLegible() {
    QVERIFY(canvasFont(TextRole::SmallNumber).pixelSize() >= 9);
    const NodeGeometry live = nodeGeometry(layer("a", 2, 0, 0), false);
    const NodeGeometry frozen = nodeGeometry(layer("a", 2, 0, 0), true);
    const double narrowest = 2 * std::min({live.radius, live.half_side, frozen.radius});
    for (int exponent = -38; exponent <= 38; ++exponent) {
      for (const double digits : {1.0, 2.7, 9.49, 9.99}) {
        for (const double sign : {-1.0, 1.0}) {
          for (const bool is_envelope : {false, true}) {
            if (is_envelope && sign < 0) continue;  // they have none
            const double value = sign * digits * std::pow(10, exponent);
            const QString text = shownText({static_cast<float>(value), is_envelope});
            QVERIFY2(!text.contains('e'), qPrintable(text));
            QVERIFY2(tabularWidth(text, TextRole::SmallNumber) <= narrowest - 1, qPrintable(text));
          }
        }
      }
    }
  }

  void headingShowsRangesOfTimeConstants() {
    NetworkSpec spec;
    NodeSpec node = layer("a", 3, 0, 0);
    LayerSpec parameters{.tau_m = List{5, 30, 10}, .tau_r = Draw{Draw::Kind::LogUniform, 1, 5}};
    node.kind = parameters;
    spec.nodes[NodeId{1}] = node;
    const auto text = [&](std::string_view key, const Value& value) {
      return rangeText(spec, 1, NodeId{1}, key, value);
    };
    QCOMPARE(text("tau_m", parameters.tau_m), QStringLiteral("5–30"));
    QCOMPARE(text("tau_r", parameters.tau_r), QStringLiteral("1…5"));
    QCOMPARE(text("tau_r", 1e-5), QStringLiteral("1·10⁻⁵"));
    QCOMPARE(text("bias", -1500.0), QStringLiteral("−1500"));
  }

  void wavesStayInTheirBox() {
    const SignalSpec sines = SinesSignal{{{{3, 2, 0}, {7, 1, 1}}, {{5, 0.1, 0}}}};
    for (const SignalSpec& signal :
         {sines, SignalSpec{StepSignal{}}, SignalSpec{ConstantSignal{}}}) {
      const std::vector<QPolygonF> waves = signalWaves(signal);
      QVERIFY(!waves.empty());
      for (const QPolygonF& wave : waves) {
        QVERIFY(QRectF(0, -1, 1, 2).united(wave.boundingRect()) == QRectF(0, -1, 1, 2));
      }
    }
    QVERIFY(signalWaves(SamplesSignal{{{1, 2}}}).empty());
    // A table that repeats is drawn as it is, not as frames happen to meet it.
    FileSignal file;
    auto table = std::make_shared<SignalTable>();
    table->columns = 2;
    table->values = {1, 5, -1, 5, 1, 5, -1, 5};
    file.table = table;
    file.interval = 10;
    QVERIFY(signalWaves(file).empty());  // played once: only a run knows
    file.end = FileSignal::End::Repeat;
    const std::vector<QPolygonF> both = signalWaves(file);
    QCOMPARE(both.size(), std::size_t{2});
    const QRectF swing = both[0].boundingRect();  // a fifth of the other channel, rounded
    QVERIFY(swing.height() > 0.3 && swing.height() < 0.5 && std::abs(swing.center().y()) < 0.01);
    QCOMPARE(both[1].boundingRect(), QRectF(0, 1, 1, 0));
    RecentValues recent;
    for (int k = 0; k < 500; ++k) recent.push(k);
    QCOMPARE(recent.wave().size(), static_cast<qsizetype>(RecentValues::kLength));
  }

  void teachersAreFrozenAndSendNoErrors() {
    const NetworkSpec spec = loadProject("chain").network;
    const std::set<NodeId> active = activeLayers(spec);
    QCOMPARE(active, (std::set<NodeId>{kHidden, kOutput}));
    NetworkSpec growing = spec;  // a layer that was just put there is no teacher
    growing.nodes[NodeId{70}] = layer("new", 1, 0, 0);
    QVERIFY(activeLayers(growing).contains(NodeId{70}));
    const Routes routes = routeAll(spec, active);
    QVERIFY(!routes.projections.at(kW1).second);  // an input has no error neuron
    QVERIFY(routes.projections.at(kW2).second);
    QVERIFY(!routes.projections.at(ProjectionId{22}).second);
    const Wire& forward = routes.projections.at(kW2).first;
    const Wire& backward = *routes.projections.at(kW2).second;
    QCOMPARE(backward.start.x(), forward.end.x());
    QCOMPARE(backward.start.y() - forward.end.y(), 32.0);
    // The target's error enters its layer on the right.
    const QRectF output = cardOf(spec.nodes.at(kOutput), false);
    QCOMPARE(routes.targets.at(kTarget).first.end.x(), output.right());
  }

  void labelsCoverNeitherCardsNorEachOther() {
    const NetworkSpec spec = loadProject("chain").network;
    const std::set<NodeId> active = activeLayers(spec);
    const Routes routes = routeAll(spec, active);
    std::vector<QRectF> taken;
    for (const auto& [id, node] : spec.nodes) taken.push_back(cardOf(node, !active.contains(id)));
    std::vector<QRectF> labels;
    for (const auto& [id, route] : routes.projections) {
      labels.push_back(route.first.label);
      if (route.second) labels.push_back(route.second->label);
    }
    labels.push_back(routes.targets.at(kTarget).first.label);
    for (const QRectF& label : labels) {
      QVERIFY(!label.isEmpty());
      for (const QRectF& other : taken) QVERIFY(!label.intersects(other));
      taken.push_back(label);
    }
  }

  void sceneMirrorsTheDocument() {
    SmallCanvas canvas;
    canvas.load(loadProject("chain"));
    QVERIFY(mirrors(canvas));
    ProjectionSpec loop;
    loop.name = "loop";
    loop.from = loop.to = NodeId{40};
    canvas.document.push("insert", {SetNode{NodeId{40}, layer("神経 <b>&", 5, 600, 400)},
                                    SetProjection{ProjectionId{41}, loop}});
    QVERIFY(mirrors(canvas));
    const NodeItem* untouched = canvas.scene.node(kInput);
    NodeSpec moved = canvas.document.project().network.nodes.at(kHidden);
    moved.x += 48;
    const QPointF end = canvas.scene.projection(kW1)->strands()[0].wire.end;
    canvas.document.push("move", {SetNode{kHidden, moved}});
    QVERIFY(mirrors(canvas));
    QCOMPARE(canvas.scene.projection(kW1)->strands()[0].wire.end, end + QPointF(48, 0));
    QCOMPARE(canvas.scene.node(kInput), untouched);  // refreshed, not made anew
    // Nodes first: their projections dangle for a moment.
    canvas.document.push("erase", {SetNode{kHidden, {}}, SetProjection{kW1, {}},
                                   SetProjection{kW2, {}}, SetNode{kTarget, {}}});
    QVERIFY(mirrors(canvas));
    while (canvas.document.undoStack().canUndo()) {
      canvas.document.undoStack().undo();
      QVERIFY(mirrors(canvas));
    }
    while (canvas.document.undoStack().canRedo()) {
      canvas.document.undoStack().redo();
      QVERIFY(mirrors(canvas));
    }
    canvas.document.load(randomProject(30, 60), "other");
    QVERIFY(mirrors(canvas));
    canvas.document.load(Project{}, "empty");
    QVERIFY(mirrors(canvas));
  }

  void aLayerThawsWhenATargetIsSet() {
    SmallCanvas canvas;
    canvas.load(loadProject("chain"));
    QVERIFY(canvas.scene.node(kTeacher2)->look().is_frozen);
    NodeSpec target = canvas.document.project().network.nodes.at(kTarget);
    target.kind = TargetSpec{.of = kTeacher2, .source = SignalSpec{ConstantSignal{0.5}}};
    canvas.document.push("aim", {SetNode{kTarget, target}});
    QVERIFY(!canvas.scene.node(kTeacher2)->look().is_frozen);
    QVERIFY(!canvas.scene.node(NodeId{4})->look().is_frozen);  // errors pass through it
    canvas.document.undoStack().undo();
    QVERIFY(canvas.scene.node(kTeacher2)->look().is_frozen);
  }

  void onlyWhatLooksDifferentIsPainted() {
    SmallCanvas canvas;
    canvas.load(loadProject("chain"));
    canvas.view.show();
    QVERIFY(vle::test::simulate(canvas.lab, 50));
    canvas.scene.refreshLive();
    QSignalSpy repaints(&canvas.scene, &QGraphicsScene::changed);
    vle::test::letPass(100);
    repaints.clear();
    QCOMPARE(canvas.scene.refreshLive(), 0);
    vle::test::letPass(100);
    QCOMPARE(repaints.count(), 0);
    const QString before = canvas.scene.node(kOutput)->look().rate_texts.at(0);
    canvas.lab.control().stepBy(100);
    EVENTUALLY_COMPARE(canvas.lab.control().status().step, 150);
    EVENTUALLY(canvas.scene.node(kOutput)->look().rate_texts.at(0) != before);
    EVENTUALLY(repaints.count() > 0);  // told once the event loop is back
  }

  /// What the variant on the canvas leaves out steps back, with everything that hangs on it.
  void whatAVariantLeavesOutSaysSo() {
    Project project = loadProject("chain");
    project.variants[1].without = {number(kHidden)};
    SmallCanvas canvas;
    canvas.load(project);
    const auto isOut = [&](NodeId id) { return canvas.scene.node(id)->marks().is_left_out; };
    QVERIFY(!isOut(kHidden));
    canvas.lab.showVariant(1);
    EVENTUALLY(isOut(kHidden));
    QVERIFY(!isOut(kOutput));
    QVERIFY(canvas.scene.projection(kW1)->marks().is_left_out);
    QVERIFY(canvas.scene.projection(kW2)->marks().is_left_out);
    canvas.lab.showVariant(0);
    EVENTUALLY(!isOut(kHidden) && !canvas.scene.projection(kW1)->marks().is_left_out);
  }

  void aHiddenCanvasDoesNothing() {
    SmallCanvas canvas;
    canvas.load(loadProject("chain"));
    const QString before = canvas.scene.node(kOutput)->look().detail;
    QVERIFY(vle::test::simulate(canvas.lab, 60));
    QVERIFY(canvas.scene.refreshLive() > 0);  // frames had been left alone
    QCOMPARE(canvas.scene.node(kOutput)->look().detail, before);
  }

  void fastOscillationsAreMarkedAsEnvelopes() {
    SmallCanvas canvas;
    Project project = loadProject("chain");
    canvas.load(project);
    canvas.view.show();
    canvas.lab.control().run();
    const auto hidden = [&canvas] { return canvas.scene.node(kHidden)->look().rates.at(0); };
    const auto hidden_text = [&canvas] {
      return canvas.scene.node(kHidden)->look().rate_texts.at(0);
    };
    EVENTUALLY(hidden().is_envelope);
    QVERIFY(hidden_text().startsWith(kEnvelopeSign));
    canvas.lab.control().setSpeed(0.01);
    EVENTUALLY(!hidden().is_envelope);
    QVERIFY(!hidden_text().startsWith(kEnvelopeSign));
  }

  void aNegativeWeightHasAnotherArrowHead() {
    SmallCanvas canvas;
    canvas.load(loadProject("chain"));
    canvas.lab.control().stepBy(1);
    EVENTUALLY(!canvas.lab.live().W().empty());
    canvas.scene.refreshLive();
    const std::vector<StrandLook>& strands = canvas.scene.projection(kW2)->strands();
    QCOMPARE(strands.size(), std::size_t{2});
    QCOMPARE(strands[0].head, ArrowHead::Filled);
    QCOMPARE(strands[0].value, QStringLiteral("0.60"));
    QCOMPARE(strands[1].head, ArrowHead::Hollow);
    QCOMPARE(strands[1].value, QStringLiteral("−0.50"));
    QVERIFY(canvas.scene.projection(kW2)->toolTipText().contains("W2"));
    // With the transpose, B is W itself.
    canvas.lab.showVariant(1);
    canvas.lab.control().stepBy(1);
    EVENTUALLY(canvas.lab.live().network()->projection(kW2)->feedback == FeedbackKind::Transpose);
    EVENTUALLY(!canvas.lab.live().W().empty());
    canvas.scene.refreshLive();
    const std::vector<StrandLook>& now = canvas.scene.projection(kW2)->strands();
    QCOMPARE(now[1].value, now[0].value);
    QVERIFY(!now[1].value.isEmpty());
  }

  void staleLiveDataIsNeverRead() {
    SmallCanvas canvas;
    canvas.load(loadProject("chain"));
    canvas.lab.control().stepBy(10);
    EVENTUALLY_COMPARE(canvas.lab.control().status().step, 10);
    // The document runs ahead: the network still has one neuron here.
    for (const std::int64_t size : {std::int64_t{4}, std::int64_t{100000}}) {
      NodeSpec node = canvas.document.project().network.nodes.at(kHidden);
      node.size = size;
      canvas.document.push("grow", {SetNode{kHidden, node}});
      canvas.scene.refreshLive();
      QVERIFY(canvas.scene.node(kHidden)->look().rates.empty());
      QVERIFY(!canvas.view.grab().isNull());
    }
    canvas.document.push("insert", {SetNode{NodeId{50}, layer("new", 3, 300, 400)}});
    canvas.document.push("erase", {SetNode{kOutput, {}}});
    canvas.scene.refreshLive();
    QVERIFY(canvas.scene.node(NodeId{50})->look().rates.empty());
    QVERIFY(!canvas.view.grab().isNull());
  }

  void neuronsAppearInTheirColours_data() {
    QTest::addColumn<QString>("theme");
    QTest::newRow("light") << QStringLiteral("light");
    QTest::newRow("dark") << QStringLiteral("dark");
  }
  void neuronsAppearInTheirColours() {
    QFETCH(QString, theme);
    SmallCanvas canvas(theme);
    canvas.load(loadProject("chain"));
    canvas.view.resize(1300, 500);
    canvas.view.show();
    QVERIFY(vle::test::simulate(canvas.lab, 300));
    const QImage image = canvas.view.grab().toImage();
    const NodeItem* item = canvas.scene.node(kHidden);
    const NodeGeometry& geometry = item->geometry();
    const auto pixel = [&](QPointF on_card) {
      const QPoint at = canvas.view.mapFromScene(item->mapToScene(on_card));
      return image.pixelColor(at * image.devicePixelRatio());
    };
    // The outlines, where neither fill nor text is; a card's ground beside them.
    const PairPlace& pair = geometry.pairs.at(0);
    const QColor circle = pixel(pair.signal - QPointF(0, geometry.radius));
    const QColor square = pixel(pair.error - QPointF(0, geometry.half_side));
    QVERIFY(distance(circle, canvas.theme.signal) < 60);
    QVERIFY(distance(square, canvas.theme.error) < 60);
    QVERIFY(distance(pixel({6, geometry.card.bottom() - 8}), canvas.theme.panel) < 40);
    // Another theme in place.
    canvas.theme = loadTheme(theme == "dark" ? "light" : "dark");
    canvas.scene.themeChanged();
    const QImage other = canvas.view.grab().toImage();
    QVERIFY(distance(other.pixelColor(4, 4), canvas.theme.panel) < 12);
  }

  void aPausedCanvasIsNotPainted() {
    SmallCanvas canvas;
    canvas.load(loadProject("chain"));
    canvas.view.show();
    QVERIFY(vle::test::isExposed(canvas.view));
    QVERIFY(vle::test::simulate(canvas.lab, 50));
    PaintCounter paints;
    canvas.view.viewport()->installEventFilter(&paints);
    vle::test::letPass(400);
    QCOMPARE(paints.count, 0);
    canvas.lab.control().stepBy(50);
    EVENTUALLY_COMPARE(canvas.lab.control().status().step, 100);
    EVENTUALLY(paints.count > 0);
  }

  void theNetworkCannotBePannedOutOfView() {
    SmallCanvas canvas;
    canvas.load(loadProject("chain"));
    canvas.view.show();
    const auto visible = [&canvas] {
      const QRect area = canvas.view.viewport()->rect();
      return area & canvas.view.mapFromScene(canvas.scene.content()).boundingRect();
    };
    for (const int zooming : {Qt::Key_F, Qt::Key_Plus, Qt::Key_Minus}) {
      for (int k = 0; k < 12; ++k) QTest::keyClick(&canvas.view, static_cast<Qt::Key>(zooming));
      for (const auto key : {Qt::Key_Left, Qt::Key_Up, Qt::Key_Right, Qt::Key_Down}) {
        for (int k = 0; k < 200; ++k) QTest::keyClick(&canvas.view, key);
        const QSize size = canvas.view.mapFromScene(canvas.scene.content()).boundingRect().size();
        QVERIFY(visible().width() >= std::min(80, size.width() - 2));
        QVERIFY(visible().height() >= std::min(80, size.height() - 2));
      }
      // There is room enough to move the drawing to any side, though.
      QVERIFY(visible().height() <= canvas.view.height() / 2 || zooming == Qt::Key_Minus);
    }
    canvas.view.resize(300, 200);
    QVERIFY(visible().width() >= 10 && visible().height() >= 10);
  }

  void theLegendFollowsTheInterfaceZoom() {
    const QFont before = QGuiApplication::font();
    const auto legendWidth = [](int pixels, int width) {
      QFont font = QGuiApplication::font();
      font.setPixelSize(pixels);
      QGuiApplication::setFont(font);
      SmallCanvas canvas;
      canvas.load(Project{});
      canvas.view.resize(width, 320);
      const QImage image = canvas.view.grab().toImage();
      int right = 0;
      for (int x = 0; x < image.width(); ++x) {
        for (int y = image.height() - pixels; y < image.height() - 10; ++y) {
          if (distance(image.pixelColor(x, y), canvas.theme.panel) > 120) right = x;
        }
      }
      return right;
    };
    const int usual = legendWidth(13, 2800);
    const int large = legendWidth(26, 2800);
    const int narrow = legendWidth(26, 400);
    QGuiApplication::setFont(before);
    QVERIFY2(std::abs(large - 2 * usual) < 20, qPrintable(QString("%1 %2").arg(usual).arg(large)));
    QVERIFY(narrow > 100 && narrow < 400 - 8);  // nothing is cut off at the edge
  }

  void bigNetworksAreDrawnAtAnyZoom() {
    SmallCanvas canvas;
    canvas.load(randomProject(300, 900));
    QVERIFY(mirrors(canvas));
    canvas.view.resize(1300, 800);
    canvas.view.show();
    canvas.lab.control().stepBy(3);
    EVENTUALLY_COMPARE(canvas.lab.control().status().step, 3);
    for (const double zoom : {0.01, 0.1, 0.25, 0.5, 1.0, 4.0}) {
      canvas.view.setTransform(QTransform::fromScale(zoom, zoom));
      canvas.view.centerOn(canvas.scene.content().center());
      const QImage image = canvas.view.grab().toImage();
      int drawn = 0;
      for (int x = 0; x < image.width(); x += 3) {
        for (int y = 0; y < image.height(); y += 3) {
          if (distance(image.pixelColor(x, y), canvas.theme.panel) > 60) ++drawn;
        }
      }
      QVERIFY2(drawn > 20, qPrintable(QString::number(zoom)));
    }
  }

  void viewFitsUntilThePersonTakesOver() {
    SmallCanvas canvas;
    canvas.load(loadProject("chain"));
    canvas.view.show();
    const auto shows_all = [&canvas] {
      const QRect area = canvas.view.viewport()->rect();
      return area.contains(canvas.view.mapFromScene(canvas.scene.content()).boundingRect());
    };
    QVERIFY(shows_all());
    canvas.view.resize(500, 300);
    QVERIFY(shows_all());
    canvas.view.resize(3000, 2000);
    QVERIFY(canvas.view.zoom() <= GraphView::kMaxFitZoom);
    canvas.view.resize(840, 320);
    const QPointF cursor(300, 100);
    const QPointF under = canvas.view.viewportTransform().inverted().map(cursor);
    QWheelEvent wheel(cursor, canvas.view.viewport()->mapToGlobal(cursor), {}, {0, 240},
                      Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(canvas.view.viewport(), &wheel);
    QVERIFY(!canvas.view.isFitting());
    const QPointF moved = canvas.view.viewportTransform().map(under) - cursor;
    QVERIFY(std::abs(moved.x()) <= 1 && std::abs(moved.y()) <= 1);
    const double zoom = canvas.view.zoom();
    canvas.view.resize(700, 320);
    QCOMPARE(canvas.view.zoom(), zoom);
    for (int k = 0; k < 40; ++k) QTest::keyClick(&canvas.view, Qt::Key_Plus);
    QCOMPARE(canvas.view.zoom(), GraphView::kMaxZoom);
    for (int k = 0; k < 60; ++k) QTest::keyClick(&canvas.view, Qt::Key_Minus);
    QCOMPARE(canvas.view.zoom(), GraphView::kMinZoom);
    QTest::keyClick(&canvas.view, Qt::Key_F);
    QVERIFY(canvas.view.isFitting());
    QVERIFY(shows_all());
    const QPointF corner = canvas.view.mapToScene(0, 0);
    QTest::mousePress(canvas.view.viewport(), Qt::MiddleButton, {}, {100, 100});
    QTest::mouseMove(canvas.view.viewport(), {140, 120});
    QTest::mouseRelease(canvas.view.viewport(), Qt::MiddleButton, {}, {140, 120});
    QTest::keyClick(&canvas.view, Qt::Key_Left);
    QVERIFY(!canvas.view.isFitting());
    QVERIFY(canvas.view.mapToScene(0, 0).x() < corner.x());
  }
};

VLE_TEST(TestEditor, QApplication)
#include "tst_editor.moc"
