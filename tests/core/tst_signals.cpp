// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Signals: every kind against a formula of its own, random ones by their statistics and the keys
// they depend on, and what they remember when the network changes.
#include <algorithm>
#include <cmath>
#include <map>

#include <QTest>

#include "allocations.h"
#include "model/signal_kinds.h"
#include "model/signal_shape.h"
#include "model/validate.h"
#include "run_tests.h"
#include "sim/carry_over.h"
#include "sim/signal_memory.h"
#include "sim/signals.h"
#include "sim/simulator.h"
#include "specs.h"

using namespace vle;

namespace {

using Channels = std::vector<double>;

constexpr double kNumerical = 1e-12;  ///< rounding of a few operations on numbers around 1

/// One signal on its own, as the simulator plays it.
class Player {
 public:
  explicit Player(SignalSpec signal, std::size_t size = 1, std::uint64_t seed = 1,
                  std::uint64_t id = 1, std::uint64_t stream = kRunStream)
      : plan_{.spec = std::move(signal), .seed = seed, .id = id, .stream = stream},
        values_(size, std::nan("")) {
    memory_.assign(memorySize(plan_.spec, size), 0);
    plan_.memory = {0, memory_.size()};
  }
  Channels at(std::int64_t n, double dt = 0.1) {
    evaluateSignal(plan_, n, dt, memory_.data(), values_.data(), values_.size());
    return values_;
  }
  double first(std::int64_t n, double dt = 0.1) { return at(n, dt)[0]; }

 private:
  SignalPlan plan_;
  std::vector<double> memory_;
  Channels values_;
};

std::shared_ptr<const SignalTable> table(std::size_t columns, std::vector<double> values) {
  SignalTable table;
  table.columns = columns;
  table.values = std::move(values);
  return std::make_shared<const SignalTable>(std::move(table));
}

/// One signal of each kind, for two channels.
std::map<std::string, SignalSpec> everyKind() {
  return {{"constant", ConstantSignal{List{0.5, -0.5}}},
          {"step", StepSignal{0, 1, 3}},
          {"pulse", PulseSignal{0, 1, 2, 1, 5}},
          {"sines", SinesSignal{{{{16, 1, 0}}, {{5, 0.5, 1}}}}},
          {"random-sines", RandomSinesSignal{.count = 3, .redraw = 20}},
          {"square", SquareSignal{.period = 4, .smooth = 0.05}},
          {"chirp", ChirpSignal{.from = 1, .to = 50, .duration = 30}},
          {"noise", NoiseSignal{.tau = 5}},
          {"samples", SamplesSignal{{{1, 2, 3}, {-1, -2, -3}}}},
          {"file", FileSignal{.path = "x.csv",
                              .interval = 2,
                              .end = FileSignal::End::Repeat,
                              .table = table(2, {1, 2, 3, 4, 5, 6})}},
          {"live", LiveSignal{0.25, 1}}};
}

/// Inputs of every kind, each driving a layer of its own, and a target that is noise.
Project allKinds() {
  Project project;
  std::uint32_t id = 1;
  for (const auto& [name, signal] : everyKind()) {
    project.network.nodes[NodeId{id}] = test::input(name, signal, 2);
    project.network.nodes[NodeId{id + 1}] = test::layer("of " + name, 2);
    project.network.projections[ProjectionId{id + 2}] =
        test::projection("to " + name, id, id + 1, Draw{}, 0.001);
    id += 3;
  }
  project.network.nodes[NodeId{id}] = test::target("t", 2, 2, SignalSpec{NoiseSignal{.tau = 20}});
  return project;
}

struct Statistics {
  double mean = 0;
  double variance = 0;
  double correlation = 0;  ///< of values a lag apart
};

Statistics statisticsOf(const std::vector<double>& x, std::size_t lag) {
  Statistics result;
  for (const double value : x) result.mean += value / static_cast<double>(x.size());
  double product = 0;
  for (std::size_t k = 0; k < x.size(); ++k) {
    const double centred = x[k] - result.mean;
    result.variance += centred * centred / static_cast<double>(x.size());
    if (k >= lag) product += centred * (x[k - lag] - result.mean);
  }
  result.correlation = product / static_cast<double>(x.size() - lag) / result.variance;
  return result;
}

}  // namespace

class TestSignals : public QObject {
  Q_OBJECT

 private slots:
  void everyKindHasItsRow();
  void pulseIsBasePlusHeight();
  void pulsesRepeatWithoutDrift();
  void stepHappensAtItsTime();
  void squareStartsHigh();
  void smoothSquareIsAConvolution_data();
  void smoothSquareIsAConvolution();
  void bothFormsOfASmoothSquareAgree();
  void verySmoothSquareIsCheapAndFlat();
  void chirpSweepsAndStartsAgain();
  void fileHoldsRepeatsOrEnds();
  void unevenRowsPlayAtTheirTimes_data();
  void unevenRowsPlayAtTheirTimes();
  void rowsCanBeJoinedByLines();
  void delaysAreThePastOfTheInput_data();
  void delaysAreThePastOfTheInput();
  void delayedDelaysAddUp();
  void liveInputsAreHeardLater();
  void wrongDelaysSayWhat_data();
  void wrongDelaysSayWhat();
  void randomSinesAreSines();
  void randomSinesAreRedrawnOnTime();
  void randomSinesDependOnTheStepOnly();
  void randomFrequenciesAreLogUniform();
  void noiseHasItsStatistics();
  void noiseHasItsStatisticsAcrossChannels();
  void randomSignalsDependOnTheirKeysOnly_data();
  void randomSignalsDependOnTheirKeysOnly();
  void evaluatingAStepTwiceChangesNothing();
  void otherNodesDoNotChangeANodesNumbers();
  void sameSeedSameBits();
  void signalsGoOnInAChangedNetwork();
  void anEditedSignalStartsAnew();
  void noiseGoesOnWithAnotherTimeStep();
  void liveValuesAreClampedAndCarried();
  void noStepAllocates();
  void frequenciesAndPeriodsAreKnownWhereTheyExist();
  void brokenSignalsSayWhat_data();
  void brokenSignalsSayWhat();
  void extremeNumbersDoNotHang_data();
  void extremeNumbersDoNotHang();
};

