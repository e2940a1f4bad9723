// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Work of the GUI thread from a step of zoom, or another theme, until the window is painted, with a
// running preset.
#include <stdexcept>
#include <string>
#include <vector>

#include <QAction>
#include <QMenu>
#include <QMenuBar>

#include "frames.h"
#include "io/project_file.h"
#include "main_window.h"

namespace vle::bench {

namespace {

/// An entry of the menu bar.
QAction* entryOf(const ui::MainWindow& window, const QString& name) {
  for (const QAction* menu : window.menuBar()->actions()) {
    if (menu->menu() == nullptr) continue;
    for (QAction* entry : menu->menu()->actions()) {
      if (entry->objectName() == name) return entry;
    }
  }
  throw std::runtime_error("there is no such entry: " + name.toStdString());
}

void restyle(benchmark::State& state, const std::string& first, const std::string& second) {
  std::vector<double> times;
  for (auto _ : state) {
    ui::MainWindow window(QStringLiteral("light"));
    window.resize(kScreen);
    window.show();
    window.open(loadProject("chain"), QStringLiteral("chain"));
    waitFor(1);
    for (int k = 0; k < 6; ++k) {
      QAction* action = entryOf(window, QString::fromStdString(k % 2 == 0 ? first : second));
      waitFor(0.2);
      const double start = threadTime();
      action->trigger();
      // What follows by itself: layouts, and the first picture of everything.
      for (int turn = 0; turn < 5; ++turn) QCoreApplication::processEvents();
      times.push_back(1000 * (threadTime() - start));
    }
    state.SetIterationTime(1);
  }
  state.counters["ms_median"] = quantile(times, 0.5);
  state.counters["ms_max"] = std::ranges::max(times);
}

}  // namespace

void registerRestyleBenches() {
  const auto add = [](const char* name, const char* first, const char* second) {
    benchmark::RegisterBenchmark(name,
                                 [=](benchmark::State& state) { restyle(state, first, second); })
        ->UseManualTime()
        ->Iterations(1);
  };
  add("restyle/zoom", "Larger", "Smaller");
  add("restyle/theme", "Light or dark", "Light or dark");
}

}  // namespace vle::bench
