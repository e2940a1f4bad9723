// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The inspector through its real widgets: every row of every table, gestures, nonsense, several
// items at once, values one by one, what learning changes, variants, keys.
#include <cmath>
#include <random>
#include <set>

#include <QAction>
#include <QCheckBox>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSlider>
#include <QTest>
#include <QToolButton>
#include <QWheelEvent>

#include "drawing/style.h"
#include "inspector.h"
#include "inspector/name_field.h"
#include "inspector/number_table.h"
#include "inspector/parameter_row.h"
#include "inspector/section.h"
#include "inspector/slider_scale.h"
#include "inspector/value_editor.h"
#include "io/project_file.h"
#include "model/paths.h"
#include "model/values.h"
#include "run_tests.h"
#include "specs.h"
#include "tempo.h"

using namespace vle;
using namespace vle::ui;
using test::InspectorBench;

namespace {

Selection selectionFor(const ParameterInfo& info) {
  switch (info.table) {
    case ParameterTable::Input:
      return {{NodeId{1}}, {}};
    case ParameterTable::Layer:
    case ParameterTable::Node:
      return {{NodeId{2}}, {}};
    case ParameterTable::Target:
      return {{NodeId{6}}, {}};
    case ParameterTable::Settings:
    case ParameterTable::HeldOut:
      return {};
    case ParameterTable::Projection:
    case ParameterTable::Feedback:
      break;
  }
  return {{}, {ProjectionId{12}}};
}

/// Every row that the inspector has; those of the test are part of one.
std::vector<const ParameterInfo*> allRows() {
  std::vector<const ParameterInfo*> all;
  for (const ParameterTable table : kParameterTables) {
    if (table == ParameterTable::HeldOut) continue;
    for (const ParameterInfo* row : rowsOf(table)) all.push_back(row);
  }
  return all;
}

Item itemFor(const ParameterInfo& info) {
  const Selection selection = selectionFor(info);
  if (!selection.nodes.empty()) return {Item::Kind::Node, number(*selection.nodes.begin())};
  if (selection.projections.empty()) return {};
  return {Item::Kind::Projection, number(*selection.projections.begin())};
}

}  // namespace

class TestInspector : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { applyTheme(loadTheme(QStringLiteral("light"))); }
  void slidersGoThereAndBack_data();
  void slidersGoThereAndBack();
  void textsMeanNumbers_data();
  void textsMeanNumbers();
  void everyRowEditsTheProject_data();
  void everyRowEditsTheProject();
  void oneDragIsOneStepAndTwoAreTwo();
  void keysMoveSlidersAndAHeldKeyIsOneStep();
  void theWheelScrollsAndChangesNothing();
  void nonsenseIsRefusedWithTheSentence_data();
  void nonsenseIsRefusedWithTheSentence();
  void smallNumbersStayLegible();
  void severalItemsAreEditedTogether();
  void differentKindsShowWhatTheyShare();
  void valuesAreWrittenOneByOne();
  void aDrawBecomesTheNumbersDrawn();
  void formsOfValuesAreChosenAndEdited();
  void anotherSizeTakesItsTargetAlong();
  void theKeyboardGoesToTheFirstField();
  void nothingSelectedIsTheProject();
  void whatIsDeletedLeavesTheSelection();
  void undoShowsInTheFields();
  void undoInAFieldIsThatOfTheProgramOnceItIsEntered();
  void rowsAKindDoesNotUseAreAbsent();
  void variantsThatOverrideAreNamed();
  void problemsStandAtTheirRow();
  void learnedQuantitiesShowTheirLiveValue();
  void setNowActsOnTheRunOnly();
  void takeLiveIsAnEdit();
  void targetsAndTeachersAreChosen();
  void remarksAndAboutAreWritten();
  void tabGoesFromTopToBottom();
  void nothingIsWiderThanThePanel_data();
  void nothingIsWiderThanThePanel();
  void itMayGoWhileSomethingIsTyped();
  void randomSelectionsAndEditsNeverCrash();
};

void TestInspector::slidersGoThereAndBack_data() {
  QTest::addColumn<std::size_t>("index");
  const auto rows = allRows();
  for (std::size_t k = 0; k < rows.size(); ++k) {
    if (hasSlider(*rows[k])) QTest::addRow("%s", keyOf(*rows[k]).c_str()) << k;
  }
}

void TestInspector::slidersGoThereAndBack() {
  QFETCH(std::size_t, index);
  const ParameterInfo& info = *allRows()[index];
  double before = -kNever;
  for (int position = 0; position <= kSliderSteps; ++position) {
    const double number = sliderNumber(info, position);
    QVERIFY(!checkRange(info, number));
    QVERIFY(number >= before);  // never backwards
    before = number;
    if (info.type != ParameterType::Integer) {
      QVERIFY(std::abs(sliderPosition(info, number) - position) <= 2);
    }
  }
  const int middle = kSliderSteps / 2;
  if (info.logarithmic && info.type != ParameterType::Integer) {
    const double centre = std::sqrt(info.usual_low * info.usual_high);
    QVERIFY(std::abs(std::log(sliderNumber(info, middle) / centre)) < 0.02);
    if (info.minimum == 0 && !info.above_minimum) QCOMPARE(sliderNumber(info, 0), 0.0);
  }
  if (!info.infinite.empty()) QCOMPARE(sliderNumber(info, kSliderSteps), kNever);
  // Beyond its range a number stands at the end.
  QVERIFY(sliderPosition(info, info.usual_high * 100) >= kSliderSteps - 1);
}

