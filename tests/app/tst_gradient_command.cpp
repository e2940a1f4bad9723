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
  void csvHoldsErrorsAndAdjoint();
  void gammaIsLabelled();
  void sameSeedSameBytes();
  void divergenceIsStatusThree();
  void divergenceWithinTheWindowIsToo();
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
  QVERIFY(std::abs(at_16["expected_gain_largest"].toDouble() - 3.93) < 0.01);
  QVERIFY(std::abs(at_16["gain"].toDouble() / 3.93 - 1) < 0.03);
  QVERIFY(std::abs(at_16["phase"].toDouble()) < 3);
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
  for (const char* word : {"W1", "cosine", "hidden.e[0]", "3.93", "1.00000", "expected"}) {
    QVERIFY2(text.out.contains(word), word);
  }
  const Result brief = vlelab({"gradient", "chain", "--window", "20"});
  QCOMPARE(brief.status, 0);
  QVERIFY(brief.out.contains("too short"));
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
  for (const char* word : {"diverged", "ms", "the largest term", "W2.learn times"}) {
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
