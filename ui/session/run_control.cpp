// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/run_control.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "model/variants.h"
#include "run/stop_rule.h"
#include "session/poke_words.h"

namespace vle::ui {

RunControl::RunControl(const Document& document, Compiler& compiler, MarkList& marks)
    : document_(document), compiler_(compiler), marks_(marks) {
  connect(&document_, &Document::changed, this, &RunControl::onChanged);
}

void RunControl::onChanged(const Change& change) {
  if (change.reload) {
    learning_.reset();
    unsent_marks_.clear();
    setSpeed(document_.project().settings.speed);
    setLearning(document_.project().settings.learning);
  }
  if (!change.reachesSimulation()) return;
  if (!document_.act().continues) ++gesture_;
  if (change.computesElse() && !change.reload)
    unsent_marks_.push_back({document_.act().text, gesture_});
}

void RunControl::runCompiled(bool is_reload) {
  UseNetworks command;
  for (std::size_t k = 0; k < compiler_.variants().size(); ++k) {
    if (compiler_.networks()[k] == nullptr) continue;  // it cannot run
    command.variants.push_back({compiler_.variants()[k].id, compiler_.networks()[k]});
  }
  if (is_reload) send(UseNetworks{});
  if (!command.variants.empty()) send(std::move(command), std::exchange(unsent_marks_, {}));
  prunePokes();
}

void RunControl::send(Command command, std::vector<Announcement> marks) {
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
  sent_ = marks_.announce(std::move(marks));
  queue_.push_back({std::move(command), sent_});
  offer();
}

void RunControl::offer() {
  while (!queue_.empty() && runner_.send(queue_.front().command, queue_.front().ticket)) {
    queue_.pop_front();
  }
}

std::optional<Frame> RunControl::takeFrame() {
  offer();
  std::optional<Frame> frame = runner_.takeFrame();
  if (!frame) return {};
  obeyed_ = frame->obeyed;
  marks_.settle(frame->stamps);
  if (frame->epoch != epoch_) return {};  // from before a reset
  status_.t = frame->t;
  status_.step = frame->step;
  status_.reached_speed = frame->reached_speed;
  // A frame from before the last order tells an error that order has put behind it.
  if (frame->obeyed < run_ticket_) frame->error.clear();
  const bool has_failed = !frame->error.empty() && frame->error != status_.error;
  status_.error = frame->error;
  const bool is_met = status_.is_running && frame->met == run_ticket_;
  if (!frame->error.empty() || is_met) {
    status_.is_running = false;
    const QString until = std::exchange(status_.until, {});
    emit statusChanged();
    if (is_met) emit notice(tr("Paused: %1").arg(until));
    if (has_failed) emit notice(tr("Paused: %1").arg(QString::fromStdString(frame->error)));
  }
  return frame;
}

bool RunControl::endRun(const Frame& frame) {
  if (!status_.is_running || frame.obeyed < run_ticket_) return false;
  pause();
  is_over_ = true;
  return true;
}

void RunControl::order(Command command, bool runs, const QString& until) {
  compiler_.finish();
  is_over_ = false;
  status_.is_running = runs;
  status_.until = until;
  send(std::move(command));
  run_ticket_ = sent_;
  emit statusChanged();
}

void RunControl::run() { order(Run{}, true); }

void RunControl::runUntil(const RunUntil& until) {
  const std::vector<Variant> variants = runningVariants(document_.project());
  const auto one = std::ranges::find(variants, until.variant, &Variant::id);
  order(until, true,
        QString::fromStdString(
            describe(until, one != variants.end() ? one->label() : std::string())));
}

void RunControl::pause() { order(Pause{}, false); }

void RunControl::togglePlay() {
  if (status_.is_running)
    pause();
  else
    run();
}

void RunControl::stepBy(std::int64_t n) { order(Step{n}, false); }

void RunControl::reset() {
  compiler_.finish();
  ++epoch_;
  status_.t = 0;
  status_.step = 0;
  // What has just been done and is not yet stamped (another seed) belongs to the new run.
  send(Reset{}, marks_.withdrawAll());
  marks_.clear();
  if (!pokes_.empty()) {
    pokes_.clear();
    emit pokesChanged();
  }
  emit restarted();
  if (is_over_) run();
}

void RunControl::setSpeed(double factor) {
  status_.speed = factor;
  send(SetSpeed{factor});
  emit statusChanged();
}

void RunControl::setLearning(bool on) {
  const bool is_news = learning_ && *learning_ != on;
  learning_ = on;
  std::vector<Announcement> marks;
  if (is_news) marks.push_back({on ? tr("Learning on") : tr("Learning off"), ++gesture_});
  send(SetLearning{on}, std::move(marks));
  emit statusChanged();
}

void RunControl::setNow(std::vector<LearnedParameter> parameters) {
  compiler_.finish();
  std::vector<Announcement> marks;
  marks.reserve(parameters.size());
  for (const LearnedParameter& parameter : parameters) {
    marks.push_back(
        {tr("Set %1 to its initial value").arg(learnedName(document_.project(), parameter)),
         ++gesture_});
  }
  send(SetNow{std::move(parameters)}, std::move(marks));
}

void RunControl::setLive(NodeId node, std::vector<double> values, std::uint64_t gesture) {
  compiler_.finish();
  const NodeSpec* spec = document_.project().network.find(node);
  std::vector<Announcement> marks;
  if (gesture != 0 && spec != nullptr) {
    constexpr std::uint64_t kStrokes = std::uint64_t{1} << 63;  // apart from the other gestures
    marks.push_back(
        {tr("Draw %1 by hand").arg(QString::fromStdString(spec->name)), gesture | kStrokes});
  }
  send(SetLive{node, std::move(values)}, std::move(marks));
}

const Poke* RunControl::pokeOf(NodeId layer, std::size_t neuron) const {
  const auto found = std::ranges::find_if(
      pokes_, [&](const Poke& p) { return p.layer == layer && p.neuron == neuron; });
  return found == pokes_.end() ? nullptr : &*found;
}

void RunControl::poke(NodeId layer, std::size_t neuron, PokeKind kind, double value) {
  compiler_.finish();
  const NodeSpec* node = document_.project().network.find(layer);
  const bool exists =
      node != nullptr && node->layer() != nullptr && neuron < static_cast<std::size_t>(node->size);
  if (!exists || !std::isfinite(value)) return;
  const Poke poke{layer, neuron, kind, kind == PokeKind::Silence ? 0 : value};
  if (const Poke* now = pokeOf(layer, neuron); now != nullptr && *now == poke) return;
  // The same kind again, with another value: a slider that is dragged.
  const bool continues = last_poke_ && last_poke_->layer == layer && last_poke_->neuron == neuron &&
                         last_poke_->kind == kind && pokeOf(layer, neuron) != nullptr;
  if (!continues) ++gesture_;
  std::erase_if(pokes_, [&](const Poke& p) { return p.layer == layer && p.neuron == neuron; });
  pokes_.push_back(poke);
  last_poke_ = poke;
  sendPokes({{pokeText(document_.project(), poke), gesture_}});
}

void RunControl::unpoke(NodeId layer, std::size_t neuron) {
  if (pokeOf(layer, neuron) == nullptr) return;
  const QString name = neuronName(document_.project(), layer, neuron);
  std::erase_if(pokes_, [&](const Poke& p) { return p.layer == layer && p.neuron == neuron; });
  last_poke_.reset();
  sendPokes({{tr("Release %1").arg(name), ++gesture_}});
}

void RunControl::unpokeAll() {
  if (pokes_.empty()) return;
  pokes_.clear();
  last_poke_.reset();
  sendPokes({{tr("Release all neurons"), ++gesture_}});
}

/// Neurons that are no more cannot be held.
void RunControl::prunePokes() {
  const auto is_gone = [this](const Poke& poke) {
    const NodeSpec* node = document_.project().network.find(poke.layer);
    return node == nullptr || node->layer() == nullptr ||
           poke.neuron >= static_cast<std::size_t>(node->size);
  };
  if (std::erase_if(pokes_, is_gone) > 0) sendPokes({});
}

void RunControl::sendPokes(std::vector<Announcement> marks) {
  send(SetPokes{pokes_}, std::move(marks));
  emit pokesChanged();
}

}  // namespace vle::ui
