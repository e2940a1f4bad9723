// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/json_codec.h"

#include <bit>
#include <cmath>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtEndian>

#include "base/text.h"
#include "io/board_codec.h"
#include "io/lesson_codec.h"
#include "io/parameter_codec.h"
#include "io/signal_codec.h"
#include "io/value_codec.h"
#include "model/naming.h"
#include "model/paths.h"

namespace vle {

namespace {

const std::vector<std::string> kNodeKinds = {"input", "layer", "target", "note"};

template <class Spec>
void addKeys(std::vector<std::string>& keys) {
  for (const Parameter<Spec>& row : parameters<Spec>()) keys.emplace_back(row.key);
}

/// Reads every row of the table that the object has.
template <class Spec>
void readRows(const JsonCursor& cursor, Spec& spec, WrittenKeys& written) {
  for (const Parameter<Spec>& row : parameters<Spec>()) {
    if (!cursor.has(row.key)) continue;
    row.write(spec, readParameter(cursor.at(row.key), row));
    written.emplace(row.key);
  }
}

/// Writes the rows that were written before or differ from the default.
template <class Spec>
void writeSpec(const Spec& spec, const WrittenKeys& written, Json::Object& object) {
  static const Spec defaults;
  for (const Parameter<Spec>& row : parameters<Spec>()) {
    const ParameterValue value = row.read(spec);
    if (written.contains(std::string(row.key)) || value != row.read(defaults)) {
      object.emplace_back(std::string(row.key), writeParameter(row, value));
    }
  }
}

std::uint32_t readId(const JsonCursor& cursor) {
  const std::int64_t id = cursor.integer();
  if (id >= 1 && id <= 0xffffffffLL) return static_cast<std::uint32_t>(id);
  cursor.problem("an id must be a positive whole number below 2^32, found " + std::to_string(id) +
                 ".");
  return 1;
}

std::string readRequiredText(const JsonCursor& object, const char* key) {
  if (object.has(key)) return object.at(key).text();
  object.problem("the key '" + std::string(key) + "' is missing.");
  return {};
}

std::uint32_t readRequiredId(const JsonCursor& object, const char* key) {
  if (object.has(key)) return readId(object.at(key));
  object.problem("the key '" + std::string(key) + "' is missing.");
  return 0;
}

/// Little-endian doubles in base64.
std::vector<double> readNumbers(const JsonCursor& object, const char* key) {
  const JsonCursor cursor = object.at(key);
  const QString text = cursor.value().toString();
  const auto decoded = QByteArray::fromBase64Encoding(
      text.toLatin1(), QByteArray::Base64Encoding | QByteArray::AbortOnBase64DecodingErrors);
  constexpr qsizetype kBytes = sizeof(double);
  if (!cursor.value().isString() || !decoded || decoded.decoded.size() % kBytes != 0) {
    cursor.problem("expected base64 of little-endian 64-bit numbers.");
    return {};
  }
  std::vector<double> numbers;
  for (qsizetype at = 0; at < decoded.decoded.size(); at += kBytes) {
    numbers.push_back(
        std::bit_cast<double>(qFromLittleEndian<quint64>(decoded.decoded.constData() + at)));
    if (!std::isfinite(numbers.back())) {
      cursor.problem("a value is not finite.");
      return {};
    }
  }
  return numbers;
}

Json writeNumbers(const std::vector<double>& numbers) {
  QByteArray bytes(static_cast<qsizetype>(numbers.size() * sizeof(double)), '\0');
  for (std::size_t k = 0; k < numbers.size(); ++k) {
    qToLittleEndian(std::bit_cast<quint64>(numbers[k]), bytes.data() + k * sizeof(double));
  }
  return bytes.toBase64().toStdString();
}

// --- Reading -------------------------------------------------------------------------------------

class ProjectReader {
 public:
  ProjectReader(const JsonCursor& root, FileOrder& order) : root_(root), order_(order) {}

