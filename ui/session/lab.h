// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Between the document and the simulation: compiles what the user made and sends it, pulls frames
// 60 times a second and keeps what is seen. Views listen to `frame` and read the rest from here.
// GUI thread; the simulation thread is reached through the Runner's messages only.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <QObject>
#include <QTimer>

#include "document/document.h"
#include "run/runner.h"
#include "session/explanations.h"
#include "session/kept_runs.h"
#include "session/live_view.h"
#include "session/mark_list.h"
#include "session/seed_runs.h"
#include "session/state_copies.h"
#include "session/tempo_timer.h"
#include "session/trace_store.h"

namespace vle::ui {

/// What the transport bar and the variants list show.
struct RunStatus {
  double t = 0;  ///< ms
  std::int64_t step = 0;
  bool is_running = false;
  double speed = 1;          ///< asked, × real time; kNever: unlimited
  double reached_speed = 0;  ///< × real time
  std::string error;         ///< why the run stopped, if something failed
  QString until;             ///< the condition it runs until; empty: none
};

/// One running variant.
struct VariantStatus {
  Variant variant;
  double loss = 0;                 ///< mean of 500 ms
  bool has_run = false;            ///< it has done a step: there is a loss
  std::optional<double> distance;  ///< ‖W − W*‖/‖W*‖ of all that has a teacher
  std::optional<Divergence> divergence;
  std::shared_ptr<const LastGood> last_good;   ///< of one that diverged, shortly before
  std::shared_ptr<const Diagnosis> diagnosis;  ///< why it diverged, once that is known
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
  [[nodiscard]] const RunStatus& status() const { return status_; }
  [[nodiscard]] const std::vector<VariantStatus>& variants() const { return variants_; }
  [[nodiscard]] const TraceStore& traces() const { return traces_; }
  [[nodiscard]] const LiveView& live() const { return live_; }
  /// Problems of the document as it is now; with errors, the last valid network keeps running.
  [[nodiscard]] const std::vector<Issue>& problems() const { return problems_; }
  /// Index of the variant the canvas shows.
  [[nodiscard]] std::size_t shown() const { return shown_; }
  /// Its id; VariantId{} before there is one.
  [[nodiscard]] VariantId shownVariant() const;
  /// Its network as sent last; nullptr before there is one.
  [[nodiscard]] std::shared_ptr<const Network> shownNetwork() const;
  /// Of the variants, as sent last.
  [[nodiscard]] const std::vector<std::shared_ptr<const Network>>& networks() const {
    return networks_;
  }
  /// What was done to this run since its reset, oldest first.
  [[nodiscard]] const std::vector<Mark>& marks() const { return marks_.marks(); }
  [[nodiscard]] const KeptRuns& keptRuns() const { return kept_; }
  [[nodiscard]] SeedRuns& seeds() { return seeds_; }
  [[nodiscard]] const SeedRuns& seeds() const { return seeds_; }
  /// What single neurons are held to, in the order it was asked for.
  [[nodiscard]] const std::vector<Poke>& pokes() const { return pokes_; }
  /// The poke of a neuron; nullptr if it is free.
  [[nodiscard]] const Poke* pokeOf(NodeId layer, std::size_t neuron) const;

  /// The switch of all plasticity, as asked for last.
  [[nodiscard]] bool isLearning() const { return learning_.value_or(true); }

  /// Was the newest frame made after all that was asked of the run?
  [[nodiscard]] bool isUpToDate() const { return queue_.empty() && obeyed_ >= sent_; }

  /// Asks the simulation for its states as they are now; `take` is called with them by `pull`, if
  /// the owner still lives.
  void copyStates(const QObject* owner, StateCopies::Take take);

  /// Records these beside what the board shows, for a panel that is open; what a variant lacks is
  /// left out there, an empty list ends it. Histories and newest values are in `traces`. Changes
  /// nothing of the run.
  void watch(std::vector<std::string> probes);
  [[nodiscard]] const std::vector<std::string>& watched() const { return watched_; }

