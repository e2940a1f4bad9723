// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "board/board_layout.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "plot/plot_widget.h"
#include "plot/title_row.h"

namespace vle::ui {

namespace {

constexpr int kTwoColumnsFrom = 560;  ///< pixels
constexpr int kLowest = 90;           ///< a plot with everything around it, in the usual font
constexpr int kBetweenColumns = 4;
constexpr int kPlotSpacing = 2;

/// Plots side by side in one or two columns, or a wide one alone.
struct Band {
  std::size_t begin = 0, end = 0;
  std::size_t columns = 1;
  /// First and last plot of a column; columns are filled from the left.
  [[nodiscard]] std::pair<std::size_t, std::size_t> column(std::size_t k) const {
    const std::size_t rows = (end - begin + columns - 1) / columns;
    return {std::min(begin + k * rows, end), std::min(begin + (k + 1) * rows, end)};
  }
};

std::vector<Band> bandsOf(const std::vector<PlotSize>& plots, bool is_narrow) {
  std::vector<Band> bands;
  for (std::size_t k = 0; k < plots.size(); ++k) {
    const bool is_alone = plots[k].is_wide && !is_narrow;
    if (k == 0 || is_alone || (plots[k - 1].is_wide && !is_narrow)) bands.push_back({k, k, 1});
    bands.back().end = k + 1;
    const bool has_two = !is_alone && !is_narrow && bands.back().end - bands.back().begin > 1;
    bands.back().columns = has_two ? 2 : 1;
  }
  return bands;
}

/// What one column needs: around the axes, of their heights, and pixels for a height of 1.
struct Need {
  double around = 0, shares = 0, unit = 0;
};

bool hasLabels(const std::vector<PlotSize>& plots, std::size_t k, std::size_t end) {
  return k + 1 == end || plots[k].has_own_axis || plots[k + 1].has_own_axis ||
         plots[k + 1].is_slow != plots[k].is_slow;
}

Need needOf(const std::vector<PlotSize>& plots, std::pair<std::size_t, std::size_t> column,
            const QFont& base) {
  Need need;
  for (std::size_t k = column.first; k < column.second; ++k) {
    const int overhead = PlotWidget::overhead(base, hasLabels(plots, k, column.second));
    need.around += overhead + (k > column.first ? kPlotSpacing : 0);
    need.shares += plots[k].height;
    need.unit = std::max(need.unit, (kLowest * penScale(base) - overhead) / plots[k].height);
  }
  return need;
}

}  // namespace

BoardLayout layOut(const std::vector<PlotSize>& plots, const QSize& available, const QFont& base) {
  BoardLayout layout;
  const std::vector<Band> bands = bandsOf(plots, available.width() < kTwoColumnsFrom);
  // Of every band the column that needs most decides; bands share the height by their axes.
  std::vector<double> shares;
  double around = kPlotSpacing * (static_cast<double>(bands.size()) - 1), sum = 0;
  for (const Band& band : bands) {
    double widest = 0, most = 0;
    for (std::size_t c = 0; c < band.columns; ++c) {
      const Need need = needOf(plots, band.column(c), base);
      widest = std::max(widest, need.shares);
      most = std::max(most, need.around);
    }
    shares.push_back(widest);
    sum += widest;
    around += most;
  }
  const double unit = (available.height() - around) / std::max(sum, 1e-9);
  int top = 0;
  for (std::size_t b = 0; b < bands.size(); ++b) {
    const Band& band = bands[b];
    const int gaps = kBetweenColumns * static_cast<int>(band.columns - 1);
    const int width = (available.width() - gaps) / static_cast<int>(band.columns);
    double height = 0;  // of the whole band
    for (std::size_t c = 0; c < band.columns; ++c) {
      const Need need = needOf(plots, band.column(c), base);
      height =
          std::max({height, need.around + unit * shares[b], need.around + need.unit * need.shares});
    }
    int bottom = top;
    for (std::size_t c = 0; c < band.columns; ++c) {
      const auto column = band.column(c);
      const Need need = needOf(plots, column, base);
      const double own = std::max(need.unit, (height - need.around) / std::max(need.shares, 1e-9));
      int y = top;
      const int x = static_cast<int>(c) * (width + kBetweenColumns);
      for (std::size_t k = column.first; k < column.second; ++k) {
        const bool is_labelled = hasLabels(plots, k, column.second);
        const int pixels = PlotWidget::overhead(base, is_labelled) +
                           static_cast<int>(std::floor(own * plots[k].height));
        layout.plots.push_back({{x, y, width, pixels}, is_labelled, static_cast<int>(c), own});
        bottom = std::max(bottom, y + pixels);
        y += pixels + kPlotSpacing;
      }
    }
    layout.height = bottom;
    top = bottom + kPlotSpacing;
  }
  return layout;
}

}  // namespace vle::ui
