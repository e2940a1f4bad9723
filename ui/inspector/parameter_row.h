// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// One row of the inspector: label and symbol, the editor, what variants and trained weights put in
// its place, the live value where learning changes it, and the sentence where something is wrong.
// GUI thread.
#pragma once

#include <QLabel>
#include <QWidget>

#include "drawing/theme.h"
#include "inspector/learned_line.h"
#include "inspector/parameter_editor.h"
#include "inspector/trained_line.h"

namespace vle::ui {

/// "τ_m" with its index below the line, as rich text.
[[nodiscard]] QString symbolHtml(std::string_view symbol);

class ParameterRow : public QWidget {
  Q_OBJECT

 public:
  ParameterRow(Document& document, Lab& lab, const Theme& theme, const ParameterInfo& info,
               QWidget* parent);

  [[nodiscard]] const ParameterInfo& info() const { return info_; }
  [[nodiscard]] ParameterEditor& editor() const { return *editor_; }

  /// Shows what the project says of these items.
  /// @param subject  items that have this row
  void setSubject(const Subject& subject);
  /// Why the row has no effect; empty if it has.
  [[nodiscard]] QString unusedBy(const Subject& subject) const;
  /// Newest live values and problems.
  void refreshLive();
  void refreshProblems();

 signals:
  /// A person wants this value for all items of the subject; it is within the range of the row.
  void edited(const vle::ParameterValue& value, bool continues);

 private:
  void propose(const ParameterValue& value, bool continues);
  void showSentence();

  Document& document_;
  Lab& lab_;
  const ParameterInfo& info_;
  Subject subject_;
  std::optional<ParameterValue> shown_;  ///< of the first item
  QLabel* label_;
  ParameterEditor* editor_;
  QLabel* overrides_;
  TrainedLine* trained_ = nullptr;
  LearnedLine* learned_ = nullptr;
  QLabel* sentence_;
  QString refusal_;  ///< of the last thing entered
  QString problem_;  ///< of the project as it is
};

}  // namespace vle::ui
