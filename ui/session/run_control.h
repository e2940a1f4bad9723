// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a person asks of the run, and what becomes of it: orders go to the simulation thread in
// turn, and every frame tells how far they are obeyed. Owns that thread; it is reached through its
// messages only. GUI thread.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include <QObject>

#include "run/runner.h"
#include "session/compiler.h"
#include "session/mark_list.h"

namespace vle::ui {

/// What the transport bar shows.
struct RunStatus {
  double t = 0;  ///< ms
  std::int64_t step = 0;
  bool is_running = false;
  double speed = 1;          ///< asked, × real time; kNever: unlimited
  double reached_speed = 0;  ///< × real time
  std::string error;         ///< why the run stopped, if something failed
  QString until;             ///< the condition it runs until; empty: none
};

class RunControl : public QObject {
  Q_OBJECT

 public:
  /// @param marks  every act that changes what is computed becomes one of them
  RunControl(const Document& document, Compiler& compiler, MarkList& marks);

  [[nodiscard]] const RunStatus& status() const { return status_; }
  /// The switch of all plasticity, as asked for last.
  [[nodiscard]] bool isLearning() const { return learning_.value_or(true); }
  /// Was the newest frame made after all that was asked of the run?
  [[nodiscard]] bool isUpToDate() const { return queue_.empty() && obeyed_ >= sent_; }

  /// What single neurons are held to, in the order it was asked for.
  [[nodiscard]] const std::vector<Poke>& pokes() const { return pokes_; }
  /// The poke of a neuron; nullptr if it is free.
  [[nodiscard]] const Poke* pokeOf(NodeId layer, std::size_t neuron) const;

  /// Runs what was compiled last from now on; what was done for it is marked there.
  /// @param is_reload  nothing of what ran before is carried over, and it begins at t = 0
  void runCompiled(bool is_reload);
  /// No variant can go on: pauses, unless something was asked of the run after that frame. A reset
  /// lets it run again.
  /// @returns true if it ran until now
  bool endRun(const Frame& frame);
  /// Behind all that was asked of the run.
  void askForStates() { send(CopyStates{}); }
  void observe(Observe wanted) { send(std::move(wanted)); }

  /// The newest frame of this run, if one has come since the last call; `status` is as it tells.
  [[nodiscard]] std::optional<Frame> takeFrame();
  [[nodiscard]] std::optional<std::vector<State>> takeStates() { return runner_.takeStates(); }

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
  /// What a live input or target is from now on, in all variants.
  /// @param values   one a channel; clamped into the range of the signal
  /// @param gesture  those of one stroke have the same: one mark; 0: no mark
  void setLive(vle::NodeId node, std::vector<double> values, std::uint64_t gesture);
  /// Holds on to a neuron in all variants that have it, until it is let go or the run is reset.
  /// @param value  current, rate or potential; Silence needs none
  void poke(vle::NodeId layer, std::size_t neuron, vle::PokeKind kind, double value = 0);
  void unpoke(vle::NodeId layer, std::size_t neuron);
  void unpokeAll();
  /// Gives what learning has changed its initial values now, in all variants.
  void setNow(std::vector<vle::LearnedParameter> parameters);

 signals:
  /// Play, speed or learning were changed, here or by the run itself.
  void statusChanged();
  /// It stands at t = 0 again: another project, or a reset. What was seen of it is past.
  void restarted();
  void pokesChanged();
  /// Why it paused, in one sentence.
  void notice(const QString& sentence);

 private:
  void onChanged(const Change& change);
  /// An order that says whether it runs.
  void order(Command command, bool runs, const QString& until = {});
  void send(Command command, std::vector<Announcement> marks = {});
  void offer();
  void prunePokes();
  void sendPokes(std::vector<Announcement> marks);

  const Document& document_;
  Compiler& compiler_;
  MarkList& marks_;
  Runner runner_;
  std::deque<Order> queue_;  // what did not fit into the mailbox
  RunStatus status_;
  bool is_over_ = false;  // paused because no variant could go on; a reset lets them
  std::uint64_t epoch_ = 0;
  std::vector<Announcement> unsent_marks_;  // of edits that have not been compiled yet
  std::uint64_t gesture_ = 0;               // of the newest announcement
  std::optional<Poke> last_poke_;           // it was about
  std::optional<bool> learning_;
  std::uint64_t run_ticket_ = 0;  // of the last order to run, step or pause
  std::uint64_t sent_ = 0;        // ticket of the last order
  std::uint64_t obeyed_ = 0;      // and of the last one obeyed before the newest frame
  std::vector<Poke> pokes_;
};

}  // namespace vle::ui
