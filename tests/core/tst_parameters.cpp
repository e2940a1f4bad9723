// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The parameter table, paths through it, ranges, and the judgement of whole projects.
#include <algorithm>
#include <limits>

#include <QTest>

#include "base/error.h"
#include "model/paths.h"
#include "model/validate.h"
#include "model/variants.h"
#include "run_tests.h"
#include "sim/network.h"
#include "specs.h"

using namespace vle;

namespace {

QString messages(const std::vector<Issue>& issues) {
  QStringList all;
  for (const Issue& issue : issues) all << QString::fromStdString(issue.message);
  return all.join(QLatin1Char('\n'));
}

template <class Spec>
void checkTable() {
  Spec spec;
  for (const Parameter<Spec>& row : parameters<Spec>()) {
    QVERIFY2(!row.label.empty() && !row.doc.empty() && row.doc.back() == '.', row.key.data());
    QCOMPARE(findParameter<Spec>(row.key), &row);
    const ParameterValue value = row.read(spec);
    QVERIFY2(!checkRange(row, value), row.key.data());  // a default is in its own range
    row.write(spec, value);
    if (row.usual_high == row.usual_low) continue;  // no slider
    QVERIFY2(row.usual_low < row.usual_high, row.key.data());
    QVERIFY2(!checkRange(row, row.usual_low) && !checkRange(row, row.usual_high), row.key.data());
    QVERIFY2(!row.logarithmic || row.usual_low > 0, row.key.data());
  }
  QVERIFY(spec == Spec{});  // writing what was read changes nothing
}

}  // namespace

class TestParameters : public QObject {
  Q_OBJECT

 private slots:
  void everyRowReadsWritesAndExplainsItself();
  void everyRowIsReadAndWrittenByOneRoad();
  void whatNothingUsesSaysWhy();
  void overridesOfAllComeBeforeThoseOfOne();
  void rangesSpeakWithOneVoice();
  void pathsReachEveryParameter_data();
  void pathsReachEveryParameter();
  void wrongPathsNameTheNearest_data();
  void wrongPathsNameTheNearest();
  void wildcardsReachThoseThatWriteTheKey();
  void variantsOverrideAndLeaveOut();
  void sharedSettingsCannotBeOverridden();
  void theChainIsFlawless();
  void brokenProjectsSayWhat_data();
  void brokenProjectsSayWhat();
};

void TestParameters::everyRowReadsWritesAndExplainsItself() {
  checkTable<Settings>();
  checkTable<NodeSpec>();
  checkTable<InputSpec>();
  checkTable<LayerSpec>();
  checkTable<TargetSpec>();
  checkTable<ProjectionSpec>();
  checkTable<FeedbackSpec>();
}

/// A path, an edit and an item lead to the same field.
void TestParameters::everyRowIsReadAndWrittenByOneRoad() {
  const Project start = test::chain();
  std::size_t seen = 0;
  for (const Item item : {Item{}, Item{Item::Kind::Node, 1}, Item{Item::Kind::Node, 2},
                          Item{Item::Kind::Node, 6}, Item{Item::Kind::Projection, 12}}) {
    for (const ParameterTable table : kParameterTables) {
      if (!has(start, item, table)) continue;
      for (const ParameterInfo* row : rowsOf(table)) {
        ++seen;
        const std::string path = nameOf(start, item) + "." + keyOf(*row);
        QCOMPARE(rowOf(start, item, keyOf(*row)), row);
        QCOMPARE(parameterOfKey(path), row);
        QCOMPARE(&parameterAt(start, path), row);
        const ParameterValue value = valueOf(start, item, *row);
        QCOMPARE(valueAt(start, path), value);
        Project written = start;
        setValue(written, item, *row, value);
        QCOMPARE(valueOf(written, item, *row), value);
        Project edited = start;
        Change change;
        const Edit inverse = apply(edited, SetParameter{item, row, {value}}, change);
        QVERIFY2(edited == written, path.c_str());
        (void)apply(edited, inverse, change);
        QVERIFY2(edited == start, path.c_str());
        Project at_path = start;
        (void)applyAll(at_path, editsAt(start, path, value), change);
        QVERIFY2(at_path == written, path.c_str());
      }
    }
  }
  QVERIFY(seen > 30);
}

