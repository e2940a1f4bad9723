// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gradient/microscope_words.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <tuple>
#include <utility>

#include <QObject>
#include <QStringList>

#include "session/number_text.h"
#include "sim/diagnostics.h"
#include "sim/transfer.h"

namespace vle::ui {

namespace {

constexpr std::size_t kFewNeurons = 5;      ///< whose spread says nothing
constexpr double kFarFromB = 0.05;          ///< of what B learns
constexpr double kAlong = 60, kAway = 120;  ///< degrees between an update, or e, and the exact one

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

/// Of the projections into the layer the one whose update is worst; what learns comes before what
/// does not. nullptr where there is none to compare.
const ProjectionView* worstUpdate(const Looked& looked) {
  const LayerPlan* layer =
      looked.network != nullptr ? looked.network->layer(looked.layer) : nullptr;
  if (layer == nullptr || looked.view.is_bptt) return nullptr;
  const ProjectionView* worst = nullptr;
  const auto rank = [](const ProjectionView& one) {
    return std::tuple(one.is_learned, !one.is_below_noise, one.averaged.angle());
  };
  for (const ProjectionView& projection : looked.view.projections) {
    const ProjectionPlan* plan = looked.network->projection(projection.id);
    if (plan == nullptr || plan->post != layer->range) continue;
    if (!std::isfinite(projection.averaged.angle())) continue;
    if (worst == nullptr || rank(projection) > rank(*worst)) worst = &projection;
  }
  return worst;
}

QString nameOf(const ProjectionView& projection) { return QString::fromStdString(projection.name); }

/// Where the weights into the layer go: "W1 moves the right way"; empty where nothing is known.
QString directionOf(const Looked& looked) {
  const ProjectionView* worst = worstUpdate(looked);
  if (worst == nullptr) return {};
  const QString name = nameOf(*worst);
  if (!worst->is_learned) return QObject::tr("%1 is not learned").arg(name);
  if (worst->is_below_noise) return QObject::tr("%1 has nothing left to learn").arg(name);
  const double angle = worst->averaged.angle();
  if (!looked.is_learning) {
    return angle <= kAlong ? QObject::tr("with learning on, %1 would move the right way").arg(name)
           : angle < kAway
               ? QObject::tr("with learning on, %1 would hardly move the right way").arg(name)
               : QObject::tr("with learning on, %1 would move the wrong way").arg(name);
  }
  return angle <= kAlong ? QObject::tr("%1 moves the right way").arg(name)
         : angle < kAway ? QObject::tr("%1 hardly moves the right way").arg(name)
                         : QObject::tr("%1 moves the wrong way").arg(name);
}

/// The angle behind it.
QString angleOf(const Looked& looked) {
  const ProjectionView* worst = worstUpdate(looked);
  if (worst == nullptr) return {};
  if (worst->is_below_noise) {
    return QObject::tr(
               "From look to look the exact update of %1 points anywhere: it is below its "
               "own noise, at a loss of %2. ")
        .arg(nameOf(*worst), numberText(looked.view.loss_mean, 2));
  }
  const QString sentence =
      looked.view.is_lines
          ? QObject::tr("The update of %1 is %2 off the exact one. ")
          : QObject::tr("Averaged over looks, the update of %1 is %2 off the exact one. ");
  return sentence.arg(nameOf(*worst), degreesText(worst->averaged.angle()));
}

/// Several sentences or clauses, without those that are empty.
QString joined(const QStringList& parts, const QString& separator) {
  QStringList said = parts;
  said.removeAll(QString());
  return said.join(separator);
}

/// How the error itself points.
QString signText(double phase) {
  const double turn = std::abs(std::remainder(phase, 360));
  if (turn <= kAlong / 2) return QObject::tr("has the right sign");
  if (turn <= kAlong) return QObject::tr("points roughly the right way");
  return turn < kAway ? QObject::tr("points sideways") : QObject::tr("has the wrong sign");
}

QString rangeText(double low, double high, int digits) {
  return QObject::tr("%1 … %2").arg(numberText(low, digits), numberText(high, digits));
}

/// What a student should see first.
QString verdictOf(const Looked& looked) {
  if (looked.whole) {
    const LayerSummary& whole = *looked.whole;
    if (whole.seen < kFewNeurons) {
      const QString few =
          QObject::tr(
              "the errors of %1 are turned by about %2 and about %3 times as "
              "large as the exact ones")
              .arg(looked.place, degreesText(whole.phase.median), numberText(whole.gain.median, 2));
      return joined({few, directionOf(looked)}, QStringLiteral("; "));
    }
    const QString error =
        QObject::tr(
            "half of the %1 errors of %2 are turned by %3 … %4 and %5 times as large as the "
            "exact ones (medians %6, %7)")
            .arg(whole.seen)
            .arg(looked.place, degreesText(whole.phase.low), degreesText(whole.phase.high),
                 rangeText(whole.gain.low, whole.gain.high, 2), degreesText(whole.phase.median),
                 numberText(whole.gain.median, 2));
    return joined({error, directionOf(looked)}, QStringLiteral("; "));
  }
  const ErrorRatio& measured = looked.gain->reading.measured;
  const QString error = QObject::tr("the error of %1 %2 (%3) and is %4")
                            .arg(looked.place, signText(measured.phase()),
                                 turnText(measured.phase()), sizeText(measured.gain()));
  return joined({error, directionOf(looked)}, QStringLiteral("; "));
}

/// How many neurons of a layer are as predicted.
QString countsOf(const Looked& looked) {
  if (!looked.whole) return {};
  const LayerSummary& whole = *looked.whole;
  const std::size_t other = whole.neurons - whole.seen - whole.silent;
  QString text = QObject::tr("%1 of %2 neurons are as theory predicts")
                     .arg(whole.predicted)
                     .arg(whole.neurons);
  if (whole.silent > 0) text += QObject::tr(", %1 have no λ at this frequency").arg(whole.silent);
  if (other > 0) text += QObject::tr(", %1 cannot be compared").arg(other);
  return text + QObject::tr(". The most typical, %1[%2]: ").arg(looked.place).arg(whole.typical);
}

/// What will be once B is where it goes.
QString outlook(const Looked& looked) {
  const ErrorReading& reading = looked.gain->reading;
  if (!reading.ideal || isIdeal(reading)) return {};
  QString text = QObject::tr("Once B has settled it will be %1.").arg(ratioText(*reading.ideal));
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
      return (looked.view.is_lines
                  ? QObject::tr("This is not explained.")
                  : QObject::tr("This is not explained; by chance, one look in twenty is outside "
                                "of its 95 % circle.")) +
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

QString turnText(double phase) { return QObject::tr("turned by %1").arg(degreesText(phase)); }

QString sizeText(double gain) {
  constexpr double kSame = 0.05;
  if (std::abs(gain - 1) <= kSame) return QObject::tr("as large as the exact λ");
  return gain > 1 ? QObject::tr("too large by × %1").arg(numberText(gain, 2))
                  : QObject::tr("too small: × %1").arg(numberText(gain, 2));
}

QString matchText(Explanation::Match match) {
  switch (match) {
    case Explanation::Match::Yes:
      return QStringLiteral("✓");
    case Explanation::Match::No:
      return QStringLiteral("≠");
    case Explanation::Match::Unknown:
      return {};
  }
  return {};
}

Explanation explanationOf(const Looked& looked) {
  using Match = Explanation::Match;
  const GradientView& view = looked.view;
  const auto unknown = [](const QString& verdict, const QString& sentence = {}) {
    return Explanation{Match::Unknown, verdict, sentence};
  };
  if (view.diverged) {
    return unknown(QObject::tr("it diverges within the window: there is nothing to compare."));
  }
  if (looked.neuron == nullptr) {
    return unknown(QObject::tr("this variant does not have that neuron."));
  }
  if (!view.is_reached) {
    return unknown(
        view.settled_until > view.settled_from
            ? QObject::tr("no error reaches %1: no way leads from it to a target.")
                  .arg(looked.place)
            : QObject::tr("the window is too short: λ of its last part lacks its future."));
  }
  const QString gamma =
      view.has_gamma ? QObject::tr("γ is not 0: λ is the adjoint of the γ = 0 map.") : QString();
  const auto is_zero = [](double value) { return value == 0; };
  if (std::ranges::all_of(looked.neuron->adjoint, is_zero)) {
    return unknown(
        QObject::tr("λ of %1 is 0: nothing it receives can change the loss.").arg(looked.place),
        QObject::tr("It is held, silenced, or φ′ is 0."));
  }
  const QString direction = directionOf(looked);
  const GainAtFrequency* gain = looked.gain;
  const auto withDirection = [&](const QString& sentence) {
    return joined({sentence, direction}, QStringLiteral("; ")) + QLatin1Char('.');
  };
  if (gain == nullptr || gain->reading.seen == Seen::Silent) {
    const QString why =
        gain != nullptr && gain->mismatch == Mismatch::Transient
            ? QObject::tr(
                  "A transient in the first half of the window is larger; in the second "
                  "half e is as predicted.")
            : QString();
    return unknown(
        withDirection(QObject::tr("λ of %1 is silent at this frequency").arg(looked.place)),
        joined({why, angleOf(looked), gamma}, QStringLiteral(" ")));
  }
  const ErrorReading& reading = gain->reading;
  if (reading.seen == Seen::Unresolved) {
    return unknown(
        withDirection(
            QObject::tr(
                "the window is too short to tell %1 Hz from the next line, or from the mean")
                .arg(numberText(gain->f, 4))),
        joined({angleOf(looked), gamma}, QStringLiteral(" ")));
  }
  if (reading.seen == Seen::Incoherent) {
    return unknown(withDirection(QObject::tr("the error of %1 does not follow λ at %2 Hz")
                                     .arg(looked.place, numberText(gain->f, 3))),
                   joined({angleOf(looked),
                           QObject::tr("e and λ are incoherent there: %1 of e's power follows λ.")
                               .arg(percent(reading.coherence)),
                           gamma},
                          QStringLiteral(" ")));
  }
  const QString measured = ratioText(reading.measured.value);
  if (view.is_bptt) {
    return unknown(
        QObject::tr(
            "it learns with the exact gradient of its windows (bptt), not with these errors."),
        QObject::tr("They are only looked at: %1.").arg(measured));
  }
  const QString verdict = verdictOf(looked) + QLatin1Char('.');
  const QString filters =
      view.is_instantaneous ? QObject::tr("These errors have no filters.") : QString();
  const QString before = countsOf(looked) + angleOf(looked);
  if (!reading.predicted) {
    return {Match::Unknown, verdict,
            joined({before + measured +
                        QObject::tr(". Theory makes no prediction: too many neurons form a loop."),
                    filters, gamma},
                   QStringLiteral(" "))};
  }
  const QString differ =
      view.outputs_differ && view.hops > 0
          ? QObject::tr("|H| of the output neurons differ, so more e is not just a larger rate.")
          : QString();
  if (isPredicted(reading)) {
    return {
        Match::Yes, verdict,
        joined(
            {before +
                 QObject::tr("As theory predicts for these weights and this B: %1.").arg(measured),
             outlook(looked), differ, filters, gamma},
            QStringLiteral(" "))};
  }
  return {Match::No, verdict,
          joined({before + QObject::tr("Not as theory predicts (%1): %2.")
                               .arg(ratioText(*reading.predicted), measured),
                  reasonOf(looked), outlook(looked), filters, gamma},
                 QStringLiteral(" "))};
}

namespace {

QString secondsText(double ms) { return QObject::tr("%1 s").arg(numberText(ms / 1000, 2)); }

/// A stretch of looks at which an update was beyond kAway.
struct WrongStretch {
  double from = 0, until = 0;  ///< ms; until the first look that was right again
  bool from_start = false;
  std::size_t looks = 0;
};

/// The longest of them; nothing if there was none, or it is so now. A single look is none.
std::optional<WrongStretch> wrongStretch(const std::vector<AnglePoint>& points) {
  std::optional<WrongStretch> longest, now;
  bool is_first = true;
  for (const AnglePoint& point : points) {
    if (!std::isfinite(point.update)) continue;
    if (now) now->until = point.t;
    if (point.update >= kAway) {
      if (!now) now = WrongStretch{.from = point.t, .until = point.t, .from_start = is_first};
      ++now->looks;
    } else if (now) {
      const bool is_longer = !longest || now->until - now->from >= longest->until - longest->from;
      if (now->looks > 1 && is_longer) longest = now;
      now.reset();
    }
    is_first = false;
  }
  return now ? std::nullopt : longest;
}

}  // namespace

QString historyOf(const Looked& looked, const GradientMonitor& monitor) {
  const ProjectionView* worst = worstUpdate(looked);
  if (worst == nullptr) return {};
  const auto stretch = wrongStretch(monitor.angles(looked.view.variant, worst->id));
  constexpr double kShort = 0.01;  // of the run: no longer worth a word
  if (!stretch || stretch->until - stretch->from < kShort * looked.view.t) return {};
  const QString when = stretch->from_start
                           ? QObject::tr("until %1").arg(secondsText(stretch->until))
                           : QObject::tr("from %1 to %2")
                                 .arg(secondsText(stretch->from), secondsText(stretch->until));
  QString text = QObject::tr("%1 moved the wrong way %2").arg(nameOf(*worst), when);
  const LayerPlan& layer = *looked.network->layer(looked.layer);
  for (const ProjectionView& above : looked.view.projections) {
    const ProjectionPlan* plan = looked.network->projection(above.id);
    if (plan == nullptr || plan->from_input || plan->pre != layer.range) continue;
    const auto& points = monitor.angles(looked.view.variant, above.id);
    const bool was_against = std::ranges::any_of(points, [&](const AnglePoint& point) {
      return point.t >= stretch->from && point.t < stretch->until && point.transposed >= kAway;
    });
    if (!was_against) continue;
    const QString name = nameOf(above);
    text += QObject::tr(", while B of %1 pointed against %1").arg(name);
    if (above.B_from_start < 0) return text + QObject::tr("; then B turned round.");
    if (above.W_from_start < 0)
      return text + QObject::tr("; then %1 turned round, not B.").arg(name);
    break;
  }
  return text + QLatin1Char('.');
}

}  // namespace vle::ui
