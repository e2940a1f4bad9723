// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// "Run until…": a time, or a condition on any one number that can be watched. Says at once what
// cannot be asked for. GUI thread.
#pragma once

#include <optional>

#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include "session/lab.h"
#include "sim/probes.h"

namespace vle::ui {

class UntilDialog : public QDialog {
  Q_OBJECT

 public:
  explicit UntilDialog(Lab& lab, QWidget* parent = nullptr);

 private:
  void fill();
  void addProbes();
  void propose();
  void proposeRelation();
  void check();
  /// What is asked for; nothing, and a sentence, if that is no condition.
  /// @param unit  [out] of the number that is watched
  [[nodiscard]] std::optional<RunUntil> asked(QString& problem, QString& unit) const;
  /// The one channel that is meant; nothing, and a sentence, if there is none.
  [[nodiscard]] std::optional<Channel> channelOf(const RunUntil& until, QString& problem) const;

  Lab& lab_;
  QComboBox* probe_;
  QComboBox* relation_;
  QLineEdit* value_;
  QComboBox* whose_;
  QLabel* unit_;
  QLabel* problem_;
  QPushButton* run_ = nullptr;
  QString proposed_;  // the value, as long as nobody typed another
};

}  // namespace vle::ui
