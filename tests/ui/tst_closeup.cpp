// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The close-up through the window: what is shown equals the probes and core functions to the
// digits, what is chosen follows the hands, and looking changes nothing.
#include <cmath>
#include <numbers>
#include <set>

#include <QCheckBox>
#include <QLabel>
#include <QSpinBox>
#include <QTabBar>
#include <QTest>

#include "board/plot_board.h"
#include "detail/close_up.h"
#include "detail/readings.h"
#include "editor/canvas_panel.h"
#include "gradient/microscope_panel.h"
#include "main_window.h"
#include "model/building.h"
#include "model/feedback_traits.h"
#include "model/paths.h"
#include "model/resizing.h"
#include "plot/matrix_plot.h"
#include "run_tests.h"
#include "session/number_text.h"
#include "sim/transfer.h"
#include "specs.h"
#include "tempo.h"
#include "widgets/card.h"

using namespace vle;
using namespace vle::ui;

// Frames take their time where a sanitizer watches and all cores are busy.
#define TRY_VERIFY(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, 60000)
#define TRY_COMPARE(actual, expected) QTRY_COMPARE_WITH_TIMEOUT(actual, expected, 60000)

namespace {

struct Stage {
  explicit Stage(Project project) {
    window.show();
    window.open(std::move(project), QStringLiteral("test"));
    Q_ASSERT(vle::test::isExposed(window));
    lab().control().pause();
    lab().control().reset();
    step(400);
  }
  void step(std::int64_t n) {
    const std::int64_t until = lab().control().status().step + n;
    lab().control().stepBy(n);
    EVENTUALLY_COMPARE(lab().control().status().step, until);
  }
  Lab& lab() { return window.lab(); }
  GraphScene& scene() { return window.findChild<CanvasPanel*>()->scene(); }
  GraphView& view() { return window.findChild<CanvasPanel*>()->view(); }
  CloseUp& closeUp() { return *window.findChild<CloseUp*>(); }
  QString text(const char* name) {
    const auto* label = closeUp().findChild<QLabel*>(QLatin1String(name));
    return label == nullptr || !label->isVisible() ? QString() : label->text();
  }
  QString page() {
    const auto* tabs = details().findChild<QTabBar*>();
    return tabs->tabText(tabs->currentIndex());
  }
  TabbedCard& details() { return *window.findChild<TabbedCard*>(QStringLiteral("details")); }
  ProjectionId projection(const std::string& name) {
    for (const auto& [id, p] : window.document().project().network.projections) {
      if (p.name == name) return id;
    }
    qFatal("no projection");
  }
  NodeId node(const std::string& name) {
    for (const auto& [id, n] : window.document().project().network.nodes) {
      if (n.name == name) return id;
    }
    qFatal("no node");
  }
  /// Of the shown variant, from a copy of its state.
  double probe(const std::string& name) {
    double value = std::nan("");
    bool is_there = false;
    const std::size_t shown = lab().shown();
    lab().states().ask(&lab(), [&](const auto& networks, const auto& states) {
      value = channelsOf(*networks[shown], name).at(0).read(*networks[shown], states[shown]);
      is_there = true;
    });
    [&] { EVENTUALLY(is_there); }();
    return value;
  }
  QString number(const std::string& name) { return numberText(probe(name), 3); }
  void click(QPointF scene_point) {
    QTest::mouseClick(view().viewport(), Qt::LeftButton, {}, view().mapFromScene(scene_point));
  }
  MainWindow window{QStringLiteral("light"), vle::test::kEqualPriorities};
};

Project chainWith(const std::string& kind) {
  Project project = test::chain();
  project.variants.clear();
  setAt(project, "W2.feedback.kind", kind);
  setAt(project, "W2.feedback.frequency", 16.0);
  setAt(project, "W2.feedback.decay", 0.001);
  return project;
}

QString factor(double value) {
  return value < 0 ? "(" + numberText(value, 3) + ")" : numberText(value, 3);
}

}  // namespace

