// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspector/text_editors.h"

#include <algorithm>

#include <QSignalBlocker>
#include <QVBoxLayout>

#include "base/text.h"
#include "inspector/field_keys.h"

namespace vle::ui {

namespace {

void setIfIdle(QLineEdit* field, const QString& text) {
  if (field->hasFocus() && field->isModified()) return;
  if (field->text() != text) field->setText(text);
}

}  // namespace

QFormLayout* formOf(QWidget* widget) {
  auto* form = new QFormLayout(widget);
  form->setContentsMargins(0, 0, 0, 0);
  form->setSpacing(6);
  form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  form->setLabelAlignment(Qt::AlignLeft);
  return form;
}

QLabel* sentenceOf(QWidget* parent) {
  auto* label = new QLabel(parent);
  label->setProperty("role", "refusal");
  label->setTextFormat(Qt::PlainText);
  label->setWordWrap(true);
  label->hide();
  return label;
}

void say(QLabel* label, const QString& sentence) {
  label->setText(sentence);
  label->setVisible(!sentence.isEmpty());
}

TextArea::TextArea(const QString& name, QWidget* parent) : QPlainTextEdit(parent) {
  setAccessibleName(name);
  setTabChangesFocus(true);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  connect(this, &QPlainTextEdit::textChanged, this, &TextArea::onTyped);
}

void TextArea::onTyped() {
  const QString text = toPlainText();
  if (text == text_) return;  // only its looks changed
  if (static_cast<std::size_t>(text.toUtf8().size()) > kMaxText) {
    const auto more = text.size() - text_.size();
    const int at = std::max(0, textCursor().position() - static_cast<int>(more));
    setPlainText(text_);  // comes here again, and goes at once
    QTextCursor cursor = textCursor();
    cursor.setPosition(std::min(at, static_cast<int>(text_.size())));
    setTextCursor(cursor);
    emit refused(
        tr("%1: this would be longer than the 64 KiB a project file holds in one text, so it "
           "stays as it was.")
            .arg(accessibleName()));
    return;
  }
  text_ = text;
  emit refused({});
  emit edited(text, continues_);
  continues_ = true;
}

QSize TextArea::sizeHint() const { return {200, 4 * fontMetrics().lineSpacing() + 12}; }

void TextArea::setText(const QString& text) {
  if (text_ == text) return;
  text_ = text;
  const QSignalBlocker quiet(this);
  setPlainText(text);
}

void TextArea::focusInEvent(QFocusEvent* event) {
  continues_ = false;
  QPlainTextEdit::focusInEvent(event);
}

RemarkEditor::RemarkEditor(const Document& document, QWidget* parent)
    : QWidget(parent),
      document_(document),
      text_(new TextArea(tr("Remark"), this)),
      sentence_(sentenceOf(this)) {
  text_->setObjectName(QStringLiteral("remark"));
  text_->setPlaceholderText(tr("A remark shown on the canvas"));
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(text_);
  layout->addWidget(sentence_);
  connect(text_, &TextArea::refused, this,
          [this](const QString& sentence) { say(sentence_, sentence); });
  connect(text_, &TextArea::edited, this, [this](const QString& text, bool continues) {
    NodeSpec node = document_.project().network.nodes.at(NodeId{item_.id});
    node.note = text.toStdString();
    emit edited({SetNode{NodeId{item_.id}, std::move(node)}}, continues);
  });
}

bool RemarkEditor::setItem(Item item) {
  if (!(item == item_)) say(sentence_, {});
  item_ = item;
  if (item.kind != Item::Kind::Node) return false;
  text_->setText(
      QString::fromStdString(document_.project().network.nodes.at(NodeId{item.id}).note));
  return true;
}

AboutEditor::AboutEditor(const Document& document, QWidget* parent)
    : QWidget(parent),
      document_(document),
      title_(new QLineEdit(this)),
      author_(new QLineEdit(this)),
      tags_(new QLineEdit(this)),
      summary_(new TextArea(tr("Summary"), this)),
      sentence_(sentenceOf(this)) {
  title_->setObjectName(QStringLiteral("about.title"));
  summary_->setObjectName(QStringLiteral("about.summary"));
  QFormLayout* form = formOf(this);
  const auto add = [&](const QString& name, QWidget* field) {
    field->setAccessibleName(name);
    form->addRow(name, field);
  };
  add(tr("Title"), title_);
  add(tr("Author"), author_);
  add(tr("Tags"), tags_);
  add(tr("Summary"), summary_);
  form->addRow(sentence_);
  tags_->setToolTip(tr("Separated by commas"));
  for (QLineEdit* field : {title_, author_, tags_}) {
    field->setMaxLength(1000);
    leaveKeysToTheProgram(field, FieldOf::Text);
    connect(field, &QLineEdit::editingFinished, this, [this, field] { commit(field); });
  }
  connect(summary_, &TextArea::refused, this,
          [this](const QString& sentence) { say(sentence_, sentence); });
  connect(summary_, &TextArea::edited, this, [this](const QString& text, bool continues) {
    Meta meta = document_.project().meta;
    meta.summary = text.toStdString();
    emit edited({SetMeta{std::move(meta)}}, continues);
  });
}

void AboutEditor::commit(QLineEdit* field) {
  if (!field->isModified()) return;
  field->setModified(false);
  Meta meta = document_.project().meta;
  const QString text = field->text().trimmed();
  if (field == title_) meta.title = text.toStdString();
  if (field == author_) meta.author = text.toStdString();
  if (field == tags_) {
    meta.tags.clear();
    for (const QString& tag : text.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
      if (!tag.trimmed().isEmpty()) meta.tags.push_back(tag.trimmed().toStdString());
    }
  }
  emit edited({SetMeta{std::move(meta)}}, false);
}

void AboutEditor::refresh() {
  const Meta& meta = document_.project().meta;
  setIfIdle(title_, QString::fromStdString(meta.title));
  setIfIdle(author_, QString::fromStdString(meta.author));
  QStringList tags;
  for (const std::string& tag : meta.tags) tags << QString::fromStdString(tag);
  setIfIdle(tags_, tags.join(QStringLiteral(", ")));
  summary_->setText(QString::fromStdString(meta.summary));
}

}  // namespace vle::ui
