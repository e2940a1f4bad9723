// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspector/value_forms.h"

#include <algorithm>

#include <QCoreApplication>

#include "base/error.h"
#include "model/values.h"
#include "session/number_text.h"

namespace vle::ui {

namespace {

constexpr std::int64_t kMostNumbers = 1'000'000;  // that can be written one by one

QString translated(const char* text) { return QCoreApplication::translate("ValueForms", text); }

}  // namespace

ValueForm formOf(const Value& value) {
  if (std::holds_alternative<double>(value.form)) return ValueForm::Number;
  if (std::holds_alternative<Reference>(value.form)) return ValueForm::Reference;
  const auto* draw = std::get_if<Draw>(&value.form);
  if (draw == nullptr) return ValueForm::OneByOne;
  if (draw->kind == Draw::Kind::Normal) return ValueForm::Normal;
  return draw->kind == Draw::Kind::Uniform ? ValueForm::Uniform : ValueForm::LogUniform;
}

QString nameOf(ValueForm form) {
  switch (form) {
    case ValueForm::Number:
      return translated("One number for all");
    case ValueForm::OneByOne:
      return translated("One by one");
    case ValueForm::Normal:
      return translated("Normal draw");
    case ValueForm::Uniform:
      return translated("Uniform draw");
    case ValueForm::LogUniform:
      return translated("Log-uniform draw");
    case ValueForm::Reference:
      return translated("Like another");
  }
  return {};
}

ParameterInfo unbounded(const ParameterInfo& info, std::string_view key, std::string_view label) {
  return {.key = key,
          .symbol = {},
          .label = label,
          .unit = info.unit,
          .doc = info.doc,
          .table = info.table};
}

Value writtenOut(const Value& value, const ParameterInfo& info, const Subject& subject) {
  const Project& project = *subject.project;
  const std::uint32_t id = subject.items.front().id;
  const Shape shape = shapeOf(project.network, id, info.key);
  const auto refuse = [&info](const QString& rest) {
    throw Error(ErrorKind::InvalidSpec,
                (asText(info.label) + QLatin1Char(' ') + rest).toStdString());
  };
  const auto differs = [&](const Item& item) {
    return shapeOf(project.network, item.id, info.key) != shape;
  };
  if (std::ranges::any_of(subject.items, differs)) {
    refuse(translated("can be written one by one for items of equal size only"));
  }
  const std::int64_t count = shape.rows * shape.columns;
  if (count > kMostNumbers) {
    refuse(translated("has %1 numbers, at most %2 can be written one by one")
               .arg(count)
               .arg(kMostNumbers));
  }
  std::vector<double> flat;
  try {
    flat = evaluate(project.network, project.settings.seed, id, info.key, value);
  } catch (const Error&) {
    flat.assign(static_cast<std::size_t>(count), 0);  // what was written did not fit
    if (checkRange(info, 0.0)) std::ranges::fill(flat, info.usual_high);
  }
  if (shape.columns == 1) return List(flat);
  Rows rows;
  for (auto at = flat.begin(); at != flat.end(); at += shape.columns) {
    rows.emplace_back(at, at + shape.columns);
  }
  return rows;
}

Value reshaped(const Value& value, ValueForm form, const ParameterInfo& info,
               const Subject& subject) {
  const auto* number = std::get_if<double>(&value.form);
  const auto* draw = std::get_if<Draw>(&value.form);
  const double centre = number != nullptr ? *number : draw != nullptr ? draw->a : 0;
  const bool is_positive = info.minimum >= 0;
  const double low = is_positive ? (centre > 0 ? centre / 2 : 1) : centre - 1;
  switch (form) {
    case ValueForm::Normal:
      return Draw{Draw::Kind::Normal, centre, is_positive ? low / 2 : 1,
                  subject.items.front().kind == Item::Kind::Projection};
    case ValueForm::Uniform:
      return Draw{Draw::Kind::Uniform, low, is_positive ? 4 * low : centre + 1, false};
    case ValueForm::LogUniform:
      return Draw{Draw::Kind::LogUniform, low > 0 ? low : 0.1, low > 0 ? 4 * low : 1, false};
    case ValueForm::Number:
    case ValueForm::OneByOne:
    case ValueForm::Reference:
      break;
  }
  return checkRange(info, centre) ? (info.usual_low > 0 ? info.usual_low : 1.0) : centre;
}

}  // namespace vle::ui
