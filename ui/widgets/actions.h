// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The action table: everything a person can do, once, with its text, help, shortcut and icon.
// Menus, buttons and the shortcut sheet are made of it. GUI thread.
#pragma once

#include <array>
#include <span>

#include <QAction>
#include <QIcon>
#include <QObject>

#include "drawing/theme.h"

namespace vle::ui {

enum class ActionId {
  New,
  Open,
  Gallery,
  Save,
  SaveAs,
  SaveTrained,
  RestorePoints,
  ResumeLearned,
  Play,
  StepDt,
  StepTau,
  StepPeriod,
  Reset,
  Reseed,
  RunUntil,
  KeepRun,
  Seeds,
  DrawInput,
  ReleaseAll,
  Learning,
  Faster,
  Slower,
  Undo,
  Redo,
  Cut,
  Copy,
  Paste,
  Duplicate,
  Delete,
  SelectAll,
  Rename,
  Find,
  Create,
  Connect,
  AlignLeft,
  AlignRight,
  AlignTop,
  AlignBottom,
  CentreHorizontally,
  CentreVertically,
  DistributeHorizontally,
  DistributeVertically,
  SnapToGrid,
  AutoLayout,
  Theme,
  ZoomIn,
  ZoomOut,
  ZoomReset,
  FitNetwork,
  FitSelection,
  FocusMode,
  CalmCanvas,
  PanelsAll,
  PanelsNetwork,
  PanelsBoard,
  NextPanel,
  PreviousPanel,
  Microscope,
  AddPlot,
  Freeze,
  Follow,
  ExportBoard,
  Help,
  Shortcuts,
  About,
  Quit,
  Count
};

/// Where the keyboard must be for a shortcut to work.
enum class ActionScope { Window, Canvas };

struct ActionRow {
  ActionId id;
  const char* text;      ///< in menus
  const char* label;     ///< on buttons, "" for the icon alone
  const char* tip;       ///< one sentence
  const char* shortcut;  ///< portable key sequence, "" for none; several after "; "
  const char* icon;      ///< ":/icons/<icon>.svg", "" for none
  ActionScope scope = ActionScope::Window;
};

[[nodiscard]] std::span<const ActionRow> actionTable();

/// What hands do on the canvas without an action of its own; for the shortcut sheet.
struct GestureRow {
  const char* hands;  ///< keys or mouse
  const char* text;   ///< what happens
};

[[nodiscard]] std::span<const GestureRow> gestureTable();
[[nodiscard]] QString translatedHands(const GestureRow& row);
[[nodiscard]] QString translatedText(const GestureRow& row);

/// One QAction per row.
class Actions : public QObject {
  Q_OBJECT

 public:
  explicit Actions(QObject* parent = nullptr);

  [[nodiscard]] QAction* operator[](ActionId id) const {
    return actions_[static_cast<std::size_t>(id)];
  }
  /// Draws the icons in the colours of a theme.
  void themeChanged(const Theme& theme);

 private:
  std::array<QAction*, static_cast<std::size_t>(ActionId::Count)> actions_{};
};

/// An icon of ":/icons" in one colour.
[[nodiscard]] QIcon themedIcon(const QString& name, const QColor& color);

}  // namespace vle::ui
