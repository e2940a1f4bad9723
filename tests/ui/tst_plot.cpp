// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The live plots: which stretch of time and of values they show, what is drawn in which colour,
// when it is drawn again, and what a picture of them contains.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include <QImage>
#include <QTemporaryDir>
#include <QXmlStreamReader>
#include <QtTest>

#include "board/board_export.h"
#include "board/plot_board.h"
#include "drawing/style.h"
#include "io/project_file.h"
#include "model/variants.h"
#include "paint_counter.h"
#include "plot/dashes.h"
#include "plot/tick_text.h"
#include "plot/time_view.h"
#include "plot/trace_plot.h"
#include "plot/value_range.h"
#include "run_tests.h"
#include "session/number_text.h"
#include "tempo.h"

using vle::test::PaintCounter;
using vle::ui::Curve;
using vle::ui::Document;
using vle::ui::Extent;
using vle::ui::Lab;
using vle::ui::PlotBoard;
using vle::ui::Theme;
using vle::ui::TimeView;
using vle::ui::TimeWindow;
using vle::ui::TracePlot;
using vle::ui::ValueRange;

namespace {

Theme testTheme() {
  return {.name = "test",
          .is_dark = false,
          .background = Qt::white,
          .panel = Qt::white,
          .line = Qt::gray,
          .grid = Qt::lightGray,
          .text = Qt::black,
          .dim = Qt::darkGray,
          .accent = Qt::blue,
          .signal = QColor(1, 2, 3),
          .error = QColor(4, 5, 6),
          .feedback = QColor(7, 8, 9),
          .negative = QColor(19, 20, 21),
          .target = QColor(10, 11, 12),
          .input = QColor(13, 14, 15),
          .problem = QColor(16, 17, 18),
          .warning = QColor(19, 20, 21),
          .variants = {QColor(100, 0, 0), QColor(0, 100, 0), QColor(0, 0, 100)}};
}

/// A board on the screen with a project behind it.
struct PlotBench {
  explicit PlotBench(const vle::Project& project) : board(document, lab, focus, theme) {
    board.resize(830, 440);
    board.show();
    document.load(project, "test");
    QCoreApplication::processEvents();
  }
  /// Simulates and waits until the board shows it.
  bool simulate(std::int64_t steps) { return vle::test::simulate(lab, steps); }
  /// All plots of these boards are over time.
  [[nodiscard]] std::vector<TracePlot*> traces() const {
    std::vector<TracePlot*> traces;
    for (vle::ui::PlotWidget* plot : control.plots())
      traces.push_back(qobject_cast<TracePlot*>(plot));
    return traces;
  }
  [[nodiscard]] std::vector<const TracePlot*> slowPlots() const {
    std::vector<const TracePlot*> slow;
    for (const TracePlot* plot : traces()) {
      if (plot->content().is_slow) slow.push_back(plot);
    }
    return slow;
  }
  [[nodiscard]] int replots() const {
    int sum = 0;
    for (const auto* plot : control.plots()) sum += plot->replots();
    return sum;
  }

  Theme theme = testTheme();
  Document document;
  Lab lab{document, vle::test::kEqualPriorities};
  vle::ui::Focus focus{document};
  PlotBoard board;
  vle::ui::BoardController& control = board.controller();
};

vle::Project chainShowing(std::size_t visible = 3) {
  vle::Project project = vle::loadProject("chain");
  for (std::size_t k = visible; k < project.variants.size(); ++k) {
    project.variants[k].visible = false;
  }
  return project;
}

bool hasColor(const TracePlot& plot, const QColor& color) {
  return std::ranges::any_of(plot.list().traces,
                             [&](const auto& trace) { return trace.style.color == color; });
}

}  // namespace

class TestPlot : public QObject {
  Q_OBJECT

