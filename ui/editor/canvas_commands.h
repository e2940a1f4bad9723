// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is done to the selection at one stroke: create, copy, paste, erase, rename, find, align,
// arrange. Binds the rows of the action table to the functions of the model; each act is one undo
// step, each refusal a sentence on the canvas. GUI thread.
#pragma once

#include <functional>
#include <optional>

#include <QObject>

#include "document/document.h"
#include "editor/canvas_editor.h"
#include "editor/canvas_prompt.h"
#include "editor/creation.h"
#include "model/arranging.h"
#include "widgets/actions.h"

namespace vle::ui {

class CanvasCommands : public QObject {
  Q_OBJECT

 public:
  /// The type of a copied part on the clipboard, beside plain text.
  static constexpr const char* kMimeType = "application/x-vle-fragment";

  /// All must outlive the commands.
  CanvasCommands(Document& document, GraphScene& scene, GraphView& view, CanvasEditor& editor,
                 Actions& actions, QObject* parent = nullptr);

  /// Makes something, selects it and shows it; from a port, it is connected as well.
  /// @param middle  of its first card, scene coordinates
  /// @returns why not, as a sentence; empty: done
  QString create(const Creation& creation, QPointF middle, std::optional<PortHit> from = {});
  /// Opens the type-to-create box. @param at  px of the viewport
  void askWhatToCreate(QPoint at, std::optional<PortHit> from = {});
  /// Selects something and brings it into view.
  void jumpTo(const Selection& selection);

 private:
  void bind(Actions& actions);
  void updateEnabled();
  void copy();
  void cut();
  void paste();
  void duplicateSelection();
  void erase();
  void selectAll();
  void rename();
  void find();
  void align(Alignment alignment);
  void distribute(Direction direction);
  void arrangeAll();
  /// Pushes and selects what a function builds; says what it throws.
  void build(const QString& text, const std::function<Built()>& act);

  Document& document_;
  GraphScene& scene_;
  GraphView& view_;
  CanvasEditor& editor_;
  Actions& actions_;
  CanvasPrompt* prompt_;
  std::optional<Position> pasted_at_;  // where the person asked for the last copy
  Position last_paste_;                // where it went
};

}  // namespace vle::ui
