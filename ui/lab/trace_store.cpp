// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lab/trace_store.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace vle::ui {

namespace {

/// Rows of a block, thinned to bins that stay where they are when the window moves. Of every bin
/// the extremes are kept, each at its own time, so that a smooth curve stays smooth.
class Thinner {
 public:
  Thinner(Curve& curve, double dt, std::int64_t bin) : curve_(curve), dt_(dt), bin_(bin) {}

  void add(std::int64_t end_step, double min, double max, double last) {
    const std::int64_t bin = (end_step - 1) / bin_;
    if (bin != current_) flush();
    current_ = bin;
    step_ = end_step;
    last_ = last;
    if (min < min_) {
      min_ = min;
      min_step_ = end_step;
    }
    if (max > max_) {
      max_ = max;
      max_step_ = end_step;
    }
    is_empty_ = false;
  }

  void flush() {
    if (is_empty_) return;
    is_empty_ = true;
    if (min_ > max_) {  // nothing but NaN
      point(step_, std::numeric_limits<double>::quiet_NaN());
    } else if (min_ == max_) {
      point(step_, min_);
    } else {
      // Within one row, the extreme farther from the last value first: the line ends where it does.
      const bool rises = min_step_ != max_step_ ? min_step_ < max_step_
                                                : std::abs(max_ - last_) < std::abs(min_ - last_);
      if (rises) point(min_step_, min_);
      point(max_step_, max_);
      if (!rises) point(min_step_, min_);
    }
    min_ = std::numeric_limits<double>::infinity();
    max_ = -min_;
  }

  /// The last bin; the line reaches up to the newest value.
  void finish() {
    const bool was_empty = is_empty_;
    flush();
    if (!was_empty && curve_.t.back() < static_cast<double>(step_) * dt_) point(step_, last_);
  }

 private:
  void point(std::int64_t step, double y) {
    curve_.t.push_back(static_cast<double>(step) * dt_);
    curve_.y.push_back(std::isfinite(y) ? y : std::numeric_limits<double>::quiet_NaN());
  }

  Curve& curve_;
  double dt_;
  std::int64_t bin_;
  std::int64_t current_ = -1;
  std::int64_t step_ = 0;
  std::int64_t min_step_ = 0, max_step_ = 0;
  double min_ = std::numeric_limits<double>::infinity();
  double max_ = -std::numeric_limits<double>::infinity();
  double last_ = 0;
  bool is_empty_ = true;
};

/// The columns of the old channels at their new places, NaN for channels that are new.
TraceBlock remapped(const TraceBlock& old, const std::vector<std::optional<std::size_t>>& from) {
  TraceBlock result;
  result.channels = from.size();
  result.interval = old.interval;
  result.end_steps = old.end_steps;
  const auto copy = [&](const std::vector<double>& source, std::vector<double>& target) {
    target.reserve(old.rows() * from.size());
    for (std::size_t row = 0; row < old.rows(); ++row) {
      for (const auto& column : from) {
        target.push_back(column ? source[old.at(row, *column)]
                                : std::numeric_limits<double>::quiet_NaN());
      }
    }
  };
  copy(old.min, result.min);
  copy(old.max, result.max);
  copy(old.last, result.last);
  return result;
}

std::int64_t powerOfTwoAbove(double x) {
  std::int64_t result = 1;
  constexpr std::int64_t kLargest = std::int64_t{1} << 60;
  while (result < kLargest && static_cast<double>(result) < x) result *= 2;
  return result;
}

/// Steps from one row to the next, on average.
double rowSpacing(const TraceBlock& block) {
  if (block.rows() < 2) return std::numeric_limits<double>::infinity();
  return static_cast<double>(block.end_steps.back() - block.end_steps.front()) /
         static_cast<double>(block.rows() - 1);
}

}  // namespace

void TraceStore::clear() {
  histories_.clear();
  ++layout_generation_;
}

void TraceStore::rename(const std::string& from, const std::string& to) {
  auto node = histories_.extract(from);
  if (node.empty()) return;
  node.key() = to;
  histories_.erase(to);
  histories_.insert(std::move(node));
  ++layout_generation_;
}

void TraceStore::adopt(History& history, const std::shared_ptr<const ChannelLayout>& layout) {
  std::map<std::string, std::size_t> columns;
  std::vector<std::optional<std::size_t>> from;
  for (const Channel& channel : layout->channels) {
    columns.emplace(channel.name, from.size());
    const auto old = history.columns.find(channel.name);
    from.push_back(old == history.columns.end() ? std::nullopt : std::optional(old->second));
  }
  history.recent = remapped(history.recent, from);
  history.overview = remapped(history.overview, from);
  history.columns = std::move(columns);
  history.layout = layout;
}

