// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is chosen has one owner: it tells once, and only of what exists.
#include <QSignalSpy>
#include <QTest>

#include "ids.h"
#include "run_tests.h"
#include "session/focus.h"
#include "specs.h"

using namespace vle;
using ui::Document;
using ui::Focus;
using namespace vle::test::ids;

namespace {}  // namespace

class TestFocus : public QObject {
  Q_OBJECT

 private slots:
  void init();
  void lookingSelectsAndTellsOnce();
  void anotherSelectionLooksAway();
  void lookingAwayKeepsTheSelection();
  void whatDoesNotExistIsNotChosen();
  void whatIsErasedIsNoLongerChosen();
  void anotherProjectBeginsWithNothing();

 private:
  [[nodiscard]] ProjectionId W2() const {
    for (const auto& [id, projection] : document_->project().network.projections) {
      if (projection.name == "W2") return id;
    }
    return {};
  }

  std::unique_ptr<Document> document_;
  std::unique_ptr<Focus> focus_;
  std::unique_ptr<QSignalSpy> changed_;
};

void TestFocus::init() {
  changed_.reset();
  focus_.reset();
  document_ = std::make_unique<Document>();
  document_->load(test::chain(), QStringLiteral("chain"));
  focus_ = std::make_unique<Focus>(*document_);
  changed_ = std::make_unique<QSignalSpy>(focus_.get(), &Focus::changed);
}

void TestFocus::lookingSelectsAndTellsOnce() {
  focus_->look(NeuronRef{kHidden, 0});
  QCOMPARE(changed_->count(), 1);
  QVERIFY(focus_->neuron() == NeuronRef(kHidden, 0));
  QVERIFY(focus_->selection() == Selection({kHidden}, {}));
  focus_->look(SynapseRef{W2(), 0, 0});
  QCOMPARE(changed_->count(), 2);
  QVERIFY(!focus_->neuron() && focus_->synapse() == SynapseRef(W2(), 0, 0));
  QVERIFY(focus_->selection() == Selection({}, {W2()}));
  focus_->look(SynapseRef{W2(), 0, 0});
  QCOMPARE(changed_->count(), 2);
}

void TestFocus::anotherSelectionLooksAway() {
  focus_->look(NeuronRef{kHidden, 0});
  focus_->select({{kHidden}, {}});
  QVERIFY(focus_->neuron().has_value());
  focus_->select({{kHidden, kOutput}, {}});
  QVERIFY(!focus_->neuron().has_value());
  QCOMPARE(changed_->count(), 2);
}

void TestFocus::lookingAwayKeepsTheSelection() {
  focus_->look(NeuronRef{kHidden, 0});
  focus_->look({});
  QVERIFY(!focus_->neuron().has_value());
  QVERIFY(focus_->selection() == Selection({kHidden}, {}));
}

void TestFocus::whatDoesNotExistIsNotChosen() {
  focus_->select({{kHidden, NodeId{999}}, {ProjectionId{999}}});
  QVERIFY(focus_->selection() == Selection({kHidden}, {}));
  for (const FocusSubject& subject :
       {FocusSubject(NeuronRef{kHidden, 1}), FocusSubject(NeuronRef{NodeId{999}, 0}),
        FocusSubject(SynapseRef{W2(), 0, 1}), FocusSubject(SynapseRef{W2(), 1, 0}),
        FocusSubject(SynapseRef{ProjectionId{999}, 0, 0})}) {
    focus_->look(subject);
    QVERIFY(focus_->subject() == FocusSubject{});
    QVERIFY(focus_->selection() == Selection({kHidden}, {}));
  }
  QCOMPARE(changed_->count(), 1);
  Project wide = document_->project();  // one-to-one: only equal ends are connected
  wide.network.nodes.at(kHidden).size = wide.network.nodes.at(kOutput).size = 3;
  wide.network.projections.at(W2()).pattern.kind = Pattern::Kind::OneToOne;
  document_->load(wide, QStringLiteral("wide"));
  focus_->look(SynapseRef{W2(), 2, 1});
  QVERIFY(!focus_->synapse());
  focus_->look(SynapseRef{W2(), 2, 2});
  QVERIFY(focus_->synapse().has_value());
}

void TestFocus::whatIsErasedIsNoLongerChosen() {
  focus_->look(SynapseRef{W2(), 0, 0});
  document_->push(QStringLiteral("Erase"), {SetProjection{W2(), std::nullopt}});
  QVERIFY(focus_->subject() == FocusSubject{} && focus_->selection().empty());
  QCOMPARE(changed_->count(), 2);
  document_->undoStack().undo();
  QVERIFY(focus_->selection().empty());
  focus_->select({{kHidden, kOutput}, {}});
  document_->push(QStringLiteral("Erase"), {SetNode{kHidden, std::nullopt}});
  QVERIFY(focus_->selection() == Selection({kOutput}, {}));
}

void TestFocus::anotherProjectBeginsWithNothing() {
  focus_->look(NeuronRef{kHidden, 0});
  document_->load(test::chain(), QStringLiteral("chain"));
  QVERIFY(focus_->subject() == FocusSubject{} && focus_->selection().empty());
}

VLE_TEST(TestFocus, QCoreApplication)
#include "tst_focus.moc"
