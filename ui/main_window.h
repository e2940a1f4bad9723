// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Assembles the window: document, lab, canvas, board, panels, menus; connects them and nothing
// else. Used by app/ and the window tests. GUI thread.
#pragma once

#include <QMainWindow>
#include <QSplitter>

#include "document/document.h"
#include "drawing/theme.h"
#include "files/files.h"
#include "session/focus.h"
#include "session/lab.h"
#include "widgets/actions.h"

class QToolButton;

namespace vle::ui {

class CanvasPanel;
class Card;
class CloseUp;
class DoctorPanel;
class HelpWindow;
class Inspector;
class MicroscopePanel;
class NoticeBar;
class PlotBoard;
class ProblemsPanel;
class TabbedCard;
class TransportBar;
class VariantsPanel;

class MainWindow : public QMainWindow {
  Q_OBJECT

 public:
  /// @param theme  "light" or "dark"
  explicit MainWindow(const QString& theme, const Priorities& priorities = {},
                      QWidget* parent = nullptr);
  ~MainWindow() override;

  /// Opens a project and runs it, without asking for changes that are lost.
  /// @param origin  file or preset id it came from
  void open(Project project, const QString& origin);

  /// Size, splitters, theme and zoom of the last time; without this the window has its defaults and
  /// remembers nothing (screenshots, tests).
  void restoreLayout();

  /// Arrangements of the panels: "default" shows all, "network" the canvas and the variants,
  /// "board" the plots, "microscope" the network and the gradient microscope.
  [[nodiscard]] static QStringList layoutNames();
  /// @param layout  one of layoutNames()
  void setPanels(const QString& layout);

  void setTheme(const QString& id);
  /// Zoom of the whole interface, 0.7…2.5.
  void setZoom(double zoom);

  [[nodiscard]] Document& document() { return document_; }
  [[nodiscard]] Lab& lab() { return lab_; }
  [[nodiscard]] Focus& focus() { return focus_; }
  [[nodiscard]] Files& files() { return files_; }
  [[nodiscard]] const Actions& actions() const { return actions_; }
  [[nodiscard]] const Theme& theme() const { return theme_; }

 protected:
  void closeEvent(QCloseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void buildPanels();
  void buildMenus();
  void showProtection();
  void buildFileMenu();
  void connectActions();
  void connectFocus();
  void restyle();
  void onChanged(const Change& change);
  void updateTitle();
  void updateStepActions();
  void showProblems();
  void showDoctor(bool any);
  void showShortcuts();
  void showAbout();
  void showHelp();
  void compare(const QString& preset, const QString& proposal);
  void connectBoard();
  void reseed();
  void goToPanel(int direction);

  Theme theme_;
  QString theme_id_;
  double zoom_ = 1;
  bool remembers_layout_ = false;
  Document document_;
  Lab lab_;
  Focus focus_;
  Files files_;
  Actions actions_;
  TransportBar* transport_ = nullptr;
  VariantsPanel* variants_ = nullptr;
  CanvasPanel* canvas_ = nullptr;
  ProblemsPanel* problems_ = nullptr;
  Card* problems_card_ = nullptr;
  DoctorPanel* doctor_ = nullptr;
  Inspector* inspector_ = nullptr;
  CloseUp* close_up_ = nullptr;
  TabbedCard* detail_card_ = nullptr;
  QWidget* side_ = nullptr;
  PlotBoard* board_ = nullptr;
  Card* network_card_ = nullptr;
  TabbedCard* board_card_ = nullptr;  // the board and the microscope
  MicroscopePanel* microscope_ = nullptr;
  NoticeBar* notices_ = nullptr;
  QToolButton* unprotected_ = nullptr;  // in the menu bar, once a restore point failed
  HelpWindow* help_ = nullptr;          // once somebody asked for it
  QSplitter* rows_ = nullptr;
  double canvas_share_ = 0;  ///< of the height at zoom 1; 0: as it is now
  QSplitter* columns_ = nullptr;
};

}  // namespace vle::ui
