// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The gradient microscope through its widgets: learned feedback shortens the phasor, a modulated
// slope breaks the match and is named, nothing it does touches the run.
#include <cmath>

#include <QComboBox>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTabBar>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>

#include "board/board_menu.h"
#include "board/plot_board.h"
#include "editor/canvas_panel.h"
#include "gradient/microscope_words.h"
#include "gradient/neuron_chooser.h"
#include "ids.h"
#include "microscope_scope.h"
#include "model/paths.h"
#include "plot/plot_widget.h"
#include "run_tests.h"
#include "sim/simulator.h"
#include "specs.h"
#include "tempo.h"
#include "widgets/card.h"

using namespace vle;
using namespace vle::ui;
using vle::test::Scope;
using namespace vle::test::ids;

namespace {

/// The chain as it would be with constant φ′ and weights that hold still.
Project linearChain() {
  Project project = test::chain();
  for (const char* layer : {"hidden", "output", "teacher 1", "teacher 2"}) {
    setAt(project, std::string(layer) + ".activation", std::string("linear"));
  }
  for (const char* projection : {"W1", "W2"}) {
    setAt(project, std::string(projection) + ".learn", 0.0);
  }
  return project;
}

}  // namespace

class TestMicroscope : public QObject {
  Q_OBJECT

 private slots:
  void learnedFeedbackShortensThePhasor();
  void aModulatedSlopeBreaksTheMatchAndIsNamed();
  void onlyWhatLiesOnTheWayIsNamed();
  void twiceTheGainOfTheFrontVariantFits();
  void marksOfTheoryAreInThePicture();
  void slopesHeldMeetTheory();
  void anotherLayersNumbersAreNeverShown();
  void itSaysWhatErrorsAreNotFor_data();
  void severalFrequenciesShareOneGain();
  void itSaysWhatErrorsAreNotFor();
  void aFrequencyWithoutSignalIsSilent();
  void aHeldNeuronHasNoGradient();
  void whatCannotBeComparedIsSaid();
  void anglesGoOverTime();
  void whatNobodySawIsPlayedAgain();
  void aLayerIsLookedAtAsAWhole();
  void canvasAndKeysChooseTheNeuron();
  void aPlotChoosesTheNeuron();
  void frequencyIsChosenOrTyped();
  void structureMayChangeUnderIt();
  void hiddenItComputesNothing();
  void aVariantThatIsShownAgainIsAnswered();
  void watchingChangesNoBit();
};

void TestMicroscope::learnedFeedbackShortensThePhasor() {
  Project project = linearChain();
  Scope scope(project);
  scope.window.lab().control().reset();
  scope.monitor().look(kHidden);
  scope.runTo(8000);
  EVENTUALLY_COMPARE(scope.phasors().size(), std::size_t{3});
  const auto phasors = scope.phasors();
  const auto isNear = [](double a, double b) { return std::abs(a - b) <= 0.02 * b; };
  QVERIFY2(isNear(phasors[0].gain, 1.975), qPrintable(QString::number(phasors[0].gain)));
  QVERIFY(isNear(phasors[1].gain, 3.93));
  QVERIFY(phasors[0].predicted && isNear(std::abs(*phasors[0].predicted), 1.975));
  QVERIFY(phasors[1].predicted && isNear(std::abs(*phasors[1].predicted), 3.93));
  // The constant B of the preset has the wrong sign, and theory knows it.
  QVERIFY(phasors[2].predicted && std::abs(std::arg(*phasors[2].predicted)) > 3);
  constexpr double kLag = 1.73;  // degrees: three steps at 16 Hz
  QVERIFY(std::abs(phasors[0].phase + kLag) < 1 && std::abs(phasors[1].phase + kLag) < 1);
  // As seen: the tip lies on its mark, and the learned one is the shorter.
  for (std::size_t k : {0UL, 1UL}) {
    const QPointF off = scope.dial(k).tip(0) - *scope.dial(k).predictedTip(0);
    QVERIFY2(std::hypot(off.x(), off.y()) < 4, qPrintable(QString::number(off.x())));
  }
  QVERIFY(scope.dial(0).tip(0).x() < scope.dial(1).tip(0).x() - 8);
  // Every variant says so in its row. A constant B is as predicted, too, and points away.
  for (const char* variant : {"learned", "transpose", "constant"}) {
    QCOMPARE(scope.text("match", variant), QStringLiteral("✓"));
  }
  scope.setMore(false);
  QVERIFY(scope.explanation().contains(QStringLiteral("has the right sign")));
  QVERIFY(scope.explanation().contains(QStringLiteral("update of W1 is 0.0°")));
  QCOMPARE(scope.panel->dial().phasors().size(), std::size_t{1});
  // A click on its dial shows the variant.
  QTest::mouseClick(scope.panel->dials().views().at(2), Qt::LeftButton);
  QCOMPARE(scope.window.lab().shown(), std::size_t{2});
  EVENTUALLY(scope.explanation().contains(QStringLiteral("has the wrong sign")));
  EVENTUALLY(scope.explanation().contains(QStringLiteral("update of W1 is 180°")));
  scope.window.lab().showVariant(0);
  // The very variant, switched to learned: its phasor moves to the other length.
  const QPointF before = scope.dial(1).tip(0);
  const Project& now = scope.window.document().project();
  std::vector<Variant> variants = now.variants;
  variants[1].set["W2.feedback.kind"] = std::string("learned");
  scope.window.document().push(QStringLiteral("learned"), {SetVariants{variants}});
  scope.runTo(16000);
  EVENTUALLY(isNear(scope.phasors().at(1).gain, 1.975));
  QVERIFY(scope.dial(1).tip(0).x() < before.x() - 8);
}

