// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The whole window through its real widgets: motion within a second, every control, both themes,
// any size, closing while running.
#include <algorithm>
#include <cmath>

#include <QCheckBox>
#include <QDialog>
#include <QHBoxLayout>
#include <QHelpEvent>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QScreen>
#include <QSettings>
#include <QSignalSpy>
#include <QSlider>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QToolButton>
#include <QToolTip>

#include "answers.h"
#include "board/export_dialog.h"
#include "board/plot_board.h"
#include "board/probe_chooser.h"
#include "editor/graph_view.h"
#include "inspector/inspector.h"
#include "io/project_file.h"
#include "main_window.h"
#include "model/cures.h"
#include "model/proposals.h"
#include "model/validate.h"
#include "model/variants.h"
#include "random_actions.h"
#include "run/problems_panel.h"
#include "run/transport_bar.h"
#include "run_tests.h"
#include "sim/simulator.h"
#include "specs.h"
#include "tempo.h"
#include "variants/variants_panel.h"
#include "widgets/overflow.h"

using namespace vle;
using namespace vle::ui;

namespace {

QToolButton* button(const MainWindow& window, ActionId id) {
  for (QToolButton* candidate : window.findChildren<QToolButton*>()) {
    if (candidate->defaultAction() == window.actions()[id]) return candidate;
  }
  return nullptr;
}

void open(MainWindow& window, Project project = test::chain()) {
  window.open(std::move(project), QStringLiteral("chain"));
  window.show();
  QVERIFY(vle::test::isExposed(window));
}

}  // namespace

class TestWindow : public QObject {
  Q_OBJECT

 private slots:
  void motionStartsWithinASecond();
  void spaceAndButtonPlayAndPause();
  void spaceOnAFocusedButtonPressesIt();
  void learningStaysOffThroughAReset();
  void stepButtonsStepExactly();
  void resetGoesToZeroAndKeepsRunning();
  void reseedIsUndoable();
  void sliderAndKeysSetTheSpeed();
  void learningSwitchFreezesTheWeights();
  void variantsAreShownAndHidden();
  void theBoardIsReachedWhereverTheKeyboardIs();
  void aWindowLengthIsOfOneProject();
  void panelsGiveWayToOneAnother();
  void problemsDoNotMoveWhatIsWorkedIn();
  void theWindowFitsItsScreen();
  void themesSwitchEverything();
  void zoomEnlargesTheInterface();
  void barsHoldWhatTheyShowAtEveryZoom();
  void zoomThereAndBackChangesNothing();
  void anotherProjectGivesTheKeyboardToTheCanvas();
  void aLargeInterfaceFoldsAndStaysOnItsScreen();
  void longToolTipsWrap();
  void aBarThatIsResizedWhileItFitsComesToRest();
  void everySizeAndAnyNetworkPaints();
  void nonsenseNeverStopsTheWindow();
  void aMonkeyComparesOpensUndoesAndExports_data();
  void aMonkeyComparesOpensUndoesAndExports();
  void closingWhileRunningIsPrompt();
  void theWindowGivesTheBitsOfAHeadlessRun();
};

void TestWindow::motionStartsWithinASecond() {
  MainWindow window(QStringLiteral("light"), vle::test::kEqualPriorities);
  open(window);
  EVENTUALLY(window.lab().control().status().t > 0);
  const QImage first = window.grab().toImage();
  EVENTUALLY(window.lab().control().status().t > 200);
  EVENTUALLY(window.grab().toImage() != first);
  QVERIFY(window.windowTitle().contains(QStringLiteral("Chain")));
}

void TestWindow::spaceAndButtonPlayAndPause() {
  MainWindow window(QStringLiteral("light"), vle::test::kEqualPriorities);
  open(window);
  EVENTUALLY(window.lab().control().status().t > 0);
  QVERIFY(window.lab().control().status().is_running);
  QTest::keyClick(&window, Qt::Key_Space);
  QVERIFY(!window.lab().control().status().is_running);
  QVERIFY(test::settle(window.lab()));
  const double t = window.lab().control().status().t;
  for (QToolButton* play : window.findChildren<QToolButton*>()) {
    if (play->property("role").toString() == QLatin1String("play")) {
      QTest::mouseClick(play, Qt::LeftButton);
    }
  }
  QVERIFY(window.lab().control().status().is_running);
  EVENTUALLY(window.lab().control().status().t > t);
}

