// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The node editor as one widget: palette, view, map, gestures and commands, put together. Used by
// the main window. GUI thread.
#pragma once

#include <QMenu>
#include <QWidget>

#include "document/document.h"
#include "editor/canvas_commands.h"
#include "editor/canvas_editor.h"
#include "editor/graph_scene.h"
#include "editor/graph_view.h"
#include "editor/minimap.h"
#include "editor/palette_strip.h"
#include "session/credit_watch.h"
#include "widgets/actions.h"

namespace vle::ui {

class CanvasPanel : public QWidget {
  Q_OBJECT

 public:
  /// All must outlive the panel.
  CanvasPanel(Document& document, Lab& lab, Focus& focus, Actions& actions, const Theme& theme,
              QWidget* parent = nullptr);

  [[nodiscard]] GraphScene& scene() { return *scene_; }
  [[nodiscard]] GraphView& view() { return *view_; }
  [[nodiscard]] CanvasEditor& editor() { return *editor_; }
  [[nodiscard]] CanvasCommands& commands() { return *commands_; }
  [[nodiscard]] PaletteStrip& palette() { return *palette_; }
  [[nodiscard]] Minimap& minimap() { return *minimap_; }
  void themeChanged();

 signals:
  /// The person wants to see and set what is selected.
  void inspectRequested();
  /// A variable is to be shown on the board. @param probe  "hidden.e[0]"
  void plotRequested(const QString& probe);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  void showMenu(QPoint at);
  void dragProbe(QPointF point);
  void addLiveEntries(QMenu& menu, QPointF point);

  Document& document_;
  Lab& lab_;
  Actions& actions_;
  CreditWatch credit_;
  GraphScene* scene_;
  GraphView* view_;
  CanvasEditor* editor_;
  CanvasCommands* commands_;
  PaletteStrip* palette_;
  Minimap* minimap_;
};

}  // namespace vle::ui
