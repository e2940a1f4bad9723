// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Restore points in the real window: at most five seconds of work are lost to a crash, what is
// restored are unsaved changes of its file, a clean end leaves nothing, and nobody waits for the
// disk.
#include <cstdio>
#include <functional>
#include <map>
#include <new>
#include <stdexcept>

#include <QApplication>
#include <QDateTime>
#include <QDir>
#include <QProcess>
#include <QSettings>
#include <QSignalSpy>
#include <QStatusBar>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include "answers.h"
#include "io/project_file.h"
#include "main_window.h"
#include "model/paths.h"
#include "session/jobs.h"
#include "specs.h"
#include "tempo.h"
#include "thread_time.h"
#include "widgets/guarded_application.h"

using namespace vle;
using namespace vle::ui;

namespace {

/// A window with a session, and one more document or the chain in it.
struct Program {
  test::Answers answers;
  MainWindow window{QStringLiteral("light"), vle::test::kEqualPriorities};

  explicit Program(const QString& root, const QString& file = {}) {
    window.files().setQuestions(answers.questions());
    window.files().beginSession(root);
    window.open(file.isEmpty() ? test::chain() : loadProject(file.toStdString()),
                file.isEmpty() ? QStringLiteral("chain") : file);
  }
  Files& files() { return window.files(); }
  Document& document() { return window.document(); }
  void edit(double tau) {
    document().push(QStringLiteral("x"), editsAt(document().project(), "hidden.tau_m", Value(tau)));
  }
  void flush() { files().autosave()->flush(); }
};

void setSeed(Document& document, std::int64_t seed) {
  Settings settings = document.project().settings;
  settings.seed = seed;
  document.push(QStringLiteral("x"), {SetSettings{settings}});
}

/// A deep network with many wires, each with a matrix of its own.
Project bigProject(int layers, int wires, int size) {
  Project project;
  for (int k = 1; k <= layers; ++k) {
    NodeSpec node = test::layer("layer " + std::to_string(k), size);
    node.x = 40.0 * (k % 20);
    node.y = 30.0 * (k / 20.0);
    project.network.nodes.emplace(NodeId{static_cast<std::uint32_t>(k)}, node);
  }
  const auto n = static_cast<std::size_t>(size);
  for (int k = 0; k < wires; ++k) {
    const auto from = static_cast<std::uint32_t>(1 + k % (layers - 1));
    const Rows W(n, std::vector<double>(n, 0.01 * k + 1e-3));
    project.network.projections.emplace(
        ProjectionId{static_cast<std::uint32_t>(10000 + k)},
        test::projection("W" + std::to_string(k), from, from + 1, W));
  }
  return project;
}

/// The most that this thread works in one frame of a stretch of time, s of processor time.
double mostWorkAtOnce(int for_ms) {
  double most = 0;
  for (int left = for_ms; left > 0; left -= test::kFrameMs) {
    const double before = test::threadTime();
    test::letPass(test::kFrameMs);
    most = std::max(most, test::threadTime() - before);
  }
  return most;
}

constexpr int kWorked = 7000;  // ms

/// The child of the crash test: sets the seed to its clock again and again, says so and waits to be
/// killed. The disk is quick by this clock.
int workAndWait(int argc, char** argv) {
  QApplication application(argc, argv);
  Program program(QString::fromLocal8Bit(argv[2]), QString::fromLocal8Bit(argv[3]));
  for (int now = 0; now <= kWorked; now += 100) {
    setSeed(program.document(), now);
    test::letPass(100);
    (void)program.files().autosave()->session();  // its worker is idle
    test::turn();
  }
  std::puts("worked");
  std::fflush(stdout);
  return QApplication::exec();
}

/// Another child: restores the newest point, says so and waits to be killed.
int restoreAndWait(int argc, char** argv) {
  QApplication application(argc, argv);
  Program program(QString::fromLocal8Bit(argv[2]), QString::fromLocal8Bit(argv[3]));
  program.answers.restore = {RestoreAnswer::Kind::Restore, 0};
  program.files().offerRestore();
  std::puts(program.document().isSaved() ? "nothing" : "restored");
  std::fflush(stdout);
  return QApplication::exec();
}

}  // namespace