void TestWindow::spaceOnAFocusedButtonPressesIt() {
  MainWindow window(QStringLiteral("light"), vle::test::kEqualPriorities);
  open(window);
  EVENTUALLY(window.lab().control().status().t > 300);
  QToolButton* reset = button(window, ActionId::Reset);
  reset->setFocus();
  QTest::keyClick(reset, Qt::Key_Space);
  QVERIFY(window.lab().control().status().is_running);  // not paused …
  QVERIFY(window.lab().control().status().t < 300);     // … but reset
  auto* learning = window.findChild<QCheckBox*>();
  learning->setFocus();
  QTest::keyClick(learning, Qt::Key_Space);
  QVERIFY(!learning->isChecked());
}

void TestWindow::learningStaysOffThroughAReset() {
  MainWindow window(QStringLiteral("light"), vle::test::kEqualPriorities);
  open(window);
  EVENTUALLY(window.lab().control().status().t > 100);
  QTest::keyClick(&window, Qt::Key_L);
  QTest::keyClick(&window, Qt::Key_R);
  EVENTUALLY(window.lab().control().status().t > 300);
  QCOMPARE(*window.lab().traces().last(test::idOf(window.lab(), "learned"), "W1.W[0;0]"), 0.4);
}

void TestWindow::stepButtonsStepExactly() {
  MainWindow window(QStringLiteral("light"), vle::test::kEqualPriorities);
  open(window);
  QTest::keyClick(&window, Qt::Key_Space);
  QVERIFY(test::settle(window.lab()));
  const std::pair<ActionId, std::int64_t> steps[] = {
      {ActionId::StepDt, 1}, {ActionId::StepTau, 10}, {ActionId::StepPeriod, 625}};
  for (const auto& [id, n] : steps) {
    const std::int64_t before = window.lab().control().status().step;
    QToolButton* widget = button(window, id);
    QVERIFY(widget != nullptr);
    QTest::mouseClick(widget, Qt::LeftButton);
    EVENTUALLY_COMPARE(window.lab().control().status().step, before + n);
  }
  QVERIFY(!window.lab().control().status().is_running);
}

void TestWindow::resetGoesToZeroAndKeepsRunning() {
  MainWindow window(QStringLiteral("light"), vle::test::kEqualPriorities);
  open(window);
  EVENTUALLY(window.lab().control().status().t > 500);
  QTest::mouseClick(button(window, ActionId::Reset), Qt::LeftButton);
  EVENTUALLY(window.lab().control().status().t < 400);
  EVENTUALLY(window.lab().control().status().t > 500);
  QVERIFY(!window.document().undoStack().canUndo());  // a reset changes no document
}

void TestWindow::reseedIsUndoable() {
  MainWindow window(QStringLiteral("light"), vle::test::kEqualPriorities);
  open(window);
  EVENTUALLY(window.lab().control().status().t > 300);
  QTest::mouseClick(button(window, ActionId::Reseed), Qt::LeftButton);
  QCOMPARE(window.document().project().settings.seed, 2);
  QVERIFY(window.isWindowModified());
  EVENTUALLY(window.lab().control().status().t > 100);
  const double t = window.lab().control().status().t;
  QTest::keyClick(&window, Qt::Key_Z, Qt::ControlModifier);
  QCOMPARE(window.document().project().settings.seed, 1);
  QVERIFY(vle::test::letPass(window.lab(), 100));
  QVERIFY2(window.lab().control().status().t >= t, "undo never resets the run");
}

void TestWindow::sliderAndKeysSetTheSpeed() {
  MainWindow window(QStringLiteral("light"), vle::test::kEqualPriorities);
  open(window);
  auto* slider = window.findChild<QSlider*>();
  QVERIFY(slider != nullptr);
  QCOMPARE(window.lab().control().status().speed, 1.0);
  slider->setValue(slider->maximum());
  QCOMPARE(window.lab().control().status().speed, kNever);
  EVENTUALLY(window.lab().control().status().reached_speed > 0);
  slider->setValue(0);
  QCOMPARE(window.lab().control().status().speed, 0.01);
  QTest::keyClick(&window, Qt::Key_BracketRight);
  QCOMPARE(window.lab().control().status().speed, 0.02);
  slider->setValue(slider->maximum());
  for (int k = 0; k < 10; ++k) QTest::keyClick(&window, Qt::Key_BracketLeft);
  QCOMPARE(window.lab().control().status().speed, 1.0);  // whole decades are met on the way
  for (const int position : {0, 20, 40, 77, 100, kUnlimitedPosition}) {
    QCOMPARE(speedPosition(speedAt(position)), position);
  }
}

