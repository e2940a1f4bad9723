// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The wires of the canvas: a projection is one bundle (W upward, B downward), a target one pair
// (r* − r to its layer, r from the layer it follows). One light item each, behind the cards; its
// strands are comparable, so that a frame that changes nothing costs no painting. GUI thread.
#pragma once

#include <span>
#include <vector>

#include <QGraphicsItem>
#include <QPainterPath>

#include "drawing/edge_paint.h"
#include "drawing/edge_routes.h"
#include "drawing/mark_paint.h"
#include "session/lab.h"

namespace vle::ui {

/// Width in which a wire feels the mouse, px.
inline constexpr double kWireGrip = 10;

/// What both kinds of wire have in common.
class EdgeItem : public QGraphicsItem {
 public:
  EdgeItem(const Document& document, const Lab& lab, const Theme& theme);

  [[nodiscard]] const std::vector<StrandLook>& strands() const { return strands_; }
  [[nodiscard]] const std::vector<StrandCurve>& curves() const { return curves_; }
  /// Are only frozen layers concerned?
  [[nodiscard]] bool isPale() const { return is_pale_; }
  /// Takes the ways of the wires.
  /// @param is_pale  only frozen layers are concerned
  virtual void rebuild(const Route& route, bool is_pale);
  /// One of very many in sight: drawn as a hair line.
  void setCoarse(bool is_coarse);
  /// Takes spec and live values anew; asks for a repaint if they look different.
  /// @returns whether they do
  bool refresh();
  [[nodiscard]] const EdgeMarks& marks() const { return marks_; }
  /// Selection and problems; asks for a repaint if they differ.
  void setMarks(const EdgeMarks& marks);
  /// Names and live values, as rich text.
  [[nodiscard]] virtual QString toolTipText() const = 0;

  [[nodiscard]] QRectF boundingRect() const override;
  /// The extent of the wires and their labels.
  [[nodiscard]] QRectF extent() const { return bounds_; }
  [[nodiscard]] QPainterPath shape() const override;
  void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

 protected:
  [[nodiscard]] virtual std::vector<StrandLook> look() const = 0;
  /// Draws the lines between halo and labels.
  /// @returns whether labels need a ground, as lines may run behind them
  virtual bool paintLines(QPainter& painter, double zoom) const;

  const Document& document_;
  const Lab& lab_;
  const Theme& theme_;
  Route route_;
  bool is_pale_ = false;
  EdgeMarks marks_;

 private:
  std::vector<StrandLook> strands_;
  std::vector<StrandCurve> curves_;  // one per strand
  bool is_coarse_ = false;
  QRectF bounds_;
};

/// The wires of a target.
class TargetEdgeItem : public EdgeItem {
 public:
  enum { Type = UserType + 4 };

  TargetEdgeItem(NodeId id, const Document& document, const Lab& lab, const Theme& theme);
  [[nodiscard]] NodeId id() const { return id_; }
  [[nodiscard]] int type() const override { return Type; }
  [[nodiscard]] QString toolTipText() const override;

 protected:
  [[nodiscard]] std::vector<StrandLook> look() const override;

 private:
  NodeId id_;
};

}  // namespace vle::ui
