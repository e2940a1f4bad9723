// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A quiet card: frame, small title, content. Every panel of the window is one. GUI thread.
#pragma once

#include <QFrame>
#include <QLabel>

class QHBoxLayout;

namespace vle::ui {

class Card : public QFrame {
  Q_OBJECT

 public:
  /// @param content  becomes a child
  Card(const QString& title, QWidget* content, QWidget* parent = nullptr);

  /// A dim remark beside the title, e.g. "following 0.3 s".
  void setRemark(const QString& remark);
  /// Puts a widget at the right end of the title's line.
  void setTools(QWidget* tools);

 private:
  QLabel* remark_;
  QHBoxLayout* header_;
};

}  // namespace vle::ui
