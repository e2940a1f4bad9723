// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The editors of signals through their real widgets: every kind and every number of it, the table
// of sines, the drawing pad, CSV files whole and damaged, the preview, the held-out test.
#include <cmath>
#include <numbers>

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QLineEdit>
#include <QPushButton>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTest>

#include "drawing/style.h"
#include "inspector/inspector.h"
#include "inspector/parameter_row.h"
#include "inspector/section.h"
#include "inspector/signal_editor.h"
#include "inspector/table_dialog.h"
#include "io/project_file.h"
#include "model/signal_kinds.h"
#include "model/signal_shape.h"
#include "run_tests.h"
#include "session/number_text.h"
#include "specs.h"
#include "tempo.h"

using namespace vle;
using namespace vle::ui;

namespace {

Project withSignal(SignalSpec signal, std::int64_t size = 1) {
  Project project = test::oneNeuron();
  project.network.nodes.at(NodeId{1}) = test::input("x", std::move(signal), size);
  return project;
}

struct EditorBench {
  Theme theme = loadTheme(QStringLiteral("light"));
  Document document;
  Lab lab{document, vle::test::kEqualPriorities};
  Focus focus{document};
  Inspector inspector{document, lab, focus, theme};

  explicit EditorBench(Project project, const QString& origin = QStringLiteral("test")) {
    document.load(std::move(project), origin);
    inspector.resize(300, 700);
    inspector.show();
    if (!vle::test::isExposed(inspector)) qFatal("no window");
    focus.select({{NodeId{1}}, {}});
    QCoreApplication::processEvents();
  }
  [[nodiscard]] const SignalSpec& signal() const {
    return document.project().network.nodes.at(NodeId{1}).input()->signal;
  }
  template <class Widget>
  [[nodiscard]] Widget* visible() const {
    for (Widget* widget : inspector.findChildren<Widget*>()) {
      if (widget->isVisible()) return widget;
    }
    return nullptr;
  }
  /// The visible widget with this objectName; fields and sliders have the key of their number.
  template <class Widget>
  [[nodiscard]] Widget* named(const QString& id) const {
    for (Widget* widget : inspector.findChildren<Widget*>(id)) {
      if (widget->isVisible()) return widget;
    }
    return nullptr;
  }
  /// By keyboard: the list box follows what is typed or the arrows.
  void chooseKind(std::size_t kind) const {
    auto* box = named<ChoiceBox>(QStringLiteral("signal.kind"));
    QVERIFY(box != nullptr);
    box->setFocus();
    for (int k = 0; k < 20 && box->currentIndex() != static_cast<int>(kind); ++k) {
      QTest::keyClick(box,
                      box->currentIndex() < static_cast<int>(kind) ? Qt::Key_Down : Qt::Key_Up);
    }
    QCoreApplication::processEvents();
  }
  void type(QLineEdit* field, const QString& text) const {
    QVERIFY(field != nullptr);
    field->setFocus();
    field->selectAll();
    QTest::keyClicks(field, text);
    QTest::keyClick(field, Qt::Key_Return);
    QCoreApplication::processEvents();
  }
  void typeInTable(NumberTable* table, int row, int column, const QString& text) const {
    table->setCurrentIndex(table->numbers().index(row, column));
    table->edit(table->currentIndex());
    auto* editor = table->findChild<QLineEdit*>();
    QVERIFY(editor != nullptr);
    editor->selectAll();
    QTest::keyClicks(editor, text);
    QTest::keyClick(editor, Qt::Key_Return);
    QCoreApplication::processEvents();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
  }
  [[nodiscard]] bool says(const QString& part) const {
    for (const QLabel* label : inspector.findChildren<QLabel*>()) {
      if (label->isVisible() && label->text().contains(part)) return true;
    }
    return false;
  }
};

constexpr std::size_t kSines = 3, kDrawn = 8, kFile = 9, kDelayed = 11;

QString write(const QTemporaryDir& folder, const char* name, const QByteArray& text) {
  const QString path = folder.filePath(QString::fromLatin1(name));
  QFile file(path);
  if (!file.open(QIODevice::WriteOnly)) qFatal("cannot write");
  file.write(text);
  return path;
}

}  // namespace

class TestSignalEditors : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { applyTheme(loadTheme(QStringLiteral("light"))); }
  void everyKindIsChosenAndPlayable_data();
  void everyKindIsChosenAndPlayable();
  void everyNumberOfAKindIsEdited_data();
  void everyNumberOfAKindIsEdited();
  void aSignalThatCannotBePlayedIsRefused();
  void sinesAreAddedEditedAndRemoved();
  void everyChannelHasItsSines();
  void theSinesFitTheChannelsAgain();
  void aStrokeBecomesSamplesInOneStep();
  void arrowKeysDrawToo();
  void lengthAndFlatChangeTheSamples();
  void drawingStartsFromWhatWasHeard();
  void aFileIsChosenAndItsColumnsToo();
  void theUnitOfTimesIsShownAndCanBeChanged();
  void anInputIsDelayed();
  void columnsAreChosenExchangedAndScaled();
  void whatWasMisreadCanBeSaidOtherwise();
  void aTableWithoutNamesIsNoDeadEnd();
  void damagedFilesAreRefusedWithALine_data();
  void damagedFilesAreRefusedWithALine();
  void aMissingFileLeavesTheEditorUsable();
  void pathsAreRelativeToTheProject_data();
  void pathsAreRelativeToTheProject();
  void whatTheFileSaysIsKept();
  void aFileOfANewProjectIsFoundBesideItOnceSaved();
  void theChooserStartsAtTheProject();
  void aChangedFileIsReadAgain();
  void thePreviewIsWhatTheSimulationPlays();
  void severalInputsGetTheSameKind();
  void theTestHasItsOwnSignals();
};

