// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/trace_block.h"

#include <algorithm>
#include <utility>

namespace vle {

void TraceBlock::append(std::int64_t end_step, const double* row_min, const double* row_max,
                        const double* row_last) {
  const bool open = !empty() && end_steps.back() % interval != 0;
  if (!open) {
    end_steps.push_back(end_step);
    min.insert(min.end(), row_min, row_min + channels);
    max.insert(max.end(), row_max, row_max + channels);
    last.insert(last.end(), row_last, row_last + channels);
    return;
  }
  end_steps.back() = end_step;
  const std::size_t begin = (rows() - 1) * channels;
  for (std::size_t c = 0; c < channels; ++c) {
    min[begin + c] = std::min(row_min[c], min[begin + c]);
    max[begin + c] = std::max(row_max[c], max[begin + c]);
    last[begin + c] = row_last[c];
  }
}

void TraceBlock::append(const TraceBlock& newer) {
  for (std::size_t row = 0; row < newer.rows(); ++row) {
    const std::size_t begin = row * channels;
    append(newer.end_steps[row], newer.min.data() + begin, newer.max.data() + begin,
           newer.last.data() + begin);
  }
}

void TraceBlock::coarsen() {
  TraceBlock coarse;
  coarse.channels = channels;
  coarse.interval = interval * 2;
  coarse.append(*this);
  *this = std::move(coarse);
}

void TraceBlock::keepNewest(std::size_t rows_kept) {
  if (rows() <= rows_kept) return;
  const std::size_t gone = rows() - rows_kept;
  end_steps.erase(end_steps.begin(), end_steps.begin() + static_cast<std::ptrdiff_t>(gone));
  for (std::vector<double>* column : {&min, &max, &last}) {
    column->erase(column->begin(), column->begin() + static_cast<std::ptrdiff_t>(gone * channels));
  }
}

void TraceBlock::clear() {
  end_steps.clear();
  min.clear();
  max.clear();
  last.clear();
}

}  // namespace vle
