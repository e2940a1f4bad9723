// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lab/lab.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "lab/board.h"
#include "model/validate.h"
#include "model/variants.h"

namespace vle::ui {

namespace {

constexpr int kFrameMs = 16;

}  // namespace

Lab::Lab(Document& document, QObject* parent) : QObject(parent), document_(document) {
  compile_timer_.setSingleShot(true);
  compile_timer_.setInterval(0);
  connect(&compile_timer_, &QTimer::timeout, this, &Lab::compile);
  connect(&document_, &Document::changed, this, &Lab::onChanged);
  frame_timer_.setTimerType(Qt::PreciseTimer);
  connect(&frame_timer_, &QTimer::timeout, this, &Lab::pull);
  frame_timer_.start(kFrameMs);
}

void Lab::onChanged(const Change& change) {
  is_reload_ |= change.reload;
  if (change.reload) {
    shown_ = 0;
    setSpeed(document_.project().settings.speed);
    setLearning(document_.project().settings.learning);
  }
  if (change.reachesSimulation()) compile_timer_.start();
  if (change.board && !change.reachesSimulation()) observe();
  if (change.variants && !change.reachesSimulation()) {  // another title, colour or visibility
    const std::vector<Variant> variants = runningVariants(document_.project());
    for (std::size_t k = 0; k < variants_.size() && k < variants.size(); ++k) {
      variants_[k].variant = variants[k];
    }
    emit variantsChanged();
  }
}

void Lab::compile() {
  problems_ = validate(document_.project());
  emit problemsChanged();
  if (!is_reload_ && status_.step > 0) {  // the stack names the change once it is done
    const QUndoStack& stack = document_.undoStack();
    marks_.push_back({status_.t, stack.text(std::max(stack.index() - 1, 0))});
    emit marksChanged();
  }
  if (hasErrors(problems_)) {
    if (is_reload_) stopOld();
    return;
  }
  const std::vector<Variant> variants = runningVariants(document_.project());
  std::vector<std::shared_ptr<const Network>> networks = compileVariants(document_.project());
  networks_ = networks;
  UseNetworks command;
  std::vector<VariantStatus> status;
  for (std::size_t k = 0; k < variants.size(); ++k) {
    command.variants.push_back({variants[k].name, std::move(networks[k])});
    const auto old = std::ranges::find(variants_, variants[k].name,
                                       [](const VariantStatus& v) { return v.variant.name; });
    VariantStatus now = old == variants_.end() || is_reload_ ? VariantStatus{} : *old;
    now.variant = variants[k];
    status.push_back(std::move(now));
  }
  variants_ = std::move(status);
  shown_ = std::min(shown_, variants_.size() - 1);
  if (is_reload_) send(UseNetworks{});  // nothing of another project is carried over
  send(std::move(command));
  observe();
  if (std::exchange(is_reload_, false)) reset();
  emit variantsChanged();
}

/// Another project was opened that cannot run yet: that of before must not run on under its name.
void Lab::stopOld() {
  send(UseNetworks{});
  variants_.clear();
  live_ = LiveView();
  reset();
  emit variantsChanged();
}

void Lab::observe() { send(observationOf(document_.project(), shown_)); }

void Lab::send(Command command) {
  // Of several networks that wait, only the last one matters.
  const bool replaces = !queue_.empty() && std::holds_alternative<UseNetworks>(queue_.back()) &&
                        std::holds_alternative<UseNetworks>(command) &&
                        !std::get<UseNetworks>(queue_.back()).variants.empty();
  if (replaces) queue_.pop_back();
  queue_.push_back(std::move(command));
  while (!queue_.empty() && runner_.send(queue_.front())) queue_.pop_front();
}

void Lab::run() {
  status_.is_running = true;
  send(Run{});
  emit statusChanged();
}

void Lab::pause() {
  status_.is_running = false;
  send(Pause{});
  emit statusChanged();
}

void Lab::togglePlay() {
  if (status_.is_running)
    pause();
  else
    run();
}

void Lab::stepBy(std::int64_t n) {
  finishChanges();
  status_.is_running = false;
  send(Step{n});
  emit statusChanged();
}

void Lab::finishChanges() {
  if (!compile_timer_.isActive()) return;
  compile_timer_.stop();
  compile();
}

void Lab::reset() {
  finishChanges();
  ++epoch_;
  status_.t = 0;
  status_.step = 0;
  send(Reset{});
  traces_.clear();
  marks_.clear();
  for (VariantStatus& variant : variants_) {
    variant.has_run = false;
    variant.divergence.reset();
  }
  emit restarted();
}

void Lab::setSpeed(double factor) {
  status_.speed = factor;
  send(SetSpeed{factor});
  emit statusChanged();
}

void Lab::setLearning(bool on) {
  send(SetLearning{on});
  emit statusChanged();
}

void Lab::setNow(std::vector<LearnedParameter> parameters) {
  finishChanges();
  send(SetNow{std::move(parameters)});
}

void Lab::copyStates(TakeStates take) {
  finishChanges();
  waiting_.push_back(std::move(take));
  if (waiting_.size() == 1) sendCopyStates();
}

void Lab::sendCopyStates() {
  copied_ = networks_;
  send(CopyStates{});
}

void Lab::showVariant(std::size_t index) {
  shown_ = std::min(index, variants_.empty() ? 0 : variants_.size() - 1);
  observe();
  emit statusChanged();
}

void Lab::pull() {
  while (!queue_.empty() && runner_.send(queue_.front())) queue_.pop_front();
  if (const auto states = runner_.takeStates(); states && !waiting_.empty()) {
    const TakeStates take = std::move(waiting_.front());
    waiting_.pop_front();
    const auto networks = std::move(copied_);
    if (!waiting_.empty()) sendCopyStates();
    if (states->size() == networks.size()) take(networks, *states);
  }
  std::optional<Frame> taken = runner_.takeFrame();
  if (!taken || taken->epoch != epoch_) return;  // from before a reset
  status_.t = taken->t;
  status_.step = taken->step;
  status_.reached_speed = taken->reached_speed;
  status_.error = taken->error;
  if (!taken->error.empty()) status_.is_running = false;
  for (VariantFrame& frame : taken->variants) {
    for (const SampleBlock& block : frame.blocks) traces_.append(frame.name, block, taken->dt);
    const auto status = std::ranges::find(variants_, frame.name,
                                          [](const VariantStatus& v) { return v.variant.name; });
    if (status == variants_.end()) continue;
    status->loss = frame.loss_mean;
    status->has_run = taken->step > 0;
    status->divergence = frame.divergence;
  }
  if (taken->network) live_.update(*taken, LiveView::Clock::now());
  emit frame();
}

}  // namespace vle::ui