 public slots:
  void run();
  void pause();
  void togglePlay();
  /// Runs, and pauses at the first step at which the condition holds.
  void runUntil(const vle::RunUntil& until);
  /// Pauses, then does n steps.
  void stepBy(std::int64_t n);
  /// Back to t = 0 with the same initial weights.
  void reset();
  /// Multiple of real time; kNever: unlimited.
  void setSpeed(double factor);
  void setLearning(bool on);
  void showVariant(std::size_t index);
  /// What a live input or target is from now on, in all variants.
  /// @param values   one a channel; clamped into the range of the signal
  /// @param gesture  those of one stroke have the same: one mark; 0: no mark
  void setLive(vle::NodeId node, std::vector<double> values, std::uint64_t gesture);
  /// Holds on to a neuron in all variants that have it, until it is let go or the run is reset.
  /// @param value  current, rate or potential; Silence needs none
  void poke(vle::NodeId layer, std::size_t neuron, vle::PokeKind kind, double value = 0);
  void unpoke(vle::NodeId layer, std::size_t neuron);
  void unpokeAll();
  /// Sets the run as it is now aside, to be compared with.
  void keepRun();
  void removeKeptRun(std::uint64_t id);
  void setKeptRunVisible(std::uint64_t id, bool visible);
  /// Gives the project the settings of a kept run, as an edit.
  void restoreSettings(std::uint64_t id);
  /// Changes the project by the cure that was found for a variant, as one edit, and resets.
  /// Nothing happens without one.
  void applyCure(vle::VariantId variant);
  /// Gives what learning has changed its initial values now, in all variants.
  void setNow(std::vector<vle::LearnedParameter> parameters);
  /// Pulls what the simulation has; the timer does this 60 times a second.
  void pull();

 signals:
  /// New values to draw, at most 60 times a second.
  void frame();
  /// Another set of variants runs, or one changed its settings, name, title, colour or visibility,
  /// or it is known why it diverged. Not for every parameter that was changed.
  void variantsChanged();
  /// Other networks run: what was found out about those of before is past.
  void networksChanged();
  void problemsChanged();
  /// Play, speed, learning or the shown variant were changed here.
  void statusChanged();
  /// The history was cleared: another project, or a reset.
  void restarted();
  /// A mark was set, or it is known when it took effect.
  void marksChanged();
  void keptRunsChanged();
  void pokesChanged();
  /// Something happened that a person should hear of, in one sentence.
  void notice(const QString& sentence);

 private:
  void onChanged(const Change& change);
  void compile();
  void stopOld();
  /// Compiles now what was changed in this turn of the event loop: a command that follows a change
  /// must find it done.
  void finishChanges();
  void observe();
  /// @returns the ticket
  std::uint64_t send(Command command, std::vector<Announcement> marks = {});
  void offer();
  void prunePokes();
  [[nodiscard]] std::vector<std::shared_ptr<const Network>> compileChanged(
      const std::vector<Variant>& variants);
  void take(Frame& frame);
  void askWhyItDiverged();
  [[nodiscard]] std::vector<VariantId> ids() const;
  [[nodiscard]] VariantStatus* find(VariantId variant);  // nullptr: none

  /// A network and the project it was compiled from, to see whether it is still the same.
  struct Compiled {
    Project project;
    std::shared_ptr<const Network> network;
  };

  Document& document_;
  const Priorities priorities_;
  Runner runner_;
  TempoTimer frame_timer_;
  QTimer compile_timer_;     // coalesces all changes of one turn of the event loop
  std::deque<Order> queue_;  // what did not fit into the mailbox
  RunStatus status_;
  std::vector<VariantStatus> variants_;
  TraceStore traces_;
  LiveView live_;
  std::vector<Issue> problems_;
  std::vector<std::shared_ptr<const Network>> networks_;  // sent last
  StateCopies states_;
  bool is_over_ = false;  // paused because no variant could go on; a reset lets them
  std::size_t shown_ = 0;
  VariantId shown_id_{};  // wherever it moves to, and whatever it is called
  std::uint64_t epoch_ = 0;
  bool is_reload_ = false;
  std::vector<Compiled> compiled_;  // of the networks sent last
  MarkList marks_;
  std::vector<Announcement> unsent_marks_;  // of edits that have not been compiled yet
  std::uint64_t gesture_ = 0;               // of the newest announcement
  std::optional<Poke> last_poke_;           // it was about
  std::optional<bool> learning_;
  std::vector<std::string> watched_;
  std::optional<Observe> observed_;  // asked for last
  std::uint64_t run_ticket_ = 0;     // of the last order to run, step or pause
  std::uint64_t sent_ = 0;           // ticket of the last order
  std::uint64_t obeyed_ = 0;         // and of the last one obeyed before the newest frame
  std::vector<Poke> pokes_;
  KeptRuns kept_;
  Explanations explanations_;
  SeedRuns seeds_{priorities_.seeds};
};

}  // namespace vle::ui
