// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Signals in files: every kind through JSON and back, CSV tables good and bad, and paths that hold
// wherever a project is saved.
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "files.h"
#include "io/csv_table.h"
#include "io/project_file.h"
#include "io/signal_codec.h"
#include "io/signal_files.h"
#include "io/time_column.h"
#include "run_tests.h"
#include "sim/simulator.h"
#include "specs.h"

using namespace vle;
using vle::test::problemsOf;
using vle::test::write;

namespace {

/// An input with a signal, and a layer it drives.
QByteArray projectWith(const QByteArray& signal, const QByteArray& more = {}, int size = 1) {
  return R"({"format": "vle-project", "version": 2, "nodes": [
    {"id": 1, "kind": "input", "name": "x", "size": )" +
         QByteArray::number(size) + R"(, "signal": )" + signal + R"(},
    {"id": 2, "kind": "layer", "name": "a"}],
    "projections": [{"id": 11, "name": "W", "from": 1, "to": 2}])" +
         more + "}";
}

const FileSignal& fileOf(const Project& project, NodeId id = NodeId{1}) {
  return std::get<FileSignal>(project.network.nodes.at(id).input()->signal);
}

}  // namespace

class TestSignalFiles : public QObject {
  Q_OBJECT

 private slots:
  void everyKindReadsBackAsWritten_data();
  void everyKindReadsBackAsWritten();
  void absentKeysTakeTheirDefaults();
  void mistakesNameTheirPath_data();
  void mistakesNameTheirPath();
  void testsReadBackAsWritten();
  void tablesAreRead_data();
  void tablesAreRead();
  void dialectsAreRecognised_data();
  void dialectsAreRecognised();
  void whatIsDoubtfulIsAsked_data();
  void whatIsDoubtfulIsAsked();
  void timesSetTheInterval_data();
  void timesSetTheInterval();
  void timeColumnsAreFoundByName_data();
  void timeColumnsAreFoundByName();
  void columnsAreStandardisedAndScaled();
  void anIntervalThatDiffersIsAWarning();
  void projectsThroughLinksFindTheirFiles();
  void badTablesSayWhere_data();
  void badTablesSayWhere();
  void filesAreFoundBesideTheProject();
  void everyPlaceOfASignalIsRead();
  void missingFilesSayWhere();
  void equalTablesMakeEqualProjects();
  void savedElsewhereTheyAreFoundAgain();
  void linksAreFollowed();
  void damagedTablesNeverCrash();
};

void TestSignalFiles::everyKindReadsBackAsWritten_data() {
  QTest::addColumn<QByteArray>("json");
  const auto row = [](const char* name, const char* json) {
    QTest::addRow("%s", name) << QByteArray(json);
  };
  row("constant", R"({"constant": [1, 2]})");
  row("step", R"({"step": [0.5, 1, 10]})");
  row("pulse", R"({"pulse": [0.5, 1, 10, 2, 20]})");
  row("sines", R"({"sines": [[{"f": 16, "a": 0.5, "phase": 1}], []]})");
  row("random-sines", R"({"random-sines": {"count": 5, "f": [1, 9], "a": 0.25, "redraw": 2000}})");
  row("random-sines, drawn once", R"({"random-sines": {"count": 3, "f": [4, 40], "a": 1}})");
  row("square", R"({"square": {"low": 0, "high": 2, "period": 4, "smooth": 0.05}})");
  row("sharp square", R"({"square": {"low": -1, "high": 1, "period": 4}})");
  row("chirp", R"({"chirp": {"f": [1, 50], "duration": 2000, "a": 0.5}})");
  row("noise", R"({"noise": {"tau": 20, "sd": 0.5}})");
  row("samples", R"({"samples": [[1, 2, 3], [4]]})");
  row("file",
      R"({"file": {"path": "a.csv", "columns": ["x", "y"], "interval": 0.5, "end": "repeat"}})");
  row("plain file", R"({"file": {"path": "a.csv", "interval": 2}})");
  row("live", R"({"live": {"range": [0, 3]}})");
}

void TestSignalFiles::everyKindReadsBackAsWritten() {
  QFETCH(QByteArray, json);
  std::vector<Problem> problems;
  const SignalSpec signal = readSignal(JsonCursor(parseJson(json.toStdString()), "$", problems));
  QVERIFY2(problems.empty(), problems.empty() ? "" : problems[0].message.c_str());
  const std::string written = toText(writeSignal(signal));
  QCOMPARE(QByteArray::fromStdString(written).trimmed(), json);
  QVERIFY(readSignal(JsonCursor(parseJson(written), "$", problems)) == signal);
}

void TestSignalFiles::absentKeysTakeTheirDefaults() {
  std::vector<Problem> problems;
  const auto read = [&](const char* json) {
    return readSignal(JsonCursor(parseJson(json), "$", problems));
  };
  QVERIFY(read(R"({"random-sines": {}})") ==
          SignalSpec(
              RandomSinesSignal{.count = 3, .lowest = 4, .highest = 40, .a = 1, .redraw = kNever}));
  QVERIFY(read(R"({"square": {"period": 7}})") ==
          SignalSpec(SquareSignal{.low = -1, .high = 1, .period = 7, .smooth = 0}));
  QVERIFY(read(R"({"chirp": {"f": [1, 2], "duration": 3}})") ==
          SignalSpec(ChirpSignal{.from = 1, .to = 2, .duration = 3, .a = 1}));
  QVERIFY(read(R"({"noise": {"tau": 5}})") == SignalSpec(NoiseSignal{.tau = 5, .sd = 1}));
  QVERIFY(read(R"({"live": {}})") == SignalSpec(LiveSignal{-1, 1}));
  QVERIFY(problems.empty());
}

