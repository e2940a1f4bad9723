// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/scaling.h"

#include <algorithm>
#include <type_traits>

#include "model/paths.h"
#include "model/variants.h"

namespace vle {

namespace {

ParameterValue scaledParameter(const ParameterValue& value, double factor) {
  if (const auto* number = std::get_if<double>(&value)) return *number * factor;
  if (const auto* form = std::get_if<Value>(&value)) return scaled(*form, factor);
  return value;
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

Project withScaled(const Project& project, VariantId variant, const std::string& path,
                   double factor) {
  constexpr std::string_view kAllRates = "*.learn";
  if (path == kAllRates) {
    Project result = project;
    for (const auto& [id, projection] : project.network.projections) {
      result = withScaled(result, variant, projection.name + ".learn", factor);
    }
    return result;
  }
  Project result = project;
  const auto own = std::ranges::find(result.variants, variant, &Variant::id);
  if (own != result.variants.end() && saysOwn(*own, path)) {
    own->set[path] = scaledParameter(valueAt(applyVariant(project, *own), path), factor);
  } else {
    setAt(result, path, scaledParameter(valueAt(project, path), factor));
  }
  return result;
}

}  // namespace vle
