// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Saving that nothing can spoil: killed at any moment, on a full disk, into places that are gone or
// forbidden, the file is the old one or the new one, whole. And restore points in the same way.
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <sys/resource.h>

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include "io/file_bytes.h"
#include "io/project_file.h"
#include "io/restore_points.h"
#include "specs.h"

using namespace vle;

namespace {

/// Versions of a project that differ in size and in every part of the file.
Project version(std::int64_t number) {
  Project project = test::chain();
  project.settings.seed = number;
  project.meta.title = "version " + std::to_string(number);
  project.meta.summary = std::string(static_cast<std::size_t>(number % 7) * 9000, 'x');
  NodeSpec note;
  note.kind = NoteSpec{};
  note.name = "last";
  note.note = std::to_string(number);
  project.network.nodes[NodeId{900}] = note;
  return project;
}

/// Is this one of the versions, from the first to the last byte?
bool isAVersion(const Project& project) { return project == version(project.settings.seed); }

/// Allows files of so many bytes, as a disk that is full; writes fail instead of killing us.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FullDisk() { setrlimit(RLIMIT_FSIZE, &before_); }

 private:
  rlimit before_{};
};

RestorePoint like(const QString& title, const QString& origin = {}) {
  RestorePoint point;
  point.title = title;
  point.origin = origin;
  return point;
}

QString errorOf(const Project& project, const QString& path) {
  try {
    saveProject(project, path.toStdString());
  } catch (const Error& error) {
    return QString::fromUtf8(error.what());
  }
  return {};
}

// --- What the children of this test do until they are killed
// --------------------------------------

void saveForEver(const std::string& path) {
  saveProject(version(2), path);
  std::puts("saving");
  std::fflush(stdout);
  for (std::int64_t k = 3;; ++k) saveProject(version(k), path);
}

void keepPointsForEver(const QString& root) {
  RestoreSession session(root);
  session.write(version(1), like(QStringLiteral("p")));
  std::puts("saving");
  std::fflush(stdout);
  for (std::int64_t k = 2;; ++k) session.write(version(k), like(QStringLiteral("p")));
}

/// Starts this program as a child, lets it save for a while, kills it.
void killWhileItWorks(const QStringList& arguments, unsigned long after_ms) {
  QProcess child;
  child.start(QCoreApplication::applicationFilePath(), arguments);
  QVERIFY(child.waitForReadyRead());
  QThread::msleep(after_ms);
  QCOMPARE(child.state(), QProcess::Running);
  child.kill();
  QVERIFY(child.waitForFinished());
}

}  // namespace

class TestSafeSave : public QObject {
  Q_OBJECT

 private slots:
  void killedAtAnyMomentTheFileIsWhole();
  void aFullDiskLosesNothing_data();
  void aFullDiskLosesNothing();
  void placesThatCannotBeWrittenAreASentence();
  void linksAndPermissionsSurvive();
  void nothingIsSavedThatCannotBeOpened();
  void overridesOfWhatWasErasedAreKept();
  void faultsThatCanBeMendedLeaveTheProjectWhole();
  void anotherContentHasAnotherFingerprint();
  void pointsOfAKilledProgramAreFound();
  void pointsOfARunningProgramAreLeftAlone();
  void aCleanEndAndASavedStateLeaveNothing();
  void tenPointsAreKeptNewestAndOld();
  void damagedPointsAreASentence();
};

void TestSafeSave::killedAtAnyMomentTheFileIsWhole() {
  const QTemporaryDir folder;
  const QString path = folder.filePath(QStringLiteral("p.vle"));
  saveProject(version(1), path.toStdString());
  std::int64_t saves = 0;
  for (int k = 0; k < 60; ++k) {
    killWhileItWorks({QStringLiteral("save"), path}, static_cast<unsigned long>(k) % 23);
    const LoadedProject loaded = readProjectFile(path.toStdString());
    QVERIFY2(!loaded.hasErrors(), loaded.firstError().c_str());
    QVERIFY(isAVersion(loaded.project));
    saves += loaded.project.settings.seed - 1;
  }
  QVERIFY2(saves >= 20, qPrintable(QStringLiteral("%1 saves: the children were killed before they "
                                                  "were saving")
                                       .arg(saves)));
}

