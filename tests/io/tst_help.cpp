// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The help pages against the tables of the program: whoever adds a parameter, a probe or a word is
// told which line is missing where.
#include <algorithm>

#include <QDir>
#include <QFile>
#include <QMap>
#include <QRegularExpression>
#include <QTest>

#include "io/parameter_codec.h"
#include "model/feedback_traits.h"
#include "model/signal_kinds.h"
#include "run_tests.h"
#include "sim/probes.h"

using namespace vle;

namespace {

QString page(const char* name) {
  QFile file(QStringLiteral(":/help/%1").arg(QLatin1String(name)));
  return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

QString text(std::string_view view) {
  return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size()));
}

/// The cells of every table row of a page; \| is a bar within a cell.
QList<QStringList> tableRows(const QString& markdown) {
  static const QRegularExpression bar(QStringLiteral(R"((?<!\\)\|)"));
  QList<QStringList> rows;
  for (const QString& line : markdown.split(QLatin1Char('\n'))) {
    if (!line.startsWith(QLatin1Char('|'))) continue;
    QStringList cells = line.split(bar);
    cells.removeFirst();
    cells.removeLast();
    for (QString& cell : cells) cell = cell.replace(QLatin1String("\\|"), "|").trimmed();
    rows << cells;
  }
  return rows;
}

/// One row of a table of the program, as the help knows it.
struct Known {
  const char* where;  ///< first column of the table in format.md
  QString prefix;     ///< in paths
  ParameterInfo info;
  ParameterValue initial;

  [[nodiscard]] QString key() const { return prefix + text(info.key); }
};

template <class Spec>
void addRows(QList<Known>& all, const char* where, const char* prefix = "") {
  const Spec defaults;
  for (const Parameter<Spec>& row : parameters<Spec>()) {
    all << Known{where, QLatin1String(prefix), row, row.read(defaults)};
  }
}

QList<Known> everyParameter() {
  QList<Known> all;
  addRows<Settings>(all, "settings", "settings.");
  addRows<NodeSpec>(all, "nodes[]");
  addRows<InputSpec>(all, "input");
  addRows<LayerSpec>(all, "layer");
  addRows<TargetSpec>(all, "target");
  addRows<ProjectionSpec>(all, "projections[]");
  addRows<FeedbackSpec>(all, "projections[]", "feedback.");
  return all;
}

bool mentions(const QString& page, const QString& word) {
  const QRegularExpression whole(
      QStringLiteral("(?<![\\w-])%1(?![\\w-])").arg(QRegularExpression::escape(word)));
  return page.contains(whole);
}

/// Is there a row | symbol | `identifier` | label | unit | in notation.md?
bool isNoted(const QString& symbol, const QString& identifier, const QString& label,
             const QString& unit) {
  static const QList<QStringList> rows = tableRows(page("notation.md"));
  return std::ranges::any_of(rows, [&](const QStringList& cells) {
    return cells.size() == 6 && cells[0] == symbol &&
           cells[1].split(", ").contains("`" + identifier + "`") && cells[2] == label &&
           cells[3] == (unit.isEmpty() ? QStringLiteral("–") : unit);
  });
}

/// The defaults in the table of format.md, by first column and key.
QMap<QString, QString> writtenDefaults() {
  QMap<QString, QString> result;
  QString where;
  for (const QStringList& cells : tableRows(page("format.md"))) {
    if (cells.size() != 5) continue;
    if (!cells[0].isEmpty()) where = cells[0];
    const QString prefix = where == QLatin1String("settings") ? "settings settings." : where + " ";
    if (cells[1].startsWith(QLatin1String("feedback"))) {  // "…; B {…}, learn 0, tau_mean 500, …"
      static const QRegularExpression pair(
          QStringLiteral(R"((\w+) (\{[^}]*\}|\d[^,; ]*|required))"));
      result[prefix + "feedback.kind"] = cells[3].section('"', 3, 3);  // {"kind": "transpose"}
      for (auto match = pair.globalMatch(cells[4]); match.hasNext();) {
        const auto found = match.next();
        result[prefix + "feedback." + found.captured(1)] = found.captured(2);
      }
      continue;
    }
    // "tau_m, tau_r" with "10, 1"; "learn_bias, learn_tau_m" with "0" for both; "…, size" with
    // "size 1"
    const QStringList keys = cells[1].split(QStringLiteral(", "));
    const QStringList defaults = cells[3].split(QStringLiteral(", "));
    for (qsizetype k = 0; k < keys.size(); ++k) {
      QString written = defaults.size() == keys.size() ? defaults[k] : cells[3];
      if (written.startsWith(keys[k] + " ")) written.remove(0, keys[k].size() + 1);
      result[prefix + keys[k]] = written;
    }
  }
  return result;
}

}  // namespace

