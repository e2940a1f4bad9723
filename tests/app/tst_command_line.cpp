// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The program as its users start it: output, exit statuses, one sentence per mistake, nothing
// written that is not whole.
#include <cmath>
#include <complex>
#include <csignal>

#include <QDir>
#include <QFile>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include "base/cpu.h"
#include "program.h"
#include "run_tests.h"
#include "tempo.h"

using vle::test::jsonOf;
using vle::test::Result;
using vle::test::shell;
using vle::test::vlelab;

namespace {

double number(const QJsonValue& value) { return value.toArray()[0].toArray()[0].toDouble(); }

}  // namespace

class TestCommandLine : public QObject {
  Q_OBJECT

 private slots:
  void init() { QVERIFY(folder_.isValid()); }
  void listNamesTheChain();
  void runReportsWhatInterfaceSays();
  void sameSeedSameBytes();
  void variantsSeedAndSetAreObeyed();
  void csvHasNamesAndRows();
  void trainedNetworksOpenWhereTheyEnded();
  void plotsAreWrittenInEveryFormat();
  void heldOutLossesAreReported();
  void filesOfSetAreFoundBesideTheProjectOrHere();
  void divergenceIsStatusThree();
  void badInputIsOneSentenceAndStatusOne_data();
  void badInputIsOneSentenceAndStatusOne();
  void badUsageIsStatusTwo_data();
  void badUsageIsStatusTwo();
  void badInputWritesNothing();
  void checkFindsEveryProblem();
  void checkWarnsOfProbesThatDoNotExist();
  void runsSayTheWarningsOfTheirProject();
  void screenshotHasTheSizeAsked();
  void theWindowWithoutADisplayIsASentence();
  void theWindowOpensWhatWasOpenTheLastTime();
  void outputsNeverReplaceInputs_data();
  void outputsNeverReplaceInputs();
  void aFullDiskKeepsTheOldFile_data();
  void aFullDiskKeepsTheOldFile();
  void aFullOutputIsStatusOne_data();
  void aFullOutputIsStatusOne();
  void standardStreamsAreFilesNamedMinus();
  void everyCommandHasItsHelp_data();
  void everyCommandHasItsHelp();
  void partsOfTheTestCanBeSet();
  void endedRunsKeepTheirRows_data();
  void endedRunsKeepTheirRows();

 private:
  QByteArray contentsOf(const char* name) const {
    QFile read(file(name));
    return read.open(QIODevice::ReadOnly) ? read.readAll() : QByteArray("(none)");
  }
  QString file(const char* name) const { return folder_.filePath(QString::fromLatin1(name)); }
  /// The chain with one text replaced, as a file.
  QString broken(const QByteArray& from, const QByteArray& to) {
    QFile preset(QStringLiteral(":/presets/chain.vle"));
    if (!preset.open(QIODevice::ReadOnly)) return {};
    QByteArray text = preset.readAll();
    if (!text.contains(from)) return {};
    text.replace(from, to);
    QFile file(folder_.filePath(QStringLiteral("broken.vle")));
    if (!file.open(QIODevice::WriteOnly)) return {};
    file.write(text);
    return file.fileName();
  }

  QTemporaryDir folder_;
};

void TestCommandLine::listNamesTheChain() {
  const Result text = vlelab({"list"});
  QCOMPARE(text.status, 0);
  QVERIFY(text.out.startsWith("chain "));
  const QJsonArray list = QJsonDocument::fromJson(vlelab({"list", "--json"}).out).array();
  QCOMPARE(list[0].toObject()["id"].toString(), QStringLiteral("chain"));
  QVERIFY(!list[0].toObject()["summary"].toString().isEmpty());
}

void TestCommandLine::runReportsWhatInterfaceSays() {
  const Result result = vlelab({"run", "chain", "--json"});
  QCOMPARE(result.status, 0);
  QVERIFY2(result.err.isEmpty(), result.err.constData());  // no progress bar without a terminal
  const QJsonObject report = jsonOf(result);
  QCOMPARE(report["project"].toString(), QStringLiteral("chain"));
  QCOMPARE(report["seed"].toInt(), 1);
  QCOMPARE(report["dt"].toDouble(), 0.1);
  QCOMPARE(report["duration"].toDouble(), 60000.0);
  QCOMPARE(report["steps"].toInt(), 600000);
  QVERIFY(report["steps_per_second"].toDouble() > 0);
  const QJsonArray variants = report["variants"].toArray();
  QCOMPARE(variants.size(), 3);
  for (const QJsonValue& value : variants) {
    const QJsonObject variant = value.toObject();
    const QJsonObject weights = variant["weights"].toObject();
    const QJsonObject W2 = weights["W2"].toObject();
    for (const char* key : {"name", "loss_first", "loss_last", "loss_test", "loss_test_relative",
                            "time_to_threshold", "diverged", "weights", "layers"}) {
      QVERIFY2(variant.contains(QLatin1String(key)), key);
    }
    QCOMPARE(variant["diverged"].toBool(true), false);
    QVERIFY(variant["loss_test"].isNull());
    QVERIFY(weights["W1"].toObject()["B"].isNull());
    QVERIFY(weights["T1"].toObject()["teacher"].isNull());
    QCOMPARE(number(W2["teacher"]), 1.5);
    QCOMPARE(variant["layers"].toObject()["hidden"].toObject()["tau_m"].toArray()[0].toDouble(),
             10.0);
    // |H|² at 16 Hz with τ_m = 10, τ_r = 1
    const double omega = 2 * M_PI * 16 / 1000;
    const std::complex<double> s = (std::polar(1.0, omega * 0.1) - 1.0) / 0.1;
    const double gain = std::norm((1.0 + s) / (1.0 + 10.0 * s));
    QVERIFY(std::abs(number(W2["expected_B"]) - gain * number(W2["W"])) < 1e-12);
    if (variant["name"].toString() == QLatin1String("constant")) {
      QVERIFY(variant["loss_last"].toDouble() > 1e-2);
      QVERIFY(variant["time_to_threshold"].isNull());
      QCOMPARE(number(W2["B"]), -0.5);
    } else {
      QVERIFY(variant["loss_last"].toDouble() < 1e-4);
      QVERIFY(variant["time_to_threshold"].toDouble() > 0);
      QVERIFY(std::abs(number(weights["W1"].toObject()["W"]) / 1.2 - 1) < 0.05);
      QVERIFY(std::abs(number(W2["W"]) / 1.5 - 1) < 0.05);
    }
    if (variant["name"].toString() == QLatin1String("learned")) {
      QVERIFY(std::abs(number(W2["B"]) / number(W2["expected_B"]) - 1) < 0.05);
    }
  }
}

