// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Errors that would run away, and predictions of error neurons that would, tried on another thread
// before the run is (sim/error_trial.h, model_trial.h). GUI thread.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include <QObject>

#include "base/error.h"
#include "model/project.h"
#include "session/jobs.h"
#include "sim/network.h"

namespace vle::ui {

class ErrorTrials : public QObject {
  Q_OBJECT

 public:
  /// Tries the networks that it has not tried yet. What was found of a variant's last network
  /// stands until it is known of this one, so that nothing blinks.
  /// @param networks   one a variant; nullptr where it has none
  /// @param is_reload  of another project: what was found is past
  void ask(const std::vector<Variant>& variants,
           const std::vector<std::shared_ptr<const Network>>& networks, bool is_reload);
  /// What was found, by variants in their order.
  [[nodiscard]] std::vector<Issue> issues() const;

 signals:
  /// `issues` may be others.
  void found();

 private:
  struct Asked {
    VariantId variant{};
    std::shared_ptr<const Network> network;
    bool is_known = false;  // of this network
    std::vector<Issue> issues;
  };

  std::vector<Asked> asked_;
  Jobs jobs_;  // last: ends before the rest is gone
};

}  // namespace vle::ui
