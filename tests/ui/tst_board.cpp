// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The board by hand: plots are made, moved and resized and come back by undo; what one measures is
// what was recorded; freezing and zooming lose nothing; what is exported holds what was asked.
#include <algorithm>
#include <cmath>
#include <numbers>

#include <QImage>
#include <QLineEdit>
#include <QMenu>
#include <QTemporaryDir>
#include <QXmlStreamReader>
#include <QtTest>

#include "board/board_menu.h"
#include "board/csv_export.h"
#include "board/export_dialog.h"
#include "board/plot_board.h"
#include "board/probe_chooser.h"
#include "board_bench.h"
#include "io/project_file.h"
#include "model/board.h"
#include "model/paths.h"
#include "plot/curve_plot.h"
#include "plot/matrix_plot.h"
#include "plot/trace_plot.h"
#include "run_tests.h"
#include "session/probe_mime.h"
#include "sim/spectrum.h"
#include "specs.h"
#include "tempo.h"

using vle::test::BoardBench;
using vle::ui::Document;
using vle::ui::ExportChoice;
using vle::ui::Lab;
using vle::ui::PlotWidget;
using vle::ui::TimeWindow;
using vle::ui::TracePlot;

namespace {}  // namespace

class TestBoard : public QObject {
  Q_OBJECT

 private slots:
  void probesDropOntoPlotsAndBetweenThem();
  void everyChangeOfTheBoardIsUndone();
  void titlesAreDraggedAndEdgesResize();
  void kindsLeaveNoLabelsBehind();
  void aProbeAddedWhilePausedIsNamed();
  void spectraNameTheirReadings();
  void readingsFollowTheLegend();
  void theChooserFindsProbesByWords();
  void cursorsReadWhatWasRecorded();
  void placingACursorHoldsAMovingPicture();
  void wheelAndDragMoveTheAxesAndOneActGoesBack();
  void freezingLosesNothing();
  void axesStayWithinWhatANumberHolds_data();
  void axesStayWithinWhatANumberHolds();
  void aSpikeOfOneStepIsSeenAtEveryZoom();
  void differencesAreThoseOfTheValues();
  void edgesHoldAPeriodicSignalStill();
  void slowFramesLeaveNoPlotBehind();
  void xyPlotsPairValuesOfOneTime();
  void whatAllShareIsDrawnOverEachVariant();
  void spectraFindTheFrequencyAndItsAmplitude();
  void heatMapsShowTheMatricesOnOneScale();
  void heatMapsKeepClearOfOneAnotherAndTheirScale();
  void heatMapsKnowWhatBLearnsOfSeveralFrequencies();
  void changesLeaveMarks();
  void exportedPicturesAreVectorsOfTheAskedWidth_data();
  void exportedPicturesAreVectorsOfTheAskedWidth();
  void exportedDataAreTheValues();
  void exportedDataCanBeThinned();
  void watchingChangesNothing();
};

void TestBoard::probesDropOntoPlotsAndBetweenThem() {
  BoardBench bench(vle::loadProject("chain"));
  QVERIFY(bench.simulate(200));
  BoardBench::drop(*bench.control.plots()[1], BoardBench::at(*bench.control.plots()[1], 0.5),
                   "hidden.u");
  QCOMPARE(bench.plots().size(), 6U);
  QCOMPARE(bench.plots()[1].probes.back(), "hidden.u");
  QVERIFY(bench.simulate(200));
  QVERIFY(std::ranges::any_of(bench.trace(1).list().traces,
                              [](const auto& trace) { return trace.channel == "hidden.u[0]"; }));
  BoardBench::drop(*bench.control.plots()[1], QPoint(100, 3), "output.u");
  QCOMPARE(bench.plots().size(), 7U);
  QCOMPARE(bench.plots()[1].title, "output.u");
  // Text that is no probe is not taken.
  QMimeData other;
  other.setText("output.r");
  QDragEnterEvent enter({50, 50}, Qt::CopyAction, &other, Qt::LeftButton, Qt::NoModifier);
  enter.ignore();
  QCoreApplication::sendEvent(bench.control.plots()[0], &enter);
  QVERIFY(!enter.isAccepted());
}

void TestBoard::everyChangeOfTheBoardIsUndone() {
  BoardBench bench(vle::loadProject("chain"));
  QVERIFY(bench.simulate(500));
  const vle::Project before = bench.document.project();
  const std::int64_t step = bench.lab.control().status().step;
  QVERIFY(bench.choose(1, "plot.split"));
  QCOMPARE(bench.plots().size(), 7U);
  QVERIFY(bench.choose(0, "plot.kind.spectrum"));
  QVERIFY(bench.choose(0, "plot.kind.time"));
  QVERIFY(bench.choose(0, "plot.kind.xy"));
  QVERIFY(bench.choose(5, "plot.kind.heat"));
  QVERIFY(bench.choose(2, "plot.wide"));
  QVERIFY(bench.choose(2, "plot.window.run"));
  QVERIFY(bench.choose(1, "plot.minus.learned"));
  QVERIFY(bench.choose(1, "plot.limits.keep"));
  QVERIFY(bench.choose(3, "plot.remove"));
  QVERIFY(bench.choose(3, "plot.up"));
  QVERIFY(bench.choose(3, "plot.log"));
  bench.control.addProbe("hidden.s");
  QCOMPARE(bench.plots().size(), 7U);
  QVERIFY(bench.plots()[1].limits.has_value() && bench.plots()[1].minus == "learned");
  // What is saved is what is there.
  const vle::Project saved =
      vle::readProjectText(vle::projectText(bench.document.project())).project;
  QVERIFY(saved.board == bench.document.project().board);
  vle::test::letPass(100);
  while (bench.document.undoStack().canUndo()) bench.document.undoStack().undo();
  QVERIFY(bench.document.project() == before);
  EVENTUALLY_COMPARE(bench.control.plots().size(), 6U);
  QCOMPARE(bench.lab.control().status().step, step);
  // The last plot stays: an empty board would be chosen by the program again.
  vle::Project one = before;
  one.board.resize(1);
  QVERIFY(bench.load(one));
  QVERIFY(bench.simulate(10));
  QVERIFY(!bench.choose(0, "plot.remove"));
}

