// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Files: every form reads back as it was written, every mistake is one sentence with its JSON path,
// a failed save loses nothing.
#include <cstdlib>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "files.h"
#include "io/catalogue.h"
#include "io/csv.h"
#include "io/parameter_codec.h"
#include "io/project_file.h"
#include "io/resources.h"
#include "io/signal_files.h"
#include "run_tests.h"
#include "specs.h"

using namespace vle;
using vle::test::problemsOf;

namespace {

QByteArray chainText() {
  QFile file(QStringLiteral(":/presets/chain.vle"));
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// The most address space this process ever had.
double peakMegabytes() {
  QFile file(QStringLiteral("/proc/self/status"));
  if (!file.open(QIODevice::ReadOnly)) return 0;
  for (const QByteArray& line : file.readAll().split('\n')) {
    if (line.startsWith("VmPeak:"))
      return line.mid(7).trimmed().split(' ').first().toDouble() / 1024;
  }
  return 0;
}

/// A project of format version 1 that uses every form of format.md this program reads.
const char* const kGolden = VLE_TEST_DATA "/golden/version1.vle";

}  // namespace

class TestProjectFile : public QObject {
  Q_OBJECT

 private slots:
  void aSmallFileTakesLittleMemory();  // first: it looks at the peak
  void everyFormReadsBackAsWritten();
  void writtenTextIsStable();
  void writtenKeysSurvive();
  void everyResourceLoads();
  void mistakesNameTheirPath_data();
  void mistakesNameTheirPath();
  void textsEndAt64KiB_data();
  void textsEndAt64KiB();
  void whatJsonParsersPassOverIsSaid_data();
  void whatJsonParsersPassOverIsSaid();
  void wholeNumbersAreKeptOrRefused();
  void versionOneIsReadAsItWasMeant();
  void everyKeyOfVersionTwoReadsBackAsWritten();
  void hashesSayWhatRunsDependOn();
  void everyProblemIsFound();
  void newerFilesAreRefusedWithTheVersion();
  void unreadableFilesSayWhy();
  void damagedBytesNeverCrash();
  void aFailedSaveKeepsTheOldFile();
  void commandLineValuesAreJsonElseText();
  void numbersRoundTripInCsv();
};

void TestProjectFile::aSmallFileTakesLittleMemory() {
  const double before = peakMegabytes();
  QVERIFY(before > 0);
  (void)readProjectFile(kGolden);
  QVERIFY2(peakMegabytes() < before + 64, qPrintable(QString::number(peakMegabytes() - before)));
}

void TestProjectFile::everyFormReadsBackAsWritten() {
  const LoadedProject first = readProjectFile(kGolden);
  QVERIFY2(!first.hasErrors(), qPrintable(problemsOf(first)));
  const LoadedProject second = readProjectText(projectText(first.project), {folderOf(kGolden)});
  QVERIFY2(!second.hasErrors(), qPrintable(problemsOf(second)));
  QVERIFY(first.project == second.project);
  QCOMPARE(first.project.network.nodes.size(), std::size_t{16});
  QCOMPARE(first.project.network.find(NodeId{9})->note, std::string("ü \"quoted\" \\ text\nline"));
  QCOMPARE(first.project.settings.speed, kNever);
  QCOMPARE(first.project.meta.rest.count("anything"), std::size_t{1});
}

void TestProjectFile::writtenTextIsStable() {
  const std::string once = projectText(test::chain());
  QCOMPARE(projectText(readProjectText(once).project), once);
  QVERIFY(once.find("\n  \"nodes\"") != std::string::npos);  // two spaces
  QVERIFY(once.find("\"learn\": 0.002") != std::string::npos);
  QVERIFY(once.back() == '\n');
  QVERIFY2(once.find("\"format\"") < once.find("\"settings\""),
           "keys keep the order of the format");
}

void TestProjectFile::writtenKeysSurvive() {
  QByteArray text = chainText();
  text.replace("\"W\": 1.2}", "\"W\": 1.2, \"learn\": 0}");  // a default, but written
  const LoadedProject loaded = readProjectText(text.toStdString());
  QVERIFY2(!loaded.hasErrors(), qPrintable(problemsOf(loaded)));
  QVERIFY(projectText(loaded.project).find("\"learn\": 0}") != std::string::npos);
}

void TestProjectFile::everyResourceLoads() {
  const auto entries = catalogue();
  QVERIFY(!entries.empty());
  for (const ResourceEntry& entry : entries) {
    QVERIFY2(!entry.title.empty() && !entry.summary.empty(), entry.id.c_str());
    const LoadedProject loaded = readProjectFile(resourceOf(entry.id).toStdString());
    QVERIFY2(loaded.problems.empty(), qPrintable(problemsOf(loaded)));
  }
  QVERIFY(resourceOf("../chain").isEmpty());
  QVERIFY(resourceOf("").isEmpty());
}

void TestProjectFile::mistakesNameTheirPath_data() {
  QTest::addColumn<QByteArray>("from");
  QTest::addColumn<QByteArray>("to");
  QTest::addColumn<QString>("path");
  QTest::addColumn<QString>("part");
  const auto row = [](const char* name, const char* from, const char* to, const char* path,
                      const char* part) {
    QTest::addRow("%s", name) << QByteArray(from) << QByteArray(to) << QString(path)
                              << QString(part);
  };
  row("negative tau", "\"tau_m\": 10, \"tau_r\": 1, \"bias\": 0.3},\n    {\"id\": 3",
      "\"tau_m\": -3, \"tau_r\": 1, \"bias\": 0.3},\n    {\"id\": 3", "$.nodes[1].tau_m", "-3 ms");
  row("dt zero", "\"dt\": 0.1", "\"dt\": 0", "$.settings.dt", "> 0 ms");
  row("NaN", "\"dt\": 0.1", "\"dt\": NaN", "", "not valid JSON");
  row("infinite", "\"dt\": 0.1", "\"dt\": 1e999", "", "");
  row("giant", "\"size\": 1, \"x\": 0,", "\"size\": 1000000000, \"x\": 0,", "$.nodes[0].size",
      "100000");
  row("negative size", "\"size\": 1, \"x\": 0,", "\"size\": -1, \"x\": 0,", "$.nodes[0].size",
      "-1");
  row("half a neuron", "\"size\": 1, \"x\": 0,", "\"size\": 1.5, \"x\": 0,", "$.nodes[0].size",
      "whole number");
  row("unknown key", "\"bias\": 0.3},\n    {\"id\": 3", "\"bais\": 0.3},\n    {\"id\": 3",
      "$.nodes[1].bais", "did you mean 'bias'");
  row("unknown kind", "\"kind\": \"input\"", "\"kind\": \"inptu\"", "$.nodes[0].kind",
      "did you mean 'input'");
  row("unknown top key", "\"board\"", "\"baord\"", "$.baord", "did you mean 'board'");
  row("duplicate id", "\"id\": 3,", "\"id\": 2,", "$.nodes[2].id", "taken");
  row("projection with a node's id", "{\"id\": 11,", "{\"id\": 2,", "$.projections[0].id", "taken");
  row("duplicate name", "\"name\": \"output\"", "\"name\": \"hidden\"", "$.nodes[2].name", "taken");
  row("wrong shape", "\"W\": 0.4", "\"W\": [[1, 2]]", "$.projections[0].W", "1 rows of 2");
  row("to nowhere", "\"from\": 1, \"to\": 2,", "\"from\": 1, \"to\": 99,", "$.projections[0].to",
      "99");
  row("variant path", "\"W2.feedback.kind\": \"transpose\"", "\"W9.feedback.kind\": \"transpose\"",
      "$.variants[1].set[\"W9.feedback.kind\"]", "unknown name 'W9'");
  row("variant value", "\"W2.feedback.kind\": \"transpose\"", "\"W2.feedback.kind\": \"trans\"",
      "$.variants[1].set[\"W2.feedback.kind\"]", "transpose");
  row("text for a number", "\"learn\": 0.01}", "\"learn\": \"fast\"}",
      "$.projections[1].feedback.learn", "expected a number, found the text \"fast\"");
  row("null", "\"seed\": 1", "\"seed\": null", "$.settings.seed", "found null");
  row("negative seed", "\"seed\": 1", "\"seed\": -1", "$.settings.seed", ">= 0");
  row("missing id", "\"id\": 3, ", "", "$.nodes[2]", "'id' is missing");
  row("id zero", "\"id\": 3,", "\"id\": 0,", "$.nodes[2].id", "positive");
  row("target without source", "\"follows\": 5, ", "", "$.nodes[5]", "'follows' or 'signal'");
  row("unknown signal", "\"sines\"", "\"cosines\"", "$.nodes[0].signal.cosines", "sines");
  row("not a project", "\"vle-project\"", "\"other\"", "$.format", "no VLE Lab project");
  row("plot kind", "\"kind\": \"loss\"", "\"kind\": \"lsos\"", "$.board.plots[3].kind", "loss");
  row("plot window", "\"kind\": \"loss\"", "\"window\": -5, \"kind\": \"loss\"",
      "$.board.plots[3].window", "> 0 ms");
  row("plot limits", "\"kind\": \"loss\"", "\"limits\": [1, 1], \"kind\": \"loss\"",
      "$.board.plots[3].limits", "the lower first");
  row("weights of nothing", "\"board\": {",
      "\"weights\": {\"X\": {\"W\": \"\", \"shape\": [0]}}, \"board\": {", "$",
      "no projection 'X'");
  row("weights of another shape", "\"board\": {",
      "\"weights\": {\"W1\": {\"W\": \"AAAAAAAA8D8AAAAAAADwPw==\", \"shape\": [2]}}, \"board\": {",
      "$", "do not have the shape");
  row("weights that are no base64", "\"board\": {",
      "\"weights\": {\"W1\": {\"W\": \"!\", \"shape\": [1]}}, \"board\": {", "$.weights.W1.W",
      "base64");
  row("nodes as object", "\"nodes\": [", "\"nodes\": {}, \"created_with\": [", "$", "");
}

void TestProjectFile::mistakesNameTheirPath() {
  QFETCH(QByteArray, from);
  QFETCH(QByteArray, to);
  QFETCH(QString, path);
  QFETCH(QString, part);
  QByteArray text = chainText();
  QVERIFY2(text.contains(from), "the preset has changed: mend this row");
  const auto at = text.indexOf(from);
  text.replace(at, from.size(), to);
  const LoadedProject loaded = readProjectText(text.toStdString());
  QVERIFY(loaded.hasErrors());
  bool found = false;
  for (const Problem& problem : loaded.problems) {
    const QString message = QString::fromStdString(problem.message);
    QVERIFY2(message.endsWith(QLatin1Char('.')), problem.message.c_str());
    found |= QString::fromStdString(problem.path).startsWith(path) && message.contains(part);
  }
  QVERIFY2(found, qPrintable(problemsOf(loaded)));
}

void TestProjectFile::textsEndAt64KiB_data() {
  QTest::addColumn<QByteArray>("from");
  QTest::addColumn<QByteArray>("to");  // with TEXT in place of the text
  QTest::addColumn<QString>("path");
  const auto row = [](const char* name, const char* from, const char* to, const char* path) {
    QTest::addRow("%s", name) << QByteArray(from) << QByteArray(to) << QString(path);
  };
  row("created_with", "\"version\": 2", "\"version\": 2, \"created_with\": \"TEXT\"",
      "$.created_with");
  row("title", "\"title\": \"Chain\"", "\"title\": \"TEXT\"", "$.meta.title");
  row("summary", "\"title\": \"Chain\", \"summary\": \"", "\"summary\": \"TEXT", "$.meta.summary");
  row("author", "\"title\": \"Chain\"", "\"author\": \"TEXT\"", "$.meta.author");
  row("tag", "\"VLE\"", "\"TEXT\"", "$.meta.tags[0]");
  row("free", "\"title\": \"Chain\"", "\"mine\": [{\"deep\": \"TEXT\"}]", "$.meta.mine");
  row("node name", "\"name\": \"x\"", "\"name\": \"TEXT\"", "$.nodes[0].name");
  row("note", "\"name\": \"x\"", "\"name\": \"x\", \"note\": \"TEXT\"", "$.nodes[0].note");
  row("projection name", "\"name\": \"W1\"", "\"name\": \"TEXT\"", "$.projections[0].name");
  row("variant name", "\"name\": \"learned\"", "\"name\": \"TEXT\"", "$.variants[0].name");
  row("variant title", "\"learned B\"", "\"TEXT\"", "$.variants[0].title");
  row("variant color", "\"learned B\"", "\"\", \"color\": \"TEXT\"", "$.variants[0].color");
  row("plot title", "\"Errors\"", "\"TEXT\"", "$.board.plots[1].title");
  row("probe", "\"hidden.e\"", "\"TEXT\"", "$.board.plots[1].probes[1]");
  const auto step = [&row](const char* name, const char* key, const char* value) {
    const QByteArray lesson =
        QByteArray("\"lesson\": {\"steps\": [{\"") + key + "\": " + value + "}]}";
    row(name, "\"board\"", (lesson + ", \"board\"").constData(),
        (QByteArray("$.lesson.steps[0].") + name).constData());
  };
  step("text", "text", "\"TEXT\"");
  step("task", "task", "\"TEXT\"");
  step("hint", "hint", "\"TEXT\"");
  step("highlight[1]", "highlight", "[\"x\", \"TEXT\"]");
  step("check.done", "check", "{\"done\": \"TEXT\"}");
  step("check.set", "check", "{\"set\": \"TEXT\", \"to\": 1}");
  step("check.to", "check", "{\"set\": \"nobody.size\", \"to\": [\"TEXT\"]}");
  row("locked", "\"board\"", "\"lesson\": {\"locked\": [\"TEXT\"]}, \"board\"",
      "$.lesson.locked[0]");
}

void TestProjectFile::textsEndAt64KiB() {
  QFETCH(QByteArray, from);
  QFETCH(QByteArray, to);
  QFETCH(QString, path);
  const auto problems = [&](const QByteArray& long_text) {
    QByteArray text = chainText();
    text.replace(text.indexOf(from), from.size(), QByteArray(to).replace("TEXT", long_text));
    return problemsOf(readProjectText(text.toStdString()));
  };
  QVERIFY2(chainText().contains(from), "the preset has changed: mend this row");
  const QString refused = problems(QByteArray("ü").repeated(32769));  // bytes count, not letters
  QVERIFY2(refused.contains(path + ": the "), qPrintable(refused.left(1000)));
  QVERIFY2(refused.contains("is longer than 64 KiB."), qPrintable(refused.left(1000)));
  QVERIFY(!problems(QByteArray("ü").repeated(32000)).contains("64 KiB"));
}

void TestProjectFile::whatJsonParsersPassOverIsSaid_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<QString>("part");
  const auto row = [](const char* name, const char* text, const char* part) {
    QTest::addRow("%s", name) << QByteArray(text) << QString(part);
  };
  row("key twice", "{\"a\": 1,\n \"b\": 2, \"a\": 3}",
      "the key \"a\" stands twice in one object, at line 1, column 2 and at line 2, column 10");
  row("key twice, deep", "{\"a\": [{\"b\": {\"c\": 1, \"d\": 2, \"c\": 3}}]}",
      "the key \"c\" stands twice");
  row("key twice, escaped", "{\"dt\": 1, \"\\u0064t\": 2}", "the key \"dt\" stands twice");
  row("comment", "{\n // mine\n \"a\": 1}",
      "comments are not part of JSON, and one begins at line 2, column 2");
  row("block comment", "{\"a\": /* x */ 1}", "comments are not part of JSON");
  row("shell comment", "# project\n{\"a\": 1}",
      "comments are not part of JSON, and one begins at line 1, column 1");
  row("comment at the end", "{\"a\": 1} // done", "comments are not part of JSON");
  row("comma too many", "{\"a\": 1,\n}",
      "the comma before '}' is one too many, at line 2, column 1");
  row("comma too many in a list", "{\"a\": [1, 2, ]}", "the comma before ']' is one too many");
}

