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
#include <string>
#include <vector>

#include <QObject>
#include <QTimer>

#include "document/document.h"
#include "lab/live_view.h"
#include "lab/mark.h"
#include "lab/trace_store.h"
#include "run/runner.h"

namespace vle::ui {

/// What the transport bar and the variants list show.
struct RunStatus {
  double t = 0;  ///< ms
  std::int64_t step = 0;
  bool is_running = false;
  double speed = 1;          ///< asked, × real time; kNever: unlimited
  double reached_speed = 0;  ///< × real time
  std::string error;         ///< why the run stopped, if something failed
};

/// One running variant.
struct VariantStatus {
  Variant variant;
  double loss = 0;       ///< mean of 500 ms
  bool has_run = false;  ///< a frame has come
  std::optional<Divergence> divergence;
};

class Lab : public QObject {
  Q_OBJECT

 public:
  explicit Lab(Document& document, QObject* parent = nullptr);

  [[nodiscard]] const Document& document() const { return document_; }
  [[nodiscard]] const RunStatus& status() const { return status_; }
  [[nodiscard]] const std::vector<VariantStatus>& variants() const { return variants_; }
  [[nodiscard]] const TraceStore& traces() const { return traces_; }
  [[nodiscard]] const LiveView& live() const { return live_; }
  /// What was changed during this run, oldest first.
  [[nodiscard]] const std::vector<Mark>& marks() const { return marks_; }
  /// Problems of the document as it is now; with errors, the last valid network keeps running.
  [[nodiscard]] const std::vector<Issue>& problems() const { return problems_; }
  /// Index of the variant the canvas shows.
  [[nodiscard]] std::size_t shown() const { return shown_; }
  [[nodiscard]] Runner& runner() { return runner_; }

  /// What is done with a copy of the states, one per variant, and what they belong to.
  using TakeStates = std::function<void(const std::vector<std::shared_ptr<const Network>>& networks,
                                        const std::vector<State>& states)>;
  /// Asks the simulation for its states as they are now; `take` is called with them by `pull`.
  void copyStates(TakeStates take);

 public slots:
  void run();
  void pause();
  void togglePlay();
  /// Pauses, then does n steps.
  void stepBy(std::int64_t n);
  /// Back to t = 0 with the same initial weights.
  void reset();
  /// Multiple of real time; kNever: unlimited.
  void setSpeed(double factor);
  void setLearning(bool on);
  void showVariant(std::size_t index);
  /// Gives what learning has changed its initial values now, in all variants.
  void setNow(std::vector<vle::LearnedParameter> parameters);
  /// Pulls what the simulation has; the timer does this 60 times a second.
  void pull();

 signals:
  /// New values to draw, at most 60 times a second.
  void frame();
  /// Another set of variants runs, or one changed its name, title, colour or visibility.
  void variantsChanged();
  void problemsChanged();
  /// Play, speed, learning or the shown variant were changed here.
  void statusChanged();
  void marksChanged();
  /// The history was cleared: another project, or a reset.
  void restarted();

 private:
  void onChanged(const Change& change);
  void compile();
  void stopOld();
  /// Compiles now what was changed in this turn of the event loop: a command that follows a change
  /// must find it done.
  void finishChanges();
  void observe();
  void send(Command command);
  void sendCopyStates();

  Document& document_;
  Runner runner_;
  QTimer frame_timer_;
  QTimer compile_timer_;       // coalesces all changes of one turn of the event loop
  std::deque<Command> queue_;  // what did not fit into the mailbox
  RunStatus status_;
  std::vector<VariantStatus> variants_;
  TraceStore traces_;
  LiveView live_;
  std::vector<Issue> problems_;
  std::vector<std::shared_ptr<const Network>> networks_;  // sent last
  std::deque<TakeStates> waiting_;                        // for states; the first one's are on
  std::vector<std::shared_ptr<const Network>> copied_;    // their way, of these networks
  std::vector<Mark> marks_;
  std::size_t shown_ = 0;
  std::uint64_t epoch_ = 0;
  bool is_reload_ = false;
};

}  // namespace vle::ui
