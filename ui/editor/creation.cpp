// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "editor/creation.h"

#include <algorithm>
#include <array>
#include <vector>

#include <QCoreApplication>
#include <QRectF>
#include <QRegularExpression>
#include <QStringList>

#include "base/error.h"
#include "drawing/edge_routes.h"
#include "drawing/node_geometry.h"
#include "model/resizing.h"
#include "model/templates.h"

namespace vle::ui {

namespace {

using Kind = CreationKind;

constexpr std::array kTable = {
    CreationRow{Kind::Layer, "layer", QT_TRANSLATE_NOOP("Creation", "Layer"), "layer",
                QT_TRANSLATE_NOOP("Creation", "Learning neurons; type \"layer 8\" for eight"),
                "layer", 1},
    CreationRow{Kind::Input, "input", QT_TRANSLATE_NOOP("Creation", "Input"), "input",
                QT_TRANSLATE_NOOP("Creation", "A signal that drives layers: sines, noise, a file"),
                "input", 1},
    CreationRow{Kind::Target, "target", QT_TRANSLATE_NOOP("Creation", "Target"), "target",
                QT_TRANSLATE_NOOP("Creation", "What the rates of a layer should become"), "target",
                1},
    CreationRow{
        Kind::Delay, "delay", QT_TRANSLATE_NOOP("Creation", "Delay"), "delay 20 ms",
        QT_TRANSLATE_NOOP("Creation", "A target that is the input 20 ms ago, to be remembered"),
        "target", 20},
    CreationRow{Kind::Lagline, "lagline", QT_TRANSLATE_NOOP("Creation", "Lagline"), "lagline 4",
                QT_TRANSLATE_NOOP("Creation", "Chain of layers, each delaying the signal a little"),
                "lagline", 4},
    CreationRow{Kind::Chain, "chain", QT_TRANSLATE_NOOP("Creation", "Chain"), "chain of 3",
                QT_TRANSLATE_NOOP("Creation", "An input, layers that learn, and a target"), "chain",
                3},
    CreationRow{Kind::Teacher, "teacher", QT_TRANSLATE_NOOP("Creation", "Teacher"),
                "teacher of selection",
                QT_TRANSLATE_NOOP("Creation",
                                  "A frozen copy of the selected layers that these "
                                  "learn to follow"),
                "teacher", 1},
    CreationRow{Kind::Note, "note", QT_TRANSLATE_NOOP("Creation", "Note"), "note",
                QT_TRANSLATE_NOOP("Creation", "A remark on the canvas"), "note", 1},
};

QString translated(const char* text) { return QCoreApplication::translate("Creation", text); }

/// The same with another number of neurons or channels.
Built sized(const Project& project, Built built, std::int64_t size) {
  Project after = project;
  Change change;
  applyAll(after, built.edits, change);
  Built resized = resize(after, built.made.nodes, size);
  built.edits.insert(built.edits.end(), resized.edits.begin(), resized.edits.end());
  return built;
}

/// Moves what is made right and down along the grid until it covers no card that was there before.
void makeRoom(const Project& before, Built& built) {
  Project after = before;
  Change change;
  applyAll(after, built.edits, change);
  const CardSizes sizes = cardSizes(after.network);
  std::vector<QRectF> there, made;
  for (const auto& entry : after.network.nodes) {
    const NodeId id = entry.first;
    const NodeSpec& node = entry.second;
    const QRectF card(node.x, node.y, sizes.at(id).width, sizes.at(id).height);
    if (built.made.nodes.contains(id) && before.network.find(id) == nullptr)
      made.push_back(card);
    else
      there.push_back(card.adjusted(-kGrid / 2, -kGrid / 2, kGrid / 2, kGrid / 2));
  }
  const auto is_free = [&](QPointF offset) {
    return std::ranges::none_of(made, [&](const QRectF& card) {
      return std::ranges::any_of(
          there, [&](const QRectF& other) { return other.intersects(card.translated(offset)); });
    });
  };
  constexpr int kRings = 100;
  const auto free = [&]() -> QPointF {
    for (int ring = 0; ring < kRings; ++ring) {
      for (int k = 0; k <= ring; ++k) {  // along the edge of a square that grows from the place
        for (const QPointF offset : {QPointF(ring, k), QPointF(k, ring), QPointF(ring, -k),
                                     QPointF(-k, ring), QPointF(k, -ring), QPointF(-ring, k)}) {
          if (is_free(offset * kGrid)) return offset * kGrid;
        }
      }
    }
    return {};
  }();
  for (Edit& edit : built.edits) {
    auto* set = std::get_if<SetNode>(&edit);
    if (set == nullptr || !set->node || before.network.find(set->id) != nullptr) continue;
    set->node->x += free.x();
    set->node->y += free.y();
  }
}

Built build(const Project& project, const Creation& creation, Position at,
            const Selection& selection) {
  switch (creation.kind) {
    case Kind::Layer:
      return sized(project, addLayer(project, at), creation.count);
    case Kind::Input:
      return sized(project, addInput(project, at), creation.count);
    case Kind::Target:
      return addTarget(project, at);
    case Kind::Delay:
      return addDelayedTarget(project,
                              static_cast<double>(std::max<std::int64_t>(creation.count, 1)), at);
    case Kind::Lagline:
      return addLagline(project, creation.count, at);
    case Kind::Chain:
      return addChain(project, creation.count, at);
    case Kind::Teacher:
      return addTeacher(project, selection, cardSizes(project.network));
    case Kind::Note:
      return addNote(project, at, translated(QT_TRANSLATE_NOOP("Creation", "Note")).toStdString());
  }
  return {};
}

}  // namespace

std::span<const CreationRow> creationTable() { return kTable; }

const CreationRow& rowOf(CreationKind kind) {
  return *std::ranges::find(kTable, kind, &CreationRow::kind);
}

QString labelOf(const CreationRow& row) { return translated(row.label); }

QString tipOf(const CreationRow& row) { return translated(row.tip); }

Creation creationFrom(const QString& text) {
  static const QRegularExpression kPattern(
      QStringLiteral("^\\s*(\\p{L}+)\\s*(?:of\\s+)?(?:(\\d+)\\s*\\w*|(?:the\\s+)?selection)?\\s*$"),
      QRegularExpression::CaseInsensitiveOption | QRegularExpression::UseUnicodePropertiesOption);
  const QRegularExpressionMatch match = kPattern.match(text);
  const QString word = match.captured(1).toLower();
  QStringList known;
  for (const CreationRow& row : kTable) {
    known << QString::fromLatin1(row.example);
    if (word != QLatin1String(row.word) && word != labelOf(row).toLower()) continue;
    const QString digits = match.captured(2);
    bool is_number = true;
    const qlonglong count = digits.isEmpty() ? row.usual : digits.toLongLong(&is_number);
    // A number too large for the computer is too large for the network, too.
    return {row.kind, is_number ? count : kMaxNeurons + 1};
  }
  throw Error(ErrorKind::InvalidSpec,
              QCoreApplication::translate("Creation",
                                          "'%1' is nothing that can be made here. "
                                          "There is: %2.")
                  .arg(text.trimmed().left(40), known.join(QStringLiteral(", ")))
                  .toStdString());
}

Built create(const Project& project, const Creation& creation, Position at,
             const Selection& selection) {
  const QPointF corner = snapped({at.x, at.y});
  Built built = build(project, creation, {corner.x(), corner.y()}, selection);
  makeRoom(project, built);
  return built;
}

}  // namespace vle::ui
