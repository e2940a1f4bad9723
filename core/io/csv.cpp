// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/csv.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "base/text.h"

namespace vle {

std::string csvCell(const std::string& text) {
  if (text.find_first_of(",\"\n") == std::string::npos) return text;
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"') result += '"';
    result += c;
  }
  return result + '"';
}

std::string csvTime(double step, double dt) {
  const double t = step * dt;
  const std::string digits = formatNumber(dt);
  const auto point = digits.find('.');
  const bool is_plain = digits.find('e') == std::string::npos;
  const std::size_t decimals =
      !is_plain || point == std::string::npos ? 0 : digits.size() - point - 1;
  constexpr std::size_t kMostDecimals = 9;  // more are no decimal number: dt = 1/3
  if (!is_plain || decimals > kMostDecimals) return formatNumber(t);
  const double scale = std::pow(10.0, static_cast<double>(decimals));
  constexpr double kExact = 9e15;  // whole numbers up to here are doubles
  const double whole = std::round(t * scale);
  return formatNumber(std::abs(whole) < kExact ? whole / scale : t);
}

CsvWriter::CsvWriter(const std::string& path, double dt, std::int64_t every)
    : output_(outputTo(path)), dt_(dt), every_(every) {}

void CsvWriter::writeHeader(const std::vector<std::string>& names,
                            const std::vector<ChannelLayout>& channels) {
  std::string line = kTimeColumn;
  for (std::size_t k = 0; k < names.size(); ++k) {
    for (const Channel& channel : channels[k].channels) {
      line += ',' + csvCell(names[k] + '/' + channel.name);
    }
  }
  output_->write(line + '\n');
}

void CsvWriter::writeRows(const std::vector<TraceBlock>& blocks) {
  std::set<std::int64_t> steps;  // of any variant: one that diverged has fewer
  for (const TraceBlock& block : blocks) {
    for (const std::int64_t step : block.end_steps) {
      if (step % every_ == 0) steps.insert(step);
    }
  }
  std::string text;
  for (const std::int64_t step : steps) {
    text += csvTime(static_cast<double>(step), dt_);
    for (const TraceBlock& block : blocks) {
      const auto found = std::ranges::lower_bound(block.end_steps, step);
      const bool there = found != block.end_steps.end() && *found == step;
      const auto at = static_cast<std::size_t>(found - block.end_steps.begin());
      for (std::size_t c = 0; c < block.channels; ++c) {
        text += ',';
        if (there) text += formatNumber(block.last[block.at(at, c)]);
      }
    }
    text += '\n';
  }
  if (!text.empty()) output_->write(text);
}

void CsvWriter::finish() { output_->finish(); }

}  // namespace vle