void TestCommandLine::sameSeedSameBytes() {
  const auto run = [this](const char* name, const QStringList& more = {}) {
    const Result result = vlelab(
        QStringList{"run", "chain", "--duration", "3000", "--json", "--csv", file(name)} + more);
    QByteArray text = result.out;
    const auto begin = text.indexOf("\"steps_per_second\"");  // the one figure of the wall clock
    text.remove(begin, text.indexOf('\n', begin) - begin);
    QFile csv(file(name));
    return csv.open(QIODevice::ReadOnly) ? text + csv.readAll() : QByteArray();
  };
  const QByteArray first = run("a.csv");
  QVERIFY(first.size() > 10000);
  QVERIFY(first == run("b.csv"));
  for (const vle::Isa isa : vle::isasHere()) {
    const QString name = QString::fromStdString(std::string(vle::nameOf(isa)));
    QVERIFY2(first == run("c.csv", {"--isa", name}), qPrintable(name));
    QVERIFY2(first == run("c.csv", {"--isa=" + name}), qPrintable(name));
  }
}

void TestCommandLine::variantsSeedAndSetAreObeyed() {
  const Result result =
      vlelab({"run", "chain", "--duration=100", "--seed=9", "--variant", "transpose", "--variant",
              "learned", "--set", "hidden.tau_m=20", "--set", "W1.learn=0", "--json"});
  QCOMPARE(result.status, 0);
  const QJsonObject report = jsonOf(result);
  QCOMPARE(report["seed"].toInt(), 9);
  QCOMPARE(report["steps"].toInt(), 1000);
  QCOMPARE(report["variants"].toArray().size(), 2);
  const QJsonObject first = report["variants"].toArray()[0].toObject();
  QCOMPARE(first["name"].toString(), QStringLiteral("transpose"));
  QCOMPARE(first["layers"].toObject()["hidden"].toObject()["tau_m"].toArray()[0].toDouble(), 20.0);
  QCOMPARE(number(first["weights"].toObject()["W1"].toObject()["W"]), 0.4);
  // What is asked for here wins over what a variant sets.
  const Result all =
      vlelab({"run", "chain", "--duration", "100", "--set", "*.feedback.kind=constant", "--json"});
  for (const QJsonValue& variant : jsonOf(all)["variants"].toArray()) {
    QCOMPARE(number(variant["weights"]["W2"]["B"]), -0.5);
  }
}

void TestCommandLine::csvHasNamesAndRows() {
  const QString path = file("record.csv");
  const Result result =
      vlelab({"run", "chain", "--duration", "100", "--variant", "learned", "--record",
              "output.r,W2.B[0;0];loss", "--every", "10", "--csv", path});
  QCOMPARE(result.status, 0);
  QFile csv(path);
  QVERIFY(csv.open(QIODevice::ReadOnly));
  const QList<QByteArray> lines = csv.readAll().trimmed().split('\n');
  QCOMPARE(lines[0], QByteArray("time_ms,learned/output.r[0],learned/W2.B[0;0],learned/loss"));
  QCOMPARE(lines.size(), 101);
  QCOMPARE(lines[1].split(',')[0].toDouble(), 0.0);
  QCOMPARE(lines[100].split(',')[0].toDouble(), 99.0);
  QCOMPARE(lines[1].split(',')[2].toDouble(), -0.5);
}

