// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "board/csv_export.h"

#include <algorithm>
#include <iterator>
#include <map>

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

}  // namespace

std::string tracesAsCsv(const TraceStore& traces, double dt, const std::vector<Variant>& variants,
                        const std::vector<CsvProbe>& probes) {
  std::vector<Column> columns;
  for (const Variant& variant : variants) {
    for (const CsvProbe& probe : probes) {
      for (const ChannelName& channel : traces.channels(variant.id, probe.probe)) {
        add(columns, variant.name + "/" + channel.name,
            traces.samples(variant.id, channel.name, probe.from, probe.to));
      }
    }
  }
  for (Column& column : columns) {
    column.has_extremes = std::ranges::any_of(column.samples, [](const Sample& sample) {
      return sample.low != sample.value || sample.high != sample.value;
    });
  }
  std::string text = kTimeColumn;
  std::vector<double> times;
  for (const Column& column : columns) {
    text += "," + csvCell(column.name);
    if (column.has_extremes) {
      text += "," + csvCell(column.name + " min") + "," + csvCell(column.name + " max");
    }
    for (const Sample& sample : column.samples) times.push_back(sample.t);
  }
  text += "\n";
  std::ranges::sort(times);
  times.erase(std::ranges::unique(times).begin(), times.end());
  std::vector<std::size_t> at(columns.size(), 0);
  for (const double t : times) {
    text += csvTime(t / dt, dt);
    for (std::size_t c = 0; c < columns.size(); ++c) {
      const Column& column = columns[c];
      const bool is_there = at[c] < column.samples.size() && column.samples[at[c]].t == t;
      text += ",";
      if (is_there) text += formatNumber(column.samples[at[c]].value);
      if (column.has_extremes) {
        text += ",";
        if (is_there) text += formatNumber(column.samples[at[c]].low);
        text += ",";
        if (is_there) text += formatNumber(column.samples[at[c]].high);
      }
      if (is_there) ++at[c];
    }
    text += "\n";
  }
  return text;
}

}  // namespace vle::ui
