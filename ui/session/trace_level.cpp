// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/trace_level.h"

#include <algorithm>
#include <utility>

namespace vle::ui {

std::size_t TraceLevel::rowFrom(double step) const {
  const auto ends_before = [step](std::int64_t end) { return static_cast<double>(end) < step; };
  const auto piece = std::ranges::partition_point(
      pieces_, [&](const TraceBlock& block) { return ends_before(block.end_steps.back()); });
  if (piece == pieces_.end()) return rows();
  const auto row = std::ranges::partition_point(piece->end_steps, ends_before);
  return static_cast<std::size_t>(piece - pieces_.begin()) * kPiece +
         static_cast<std::size_t>(row - piece->end_steps.begin());
}

void TraceLevel::append(const TraceBlock& newer) {
  for (std::size_t row = 0; row < newer.rows();) {
    const bool is_open = !empty() && pieces_.back().end_steps.back() % interval_ != 0;
    if (empty() || (pieces_.back().rows() == kPiece && !is_open)) {
      TraceBlock piece;
      piece.channels = channels_;
      // Room for all of it at once, so that nothing grows by moving.
      piece.end_steps.reserve(kPiece);
      piece.last.reserve(kPiece * channels_);
      pieces_.push_back(std::move(piece));
    }
    TraceBlock& piece = pieces_.back();
    piece.interval = interval_;
    const std::size_t room = kPiece - piece.rows() + (is_open ? 1 : 0);
    const std::size_t count = std::min(room, newer.rows() - row);
    piece.append(newer, row, count);
    row += count;
  }
}

void TraceLevel::coarsen() {
  TraceLevel coarse;
  coarse.channels_ = channels_;
  coarse.interval_ = interval_ * 2;
  for (const TraceBlock& piece : pieces_) coarse.append(piece);
  *this = std::move(coarse);
}

void TraceLevel::dropOldest(std::size_t rows_kept) {
  while (pieces_.size() > 1 && rows() - kPiece >= rows_kept) pieces_.pop_front();
}

void TraceLevel::remap(const std::vector<std::optional<std::size_t>>& from) {
  channels_ = from.size();
  for (TraceBlock& piece : pieces_) piece = piece.remapped(from);
}

std::size_t TraceLevel::numbers() const {
  std::size_t result = 0;
  for (const TraceBlock& piece : pieces_) {
    result += piece.min.size() + piece.max.size() + piece.last.size() + piece.end_steps.size();
  }
  return result;
}

}  // namespace vle::ui