void TestParameters::whatNothingUsesSaysWhy() {
  Project project = test::chain();
  const Item projection{Item::Kind::Projection, 12};
  const ParameterInfo& B = *findParameter<FeedbackSpec>("B");
  const ParameterInfo& window = *findParameter<Settings>("window");
  for (const ParameterTable table : kParameterTables) {
    for (const ParameterInfo* row : rowsOf(table)) {
      if (row->use.choice.empty()) continue;
      QVERIFY2(!row->use.otherwise.empty(), row->key.data());
      const ParameterInfo* choice = nullptr;
      for (const ParameterInfo* other : rowsOf(table)) {
        if (other->key == row->use.choice) choice = other;
      }
      QVERIFY2(choice != nullptr, row->key.data());
      for (const std::string_view one : row->use.by) {
        QVERIFY2(std::ranges::find(choice->choices, one) != choice->choices.end(), one.data());
      }
    }
  }
  QCOMPARE(unusedReason(project, {}, window), std::string_view("only the rule bptt has windows"));
  setAt(project, "settings.rule", std::string("bptt"));
  QVERIFY(unusedReason(project, {}, window).empty());
  setAt(project, "W2.feedback.kind", std::string("transpose"));
  project.variants.clear();
  QCOMPARE(unusedReason(project, projection, B), std::string_view("B is made of W"));
  project.variants.resize(2);  // one of them is enough
  project.variants[1].set["W2.feedback.kind"] = std::string("learned");
  QVERIFY(unusedReason(project, projection, B).empty());
  QVERIFY(!unusedReason(project, {Item::Kind::Projection, 11}, B).empty());  // from an input
}

void TestParameters::overridesOfAllComeBeforeThoseOfOne() {
  const Project project = test::chain();
  Variant variant;
  variant.set["*.learn"] = 0.25;
  variant.set["W1.learn"] = 0.5;
  const ParameterInfo& learn = *findParameter<ProjectionSpec>("learn");
  const auto found = [&](const char* path) {
    std::vector<double> all;
    const Item item = placesAt(project, path).front().item;
    for (const ParameterValue* value : overridesOf(project, variant, item, learn)) {
      all.push_back(std::get<double>(*value));
    }
    return all;
  };
  QCOMPARE(found("W1.learn"), (std::vector<double>{0.25, 0.5}));
  QCOMPARE(found("W2.learn"), std::vector<double>{0.25});
  QVERIFY(found("T1.learn").empty());  // it writes no rate
}

void TestParameters::rangesSpeakWithOneVoice() {
  const auto& tau = *findParameter<LayerSpec>("tau_m");
  QCOMPARE(*checkRange(tau, -3.0), std::string("tau_m is -3 ms, must be > 0 ms"));
  QCOMPARE(*checkRange(tau, 0.0), std::string("tau_m is 0 ms, must be > 0 ms"));
  QVERIFY(checkRange(tau, std::numeric_limits<double>::quiet_NaN()));
  QVERIFY(checkRange(tau, kNever));
  QVERIFY(checkRange(tau, ParameterValue(Value(List{1, 2, -1}))));
  QVERIFY(checkRange(tau, ParameterValue(Value(Draw{Draw::Kind::Uniform, -1, 2, false}))));
  QVERIFY(!checkRange(tau, ParameterValue(Value(List{1, 2, 3}))));
  const auto& speed = *findParameter<Settings>("speed");
  QVERIFY(!checkRange(speed, kNever));
  QVERIFY(checkRange(speed, -kNever));
  const auto& bias = *findParameter<LayerSpec>("bias");
  QVERIFY(checkRange(bias, kNever));
}

void TestParameters::pathsReachEveryParameter_data() {
  QTest::addColumn<QString>("path");
  for (const char* path : {"settings.seed", "hidden.tau_m", "hidden.activation", "x.signal",
                           "x.size", "target.beta", "W1.learn", "W1.pattern", "W2.feedback.kind",
                           "W2.feedback.B", "settings.test.every", "*.feedback.learn", "*.learn"}) {
    QTest::addRow("%s", path) << path;
  }
}

void TestParameters::pathsReachEveryParameter() {
  QFETCH(QString, path);
  Project project = test::chain();
  const std::string name = path.toStdString();
  const ParameterValue value = valueAt(project, name);
  QCOMPARE(parameterAt(project, name).key, std::string_view(name).substr(name.rfind('.') + 1));
  setAt(project, name, value);
  QCOMPARE(valueAt(project, name), value);
}

