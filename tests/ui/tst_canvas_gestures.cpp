// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Every gesture of the canvas with real mouse and keys: what it does to the document, that it is
// one undo step, that it can be left.
#include <QClipboard>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>

#include "canvas.h"
#include "drawing/edge_routes.h"
#include "ids.h"
#include "main_window.h"
#include "model/validate.h"
#include "run/problems_panel.h"
#include "run_tests.h"
#include "specs.h"
#include "tempo.h"

using namespace vle;
using namespace vle::ui;
using test::Canvas;
using test::kCtrl;
using test::kShift;
using namespace vle::test::ids;

namespace {

QPointF positionOf(const Canvas& canvas, NodeId id) {
  const NodeSpec& node = canvas.spec().nodes.at(id);
  return {node.x, node.y};
}

bool overlapSomewhere(const NetworkSpec& spec) {
  const CardSizes sizes = cardSizes(spec);
  std::vector<QRectF> cards;
  for (const auto& [id, node] : spec.nodes) {
    const QRectF card(node.x, node.y, sizes.at(id).width, sizes.at(id).height);
    for (const QRectF& other : cards) {
      if (other.intersects(card)) return true;
    }
    cards.push_back(card);
  }
  return false;
}

}  // namespace

class TestCanvasGestures : public QObject {
  Q_OBJECT

 private slots:
  // --- Selecting
  void aClickSelectsAndShiftAddsAndTakesAway() {
    Canvas canvas;
    canvas.load(test::chain());
    QSignalSpy changes(&canvas.focus, &Focus::changed);
    canvas.click(canvas.body(kHidden));
    QCOMPARE(canvas.scene().focus().selection(), (Selection{{kHidden}, {}}));
    QCOMPARE(changes.count(), 1);
    canvas.click(canvas.body(kOutput), kShift);
    QCOMPARE(canvas.scene().focus().selection(), (Selection{{kHidden, kOutput}, {}}));
    canvas.click(canvas.body(kHidden), kCtrl);
    QCOMPARE(canvas.scene().focus().selection(), (Selection{{kOutput}, {}}));
    canvas.click(canvas.wire(kW1));
    QCOMPARE(canvas.scene().focus().selection(), (Selection{{}, {kW1}}));
    QVERIFY(canvas.scene().projection(kW1)->marks().is_selected);
    canvas.click(canvas.wire(kW2), kShift);
    QCOMPARE(canvas.scene().focus().selection(), (Selection{{}, {kW1, kW2}}));
    canvas.click({4, 4});
    QVERIFY(canvas.scene().focus().selection().empty());
    canvas.key(Qt::Key_A, kCtrl);
    QCOMPARE(canvas.scene().focus().selection().nodes.size(), canvas.spec().nodes.size());
    QCOMPARE(canvas.scene().focus().selection().projections.size(),
             canvas.spec().projections.size());
    canvas.key(Qt::Key_Escape);
    QVERIFY(canvas.scene().focus().selection().empty());
    QCOMPARE(canvas.steps(), 0);
  }

  void aRubberBandSelectsWhatItTouches() {
    Canvas canvas;
    canvas.load(test::chain());
    const QRectF hidden = canvas.scene().node(kHidden)->card();
    const QRectF teacher = canvas.scene().node(kTeacher1)->card();
    const QPoint from = canvas.at(hidden.topLeft() - QPointF(12, 12));
    canvas.drag(from, canvas.at(teacher.topRight() + QPointF(-20, 20)));
    QCOMPARE(canvas.scene().focus().selection(), (Selection{{kHidden, kTeacher1}, {}}));
    // With Shift it adds; while it is pulled it can be left.
    const QRectF output = canvas.scene().node(kOutput)->card();
    const QPoint over = canvas.at(output.topRight() + QPointF(14, -14));
    canvas.drag(over, canvas.at(output.center()), kShift);
    QCOMPARE(canvas.scene().focus().selection(), (Selection{{kHidden, kTeacher1, kOutput}, {}}));
    canvas.press(over);
    canvas.move(canvas.at(output.center()));
    QCOMPARE(canvas.gesture(), CanvasEditor::Gesture::Band);
    QCOMPARE(canvas.scene().focus().selection(), (Selection{{kOutput}, {}}));
    canvas.key(Qt::Key_Escape);
    QCOMPARE(canvas.gesture(), CanvasEditor::Gesture::None);
    QVERIFY(canvas.scene().focus().selection().empty());
    canvas.release(over);
  }

