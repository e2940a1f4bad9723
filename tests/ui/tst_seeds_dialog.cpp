// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// "Run over seeds" through the widgets of its dialog: the table, CSV, clearing, results of an
// earlier network, what is told while it is shut, closing the window meanwhile.
#include <cmath>

#include <QDoubleSpinBox>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include "main_window.h"
#include "model/paths.h"
#include "run/seeds_dialog.h"
#include "run_tests.h"
#include "specs.h"
#include "tempo.h"

using namespace vle;
using namespace vle::ui;

namespace {

/// The chain with a W that is drawn, so that seeds differ.
Project drawn() {
  Project project = test::chain();
  project.settings.duration = 2000;
  for (auto& [id, projection] : project.network.projections) {
    if (projection.name == "W1") projection.W = Draw{.b = 0.5};
  }
  return project;
}

struct Seeds {
  explicit Seeds(Project project = drawn())
      : window(QStringLiteral("light"), vle::test::kEqualPriorities) {
    window.open(std::move(project), QStringLiteral("chain"));
    window.show();
    window.lab().control().pause();
  }
  SeedsDialog& dialog() {
    window.actions()[ActionId::Seeds]->trigger();
    return *window.findChild<SeedsDialog*>();
  }
  template <class Widget>
  Widget* named(const char* id) {
    return dialog().findChild<Widget*>(QLatin1String(id));
  }
  QPushButton* button(const char* id) { return named<QPushButton>(id); }
  QTableWidget& table() { return *dialog().findChild<QTableWidget*>(); }
  QString remark() { return named<QLabel>("seeds.remark")->text(); }
  SeedRuns& seeds() { return window.lab().seeds(); }
  /// Types the choices, presses the button.
  void start(int count, double seconds) {
    named<QSpinBox>("seeds.count")->setValue(count);
    named<QDoubleSpinBox>("seeds.duration")->setValue(seconds);
    QTest::mouseClick(button("seeds.start"), Qt::LeftButton);
  }
  bool finish() {
    return vle::test::eventually([this] { return !seeds().isRunning(); });
  }

  MainWindow window;
};

}  // namespace

class TestSeedsDialog : public QObject {
  Q_OBJECT

 private slots:
  void threeSeedsFillTheTableAndTheFile();
  void clearEmptiesEverything();
  void resultsOfAnEarlierNetworkAreKeptApart();
  void runsThatAreAllAlikeAreTold();
  void theEndIsToldWhileTheDialogIsShut();
  void itStaysWhereItWasPut();
  void closingTheWindowMeanwhileIsPrompt();
};

void TestSeedsDialog::threeSeedsFillTheTableAndTheFile() {
  Seeds bench;
  QCOMPARE(bench.named<QDoubleSpinBox>("seeds.duration")->value(), 2.0);
  QVERIFY(bench.named<QSpinBox>("seeds.cores")->value() >= 1);
  QVERIFY(!bench.button("seeds.export")->isEnabled());
  bench.start(3, 0.7);
  QCOMPARE(bench.button("seeds.start")->text(), QStringLiteral("Cancel"));
  QVERIFY(bench.finish());
  QCOMPARE(bench.seeds().runs().size(), std::size_t{9});
  QCOMPARE(bench.seeds().duration(), 700.0);
  QVERIFY(bench.seeds().runs().front().result.t.back() <= 700);
  QCOMPARE(bench.window.document().project().settings.duration, 2000.0);
  QCOMPARE(bench.table().rowCount(), 3);
  QCOMPARE(bench.table().item(0, 0)->text(), QStringLiteral("learned B"));
  for (int row = 0; row < 3; ++row) {
    QVERIFY(bench.table().item(row, 1)->text().endsWith(QStringLiteral("of 3")));
    QVERIFY(bench.table().item(row, 3)->text() != QStringLiteral("–"));
  }
  QTemporaryDir folder;
  const QString path = folder.filePath(QStringLiteral("seeds.csv"));
  QCOMPARE(bench.dialog().saveCsv(path), QString());
  QFile file(path);
  QVERIFY(file.open(QIODevice::ReadOnly));
  const QStringList lines = QString::fromUtf8(file.readAll()).split('\n', Qt::SkipEmptyParts);
  QCOMPARE(lines.size(), 10);
  for (const QString& line : lines) QCOMPARE(line.count(','), lines.front().count(','));
  QCOMPARE(lines.at(1).section(',', 0, 1), QStringLiteral("1,learned"));
  QCOMPARE(lines.back().section(',', 0, 1), QStringLiteral("3,constant"));
  QVERIFY(bench.dialog().saveCsv(QStringLiteral("/nowhere/x.csv")).contains("/nowhere/x.csv"));
  const QString project = folder.filePath(QStringLiteral("mine.vle"));
  QVERIFY(!QFile::exists(project));
  QVERIFY(bench.dialog().saveCsv(project).contains("mine.vle"));
  QVERIFY(!QFile::exists(project));
}