void TestSignalEditors::everyKindIsChosenAndPlayable_data() {
  QTest::addColumn<int>("kind");
  for (std::size_t k = 0; k < signalKinds().size(); ++k) {
    if (k != kFile && k != kDelayed)
      QTest::addRow("%s", signalKinds()[k].title.data()) << static_cast<int>(k);
  }
}

void TestSignalEditors::everyKindIsChosenAndPlayable() {
  QFETCH(int, kind);
  EditorBench bench(
      withSignal(kind == 0 ? SignalSpec(NoiseSignal{}) : SignalSpec(ConstantSignal{}), 3));
  auto* box = bench.named<ChoiceBox>(QStringLiteral("signal.kind"));
  box->setFocus();
  // Keys pass over other kinds, so each may be chosen at any moment of the run.
  bench.lab.control().run();
  bench.chooseKind(static_cast<std::size_t>(kind));
  QCOMPARE(static_cast<int>(bench.signal().index()), kind);
  QVERIFY(!signalProblem(bench.signal(), 3));
  const auto* preview = bench.visible<SignalPreview>();
  QVERIFY(preview != nullptr && preview->curve().problem.isEmpty());
  QCOMPARE(preview->curve().channels.size(), std::size_t{3});
  EVENTUALLY(bench.lab.compiler().problems().empty());
  QVERIFY(!bench.inspector.grab().toImage().isNull());
}

void TestSignalEditors::everyNumberOfAKindIsEdited_data() {
  QTest::addColumn<int>("kind");
  QTest::addColumn<int>("field");
  for (std::size_t k = 0; k < signalKinds().size(); ++k) {
    for (std::size_t f = 0; f < signalKinds()[k].fields.size(); ++f) {
      if (k == kFile || k == kDelayed) continue;
      QTest::addRow("%s %s", signalKinds()[k].title.data(), signalKinds()[k].fields[f].key.data())
          << static_cast<int>(k) << static_cast<int>(f);
    }
  }
}

void TestSignalEditors::everyNumberOfAKindIsEdited() {
  QFETCH(int, kind);
  QFETCH(int, field);
  const SignalKind& row = signalKinds()[static_cast<std::size_t>(kind)];
  const SignalField& number = row.fields[static_cast<std::size_t>(field)];
  EditorBench bench(withSignal(row.usual));
  SignalSpec expected = row.usual;
  const double entered = number.type == ParameterType::Integer ? 5 : number.read(row.usual) + 0.5;
  // What the other numbers allow.
  const double other = number.key == std::string_view("low") ? -1.5 : entered;
  if (std::isinf(entered)) QSKIP("checked below");
  number.write(expected, other);
  QVERIFY(!signalProblem(expected, 1));
  bench.type(bench.named<QLineEdit>(asText(number.key)), QString::number(other, 'g', 17));
  QVERIFY(bench.signal() == expected);
  QCOMPARE(bench.document.undoStack().count(), 1);
  auto* slider = bench.named<QSlider>(asText(number.key));
  QVERIFY(slider != nullptr);
  slider->setFocus();
  QTest::keyClick(slider, slider->value() > 500 ? Qt::Key_Left : Qt::Key_Right);
  QVERIFY(bench.signal() != expected);
}

void TestSignalEditors::aSignalThatCannotBePlayedIsRefused() {
  EditorBench bench(withSignal(PulseSignal{.width = 10, .period = 100}));
  auto* width = bench.named<QLineEdit>(QStringLiteral("width"));
  bench.type(width, QStringLiteral("200"));
  QCOMPARE(std::get<PulseSignal>(bench.signal()).width, 10.0);
  QCOMPARE(width->text(), QStringLiteral("10"));
  QVERIFY(bench.says(QStringLiteral("period is 100 ms, must be 0 for one pulse, or >= the width")));
  bench.type(width, QStringLiteral("20"));
  QCOMPARE(std::get<PulseSignal>(bench.signal()).width, 20.0);
  QVERIFY(!bench.says(QStringLiteral("period is 100 ms")));
}

