// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/seed_runs.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "base/cpu.h"
#include "base/error.h"
#include "io/sweep_rows.h"
#include "model/variant_edits.h"
#include "model/variants.h"

namespace vle::ui {

namespace {

constexpr int kPollMs = 100;
constexpr std::int64_t kCourseRows = 500;

/// A project without what makes no difference to its runs over seeds; variants by themselves.
Project bareOf(const Project& given) {
  Project project = withoutLooks(given);
  project.ids = {};
  project.created_with.clear();
  project.settings.seed = 0;
  project.settings.duration = 0;
  project.settings.speed = 1;
  project.settings.written.clear();
  return project;
}

/// The same variant with the same runs; how it is called and looks does not count.
bool isTheSame(const Variant& a, const Variant& b) {
  const auto without_seed = [](Overrides set) {
    set.erase("settings.seed");
    return set;
  };
  return a.id == b.id && without_seed(a.set) == without_seed(b.set) && a.without == b.without;
}

/// The median; NaN of nothing.
double median(std::vector<double> values) {
  if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
  std::ranges::sort(values);
  const std::size_t half = values.size() / 2;
  if (values.size() % 2 == 1) return values[half];
  const double low = values[half - 1];
  return std::isinf(values[half]) ? values[half] : 0.5 * (low + values[half]);
}

}  // namespace

/// What both threads see.
struct SeedRuns::Shared {
  explicit Shared(std::size_t count) : done(count + 1) {}
  Mailbox<SeedRun> done;  // has room for all
  Latest<std::string> error;
  std::atomic<double> share = 0;  // of all runs, counted in runs
};

SeedRuns::SeedRuns(Priority priority, QObject* parent)
    : QObject(parent), priority_(priority), timer_(TempoTimer::Rings::Again, kPollMs) {
  connect(&timer_, &TempoTimer::timeout, this, &SeedRuns::poll);
}

void SeedRuns::start(const Project& project, const std::vector<VariantId>& variants,
                     std::int64_t first, int count, std::size_t jobs) {
  clear();
  Project base = project;
  base.variants = runningVariants(project);
  std::erase_if(base.variants, [&](const Variant& variant) {
    return !variants.empty() && std::ranges::find(variants, variant.id) == variants.end();
  });
  const auto seeds = static_cast<std::size_t>(std::clamp(count, 1, kMostSeeds));
  for (Variant& variant : base.variants) variant.set.erase("settings.seed");
  base_ = base;
  asked_ = seeds * base.variants.size();
  if (asked_ == 0) return;
  if (jobs == 0) jobs = static_cast<std::size_t>(std::max(2, processorsHere())) - 1;
  shared_ = std::make_shared<Shared>(asked_);
  jobs_.add([shared = shared_, base = std::move(base), first, jobs, priority = priority_,
             count = asked_](const std::stop_token& stop) {
    const std::size_t per_seed = base.variants.size();
    const auto seed_of = [&](std::size_t index) {
      return first + static_cast<std::int64_t>(index / per_seed);
    };
    const auto project_of = [&](std::size_t index) {
      Project one = base;
      one.variants = {base.variants[index % per_seed]};
      one.settings.seed = seed_of(index);
      return one;
    };
    SweepOptions options{.jobs = jobs, .priority = priority, .course_rows = kCourseRows};
    options.is_stopping = [stop] { return stop.stop_requested(); };
    options.on_progress = [&shared](double share) { shared->share.fetch_add(share); };
    try {
      runSweep(count, project_of, options, [&](std::size_t index, const SweepResult& result) {
        SeedRun run{seed_of(index), base.variants[index % per_seed].id, result};
        (void)shared->done.push(run);
        if (result.failed) shared->error.publish(result.reason + ".");
      });
    } catch (const std::exception& error) {
      shared->error.publish(error.what());
    }
  });
  timer_.start();
  emit progressed();
}

void SeedRuns::cancel() {
  if (!isRunning()) return;
  jobs_.cancel();
  poll();
}

void SeedRuns::clear() {
  cancel();
  shared_.reset();
  runs_.clear();
  bands_.clear();
  error_.clear();
  base_ = {};
  asked_ = 0;
  is_earlier_ = false;
  emit changed();
  emit progressed();
}

const std::vector<SeedBand>& SeedRuns::bands() const {
  static const std::vector<SeedBand> none;
  return is_earlier_ ? none : bands_;
}

bool SeedRuns::areAlike() const {
  if (runs_.size() <= base_.variants.size()) return false;  // there is nothing to compare
  return std::ranges::all_of(runs_, [this](const SeedRun& run) {
    const auto first = std::ranges::find(runs_, run.variant, &SeedRun::variant);
    return run.result.diverged == first->result.diverged && run.result.loss == first->result.loss;
  });
}

void SeedRuns::compare(const Project& project) {
  if (asked_ == 0) return;
  const std::vector<Variant> now = runningVariants(project);
  const bool has_all = std::ranges::all_of(base_.variants, [&now](const Variant& variant) {
    return std::ranges::any_of(now,
                               [&](const Variant& other) { return isTheSame(other, variant); });
  });
  const bool is_earlier = !has_all || !(bareOf(project) == bareOf(base_));
  if (is_earlier == is_earlier_) return;
  is_earlier_ = is_earlier;
  emit changed();
}

double SeedRuns::progress() const {
  if (asked_ == 0 || !shared_) return 0;
  return std::clamp(shared_->share.load() / static_cast<double>(asked_), 0.0, 1.0);
}

void SeedRuns::poll() {
  if (!shared_) return;
  const bool is_over = jobs_.isIdle();
  std::vector<SeedRun> done = shared_->done.drain();
  std::vector<VariantId> touched;
  for (SeedRun& run : done) {
    if (std::ranges::find(touched, run.variant) == touched.end()) touched.push_back(run.variant);
    runs_.push_back(std::move(run));
  }
  for (const VariantId variant : touched) updateBand(variant);
  if (const auto error = shared_->error.take()) error_ = *error;
  if (!touched.empty()) emit changed();
  emit progressed();
  if (!is_over) return;
  timer_.stop();
  emit finished();
}

/// Statistics of log loss at every time all runs have.
void SeedRuns::updateBand(VariantId variant) {
  std::vector<const SweepResult*> used;
  for (const SeedRun& run : runs_) {
    if (run.variant == variant && !run.result.diverged && !run.result.failed)
      used.push_back(&run.result);
  }
  SeedBand band{
      .variant = variant, .runs = used.size(), .t = {}, .mean = {}, .low = {}, .high = {}};
  const std::size_t rows = used.empty() ? 0 : used.front()->t.size();
  for (std::size_t row = 0; row < rows; ++row) {
    double sum = 0, squares = 0;
    bool is_known = true;
    for (const SweepResult* run : used) {
      is_known &= row < run->loss.size() && run->loss[row] > 0;
      if (!is_known) break;  // the logarithm of a network at rest
      const double log = std::log(run->loss[row]);
      sum += log;
      squares += log * log;
    }
    if (!is_known) continue;
    const auto n = static_cast<double>(used.size());
    const double mean = sum / n;
    const double spread =
        n > 1 ? std::sqrt(std::max(0.0, (squares - n * mean * mean) / (n - 1))) : 0;
    band.t.push_back(used.front()->t[row]);
    band.mean.push_back(std::exp(mean));
    band.low.push_back(std::exp(mean - spread));
    band.high.push_back(std::exp(mean + spread));
  }
  const auto old = std::ranges::find(bands_, variant, &SeedBand::variant);
  if (old != bands_.end())
    *old = std::move(band);
  else
    bands_.push_back(std::move(band));
}

std::vector<SeedSummary> SeedRuns::table() const {
  std::vector<SeedSummary> result;
  for (const Variant& variant : base_.variants) {
    SeedSummary line{.variant = variant};
    std::vector<double> times, losses;
    for (const SeedRun& run : runs_) {
      if (run.variant != variant.id || run.result.failed) continue;  // its sentence is shown
      ++line.runs;
      if (run.result.diverged) ++line.diverged;
      if (!run.result.diverged && run.result.loss_last < base_.settings.threshold) ++line.solved;
      if (run.result.time_to_threshold) times.push_back(*run.result.time_to_threshold);
      losses.push_back(run.result.diverged ? std::numeric_limits<double>::infinity()
                                           : run.result.loss_last);
    }
    line.reached = times.size();
    line.median_time = median(std::move(times));
    line.median_loss = median(std::move(losses));
    result.push_back(std::move(line));
  }
  return result;
}

std::string SeedRuns::csv() const {
  std::string text = std::string(kSweepHeader) + "\n";
  for (const SeedRun& run : runs_) {
    const auto variant = std::ranges::find(base_.variants, run.variant, &Variant::id);
    text += sweepRow(run.seed, variant->name, run.result) + "\n";
  }
  return text;
}

}  // namespace vle::ui
