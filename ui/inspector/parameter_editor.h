// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// One editor widget per type of parameter, made by one function. An editor shows a value and tells
// what a person made of it; it knows types, not parameters, and changes nothing itself. GUI thread.
#pragma once

#include <vector>

#include <QComboBox>
#include <QVBoxLayout>
#include <QWidget>

#include "drawing/theme.h"
#include "inspector/items.h"
#include "model/project.h"
#include "session/number_text.h"

namespace vle::ui {

class ParameterEditor : public QWidget {
  Q_OBJECT

 public:
  explicit ParameterEditor(const ParameterInfo& info, QWidget* parent)
      : QWidget(parent), info_(info) {}

  [[nodiscard]] const ParameterInfo& info() const { return info_; }

  /// Shows the value of all items; nobody is told.
  /// @param varies  the items differ; `value` is that of the first
  virtual void setValue(const ParameterValue& value, bool varies, const Subject& subject) = 0;

  /// A sentence on what keeps the shown value from working that nobody else can know; or "".
  [[nodiscard]] virtual QString problem() const { return {}; }
  /// Live numbers of the one item shown, as a person writes them row by row; empty for none.
  // NOLINTNEXTLINE(performance-unnecessary-value-param): who overrides it keeps them
  virtual void showLive(std::vector<float>) {}

 signals:
  /// @param continues  the same act as the one before, as while a slider is dragged
  void edited(const vle::ParameterValue& value, bool continues);
  /// A sentence why something was refused.
  void refused(const QString& sentence);

 protected:
  const ParameterInfo info_;
};

/// The editor for a row of the parameter table.
[[nodiscard]] ParameterEditor* makeEditor(const ParameterInfo& info, const Theme& theme,
                                          QWidget* parent);

/// Puts the fields within a widget made late behind another one in the order of Tab.
void orderBehind(QWidget* before, QWidget* container);

/// The layout of an editor of several rows.
[[nodiscard]] QVBoxLayout* rowsOf(QWidget* editor);

/// A list of names to choose from that leaves the wheel to the panel it scrolls with.
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
