// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The variants panel, the poke menu, the condition and the drawing pad, by mouse and keys on real
// widgets.
#include <map>
#include <set>

#include <QAccessible>
#include <QCheckBox>
#include <QColorDialog>
#include <QComboBox>
#include <QContextMenuEvent>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPointer>
#include <QPushButton>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>
#include <QToolButton>

#include "model/building.h"
#include "model/paths.h"
#include "model/proposals.h"
#include "model/validate.h"
#include "model/variant_edits.h"
#include "model/variants.h"
#include "run/live_pad.h"
#include "run/until_dialog.h"
#include "run_tests.h"
#include "session/variant_words.h"
#include "specs.h"
#include "tempo.h"
#include "variants/variant_dialog.h"
#include "variants/variant_list.h"
#include "variants/variants_panel.h"
#include "widgets/poke_menu.h"

using namespace vle;
using namespace vle::ui;

namespace {

/// The entry of a menu or one of its submenus, by its objectName.
QAction* entry(const QMenu& menu, const QString& id) {
  for (QAction* action : menu.actions()) {
    if (action->objectName() == id) return action;
    if (action->menu() == nullptr) continue;
    if (QAction* found = entry(*action->menu(), id)) return found;
  }
  return nullptr;
}

QStringList namesOf(const Document& document) {
  QStringList names;
  for (const Variant& variant : runningVariants(document.project())) {
    names << QString::fromStdString(variant.name);
  }
  return names;
}

}  // namespace

class TestVariantsPanel : public QObject {
  Q_OBJECT

 private slots:
  void init();
  void cleanup();
  void sameButAddsAVariantBehindTheShownOne();
  void everyProposalRuns();
  void sameButWithoutVariantsMakesTwo();
  void leavingANodeOutIsAVariant();
  void aVariantThatCannotRunKeepsItsRow();
  void renamingTakesAnyText();
  void escapeLeavesTheNameAlone();
  void draggingARowMovesIt();
  void keysMoveHideSoloAndDelete();
  void aSliderDoesNotEndARename();
  void aScreenReaderHearsTheRows();
  void theRightButtonShowsNothing();
  void aVariantHasAColourOfItsOwn();
  void everyVariantKeepsItsColourWhereverItGoes();
  void whatUndoBringsBackGoesOn();
  void namesAndPlacesLeaveNoMarks();
  void theOneOnTheCanvasStaysThere();
  void theDialogSaysWhatIsWrong();
  void theDialogKnowsEveryPath();
  void sixtyFourVariantsAreTheMost();
  void deletingWhileRunningLeavesTheOthersRunning();
  void keptRunsHaveRows();
  void withoutATargetThereIsNoLoss();
  void theConditionDialogAsksForWhatExists();
  void theConditionDialogKnowsUnitsAndProbes();
  void aTimeThatHasPassedIsRefused();
  void theConditionDialogRefusesNonsense_data();
  void theConditionDialogRefusesNonsense();
  void whatDiffersIsReadAtAnyWidth();
  void oneThatJoinsLaterSaysSo();
  void anotherValueIsAskedForOverTheWindow();
  void theDrawingPadDrives();
  void thePokeMenuHoldsAndReleases();
  void randomActsLeaveAProjectThatIsValid();

 private:
  void act(const QString& id, std::size_t index = 0) {
    QMenu menu;
    panel_->fillMenu(menu, index);
    QAction* action = entry(menu, id);
    QVERIFY2(action != nullptr, qPrintable(id));
    action->trigger();
  }
  VariantList& list() { return panel_->list(); }
  QModelIndex row(std::size_t index) { return list().model()->index(static_cast<int>(index), 0); }
  const std::vector<Variant>& variants() { return document_->project().variants; }

  Theme theme_ = loadTheme(QStringLiteral("light"));
  std::unique_ptr<Document> document_;
  std::unique_ptr<Lab> lab_;
  std::unique_ptr<VariantsPanel> panel_;
};

void TestVariantsPanel::init() {
  document_ = std::make_unique<Document>();
  lab_ = std::make_unique<Lab>(*document_, vle::test::kEqualPriorities);
  document_->load(test::chain(), QStringLiteral("chain"));
  lab_->control().setSpeed(kNever);
  panel_ = std::make_unique<VariantsPanel>(*document_, *lab_, theme_);
  panel_->resize(300, 300);
  panel_->show();
  lab_->control().stepBy(200);
  EVENTUALLY_COMPARE(lab_->control().status().step, 200);
  QCOMPARE(namesOf(*document_), QStringList({"learned", "transpose", "constant"}));
}

void TestVariantsPanel::cleanup() {
  panel_.reset();
  lab_.reset();
  document_.reset();
}

void TestVariantsPanel::sameButAddsAVariantBehindTheShownOne() {
  act(QStringLiteral("same.drive"));
  QCOMPARE(namesOf(*document_),
           QStringList({"learned", "B learned from the drive", "transpose", "constant"}));
  const Project seen = applyVariant(document_->project(), variants()[1]);
  QCOMPARE(seen.network.findProjection("W2")->feedbackKind(), FeedbackKind::Drive);
  EVENTUALLY_COMPARE(lab_->variants().size(), std::size_t{4});
  QCOMPARE(lab_->shown(), std::size_t{1});
  act(QStringLiteral("same.instantaneous"), 1);
  QCOMPARE(applyVariant(document_->project(), variants()[2]).settings.rule, Rule::Instantaneous);
  QCOMPARE(differenceText(document_->project(), variants()[2]).count(QLatin1Char(',')), 1);
  act(QStringLiteral("same.bptt.50"));
  const Settings settings = applyVariant(document_->project(), variants()[1]).settings;
  QCOMPARE(settings.rule, Rule::Bptt);
  QCOMPARE(settings.window, 50.0);
  document_->undoStack().undo();
  document_->undoStack().undo();
  document_->undoStack().undo();
  QVERIFY(document_->project() == test::chain());
}