void TestSignalEditors::sinesAreAddedEditedAndRemoved() {
  EditorBench bench(withSignal(SinesSignal{{{Sine{16, 1, 0}}}}));
  const auto sines = [&] { return std::get<SinesSignal>(bench.signal()).channels[0]; };
  auto* table = bench.visible<NumberTable>();
  QTest::mouseClick(bench.named<QPushButton>(QStringLiteral("sines.add")), Qt::LeftButton);
  QCOMPARE(sines().size(), std::size_t{2});
  QVERIFY(sines()[1].f == 32);
  bench.typeInTable(table, 1, 0, QStringLiteral("40"));
  bench.typeInTable(table, 1, 1, QStringLiteral("0.5"));
  bench.typeInTable(table, 1, 2, QStringLiteral("1.57"));
  QVERIFY(sines()[1] == (Sine{40, 0.5, 1.57}));
  bench.typeInTable(table, 1, 0, QStringLiteral("-4"));
  QVERIFY(sines()[1].f == 40);
  QVERIFY(bench.says(QStringLiteral("f is -4 Hz, must be >= 0 Hz")));
  table->setFocus();
  table->setCurrentIndex(table->numbers().index(0, 0));
  QTest::keyClick(table, Qt::Key_Delete);
  QCOMPARE(sines().size(), std::size_t{1});
  QVERIFY(sines()[0].f == 40);
  QTest::keyClick(table, Qt::Key_Insert);
  QCOMPARE(sines().size(), std::size_t{2});
  QTest::mouseClick(bench.named<QPushButton>(QStringLiteral("sines.remove")), Qt::LeftButton);
  QTest::mouseClick(bench.named<QPushButton>(QStringLiteral("sines.remove")), Qt::LeftButton);
  QVERIFY(sines().empty());  // silence
  QVERIFY(!bench.named<QPushButton>(QStringLiteral("sines.remove"))->isEnabled());
}

void TestSignalEditors::everyChannelHasItsSines() {
  EditorBench bench(withSignal(SinesSignal{{{Sine{1, 1, 0}}, {Sine{2, 1, 0}}}}, 2));
  auto* channel = bench.named<ChoiceBox>(QStringLiteral("sines.channel"));
  QVERIFY(channel != nullptr && channel->count() == 2);
  channel->setFocus();
  QTest::keyClick(channel, Qt::Key_Down);
  bench.typeInTable(bench.visible<NumberTable>(), 0, 0, QStringLiteral("7"));
  const SinesSignal expected{{{Sine{1, 1, 0}}, {Sine{7, 1, 0}}}};
  QVERIFY(bench.signal() == SignalSpec(expected));
  QCOMPARE(channel->currentIndex(), 1);
}

void TestSignalEditors::theSinesFitTheChannelsAgain() {
  EditorBench bench(withSignal(SinesSignal{{{Sine{5, 1, 0}}}}, 3));  // one channel for three
  EVENTUALLY(bench.says(QStringLiteral("1 channel, the node has 3")));
  QTest::mouseClick(bench.named<QPushButton>(QStringLiteral("sines.add")), Qt::LeftButton);
  QCOMPARE(std::get<SinesSignal>(bench.signal()).channels.size(), std::size_t{3});
  EVENTUALLY(bench.lab.compiler().problems().empty());
}

void TestSignalEditors::aStrokeBecomesSamplesInOneStep() {
  EditorBench bench(withSignal(SamplesSignal{{List(1000, 0.0)}}));
  auto* pad = bench.visible<DrawingPad>();
  QVERIFY(pad != nullptr);
  const int steps = bench.document.undoStack().count();
  const int top = 6, bottom = pad->height() - 6, left = 4, right = pad->width() - 4;
  QTest::mousePress(pad, Qt::LeftButton, {}, {left, bottom});
  for (int x = left; x <= right; x += 5) {  // a straight line upwards
    QTest::mouseMove(pad, {x, bottom + (top - bottom) * (x - left) / (right - left)});
  }
  QTest::mouseMove(pad, {right, top});
  QTest::mouseRelease(pad, Qt::LeftButton, {}, {right, top});
  const List samples = std::get<SamplesSignal>(bench.signal()).channels[0];
  QCOMPARE(samples.size(), std::size_t{1000});
  for (std::size_t k = 0; k < samples.size(); ++k) {
    const double line = -1 + 2 * static_cast<double>(k) / 999;
    QVERIFY2(std::abs(samples[k] - line) < 0.06, qPrintable(QString::number(samples[k] - line)));
  }
  QCOMPARE(bench.document.undoStack().count(), steps + 1);
  QTest::mouseClick(pad, Qt::LeftButton, {}, {pad->width() / 2, top});
  QCOMPARE(bench.document.undoStack().count(), steps + 2);
  bench.document.undoStack().undo();
  bench.document.undoStack().undo();
  QVERIFY(bench.signal() == SignalSpec(SamplesSignal{{List(1000, 0.0)}}));
}

void TestSignalEditors::arrowKeysDrawToo() {
  EditorBench bench(withSignal(SamplesSignal{{List(100, 0.0)}}));
  auto* pad = bench.visible<DrawingPad>();
  pad->setFocus();
  QTest::keyClick(pad, Qt::Key_Right);
  QTest::keyClick(pad, Qt::Key_Up);
  QTest::keyClick(pad, Qt::Key_Up);
  const List& samples = std::get<SamplesSignal>(bench.signal()).channels[0];
  QVERIFY(samples[1] == 0 && samples[2] == 0.2 && samples[3] == 0.2 && samples[4] == 0);
}

