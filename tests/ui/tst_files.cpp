// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// New, open, save in the real window: nothing is lost unasked, a bad file is a sentence, two
// programs do not overwrite each other, and the dialogs say and do what they are asked for.
#include <QAbstractButton>
#include <QApplication>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QMimeData>
#include <QSettings>
#include <QStatusBar>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QTreeView>
#include <QUrl>

#include "answers.h"
#include "editor/graph_view.h"
#include "files/dialogs.h"
#include "files/recent_menu.h"
#include "files/restore_dialog.h"
#include "files/stored_settings.h"
#include "inspector/inspector.h"
#include "io/file_bytes.h"
#include "io/project_file.h"
#include "main_window.h"
#include "model/paths.h"
#include "run_tests.h"
#include "specs.h"
#include "tempo.h"

using namespace vle;
using namespace vle::ui;

namespace {

/// A window with answers, the chain from a file in a folder of its own.
struct Scene {
  QTemporaryDir folder;
  test::Answers answers;
  MainWindow window{QStringLiteral("light"), vle::test::kEqualPriorities};

  Scene() {
    window.files().setQuestions(answers.questions());
    saveProject(test::chain(), path().toStdString());
    window.open(test::chain(), path());
    window.show();
    if (!vle::test::isActive(window)) qFatal("the window is not active");
  }
  [[nodiscard]] QString path(const QString& name = QStringLiteral("mine.vle")) const {
    return folder.filePath(name);
  }
  /// Changes the project.
  void edit(double tau = 5) {
    window.document().push(QStringLiteral("x"), editsAt(project(), "hidden.tau_m", Value(tau)));
  }
  [[nodiscard]] const Project& project() { return window.document().project(); }
  [[nodiscard]] Project onDisk(const QString& name = QStringLiteral("mine.vle")) const {
    return loadProject(path(name).toStdString());
  }
  void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::ControlModifier) {
    QTest::keyClick(&window, key, modifiers);
  }
  void write(const QString& name, const QByteArray& text) const {
    QFile file(path(name));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
  }
};

constexpr Qt::KeyboardModifiers kControlShift = Qt::ControlModifier | Qt::ShiftModifier;

QByteArray chainText() { return QByteArray::fromStdString(projectText(test::chain())); }

/// Does something with the next dialog of a kind.
template <class Dialog>
void whenAsked(const std::function<void(Dialog&)>& act) {
  QTimer::singleShot(0, qApp, [act] {
    auto* dialog = qobject_cast<Dialog*>(QApplication::activeModalWidget());
    if (dialog == nullptr) return whenAsked<Dialog>(act);
    act(*dialog);
  });
}

QAbstractButton* buttonOf(QDialog& dialog, const char* id) {
  return dialog.findChild<QAbstractButton*>(QLatin1String(id));
}

void dropOn(QWidget& target, const QList<QUrl>& urls) {
  QMimeData data;
  data.setUrls(urls);
  QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(&target, &enter);
  QVERIFY(enter.isAccepted());
  QDragMoveEvent move(QPoint(60, 60), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(&target, &move);
  QVERIFY(move.isAccepted());
  QDropEvent drop(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(&target, &drop);
}

}  // namespace

class TestFiles : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase();
  void savingWritesTheFileAndTheTitleTellsSo();
  void undoneToTheSavedStateIsSaved();
  void presetsAndNewProjectsAskForAPlace();
  void aNewProjectIsEmptyAndRuns();
  void changesAreAskedAbout_data();
  void changesAreAskedAbout();
  void openingTheSameFileShowsWhatWasSaved();
  void closingAsks();
  void whatIsBeingTypedIsSavedToo();
  void theWindowMayGoWhileSomethingIsTyped();
  void aFailedSaveKeepsTheChanges_data();
  void aFailedSaveKeepsTheChanges();
  void badFilesLeaveTheProjectAlone_data();
  void badFilesLeaveTheProjectAlone();
  void halfBuiltNetworksAreSavedAndOpenedAgain();
  void aProjectOfWhichAVariantRunsIsOpenedUnasked();
  void theOldNetworkDoesNotRunOnUnderABrokenProject();
  void theSecondSaverIsTold();
  void aFileThatIsGoneIsWrittenAgain();
  void trainedNetworksAreSavedAsTheyAreNow();
  void signalFilesAreFoundFromTheNewPlace();
  void recentFilesAreListedAndMissingOnesGrey();
  void droppedProjectsOpen();
  void theLastProjectIsRemembered();
  void dialogsAskAndAnswer();
  void aSaveDialogAddsTheEnding();
  void fileDialogsCutNothing();
  void noRestorePointsIsASentence();

 private:
  QTemporaryDir settings_;
};

