// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The numbers a close-up shows: recorded probes of the variant on the canvas, newest value and
// history. While the run is paused nothing is recorded of what was not watched before; then the
// same probes are read from a copy of the state. GUI thread.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <QObject>

#include "session/lab.h"

namespace vle::ui {

class Readings : public QObject {
  Q_OBJECT

 public:
  explicit Readings(Lab& lab, QObject* parent = nullptr);

  [[nodiscard]] const Lab& lab() const { return lab_; }
  /// What is read from now on; an empty list observes nothing.
  void watch(std::vector<std::string> channels);

  /// Is the switch of all plasticity on?
  [[nodiscard]] bool isLearning() const { return lab_.control().isLearning(); }
  /// The newest value; NaN if it is not known.
  [[nodiscard]] double value(const std::string& channel) const;
  /// What was recorded at a time, ms; NaN if nothing was.
  [[nodiscard]] double valueAt(const std::string& channel, double t) const;
  /// Its history between two times, ms.
  [[nodiscard]] Curve curve(const std::string& channel, double from, double to,
                            std::size_t points) const;
  /// Time of the newest row, ms.
  [[nodiscard]] double newest() const { return lab_.traces().newest(); }

 signals:
  /// Values came that no frame brought.
  void arrived();

 private:
  void forget();
  void askWherePaused();

  Lab& lab_;
  std::vector<std::string> watched_;
  std::map<std::string, double> standing_;  // read from a copy, while the run is paused
  double standing_t_ = 0;                   // ms, when that was
  bool is_asked_ = false;
};

}  // namespace vle::ui
