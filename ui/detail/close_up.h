// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The close-up: one neuron or one synapse of the variant on the canvas, live. Follows what is
// chosen, ends with a sentence when it is erased, and observes only while it can be seen. Used by
// the main window. GUI thread.
#pragma once

#include <optional>

#include <QLabel>
#include <QScrollArea>
#include <QWidget>

#include "detail/neuron_panel.h"
#include "detail/synapse_panel.h"
#include "document/document.h"
#include "session/focus.h"
#include "session/tempo_timer.h"

namespace vle::ui {

class CloseUp : public QWidget {
  Q_OBJECT

 public:
  CloseUp(const Document& document, Lab& lab, Focus& focus, const Theme& theme,
          QWidget* parent = nullptr);

  void themeChanged();
  [[nodiscard]] QSize sizeHint() const override { return {300, 500}; }

 signals:
  /// What is marked as out of reach changed.
  void farChanged(const vle::Selection& far);

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  void follow();
  void refresh();
  void onFrame();
  void offer();
  void say(const QString& sentence);
  void showOnly(QWidget* page);
  [[nodiscard]] std::optional<SynapseRef> strongestOf(ProjectionId id) const;

  const Document& document_;
  Lab& lab_;
  Focus& focus_;
  Readings readings_;
  QScrollArea* area_;
  QWidget* page_;
  QLabel* words_;
  SynapsePanel* synapse_panel_;
  NeuronPanel* neuron_panel_;
  QString shown_;  // name of what was shown last, to say that it is gone
  double window_ = 100, period_ = 0;
  Since since_;
  TempoTimer later_{TempoTimer::Rings::Once};
};

}  // namespace vle::ui