void TraceStore::append(const std::string& variant, const SampleBlock& block, double dt) {
  History& history = histories_[variant];
  if (history.dt != dt) history = {};  // rows are counted in steps: another dt is another time axis
  if (history.layout != block.layout) {
    adopt(history, block.layout);
    ++layout_generation_;
  }
  history.dt = dt;
  if (!block.recent.empty()) {
    // After a gap (the screen was too slow) the older fine rows no longer join on.
    const std::int64_t first = block.recent.end_steps.front();
    const bool gap =
        !history.recent.empty() && first - history.recent.end_steps.back() > block.recent.interval;
    if (gap || history.recent.interval != block.recent.interval) history.recent.clear();
    history.recent.interval = block.recent.interval;
    history.recent.append(block.recent);
    if (history.recent.rows() > 2 * kRecentRows) history.recent.keepNewest(kRecentRows);
  }
  history.overview.append(block.overview);
  while (history.overview.rows() > kOverviewRows) history.overview.coarsen();
}

double TraceStore::newest() const {
  double newest = 0;
  for (const auto& [name, history] : histories_) {
    if (history.overview.empty()) continue;
    newest = std::max(newest, static_cast<double>(history.overview.end_steps.back()) * history.dt);
  }
  return newest;
}

std::vector<ChannelName> TraceStore::channels(const std::string& variant,
                                              const std::string& probe) const {
  std::vector<ChannelName> result;
  const auto found = histories_.find(variant);
  if (found == histories_.end()) return result;
  for (const Channel& channel : found->second.layout->channels) {
    const bool indexed = channel.name.size() > probe.size() && channel.name[probe.size()] == '[';
    if (channel.name == probe || (indexed && channel.name.starts_with(probe))) {
      result.push_back({channel.name, channel.info});
    }
  }
  return result;
}

Curve TraceStore::curve(const std::string& variant, const std::string& channel, double from,
                        double to, std::size_t points) const {
  Curve curve;
  const auto found = histories_.find(variant);
  if (found == histories_.end()) return curve;
  const History& history = found->second;
  const auto column = history.columns.find(channel);
  if (column == history.columns.end()) return curve;
  const double per_point =
      (to - from) / history.dt / static_cast<double>(std::max<std::size_t>(points, 1));
  const std::int64_t bin = powerOfTwoAbove(per_point);
  Thinner thinner(curve, history.dt, bin);
  /// @param limit  a row may reach into what the other block shows in more detail: not its time
  const auto add = [&](const TraceBlock& block, double first, double last, double limit) {
    const auto begin = std::ranges::lower_bound(
        block.end_steps, first, {}, [](std::int64_t step) { return static_cast<double>(step); });
    // One row more at either side, so that the line leaves the window instead of ending in it.
    auto row = static_cast<std::size_t>(begin - block.end_steps.begin());
    if (row > 0) --row;
    for (; row < block.rows(); ++row) {
      const std::size_t at = block.at(row, column->second);
      const double end = std::min(static_cast<double>(block.end_steps[row]), limit);
      thinner.add(static_cast<std::int64_t>(end), block.min[at], block.max[at], block.last[at]);
      if (static_cast<double>(block.end_steps[row]) > last) break;
    }
  };
  // Whole bins only: half of one at the left edge would change with every move of the window.
  const auto bin_width = static_cast<double>(bin);
  const double first = std::floor(from / history.dt / bin_width) * bin_width;
  const double last = to / history.dt;
  // Where the overview is finer than the screen, it is all that is needed, at a fraction of the
  // rows.
  const bool is_fine_wanted = !history.recent.empty() && rowSpacing(history.overview) > bin_width;
  const double fine_from = is_fine_wanted ? static_cast<double>(history.recent.end_steps.front())
                                          : std::numeric_limits<double>::infinity();
  const double coarse_to = std::isfinite(fine_from) ? fine_from - 1 : 9e18;
  if (first < fine_from) add(history.overview, first, std::min(last, coarse_to), coarse_to);
  if (last >= fine_from) add(history.recent, std::max(first, fine_from), last, 9e18);
  thinner.finish();
  return curve;
}

std::optional<double> TraceStore::last(const std::string& variant,
                                       const std::string& channel) const {
  const auto found = histories_.find(variant);
  if (found == histories_.end() || found->second.overview.empty()) return std::nullopt;
  const auto column = found->second.columns.find(channel);
  if (column == found->second.columns.end()) return std::nullopt;
  const TraceBlock& overview = found->second.overview;
  return overview.last[overview.at(overview.rows() - 1, column->second)];
}

}  // namespace vle::ui
