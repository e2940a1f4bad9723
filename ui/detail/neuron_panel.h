// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The neuron panel: the chain of quantities of one neuron, s → u → ŭ → r upward and ε → v → e
// downward, each with its number and its recent course; lag and lead as arrows of length τ_m and
// τ_r; and what the neuron does to a sine, H beside the error filter 1/H. Used by the close-up. GUI
// thread.
#pragma once

#include <array>
#include <vector>

#include <QLabel>
#include <QWidget>

#include "detail/readings.h"
#include "detail/small_trace.h"
#include "detail/transfer_view.h"
#include "model/selection.h"

namespace vle::ui {

/// One neuron of the network that runs.
struct NeuronSubject {
  std::shared_ptr<const Network> network;
  std::string layer;
  std::size_t index = 0, size = 1;
  /// "hidden.u[2]"
  [[nodiscard]] std::string channel(const char* variable) const;
  [[nodiscard]] std::vector<std::string> channels() const;
};

/// Lag and lead of a neuron and of its error partner, as arrows along one time axis.
class LagView : public QWidget {
  Q_OBJECT

 public:
  explicit LagView(const Theme& theme, QWidget* parent = nullptr);
  /// @param tau_m, tau_r  ms
  /// @param has_filters  false: errors are instantaneous, they neither lag nor lead
  void show(double tau_m, double tau_r, bool has_filters);
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return {40, sizeHint().height()}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  const Theme& theme_;
  double tau_m_ = 0, tau_r_ = 0;
  bool has_filters_ = true;
};

class NeuronPanel : public QWidget {
  Q_OBJECT

 public:
  NeuronPanel(const Readings& readings, const Theme& theme, QWidget* parent = nullptr);

  void setSubject(const NeuronSubject& subject);
  /// Takes the newest values.
  /// @param window  ms, of the small traces
  /// @param period  ms, of the input; they stand still in step with it. 0: there is none
  void refresh(double window, double period);
  void themeChanged();

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  struct Quantity {
    const char* key;
    QWidget* box;
    QLabel* number;
    SmallTrace* trace;
    bool is_error;
  };
  void showTransfer(double tau_m, double tau_r);

  const Readings& readings_;
  const Theme& theme_;
  NeuronSubject subject_;
  QLabel* title_;
  std::vector<Quantity> quantities_;  // upward s, u, ŭ, r, then downward ε, v, e
  LagView* lags_;
  QLabel* lag_text_;
  TransferView* transfer_;
  QLabel *transfer_text_, *remark_;
};

}  // namespace vle::ui