void TestSignalFiles::mistakesNameTheirPath_data() {
  QTest::addColumn<QByteArray>("signal");
  QTest::addColumn<QString>("path");
  QTest::addColumn<QString>("part");
  const auto row = [](const char* name, const char* signal, const char* path, const char* part) {
    QTest::addRow("%s", name) << QByteArray(signal) << QString(path) << QString(part);
  };
  const char* const at = "$.nodes[0].signal";
  row("short pulse", R"({"pulse": [1, 2]})", "$.nodes[0].signal.pulse",
      "expected [base, height, start, width, period]");
  row("pulse of text", R"({"pulse": "up"})", "$.nodes[0].signal.pulse", "found the text \"up\"");
  row("unknown kind", R"({"nosie": {"tau": 1}})", "$.nodes[0].signal.nosie",
      "did you mean 'noise'");
  row("unknown key", R"({"noise": {"tua": 1}})", "$.nodes[0].signal.noise.tua",
      "did you mean 'tau'");
  row("no tau", R"({"noise": {}})", "$.nodes[0].signal.noise", "'tau' is missing");
  row("no period", R"({"square": {}})", "$.nodes[0].signal.square", "'period' is missing");
  row("no sweep", R"({"chirp": {"duration": 1}})", "$.nodes[0].signal.chirp", "'f' is missing");
  row("three bounds", R"({"random-sines": {"f": [1, 2, 3]}})",
      "$.nodes[0].signal[\"random-sines\"].f", "expected two numbers, found 3");
  row("half a sine", R"({"random-sines": {"count": 1.5}})",
      "$.nodes[0].signal[\"random-sines\"].count", "whole number");
  row("range of text", R"({"live": {"range": "wide"}})", "$.nodes[0].signal.live.range",
      "expected a list of numbers");
  row("noise as list", R"({"noise": [1]})", "$.nodes[0].signal.noise", "expected an object");
  row("no path", R"({"file": {"interval": 1}})", "$.nodes[0].signal.file", "'path' is missing");
  row("empty path", R"({"file": {"path": "", "interval": 1}})", "$.nodes[0].signal.file.path",
      "the path of the file is empty");
  row("interval of nothing", R"({"file": {"path": "a", "interval": 0}})",
      "$.nodes[0].signal.file.interval", "interval is 0 ms, must be > 0 ms");
  row("separator", R"({"file": {"path": "a", "separator": "/"}})",
      "$.nodes[0].signal.file.separator", "the separator is one of");
  row("unit", R"({"file": {"path": "a", "unit": "sec"}})", "$.nodes[0].signal.file.unit",
      "unknown unit 'sec'");
  row("time", R"({"file": {"path": "a", "time": true}})", "$.nodes[0].signal.file.time",
      "expected a text");
  row("gain", R"({"file": {"path": "a", "gain": "2"}})", "$.nodes[0].signal.file.gain",
      "expected a number");
  row("delay of nothing", R"({"delay": {"by": 5}})", "$.nodes[0].signal.delay",
      "the key 'of' is missing");
  row("delay by nothing", R"({"delay": {"of": 1}})", "$.nodes[0].signal.delay",
      "the key 'by' is missing");
  row("end", R"({"file": {"path": "a", "interval": 1, "end": "hodl"}})",
      "$.nodes[0].signal.file.end", "did you mean 'hold'");
  row("no columns", R"({"file": {"path": "a", "interval": 1, "columns": []}})",
      "$.nodes[0].signal.file.columns", "without 'columns' all but the times");
  row("period below width", R"({"pulse": [0, 1, 0, 10, 5]})", at, "period is 5 ms");
  row("two kinds", R"({"noise": {"tau": 1}, "live": {}})", at, "only one makes sense");
}

void TestSignalFiles::mistakesNameTheirPath() {
  QFETCH(QByteArray, signal);
  QFETCH(QString, path);
  QFETCH(QString, part);
  const auto check = [&](const QByteArray& text, const QString& where) {
    const LoadedProject loaded = readProjectText(text.toStdString());
    bool found = false;
    for (const Problem& problem : loaded.problems) {
      const QString message = QString::fromStdString(problem.message);
      found |= QString::fromStdString(problem.path) == where && message.contains(part) &&
               message.endsWith(QLatin1Char('.'));
    }
    QVERIFY2(found, qPrintable(problemsOf(loaded)));
  };
  check(projectWith(signal), path);
  // The same in a test.
  const QString in_test = QString(path).replace("$.nodes[0].signal", "$.settings.test.signals.x");
  check(projectWith(R"({"constant": 0})",
                    R"(, "settings": {"test": {"duration": 9, "signals": {"x": )" + signal + "}}}"),
        in_test);
}

