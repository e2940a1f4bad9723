// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// `vlelab gradient` as its users start it: what it prints is what model.md claims, and every
// mistake is one sentence.
#include <cmath>

#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include "program.h"
#include "run_tests.h"

using vle::test::jsonOf;
using vle::test::Result;
using vle::test::vlelab;

namespace {

/// The object of a list with this name.
QJsonObject named(const QJsonValue& list, const QString& name) {
  for (const QJsonValue& value : list.toArray()) {
    if (value.toObject()["name"].toString() == name) return value.toObject();
  }
  return {};
}

}  // namespace

class TestGradientCommand : public QObject {
  Q_OBJECT

 private slots:
  void init() { QVERIFY(folder_.isValid()); }
  void jsonHasWhatInterfaceSays();
  void gainsAreThoseOfTheModel();
  void learnedFeedbackShortensTheError();
  void textShowsTheSame();
  void aFrequencyCanBeChosen();
  void csvHoldsErrorsAndAdjoint();
  void gammaIsLabelled();
  void sameSeedSameBytes();
  void divergenceIsStatusThree();
  void divergenceWithinTheWindowIsToo();
  void errorsThatWillRunAwayAreToldBefore();
  void mistakesAreOneSentence_data();
  void mistakesAreOneSentence();

 private:
  QTemporaryDir folder_;
};

void TestGradientCommand::jsonHasWhatInterfaceSays() {
  const Result result = vlelab({"gradient", "chain", "--variant", "transpose", "--json"});
  QCOMPARE(result.status, 0);
  QVERIFY(result.err.isEmpty());
  const QJsonObject report = jsonOf(result);
  QCOMPARE(report["variant"].toString(), QStringLiteral("transpose"));
  const QJsonArray projections = report["projections"].toArray();
  QCOMPARE(projections.size(), 4);
  for (const char* name : {"W1", "W2"}) {
    const QJsonObject projection = named(projections, QString::fromLatin1(name));
    // One synapse: the direction can only be right or opposite.
    QVERIFY(std::abs(projection["cosine_local_exact"].toDouble() - 1) < 1e-12);
    QVERIFY(projection["norm_ratio_local_exact"].toDouble() > 1.5);
    QVERIFY(projection["relative_difference_exact_finite"].toDouble(1) <= 1e-6);
  }
  // Nothing depends on the teacher: its targets are data.
  QVERIFY(named(projections, "T1")["cosine_local_exact"].isNull());
  QVERIFY(named(report["parameters"], "hidden.tau_m")["relative_difference_exact_finite"].toDouble(
              1) <= 1e-6);
}

void TestGradientCommand::gainsAreThoseOfTheModel() {
  const QJsonObject report =
      jsonOf(vlelab({"gradient", "chain", "--variant", "transpose", "--set", "W1.learn=0", "--set",
                     "W2.learn=0", "--at", "1000", "--json"}));
  const QJsonObject hidden = named(report["neurons"], "hidden.e[0]");
  QCOMPARE(hidden["hops"].toInt(), 1);
  const QJsonObject at_16 = hidden["frequencies"].toArray()[0].toObject();
  QCOMPARE(at_16["f"].toDouble(), 16.0);
  QVERIFY(std::abs(at_16["predicted_gain"].toDouble() - 3.93) < 0.01);
  QVERIFY(std::abs(at_16["predicted_phase"].toDouble() + 1.73) < 0.01);  // three steps of lag
  QVERIFY(std::abs(at_16["gain"].toDouble() / 3.93 - 1) < 0.03);
  QVERIFY(std::abs(at_16["phase"].toDouble()) < 4);
  QCOMPARE(at_16["seen"].toString(), QStringLiteral("yes"));
  QVERIFY(at_16["is_predicted"].toBool());
  QVERIFY(report["by_lines"].toBool());
}

