// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/lab.h"

#include <algorithm>
#include <limits>
#include <ranges>
#include <utility>

#include "base/error.h"
#include "model/board.h"
#include "model/paths.h"
#include "model/scaling.h"
#include "model/variants.h"
#include "session/board.h"
#include "session/divergence_words.h"
#include "session/number_text.h"

namespace vle::ui {

namespace {

constexpr int kFrameMs = 16;

/// The same variant, and nothing of it has changed?
bool isSame(const Variant& a, const Variant& b) { return a.id == b.id && a == b; }

}  // namespace

Lab::Lab(Document& document, const Priorities& priorities, QObject* parent)
    : QObject(parent),
      document_(document),
      priorities_(priorities),
      compiler_(document),
      control_(document, compiler_, marks_),
      states_([this] {
        compiler_.finish();
        control_.askForStates();
        return compiler_.networks();
      }),
      frame_timer_(TempoTimer::Rings::Again, kFrameMs) {
  connect(&document_, &Document::changed, this, &Lab::onChanged);
  connect(&compiler_, &Compiler::compiled, this, &Lab::onCompiled);
  connect(&control_, &RunControl::restarted, this, &Lab::onRestarted);
  connect(&control_, &RunControl::notice, this, &Lab::notice);
  connect(&explanations_, &Explanations::found, this, [this] {
    for (VariantStatus& status : variants_) {
      status.diagnosis = explanations_.diagnosis(status.variant.id);
    }
    emit variantsChanged();
  });
  connect(&frame_timer_, &TempoTimer::timeout, this, &Lab::pull);
  frame_timer_.start();
}

void Lab::onChanged(const Change& change) {
  if (change.reload) {
    shown_ = 0;
    shown_id_ = {};
    kept_.clear();
    seeds_.clear();
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

void Lab::onCompiled(bool is_reload) {
  const std::vector<Variant>& variants = compiler_.variants();
  bool are_others =
      is_reload || !std::ranges::equal(variants_, variants, isSame, &VariantStatus::variant);
  if (is_reload) {
    variants_.clear();
    live_ = LiveView();
  }
  std::vector<VariantStatus> status;
  for (std::size_t k = 0; k < variants.size(); ++k) {
    const VariantStatus* old = find(variants[k].id);
    VariantStatus& now = status.emplace_back(old == nullptr ? VariantStatus{} : *old);
    if (now.refusal != compiler_.refused()[k]) {
      now = VariantStatus{};
      now.refusal = compiler_.refused()[k];
      are_others = true;
    }
    now.variant = variants[k];
    if (now.divergence && now.network != compiler_.networks()[k]) {
      explanations_.outdate(variants[k].id);
      now.diagnosis.reset();
      now.was_other = true;
      are_others = true;
    }
    now.network = compiler_.networks()[k];
    if (variants[k].id == shown_id_) shown_ = k;
  }
  variants_ = std::move(status);
  if (!variants_.empty()) {
    shown_ = std::min(shown_, variants_.size() - 1);
    shown_id_ = shownVariant();
  }
  control_.runCompiled(is_reload);
  observe();
  if (is_reload) control_.reset();
  if (are_others) emit variantsChanged();
}

/// What was seen of the run is past.
void Lab::onRestarted() {
  traces_.clear();
  explanations_.clear();
  for (VariantStatus& status : variants_) {
    VariantStatus begun;
    begun.variant = std::move(status.variant);
    begun.network = std::move(status.network);
    begun.refusal = std::move(status.refusal);
    status = std::move(begun);
  }
}

void Lab::observe() {
  Observe wanted = observationOf(document_.project(), shownRun());
  for (const std::string& probe : watched_) {
    if (std::ranges::find(wanted.probes, probe) == wanted.probes.end()) {
      wanted.probes.push_back(probe);
    }
  }
  if (wanted == observed_) return;
  observed_ = wanted;
  control_.observe(std::move(wanted));
}

void Lab::watch(std::vector<std::string> probes) {
  if (probes == watched_) return;
  watched_ = std::move(probes);
  observe();
}

void Lab::showVariant(std::size_t index) {
  // One that was made a moment ago may not run yet.
  const std::vector<Variant> variants = runningVariants(document_.project());
  shown_id_ = variants[std::min(index, variants.size() - 1)].id;
  for (std::size_t k = 0; k < variants_.size(); ++k) {
    if (variants_[k].variant.id == shown_id_) shown_ = k;
  }
  observe();
  emit shownChanged();
}

void Lab::pull() {
  if (auto states = control_.takeStates()) states_.answer(std::move(*states));
  const std::optional<Frame> newest = control_.takeFrame();
  if (!newest) return;
  take(*newest);
  emit frame();
}

void Lab::take(const Frame& frame) {
  for (const VariantFrame& variant : frame.variants) {
    for (const SampleBlock& block : variant.blocks) {
      traces_.append(variant.id, block, frame.dt);
    }
    VariantStatus* status = find(variant.id);
    if (status == nullptr) continue;
    status->loss = variant.loss_mean;
    status->distance = variant.distance;
    status->has_run = variant.has_run;
    status->began = static_cast<double>(variant.began) * frame.dt;
    status->divergence = variant.divergence;
    status->last_good = variant.last_good;
  }
  const bool is_over = !variants_.empty() && std::ranges::all_of(variants_, [](const auto& status) {
    return status.divergence.has_value() || status.network == nullptr;
  });
  if (is_over && control_.endRun(frame)) emit notice(tr("Paused: every variant has stopped"));
  askWhyItDiverged();
  if (shownNetwork() == nullptr)
    live_ = LiveView();
  else if (frame.network)
    live_.update(frame, Tempo::now());
}

void Lab::askWhyItDiverged() {
  const bool any_new = std::ranges::any_of(variants_, [this](const VariantStatus& status) {
    return status.divergence && !explanations_.isAsked(status.variant.id);
  });
  if (!any_new) return;
  std::vector<VariantId> ids;
  ids.reserve(variants_.size());
  for (const VariantStatus& status : variants_) {
    ids.push_back(status.variant.id);
    if (status.divergence) explanations_.setAsked(status.variant.id);
  }
  states_.ask(this, [this, ids, asked = compiler_.networks()](const auto& networks,
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
  return shown_ < variants_.size() ? variants_[shown_].network : nullptr;
}

/// The index of the shown variant among those that run.
std::size_t Lab::shownRun() const {
  const auto runs = [](const VariantStatus& status) { return status.network != nullptr; };
  if (shownNetwork() == nullptr) return variants_.size();  // none
  return static_cast<std::size_t>(
      std::ranges::count_if(variants_ | std::views::take(shown_), runs));
}

VariantStatus* Lab::find(VariantId variant) {
  const auto found =
      std::ranges::find(variants_, variant, [](const VariantStatus& v) { return v.variant.id; });
  return found == variants_.end() ? nullptr : &*found;
}

void Lab::keepRun() {
  KeptRun run;
  run.project = document_.project();
  run.t = control_.status().t;
  if (run.t <= 0) {
    emit notice(tr("There is nothing to keep yet: the run stands at its beginning."));
    return;
  }
  for (const VariantStatus& status : variants_) {
    run.variants.push_back(status.variant);
    run.losses.push_back(status.divergence ? std::numeric_limits<double>::quiet_NaN()
                                           : status.loss);
  }
  kept_.keep(std::move(run), traces_, recentWindow(document_.project()));
}

void Lab::applyCure(VariantId variant, std::size_t which) {
  const VariantStatus* status = find(variant);
  if (status == nullptr || !status->diagnosis) return;
  const std::vector<DivergenceReport::Trial> cures = status->diagnosis->report.cures();
  if (which >= cures.size()) return;
  const DivergenceReport::Trial& cure = cures[which];
  const Project& project = document_.project();
  std::vector<Edit> edits;
  try {
    edits = difference(project, withScaled(project, variant, cure.path, cure.factor));
  } catch (const Error& error) {  // what it speaks of has gone meanwhile
    emit notice(QString::fromStdString(error.what()));
    return;
  }
  if (!edits.empty()) {
    document_.push(changeText(cure), std::move(edits));
  }
  control_.reset();
}

}  // namespace vle::ui
