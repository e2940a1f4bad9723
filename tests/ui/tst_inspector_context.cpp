// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The inspector and the project around a parameter: names that others say, trained weights in the
// place of initial values, live values beside the entries of lists, and texts that are too long for
// a file.
#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QPlainTextEdit>
#include <QTemporaryDir>

#include "drawing/style.h"
#include "ids.h"
#include "inspector.h"
#include "inspector/name_field.h"
#include "inspector/number_table.h"
#include "inspector/text_editors.h"
#include "io/project_file.h"
#include "model/paths.h"
#include "run_tests.h"
#include "sim/trained.h"
#include "tempo.h"

using namespace vle;
using namespace vle::ui;
using test::InspectorBench;
using namespace vle::test::ids;

namespace {

/// The chain with trained weights, as "save trained network" writes them.
Project trainedChain() {
  Project project = test::chain();
  project.weights["W2"] = {.W = {3.5}, .B = {0.25}};
  return project;
}

/// Initial W or B of a projection in the first variant.
double compiled(const Project& project, Learned what) {
  const auto network = compileVariants(project).front();
  const LearnedParameter parameter{number(kW2), what};
  return initialArray(*network, what)[slotsOf(*network, parameter)->begin];
}

QLineEdit* nameOf(const InspectorBench& bench) {
  return bench.inspector.findChild<NameField*>()->findChild<QLineEdit*>();
}

void rename(const InspectorBench& bench, const QString& name) {
  QLineEdit* field = nameOf(bench);
  QVERIFY(field->isVisible());
  field->setFocus();
  field->selectAll();
  QTest::keyClick(field, Qt::Key_Backspace);
  QTest::keyClicks(field, name);
  QTest::keyClick(field, Qt::Key_Return);
}

QToolButton* button(const QWidget& parent, const char* id) {
  auto* found = parent.findChild<QToolButton*>(QLatin1String(id));
  return found != nullptr && found->isVisible() ? found : nullptr;
}

TextArea* area(const InspectorBench& bench, const QString& id) {
  auto* found = bench.inspector.findChild<TextArea*>(id);
  return found != nullptr && found->isVisible() ? found : nullptr;
}

bool saysPart(const InspectorBench& bench, const QString& part) {
  for (const QLabel* label : bench.inspector.findChildren<QLabel*>()) {
    if (label->isVisible() && label->text().contains(part)) return true;
  }
  return false;
}

}  // namespace

class TestInspectorContext : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { applyTheme(loadTheme(QStringLiteral("light"))); }
  void aNewNameIsFollowedEverywhere();
  void namesThatCannotBeAreRefused_data();
  void namesThatCannotBeAreRefused();
  void escapeAndUndoRestoreTheName();
  void whatIsTypedBelongsToTheOldSelection();
  void trainedWeightsAreNamedAndDropped();
  void onePartOfTrainedWeightsIsSavedAlone();
  void severalTrainedProjectionsAreDroppedAtOnce();
  void takingLiveDropsWhatWouldHideIt();
  void listsHaveLiveValuesBesideTheirEntries();
  void aRefusalGoesWithWhatItWasAbout();
  void textsThatNoFileHoldsAreRefused_data();
  void textsThatNoFileHoldsAreRefused();
};

void TestInspectorContext::aNewNameIsFollowedEverywhere() {
  Project project = test::chain();
  project.variants[1].set["hidden.tau_m"] = Value(5.0);
  project.board = {{.title = "r", .kind = Plot::Kind::Time, .probes = {"hidden.r[0]", "W2.W"}}};
  project.weights["W2"] = {.W = {3.5}, .B = {}};
  InspectorBench bench(project);
  bench.select({NodeId{2}});
  QCOMPARE(nameOf(bench)->text(), QStringLiteral("hidden"));
  rename(bench, QStringLiteral("  deep "));
  bench.select({}, {kW2});
  rename(bench, QStringLiteral("up"));
  const Project& now = bench.project();
  QCOMPARE(now.network.nodes.at(NodeId{2}).name, std::string("deep"));
  QVERIFY(now.variants[1].set.contains("deep.tau_m"));
  QVERIFY(!now.variants[1].set.contains("hidden.tau_m"));
  QCOMPARE(now.board[0].probes, (std::vector<std::string>{"deep.r[0]", "up.W"}));
  QVERIFY(now.weights.contains("up") && !now.weights.contains("W2"));
  QCOMPARE(bench.document.undoStack().count(), 2);
  QCOMPARE(bench.document.undoStack().undoText(), QStringLiteral("Rename to up"));
  bench.document.undoStack().undo();
  bench.document.undoStack().undo();
  QVERIFY(bench.project() == project);
  QCOMPARE(nameOf(bench)->text(), QStringLiteral("W2"));
}