void TestProjectFile::whatJsonParsersPassOverIsSaid() {
  QFETCH(const QByteArray, text);
  QFETCH(const QString, part);
  const QString problems = problemsOf(readProjectText(text.toStdString()));
  QVERIFY2(problems.contains(part), qPrintable(problems));
  // Texts may hold all of it, and objects beside each other the same keys.
  const std::string fine = R"({"a": "// \" # ,}", "b": [{"k": 1}, {"k": 2}], "k": {"k": {}}})";
  QVERIFY(parseJson(fine).isObject());
}

void TestProjectFile::wholeNumbersAreKeptOrRefused() {
  const auto read = [](const char* seed) {
    QByteArray text = chainText();
    text.replace("\"seed\": 1,", "\"seed\": " + QByteArray(seed) + ",");
    return readProjectText(text.toStdString());
  };
  QVERIFY2(chainText().contains("\"seed\": 1,"), "the preset has changed: mend this test");
  QCOMPARE(read("9007199254740992").project.settings.seed, 9007199254740992);
  const QString beyond = problemsOf(read("9007199254740993"));
  QVERIFY2(beyond.contains("seed is 9007199254740993, must be >= 0 and <= 9007199254740992"),
           qPrintable(beyond));
  for (const char* seed : {"99999999999999999999", "1e30", "1.5", "-1", "\"1\""}) {
    QVERIFY2(read(seed).hasErrors(), seed);
  }
  const std::string meta =
      "{\"format\": \"vle-project\", \"version\": 2, \"nodes\": [], \"meta\": "
      "{\"big\": 9007199254740993}}";
  QVERIFY(projectText(readProjectText(meta).project).find("9007199254740993") != std::string::npos);
}

