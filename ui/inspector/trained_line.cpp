// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspector/trained_line.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QToolButton>

#include "session/number_text.h"

namespace vle::ui {

TrainedLine::TrainedLine(Document& document, const ParameterInfo& info, QWidget* parent)
    : QWidget(parent), document_(document), info_(info), text_(new QLabel(this)) {
  text_->setWordWrap(true);
  text_->setTextFormat(Qt::PlainText);
  text_->setProperty("role", "dim");
  auto* button = new QToolButton(this);
  button->setObjectName(QStringLiteral("trained.drop"));
  button->setText(tr("Drop"));
  button->setProperty("role", "small");
  button->setFocusPolicy(Qt::StrongFocus);
  button->setAccessibleName(tr("Drop the trained %1").arg(asText(info.key)));
  button->setToolTip(tr("The initial value above holds again; undo brings the trained one back"));
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(6);
  layout->addWidget(text_, 1);
  layout->addWidget(button, 0, Qt::AlignTop);
  connect(button, &QToolButton::clicked, this, &TrainedLine::drop);
  hide();
}

void TrainedLine::setItems(std::vector<Item> items) {
  items_ = std::move(items);
  const auto trained = std::ranges::count_if(
      items_, [&](const Item& item) { return isTrained(document_.project(), item, info_); });
  setVisible(trained > 0);
  text_->setText(trained == std::ssize(items_)
                     ? tr("A trained %1 stands in the place of this value: what is set here has no "
                          "effect until it is dropped.")
                           .arg(asText(info_.key))
                     : tr("In %1 of these a trained %2 stands in the place of this value: what is "
                          "set here has no effect on them until it is dropped.")
                           .arg(trained)
                           .arg(asText(info_.key)));
}

void TrainedLine::drop() {
  const QString what = items_.size() == 1
                           ? QString::fromStdString(nameOf(document_.project(), items_.front()))
                           : tr("%1 items").arg(items_.size());
  document_.push(tr("Drop trained %1 of %2").arg(asText(info_.key), what),
                 withoutTrained(document_.project(), items_, info_));
}

}  // namespace vle::ui
