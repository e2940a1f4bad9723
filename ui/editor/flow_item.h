// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What moves on the canvas, above cards and wires: beads along the wires (their size is what flows
// now, their drift its direction), the phase in every neuron, the bud at the head of a W where
// error and rate meet, and the needle that says whether its update points where the exact gradient
// does. Everything is measured; what is not known is not drawn. GUI thread.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include <QGraphicsItem>

#include "editor/node_item.h"
#include "editor/projection_item.h"
#include "session/credit_watch.h"
#include "session/focus.h"
#include "session/slow_motion.h"

namespace vle::ui {

/// What flows along a wire now.
struct Beads {
  ProjectionId projection{};
  bool is_backward = false;  ///< e on B; else r on W
  bool is_positive = true;   ///< of one neuron; of several the rms is shown
  double radius = 0;         ///< px of the canvas, 1.5 … 5 with the root of what flows
  bool operator==(const Beads&) const = default;
};

/// Where an error meets the rate below: this is how W changes now.
struct Bud {
  ProjectionId projection{};
  QPointF from, round, at;  ///< of its hook: the error square, below the circle, the head of W
  double radius = 0;        ///< px of the canvas, 3 … 12 with the root of |e r|
  bool grows = true;        ///< W does
  bool operator==(const Bud&) const = default;
};

/// The angle between the local update of a W and the exact one, the microscope's own.
struct Needle {
  ProjectionId projection{};
  QPointF at;
  double angle = 0;    ///< degrees: 0 is where the exact gradient points, up
  double opacity = 1;  ///< fades as the loss does
  bool operator==(const Needle&) const = default;
};

/// The phase of a neuron, a point of its curve.
struct PhaseDot {
  QPointF at;
  bool is_error = false;
  bool operator==(const PhaseDot&) const = default;
};

struct Flow {
  std::vector<Beads> beads;
  std::vector<Bud> buds;
  std::vector<Needle> needles;
  std::vector<PhaseDot> dots;
  bool operator==(const Flow&) const = default;
};

class FlowItem : public QGraphicsItem {
 public:
  using Nodes = std::map<NodeId, NodeItem*>;
  using Projections = std::map<ProjectionId, ProjectionItem*>;

  /// All must outlive the item.
  FlowItem(const Lab& lab, const Theme& theme, const SlowMotion& motion, const Nodes& nodes,
           const Projections& projections);

  void setCredit(const CreditWatch* credit) { credit_ = credit; }
  void setContent(const QRectF& content);
  void setSight(const Sight& sight) { sight_ = sight; }
  /// The neuron whose hooks are drawn, where a layer has more than one.
  void setChosen(std::optional<NeuronRef> neuron) { chosen_ = neuron; }
  /// Takes what there is now; asks for a repaint if it looks different or moves.
  void refresh();
  [[nodiscard]] const Flow& flow() const { return flow_; }

  [[nodiscard]] QRectF boundingRect() const override { return content_; }
  /// Nothing of it is met by the mouse.
  [[nodiscard]] QPainterPath shape() const override { return {}; }
  void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

 private:
  [[nodiscard]] Flow look();
  void addBeads(const ProjectionItem& wire, const ProjectionPlan& plan, Flow& flow) const;
  void addBuds(const ProjectionItem& wire, const ProjectionPlan& plan, Flow& flow) const;
  void addNeedle(const ProjectionItem& wire, const ProjectionPlan& plan, Flow& flow) const;
  void addDots(const NodeItem& node, Flow& flow) const;
  [[nodiscard]] std::optional<double> rate(std::size_t slot) const;
  [[nodiscard]] std::optional<double> error(std::size_t slot) const;
  /// Of the shown variant; NaN where it is not known.
  [[nodiscard]] double loss() const;
  void paintBeads(QPainter& painter, double zoom) const;

  const Lab& lab_;
  const Theme& theme_;
  const SlowMotion& motion_;
  const Nodes& nodes_;
  const Projections& projections_;
  const CreditWatch* credit_ = nullptr;
  Sight sight_;
  std::optional<NeuronRef> chosen_;
  std::optional<double> phase_;
  Flow flow_;
  double drift_ = 0;  // px of the screen, of every row of beads
  Tempo::Time last_;
  double largest_loss_ = 0;
  double t_ = 0;  // ms, of the last look
  QRectF content_;
};

}  // namespace vle::ui
