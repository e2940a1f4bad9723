// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A list of names to choose from, as the editors of the inspector have it. GUI thread.
#pragma once

#include <QComboBox>

namespace vle::ui {

/// Leaves the wheel to the panel it scrolls with.
class ChoiceBox : public QComboBox {
  Q_OBJECT

 public:
  explicit ChoiceBox(QWidget* parent = nullptr);
  /// Shows an entry, or "varies" for −1; nobody is told.
  void setChoice(int index);

 signals:
  /// A person chose another entry.
  void chosen(int index);

 protected:
  void wheelEvent(QWheelEvent* event) override;
};

}  // namespace vle::ui
