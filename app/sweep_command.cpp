// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// `vlelab sweep`, declared with the other commands in commands.h.
#include <algorithm>
#include <charconv>
#include <cstdio>
#include <memory>
#include <set>

#include <QFile>
#include <QFileInfo>
#include <QJsonObject>

#include "base/cpu.h"
#include "base/error.h"
#include "base/text.h"
#include "commands.h"
#include "configuration.h"
#include "interruption.h"
#include "io/csv.h"
#include "io/file_bytes.h"
#include "io/json_text.h"
#include "io/output.h"
#include "io/path_guard.h"
#include "io/project_file.h"
#include "io/sweep_rows.h"
#include "messages.h"
#include "model/randomness.h"
#include "model/variants.h"
#include "progress_bar.h"
#include "run/sweep.h"

namespace vle::app {

namespace {

constexpr double kMaxRuns = 1e7;
constexpr std::int64_t kMaxJobs = 1024;
constexpr const char* kPlanFormat = "vle-sweep";
constexpr const char* kProjectHash = "project_hash";
constexpr const char* kProjectName = "project";  ///< in FILE.json, for people: files may be moved

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

/// The cells of the axes.
std::string valueCells(const Plan& plan, std::size_t index) {
  std::string line;
  for (const std::string& value : plan.values(index)) line += csvCell(value) + ",";
  return line;
}

/// What a row begins with: its values, seed and variant.
std::string leadOf(const Plan& plan, std::size_t index) {
  return valueCells(plan, index) + std::to_string(plan.seed(index)) + "," +
         csvCell(plan.variant(index).name) + ",";
}

std::string rowOf(const Plan& plan, std::size_t index, const SweepResult& result) {
  return valueCells(plan, index) + sweepRow(plan.seed(index), plan.variant(index).name, result);
}

std::string headerOf(const Plan& plan) {
  std::string line;
  for (const Axis& axis : plan.axes) line += csvCell(axis.name) + ",";
  return line + kSweepHeader;
}

Plan planOf(const Arguments& arguments, const std::string& id) {
  Plan plan;
  plan.id = id;
  plan.project = configured(arguments);
  plan.variants = runningVariants(plan.project);
  for (const std::string& text : arguments.values("vary")) plan.axes.push_back(axisOf(text));
  std::set<std::string> varied;
  for (const Axis& axis : plan.axes) {
    for (const std::string& path : axis.paths) {
      if (path == "settings.seed")
        throw UsageError("--vary settings.seed: --seeds varies the seed");
      if (!varied.insert(path).second) throw UsageError("--vary has the path '" + path + "' twice");
    }
  }
  const std::string usage = "--seeds needs FIRST..LAST, two whole numbers";
  const auto seeds = arguments.value("seeds");
  if (!seeds) throw UsageError(usage);
  plan.seeds = rangeOf(*seeds, "..", usage);
  if (plan.seeds.first < 0 || plan.seeds.last < plan.seeds.first) throw UsageError(usage);
  if (!(plan.count() <= kMaxRuns)) {
    throw UsageError("this would be " + formatShort(plan.count()) + " runs, the limit is " +
                     formatShort(kMaxRuns));
  }
  Project last = plan.project;
  setSeed(last, plan.seeds.last);
  requireSound(last);
  // Every value of every axis is tried on once, so that mistakes are told before hours of work.
  const std::size_t per_values = plan.seedCount() * plan.variants.size();
  const auto all = static_cast<std::size_t>(plan.count());
  for (std::size_t index = 0; index < all; index += per_values)
    requireSound(plan.withValues(index));
  return plan;
}

/// What stands in FILE.json: all that the rows depend on, and nothing of how the work was shared.
Json planJson(const Plan& plan) {
  Json::Array variants;
  for (const Variant& variant : plan.variants) variants.emplace_back(variant.name);
  Json::Array axes;
  for (const Axis& axis : plan.axes) {
    Json::Array paths(axis.paths.begin(), axis.paths.end());
    Json::Array values(axis.values.begin(), axis.values.end());
    axes.emplace_back(Json::Object{{"paths", std::move(paths)}, {"values", std::move(values)}});
  }
  return Json::Object{{"format", kPlanFormat},
                      {"created_with", "vlelab " VLE_VERSION},
                      {kProjectName, plan.id},
                      {kProjectHash, projectHash(plan.project)},
                      {"dt", plan.project.settings.dt},
                      {"duration", plan.project.settings.duration},
                      {"seeds", Json::Array{plan.seeds.first, plan.seeds.last}},
                      {"variants", std::move(variants)},
                      {"axes", std::move(axes)}};
}

/// The plan in a file.
/// @throws Error(File) if it cannot be read, or is none
QJsonObject planIn(const std::string& file) {
  try {
    const QByteArray bytes = readBytes(QString::fromStdString(file));
    QJsonObject plan = parseJson(viewOf(bytes)).toObject();
    if (plan.value(QLatin1String("format")) == QLatin1String(kPlanFormat)) return plan;
  } catch (const Error& error) {
    throw Error(error.kind(), error.message() + ".", file);
  }
  throw Error(ErrorKind::File, "this is not the plan of a sweep.", file);
}

/// @throws Error(File) if the rows of a file were made by another sweep
/// @param file  with its plan
void requireSamePlan(const Json& plan, const std::string& file) {
  const QJsonObject now = parseJson(toText(plan)).toObject();
  const QJsonObject then = planIn(file);
  const auto differ = [&](const QString& key) { return now.value(key) != then.value(key); };
  const auto text = [](const QJsonValue& value) {
    std::string one = toText(fromQt(value));
    one.pop_back();  // the end of the line
    return oneLine(one.substr(0, 80));
  };
  for (const QString& key : now.keys()) {
    const bool is_compared =
        key != QLatin1String(kProjectName) && key != QLatin1String(kProjectHash);
    if (!is_compared || !differ(key)) continue;
    throw Error(ErrorKind::File,
                "these rows are of another sweep: '" + key.toStdString() + "' was " +
                    text(then.value(key)) + ", now it is " + text(now.value(key)) + ".",
                file);
  }
  if (differ(QLatin1String(kProjectHash))) {
    throw Error(ErrorKind::File,
                "these rows are of another sweep: the project, a table it reads, or what --set or "
                "--variant make of it was different ('project_hash').",
                file);
  }
}

/// Do the cells behind the lead of a row look like what `sweepRow` writes?
bool areResults(std::string_view cells) {
  constexpr int kNumbers = 5;
  for (int k = 0; k < kNumbers; ++k) {
    const auto comma = cells.find(',');
    if (comma == std::string_view::npos) return false;
    const std::string_view cell = cells.substr(0, comma);
    double number = 0;
    const auto [end, code] = std::from_chars(cell.data(), cell.data() + cell.size(), number);
    const bool is_number = code == std::errc{} && end == cell.data() + cell.size();
    if (!cell.empty() && !is_number) return false;
    cells.remove_prefix(comma + 1);
  }
  for (const std::string_view word : {"true,", "false,"}) {
    if (!cells.starts_with(word)) continue;
    cells.remove_prefix(word.size());
    const bool is_quoted = cells.size() > 1 && cells.front() == '"' && cells.back() == '"';
    return is_quoted || cells.find_first_of(",\"") == std::string_view::npos;
  }
  return false;
}

/// The rows of a sweep as a file, and how far it is.
class SweepFile {
 public:
  /// @param first, count  the rows of this shard
  SweepFile(const Plan& plan, std::string path, std::size_t first, std::size_t count)
      : plan_(plan), json_(planJson(plan)), path_(std::move(path)), first_(first), count_(count) {}

