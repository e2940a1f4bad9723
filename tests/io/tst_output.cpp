// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// How files are written: whole or row by row, never over what is read, and by no other code.
#include <csignal>
#include <sys/resource.h>
#include <unistd.h>

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QStringEncoder>
#include <QTemporaryDir>
#include <QTest>

#include "base/cpu.h"
#include "base/error.h"
#include "files.h"
#include "io/csv.h"
#include "io/file_bytes.h"
#include "io/output.h"
#include "io/path_guard.h"
#include "run_tests.h"

using namespace vle;
using vle::test::contentsOf;
using vle::test::write;

namespace {

/// Files may not grow beyond a size, as on a full disk.
class SmallDisk {
 public:
  explicit SmallDisk(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit small{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
  }
  ~SmallDisk() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

 private:
  rlimit before_{};
  void (*handler_)(int);
};

}  // namespace

class TestOutput : public QObject {
  Q_OBJECT

 private slots:
  void init() { QVERIFY(folder_.isValid()); }
  void wholeFilesAppearWhenTheyAreFinished();
  void rowsAreThereAtOnce();
  void rowsGoOnWhereTheyStand();
  void aFullDiskIsSaidAtOnce();
  void linksKeepTheirFile();
  void oneFileIsWrittenOnce_data();
  void oneFileIsWrittenOnce();
  void nobodyElseWritesFiles();
  void timesHaveTheDigitsOfTheStep_data();
  void timesHaveTheDigitsOfTheStep();
  void filesThatAreNoTextAreNamed_data();
  void filesThatAreNoTextAreNamed();
  void textsOfAnyByteOrderAreRead();
  void quotasAreRoundedUp();

 private:
  QString path(const char* name) const { return folder_.filePath(QString::fromLatin1(name)); }
  std::string name(const char* name) const { return path(name).toStdString(); }