void TestFiles::initTestCase() {
  QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings_.path());
  QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
}

void TestFiles::savingWritesTheFileAndTheTitleTellsSo() {
  Scene scene;
  QVERIFY(!scene.window.isWindowModified());
  QVERIFY(scene.window.windowTitle().startsWith(QStringLiteral("mine.vle[*]")));
  scene.edit();
  QVERIFY(scene.window.isWindowModified());
  QVERIFY(scene.onDisk() != scene.project());
  const QSize before = scene.window.centralWidget()->size();
  scene.key(Qt::Key_S);
  QVERIFY(scene.onDisk() == scene.project());
  QVERIFY(!scene.window.isWindowModified());
  QVERIFY(scene.answers.asked.isEmpty());
  QVERIFY(scene.window.findChild<QStatusBar*>()->isVisible());
  QCoreApplication::processEvents();
  QCOMPARE(scene.window.centralWidget()->size(), before);  // nothing moves for it
  QVERIFY(
      scene.window.findChild<QStatusBar*>()->currentMessage().contains(QStringLiteral("mine.vle")));
  scene.answers.save_path = scene.path(QStringLiteral("other.vle"));
  scene.edit(6);
  scene.key(Qt::Key_S, kControlShift);
  QVERIFY(scene.onDisk(QStringLiteral("other.vle")) == scene.project());
  QVERIFY(scene.onDisk() != scene.project());
  QVERIFY(scene.window.windowTitle().startsWith(QStringLiteral("other.vle[*]")));
  scene.edit(7);
  scene.key(Qt::Key_S);
  QVERIFY(scene.onDisk(QStringLiteral("other.vle")) == scene.project());
}

void TestFiles::undoneToTheSavedStateIsSaved() {
  Scene scene;
  scene.edit();
  scene.key(Qt::Key_S);
  scene.edit(6);
  scene.key(Qt::Key_Z);
  QVERIFY(!scene.window.isWindowModified());
  scene.key(Qt::Key_Z);
  QVERIFY(scene.window.isWindowModified());
  QVERIFY(scene.project() == test::chain());
}

void TestFiles::presetsAndNewProjectsAskForAPlace() {
  Scene scene;
  const QString before = QDir::currentPath();
  QVERIFY(QDir::setCurrent(scene.folder.path()));
  scene.write(QStringLiteral("chain"), "a file of the name of a preset");
  for (const QString& id : {QStringLiteral("chain"), QString()}) {
    QVERIFY(id.isEmpty() ? scene.window.files().startNew() : scene.window.files().openPreset(id));
    QCOMPARE(scene.window.files().path(), QString());
    scene.answers.save_path.clear();
    scene.answers.asked.clear();
    scene.key(Qt::Key_S);
    QCOMPARE(scene.answers.asked, QStringList("save_path"));
    QVERIFY(scene.answers.suggestion.endsWith(id.isEmpty() ? "/untitled.vle" : "/chain.vle"));
    scene.answers.save_path = scene.path(QStringLiteral("saved") + id + QStringLiteral(".vle"));
    scene.key(Qt::Key_S);
    QCOMPARE(scene.window.files().path(), scene.answers.save_path);
    QVERIFY(loadProject(scene.answers.save_path.toStdString()) == scene.project());
  }
  QVERIFY(QDir::setCurrent(before));
}

void TestFiles::aNewProjectIsEmptyAndRuns() {
  Scene scene;
  EVENTUALLY(scene.window.lab().control().status().t > 0);
  scene.key(Qt::Key_N);
  QVERIFY(scene.project().network.nodes.empty());
  QVERIFY(scene.window.windowTitle().startsWith(QStringLiteral("Untitled[*]")));
  QVERIFY(!scene.window.isWindowModified());
  EVENTUALLY(scene.window.lab().live().network() == nullptr ||
             scene.window.lab().live().network()->layers.empty());
  QVERIFY(scene.window.lab().control().status().error.empty());
}

void TestFiles::changesAreAskedAbout_data() {
  QTest::addColumn<int>("act");
  QTest::addColumn<int>("answer");
  for (int act = 0; act < 4; ++act) {
    for (int answer = 0; answer < 3; ++answer) QTest::addRow("%d %d", act, answer) << act << answer;
  }
}