 private slots:
  void ticksAreRoundAndNeverRoundedAway();
  void slowRunScrollsSmoothly();
  void fastPeriodicRunStandsStill();
  void fastAperiodicRunShowsStills();
  void resetStartsTheWindowAnew();
  void wholeRunGrowsInRoundSteps_data();
  void wholeRunGrowsInRoundSteps();
  void rangeGrowsAtOnceAndShrinksLate();
  void aTransientThatLeftTheWindowLeavesTheRangeSoon();
  void outliersAndDivergedTracesDoNotRuinTheRange();
  void extremeValuesStayDrawable();
  void dashesStayOnTheCurveWhenTheWindowMoves();
  void simplifiedCurveKeepsPeaksAndGaps();
  void boardHasOnePlotForEachEntry();
  void oneVariantIsColouredByQuantity();
  void severalVariantsAreColouredByVariant();
  void hidingAVariantTakesItsCurvesAway();
  void sharedTracesStayWhenAllVariantsAreHidden();
  void targetsAndTheVariantOnTheCanvasLieOnTop();
  void legendsNameQuantitiesForPeople();
  void slowPlotsEndAtTheSameTime();
  void curvesAndTextsFollowTheInterfaceZoom();
  void lossHasALogarithmicAxis();
  void nothingIsPaintedAgainWithoutNews();
  void hiddenBoardIsNotPainted();
  void resetEmptiesThePlots();
  void emptyPlotsSayWhy();
  void exportWritesPictures_data();
  void exportWritesPictures();
  void exportRefusesUnknownEndings();
};