void TestSignalFiles::testsReadBackAsWritten() {
  const QByteArray json =
      R"("test": {"signals": {"x": {"noise": {"tau": 20, "sd": 1}}}, "duration": 500, "every": 50})";
  const LoadedProject loaded = readProjectText(
      projectWith(R"({"live": {}})", R"(, "settings": {)" + json + R"(}, "variants": [
        {"name": "v", "set": {"settings.test": {"duration": 7}}},
        {"name": "w", "set": {"settings.test": null}}])")
          .toStdString());
  QVERIFY2(loaded.problems.empty(), qPrintable(problemsOf(loaded)));
  const HeldOutSpec& test = *loaded.project.settings.test;
  QCOMPARE(test.duration, 500.0);
  QCOMPARE(test.every, 50.0);
  QVERIFY(test.signal_of.at("x") == SignalSpec(NoiseSignal{.tau = 20}));
  const auto& own =
      std::get<std::optional<HeldOutSpec>>(loaded.project.variants[0].set.at("settings.test"));
  QVERIFY(own && own->signal_of.empty() && own->duration == 7 && own->every == kNever);
  QVERIFY(!compileVariants(loaded.project)[1]->held_out);
  const std::string text = projectText(loaded.project);
  QVERIFY2(QByteArray::fromStdString(text).contains(json), text.c_str());
  QVERIFY(readProjectText(text).project == loaded.project);
  for (const char* wrong : {R"({"signals": {}})", R"({"duration": 1, "evry": 2})", "[]"}) {
    const LoadedProject broken = readProjectText(
        projectWith(R"({"live": {}})", R"(, "settings": {"test": )" + QByteArray(wrong) + "}")
            .toStdString());
    QVERIFY2(problemsOf(broken).contains("$.settings.test"), wrong);
  }
}

void TestSignalFiles::tablesAreRead_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<QStringList>("columns");
  QTest::addColumn<QString>("numbers");
  const auto row = [](const char* name, const QByteArray& text, const QStringList& columns,
                      const char* numbers) {
    QTest::addRow("%s", name) << text << columns << QString(numbers);
  };
  row("plain", "a,b\n1,2\n3,4\n", {}, "1 2 | 3 4");
  row("no newline at the end", "a,b\n1,2\n3,4", {}, "1 2 | 3 4");
  row("carriage returns", "a,b\r\n1,2\r\n3,4\r\n", {}, "1 2 | 3 4");
  row("byte order mark",
      "\xef\xbb\xbf"
      "a,b\n1,2\n",
      {"a"}, "1");
  row("blank last lines", "a,b\n1,2\n\n\r\n", {}, "1 2");
  row("time is no channel", "time,a,b\n0,1,2\n1,3,4\n", {}, "1 2 | 3 4");
  row("time where it is asked for", "time,a\n5,1\n", {"time", "a"}, "5 1");
  row("order of columns", "a,b,c\n1,2,3\n", {"c", "a"}, "3 1");
  row("a column twice", "a,b\n1,2\n", {"b", "b"}, "2 2");
  row("text elsewhere", "a,b\n1,hello\n", {"a"}, "1");
  row("quoted cells", "\"a\",\"b\"\n\"1\",\"2\"\n", {}, "1 2");
  row("names with commas", "\"a,1\",\"b \"\"x\"\"\"\n1,2\n", {"b \"x\"", "a,1"}, "2 1");
  row("line break in a name", "\"a\nb\",c\n1,2\n", {"c"}, "2");
  row("spaces", " a , b\n 1 ,\t2 \n", {"b"}, "2");
  row("numbers", "a\n-1.5e-3\n+2\n.5\n1e300\n-0\n007\n", {}, "-0.0015 | 2 | 0.5 | 1e+300 | 0 | 7");
  row("one column", "a\n1\n2\n", {}, "1 | 2");
}

void TestSignalFiles::tablesAreRead() {
  QFETCH(QByteArray, text);
  QFETCH(QStringList, columns);
  QFETCH(QString, numbers);
  std::vector<std::string> names;
  for (const QString& column : columns) names.push_back(column.toStdString());
  const SignalTable table = readTable(text.toStdString(), {.columns = names}, 1);
  QString found;
  for (std::size_t k = 0; k < table.values.size(); ++k) {
    if (k > 0) found += k % table.columns == 0 ? " | " : " ";
    found += QString::number(table.values[k], 'g', 16);
  }
  QCOMPARE(found, numbers);
  QCOMPARE(table.rows() * table.columns, table.values.size());
}

namespace {

/// "1 2 | 3 4"
QString numbersOf(const SignalTable& table) {
  QString found;
  for (std::size_t k = 0; k < table.values.size(); ++k) {
    if (k > 0) found += k % table.columns == 0 ? " | " : " ";
    found += QString::number(table.values[k], 'g', 12);
  }
  return found;
}

}  // namespace