void TestFiles::changesAreAskedAbout() {
  QFETCH(int, act);
  QFETCH(int, answer);
  Scene scene;
  saveProject(test::oneNeuron(), scene.path(QStringLiteral("other.vle")).toStdString());
  scene.edit();
  const Project changed = scene.project();
  scene.answers.unsaved = static_cast<UnsavedAnswer>(answer);
  Files& files = scene.window.files();
  const bool done = act == 0   ? files.startNew()
                    : act == 1 ? files.open(scene.path(QStringLiteral("other.vle")))
                    : act == 2 ? files.openPreset(QStringLiteral("network"))
                               : files.openNamed(QStringLiteral("lagnet"));
  QCOMPARE(scene.answers.asked, QStringList("unsaved mine.vle"));
  QCOMPARE(done, scene.answers.unsaved != UnsavedAnswer::Cancel);
  QCOMPARE(scene.project() == changed, !done);
  QCOMPARE(scene.onDisk() == changed, scene.answers.unsaved == UnsavedAnswer::Save);
  QCOMPARE(scene.window.isWindowModified(), !done);
}

void TestFiles::openingTheSameFileShowsWhatWasSaved() {
  Scene scene;
  scene.edit();
  const Project changed = scene.project();
  scene.answers.unsaved = UnsavedAnswer::Save;
  QVERIFY(scene.window.files().open(scene.path()));
  QVERIFY(scene.project() == changed);
  scene.edit(6);
  scene.answers.unsaved = UnsavedAnswer::Discard;  // back to the file
  QVERIFY(scene.window.files().open(scene.path()));
  QVERIFY(scene.project() == changed);
}

/// Ctrl+S without Enter before it.
void TestFiles::whatIsBeingTypedIsSavedToo() {
  Scene scene;
  auto* inspector = scene.window.findChild<Inspector*>();
  scene.window.focus().select({{NodeId{2}}, {}});
  QLineEdit* field = nullptr;
  for (QLineEdit* candidate : inspector->findChildren<QLineEdit*>(QStringLiteral("tau_m"))) {
    if (candidate->isVisible()) field = candidate;
  }
  QVERIFY(field != nullptr);
  field->setFocus();
  field->selectAll();
  QTest::keyClicks(field, QStringLiteral("17"));
  scene.key(Qt::Key_S);
  QCOMPARE(valueAt(scene.onDisk(), "hidden.tau_m"), ParameterValue(Value(17.0)));
  QVERIFY(scene.window.document().isSaved());
  QCOMPARE(QApplication::focusWidget(), field);
  QTest::keyClicks(field, QStringLiteral("8"));
  scene.answers.unsaved = UnsavedAnswer::Cancel;
  QVERIFY(!scene.window.close());  // asks, as 178 is no longer what the file says
  QCOMPARE(valueAt(scene.project(), "hidden.tau_m"), ParameterValue(Value(178.0)));
}

void TestFiles::theWindowMayGoWhileSomethingIsTyped() {
  Scene scene;
  auto* inspector = scene.window.findChild<Inspector*>();
  scene.window.focus().select({{NodeId{2}}, {}});
  auto* field = inspector->findChild<QLineEdit*>(QStringLiteral("name"));
  QVERIFY(field != nullptr && field->isVisible());
  field->setFocus();
  field->selectAll();
  QTest::keyClicks(field, QStringLiteral("deep"));
  QCOMPARE(QApplication::focusWidget(), field);
}

void TestFiles::closingAsks() {
  Scene scene;
  scene.edit();
  QVERIFY(!scene.window.close());
  QVERIFY(scene.window.isVisible());
  scene.answers.unsaved = UnsavedAnswer::Save;
  QVERIFY(scene.window.close());
  QVERIFY(scene.onDisk() == scene.project());
  scene.window.show();
  scene.edit(9);
  scene.answers.unsaved = UnsavedAnswer::Discard;
  QVERIFY(scene.window.close());
  QVERIFY(scene.onDisk() != scene.project());
}

void TestFiles::aFailedSaveKeepsTheChanges_data() {
  QTest::addColumn<QString>("name");
  for (const char* name : {"gone/a.vle", "folder", "/dev/full", "/proc/a.vle"}) {
    QTest::addRow("%s", name) << QString::fromLatin1(name);
  }
}