void TestGradientCommand::learnedFeedbackShortensTheError() {
  const QJsonObject report =
      jsonOf(vlelab({"gradient", "chain", "--variant", "learned", "--set", "W1.learn=0", "--set",
                     "W2.learn=0", "--at", "30000", "--json"}));
  const QJsonObject hidden = named(report["neurons"], "hidden.e[0]");
  const QJsonObject at_16 = hidden["frequencies"].toArray()[0].toObject();
  QVERIFY(std::abs(at_16["gain"].toDouble() / 1.98 - 1) < 0.03);
}

void TestGradientCommand::textShowsTheSame() {
  const Result text = vlelab({"gradient", "chain", "--variant", "transpose", "--at", "1000"});
  QCOMPARE(text.status, 0);
  for (const char* word : {"W1", "cosine", "hidden.e[0]", "3.93", "1.00000", "predicted"}) {
    QVERIFY2(text.out.contains(word), word);
  }
  const Result brief = vlelab({"gradient", "chain", "--window", "20"});
  QCOMPARE(brief.status, 0);
  QVERIFY(brief.out.contains("too short"));
}

void TestGradientCommand::aFrequencyCanBeChosen() {
  // No line is there: it is silent, and said to be.
  const QJsonObject lines =
      jsonOf(vlelab({"gradient", "chain", "--at", "1000", "--frequency", "24", "--json"}));
  const QJsonArray of_chain = named(lines["neurons"], "hidden.e[0]")["frequencies"].toArray();
  QCOMPARE(of_chain.size(), 2);
  QCOMPARE(of_chain[0].toObject()["f"].toDouble(), 24.0);
  QCOMPARE(of_chain[0].toObject()["seen"].toString(), QStringLiteral("silent"));
  QVERIFY(of_chain[0].toObject()["gain"].isNull());
  // Inputs that are drawn anew: rows at a grid of frequencies, and at the one chosen.
  const QJsonObject noise = jsonOf(vlelab(
      {"gradient", "network", "--at", "2000", "--window", "3000", "--frequency", "20", "--json"}));
  QVERIFY(!noise["by_lines"].toBool());
  const QJsonArray of_output = named(noise["neurons"], "output.e[0]")["frequencies"].toArray();
  QVERIFY(of_output.size() > 5);
  const QJsonObject at_20 = of_output[0].toObject();
  QVERIFY(std::abs(at_20["f"].toDouble() - 20) < 0.01);
  QCOMPARE(at_20["seen"].toString(), QStringLiteral("yes"));
  QVERIFY(at_20["radius_95"].toDouble() > 0);
  QVERIFY(std::abs(at_20["gain"].toDouble() - at_20["predicted_gain"].toDouble()) <=
          2 * at_20["radius_95"].toDouble());
}

void TestGradientCommand::csvHoldsErrorsAndAdjoint() {
  const QString path = folder_.filePath("gradient.csv");
  QCOMPARE(vlelab({"gradient", "chain", "--at", "100", "--window", "30", "--csv", path}).status, 0);
  QFile file(path);
  QVERIFY(file.open(QIODevice::ReadOnly));
  const QList<QByteArray> lines = file.readAll().trimmed().split('\n');
  QCOMPARE(lines.size(), 301);
  QVERIFY(
      lines[0].startsWith("time_ms,hidden.e[0],hidden.adjoint[0],output.e[0],output.adjoint[0],"));
  QVERIFY(lines[1].startsWith("100,"));
  QVERIFY(lines[100].split(',')[2].toDouble() != 0);
  const Result wrong = vlelab({"run", "chain", "--record", "hidden.adjoint", "--csv", path});
  QCOMPARE(wrong.status, 1);
  QVERIFY(wrong.err.contains("vlelab gradient"));
}

void TestGradientCommand::gammaIsLabelled() {
  const QStringList with_gamma = {"gradient", "chain", "--set", "hidden.gamma=0.2"};
  QVERIFY(vlelab(with_gamma).out.contains("adjoint of the γ = 0 map"));
  QVERIFY(jsonOf(vlelab(with_gamma + QStringList{"--json"}))["adjoint_of_gamma_0"].toBool());
  QVERIFY(!jsonOf(vlelab({"gradient", "chain", "--json"}))["adjoint_of_gamma_0"].toBool());
}