void TestSignalFiles::dialectsAreRecognised_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<QString>("names");
  QTest::addColumn<QString>("numbers");
  const auto row = [](const char* name, const QByteArray& text, const char* names,
                      const char* numbers) {
    QTest::addRow("%s", name) << text << QString(names) << QString(numbers);
  };
  row("semicolons", "a;b\n1;2\n3;4\n", "a b", "1 2 | 3 4");
  row("decimal commas", "a;b\n0,5;-1,25\n1;2\n", "a b", "0.5 -1.25 | 1 2");
  row("one column of decimal commas", "a\n0,5\n1,5\n", "a", "0.5 | 1.5");
  row("tabs", "a\tb\n1\t2\n", "a b", "1 2");
  row("tabs and decimal commas", "a\tb\n1,5\t2\n", "a b", "1.5 2");
  row("bars", "a|b\n1|2\n", "a b", "1 2");
  row("blanks", "  a   b\n  1   2\n 3  4 \n", "a b", "1 2 | 3 4");
  row("blanks and decimal commas", "a b\n1,5 2,5\n", "a b", "1.5 2.5");
  row("comments", "# rig 3\n% of May\na,b\n1,2\n# a pause\n3,4\n", "a b", "1 2 | 3 4");
  row("a header as a comment", "# rig 3\n# a,b\n1,2\n3,4\n", "a b", "1 2 | 3 4");
  row("numpy's header", "# a b\n1.0e+00 2.0e+00\n", "a b", "1 2");
  row("blank lines before", "\n\na,b\n1,2\n", "a b", "1 2");
  row("separators at the ends", "a,b,\n1,2,\n3,4,\n", "a b", "1 2 | 3 4");
  row("separators behind rows", "a,b\n1,2,\n3,4,\n", "a b", "1 2 | 3 4");
  row("carriage returns only", "a,b\r1,2\r3,4\r", "a b", "1 2 | 3 4");
  row("row numbers from 0", ",a,b\n0,1,2\n1,3,4\n", "1 a b", "1 2 | 3 4");
  row("row numbers from 1", "\"\",\"a\"\n\"1\",5\n\"2\",6\n", "1 a", "5 | 6");
  row("row numbers read again", "Unnamed: 0,a\n0,5\n1,6\n", "1 a", "5 | 6");
  row("numbers as names", "time_ms,1,2\n0,5,6\n1,7,8\n", "time_ms 1 2", "5 6 | 7 8");
  row("Excel's line", "sep=;\na;b\n1;2\n", "a b", "1 2");
  row("blanks that break no line",
      "a,b\n\xc2\xa0"
      "1,2\xc2\xa0\n",
      "a b", "1 2");
  row("decimals of three digits", "a;b\n0.500;1.250\n1.000;2.125\n", "a b", "0.5 1.25 | 1 2.125");
  row("tiny numbers", "a\n1e-400\n2\n", "a", "0 | 2");
  row("quoted decimal commas", "\"a\",\"b\"\n\"1,5\";2\n", "a b", "");
}

void TestSignalFiles::dialectsAreRecognised() {
  QFETCH(const QByteArray, text);
  QFETCH(const QString, names);
  QFETCH(const QString, numbers);
  if (numbers.isEmpty()) {
    QVERIFY_THROWS_EXCEPTION(Error, (void)readTable(text.toStdString()));
    return;
  }
  QStringList found;
  for (const std::string& name : lookAt(text.toStdString()).names) {
    found << QString::fromStdString(name);
  }
  QCOMPARE(found.join(' '), names);
  QCOMPARE(numbersOf(readTable(text.toStdString())), numbers);
}

void TestSignalFiles::whatIsDoubtfulIsAsked_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<QString>("sentence");
  QTest::addColumn<QString>("answer");
  QTest::addColumn<QString>("numbers");
  const auto row = [](const char* name, const QByteArray& text, const char* sentence,
                      const char* answer, const char* numbers) {
    QTest::addRow("%s", name) << text << QString(sentence) << QString(answer) << QString(numbers);
  };
  row("no header", "1\n-1\n0.5\n", "the first line has numbers, no names", R"("header": false)",
      "1 | -1 | 0.5");
  row("numbers as names", "1,2\n3,4\n", "the first line has numbers, no names", R"("header": true)",
      "3 4");
  row("labels without a header", "walk,0.1\nrun,0.3\n", "the first line has numbers, no names",
      R"("header": false, "columns": ["2"])", "0.1 | 0.3");
  row("no unit", "t,a\n0,1\n5,2\n", "the unit of the times in column 't' is not known",
      R"("unit": "s")", "1 | 2");
  row("no times", "t,a\n0,1\n5,2\n", "the unit of the times in column 't' is not known",
      R"("time": false)", "0 1 | 5 2");
  row("two times", "t,T,a\n0,0,1\n1,2,2\n", "the columns 't' and 'T' both look like times",
      R"("time": "T", "unit": "ms")", "0 1 | 1 2");
  row("times without a name", ",a\n0,1\n0.5,2\n1,3\n", "column 1 has no name and rises",
      R"("time": "1", "unit": "ms")", "1 | 2 | 3");
  row("falling", "time_ms,a\n0,1\n2,2\n1,3\n", "line 4: the time 1 lies before 2",
      R"("time": false)", "0 1 | 2 2 | 1 3");
  row("repeated", "time_ms,a\n0,1\n0,2\n", "line 3: the time 0 stands twice",
      R"("columns": ["a"], "time": false)", "1 | 2");
  row("thousands or decimals", "t_ms\ta\n0\t1,234\n1\t950\n2\t13,500\n",
      "'1,234' has decimals or thousands", R"("decimal": ",")", "1.234 | 950 | 13.5");
  row("thousands of milliseconds", "Zeit / ms;a\n0;1\n1.000;2\n2.000;3\n",
      "'1.000' has decimals or thousands", R"("decimal": ".")", "1 | 2 | 3");
  row("faults of a workbook", "a,b\n1,2\n#N/A,3\n",
      "line 3, column 'a': '#N/A' is no finite number", R"("columns": ["b"])", "2 | 3");
  row("a name like times", "Time since start,a\n0,1\n1,2\n",
      "column 'Time since start' may have times", R"("time": "Time since start", "unit": "ms")",
      "1 | 2");
  row("a name that is no time", "ms,a\n0,1\n1,2\n", "column 'ms' may have times",
      R"("time": false)", "0 1 | 1 2");
  row("bars taken for text", "a;b\n1;2;\n3;4|5\n", "line 3, column 'b': '4|5' is no finite number",
      R"("columns": ["a"])", "1 | 3");
  row("decimal commas that are none", "a;b\n1,5;2\n1.5;3\n",
      "line 2, column 'a': '1,5' is no finite number", R"("columns": ["b"])", "2 | 3");
}