void TestInspector::textsMeanNumbers_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<double>("number");
  QTest::newRow("plain") << QStringLiteral("0.25") << 0.25;
  QTest::newRow("power of ten") << QStringLiteral("1e-05") << 1e-5;
  QTest::newRow("comma") << QStringLiteral("0,25") << 0.25;
  QTest::newRow("spaces") << QStringLiteral("  3 ") << 3.0;
  QTest::newRow("the word") << QStringLiteral("unlimited") << kNever;
}

void TestInspector::textsMeanNumbers() {
  QFETCH(QString, text);
  QFETCH(double, number);
  QString sentence;
  QCOMPARE(parseNumber(*findParameter<Settings>("speed"), text, sentence), std::optional(number));
  QVERIFY(sentence.isEmpty());
  QVERIFY(!std::signbit(*parseNumber(*findParameter<LayerSpec>("bias"), "-0", sentence)));
}

void TestInspector::everyRowEditsTheProject_data() {
  QTest::addColumn<std::size_t>("index");
  const auto rows = allRows();
  for (std::size_t k = 0; k < rows.size(); ++k) {
    QTest::addRow("%d %s", static_cast<int>(rows[k]->table), keyOf(*rows[k]).c_str()) << k;
  }
}

void TestInspector::everyRowEditsTheProject() {
  QFETCH(std::size_t, index);
  const ParameterInfo& info = *allRows()[index];
  Project start = test::chain();
  start.settings.rule = Rule::Bptt;  // so that it has windows
  // Variants that use every row of the feedback.
  for (const char* kind : {"drive", "kolen-pollack", "analytic", "observed"}) {
    Variant variant{.name = kind, .title = {}, .color = {}, .set = {}, .without = {}};
    variant.set["W2.feedback.kind"] = std::string(kind);
    variant.set["W2.feedback.frequency"] = 16.0;
    start.variants.push_back(variant);
  }
  InspectorBench bench(start);
  const Selection selection = selectionFor(info);
  bench.select(selection.nodes, selection.projections);
  const std::string key = keyOf(info);
  ParameterRow* row = bench.row(key.c_str());
  QVERIFY2(row != nullptr, key.c_str());
  QVERIFY(!row->accessibleDescription().isEmpty());
  const Project before = bench.project();
  const ParameterValue old = valueOf(before, itemFor(info), info);
  switch (info.type) {
    case ParameterType::Bool:
    case ParameterType::HeldOut:
      QTest::mouseClick(bench.in<QCheckBox>(key.c_str()), Qt::LeftButton, {}, {10, 10});
      break;
    case ParameterType::Choice:
    case ParameterType::Pattern:
    case ParameterType::Optimizer:
    case ParameterType::Signal: {
      auto* box = bench.in<ChoiceBox>(key.c_str());
      QVERIFY(box != nullptr);
      box->setFocus();
      QTest::keyClick(box, box->currentIndex() > 0 ? Qt::Key_Up : Qt::Key_Down);
      break;
    }
    case ParameterType::Integer:
    case ParameterType::Number:
    case ParameterType::Value:
      bench.type(key.c_str(), QStringLiteral("7"));
      break;
  }
  const ParameterValue now = valueOf(bench.project(), itemFor(info), info);
  QVERIFY(now != old);
  QCOMPARE(bench.document.undoStack().count(), 1);
  // Nothing else changed, and the key will be written to the file.
  Project expected = before;
  setAt(expected, nameOf(before, itemFor(info)) + "." + key, now);
  QVERIFY(bench.project() == expected);
  bench.document.undoStack().undo();
  QVERIFY(bench.project() == before);
}

void TestInspector::oneDragIsOneStepAndTwoAreTwo() {
  InspectorBench bench;
  bench.select({NodeId{2}});
  const Project before = bench.project();
  auto* slider = bench.in<QSlider>("tau_m");
  QVERIFY(slider != nullptr);
  const auto drag = [&](int from, int to) {
    QTest::mousePress(slider, Qt::LeftButton, {}, {from, slider->height() / 2});
    for (int x = from; x != to; x += to > from ? 1 : -1) {
      QTest::mouseMove(slider, {x, slider->height() / 2});
    }
    QTest::mouseRelease(slider, Qt::LeftButton, {}, {to, slider->height() / 2});
  };
  const auto handle = [&] { return slider->width() * slider->sliderPosition() / kSliderSteps; };
  drag(handle(), handle() - 20);
  const ParameterValue first = valueAt(bench.project(), "hidden.tau_m");
  QVERIFY(first != ParameterValue(Value(10.0)));
  QCOMPARE(bench.document.undoStack().count(), 1);
  drag(handle(), handle() - 15);
  QCOMPARE(bench.document.undoStack().count(), 2);
  bench.document.undoStack().undo();
  QCOMPARE(valueAt(bench.project(), "hidden.tau_m"), first);
  bench.document.undoStack().undo();
  QVERIFY(bench.project() == before);
}