  QTemporaryDir folder_;
};

void TestOutput::wholeFilesAppearWhenTheyAreFinished() {
  write(path("a.csv"), "old");
  {
    WholeFile file(name("a.csv"));
    file.write("new");
    QCOMPARE(contentsOf(path("a.csv")), "old");
  }
  QCOMPARE(contentsOf(path("a.csv")), "old");  // it was never finished
  QCOMPARE(QDir(folder_.path()).entryList({"a.csv*"}, QDir::Files), QStringList{"a.csv"});
  WholeFile file(name("a.csv"));
  file.write("new");
  file.finish();
  QCOMPARE(contentsOf(path("a.csv")), "new");
  QVERIFY_THROWS_EXCEPTION(Error, WholeFile(name("nowhere/a.csv")));
  QVERIFY_THROWS_EXCEPTION(Error, WholeFile(folder_.path().toStdString()));
  QVERIFY_THROWS_EXCEPTION(Error, WholeFile("/dev/null"));
}

void TestOutput::rowsAreThereAtOnce() {
  write(path("b.csv"), "old");
  RowsFile file(name("b.csv"));
  file.write("1\n");
  QCOMPARE(contentsOf(path("b.csv.part")), "1\n");
  file.write("2\n");
  QCOMPARE(contentsOf(path("b.csv.part")), "1\n2\n");
  QCOMPARE(contentsOf(path("b.csv")), "old");
  file.finish();
  QCOMPARE(contentsOf(path("b.csv")), "1\n2\n");
  QVERIFY(!QFile::exists(path("b.csv.part")));
}

void TestOutput::rowsGoOnWhereTheyStand() {
  write(path("c.csv.part"), "1\n2,to");  // what was being written goes
  RowsFile file(name("c.csv"), 2);
  QVERIFY_THROWS_EXCEPTION(Error, RowsFile(name("c.csv"), 2));  // one at a time
  QCOMPARE(contentsOf(path("c.csv.part")), "1\n");
  file.write("2\n");
  file.finish();
  QCOMPARE(contentsOf(path("c.csv")), "1\n2\n");
}

void TestOutput::aFullDiskIsSaidAtOnce() {
  write(path("d.csv"), "old");
  const std::string much(5000, 'x');
  const SmallDisk disk(4096);
  QVERIFY_THROWS_EXCEPTION(Error, saveText(much, name("d.csv")));
  QCOMPARE(contentsOf(path("d.csv")), "old");
  WholeFile file(name("d.csv"));
  QVERIFY_THROWS_EXCEPTION(Error, file.write(much));  // now, not when it is finished
  RowsFile rows(name("d.csv"));
  rows.write("a row\n");
  QVERIFY_THROWS_EXCEPTION(Error, rows.write(much));
  QCOMPARE(contentsOf(path("d.csv")), "old");
  QVERIFY(contentsOf(path("d.csv.part")).startsWith("a row\n"));
}

void TestOutput::linksKeepTheirFile() {
  QVERIFY(QDir(folder_.path()).mkpath("real"));
  write(path("real/e.csv"), "old");
  QVERIFY(QFile::link(path("real/e.csv"), path("link.csv")));
  saveText("new", name("link.csv"));
  QCOMPARE(contentsOf(path("real/e.csv")), "new");
  RowsFile rows(name("link.csv"));
  rows.write("rows\n");
  rows.finish();
  QCOMPARE(contentsOf(path("real/e.csv")), "rows\n");
  QVERIFY(QFileInfo(path("link.csv")).isSymLink());
}

void TestOutput::oneFileIsWrittenOnce_data() {
  QTest::addColumn<QString>("first");
  QTest::addColumn<QString>("second");
  QTest::addColumn<bool>("same");
  QTest::addRow("same name") << "in.vle"
                             << "in.vle" << true;
  QTest::addRow("dots") << "in.vle"
                        << "./sub/../in.vle" << true;
  QTest::addRow("link") << "in.vle"
                        << "soft" << true;
  QTest::addRow("hard link") << "in.vle"
                             << "hard" << true;
  QTest::addRow("folder through a link") << "sub/x"
                                         << "folder/x" << true;
  QTest::addRow("new file, dots") << "new.csv"
                                  << "sub/../new.csv" << true;
  QTest::addRow("new file through a link to nothing") << "new.csv"
                                                      << "dangling" << true;
  QTest::addRow("other file") << "in.vle"
                              << "in.vle.csv" << false;
  QTest::addRow("other new file") << "new.csv"
                                  << "sub/new.csv" << false;
}

void TestOutput::oneFileIsWrittenOnce() {
  QFETCH(const QString, first);
  QFETCH(const QString, second);
  QFETCH(const bool, same);
  write(path("in.vle"), "{}");
  QDir(folder_.path()).mkpath("sub");
  (void)QFile::link(path("in.vle"), path("soft"));
  (void)QFile::link(path("new.csv"), path("dangling"));
  (void)QFile::link(path("sub"), path("folder"));
  (void)::link(qPrintable(path("in.vle")), qPrintable(path("hard")));
  const auto at = [this](const QString& file) { return folder_.filePath(file).toStdString(); };
  PathGuard output_later;
  output_later.reads(at(first), "the project");
  PathGuard output_first;
  output_first.writes(at(second), "--csv");
  PathGuard outputs;
  outputs.writes(at(first), "--plot");
  PathGuard inputs;
  inputs.reads(at(first), "the project");
  inputs.reads(at(second), "a file it reads");  // as often as one likes
  if (same) {
    QVERIFY_THROWS_EXCEPTION(Error, output_later.writes(at(second), "--csv"));
    QVERIFY_THROWS_EXCEPTION(Error, output_first.reads(at(first), "the project"));
    QVERIFY_THROWS_EXCEPTION(Error, outputs.writes(at(second), "--csv"));
  } else {
    output_later.writes(at(second), "--csv");
    output_first.reads(at(first), "the project");
    outputs.writes(at(second), "--csv");
  }
}

/// Whoever opens a file for writing elsewhere loses what stood there when the disk is full.
void TestOutput::nobodyElseWritesFiles() {
  const QRegularExpression writes(QStringLiteral(
      R"(QSaveFile|WriteOnly|QIODevice::Append|ofstream|\bfopen\b|\bcreat\(|O_CREAT|QImageWriter|)"
      R"(QPdfWriter \w+\([^&]|\.setFileName\(|\.save\((?!&?\w+, "PNG"\)|\))|savePdf|savePng|QTemporaryFile)"));
  int files = 0;
  for (const char* folder : {"app", "core", "ui"}) {
    QDirIterator sources(QStringLiteral(VLE_SOURCE "/") + folder, {"*.cpp", "*.h"}, QDir::Files,
                         QDirIterator::Subdirectories);
    while (sources.hasNext()) {
      const QString source = sources.next();
      ++files;
      if (source.contains("core/io/output.") || source.endsWith("app/display.cpp")) continue;
      const QString text = QString::fromUtf8(contentsOf(source));
      const auto match = writes.match(text);
      QVERIFY2(!match.hasMatch(), qPrintable(source + ": " + match.captured()));
    }
  }
  QVERIFY(files > 200);
  QVERIFY(writes.match("image.save(path, \"PNG\")").hasMatch() == false);
  for (const char* bad : {"QFile f; f.open(QIODevice::WriteOnly)", "std::ofstream out(path)",
                          "image.save(path)", "QPdfWriter writer(path)"}) {
    QVERIFY2(writes.match(QString(bad)).hasMatch(), bad);
  }
}

void TestOutput::timesHaveTheDigitsOfTheStep_data() {
  QTest::addColumn<double>("step");
  QTest::addColumn<double>("dt");
  QTest::addColumn<QString>("text");
  QTest::addRow("0.6") << 6.0 << 0.1 << "0.6";
  QTest::addRow("whole") << 10.0 << 0.1 << "1";
  QTest::addRow("late") << 12345679.0 << 0.1 << "1234567.9";
  QTest::addRow("0.05") << 3.0 << 0.05 << "0.15";
  QTest::addRow("1") << 3.0 << 1.0 << "3";
  QTest::addRow("20") << 3.0 << 20.0 << "60";
  QTest::addRow("0") << 0.0 << 0.1 << "0";
}

void TestOutput::timesHaveTheDigitsOfTheStep() {
  QFETCH(const double, step);
  QFETCH(const double, dt);
  QFETCH(const QString, text);
  QCOMPARE(QString::fromStdString(csvTime(step, dt)), text);
  const double third = 1.0 / 3;  // no decimal number: nothing is rounded
  QCOMPARE(QByteArray::fromStdString(csvTime(step, third)).toDouble(), step * third);
}

void TestOutput::filesThatAreNoTextAreNamed_data() {
  QTest::addColumn<QByteArray>("bytes");
  QTest::addColumn<QString>("kind");
  const auto row = [](const char* kind, const QByteArray& bytes) {
    QTest::addRow("%s", kind) << bytes << QString(kind);
  };
  row("a gzip file", "\x1f\x8b\x08\x00");
  row("an Excel workbook (.xlsx)", "PK\x03\x04 xl/workbook.xml");
  row("a NumPy archive (.npz)", "PK\x03\x04 a.npy");
  row("a zip archive", "PK\x03\x04 a.txt");
  row("a NumPy file (.npy)", "\x93NUMPY\x01");
  row("an HDF5 file (MATLAB 7.3 writes them, too)", "\x89HDF\r\n");
  row("a web page (HTML)", "  <!DOCTYPE html>");
  row("a binary file", QByteArray("ab\0\0cd\1\2", 8));
  row("", "a,b\n1,2\n");
  row("", "{\"format\": 1}");
}

void TestOutput::filesThatAreNoTextAreNamed() {
  QFETCH(const QByteArray, bytes);
  QFETCH(const QString, kind);
  QCOMPARE(QString::fromStdString(kindOf(bytes)), kind);
}

void TestOutput::textsOfAnyByteOrderAreRead() {
  const QString text = QStringLiteral("Zeit / ms,\u00b5V\n0,1\n");
  const QByteArray utf8 = text.toUtf8();
  QCOMPARE(utf8Of(utf8), utf8);
  QCOMPARE(utf8Of("\xef\xbb\xbf" + utf8), utf8);
  for (const auto encoding : {QStringConverter::Utf16LE, QStringConverter::Utf16BE}) {
    QStringEncoder marked(encoding, QStringConverter::Flag::WriteBom);
    QStringEncoder bare(encoding);
    QCOMPARE(utf8Of(marked(text)), utf8);
    const QByteArray unmarked = bare(text);
    QCOMPARE(utf8Of(unmarked), utf8);
    QCOMPARE(kindOf(unmarked), std::string());
  }
  QCOMPARE(utf8Of(text.toLatin1()), utf8);
}

void TestOutput::quotasAreRoundedUp() {
  QCOMPARE(quotaOf("150000 100000\n"), 2);
  QCOMPARE(quotaOf("100000 100000"), 1);
  QCOMPARE(quotaOf("1000 100000"), 1);
  QCOMPARE(quotaOf("max 100000"), 0);
  QCOMPARE(quotaOf("-1 100000"), 0);
  QCOMPARE(quotaOf(""), 0);
  QVERIFY(processorsHere() >= 1);
}

VLE_TEST(TestOutput, QCoreApplication)
#include "tst_output.moc"
