// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The document: everything a person made, and nothing that changes with simulated time. One plain,
// comparable value; saving, undo and "same file, same run" all rest on that. Any thread.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

#include "model/lesson.h"
#include "model/network_spec.h"

namespace vle {

/// How a plasticity step is made of a gradient G, model.md §2 step 8.
struct Optimizer {
  enum class Kind { Flow, Momentum, Adam };
  Kind kind = Kind::Flow;
  double mu = 0.9;  ///< momentum
  double beta1 = 0.9;
  double beta2 = 0.999;
  bool operator==(const Optimizer&) const = default;
};

/// Local errors with their filters, the baseline without (model.md §2 step 3), or backpropagation
/// through time over a window (§4).
enum class Rule { Local, Instantaneous, Bptt };

/// How well the network does on signals it does not learn from: run now and then on a copy.
struct HeldOutSpec {
  /// What drives an input or target of that name; the others keep theirs, drawn anew.
  std::map<std::string, SignalSpec> signal_of;
  double duration = 1000;  ///< ms
  double every = kNever;   ///< ms; kNever: only at the end of a run
  bool operator==(const HeldOutSpec&) const = default;
};

struct Settings {
  double dt = 0.1;          ///< ms
  double duration = 60000;  ///< ms, of a headless run
  std::int64_t seed = 1;
  double speed = 1;  ///< × real time at opening; kNever stands for "unlimited"
  Rule rule = Rule::Local;
  double window = 100;  ///< ms, of Bptt
  bool learning = true;
  double learn_from = 0;        ///< ms
  double learn_until = kNever;  ///< ms
  Optimizer optimizer;
  double clamp_tau = 0;     ///< ms, lower bound of a learned τ; 0 stands for 10 dt
  double threshold = 5e-3;  ///< loss below which a task counts as solved
  std::optional<HeldOutSpec> test;
  WrittenKeys written;

  bool operator==(const Settings&) const = default;
};

/// The value of one parameter, whatever its type.
using ParameterValue = std::variant<bool, std::int64_t, double, std::string, Value, Pattern,
                                    Optimizer, SignalSpec, std::optional<HeldOutSpec>>;

/// Tells a variant from the others, whatever it is called; 0: none was given yet (`giveIds`). It
/// says nothing about the project: it is not saved, and variants that differ in it are equal.
enum class VariantId : std::uint32_t {};

/// Of the network as drawn, where a project has no variants.
inline constexpr VariantId kAsDrawn{1};

/// A named set of overrides; all variants run in lockstep on the same input.
struct Variant {
  VariantId id{};
  std::string name = {};
  std::string title = {};                          ///< for people; the name if empty
  std::string color = {};                          ///< "#rrggbb", or "2": a place of the palette
  std::map<std::string, ParameterValue> set = {};  ///< path → value
  std::vector<std::uint32_t> without = {};         ///< ids of nodes or projections
  bool visible = true;

  bool operator==(const Variant& other) const {
    const auto all = [](const Variant& v) {
      return std::tie(v.name, v.title, v.color, v.set, v.without, v.visible);
    };
    return all(*this) == all(other);
  }
  [[nodiscard]] const std::string& label() const { return title.empty() ? name : title; }
};

/// Fixed limits of a value axis.
struct AxisLimits {
  double lo = 0;
  double hi = 1;
  bool operator==(const AxisLimits&) const = default;
};

/// Can an axis be drawn from one to the other?
/// @param is_log  they are decimal logarithms, of numbers there are
[[nodiscard]] inline bool areLimits(const AxisLimits& limits, bool is_log) {
  constexpr double kLargest = 1e200;  // beyond it no axis can be drawn
  const double lowest = is_log ? std::numeric_limits<double>::min_exponent10 : -kLargest;
  const double highest = is_log ? std::numeric_limits<double>::max_exponent10 : kLargest;
  return limits.lo >= lowest && limits.hi <= highest && limits.lo < limits.hi;
}

inline constexpr double kLongestPlotWindow = 1e9;  ///< ms

/// One plot of the board.
struct Plot {
  enum class Kind { Time, Xy, Spectrum, Heat, Loss };
  std::string title = {};
  Kind kind = Kind::Time;
  std::vector<std::string> probes = {};  ///< format.md, "Probes"; of xy the first is x
  bool log = false;
  double height = 1;  ///< share of its column
  bool wide = false;  ///< across both columns
  double window = 0;  ///< ms shown; kNever: the whole run; 0: as suits what is plotted
  std::optional<AxisLimits> limits = {};  ///< of the value axis; by the data if absent
  std::string minus = {};  ///< variant that the others are shown relative to; "": their values
  /// Has it a logarithmic value axis?
  [[nodiscard]] bool isLogarithmic() const { return log || kind == Kind::Loss; }
  bool operator==(const Plot&) const = default;
};

/// What the gallery shows. `rest` keeps every further key as JSON text.
struct Meta {
  std::string title;
  std::string summary;
  std::string author;
  std::vector<std::string> tags;
  std::map<std::string, std::string> rest;
  bool operator==(const Meta&) const = default;
};

/// Trained weights of one projection, row by row as matrices are written; they stand in the place
/// of the initial values. One-to-one: one value per neuron. Empty: the initial values hold; not
/// both.
struct Weights {
  std::vector<double> W;       ///< (n_post, n_pre)
  std::vector<double> B;       ///< (n_pre, n_post)
  std::vector<double> M = {};  ///< (n_post, n_pre); empty: it begins as B transposed
  bool operator==(const Weights&) const = default;
};

/// The highest ids a document has given out, so that the id of something erased is not given
/// again. They say nothing about the project: they are not saved, and projects that differ in them
/// are equal.
struct IdMark {
  std::uint32_t highest = 0;  ///< of nodes and projections
  std::uint32_t highest_variant = static_cast<std::uint32_t>(kAsDrawn);
  bool operator==(const IdMark&) const { return true; }
};

struct Project {
  Meta meta;
  Settings settings;
  NetworkSpec network;
  std::vector<Variant> variants;  ///< empty: one variant named "default"
  std::vector<Plot> board;        ///< empty: chosen by the program
  std::optional<Lesson> lesson;
  std::map<std::string, Weights> weights;  ///< by projection; in saved trained networks only
  std::string created_with;
  IdMark ids = {};

  bool operator==(const Project&) const = default;
};

inline constexpr std::size_t kMaxVariants = 64;
inline constexpr std::int64_t kMaxNeurons = 100'000;
inline constexpr std::int64_t kMaxSynapses = 50'000'000;
inline constexpr std::size_t kMaxNodes = 10'000;
inline constexpr std::size_t kMaxProjections = 10 * kMaxNodes;

}  // namespace vle