void TestWindow::learningSwitchFreezesTheWeights() {
  MainWindow window(QStringLiteral("light"), vle::test::kEqualPriorities);
  open(window);
  EVENTUALLY(window.lab().control().status().t > 200);
  auto* learning = window.findChild<QCheckBox*>();
  QTest::mouseClick(learning, Qt::LeftButton, Qt::NoModifier, QPoint(8, learning->height() / 2));
  QVERIFY(!learning->isChecked());
  QVERIFY(vle::test::letPass(window.lab(), 200));
  const auto W = window.lab().traces().last(test::idOf(window.lab(), "learned"), "W1.W[0;0]");
  const double t = window.lab().control().status().t;
  EVENTUALLY(window.lab().control().status().t > t + 300);
  QCOMPARE(window.lab().traces().last(test::idOf(window.lab(), "learned"), "W1.W[0;0]"), W);
  QTest::keyClick(&window, Qt::Key_L);
  QVERIFY(learning->isChecked());
  EVENTUALLY(window.lab().traces().last(test::idOf(window.lab(), "learned"), "W1.W[0;0]") != W);
}

void TestWindow::variantsAreShownAndHidden() {
  MainWindow window(QStringLiteral("light"), vle::test::kEqualPriorities);
  open(window);
  EVENTUALLY(window.lab().live().network() != nullptr);
  QCOMPARE(window.lab().variants().size(), std::size_t{3});
  auto* list = window.findChild<VariantList*>();
  const auto row = [list](int k) { return list->model()->index(k, 0); };
  QTest::mouseClick(list->viewport(), Qt::LeftButton, Qt::NoModifier,
                    list->visualRect(row(1)).center());
  QCOMPARE(window.lab().shown(), std::size_t{1});
  EVENTUALLY_COMPARE(window.lab().live().network()->projection(ProjectionId{12})->feedback,
                     FeedbackKind::Transpose);
  QTest::mouseClick(list->viewport(), Qt::LeftButton, Qt::NoModifier,
                    list->dotRect(row(2)).center());
  QVERIFY(!window.document().project().variants[2].visible);
  EVENTUALLY(!window.lab().variants()[2].variant.visible);
  QTest::keyClick(&window, Qt::Key_Z, Qt::ControlModifier);
  EVENTUALLY(window.lab().variants()[2].variant.visible);
}

void TestWindow::theBoardIsReachedWhereverTheKeyboardIs() {
  MainWindow window(QStringLiteral("light"), vle::test::kEqualPriorities);
  open(window);
  auto* board = window.findChild<PlotBoard*>();
  auto* canvas = window.findChild<GraphView*>();
  EVENTUALLY(window.lab().live().network() != nullptr);
  for (QWidget* place : std::initializer_list<QWidget*>{canvas, window.findChild<VariantList*>(),
                                                        board->controller().plots()[0]}) {
    place->setFocus();
    QTest::keyClick(place, Qt::Key_H);
    QVERIFY(board->controller().isFrozen());
    EVENTUALLY(window.actions()[ActionId::Freeze]->isChecked());
    QTest::keyClick(place, Qt::Key_H, Qt::ShiftModifier);
    QVERIFY(!board->controller().isFrozen());
    EVENTUALLY(!window.actions()[ActionId::Freeze]->isChecked());
  }
  canvas->setFocus();
  window.setPanels(QStringLiteral("network"));
  QTest::keyClick(canvas, Qt::Key_P);
  QVERIFY(board->isVisible());
  auto* chooser = window.findChild<ProbeChooser*>();
  QVERIFY(chooser != nullptr && chooser->isVisible());
  chooser->reject();
  QTest::keyClick(canvas, Qt::Key_E, Qt::ControlModifier);
  auto* dialog = qobject_cast<ExportDialog*>(QApplication::activeModalWidget());
  QVERIFY(dialog != nullptr);
  QCOMPARE(dialog->windowTitle(), QStringLiteral("Export"));
  dialog->reject();
  const QList<QAction*> menus = window.menuBar()->actions();
  QVERIFY(std::ranges::any_of(menus, [&window](const QAction* menu) {
    return menu->menu()->actions().contains(window.actions()[ActionId::AddPlot]);
  }));
}

