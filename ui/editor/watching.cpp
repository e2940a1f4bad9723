// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "editor/watching.h"

#include <QLineF>
#include <QObject>
#include <QPainter>
#include <QToolTip>

#include "session/number_text.h"
#include "session/probe_mime.h"
#include "sim/probes.h"

namespace vle::ui {

namespace {

Watched watchedNode(const GraphScene& scene, const NodeSpec& node, NodeId id, QPointF point) {
  Watched result{.owner = node.name,
                 .index = {},
                 .probe = node.name + (node.target() != nullptr ? ".target" : ".r"),
                 .title = QString::fromStdString(node.name)};
  const auto neuron = scene.neuronAt(point);
  if (!neuron) return result;
  const NodeItem* item = scene.node(id);
  const PairPlace& pair = item->geometry().pairs.at(neuron->index);
  const QPointF at = item->mapFromScene(point);
  const bool is_error = item->geometry().half_side > 0 &&
                        QLineF(at, pair.error).length() < QLineF(at, pair.signal).length();
  if (node.size > 1) {
    result.index = "[" + std::to_string(neuron->index) + "]";
    result.title = QObject::tr("%1, neuron %2").arg(result.title).arg(neuron->index);
  }
  result.probe = node.name + (is_error ? ".e" : ".r") + result.index;
  return result;
}

/// The very neuron or synapse of a probe of its layer or projection.
/// @param index  "[neuron]" or "[upper;lower]" as W has it; B and what it should be are indexed the
///               other way round
std::string withIndex(const ProbeChoice& choice, const std::string& index) {
  const std::size_t semicolon = index.find(';');
  const bool is_pair = semicolon != std::string::npos;
  // Of the two neurons of a synapse, the one that it is about.
  if (is_pair && choice.rows > 1 && choice.info->owner == ProbeOwner::Lower) {
    return choice.probe + "[" + index.substr(semicolon + 1);
  }
  if (is_pair && choice.rows > 1 && choice.info->owner == ProbeOwner::Upper) {
    return choice.probe + index.substr(0, semicolon) + "]";
  }
  if (is_pair != (choice.columns > 0) || (choice.rows <= 1 && choice.columns <= 1)) {
    return choice.probe;
  }
  if (!is_pair || isIndexedAsW(*choice.info)) return choice.probe + index;
  return choice.probe + "[" + index.substr(semicolon + 1, index.size() - semicolon - 2) + ";" +
         index.substr(1, semicolon - 1) + "]";
}

}  // namespace

Watched watchedAt(const GraphScene& scene, const Project& project, QPointF point) {
  if (const auto id = scene.nodeAt(point)) {
    const NodeSpec* node = project.network.find(*id);
    const bool has_values =
        node != nullptr && node->size > 0 &&
        (node->layer() != nullptr || node->input() != nullptr || node->target() != nullptr);
    return has_values ? watchedNode(scene, *node, *id, point) : Watched{};
  }
  const Selection wire = scene.wireAt(point);
  if (wire.projections.empty()) return {};
  const ProjectionId id = *wire.projections.begin();
  const ProjectionSpec* projection = project.network.find(id);
  if (projection == nullptr) return {};
  Watched result{.owner = projection->name,
                 .index = {},
                 .probe = projection->name + ".W",
                 .title = QString::fromStdString(projection->name)};
  if (const auto synapse = scene.synapseAt(point); synapse && synapse->projection == id) {
    const SynapseEnds ends = scene.projection(id)->ends().at(synapse->index);
    result.index = "[" + std::to_string(ends.to) + ";" + std::to_string(ends.from) + "]";
    result.probe += result.index;
    result.title += QString::fromStdString(result.index);
  }
  return result;
}

QDrag* probeDrag(const std::string& probe, QWidget& source) {
  constexpr int kMargin = 6;
  const QString text = QString::fromStdString(probe);
  const QPalette palette = QToolTip::palette();
  const QSize size = source.fontMetrics().size(Qt::TextSingleLine, text) + QSize(4, 2) * kMargin;
  const double ratio = source.devicePixelRatioF();
  QPixmap label((QSizeF(size) * ratio).toSize());
  label.setDevicePixelRatio(ratio);
  label.fill(Qt::transparent);
  QPainter painter(&label);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setFont(source.font());
  painter.setPen(palette.color(QPalette::Mid));
  painter.setBrush(palette.color(QPalette::ToolTipBase));
  const QRectF box(QPointF(0.5, 0.5), QSizeF(size) - QSizeF(1, 1));
  painter.drawRoundedRect(box, kMargin, kMargin);
  painter.setPen(palette.color(QPalette::ToolTipText));
  painter.drawText(box, Qt::AlignCenter, text);
  painter.end();
  auto* drag = new QDrag(&source);
  drag->setMimeData(probeMimeData(probe).release());
  drag->setPixmap(label);
  drag->setHotSpot(QPoint(-2 * kMargin, -kMargin));  // the plot under the cursor stays in sight
  return drag;
}

void fillVariableMenu(QMenu& menu, const Network& network, const Watched& watched,
                      const std::function<void(const QString& probe)>& plot) {
  for (const ProbeChoice& choice : probeChoices(network)) {
    const std::size_t dot = choice.probe.rfind('.');
    if (dot == std::string::npos || choice.probe.substr(0, dot) != watched.owner) continue;
    const QString probe = QString::fromStdString(withIndex(choice, watched.index));
    const QString label = asText(choice.info->label);
    const QString symbol = asText(choice.info->symbol)
                               .replace(QStringLiteral("_m"), QStringLiteral("ₘ"))
                               .replace(QStringLiteral("_r"), QStringLiteral("ᵣ"));
    QAction* action =
        menu.addAction(label.isEmpty() ? probe : QStringLiteral("%1, %2").arg(symbol, label));
    action->setData(probe);
    QObject::connect(action, &QAction::triggered, &menu, [plot, probe] { plot(probe); });
  }
  menu.setEnabled(!menu.isEmpty());
}

}  // namespace vle::ui
