// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The divergence doctor in the window: it says what ran away and shows how, marks the neuron, and
// one click cures it.
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

#include "answers.h"
#include "divergence/doctor_panel.h"
#include "editor/canvas_panel.h"
#include "editor/node_item.h"
#include "ids.h"
#include "inspector/inspector.h"
#include "io/project_file.h"
#include "main_window.h"
#include "model/building.h"
#include "model/paths.h"
#include "run/problems_panel.h"
#include "run_tests.h"
#include "specs.h"
#include "tempo.h"

using namespace vle;
using namespace vle::ui;
using namespace vle::test::ids;

namespace {

/// One of the three variants runs away, soon after the start.
Project runaway() {
  Project project = test::chain();
  for (const char* layer : {"hidden", "output"}) {
    setAt(project, std::string(layer) + ".activation", std::string("linear"));
  }
  project.variants[1].set["W2.learn"] = 200.0;
  return project;
}

struct Clinic {
  explicit Clinic(const Project& project)
      : window(QStringLiteral("light"), vle::test::kEqualPriorities) {
    window.open(project, QStringLiteral("ill"));
    window.lab().control().setSpeed(kNever);
    window.show();
    doctor = window.findChild<DoctorPanel*>();
  }
  [[nodiscard]] QPushButton* cure() const {
    return doctor->findChild<QPushButton*>(QStringLiteral("doctor.cure"));
  }
  [[nodiscard]] QPushButton* show() const {
    return doctor->findChild<QPushButton*>(QStringLiteral("doctor.show"));
  }
  bool isIll(std::size_t index) { return window.lab().variants()[index].divergence.has_value(); }

  MainWindow window;
  DoctorPanel* doctor = nullptr;
};

}  // namespace

class TestDoctor : public QObject {
  Q_OBJECT

 private slots:
  void itSpeaksOnlyOfTheIll();
  void itsButtonsAreInTheWindow();
  void oneClickCures();
  void whatItHadLearnedIsKept();
  void theLastMomentsAreShown();
  void everythingHasItsPlace();
  void nothingMovesWhileOneTypes();
  void aPokeMeanwhileIsNoHarm();
  void whatIsIllMayGo();
  void theCardGoesWithItsCause();
  void theCardGoesWhenAValueIsChanged();
};

void TestDoctor::itSpeaksOnlyOfTheIll() {
  Clinic clinic(runaway());
  QVERIFY(!clinic.doctor->isVisible());
  EVENTUALLY(clinic.doctor->isVisible());
  QCOMPARE(clinic.doctor->variant(), test::idOf(clinic.window.lab(), "transpose"));
  const QString text = clinic.doctor->findChild<QLabel*>(QStringLiteral("divergence"))->text();
  QVERIFY(text.contains(QStringLiteral("B = Wᵀ")));
  QVERIFY(text.contains(QStringLiteral("largest term")));
  // In words, and with numbers as everywhere in the window.
  QVERIFY2(text.contains(QStringLiteral("learning rate of W of 'W2'")), qPrintable(text));
  QVERIFY2(!text.contains(QStringLiteral("W2.learn")) && !text.contains(QStringLiteral("e+")),
           qPrintable(text));
  // That variant stands still, the others go on.
  QVERIFY(!clinic.isIll(0) && !clinic.isIll(2));
  const std::int64_t step = clinic.window.lab().control().status().step;
  EVENTUALLY(clinic.window.lab().control().status().step > step);
  // The neuron is marked, and shown.
  const Divergence& divergence = *clinic.window.lab().variants()[1].divergence;
  auto* canvas = clinic.window.findChild<CanvasPanel*>();
  const auto& marks = canvas->scene().node(divergence.layer)->marks();
  QCOMPARE(marks.diverged, std::vector<std::size_t>{divergence.neuron});
  QTest::mouseClick(clinic.show(), Qt::LeftButton);
  QCOMPARE(canvas->scene().focus().selection(), (Selection{{divergence.layer}, {}}));
}

/// On the smallest screen it was made for, nothing of it is cut off.
void TestDoctor::itsButtonsAreInTheWindow() {
  Clinic clinic(runaway());
  clinic.window.resize(1280, 800);
  EVENTUALLY(clinic.doctor->isVisible());
  for (const QPushButton* button : {clinic.cure(), clinic.show()}) {
    QVERIFY(button != nullptr && button->isVisible());
    EVENTUALLY_COMPARE(button->visibleRegion().boundingRect(), button->rect());
  }
}