void TestFiles::aFailedSaveKeepsTheChanges() {
  QFETCH(QString, name);
  Scene scene;
  QVERIFY(QDir(scene.folder.path()).mkdir(QStringLiteral("folder")));
  scene.edit();
  scene.answers.save_path = name.startsWith(QLatin1Char('/')) ? name : scene.path(name);
  QVERIFY(!scene.window.files().saveAs());
  QCOMPARE(scene.answers.asked.size(), 2);
  QVERIFY(scene.answers.asked.last().startsWith(QStringLiteral("tell ")));
  QVERIFY(scene.answers.asked.last().contains(scene.answers.save_path));
  QVERIFY(scene.window.isWindowModified());
  QCOMPARE(scene.window.files().path(), scene.path());
  scene.answers.unsaved = UnsavedAnswer::Save;  // what cannot be saved is not closed either
  QVERIFY(QFile::remove(scene.path()) && QDir(scene.folder.path()).mkdir(scene.path()));
  QVERIFY(!scene.window.close());
  QVERIFY(scene.window.isWindowModified());
}

void TestFiles::badFilesLeaveTheProjectAlone_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<QString>("part");
  const auto changed = [](const char* from, const char* to) {
    return chainText().replace(from, to);
  };
  QTest::newRow("unknown key") << changed("\"tau_m\"", "\"tau_n\"") << "$.nodes[1].tau_n";
  QTest::newRow("giant") << changed("\"size\": 1,", "\"size\": 1000000000,") << "$.nodes[0].size";
  QTest::newRow("newer") << changed("\"version\": 2", "\"version\": 9") << "newer VLE Lab";
  QTest::newRow("empty") << QByteArray() << "empty";
  QTest::newRow("half") << chainText().left(700) << "not valid JSON";
  QTest::newRow("binary") << QByteArray("\x7f\x45\x4c\x46\0\1", 6) << "this is a program";
  QTest::newRow("other JSON") << QByteArray("{}") << "$.format";
}

void TestFiles::badFilesLeaveTheProjectAlone() {
  QFETCH(QByteArray, text);
  QFETCH(QString, part);
  Scene scene;
  scene.write(QStringLiteral("bad.vle"), text);
  scene.edit();
  const Project before = scene.project();
  scene.answers.open_path = scene.path(QStringLiteral("bad.vle"));
  scene.key(Qt::Key_O);
  QCOMPARE(scene.answers.asked.size(), 2);  // which file, and the sentence; nothing about changes
  QVERIFY2(scene.answers.asked.last().contains(part), qPrintable(scene.answers.asked.last()));
  QVERIFY(scene.answers.asked.last().contains(QStringLiteral("bad.vle")));
  QVERIFY(scene.project() == before);
  QVERIFY(scene.window.isWindowModified());
  QVERIFY(scene.window.document().undoStack().canUndo());
  QVERIFY(!scene.window.files().open(scene.folder.path()));
  QVERIFY(!scene.window.files().open(scene.path(QStringLiteral("nothing.vle"))));
  QVERIFY(!scene.window.files().openNamed(QStringLiteral("no such preset")));
  QVERIFY(scene.project() == before);
}

void TestFiles::halfBuiltNetworksAreSavedAndOpenedAgain() {
  Scene scene;
  scene.window.document().push(QStringLiteral("x"),
                               {SetNode{NodeId{2}, std::nullopt}});  // wires lead nowhere now
  const Project half = scene.project();
  EVENTUALLY(hasErrors(scene.window.lab().compiler().problems()));
  scene.key(Qt::Key_S);
  QVERIFY(scene.answers.asked.isEmpty());
  QVERIFY(scene.window.files().openPreset(QStringLiteral("network")));
  QVERIFY(!scene.window.files().open(scene.path()));
  QVERIFY2(scene.answers.asked.value(0).startsWith(QStringLiteral("mend ")) &&
               scene.answers.asked.value(0).contains(QStringLiteral("$.projections[0].to")),
           qPrintable(scene.answers.asked.value(0)));
  scene.answers.mend = true;
  QVERIFY(scene.window.files().open(scene.path()));
  QVERIFY(scene.project().network == half.network);
  QVERIFY(!scene.window.isWindowModified());
}