void TestSignalEditors::lengthAndFlatChangeTheSamples() {
  EditorBench bench(withSignal(SamplesSignal{{{1, 2}, {3, 4}}}, 2));
  const auto samples = [&] { return std::get<SamplesSignal>(bench.signal()).channels; };
  bench.type(bench.named<QLineEdit>(QStringLiteral("length")), QStringLiteral("0.4"));
  QVERIFY(samples() == (Rows{{1, 1, 2, 2}, {3, 3, 4, 4}}));
  bench.type(bench.named<QLineEdit>(QStringLiteral("length")), QStringLiteral("1e9"));
  QVERIFY(samples()[0].size() == 4);
  QVERIFY(bench.says(QStringLiteral("must be between 0.1 and 20000 ms")));
  auto* channel = bench.named<ChoiceBox>(QStringLiteral("samples.channel"));
  channel->setFocus();
  QTest::keyClick(channel, Qt::Key_Down);
  QTest::mouseClick(bench.named<QPushButton>(QStringLiteral("samples.flat")), Qt::LeftButton);
  QVERIFY(samples() == (Rows{{1, 1, 2, 2}, {0, 0, 0, 0}}));
}

void TestSignalEditors::drawingStartsFromWhatWasHeard() {
  EditorBench bench(withSignal(SquareSignal{.low = -1, .high = 1, .period = 20, .smooth = 0}));
  // At once: the arrows would pass over other kinds.
  auto* kind = bench.named<ChoiceBox>(QStringLiteral("signal.kind"));
  kind->setCurrentIndex(static_cast<int>(kDrawn));
  emit kind->activated(kind->currentIndex());
  QVERIFY(std::holds_alternative<SamplesSignal>(bench.signal()));
  const List& samples = std::get<SamplesSignal>(bench.signal()).channels[0];
  QVERIFY(samples.size() >= 200);
  QVERIFY(samples[50] == -1 || samples[50] == 1);
}

void TestSignalEditors::theUnitOfTimesIsShownAndCanBeChanged() {
  QTemporaryDir folder;
  EditorBench bench(withSignal(ConstantSignal{}));
  bench.chooseKind(kFile);
  auto* editor = bench.visible<FileSignalEditor>();
  QVERIFY(editor != nullptr);
  editor->setFile(write(folder, "bare.csv", "t,a\n0,1\n2,2\n4,3\n"));
  QCoreApplication::processEvents();
  const auto file = [&] { return std::get<FileSignal>(bench.signal()); };
  QCOMPARE(file().step(), 2.0);  // ms, and it says so
  auto* unit = bench.named<ChoiceBox>(QStringLiteral("file.unit"));
  QVERIFY(unit != nullptr && unit->isVisible());
  QCOMPARE(unit->currentData().toString(), QStringLiteral("ms"));
  unit->setFocus();
  QTest::keyClick(unit, Qt::Key_Down);
  QCOMPARE(file().step(), 2000.0);
  QCOMPARE(file().reading.unit, std::string("s"));
  // A name with a unit is believed; without times there is an interval instead.
  editor->setFile(write(folder, "named.csv", "a,time_us\n1,0\n2,500\n"));
  QCoreApplication::processEvents();
  QCOMPARE(file().step(), 0.5);
  QCOMPARE(unit->currentData().toString(), QStringLiteral("us"));
  editor->setFile(write(folder, "none.csv", "a\n1\n2\n"));
  QCoreApplication::processEvents();
  QVERIFY(!unit->isVisible());
  QCOMPARE(file().step(), 1.0);
  QVERIFY(bench.named<QLineEdit>(QStringLiteral("interval"))->isVisible());
}

void TestSignalEditors::anInputIsDelayed() {
  EditorBench alone(withSignal(ConstantSignal{}));
  alone.chooseKind(kDelayed);
  QVERIFY(!std::holds_alternative<DelaySignal>(alone.signal()));
  QVERIFY(alone.says(QStringLiteral("to delay")));
  Project project = withSignal(ConstantSignal{});
  project.network.nodes[NodeId{5}] = test::input("wide", NoiseSignal{}, 3);
  project.network.nodes[NodeId{6}] = test::input("y", NoiseSignal{});
  project.network.nodes[NodeId{7}] = test::input("z", DelaySignal{.of = 1, .by = 1});
  EditorBench bench(project);
  bench.chooseKind(kDelayed);
  const auto delay = [&] { return std::get<DelaySignal>(bench.signal()); };
  QCOMPARE(delay().of, 6U);  // of as many channels, and no echo of itself
  auto* which = bench.named<ChoiceBox>(QStringLiteral("signal.delayed"));
  QVERIFY(which != nullptr);
  QCOMPARE(which->count(), 1);
  bench.type(bench.named<QLineEdit>(QStringLiteral("by")), QStringLiteral("12.5"));
  QCOMPARE(delay().by, 12.5);
  QVERIFY(bench.visible<SignalPreview>() != nullptr);
}