void TestWindow::aWindowLengthIsOfOneProject() {
  MainWindow window(QStringLiteral("light"), vle::test::kEqualPriorities);
  open(window);
  auto* board = window.findChild<PlotBoard*>();
  board->controller().setWindowLength(20);
  QCOMPARE(board->controller().windowLength(), 20.0);
  window.open(test::oneNeuron(), QStringLiteral("another"));
  QCOMPARE(board->controller().windowLength(), 0.0);
}

void TestWindow::panelsGiveWayToOneAnother() {
  MainWindow window(QStringLiteral("light"), vle::test::kEqualPriorities);
  open(window);
  auto* canvas = window.findChild<GraphView*>();
  auto* board = window.findChild<PlotBoard*>();
  QTest::keyClick(&window, Qt::Key_2, Qt::ControlModifier);
  QVERIFY(canvas->isVisible() && !board->isVisible());
  QTest::keyClick(&window, Qt::Key_3, Qt::ControlModifier);
  QVERIFY(!canvas->isVisible() && board->isVisible());
  QTest::keyClick(&window, Qt::Key_1, Qt::ControlModifier);
  QVERIFY(canvas->isVisible() && board->isVisible());
}

void TestWindow::problemsDoNotMoveWhatIsWorkedIn() {
  MainWindow window(QStringLiteral("light"), vle::test::kEqualPriorities);
  window.resize(1280, 800);
  open(window);
  const auto* inspector = window.findChild<Inspector*>();
  const auto* problems = window.findChild<ProblemsPanel*>();
  const QPoint before = inspector->mapTo(&window, QPoint());
  QVERIFY(!problems->isVisible());
  Settings settings = window.document().project().settings;
  for (const double dt : {0.2, -1.0}) {  // a warning, an error
    settings.dt = dt;
    window.document().push(QStringLiteral("x"), {SetSettings{settings}});
    EVENTUALLY(problems->isVisible());
    vle::test::letPass(100);
    QCOMPARE(inspector->mapTo(&window, QPoint()), before);
  }
}

void TestWindow::theWindowFitsItsScreen() {
  const QTemporaryDir settings;
  QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings.path());
  MainWindow window(QStringLiteral("light"), vle::test::kEqualPriorities);
  window.restoreLayout();
  const QSize room = window.screen()->availableSize();
  QVERIFY(room.width() < 1280 || room.height() < 830);  // or this test shows nothing
  QVERIFY(window.width() <= room.width() && window.height() < room.height());
}

void TestWindow::themesSwitchEverything() {
  MainWindow window(QStringLiteral("light"), vle::test::kEqualPriorities);
  open(window);
  EVENTUALLY(window.lab().control().status().t > 100);
  const QImage light = window.grab().toImage();
  QVERIFY(light.pixelColor(2, light.height() - 3).lightness() > 200);
  QTest::keyClick(&window, Qt::Key_T, Qt::ControlModifier);
  QVERIFY(window.theme().is_dark);
  const QImage dark = window.grab().toImage();
  // No patch of the other theme is left: hardly any pixel is as bright as the light panels.
  qint64 bright = 0;
  for (int y = 0; y < dark.height(); y += 3) {
    for (int x = 0; x < dark.width(); x += 3) bright += dark.pixelColor(x, y).lightness() > 235;
  }
  QVERIFY2(bright < dark.width() * dark.height() / 9 / 50, "light patches in the dark theme");
}

