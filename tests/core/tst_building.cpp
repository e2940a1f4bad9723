// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a person does on the canvas, as edits: adding, connecting, erasing, renaming, copying,
// macros, arranging. Random actions keep every project whole, undoable and writable.
#include <functional>
#include <random>

#include <QTest>

#include "base/error.h"
#include "model/arranging.h"
#include "model/auto_layout.h"
#include "model/building.h"
#include "model/cures.h"
#include "model/feedback_traits.h"
#include "model/fragment.h"
#include "model/paths.h"
#include "model/proposals.h"
#include "model/resizing.h"
#include "model/templates.h"
#include "model/validate.h"
#include "model/values.h"
#include "model/variants.h"
#include "random_actions.h"
#include "run_tests.h"
#include "sim/network.h"
#include "sim/probes.h"
#include "sim/simulator.h"
#include "specs.h"

using namespace vle;

namespace {

Selection perform(Project& project, const Built& built) {
  Change change;
  applyAll(project, built.edits, change);
  return built.made;
}

NodeId nodeOf(const Selection& made) { return *made.nodes.begin(); }
NodeId idOf(const Project& project, const std::string& name) {
  for (const auto& [id, node] : project.network.nodes) {
    if (node.name == name) return id;
  }
  return {};
}
ProjectionId wireOf(const Project& project, const std::string& name) {
  for (const auto& [id, projection] : project.network.projections) {
    if (projection.name == name) return id;
  }
  return {};
}

QString sentence(const std::function<void()>& act) {
  try {
    act();
  } catch (const Error& error) {
    return QString::fromStdString(error.message());
  }
  return {};
}

/// Nothing but warnings, and read back as it is.
QString wrongWith(const Project& project) {
  for (const Issue& issue : validate(project)) {
    if (issue.severity == Severity::Error) return QString::fromStdString(issue.message);
  }
  const LoadedProject loaded = readProjectText(projectText(project));
  if (!loaded.is_whole) return QString::fromStdString(loaded.problems.at(0).message);
  return loaded.project == test::marked(project) ? QString()
                                                 : QStringLiteral("read back as another project");
}

/// Overrides and left-out ids of variants that lead nowhere, and probes of nothing.
std::size_t looseEnds(const Project& project) {
  const NetworkSpec& spec = project.network;
  std::size_t count = 0;
  for (const Variant& variant : project.variants) {
    for (const auto& [path, value] : variant.set) {
      count += sentence([&, &at = path] { (void)parameterAt(project, at); }).isEmpty() ? 0U : 1U;
    }
    for (const std::uint32_t id : variant.without) {
      const bool exists =
          spec.find(NodeId{id}) != nullptr || spec.find(ProjectionId{id}) != nullptr;
      count += exists ? 0U : 1U;
    }
  }
  for (const Plot& plot : project.board) {
    for (const std::string& probe : plot.probes) {
      const std::size_t dot = probe.find('.');
      if (dot == std::string::npos) continue;
      const std::string owner = probe.substr(0, dot);
      const bool exists = spec.findNode(owner) != nullptr || spec.findProjection(owner) != nullptr;
      count += exists ? 0U : 1U;
    }
  }
  for (const auto& [name, weights] : project.weights) {
    count += spec.findProjection(name) != nullptr ? 0U : 1U;
  }
  return count;
}

#define QVERIFY_WHOLE(project) \
  QVERIFY2(wrongWith(project).isEmpty(), qPrintable(wrongWith(project)))

}  // namespace

class TestBuilding : public QObject {
  Q_OBJECT

 private slots:
  void newNodesGetFreeNames();
  void idsOfErasedThingsAreNotGivenAgain();
  void wiresSayWhyTheyCannotBe_data();
  void wiresSayWhyTheyCannotBe();
  void theChainIsBuiltWireByWire();
  void targetsTakeTheSizeOfTheirLayer();
  void targetsWithoutALayerDoNothingYet();
  void erasingTakesEverythingAlongThatSpeaksOfIt();
  void erasingKeepsTheNumbersOfWhatReferredToIt();
  void erasingALayerLeavesItsTargetUnattached();
  void renamingIsFollowedEverywhere();
  void renamingKeepsTrainedWeights();
  void overridesThatLeadNowhereAreKeptAndNamed();
  void impossibleNamesAreRefused_data();
  void impossibleNamesAreRefused();
  void layerAndProjectionOfOneNameAreToldApart();
  void copiesHaveTheirOwnIdsNamesAndInnerWires();
  void fragmentsReferToNothingOutside();
  void laglineChainAndTeacherLearn();
  void teachersOfDrawnWeightsAreDrawnAnew();
  void aTeacherHasSomethingToTeach_data();
  void aTeacherHasSomethingToTeach();
  void aChainLearnsFromItsTeacher();
  void aLongChainLearns();
  void macrosRefuseSillyNumbers();
  void wideningTakesAlongWhatHasTheShape();
  void problemsHaveCuresThatMendThem_data();
  void problemsHaveCuresThatMendThem();
  void whatIsWholeHasNoProblems();
  void kindsOfFeedbackComeWithWhatTheyNeed();
  void comparisonsAreOfferedForAnyNetwork();
  void latentEquilibriumIsOfferedWhereItHolds();
  void variantsThatRunAlikeAreFound();
  void namesSayAllThatDiffers();
  void aDelayedTargetIsTheInputSomeTimeAgo();
  void cardsAreAlignedAndSpread();
  void randomActionsKeepEveryProjectWhole();
};

void TestBuilding::newNodesGetFreeNames() {
  Project project;
  for (int k = 0; k < 2; ++k) {
    for (const auto& add : {addInput, addLayer, addTarget}) {
      const NodeId id = nodeOf(perform(project, add(project, {24, 48})));
      QCOMPARE(project.network.find(id)->x, 24.0);
      QCOMPARE(project.network.find(id)->y, 48.0);
    }
    perform(project, addNote(project, {}, "Look."));
  }
  for (const char* name :
       {"x", "x 2", "layer 1", "layer 2", "target", "target 2", "note 1", "note 2"}) {
    QVERIFY2(project.network.findNode(name) != nullptr, name);
  }
  QCOMPARE(project.network.findNode("note 2")->note, std::string("Look."));
  QVERIFY_WHOLE(project);
}

