// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A button that names the error neuron looked at and opens the tree of all there are: layers that
// errors reach, and in each its neurons. Used by the microscope. GUI thread.
#pragma once

#include <QToolButton>

#include "session/gradient_monitor.h"

class QTreeWidget;
class QTreeWidgetItem;

namespace vle::ui {

class NeuronChooser : public QToolButton {
  Q_OBJECT

 public:
  explicit NeuronChooser(GradientMonitor& monitor, QWidget* parent = nullptr);

  /// Names what is looked at now.
  void refresh();
  [[nodiscard]] QTreeWidget& tree() { return *tree_; }

 signals:
  /// A person chose a layer as a whole, or one of its neurons.
  void chosen(vle::NodeId layer, std::optional<std::size_t> neuron);

 private:
  void open();
  void fill();
  void fillLayer(QTreeWidgetItem& layer);
  void take(QTreeWidgetItem* item);

  GradientMonitor& monitor_;
  QWidget* popup_;
  QTreeWidget* tree_;
};

}  // namespace vle::ui
