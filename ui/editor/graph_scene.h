// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The drawing of the document: one item per node, projection and target, kept by id. Follows
// Document::changed by inserting, removing and refreshing the ids named there, and Lab::frame by
// letting every item look at its live values. It never invents data. GUI thread.
#pragma once

#include <map>
#include <set>

#include <QGraphicsScene>

#include "editor/edge_item.h"
#include "editor/node_item.h"
#include "lab/lab.h"
#include "theme.h"

class QGraphicsSceneHelpEvent;

namespace vle::ui {

class GraphScene : public QGraphicsScene {
  Q_OBJECT

 public:
  /// @param document, lab, theme  must outlive the scene
  GraphScene(const Document& document, const Lab& lab, const Theme& theme,
             QObject* parent = nullptr);

  /// The item of an id; nullptr if there is none.
  [[nodiscard]] const NodeItem* node(NodeId id) const;
  [[nodiscard]] const ProjectionItem* projection(ProjectionId id) const;
  [[nodiscard]] const TargetEdgeItem* targetEdge(NodeId id) const;
  [[nodiscard]] std::size_t nodeCount() const { return nodes_.size(); }
  [[nodiscard]] std::size_t projectionCount() const { return projections_.size(); }
  /// What a view shows when it shows everything.
  [[nodiscard]] QRectF content() const { return content_; }

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

 protected:
  void helpEvent(QGraphicsSceneHelpEvent* event) override;

 private:
  void onChanged(const Change& change);
  void onFrame();
  void syncNode(NodeId id);
  void syncProjection(ProjectionId id);
  void syncTargetEdges(const Routes& routes);
  void route();

  const Document& document_;
  const Lab& lab_;
  const Theme& theme_;
  std::map<NodeId, NodeItem*> nodes_;  // items belong to the scene
  std::map<ProjectionId, ProjectionItem*> projections_;
  std::map<NodeId, TargetEdgeItem*> target_edges_;
  std::set<NodeId> active_;
  QRectF content_;
};

}  // namespace vle::ui
