// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Building on the canvas while it runs: the chain from nothing by mouse and by keys alone, random
// edits with undo and redo, a monkey at mouse and keyboard.
#include <random>

#include <QTest>

#include "canvas.h"
#include "io/project_file.h"
#include "model/fragment.h"
#include "model/proposals.h"
#include "model/templates.h"
#include "model/validate.h"
#include "model/variant_edits.h"
#include "model/variants.h"
#include "run_tests.h"
#include "specs.h"
#include "tempo.h"

using namespace vle;
using namespace vle::ui;
using test::Canvas;
using test::kCtrl;
using test::kShift;

namespace {

/// The learned weights of the preset after a minute come this near to their teacher's.
constexpr double kNear = 0.05;

/// Gives every node and projection the parameters of the preset's one of the same name, as a person
/// would in the inspector.
void setParametersOfPreset(Canvas& canvas) {
  const Project preset = test::chain();
  const auto& spec = canvas.spec();
  std::vector<Edit> edits;
  for (const auto& [id, node] : spec.nodes) {
    const NodeSpec* model = preset.network.findNode(node.name);
    QVERIFY2(model != nullptr, node.name.c_str());
    NodeSpec set = node;
    set.size = model->size;
    if (model->target() == nullptr) set.kind = model->kind;
    edits.emplace_back(SetNode{id, set});
  }
  for (const auto& [id, projection] : spec.projections) {
    const auto [from, to] = std::pair(spec.find(projection.from), spec.find(projection.to));
    const auto model = std::ranges::find_if(preset.network.projections, [&](const auto& entry) {
      return preset.network.find(entry.second.from)->name == from->name &&
             preset.network.find(entry.second.to)->name == to->name;
    });
    QVERIFY(model != preset.network.projections.end());
    ProjectionSpec set = model->second;
    set.from = projection.from;
    set.to = projection.to;
    set.teacher.reset();
    edits.emplace_back(SetProjection{id, set});
  }
  canvas.document.push(QStringLiteral("parameters"), edits);
}

void learnsLikeThePreset(Canvas& canvas) {
  setParametersOfPreset(canvas);
  QVERIFY(validate(canvas.document.project()).empty());
  const TargetSpec* target = canvas.spec().nodes.at(canvas.id("target")).target();
  QCOMPARE(target->of, canvas.id("output"));
  QCOMPARE(std::get<NodeId>(target->source), canvas.id("teacher 2"));
  vle::test::turn();  // the change reaches the lab
  canvas.lab.control().reset();
  canvas.lab.control().setSpeed(kNever);
  canvas.lab.control().run();
  EVENTUALLY(canvas.lab.control().status().t > 60000);
  canvas.lab.control().pause();
  const VariantId variant = canvas.lab.variants().at(0).variant.id;
  const auto W1 = canvas.lab.traces().last(variant, "W1.W[0;0]");
  const auto W2 = canvas.lab.traces().last(variant, "W2.W[0;0]");
  QVERIFY(W1 && W2);
  QVERIFY2(std::abs(*W1 - 1.2) < kNear, qPrintable(QString::number(*W1)));
  QVERIFY2(std::abs(*W2 - 1.5) < kNear, qPrintable(QString::number(*W2)));
}

}  // namespace

/// The problems without those of trials (session/error_trials.h), which come when they are done.
std::vector<Issue> judged(const test::Canvas& canvas) {
  std::vector<Issue> problems = canvas.lab.compiler().problems();
  std::erase_if(problems, [](const Issue& issue) { return issue.code == "errors"; });
  return problems;
}

class TestCanvasBuilding : public QObject {
  Q_OBJECT

 private slots:
  void theChainIsBuiltByMouse() {
    Canvas canvas;
    canvas.load(Project{});
    canvas.lab.control().run();
    const auto make = [&](CreationKind kind, QPoint at, const char* name) {
      std::unique_ptr<QMimeData> data(creationMime(rowOf(kind)));
      QDragEnterEvent enter(at, Qt::CopyAction, data.get(), Qt::LeftButton, Qt::NoModifier);
      QApplication::sendEvent(canvas.port(), &enter);
      QDropEvent drop(at, Qt::CopyAction, data.get(), Qt::LeftButton, Qt::NoModifier);
      QApplication::sendEvent(canvas.port(), &drop);
      const NodeId made = *canvas.scene().focus().selection().nodes.begin();
      canvas.doubleClick(canvas.title(made));
      canvas.type(QString::fromLatin1(name));
      QCOMPARE(canvas.spec().nodes.at(made).name, std::string(name));
    };
    for (int k = 0; k < 3; ++k) canvas.key(Qt::Key_Minus);
    make(CreationKind::Input, {110, 280}, "x");
    make(CreationKind::Layer, {330, 180}, "hidden");
    make(CreationKind::Layer, {560, 180}, "output");
    make(CreationKind::Layer, {330, 420}, "teacher 1");
    make(CreationKind::Layer, {560, 420}, "teacher 2");
    make(CreationKind::Target, {800, 280}, "target");
    const auto wire = [&](const char* from, const char* to) {
      canvas.hover(canvas.body(canvas.id(from)));
      canvas.drag(canvas.out(canvas.id(from)), canvas.body(canvas.id(to)));
      QVERIFY2(canvas.hint().isEmpty(), qPrintable(canvas.hint()));
    };
    wire("x", "hidden");
    wire("hidden", "output");
    wire("x", "teacher 1");
    wire("teacher 1", "teacher 2");
    wire("output", "target");
    wire("teacher 2", "target");
    QCOMPARE(canvas.spec().projections.size(), std::size_t{4});
    QVERIFY(canvas.mirrors());
    learnsLikeThePreset(canvas);
  }