void TestSignalEditors::aFileIsChosenAndItsColumnsToo() {
  QTemporaryDir folder;
  const QString path = write(folder, "two.csv", "a,b,c\n1,10,5\n2,20,5\n3,30,5\n");
  EditorBench bench(withSignal(ConstantSignal{}));
  bench.chooseKind(kFile);
  QVERIFY(!std::holds_alternative<FileSignal>(bench.signal()));  // not before there is a file
  auto* editor = bench.visible<FileSignalEditor>();
  QVERIFY(editor != nullptr);
  editor->setFile(path);
  QCoreApplication::processEvents();
  const auto file = [&] { return std::get<FileSignal>(bench.signal()); };
  QCOMPARE(file().reading.columns, std::vector<std::string>{"a"});
  QCOMPARE(file().table->values, (std::vector<double>{1, 2, 3}));
  QVERIFY(bench.says(QStringLiteral("Rows: 3, ends at 3 ms. Columns: a")));
  bench.type(bench.named<QLineEdit>(QStringLiteral("interval")), QStringLiteral("0.5"));
  QCOMPARE(file().interval, 0.5);
  auto* end = bench.named<ChoiceBox>(QStringLiteral("file.end"));
  end->setFocus();
  QTest::keyClick(end, Qt::Key_Down);
  QVERIFY(file().end == FileSignal::End::Repeat);
  QVERIFY(bench.visible<SignalPreview>()->curve().problem.isEmpty());
}

void TestSignalEditors::columnsAreChosenExchangedAndScaled() {
  QTemporaryDir folder;
  EditorBench bench(withSignal(ConstantSignal{}));
  bench.chooseKind(kFile);
  bench.visible<FileSignalEditor>()->setFile(
      write(folder, "two.csv", "time_ms,a,b\n0,1,10\n1,2,20\n2,3,60\n"));
  QCoreApplication::processEvents();
  const auto file = [&] { return std::get<FileSignal>(bench.signal()); };
  const auto size = [&] { return bench.document.project().network.find(NodeId{1})->size; };
  const int steps = bench.document.undoStack().count();
  const auto open = [&] {
    QTest::mouseClick(bench.named<QPushButton>(QStringLiteral("file.columns")), Qt::LeftButton);
    return bench.inspector.findChild<TableDialog*>(QStringLiteral("table"));
  };
  TableDialog* dialog = open();
  QVERIFY(dialog != nullptr && dialog->isVisible());
  const auto* preview = dialog->findChild<QTableWidget*>(QStringLiteral("table.preview"));
  QCOMPARE(preview->rowCount(), 3);
  QCOMPARE(preview->item(2, 2)->text(), QStringLiteral("60"));
  auto* list = dialog->findChild<QTableWidget*>(QStringLiteral("table.channels"));
  QCOMPARE(list->rowCount(), 1);
  const auto press = [&](const char* name) {
    auto* button = dialog->findChild<QPushButton*>(QString::fromLatin1(name));
    button->setFocus();
    QTest::keyClick(button, Qt::Key_Space);
  };
  press("table.add");  // b, the first that is not used
  QCOMPARE(list->rowCount(), 2);
  list->setCurrentCell(1, 0);
  press("table.up");
  list->item(0, 1)->setText(QStringLiteral("0,5"));  // gain of b
  list->item(1, 2)->setText(QStringLiteral("-1"));   // offset of a
  list->item(1, 2)->setText(QStringLiteral("many"));
  QVERIFY(!dialog->findChild<QLabel*>(QStringLiteral("table.sentence"))->text().isEmpty());
  QCOMPARE(list->item(1, 2)->text(), QStringLiteral("-1"));
  dialog->accept();
  QCoreApplication::processEvents();
  QCOMPARE(size(), 2);  // the node follows
  QCOMPARE(file().reading.columns, (std::vector<std::string>{"b", "a"}));
  QCOMPARE(file().table->values, (std::vector<double>{5, 0, 10, 1, 30, 2}));
  QCOMPARE(bench.document.undoStack().count(), steps + 1);
  bench.document.undoStack().undo();
  QCOMPARE(size(), 1);
  QCOMPARE(file().reading.columns, std::vector<std::string>{"a"});
}

void TestSignalEditors::whatWasMisreadCanBeSaidOtherwise() {
  QTemporaryDir folder;
  EditorBench bench(withSignal(ConstantSignal{}));
  bench.chooseKind(kFile);
  bench.visible<FileSignalEditor>()->setFile(
      write(folder, "odd.csv", "t;a;b\n0;1,5;2\n10;2,5;4\n20;3,5;6\n"));
  QCoreApplication::processEvents();
  const auto file = [&] { return std::get<FileSignal>(bench.signal()); };
  QTest::mouseClick(bench.named<QPushButton>(QStringLiteral("file.columns")), Qt::LeftButton);
  auto* dialog = bench.inspector.findChild<TableDialog*>(QStringLiteral("table"));
  QVERIFY(dialog != nullptr);
  const auto box = [&](const char* name) {
    return dialog->findChild<QComboBox*>(QString::fromLatin1(name));
  };
  const auto choose = [&](const char* name, const QVariant& data) {
    QComboBox* one = box(name);
    one->setCurrentIndex(one->findData(data));
    emit one->activated(one->currentIndex());
  };
  const auto* accept = dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok);
  QVERIFY(accept->isEnabled());
  choose("table.unit", QStringLiteral("s"));
  choose("table.between", static_cast<int>(FileSignal::Resample::Linear));
  const auto* curves = dialog->findChild<SignalPreview*>();
  QVERIFY(!curves->curve().channels.empty());
  choose("table.decimal", QStringLiteral("."));  // now 1,5 is no number
  QVERIFY(!accept->isEnabled());
  QVERIFY(curves->curve().channels.empty());  // no curve of what it was before
  QVERIFY(!dialog->findChild<QLabel*>(QStringLiteral("table.sentence"))->text().isEmpty());
  choose("table.decimal", QString());
  QVERIFY(accept->isEnabled());
  QVERIFY(!curves->curve().channels.empty());
  auto* list = dialog->findChild<QTableWidget*>(QStringLiteral("table.channels"));
  list->item(0, 2)->setText(QStringLiteral("nan"));  // offset
  QCOMPARE(list->item(0, 2)->text(), QStringLiteral("0"));
  dialog->accept();
  QCoreApplication::processEvents();
  QCOMPARE(file().step(), 10'000.0);
  QVERIFY(file().resample == FileSignal::Resample::Linear);
  QCOMPARE(file().table->values, (std::vector<double>{1.5, 2.5, 3.5}));
}

