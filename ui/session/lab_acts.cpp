// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a person asks of the run: play, conditions, switches, pokes, drawn input, kept runs.
#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "base/error.h"
#include "model/board.h"
#include "model/scaling.h"
#include "run/stop_rule.h"
#include "session/lab.h"
#include "session/number_text.h"
#include "session/poke_words.h"

namespace vle::ui {

void Lab::run() {
  is_over_ = false;
  status_.is_running = true;
  status_.until.clear();
  run_ticket_ = send(Run{});
  emit statusChanged();
}

void Lab::runUntil(const RunUntil& until) {
  finishChanges();
  status_.is_running = true;
  const VariantStatus* one = find(until.variant);
  status_.until = QString::fromStdString(
      describe(until, one != nullptr ? one->variant.label() : std::string()));
  run_ticket_ = send(until);
  emit statusChanged();
}

void Lab::pause() {
  is_over_ = false;
  status_.is_running = false;
  status_.until.clear();
  run_ticket_ = send(Pause{});
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
  status_.until.clear();
  run_ticket_ = send(Step{n});
  emit statusChanged();
}

void Lab::reset() {
  finishChanges();
  ++epoch_;
  status_.t = 0;
  status_.step = 0;
  // What has just been done and is not yet stamped (another seed) belongs to the new run.
  send(Reset{}, marks_.withdrawAll());
  marks_.clear();
  emit marksChanged();
  traces_.clear();
  explanations_.clear();
  for (VariantStatus& variant : variants_) {
    variant.has_run = false;
    variant.distance.reset();
    variant.divergence.reset();
    variant.diagnosis.reset();
    variant.last_good.reset();
  }
  if (!pokes_.empty()) {
    pokes_.clear();
    emit pokesChanged();
  }
  emit restarted();
  if (is_over_) run();
}

void Lab::setSpeed(double factor) {
  status_.speed = factor;
  send(SetSpeed{factor});
  emit statusChanged();
}

void Lab::setLearning(bool on) {
  const bool is_news = learning_ && *learning_ != on;
  learning_ = on;
  std::vector<Announcement> marks;
  if (is_news) marks.push_back({on ? tr("Learning on") : tr("Learning off"), ++gesture_});
  send(SetLearning{on}, std::move(marks));
  emit statusChanged();
}

void Lab::setNow(std::vector<LearnedParameter> parameters) {
  finishChanges();
  std::vector<Announcement> marks;
  marks.reserve(parameters.size());
  for (const LearnedParameter& parameter : parameters) {
    marks.push_back(
        {tr("Set %1 to its initial value").arg(learnedName(document_.project(), parameter)),
         ++gesture_});
  }
  send(SetNow{std::move(parameters)}, std::move(marks));
}

void Lab::setLive(NodeId node, std::vector<double> values, std::uint64_t gesture) {
  finishChanges();
  const NodeSpec* spec = document_.project().network.find(node);
  std::vector<Announcement> marks;
  if (gesture != 0 && spec != nullptr) {
    constexpr std::uint64_t kStrokes = std::uint64_t{1} << 63;  // apart from the other gestures
    marks.push_back(
        {tr("Draw %1 by hand").arg(QString::fromStdString(spec->name)), gesture | kStrokes});
  }
  send(SetLive{node, std::move(values)}, std::move(marks));
}

const Poke* Lab::pokeOf(NodeId layer, std::size_t neuron) const {
  const auto found = std::ranges::find_if(
      pokes_, [&](const Poke& p) { return p.layer == layer && p.neuron == neuron; });
  return found == pokes_.end() ? nullptr : &*found;
}

void Lab::poke(NodeId layer, std::size_t neuron, PokeKind kind, double value) {
  finishChanges();
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
  last_poke_ = poke;
  std::erase_if(pokes_, [&](const Poke& p) { return p.layer == layer && p.neuron == neuron; });
  pokes_.push_back(poke);
  send(SetPokes{pokes_}, {{pokeText(document_.project(), poke), gesture_}});
  emit pokesChanged();
}

void Lab::unpoke(NodeId layer, std::size_t neuron) {
  if (pokeOf(layer, neuron) == nullptr) return;
  const QString name = neuronName(document_.project(), layer, neuron);
  std::erase_if(pokes_, [&](const Poke& p) { return p.layer == layer && p.neuron == neuron; });
  last_poke_.reset();
  send(SetPokes{pokes_}, {{tr("Release %1").arg(name), ++gesture_}});
  emit pokesChanged();
}

void Lab::unpokeAll() {
  if (pokes_.empty()) return;
  pokes_.clear();
  last_poke_.reset();
  send(SetPokes{}, {{tr("Release all neurons"), ++gesture_}});
  emit pokesChanged();
}

/// Neurons that are no more cannot be held.
void Lab::prunePokes() {
  const auto is_gone = [this](const Poke& poke) {
    const NodeSpec* node = document_.project().network.find(poke.layer);
    return node == nullptr || node->layer() == nullptr ||
           poke.neuron >= static_cast<std::size_t>(node->size);
  };
  if (std::erase_if(pokes_, is_gone) == 0) return;
  send(SetPokes{pokes_});
  emit pokesChanged();
}

void Lab::keepRun() {
  if (status_.t <= 0) {
    emit notice(tr("There is nothing to keep yet: the run stands at its beginning."));
    return;
  }
  KeptRun run;
  run.project = document_.project();
  run.t = status_.t;
  for (const VariantStatus& status : variants_) {
    run.variants.push_back(status.variant);
    run.losses.push_back(status.divergence ? std::numeric_limits<double>::quiet_NaN()
                                           : status.loss);
  }
  kept_.keep(std::move(run), traces_, recentWindow(document_.project()));
  emit keptRunsChanged();
}

void Lab::removeKeptRun(std::uint64_t id) {
  kept_.remove(id);
  emit keptRunsChanged();
}

void Lab::setKeptRunVisible(std::uint64_t id, bool visible) {
  kept_.setVisible(id, visible);
  emit keptRunsChanged();
}

void Lab::restoreSettings(std::uint64_t id) {
  const KeptRun* run = kept_.find(id);
  if (run == nullptr) return;
  const Project& project = document_.project();
  document_.push(tr("Restore the settings of %1").arg(run->title),
                 difference(project, withSettingsOf(*run, project)));
}

void Lab::applyCure(VariantId variant) {
  const VariantStatus* status = find(variant);
  if (status == nullptr || !status->diagnosis) return;
  const std::optional<DivergenceReport::Cure> cure = status->diagnosis->report.cure;
  if (!cure) return;
  const Project& project = document_.project();
  std::vector<Edit> edits;
  try {
    edits = difference(project, withScaled(project, variant, cure->path, cure->factor));
  } catch (const Error& error) {  // what it speaks of has gone meanwhile
    emit notice(QString::fromStdString(error.what()));
    return;
  }
  if (!edits.empty()) {
    document_.push(tr("%1 times %2").arg(pathText(project, cure->path), shortText(cure->factor)),
                   std::move(edits));
  }
  reset();
}

}  // namespace vle::ui