void TestFiles::aProjectOfWhichAVariantRunsIsOpenedUnasked() {
  Scene scene;
  Project project = scene.project();
  project.variants = {
      Variant{.id = VariantId{1}, .name = "well"},
      Variant{.id = VariantId{2}, .name = "ill", .set = {{"*.tau_m", Value(-3.0)}}}};
  scene.write(QStringLiteral("part.vle"), QByteArray::fromStdString(projectText(project)));
  QVERIFY(scene.window.files().open(scene.path(QStringLiteral("part.vle"))));
  QVERIFY2(scene.answers.asked.isEmpty(), qPrintable(scene.answers.asked.value(0)));
  EVENTUALLY_COMPARE(scene.window.lab().variants().size(), std::size_t{2});
  QVERIFY(!scene.window.lab().variants()[1].refusal.empty());
  // If none runs, a person is asked.
  project.variants.erase(project.variants.begin());
  scene.write(QStringLiteral("none.vle"), QByteArray::fromStdString(projectText(project)));
  QVERIFY(!scene.window.files().open(scene.path(QStringLiteral("none.vle"))));
  QVERIFY(scene.answers.asked.value(0).startsWith(QStringLiteral("mend ")));
}

void TestFiles::theOldNetworkDoesNotRunOnUnderABrokenProject() {
  Scene scene;
  EVENTUALLY(scene.window.lab().live().network() != nullptr);
  scene.write(QStringLiteral("bad.vle"), chainText().replace("\"dt\": 0.1", "\"dt\": 0"));
  scene.answers.mend = true;
  QVERIFY(scene.window.files().open(scene.path(QStringLiteral("bad.vle"))));
  EVENTUALLY(hasErrors(scene.window.lab().compiler().problems()));
  QVERIFY(scene.window.lab().live().network() == nullptr);
  QVERIFY(vle::test::letPass(scene.window.lab(), 200));
  QVERIFY(scene.window.lab().live().network() == nullptr);
  scene.window.files().saveTrained();
  QVERIFY(scene.answers.asked.last().startsWith(QStringLiteral("tell ")));
  Settings settings = scene.project().settings;
  settings.dt = 0.1;
  scene.window.document().push(QStringLiteral("x"), {SetSettings{settings}});
  EVENTUALLY(scene.window.lab().live().network() != nullptr);
  EVENTUALLY(scene.window.lab().control().status().t > 0);
}

void TestFiles::theSecondSaverIsTold() {
  Scene first;
  test::Answers answers;
  MainWindow second(QStringLiteral("light"), vle::test::kEqualPriorities);
  second.files().setQuestions(answers.questions());
  QVERIFY(second.files().open(first.path()));
  first.edit(5);
  first.key(Qt::Key_S);
  const Project of_first = first.project();
  second.document().push(QStringLiteral("x"),
                         editsAt(second.document().project(), "hidden.tau_m", Value(7.0)));
  QVERIFY(!second.files().save());
  QCOMPARE(answers.asked, QStringList("conflict " + first.path()));
  QVERIFY(first.onDisk() == of_first);
  QVERIFY(!second.document().isSaved());

  answers.conflict = ConflictAnswer::SaveAs;
  answers.save_path = first.path(QStringLiteral("second.vle"));
  QVERIFY(second.files().save());
  QVERIFY(first.onDisk() == of_first);
  QVERIFY(first.onDisk(QStringLiteral("second.vle")) == second.document().project());

  answers.asked.clear();
  QVERIFY(second.files().open(first.path()));
  QVERIFY(second.files().save());  // as the first one left it: no question
  QVERIFY(answers.asked.isEmpty());
  first.edit(6);
  first.answers.conflict = ConflictAnswer::Overwrite;
  first.write(QStringLiteral("mine.vle"), "{}");
  first.key(Qt::Key_S);
  QCOMPARE(first.answers.asked, QStringList("conflict " + first.path()));
  QVERIFY(first.onDisk() == first.project());
}

void TestFiles::aFileThatIsGoneIsWrittenAgain() {
  Scene scene;
  scene.edit();
  QVERIFY(QFile::remove(scene.path()));
  scene.key(Qt::Key_S);
  QVERIFY(scene.answers.asked.isEmpty());
  QVERIFY(scene.onDisk() == scene.project());
}

