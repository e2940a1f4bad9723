// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The table of sines of a signal. GUI thread.
#pragma once

#include <QPushButton>

#include "inspector/choice_box.h"
#include "inspector/number_table.h"

namespace vle::ui {

/// All sines of a channel, one a row: f, a, phase.
class SinesEditor : public QWidget {
  Q_OBJECT

 public:
  explicit SinesEditor(QWidget* parent = nullptr);

  void setSignal(const SinesSignal& signal);
  [[nodiscard]] NumberTable& table() const { return *table_; }

 signals:
  void edited(const vle::SignalSpec& signal);
  void refused(const QString& sentence);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void show();
  void editTable();
  void addSine();
  void removeSine();
  [[nodiscard]] std::size_t channel() const;

  SinesSignal signal_;
  ChoiceBox* channels_;
  NumberTable* table_;
  QPushButton* remove_ = nullptr;
};

}  // namespace vle::ui