class TestAutosave : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase();
  void init();
  void aCrashLosesFiveSecondsAtMost();
  void aRestoredProjectSurvivesAnotherCrash();
  void aRestoredProjectAsksBeforeItIsLost();
  void restoringIsUnsavedAndTouchesNoFile();
  void savedAndUnchangedProjectsLeaveNothing();
  void aCleanEndLeavesNothing();
  void whatWasLearnedIsThereTheNextTime();
  void pointsGoOnAcrossASave();
  void earlierPointsCanBeRestoredAtAnyTime();
  void presetsAreRestoredWithoutAFile();
  void aTextThatIsTooLongDoesNotCostTheRest();
  void answersDiscardAndKeep();
  void signalFilesAreFoundAfterARestore();
  void aFolderThatCannotBeWrittenIsANotice();
  void theScreenNeverWaits();
  void whatFailsIsToldAndTheProjectKept_data();
  void whatFailsIsToldAndTheProjectKept();

 private:
  /// A program that changed something and was gone at once.
  void crash(const std::function<void(Program&)>& work, const QString& file = {});
  [[nodiscard]] int sessions() const {
    return static_cast<int>(
        QDir(root_->path()).entryList(QDir::Dirs | QDir::NoDotAndDotDot).size());
  }

  QTemporaryDir settings_;
  std::unique_ptr<QTemporaryDir> root_;    // of restore points
  std::unique_ptr<QTemporaryDir> folder_;  // of projects
};

void TestAutosave::initTestCase() {
  QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings_.path());
}

void TestAutosave::init() {
  root_ = std::make_unique<QTemporaryDir>();
  folder_ = std::make_unique<QTemporaryDir>();
}

void TestAutosave::crash(const std::function<void(Program&)>& work, const QString& file) {
  Program program(root_->path(), file);
  work(program);
  program.flush();
  // Destroyed without being closed: as far as the disk can tell, killed.
}

void TestAutosave::aCrashLosesFiveSecondsAtMost() {
  const QString file = folder_->filePath(QStringLiteral("mine.vle"));
  saveProject(test::chain(), file.toStdString());
  QProcess child;
  child.start(QCoreApplication::applicationFilePath(),
              {QStringLiteral("work"), root_->path(), file});
  QVERIFY(child.waitForStarted(test::kHang));
  QVERIFY(child.waitForReadyRead(test::kHang));
  QCOMPARE(child.readLine().trimmed(), QByteArray("worked"));
  child.kill();
  QVERIFY(child.waitForFinished(test::kHang));

  Program next(root_->path());
  next.answers.restore = {RestoreAnswer::Kind::Restore, 0};
  next.files().offerRestore();
  QCOMPARE(next.answers.asked, QStringList("restore"));
  QVERIFY2(next.answers.points.size() >= 2, "there are several restore points");
  const std::int64_t lost = kWorked - next.document().project().settings.seed;
  QVERIFY2(lost >= 0 && lost <= 5000, qPrintable(QString::number(lost)));
  QCOMPARE(next.files().path(), file);
  QVERIFY(loadProject(file.toStdString()) == test::chain());
}

/// Killed as soon as it has restored, before it could write a point of its own.
void TestAutosave::aRestoredProjectSurvivesAnotherCrash() {
  const QString file = folder_->filePath(QStringLiteral("mine.vle"));
  saveProject(test::chain(), file.toStdString());
  crash([](Program& program) { program.edit(5); }, file);
  for (int round = 0; round < 2; ++round) {
    QProcess child;
    child.start(QCoreApplication::applicationFilePath(),
                {QStringLiteral("restore"), root_->path(), file});
    QVERIFY(child.waitForStarted(test::kHang));
    QVERIFY(child.waitForReadyRead(test::kHang));
    QCOMPARE(child.readLine().trimmed(), QByteArray("restored"));
    child.kill();
    QVERIFY(child.waitForFinished(test::kHang));
  }
  Program next(root_->path());
  next.answers.restore = {RestoreAnswer::Kind::Restore, 0};
  next.files().offerRestore();
  QCOMPARE(next.answers.asked, QStringList("restore"));
  QCOMPARE(valueAt(next.document().project(), "hidden.tau_m"), ParameterValue(Value(5.0)));
  QCOMPARE(next.files().path(), file);
  QVERIFY(loadProject(file.toStdString()) == test::chain());
}

