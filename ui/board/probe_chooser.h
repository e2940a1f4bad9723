// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A list of everything that can be plotted, with a search over names, symbols and meanings. GUI
// thread.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <QDialog>
#include <QStringList>

#include "sim/probes.h"

class QLineEdit;
class QListWidget;

namespace vle::ui {

class BoardController;

class ProbeChooser : public QDialog {
  Q_OBJECT

 public:
  explicit ProbeChooser(const std::vector<ProbeChoice>& choices, QWidget* parent = nullptr);

  /// The probes that were selected.
  [[nodiscard]] QStringList chosen() const;

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void filter(const QString& words);

  QLineEdit* search_;
  QListWidget* list_;
};

/// Lets a person choose probes for new plots, or for the plot given.
void askForProbe(BoardController& board, std::optional<std::size_t> plot = std::nullopt);

}  // namespace vle::ui
