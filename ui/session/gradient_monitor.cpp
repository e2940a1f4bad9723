// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/gradient_monitor.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "sim/error_hops.h"
#include "sim/transfer.h"

namespace vle::ui {

namespace {

constexpr int kLookMs = 30;
constexpr double kRestMs = 200;  ///< between an answer and the next question, at least
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kRestShare = 3;  ///< and so many times as long as the answer took

/// |λ| there, if it can be told apart.
double levelOf(const GainAtFrequency& gain) {
  return gain.reading.seen == Seen::Yes ? gain.reading.level : 0;
}

AnglePoint pointOf(const GradientView& view, const ProjectionView& projection) {
  return {.t = view.t,
          .update = projection.is_below_noise ? kNan : projection.update.angle(),
          .transposed = projection.transposed ? projection.transposed->angle() : kNan,
          .expected = projection.expected ? projection.expected->angle() : kNan};
}

}  // namespace

GradientMonitor::GradientMonitor(Lab& lab, QObject* parent)
    : QObject(parent),
      lab_(lab),
      timer_(TempoTimer::Rings::Again, kLookMs),
      jobs_(lab.priorities().gradient) {
  // A run that stands still sends no frames, but there may be something new to look at.
  connect(&timer_, &TempoTimer::timeout, this, &GradientMonitor::poll);
  const auto look = [this] {
    is_stale_ = true;
    chooseDefault();
  };
  connect(&lab_.compiler(), &Compiler::networksChanged, this, look);
  connect(&lab_, &Lab::variantsChanged, this, look);  // those that are hidden are not asked about
  connect(&lab_.control(), &RunControl::restarted, this, [this] {
    angles_.clear();
    has_gap_ = true;  // the worker may have missed its beginning
    ++run_;
    renew();
    emit answered();
  });
  connect(&lab_.control(), &RunControl::pokesChanged, this, [this] { is_stale_ = true; });
}

void GradientMonitor::setActive(bool active) {
  if (is_active_ == active) return;
  is_active_ = active;
  is_stale_ = true;
  has_gap_ = true;
  if (!active) return timer_.stop();
  timer_.start();
  chooseDefault();
}

/// Another subject: spectra begin anew.
void GradientMonitor::renew() {
  ++subject_;
  views_.clear();  // numbers of another neuron must not stand under this one's name
  loudest_.reset();
  is_stale_ = true;
  rest_ms_ = 0;
}

std::vector<LayerPlan> GradientMonitor::layers() const {
  const auto network = lab_.shownNetwork();
  return network != nullptr ? network->layers : std::vector<LayerPlan>();
}

void GradientMonitor::look(NodeId layer, std::size_t neuron) { choose(layer, neuron, false); }

void GradientMonitor::lookAtLayer(NodeId layer) { choose(layer, 0, true); }

void GradientMonitor::choose(NodeId layer, std::size_t neuron, bool is_whole) {
  const auto all = layers();
  const auto found = std::ranges::find(all, layer, &LayerPlan::id);
  if (found == all.end() || neuron >= found->range.size) return;
  is_whole = is_whole && found->range.size > 1;
  if (layer == layer_ && neuron == neuron_ && is_whole == is_whole_) return;
  if (layer != layer_) renew();
  layer_ = layer;
  neuron_ = neuron;
  is_whole_ = is_whole;
  loudest_ = loudest();
  is_stale_ = true;
  rest_ms_ = 0;
  emit subjectChanged();
}

void GradientMonitor::step(bool forward) {
  const auto all = layers();
  if (all.empty()) return;
  const auto place = std::ranges::find(all, layer_, &LayerPlan::id);
  if (place == all.end()) return look(all.front().id, 0);
  const std::size_t size = place->range.size;
  if (is_whole_ && forward) return look(layer_, 0);
  if (forward && neuron_ + 1 < size) return look(layer_, neuron_ + 1);
  if (!forward && neuron_ > 0) return look(layer_, neuron_ - 1);
  // Only layers that errors reach have something to show.
  const auto reached = reachedLayers();
  const auto own = std::ranges::find(reached, layer_, &LayerPlan::id) - reached.begin();
  const auto others = std::ssize(reached);
  const auto next = own == others ? 0 : (own + (forward ? 1 : others - 1)) % others;
  const LayerPlan& layer = reached[static_cast<std::size_t>(next)];
  look(layer.id, forward ? 0 : layer.range.size - 1);
}

std::vector<LayerPlan> GradientMonitor::reachedLayers() const {
  const auto network = lab_.shownNetwork();
  if (network == nullptr) return {};
  const auto hops = errorHops(*network);
  std::vector<LayerPlan> reached;
  for (std::size_t k = 0; k < hops.size(); ++k) {
    if (hops[k]) reached.push_back(network->layers[k]);
  }
  return reached.empty() ? network->layers : reached;
}

/// A neuron that has gone makes room for one of the deepest that errors reach, where theory expects
/// the most of them.
void GradientMonitor::chooseDefault() {
  const auto all = layers();
  const auto found = std::ranges::find(all, layer_, &LayerPlan::id);
  if (found != all.end()) {
    if (neuron_ < found->range.size) return;
    return look(layer_, found->range.size - 1);
  }
  if (all.empty()) return;
  const auto network = lab_.shownNetwork();
  constexpr double kUsual = 20;  // Hz, where the inputs have no fixed frequencies
  const double f = network->frequencies.empty() ? kUsual : network->frequencies.back();
  const auto hops = errorHops(*network);
  const auto deepest = std::ranges::max_element(hops) - hops.begin();  // none is less than 0
  const LayerPlan& layer = all[static_cast<std::size_t>(deepest)];
  std::size_t neuron = 0;
  double largest = 0;
  for (std::size_t k = 0; k < layer.range.size; ++k) {
    const std::size_t slot = layer.range.begin + k;
    const double gain =
        1 / squaredGain(f, network->tau_m[slot], network->tau_r[slot], network->settings.dt);
    if (gain > largest) neuron = k;
    largest = std::max(largest, gain);
  }
  look(layer.id, neuron);
}

void GradientMonitor::setFrequency(std::optional<double> f) {
  if (f && !(*f > 0 && *f < 1e6)) return;
  if (f == f_) return;
  f_ = f;
  is_stale_ = true;
  rest_ms_ = 0;
  emit subjectChanged();
}

void GradientMonitor::setWindow(double ms) {
  if (!(ms >= 0) || ms == window_) return;
  window_ = ms;
  renew();
  emit subjectChanged();
}

void GradientMonitor::poll() {
  if (!is_active_ || is_asked_) return;
  if (since_.elapsed() < rest_ms_) return;
  if (!is_stale_ && lab_.control().status().step == asked_step_) return;
  ask();
}

void GradientMonitor::ask() {
  is_asked_ = true;
  is_stale_ = false;
  asked_step_ = lab_.control().status().step;
  std::vector<VariantId> ids;
  std::vector<bool> visible;
  for (const VariantStatus& status : lab_.variants()) {
    ids.push_back(status.variant.id);
    visible.push_back(status.variant.visible);
  }
  lab_.states().ask(
      this, [this, ids, visible, asked = lab_.compiler().networks(), subject = subject_](
                const auto& networks, const std::vector<State>& states) {
        if (networks != asked || subject != subject_) {  // it waited, and something changed
          is_asked_ = false;
          is_stale_ = true;
          return;
        }
        std::vector<GradientCase> cases;
        for (std::size_t k = 0; k < states.size() && k < ids.size(); ++k) {
          if (visible[k] && networks[k]) cases.push_back({ids[k], networks[k], states[k]});
        }
        askAbout(std::move(cases));
      });
}

void GradientMonitor::askAbout(std::vector<GradientCase> cases) {
  if (has_gap_) cases_ = cases;
  const GradientQuestion question{.subject = subject_,
                                  .cases = std::move(cases),
                                  .layer = layer_,
                                  .neuron = neuron_,
                                  .window = window_,
                                  .f = f_};
  jobs_.add(
      [this, question](const std::stop_token& stop) { return examiner_.answer(question, stop); },
      [this](const GradientAnswer& answer) { take(answer); });
}

void GradientMonitor::take(const GradientAnswer& answer) {
  is_asked_ = false;
  // Who has asked for something else meanwhile waits no longer.
  rest_ms_ = is_stale_ ? kRestMs : std::max(kRestMs, 1000 * kRestShare * answer.seconds);
  since_.start();
  if (answer.subject != subject_) return;
  views_ = answer.views;
  loudest_ = loudest();
  if (has_gap_) askAboutThePast();
  keepAngles();
  emit answered();
}

void GradientMonitor::keepAngles() {
  for (const GradientView& view : views_) {
    for (const ProjectionView& projection : view.projections) {
      auto& points = angles_[{view.variant, projection.id}];
      // The same moment looked at again: the newer answer counts.
      while (!points.empty() && points.back().t >= view.t) points.pop_back();
      // Nobody looked for a while: nothing is known of it.
      if (has_gap_ && !points.empty()) {
        points.push_back({.t = (points.back().t + view.t) / 2,
                          .update = kNan,
                          .transposed = kNan,
                          .expected = kNan,
                          .is_gap = true});
      }
      points.push_back(pointOf(view, projection));
      if (points.size() <= kMostAngles) continue;
      // Every second one stays: the course remains, in half the points.
      std::size_t kept = 0;
      for (std::size_t k = 0; k < points.size(); k += 2) points[kept++] = points[k];
      points.resize(kept);
    }
  }
  has_gap_ = false;
}

/// What nobody saw is played again, as far as that can be done in some seconds of the worker: as
/// many looks on every machine, however busy it is.
void GradientMonitor::askAboutThePast() {
  constexpr double kWork = 7e8;      ///< of looks, in steps × (weights + rates + kStepWork)
  constexpr double kStepWork = 100;  ///< of a step, whatever its size
  constexpr std::size_t kMost = 40, kFewest = 6;
  double work = 1;  // of one look at all of them
  for (const GradientCase& one : cases_) {
    const auto view = std::ranges::find(views_, one.variant, &GradientView::variant);
    const auto size = static_cast<double>(one.network->weight_slots + one.network->rate_slots);
    if (view != views_.end()) work += static_cast<double>(view->steps) * (size + kStepWork);
  }
  const auto looks = static_cast<std::size_t>(std::min(static_cast<double>(kMost), kWork / work));
  for (GradientCase& one : std::exchange(cases_, {})) {
    const bool is_seen =
        std::ranges::find(views_, one.variant, &GradientView::variant) != views_.end();
    if (looks < kFewest || !is_seen || one.state.divergence || one.state.step == 0) continue;
    if (!PastLooks::isTooLong(one)) {
      lookIntoThePast(std::make_shared<PastLooks>(std::move(one), looks, window_));
    }
  }
}

/// A look at a time: questions of now come between.
void GradientMonitor::lookIntoThePast(std::shared_ptr<PastLooks> past) {
  jobs_.add(
      [past](const std::stop_token& stop) {
        past->advance(stop);
        return past->isDone();
      },
      [this, past, run = run_](bool is_done) {
        if (run != run_ || !is_active_) return;
        if (!is_done) return lookIntoThePast(past);
        if (!past->views().empty()) takeThePast(past->views().front().variant, past->views());
      });
}

void GradientMonitor::takeThePast(VariantId variant, const std::vector<GradientView>& views) {
  for (const GradientView& view : views) {
    for (const ProjectionView& projection : view.projections) {
      std::vector<AnglePoint>& points = angles_[{variant, projection.id}];
      points.push_back(pointOf(view, projection));
    }
  }
  for (auto& [place, points] : angles_) {
    if (place.first != variant) continue;
    // Gaps have been seen now.
    std::erase_if(points, [](const AnglePoint& point) { return point.is_gap; });
    std::ranges::stable_sort(points, {}, &AnglePoint::t);
  }
  emit answered();
}

/// The neurons the shown frequency is chosen for.
std::vector<const NeuronView*> GradientMonitor::lookedAt(const GradientView& view) const {
  std::vector<const NeuronView*> result;
  for (std::size_t k = 0; k < view.neurons.size(); ++k) {
    if (is_whole_ || k == neuron_) result.push_back(&view.neurons[k]);
  }
  return result;
}

LayerSummary GradientMonitor::summary(const GradientView& view) const {
  LayerSummary none;
  none.neurons = view.neurons.size();
  const auto f = shownFrequency();
  return f ? summaryOf(view, *f) : none;
}

const NeuronView* GradientMonitor::neuronOf(const GradientView& view) const {
  const std::size_t neuron = is_whole_ ? summary(view).typical : neuron_;
  return neuron < view.neurons.size() ? &view.neurons[neuron] : nullptr;
}

std::vector<double> GradientMonitor::frequencies() const {
  std::vector<double> result;
  for (const GradientView& view : views_) {
    for (const NeuronView* neuron : lookedAt(view)) {
      for (const GainAtFrequency& gain : neuron->error.gains) result.push_back(gain.f);
    }
  }
  std::ranges::sort(result);
  result.erase(std::ranges::unique(result).begin(), result.end());
  return result;
}

/// Where λ is loudest.
std::optional<double> GradientMonitor::loudest() const {
  std::map<double, double> levels;
  for (const GradientView& view : views_) {
    double total = 0;  // variants count alike, however large their errors are
    const auto neurons = lookedAt(view);
    for (const NeuronView* neuron : neurons) {
      for (const GainAtFrequency& gain : neuron->error.gains) total += levelOf(gain);
    }
    if (total == 0) continue;
    for (const NeuronView* neuron : neurons) {
      for (const GainAtFrequency& gain : neuron->error.gains) {
        levels[gain.f] += levelOf(gain) / total;
      }
    }
  }
  const auto loudest = std::ranges::max_element(
      levels, [](const auto& a, const auto& b) { return a.second < b.second; });
  if (loudest == levels.end()) return std::nullopt;
  return loudest->first;
}

const GainAtFrequency* GradientMonitor::gainOf(const GradientView& view) const {
  const NeuronView* neuron = neuronOf(view);
  const auto f = shownFrequency();
  if (neuron == nullptr || !f) return nullptr;
  const auto found = std::ranges::find(neuron->error.gains, *f, &GainAtFrequency::f);
  return found == neuron->error.gains.end() ? nullptr : &*found;
}

const std::vector<AnglePoint>& GradientMonitor::angles(VariantId variant,
                                                       ProjectionId projection) const {
  static const std::vector<AnglePoint> kNone;
  const auto found = angles_.find({variant, projection});
  return found == angles_.end() ? kNone : found->second;
}

}  // namespace vle::ui
