// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The drawing of one projection. Holds its id and asks document and lab for the rest. Made by
// GraphScene. GUI thread.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "drawing/detail.h"
#include "drawing/synapse_paint.h"
#include "editor/edge_item.h"
#include "editor/node_item.h"

namespace vle::ui {

/// A projection: one bundle from afar; from near, or where a neuron is chosen, its synapses.
class ProjectionItem : public EdgeItem {
 public:
  enum { Type = UserType + 3 };

  ProjectionItem(ProjectionId id, const Document& document, const Lab& lab, const Theme& theme);
  [[nodiscard]] ProjectionId id() const { return id_; }
  [[nodiscard]] int type() const override { return Type; }
  [[nodiscard]] QString toolTipText() const override;
  /// The cards it connects, before its way is laid.
  void setNodes(const NodeItem& from, const NodeItem& to);
  [[nodiscard]] const NodeItem* from() const { return from_; }
  [[nodiscard]] const NodeItem* to() const { return to_; }
  /// Does B run back beside W?
  [[nodiscard]] bool isTwoWay() const { return route_.second.has_value(); }
  /// Are its synapses drawn one by one, and no bundle?
  [[nodiscard]] bool drawsSynapses(double zoom) const;
  void rebuild(const Route& route, bool is_pale) override;
  /// Another value of the projection, on the same way.
  void reread();
  /// What drawing all synapses would cost where they have room in the sight: how many there are,
  /// and how long the lines of one are on the screen, px. None where they have no room.
  struct Cost {
    std::size_t synapses = 0;
    double length = 0;
  };
  [[nodiscard]] Cost costIn(const Sight& sight);
  /// How many of them are drawn, the strongest; 0: the bundle stands for them, but for those of a
  /// chosen neuron.
  /// @param is_smooth  few enough for smoothing
  void allowSynapses(std::size_t allowance, bool is_smooth, double zoom);
  bool refresh();

  /// Strength of the synapses as drawn; empty where the bundle stands for them.
  [[nodiscard]] const SynapseLook& synapses() const { return synapses_; }
  [[nodiscard]] const std::vector<SynapseEnds>& ends() const { return ends_; }
  /// The synapse drawn at a point, as an index into `ends`. @param grip  px of the scene
  [[nodiscard]] std::optional<std::size_t> synapseAt(QPointF point, double grip) const;
  /// Its neurons and weights, as rich text.
  [[nodiscard]] QString toolTipText(std::size_t synapse) const;

  [[nodiscard]] QRectF boundingRect() const override;
  [[nodiscard]] bool contains(const QPointF& point) const override;

 protected:
  [[nodiscard]] std::vector<StrandLook> look() const override;
  bool paintLines(QPainter& painter, double zoom) const override;

 private:
  struct Weights {
    std::span<const float> W, B;
  };
  /// A value as it was up to a second ago, and the largest there was since a reset or an edit.
  struct Course {
    double largest = 0;
    double before = 0;
    Tempo::Time since;
    int trend = 0;
  };
  void follow(Course& course, std::span<const float> weights) const;
  [[nodiscard]] double wantedW(const ProjectionPlan& plan) const;
  [[nodiscard]] double wantedB(const ProjectionPlan& plan) const;
  [[nodiscard]] const ProjectionPlan* plan() const;
  [[nodiscard]] Weights live() const;
  void layBundle();
  void forgetBundle();
  [[nodiscard]] bool findEnds();
  [[nodiscard]] SynapseLook synapseLook();

  ProjectionId id_;
  const NodeItem* from_ = nullptr;
  const NodeItem* to_ = nullptr;
  mutable std::size_t plan_ = 0;  // where the network had this projection last
  mutable Course course_W_, course_B_;
  mutable double t_ = -1;  // ms, of the last look
  std::optional<SynapseBundle> bundle_;
  std::shared_ptr<const Network> network_;  // that ends_ are of
  std::vector<SynapseEnds> ends_;
  SynapseLook synapses_;
  std::size_t allowance_ = 0;
  bool is_smooth_ = true;
  double zoom_ = 1;
};

}  // namespace vle::ui
