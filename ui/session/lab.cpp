// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/lab.h"

#include <algorithm>
#include <utility>

#include "model/validate.h"
#include "model/variants.h"
#include "session/board.h"

namespace vle::ui {

namespace {

constexpr int kFrameMs = 16;

}  // namespace

Lab::Lab(Document& document, const Priorities& priorities, QObject* parent)
    : QObject(parent),
      document_(document),
      priorities_(priorities),
      frame_timer_(TempoTimer::Rings::Again, kFrameMs) {
  compile_timer_.setSingleShot(true);
  compile_timer_.setInterval(0);
  connect(&compile_timer_, &QTimer::timeout, this, &Lab::compile);
  connect(&document_, &Document::changed, this, &Lab::onChanged);
  connect(&frame_timer_, &TempoTimer::timeout, this, &Lab::pull);
  frame_timer_.start();
}

void Lab::onChanged(const Change& change) {
  is_reload_ |= change.reload;
  if (change.reload) {
    shown_ = 0;
    shown_id_ = {};
    learning_.reset();
    unsent_marks_.clear();
    kept_.clear();
    emit keptRunsChanged();
    seeds_.clear();
    setSpeed(document_.project().settings.speed);
    setLearning(document_.project().settings.learning);
  }
  if (change.reachesSimulation()) {
    compile_timer_.start();
    if (!document_.act().continues) ++gesture_;
    if (change.computesElse() && !change.reload)
      unsent_marks_.push_back({document_.act().text, gesture_});
  }
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
  if (hasErrors(problems_)) {
    if (is_reload_) stopOld();
    return;
  }
  const std::vector<Variant> variants = runningVariants(document_.project());
  networks_ = compileChanged(variants);
  UseNetworks command;
  std::vector<VariantStatus> status;
  if (is_reload_) variants_.clear();
  for (std::size_t k = 0; k < variants.size(); ++k) {
    command.variants.push_back({variants[k].id, networks_[k]});
    const VariantStatus* old = find(variants[k].id);
    status.push_back(old == nullptr ? VariantStatus{} : *old);
    status.back().variant = variants[k];
    if (variants[k].id == shown_id_) shown_ = k;
  }
  variants_ = std::move(status);
  shown_ = std::min(shown_, variants_.size() - 1);
  shown_id_ = variants_[shown_].variant.id;
  if (is_reload_) send(UseNetworks{});  // nothing of another project is carried over
  send(std::move(command), std::exchange(unsent_marks_, {}));
  prunePokes();
  observe();
  if (std::exchange(is_reload_, false)) reset();
  emit variantsChanged();
}

/// Networks of what has not changed are the very same: an edit of one variant leaves the others, as
/// they run, alone.
std::vector<std::shared_ptr<const Network>> Lab::compileChanged(
    const std::vector<Variant>& variants) {
  std::vector<Compiled> compiled;
  std::vector<std::shared_ptr<const Network>> networks;
  for (const Variant& variant : variants) {
    Project project = withoutLooks(applyVariant(document_.project(), variant));
    const auto same = std::ranges::find(compiled_, project, &Compiled::project);
    const bool is_free = same != compiled_.end() && !is_reload_ &&
                         std::ranges::find(networks, same->network) == networks.end();
    networks.push_back(is_free ? same->network : Network::build(project));
    compiled.push_back({std::move(project), networks.back()});
  }
  compiled_ = std::move(compiled);
  return networks;
}

/// Another project was opened that cannot run yet: that of before must not run on under its name.
void Lab::stopOld() {
  send(UseNetworks{});
  variants_.clear();
  networks_.clear();  // or whoever asks for states waits for theirs
  live_ = LiveView();
  reset();
  emit variantsChanged();
}

void Lab::observe() {
  Observe wanted = observationOf(document_.project(), shown_);
  for (const std::string& probe : watched_) {
    if (std::ranges::find(wanted.probes, probe) == wanted.probes.end()) {
      wanted.probes.push_back(probe);
    }
  }
  send(std::move(wanted));
}

void Lab::watch(std::vector<std::string> probes) {
  if (probes == watched_) return;
  watched_ = std::move(probes);
  observe();
}

std::uint64_t Lab::send(Command command, std::vector<Announcement> marks) {
  // Of several networks that wait, only the last one matters.
  const bool replaces = !queue_.empty() &&
                        std::holds_alternative<UseNetworks>(queue_.back().command) &&
                        std::holds_alternative<UseNetworks>(command) &&
                        !std::get<UseNetworks>(queue_.back().command).variants.empty();
  if (replaces) {
    std::vector<Announcement> earlier = marks_.withdraw(queue_.back().ticket);
    marks.insert(marks.begin(), earlier.begin(), earlier.end());
    queue_.pop_back();
  }
  const std::uint64_t ticket = marks_.announce(std::move(marks));
  sent_ = ticket;
  queue_.push_back({std::move(command), ticket});
  offer();
  return ticket;
}

void Lab::offer() {
  while (!queue_.empty() && runner_.send(queue_.front().command, queue_.front().ticket)) {
    queue_.pop_front();
  }
}

void Lab::finishChanges() {
  if (!compile_timer_.isActive()) return;
  compile_timer_.stop();
  compile();
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
  // One that was made a moment ago may not run yet.
  const std::vector<Variant> variants = runningVariants(document_.project());
  shown_id_ = variants[std::min(index, variants.size() - 1)].id;
  for (std::size_t k = 0; k < variants_.size(); ++k) {
    if (variants_[k].variant.id == shown_id_) shown_ = k;
  }
  observe();
  emit statusChanged();
}

void Lab::pull() {
  offer();
  if (const auto states = runner_.takeStates(); states && !waiting_.empty()) {
    const auto networks = std::move(copied_);
    if (states->size() == networks.size()) {
      const TakeStates take = std::move(waiting_.front());
      waiting_.pop_front();
      if (!waiting_.empty()) sendCopyStates();
      take(networks, *states);
    } else {
      sendCopyStates();  // of other variants: who waits is answered in any case
    }
  }
  if (explanations_.poll()) {
    for (VariantStatus& status : variants_) {
      status.diagnosis = explanations_.diagnosis(status.variant.id);
    }
    emit variantsChanged();
  }
  std::optional<Frame> taken = runner_.takeFrame();
  if (!taken) return;
  obeyed_ = taken->obeyed;
  if (marks_.settle(taken->stamps)) emit marksChanged();
  if (taken->epoch != epoch_) return;  // from before a reset
  take(*taken);
  emit frame();
}

void Lab::take(Frame& frame) {
  status_.t = frame.t;
  status_.step = frame.step;
  status_.reached_speed = frame.reached_speed;
  // A frame from before the last order tells an error that order has put behind it.
  if (frame.obeyed < run_ticket_) frame.error.clear();
  const bool has_failed = !frame.error.empty() && frame.error != status_.error;
  status_.error = frame.error;
  const bool is_met = status_.is_running && frame.met == run_ticket_;
  if (!frame.error.empty() || is_met) {
    status_.is_running = false;
    const QString until = std::exchange(status_.until, {});
    emit statusChanged();
    if (is_met) emit notice(tr("Paused: %1").arg(until));
    if (has_failed) emit notice(tr("Paused: %1").arg(QString::fromStdString(frame.error)));
  }
  for (VariantFrame& variant : frame.variants) {
    for (const SampleBlock& block : variant.blocks) {
      traces_.append(variant.id, block, frame.dt);
    }
    VariantStatus* status = find(variant.id);
    if (status == nullptr) continue;
    status->loss = variant.loss_mean;
    status->distance = variant.distance;
    status->has_run = variant.has_run;
    status->divergence = variant.divergence;
    status->last_good = variant.last_good;
  }
  const bool is_over = !variants_.empty() && std::ranges::all_of(variants_, [](const auto& status) {
    return status.divergence.has_value();
  });
  if (is_over && status_.is_running && frame.obeyed >= run_ticket_) {
    pause();
    is_over_ = true;
    emit notice(tr("Paused: every variant has stopped"));
  }
  askWhyItDiverged();
  if (frame.network) live_.update(frame, Tempo::now());
}

void Lab::askWhyItDiverged() {
  const bool any_new = std::ranges::any_of(variants_, [this](const VariantStatus& status) {
    return status.divergence && !explanations_.isAsked(status.variant.id);
  });
  if (!any_new) return;
  for (const VariantStatus& status : variants_) {
    if (status.divergence) explanations_.setAsked(status.variant.id);
  }
  copyStates([this, ids = ids(), asked = networks_](const auto& networks,
                                                    const std::vector<State>& states) {
    if (networks != asked) {  // other variants run now: those that are ill are asked about again
      for (const VariantId id : ids) explanations_.setNotBegun(id);
      return;
    }
    for (std::size_t k = 0; k < states.size() && k < ids.size(); ++k) {
      if (!states[k].divergence || !explanations_.isAsked(ids[k])) continue;
      const VariantStatus* status = find(ids[k]);
      if (status == nullptr || explanations_.diagnosis(ids[k])) continue;
      explanations_.ask(ids[k], networks[k], states[k], status->last_good);
    }
  });
}

VariantId Lab::shownVariant() const {
  return shown_ < variants_.size() ? variants_[shown_].variant.id : VariantId{};
}

std::shared_ptr<const Network> Lab::shownNetwork() const {
  return shown_ < std::min(variants_.size(), networks_.size()) ? networks_[shown_] : nullptr;
}

VariantStatus* Lab::find(VariantId variant) {
  const auto found =
      std::ranges::find(variants_, variant, [](const VariantStatus& v) { return v.variant.id; });
  return found == variants_.end() ? nullptr : &*found;
}

std::vector<VariantId> Lab::ids() const {
  std::vector<VariantId> result;
  result.reserve(variants_.size());
  for (const VariantStatus& status : variants_) result.push_back(status.variant.id);
  return result;
}

}  // namespace vle::ui