void TestBoard::titlesAreDraggedAndEdgesResize() {
  BoardBench bench(vle::loadProject("chain"));
  QVERIFY(bench.simulate(200));
  PlotWidget& first = *bench.control.plots()[0];
  PlotWidget& third = *bench.control.plots()[2];
  const QPoint to = first.mapFromGlobal(third.mapToGlobal(QPoint(80, 30)));
  BoardBench::drag(first, QPoint(80, 8), to);
  QCOMPARE(bench.plots()[2].title, "Output and target");
  QCOMPARE(bench.plots()[0].title, "Errors");
  PlotWidget& now = *bench.control.plots()[0];
  const int height = now.height();
  BoardBench::drag(now, QPoint(100, height - 2), QPoint(100, height + 60));
  QVERIFY(bench.plots()[0].height > 1.1);
  EVENTUALLY(bench.control.plots()[0]->height() > height + 10);
  bench.document.undoStack().undo();  // one gesture, one step
  QCOMPARE(bench.plots()[0].height, 1.0);
  // The same by keys.
  bench.control.plots()[1]->setFocus();
  QTest::keyClick(bench.control.plots()[1], Qt::Key_Up, Qt::AltModifier);
  QCOMPARE(bench.plots()[0].title, "Input");
  QTest::keyClick(bench.control.plots()[0], Qt::Key_Plus, Qt::AltModifier);
  QVERIFY(bench.plots()[0].height > 1.1);
  QTest::keyClick(bench.control.plots()[0], Qt::Key_Delete);
  QCOMPARE(bench.plots().size(), 5U);
}

/// A plot of another kind has labels of its own under it; back again, its column has them once.
void TestBoard::kindsLeaveNoLabelsBehind() {
  BoardBench bench(vle::loadProject("chain"));
  QVERIFY(bench.simulate(2000));
  const auto labels = [&bench] {
    std::vector<bool> shown;
    for (const PlotWidget* plot : bench.control.plots()) shown.push_back(plot->hasTimeLabels());
    return shown;
  };
  const std::vector<bool> before = labels();
  QVERIFY(bench.choose(1, "plot.kind.spectrum"));
  QVERIFY(labels() != before);
  bench.document.undoStack().undo();
  EVENTUALLY_COMPARE(labels(), before);
}

/// Paused there is no curve of a probe that was just added; the title says that it is there.
void TestBoard::aProbeAddedWhilePausedIsNamed() {
  BoardBench bench(vle::loadProject("chain"));
  QVERIFY(bench.simulate(2000));
  bench.drop(*bench.control.plots()[2], BoardBench::at(*bench.control.plots()[2], 0.5), "hidden.u");
  EVENTUALLY(bench.control.plots()[2]->titleRow().note.contains("hidden.u"));
  QVERIFY(bench.simulate(100));
  EVENTUALLY(bench.control.plots()[2]->titleRow().note.isEmpty());
}

void TestBoard::spectraNameTheirReadings() {
  BoardBench bench(vle::loadProject("chain"));
  QVERIFY(bench.simulate(8000));
  QVERIFY(bench.choose(1, "plot.kind.spectrum"));
  PlotWidget& plot = *bench.control.plots()[1];
  EVENTUALLY(plot.notice().isEmpty());
  plot.showPointer(BoardBench::at(plot, 0.3));
  QStringList texts;
  for (const auto& reading : plot.readings()) texts << reading.text;
  QVERIFY2(texts.contains("output e") && texts.contains("hidden e"), qPrintable(texts.join('|')));
  QVERIFY(texts.front().endsWith("Hz"));
  // Other probes, and nothing drawn of them yet: there is nothing to read.
  vle::ui::PlotContent other = plot.content();
  other.probes.pop_back();
  plot.setContent(other);
  plot.showPointer(BoardBench::at(plot, 0.3));
  QCOMPARE(plot.readings().size(), std::size_t{1});
}

/// Values stand in the order of the legend, whichever variant lies on top.
void TestBoard::readingsFollowTheLegend() {
  BoardBench bench(vle::loadProject("chain"));
  QVERIFY(bench.simulate(2000));
  bench.lab.showVariant(1);
  vle::test::letPass(200);
  const TracePlot& plot = bench.trace(1);
  const auto order = plot.list().readingOrder(plot.content());
  std::vector<std::pair<vle::VariantId, std::size_t>> read, wanted;
  for (const std::size_t k : order) {
    read.emplace_back(plot.list().traces[k].variant, plot.list().traces[k].entry);
  }
  for (const std::size_t entry : {0UL, 1UL}) {
    for (const auto& variant : plot.content().variants) wanted.emplace_back(variant.id, entry);
  }
  QCOMPARE(read, wanted);
}

void TestBoard::theChooserFindsProbesByWords() {
  BoardBench bench(vle::loadProject("chain"));
  QVERIFY(bench.simulate(10));
  const auto choices = bench.control.probeChoices();
  QVERIFY(choices.size() > 50);
  for (const vle::ProbeChoice& choice : choices) {  // all of them exist
    QVERIFY(!vle::channelsOf(*bench.lab.live().network(), choice.probe).empty());
  }
  vle::ui::ProbeChooser chooser(choices);
  chooser.show();
  auto* search = chooser.findChild<QLineEdit*>();
  QTest::keyClicks(search, "hidden membrane pot");
  QCOMPARE(chooser.chosen(), QStringList{"hidden.u"});
  search->clear();
  QTest::keyClicks(search, "weights");
  const QStringList first = chooser.chosen();
  QTest::keyClick(search, Qt::Key_Down);  // the list moves while one types
  QVERIFY(chooser.chosen().size() == 1 && chooser.chosen() != first);
  QTest::keyClick(search, Qt::Key_Up);
  QCOMPARE(chooser.chosen(), first);
  search->clear();
  QTest::keyClicks(search, "nothing like this");
  QVERIFY(chooser.chosen().isEmpty());
}

