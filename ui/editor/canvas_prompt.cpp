// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "editor/canvas_prompt.h"

#include <algorithm>
#include <utility>

#include <QKeyEvent>
#include <QVBoxLayout>

namespace vle::ui {

namespace {

constexpr int kMostRows = 8;
constexpr int kFewLetters = 30;
constexpr int kLetters = 64;  // width of the box, if the canvas is that wide

}  // namespace

CanvasPrompt::CanvasPrompt(QWidget* parent)
    : QFrame(parent),
      line_(new QLineEdit(this)),
      list_(new QListWidget(this)),
      refusal_(new QLabel(this)) {
  setProperty("role", "prompt");
  refusal_->setProperty("role", "refusal");
  refusal_->setWordWrap(true);
  list_->setProperty("role", "choices");
  list_->setFocusPolicy(Qt::NoFocus);
  list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  line_->setFrame(false);
  line_->installEventFilter(this);
  setFocusProxy(line_);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(6, 6, 6, 6);
  layout->setSpacing(4);
  layout->addWidget(line_);
  layout->addWidget(refusal_);
  layout->addWidget(list_);
  connect(line_, &QLineEdit::textEdited, this, &CanvasPrompt::filter);
  connect(list_, &QListWidget::itemClicked, this, [this] { accept(); });
  hide();
}

void CanvasPrompt::open(QPoint at, const QString& title, const QString& text,
                        std::vector<Word> words, Accept accept) {
  at_ = at;
  words_ = std::move(words);
  accept_ = std::move(accept);
  line_->setPlaceholderText(title);
  line_->setAccessibleName(title);
  line_->setText(text);
  line_->selectAll();
  filter();
  show();
  raise();
  fit();
  line_->setFocus(Qt::OtherFocusReason);
}

void CanvasPrompt::dismiss() {
  if (isHidden()) return;
  const bool had_focus = line_->hasFocus();
  hide();
  accept_ = {};
  if (had_focus) parentWidget()->setFocus(Qt::OtherFocusReason);
  emit closed();
}

/// Lists what contains the text; what begins with it is chosen.
void CanvasPrompt::filter() {
  const QString text = line_->text().trimmed();
  list_->clear();
  refusal_->hide();
  for (const Word& word : words_) {
    if (!word.text.contains(text, Qt::CaseInsensitive)) continue;
    const QString help = word.help.isEmpty() ? QString() : QStringLiteral("  –  ") + word.help;
    auto* item = new QListWidgetItem(word.text + help, list_);
    item->setData(Qt::UserRole, word.text);
    if (!text.isEmpty() && list_->currentItem() == nullptr &&
        word.text.startsWith(text, Qt::CaseInsensitive)) {
      list_->setCurrentItem(item);
    }
  }
  fit();
}

void CanvasPrompt::fit() {
  const QFontMetrics metrics(font());
  const int rows = std::min(list_->count(), kMostRows);
  list_->setVisible(rows > 0);
  list_->setFixedHeight(rows * std::max(list_->sizeHintForRow(0), 1) + 2 * list_->frameWidth());
  const QWidget* ground = parentWidget();
  // As wide as what it says, within bounds.
  int widest = kFewLetters * metrics.averageCharWidth();
  for (int row = 0; row < list_->count(); ++row) {
    widest = std::max(widest, metrics.horizontalAdvance(list_->item(row)->text()));
  }
  setFixedWidth(std::min({kLetters * metrics.averageCharWidth(), widest, ground->width() - 48}) +
                48);
  layout()->activate();
  const int height = layout()->hasHeightForWidth() ? layout()->heightForWidth(width())
                                                   : layout()->sizeHint().height();
  resize(width(), height);
  move(std::clamp(at_.x(), 0, std::max(0, ground->width() - width())),
       std::clamp(at_.y(), 0, std::max(0, ground->height() - height)));
}

void CanvasPrompt::chooseBy(int rows) {
  if (list_->count() == 0) return;
  const int row = list_->currentRow() + rows;
  list_->setCurrentRow((row + list_->count()) % list_->count());
}

void CanvasPrompt::accept() {
  if (!accept_) return;
  const QListWidgetItem* chosen = list_->currentItem();
  const Accept act = accept_;  // it may open this box for something else
  const QString why =
      act(chosen != nullptr ? chosen->data(Qt::UserRole).toString() : line_->text().trimmed());
  if (why.isEmpty()) return dismiss();
  refusal_->setText(why);
  refusal_->show();
  fit();
}

bool CanvasPrompt::eventFilter(QObject* watched, QEvent* event) {
  // Losing the keyboard to another window keeps the box, losing it to another widget closes it.
  if (event->type() == QEvent::FocusOut) {
    const auto reason = static_cast<QFocusEvent*>(event)->reason();
    if (reason != Qt::ActiveWindowFocusReason && reason != Qt::PopupFocusReason) dismiss();
    return false;
  }
  if (event->type() == QEvent::ShortcutOverride) {
    event->accept();  // every key is text here
    return true;
  }
  if (event->type() != QEvent::KeyPress) return QFrame::eventFilter(watched, event);
  switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Escape:
      dismiss();
      return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      accept();
      return true;
    case Qt::Key_Down:
    case Qt::Key_Tab:
      chooseBy(1);
      return true;
    case Qt::Key_Up:
    case Qt::Key_Backtab:
      chooseBy(-1);
      return true;
    default:
      return false;
  }
}

}  // namespace vle::ui
