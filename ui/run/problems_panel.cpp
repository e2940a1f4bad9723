// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/problems_panel.h"

#include <algorithm>

#include <QKeyEvent>
#include <QPainter>

#include "drawing/badge.h"
#include "model/cures.h"

namespace vle::ui {

namespace {

constexpr int kIcon = 16;
constexpr int kMostRows = 4;            // of the height it asks for; the rest scrolls
constexpr std::size_t kMostCured = 32;  // problems whose cures are shown

QIcon iconOf(Severity severity, const Theme& theme) {
  QPixmap pixmap(2 * kIcon, 2 * kIcon);
  pixmap.setDevicePixelRatio(2);
  pixmap.fill(Qt::transparent);
  QPainter painter(&pixmap);
  painter.setRenderHint(QPainter::Antialiasing);
  paintBadge(painter, QPointF(kIcon, kIcon) / 2, 0.4 * kIcon, severity, theme);
  return QIcon(pixmap);
}

/// The room of an icon.
QPixmap blank() {
  QPixmap pixmap(kIcon, kIcon);
  pixmap.fill(Qt::transparent);
  return pixmap;
}

}  // namespace

ProblemsPanel::ProblemsPanel(Document& document, const Lab& lab, const Theme& theme,
                             QWidget* parent)
    : QListWidget(parent), document_(document), lab_(lab), theme_(theme) {
  setProperty("role", "plain");
  setAccessibleName(tr("Problems"));
  setFrameShape(NoFrame);
  setWordWrap(true);
  setTextElideMode(Qt::ElideNone);
  setResizeMode(Adjust);
  setIconSize({kIcon, kIcon});
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setVerticalScrollMode(ScrollPerPixel);
  connect(this, &QListWidget::itemClicked, this, [this](QListWidgetItem* item) { act(row(item)); });
  connect(&lab_.compiler(), &Compiler::problemsChanged, this, &ProblemsPanel::refresh);
  refresh();
}

void ProblemsPanel::refresh() {
  shown_ = lab_.compiler().problems();
  std::ranges::stable_sort(shown_, {}, &Issue::severity);
  errors_ = warnings_ = 0;
  clear();
  rows_.clear();
  for (std::size_t k = 0; k < shown_.size(); ++k) {
    const Issue& issue = shown_[k];
    errors_ += issue.severity == Severity::Error ? 1 : 0;
    warnings_ += issue.severity == Severity::Warning ? 1 : 0;
    const QString text = QString::fromStdString(issue.message);
    auto* item = new QListWidgetItem(iconOf(issue.severity, theme_), text, this);
    item->setToolTip(text + tr("\nClick to go there."));
    rows_.push_back({k});
    if (k >= kMostCured) continue;
    const std::vector<Cure> cures = curesOf(document_.project(), issue);
    for (std::size_t c = 0; c < cures.size(); ++c) {
      const QString order = QString::fromStdString(cures[c].text);
      auto* cure = new QListWidgetItem(QStringLiteral("→ ") + order, this);
      cure->setData(Qt::DecorationRole, blank());
      cure->setForeground(theme_.signal);
      cure->setToolTip(tr("Click to do this. Undo takes it back."));
      cure->setData(Qt::AccessibleTextRole, order);
      rows_.push_back({k, c});
    }
  }
  updateGeometry();
  emit problemsShown(count() > 0);
}

QString ProblemsPanel::countText() const {
  QStringList parts;
  if (errors_ > 0) parts << (errors_ == 1 ? tr("1 error") : tr("%1 errors").arg(errors_));
  if (warnings_ > 0) {
    parts << (warnings_ == 1 ? tr("1 warning") : tr("%1 warnings").arg(warnings_));
  }
  return parts.join(QStringLiteral(", "));
}

void ProblemsPanel::act(int row) {
  if (row < 0 || row >= std::ssize(rows_)) return;
  const Row chosen = rows_[static_cast<std::size_t>(row)];
  const Issue issue = shown_.at(chosen.issue);
  if (chosen.cure) return mend(issue, *chosen.cure);
  const Place& place = issue.place;
  if (place.part == Place::Part::Node) emit jumpRequested({{NodeId{place.id}}, {}});
  if (place.part == Place::Part::Projection) emit jumpRequested({{}, {ProjectionId{place.id}}});
}

/// The project may have changed since the list was made: its cures are those of now.
void ProblemsPanel::mend(const Issue& issue, std::size_t cure) {
  const std::vector<Cure> cures = curesOf(document_.project(), issue);
  if (cure < cures.size()) {
    document_.push(QString::fromStdString(cures[cure].text), cures[cure].edits);
  }
}

void ProblemsPanel::keyPressEvent(QKeyEvent* event) {
  if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && currentItem()) {
    act(currentRow());
    return;
  }
  QListWidget::keyPressEvent(event);
}

QSize ProblemsPanel::sizeHint() const {
  const int rows = std::clamp(count(), 1, kMostRows);
  return {16 * fontMetrics().height(), rows * (2 * fontMetrics().height() + 8) + 4};
}

QSize ProblemsPanel::minimumSizeHint() const {
  return {8 * fontMetrics().height(), 2 * fontMetrics().height() + 8};
}

}  // namespace vle::ui