/// A file of version 1 is read, and saved as version 2 with nothing else changed.
void TestProjectFile::versionOneIsReadAsItWasMeant() {
  QFile golden(kGolden);
  QVERIFY(golden.open(QIODevice::ReadOnly));
  const QByteArray old = golden.readAll();
  QVERIFY(old.contains("\"version\": 1"));
  QByteArray now = old;
  now.replace("\"version\": 1", "\"version\": 2");
  const std::vector<std::string> folder = {folderOf(kGolden)};
  const LoadedProject before = readProjectText(old.toStdString(), folder);
  QVERIFY2(!before.hasErrors(), qPrintable(problemsOf(before)));
  QVERIFY(before.project == readProjectText(now.toStdString(), folder).project);
  QVERIFY(projectText(before.project).find("\"version\": 2") != std::string::npos);
}

void TestProjectFile::everyKeyOfVersionTwoReadsBackAsWritten() {
  const char* const golden = VLE_TEST_DATA "/golden/version2.vle";
  const LoadedProject loaded = readProjectFile(golden);
  QVERIFY2(!loaded.hasErrors(), qPrintable(problemsOf(loaded)));  // it only does not learn
  const auto file = [&](std::uint32_t id) {
    return std::get<FileSignal>(loaded.project.network.find(NodeId{id})->input()->signal);
  };
  const FileSignal x = file(1);
  QCOMPARE(x.table->t, (std::vector<double>{0, 2, 6}));  // uneven, in s
  QCOMPARE(x.step(), 3.0);
  QVERIFY(x.resample == FileSignal::Resample::Linear && x.end == FileSignal::End::Repeat);
  const double sd = std::sqrt(2.0 / 3);  // of 0.5, -0.5, 1.5
  QVERIFY(std::abs(x.table->values[1] - (2 * (-1 / sd) - 1)) < 1e-12);
  const FileSignal y = file(2);
  QVERIFY(y.table->t.empty() && y.table->time.empty());
  QCOMPARE(y.step(), 4.0);
  QCOMPARE(y.table->values[2], -0.5);
  QVERIFY(loaded.project.network.find(NodeId{4})->target()->source ==
          (std::variant<NodeId, SignalSpec>(SignalSpec(DelaySignal{.of = 2, .by = 7.5}))));
  const HeldOutSpec& test = *loaded.project.settings.test;
  QVERIFY(test.signal_of.at("echo") == SignalSpec(DelaySignal{.of = 2, .by = 3}));
  const std::string once = projectText(loaded.project);
  const LoadedProject again = readProjectText(once, {folderOf(golden)});
  QVERIFY(again.project == loaded.project);
  QCOMPARE(projectText(again.project), once);
  for (const char* key : {"columns", "header", "separator", "decimal", "time", "unit", "gain",
                          "offset", "zscore", "interval", "resample", "end", "delay", "of", "by"}) {
    QVERIFY2(once.find('"' + std::string(key) + "\":") != std::string::npos, key);
  }
}

