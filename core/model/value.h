// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A parameter value as a person writes it (resources/help/format.md, "Values"): a number for all, a
// list, rows, a random draw, or a reference to the value drawn elsewhere. Plain values, any thread.
#pragma once

#include <cstdint>
#include <variant>
#include <vector>

namespace vle {

struct Value;

/// One value per neuron, or per synapse of a one-to-one projection; shape (n,).
using List = std::vector<double>;
/// A matrix written row by row.
using Rows = std::vector<std::vector<double>>;

/// Independent draws, one per element, from a stream keyed by (seed, id, parameter).
struct Draw {
  enum class Kind { Normal, Uniform, LogUniform };
  Kind kind = Kind::Normal;
  double a = 0;         ///< mean, or lower bound
  double b = 1;         ///< standard deviation, or upper bound
  bool fan_in = false;  ///< divide b (Normal) or a and b by √n_pre of the projection

  bool operator==(const Draw&) const = default;
};

/// times × (the drawn value of the same parameter of another item) + plus.
struct Reference {
  std::uint32_t of = 0;  ///< node or projection id
  double times = 1;
  std::vector<Value> plus;  ///< empty (adds nothing) or one value

  friend bool operator==(const Reference&, const Reference&);
};

/// One of the forms above. A plain number is the usual one.
struct Value {
  std::variant<double, List, Rows, Draw, Reference> form = 0.0;

  Value() = default;
  Value(double number) : form(number) {}  // NOLINT(google-explicit-constructor): reads as a number
  Value(List list) : form(std::move(list)) {}                 // NOLINT(google-explicit-constructor)
  Value(Rows rows) : form(std::move(rows)) {}                 // NOLINT(google-explicit-constructor)
  Value(Draw draw) : form(draw) {}                            // NOLINT(google-explicit-constructor)
  Value(Reference reference) : form(std::move(reference)) {}  // NOLINT(google-explicit-constructor)

  bool operator==(const Value&) const = default;
};

inline bool operator==(const Reference& x, const Reference& y) {
  return x.of == y.of && x.times == y.times && x.plus == y.plus;
}

}  // namespace vle