void TestSignalFiles::whatIsDoubtfulIsAsked() {
  QFETCH(const QByteArray, text);
  QFETCH(const QString, sentence);
  QFETCH(const QString, answer);
  QFETCH(const QString, numbers);
  const QTemporaryDir folder;
  write(folder.filePath("data.csv"), text);
  const int columns = static_cast<int>(numbers.section(" | ", 0, 0).split(' ').size());
  const auto read = [&](const QString& keys) {
    const QByteArray signal = R"({"file": {"path": "data.csv", "interval": 1)" +
                              (keys.isEmpty() ? "" : ", " + keys.toUtf8()) + "}}";
    write(folder.filePath("p.vle"), projectWith(signal, {}, columns));
    return readProjectFile(folder.filePath("p.vle").toStdString());
  };
  const LoadedProject asked = read({});
  QVERIFY(asked.hasErrors());
  QVERIFY2(problemsOf(asked).contains(sentence), qPrintable(problemsOf(asked)));
  const LoadedProject answered = read(answer);
  QVERIFY2(!answered.hasErrors(), qPrintable(problemsOf(answered)));
  QCOMPARE(numbersOf(*fileOf(answered.project).table), numbers);
  // What was said is kept.
  const std::string saved = savedText(answered.project, folder.path().toStdString());
  QVERIFY(readProjectText(saved, {folder.path().toStdString()}).project == answered.project);
}

void TestSignalFiles::timesSetTheInterval_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<double>("interval");
  QTest::addColumn<bool>("even");
  QTest::addColumn<double>("hint");
  QTest::addRow("ms") << QByteArray("time_ms,a\n0,1\n2,2\n4,3\n") << 2.0 << true << 0.0;
  QTest::addRow("s") << QByteArray("Time (s),a\n0,1\n0.002,2\n0.004,3\n") << 2.0 << true << 0.0;
  QTest::addRow("tenths") << QByteArray("time_ms,a\n0.1,1\n0.2,2\n0.3,3\n0.4,4\n") << 0.1 << true
                          << 0.0;
  QTest::addRow("since 1970") << QByteArray(
                                     "timestamp_s,a\n1700000000.001,1\n1700000000.002,2\n"
                                     "1700000000.003,3\n")
                              << 1.0 << true << 0.0;
  QTest::addRow("five since 1970")
      << QByteArray(
             "time_s,a\n1700000000.001,1\n1700000000.002,2\n1700000000.003,3\n"
             "1700000000.004,4\n1700000000.005,5\n")
      << 1.0 << true << 0.0;
  QTest::addRow("uneven") << QByteArray("time_ms,a\n0,1\n1,2\n4,3\n") << 2.0 << false << 0.0;
  QTest::addRow("the interval tells the unit")
      << QByteArray("time,a\n0,1\n0.002,2\n0.004,3\n") << 2.0 << true << 2.0;
  QTest::addRow("our export") << QByteArray("time,x/a.r[0],x/b.r[0]\n0,1,2\n3,4,5\n") << 3.0 << true
                              << 1.0;
  QTest::addRow("one row") << QByteArray("time,a\n5,1\n") << 1.0 << true << 0.0;
}

void TestSignalFiles::timesSetTheInterval() {
  QFETCH(const QByteArray, text);
  QFETCH(const double, interval);
  QFETCH(const bool, even);
  QFETCH(const double, hint);
  const SignalTable table = readTable(text.toStdString(), {}, hint);
  QVERIFY2(std::abs(table.interval - interval) < 1e-3 * interval,
           qPrintable(QString::number(table.interval, 'g', 17)));
  QCOMPARE(table.t.empty(), even);
  if (even) QCOMPARE(table.interval, interval);  // 0.1, not 0.10000000000000002
}

void TestSignalFiles::timeColumnsAreFoundByName_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<QString>("unit");
  const auto row = [](const char* name, const char* unit) {
    QTest::addRow("%s", name) << QString::fromUtf8(name) << QString(unit);
  };
  for (const char* name : {"time", "Time", "t", "T", "TIME", "Zeit", "timestamp"}) row(name, "-");
  for (const char* name : {"time_ms", "time (ms)", "Time [ms]", "t/ms", "Zeit / ms", "t_ms",
                           "time in ms", "time ms", "milliseconds"}) {
    row(name, "ms");
  }
  for (const char* name : {"time_s", "Time (s)", "t [sec]", "seconds", "time(seconds)"}) {
    row(name, "s");
  }
  row("t (\xc2\xb5s)", "us");
  row("time_us", "us");
  row("time (min)", "min");
  for (const char* name : {"x", "times2", "timer", "rate_s", "tau_m", "temperature", "s", "ms"}) {
    row(name, "none");
  }
}

void TestSignalFiles::timeColumnsAreFoundByName() {
  QFETCH(const QString, name);
  QFETCH(const QString, unit);
  const auto found = timeColumn(name.toStdString());
  QCOMPARE(found.has_value(), unit != "none");
  if (found) QCOMPARE(QString::fromStdString(*found), unit == "-" ? QString() : unit);
}

