// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Below an initial value that trained weights of the project replace: says so, and drops them on
// demand so that the value holds again. GUI thread.
#pragma once

#include <vector>

#include <QLabel>
#include <QWidget>

#include "document/document.h"
#include "inspector/items.h"

namespace vle::ui {

class TrainedLine : public QWidget {
  Q_OBJECT

 public:
  /// @param info  the row of W or B
  TrainedLine(Document& document, const ParameterInfo& info, QWidget* parent);

  /// Hidden where none of the items has trained weights.
  void setItems(std::vector<Item> items);

 private:
  void drop();

  Document& document_;
  const ParameterInfo& info_;
  std::vector<Item> items_;
  QLabel* text_;
};

}  // namespace vle::ui
