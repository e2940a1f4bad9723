// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plot/board_layout.h"

#include <algorithm>
#include <cmath>

#include "plot/trace_plot.h"

namespace vle::ui {

namespace {

constexpr int kTwoColumnsFrom = 560;  ///< pixels
constexpr int kLowest = 90;           ///< a plot with everything around it
constexpr int kBetweenColumns = 4;
constexpr int kBetweenPlots = 2;

}  // namespace

BoardLayout layOut(const std::vector<PlotSize>& plots, const QSize& available, const QFont& base) {
  BoardLayout layout;
  const std::size_t n = plots.size();
  const std::size_t columns = available.width() >= kTwoColumnsFrom && n > 1 ? 2 : 1;
  const std::size_t rows = (n + columns - 1) / columns;
  const int gaps = kBetweenColumns * static_cast<int>(columns - 1);
  const int width = (available.width() - gaps) / static_cast<int>(columns);
  for (std::size_t column = 0; column < columns; ++column) {
    const std::size_t begin = column * rows;
    const std::size_t end = std::min(n, begin + rows);
    int around = 0;
    double shares = 0;
    double unit = 0;  // pixels of axes for a height of 1
    for (std::size_t k = begin; k < end; ++k) {
      const bool is_last = k + 1 == end || plots[k + 1].is_slow != plots[k].is_slow;
      const int overhead = TracePlot::overhead(base, is_last);
      around += overhead + (k > begin ? kBetweenPlots : 0);
      shares += plots[k].height;
      unit = std::max(unit, (kLowest - overhead) / plots[k].height);
    }
    unit = std::max(unit, (available.height() - around) / std::max(shares, 1e-9));
    int y = 0;
    const int x = static_cast<int>(column) * (width + kBetweenColumns);
    for (std::size_t k = begin; k < end; ++k) {
      const bool is_last = k + 1 == end || plots[k + 1].is_slow != plots[k].is_slow;
      const int height =
          TracePlot::overhead(base, is_last) + static_cast<int>(std::floor(unit * plots[k].height));
      layout.plots.push_back({{x, y, width, height}, is_last, static_cast<int>(column)});
      layout.height = std::max(layout.height, y + height);
      y += height + kBetweenPlots;
    }
  }
  return layout;
}

}  // namespace vle::ui