/// A table without names is used as it is: its first line is the first row, and that can be said
/// otherwise.
void TestSignalEditors::aTableWithoutNamesIsNoDeadEnd() {
  QTemporaryDir folder;
  EditorBench bench(withSignal(ConstantSignal{}));
  bench.chooseKind(kFile);
  bench.visible<FileSignalEditor>()->setFile(
      write(folder, "bare.tsv", "1\t10\r\n2\t20\r\n3\t60\r\n"));
  QCoreApplication::processEvents();
  const auto file = std::get<FileSignal>(bench.signal());
  QVERIFY(file.table != nullptr);
  QCOMPARE(file.table->values, (std::vector<double>{1, 2, 3}));
  QTest::mouseClick(bench.named<QPushButton>(QStringLiteral("file.columns")), Qt::LeftButton);
  auto* dialog = bench.inspector.findChild<TableDialog*>(QStringLiteral("table"));
  QVERIFY(dialog != nullptr);
  QCOMPARE(dialog->findChild<QComboBox*>(QStringLiteral("table.header"))->currentData().toInt(), 0);
  QCOMPARE(dialog->findChild<QTableWidget*>(QStringLiteral("table.preview"))->rowCount(), 3);
}

void TestSignalEditors::damagedFilesAreRefusedWithALine_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<QString>("part");
  QTest::newRow("empty") << QByteArray() << QStringLiteral("is empty");
  QTest::newRow("no rows") << QByteArray("a,b\n") << QStringLiteral("no rows");
  QTest::newRow("a word") << QByteArray("a\n1\nx\n") << QStringLiteral("line 3");
  QTest::newRow("short row") << QByteArray("a,b\n1,2\n3\n") << QStringLiteral("line 3");
  QTest::newRow("open quote") << QByteArray("a\n\"1\n") << QStringLiteral("line 2");
  QTest::newRow("only time") << QByteArray("time\n1\n") << QStringLiteral("no column");
  QTest::newRow("bytes") << QByteArray("\0\xff\xfe\n\x01", 5) << QStringLiteral("a binary file");
}

void TestSignalEditors::damagedFilesAreRefusedWithALine() {
  QFETCH(QByteArray, text);
  QFETCH(QString, part);
  QTemporaryDir folder;
  const QString good = write(folder, "good.csv", "a\n1\n2\n");
  const QString bad = write(folder, "bad.csv", text);
  EditorBench bench(withSignal(ConstantSignal{}));
  bench.chooseKind(kFile);
  auto* editor = bench.visible<FileSignalEditor>();
  editor->setFile(good);
  const Project before = bench.document.project();
  editor->setFile(bad);
  QCoreApplication::processEvents();
  QVERIFY(bench.document.project() == before);
  QVERIFY2(bench.says(part) && bench.says(QStringLiteral("bad.csv")), qPrintable(part));
  QVERIFY(bench.says(QStringLiteral("Rows: 2")));
}

void TestSignalEditors::aMissingFileLeavesTheEditorUsable() {
  QTemporaryDir folder;
  FileSignal missing;
  missing.path = "nowhere.csv";
  missing.reading.columns = {"a"};
  missing.interval = 1;
  EditorBench bench(withSignal(missing), folder.filePath(QStringLiteral("mine.vle")));
  EVENTUALLY(!bench.lab.compiler().problems().empty());
  const QString sentence = QStringLiteral("There is no file “nowhere.csv” in");
  QVERIFY(bench.says(sentence));
  QVERIFY2(!bench.says(QStringLiteral("has not been read")), "one sentence, not two");
  QVERIFY(bench.visible<SignalPreview>() == nullptr);
  auto* editor = bench.visible<FileSignalEditor>();
  editor->setFile(folder.filePath(QStringLiteral("neither.csv")));
  QVERIFY(bench.says(QStringLiteral("there is no such file")));
  // Put where it is looked for, it is read on demand.
  write(folder, "nowhere.csv", "a\n1\n");
  QTest::mouseClick(bench.named<QPushButton>(QStringLiteral("file.again")), Qt::LeftButton);
  EVENTUALLY(bench.lab.compiler().problems().empty());
  QVERIFY(!bench.says(sentence));
  QCOMPARE(std::get<FileSignal>(bench.signal()).path, std::string("nowhere.csv"));
  QVERIFY(bench.visible<SignalPreview>() != nullptr);
}