class TestCloseUp : public QObject {
  Q_OBJECT

 private slots:
  void anEditWhilePausedIsRead();
  void theMicroscopesNeuronIsChosenOnTheCanvas();
  void numbersOfASynapseAreItsProbes_data();
  void numbersOfASynapseAreItsProbes();
  void numbersOfANeuronAreItsProbes();
  void aClickChoosesAndANodeGoesBack();
  void keysGoThroughSynapses();
  void aCellOfAHeatMapIsASynapse();
  void anotherVariantHasAnotherRule();
  void whatIsShownMayGo();
  void backpropagationNeedsWhatIsFar();
  void recentChangeIsThatOfWholePeriods();
  void anOutputHasItsTargetAtHand();
  void hiddenItObservesNothing();
  void lookingChangesNothing();
};

void TestCloseUp::anEditWhilePausedIsRead() {
  Stage stage(test::chain());
  Readings readings(stage.lab());
  readings.watch({"W2.W[0;0]", "W2.B[0;0]"});
  stage.step(400);
  EVENTUALLY(std::isfinite(readings.value("W2.B[0;0]")));
  const double B = readings.value("W2.B[0;0]");
  const double W = readings.value("W2.W[0;0]");
  QVERIFY(std::abs(B - W) > 0.01);
  Document& document = stage.window.document();
  document.push(QStringLiteral("transpose"),
                editsAt(document.project(), "W2.feedback.kind", std::string("transpose")));
  EVENTUALLY(std::abs(readings.value("W2.B[0;0]") - readings.value("W2.W[0;0]")) < 1e-9);
  document.undoStack().undo();
  EVENTUALLY(std::abs(readings.value("W2.B[0;0]") - readings.value("W2.W[0;0]")) > 0.01);
}

void TestCloseUp::theMicroscopesNeuronIsChosenOnTheCanvas() {
  Stage stage(loadProject("network"));
  stage.window.setPanels(QStringLiteral("microscope"));
  auto& panel = *stage.window.findChild<MicroscopePanel*>();
  QTest::mouseClick(stage.view().viewport(), Qt::LeftButton, {}, {2, 2});  // nothing is chosen
  QVERIFY(!stage.scene().focus().neuron());
  std::set<NodeId> layers;
  for (int k = 0; k < 40; ++k) {
    QTest::keyClick(&panel, Qt::Key_Right);
    const auto& chosen = stage.scene().focus().neuron();
    QVERIFY(chosen);
    QCOMPARE(chosen->node, panel.monitor().layer());
    QCOMPARE(chosen->index, panel.monitor().neuron());
    layers.insert(chosen->node);
  }
  QVERIFY(layers.size() > 1);
}

void TestCloseUp::numbersOfASynapseAreItsProbes_data() {
  QTest::addColumn<QString>("kind");
  for (const FeedbackTraits& kind : feedbackTraits()) {
    const std::string name(kind.name);
    QTest::addRow("%s", name.c_str()) << QString::fromStdString(name);
  }
}

