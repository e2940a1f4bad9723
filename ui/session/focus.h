// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a person has chosen: nodes and projections, and within a single one of them perhaps a neuron
// or a synapse that is looked at closely. Canvas, inspector, details, gradient and board read it
// here, set it here, and hear of it by one signal. What is erased is no longer chosen. GUI thread.
#pragma once

#include <optional>

#include <QObject>

#include "document/document.h"
#include "model/selection.h"

namespace vle::ui {

class Focus : public QObject {
  Q_OBJECT

 public:
  explicit Focus(const Document& document, QObject* parent = nullptr);

  [[nodiscard]] const Selection& selection() const { return selection_; }
  /// Ids that do not exist are left out. What is looked at stays if it is still all that is
  /// selected.
  void select(Selection selection);

  [[nodiscard]] const FocusSubject& subject() const { return subject_; }
  [[nodiscard]] std::optional<NeuronRef> neuron() const { return as<NeuronRef>(); }
  [[nodiscard]] std::optional<SynapseRef> synapse() const { return as<SynapseRef>(); }
  /// Looks at a neuron or a synapse and selects its node or projection; nothing: looks away, and
  /// the selection stays. What does not exist cannot be looked at.
  void look(const FocusSubject& subject);

 signals:
  void changed();

 private:
  template <class T>
  [[nodiscard]] std::optional<T> as() const {
    const T* found = std::get_if<T>(&subject_);
    return found == nullptr ? std::nullopt : std::optional(*found);
  }
  void set(Selection selection, const FocusSubject& subject);

  const Document& document_;
  Selection selection_;
  FocusSubject subject_;
};

}  // namespace vle::ui
