// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A window with the gradient microscope in front, for tests.
#pragma once

#include <cmath>
#include <utility>

#include <QLabel>
#include <QTest>
#include <QToolButton>

#include "gradient/microscope_panel.h"
#include "main_window.h"
#include "tempo.h"

namespace vle::test {

struct Scope {
  explicit Scope(Project project, const QString& name = QStringLiteral("chain"))
      : window(QStringLiteral("light"), vle::test::kEqualPriorities) {
    window.setPanels(QStringLiteral("microscope"));
    window.open(std::move(project), name);
    window.show();
    panel = window.findChild<ui::MicroscopePanel*>();
    (void)vle::test::eventually([this] { return !monitor().layers().empty(); });
  }
  ui::GradientMonitor& monitor() { return panel->monitor(); }
  /// Shows all there is, or what one sees first, and waits until it is drawn.
  void setMore(bool more) {
    auto* button = panel->tools()->findChild<QToolButton*>(QStringLiteral("microscope.more"));
    QVERIFY(button != nullptr);
    if (button->isChecked() != more) button->click();
    EVENTUALLY(panel->isDrawn());
  }
  /// Those of the dials, in the order of the variants.
  std::vector<ui::Phasor> phasors() {
    setMore(false);
    std::vector<ui::Phasor> all;
    for (const ui::PhasorView* view : panel->dials().views()) {
      all.insert(all.end(), view->phasors().begin(), view->phasors().end());
    }
    return all;
  }
  const ui::PhasorView& dial(std::size_t variant) { return *panel->dials().views().at(variant); }
  QString text(const char* what, const char* variant) {
    setMore(true);
    const auto* label = panel->findChild<QLabel*>(
        QStringLiteral("%1.%2").arg(QLatin1String(what), QLatin1String(variant)));
    return label != nullptr ? label->text() : QStringLiteral("missing");
  }
  /// All its sentences.
  QString explanation() {
    return panel->findChild<QLabel*>(QStringLiteral("verdict"))->text() + QLatin1Char(' ') +
           panel->findChild<QLabel*>(QStringLiteral("explanation"))->text();
  }
  /// Runs until a time and stays there, with the answer for it.
  void runTo(double t) {
    const double dt = window.document().project().settings.dt;
    window.lab().control().pause();
    QVERIFY(vle::test::eventually([&] { return !window.lab().control().status().is_running; }));
    std::int64_t step = -1;  // where it really stands, whatever frame came last
    window.lab().states().ask(&window.lab(),
                              [&](const auto&, const auto& states) { step = states.at(0).step; });
    EVENTUALLY(step >= 0);
    const auto left = std::llround(t / dt) - step;
    QVERIFY(left >= 0);
    if (left > 0) window.lab().control().stepBy(left);
    EVENTUALLY_COMPARE(window.lab().control().status().step, std::llround(t / dt));
    answerAt(t);
  }
  /// Waits for the answer of this moment, and until it is drawn.
  void answerAt(double t) {
    EVENTUALLY(!monitor().views().empty() && std::abs(monitor().views().front().t - t) < 1e-6);
    EVENTUALLY(panel->isDrawn());
  }

  ui::MainWindow window;
  ui::MicroscopePanel* panel = nullptr;
};

}  // namespace vle::test