  [[nodiscard]] static std::string planOf(const std::string& file) { return file + ".json"; }
  [[nodiscard]] std::string part() const { return RowsFile::partOf(path_); }
  [[nodiscard]] std::size_t done() const { return done_; }

  /// Begins with nothing.
  /// @throws Error(File) if rows of an interrupted sweep would be lost
  void begin() {
    if (path_ == kStandardStream) {
      output_ = std::make_unique<StandardOutput>();
    } else {
      if (hasRows(part())) {
        throw Error(ErrorKind::File,
                    "this has the rows of a sweep that was interrupted: --resume goes on with it; "
                    "delete it to begin anew.",
                    part());
      }
      requireNoForeignPlan();
      output_ = std::make_unique<RowsFile>(path_);
      saveText(toText(json_), planOf(part()));
    }
    output_->write(headerOf(plan_) + "\n");
  }

  /// Goes on after the rows that are there; begins if there are none.
  /// @throws Error(File) if they are not the first rows of this sweep
  void resume() {
    const auto exists = [](const std::string& file) {
      return QFileInfo::exists(QString::fromStdString(file));
    };
    const bool has_part = exists(part());
    if (has_part ? !hasRows(part()) : !exists(path_)) return begin();
    const std::string source = has_part ? part() : path_;
    const std::string json = exists(planOf(source)) ? planOf(source) : planOf(path_);
    if (!exists(json)) {
      throw Error(ErrorKind::File,
                  "this is missing, so nobody knows which sweep the rows of " + source + " are of.",
                  planOf(source));
    }
    requireSamePlan(json_, json);
    const std::string rows = wholeRows(source);
    if (!has_part && done_ == count_) return;  // it is complete, and stays as it is
    if (!has_part) saveText(rows, part());
    // The row that was being written goes.
    output_ = std::make_unique<RowsFile>(path_, static_cast<std::int64_t>(rows.size()));
    saveText(toText(json_), planOf(part()));
  }

