// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Why variants diverged, and how it came about: found on another thread, since it takes up to a
// second of trying the run again. GUI thread.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include <QObject>

#include "run/messages.h"
#include "session/jobs.h"
#include "sim/divergence_prelude.h"
#include "sim/divergence_report.h"

namespace vle::ui {

struct Diagnosis {
  DivergenceReport report;
  Divergence divergence;
  std::optional<DivergencePrelude> prelude;  ///< the last 50 ms, if they can be played again
};

class Explanations : public QObject {
  Q_OBJECT

 public:
  /// Was it asked for this variant already?
  [[nodiscard]] bool isAsked(VariantId variant) const { return asked_.contains(variant); }
  /// Nothing more is to be asked until the next `clear`.
  void setAsked(VariantId variant) { asked_[variant]; }
  /// It could not be begun and is to be asked again.
  void setNotBegun(VariantId variant);
  /// Begins to look for the reason.
  /// @param last_good  of the same run before that; nullptr: none
  /// @pre  state.divergence is set
  void ask(VariantId variant, std::shared_ptr<const Network> network, State state,
           std::shared_ptr<const NetworkState> last_good);
  /// nullptr as long as it is not known.
  [[nodiscard]] std::shared_ptr<const Diagnosis> diagnosis(VariantId variant) const;
  /// The network of the variant is another now: what was found out, or will be, is past.
  void outdate(VariantId variant);
  void clear();

 signals:
  /// There is a new reason.
  void found();

 private:
  struct Asked {
    std::uint64_t question = 0;  // 0: not begun
    std::shared_ptr<const Diagnosis> found;
  };
  std::map<VariantId, Asked> asked_;
  std::uint64_t last_question_ = 0;
  Jobs jobs_;  // last: ends before the rest is gone
};

}  // namespace vle::ui