void TestWindow::zoomEnlargesTheInterface() {
  MainWindow window(QStringLiteral("light"), vle::test::kEqualPriorities);
  open(window);
  const int before = window.findChild<QCheckBox*>()->sizeHint().height();
  for (int k = 0; k < 5; ++k) QTest::keyClick(&window, Qt::Key_Plus, Qt::ControlModifier);
  EVENTUALLY(window.findChild<QCheckBox*>()->sizeHint().height() > before);
  // Figures of the bar are never cut, and the window does not grow with them.
  for (QLabel* label : window.findChildren<QLabel*>()) {
    if (label->isVisible() && label->property("role").toString() == QLatin1String("figure")) {
      QVERIFY2(label->fontMetrics().horizontalAdvance(label->text()) <= label->width(),
               qPrintable(label->text()));
    }
  }
  QCOMPARE(window.width(), 1280);
  QTest::keyClick(&window, Qt::Key_0, Qt::ControlModifier);
  EVENTUALLY_COMPARE(window.findChild<QCheckBox*>()->sizeHint().height(), before);
}

/// The widgets of a bar from left to right: none lies over another, none is cut.
QString crowdedIn(const QWidget& bar) {
  QWidgetList row = bar.findChildren<QWidget*>(Qt::FindDirectChildrenOnly);
  row.removeIf([](const QWidget* widget) { return !widget->isVisible(); });
  std::ranges::sort(row, {}, [](const QWidget* widget) { return widget->x(); });
  int end = 0;
  for (const QWidget* widget : row) {
    const int needed = std::min(widget->minimumSizeHint().width(), widget->maximumWidth());
    if (widget->x() < end || widget->width() < needed || widget->geometry().right() > bar.width()) {
      return QStringLiteral("%1 %2: %3 … %4 of %5, needs %6, free from %7")
          .arg(QLatin1String(widget->metaObject()->className()), widget->accessibleName())
          .arg(widget->x())
          .arg(widget->geometry().right())
          .arg(bar.width())
          .arg(needed)
          .arg(end);
    }
    end = widget->geometry().right() + 1;
  }
  return {};
}

void TestWindow::barsHoldWhatTheyShowAtEveryZoom() {
  MainWindow window(QStringLiteral("light"), vle::test::kEqualPriorities);
  window.resize(1366, 768);
  open(window);
  const auto* more = window.findChild<QToolButton*>(QStringLiteral("transport.more"));
  const auto* board_more = window.findChild<QToolButton*>(QStringLiteral("board.more"));
  const auto step = [&](ActionId id) {
    window.actions()[id]->trigger();
    vle::test::letPass(30);
    for (const QToolButton* one : {more, board_more}) {
      const QString crowded = crowdedIn(*one->parentWidget());
      QVERIFY2(crowded.isEmpty(), qPrintable(crowded));
    }
  };
  for (int k = 0; k < 8; ++k) step(ActionId::ZoomIn);
  QVERIFY(more->isVisible() && board_more->isVisible());
  for (int k = 0; k < 8; ++k) step(ActionId::ZoomOut);
  QVERIFY(!more->isVisible() && !board_more->isVisible());
}

void TestWindow::zoomThereAndBackChangesNothing() {
  MainWindow window(QStringLiteral("light"), vle::test::kEqualPriorities);
  window.resize(1366, 768);
  open(window);
  const auto* canvas = window.findChild<GraphView*>();
  const int before = canvas->height();
  for (int k = 0; k < 8; ++k) window.actions()[ActionId::ZoomIn]->trigger();
  for (int k = 0; k < 8; ++k) window.actions()[ActionId::ZoomOut]->trigger();
  vle::test::letPass(30);
  QVERIFY2(std::abs(canvas->height() - before) <= 4, qPrintable(QString::number(canvas->height())));
}

/// Keys act on the new project, whatever had the keyboard in the old one.
void TestWindow::anotherProjectGivesTheKeyboardToTheCanvas() {
  MainWindow window(QStringLiteral("light"), vle::test::kEqualPriorities);
  open(window);
  window.activateWindow();
  window.findChild<QLineEdit*>()->setFocus();
  auto* section = window.findChild<Inspector*>()->findChild<QToolButton*>();
  section->setFocus();
  window.open(loadProject("lagnet"), QStringLiteral("lagnet"));
  QVERIFY(window.findChild<GraphView*>()->hasFocus());
  QVERIFY(!section->hasFocus());
}

