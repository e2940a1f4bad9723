// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The numbers of the gradient microscope are those of `vlelab gradient`, which runs as a program of
// its own here.
#include <cmath>

#include <QJsonArray>
#include <QTest>

#include "gradient/microscope_words.h"
#include "io/project_file.h"
#include "microscope_scope.h"
#include "program.h"
#include "run_tests.h"
#include "session/number_text.h"
#include "tempo.h"

using namespace vle;
using namespace vle::ui;
using vle::test::Scope;

namespace {

std::vector<ProjectionSpec> intoLayer(Scope& scope, int layer) {
  std::vector<ProjectionSpec> result;
  for (const auto& [id, projection] : scope.window.document().project().network.projections) {
    if (static_cast<int>(projection.to) == layer) result.push_back(projection);
  }
  return result;
}

}  // namespace

class TestMicroscopeNumbers : public QObject {
  Q_OBJECT

 private slots:
  void numbersAreThoseOfTheCommand_data();
  void numbersAreThoseOfTheCommand();
};

void TestMicroscopeNumbers::numbersAreThoseOfTheCommand_data() {
  QTest::addColumn<QString>("preset");
  QTest::addColumn<double>("t");
  QTest::addColumn<int>("layer");
  QTest::addColumn<int>("neuron");
  QTest::addColumn<QString>("row");
  QTest::newRow("chain") << "chain" << 500.0 << 2 << 0 << "hidden.e[0]";
  QTest::newRow("chain, output") << "chain" << 1200.0 << 3 << 0 << "output.e[0]";
  QTest::newRow("lagnet") << "lagnet" << 60.0 << 2 << 1 << "hidden 1.e[1]";
  if (!qEnvironmentVariableIsSet("VLE_TEST_FULL")) return;
  QTest::newRow("temporal-xor") << "temporal-xor" << 900.0 << 5 << 0 << "lag 4.e[0]";
}

void TestMicroscopeNumbers::numbersAreThoseOfTheCommand() {
  QFETCH(QString, preset);
  QFETCH(double, t);
  QFETCH(int, layer);
  QFETCH(int, neuron);
  QFETCH(QString, row);
  Scope scope(loadProject(preset.toStdString()), preset);
  scope.window.lab().control().reset();
  scope.monitor().look(NodeId{static_cast<std::uint32_t>(layer)}, static_cast<std::size_t>(neuron));
  scope.runTo(t);
  EVENTUALLY(scope.monitor().shownFrequency().has_value());
  EVENTUALLY(scope.monitor().layer() == NodeId{static_cast<std::uint32_t>(layer)});
  const double f = *scope.monitor().shownFrequency();
  std::size_t compared = 0;
  for (const Variant& variant : scope.window.document().project().variants) {
    const QString name = QString::fromStdString(variant.name);
    const auto result =
        test::vlelab({"gradient", preset, "--at", QString::number(t), "--variant", name, "--json"});
    QCOMPARE(result.status, 0);
    const QJsonObject report = test::jsonOf(result);
    for (const QJsonValue& entry : report["neurons"].toArray()) {
      if (entry["name"].toString() != row) continue;
      for (const QJsonValue& gain : entry["frequencies"].toArray()) {
        if (gain["f"].toDouble() != f) continue;
        EVENTUALLY_COMPARE(scope.text("gain", variant.name.c_str()),
                           numberText(gain["gain"].toDouble(), 3));
        QCOMPARE(scope.text("expected", variant.name.c_str()),
                 numberText(gain["predicted_gain"].toDouble(), 3));
        QCOMPARE(degreesText(gain["phase"].toDouble()), scope.text("phase", variant.name.c_str()));
        // The ring of the phasors is that of the command, too.
        for (const Phasor& phasor : scope.phasors()) {
          if (phasor.label != QString::fromStdString(variant.label())) continue;
          QCOMPARE(phasor.held.has_value(), gain["gain_slopes_held"].isDouble());
          if (!phasor.held) continue;
          QCOMPARE(numberText(std::abs(*phasor.held), 4),
                   numberText(gain["gain_slopes_held"].toDouble(), 4));
        }
        ++compared;
      }
    }
    // The angle in the table is the largest of those into the layer.
    double largest = std::nan("");
    for (const ProjectionSpec& projection : intoLayer(scope, layer)) {
      for (const QJsonValue& entry : report["projections"].toArray()) {
        if (entry["name"].toString().toStdString() != projection.name) continue;
        if (!entry["angle_local_exact"].isDouble()) continue;
        largest = std::fmax(largest, entry["angle_local_exact"].toDouble());
      }
    }
    QCOMPARE(scope.text("update", variant.name.c_str()), degreesText(largest));
    for (const QJsonValue& entry : report["projections"].toArray()) {
      for (const GradientView& view : scope.monitor().views()) {
        for (const ProjectionView& projection : view.projections) {
          if (view.variant != variant.id ||
              projection.name != entry["name"].toString().toStdString())
            continue;
          if (!entry["angle_local_exact"].isDouble()) continue;
          QCOMPARE(numberText(projection.update.angle(), 4),
                   numberText(entry["angle_local_exact"].toDouble(), 4));
        }
      }
    }
  }
  QVERIFY(compared > 0);
}

VLE_TEST(TestMicroscopeNumbers, QApplication)
#include "tst_microscope_numbers.moc"