void TestInspectorContext::namesThatCannotBeAreRefused_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<QString>("part");
  QTest::newRow("empty") << QString() << QStringLiteral("must not be empty");
  QTest::newRow("blank") << QStringLiteral("   ") << QStringLiteral("must not be empty");
  QTest::newRow("dot") << QStringLiteral("a.b") << QStringLiteral("'a.b' cannot be a name");
  QTest::newRow("star") << QStringLiteral("*") << QStringLiteral("cannot be a name");
  QTest::newRow("taken") << QStringLiteral("output") << QStringLiteral("output");
  QTest::newRow("reserved") << QStringLiteral("loss") << QStringLiteral("cannot be a name");
  QTest::newRow("long") << QString(300, QLatin1Char('x')) << QStringLiteral("is too long");
}

void TestInspectorContext::namesThatCannotBeAreRefused() {
  QFETCH(QString, name);
  QFETCH(QString, part);
  InspectorBench bench;
  bench.select({NodeId{2}});
  const Project before = bench.project();
  rename(bench, name);
  QVERIFY(bench.project() == before && !bench.document.undoStack().canUndo());
  QCOMPARE(nameOf(bench)->text(), QStringLiteral("hidden"));
  auto* field = bench.inspector.findChild<NameField*>();
  auto* sentence = field->findChild<QLabel*>();
  QVERIFY2(sentence->isVisible() && sentence->text().contains(part), qPrintable(sentence->text()));
  QVERIFY(sentence->height() >= sentence->heightForWidth(sentence->width()));
  rename(bench, QStringLiteral("deep"));
  QVERIFY(!sentence->isVisible());
}

void TestInspectorContext::escapeAndUndoRestoreTheName() {
  InspectorBench bench;
  bench.select({NodeId{2}});
  nameOf(bench)->setFocus();
  QTest::keyClicks(nameOf(bench), QStringLiteral("zz"));
  QTest::keyClick(nameOf(bench), Qt::Key_Escape);
  QCOMPARE(nameOf(bench)->text(), QStringLiteral("hidden"));
  QTest::keyClick(nameOf(bench), Qt::Key_Return);
  QVERIFY(!bench.document.undoStack().canUndo());
  rename(bench, QStringLiteral("deep"));
  bench.document.undoStack().undo();
  QCOMPARE(nameOf(bench)->text(), QStringLiteral("hidden"));
  bench.select({NodeId{2}, NodeId{3}});
  QVERIFY(!nameOf(bench)->isVisible());
  bench.select({});
  QVERIFY(!nameOf(bench)->isVisible());
}

/// As when another node is chosen by something that takes no focus.
void TestInspectorContext::whatIsTypedBelongsToTheOldSelection() {
  InspectorBench bench;
  bench.inspector.activateWindow();
  bench.select({NodeId{2}});
  auto* field = bench.in<QLineEdit>("tau_m");
  field->setFocus();
  field->selectAll();
  QTest::keyClicks(field, QStringLiteral("17"));
  bench.select({NodeId{3}});
  QCOMPARE(valueAt(bench.project(), "hidden.tau_m"), ParameterValue(Value(17.0)));
  QCOMPARE(bench.in<QLineEdit>("tau_m")->text(), QStringLiteral("10"));
  QTest::keyClick(bench.in<QLineEdit>("tau_m"), Qt::Key_Return);
  QCOMPARE(valueAt(bench.project(), "output.tau_m"), ParameterValue(Value(10.0)));
}