  Project read() {
    const bool object =
        root_.expectObject({"format", "version", "created_with", "meta", "settings", "nodes",
                            "projections", "variants", "board", "lesson", "weights"});
    if (!object) return {};
    if (root_.has("created_with")) project_.created_with = root_.at("created_with").text();
    if (root_.has("meta")) readMeta(root_.at("meta"));
    if (root_.has("settings")) readSettings(root_.at("settings"));
    each("nodes", kMaxNodes,
         [this](const JsonCursor& cursor, std::size_t k) { readNode(cursor, k); });
    each("projections", kMaxProjections,
         [this](const JsonCursor& cursor, std::size_t k) { readProjection(cursor, k); });
    if (!root_.has("nodes")) root_.problem("the key 'nodes' is missing.");
    each("variants", kMaxVariants,
         [this](const JsonCursor& cursor, std::size_t) { readVariant(cursor); });
    giveIds(project_.variants, project_.ids);
    if (root_.has("board")) project_.board = readBoard(root_.at("board"));
    if (root_.has("lesson")) project_.lesson = readLesson(root_.at("lesson"), project_);
    if (root_.has("weights")) readWeights(root_.at("weights"));
    return std::move(project_);
  }

 private:
  template <class Read>
  void each(const char* key, std::size_t limit, Read read) {
    if (!root_.has(key)) return;
    const JsonCursor list = root_.at(key);
    const auto count = static_cast<std::size_t>(list.count("a list [ … ]"));
    if (count > limit) {
      list.problem("there are " + std::to_string(count) + " entries, the limit is " +
                   std::to_string(limit) + ".");
      return;
    }
    for (std::size_t k = 0; k < count; ++k) read(list.at(static_cast<qsizetype>(k)), k);
  }

  void readMeta(const JsonCursor& cursor) {
    if (!cursor.isObject()) {
      cursor.problem("expected an object {…}.");
      return;
    }
    Meta& meta = project_.meta;
    for (const QString& name : cursor.value().toObject().keys()) {
      const std::string key = name.toStdString();
      const JsonCursor item = cursor.at(key);
      if (key == "title")
        meta.title = item.text();
      else if (key == "summary")
        meta.summary = item.text();
      else if (key == "author")
        meta.author = item.text();
      else if (key == "tags")
        meta.tags = item.texts();
      else if (std::string text = toText(fromQt(item.value())); text.size() <= kMaxText)
        meta.rest[key] = std::move(text);
      else
        item.problem("the entry is longer than 64 KiB.");
    }
  }

  void readSettings(const JsonCursor& cursor) {
    std::vector<std::string> keys;
    addKeys<Settings>(keys);
    if (!cursor.expectObject(keys)) return;
    readRows(cursor, project_.settings, project_.settings.written);
  }

  /// The id of an item; a problem if another node or projection has it.
  std::uint32_t takeId(const JsonCursor& cursor) {
    const std::uint32_t id = readRequiredId(cursor, "id");
    if (id != 0 && (order_.nodes.contains(id) || order_.projections.contains(id))) {
      cursor.at("id").problem("the id " + std::to_string(id) + " is taken by another item.");
      return 0;
    }
    return id;
  }

  void readNode(const JsonCursor& cursor, std::size_t index) {
    std::vector<std::string> keys = {"id", "kind", "name", "x", "y", "note"};
    addKeys<NodeSpec>(keys);
    NodeSpec node;
    if (!cursor.isObject()) {
      cursor.problem("expected an object {…}.");
      return;
    }
    if (!cursor.has("kind")) {
      cursor.problem("the key 'kind' is missing.");
      return;
    }
    switch (cursor.at("kind").choice("kind", kNodeKinds)) {
      case 0:
        node.kind = InputSpec{};
        addKeys<InputSpec>(keys);
        break;
      case 1:
        node.kind = LayerSpec{};
        addKeys<LayerSpec>(keys);
        break;
      case 2:
        node.kind = TargetSpec{};
        addKeys<TargetSpec>(keys);
        keys.insert(keys.end(), {"of", "follows", "signal"});
        break;
      default:
        node.kind = NoteSpec{};
        break;
    }
    cursor.expectObject(keys);
    const std::uint32_t id = takeId(cursor);
    node.name = readRequiredText(cursor, "name");
    if (cursor.has("note")) node.note = cursor.at("note").text();
    if (cursor.has("x")) node.x = cursor.at("x").number();
    if (cursor.has("y")) node.y = cursor.at("y").number();
    readRows(cursor, node, node.written);
    if (auto* input = std::get_if<InputSpec>(&node.kind)) {
      readRows(cursor, *input, node.written);
      if (!cursor.has("signal")) cursor.problem("the key 'signal' is missing.");
    }
    if (auto* layer = std::get_if<LayerSpec>(&node.kind)) readRows(cursor, *layer, node.written);
    if (auto* target = std::get_if<TargetSpec>(&node.kind)) {
      readRows(cursor, *target, node.written);
      readTarget(cursor, *target);
    }
    if (id == 0) return;
    order_.nodes[id] = index;
    project_.network.nodes.emplace(NodeId{id}, std::move(node));
  }