class TestHelp : public QObject {
  Q_OBJECT

 private slots:
  void everyPageIsInTheProgram();
  void notationHasEveryParameter_data();
  void notationHasEveryParameter();
  void notationHasEveryProbe_data();
  void notationHasEveryProbe();
  void notationHasEveryTerm_data();
  void notationHasEveryTerm();
  void tablesAreWhole_data();
  void tablesAreWhole();
  void formatHasEveryWord_data();
  void formatHasEveryWord();
  void formatHasEverySignal_data();
  void formatHasEverySignal();
  void formatHasTheDefaults_data();
  void formatHasTheDefaults();
  void modelHasEveryFeedback();
};

void TestHelp::everyPageIsInTheProgram() {
  const QDir folder(QStringLiteral(VLE_TEST_DATA "/../../resources/help"));
  const QStringList pages = folder.entryList({QStringLiteral("*.md")});
  QVERIFY(!pages.isEmpty());
  for (const QString& name : pages) QVERIFY2(QFile::exists(":/help/" + name), qPrintable(name));
}

void TestHelp::notationHasEveryParameter_data() {
  QTest::addColumn<QString>("symbol");
  QTest::addColumn<QString>("identifier");
  QTest::addColumn<QString>("label");
  QTest::addColumn<QString>("unit");
  for (const Known& row : everyParameter()) {
    QTest::addRow("%s", qPrintable(QLatin1String(row.where) + " " + row.key()))
        << text(row.info.symbol) << row.key() << text(row.info.label) << text(row.info.unit);
  }
}

void TestHelp::notationHasEveryParameter() {
  QFETCH(QString, symbol);
  QFETCH(QString, identifier);
  QFETCH(QString, label);
  QFETCH(QString, unit);
  const QString row =
      QStringLiteral("| %1 | `%2` | %3 | %4 |").arg(symbol, identifier, label, unit);
  QVERIFY2(isNoted(symbol, identifier, label, unit),
           qPrintable("resources/help/notation.md lacks " + row));
}

void TestHelp::notationHasEveryProbe_data() {
  QTest::addColumn<QString>("symbol");
  QTest::addColumn<QString>("identifier");
  QTest::addColumn<QString>("label");
  QTest::addColumn<QString>("unit");
  for (const ProbeInfo& row : probeTable()) {
    QTest::addRow("%d %s", static_cast<int>(row.owner), row.key.data())
        << text(row.symbol) << text(row.key) << text(row.label) << text(row.unit);
  }
}

void TestHelp::notationHasEveryProbe() { notationHasEveryParameter(); }

void TestHelp::notationHasEveryTerm_data() {
  QTest::addColumn<QString>("term");
  for (const char* term : {"λ", "E", "m", "L", "loss", "H", "|e|/|λ|", "arg(e/λ)", "T_w", "h", "ρ",
                           "r̃", "r̄", "s̄", "ε", "C", "G"}) {
    QTest::addRow("%s", term) << QString::fromUtf8(term);
  }
}

void TestHelp::notationHasEveryTerm() {
  QFETCH(QString, term);
  const QList<QStringList> rows = tableRows(page("notation.md"));
  QVERIFY(std::ranges::any_of(rows, [&](const QStringList& cells) { return cells[0] == term; }));
}

void TestHelp::tablesAreWhole_data() {
  QTest::addColumn<QString>("name");
  for (const char* name : {"notation.md", "format.md", "model.md", "theory.md"})
    QTest::addRow("%s", name) << name;
}

