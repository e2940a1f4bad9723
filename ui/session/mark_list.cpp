// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/mark_list.h"

#include <iterator>
#include <utility>

namespace vle::ui {

std::uint64_t MarkList::announce(std::vector<Announcement> what) {
  pending_.emplace(++last_ticket_, std::move(what));
  return last_ticket_;
}

std::vector<Announcement> MarkList::withdraw(std::uint64_t ticket) {
  const auto found = pending_.find(ticket);
  if (found == pending_.end()) return {};
  std::vector<Announcement> what = std::move(found->second);
  pending_.erase(found);
  return what;
}

std::vector<Announcement> MarkList::withdrawAll() {
  std::vector<Announcement> all;
  for (auto& [ticket, what] : std::exchange(pending_, {})) {
    all.insert(all.end(), std::make_move_iterator(what.begin()),
               std::make_move_iterator(what.end()));
  }
  return all;
}

void MarkList::settle(const std::vector<Stamp>& stamps) {
  bool any = false;
  for (const Stamp& stamp : stamps) {
    for (const Announcement& what : withdraw(stamp.ticket)) {
      any |= add(static_cast<double>(stamp.step) * stamp.dt, what);
    }
  }
  if (any) emit changed();
}

bool MarkList::add(double t, const Announcement& what) {
  if (!marks_.empty() && what.gesture != 0 && what.gesture == last_gesture_) {
    return std::exchange(marks_.back().text, what.text) != what.text;
  }
  last_gesture_ = what.gesture;
  if (marks_.size() == kMost) marks_.erase(marks_.begin());
  marks_.push_back({t, what.text});
  return true;
}

void MarkList::clear() {
  marks_.clear();
  last_gesture_ = 0;
  emit changed();
}

}  // namespace vle::ui