  static void readTarget(const JsonCursor& cursor, TargetSpec& target) {
    if (cursor.has("of")) target.of = NodeId{readId(cursor.at("of"))};
    const bool follows = cursor.has("follows");
    const bool signal = cursor.has("signal");
    if (follows == signal) {
      cursor.problem("a target needs either 'follows' or 'signal'.");
    } else if (follows) {
      target.source = NodeId{readId(cursor.at("follows"))};
    } else {
      target.source = readSignal(cursor.at("signal"));
    }
  }

  void readProjection(const JsonCursor& cursor, std::size_t index) {
    std::vector<std::string> keys = {"id", "name", "from", "to", "teacher", "feedback"};
    addKeys<ProjectionSpec>(keys);
    if (!cursor.expectObject(keys)) return;
    ProjectionSpec projection;
    const std::uint32_t id = takeId(cursor);
    projection.name = readRequiredText(cursor, "name");
    projection.from = NodeId{readRequiredId(cursor, "from")};
    projection.to = NodeId{readRequiredId(cursor, "to")};
    readRows(cursor, projection, projection.written);
    if (cursor.has("teacher")) projection.teacher = ProjectionId{readId(cursor.at("teacher"))};
    if (cursor.has("feedback")) {
      const JsonCursor at = cursor.at("feedback");
      FeedbackSpec feedback;
      std::vector<std::string> feedback_keys;
      addKeys<FeedbackSpec>(feedback_keys);
      if (at.expectObject(feedback_keys)) readRows(at, feedback, feedback.written);
      projection.feedback = std::move(feedback);
    }
    if (id == 0) return;
    order_.projections[id] = index;
    project_.network.projections.emplace(ProjectionId{id}, std::move(projection));
  }

  void readVariant(const JsonCursor& cursor) {
    if (!cursor.expectObject({"name", "title", "color", "set", "without", "visible"})) return;
    Variant variant;
    variant.name = readRequiredText(cursor, "name");
    if (cursor.has("title")) variant.title = cursor.at("title").text();
    if (cursor.has("color")) variant.color = cursor.at("color").text();
    if (cursor.has("visible")) variant.visible = cursor.at("visible").boolean();
    if (cursor.has("set")) {
      const JsonCursor set = cursor.at("set");
      if (!set.isObject()) set.problem("expected an object of path: value.");
      for (const QString& name : set.value().toObject().keys()) {
        const std::string path = name.toStdString();
        try {
          // A path that leads nowhere is kept, to be mended: `validate` names it.
          const ParameterInfo* info = parameterOfKey(path);
          if (info == nullptr) info = &parameterAt(project_, path);
          variant.set[path] = readParameter(set.at(path), *info);
        } catch (const Error& error) {
          set.at(path).problem(error.message() + ".");
        }
      }
    }
    if (cursor.has("without")) {
      const JsonCursor without = cursor.at("without");
      const qsizetype count = without.count("a list of node ids");
      for (qsizetype k = 0; k < count; ++k) variant.without.push_back(readId(without.at(k)));
    }
    project_.variants.push_back(std::move(variant));
  }

