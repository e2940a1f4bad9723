// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "detail/synapse_words.h"

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

}  // namespace

QString factorText(double value) {
  return value < 0 ? QLatin1Char('(') + text(value) + QLatin1Char(')') : text(value);
}

RuleText weightRule(const SynapseSubject& subject, const ValueOf& value) {
  const ProjectionPlan& plan = *subject.plan;
  if (subject.network->settings.rule == Rule::Bptt) {
    return {QStringLiteral("ΔW = −η<sub>W</sub> dL/dW"), {}};
  }
  const double kp = subject.isMirrored() ? plan.feedback_decay : 0;
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

QString analyticFrequency(const SynapseSubject& subject) {
  return numberText(subject.plan->frequency, kReadingDigits) + QStringLiteral(" Hz");
}

RuleText feedbackRule(const SynapseSubject& subject, const ValueOf& value) {
  const ProjectionPlan& plan = *subject.plan;
  const QString result =
      QStringLiteral(" = <b>") + rateText(value(subject.B_dot)) + QStringLiteral("</b>");
  const auto square = [&](const std::string& channel) {
    return factorText(value(channel)) + QStringLiteral("²");
  };
  const auto gained = [&](const QString& wanted) {
    return QStringLiteral("= %1 × (%2 − %3 × %4)")
               .arg(factorText(plan.learn_feedback), wanted, factorText(value(subject.B)),
                    square(subject.rho)) +
           result;
  };
  switch (plan.feedback) {
    case FeedbackKind::Learned:
      return {QStringLiteral("Ḃ = η<sub>B</sub> (W r̃² − B ρ²)"),
              gained(factorText(value(subject.W)) + times() + square(subject.r_tilde))};
    case FeedbackKind::Drive:
      return {QStringLiteral("Ḃ = η<sub>B</sub> ((s − s̄) r̃ − B ρ²)"),
              gained(factorText(value(subject.s_tilde)) + times() +
                     factorText(value(subject.r_tilde)))};
    case FeedbackKind::KolenPollack:
      return {QStringLiteral("Ḃ = η<sub>W</sub> e r − λ<sub>kp</sub> B"),
              QStringLiteral("= %1 × %2 × %3 − %4 × %5")
                      .arg(factorText(plan.learn), factorText(value(subject.e)),
                           factorText(value(subject.r)), factorText(plan.feedback_decay),
                           factorText(value(subject.B))) +
                  result};
    case FeedbackKind::Transpose:
      return {QStringLiteral("B = W<sup>T</sup>"), QStringLiteral("= ") + text(value(subject.W))};
    case FeedbackKind::Analytic:
      return {QStringLiteral("B = |H|² W<sup>T</sup>"),
              QStringLiteral("= %1 × %2 = <b>%3</b>")
                  .arg(factorText(value(subject.B) / value(subject.W)),
                       factorText(value(subject.W)), text(value(subject.B)))};
    case FeedbackKind::Constant:
      return {QStringLiteral("Ḃ = 0"), QStringLiteral("B = ") + text(value(subject.B))};
  }
  return {};
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
    return {QObject::tr("An input has no error partner: nothing is sent down, there is no B.")};
  }
  switch (subject.plan->feedback) {
    case FeedbackKind::Learned:
      return {
          QObject::tr("B compares powers of the neuron below with the current W r̃² of its own "
                      "reciprocal synapse, at the same place.")};
    case FeedbackKind::Drive:
      return {
          QObject::tr("B uses what the neuron above receives as a whole, s − s̄. No weight is "
                      "read.")};
    case FeedbackKind::KolenPollack:
      return {
          QObject::tr("B gets the very change of W, from the same e and r, and the same "
                      "decay.")};
    case FeedbackKind::Constant:
      return {QObject::tr("B sees nothing and stays as it was drawn.")};
    case FeedbackKind::Transpose:
      return {QObject::tr("B reads W, the weight of another synapse that is elsewhere: weight "
                          "transport."),
              true};
    case FeedbackKind::Analytic:
      return {QObject::tr("B reads W, which is elsewhere, and is told |H|² at %1.")
                  .arg(analyticFrequency(subject)),
              true};
  }
  return {};
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