void TestSignals::everyKindHasItsRow() {
  QCOMPARE(signalKinds().size(), std::variant_size_v<SignalSpec>);
  for (std::size_t k = 0; k < signalKinds().size(); ++k) {
    const SignalKind& kind = signalKinds()[k];
    QCOMPARE(kind.blank.index(), k);
    QCOMPARE(kind.usual.index(), k);
    QVERIFY2(!kind.key.empty() && !kind.title.empty() && kind.doc.ends_with('.'), kind.key.data());
    QVERIFY2(kind.preview != nullptr && kind.preview(kind.usual, 0.1) > 0, kind.key.data());
    for (const SignalField& field : kind.fields) {
      const double value = field.read(kind.usual);
      QVERIFY2(!field.label.empty() && !field.doc.empty(), field.key.data());
      QVERIFY2(!checkRange(field, value) || value == field.file.unsaid, field.key.data());
      SignalSpec written = kind.usual;
      field.write(written, value);
      QVERIFY2(written == kind.usual, field.key.data());  // writing what was read changes nothing
    }
  }
}

void TestSignals::pulseIsBasePlusHeight() {
  Player once(PulseSignal{.base = 2, .height = -0.5, .start = 1, .width = 0.5, .period = 0});
  for (std::int64_t n = 0; n < 200; ++n) {
    QCOMPARE(once.first(n), n >= 10 && n < 15 ? 1.5 : 2.0);
  }
}

void TestSignals::pulsesRepeatWithoutDrift() {
  // In whole steps: on for 3 of every 7 from step 4 on. With 0.1 or 0.7 ms a step hardly any of the
  // edges is a number a computer has.
  for (const double dt : {0.1, 0.7, 0.01, 1.0}) {
    Player pulses(
        PulseSignal{.base = 0, .height = 1, .start = 4 * dt, .width = 3 * dt, .period = 7 * dt});
    for (std::int64_t n = 0; n < 100000; ++n) {
      const bool on = n >= 4 && (n - 4) % 7 < 3;
      QVERIFY2(pulses.first(n, dt) == (on ? 1.0 : 0.0), std::to_string(n).c_str());
    }
  }
  Player always(PulseSignal{.base = 0, .height = 1, .start = 0, .width = 0.7, .period = 0.7});
  for (std::int64_t n = 0; n < 10000; ++n) QCOMPARE(always.first(n), 1.0);
}

void TestSignals::stepHappensAtItsTime() {
  Player step(StepSignal{.before = 1, .after = 5, .t = 0.3});  // 3 · 0.1 is not 0.3
  QCOMPARE(step.first(2), 1.0);
  QCOMPARE(step.first(3), 5.0);
}

void TestSignals::squareStartsHigh() {
  Player square(SquareSignal{.low = -2, .high = 3, .period = 0.6, .smooth = 0});
  Player another(SquareSignal{.low = -2, .high = 3, .period = 4.2, .smooth = 0});
  for (std::int64_t n = 0; n < 100000; ++n) {
    QCOMPARE(square.first(n), n % 6 < 3 ? 3.0 : -2.0);
    QCOMPARE(another.first(n, 0.7), n % 6 < 3 ? 3.0 : -2.0);  // 3 · 0.7 is a hair below 2.1
  }
}

void TestSignals::smoothSquareIsAConvolution_data() {
  QTest::addColumn<double>("sigma");
  // On both sides of the change from edges to harmonics, at a quarter of the period.
  for (const double sigma : {0.05, 0.3, 0.9, 0.99, 1.01, 1.5, 4.0}) {
    QTest::addRow("%g", sigma) << sigma;
  }
}

void TestSignals::smoothSquareIsAConvolution() {
  QFETCH(double, sigma);
  Player square(SquareSignal{.low = -1, .high = 2, .period = 4, .smooth = sigma});
  // ∫ square(t − s) g(s) ds by the midpoint rule over ±9 σ, exact on each flat piece only as far as
  // the pieces end at grid points: the error of an edge is at most a grid step of the density.
  constexpr int kPieces = 200000;
  const double h = 18 * sigma / kPieces;
  const double tolerance = 3 * 10 * h / sigma * 0.4;  // high − low, edges in reach, density
  for (std::int64_t n = 0; n < 60; n += 7) {
    const double t = static_cast<double>(n) * 0.1;
    double sum = 0;
    for (int k = 0; k < kPieces; ++k) {
      const double s = -9 * sigma + (k + 0.5) * h;
      const double phase = (t - s) / 4 - std::floor((t - s) / 4);
      sum += (phase < 0.5 ? 2.0 : -1.0) * std::exp(-s * s / (2 * sigma * sigma));
    }
    const double expected = sum * h / (std::sqrt(2 * M_PI) * sigma);
    QVERIFY(std::abs(square.first(n) - expected) < tolerance);
  }
  // Half a period later it is mirrored at the mean, exactly.
  for (std::int64_t n = 0; n < 40; ++n) {
    QVERIFY(std::abs(square.first(n) + square.first(n + 20) - 1) < kNumerical);
  }
}

