// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A project of a million synapses without a board, as a person may bring it: work of the GUI thread
// until it is shown, memory at its highest after half a minute of running, and how long the GUI
// thread works from a click on a menu to the open menu.
#include <algorithm>
#include <fstream>
#include <string>

#include <QElapsedTimer>
#include <QMenuBar>

#include "frames.h"
#include "main_window.h"
#include "specs.h"

namespace vle::bench {

namespace {

constexpr std::uint32_t kLayers = 200;
constexpr std::int64_t kNeurons = 71;  ///< 71² · 199 + 71 synapses
constexpr double kRun = 30;            ///< s

/// MB; the highest this process ever had.
double peakMemory() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    if (word != "VmHWM:") continue;
    double kilobytes = 0;
    status >> kilobytes;
    return kilobytes / 1024;
  }
  return 0;
}

/// Work of the GUI thread until every menu has been opened once, ms each.
std::vector<double> menuTimes(ui::MainWindow& window) {
  std::vector<double> times;
  for (QAction* entry : window.menuBar()->actions()) {
    if (entry->menu() == nullptr) continue;
    waitFor(0.1);  // in the midst of its frames
    const double start = threadTime();
    entry->menu()->popup(window.mapToGlobal(QPoint(0, 40)));
    QCoreApplication::processEvents();
    times.push_back(1000 * (threadTime() - start));
    entry->menu()->close();
  }
  return times;
}

void large(benchmark::State& state) {
  std::vector<double> menus;
  for (auto _ : state) {
    ui::MainWindow window(QStringLiteral("light"));
    window.resize(kScreen);
    window.show();
    waitFor(0.5);
    QElapsedTimer wall;
    wall.start();
    const double start = threadTime();
    window.open(test::deepNetwork(kLayers, kNeurons), QStringLiteral("large"));
    while (window.lab().live().network() == nullptr) waitFor(0.005);
    state.counters["open_gui_ms"] = 1000 * (threadTime() - start);
    state.counters["open_wall_ms"] = static_cast<double>(wall.elapsed());
    for (double t = 0; t < kRun; t += 5) {
      waitFor(5);
      const std::vector<double> times = menuTimes(window);
      menus.insert(menus.end(), times.begin(), times.end());
    }
    state.counters["steps"] = static_cast<double>(window.lab().control().status().step);
    state.counters["store_mb"] = static_cast<double>(window.lab().traces().memory()) / (1 << 20);
    state.SetIterationTime(1);
  }
  state.counters["peak_mb"] = peakMemory();
  state.counters["menu_ms_median"] = quantile(menus, 0.5);
  state.counters["menu_ms_max"] = std::ranges::max(menus);
}

}  // namespace

void registerLargeBenches() {
  benchmark::RegisterBenchmark("large/million_synapses", large)->UseManualTime()->Iterations(1);
}

}  // namespace vle::bench