void TestProjectFile::hashesSayWhatRunsDependOn() {
  const QTemporaryDir folder;
  const auto put = [&folder](const char* name, const QByteArray& text) {
    QFile file(folder.filePath(name));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
  };
  put("a.csv", "a\n1\n");
  Project project = test::oneNeuron();
  project.network.nodes[NodeId{1}].kind = InputSpec{FileSignal{.path = "a.csv", .interval = 1}};
  const auto loaded = [&] {
    const std::string text = projectText(project);
    return projectHash(readProjectText(text, {folder.path().toStdString()}).project);
  };
  const std::string hash = loaded();
  project.meta.title = "another";
  project.network.nodes[NodeId{1}].x += 100;
  project.settings.speed = 7;
  QCOMPARE(loaded(), hash);
  project.settings.dt = 0.05;
  QVERIFY(loaded() != hash);
  project.settings.dt = Settings{}.dt;
  QCOMPARE(loaded(), hash);
  put("a.csv", "a\n2\n");
  QVERIFY(loaded() != hash);
}

void TestProjectFile::everyProblemIsFound() {
  QByteArray text = chainText();
  text.replace("\"kind\": \"input\"", "\"kind\": \"inptu\"")
      .replace("\"learn\": 0.01}", "\"lern\": 1}");
  text.replace("\"seed\": 1", "\"seed\": \"one\"");
  const QString problems = problemsOf(readProjectText(text.toStdString()));
  for (const char* path :
       {"$.nodes[0].kind", "$.projections[1].feedback.lern", "$.settings.seed"}) {
    QVERIFY2(problems.contains(QLatin1String(path)), qPrintable(problems));
  }
}

