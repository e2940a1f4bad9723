// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gradient/variant_dials.h"

#include <algorithm>

#include <QHBoxLayout>

namespace vle::ui {

VariantDials::VariantDials(const Theme& theme, QWidget* parent)
    : QWidget(parent), theme_(theme), row_(new QHBoxLayout(this)) {
  row_->setContentsMargins(0, 0, 0, 0);
  row_->setSpacing(8);
  row_->addStretch(1);
}

/// A dial is about as wide as high, with room for its name.
void VariantDials::resizeEvent(QResizeEvent*) {
  for (PhasorView* view : views_) view->setMaximumWidth(2 * height());
}

void VariantDials::setDials(const std::vector<VariantDial>& dials) {
  setVisible(dials.size() > 1);
  while (views_.size() > dials.size()) {
    delete views_.back();
    views_.pop_back();
  }
  while (views_.size() < dials.size()) {
    auto* view = new PhasorView(theme_, this);
    connect(view, &PhasorView::clicked, this,
            [this, index = views_.size()] { emit clicked(index); });
    view->setSmall(true);
    view->setMaximumWidth(2 * height());
    views_.push_back(view);
    row_->insertWidget(static_cast<int>(views_.size()) - 1, view, 10);
  }
  // One scale for all of them, as far as one wild variant does not make all others tiny.
  double front = 1, longest = 1;
  for (const VariantDial& dial : dials) {
    if (!dial.phasor) continue;
    longest = std::max(longest, dial.phasor->gain);
    if (dial.is_front) front = std::max(front, dial.phasor->gain);
  }
  constexpr double kWidestScale = 2.5;
  for (std::size_t k = 0; k < dials.size(); ++k) {
    const VariantDial& dial = dials[k];
    views_[k]->setTitle(dial.match.isEmpty() ? dial.label
                                             : QStringLiteral("%1 %2").arg(dial.label, dial.match));
    views_[k]->setTitleColor(dial.color);
    views_[k]->setChosen(dial.is_front);
    views_[k]->setToolTip(QStringLiteral("%1: %2").arg(dial.label, dial.tip));
    std::vector<Phasor> phasors;
    if (dial.phasor) phasors.push_back(*dial.phasor);
    views_[k]->setPhasors(std::move(phasors), tr("–"), std::min(longest, kWidestScale * front));
  }
}

}  // namespace vle::ui
