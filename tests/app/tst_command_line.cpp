// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The program as its users start it: output, exit statuses, one sentence per mistake, nothing
// written that is not whole.
#include <cmath>

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
#include "tempo.h"

using vle::test::jsonOf;
using vle::test::Result;
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
  void screenshotHasTheSizeAsked();
  void theWindowWithoutADisplayIsASentence();
  void theWindowOpensWhatWasOpenTheLastTime();

 private:
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
    const double gain = (1 + omega * omega) / (1 + 100 * omega * omega);
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

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_command_line.moc"
