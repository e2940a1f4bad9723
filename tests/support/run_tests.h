// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The tests of a folder share a program, for which headers are read and libraries linked once. Each
// still runs alone: `core_io_release tst_step [function...]` runs tst_step.cpp.
#pragma once

#include <QTest>

namespace vle::test {

/// Runs one test in the application it needs.
using Run = int (*)(int argc, char** argv);

/// Makes the test of a source known to the program.
/// @param source __FILE__: the test is called by its stem
bool enlist(const char* source, Run run);

}  // namespace vle::test

/// At the end of each test: what QTEST_MAIN is to a program of its own.
/// Application: QCoreApplication, QGuiApplication or QApplication
#define VLE_TEST(Class, Application)                          \
  namespace {                                                 \
  [[maybe_unused]] const bool is_##Class##_known =            \
      vle::test::enlist(__FILE__, [](int argc, char** argv) { \
        QCoreApplication::setAttribute(Qt::AA_Use96Dpi);      \
        const Application application(argc, argv);            \
        Class test;                                           \
        return QTest::qExec(&test, argc, argv);               \
      });                                                     \
  }