void TestInspector::keysMoveSlidersAndAHeldKeyIsOneStep() {
  InspectorBench bench;
  bench.select({NodeId{2}});
  auto* slider = bench.in<QSlider>("tau_m");
  slider->setFocus();
  const int start = slider->value();
  QTest::keyClick(slider, Qt::Key_PageUp);
  QCOMPARE(slider->value(), start + kSliderSteps / 10);
  QCOMPARE(
      valueAt(bench.project(), "hidden.tau_m"),
      ParameterValue(Value(sliderNumber(*findParameter<LayerSpec>("tau_m"), slider->value()))));
  QTest::keyClick(slider, Qt::Key_Left);
  QCOMPARE(bench.document.undoStack().count(), 2);
  // The first press, and what the keyboard repeats while it is held.
  for (const bool repeats : {false, true, true, true}) {
    QKeyEvent press(QEvent::KeyPress, Qt::Key_Right, Qt::NoModifier, QString(), repeats);
    QCoreApplication::sendEvent(slider, &press);
  }
  QCOMPARE(bench.document.undoStack().count(), 3);
}

void TestInspector::theWheelScrollsAndChangesNothing() {
  InspectorBench bench;
  bench.inspector.resize(300, 300);
  bench.select({NodeId{2}});
  const Project before = bench.project();
  for (QWidget* widget : std::initializer_list<QWidget*>{bench.in<QSlider>("tau_m"),
                                                         bench.in<ChoiceBox>("activation")}) {
    widget->setFocus();
    const QPointF middle = QRectF(widget->rect()).center();
    QWheelEvent wheel(middle, widget->mapToGlobal(middle), {}, {0, -120}, Qt::NoButton, {},
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(widget, &wheel);
  }
  QVERIFY(bench.project() == before);
}

void TestInspector::nonsenseIsRefusedWithTheSentence_data() {
  QTest::addColumn<QByteArray>("key");
  QTest::addColumn<QString>("text");
  QTest::addColumn<QString>("sentence");
  const auto row = [](const char* key, const char* text, const QString& sentence) {
    QTest::addRow("%s %s", key, text) << QByteArray(key) << QString::fromUtf8(text) << sentence;
  };
  row("tau_m", "-3", QStringLiteral("tau_m is -3 ms, must be > 0 ms"));
  row("tau_m", "0", QStringLiteral("tau_m is 0 ms, must be > 0 ms"));
  row("tau_m", "ten", QStringLiteral("τ_m: “ten” is not a number"));
  row("tau_m", "nan", QStringLiteral("tau_m is nan ms, must be > 0 ms"));
  row("bias", "inf", QStringLiteral("bias is inf, must be finite"));
  row("bias", "1e999", QStringLiteral("b: “1e999” is beyond all numbers there are"));
  row("size", "2.5", QStringLiteral("size is 2.5, must be a whole number"));
  row("size", "0", QStringLiteral("size is 0, must be >= 1 and <= 100000"));
  row("gamma", "", QStringLiteral("γ: a number is missing"));
}

void TestInspector::nonsenseIsRefusedWithTheSentence() {
  QFETCH(QByteArray, key);
  QFETCH(QString, text);
  QFETCH(QString, sentence);
  InspectorBench bench;
  bench.select({NodeId{2}});
  const Project before = bench.project();
  auto* field = bench.in<QLineEdit>(key.constData());
  const QString good = field->text();
  field->setFocus();
  field->selectAll();
  QTest::keyClick(field, Qt::Key_Backspace);
  QTest::keyClicks(field, text);
  QTest::keyClick(field, Qt::Key_Return);
  QVERIFY(bench.project() == before);
  QCOMPARE(field->text(), good);
  QVERIFY2(bench.says(sentence), qPrintable(sentence));
  // The next good number takes the sentence away.
  bench.type(key.constData(), QStringLiteral("3"));
  QVERIFY(!bench.says(sentence));
  QVERIFY(bench.project() != before);
}

void TestInspector::smallNumbersStayLegible() {
  InspectorBench bench;
  bench.select({}, {ProjectionId{12}});
  bench.type("learn", QStringLiteral("0.00001"));
  QCOMPARE(valueAt(bench.project(), "W2.learn"), ParameterValue(1e-5));
  QCOMPARE(bench.in<QLineEdit>("learn")->text(), QStringLiteral("1e-05"));
}

void TestInspector::severalItemsAreEditedTogether() {
  InspectorBench bench;
  bench.document.push(QStringLiteral("x"), editsAt(bench.project(), "hidden.tau_m", Value(20.0)));
  bench.select({NodeId{2}, NodeId{3}, NodeId{4}});
  auto* field = bench.in<QLineEdit>("tau_m");
  QVERIFY(field->text().isEmpty());
  QCOMPARE(field->placeholderText(), QStringLiteral("varies"));
  QCOMPARE(bench.in<QLineEdit>("tau_r")->text(), QStringLiteral("1"));
  const int steps = bench.document.undoStack().count();
  bench.type("tau_m", QStringLiteral("12"));
  for (const char* path : {"hidden.tau_m", "output.tau_m", "teacher 1.tau_m"}) {
    QCOMPARE(valueAt(bench.project(), path), ParameterValue(Value(12.0)));
  }
  QCOMPARE(valueAt(bench.project(), "teacher 2.tau_m"), ParameterValue(Value(10.0)));
  QCOMPARE(bench.document.undoStack().count(), steps + 1);
  QCOMPARE(field->text(), QStringLiteral("12"));
  bench.document.undoStack().undo();
  QCOMPARE(valueAt(bench.project(), "hidden.tau_m"), ParameterValue(Value(20.0)));
  QCOMPARE(valueAt(bench.project(), "output.tau_m"), ParameterValue(Value(10.0)));
}

void TestInspector::differentKindsShowWhatTheyShare() {
  InspectorBench bench;
  bench.select({NodeId{1}, NodeId{2}});
  QVERIFY(bench.row("size") != nullptr);
  QVERIFY(bench.row("tau_m") == nullptr && bench.row("signal") == nullptr);
  bench.select({NodeId{2}}, {ProjectionId{12}});
  QVERIFY(bench.row("size") == nullptr && bench.row("W") == nullptr);
  QVERIFY(bench.says(QStringLiteral("These have no parameter in common.")));
  QVERIFY(bench.says(QStringLiteral("Layer, projection")));
}

void TestInspector::valuesAreWrittenOneByOne() {
  Project project = test::chain();
  project.network.nodes.at(NodeId{2}).size = 3;
  InspectorBench bench(project);
  bench.select({NodeId{2}});
  bench.chooseForm("tau_m", 1);
  QCOMPARE(valueAt(bench.project(), "hidden.tau_m"), ParameterValue(Value(List{10, 10, 10})));
  auto* table = bench.in<NumberTable>("tau_m");
  QVERIFY(table != nullptr);
  QCOMPARE(table->numbers().rowCount(), 3);
  const auto enter = [&](int row, const QString& text) {
    table->setCurrentIndex(table->numbers().index(row, 0));
    table->edit(table->currentIndex());
    auto* editor = table->findChild<QLineEdit*>();
    QVERIFY(editor != nullptr);
    editor->selectAll();
    QTest::keyClicks(editor, text);
    QTest::keyClick(editor, Qt::Key_Return);
    QCoreApplication::processEvents();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
  };
  enter(1, QStringLiteral("4.5"));
  QCOMPARE(valueAt(bench.project(), "hidden.tau_m"), ParameterValue(Value(List{10, 4.5, 10})));
  enter(2, QStringLiteral("-1"));
  QCOMPARE(valueAt(bench.project(), "hidden.tau_m"), ParameterValue(Value(List{10, 4.5, 10})));
  QVERIFY(bench.says(QStringLiteral("tau_m is -1 ms, must be > 0 ms")));
  // A matrix, row by row.
  bench.select({}, {ProjectionId{12}});
  bench.chooseForm("W", 1);
  QCOMPARE(valueAt(bench.project(), "W2.W"), ParameterValue(Value(Rows{{0.6, 0.6, 0.6}})));
  table = bench.in<NumberTable>("W");
  table->setCurrentIndex(table->numbers().index(0, 2));
  table->edit(table->currentIndex());
  auto* editor = table->findChild<QLineEdit*>();
  editor->setFocus();
  editor->selectAll();
  QTest::keyClicks(editor, QStringLiteral("0.123456789"));
  QTest::keyClick(editor, Qt::Key_Return);
  QCoreApplication::processEvents();
  QCOMPARE(valueAt(bench.project(), "W2.W"), ParameterValue(Value(Rows{{0.6, 0.6, 0.123456789}})));
  const QModelIndex cell = table->numbers().index(0, 2);
  QCOMPARE(cell.data().toString(), QStringLiteral("0.123"));  // as much as there is room for
  QCOMPARE(cell.data(Qt::EditRole).toString(), QStringLiteral("0.123456789"));
  // Items of different sizes have no common list.
  bench.select({NodeId{2}, NodeId{3}});
  const Project before = bench.project();
  bench.chooseForm("tau_r", 1);
  QVERIFY(bench.project() == before);
  QVERIFY(bench.says(QStringLiteral(
      "Prospective time constant can be written one by one for items of equal size only")));
}

void TestInspector::aDrawBecomesTheNumbersDrawn() {
  InspectorBench bench(loadProject("network"));
  const auto& layer = *bench.project().network.nodes.at(NodeId{2}).layer();
  QVERIFY(std::holds_alternative<Draw>(layer.tau_m.form));
  const std::vector<double> drawn = evaluate(bench.project().network, 1, 2, "tau_m");
  bench.select({NodeId{2}});
  bench.chooseForm("tau_m", 1);
  QCOMPARE(valueAt(bench.project(), "hidden 1.tau_m"), ParameterValue(Value(List(drawn))));
}

void TestInspector::formsOfValuesAreChosenAndEdited() {
  InspectorBench bench;
  bench.select({NodeId{2}});
  bench.chooseForm("tau_m", 4);  // log-uniform
  const auto draw = [&] {
    return std::get<Draw>(std::get<Value>(valueAt(bench.project(), "hidden.tau_m")).form);
  };
  QVERIFY(draw().kind == Draw::Kind::LogUniform && draw().a == 5 && draw().b == 20);
  bench.type("tau_m", QStringLiteral("2"));  // the first field
  QVERIFY(draw().a == 2 && draw().b == 20);
  bench.type("tau_m", QStringLiteral("30"));  // above the upper bound
  QVERIFY(draw().a == 2);
  QVERIFY(bench.says(
      QStringLiteral("the draw of tau_m has its lower bound 30 above its upper bound 20")));
  bench.chooseForm("tau_m", 5);  // like another
  const Value value = std::get<Value>(valueAt(bench.project(), "hidden.tau_m"));
  QVERIFY(value == Value(Reference{3, 1, {}}));
  bench.chooseForm("tau_m", 0);
  QVERIFY(std::holds_alternative<double>(
      std::get<Value>(valueAt(bench.project(), "hidden.tau_m")).form));
  bench.document.undoStack().undo();
  QVERIFY(std::get<Value>(valueAt(bench.project(), "hidden.tau_m")) == value);
}

void TestInspector::anotherSizeTakesItsTargetAlong() {
  InspectorBench bench;
  const NodeId output{3};
  bench.select({output});
  bench.type("size", "4");
  QCOMPARE(bench.project().network.find(output)->size, 4);
  QCOMPARE(bench.project().network.find(NodeId{6})->size, 4);
  bench.document.undoStack().undo();
  QVERIFY(bench.project() == test::chain());
}

void TestInspector::theKeyboardGoesToTheFirstField() {
  InspectorBench bench;
  bench.select({NodeId{2}});
  bench.inspector.activateWindow();
  bench.inspector.takeFocus();
  const QWidget* focused = bench.inspector.focusWidget();
  QVERIFY(focused != nullptr && focused->isVisible());
  QVERIFY(qobject_cast<Section*>(focused->parentWidget()) == nullptr);
  const ParameterRow* first = nullptr;
  for (const ParameterRow* row : bench.inspector.findChildren<ParameterRow*>()) {
    if (row->isVisible() &&
        (first == nullptr || row->mapTo(&bench.inspector, QPoint()).y() <
                                 first->mapTo(&bench.inspector, QPoint()).y())) {
      first = row;
    }
  }
  QVERIFY(first != nullptr && first->isAncestorOf(focused));
}

void TestInspector::nothingSelectedIsTheProject() {
  InspectorBench bench;
  bench.select({});
  QVERIFY(bench.row("seed") != nullptr && bench.row("dt") != nullptr);
  QVERIFY(bench.row("tau_m") == nullptr);
  bench.type("seed", QStringLiteral("7"));
  QCOMPARE(bench.project().settings.seed, 7);
}

void TestInspector::whatIsDeletedLeavesTheSelection() {
  InspectorBench bench;
  bench.select({NodeId{2}, NodeId{6}});
  bench.document.push(QStringLiteral("x"), {SetNode{NodeId{6}, {}}});
  QVERIFY(bench.focus.selection().nodes == std::set<NodeId>{NodeId{2}});
  QVERIFY(bench.row("tau_m") != nullptr);
  bench.document.push(QStringLiteral("x"), {SetNode{NodeId{2}, {}}});
  QVERIFY(bench.focus.selection().empty() && bench.row("dt") != nullptr);
  bench.document.load(test::oneNeuron(), QStringLiteral("one"));
  QVERIFY(bench.row("dt") != nullptr);
}

void TestInspector::undoShowsInTheFields() {
  InspectorBench bench;
  bench.select({NodeId{2}});
  bench.type("tau_m", QStringLiteral("17"));
  bench.document.undoStack().undo();
  QCOMPARE(bench.in<QLineEdit>("tau_m")->text(), QStringLiteral("10"));
  bench.document.undoStack().redo();
  QCOMPARE(bench.in<QLineEdit>("tau_m")->text(), QStringLiteral("17"));
  QCOMPARE(bench.in<QSlider>("tau_m")->value(),
           sliderPosition(*findParameter<LayerSpec>("tau_m"), 17));
}

/// Ctrl+Z with the caret still in the field took the text back, but not the number; leaving the
/// field then made it another edit.
void TestInspector::undoInAFieldIsThatOfTheProgramOnceItIsEntered() {
  InspectorBench bench;
  QAction undo(&bench.inspector);
  undo.setShortcut(QKeySequence::Undo);
  bench.inspector.addAction(&undo);
  connect(&undo, &QAction::triggered, &bench.document, [&] { bench.document.undoStack().undo(); });
  bench.select({}, {ProjectionId{11}});
  const Project before = bench.project();
  auto* field = bench.in<QLineEdit>("learn");
  QVERIFY(field != nullptr);
  const QString was = field->text();
  bench.type("learn", QStringLiteral("0.004"));
  QVERIFY(!(bench.project() == before));
  QTest::keyClick(field, Qt::Key_Z, Qt::ControlModifier);
  QVERIFY(bench.project() == before);
  QCOMPARE(field->text(), was);
  field->clearFocus();
  QVERIFY(bench.project() == before);
  QVERIFY(bench.document.undoStack().canRedo());
  // While something is being typed, it is the field's.
  field->setFocus();
  field->selectAll();
  QTest::keyClicks(field, QStringLiteral("7"));
  QTest::keyClick(field, Qt::Key_Z, Qt::ControlModifier);
  QCOMPARE(field->text(), was);
  QVERIFY(bench.document.undoStack().canRedo());
}

void TestInspector::rowsAKindDoesNotUseAreAbsent() {
  Project project = test::chain();
  project.variants.clear();
  InspectorBench bench(project);
  bench.select({}, {ProjectionId{12}});
  QVERIFY(bench.row("feedback.learn") != nullptr && bench.row("feedback.B") != nullptr);
  QVERIFY(bench.row("feedback.frequency") == nullptr);
  auto* kind = bench.in<ChoiceBox>("feedback.kind");
  kind->setFocus();
  QTest::keyClick(kind, Qt::Key_Home);  // transpose
  QCOMPARE(valueAt(bench.project(), "W2.feedback.kind"), ParameterValue(std::string("transpose")));
  QVERIFY(bench.row("feedback.B") == nullptr && bench.row("feedback.learn") == nullptr);
  QVERIFY(!bench.says(QStringLiteral("B is made of W")));  // what does not apply is not there
  bench.select({}, {ProjectionId{11}});
  QVERIFY(bench.row("feedback.kind") == nullptr);
  QVERIFY(
      bench.says(QStringLiteral("An input has no error neuron, so nothing is sent down to it.")));
}

void TestInspector::variantsThatOverrideAreNamed() {
  Project project = test::chain();
  project.variants[2].set["*.learn"] = 0.5;
  project.variants[2].set["W2.learn"] = 0.25;
  InspectorBench bench(project);
  bench.select({}, {ProjectionId{12}});
  QVERIFY(bench.says(QStringLiteral("B = Wᵀ: transpose\nconstant B: constant")));
  QVERIFY(bench.says(QStringLiteral("constant B: 0.25")));  // what is said of one wins
  bench.select({}, {ProjectionId{11}});
  QVERIFY(bench.says(QStringLiteral("constant B: 0.5")));
  bench.select({}, {ProjectionId{21}});  // does not write `learn`: not meant by *
  QVERIFY(!bench.says(QStringLiteral("constant B: 0.5")));
}

void TestInspector::problemsStandAtTheirRow() {
  InspectorBench bench;
  bench.select({NodeId{2}});
  bench.type("tau_m", QStringLiteral("0.01"));  // less than dt, which only the whole project shows
  EVENTUALLY(bench.row("tau_m") != nullptr && !bench.lab.compiler().problems().empty());
  bool found = false;
  for (const QLabel* label : bench.row("tau_m")->findChildren<QLabel*>()) {
    found |= label->isVisible() && label->text().contains(QStringLiteral("must be >= dt"));
  }
  QVERIFY(found);
}

void TestInspector::learnedQuantitiesShowTheirLiveValue() {
  InspectorBench bench;
  bench.select({}, {ProjectionId{12}});
  bench.lab.control().setSpeed(kNever);
  bench.lab.control().run();
  const auto live = [&] {
    const auto* line = bench.in<LearnedLine>("W");
    const auto* label = line != nullptr ? line->findChild<QLabel*>() : nullptr;
    return label != nullptr ? label->text() : QString();
  };
  EVENTUALLY(live().startsWith(QStringLiteral("live ")));
  EVENTUALLY(bench.says(QStringLiteral("Forward weights, initial")));
  const QString first = live();
  EVENTUALLY(live() != first);
  QCOMPARE(bench.in<QLineEdit>("W")->text(), QStringLiteral("0.6"));  // the initial one stays
  bench.select({}, {ProjectionId{22}});  // does not learn: live is initial
  QVERIFY(bench.in<LearnedLine>("W") == nullptr);
  QVERIFY(bench.says(QStringLiteral("Forward weights")));
}

void TestInspector::setNowActsOnTheRunOnly() {
  InspectorBench bench;
  bench.select({}, {ProjectionId{12}});
  QCoreApplication::processEvents();
  bench.lab.control().stepBy(20000);
  EVENTUALLY(bench.lab.control().status().step == 20000);
  EVENTUALLY(bench.in<LearnedLine>("W") != nullptr);
  const Project before = bench.project();
  auto* now = bench.in<LearnedLine>("W")->findChild<QToolButton*>(QStringLiteral("learned.now"));
  QVERIFY(now != nullptr);
  std::vector<State> states;
  const auto W = [&] {
    states = test::statesOf(bench.lab);
    return states.front().W;
  };
  const auto network = compileVariants(before).front();
  QVERIFY(W() != network->W);
  QTest::mouseClick(now, Qt::LeftButton);
  const AlignedVector after = W();
  const auto at = slotsOf(*network, {12, Learned::W})->begin;
  const auto other = slotsOf(*network, {11, Learned::W})->begin;
  QCOMPARE(after[at], 0.6);
  QVERIFY(after[other] != network->W[other]);
  QVERIFY(bench.project() == before && !bench.document.undoStack().canUndo());
  QCOMPARE(bench.lab.control().status().step, 20000);
}

void TestInspector::takeLiveIsAnEdit() {
  InspectorBench bench;
  bench.select({}, {ProjectionId{12}});
  QCoreApplication::processEvents();
  bench.lab.control().stepBy(20000);
  EVENTUALLY(bench.lab.control().status().step == 20000);
  EVENTUALLY(bench.in<LearnedLine>("feedback.B") != nullptr);
  QTest::mouseClick(
      bench.in<LearnedLine>("feedback.B")->findChild<QToolButton*>(QStringLiteral("learned.take")),
      Qt::LeftButton);
  EVENTUALLY(bench.document.undoStack().canUndo());
  double live = 0;
  bench.lab.states().ask(&bench.lab, [&](const auto& networks, const auto& states) {
    live = liveValues(*networks[0], states[0], {12, Learned::B}).front();
  });
  EVENTUALLY(live != 0);
  QCOMPARE(valueAt(bench.project(), "W2.feedback.B"), ParameterValue(Value(live)));  // every digit
  bench.document.undoStack().undo();
  QCOMPARE(valueAt(bench.project(), "W2.feedback.B"), ParameterValue(Value(-0.5)));
}

void TestInspector::targetsAndTeachersAreChosen() {
  InspectorBench bench;
  bench.select({NodeId{6}});
  const auto box = [&](const char* id) -> ChoiceBox* {
    for (ChoiceBox* candidate : bench.inspector.findChildren<ChoiceBox*>(QLatin1String(id))) {
      if (candidate->isVisible()) return candidate;
    }
    return nullptr;
  };
  QCOMPARE(box("links.follows")->currentText(), QStringLiteral("teacher 2"));
  box("links.follows")->setFocus();
  QTest::keyClick(box("links.follows"), Qt::Key_Home);
  QCOMPARE(box("links.follows")->currentText(), QStringLiteral("a signal"));
  const auto& source = bench.project().network.nodes.at(NodeId{6}).target()->source;
  QVERIFY(std::holds_alternative<SignalSpec>(source));
  QVERIFY(box("signal.kind") != nullptr);
  bench.select({}, {ProjectionId{12}});
  QCOMPARE(box("links.teacher")->currentText(), QStringLiteral("T2"));
  box("links.teacher")->setFocus();
  QTest::keyClick(box("links.teacher"), Qt::Key_Home);
  QVERIFY(!bench.project().network.projections.at(ProjectionId{12}).teacher);
}

void TestInspector::remarksAndAboutAreWritten() {
  InspectorBench bench;
  bench.select({NodeId{2}});
  const auto area = [&] {
    for (QPlainTextEdit* candidate : bench.inspector.findChildren<QPlainTextEdit*>()) {
      if (candidate->isVisible()) return candidate;
    }
    return static_cast<QPlainTextEdit*>(nullptr);
  };
  area()->setFocus();
  QTest::keyClicks(area(), QStringLiteral("slow"));
  QCOMPARE(bench.project().network.nodes.at(NodeId{2}).note, std::string("slow"));
  QCOMPARE(bench.document.undoStack().count(), 1);  // one act of typing
  bench.select({});
  auto* title = bench.inspector.findChild<QLineEdit*>(QStringLiteral("about.title"));
  title->setFocus();
  title->selectAll();
  QTest::keyClicks(title, QStringLiteral("My chain"));
  QTest::keyClick(title, Qt::Key_Return);
  QCOMPARE(bench.project().meta.title, std::string("My chain"));
}

void TestInspector::tabGoesFromTopToBottom() {
  InspectorBench bench;
  bench.select({NodeId{2}});
  bench.chooseForm("tau_m", 5);  // like another, whose fields are made late
  bench.inspector.activateWindow();
  for (const Selection& selection : {Selection{{NodeId{2}}, {}}, Selection{{}, {ProjectionId{12}}},
                                     Selection{{NodeId{1}}, {}}, Selection{}}) {
    bench.select(selection.nodes, selection.projections);
    auto* first = bench.inspector.findChildren<Section*>().front();
    for (Section* section : bench.inspector.findChildren<Section*>()) {
      if (section->isVisible()) {
        first = section;
        break;
      }
    }
    QWidget* start = &first->title();
    auto* name = bench.inspector.findChild<NameField*>();
    if (name->isVisible()) start = name->focusProxy();
    start->setFocus();
    const auto place = [&] {
      const QWidget* focused = QApplication::focusWidget();
      const auto* scroll = bench.inspector.findChild<QScrollArea*>();
      const int scrolled = scroll->isAncestorOf(focused) ? scroll->verticalScrollBar()->value() : 0;
      return focused->mapTo(focused->window(), QPoint(0, scrolled));
    };
    int steps = 0;
    int row = place().y();
    int left = place().x();
    QString path;
    std::set<QWidget*> seen;
    for (;; ++steps) {
      QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
      const bool is_round =
          QApplication::focusWidget() == start || !seen.insert(QApplication::focusWidget()).second;
      if (is_round) break;
      const auto* button = qobject_cast<QAbstractButton*>(QApplication::focusWidget());
      const bool has_text = button != nullptr && !button->text().isEmpty();
      QVERIFY2(has_text || !QApplication::focusWidget()->accessibleName().isEmpty(),
               QApplication::focusWidget()->metaObject()->className());
      path += QApplication::focusWidget()->accessibleName() + QStringLiteral(" > ");
      QVERIFY2(place().y() >= row - 12, qPrintable(path));
      const bool is_same_line = std::abs(place().y() - row) < 12;
      QVERIFY2(!is_same_line || place().x() > left, qPrintable(path));
      row = place().y();
      left = place().x();
      QVERIFY(steps < 200);
    }
    QVERIFY(steps > 4);
  }
}

void TestInspector::nothingIsWiderThanThePanel_data() {
  QTest::addColumn<QString>("preset");
  for (const char* preset : {"chain", "network", "lagnet", "temporal-xor"}) {
    QTest::addRow("%s", preset) << QString::fromLatin1(preset);
  }
}

void TestInspector::nothingIsWiderThanThePanel() {
  QFETCH(QString, preset);
  InspectorBench bench(loadProject(preset.toStdString()));
  std::vector<Selection> all = {{}};
  for (const auto& [id, node] : bench.project().network.nodes) all.push_back({{id}, {}});
  for (const auto& [id, projection] : bench.project().network.projections) {
    all.push_back({{}, {id}});
  }
  const QWidget* content = bench.inspector.findChild<QScrollArea*>()->widget();
  QCoreApplication::processEvents();
  bench.lab.control().stepBy(500);  // live values are longer than initial ones
  EVENTUALLY(bench.lab.control().status().step == 500);
  for (const Selection& selection : all) {
    bench.select(selection.nodes, selection.projections);
    QVERIFY2(content->minimumSizeHint().width() <= 300 - 8,
             qPrintable(QString::number(content->minimumSizeHint().width())));
    QString cut;
    const auto findCut = [&] {
      cut.clear();
      for (const QLabel* label : bench.inspector.findChildren<QLabel*>()) {
        const QString text = label->text();
        const bool is_rich = text.startsWith(QLatin1Char('<'));  // of a symbol
        if (!label->isVisible() || is_rich) continue;
        const QRect room = label->contentsRect();
        const QRect needed = label->fontMetrics().boundingRect(
            {0, 0, room.width(), 10000}, label->wordWrap() ? Qt::TextWordWrap : 0, text);
        if (needed.width() > room.width() || needed.height() > room.height()) {
          cut = QStringLiteral("%1: %2 x %3 of %4 x %5")
                    .arg(text)
                    .arg(room.width())
                    .arg(room.height())
                    .arg(needed.width())
                    .arg(needed.height());
        }
      }
      return cut.isEmpty();
    };
    for (int k = 0; k < 50 && !findCut(); ++k) vle::test::letPass(5);  // layouts settle
    QVERIFY2(findCut(), qPrintable(cut));
  }
}

void TestInspector::itMayGoWhileSomethingIsTyped() {
  Document document;
  document.load(test::chain(), QStringLiteral("chain"));
  Lab lab(document, vle::test::kEqualPriorities);
  const Theme theme = loadTheme(QStringLiteral("light"));
  for (const char* id : {"name", "tau_m"}) {
    Focus focus(document);
    auto inspector = std::make_unique<Inspector>(document, lab, focus, theme);
    focus.select({{NodeId{2}}, {}});
    inspector->show();
    QVERIFY(vle::test::isActive(*inspector));
    for (QLineEdit* field : inspector->findChildren<QLineEdit*>(QLatin1String(id))) {
      if (!field->isVisible()) continue;
      field->setFocus();
      field->selectAll();
      QTest::keyClicks(field, QStringLiteral("17"));
    }
    inspector.reset();
  }
}

void TestInspector::randomSelectionsAndEditsNeverCrash() {
  InspectorBench bench(loadProject("network"));
  bench.lab.control().setSpeed(kNever);
  bench.lab.control().run();
  std::mt19937 random(5);
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random()) % n; };
  const QStringList texts = {
      QStringLiteral("0"),   QStringLiteral("-1"), QStringLiteral("3"),   QStringLiteral("0.5"),
      QStringLiteral("1e9"), QStringLiteral("x"),  QStringLiteral("2.5"), QString()};
  for (int k = 0; k < 300; ++k) {
    std::vector<Selection> all = {{}};
    for (const auto& [id, node] : bench.project().network.nodes) all.push_back({{id}, {}});
    for (const auto& [id, projection] : bench.project().network.projections) {
      all.push_back({{}, {id}});
    }
    Selection selection = all[below(all.size())];
    const Selection more = all[below(all.size())];
    selection.nodes.insert(more.nodes.begin(), more.nodes.end());
    selection.projections.insert(more.projections.begin(), more.projections.end());
    bench.select(selection.nodes, selection.projections);
    std::vector<ParameterRow*> rows;
    for (ParameterRow* row : bench.inspector.findChildren<ParameterRow*>()) {
      // More neurons than these would only make the test slow.
      if (row->isVisible() && row->info().key != "size") rows.push_back(row);
    }
    if (rows.empty()) continue;
    ParameterRow* row = rows[below(rows.size())];
    std::vector<QWidget*> widgets;
    for (QWidget* widget : row->findChildren<QWidget*>()) {
      if (widget->isVisible() && widget->isEnabled()) widgets.push_back(widget);
    }
    QWidget* widget = widgets[below(widgets.size())];
    if (auto* field = qobject_cast<QLineEdit*>(widget)) {
      field->setFocus();
      field->selectAll();
      QTest::keyClicks(field, texts[static_cast<qsizetype>(below(8))]);
      QTest::keyClick(field, Qt::Key_Return);
    } else if (auto* button = qobject_cast<QToolButton*>(widget);
               button != nullptr && button->menu() != nullptr) {
      button->menu()->actions()[static_cast<qsizetype>(below(6))]->trigger();
    } else if (qobject_cast<QComboBox*>(widget) != nullptr) {
      QTest::keyClick(widget, below(2) == 0 ? Qt::Key_Up : Qt::Key_Down);
    } else if (widget->objectName() != QStringLiteral("file.choose")) {  // it waits for a person
      QTest::keyClick(widget, below(2) == 0 ? Qt::Key_PageUp : Qt::Key_Right);
      if (qobject_cast<QPushButton*>(widget) == nullptr) {
        QTest::mouseClick(widget, Qt::LeftButton);
      }
    }
    if (below(4) == 0) bench.document.undoStack().undo();
    if (below(8) == 0) bench.document.undoStack().redo();
    QCoreApplication::processEvents();
  }
  while (bench.document.undoStack().canUndo()) bench.document.undoStack().undo();
  QVERIFY(bench.project() == loadProject("network"));
}

VLE_TEST(TestInspector, QApplication)
#include "tst_inspector.moc"
