// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "board/csv_export.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>

#include "base/text.h"
#include "io/csv.h"

namespace vle::ui {

namespace {

struct Column {
  std::string name;
  std::vector<Sample> samples;
  bool has_extremes = false;
};

/// Two plots may ask for one channel, each with its own stretch of time.
void add(std::vector<Column>& columns, const std::string& name, std::vector<Sample> samples) {
  const auto there = std::ranges::find(columns, name, &Column::name);
  if (there == columns.end()) return columns.push_back({name, std::move(samples), false});
  std::vector<Sample> both;
  std::ranges::merge(there->samples, samples, std::back_inserter(both), {}, &Sample::t, &Sample::t);
  both.erase(std::ranges::unique(both, {}, &Sample::t).begin(), both.end());
  there->samples = std::move(both);
}

bool hasExtremes(const std::vector<Sample>& samples) {
  return std::ranges::any_of(samples, [](const Sample& sample) {
    return sample.low != sample.value || sample.high != sample.value;
  });
}

/// Ascending, each once.
void sortTimes(std::vector<double>& times) {
  std::ranges::sort(times);
  times.erase(std::ranges::unique(times).begin(), times.end());
}

/// How many of these rows become one.
std::size_t strideOf(std::size_t rows, std::size_t most_rows) {
  return most_rows == 0 ? 1 : std::max<std::size_t>(1, (rows + most_rows - 1) / most_rows);
}

}  // namespace

CsvSize csvSize(const TraceStore& traces, const std::vector<Variant>& variants,
                const std::vector<CsvProbe>& probes, std::size_t most_rows) {
  constexpr double kCell = 12, kTime = 10;  // bytes, of most numbers
  std::vector<double> times;
  std::size_t channels = 0;
  double filled = 0;
  bool has_extremes = false;
  for (const Variant& variant : variants) {
    for (const CsvProbe& probe : probes) {
      const std::vector<ChannelName> own = traces.channels(variant.id, probe.probe);
      if (own.empty()) continue;  // all channels of a variant have the same rows
      const auto samples = traces.samples(variant.id, own.front().name, probe.from, probe.to);
      channels += own.size();
      filled += static_cast<double>(own.size() * samples.size());
      has_extremes |= hasExtremes(samples);
      for (const Sample& sample : samples) times.push_back(sample.t);
    }
  }
  sortTimes(times);
  const std::size_t stride = strideOf(times.size(), most_rows);
  const std::size_t rows = (times.size() + stride - 1) / stride;
  const std::size_t cells = has_extremes || stride > 1 ? 3 : 1;
  const auto n = static_cast<double>(rows);
  const double columns = static_cast<double>(channels * cells);
  const double share = filled / std::max(1.0, static_cast<double>(channels * times.size()));
  return {rows, channels * cells + 1, n * (kTime + columns * (1 + (kCell - 1) * share))};
}

std::string tracesAsCsv(const TraceStore& traces, double dt, const std::vector<Variant>& variants,
                        const std::vector<CsvProbe>& probes, std::size_t most_rows) {
  std::vector<Column> columns;
  for (const Variant& variant : variants) {
    for (const CsvProbe& probe : probes) {
      for (const ChannelName& channel : traces.channels(variant.id, probe.probe)) {
        add(columns, variant.name + "/" + channel.name,
            traces.samples(variant.id, channel.name, probe.from, probe.to));
      }
    }
  }
  std::vector<double> times;
  for (const Column& column : columns) {
    for (const Sample& sample : column.samples) times.push_back(sample.t);
  }
  sortTimes(times);
  const std::size_t stride = strideOf(times.size(), most_rows);
  std::string text = kTimeColumn;
  for (Column& column : columns) {
    column.has_extremes = stride > 1 || hasExtremes(column.samples);
    text += "," + csvCell(column.name);
    if (column.has_extremes) {
      text += "," + csvCell(column.name + " min") + "," + csvCell(column.name + " max");
    }
  }
  text += "\n";
  std::vector<std::size_t> at(columns.size(), 0);
  for (std::size_t row = 0; row < times.size(); row += stride) {
    const double t = times[std::min(row + stride, times.size()) - 1];
    text += csvTime(t / dt, dt);
    for (std::size_t c = 0; c < columns.size(); ++c) {
      const Column& column = columns[c];
      std::optional<Sample> merged;
      for (; at[c] < column.samples.size() && column.samples[at[c]].t <= t; ++at[c]) {
        const Sample& sample = column.samples[at[c]];
        const double low = merged ? std::fmin(merged->low, sample.low) : sample.low;
        const double high = merged ? std::fmax(merged->high, sample.high) : sample.high;
        merged = Sample{sample.t, sample.value, low, high};
      }
      text += ",";
      if (merged) text += formatNumber(merged->value);
      if (!column.has_extremes) continue;
      text += ",";
      if (merged) text += formatNumber(merged->low);
      text += ",";
      if (merged) text += formatNumber(merged->high);
    }
    text += "\n";
  }
  return text;
}

}  // namespace vle::ui
