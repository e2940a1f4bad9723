// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The numbers of the microscope, a row a variant: gain of e over λ, what theory expects, phase, the
// angle of the update, and whether theory is met. GUI thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <QColor>
#include <QGridLayout>
#include <QLabel>
#include <QWidget>

#include "gradient/microscope_words.h"

namespace vle::ui {

struct GainRow {
  std::string name;  ///< of the variant; labels are named "gain.<name>", "phase.<name>", …
  QString label;
  QColor color;
  const GainAtFrequency* gain = nullptr;  ///< nullptr: none
  double update = 0;                      ///< degrees; NaN: none
  Explanation explanation;                ///< whether that is as theory says, and why
};

class GainTable : public QWidget {
  Q_OBJECT

 public:
  explicit GainTable(QWidget* parent = nullptr);

  void setRows(const std::vector<GainRow>& rows);
  void restyle();

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void showNames();
  QLabel* cell(int row, int column);

  QGridLayout* grid_;
};

}  // namespace vle::ui