void TestDoctor::oneClickCures() {
  Clinic clinic(runaway());
  EVENTUALLY(clinic.doctor->isVisible());
  const Project before = clinic.window.document().project();
  QPushButton* cure = clinic.cure();
  QVERIFY(cure != nullptr && cure->isVisible());
  QTest::mouseClick(cure, Qt::LeftButton);
  const Project after = clinic.window.document().project();
  QCOMPARE(after.network, before.network);  // it was said in the variant
  QVERIFY(std::get<double>(after.variants[1].set.at("W2.learn")) < 200);
  QVERIFY(!clinic.doctor->isVisible());
  EVENTUALLY(clinic.window.lab().control().status().t > 20000);
  QVERIFY(!clinic.isIll(1) && !clinic.doctor->isVisible());
  auto* canvas = clinic.window.findChild<CanvasPanel*>();
  for (const NodeId id : {kHidden, kOutput}) {
    QVERIFY(canvas->scene().node(id)->marks().diverged.empty());
  }
  clinic.window.document().undoStack().undo();
  QCOMPARE(clinic.window.document().project(), before);
}

void TestDoctor::whatItHadLearnedIsKept() {
  const QTemporaryDir folder;
  test::Answers answers;
  answers.save_path = folder.filePath(QStringLiteral("kept.vle"));
  Clinic clinic(runaway());
  clinic.window.files().setQuestions(answers.questions());
  EVENTUALLY(clinic.doctor->isVisible());
  const Project open = clinic.window.document().project();
  auto* keep = clinic.doctor->findChild<QPushButton*>(QStringLiteral("doctor.keep"));
  QVERIFY(keep != nullptr && keep->isVisible());
  QTest::mouseClick(keep, Qt::LeftButton);
  const Project kept = loadProject(answers.save_path.toStdString());
  QVERIFY(kept.variants.empty());
  for (const char* name : {"W1", "W2"}) {
    QVERIFY(std::isfinite(kept.weights.at(name).W.at(0)));
  }
  QVERIFY(clinic.window.document().project() == open);
}

void TestDoctor::theLastMomentsAreShown() {
  Clinic clinic(runaway());
  EVENTUALLY(clinic.doctor->isVisible());
  QVERIFY(clinic.doctor->prelude().isVisible());
  QCOMPARE(clinic.doctor->prelude().lines().size(), std::size_t{1});
  const PlotLine& line = clinic.doctor->prelude().lines().front();
  const double dt = clinic.window.document().project().settings.dt;
  const Divergence& divergence = *clinic.window.lab().variants()[1].divergence;
  QCOMPARE(line.x.back(), static_cast<double>(divergence.step + 1) * dt);
  QVERIFY(line.x.back() - line.x.front() > 49 || line.x.front() <= 2 * dt);
  QCOMPARE(line.y.back(), std::abs(divergence.value));
}

/// Sentence, plot and buttons one below the other, in a window that stays as large as it was.
void TestDoctor::everythingHasItsPlace() {
  for (const QSize size : {QSize(1280, 800), QSize(1920, 1080)}) {
    Clinic clinic(runaway());
    clinic.window.resize(size);
    EVENTUALLY(clinic.doctor->isVisible());
    QCOMPARE(clinic.window.size(), size);
    const auto* sentence = clinic.doctor->findChild<QLabel*>(QStringLiteral("divergence"));
    EVENTUALLY(sentence->height() >= sentence->heightForWidth(sentence->width()));
    const QPushButton* cure = clinic.cure();
    EVENTUALLY(sentence->geometry().bottom() < cure->geometry().top());
    EVENTUALLY(cure->geometry().bottom() < clinic.doctor->prelude().geometry().top());
    EVENTUALLY(clinic.doctor->rect().contains(cure->geometry()));
    // No more room than that, either: what was narrow before it was shown is forgotten.
    EVENTUALLY(sentence->height() < 2 * sentence->heightForWidth(sentence->width()));
  }
}

