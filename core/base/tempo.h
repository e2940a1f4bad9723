// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The clock of everything that keeps time with a person: the pace of the run, frames, rests between
// answers, sentences that go after a while. There is one, that of the wall, until somebody takes it
// in hand: tests do, so that nothing they see depends on how fast or how busy a machine is.
// What only measures work (how long a slice or an answer took) reads the steady clock itself.
#pragma once

#include <chrono>

namespace vle {

class Tempo {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using Milliseconds = std::chrono::milliseconds;

  /// The time by this clock. Any thread.
  [[nodiscard]] static Time now();
  /// Is the clock in somebody's hand?
  [[nodiscard]] static bool isInHand();

  /// Somebody who is to be told when a time has come. All alarms live in one thread, which is also
  /// the one that moves the hand.
  class Alarm {
   public:
    Alarm() = default;
    Alarm(const Alarm&) = delete;
    Alarm& operator=(const Alarm&) = delete;
    virtual ~Alarm() { callOff(); }

   protected:
    /// Rings once, at a time or, if that has passed, at the next move of the hand.
    /// @pre  the clock is in hand: by the wall nobody would ring
    void setFor(Time time);
    void callOff();
    [[nodiscard]] bool isSet() const { return is_set_; }
    virtual void ring() = 0;

   private:
    friend class Tempo;
    Time due_{};
    bool is_set_ = false;
  };

  /// While one lives the time stands still but for what it is told to pass. One at a time, made
  /// before whatever reads the clock.
  class Hand {
   public:
    Hand();
    ~Hand();
    Hand(const Hand&) = delete;
    Hand& operator=(const Hand&) = delete;
    /// Lets time pass; alarms ring in their order, each at its very time.
    void pass(Milliseconds time);
    /// Time in which the thread is busy: what should ring meanwhile rings at the next `pass`.
    void spend(Milliseconds time);
  };
};

}  // namespace vle
