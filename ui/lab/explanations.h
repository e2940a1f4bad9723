// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Why variants diverged, in a sentence each: found on a thread of its own, since it takes up to a
// second of trying the run again. GUI thread.
#pragma once

#include <future>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "sim/divergence_report.h"

namespace vle::ui {

class Explanations {
 public:
  /// Was it asked for this variant already?
  [[nodiscard]] bool isAsked(const std::string& variant) const { return asked_.contains(variant); }
  /// Nothing more is to be asked until the next `clear`.
  void setAsked(const std::string& variant) { asked_[variant]; }
  /// Begins to look for the reason.
  /// @pre  state.divergence is set
  void ask(const std::string& variant, std::shared_ptr<const Network> network, State state);
  /// Takes the reasons that have been found.
  /// @returns true if there is a new one
  bool poll();
  /// The sentence; empty as long as it is not known.
  [[nodiscard]] std::string sentence(const std::string& variant) const;
  void rename(const std::string& from, const std::string& to);
  void clear();

 private:
  struct Asked {
    std::future<std::string> coming;
    std::string sentence;
  };
  std::map<std::string, Asked> asked_;
  std::vector<std::future<std::string>> abandoned_;  // a future waits for its thread when it goes
};

}  // namespace vle::ui
