// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "progress_bar.h"

#include <cmath>
#include <cstdio>
#include <string>
#include <unistd.h>

namespace vle::app {

ProgressBar::ProgressBar() : is_terminal_(isatty(STDERR_FILENO) != 0) {}

ProgressBar::~ProgressBar() { hide(); }

void ProgressBar::hide() {
  if (shown_ >= 0) std::fputs("\r\033[K", stderr);
  shown_ = -1;
}

void ProgressBar::show(double share) {
  const int percent = static_cast<int>(std::floor(100 * share));
  if (!is_terminal_ || percent == shown_) return;
  shown_ = percent;
  std::string bar(static_cast<std::size_t>(percent / 4), '#');
  bar.resize(25, '.');
  std::fprintf(stderr, "\r[%s] %3d %%", bar.c_str(), percent);
  std::fflush(stderr);
}

}  // namespace vle::app
