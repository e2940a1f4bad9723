// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The history behind the plots: nothing that happened may be lost, and it must not grow without
// end.
#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>

#include <QtTest>

#include "run_tests.h"
#include "session/trace_level.h"
#include "session/trace_store.h"

using vle::ChannelLayout;
using vle::SampleBlock;
using vle::TraceBlock;
using vle::ui::Curve;
using vle::ui::TraceLevel;
using vle::ui::TraceStore;

namespace {

constexpr vle::VariantId kVariant{2};

std::shared_ptr<const ChannelLayout> layoutOf(std::initializer_list<const char*> names) {
  ChannelLayout layout;
  for (const char* name : names) layout.channels.push_back({.name = name});
  return std::make_shared<const ChannelLayout>(layout);
}

/// Rows of the steps first … last, one each, all channels with the same value.
template <typename Function>
TraceBlock rows(std::size_t channels, std::int64_t first, std::int64_t last, Function value) {
  TraceBlock block;
  block.channels = channels;
  for (std::int64_t step = first; step <= last; ++step) {
    const std::vector<double> row(channels, value(step));
    block.append(step, row.data(), row.data(), row.data());
  }
  return block;
}

double highest(const Curve& curve) {
  double highest = -1;
  for (const double y : curve.y) highest = std::fmax(highest, y);
  return highest;
}

}  // namespace

class TestTraceStore : public QObject {
  Q_OBJECT

 private slots:
  void spikeOfOneStepSurvivesAnyCoarseningAndZoom();
  void timesAscendAcrossTheSeamOfOverviewAndRecent_data();
  void timesAscendAcrossTheSeamOfOverviewAndRecent();
  void samplesAscendWhereverTheSeamIs();
  void valuesThatAreNoNumbersBecomeGaps();
  void channelsThatStayKeepTheirHistory();
  void overviewFillsTheGapInTheRecentStretch();
  void memoryStaysBounded();
  void memoryKeepsToItsBudget_data();
  void memoryKeepsToItsBudget();
  void smoothCurveKeepsItsExtremesWhereTheyWere();
  void levelInPiecesHoldsTheRowsOfOneBlock_data();
  void levelInPiecesHoldsTheRowsOfOneBlock();
  void clearForgetsEverything();
};

void TestTraceStore::spikeOfOneStepSurvivesAnyCoarseningAndZoom() {
  TraceStore store;
  const auto layout = layoutOf({"a"});
  constexpr std::int64_t kSteps = 200'000, kSpike = 54'321, kPart = 5000;
  for (std::int64_t first = 1; first <= kSteps; first += kPart) {
    const TraceBlock block = rows(1, first, first + kPart - 1,
                                  [](std::int64_t step) { return step == kSpike ? 7.0 : 0.0; });
    store.append(kVariant, {layout, {block}, block}, 0.1);
  }
  for (const std::size_t points : {10U, 300U, 5000U}) {
    for (const double half : {10.0, 500.0, 5000.0}) {
      const double t = kSpike * 0.1;
      QCOMPARE(highest(store.curve(kVariant, "a", t - half, t + half, points)), 7.0);
    }
    QCOMPARE(highest(store.curve(kVariant, "a", 0, kSteps * 0.1, points)), 7.0);
  }
}

void TestTraceStore::timesAscendAcrossTheSeamOfOverviewAndRecent_data() {
  QTest::addColumn<int>("steps");
  for (const int steps : {3000, 20'000, 40'000, 70'000, 100'000}) {
    QTest::addRow("%d", steps) << steps;
  }
}

