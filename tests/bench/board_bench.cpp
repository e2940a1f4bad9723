// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the board costs: work of the GUI thread a frame, for the default board of every preset in a
// window of 1920×1080, and what the open window takes from the simulation.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <fstream>
#include <memory>
#include <thread>

#include <QApplication>

#include "board/plot_board.h"
#include "frames.h"
#include "gradient/microscope_panel.h"
#include "io/catalogue.h"
#include "io/project_file.h"
#include "main_window.h"
#include "model/variants.h"
#include "run/runner.h"
#include "session/board.h"

namespace vle::bench {

namespace {

constexpr double kRound = 0.5;  ///< s, of measuring throughput

/// Frames of a running window.
/// @param layout  of MainWindow::layoutNames(): "board" leaves out everything but the plots
/// @param speed   × real time; 0: as the preset says
void frames(benchmark::State& state, const std::string& preset, const QString& layout,
            double speed) {
  ui::MainWindow window(QStringLiteral("light"));
  window.resize(kScreen);
  window.setPanels(layout);
  window.show();
  window.open(loadProject(preset), QString::fromStdString(preset));
  if (speed > 0) window.lab().control().setSpeed(speed);
  waitFor(3);
  std::vector<double> work;
  for (auto _ : state) {
    work.push_back(frameWork(window.lab()));
    state.SetIterationTime(work.back());
  }
  window.lab().control().pause();
  state.counters["frame_ms_median"] = 1000 * quantile(work, 0.5);
  state.counters["frame_ms_p99"] = 1000 * quantile(work, 0.99);
}

/// A runner without a window that records the same, at unlimited speed.
class Headless {
 public:
  explicit Headless(const Project& project) {
    UseNetworks use;
    const std::vector<Variant> variants = runningVariants(project);
    auto networks = compileVariants(project);
    for (std::size_t k = 0; k < variants.size(); ++k) {
      use.variants.push_back({variants[k].id, networks[k]});
    }
    send(std::move(use));
    send(ui::observationOf(project, 0));
    send(SetSpeed{kNever});
  }
  void run() { send(Run{}); }
  void pause() { send(Pause{}); }
  std::int64_t steps() {
    (void)runner_.takeFrame();
    for (;;) {
      if (const auto states = statesNow()) return states->front().step;
    }
  }

