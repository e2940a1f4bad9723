// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The synapse panel: a closed diagram of what one synapse sees, its rules with live numbers, its
// recent course, and on demand what backpropagation through time would need instead. Everything
// shown is a probe that is recorded. Used by the close-up. GUI thread.
#pragma once

#include <optional>

#include <QCheckBox>
#include <QLabel>
#include <QSpinBox>
#include <QWidget>

#include "detail/readings.h"
#include "detail/small_trace.h"
#include "detail/synapse_diagram.h"

namespace vle::ui {

class SynapsePanel : public QWidget {
  Q_OBJECT

 public:
  SynapsePanel(const Readings& readings, const Theme& theme, QWidget* parent = nullptr);

  /// Another synapse, network or variant.
  void setSubject(const SynapseSubject& subject);
  /// Takes the newest values.
  /// @param period  of the input, ms; 0: none
  void refresh(double period);
  void themeChanged();
  /// Of backpropagation through time; empty while that is not asked for.
  [[nodiscard]] Selection far() const;

 signals:
  void stepped(std::size_t upper, std::size_t lower);
  void farChanged();

 private:
  void setTexts(QLabel& symbols, QLabel& numbers, const RuleText& rule);
  void showCourse();
  void showFar();
  /// @pre there is a subject
  [[nodiscard]] FarNeeds needs() const;

  const Readings& readings_;
  const Theme& theme_;
  std::optional<SynapseSubject> subject_;
  double period_ = 0;  // ms
  QLabel* title_;
  QSpinBox *upper_, *lower_;
  QWidget* steps_;
  SynapseDiagram* diagram_;
  QLabel *W_rule_, *W_numbers_, *W_remark_;
  QLabel *B_words_, *B_rule_, *B_numbers_;
  SmallTrace *W_course_, *B_course_;
  QLabel* change_;
  QCheckBox* far_;
  QLabel* far_words_;
};

}  // namespace vle::ui