void TestSignals::bothFormsOfASmoothSquareAgree() {
  // Edges up to a σ of T/4, harmonics above: two series for one function, which changes by at most
  // 1/T with σ.
  const auto square = [](double sigma) {
    return Player(SquareSignal{.low = 0, .high = 1, .period = 4, .smooth = sigma});
  };
  Player edges = square(1 - 1e-13);
  Player harmonics = square(1 + 1e-13);
  for (std::int64_t n = 0; n < 200; ++n) {
    QVERIFY(std::abs(edges.first(n) - harmonics.first(n)) < kNumerical);
  }
}

void TestSignals::verySmoothSquareIsCheapAndFlat() {
  Player flat(SquareSignal{.low = 0, .high = 1, .period = 1e-3, .smooth = 1e6});
  QCOMPARE(flat.first(12345), 0.5);
  Player sharp(SquareSignal{.low = 0, .high = 1, .period = 1, .smooth = 1e-300});
  QCOMPARE(sharp.first(2), 1.0);
  QCOMPARE(sharp.first(7), 0.0);
}

void TestSignals::chirpSweepsAndStartsAgain() {
  Player chirp(ChirpSignal{.from = 2, .to = 40, .duration = 500, .a = 1.5});
  double phase = 0;  // ∫ 2π f dt by the trapezoidal rule, exact for a linear f
  for (std::int64_t n = 0; n < 5000; ++n) {
    QVERIFY(std::abs(chirp.first(n) - 1.5 * std::sin(phase)) < 1e-9);  // 5000 roundings
    QVERIFY(std::abs(chirp.first(n + 5000) - chirp.first(n)) < 1e-9);
    const auto f = [](std::int64_t k) { return 2 + 38 * static_cast<double>(k) / 5000; };
    phase += 2 * M_PI * (f(n) + f(n + 1)) / 2 * 1e-4;
  }
  Player down(ChirpSignal{.from = 40, .to = 0, .duration = 10, .a = 1});
  QVERIFY(std::abs(down.first(0)) < kNumerical);
}

void TestSignals::fileHoldsRepeatsOrEnds() {
  FileSignal file{.path = {},
                  .interval = 0.3,
                  .end = FileSignal::End::Hold,
                  .table = table(2, {1, -1, 2, -2, 3, -3})};
  const auto play = [&](FileSignal::End end) {
    file.end = end;
    return Player(file, 2);
  };
  Player holding = play(FileSignal::End::Hold);
  Player repeating = play(FileSignal::End::Repeat);
  Player ending = play(FileSignal::End::Zero);
  for (std::int64_t n = 0; n < 10000; ++n) {
    const auto row = static_cast<double>(n / 3);  // 0.3 ms are three steps of 0.1 ms
    const double held = std::min(row, 2.0) + 1;
    const double repeated = std::fmod(row, 3) + 1;
    QCOMPARE(holding.at(n), (Channels{held, -held}));
    QCOMPARE(repeating.at(n), (Channels{repeated, -repeated}));
    QCOMPARE(ending.at(n), row < 3 ? (Channels{held, -held}) : (Channels{0, 0}));
  }
  file.interval = 2.1;  // a hair above 3 · 0.7
  Player coarse = play(FileSignal::End::Hold);
  QCOMPARE(coarse.at(2, 0.7), (Channels{1, -1}));
  QCOMPARE(coarse.at(3, 0.7), (Channels{2, -2}));
}

void TestSignals::randomSinesAreSines() {
  // One sine a channel: three values tell frequency, amplitude and phase.
  Player player(RandomSinesSignal{.count = 1, .lowest = 4, .highest = 40, .a = 0.7}, 50);
  const Channels a = player.at(1000);
  const Channels b = player.at(1100);
  const Channels c = player.at(1200);
  for (std::size_t k = 0; k < a.size(); ++k) {
    const double cosine = (a[k] + c[k]) / (2 * b[k]);  // of 2π f · 10 ms
    if (std::abs(b[k]) < 0.05) continue;               // too near a zero to tell
    const double f = std::acos(cosine) / (2 * M_PI * 0.01);
    QVERIFY2(f >= 4 - 1e-6 && f <= 40 + 1e-6, std::to_string(f).c_str());
    const double quadrature = (c[k] - a[k]) / (2 * std::sin(2 * M_PI * f * 0.01));
    QVERIFY(std::abs(std::hypot(b[k], quadrature) - 0.7) < 1e-9);
  }
  // Several are a sum: bounded by it, and seldom near the bound.
  Player sum(RandomSinesSignal{.count = 3, .a = 0.5});
  double power = 0;
  for (std::int64_t n = 0; n < 100000; ++n) {
    const double x = sum.first(n);
    QVERIFY(std::abs(x) <= 1.5 + kNumerical);
    power += x * x / 100000;
  }
  QVERIFY(std::abs(power / (3 * 0.125) - 1) <
          0.1);  // 10 s: beats of 4 Hz sines leave some per cent
}

void TestSignals::randomSinesAreRedrawnOnTime() {
  const RandomSinesSignal spec{.count = 3, .redraw = 50};
  Player player(spec, 2);
  RandomSinesSignal slower = spec;
  slower.redraw = 1e9;
  Player first(slower, 2);
  for (std::int64_t n = 0; n < 500; ++n) QCOMPARE(player.at(n), first.at(n));
  QVERIFY(player.at(500) != first.at(500));  // 50 ms are 500 steps
  // Within a stretch it is smooth, at the redraws it jumps: slope ≤ 3 · 2π · 40 Hz.
  const double steepest = 3 * 2 * M_PI * 40 * 1e-4;
  double before = player.first(0);
  int jumps = 0;
  for (std::int64_t n = 1; n < 20000; ++n) {
    const double now = player.first(n);
    if (std::abs(now - before) > steepest) {
      QCOMPARE(n % 500, 0);
      ++jumps;
    }
    before = now;
  }
  QVERIFY2(jumps > 30, "of 39 redraws, few can hide in a slope");
}

