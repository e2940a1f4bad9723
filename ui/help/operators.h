// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The operators a signal or an error passes in a neuron, by what each makes of a sine: all of them
// are made of H as the simulation has it. What the help draws is listed here. Pure functions, any
// thread.
#pragma once

#include <complex>
#include <optional>
#include <span>
#include <vector>

#include <QColor>
#include <QString>
#include <QUrl>

#include "drawing/theme.h"

namespace vle::ui {

/// The neuron that operators are drawn for.
struct OperatorSettings {
  double tau_m = 10, tau_r = 1;  ///< ms
  double dt = 0.1;               ///< ms
  double mark = 16;              ///< Hz: read out, and where B repairs the gain
};

/// One row of the table.
struct Operator {
  const char* key;       ///< in addresses: "adjoint"
  const char* symbol;    ///< UTF-8: "H̄"
  const char* name;      ///< in words, to be translated by `operatorName`
  QColor Theme::*color;  ///< of its pathway; what theory says is in the colour of text
  /// What it makes of a sine of f Hz.
  std::complex<double> (*at)(const OperatorSettings& settings, double f);
};

[[nodiscard]] std::span<const Operator> operatorTable();
[[nodiscard]] QString operatorName(const Operator& row);

/// What a picture shows: "bode:adjoint,error?tau_m=10&tau_r=1".
struct BodeSpec {
  std::vector<const Operator*> operators;
  OperatorSettings settings;
};

/// Nothing if an address is none of a picture, or names an operator or a setting there is not.
[[nodiscard]] std::optional<BodeSpec> bodeSpec(const QUrl& url);

}  // namespace vle::ui
