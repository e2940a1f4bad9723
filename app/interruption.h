// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Ctrl-C, `kill` and a lost terminal, turned into a request to stop, so that what is done is kept.
#pragma once

#include <array>
#include <csignal>
#include <string>

namespace vle::app {

/// While one is there (there is one at a time), SIGINT, SIGTERM and SIGHUP request a stop instead
/// of ending the program; a second one ends it at once. Those that the caller ignores stay ignored
/// (nohup).
class Interruption {
 public:
  Interruption();
  ~Interruption();
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;

  /// Any thread.
  [[nodiscard]] bool requested() const;
  /// "SIGINT"
  /// @pre requested()
  [[nodiscard]] std::string name() const;
  /// What the program ends with: 128 + number of the signal.
  [[nodiscard]] int status() const;

 private:
  static constexpr std::size_t kSignals = 3;
  std::array<struct sigaction, kSignals> before_{};
};

/// Thrown out of a run that was asked to stop.
struct Interrupted {};

}  // namespace vle::app