void TestFiles::trainedNetworksAreSavedAsTheyAreNow() {
  Scene scene;
  scene.window.lab().control().setSpeed(kNever);
  EVENTUALLY(scene.window.lab().control().status().t > 2000);
  scene.window.lab().showVariant(1);
  scene.window.lab().control().pause();
  QVERIFY(test::settle(scene.window.lab()));
  scene.answers.save_path = scene.path(QStringLiteral("trained.vle"));
  const QString before = scene.window.windowTitle();
  bool is_answered = false;  // who asked before is not passed over
  scene.window.lab().states().ask(&scene.window,
                                  [&](const auto&, const auto&) { is_answered = true; });
  scene.window.files().saveTrained();
  EVENTUALLY(QFile::exists(scene.path(QStringLiteral("trained.vle"))));
  QVERIFY(is_answered);
  QCOMPARE(scene.window.windowTitle(), before);
  const Project trained = scene.onDisk(QStringLiteral("trained.vle"));
  QVERIFY(trained.variants.empty());
  QCOMPARE(trained.network.find(ProjectionId{12})->feedback->kind, FeedbackKind::Transpose);
  // The last values of the run may still be on their way to the window.
  EVENTUALLY_COMPARE(
      *scene.window.lab().traces().last(test::idOf(scene.window.lab(), "transpose"), "W1.W[0;0]"),
      trained.weights.at("W1").W.at(0));
  QVERIFY(scene.answers.suggestion.endsWith(QStringLiteral("/mine-trained.vle")));
  // The open project is written over by Save alone.
  const Project mine = scene.onDisk();
  const auto told = scene.answers.asked.size();
  scene.answers.save_path = scene.path(QStringLiteral("mine.vle"));
  scene.window.files().saveTrained();
  EVENTUALLY(scene.answers.asked.size() >= told + 2);  // where to, and why not
  QVERIFY(scene.answers.asked.last().startsWith(QStringLiteral("tell ")));
  QVERIFY(scene.onDisk() == mine);
}

void TestFiles::signalFilesAreFoundFromTheNewPlace() {
  Scene scene;
  scene.write(QStringLiteral("table.csv"), "time,a\n0,1\n1,2\n");
  Project project = test::oneNeuron();
  project.network.nodes.at(NodeId{1}).kind =
      InputSpec{FileSignal{.path = "table.csv", .reading = {.columns = {"a"}}, .interval = 1}};
  scene.write(QStringLiteral("with.vle"), QByteArray::fromStdString(projectText(project)));
  QVERIFY(scene.window.files().open(scene.path(QStringLiteral("with.vle"))));
  const QString table = scene.path(QStringLiteral("table.csv"));
  const QByteArray before = fingerprint(table);
  scene.answers.save_path = table;  // what the project reads is not written over
  QVERIFY(!scene.window.files().saveAs());
  QVERIFY(scene.answers.asked.last().startsWith(QStringLiteral("tell ")));
  QCOMPARE(fingerprint(table), before);
  QVERIFY(QDir(scene.folder.path()).mkdir(QStringLiteral("deeper")));
  scene.answers.save_path = scene.path(QStringLiteral("deeper/with.vle"));
  QVERIFY(scene.window.files().saveAs());
  QVERIFY(!readProjectFile(scene.answers.save_path.toStdString()).hasErrors());
  QVERIFY(QFile::remove(scene.path(QStringLiteral("table.csv"))));
  QVERIFY(!scene.window.files().open(scene.path(QStringLiteral("with.vle"))));
  QVERIFY(scene.answers.asked.last().contains(QStringLiteral("table.csv")));
}

void TestFiles::recentFilesAreListedAndMissingOnesGrey() {
  Scene scene;
  for (const char* name : {"a & b.vle", "gone.vle", "c.vle"}) {
    saveProject(test::chain(), scene.path(QString::fromLatin1(name)).toStdString());
    QVERIFY(scene.window.files().open(scene.path(QString::fromLatin1(name))));
  }
  QVERIFY(QFile::remove(scene.path(QStringLiteral("gone.vle"))));
  auto* menu = scene.window.findChild<RecentMenu*>();
  emit menu->aboutToShow();
  QStringList shown;
  for (const QAction* action : menu->actions()) {
    if (!action->isSeparator()) shown << (action->isEnabled() ? "" : "grey ") + action->text();
  }
  QCOMPARE(shown, QStringList({"&1  c.vle", "grey &2  gone.vle", "&3  a && b.vle", "&4  mine.vle",
                               "&Clear this list"}));
  menu->actions().at(2)->trigger();
  QCOMPARE(scene.window.files().path(), scene.path(QStringLiteral("a & b.vle")));
  QVERIFY(scene.window.windowTitle().contains(QStringLiteral("a & b.vle")));
  for (int k = 0; k < 20; ++k) {
    const QString path = scene.path(QStringLiteral("%1.vle").arg(k));
    saveProject(test::chain(), path.toStdString());
    QVERIFY(scene.window.files().open(path));
  }
  QCOMPARE(scene.window.files().recent().size(), RecentFiles::kMost);
  scene.window.files().forgetRecent();
  QVERIFY(scene.window.files().recent().isEmpty());
}