void TestSafeSave::aFullDiskLosesNothing_data() {
  QTest::addColumn<int>("room");
  for (const int room : {0, 1, 100, 1000, 3000, 20000, 40000}) QTest::addRow("%d", room) << room;
}

/// Both a text that fits into a buffer and one that does not.
void TestSafeSave::aFullDiskLosesNothing() {
  QFETCH(int, room);
  for (const int number : {7, 11}) {
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("p.vle"));
    saveProject(version(5), path.toStdString());
    const auto needed = static_cast<int>(projectText(version(number)).size());
    QString wrong;
    {
      const FullDisk full(static_cast<rlim_t>(room));
      wrong = errorOf(version(number), path);
    }
    QCOMPARE(!wrong.isEmpty(), room < needed);
    QVERIFY(wrong.isEmpty() || wrong.contains(path));
    QVERIFY(loadProject(path.toStdString()) == version(room < needed ? 5 : number));
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 1);
  }
}

void TestSafeSave::placesThatCannotBeWrittenAreASentence() {
  const QTemporaryDir folder;
  const Project project = version(3);
  QVERIFY(errorOf(project, folder.path()).contains("not a regular file"));
  QVERIFY(errorOf(project, folder.filePath("gone/p.vle")).contains("cannot be written"));
  QVERIFY(errorOf(project, "/dev/full").contains("not a regular file"));
  QVERIFY(errorOf(project, "/proc/p.vle").contains("cannot be written"));
  QVERIFY(!errorOf(project, QString()).isEmpty());
  if (geteuid() == 0) return;  // root may write anywhere
  const QString read_only = folder.filePath(QStringLiteral("p.vle"));
  saveProject(project, read_only.toStdString());
  QVERIFY(QFile::setPermissions(read_only, QFile::ReadOwner));
  QVERIFY(errorOf(version(4), read_only).contains("cannot be written"));
  QVERIFY(loadProject(read_only.toStdString()) == project);
  QVERIFY(QFile(folder.path()).setPermissions(QFile::ReadOwner | QFile::ExeOwner));
  QVERIFY(errorOf(project, folder.filePath("q.vle")).contains("cannot be written"));
  QVERIFY(
      QFile(folder.path()).setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
}

void TestSafeSave::linksAndPermissionsSurvive() {
  const QTemporaryDir folder;
  const QString path = folder.filePath(QStringLiteral("p.vle"));
  const QString link = folder.filePath(QStringLiteral("link.vle"));
  saveProject(version(1), path.toStdString());
  const auto ours = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser | QFile::WriteUser;
  QVERIFY(QFile::setPermissions(path, ours));
  QVERIFY(QFile::link(path, link));
  saveProject(version(2), link.toStdString());
  QVERIFY(QFileInfo(link).isSymLink());
  QVERIFY(loadProject(path.toStdString()) == version(2));
  QCOMPARE(QFile::permissions(path), ours);
}

void TestSafeSave::nothingIsSavedThatCannotBeOpened() {
  const QTemporaryDir folder;
  const QString path = folder.filePath(QStringLiteral("p.vle"));
  saveProject(version(5), path.toStdString());
  Project title = version(6);
  title.meta.title = std::string(70000, 'x');
  QVERIFY2(errorOf(title, path).contains("$.meta.title"), qPrintable(errorOf(title, path)));
  Project note = version(6);
  note.network.nodes.at(NodeId{900}).note = std::string(70000, 'x');
  QVERIFY(errorOf(note, path).contains("64 KiB"));
  Project weights = version(6);
  weights.weights["W1"].W = {std::nan("")};
  QVERIFY(errorOf(weights, path).contains("$.weights.W1.W"));
  QVERIFY(loadProject(path.toStdString()) == version(5));
}

void TestSafeSave::overridesOfWhatWasErasedAreKept() {
  Project project = test::chain();
  project.network.projections.erase(ProjectionId{12});  // two variants set its feedback
  const LoadedProject loaded = readProjectText(savedText(project, "."));
  QVERIFY2(loaded.is_whole, loaded.firstError().c_str());
  QVERIFY(loaded.project == project);  // undoing the erasure after a restart would want them
  QVERIFY(std::ranges::any_of(loaded.problems, [](const Problem& problem) {
    return problem.path.find("$.variants[1].set") == 0;
  }));
}

void TestSafeSave::faultsThatCanBeMendedLeaveTheProjectWhole() {
  const std::string text = projectText(test::chain());
  const auto changed = [&text](std::string from, const std::string& to) {
    std::string copy = text;
    copy.replace(copy.find(from), from.size(), to);
    return readProjectText(copy);
  };
  for (const auto& [from, to] :
       {std::pair{"\"tau_m\": 10", "\"tau_m\": -3"}, std::pair{"\"to\": 3", "\"to\": 33"},
        std::pair{"\"name\": \"output\"", "\"name\": \"hidden\""}}) {
    const LoadedProject loaded = changed(from, to);
    QVERIFY2(loaded.hasErrors() && loaded.is_whole, from);
    QVERIFY2(loaded.firstError().starts_with("$."), loaded.firstError().c_str());
  }
  for (const auto& [from, to] :
       {std::pair{"\"size\": 1", "\"size\": 1000000000"}, std::pair{"\"size\": 1", "\"size\": -1"},
        std::pair{"\"tau_m\": 10", "\"tau_n\": 10"},
        std::pair{"\"version\": 2", "\"version\": 3"}}) {
    const LoadedProject loaded = changed(from, to);
    QVERIFY2(loaded.hasErrors() && !loaded.is_whole, to);
  }
}

void TestSafeSave::anotherContentHasAnotherFingerprint() {
  const QTemporaryDir folder;
  const QString path = folder.filePath(QStringLiteral("p.vle"));
  QVERIFY(fingerprint(path).isEmpty());
  QVERIFY(fingerprint(folder.path()).isEmpty());
  saveProject(version(5), path.toStdString());
  const QByteArray first = fingerprint(path);
  saveProject(version(12), path.toStdString());  // of the same length, within the same second
  QVERIFY(!first.isEmpty() && fingerprint(path) != first);
  saveProject(version(5), path.toStdString());
  QCOMPARE(fingerprint(path), first);
}

// --- Restore points ------------------------------------------------------------------------------

void TestSafeSave::pointsOfAKilledProgramAreFound() {
  const QTemporaryDir root;
  for (int k = 0; k < 10; ++k) {
    killWhileItWorks({QStringLiteral("points"), root.path()}, static_cast<unsigned long>(7 * k));
  }
  RestoreSession session(root.path());
  const std::vector<RestorePoint> points = session.claimOrphans();
  QVERIFY(points.size() >= 10 && points.size() <= 10 * RestoreSession::kMostPoints);
  for (const RestorePoint& point : points) {
    const LoadedProject loaded = readRestorePoint(point);
    QVERIFY2(!loaded.hasErrors(), loaded.firstError().c_str());
    QVERIFY(isAVersion(loaded.project));
    QCOMPARE(point.title, QStringLiteral("p"));
    QVERIFY(std::abs(QDateTime::currentMSecsSinceEpoch() - point.time) < 60000);
  }
  QVERIFY(std::ranges::is_sorted(points, std::greater{}, &RestorePoint::time));
  const Project newest = readRestorePoint(points.front()).project;
  session.adopt(points.front());
  QVERIFY(readRestorePoint(session.points().front()).project == newest);
  const std::size_t rest = session.claimOrphans().size();
  QVERIFY(rest > 0 && rest < points.size());
  session.discardOrphans();
  QVERIFY(session.claimOrphans().empty());
  QVERIFY(!session.points().empty());
}

void TestSafeSave::pointsOfARunningProgramAreLeftAlone() {
  const QTemporaryDir root;
  QProcess running;
  running.start(QCoreApplication::applicationFilePath(), {QStringLiteral("points"), root.path()});
  QVERIFY(running.waitForReadyRead());
  const auto sessions = [&root] {
    return QDir(root.path()).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
  };
  QCOMPARE(sessions().size(), 1);
  {
    RestoreSession session(root.path());
    QVERIFY(session.claimOrphans().empty());
    running.kill();
    QVERIFY(running.waitForFinished());
    QVERIFY(!session.claimOrphans().empty());
    RestoreSession other(root.path());
    QVERIFY2(other.claimOrphans().empty(), "two programs offer the same points");
    session.releaseOrphans();
    QVERIFY(!other.claimOrphans().empty());
    session.close();
    other.close();
  }
  QCOMPARE(sessions().size(), 1);  // what nobody wanted yet is kept
}

void TestSafeSave::aCleanEndAndASavedStateLeaveNothing() {
  const QTemporaryDir root;
  const auto sessions = [&root] {
    return QDir(root.path()).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
  };
  RestoreSession closed(root.path());
  closed.write(version(1), like("a"));
  QCOMPARE(closed.points().size(), std::size_t{1});
  closed.close();
  QVERIFY(sessions().isEmpty());
  {
    RestoreSession saved(root.path());
    saved.write(version(1), like("a"));
    saved.markSaved();
  }
  QVERIFY(RestoreSession(root.path()).claimOrphans().empty());
  {
    RestoreSession changed_again(root.path());
    changed_again.write(version(1), like("a"));
    changed_again.markSaved();
    changed_again.write(version(2), like("a"));
  }
  QCOMPARE(RestoreSession(root.path()).claimOrphans().size(), std::size_t{2});
  {
    RestoreSession cleared(root.path());
    cleared.discardOrphans();
    cleared.write(version(1), like("a"));
    cleared.clear();
    QVERIFY(cleared.points().empty());
  }
}

void TestSafeSave::tenPointsAreKeptNewestAndOld() {
  const QTemporaryDir root;
  RestoreSession session(root.path());
  for (int k = 1; k <= 40; ++k) {
    session.write(version(k), like("a"), 1'000'000 + 3 * k);
  }
  const std::vector<RestorePoint> points = session.points();
  QCOMPARE(points.size(), RestoreSession::kMostPoints);
  std::vector<std::int64_t> seeds;
  for (const RestorePoint& point : points) {
    seeds.push_back(readRestorePoint(point).project.settings.seed);
  }
  for (std::size_t k = 0; k < 4; ++k) QCOMPARE(seeds[k], 40 - static_cast<std::int64_t>(k));
  QCOMPARE(seeds.back(), 1);
  QVERIFY2(seeds[6] < 34, "older points are spaced out");
}

void TestSafeSave::damagedPointsAreASentence() {
  const QTemporaryDir root;
  RestoreSession session(root.path());
  session.write(version(1), like("a", "/somewhere/a.vle"));
  RestorePoint point = session.points().front();
  QCOMPARE(point.origin, QStringLiteral("/somewhere/a.vle"));
  QFile file(point.path);
  QVERIFY(file.resize(300));
  QVERIFY(readRestorePoint(point).hasErrors() && !readRestorePoint(point).is_whole);
  QVERIFY(file.resize(0));
  QVERIFY(!readRestorePoint(session.points().front()).firstError().empty());
  QVERIFY(file.remove());
  QVERIFY(!readRestorePoint(point).firstError().empty());
}

int main(int argc, char** argv) {
  if (argc == 3 && QByteArray(argv[1]) == "save") saveForEver(argv[2]);
  const QCoreApplication application(argc, argv);
  if (argc == 3 && QByteArray(argv[1]) == "points") {
    keepPointsForEver(QString::fromLocal8Bit(argv[2]));
  }
  TestSafeSave test;
  return QTest::qExec(&test, argc, argv);
}
#include "tst_safe_save.moc"
