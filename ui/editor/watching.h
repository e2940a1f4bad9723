// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// From a place on the canvas to what can be watched there: the probe a drag carries to a plot, and
// menu entries for all others. GUI thread.
#pragma once

#include <functional>
#include <string>

#include <QDrag>
#include <QMenu>
#include <QPointF>

#include "editor/graph_scene.h"
#include "model/project.h"

namespace vle::ui {

/// What a person points at: a node or a projection, perhaps one of its neurons or synapses.
struct Watched {
  std::string owner = {};  ///< name of the node or projection; "" if there is nothing
  std::string index = {};  ///< "[3]", "[0;1]", or "" for all
  std::string probe = {};  ///< the nearest variable: r of a circle, e of a square, W of a wire
  QString title = {};      ///< for menus
};

[[nodiscard]] Watched watchedAt(const GraphScene& scene, const Project& project, QPointF point);

/// A drag that carries a probe, with its name beside the cursor. @param source  its parent
[[nodiscard]] QDrag* probeDrag(const std::string& probe, QWidget& source);

/// Adds every variable of what is pointed at. @param plot  is called with the probe chosen
void fillVariableMenu(QMenu& menu, const Network& network, const Watched& watched,
                      const std::function<void(const QString& probe)>& plot);

}  // namespace vle::ui