  void theChainIsBuiltByKeysAlone() {
    Canvas canvas;
    canvas.load(Project{});
    canvas.lab.control().run();
    const auto make = [&](const char* word, const char* name) {
      canvas.key(Qt::Key_Tab);
      canvas.type(QString::fromLatin1(word));
      canvas.key(Qt::Key_F2);
      canvas.type(QString::fromLatin1(name));
    };
    make("input", "x");
    make("layer", "hidden");
    make("layer", "output");
    make("layer", "teacher 1");
    make("layer", "teacher 2");
    make("target", "target");
    QCOMPARE(canvas.spec().nodes.size(), std::size_t{6});
    const auto wire = [&](const char* from, const char* to) {
      canvas.key(Qt::Key_F, kCtrl);
      canvas.type(QString::fromLatin1(from));
      QCOMPARE(canvas.scene().current(), std::optional(canvas.id(from)));
      canvas.key(Qt::Key_C);
      const NodeId end = canvas.id(to);
      for (int k = 0; k < 10 && canvas.scene().node(end)->marks().light != Light::Chosen; ++k) {
        canvas.key(Qt::Key_Tab);
      }
      canvas.key(Qt::Key_Return);
    };
    wire("x", "hidden");
    wire("hidden", "output");
    wire("x", "teacher 1");
    wire("teacher 1", "teacher 2");
    wire("output", "target");
    wire("teacher 2", "target");
    QCOMPARE(canvas.spec().projections.size(), std::size_t{4});
    canvas.key(Qt::Key_L, kCtrl | kShift);
    QVERIFY(canvas.mirrors());
    learnsLikeThePreset(canvas);
  }

  void theRunGoesOnWhileTheNetworkIsEdited() {
    Canvas canvas;
    canvas.load(test::chain());
    canvas.lab.control().run();
    EVENTUALLY(canvas.lab.control().status().t > 300);
    const double W = *canvas.lab.traces().last(test::idOf(canvas.lab, "learned"), "W1.W[0;0]");
    QVERIFY(W != 0.4);
    double t = canvas.lab.control().status().t;
    const auto goesOn = [&] {
      EVENTUALLY(canvas.lab.control().status().t > t + 20);
      QVERIFY(canvas.lab.control().status().is_running);
      QVERIFY(canvas.lab.control().status().error.empty());
      t = canvas.lab.control().status().t;
      const double now = *canvas.lab.traces().last(test::idOf(canvas.lab, "learned"), "W1.W[0;0]");
      QVERIFY2(std::abs(now - 0.4) >= std::abs(W - 0.4) / 2, "the weight was carried over");
    };
    canvas.key(Qt::Key_Tab);
    canvas.type(QStringLiteral("layer 3"));
    goesOn();
    canvas.hover(canvas.body(canvas.id("hidden")));
    const NodeId made = *canvas.scene().focus().selection().nodes.begin();
    canvas.drag(canvas.out(canvas.id("hidden")), canvas.body(made));
    goesOn();
    canvas.click(canvas.body(made));
    canvas.key(Qt::Key_Delete);
    goesOn();
    while (canvas.document.undoStack().canUndo()) canvas.document.undoStack().undo();
    QCOMPARE(canvas.document.project(), test::chain());
    goesOn();
  }

