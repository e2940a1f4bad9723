// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// QTimer by the program's clock (base/tempo.h), for every wait of the GUI thread that a person
// could measure. For "in the next turn of the event loop" QTimer with 0 ms is the right one. GUI
// thread.
#pragma once

#include <chrono>

#include <QObject>
#include <QTimer>

#include "base/tempo.h"

namespace vle::ui {

class TempoTimer : public QObject, private Tempo::Alarm {
  Q_OBJECT

 public:
  enum class Rings { Once, Again };

  /// @param interval_ms  > 0, unless `start` is told another
  explicit TempoTimer(Rings rings, int interval_ms = 0);

  /// Begins to wait, anew if it was waiting.
  void start();
  void start(int interval_ms);
  void stop();
  [[nodiscard]] bool isActive() const;

 signals:
  void timeout();

 private:
  void ring() override;

  Rings rings_;
  int interval_ms_;
  QTimer timer_;  // by the wall
};

/// How long ago something was, by the program's clock.
class Since {
 public:
  void start() { from_ = Tempo::now(); }
  /// ms; since for ever if it was never started.
  [[nodiscard]] double elapsed() const {
    return std::chrono::duration<double, std::milli>(Tempo::now() - from_).count();
  }

 private:
  Tempo::Time from_{};
};

}  // namespace vle::ui
