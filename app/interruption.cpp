// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "interruption.h"

#include <atomic>
#include <unistd.h>

namespace vle::app {

namespace {

struct Named {
  int number;
  const char* name;
};
constexpr std::array kNamed = {Named{SIGINT, "SIGINT"}, Named{SIGTERM, "SIGTERM"},
                               Named{SIGHUP, "SIGHUP"}};

std::atomic<int> requested_signal = 0;
static_assert(std::atomic<int>::is_always_lock_free);  // handlers may use it

void request(int number) {
  int none = 0;
  if (!requested_signal.compare_exchange_strong(none, number)) _exit(128 + number);
}

}  // namespace

Interruption::Interruption() {
  static_assert(kNamed.size() == kSignals);
  requested_signal = 0;
  struct sigaction ours {};
  ours.sa_handler = request;
  ours.sa_flags = SA_RESTART;
  for (std::size_t k = 0; k < kSignals; ++k) {
    const bool is_known = sigaction(kNamed[k].number, nullptr, &before_[k]) == 0;
    if (is_known && before_[k].sa_handler != SIG_IGN) sigaction(kNamed[k].number, &ours, nullptr);
  }
}

Interruption::~Interruption() {
  for (std::size_t k = 0; k < kSignals; ++k) sigaction(kNamed[k].number, &before_[k], nullptr);
}

bool Interruption::requested() const { return requested_signal != 0; }

std::string Interruption::name() const {
  for (const Named& signal : kNamed) {
    if (signal.number == requested_signal) return signal.name;
  }
  return "a signal";
}

int Interruption::status() const { return 128 + requested_signal; }

}  // namespace vle::app
