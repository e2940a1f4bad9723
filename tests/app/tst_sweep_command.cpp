// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// `vlelab sweep` as its users start it: every run once, in a fixed order, the same bytes however
// the work is shared out.
#include <csignal>

#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "program.h"
#include "run_tests.h"

using vle::test::jsonOf;
using vle::test::Result;
using vle::test::shell;
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
  void thePlanStandsBesideTheRows();
  void endedSweepsGoOn_data();
  void endedSweepsGoOn();
  void rowsOfAnotherSweepAreRefused_data();
  void rowsOfAnotherSweepAreRefused();
  void rowsOfAnInterruptedSweepAreNotThrownAway();
  void damagedRowsAreSaid_data();
  void damagedRowsAreSaid();
  void workersAreAsManyAsThereAreProcessors();

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
  add("seed twice", {"--seeds", "1..2", "--vary", "settings.seed=1,2"}, 2);
  add("path twice", {"--seeds", "1..2", "--vary", "W1.learn=1", "--vary", "W1.learn=2"}, 2);
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

void TestSweepCommand::thePlanStandsBesideTheRows() {
  const QStringList words = {"--seeds", "1..3", "--vary", "W1.learn=0.001,0.002"};
  QVERIFY(!sweep(words, "plan.csv").isEmpty());
  QFile file(path("plan.csv.json"));
  QVERIFY(file.open(QIODevice::ReadOnly));
  const QByteArray text = file.readAll();
  const QJsonObject plan = QJsonDocument::fromJson(text).object();
  QCOMPARE(plan["seeds"].toArray(), (QJsonArray{1, 3}));
  QCOMPARE(plan["dt"].toDouble(), 0.1);
  QCOMPARE(plan["duration"].toDouble(), 200.0);
  QVERIFY(plan["created_with"].toString().startsWith("vlelab "));
  QCOMPARE(plan["project_hash"].toString().size(), 64);
  const QJsonObject axis = plan["axes"].toArray()[0].toObject();
  QCOMPARE(axis["paths"].toArray(), (QJsonArray{"W1.learn"}));
  QCOMPARE(axis["values"].toArray(), (QJsonArray{"0.001", "0.002"}));
  QVERIFY(!text.contains("jobs") && !text.contains("shard"));
  QVERIFY(!sweep(words + QStringList{"--jobs", "1", "--shard", "1/2"}, "shard.csv").isEmpty());
  QFile shard(path("shard.csv.json"));
  QVERIFY(shard.open(QIODevice::ReadOnly));
  QCOMPARE(shard.readAll(), text);
}

void TestSweepCommand::endedSweepsGoOn_data() {
  QTest::addColumn<int>("signal");
  QTest::addColumn<int>("after");
  QTest::addColumn<QStringList>("more");
  for (const auto& [name, signal] :
       {std::pair{"INT", SIGINT}, std::pair{"TERM", SIGTERM}, std::pair{"KILL", SIGKILL}}) {
    for (const int after : {1, 2, 7}) {
      QTest::addRow("%s after %d lines", name, after) << signal << after << QStringList{};
    }
  }
  QTest::addRow("KILL of a shard") << SIGKILL << 2 << QStringList{"--shard", "2/3"};
}

