// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A project under way: what compiles it, runs it and keeps what is seen of it, and the variants as
// they stand. Pulls frames 60 times a second; views listen to `frame` and read the rest from here
// and from its parts. GUI thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <QObject>

#include "document/document.h"
#include "session/compiler.h"
#include "session/explanations.h"
#include "session/kept_runs.h"
#include "session/live_view.h"
#include "session/mark_list.h"
#include "session/run_control.h"
#include "session/seed_runs.h"
#include "session/state_copies.h"
#include "session/tempo_timer.h"
#include "session/trace_store.h"

namespace vle::ui {

/// One variant, as it runs.
struct VariantStatus {
  Variant variant;
  std::shared_ptr<const Network> network;  ///< as sent last; nullptr: it cannot run
  std::string refusal;                     ///< why it cannot run, a sentence
  double loss = 0;                         ///< mean of 500 ms
  bool has_run = false;                    ///< it has done a step: there is a loss
  double began = 0;  ///< ms: it came to others that were under way, with its initial weights
  std::optional<double> distance;  ///< ‖W − W*‖/‖W*‖ of all that has a teacher
  std::optional<Divergence> divergence;
  std::shared_ptr<const NetworkState> last_good;  ///< of one that diverged, shortly before
  std::shared_ptr<const Diagnosis> diagnosis;     ///< why it diverged, once that is known
  bool was_other = false;  ///< its network has been changed since it diverged: that is past
};

/// Of the threads that work beside the run.
struct Priorities {
  Priority gradient = Priority::GivesWay;  ///< somebody is looking: its answers must come
  Priority seeds = Priority::SpareTime;
};

class Lab : public QObject {
  Q_OBJECT

 public:
  explicit Lab(Document& document, const Priorities& priorities = {}, QObject* parent = nullptr);

  [[nodiscard]] const Document& document() const { return document_; }
  [[nodiscard]] const Priorities& priorities() const { return priorities_; }
  [[nodiscard]] const Compiler& compiler() const { return compiler_; }
  [[nodiscard]] RunControl& control() { return control_; }
  [[nodiscard]] const RunControl& control() const { return control_; }
  [[nodiscard]] const TraceStore& traces() const { return traces_; }
  [[nodiscard]] const LiveView& live() const { return live_; }
  /// What was done to this run since its reset.
  [[nodiscard]] const MarkList& marks() const { return marks_; }
  [[nodiscard]] KeptRuns& keptRuns() { return kept_; }
  [[nodiscard]] const KeptRuns& keptRuns() const { return kept_; }
  [[nodiscard]] SeedRuns& seeds() { return seeds_; }
  [[nodiscard]] const SeedRuns& seeds() const { return seeds_; }
  /// Copies of the states as they are now, or after what was just changed; answered by `pull`.
  [[nodiscard]] StateCopies& states() { return states_; }

  [[nodiscard]] const std::vector<VariantStatus>& variants() const { return variants_; }
  /// Index of the variant the canvas shows.
  [[nodiscard]] std::size_t shown() const { return shown_; }
  /// Its id; VariantId{} before there is one.
  [[nodiscard]] VariantId shownVariant() const;
  /// Its network as sent last; nullptr before there is one, and if it cannot run.
  [[nodiscard]] std::shared_ptr<const Network> shownNetwork() const;

  /// Records these beside what the board shows, for a panel that is open; what a variant lacks is
  /// left out there, an empty list ends it. Histories and newest values are in `traces`. Changes
  /// nothing of the run.
  void watch(std::vector<std::string> probes);
  [[nodiscard]] const std::vector<std::string>& watched() const { return watched_; }

 public slots:
  void showVariant(std::size_t index);
  /// Sets the run as it is now aside, to be compared with.
  void keepRun();
  /// Changes the project by a cure that was found for a variant, as one edit, and resets. Nothing
  /// happens without one.
  /// @param which  of DivergenceReport::cures
  void applyCure(vle::VariantId variant, std::size_t which = 0);
  /// Pulls what the simulation has; the timer does this 60 times a second.
  void pull();

 signals:
  /// New values to draw, at most 60 times a second.
  void frame();
  /// Another set of variants runs, or one changed its settings, name, title, colour or visibility,
  /// or it is known why it diverged. Not for every parameter that was changed.
  void variantsChanged();
  /// The canvas shows another variant.
  void shownChanged();
  /// Something happened that a person should hear of, in one sentence.
  void notice(const QString& sentence);

 private:
  void onChanged(const Change& change);
  void onCompiled(bool is_reload);
  void onRestarted();
  void observe();
  void take(const Frame& frame);
  void askWhyItDiverged();
  [[nodiscard]] std::size_t shownRun() const;
  [[nodiscard]] VariantStatus* find(VariantId variant);  // nullptr: none

  Document& document_;
  const Priorities priorities_;
  MarkList marks_;
  Compiler compiler_;
  RunControl control_;
  StateCopies states_;
  TraceStore traces_;
  LiveView live_;
  KeptRuns kept_;
  SeedRuns seeds_{priorities_.seeds};
  Explanations explanations_;
  TempoTimer frame_timer_;
  std::vector<VariantStatus> variants_;
  std::size_t shown_ = 0;
  VariantId shown_id_{};  // wherever it moves to, and whatever it is called
  std::vector<std::string> watched_;
  std::optional<Observe> observed_;  // asked for last
};

}  // namespace vle::ui
