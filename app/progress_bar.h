// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The progress of a command on standard error.
#pragma once

namespace vle::app {

/// A bar on a terminal; silent elsewhere. Wiped when it goes.
class ProgressBar {
 public:
  ProgressBar();
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  /// @param share  0…1
  void show(double share);
  /// Wipes it, so that a sentence can stand in its place.
  void hide();

 private:
  bool is_terminal_;
  int shown_ = -1;
};

}  // namespace vle::app