void TestVariantsPanel::everyProposalRuns() {
  for (const char* id : {"chain", "network", "temporal-xor", "lagline", "lagnet"}) {
    const Project project = loadProject(id);
    const std::vector<Variant> running = runningVariants(project);
    for (std::size_t k = 0; k < running.size(); ++k) {
      std::vector<Proposal> all;
      for (const ProposalGroup& group : proposalsFor(project, running[k])) {
        all.insert(all.end(), group.proposals.begin(), group.proposals.end());
      }
      QVERIFY(all.size() >= 4);
      for (const Proposal& proposal : all) {
        Project with = project;
        with.variants = withSameBut(project, k, proposal.set, proposal.text);
        QCOMPARE(with.variants.size(), running.size() + 1);
        for (const Issue& issue : validate(with)) {
          const std::string what = std::string(id) + ": " + proposal.text + ": " + issue.message;
          QVERIFY2(issue.severity != Severity::Error, what.c_str());
        }
        QVERIFY(applyVariant(with, with.variants[k + 1]).network !=
                    applyVariant(with, running[k]).network ||
                applyVariant(with, with.variants[k + 1]).settings !=
                    applyVariant(with, running[k]).settings);
      }
    }
  }
}

void TestVariantsPanel::sameButWithoutVariantsMakesTwo() {
  document_->push(QStringLiteral("None"), {SetVariants{}});
  EVENTUALLY_COMPARE(lab_->variants().size(), std::size_t{1});
  act(QStringLiteral("variant.duplicate"));
  QCOMPARE(namesOf(*document_), QStringList({"default", "default copy"}));
}

void TestVariantsPanel::leavingANodeOutIsAVariant() {
  act(QStringLiteral("without.teacher 2"));
  QCOMPARE(variants().size(), std::size_t{4});
  QCOMPARE(variants()[1].without.size(), std::size_t{1});
  EVENTUALLY_COMPARE(lab_->variants().size(), std::size_t{4});
  QVERIFY(lab_->compiler().networks()[1]->layer(NodeId{variants()[1].without[0]}) == nullptr);
  QVERIFY(lab_->compiler().networks()[0]->layer(NodeId{variants()[1].without[0]}) != nullptr);
  QVERIFY(differenceText(document_->project(), variants()[1]).contains(QStringLiteral("without")));
}

void TestVariantsPanel::aVariantThatCannotRunKeepsItsRow() {
  lab_->control().run();
  std::vector<Variant> edited = variants();
  const std::size_t count = edited.size();
  Variant broken = edited.front();
  broken.id = VariantId{77};
  broken.name = "broken";
  broken.set["*.tau_m"] = Value(-3.0);
  edited.insert(edited.begin() + 1, broken);
  document_->push(QStringLiteral("Break"), {SetVariants{edited}});
  EVENTUALLY_COMPARE(lab_->variants().size(), count + 1);
  QCOMPARE(list().model()->rowCount(), static_cast<int>(count) + 1);
  // It stands there with its sentence, and the others run.
  QVERIFY(lab_->compiler().isCurrent());
  QVERIFY(lab_->variants()[1].network == nullptr);
  const QString sentence = QString::fromStdString(lab_->variants()[1].refusal);
  QVERIFY2(sentence.contains(QStringLiteral("-3")), qPrintable(sentence));
  QVERIFY(!sentence.contains(QStringLiteral("broken")));  // the row has its name
  QVERIFY(row(1).data(Qt::ToolTipRole).toString().contains(sentence));
  EVENTUALLY(lab_->variants()[2].has_run && lab_->variants()[0].has_run);
  QVERIFY(!lab_->variants()[1].has_run);

  // Shown, it has nothing to show; asking for states and what is done with a variant go on.
  lab_->showVariant(1);
  QVERIFY(lab_->shownNetwork() == nullptr);
  EVENTUALLY(lab_->live().network() == nullptr);
  QMenu menu;
  panel_->fillMenu(menu, 1);
  bool is_answered = false;
  lab_->states().ask(this, [&](const auto& networks, const std::vector<State>& states) {
    is_answered = networks.size() == count + 1 && states.size() == count + 1 &&
                  networks[1] == nullptr && !states[2].W.empty() && states[1].W.empty();
  });
  EVENTUALLY(is_answered);
  // The one behind it is the one that is shown, when it is.
  lab_->showVariant(2);
  EVENTUALLY(lab_->live().network() == lab_->variants()[2].network);

  // Mended, it runs; broken again, it stops, and undo brings it back with what it had learned.
  lab_->control().pause();
  edited[1].set["*.tau_m"] = Value(12.0);
  document_->push(QStringLiteral("Mend"), {SetVariants{edited}});
  EVENTUALLY(lab_->variants()[1].network != nullptr);
  lab_->control().run();
  EVENTUALLY(lab_->variants()[1].has_run);
  lab_->control().pause();
  const auto learned = test::statesOf(*lab_)[1].W;
  edited[1].set["*.tau_m"] = Value(-3.0);
  document_->push(QStringLiteral("Break"), {SetVariants{edited}});
  EVENTUALLY(lab_->variants()[1].network == nullptr);
  document_->undoStack().undo();
  EVENTUALLY(lab_->variants()[1].network != nullptr);
  QVERIFY(test::statesOf(*lab_)[1].W == learned);
  act(QStringLiteral("variant.delete"), 1);
  EVENTUALLY_COMPARE(lab_->variants().size(), count);

  // If none can run, the last valid networks stay.
  std::vector<Variant> all = variants();
  for (Variant& one : all) one.set["*.tau_m"] = Value(-3.0);
  document_->push(QStringLiteral("Break all"), {SetVariants{all}});
  EVENTUALLY(!lab_->compiler().isCurrent());
  QVERIFY(lab_->variants().front().network != nullptr);
}

