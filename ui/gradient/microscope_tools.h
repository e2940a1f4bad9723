// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the microscope looks at: layer or neuron, and with More also frequency and length of the
// window. Stands in the title row of its card. GUI thread.
#pragma once

#include <QComboBox>
#include <QToolButton>
#include <QWidget>

#include "gradient/neuron_chooser.h"
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
  /// A person picked the neuron to look at here, or the layer.
  void neuronPicked(const vle::NeuronRef& neuron);
  void layerPicked(vle::NodeId layer);
  /// Whether all there is to see is wanted.
  void moreWanted(bool more);

 private:
  void tellPicked();
  void fillFrequencies();
  void takeTyped();

  GradientMonitor& monitor_;
  NeuronChooser* neurons_;
  QComboBox* frequencies_;
  QComboBox* windows_;
  QToolButton* more_;
};

}  // namespace vle::ui
