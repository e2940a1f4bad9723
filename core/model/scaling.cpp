// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/scaling.h"

#include <algorithm>
#include <type_traits>

#include "model/parameter_access.h"
#include "model/paths.h"
#include "model/variants.h"

namespace vle {

namespace {

ParameterValue scaledParameter(const ParameterValue& value, double factor) {
  if (const auto* number = std::get_if<double>(&value)) return *number * factor;
  if (const auto* form = std::get_if<Value>(&value)) return scaled(*form, factor);
  if (const auto* signal = std::get_if<SignalSpec>(&value)) return scaled(*signal, factor);
  return value;
}

struct ScaleSignal {
  double factor;
  void operator()(ConstantSignal& s) const { s.value = scaled(s.value, factor); }
  void operator()(StepSignal& s) const { s.before *= factor, s.after *= factor; }
  void operator()(PulseSignal& s) const { s.base *= factor, s.height *= factor; }
  void operator()(SinesSignal& s) const {
    for (auto& channel : s.channels) {
      for (Sine& sine : channel) sine.a *= factor;
    }
  }
  void operator()(RandomSinesSignal& s) const { s.a *= factor; }
  void operator()(SquareSignal& s) const { s.low *= factor, s.high *= factor; }
  void operator()(ChirpSignal& s) const { s.a *= factor; }
  void operator()(NoiseSignal& s) const { s.sd *= factor; }
  void operator()(SamplesSignal& s) const {
    for (auto& row : s.channels) {
      for (double& x : row) x *= factor;
    }
  }
  void operator()(FileSignal&) const {}
  void operator()(LiveSignal&) const {}
  void operator()(DelaySignal&) const {}
};

/// Is the error filter of this layer no look-ahead (tau_r >= tau_m, both plain numbers)?
bool looksBack(const NodeSpec& node) {
  if (node.layer() == nullptr) return false;
  const auto* tau_m = std::get_if<double>(&node.layer()->tau_m.form);
  const auto* tau_r = std::get_if<double>(&node.layer()->tau_r.form);
  return tau_m != nullptr && tau_r != nullptr && *tau_r >= *tau_m;
}

/// The names of what `*` stands for before a key.
std::vector<std::string> ownersOf(const Project& project, std::string_view key) {
  std::vector<std::string> names;
  for (const auto& [id, node] : project.network.nodes) {
    const Item item{Item::Kind::Node, number(id)};
    if (node.layer() == nullptr || rowOf(project, item, key) == nullptr) continue;
    if (key == "tau_r" && looksBack(node)) continue;
    names.push_back(node.name);
  }
  for (const auto& [id, projection] : project.network.projections) {
    const Item item{Item::Kind::Projection, number(id)};
    if (rowOf(project, item, key) != nullptr) names.push_back(projection.name);
  }
  return names;
}

void scaleTrained(Project& project, const ParameterPlace& place, double factor) {
  if (!isTrained(project, place.item, *place.row)) return;
  for (double& x : project.weights.at(nameOf(project, place.item)).*place.row->trained) {
    x *= factor;
  }
}

/// Does a variant say something of this parameter?
bool saysOwn(const Variant& variant, const std::string& path) {
  return variant.set.contains(path) || variant.set.contains("*" + path.substr(path.find('.')));
}

}  // namespace

Value scaled(const Value& value, double factor) {
  Value result = value;
  std::visit(
      [factor](auto& form) {
        using Form = std::decay_t<decltype(form)>;
        if constexpr (std::is_same_v<Form, double>) {
          form *= factor;
        } else if constexpr (std::is_same_v<Form, List>) {
          for (double& number : form) number *= factor;
        } else if constexpr (std::is_same_v<Form, Rows>) {
          for (auto& row : form) {
            for (double& number : row) number *= factor;
          }
        } else if constexpr (std::is_same_v<Form, Draw>) {
          form.a *= factor;
          form.b *= factor;
        } else {
          form.times *= factor;
          for (Value& plus : form.plus) plus = scaled(plus, factor);
        }
      },
      result.form);
  return result;
}

SignalSpec scaled(const SignalSpec& signal, double factor) {
  SignalSpec result = signal;
  std::visit(ScaleSignal{factor}, result);
  return result;
}

Project withScaled(const Project& project, VariantId variant, const std::string& path,
                   double factor) {
  constexpr std::string_view kAll = "*.";
  if (path.starts_with(kAll)) {
    const std::string key = path.substr(kAll.size());
    Project result = project;
    for (const std::string& owner : ownersOf(project, key)) {
      result = withScaled(result, variant, owner + "." + key, factor);
    }
    return result;
  }
  Project result = project;
  const auto own = std::ranges::find(result.variants, variant, &Variant::id);
  if (own != result.variants.end() && saysOwn(*own, path)) {
    own->set[path] = scaledParameter(valueAt(applyVariant(project, *own), path), factor);
  } else {
    const ParameterPlace place = placesAt(project, path).front();
    setAt(result, path, scaledParameter(valueAt(project, path), factor));
    scaleTrained(result, place, factor);
  }
  return result;
}

}  // namespace vle
