// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which plots of a board are drawn in which frame: fast ones follow the run, slow ones come a few
// times a second, pictures that stand still change one a frame, so that no frame takes long. Used
// by PlotBoard. GUI thread.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include <QPointer>

#include "board/board_controller.h"

namespace vle::ui {

class DrawSchedule {
 public:
  explicit DrawSchedule(const BoardController& board) : board_(board) {}

  /// Everything has to be drawn, whatever was recorded.
  void outdate() { is_outdated_ = true; }
  /// Draws what is due in this frame.
  /// @param is_moved  the recent window is another one now
  /// @returns ms after which something is left to draw, though no frame may come; nothing: all is
  ///          drawn
  std::optional<int> draw(bool is_moved);

 private:
  [[nodiscard]] std::pair<std::int64_t, std::uint64_t> slowData() const;
  void drawFast(double at);
  void takeSlow(double at);
  bool replotNextSlow();  // false: there is none
  void drawNextStanding(double at);
  [[nodiscard]] bool isHeavy() const;

  const BoardController& board_;
  bool is_outdated_ = true;
  std::int64_t fast_step_ = -1;  // the newest that the fast plots show …
  std::pair<std::int64_t, std::uint64_t> slow_data_{-1, 0};  // … and the slow ones,
  std::vector<QPointer<PlotWidget>> unpainted_;              // some of which do not show it yet
  std::size_t next_standing_ = 0;
  std::size_t standing_turns_ = 0;  // that standing pictures have before slow plots are due
  double refresh_ms_ = 0;           // of all fast plots, repaints apart
  bool has_drawn_fast_ = false;     // in the frame before
  double slow_at_ = 0;              // drawn at this wall time, s
};

}  // namespace vle::ui