void TestSignalEditors::pathsAreRelativeToTheProject_data() {
  QTest::addColumn<QString>("file");
  QTest::addColumn<QString>("path");  // empty: absolute
  QTest::newRow("beside") << "home/work/t.csv"
                          << "t.csv";
  QTest::newRow("below") << "home/work/data/t.csv"
                         << "data/t.csv";
  QTest::newRow("neighbour") << "home/data/t.csv"
                             << "../data/t.csv";
  QTest::newRow("far away") << "t.csv" << QString();
}

void TestSignalEditors::pathsAreRelativeToTheProject() {
  QFETCH(QString, file);
  QFETCH(QString, path);
  QTemporaryDir root;
  for (const char* folder : {"home/work/data", "home/data"}) QDir(root.path()).mkpath(folder);
  const QString table = write(root, file.toLatin1().constData(), "a\n1\n2\n");
  EditorBench bench(withSignal(ConstantSignal{}),
                    root.filePath(QStringLiteral("home/work/mine.vle")));
  bench.chooseKind(kFile);
  bench.visible<FileSignalEditor>()->setFile(table);
  QCoreApplication::processEvents();
  const QString expected = path.isEmpty() ? QFileInfo(table).canonicalFilePath() : path;
  QCOMPARE(QString::fromStdString(std::get<FileSignal>(bench.signal()).path), expected);
  auto* label = bench.named<QLabel>(QStringLiteral("file.path"));
  QCOMPARE(label->text().remove(QChar(0x200b)), expected);
  QVERIFY(label->height() >= label->heightForWidth(label->width()));
}

void TestSignalEditors::whatTheFileSaysIsKept() {
  QTemporaryDir root;
  QDir(root.path()).mkpath(QStringLiteral("copies"));
  const QString table = write(root, "t.csv", "a,b\n1,10\n2,20\n");
  const QString project = root.filePath(QStringLiteral("mine.vle"));
  for (const QString& path : {QStringLiteral("./t.csv"), table}) {
    write(root, "mine.vle",
          QByteArray::fromStdString(projectText(withSignal(FileSignal{
              .path = path.toStdString(), .reading = {.columns = {"a"}}, .interval = 1}))));
    const LoadedProject loaded = readProjectFile(project.toStdString());
    QVERIFY2(!loaded.hasErrors(), loaded.firstError().c_str());
    EditorBench bench(loaded.project, project);
    const auto file = [&] { return std::get<FileSignal>(bench.signal()); };
    QTest::mouseClick(bench.named<QPushButton>(QStringLiteral("file.columns")), Qt::LeftButton);
    bench.inspector.findChild<TableDialog*>(QStringLiteral("table"))->accept();
    QCoreApplication::processEvents();
    QCOMPARE(QString::fromStdString(file().path), path);  // read for its columns once more
    bench.type(bench.named<QLineEdit>(QStringLiteral("interval")), QStringLiteral("0.5"));
    QCOMPARE(QString::fromStdString(file().path), path);
  }
}

void TestSignalEditors::aFileOfANewProjectIsFoundBesideItOnceSaved() {
  QTemporaryDir root;
  const QString table = write(root, "t.csv", "a\n1\n2\n");
  EditorBench bench(withSignal(ConstantSignal{}), QString());
  bench.chooseKind(kFile);
  bench.visible<FileSignalEditor>()->setFile(table);
  const QString project = root.filePath(QStringLiteral("new.vle"));
  saveProject(bench.document.project(), project.toStdString());
  QFile saved(project);
  QVERIFY(saved.open(QIODevice::ReadOnly));
  const QByteArray text = saved.readAll();
  QVERIFY2(text.contains("\"path\": \"t.csv\""), text.constData());
  QVERIFY(!readProjectFile(project.toStdString()).hasErrors());
}

void TestSignalEditors::theChooserStartsAtTheProject() {
  QTemporaryDir root;
  QDir(root.path()).mkpath(QStringLiteral("data"));
  const QString table = write(root, "data/t.csv", "a\n1\n2\n");
  EditorBench bench(withSignal(ConstantSignal{}), root.filePath(QStringLiteral("mine.vle")));
  bench.chooseKind(kFile);
  const auto startsAt = [&] {
    QString folder;
    QTimer watch;
    QObject::connect(&watch, &QTimer::timeout, &watch, [&folder] {
      auto* dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
      if (dialog == nullptr) return;
      folder = dialog->directory().canonicalPath();
      dialog->reject();
    });
    watch.start(10);
    QTest::mouseClick(bench.named<QPushButton>(QStringLiteral("file.choose")), Qt::LeftButton);
    return folder;
  };
  QCOMPARE(startsAt(), QDir(root.path()).canonicalPath());
  bench.visible<FileSignalEditor>()->setFile(table);
  QCOMPARE(startsAt(), QDir(root.filePath(QStringLiteral("data"))).canonicalPath());
}

