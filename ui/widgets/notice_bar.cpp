// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/notice_bar.h"

#include <algorithm>

#include <QEvent>

namespace vle::ui {

namespace {

constexpr int kNoticeMs = 6000;
constexpr int kEdge = 8;  ///< to the edges of the window, and around the text

}  // namespace

NoticeBar::NoticeBar(QWidget* window)
    : QStatusBar(window), ends_(TempoTimer::Rings::Once, kNoticeMs) {
  setSizeGripEnabled(false);
  setAttribute(Qt::WA_TransparentForMouseEvents);
  hide();
  window->installEventFilter(this);
  connect(&ends_, &TempoTimer::timeout, this, &QStatusBar::clearMessage);
  connect(this, &QStatusBar::messageChanged, this,
          [this](const QString& text) { setVisible(!text.isEmpty()); });
}

void NoticeBar::say(const QString& sentence) {
  showMessage(sentence);
  ends_.start();
  place();
  raise();
}

/// As wide as the sentence, in the middle of the foot.
void NoticeBar::place() {
  const QRect room = parentWidget()->rect().adjusted(kEdge, kEdge, -kEdge, -kEdge);
  const int wanted = fontMetrics().horizontalAdvance(currentMessage()) + 4 * kEdge;
  QRect own(0, 0, std::min(wanted, room.width()), sizeHint().height());
  own.moveCenter(room.center());
  own.moveBottom(room.bottom());
  setGeometry(own);
}

bool NoticeBar::eventFilter(QObject* watched, QEvent* event) {
  if (watched == parentWidget() && event->type() == QEvent::Resize) place();
  return QStatusBar::eventFilter(watched, event);
}

}  // namespace vle::ui