void TestVariantsPanel::renamingTakesAnyText() {
  const auto type = [this](std::size_t index, const QString& text) {
    list().startRenaming(index);
    const auto editors = list().findChildren<QLineEdit*>();  // earlier ones may not be gone yet
    QVERIFY(!editors.isEmpty());
    editors.back()->setText(text);
    QTest::keyClick(editors.back(), Qt::Key_Return);
    EVENTUALLY(list().findChild<QLineEdit*>() == nullptr);
    lab_->control().stepBy(0);  // rows show what is compiled
  };
  const int before = document_->undoStack().index();
  type(0, QStringLiteral("plain"));
  QCOMPARE(document_->undoStack().index(), before + 1);  // Enter is no act of the list's own
  QVERIFY(variants()[0].visible);
  QCOMPARE(variants()[0].name, std::string("plain"));
  QCOMPARE(variants()[0].title, std::string());
  type(0, QStringLiteral("η = 0.005; [*] ∂/∂t"));
  QCOMPARE(variants()[0].label(), std::string("η = 0.005; [*] ∂/∂t"));
  const std::string taken = variants()[2].label();
  type(1, QString::fromStdString(taken));
  QCOMPARE(variants()[1].label(), taken + " 2");  // two of one name nobody can tell
  QVERIFY(variants()[1].name != variants()[2].name);
  type(1, QString());
  QCOMPARE(variants()[1].label(), taken + " 2");
  type(1, QStringLiteral("   \t "));
  QCOMPARE(variants()[1].label(), taken + " 2");
  type(1, QStringLiteral("settings"));
  type(2, QStringLiteral("*"));
  type(0, QString(99, QChar(0x20AC)));
  QVERIFY(!hasErrors(validate(document_->project())));
  EVENTUALLY(!hasErrors(lab_->compiler().problems()));
  QCOMPARE(lab_->control().status().step, 200);
}

void TestVariantsPanel::escapeLeavesTheNameAlone() {
  const QPoint name = list().visualRect(row(0)).center();
  QTest::mouseClick(list().viewport(), Qt::LeftButton, Qt::NoModifier, name);
  QTest::mouseDClick(list().viewport(), Qt::LeftButton, Qt::NoModifier, name);
  auto* editor = list().findChild<QLineEdit*>();
  QVERIFY(editor != nullptr);
  QTest::keyClicks(editor, QStringLiteral("xyz"));
  QTest::keyClick(editor, Qt::Key_Escape);
  QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
  QVERIFY(list().findChild<QLineEdit*>() == nullptr);
  QVERIFY(document_->project() == test::chain());
}

void TestVariantsPanel::draggingARowMovesIt() {
  const QPoint from = list().visualRect(row(0)).center();
  const QPoint to = list().visualRect(row(2)).center();
  QWidget* rows = list().viewport();
  QTest::mousePress(rows, Qt::LeftButton, Qt::NoModifier, from);
  QTest::mouseMove(rows, (from + to) / 2);
  QMouseEvent move(QEvent::MouseMove, QPointF(to), rows->mapToGlobal(QPointF(to)), Qt::NoButton,
                   Qt::LeftButton, Qt::NoModifier);
  QCoreApplication::sendEvent(rows, &move);
  QTest::mouseRelease(rows, Qt::LeftButton, Qt::NoModifier, to);
  QCOMPARE(namesOf(*document_), QStringList({"transpose", "constant", "learned"}));
  EVENTUALLY_COMPARE(lab_->variants()[2].variant.name, std::string("learned"));
  QCOMPARE(lab_->shown(), std::size_t{2});
  document_->undoStack().undo();
  QCOMPARE(namesOf(*document_), QStringList({"learned", "transpose", "constant"}));
}

void TestVariantsPanel::keysMoveHideSoloAndDelete() {
  list().setFocus();
  QTest::keyClick(&list(), Qt::Key_Down);
  QCOMPARE(lab_->shown(), std::size_t{1});
  QTest::keyClick(&list(), Qt::Key_Down, Qt::AltModifier);
  QCOMPARE(namesOf(*document_), QStringList({"learned", "constant", "transpose"}));
  EVENTUALLY_COMPARE(lab_->shown(), std::size_t{2});
  QTest::keyClick(&list(), Qt::Key_Down, Qt::AltModifier);  // it is the last
  QCOMPARE(namesOf(*document_).size(), 3);
  QTest::keyClick(&list(), Qt::Key_V);
  QVERIFY(!variants()[2].visible);
  QTest::keyClick(&list(), Qt::Key_S);
  QVERIFY(!variants()[0].visible && !variants()[1].visible && variants()[2].visible);
  QTest::keyClick(&list(), Qt::Key_S);
  QVERIFY(variants()[0].visible && variants()[1].visible && variants()[2].visible);
  QTest::keyClick(&list(), Qt::Key_Delete);
  QCOMPARE(namesOf(*document_), QStringList({"learned", "constant"}));
  document_->undoStack().undo();
  QCOMPARE(variants().size(), std::size_t{3});
}

/// The row that is being renamed stays open while parameters change, from wherever.
void TestVariantsPanel::aSliderDoesNotEndARename() {
  list().setCurrentIndex(row(1));
  list().edit(row(1));
  const QPointer<QLineEdit> field = list().findChild<QLineEdit*>();
  QVERIFY(!field.isNull());
  document_->push(QStringLiteral("Slide"),
                  editsAt(document_->project(), "hidden.tau_m", Value(11.0)));
  EVENTUALLY(!lab_->compiler().networks().empty());
  lab_->control().stepBy(1);
  QVERIFY(vle::test::settle(*lab_));
  QVERIFY(!field.isNull() && field->isVisible());
  field->setText(QStringLiteral("Renamed meanwhile"));
  QTest::keyClick(field.data(), Qt::Key_Return);
  EVENTUALLY_COMPARE(variants()[1].label(), std::string("Renamed meanwhile"));
}

