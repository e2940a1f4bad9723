// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// H of a neuron over frequency, gain and phase, beside the error filter 1/H; the frequencies of the
// input are marked. The discrete H, as the simulation has it. Used by the neuron panel. GUI thread.
#pragma once

#include <complex>
#include <vector>

#include <QWidget>

#include "drawing/theme.h"

namespace vle::ui {

class TransferView : public QWidget {
  Q_OBJECT

 public:
  /// @param theme  must outlive the widget
  explicit TransferView(const Theme& theme, QWidget* parent = nullptr);
  /// @param tau_m, tau_r, dt  ms
  /// @param marked            Hz
  /// @param has_inverse  false: errors have no filter, 1/H is left out
  void show(double tau_m, double tau_r, double dt, const std::vector<double>& marked,
            bool has_inverse);
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return {40, sizeHint().height()}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void paintHalf(QPainter& painter, const QRectF& room, bool is_phase) const;

  const Theme& theme_;
  double tau_m_ = 0, tau_r_ = 0, dt_ = 0;
  std::vector<double> marked_;
  bool has_inverse_ = true;
};

}  // namespace vle::ui
