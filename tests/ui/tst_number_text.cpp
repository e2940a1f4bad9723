// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Numbers for people, by examples.
#include <cmath>
#include <limits>
#include <optional>

#include <QTest>

#include "run_tests.h"
#include "session/number_text.h"

using namespace vle::ui;

class TestNumberText : public QObject {
  Q_OBJECT

 private slots:
  void everyNumberReadsAsInTheTable_data();
  void everyNumberReadsAsInTheTable();
  void whatIsTypedIsUnderstood_data();
  void whatIsTypedIsUnderstood();
};

void TestNumberText::everyNumberReadsAsInTheTable_data() {
  constexpr double kInfinite = std::numeric_limits<double>::infinity();
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  QTest::addColumn<QString>("made");
  QTest::addColumn<QString>("text");
  const auto row = [](const QString& made, const char* text) {
    QTest::addRow("%s", text) << made << QString::fromUtf8(text);
  };
  // As many digits always: a number that changes length jumps.
  row(numberText(0), "0");
  row(numberText(-0.0), "0");
  row(numberText(2.1e-4), "2.1·10⁻⁴");
  row(numberText(0.042), "0.042");
  row(numberText(1.5), "1.5");
  row(numberText(-0.5), "−0.50");
  row(numberText(123.4), "123");
  row(numberText(1.2e6), "1.2·10⁶");
  row(numberText(-3e-12, 1), "−3·10⁻¹²");
  row(numberText(12345, 5), "1.2345·10⁴");
  row(numberText(kInfinite), "–");
  row(numberText(kNone), "–");
  // As few digits as tell it.
  row(shortText(0.5), "0.5");
  row(shortText(0.25), "0.25");
  row(shortText(16), "16");
  row(shortText(1.0 / 3), "0.3333");
  row(shortText(1.066e6), "1.066·10⁶");
  // As many decimals always.
  row(fixedText(-0.5, 2), "−0.50");
  row(fixedText(-0.004, 1), "0.0");
  row(fixedText(12.3, 0), "12");
  row(fixedText(1e6, 1), "1000000.0");
  // Without zeros at the end.
  row(trimmedText(10, 3), "10");
  row(trimmedText(2.5, 3), "2.5");
  row(trimmedText(0.1 + 0.2, 3), "0.3");
  row(trimmedText(1e-5, 3), "1·10⁻⁵");
  row(trimmedText(-1234567, 3), "−1.23·10⁶");
  // Times.
  row(timeText(0), "0.000 s");
  row(timeText(12'304), "12.304 s");
  row(clockText(12'304.1, 0.1), "12.3041 s");
  row(clockText(12'304.12, 0.001), "12.30412 s");
  row(clockText(1000, 0), "1.000 s");
  row(powerOfTenText(-3), "10⁻³");
  row(powerOfTenText(12), "10¹²");
}

void TestNumberText::everyNumberReadsAsInTheTable() {
  QFETCH(QString, made);
  QFETCH(QString, text);
  QCOMPARE(made, text);
}

void TestNumberText::whatIsTypedIsUnderstood_data() {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  QTest::addColumn<QString>("text");
  QTest::addColumn<QString>("unit");
  QTest::addColumn<double>("number");
  const auto row = [](const char* text, const char* unit, double number) {
    QTest::addRow("%s in %s", text, unit)
        << QString::fromUtf8(text) << QString::fromUtf8(unit) << number;
  };
  row("12 s", "ms", 12000);
  row("12s", "ms", 12000);
  row(" 0,3 s ", "ms", 300);
  row("300 ms", "ms", 300);
  row("300", "ms", 300);
  row("300 µs", "ms", 0.3);
  row("300 us", "ms", 0.3);
  row("1.5 min", "ms", 90000);
  row("1,5 kHz", "Hz", 1500);
  row("16 Hz", "Hz", 16);
  row("0.01 1/ms", "1/ms", 0.01);
  row("−2e-3", "", -0.002);
  row("1e999", "ms", std::numeric_limits<double>::infinity());
  row("12 s", "", kNone);  // 12 s of what has no unit
  row("12 s", "Hz", kNone);
  row("s", "ms", kNone);
  row("", "ms", kNone);
  row("1 2", "ms", kNone);
}

void TestNumberText::whatIsTypedIsUnderstood() {
  QFETCH(const QString, text);
  QFETCH(const QString, unit);
  QFETCH(const double, number);
  const std::optional<double> read = readNumber(text, unit);
  if (std::isnan(number))
    QVERIFY(!read);
  else
    QCOMPARE(read, std::optional(number));
}

VLE_TEST(TestNumberText, QCoreApplication)
#include "tst_number_text.moc"