void TestSignalEditors::aChangedFileIsReadAgain() {
  QTemporaryDir root;
  const QString table = write(root, "t.csv", "a\n1\n2\n");
  EditorBench bench(withSignal(ConstantSignal{}), root.filePath(QStringLiteral("mine.vle")));
  bench.chooseKind(kFile);
  bench.visible<FileSignalEditor>()->setFile(table);
  auto* again = bench.named<QPushButton>(QStringLiteral("file.again"));
  const int steps = bench.document.undoStack().count();
  QTest::mouseClick(again, Qt::LeftButton);
  QCOMPARE(bench.document.undoStack().count(), steps);  // nothing is new
  write(root, "t.csv", "a\n5\n");
  QTest::mouseClick(again, Qt::LeftButton);
  QCOMPARE(std::get<FileSignal>(bench.signal()).table->values, std::vector<double>{5});
  QVERIFY(bench.says(QStringLiteral("Rows: 1")));
  QFile::remove(table);
  QTest::mouseClick(again, Qt::LeftButton);
  QVERIFY(bench.says(QStringLiteral("there is no")));
  QCOMPARE(std::get<FileSignal>(bench.signal()).table->values, std::vector<double>{5});
}

void TestSignalEditors::thePreviewIsWhatTheSimulationPlays() {
  EditorBench bench(withSignal(SinesSignal{{{Sine{10, 2, 0.5}}}}));
  const SignalCurve& curve = bench.visible<SignalPreview>()->curve();
  QCOMPARE(curve.end, 200.0);  // two periods
  for (std::size_t k = 0; k < curve.channels[0].size(); ++k) {
    const double t = 0.2 * static_cast<double>(k) / static_cast<double>(curve.channels[0].size());
    const double sine = 2 * std::sin(2 * std::numbers::pi * 10 * t + 0.5);
    QVERIFY(std::abs(curve.channels[0][k] - sine) < 1e-9);
  }
  // What is random is that of the run: seed and node decide.
  const Settings settings;
  const SignalSpec noise = RandomSinesSignal{};
  const SignalCurve one = signalCurve(noise, 1, settings, NodeId{1});
  QVERIFY(one.channels != signalCurve(noise, 1, settings, NodeId{2}).channels);
  QVERIFY(one.channels == signalCurve(noise, 1, settings, NodeId{1}).channels);
  // Every kind paints, one that cannot be played with its reason.
  const Theme theme = loadTheme(QStringLiteral("dark"));
  SignalPreview preview(theme);
  preview.resize(260, 80);
  preview.show(signalCurve(SquareSignal{.period = 0}, 1, settings, NodeId{1}));
  QVERIFY(preview.curve().problem.contains(QStringLiteral("period is 0 ms")));
  QVERIFY(!preview.grab().toImage().isNull());
}

void TestSignalEditors::severalInputsGetTheSameKind() {
  Project project = withSignal(ConstantSignal{});
  project.network.nodes.emplace(NodeId{5}, test::input("z", NoiseSignal{}, 2));
  project.network.projections.emplace(ProjectionId{15}, test::projection("V", 5, 2, 1.0));
  EditorBench bench(project);
  bench.focus.select({{NodeId{1}, NodeId{5}}, {}});
  auto* box = bench.named<ChoiceBox>(QStringLiteral("signal.kind"));
  QCOMPARE(box->currentIndex(), -1);
  QVERIFY(bench.visible<SignalPreview>() == nullptr);
  bench.chooseKind(kSines);
  const auto& other = bench.document.project().network.nodes.at(NodeId{5}).input()->signal;
  QCOMPARE(bench.signal().index(), kSines);
  QCOMPARE(std::get<SinesSignal>(other).channels.size(), std::size_t{2});
  EVENTUALLY(bench.lab.compiler().problems().empty());
}

void TestSignalEditors::theTestHasItsOwnSignals() {
  EditorBench bench(withSignal(NoiseSignal{}));
  bench.focus.select({});
  for (Section* section : bench.inspector.findChildren<Section*>()) {
    if (section->isVisible() && !section->isOpen()) section->title().click();
  }
  const auto test = [&] { return bench.document.project().settings.test; };
  QTest::mouseClick(bench.named<QCheckBox>(QStringLiteral("test.on")), Qt::LeftButton, {},
                    {10, 10});
  QVERIFY(test().has_value());
  bench.type(bench.named<QLineEdit>(QStringLiteral("every")), QStringLiteral("500"));
  QCOMPARE(test()->every, 500.0);
  bench.type(bench.named<QLineEdit>(QStringLiteral("every")), QStringLiteral("never"));
  QCOMPARE(test()->every, kNever);
  auto* own = bench.named<QCheckBox>(QStringLiteral("test.own"));
  QTest::mouseClick(own, Qt::LeftButton, {}, {10, 10});
  QVERIFY(test()->signal_of.at("x") == SignalSpec(NoiseSignal{}));
  bench.chooseKind(kSines);
  QCOMPARE(test()->signal_of.at("x").index(), kSines);
  QVERIFY(bench.signal() == SignalSpec(NoiseSignal{}));
  QTest::mouseClick(own, Qt::LeftButton, {}, {10, 10});
  QVERIFY(test()->signal_of.empty());
  EVENTUALLY(bench.lab.compiler().problems().empty());
}

VLE_TEST(TestSignalEditors, QApplication)
#include "tst_signal_editors.moc"
