// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Values as people write them, and the numbers they stand for.
#include <algorithm>
#include <cmath>
#include <numeric>

#include <QTest>

#include "base/error.h"
#include "model/random.h"
#include "model/values.h"
#include "run_tests.h"
#include "specs.h"

using namespace vle;

namespace {

/// 4 inputs → layer of 3 (tau_m: the value under test).
NetworkSpec specWith(Value tau_m, Value W = 1.0) {
  NetworkSpec spec;
  spec.nodes[NodeId{1}] = test::input("x", ConstantSignal{0.0}, 4);
  LayerSpec layer;
  layer.tau_m = std::move(tau_m);
  spec.nodes[NodeId{2}] = test::layer("a", 3, layer);
  spec.nodes[NodeId{3}] = test::layer("b", 3);
  spec.projections[ProjectionId{11}] = test::projection("W", 1, 2, std::move(W));
  spec.projections[ProjectionId{12}] = test::projection("V", 1, 3, Draw{.fan_in = true});
  return spec;
}

double mean(const std::vector<double>& x) {
  return std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
}

}  // namespace

class TestValues : public QObject {
  Q_OBJECT

 private slots:
  void formsGiveTheirNumbers();
  void wrongShapesSaySo_data();
  void wrongShapesSaySo();
  void referencesReadTheDrawnValue();
  void circularReferencesEnd();
  void drawsHaveTheirDistribution();
  void fanInDividesByTheRootOfThePreSize();
  void drawsDependOnSeedIdAndParameterOnly();
};

void TestValues::formsGiveTheirNumbers() {
  QCOMPARE(evaluate(specWith(7.0), 1, 2, "tau_m"), (std::vector<double>{7, 7, 7}));
  QCOMPARE(evaluate(specWith(List{1, 2, 3}), 1, 2, "tau_m"), (std::vector<double>{1, 2, 3}));
  const Rows rows = {{1, 2, 3, 4}, {5, 6, 7, 8}, {9, 10, 11, 12}};
  const auto flat = evaluate(specWith(1.0, rows), 1, 11, "W");
  QCOMPARE(flat.size(), std::size_t{12});
  QCOMPARE(flat[4], 5.0);
}

void TestValues::wrongShapesSaySo_data() {
  QTest::addColumn<int>("which");
  QTest::addColumn<QString>("part");
  QTest::addRow("short list") << 0 << "a list of 3";
  QTest::addRow("rows for neurons") << 1 << "a list of 3";
  QTest::addRow("list for a matrix") << 2 << "3 rows of 4";
  QTest::addRow("ragged rows") << 3 << "unequal length";
  QTest::addRow("fan-in for neurons") << 4 << "fan-in";
  QTest::addRow("reference to nothing") << 5 << "id 99";
  QTest::addRow("reference of another shape") << 6 << "id 4";
}

void TestValues::wrongShapesSaySo() {
  QFETCH(int, which);
  QFETCH(QString, part);
  NetworkSpec spec;
  std::uint32_t id = 2;
  switch (which) {
    case 0:
      spec = specWith(List{1, 2});
      break;
    case 1:
      spec = specWith(Rows{{1, 2}, {2, 3}, {3, 4}});
      break;
    case 2:
      spec = specWith(1.0, List{1, 2, 3});
      id = 11;
      break;
    case 3:
      spec = specWith(1.0, Rows{{1, 2, 3, 4}, {1}, {1, 2, 3, 4}});
      id = 11;
      break;
    case 4:
      spec = specWith(Draw{.fan_in = true});
      break;
    case 5:
      spec = specWith(Reference{99, 1, {}});
      break;
    default:
      spec = specWith(Reference{4, 1, {}});
      spec.nodes[NodeId{4}] = test::layer("c", 2);
  }
  const char* key = id == 11 ? "W" : "tau_m";
  const auto problem = valueProblem(spec, id, key);
  QVERIFY(problem.has_value());
  QVERIFY2(QString::fromStdString(*problem).contains(part), problem->c_str());
  QVERIFY_THROWS_EXCEPTION(Error, (void)evaluate(spec, 1, id, key));
}

