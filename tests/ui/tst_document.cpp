// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The document: one mutator, undo that restores equal projects, merging by gesture, one signal.
#include <QSignalSpy>
#include <QTest>

#include "document/document.h"
#include "model/paths.h"
#include "run_tests.h"
#include "specs.h"

using namespace vle;
using vle::ui::Document;

class TestDocument : public QObject {
  Q_OBJECT

 private slots:
  void undoRestoresAnEqualProject();
  void editsThatChangeNothingLeaveNoStep();
  void aGestureIsOneStep();
  void aGestureBackToTheStartLeavesNoStep();
  void changedNamesWhatWasTouched();
  void loadingForgetsTheHistory();
  void whatIsSavedIsKnown();
};

void TestDocument::undoRestoresAnEqualProject() {
  Document document;
  document.load(test::chain(), QStringLiteral("chain"));
  std::vector<Project> history = {document.project()};
  for (int k = 1; k <= 50; ++k) {
    document.push(QStringLiteral("x"),
                  editsAt(document.project(), "hidden.tau_m", Value(10.0 + k)));
    history.push_back(document.project());
  }
  for (std::size_t k = 50; k-- > 0;) {
    document.undoStack().undo();
    QVERIFY(document.project() == history[k]);
  }
  QVERIFY(document.undoStack().isClean());
  for (std::size_t k = 1; k <= 50; ++k) {
    document.undoStack().redo();
    QVERIFY(document.project() == history[k]);
  }
}

void TestDocument::editsThatChangeNothingLeaveNoStep() {
  Document document;
  document.load(test::chain(), QStringLiteral("chain"));
  QSignalSpy changed(&document, &Document::changed);
  document.push(QStringLiteral("x"), {SetSettings{document.project().settings}});
  QCOMPARE(changed.count(), 0);
  QVERIFY(!document.undoStack().canUndo());
}

void TestDocument::aGestureIsOneStep() {
  Document document;
  document.load(test::chain(), QStringLiteral("chain"));
  const Project before = document.project();
  const auto drag = [&](double tau, const char* key) {
    document.push(QStringLiteral("x"), editsAt(document.project(), "hidden.tau_m", Value(tau)),
                  QString::fromLatin1(key));
  };
  for (int k = 11; k < 20; ++k) drag(k, "gesture 1");
  QCOMPARE(document.undoStack().count(), 1);
  for (int k = 21; k < 30; ++k) drag(k, "gesture 2");
  QCOMPARE(document.undoStack().count(), 2);
  document.undoStack().undo();
  QCOMPARE(valueAt(document.project(), "hidden.tau_m"), ParameterValue(Value(19.0)));
  document.undoStack().undo();
  QVERIFY(document.project() == before);
  document.undoStack().redo();
  document.undoStack().redo();
  QCOMPARE(valueAt(document.project(), "hidden.tau_m"), ParameterValue(Value(29.0)));
}

void TestDocument::aGestureBackToTheStartLeavesNoStep() {
  Document document;
  document.load(test::chain(), QStringLiteral("chain"));
  const Value start = std::get<Value>(valueAt(document.project(), "hidden.bias"));
  for (const Value& bias : {Value(0.5), Value(0.7), start}) {
    document.push(QStringLiteral("x"), editsAt(document.project(), "hidden.bias", bias),
                  QStringLiteral("drag"));
  }
  QVERIFY(!document.undoStack().canUndo());
}

void TestDocument::changedNamesWhatWasTouched() {
  Document document;
  document.load(test::chain(), QStringLiteral("chain"));
  Change last;
  connect(&document, &Document::changed, this, [&last](const Change& change) { last = change; });
  document.push(QStringLiteral("x"), {SetNode{NodeId{50}, test::layer("new", 2)}});
  QVERIFY(last.structure && last.nodes == std::set<NodeId>{NodeId{50}});
  document.undoStack().undo();
  QVERIFY(last.structure && last.nodes == std::set<NodeId>{NodeId{50}});
}

void TestDocument::loadingForgetsTheHistory() {
  Document document;
  document.load(test::chain(), QStringLiteral("chain"));
  document.push(QStringLiteral("x"), editsAt(document.project(), "hidden.tau_m", Value(5.0)));
  QSignalSpy changed(&document, &Document::changed);
  document.load(test::oneNeuron(), QStringLiteral("one"));
  QCOMPARE(changed.count(), 1);
  QVERIFY(!document.undoStack().canUndo());
  QCOMPARE(document.displayName(), QStringLiteral("one"));
}

void TestDocument::whatIsSavedIsKnown() {
  Document document;
  document.load(test::chain(), QStringLiteral("chain"));
  QVERIFY(document.isSaved());
  document.load(test::chain(), QStringLiteral("chain"), false);
  QVERIFY(!document.isSaved());
  document.load(test::chain(), QStringLiteral("chain"));
  QVERIFY(document.isSaved());
  document.push(QStringLiteral("x"), editsAt(document.project(), "hidden.tau_m", Value(5.0)));
  QVERIFY(!document.isSaved());
  QSignalSpy changed(&document, &Document::changed);
  document.markSaved(QStringLiteral("/somewhere/a.vle"));
  QVERIFY(document.isSaved());
  QCOMPARE(changed.count(), 1);
  QCOMPARE(document.displayName(), QStringLiteral("a.vle"));
  document.undoStack().undo();
  QVERIFY(!document.isSaved());
}

VLE_TEST(TestDocument, QGuiApplication)
#include "tst_document.moc"
