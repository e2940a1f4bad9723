// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// `vlelab sweep` as its users start it: every run once, in a fixed order, the same bytes however
// the work is shared out.
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "program.h"

using vle::test::jsonOf;
using vle::test::Result;
using vle::test::vlelab;

namespace {

const char* const kNothingDrawn = "vlelab: nothing in this project is drawn from the seed";

}  // namespace

class TestSweepCommand : public QObject {
  Q_OBJECT

 private slots:
  void init() { QVERIFY(folder_.isValid()); }
  void rowsAreEveryRunInOrder();
  void rowsEqualSingleRuns();
  void bytesDoNotDependOnJobs();
  void shardsMakeTheWhole();
  void valuesMayHoldCommas();
  void divergedRunsAreRows();
  void theReadmesLinesWork_data();
  void theReadmesLinesWork();
  void mistakesAreOneSentence_data();
  void mistakesAreOneSentence();

 private:
  QString path(const char* name) const { return folder_.filePath(QString::fromLatin1(name)); }
  /// The file a sweep of a shortened chain writes; empty if it failed.
  QByteArray sweep(const QStringList& words, const char* name = "sweep.csv") const {
    const QStringList all =
        QStringList{"sweep", "chain", "--duration", "200", "--csv", path(name)} + words;
    const Result result = vlelab(all);
    QFile file(path(name));
    // Nothing of a chain is drawn, which is said where there are several seeds.
    const bool is_quiet = result.err.isEmpty() || result.err.startsWith(kNothingDrawn);
    if (result.status != 0 || !is_quiet || !file.open(QIODevice::ReadOnly)) return {};
    return file.readAll();
  }

  QTemporaryDir folder_;
};

void TestSweepCommand::rowsAreEveryRunInOrder() {
  const QByteArray text = sweep({"--seeds", "3..4", "--vary", "W1.learn+W2.learn=0.001,0.002",
                                 "--vary", "hidden.tau_m=8,10,12"});
  const QList<QByteArray> lines = text.trimmed().split('\n');
  QCOMPARE(lines.size(), 1 + 2 * 3 * 2 * 3);
  QCOMPARE(lines[0], QByteArray("W1.learn+W2.learn,hidden.tau_m,seed,variant,loss_first,loss_last,"
                                "loss_test,loss_test_relative,time_to_threshold,diverged,reason"));
  QVERIFY(lines[1].startsWith("0.001,8,3,learned,"));
  QVERIFY(lines[2].startsWith("0.001,8,3,transpose,"));
  QVERIFY(lines[4].startsWith("0.001,8,4,learned,"));
  QVERIFY(lines[7].startsWith("0.001,10,3,learned,"));
  QVERIFY(lines[36].startsWith("0.002,12,4,constant,"));
  QVERIFY(lines[36].endsWith(",false,"));
}

void TestSweepCommand::rowsEqualSingleRuns() {
  const QByteArray text = sweep({"--seeds", "5..5", "--variant", "transpose", "--vary",
                                 "hidden.tau_m=8,12", "--set", "W1.learn=0.004"});
  const QJsonObject single =
      jsonOf(vlelab({"run", "chain", "--duration", "200", "--seed", "5", "--variant", "transpose",
                     "--set", "hidden.tau_m=12", "--set", "W1.learn=0.004", "--json"}));
  const QList<QByteArray> cells = text.trimmed().split('\n').value(2).split(',');
  const QJsonObject variant = single["variants"].toArray()[0].toObject();
  QCOMPARE(cells[0], QByteArray("12"));
  QCOMPARE(cells[3].toDouble(), variant["loss_first"].toDouble(-1));
  QCOMPARE(cells[4].toDouble(), variant["loss_last"].toDouble(-1));
}

void TestSweepCommand::bytesDoNotDependOnJobs() {
  const QStringList words = {"--seeds", "1..7", "--vary", "W1.W=0.2,0.4"};
  const QByteArray one = sweep(words + QStringList{"--jobs", "1"});
  QCOMPARE(one.count('\n'), 1 + 7 * 2 * 3);
  QCOMPARE(sweep(words + QStringList{"--jobs", "2"}), one);
  QCOMPARE(sweep(words + QStringList{"--jobs", "17"}), one);
  QCOMPARE(sweep(words), one);
}

void TestSweepCommand::shardsMakeTheWhole() {
  const QStringList words = {"--seeds", "1..5", "--variant", "learned", "--variant", "constant"};
  const QByteArray whole = sweep(words);
  for (int n : {1, 3, 4, 12}) {
    QByteArray merged;
    for (int i = 1; i <= n; ++i) {
      const QByteArray part = sweep(words + QStringList{"--shard", QString("%1/%2").arg(i).arg(n)});
      const qsizetype header = part.indexOf('\n') + 1;
      QVERIFY(header > 0);
      merged += i == 1 ? part : part.mid(header);
    }
    QCOMPARE(merged, whole);
  }
}

void TestSweepCommand::valuesMayHoldCommas() {
  const QByteArray text = sweep(
      {"--seeds", "1..1", "--variant", "learned", "--vary", "W1.W={\"normal\":[0,1]},[[0.4]],0.5"});
  const QList<QByteArray> lines = text.trimmed().split('\n');
  QCOMPARE(lines.size(), 4);
  QVERIFY(lines[1].startsWith("\"{\"\"normal\"\":[0,1]}\",1,learned,"));
  QVERIFY(lines[2].startsWith("[[0.4]],1,learned,"));
}

