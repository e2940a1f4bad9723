// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gradient/microscope_words.h"

#include <algorithm>
#include <cmath>

#include <QObject>

#include "session/number_text.h"
#include "sim/diagnostics.h"
#include "sim/error_paths.h"

namespace vle::ui {

namespace {

constexpr double kNearGain = 0.05;   ///< of the expected gain: as predicted
constexpr double kNearPhase = 3;     ///< degrees
constexpr double kSwingSeen = 0.05;  ///< of φ′: enough to be the reason
constexpr double kFarFromB = 0.05;   ///< of what B learns
constexpr double kLittleLeft = 0.3;  ///< of λ's power: it is mostly of other frequencies

QString percent(double share) { return QObject::tr("%1 %").arg(numberText(100 * share, 2)); }

bool isNear(const ErrorGain& measured, double low, double high) {
  return measured.gain > low * (1 - kNearGain) && measured.gain < high * (1 + kNearGain) &&
         std::abs(measured.phase) <= kNearPhase;
}

/// The projections that bring errors to the layer looked at, the nearest first.
std::vector<const ProjectionPlan*> onTheWay(const Looked& looked) {
  const LayerPlan* layer =
      looked.network != nullptr ? looked.network->layer(looked.layer) : nullptr;
  if (layer == nullptr) return {};
  std::vector<const ProjectionPlan*> plans;
  std::vector<Slots> way = {layer->range};
  for (std::size_t k = 0; k < way.size(); ++k) {
    for (const ProjectionPlan& plan : looked.network->projections) {
      if (plan.from_input || plan.pre != way[k]) continue;
      if (std::ranges::find(way, plan.post) == way.end()) way.push_back(plan.post);
      plans.push_back(&plan);
    }
  }
  return plans;
}

/// Says whose B on the way of the error is still far from where it is going; nothing if none is.
QString unfinished(const Looked& looked) {
  for (const ProjectionPlan* plan : onTheWay(looked)) {
    if (!plan->learnsB()) continue;
    const auto seen = std::ranges::find(looked.view.projections, plan->id, &ProjectionView::id);
    if (seen == looked.view.projections.end()) continue;
    const bool is_aligned = feedbackTraits(plan->feedback).corrects_gain;
    const std::optional<Comparison>& left = is_aligned ? seen->expected : seen->transposed;
    if (!left || !(left->distance > kFarFromB)) continue;
    return QObject::tr("B of %1 is still %2 away from %3, the value it learns.")
        .arg(QString::fromStdString(seen->name), percent(left->distance),
             is_aligned ? alignedText(*looked.network) : QStringLiteral("Wᵀ"));
  }
  return {};
}

/// Share of λ's power at the frequency of a gain, where it is settled.
double shareOf(const Looked& looked) {
  const std::vector<double>& adjoint = looked.neuron->adjoint;
  const auto at = [&](double t) {
    const double n = std::round((t - looked.view.t) / looked.view.dt);
    return static_cast<std::size_t>(std::clamp(n, 0.0, static_cast<double>(adjoint.size())));
  };
  const std::size_t from = at(looked.view.settled_from), until = at(looked.view.settled_until);
  double power = 0;
  for (std::size_t n = from; n < until; ++n) power += adjoint[n] * adjoint[n];
  const double level = looked.gain->measured.level;
  return power > 0 ? level * level / 2 * static_cast<double>(until - from) / power : 0;
}

/// Why theory does not name the gain that B of a projection gives.
QString whyUnknown(const Network& network, const ProjectionPlan& plan) {
  const bool is_idle = plan.uses.learn && (!network.settings.learning || !plan.learnsB());
  const QString why = is_idle
                          ? QObject::tr("B of %1 does not learn: theory says nothing of its gain.")
                          : QObject::tr(feedbackTraits(plan.feedback).unknown_gain);
  return why.arg(QString::fromStdString(plan.name));
}

/// Where theory has no number.
QString withoutTheory(const Looked& looked) {
  const ErrorGain& measured = looked.gain->measured;
  QString why;
  for (const ProjectionPlan* plan : onTheWay(looked)) {
    if (!why.isEmpty() || hasKnownGain(*looked.network, *plan)) continue;
    why = whyUnknown(*looked.network, *plan);
  }
  if (why.isEmpty()) {
    why = QObject::tr("Rates on the way stand still: there is nothing B could learn a gain from.");
  }
  const QString phase = std::abs(measured.phase) > 90
                            ? QObject::tr("e points away from the target (phase %1).")
                            : QObject::tr("Phase %1.");
  return why + QLatin1Char(' ') + phase.arg(degreesText(measured.phase));
}

/// Of φ′, and what would be with φ′ held.
QString slopeReason(const Looked& looked, bool is_held_met) {
  const NeuronView& neuron = *looked.neuron;
  QString reason =
      neuron.slope_swing > kSwingSeen
          ? QObject::tr(
                "φ′ here swings by ±%1 about %2 and mixes frequencies, each with a gain of its "
                "own.")
                .arg(percent(neuron.slope_swing), numberText(neuron.slope, 2))
          : QObject::tr("φ′ of neurons above swings, or the signals are not periodic.");
  const auto& held = looked.gain->held;
  if (!held) return reason;
  const QString with_held = QObject::tr(" With φ′ held at its mean: |e| = %1 |λ|, phase %2")
                                .arg(numberText(held->gain, 3), degreesText(held->phase));
  return reason + with_held +
         (is_held_met ? QObject::tr(", as theory says.") : QStringLiteral("."));
}

/// B that is on its way explains a gain, but no phase; what is met with φ′ held is no matter of B.
QString reasonOf(const Looked& looked) {
  const auto& held = looked.gain->held;
  const bool is_held_met =
      held && looked.gain->smallest_expected && looked.gain->largest_expected &&
      isNear(*held, *looked.gain->smallest_expected, *looked.gain->largest_expected);
  const bool has_phase = std::abs(looked.gain->measured.phase) <= kNearPhase;
  QStringList reasons;
  const double share = shareOf(looked);
  if (share < kLittleLeft) {
    reasons << QObject::tr("little of λ is left at this frequency (%1 of its power).")
                   .arg(percent(share));
  }
  const QString left = is_held_met ? QString() : unfinished(looked);
  if (!left.isEmpty()) reasons << left;
  if (left.isEmpty() || !has_phase) reasons << slopeReason(looked, is_held_met);
  return reasons.join(QLatin1Char(' '));
}

}  // namespace

QString degreesText(double angle) {
  if (!std::isfinite(angle)) return QStringLiteral("–");
  return fixedText(angle, std::abs(angle) < 9.95 ? 1 : 0) + QStringLiteral("°");
}

QString alignedText(const Network& network) {
  return network.frequency ? QStringLiteral("|H|²Wᵀ") : QStringLiteral("⟨|H|²⟩Wᵀ");
}

QString expectedText(const GainAtFrequency& gain) {
  if (!gain.smallest_expected || !gain.largest_expected) return QStringLiteral("–");
  const QString low = numberText(*gain.smallest_expected, 3);
  const QString high = numberText(*gain.largest_expected, 3);
  return low == high ? low : QStringLiteral("%1 … %2").arg(low, high);
}

Explanation explanationOf(const Looked& looked) {
  using Match = Explanation::Match;
  const GradientView& view = looked.view;
  if (view.diverged) {
    return {Match::Unknown,
            QObject::tr("It diverges within the window: there is nothing to compare.")};
  }
  if (looked.neuron == nullptr) {
    return {Match::Unknown, QObject::tr("This variant does not have that neuron.")};
  }
  if (!view.is_reached) {
    return {Match::Unknown,
            view.settled_until > view.settled_from
                ? QObject::tr("No error reaches %1: no way leads from it to a target.")
                      .arg(looked.place)
                : QObject::tr("The window is too short: λ of its last part lacks its future.")};
  }
  const QString gamma =
      view.has_gamma ? QObject::tr(" (γ is not 0: λ is the adjoint of the γ = 0 map.)") : QString();
  const auto is_zero = [](double value) { return value == 0; };
  if (std::ranges::all_of(looked.neuron->adjoint, is_zero)) {
    return {Match::Unknown, QObject::tr("λ of %1 is 0: nothing it receives can change the loss. It "
                                        "is held, silenced, or φ′ is 0.")
                                .arg(looked.place)};
  }
  if (looked.gain == nullptr) {
    return {Match::Unknown, QObject::tr("e or λ is silent at this frequency.") + gamma};
  }
  const ErrorGain& measured = looked.gain->measured;
  const QString gain = numberText(measured.gain, 3), phase = degreesText(measured.phase);
  if (view.is_bptt) {
    return {Match::Unknown,
            QObject::tr("It learns with the exact gradient of its windows (bptt); these errors are "
                        "only looked at: |e| = %1 |λ|, phase %2.")
                .arg(gain, phase)};
  }
  if (view.hops_differ) {
    return {Match::Unknown,
            QObject::tr("Ways of different lengths lead to the output, so no single lag can be "
                        "removed: that of the shortest is. |e| = %1 |λ|, phase %2.")
                    .arg(gain, phase) +
                gamma};
  }
  if (view.is_instantaneous) {
    return {Match::Unknown,
            QObject::tr("These errors have no filters, so they cannot follow λ where neurons are "
                        "slow: |e| = %1 |λ|, phase %2.")
                    .arg(gain, phase) +
                gamma};
  }
  if (!looked.gain->smallest_expected || !looked.gain->largest_expected) {
    return {Match::Unknown, withoutTheory(looked) + gamma};
  }
  const double low = *looked.gain->smallest_expected, high = *looked.gain->largest_expected;
  const bool is_range = high > low * (1 + kNearGain);
  const bool has_gain =
      measured.gain > low * (1 - kNearGain) && measured.gain < high * (1 + kNearGain);
  const bool has_phase = std::abs(measured.phase) <= kNearPhase;
  if (isNear(measured, low, high) && !is_range) {
    return {Match::Yes,
            QObject::tr("As theory says: the phase of λ (%1 off), and |e| = %2 |λ|, the "
                        "product of 1/|H|² of the neurons on the way that B does not "
                        "correct.")
                    .arg(phase, gain) +
                gamma};
  }
  if (has_gain && is_range) {
    return {has_phase ? Match::Yes : Match::No,
            QObject::tr("Several ways lead to the output, each with its gain: |e| = %1 |λ| lies "
                        "between (phase %2).")
                    .arg(gain, phase) +
                (has_phase ? QString() : QLatin1Char(' ') + reasonOf(looked)) + gamma};
  }
  const QString off =
      has_phase  ? QObject::tr("The phase is that of λ, the gain is not (%1): ").arg(gain)
      : has_gain ? QObject::tr("The gain is as expected, the phase %1 off: ").arg(phase)
                 : QObject::tr("Gain (%1) and phase (%2) are off: ").arg(gain, phase);
  return {Match::No, off + reasonOf(looked) + gamma};
}

}  // namespace vle::ui