void TestInspectorContext::trainedWeightsAreNamedAndDropped() {
  InspectorBench bench(trainedChain());
  bench.select({}, {kW2});
  bench.type("W", QStringLiteral("0.7"));
  QCOMPARE(compiled(bench.project(), Learned::W), 3.5);  // the trained one stays, and it is said:
  QVERIFY(saysPart(bench, QStringLiteral("A trained W stands in the place of this value")));
  QVERIFY(saysPart(bench, QStringLiteral("A trained B stands in the place of this value")));
  auto* drop = button(*bench.row("W"), "trained.drop");
  QVERIFY(drop != nullptr);
  const int steps = bench.document.undoStack().count();
  QTest::mouseClick(drop, Qt::LeftButton);
  QCOMPARE(bench.document.undoStack().count(), steps + 1);
  QCOMPARE(compiled(bench.project(), Learned::W), 0.7);
  QCOMPARE(compiled(bench.project(), Learned::B), 0.25);
  QVERIFY(!saysPart(bench, QStringLiteral("A trained W")));
  QVERIFY(saysPart(bench, QStringLiteral("A trained B")));
  QTest::mouseClick(button(*bench.row("feedback.B"), "trained.drop"), Qt::LeftButton);
  QVERIFY(bench.project().weights.empty());
  QCOMPARE(compiled(bench.project(), Learned::B), -0.5);
  bench.document.undoStack().undo();
  bench.document.undoStack().undo();
  QCOMPARE(compiled(bench.project(), Learned::W), 3.5);
  QVERIFY(saysPart(bench, QStringLiteral("A trained W")));
  bench.select({}, {ProjectionId{11}});
  QVERIFY(!saysPart(bench, QStringLiteral("A trained")));
}

void TestInspectorContext::onePartOfTrainedWeightsIsSavedAlone() {
  for (const Weights& weights : {Weights{{3.5}, {}}, Weights{{}, {0.25}}}) {
    Project project = test::chain();
    project.weights["W2"] = weights;
    const LoadedProject again = readProjectText(projectText(project));
    QVERIFY2(!again.hasErrors(), again.firstError().c_str());
    QVERIFY(again.project.weights == project.weights);
    QCOMPARE(compiled(again.project, Learned::W), weights.W.empty() ? 0.6 : 3.5);
    QCOMPARE(compiled(again.project, Learned::B), weights.B.empty() ? -0.5 : 0.25);
  }
  Project none = test::chain();
  none.weights["W2"] = {};
  QVERIFY(readProjectText(projectText(none)).hasErrors());
}

void TestInspectorContext::severalTrainedProjectionsAreDroppedAtOnce() {
  Project project = trainedChain();
  project.weights["W1"] = {.W = {2.5}, .B = {}};
  InspectorBench bench(project);
  bench.select({}, {ProjectionId{11}, kW2, ProjectionId{21}});
  QVERIFY(saysPart(bench, QStringLiteral("In 2 of these a trained W stands")));
  QTest::mouseClick(button(*bench.row("W"), "trained.drop"), Qt::LeftButton);
  QVERIFY(!bench.project().weights.contains("W1"));
  QVERIFY(bench.project().weights.at("W2").W.empty());
  QCOMPARE(bench.project().weights.at("W2").B, std::vector<double>{0.25});
  QCOMPARE(bench.document.undoStack().count(), 1);
  bench.document.undoStack().undo();
  QVERIFY(bench.project() == project);
}

void TestInspectorContext::takingLiveDropsWhatWouldHideIt() {
  InspectorBench bench(trainedChain());
  bench.select({}, {kW2});
  QCoreApplication::processEvents();
  bench.lab.control().stepBy(20000);
  EVENTUALLY(bench.lab.control().status().step == 20000);
  EVENTUALLY(bench.in<LearnedLine>("W") != nullptr);
  QTest::mouseClick(button(*bench.in<LearnedLine>("W"), "learned.take"), Qt::LeftButton);
  EVENTUALLY_COMPARE(bench.document.undoStack().count(), 1);
  const double taken = std::get<double>(std::get<Value>(valueAt(bench.project(), "W2.W")).form);
  QVERIFY(taken != 3.5 && taken != 0.6);
  QCOMPARE(compiled(bench.project(), Learned::W), taken);
  bench.document.undoStack().undo();
  QVERIFY(bench.project() == trainedChain());
}