/// Neither what runs away nor a problem takes a field from under hands that are at work.
void TestDoctor::nothingMovesWhileOneTypes() {
  Clinic clinic(runaway());
  clinic.window.resize(1280, 800);
  clinic.window.lab().control().setSpeed(1);
  auto* canvas = clinic.window.findChild<CanvasPanel*>();
  canvas->scene().focus().select({{kHidden}, {}});
  auto* inspector = clinic.window.findChild<Inspector*>();
  QWidget* field = nullptr;
  for (QLineEdit* edit : inspector->findChildren<QLineEdit*>()) {
    const bool is_whole = edit->visibleRegion().boundingRect() == edit->rect();
    if (edit->isVisible() && edit->isEnabled() && is_whole) field = edit;
  }
  QVERIFY(field != nullptr);  // the lowest that is in sight
  clinic.window.activateWindow();
  EVENTUALLY(clinic.window.isActiveWindow());
  field->setFocus();
  QVERIFY2(field->hasFocus(), qPrintable(field->objectName() + field->accessibleName()));
  const QPoint place = field->mapTo(&clinic.window, QPoint());
  clinic.window.lab().control().setSpeed(kNever);
  clinic.window.lab().control().run();
  EVENTUALLY(clinic.isIll(1) && clinic.window.lab().variants()[1].diagnosis != nullptr);
  test::letPass(100);
  QCOMPARE(field->mapTo(&clinic.window, QPoint()), place);
  QVERIFY(field->isVisible() && field->hasFocus());
  // Problems do need room of the column: the field stays in sight all the same.
  clinic.window.document().push(QStringLiteral("wrong"), editsAt(clinic.window.document().project(),
                                                                 "output.tau_m", Value(-1.0)));
  EVENTUALLY(clinic.window.findChild<ProblemsPanel*>()->isVisible());
  EVENTUALLY_COMPARE(field->visibleRegion().boundingRect(), field->rect());
}

void TestDoctor::aPokeMeanwhileIsNoHarm() {
  Clinic clinic(test::chain());
  EVENTUALLY(clinic.window.lab().control().status().t > 100);
  // The run itself is pushed over the edge by hand.
  clinic.window.lab().control().poke(kHidden, 0, PokeKind::Inject, 1e9);
  EVENTUALLY(clinic.doctor->isVisible());
  QVERIFY(!clinic.doctor->findChild<QLabel*>(QStringLiteral("divergence"))->text().isEmpty());
  if (clinic.doctor->prelude().isVisible()) {
    QVERIFY(!clinic.doctor->prelude().lines().front().x.empty());
  }
  clinic.window.lab().control().reset();
  QVERIFY(!clinic.doctor->isVisible());
}

void TestDoctor::whatIsIllMayGo() {
  Clinic clinic(runaway());
  EVENTUALLY(clinic.doctor->isVisible());
  Document& document = clinic.window.document();
  std::vector<Variant> variants = document.project().variants;
  variants.erase(variants.begin() + 1);
  document.push(QStringLiteral("delete"), {SetVariants{variants}});
  EVENTUALLY(!clinic.doctor->isVisible());
  document.undoStack().undo();
  EVENTUALLY_COMPARE(clinic.window.lab().variants().size(), std::size_t{3});
  clinic.window.lab().applyCure(VariantId{99});
  clinic.window.lab().applyCure(test::idOf(clinic.window.lab(), "learned"));
  QVERIFY(!document.undoStack().canUndo());
}

void TestDoctor::theCardGoesWithItsCause() {
  Clinic clinic(runaway());
  EVENTUALLY(clinic.doctor->isVisible());
  // What it wants to be changed is no more: nothing is left for its button to do.
  const Project& project = clinic.window.document().project();
  clinic.window.document().push(
      QStringLiteral("Delete"),
      remove(project, {.nodes = {}, .projections = {ProjectionId{12}}}).edits);
  EVENTUALLY(!clinic.doctor->isVisible());
  clinic.window.document().undoStack().undo();
  test::letPass(500);
  QVERIFY(!clinic.doctor->isVisible());
  clinic.window.lab().control().reset();
  EVENTUALLY(clinic.doctor->isVisible());  // it runs away again
}

void TestDoctor::theCardGoesWhenAValueIsChanged() {
  Project well = runaway();
  well.variants[1].set["W2.learn"] = 1e-3;
  Clinic clinic(well);
  Document& document = clinic.window.document();
  std::vector<Variant> ill = well.variants;
  ill[1].set["W2.learn"] = 200.0;
  document.push(QStringLiteral("Too much"), {SetVariants{ill}});
  clinic.window.lab().control().run();
  EVENTUALLY(clinic.doctor->isVisible());
  document.undoStack().undo();
  EVENTUALLY(!clinic.doctor->isVisible());
  const VariantStatus& status = clinic.window.lab().variants()[1];
  QVERIFY(status.divergence && status.was_other);  // it stands until it is reset, and says so
  document.undoStack().redo();
  test::letPass(500);
  QVERIFY(!clinic.doctor->isVisible());
  document.undoStack().undo();
  clinic.window.lab().control().reset();
  EVENTUALLY(!clinic.window.lab().variants()[1].divergence);
  QVERIFY(!clinic.window.lab().variants()[1].was_other);
}

VLE_TEST(TestDoctor, QApplication)
#include "tst_doctor.moc"