  void whatIsSelectedIsFramed_data() {
    QTest::addColumn<QString>("theme");
    QTest::newRow("light") << QStringLiteral("light");
    QTest::newRow("dark") << QStringLiteral("dark");
  }
  void whatIsSelectedIsFramed() {
    QFETCH(QString, theme);
    Canvas canvas(theme);
    canvas.load(test::chain());
    const auto accents = [&](const QRect& area) {
      const QImage image = canvas.view().grab(area).toImage();
      int count = 0;
      for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
          const QColor c = image.pixelColor(x, y);
          const QColor a = canvas.theme.accent;
          count += std::abs(c.red() - a.red()) + std::abs(c.green() - a.green()) +
                               std::abs(c.blue() - a.blue()) <
                           40
                       ? 1
                       : 0;
        }
      }
      return count;
    };
    const QRectF card = canvas.scene().node(kHidden)->card();
    const QRect bottom(canvas.at(card.bottomLeft() + QPointF(20, 0)),
                       canvas.at(card.bottomRight() + QPointF(-20, 6)));
    QCOMPARE(accents(bottom), 0);
    canvas.click(canvas.body(kHidden));
    QVERIFY(accents(bottom) >= bottom.width());
  }

  void aWireIsDeletedAndComesBack() {
    Canvas canvas;
    canvas.load(test::chain());
    canvas.click(canvas.wire(kW2));
    canvas.key(Qt::Key_Delete);
    QVERIFY(canvas.spec().find(kW2) == nullptr);
    QVERIFY(canvas.mirrors());
    canvas.key(Qt::Key_Z, kCtrl);
    QVERIFY(canvas.spec().find(kW2) != nullptr);
    QCOMPARE(canvas.document.project(), test::chain());
  }

  void deletingANodeTakesItsWiresAlong() {
    Canvas canvas;
    canvas.load(test::chain());
    canvas.click(canvas.body(kHidden));
    canvas.key(Qt::Key_Backspace);
    QVERIFY(canvas.spec().find(kHidden) == nullptr);
    QVERIFY(canvas.spec().find(kW1) == nullptr && canvas.spec().find(kW2) == nullptr);
    QVERIFY(canvas.mirrors());
    QCOMPARE(canvas.steps(), 1);
    canvas.key(Qt::Key_Z, kCtrl);
    QCOMPARE(canvas.document.project(), test::chain());
  }

  // --- Moving
  void aDragMovesTheSelectionAlongTheGridInOneStep() {
    Canvas canvas;
    canvas.load(test::chain());
    canvas.click(canvas.body(kHidden));
    canvas.click(canvas.body(kTeacher1), kShift);
    const QPointF hidden = positionOf(canvas, kHidden);
    const QPointF teacher = positionOf(canvas, kTeacher1);
    const double zoom = canvas.view().zoom();
    const QPoint by = (QPointF(-55, 67) * zoom).toPoint();
    canvas.drag(canvas.body(kHidden), canvas.body(kHidden) + by);
    QCOMPARE(positionOf(canvas, kHidden), hidden + QPointF(-48, 72));
    QCOMPARE(positionOf(canvas, kTeacher1), teacher + QPointF(-48, 72));
    QCOMPARE(canvas.steps(), 1);
    QVERIFY(canvas.mirrors());
    // A second drag is a second step.
    canvas.drag(canvas.body(kHidden), canvas.body(kHidden) - by);
    QCOMPARE(canvas.steps(), 2);
    QCOMPARE(positionOf(canvas, kHidden), hidden);
    canvas.key(Qt::Key_Z, kCtrl);
    canvas.key(Qt::Key_Z, kCtrl);
    QCOMPARE(canvas.document.project(), test::chain());
  }

  void altMovesFreelyAndEscapeTakesAMoveBack() {
    Canvas canvas;
    canvas.load(test::chain());
    const QPointF before = positionOf(canvas, kHidden);
    canvas.drag(canvas.body(kHidden), canvas.body(kHidden) + QPoint(-19, 31), Qt::AltModifier);
    const QPointF moved = positionOf(canvas, kHidden);
    QVERIFY(moved != before);
    QVERIFY(snapped(moved) != moved);
    const QPoint grip = canvas.body(kHidden);
    canvas.press(grip);
    canvas.move(grip + QPoint(60, 60));
    QCOMPARE(canvas.gesture(), CanvasEditor::Gesture::Move);
    QVERIFY(positionOf(canvas, kHidden) != moved);
    canvas.key(Qt::Key_Escape);
    QCOMPARE(positionOf(canvas, kHidden), moved);
    QCOMPARE(canvas.steps(), 1);
    canvas.release(grip);
    QCOMPARE(positionOf(canvas, kHidden), moved);
  }

  void arrowKeysMoveTheSelectionAndPanWithoutOne() {
    Canvas canvas;
    canvas.load(test::chain());
    const QPointF corner = canvas.view().mapToScene(0, 0);
    canvas.key(Qt::Key_Right);
    QVERIFY(canvas.view().mapToScene(0, 0) != corner);
    QCOMPARE(canvas.steps(), 0);
    canvas.click(canvas.body(kHidden));
    const QPointF before = positionOf(canvas, kHidden);
    canvas.key(Qt::Key_Right);
    canvas.key(Qt::Key_Down);
    QCOMPARE(positionOf(canvas, kHidden), before + QPointF(kGrid, kGrid));
    QCOMPARE(canvas.steps(), 2);
  }

  void aligningAndSpreadingAreOneStepEach() {
    Canvas canvas;
    canvas.load(test::chain());
    canvas.key(Qt::Key_A, kCtrl);
    canvas.key(Qt::Key_Up, kCtrl | kShift);
    for (const auto& [id, node] : canvas.spec().nodes) QCOMPARE(node.y, 48.0);
    QCOMPARE(canvas.steps(), 1);
    canvas.key(Qt::Key_Left, kCtrl | kShift);
    for (const auto& [id, node] : canvas.spec().nodes) QCOMPARE(node.x, 0.0);
    QCOMPARE(canvas.steps(), 2);
    canvas.key(Qt::Key_Z, kCtrl);
    canvas.key(Qt::Key_Z, kCtrl);
    QCOMPARE(canvas.document.project(), test::chain());
    canvas.key(Qt::Key_Escape);
    QVERIFY(!canvas.actions[ActionId::AlignLeft]->isEnabled());
    canvas.click(canvas.body(kInput));
    canvas.click(canvas.body(kHidden), kShift);
    canvas.click(canvas.body(kTarget), kShift);
    canvas.key(Qt::Key_H, kCtrl | kShift);
    const CardSizes sizes = cardSizes(canvas.spec());
    const auto right = [&](NodeId id) { return positionOf(canvas, id).x() + sizes.at(id).width; };
    const double first = positionOf(canvas, kHidden).x() - right(kInput);
    const double second = positionOf(canvas, kTarget).x() - right(kHidden);
    QVERIFY(std::abs(first - second) < 1e-9);
    QCOMPARE(canvas.steps(), 1);
  }

  void arrangingLeavesNoCardOnAnother() {
    Canvas canvas;
    Project heap = test::chain();
    for (auto& [id, node] : heap.network.nodes) node.x = node.y = 10;
    canvas.load(heap);
    QVERIFY(overlapSomewhere(canvas.spec()));
    canvas.key(Qt::Key_L, kCtrl | kShift);
    QVERIFY(!overlapSomewhere(canvas.spec()));
    QVERIFY(canvas.mirrors());
    QCOMPARE(canvas.steps(), 1);
    canvas.key(Qt::Key_Z, kCtrl);
    QCOMPARE(canvas.document.project(), heap);
  }

  // --- Making
  void thePaletteMakesByPressByKeyAndByDrop() {
    Canvas canvas;
    canvas.load(Project{});
    QTest::mouseClick(canvas.panel.palette().button(CreationKind::Layer), Qt::LeftButton);
    QCOMPARE(canvas.spec().nodes.size(), std::size_t{1});
    QVERIFY(canvas.spec().nodes.begin()->second.layer() != nullptr);
    PaletteButton* input = canvas.panel.palette().button(CreationKind::Input);
    input->setFocus();
    QTest::keyClick(input, Qt::Key_Return);
    QCOMPARE(canvas.spec().nodes.size(), std::size_t{2});
    QCOMPARE(canvas.steps(), 2);
    // Dropped where the mouse is, along the grid.
    const QPoint at(200, 520);
    std::unique_ptr<QMimeData> data(creationMime(rowOf(CreationKind::Target)));
    QDragEnterEvent enter(at, Qt::CopyAction, data.get(), Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(canvas.port(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(at, Qt::CopyAction, data.get(), Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(canvas.port(), &drop);
    QCOMPARE(canvas.spec().nodes.size(), std::size_t{3});
    const NodeId target = *canvas.scene().focus().selection().nodes.begin();
    QVERIFY(canvas.spec().nodes.at(target).target() != nullptr);
    const QPointF corner = positionOf(canvas, target);
    QCOMPARE(snapped(corner), corner);
    QVERIFY(QLineF(canvas.scene().node(target)->card().center(), canvas.view().mapToScene(at))
                .length() < 60);
    QVERIFY(!overlapSomewhere(canvas.spec()));
    // What is no part of the palette is left to the window.
    QMimeData file;
    file.setUrls({QUrl::fromLocalFile(QStringLiteral("/tmp/a.vle"))});
    QDragEnterEvent other(at, Qt::CopyAction, &file, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(canvas.port(), &other);
    QVERIFY(!other.isAccepted());
  }

  void typedWordsAreMade_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("nodes");
    QTest::addColumn<int>("projections");
    QTest::newRow("layer") << "layer" << 1 << 0;
    QTest::newRow("the beginning of a word") << "inp" << 1 << 0;
    QTest::newRow("capitals and spaces") << "  TARGET " << 1 << 0;
    QTest::newRow("lagline") << "lagline 5" << 5 << 4;
    QTest::newRow("chain of") << "chain of 2" << 4 << 2;
    QTest::newRow("note") << "note" << 1 << 0;
  }
  void typedWordsAreMade() {
    QFETCH(QString, text);
    Canvas canvas;
    canvas.load(Project{});
    canvas.key(Qt::Key_Tab);
    QVERIFY(canvas.isAsking());
    canvas.type(text);
    QVERIFY2(!canvas.isAsking(), qPrintable(canvas.refusal()));
    QTEST(static_cast<int>(canvas.spec().nodes.size()), "nodes");
    QTEST(static_cast<int>(canvas.spec().projections.size()), "projections");
    QCOMPARE(canvas.scene().focus().selection().nodes.size(), canvas.spec().nodes.size());
    QCOMPARE(canvas.steps(), 1);
    QVERIFY(canvas.view().hasFocus());
    QVERIFY(!overlapSomewhere(canvas.spec()));
    canvas.key(Qt::Key_Z, kCtrl);
    QVERIFY(canvas.spec().nodes.empty());
  }

  void aNumberAfterALayerIsItsSize() {
    Canvas canvas;
    canvas.load(Project{});
    canvas.key(Qt::Key_Tab);
    canvas.type(QStringLiteral("layer 12"));
    QCOMPARE(canvas.spec().nodes.begin()->second.size, 12);
    canvas.key(Qt::Key_Tab);
    canvas.type(QStringLiteral("input 3"));
    QCOMPARE(canvas.spec().nodes.rbegin()->second.size, 3);
    QVERIFY(!hasErrors(validate(canvas.document.project())));
    QCOMPARE(canvas.steps(), 2);
  }

  void whatCannotBeMadeGetsASentence_data() {
    QTest::addColumn<QString>("text");
    for (const char* text : {"brain", "layer of", "lagline 0", "chain of 99999999999999999999",
                             "layer 1000000", "teacher of selection", "?", ""}) {
      QTest::newRow(text) << text;
    }
  }
  void whatCannotBeMadeGetsASentence() {
    QFETCH(QString, text);
    Canvas canvas;
    canvas.load(Project{});
    canvas.doubleClick({300, 300});
    QVERIFY(canvas.isAsking());
    canvas.type(text);
    QVERIFY(canvas.isAsking());
    QVERIFY(canvas.refusal().endsWith('.'));
    QVERIFY(canvas.spec().nodes.empty());
    canvas.key(Qt::Key_Escape);
    QVERIFY(!canvas.isAsking());
    QCOMPARE(canvas.steps(), 0);
  }

  void theListBelowTheBoxIsChosenWithKeysAndMouse() {
    Canvas canvas;
    canvas.load(Project{});
    canvas.key(Qt::Key_Tab);
    canvas.key(Qt::Key_Down);
    canvas.key(Qt::Key_Down);
    canvas.key(Qt::Key_Return);
    QVERIFY(canvas.spec().nodes.begin()->second.input() != nullptr);
    canvas.key(Qt::Key_Tab);
    auto* list = canvas.view().findChild<QListWidget*>();
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {},
                      list->visualItemRect(list->item(2)).center());
    QVERIFY(!canvas.isAsking());
    QCOMPARE(canvas.spec().nodes.size(), std::size_t{2});
  }

  void aTeacherIsMadeOfTheSelection() {
    Canvas canvas;
    canvas.load(Project{});
    canvas.key(Qt::Key_Tab);
    canvas.type(QStringLiteral("chain of 2"));
    const std::size_t nodes = canvas.spec().nodes.size();
    canvas.key(Qt::Key_Tab);
    canvas.type(QStringLiteral("teacher of selection"));
    QVERIFY2(!canvas.isAsking(), qPrintable(canvas.refusal()));
    QCOMPARE(canvas.spec().nodes.size(), nodes + 2);
    int twins = 0;
    for (const auto& [id, projection] : canvas.spec().projections)
      twins += bool(projection.teacher);
    QCOMPARE(twins, 2);
    QVERIFY(!hasErrors(validate(canvas.document.project())));
    QVERIFY(!overlapSomewhere(canvas.spec()));
  }

  // --- Connecting
  void draggingFromAPortConnects() {
    Canvas canvas;
    canvas.load(test::chain());
    const std::size_t before = canvas.spec().projections.size();
    canvas.hover(canvas.body(kInput));
    QVERIFY(canvas.scene().node(kInput)->marks().has_ports);
    canvas.press(canvas.out(kInput));
    QCOMPARE(canvas.gesture(), CanvasEditor::Gesture::Draw);
    QCOMPARE(canvas.scene().node(kOutput)->marks().light, Light::Legal);
    QCOMPARE(canvas.scene().node(kTarget)->marks().light, Light::Illegal);
    canvas.move(canvas.body(kOutput));
    QVERIFY(canvas.hint().isEmpty());
    QCOMPARE(canvas.scene().node(kOutput)->marks().light, Light::Chosen);
    canvas.release(canvas.body(kOutput));
    QCOMPARE(canvas.spec().projections.size(), before + 1);
    const ProjectionId made = *canvas.scene().focus().selection().projections.begin();
    QCOMPARE(canvas.spec().find(made)->from, kInput);
    QCOMPARE(canvas.spec().find(made)->to, kOutput);
    QCOMPARE(canvas.steps(), 1);
    // Backwards, from where it arrives.
    canvas.hover(canvas.body(kTeacher2));
    canvas.drag(canvas.in(kTeacher2), canvas.body(kInput));
    const ProjectionId second = *canvas.scene().focus().selection().projections.begin();
    QCOMPARE(canvas.spec().find(second)->from, kInput);
    QCOMPARE(canvas.spec().find(second)->to, kTeacher2);
    QVERIFY(canvas.mirrors());
  }

  void aRefusedWireSaysWhy() {
    Canvas canvas;
    canvas.load(test::chain());
    canvas.press(canvas.out(kInput));
    canvas.move(canvas.body(kTarget));
    QVERIFY(canvas.hint().endsWith('.'));
    canvas.release(canvas.body(kTarget));
    QVERIFY(canvas.hint().endsWith('.'));
    QCOMPARE(canvas.gesture(), CanvasEditor::Gesture::None);
    QCOMPARE(canvas.steps(), 0);
    QCOMPARE(canvas.scene().node(kOutput)->marks().light, Light::None);
  }

  void escapeLeavesAWire() {
    Canvas canvas;
    canvas.load(test::chain());
    canvas.press(canvas.out(kInput));
    canvas.move(canvas.body(kOutput));
    canvas.key(Qt::Key_Escape);
    QCOMPARE(canvas.gesture(), CanvasEditor::Gesture::None);
    QCOMPARE(canvas.scene().node(kOutput)->marks().light, Light::None);
    canvas.release(canvas.body(kOutput));
    QCOMPARE(canvas.steps(), 0);
  }

  void anUndoInTheMiddleOfAWireLeavesIt() {
    Canvas canvas;
    canvas.load(test::chain());
    canvas.key(Qt::Key_Tab);
    canvas.type(QStringLiteral("layer"));
    const NodeId made = *canvas.scene().focus().selection().nodes.begin();
    canvas.press(canvas.out(made));
    canvas.move(canvas.out(made) + QPoint(40, 40));
    canvas.document.undoStack().undo();
    QCOMPARE(canvas.gesture(), CanvasEditor::Gesture::None);
    canvas.move({20, 20});
    canvas.release({20, 20});
    QVERIFY(canvas.mirrors());
  }

  void aWireOntoTheGroundAsksWhatToMakeThere() {
    Canvas canvas;
    canvas.load(test::chain());
    const QPoint ground =
        canvas.at(canvas.scene().node(kTarget)->card().bottomRight()) + QPoint(-40, 120);
    canvas.press(canvas.out(kOutput));
    canvas.move(ground);
    canvas.release(ground);
    QVERIFY(canvas.isAsking());
    canvas.type(QStringLiteral("layer"));
    QVERIFY(!canvas.isAsking());
    const NodeId made = *canvas.scene().focus().selection().nodes.begin();
    const auto wired = std::ranges::any_of(canvas.spec().projections, [&](const auto& entry) {
      return entry.second.from == kOutput && entry.second.to == made;
    });
    QVERIFY(wired);
    QCOMPARE(canvas.steps(), 1);
    // What cannot be connected is not made either.
    const Project before = canvas.document.project();
    canvas.view().zoomToFit();
    const QPoint below =
        canvas.at(canvas.scene().node(kInput)->card().bottomLeft()) + QPoint(10, 60);
    canvas.press(canvas.out(kInput));
    canvas.move(below);
    canvas.release(below);
    QVERIFY(canvas.isAsking());
    canvas.type(QStringLiteral("input"));
    QVERIFY(canvas.refusal().endsWith('.'));
    QCOMPARE(canvas.document.project(), before);
  }

  void aSlipOnAPortDrawsNothing() {
    Canvas canvas;
    canvas.load(test::chain());
    canvas.drag(canvas.out(kHidden), canvas.out(kHidden) + QPoint(4, 3));
    QCOMPARE(canvas.steps(), 0);
    QCOMPARE(canvas.scene().focus().selection(), (Selection{{kHidden}, {}}));
  }

  void keysConnect() {
    Canvas canvas;
    canvas.load(test::chain());
    canvas.key(Qt::Key_PageDown);
    QCOMPARE(canvas.scene().focus().selection(), (Selection{{kInput}, {}}));
    canvas.key(Qt::Key_C);
    QCOMPARE(canvas.gesture(), CanvasEditor::Gesture::Aim);
    QVERIFY(!canvas.hint().isEmpty());
    const auto chosen = [&canvas] {
      for (const auto& [id, node] : canvas.spec().nodes) {
        if (canvas.scene().node(id)->marks().light == Light::Chosen) return id;
      }
      return NodeId{};
    };
    const NodeId first = chosen();
    canvas.key(Qt::Key_Tab);
    QVERIFY(chosen() != first);
    canvas.key(Qt::Key_Backtab);
    QCOMPARE(chosen(), first);
    for (int k = 0; k < 8 && canvas.scene().node(kOutput)->marks().light != Light::Chosen; ++k) {
      canvas.key(Qt::Key_Tab);
    }
    QCOMPARE(canvas.scene().node(kOutput)->marks().light, Light::Chosen);
    canvas.key(Qt::Key_Down);
    QCOMPARE(canvas.scene().node(kTeacher2)->marks().light, Light::Chosen);
    canvas.key(Qt::Key_Up);
    canvas.key(Qt::Key_Return);
    QCOMPARE(canvas.gesture(), CanvasEditor::Gesture::None);
    const ProjectionId made = *canvas.scene().focus().selection().projections.begin();
    QCOMPARE(canvas.spec().find(made)->from, kInput);
    QCOMPARE(canvas.spec().find(made)->to, kOutput);
    canvas.key(Qt::Key_C);
    canvas.key(Qt::Key_Escape);
    QCOMPARE(canvas.gesture(), CanvasEditor::Gesture::None);
    QCOMPARE(canvas.steps(), 1);
  }

  // --- Copies
  void copiesKeepTheirInnerWiresAcrossWindows() {
    Canvas canvas;
    canvas.load(test::chain());
    canvas.click(canvas.body(kHidden));
    canvas.click(canvas.body(kOutput), kShift);
    canvas.key(Qt::Key_C, kCtrl);
    const QMimeData* data = QApplication::clipboard()->mimeData();
    QVERIFY(data->hasFormat(QLatin1String(CanvasCommands::kMimeType)));
    QVERIFY(data->text().contains(QStringLiteral("vle-project")));
    Canvas other;
    other.load(Project{});
    other.key(Qt::Key_V, kCtrl);
    QCOMPARE(other.spec().nodes.size(), std::size_t{2});
    QCOMPARE(other.spec().projections.size(), std::size_t{1});
    const ProjectionSpec& wire = other.spec().projections.begin()->second;
    QCOMPARE(other.spec().find(wire.from)->name, std::string("hidden"));
    QCOMPARE(wire.W, test::chain().network.projections.at(kW2).W);
    QCOMPARE(wire.feedback, test::chain().network.projections.at(kW2).feedback);
    QCOMPARE(other.scene().focus().selection().nodes.size(), std::size_t{2});
    QCOMPARE(other.steps(), 1);
    // A second copy does not hide the first.
    other.key(Qt::Key_V, kCtrl);
    QCOMPARE(other.spec().nodes.size(), std::size_t{4});
    std::set<std::pair<double, double>> places;
    for (const auto& [id, node] : other.spec().nodes) places.insert({node.x, node.y});
    QCOMPARE(places.size(), std::size_t{4});
    // Plain text does as well.
    const QString text = data->text();
    QApplication::clipboard()->setText(text);
    other.key(Qt::Key_V, kCtrl);
    QCOMPARE(other.spec().nodes.size(), std::size_t{6});
    QVERIFY(other.mirrors());
  }

  void copiesAtOnePlaceDoNotHideOneAnother() {
    Canvas canvas;
    canvas.load(test::chain());
    canvas.click(canvas.body(kInput));
    canvas.key(Qt::Key_C, kCtrl);
    QCursor::setPos(0, 0);
    std::set<std::pair<double, double>> places;
    for (int k = 0; k < 4; ++k) {
      canvas.key(Qt::Key_V, kCtrl);
      const QPointF at = positionOf(canvas, *canvas.scene().focus().selection().nodes.begin());
      places.insert({at.x(), at.y()});
    }
    QCOMPARE(places.size(), std::size_t{4});
    QCOMPARE(canvas.steps(), 4);
  }

  void cutAndDuplicateAreOneStepEach() {
    Canvas canvas;
    canvas.load(test::chain());
    canvas.click(canvas.body(kHidden));
    canvas.click(canvas.body(kOutput), kShift);
    canvas.key(Qt::Key_D, kCtrl);
    QCOMPARE(canvas.spec().nodes.size(), std::size_t{8});
    QCOMPARE(canvas.spec().projections.size(), std::size_t{5});
    QCOMPARE(canvas.steps(), 1);
    canvas.key(Qt::Key_X, kCtrl);
    QCOMPARE(canvas.spec().nodes.size(), std::size_t{6});
    canvas.key(Qt::Key_V, kCtrl);
    QCOMPARE(canvas.spec().nodes.size(), std::size_t{8});
    QCOMPARE(canvas.spec().projections.size(), std::size_t{5});
    QCOMPARE(canvas.steps(), 3);
    for (int k = 0; k < 3; ++k) canvas.key(Qt::Key_Z, kCtrl);
    QCOMPARE(canvas.document.project(), test::chain());
  }

  void aClipboardWithoutANetworkIsSaid() {
    Canvas canvas;
    canvas.load(test::chain());
    for (const char* text : {"", "hello", "{\"a\": 1}", "{\"format\": \"vle-project\"}"}) {
      QApplication::clipboard()->setText(QLatin1String(text));
      canvas.key(Qt::Key_V, kCtrl);
      QVERIFY2(canvas.hint().endsWith('.'), text);
      QCOMPARE(canvas.steps(), 0);
    }
  }

  // --- Names
  void aNameIsChangedInPlace() {
    Canvas canvas;
    canvas.load(test::chain());
    canvas.doubleClick(canvas.title(kHidden));
    QVERIFY(canvas.isAsking());
    canvas.type(QStringLiteral("first"));
    QVERIFY(!canvas.isAsking());
    QCOMPARE(canvas.spec().nodes.at(kHidden).name, std::string("first"));
    QCOMPARE(canvas.scene().node(kHidden)->look().title, QStringLiteral("first"));
    QCOMPARE(canvas.steps(), 1);
    canvas.key(Qt::Key_F2);
    canvas.type(QStringLiteral("output"));  // taken
    QVERIFY(canvas.isAsking());
    QVERIFY(canvas.refusal().endsWith('.'));
    canvas.key(Qt::Key_Escape);
    QVERIFY(!canvas.isAsking());
    QCOMPARE(canvas.spec().nodes.at(kHidden).name, std::string("first"));
    canvas.click(canvas.wire(kW2));
    canvas.key(Qt::Key_F2);
    canvas.type(QStringLiteral("V"));
    QCOMPARE(canvas.spec().find(kW2)->name, std::string("V"));
    canvas.key(Qt::Key_Z, kCtrl);
    canvas.key(Qt::Key_Z, kCtrl);
    QCOMPARE(canvas.document.project(), test::chain());
  }

  void findingJumpsAndSelects() {
    Canvas canvas;
    canvas.load(test::chain());
    for (int k = 0; k < 8; ++k) canvas.key(Qt::Key_Plus);
    canvas.key(Qt::Key_F, kCtrl);
    QVERIFY(canvas.isAsking());
    canvas.type(QStringLiteral("targ"));
    QVERIFY(!canvas.isAsking());
    QCOMPARE(canvas.scene().focus().selection(), (Selection{{kTarget}, {}}));
    QVERIFY(
        canvas.port()->rect().contains(canvas.at(canvas.scene().node(kTarget)->card().center())));
    canvas.key(Qt::Key_F, kCtrl);
    canvas.type(QStringLiteral("T2"));
    QCOMPARE(canvas.scene().focus().selection(), (Selection{{}, {kT2}}));
    canvas.key(Qt::Key_F, kCtrl);
    canvas.type(QStringLiteral("nowhere"));
    QVERIFY(canvas.refusal().endsWith('.'));
    canvas.key(Qt::Key_Escape);
    QCOMPARE(canvas.steps(), 0);
  }

  // --- Seeing
  void theViewZoomsToTheSelection() {
    Canvas canvas;
    canvas.load(test::chain());
    canvas.view().resize(900, 600);
    canvas.click(canvas.body(kTarget));
    for (int k = 0; k < 10; ++k) canvas.key(Qt::Key_Minus);
    const double far = canvas.view().zoom();
    canvas.key(Qt::Key_F, kShift);
    QVERIFY(canvas.view().zoom() > far);
    const QPoint middle = canvas.at(canvas.scene().node(kTarget)->card().center());
    QVERIFY((middle - canvas.port()->rect().center()).manhattanLength() < 20);
    canvas.key(Qt::Key_F);
    QVERIFY(canvas.view().isFitting());
  }

  void theMiddleButtonAndSpacePan() {
    Canvas canvas;
    canvas.load(test::chain());
    QSignalSpy plays(canvas.actions[ActionId::Play], &QAction::triggered);
    const QPointF corner = canvas.view().mapToScene(0, 0);
    QTest::mousePress(canvas.port(), Qt::MiddleButton, {}, {300, 300});
    canvas.move({340, 330});
    QTest::mouseRelease(canvas.port(), Qt::MiddleButton, {}, {340, 330});
    const QPointF once = canvas.view().mapToScene(0, 0);
    QVERIFY(once.x() < corner.x() && once.y() < corner.y());
    QTest::keyPress(&canvas.view(), Qt::Key_Space);
    canvas.drag(canvas.body(kHidden), canvas.body(kHidden) + QPoint(40, 30));
    QTest::keyRelease(&canvas.view(), Qt::Key_Space);
    QVERIFY(canvas.view().mapToScene(0, 0).x() < once.x());
    QCOMPARE(plays.count(), 0);
    QCOMPARE(canvas.steps(), 0);
    canvas.key(Qt::Key_Space);  // a tap still plays and pauses
    QCOMPARE(plays.count(), 1);
  }

  void theMapShowsAndMovesWhatIsSeen() {
    Canvas canvas;
    canvas.load(test::chain());
    Minimap& map = canvas.panel.minimap();
    QVERIFY(!map.isVisible());
    for (int k = 0; k < 6; ++k) canvas.key(Qt::Key_Plus);
    QVERIFY(map.isVisible());
    const QPointF target = canvas.scene().node(kTarget)->card().center();
    QTest::mouseClick(&map, Qt::LeftButton, {}, map.toMap(target).toPoint());
    QVERIFY(canvas.port()->rect().contains(canvas.at(target)));
    const QPointF input = canvas.scene().node(kInput)->card().center();
    QTest::mousePress(&map, Qt::LeftButton, {}, map.toMap(target).toPoint());
    QTest::mouseEvent(QTest::MouseMove, &map, Qt::NoButton, {}, map.toMap(input).toPoint());
    QTest::mouseRelease(&map, Qt::LeftButton, {}, map.toMap(input).toPoint());
    QVERIFY(canvas.port()->rect().contains(canvas.at(input)));
    // Blocks where the cards are.
    const QImage image = map.grab().toImage();
    const QColor block = image.pixelColor(map.toMap(target).toPoint());
    QVERIFY(block != image.pixelColor(map.width() - 3, 3));
    canvas.key(Qt::Key_F);
    QVERIFY(!map.isVisible());
  }

  void focusFadesAllButTheSelectionAndItsWires() {
    Canvas canvas;
    canvas.load(test::chain());
    canvas.click(canvas.body(kHidden));
    canvas.key(Qt::Key_O);
    QVERIFY(canvas.scene().isFocusMode());
    for (const NodeId lit : {kInput, kHidden, kOutput}) {
      QVERIFY(!canvas.scene().node(lit)->marks().is_faded);
    }
    for (const NodeId dim : {kTeacher1, kTeacher2, kTarget}) {
      QVERIFY(canvas.scene().node(dim)->marks().is_faded);
    }
    QVERIFY(!canvas.scene().projection(kW1)->marks().is_faded);
    QVERIFY(canvas.scene().projection(kT2)->marks().is_faded);
    canvas.click(canvas.body(kTarget));  // the focus follows
    QVERIFY(!canvas.scene().node(kTeacher2)->marks().is_faded);
    QVERIFY(canvas.scene().node(kHidden)->marks().is_faded);
    canvas.key(Qt::Key_Escape);
    QVERIFY(!canvas.scene().isFocusMode());
    QVERIFY(!canvas.actions[ActionId::FocusMode]->isChecked());
    QVERIFY(!canvas.scene().node(kHidden)->marks().is_faded);
    QCOMPARE(canvas.steps(), 0);
  }

  void keysReachEveryNodeAndWire() {
    Canvas canvas;
    canvas.load(test::chain());
    std::set<NodeId> reached;
    for (std::size_t k = 0; k < canvas.spec().nodes.size(); ++k) {
      canvas.key(Qt::Key_PageDown);
      reached.insert(*canvas.scene().focus().selection().nodes.begin());
    }
    QCOMPARE(reached.size(), canvas.spec().nodes.size());
    canvas.scene().selectOne(kInput);
    canvas.key(Qt::Key_Right, kCtrl);
    QCOMPARE(canvas.scene().focus().selection(), (Selection{{kHidden}, {}}));
    canvas.key(Qt::Key_Right, kCtrl);
    QCOMPARE(canvas.scene().focus().selection(), (Selection{{kOutput}, {}}));
    canvas.key(Qt::Key_Down, kCtrl);
    QCOMPARE(canvas.scene().focus().selection(), (Selection{{kTeacher2}, {}}));
    canvas.key(Qt::Key_Left, kCtrl);
    QCOMPARE(canvas.scene().focus().selection(), (Selection{{kTeacher1}, {}}));
    canvas.scene().selectOne(kHidden);
    canvas.key(Qt::Key_W);
    QCOMPARE(canvas.scene().focus().selection(), (Selection{{}, {kW1}}));
    canvas.key(Qt::Key_W);
    QCOMPARE(canvas.scene().focus().selection(), (Selection{{}, {kW2}}));
    QSignalSpy inspections(&canvas.panel, &CanvasPanel::inspectRequested);
    canvas.key(Qt::Key_Return);
    QCOMPARE(inspections.count(), 1);
  }

  // --- Problems
  void problemsAreBadgedListedAndJumpedTo() {
    MainWindow window(QStringLiteral("light"), vle::test::kEqualPriorities);
    window.open(test::chain(), QStringLiteral("chain"));
    window.show();
    QVERIFY(vle::test::isExposed(window));
    auto* canvas = window.findChild<CanvasPanel*>();
    auto* problems = window.findChild<ProblemsPanel*>();
    QVERIFY(!problems->isVisible());
    ProjectionSpec wrong = window.document().project().network.projections.at(kW2);
    wrong.learn = -1;
    NodeSpec layer = test::layer("alone", 2);
    layer.x = 192;
    layer.y = 360;
    window.document().push("spoil", {SetProjection{kW2, wrong}, SetNode{NodeId{50}, layer}});
    EVENTUALLY(problems->isVisible());
    QVERIFY(canvas->scene().projection(kW2)->marks().problem == Severity::Error);
    QVERIFY(canvas->scene().node(NodeId{50})->marks().problem == Severity::Warning);
    QVERIFY(!canvas->scene().node(kHidden)->marks().problem);
    QCOMPARE(problems->countText(), QStringLiteral("1 error, 1 warning"));
    QVERIFY(problems->item(0)->text().contains(QStringLiteral("W2")));
    QTest::mouseClick(problems->viewport(), Qt::LeftButton, {},
                      problems->visualItemRect(problems->item(0)).center());
    QCOMPARE(canvas->scene().focus().selection(), (Selection{{}, {kW2}}));
    problems->setCurrentRow(1);
    problems->setFocus();
    QTest::keyClick(problems, Qt::Key_Return);
    QCOMPARE(canvas->scene().focus().selection(), (Selection{{NodeId{50}}, {}}));
    window.document().undoStack().undo();
    EVENTUALLY(!problems->isVisible());
    QVERIFY(!canvas->scene().projection(kW2)->marks().problem);
  }

  void theHelpNamesEveryKeyAndWord() {
    QFile file(QStringLiteral(":/help/canvas.md"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString page = QString::fromUtf8(file.readAll());
    for (const ActionRow& row : actionTable()) {
      if (row.scope != ActionScope::Canvas) continue;
      for (const QString& key : QString::fromLatin1(row.shortcut).split(QStringLiteral("; "))) {
        QVERIFY2(page.contains(key), qPrintable(key));
      }
    }
    for (const CreationRow& row : creationTable()) {
      QVERIFY2(page.contains(QStringLiteral("| ") + QLatin1String(row.word)), row.word);
      QVERIFY2(page.contains(QLatin1String(row.example)), row.example);
    }
  }

  void noKeyMeansTwoThings() {
    // What canvas, variants and plots hear themselves; a shortcut of the window would take it away.
    QHash<QString, const char*> taken = {
        {"N", "neuron"},     {"Shift+N", "neuron"}, {"W", "wire"},
        {"Shift+W", "wire"}, {"V", "shown"},        {"S", "solo"},
        {"Z", "frozen"},     {"Y", "synapse"},      {"Shift+Y", "synapse"}};
    for (const ActionRow& row : actionTable()) {
      const QString keys = QString::fromLatin1(row.shortcut);
      for (const QString& key : keys.split(QStringLiteral("; "), Qt::SkipEmptyParts)) {
        QVERIFY2(!taken.contains(key), qPrintable(key + QLatin1Char(' ') + row.text));
        taken.insert(key, row.text);
      }
    }
  }

  void nodesWithoutPlacesAreSpreadOnOpening() {
    Project heap = test::chain();
    for (auto& [id, node] : heap.network.nodes) node.x = node.y = 0;
    MainWindow window(QStringLiteral("light"), vle::test::kEqualPriorities);
    window.open(heap, QStringLiteral("heap"));
    QVERIFY(!overlapSomewhere(window.document().project().network));
    QVERIFY(window.document().undoStack().isClean());
    QVERIFY(!window.document().undoStack().canUndo());
  }
};

VLE_TEST(TestCanvasGestures, QApplication)
#include "tst_canvas_gestures.moc"
