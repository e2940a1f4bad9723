// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The window with everything at work that has a thread of its own: the run, the gradient worker,
// runs over seeds, the explanation of a divergence, restore points. Under the thread sanitizer this
// is where races would show; in the release build it is the smoke test of the window.
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "answers.h"
#include "files/autosave.h"
#include "gradient/microscope_panel.h"
#include "io/catalogue.h"
#include "main_window.h"
#include "model/paths.h"
#include "run_tests.h"
#include "specs.h"
#include "tempo.h"

using namespace vle;
using namespace vle::ui;

namespace {

/// The chain, the second variant of which runs away.
Project restless() {
  Project project = test::chain();
  for (const char* layer : {"hidden", "output"}) {
    project.variants[1].set[std::string(layer) + ".activation"] = std::string("linear");
  }
  project.variants[1].set["W2.learn"] = 2000.0;
  project.settings.duration = 300;
  return project;
}

struct AllAtWork {
  test::Answers answers;
  QTemporaryDir root;
  MainWindow window{QStringLiteral("light"), test::kEqualPriorities};
  MicroscopePanel* panel = window.findChild<MicroscopePanel*>();

  AllAtWork() {
    window.files().setQuestions(answers.questions());
    window.files().beginSession(root.path());
    window.setPanels(QStringLiteral("microscope"));
    window.resize(1280, 800);
    window.show();
  }
  Lab& lab() { return window.lab(); }
  void setTau(double tau) {
    Document& document = window.document();
    document.push(QStringLiteral("tau"), editsAt(document.project(), "hidden.tau_m", Value(tau)));
  }
};

}  // namespace

class TestThreads : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase();
  void everyPresetRunsAndIsPainted_data();
  void everyPresetRunsAndIsPainted();
  void allWorkAtOnceWhileAPersonGoesOn();
  void closingMeanwhileLeavesNothingBehind();

 private:
  QTemporaryDir settings_;
};

void TestThreads::initTestCase() {
  QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings_.path());
}

void TestThreads::everyPresetRunsAndIsPainted_data() {
  QTest::addColumn<QString>("id");
  for (const ResourceEntry& entry : catalogue()) {
    QTest::addRow("%s", entry.id.c_str()) << QString::fromStdString(entry.id);
  }
}

void TestThreads::everyPresetRunsAndIsPainted() {
  QFETCH(const QString, id);
  AllAtWork program;
  program.window.open(loadProject(id.toStdString()), id);
  EVENTUALLY(program.lab().control().status().step > 500);
  QVERIFY(program.lab().control().status().error.empty());
  for (const QString& layout : MainWindow::layoutNames()) {
    program.window.setPanels(layout);
    test::letPass(200);
    const QImage image = program.window.grab().toImage();
    std::set<QRgb> colors;
    for (int x = 0; x < image.width(); x += 7) {
      for (int y = 0; y < image.height(); y += 7) colors.insert(image.pixel(x, y));
    }
    QVERIFY2(colors.size() > 20, qPrintable(layout));
  }
  EVENTUALLY(!program.panel->monitor().views().empty());
}

void TestThreads::allWorkAtOnceWhileAPersonGoesOn() {
  AllAtWork program;
  Lab& lab = program.lab();
  QSignalSpy written(program.window.files().autosave(), &Autosave::written);
  program.window.open(restless(), QStringLiteral("restless"));
  lab.control().setSpeed(kNever);
  lab.seeds().start(program.window.document().project(), {}, 1, 4, 2);
  for (int k = 0; k < 12; ++k) {
    program.setTau(10 + k);
    lab.showVariant(static_cast<std::size_t>(k) % 3);
    lab.control().poke(NodeId{2}, 0, PokeKind::Inject, 0.1 * k);
    program.panel->monitor().look(NodeId{k % 2 == 0 ? 2U : 3U});
    if (k == 4) lab.keepRun();
    if (k == 6) program.window.document().undoStack().undo();
    if (k == 8) lab.control().setLearning(false);
    (void)test::statesOf(lab);
    test::letPass(200);
  }
  EVENTUALLY(!program.panel->monitor().views().empty());
  lab.control().reset();  // what diverged before the last change is past
  lab.control().setLearning(true);
  lab.control().run();
  EVENTUALLY(lab.variants()[1].diagnosis != nullptr);
  EVENTUALLY(written.count() > 0);
  EVENTUALLY(!lab.seeds().isRunning());
  QCOMPARE(lab.seeds().runs().size(), std::size_t{12});
  lab.control().reset();
  program.window.open(loadProject("lagnet"), QStringLiteral("lagnet"));
  EVENTUALLY(lab.control().status().step > 100 && !program.panel->monitor().views().empty());
  QVERIFY(lab.control().status().error.empty());
}

void TestThreads::closingMeanwhileLeavesNothingBehind() {
  for (int k = 0; k < 3; ++k) {
    AllAtWork program;
    Project project = restless();
    program.window.open(project, QStringLiteral("restless"));
    program.lab().control().setSpeed(kNever);
    project.settings.duration = 1e9;  // days
    program.lab().seeds().start(project, {}, 1, 4, 2);
    program.setTau(12 + k);
    EVENTUALLY(program.lab().control().status().step > 1000 * k);
    program.answers.unsaved = UnsavedAnswer::Discard;
    QVERIFY(program.window.close());
    QVERIFY(QDir(program.root.path()).entryList(QDir::Dirs | QDir::NoDotAndDotDot).isEmpty());
  }
}

VLE_TEST(TestThreads, QApplication)
#include "tst_threads.moc"