void TestPlot::ticksAreRoundAndNeverRoundedAway() {
  QCOMPARE(vle::ui::niceStep(10, 4), 5.0);
  QCOMPARE(vle::ui::niceStep(0.3, 3), 0.1);
  QCOMPARE(vle::ui::legibleStep(0.002, 0.0065, 30, 12), 0.004);  // 9 pixels would be too near
  QCOMPARE(vle::ui::legibleStep(0.002, 0.0065, 60, 12), 0.002);
  // A low axis: 20 is too close, 40 is cut off at the top; a 0 alone would tell no scale.
  using vle::ui::ValueAxis;
  QCOMPARE(vle::ui::valueStep(ValueAxis{.lo = -30, .hi = 40, .length = 55, .line = 16}), 30.0);
  QCOMPARE(vle::ui::valueStep(ValueAxis{.lo = -30, .hi = 40, .length = 200, .line = 16}), 20.0);
  QCOMPARE(vle::ui::decadeStep(ValueAxis{.lo = -6, .hi = 3, .length = 60, .line = 16}), 5.0);
  QCOMPARE(vle::ui::inSentence("Learning rate of B"), "learning rate of B");
  QCOMPARE(vle::ui::inSentence("W"), "W");
  QCOMPARE(vle::ui::timeText(12'000, 100), "12.0 s");
  QCOMPARE(vle::ui::timeText(12'300, 50), "12.30 s");
  QCOMPARE(vle::ui::timeText(12'305, 5), "12305 ms");
  QCOMPARE(vle::ui::tickText(-0.5, 0.5), "−0.5");
  QCOMPARE(vle::ui::tickText(1e-5, 1e-5), "1·10⁻⁵");
  QCOMPARE(vle::ui::powerOfTenText(-3), "10⁻³");
}

void TestPlot::slowRunScrollsSmoothly() {
  TimeView view;
  view.setUp(300, 62.5);
  double before = 0;
  for (int frame = 1; frame <= 400; ++frame) {  // 2 ms a frame
    const double t = 2.0 * frame;
    QVERIFY(view.advance(t, true, frame / 60.0) == (t > 300));
    QCOMPARE(view.window().to, std::max(300.0, t));
    QCOMPARE(view.window().to - view.window().from, 300.0);
    QVERIFY(view.window().to - before <= 300);
    before = view.window().to;
  }
  QVERIFY(view.mode() == TimeView::Mode::Follow);
  QVERIFY(!view.window().is_relative);
}

void TestPlot::fastPeriodicRunStandsStill() {
  TimeView view;
  view.setUp(300, 62.5);
  for (int frame = 1; frame <= 200; ++frame) {
    const double t = 33.3 * frame;
    view.advance(t, true, frame / 60.0);
    if (frame < 30) continue;
    QVERIFY(view.mode() == TimeView::Mode::InStep);
    QVERIFY(view.window().is_relative);
    const double periods = view.window().to / 62.5;
    QVERIFY(std::abs(periods - std::round(periods)) < 1e-6);
    QVERIFY(view.window().to <= t && view.window().to > t - 62.6);
  }
  // Paused, it shows the very newest.
  view.advance(6700, false, 4);
  QVERIFY(view.mode() == TimeView::Mode::Follow);
  QCOMPARE(view.window().to, 6700.0);
}

void TestPlot::fastAperiodicRunShowsStills() {
  TimeView view;
  view.setUp(300, 0);
  int changes = 0;
  for (int frame = 1; frame <= 180; ++frame) {
    const bool changed = view.advance(1000.0 * frame, true, frame / 60.0);
    if (frame > 60) changes += changed ? 1 : 0;
  }
  QVERIFY(view.mode() == TimeView::Mode::Stills);
  QVERIFY2(changes >= 8 && changes <= 11, qPrintable(QString::number(changes)));  // in two seconds
}

void TestPlot::resetStartsTheWindowAnew() {
  TimeView view;
  view.setUp(300, 62.5);
  for (int frame = 1; frame < 50; ++frame) view.advance(500.0 * frame, true, frame / 60.0);
  view.advance(0, true, 1);
  QVERIFY((view.window() == TimeWindow{0, 300, false}));
  QVERIFY(view.mode() == TimeView::Mode::Follow);
}

void TestPlot::wholeRunGrowsInRoundSteps_data() {
  QTest::addColumn<double>("t");
  QTest::addColumn<double>("end");
  QTest::newRow("nothing yet") << 0.0 << 1e3;
  QTest::newRow("exactly one second") << 1e3 << 1e3;
  QTest::newRow("just beyond") << 1001.0 << 2e3;
  QTest::newRow("4 s") << 4e3 << 5e3;
  QTest::newRow("31 s") << 31e3 << 60e3;
  QTest::newRow("61 s") << 61e3 << 100e3;
  QTest::newRow("101 s") << 101e3 << 150e3;
  QTest::newRow("a long day") << 1.1e8 << 1.5e8;
}

void TestPlot::wholeRunGrowsInRoundSteps() {
  QFETCH(const double, t);
  QFETCH(const double, end);
  QCOMPARE(vle::ui::wholeRun(t).from, 0.0);
  QCOMPARE(vle::ui::wholeRun(t).to, end);
}

void TestPlot::rangeGrowsAtOnceAndShrinksLate() {
  ValueRange range;
  range.follow({-1, 1}, 0);
  const Extent first{range.lower(), range.upper()};
  QVERIFY(first.lo < -1 && first.lo >= -1.5 && first.hi > 1 && first.hi <= 1.5);
  range.follow({-0.9, 1.05}, 0.1);
  QCOMPARE(range.upper(), first.hi);  // no trembling
  range.follow({-1, 5}, 0.2);
  QVERIFY(range.upper() > 5);
  QCOMPARE(range.lower(), first.lo);
  const double wide = range.upper();
  range.follow({-1, 1}, 1);
  range.follow({-1, 1}, 3.5);
  QCOMPARE(range.upper(), wide);
  range.follow({-1, 1}, 4.5);
  QVERIFY(range.upper() < 2);
}

void TestPlot::aTransientThatLeftTheWindowLeavesTheRangeSoon() {
  ValueRange range;
  double now = 0;
  // It decays while one looks, by a factor of 1.2 a frame, down to the signal.
  double size = 50'000;
  for (; size > 1; size /= 1.2, now += 1.0 / 60) range.follow({-size, 0.5}, now);
  const double settled = now;
  while (range.lower() < -5 && now < settled + 5) {
    now += 1.0 / 60;
    range.follow({-1, 0.5}, now);
  }
  QVERIFY2(now - settled < 0.6, qPrintable(QString::number(now - settled)));
  QVERIFY(range.lower() <= -1 && range.lower() > -2);
}

void TestPlot::outliersAndDivergedTracesDoNotRuinTheRange() {
  std::vector<double> values, none;
  for (int k = 0; k < 1000; ++k) values.push_back(std::sin(k));
  std::vector<double> spiked = values;
  spiked[500] = 1e6;
  QVERIFY(vle::ui::extentOf(spiked, none)->hi < 2);
  std::vector<double> pulse(1000, 0.0);
  pulse[500] = 1;
  QCOMPARE(vle::ui::extentOf(pulse, none)->hi, 1.0);  // all there is to see is no outlier
  std::vector<double> wild = {1, 10, 1e10, std::numeric_limits<double>::infinity()};
  const auto extent = vle::ui::extentOf(values, wild);
  QVERIFY(extent->hi > 1 && extent->hi < 5);
  QVERIFY(!vle::ui::extentOf(none, none));
}

void TestPlot::extremeValuesStayDrawable() {
  for (const double y : {0.0, 1e-300, 1e300, -1e300, 1e-5, 123456.0}) {
    std::vector<double> values(10, y), none;
    ValueRange range;
    range.follow(*vle::ui::extentOf(values, none), 0);
    QVERIFY(std::isfinite(range.lower()) && std::isfinite(range.upper()));
    QVERIFY(range.upper() - range.lower() > 1e-280);
    QVERIFY(range.upper() - range.lower() < 1e250);
  }
}

void TestPlot::dashesStayOnTheCurveWhenTheWindowMoves() {
  const auto wave = [](int first) {
    Curve curve;
    for (int k = first; k < first + 500; ++k) {
      curve.t.push_back(k);
      curve.y.push_back(40 * std::sin(k / 20.0));
    }
    return curve;
  };
  const auto isLine = [](const Curve& cut, double t) {
    const auto next = std::ranges::upper_bound(cut.t, t) - cut.t.begin();
    const auto k = static_cast<std::size_t>(next);
    return k > 0 && k < cut.t.size() && std::isfinite(cut.y[k]) && std::isfinite(cut.y[k - 1]);
  };
  vle::ui::Dasher dasher;
  Curve before = dasher.cut(wave(0), vle::ui::dashPattern(1), 1, 1);
  QVERIFY(std::ranges::any_of(before.y, [](double y) { return std::isnan(y); }));
  for (int first = 7; first < 300; first += 7) {
    const Curve now = dasher.cut(wave(first), vle::ui::dashPattern(1), 1, 1);
    QVERIFY(std::ranges::is_sorted(now.t));
    int same = 0, all = 0;
    for (double t = first + 1.3; t < first + 480; t += 1, ++all) {
      same += isLine(before, t) == isLine(now, t) ? 1 : 0;
    }
    QVERIFY(same > 0.97 * all);
    before = now;
  }
}

void TestPlot::simplifiedCurveKeepsPeaksAndGaps() {
  Curve curve;
  for (int k = 0; k < 1000; ++k) {
    curve.t.push_back(k);
    curve.y.push_back(k == 300 ? 50 : k == 600 ? std::numeric_limits<double>::quiet_NaN() : 0);
  }
  const Curve simple = vle::ui::simplified(curve, 0.2, 1, 1);
  QVERIFY(simple.t.size() < 20);
  QCOMPARE(std::ranges::count(simple.y, 50.0), 1);
  QCOMPARE(std::ranges::count_if(simple.y, [](double y) { return std::isnan(y); }), 1);
  QCOMPARE(simple.t.front(), 0.0);
  QCOMPARE(simple.t.back(), 999.0);
}

void TestPlot::boardHasOnePlotForEachEntry() {
  PlotBench bench(chainShowing());
  QCOMPARE(bench.traces().size(), bench.document.project().board.size());
  QCOMPARE(bench.traces()[0]->content().title, "Output and target");
  const int left = bench.traces()[0]->x();
  QCOMPARE(bench.traces()[2]->x(), left);
  QVERIFY(bench.traces()[3]->x() > left + 300);
  QVERIFY(!bench.traces()[0]->hasTimeLabels());
  QVERIFY(bench.traces()[2]->hasTimeLabels());
  bench.board.resize(400, 900);
  QCOMPARE(bench.traces()[3]->x(), left);
  vle::Project fewer = chainShowing();
  fewer.board.resize(2);
  bench.document.load(fewer, "fewer");
  QCoreApplication::processEvents();
  QCOMPARE(bench.traces().size(), 2U);
}

void TestPlot::oneVariantIsColouredByQuantity() {
  PlotBench bench(chainShowing(1));
  QVERIFY(bench.simulate(500));
  const auto plots = bench.traces();
  QVERIFY(hasColor(*plots[0], bench.theme.signal));
  QVERIFY(hasColor(*plots[0], bench.theme.target));
  QVERIFY(hasColor(*plots[1], bench.theme.error));
  QVERIFY(hasColor(*plots[2], bench.theme.input));
  QVERIFY(hasColor(*plots[5], bench.theme.feedback));
  QCOMPARE(plots[1]->list().traces.size(), 2U);
  QVERIFY(plots[1]->list().traces[0].style.dash != plots[1]->list().traces[1].style.dash);
  QCOMPARE(plots[1]->list().legend.size(), 2U);
}

void TestPlot::severalVariantsAreColouredByVariant() {
  PlotBench bench(chainShowing());
  QVERIFY(bench.simulate(500));
  const auto plots = bench.traces();
  for (const QColor& color : bench.theme.variants) {
    QVERIFY(hasColor(*plots[0], color));
    QVERIFY(hasColor(*plots[3], color));
  }
  QVERIFY(!hasColor(*plots[0], bench.theme.signal));
  QCOMPARE(plots[0]->list().traces.size(), 4U);  // three outputs, the target once
  QCOMPARE(plots[2]->list().traces.size(), 1U);  // the input once
  QCOMPARE(plots[4]->list().traces.size(), 8U);  // two weights three times, two teachers once
  QCOMPARE(plots[3]->list().legend.size(), 3U);  // which colour is which variant
}

void TestPlot::hidingAVariantTakesItsCurvesAway() {
  PlotBench bench(chainShowing());
  QVERIFY(bench.simulate(500));
  QCOMPARE(bench.traces()[1]->list().traces.size(), 6U);
  bench.document.load(chainShowing(2), "test");
  QVERIFY(vle::test::eventually([&bench] { return bench.lab.control().status().step == 0; }));
  QVERIFY(bench.simulate(500));
  QCOMPARE(bench.traces()[1]->list().traces.size(), 4U);
  QVERIFY(!hasColor(*bench.traces()[1], bench.theme.variants[2]));
}

void TestPlot::sharedTracesStayWhenAllVariantsAreHidden() {
  PlotBench bench(chainShowing(0));
  QVERIFY(bench.simulate(500));
  const auto plots = bench.traces();
  QCOMPARE(plots[0]->list().traces.size(), 1U);  // the target
  QCOMPARE(plots[2]->list().traces.size(), 1U);  // the input
  QCOMPARE(plots[4]->list().traces.size(), 2U);  // the teachers
  QVERIFY(plots[1]->list().traces.empty());
  QVERIFY(plots[0]->notice().isEmpty() && plots[2]->notice().isEmpty());
  QCOMPARE(plots[1]->notice(), "all variants are hidden");
}

void TestPlot::targetsAndTheVariantOnTheCanvasLieOnTop() {
  PlotBench bench(chainShowing());
  QVERIFY(bench.simulate(500));
  const TracePlot& output = *bench.traces()[0];
  const auto id = [&bench](std::size_t k) { return bench.lab.variants()[k].variant.id; };
  const auto order = [&output] {
    std::vector<vle::VariantId> ids;
    for (const auto& trace : output.list().traces) ids.push_back(trace.variant);
    return ids;
  };
  const auto& last = output.list().traces.back();
  QCOMPARE(last.style.color, bench.theme.target);
  QVERIFY(last.style.width > output.list().traces[0].style.width);
  QCOMPARE(order()[2], id(0));
  bench.lab.showVariant(1);
  QVERIFY(bench.simulate(10));
  QCOMPARE(order()[2], id(1));
}

void TestPlot::legendsNameQuantitiesForPeople() {
  PlotBench bench(chainShowing(1));
  QVERIFY(bench.simulate(100));
  const auto labels = [&bench](std::size_t k) {
    QStringList texts;
    for (const auto& entry : bench.traces()[k]->list().legend) texts << entry.label;
    return texts;
  };
  QCOMPARE(labels(0), (QStringList{"output r", "target r*"}));
  QCOMPARE(labels(1), (QStringList{"output e", "hidden e"}));
  QCOMPARE(labels(4), (QStringList{"W1", "W2", "teacher"}));
  QCOMPARE(labels(5), (QStringList{"B of W2", "expected"}));
}

void TestPlot::slowPlotsEndAtTheSameTime() {
  PlotBench bench(chainShowing());
  bench.lab.control().setSpeed(20);
  bench.lab.control().run();
  int checked = 0, differing = 0;
  connect(&bench.lab, &Lab::frame, &bench.board, [&] {
    const auto slow = bench.slowPlots();
    if (slow.size() < 3 || slow[0]->list().traces.empty()) return;
    ++checked;
    for (const TracePlot* plot : slow) {
      const bool same = plot->timeWindow() == slow[0]->timeWindow() &&
                        plot->curve(0).t.back() == slow[0]->curve(0).t.back();
      differing += same ? 0 : 1;
    }
  });
  const int before = bench.slowPlots()[0]->replots();
  EVENTUALLY(checked > 10 && bench.slowPlots()[0]->replots() - before > 3);
  bench.lab.control().pause();
  QCOMPARE(differing, 0);
  // Paused, all of them get the newest rows, though no frame comes any more.
  for (const TracePlot* plot : bench.traces()) {
    EVENTUALLY_COMPARE(plot->curve(0).t.back(), bench.lab.traces().newest());
  }
}

void TestPlot::curvesAndTextsFollowTheInterfaceZoom() {
  QFont font = QApplication::font();
  font.setPixelSize(13);
  QCOMPARE(vle::ui::penScale(font), 1.0);
  const int usual = vle::ui::titleHeight(font);
  font.setPixelSize(26);
  QCOMPARE(vle::ui::penScale(font), 2.0);
  QVERIFY(vle::ui::titleHeight(font) > 1.6 * usual);
  // Zooming reaches the plots by the application's font.
  PlotBench bench(chainShowing());
  vle::ui::applyTheme(bench.theme, 2);
  bench.board.themeChanged();
  QCOMPARE(vle::ui::penScale(bench.traces()[0]->font()), 2.0);
  // A plot has twice the least height, too; what does not fit scrolls.
  bench.board.resize(600, 120);
  QVERIFY(bench.traces()[0]->height() >= 2 * 90);
  vle::ui::applyTheme(bench.theme, 1);
  bench.board.themeChanged();
  QCOMPARE(vle::ui::penScale(bench.traces()[0]->font()), 1.0);
}

void TestPlot::lossHasALogarithmicAxis() {
  PlotBench bench(chainShowing());
  QVERIFY(bench.simulate(20'000));
  const TracePlot& loss = *bench.traces()[3];
  QVERIFY(loss.content().is_log && loss.content().is_slow);
  const Extent decades = loss.valueLimits();
  QCOMPARE(decades.lo, std::round(decades.lo));
  QCOMPARE(decades.hi, std::round(decades.hi));
  const double newest = std::log10(loss.curve(0).y.back());
  QVERIFY(newest > decades.lo && newest < decades.hi);
  QCOMPARE(loss.timeWindow().to, 2000.0);
}

void TestPlot::nothingIsPaintedAgainWithoutNews() {
  PlotBench bench(chainShowing());
  QVERIFY(bench.simulate(5000));
  const int before = bench.replots();
  QVERIFY(before > 0);
  PaintCounter paints;  // title rows are painted apart from the axes
  bench.board.installEventFilter(&paints);
  for (QWidget* widget : bench.board.findChildren<QWidget*>()) widget->installEventFilter(&paints);
  vle::test::letPass(300);
  QCOMPARE(bench.replots(), before);
  QCOMPARE(paints.count, 0);
  QVERIFY(bench.simulate(10));
  QVERIFY(bench.replots() > before);
  QVERIFY(paints.count > 0);
}

void TestPlot::hiddenBoardIsNotPainted() {
  PlotBench bench(chainShowing());
  QVERIFY(bench.simulate(100));
  bench.board.hide();
  const int before = bench.replots();
  QVERIFY(bench.simulate(1000));
  QCOMPARE(bench.replots(), before);
  bench.board.show();
  EVENTUALLY(bench.replots() > before);
  QCOMPARE(bench.traces()[2]->curve(0).t.back(), bench.lab.traces().newest());
}

void TestPlot::resetEmptiesThePlots() {
  PlotBench bench(chainShowing());
  QVERIFY(bench.simulate(20'000));
  QVERIFY(bench.traces()[0]->timeWindow().from > 0);
  bench.lab.control().reset();
  EVENTUALLY_COMPARE(bench.traces()[0]->timeWindow().from, 0.0);
  QCOMPARE(bench.traces()[3]->timeWindow().to, 1000.0);
  QVERIFY(!bench.traces()[0]->notice().isEmpty());
}

void TestPlot::emptyPlotsSayWhy() {
  PlotBench bench(chainShowing());
  EVENTUALLY_COMPARE(bench.traces()[0]->notice(), "waiting for data");
  QVERIFY(bench.simulate(100));
  QVERIFY(bench.traces()[0]->notice().isEmpty());
  bench.document.load(chainShowing(0), "test");
  EVENTUALLY_COMPARE(bench.traces()[0]->notice(), "all variants are hidden");
}

void TestPlot::exportWritesPictures_data() {
  QTest::addColumn<QString>("ending");
  for (const char* ending : {"png", "svg", "pdf"}) QTest::newRow(ending) << QString(ending);
}

void TestPlot::exportWritesPictures() {
  QFETCH(const QString, ending);
  PlotBench bench(chainShowing());
  QVERIFY(bench.simulate(20'000));
  const QTemporaryDir directory;
  const QString file = directory.filePath("board." + ending);
  const vle::Project& project = bench.document.project();
  vle::ui::saveBoard(project, vle::runningVariants(project), bench.lab.traces(), bench.theme, file);
  QFile read(file);
  QVERIFY(read.open(QIODevice::ReadOnly));
  if (ending == "png") {
    const QImage image(file);
    QCOMPARE(image.size(), QSize(1600, 1000));
    int colored = 0;  // pixels of the first variant: legends and curves, all over the picture
    for (int y = 0; y < image.height(); ++y) {
      for (int x = 0; x < image.width(); ++x) {
        colored += image.pixelColor(x, y) == bench.theme.variants[0] ? 1 : 0;
      }
    }
    QVERIFY2(colored > 1000, qPrintable(QString::number(colored)));
  } else if (ending == "svg") {
    QXmlStreamReader xml(&read);
    int lines = 0, images = 0;
    QString text;
    while (!xml.atEnd()) {
      if (xml.readNext() == QXmlStreamReader::Characters) text += xml.text();
      if (!xml.isStartElement()) continue;
      lines += xml.name() == u"polyline" || xml.name() == u"path" ? 1 : 0;
      images += xml.name() == u"image" ? 1 : 0;
    }
    QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
    QVERIFY(lines > 50);
    QCOMPARE(images, 0);  // vectors only
    QVERIFY(text.contains("Output and target") && text.contains("learned B"));
  } else {
    const QByteArray bytes = read.readAll();
    QVERIFY(bytes.startsWith("%PDF-") && bytes.trimmed().endsWith("%%EOF"));
    QVERIFY(bytes.contains("/MediaBox [0 0 960"));
    QVERIFY(!bytes.contains("/Subtype /Image"));
  }
}

void TestPlot::exportRefusesUnknownEndings() {
  const vle::ui::TraceStore nothing;
  const QTemporaryDir directory;
  QVERIFY_THROWS_EXCEPTION(vle::Error, vle::ui::saveBoard(chainShowing(), {}, nothing, testTheme(),
                                                          directory.filePath("board.txt")));
  QVERIFY_THROWS_EXCEPTION(vle::Error, vle::ui::saveBoard(chainShowing(), {}, nothing, testTheme(),
                                                          "/nonexistent/board.png"));
}

VLE_TEST(TestPlot, QApplication)
#include "tst_plot.moc"