/// Whatever ends a sweep: its rows stay, and with the rest they are those of one that was not
/// ended.
void TestSweepCommand::endedSweepsGoOn() {
  QFETCH(int, signal);
  QFETCH(int, after);
  QFETCH(QStringList, more);
  const QTemporaryDir folder;
  const auto contents = [&folder](const char* name) {
    QFile file(folder.filePath(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  };
  const auto command = [&](const char* name) {
    return QStringList{
               "sweep", "temporal-xor", "--seeds",           "1..9",  "--duration",
               "2000",  "--vary",       "settings.dt=1,0.5", "--csv", folder.filePath(name)} +
           more;
  };
  QCOMPARE(vlelab(command("whole.csv")).status, 0);
  const QByteArray whole = contents("whole.csv");
  QVERIFY(whole.count('\n') > 10);
  QFile old(folder.filePath("s.csv"));
  QVERIFY(old.open(QIODevice::WriteOnly) && old.write("old\n") == 4);
  old.close();
  QProcess process;
  process.start(QStringLiteral(VLE_PROGRAM), command("s.csv"));
  QVERIFY(process.waitForStarted());
  while (process.state() == QProcess::Running && contents("s.csv.part").count('\n') < after) {
    (void)process.waitForReadyRead(1);
  }
  ::kill(static_cast<pid_t>(process.processId()), signal);
  QVERIFY(process.waitForFinished(600000));
  if (process.exitStatus() == QProcess::NormalExit && process.exitCode() != 0) {
    QCOMPARE(process.exitCode(), 128 + signal);
    const QByteArray said = process.readAllStandardError();
    QVERIFY2(said.contains("ended the sweep") && said.count('\n') == 1, said.constData());
    const QByteArray kept = contents("s.csv");
    QVERIFY(kept == "old\n" || (whole.startsWith(kept) && kept.endsWith('\n')));
    if (kept != "old\n") {
      QVERIFY(said.contains(QByteArray::number(kept.count('\n') - 1) + " of "));
    }
    QVERIFY(!QFile::exists(folder.filePath("s.csv.part")));
  }
  if (process.exitStatus() == QProcess::CrashExit) {
    QCOMPARE(contents("s.csv"), "old\n");  // untouched
    QVERIFY(whole.startsWith(contents("s.csv.part")));
  }
  if (contents("s.csv") == "old\n" && !QFile::exists(folder.filePath("s.csv.part"))) {
    QVERIFY(QFile::remove(folder.filePath("s.csv")));  // it had nothing yet
  }
  const Result rest = vlelab(command("s.csv") + QStringList{"--resume"});
  QVERIFY2(rest.status == 0, rest.err.constData());
  QCOMPARE(contents("s.csv"), whole);
  QCOMPARE(contents("s.csv.json"), contents("whole.csv.json"));
  QVERIFY(!QFile::exists(folder.filePath("s.csv.part")));
  QVERIFY(!QFile::exists(folder.filePath("s.csv.part.json")));
  const QDateTime written = QFileInfo(folder.filePath("s.csv")).lastModified();
  QCOMPARE(vlelab(command("s.csv") + QStringList{"--resume"}).status, 0);  // nothing is left to do
  QCOMPARE(QFileInfo(folder.filePath("s.csv")).lastModified(), written);
}

void TestSweepCommand::rowsOfAnotherSweepAreRefused_data() {
  QTest::addColumn<QStringList>("words");
  QTest::addColumn<QByteArray>("part");
  const auto add = [](const char* name, const QStringList& words, const char* part) {
    QTest::addRow("%s", name) << words << QByteArray(part);
  };
  add("seeds", {"--seeds", "1..3"}, "'seeds' was [1, 2], now it is [1, 3]");
  add("values", {"--seeds", "1..2", "--vary", "W1.learn=0.1"}, "'axes' was");
  add("a parameter", {"--seeds", "1..2", "--set", "W1.learn=0.1"}, "('project_hash')");
  add("duration", {"--seeds", "1..2", "--duration", "100"}, "'duration' was 200, now it is 100");
  add("variants", {"--seeds", "1..2", "--variant", "learned"}, "'variants' was");
  add("another shard", {"--seeds", "1..2", "--shard", "2/2"}, "line 2 is no row of this sweep");
}

void TestSweepCommand::rowsOfAnotherSweepAreRefused() {
  QFETCH(QStringList, words);
  QFETCH(QByteArray, part);
  const QByteArray rows = sweep({"--seeds", "1..2"}, "first.csv");
  QVERIFY(!rows.isEmpty());
  const Result result = vlelab(
      QStringList{"sweep", "chain", "--duration", "200", "--resume", "--csv", path("first.csv")} +
      words);
  QCOMPARE(result.status, 1);
  QVERIFY2(result.err.contains(part), result.err.constData());
  QFile file(path("first.csv"));
  QVERIFY(file.open(QIODevice::ReadOnly));
  QCOMPARE(file.readAll(), rows);
}

void TestSweepCommand::rowsOfAnInterruptedSweepAreNotThrownAway() {
  const QByteArray rows = sweep({"--seeds", "1..2"}, "half.csv");
  const QByteArray half = rows.left(rows.indexOf('\n', rows.size() / 2) + 1) + "0.5,tor";
  QVERIFY(QFile::rename(path("half.csv.json"), path("half.csv.part.json")));
  QVERIFY(QFile::remove(path("half.csv")));
  QFile part(path("half.csv.part"));
  QVERIFY(part.open(QIODevice::WriteOnly) && part.write(half) == half.size());
  part.close();
  const QStringList command = {"sweep",   "chain", "--duration", "200",
                               "--seeds", "1..2",  "--csv",      path("half.csv")};
  const Result anew = vlelab(command);
  QCOMPARE(anew.status, 1);
  QVERIFY2(anew.err.contains("--resume goes on with it"), anew.err.constData());
  QVERIFY(part.open(QIODevice::ReadOnly));
  QCOMPARE(part.readAll(), half);
  QCOMPARE(vlelab(command + QStringList{"--resume"}).status, 0);  // the torn row is done again
  QFile file(path("half.csv"));
  QVERIFY(file.open(QIODevice::ReadOnly));
  QCOMPARE(file.readAll(), rows);
}

void TestSweepCommand::damagedRowsAreSaid_data() {
  QTest::addColumn<QByteArray>("from");
  QTest::addColumn<QByteArray>("to");
  const auto row = [](const char* name, const char* from, const char* to) {
    QTest::addRow("%s", name) << QByteArray(from) << QByteArray(to);
  };
  row("a word for a number", "1,transpose,0", "1,transpose,x");
  row("a row cut short", ",false,\n1,transpose", "\n1,transpose");
  row("a row twice", "1,transpose,", "1,learned,");
  row("another header", "seed,variant", "seed,name");
}

/// Rows that somebody changed, or that were cut, are not taken for results.
void TestSweepCommand::damagedRowsAreSaid() {
  QFETCH(QByteArray, from);
  QFETCH(QByteArray, to);
  QByteArray rows = sweep({"--seeds", "1..2"}, "damaged.csv");
  QVERIFY(rows.contains(from));
  rows.replace(rows.indexOf(from), from.size(), to);
  QFile file(path("damaged.csv"));
  QVERIFY(file.open(QIODevice::WriteOnly) && file.write(rows) == rows.size());
  file.close();
  const Result result = vlelab({"sweep", "chain", "--duration", "200", "--seeds", "1..2",
                                "--resume", "--csv", path("damaged.csv")});
  QCOMPARE(result.status, 1);
  QVERIFY2(result.err.contains("damaged.csv: line "), result.err.constData());
  QVERIFY(file.open(QIODevice::ReadOnly));
  QCOMPARE(file.readAll(), rows);
  // A file of somebody else's is no plan, and stays.
  QFile plan(path("mine.csv.json"));
  QVERIFY(plan.open(QIODevice::WriteOnly) && plan.write("hello") == 5);
  plan.close();
  const Result foreign =
      vlelab({"sweep", "chain", "--duration", "5", "--seeds", "1..1", "--csv", path("mine.csv")});
  QCOMPARE(foreign.status, 1);
  QVERIFY2(foreign.err.contains("mine.csv.json: "), foreign.err.constData());
  QVERIFY(plan.open(QIODevice::ReadOnly));
  QCOMPARE(plan.readAll(), "hello");
  plan.close();
  QVERIFY(plan.remove());
}

void TestSweepCommand::workersAreAsManyAsThereAreProcessors() {
#ifdef __linux__
  const QTemporaryDir folder;
  // One processor is allowed; threads are counted while the rows come.
  const Result result = shell(
      "taskset -c $(taskset -cp $$ | grep -o '[0-9]*' | tail -1) $V sweep temporal-xor --seeds "
      "1..40 "
      "--duration 20000 --csv s.csv & p=$!; "
      "until [ -s s.csv.part ] || ! kill -0 $p; do :; done; "
      "ls /proc/$p/task | wc -l; kill $p; wait $p",
      folder.path());
  QCOMPARE(result.status, 128 + SIGTERM);
  QCOMPARE(result.out.trimmed(), QByteArray("2"));  // the main thread and one worker
#else
  QSKIP("affinity is Linux's");
#endif
}

VLE_TEST(TestSweepCommand, QCoreApplication)
#include "tst_sweep_command.moc"
