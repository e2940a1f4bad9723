// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the microscope looks at: neuron, frequency, length of the window. Stands in the title row of
// its card. GUI thread.
#pragma once

#include <QComboBox>
#include <QWidget>

#include "model/selection.h"
#include "session/gradient_monitor.h"

namespace vle::ui {

class MicroscopeTools : public QWidget {
  Q_OBJECT

 public:
  explicit MicroscopeTools(GradientMonitor& monitor, QWidget* parent = nullptr);

  /// Takes over what there is to choose from, and what is chosen.
  void refresh();
  /// The next error neuron, or the one before.
  void step(bool forward);

 signals:
  /// A person picked the neuron to look at here.
  void neuronPicked(const vle::NeuronRef& neuron);

 private:
  void tellPicked();
  void fillNeurons();
  void fillFrequencies();
  void takeTyped();

  GradientMonitor& monitor_;
  QComboBox* neurons_;
  QComboBox* frequencies_;
  QComboBox* windows_;
};

}  // namespace vle::ui
