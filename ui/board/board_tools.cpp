// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "board/board_tools.h"

#include <array>

#include <QHBoxLayout>
#include <QMenu>

#include "board/board_controller.h"
#include "board/cursor_table.h"
#include "board/export_dialog.h"
#include "board/probe_chooser.h"
#include "widgets/overflow.h"

namespace vle::ui {

/// What the cursors read; where there is little room its end, the distance, is what one sees.
class CursorLine : public QToolButton {
 public:
  using QToolButton::QToolButton;
  void say(const QStringList& parts) {
    if (parts == parts_) return;
    parts_ = parts;
    const QString whole = from(0);
    setToolTip(
        BoardTools::tr("%1\nAll values there in a table, to be copied (T in a plot)").arg(whole));
    setVisible(!parts.isEmpty());
    setMaximumWidth(fontMetrics().horizontalAdvance(whole) + kAround + kRounding);
    fit();
  }
  /// It takes what is left by everything else.
  [[nodiscard]] QSize sizeHint() const override { return minimumSizeHint(); }
  [[nodiscard]] QSize minimumSizeHint() const override {
    return {2 * kAround, QToolButton::sizeHint().height()};
  }

 protected:
  void resizeEvent(QResizeEvent* event) override {
    QToolButton::resizeEvent(event);
    fit();
  }

 private:
  static constexpr int kAround = 18;   // pixels: padding and frame
  static constexpr int kRounding = 4;  // or the last letters of what fits are cut
  [[nodiscard]] QString from(qsizetype first) const {
    return parts_.sliced(first).join(QStringLiteral("   "));
  }
  /// The distances stand at the end: what was left out is a whole part, never half a name.
  void fit() {
    qsizetype first = 0;
    while (first + 1 < parts_.size() &&
           fontMetrics().horizontalAdvance(from(first)) > width() - kAround) {
      ++first;
    }
    setText(fontMetrics().elidedText(from(first), Qt::ElideRight, width() - kAround));
  }

  QStringList parts_;
};

BoardTools::BoardTools(BoardController& board, QWidget* parent)
    : QWidget(parent), board_(board), cursors_(new CursorLine(this)) {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(4);
  layout->setSizeConstraint(QLayout::SetNoConstraint);
  cursors_->setObjectName(QStringLiteral("board.cursors"));
  cursors_->setAccessibleName(tr("Cursors"));
  cursors_->setAutoRaise(true);
  cursors_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  cursors_->hide();
  connect(cursors_, &QToolButton::clicked, this, [this] { showCursorTable(board_); });
  layout->addStretch(1);
  layout->addWidget(cursors_, 1000);
  QToolButton* add = button(tr("Add plot…"), tr("Choose what to plot from a list"));
  connect(add, &QToolButton::clicked, this, [this] { askForProbe(board_); });
  freeze_ = button(tr("Freeze"),
                   tr("Hold the picture with all its data while the run goes on (Z in a plot)"));
  freeze_->setObjectName(QStringLiteral("board.freeze"));
  freeze_->setCheckable(true);
  connect(freeze_, &QToolButton::toggled, &board_, &BoardController::setFrozen);
  follow_ = button(tr("Follow"), tr("Back to the newest in all plots, axes by the data (End in a "
                                    "plot, or a double-click)"));
  connect(follow_, &QToolButton::clicked, &board_, [this] {
    board_.clearCursors();
    board_.follow();
  });
  view_ = button(tr("View"), tr("Length of the recent window, and what holds it still"));
  view_menu_ = new QMenu(view_);
  connect(view_, &QToolButton::clicked, this, [this] {
    fillView();
    QWidget* from = view_->isVisible() ? view_ : more_;
    view_menu_->popup(from->mapToGlobal(QPoint(0, from->height())));
  });
  QToolButton* save = button(tr("Export…"), tr("Pictures and data of the board"));
  connect(save, &QToolButton::clicked, this, [this] { exportBoard(board_, std::nullopt); });
  more_ = new Overflow(this);
  more_->setObjectName(QStringLiteral("board.more"));
  more_->setAutoRaise(true);
  layout->addWidget(more_);
  more_->setSpare({save, view_, add, follow_, freeze_});
  connect(&board_, &BoardController::statusChanged, this, &BoardTools::refresh);
  connect(&board_, &BoardController::cursorsChanged, this, &BoardTools::refresh);
  refresh();
}

QSize BoardTools::minimumSizeHint() const {
  return {more_->sizeHint().width(), more_->sizeHint().height()};
}

QToolButton* BoardTools::button(const QString& text, const QString& tip) {
  auto* made = new QToolButton(this);
  made->setText(text);
  made->setToolTip(tip);
  made->setAccessibleName(text);
  made->setAutoRaise(true);
  layout()->addWidget(made);
  return made;
}

void BoardTools::fillView() {
  QMenu& menu = *view_menu_;
  menu.clear();
  const auto add = [&menu, this](const QString& text, bool is_checked, auto act) {
    QAction* action = menu.addAction(text);
    action->setCheckable(true);
    action->setChecked(is_checked);
    connect(action, &QAction::triggered, &board_, act);
  };
  const auto add_heading = [&menu](const QString& text) {
    menu.addAction(text)->setEnabled(false);
  };
  add_heading(tr("Recent window"));
  add(tr("As suits the project"), board_.windowLength() == 0,
      [this] { board_.setWindowLength(0); });
  for (const double ms : {10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0, 5000.0}) {
    add(ms < 1000 ? tr("%1 ms").arg(ms) : tr("%1 s").arg(ms / 1000), board_.windowLength() == ms,
        [this, ms] { board_.setWindowLength(ms); });
  }
  menu.addSeparator();
  add_heading(tr("Trigger"));
  using Sync = TimeView::Sync;
  const std::array rows = {std::pair{Sync::Automatic, tr("By the speed of the run")},
                           std::pair{Sync::Scroll, tr("None, scroll with the run")},
                           std::pair{Sync::Period, tr("In step with the input's period")},
                           std::pair{Sync::Edge, tr("Rising edge of the first curve")}};
  for (const auto& [sync, text] : rows) {
    add(text, board_.view().live().sync() == sync, [this, sync = sync] { board_.setSync(sync); });
    if (sync == Sync::Period) menu.actions().back()->setEnabled(board_.view().live().period() > 0);
  }
}

void BoardTools::refresh() {
  const QStringList parts = board_.cursorParts();
  cursors_->say(parts);
  const QSignalBlocker quiet(freeze_);
  freeze_->setChecked(board_.isFrozen());
  follow_->setEnabled(board_.isFrozen() || !board_.view().isFollowing() || !parts.isEmpty());
}

}  // namespace vle::ui
