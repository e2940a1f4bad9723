// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The marks of a run. Something is announced when it is sent to the simulation, and becomes a mark
// when that says at which step it took effect. What one gesture does (a drag, a drawn stroke) is
// one mark, where it began. GUI thread.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include <QObject>

#include "run/messages.h"
#include "session/mark.h"

namespace vle::ui {

/// What was done, before its time is known.
struct Announcement {
  QString text;
  std::uint64_t gesture = 0;  ///< equal to that of the one before: the same gesture
};

class MarkList : public QObject {
  Q_OBJECT

 public:
  /// Older marks than these many are forgotten.
  static constexpr std::size_t kMost = 4096;

  /// @returns the ticket to send along; never 0
  [[nodiscard]] std::uint64_t announce(std::vector<Announcement> what);
  /// Takes back what was announced with a ticket and has not been stamped.
  std::vector<Announcement> withdraw(std::uint64_t ticket);
  /// The same of all tickets, oldest first.
  std::vector<Announcement> withdrawAll();
  /// When what was announced took effect: it becomes a mark.
  void settle(const std::vector<Stamp>& stamps);
  void clear();

  /// Oldest first.
  [[nodiscard]] const std::vector<Mark>& all() const { return marks_; }

 signals:
  void changed();

 private:
  bool add(double t, const Announcement& what);

  std::uint64_t last_ticket_ = 0;
  std::map<std::uint64_t, std::vector<Announcement>> pending_;
  std::vector<Mark> marks_;
  std::uint64_t last_gesture_ = 0;  // of the newest mark
};

}  // namespace vle::ui