 private:
  std::optional<std::vector<State>> statesNow() {
    send(CopyStates{});
    for (int tries = 0; tries < 1000; ++tries) {
      if (auto states = runner_.takeStates()) return states;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return std::nullopt;
  }
  void send(Command command) {
    while (!runner_.send(command)) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  Runner runner_;
};

/// Steps a second with the window open against those of the same thread alone, in turns; of wall
/// time, and of the simulation thread's own processor time, for machines that do other things, too.
void throughput(benchmark::State& state, const std::string& preset) {
  const Project project = loadProject(preset);
  Headless headless(project);
  ui::MainWindow window(QStringLiteral("light"));
  window.resize(kScreen);
  window.show();
  window.open(project, QString::fromStdString(preset));
  window.lab().control().setSpeed(kNever);
  waitFor(1);
  std::vector<double> ratios, own_ratios;
  for (auto _ : state) {
    double own_time = 0;  // of the simulation thread
    const auto alone = [&] {
      const std::int64_t before = headless.steps();
      own_time = -otherThreadsTime();
      headless.run();
      const double seconds =
          secondsOf([] { std::this_thread::sleep_for(std::chrono::duration<double>(kRound)); });
      headless.pause();
      const auto steps = static_cast<double>(headless.steps() - before);
      own_time += otherThreadsTime();
      return std::pair(steps / seconds, steps / own_time);
    };
    const auto watched = [&] {
      const std::int64_t before = window.lab().control().status().step;
      own_time = -otherThreadsTime();
      window.lab().control().run();
      const double seconds = secondsOf([] { waitFor(kRound); });
      window.lab().control().pause();
      waitFor(0.1);  // the last frame
      const auto steps = static_cast<double>(window.lab().control().status().step - before);
      own_time += otherThreadsTime();
      return std::pair(steps / seconds, steps / own_time);
    };
    window.lab().control().pause();
    waitFor(0.1);
    const auto before = alone();
    const auto own = watched();
    const auto after = alone();
    ratios.push_back(2 * own.first / (before.first + after.first));
    own_ratios.push_back(2 * own.second / (before.second + after.second));
    state.SetIterationTime(3 * kRound);
    state.counters["steps_per_second"] = own.first;
  }
  state.counters["throughput_vs_headless"] = quantile(ratios, 0.5);
  state.counters["of_thread_time"] = quantile(own_ratios, 0.5);
  state.counters["q1"] = quantile(ratios, 0.25);
  state.counters["q3"] = quantile(ratios, 0.75);
}

/// Steps a second at unlimited speed with the microscope looking, against the same window with it
/// standing still, in turns: what its thread takes; and frames meanwhile.
void microscope(benchmark::State& state, const std::string& preset) {
  ui::MainWindow window(QStringLiteral("light"));
  window.resize(kScreen);
  window.show();
  window.open(loadProject(preset), QString::fromStdString(preset));
  window.lab().control().setSpeed(kNever);
  window.setPanels(QStringLiteral("microscope"));
  auto& scope = window.findChild<ui::MicroscopePanel*>()->monitor();
  waitFor(1);
  std::vector<double> ratios, work;
  const auto stepsPerSecond = [&](bool is_looking) {
    scope.setActive(is_looking);
    waitFor(0.5);
    const std::int64_t before = window.lab().control().status().step;
    const double seconds = secondsOf([&] {
      for (int k = 0; k < 60; ++k) {
        const double own = frameWork(window.lab());
        if (is_looking) work.push_back(own);
      }
    });
    return static_cast<double>(window.lab().control().status().step - before) / seconds;
  };
  for (auto _ : state) {
    const double before = stepsPerSecond(false);
    const double looking = stepsPerSecond(true);
    const double after = stepsPerSecond(false);
    ratios.push_back(2 * looking / (before + after));
    state.SetIterationTime(3);
  }
  window.lab().control().pause();
  state.counters["throughput_with_to_without"] = quantile(ratios, 0.5);
  state.counters["q1"] = quantile(ratios, 0.25);
  state.counters["q3"] = quantile(ratios, 0.75);
  state.counters["frame_ms_median"] = 1000 * quantile(work, 0.5);
  state.counters["frame_ms_p99"] = 1000 * quantile(work, 0.99);
}

/// Resident memory of the process, MB.
double residentMb() {
  std::ifstream file("/proc/self/statm");
  double pages = 0;
  file >> pages >> pages;
  return pages * 4096 / 1e6;
}

/// An hour of simulated time of three variants as fast as it goes, watched: memory along the way,
/// and steps a second in its first and last tenth.
void longRun(benchmark::State& state) {
  ui::MainWindow window(QStringLiteral("light"));
  window.resize(kScreen);
  window.show();
  window.open(loadProject("chain"), QStringLiteral("chain"));
  window.lab().control().setSpeed(kNever);
  constexpr double kHour = 3'600'000;
  for (auto _ : state) {
    const auto start = std::chrono::steady_clock::now();
    std::vector<double> seconds;
    for (int tenth = 1; tenth <= 10; ++tenth) {
      seconds.push_back(secondsOf([&] {
        while (window.lab().control().status().t < tenth * kHour / 10) waitFor(0.02);
      }));
      state.counters["rss_mb_" + std::to_string(10 * tenth)] = residentMb();
    }
    state.counters["speed_last_to_first"] = seconds.front() / seconds.back();
    state.counters["store_mb"] = static_cast<double>(window.lab().traces().memory()) / 1e6;
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
    state.SetIterationTime(taken.count());
  }
  window.lab().control().pause();
}

}  // namespace

/// One bench of each sort for every preset; they are resources, which main makes known.
void registerBoardBenches() {
  benchmark::RegisterBenchmark("long_run/chain", longRun)->UseManualTime()->Iterations(1);
  for (const ResourceEntry& preset : catalogue()) {
    const auto add = [&preset](const std::string& name, const QString& layout, double speed) {
      benchmark::RegisterBenchmark((name + preset.id).c_str(),
                                   [id = preset.id, layout, speed](benchmark::State& state) {
                                     frames(state, id, layout, speed);
                                   })
          ->UseManualTime()
          ->Iterations(600);
    };
    add("board/", QStringLiteral("board"), 0);
    add("board_unlimited/", QStringLiteral("board"), kNever);
    add("window/", QStringLiteral("default"), 0);
    benchmark::RegisterBenchmark(
        ("microscope/" + preset.id).c_str(),
        [id = preset.id](benchmark::State& state) { microscope(state, id); })
        ->UseManualTime()
        ->Iterations(7);
    benchmark::RegisterBenchmark(
        ("throughput/" + preset.id).c_str(),
        [id = preset.id](benchmark::State& state) { throughput(state, id); })
        ->UseManualTime()
        ->Iterations(9);
  }
}

}  // namespace vle::bench