void TestSignalFiles::columnsAreStandardisedAndScaled() {
  const std::string text = "a,b\n1,10\n3,30\n";
  QCOMPARE(numbersOf(readTable(text, {.gain = {2}, .offset = {1, -1}})), "3 19 | 7 59");
  QCOMPARE(numbersOf(readTable(text, {.zscore = {true}})), "-1 -1 | 1 1");
  QCOMPARE(numbersOf(readTable(text, {.gain = {1, 3}, .offset = {0, 5}, .zscore = {false, true}})),
           "1 2 | 3 8");
  QVERIFY_THROWS_EXCEPTION(Error, (void)readTable(text, {.gain = {1, 2, 3}}));
  QVERIFY_THROWS_EXCEPTION(Error, (void)readTable("a\n1\n1\n", {.zscore = {true}}));
  QVERIFY_THROWS_EXCEPTION(Error, (void)readTable(text, {.gain = {1e308}}));
  QVERIFY_THROWS_EXCEPTION(Error, (void)readTable("a\n0.1\n0.1\n0.1\n", {.zscore = {true}}));
  QCOMPARE(numbersOf(readTable("a\n1e200\n-1e200\n", {.zscore = {true}})), "1 | -1");
  QCOMPARE(numbersOf(readTable("a\n1e-200\n-1e-200\n", {.zscore = {true}})), "1 | -1");
  QVERIFY_THROWS_EXCEPTION(Error, (void)readTable("a\n1\n2\n", {.unit = "s"}));
  QVERIFY_THROWS_EXCEPTION(Error, (void)readTable("a\n1,5\n", {.separator = ",", .decimal = ","}));
  QCOMPARE(numbersOf(readTable("1,5\n2,5\n", {.header = false, .decimal = ","})), "1.5 | 2.5");
}

void TestSignalFiles::anIntervalThatDiffersIsAWarning() {
  const QTemporaryDir folder;
  write(folder.filePath("a.csv"), "time_ms,a\n0,1\n2,2\n");
  write(folder.filePath("p.vle"), projectWith(R"({"file": {"path": "a.csv", "interval": 5}})"));
  const LoadedProject loaded = readProjectFile(folder.filePath("p.vle").toStdString());
  QVERIFY(!loaded.hasErrors());
  QVERIFY2(problemsOf(loaded).contains("$.nodes[0].signal.file.interval: the times in column "
                                       "'time_ms' of 'a.csv' say 2 ms a row, so the interval of 5"),
           qPrintable(problemsOf(loaded)));
  QCOMPARE(fileOf(loaded.project).step(), 2.0);
}

/// Beside the link, then beside the file.
void TestSignalFiles::projectsThroughLinksFindTheirFiles() {
  const QTemporaryDir folder;
  write(folder.filePath("real/a.csv"), "a\n1\n");
  write(folder.filePath("real/p.vle"),
        projectWith(R"({"file": {"path": "a.csv", "interval": 1}})"));
  QDir(folder.path()).mkpath("links");
  QVERIFY(QFile::link(folder.filePath("real/p.vle"), folder.filePath("links/p.vle")));
  const std::string link = folder.filePath("links/p.vle").toStdString();
  const LoadedProject far = readProjectFile(link);
  QVERIFY2(!far.hasErrors(), qPrintable(problemsOf(far)));
  write(folder.filePath("links/a.csv"), "a\n2\n");
  QCOMPARE(numbersOf(*fileOf(readProjectFile(link).project).table), "2");
  QFile::remove(folder.filePath("links/a.csv"));
  QFile::remove(folder.filePath("real/a.csv"));
  const QString both = problemsOf(readProjectFile(link));
  QVERIFY2(both.contains("/links' or '") && both.contains("/real'"), qPrintable(both));
  // Saved through the link, its paths hold from where the file is.
  write(folder.filePath("real/a.csv"), "a\n3\n");
  saveProject(readProjectFile(link).project, link);
  const std::string real = folder.filePath("real/p.vle").toStdString();
  QCOMPARE(numbersOf(*fileOf(readProjectFile(real).project).table), "3");
}

void TestSignalFiles::badTablesSayWhere_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<QString>("message");
  QTest::addColumn<QString>("key");
  const auto row = [](const char* name, const QByteArray& text, const char* message,
                      const char* key = "path") {
    QTest::addRow("%s", name) << text << QString(message) << QString(key);
  };
  row("text", "x,y\n1,2\n1,two\n", "line 3, column 'y': 'two' is no finite number");
  row("empty cell", "x,y\n1,\n", "line 2, column 'y': the cell is empty, expected a number");
  row("spaces only", "x,y\n1,  \n", "line 2, column 'y': the cell is empty");
  row("NaN", "x,y\nnan,2\n", "line 2, column 'x': 'nan' is no finite number");
  row("infinity", "x,y\n-inf,2\n", "line 2, column 'x': '-inf' is no finite number");
  row("too large", "x,y\n1e999,2\n", "line 2, column 'x': '1e999' is no finite number");
  row("decimal comma", "x,y\n1,2,5\n", "line 2 has 3 cells, the header has 2");
  row("ragged", "x,y\r\n1,2\r\n3\r\n", "line 3 has 1 cell, the header has 2");
  row("blank between", "x,y\n1,2\n\n3,4\n", "line 3 is blank, but rows follow");
  row("after a line break", "x,\"y\"\n\"1\",\"2\"\n3,\"4\n5\"\n",
      "line 3, column 'y': '4?5' is no");
  row("lines count on", "x,y,\"z\n\"\n1,2,3\n1,b,3\n", "line 4, column 'y': 'b' is no finite");
  row("unclosed", "x,y\n1,\"2\n3,4\n", "line 2: a quoted cell never ends");
  row("after a quote", "x,y\n\"1\"2,3\n", "line 2: after a quoted cell there must be a separator");
  row("empty", "", "the file is empty");
  row("blank lines only", "\n \n", "the file is empty");
  row("half a character",
      QByteArray("\xff\xfex\0,\0y\0\n\0"
                 "1",
                 11),
      "the file ends within a character");
  row("header only", "x,y\n\n", "the file has no rows below its header");
  row("no such column", "x,ys\n1,2\n", "unknown column 'y' (there is x, ys; did you mean", "");
  row("column twice", "x,y,x\n1,2,3\n", "the header has the column 'x' twice", "");
  row("binary", QByteArray("\0\1\2\xff\n", 5), "this is a binary file, not a table of text");
  row("no names", "1,2\n3,4\n", "the first line has numbers, no names: \"header\": false");
  row("long cell", "x,y\n1," + QByteArray(1000, 'z') + "\n",
      "line 2, column 'y': 'zzzzzzzzzzzzzzzz");
  row("too wide", QByteArray(200000, ',') + "\n", "line 1 has more than 100000 cells");
}