void TestMicroscope::aModulatedSlopeBreaksTheMatchAndIsNamed() {
  Scope scope(loadProject("lagnet"), QStringLiteral("lagnet"));
  scope.window.lab().control().setLearning(false);
  scope.window.lab().control().reset();
  // Where theory expects the most, one looks first: at the slow neuron of the lowest layer.
  QCOMPARE(scope.monitor().layer(), scope.monitor().layers().front().id);
  QCOMPARE(scope.monitor().neuron(), std::size_t{1});
  scope.runTo(60);
  scope.monitor().setFrequency(1980 / (2 * M_PI));
  EVENTUALLY(scope.monitor().gainOf(scope.monitor().views().front()) != nullptr);
  const GainAtFrequency& gain = *scope.monitor().gainOf(scope.monitor().views().front());
  QVERIFY(std::abs(gain.reading.measured.phase()) > 10);
  QVERIFY(gain.mismatch == Mismatch::SlopesSwing);
  EVENTUALLY_COMPARE(scope.text("match", "local"), QStringLiteral("≠"));
  EVENTUALLY(scope.explanation().contains(QStringLiteral("φ′ swings")));
  // One layer higher the two agree at every frequency.
  scope.monitor().look(scope.monitor().layers()[1].id, 1);
  EVENTUALLY_COMPARE(scope.text("match", "local"), QStringLiteral("✓"));
}

