// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/values.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "base/error.h"
#include "base/text.h"
#include "model/parameters.h"
#include "model/random.h"

namespace vle {

namespace {

constexpr std::size_t kMaxReferences = 64;  ///< followed for one value

/// The field of a spec with a key; nullptr if that is no value.
template <class Spec>
const Value* fieldOf(const Spec& spec, std::string_view key) {
  const Parameter<Spec>* row = findParameter<Spec>(key);
  return row != nullptr && row->value != nullptr ? &(spec.*row->value) : nullptr;
}

const Value* fieldOf(const SignalSpec& signal, std::string_view key) {
  const auto* constant = std::get_if<ConstantSignal>(&signal);
  return constant != nullptr && key == "constant" ? &constant->value : nullptr;
}

const Value* valueAt(const NetworkSpec& spec, std::uint32_t id, std::string_view key) {
  if (const NodeSpec* node = spec.find(NodeId{id})) {
    if (const LayerSpec* layer = node->layer()) return fieldOf(*layer, key);
    if (const InputSpec* input = node->input()) return fieldOf(input->signal, key);
    const TargetSpec* target = node->target();
    const auto* signal = target != nullptr ? std::get_if<SignalSpec>(&target->source) : nullptr;
    return signal != nullptr ? fieldOf(*signal, key) : nullptr;
  }
  const ProjectionSpec* projection = spec.find(ProjectionId{id});
  if (projection == nullptr) return nullptr;
  if (const Value* value = fieldOf(*projection, key)) return value;
  return projection->feedback ? fieldOf(*projection->feedback, key) : nullptr;
}

/// n_pre of a projection; 0 for a node.
std::int64_t fanIn(const NetworkSpec& spec, std::uint32_t id) {
  const ProjectionSpec* projection = spec.find(ProjectionId{id});
  const NodeSpec* pre = projection != nullptr ? spec.find(projection->from) : nullptr;
  return pre != nullptr ? pre->size : 0;
}

std::string shapeText(const Shape& shape) {
  if (shape.columns == 1) return "a list of " + std::to_string(shape.rows);
  return std::to_string(shape.rows) + " rows of " + std::to_string(shape.columns);
}

struct ShapeCheck {
  const NetworkSpec& spec;
  std::uint32_t id;
  std::string_view key;
  Shape shape;
  std::size_t& visits;  ///< of references so far: they may branch, and branches multiply

  std::string needs() const {
    return std::string(key) + " needs a number, " + shapeText(shape) + ", a draw or a reference, ";
  }
  std::optional<std::string> operator()(double) const { return std::nullopt; }
  std::optional<std::string> operator()(const List& list) const {
    if (shape.columns == 1 && std::ssize(list) == shape.rows) return std::nullopt;
    return needs() + "has a list of " + std::to_string(list.size());
  }
  std::optional<std::string> operator()(const Rows& rows) const {
    const bool fits =
        std::ssize(rows) == shape.rows && std::ranges::all_of(rows, [this](const List& row) {
          return std::ssize(row) == shape.columns;
        });
    if (fits) return std::nullopt;
    const bool even = std::ranges::all_of(
        rows, [&rows](const List& row) { return row.size() == rows.front().size(); });
    const std::string width =
        even && !rows.empty() ? " of " + std::to_string(rows.front().size()) : " of unequal length";
    return needs() + "has " + std::to_string(rows.size()) + " rows" + width;
  }
  std::optional<std::string> operator()(const Draw& draw) const {
    if (!draw.fan_in || fanIn(spec, id) > 0) return std::nullopt;
    return "\"fan-in\" is only meant for W and B, not for " + std::string(key);
  }
  std::optional<std::string> operator()(const Reference& reference) const {
    const std::string name(key);
    const std::string of = std::to_string(reference.of);
    const Value* value = valueAt(spec, reference.of, key);
    if (value == nullptr) return name + " refers to id " + of + ", which has no " + name;
    if (++visits > kMaxReferences) {
      return name + " refers to itself, or to too many others, through id " + of;
    }
    const Shape other = shapeOf(spec, reference.of, key);
    if (other != shape) {
      return needs() + "refers to id " + of + ", which has " + shapeText(other);
    }
    const ShapeCheck deeper{spec, reference.of, key, other, visits};
    if (auto wrong = std::visit(deeper, value->form)) return wrong;
    for (const Value& plus : reference.plus) {
      if (auto wrong = std::visit(*this, plus.form)) return wrong;
    }
    return std::nullopt;
  }
};

std::optional<std::string> problemOf(const NetworkSpec& spec, std::uint32_t id,
                                     std::string_view key, const Value& value) {
  std::size_t visits = 0;
  return std::visit(ShapeCheck{spec, id, key, shapeOf(spec, id, key), visits}, value.form);
}

struct Evaluate {
  const NetworkSpec& spec;
  std::int64_t seed;
  std::uint32_t id;
  std::string_view key;
  Shape shape;

