// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Running cross spectra of errors and adjoints: gain and phase of every line, the known lag
// removed, and nothing where only the window spreads a line.
#include <cmath>
#include <numbers>
#include <random>

#include <QtTest>

#include "run_tests.h"
#include "sim/spectrum.h"

using vle::GainPoint;
using vle::GainSpectrum;

namespace {

constexpr double kDt = 0.1;             // ms
constexpr std::size_t kValues = 16384;  // a line every 0.61 Hz
constexpr double kStep = 1000 / (kDt * kValues);

/// A sine of a frequency in Hz, turned ahead by a phase in degrees, with a delay in steps.
double sine(double f, std::size_t n, double phase = 0, std::size_t delay = 0) {
  const double t = kDt * (static_cast<double>(n) - static_cast<double>(delay));
  return std::sin(2 * std::numbers::pi * f * t / 1000 + phase * std::numbers::pi / 180);
}

}  // namespace

class TestSpectrum : public QObject {
  Q_OBJECT

 private slots:
  void linesHaveTheirGainAndPhase();
  void noiseIsSeenEverywhere();
  void anotherWindowBeginsAnew();
};

void TestSpectrum::linesHaveTheirGainAndPhase() {
  // Two lines, one of them between two coefficients and 30 dB weaker; e lags by (2h + 1) dt.
  constexpr double kLow = 16 * kStep, kHigh = 65.5 * kStep;
  constexpr std::size_t kHops = 1, kLag = 2 * kHops + 1;
  std::vector<double> e, adjoint;
  for (std::size_t n = 0; n < kValues; ++n) {
    adjoint.push_back(sine(kLow, n) + 0.03 * sine(kHigh, n));
    e.push_back(4 * sine(kLow, n, 0, kLag) + 0.03 * 9 * sine(kHigh, n, 20, kLag));
  }
  GainSpectrum spectrum;
  spectrum.add(e, adjoint, kDt);
  const std::vector<GainPoint> points = spectrum.points(kDt, kHops);
  QVERIFY(!points.empty());
  bool any_low = false, any_high = false;
  for (const GainPoint& point : points) {
    const bool is_low = std::abs(point.f - kLow) < 0.6 * kStep;
    const bool is_high = std::abs(point.f - kHigh) < 0.6 * kStep;
    QVERIFY2(is_low || is_high, qPrintable(QString::number(point.f / kStep)));
    QVERIFY(std::abs(point.gain - (is_low ? 4 : 9)) < 0.05);
    QVERIFY(std::abs(point.phase - (is_low ? 0 : 20)) < 0.5);
    any_low |= is_low;
    any_high |= is_high;
  }
  QVERIFY(any_low && any_high);
  QVERIFY(std::abs(*spectrum.dominant() - kLow) < 0.05 * kStep);
  // Between two coefficients, too; and what was looked at stays until something is clearly louder.
  for (std::size_t n = 0; n < kValues; ++n) adjoint[n] = sine(kHigh, n) + 0.75 * sine(kLow, n);
  spectrum.clear();
  spectrum.add(e, adjoint, kDt);
  QVERIFY(std::abs(*spectrum.dominant() - kHigh) < 0.1 * kStep);
  QCOMPARE(spectrum.dominant(kLow), std::optional(kLow));
  QVERIFY(std::abs(*spectrum.dominant(200 * kStep) - kHigh) < 0.1 * kStep);
}

void TestSpectrum::noiseIsSeenEverywhere() {
  std::mt19937_64 engine(7);
  std::normal_distribution<double> normal;
  GainSpectrum spectrum;
  for (int window = 0; window < 6; ++window) {
    std::vector<double> e, adjoint;
    for (std::size_t n = 0; n < 1024; ++n) {
      adjoint.push_back(normal(engine));
      e.push_back(-2 * adjoint.back());
    }
    spectrum.add(e, adjoint, kDt);
  }
  const std::vector<GainPoint> points = spectrum.points(kDt, 0);
  QVERIFY2(points.size() > 128, qPrintable(QString::number(points.size())));
  for (const GainPoint& point : points) QVERIFY(std::abs(point.gain - 2) < 1e-9);
}

void TestSpectrum::anotherWindowBeginsAnew() {
  GainSpectrum spectrum;
  std::vector<double> e, adjoint;
  for (std::size_t n = 0; n < 1024; ++n) {
    adjoint.push_back(sine(100, n));
    e.push_back(3 * sine(100, n));
  }
  spectrum.add(e, adjoint, kDt);
  for (double& value : e) value *= 2;
  spectrum.add(std::span(e).first(600), std::span(adjoint).first(600), kDt);  // 512 of them
  for (const GainPoint& point : spectrum.points(kDt, 0)) {
    QVERIFY(std::abs(point.gain - 6) < 1e-9);
  }
  spectrum.clear();
  QVERIFY(spectrum.points(kDt, 0).empty() && !spectrum.dominant());
}

VLE_TEST(TestSpectrum, QCoreApplication)
#include "tst_spectrum.moc"