void TestAutosave::aRestoredProjectAsksBeforeItIsLost() {
  const QString file = folder_->filePath(QStringLiteral("mine.vle"));
  saveProject(test::chain(), file.toStdString());
  crash([](Program& program) { program.edit(5); }, file);
  Program next(root_->path());
  next.answers.restore = {RestoreAnswer::Kind::Restore, 0};
  next.files().offerRestore();
  next.answers.asked.clear();
  const auto asks = [&](const std::function<bool()>& act) {
    const bool was_done = act();
    const QStringList asked = std::exchange(next.answers.asked, {});
    return !was_done && asked == QStringList("unsaved mine.vle");
  };
  QVERIFY(asks([&] { return next.files().startNew(); }));
  QVERIFY(asks([&] { return next.files().openPreset(QStringLiteral("network")); }));
  QVERIFY(asks([&] { return next.files().open(file); }));
  QVERIFY(asks([&] { return next.window.close(); }));
  // An edit and its undo lead back to the restored state, which is as unsaved as before.
  next.edit(6);
  next.document().undoStack().undo();
  QVERIFY(!next.document().isSaved());
  QVERIFY(asks([&] { return next.files().startNew(); }));
  QCOMPARE(valueAt(next.document().project(), "hidden.tau_m"), ParameterValue(Value(5.0)));
  QVERIFY(next.files().save());
  QVERIFY(next.files().startNew());
}

void TestAutosave::restoringIsUnsavedAndTouchesNoFile() {
  const QString file = folder_->filePath(QStringLiteral("mine.vle"));
  saveProject(test::chain(), file.toStdString());
  crash(
      [](Program& program) {
        program.edit(5);
        program.flush();
        program.edit(7);
      },
      file);
  Program next(root_->path());
  next.answers.restore = {RestoreAnswer::Kind::Restore, 1};  // the older one
  next.files().offerRestore();
  QCOMPARE(next.answers.points.size(), std::size_t{2});
  QCOMPARE(next.answers.points[0].title, QStringLiteral("mine.vle"));
  QCOMPARE(valueAt(next.document().project(), "hidden.tau_m"), ParameterValue(Value(5.0)));
  QVERIFY(!next.document().isSaved() && next.window.isWindowModified());
  QVERIFY(loadProject(file.toStdString()) == test::chain());
  QCOMPARE(next.files().autosave()->points().size(), std::size_t{3});  // both, and the present
  QVERIFY(next.files().save());
  QVERIFY(loadProject(file.toStdString()) == next.document().project());
  QVERIFY(next.window.close());
  QCOMPARE(sessions(), 0);
}

void TestAutosave::savedAndUnchangedProjectsLeaveNothing() {
  const QString file = folder_->filePath(QStringLiteral("mine.vle"));
  saveProject(test::chain(), file.toStdString());
  crash([](Program&) {}, file);
  crash(
      [](Program& program) {
        program.edit(5);
        program.flush();
        QVERIFY(program.files().save());
      },
      file);
  crash(
      [](Program& program) {
        program.edit(6);
        program.flush();
        program.document().undoStack().undo();
      },
      file);
  crash([](Program& program) {
    program.edit(6);
    program.flush();
    program.answers.unsaved = UnsavedAnswer::Discard;
    QVERIFY(program.files().openPreset(QStringLiteral("network")));
  });
  Program next(root_->path());
  next.files().offerRestore();
  QCOMPARE(next.answers.asked, QStringList());
  QCOMPARE(sessions(), 1);  // its own
}

void TestAutosave::aCleanEndLeavesNothing() {
  {
    Program program(root_->path());
    program.edit(5);
    program.flush();
    QCOMPARE(sessions(), 1);
    program.answers.unsaved = UnsavedAnswer::Cancel;
    QVERIFY(!program.window.close());
    program.edit(6);
    program.flush();
    QCOMPARE(program.files().autosave()->points().size(), std::size_t{2});
    program.answers.unsaved = UnsavedAnswer::Discard;
    QVERIFY(program.window.close());
    QCOMPARE(sessions(), 0);
    program.edit(7);  // closed: nothing is written any more
    program.flush();
  }
  QCOMPARE(sessions(), 0);
}

void TestAutosave::pointsGoOnAcrossASave() {
  const QString file = folder_->filePath(QStringLiteral("mine.vle"));
  saveProject(test::chain(), file.toStdString());
  crash(
      [](Program& program) {
        program.edit(5);
        program.flush();
        QVERIFY(program.files().save());
        program.flush();
        program.edit(6);
      },
      file);
  Program next(root_->path());
  next.answers.restore = {RestoreAnswer::Kind::Restore, 0};
  next.files().offerRestore();
  QCOMPARE(valueAt(next.document().project(), "hidden.tau_m"), ParameterValue(Value(6.0)));
}