void TestCommandLine::trainedNetworksOpenWhereTheyEnded() {
  const QString path = file("trained.vle");
  const QStringList run = {"run", "chain", "--duration", "5000", "--json"};
  QCOMPARE(vlelab(run + QStringList{"--save-trained", path}).status, 2);  // of which variant?
  const Result first = vlelab(run + QStringList{"--variant", "learned", "--save-trained", path});
  QCOMPARE(first.status, 0);
  const QJsonObject trained =
      jsonOf(first)["variants"].toArray()[0].toObject()["weights"].toObject();
  const Result again =
      vlelab({"run", path, "--duration", "0.1", "--set", "settings.learning=false", "--json"});
  QCOMPARE(again.status, 0);
  const QJsonObject opened =
      jsonOf(again)["variants"].toArray()[0].toObject()["weights"].toObject();
  for (const char* name : {"W1", "W2", "T1", "T2"}) {
    QCOMPARE(opened[QLatin1String(name)].toObject()["W"],
             trained[QLatin1String(name)].toObject()["W"]);
  }
  QCOMPARE(opened["W2"].toObject()["B"], trained["W2"].toObject()["B"]);
  QVERIFY(number(opened["W1"].toObject()["W"]) != 0.4);
}

void TestCommandLine::plotsAreWrittenInEveryFormat() {
  for (const char* name : {"p.png", "p.svg", "p.pdf"}) {
    const Result result = vlelab({"run", "chain", "--duration", "2000", "--plot", file(name)});
    QCOMPARE(result.status, 0);
    QVERIFY2(QFile(file(name)).size() > 5000, name);
  }
  QVERIFY(!QImage(file("p.png")).isNull());
}

void TestCommandLine::heldOutLossesAreReported() {
  const QString test = QStringLiteral(
      R"(settings.test={"signals": {"x": {"random-sines": {"f": [10, 20]}}}, "duration": 500})");
  const QStringList run = {"run", "chain", "--duration", "20000", "--set", test};
  const Result result = vlelab(run + QStringList{"--json"});
  QCOMPARE(result.status, 0);
  for (const QJsonValue& variant : jsonOf(result)["variants"].toArray()) {
    const double loss = variant.toObject()["loss_test"].toDouble();
    const double share = variant.toObject()["loss_test_relative"].toDouble();
    QVERIFY(loss > 0 && share > loss);  // the target's power is below 1
    const bool fails = variant.toObject()["name"].toString() == QLatin1String("constant");
    QVERIFY2(fails ? share > 0.05 : share < 0.05, qPrintable(QString::number(share)));
  }
  QVERIFY(vlelab(run).out.contains("test loss, share"));
  QVERIFY(!vlelab({"run", "chain", "--duration", "10"}).out.contains("test loss"));
  // Its probe has a row from the first step on, and says so where there is none.
  const QStringList record = {"--record", "loss_test", "--csv", file("t.csv"), "--every", "100"};
  QCOMPARE(vlelab(run + record).status, 0);
  const Result none = vlelab(QStringList{"run", "chain"} + record);
  QCOMPARE(none.status, 1);
  QVERIFY2(none.err.contains("the settings have no test"), none.err.constData());
}

void TestCommandLine::filesOfSetAreFoundBesideTheProjectOrHere() {
  QFile csv(file("drive.csv"));
  QVERIFY(csv.open(QIODevice::WriteOnly));
  csv.write("time,x\n0,0.25\n");
  csv.close();
  QVERIFY(QFile::copy(QStringLiteral(":/presets/chain.vle"), file("beside.vle")));
  const QString set =
      QStringLiteral(R"(x.signal={"file": {"path": "%1", "interval": 5, "columns": ["%2"]}})");
  const auto run = [&](const QString& project, const QString& path, const QString& column) {
    return vlelab({"run", project, "--duration", "100", "--variant", "learned", "--set",
                   set.arg(path, column), "--save-trained", file("trained/t.vle"), "--csv",
                   file("x.csv"), "--record", "x.r"});
  };
  QVERIFY(QDir().mkpath(file("trained")));
  const Result beside = run(file("beside.vle"), "drive.csv", "x");
  QVERIFY2(beside.status == 0, beside.err.constData());
  QFile rows(file("x.csv"));
  QVERIFY(rows.open(QIODevice::ReadOnly));
  QVERIFY(rows.readAll().endsWith(",0.25\n"));
  QCOMPARE(vlelab({"check", file("trained/t.vle")}).status, 0);  // found again from there
  // A preset has no folder of ours: the current one counts.
  const QString here = QDir::current().relativeFilePath(file("drive.csv"));
  QCOMPARE(run("chain", here, "x").status, 0);
  QCOMPARE(vlelab({"check", file("trained/t.vle")}).status, 0);
  const Result missing = run("chain", "no.csv", "x");
  QCOMPARE(missing.status, 1);
  QVERIFY2(missing.err.contains("--set x.signal: there is no file 'no.csv' in '"),
           missing.err.constData());
  const Result column = run(file("beside.vle"), "drive.csv", "y");
  QCOMPARE(column.status, 1);
  QVERIFY2(column.err.contains("unknown column 'y' (there is time, x"), column.err.constData());
}

void TestCommandLine::divergenceIsStatusThree() {
  const Result result =
      vlelab({"run", "chain", "--duration", "5000", "--set", "*.learn=1e9", "--json"});
  QCOMPARE(result.status, 3);
  QVERIFY(result.err.contains("diverged"));
  QVERIFY(result.err.contains("layer '"));
  const QJsonObject variant = jsonOf(result)["variants"].toArray()[0].toObject();
  QVERIFY(variant["diverged"].toBool());
  const QJsonObject divergence = variant["divergence"].toObject();
  for (const char* key : {"time", "variable", "place", "value", "largest_term", "cause", "cure"}) {
    QVERIFY2(divergence.contains(QLatin1String(key)), key);
  }
  QVERIFY(result.err.contains(divergence["sentence"].toString().toUtf8()));
  QVERIFY(variant["loss_last"].isNull());
}

