// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What every editor of a parameter is: it shows a value and tells what a person made of it; it
// knows types, not parameters, and changes nothing itself. Every editor derives from it. GUI
// thread.
#pragma once

#include <vector>

#include <QVBoxLayout>
#include <QWidget>

#include "inspector/items.h"
#include "model/project.h"

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

/// Puts the fields within a widget made late behind another one in the order of Tab.
void orderBehind(QWidget* before, QWidget* container);

/// The layout of an editor of several rows.
[[nodiscard]] QVBoxLayout* rowsOf(QWidget* editor);

}  // namespace vle::ui
