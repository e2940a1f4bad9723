// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gradient/microscope_tools.h"

#include <algorithm>

#include <QAbstractItemView>
#include <QHBoxLayout>
#include <QLineEdit>

#include "session/number_text.h"

namespace vle::ui {

namespace {

QString frequencyText(double f) { return QObject::tr("%1 Hz").arg(numberText(f, 3)); }

}  // namespace

MicroscopeTools::MicroscopeTools(GradientMonitor& monitor, QWidget* parent)
    : QWidget(parent),
      monitor_(monitor),
      neurons_(new NeuronChooser(monitor, this)),
      frequencies_(new QComboBox(this)),
      windows_(new QComboBox(this)),
      more_(new QToolButton(this)) {
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
  connect(neurons_, &NeuronChooser::chosen, this,
          [this](NodeId layer, std::optional<std::size_t> neuron) {
            if (neuron) return emit neuronPicked(NeuronRef{layer, *neuron});
            emit layerPicked(layer);
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
  row->addWidget(more_);
  more_->setObjectName(QStringLiteral("microscope.more"));
  more_->setText(tr("More"));
  more_->setToolTip(tr("Numbers, gain and phase over frequency, angles over time"));
  more_->setCheckable(true);
  const auto show = [this](bool more) {
    frequencies_->setVisible(more);
    windows_->setVisible(more);
    emit moreWanted(more);
  };
  connect(more_, &QToolButton::toggled, this, show);
  show(false);
}

void MicroscopeTools::refresh() {
  neurons_->refresh();
  const int window = windows_->findData(monitor_.window());
  if (window >= 0) windows_->setCurrentIndex(window);
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
