// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspector/items.h"

#include <algorithm>
#include <cassert>

#include <QCoreApplication>
#include <QFileInfo>

#include "io/json_codec.h"
#include "model/variants.h"

namespace vle::ui {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("Inspector", text); }

/// Calls f with the spec that holds the rows of a table.
template <class F>
auto withSpec(const Project& project, Item item, Table table, F&& f) {
  const auto node = [&]() -> const NodeSpec& { return project.network.nodes.at(NodeId{item.id}); };
  const auto projection = [&]() -> const ProjectionSpec& {
    return project.network.projections.at(ProjectionId{item.id});
  };
  switch (table) {
    case Table::Settings:
      break;
    case Table::Node:
      return f(node());
    case Table::Input:
      return f(*node().input());
    case Table::Layer:
      return f(*node().layer());
    case Table::Target:
      return f(*node().target());
    case Table::Projection:
      return f(projection());
    case Table::Feedback:
      return f(projection().feedback.value_or(FeedbackSpec{}));
  }
  return f(project.settings);
}

template <class Spec>
std::vector<const ParameterInfo*> pointers() {
  std::vector<const ParameterInfo*> rows;
  for (const Parameter<Spec>& row : parameters<Spec>()) rows.push_back(&row);
  return rows;
}

template <class Spec>
void write(Spec& spec, const ParameterInfo& row, const ParameterValue& value) {
  static_cast<const Parameter<Spec>&>(row).write(spec, value);
  if constexpr (requires { spec.written; }) spec.written.emplace(row.key);
}

/// The overrides of a variant that reach a parameter: what is said of all, then of this one.
std::vector<const ParameterValue*> overrides(const Project& project, const Variant& variant,
                                             Item item, const std::string& key) {
  std::vector<const ParameterValue*> result;
  const bool is_all = [&] {
    if (item.kind == Item::Kind::Settings) return false;
    if (item.kind == Item::Kind::Projection) {
      const ProjectionSpec& projection = project.network.projections.at(ProjectionId{item.id});
      return key.starts_with("feedback.") ? projection.feedback.has_value()
                                          : projection.written.contains(key);
    }
    const NodeSpec& node = project.network.nodes.at(NodeId{item.id});
    return node.layer() != nullptr && node.written.contains(key);
  }();
  if (is_all) {
    const auto of_all = variant.set.find("*." + key);
    if (of_all != variant.set.end()) result.push_back(&of_all->second);
  }
  const auto of_one = variant.set.find(nameOf(project, item) + "." + key);
  if (of_one != variant.set.end()) result.push_back(&of_one->second);
  return result;
}

/// The value of a choice in the project and in every variant.
std::vector<std::string> choicesOf(const Project& project, Item item, Table table,
                                   const ParameterInfo& row) {
  const ParameterValue own = valueOf(project, item, table, row);
  std::vector<std::string> all;
  for (const Variant& variant : runningVariants(project)) {
    const auto set = overrides(project, variant, item, keyOf(table, row));
    const ParameterValue& value = set.empty() ? own : *set.back();
    if (const auto* text = std::get_if<std::string>(&value)) all.push_back(*text);
  }
  return all;
}

bool anyOf(const std::vector<std::string>& all, const std::vector<std::string_view>& wanted) {
  return std::ranges::any_of(all, [&](const std::string& one) {
    return std::ranges::find(wanted, std::string_view(one)) != wanted.end();
  });
}

/// Where trained weights keep the numbers of a row; nullptr if it is none of theirs.
std::vector<double> Weights::*trainedPart(const ParameterInfo& row) {
  return row.key == "W" ? &Weights::W : row.key == "B" ? &Weights::B : nullptr;
}

/// What uses a row of the feedback: kinds, and the sentence where none of them is chosen.
struct FeedbackUse {
  std::string_view key;
  std::vector<std::string_view> kinds;
  const char* reason;
};

}  // namespace

QString projectFolder(const Document& document) {
  const QFileInfo file(document.origin());
  return file.isAbsolute() ? file.absolutePath() : QString();
}

std::vector<Item> itemsOf(const Project& project, const Selection& selection) {
  if (selection.empty()) return {Item{}};
  std::vector<Item> items;
  for (const NodeId id : selection.nodes) {
    if (project.network.find(id) != nullptr) items.push_back({Item::Kind::Node, number(id)});
  }
  for (const ProjectionId id : selection.projections) {
    if (project.network.find(id) != nullptr) items.push_back({Item::Kind::Projection, number(id)});
  }
  return items;
}

std::string nameOf(const Project& project, Item item) {
  if (item.kind == Item::Kind::Node) return project.network.nodes.at(NodeId{item.id}).name;
  if (item.kind == Item::Kind::Settings) return "settings";
  return project.network.projections.at(ProjectionId{item.id}).name;
}

bool has(const Project& project, Item item, Table table) {
  if (item.kind == Item::Kind::Settings) return table == Table::Settings;
  if (item.kind == Item::Kind::Projection) {
    return table == Table::Projection || table == Table::Feedback;
  }
  const NodeSpec& node = project.network.nodes.at(NodeId{item.id});
  if (table == Table::Input) return node.input() != nullptr;
  if (table == Table::Layer) return node.layer() != nullptr;
  if (table == Table::Target) return node.target() != nullptr;
  return table == Table::Node && !std::holds_alternative<NoteSpec>(node.kind);
}

std::vector<const ParameterInfo*> rowsOf(Table table) {
  switch (table) {
    case Table::Settings:
      break;
    case Table::Node:
      return pointers<NodeSpec>();
    case Table::Input:
      return pointers<InputSpec>();
    case Table::Layer:
      return pointers<LayerSpec>();
    case Table::Target:
      return pointers<TargetSpec>();
    case Table::Projection:
      return pointers<ProjectionSpec>();
    case Table::Feedback:
      return pointers<FeedbackSpec>();
  }
  return pointers<Settings>();
}

