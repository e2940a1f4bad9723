// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspector/parameter_row.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QVBoxLayout>

#include "inspector/editor_factory.h"
#include "inspector/number_entry.h"
#include "session/number_text.h"

namespace vle::ui {

QString symbolHtml(std::string_view symbol) {
  const QString text = asText(symbol).toHtmlEscaped();
  const auto line = text.indexOf(QLatin1Char('_'));
  if (line < 0) return QStringLiteral("<i>%1</i>").arg(text);
  return QStringLiteral("<i>%1</i><sub>%2</sub>").arg(text.left(line), text.mid(line + 1));
}

ParameterRow::ParameterRow(Document& document, Lab& lab, const Theme& theme,
                           const ParameterInfo& info, QWidget* parent)
    : QWidget(parent),
      document_(document),
      lab_(lab),
      info_(info),
      label_(new QLabel(asText(info.label), this)),
      editor_(makeEditor(info, theme, this)),
      overrides_(new QLabel(this)),
      sentence_(new QLabel(this)) {
  const QString range = rangeText(info);
  QString help = asText(info.doc);
  if (!range.isEmpty()) help += tr("\nRange: %1").arg(range);
  help += tr("\nIn files and paths: %1").arg(QString::fromStdString(keyOf(info)));
  label_->setToolTip(help);
  label_->setBuddy(editor_);
  setAccessibleName(asText(info.label));
  setAccessibleDescription(help);
  auto* symbol = new QLabel(symbolHtml(info.symbol), this);
  symbol->setToolTip(help);
  symbol->setProperty("role", "dim");
  for (QLabel* below : {overrides_, sentence_}) {
    below->setWordWrap(true);
    below->setTextFormat(Qt::PlainText);
    below->hide();
  }
  overrides_->setProperty("role", "dim");
  sentence_->setProperty("role", "refusal");
  overrides_->setToolTip(tr("What variants put in the place of this value"));

  auto* header = new QHBoxLayout;
  header->setSpacing(6);
  header->addWidget(label_, 1);
  header->addWidget(symbol);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(3);
  layout->addLayout(header);
  layout->addWidget(editor_);
  layout->addWidget(overrides_);
  if (info.trained != nullptr) {
    trained_ = new TrainedLine(document, info, this);
    layout->addWidget(trained_);
  }
  if (info.is_initial) {
    learned_ = new LearnedLine(document, lab, info, this);
    layout->addWidget(learned_);
  }
  layout->addWidget(sentence_);
  connect(editor_, &ParameterEditor::edited, this, &ParameterRow::propose);
  connect(editor_, &ParameterEditor::refused, this, [this](const QString& sentence) {
    refusal_ = sentence;
    showSentence();
  });
}

void ParameterRow::propose(const ParameterValue& value, bool continues) {
  if (const auto wrong = checkRange(info_, value)) {
    refusal_ = QString::fromStdString(*wrong);
    setSubject(subject_);  // the field keeps the last good value
    return;
  }
  refusal_.clear();
  showSentence();
  emit edited(value, continues);
}

QString ParameterRow::unusedBy(const Subject& subject) const {
  std::string_view reason;
  for (const Item& item : subject.items) {
    reason = unusedReason(*subject.project, item, info_);
    if (reason.empty()) break;  // it is used somewhere
  }
  return asText(reason);
}

void ParameterRow::setSubject(const Subject& subject) {
  if (subject.items != subject_.items) refusal_.clear();
  subject_ = subject;
  const Project& project = *subject.project;
  const ParameterValue first = valueOf(project, subject.items.front(), info_);
  const bool varies =
      std::any_of(subject.items.begin() + 1, subject.items.end(),
                  [&](const Item& item) { return valueOf(project, item, info_) != first; });
  if (!shown_ || *shown_ != first) refusal_.clear();  // what was refused is past
  shown_ = first;
  editor_->setValue(first, varies, subject);
  const QStringList overrides = subject.items.size() == 1
                                    ? overrideLines(project, subject.items.front(), info_)
                                    : QStringList();
  overrides_->setText(overrides.join(QLatin1Char('\n')));
  overrides_->setVisible(!overrides.isEmpty());
  if (trained_ != nullptr) trained_->setItems(subject.items);
  if (learned_ != nullptr) learned_->setItems(subject.items);
  refreshLive();
  refreshProblems();
}

void ParameterRow::refreshLive() {
  if (learned_ == nullptr) return;
  const QString name = asText(info_.label);
  const QString text = learned_->refresh() ? tr("%1, initial").arg(name) : name;
  if (label_->text() != text) label_->setText(text);
  editor_->showLive(learned_->numbers());
}

void ParameterRow::refreshProblems() {
  problem_.clear();
  for (const Issue& issue : lab_.compiler().problems()) {
    const bool is_node = issue.place.part == Place::Part::Node;
    const bool is_projection = issue.place.part == Place::Part::Projection;
    const Item item{is_node         ? Item::Kind::Node
                    : is_projection ? Item::Kind::Projection
                                    : Item::Kind::Settings,
                    issue.place.id};
    const bool is_here = (is_node || is_projection || issue.place.part == Place::Part::Settings) &&
                         issue.place.key == keyOf(info_) &&
                         std::ranges::find(subject_.items, item) != subject_.items.end();
    if (!is_here) continue;
    problem_ = QString::fromStdString(issue.message);
    break;
  }
  showSentence();
}

void ParameterRow::showSentence() {
  const QString known = editor_->problem();
  const QString text = !refusal_.isEmpty() ? refusal_ : !known.isEmpty() ? known : problem_;
  if (sentence_->text() != text) sentence_->setText(text);
  sentence_->setVisible(!text.isEmpty());
}

}  // namespace vle::ui