  /// 10,000 acts at random, undone and redone in between, while it runs.
  void theSceneMirrorsTheProjectThroughRandomEdits() {
    Canvas canvas;
    canvas.load(test::chain());
    canvas.lab.control().setSpeed(kNever);
    canvas.lab.control().run();
    std::mt19937 random(5);
    const auto below = [&random](std::size_t n) { return static_cast<std::size_t>(random()) % n; };
    const auto anyNode = [&] {
      return std::next(canvas.spec().nodes.begin(),
                       static_cast<std::ptrdiff_t>(below(canvas.spec().nodes.size())))
          ->first;
    };
    std::vector<Project> history{canvas.document.project()};
    const auto anyVariants = [&](const Project& project) -> std::vector<Variant> {
      const std::vector<Variant> running = runningVariants(project);
      const std::size_t base = below(running.size());
      if (running.size() > 5) return withoutOne(project, base);
      if (below(2) == 0) {
        std::vector<Variant> variants = withCopy(project, base);
        variants.back().without = {number(anyNode())};
        return variants;
      }
      const std::vector<ProposalGroup> groups = proposalsFor(project, running[base]);
      if (groups.empty()) return running;
      const std::vector<Proposal>& some = groups[below(groups.size())].proposals;
      const Proposal& one = some[below(some.size())];
      return withSameBut(project, base, one.set, one.text);
    };
    // All ten thousand where time is no matter (tests/run.sh --full).
    const int wanted = qEnvironmentVariableIsSet("VLE_TEST_FULL") ? 10'000 : 1500;
    int acts = 0;
    while (acts < wanted) {
      const Project& project = canvas.document.project();
      Built built;
      const bool is_empty = project.network.nodes.empty();
      const Position at{24.0 * static_cast<double>(below(60)),
                        24.0 * static_cast<double>(below(40))};
      Selection some;
      for (int k = 0; k < 3 && !is_empty; ++k) some.nodes.insert(anyNode());
      try {
        switch (below(is_empty ? 3 : 13)) {
          case 0:
            built = addLayer(project, at);
            break;
          case 1:
            built = addInput(project, at);
            break;
          case 2:
            built = addChain(project, 1 + static_cast<std::int64_t>(below(3)), at);
            break;
          case 3:
          case 4:
            built = vle::connect(project, anyNode(), anyNode());
            break;
          case 5:
            built = remove(project, some);
            break;
          case 6:
            built = duplicate(project, some, {48, 48});
            break;
          case 7:
            built = rename(project, anyNode(), "n" + std::to_string(acts));
            break;
          case 8:
            built.edits = moveBy(project, some.nodes, {24, -48});
            break;
          case 9: {
            const NodeId id = anyNode();
            NodeSpec node = project.network.nodes.at(id);
            node.size = 1 + static_cast<std::int64_t>(below(12));
            built.edits = {SetNode{id, node}};
            break;
          }
          case 10:
            built = addTeacher(project, some);
            break;
          case 11:
            built.edits = {SetVariants{anyVariants(project)}};
            canvas.lab.showVariant(below(7));
            break;
          default:
            built = addTarget(project, at);
            break;
        }
      } catch (const Error&) {
        continue;  // refused; another one
      }
      if (project.network.nodes.size() > 60) {
        Selection most;
        for (const auto& [id, node] : project.network.nodes) {
          if (most.nodes.size() < 50) most.nodes.insert(id);
        }
        built = remove(project, most);
      }
      const int before = canvas.steps();
      canvas.document.push(QStringLiteral("act"), built.edits);
      if (canvas.steps() > before) history.push_back(canvas.document.project());
      canvas.scene().focus().select(built.made);
      ++acts;
      QVERIFY(canvas.mirrors());
      if (acts % 20 == 0) {
        const std::size_t back = std::min<std::size_t>(below(15), history.size() - 1);
        for (std::size_t k = 1; k <= back; ++k) {
          canvas.document.undoStack().undo();
          QVERIFY(canvas.mirrors());
          QCOMPARE(canvas.document.project() == history[history.size() - 1 - k], true);
        }
        for (std::size_t k = 0; k < back; ++k) canvas.document.undoStack().redo();
        QVERIFY(canvas.document.project() == history.back());
        QVERIFY(canvas.mirrors());
        QCoreApplication::processEvents();  // the lab compiles, frames arrive
        if (canvas.lab.compiler().isCurrent()) {
          QCOMPARE(canvas.lab.variants().size(), runningVariants(history.back()).size());
        }
      }
      if (acts % 150 == 0) {  // its text is opened, or it is begun anew
        LoadedProject read = readProjectText(projectText(canvas.document.project()));
        QVERIFY(read.is_whole);
        QCOMPARE(projectText(read.project), projectText(canvas.document.project()));
        canvas.document.load(acts % 450 == 0 ? Project() : std::move(read.project),
                             QStringLiteral("opened"));
        history = {canvas.document.project()};
        QVERIFY(canvas.mirrors());
      }
    }
    QVERIFY(canvas.lab.control().status().error.empty());
    QCoreApplication::processEvents();
    QCOMPARE(judged(canvas), validate(canvas.document.project()));
  }