void TestSweepCommand::divergedRunsAreRows() {
  const QByteArray text =
      sweep({"--seeds", "1..1", "--variant", "learned", "--vary", "W2.learn=0.001,1e12", "--set",
             "hidden.activation=linear", "--set", "output.activation=linear"});
  const QList<QByteArray> lines = text.trimmed().split('\n');
  QCOMPARE(lines.size(), 3);
  QVERIFY(lines[1].endsWith(",false,"));
  QVERIFY2(lines[2].contains(",true,W of synapse [0;0] of 'W2' at neuron 0 of layer 'output'"),
           lines[2].constData());
  QVERIFY(lines[2].split(',')[4].isEmpty());
}

void TestSweepCommand::theReadmesLinesWork_data() {
  QTest::addColumn<bool>("on_a_cluster");
  QTest::addRow("GNU Parallel") << false;
  QTest::addRow("Slurm") << true;
}

/// The commands as they stand in the README, on a shorter sweep; a cluster is played by the
/// variables it sets.
void TestSweepCommand::theReadmesLinesWork() {
  QFETCH(bool, on_a_cluster);
  QFile readme(QStringLiteral(VLE_TEST_DATA "/../../README.md"));
  QVERIFY(readme.open(QIODevice::ReadOnly));
  const QString text = QString::fromUtf8(readme.readAll());
  const auto between = [&text](const QString& from, const QString& to) {
    const auto begin = text.indexOf(from);
    return begin < 0 ? QString() : text.mid(begin, text.indexOf(to, begin) - begin);
  };
  const QString merge = between("(head -n 1 xor-1.csv", "\n");
  QString work = on_a_cluster ? between("#!/bin/bash\n#SBATCH", "```") : between("seq 8 |", "\n");
  QVERIFY(!merge.isEmpty() && work.contains("--seeds 1..80"));
  if (!on_a_cluster && QStandardPaths::findExecutable("parallel").isEmpty()) {
    QSKIP("GNU Parallel is not installed");
  }
  if (on_a_cluster) {
    work =
        "for k in 1 2 3 4 5 6 7 8; do SLURM_ARRAY_TASK_ID=$k SLURM_ARRAY_TASK_COUNT=8 "
        "SLURM_CPUS_PER_TASK=2 bash job.sh || exit 1; done";
    QFile job(path("job.sh"));
    QVERIFY(job.open(QIODevice::WriteOnly));
    job.write(between("#!/bin/bash\n#SBATCH", "```")
                  .replace("--seeds 1..80", "--seeds 1..3 --duration 300")
                  .toUtf8());
  }
  work.replace("--seeds 1..80", "--seeds 1..3 --duration 300");
  QProcess shell;
  shell.setWorkingDirectory(folder_.path());
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  const QString program = QFileInfo(QStringLiteral(VLE_PROGRAM)).absolutePath();
  environment.insert("PATH", program + ":" + environment.value("PATH"));
  environment.insert("PARALLEL_HOME", folder_.path());
  shell.setProcessEnvironment(environment);
  shell.start("bash", {"-c", "set -e\n" + work + "\n" + merge});
  QVERIFY(shell.waitForFinished(120000));
  QVERIFY2(shell.exitCode() == 0, shell.readAllStandardError().constData());
  QCOMPARE(vlelab({"sweep", "temporal-xor", "--seeds", "1..3", "--duration", "300", "--csv",
                   path("whole.csv")})
               .status,
           0);
  QFile merged(path("xor.csv"));
  QFile whole(path("whole.csv"));
  QVERIFY(merged.open(QIODevice::ReadOnly) && whole.open(QIODevice::ReadOnly));
  const QByteArray expected = whole.readAll();
  QCOMPARE(expected.count('\n'), 1 + 9);
  QCOMPARE(merged.readAll(), expected);
}

void TestSweepCommand::mistakesAreOneSentence_data() {
  QTest::addColumn<QStringList>("words");
  QTest::addColumn<int>("status");
  const auto add = [](const char* name, const QStringList& words, int status) {
    QTest::addRow("%s", name) << words << status;
  };
  add("no seeds", {}, 2);
  add("one seed", {"--seeds", "5"}, 2);
  add("backward", {"--seeds", "5..1"}, 2);
  add("negative", {"--seeds", "-5..1"}, 2);
  add("words", {"--seeds", "a..b"}, 2);
  add("endless", {"--seeds", "0..9223372036854775807"}, 2);
  add("no values", {"--seeds", "1..2", "--vary", "W1.learn"}, 2);
  add("empty value", {"--seeds", "1..2", "--vary", "W1.learn=1,,2"}, 2);
  add("empty path", {"--seeds", "1..2", "--vary", "W1.learn+=1"}, 2);
  add("no jobs", {"--seeds", "1..2", "--jobs", "0"}, 2);
  add("shard zero", {"--seeds", "1..2", "--shard", "0/2"}, 2);
  add("shard beyond", {"--seeds", "1..2", "--shard", "3/2"}, 2);
  add("shard of none", {"--seeds", "1..2", "--shard", "1/0"}, 2);
  add("unknown path", {"--seeds", "1..2", "--vary", "W9.learn=1,2"}, 1);
  add("bad second value", {"--seeds", "1..2", "--vary", "W1.learn=1,-2"}, 1);
  add("no number", {"--seeds", "1..2", "--vary", "W1.learn=1,fast"}, 1);
}

void TestSweepCommand::mistakesAreOneSentence() {
  QFETCH(QStringList, words);
  QFETCH(int, status);
  const QString file = path("mistake.csv");
  const Result result = vlelab(QStringList{"sweep", "chain", "--csv", file} + words);
  QCOMPARE(result.status, status);
  QCOMPARE(result.err.count('\n'), 1);
  QVERIFY2(!QFile::exists(file), "nothing is written");
  QCOMPARE(vlelab({"sweep", "chain", "--seeds", "1..2"}).status, 2);
}

QTEST_GUILESS_MAIN(TestSweepCommand)
#include "tst_sweep_command.moc"
