// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "editor/projection_item.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include <QPainter>

#include "drawing/canvas_text.h"
#include "drawing/level.h"
#include "drawing/live_lookup.h"
#include "session/number_text.h"

namespace vle::ui {

namespace {

constexpr double kMinWidth = 2;
constexpr double kWidthOfOne = 4;
constexpr double kMaxWidth = 10;
constexpr double kSleeve = 5;             // px wider than the line would be
constexpr std::size_t kMaxSamples = 256;  // of a large matrix; enough for a width
constexpr double kTrend = 0.01;           // a second

double widthOf(double rms, double largest) {
  if (!std::isfinite(rms)) return kMaxWidth;
  const double width = kMinWidth + kWidthOfOne * rms / unitOf(largest);
  return std::round(std::min(width, kMaxWidth) * 8) / 8;
}

/// rms of `count` values, of a large number of them of some.
template <class ValueAt>
double rmsOf(std::size_t count, ValueAt value) {
  const std::size_t stride = 1 + count / kMaxSamples;
  double sum = 0;
  std::size_t samples = 0;
  for (std::size_t k = 0; k < count; k += stride, ++samples) {
    const double one = value(k);
    sum += one * one;
  }
  return samples == 0 ? 0 : std::sqrt(sum / static_cast<double>(samples));
}

double rmsOf(std::span<const float> values) {
  return rmsOf(values.size(), [&](std::size_t k) { return static_cast<double>(values[k]); });
}

}  // namespace

ProjectionItem::ProjectionItem(ProjectionId id, const Document& document, const Lab& lab,
                               const Theme& theme)
    : EdgeItem(document, lab, theme), id_(id) {}

const ProjectionPlan* ProjectionItem::plan() const {
  const auto& network = lab_.live().network();
  return network == nullptr ? nullptr : planOf(network->projections, id_, plan_);
}

ProjectionItem::Weights ProjectionItem::live() const {
  const ProjectionPlan* plan = this->plan();
  if (plan == nullptr) return {};
  return {sliceOf(lab_.live().W(), plan->weights), sliceOf(lab_.live().B(), plan->weights)};
}

void ProjectionItem::setNodes(const NodeItem& from, const NodeItem& to) {
  from_ = &from;
  to_ = &to;
}

void ProjectionItem::rebuild(const Route& route, bool is_pale) {
  forgetBundle();
  EdgeItem::rebuild(route, is_pale);
}

void ProjectionItem::reread() {
  forgetBundle();
  refresh();
}

void ProjectionItem::forgetBundle() {
  prepareGeometryChange();
  bundle_.reset();
  synapses_ = {};
  course_W_ = course_B_ = {};
}

void ProjectionItem::layBundle() {
  const NetworkSpec& spec = document_.project().network;
  const ProjectionSpec& projection = *spec.find(id_);
  bundle_ =
      synapseBundle(route_, from_->card(), from_->geometry(), spec.find(projection.from)->size,
                    to_->card(), to_->geometry(), spec.find(projection.to)->size);
  bundle_->is_pale = is_pale_;
}

/// Finds out which neurons the synapses of the running network connect, if it is the one drawn.
bool ProjectionItem::findEnds() {
  const ProjectionPlan* plan = this->plan();
  if (plan == nullptr || from_ == nullptr || plan->weights.size < 2) return false;
  if (!bundle_) layBundle();
  if (plan->pre.size != bundle_->from_lanes.size() || plan->post.size != bundle_->to_lanes.size()) {
    return false;
  }
  if (network_ == lab_.live().network()) return true;
  network_ = lab_.live().network();
  ends_.resize(plan->weights.size);
  plan->forEachSynapse([this](std::size_t k, std::size_t i, std::size_t j) {
    ends_[k] = {static_cast<std::uint32_t>(j), static_cast<std::uint32_t>(i)};
  });
  return true;
}

ProjectionItem::Cost ProjectionItem::costIn(const Sight& sight) {
  if (sight.zoom < kSynapseZoom || !isVisible() || from_ == nullptr) return {};
  if (!bundle_) layBundle();
  const QRectF seen = boundsOf(*bundle_) & sight.part;
  if (!showsSynapses(bundle_->step, sight.zoom) || seen.isEmpty()) return {};
  const std::size_t synapses = bundle_->from_lanes.size() * bundle_->to_lanes.size();
  return {synapses * (bundle_->has_B ? 2 : 1),
          std::hypot(seen.width(), seen.height()) * sight.zoom};
}

void ProjectionItem::allowSynapses(std::size_t allowance, bool is_smooth, double zoom) {
  allowance_ = allowance;
  is_smooth_ = is_smooth;
  zoom_ = zoom;
  refresh();
}

SynapseLook ProjectionItem::synapseLook() {
  const bool has_chosen = !marks_.chosen.isNone();
  if ((allowance_ == 0 && !has_chosen) || !findEnds()) return {};
  const auto [W, B] = live();
  // Those of a chosen neuron are all drawn, whatever their strength.
  const std::size_t allowance = has_chosen ? W.size() : allowance_;
  return {synapseLevels(W, allowance),
          route_.second ? synapseLevels(B, allowance) : std::vector<std::int8_t>{}, !is_smooth_};
}

bool ProjectionItem::refresh() {
  const bool has_changed = EdgeItem::refresh();
  SynapseLook now = synapseLook();
  if (now == synapses_) return has_changed;
  if (now.W.empty() != synapses_.W.empty()) prepareGeometryChange();
  synapses_ = std::move(now);
  update();
  return true;
}

QRectF ProjectionItem::boundingRect() const {
  const QRectF bounds = EdgeItem::boundingRect();
  return synapses_.W.empty() || !bundle_ ? bounds : bounds | boundsOf(*bundle_);
}

std::optional<std::size_t> ProjectionItem::synapseAt(QPointF point, double grip) const {
  if (synapses_.W.empty() || !bundle_) return {};
  return vle::ui::synapseAt(*bundle_, ends_, point, grip);
}

bool ProjectionItem::contains(const QPointF& point) const {
  return EdgeItem::contains(point) || synapseAt(point, kWireGrip / 2 / zoom_).has_value();
}

bool ProjectionItem::drawsSynapses(double zoom) const {
  return bundle_ && !synapses_.W.empty() && ends_.size() == synapses_.W.size() && allowance_ > 0 &&
         showsSynapses(bundle_->step, zoom);
}

bool ProjectionItem::paintLines(QPainter& painter, double zoom) const {
  const bool has_synapses = bundle_ && !synapses_.W.empty() && ends_.size() == synapses_.W.size();
  const bool shows_all = drawsSynapses(zoom);
  if (!shows_all) EdgeItem::paintLines(painter, zoom);
  if (has_synapses) {
    paintSynapses(painter, *bundle_, ends_, synapses_, marks_.chosen, theme_, zoom, !shows_all);
  }
  return shows_all;
}

QString ProjectionItem::toolTipText(std::size_t synapse) const {
  const ProjectionSpec* projection = document_.project().network.find(id_);
  const auto [W, B] = live();
  if (projection == nullptr || synapse >= W.size() || synapse >= ends_.size()) return {};
  const auto [from, to] = ends_[synapse];
  const auto number = [](float value) { return numberText(static_cast<double>(value), 3); };
  QString text = QStringLiteral("<b>%1</b><br>W[%2;%3] = %4")
                     .arg(QString::fromStdString(projection->name).toHtmlEscaped())
                     .arg(to)
                     .arg(from)
                     .arg(number(W[synapse]));
  if (route_.second && synapse < B.size()) {
    text += QStringLiteral("<br>B[%1;%2] = %3").arg(from).arg(to).arg(number(B[synapse]));
  }
  return text;
}

void ProjectionItem::follow(Course& course, std::span<const float> weights) const {
  const std::size_t stride = 1 + weights.size() / kMaxSamples;
  for (std::size_t k = 0; k < weights.size(); k += stride) {
    const double size = std::abs(static_cast<double>(weights[k]));
    if (std::isfinite(size)) course.largest = std::max(course.largest, size);
  }
  if (weights.size() != 1) return;
  const Tempo::Time now = Tempo::now();
  const auto value = static_cast<double>(weights.front());
  if (course.since == Tempo::Time{}) {
    course.before = value;
    course.since = now;
  }
  if (now - course.since < std::chrono::seconds(1)) return;
  const double change = value - course.before;
  const bool is_seen = std::abs(change) > kTrend * std::abs(course.before);
  course.trend = !is_seen ? 0 : std::abs(value) > std::abs(course.before) ? 1 : -1;
  course.before = value;
  course.since = now;
}

/// What the teacher has; 0 without one.
double ProjectionItem::wantedW(const ProjectionPlan& plan) const {
  if (!plan.teacher) return 0;
  const Network& network = *lab_.live().network();
  return rmsOf(sliceOf(lab_.live().W(), network.projections[*plan.teacher].weights));
}

/// |H|²Wᵀ, where all inputs share one frequency; else 0.
double ProjectionItem::wantedB(const ProjectionPlan& plan) const {
  const LiveView& live = lab_.live();
  const Network& network = *live.network();
  const std::span<const float> W = sliceOf(live.W(), plan.weights);
  if (!network.frequency || !plan.hasB() || live.tau_m().size() < plan.pre.end()) return 0;
  return rmsOf(W.size(), [&](std::size_t k) {
    return live.squaredGain(*network.frequency, plan.pre.begin + plan.ends(k).pre) *
           static_cast<double>(W[k]);
  });
}

std::vector<StrandLook> ProjectionItem::look() const {
  const NetworkSpec& spec = document_.project().network;
  const ProjectionSpec* projection = spec.find(id_);
  if (projection == nullptr) return {};
  const bool single = isSingleSynapse(spec, *projection);
  const auto [W, B] = live();
  const double t = lab_.control().status().t;
  if (t < t_) course_W_ = course_B_ = {};  // another run
  t_ = t;
  const ProjectionPlan* running = plan();
  const auto weigh = [&](StrandLook& strand, std::span<const float> weights, Course& course,
                         double wanted) {
    follow(course, weights);
    const double largest = std::max(course.largest, wanted);
    strand.width = widthOf(rmsOf(weights), largest);
    if (wanted > 0 && !is_pale_) strand.sleeve = widthOf(wanted, largest) + kSleeve;
    if (!single || weights.size() != 1) return;
    strand.value = compactNumber(static_cast<double>(weights.front()));
    strand.trend = lab_.control().status().is_running ? course.trend : 0;
    if (weights.front() < 0) strand.head = ArrowHead::Hollow;
  };
  StrandLook forward{.wire = route_.first,
                     .ink = is_pale_ ? Ink::Target : Ink::Signal,
                     .name = projectionLabel(spec, *projection),
                     .value = {}};
  weigh(forward, W, course_W_, running != nullptr ? wantedW(*running) : 0);
  std::vector<StrandLook> strands{std::move(forward)};
  if (route_.second) {
    StrandLook backward{.wire = *route_.second,
                        .ink = Ink::Feedback,
                        .is_dashed = true,
                        .name = QStringLiteral("B"),
                        .value = {}};
    weigh(backward, B, course_B_, running != nullptr ? wantedB(*running) : 0);
    strands.push_back(std::move(backward));
  }
  return strands;
}

QString ProjectionItem::toolTipText() const {
  const NetworkSpec& spec = document_.project().network;
  const ProjectionSpec* projection = spec.find(id_);
  if (projection == nullptr) return {};
  const NodeSpec* from = spec.find(projection->from);
  const NodeSpec* to = spec.find(projection->to);
  if (from == nullptr || to == nullptr) return {};
  const auto escaped = [](const std::string& name) {
    return QString::fromStdString(name).toHtmlEscaped();
  };
  QString text = QStringLiteral("<b>%1</b><br>%2 → %3, %4 × %5")
                     .arg(escaped(projection->name), escaped(from->name), escaped(to->name))
                     .arg(to->size)
                     .arg(from->size);
  const auto [W, B] = live();
  if (isSingleSynapse(spec, *projection)) {
    if (W.size() == 1)
      text += QStringLiteral("<br>W = %1").arg(numberText(static_cast<double>(W.front()), 3));
    if (B.size() == 1 && route_.second) {
      text += QStringLiteral("<br>B = %1").arg(numberText(static_cast<double>(B.front()), 3));
    }
  }
  text += QStringLiteral("<br>η = %1 / ms").arg(numberText(projection->learn));
  if (!synapses_.W.empty() && allowance_ < synapses_.W.size() && marks_.chosen.isNone()) {
    text += QObject::tr("<br>the strongest %1 of %2 synapses are drawn")
                .arg(allowance_)
                .arg(synapses_.W.size());
  }
  return text;
}

}  // namespace vle::ui