void TestBoard::cursorsReadWhatWasRecorded() {
  BoardBench bench(vle::loadProject("chain"));
  QVERIFY(bench.simulate(5000));
  TracePlot& plot = bench.trace(0);
  const TimeWindow window = plot.timeWindow();
  QTest::mouseClick(&plot, Qt::LeftButton, Qt::NoModifier, BoardBench::at(plot, 0.25));
  QTest::mouseClick(&plot, Qt::LeftButton, Qt::ShiftModifier, BoardBench::at(plot, 0.75));
  const auto cursors = bench.control.cursors();
  QVERIFY(cursors.first && cursors.second);
  const double length = window.to - window.from;
  QVERIFY(std::abs(*cursors.first - (window.from + 0.25 * length)) < 0.005 * length);
  const double between = *cursors.second - *cursors.first;
  QVERIFY(std::abs(between - 0.5 * length) < 0.01 * length);
  // They stand at recorded times, and read the very numbers.
  const double steps = *cursors.first / 0.1;
  QVERIFY(std::abs(steps - std::round(steps)) < 1e-6);
  for (std::size_t k = 0; k < plot.list().traces.size(); ++k) {
    const auto& trace = plot.list().traces[k];
    const auto sample = plot.sampleAt(bench.lab.traces(), k, *cursors.first);
    const auto rows = bench.lab.traces().samples(trace.variant, trace.channel,
                                                 *cursors.first - 0.05, *cursors.first + 0.05);
    QCOMPARE(rows.size(), 1U);
    QCOMPARE(sample->value, rows[0].value);
    const auto& drawn = plot.curve(k);
    const auto near = std::ranges::min_element(
        drawn.t, {}, [&](double t) { return std::abs(t - *cursors.first); });
    QVERIFY(std::abs(drawn.y[static_cast<std::size_t>(near - drawn.t.begin())] - sample->value) <
            0.05);
  }
  QVERIFY(bench.control.cursorText().contains("Δt"));
  const QString rate = QString::number(1000 / between, 'g', 3);
  QVERIFY2(bench.control.cursorText().contains("1/Δt " + rate.left(3)),
           qPrintable(bench.control.cursorText()));
  bench.control.point(nullptr, -1);
  const auto& readings = plot.readings();
  QVERIFY(std::ranges::any_of(readings, [](const auto& one) { return one.text.contains("Δ"); }));
  // The crosshair goes through the other plots of that time, too.
  QTest::mouseMove(&plot, BoardBench::at(plot, 0.5));
  QVERIFY(!bench.trace(1).readings().empty());
  QTest::keyClick(&plot, Qt::Key_Right);
  QVERIFY(*bench.control.cursors().first > *cursors.first);
  QTest::keyClick(&plot, Qt::Key_Escape);
  QVERIFY(bench.control.cursorText().isEmpty());
}

void TestBoard::placingACursorHoldsAMovingPicture() {
  BoardBench bench(vle::loadProject("chain"));
  bench.lab.control().run();
  QVERIFY(vle::test::letPass(bench.lab, 800));
  TracePlot& plot = bench.trace(0);
  QTest::mouseClick(&plot, Qt::LeftButton, Qt::NoModifier, BoardBench::at(plot, 0.5));
  QVERIFY(bench.control.isFrozen());
  QVERIFY(vle::test::letPass(bench.lab, 50));
  const TimeWindow held = plot.timeWindow();
  QVERIFY(vle::test::letPass(bench.lab, 300));
  QVERIFY(plot.timeWindow() == held);
  QTest::mouseDClick(&plot, Qt::LeftButton, Qt::NoModifier, BoardBench::at(plot, 0.5));
  QVERIFY(!bench.control.isFrozen());
  EVENTUALLY(plot.timeWindow().to > held.to);
  bench.lab.control().pause();
}

void TestBoard::wheelAndDragMoveTheAxesAndOneActGoesBack() {
  BoardBench bench(vle::loadProject("chain"));
  QVERIFY(bench.simulate(6000));
  TracePlot& plot = bench.trace(0);
  const TimeWindow window = plot.timeWindow();
  const auto limits = plot.valueLimits();
  const auto lengthOf = [](const TimeWindow& w) { return w.to - w.from; };
  BoardBench::wheel(plot, BoardBench::at(plot, 0.5), 2);
  QVERIFY(lengthOf(plot.timeWindow()) < 0.8 * lengthOf(window));
  QVERIFY(plot.valueLimits().hi - plot.valueLimits().lo < 0.8 * (limits.hi - limits.lo));
  QVERIFY(bench.trace(1).timeWindow() == plot.timeWindow());  // linked
  QVERIFY(!(bench.trace(3).timeWindow() == plot.timeWindow()));
  const auto zoomed = plot.timeWindow();
  const auto zoomed_limits = plot.valueLimits();
  BoardBench::wheel(plot, BoardBench::at(plot, 0.5), 1, Qt::ShiftModifier);  // time alone
  QCOMPARE(plot.valueLimits().hi, zoomed_limits.hi);
  QVERIFY(lengthOf(plot.timeWindow()) < lengthOf(zoomed));
  const auto before = plot.timeWindow();
  BoardBench::wheel(plot, BoardBench::at(plot, 0.5), 1, Qt::ControlModifier);  // values alone
  QVERIFY(plot.timeWindow() == before);
  QVERIFY(plot.valueLimits().hi < zoomed_limits.hi);
  BoardBench::drag(plot, BoardBench::at(plot, 0.3), BoardBench::at(plot, 0.7));
  QVERIFY(plot.timeWindow().to < before.to);
  QVERIFY(std::abs(lengthOf(plot.timeWindow()) - lengthOf(before)) < 1e-6);
  QTest::keyClick(&plot, Qt::Key_End);
  EVENTUALLY(plot.timeWindow() == window);
  QVERIFY(!plot.hasOwnValues());
  // Axes of one column stand above one another.
  QCOMPARE(bench.control.plots()[0]->axesRect().left(),
           bench.control.plots()[1]->axesRect().left());
}