/// The teacher's projections have a B, too, which nothing learns and no error needs.
void TestMicroscope::onlyWhatLiesOnTheWayIsNamed() {
  Scope scope(test::chain());
  scope.window.lab().control().reset();
  scope.monitor().look(kHidden);
  scope.runTo(1500);
  EVENTUALLY(scope.explanation().contains(QStringLiteral("B of W2 is still")));
  scope.runTo(12'000);  // B has arrived
  EVENTUALLY(!scope.explanation().contains(QStringLiteral("is still")));
}

/// The learned B and Wᵀ of the chain fit into one picture, whenever one begins to look.
void TestMicroscope::twiceTheGainOfTheFrontVariantFits() {
  PhasorView view(loadTheme(QStringLiteral("light")));
  view.resize(300, 200);
  view.setPhasors({Phasor{"learned", Qt::red, 1.98, 0, {}, std::complex<double>(1.98), true},
                   Phasor{"Wᵀ", Qt::blue, 3.93, 0, {}, std::complex<double>(3.93), false}},
                  {});
  for (const std::size_t k : {0UL, 1UL}) {
    QVERIFY(!view.isCut(k));
    QVERIFY(view.rect().contains(view.predictedTip(k)->toPoint()));
  }
}

void TestMicroscope::marksOfTheoryAreInThePicture() {
  PhasorView view(loadTheme(QStringLiteral("light")));
  view.resize(300, 200);
  for (const double phase : {0.0, 111.0}) {
    Phasor turned{"a", Qt::red, 0.6, phase, {}, std::complex<double>(3.93), false};
    Phasor front{"b", Qt::blue, 2, 0, {}, {}, true};
    view.setPhasors({turned, front}, {});
    QVERIFY2(view.rect().contains(view.predictedTip(0)->toPoint()),
             qPrintable(QString::number(view.predictedTip(0)->x())));
  }
}

/// The chain as it is, after the student has come near its teacher: φ′ makes e and λ part, and the
/// ring shows that it is φ′.
void TestMicroscope::slopesHeldMeetTheory() {
  Scope scope(test::chain());
  scope.window.lab().control().reset();
  scope.monitor().look(kHidden);
  scope.runTo(8000);
  const auto phasors = scope.phasors();
  QCOMPARE(phasors.size(), std::size_t{3});
  QVERIFY(phasors[1].held.has_value());
  QVERIFY2(std::abs(std::abs(*phasors[1].held) - 3.93) < 0.05,
           qPrintable(QString::number(std::abs(*phasors[1].held))));
  QVERIFY(std::abs(phasors[1].gain - 3.93) > 1);
  const QPointF off = *scope.dial(1).heldTip(0) - *scope.dial(1).predictedTip(0);
  QVERIFY2(std::hypot(off.x(), off.y()) < 4, qPrintable(QString::number(off.x())));
  scope.window.lab().showVariant(1);
  EVENTUALLY(scope.explanation().contains(QStringLiteral("held at its mean: |e| = 3.9")));
}

void TestMicroscope::anotherLayersNumbersAreNeverShown() {
  Scope scope(loadProject("network"), QStringLiteral("network"));
  scope.monitor().setWindow(400);  // answers come sooner
  const auto layers = scope.monitor().layers();
  const NodeId deep = layers[0].id, output = layers[3].id;
  QCOMPARE(layers[3].name, std::string("output"));
  int seen = 0;
  connect(&scope.monitor(), &GradientMonitor::answered, &scope.window, [&] {
    const auto& views = scope.monitor().views();
    if (views.empty()) return;
    ++seen;
    QCOMPARE(views.front().hops, std::size_t{scope.monitor().layer() == deep ? 3U : 0U});
  });
  for (int k = 0; k < 30; ++k) {
    const NodeId next = k % 2 == 0 ? output : deep;
    scope.monitor().look(next);
    QVERIFY(scope.monitor().views().empty());  // nothing is better than another's numbers
    vle::test::letPass(17 * (k % 7));          // a question may be under way, or not yet
  }
  EVENTUALLY(seen > 0 && !scope.monitor().views().empty());
}

/// B learns one gain for all frequencies, so that every single one keeps a known rest.
void TestMicroscope::severalFrequenciesShareOneGain() {
  Project project = linearChain();
  for (auto& [id, node] : project.network.nodes) {
    if (node.input() != nullptr) {
      node.kind = InputSpec{SinesSignal{{{Sine{16, 1, 0}, Sine{40, 0.5, 0}}}}};
    }
  }
  Scope scope(project);
  scope.window.lab().control().reset();
  scope.monitor().look(kHidden);
  scope.runTo(200);
  EVENTUALLY(scope.explanation().contains(QStringLiteral("away from ⟨|H|²⟩Wᵀ")));
  scope.runTo(20'000);
  for (const double f : {16.0, 40.0}) {
    scope.monitor().setFrequency(f);
    EVENTUALLY_COMPARE(scope.text("match", "learned"), QStringLiteral("✓"));
    EVENTUALLY(scope.phasors().size() > 1 && scope.phasors()[0].predicted.has_value() &&
               scope.phasors()[1].predicted.has_value());
    // Too long at high frequencies, too short at low ones; shorter than with Wᵀ.
    QVERIFY(std::abs(*scope.phasors()[0].predicted) < std::abs(*scope.phasors()[1].predicted));
  }
}

void TestMicroscope::itSaysWhatErrorsAreNotFor_data() {
  QTest::addColumn<QString>("path");
  QTest::addColumn<QString>("value");
  QTest::addColumn<QString>("words");
  QTest::newRow("bptt") << "settings.rule"
                        << "bptt"
                        << "learns with the exact gradient";
  QTest::newRow("no filters") << "settings.rule"
                              << "instantaneous"
                              << "have no filters";
}

void TestMicroscope::itSaysWhatErrorsAreNotFor() {
  QFETCH(QString, path);
  QFETCH(QString, value);
  QFETCH(QString, words);
  Project project = test::chain();
  Variant one;
  one.name = "one";
  one.set[path.toStdString()] = value.toStdString();
  project.variants = {one};
  Scope scope(project);
  scope.window.lab().control().reset();
  scope.runTo(1000);
  EVENTUALLY(scope.explanation().contains(words));
  // Who learns with the exact gradient has no angle to it.
  const bool is_bptt = value == QLatin1String("bptt");
  QCOMPARE(scope.text("update", "one") == QStringLiteral("–"), is_bptt);
}

void TestMicroscope::aFrequencyWithoutSignalIsSilent() {
  Scope scope(linearChain());
  scope.window.lab().control().reset();
  scope.monitor().look(kHidden);
  scope.monitor().setWindow(2000);
  scope.runTo(3000);
  scope.monitor().setFrequency(24);
  EVENTUALLY(scope.explanation().contains(QStringLiteral("λ of hidden is silent")));
  scope.monitor().setFrequency(16);
  EVENTUALLY(!scope.explanation().contains(QStringLiteral("λ of hidden is silent")));
}

void TestMicroscope::aHeldNeuronHasNoGradient() {
  Scope scope(linearChain());
  scope.window.lab().control().reset();
  scope.monitor().look(kHidden);
  scope.runTo(1000);
  scope.window.lab().control().poke(kHidden, 0, PokeKind::HoldPotential, 0.3);
  EVENTUALLY(scope.explanation().contains(QStringLiteral("λ of hidden is 0")));
  scope.window.lab().control().unpoke(kHidden, 0);
  EVENTUALLY(!scope.explanation().contains(QStringLiteral("λ of hidden is 0")));
}

void TestMicroscope::whatCannotBeComparedIsSaid() {
  Project project = test::chain();
  // No target: no error anywhere.
  std::erase_if(project.network.nodes, [](const auto& node) { return node.second.target(); });
  Scope scope(project);
  EVENTUALLY(scope.explanation().contains(QStringLiteral("no error reaches")));
  QVERIFY(scope.phasors().empty());
  scope.window.open(test::chain(), QStringLiteral("chain"));
  EVENTUALLY(!scope.phasors().empty());
  scope.monitor().setWindow(20);
  EVENTUALLY(scope.explanation().contains(QStringLiteral("too short")));
  scope.monitor().setWindow(0);
  EVENTUALLY(!scope.explanation().contains(QStringLiteral("too short")));
}

void TestMicroscope::anglesGoOverTime() {
  Scope scope(loadProject("lagnet"), QStringLiteral("lagnet"));
  scope.monitor().setWindow(120);  // answers come sooner
  scope.window.lab().control().setSpeed(20);
  const auto points = [&] {
    std::size_t most = 0;
    for (const PlotLine& line : scope.panel->angles().updates().lines())
      most = std::max(most, line.x.size());
    return most;
  };
  scope.setMore(true);
  EVENTUALLY(points() >= 3);
  const LayerPlan hidden = scope.monitor().layers().front();
  QCOMPARE(scope.monitor().layer(), hidden.id);
  bool any = false;
  for (const PlotLine& line : scope.panel->angles().feedback().lines()) {
    for (std::size_t k = 0; k + 1 < line.x.size(); ++k) QVERIFY(line.x[k] < line.x[k + 1]);
    for (const double angle : line.y) any |= angle > 1 && angle < 179;
  }
  QVERIFY(any);
  // While nobody looked, and something was done by hand, nothing is known: no line leads across.
  scope.window.lab().control().setLearning(false);
  vle::test::letPass(50);
  scope.window.lab().control().setLearning(true);
  scope.window.lab().control().pause();
  scope.monitor().setActive(false);
  scope.monitor().setActive(true);
  scope.window.lab().control().run();
  const ProjectionId W1 = scope.monitor().views().front().projections.front().id;
  const auto gaps = [&] {
    return std::ranges::count_if(
        scope.monitor().angles(scope.window.lab().variants()[0].variant.id, W1),
        &AnglePoint::is_gap);
  };
  EVENTUALLY(gaps() == 1);
  scope.window.lab().control().pause();
  scope.window.lab().control().reset();
  EVENTUALLY(points() <= 1);
}

/// Why constant B fails can be read at 30 s as well as at 3 s, whoever looked meanwhile.
void TestMicroscope::whatNobodySawIsPlayedAgain() {
  Scope scope(loadProject("chain"), QStringLiteral("chain"));
  scope.window.setPanels(QStringLiteral("default"));
  Lab& lab = scope.window.lab();
  lab.control().pause();
  lab.control().reset();
  const auto goTo = [&](std::int64_t step) {
    lab.control().stepBy(step - lab.control().status().step);
    EVENTUALLY_COMPARE(lab.control().status().step, step);
  };
  goTo(300'000);
  const VariantId constant = test::idOf(lab, "constant");
  QVERIFY(scope.monitor().angles(constant, kW1).empty());
  scope.window.setPanels(QStringLiteral("microscope"));
  lab.showVariant(2);
  EVENTUALLY(!scope.monitor().angles(constant, kW1).empty() &&
             scope.monitor().angles(constant, kW1).front().t == 0);
  EVENTUALLY(scope.explanation().contains(QStringLiteral("W1 moved the wrong way until")));
  EVENTUALLY(scope.explanation().contains(QStringLiteral("W2 turned round, not B")));
  lab.showVariant(0);
  EVENTUALLY(scope.explanation().contains(QStringLiteral("then B turned round")));
  const auto& points = scope.monitor().angles(constant, kW1);
  QVERIFY(std::ranges::is_sorted(points, {}, &AnglePoint::t));
  // Where somebody did something to the run it is another one: nothing is made up.
  scope.window.setPanels(QStringLiteral("default"));
  lab.control().reset();
  goTo(20'000);
  lab.control().setLearning(false);
  goTo(30'000);
  lab.control().setLearning(true);
  goTo(40'000);
  scope.window.setPanels(QStringLiteral("microscope"));
  EVENTUALLY(!scope.monitor().angles(constant, kW1).empty());
  EVENTUALLY(scope.monitor().isIdle());
  QVERIFY(scope.monitor().angles(constant, kW1).front().t > 0);
}

/// All neurons of a layer together: their middle and their spread, in words and in the dial.
void TestMicroscope::aLayerIsLookedAtAsAWhole() {
  Scope scope(loadProject("lagnet"), QStringLiteral("lagnet"));
  scope.window.lab().control().pause();
  const LayerPlan layer = scope.monitor().layers().front();
  auto* chooser = scope.window.findChild<NeuronChooser*>();
  QTest::mouseClick(chooser, Qt::LeftButton);
  EVENTUALLY(chooser->tree().isVisible());
  // Only what errors reach is offered, and its neurons below it.
  QCOMPARE(static_cast<std::size_t>(chooser->tree().topLevelItemCount()),
           scope.monitor().reachedLayers().size());
  QVERIFY(scope.monitor().reachedLayers().size() < scope.monitor().layers().size());
  QTreeWidgetItem* item = chooser->tree().topLevelItem(0);
  item->setExpanded(true);
  QCOMPARE(static_cast<std::size_t>(item->childCount()), layer.range.size);
  chooser->tree().setCurrentItem(item);
  QTest::keyClick(&chooser->tree(), Qt::Key_Return);
  QVERIFY(scope.monitor().isWholeLayer());
  QVERIFY(!chooser->tree().isVisible());
  EVENTUALLY(!scope.phasors().empty() && scope.phasors().front().cloud.size() == layer.range.size);
  const GradientView& view = scope.monitor().views().front();
  const LayerSummary summary = scope.monitor().summary(view);
  QCOMPARE(summary.seen, layer.range.size);
  // The phasor is that of the neuron in the middle.
  QCOMPARE(scope.monitor().neuronOf(view), &view.neurons[summary.typical]);
  EVENTUALLY(scope.explanation().contains(
      QStringLiteral("%1[%2]").arg(QString::fromStdString(layer.name)).arg(summary.typical)));
  // From there to its neurons by keys.
  scope.panel->setFocus();
  QTest::keyClick(scope.panel, Qt::Key_Right);
  QVERIFY(!scope.monitor().isWholeLayer());
  QCOMPARE(scope.monitor().neuron(), std::size_t{0});
}

void TestMicroscope::canvasAndKeysChooseTheNeuron() {
  Scope scope(loadProject("lagnet"), QStringLiteral("lagnet"));
  auto* canvas = scope.window.findChild<CanvasPanel*>();
  const auto layers = scope.monitor().layers();
  canvas->scene().selectOne(layers[1].id);
  QCOMPARE(scope.monitor().layer(), layers[1].id);
  canvas->scene().focus().look(NeuronRef{layers[1].id, 1});
  QCOMPARE(scope.monitor().neuron(), std::size_t{1});
  scope.panel->setFocus();
  QTest::keyClick(scope.panel, Qt::Key_Right);
  QCOMPARE(scope.monitor().layer(), layers[2].id);
  QTest::keyClick(scope.panel, Qt::Key_Left);
  QTest::keyClick(scope.panel, Qt::Key_Left);
  QCOMPARE(scope.monitor().layer(), layers[1].id);
  QCOMPARE(scope.monitor().neuron(), std::size_t{0});
  // Teachers learn nothing and are left out; after the output comes the first again.
  for (int k = 0; k < 3; ++k) QTest::keyClick(scope.panel, Qt::Key_Right);
  QCOMPARE(scope.monitor().layer(), layers[0].id);
  // The key of the window goes there and back.
  auto* tabs = scope.window.findChild<TabbedCard*>();
  QCOMPARE(tabs->current(), 1);
  QTest::keyClick(&scope.window, Qt::Key_G);
  QVERIFY(!scope.panel->isVisible());
  QTest::keyClick(&scope.window, Qt::Key_G);
  QVERIFY(scope.panel->isVisible());
}

void TestMicroscope::aPlotChoosesTheNeuron() {
  Scope scope(loadProject("lagnet"), QStringLiteral("lagnet"));
  scope.window.setPanels(QStringLiteral("default"));
  auto* board = scope.window.findChild<PlotBoard*>();
  const auto choose = [board] {
    bool any = false;
    for (PlotWidget* plot : board->controller().plots()) {
      QMenu menu;
      fillPlotMenu(menu, board->controller(), *plot);
      for (QAction* action : menu.actions()) {
        if (!action->objectName().startsWith(QStringLiteral("plot.microscope.hidden 2"))) continue;
        action->trigger();
        any = true;
      }
      if (any) break;
    }
    return any;
  };
  QVERIFY(choose());
  QCOMPARE(scope.monitor().layer(), scope.monitor().layers()[1].id);
  QCOMPARE(scope.monitor().neuron(), std::size_t{1});  // e[0], then e[1]
  QVERIFY(scope.panel->isVisible());
  // The neuron is chosen still, but the microscope has gone elsewhere by itself.
  scope.monitor().look(scope.monitor().layers()[0].id, 0);
  QVERIFY(choose());
  QCOMPARE(scope.monitor().layer(), scope.monitor().layers()[1].id);
  QCOMPARE(scope.monitor().neuron(), std::size_t{1});
}

void TestMicroscope::frequencyIsChosenOrTyped() {
  Scope scope(loadProject("lagnet"), QStringLiteral("lagnet"));
  auto* box = scope.window.findChild<QComboBox*>(QStringLiteral("microscope.frequency"));
  QVERIFY(box != nullptr);
  EVENTUALLY_COMPARE(box->count(), 4);  // the loudest, and those of the three sines
  QVERIFY(!scope.monitor().frequency());
  EVENTUALLY(box->lineEdit()->text().endsWith(QStringLiteral(" Hz")));  // nothing is cut off
  box->setCurrentIndex(2);
  emit box->activated(2);
  QVERIFY(scope.monitor().frequency().has_value());
  EVENTUALLY(scope.panel->dial().accessibleName().contains(box->currentText()));
  const auto type = [&](const QString& text) {
    box->lineEdit()->setFocus();
    box->lineEdit()->selectAll();
    QTest::keyClicks(box->lineEdit(), text);
    QTest::keyClick(box->lineEdit(), Qt::Key_Return);
  };
  type(QStringLiteral("120"));
  QCOMPARE(scope.monitor().frequency(), std::optional(120.0));
  for (const char* nonsense : {"-3", "nan", "many", "0", "1e300", ""}) {
    type(QString::fromLatin1(nonsense));
    QCOMPARE(scope.monitor().frequency(), std::optional(120.0));
    QCOMPARE(box->lineEdit()->text(), QStringLiteral("120 Hz"));  // what is shown stands there
  }
  // Leaving the box reads nothing that nobody typed: its numbers are rounded.
  scope.monitor().setFrequency(120.04);
  EVENTUALLY(scope.panel->isDrawn() && box->count() > 1);
  box->lineEdit()->setFocus();
  emit box->lineEdit()->editingFinished();
  QCOMPARE(scope.monitor().frequency(), std::optional(120.04));
  box->setCurrentIndex(0);
  emit box->activated(0);
  QVERIFY(!scope.monitor().frequency());
}

void TestMicroscope::structureMayChangeUnderIt() {
  Scope scope(loadProject("lagnet"), QStringLiteral("lagnet"));
  const NodeId first = scope.monitor().layers().front().id;
  scope.monitor().look(first, 1);
  Document& document = scope.window.document();
  auto* canvas = scope.window.findChild<CanvasPanel*>();
  canvas->scene().selectOne(first);
  scope.window.actions()[ActionId::Delete]->trigger();
  EVENTUALLY(scope.monitor().layer() != first);
  EVENTUALLY(!scope.monitor().layers().empty());
  document.undoStack().undo();
  EVENTUALLY(!scope.monitor().layers().empty() && scope.monitor().layers().front().id == first);
  scope.monitor().look(first, 1);
  EVENTUALLY(!scope.monitor().views().empty() &&
             scope.monitor().neuronOf(scope.monitor().views().front()) != nullptr);
  // No layer at all.
  scope.window.open(Project(), QStringLiteral("empty"));
  vle::test::letPass(300);
  scope.window.open(test::chain(), QStringLiteral("chain"));
  EVENTUALLY(!scope.phasors().empty());
}

void TestMicroscope::hiddenItComputesNothing() {
  Scope scope(test::chain());
  EVENTUALLY(!scope.monitor().views().empty());
  QTest::keyClick(&scope.window, Qt::Key_G);
  QVERIFY(!scope.monitor().isActive());
  vle::test::letPass(600);  // what was under way comes in
  QSignalSpy answers(&scope.monitor(), &GradientMonitor::answered);
  vle::test::letPass(600);
  QCOMPARE(answers.count(), 0);
  QTest::keyClick(&scope.window, Qt::Key_G);
  EVENTUALLY(answers.count() > 0);
}

/// Also while nothing moves: it is asked about from then on.
void TestMicroscope::aVariantThatIsShownAgainIsAnswered() {
  Scope scope(test::chain());
  scope.runTo(200);
  const VariantId id = test::idOf(scope.window.lab(), "transpose");
  const auto isThere = [&] {
    return std::ranges::find(scope.monitor().views(), id, &GradientView::variant) !=
           scope.monitor().views().end();
  };
  QVERIFY(isThere());
  for (const bool visible : {false, true}) {
    std::vector<Variant> variants = scope.window.document().project().variants;
    std::ranges::find(variants, id, &Variant::id)->visible = visible;
    scope.window.document().push(QStringLiteral("x"), {SetVariants{variants}});
    EVENTUALLY_COMPARE(isThere(), visible);
  }
}

void TestMicroscope::watchingChangesNoBit() {
  Scope scope(test::chain());
  scope.window.lab().control().reset();
  scope.window.lab().control().setSpeed(kNever);
  scope.window.lab().control().run();
  QSignalSpy answers(&scope.monitor(), &GradientMonitor::answered);
  EVENTUALLY(answers.count() >= 3);
  std::vector<State> states;
  scope.window.lab().control().pause();
  scope.window.lab().states().ask(
      &scope.window.lab(), [&](const auto&, const std::vector<State>& now) { states = now; });
  EVENTUALLY_COMPARE(states.size(), std::size_t{3});
  const auto networks = compileVariants(test::chain());
  for (std::size_t k = 0; k < 3; ++k) {
    State alone = initialState(*networks[k]);
    Simulator(networks[k]).advance(alone, states[k].step);
    QVERIFY(states[k].step > 100);
    QVERIFY(alone.u == states[k].u && alone.W == states[k].W && alone.B == states[k].B &&
            alone.e == states[k].e);
  }
}

VLE_TEST(TestMicroscope, QApplication)
#include "tst_microscope.moc"
