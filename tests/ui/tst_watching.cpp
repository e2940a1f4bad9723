// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// From the canvas to the board and to pokes: what a place on the canvas stands for, the menus
// there, and dragging a variable away.
#include <algorithm>
#include <memory>

#include <QContextMenuEvent>
#include <QDropEvent>
#include <QLabel>
#include <QSignalSpy>

#include "board/plot_board.h"
#include "canvas.h"
#include "editor/watching.h"
#include "ids.h"
#include "run_tests.h"
#include "session/probe_mime.h"
#include "specs.h"
#include "tempo.h"

using namespace vle;
using vle::test::layerAt;
using namespace vle::ui;
using namespace vle::test::ids;

namespace {

ProjectionSpec projectionOf(const std::string& name, NodeId from, NodeId to) {
  ProjectionSpec projection;
  projection.name = name;
  projection.from = from;
  projection.to = to;
  projection.learn = 1e-4;
  return projection;
}

/// x → lower (3) → upper (1)
Project network() {
  Project project;
  NodeSpec x = layerAt("x", 1, 0);
  x.kind = InputSpec{};
  project.network.nodes = {
      {kInput, x}, {kHidden, layerAt("lower", 3, 240)}, {kOutput, layerAt("upper", 1, 720)}};
  project.network.projections = {{ProjectionId{11}, projectionOf("W1", kInput, kHidden)},
                                 {kW2, projectionOf("W2", kHidden, kOutput)}};
  return project;
}

QPointF signalOf(test::Canvas& canvas, NodeId id, std::size_t neuron) {
  const NodeItem* item = canvas.scene().node(id);
  return item->mapToScene(item->geometry().pairs.at(neuron).signal);
}

QPointF errorOf(test::Canvas& canvas, NodeId id, std::size_t neuron) {
  const NodeItem* item = canvas.scene().node(id);
  return item->mapToScene(item->geometry().pairs.at(neuron).error);
}

QMenu* openMenu(test::Canvas& canvas, QPointF point,
                QContextMenuEvent::Reason reason = QContextMenuEvent::Mouse) {
  const QPoint pixel = canvas.at(point);
  QContextMenuEvent event(reason, pixel, canvas.port()->mapToGlobal(pixel));
  QApplication::sendEvent(canvas.port(), &event);
  return qobject_cast<QMenu*>(QApplication::activePopupWidget());
}

/// By its objectName.
QAction* entry(const QMenu* menu, const char* id) {
  for (QAction* action : menu->actions()) {
    if (action->objectName() == QLatin1String(id)) return action;
  }
  return nullptr;
}

}  // namespace

class TestWatching : public QObject {
  Q_OBJECT

 private slots:
  void everyPlaceStandsForAVariable();
  void theMenuOffersEveryVariable();
  void aVariableIsPlottedFromTheMenu();
  void aNeuronIsPokedFromTheMenu();
  void theMenuKeyMeansTheChosenNeuron();
  void controlAndDragTakesAVariable();
  void theDragShowsItsProbeAndIsDroppedOnThePlots();
  void aCardThatIsDroppedBeyondTheCanvasGoesBack();
  void timeConstantsAreWrittenAsEverywhere();
};

void TestWatching::everyPlaceStandsForAVariable() {
  test::Canvas canvas;
  canvas.load(network());
  EVENTUALLY(!canvas.lab.live().W().empty());
  const auto at = [&](QPointF point) {
    return watchedAt(canvas.scene(), canvas.document.project(), point);
  };
  QCOMPARE(at(signalOf(canvas, kHidden, 1)).probe, std::string("lower.r[1]"));
  QCOMPARE(at(errorOf(canvas, kHidden, 2)).probe, std::string("lower.e[2]"));
  QCOMPARE(at(errorOf(canvas, kHidden, 2)).index, std::string("[2]"));
  QCOMPARE(at(signalOf(canvas, kOutput, 0)).probe, std::string("upper.r"));
  QCOMPARE(at(canvas.scene().node(kInput)->card().center()).probe, std::string("x.r"));
  const auto bottom = canvas.scene().node(kHidden)->card().bottomLeft() + QPointF(8, -6);
  QCOMPARE(at(bottom).probe, std::string("lower.r"));
  QVERIFY(at({-500, -500}).owner.empty());
  // A wire from afar, its synapses from near.
  canvas.view().takeOver();
  canvas.view().setTransform(QTransform::fromScale(0.6, 0.6));
  emit canvas.view().viewChanged();
  const QPointF wire = canvas.scene().projection(kW2)->strands().at(0).wire.at(0.4);
  QCOMPARE(at(wire).probe, std::string("W2.W"));
  canvas.view().setTransform(QTransform::fromScale(1.5, 1.5));
  canvas.view().centerOn(600, 60);
  emit canvas.view().viewChanged();
  const NodeItem* lower = canvas.scene().node(kHidden);
  const QPointF start(lower->card().right() + 3,
                      lower->card().top() + synapseLane(lower->geometry(), 2, 3) - 8);
  QCOMPARE(at(start).probe, std::string("W2.W[0;2]"));
}

