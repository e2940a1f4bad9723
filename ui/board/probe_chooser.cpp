// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "board/probe_chooser.h"

#include <algorithm>
#include <array>

#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

#include "board/board_controller.h"
#include "session/number_text.h"

namespace vle::ui {

namespace {

constexpr int kProbe = Qt::UserRole;

}  // namespace

ProbeChooser::ProbeChooser(const std::vector<ProbeChoice>& choices, QWidget* parent)
    : QDialog(parent), search_(new QLineEdit), list_(new QListWidget) {
  setWindowTitle(tr("Choose what to plot"));
  search_->setPlaceholderText(tr("Search: a name, a symbol, \"weights\", \"error\" …"));
  search_->setClearButtonEnabled(true);
  search_->setAccessibleName(tr("Search probes"));
  list_->setSelectionMode(QAbstractItemView::ExtendedSelection);
  list_->setAccessibleName(tr("Probes"));
  const auto add = [this](const std::string& name, const ProbeChoice& choice) {
    const QString probe = QString::fromStdString(name);
    const QString unit = asText(choice.info->unit);
    auto* item =
        new QListWidgetItem(QStringLiteral("%1   %2 (%3)%4")
                                .arg(probe, asText(choice.info->label), asText(choice.info->symbol),
                                     unit.isEmpty() ? QString() : QStringLiteral(", ") + unit),
                            list_);
    item->setData(kProbe, probe);
  };
  for (const ProbeChoice& choice : choices) {
    add(choice.probe, choice);
    if (choice.columns > 0 || choice.rows < 2) continue;
    for (const std::string& probe : singleProbes(choice)) add(probe, choice);
  }
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(search_, &QLineEdit::textChanged, this, &ProbeChooser::filter);
  search_->installEventFilter(this);
  connect(list_, &QListWidget::itemDoubleClicked, this, &QDialog::accept);
  const auto enable = [this, buttons] {
    buttons->button(QDialogButtonBox::Ok)->setEnabled(!list_->selectedItems().isEmpty());
  };
  connect(list_, &QListWidget::itemSelectionChanged, this, enable);
  auto* layout = new QVBoxLayout(this);
  layout->addWidget(search_);
  if (choices.empty()) layout->addWidget(new QLabel(tr("Nothing runs yet: no probes.")));
  layout->addWidget(list_, 1);
  layout->addWidget(buttons);
  resize(36 * fontMetrics().height(), 30 * fontMetrics().height());
  if (list_->count() > 0) list_->setCurrentRow(0);
  enable();
}

/// Up and down move through the list while one types.
bool ProbeChooser::eventFilter(QObject* watched, QEvent* event) {
  constexpr std::array kMoves = {Qt::Key_Up, Qt::Key_Down, Qt::Key_PageUp, Qt::Key_PageDown};
  if (watched != search_ || event->type() != QEvent::KeyPress) {
    return QDialog::eventFilter(watched, event);
  }
  const int key = static_cast<QKeyEvent*>(event)->key();
  if (std::ranges::find(kMoves, key) == kMoves.end()) return QDialog::eventFilter(watched, event);
  QCoreApplication::sendEvent(list_, event);
  return true;
}

void ProbeChooser::filter(const QString& words) {
  const QStringList wanted = words.split(QLatin1Char(' '), Qt::SkipEmptyParts);
  QListWidgetItem* first = nullptr;
  for (int k = 0; k < list_->count(); ++k) {
    QListWidgetItem* item = list_->item(k);
    const bool fits = std::ranges::all_of(wanted, [item](const QString& word) {
      return item->text().contains(word, Qt::CaseInsensitive);
    });
    item->setHidden(!fits);
    if (fits && first == nullptr) first = item;
  }
  list_->clearSelection();
  if (first != nullptr) list_->setCurrentItem(first);
}

QStringList ProbeChooser::chosen() const {
  QStringList probes;
  for (const QListWidgetItem* item : list_->selectedItems()) {
    if (!item->isHidden()) probes << item->data(kProbe).toString();
  }
  return probes;
}

void askForProbe(BoardController& board, std::optional<std::size_t> plot) {
  auto* chooser = new ProbeChooser(board.probeChoices(), &board.widget());
  chooser->setAttribute(Qt::WA_DeleteOnClose);
  QObject::connect(chooser, &QDialog::accepted, &board, [&board, chooser, plot] {
    for (const QString& probe : chooser->chosen()) {
      board.addProbe(probe, plot ? static_cast<int>(*plot) : -1);
    }
  });
  chooser->open();  // the run and its plots go on behind it
}

}  // namespace vle::ui