void TestSeedsDialog::clearEmptiesEverything() {
  Seeds bench;
  bench.start(2, 0.5);
  QVERIFY(bench.finish());
  QVERIFY(!bench.seeds().bands().empty());
  QVERIFY(bench.button("seeds.clear")->isEnabled());
  QTest::mouseClick(bench.button("seeds.clear"), Qt::LeftButton);
  QVERIFY(bench.seeds().runs().empty() && bench.seeds().bands().empty());
  QCOMPARE(bench.table().rowCount(), 0);
  QVERIFY(!bench.button("seeds.clear")->isEnabled());
  QVERIFY(!bench.button("seeds.export")->isEnabled());
}

void TestSeedsDialog::resultsOfAnEarlierNetworkAreKeptApart() {
  Seeds bench;
  Document& document = bench.window.document();
  bench.start(2, 0.5);
  QVERIFY(bench.finish());
  const auto bands = bench.seeds().bands().size();
  QCOMPARE(bands, std::size_t{3});
  // What makes no difference to a run does not part them.
  NodeSpec moved = document.project().network.nodes.at(NodeId{2});
  moved.x += 40;
  document.push(QStringLiteral("Move"), {SetNode{NodeId{2}, moved}});
  QCOMPARE(bench.seeds().bands().size(), bands);
  document.push(QStringLiteral("Slow"), editsAt(document.project(), "hidden.tau_m", Value(20.0)));
  QVERIFY(bench.seeds().bands().empty());
  QVERIFY(bench.remark().contains(QStringLiteral("earlier network")));
  QCOMPARE(bench.table().rowCount(), 3);
  document.undoStack().undo();
  QCOMPARE(bench.seeds().bands().size(), bands);
  QVERIFY(!bench.remark().contains(QStringLiteral("earlier network")));
  // A variant is part of it, as long as it is there as it was.
  std::vector<Variant> variants = document.project().variants;
  variants[1].set["hidden.tau_m"] = Value(14.0);
  document.push(QStringLiteral("Variant"), {SetVariants{variants}});
  QVERIFY(bench.seeds().bands().empty());
}

void TestSeedsDialog::runsThatAreAllAlikeAreTold() {
  const auto remark = [](Project project) {
    Seeds bench(std::move(project));
    bench.start(3, 0.6);
    return bench.finish() ? bench.remark() : QStringLiteral("never ended");
  };
  QVERIFY(remark(test::chain()).contains(QStringLiteral("alike")));
  QVERIFY(!remark(drawn()).contains(QStringLiteral("alike")));
}

void TestSeedsDialog::theEndIsToldWhileTheDialogIsShut() {
  Seeds bench;
  QSignalSpy notices(&bench.window.lab(), &Lab::notice);
  bench.start(2, 0.5);
  QVERIFY(bench.finish());
  QCOMPARE(notices.count(), 0);  // one who looks sees it
  bench.start(4, 5);
  bench.dialog().close();
  const auto* progress = bench.window.findChild<QToolButton*>(QStringLiteral("transport.seeds"));
  EVENTUALLY(progress->isVisible() && progress->text().startsWith(QStringLiteral("seeds ")));
  QVERIFY(bench.finish());
  QCOMPARE(notices.count(), 1);
  QVERIFY(notices.at(0).at(0).toString().contains(QStringLiteral("12")));
  QVERIFY(!progress->isVisible());
}

void TestSeedsDialog::itStaysWhereItWasPut() {
  Seeds bench;
  SeedsDialog& dialog = bench.dialog();
  QVERIFY(vle::test::isExposed(dialog));
  const QRect board(0, bench.window.height() / 2, bench.window.width(), bench.window.height() / 2);
  QVERIFY(dialog.pos().y() < bench.window.mapToGlobal(board.topLeft()).y());
  dialog.move(333, 77);
  dialog.close();
  dialog.move(5, 5);  // a window manager has its own mind
  QVERIFY(&bench.dialog() == &dialog);
  QCOMPARE(dialog.pos(), QPoint(333, 77));
}

void TestSeedsDialog::closingTheWindowMeanwhileIsPrompt() {
  Seeds bench;
  bench.start(100, 1e6);  // days
  EVENTUALLY(bench.seeds().progress() > 0);
  QVERIFY(bench.seeds().isRunning());
  bench.window.close();
}

VLE_TEST(TestSeedsDialog, QApplication)
#include "tst_seeds_dialog.moc"