void TestCloseUp::numbersOfASynapseAreItsProbes() {
  QFETCH(QString, kind);
  Stage stage(chainWith(kind.toStdString()));
  stage.scene().focus().look(SynapseRef{stage.projection("W2"), 0, 0});
  QCOMPARE(stage.page(), QStringLiteral("Close-up"));
  for (const bool is_recorded : {false, true}) {  // standing still at first, then by a frame
    if (is_recorded) stage.step(37);
    const double e = stage.probe("output.e"), r = stage.probe("W2.r_pre");
    const double W = stage.probe("W2.W"), B = stage.probe("W2.B");
    EVENTUALLY_COMPARE(stage.text("see_e"), "e = " + numberText(e, 3));
    EVENTUALLY_COMPARE(stage.text("see_r"), "r = " + numberText(r, 3));
    QCOMPARE(stage.text("see_W"), "W = " + numberText(W, 3));
    QCOMPARE(stage.text("see_B"), "B = " + numberText(B, 3));
    const bool mirrored = kind == QLatin1String("kolen-pollack");
    const QString decay = mirrored ? " − " + factor(0.001) + " × " + factor(W) : QString();
    const double eta = 0.002;
    QCOMPARE(stage.text("W_numbers"),
             "= " + factor(eta) + " × " + factor(e) + " × " + factor(r) + decay + " = <b>" +
                 numberText(eta * e * r - (mirrored ? 0.001 * W : 0), 3) + "\u00a0/\u00a0ms</b>");
    const bool is_observed = kind == QLatin1String("observed");
    const bool compares =
        kind == QLatin1String("learned") || kind == QLatin1String("drive") || is_observed;
    QCOMPARE(!stage.text("see_rho").isEmpty(), compares);
    if (compares) {
      const double r_tilde = stage.probe("W2.r_tilde"), rho = stage.probe("W2.rho");
      QCOMPARE(stage.text("see_rho"), "ρ = " + numberText(rho, 3));
      QCOMPARE(stage.text("see_r_tilde"), "r̃ = " + numberText(r_tilde, 3));
      const double wanted = kind == QLatin1String("drive") ? stage.probe("W2.s_tilde") * r_tilde
                            : is_observed ? stage.probe("W2.M") * (r_tilde * r_tilde)
                                          : W * (r_tilde * r_tilde);
      QVERIFY(stage.text("B_numbers")
                  .contains(" = <b>" + numberText(0.01 * (wanted - B * (rho * rho)), 3) +
                            "\u00a0/\u00a0ms</b>"));
    }
    if (kind == QLatin1String("learned")) {
      const double r_tilde = stage.probe("W2.r_tilde");
      QCOMPARE(stage.text("see_current"), "W r̃² = " + numberText(W * (r_tilde * r_tilde), 3));
    }
    QCOMPARE(!stage.text("see_M").isEmpty(), is_observed);
    if (is_observed) {
      QCOMPARE(stage.text("see_M"), "M = " + stage.number("W2.M"));
      const double delta = stage.probe("output.delta"), r_tilde = stage.probe("W2.r_tilde");
      QVERIFY(stage.text("B_numbers")
                  .contains(factor(0.05) + " × " + factor(delta) + " × " + factor(r_tilde) +
                            " = <b>" + numberText(0.05 * delta * r_tilde, 3)));
      QVERIFY(stage.text("B_rule").contains("δ"));
      QVERIFY(stage.text("see_current").isEmpty());  // W of its neighbour is not read
      QVERIFY(stage.text("B_words").contains(
          QStringLiteral("B reads M, its own forward prediction; not W.")));
    }
    if (kind == QLatin1String("drive")) {
      QCOMPARE(stage.text("see_drive"), "s − s̄ = " + stage.number("W2.s_tilde"));
    }
    QCOMPARE(stage.text("see_B_e").isEmpty(), !mirrored);
    const auto* words = stage.closeUp().findChild<QLabel*>(QStringLiteral("B_words"));
    const bool is_red =
        words->palette().color(QPalette::WindowText) == stage.window.theme().problem;
    QCOMPARE(is_red, kind == QLatin1String("transpose") || kind == QLatin1String("analytic"));
  }
}