void TestWindow::aLargeInterfaceFoldsAndStaysOnItsScreen() {
  MainWindow window(QStringLiteral("light"), vle::test::kEqualPriorities);
  window.resize(1280, 800);
  open(window);
  const auto* canvas = window.findChild<GraphView*>();
  const auto* more = window.findChild<QToolButton*>(QStringLiteral("transport.more"));
  const auto* board_more = window.findChild<QToolButton*>(QStringLiteral("board.more"));
  QVERIFY(!more->isVisible() && !board_more->isVisible());
  const double before = canvas->zoom();
  for (int k = 0; k < 6; ++k) window.actions()[ActionId::ZoomIn]->trigger();
  vle::test::letPass(100);
  QCOMPARE(window.size(), QSize(1280, 800));
  QVERIFY(window.minimumSizeHint().width() <= 1280);
  QVERIFY2(canvas->zoom() > 1.1 * before, qPrintable(QString::number(canvas->zoom() / before)));
  // What has no room is in the menus.
  QVERIFY(more->isVisible() && board_more->isVisible());
  emit more->menu()->aboutToShow();
  QVERIFY(more->menu()->actions().contains(window.actions()[ActionId::Learning]));
  emit board_more->menu()->aboutToShow();
  QVERIFY(board_more->menu()->actions().size() >= 3);
}

/// To show a widget lays out the window around it, and that may give the bar another width.
void TestWindow::aBarThatIsResizedWhileItFitsComesToRest() {
  struct Bar : QWidget {
    Bar() : fitting(new Overflow(this)) {
      auto* row = new QHBoxLayout(this);
      row->setSizeConstraint(QLayout::SetNoConstraint);
      std::vector<QWidget*> spare;
      for (int k = 0; k < 6; ++k) {
        auto* one = new QToolButton(this);
        one->setFixedWidth(100);
        one->installEventFilter(this);
        row->addWidget(one);
        spare.push_back(one);
      }
      row->addWidget(fitting);
      fitting->setSpare(spare);
      buttons = spare;
    }
    bool eventFilter(QObject*, QEvent* event) override {
      if (event->type() == QEvent::Show) resize(width() == 400 ? 404 : 400, height());
      return false;
    }
    void resizeEvent(QResizeEvent*) override { fitting->fit(); }
    Overflow* fitting;
    std::vector<QWidget*> buttons;
  } bar;
  bar.resize(400, 40);
  bar.show();
  bar.resize(420, 40);
  QVERIFY(bar.layout()->minimumSize().width() <= bar.width());
  QVERIFY(!bar.fitting->isHidden());
  QVERIFY(std::ranges::any_of(bar.buttons, [](const QWidget* one) { return !one->isHidden(); }));
}

void TestWindow::longToolTipsWrap() {
  MainWindow window(QStringLiteral("light"), vle::test::kEqualPriorities);
  open(window);
  QToolButton* over = button(window, ActionId::Reset);
  const auto show = [over](const QString& text) {
    over->setToolTip(text);
    QHelpEvent help(QEvent::ToolTip, QPoint(3, 3), over->mapToGlobal(QPoint(3, 3)));
    QApplication::sendEvent(over, &help);
    for (const QWidget* top : QApplication::topLevelWidgets()) {
      if (top->isVisible() && top->inherits("QTipLabel")) return top->width();
    }
    return 0;
  };
  const QString word = QStringLiteral("a <word> & more ");
  QVERIFY(show(word) > 0);
  const int short_width = show(word.repeated(2));
  const int wide = show(word.repeated(60));
  QVERIFY(wide > short_width && wide < 800);
  QVERIFY(QToolTip::text().contains(QStringLiteral("&lt;word&gt;")));  // as it is written
  QToolTip::hideText();
}

void TestWindow::everySizeAndAnyNetworkPaints() {
  Project wide = test::oneNeuron();
  wide.network.nodes[NodeId{2}] = test::layer("wide", 500);
  wide.network.nodes[NodeId{3}] = test::layer("loop", 20);
  wide.network.projections[ProjectionId{12}] =
      test::projection("V", 2, 3, Draw{.fan_in = true}, 0.01);
  wide.network.projections[ProjectionId{13}] = test::projection("L", 3, 3, Draw{.b = 0.01});
  Project bare;
  bare.network.nodes[NodeId{1}] = test::layer("alone", 1);
  for (const Project& project : {test::chain(), wide, bare, Project{}}) {
    MainWindow window(QStringLiteral("dark"), vle::test::kEqualPriorities);
    open(window, project);
    for (const QSize size :
         {QSize(1280, 800), QSize(1920, 1080), QSize(200, 120), QSize(1, 1), QSize(3000, 300)}) {
      window.resize(size);
      vle::test::letPass(30);
      QVERIFY(!window.grab().isNull());
    }
  }
}