void TestValues::referencesReadTheDrawnValue() {
  NetworkSpec spec = specWith(Draw{.kind = Draw::Kind::LogUniform, .a = 5, .b = 30});
  const auto drawn = evaluate(spec, 3, 2, "tau_m");
  LayerSpec same;
  same.tau_m = Reference{2, 1, {}};
  spec.nodes[NodeId{3}] = test::layer("b", 3, same);
  QCOMPARE(evaluate(spec, 3, 3, "tau_m"), drawn);
  same.tau_m = Reference{2, 0.5, {Value(List{1, 2, 3})}};
  spec.nodes[NodeId{3}] = test::layer("b", 3, same);
  const auto derived = evaluate(spec, 3, 3, "tau_m");
  for (std::size_t k = 0; k < 3; ++k) {
    QCOMPARE(derived[k], 0.5 * drawn[k] + static_cast<double>(k + 1));
  }
}

void TestValues::circularReferencesEnd() {
  const NetworkSpec spec = specWith(Reference{2, 1, {}});
  const auto problem = valueProblem(spec, 2, "tau_m");
  QVERIFY(problem.has_value());
  QVERIFY(problem->find("itself") != std::string::npos);
}

void TestValues::drawsHaveTheirDistribution() {
  NetworkSpec spec = specWith(1.0);
  const std::size_t n = 20000;
  const auto draw = [&](Draw value) {
    LayerSpec layer;
    layer.tau_m = value;
    spec.nodes[NodeId{2}] = test::layer("a", static_cast<std::int64_t>(n), layer);
    return evaluate(spec, 1, 2, "tau_m");
  };
  // Standard errors of the mean are sd/√n: 0.014, 0.002, 0.002; the bounds are five of them.
  const auto normal = draw({Draw::Kind::Normal, 3, 2, false});
  QVERIFY(std::abs(mean(normal) - 3) < 0.07);
  double square = 0;
  for (const double x : normal) square += (x - 3) * (x - 3);
  QVERIFY(std::abs(std::sqrt(square / static_cast<double>(n)) - 2) < 0.05);
  const auto uniform = draw({Draw::Kind::Uniform, -1, 2, false});
  QVERIFY(std::abs(mean(uniform) - 0.5) < 0.035);
  QVERIFY(std::ranges::min(uniform) >= -1 && std::ranges::max(uniform) < 2);
  auto log_uniform = draw({Draw::Kind::LogUniform, 5, 30, false});
  QVERIFY(std::ranges::min(log_uniform) >= 5 && std::ranges::max(log_uniform) < 30);
  for (double& x : log_uniform) x = std::log(x);
  QVERIFY(std::abs(mean(log_uniform) - (std::log(5) + std::log(30)) / 2) < 0.02);
}

void TestValues::fanInDividesByTheRootOfThePreSize() {
  const Draw plain{Draw::Kind::Normal, 0.5, 2, false};
  const Draw scaled{Draw::Kind::Normal, 0.5, 2, true};
  const auto a = evaluate(specWith(1.0, plain), 1, 11, "W");
  const auto b = evaluate(specWith(1.0, scaled), 1, 11, "W");
  for (std::size_t k = 0; k < a.size(); ++k) {
    QVERIFY(std::abs((a[k] - 0.5) / 2 - (b[k] - 0.5)) < 1e-15);  // √4 = 2, the mean stays
  }
  const auto u = evaluate(specWith(1.0, Draw{Draw::Kind::Uniform, 2, 4, true}), 1, 11, "W");
  QVERIFY(std::ranges::min(u) >= 1 && std::ranges::max(u) < 2);
}

void TestValues::drawsDependOnSeedIdAndParameterOnly() {
  NetworkSpec spec = specWith(Draw{});
  const auto before = evaluate(spec, 1, 12, "W");
  spec.nodes[NodeId{40}] = test::layer("new", 7);
  spec.projections.erase(ProjectionId{11});
  QCOMPARE(evaluate(spec, 1, 12, "W"), before);
  QVERIFY(evaluate(spec, 2, 12, "W") != before);
  RandomStream a{1, 2};
  RandomStream b{2, 1};
  QVERIFY(a.next() != b.next());
}

VLE_TEST(TestValues, QCoreApplication)
#include "tst_values.moc"