void TestWatching::theMenuOffersEveryVariable() {
  test::Canvas canvas;
  canvas.load(network());
  const auto probes = [&](const Watched& watched) {
    QMenu menu;
    fillVariableMenu(menu, *canvas.lab.live().network(), watched, [](const QString&) {});
    QStringList result;
    for (const QAction* action : menu.actions()) result << action->data().toString();
    return result;
  };
  const QStringList neuron = probes({"lower", "[1]", "lower.r[1]", {}});
  for (const char* variable : {"r", "u", "e", "eps", "v"}) {
    QVERIFY2(neuron.contains(QStringLiteral("lower.%1[1]").arg(QLatin1String(variable))), variable);
  }
  QVERIFY(probes({"lower", "", "lower.r", {}}).contains(QStringLiteral("lower.r")));
  QVERIFY(probes({"upper", "", "upper.r", {}}).contains(QStringLiteral("upper.r")));
  const QStringList synapse = probes({"W2", "[0;2]", "W2.W[0;2]", {}});
  QVERIFY(synapse.contains(QStringLiteral("W2.W[0;2]")));
  QVERIFY(synapse.contains(QStringLiteral("W2.B[2;0]")));
  QVERIFY(synapse.contains(QStringLiteral("W2.B_angle")));
  for (const QString& probe : neuron + synapse) {
    QVERIFY(!channelsOf(*canvas.lab.live().network(), probe.toStdString()).empty());
  }
  QVERIFY(probes({"nothing", "", "", {}}).isEmpty());
}

void TestWatching::aVariableIsPlottedFromTheMenu() {
  test::Canvas canvas;
  canvas.load(network());
  QSignalSpy wanted(&canvas.panel, &CanvasPanel::plotRequested);
  QMenu* menu = openMenu(canvas, signalOf(canvas, kHidden, 1));
  QVERIFY(menu != nullptr);
  QAction* plots = entry(menu, "canvas.plot");
  QVERIFY(plots != nullptr && plots->menu() != nullptr);
  QCOMPARE(plots->text(), QStringLiteral("Plot of lower, neuron 1"));
  for (QAction* action : plots->menu()->actions()) {
    if (action->data() == QStringLiteral("lower.u[1]")) action->trigger();
  }
  QCOMPARE(wanted.count(), 1);
  QCOMPARE(wanted.at(0).at(0).toString(), QStringLiteral("lower.u[1]"));
  menu->close();
  // On the ground there is nothing to watch.
  menu = openMenu(canvas, canvas.view().mapToScene(4, 4));
  QVERIFY(menu != nullptr && entry(menu, "canvas.plot") == nullptr);
  menu->close();
}

void TestWatching::aNeuronIsPokedFromTheMenu() {
  test::Canvas canvas;
  canvas.load(network());
  QMenu* menu = openMenu(canvas, signalOf(canvas, kHidden, 1));
  QAction* poke = entry(menu, "canvas.poke");
  QVERIFY(poke != nullptr && poke->menu() != nullptr);
  QCOMPARE(poke->text(), QStringLiteral("Poke lower, neuron 1"));
  entry(poke->menu(), "poke.silence")->trigger();
  menu->close();
  QCOMPARE(canvas.lab.control().pokes().size(), std::size_t{1});
  QVERIFY(canvas.lab.control().pokes().front() == (Poke{kHidden, 1, PokeKind::Silence, 0}));
  QCOMPARE(canvas.scene().node(kHidden)->marks().poked, std::vector<std::size_t>{1});
  menu = openMenu(canvas, canvas.scene().node(kOutput)->card().center());
  QAction* poked = entry(menu, "canvas.poked");
  QVERIFY(poked != nullptr);
  poked->menu()->actions().front()->trigger();
  menu->close();
  QVERIFY(canvas.lab.control().pokes().empty());
  QVERIFY(canvas.scene().node(kHidden)->marks().poked.empty());
}

void TestWatching::theMenuKeyMeansTheChosenNeuron() {
  test::Canvas canvas;
  canvas.load(network());
  canvas.scene().focus().look(NeuronRef{kHidden, 2});
  QMenu* menu = openMenu(canvas, {0, 0}, QContextMenuEvent::Keyboard);
  QVERIFY(menu != nullptr);
  const QAction* poke = entry(menu, "canvas.poke");
  QVERIFY(poke != nullptr);
  QCOMPARE(poke->text(), QStringLiteral("Poke lower, neuron 2"));
  QVERIFY(canvas.scene().focus().neuron() == (NeuronRef{kHidden, 2}));
  menu->close();
}