ParameterValue valueOf(const Project& project, Item item, Table table, const ParameterInfo& row) {
  assert(has(project, item, table));
  return withSpec(project, item, table, [&row]<class Spec>(const Spec& spec) {
    return static_cast<const Parameter<Spec>&>(row).read(spec);
  });
}

Edit editOf(const Project& project, Item item, Table table, const ParameterInfo& row,
            const ParameterValue& value) {
  if (item.kind == Item::Kind::Settings) {
    Settings settings = project.settings;
    write(settings, row, value);
    return SetSettings{std::move(settings)};
  }
  if (item.kind == Item::Kind::Projection) {
    ProjectionSpec projection = project.network.projections.at(ProjectionId{item.id});
    if (table == Table::Projection) {
      write(projection, row, value);
    } else {
      if (!projection.feedback) projection.feedback.emplace();
      write(*projection.feedback, row, value);
    }
    return SetProjection{ProjectionId{item.id}, std::move(projection)};
  }
  NodeSpec node = project.network.nodes.at(NodeId{item.id});
  switch (table) {
    case Table::Input:
      write(std::get<InputSpec>(node.kind), row, value);
      break;
    case Table::Layer:
      write(std::get<LayerSpec>(node.kind), row, value);
      break;
    case Table::Target:
      write(std::get<TargetSpec>(node.kind), row, value);
      break;
    default:
      write(node, row, value);
  }
  node.written.emplace(row.key);
  return SetNode{NodeId{item.id}, std::move(node)};
}

std::string keyOf(Table table, const ParameterInfo& row) {
  return (table == Table::Feedback ? "feedback." : "") + std::string(row.key);
}

bool isTrained(const Project& project, Item item, const ParameterInfo& row) {
  const std::vector<double> Weights::*part = trainedPart(row);
  if (part == nullptr || item.kind != Item::Kind::Projection) return false;
  const auto found = project.weights.find(nameOf(project, item));
  return found != project.weights.end() && !(found->second.*part).empty();
}

std::vector<Edit> withoutTrained(const Project& project, const std::vector<Item>& items,
                                 const ParameterInfo& row) {
  std::vector<Edit> edits;
  for (const Item& item : items) {
    if (!isTrained(project, item, row)) continue;
    const std::string name = nameOf(project, item);
    std::optional<Weights> rest = project.weights.at(name);
    ((*rest).*trainedPart(row)).clear();
    if (rest->W.empty() && rest->B.empty()) rest.reset();
    edits.emplace_back(SetWeights{name, std::move(rest)});
  }
  return edits;
}

QStringList overridesOf(const Project& project, Item item, Table table, const ParameterInfo& row) {
  QStringList lines;
  for (const Variant& variant : project.variants) {
    const auto set = overrides(project, variant, item, keyOf(table, row));
    if (set.empty()) continue;
    QString text = QString::fromStdString(toText(writeParameter(row, *set.back()))).trimmed();
    text.remove(QLatin1Char('"'));
    constexpr qsizetype kLongest = 80;
    if (text.size() > kLongest) text = text.left(kLongest) + QStringLiteral("…");
    lines << QString::fromStdString(variant.label()) + QStringLiteral(": ") + text;
  }
  return lines;
}

QString unusedReason(const Project& project, Item item, Table table, const ParameterInfo& row) {
  if (table == Table::Settings && row.key == "window") {
    const bool used =
        anyOf(choicesOf(project, item, table, *findParameter<Settings>("rule")), {"bptt"});
    return used ? QString() : tr("only the rule bptt has windows");
  }
  if (table != Table::Feedback) return {};
  const ProjectionSpec& projection = project.network.projections.at(ProjectionId{item.id});
  const NodeSpec* from = project.network.find(projection.from);
  if (from != nullptr && from->input() != nullptr) {
    return tr("an input has no error neuron, so nothing is sent down to it");
  }
  static const FeedbackUse kUses[] = {
      {"B",
       {"constant", "learned", "drive", "kolen-pollack"},
       QT_TRANSLATE_NOOP("Inspector", "B is made of W")},
      {"learn",
       {"learned", "drive"},
       QT_TRANSLATE_NOOP("Inspector", "B does not learn at a rate of its own")},
      {"tau_mean", {"learned", "drive"}, QT_TRANSLATE_NOOP("Inspector", "no mean is subtracted")},
      {"decay", {"kolen-pollack"}, QT_TRANSLATE_NOOP("Inspector", "only kolen-pollack decays B")},
      {"frequency",
       {"analytic"},
       QT_TRANSLATE_NOOP("Inspector", "only analytic B is made for one frequency")},
  };
  for (const FeedbackUse& use : kUses) {
    if (use.key != row.key) continue;
    const auto kinds = choicesOf(project, item, table, *findParameter<FeedbackSpec>("kind"));
    return anyOf(kinds, use.kinds) ? QString() : tr(use.reason);
  }
  return {};
}

SignalSpec fitted(SignalSpec signal, std::int64_t channels) {
  const auto count = static_cast<std::size_t>(channels);
  if (auto* sines = std::get_if<SinesSignal>(&signal)) {
    const std::vector<Sine> last =
        sines->channels.empty() ? std::vector<Sine>{Sine{}} : sines->channels.back();
    sines->channels.resize(count, last);
  }
  if (auto* samples = std::get_if<SamplesSignal>(&signal)) {
    const List last = samples->channels.empty() ? List{0.0} : samples->channels.back();
    samples->channels.resize(count, last);
  }
  return signal;
}

}  // namespace vle::ui
