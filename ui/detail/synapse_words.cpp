// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "detail/synapse_words.h"

#include <functional>
#include <utility>

#include <QObject>
#include <QStringList>

#include "session/number_text.h"

namespace vle::ui {

namespace {

constexpr qsizetype kMostNames = 4;  ///< in one list

QString text(double value) { return numberText(value, kReadingDigits); }

/// The unit never stands alone in the next line.
QString rateText(double value) { return text(value) + QStringLiteral("\u00a0/\u00a0ms"); }

QString times() { return QStringLiteral(" × "); }

QString escaped(const std::string& name) { return QString::fromStdString(name).toHtmlEscaped(); }

/// "W3, W4 and 2 more"
QString listed(const std::vector<std::string>& names) {
  QStringList shown;
  for (const std::string& name : names) shown << escaped(name);
  if (shown.size() <= kMostNames) return shown.join(QStringLiteral(", "));
  const qsizetype rest = shown.size() - kMostNames + 1;
  shown.resize(kMostNames - 1);
  return QObject::tr("%1 and %2 more").arg(shown.join(QStringLiteral(", "))).arg(rest);
}

/// A text with the numbers of a synapse in place of {W}, and of {(W)} as a factor.
QString filled(const char* text_with_places, const SynapseSubject& subject, const ValueOf& value) {
  const ProjectionPlan& plan = *subject.plan;
  const auto of = [&value](const std::string& channel) {
    return [&value, &channel] { return value(channel); };
  };
  const std::pair<const char*, std::function<double()>> places[] = {
      {"η_B", [&plan] { return plan.learn_feedback; }},
      {"η_W", [&plan] { return plan.learn; }},
      {"η_M", [&plan] { return plan.learn_model; }},
      {"λ_kp", [&plan] { return plan.feedback_decay; }},
      {"W", of(subject.W)},
      {"B", of(subject.B)},
      {"e", of(subject.e)},
      {"r", of(subject.r)},
      {"r̃", of(subject.r_tilde)},
      {"ρ", of(subject.rho)},
      {"s̃", of(subject.s_tilde)},
      {"M", of(subject.M)},
      {"δ", of(subject.delta)},
      {"|H|²", [&] { return value(subject.B) / value(subject.W); }},
  };
  QString result = QString::fromUtf8(text_with_places);
  for (const auto& [symbol, number] : places) {
    const QString place = QString::fromUtf8(symbol);
    const QString plain = QStringLiteral("{%1}").arg(place);
    const QString factor = QStringLiteral("{(%1)}").arg(place);
    if (result.contains(plain)) result.replace(plain, text(number()));
    if (result.contains(factor)) result.replace(factor, factorText(number()));
  }
  const std::pair<const char*, std::function<double()>> changes[] = {
      {"{Ḃ}", of(subject.B_dot)},
      {"{Ṁ}", [&] { return plan.learn_model * value(subject.delta) * value(subject.r_tilde); }},
  };
  for (const auto& [symbol, number] : changes) {
    const QString place = QString::fromUtf8(symbol);
    if (result.contains(place)) result.replace(place, rateText(number()));
  }
  return result;
}

}  // namespace

QString factorText(double value) {
  return value < 0 ? QLatin1Char('(') + text(value) + QLatin1Char(')') : text(value);
}

RuleText weightRule(const SynapseSubject& subject, const ValueOf& value) {
  const ProjectionPlan& plan = *subject.plan;
  if (subject.network->settings.rule == Rule::Bptt) {
    return {QStringLiteral("ΔW = −η<sub>W</sub> dL/dW"), {}};
  }
  const double kp = plan.isMirrored() ? plan.feedback_decay : 0;
  RuleText rule{QStringLiteral("Ẇ = η<sub>W</sub> e r"),
                QStringLiteral("= ") + factorText(plan.learn) + times() +
                    factorText(value(subject.e)) + times() + factorText(value(subject.r))};
  if (plan.decay != 0 || kp != 0) {
    rule.symbols += plan.decay != 0 && kp != 0
                        ? QStringLiteral(" − (λ<sub>d</sub> + λ<sub>kp</sub>) W")
                    : kp != 0 ? QStringLiteral(" − λ<sub>kp</sub> W")
                              : QStringLiteral(" − λ<sub>d</sub> W");
    rule.numbers += QStringLiteral(" − ") + factorText(plan.decay + kp) + times() +
                    factorText(value(subject.W));
  }
  rule.numbers +=
      QStringLiteral(" = <b>") + rateText(value(subject.W_dot)) + QStringLiteral("</b>");
  return rule;
}

RuleText feedbackRule(const SynapseSubject& subject, const ValueOf& value) {
  const FeedbackTraits& traits = feedbackTraits(subject.plan->feedback);
  return {QString::fromUtf8(traits.rule), filled(traits.numbers, subject, value)};
}

QString weightRemark(const SynapseSubject& subject, bool learning, double t) {
  const Settings& settings = subject.network->settings;
  if (settings.rule == Rule::Bptt) {
    return QObject::tr(
               "Rule bptt: once every %1 ms, with the exact gradient of the whole network "
               "over that window. Nothing here can know it.")
        .arg(numberText(settings.window, kReadingDigits));
  }
  if (!learning) return QObject::tr("Learning is off: W stays.");
  if (t < settings.learn_from) {
    return QObject::tr("Learning begins at %1.").arg(timeText(settings.learn_from));
  }
  if (t >= settings.learn_until) {
    return QObject::tr("Learning ended at %1: W stays.").arg(timeText(settings.learn_until));
  }
  if (!subject.plan->changesW()) return QObject::tr("η<sub>W</sub> = 0: this W is not learned.");
  switch (settings.optimizer.kind) {
    case Optimizer::Kind::Flow:
      return {};
    case Optimizer::Kind::Momentum:
      return QObject::tr("W follows e r through its momentum.");
    case Optimizer::Kind::Adam:
      return QObject::tr("W follows e r through Adam's running means.");
  }
  return {};
}

FeedbackWords feedbackWords(const SynapseSubject& subject) {
  if (subject.plan->from_input) {
    QString words =
        QObject::tr("An input has no error partner: nothing is sent down, there is no B.");
    if (subject.plan->has_model) {
      words +=
          QObject::tr(" The error neuron above predicts its partner's drive from this rate, too.");
    }
    return {words};
  }
  const FeedbackTraits& traits = feedbackTraits(subject.plan->feedback);
  const QString frequency =
      numberText(subject.plan->frequency, kReadingDigits) + QStringLiteral(" Hz");
  return {QObject::tr(traits.word) + QStringLiteral(": ") +
              QObject::tr(traits.sentence).replace(QStringLiteral("{f}"), frequency),
          traits.reads == FeedbackTraits::Reads::W};
}

QString farSentence(const SynapseSubject& subject, const FarNeeds& needs) {
  if (needs.targets.empty()) {
    return QObject::tr("No target is reached from %1: there is no error to assign.")
        .arg(escaped(subject.upper));
  }
  const QString horizon = numberText(needs.horizon, 2);
  if (needs.projections.empty()) {
    return QObject::tr(
               "%1 is an output: what it is compared with (%2) and its slope φ′ are at the neuron "
               "above. What is missing is their course during the <b>next</b> %3 ms, which has not "
               "happened yet.")
        .arg(escaped(subject.upper), listed(needs.targets), horizon);
  }
  return QObject::tr(
             "It would need here and at once: all weights of %1, transposed, the slopes φ′ of %2, "
             "and how far outputs are from %3, all during the <b>next</b> %4 ms. None of it is "
             "here, and the last has not happened yet.")
      .arg(listed(needs.projections), listed(needs.layers), listed(needs.targets), horizon);
}

QStringList farPieces(const FarNeeds& needs) {
  QStringList pieces;
  if (needs.targets.empty()) return pieces;
  if (!needs.projections.empty()) pieces << listed(needs.projections);
  if (!needs.layers.empty()) pieces << QObject::tr("φ′ of %1").arg(listed(needs.layers));
  pieces << QObject::tr("r* − r of %1").arg(listed(needs.targets));
  pieces << QObject::tr("all of the next %1 ms").arg(numberText(needs.horizon, 2));
  return pieces;
}

}  // namespace vle::ui