void TestBuilding::idsOfErasedThingsAreNotGivenAgain() {
  Project project = test::chain();
  const NodeId first = nodeOf(perform(project, addLayer(project, {})));
  perform(project, remove(project, {.nodes = {first}}));
  QVERIFY(nodeOf(perform(project, addLayer(project, {}))) > first);
  Project full;  // a file may use up the largest id
  full.network.nodes.emplace(NodeId{0xffffffffU}, test::layer("a", 1));
  QCOMPARE(nodeOf(perform(full, addLayer(full, {}))), NodeId{1});
  QVERIFY_WHOLE(full);
}

void TestBuilding::wiresSayWhyTheyCannotBe_data() {
  QTest::addColumn<QString>("from");
  QTest::addColumn<QString>("to");
  QTest::addColumn<int>("pattern");
  QTest::addColumn<int>("end");  // of a target; -1: as usual
  QTest::addColumn<QString>("why");
  const auto row = [](const char* name, const char* from, const char* to, const char* why,
                      int end = -1, int pattern = 0) {
    QTest::newRow(name) << from << to << pattern << end << why;
  };
  row("fine", "wide", "output", "");
  row("self-loop", "hidden", "hidden", "");
  row("loop", "output", "hidden", "");
  row("into an input", "hidden", "x", "No wire goes to an input: it plays its own signal.");
  row("from a target", "target", "hidden",
      "No wire starts at a target: draw it from the layer to the target.");
  row("from a note", "note 1", "hidden", "A note is only read: no wire goes to or from it.");
  row("to a note", "hidden", "note 1", "A note is only read: no wire goes to or from it.");
  row("twice", "x", "hidden", "'x' already drives 'hidden', through 'W1'.");
  row("unequal one-to-one", "wide", "output",
      "One-to-one needs equal sizes: 'wide' has 3, 'output' has 1.", -1, 1);
  row("input to target", "x", "target", "A target is for a layer, or follows one: 'x' is none.");
  row("target has it", "output", "target", "'target' is already the target of 'output'.");
  row("follows it", "teacher 2", "target", "'target' already follows 'teacher 2'.");
  row("follows its own", "output", "target", "'target' is for 'output', so it cannot follow it.",
      1);
  row("follows another size", "wide", "target",
      "Sizes differ: 'output' has 1 neurons, 'wide' has 3.");
  row("of another size", "wide", "target",
      "Sizes differ: 'target' follows 'teacher 2', which has 1 neurons, 'wide' has 3.", 0);
  row("signal of another size", "wide", "tune",
      "The signal of 'tune' does not fit: sines has 1 channels, must be 3.", 0);
}

void TestBuilding::wiresSayWhyTheyCannotBe() {
  Project project = test::chain();
  perform(project, addNote(project, {}));
  project.network.nodes.emplace(NodeId{50}, test::layer("wide", 3));
  project.network.nodes.emplace(NodeId{51}, test::target("tune", 1, 0, SinesSignal{{{Sine{}}}}));
  QFETCH(QString, from);
  QFETCH(QString, to);
  QFETCH(int, pattern);
  QFETCH(int, end);
  QFETCH(QString, why);
  const NodeId a = idOf(project, from.toStdString());
  const NodeId b = idOf(project, to.toStdString());
  const auto kind = static_cast<Pattern::Kind>(pattern);
  const auto as = end < 0 ? std::nullopt : std::optional(static_cast<TargetEnd>(end));
  const auto wrong = mayConnect(project.network, a, b, kind, as);
  if (why.startsWith("The signal")) {  // the rest is the sentence of signal_shape.h
    QVERIFY(wrong && QString::fromStdString(*wrong).startsWith(why.left(32)));
  } else {
    QCOMPARE(QString::fromStdString(wrong.value_or("")), why);
  }
  const QString thrown = sentence([&] { (void)vle::connect(project, a, b, kind, as); });
  QCOMPARE(thrown, QString::fromStdString(wrong.value_or("")));
  if (wrong) return;
  perform(project, vle::connect(project, a, b, kind, as));
  QVERIFY_WHOLE(project);
}

void TestBuilding::theChainIsBuiltWireByWire() {
  Project project;
  std::map<std::string, NodeId> ids;
  ids["x"] = nodeOf(perform(project, addInput(project, {})));
  for (const char* name : {"hidden", "output", "teacher 1", "teacher 2"}) {
    ids[name] = nodeOf(perform(project, addLayer(project, {})));
    perform(project, rename(project, ids[name], name));
  }
  ids["target"] = nodeOf(perform(project, addTarget(project, {})));
  const std::vector<std::pair<std::string, std::string>> wires = {
      {"x", "hidden"},      {"hidden", "output"},   {"x", "teacher 1"}, {"teacher 1", "teacher 2"},
      {"output", "target"}, {"teacher 2", "target"}};
  for (const auto& [from, to] : wires) {
    perform(project, vle::connect(project, ids.at(from), ids.at(to)));
  }
  const TargetSpec& target = *project.network.find(ids["target"])->target();
  QCOMPARE(target.of, ids["output"]);
  QCOMPARE(std::get<NodeId>(target.source), ids["teacher 2"]);
  QCOMPARE(project.network.projections.size(), std::size_t{4});
  QVERIFY(project.network.findProjection("W4") != nullptr);
  QVERIFY(project.network.findProjection("W1")->learn > 0);
  QVERIFY_WHOLE(project);
}

void TestBuilding::targetsTakeTheSizeOfTheirLayer() {
  Project project;
  project.network.nodes.emplace(NodeId{1}, test::layer("a", 5));
  const NodeId target = nodeOf(perform(project, addTarget(project, {})));
  perform(project, vle::connect(project, NodeId{1}, target));
  QCOMPARE(project.network.find(target)->size, std::int64_t{5});
  QVERIFY_WHOLE(project);
}

void TestBuilding::targetsWithoutALayerDoNothingYet() {
  Project project = test::chain();
  perform(project, addTarget(project, {}));
  const auto issues = validate(project);
  QVERIFY(!hasErrors(issues));
  QVERIFY(std::ranges::any_of(issues, [](const Issue& i) { return i.code == "unattached"; }));
  QCOMPARE(Network::build(project)->targets.size(), std::size_t{1});
}