void TestGradientCommand::sameSeedSameBytes() {
  const QStringList words = {"gradient", "chain", "--at", "500", "--json"};
  QCOMPARE(vlelab(words).out, vlelab(words).out);
}

void TestGradientCommand::divergenceIsStatusThree() {
  const Result result = vlelab({"gradient", "chain", "--set", "hidden.activation=linear", "--set",
                                "output.activation=linear", "--set", "W2.learn=2000", "--variant",
                                "transpose", "--at", "5000"});
  QCOMPARE(result.status, 3);
  QCOMPARE(result.err.count('\n'), 1);
  for (const char* word : {"diverged", "ms", "the largest term", "(W2.learn) ×"}) {
    QVERIFY2(result.err.contains(word), result.err.constData());
  }
}

void TestGradientCommand::divergenceWithinTheWindowIsToo() {
  const Result result = vlelab({"gradient", "chain", "--set", "hidden.activation=linear", "--set",
                                "output.activation=linear", "--set", "output.gamma=5"});
  QCOMPARE(result.status, 3);
  QVERIFY(result.out.isEmpty());
  QCOMPARE(result.err.count('\n'), 1);
  for (const char* word : {"diverged", "neuron 0 of layer", "the largest term", "output.gamma"}) {
    QVERIFY2(result.err.contains(word), result.err.constData());
  }
}

/// The loop of this network multiplies errors at once: in the very window that was asked for.
void TestGradientCommand::errorsThatWillRunAwayAreToldBefore() {
  const Result result = vlelab({"gradient", VLE_TEST_DATA "/divergence/error-loop-1.vle"});
  QCOMPARE(result.status, 3);
  QVERIFY2(result.err.startsWith("vlelab: warning: "), result.err.constData());
  QVERIFY(!vlelab({"gradient", "chain"}).err.contains("warning"));
}

void TestGradientCommand::mistakesAreOneSentence_data() {
  QTest::addColumn<QStringList>("words");
  QTest::addColumn<int>("status");
  QTest::addRow("no project") << QStringList{} << 2;
  QTest::addRow("two variants") << QStringList{"chain", "--variant", "learned", "--variant",
                                               "constant"}
                                << 2;
  QTest::addRow("negative window") << QStringList{"chain", "--window", "-5"} << 2;
  QTest::addRow("no window") << QStringList{"chain", "--window", "0"} << 2;
  QTest::addRow("endless window") << QStringList{"chain", "--window", "1e300"} << 2;
  QTest::addRow("window no number") << QStringList{"chain", "--window", "long"} << 2;
  QTest::addRow("frequency of 0") << QStringList{"chain", "--frequency", "0"} << 2;
  QTest::addRow("more than half the steps") << QStringList{"chain", "--frequency", "5001"} << 2;
  QTest::addRow("negative time") << QStringList{"chain", "--at", "-1"} << 2;
  QTest::addRow("endless time") << QStringList{"chain", "--at", "1e300"} << 2;
  QTest::addRow("duration is of run") << QStringList{"chain", "--duration", "5"} << 2;
  QTest::addRow("unknown variant") << QStringList{"chain", "--variant", "lerned"} << 1;
  QTest::addRow("unknown path") << QStringList{"chain", "--set", "hiden.gamma=1"} << 1;
  QTest::addRow("unknown project") << QStringList{"nothing"} << 1;
  QTest::addRow("csv in no folder") << QStringList{"chain", "--csv", "/no/where/x.csv"} << 1;
}

void TestGradientCommand::mistakesAreOneSentence() {
  QFETCH(QStringList, words);
  QFETCH(int, status);
  const Result result = vlelab(QStringList{"gradient"} + words);
  QCOMPARE(result.status, status);
  QVERIFY(result.out.isEmpty());
  QCOMPARE(result.err.count('\n'), 1);
}

VLE_TEST(TestGradientCommand, QCoreApplication)
#include "tst_gradient_command.moc"