void TestFiles::droppedProjectsOpen() {
  Scene scene;
  saveProject(test::oneNeuron(), scene.path(QStringLiteral("dropped.vle")).toStdString());
  const auto url = [&scene](const char* name) {
    return QUrl::fromLocalFile(scene.path(QString::fromLatin1(name)));
  };
  for (QWidget* target :
       {static_cast<QWidget*>(&scene.window), scene.window.findChild<GraphView*>()->viewport()}) {
    QVERIFY(scene.window.files().open(scene.path()));
    dropOn(*target, {url("dropped.vle")});
    EVENTUALLY_COMPARE(scene.window.files().path(), scene.path(QStringLiteral("dropped.vle")));
  }
  const auto said = [&scene] { return scene.window.findChild<QStatusBar*>()->currentMessage(); };
  dropOn(scene.window, {url("table.csv")});
  QVERIFY2(said().contains(QStringLiteral("signal of an input")), qPrintable(said()));
  dropOn(scene.window, {url("mine.vle"), url("dropped.vle")});
  QVERIFY2(said().contains(QStringLiteral("single file")), qPrintable(said()));
  dropOn(scene.window, {QUrl(QStringLiteral("https://example.org/a.vle"))});
  QVERIFY2(said().contains(QStringLiteral("not a file on this computer")), qPrintable(said()));
  dropOn(scene.window, {url("nothing.vle")});
  EVENTUALLY_COMPARE(scene.answers.asked.size(), 1);
  QVERIFY(scene.answers.asked.front().contains(QStringLiteral("no such file")));
  QCOMPARE(scene.window.files().path(), scene.path(QStringLiteral("dropped.vle")));
}

void TestFiles::theLastProjectIsRemembered() {
  QTemporaryDir root;
  QString path;
  {
    Scene scene;
    QCOMPARE(RecentFiles::lastProject(), QString());  // no session: nothing is remembered
    scene.window.files().beginSession(root.path());
    QVERIFY(scene.window.files().openPreset(QStringLiteral("lagnet")));
    QCOMPARE(RecentFiles::lastProject(), QStringLiteral("lagnet"));
    path = scene.path();
    QVERIFY(scene.window.files().open(path));
    scene.window.close();
  }
  QCOMPARE(RecentFiles::lastProject(), path);
  Scene scene;
  scene.window.files().beginSession(root.path());
  QCOMPARE(scene.window.files().recent(), QStringList(path));
}

// --- The dialogs themselves ----------------------------------------------------------------------

