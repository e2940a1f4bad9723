// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A sentence on the canvas: why something is refused, what the keys mean just now. Used by the
// gestures of the canvas. GUI thread.
#pragma once

#include <QLabel>

#include "editor/graph_scene.h"
#include "editor/graph_view.h"
#include "session/tempo_timer.h"

namespace vle::ui {

class CanvasHint : public QLabel {
  Q_OBJECT

 public:
  /// @param scene, view  must outlive the hint
  CanvasHint(const GraphScene& scene, GraphView& view);

  /// Stands until `leave` or `drop`; without words there is none. @param at  px of the viewport
  void hold(const QString& sentence, QPoint at);
  /// Stands for a few seconds.
  void say(const QString& sentence, QPoint at);
  /// The same beside the selection, or in the middle.
  void say(const QString& sentence);
  /// Hides what stands without a time.
  void leave();
  /// Hides whatever stands.
  void drop();

 private:
  const GraphScene& scene_;
  GraphView& view_;
  TempoTimer timer_{TempoTimer::Rings::Once};
};

}  // namespace vle::ui