void TestProjectFile::newerFilesAreRefusedWithTheVersion() {
  QByteArray text = chainText();
  text.replace("\"version\": 2", "\"version\": 3, \"of the future\": 1");
  const LoadedProject loaded = readProjectText(text.toStdString());
  QCOMPARE(loaded.problems.size(), std::size_t{1});
  QVERIFY(problemsOf(loaded).contains(QLatin1String("version 3")));
  QVERIFY(problemsOf(loaded).contains(QLatin1String("newer VLE Lab")));
}

void TestProjectFile::unreadableFilesSayWhy() {
  const QTemporaryDir folder;
  const auto problems = [](const QString& path) {
    return problemsOf(readProjectFile(path.toStdString()));
  };
  QVERIFY(problems(folder.filePath("nothing.vle")).contains("no such file"));
  QVERIFY(problems(folder.path()).contains("folder"));
  QFile empty(folder.filePath("empty.vle"));
  QVERIFY(empty.open(QIODevice::WriteOnly));
  empty.close();
  QVERIFY(problems(empty.fileName()).contains("empty"));
  QVERIFY_THROWS_EXCEPTION(Error, (void)loadProject("no such preset"));
}

void TestProjectFile::damagedBytesNeverCrash() {
  const QByteArray text = chainText();
  std::uint32_t random = 1;
  for (int k = 0; k < 3000; ++k) {
    QByteArray damaged = text;
    for (int j = 0; j < 1 + k % 4; ++j) {
      random = random * 1664525U + 1013904223U;
      const auto at = static_cast<qsizetype>(random >> 8) % damaged.size();
      random = random * 1664525U + 1013904223U;
      damaged[at] = static_cast<char>(random >> 16);
    }
    if (k % 7 == 0) damaged.truncate(static_cast<qsizetype>(random >> 8) % damaged.size());
    const LoadedProject loaded = readProjectText(damaged.toStdString());
    for (const Problem& problem : loaded.problems) QVERIFY(!problem.message.empty());
  }
  std::string deep(100000, '[');
  QVERIFY(readProjectText(deep).hasErrors());
  QVERIFY(readProjectText(std::string("\0\1\2\xff", 4)).hasErrors());
}