void TestVariantsPanel::aScreenReaderHearsTheRows() {
  QAccessibleInterface* read = QAccessible::queryAccessibleInterface(&list());
  QVERIFY(read != nullptr);
  QCOMPARE(read->text(QAccessible::Name), QStringLiteral("Variants"));
  QCOMPARE(read->childCount(), 3);
  QCOMPARE(read->child(1)->text(QAccessible::Name), QString::fromStdString(variants()[1].label()));
  const QString more = row(1).data(Qt::AccessibleDescriptionRole).toString();
  QVERIFY(more.contains(differenceText(document_->project(), variants()[1])));
  QVERIFY(more.contains(QStringLiteral("loss")));
  QVERIFY(row(1).data(Qt::ToolTipRole).toString().contains(QStringLiteral("F2")));
  QCOMPARE(row(1).data(Qt::CheckStateRole).toInt(), int{Qt::Checked});
  QVERIFY(list().model()->setData(row(1), Qt::Unchecked, Qt::CheckStateRole));
  QVERIFY(!variants()[1].visible);
}

void TestVariantsPanel::theRightButtonShowsNothing() {
  QSignalSpy menus(&list(), &VariantList::menuRequested);
  disconnect(&list(), &VariantList::menuRequested, panel_.get(), nullptr);
  const QPoint at = list().visualRect(row(2)).center();
  QTest::mouseClick(list().viewport(), Qt::RightButton, Qt::NoModifier, at);
  QContextMenuEvent event(QContextMenuEvent::Mouse, at, list().viewport()->mapToGlobal(at));
  QCoreApplication::sendEvent(list().viewport(), &event);
  QCOMPARE(menus.count(), 1);
  QCOMPARE(menus.front().front().value<std::size_t>(), std::size_t{2});
  QCOMPARE(lab_->shown(), std::size_t{0});
}

void TestVariantsPanel::aVariantHasAColourOfItsOwn() {
  QTimer::singleShot(0, this, [] {
    auto* dialog = qobject_cast<QColorDialog*>(QApplication::activeModalWidget());
    if (dialog == nullptr) return;
    dialog->setCurrentColor(QColor(1, 2, 3));
    dialog->accept();
  });
  act(QStringLiteral("variant.color"), 1);
  QCOMPARE(variants()[1].color, std::string("#010203"));
  QCOMPARE(theme_.variant(1, variants()[1].color), QColor(1, 2, 3));
  act(QStringLiteral("variant.plain"), 1);
  QVERIFY(variants()[1].color.empty());
}

void TestVariantsPanel::everyVariantKeepsItsColourWhereverItGoes() {
  std::map<std::string, QColor> colors;
  const auto check = [&] {
    std::set<QRgb> seen;
    for (std::size_t k = 0; k < variants().size(); ++k) {
      const QColor now = theme_.variant(k, variants()[k].color);
      const QColor first = colors.try_emplace(variants()[k].name, now).first->second;
      QVERIFY2(now == first, variants()[k].name.c_str());
      QVERIFY2(seen.insert(now.rgb()).second, "two of one colour");
    }
  };
  check();
  act(QStringLiteral("variant.duplicate"));
  check();
  act(QStringLiteral("variant.down"));
  check();
  act(QStringLiteral("same.drive"), 2);
  check();
  act(QStringLiteral("variant.delete"), 1);
  check();
  act(QStringLiteral("variant.up"), 3);
  check();
  const Project now = document_->project();
  while (document_->undoStack().canUndo()) {
    document_->undoStack().undo();
    check();
  }
  QVERIFY(document_->project() == test::chain());
  while (document_->undoStack().canRedo()) document_->undoStack().redo();
  QVERIFY(document_->project() == now);
  // Back at its place it needs no colour of its own.
  document_->load(test::chain(), QStringLiteral("chain"));
  act(QStringLiteral("variant.down"));
  QVERIFY(!variants()[0].color.empty());
  act(QStringLiteral("variant.up"), 1);
  QVERIFY(document_->project() == test::chain());
}

