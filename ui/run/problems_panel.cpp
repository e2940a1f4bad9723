// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/problems_panel.h"

#include <algorithm>

#include <QKeyEvent>
#include <QPainter>

#include "drawing/badge.h"

namespace vle::ui {

namespace {

constexpr int kIcon = 16;
constexpr int kMostRows = 3;  // of the height it asks for; the rest scrolls

QIcon iconOf(Severity severity, const Theme& theme) {
  QPixmap pixmap(2 * kIcon, 2 * kIcon);
  pixmap.setDevicePixelRatio(2);
  pixmap.fill(Qt::transparent);
  QPainter painter(&pixmap);
  painter.setRenderHint(QPainter::Antialiasing);
  paintBadge(painter, QPointF(kIcon, kIcon) / 2, 0.4 * kIcon, severity, theme);
  return QIcon(pixmap);
}

}  // namespace

ProblemsPanel::ProblemsPanel(const Lab& lab, const Theme& theme, QWidget* parent)
    : QListWidget(parent), lab_(lab), theme_(theme) {
  setProperty("role", "plain");
  setAccessibleName(tr("Problems"));
  setFrameShape(NoFrame);
  setWordWrap(true);
  setTextElideMode(Qt::ElideNone);
  setResizeMode(Adjust);
  setIconSize({kIcon, kIcon});
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setVerticalScrollMode(ScrollPerPixel);
  connect(this, &QListWidget::itemClicked, this, &ProblemsPanel::jump);
  connect(&lab_.compiler(), &Compiler::problemsChanged, this, &ProblemsPanel::refresh);
  refresh();
}

void ProblemsPanel::refresh() {
  shown_ = lab_.compiler().problems();
  std::ranges::stable_sort(shown_, {}, &Issue::severity);
  errors_ = warnings_ = 0;
  clear();
  for (const Issue& issue : shown_) {
    errors_ += issue.severity == Severity::Error ? 1 : 0;
    warnings_ += issue.severity == Severity::Warning ? 1 : 0;
    const QString text = QString::fromStdString(issue.message);
    auto* item = new QListWidgetItem(iconOf(issue.severity, theme_), text, this);
    item->setToolTip(text + tr("\nClick to go there."));
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

void ProblemsPanel::jump(const QListWidgetItem* item) {
  const auto index = static_cast<std::size_t>(row(item));
  if (index >= shown_.size()) return;
  const Place& place = shown_[index].place;
  if (place.part == Place::Part::Node) emit jumpRequested({{NodeId{place.id}}, {}});
  if (place.part == Place::Part::Projection) emit jumpRequested({{}, {ProjectionId{place.id}}});
}

void ProblemsPanel::keyPressEvent(QKeyEvent* event) {
  if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && currentItem()) {
    jump(currentItem());
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
