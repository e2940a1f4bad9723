// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Rows of one resolution of a history, in pieces of equal length: the oldest piece goes when there
// are enough newer ones, and no row is ever moved. A value. GUI thread.
#pragma once

#include <deque>
#include <optional>
#include <vector>

#include "sim/trace_block.h"

namespace vle::ui {

class TraceLevel {
 public:
  /// Rows of a piece: so many more than asked for may be kept.
  static constexpr std::size_t kPiece = 64;

  [[nodiscard]] std::int64_t interval() const { return interval_; }  ///< steps a row
  /// Holds for the rows to come.
  void setInterval(std::int64_t steps) { interval_ = steps; }

  [[nodiscard]] std::size_t rows() const {
    return pieces_.empty() ? 0 : (pieces_.size() - 1) * kPiece + pieces_.back().rows();
  }
  [[nodiscard]] bool empty() const { return pieces_.empty(); }

  /// The step that a row ends with.
  [[nodiscard]] std::int64_t end(std::size_t row) const {
    return piece(row).end_steps[row % kPiece];
  }
  /// The first row that ends at or after a step; `rows()` where none does.
  [[nodiscard]] std::size_t rowFrom(double step) const;

  /// Value and extremes of a channel in a row.
  [[nodiscard]] double last(std::size_t row, std::size_t channel) const {
    const TraceBlock& block = piece(row);
    return block.last[block.at(row % kPiece, channel)];
  }
  [[nodiscard]] double low(std::size_t row, std::size_t channel) const {
    const TraceBlock& block = piece(row);
    return block.low(block.at(row % kPiece, channel));
  }
  [[nodiscard]] double high(std::size_t row, std::size_t channel) const {
    const TraceBlock& block = piece(row);
    return block.high(block.at(row % kPiece, channel));
  }

  /// Adds rows of the same channels, as `TraceBlock::append` does: the newest row takes more while
  /// it is open.
  void append(const TraceBlock& newer);

  /// Doubles the interval and merges rows accordingly.
  void coarsen();

  /// Drops pieces of the oldest rows as long as `rows_kept` are left.
  void dropOldest(std::size_t rows_kept);

  void clear() { pieces_.clear(); }

  /// The same rows with other channels: each from its old place, NaN for those that are new.
  void remap(const std::vector<std::optional<std::size_t>>& from);

  /// Numbers of 8 bytes that the rows take.
  [[nodiscard]] std::size_t numbers() const;

 private:
  [[nodiscard]] const TraceBlock& piece(std::size_t row) const { return pieces_[row / kPiece]; }

  std::size_t channels_ = 0;
  std::int64_t interval_ = 1;
  std::deque<TraceBlock> pieces_;  ///< none is empty, all but the newest are full
};

}  // namespace vle::ui