void TestWatching::controlAndDragTakesAVariable() {
  test::Canvas canvas;
  canvas.load(network());
  // A real drag would wait for a drop.
  QObject::disconnect(&canvas.panel.editor(), &CanvasEditor::watchDragged, &canvas.panel, nullptr);
  QSignalSpy dragged(&canvas.panel.editor(), &CanvasEditor::watchDragged);
  const QPoint from = canvas.at(errorOf(canvas, kHidden, 0));
  canvas.drag(from, from + QPoint(90, 60), Qt::ControlModifier);
  QCOMPARE(dragged.count(), 1);
  QCOMPARE(
      watchedAt(canvas.scene(), canvas.document.project(), dragged.at(0).at(0).toPointF()).probe,
      std::string("lower.e[0]"));
  QCOMPARE(canvas.steps(), 0);
  QVERIFY(canvas.gesture() == CanvasEditor::Gesture::None);
}

void TestWatching::theDragShowsItsProbeAndIsDroppedOnThePlots() {
  test::Canvas canvas;
  canvas.load(network());
  const std::unique_ptr<QDrag> shorter(probeDrag("lower.r", canvas.view()));
  const std::unique_ptr<QDrag> drag(probeDrag("lower.e[2]", canvas.view()));
  QCOMPARE(probeOf(*drag->mimeData()), std::string("lower.e[2]"));
  QVERIFY(drag->pixmap().height() >= canvas.view().fontMetrics().height());
  QVERIFY(drag->pixmap().width() > shorter->pixmap().width());
  QVERIFY(!QRect(QPoint(), drag->pixmap().size()).contains(drag->hotSpot()));
  // The very data of the drag, over a plot of a board.
  PlotBoard board(canvas.document, canvas.lab, canvas.focus, canvas.theme);
  board.resize(800, 400);
  board.show();
  EVENTUALLY(!board.controller().plots().empty());
  const std::size_t before = canvas.document.project().board.size();
  const QPoint at = board.controller().plots()[0]->rect().center();
  QDragEnterEvent enter(at, Qt::CopyAction, drag->mimeData(), Qt::LeftButton, Qt::ControlModifier);
  QCoreApplication::sendEvent(board.controller().plots()[0], &enter);
  QVERIFY(enter.isAccepted());
  QDropEvent drop(at, Qt::CopyAction, drag->mimeData(), Qt::LeftButton, Qt::ControlModifier);
  QCoreApplication::sendEvent(board.controller().plots()[0], &drop);
  QVERIFY(drop.isAccepted());
  QVERIFY(canvas.document.project().board.size() > before);
  QCOMPARE(canvas.document.project().board.at(0).probes.back(), std::string("lower.e[2]"));
}

void TestWatching::aCardThatIsDroppedBeyondTheCanvasGoesBack() {
  test::Canvas canvas;
  canvas.load(network());
  const NodeSpec before = canvas.spec().nodes.at(kOutput);
  const QPoint from = canvas.body(kOutput);
  canvas.drag(from, QPoint(from.x(), canvas.port()->height() + 60));
  QCOMPARE(canvas.spec().nodes.at(kOutput), before);
  QCOMPARE(canvas.steps(), 0);
  QVERIFY(canvas.gesture() == CanvasEditor::Gesture::None);
  const QList<QLabel*> labels = canvas.panel.findChildren<QLabel*>();
  QVERIFY(std::ranges::any_of(labels, [](const QLabel* label) {
    return label->isVisible() && label->text().contains(QStringLiteral("Ctrl + drag"));
  }));
  canvas.drag(from, from + QPoint(0, 40));  // within, as ever
  QVERIFY(canvas.spec().nodes.at(kOutput).y > before.y);
  // Whoever does not know is told where the hand is.
  const auto gestures = gestureTable();
  QVERIFY(std::ranges::any_of(gestures, [](const GestureRow& row) {
    return QString::fromUtf8(row.hands).startsWith(QStringLiteral("Ctrl + drag a card"));
  }));
}

void TestWatching::timeConstantsAreWrittenAsEverywhere() {
  test::Canvas canvas;
  canvas.load(network());
  QMenu menu;
  fillVariableMenu(menu, *canvas.lab.live().network(), {"lower", "[1]", "lower.r[1]", {}},
                   [](const QString&) {});
  bool is_offered = false;
  for (const QAction* action : menu.actions()) {
    QVERIFY2(!action->text().contains(QStringLiteral("_m")), qPrintable(action->text()));
    if (action->data() != QStringLiteral("lower.tau_m[1]")) continue;
    is_offered = true;
    QVERIFY2(action->text().startsWith(QStringLiteral("τₘ")), qPrintable(action->text()));
  }
  QVERIFY(is_offered);
}

VLE_TEST(TestWatching, QApplication)
#include "tst_watching.moc"