void TestParameters::wrongPathsNameTheNearest_data() {
  QTest::addColumn<QString>("path");
  QTest::addColumn<QString>("part");
  QTest::addRow("name") << "hiden.tau_m"
                        << "hidden";
  QTest::addRow("key") << "hidden.tau_n"
                       << "tau_m";
  QTest::addRow("setting") << "settings.sead"
                           << "seed";
  QTest::addRow("feedback") << "W2.feedback.kin"
                            << "feedback.kind";
  QTest::addRow("nobody writes it") << "*.decay"
                                    << "decay";
  QTest::addRow("no key") << "hidden"
                          << "unknown key";
  QTest::addRow("empty") << ""
                         << "unknown name";
}

void TestParameters::wrongPathsNameTheNearest() {
  QFETCH(QString, path);
  QFETCH(QString, part);
  try {
    (void)parameterAt(test::chain(), path.toStdString());
    QFAIL("accepted");
  } catch (const Error& error) {
    QVERIFY2(QString::fromUtf8(error.what()).contains(part), error.what());
  }
}

void TestParameters::wildcardsReachThoseThatWriteTheKey() {
  Project project = test::chain();
  setAt(project, "*.learn", 0.5);
  QCOMPARE(std::get<double>(valueAt(project, "W1.learn")), 0.5);
  QCOMPARE(std::get<double>(valueAt(project, "W2.learn")), 0.5);
  QCOMPARE(std::get<double>(valueAt(project, "T1.learn")), 0.0);  // a teacher writes no rate
  setAt(project, "*.tau_m", Value(12.0));
  for (const char* layer : {"hidden", "output", "teacher 1", "teacher 2"}) {
    QCOMPARE(valueAt(project, std::string(layer) + ".tau_m"), ParameterValue(Value(12.0)));
  }
}

void TestParameters::variantsOverrideAndLeaveOut() {
  const Project project = test::chain();
  Variant variant = project.variants[1];
  const Project transpose = applyVariant(project, variant);
  QCOMPARE(transpose.network.find(ProjectionId{12})->feedback->kind, FeedbackKind::Transpose);
  QCOMPARE(transpose.network.find(ProjectionId{12})->feedback->learn, 0.01);
  variant.without = {5};  // the second teacher: with it go its projection and the target
  const Project without = applyVariant(project, variant);
  QVERIFY(without.network.find(NodeId{5}) == nullptr);
  QVERIFY(without.network.find(NodeId{6}) == nullptr);
  QVERIFY(without.network.find(ProjectionId{22}) == nullptr);
  QVERIFY(!without.network.find(ProjectionId{12})->teacher);
  QVERIFY(!hasErrors(validate(without)));
  Project bare = project;
  bare.variants.clear();
  QCOMPARE(runningVariants(bare).size(), std::size_t{1});
  QCOMPARE(runningVariants(bare)[0].name, std::string("default"));
}

void TestParameters::sharedSettingsCannotBeOverridden() {
  Project project = test::chain();
  for (const char* path : {"settings.dt", "settings.duration"}) {
    project.variants[0].set = {{path, 0.05}};
    QVERIFY2(messages(validate(project)).contains("cannot override"), path);
  }
}

void TestParameters::theChainIsFlawless() {
  QCOMPARE(messages(validate(test::chain())), QString());
}

