// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// app/start.sh after the build: every command and option reaches the program as it was given; a
// project runs headless where there is no display. The program is a script that tells its
// arguments.
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "run_tests.h"

namespace {

void write(const QString& path, const QByteArray& text) {
  QVERIFY(QDir().mkpath(QFileInfo(path).path()));
  QFile file(path);
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.write(text);
  file.setPermissions(file.permissions() | QFile::ExeOwner);
}

}  // namespace

class TestStartScript : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase();
  void everyCommandReachesTheProgram();
  void argumentsArriveAsTheyWereGiven_data();
  void argumentsArriveAsTheyWereGiven();

 private:
  /// What the program was told, an argument a line, after the questions of the script itself.
  QStringList told(const QStringList& arguments, bool has_display);
  QTemporaryDir root_;
};

void TestStartScript::initTestCase() {
  const QString root = root_.path();
  QVERIFY(QDir().mkpath(root + "/app"));
  QVERIFY(QFile::copy(QStringLiteral(VLE_SOURCE "/app/start.sh"), root + "/app/start.sh"));
  write(root + "/app/setup.sh", "packages=()\ninstall_packages() { :; }\nbuild() { :; }\n");
  write(root + "/build/release/app/vlelab",
        "#!/bin/sh\n"
        "if [ \"$1\" = --help ] && [ $# = 1 ]; then exec " VLE_PROGRAM
        " --help; fi\n"
        "for word in \"$@\"; do echo \"<$word>\"; done\n");
}

QStringList TestStartScript::told(const QStringList& arguments, bool has_display) {
  QProcess process;
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}) {
    environment.remove(QLatin1String(name));
  }
  if (has_display) environment.insert(QStringLiteral("DISPLAY"), QStringLiteral(":77"));
  process.setProcessEnvironment(environment);
  process.start(QStringLiteral("bash"), QStringList(root_.path() + "/app/start.sh") + arguments);
  if (!process.waitForFinished(600'000)) return {QStringLiteral("it hangs")};
  QStringList result;
  for (const QByteArray& line : process.readAllStandardOutput().split('\n')) {
    if (line.startsWith('<')) result << QString::fromUtf8(line.mid(1, line.size() - 2));
  }
  return result;
}

/// Whatever commands the program has, now and later.
void TestStartScript::everyCommandReachesTheProgram() {
  QProcess help;
  help.start(QStringLiteral(VLE_PROGRAM), {QStringLiteral("--help")});
  QVERIFY(help.waitForFinished(600'000));
  int commands = 0;
  for (const QByteArray& line : help.readAllStandardOutput().split('\n')) {
    const QList<QByteArray> words = line.split(' ');
    if (words.size() < 2 || words[0] != "vlelab" || words[1].isEmpty()) continue;
    if (words[1][0] < 'a' || words[1][0] > 'z') continue;
    ++commands;
    const QString command = QString::fromUtf8(words[1]);
    QCOMPARE(told({command}, false), QStringList{command});
    QCOMPARE(told({command, "a b", "--seeds", "1..3"}, false),
             (QStringList{command, "a b", "--seeds", "1..3"}));
  }
  QVERIFY(commands >= 6);
}

void TestStartScript::argumentsArriveAsTheyWereGiven_data() {
  QTest::addColumn<QStringList>("given");
  QTest::addColumn<bool>("has_display");
  QTest::addColumn<QStringList>("expected");
  const QString out = root_.path() + "/out/";
  const auto headless = [&](const QString& project, const QString& name) {
    return QStringList{"run", project, "--plot", out + name + ".png", "--csv", out + name + ".csv"};
  };
  QTest::newRow("window") << QStringList{} << true << QStringList{};
  QTest::newRow("window of a project")
      << QStringList{"my net.vle"} << true << QStringList{"my net.vle"};
  QTest::newRow("nothing") << QStringList{} << false << headless("chain", "chain");
  QTest::newRow("preset") << QStringList{"lagnet"} << false << headless("lagnet", "lagnet");
  QTest::newRow("file") << QStringList{"a/my net.vle"} << false
                        << headless("a/my net.vle", "my net");
  QTest::newRow("option") << QStringList{"--version"} << false << QStringList{"--version"};
  QTest::newRow("two projects") << QStringList{"a", "b"} << false << QStringList{"a", "b"};
}

void TestStartScript::argumentsArriveAsTheyWereGiven() {
  QFETCH(const QStringList, given);
  QFETCH(const bool, has_display);
  QFETCH(const QStringList, expected);
  QCOMPARE(told(given, has_display), expected);
}

VLE_TEST(TestStartScript, QCoreApplication)
#include "tst_start_script.moc"