void TestAutosave::earlierPointsCanBeRestoredAtAnyTime() {
  Program program(root_->path());
  for (const double tau : {5.0, 6.0, 7.0}) {
    program.edit(tau);
    program.flush();
  }
  program.edit(8);  // not written yet
  program.answers.restore = {RestoreAnswer::Kind::Restore, 2};
  program.files().showRestorePoints();
  QCOMPARE(program.answers.points.size(), std::size_t{4});
  QCOMPARE(valueAt(program.document().project(), "hidden.tau_m"), ParameterValue(Value(6.0)));
  program.answers.restore = {RestoreAnswer::Kind::Restore, 0};  // what was last is not lost either
  program.files().showRestorePoints();
  QVERIFY(program.answers.points.size() >= 4);
  bool is_there = false;
  for (const RestorePoint& point : program.answers.points) {
    is_there |=
        valueAt(readRestorePoint(point).project, "hidden.tau_m") == ParameterValue(Value(8.0));
  }
  QVERIFY(is_there);
  program.answers.unsaved = UnsavedAnswer::Discard;
  QVERIFY(program.files().openPreset(QStringLiteral("network")));
  QVERIFY(program.document().isSaved());
  QVERIFY2(program.files().autosave()->points().empty(), "points of another project");
}

void TestAutosave::presetsAreRestoredWithoutAFile() {
  crash([](Program& program) { program.edit(5); });
  Program next(root_->path());
  next.answers.restore = {RestoreAnswer::Kind::Restore, 0};
  next.files().offerRestore();
  QCOMPARE(next.files().path(), QString());
  QCOMPARE(next.document().origin(), QStringLiteral("chain"));
  next.answers.asked.clear();
  QVERIFY(!next.files().save());
  QCOMPARE(next.answers.asked, QStringList("save_path"));
}

/// No file may hold such a text, so it can be in a restore point only.
void TestAutosave::aTextThatIsTooLongDoesNotCostTheRest() {
  crash([](Program& program) {
    NodeSpec note;
    note.kind = NoteSpec{};
    note.name = "long";
    note.note = std::string(70000, 'x');
    program.document().push(QStringLiteral("x"), {SetNode{NodeId{900}, note}});
    program.answers.save_path = QStringLiteral("/tmp/never.vle");
    QVERIFY(!program.files().save());
    QVERIFY(program.answers.asked.last().contains(QStringLiteral("64 KiB")));
  });
  Program next(root_->path());
  next.answers.restore = {RestoreAnswer::Kind::Restore, 0};
  next.answers.mend = true;
  next.files().offerRestore();
  QVERIFY(next.answers.asked.last().contains(QStringLiteral("64 KiB")));
  QCOMPARE(next.document().project().network.find(NodeId{900})->name, std::string("long"));
}

void TestAutosave::answersDiscardAndKeep() {
  crash([](Program& program) { program.edit(5); });
  crash([](Program& program) { program.edit(6); });
  {
    Program next(root_->path());
    next.files().offerRestore();  // not now
    QCOMPARE(next.answers.points.size(), std::size_t{2});
    QVERIFY(next.document().isSaved());
    next.window.close();
  }
  {
    Program next(root_->path());
    next.answers.restore = {RestoreAnswer::Kind::Restore, 0};
    next.files().offerRestore();
    next.answers.unsaved = UnsavedAnswer::Discard;
    QVERIFY(next.window.close());
  }
  QCOMPARE(sessions(), 1);  // that of the other crash
  Program next(root_->path());
  next.answers.restore = {RestoreAnswer::Kind::Discard, 0};
  next.files().offerRestore();
  QCOMPARE(next.answers.points.size(), std::size_t{1});
  QCOMPARE(sessions(), 1);  // its own
}