void TestSignals::randomSinesDependOnTheStepOnly() {
  const RandomSinesSignal spec{.count = 2, .redraw = 10};
  Player forward(spec, 3);
  std::vector<Channels> all;
  for (std::int64_t n = 0; n < 2000; ++n) all.push_back(forward.at(n));
  Player jumping(spec, 3);
  for (const std::int64_t n : {1999, 0, 512, 511, 100, 99, 101, 1300}) {
    QCOMPARE(jumping.at(n), all[static_cast<std::size_t>(n)]);
  }
}

void TestSignals::randomFrequenciesAreLogUniform() {
  // The share of 4000 channels below the geometric mean is 1/2 ± 4 sd, sd = 1/(2 √4000); a linear
  // draw would put a quarter there. Read from the memory, whose layout signal_memory.h states.
  const RandomSinesSignal spec{.count = 1, .lowest = 4, .highest = 40};
  std::vector<double> memory(memorySize(spec, 4000), 0);
  Channels values(4000);
  const SignalPlan plan{.spec = spec, .memory = {0, memory.size()}, .seed = 3, .id = 8};
  evaluateSignal(plan, 0, 0.1, memory.data(), values.data(), values.size());
  double below = 0;
  double phases = 0;
  for (std::size_t k = 0; k < 4000; ++k) {
    const double f = memory[1 + 2 * k];
    const double phase = memory[2 + 2 * k];
    QVERIFY(f >= 4 && f <= 40 && phase >= 0 && phase < 2 * M_PI);
    below += f < std::sqrt(160.0) ? 1.0 / 4000 : 0;
    phases += phase < M_PI ? 1.0 / 4000 : 0;
  }
  const double sd = 0.5 / std::sqrt(4000.0);
  QVERIFY(std::abs(below - 0.5) < 4 * sd);
  QVERIFY(std::abs(phases - 0.5) < 4 * sd);
}

void TestSignals::noiseHasItsStatistics() {
  // 10⁶ ms of τ = 10 ms are 5·10⁴ independent values for the mean (correlation time 2 τ) and 10⁵
  // for the variance (τ): relative standard errors 0.0045 and √2/√10⁵ = 0.0045; four of each.
  Player noise(NoiseSignal{.tau = 10, .sd = 2});
  std::vector<double> x;
  for (std::int64_t n = 0; n < 2'000'000; ++n) x.push_back(noise.first(n, 0.5));
  const Statistics all = statisticsOf(x, 20);  // 20 steps of 0.5 ms: τ
  QVERIFY2(std::abs(all.mean / 2) < 0.018, std::to_string(all.mean).c_str());
  QVERIFY2(std::abs(all.variance / 4 - 1) < 0.018, std::to_string(all.variance).c_str());
  QVERIFY2(std::abs(all.correlation - std::exp(-1)) < 0.018,
           std::to_string(all.correlation).c_str());
}

void TestSignals::noiseHasItsStatisticsAcrossChannels() {
  // 20,000 channels: standard error of the variance √(2/20000) = 0.01, of a correlation 0.007.
  // Right from step 0 (stationary), and with a time step that is no small part of τ (exact).
  constexpr std::size_t kChannels = 20000;
  Player noise(NoiseSignal{.tau = 3, .sd = 0.5}, kChannels);
  const Channels start = noise.at(0, 3);
  for (std::int64_t n = 1; n < 7; ++n) noise.at(n, 3);
  const Channels before = noise.at(7, 3);
  const Channels after = noise.at(8, 3);
  for (const Channels& values : {start, before, after}) {
    const Statistics one = statisticsOf(values, 1);
    QVERIFY(std::abs(one.mean) < 0.5 * 4 * 0.007);
    QVERIFY(std::abs(one.variance / 0.25 - 1) < 0.04);
    QVERIFY2(std::abs(one.correlation) < 0.028, "neighbouring channels are independent");
  }
  double product = 0;
  for (std::size_t k = 0; k < kChannels; ++k) product += before[k] * after[k] / kChannels;
  QVERIFY(std::abs(product / 0.25 - std::exp(-1)) < 0.04);
}

void TestSignals::randomSignalsDependOnTheirKeysOnly_data() {
  QTest::addColumn<QString>("kind");
  QTest::addRow("random-sines") << "random-sines";
  QTest::addRow("noise") << "noise";
}

void TestSignals::randomSignalsDependOnTheirKeysOnly() {
  QFETCH(QString, kind);
  const SignalSpec spec = everyKind().at(kind.toStdString());
  const auto play = [&](std::uint64_t seed, std::uint64_t id, std::uint64_t stream,
                        std::size_t size) {
    Player player(spec, size, seed, id, stream);
    std::vector<double> first;
    for (std::int64_t n = 0; n < 300; ++n) first.push_back(player.first(n));
    return first;
  };
  const auto reference = play(1, 1, kRunStream, 2);
  QVERIFY(play(1, 1, kRunStream, 2) == reference);
  QVERIFY2(play(1, 1, kRunStream, 5) == reference, "more channels change none");
  const auto differs = [&](const std::vector<double>& other) {
    for (std::size_t k = 0; k < 300; k += 50) {
      if (other[k] == reference[k]) return false;
    }
    return true;
  };
  QVERIFY(differs(play(2, 1, kRunStream, 2)));
  QVERIFY(differs(play(1, 2, kRunStream, 2)));
  QVERIFY2(differs(play(1, 1, kHeldOutStream, 2)), "a test draws other numbers");
  Player both(spec, 2);
  const Channels channels = both.at(0);
  QVERIFY2(channels[0] != channels[1], "every channel has a stream of its own");
}

