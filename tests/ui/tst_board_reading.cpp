// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the board says: values at cursors and marks, kept runs and seeds behind the curves, legends,
// numbers beside the axes, and what is exported of plots that are scrolled away.
#include <algorithm>
#include <cmath>

#include <QClipboard>
#include <QComboBox>
#include <QDialog>
#include <QDir>
#include <QFileDialog>
#include <QHelpEvent>
#include <QImage>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QToolButton>
#include <QXmlStreamReader>
#include <QtTest>

#include "board/board_menu.h"
#include "board/export_dialog.h"
#include "board/plot_board.h"
#include "board_bench.h"
#include "drawing/style.h"
#include "io/file_bytes.h"
#include "io/project_file.h"
#include "model/paths.h"
#include "plot/spectrum_plot.h"
#include "plot/trace_plot.h"
#include "run_tests.h"
#include "tempo.h"
#include "widgets/card.h"

using vle::test::BoardBench;
using vle::ui::BoardController;
using vle::ui::Document;
using vle::ui::ExportChoice;
using vle::ui::Lab;
using vle::ui::PlotWidget;
using vle::ui::TimeWindow;
using vle::ui::TracePlot;

namespace {

/// A long board of low plots that scrolls in a window of usual height.
vle::Project longBoard() {
  vle::Project project = vle::loadProject("chain");
  for (const char* probe : {"hidden.u", "output.u", "hidden.v", "output.v", "hidden.s", "output.s",
                            "hidden.r", "output.r"}) {
    project.board.push_back({.title = probe, .probes = {probe}});
  }
  return project;
}

QByteArray contentOf(const QString& file) {
  QFile read(file);
  return read.open(QIODevice::ReadOnly) ? read.readAll() : QByteArray();
}

/// The texts of a drawing.
QStringList writtenIn(const QByteArray& svg) {
  QXmlStreamReader xml(svg);
  QStringList texts;
  while (!xml.atEnd()) {
    if (xml.readNext() != QXmlStreamReader::Characters || xml.isWhitespace()) continue;
    texts << xml.text().toString();
  }
  return texts;
}

/// Lines of text beside the value axis.
int numbersBeside(PlotWidget& plot) {
  const QImage image = plot.grab().toImage();
  const QColor ground = plot.grab().toImage().pixelColor(1, 1);
  int count = 0;
  bool was_text = false;
  for (int y = 0; y < image.height(); ++y) {
    bool is_text = false;
    for (int x = 2; x < plot.axesRect().left() - 3; ++x) {
      is_text |= image.pixelColor(x, y) != ground;
    }
    count += is_text && !was_text ? 1 : 0;
    was_text = is_text;
  }
  return count;
}

QStringList texts(const std::vector<vle::ui::Reading>& readings) {
  QStringList all;
  for (const auto& reading : readings) all << reading.text;
  return all;
}

}  // namespace

class TestBoardReading : public QObject {
  Q_OBJECT

 private slots:
  void plotsThatAreScrolledAwayAreExportedAsTheyStand();
  void dataOfTheBoardKeepToThePlotsWindows();
  void curvesOnPaperAreFine();
  void anExportSaysWhatBecameOfIt();
  void theDifferenceIsReadWhilePointing();
  void aFrozenBoardSaysSo();
  void keysMoveCursorsByRowsWhereTheseAreFar();
  void aDraggedCursorStandsAtRecordedSteps();
  void theCrosshairIsOneLine();
  void endTakesTheCursorsAway();
  void anAxisHasMoreThanOneNumber();
  void theFrameOfTheFocusIsSeenAllAround();
  void whatHasNoEffectCannotBeChosen();
  void theWheelScrollsALongBoardOverTitlesAndGaps();
  void keptRunsAreDrawnWhereTheyAreKnownWellEnough();
  void theBandOverSeedsIsDrawn();
  void differencesPairRowsOfOneTime();
  void divergedVariantsAreKnownOnPaper();
  void allValuesAtTheCursorsAreInATable();
  void marksStandWhereSomethingWasChangedAndSayWhat();
  void legendsAreWholeOnPaperAndInTheTooltip();
  void twoKeptRunsLookDifferentAndAreExplained();
};