void TestProjectFile::aFailedSaveKeepsTheOldFile() {
  const QTemporaryDir folder;
  const std::string path = folder.filePath("p.vle").toStdString();
  const Project project = test::chain();
  saveProject(project, path);
  QVERIFY(loadProject(path) == project);
  QVERIFY_THROWS_EXCEPTION(Error,
                           saveProject(project, folder.filePath("no/folder.vle").toStdString()));
  QVERIFY_THROWS_EXCEPTION(Error, saveProject(project, folder.path().toStdString()));
  QVERIFY(loadProject(path) == project);
  QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 1);  // no half-written file is left
}

void TestProjectFile::commandLineValuesAreJsonElseText() {
  const auto& tau = *findParameter<LayerSpec>("tau_m");
  QCOMPARE(parseParameter("5", tau), ParameterValue(Value(5.0)));
  QCOMPARE(parseParameter("[1, 2]", tau), ParameterValue(Value(List{1, 2})));
  QCOMPARE(parseParameter("tanh", *findParameter<LayerSpec>("activation")),
           ParameterValue(std::string("tanh")));
  QCOMPARE(parseParameter("unlimited", *findParameter<Settings>("speed")), ParameterValue(kNever));
  QVERIFY_THROWS_EXCEPTION(Error, (void)parseParameter("fast", tau));
  QVERIFY_THROWS_EXCEPTION(Error, (void)parseParameter("NaN", tau));
  QVERIFY_THROWS_EXCEPTION(Error, (void)parseParameter("", tau));
}

void TestProjectFile::numbersRoundTripInCsv() {
  for (const double value : {0.1, -1.0 / 3, 1e-300, 5e-324, 1.7976931348623157e308, 12345678.9}) {
    QCOMPARE(std::strtod(formatNumber(value).c_str(), nullptr), value);
  }
}

VLE_TEST(TestProjectFile, QCoreApplication)
#include "tst_project_file.moc"
