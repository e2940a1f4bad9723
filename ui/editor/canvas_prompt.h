// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// One line to type into on the canvas, with what fits below it: creating, renaming and finding are
// this box with other words. Enter does it, Esc closes; a refusal is said in a sentence and the box
// stays open. A child of the view, above the drawing. GUI thread.
#pragma once

#include <functional>
#include <vector>

#include <QFrame>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>

namespace vle::ui {

class CanvasPrompt : public QFrame {
  Q_OBJECT

 public:
  /// Does what was typed. @returns why not, as a sentence; empty: done
  using Accept = std::function<QString(const QString& text)>;

  struct Word {
    QString text;
    QString help;  ///< shown beside it, may be empty
  };

  explicit CanvasPrompt(QWidget* parent);

  /// @param at     upper left corner, px of the parent; moved so that the box is seen whole
  /// @param title  what is asked for; placeholder and accessible name
  /// @param text   what stands there already, selected
  void open(QPoint at, const QString& title, const QString& text, std::vector<Word> words,
            Accept accept);
  /// Closes without doing anything.
  void dismiss();

 signals:
  /// Done or dismissed.
  void closed();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void filter();
  void accept();
  void fit();
  void chooseBy(int rows);

  QLineEdit* line_;
  QListWidget* list_;
  QLabel* refusal_;
  std::vector<Word> words_;
  Accept accept_;
  QPoint at_;
};

}  // namespace vle::ui
