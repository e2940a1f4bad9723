// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The benches of the window need an application, which needs no display.
#include <benchmark/benchmark.h>

#include <QApplication>

namespace vle::bench {
void registerBoardBenches();
void registerDragBenches();
void registerLargeBenches();
void registerRestyleBenches();
}  // namespace vle::bench

int main(int argc, char** argv) {
  if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication application(argc, argv);
  vle::bench::registerBoardBenches();
  vle::bench::registerDragBenches();
  vle::bench::registerLargeBenches();
  vle::bench::registerRestyleBenches();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