void TestSignalFiles::badTablesSayWhere() {
  QFETCH(QByteArray, text);
  QFETCH(QString, message);
  QFETCH(QString, key);
  const QTemporaryDir folder;
  write(folder.filePath("data.csv"), text);
  write(folder.filePath("p.vle"),
        projectWith(R"({"file": {"path": "data.csv", "columns": ["x", "y"], "interval": 1}})", {},
                    2));
  const LoadedProject loaded = readProjectFile(folder.filePath("p.vle").toStdString());
  QCOMPARE(loaded.problems.size(), std::size_t{1});
  const QString found = QString::fromStdString(loaded.problems[0].message);
  QVERIFY2(found.startsWith("file 'data.csv': " + message), qPrintable(found));
  QVERIFY(found.endsWith(QLatin1Char('.')) && found.size() < 300);
  QCOMPARE(QString::fromStdString(loaded.problems[0].path),
           "$.nodes[0].signal.file" + (key.isEmpty() ? key : "." + key));
}

void TestSignalFiles::filesAreFoundBesideTheProject() {
  const QTemporaryDir folder;
  write(folder.filePath("deep/data/a.csv"), "time_ms,u,v\n0,1,2\n0.2,3,4\n");
  write(
      folder.filePath("deep/p.vle"),
      projectWith(R"({"file": {"path": "data/a.csv", "interval": 0.2, "end": "repeat"}})", {}, 2));
  const Project project = loadProject(folder.filePath("deep/p.vle").toStdString());
  const Simulator simulator(Network::build(project));
  State state = initialState(simulator.network());
  const auto channels = channelsOf(simulator.network(), "x.r");
  for (int n = 0; n < 20; ++n) {  // two steps of 0.1 ms a row, two rows
    simulator.step(state);
    const bool first = n / 2 % 2 == 0;
    QCOMPARE(channels[0].read(simulator.network(), state), first ? 1.0 : 3.0);
    QCOMPARE(channels[1].read(simulator.network(), state), first ? 2.0 : 4.0);
  }
  write(folder.filePath("deep/q.vle"),
        projectWith(R"({"file": {"path": "data/a.csv", "interval": 0.2}})", {}, 3));
  const LoadedProject wide = readProjectFile(folder.filePath("deep/q.vle").toStdString());
  QVERIFY2(problemsOf(wide).contains(
               "$.nodes[0].signal: Input 'x': the signal has 2 columns of the "
               "file 'data/a.csv' beside the times in 'time_ms', the node has 3 channels."),
           qPrintable(problemsOf(wide)));
}

void TestSignalFiles::everyPlaceOfASignalIsRead() {
  const QTemporaryDir folder;
  write(folder.filePath("a.csv"), "u\n1\n");
  const QByteArray signal = R"({"file": {"path": "a.csv", "interval": 1}})";
  QByteArray text = projectWith(
      signal, R"(, "settings": {"test": {"duration": 1, "signals": {"x": )" + signal +
                  R"(}}}, "variants": [{"name": "v", "set": {"x.signal": )" + signal +
                  R"(, "settings.test": {"duration": 1, "signals": {"x": )" + signal + "}}}}]");
  text.replace(R"("name": "a"})",
               R"("name": "a"}, {"id": 3, "kind": "target", "name": "t", "of": 2, "signal": )" +
                   signal + "}");
  write(folder.filePath("p.vle"), text);
  const std::string path = folder.filePath("p.vle").toStdString();
  const LoadedProject loaded = readProjectFile(path);
  QVERIFY2(loaded.problems.empty(), qPrintable(problemsOf(loaded)));
  const auto& set = loaded.project.variants[0].set;
  const auto& in_variant = std::get<FileSignal>(std::get<SignalSpec>(set.at("x.signal")));
  QVERIFY2(in_variant.table == fileOf(loaded.project).table, "one file is read once");
  (void)compileVariants(loaded.project);
  // Nobody reads what is not there: one problem at each of the five places.
  QFile::remove(folder.filePath("a.csv"));
  const QString problems = problemsOf(readProjectFile(path));
  for (const char* place :
       {"$.nodes[0].signal.file.path: ", "$.nodes[2].signal.file.path: ",
        "$.settings.test.signals.x.file.path: ", "$.variants[0].set[\"x.signal\"].file.path: ",
        "$.variants[0].set[\"settings.test\"].signals.x.file.path: "}) {
    QVERIFY2(problems.contains(QLatin1String(place)), qPrintable(problems));
  }
}

