// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A lesson: steps with a text, a place to look at, one thing to do, and a check that recognises
// when it is done (resources/help/format.md, "Checks"). The program has no lesson code: what a
// lesson does is said here. Plain values, any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace vle {

/// Holds while every channel of a probe lies between two bounds, both excluded. "below" has only
/// the upper one, "above" only the lower one, "within" both.
struct ProbeCheck {
  std::string probe = {};  ///< format.md, "Probes"
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  double hold = 0;  ///< ms of simulated time for which it must be so without a break
  bool operator==(const ProbeCheck&) const = default;
};

/// Holds while a parameter of the project has a value.
struct SetCheck {
  std::string path = {};  ///< paths.h; what it names can be erased or renamed, so
  std::string to = {};    ///< the value is kept as JSON text
  bool operator==(const SetCheck&) const = default;
};

/// Holds once an action was performed within the step.
struct DoneCheck {
  std::string action = {};
  bool operator==(const DoneCheck&) const = default;
};

struct Check;

/// Holds while all of its checks do, or any of them.
struct GroupCheck {
  enum class Kind { All, Any };
  Kind kind = Kind::All;
  std::vector<Check> checks;  ///< at least one

  friend bool operator==(const GroupCheck&, const GroupCheck&);
};

struct Check {
  std::variant<ProbeCheck, SetCheck, DoneCheck, GroupCheck> kind = {};
  bool operator==(const Check&) const = default;
};

inline bool operator==(const GroupCheck& a, const GroupCheck& b) {
  return a.kind == b.kind && a.checks == b.checks;
}

struct LessonStep {
  std::string text = {};  ///< Markdown
  std::vector<std::string> highlight =
      {};                           ///< places: names of nodes, projections, panels or actions
  std::string task = {};            ///< the one thing to do; empty for a page that is only read
  std::optional<Check> check = {};  ///< recognises that it is done
  std::string hint = {};
  bool operator==(const LessonStep&) const = default;
};

struct Lesson {
  std::int64_t order = 0;  ///< lessons are listed by it, smallest first
  std::vector<LessonStep> steps = {};
  std::vector<std::string> locked = {};  ///< places that cannot be changed meanwhile
  bool operator==(const Lesson&) const = default;
};

inline constexpr std::size_t kMaxLessonSteps = 1000;
inline constexpr std::size_t kMaxCheckDepth = 16;  ///< a check without a group around it has 1

}  // namespace vle
