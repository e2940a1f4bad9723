// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "document/document.h"

#include <algorithm>
#include <utility>

#include <QFileInfo>
#include <QUndoCommand>

#include "model/naming.h"

namespace vle::ui {

namespace {

/// Do two edits replace the same part of the project?
bool touchTheSame(const Edit& a, const Edit& b) {
  if (a.index() != b.index()) return false;
  if (const auto* node = std::get_if<SetNode>(&a)) return node->id == std::get<SetNode>(b).id;
  if (const auto* projection = std::get_if<SetProjection>(&a)) {
    return projection->id == std::get<SetProjection>(b).id;
  }
  if (const auto* weights = std::get_if<SetWeights>(&a)) {
    return weights->projection == std::get<SetWeights>(b).projection;
  }
  return true;
}

}  // namespace

/// A list of edits and the list that takes them back; undo and redo are the same act.
class Document::Command : public QUndoCommand {
 public:
  Command(Document& document, const QString& text, std::vector<Edit> edits, QString merge_key)
      : QUndoCommand(text),
        document_(document),
        edits_(std::move(edits)),
        merge_key_(std::move(merge_key)) {
    if (merge_key_.isEmpty()) return;
    before_ = document.project_;
    const QUndoStack& stack = document.undo_stack_;
    const auto* last = static_cast<const Command*>(stack.command(stack.index() - 1));
    continues_ = last != nullptr && last->merge_key_ == merge_key_ && !stack.isClean();
  }

  /// Also what the stack calls first.
  void redo() override {
    swap(is_done_ ? Act{.text = tr("Redo: %1").arg(text())}
                  : Act{.text = text(), .continues = continues_});
    is_done_ = true;
  }
  void undo() override { swap({.text = tr("Undo: %1").arg(text())}); }
  [[nodiscard]] int id() const override { return merge_key_.isEmpty() ? -1 : 1; }

  bool mergeWith(const QUndoCommand* next) override {
    const auto& other = static_cast<const Command&>(*next);  // same id: one of ours
    if (other.merge_key_ != merge_key_) return false;
    // What both hold now leads back. Where both touch the same things, ours leads back all the way.
    if (!std::ranges::equal(edits_, other.edits_, touchTheSame)) {
      std::vector<Edit> inverse = other.edits_;
      inverse.insert(inverse.end(), edits_.begin(), edits_.end());
      edits_ = std::move(inverse);
    }
    setObsolete(before_ == document_.project_);
    return true;
  }

 private:
  void swap(Act act) {
    document_.act_ = std::move(act);
    const Change change = document_.perform(edits_);
    emit document_.changed(change);
  }

  Document& document_;
  Project before_;  // of a gesture, to see whether it ended where it began
  std::vector<Edit> edits_;
  QString merge_key_;
  bool continues_ = false;
  bool is_done_ = false;
};

Document::Document(QObject* parent) : QObject(parent), undo_stack_(this) {}

QString Document::displayName() const {
  const QFileInfo file(origin_);
  if (file.isAbsolute()) return file.fileName();
  QString title = QString::fromStdString(project_.meta.title);
  if (!title.isEmpty()) return title;
  return origin_.isEmpty() ? tr("Untitled") : origin_;
}

void Document::load(Project project, const QString& origin, bool is_saved) {
  project_ = std::move(project);
  giveIds(project_.variants, project_.ids);
  origin_ = origin;
  undo_stack_.clear();
  if (is_saved)
    undo_stack_.setClean();  // an empty stack does not clear what resetClean() did
  else
    undo_stack_.resetClean();
  Change change;
  change.reload = true;
  emit changed(change);
}

void Document::markSaved(const QString& file) {
  origin_ = file;
  undo_stack_.setClean();
  emit changed(Change{});  // nothing of the project, but its name
}

void Document::push(const QString& text, std::vector<Edit> edits, const QString& merge_key) {
  Project after = project_;
  Change change;
  applyAll(after, edits, change);
  if (after == project_) return;
  undo_stack_.push(new Command(*this, text, std::move(edits), merge_key));
}

Change Document::perform(std::vector<Edit>& edits) {
  Change change;
  edits = applyAll(project_, edits, change);
  return change;
}

}  // namespace vle::ui
