// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What has no room in a bar: a button "»" whose menu offers what had to be hidden. Used by bars
// that are one row of widgets. GUI thread.
#pragma once

#include <cstddef>
#include <vector>

#include <QToolButton>

namespace vle::ui {

class Overflow : public QToolButton {
  Q_OBJECT

 public:
  /// @param bar  becomes the parent; its layout, which must not constrain its size, has the widgets
  explicit Overflow(QWidget* bar);

  /// @param spare     what is hidden, in this order
  /// @param unmissed  so many of these can be done without: for them alone there is no button
  void setSpare(std::vector<QWidget*> spare, std::size_t unmissed = 0);
  /// Shows as much as the bar has room for; it happens by itself when the bar or what is in it
  /// gets another size.
  void fit();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void fill();
  [[nodiscard]] std::vector<int> widths() const;

  QWidget* bar_;
  std::vector<QWidget*> spare_;
  std::size_t unmissed_ = 0;
  std::vector<int> fitted_;  ///< widths when it was last done
  bool is_fitting_ = false;
};

}  // namespace vle::ui