void TestCommandLine::badInputIsOneSentenceAndStatusOne_data() {
  QTest::addColumn<QByteArray>("from");
  QTest::addColumn<QByteArray>("to");
  QTest::addColumn<QByteArray>("part");
  QTest::addRow("tau") << QByteArray("\"tau_m\": 10") << QByteArray("\"tau_m\": -3")
                       << QByteArray("$.nodes[1].tau_m: Layer 'hidden': tau_m is -3 ms");
  QTest::addRow("dt") << QByteArray("\"dt\": 0.1") << QByteArray("\"dt\": 0")
                      << QByteArray("$.settings.dt");
  QTest::addRow("NaN") << QByteArray("\"dt\": 0.1") << QByteArray("\"dt\": NaN")
                       << QByteArray("line 5");
  QTest::addRow("giant") << QByteArray("\"size\": 1,") << QByteArray("\"size\": 1000000000,")
                         << QByteArray("$.nodes[0].size");
  QTest::addRow("negative") << QByteArray("\"size\": 1,") << QByteArray("\"size\": -1,")
                            << QByteArray("$.nodes[0].size");
  QTest::addRow("nowhere") << QByteArray("\"to\": 3") << QByteArray("\"to\": 33")
                           << QByteArray("$.projections[1].to");
  QTest::addRow("variant") << QByteArray("{\"W2.feedback.kind\": \"constant\"}")
                           << QByteArray("{\"W3.feedback.kind\": \"constant\"}")
                           << QByteArray("$.variants[2].set");
  QTest::addRow("binary") << QByteArray("{\n  \"format\"") << QByteArray("\x7f\x45\x4c\x46\0\1", 6)
                          << QByteArray("this is a program, no VLE Lab project");
}

void TestCommandLine::badInputIsOneSentenceAndStatusOne() {
  QFETCH(QByteArray, from);
  QFETCH(QByteArray, to);
  QFETCH(QByteArray, part);
  const QString path = broken(from, to);
  QVERIFY(!path.isEmpty());
  for (const QStringList& arguments :
       {QStringList{"run", path}, QStringList{path},
        QStringList{"screenshot", path, "--out", file("never.png")}}) {
    const Result result = vlelab(arguments);
    QCOMPARE(result.status, 1);
    QVERIFY(result.out.isEmpty());
    QCOMPARE(result.err.count('\n'), 1);
    QVERIFY2(result.err.contains(part), result.err.constData());
  }
  QVERIFY(!QFile::exists(file("never.png")));
  QCOMPARE(vlelab({"check", path}).status, 1);
}

void TestCommandLine::badUsageIsStatusTwo_data() {
  QTest::addColumn<QStringList>("arguments");
  const auto row = [](const char* name, const QStringList& arguments) {
    QTest::addRow("%s", name) << arguments;
  };
  row("unknown option", {"run", "chain", "--durations", "5"});
  row("no project", {"run"});
  row("two projects", {"run", "chain", "chain"});
  row("no value", {"run", "chain", "--seed"});
  row("no number", {"run", "chain", "--duration", "long"});
  row("half a seed", {"run", "chain", "--seed", "1.5"});
  row("no assignment", {"run", "chain", "--set", "W1.learn"});
  row("every zero", {"run", "chain", "--every", "0"});
  row("plot name", {"run", "chain", "--plot", "p.gif"});
  row("check nothing", {"check"});
  row("screenshot without out", {"screenshot", "chain"});
  row("size", {"screenshot", "chain", "--out", "a.png", "--size", "10"});
  row("layout", {"screenshot", "chain", "--out", "a.png", "--layout", "pink"});
  row("theme", {"screenshot", "chain", "--out", "a.png", "--theme", "pink"});
  row("unknown window option", {"--wat"});
  row("unknown instruction set", {"run", "chain", "--isa", "sse9"});
  row("no instruction set", {"run", "chain", "--isa"});
  row("empty instruction set", {"check", "--isa=", "chain.vle"});
}

void TestCommandLine::badUsageIsStatusTwo() {
  QFETCH(QStringList, arguments);
  const Result result = vlelab(arguments);
  QCOMPARE(result.status, 2);
  QVERIFY(result.out.isEmpty());
  QCOMPARE(result.err.count('\n'), 1);
}

