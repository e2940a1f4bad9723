// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The runs in lockstep, a row each: colour, title, what differs, loss and its course, distance to
// the teacher, or why it diverged. A click shows a variant on the canvas, the dot hides it in the
// plots, a drag moves it, F2 or a double click gives it another name. Used by the panel of the
// variants. GUI thread.
#pragma once

#include <optional>

#include <QListView>

#include "document/document.h"
#include "drawing/theme.h"
#include "session/lab.h"

namespace vle::ui {

class VariantList : public QListView {
  Q_OBJECT

 public:
  /// @param document, lab, theme  must outlive the list
  VariantList(Document& document, Lab& lab, const Theme& theme, QWidget* parent = nullptr);

  /// As high as the rows, up to some; then it scrolls.
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;
  /// Where a click hides or shows the variant of a row, px of the viewport.
  [[nodiscard]] QRect dotRect(const QModelIndex& index) const;
  /// What stands below the name, left and right: what differs and how far the teacher is, or why it
  /// diverged. As much of it as there is room for; the tooltip has all.
  [[nodiscard]] QStringList secondLine(const QModelIndex& index) const;

  /// Lets a person type another name in the row.
  void startRenaming(std::size_t index);
  void toggleVisible(std::size_t index);

 public slots:
  /// Colours or fonts have changed: paints everything anew.
  void themeChanged();

 signals:
  void menuRequested(std::size_t index, const QPoint& global);
  void removeRequested(std::size_t index);
  void soloRequested(std::size_t index);

 protected:
  void keyboardSearch(const QString&) override {}  // letters are those of the program
  void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  [[nodiscard]] QModelIndex row(std::size_t index) const;
  [[nodiscard]] int dropPlace() const;
  void move(int from, int to);
  void showCurrent();

  const Document& document_;
  Lab& lab_;
  const Theme& theme_;
  QPoint pressed_at_;
  std::optional<int> pressed_;     // row under the button
  std::optional<int> dragged_to_;  // y, while a row is dragged
};

}  // namespace vle::ui