  /// 1,000 events of mouse and keyboard at random.
  void aMonkeyLeavesNothingStuck_data() {
    QTest::addColumn<unsigned>("seed");
    for (const unsigned seed : {1U, 2U, 3U}) QTest::addRow("seed %u", seed) << seed;
  }
  void aMonkeyLeavesNothingStuck() {
    QFETCH(unsigned, seed);
    Canvas canvas;
    canvas.load(test::chain());
    canvas.lab.control().run();
    std::mt19937 random(seed);
    const auto below = [&random](int n) {
      return static_cast<int>(random() % static_cast<unsigned>(n));
    };
    const int keys[] = {Qt::Key_Tab,    Qt::Key_Tab,    Qt::Key_C,      Qt::Key_Return,
                        Qt::Key_Escape, Qt::Key_Delete, Qt::Key_F2,     Qt::Key_Left,
                        Qt::Key_Right,  Qt::Key_Down,   Qt::Key_Up,     Qt::Key_PageDown,
                        Qt::Key_W,      Qt::Key_O,      Qt::Key_F,      Qt::Key_Space,
                        Qt::Key_Minus,  Qt::Key_Plus,   Qt::Key_Backtab};
    const int control_keys[] = {Qt::Key_A, Qt::Key_C,    Qt::Key_V,     Qt::Key_X, Qt::Key_D,
                                Qt::Key_Z, Qt::Key_Left, Qt::Key_Right, Qt::Key_F};
    const char* words[] = {"layer",   "input", "target", "chain of 2", "lagline 3",
                           "teacher", "note",  "a.b",    "x;y",        "output"};
    QPoint mouse(300, 300);
    const auto somewhere = [&]() -> QPoint {
      if (below(3) != 0 && !canvas.spec().nodes.empty()) {  // at a card or port
        const NodeId id = std::next(canvas.spec().nodes.begin(),
                                    below(static_cast<int>(canvas.spec().nodes.size())))
                              ->first;
        const QRectF card = canvas.scene().node(id)->card();
        const double x = card.left() + card.width() * below(3) / 2;
        return canvas.at({x, card.top() + card.height() * (1 + below(3)) / 4});
      }
      return {below(canvas.port()->width()), below(canvas.port()->height())};
    };
    const Qt::KeyboardModifiers modifiers[] = {{}, {}, {}, kShift, kCtrl, Qt::AltModifier};
    for (int k = 0; k < 1000; ++k) {
      const Qt::KeyboardModifiers held = modifiers[below(6)];
      switch (below(10)) {
        case 0:
          canvas.press(mouse = somewhere(), held);
          break;
        case 1:
        case 2:
          canvas.move(mouse = somewhere(), held);
          break;
        case 3:
          canvas.release(mouse, held);
          break;
        case 4:
          canvas.drag(somewhere(), somewhere(), held);
          break;
        case 5:
          canvas.doubleClick(somewhere());
          break;
        case 6:
          canvas.key(control_keys[below(9)], below(4) == 0 ? kCtrl | kShift : kCtrl);
          break;
        case 7:
          if (canvas.isAsking()) canvas.type(QString::fromUtf8(words[below(10)]));
          break;
        default:
          canvas.key(keys[below(19)], held == Qt::AltModifier ? Qt::KeyboardModifiers() : held);
      }
      if (!canvas.view().hasFocus() && !canvas.isAsking()) canvas.view().setFocus();
      if (canvas.spec().nodes.size() > 80) {
        canvas.key(Qt::Key_Escape);
        canvas.key(Qt::Key_Escape);
        canvas.key(Qt::Key_A, kCtrl);
        canvas.key(Qt::Key_Delete);
      }
      if (k % 10 == 0) QCoreApplication::processEvents();
      QVERIFY2(canvas.mirrors(), qPrintable(QString::number(k)));
    }
    canvas.release(mouse);
    QTest::mouseRelease(canvas.port(), Qt::LeftButton, {}, mouse);
    for (int k = 0; k < 3; ++k) canvas.key(Qt::Key_Escape);
    QCOMPARE(canvas.gesture(), CanvasEditor::Gesture::None);
    QVERIFY(!canvas.isAsking());
    QCoreApplication::processEvents();
    QCOMPARE(judged(canvas), validate(canvas.document.project()));
    QVERIFY(canvas.lab.control().status().error.empty());
    // Everything can be taken back, and it still answers.
    while (canvas.document.undoStack().canUndo()) canvas.document.undoStack().undo();
    QCOMPARE(canvas.document.project(), test::chain());
    QVERIFY(canvas.mirrors());
    canvas.view().zoomToFit();
    canvas.click(canvas.body(NodeId{2}));
    QCOMPARE(canvas.scene().focus().selection(), (Selection{{NodeId{2}}, {}}));
  }
};

VLE_TEST(TestCanvasBuilding, QApplication)
#include "tst_canvas_building.moc"