void TestCommandLine::badInputWritesNothing() {
  const QString csv = file("kept.csv");
  QVERIFY(vlelab({"run", "chain", "--duration", "10", "--csv", "/dev/full"}).status == 1);
  const Result late = vlelab({"run", "chain", "--duration", "10", "--csv", file("half.csv"),
                              "--plot", "/nonexistent/x.png"});
  QCOMPARE(late.status, 1);
  QVERIFY(!QFile::exists(file("half.csv")));  // one output cannot be written: none is
  QFile old(csv);
  QVERIFY(old.open(QIODevice::WriteOnly));
  old.write("precious\n");
  old.close();
  const auto fails = [&](const QStringList& more) {
    const Result result =
        vlelab(QStringList{"run", "chain", "--duration", "10", "--csv", csv} + more);
    return result.status == 1 && result.err.count('\n') == 1 && result.out.isEmpty();
  };
  QVERIFY(fails({"--record", "hiden.e"}));
  QVERIFY(fails({"--variant", "lerned"}));
  QVERIFY(fails({"--set", "hidden.tau_m=-1"}));
  QVERIFY(fails({"--set", "hidden.tau_m=NaN"}));
  QVERIFY(fails({"--set", "nobody.tau_m=1"}));
  QVERIFY(fails({"--duration", "-5"}));
  QVERIFY(fails({"--duration", "nan"}));
  QVERIFY(fails({"--duration", "1e300"}));
  QVERIFY(old.open(QIODevice::ReadOnly));
  QCOMPARE(old.readAll(), QByteArray("precious\n"));
  for (const char* option : {"--csv", "--plot"}) {
    const Result result =
        vlelab({"run", "chain", "--duration", "10", option, "/nonexistent/folder/a.png"});
    QCOMPARE(result.status, 1);
    QCOMPARE(result.err.count('\n'), 1);
  }
}

void TestCommandLine::checkFindsEveryProblem() {
  const Result fine = vlelab({"check", "chain"});
  QCOMPARE(fine.status, 0);
  QVERIFY(fine.out.contains("no problems"));
  const QString path = broken("\"bias\": 0.3", "\"bais\": 0.3");
  const Result result = vlelab({"check", path, file("missing.vle")});
  QCOMPARE(result.status, 1);
  QCOMPARE(result.err.count("did you mean 'bias'"), 4);
  QVERIFY(result.err.contains("$.nodes[4].bais"));
  QVERIFY(result.err.contains("missing.vle: error: there is no such file"));
}

void TestCommandLine::checkWarnsOfProbesThatDoNotExist() {
  const QString path = broken(
      "\"board\": {",
      R"("lesson": {"steps": [{"check": {"any": [{"probe": "losss", "is": "below", "value": 1}]}}]},
         "board": {)");
  const Result lesson = vlelab({"check", path});
  QCOMPARE(lesson.status, 0);
  QVERIFY(lesson.err.contains("$.lesson.steps[0].check.any[0].probe: warning: probe 'losss'"));
  QVERIFY(vlelab({"check", broken("hidden.e", "hidden.ee")})
              .err.contains("$.board.plots[1].probes[1]: warning: probe 'hidden.ee'"));
}

void TestCommandLine::runsSayTheWarningsOfTheirProject() {
  QFile csv(file("timed.csv"));
  QVERIFY(csv.open(QIODevice::WriteOnly));
  csv.write("time_ms,x\n0,0.25\n2,0.5\n4,0.75\n");
  csv.close();
  QFile project(file("timed.vle"));
  QVERIFY(project.open(QIODevice::WriteOnly));
  project.write(R"({"format": "vle-project", "version": 2, "nodes": [
      {"id": 1, "kind": "input", "name": "x", "signal": {"file": {"path": "timed.csv", "interval": 7}}},
      {"id": 2, "kind": "layer", "name": "h"}, {"id": 3, "kind": "target", "name": "y", "of": 2, "follows": 5},
      {"id": 5, "kind": "layer", "name": "teacher"}],
      "projections": [{"id": 4, "name": "W", "from": 1, "to": 2}]})");
  project.close();
  for (const QStringList& command :
       {QStringList{"check"}, QStringList{"run", "--duration", "10"},
        QStringList{"sweep", "--duration", "10", "--seeds", "1..2", "--csv", "-"},
        QStringList{"gradient"}}) {
    const Result result = vlelab(QStringList{command.front(), file("timed.vle")} + command.mid(1));
    QVERIFY2(result.err.count("timed.vle: $.nodes[0].signal.file.interval: warning: ") == 1,
             qPrintable(command.front() + ": " + QString::fromUtf8(result.err + result.out)));
  }
}

void TestCommandLine::screenshotHasTheSizeAsked() {
  const QString path = file("window.png");
  const Result result = vlelab({"screenshot", "chain", "--out", path, "--after", "0.5", "--size",
                                "1000x700", "--theme", "dark"});
  QCOMPARE(result.status, 0);
  const QImage image(path);
  QCOMPARE(image.size(), QSize(1000, 700));
  QVERIFY(image.pixelColor(3, 690).lightness() < 60);
}

void TestCommandLine::theWindowWithoutADisplayIsASentence() {
  const QStringList displays = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"};
  const Result result = vlelab({}, displays);
  QCOMPARE(result.status, 1);
  QCOMPARE(result.err.count('\n'), 1);
  QVERIFY(result.err.contains("no display"));
  QProcess stale;  // a display that is named but does not answer
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  for (const QString& name : displays) environment.remove(name);
  environment.insert(QStringLiteral("DISPLAY"), QStringLiteral(":4711"));
  stale.setProcessEnvironment(environment);
  stale.start(QStringLiteral(VLE_PROGRAM), QStringList());
  QVERIFY(stale.waitForFinished(20000));
  QCOMPARE(stale.exitStatus(), QProcess::NormalExit);
  QCOMPARE(stale.exitCode(), 1);
  QCOMPARE(stale.readAllStandardError().count('\n'), 1);
  QCOMPARE(vlelab({"run", "chain", "--duration", "10"}, displays).status, 0);
}