void TestParameters::brokenProjectsSayWhat_data() {
  QTest::addColumn<int>("which");
  QTest::addColumn<QString>("part");
  QTest::addRow("negative tau") << 0 << "Layer 'hidden': tau_m is -3 ms, must be > 0 ms.";
  QTest::addRow("dt zero") << 1 << "dt is 0 ms, must be > 0 ms.";
  QTest::addRow("tau below dt") << 2 << "must be >= dt, which is 0.1 ms";
  QTest::addRow("coarse dt") << 3 << "coarse";
  QTest::addRow("giant") << 4 << "size is 1000000000, must be >= 1 and <= 100000";
  QTest::addRow("negative size") << 5 << "size is -1";
  QTest::addRow("too many neurons") << 6 << "limit is 100000";
  QTest::addRow("too many synapses") << 7 << "synapses";
  QTest::addRow("duplicate name") << 8 << "'hidden' is taken";
  QTest::addRow("illegal name") << 9 << "cannot be a name";
  QTest::addRow("to nowhere") << 10 << "goes to 77, which is no layer";
  QTest::addRow("to an input") << 11 << "goes to 1, which is no layer";
  QTest::addRow("target of nothing") << 12 << "'of' is 77";
  QTest::addRow("target of another size") << 13 << "has 2 channels, layer 'output' has 1";
  QTest::addRow("signal channels") << 14 << "the signal has 1 channel, the node has 2";
  QTest::addRow("one-to-one sizes") << 15 << "is one-to-one";
  QTest::addRow("variant twice") << 16 << "taken by another variant";
  QTest::addRow("variant path") << 17 << "did you mean 'tau_m'";
  QTest::addRow("variant value") << 18 << "Variant 'learned': Layer 'hidden': tau_m is -1 ms";
  QTest::addRow("undriven") << 19 << "no projection arrives here";
  QTest::addRow("momentum") << 20 << "optimizer must be";
  QTest::addRow("sparse probability") << 21 << "probability of a synapse is 2";
  QTest::addRow("teacher of another shape") << 22 << "differ in their pattern";
  QTest::addRow("nothing left out") << 23 << "leaves out 77";
}

void TestParameters::brokenProjectsSayWhat() {
  QFETCH(int, which);
  QFETCH(QString, part);
  Project project = test::chain();
  auto& nodes = project.network.nodes;
  auto& projections = project.network.projections;
  auto& hidden = std::get<LayerSpec>(nodes[NodeId{2}].kind);
  bool is_error = true;
  switch (which) {
    case 0:
      hidden.tau_m = -3.0;
      break;
    case 1:
      project.settings.dt = 0;
      break;
    case 2:
      hidden.tau_r = 0.05;
      break;
    case 3:
      hidden.tau_r = 0.5;
      is_error = false;
      break;
    case 4:
      nodes[NodeId{2}].size = 1000000000;
      break;
    case 5:
      nodes[NodeId{2}].size = -1;
      break;
    case 6:
      nodes[NodeId{2}].size = 60000;
      nodes[NodeId{3}].size = 60000;
      break;
    case 7:
      nodes[NodeId{2}].size = 40000;
      nodes[NodeId{3}].size = 40000;
      break;
    case 8:
      nodes[NodeId{3}].name = "hidden";
      break;
    case 9:
      nodes[NodeId{3}].name = "a.b";
      break;
    case 10:
      projections[ProjectionId{12}].to = NodeId{77};
      break;
    case 11:
      projections[ProjectionId{12}].to = NodeId{1};
      break;
    case 12:
      std::get<TargetSpec>(nodes[NodeId{6}].kind).of = NodeId{77};
      break;
    case 13:
      nodes[NodeId{6}].size = 2;
      break;
    case 14:
      nodes[NodeId{1}].size = 2;
      break;
    case 15:
      nodes[NodeId{2}].size = 2;
      projections[ProjectionId{12}].pattern.kind = Pattern::Kind::OneToOne;
      break;
    case 16:
      project.variants[1].name = "learned";
      break;
    case 17:
      project.variants[0].set = {{"hidden.tau_n", Value(1.0)}};
      break;
    case 18:
      project.variants[0].set = {{"hidden.tau_m", Value(-1.0)}};
      break;
    case 19:
      projections.erase(ProjectionId{11});
      is_error = false;
      break;
    case 20:
      project.settings.optimizer = {Optimizer::Kind::Momentum, 1.5};
      break;
    case 21:
      projections[ProjectionId{11}].pattern = {Pattern::Kind::Sparse, 2};
      break;
    case 22:
      projections[ProjectionId{11}].pattern.kind = Pattern::Kind::OneToOne;
      break;
    default:
      project.variants[0].without = {77};
      break;
  }
  const std::vector<Issue> issues = validate(project);
  QVERIFY2(messages(issues).contains(part), qPrintable(messages(issues)));
  QCOMPARE(hasErrors(issues), is_error);
  if (is_error) QVERIFY_THROWS_EXCEPTION(Error, (void)compileVariants(project));
}

VLE_TEST(TestParameters, QCoreApplication)
#include "tst_parameters.moc"