void TestBuilding::erasingTakesEverythingAlongThatSpeaksOfIt() {
  Project project = test::chain();
  const NodeId hidden = idOf(project, "hidden");
  const std::uint32_t wire = number(wireOf(project, "W2"));
  project.weights["W1"] = {{0.5}, {}};
  project.weights["T1"] = {{0.25}, {}};
  project.variants[0].without = {number(hidden), wire, number(idOf(project, "x"))};
  project.variants[0].set["hidden.tau_m"] = Value(5.0);
  project.variants[0].set["*.feedback.kind"] = std::string("constant");
  project.variants[0].set["output.tau_m"] = Value(Reference{number(hidden), 1, {}});
  project.variants[0].set["settings.seed"] = std::int64_t{7};
  project.settings.test = HeldOutSpec{.signal_of = {{"x", ConstantSignal{0.5}}}};
  project.lesson = Lesson{.steps = {{.highlight = {"hidden", "Play", "output"},
                                     .check = Check{ProbeCheck{.probe = "hidden.e", .high = 1}}}},
                          .locked = {"W2", "x"}};
  project.board.push_back({.title = "Hidden", .probes = {"hidden.r", "W2.B"}});
  const Project before = project;
  const Built built = remove(project, {.nodes = {hidden, idOf(project, "x")}});
  perform(project, built);

  const NetworkSpec& spec = project.network;
  QVERIFY(spec.findNode("hidden") == nullptr && spec.findProjection("W2") == nullptr);
  QVERIFY(spec.findProjection("W1") == nullptr && spec.findProjection("T1") == nullptr);
  QVERIFY(project.weights.empty());
  QVERIFY(project.variants[0].without.empty());
  QCOMPARE(project.variants[0].set.size(), std::size_t{1});  // the seed
  QVERIFY(project.variants[1].set.empty());                  // W2.feedback.kind
  QVERIFY(project.settings.test->signal_of.empty());
  QCOMPARE(project.lesson->steps[0].highlight, (std::vector<std::string>{"Play", "output"}));
  QVERIFY(project.lesson->steps[0].check.has_value());
  QVERIFY(project.lesson->locked.empty());
  for (const Plot& plot : project.board) {
    QVERIFY(plot.title != "Hidden" && plot.title != "Input");
    for (const std::string& probe : plot.probes) QVERIFY(!probe.starts_with("hidden."));
  }
  QVERIFY_WHOLE(project);
  Project again = before;
  Change change;
  applyAll(again, applyAll(again, built.edits, change), change);
  QVERIFY(again == before);
}

void TestBuilding::erasingKeepsTheNumbersOfWhatReferredToIt() {
  Project project = loadProject("temporal-xor");
  const std::uint32_t W5 = number(wireOf(project, "W5"));
  const std::uint32_t xor_layer = number(idOf(project, "xor"));
  const auto weights = evaluate(project.network, project.settings.seed, W5, "W");
  const auto biases = evaluate(project.network, project.settings.seed, xor_layer, "bias");
  Selection teachers;
  for (const auto& [id, node] : project.network.nodes) {
    if (node.name.starts_with("teacher")) teachers.nodes.insert(id);
  }
  perform(project, remove(project, teachers));
  QCOMPARE(evaluate(project.network, project.settings.seed, W5, "W"), weights);
  QCOMPARE(evaluate(project.network, project.settings.seed, xor_layer, "bias"), biases);
  for (const auto& [id, projection] : project.network.projections) QVERIFY(!projection.teacher);
  const TargetSpec& target = *project.network.findNode("target")->target();
  QVERIFY(std::holds_alternative<SignalSpec>(target.source));
  QVERIFY_WHOLE(project);
}

void TestBuilding::erasingALayerLeavesItsTargetUnattached() {
  Project project = test::chain();
  perform(project, remove(project, {.nodes = {idOf(project, "output")}}));
  QCOMPARE(project.network.findNode("target")->target()->of, NodeId{});
  QVERIFY_WHOLE(project);
}

void TestBuilding::renamingIsFollowedEverywhere() {
  Project project = test::chain();
  project.variants[0].set["hidden.tau_m"] = Value(5.0);
  project.variants[0].set["settings.test"] =
      std::optional(HeldOutSpec{.signal_of = {{"x", ConstantSignal{0.25}}}});
  project.settings.test = HeldOutSpec{.signal_of = {{"x", ConstantSignal{0.5}}}};
  const Check watch{ProbeCheck{.probe = "hidden.e[0]", .high = 1}};
  const Check set{SetCheck{"hidden.tau_m", "5"}};
  project.lesson = Lesson{
      .steps = {{.highlight = {"hidden", "x"}, .check = Check{GroupCheck{.checks = {watch, set}}}}},
      .locked = {"hidden"}};
  const Project before = project;
  perform(project, rename(project, idOf(project, "hidden"), "deep"));
  perform(project, rename(project, idOf(project, "x"), "drive"));
  perform(project, rename(project, wireOf(project, "W2"), "up"));
  const auto& overrides = project.variants[0].set;
  QVERIFY(overrides.contains("deep.tau_m") && !overrides.contains("hidden.tau_m"));
  QVERIFY(std::get<std::optional<HeldOutSpec>>(overrides.at("settings.test"))
              ->signal_of.contains("drive"));
  QVERIFY(project.settings.test->signal_of.contains("drive"));
  QVERIFY(project.variants[1].set.contains("up.feedback.kind"));
  const LessonStep& step = project.lesson->steps[0];
  QCOMPARE(step.highlight, (std::vector<std::string>{"deep", "drive"}));
  const auto& checks = std::get<GroupCheck>(step.check->kind).checks;
  QCOMPARE(std::get<ProbeCheck>(checks[0].kind).probe, std::string("deep.e[0]"));
  QCOMPARE(std::get<SetCheck>(checks[1].kind).path, std::string("deep.tau_m"));
  QCOMPARE(project.lesson->locked, std::vector<std::string>{"deep"});
  QCOMPARE(project.board[1].probes, (std::vector<std::string>{"output.e", "deep.e"}));
  QCOMPARE(project.board[5].probes, std::vector<std::string>{"up.B"});
  QVERIFY_WHOLE(project);
  perform(project, rename(project, idOf(project, "deep"), "hidden"));
  perform(project, rename(project, idOf(project, "drive"), "x"));
  perform(project, rename(project, wireOf(project, "up"), "W2"));
  QVERIFY(project == before);
}

void TestBuilding::renamingKeepsTrainedWeights() {
  Project project = test::chain();
  project.weights["W1"] = {{0.75}, {}};
  project.weights["W2"] = {{0.5}, {-0.5}};
  perform(project, rename(project, wireOf(project, "W2"), "up"));
  const Project read = readProjectText(projectText(project)).project;
  QCOMPARE(read.weights.size(), std::size_t{2});
  QCOMPARE(read.weights.at("up").W, std::vector<double>{0.5});
  QVERIFY_WHOLE(project);
}