void TestSignals::evaluatingAStepTwiceChangesNothing() {
  for (const auto& [name, signal] : everyKind()) {
    if (name == "constant") continue;  // its numbers are made by Network::build
    Player once(signal, 2);
    Player twice(signal, 2);
    for (std::int64_t n = 0; n < 500; ++n) {
      twice.at(n);
      QVERIFY2(once.at(n) == twice.at(n), name.c_str());
    }
  }
}

void TestSignals::otherNodesDoNotChangeANodesNumbers() {
  Project project = allKinds();
  const Simulator all(Network::build(project));
  State with = initialState(all.network());
  all.advance(with, 500);
  // Only noise and random sines are left, in networks with other slots.
  std::erase_if(project.network.nodes, [](const auto& entry) {
    return entry.second.input() != nullptr && entry.second.name != "noise" &&
           entry.second.name != "random-sines";
  });
  std::erase_if(project.network.projections, [&](const auto& entry) {
    return project.network.find(entry.second.from) == nullptr;
  });
  const Simulator few(Network::build(project));
  State without = initialState(few.network());
  few.advance(without, 500);
  for (const char* probe : {"noise.r", "random-sines.r", "t.target"}) {
    const auto a = channelsOf(all.network(), probe);
    const auto b = channelsOf(few.network(), probe);
    QCOMPARE(a.size(), std::size_t{2});
    for (std::size_t k = 0; k < 2; ++k)
      QCOMPARE(a[k].read(all.network(), with), b[k].read(few.network(), without));
  }
}

void TestSignals::sameSeedSameBits() {
  Project project = allKinds();
  const Simulator simulator(Network::build(project));
  State first = initialState(simulator.network());
  State second = initialState(simulator.network());
  simulator.advance(first, 1000);
  for (int k = 0; k < 10; ++k) simulator.advance(second, 100);
  QVERIFY(!first.divergence);
  QVERIFY(first == second);
  project.settings.seed = 2;
  const Simulator other(Network::build(project));
  State third = initialState(other.network());
  other.advance(third, 1000);
  for (const char* probe : {"noise.r[1]", "random-sines.r[0]", "t.target[0]"}) {
    QVERIFY(channelsOf(simulator.network(), probe)[0].read(simulator.network(), first) !=
            channelsOf(other.network(), probe)[0].read(other.network(), third));
  }
}

void TestSignals::signalsGoOnInAChangedNetwork() {
  const Project project = allKinds();
  const Simulator old(Network::build(project));
  State state = initialState(old.network());
  old.advance(state, 777);
  const auto live = std::ranges::find(old.network().inputs, "live", &InputPlan::name);
  const std::vector<double> drawn = {0.75, 0.3};
  setLive(old.network(), live->id, drawn, state);
  Project edited = project;  // a node in front of all others moves every slot
  edited.network.nodes[NodeId{100}] = test::input("new", NoiseSignal{}, 7);
  edited.network.nodes[NodeId{101}] = test::layer("newer", 3);
  const Simulator now(Network::build(edited));
  State carried = carryOver(old.network(), state, now.network());
  old.advance(state, 300);
  now.advance(carried, 300);
  for (const auto& [name, signal] : everyKind()) {
    const auto a = channelsOf(old.network(), name + ".r");
    const auto b = channelsOf(now.network(), name + ".r");
    for (std::size_t k = 0; k < 2; ++k) {
      QVERIFY2(a[k].read(old.network(), state) == b[k].read(now.network(), carried), name.c_str());
    }
  }
  QCOMPARE(channelsOf(old.network(), "t.target[1]")[0].read(old.network(), state),
           channelsOf(now.network(), "t.target[1]")[0].read(now.network(), carried));
}

void TestSignals::anEditedSignalStartsAnew() {
  Project project = test::oneNeuron();
  auto& signal = std::get<InputSpec>(project.network.nodes[NodeId{1}].kind).signal;
  signal = RandomSinesSignal{.count = 3, .redraw = 1000};
  const Simulator old(Network::build(project));
  State state = initialState(old.network());
  old.advance(state, 100);
  signal = RandomSinesSignal{.count = 3, .lowest = 1, .highest = 2, .redraw = 1000};
  const Simulator now(Network::build(project));
  State carried = carryOver(old.network(), state, now.network());
  now.step(carried);
  Player expected(signal);
  QCOMPARE(channelsOf(now.network(), "x.r")[0].read(now.network(), carried), expected.first(100));
}

void TestSignals::noiseGoesOnWithAnotherTimeStep() {
  Project project = test::oneNeuron();
  std::get<InputSpec>(project.network.nodes[NodeId{1}].kind).signal = NoiseSignal{.tau = 1e6};
  const Simulator old(Network::build(project));
  State state = initialState(old.network());
  old.advance(state, 100);
  const double before = channelsOf(old.network(), "x.r")[0].read(old.network(), state);
  project.settings.dt = 0.05;
  const Simulator now(Network::build(project));
  State carried = carryOver(old.network(), state, now.network());
  QCOMPARE(carried.step, 200);
  now.step(carried);
  // τ = 10⁶ ms: a step of 0.05 ms has sd √(2 · 0.05/10⁶) = 3·10⁻⁴.
  QVERIFY(std::abs(channelsOf(now.network(), "x.r")[0].read(now.network(), carried) - before) <
          2e-3);
}

