// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gradient/neuron_chooser.h"

#include <algorithm>

#include <QHeaderView>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace vle::ui {

namespace {

constexpr int kLayerRole = Qt::UserRole, kNeuronRole = Qt::UserRole + 1;
constexpr int kSizeRole = Qt::UserRole + 2;
constexpr int kRowsShown = 12;

}  // namespace

NeuronChooser::NeuronChooser(GradientMonitor& monitor, QWidget* parent)
    : QToolButton(parent),
      monitor_(monitor),
      popup_(new QFrame(this, Qt::Popup)),
      tree_(new QTreeWidget(popup_)) {
  setObjectName(QStringLiteral("microscope.neuron"));
  setAccessibleName(tr("Error neuron"));
  setToolTip(
      tr("The error neuron, or the layer, that is held against its adjoint; the canvas "
         "chooses it, too"));
  setPopupMode(QToolButton::InstantPopup);
  tree_->setHeaderHidden(true);
  tree_->setUniformRowHeights(true);
  tree_->setAccessibleName(tr("Layers and their error neurons"));
  auto* layout = new QVBoxLayout(popup_);
  layout->setContentsMargins(1, 1, 1, 1);
  layout->addWidget(tree_);
  connect(this, &QToolButton::clicked, this, &NeuronChooser::open);
  connect(tree_, &QTreeWidget::itemExpanded, this,
          [this](QTreeWidgetItem* item) { fillLayer(*item); });
  connect(tree_, &QTreeWidget::itemActivated, this, &NeuronChooser::take);
  connect(tree_, &QTreeWidget::itemClicked, this, &NeuronChooser::take);
}

void NeuronChooser::refresh() {
  QString name;
  for (const LayerPlan& layer : monitor_.layers()) {
    if (layer.id != monitor_.layer()) continue;
    name = QString::fromStdString(layer.name);
    if (monitor_.isWholeLayer())
      name = tr("%1, all %2").arg(name).arg(layer.range.size);
    else if (layer.range.size > 1)
      name = QStringLiteral("%1[%2]").arg(name).arg(monitor_.neuron());
  }
  if (text() != name) setText(name);
}

void NeuronChooser::open() {
  fill();
  const int rows = std::clamp(static_cast<int>(monitor_.layers().size()), 4, kRowsShown);
  const int row = std::max(tree_->sizeHintForRow(0), fontMetrics().height());
  popup_->resize(std::max(width(), 26 * fontMetrics().averageCharWidth()), rows * row + 8);
  const QPoint below = mapToGlobal(QPoint(0, height()));
  popup_->move(below);
  popup_->show();
  tree_->setFocus();
}

/// Neurons of a layer come when it is unfolded: there may be thousands.
void NeuronChooser::fill() {
  tree_->clear();
  for (const LayerPlan& layer : monitor_.reachedLayers()) {
    auto* item = new QTreeWidgetItem(tree_, {QString::fromStdString(layer.name)});
    item->setData(0, kLayerRole, static_cast<int>(layer.id));
    item->setData(0, kSizeRole, static_cast<qulonglong>(layer.range.size));
    if (layer.range.size > 1) {
      item->setText(
          0,
          tr("%1: all %2 neurons").arg(QString::fromStdString(layer.name)).arg(layer.range.size));
      item->setChildIndicatorPolicy(QTreeWidgetItem::ShowIndicator);
    }
    if (layer.id != monitor_.layer()) continue;
    tree_->setCurrentItem(item);
    if (layer.range.size < 2 || monitor_.isWholeLayer()) continue;
    item->setExpanded(true);
    tree_->setCurrentItem(item->child(static_cast<int>(monitor_.neuron())));
  }
}

void NeuronChooser::fillLayer(QTreeWidgetItem& layer) {
  if (layer.childCount() > 0) return;
  const int id = layer.data(0, kLayerRole).toInt();
  const auto size = layer.data(0, kSizeRole).toULongLong();
  QString name;
  for (const LayerPlan& plan : monitor_.layers()) {
    if (static_cast<int>(plan.id) == id) name = QString::fromStdString(plan.name);
  }
  QList<QTreeWidgetItem*> neurons;
  neurons.reserve(static_cast<qsizetype>(size));
  for (qulonglong k = 0; k < size; ++k) {
    auto* item = new QTreeWidgetItem(QStringList{QStringLiteral("%1[%2]").arg(name).arg(k)});
    item->setData(0, kLayerRole, id);
    item->setData(0, kNeuronRole, k);
    neurons.append(item);
  }
  layer.addChildren(neurons);
}

void NeuronChooser::take(QTreeWidgetItem* item) {
  if (item == nullptr || !popup_->isVisible()) return;
  popup_->hide();
  const NodeId layer{item->data(0, kLayerRole).toUInt()};
  const QVariant neuron = item->data(0, kNeuronRole);
  const bool is_single = item->data(0, kSizeRole).toULongLong() == 1;
  std::optional<std::size_t> index;
  if (neuron.isValid()) index = neuron.toULongLong();
  if (is_single) index = 0;
  emit chosen(layer, index);
}

}  // namespace vle::ui