  void add(std::size_t index, const SweepResult& result) {
    output_->write(rowOf(plan_, index, result) + "\n");
    ++done_;
  }

  /// The file gets its name, with the rows it has. Without any, what stood under the name stays.
  void finish() {
    if (output_ == nullptr) return;
    if (path_ == kStandardStream) return output_->finish();
    if (done_ == 0 && count_ > 0) {
      output_.reset();
      QFile::remove(QString::fromStdString(part()));
      QFile::remove(QString::fromStdString(planOf(part())));
      return;
    }
    moveFile(planOf(part()), planOf(path_));  // first: rows without a plan cannot be gone on with
    output_->finish();
  }

 private:
  /// The plan may stand where the plan of other rows stood, but over nothing else.
  void requireNoForeignPlan() const {
    const std::string file = planOf(path_);
    if (!QFileInfo::exists(QString::fromStdString(file))) return requireWritable(file);
    (void)planIn(file);
  }

  static std::string textOf(const std::string& file) {  // may be larger than what readBytes takes
    QFile rows(QString::fromStdString(file));
    if (!rows.open(QIODevice::ReadOnly)) {
      throw Error(ErrorKind::File,
                  "the file cannot be read: " + rows.errorString().toStdString() + ".", file);
    }
    return rows.readAll().toStdString();
  }
  /// Is there a whole row below the header?
  static bool hasRows(const std::string& file) {
    QFile rows(QString::fromStdString(file));
    if (!rows.open(QIODevice::ReadOnly)) return false;
    (void)rows.readLine();
    return rows.readLine().endsWith('\n');
  }

  /// The header and the rows of a file that are whole and this sweep's; counts them.
  std::string wholeRows(const std::string& file) {
    std::string text = textOf(file);
    done_ = 0;
    std::string header = headerOf(plan_) + "\n";
    if (!text.starts_with(header)) {
      if (text.size() < header.size() && header.starts_with(text)) return header;
      throw Error(ErrorKind::File, "line 1 is not the header of this sweep.", file);
    }
    std::size_t at = header.size();
    for (std::size_t end = 0; (end = text.find('\n', at)) != std::string::npos; at = end + 1) {
      const std::string_view row = std::string_view(text).substr(at, end - at);
      const std::string lead = done_ < count_ ? leadOf(plan_, first_ + done_) : "";
      const bool is_ours =
          done_ < count_ && row.starts_with(lead) && areResults(row.substr(lead.size()));
      if (!is_ours) {
        throw Error(ErrorKind::File,
                    "line " + std::to_string(done_ + 2) + " is no row of this sweep.", file);
      }
      ++done_;
    }
    text.resize(at);
    return text;
  }

