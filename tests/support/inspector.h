// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// An inspector in a window of its own, and hands for it. Header only.
#pragma once

#include <set>

#include <QLineEdit>
#include <QMenu>
#include <QTest>
#include <QToolButton>

#include "inspector/inspector.h"
#include "inspector/parameter_row.h"
#include "inspector/section.h"
#include "specs.h"
#include "tempo.h"

namespace vle::test {

/// An inspector beside a document and a lab, as in the window.
struct InspectorBench {
  ui::Theme theme = ui::loadTheme(QStringLiteral("light"));
  ui::Document document;
  ui::Lab lab{document, vle::test::kEqualPriorities};
  ui::Focus focus{document};
  ui::Inspector inspector{document, lab, focus, theme};

  explicit InspectorBench(Project project = chain(),
                          const QString& origin = QStringLiteral("chain")) {
    document.load(std::move(project), origin);
    inspector.resize(300, 620);
    inspector.show();
    if (!vle::test::isExposed(inspector)) qFatal("no window");
    for (ui::Section* section : inspector.findChildren<ui::Section*>()) {
      if (!section->isOpen()) section->title().click();
    }
  }
  void select(std::set<NodeId> nodes, std::set<ProjectionId> projections = {}) {
    focus.select({std::move(nodes), std::move(projections)});
    QCoreApplication::processEvents();
  }
  [[nodiscard]] const Project& project() const { return document.project(); }
  [[nodiscard]] ui::ParameterRow* row(const char* key) const {
    for (ui::ParameterRow* candidate : inspector.findChildren<ui::ParameterRow*>()) {
      const bool is_it = keyOf(candidate->info()) == key;
      if (is_it && candidate->isVisible()) return candidate;
    }
    return nullptr;
  }
  /// The visible child of a row.
  template <class Widget>
  [[nodiscard]] Widget* in(const char* key) const {
    const ui::ParameterRow* found = row(key);
    if (found == nullptr) return nullptr;
    for (Widget* widget : found->findChildren<Widget*>()) {
      if (widget->isVisible()) return widget;
    }
    return nullptr;
  }
  void type(const char* key, const QString& text) const {
    auto* field = in<QLineEdit>(key);
    QVERIFY2(field != nullptr, key);
    field->setFocus();
    field->selectAll();
    QTest::keyClicks(field, text);
    QTest::keyClick(field, Qt::Key_Return);
  }
  [[nodiscard]] bool says(const QString& sentence) const {
    for (const QLabel* label : inspector.findChildren<QLabel*>()) {
      if (label->isVisible() && label->text() == sentence) return true;
    }
    return false;
  }
  void chooseForm(const char* key, int form) const {
    for (QToolButton* button : row(key)->findChildren<QToolButton*>()) {
      if (button->isVisible() && button->menu() != nullptr) {
        button->menu()->actions()[form]->trigger();
        break;
      }
    }
    QCoreApplication::processEvents();
  }
};

}  // namespace vle::test