void TestFiles::dialogsAskAndAnswer() {
  QWidget window;
  window.show();
  const Questions ask = dialogs(&window);
  const auto click = [](QMessageBox& box, QAbstractButton* button) {
    if (button != nullptr)
      QTest::mouseClick(button, Qt::LeftButton);
    else
      box.reject();
  };
  const auto press = [click](QMessageBox::StandardButton which) {
    whenAsked<QMessageBox>([=](QMessageBox& box) { click(box, box.button(which)); });
  };
  const auto pressNamed = [click](const char* id) {
    whenAsked<QMessageBox>([=](QMessageBox& box) { click(box, buttonOf(box, id)); });
  };
  press(QMessageBox::Save);
  QCOMPARE(ask.unsaved("a"), UnsavedAnswer::Save);
  press(QMessageBox::Discard);
  QCOMPARE(ask.unsaved("a"), UnsavedAnswer::Discard);
  press(QMessageBox::Cancel);
  QCOMPARE(ask.unsaved("<b>a</b>"), UnsavedAnswer::Cancel);
  whenAsked<QMessageBox>([](QMessageBox& box) {
    QVERIFY(box.text().contains(QStringLiteral("<b>")) && box.textFormat() == Qt::PlainText);
    QTest::keyClick(&box, Qt::Key_Escape);
  });
  QCOMPARE(ask.unsaved("<b>a</b>"), UnsavedAnswer::Cancel);
  pressNamed("conflict.overwrite");
  QCOMPARE(ask.conflict("/x/a.vle"), ConflictAnswer::Overwrite);
  pressNamed("conflict.save_as");
  QCOMPARE(ask.conflict("/x/a.vle"), ConflictAnswer::SaveAs);
  whenAsked<QMessageBox>([](QMessageBox& box) { QTest::keyClick(&box, Qt::Key_Escape); });
  QCOMPARE(ask.conflict("/x/a.vle"), ConflictAnswer::Cancel);
  pressNamed("mend.open");
  QVERIFY(ask.mend("$.nodes[1]"));
  press(QMessageBox::Cancel);
  QVERIFY(!ask.mend("$.nodes[1]"));
  whenAsked<QMessageBox>([](QMessageBox& box) {
    QCOMPARE(box.informativeText(), QStringLiteral("why"));
    QTest::keyClick(&box, Qt::Key_Return);
  });
  ask.tell("what", "why");

  RestorePoint point;
  point.time = 1000;
  point.title = QStringLiteral("a.vle");
  const std::vector<RestorePoint> points(3, point);
  using Kind = RestoreAnswer::Kind;
  whenAsked<RestoreDialog>([](RestoreDialog& dialog) {
    auto* list = dialog.findChild<QTreeWidget*>();
    QCOMPARE(list->topLevelItemCount(), 3);
    QTest::keyClick(list, Qt::Key_Down);
    QTest::keyClick(list, Qt::Key_Return);
  });
  RestoreAnswer answer = ask.restore(points, true);
  QVERIFY(answer.kind == Kind::Restore && answer.index == 1);
  whenAsked<RestoreDialog>([](RestoreDialog& dialog) {
    QTest::mouseClick(buttonOf(dialog, "restore.discard"), Qt::LeftButton);
  });
  QVERIFY(ask.restore(points, true).kind == Kind::Discard);
  whenAsked<RestoreDialog>([](RestoreDialog& dialog) {
    QVERIFY(buttonOf(dialog, "restore.discard") == nullptr);
    QTest::keyClick(&dialog, Qt::Key_Escape);
  });
  QVERIFY(ask.restore(points, false).kind == Kind::Later);
}

void TestFiles::aSaveDialogAddsTheEnding() {
  const QTemporaryDir folder;
  QWidget window;
  window.show();
  const Questions ask = dialogs(&window);
  whenAsked<QFileDialog>([&folder](QFileDialog& dialog) {
    QCOMPARE(dialog.selectedFiles(), QStringList(folder.filePath("chain.vle")));
    dialog.selectFile(folder.filePath(QStringLiteral("other")));
    QMetaObject::invokeMethod(&dialog, "accept");
  });
  QCOMPARE(ask.save_path("t", folder.filePath("chain.vle")), folder.filePath("other.vle"));
  whenAsked<QFileDialog>([](QFileDialog& dialog) { dialog.reject(); });
  QCOMPARE(ask.save_path("t", folder.filePath("chain.vle")), QString());
}

void TestFiles::fileDialogsCutNothing() {
  Scene scene;
  scene.window.files().setQuestions(dialogs(&scene.window));
  bool seen = false;
  whenAsked<QFileDialog>([&](QFileDialog& dialog) {
    const auto end = qScopeGuard([&dialog] { dialog.reject(); });
    auto* list = dialog.findChild<QTreeView*>(QStringLiteral("treeView"));
    EVENTUALLY(list->model()->rowCount(list->rootIndex()) > 0);
    const auto isMeasured = [&list] {  // once they are filled
      const QModelIndex cell = list->model()->index(0, 0, list->rootIndex());
      return list->columnWidth(0) > list->fontMetrics().horizontalAdvance(cell.data().toString());
    };
    EVENTUALLY(isMeasured());
    for (int column = 0; column < list->model()->columnCount(); ++column) {
      const QModelIndex cell = list->model()->index(0, column, list->rootIndex());
      const int needed = list->fontMetrics().horizontalAdvance(cell.data().toString());
      QVERIFY2(list->columnWidth(column) > needed, qPrintable(cell.data().toString()));
    }
    QVERIFY(list->header()->length() <= list->viewport()->width());
    seen = true;
  });
  QVERIFY(!scene.window.files().open());
  QVERIFY(seen);
}

void TestFiles::noRestorePointsIsASentence() {
  RestoreDialog dialog({}, false);
  QVERIFY(dialog.findChild<QLabel*>()->text().startsWith(QStringLiteral("There are no restore")));
  QVERIFY(!buttonOf(dialog, "restore.restore")->isEnabled());
}

VLE_TEST(TestFiles, QApplication)
#include "tst_files.moc"