void TestBuilding::overridesThatLeadNowhereAreKeptAndNamed() {
  Project project = test::chain();
  project.variants[0].set["hidden.tau_m"] = Value(5.0);
  project.variants[0].set["*.feedback.kind"] = std::string("constant");
  project.network.nodes.at(NodeId{2}).name = "deep";  // without following the name
  project.network.projections.at(ProjectionId{12}).feedback.reset();
  const LoadedProject loaded = readProjectText(projectText(project));
  QVERIFY(loaded.is_whole && loaded.hasErrors());
  QVERIFY(loaded.project == project);
  std::string named;
  for (const Problem& problem : loaded.problems) named += problem.path + " " + problem.message;
  for (const char* part : {"$.variants[0].set[\"hidden.tau_m\"]", "unknown name 'hidden'",
                           "$.variants[0].set[\"*.feedback.kind\"]", "matches nothing"}) {
    QVERIFY2(named.find(part) != std::string::npos, named.c_str());
  }
}

void TestBuilding::impossibleNamesAreRefused_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<QString>("part");
  QTest::newRow("empty") << ""
                         << "must not be empty";
  QTest::newRow("blank") << "   "
                         << "can be seen";
  QTest::newRow("dot") << "a.b"
                       << "'a.b' cannot be a name";
  QTest::newRow("reserved") << "loss"
                            << "cannot be a name";
  QTest::newRow("too long") << QString(257, 'a') << "is too long for a name: it has 257 bytes";
  QTest::newRow("of a node") << "output"
                             << "There is already a node 'output'.";
  QTest::newRow("of a projection") << "W1"
                                   << "There is already a projection 'W1'.";
}

void TestBuilding::impossibleNamesAreRefused() {
  const Project project = test::chain();
  QFETCH(QString, name);
  QFETCH(QString, part);
  for (const QString& thrown :
       {sentence([&] { (void)rename(project, NodeId{2}, name.toStdString()); }),
        sentence([&] { (void)rename(project, ProjectionId{12}, name.toStdString()); })}) {
    QVERIFY2(thrown.contains(part), qPrintable(thrown));
  }
  QVERIFY(rename(project, NodeId{2}, "hidden").edits.empty());
  QVERIFY(!sentence([&] { (void)rename(project, NodeId{77}, "new"); }).isEmpty());
}

void TestBuilding::layerAndProjectionOfOneNameAreToldApart() {
  Project project = test::chain();
  project.network.projections.at(ProjectionId{11}).name = "hidden";  // legal in a file
  project.variants[0].set["hidden.tau_m"] = Value(5.0);
  project.variants[0].set["hidden.learn"] = 0.25;
  QVERIFY(!hasErrors(validate(project)));
  const auto network = Network::build(project);
  QCOMPARE(channelsOf(*network, "hidden.r").at(0).name, std::string("hidden.r[0]"));
  QCOMPARE(channelsOf(*network, "hidden.W").at(0).name, std::string("hidden.W[0;0]"));
  perform(project, rename(project, NodeId{2}, "deep"));
  QVERIFY(project.variants[0].set.contains("deep.tau_m"));
  QVERIFY(project.variants[0].set.contains("hidden.learn"));
  QVERIFY_WHOLE(project);
}

void TestBuilding::copiesHaveTheirOwnIdsNamesAndInnerWires() {
  Project project = test::chain();
  project.weights["W2"] = {{0.5}, {-0.5}};
  const Project before = project;
  Selection all;
  for (const auto& [id, node] : project.network.nodes) all.nodes.insert(id);
  const Selection made = perform(project, duplicate(project, all, {48, 480}));
  QCOMPARE(made.nodes.size(), before.network.nodes.size());
  QCOMPARE(made.projections.size(), before.network.projections.size());
  QCOMPARE(project.network.nodes.size(), 2 * before.network.nodes.size());
  const NodeSpec& hidden = *project.network.findNode("hidden 2");
  QCOMPARE(hidden.x, before.network.findNode("hidden")->x + 48);
  QCOMPARE(hidden.y, before.network.findNode("hidden")->y + 480);
  const ProjectionSpec& up = *project.network.findProjection("W4");  // the copy of W2
  QCOMPARE(up.from, idOf(project, "hidden 2"));
  QCOMPARE(up.to, idOf(project, "output 2"));
  QCOMPARE(*up.teacher, wireOf(project, "T4"));
  QVERIFY(project.weights.contains("W4"));
  const TargetSpec& target = *project.network.findNode("target 2")->target();
  QCOMPARE(target.of, idOf(project, "output 2"));
  QCOMPARE(std::get<NodeId>(target.source), idOf(project, "teacher 4"));
  QVERIFY_WHOLE(project);
  const Fragment part = fragment(before, {.nodes = {NodeId{2}, NodeId{3}}});
  QCOMPARE(part.network.projections.size(), std::size_t{1});
  Project other;
  perform(other, paste(other, part, {240, 360}));
  QCOMPARE(other.network.findNode("hidden")->x, 240.0);
  QCOMPARE(other.network.findNode("hidden")->y, 360.0);
  QVERIFY(other.weights.contains("W2"));
  QVERIFY_WHOLE(other);
  QVERIFY(!sentence([&] { (void)paste(other, Fragment{}, {}); }).isEmpty());
}

void TestBuilding::fragmentsReferToNothingOutside() {
  const Project xor_project = loadProject("temporal-xor");
  Selection students;
  for (const auto& [id, node] : xor_project.network.nodes) {
    if (!node.name.starts_with("teacher")) students.nodes.insert(id);
  }
  Project other;
  perform(other, paste(other, fragment(xor_project, students), {}));
  QCOMPARE(other.network.nodes.size(), students.nodes.size());
  QVERIFY_WHOLE(other);
  // A fragment from elsewhere may be broken; what it refers to is not found here by accident.
  Fragment broken;
  broken.network.nodes.emplace(NodeId{2}, test::layer("a", 1));
  std::get<LayerSpec>(broken.network.nodes.at(NodeId{2}).kind).tau_m = Reference{3, 1, {}};
  broken.network.projections.emplace(ProjectionId{9}, test::projection("w", 1, 2, 1.0));
  broken.network.nodes.emplace(NodeId{5}, test::target("t", 1, 3, NodeId{4}));
  Project chain = test::chain();
  perform(chain, paste(chain, broken, {}));
  QCOMPARE(chain.network.findNode("a")->layer()->tau_m, LayerSpec{}.tau_m);
  QVERIFY(chain.network.findProjection("w") == nullptr);
  QVERIFY_WHOLE(chain);
}

