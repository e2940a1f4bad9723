// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "help/operators.h"

#include <algorithm>
#include <array>
#include <utility>

#include <QCoreApplication>
#include <QUrlQuery>

#include "sim/transfer.h"

namespace vle::ui {

namespace {

using Settings = OperatorSettings;
using Complex = std::complex<double>;

Complex lowPass(const Settings& s, double f) { return transfer(f, s.tau_m, 0, s.dt); }
Complex lookAhead(const Settings& s, double f) { return transfer(f, 0, s.tau_r, s.dt); }
Complex neuron(const Settings& s, double f) { return transfer(f, s.tau_m, s.tau_r, s.dt); }
Complex errorLowPass(const Settings& s, double f) { return transfer(f, s.tau_r, 0, s.dt); }
Complex errorLookAhead(const Settings& s, double f) { return transfer(f, 0, s.tau_m, s.dt); }
Complex error(const Settings& s, double f) { return transfer(f, s.tau_r, s.tau_m, s.dt); }
Complex backwardLowPass(const Settings& s, double f) { return std::conj(lowPass(s, f)); }
Complex backwardLookAhead(const Settings& s, double f) { return std::conj(lookAhead(s, f)); }
Complex adjoint(const Settings& s, double f) { return std::conj(neuron(s, f)); }
Complex hop(const Settings& s, double f) { return 1 / squaredGain(f, s.tau_m, s.tau_r, s.dt); }
Complex repaired(const Settings& s, double f) {
  return squaredGain(s.mark, s.tau_m, s.tau_r, s.dt) * error(s, f);
}
Complex instantaneous(const Settings&, double) { return 1; }

#define WORDS(text) QT_TRANSLATE_NOOP("Operators", text)
constexpr std::array kOperators = {
    Operator{"low-pass", "1/(1 + iωτ_m)", WORDS("low-pass"), &Theme::signal, &lowPass},
    Operator{"look-ahead", "1 + iωτ_r", WORDS("look-ahead"), &Theme::signal, &lookAhead},
    Operator{"neuron", "H", WORDS("neuron"), &Theme::signal, &neuron},
    Operator{"backward-low-pass", "1/(1 − iωτ_m)", WORDS("backward low-pass"), &Theme::text,
             &backwardLowPass},
    Operator{"backward-look-ahead", "1 − iωτ_r", WORDS("backward look-ahead"), &Theme::text,
             &backwardLookAhead},
    Operator{"adjoint", "H̄", WORDS("adjoint"), &Theme::text, &adjoint},
    Operator{"error-look-ahead", "1 + iωτ_m", WORDS("look-ahead"), &Theme::error, &errorLookAhead},
    Operator{"error-low-pass", "1/(1 + iωτ_r)", WORDS("low-pass"), &Theme::error, &errorLowPass},
    Operator{"error", "1/H", WORDS("local error"), &Theme::error, &error},
    Operator{"hop", "1/|H|²", WORDS("e over λ, per hop"), &Theme::error, &hop},
    Operator{"repaired", "|H(f₀)|²/H", WORDS("local error with learned B"), &Theme::feedback,
             &repaired},
    Operator{"instantaneous", "1", WORDS("instantaneous error"), &Theme::error, &instantaneous},
};
#undef WORDS

constexpr std::array kSettings = {
    std::pair{"tau_m", &OperatorSettings::tau_m}, std::pair{"tau_r", &OperatorSettings::tau_r},
    std::pair{"dt", &OperatorSettings::dt}, std::pair{"mark", &OperatorSettings::mark}};

}  // namespace

std::span<const Operator> operatorTable() { return kOperators; }

QString operatorName(const Operator& row) {
  return QCoreApplication::translate("Operators", row.name);
}

std::optional<BodeSpec> bodeSpec(const QUrl& url) {
  if (url.scheme() != QLatin1String("bode")) return std::nullopt;
  BodeSpec spec;
  const QStringList keys = url.path().split(QLatin1Char(','));
  spec.operators.reserve(static_cast<std::size_t>(keys.size()));
  for (const QString& key : keys) {
    const auto row = std::ranges::find(
        kOperators, key, [](const Operator& one) { return QString::fromLatin1(one.key); });
    if (row == kOperators.end()) return std::nullopt;
    spec.operators.push_back(&*row);
  }
  for (const auto& [key, text] : QUrlQuery(url).queryItems()) {
    const auto row = std::ranges::find(
        kSettings, key, [](const auto& one) { return QString::fromLatin1(one.first); });
    bool is_number = false;
    const double value = text.toDouble(&is_number);
    if (row == kSettings.end() || !is_number || !(value > 0)) return std::nullopt;
    spec.settings.*row->second = value;
  }
  return spec;
}

}  // namespace vle::ui