/// A bar that is not escaped would tear a row apart on screen.
void TestHelp::tablesAreWhole() {
  QFETCH(QString, name);
  const QString markdown = page(qPrintable(name));
  QVERIFY(!markdown.isEmpty());
  qsizetype columns = 0;
  for (const QString& line : markdown.split(QLatin1Char('\n'))) {
    const QList<QStringList> row = tableRows(line);
    if (row.isEmpty()) {
      columns = 0;
      continue;
    }
    if (columns == 0) columns = row[0].size();
    QVERIFY2(row[0].size() == columns, qPrintable(line));
  }
}

void TestHelp::formatHasEveryWord_data() {
  QTest::addColumn<QString>("word");
  QStringList words = {"flow",   "momentum", "adam",    "dense",      "one-to-one",
                       "sparse", "normal",   "uniform", "log-uniform"};
  for (const Known& row : everyParameter()) {
    words << text(row.info.key);
    for (const std::string_view choice : row.info.choices) words << text(choice);
    if (!row.info.infinite.empty()) words << text(row.info.infinite);
  }
  for (const std::string_view kind : plotKinds()) words << text(kind);
  words.removeDuplicates();
  for (const QString& word : words) QTest::addRow("%s", qPrintable(word)) << word;
}

void TestHelp::formatHasEveryWord() {
  QFETCH(QString, word);
  QVERIFY2(mentions(page("format.md"), word), qPrintable("resources/help/format.md lacks " + word));
}

void TestHelp::formatHasEverySignal_data() {
  QTest::addColumn<std::size_t>("index");
  for (std::size_t k = 0; k < signalKinds().size(); ++k) {
    QTest::addRow("%s", signalKinds()[k].key.data()) << k;
  }
}

void TestHelp::formatHasEverySignal() {
  QFETCH(std::size_t, index);
  const SignalKind& kind = signalKinds()[index];
  const QString format = page("format.md");
  const auto begin = format.indexOf(QStringLiteral("`{\"%1\": ").arg(text(kind.key)));
  QVERIFY2(begin >= 0, "the paragraph Signals of format.md has no line with this key");
  const QString line = format.mid(begin).section(QLatin1Char('`'), 1, 1);
  const bool has_table = kind.form == SignalKind::Form::Own;  // of its own, further below
  for (const SignalField& field : kind.fields) {
    QVERIFY2(mentions(has_table ? format : line, text(field.file.key)), field.file.key.data());
  }
}

void TestHelp::formatHasTheDefaults_data() {
  QTest::addColumn<qsizetype>("index");
  const QList<Known> all = everyParameter();
  for (qsizetype k = 0; k < all.size(); ++k) {
    QTest::addRow("%s %s", all[k].where, qPrintable(all[k].key())) << k;
  }
}

void TestHelp::formatHasTheDefaults() {
  QFETCH(qsizetype, index);
  const Known row = everyParameter().at(index);
  const auto written = writtenDefaults().value(QLatin1String(row.where) + " " + row.key());
  QVERIFY2(!written.isEmpty(), "the table of resources/help/format.md has no such key");
  if (written == QLatin1String("required") || written == QStringLiteral("–")) return;
  QVERIFY2(parseParameter(written.toStdString(), row.info) == row.initial, qPrintable(written));
}

/// | `kind` | B or Ḃ | what its synapse reads | … |
void TestHelp::modelHasEveryFeedback() {
  const QList<QStringList> rows = tableRows(page("model.md"));
  for (const FeedbackTraits& kind : feedbackTraits()) {
    const QString name = "`" + text(kind.name) + "`";
    const auto row = std::ranges::find(rows, name, [](const QStringList& r) { return r.value(0); });
    QVERIFY2(row != rows.end(), qPrintable("resources/help/model.md §3 lacks " + name));
    QCOMPARE((*row)[2].contains(QLatin1String("weight transport")),
             kind.reads == FeedbackTraits::Reads::W);
    QCOMPARE((*row)[2] == QLatin1String("nothing"), kind.reads == FeedbackTraits::Reads::Nothing);
  }
}

VLE_TEST(TestHelp, QCoreApplication)
#include "tst_help.moc"