void TestCommandLine::theWindowOpensWhatWasOpenTheLastTime() {
  const QTemporaryDir home;
  const auto lastProject = [&home] {
    const QSettings stored(home.filePath(QStringLiteral("VLE Lab/vlelab.conf")),
                           QSettings::IniFormat);
    return stored.value(QStringLiteral("last")).toString();
  };
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  environment.insert(QStringLiteral("XDG_CONFIG_HOME"), home.path());
  environment.insert(QStringLiteral("XDG_DATA_HOME"), home.path());
  environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
  const auto startAndKill = [&](const QStringList& arguments, const QString& expected) {
    QProcess window;
    window.setProcessEnvironment(environment);
    window.start(QStringLiteral(VLE_PROGRAM), arguments);
    QVERIFY(window.waitForStarted());
    EVENTUALLY_COMPARE(lastProject(), expected);
    QCOMPARE(window.state(), QProcess::Running);
    window.kill();
    QVERIFY(window.waitForFinished());
  };
  startAndKill({}, QStringLiteral("chain"));
  startAndKill({QStringLiteral("lagnet")}, QStringLiteral("lagnet"));
  // Without a name the last one is opened, as is seen by its being noted again.
  QSettings stored(home.filePath(QStringLiteral("VLE Lab/vlelab.conf")), QSettings::IniFormat);
  const QString copy = file("last.vle");
  QVERIFY(QFile::copy(QStringLiteral(":/presets/lagline.vle"), copy));
  stored.setValue(QStringLiteral("last"), copy);
  stored.setValue(QStringLiteral("recent"), QStringList());
  stored.sync();
  const auto recent = [&stored] {
    stored.sync();
    return stored.value(QStringLiteral("recent")).toStringList();
  };
  QProcess window;
  window.setProcessEnvironment(environment);
  window.start(QStringLiteral(VLE_PROGRAM), QStringList());
  EVENTUALLY_COMPARE(recent(), QStringList(copy));
  window.kill();
  QVERIFY(window.waitForFinished());
  QVERIFY(QFile::remove(copy));
  startAndKill({}, QStringLiteral("chain"));  // it is gone
}

void TestCommandLine::outputsNeverReplaceInputs_data() {
  QTest::addColumn<QString>("line");
  const auto row = [](const char* line) { QTest::addRow("%s", line) << QString(line); };
  row("run my.vle --csv my.vle");
  row("run my.vle --csv ./my.vle");
  row("run my.vle --csv link.vle");
  row("run link.vle --csv my.vle");
  row("run my.vle --csv hard.vle");
  row("run my.vle --csv drive.csv");
  row("run my.vle --variant default --save-trained my.vle");
  row("run my.vle --csv o --save-trained o");
  row("run my.vle --csv p.png --plot p.png");
  row("run my.vle --csv p.png --plot ./p.png");
  row("run my.vle --set x.signal='{\"file\":{\"path\":\"other.csv\",\"interval\":1}}' --csv "
      "other.csv");
  row("sweep my.vle --seeds 1..1 --csv my.vle");
  row("sweep my.vle --seeds 1..1 --csv drive.csv");
  row("sweep my.csv.json --seeds 1..1 --csv my.csv");
  row("sweep my.csv.part --seeds 1..1 --csv my.csv");
  row("gradient my.vle --csv my.vle");
  row("screenshot my.png --out my.png --after 0");
}

void TestCommandLine::outputsNeverReplaceInputs() {
  QFETCH(QString, line);
  const QTemporaryDir folder;
  const QByteArray project =
      R"({"format": "vle-project", "version": 2, "settings": {"duration": 5}, "nodes": [
      {"id": 1, "kind": "input", "name": "x", "signal": {"file": {"path": "drive.csv", "interval": 1}}},
      {"id": 2, "kind": "layer", "name": "out"}],
      "projections": [{"id": 3, "name": "W", "from": 1, "to": 2}]})";
  const auto put = [&](const char* name, const QByteArray& text) {
    QFile file(folder.filePath(name));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
  };
  for (const char* name : {"my.vle", "my.csv.json", "my.csv.part", "my.png"}) put(name, project);
  for (const char* name : {"drive.csv", "other.csv"}) put(name, "a\n1\n");
  const Result links = shell("ln -s my.vle link.vle && ln my.vle hard.vle", folder.path());
  QCOMPARE(links.status, 0);
  const QStringList before = QDir(folder.path()).entryList(QDir::Files);
  const Result result = shell("$V " + line, folder.path());
  QCOMPARE(result.status, 1);
  QCOMPARE(result.err.count('\n'), 1);
  QVERIFY2(result.err.contains(" would be written over "), result.err.constData());
  QCOMPARE(QDir(folder.path()).entryList(QDir::Files), before);
  for (const char* name : {"my.vle", "my.csv.json", "my.csv.part", "my.png", "drive.csv"}) {
    QFile file(folder.filePath(name));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), name == QLatin1String("drive.csv") ? QByteArray("a\n1\n") : project);
  }
}