void TestCloseUp::numbersOfANeuronAreItsProbes() {
  Stage stage(loadProject("network"));
  stage.scene().focus().look(NeuronRef{stage.node("hidden 1"), 2});
  for (const bool is_recorded : {false, true}) {
    if (is_recorded) stage.step(41);
    const std::pair<const char*, const char*> all[] = {
        {"s", "s"}, {"u", "u"}, {"u_prosp", "ŭ"}, {"r", "r"}, {"eps", "ε"}, {"v", "v"}, {"e", "e"}};
    for (const auto& [key, symbol] : all) {
      const QString wanted = QString::fromUtf8(symbol) + " = <b>" +
                             stage.number("hidden 1." + std::string(key) + "[2]") + "</b>";
      EVENTUALLY_COMPARE(stage.text(key), wanted);
    }
    QVERIFY(stage.text("lag_text").contains(stage.number("hidden 1.tau_m[2]") + " ms"));
  }
  Stage chain(test::chain());
  chain.scene().focus().look(NeuronRef{chain.node("hidden"), 0});
  const auto H = transfer(16, 10, 1, 0.1);
  EVENTUALLY(chain.text("transfer").contains("|H| = " + numberText(std::abs(H), 3)));
  QVERIFY(chain.text("transfer")
              .contains("arg H = " + numberText(std::arg(H) * 180 / std::numbers::pi, 3) + "°"));
  QVERIFY(chain.text("transfer").contains("1/H: " + numberText(1 / std::abs(H), 3)));
}

void TestCloseUp::aClickChoosesAndANodeGoesBack() {
  Stage stage(test::chain());
  QCOMPARE(stage.page(), QStringLiteral("Inspector"));
  const ProjectionId W2 = stage.projection("W2");
  stage.click(stage.scene().projection(W2)->strands().at(0).wire.at(0.5));
  QCOMPARE(stage.page(), QStringLiteral("Close-up"));
  QVERIFY(stage.scene().focus().synapse() == (SynapseRef{W2, 0, 0}));
  const NodeItem* hidden = stage.scene().node(stage.node("hidden"));
  stage.click(hidden->mapToScene(hidden->geometry().title.center()));
  QCOMPARE(stage.page(), QStringLiteral("Inspector"));
  QVERIFY(!stage.scene().focus().synapse());
  stage.click(hidden->mapToScene(hidden->geometry().pairs.at(0).signal));
  QCOMPARE(stage.page(), QStringLiteral("Close-up"));
  QCOMPARE(stage.text("neuron_title"), QStringLiteral("hidden"));
}

void TestCloseUp::keysGoThroughSynapses() {
  Stage stage(loadProject("network"));
  const ProjectionId W2 = stage.projection("W2");
  stage.scene().focus().select({{}, {W2}});
  QTest::keyClick(&stage.view(), Qt::Key_Y);
  QVERIFY(stage.scene().focus().synapse() == (SynapseRef{W2, 0, 0}));
  QTest::keyClick(&stage.view(), Qt::Key_Y);
  QVERIFY(stage.scene().focus().synapse() == (SynapseRef{W2, 0, 1}));
  QTest::keyClick(&stage.view(), Qt::Key_Y, Qt::ShiftModifier);
  QTest::keyClick(&stage.view(), Qt::Key_Y, Qt::ShiftModifier);
  QVERIFY(stage.scene().focus().synapse() == (SynapseRef{W2, 3, 3}));
  stage.closeUp().findChild<QSpinBox*>(QStringLiteral("lower"))->setValue(1);
  QVERIFY(stage.scene().focus().synapse() == (SynapseRef{W2, 3, 1}));
  EVENTUALLY_COMPARE(stage.text("see_W"), "W = " + stage.number("W2.W[3;1]"));
  EVENTUALLY_COMPARE(stage.text("see_B"), "B = " + stage.number("W2.B[1;3]"));
  // Without a choice the tab shows the strongest.
  stage.scene().focus().select({});
  stage.scene().focus().select({{}, {W2}});
  QCOMPARE(stage.page(), QStringLiteral("Inspector"));
  stage.details().setCurrent(1);
  QVERIFY(stage.scene().focus().synapse());
  double most = 0;
  for (int k = 0; k < 16; ++k) {
    most = std::max(most, std::abs(stage.probe("W2.W[" + std::to_string(k / 4) + ";" +
                                               std::to_string(k % 4) + "]")));
  }
  const SynapseRef chosen = *stage.scene().focus().synapse();
  QVERIFY(std::abs(std::abs(stage.probe("W2.W[" + std::to_string(chosen.post) + ";" +
                                        std::to_string(chosen.pre) + "]")) -
                   most) < 1e-6);
}

