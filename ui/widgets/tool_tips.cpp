// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/tool_tips.h"

#include <algorithm>

#include <QAbstractItemView>
#include <QApplication>
#include <QHelpEvent>
#include <QToolTip>

namespace vle::ui {

namespace {

constexpr int kLongest = 80;  ///< characters of a line

/// What Qt would show there; empty for what has tooltips of another kind.
QString toolTipAt(const QWidget& widget, const QPoint& at) {
  const auto* view = qobject_cast<const QAbstractItemView*>(widget.parentWidget());
  const bool is_list = view != nullptr && view->viewport() == &widget;
  const QString text = is_list ? view->indexAt(at).data(Qt::ToolTipRole).toString() : QString();
  return text.isEmpty() ? widget.toolTip() : text;
}

bool isLong(const QString& text) {
  const QStringList lines = text.split(QLatin1Char('\n'));
  return std::ranges::any_of(lines, [](const QString& line) { return line.size() > kLongest; });
}

class Wrapper : public QObject {
 public:
  using QObject::QObject;

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override {
    const auto* widget = qobject_cast<const QWidget*>(watched);
    if (event->type() != QEvent::ToolTip || widget == nullptr) return false;
    const auto* help = static_cast<QHelpEvent*>(event);
    const QString text = toolTipAt(*widget, help->pos());
    if (Qt::mightBeRichText(text) || !isLong(text)) return false;
    QString rich = text.toHtmlEscaped();
    rich.replace(QLatin1Char('\n'), QLatin1String("<br>"));
    QToolTip::showText(help->globalPos(), QStringLiteral("<qt>%1</qt>").arg(rich),
                       const_cast<QWidget*>(widget));
    return true;
  }
};

}  // namespace

void wrapToolTips(QApplication& application) {
  static const QString kName = QStringLiteral("tooltips");
  if (application.findChild<QObject*>(kName) != nullptr) return;
  auto* wrapper = new Wrapper(&application);
  wrapper->setObjectName(kName);
  application.installEventFilter(wrapper);
}

}  // namespace vle::ui
