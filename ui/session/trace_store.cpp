// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/trace_store.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace vle::ui {

namespace {

std::int64_t powerOfTwoAbove(double x) {
  std::int64_t result = 1;
  constexpr std::int64_t kLargest = std::int64_t{1} << 60;
  while (result < kLargest && static_cast<double>(result) < x) result *= 2;
  return result;
}

constexpr double kFar = 9e18;  ///< steps; later than any

constexpr std::size_t kBytesOfAChannel =
    (TraceStore::kRecentRows + (TraceStore::kMiddleLevels + 1) * TraceStore::kOverviewRows) * 3 *
    sizeof(double);

double startOf(const TraceLevel& level) {
  return level.empty() ? kFar : static_cast<double>(level.end(0));
}

double endOf(const TraceLevel& level, std::size_t row) {
  return static_cast<double>(level.end(row));
}

Sample sampleAt(const TraceLevel& level, std::size_t row, std::size_t column, double dt) {
  return {endOf(level, row) * dt, level.last(row, column), level.low(row, column),
          level.high(row, column)};
}

/// Steps from one row to the next, on average.
double rowSpacing(const TraceLevel& level) {
  if (level.rows() < 2) return std::numeric_limits<double>::infinity();
  return (endOf(level, level.rows() - 1) - startOf(level)) / static_cast<double>(level.rows() - 1);
}

}  // namespace

void TraceStore::clear() {
  histories_.clear();
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
  for (TraceLevel& level : history.levels) level.remap(from);
  history.columns = std::move(columns);
  history.layout = layout;
}

void TraceStore::append(VariantId variant, const SampleBlock& block, double dt) {
  History& history = histories_[variant];
  if (history.dt != dt) history = {};  // rows are counted in steps: another dt is another time axis
  if (history.layout != block.layout) {
    adopt(history, block.layout);
    ++layout_generation_;
  }
  history.dt = dt;
  for (const TraceBlock& newer : block.recent) {
    if (newer.empty()) continue;
    // After a gap (the screen was too slow) the older fine rows no longer join on.
    TraceLevel& recent = history.recent();
    const std::int64_t first = newer.end_steps.front();
    const bool gap = !recent.empty() && first - recent.end(recent.rows() - 1) > newer.interval;
    if (gap || recent.interval() != newer.interval) recent.clear();
    recent.setInterval(newer.interval);
    recent.append(newer);
  }
  // Every level is made of what was merged for the one below: a fraction of the rows.
  TraceBlock merged = block.overview;
  std::int64_t interval = block.recent.empty() ? 1 : block.recent.front().interval;
  for (std::size_t level = 1; level < history.levels.size(); ++level) {
    TraceLevel& own = history.levels[level];
    if (level <= kMiddleLevels) {
      interval *= kCoarser;
      own.setInterval(interval);
    }
    if (own.interval() < merged.interval) {  // the whole run is short yet
      own.append(block.overview);
      continue;
    }
    if (own.interval() > merged.interval) {
      TraceBlock coarse;
      coarse.channels = merged.channels;
      coarse.interval = own.interval();
      coarse.append(merged);
      merged = std::move(coarse);
    }
    own.append(merged);
  }
  for (std::size_t level = 0; level <= kMiddleLevels; ++level) {
    history.levels[level].dropOldest(mostRows(level));
  }
  TraceLevel& overview = history.levels.back();
  while (overview.rows() > mostRows(kMiddleLevels + 1)) overview.coarsen();
}

/// Rows of a level that the budget has room for with all channels there are.
std::size_t TraceStore::mostRows(std::size_t level) const {
  constexpr std::size_t kFewest = 64;
  const std::size_t most = level == 0 ? kRecentRows : kOverviewRows;
  const double share = static_cast<double>(kBudget) /
                       static_cast<double>(std::max<std::size_t>(recorded(), 1) * kBytesOfAChannel);
  return std::clamp(static_cast<std::size_t>(share * static_cast<double>(most)), kFewest, most);
}

std::size_t TraceStore::recorded() const {
  std::size_t channels = 0;
  for (const auto& [name, history] : histories_) channels += history.columns.size();
  return channels;
}

std::size_t TraceStore::leftOut() const {
  std::size_t channels = 0;
  for (const auto& [name, history] : histories_) channels += history.layout->left_out;
  return channels;
}

double TraceStore::newest() const {
  double newest = 0;
  for (const auto& [name, history] : histories_) {
    if (history.overview().empty()) continue;
    const double end = endOf(history.overview(), history.overview().rows() - 1);
    newest = std::max(newest, end * history.dt);
  }
  return newest;
}

