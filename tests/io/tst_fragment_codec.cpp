// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Fragments as text: a copied part is a project file, a project file can be pasted, and any other
// text is refused with a sentence.
#include <random>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "base/error.h"
#include "io/fragment_codec.h"
#include "random_actions.h"
#include "run_tests.h"
#include "specs.h"

using namespace vle;

namespace {

QString sentence(std::string_view text) {
  try {
    (void)readFragment(text);
  } catch (const Error& error) {
    return QString::fromUtf8(error.what());
  }
  return {};
}

Fragment whole(const Project& project) {
  Selection all;
  for (const auto& [id, node] : project.network.nodes) all.nodes.insert(id);
  return fragment(project, all);
}

}  // namespace

class TestFragmentCodec : public QObject {
  Q_OBJECT

 private slots:
  void fragmentsAreReadBackEqual();
  void aFragmentIsAProjectFile();
  void aProjectFileCanBePasted();
  void notesTravelAlong();
  void mistakesThatCanBeDrawnAreKept();
  void filesOfSignalsAreFoundFromEverywhere();
  void otherTextsAreRefused_data();
  void otherTextsAreRefused();
  void damagedTextsNeverCrash();
};

void TestFragmentCodec::fragmentsAreReadBackEqual() {
  test::RandomActions actions(3);
  Project project = actions.anyProject();
  for (int k = 0; k < 600; ++k) {
    if (k % 100 == 0) project = actions.anyProject();
    Change change;
    applyAll(project, actions.next(project).edits, change);
    if (k % 3 != 0) continue;
    const Fragment part = whole(project);
    QVERIFY(readFragment(fragmentText(part)) == part);
  }
}

void TestFragmentCodec::aFragmentIsAProjectFile() {
  const Fragment part = fragment(test::chain(), {.nodes = {NodeId{1}, NodeId{2}}});
  const LoadedProject loaded = readProjectText(fragmentText(part));
  QVERIFY(!loaded.hasErrors());
  QVERIFY(loaded.project.network == part.network);
}

void TestFragmentCodec::aProjectFileCanBePasted() {
  const Project project = test::chain();
  const Fragment part = readFragment(projectText(project));
  QVERIFY(part.network == project.network);
  Project other = project;
  Change change;
  applyAll(other, paste(other, part, {0, 480}).edits, change);
  QCOMPARE(other.network.nodes.size(), 2 * project.network.nodes.size());
}

void TestFragmentCodec::notesTravelAlong() {
  Project project;
  Change change;
  applyAll(project, addNote(project, {48, 24}, "τ_m = τ_r:\nno lag").edits, change);
  QVERIFY(readFragment(fragmentText(whole(project))) == whole(project));
  QCOMPARE(whole(project).network.findNode("note 1")->note, std::string("τ_m = τ_r:\nno lag"));
}

void TestFragmentCodec::mistakesThatCanBeDrawnAreKept() {
  Project project = test::chain();
  project.network.nodes.at(NodeId{2}).size = 3;  // the layer it drives needs other weights now
  std::get<LayerSpec>(project.network.nodes.at(NodeId{3}).kind).tau_m = List{1, 2};
  project = test::marked(project);
  QVERIFY(readFragment(fragmentText(whole(project))) == whole(project));
}

void TestFragmentCodec::filesOfSignalsAreFoundFromEverywhere() {
  const QTemporaryDir folder;
  QFile csv(folder.filePath("drive.csv"));
  QVERIFY(csv.open(QIODevice::WriteOnly) && csv.write("time_ms,a\n0,0.5\n1,0.25\n") > 0);
  csv.close();
  const std::string here = QDir(folder.path()).canonicalPath().toStdString();
  Project project;
  FileSignal drive;
  drive.path = "drive.csv";
  project.network.nodes.emplace(NodeId{1}, test::input("x", drive));
  project = readProjectText(projectText(project), {here}).project;
  const std::string text = fragmentText(whole(project));
  QVERIFY(readFragment(text, here) == whole(project));  // relative again
  const Fragment elsewhere = readFragment(text, "/");
  const auto& signal = elsewhere.network.find(NodeId{1})->input()->signal;
  QCOMPARE(std::get<FileSignal>(signal).table->values, (std::vector<double>{0.5, 0.25}));
}

void TestFragmentCodec::otherTextsAreRefused_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<QString>("part");
  QTest::newRow("empty") << QByteArray() << "empty";
  QTest::newRow("prose") << QByteArray("Dear colleague,") << "line 1";
  QTest::newRow("number") << QByteArray("12") << "expected a project";
  QTest::newRow("other JSON") << QByteArray(R"({"a": 1})") << "vle-project";
  QTest::newRow("newer") << QByteArray(R"({"format": "vle-project", "version": 99, "nodes": []})")
                         << "newer VLE Lab";
  QTest::newRow("unknown key")
      << QByteArray(
             R"({"format":"vle-project","version":1,"nodes":[{"id":1,"kind":"layer","name":"a","tua_m":1}]})")
      << "$.nodes[0]";
  QTest::newRow("zeros") << QByteArray(64, '\0') << "";
}

void TestFragmentCodec::otherTextsAreRefused() {
  QFETCH(QByteArray, text);
  QFETCH(QString, part);
  const QString said = sentence({text.constData(), static_cast<std::size_t>(text.size())});
  QVERIFY2(!said.isEmpty() && said.contains(part), qPrintable(said));
}

void TestFragmentCodec::damagedTextsNeverCrash() {
  std::mt19937 random(7);  // NOLINT: the same damage every time
  const std::string text = fragmentText(whole(loadProject("temporal-xor")));
  int read = 0;
  for (int k = 0; k < 600; ++k) {
    std::string damaged = text;
    for (int cuts = 0; cuts < 3; ++cuts) {
      const std::size_t at = random() % damaged.size();
      if (random() % 2 == 0)
        damaged[at] = static_cast<char>(random() % 256);
      else
        damaged.erase(at, random() % 8);
    }
    try {
      Project project = test::chain();
      Change change;
      applyAll(project, paste(project, readFragment(damaged), {}).edits, change);
      (void)projectText(project);
      ++read;
    } catch (const Error& error) {
      QVERIFY(!error.message().empty());
    }
  }
  qInfo("%d of 600 could still be pasted", read);
}

VLE_TEST(TestFragmentCodec, QCoreApplication)
#include "tst_fragment_codec.moc"