void TestBoard::freezingLosesNothing() {
  BoardBench bench(vle::loadProject("chain"));
  QVERIFY(bench.simulate(3000));
  TracePlot& plot = bench.trace(0);
  QTest::keyClick(&plot, Qt::Key_Z);
  QVERIFY(bench.control.isFrozen());
  const auto held = plot.curve(0);
  QVERIFY(bench.simulate(2000));
  QCOMPARE(plot.curve(0).t, held.t);
  QCOMPARE(plot.curve(0).y, held.y);
  // A long run at full speed would push the rows out of the recent stretch: the picture keeps its.
  bench.lab.control().setSpeed(vle::kNever);
  bench.lab.control().run();
  EVENTUALLY(bench.lab.control().status().step > 400'000);
  bench.lab.control().pause();
  BoardBench::wheel(plot, BoardBench::at(plot, 0.5), 3);
  QVERIFY(plot.curve(0).t.size() > 100);
  QTest::keyClick(&plot, Qt::Key_Z);
  bench.lab.control().setSpeed(1);
  QVERIFY(bench.simulate(2000));
  // Resumed: every step is there, without a gap.
  const double end = bench.lab.traces().newest();
  const auto rows = bench.lab.traces().samples(vle::test::idOf(bench.lab, "learned"), "output.r[0]",
                                               end - 190, end);
  QVERIFY(rows.size() > 1800);
  for (std::size_t k = 1; k < rows.size(); ++k) {
    QVERIFY(std::abs(rows[k].t - rows[k - 1].t - 0.1) < 1e-6);
  }
  const auto all =
      bench.lab.traces().curve(vle::test::idOf(bench.lab, "learned"), "output.r[0]", 0, end, 4000);
  for (std::size_t k = 1; k < all.t.size(); ++k) QVERIFY(all.t[k] - all.t[k - 1] < end / 500);
}

void TestBoard::axesStayWithinWhatANumberHolds_data() {
  QTest::addColumn<bool>("is_log");
  QTest::addColumn<double>("lo");
  QTest::addColumn<double>("hi");
  QTest::newRow("log, as values") << true << 1e10 << 9.9e10;
  QTest::newRow("log, far below") << true << -1e150 << 0.0;
  QTest::newRow("log") << true << -3.0 << 2.0;
  QTest::newRow("linear, huge") << false << -1e199 << 1e199;
  QTest::newRow("linear, of one size") << false << 1e10 << 1e10 + 1e-5;
}

void TestBoard::axesStayWithinWhatANumberHolds() {
  QFETCH(const bool, is_log);
  QFETCH(const double, lo);
  QFETCH(const double, hi);
  vle::Project project = vle::loadProject("chain");
  vle::Plot own{.title = "r", .probes = {"output.r"}, .log = is_log, .limits = {{lo, hi}}};
  project.board = {own, own};
  project.board[1].kind = vle::Plot::Kind::Spectrum;
  BoardBench bench(project);
  QVERIFY(bench.simulate(500));
  for (vle::ui::PlotWidget* plot : bench.control.plots()) {
    for (const int notches : {-300, 600}) {
      for (int k = 0; k < std::abs(notches); ++k) {
        BoardBench::wheel(*plot, BoardBench::at(*plot, 0.5), notches < 0 ? -1 : 1,
                          Qt::ControlModifier);
      }
      QVERIFY(bench.simulate(100));
      const auto [least, most] = plot->valueLimits();
      QVERIFY(vle::areLimits({least, most}, is_log));
      if (is_log) QVERIFY(std::pow(10, least) > 0 && std::isfinite(std::pow(10, most)));
    }
  }
}

void TestBoard::aSpikeOfOneStepIsSeenAtEveryZoom() {
  vle::Project project = vle::loadProject("chain");
  auto& input = std::get<vle::InputSpec>(project.network.nodes.at(vle::NodeId{1}).kind);
  std::vector<double> samples(30'000);
  for (std::size_t k = 0; k < samples.size(); ++k) {
    samples[k] = std::sin(0.01 * static_cast<double>(k));
  }
  samples[12'345] = 5;
  input.signal = vle::SamplesSignal{{samples}};
  BoardBench bench(project);
  // In parts that come to the screen step by step, however slow it is.
  for (int part = 0; part < 7; ++part) QVERIFY(bench.simulate(4000));
  TracePlot& plot = bench.trace(2);
  QCOMPARE(plot.list().traces[0].channel, "x.r[0]");
  bench.board.hide();  // it would draw the plot as it stands in between
  const double spike = 1234.5;
  for (const double length : {2.0, 20.0, 200.0, 1000.0, 2400.0}) {
    const auto window = TimeWindow{spike - length / 2, spike + length / 2, false};
    plot.refresh(bench.control.source(), window, 0);
    plot.replot();
    vle::test::letPass(20);
    QCOMPARE(std::ranges::max(plot.curve(0).y), 5.0);
    // Its pixels, too: at its place, near its height, in its colour.
    const auto limits = plot.valueLimits();
    QVERIFY(limits.hi >= 5);
    const QPoint tip = BoardBench::at(plot, 0.5, (limits.hi - 5) / (limits.hi - limits.lo));
    const QImage image = plot.grab().toImage();
    const QColor ground = bench.theme.panel, own = plot.list().traces[0].style.color;
    double most = 0;  // of a pixel: share of the curve's colour
    for (int x = tip.x() - 2; x <= tip.x() + 2; ++x) {
      for (int y = tip.y(); y <= tip.y() + 4; ++y) {
        const QColor color = image.pixelColor(x, y);
        const double share =
            static_cast<double>(ground.green() - color.green()) / (ground.green() - own.green());
        most = std::max(most, share);
      }
    }
    QVERIFY2(most > 0.6, qPrintable(QStringLiteral("%1 ms: %2").arg(length).arg(most)));
  }
}

void TestBoard::differencesAreThoseOfTheValues() {
  vle::Project project = vle::loadProject("chain");
  project.board = {{.title = "Error", .probes = {"hidden.e", "x.r"}, .minus = "learned"}};
  BoardBench bench(project);
  QVERIFY(bench.simulate(3000));
  TracePlot& plot = bench.trace(0);
  QCOMPARE(plot.list().traces.size(), 2U);  // no reference, no input
  for (std::size_t k = 0; k < 2; ++k) {
    const auto& trace = plot.list().traces[k];
    const auto& drawn = plot.curve(k);
    QVERIFY(drawn.t.size() > 100);
    for (std::size_t i = 0; i < drawn.t.size(); i += 37) {
      const auto own = bench.lab.traces().sample(trace.variant, trace.channel, drawn.t[i]);
      const auto other = bench.lab.traces().sample(vle::test::idOf(bench.lab, "learned"),
                                                   trace.channel, drawn.t[i]);
      QCOMPARE(drawn.y[i], own->value - other->value);
    }
  }
  QVERIFY(bench.choose(0, "plot.minus."));
  QVERIFY(bench.simulate(10));
  QCOMPARE(plot.list().traces.size(), 4U);
  project.board[0].minus = "nobody";
  QVERIFY(bench.load(project));
  QVERIFY(bench.simulate(10));
  QCOMPARE(bench.control.plots()[0]->notice(), "no variant 'nobody' to subtract");
}

void TestBoard::edgesHoldAPeriodicSignalStill() {
  vle::Project project = vle::loadProject("chain");
  project.board = {{.title = "Input", .probes = {"x.r"}}};  // what learns moves its edges
  BoardBench bench(project);
  bench.control.setSync(vle::ui::TimeView::Sync::Edge);
  bench.lab.control().run();
  constexpr double kPeriod = 62.5;  // ms
  TracePlot& plot = bench.trace(0);
  const auto edge = [&plot] {
    const TimeWindow window = plot.timeWindow();
    return window.to - (1 - vle::ui::TimeView::kEdgePlace) * (window.to - window.from);
  };
  // However slow the machine is: with room for a whole window, which never begins before 0, and
  // past the start of the run.
  const bool is_on_the_way =
      vle::test::eventually([&] { return plot.timeWindow().from > 10 * kPeriod; });
  QVERIFY2(is_on_the_way, qPrintable(QStringLiteral("t = %1 ms, the window begins at %2")
                                         .arg(bench.lab.control().status().t)
                                         .arg(plot.timeWindow().from)));
  const double first = edge();
  double last = first, most = 0;
  QVERIFY(vle::test::eventually([&] {
    last = edge();
    most = std::max(most, std::abs(std::remainder(last - first, kPeriod)));
    return last > first + 20 * kPeriod;
  }));
  bench.lab.control().pause();
  QVERIFY2(most < 2, qPrintable(QString::number(most)));
}

/// Pictures that stand still change one a frame, and so do the slow plots: neither may wait for
/// ever where a frame takes long.
void TestBoard::slowFramesLeaveNoPlotBehind() {
  BoardBench bench(vle::loadProject("chain"));
  bench.control.setSync(vle::ui::TimeView::Sync::Edge);
  bench.lab.control().run();
  connect(&bench.lab, &Lab::frame, &bench.board,
          [] { vle::test::clock_hand.spend(std::chrono::milliseconds(60)); });
  QVERIFY(vle::test::eventually([&] { return bench.lab.control().status().t > 1500; }));
  for (const PlotWidget* plot : bench.control.plots()) {
    QVERIFY2(vle::test::eventually([plot] { return plot->timeWindow().to > 1000; }),
             qPrintable(plot->accessibleName()));
  }
}

void TestBoard::xyPlotsPairValuesOfOneTime() {
  vle::Project project = vle::loadProject("chain");
  project.board = {
      {.title = "xy", .kind = vle::Plot::Kind::Xy, .probes = {"x.r", "hidden.r", "output.r"}}};
  BoardBench bench(project);
  QVERIFY(bench.simulate(4000));
  const auto& plot = *qobject_cast<vle::ui::CurvePlot*>(bench.control.plots()[0]);
  QCOMPARE(plot.lines().size(), 6U);  // two of every variant
  for (const auto& line : plot.lines()) {
    QVERIFY(line.x.size() > 500);
    const double end = bench.lab.traces().newest();
    QCOMPARE(
        line.x.back(),
        bench.lab.traces().sample(vle::test::idOf(bench.lab, "learned"), "x.r[0]", end)->value);
    QCOMPARE(line.y.back(), bench.lab.traces().sample(line.variant, line.channel, end)->value);
  }
}

void TestBoard::whatAllShareIsDrawnOverEachVariant() {
  vle::Project project = vle::loadProject("chain");
  project.board = {
      {.title = "xy", .kind = vle::Plot::Kind::Xy, .probes = {"output.r", "target.target"}}};
  BoardBench bench(project);
  QVERIFY(bench.simulate(4000));
  const auto& plot = *qobject_cast<vle::ui::CurvePlot*>(bench.control.plots()[0]);
  const std::vector<vle::ui::ShownVariant>& variants = plot.content().variants;
  QCOMPARE(plot.lines().size(), variants.size());
  const vle::ui::TitleRow row = plot.titleRow();
  QCOMPARE(row.legend.size(), variants.size());
  const double end = bench.lab.traces().newest();
  for (std::size_t k = 0; k < variants.size(); ++k) {
    const auto& line = plot.lines()[k];
    QCOMPARE(line.x.back(), bench.lab.traces().sample(variants[k].id, "output.r[0]", end)->value);
    QCOMPARE(line.style.color, variants[k].color);
    QCOMPARE(row.legend[k].label, variants[k].label);
    QCOMPARE(row.legend[k].style.color, variants[k].color);
  }
}

void TestBoard::spectraFindTheFrequencyAndItsAmplitude() {
  std::vector<double> wave(5000);
  for (std::size_t k = 0; k < wave.size(); ++k) {
    wave[k] = 3 + 0.7 * std::sin(2 * std::numbers::pi * 0.125 * static_cast<double>(k));
  }
  const vle::Spectrum found = vle::spectrum(wave, 0.5);
  const auto top = std::ranges::max_element(found.amplitude) - found.amplitude.begin();
  QVERIFY(std::abs(found.step * static_cast<double>(top) - 250) < 1e-9);
  QVERIFY(std::abs(found.amplitude[static_cast<std::size_t>(top)] - 0.7) < 1e-9);
  QVERIFY(vle::spectrum({}, 1).amplitude.empty());

  vle::Project project = vle::loadProject("chain");
  project.board = {
      {.title = "s", .kind = vle::Plot::Kind::Spectrum, .probes = {"x.r"}, .window = 1000}};
  BoardBench bench(project);
  QVERIFY(bench.simulate(14'000));
  const auto& plot = *qobject_cast<vle::ui::CurvePlot*>(bench.control.plots()[0]);
  const auto& line = plot.lines().at(0);
  const auto peak = std::ranges::max_element(line.y) - line.y.begin();
  QVERIFY(std::abs(line.x[static_cast<std::size_t>(peak)] - 16) < 1.3);  // bins of 1.22 Hz
  QVERIFY(plot.horizontalLimits().hi < 200);  // not up to 5 kHz, where nothing is
}

void TestBoard::heatMapsShowTheMatricesOnOneScale() {
  vle::Project project = vle::loadProject("temporal-xor");
  project.board = {{.title = "W5", .kind = vle::Plot::Kind::Heat, .probes = {"W5.W"}},
                   {.title = "Output", .kind = vle::Plot::Kind::Time, .probes = {"output.r"}}};
  BoardBench bench(project);
  QVERIFY(bench.simulate(4000));
  auto& plot = *qobject_cast<vle::ui::MatrixPlot*>(bench.control.plots()[0]);
  EVENTUALLY_COMPARE(plot.maps().size(), 3U);
  QCOMPARE(plot.maps()[0].rows, 2U);
  QCOMPARE(plot.maps()[1].columns, 2U);
  double most = 0;
  for (const auto& map : plot.maps()) {
    for (const double value : map.values) most = std::max(most, std::abs(value));
  }
  QVERIFY(most > 0 && plot.limit() >= most && plot.limit() < 3 * most);
  // Pointing at an entry reads it.
  const QRectF place = plot.mapRect(0);
  QTest::mouseMove(
      &plot,
      QPointF(place.left() + 0.75 * place.width(), place.top() + 0.25 * place.height()).toPoint());
  QVERIFY(!plot.readings().empty());
  QCOMPARE(plot.readings()[0].text, "W5 [0; 1]");
  // No number is wider than those at the ends of the scale.
  const double decade = std::pow(10, std::floor(std::log10(plot.limit())));
  for (const double value : {-1.23456, -0.0499, 0.0075, 1e-9, -1e-9, 0.0}) {
    const QString text = plot.cellText(value * decade);
    QVERIFY2(text.size() <= plot.cellText(-plot.limit()).size(), qPrintable(text));
    QVERIFY(std::abs(value) > 1e-3 || text == QStringLiteral("0"));
  }
  const QColor plus = vle::ui::heatColor(1, 1, bench.theme);
  QVERIFY(plus != vle::ui::heatColor(-1, 1, bench.theme));

  vle::Project one = vle::loadProject("chain");
  one.board = {{.title = "B", .kind = vle::Plot::Kind::Heat, .probes = {"W2.B"}}};
  BoardBench third(one);
  QVERIFY(third.simulate(2000));
  EVENTUALLY_COMPARE(qobject_cast<vle::ui::MatrixPlot*>(third.control.plots()[0])->maps().size(),
                     3U);
}

/// Many matrices, in a narrow and a wide plot: none lies on another or on the scale.
void TestBoard::heatMapsKeepClearOfOneAnotherAndTheirScale() {
  vle::Project project;
  project.network.nodes[vle::NodeId{1}] = vle::test::input("x", vle::ConstantSignal{1.0}, 2);
  vle::Plot heat{.title = "all", .kind = vle::Plot::Kind::Heat};
  for (std::uint32_t k = 1; k <= 6; ++k) {
    project.network.nodes[vle::NodeId{1 + k}] =
        vle::test::layer("l" + std::to_string(k), 1 + k % 4);
    const std::string name = "a long name " + std::to_string(k);
    project.network.projections[vle::ProjectionId{100 + k}] =
        vle::test::projection(name, k, 1 + k, vle::Value(0.5), 1e-3);
    heat.probes.push_back(name + ".W");
  }
  project.board = {heat};
  BoardBench bench(project);
  QVERIFY(bench.simulate(100));
  auto& plot = *qobject_cast<vle::ui::MatrixPlot*>(bench.control.plots()[0]);
  EVENTUALLY(plot.maps().size() >= 6U);
  for (const int width : {260, 400, 700, 1500}) {
    plot.resize(width, 180);
    const double cell = plot.mapRect(0).width() / static_cast<double>(plot.maps()[0].columns);
    for (std::size_t k = 0; k < plot.maps().size(); ++k) {
      const QRectF place = plot.mapRect(k);
      QVERIFY(place.width() > 0 && place.bottom() <= plot.height());
      QCOMPARE(place.width(), cell * static_cast<double>(plot.maps()[k].columns));
      const double next =
          k + 1 < plot.maps().size() ? plot.mapRect(k + 1).left() : plot.scaleRect().left();
      QVERIFY2(place.right() < next, qPrintable(QString::number(width)));
    }
    QVERIFY(plot.scaleRect().right() < width);
  }
}

/// With several frequencies the third matrix is made of the powers that B compares itself.
void TestBoard::heatMapsKnowWhatBLearnsOfSeveralFrequencies() {
  vle::Project project = vle::loadProject("chain");
  for (auto& [id, node] : project.network.nodes) {
    if (node.input() == nullptr) continue;
    node.kind = vle::InputSpec{vle::SinesSignal{{{vle::Sine{16, 1, 0}, vle::Sine{40, 0.5, 0}}}}};
  }
  project.board = {{.title = "B", .kind = vle::Plot::Kind::Heat, .probes = {"W2.B"}}};
  BoardBench bench(project);
  QVERIFY(bench.simulate(400'000));
  const auto& plot = *qobject_cast<vle::ui::MatrixPlot*>(bench.control.plots()[0]);
  EVENTUALLY_COMPARE(plot.maps().size(), 3U);
  QCOMPARE(plot.maps()[2].name, QStringLiteral("⟨|H|²⟩Wᵀ of W2"));
  const double W = plot.maps()[0].values[0], B = plot.maps()[1].values[0];
  const double wanted = plot.maps()[2].values[0];
  // B follows the phase of the run a little, and the powers are those of its last seconds.
  QVERIFY2(std::abs(wanted / B - 1) < 0.1, qPrintable(QString::number(wanted / B)));
  QVERIFY(wanted < 0.8 * W);
  // A variant that compares no powers has none.
  bench.lab.showVariant(1);
  EVENTUALLY_COMPARE(plot.maps().size(), 2U);
}

void TestBoard::changesLeaveMarks() {
  BoardBench bench(vle::loadProject("chain"));
  QVERIFY(bench.simulate(1000));
  bench.document.push("Set tau",
                      vle::editsAt(bench.document.project(), "hidden.tau_m", vle::Value(12.0)));
  EVENTUALLY_COMPARE(bench.lab.marks().all().size(), 1U);
  QVERIFY(std::abs(bench.lab.marks().all()[0].t - 100) < 1);
  QCOMPARE(bench.lab.marks().all()[0].text, "Set tau");
}

void TestBoard::exportedPicturesAreVectorsOfTheAskedWidth_data() {
  QTest::addColumn<bool>("is_board");
  QTest::newRow("one plot") << false;
  QTest::newRow("board") << true;
}

void TestBoard::exportedPicturesAreVectorsOfTheAskedWidth() {
  QFETCH(const bool, is_board);
  vle::Project project = vle::loadProject("chain");
  project.board.push_back({.title = "Maps", .kind = vle::Plot::Kind::Heat, .probes = {"W2.B"}});
  BoardBench bench(project);
  QVERIFY(bench.simulate(5000));
  const QTemporaryDir directory;
  ExportChoice choice;
  if (!is_board) choice.plot = 1;
  const QString pdf = directory.filePath("a.pdf"), svg = directory.filePath("a.svg"),
                png = directory.filePath("a.png");
  for (const QString& file : {pdf, svg, png}) {
    vle::ui::saveExport(bench.control, choice, file);
  }
  QFile read(pdf);
  QVERIFY(read.open(QIODevice::ReadOnly));
  const QByteArray bytes = read.readAll();
  QVERIFY(bytes.startsWith("%PDF-") && bytes.trimmed().endsWith("%%EOF"));
  QVERIFY(!bytes.contains("/Subtype /Image"));
  const auto box = bytes.indexOf("/MediaBox [0 0 ");
  QVERIFY(box > 0);
  const double width = bytes.mid(box + 15, 8).split(' ').first().toDouble();
  QVERIFY2(std::abs(width - 85 * 72 / 25.4) < 2, qPrintable(QString::number(width)));
  QFile drawing(svg);
  QVERIFY(drawing.open(QIODevice::ReadOnly));
  QXmlStreamReader xml(&drawing);
  int lines = 0, images = 0;
  QString text;
  while (!xml.atEnd()) {
    if (xml.readNext() == QXmlStreamReader::Characters) text += xml.text();
    if (!xml.isStartElement()) continue;
    lines += xml.name() == u"polyline" || xml.name() == u"path" ? 1 : 0;
    images += xml.name() == u"image" ? 1 : 0;
  }
  QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
  QVERIFY(lines > 10);
  QCOMPARE(images, 0);
  QVERIFY(text.contains("Errors"));
  QCOMPARE(text.contains("Loss"), is_board);
  QVERIFY(QImage(png).width() > 900);  // 85 mm at 300 dots per inch
  QVERIFY_THROWS_EXCEPTION(vle::Error,
                           vle::ui::saveExport(bench.control, choice, "/nonexistent/a.pdf"));
}

void TestBoard::exportedDataAreTheValues() {
  BoardBench bench(vle::loadProject("chain"));
  QVERIFY(bench.simulate(6000));
  const QTemporaryDir directory;
  const QString file = directory.filePath("a.csv");
  for (const bool is_everything : {false, true}) {
    vle::ui::saveExport(
        bench.control,
        {.what = ExportChoice::What::Data, .plot = std::size_t{1}, .is_everything = is_everything},
        file);
    QFile read(file);
    QVERIFY(read.open(QIODevice::ReadOnly));
    const QStringList rows = QString::fromUtf8(read.readAll()).split('\n', Qt::SkipEmptyParts);
    const QStringList header = rows[0].split(',');
    QCOMPARE(header[0], "time_ms");
    QCOMPARE(header.size(), 7);  // two errors of three variants
    QVERIFY(header.contains("transpose/hidden.e[0]"));
    const TimeWindow window = bench.control.plots()[1]->timeWindow();
    const double first = rows[1].split(',')[0].toDouble();
    QCOMPARE(rows.last().split(',')[0].toDouble(), bench.lab.traces().newest());
    QVERIFY(is_everything ? first < 1 : first >= window.from - 1e-9 && first < window.from + 1);
    const auto column = header.indexOf("transpose/hidden.e[0]");
    for (int k = 1; k < rows.size(); k += 97) {
      const QStringList cells = rows[k].split(',');
      const auto sample = bench.lab.traces().sample(vle::test::idOf(bench.lab, "transpose"),
                                                    "hidden.e[0]", cells[0].toDouble());
      QCOMPARE(cells[column].toDouble(), sample->value);
    }
  }
}

void TestBoard::exportedDataCanBeThinned() {
  BoardBench bench(vle::loadProject("chain"));
  QVERIFY(bench.simulate(6000));
  vle::ui::ExportDialog dialog(bench.control, std::size_t{1});
  auto* what = dialog.findChild<QComboBox*>("export.what");
  auto* rows = dialog.findChild<QComboBox*>("export.rows");
  const auto* size = dialog.findChild<QLabel*>("export.size");
  QVERIFY(!rows->isEnabled());  // pictures have none
  what->setCurrentIndex(4);
  QVERIFY(rows->isEnabled());
  const QString whole = size->text();
  rows->setCurrentIndex(rows->findData(1000));
  QVERIFY(size->text() != whole);

  const QTemporaryDir directory;
  const auto read = [&](const ExportChoice& choice) {
    vle::ui::saveExport(bench.control, choice, directory.filePath("a.csv"));
    QFile file(directory.filePath("a.csv"));
    if (!file.open(QIODevice::ReadOnly)) return QStringList();
    return QString::fromUtf8(file.readAll()).split('\n', Qt::SkipEmptyParts);
  };
  ExportChoice choice = dialog.choice();
  const QStringList thin = read(choice);
  choice.most_rows = 0;
  const QStringList all = read(choice);
  QVERIFY(all.size() > 2000);
  QVERIFY(thin.size() <= 1001 && thin.size() > 500);
  QCOMPARE(thin.last().split(',')[0], all.last().split(',')[0]);  // the end is there
  // No peak is lost: the extremes of a column are those of all rows.
  const auto extreme = [](const QStringList& table, const QString& column, bool is_high) {
    const auto c = table[0].split(',').indexOf(column);
    double found = is_high ? -1e300 : 1e300;
    for (int k = 1; k < table.size(); ++k) {
      const QString cell = table[k].split(',')[c];
      if (cell.isEmpty()) continue;
      found = is_high ? std::max(found, cell.toDouble()) : std::min(found, cell.toDouble());
    }
    return found;
  };
  const QString name = "learned/hidden.e[0]";
  const bool has_extremes = all[0].contains(name + " min");
  QCOMPARE(extreme(thin, name + " max", true),
           extreme(all, has_extremes ? name + " max" : name, true));
  QCOMPARE(extreme(thin, name + " min", false),
           extreme(all, has_extremes ? name + " min" : name, false));
}

void TestBoard::watchingChangesNothing() {
  constexpr std::int64_t kSteps = 20'000;
  const auto run = [&](bool is_watched) {
    vle::Project project = vle::loadProject("chain");
    if (is_watched) {
      project.board.push_back({.title = "h", .kind = vle::Plot::Kind::Heat, .probes = {"W2.W"}});
      project.board.push_back(
          {.title = "s", .kind = vle::Plot::Kind::Spectrum, .probes = {"hidden.r"}});
    } else {
      project.board = {{.title = "Loss", .kind = vle::Plot::Kind::Loss, .probes = {"loss"}}};
    }
    BoardBench bench(project);
    if (!is_watched) bench.board.hide();
    for (int k = 0; k < 4; ++k) {
      bench.lab.control().stepBy(kSteps / 4);
      const bool done = vle::test::eventually(
          [&] { return bench.lab.control().status().step >= (k + 1) * kSteps / 4; });
      if (!done) return std::vector<vle::State>{};
      if (is_watched) {
        bench.control.setFrozen(k % 2 == 0);
        BoardBench::wheel(*bench.control.plots()[0], BoardBench::at(*bench.control.plots()[0], 0.4),
                          1);
        bench.control.placeCursor(bench.control.plots()[1], 0.3, false);
      }
    }
    std::vector<vle::State> states;
    bench.lab.states().ask(&bench.lab,
                           [&](const auto&, const std::vector<vle::State>& now) { states = now; });
    (void)vle::test::eventually([&] { return !states.empty(); });
    return states;
  };
  const auto alone = run(false), watched = run(true);
  QCOMPARE(alone.size(), 3U);
  QVERIFY(alone == watched);
}

VLE_TEST(TestBoard, QApplication)
#include "tst_board.moc"