void TestTraceStore::timesAscendAcrossTheSeamOfOverviewAndRecent() {
  QFETCH(const int, steps);
  TraceStore store;
  const auto layout = layoutOf({"a"});
  for (std::int64_t first = 1; first < steps; first += 1000) {
    TraceBlock block = rows(1, first, first + 999,
                            [](std::int64_t step) { return std::sin(static_cast<double>(step)); });
    store.append(kVariant, {layout, {block}, block}, 1);
  }
  for (const double share : {0.0, 0.6, 0.65, 0.7, 0.99}) {
    const double from = share * steps;
    for (const std::size_t points : {50U, 700U, 100'000U}) {
      const Curve curve = store.curve(kVariant, "a", from, steps, points);
      QVERIFY(!curve.t.empty());
      QVERIFY(std::ranges::is_sorted(curve.t));
      QCOMPARE(curve.t.size(), curve.y.size());
    }
  }
}

/// A coarse row may end exactly where the finer rows begin: its time must not come twice, or an
/// export goes no further than that.
void TestTraceStore::samplesAscendWhereverTheSeamIs() {
  TraceStore store;
  const auto layout = layoutOf({"a"});
  std::int64_t first = 1, length = 501;
  while (first < 400'000) {
    const TraceBlock block = rows(1, first, first + length - 1,
                                  [](std::int64_t step) { return static_cast<double>(step); });
    store.append(kVariant, {layout, {block}, block}, 0.1);
    first += length;
    length = 500 + (length * 7) % 500;
    const auto samples = store.samples(kVariant, "a", 0, static_cast<double>(first));
    const auto twice = std::ranges::adjacent_find(
        samples, [](const auto& a, const auto& b) { return !(a.t < b.t); });
    QVERIFY2(twice == samples.end(), qPrintable(QString::number(first)));
    QCOMPARE(samples.back().value, static_cast<double>(first - 1));
  }
}

void TestTraceStore::valuesThatAreNoNumbersBecomeGaps() {
  TraceStore store;
  const TraceBlock block = rows(1, 1, 10, [](std::int64_t step) {
    if (step == 4) return std::numeric_limits<double>::quiet_NaN();
    if (step == 7) return std::numeric_limits<double>::infinity();
    return 1.0;
  });
  store.append(kVariant, {layoutOf({"a"}), {block}, block}, 1);
  const Curve curve = store.curve(kVariant, "a", 0, 10, 1000);
  QCOMPARE(curve.y.size(), 10U);
  QCOMPARE(std::ranges::count_if(curve.y, [](double y) { return std::isnan(y); }), 2);
  QVERIFY(std::isnan(curve.y[3]) && std::isnan(curve.y[6]));
}

void TestTraceStore::channelsThatStayKeepTheirHistory() {
  TraceStore store;
  const TraceBlock before = rows(2, 1, 5, [](std::int64_t) { return 1.0; });
  store.append(kVariant, {layoutOf({"gone", "stays"}), {before}, before}, 1);
  const auto generation = store.layoutGeneration();
  const TraceBlock after = rows(2, 6, 10, [](std::int64_t) { return 2.0; });
  store.append(kVariant, {layoutOf({"stays", "new"}), {after}, after}, 1);
  QVERIFY(store.layoutGeneration() != generation);
  QVERIFY(store.curve(kVariant, "gone", 0, 10, 100).t.empty());
  const Curve stays = store.curve(kVariant, "stays", 0, 10, 100);
  QCOMPARE(stays.y.front(), 1.0);
  QCOMPARE(stays.y.back(), 2.0);
  const Curve fresh = store.curve(kVariant, "new", 0, 10, 100);
  QVERIFY(std::isnan(fresh.y.front()));
  QCOMPARE(fresh.y.back(), 2.0);
}

void TestTraceStore::overviewFillsTheGapInTheRecentStretch() {
  TraceStore store;
  const auto layout = layoutOf({"a"});
  const auto value = [](std::int64_t step) { return static_cast<double>(step); };
  const TraceBlock early = rows(1, 1, 100, value);
  store.append(kVariant, {layout, {early}, early}, 1);
  // The screen was slow: 101 … 900 come in the overview only.
  store.append(kVariant, {layout, {rows(1, 901, 1000, value)}, rows(1, 101, 1000, value)}, 1);
  const Curve curve = store.curve(kVariant, "a", 0, 1000, 10'000);
  QCOMPARE(curve.t.size(), 1000U);
  for (std::size_t k = 0; k < 1000; ++k) QCOMPARE(curve.y[k], static_cast<double>(k + 1));
}

void TestTraceStore::memoryStaysBounded() {
  TraceStore store;
  const auto layout = layoutOf({"a"});
  for (std::int64_t first = 1; first < 1'000'000; first += 10'000) {
    const TraceBlock block = rows(1, first, first + 9999, [](std::int64_t) { return 0.0; });
    store.append(kVariant, {layout, {block}, block}, 1);
  }
  // Asked for every row there is, no more can come than may be kept.
  const std::size_t most = 2 * (2 * TraceStore::kRecentRows + TraceStore::kOverviewRows) + 4;
  const Curve curve = store.curve(kVariant, "a", 0, 1e6, 100'000'000);
  QVERIFY(curve.t.size() <= most);
  QVERIFY(curve.t.front() < 1000);
  QCOMPARE(store.newest(), 1e6);
}

void TestTraceStore::memoryKeepsToItsBudget_data() {
  QTest::addColumn<std::size_t>("variants");
  QTest::addColumn<std::size_t>("channels");
  QTest::newRow("many channels") << std::size_t{1} << TraceStore::kMostChannels;
  QTest::newRow("many variants") << std::size_t{20} << TraceStore::kMostChannels / 20;
}

void TestTraceStore::memoryKeepsToItsBudget() {
  QFETCH(const std::size_t, variants);
  QFETCH(const std::size_t, channels);
  ChannelLayout layout;
  for (std::size_t k = 0; k < channels; ++k) {
    layout.channels.push_back({.name = "a[" + std::to_string(k) + "]"});
  }
  layout.left_out = 7;
  const auto shared = std::make_shared<const ChannelLayout>(layout);
  constexpr std::int64_t kInterval = 4;
  TraceStore store;
  std::size_t highest = 0;
  for (std::int64_t part = 0; part < 80; ++part) {
    TraceBlock block;
    block.channels = channels;
    block.interval = kInterval;
    for (std::int64_t row = 1; row <= 256; ++row) {
      const std::vector<double> low(channels, 0), high(channels, 1);
      block.append((256 * part + row) * kInterval, low.data(), high.data(), high.data());
    }
    for (std::size_t k = 0; k < variants; ++k) {
      store.append(vle::VariantId{static_cast<std::uint32_t>(k + 1)}, {shared, {block}, block}, 1);
      highest = std::max(highest, store.memory());
    }
  }
  QCOMPARE(store.recorded(), variants * channels);
  QCOMPARE(store.leftOut(), variants * 7);
  QVERIFY2(highest <= TraceStore::kBudget, qPrintable(QString::number(highest)));
  QVERIFY(highest > TraceStore::kBudget / 2);  // it is used, too
  const Curve whole = store.curve(vle::VariantId{1}, "a[0]", 0, 256 * 80 * kInterval, 1000);
  QVERIFY(whole.t.size() > 500);
  QVERIFY(whole.t.front() < 1000);
}

void TestTraceStore::smoothCurveKeepsItsExtremesWhereTheyWere() {
  TraceStore store;
  const auto ramp = [](std::int64_t step) { return static_cast<double>(step); };
  const TraceBlock block = rows(1, 1, 6000, ramp);
  store.append(kVariant, {layoutOf({"a"}), {block}, block}, 1);
  const Curve curve = store.curve(kVariant, "a", 0, 6000, 500);
  QVERIFY(curve.t.size() < 2000);
  for (std::size_t k = 0; k < curve.t.size(); ++k) QCOMPARE(curve.y[k], curve.t[k]);
}

void TestTraceStore::levelInPiecesHoldsTheRowsOfOneBlock_data() {
  QTest::addColumn<int>("interval");
  QTest::addColumn<int>("part");
  for (const int interval : {1, 8, 200}) {
    for (const int part : {1, 7, 64, 1000}) {
      QTest::addRow("%d steps a row, %d at a time", interval, part) << interval << part;
    }
  }
}

/// Rows may be open where a part ends and where a piece does; only the oldest may be missing.
void TestTraceStore::levelInPiecesHoldsTheRowsOfOneBlock() {
  QFETCH(const int, interval);
  QFETCH(const int, part);
  constexpr std::size_t kKept = 200, kChannels = 2;
  TraceLevel level;
  level.remap({kChannels, std::nullopt});
  level.setInterval(interval);
  TraceBlock whole;
  whole.channels = kChannels;
  whole.interval = interval;
  for (std::int64_t first = 3; first < 200'000 / part; first += part) {
    const TraceBlock block = rows(kChannels, first, first + part - 1, [](std::int64_t step) {
      return std::sin(static_cast<double>(step * step));
    });
    whole.append(block);
    level.append(block);
    level.dropOldest(kKept);
  }
  const auto same = [&] {
    const std::size_t gone = whole.rows() - level.rows();
    for (std::size_t row = 0; row < level.rows(); ++row) {
      const std::size_t at = whole.at(row + gone, 1);
      if (level.end(row) != whole.end_steps[row + gone] || level.last(row, 1) != whole.last[at] ||
          level.low(row, 1) != whole.low(at) || level.high(row, 1) != whole.high(at) ||
          level.rowFrom(static_cast<double>(level.end(row)) - 0.5) != row) {
        return false;
      }
    }
    return true;
  };
  QVERIFY(level.rows() >= std::min(kKept, whole.rows()));
  QVERIFY(level.rows() < kKept + TraceLevel::kPiece);
  QCOMPARE(level.rowFrom(1e12), level.rows());
  QVERIFY(same());
  level.remap({std::nullopt, 1});
  QVERIFY(same());
  QVERIFY(std::isnan(level.last(0, 0)));
}

void TestTraceStore::clearForgetsEverything() {
  TraceStore store;
  const TraceBlock block = rows(1, 1, 5, [](std::int64_t) { return 1.0; });
  store.append(kVariant,
               {layoutOf({"a[0]", "ab"}), {rows(2, 1, 5, [](std::int64_t) { return 1.0; })}, {}},
               1);
  QCOMPARE(store.channels(kVariant, "a").size(), 1U);
  store.clear();
  QCOMPARE(store.newest(), 0.0);
  QVERIFY(store.channels(kVariant, "a").empty());
  QVERIFY(!store.last(kVariant, "a[0]"));
}

VLE_TEST(TestTraceStore, QCoreApplication)
#include "tst_trace_store.moc"