void TestAutosave::signalFilesAreFoundAfterARestore() {
  QFile table(folder_->filePath(QStringLiteral("table.csv")));
  QVERIFY(table.open(QIODevice::WriteOnly));
  table.write("time,a\n0,1\n1,2\n");
  table.close();
  Project project = test::oneNeuron();
  project.network.nodes.at(NodeId{1}).kind =
      InputSpec{FileSignal{.path = "table.csv", .reading = {.columns = {"a"}}, .interval = 1}};
  const QString file = folder_->filePath(QStringLiteral("mine.vle"));
  QFile written(file);
  QVERIFY(written.open(QIODevice::WriteOnly));
  written.write(QByteArray::fromStdString(projectText(project)));
  written.close();
  crash([](Program& program) { setSeed(program.document(), 7); }, file);
  Program next(root_->path());
  next.answers.restore = {RestoreAnswer::Kind::Restore, 0};
  next.files().offerRestore();
  QCOMPARE(next.answers.asked, QStringList("restore"));
  EVENTUALLY(next.window.lab().live().network() != nullptr);
  QVERIFY(next.window.lab().compiler().problems().empty() ||
          !hasErrors(next.window.lab().compiler().problems()));
}

void TestAutosave::aFolderThatCannotBeWrittenIsANotice() {
  const auto notice = [](Program& program) {
    return program.window.findChild<QStatusBar*>()->currentMessage();
  };
  Program nowhere(QStringLiteral("/proc/vlelab"));
  QVERIFY2(notice(nowhere).contains(QStringLiteral("restore point")), qPrintable(notice(nowhere)));
  nowhere.edit(5);
  nowhere.files().offerRestore();
  // That stays in sight, and says why.
  test::letPass(60'000);
  QVERIFY(notice(nowhere).isEmpty());
  nowhere.window.show();
  auto* mark = nowhere.window.findChild<QToolButton*>(QStringLiteral("unprotected"));
  QVERIFY(mark != nullptr && mark->isVisible());
  QVERIFY2(mark->toolTip().contains(QStringLiteral("/proc/vlelab")), qPrintable(mark->toolTip()));
  QTest::mouseClick(mark, Qt::LeftButton);
  QVERIFY(nowhere.answers.asked.last().contains(mark->toolTip()));
  nowhere.answers.unsaved = UnsavedAnswer::Discard;
  QVERIFY(nowhere.window.close());

  Program program(root_->path());
  QVERIFY(QDir(root_->path()).removeRecursively());
  program.edit(5);
  program.flush();
  EVENTUALLY(notice(program).contains(QStringLiteral("restore point")));
  program.window.show();
  mark = program.window.findChild<QToolButton*>(QStringLiteral("unprotected"));
  QVERIFY(mark != nullptr && mark->isVisible());
  QVERIFY(!program.document().isSaved());
}

/// Copying the project is all the GUI thread does for a point; text and disk are the worker's.
void TestAutosave::theScreenNeverWaits() {
  for (const auto& [name, project] : {std::pair{"300 layers, 900 wires", bigProject(300, 900, 5)},
                                      std::pair{"a million weights", bigProject(12, 10, 316)}}) {
    Document document;
    Autosave autosave(document, root_->path());
    QSignalSpy written(&autosave, &Autosave::written);
    document.load(project, QStringLiteral("big"));
    setSeed(document, 5);
    const double work = mostWorkAtOnce(Autosave::kDelayMs + 500);
    EVENTUALLY_COMPARE(written.count(), 1);
    const double before = test::threadTime();
    const std::size_t bytes = projectText(document.project()).size();
    const double making = test::threadTime() - before;
    qInfo("%s: %.2f ms of work at once, making the text (%zu KiB) %.1f ms", name, 1000 * work,
          bytes / 1024, 1000 * making);
    QVERIFY2(work < making / 2, "the thread of the screen has made the text");
  }
}

class Failing : public QObject {
 public:
  explicit Failing(std::function<void()> act) : act_(std::move(act)) {}
  bool event(QEvent* event) override {
    if (event->type() == QEvent::User) act_();
    return QObject::event(event);
  }

 private:
  std::function<void()> act_;
};

void TestAutosave::whatFailsIsToldAndTheProjectKept_data() {
  QTest::addColumn<std::function<void()>>("act");
  QTest::addColumn<QString>("word");
  using Act = std::function<void()>;
  QTest::newRow("exception") << Act([] { (void)std::map<int, int>().at(1); }) << "at";
  QTest::newRow("memory") << Act([] { throw std::bad_alloc(); }) << "memory";
  QTest::newRow("nameless") << Act([] { throw 3; }) << "without a name";
}

void TestAutosave::whatFailsIsToldAndTheProjectKept() {
  QFETCH(const std::function<void()>, act);
  QFETCH(const QString, word);
  const QTemporaryDir folder;
  Program program(folder.filePath(QStringLiteral("restore")));
  program.answers.report_path = folder.filePath(QStringLiteral("report.txt"));
  Failing failing(act);
  const auto fail = [&failing] {
    QCoreApplication::postEvent(&failing, new QEvent(QEvent::User));
    test::turn();
    test::turn();
  };
  program.edit(33);
  fail();
  QCOMPARE(program.answers.asked.size(), 1);
  QVERIFY(program.answers.asked.front().startsWith(QStringLiteral("failure ")));
  QVERIFY2(program.answers.asked.front().contains(word), qPrintable(program.answers.asked.front()));
  const std::vector<RestorePoint> points = program.files().autosave()->points();
  QCOMPARE(points.size(), std::size_t{1});
  QVERIFY(readRestorePoint(points.front()).project == program.document().project());
  QFile file(program.answers.report_path);
  QVERIFY(file.open(QIODevice::ReadOnly));
  const QByteArray report = file.readAll();
  QVERIFY(report.contains(word.toUtf8()) && report.contains("QObject"));
  QVERIFY(report.contains(QByteArray::fromStdString(projectText(program.document().project()))));
  fail();  // a picture that fails sixty times a second is told once
  QCOMPARE(program.answers.asked.size(), 1);
  // What fails on another thread is told as well.
  Jobs jobs;
  jobs.add([](const std::stop_token&) -> int { throw std::runtime_error("elsewhere"); },
           [](int) {});
  jobs.queue().wait();
  test::turn();
  test::turn();
  QCOMPARE(program.answers.asked.size(), 2);
  QVERIFY(program.answers.asked.back().contains(QStringLiteral("elsewhere")));
  program.edit(34);  // and it goes on
  EVENTUALLY(program.window.lab().control().isUpToDate());
}

void TestAutosave::whatWasLearnedIsThereTheNextTime() {
  const QTemporaryDir root;
  std::vector<double> learned;
  {
    Program program(root.path());
    QVERIFY(program.files().learned().isEmpty());
    QVERIFY(!program.files().resumeLearned());
    Lab& lab = program.window.lab();
    const auto index = static_cast<std::size_t>(
        std::ranges::find(lab.variants(), test::idOf(lab, "learned"),
                          [](const VariantStatus& one) { return one.variant.id; }) -
        lab.variants().begin());
    lab.showVariant(index);
    QVERIFY(test::simulate(lab, 3000));
    const State state = test::statesOf(lab)[index];
    learned.assign(state.W.begin(), state.W.end());
    QVERIFY(program.window.close());
    QVERIFY(program.window.close());  // once more does no harm
  }
  {
    Program next(root.path());  // nothing is learned in this one, and nothing is lost
    QVERIFY(!next.files().learned().isEmpty());
    QVERIFY(next.window.close());
  }
  Program next(root.path());
  const QString words = next.files().learned();
  QVERIFY2(words.contains(QStringLiteral("learned")), qPrintable(words));
  next.edit(31);
  next.answers.unsaved = UnsavedAnswer::Cancel;
  QVERIFY(!next.files().resumeLearned());
  next.answers.unsaved = UnsavedAnswer::Discard;
  QVERIFY(next.files().resumeLearned());
  const Project& project = next.document().project();
  QCOMPARE(project.variants.size(), std::size_t{1});  // under its name, as drawn
  QCOMPARE(project.variants.front().name, std::string("learned"));
  QVERIFY(project.variants.front().set.empty());
  QVERIFY(words.contains(QStringLiteral(" s")));  // in seconds, as the clock has it
  QVERIFY(!project.weights.empty());
  QVERIFY(next.files().path().isEmpty());  // saving asks for a place: no file is written over
  QVERIFY(!next.document().isSaved());
  Lab& lab = next.window.lab();
  test::settle(lab);
  const State state = initialState(*lab.shownNetwork());
  QCOMPARE(std::vector<double>(state.W.begin(), state.W.end()), learned);
}

int main(int argc, char** argv) {
  if (argc == 4 && QByteArray(argv[1]) == "work") return workAndWait(argc, argv);
  if (argc == 4 && QByteArray(argv[1]) == "restore") return restoreAndWait(argc, argv);
  GuardedApplication application(argc, argv);
  TestAutosave test;
  return QTest::qExec(&test, argc, argv);
}
#include "tst_autosave.moc"
