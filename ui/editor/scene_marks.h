// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What every card and wire of a drawing is marked with: selected, chosen, faded, far, left out,
// poked, diverged, a problem. Looks only, from the project, the run and what a person attends to.
// Used by graph_scene, which hands the marks to its items. GUI thread.
#pragma once

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "drawing/mark_paint.h"
#include "model/network_spec.h"
#include "model/selection.h"
#include "session/focus.h"
#include "session/lab.h"

namespace vle::ui {

/// What a person attends to on the canvas, beside what is chosen.
struct Attention {
  std::optional<NodeId> current;   ///< where the keyboard stands
  std::optional<NodeId> hovered;   ///< shows its ports
  Selection far;                   ///< what the chosen synapse cannot know of
  std::map<NodeId, Light> lights;  ///< while a wire is drawn
  bool is_focus_mode = false;      ///< all but the selection and its surroundings fade
};

class SceneMarks {
 public:
  /// @param spec, lab, focus, attention  must outlive the marks
  SceneMarks(const NetworkSpec& spec, const Lab& lab, const Focus& focus,
             const Attention& attention);

  [[nodiscard]] NodeMarks of(NodeId id) const;
  [[nodiscard]] EdgeMarks of(ProjectionId id) const;
  /// The wires of a target.
  [[nodiscard]] EdgeMarks ofTarget(NodeId id) const;

 private:
  [[nodiscard]] bool isLeftOut(std::uint32_t id) const;
  [[nodiscard]] std::optional<Severity> problemOf(Place::Part part, std::uint32_t id) const;
  [[nodiscard]] std::vector<std::size_t> divergedIn(NodeId id) const;
  [[nodiscard]] ChosenNeuron chosenOf(ProjectionId id, const ProjectionSpec& projection) const;

  const NetworkSpec& spec_;
  const Lab& lab_;
  const Focus& focus_;
  const Attention& attention_;
  bool is_fading_;
  Selection lit_;  // what does not fade
  std::vector<std::uint32_t> without_;
  std::map<std::pair<Place::Part, std::uint32_t>, Severity> problems_;  // the gravest of each part
};

}  // namespace vle::ui
