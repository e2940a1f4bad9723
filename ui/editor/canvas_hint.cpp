// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "editor/canvas_hint.h"

#include <algorithm>

namespace vle::ui {

namespace {

constexpr int kHintTime = 5000;  // ms
constexpr int kHintWidth = 300;  // px

}  // namespace

CanvasHint::CanvasHint(const GraphScene& scene, GraphView& view)
    : QLabel(&view), scene_(scene), view_(view) {
  setProperty("role", "hint");
  setWordWrap(true);
  setAttribute(Qt::WA_TransparentForMouseEvents);
  hide();
  connect(&timer_, &TempoTimer::timeout, this, &QWidget::hide);
}

void CanvasHint::hold(const QString& sentence, QPoint at) {
  timer_.stop();
  setText(sentence);
  setFixedWidth(
      std::min({kHintWidth, view_.width(), fontMetrics().horizontalAdvance(sentence) + 20}));
  adjustSize();
  const QPoint corner = at + QPoint(14, 16);
  move(std::clamp(corner.x(), 0, std::max(0, view_.width() - width())),
       std::clamp(corner.y(), 0, std::max(0, view_.height() - height())));
  setVisible(!sentence.isEmpty());
  raise();
}

void CanvasHint::say(const QString& sentence, QPoint at) {
  hold(sentence, at);
  timer_.start(kHintTime);
}

void CanvasHint::say(const QString& sentence) {
  const QRectF bounds = scene_.boundsOf(scene_.focus().selection());
  say(sentence, bounds.isEmpty() ? view_.viewport()->rect().center()
                                 : view_.mapFromScene(bounds.bottomLeft()));
}

void CanvasHint::leave() {
  if (!timer_.isActive()) hide();
}

void CanvasHint::drop() {
  timer_.stop();
  hide();
}

}  // namespace vle::ui
