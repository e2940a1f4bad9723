// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The history of every recorded channel: a fine recent stretch and a whole-run overview that keeps
// every peak in bounded memory. Plots own no data, they ask here. GUI thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "run/messages.h"

namespace vle::ui {

/// A curve ready to draw: t in ms, ascending. Where several steps fall into one point of the
/// screen, there are two points, the minimum and the maximum.
struct Curve {
  std::vector<double> t, y;
};

/// Channels of one plotted probe, as they exist in one variant.
struct ChannelName {
  std::string name;  ///< "output.r[0]"
  const ProbeInfo* info = nullptr;
};

class TraceStore {
 public:
  static constexpr std::size_t kRecentRows = 16384;
  static constexpr std::size_t kOverviewRows = 8192;

  /// Forgets everything: another run begins.
  void clear();
  /// What was recorded of a variant goes on under another name.
  void rename(const std::string& from, const std::string& to);
  /// Adds what a variant recorded. Channels that vanish are forgotten, new ones start empty.
  void append(const std::string& variant, const SampleBlock& block, double dt);

  /// Raised whenever channels come or go: what was found by `channels` may be another list now.
  [[nodiscard]] std::uint64_t layoutGeneration() const { return layout_generation_; }

  /// Time of the newest row of any variant, ms; 0 before the first.
  [[nodiscard]] double newest() const;

  /// Channels of a variant that belong to a probe ("output.r" has "output.r[0]", …), in order.
  [[nodiscard]] std::vector<ChannelName> channels(const std::string& variant,
                                                  const std::string& probe) const;

  /// Values between two times, from the fine rows where they reach, from the overview before.
  /// @param from, to  ms
  /// @param points    pixels available, so that no more is drawn than can be seen
  [[nodiscard]] Curve curve(const std::string& variant, const std::string& channel, double from,
                            double to, std::size_t points) const;

  /// The newest value of a channel; nothing if it was never recorded.
  [[nodiscard]] std::optional<double> last(const std::string& variant,
                                           const std::string& channel) const;

 private:
  struct History {
    std::shared_ptr<const ChannelLayout> layout;
    std::map<std::string, std::size_t> columns;
    TraceBlock recent, overview;
    double dt = 1;
  };
  static void adopt(History& history, const std::shared_ptr<const ChannelLayout>& layout);

  std::map<std::string, History> histories_;
  std::uint64_t layout_generation_ = 0;
};

}  // namespace vle::ui
