// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "microscope/microscope_words.h"

#include <algorithm>
#include <cmath>

#include <QObject>

#include "number_text.h"

namespace vle::ui {

namespace {

constexpr double kNearGain = 0.05;   ///< of the expected gain: as predicted
constexpr double kNearPhase = 3;     ///< degrees
constexpr double kSwingSeen = 0.05;  ///< of φ′: enough to be the reason
constexpr double kFarFromB = 0.05;   ///< of ‖|H|²Wᵀ‖

QString percent(double share) { return QStringLiteral("%1 %").arg(100 * share, 0, 'g', 2); }

QString degrees(double angle) {
  return QString::number(angle, 'f', 1).replace(QLatin1Char('-'), QChar(0x2212)) +
         QStringLiteral("°");
}

/// A projection on the way whose B is still far from where it is going.
const ProjectionView* unfinished(const GradientView& view) {
  for (const ProjectionView& projection : view.projections) {
    if (projection.expected && projection.expected->distance > kFarFromB) return &projection;
  }
  return nullptr;
}

bool hasKind(const Network* network, FeedbackKind kind) {
  if (network == nullptr) return false;
  return std::ranges::any_of(network->projections, [kind](const ProjectionPlan& plan) {
    return !plan.from_input && plan.feedback == kind;
  });
}

/// Where theory has no number.
QString withoutTheory(const Network* network, const ErrorGain& measured) {
  const QString why =
      hasKind(network, FeedbackKind::Constant)
          ? QObject::tr("B is constant: theory says nothing of its gain.")
          : QObject::tr(
                "Theory names no gain here: there are loops, several frequencies, or B does "
                "not learn.");
  const QString phase = std::abs(measured.phase) > 90
                            ? QObject::tr("e points away from the target (phase %1).")
                            : QObject::tr("Phase %1.");
  return why + QLatin1Char(' ') + phase.arg(degrees(measured.phase));
}

QString reasonOf(const Network* network, const GradientView& view, const NeuronView& neuron) {
  const bool learns =
      hasKind(network, FeedbackKind::Learned) || hasKind(network, FeedbackKind::Drive);
  if (const ProjectionView* far = unfinished(view); far != nullptr && learns) {
    return QObject::tr("B of %1 is still %2 away from |H|²Wᵀ, the value it learns.")
        .arg(QString::fromStdString(far->name), percent(far->expected->distance));
  }
  if (neuron.slope_swing > kSwingSeen) {
    return QObject::tr(
               "φ′ here swings by ±%1 about %2: it mixes frequencies, each with a gain of its own. "
               "The match holds at constant φ′ only.")
        .arg(percent(neuron.slope_swing), numberText(neuron.slope, 2));
  }
  return QObject::tr(
      "φ′ of neurons above swings, or the signals are not periodic: the match holds "
      "at constant φ′, frequency by frequency.");
}

}  // namespace

QString expectedText(const GainAtFrequency& gain) {
  if (!gain.smallest_expected || !gain.largest_expected) return QStringLiteral("–");
  const QString low = numberText(*gain.smallest_expected, 3);
  const QString high = numberText(*gain.largest_expected, 3);
  return low == high ? low : QStringLiteral("%1 … %2").arg(low, high);
}

QString explanationOf(const Network* network, const GradientView& view, const NeuronView* neuron,
                      const GainAtFrequency* gain, const QString& place) {
  if (view.diverged) {
    return QObject::tr("It diverges within the window: there is nothing to compare.");
  }
  if (neuron == nullptr) return QObject::tr("This variant does not have that neuron.");
  if (!view.is_reached) {
    return view.settled_until > view.settled_from
               ? QObject::tr("No error reaches %1: no way leads from it to a target.").arg(place)
               : QObject::tr("The window is too short: λ of its last part lacks its future.");
  }
  const QString gamma =
      view.has_gamma ? QObject::tr(" (γ is not 0: λ is the adjoint of the γ = 0 map.)") : QString();
  if (gain == nullptr) return QObject::tr("e or λ is silent at this frequency.") + gamma;
  const ErrorGain& measured = gain->measured;
  if (view.is_instantaneous) {
    return QObject::tr(
               "These errors have no filters, so they cannot follow λ where neurons are "
               "slow: |e| = %1 |λ|, phase %2.")
               .arg(numberText(measured.gain, 3), degrees(measured.phase)) +
           gamma;
  }
  if (!gain->largest_expected) return withoutTheory(network, measured) + gamma;
  const double low = *gain->smallest_expected, high = *gain->largest_expected;
  const bool is_range = high > low * (1 + kNearGain);
  const bool has_gain =
      measured.gain > low * (1 - kNearGain) && measured.gain < high * (1 + kNearGain);
  const bool has_phase = std::abs(measured.phase) <= kNearPhase;
  if (has_gain && has_phase && !is_range) {
    return QObject::tr(
               "As theory says: the phase of λ (%1 off), and |e| = %2 |λ|, the "
               "product of 1/|H|² of the neurons on the way that B does not correct.")
               .arg(degrees(measured.phase), numberText(measured.gain, 3)) +
           gamma;
  }
  if (has_gain && is_range) {
    return QObject::tr(
               "Several ways lead to the output, each with its gain: |e| = %1 |λ| "
               "lies between (phase %2).")
               .arg(numberText(measured.gain, 3), degrees(measured.phase)) +
           gamma;
  }
  const QString off =
      has_phase ? QObject::tr("The phase is that of λ, the gain not yet: ")
      : has_gain
          ? QObject::tr("The gain is as expected, the phase %1 off: ").arg(degrees(measured.phase))
          : QObject::tr("Gain and phase (%1) are off: ").arg(degrees(measured.phase));
  return off + reasonOf(network, view, *neuron) + gamma;
}

}  // namespace vle::ui