  std::size_t count() const { return static_cast<std::size_t>(shape.rows * shape.columns); }

  std::vector<double> operator()(double number) const {
    return std::vector<double>(count(), number);
  }
  std::vector<double> operator()(const List& list) const { return list; }
  std::vector<double> operator()(const Rows& rows) const {
    std::vector<double> flat;
    flat.reserve(count());
    for (const List& row : rows) flat.insert(flat.end(), row.begin(), row.end());
    return flat;
  }
  std::vector<double> operator()(const Draw& draw) const {
    RandomStream stream{static_cast<std::uint64_t>(seed), id, textKey(key)};
    const double scale = draw.fan_in ? 1 / std::sqrt(static_cast<double>(fanIn(spec, id))) : 1;
    const double a = draw.a * (draw.kind == Draw::Kind::Normal ? 1 : scale);
    const double b = draw.b * scale;
    std::vector<double> flat(count());
    for (double& element : flat) {
      switch (draw.kind) {
        case Draw::Kind::Normal:
          element = a + b * stream.normal();
          break;
        case Draw::Kind::Uniform:
          element = a + (b - a) * stream.uniform();
          break;
        case Draw::Kind::LogUniform:
          element = a * std::pow(b / a, stream.uniform());
          break;
      }
    }
    return flat;
  }
  std::vector<double> operator()(const Reference& reference) const {
    std::vector<double> flat = evaluate(spec, seed, reference.of, key);
    for (double& element : flat) element *= reference.times;
    for (const Value& plus : reference.plus) {
      const std::vector<double> added = std::visit(*this, plus.form);
      for (std::size_t k = 0; k < flat.size(); ++k) flat[k] += added[k];
    }
    return flat;
  }
};

}  // namespace

Shape shapeOf(const NetworkSpec& spec, std::uint32_t id, std::string_view key) {
  if (const NodeSpec* node = spec.find(NodeId{id})) return {node->size, 1};
  const ProjectionSpec* projection = spec.find(ProjectionId{id});
  assert(projection != nullptr);
  const NodeSpec* pre = spec.find(projection->from);
  const NodeSpec* post = spec.find(projection->to);
  const std::int64_t n_pre = pre != nullptr ? pre->size : 0;
  const std::int64_t n_post = post != nullptr ? post->size : 0;
  if (projection->pattern.kind == Pattern::Kind::OneToOne) return {n_post, 1};
  return key == "B" ? Shape{n_pre, n_post} : Shape{n_post, n_pre};
}

std::optional<std::string> valueProblem(const NetworkSpec& spec, std::uint32_t id,
                                        std::string_view key) {
  const Value* value = valueAt(spec, id, key);
  assert(value != nullptr);
  return problemOf(spec, id, key, *value);
}

std::vector<double> evaluate(const NetworkSpec& spec, std::int64_t seed, std::uint32_t id,
                             std::string_view key) {
  const Value* value = valueAt(spec, id, key);
  assert(value != nullptr);
  return evaluate(spec, seed, id, key, *value);
}

std::vector<double> evaluate(const NetworkSpec& spec, std::int64_t seed, std::uint32_t id,
                             std::string_view key, const Value& value) {
  if (auto wrong = problemOf(spec, id, key, value)) throw Error(ErrorKind::Shape, *wrong);
  return std::visit(Evaluate{spec, seed, id, key, shapeOf(spec, id, key)}, value.form);
}

}  // namespace vle
