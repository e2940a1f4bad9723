// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The runs in lockstep, a row each: colour, title, what differs, loss and its course, distance to
// the teacher, or why it diverged. A click shows a variant on the canvas, the dot hides it in the
// plots, a drag moves it, F2 or a double click gives it another name. GUI thread.
#pragma once

#include <optional>
#include <vector>

#include <QLineEdit>
#include <QWidget>

#include "document/document.h"
#include "drawing/theme.h"
#include "session/lab.h"
#include "session/tempo_timer.h"

namespace vle::ui {

class VariantList : public QWidget {
  Q_OBJECT

 public:
  VariantList(Document& document, Lab& lab, const Theme& theme, QWidget* parent = nullptr);

  void themeChanged() {
    updateGeometry();
    update();
  }
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;
  [[nodiscard]] QRect rowRect(std::size_t index) const;
  /// Where a click hides or shows a variant.
  [[nodiscard]] QRect dotRect(std::size_t index) const;

  /// What stands below the name of a variant that runs: what differs, how far the teacher is. As
  /// much of it as there is room for; the tooltip has all.
  [[nodiscard]] QStringList secondLine(std::size_t index) const;

  /// Lets a person type another name in the row.
  void startRenaming(std::size_t index);
  void toggleVisible(std::size_t index);

 signals:
  void menuRequested(std::size_t index, const QPoint& global);
  void removeRequested(std::size_t index);
  void soloRequested(std::size_t index);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool event(QEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  [[nodiscard]] int dotColumn() const;
  [[nodiscard]] int rowAt(const QPoint& point) const;
  [[nodiscard]] std::size_t dropPlace(int y) const;
  void paintRow(QPainter& painter, std::size_t index) const;
  void paintSecondLine(QPainter& painter, const VariantStatus& status, const QRect& text) const;
  void paintCourse(QPainter& painter, std::size_t index, const QRect& place) const;
  [[nodiscard]] QString tip(const VariantStatus& status) const;
  void refresh();
  void move(std::size_t from, std::size_t to);
  void finishRenaming();

  Document& document_;
  Lab& lab_;
  const Theme& theme_;
  std::vector<Curve> courses_;  ///< loss over the whole run, one per variant
  double top_ = 0;              ///< decadic logarithm of the largest loss
  Since courses_age_;
  QPoint pressed_at_;
  std::optional<std::size_t> pressed_;  ///< row under the button
  std::optional<int> dragged_to_;       ///< y, while a row is dragged
  QLineEdit* name_ = nullptr;           ///< there while a name is typed …
  std::string renamed_;                 ///< … of this variant
};

}  // namespace vle::ui
