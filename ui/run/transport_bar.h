// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Play, pause, step, reset, re-seed, speed, time, loss, learning. Shows what the lab reports and
// asks it through the actions. GUI thread.
#pragma once

#include <vector>

#include <QFrame>
#include <QLabel>
#include <QSlider>
#include <QToolButton>

#include "session/lab.h"
#include "widgets/actions.h"

namespace vle::ui {

class Overflow;

class TransportBar : public QFrame {
  Q_OBJECT

 public:
  TransportBar(Lab& lab, const Actions& actions, const Theme& theme, QWidget* parent = nullptr);

  void themeChanged();
  /// What stands at the right end.
  void setDocumentName(const QString& name);

  /// Narrower than its content: what can be spared gives way.
  [[nodiscard]] QSize minimumSizeHint() const override;

 protected:
  void changeEvent(QEvent* event) override;

 private:
  QLabel* figure(const QString& name, const QString& widest);
  void refresh();
  void showSeeds();
  void measure();
  void showPokes();

  struct Figure {
    QLabel* label;
    QString widest;  ///< text it must have room for, so that nothing moves when it changes
  };
  std::vector<Figure> figures_;  // before the labels, which are made with it
  Lab& lab_;
  const Actions& actions_;
  const Theme& theme_;
  QToolButton* play_;
  QSlider* speed_;
  QLabel* asked_;
  QLabel* reached_;
  QLabel* time_;
  QLabel* loss_;
  QToolButton* poked_;  ///< there while a neuron is held
  QToolButton* seeds_;  ///< there while seeds run
  Overflow* more_;      ///< there while something has no room
  QLabel* document_;
  QString document_name_;
  bool shows_pause_ = false;
};

/// The next speed of the series 1, 2, 5, 10, …; from "unlimited" down and from 1000 × up to it.
/// @param up  faster or slower
[[nodiscard]] double nextSpeed(double factor, bool up);

/// Positions of the speed slider: 20 a decade from 0.01 ×, the last one is unlimited.
[[nodiscard]] double speedAt(int position);
[[nodiscard]] int speedPosition(double factor);
inline constexpr int kUnlimitedPosition = 102;

}  // namespace vle::ui