  void readWeights(const JsonCursor& cursor) {
    if (!cursor.isObject()) {
      cursor.problem("expected an object of projection: weights.");
      return;
    }
    for (const QString& name : cursor.value().toObject().keys()) {
      const JsonCursor at = cursor.at(name.toStdString());
      if (!at.expectObject({"W", "B", "M", "shape"})) continue;
      Weights weights;
      if (at.has("W") || !at.has("B")) weights.W = readNumbers(at, "W");
      if (at.has("B")) weights.B = readNumbers(at, "B");
      if (at.has("M")) weights.M = readNumbers(at, "M");
      double count = 1;
      const JsonCursor shape = at.at("shape");
      const qsizetype sides = shape.count("a list of sizes");
      for (qsizetype k = 0; k < sides; ++k) count *= shape.at(k).number();
      const std::string key = at.has("W") ? "W" : "B";
      const std::size_t size = (at.has("W") ? weights.W : weights.B).size();
      if (count != static_cast<double>(size)) {
        shape.problem("the shape does not fit the " + std::to_string(size) + " values of " + key +
                      ".");
      }
      project_.weights[name.toStdString()] = std::move(weights);
    }
  }

  const JsonCursor& root_;
  FileOrder& order_;
  Project project_;
};

// --- Writing -------------------------------------------------------------------------------------

std::int64_t asInteger(NodeId id) { return number(id); }
std::int64_t asInteger(ProjectionId id) { return number(id); }

Json writeNode(NodeId id, const NodeSpec& node) {
  Json::Object object = {
      {"id", asInteger(id)}, {"kind", kNodeKinds[node.kind.index()]}, {"name", node.name}};
  writeSpec(node, node.written, object);
  object.emplace_back("x", node.x);
  object.emplace_back("y", node.y);
  if (const auto* input = node.input()) {
    WrittenKeys always = node.written;
    always.insert("signal");
    writeSpec(*input, always, object);
  }
  if (const auto* layer = node.layer()) writeSpec(*layer, node.written, object);
  if (const auto* target = node.target()) {
    if (target->of != NodeId{}) object.emplace_back("of", asInteger(target->of));
    if (const auto* follows = std::get_if<NodeId>(&target->source)) {
      object.emplace_back("follows", asInteger(*follows));
    } else {
      object.emplace_back("signal", writeSignal(std::get<SignalSpec>(target->source)));
    }
    writeSpec(*target, node.written, object);
  }
  if (!node.note.empty()) object.emplace_back("note", node.note);
  return object;
}

Json writeProjection(ProjectionId id, const ProjectionSpec& projection) {
  Json::Object object = {{"id", asInteger(id)},
                         {"name", projection.name},
                         {"from", asInteger(projection.from)},
                         {"to", asInteger(projection.to)}};
  writeSpec(projection, projection.written, object);
  if (projection.teacher) object.emplace_back("teacher", asInteger(*projection.teacher));
  if (projection.feedback) {
    Json::Object feedback;
    writeSpec(*projection.feedback, projection.feedback->written, feedback);
    object.emplace_back("feedback", std::move(feedback));
  }
  return object;
}

/// Weights that do not fit their projection are written as one list: they can be read again, and
/// `validate` says what is wrong.
Json writeWeights(const NetworkSpec& spec, const std::string& name, const Weights& trained) {
  const ProjectionSpec* projection = spec.findProjection(name);
  const NodeSpec* from = projection != nullptr ? spec.find(projection->from) : nullptr;
  const NodeSpec* to = projection != nullptr ? spec.find(projection->to) : nullptr;
  const auto count = static_cast<std::int64_t>(std::max(trained.W.size(), trained.B.size()));
  Json::Array shape = {count};
  const bool is_matrix =
      from != nullptr && to != nullptr && projection->pattern.kind != Pattern::Kind::OneToOne &&
      static_cast<double>(to->size) * static_cast<double>(from->size) == static_cast<double>(count);
  if (is_matrix) shape = {to->size, from->size};
  Json::Object object;
  if (!trained.W.empty() || trained.B.empty()) object.emplace_back("W", writeNumbers(trained.W));
  if (!trained.B.empty()) object.emplace_back("B", writeNumbers(trained.B));
  if (!trained.M.empty()) object.emplace_back("M", writeNumbers(trained.M));
  object.emplace_back("shape", std::move(shape));
  return object;
}

Json writeVariant(const Variant& variant) {
  Json::Object object = {{"name", variant.name}};
  if (!variant.title.empty()) object.emplace_back("title", variant.title);
  if (!variant.color.empty()) object.emplace_back("color", variant.color);
  Json::Object set;
  for (const auto& [path, value] : variant.set) {
    const ParameterInfo* info = parameterOfKey(path);
    if (info != nullptr) set.emplace_back(path, writeParameter(*info, value));
  }
  object.emplace_back("set", std::move(set));
  if (!variant.without.empty()) {
    Json::Array without;
    for (const std::uint32_t id : variant.without) without.emplace_back(std::int64_t{id});
    object.emplace_back("without", std::move(without));
  }
  if (!variant.visible) object.emplace_back("visible", false);
  return object;
}

Json writeMeta(const Meta& meta) {
  Json::Object object;
  if (!meta.title.empty()) object.emplace_back("title", meta.title);
  if (!meta.summary.empty()) object.emplace_back("summary", meta.summary);
  if (!meta.author.empty()) object.emplace_back("author", meta.author);
  if (!meta.tags.empty()) object.emplace_back("tags", writeTexts(meta.tags));
  for (const auto& [key, text] : meta.rest) object.emplace_back(key, fromQt(parseJson(text)));
  return object;
}

}  // namespace

std::string FileOrder::pathOf(const Place& place) const {
  const std::string key = place.key.empty() ? "" : "." + place.key;
  const auto item = [&](const char* list, const std::map<std::uint32_t, std::size_t>& order) {
    const auto found = order.find(place.id);
    const std::string index = found == order.end() ? "?" : std::to_string(found->second);
    return "$." + std::string(list) + "[" + index + "]" + key;
  };
  switch (place.part) {
    case Place::Part::Project:
      return "$";
    case Place::Part::Settings:
      return "$.settings" + key;
    case Place::Part::Node:
      return item("nodes", nodes);
    case Place::Part::Projection:
      return item("projections", projections);
    case Place::Part::Variant:
      return "$.variants[" + std::to_string(place.id) + "]" + key;
    case Place::Part::Plot:
      return "$.board.plots[" + std::to_string(place.id) + "]" + key;
  }
  return "$";
}

Project readProject(const JsonCursor& root, FileOrder& order) {
  return ProjectReader(root, order).read();
}

Json writeProject(const Project& project) {
  Json::Object settings;
  writeSpec(project.settings, project.settings.written, settings);
  Json::Array nodes;
  for (const auto& [id, node] : project.network.nodes) nodes.push_back(writeNode(id, node));
  Json::Array projections;
  for (const auto& [id, projection] : project.network.projections) {
    projections.push_back(writeProjection(id, projection));
  }
  Json::Array variants;
  for (const Variant& variant : project.variants) {
    variants.push_back(writeVariant(variant));
  }
  Json::Object weights;
  for (const auto& [name, trained] : project.weights) {
    weights.emplace_back(name, writeWeights(project.network, name, trained));
  }
  Json::Object root = {{"format", "vle-project"}, {"version", kFormatVersion}};
  if (!project.created_with.empty()) root.emplace_back("created_with", project.created_with);
  root.emplace_back("meta", writeMeta(project.meta));
  root.emplace_back("settings", std::move(settings));
  root.emplace_back("nodes", std::move(nodes));
  root.emplace_back("projections", std::move(projections));
  if (!variants.empty()) root.emplace_back("variants", std::move(variants));
  if (!project.board.empty()) root.emplace_back("board", writeBoard(project.board));
  if (project.lesson) root.emplace_back("lesson", writeLesson(*project.lesson));
  if (!weights.empty()) root.emplace_back("weights", std::move(weights));
  return root;
}

}  // namespace vle
