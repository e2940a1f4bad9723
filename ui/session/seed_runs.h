// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// "Run over N seeds": headless runs of the project as it stands, in the background; the run in the
// window knows nothing of it. Gives a table, a mean course of the loss with a band for the loss
// plot, and CSV. GUI thread.
//
// For plots: `lab.seeds().bands()`, one a variant, and the signal `changed`.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <QObject>

#include "run/job_queue.h"
#include "run/mailbox.h"
#include "run/sweep.h"
#include "session/tempo_timer.h"

namespace vle::ui {

/// One run that is done.
struct SeedRun {
  std::int64_t seed = 0;
  VariantId variant{};
  SweepResult result;
};

/// The runs of one variant in a line of the table.
struct SeedSummary {
  Variant variant;  ///< as it ran
  std::size_t runs = 0;
  std::size_t solved = 0;   ///< mean loss over the last 5 % below the threshold of the project
  std::size_t reached = 0;  ///< were below it at some time (time_to_threshold, format.md)
  std::size_t diverged = 0;
  double median_time = 0;  ///< ms, of those that reached it; NaN if none did
  double median_loss = 0;  ///< of the last 5 %; runs that diverged count as infinite
};

/// How the loss of one variant falls over the seeds. The mean is that of the logarithm, as the plot
/// is logarithmic: mean and mean ± one standard deviation of log loss.
struct SeedBand {
  VariantId variant{};
  std::size_t runs = 0;  ///< that went into it; those that diverged did not
  std::vector<double> t, mean, low, high;
};

class SeedRuns : public QObject {
  Q_OBJECT

 public:
  static constexpr int kMostSeeds = 1000;

  /// @param priority  of the threads that run them
  explicit SeedRuns(Priority priority = Priority::SpareTime, QObject* parent = nullptr);
  /// Begins; what was there is forgotten.
  /// @param project   its variants (or those that are named) are run for its duration
  /// @param variants  empty: all
  /// @param first     first seed; the others follow
  /// @param count     seeds, 1…kMostSeeds
  /// @param jobs      threads; 0: all cores but one
  void start(const Project& project, const std::vector<VariantId>& variants, std::int64_t first,
             int count, std::size_t jobs = 0);
  /// Ends what is under way; results that are there stay.
  void cancel();
  void clear();

  [[nodiscard]] bool isRunning() const { return timer_.isActive(); }
  [[nodiscard]] double progress() const;  ///< 0…1
  [[nodiscard]] std::size_t runsAsked() const { return asked_; }
  /// In order of seeds, then variants.
  [[nodiscard]] const std::vector<SeedRun>& runs() const { return runs_; }
  /// In the order of the variants.
  [[nodiscard]] std::vector<SeedSummary> table() const;
  /// For the plots of the present network: none while they belong to an earlier one.
  [[nodiscard]] const std::vector<SeedBand>& bands() const;
  /// The rows `vlelab sweep` writes.
  [[nodiscard]] std::string csv() const;
  /// The length of a run, ms.
  [[nodiscard]] double duration() const { return base_.settings.duration; }
  /// Are all runs of every variant alike, so that nothing is drawn from the seed?
  [[nodiscard]] bool areAlike() const;

  /// Tells what the project is now; results of another network stay, apart (isEarlier).
  void compare(const Project& project);
  /// Does what is there belong to a network that has been changed since?
  [[nodiscard]] bool isEarlier() const { return is_earlier_; }

  /// What went wrong; empty if nothing did.
  [[nodiscard]] const std::string& error() const { return error_; }

 signals:
  /// A run is done, everything was forgotten, or it belongs to another network now.
  void changed();
  void progressed();
  void finished();

 private:
  struct Shared;
  void poll();
  void updateBand(VariantId variant);

  const Priority priority_;
  TempoTimer timer_;
  Project base_;  // what was asked to run, its variants only
  bool is_earlier_ = false;
  std::size_t asked_ = 0;
  std::vector<SeedRun> runs_;
  std::vector<SeedBand> bands_;
  std::string error_;
  std::shared_ptr<Shared> shared_;
  JobQueue jobs_;  // last: ends before the rest is gone
};

}  // namespace vle::ui
