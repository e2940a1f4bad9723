// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gradient/microscope_tools.h"

#include <algorithm>

#include <QAbstractItemView>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QToolButton>

#include "session/number_text.h"

namespace vle::ui {

namespace {

QString frequencyText(double f) { return QObject::tr("%1 Hz").arg(numberText(f, 3)); }

}  // namespace

MicroscopeTools::MicroscopeTools(GradientMonitor& monitor, QWidget* parent)
    : QWidget(parent),
      monitor_(monitor),
      neurons_(new QComboBox(this)),
      frequencies_(new QComboBox(this)),
      windows_(new QComboBox(this)) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(4);
  const auto button = [this](const QString& text, const QString& tip, bool forward) {
    auto* made = new QToolButton(this);
    made->setText(text);
    made->setToolTip(tip);
    made->setAccessibleName(tip);
    made->setAutoRaise(true);
    connect(made, &QToolButton::clicked, this, [this, forward] { step(forward); });
    return made;
  };
  neurons_->setAccessibleName(tr("Error neuron"));
  neurons_->setToolTip(
      tr("The error neuron that is held against its adjoint; the canvas chooses it, "
         "too"));
  neurons_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
  neurons_->setMaxVisibleItems(20);
  connect(neurons_, &QComboBox::activated, this, [this](int index) {
    const QPoint chosen = neurons_->itemData(index).toPoint();
    monitor_.look(NodeId{static_cast<std::uint32_t>(chosen.x())},
                  static_cast<std::size_t>(chosen.y()));
    tellPicked();
  });
  frequencies_->setObjectName(QStringLiteral("microscope.frequency"));
  frequencies_->setEditable(true);
  frequencies_->setInsertPolicy(QComboBox::NoInsert);
  frequencies_->setAccessibleName(tr("Frequency"));
  frequencies_->setToolTip(
      tr("Frequency of the phasors: where λ is strongest, one of the inputs, or a "
         "number of Hz"));
  frequencies_->lineEdit()->setMaxLength(32);
  frequencies_->setMinimumContentsLength(14);
  connect(frequencies_, &QComboBox::activated, this, [this](int index) {
    const QVariant value = frequencies_->itemData(index);
    monitor_.setFrequency(value.isValid() ? std::optional(value.toDouble()) : std::nullopt);
    fillFrequencies();
  });
  connect(frequencies_->lineEdit(), &QLineEdit::editingFinished, this, &MicroscopeTools::takeTyped);
  windows_->setAccessibleName(tr("Window"));
  windows_->setToolTip(
      tr("How much is played on from a copy of the states to compare e with λ; auto: eight "
         "periods of the slowest input, or six stretches of 10 τ where inputs do not repeat, "
         "beside what is left out at both ends"));
  windows_->addItem(tr("window: auto"), 0.0);
  for (const double ms : {20.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0, 5000.0}) {
    windows_->addItem(ms < 1000 ? tr("%1 ms").arg(ms) : tr("%1 s").arg(ms / 1000), ms);
  }
  connect(windows_, &QComboBox::activated, this,
          [this](int index) { monitor_.setWindow(windows_->itemData(index).toDouble()); });
  row->addWidget(button(QStringLiteral("‹"), tr("Previous error neuron (Left)"), false));
  row->addWidget(neurons_);
  row->addWidget(button(QStringLiteral("›"), tr("Next error neuron (Right)"), true));
  row->addWidget(frequencies_);
  row->addWidget(windows_);
}

void MicroscopeTools::refresh() {
  fillNeurons();
  fillFrequencies();
}

void MicroscopeTools::step(bool forward) {
  monitor_.step(forward);
  tellPicked();
}

void MicroscopeTools::tellPicked() {
  emit neuronPicked(NeuronRef{monitor_.layer(), monitor_.neuron()});
}

/// What nobody typed is rounded and must not be read back; nonsense makes room for what is shown.
void MicroscopeTools::takeTyped() {
  if (!frequencies_->lineEdit()->isModified()) return;
  const auto f = readNumber(frequencies_->currentText(), tr("Hz"));
  if (f && *f > 0) monitor_.setFrequency(*f);
  frequencies_->lineEdit()->setModified(false);
  fillFrequencies();
}

void MicroscopeTools::fillNeurons() {
  constexpr std::size_t kMostListed = 64;  ///< neurons of one layer
  QStringList texts;
  QList<QPoint> places;
  int current = -1;
  for (const LayerPlan& layer : monitor_.layers()) {
    const QString name = QString::fromStdString(layer.name);
    for (std::size_t j = 0; j < layer.range.size; ++j) {
      const bool is_chosen = layer.id == monitor_.layer() && j == monitor_.neuron();
      if (j >= kMostListed && !is_chosen) continue;
      if (is_chosen) current = static_cast<int>(texts.size());
      texts << (layer.range.size > 1 ? QStringLiteral("%1[%2]").arg(name).arg(j) : name);
      places << QPoint(static_cast<int>(layer.id), static_cast<int>(j));
    }
  }
  bool is_same = neurons_->count() == texts.size();
  for (int k = 0; is_same && k < texts.size(); ++k) {
    is_same = neurons_->itemText(k) == texts[k] && neurons_->itemData(k).toPoint() == places[k];
  }
  if (!is_same) {
    neurons_->clear();
    for (int k = 0; k < texts.size(); ++k) neurons_->addItem(texts[k], places[k]);
  }
  neurons_->setCurrentIndex(current);
  const int window = windows_->findData(monitor_.window());
  if (window >= 0) windows_->setCurrentIndex(window);
}

void MicroscopeTools::fillFrequencies() {
  if (frequencies_->lineEdit()->hasFocus() && frequencies_->lineEdit()->isModified()) return;
  if (frequencies_->view()->isVisible()) return;
  const auto shown = monitor_.shownFrequency();
  const auto chosen = monitor_.frequency();
  const QString strongest =
      shown && !chosen ? tr("strongest: %1").arg(frequencyText(*shown)) : tr("strongest");
  std::vector<double> known = monitor_.frequencies();
  if (chosen && std::ranges::find(known, *chosen) == known.end()) known.push_back(*chosen);
  QStringList texts = {strongest};
  for (const double f : known) texts << frequencyText(f);
  bool is_same = frequencies_->count() == texts.size();
  for (int k = 0; is_same && k < texts.size(); ++k) {
    is_same = frequencies_->itemText(k) == texts[k];
  }
  if (!is_same) {
    frequencies_->clear();
    frequencies_->addItem(strongest);
    for (const double f : known) frequencies_->addItem(frequencyText(f), f);
  }
  const auto place = chosen ? std::ranges::find(known, *chosen) - known.begin() : -1;
  frequencies_->setCurrentIndex(static_cast<int>(place) + 1);
  frequencies_->setEditText(frequencies_->itemText(static_cast<int>(place) + 1));
  frequencies_->lineEdit()->setModified(false);
  if (!frequencies_->lineEdit()->hasFocus()) frequencies_->lineEdit()->setCursorPosition(0);
}

}  // namespace vle::ui
