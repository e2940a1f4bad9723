// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is said about a synapse: its rules with symbols and with live numbers, what its B reads and
// what it lacks. Rich text. Pure functions, GUI thread.
#pragma once

#include <functional>

#include <QString>

#include "detail/synapse_subject.h"

namespace vle::ui {

/// A rule as equations: "Ẇ = η e r" and "= 0.002 × 0.13 × 0.41 = 1.1·10⁻⁴ / ms".
struct RuleText {
  QString symbols, numbers;
};

/// The newest value of a channel.
using ValueOf = std::function<double(const std::string& channel)>;

/// A number as a factor: negative ones in parentheses.
[[nodiscard]] QString factorText(double value);

[[nodiscard]] RuleText weightRule(const SynapseSubject& subject, const ValueOf& value);
/// @pre the synapse has a B
[[nodiscard]] RuleText feedbackRule(const SynapseSubject& subject, const ValueOf& value);

/// Why W does not simply follow its rule now; empty if it does.
/// @param learning  of the run, on or off
/// @param t         ms
[[nodiscard]] QString weightRemark(const SynapseSubject& subject, bool learning, double t);

/// What B is made of, in one sentence.
struct FeedbackWords {
  QString sentence;
  bool reads_elsewhere = false;  ///< a weight that is not there
};
[[nodiscard]] FeedbackWords feedbackWords(const SynapseSubject& subject);

/// What backpropagation through time would need, in one or two sentences.
[[nodiscard]] QString farSentence(const SynapseSubject& subject, const FarNeeds& needs);
/// The same piece by piece.
[[nodiscard]] QStringList farPieces(const FarNeeds& needs);

}  // namespace vle::ui