void TestWindow::nonsenseNeverStopsTheWindow() {
  MainWindow window(QStringLiteral("light"), vle::test::kEqualPriorities);
  open(window);
  std::uint32_t random = 7;
  const auto next = [&random](int n) {
    random = random * 1664525U + 1013904223U;
    return static_cast<int>((random >> 8) % static_cast<std::uint32_t>(n));
  };
  // A menu or a dialog that a click has opened waits for a person.
  QTimer closer;
  connect(&closer, &QTimer::timeout, this, [] {
    if (QWidget* popup = QApplication::activePopupWidget()) popup->close();
    if (auto* dialog = qobject_cast<QDialog*>(QApplication::activeModalWidget())) dialog->reject();
  });
  closer.start(20);
  const int keys[] = {Qt::Key_Space,       Qt::Key_Period,       Qt::Key_R,    Qt::Key_L,
                      Qt::Key_BracketLeft, Qt::Key_Tab,          Qt::Key_Down, Qt::Key_V,
                      Qt::Key_Up,          Qt::Key_BracketRight, Qt::Key_F,    Qt::Key_Escape,
                      Qt::Key_Plus,        Qt::Key_Minus};
  for (int k = 0; k < 400; ++k) {
    if (next(2) == 0) {
      QWidget* focus = QApplication::focusWidget();
      QTest::keyClick(focus != nullptr ? focus : &window, static_cast<Qt::Key>(keys[next(14)]),
                      next(4) == 0 ? Qt::ShiftModifier : Qt::NoModifier);
    } else {
      const QPoint at(next(window.width()), 30 + next(window.height() - 30));  // below the menus
      QWidget* child = window.childAt(at);
      if (child != nullptr)
        QTest::mouseClick(child, Qt::LeftButton, {}, child->mapFrom(&window, at));
    }
    if (k % 50 == 0) window.resize(300 + next(1500), 200 + next(900));
    if (k % 10 == 0) QCoreApplication::processEvents();
  }
  window.lab().control().run();
  const double t = window.lab().control().status().t;
  EVENTUALLY(window.lab().control().status().t != t);
  QVERIFY(window.lab().control().status().error.empty());
}

void TestWindow::aMonkeyComparesOpensUndoesAndExports_data() {
  QTest::addColumn<std::uint32_t>("seed");
  for (const std::uint32_t seed : {1U, 2U, 3U}) QTest::addRow("seed %u", seed) << seed;
}

