// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "editor/node_item.h"

#include <algorithm>
#include <cmath>

#include <QPaintEngine>
#include <QPainter>
#include <QPainterPath>
#include <QStyleOptionGraphicsItem>

#include "drawing/canvas_text.h"
#include "drawing/level.h"
#include "drawing/live_lookup.h"
#include "model/parameters.h"
#include "session/number_text.h"

namespace vle::ui {

namespace {

constexpr double kScaleDecay = 0.997;  // a frame
// What counts as weak whatever has been seen before.
constexpr double kLeastRateScale = 0.5;
constexpr double kLeastErrorScale = 0.02;
constexpr double kWavePeriods = 3;
constexpr std::size_t kThumbPoints = 64;
constexpr double kWaveRefresh = 200;  // ms of simulated time

double largest(std::span<const Shown> shown) {
  double most = 0;
  for (const Shown& one : shown) {
    const double size = std::abs(static_cast<double>(one.value));
    if (std::isfinite(size)) most = std::max(most, size);
  }
  return most;
}

std::vector<NeuronLook> looks(std::span<const Shown> shown, double scale) {
  std::vector<NeuronLook> result;
  result.reserve(shown.size());
  for (const Shown& one : shown) {
    result.push_back({static_cast<std::int8_t>(levelOf(static_cast<double>(one.value), scale)),
                      one.is_envelope});
  }
  return result;
}

/// Only few neurons have room for numbers.
std::vector<QString> texts(std::span<const Shown> shown) {
  std::vector<QString> result;
  if (std::ssize(shown) > kMaxPairs) return result;
  for (const Shown& one : shown) result.push_back(shownText(one));
  return result;
}

/// A curve through the bins that were seen, rounded to what can be seen in a neuron.
QPolygonF waveOf(const PhaseCurves& curves, std::size_t channel, double scale) {
  constexpr double kSteps = 48;
  QPolygonF wave;
  for (std::size_t bin = 0; bin < PhaseCurves::kBins; ++bin) {
    if (!curves.is_known[bin]) continue;
    const double y = static_cast<double>(curves.at(bin, channel)) / std::max(scale, 1e-12);
    wave << QPointF(std::round(curves.mean_phase[bin] * 2 * kSteps) / (2 * kSteps),
                    std::isfinite(y) ? std::clamp(std::round(y * kSteps) / kSteps, -1.4, 1.4) : 0);
  }
  return wave;
}

/// The largest magnitude of some channels in a period.
double largest(const PhaseCurves& curves, std::size_t first, std::size_t count) {
  double most = 0;
  for (std::size_t bin = 0; bin < PhaseCurves::kBins; ++bin) {
    if (!curves.is_known[bin]) continue;
    for (std::size_t k = first; k < first + count; ++k) {
      const double size = std::abs(static_cast<double>(curves.at(bin, k)));
      if (std::isfinite(size)) most = std::max(most, size);
    }
  }
  return most;
}

QString activationName(Activation activation) {
  return asText(nameOf(activation)).replace(QLatin1Char('-'), QLatin1Char(' '));
}

/// The line a name becomes in a heading.
QString nameText(const NodeSpec& node) { return QString::fromStdString(node.name).simplified(); }

}  // namespace

NodeItem::NodeItem(NodeId id, const Document& document, const Lab& lab, const Theme& theme)
    : id_(id), document_(document), lab_(lab), theme_(theme) {}

const NodeSpec* NodeItem::spec() const { return document_.project().network.find(id_); }

void NodeItem::rebuild(bool is_frozen) {
  const NodeSpec* node = spec();
  if (node == nullptr) return;
  prepareGeometryChange();
  setPos(node->x, node->y);
  geometry_ = nodeGeometry(*node, is_frozen);
  look_ = {};
  look_.title = nameText(*node);
  look_.is_frozen = is_frozen && node->layer() != nullptr;
  const NetworkSpec& network = document_.project().network;
  const std::int64_t seed = document_.project().settings.seed;
  if (const LayerSpec* layer = node->layer()) {
    look_.kind = CardKind::Layer;
    look_.detail = is_frozen ? QObject::tr("frozen")
                             : QStringLiteral("τₘ %1 τᵣ %2 ms")
                                   .arg(rangeText(network, seed, id_, "tau_m", layer->tau_m),
                                        rangeText(network, seed, id_, "tau_r", layer->tau_r));
  } else if (const InputSpec* input = node->input()) {
    look_.kind = CardKind::Input;
    look_.detail = QObject::tr("input");
    look_.waves = signalWaves(input->signal);
  } else if (const TargetSpec* target = node->target()) {
    look_.kind = CardKind::Target;
    const bool says_so = look_.title.contains(QStringLiteral("target"), Qt::CaseInsensitive);
    look_.detail = says_so ? QStringLiteral("r*") : QObject::tr("target");
    if (const auto* signal = std::get_if<SignalSpec>(&target->source)) {
      look_.waves = signalWaves(*signal);
    }
  } else {
    look_.kind = CardKind::Note;
    look_.text = QString::fromStdString(node->note);
  }
  if (!geometry_.count.isEmpty()) look_.count = QStringLiteral("n = %1").arg(node->size);
  t_ = -1;
  wave_end_ = -1;
  held_rate_ = held_error_ = 0;
  phases_.reset();
  refresh();
  repaint(boundingRect());
}

/// The picture of the card is of another look.
void NodeItem::repaint(const QRectF& part) {
  picture_ = {};
  update(part);
}

bool NodeItem::refresh() {
  const NodeSpec* node = spec();
  if (node == nullptr) return false;
  NodeLook before = look_;
  const double t = lab_.control().status().t;
  const bool has_moved = t != t_;
  if (t < t_) {  // another run: nothing of the last one
    wave_end_ = -1;
    held_rate_ = held_error_ = 0;
    phases_.reset();
  }
  t_ = t;
  listen();
  if (node->layer() != nullptr)
    refreshLayer(*node, has_moved);
  else if (look_.kind != CardKind::Note)
    refreshSignal(*node, has_moved);
  if (before == look_) return false;
  repaint(geometry_.live);
  return true;
}

void NodeItem::listen() {
  const NodeSpec* node = spec();
  const LiveView& live = lab_.live();
  const double t = lab_.control().status().t;
  if (node == nullptr || !live.network() || t == heard_) return;
  if (t < heard_) recent_ = {};  // another run
  if (const InputSpec* input = node->input(); input != nullptr && !isFormula(input->signal)) {
    const InputPlan* plan = planOf(live.network()->inputs, id_, plan_);
    if (plan == nullptr) return;
    const std::span<const Shown> rates = sliceOf(live.rates(), plan->range);
    if (!rates.empty()) recent_.push(static_cast<double>(rates.front().value));
  } else if (node->target() != nullptr) {
    const TargetPlan* plan = planOf(live.network()->targets, id_, plan_);
    if (plan == nullptr) return;
    const std::span<const float> values = sliceOf(live.targets(), plan->values);
    if (!values.empty()) recent_.push(static_cast<double>(values.front()));
  }
  heard_ = t;
}

void NodeItem::setMarks(const NodeMarks& marks) {
  if (marks == marks_) return;
  marks_ = marks;
  repaint(boundingRect());
}

void NodeItem::refreshLayer(const NodeSpec& node, bool has_moved) {
  look_.rates.clear();
  look_.errors.clear();
  look_.rate_texts.clear();
  look_.error_texts.clear();
  const LiveView& live = lab_.live();
  if (!live.phases()) {
    look_.rate_waves.clear();
    look_.error_waves.clear();
  }
  if (!live.network()) return;
  const LayerPlan* plan = planOf(live.network()->layers, id_, plan_);
  if (plan == nullptr || static_cast<std::int64_t>(plan->range.size) != node.size) return;
  const std::span<const Shown> rates = sliceOf(live.rates(), plan->range);
  const std::span<const Shown> errors = sliceOf(live.errors(), plan->range);
  const double decay = has_moved ? kScaleDecay : 1;
  rate_scale_ = std::max({largest(rates), rate_scale_ * decay, kLeastRateScale});
  error_scale_ = std::max({largest(errors), error_scale_ * decay, kLeastErrorScale});
  refreshWaves(*plan);
  look_.rates = looks(rates, rate_scale_);
  look_.rate_texts = texts(rates);
  if (look_.is_frozen) return;
  look_.errors = looks(errors, error_scale_);
  look_.error_texts = texts(errors);
}

/// One period of r and e; dashed r* of an output, and λ beside e. Their scales hold what was
/// largest, so that one sees errors die.
void NodeItem::refreshWaves(const LayerPlan& plan) {
  const LiveView& live = lab_.live();
  const std::uint64_t serial = credit_ != nullptr ? credit_->serial() : 0;
  if (live.phases() == nullptr || (live.phases() == phases_ && serial == credit_serial_)) return;
  phases_ = live.phases();
  credit_serial_ = serial;
  const Network& network = *live.network();
  const PhaseCurves& curves = *phases_;
  const PhaseLayout layout(network);
  if (curves.channels != layout.channels()) return;
  const GradientView* view = credit_ != nullptr ? credit_->view() : nullptr;
  const bool has_adjoint =
      view != nullptr && view->adjoint && view->adjoint->channels == network.neuron_slots;
  const std::size_t first = plan.range.begin, count = plan.range.size;
  const TargetPlan* target = nullptr;
  for (const TargetPlan& one : network.targets) {
    if (one.layer == plan.range) target = &one;
  }
  const bool has_target = target != nullptr && target->values.size == count;
  // What a run begins with says nothing of what comes.
  constexpr double kBegun = 2;  // periods
  if (t_ > kBegun * curves.period || held_rate_ == 0) {
    held_rate_ = std::max(held_rate_, largest(curves, PhaseLayout::rate(first), count));
    held_error_ = std::max(held_error_, largest(curves, layout.error(first), count));
    if (has_target) {
      const std::size_t values = layout.target(target->values.begin);
      held_rate_ = std::max(held_rate_, largest(curves, values, count));
    }
    if (has_adjoint) held_error_ = std::max(held_error_, largest(*view->adjoint, first, count));
  }
  look_.rate_waves.resize(count);
  look_.error_waves.resize(look_.is_frozen ? 0 : count);
  for (std::size_t k = 0; k < count; ++k) {
    NeuronWave& rate = look_.rate_waves[k];
    rate.seen = waveOf(curves, PhaseLayout::rate(first + k), held_rate_);
    rate.wanted = has_target ? waveOf(curves, layout.target(target->values.begin + k), held_rate_)
                             : QPolygonF();
    if (look_.is_frozen) continue;
    NeuronWave& error = look_.error_waves[k];
    error.seen = waveOf(curves, layout.error(first + k), held_error_);
    error.wanted = has_adjoint ? waveOf(*view->adjoint, first + k, held_error_) : QPolygonF();
  }
}

void NodeItem::refreshSignal(const NodeSpec& node, bool has_moved) {
  const LiveView& live = lab_.live();
  if (!live.network()) return;
  if (const InputSpec* input = node.input()) {
    // A formula stands still; all else is shown as it comes.
    if (isFormula(input->signal) || !has_moved) return;
    if (!recent_.empty()) look_.waves = {recent_.wave()};
  } else if (const TargetSpec* target = node.target()) {
    const auto* signal = std::get_if<SignalSpec>(&target->source);
    if (signal != nullptr && isFormula(*signal)) return;
    if (std::vector<QPolygonF> wave = targetWave(has_moved); !wave.empty()) {
      look_.waves = std::move(wave);
    }
  }
}

std::vector<QPolygonF> NodeItem::targetWave(bool has_moved) {
  const LiveView& live = lab_.live();
  const TargetPlan* plan = planOf(live.network()->targets, id_, plan_);
  if (plan == nullptr || !has_moved) return {};
  const auto& frequency = live.network()->frequency;
  if (frequency && lab_.shown() < lab_.variants().size()) {
    // Whole periods of what was recorded, always cut at the same phase: the curve stands still.
    const VariantId variant = lab_.shownVariant();
    const std::string channel = plan->name + ".target[0]";
    const double period = 1000 / *frequency;  // ms
    const double end = std::floor(lab_.traces().newest() / period) * period;
    const double begin = end - kWavePeriods * period;
    if (begin >= 0 && lab_.traces().last(variant, channel)) {
      if (std::abs(end - wave_end_) < kWaveRefresh) return {};
      wave_end_ = end;
      const Curve curve = lab_.traces().curve(variant, channel, begin, end, kThumbPoints);
      if (curve.t.size() < 2) return {};
      return {recordedWave(curve, begin, end)};
    }
  }
  return recent_.empty() ? std::vector<QPolygonF>() : std::vector{recent_.wave()};
}

QString NodeItem::liveValues(std::size_t neuron) const {
  const LiveView& live = lab_.live();
  if (!live.network()) return {};
  std::size_t place = plan_;
  const LayerPlan* plan = planOf(live.network()->layers, id_, place);
  if (plan == nullptr || plan->range.size != geometry_.pairs.size()) return {};
  const auto exact = [](Shown shown) {
    const QString number = numberText(static_cast<double>(shown.value), 3);
    return shown.is_envelope ? QStringLiteral("∿") + number : number;
  };
  const std::span<const Shown> rates = sliceOf(live.rates(), plan->range);
  const std::span<const Shown> errors = sliceOf(live.errors(), plan->range);
  if (neuron >= rates.size()) return {};
  QString text = QStringLiteral("<br>r%1 = %2").arg(neuron).arg(exact(rates[neuron]));
  if (neuron < errors.size() && !look_.is_frozen) {
    text += QStringLiteral(", e%1 = %2").arg(neuron).arg(exact(errors[neuron]));
  }
  return text;
}

QString NodeItem::toolTipText(std::size_t neuron) const {
  return QStringLiteral("<b>%1, %2</b>")
             .arg(look_.title.toHtmlEscaped(), QObject::tr("neuron %1").arg(neuron)) +
         liveValues(neuron);
}

std::optional<std::size_t> NodeItem::neuronAt(QPointF point, double zoom) const {
  if (geometry_.pairs.empty() || !showsPairs(geometry_, zoom)) return {};
  const QPointF at = point - pos();
  const double reach = geometry_.radius * 1.15;
  for (std::size_t k = 0; k < geometry_.pairs.size(); ++k) {
    const PairPlace& pair = geometry_.pairs[k];
    const QRectF both =
        QRectF(pair.signal, QSizeF(1e-3, 1e-3)) |
        QRectF(geometry_.half_side > 0 ? pair.error : pair.signal, QSizeF(1e-3, 1e-3));
    if (both.adjusted(-reach, -reach, reach, reach).contains(at)) return k;
  }
  return {};
}

QString NodeItem::toolTipText() const {
  const NodeSpec* node = spec();
  if (node == nullptr) return {};
  const Project& project = document_.project();
  QString text =
      QStringLiteral("<b>%1</b>").arg(QString::fromStdString(node->name).toHtmlEscaped());
  const auto line = [&text](const QString& one) { text += QStringLiteral("<br>") + one; };
  if (const LayerSpec* layer = node->layer()) {
    const auto range = [&](std::string_view key, const Value& value) {
      return rangeText(project.network, project.settings.seed, id_, key, value);
    };
    line(QObject::tr("layer, n = %1, φ = %2")
             .arg(node->size)
             .arg(activationName(layer->activation)));
    line(QStringLiteral("τₘ = %1 ms, τᵣ = %2 ms, b = %3, γ = %4")
             .arg(range("tau_m", layer->tau_m), range("tau_r", layer->tau_r),
                  range("bias", layer->bias), numberText(layer->gamma)));
    for (std::size_t k = 0; k < look_.rate_texts.size(); ++k) text += liveValues(k);
    if (look_.is_frozen) line(QObject::tr("frozen: nothing learns here and no error arrives"));
  } else if (node->input() != nullptr) {
    line(QObject::tr("input, n = %1").arg(node->size));
  } else if (const TargetSpec* target = node->target()) {
    line(QObject::tr("target r*, n = %1, β = %2").arg(node->size).arg(numberText(target->beta)));
  }
  if (!node->note.empty()) line(QString::fromStdString(node->note).toHtmlEscaped());
  return text;
}

QRectF NodeItem::boundingRect() const {
  return geometry_.card.adjusted(-kMarkReach, -kMarkReach, kMarkReach, kMarkReach);
}

QPainterPath NodeItem::shape() const {
  QPainterPath path;
  path.addRect(geometry_.card);
  return path;
}

void NodeItem::paintCard(QPainter& painter, double zoom) const {
  paintNode(painter, geometry_, look_, theme_, zoom,
            marks_.is_neuron_alone ? marks_.neuron : std::nullopt);
  paintNodeMarks(painter, geometry_, marks_, theme_, zoom);
}

/// On the screen a card is painted when its look changes; what moves above it needs only a copy.
void NodeItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
  const QTransform to_screen = painter->worldTransform();
  const double zoom = QStyleOptionGraphicsItem::levelOfDetailFromTransform(to_screen);
  painter->setOpacity(marks_.is_faded                                        ? kFadedOpacity
                      : marks_.light == Light::Illegal || marks_.is_left_out ? kIllegalOpacity
                                                                             : 1);
  constexpr double kLeastZoom = 0.3, kLargest = 2000;  // px
  const QRectF whole = boundingRect();
  const double ratio = painter->device()->devicePixelRatioF();
  const QSize size = (whole.size() * zoom * ratio).toSize() + QSize(2, 2);
  const bool is_screen = painter->paintEngine()->type() == QPaintEngine::Raster &&
                         to_screen.type() <= QTransform::TxScale;
  if (!is_screen || zoom < kLeastZoom || size.width() > kLargest || size.height() > kLargest) {
    paintCard(*painter, zoom);
  } else {
    if (picture_.isNull() || picture_zoom_ != zoom || picture_.devicePixelRatio() != ratio) {
      picture_ = QPixmap(size);
      picture_.setDevicePixelRatio(ratio);
      picture_.fill(Qt::transparent);
      picture_zoom_ = zoom;
      QPainter card(&picture_);
      card.setRenderHints(painter->renderHints());
      card.scale(zoom, zoom);
      card.translate(-whole.topLeft());
      paintCard(card, zoom);
    }
    const QPointF corner = to_screen.map(whole.topLeft());
    painter->setWorldTransform({});
    painter->drawPixmap(QPointF(std::round(corner.x()), std::round(corner.y())), picture_);
    painter->setWorldTransform(to_screen);
  }
  painter->setOpacity(1);
}

}  // namespace vle::ui
