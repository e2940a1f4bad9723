// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// One card of the canvas: a layer, input, target or note. Holds the id of the node and asks
// document and lab for the rest; keeps only geometry and the look last painted, so that a frame
// that changes nothing visible costs no painting. Made by GraphScene. GUI thread.
#pragma once

#include <memory>
#include <optional>

#include <QGraphicsItem>
#include <QPixmap>

#include "drawing/mark_paint.h"
#include "drawing/node_geometry.h"
#include "drawing/node_paint.h"
#include "drawing/waveform.h"
#include "session/credit_watch.h"
#include "session/lab.h"

namespace vle::ui {

class NodeItem : public QGraphicsItem {
 public:
  enum { Type = UserType + 1 };

  NodeItem(NodeId id, const Document& document, const Lab& lab, const Theme& theme);

  [[nodiscard]] NodeId id() const { return id_; }
  [[nodiscard]] const NodeGeometry& geometry() const { return geometry_; }
  [[nodiscard]] const NodeLook& look() const { return look_; }
  [[nodiscard]] const NodeMarks& marks() const { return marks_; }
  /// The card in scene coordinates.
  [[nodiscard]] QRectF card() const { return geometry_.card.translated(pos()); }
  /// The neuron at a point of the scene, if neurons are drawn at this zoom.
  [[nodiscard]] std::optional<std::size_t> neuronAt(QPointF point, double zoom) const;
  /// Name, parameters with units and live values, as rich text.
  [[nodiscard]] QString toolTipText() const;
  /// The live values of one neuron.
  [[nodiscard]] QString toolTipText(std::size_t neuron) const;

  /// Values of full strength of r and of e, as of its waves: the largest since a reset or an edit.
  [[nodiscard]] double heldRate() const { return held_rate_; }
  [[nodiscard]] double heldError() const { return held_error_; }

  /// Where λ comes from; nullptr: it is not drawn.
  void setCredit(const CreditWatch* credit) { credit_ = credit; }
  /// Takes position, size and texts from the spec anew.
  void rebuild(bool is_frozen);
  /// Takes note of a signal that is no formula, with every frame, so that its curve has all points.
  void listen();
  /// Takes the live values; asks for a repaint if they look different.
  /// @returns whether they do
  bool refresh();
  void themeChanged() { repaint(boundingRect()); }
  /// Selection, ports, problems; asks for a repaint if they differ.
  void setMarks(const NodeMarks& marks);

  [[nodiscard]] int type() const override { return Type; }
  [[nodiscard]] QRectF boundingRect() const override;
  [[nodiscard]] QPainterPath shape() const override;
  void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

 private:
  [[nodiscard]] const NodeSpec* spec() const;
  void refreshLayer(const NodeSpec& node, bool has_moved);
  void refreshSignal(const NodeSpec& node, bool has_moved);
  void refreshWaves(const LayerPlan& plan);
  void paintCard(QPainter& painter, double zoom) const;
  void repaint(const QRectF& part);
  [[nodiscard]] std::vector<QPolygonF> targetWave(bool has_moved);
  [[nodiscard]] QString liveValues(std::size_t neuron) const;

  NodeId id_;
  const Document& document_;
  const Lab& lab_;
  const Theme& theme_;
  const CreditWatch* credit_ = nullptr;
  NodeGeometry geometry_;
  NodeLook look_;
  NodeMarks marks_;
  double rate_scale_ = 0;  // values of full strength, sinking slowly while time goes on
  double error_scale_ = 0;
  double held_rate_ = 0, held_error_ = 0;
  std::shared_ptr<const PhaseCurves> phases_;  // that the waves are of
  std::uint64_t credit_serial_ = 0;
  QPixmap picture_;  // of the card as it looks now; null: to be painted
  double picture_zoom_ = 0;
  double t_ = -1;         // ms, of the last refresh
  double heard_ = -1;     // ms, of the last value noted
  std::size_t plan_ = 0;  // where the network had this node last
  double wave_end_ = -1;  // ms, of the recorded stretch shown
  RecentValues recent_;
};

}  // namespace vle::ui
