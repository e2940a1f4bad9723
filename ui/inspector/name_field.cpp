// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspector/name_field.h"

#include <QKeyEvent>
#include <QVBoxLayout>

#include "base/error.h"
#include "inspector/field_keys.h"
#include "model/building.h"
#include "model/validate.h"

namespace vle::ui {

NameField::NameField(Document& document, QWidget* parent)
    : QWidget(parent),
      document_(document),
      field_(new QLineEdit(this)),
      sentence_(new QLabel(this)) {
  field_->setObjectName(QStringLiteral("name"));
  field_->setProperty("role", "name");
  field_->setAccessibleName(tr("Name"));
  field_->setToolTip(tr("The name; variants, plots, tests and lessons that say it follow"));
  field_->setAccessibleDescription(field_->toolTip());
  field_->setMaxLength(2 * static_cast<int>(kMaxName));  // more is no mistake but another text
  field_->installEventFilter(this);
  leaveKeysToTheProgram(field_, FieldOf::Text);
  sentence_->setProperty("role", "refusal");
  sentence_->setTextFormat(Qt::PlainText);
  sentence_->setWordWrap(true);
  sentence_->hide();
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(3);
  layout->addWidget(field_);
  layout->addWidget(sentence_);
  setFocusProxy(field_);
  connect(field_, &QLineEdit::editingFinished, this, &NameField::commit);
}

void NameField::setItem(Item item) {
  const bool is_other = !(item == item_);
  item_ = item;
  const QString name = QString::fromStdString(nameOf(document_.project(), item_));
  if (is_other) say({});
  const bool is_typing = !is_other && field_->hasFocus() && field_->isModified();
  if (is_typing || field_->text() == name) return;
  if (!is_other) say({});
  showName();
}

void NameField::showName() {
  field_->setText(QString::fromStdString(nameOf(document_.project(), item_)));
  field_->setModified(false);
  field_->setCursorPosition(0);
}

void NameField::commit() {
  if (!field_->isModified()) return;
  field_->setModified(false);
  const QString wanted = field_->text().trimmed();
  try {
    const Project& project = document_.project();
    const std::string name = wanted.toStdString();
    Built built = item_.kind == Item::Kind::Node
                      ? vle::rename(project, NodeId{item_.id}, name)
                      : vle::rename(project, ProjectionId{item_.id}, name);
    say({});
    document_.push(tr("Rename to %1").arg(wanted), std::move(built.edits));
  } catch (const Error& error) {
    say(QString::fromStdString(error.message()));
  }
  showName();
}

void NameField::say(const QString& sentence) {
  sentence_->setText(sentence);
  sentence_->setVisible(!sentence.isEmpty());
}

bool NameField::eventFilter(QObject* watched, QEvent* event) {
  const bool is_escape =
      event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape;
  if (is_escape && field_->isModified()) {
    showName();
    return true;
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace vle::ui
