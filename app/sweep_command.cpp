// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <charconv>
#include <cstdio>
#include <thread>

#include "base/error.h"
#include "base/text.h"
#include "commands.h"
#include "configuration.h"
#include "io/csv.h"
#include "io/project_file.h"
#include "io/sweep_rows.h"
#include "model/variants.h"
#include "progress_bar.h"
#include "run/sweep.h"

namespace vle::app {

namespace {

constexpr double kMaxRuns = 1e7;
constexpr std::int64_t kMaxJobs = 1024;

/// One --vary: the same values for all of its paths.
struct Axis {
  std::string name;  ///< "hidden.tau_m+output.tau_m", the header of its column
  std::vector<std::string> paths;
  std::vector<std::string> values;  ///< as written
};

/// Splits at a character outside brackets, braces and quotes.
std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts = {""};
  int depth = 0;
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (!quoted && (c == '[' || c == '{')) ++depth;
    if (!quoted && (c == ']' || c == '}')) --depth;
    if (c == at && depth == 0 && !quoted) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

Axis axisOf(const std::string& text) {
  const auto equals = text.find('=');
  if (equals == std::string::npos) throw UsageError("--vary needs PATH=VALUE,VALUE,...");
  Axis axis{.name = text.substr(0, equals),
            .paths = split(text.substr(0, equals), '+'),
            .values = split(text.substr(equals + 1), ',')};
  const auto is_empty = [](const std::string& part) { return part.empty(); };
  if (std::ranges::any_of(axis.paths, is_empty) || std::ranges::any_of(axis.values, is_empty)) {
    throw UsageError("--vary " + axis.name + " has an empty path or value");
  }
  return axis;
}

struct Range {
  std::int64_t first = 0;
  std::int64_t last = 0;
};

/// Two whole numbers with something between them.
Range rangeOf(const std::string& text, const std::string& between, const std::string& usage) {
  Range range;
  const auto at = text.find(between);
  const auto read = [&text](std::size_t from, std::size_t to, std::int64_t& number) {
    const auto [end, code] = std::from_chars(text.data() + from, text.data() + to, number);
    return code == std::errc{} && end == text.data() + to && to > from;
  };
  const bool fits = at != std::string::npos && read(0, at, range.first) &&
                    read(at + between.size(), text.size(), range.last);
  if (!fits) throw UsageError(usage + ", not '" + text + "'");
  return range;
}

/// Everything that is run, in the order of its rows: values (the first --vary slowest), then seeds,
/// then variants.
struct Plan {
  Project project;
  std::string id;
  std::vector<Axis> axes;
  Range seeds;
  std::vector<Variant> variants;