void TestBuilding::laglineChainAndTeacherLearn() {
  Project project;
  perform(project, addLagline(project, 4, {0, 480}, 2));
  QCOMPARE(project.network.projections.size(), std::size_t{3});
  QVERIFY(project.network.findNode("lag 4") != nullptr);
  QCOMPARE(project.network.findProjection("W3")->pattern.kind, Pattern::Kind::OneToOne);
  const Selection chain = perform(project, addChain(project, 2, {0, 96}));
  QVERIFY(project.network.findNode("hidden") != nullptr);
  const Selection teacher = perform(project, addTeacher(project, chain));
  QCOMPARE(teacher.nodes.size(), std::size_t{2});
  QCOMPARE(teacher.projections.size(), std::size_t{2});
  const NodeSpec& copy = *project.network.findNode("teacher hidden");
  QVERIFY(copy.y > project.network.findNode("hidden")->y);
  for (const ProjectionId id : teacher.projections) {
    QCOMPARE(project.network.find(id)->learn, 0.0);
    QVERIFY(!project.network.find(id)->feedback);
  }
  const ProjectionSpec& up = *project.network.findProjection("W5");
  QCOMPARE(*up.teacher, wireOf(project, "T5"));
  QCOMPARE(project.network.findProjection("T4")->from, idOf(project, "x"));
  const TargetSpec& target = *project.network.findNode("target")->target();
  QCOMPARE(std::get<NodeId>(target.source), idOf(project, "teacher output"));
  QCOMPARE(project.network.nodes.size(), std::size_t{10});
  // A selection without a target gets one.
  const Selection lags{.nodes = {idOf(project, "lag 3"), idOf(project, "lag 4")}};
  perform(project, addTeacher(project, lags));
  QCOMPARE(project.network.findNode("target 2")->target()->of, idOf(project, "lag 4"));
  QCOMPARE(project.network.findNode("target 2")->size, std::int64_t{2});
  QVERIFY_WHOLE(project);
  (void)Network::build(project);
}

void TestBuilding::teachersOfDrawnWeightsAreDrawnAnew() {
  Project project;
  project.network.nodes.emplace(NodeId{1}, test::input("x", ConstantSignal{}, 3));
  LayerSpec spec;
  spec.tau_m = Draw{Draw::Kind::LogUniform, 5, 30, false};
  project.network.nodes.emplace(NodeId{2}, test::layer("a", 3, spec));
  project.network.projections.emplace(ProjectionId{11},
                                      test::projection("W1", 1, 2, Draw{.fan_in = true}, 0.01));
  const auto numbers = [&](std::uint32_t id, const char* key) {
    return evaluate(project.network, 1, id, key);
  };
  perform(project, addTeacher(project, {.nodes = {NodeId{2}}}));
  const std::uint32_t twin = number(idOf(project, "teacher a"));
  QCOMPARE(numbers(twin, "tau_m"), numbers(2, "tau_m"));
  QVERIFY(numbers(number(wireOf(project, "T1")), "W") != numbers(11, "W"));
  QVERIFY_WHOLE(project);
  project.weights["W1"] = {std::vector<double>(9, 0.5), {}};
  perform(project, addTeacher(project, {.nodes = {NodeId{2}}}));
  QCOMPARE(project.weights.at("T2").W, std::vector<double>(9, 0.5));
  QVERIFY_WHOLE(project);
}

void TestBuilding::aTeacherHasSomethingToTeach_data() {
  QTest::addColumn<Value>("W");
  QTest::newRow("the same for all") << Value(0.5);
  QTest::newRow("negative") << Value(-0.5);
  QTest::newRow("none") << Value(0.0);
  QTest::newRow("normal") << Value(Draw{.fan_in = true});
  QTest::newRow("uniform") << Value(Draw{Draw::Kind::Uniform, 0.3, 0.7, false});
  QTest::newRow("log-uniform") << Value(Draw{Draw::Kind::LogUniform, 0.1, 1, false});
  QTest::newRow("one by one") << Value(Rows(4, List(4, 0.25)));
}

void TestBuilding::aTeacherHasSomethingToTeach() {
  QFETCH(const Value, W);
  Project project;
  project.network.nodes.emplace(NodeId{1}, test::input("x", ConstantSignal{}, 4));
  project.network.nodes.emplace(NodeId{2}, test::layer("a", 4));
  project.network.projections.emplace(ProjectionId{11}, test::projection("W1", 1, 2, W, 0.01));
  perform(project, addTeacher(project, {.nodes = {NodeId{2}}}));
  QVERIFY_WHOLE(project);
  const std::uint32_t twin = number(wireOf(project, "T1"));
  const auto size = [](const std::vector<double>& numbers) {
    double sum = 0;
    for (const double number : numbers) sum += std::abs(number);
    return sum;
  };
  double pupils = 0, teachers = 0;
  for (std::int64_t seed = 1; seed <= 20; ++seed) {
    const std::vector<double> own = evaluate(project.network, seed, 11, "W");
    const std::vector<double> taught = evaluate(project.network, seed, twin, "W");
    QCOMPARE(own.size(), taught.size());
    QVERIFY(own != taught);
    pupils += size(own);
    teachers += size(taught);
  }
  QVERIFY(teachers > 1.2 * pupils);
}

