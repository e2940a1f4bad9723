// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Below a row that learning changes: the live value of the run, "set now" (the initial value, from
// this step on) and "take live" (the live value becomes the initial one). GUI thread.
#pragma once

#include <QLabel>
#include <QWidget>

#include "document/document.h"
#include "inspector/items.h"
#include "session/lab.h"
#include "sim/learned_parameters.h"

namespace vle::ui {

/// Numbers in a few words: all of them if they are few, else least and largest.
[[nodiscard]] QString summaryText(std::span<const float> values);

class LearnedLine : public QWidget {
  Q_OBJECT

 public:
  LearnedLine(Document& document, Lab& lab, const ParameterInfo& info, QWidget* parent);

  /// @param items  whose live values are meant
  void setItems(std::vector<Item> items);
  /// Reads the newest frame. Hidden where nothing learns and live is initial.
  /// @returns whether learning changes the parameter of any item
  bool refresh();
  /// The live numbers of a single item as a person writes them; empty while the line is hidden.
  [[nodiscard]] std::vector<float> numbers() const;

 private:
  void setNow();
  void takeLive();
  [[nodiscard]] std::vector<LearnedParameter> parameters() const;

  Document& document_;
  Lab& lab_;
  const ParameterInfo& info_;
  const Learned what_;
  std::vector<Item> items_;
  QLabel* live_;
};

}  // namespace vle::ui