  const Plan& plan_;
  Json json_;
  std::string path_;
  std::size_t first_;
  std::size_t count_;
  std::size_t done_ = 0;            ///< rows the file has
  std::unique_ptr<Output> output_;  ///< nullptr: there is nothing to do
};

/// The rows of one shard.
struct Shard {
  std::size_t first = 0;
  std::size_t count = 0;
};

Shard shardOf(const Arguments& arguments, const Plan& plan) {
  Range shard{1, 1};
  if (const auto text = arguments.value("shard")) {
    const std::string usage = "--shard needs I/N with 1 <= I <= N";
    shard = rangeOf(*text, "/", usage);
    if (shard.first < 1 || shard.first > shard.last) throw UsageError(usage);
  }
  const double share = plan.count() / static_cast<double>(shard.last);
  const auto edge = [share](std::int64_t shards) {
    return static_cast<std::size_t>(share * static_cast<double>(shards) + 1e-6);
  };
  const std::size_t first = edge(shard.first - 1);
  return {first, edge(shard.first) - first};
}

}  // namespace

int sweep(const Invocation& invocation) {
  const Interruption interruption;
  const Arguments& arguments = invocation.arguments;
  const std::string& id = onePositional(arguments, "sweep");
  const auto csv = arguments.value("csv");
  if (!csv) throw UsageError("sweep needs --csv FILE");
  const bool resumes = arguments.has("resume");
  if (resumes && *csv == kStandardStream) {
    throw UsageError("--resume needs --csv with the name of a file");
  }
  const std::int64_t jobs = arguments.integer("jobs").value_or(processorsHere());
  if (jobs < 1 || jobs > kMaxJobs) throw UsageError("--jobs needs a number between 1 and 1024");
  const Plan plan = planOf(arguments, id);
  const auto [first, count] = shardOf(arguments, plan);
  SweepFile file(plan, *csv, first, count);
  PathGuard paths = guardOf(id, plan.project);
  paths.writes(*csv, "--csv");
  if (*csv != kStandardStream) {
    const std::string beside = "what --csv keeps beside its file";
    for (const std::string& path :
         {file.part(), SweepFile::planOf(*csv), SweepFile::planOf(file.part())}) {
      paths.writes(path, beside);
    }
  }
  if (plan.seedCount() > 1 && std::ranges::none_of(plan.variants, [&plan](const Variant& variant) {
        return drawsFromSeed(applyVariant(plan.project, variant));
      })) {
    say("nothing in this project is drawn from the seed: the rows of a variant are all alike.");
  }
  if (resumes) {
    file.resume();
  } else {
    file.begin();
  }
  const std::size_t before = file.done();
  std::size_t failed = 0;
  ProgressBar progress;
  runSweep(
      count - before, [&](std::size_t k) { return plan.run(first + before + k); },
      {.jobs = static_cast<std::size_t>(jobs),
       .is_stopping = [&interruption] { return interruption.requested(); }},
      [&](std::size_t k, const SweepResult& result) {
        file.add(first + before + k, result);
        failed += result.failed ? 1 : 0;
        progress.show(static_cast<double>(file.done()) / static_cast<double>(count));
      });
  file.finish();
  progress.hide();
  if (file.done() < count) {
    const std::string kept =
        *csv == kStandardStream ? std::to_string(file.done()) + " rows were written"
        : file.done() == 0      ? "it had no row yet, and " + *csv + " is as it was"
                                : *csv + " has " + std::to_string(file.done()) + " of " +
                                 std::to_string(count) + " rows; --resume does the rest";
    say(interruption.name() + " ended the sweep: " + kept + ".");
    return interruption.status();
  }
  if (failed > 0) {
    say(std::to_string(failed) + " of " + std::to_string(count) +
        " runs failed; the column 'reason' says why.");
    return kBadInput;
  }
  return kFine;
}

}  // namespace vle::app