void TestSignals::liveValuesAreClampedAndCarried() {
  Project project = test::oneNeuron();
  project.network.nodes[NodeId{1}] = test::input("x", LiveSignal{0.5, 2}, 3);
  const auto read = [](const Simulator& simulator, State& state) {
    simulator.step(state);
    Channels values;
    for (const Channel& channel : channelsOf(simulator.network(), "x.r")) {
      values.push_back(channel.read(simulator.network(), state));
    }
    return values;
  };
  const Simulator old(Network::build(project));
  State state = initialState(old.network());
  QCOMPARE(read(old, state), (Channels{0.5, 0.5, 0.5}));  // 0 clamped into the range
  const std::vector<double> values = {1, 7, std::nan(""), 4};
  setLive(old.network(), NodeId{1}, values, state);
  setLive(old.network(), NodeId{2}, values, state);   // a layer
  setLive(old.network(), NodeId{99}, values, state);  // nobody
  QCOMPARE(read(old, state), (Channels{1, 2, 0.5}));
  std::get<InputSpec>(project.network.nodes[NodeId{1}].kind).signal = LiveSignal{-1, 1.5};
  const Simulator now(Network::build(project));
  State carried = carryOver(old.network(), state, now.network());
  QCOMPARE(read(now, carried), (Channels{1, 1.5, 0.5}));
}

void TestSignals::noStepAllocates() {
#if VLE_COUNTS_ALLOCATIONS
  const Simulator simulator(Network::build(allKinds()));
  State state = initialState(simulator.network());
  const test::AllocationScope scope;
  simulator.advance(state, 1);
  const std::size_t once = scope.count();  // the binding of the loops
  simulator.advance(state, 1000);          // several redraws, too
  QCOMPARE(scope.count(), 2 * once);
  for (int n = 0; n < 1000; ++n) simulator.step(state);
  QCOMPARE(scope.count(), 2 * once);
  QVERIFY(!state.divergence);
#else
  QSKIP("sanitizers bring their own malloc");
#endif
}

void TestSignals::frequenciesAndPeriodsAreKnownWhereTheyExist() {
  using Set = std::set<double>;
  QVERIFY(frequencies(SinesSignal{{{{16, 1, 0}, {8, 0, 0}}, {{4, 1, 0}}}}) == (Set{4, 16}));
  QCOMPARE(signalPeriod(SinesSignal{{{{16, 1, 0}}, {{4, 1, 0}}}}), std::optional(250.0));
  QVERIFY(frequencies(ConstantSignal{}) == Set{});
  for (const auto& [name, signal] : everyKind()) {
    if (name == "sines" || name == "constant") continue;
    QVERIFY2(!frequencies(signal), name.c_str());
    const std::map<std::string, double> periods = {
        {"pulse", 5}, {"square", 4}, {"chirp", 30}, {"file", 6}};
    const auto known = periods.find(name);
    const auto expected = known == periods.end() ? std::nullopt : std::optional(known->second);
    QVERIFY2(signalPeriod(signal) == expected, name.c_str());
  }
  QVERIFY(!signalPeriod(PulseSignal{.period = 0}));
  QVERIFY(!signalPeriod(SquareSignal{.period = 60001}));
  FileSignal once = std::get<FileSignal>(everyKind().at("file"));
  once.end = FileSignal::End::Hold;
  QVERIFY(!signalPeriod(once));
}

void TestSignals::brokenSignalsSayWhat_data() {
  QTest::addColumn<int>("which");
  QTest::addColumn<QString>("part");
  QTest::addRow("pulse width") << 0 << "width is 0 ms, must be > 0 ms";
  QTest::addRow("pulse period") << 1 << "period is 5 ms, must be 0 for one pulse, or >= the width";
  QTest::addRow("pulse overflow") << 2 << "base + height is inf, must be finite";
  QTest::addRow("count") << 3 << "count is 0, must be >= 1 and <= 1000";
  QTest::addRow("count overflow") << 4 << "must be >= 1 and <= 1000";
  QTest::addRow("log of zero") << 5 << "the lower bound of f is 0 Hz, must be > 0 Hz";
  QTest::addRow("f order") << 6 << "the upper bound of f is 3 Hz, must be >= the lower one";
  QTest::addRow("redraw") << 7 << "redraw is 0 ms, must be > 0 ms";
  QTest::addRow("square period") << 8 << "period is -1 ms, must be > 0 ms";
  QTest::addRow("square smooth") << 9 << "smooth is -1 ms, must be >= 0 ms";
  QTest::addRow("chirp f") << 10 << "the first f is -1 Hz, must be >= 0 Hz";
  QTest::addRow("chirp duration") << 11 << "duration is 0 ms, must be > 0 ms";
  QTest::addRow("noise tau") << 12 << "tau is 0 ms, must be > 0 ms";
  QTest::addRow("noise sd") << 13 << "sd is -1, must be >= 0";
  QTest::addRow("live range") << 14 << "the upper bound of the range is -1, must be >=";
  QTest::addRow("file interval") << 15 << "interval is -1 ms, must be > 0 ms";
  QTest::addRow("file not read") << 16 << "the file 'a.csv' of the signal has not been read";
  QTest::addRow("file columns") << 17 << "has 2 columns of the file 'a.csv', the node has 1";
  QTest::addRow("not a number") << 18 << "tau is nan ms, must be finite";
  QTest::addRow("no interval") << 20 << "no times are taken from the file 'a.csv', so \"interval\"";
  QTest::addRow("delay by") << 21 << "by is -1 ms, must be >= 0 ms";
  QTest::addRow("delay of nothing") << 22 << "the delayed input 'of' is 77, which is no input";
  QTest::addRow("no sine f") << 19 << "f is -1 Hz, must be >= 0 Hz";
}

