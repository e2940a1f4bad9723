// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Lessons in files: every form reads back as it was written, every mistake is one sentence with its
// JSON path, and what a student erases does not make the lesson unreadable.
#include <QFile>
#include <QTest>

#include "files.h"
#include "io/lesson_codec.h"
#include "io/project_file.h"
#include "run_tests.h"
#include "specs.h"

using namespace vle;
using vle::test::problemsOf;

namespace {

const char* const kEverything = VLE_TEST_DATA "/golden/everything.vle";

/// The chain with a lesson block.
LoadedProject chainWith(const QByteArray& lesson) {
  QFile file(QStringLiteral(":/presets/chain.vle"));
  if (!file.open(QIODevice::ReadOnly)) return {};
  QByteArray text = file.readAll();
  text.replace("\"board\": {", "\"lesson\": " + lesson + ", \"board\": {");
  return readProjectText(text.toStdString());
}

/// The chain with a lesson of one step that has a check.
LoadedProject chainWithCheck(const QByteArray& check) {
  return chainWith(R"({"steps": [{"check": )" + check + "}]}");
}

QByteArray nested(int depth) {
  return QByteArray(R"({"any": [)").repeated(depth - 1) + R"({"done": "Play"})" +
         QByteArray("]}").repeated(depth - 1);
}

}  // namespace

class TestLessonCodec : public QObject {
  Q_OBJECT

 private slots:
  void everyFormIsRead();
  void writingReadsBackEqualAndIsStable();
  void mistakesNameTheirPath_data();
  void mistakesNameTheirPath();
  void whatWasErasedIsAWarning();
  void checksNestSixteenDeep();
  void isSetComparesWithTheProject_data();
  void isSetComparesWithTheProject();
  void watchedProbesHaveTheirPaths();
};

void TestLessonCodec::everyFormIsRead() {
  const LoadedProject loaded = readProjectFile(kEverything);
  QVERIFY2(!loaded.hasErrors(), qPrintable(problemsOf(loaded)));
  QVERIFY(loaded.project.lesson);
  const Lesson& lesson = *loaded.project.lesson;
  QCOMPARE(lesson.order, std::int64_t{3});
  QCOMPARE(lesson.locked, (std::vector<std::string>{"W", "palette"}));
  QCOMPARE(lesson.steps.size(), std::size_t{4});
  const LessonStep first{.text = "# Welcome\n\nA *neuron* that **looks ahead**.",
                         .highlight = {"a", "V", "board"},
                         .task = "Set τ_m of a to 20 ms.",
                         .check = Check{SetCheck{"a.tau_m", "20"}},
                         .hint = "Click the layer."};
  QVERIFY(lesson.steps[0] == first);
  const Check within{ProbeCheck{.probe = "b.e", .low = -0.05, .high = 0.05, .hold = 200}};
  QVERIFY(lesson.steps[1].check == within);
  QVERIFY(!lesson.steps[3].check);
  const auto& all = std::get<GroupCheck>(lesson.steps[2].check->kind);
  QCOMPARE(all.kind, GroupCheck::Kind::All);
  QVERIFY(all.checks.at(0) == Check{DoneCheck{"Play or pause"}});
  const auto& any = std::get<GroupCheck>(all.checks.at(1).kind);
  QCOMPARE(any.kind, GroupCheck::Kind::Any);
  QVERIFY(any.checks.at(0) == (Check{ProbeCheck{.probe = "loss", .high = 0.001}}));
  QVERIFY(any.checks.at(1) == (Check{ProbeCheck{.probe = "a.r[0]", .low = -1, .hold = 5}}));
}

void TestLessonCodec::writingReadsBackEqualAndIsStable() {
  const LoadedProject first = readProjectFile(kEverything);
  const std::string text = projectText(first.project);
  const LoadedProject second = readProjectText(text);
  QVERIFY2(!second.hasErrors(), qPrintable(problemsOf(second)));
  QVERIFY(second.project == first.project);
  QCOMPARE(projectText(second.project), text);
  Project plain = first.project;
  plain.lesson.reset();
  QVERIFY(projectText(plain).find("lesson") == std::string::npos);
  plain.lesson = Lesson{};  // an empty lesson is a lesson
  QVERIFY(readProjectText(projectText(plain)).project == plain);
}

