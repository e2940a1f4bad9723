// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// `vlelab run`, declared with the other commands in commands.h.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <optional>

#include <QApplication>

#include "base/error.h"
#include "base/text.h"
#include "board/board_export.h"
#include "commands.h"
#include "configuration.h"
#include "drawing/style.h"
#include "interruption.h"
#include "io/csv.h"
#include "io/project_file.h"
#include "messages.h"
#include "model/variants.h"
#include "progress_bar.h"
#include "run_report.h"
#include "session/board.h"
#include "session/trace_store.h"
#include "sim/trained.h"

namespace vle::app {

namespace {

constexpr double kDefaultRows = 2000;

std::vector<std::string> recordedProbes(const Project& project, const Arguments& arguments) {
  std::vector<std::string> probes;
  for (const std::string& list : arguments.values("record")) {
    for (const std::string& probe : splitProbes(list)) probes.push_back(probe);
  }
  if (arguments.has("record") && probes.empty()) throw UsageError("--record needs a probe");
  const bool wanted = arguments.has("csv") || arguments.has("plot");
  if (wanted && probes.empty()) probes = ui::observedProbes(project);
  return probes;
}

/// Draws the board of a finished run; needs an application, which needs no display.
void savePlot(const Invocation& invocation, const Project& project, const ui::TraceStore& traces,
              const std::string& path) {
  qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication application(invocation.argc, invocation.argv);
  const ui::Theme theme = ui::loadTheme(QStringLiteral("light"));
  ui::applyTheme(theme);
  ui::saveBoard(project, runningVariants(project), traces, theme, QString::fromStdString(path));
}

/// Steps a recorded row, so that the plots of the last moments show curves and not just envelopes:
/// a divisor of the rows a CSV file gets.
std::int64_t recordedInterval(const Project& project, std::int64_t every) {
  constexpr double kRowsPerWindow = 500;
  const double wanted = recentWindow(project) / project.settings.dt / kRowsPerWindow;
  std::int64_t interval = std::clamp<std::int64_t>(std::llround(wanted), 1, every);
  while (every % interval != 0) --interval;
  return interval;
}

void checkPlotName(const std::string& path) {
  for (const char* ending : {".png", ".svg", ".pdf"}) {
    if (path.ends_with(ending)) return;
  }
  throw UsageError("--plot needs a file name ending in .png, .svg or .pdf");
}

/// What is left of a run that was asked to stop.
int sayInterrupted(const Interruption& interruption, const std::string& t,
                   const std::optional<std::string>& table) {
  std::string text = interruption.name() + " ended the run at " + t + " ms";
  if (table && *table != kStandardStream) text += "; " + *table + " has the rows until then";
  say(text + ".");
  return interruption.status();
}

}  // namespace

int run(const Invocation& invocation) {
  const Interruption interruption;
  const Arguments& arguments = invocation.arguments;
  const std::string& id = onePositional(arguments, "run");
  const Project project = configured(arguments);
  const double steps = project.settings.duration / project.settings.dt;
  const std::int64_t every = arguments.integer("every").value_or(
      std::max<std::int64_t>(1, std::llround(steps / kDefaultRows)));
  if (every < 1) throw UsageError("--every needs a whole number of steps, at least 1");
  const auto plot = arguments.value("plot");
  const auto trained = arguments.value("save-trained");
  const auto table = arguments.value("csv");
  if (plot) checkPlotName(*plot);
  if (trained && runningVariants(project).size() != 1) {
    throw UsageError("--save-trained needs one --variant, whose weights are saved");
  }
  PathGuard paths = guardOf(id, project);
  for (const char* option : {"csv", "plot", "save-trained"}) {
    const auto path = arguments.value(option);
    if (!path) continue;
    paths.writes(*path, std::string("--") + option);
    requireWritable(*path);  // now, not after a long run
  }

  warnOf(project, runningVariants(project));

  std::optional<CsvWriter> csv;
  if (table) csv.emplace(*table, project.settings.dt, every);
  const std::vector<Variant> variants = runningVariants(project);
  std::vector<std::shared_ptr<const ChannelLayout>> shared;
  ui::TraceStore traces;
  ProgressBar progress;

  ExperimentOptions experiment;
  experiment.probes = recordedProbes(project, arguments);
  experiment.probes_are_implied = !arguments.has("record");
  experiment.every = plot ? recordedInterval(project, every) : every;
  experiment.envelopes = plot.has_value();
  experiment.explain = true;
  double done = 0;
  experiment.on_progress = [&](double share) {
    progress.show(share);
    done = share;
    if (interruption.requested()) throw Interrupted();
  };
  experiment.on_start = [&](const std::vector<ChannelLayout>& layouts) {
    std::vector<std::string> names;
    for (std::size_t k = 0; k < layouts.size(); ++k) {
      names.push_back(variants[k].name);
      shared.push_back(std::make_shared<ChannelLayout>(layouts[k]));
    }
    if (csv) csv->writeHeader(names, layouts);
  };
  experiment.on_rows = [&](const std::vector<TraceBlock>& blocks) {
    if (csv) csv->writeRows(blocks);
    if (!plot) return;
    for (std::size_t k = 0; k < blocks.size(); ++k) {
      traces.append(variants[k].id, {shared[k], {blocks[k]}, blocks[k]}, project.settings.dt);
    }
  };
  ExperimentResult result;
  try {
    result = runExperiment(project, experiment);
  } catch (const Interrupted&) {
    progress.hide();
    if (csv) csv->finish();
    const std::string t = csvTime(std::round(done * steps), project.settings.dt);
    return sayInterrupted(interruption, t, table);
  }
  progress.show(1);
  if (plot) savePlot(invocation, project, traces, *plot);
  if (trained) {
    const VariantResult& variant = result.variants.front();
    saveProject(trainedProject(project, variants.front(), *variant.network, variant.state),
                *trained);
  }
  if (csv) csv->finish();
  const std::string report = arguments.has("json") ? toText(reportJson(id, project, result))
                                                   : reportTable(project, result);
  writeReport(report, table == kStandardStream || trained == kStandardStream);
  for (const VariantResult& variant : result.variants) {
    if (variant.explanation) {
      say(divergenceText(variant.name, *variant.explanation));
    }
  }
  return result.diverged() ? kDiverged : kFine;
}

}  // namespace vle::app