std::vector<ChannelName> TraceStore::channels(VariantId variant, const std::string& probe) const {
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

TraceStore::Found TraceStore::find(VariantId variant, const std::string& channel) const {
  const auto history = histories_.find(variant);
  if (history == histories_.end()) return {};
  const auto column = history->second.columns.find(channel);
  if (column == history->second.columns.end()) return {};
  return {&history->second, column->second};
}

/// The last step that a level shows: where one of the finer ones begins, the first of all. A young
/// run stands in all of them, and a coarse row ends later than the first fine ones.
double TraceStore::seamAbove(const History& history, std::size_t level, std::size_t finest) {
  double end = kFar;
  for (std::size_t finer = finest; finer < level; ++finer) {
    end = std::min(end, startOf(history.levels[finer]) - 1);
  }
  return end;
}

Curve TraceStore::curve(VariantId variant, const std::string& channel, double from, double to,
                        std::size_t points, std::optional<VariantId> minus) const {
  Curve curve;
  const Found found = find(variant, channel);
  const Found other = minus ? find(*minus, channel) : Found{};
  if (!found || (minus && !other)) return curve;
  const History& history = *found.history;
  const double per_point =
      (to - from) / history.dt / static_cast<double>(std::max<std::size_t>(points, 1));
  const std::int64_t bin = powerOfTwoAbove(per_point);
  Thinner thinner(curve, history.dt, bin);
  /// @param limit  a row may reach into what a finer level shows in more detail: not its time
  const auto add = [&](std::size_t level, double first, double last, double limit) {
    const TraceLevel& own = history.levels[level];
    // One row more at either side, so that the line leaves the window instead of ending in it.
    std::size_t row = own.rowFrom(first);
    if (row > 0) --row;
    const TraceLevel* theirs = other ? &other.history->levels[level] : nullptr;
    std::size_t their_row =
        theirs != nullptr && row < own.rows() ? theirs->rowFrom(endOf(own, row)) : 0;
    for (; row < own.rows(); ++row) {
      const std::int64_t step = own.end(row);
      const auto end = static_cast<std::int64_t>(std::min(static_cast<double>(step), limit));
      if (theirs == nullptr) {
        thinner.add(end, own.low(row, found.column), own.high(row, found.column),
                    own.last(row, found.column));
      } else {
        while (their_row < theirs->rows() && theirs->end(their_row) < step) ++their_row;
        if (their_row == theirs->rows()) break;
        if (theirs->end(their_row) == step) {
          const double difference =
              own.last(row, found.column) - theirs->last(their_row, other.column);
          thinner.add(end, difference, difference, difference);
        }
      }
      if (static_cast<double>(step) > last) break;
    }
  };
  // Whole bins only: half of one at the left edge would change with every move of the window.
  const auto bin_width = static_cast<double>(bin);
  const double first = std::floor(from / history.dt / bin_width) * bin_width;
  const double last = to / history.dt;
  // The coarsest level that is finer than the screen is all that is needed, at a fraction of the
  // rows; before its first row the next coarser one goes on.
  std::size_t finest = history.levels.size() - 1;
  while (finest > 0 && rowSpacing(history.levels[finest]) > bin_width &&
         !history.levels[finest - 1].empty()) {
    --finest;
  }
  for (std::size_t level = history.levels.size(); level-- > finest;) {
    const double begin =
        level == history.levels.size() - 1 ? first : startOf(history.levels[level]);
    const double end = seamAbove(history, level, finest);
    if (end < first || begin > last || begin > end) continue;
    add(level, std::max(first, begin), std::min(last, end), end);
  }
  thinner.finish();
  return curve;
}

std::optional<Sample> TraceStore::sample(VariantId variant, const std::string& channel,
                                         double t) const {
  const Found found = find(variant, channel);
  if (!found) return std::nullopt;
  const double step = std::round(t / found.history->dt);
  for (const TraceLevel& level : found.history->levels) {
    const bool is_whole = &level == &found.history->overview();
    if (level.empty() || (step < startOf(level) && !is_whole)) continue;
    const std::size_t row = level.rowFrom(step);
    if (row == level.rows() || step < startOf(level) - static_cast<double>(level.interval())) break;
    return sampleAt(level, row, found.column, found.history->dt);
  }
  return std::nullopt;
}

std::vector<Sample> TraceStore::samples(VariantId variant, const std::string& channel, double from,
                                        double to) const {
  std::vector<Sample> result;
  const Found found = find(variant, channel);
  if (!found) return result;
  const History& history = *found.history;
  for (std::size_t level = history.levels.size(); level-- > 0;) {
    const TraceLevel& own = history.levels[level];
    const double limit = seamAbove(history, level, 0);
    const double last = std::min(to / history.dt * (1 + 1e-12), limit);
    const double begin = from / history.dt * (1 - 1e-12);
    for (std::size_t row = own.rowFrom(begin); row < own.rows(); ++row) {
      Sample sample = sampleAt(own, row, found.column, history.dt);
      const double end = endOf(own, row);
      if (end > last && (last < limit || begin > limit)) break;
      // The row that reaches into the finer level holds what was between: it ends where that
      // begins.
      if (end > limit) sample.t = limit * history.dt;
      // A young run stands in all levels; and where a coarse row ends at the seam nothing is
      // between.
      if (result.empty() || sample.t > result.back().t) result.push_back(sample);
      if (end > limit) break;
    }
  }
  return result;
}

double TraceStore::meanSquare(VariantId variant, const std::string& channel, double from) const {
  const Found found = find(variant, channel);
  if (!found) return std::numeric_limits<double>::quiet_NaN();
  constexpr std::size_t kEnough = 2048;  // rows
  const TraceLevel& recent = found.history->levels.front();
  const std::size_t first = recent.rowFrom(from / found.history->dt);
  const std::size_t stride = (recent.rows() - first) / kEnough + 1;
  double sum = 0, count = 0;
  for (std::size_t row = first; row < recent.rows(); row += stride) {
    const double value = recent.last(row, found.column);
    if (!std::isfinite(value)) continue;
    sum += value * value;
    ++count;
  }
  return sum / count;
}

double TraceStore::finestInterval(VariantId variant) const {
  const auto found = histories_.find(variant);
  if (found == histories_.end()) return 0;
  return static_cast<double>(found->second.levels.front().interval()) * found->second.dt;
}

std::size_t TraceStore::memory() const {
  std::size_t values = 0;
  for (const auto& [name, history] : histories_) {
    for (const TraceLevel& level : history.levels) values += level.numbers();
  }
  return values * sizeof(double);
}

std::optional<double> TraceStore::last(VariantId variant, const std::string& channel) const {
  const Found found = find(variant, channel);
  if (!found || found.history->overview().empty()) return std::nullopt;
  const TraceLevel& overview = found.history->overview();
  return overview.last(overview.rows() - 1, found.column);
}

}  // namespace vle::ui