void TestBoardReading::plotsThatAreScrolledAwayAreExportedAsTheyStand() {
  const QTemporaryDir directory;
  QByteArray pictures[2], data[2];
  for (const int is_tall : {0, 1}) {
    BoardBench bench(longBoard());
    bench.board.resize(900, is_tall != 0 ? 3000 : 300);
    QVERIFY(bench.simulate(6000));
    const std::size_t last = bench.control.plots().size() - 1;
    QCOMPARE(bench.control.plots()[last]->visibleRegion().isEmpty(), is_tall == 0);
    const QString svg = directory.filePath("a.svg"), csv = directory.filePath("a.csv");
    vle::ui::saveExport(bench.control, {.plot = last}, svg);
    vle::ui::saveExport(bench.control, {.what = ExportChoice::What::Data, .plot = last}, csv);
    pictures[is_tall] = contentOf(svg);
    data[is_tall] = contentOf(csv);
  }
  QVERIFY(data[0].size() > 100'000);
  QCOMPARE(data[0], data[1]);
  // Curves may be thinned differently, depending on when rows came; the axes say what is shown.
  QCOMPARE(writtenIn(pictures[0]), writtenIn(pictures[1]));
}

void TestBoardReading::dataOfTheBoardKeepToThePlotsWindows() {
  BoardBench bench(vle::loadProject("chain"));
  QVERIFY(bench.simulate(10'000));
  const QTemporaryDir directory;
  const QString file = directory.filePath("a.csv");
  vle::ui::saveExport(bench.control, {.what = ExportChoice::What::Data}, file);
  const QList<QByteArray> rows = contentOf(file).split('\n');
  const QList<QByteArray> header = rows[0].split(',');
  const auto fast = header.indexOf("learned/output.r[0]"),
             slow = header.indexOf("learned/loss_mean");
  QVERIFY(fast > 0 && slow > 0);
  double first_fast = -1, first_slow = -1;
  for (qsizetype k = 1; k < rows.size() && (first_fast < 0 || first_slow < 0); ++k) {
    const QList<QByteArray> cells = rows[k].split(',');
    if (cells.size() != header.size()) continue;
    if (first_fast < 0 && !cells[fast].isEmpty()) first_fast = cells[0].toDouble();
    if (first_slow < 0 && !cells[slow].isEmpty()) first_slow = cells[0].toDouble();
  }
  QVERIFY(first_slow < 50);
  QVERIFY(std::abs(first_fast - bench.trace(0).timeWindow().from) < 1);
}

/// Paper has more dots than a screen: so many points as suit a screen are steps there.
void TestBoardReading::curvesOnPaperAreFine() {
  BoardBench bench(vle::loadProject("chain"));
  QVERIFY(bench.simulate(10000));
  TracePlot plot(bench.theme);
  plot.setContent(bench.trace(2).content());
  plot.setGeometry(0, 0, 240, 160);
  plot.restyle();
  const auto points = [&] {
    plot.refresh(bench.control.source(), bench.control.windowOf(bench.trace(2)), 0);
    return plot.curve(0).t.size();
  };
  const std::size_t on_screen = points();
  plot.setDetail(4);
  QVERIFY2(points() > 2 * on_screen, qPrintable(QString::number(on_screen)));
}

void TestBoardReading::anExportSaysWhatBecameOfIt() {
  BoardBench bench(vle::loadProject("chain"));
  QVERIFY(bench.simulate(1000));
  const QTemporaryDir directory;
  const auto exportTo = [&bench](const QString& file) {
    vle::ui::exportBoard(bench.control, std::nullopt);
    auto* choice = bench.board.findChild<vle::ui::ExportDialog*>();
    auto* what = choice->findChild<QComboBox*>("export.what");
    const auto isData = [choice] {
      return choice->choice().what == vle::ui::ExportChoice::What::Data;
    };
    for (int k = 0; k < what->count() && !isData(); ++k) what->setCurrentIndex(k);
    choice->accept();
    auto* dialog = bench.board.findChild<QFileDialog*>();
    // A name is proposed, beside the project.
    const QFileInfo own(bench.document.origin());
    const QString proposed = dialog->selectedFiles().value(0);
    if (own.isAbsolute()) {
      QCOMPARE(proposed, own.dir().filePath(own.completeBaseName() + "-run.csv"));
    } else {
      QVERIFY(proposed.endsWith("Chain-run.csv"));
    }
    emit dialog->fileSelected(file);
    dialog->reject();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
  };
  exportTo("/nonexistent/a.csv");
  auto* box = bench.board.findChild<QMessageBox*>();
  QVERIFY(box != nullptr);
  QVERIFY2(!box->text().contains(".pdf") && box->text().contains("a.csv"), qPrintable(box->text()));
  box->accept();
  exportTo(directory.filePath("b.csv"));
  QVERIFY(QFile::exists(directory.filePath("b.csv")));
  QCOMPARE(bench.control.statusText(), "saved b.csv");
  // Nothing but Save writes over a project.
  for (const char* name : {"mine.vle", "other.vle"}) {
    const QString file = directory.filePath(name);
    vle::saveProject(vle::loadProject("chain"), file.toStdString());
    if (QString(name) == "mine.vle") bench.document.load(vle::loadProject("chain"), file);
    const QByteArray before = vle::fingerprint(file);
    exportTo(file);
    box = bench.board.findChild<QMessageBox*>();
    QVERIFY(box != nullptr && box->text().contains(name));
    box->accept();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QCOMPARE(vle::fingerprint(file), before);
  }
  exportTo(directory.filePath("c.csv"));
  QCOMPARE(bench.control.statusText(), "saved c.csv");
  EVENTUALLY(!bench.control.statusText().contains("saved"));
}

void TestBoardReading::theDifferenceIsReadWhilePointing() {
  BoardBench bench(vle::loadProject("chain"));
  QVERIFY(bench.simulate(5000));
  TracePlot& plot = bench.trace(1);
  QTest::mouseClick(&plot, Qt::LeftButton, Qt::NoModifier, BoardBench::at(plot, 0.25));
  QTest::mouseClick(&plot, Qt::LeftButton, Qt::ShiftModifier, BoardBench::at(plot, 0.75));
  QTest::mouseMove(&plot, BoardBench::at(plot, 0.5));
  QVERIFY(bench.control.cursors().first && bench.control.cursors().second);
  int differences = 0;
  for (const auto& reading : plot.readings()) {
    if (!reading.is_value) continue;
    QVERIFY2(reading.text.startsWith("Δ") && !reading.text.contains("→"), qPrintable(reading.text));
    ++differences;
  }
  QCOMPARE(differences, static_cast<int>(plot.list().traces.size()));
}

void TestBoardReading::aFrozenBoardSaysSo() {
  vle::ui::applyTheme(vle::ui::loadTheme("light"), 1);
  BoardBench bench(vle::loadProject("chain"));
  vle::ui::TabbedCard card("Plots");
  auto* content = new QWidget;
  QWidget* tools = bench.board.tools();
  card.addPage("Board", content, tools);
  card.addPage("Gradient microscope", new QWidget);
  QObject::connect(&bench.control, &BoardController::statusChanged, &card,
                   [&] { card.setRemark(0, bench.control.statusText()); });
  card.resize(830, 200);
  card.setVisible(true);
  QVERIFY(bench.simulate(5000));
  auto* freeze = tools->findChild<QToolButton*>("board.freeze");
  QVERIFY(freeze != nullptr);
  const auto ground = [&] { return freeze->grab().toImage().pixelColor(4, freeze->height() / 2); };
  const QColor before = ground();
  TracePlot& plot = bench.trace(0);
  QTest::mouseClick(&plot, Qt::LeftButton, Qt::NoModifier, BoardBench::at(plot, 0.25));
  QTest::mouseClick(&plot, Qt::LeftButton, Qt::ShiftModifier, BoardBench::at(plot, 0.75));
  bench.control.setFrozen(true);
  vle::test::letPass(50);
  QVERIFY(freeze->isChecked());
  QVERIFY(ground() != before);
  const auto* remark = card.findChild<QLabel*>("card.remark");
  QVERIFY(remark != nullptr);
  QCOMPARE(remark->text(), bench.control.statusText());
  QVERIFY2(remark->width() >= remark->sizeHint().width(),
           qPrintable(QString::number(remark->width())));
  tools->setParent(&bench.board);  // it goes with the board
}

void TestBoardReading::keysMoveCursorsByRowsWhereTheseAreFar() {
  constexpr double kStep = 0.1;  // ms, a row
  BoardBench bench(vle::loadProject("chain"));
  QVERIFY(bench.simulate(5000));
  TracePlot& plot = bench.trace(0);
  for (int k = 0; k < 30; ++k)
    BoardBench::wheel(plot, BoardBench::at(plot, 0.5), 1, Qt::ShiftModifier);
  const TimeWindow window = plot.timeWindow();
  QVERIFY(window.to - window.from < 20 * kStep);  // rows are many pixels apart
  QTest::mouseClick(&plot, Qt::LeftButton, Qt::NoModifier, BoardBench::at(plot, 0.5));
  const double before = *bench.control.cursors().first;
  QTest::keyClick(&plot, Qt::Key_Right);
  QVERIFY(std::abs(*bench.control.cursors().first - before - kStep) < 1e-6);
  QTest::keyClick(&plot, Qt::Key_Right);
  QVERIFY(std::abs(*bench.control.cursors().first - before - 2 * kStep) < 1e-6);
  QTest::keyClick(&plot, Qt::Key_Left);
  QVERIFY(std::abs(*bench.control.cursors().first - before - kStep) < 1e-6);
  // The second one by keys, too.
  QTest::keyClick(&plot, Qt::Key_2);
  QTest::keyClick(&plot, Qt::Key_Right);
  QVERIFY(std::abs(*bench.control.cursors().first - before - kStep) < 1e-6);
  QVERIFY(std::abs(*bench.control.cursors().second - before - 2 * kStep) < 1e-6);
  QTest::keyClick(&plot, Qt::Key_1);
  QTest::keyClick(&plot, Qt::Key_Left);
  QVERIFY(std::abs(*bench.control.cursors().first - before) < 1e-6);
}

void TestBoardReading::aDraggedCursorStandsAtRecordedSteps() {
  BoardBench bench(vle::loadProject("chain"));
  QVERIFY(bench.simulate(5000));
  TracePlot& plot = bench.trace(0);
  for (int k = 0; k < 12; ++k)
    BoardBench::wheel(plot, BoardBench::at(plot, 0.5), 1, Qt::ShiftModifier);
  QTest::mouseClick(&plot, Qt::LeftButton, Qt::NoModifier, BoardBench::at(plot, 0.5));
  for (const double share : {0.61, 0.643, 0.7}) {
    const TimeWindow window = plot.timeWindow();
    const double now = (*bench.control.cursors().first - window.from) / (window.to - window.from);
    BoardBench::drag(plot, BoardBench::at(plot, now), BoardBench::at(plot, share));
    const double t = *bench.control.cursors().first;
    QVERIFY(std::abs(t - window.from - share * (window.to - window.from)) <
            0.02 * (window.to - window.from));
    QVERIFY2(std::abs(t / 0.1 - std::round(t / 0.1)) < 1e-6, qPrintable(QString::number(t)));
  }
}

/// Pictures that stand in step with the input are drawn one plot a frame; the crosshair is one line
/// through all of them all the same, and it is where the mouse is.
void TestBoardReading::theCrosshairIsOneLine() {
  BoardBench bench(vle::loadProject("chain"));
  QVERIFY(bench.simulate(5000));
  bench.lab.control().setSpeed(1);
  bench.lab.control().run();
  EVENTUALLY(bench.control.statusText().contains("in step"));
  TracePlot& plot = bench.trace(0);
  const QPoint place = BoardBench::at(plot, 0.25);
  int seen = 0;
  for (int k = 0; k < 60; ++k) {
    QMouseEvent move(QEvent::MouseMove, place, plot.mapToGlobal(place), Qt::NoButton, Qt::NoButton,
                     Qt::NoModifier);
    if (k == 0) QCoreApplication::sendEvent(&plot, &move);
    vle::test::letPass(10);
    for (std::size_t p = 0; p < 3; ++p) {
      const auto share = bench.trace(p).pointerLine();
      if (!share) continue;
      ++seen;
      QVERIFY2(std::abs(*share - 0.25) < 0.01, qPrintable(QString::number(*share)));
    }
  }
  QVERIFY(seen > 100);
}

void TestBoardReading::endTakesTheCursorsAway() {
  BoardBench bench(vle::loadProject("chain"));
  QVERIFY(bench.simulate(5000));
  TracePlot& plot = bench.trace(0);
  QTest::mouseClick(&plot, Qt::LeftButton, Qt::NoModifier, BoardBench::at(plot, 0.25));
  QVERIFY(bench.control.cursors().first);
  QTest::keyClick(&plot, Qt::Key_End);
  QVERIFY(!bench.control.cursors().first);
}

void TestBoardReading::anAxisHasMoreThanOneNumber() {
  vle::Project project = longBoard();
  for (vle::Plot& plot : project.board) plot.limits = vle::AxisLimits{-0.2, 1};
  project.board[0].kind = vle::Plot::Kind::Loss;
  project.board[0].probes = {"loss"};
  project.board[0].limits = vle::AxisLimits{-5, 0};  // decades
  BoardBench bench(project);
  bench.board.resize(900, 300);
  QVERIFY(bench.simulate(2000));
  TracePlot& plot = bench.trace(0);
  QVERIFY(plot.axesRect().height() < 70);
  for (PlotWidget* one : bench.control.plots()) {
    if (one->visibleRegion().isEmpty()) continue;
    const int numbers = numbersBeside(*one);
    QVERIFY2(numbers > 1, qPrintable(one->content().title + ": " + QString::number(numbers)));
  }
}

void TestBoardReading::theFrameOfTheFocusIsSeenAllAround() {
  BoardBench bench(vle::loadProject("chain"));
  QVERIFY(bench.simulate(500));
  bench.board.activateWindow();
  QVERIFY(vle::test::isActive(bench.board));
  PlotWidget& plot = *bench.control.plots()[0];
  plot.setFocus(Qt::TabFocusReason);
  vle::test::letPass(50);
  QImage image = plot.grab().toImage();
  const int w = plot.width(), h = plot.height();
  for (const QPoint& at :
       {QPoint(1, h / 2), QPoint(w - 2, h / 2), QPoint(w / 2, h - 2), QPoint(w / 2, 1)}) {
    QCOMPARE(image.pixelColor(at), bench.theme.accent);
  }
  bench.control.plots()[1]->setFocus();
  vle::test::letPass(50);
  image = plot.grab().toImage();
  QVERIFY(image.pixelColor(1, h / 2) != bench.theme.accent);
}

void TestBoardReading::whatHasNoEffectCannotBeChosen() {
  vle::Project project = vle::loadProject("chain");
  project.board.push_back({.title = "h", .kind = vle::Plot::Kind::Heat, .probes = {"W2.W"}});
  BoardBench bench(project);
  QVERIFY(bench.simulate(200));
  const auto isOffered = [&bench](std::size_t plot, const QString& id) {
    QMenu menu;
    const QAction* action = bench.menuAction(menu, plot, id);
    return action != nullptr && action->isEnabled();
  };
  constexpr std::size_t kErrors = 1, kLoss = 3, kHeat = 6;
  for (const char* id : {"plot.log", "plot.minus", "plot.window"}) {
    QVERIFY2(isOffered(kErrors, id), id);
    QVERIFY2(!isOffered(kHeat, id), id);
  }
  QVERIFY(!isOffered(kLoss, "plot.log"));
  QVERIFY(bench.choose(kErrors, "plot.minus.learned"));
  QVERIFY(!isOffered(kErrors, "plot.log"));
  // Menu and title call a variant by one name.
  QMenu menu;
  QCOMPARE(bench.menuAction(menu, kErrors, "plot.minus.learned")->text(), "Minus learned B");
  QVERIFY(bench.control.plots()[kErrors]->titleRow().title.endsWith("(minus learned B)"));
}

void TestBoardReading::theWheelScrollsALongBoardOverTitlesAndGaps() {
  BoardBench bench(longBoard());
  bench.board.resize(900, 300);
  QVERIFY(bench.simulate(200));
  const QScrollBar& bar = *bench.board.findChild<QScrollArea*>()->verticalScrollBar();
  QVERIFY(bar.maximum() > 100);
  PlotWidget& plot = *bench.control.plots()[0];
  BoardBench::wheel(plot, QPoint(plot.width() / 2, 4), -1);
  const int once = bar.value();
  QVERIFY(once > 20);
  BoardBench::wheel(*plot.parentWidget(), QPoint(plot.geometry().right() + 2, 100), -1);
  const int twice = bar.value();
  QVERIFY(twice > once);
  // A plot that comes under the mouse meanwhile is not zoomed.
  BoardBench::wheel(plot, BoardBench::at(plot, 0.5), -1);
  QVERIFY(bar.value() > twice);
  QVERIFY(bench.control.view().isFollowing());
  vle::test::letPass(800);
  BoardBench::wheel(plot, BoardBench::at(plot, 0.5), 1);
  QVERIFY(!bench.control.view().isFollowing());
}

void TestBoardReading::keptRunsAreDrawnWhereTheyAreKnownWellEnough() {
  BoardBench bench(vle::loadProject("chain"));
  QVERIFY(bench.simulate(6000));
  TracePlot& plot = bench.trace(0);
  const auto own = plot.curve(0);
  bench.lab.keepRun();
  bench.lab.control().reset();
  EVENTUALLY_COMPARE(bench.lab.control().status().step, 0);
  QVERIFY(bench.simulate(6000));
  // The same settings, the same curve.
  QCOMPARE(plot.overlays().size(), plot.list().traces.size());
  const auto& kept = plot.overlays()[0].curve;
  QVERIFY(kept.t.size() > 200);
  for (std::size_t k = 0; k < kept.t.size(); k += 7) {
    const auto sample = bench.lab.traces().sample(plot.list().traces[0].variant,
                                                  plot.list().traces[0].channel, kept.t[k]);
    QVERIFY(std::abs(sample->value - kept.y[k]) < 0.01);
  }
  bench.lab.keptRuns().remove(bench.lab.keptRuns().runs()[0].id);
  EVENTUALLY_COMPARE(plot.overlays().size(), 0U);
  // Of a long run too little is left of what was long ago: a line through it would be false.
  QVERIFY(bench.simulate(60'000));
  bench.lab.keepRun();
  bench.lab.control().reset();
  EVENTUALLY_COMPARE(bench.lab.control().status().step, 0);
  QVERIFY(bench.simulate(6000));
  QCOMPARE(plot.overlays().size(), 0U);
  QVERIFY(bench.trace(3).overlays().size() > 0);  // the whole run is known
  QCOMPARE(plot.titleRow().note, "kept run: too coarse here");
  QVERIFY(bench.trace(3).titleRow().note.isEmpty());
}

void TestBoardReading::theBandOverSeedsIsDrawn() {
  vle::Project project = vle::loadProject("chain");
  project.settings.duration = 1000;
  BoardBench bench(project);
  QVERIFY(bench.simulate(5000));
  vle::ui::SeedRuns& seeds = bench.lab.seeds();
  QSignalSpy finished(&seeds, &vle::ui::SeedRuns::finished);
  seeds.start(project, {vle::test::idOf(bench.lab, "learned")}, 1, 3, 1);
  EVENTUALLY_COMPARE(finished.count(), 1);
  vle::test::letPass(200);
  const TracePlot& loss = bench.trace(3);
  QCOMPARE(loss.overlays().size(), 3U);  // mean, and below and above it
  QCOMPARE(bench.trace(1).overlays().size(), 0U);
  const auto& mean = loss.overlays()[0].curve;
  QVERIFY(mean.t.size() > 10);
  for (std::size_t k = 0; k < mean.t.size(); ++k) {
    QVERIFY(loss.overlays()[1].curve.y[k] <= mean.y[k] &&
            mean.y[k] <= loss.overlays()[2].curve.y[k]);
  }
  QStringList labels;
  for (const auto& entry : loss.titleRow().legend) labels << entry.label;
  QVERIFY2(labels.contains("mean of 3 seeds") && labels.contains("± 1 σ"),
           qPrintable(labels.join(',')));
}

void TestBoardReading::differencesPairRowsOfOneTime() {
  // One variant began to be recorded later; at every time both have the same value.
  vle::ui::TraceStore store;
  vle::ChannelLayout layout;
  layout.channels.push_back({.name = "a.r[0]"});
  const auto shared = std::make_shared<const vle::ChannelLayout>(layout);
  const auto rows = [](std::int64_t first, std::int64_t last) {
    vle::TraceBlock block;
    block.channels = 1;
    for (std::int64_t step = first; step <= last; ++step) {
      const double value = std::sin(0.05 * static_cast<double>(step));
      block.append(step, &value, &value, &value);
    }
    return block;
  };
  constexpr vle::VariantId kEarly{2}, kLate{3};
  const vle::TraceBlock early = rows(1, 2000), late = rows(611, 2000);
  store.append(kEarly, {shared, {early}, early}, 1);
  store.append(kLate, {shared, {late}, late}, 1);
  vle::ui::Theme theme = vle::ui::loadTheme("light");
  vle::ui::SpectrumPlot plot(theme);
  plot.resize(400, 200);
  vle::ui::PlotContent content;
  content.kind = vle::Plot::Kind::Spectrum;
  content.minus = kLate;
  content.probes = {{.probe = "a.r"}};
  content.variants = {{.id = kEarly}};
  content.hosts = {kEarly, kLate};
  plot.setContent(content);
  plot.refresh({store}, {0, 2000, false}, 0);
  QCOMPARE(plot.lines().size(), 1U);
  for (const double amplitude : plot.lines()[0].y) QVERIFY(amplitude < 1e-9);
}

void TestBoardReading::divergedVariantsAreKnownOnPaper() {
  vle::Project project = vle::loadProject("chain");
  for (const char* layer : {"hidden", "output"}) {
    vle::setAt(project, std::string(layer) + ".activation", std::string("linear"));
  }
  project.variants[1].set["W2.learn"] = 200.0;
  BoardBench bench(project);
  bench.lab.control().setSpeed(vle::kNever);
  bench.lab.control().run();
  EVENTUALLY_COMPARE(bench.lab.variants().size(), 3U);
  EVENTUALLY(bench.lab.variants()[1].divergence.has_value());
  bench.lab.control().pause();
  const vle::VariantId ill = bench.lab.variants()[1].variant.id;
  const vle::ui::Theme paper = vle::ui::loadTheme("dark");
  for (const auto& content : bench.control.contents(paper)) {
    for (const auto& variant : content.variants) {
      QCOMPARE(variant.has_diverged, variant.id == ill);
      QCOMPARE(variant.is_front, variant.id == bench.lab.shownVariant());
    }
  }
}

void TestBoardReading::allValuesAtTheCursorsAreInATable() {
  BoardBench bench(vle::loadProject("chain"));
  QVERIFY(bench.simulate(5000));
  QWidget* tools = bench.board.tools();
  auto* line = tools->findChild<QToolButton*>("board.cursors");
  QVERIFY(line != nullptr && line->isHidden());
  TracePlot& plot = bench.trace(1);
  QTest::mouseClick(&plot, Qt::LeftButton, Qt::NoModifier, BoardBench::at(plot, 0.25));
  QTest::mouseClick(&plot, Qt::LeftButton, Qt::ShiftModifier, BoardBench::at(plot, 0.75));
  QVERIFY(!line->isHidden());
  QVERIFY(line->focusPolicy() & Qt::TabFocus);
  // As wide as it may get it is whole.
  const auto narrow = [line](int width) {
    line->resize(width, line->height());
    QResizeEvent resized(line->size(), line->size());
    QCoreApplication::sendEvent(line, &resized);
  };
  narrow(line->maximumWidth());
  QVERIFY2(!line->text().contains(QChar(0x2026)), qPrintable(line->text()));
  QVERIFY(line->text().size() >= bench.control.cursorText().size());
  // Where there is little room whole parts are left out, never half a name.
  narrow(line->fontMetrics().horizontalAdvance(bench.control.cursorText()) * 2 / 3);
  QVERIFY2(bench.control.cursorParts().contains(line->text().section("   ", 0, 0)),
           qPrintable(line->text()));
  QVERIFY(line->text().contains("1/Δt"));
  line->click();
  auto* table = bench.board.findChild<QTableWidget*>();
  QVERIFY(table != nullptr && table->isVisible());
  std::size_t curves = 0;
  for (std::size_t k = 0; k < bench.control.plots().size(); ++k) {
    curves += bench.trace(k).list().traces.size();
  }
  QCOMPARE(table->rowCount(), static_cast<int>(curves));
  QGuiApplication::clipboard()->clear();
  table->window()->findChild<QPushButton*>("cursors.copy")->click();
  const QString text = QGuiApplication::clipboard()->text();
  QVERIFY(text.contains("Δt") && text.contains("1/Δt"));
  const auto& trace = plot.list().traces[0];
  const auto cursors = bench.control.cursors();
  const double first = plot.sampleAt(bench.lab.traces(), 0, *cursors.first)->value;
  const double second = plot.sampleAt(bench.lab.traces(), 0, *cursors.second)->value;
  bool is_found = false;
  for (const QString& row : text.split('\n')) {
    const QStringList cells = row.split('\t');
    if (cells.size() != 6 || cells[0] != plot.content().title) continue;
    if (cells[1] != QString::fromStdString(trace.channel)) continue;
    if (cells[3].toDouble() != first) continue;
    is_found = true;
    QCOMPARE(cells[4].toDouble(), second);
    QCOMPARE(cells[5].toDouble(), second - first);
  }
  QVERIFY(is_found);
  // By a key, too; it follows the cursors.
  table->window()->close();
  EVENTUALLY(bench.board.findChild<QTableWidget*>() == nullptr);
  QTest::keyClick(&plot, Qt::Key_T);
  table = bench.board.findChild<QTableWidget*>();
  QVERIFY(table != nullptr);
  QTest::keyClick(&plot, Qt::Key_Escape);
  QVERIFY(table->item(0, 5)->text().isEmpty());
}

void TestBoardReading::marksStandWhereSomethingWasChangedAndSayWhat() {
  BoardBench bench(vle::loadProject("chain"));
  QVERIFY(bench.simulate(1000));
  bench.document.push("Set tau",
                      vle::editsAt(bench.document.project(), "hidden.tau_m", vle::Value(12.0)));
  EVENTUALLY_COMPARE(bench.lab.marks().all().size(), 1U);
  QVERIFY(bench.simulate(1000));
  TracePlot& plot = bench.trace(1);
  QCOMPARE(plot.marks().size(), 1U);
  QCOMPARE(plot.marks()[0].t, bench.lab.marks().all()[0].t);
  const TimeWindow window = plot.timeWindow();
  const double share = (plot.marks()[0].t - window.from) / (window.to - window.from);
  const QPoint at = BoardBench::at(plot, share);
  // A triangle at the top: wide there, a point below.
  const QImage image = plot.grab().toImage();
  const QColor color = vle::ui::mixed(bench.theme.accent, bench.theme.panel, 0.4);
  const auto widthAt = [&](int y) {
    int width = 0;
    for (int x = at.x() - 8; x <= at.x() + 8; ++x) {
      const QColor own = image.pixelColor(x, y);
      const int away = std::abs(own.red() - color.red()) + std::abs(own.blue() - color.blue());
      width += away < 50 ? 1 : 0;
    }
    return width;
  };
  QVERIFY2(widthAt(plot.axesRect().top() + 2) >= 3,
           qPrintable(QString::number(widthAt(plot.axesRect().top() + 2))));
  QVERIFY(widthAt(plot.axesRect().center().y()) <= 1);
  QTest::mouseMove(&plot, at + QPoint(3, 0));
  QCOMPARE(texts(plot.readings()).value(0), "Set tau");
  QTest::mouseMove(&plot, at + QPoint(9, 0));
  QVERIFY(!texts(plot.readings()).contains("Set tau"));
  const QTemporaryDir directory;
  const QString file = directory.filePath("a.svg");
  vle::ui::saveExport(bench.control, {.plot = 1}, file);
  QVERIFY(contentOf(file).contains("Set tau"));
}

void TestBoardReading::legendsAreWholeOnPaperAndInTheTooltip() {
  vle::Project project = vle::loadProject("chain");
  for (std::size_t k = 0; k < 3; ++k) {
    project.variants[k].title = "a rather long title " + std::to_string(k);
  }
  BoardBench bench(project);
  QVERIFY(bench.simulate(2000));
  const QTemporaryDir directory;
  const QString file = directory.filePath("a.svg");
  vle::ui::saveExport(bench.control, {.plot = 3}, file);  // one column: 85 mm
  const QByteArray svg = contentOf(file);
  TracePlot& plot = bench.trace(3);
  QHelpEvent help(QEvent::ToolTip, plot.titleArea().center(), QPoint());
  QCoreApplication::sendEvent(&plot, &help);
  for (int k = 0; k < 3; ++k) {
    const QByteArray label = "a rather long title " + QByteArray::number(k);
    QCOMPARE(svg.count(label), 2);  // above the picture and in the plot
    QVERIFY(plot.toolTip().contains(QString::fromUtf8(label)));
  }
  QVERIFY(!svg.contains(">+"));
}

void TestBoardReading::twoKeptRunsLookDifferentAndAreExplained() {
  BoardBench bench(vle::loadProject("chain"));
  QVERIFY(bench.simulate(4000));
  bench.lab.keepRun();
  bench.lab.keepRun();
  vle::test::letPass(100);
  const TracePlot& plot = bench.trace(2);  // the input: one curve
  QCOMPARE(plot.overlays().size(), 2U);
  QVERIFY(plot.overlays()[0].trace.style.dash != plot.overlays()[1].trace.style.dash);
  QVERIFY(plot.overlays()[0].trace.style.color != plot.overlays()[1].trace.style.color);
  QVERIFY(plot.overlays()[0].trace.style.color != plot.list().traces[0].style.color);
  const auto& runs = bench.lab.keptRuns().runs();
  const auto legend = plot.titleRow().legend;
  QCOMPARE(legend.size(), 3U);
  for (std::size_t k = 0; k < 2; ++k) {
    QCOMPARE(legend[k + 1].label, QString("run %1").arg(runs[k].id));
    QCOMPARE(legend[k + 1].style, plot.overlays()[k].trace.style);
  }
}

VLE_TEST(TestBoardReading, QApplication)
#include "tst_board_reading.moc"
