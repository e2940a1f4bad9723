// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "document/document.h"

#include <utility>

#include <QFileInfo>
#include <QUndoCommand>

#include "model/naming.h"

namespace vle::ui {

/// A list of edits and the list that takes them back; undo and redo are the same act.
class Document::Command : public QUndoCommand {
 public:
  Command(Document& document, const QString& text, std::vector<Edit> edits, QString merge_key)
      : QUndoCommand(text),
        document_(document),
        edits_(std::move(edits)),
        merge_key_(std::move(merge_key)) {
    if (merge_key_.isEmpty()) return;
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
    // What both hold now leads back, and ours to where the gesture began.
    std::vector<Edit> inverse = other.edits_;
    inverse.insert(inverse.end(), edits_.begin(), edits_.end());
    edits_ = needed(document_.project_, std::move(inverse));
    setObsolete(edits_.empty());
    return true;
  }

 private:
  void swap(Act act) {
    document_.act_ = std::move(act);
    const Change change = document_.perform(edits_);
    emit document_.changed(change);
  }

  Document& document_;
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
  edits = needed(project_, std::move(edits));
  if (edits.empty()) return;
  undo_stack_.push(new Command(*this, text, std::move(edits), merge_key));
}

Change Document::perform(std::vector<Edit>& edits) {
  Change change;
  edits = applyAll(project_, edits, change);
  return change;
}

}  // namespace vle::ui