void TestCloseUp::aCellOfAHeatMapIsASynapse() {
  Project project = loadProject("network");
  project.board = {Plot{.title = "heat", .kind = Plot::Kind::Heat, .probes = {"W2.W"}}};
  Stage stage(std::move(project));
  stage.window.resize(1280, 800);
  auto* heat = stage.window.findChild<MatrixPlot*>();
  EVENTUALLY(heat != nullptr && heat->maps().size() >= 2);
  for (const std::size_t map : {0U, 1U}) {
    const QRectF place = heat->mapRect(map);
    const QPoint cell(qRound(place.left() + place.width() * 3.5 / 4),
                      qRound(place.top() + place.height() * 1.5 / 4));  // row 1, column 3
    QTest::mouseClick(heat, Qt::LeftButton, {}, cell);
    const SynapseRef wanted = map == 0 ? SynapseRef{stage.projection("W2"), 1, 3}
                                       : SynapseRef{stage.projection("W2"), 3, 1};
    QVERIFY(stage.scene().focus().synapse() == wanted);
    QCOMPARE(stage.page(), QStringLiteral("Close-up"));
  }
}

void TestCloseUp::anotherVariantHasAnotherRule() {
  Stage stage(test::chain());
  stage.scene().focus().look(SynapseRef{stage.projection("W2"), 0, 0});
  EVENTUALLY(stage.text("B_rule").contains("r̃²"));
  for (std::size_t k = 0; k < stage.lab().variants().size(); ++k) {
    if (stage.lab().variants()[k].variant.name != "transpose") continue;
    stage.lab().showVariant(k);
  }
  EVENTUALLY_COMPARE(stage.text("B_rule"), QStringLiteral("B = W<sup>T</sup>"));
  EVENTUALLY_COMPARE(stage.text("see_W"), "W = " + stage.number("W2.W"));
  QVERIFY(stage.text("see_rho").isEmpty());
}

void TestCloseUp::whatIsShownMayGo() {
  Stage stage(loadProject("network"));
  Document& document = stage.window.document();
  const NodeId hidden = stage.node("hidden 1");
  stage.scene().focus().look(NeuronRef{hidden, 3});
  const auto erase = [&](const Selection& selection) {
    document.push(QStringLiteral("erase"), vle::remove(document.project(), selection).edits);
  };
  const ProjectionId W2 = stage.projection("W2");
  stage.scene().focus().look(SynapseRef{W2, 3, 3});
  EVENTUALLY(!stage.text("see_W").isEmpty());
  erase({{}, {W2}});
  QVERIFY(!stage.scene().focus().synapse());
  EVENTUALLY(stage.text("close_up_words").contains("no longer shown"));
  QVERIFY(stage.lab().watched().empty());
  document.undoStack().undo();
  stage.scene().focus().look(NeuronRef{hidden, 3});
  EVENTUALLY(!stage.text("neuron_title").isEmpty());
  document.push(QStringLiteral("narrow"), vle::resize(document.project(), {hidden}, 2).edits);
  QVERIFY(!stage.scene().focus().neuron());
  QCOMPARE(stage.page(), QStringLiteral("Inspector"));
}

void TestCloseUp::backpropagationNeedsWhatIsFar() {
  Stage stage(loadProject("network"));
  stage.scene().focus().look(SynapseRef{stage.projection("W2"), 0, 0});
  QVERIFY(stage.scene().far().empty());
  auto* toggle = stage.closeUp().findChild<QCheckBox*>(QStringLiteral("far"));
  toggle->setFocus();
  QTest::keyClick(toggle, Qt::Key_Space);
  const Selection far = stage.scene().far();
  QVERIFY(far.projections.contains(stage.projection("W3")));
  QVERIFY(far.projections.contains(stage.projection("W4")));
  QVERIFY(!far.projections.contains(stage.projection("W1")));
  QVERIFY(!far.projections.contains(stage.projection("W2")));
  QVERIFY(!far.nodes.contains(stage.node("hidden 1")));
  QVERIFY(stage.scene().projection(stage.projection("W3"))->marks().is_far);
  // Its own slope is at the neuron above.
  QVERIFY(!stage.text("far_words").contains(QStringLiteral("hidden 2")));
  QVERIFY(stage.text("far_words").contains(QStringLiteral("hidden 3")));
  for (const char* word : {"W3", "W4", "φ′", "next"}) {
    QVERIFY2(stage.text("far_words").contains(QString::fromUtf8(word)), word);
  }
  stage.scene().focus().select(
      {{stage.node("hidden 1")}, {}});  // the inspector comes, the marks go
  QVERIFY(stage.scene().far().empty());
}

