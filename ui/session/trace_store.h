// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The history of every recorded channel as a pyramid of rows: the newest stretch step by step,
// older ones coarser and coarser, at the top the whole run. Minimum and maximum go up with every
// level, so a peak of a single step is seen at any zoom. Memory has a budget: the more channels,
// the fewer rows. A value: a copy is what a frozen board shows. Plots own no data, they ask here.
// GUI thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "run/messages.h"
#include "session/thinner.h"
#include "session/trace_level.h"

namespace vle::ui {

/// Channels of one plotted probe, as they exist in one variant.
struct ChannelName {
  std::string name;  ///< "output.r[0]"
  const ProbeInfo* info = nullptr;
};

/// What was recorded at one time.
struct Sample {
  double t = 0;      ///< ms, of the step
  double value = 0;  ///< after that step
  double low = 0;    ///< extremes since the row before; equal to value where every step was kept
  double high = 0;
};

class TraceStore {
 public:
  /// Rows of the finest level, and of each level above; fewer where the budget wants it.
  static constexpr std::size_t kRecentRows = 16384;
  static constexpr std::size_t kOverviewRows = 8192;
  /// Levels between the newest stretch and the whole run, each eight times as coarse as the one
  /// below.
  static constexpr std::size_t kMiddleLevels = 2;
  static constexpr std::int64_t kCoarser = 8;
  /// Bytes that the rows of all channels may take.
  static constexpr std::size_t kBudget = std::size_t{128} << 20;
  /// Channels of all variants together for which the budget gives an eighth of those rows, enough
  /// to be drawn. Whoever asks for channels keeps to it.
  static constexpr std::size_t kMostChannels = 800;

  /// Forgets everything: another run begins.
  void clear();
  /// Adds what a variant recorded. Channels that vanish are forgotten, new ones start empty.
  void append(VariantId variant, const SampleBlock& block, double dt);

  /// Raised whenever channels come or go: what was found by `channels` may be another list now.
  [[nodiscard]] std::uint64_t layoutGeneration() const { return layout_generation_; }

  /// Time of the newest row of any variant, ms; 0 before the first.
  [[nodiscard]] double newest() const;

  /// Channels of a variant that belong to a probe ("output.r" has "output.r[0]", …), in order.
  [[nodiscard]] std::vector<ChannelName> channels(VariantId variant,
                                                  const std::string& probe) const;

  /// Values between two times, from the coarsest rows that are finer than the screen.
  /// @param from, to  ms
  /// @param points    pixels available, so that no more is drawn than can be seen
  /// @param minus     a variant whose values are subtracted. Extremes of a difference
  ///                  are known where every step was kept; elsewhere it is that of the last values
  [[nodiscard]] Curve curve(VariantId variant, const std::string& channel, double from, double to,
                            std::size_t points, std::optional<VariantId> minus = {}) const;

  /// What was recorded nearest to a time; nothing beyond the ends.
  /// @param t  ms
  [[nodiscard]] std::optional<Sample> sample(VariantId variant, const std::string& channel,
                                             double t) const;

  /// The rows between two times at the finest resolution there is, oldest first.
  /// @param from, to  ms
  [[nodiscard]] std::vector<Sample> samples(VariantId variant, const std::string& channel,
                                            double from, double to) const;

  /// Mean of the squares of the newest rows, as far as they are kept at the finest resolution, of
  /// 2048 of them at most; NaN if there are none.
  /// @param from  ms
  [[nodiscard]] double meanSquare(VariantId variant, const std::string& channel, double from) const;

  /// Time from one row of the finest level to the next, ms; 0 before the first.
  [[nodiscard]] double finestInterval(VariantId variant) const;

  /// Bytes that the rows take.
  [[nodiscard]] std::size_t memory() const;
  /// Channels recorded of all variants, and those that were asked for and are too many.
  [[nodiscard]] std::size_t recorded() const;
  [[nodiscard]] std::size_t leftOut() const;

  /// The newest value of a channel; nothing if it was never recorded.
  [[nodiscard]] std::optional<double> last(VariantId variant, const std::string& channel) const;

 private:
  struct History {
    std::shared_ptr<const ChannelLayout> layout;
    std::map<std::string, std::size_t> columns;
    std::vector<TraceLevel> levels = std::vector<TraceLevel>(kMiddleLevels + 2);  // finest first
    double dt = 1;
    [[nodiscard]] TraceLevel& recent() { return levels.front(); }
    [[nodiscard]] const TraceLevel& overview() const { return levels.back(); }
  };
  /// A channel of a variant, and where it stands.
  struct Found {
    const History* history = nullptr;
    std::size_t column = 0;
    explicit operator bool() const { return history != nullptr; }
  };
  [[nodiscard]] std::size_t mostRows(std::size_t level) const;
  [[nodiscard]] static double seamAbove(const History& history, std::size_t level,
                                        std::size_t finest);
  [[nodiscard]] Found find(VariantId variant, const std::string& channel) const;
  static void adopt(History& history, const std::shared_ptr<const ChannelLayout>& layout);

  std::map<VariantId, History> histories_;
  std::uint64_t layout_generation_ = 0;
};

}  // namespace vle::ui