/// Undo never resets the run: a deleted variant comes back with what it had learned.
void TestVariantsPanel::whatUndoBringsBackGoesOn() {
  lab_->control().stepBy(20'000);
  EVENTUALLY_COMPARE(lab_->control().status().step, 20'200);
  const auto weight = [this] {
    return lab_->traces().last(test::idOf(*lab_, "transpose"), "W1.W[0;0]");
  };
  const double learned = *weight();
  QVERIFY(std::abs(learned - 0.4) > 0.1);
  act(QStringLiteral("variant.delete"), 1);
  EVENTUALLY_COMPARE(lab_->variants().size(), std::size_t{2});
  lab_->control().stepBy(10);
  EVENTUALLY_COMPARE(lab_->control().status().step, 20'210);
  document_->undoStack().undo();
  EVENTUALLY_COMPARE(lab_->variants().size(), std::size_t{3});
  lab_->control().stepBy(10);
  EVENTUALLY_COMPARE(lab_->control().status().step, 20'220);
  EVENTUALLY(std::abs(*weight() - learned) < 0.01);
  // One that is made anew under that name begins at its beginning.
  act(QStringLiteral("variant.delete"), 1);
  EVENTUALLY_COMPARE(lab_->variants().size(), std::size_t{2});
  std::vector<Variant> again = variants();
  again.push_back(test::chain().variants[1]);
  again.back().id = {};
  document_->push(QStringLiteral("Add"), {SetVariants{again}});
  EVENTUALLY_COMPARE(lab_->variants().size(), std::size_t{3});
  lab_->control().stepBy(10);
  EVENTUALLY_COMPARE(lab_->control().status().step, 20'230);
  EVENTUALLY(std::abs(*weight() - 0.4) < 0.1);
}

void TestVariantsPanel::namesAndPlacesLeaveNoMarks() {
  const std::size_t before = lab_->marks().all().size();
  act(QStringLiteral("variant.down"));
  EVENTUALLY_COMPARE(lab_->variants()[0].variant.name, std::string("transpose"));
  document_->push(QStringLiteral("Rename"), {SetVariants{withName(document_->project(), 0, "ω")}});
  EVENTUALLY_COMPARE(lab_->variants()[0].variant.name, std::string("ω"));
  NodeSpec node = document_->project().network.nodes.at(NodeId{2});
  node.name = "other";
  document_->push(QStringLiteral("Rename"), {SetNode{NodeId{2}, node}});
  EVENTUALLY(lab_->compiler().networks()[0]->layers.front().name == "other");
  lab_->control().stepBy(10);
  EVENTUALLY_COMPARE(lab_->control().status().step, 210);
  QCOMPARE(lab_->marks().all().size(), before);
  act(QStringLiteral("same.drive"));
  EVENTUALLY_COMPARE(lab_->marks().all().size(), before + 1);
}

void TestVariantsPanel::theOneOnTheCanvasStaysThere() {
  const auto shown = [this] { return lab_->variants()[lab_->shown()].variant.name; };
  lab_->showVariant(1);
  QCOMPARE(shown(), std::string("transpose"));
  act(QStringLiteral("variant.up"), 1);
  EVENTUALLY_COMPARE(lab_->variants()[0].variant.name, std::string("transpose"));
  QCOMPARE(shown(), std::string("transpose"));
  document_->undoStack().undo();
  EVENTUALLY_COMPARE(lab_->variants()[1].variant.name, std::string("transpose"));
  QCOMPARE(shown(), std::string("transpose"));
  // One behind the last is shown once it runs.
  act(QStringLiteral("variant.duplicate"), 2);
  EVENTUALLY_COMPARE(lab_->variants().size(), std::size_t{4});
  QCOMPARE(lab_->shown(), std::size_t{3});
  // Another name is still the same variant.
  document_->push(QStringLiteral("Rename"), {SetVariants{withName(document_->project(), 3, "ω")}});
  EVENTUALLY_COMPARE(lab_->variants()[3].variant.name, std::string("ω"));
  QCOMPARE(lab_->shown(), std::size_t{3});
}

void TestVariantsPanel::theDialogSaysWhatIsWrong() {
  VariantDialog dialog(document_->project(), variants()[0]);
  dialog.show();
  auto* path = dialog.findChild<QComboBox*>();
  auto* value = dialog.findChild<QLineEdit*>(QStringLiteral("variant.value"));
  auto* ok = dialog.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok);
  const auto set = [&](const QString& where, const QString& what) {
    path->setEditText(where);
    value->setText(what);
    QTest::keyClick(value, Qt::Key_Return);
  };
  set(QStringLiteral("hidden.tau_m"), QStringLiteral("12.5"));
  QVERIFY(ok->isEnabled() && dialog.isVisible());
  QVERIFY(dialog.variant().set.at("hidden.tau_m") == ParameterValue(Value(12.5)));
  set(QStringLiteral("hidden.tau_m"), QStringLiteral("-3"));
  QVERIFY(!ok->isEnabled());
  set(QStringLiteral("hidden.tau_m"), QStringLiteral("14"));
  QVERIFY(ok->isEnabled());
  set(QStringLiteral("settings.dt"), QStringLiteral("0.2"));  // shared by all
  QVERIFY(!ok->isEnabled());
  dialog.findChild<QTableWidget*>()->selectRow(1);
  dialog.findChild<QPushButton*>(QStringLiteral("variant.remove"))->click();
  QVERIFY(ok->isEnabled());
  QVERIFY(!dialog.variant().set.contains("settings.dt"));
  set(QStringLiteral("hiden.tau_m"), QStringLiteral("1"));
  QVERIFY(!dialog.variant().set.contains("hiden.tau_m"));
  QVERIFY(!dialog.findChild<QTableWidget*>()
               ->findItems(QStringLiteral("hidden.tau_m"), Qt::MatchExactly)
               .empty());
  auto* without = dialog.findChild<QListWidget*>();
  without->item(0)->setCheckState(Qt::Checked);
  QCOMPARE(dialog.variant().without.size(), std::size_t{1});
  without->item(0)->setCheckState(Qt::Unchecked);
  QVERIFY(dialog.variant().without.empty());
}

void TestVariantsPanel::theDialogKnowsEveryPath() {
  const std::vector<std::string> paths = overridablePaths(document_->project());
  for (const char* path :
       {"settings.rule", "settings.window", "hidden.tau_m", "hidden.activation", "x.signal",
        "target.beta", "W2.learn", "W2.feedback.kind", "*.feedback.kind"}) {
    QVERIFY2(std::ranges::find(paths, path) != paths.end(), path);
  }
  QVERIFY(std::ranges::find(paths, "settings.dt") == paths.end());
  for (const std::string& path : paths) {
    const Overrides same = {{path, valueAt(document_->project(), path)}};
    Project with = document_->project();
    with.variants = withSameBut(with, 0, same, "x");
    const std::vector<Issue> issues = validate(with);
    QVERIFY2(!hasErrors(issues), path.c_str());
  }
}

void TestVariantsPanel::sixtyFourVariantsAreTheMost() {
  QSignalSpy notices(lab_.get(), &Lab::notice);
  for (std::size_t k = 3; k < kMaxVariants + 4; ++k) act(QStringLiteral("variant.duplicate"), 1);
  QCOMPARE(variants().size(), kMaxVariants);
  QCOMPARE(notices.count(), 4);
  EVENTUALLY_COMPARE(lab_->variants().size(), kMaxVariants);
  lab_->control().stepBy(50);
  EVENTUALLY_COMPARE(lab_->control().status().step, 250);
  panel_->grab();
  for (std::size_t k = 0; k < kMaxVariants; ++k) lab_->showVariant(k);
  QCOMPARE(lab_->control().status().step, 250);
}

void TestVariantsPanel::deletingWhileRunningLeavesTheOthersRunning() {
  lab_->control().run();
  for (int k = 0; k < 3; ++k) {
    const auto step = lab_->control().status().step;
    act(QStringLiteral("variant.delete"), 0);
    EVENTUALLY(lab_->control().status().step > step + 100);
  }
  QVERIFY(variants().empty());
  QCOMPARE(lab_->variants().size(), std::size_t{1});  // as drawn
  for (int k = 0; k < 3; ++k) document_->undoStack().undo();
  QVERIFY(document_->project() == test::chain());
  EVENTUALLY_COMPARE(lab_->variants().size(), std::size_t{3});
}

void TestVariantsPanel::keptRunsHaveRows() {
  QTest::mouseClick(panel_->findChild<QToolButton*>(QStringLiteral("keepRun")), Qt::LeftButton);
  auto* kept = panel_->findChild<KeptList*>();
  QCOMPARE(kept->findChildren<QCheckBox*>().size(), 1);
  kept->findChild<QCheckBox*>()->click();
  EVENTUALLY(!lab_->keptRuns().runs().front().visible);
  // What is set otherwise now tells it apart.
  const auto says = [kept](const QString& words) {
    for (const QLabel* label : kept->findChildren<QLabel*>()) {
      if (label->isVisibleTo(kept) && label->text().contains(words)) return true;
    }
    return false;
  };
  QVERIFY(!says(QString()));
  ProjectionSpec faster = *document_->project().network.find(ProjectionId{11});
  const double rate = faster.learn;
  faster.learn = 2 * rate;
  document_->push(QStringLiteral("Faster"), {SetProjection{ProjectionId{11}, faster}});
  QVERIFY(says(QStringLiteral("W1 learning rate of W: %1").arg(rate)));
  document_->undoStack().undo();
  QVERIFY(!says(QString()));
  document_->push(QStringLiteral("None"), {SetVariants{}});
  QTest::mouseClick(kept->findChild<QToolButton*>(QStringLiteral("kept.restore")), Qt::LeftButton);
  QVERIFY(document_->project() == test::chain());
  kept->findChildren<QToolButton*>(QStringLiteral("kept.remove")).back()->click();
  EVENTUALLY(lab_->keptRuns().runs().empty());
  QVERIFY(!kept->isVisible());
}

void TestVariantsPanel::withoutATargetThereIsNoLoss() {
  EVENTUALLY(lab_->variants()[0].has_run && lab_->variants()[0].distance);
  const auto told = [this] {
    return panel_->findChild<VariantList*>()
        ->model()
        ->index(0, 0)
        .data(Qt::AccessibleDescriptionRole)
        .toString();
  };
  const QString loss = lossText(lab_->variants()[0]);
  QVERIFY(told().contains(loss));
  QVERIFY(!distanceText(lab_->variants()[0]).isEmpty());
  Selection targets;
  for (const auto& [id, node] : document_->project().network.nodes) {
    if (node.target() != nullptr) targets.nodes.insert(id);
  }
  document_->push(QStringLiteral("Delete"), remove(document_->project(), targets).edits);
  QVERIFY(test::settle(*lab_));
  QVERIFY(distanceText(lab_->variants()[0]).isEmpty());  // nothing asks for the teacher's rates
  const QRegularExpression digit(QStringLiteral("\\d"));
  QVERIFY(!lossText(lab_->variants()[0]).contains(digit));
  QVERIFY(told().contains(lossText(lab_->variants()[0])));
  document_->undoStack().undo();
  QVERIFY(test::settle(*lab_));
  QVERIFY(lossText(lab_->variants()[0]).contains(digit));
}

void TestVariantsPanel::theConditionDialogAsksForWhatExists() {
  UntilDialog dialog(*lab_);
  dialog.show();
  auto* probe = dialog.findChild<QComboBox*>(QStringLiteral("until.probe"));
  auto* value = dialog.findChild<QLineEdit*>(QStringLiteral("until.value"));
  auto* run = dialog.findChild<QPushButton*>(QStringLiteral("until.run"));
  QVERIFY(value != nullptr && run != nullptr && run->isDefault() && run->isEnabled());
  value->setText(QStringLiteral("-1"));
  QVERIFY(!run->isEnabled());
  value->setText(QStringLiteral("nan"));
  QVERIFY(!run->isEnabled());
  value->setText(QStringLiteral("0.1"));
  probe->setEditText(QStringLiteral("nobody.u[0]"));
  QVERIFY(!run->isEnabled());
  probe->setEditText(QStringLiteral("hidden.u[0]"));
  QVERIFY(run->isEnabled());
  QTest::mouseClick(run, Qt::LeftButton);
  QVERIFY(!dialog.isVisible());
  QVERIFY(lab_->control().status().until.contains(QStringLiteral("hidden.u[0]")));
  EVENTUALLY(!lab_->control().status().is_running);
}

void TestVariantsPanel::theConditionDialogKnowsUnitsAndProbes() {
  UntilDialog dialog(*lab_);
  dialog.show();
  auto* probe = dialog.findChild<QComboBox*>(QStringLiteral("until.probe"));
  const auto* unit = dialog.findChild<QLabel*>(QStringLiteral("until.unit"));
  QCOMPARE(unit->text(), QString());  // "60 s" says it
  for (const char* name : {"hidden.u", "output.e", "W1.W", "W2.B", "hidden.tau_m", "loss"}) {
    QVERIFY2(probe->findData(QString::fromLatin1(name)) >= 0, name);
  }
  // Every number that is offered can be asked for.
  const auto* run = dialog.findChild<QPushButton*>(QStringLiteral("until.run"));
  for (int k = 0; k < probe->count(); ++k) {
    probe->setCurrentIndex(k);
    QVERIFY2(run->isEnabled(), qPrintable(probe->currentText()));
  }
  // A time is proposed for the time only, and what was typed stays. A loss is to fall.
  auto* value = dialog.findChild<QLineEdit*>(QStringLiteral("until.value"));
  probe->setCurrentIndex(0);
  QCOMPARE(value->text(), QStringLiteral("60 s"));
  const auto* relation = dialog.findChild<QComboBox*>(QStringLiteral("until.relation"));
  QVERIFY(relation->currentData().toBool());
  probe->setCurrentIndex(1);
  QCOMPARE(value->text(), QStringLiteral("0.005"));
  QVERIFY(!relation->currentData().toBool());
  value->setText(QStringLiteral("0.1"));
  probe->setCurrentIndex(2);
  QCOMPARE(value->text(), QStringLiteral("0.1"));
  probe->setEditText(QStringLiteral("hidden.u"));
  QVERIFY(unit->text() != QStringLiteral("ms"));
  probe->setEditText(QStringLiteral("hidden.tau_m"));
  QCOMPARE(unit->text(), QStringLiteral("ms"));
}

void TestVariantsPanel::aTimeThatHasPassedIsRefused() {
  UntilDialog dialog(*lab_);
  dialog.show();
  auto* value = dialog.findChild<QLineEdit*>(QStringLiteral("until.value"));
  lab_->control().pause();
  lab_->control().reset();
  EVENTUALLY_COMPARE(lab_->control().status().step, std::int64_t{0});
  value->setText(QStringLiteral("0.5"));
  lab_->control().stepBy(10);  // of 0.1 ms, while the dialog is open
  EVENTUALLY_COMPARE(lab_->control().status().step, std::int64_t{10});
  value->setFocus();
  QTest::keyClick(value, Qt::Key_Return);
  QVERIFY(dialog.isVisible() && !lab_->control().status().is_running);
  QCOMPARE(dialog.findChild<QLabel*>(QStringLiteral("until.problem"))->text(),
           QStringLiteral("It is 0.001 s already; name a later time."));
  value->setText(QStringLiteral("0.002 s"));
  QTest::keyClick(value, Qt::Key_Return);
  QVERIFY(!dialog.isVisible());
  EVENTUALLY_COMPARE(lab_->control().status().step, std::int64_t{20});
}

void TestVariantsPanel::theConditionDialogRefusesNonsense_data() {
  QTest::addColumn<QString>("probe");
  QTest::addColumn<QString>("value");
  for (const char* value : {"", "nan", "inf", "1e999", "two", "-5", "0", "0 s", "s"}) {
    QTest::addRow("time '%s'", value) << "time" << value;
  }
  for (const char* value : {"", "nan", "-inf", "1e999", "0x"}) {
    QTest::addRow("loss '%s'", value) << "loss" << value;
  }
  for (const char* probe : {"", "[", "hidden.u[99]", "hidden.", "..", "W1.W[0", "😀"}) {
    QTest::addRow("probe '%s'", probe) << QString::fromUtf8(probe) << "1";
  }
}

void TestVariantsPanel::theConditionDialogRefusesNonsense() {
  QFETCH(QString, probe);
  QFETCH(QString, value);
  UntilDialog dialog(*lab_);
  dialog.show();
  dialog.findChild<QComboBox*>(QStringLiteral("until.probe"))->setEditText(probe);
  const auto* sentence = dialog.findChild<QLabel*>(QStringLiteral("until.problem"));
  auto* line = dialog.findChild<QLineEdit*>(QStringLiteral("until.value"));
  line->setText(value);
  line->setFocus();
  QTest::keyClick(line, Qt::Key_Return);
  QVERIFY(dialog.isVisible());
  QVERIFY(sentence->text().size() > 10);
  QVERIFY(!lab_->control().status().is_running && lab_->control().status().until.isEmpty());
}

void TestVariantsPanel::whatDiffersIsReadAtAnyWidth() {
  const QString whole = differenceText(document_->project(), variants()[1]);
  QCOMPARE(whole, QStringLiteral("W2 feedback: transpose"));
  panel_->resize(900, 300);
  QCoreApplication::sendPostedEvents();
  QCOMPARE(list().secondLine(row(1)).at(0), whole);
  QVERIFY(list().secondLine(row(1)).at(1).contains(QStringLiteral("%")));
  panel_->resize(16 * panel_->fontMetrics().height(), 300);
  QCOMPARE(list().secondLine(row(1)).at(0), whole);  // the distance gives way
  std::vector<Variant> longer = variants();
  for (const char* path : {"hidden.tau_m", "output.tau_m", "hidden.tau_r", "output.tau_r"}) {
    longer[1].set[path] = Value(12.5);
  }
  document_->push(QStringLiteral("More"), {SetVariants{longer}});
  EVENTUALLY_COMPARE(lab_->variants()[1].variant.set.size(), longer[1].set.size());
  const QString cut = list().secondLine(row(1)).at(0);
  const QString all = differenceText(document_->project(), variants()[1]);
  QVERIFY(cut.size() < all.size());
  QCOMPARE(cut.right(4), all.right(4));  // the value stands at the end
}

/// Beside variants that have learned it is no fair comparison, until all begin together.
void TestVariantsPanel::oneThatJoinsLaterSaysSo() {
  panel_->resize(900, 300);
  lab_->control().stepBy(300);
  EVENTUALLY_COMPARE(lab_->control().status().step, std::int64_t{500});
  std::vector<Variant> more = variants();
  more.push_back(more.front());
  more.back().id = {};
  more.back().name = "late";
  document_->push(QStringLiteral("More"), {SetVariants{more}});
  EVENTUALLY_COMPARE(lab_->variants().size(), more.size());
  lab_->control().stepBy(10);
  const double dt = document_->project().settings.dt;
  EVENTUALLY_COMPARE(lab_->variants().back().began, 500 * dt);
  QCOMPARE(lab_->variants().front().began, 0.0);
  const QString when = timeText(500 * dt);
  QVERIFY(list().secondLine(row(more.size() - 1)).at(1).contains(when));
  QVERIFY(!list().secondLine(row(0)).at(1).contains(when));
  // Where there is no room for more, it still says since when.
  panel_->resize(22 * panel_->fontMetrics().height(), 300);
  QCoreApplication::sendPostedEvents();
  QVERIFY(list().secondLine(row(more.size() - 1)).join(u' ').contains(when));
  lab_->control().reset();
  EVENTUALLY_COMPARE(lab_->variants().back().began, 0.0);
}

void TestVariantsPanel::anotherValueIsAskedForOverTheWindow() {
  auto* menu = new QMenu(panel_.get());
  fillPokeMenu(*menu, *lab_, NodeId{2}, 0);
  QMenu* values = entry(*menu, QStringLiteral("poke.inject"))->menu();
  QTimer::singleShot(0, this, [this] {
    auto* dialog = qobject_cast<QDialog*>(QApplication::activeModalWidget());
    QVERIFY(dialog != nullptr);
    QCOMPARE(dialog->parentWidget(), panel_->window());
    dialog->accept();
  });
  entry(*values, QStringLiteral("poke.inject.another"))->trigger();
  QCOMPARE(lab_->control().pokes().size(), std::size_t{1});
  QCOMPARE(lab_->control().pokes().front().value, 0.5);
}

void TestVariantsPanel::theDrawingPadDrives() {
  LivePad pad(*document_, *lab_, theme_);
  pad.show();
  QVERIFY(!pad.strip().isEnabled());
  for (QPushButton* button : pad.findChildren<QPushButton*>()) {
    if (button->isVisible()) button->click();
  }
  QVERIFY(pad.strip().isEnabled());
  QTest::mousePress(&pad.strip(), Qt::LeftButton, Qt::NoModifier,
                    QPoint(50, pad.strip().height() - 1));
  QCOMPARE(pad.strip().values(), std::vector<double>{-1});
  lab_->control().stepBy(1);
  EVENTUALLY_COMPARE(lab_->control().status().step, 201);
  const std::size_t slot = lab_->compiler().networks()[0]->inputs.front().range.begin;
  EVENTUALLY_COMPARE(double(lab_->live().rates()[slot].value), -1.0);
  QTest::mouseMove(&pad.strip(), QPoint(60, 1));
  EVENTUALLY_COMPARE(pad.strip().values(), std::vector<double>{1});
  QTest::mouseRelease(&pad.strip(), Qt::LeftButton, Qt::NoModifier, QPoint(60, 1));
  lab_->control().stepBy(1);
  EVENTUALLY_COMPARE(double(lab_->live().rates()[slot].value), 1.0);
  pad.strip().setFocus();
  QTest::keyClick(&pad.strip(), Qt::Key_0);
  QCOMPARE(pad.strip().values(), std::vector<double>{0});
  QTest::keyClick(&pad.strip(), Qt::Key_Down);
  QVERIFY(pad.strip().values()[0] < 0);
  document_->undoStack().undo();
  QVERIFY(!pad.strip().isEnabled());
  QTest::mouseClick(&pad.strip(), Qt::LeftButton);
  QTest::keyClick(&pad.strip(), Qt::Key_Up);
  QVERIFY(pad.strip().values().empty());
}

void TestVariantsPanel::thePokeMenuHoldsAndReleases() {
  const auto menuOf = [this](QMenu& menu) { fillPokeMenu(menu, *lab_, NodeId{2}, 0); };
  {
    QMenu menu;
    menuOf(menu);
    QVERIFY(!entry(menu, QStringLiteral("poke.release"))->isEnabled());
    entry(menu, QStringLiteral("poke.rate"))->menu()->actions().front()->trigger();
  }
  QCOMPARE(lab_->control().pokes().size(), std::size_t{1});
  QVERIFY(lab_->control().pokeOf(NodeId{2}, 0)->kind == PokeKind::HoldRate);
  QCOMPARE(lab_->control().pokeOf(NodeId{2}, 0)->value, -1.0);
  {
    QMenu menu;
    menuOf(menu);
    entry(menu, QStringLiteral("poke.silence"))->trigger();
    QVERIFY(lab_->control().pokeOf(NodeId{2}, 0)->kind == PokeKind::Silence);
    QCOMPARE(lab_->control().pokes().size(), std::size_t{1});
  }
  {
    QMenu menu;
    fillPokedMenu(menu, *lab_);
    QCOMPARE(menu.actions().size(), 1);
    menu.actions().front()->trigger();
  }
  QVERIFY(lab_->control().pokes().empty());
}

void TestVariantsPanel::randomActsLeaveAProjectThatIsValid() {
  QRandomGenerator random(20);
  lab_->control().run();
  for (int k = 0; k < 400; ++k) {
    const auto count = static_cast<quint32>(runningVariants(document_->project()).size());
    const std::size_t index = random.bounded(count);
    switch (random.bounded(10)) {
      case 0:
        if (count < 12) act(QStringLiteral("variant.duplicate"), index);
        break;
      case 1:
        if (!variants().empty()) act(QStringLiteral("variant.delete"), index);
        break;
      case 2:
        list().scrollTo(row(index));
        QTest::mouseClick(list().viewport(), Qt::LeftButton, Qt::NoModifier,
                          list().dotRect(row(index)).center());
        break;
      case 3:
        document_->undoStack().undo();
        break;
      case 4:
        document_->undoStack().redo();
        break;
      case 5:
        lab_->control().poke(NodeId{2}, 0, static_cast<PokeKind>(random.bounded(4)), 0.25);
        break;
      case 6:
        if (random.bounded(8) == 0) lab_->control().reset();
        break;
      case 7:
        QTest::keyClick(&list(), random.bounded(2) == 0 ? Qt::Key_Up : Qt::Key_Down,
                        Qt::AltModifier);
        break;
      case 8:
        list().startRenaming(index);
        if (auto* editor = list().findChild<QLineEdit*>()) {
          editor->setText(QString::number(random.bounded(1000)) + QStringLiteral("./[;"));
          QTest::keyClick(editor, Qt::Key_Return);
        }
        break;
      default:
        vle::test::letPass(1);
    }
    QVERIFY(!hasErrors(validate(document_->project())));
  }
  lab_->control().pause();
  while (document_->undoStack().canUndo()) document_->undoStack().undo();
  QVERIFY(document_->project() == test::chain());
  EVENTUALLY_COMPARE(lab_->variants().size(), std::size_t{3});
}

VLE_TEST(TestVariantsPanel, QApplication)
#include "tst_variants_panel.moc"