/// 16 periods of 16 Hz make a second.
void TestCloseUp::recentChangeIsThatOfWholePeriods() {
  Stage stage(test::chain());
  stage.scene().focus().look(SynapseRef{stage.projection("W2"), 0, 0});
  stage.step(30'000);
  const TraceStore& traces = stage.lab().traces();
  const double now = traces.newest();
  const auto change = [&](const char* channel) {
    const double by = traces.sample(test::idOf(stage.lab(), "learned"), channel, now)->value -
                      traces.sample(test::idOf(stage.lab(), "learned"), channel, now - 1000)->value;
    return (by > 0 ? QStringLiteral("+") : QString()) + numberText(by, 3);
  };
  EVENTUALLY(stage.text("change").contains(QStringLiteral("1.000 s")));
  EVENTUALLY(stage.text("change").contains(QStringLiteral("ΔW = ") + change("W2.W[0;0]")));
  QVERIFY(stage.text("change").contains(QStringLiteral("ΔB = ") + change("W2.B[0;0]")));
}

void TestCloseUp::anOutputHasItsTargetAtHand() {
  Stage stage(test::chain());
  stage.scene().focus().look(SynapseRef{stage.projection("W2"), 0, 0});
  stage.closeUp().findChild<QCheckBox*>(QStringLiteral("far"))->setChecked(true);
  EVENTUALLY(stage.text("far_words").contains(QStringLiteral("output is an output")));
  QVERIFY(stage.text("far_words").contains(QStringLiteral("next")));
  // As far into the future as the time constants reach as they are now: learned ones move.
  QVERIFY(stage.text("far_words").contains(QStringLiteral("50 ms")));
  Project slow = test::chain();
  setAt(slow, "output.tau_m", Value(40.0));
  stage.window.open(slow, QStringLiteral("slow"));
  stage.scene().focus().look(SynapseRef{stage.projection("W2"), 0, 0});
  EVENTUALLY(stage.text("far_words").contains(numberText(200, 2) + QStringLiteral(" ms")));
}

void TestCloseUp::hiddenItObservesNothing() {
  Stage stage(test::chain());
  QVERIFY(stage.lab().watched().empty());
  stage.scene().focus().look(SynapseRef{stage.projection("W2"), 0, 0});
  QVERIFY(!stage.lab().watched().empty());
  stage.scene().selectOne(stage.node("hidden"));
  QVERIFY(stage.lab().watched().empty());
}

void TestCloseUp::lookingChangesNothing() {
  std::vector<State> of[2];
  for (const bool is_watched : {false, true}) {
    Stage stage(test::chain());
    if (is_watched) stage.scene().focus().look(SynapseRef{stage.projection("W2"), 0, 0});
    stage.step(300);
    if (is_watched) stage.scene().focus().look(NeuronRef{stage.node("hidden"), 0});
    stage.step(300);
    bool is_there = false;
    stage.lab().states().ask(&stage.lab(), [&](const auto&, const auto& states) {
      of[is_watched ? 1 : 0] = states;
      is_there = true;
    });
    EVENTUALLY(is_there);
  }
  QVERIFY(!of[0].empty());
  QVERIFY(of[0] == of[1]);
}

VLE_TEST(TestCloseUp, QApplication)
#include "tst_closeup.moc"