void TestLessonCodec::mistakesNameTheirPath_data() {
  QTest::addColumn<QByteArray>("lesson");
  QTest::addColumn<QString>("path");
  QTest::addColumn<QString>("part");
  const auto row = [](const char* name, const QByteArray& lesson, const char* path,
                      const char* part) {
    QTest::addRow("%s", name) << lesson << "$.lesson" + QString(path) << QString(part);
  };
  row("no object", "[]", "", "expected an object");
  row("unknown key", R"({"stesp": []})", ".stesp", "did you mean 'steps'");
  row("half an order", R"({"order": 1.5})", ".order", "whole number");
  row("locked text", R"({"locked": "W"})", ".locked", "a list of texts");
  row("locked number", R"({"locked": [1]})", ".locked[0]", "a text, found 1");
  row("steps as object", R"({"steps": {}})", ".steps", "a list of steps");
  row("too many steps", R"({"steps": [)" + QByteArray("{},").repeated(1000) + "{}]}", ".steps",
      "1001 steps, the limit is 1000");
  row("step as text", R"({"steps": ["go"]})", ".steps[0]", "expected an object");
  row("unknown step key", R"({"steps": [{}, {"tesk": ""}]})", ".steps[1].tesk",
      "did you mean 'task'");
  row("long text", R"({"steps": [{"text": ")" + QByteArray(65537, 'x') + "\"}]}", ".steps[0].text",
      "64 KiB");
  const auto check = [&row](const char* name, const QByteArray& text, const QByteArray& path,
                            const char* part) {
    row(name, R"({"steps": [{"check": )" + text + "}]}", ".steps[0].check" + path, part);
  };
  check("check as text", R"("done")", "", "expected an object");
  check("empty check", "{}", "", "needs one of probe, set, done, all, any");
  check("unknown check", R"({"prob": "loss"})", ".prob", "did you mean 'probe'");
  check("two checks in one", R"({"probe": "loss", "is": "below", "value": 1, "done": "Play"})",
        ".done", "unknown key 'done'");
  check("no comparison", R"({"probe": "loss", "value": 1})", "", "'is' is missing");
  check("no value", R"({"probe": "loss", "is": "below"})", "", "'value' is missing");
  check("unknown comparison", R"({"probe": "loss", "is": "belwo", "value": 1})", ".is",
        "did you mean 'below'");
  check("no number", R"({"probe": "loss", "is": "below", "value": "low"})", ".value",
        "expected a number");
  check("bounds for below", R"({"probe": "loss", "is": "below", "value": [0, 1]})", ".value",
        "expected a number, found a list");
  check("within a number", R"({"probe": "loss", "is": "within", "value": 1})", ".value",
        "expected two bounds [low, high]");
  check("within three", R"({"probe": "loss", "is": "within", "value": [1, 2, 3]})", ".value",
        "expected two bounds [low, high]");
  check("bounds reversed", R"({"probe": "loss", "is": "within", "value": [2, 1]})", ".value",
        "below the upper one");
  check("time backwards", R"({"probe": "loss", "is": "above", "value": 1, "for": -1})", ".for",
        ">= 0 ms");
  check("empty probe", R"({"probe": "", "is": "above", "value": 1})", ".probe",
        "the name of a probe");
  check("probe as number", R"({"probe": 1, "is": "above", "value": 1})", ".probe", "found 1");
  check("nothing to set", R"({"set": "hidden.tau_m"})", "", "'to' is missing");
  check("path as list", R"({"set": [], "to": 1})", ".set", "a text, found a list");
  check("out of range", R"({"set": "hidden.tau_m", "to": -3})", ".to", "-3 ms, must be > 0 ms");
  check("of another type", R"({"set": "settings.learning", "to": 1})", ".to", "true or false");
  check("unknown choice", R"({"set": "*.feedback.kind", "to": "lerned"})", ".to",
        "did you mean 'learned'");
  check("empty action", R"({"done": ""})", ".done", "the name of an action");
  check("action as object", R"({"done": {}})", ".done", "found an object");
  check("all of nothing", R"({"all": []})", ".all", "at least one");
  check("all as object", R"({"all": {"done": "Play"}})", ".all", "a list of checks");
  check("wrong deep inside", R"({"all": [{"done": "Play"}, {"any": [{"dnoe": "Play"}]}]})",
        ".all[1].any[0].dnoe", "did you mean 'done'");
  check("too deep", nested(17), QByteArray(".any[0]").repeated(16), "nested more than 16 deep");
}

