// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a signal will do, computed by the simulation's own generator, and a small picture of it with
// its scales. Drawn with QPainter. GUI thread.
#pragma once

#include <vector>

#include <QWidget>

#include "drawing/theme.h"
#include "model/project.h"

namespace vle::ui {

struct SignalCurve {
  double end = 0;  ///< ms; the points are evenly spaced from 0 to here
  std::vector<std::vector<double>> channels;
  QString problem;  ///< why there is no curve
};

/// The first stretch of a signal that shows what it is: some periods, or all of it.
/// @param size  channels of the node
/// @param id    of the node: random signals are those of the run
[[nodiscard]] SignalCurve signalCurve(const SignalSpec& signal, std::int64_t size,
                                      const Settings& settings, NodeId id);

class SignalPreview : public QWidget {
  Q_OBJECT

 public:
  explicit SignalPreview(const Theme& theme, QWidget* parent = nullptr);
  void show(SignalCurve curve);
  [[nodiscard]] const SignalCurve& curve() const { return curve_; }
  [[nodiscard]] QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  const Theme& theme_;
  SignalCurve curve_;
};

}  // namespace vle::ui
