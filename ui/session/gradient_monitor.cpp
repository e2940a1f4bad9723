// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/gradient_monitor.h"

#include <algorithm>
#include <limits>

#include "sim/error_hops.h"
#include "sim/transfer.h"

namespace vle::ui {

namespace {

constexpr int kLookMs = 30;
constexpr double kRestMs = 200;   ///< between an answer and the next question, at least
constexpr double kRestShare = 1;  ///< and so many times as long as the answer took

/// |λ| there, if it can be told apart.
double levelOf(const GainAtFrequency& gain) {
  return gain.reading.seen == Seen::Yes ? gain.reading.level : 0;
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
  is_stale_ = true;
  rest_ms_ = 0;
}

std::vector<LayerPlan> GradientMonitor::layers() const {
  const auto network = lab_.shownNetwork();
  return network != nullptr ? network->layers : std::vector<LayerPlan>();
}

void GradientMonitor::look(NodeId layer, std::size_t neuron) {
  if (layer == layer_ && neuron == neuron_) return;
  const auto all = layers();
  const auto found = std::ranges::find(all, layer, &LayerPlan::id);
  if (found == all.end() || neuron >= found->range.size) return;
  if (layer != layer_) renew();
  layer_ = layer;
  neuron_ = neuron;
  is_stale_ = true;
  rest_ms_ = 0;
  emit subjectChanged();
}

void GradientMonitor::step(bool forward) {
  const auto all = layers();
  if (all.empty()) return;
  auto place = std::ranges::find(all, layer_, &LayerPlan::id) - all.begin();
  const auto count = std::ssize(all);
  if (place == count) return look(all.front().id, 0);
  const std::size_t size = all[static_cast<std::size_t>(place)].range.size;
  if (forward && neuron_ + 1 < size) return look(layer_, neuron_ + 1);
  if (!forward && neuron_ > 0) return look(layer_, neuron_ - 1);
  // Only layers that errors reach have something to show; any layer if none does.
  const auto network = lab_.shownNetwork();
  const auto hops = errorHops(*network);
  const bool any = std::ranges::any_of(hops, [](const auto& one) { return one.has_value(); });
  for (std::ptrdiff_t k = 0; k < count; ++k) {
    place = (place + (forward ? 1 : count - 1)) % count;
    const LayerPlan& next = all[static_cast<std::size_t>(place)];
    if (any && !hops[static_cast<std::size_t>(place)]) continue;
    return look(next.id, forward ? 0 : next.range.size - 1);
  }
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
  keepAngles();
  emit answered();
}

void GradientMonitor::keepAngles() {
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  for (const GradientView& view : views_) {
    for (const ProjectionView& projection : view.projections) {
      auto& points = angles_[{view.variant, projection.id}];
      // The same moment looked at again: the newer answer counts.
      while (!points.empty() && points.back().t >= view.t) points.pop_back();
      // Nobody looked for a while: nothing is known of it.
      if (has_gap_ && !points.empty()) {
        points.push_back({(points.back().t + view.t) / 2, kNan, kNan, kNan});
      }
      points.push_back({view.t, projection.update.angle(),
                        projection.transposed ? projection.transposed->angle() : kNan,
                        projection.expected ? projection.expected->angle() : kNan});
      if (points.size() <= kMostAngles) continue;
      // Every second one stays: the course remains, in half the points.
      std::size_t kept = 0;
      for (std::size_t k = 0; k < points.size(); k += 2) points[kept++] = points[k];
      points.resize(kept);
    }
  }
  has_gap_ = false;
}

const NeuronView* GradientMonitor::neuronOf(const GradientView& view) const {
  return neuron_ < view.neurons.size() ? &view.neurons[neuron_] : nullptr;
}

std::vector<double> GradientMonitor::frequencies() const {
  std::vector<double> result;
  for (const GradientView& view : views_) {
    const NeuronView* neuron = neuronOf(view);
    if (neuron == nullptr) continue;
    for (const GainAtFrequency& gain : neuron->error.gains) result.push_back(gain.f);
  }
  std::ranges::sort(result);
  result.erase(std::ranges::unique(result).begin(), result.end());
  return result;
}

std::optional<double> GradientMonitor::shownFrequency() const {
  if (f_) return f_;
  std::map<double, double> levels;
  for (const GradientView& view : views_) {
    const NeuronView* neuron = neuronOf(view);
    if (neuron == nullptr) continue;
    double total = 0;  // variants count alike, however large their errors are
    for (const GainAtFrequency& gain : neuron->error.gains) total += levelOf(gain);
    for (const GainAtFrequency& gain : neuron->error.gains) {
      if (total > 0) levels[gain.f] += levelOf(gain) / total;
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
