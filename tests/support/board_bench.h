// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A plot board on the screen and hands that use it, for tests.
#pragma once

#include <cmath>

#include <QMenu>
#include <QtTest>

#include "board/board_menu.h"
#include "board/plot_board.h"
#include "io/project_file.h"
#include "plot/trace_plot.h"
#include "session/probe_mime.h"
#include "tempo.h"

namespace vle::test {

/// A board on the screen with a project behind it.
struct BoardBench {
  explicit BoardBench(const Project& project) : board(document, lab, focus, theme) {
    board.resize(900, 520);
    board.show();
    document.load(project, "test");
    QCoreApplication::processEvents();
  }
  /// Another project from its beginning.
  bool load(const Project& project) {
    document.load(project, "test");
    return vle::test::eventually([this] { return lab.control().status().step == 0; });
  }
  bool simulate(std::int64_t steps) { return test::simulate(lab, steps); }
  [[nodiscard]] ui::TracePlot& trace(std::size_t k) {
    return *qobject_cast<ui::TracePlot*>(control.plots()[k]);
  }
  [[nodiscard]] std::vector<Plot> plots() const { return document.project().board; }
  /// A place over the axes of a plot, by shares of width and height.
  static QPoint at(const ui::PlotWidget& plot, double x, double y = 0.5) {
    const QRect axes = plot.axesRect();
    return {axes.left() + static_cast<int>(std::lround(x * axes.width())),
            axes.top() + static_cast<int>(std::lround(y * axes.height()))};
  }
  static void wheel(QWidget& widget, const QPoint& at, int notches,
                    Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QWheelEvent event(at, widget.mapToGlobal(at), {}, {0, 120 * notches}, Qt::NoButton, modifiers,
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(&widget, &event);
    vle::test::letPass(30);
  }
  static void drag(QWidget& widget, const QPoint& from, const QPoint& to,
                   Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QTest::mousePress(&widget, Qt::LeftButton, modifiers, from);
    for (int k = 1; k <= 4; ++k) {
      const QPoint between = from + (to - from) * k / 4;
      QMouseEvent move(QEvent::MouseMove, between, widget.mapToGlobal(between), Qt::NoButton,
                       Qt::LeftButton, modifiers);
      QCoreApplication::sendEvent(&widget, &move);
    }
    QTest::mouseRelease(&widget, Qt::LeftButton, modifiers, to);
    vle::test::letPass(30);
  }
  static void drop(QWidget& widget, const QPoint& at, const char* probe) {
    const auto data = ui::probeMimeData(probe);
    QDragEnterEvent enter(at, Qt::CopyAction, data.get(), Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&widget, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent event(at, Qt::CopyAction, data.get(), Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&widget, &event);
    QVERIFY(event.isAccepted());
  }
  /// The entry with this objectName, of a fresh menu of a plot.
  QAction* menuAction(QMenu& menu, std::size_t plot, const QString& id) {
    menu.clear();
    ui::fillPlotMenu(menu, control, *control.plots()[plot]);
    QList<QAction*> open = menu.actions();
    while (!open.isEmpty()) {
      QAction* action = open.takeFirst();
      if (action->objectName() == id) return action;
      if (action->menu() != nullptr) open += action->menu()->actions();
    }
    return nullptr;
  }
  bool choose(std::size_t plot, const QString& id) {
    QMenu menu;
    QAction* action = menuAction(menu, plot, id);
    if (action == nullptr || !action->isEnabled()) return false;
    action->trigger();
    vle::test::letPass(60);
    return true;
  }

  ui::Theme theme = ui::loadTheme("light");
  ui::Document document;
  ui::Lab lab{document, vle::test::kEqualPriorities};
  ui::Focus focus{document};
  ui::PlotBoard board;
  ui::BoardController& control = board.controller();
};

}  // namespace vle::test