void TestSignalFiles::missingFilesSayWhere() {
  const QTemporaryDir folder;
  const auto problemWith = [&](const QString& path) {
    write(folder.filePath("p.vle"),
          projectWith(R"({"file": {"path": ")" + path.toUtf8() + R"(", "interval": 1}})"));
    return problemsOf(readProjectFile(folder.filePath("p.vle").toStdString()));
  };
  QCOMPARE(problemWith("no.csv"),
           "$.nodes[0].signal.file.path: there is no file 'no.csv' in '" + folder.path() + "'.");
  QCOMPARE(problemWith("/no.csv"), "$.nodes[0].signal.file.path: there is no file '/no.csv'.");
  QVERIFY(problemWith(".").contains("file '.': this is a folder, not a file."));
  QFile large(folder.filePath("large.csv"));
  QVERIFY(large.open(QIODevice::WriteOnly) && large.resize(256LL * 1024 * 1024 + 1));  // sparse
  QVERIFY(problemWith("large.csv").contains("file 'large.csv': the file is larger than 256 MiB."));
  QVERIFY(problemWith("/dev/zero").contains("this is not a regular file"));
  // What was never read cannot run.
  Project project = test::oneNeuron();
  project.network.nodes[NodeId{1}].kind = InputSpec{FileSignal{.path = "a.csv"}};
  QVERIFY_THROWS_EXCEPTION(Error, (void)Network::build(project));
}

void TestSignalFiles::equalTablesMakeEqualProjects() {
  const QTemporaryDir folder;
  write(folder.filePath("a.csv"), "u\n1\n2\n");
  write(folder.filePath("p.vle"), projectWith(R"({"file": {"path": "a.csv", "interval": 1}})"));
  const std::string path = folder.filePath("p.vle").toStdString();
  const Project first = loadProject(path);
  Project copy = first;
  QVERIFY2(fileOf(copy).table == fileOf(first).table, "copies share the table");
  QVERIFY(loadProject(path) == first);
  write(folder.filePath("a.csv"), "u\n1\n3\n");
  QVERIFY(loadProject(path) != first);
}

void TestSignalFiles::savedElsewhereTheyAreFoundAgain() {
  const QTemporaryDir folder;
  write(folder.filePath("one/data/a.csv"), "u\n1\n2\n");
  write(folder.filePath("one/p.vle"),
        projectWith(R"({"file": {"path": "./data/a.csv", "interval": 1}})"));
  const Project project = loadProject(folder.filePath("one/p.vle").toStdString());
  const auto saved = [&](const QString& place) {
    const std::string path = folder.filePath(place).toStdString();
    QDir().mkpath(QFileInfo(folder.filePath(place)).path());
    saveProject(project, path);
    const Project again = loadProject(path);
    Q_ASSERT(*fileOf(again).table == *fileOf(project).table);
    return fileOf(again).path;
  };
  QCOMPARE(saved("one/q.vle"), std::string("./data/a.csv"));  // as it was written
  QCOMPARE(saved("two/three/q.vle"), std::string("../../one/data/a.csv"));
  QCOMPARE(saved("one/data/q.vle"), std::string("a.csv"));
  QCOMPARE(saved("q.vle"), std::string("one/data/a.csv"));
  // Another file of that name lies beside the new place: the one that was read is meant.
  write(folder.filePath("four/data/a.csv"), "u\n7\n");
  QCOMPARE(saved("four/q.vle"), std::string("../one/data/a.csv"));
  const QByteArray absolute = folder.filePath("one/data/a.csv").toUtf8();
  write(folder.filePath("one/p.vle"),
        projectWith(R"({"file": {"path": ")" + absolute + R"(", "interval": 1}})"));
  saveProject(loadProject(folder.filePath("one/p.vle").toStdString()),
              folder.filePath("two/q.vle").toStdString());
  QCOMPARE(fileOf(loadProject(folder.filePath("two/q.vle").toStdString())).path,
           absolute.toStdString());
}

void TestSignalFiles::linksAreFollowed() {
  const QTemporaryDir folder;
  write(folder.filePath("far/away/a.csv"), "u\n1\n");
  write(folder.filePath("far/away/p.vle"),
        projectWith(R"({"file": {"path": "a.csv", "interval": 1}})"));
  QVERIFY(QFile::link(folder.filePath("far/away"), folder.filePath("near")));
  const Project project = loadProject(folder.filePath("near/p.vle").toStdString());
  QDir().mkpath(folder.filePath("other/place"));
  QVERIFY(QFile::link(folder.filePath("other/place"), folder.filePath("there")));
  const std::string path = folder.filePath("there/p.vle").toStdString();
  saveProject(project, path);  // from other/place it is ../../far/away, not ../far/away
  const LoadedProject loaded = readProjectFile(path);
  QVERIFY2(loaded.problems.empty(), qPrintable(problemsOf(loaded)));
  QCOMPARE(fileOf(loaded.project).path, std::string("../../far/away/a.csv"));
}

void TestSignalFiles::damagedTablesNeverCrash() {
  const QByteArray text = "time,\"a \"\"b\"\"\",c\r\n0,1,2\r\n\"1\",3e-4,\"5\"\r\n\r\n";
  std::uint32_t random = 1;
  const auto next = [&random] {
    random = random * 1664525U + 1013904223U;
    return random >> 8;
  };
  constexpr std::string_view kBytes("\",\r\n\0 1e+-.", 11);
  for (int k = 0; k < 20000; ++k) {
    QByteArray damaged = text;
    for (int j = 0; j < 1 + k % 5; ++j) {
      damaged[static_cast<qsizetype>(next()) % damaged.size()] = kBytes[next() % kBytes.size()];
    }
    if (k % 3 == 0) damaged.truncate(static_cast<qsizetype>(next()) % damaged.size());
    try {
      const SignalTable table = readTable(damaged.toStdString());
      QVERIFY(table.rows() > 0 && table.columns > 0);
    } catch (const Error& error) {
      QVERIFY(!error.message().empty());
    }
  }
}

VLE_TEST(TestSignalFiles, QCoreApplication)
#include "tst_signal_files.moc"
