// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/credit_watch.h"

#include <algorithm>
#include <utility>

namespace vle::ui {

namespace {

constexpr int kEveryMs = 2000;

}  // namespace

CreditWatch::CreditWatch(Lab& lab, QObject* parent)
    : QObject(parent),
      lab_(lab),
      timer_(TempoTimer::Rings::Again, kEveryMs),
      jobs_(lab.priorities().gradient) {
  connect(&timer_, &TempoTimer::timeout, this, &CreditWatch::poll);
  connect(&lab_.compiler(), &Compiler::networksChanged, this, &CreditWatch::forget);
  connect(&lab_, &Lab::shownChanged, this, &CreditWatch::forget);
  connect(&lab_.control(), &RunControl::restarted, this, &CreditWatch::forget);
}

void CreditWatch::setActive(bool active) {
  if (is_active_ == active) return;
  is_active_ = active;
  if (!active) return timer_.stop();
  timer_.start();
}

const ProjectionView* CreditWatch::projection(ProjectionId id) const {
  if (!view_) return nullptr;
  const auto found = std::ranges::find(view_->projections, id, &ProjectionView::id);
  return found == view_->projections.end() ? nullptr : &*found;
}

/// What was said of another network or run must not stand at this one.
void CreditWatch::forget() {
  ++subject_;
  asked_step_ = -1;
  if (std::exchange(view_, std::nullopt)) tell();
}

void CreditWatch::tell() {
  ++serial_;
  emit changed();
}

void CreditWatch::poll() {
  const std::int64_t step = lab_.control().status().step;
  if (is_asked_ || step == asked_step_ || step == 0) return;
  asked_step_ = step;
  ask();
}

void CreditWatch::ask() {
  is_asked_ = true;
  lab_.states().ask(this, [this, subject = subject_, shown = lab_.shownVariant()](
                              const auto& networks, const std::vector<State>& states) {
    const std::size_t place = lab_.shown();
    if (subject != subject_ || shown != lab_.shownVariant() || place >= states.size() ||
        networks[place] == nullptr || states[place].divergence) {
      is_asked_ = false;
      return;
    }
    const GradientQuestion question{.subject = subject,
                                    .cases = {{shown, networks[place], states[place]}},
                                    .layer = {},
                                    .neuron = 0,
                                    .window = 0,
                                    .f = {},
                                    .by_phase = true};
    jobs_.add(
        [this, question](const std::stop_token& stop) { return examiner_.answer(question, stop); },
        [this](const GradientAnswer& answer) {
          is_asked_ = false;
          if (answer.subject != subject_ || answer.views.empty()) return;
          view_ = answer.views.front();
          if (view_->diverged) view_.reset();
          tell();
        });
  });
}

}  // namespace vle::ui
