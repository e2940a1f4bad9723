// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/focus.h"

#include <utility>

namespace vle::ui {

namespace {

bool isThere(const NetworkSpec& network, const FocusSubject& subject) {
  if (const auto* neuron = std::get_if<NeuronRef>(&subject)) return exists(network, *neuron);
  if (const auto* synapse = std::get_if<SynapseRef>(&subject)) return exists(network, *synapse);
  return true;
}

}  // namespace

Focus::Focus(const Document& document, QObject* parent) : QObject(parent), document_(document) {
  connect(&document_, &Document::changed, this, [this](const Change& change) {
    if (change.reload) return set({}, {});  // ids of another project mean something else
    if (change.structure || change.parameters) set(selection_, subject_);
  });
}

void Focus::select(Selection selection) { set(std::move(selection), subject_); }

void Focus::look(const FocusSubject& subject) {
  const bool is_away = subject == FocusSubject{};
  if (!is_away && !isThere(document_.project().network, subject)) return;
  set(is_away ? selection_ : around(subject), subject);
}

void Focus::set(Selection selection, const FocusSubject& subject) {
  const NetworkSpec& network = document_.project().network;
  selection = existing(network, std::move(selection));
  const bool stays = isThere(network, subject) && around(subject) == selection;
  const FocusSubject now = stays ? subject : FocusSubject{};
  if (selection == selection_ && now == subject_) return;
  selection_ = std::move(selection);
  subject_ = now;
  emit changed();
}

}  // namespace vle::ui
