// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The ends of what is inspected: whom a target corrects and what it follows, and the teacher of a
// projection. GUI thread.
#pragma once

#include <vector>

#include <QFormLayout>
#include <QLabel>

#include "document/document.h"
#include "inspector/choice_box.h"
#include "inspector/signal_editor.h"

namespace vle::ui {

/// Ends of one target or projection.
class LinksEditor : public QWidget {
  Q_OBJECT

 public:
  LinksEditor(const Document& document, const Theme& theme, QWidget* parent);
  /// @returns whether there is anything to show of this item
  bool setItem(Item item);

 signals:
  void edited(const std::vector<vle::Edit>& edits, bool continues);

 private:
  void showTarget(const NodeSpec& node);
  void showProjection(const ProjectionSpec& projection);
  void editTarget(const TargetSpec& target, bool continues);

  const Document& document_;
  Item item_;
  std::vector<std::uint32_t> layers_, teachers_;  ///< in the order of the boxes
  QWidget* fields_;
  QFormLayout* form_;
  ChoiceBox* of_;
  ChoiceBox* follows_;
  ChoiceBox* teacher_;
  QLabel* ends_;
  SignalEditor* signal_;
  QLabel* sentence_;
};

}  // namespace vle::ui