void TestCommandLine::aFullDiskKeepsTheOldFile_data() {
  QTest::addColumn<QString>("line");
  QTest::addColumn<QString>("name");
  const auto row = [](const char* name, const char* line) {
    QTest::addRow("%s", name) << QString(line) << QString(name);
  };
  row("run.csv", "run chain --duration 500 --csv run.csv");
  row("plot.png", "run chain --duration 5 --plot plot.png");
  row("plot.svg", "run chain --duration 5 --plot plot.svg");
  row("plot.pdf", "run chain --duration 5 --plot plot.pdf");
  row("trained.vle", "run chain --duration 5 --variant learned --save-trained trained.vle");
  row("sweep.csv", "sweep chain --seeds 1..40 --duration 5 --csv sweep.csv");
  row("gradient.csv", "gradient chain --csv gradient.csv");
  row("shot.png", "screenshot chain --after 0 --out shot.png");
}

/// Files may not grow beyond 1 KiB, as on a full disk.
void TestCommandLine::aFullDiskKeepsTheOldFile() {
  QFETCH(QString, line);
  QFETCH(QString, name);
  const QTemporaryDir folder;
  const QString limits = "printf old > " + name + "; trap '' XFSZ; ulimit -f 1; $V ";
  const Result result = shell(limits + line, folder.path());
  QCOMPARE(result.status, 1);
  QVERIFY2(result.err.contains("cannot be written"), result.err.constData());
  QFile old(folder.filePath(name));
  QVERIFY(old.open(QIODevice::ReadOnly));
  QCOMPARE(old.readAll(), "old");
  for (const QString& file : QDir(folder.path()).entryList(QDir::Files)) {
    QVERIFY2(file == name || file.startsWith("sweep.csv.part"), qPrintable(file));
  }
}

void TestCommandLine::aFullOutputIsStatusOne_data() {
  QTest::addColumn<QString>("line");
  for (const char* line :
       {"list", "list --json", "--help", "--version", "run --help", "help", "help sweep",
        "check ok.vle", "run chain --duration 5", "run chain --duration 5 --csv -",
        "gradient chain --window 5", "sweep chain --seeds 1..1 --duration 5 --csv -",
        "run chain --duration 5 --variant learned --save-trained -",
        "screenshot chain --after 0 --out -"}) {
    QTest::addRow("%s", line) << QString(line);
  }
}

void TestCommandLine::aFullOutputIsStatusOne() {
  QFETCH(QString, line);
  if (!QFile::exists("/dev/full")) QSKIP("there is no /dev/full");
  const QTemporaryDir folder;
  QVERIFY(QFile::copy(":/presets/chain.vle", folder.filePath("ok.vle")) ||
          QFile::copy(QStringLiteral(VLE_SOURCE "/resources/presets/chain.vle"),
                      folder.filePath("ok.vle")));
  const Result result = shell("$V " + line + " > /dev/full", folder.path());
  QCOMPARE(result.status, 1);
  QVERIFY2(result.err.contains("the standard output cannot be written"), result.err.constData());
}

void TestCommandLine::standardStreamsAreFilesNamedMinus() {
  QFile preset(QStringLiteral(VLE_SOURCE "/resources/presets/chain.vle"));
  QVERIFY(preset.open(QIODevice::ReadOnly));
  const QByteArray project = preset.readAll();
  const QStringList run = {"run", "chain", "--duration", "20", "--every", "10"};
  QCOMPARE(vlelab(run + QStringList{"--csv", file("named.csv")}).status, 0);
  const Result piped =
      vlelab({"run", "-", "--duration", "20", "--every", "10", "--csv", "-"}, {}, project);
  QCOMPARE(piped.status, 0);
  QCOMPARE(piped.out, contentsOf("named.csv"));
  QVERIFY2(piped.err.contains("200 steps"), piped.err.constData());  // the report stands beside it
  const Result checked = vlelab({"check", "-"}, {}, project);
  QCOMPARE(checked.status, 0);
  QCOMPARE(checked.out, "-: no problems\n");
  QCOMPARE(vlelab({"check", "-"}, {}, "{").status, 1);
  QCOMPARE(vlelab({"run", "-"}, {}, "").status, 1);
  const Result swept =
      vlelab({"sweep", "-", "--seeds", "1..1", "--duration", "5", "--csv", "-"}, {}, project);
  QCOMPARE(swept.status, 0);
  QCOMPARE(swept.out.count('\n'), 1 + 3);
  const Result trained = vlelab(
      {"run", "-", "--duration", "5", "--variant", "learned", "--save-trained", "-"}, {}, project);
  QCOMPARE(trained.status, 0);
  QVERIFY(trained.out.startsWith("{\n  \"format\""));
  QCOMPARE(vlelab({"gradient", "-", "--window", "5", "--csv", "-"}, {}, project).status, 0);
  QCOMPARE(vlelab({"screenshot", "-", "--after", "0", "--out", "-"}, {}, project).out.left(4),
           QByteArray("\x89PNG"));
  // Two of them would be mixed.
  QCOMPARE(
      vlelab(run + QStringList{"--variant", "learned", "--csv", "-", "--save-trained", "-"}).status,
      1);
  QCOMPARE(vlelab({"-"}).status, 2);
  QVERIFY(!QFile::exists("-"));
}

