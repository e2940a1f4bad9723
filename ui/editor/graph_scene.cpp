// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "editor/graph_scene.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include <QGraphicsSceneHelpEvent>
#include <QGraphicsView>
#include <QToolTip>

#include "model/pathways.h"
#include "session/number_text.h"
#include "sim/signal_lines.h"

namespace vle::ui {

namespace {

constexpr std::ptrdiff_t kDense = 200;      // wires in sight; more are hair lines
constexpr std::ptrdiff_t kMaxBundles = 40;  // in sight that fall apart into synapses
// Length of all synapses together, px of the screen: what can be drawn, and drawn smoothly, within
// a frame.
constexpr double kMaxPixels = 1.5e6;
constexpr double kMaxSmoothPixels = 4e5;

template <class Map>
auto* found(const Map& map, typename Map::key_type id) {
  const auto it = map.find(id);
  return it == map.end() ? nullptr : it->second;
}

template <class Map>
void eraseItem(Map& map, typename Map::key_type id) {
  const auto it = map.find(id);
  if (it == map.end()) return;
  delete it->second;  // leaves the scene by itself
  map.erase(it);
}

template <class Map>
void clearMap(Map& map) {
  for (const auto& [id, item] : map) delete item;
  map.clear();
}

}  // namespace

GraphScene::GraphScene(const Document& document, const Lab& lab, Focus& focus, const Theme& theme,
                       QObject* parent)
    : QGraphicsScene(parent),
      document_(document),
      lab_(lab),
      focus_(focus),
      theme_(theme),
      motion_(lab),
      flow_(new FlowItem(lab, theme, motion_, nodes_, projections_)) {
  addItem(flow_);
  connect(&document_, &Document::changed, this, &GraphScene::onChanged);
  connect(&focus_, &Focus::changed, this, &GraphScene::onFocus);
  connect(&lab_, &Lab::frame, this, &GraphScene::onFrame);
  connect(&lab_.compiler(), &Compiler::problemsChanged, this, &GraphScene::refreshMarks);
  connect(&lab_.control(), &RunControl::pokesChanged, this, &GraphScene::refreshMarks);
  connect(&lab_, &Lab::variantsChanged, this, &GraphScene::refreshMarks);
  connect(&lab_, &Lab::shownChanged, this, &GraphScene::refreshMarks);
  connect(&lab_.control(), &RunControl::restarted, this, &GraphScene::refreshMarks);
  Change everything;
  everything.reload = true;
  onChanged(everything);
}

const NodeItem* GraphScene::node(NodeId id) const { return found(nodes_, id); }

const ProjectionItem* GraphScene::projection(ProjectionId id) const {
  return found(projections_, id);
}

const TargetEdgeItem* GraphScene::targetEdge(NodeId id) const { return found(target_edges_, id); }

void GraphScene::onChanged(const Change& change) {
  const NetworkSpec& spec = document_.project().network;
  if (!change.reload && change.nodes.empty() && change.projections.empty()) return;
  const std::set<NodeId> before = std::exchange(active_, activeLayers(spec));
  std::set<NodeId> nodes = change.nodes;
  std::set<ProjectionId> projections = change.projections;
  if (change.reload) {
    clearMap(nodes_);
    clearMap(projections_);
    clearMap(target_edges_);
    for (const auto& [id, node] : spec.nodes) nodes.insert(id);
    for (const auto& [id, projection] : spec.projections) projections.insert(id);
  } else {
    // What is frozen depends on the whole drawing, so others may have changed their looks.
    std::ranges::set_symmetric_difference(before, active_, std::inserter(nodes, nodes.end()));
  }
  for (const NodeId id : nodes) syncNode(id);
  for (const ProjectionId id : projections) syncProjection(id);
  // A target's ends are parameters; otherwise wires move only with structure, layout and labels.
  const bool has_target = std::ranges::any_of(nodes, [&spec](NodeId id) {
    const NodeSpec* node = spec.find(id);
    return node != nullptr && node->target() != nullptr;
  });
  if (change.reload || change.structure || change.layout || change.names || has_target ||
      before != active_) {
    route();
  } else {
    for (const ProjectionId id : projections) {
      if (projections_.at(id)->isVisible()) projections_.at(id)->reread();
    }
  }
  if (attention_.current && !nodes_.contains(*attention_.current)) attention_.current.reset();
  if (attention_.hovered && !nodes_.contains(*attention_.hovered)) attention_.hovered.reset();
  refreshMarks();
  if (change.reload) emit reloaded();
}

void GraphScene::syncNode(NodeId id) {
  if (document_.project().network.find(id) == nullptr) return eraseItem(nodes_, id);
  NodeItem*& item = nodes_[id];
  if (item == nullptr) {
    addItem(item = new NodeItem(id, document_, lab_, theme_));
    item->setCredit(credit_);
  }
  item->rebuild(!active_.contains(id));
}

void GraphScene::syncProjection(ProjectionId id) {
  if (document_.project().network.find(id) == nullptr) return eraseItem(projections_, id);
  ProjectionItem*& item = projections_[id];
  if (item == nullptr) addItem(item = new ProjectionItem(id, document_, lab_, theme_));
}

void GraphScene::syncTargetEdges(const Routes& routes) {
  std::vector<NodeId> gone;
  for (const auto& [id, item] : target_edges_) {
    if (!routes.targets.contains(id)) gone.push_back(id);
  }
  for (const NodeId id : gone) eraseItem(target_edges_, id);
  for (const auto& [id, way] : routes.targets) {
    TargetEdgeItem*& item = target_edges_[id];
    if (item == nullptr) addItem(item = new TargetEdgeItem(id, document_, lab_, theme_));
    item->rebuild(way, true);
  }
}

/// Wires share the sides of cards, so all of them are laid again; items repaint only if theirs
/// moved.
void GraphScene::route() {
  const NetworkSpec& spec = document_.project().network;
  const Routes routes = routeAll(spec, active_);
  for (const auto& [id, item] : projections_) {
    const auto way = routes.projections.find(id);
    item->setVisible(way != routes.projections.end());  // an end may be missing for a moment
    if (way == routes.projections.end()) continue;
    const ProjectionSpec& projection = spec.projections.at(id);
    item->setNodes(*nodes_.at(projection.from), *nodes_.at(projection.to));
    item->rebuild(way->second, !active_.contains(projection.to));
  }
  syncTargetEdges(routes);
  shareDetail();
  QRectF content;
  for (const auto& [id, item] : nodes_) content |= item->card().adjusted(-2, -2, 2, 2);
  for (const auto& [id, item] : projections_) {
    if (item->isVisible()) content |= item->extent();
  }
  for (const auto& [id, item] : target_edges_) content |= item->extent();
  if (content == content_) return;
  content_ = content;
  flow_->setContent(content);
  setSceneRect(content);
  emit contentChanged();
}

void GraphScene::onFrame() {
  const QList<QGraphicsView*> all = views();
  if (std::ranges::none_of(all, [](const QGraphicsView* view) { return view->isVisible(); })) {
    return;
  }
  // What a card or a wire shows cannot be read more often than five times a second. While it runs
  // each half of them takes its turn; what moves above them does so with every frame.
  constexpr std::chrono::milliseconds kHalf{100};
  if (!lab_.control().status().is_running) {
    refreshLive();
    emit motionTold(motionWords());
    return;
  }
  for (const auto& [id, item] : nodes_) item->listen();
  const Tempo::Time now = Tempo::now();
  if (now - refreshed_ >= kHalf) {
    refreshed_ = now;
    turn_ = 1 - turn_;
    const auto refresh_half = [this](auto& items) {
      for (const auto& [id, item] : items) {
        if (number(id) % 2 == turn_) (void)item->refresh();
      }
    };
    refresh_half(nodes_);
    refresh_half(projections_);
    emit motionTold(motionWords());
  }
  flow_->refresh();
}

/// What is slowed down and what is not; what is not known, and why.
QString GraphScene::motionWords() const {
  const RunStatus& status = lab_.control().status();
  if (!status.is_running || motion_.isCalm()) return {};
  if (const auto slower = motion_.slowdown()) {
    const double learning = status.speed < kNever ? status.speed : status.reached_speed;
    return tr("signals ÷ %1 · learning × %2").arg(numberText(*slower, 2), numberText(learning, 2));
  }
  const auto& network = lab_.live().network();
  if (motion_.phase() || network == nullptr || playedPeriod(*network)) return {};
  const auto lines = signalLines(*network);
  return lines && lines->period
             ? tr("the period of the signals holds too much to be played: sizes are envelopes")
             : tr("signals do not repeat: sizes are envelopes");
}

void GraphScene::setCredit(const CreditWatch* credit) {
  credit_ = credit;
  flow_->setCredit(credit);
  for (const auto& [id, item] : nodes_) item->setCredit(credit);
}

void GraphScene::setCalm(bool calm) {
  motion_.setCalm(calm);
  flow_->refresh();
  emit motionTold(motionWords());
}

int GraphScene::refreshLive() {
  int changed = 0;
  for (const auto& [id, item] : nodes_) changed += item->refresh() ? 1 : 0;
  for (const auto& [id, item] : projections_) changed += item->refresh() ? 1 : 0;
  flow_->refresh();
  return changed;
}

void GraphScene::setSight(const Sight& sight) {
  sight_ = sight;
  shareDetail();
  flow_->setSight(sight);
  flow_->refresh();
}

/// Bundles fall apart into synapses while these are few enough to be seen and to be painted within
/// a frame; where there are more, the strongest are drawn.
void GraphScene::shareDetail() {
  std::vector<std::pair<ProjectionItem*, std::size_t>> synapses;
  double pixels = 0;
  std::ptrdiff_t wires = 0;
  for (const auto& [id, item] : projections_) {
    const ProjectionItem::Cost cost = item->costIn(sight_);
    synapses.emplace_back(item, cost.synapses);
    pixels += static_cast<double>(cost.synapses) * cost.length;
    wires += item->isVisible() && item->extent().intersects(sight_.part) ? 1 : 0;
  }
  const auto bundles =
      std::ranges::count_if(synapses, [](const auto& one) { return one.second > 0; });
  const double share =
      bundles > kMaxBundles ? 0 : std::min(1.0, kMaxPixels / std::max(pixels, 1.0));
  for (const auto& [item, count] : synapses) {
    item->allowSynapses(static_cast<std::size_t>(std::ceil(share * static_cast<double>(count))),
                        pixels <= kMaxSmoothPixels, sight_.zoom);
    item->setCoarse(wires > kDense);
  }
}

// --- What is where -------------------------------------------------------------------------------

std::optional<NodeId> GraphScene::nodeAt(QPointF point) const {
  for (const QGraphicsItem* item : items(point)) {
    if (const auto* node = qgraphicsitem_cast<const NodeItem*>(item)) return node->id();
  }
  return {};
}

Selection GraphScene::wireAt(QPointF point) const {
  for (const QGraphicsItem* item : items(point)) {
    if (const auto* wire = qgraphicsitem_cast<const ProjectionItem*>(item)) {
      return {{}, {wire->id()}};
    }
    if (const auto* wire = qgraphicsitem_cast<const TargetEdgeItem*>(item)) {
      return {{wire->id()}, {}};
    }
  }
  return {};
}

std::optional<NeuronRef> GraphScene::neuronAt(QPointF point) const {
  const std::optional<NodeId> id = nodeAt(point);
  const auto index = id ? node(*id)->neuronAt(point, sight_.zoom) : std::nullopt;
  return index ? std::optional(NeuronRef{*id, *index}) : std::nullopt;
}

std::optional<SynapseHit> GraphScene::synapseAt(QPointF point) const {
  for (const QGraphicsItem* item : items(point)) {
    if (qgraphicsitem_cast<const NodeItem*>(item) != nullptr) return {};
    const auto* wire = qgraphicsitem_cast<const ProjectionItem*>(item);
    const auto index =
        wire != nullptr ? wire->synapseAt(point, kWireGrip / 2 / sight_.zoom) : std::nullopt;
    if (index) return SynapseHit{wire->id(), *index};
  }
  return {};
}

std::optional<PortHit> GraphScene::portAt(QPointF point, double grip) const {
  const QRectF near(point - QPointF(grip, grip), QSizeF(2 * grip, 2 * grip));
  std::optional<PortHit> nearest;  // of cards that stand close, the one that is meant
  double distance = grip;
  for (const QGraphicsItem* item : items(near)) {
    const auto* node = qgraphicsitem_cast<const NodeItem*>(item);
    if (node == nullptr) continue;
    for (const auto& [place, port] :
         {std::pair(node->geometry().out, Port::Out), std::pair(node->geometry().in, Port::In)}) {
      if (!place) continue;
      const double away = QLineF(node->mapToScene(*place), point).length();
      if (away > distance || (nearest && away == distance)) continue;
      nearest = PortHit{node->id(), port};
      distance = away;
    }
  }
  return nearest;
}

Selection GraphScene::touching(const QRectF& rectangle) const {
  Selection result;
  for (const auto& [id, item] : nodes_) {
    if (item->card().intersects(rectangle)) result.nodes.insert(id);
  }
  if (!result.nodes.empty()) return result;
  for (const auto& [id, item] : projections_) {
    if (item->isVisible() && item->boundingRect().intersects(rectangle) &&
        item->shape().intersects(rectangle)) {
      result.projections.insert(id);
    }
  }
  return result;
}

QRectF GraphScene::boundsOf(const Selection& selection) const {
  QRectF bounds;
  for (const NodeId id : selection.nodes) {
    if (const NodeItem* item = node(id)) bounds |= item->card();
  }
  for (const ProjectionId id : selection.projections) {
    if (const ProjectionItem* item = projection(id)) bounds |= item->boundingRect();
  }
  return bounds;
}

// --- What a person attends to --------------------------------------------------------------------

void GraphScene::onFocus() {
  const std::set<NodeId>& nodes = focus_.selection().nodes;
  const bool stays = attention_.current && nodes.contains(*attention_.current);
  if (!stays && !nodes.empty()) attention_.current = *nodes.begin();
  refreshMarks();
}

void GraphScene::selectOne(NodeId id) {
  if (!nodes_.contains(id)) return;
  attention_.current = id;
  focus_.select({{id}, {}});
  refreshMarks();
}

void GraphScene::setFar(Selection far) {
  if (far == attention_.far) return;
  attention_.far = std::move(far);
  refreshMarks();
}

QPointF GraphScene::standpoint() const {
  if (const auto neuron = focus_.neuron()) {
    const NodeItem* item = node(neuron->node);
    const bool is_drawn = item != nullptr && neuron->index < item->geometry().pairs.size();
    if (is_drawn) return item->mapToScene(item->geometry().pairs[neuron->index].signal);
  }
  return attention_.current ? node(*attention_.current)->card().center() : content_.center();
}

void GraphScene::setHovered(std::optional<NodeId> id) {
  if (attention_.hovered == id) return;
  attention_.hovered = id;
  refreshMarks();
}

void GraphScene::setLights(std::map<NodeId, Light> lights) {
  if (lights == attention_.lights) return;
  attention_.lights = std::move(lights);
  refreshMarks();
}

void GraphScene::setFocusMode(bool on) {
  if (on == attention_.is_focus_mode) return;
  attention_.is_focus_mode = on;
  refreshMarks();
  emit focusModeChanged(on);
}

/// One pass over all items; those whose marks stay the same are not painted.
void GraphScene::refreshMarks() {
  flow_->setChosen(focus_.neuron());
  const SceneMarks marks(document_.project().network, lab_, focus_, attention_);
  for (const auto& [id, item] : nodes_) item->setMarks(marks.of(id));
  for (const auto& [id, item] : projections_) {
    const EdgeMarks fresh = marks.of(id);
    const bool is_another = !(fresh.chosen == item->marks().chosen);
    item->setMarks(fresh);
    if (is_another) item->refresh();
  }
  for (const auto& [id, item] : target_edges_) item->setMarks(marks.ofTarget(id));
}

void GraphScene::themeChanged() {
  for (const auto& [id, item] : nodes_) item->themeChanged();
  update();
}

void GraphScene::helpEvent(QGraphicsSceneHelpEvent* event) {
  QString text;
  for (const QGraphicsItem* item : items(event->scenePos())) {
    if (const auto* node = qgraphicsitem_cast<const NodeItem*>(item)) {
      // The numbers of few neurons all have room; of many, those of the one meant.
      const auto neuron = node->look().rate_texts.empty()
                              ? node->neuronAt(event->scenePos(), sight_.zoom)
                              : std::nullopt;
      text = neuron ? node->toolTipText(*neuron) : node->toolTipText();
    } else if (const auto synapse = synapseAt(event->scenePos())) {
      text = projections_.at(synapse->projection)->toolTipText(synapse->index);
    } else if (const auto* edge = dynamic_cast<const EdgeItem*>(item)) {
      text = edge->toolTipText();
    }
    if (!text.isEmpty()) {
      text += QObject::tr("<br><i>Ctrl + drag it to a plot; right-click for more</i>");
      break;
    }
  }
  QToolTip::showText(event->screenPos(), text, event->widget());
  event->setAccepted(!text.isEmpty());
}

}  // namespace vle::ui
