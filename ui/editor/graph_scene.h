// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The drawing of the document: one item per node, projection and target, kept by id, and what is
// selected of it. Follows Document::changed by inserting, removing and refreshing the ids named
// there, and Lab::frame by letting every item look at its live values. It never invents data and
// never edits; gestures do that (canvas_editor.h). GUI thread.
#pragma once

#include <map>
#include <optional>
#include <set>

#include <QGraphicsScene>

#include "drawing/theme.h"
#include "editor/edge_item.h"
#include "editor/flow_item.h"
#include "editor/node_item.h"
#include "editor/projection_item.h"
#include "editor/scene_marks.h"
#include "model/selection.h"
#include "session/focus.h"
#include "session/lab.h"

class QGraphicsSceneHelpEvent;

namespace vle::ui {

/// A port under the cursor.
struct PortHit {
  NodeId node{};
  Port port = Port::Out;
  bool operator==(const PortHit&) const = default;
};

/// One synapse of a projection, by the order of its weights.
struct SynapseHit {
  ProjectionId projection{};
  std::size_t index = 0;
  bool operator==(const SynapseHit&) const = default;
};

class GraphScene : public QGraphicsScene {
  Q_OBJECT

 public:
  /// @param document, lab, focus, theme  must outlive the scene
  GraphScene(const Document& document, const Lab& lab, Focus& focus, const Theme& theme,
             QObject* parent = nullptr);

  /// The item of an id; nullptr if there is none.
  [[nodiscard]] const NodeItem* node(NodeId id) const;
  [[nodiscard]] const ProjectionItem* projection(ProjectionId id) const;
  [[nodiscard]] const TargetEdgeItem* targetEdge(NodeId id) const;
  [[nodiscard]] std::size_t nodeCount() const { return nodes_.size(); }
  [[nodiscard]] std::size_t projectionCount() const { return projections_.size(); }
  /// What a view shows when it shows everything.
  [[nodiscard]] QRectF content() const { return content_; }

  /// What is under a point of the scene, topmost first.
  [[nodiscard]] std::optional<NodeId> nodeAt(QPointF point) const;
  /// The wire of a projection, as one selection of it; that of a target selects the target.
  [[nodiscard]] Selection wireAt(QPointF point) const;
  /// Neurons and synapses are hit only where they are drawn one by one.
  [[nodiscard]] std::optional<NeuronRef> neuronAt(QPointF point) const;
  [[nodiscard]] std::optional<SynapseHit> synapseAt(QPointF point) const;
  /// @param grip  how near is near enough, px of the scene
  [[nodiscard]] std::optional<PortHit> portAt(QPointF point, double grip) const;
  /// Every node a rectangle touches or, if there is none, every projection.
  [[nodiscard]] Selection touching(const QRectF& rectangle) const;
  /// The extent of what is selected; empty if nothing is.
  [[nodiscard]] QRectF boundsOf(const Selection& selection) const;

  /// What is chosen; the scene marks it. The synapse that is looked at is drawn even where the zoom
  /// leaves no room for the others.
  [[nodiscard]] Focus& focus() const { return focus_; }
  /// The node the keyboard stands at.
  [[nodiscard]] std::optional<NodeId> current() const { return attention_.current; }
  /// Selects one node and stands at it.
  void selectOne(NodeId id);

  /// Where the keyboard stands: the chosen neuron, the current card, or the middle of all.
  [[nodiscard]] QPointF standpoint() const;
  /// What the view shows; decides how much detail is drawn.
  void setSight(const Sight& sight);

  /// Shows the ports of a node the mouse is over.
  void setHovered(std::optional<NodeId> id);
  /// How cards look while a wire is drawn; empty: as usual.
  void setLights(std::map<NodeId, Light> lights);
  /// Marks what a synapse cannot know of: nodes and projections far from it.
  void setFar(Selection far);
  [[nodiscard]] const Selection& far() const { return attention_.far; }
  /// Fades all but the selection (or the chosen neuron), its wires and their other ends.
  void setFocusMode(bool on);
  [[nodiscard]] bool isFocusMode() const { return attention_.is_focus_mode; }

  /// Where λ and the needles come from; without it none are drawn. It must outlive the scene.
  void setCredit(const CreditWatch* credit);
  /// Stops all motion.
  void setCalm(bool calm);
  [[nodiscard]] const SlowMotion& motion() const { return motion_; }
  /// What moves above cards and wires.
  [[nodiscard]] const Flow& flow() const { return flow_->flow(); }

  /// Lets every item take its live values.
  /// @returns how many look different and will be repainted
  int refreshLive();

 public slots:
  /// Colours have changed: paints everything anew.
  void themeChanged();

 signals:
  /// The drawing has another extent.
  void contentChanged();
  /// Another project is drawn.
  void reloaded();
  void focusModeChanged(bool on);
  /// How signals are played, in words.
  void motionTold(const QString& words);

 protected:
  void helpEvent(QGraphicsSceneHelpEvent* event) override;

 private:
  void onChanged(const Change& change);
  void onFrame();
  void syncNode(NodeId id);
  void syncProjection(ProjectionId id);
  void syncTargetEdges(const Routes& routes);
  void route();
  void shareDetail();
  void refreshMarks();
  void onFocus();
  [[nodiscard]] QString motionWords() const;

  const Document& document_;
  const Lab& lab_;
  Focus& focus_;
  const Theme& theme_;
  std::map<NodeId, NodeItem*> nodes_;  // items belong to the scene
  std::map<ProjectionId, ProjectionItem*> projections_;
  std::map<NodeId, TargetEdgeItem*> target_edges_;
  std::set<NodeId> active_;
  SlowMotion motion_;
  FlowItem* flow_;  // belongs to the scene
  const CreditWatch* credit_ = nullptr;
  std::uint32_t turn_ = 0;  // which half of the parts is refreshed next
  Tempo::Time refreshed_;   // a half, last
  QRectF content_;
  Attention attention_;
  Sight sight_;
};

}  // namespace vle::ui
