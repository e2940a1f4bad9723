// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/lab.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "base/error.h"
#include "model/board.h"
#include "model/scaling.h"
#include "model/validate.h"
#include "model/variants.h"
#include "run/stop_rule.h"
#include "session/board.h"
#include "session/number_text.h"
#include "session/poke_words.h"

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
      frame_timer_(TempoTimer::Rings::Again, kFrameMs),
      states_([this] {
        send(CopyStates{});
        return networks_;
      }) {
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
  std::vector<Issue> problems = validate(document_.project());
  if (problems != problems_) {
    problems_ = std::move(problems);
    emit problemsChanged();
  }
  if (hasErrors(problems_)) {
    if (is_reload_) stopOld();
    return;
  }
  const std::vector<Variant> variants = runningVariants(document_.project());
  const auto before = std::exchange(networks_, compileChanged(variants));
  const bool are_others =
      is_reload_ || !std::ranges::equal(variants_, variants, isSame, &VariantStatus::variant);
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
  if (are_others) emit variantsChanged();
  if (networks_ != before) emit networksChanged();
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
    networks.push_back(is_free ? same->network : Network::buildValid(project));
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
  emit networksChanged();
}

void Lab::observe() {
  Observe wanted = observationOf(document_.project(), shown_);
  for (const std::string& probe : watched_) {
    if (std::ranges::find(wanted.probes, probe) == wanted.probes.end()) {
      wanted.probes.push_back(probe);
    }
  }
  if (wanted == observed_) return;
  observed_ = wanted;
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

void Lab::copyStates(const QObject* owner, StateCopies::Take take) {
  finishChanges();
  states_.ask(owner, std::move(take));
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
  if (const auto states = runner_.takeStates()) states_.answer(*states);
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
  copyStates(this, [this, ids = ids(), asked = networks_](const auto& networks,
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

// --- What a person asks of the run
// ----------------------------------------------------------------

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
