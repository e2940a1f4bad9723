// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The clock in hand: it stands still, rings in order, each alarm at its very time.
#include <QTest>

#include "base/tempo.h"
#include "run/pace.h"
#include "run_tests.h"

using namespace vle;
using namespace std::chrono_literals;

namespace {

/// Writes down when it rang, and does something then.
class Bell : public Tempo::Alarm {
 public:
  using Alarm::callOff;
  using Alarm::isSet;
  using Alarm::setFor;
  std::vector<Tempo::Time> rang;
  std::function<void()> then;

 private:
  void ring() override {
    rang.push_back(Tempo::now());
    if (then) then();
  }
};

}  // namespace

class TestTempo : public QObject {
  Q_OBJECT

 private slots:
  void byTheWallTimeIsThatOfTheSteadyClock();
  void inHandItStandsStill();
  void alarmsRingInOrderAtTheirTimes();
  void anAlarmMaySetItselfAndOthers();
  void whatAnAlarmTakesLongForMakesOthersLate();
  void thePaceFollowsTheClock();
};

void TestTempo::byTheWallTimeIsThatOfTheSteadyClock() {
  QVERIFY(!Tempo::isInHand());
  const auto before = std::chrono::steady_clock::now();
  const auto now = Tempo::now();
  QVERIFY(before <= now && now <= std::chrono::steady_clock::now());
  {
    const Tempo::Hand hand;
    QVERIFY(Tempo::isInHand());
  }
  QVERIFY(!Tempo::isInHand() && Tempo::now() >= now);
}

void TestTempo::inHandItStandsStill() {
  Tempo::Hand hand;
  const auto now = Tempo::now();
  QVERIFY(now - Tempo::Time{} > 24h);  // what never happened is long ago
  QCOMPARE(Tempo::now(), now);
  hand.pass(7ms);
  QCOMPARE(Tempo::now(), now + 7ms);
}

void TestTempo::alarmsRingInOrderAtTheirTimes() {
  Tempo::Hand hand;
  const auto start = Tempo::now();
  Bell early, late, never;
  late.setFor(start + 30ms);
  early.setFor(start + 10ms);
  never.setFor(start + 20ms);
  never.callOff();
  hand.pass(9ms);
  QVERIFY(early.rang.empty());
  hand.pass(100ms);
  QCOMPARE(early.rang, std::vector{start + 10ms});
  QCOMPARE(late.rang, std::vector{start + 30ms});
  QVERIFY(never.rang.empty() && !late.isSet());
  QCOMPARE(Tempo::now(), start + 109ms);
  {
    Bell gone;
    gone.setFor(Tempo::now() + 1ms);
  }
  hand.pass(5ms);  // who has gone is not rung
  early.setFor(start);
  hand.pass(0ms);  // what is overdue rings at the next move
  QCOMPARE(early.rang.size(), std::size_t{2});
  QCOMPARE(Tempo::now(), start + 114ms);
}

void TestTempo::anAlarmMaySetItselfAndOthers() {
  Tempo::Hand hand;
  const auto start = Tempo::now();
  Bell again, other;
  again.then = [&] {
    if (again.rang.size() < 3) again.setFor(Tempo::now() + 4ms);
    other.setFor(Tempo::now() + 1ms);
  };
  again.setFor(start + 4ms);
  hand.pass(20ms);
  QCOMPARE(again.rang, (std::vector{start + 4ms, start + 8ms, start + 12ms}));
  QCOMPARE(other.rang, (std::vector{start + 5ms, start + 9ms, start + 13ms}));
}

void TestTempo::whatAnAlarmTakesLongForMakesOthersLate() {
  Tempo::Hand hand;
  const auto start = Tempo::now();
  Bell slow, other;
  slow.then = [&] { hand.spend(50ms); };  // as a frame that takes long to draw
  slow.setFor(start + 10ms);
  other.setFor(start + 15ms);
  hand.pass(20ms);
  QCOMPARE(other.rang, std::vector{start + 60ms});
  QCOMPARE(Tempo::now(), start + 60ms);  // time never goes back
}

void TestTempo::thePaceFollowsTheClock() {
  Tempo::Hand hand;
  Pace pace;
  pace.setSpeed(2);
  QCOMPARE(pace.due(0.1), 0);
  hand.pass(50ms);
  QCOMPARE(pace.due(0.1), 1000);
  pace.did(600);
  QCOMPARE(pace.due(0.1), 400);
  hand.pass(550ms);  // too slow to keep up: all of it once, then it is forgotten
  QCOMPARE(pace.due(0.1), 11400);
  QCOMPARE(pace.due(0.1), 0);
  QCOMPARE(pace.reached(0.1), 600 * 0.1 / 600);
}

VLE_TEST(TestTempo, QCoreApplication)
#include "tst_tempo.moc"
