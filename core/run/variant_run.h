// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// One variant under way in the runner: its simulator, its state, and what is recorded of it for the
// screen. Simulation thread.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "run/messages.h"
#include "sim/diagnostics.h"
#include "sim/recorder.h"
#include "sim/simulator.h"

namespace vle {

/// What a variant was that runs no longer.
struct RetiredRun {
  VariantId id{};
  NetworkState last;
  std::int64_t began = 0;  ///< step
};

class VariantRun {
 public:
  /// A variant that begins at its initial state.
  explicit VariantRun(RunningVariant variant);
  /// The same variant with another network: its state is carried over, and what was recorded so
  /// far goes along.
  VariantRun(RunningVariant variant, VariantRun& before);

  /// The runs of these variants. Those that run already go on where they are, and are the very
  /// same where the network is; the others join them at their step.
  /// @param running  of which the surviving ones are moved from
  /// @param retired  [in, out] where those that return come from, and those go that run no longer
  [[nodiscard]] static std::deque<VariantRun> adopted(std::vector<RunningVariant> variants,
                                                      std::deque<VariantRun>& running,
                                                      std::int64_t step,
                                                      std::deque<RetiredRun>& retired);

  [[nodiscard]] VariantId id() const { return id_; }
  [[nodiscard]] const Network& network() const { return simulator_.network(); }
  [[nodiscard]] const std::shared_ptr<const Network>& shared() const { return simulator_.shared(); }
  /// To do something to it between steps.
  [[nodiscard]] State& change() {
    is_touched_ = true;
    return *state_;
  }
  [[nodiscard]] const State& state() const { return *state_; }

  /// One that returns.
  VariantRun(RunningVariant variant, const RetiredRun& before);

  /// Begins beside others: at their time, hearing what one of them hears.
  /// @param step  theirs
  void join(std::int64_t step, const VariantRun* other);
  /// Back to the initial state; what was recorded is forgotten, and nothing is until `observe`.
  void reset();

  /// Records these probes from now on; those the variant lacks are left out.
  void observe(const Observe& wanted);
  void advance(std::int64_t n);
  /// Moves what the recorder holds into the blocks for the screen, which stay bounded.
  void collect();
  /// What happened since the last call.
  [[nodiscard]] VariantFrame publish();
  /// Adds W, B as it acts, b and the time constants as they are now.
  void publishParameters(Frame& frame) const;
  /// Computes anew how far W is from its teacher.
  void measure() { distance_ = remainingDistance(network(), state()); }

 private:
  void finish();
  void keepCopy();
  [[nodiscard]] std::deque<TraceBlock> moveOutRecent();

  VariantId id_;
  std::int64_t began_ = 0;  // step, later than 0 if it came to others that were under way
  Simulator simulator_;
  std::unique_ptr<State> state_;  // the recorder points into it
  // Copies of the state kPreludeMs apart, to see how a divergence came about; none of large ones.
  std::unique_ptr<State> before_, long_before_;
  std::shared_ptr<const NetworkState> last_good_;  // of them, once it has diverged
  bool is_touched_ = true;  // something was done to the state since the last copy
  Observe observed_;
  // The same as long as names and order of the channels are: what is below joins on.
  std::shared_ptr<const ChannelLayout> layout_;
  std::optional<Recorder> recorder_;
  TraceBlock room_;                // without rows: memory of one recorder for the next
  std::deque<TraceBlock> recent_;  // as the recorder gave them away
  std::size_t recent_rows_ = 0;
  TraceBlock overview_;
  std::vector<SampleBlock> finished_;  // recorded with channels that have changed since
  std::optional<double> distance_;
  // Of this run, before edits that gave up what may have been learned: an undo brings it back.
  std::vector<NetworkState> earlier_;
};

}  // namespace vle
