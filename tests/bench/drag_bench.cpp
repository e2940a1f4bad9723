// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a drag at a slider of the inspector costs, in the window of every preset: work of the GUI
// thread a move, beside that of a frame without one; steps the simulation does a second of its own
// time meanwhile, against those undisturbed; and what a gesture leaves on the undo stack.
#include <malloc.h>

#include <QElapsedTimer>

#include "frames.h"
#include "inspector/number_entry.h"
#include "io/catalogue.h"
#include "io/project_file.h"
#include "io/resources.h"
#include "main_window.h"

namespace vle::bench {

namespace {

constexpr int kMoves = 60;     ///< of a stretch that is compared with one without
constexpr int kGestures = 40;  ///< whose memory is measured
constexpr int kMovesAGesture = 25;

/// The first slider of the first layer that has one, selected and shown: a time constant, as a
/// rule.
QSlider* sliderOf(ui::MainWindow& window) {
  for (const auto& [id, node] : window.document().project().network.nodes) {
    if (node.layer() == nullptr) continue;
    window.focus().select({.nodes = {id}});
    waitFor(0.3);
    for (auto* slider : window.findChildren<ui::GestureSlider*>()) {
      if (slider->isVisible()) return slider;
    }
  }
  return nullptr;
}

/// What gestures at the time constant of a layer leave in memory, where nothing but the document
/// is at work, KB each.
double memoryOfAGesture(const std::string& preset) {
  ui::Document document;
  document.load(loadProject(preset), {});
  Item layer{Item::Kind::Node};
  for (const auto& [id, node] : document.project().network.nodes) {
    if (node.layer() != nullptr) layer.id = number(id);
  }
  const ParameterInfo* row = rowOf(ParameterTable::Layer, "tau_m");
  double value = 10;
  const auto gestures = [&](int first, int count) {
    for (int gesture = first; gesture < first + count; ++gesture) {
      for (int k = 0; k < kMovesAGesture; ++k) {
        document.push(QStringLiteral("Change time constant"),
                      {SetParameter{layer, row, {Value(value += 0.01)}}},
                      QStringLiteral("gesture %1").arg(gesture));
      }
    }
  };
  gestures(0, 1);
  const std::size_t heap = mallinfo2().uordblks;
  gestures(1, kGestures);
  return (static_cast<double>(mallinfo2().uordblks) - static_cast<double>(heap)) / 1000 / kGestures;
}

/// One move of the mouse, back and forth beside where the slider stood.
void move(QSlider& slider, int start, int count) {
  slider.setSliderPosition(start + (count % 50 < 25 ? count % 25 : 25 - count % 25));
}

void drag(benchmark::State& state, const std::string& preset) {
  state.counters["kb_a_gesture"] = memoryOfAGesture(preset);  // while nothing else is at work
  ui::MainWindow window(QStringLiteral("light"));
  window.resize(kScreen);
  window.show();
  window.open(loadProject(preset), QString::fromStdString(preset));
  waitFor(2);
  QSlider* slider = sliderOf(window);
  if (slider == nullptr) return state.SkipWithError("there is no slider");
  std::vector<double> with, without, ratios;
  const int start_at = slider->value();
  int count = 0;
  const auto stretch = [&](bool moves, std::vector<double>& work) {
    double own_time = -otherThreadsTime();
    const std::int64_t before = window.lab().control().status().step;
    for (int k = 0; k < kMoves; ++k) {
      const double start = threadTime();
      if (moves) move(*slider, start_at, ++count);
      (void)frameWork(window.lab());
      work.push_back(threadTime() - start);
    }
    own_time += otherThreadsTime();
    return static_cast<double>(window.lab().control().status().step - before) / own_time;
  };
  for (auto _ : state) {
    window.lab().control().setSpeed(kNever);
    waitFor(0.3);
    std::vector<double> rest;
    const double alone = stretch(false, rest);
    slider->setSliderDown(true);
    std::vector<double> dragged;
    const double meanwhile = stretch(true, dragged);
    slider->setSliderDown(false);
    const double again = stretch(false, rest);
    ratios.push_back(2 * meanwhile / (alone + again));
    with.insert(with.end(), dragged.begin(), dragged.end());
    without.insert(without.end(), rest.begin(), rest.end());
    state.SetIterationTime(1);
  }
  state.counters["move_ms_median"] = 1000 * (quantile(with, 0.5) - quantile(without, 0.5));
  state.counters["frame_ms_median"] = 1000 * quantile(without, 0.5);
  state.counters["frame_ms_p99"] = 1000 * quantile(with, 0.99);
  state.counters["simulation"] = quantile(ratios, 0.5);
}

}  // namespace

void registerDragBenches() {
  for (const ResourceEntry& preset : catalogue()) {
    benchmark::RegisterBenchmark(("drag/" + preset.id).c_str(),
                                 [id = preset.id](benchmark::State& state) { drag(state, id); })
        ->UseManualTime()
        ->Iterations(5);
  }
}

}  // namespace vle::bench