void TestBuilding::aChainLearnsFromItsTeacher() {
  for (std::int64_t n = 1; n <= 3; ++n) {
    for (std::int64_t seed = 1; seed <= 5; ++seed) {
      Project project;
      project.settings.seed = seed;
      const Selection chain = perform(project, addChain(project, n, {}));
      perform(project, addTeacher(project, chain));
      QVERIFY_WHOLE(project);
      const Simulator simulator(Network::build(project));
      State state = initialState(simulator.network());
      simulator.advance(state, 20'000);
      const double before = state.loss_mean;
      simulator.advance(state, 580'000);
      QVERIFY(before > 1e-6 && state.loss_mean < before / 1000);
    }
  }
}

/// However long it is, errors stay finite and it learns: a teacher's signal, and a sine.
void TestBuilding::aLongChainLearns() {
  for (const std::int64_t n : {4, 10, 20}) {
    for (const bool has_teacher : {true, false}) {
      Project project;
      const Selection chain = perform(project, addChain(project, n, {}));
      if (has_teacher) {
        perform(project, addTeacher(project, chain));
      } else {
        NodeSpec target = project.network.nodes.at(idOf(project, "target"));
        std::get<TargetSpec>(target.kind).source = SinesSignal{{{Sine{16, 0.5, 1}}}};
        project.network.nodes.at(idOf(project, "target")) = target;
      }
      QVERIFY_WHOLE(project);
      const Simulator simulator(Network::build(project));
      State state = initialState(simulator.network());
      simulator.advance(state, 5'000);
      const double before = state.loss_mean;
      simulator.advance(state, 95'000);
      QVERIFY(!state.divergence);
      QVERIFY2(state.loss_mean < before / 3, std::to_string(n).c_str());
    }
  }
}

void TestBuilding::macrosRefuseSillyNumbers() {
  const Project project;
  for (const std::int64_t n : {std::int64_t{0}, std::int64_t{-3}, kMaxMacroLayers + 1}) {
    QVERIFY(sentence([&] { (void)addLagline(project, n, {}); }).contains(QString::number(n)));
    QVERIFY(sentence([&] { (void)addChain(project, n, {}); }).contains(QString::number(n)));
  }
  QVERIFY(sentence([&] { (void)addTeacher(project, {}); }).contains("Select the layers"));
  Project full;
  for (std::uint32_t k = 1; k <= kMaxNodes; ++k) {
    full.network.nodes.emplace(NodeId{k}, test::layer("n" + std::to_string(k), 1));
  }
  QVERIFY(sentence([&] { (void)addLayer(full, {}); }).contains("10001 nodes"));
  QVERIFY(sentence([&] { (void)addChain(full, 2, {}); }).contains("the limit is 10000"));
}

void TestBuilding::wideningTakesAlongWhatHasTheShape() {
  Project project = loadProject("lagnet");  // lists of time constants, rows of weights, sines
  for (const char* name : {"W1", "W2"}) {
    const Shape shape = shapeOf(project.network, number(wireOf(project, name)), "W");
    const auto count = static_cast<std::size_t>(shape.rows * shape.columns);
    project.weights[name] = {std::vector<double>(count, 0.5), {}};
  }
  project.settings.test = HeldOutSpec{.signal_of = {{"x", SinesSignal{{{Sine{}}}}}}};
  const Project before = project;
  for (const std::int64_t size : {5, 1, 3}) {
    perform(project,
            resize(project, {idOf(project, "hidden 1"), idOf(project, "teacher 1")}, size));
    QVERIFY(!project.weights.contains("W1") && !project.weights.contains("W2"));
    perform(project, resize(project, {idOf(project, "x")}, size));
    perform(project, resize(project, {idOf(project, "output"), idOf(project, "teacher 3")}, size));
    QCOMPARE(project.network.findNode("target")->size, size);
    QVERIFY_WHOLE(project);
    (void)Network::build(project);
  }
  project = before;
  perform(project, resize(project, {idOf(project, "output"), idOf(project, "teacher 3")}, 2));
  QCOMPARE(project.weights.size(), std::size_t{2});  // W3 had none, the others fit
  QVERIFY(sentence([&] { (void)resize(project, {NodeId{2}}, 0); }).contains("must be >= 1"));
  QVERIFY(sentence([&] { (void)resize(project, {NodeId{2}}, 100'001); }).contains("100001"));
}

/// x → a → b with a target at b: what a person draws by hand. Ids: x 1, a 2, b 3, target 4.
static Project drawn() {
  Project project;
  perform(project, addInput(project, {0, 0}));
  perform(project, addLayer(project, {200, 0}));
  perform(project, addLayer(project, {400, 0}));
  perform(project, addTarget(project, {600, 0}));
  perform(project, vle::connect(project, NodeId{1}, NodeId{2}));
  perform(project, vle::connect(project, NodeId{2}, NodeId{3}));
  perform(project, vle::connect(project, NodeId{3}, NodeId{4}));
  return project;
}

static void setPath(Project& project, const char* path, const ParameterValue& value) {
  setAt(project, path, value);
}

void TestBuilding::whatIsWholeHasNoProblems() { QVERIFY(validate(drawn()).empty()); }

void TestBuilding::problemsHaveCuresThatMendThem_data() {
  using Spoil = std::function<void(Project&)>;
  QTest::addColumn<Spoil>("spoil");
  QTest::addColumn<QString>("code");
  const auto row = [](const char* name, const char* code, const Spoil& spoil) {
    QTest::newRow(name) << spoil << QString::fromLatin1(code);
  };
  row("a target without a layer", "unattached",
      [](Project& p) { std::get<TargetSpec>(p.network.nodes.at(NodeId{4}).kind).of = {}; });
  row("a target of another size", "shape",
      [](Project& p) { p.network.nodes.at(NodeId{4}).size = 3; });
  row("a teacher layer of another size", "shape", [](Project& p) {
    const NodeId teacher = nodeOf(perform(p, addLayer(p, {400, 300})));
    perform(p, vle::connect(p, NodeId{1}, teacher));
    p.network.projections.rbegin()->second.learn = 0;
    perform(p, vle::connect(p, teacher, NodeId{4}));
    p.network.nodes.at(teacher).size = 2;
  });
  row("a layer that nothing drives", "undriven", [](Project& p) {
    const NodeId lonely = nodeOf(perform(p, addLayer(p, {200, 300})));
    perform(p, vle::connect(p, lonely, NodeId{3}));
  });
  row("an input that nothing receives", "unheard", [](Project& p) {
    perform(p, addInput(p, {0, 300}));
  });
  row("a layer that no error reaches", "unreached",
      [](Project& p) { perform(p, vle::remove(p, {.nodes = {NodeId{4}}})); });
  row("learned feedback without a rate", "idle",
      [](Project& p) { setPath(p, "W2.feedback.kind", std::string("learned")); });
  row("no rate at all", "idle", [](Project& p) {
    setPath(p, "W1.learn", 0.0);
    setPath(p, "W2.learn", 0.0);
  });
  row("a twin of another size", "shape", [](Project& p) {
    perform(p, addTeacher(p, {.nodes = {NodeId{2}, NodeId{3}}}));
    perform(p, resize(p, {NodeId{2}}, 5));
  });
  row("a coarse step", "coarse", [](Project& p) { p.settings.dt = 3; });
  row("analytic feedback without a frequency", "range",
      [](Project& p) { setPath(p, "W2.feedback.kind", std::string("analytic")); });
  row("a variant that cannot run", "variant", [](Project& p) {
    Variant variant{.id = VariantId{5}, .name = "bad"};
    variant.set["layer 1.tau_m"] = Value(-1.0);
    p.variants = {variant};
  });
}

void TestBuilding::problemsHaveCuresThatMendThem() {
  QFETCH(const std::function<void(Project&)>, spoil);
  QFETCH(const QString, code);
  Project project = drawn();
  spoil(project);
  const std::vector<Issue> issues = validate(project);
  const auto issue = std::ranges::find(issues, code.toStdString(), &Issue::code);
  QVERIFY(issue != issues.end());
  const auto errors = [](const std::vector<Issue>& all) {
    return std::ranges::count(all, Severity::Error, &Issue::severity);
  };
  const std::vector<Cure> cures = curesOf(project, *issue);
  QVERIFY(!cures.empty());
  for (const Cure& cure : cures) {
    Project mended = project;
    Change change;
    applyAll(mended, cure.edits, change);
    const std::vector<Issue> left = validate(mended);
    QVERIFY2(std::ranges::find(left, issue->message, &Issue::message) == left.end(),
             cure.text.c_str());
    QVERIFY2(errors(left) <= errors(issues), cure.text.c_str());
  }
  {  // the first one, again and again, ends with a network that runs
    Project mended = project;
    for (std::vector<Issue> left = issues; hasErrors(left); left = validate(mended)) {
      const auto worst = std::ranges::find(left, Severity::Error, &Issue::severity);
      const std::vector<Cure> first = curesOf(mended, *worst);
      QVERIFY2(!first.empty(), worst->message.c_str());
      Change change;
      applyAll(mended, first.front().edits, change);
    }
  }
}

void TestBuilding::kindsOfFeedbackComeWithWhatTheyNeed() {
  for (const FeedbackTraits& traits : feedbackTraits()) {
    Project project = drawn();
    const Item item{Item::Kind::Projection, number(wireOf(project, "W2"))};
    const ParameterInfo* kind = rowOf(ParameterTable::Feedback, "feedback.kind");
    Change change;
    applyAll(project, choose(project, item, *kind, std::string(traits.name)), change);
    QVERIFY2(validate(project).empty(), traits.choice);
    const FeedbackSpec& feedback = *project.network.findProjection("W2")->feedback;
    QCOMPARE(feedback.kind, traits.kind);
    if (traits.uses.learn) QCOMPARE(feedback.learn, traits.usual_learn);
    if (traits.uses.frequency) QCOMPARE(feedback.frequency, 16.0);
  }
  Project fast = drawn();  // a rate that a person has chosen stays
  setPath(fast, "W2.feedback.learn", 0.25);
  const Item item{Item::Kind::Projection, number(wireOf(fast, "W2"))};
  Change change;
  applyAll(
      fast,
      choose(fast, item, *rowOf(ParameterTable::Feedback, "feedback.kind"), std::string("learned")),
      change);
  QCOMPARE(fast.network.findProjection("W2")->feedback->learn, 0.25);
}

void TestBuilding::comparisonsAreOfferedForAnyNetwork() {
  const Project project = drawn();
  const Variant base = runningVariants(project).front();
  std::set<std::string> ids;
  for (const ProposalGroup& group : proposalsFor(project, base)) {
    QVERIFY2(group.title.find("(now ") != std::string::npos, group.title.c_str());
    for (const Proposal& proposal : group.proposals) {
      QVERIFY2(ids.insert(proposal.id).second, proposal.id.c_str());
      Project with = project;
      with.variants = withSameBut(project, 0, proposal.set, proposal.text);
      QVERIFY2(!hasErrors(validate(with)), proposal.text.c_str());
      const Project seen = applyVariant(with, with.variants[1]);
      QVERIFY2(seen.network != project.network || seen.settings != project.settings,
               proposal.text.c_str());
    }
  }
  for (const char* id :
       {"learned", "observed", "constant", "drive", "kolen-pollack", "analytic", "instantaneous",
        "learn.10", "learn.0", "activation.relu", "latent-equilibrium"}) {
    QVERIFY2(ids.contains(id), id);
  }
  QVERIFY(!ids.contains("transpose") && !ids.contains("local"));  // what holds is no comparison
}

/// τ_r = τ_m in the layers that learn, their teachers as they are; not where the two would not stay
/// equal.
void TestBuilding::latentEquilibriumIsOfferedWhereItHolds() {
  const auto offered = [](const Project& project) -> std::optional<Overrides> {
    for (const ProposalGroup& group : proposalsFor(project, runningVariants(project).front())) {
      for (const Proposal& one : group.proposals) {
        if (one.id == "latent-equilibrium") return one.set;
      }
    }
    return std::nullopt;
  };
  Project project = test::chain();
  setPath(project, "hidden.tau_m", Value(List{7}));
  const auto set = offered(project);
  QVERIFY(set.has_value());
  project.variants = withSameBut(project, 0, *set, "equal");
  const Project seen = applyVariant(project, project.variants[1]);
  QCOMPARE(seen.network.find(NodeId{2})->layer()->tau_r, Value(List{7}));
  QCOMPARE(seen.network.find(NodeId{3})->layer()->tau_r, Value(10.0));
  for (const std::uint32_t teacher : {4U, 5U}) {
    QCOMPARE(seen.network.find(NodeId{teacher})->layer()->tau_r, Value(1.0));
  }
  Project there = test::chain();
  setPath(there, "hidden.tau_r", Value(10.0));
  QVERIFY(offered(there).has_value());
  setPath(there, "output.tau_r", Value(10.0));
  QVERIFY(!offered(there).has_value());
  for (const char* path : {"hidden.learn_tau_m", "output.learn_tau_r"}) {
    Project learning = test::chain();
    setPath(learning, path, 1e-3);
    QVERIFY(!offered(learning).has_value());
  }
  Project drawn_at_random = test::chain();
  setPath(drawn_at_random, "hidden.tau_m", Value(Draw{Draw::Kind::Uniform, 5, 20}));
  QVERIFY(!offered(drawn_at_random).has_value());
}

void TestBuilding::variantsThatRunAlikeAreFound() {
  Project project = test::chain();  // learned, transpose, constant
  const auto kind = [](const char* name) -> Overrides {
    return {{"*.feedback.kind", std::string(name)}};
  };
  QCOMPARE(variantLike(project, 0, {}), std::optional<std::size_t>(0));
  QCOMPARE(variantLike(project, 0, kind("transpose")), std::optional<std::size_t>(1));
  QCOMPARE(variantLike(project, 0, kind("constant")), std::optional<std::size_t>(2));
  QCOMPARE(variantLike(project, 1, kind("learned")), std::optional<std::size_t>(0));
  QVERIFY(!variantLike(project, 0, kind("drive")).has_value());
  project.variants[1].set["settings.rule"] = std::string("instantaneous");
  QVERIFY(!variantLike(project, 0, kind("transpose")).has_value());
  project.variants[2].without = {11};
  QVERIFY(!variantLike(project, 0, kind("constant")).has_value());
  project.variants[1].set = {{"nobody.tau_m", 1.0}};  // it cannot run
  QVERIFY(!variantLike(project, 0, kind("transpose")).has_value());
}

/// What a variant has from the one it was made from is in its name, unless nothing of it is left.
void TestBuilding::namesSayAllThatDiffers() {
  Project project = drawn();
  const std::string path = "settings.rule";
  project.variants =
      withSameBut(project, 0, {{"*.feedback.kind", std::string("constant")}}, "constant B");
  QCOMPARE(project.variants[1].label(), std::string("constant B"));
  project.variants =
      withSameBut(project, 1, {{path, std::string("instantaneous")}}, "instantaneous errors");
  QCOMPARE(project.variants[2].label(), std::string("constant B, instantaneous errors"));
  project.variants =
      withSameBut(project, 1, {{"*.feedback.kind", std::string("learned")}}, "learned B");
  QCOMPARE(project.variants[2].label(), std::string("learned B"));
}

void TestBuilding::aDelayedTargetIsTheInputSomeTimeAgo() {
  Project project;
  QVERIFY_THROWS_EXCEPTION(Error, (void)addDelayedTarget(project, 20, {}));
  perform(project, addInput(project, {0, 0}));
  perform(project, resize(project, {NodeId{1}}, 2));
  const NodeId made = nodeOf(perform(project, addDelayedTarget(project, 20, {200, 0})));
  const NodeSpec& node = *project.network.find(made);
  QCOMPARE(node.size, 2);
  const auto& signal = std::get<SignalSpec>(node.target()->source);
  QVERIFY(std::get<DelaySignal>(signal) == (DelaySignal{.of = 1, .by = 20}));
  QVERIFY(!hasErrors(validate(project)));
  // It counts as a listener of the input.
  QVERIFY(std::ranges::none_of(validate(project),
                               [](const Issue& issue) { return issue.code == "unheard"; }));
}

void TestBuilding::cardsAreAlignedAndSpread() {
  Project project;
  const CardSizes sizes = {{NodeId{1}, {100, 50}}, {NodeId{2}, {200, 50}}, {NodeId{3}, {100, 150}}};
  const std::vector<Position> at = {{0, 0}, {130, 70}, {620, 300}};
  for (std::uint32_t k = 1; k <= 3; ++k) {
    NodeSpec node = test::layer("n" + std::to_string(k), 1);
    node.x = at[k - 1].x;
    node.y = at[k - 1].y;
    project.network.nodes.emplace(NodeId{k}, node);
  }
  const std::set<NodeId> all = {NodeId{1}, NodeId{2}, NodeId{3}};
  const auto after = [&](const std::vector<Edit>& edits) {
    Project moved = project;
    Change change;
    applyAll(moved, edits, change);
    if (change.reachesSimulation()) qFatal("moving cards must not reach the simulation");
    std::vector<Position> positions;
    for (const auto& [id, node] : moved.network.nodes) positions.push_back({node.x, node.y});
    return positions;
  };
  using P = std::vector<Position>;
  QCOMPARE(after(align(project, all, Alignment::Left, sizes)), (P{{0, 0}, {0, 70}, {0, 300}}));
  QCOMPARE(after(align(project, all, Alignment::Right, sizes)),
           (P{{620, 0}, {520, 70}, {620, 300}}));
  QCOMPARE(after(align(project, all, Alignment::CentreHorizontally, sizes)),
           (P{{310, 0}, {260, 70}, {310, 300}}));
  QCOMPARE(after(align(project, all, Alignment::Top, sizes)), (P{{0, 0}, {130, 0}, {620, 0}}));
  QCOMPARE(after(align(project, all, Alignment::Bottom, sizes)),
           (P{{0, 400}, {130, 400}, {620, 300}}));
  QCOMPARE(after(align(project, all, Alignment::CentreVertically, sizes)),
           (P{{0, 200}, {130, 200}, {620, 150}}));
  QCOMPARE(after(distribute(project, all, Direction::Horizontal, sizes)),
           (P{{0, 0}, {260, 70}, {620, 300}}));
  QCOMPARE(after(distribute(project, all, Direction::Vertical, sizes)),
           (P{{0, 0}, {130, 150}, {620, 300}}));
  QCOMPARE(after(snapToGrid(project, all)), (P{{0, 0}, {120, 72}, {624, 312}}));
  QCOMPARE(after(moveBy(project, {NodeId{2}}, {5, -5})), (P{{0, 0}, {135, 65}, {620, 300}}));
  QVERIFY(align(project, {}, Alignment::Left, sizes).empty());
  QVERIFY(distribute(project, {NodeId{1}, NodeId{2}}, Direction::Vertical, sizes).empty());
}

void TestBuilding::randomActionsKeepEveryProjectWhole() {
  constexpr int kActions = 12'000;
  test::RandomActions actions(20);
  Project project = test::chain();
  int performed = 0;
  for (int k = 0; k < kActions; ++k) {
    if (k % 600 == 0) project = actions.anyProject();
    const auto [what, edits] = actions.next(project);
    const Project before = project;
    Change change;
    const std::vector<Edit> inverse = applyAll(project, edits, change);
    performed += project == before ? 0 : 1;
    const std::string context = what + ", action " + std::to_string(k);
    // Every project on the way has only problems that are named; none comes from a loose end.
    for (const Issue& issue : validate(project)) {
      const bool named = !issue.message.empty() && issue.code != "link";
      QVERIFY2(named, (context + ": " + issue.message).c_str());
    }
    if (what != "pattern") {  // a projection without feedback may be the last that `*` stood for
      QVERIFY2(looseEnds(project) <= looseEnds(before), context.c_str());
    }
    const Project after = project;
    const std::vector<Edit> redo = applyAll(project, inverse, change);
    QVERIFY2(project == before, context.c_str());
    applyAll(project, redo, change);
    QVERIFY2(project == after, context.c_str());
    const std::string text = projectText(project);
    if (k % 10 != 0) continue;
    const LoadedProject read = readProjectText(text);
    const std::string wrong = read.problems.empty() ? "" : ": " + read.problems[0].message;
    QVERIFY2(read.is_whole, (context + wrong).c_str());
    QVERIFY2(read.project == project, context.c_str());
  }
  qInfo("%d of %d actions changed something", performed, kActions);
  QVERIFY(performed > kActions / 2);
}

VLE_TEST(TestBuilding, QCoreApplication)
#include "tst_building.moc"
