// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gradient/microscope_words.h"

#include <algorithm>
#include <cmath>
#include <complex>

#include <QObject>

#include "session/number_text.h"
#include "sim/diagnostics.h"
#include "sim/transfer.h"

namespace vle::ui {

namespace {

constexpr double kFarFromB = 0.05;          ///< of what B learns
constexpr double kAlong = 60, kAway = 120;  ///< degrees between an update and the gradient

QString percent(double share) { return QObject::tr("%1 %").arg(numberText(100 * share, 2)); }

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

QString ratioText(const std::complex<double>& ratio) {
  return QObject::tr("|e| = %1 |λ|, turned by %2")
      .arg(numberText(std::abs(ratio), 3), degreesText(std::arg(ratio) * kDegrees));
}

/// Where the updates of the weights into the layer point, the worst of them; nothing where there is
/// none to compare.
QString directionOf(const Looked& looked) {
  const LayerPlan* layer =
      looked.network != nullptr ? looked.network->layer(looked.layer) : nullptr;
  if (layer == nullptr || looked.view.is_bptt) return {};
  const ProjectionView* worst = nullptr;
  for (const ProjectionView& projection : looked.view.projections) {
    const ProjectionPlan* plan = looked.network->projection(projection.id);
    if (plan == nullptr || plan->post != layer->range) continue;
    if (!std::isfinite(projection.update.angle())) continue;
    // What learns comes before what does not.
    const auto rank = [](const ProjectionView& one) {
      return std::pair(one.is_learned, one.update.angle());
    };
    if (worst == nullptr || rank(projection) > rank(*worst)) worst = &projection;
  }
  if (worst == nullptr) return {};
  const double angle = worst->update.angle();
  const QString sentence =
      angle <= kAlong ? QObject::tr("The update of %1 points along the gradient (%2 off). ")
      : angle < kAway ? QObject::tr(
                            "The update of %1 stands at %2 to the gradient: it hardly "
                            "helps. ")
                      : QObject::tr(
                            "The update of %1 points away from the gradient (%2): it "
                            "moves the wrong way. ");
  const QString name = QString::fromStdString(worst->name);
  return sentence.arg(worst->is_learned ? name : QObject::tr("%1 (not learned)").arg(name),
                      degreesText(angle));
}

/// What will be once B is where it goes.
QString outlook(const Looked& looked) {
  const ErrorReading& reading = looked.gain->reading;
  if (!reading.ideal || isIdeal(reading)) return {};
  QString text = QObject::tr(" Once B has settled it will be %1.").arg(ratioText(*reading.ideal));
  const QString left = unfinished(looked);
  if (!left.isEmpty()) text += QLatin1Char(' ') + left;
  return text;
}

QString reasonOf(const Looked& looked) {
  const GainAtFrequency& gain = *looked.gain;
  const NeuronView& neuron = *looked.neuron;
  const QString held = gain.held ? QObject::tr(" With φ′ of every neuron held at its mean: %1")
                                       .arg(ratioText(gain.held->measured.value))
                                 : QString();
  switch (gain.mismatch) {
    case Mismatch::SlopesSwing:
      return QObject::tr("φ′ swings (here by ±%1 about %2) and mixes frequencies.")
                 .arg(percent(neuron.slope_swing), numberText(neuron.slope, 2)) +
             held + QObject::tr(", as predicted.");
    case Mismatch::Saturated:
      return QObject::tr("The neuron is saturated: φ′ is next to 0 for %1 of the time.")
                 .arg(percent(neuron.error.saturated)) +
             held + QObject::tr(", as predicted.");
    case Mismatch::Transient:
      return QObject::tr(
          "In the second half of the window it is as predicted: the first half holds a transient.");
    case Mismatch::ShortWindow:
      return QObject::tr("The window is too short: the ratio is known to ±%1 only.")
          .arg(numberText(gain.reading.measured.radius, 2));
    case Mismatch::NotExplained:
      return QObject::tr("This is not explained.") +
             (held.isEmpty() ? QString() : held + QLatin1Char('.'));
    case Mismatch::None:
      return {};
  }
  return {};
}

}  // namespace

QString degreesText(double angle) {
  if (!std::isfinite(angle)) return QStringLiteral("–");
  return fixedText(angle, std::abs(angle) < 9.95 ? 1 : 0) + QStringLiteral("°");
}

QString alignedText(const Network& network) {
  return network.frequency ? QStringLiteral("|H|²Wᵀ") : QStringLiteral("⟨|H|²⟩Wᵀ");
}

QString predictedText(const GainAtFrequency& gain) {
  if (!gain.reading.predicted) return QStringLiteral("–");
  return numberText(std::abs(*gain.reading.predicted), 3);
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
  const GainAtFrequency* gain = looked.gain;
  if (gain == nullptr || gain->reading.seen == Seen::Silent) {
    return {Match::Unknown, QObject::tr("λ is silent at this frequency.") + gamma};
  }
  const ErrorReading& reading = gain->reading;
  if (reading.seen == Seen::Unresolved) {
    return {
        Match::Unknown,
        QObject::tr("The window is too short to tell %1 Hz from the next line, or from the mean.")
                .arg(numberText(gain->f, 4)) +
            gamma};
  }
  if (reading.seen == Seen::Incoherent) {
    return {Match::Unknown, directionOf(looked) +
                                QObject::tr("e and λ are incoherent at this frequency: %1 of e's "
                                            "power follows λ.")
                                    .arg(percent(reading.coherence)) +
                                gamma};
  }
  const QString measured = ratioText(reading.measured.value);
  if (view.is_bptt) {
    return {Match::Unknown,
            QObject::tr("It learns with the exact gradient of its windows (bptt); these errors are "
                        "only looked at: %1.")
                .arg(measured)};
  }
  const QString filters =
      view.is_instantaneous ? QObject::tr(" These errors have no filters.") : QString();
  if (!reading.predicted) {
    return {Match::Unknown, directionOf(looked) + measured +
                                QObject::tr(". Theory makes no prediction: too many neurons form "
                                            "a loop.") +
                                filters + gamma};
  }
  const QString differ =
      view.outputs_differ && view.hops > 0
          ? QObject::tr(" |H| of the output neurons differ, so more e is not just a larger rate.")
          : QString();
  if (isPredicted(reading)) {
    return {Match::Yes,
            directionOf(looked) +
                QObject::tr("As theory predicts for these weights and this B: %1.").arg(measured) +
                outlook(looked) + differ + filters + gamma};
  }
  return {Match::No, directionOf(looked) +
                         QObject::tr("Not as theory predicts (%1): %2. ")
                             .arg(ratioText(*reading.predicted), measured) +
                         reasonOf(looked) + outlook(looked) + filters + gamma};
}

}  // namespace vle::ui