/// Acts at random of which each leaves a whole project: variants, cures, New, Open, Undo, export.
void TestWindow::aMonkeyComparesOpensUndoesAndExports() {
  QFETCH(const std::uint32_t, seed);
  const QTemporaryDir folder;
  test::Answers answers;
  answers.unsaved = UnsavedAnswer::Discard;
  MainWindow window(QStringLiteral("light"), vle::test::kEqualPriorities);
  window.files().setQuestions(answers.questions());
  open(window);
  Document& document = window.document();
  auto& board = window.findChild<PlotBoard*>()->controller();
  test::RandomActions random(seed);
  const auto push = [&](std::vector<Edit> edits) { document.push(QStringLiteral("act"), edits); };
  const auto anyVariant = [&] { return random.below(runningVariants(document.project()).size()); };
  const std::function<void()> acts[] = {
      [&] {  // edits of every kind
        for (int k = 0; k < 5; ++k) push(random.next(document.project()).edits);
      },
      [&] {
        if (hasErrors(validate(document.project()))) return;
        const std::size_t base = anyVariant();
        const auto groups =
            proposalsFor(document.project(), runningVariants(document.project())[base]);
        const ProposalGroup& group = groups[random.below(groups.size())];
        const Proposal& one = group.proposals[random.below(group.proposals.size())];
        if (document.project().variants.size() >= 6) return;
        push({SetVariants{withSameBut(document.project(), base, one.set, one.text)}});
        window.lab().showVariant(base + 1);
      },
      [&] {
        if (document.project().variants.size() < 2) return;
        push({SetVariants{withoutOne(document.project(), anyVariant())}});
      },
      [&] { push({SetVariants{withMoved(document.project(), anyVariant(), anyVariant())}}); },
      [&] {  // every cure there is
        for (const Issue& issue : validate(document.project())) {
          for (const Cure& cure : curesOf(document.project(), issue)) push(cure.edits);
        }
      },
      [&] {
        for (std::size_t k = random.below(20); k > 0; --k) document.undoStack().undo();
      },
      [&] {
        for (std::size_t k = random.below(20); k > 0; --k) document.undoStack().redo();
      },
      [&] { (void)window.files().startNew(); },
      [&] {
        const std::string path = folder.filePath(QStringLiteral("any.vle")).toStdString();
        saveProject(random.anyProject(), path);
        (void)window.files().open(QString::fromStdString(path));
      },
      [&] {
        answers.save_path = folder.filePath(QStringLiteral("mine.vle"));
        (void)window.files().saveAs();
      },
      [&] {
        ExportChoice choice;
        if (random.below(2) == 0) choice.what = ExportChoice::What::Data;
        choice.is_everything = random.below(2) == 0;
        choice.most_rows = random.below(2) == 0 ? 1000 : 0;
        if (!board.plots().empty()) choice.plot = random.below(board.plots().size());
        const bool is_data = choice.what == ExportChoice::What::Data;
        saveExport(board, choice, folder.filePath(is_data ? "a.csv" : "a.svg"));
      },
      [&] { board.setFrozen(random.below(2) == 0); },
      [&] { window.lab().keepRun(); },
      [&] { window.lab().control().reset(); },
      [&] { window.lab().showVariant(anyVariant()); },
      [&] { window.setPanels(MainWindow::layoutNames()[static_cast<qsizetype>(random.below(4))]); },
  };
  const int wanted = qEnvironmentVariableIsSet("VLE_TEST_FULL") ? 1000 : 25;
  window.lab().control().setSpeed(kNever);
  for (int k = 0; k < wanted; ++k) {
    acts[random.below(std::size(acts))]();
    vle::test::letPass(64);
  }
  EVENTUALLY(window.lab().compiler().problems() == validate(document.project()));
  while (document.undoStack().canUndo()) document.undoStack().undo();
  open(window);
  window.lab().control().run();
  const double t = window.lab().control().status().t;
  EVENTUALLY(window.lab().control().status().t != t);
  QVERIFY(window.lab().control().status().error.empty());
}

void TestWindow::closingWhileRunningIsPrompt() {
  for (int k = 0; k < 3; ++k) {
    MainWindow window(QStringLiteral("light"), vle::test::kEqualPriorities);
    open(window);
    window.lab().control().setSpeed(kNever);
    EVENTUALLY(window.lab().control().status().step > 0);
    window.close();  // whoever waited for the simulation would wait for ever
  }
}

void TestWindow::theWindowGivesTheBitsOfAHeadlessRun() {
  MainWindow window(QStringLiteral("light"), vle::test::kEqualPriorities);
  open(window);
  window.lab().control().setSpeed(kNever);
  EVENTUALLY(window.lab().control().status().t > 3000);
  window.lab().control().pause();
  QVERIFY(test::settle(window.lab()));
  const auto networks = compileVariants(test::chain());
  for (std::size_t k = 0; k < networks.size(); ++k) {
    State expected = initialState(*networks[k]);
    Simulator(networks[k]).advance(expected, window.lab().control().status().step);
    const std::string& name = window.lab().variants()[k].variant.name;
    for (const char* probe : {"W1.W[0;0]", "W2.W[0;0]", "output.r[0]", "hidden.e[0]"}) {
      QCOMPARE(*window.lab().traces().last(test::idOf(window.lab(), name), probe),
               channelsOf(*networks[k], probe).at(0).read(*networks[k], expected));
    }
  }
}

VLE_TEST(TestWindow, QApplication)
#include "tst_window.moc"
