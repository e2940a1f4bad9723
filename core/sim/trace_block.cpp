// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/trace_block.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <utility>

namespace vle {

void TraceBlock::addExtremes() {
  if (!min.empty()) return;
  min = last;
  max = last;
}

double* TraceBlock::addPoint(std::int64_t step) {
  assert(interval == 1 && min.empty());
  end_steps.push_back(step);
  last.resize(last.size() + channels);
  double* values = last.data() + last.size() - channels;
  return values;
}

void TraceBlock::append(std::int64_t end_step, const double* row_min, const double* row_max,
                        const double* row_last) {
  const bool open = !empty() && end_steps.back() % interval != 0;
  const bool is_point = interval == 1 && row_min == row_last && row_max == row_last;
  if (!is_point || !min.empty()) addExtremes();
  const bool has_extremes = !is_point || !min.empty();
  if (!open) {
    end_steps.push_back(end_step);
    last.insert(last.end(), row_last, row_last + channels);
    if (!has_extremes) return;
    min.insert(min.end(), row_min, row_min + channels);
    max.insert(max.end(), row_max, row_max + channels);
    return;
  }
  end_steps.back() = end_step;
  const std::size_t begin = (rows() - 1) * channels;
  double* own_min = min.data() + begin;
  double* own_max = max.data() + begin;
  for (std::size_t c = 0; c < channels; ++c) {
    // What is no number hides no other.
    own_min[c] = row_min[c] < own_min[c] || std::isnan(own_min[c]) ? row_min[c] : own_min[c];
    own_max[c] = row_max[c] > own_max[c] || std::isnan(own_max[c]) ? row_max[c] : own_max[c];
  }
  std::copy_n(row_last, channels, last.data() + begin);
}

void TraceBlock::append(const TraceBlock& newer, std::size_t first_row, std::size_t count) {
  const bool are_points = interval == 1 && newer.min.empty() && (empty() || min.empty());
  const std::size_t end_row = first_row + count;
  if (are_points) {
    const auto row = [](auto& column, std::size_t place) {
      return column.begin() + static_cast<std::ptrdiff_t>(place);
    };
    end_steps.insert(end_steps.end(), row(newer.end_steps, first_row),
                     row(newer.end_steps, end_row));
    last.insert(last.end(), row(newer.last, first_row * channels),
                row(newer.last, end_row * channels));
    return;
  }
  for (std::size_t row = first_row; row < end_row; ++row) {
    const std::size_t begin = row * channels;
    const double* values = newer.last.data() + begin;
    const bool is_point = newer.min.empty();
    append(newer.end_steps[row], is_point ? values : newer.min.data() + begin,
           is_point ? values : newer.max.data() + begin, values);
  }
}

void TraceBlock::coarsen() {
  TraceBlock coarse;
  coarse.channels = channels;
  coarse.interval = interval * 2;
  coarse.append(*this);
  *this = std::move(coarse);
}

void TraceBlock::clear() {
  end_steps.clear();
  min.clear();
  max.clear();
  last.clear();
}

TraceBlock TraceBlock::moveOut() {
  TraceBlock fresh;
  fresh.channels = channels;
  fresh.interval = interval;
  fresh.end_steps.reserve(end_steps.size());
  fresh.last.reserve(last.size());
  fresh.min.reserve(min.size());
  fresh.max.reserve(max.size());
  return std::exchange(*this, std::move(fresh));
}

TraceBlock TraceBlock::remapped(const std::vector<std::optional<std::size_t>>& from) const {
  TraceBlock result;
  result.channels = from.size();
  result.interval = interval;
  result.end_steps = end_steps;
  const auto copy = [&](const std::vector<double>& source, std::vector<double>& target) {
    if (source.empty()) return;
    target.reserve(rows() * from.size());
    for (std::size_t row = 0; row < rows(); ++row) {
      for (const auto& column : from) {
        target.push_back(column ? source[at(row, *column)]
                                : std::numeric_limits<double>::quiet_NaN());
      }
    }
  };
  copy(last, result.last);
  copy(min, result.min);
  copy(max, result.max);
  return result;
}

}  // namespace vle