void TestInspectorContext::listsHaveLiveValuesBesideTheirEntries() {
  Project project = loadProject("network");
  project.variants.clear();
  InspectorBench bench(project);
  ProjectionId id{};
  for (const auto& [candidate, spec] : project.network.projections) {
    if (spec.learn > 0) id = candidate;
  }
  bench.select({}, {id});
  bench.chooseForm("W", 1);
  QCoreApplication::processEvents();
  auto* table = bench.in<NumberTable>("W");
  QVERIFY(table != nullptr);
  bench.lab.control().stepBy(3000);
  EVENTUALLY(bench.lab.control().status().step == 3000);
  EVENTUALLY(table->numbers().hasLive());
  const int row_height = table->verticalHeader()->defaultSectionSize();
  QVERIFY2(row_height >= 2 * table->fontMetrics().height(), "room for two lines");
  std::vector<double> live;
  bench.lab.states().ask(&bench.lab, [&](const auto& networks, const auto& states) {
    live = liveValues(*networks[0], states[0], {number(id), Learned::W});
  });
  EVENTUALLY(!live.empty());
  const NumberTableModel& numbers = table->numbers();
  QCOMPARE(static_cast<std::size_t>(numbers.rowCount() * numbers.columnCount()), live.size());
  EVENTUALLY([&] {  // live views are drawn a few times a second
    for (int row = 0; row < numbers.rowCount(); ++row) {
      for (int column = 0; column < numbers.columnCount(); ++column) {
        const double expected =
            live[static_cast<std::size_t>(row * numbers.columnCount() + column)];
        const QModelIndex cell = numbers.index(row, column);
        QString text = cell.data(NumberTableModel::kLiveRole).toString();
        const double shown = text.replace(QChar(0x2212), QLatin1Char('-')).toDouble();
        if (std::abs(shown - expected) > 6e-3 * std::abs(expected) + 1e-3) return false;
        if (!cell.data(Qt::ToolTipRole).toString().contains(QStringLiteral("live"))) return false;
      }
    }
    return true;
  }());
  // Painted: another picture than without.
  const QImage with = table->viewport()->grab().toImage();
  table->showLive({});
  table->verticalHeader()->setDefaultSectionSize(row_height);
  QVERIFY(with != table->viewport()->grab().toImage());
  // Two items have no common live values; one that does not learn has none.
  bench.select({NodeId{2}});
  bench.chooseForm("tau_m", 1);
  QVERIFY(vle::test::letPass(bench.lab, 300));
  QVERIFY(!bench.in<NumberTable>("tau_m")->numbers().hasLive());
}

void TestInspectorContext::aRefusalGoesWithWhatItWasAbout() {
  InspectorBench bench;
  bench.select({NodeId{2}});
  bench.type("tau_m", QStringLiteral("17"));
  bench.type("tau_m", QStringLiteral("-3"));
  const QString sentence = QStringLiteral("tau_m is -3 ms, must be > 0 ms");
  QVERIFY(bench.says(sentence));
  bench.document.undoStack().undo();
  QVERIFY(!bench.says(sentence));
}

void TestInspectorContext::textsThatNoFileHoldsAreRefused_data() {
  QTest::addColumn<QString>("id");
  QTest::addColumn<QString>("name");
  QTest::newRow("remark") << QStringLiteral("remark") << QStringLiteral("Remark");
  QTest::newRow("summary") << QStringLiteral("about.summary") << QStringLiteral("Summary");
}

void TestInspectorContext::textsThatNoFileHoldsAreRefused() {
  QFETCH(QString, id);
  QFETCH(QString, name);
  InspectorBench bench;
  if (id == QLatin1String("remark")) bench.select({NodeId{2}});
  TextArea* text = area(bench, id);
  QVERIFY(text != nullptr);
  text->setFocus();
  text->selectAll();
  const auto paste = [&](const QString& words) {
    QApplication::clipboard()->setText(words);
    QTest::keyClick(text, Qt::Key_V, Qt::ControlModifier);
  };
  const QString most(64 * 1024 / 2, QChar(0xe9));  // two bytes each
  paste(most);
  QCOMPARE(text->toPlainText(), most);
  const Project full = bench.project();
  QVERIFY(!saysPart(bench, QStringLiteral("64 KiB")));
  QTest::keyClicks(text, QStringLiteral("x"));
  QCOMPARE(text->toPlainText(), most);
  QVERIFY(bench.project() == full);
  QVERIFY(saysPart(bench, name + QStringLiteral(": this would be longer than the 64 KiB")));
  paste(most);
  QCOMPARE(text->toPlainText(), most);
  QTemporaryDir folder;
  saveProject(bench.project(), folder.filePath(QStringLiteral("a.vle")).toStdString());
  QTest::keyClick(text, Qt::Key_Backspace);
  QCOMPARE(text->toPlainText().size(), most.size() - 1);
  QVERIFY(!saysPart(bench, QStringLiteral("64 KiB")));
}

VLE_TEST(TestInspectorContext, QApplication)
#include "tst_inspector_context.moc"
