// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "board/board_menu.h"

#include <array>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <set>
#include <string>

#include <QActionGroup>
#include <QInputDialog>
#include <QPointer>

#include "board/board_controller.h"
#include "board/export_dialog.h"
#include "board/probe_chooser.h"
#include "plot/plot_widget.h"

namespace vle::ui {

namespace {

QString tr(const char* text) { return QObject::tr(text); }

/// Adds an action that changes the board.
using NewBoard = std::function<Board(Board)>;

/// @param id  objectName of an entry
struct MenuMaker {
  QMenu& menu;
  BoardController& board;
  std::size_t index;

  QAction* add(QMenu& to, const QString& id, const QString& text, const QString& undo_text,
               NewBoard change) const {
    QAction* action = to.addAction(text);
    action->setObjectName(id);
    QObject::connect(action, &QAction::triggered, &board,
                     [b = &board, undo_text, change = std::move(change)] {
                       b->push(undo_text, change(b->board()));
                     });
    return action;
  }
  QAction* act(QMenu& to, const QString& id, const QString& text,
               std::function<void()> what) const {
    QAction* action = to.addAction(text);
    action->setObjectName(id);
    QObject::connect(action, &QAction::triggered, &board, std::move(what));
    return action;
  }
  void check(QAction* action, bool is_checked) const {
    action->setCheckable(true);
    action->setChecked(is_checked);
  }
};

void disable(QAction& action, const QString& why) {
  action.setEnabled(false);
  action.setToolTip(why);
}

/// The layers whose neurons are plotted, for the microscope: "hidden.e[2]" means one of them.
void addNeurons(const MenuMaker& maker, const PlotWidget& view) {
  std::set<std::string> offered;
  for (const PlottedProbe& probe : view.content().probes) {
    const std::size_t dot = probe.probe.rfind('.');
    if (dot == std::string::npos) continue;
    const std::string layer = probe.probe.substr(0, dot);
    const std::size_t bracket = probe.probe.find('[', dot);
    const std::size_t neuron =
        bracket == std::string::npos ? 0 : std::strtoul(&probe.probe[bracket + 1], nullptr, 10);
    const std::string place =
        bracket == std::string::npos ? layer : layer + probe.probe.substr(bracket);
    const NodeSpec* node = maker.board.document().project().network.findNode(layer);
    if (node == nullptr || node->layer() == nullptr || !offered.insert(place).second) continue;
    maker.act(maker.menu, QStringLiteral("plot.microscope.") + QString::fromStdString(place),
              tr("Microscope: %1").arg(QString::fromStdString(place)),
              [b = &maker.board, layer, neuron] { b->compare(layer, neuron); });
  }
}

void addKinds(const MenuMaker& maker, const Plot& plot) {
  QMenu* kinds = maker.menu.addMenu(tr("Kind"));
  kinds->menuAction()->setObjectName(QStringLiteral("plot.kind"));
  struct Row {
    Plot::Kind kind;
    const char* id;
    const char* text;
  };
  const std::array rows = {
      Row{Plot::Kind::Time, "plot.kind.time", QT_TR_NOOP("Over time")},
      Row{Plot::Kind::Loss, "plot.kind.loss", QT_TR_NOOP("Loss (logarithmic)")},
      Row{Plot::Kind::Xy, "plot.kind.xy", QT_TR_NOOP("Against the first probe (x-y)")},
      Row{Plot::Kind::Spectrum, "plot.kind.spectrum", QT_TR_NOOP("Spectrum")},
      Row{Plot::Kind::Heat, "plot.kind.heat", QT_TR_NOOP("Heat maps of W, B, |H|²Wᵀ")}};
  for (const auto& [kind, id, text] : rows) {
    maker.check(maker.add(*kinds, QLatin1String(id), tr(text), tr("Change a plot's kind"),
                          [k = maker.index, kind = kind](Board board) {
                            return withKind(std::move(board), k, kind);
                          }),
                plot.kind == kind);
  }
}

void addWindows(const MenuMaker& maker, const Plot& plot) {
  QMenu* windows = maker.menu.addMenu(tr("Window"));
  windows->menuAction()->setObjectName(QStringLiteral("plot.window"));
  if (plot.kind == Plot::Kind::Heat) {
    return disable(*windows->menuAction(), tr("Heat maps show the matrices as they are now."));
  }
  const auto add = [&](const QString& id, const QString& text, double window) {
    maker.check(maker.add(*windows, id, text, tr("Change a plot's window"),
                          [k = maker.index, window](Board board) {
                            board[k].window = window;
                            return board;
                          }),
                plot.window == window);
  };
  add(QStringLiteral("plot.window.auto"), tr("As suits what is plotted"), 0);
  add(QStringLiteral("plot.window.run"), tr("The whole run"), kNever);
  for (const double ms : {20.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0, 5000.0}) {
    add(QStringLiteral("plot.window.%1").arg(ms),
        ms < 1000 ? tr("%1 ms").arg(ms) : tr("%1 s").arg(ms / 1000), ms);
  }
}

void addDifferences(const MenuMaker& maker, const Plot& plot) {
  QMenu* minus = maker.menu.addMenu(tr("Difference"));
  minus->menuAction()->setObjectName(QStringLiteral("plot.minus"));
  if (plot.kind == Plot::Kind::Heat) {
    return disable(*minus->menuAction(), tr("Heat maps show the variant on the canvas alone."));
  }
  const auto add = [&](const QString& text, const std::string& variant) {
    maker.check(maker.add(*minus, QStringLiteral("plot.minus.") + QString::fromStdString(variant),
                          text, tr("Change what a plot is compared with"),
                          [k = maker.index, variant](Board board) {
                            board[k].minus = variant;
                            return board;
                          }),
                plot.minus == variant);
  };
  add(tr("None: the values themselves"), "");
  for (const VariantStatus& status : maker.board.lab().variants()) {
    add(tr("Minus %1").arg(QString::fromStdString(status.variant.label())), status.variant.name);
  }
}

void addLogarithm(const MenuMaker& maker, const Plot& plot, const PlotWidget& view) {
  QAction* action = maker.add(maker.menu, QStringLiteral("plot.log"), tr("Logarithmic"),
                              tr("Change a plot's axis"), [k = maker.index](Board changed) {
                                changed[k].log = !changed[k].log;
                                changed[k].limits.reset();
                                return changed;
                              });
  maker.check(action, view.content().is_log);
  if (plot.kind == Plot::Kind::Loss) disable(*action, tr("A loss plot is always logarithmic."));
  if (plot.kind == Plot::Kind::Heat) disable(*action, tr("Colours of heat maps are linear."));
  if (!plot.minus.empty()) disable(*action, tr("Differences have both signs."));
}

void addProbes(const MenuMaker& maker, const Plot& plot) {
  maker.act(maker.menu, QStringLiteral("plot.add_probe"), tr("Add a curve…"),
            [b = &maker.board, k = maker.index] { askForProbe(*b, k); });
  QMenu* remove = maker.menu.addMenu(tr("Remove curve"));
  remove->menuAction()->setObjectName(QStringLiteral("plot.take_out"));
  remove->setEnabled(plot.probes.size() > 1);
  for (const std::string& probe : plot.probes) {
    maker.add(
        *remove, QStringLiteral("plot.take_out.") + QString::fromStdString(probe),
        QString::fromStdString(probe),
        tr("Take %1 out of a plot").arg(QString::fromStdString(probe)),
        [k = maker.index, probe](Board board) { return withoutProbe(std::move(board), k, probe); });
  }
  QAction* split_it =
      maker.add(maker.menu, QStringLiteral("plot.split"), tr("Split: a plot for each probe"),
                tr("Split a plot"),
                [k = maker.index](Board board) { return withPlotSplit(std::move(board), k); });
  split_it->setEnabled(plot.probes.size() > 1);
}

void addLimits(const MenuMaker& maker, const Plot& plot, PlotWidget& view) {
  const Extent limits = view.valueLimits();
  QAction* fix =
      maker.add(maker.menu, QStringLiteral("plot.limits.keep"), tr("Keep this value axis"),
                tr("Keep a plot's value axis"), [k = maker.index, limits](Board board) {
                  board[k].limits = AxisLimits{limits.lo, limits.hi};
                  return board;
                });
  fix->setEnabled(areLimits({limits.lo, limits.hi}, view.content().is_log));
  QAction* free = maker.add(maker.menu, QStringLiteral("plot.limits.free"), tr("Fit value axis"),
                            tr("Free a plot's value axis"), [k = maker.index](Board board) {
                              board[k].limits.reset();
                              return board;
                            });
  free->setEnabled(plot.limits.has_value());
}

}  // namespace

void fillPlotMenu(QMenu& menu, BoardController& board, PlotWidget& view) {
  const auto index = board.indexOf(&view);
  const Board now = board.board();
  if (!index || *index >= now.size()) return;
  const Plot& plot = now[*index];
  const MenuMaker maker{menu, board, *index};
  menu.setToolTipsVisible(true);  // why some are dim
  const std::size_t k = *index;
  addProbes(maker, plot);
  menu.addSeparator();
  maker.act(menu, QStringLiteral("plot.rename"), tr("Rename…"), [b = &board, k] {
    auto* dialog = new QInputDialog(&b->widget());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Rename plot"));
    dialog->setLabelText(tr("Title"));
    dialog->setTextValue(QString::fromStdString(b->board()[k].title));
    QObject::connect(dialog, &QInputDialog::textValueSelected, b, [b, k](const QString& title) {
      Board changed = b->board();
      if (k >= changed.size()) return;
      changed[k].title = title.toStdString();
      b->push(tr("Rename a plot"), std::move(changed));
    });
    dialog->open();
  });
  addKinds(maker, plot);
  addWindows(maker, plot);
  addDifferences(maker, plot);
  addLogarithm(maker, plot, view);
  addLimits(maker, plot, view);
  maker.check(maker.add(menu, QStringLiteral("plot.wide"), tr("Across both columns"),
                        tr("Change a plot's width"),
                        [k](Board changed) {
                          changed[k].wide = !changed[k].wide;
                          return changed;
                        }),
              plot.wide);
  addNeurons(maker, view);
  maker.add(menu, QStringLiteral("plot.height"), tr("Usual height"), tr("Resize a plot"),
            [k](Board changed) { return withHeight(std::move(changed), k, 1); });
  menu.addSeparator();
  const auto move = [&](const QString& id, const QString& text, std::size_t to) {
    QAction* action = maker.add(menu, id, text, tr("Move a plot"), [k, to](Board changed) {
      return withPlotMoved(std::move(changed), k, to);
    });
    action->setEnabled(to < now.size());
  };
  move(QStringLiteral("plot.up"), tr("Move up"), k - 1);
  move(QStringLiteral("plot.down"), tr("Move down"), k + 1);
  QAction* remove =
      maker.add(menu, QStringLiteral("plot.remove"), tr("Remove the plot"), tr("Remove a plot"),
                [k](Board changed) { return withoutPlot(std::move(changed), k); });
  remove->setEnabled(now.size() > 1);
  menu.addSeparator();
  maker.act(menu, QStringLiteral("plot.export"), tr("Export this plot…"),
            [b = &board, k] { exportBoard(*b, k); });
}

void showPlotMenu(BoardController& board, PlotWidget& plot, const QPoint& at) {
  auto* menu = new QMenu(&board.widget());
  menu->setAttribute(Qt::WA_DeleteOnClose);
  fillPlotMenu(*menu, board, plot);
  menu->popup(at);
}

}  // namespace vle::ui