void TestLessonCodec::mistakesNameTheirPath() {
  QFETCH(QByteArray, lesson);
  QFETCH(QString, path);
  QFETCH(QString, part);
  const LoadedProject loaded = chainWith(lesson);
  QVERIFY(loaded.hasErrors());
  bool found = false;
  for (const Problem& problem : loaded.problems) {
    const QString message = QString::fromStdString(problem.message);
    QVERIFY2(message.endsWith(QLatin1Char('.')), problem.message.c_str());
    found |= QString::fromStdString(problem.path) == path && message.contains(part);
  }
  QVERIFY2(found, qPrintable(problemsOf(loaded)));
}

void TestLessonCodec::whatWasErasedIsAWarning() {
  const LoadedProject misspelt = chainWithCheck(R"({"set": "hiden.tau_m", "to": 20})");
  QVERIFY(!misspelt.hasErrors());
  QVERIFY2(problemsOf(misspelt).contains("$.lesson.steps[0].check.set: path 'hiden.tau_m'"),
           qPrintable(problemsOf(misspelt)));
  QVERIFY(problemsOf(misspelt).contains("did you mean 'hidden'"));
  // A student renames the layer and saves: nothing of the lesson is lost.
  Project project = chainWithCheck(R"({"set": "hidden.tau_m", "to": {"normal": [20, 1]}})").project;
  project.network.nodes.at(NodeId{2}).name = "mine";
  const LoadedProject again = readProjectText(projectText(project));
  QVERIFY2(!again.hasErrors(), qPrintable(problemsOf(again)));
  QVERIFY(again.project.lesson == project.lesson);
}

void TestLessonCodec::checksNestSixteenDeep() {
  const LoadedProject loaded = chainWithCheck(nested(16));
  QVERIFY2(!loaded.hasErrors(), qPrintable(problemsOf(loaded)));
  QVERIFY(readProjectText(projectText(loaded.project)).project == loaded.project);
}

void TestLessonCodec::isSetComparesWithTheProject_data() {
  QTest::addColumn<QString>("path");
  QTest::addColumn<QString>("to");
  QTest::addColumn<bool>("expected");
  QTest::addRow("number") << "hidden.tau_m"
                          << "10" << true;
  QTest::addRow("number written otherwise") << "hidden.tau_m"
                                            << "1e1" << true;
  QTest::addRow("another number") << "hidden.tau_m"
                                  << "11" << false;
  QTest::addRow("word") << "W2.feedback.kind"
                        << "\"learned\"" << true;
  QTest::addRow("switch") << "settings.learning"
                          << "false" << false;
  QTest::addRow("signal") << "x.signal"
                          << R"({"sines": [[{"f": 16}]]})" << true;
  QTest::addRow("nowhere") << "nobody.tau_m"
                           << "10" << false;
  QTest::addRow("wrong type") << "hidden.tau_m"
                              << "true" << false;
}

void TestLessonCodec::isSetComparesWithTheProject() {
  QFETCH(QString, path);
  QFETCH(QString, to);
  QFETCH(bool, expected);
  QCOMPARE(isSet(test::chain(), {path.toStdString(), to.toStdString()}), expected);
}

void TestLessonCodec::watchedProbesHaveTheirPaths() {
  const LoadedProject loaded = readProjectFile(kEverything);
  QStringList lines;
  for (const auto& [path, probe] : watchedProbes(*loaded.project.lesson)) {
    lines << QString::fromStdString(path + " " + probe);
  }
  QCOMPARE(lines, (QStringList{"$.lesson.steps[1].check.probe b.e",
                               "$.lesson.steps[2].check.all[1].any[0].probe loss",
                               "$.lesson.steps[2].check.all[1].any[1].probe a.r[0]"}));
}

VLE_TEST(TestLessonCodec, QCoreApplication)
#include "tst_lesson_codec.moc"