void TestSignals::brokenSignalsSayWhat() {
  QFETCH(int, which);
  QFETCH(QString, part);
  const FileSignal two{.path = "a.csv", .interval = 1, .table = table(2, {1, 2})};
  const std::vector<SignalSpec> broken = {
      PulseSignal{.width = 0},
      PulseSignal{.width = 10, .period = 5},
      PulseSignal{.base = 1e308, .height = 1e308},
      RandomSinesSignal{.count = 0},
      RandomSinesSignal{.count = 4'000'000'000},
      RandomSinesSignal{.lowest = 0},
      RandomSinesSignal{.lowest = 4, .highest = 3},
      RandomSinesSignal{.redraw = 0},
      SquareSignal{.period = -1},
      SquareSignal{.smooth = -1},
      ChirpSignal{.from = -1},
      ChirpSignal{.duration = 0},
      NoiseSignal{.tau = 0},
      NoiseSignal{.sd = -1},
      LiveSignal{.low = 0, .high = -1},
      FileSignal{.path = "a.csv", .interval = -1},
      FileSignal{.path = "a.csv"},
      two,
      NoiseSignal{.tau = std::nan("")},
      SinesSignal{{{{-1, 1, 0}}}},
      FileSignal{.path = "a.csv", .table = table(1, {1, 2})},
      DelaySignal{.of = 1, .by = -1},
      DelaySignal{.of = 77, .by = 1},
  };
  Project project = test::oneNeuron();
  const auto message = [&](const char* subject) {
    for (const Issue& issue : validate(project)) {
      const QString text = QString::fromStdString(issue.message);
      if (text.startsWith(QLatin1String(subject)) && text.contains(part)) {
        return issue.place.key;
      }
    }
    return std::string();
  };
  auto& node = project.network.nodes[NodeId{1}];
  std::get<InputSpec>(node.kind).signal = broken[static_cast<std::size_t>(which)];
  QCOMPARE(message("Input 'x': "), std::string("signal"));
  QVERIFY_THROWS_EXCEPTION(Error, (void)Network::build(project));
  node.kind = InputSpec{};
  project.settings.test.emplace().signal_of["x"] = broken[static_cast<std::size_t>(which)];
  QCOMPARE(message("Settings: the held-out test of input 'x': "), std::string("test.signals.x"));
  QVERIFY_THROWS_EXCEPTION(Error, (void)Network::build(project));
}

void TestSignals::extremeNumbersDoNotHang_data() {
  QTest::addColumn<int>("which");
  for (int k = 0; k < 9; ++k) QTest::addRow("%d", k) << k;
}

void TestSignals::extremeNumbersDoNotHang() {
  QFETCH(int, which);
  const double tiny = 1e-300;
  FileSignal file{.path = {}, .interval = tiny, .table = table(1, {1, 2})};
  FileSignal repeated = file;
  repeated.end = FileSignal::End::Repeat;
  const std::vector<SignalSpec> extreme = {
      PulseSignal{.width = tiny, .period = tiny},
      PulseSignal{.start = -1e300, .width = 1, .period = 2},
      RandomSinesSignal{.redraw = tiny},
      SquareSignal{.period = tiny},
      SquareSignal{.period = tiny, .smooth = 1e300},
      ChirpSignal{.duration = tiny},
      NoiseSignal{.tau = tiny},
      file,
      repeated,
  };
  const SignalSpec& signal = extreme[static_cast<std::size_t>(which)];
  QVERIFY(!signalProblem(signal, 1));
  Player player(signal);
  for (const std::int64_t n : {std::int64_t{0}, std::int64_t{1}, std::int64_t{1'000'000'000'000}}) {
    QVERIFY(std::isfinite(player.first(n)));
  }
}

namespace {

/// Rows 1, 2, 3 at 0, 1 and 4 ms; the last lasts 2 ms, as the others do on average.
FileSignal uneven(FileSignal::End end) {
  SignalTable rows;
  rows.columns = 1;
  rows.values = {1, 2, 3};
  rows.t = {0, 1, 4};
  rows.interval = 2;
  return {.path = "u.csv", .end = end, .table = std::make_shared<const SignalTable>(rows)};
}

/// An input, and a target that hears it later.
Project delayed(const SignalSpec& signal, double by, std::size_t size) {
  Project project;
  project.settings.seed = 3;
  const auto n = static_cast<std::int64_t>(size);
  project.network.nodes[NodeId{1}] = test::input("x", signal, n);
  project.network.nodes[NodeId{2}] = test::layer("a", n);
  project.network.nodes[NodeId{3}] =
      test::target("t", n, 2, SignalSpec(DelaySignal{.of = 1, .by = by}));
  return project;
}

}  // namespace

void TestSignals::unevenRowsPlayAtTheirTimes_data() {
  QTest::addColumn<int>("end");
  QTest::addColumn<double>("t");
  QTest::addColumn<double>("value");
  const auto row = [](const char* name, FileSignal::End end, double t, double value) {
    QTest::addRow("%s %g", name, t) << static_cast<int>(end) << t << value;
  };
  for (const auto& [t, value] : std::vector<std::pair<double, double>>{
           {0, 1}, {0.9, 1}, {1, 2}, {3.9, 2}, {4, 3}, {5.9, 3}}) {
    row("any", FileSignal::End::Hold, t, value);
    row("again", FileSignal::End::Repeat, t + 6, value);
    row("far", FileSignal::End::Repeat, t + 6000, value);
  }
  row("hold", FileSignal::End::Hold, 100, 3);
  row("zero", FileSignal::End::Zero, 5.9, 3);
  row("zero", FileSignal::End::Zero, 6, 0);
}

void TestSignals::unevenRowsPlayAtTheirTimes() {
  QFETCH(const int, end);
  QFETCH(const double, t);
  QFETCH(const double, value);
  Player player(uneven(static_cast<FileSignal::End>(end)));
  QCOMPARE(player.first(std::llround(t / 0.1)), value);
}

void TestSignals::rowsCanBeJoinedByLines() {
  FileSignal lines = uneven(FileSignal::End::Hold);
  lines.resample = FileSignal::Resample::Linear;
  Player held(lines);
  QCOMPARE(held.first(5), 1.5);
  QVERIFY(std::abs(held.first(25) - 2.5) < kNumerical);
  QCOMPARE(held.first(50), 3.0);  // behind the last row there is none
  lines.end = FileSignal::End::Repeat;
  Player repeated(lines);
  QCOMPARE(repeated.first(50), 2.0);  // half way back to the first
  FileSignal even{.path = "e.csv", .interval = 1, .table = table(1, {0, 10})};
  even.resample = FileSignal::Resample::Linear;
  Player between(even);
  QVERIFY(std::abs(between.first(3) - 3) < kNumerical);
  QCOMPARE(between.first(30), 10.0);
}

void TestSignals::delaysAreThePastOfTheInput_data() {
  QTest::addColumn<QString>("kind");
  for (const auto& [name, signal] : everyKind())
    QTest::newRow(name.c_str()) << QString::fromStdString(name);
}

/// Whatever the input plays, bit by bit; 0 before.
void TestSignals::delaysAreThePastOfTheInput() {
  QFETCH(const QString, kind);
  const Project project = delayed(everyKind().at(kind.toStdString()), 2.5, 2);
  const Simulator simulator(Network::build(project));
  State state = initialState(simulator.network());
  const std::vector<double> drawn = {0.75, 0.3};
  setLive(simulator.network(), NodeId{1}, drawn, state);
  constexpr std::size_t kDelay = 25;
  std::vector<Channels> past;
  for (std::size_t n = 0; n < 200; ++n) {
    simulator.step(state);
    Channels& heard = past.emplace_back();
    for (std::size_t c = 0; c < 2; ++c) {
      heard.push_back(state.r[simulator.network().inputs[0].range.begin + c]);
      const double later = state.target[simulator.network().targets[0].values.begin + c];
      QCOMPARE(later, n < kDelay ? 0.0 : past[n - kDelay][c]);
    }
  }
  // The fused loops take whole blocks of signals.
  State blocks = initialState(simulator.network());
  setLive(simulator.network(), NodeId{1}, drawn, blocks);
  simulator.advance(blocks, 200);
  QVERIFY(blocks == state);
}

void TestSignals::delayedDelaysAddUp() {
  Project project = delayed(NoiseSignal{}, 1, 1);
  project.network.nodes[NodeId{4}] = test::input("y", DelaySignal{.of = 1, .by = 2});
  std::get<TargetSpec>(project.network.nodes[NodeId{3}].kind).source =
      SignalSpec(DelaySignal{.of = 4, .by = 1});
  const Simulator simulator(Network::build(project));
  State state = initialState(simulator.network());
  std::vector<double> past;
  for (std::size_t n = 0; n < 60; ++n) {
    simulator.step(state);
    past.push_back(state.r[simulator.network().inputs[0].range.begin]);
    QCOMPARE(state.target[0], n < 30 ? 0.0 : past[n - 30]);
  }
}

void TestSignals::liveInputsAreHeardLater() {
  const Project project = delayed(LiveSignal{}, 0.5, 1);
  const Simulator simulator(Network::build(project));
  State state = initialState(simulator.network());
  std::vector<double> heard;
  for (int n = 0; n < 20; ++n) {
    const double now = n == 3 ? 0.75 : 0;
    setLive(simulator.network(), NodeId{1}, {&now, 1}, state);
    simulator.step(state);
    heard.push_back(state.target[0]);
  }
  for (std::size_t n = 0; n < heard.size(); ++n) QCOMPARE(heard[n], n == 8 ? 0.75 : 0.0);
}

void TestSignals::wrongDelaysSayWhat_data() {
  QTest::addColumn<int>("which");
  QTest::addColumn<QString>("part");
  QTest::addRow("of a layer") << 0 << "the delayed input 'of' is 2, which is no input";
  QTest::addRow("channels") << 1 << "has 1 channel, the delayed input 'wide' has 3";
  QTest::addRow("itself") << 2 << "the input 'x' delays itself";
  QTest::addRow("round") << 3 << "delays itself";
  QTest::addRow("live for ever") << 4 << "steps are possible for a live input";
  QTest::addRow("endless") << 5 << "steps late, at most";
}

void TestSignals::wrongDelaysSayWhat() {
  QFETCH(const int, which);
  QFETCH(const QString, part);
  Project project = delayed(NoiseSignal{}, 1, 1);
  auto& source = std::get<TargetSpec>(project.network.nodes[NodeId{3}].kind).source;
  auto& input = std::get<InputSpec>(project.network.nodes[NodeId{1}].kind);
  if (which == 0) source = SignalSpec(DelaySignal{.of = 2, .by = 1});
  if (which == 1) {
    project.network.nodes[NodeId{5}] = test::input("wide", NoiseSignal{}, 3);
    source = SignalSpec(DelaySignal{.of = 5, .by = 1});
  }
  if (which == 2) input.signal = DelaySignal{.of = 1, .by = 1};
  if (which == 3) {
    input.signal = DelaySignal{.of = 6, .by = 1};
    project.network.nodes[NodeId{6}] = test::input("y", DelaySignal{.of = 1, .by = 1});
  }
  if (which == 4) {
    input.signal = LiveSignal{};
    source = SignalSpec(DelaySignal{.of = 1, .by = 1e9});
  }
  if (which == 5) source = SignalSpec(DelaySignal{.of = 1, .by = 1e300});
  QString said;
  for (const Issue& issue : validate(project)) said += QString::fromStdString(issue.message) + "\n";
  QVERIFY2(said.contains(part), qPrintable(said));
  QVERIFY_THROWS_EXCEPTION(Error, (void)Network::build(project));
}

VLE_TEST(TestSignals, QCoreApplication)
#include "tst_signals.moc"