void TestCommandLine::everyCommandHasItsHelp_data() {
  QTest::addColumn<QStringList>("words");
  QTest::addColumn<QStringList>("parts");
  QTest::addRow("run") << QStringList{"run", "chain", "--help"}
                       << QStringList{"vlelab run PROJECT", "--save-trained FILE", "--isa NAME"};
  QTest::addRow("run -h") << QStringList{"run", "-h"} << QStringList{"vlelab run PROJECT"};
  QTest::addRow("sweep") << QStringList{"help", "sweep"}
                         << QStringList{"--seeds A..B", "--resume", "FILE.part"};
  QTest::addRow("gradient") << QStringList{"gradient", "--help"} << QStringList{"--window MS"};
  QTest::addRow("check") << QStringList{"check", "--help"} << QStringList{"vlelab check FILE..."};
  QTest::addRow("list") << QStringList{"help", "list"} << QStringList{"vlelab list"};
  QTest::addRow("screenshot") << QStringList{"screenshot", "--help"} << QStringList{"--theme"};
  QTest::addRow("all") << QStringList{"help"}
                       << QStringList{"vlelab run PROJECT", "vlelab sweep PROJECT", "Exit status"};
  QTest::addRow("the program") << QStringList{"--help"} << QStringList{"vlelab help [COMMAND]"};
}

void TestCommandLine::everyCommandHasItsHelp() {
  QFETCH(QStringList, words);
  QFETCH(QStringList, parts);
  const Result result = vlelab(words);
  QCOMPARE(result.status, 0);
  QVERIFY(result.err.isEmpty());
  for (const QString& part : parts) QVERIFY2(result.out.contains(part.toUtf8()), result.out);
  for (const QByteArray& line : result.out.split('\n')) QVERIFY2(line.size() <= 110, line);
  const Result unknown = vlelab({"help", "rum"});
  QCOMPARE(unknown.status, 2);
  QVERIFY2(unknown.err.contains("did you mean 'run'"), unknown.err.constData());
}

void TestCommandLine::partsOfTheTestCanBeSet() {
  const auto loss = [](const QStringList& more) -> QJsonValue {
    const QJsonObject report = jsonOf(
        vlelab(QStringList{"run", "lagline", "--duration", "20", "--seed", "1", "--json"} + more));
    return report["variants"].toArray()[0].toObject()["loss_test"];
  };
  const QJsonValue usual = loss({"--set", "settings.test={\"duration\": 50}"});
  QVERIFY(usual.isDouble());
  QVERIFY(loss({"--set", "settings.test={\"duration\": 50}", "--set",
                "settings.test.duration=20"}) != usual);
  QCOMPARE(loss({"--set", "settings.test.duration=50"}), usual);  // there was none
  const Result wrong = vlelab({"run", "lagline", "--set", "settings.test.durations=5"});
  QCOMPARE(wrong.status, 1);
  QVERIFY2(wrong.err.contains("did you mean 'test.duration'"), wrong.err.constData());
  QCOMPARE(vlelab({"run", "lagline", "--set", "settings.test.duration=-5"}).status, 1);
}

void TestCommandLine::endedRunsKeepTheirRows_data() {
  QTest::addColumn<int>("signal");
  QTest::addRow("INT") << SIGINT;
  QTest::addRow("TERM") << SIGTERM;
}

void TestCommandLine::endedRunsKeepTheirRows() {
  QFETCH(int, signal);
  const QTemporaryDir folder;
  QProcess process;
  process.setWorkingDirectory(folder.path());
  // Far longer than a test may take: it ends when it is told to.
  process.start(QStringLiteral(VLE_PROGRAM), {"run", "chain", "--duration", "1e9", "--record",
                                              "loss", "--every", "1000", "--csv", "r.csv"});
  QVERIFY(process.waitForStarted());
  // The file has no name before it is finished: the system says what was written.
  const QString counts = QStringLiteral("/proc/%1/io").arg(process.processId());
  if (!QFile::exists(counts)) {
    process.kill();
    (void)process.waitForFinished();
    QSKIP("the system does not say how much a process has written");
  }
  const auto written = [&counts] {
    QFile file(counts);
    if (!file.open(QIODevice::ReadOnly)) return false;
    const QByteArray text = file.readAll();
    return text.mid(text.indexOf("wchar:") + 6).split('\n').first().toLongLong() > 2000;
  };
  while (process.state() == QProcess::Running && !written()) (void)process.waitForReadyRead(5);
  ::kill(static_cast<pid_t>(process.processId()), signal);
  QVERIFY(process.waitForFinished(600000));
  QCOMPARE(process.exitStatus(), QProcess::NormalExit);
  QCOMPARE(process.exitCode(), 128 + signal);
  const QByteArray said = process.readAllStandardError();
  QCOMPARE(said.count('\n'), 1);
  QVERIFY2(said.contains("r.csv has the rows until then"), said.constData());
  QFile table(folder.filePath("r.csv"));
  QVERIFY(table.open(QIODevice::ReadOnly));
  const QByteArray rows = table.readAll();
  QVERIFY(rows.count('\n') > 10 && rows.endsWith('\n'));
  QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList{"r.csv"});
}

VLE_TEST(TestCommandLine, QCoreApplication)
#include "tst_command_line.moc"
