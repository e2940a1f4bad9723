// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A whole canvas with a document and a running lab, and hands for it: clicks, drags and keys where
// a person would put them.
#pragma once

#include <QApplication>
#include <QLineEdit>
#include <QTest>

#include "editor/canvas_panel.h"
#include "io/project_file.h"
#include "tempo.h"
#include "widgets/actions.h"

namespace vle::test {

inline constexpr auto kCtrl = Qt::ControlModifier;
inline constexpr auto kShift = Qt::ShiftModifier;

struct Canvas {
  explicit Canvas(const QString& theme_id = QStringLiteral("light"))
      : theme(ui::loadTheme(theme_id)) {
    for (const ui::ActionRow& row : ui::actionTable()) panel.addAction(actions[row.id]);
    QObject::connect(actions[ui::ActionId::Undo], &QAction::triggered, &document.undoStack(),
                     &QUndoStack::undo);
    QObject::connect(actions[ui::ActionId::Redo], &QAction::triggered, &document.undoStack(),
                     &QUndoStack::redo);
    panel.resize(1100, 700);
    panel.show();
    QApplication::setActiveWindow(&panel);
    const bool is_active = vle::test::isActive(panel);
    Q_ASSERT(is_active);
    Q_UNUSED(is_active);
    view().setFocus();
  }

  void load(Project project) {
    document.load(std::move(project), QStringLiteral("test"));
    EVENTUALLY(lab.live().network() != nullptr);
  }

  [[nodiscard]] ui::GraphView& view() { return panel.view(); }
  [[nodiscard]] ui::GraphScene& scene() { return panel.scene(); }
  [[nodiscard]] QWidget* port() { return view().viewport(); }
  [[nodiscard]] const NetworkSpec& spec() const { return document.project().network; }
  [[nodiscard]] ui::CanvasEditor::Gesture gesture() { return panel.editor().gesture(); }
  [[nodiscard]] NodeId id(const std::string& name) const {
    for (const auto& [id, node] : spec().nodes) {
      if (node.name == name) return id;
    }
    qFatal("no node '%s'", name.c_str());
  }

  // Where things are, px of the viewport.
  [[nodiscard]] QPoint at(QPointF point) { return view().mapFromScene(point); }
  [[nodiscard]] QPoint body(NodeId id) {
    const QRectF card = scene().node(id)->card();
    return at({card.center().x(), card.bottom() - 8});
  }
  [[nodiscard]] QPoint title(NodeId id) {
    const ui::NodeItem* item = scene().node(id);
    return at(item->mapToScene(item->geometry().title.center()));
  }
  [[nodiscard]] QPoint out(NodeId id) {
    const ui::NodeItem* item = scene().node(id);
    return at(item->mapToScene(*item->geometry().out));
  }
  [[nodiscard]] QPoint in(NodeId id) {
    const ui::NodeItem* item = scene().node(id);
    return at(item->mapToScene(*item->geometry().in));
  }
  [[nodiscard]] QPoint wire(ProjectionId id) {
    return at(scene().projection(id)->strands().at(0).wire.at(0.5));
  }

  // Hands.
  void hover(QPoint pixel) {
    QMouseEvent event(QEvent::MouseMove, pixel, port()->mapToGlobal(pixel), Qt::NoButton,
                      Qt::NoButton, Qt::NoModifier);
    QApplication::sendEvent(port(), &event);
  }
  void click(QPoint pixel, Qt::KeyboardModifiers modifiers = {}) {
    hover(pixel);
    QTest::mouseClick(port(), Qt::LeftButton, modifiers, pixel);
  }
  void doubleClick(QPoint pixel) {
    click(pixel);
    QTest::mouseDClick(port(), Qt::LeftButton, {}, pixel);
    QTest::mouseRelease(port(), Qt::LeftButton, {}, pixel);
  }
  void press(QPoint pixel, Qt::KeyboardModifiers modifiers = {}) {
    hover(pixel);
    QTest::mousePress(port(), Qt::LeftButton, modifiers, pixel);
  }
  void move(QPoint pixel, Qt::KeyboardModifiers modifiers = {}) {
    QTest::mouseEvent(QTest::MouseMove, port(), Qt::NoButton, modifiers, pixel);
  }
  void release(QPoint pixel, Qt::KeyboardModifiers modifiers = {}) {
    QTest::mouseRelease(port(), Qt::LeftButton, modifiers, pixel);
  }
  void drag(QPoint from, QPoint to, Qt::KeyboardModifiers modifiers = {}) {
    press(from, modifiers);
    for (int k = 1; k <= 8; ++k) move(from + (to - from) * k / 8, modifiers);
    release(to, modifiers);
  }
  void key(int key, Qt::KeyboardModifiers modifiers = {}) {
    QWidget* there = QApplication::focusWidget();
    QTest::keyClick(there != nullptr ? there : &view(), static_cast<Qt::Key>(key), modifiers);
  }
  /// Into the box that is open.
  void type(const QString& text) {
    QTest::keyClicks(QApplication::focusWidget(), text);
    key(Qt::Key_Return);
  }
  [[nodiscard]] bool isAsking() { return panel.findChild<ui::CanvasPrompt*>()->isVisible(); }
  /// The sentence at the cursor; empty if there is none.
  [[nodiscard]] QString hint() {
    for (const QLabel* label : view().findChildren<QLabel*>()) {
      if (label->property("role") == QLatin1String("hint") && label->isVisible()) {
        return label->text();
      }
    }
    return {};
  }
  [[nodiscard]] QString refusal() {
    for (const QLabel* label : view().findChildren<QLabel*>()) {
      if (label->property("role") == QLatin1String("refusal") && label->isVisible()) {
        return label->text();
      }
    }
    return {};
  }
  [[nodiscard]] int steps() { return document.undoStack().index(); }

  /// Does the scene hold exactly what the document holds, where it holds it?
  [[nodiscard]] bool mirrors() {
    if (scene().nodeCount() != spec().nodes.size()) return false;
    if (scene().projectionCount() != spec().projections.size()) return false;
    for (const auto& [id, node] : spec().nodes) {
      const ui::NodeItem* item = scene().node(id);
      if (item == nullptr || item->pos() != QPointF(node.x, node.y)) return false;
      if (item->look().title != QString::fromStdString(node.name).simplified()) return false;
      if (item->marks().is_selected != scene().focus().selection().nodes.contains(id)) return false;
    }
    for (const auto& [id, projection] : spec().projections) {
      if (scene().projection(id) == nullptr) return false;
    }
    for (const NodeId id : scene().focus().selection().nodes) {
      if (spec().find(id) == nullptr) return false;
    }
    for (const ProjectionId id : scene().focus().selection().projections) {
      if (spec().find(id) == nullptr) return false;
    }
    return true;
  }

  ui::Theme theme;
  ui::Document document;
  ui::Lab lab{document, vle::test::kEqualPriorities};
  ui::Actions actions;
  ui::Focus focus{document};
  ui::CanvasPanel panel{document, lab, focus, actions, theme};
};

}  // namespace vle::test