  [[nodiscard]] double count() const {
    double product = static_cast<double>(seeds.last) - static_cast<double>(seeds.first) + 1;
    product *= static_cast<double>(variants.size());
    for (const Axis& axis : axes) product *= static_cast<double>(axis.values.size());
    return product;
  }
  [[nodiscard]] const Variant& variant(std::size_t index) const {
    return variants[index % variants.size()];
  }
  [[nodiscard]] std::size_t seedCount() const {
    return static_cast<std::size_t>(seeds.last - seeds.first) + 1;
  }
  [[nodiscard]] std::int64_t seed(std::size_t index) const {
    return seeds.first + static_cast<std::int64_t>(index / variants.size() % seedCount());
  }
  /// The value of every axis.
  [[nodiscard]] std::vector<std::string> values(std::size_t index) const {
    std::size_t rest = index / variants.size() / seedCount();
    std::vector<std::string> chosen(axes.size());
    for (std::size_t k = axes.size(); k-- > 0;) {
      chosen[k] = axes[k].values[rest % axes[k].values.size()];
      rest /= axes[k].values.size();
    }
    return chosen;
  }
  /// All variants with the values of a run.
  [[nodiscard]] Project withValues(std::size_t index) const {
    Project result = project;
    result.variants = variants;
    const std::vector<std::string> chosen = values(index);
    for (std::size_t k = 0; k < axes.size(); ++k) {
      for (const std::string& path : axes[k].paths) {
        assign(result, path, chosen[k], id, "--vary " + path + "=" + chosen[k]);
      }
    }
    return result;
  }
  /// The project of one run: one variant, everything set.
  [[nodiscard]] Project run(std::size_t index) const {
    Project result = withValues(index);
    result.variants = {result.variants[index % variants.size()]};
    setSeed(result, seed(index));
    return result;
  }
};

std::string rowOf(const Plan& plan, std::size_t index, const SweepResult& result) {
  std::string line;
  for (const std::string& value : plan.values(index)) line += csvCell(value) + ",";
  return line + sweepRow(plan.seed(index), plan.variant(index).name, result);
}

std::string headerOf(const Plan& plan) {
  std::string line;
  for (const Axis& axis : plan.axes) line += csvCell(axis.name) + ",";
  return line + kSweepHeader;
}

Plan planOf(const Arguments& arguments) {
  Plan plan;
  plan.id = arguments.positional().front();
  plan.project = configured(loadProject(plan.id), arguments);
  plan.variants = runningVariants(plan.project);
  for (const std::string& text : arguments.values("vary")) plan.axes.push_back(axisOf(text));
  const std::string usage = "--seeds needs FIRST..LAST, two whole numbers";
  const auto seeds = arguments.value("seeds");
  if (!seeds) throw UsageError(usage);
  plan.seeds = rangeOf(*seeds, "..", usage);
  if (plan.seeds.first < 0 || plan.seeds.last < plan.seeds.first) throw UsageError(usage);
  if (!(plan.count() <= kMaxRuns)) {
    throw UsageError("this would be " + formatShort(plan.count()) + " runs, the limit is " +
                     formatShort(kMaxRuns));
  }
  // Every value of every axis is tried on once, so that mistakes are told before hours of work.
  const std::size_t per_values = plan.seedCount() * plan.variants.size();
  const auto all = static_cast<std::size_t>(plan.count());
  for (std::size_t index = 0; index < all; index += per_values)
    requireSound(plan.withValues(index));
  return plan;
}

}  // namespace

int sweep(const Invocation& invocation) {
  std::vector<Option> options = configurationOptions();
  std::erase_if(options, [](const Option& option) { return option.name == "seed"; });
  options.insert(options.end(), {{"seeds"}, {"vary"}, {"jobs"}, {"shard"}, {"csv"}});
  const Arguments arguments(invocation.words, options);
  if (arguments.positional().size() != 1) {
    throw UsageError("sweep needs one PROJECT, a file or the id of a preset");
  }
  const auto csv = arguments.value("csv");
  if (!csv) throw UsageError("sweep needs --csv FILE");
  const std::int64_t cores = std::max<std::int64_t>(1, std::thread::hardware_concurrency());
  const std::int64_t jobs = arguments.integer("jobs").value_or(cores);
  if (jobs < 1 || jobs > kMaxJobs) throw UsageError("--jobs needs a number between 1 and 1024");
  Range shard{1, 1};
  if (const auto text = arguments.value("shard")) {
    const std::string usage = "--shard needs I/N with 1 <= I <= N";
    shard = rangeOf(*text, "/", usage);
    if (shard.first < 1 || shard.first > shard.last) throw UsageError(usage);
  }
  const Plan plan = planOf(arguments);
  const double share = plan.count() / static_cast<double>(shard.last);
  const auto edge = [share](std::int64_t shards) {
    return static_cast<std::size_t>(share * static_cast<double>(shards) + 1e-6);
  };
  const std::size_t first = edge(shard.first - 1);
  const std::size_t count = edge(shard.first) - first;
  CsvFile file(*csv);
  file.writeLine(headerOf(plan));
  ProgressBar progress;
  runSweep(
      count, [&plan, first](std::size_t k) { return plan.run(first + k); },
      {.jobs = static_cast<std::size_t>(jobs)},
      [&](std::size_t k, const SweepResult& result) {
        file.writeLine(rowOf(plan, first + k, result));
        progress.show(static_cast<double>(k + 1) / static_cast<double>(count));
      });
  file.finish();
  return kFine;
}

}  // namespace vle::app
