// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The trajectories of the GLE authors' code, column by column and row by row, read in through
// project files with samples. 1e-9 is far above rounding and far below the smallest mistake of the
// scheme.
#include <cmath>
#include <map>
#include <memory>

#include <QFile>
#include <QTest>

#include "io/project_file.h"
#include "run_tests.h"
#include "sim/probes.h"
#include "sim/simulator.h"

using namespace vle;

namespace {

constexpr double kReferenceTolerance = 1e-9;

struct Table {
  std::vector<std::string> columns;
  std::vector<std::vector<double>> rows;
};

QList<QByteArray> linesOf(const QString& name) {
  QFile file(QStringLiteral(VLE_TEST_DATA "/reference/") + name);
  if (!file.open(QIODevice::ReadOnly)) return {};
  return file.readAll().trimmed().split('\n');
}

Table readTable(const QString& name) {
  Table table;
  const QList<QByteArray> lines = linesOf(name);
  for (const QByteArray& cell : lines.value(0).split(',')) {
    table.columns.push_back(cell.trimmed().toStdString());
  }
  for (qsizetype k = 1; k < lines.size(); ++k) {
    std::vector<double>& row = table.rows.emplace_back();
    for (const QByteArray& cell : lines[k].split(',')) row.push_back(cell.toDouble());
  }
  return table;
}

/// net.name.layer → values by (row, col).
using Init = std::map<std::string, std::map<std::pair<int, int>, double>>;

Init readInit(const QString& name) {
  Init init;
  const QList<QByteArray> lines = linesOf(name);
  for (qsizetype k = 1; k < lines.size(); ++k) {
    const QList<QByteArray> cells = lines[k].split(',');
    const std::string key = (cells[0] + '.' + cells[1] + '.' + cells[2]).toStdString();
    init[key][{cells[3].toInt(), cells[4].toInt()}] = cells[5].toDouble();
  }
  return init;
}

Json listOf(const std::map<std::pair<int, int>, double>& values) {
  Json::Array list;
  for (const auto& [index, value] : values) list.emplace_back(value);
  return list;
}

Json rowsOf(const std::map<std::pair<int, int>, double>& values) {
  Json::Array rows;
  for (const auto& [index, value] : values) {
    if (index.second == 0) rows.emplace_back(Json::Array{});
    std::get<Json::Array>(rows.back().value).emplace_back(value);
  }
  return rows;
}

Json samplesOf(const Table& table, char prefix) {
  Json::Array channels;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const std::string& column = table.columns[c];
    if (column[0] != prefix || column.find('_') != std::string::npos) continue;
    Json::Array samples;
    for (const auto& row : table.rows) samples.emplace_back(row[c]);
    channels.emplace_back(std::move(samples));
  }
  return Json::Object{{"samples", std::move(channels)}};
}

std::int64_t count(const Json& samples) {
  return std::ssize(std::get<Json::Array>(std::get<Json::Object>(samples.value)[0].second.value));
}

struct Case {
  const char* activation;
  double gamma;
  double rate;  // η dt, as the optimizer of the reference states it
  bool has_bias;
};

/// A student as a project file; ids: input 1, layers 2, 3, target 4, projections 11, 12.
std::string projectText(const Case& test, const Table& table, const Init& init, double dt) {
  const Json x = samplesOf(table, 'x');
  const Json y = samplesOf(table, 'y');
  const double eta = test.rate / dt;
  Json::Array nodes = {
      Json::Object{{"id", 1}, {"kind", "input"}, {"name", "x"}, {"size", count(x)}, {"signal", x}}};
  Json::Array projections;
  std::int64_t size = 0;
  for (int l = 0; l < 2; ++l) {
    const std::string index = "." + std::to_string(l);
    size = std::ssize(init.at("student.tau_m" + index));
    Json::Object node = {{"id", 2 + l},
                         {"kind", "layer"},
                         {"name", "layer" + std::to_string(l)},
                         {"size", size},
                         {"activation", test.activation},
                         {"gamma", test.gamma},
                         {"tau_m", listOf(init.at("student.tau_m" + index))},
                         {"tau_r", listOf(init.at("student.tau_r" + index))}};
    if (test.has_bias) {
      node.emplace_back("bias", listOf(init.at("student.b" + index)));
      node.emplace_back("learn_bias", eta);
    }
    nodes.emplace_back(std::move(node));
    projections.emplace_back(Json::Object{{"id", 11 + l},
                                          {"name", "W" + std::to_string(l)},
                                          {"from", 1 + l},
                                          {"to", 2 + l},
                                          {"W", rowsOf(init.at("student.W" + index))},
                                          {"learn", eta}});
  }
  nodes.emplace_back(Json::Object{
      {"id", 4}, {"kind", "target"}, {"name", "y"}, {"size", size}, {"of", 3}, {"signal", y}});
  return toText(Json::Object{{"format", "vle-project"},
                             {"version", 1},
                             {"settings", Json::Object{{"dt", dt}}},
                             {"nodes", std::move(nodes)},
                             {"projections", std::move(projections)}});
}

/// Where a column of the reference is found in our state; "" for step and time.
std::string probeOf(const std::string& column) {
  const QStringList parts = QString::fromStdString(column).split(QLatin1Char('_'));
  const auto layer = [](const QString& variable, const QString& l, const QString& i) {
    return QStringLiteral("layer%1.%2[%3]").arg(l, variable, i).toStdString();
  };
  static const std::map<QString, QString> variables = {
      {"eps", "eps"}, {"e", "e"},        {"u", "u"},    {"v", "v"},       {"up", "u_prosp"},
      {"r", "r"},     {"rp", "r_prime"}, {"b", "bias"}, {"taum", "tau_m"}};
  if (parts.size() == 4 && parts[0] == QLatin1String("W")) {
    return QStringLiteral("W%1.W[%2;%3]").arg(parts[1], parts[2], parts[3]).toStdString();
  }
  if (parts.size() == 3 && parts[0] == QLatin1String("eb")) {  // arrives one layer below
    return layer(QStringLiteral("down"), QString::number(parts[1].toInt() - 1), parts[2]);
  }
  if (parts.size() == 3) return layer(variables.at(parts[0]), parts[1], parts[2]);
  if (column[0] == 'x') return "x.r[" + column.substr(1) + "]";
  if (column[0] == 'y') return "y.target[" + column.substr(1) + "]";
  return {};
}

}  // namespace

class TestReference : public QObject {
  Q_OBJECT

 private slots:
  void everyColumnAndRowMatches_data();
  void everyColumnAndRowMatches();
  void outputIsTheRateOfTheStepBefore();
};

void TestReference::everyColumnAndRowMatches_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<QString>("activation");
  QTest::addColumn<double>("gamma");
  QTest::addColumn<double>("rate");
  QTest::addColumn<bool>("has_bias");
  QTest::addColumn<int>("rows");
  QTest::addRow("chain_linear") << "chain_linear"
                                << "linear" << 0.0 << 4e-3 << false << 2000;
  QTest::addRow("chain_tanh") << "chain_tanh"
                              << "tanh" << 0.1 << 4e-3 << true << 2000;
  QTest::addRow("dense_4_8_3") << "dense_4_8_3"
                               << "tanh" << 0.0 << 5e-3 << true << 500;
}

void TestReference::everyColumnAndRowMatches() {
  QFETCH(QString, name);
  QFETCH(QString, activation);
  QFETCH(double, gamma);
  QFETCH(double, rate);
  QFETCH(bool, has_bias);
  QFETCH(int, rows);
  const Table table = readTable(name + QStringLiteral(".csv"));
  const Init init = readInit(name + QStringLiteral("_init.csv"));
  QCOMPARE(static_cast<int>(table.rows.size()), rows);
  const QByteArray phi = activation.toUtf8();
  const std::string text = projectText({phi.constData(), gamma, rate, has_bias}, table, init, 0.01);
  const LoadedProject loaded = readProjectText(text);
  for (const Problem& problem : loaded.problems) {
    QVERIFY2(problem.severity != Severity::Error, (problem.path + problem.message).c_str());
  }
  const Simulator simulator(Network::build(loaded.project));
  State state = initialState(simulator.network());

  std::vector<std::pair<std::size_t, Channel>> compared;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const std::string probe = probeOf(table.columns[c]);
    if (!probe.empty()) compared.emplace_back(c, channelsOf(simulator.network(), probe).at(0));
  }
  // All but step, time and the outputs, which the next test compares.
  std::size_t others = 2;
  for (const std::string& column : table.columns) others += column.starts_with("out");
  QCOMPARE(compared.size(), table.columns.size() - others);

  for (std::size_t n = 0; n < table.rows.size(); ++n) {
    simulator.step(state);
    for (const auto& [c, channel] : compared) {
      const double reference = table.rows[n][c];
      const double ours = channel.read(simulator.network(), state);
      if (!(std::abs(ours - reference) <=
            kReferenceTolerance * std::max(1.0, std::abs(reference)))) {
        QFAIL(qPrintable(QStringLiteral("row %1, column %2: %3 instead of %4")
                             .arg(n)
                             .arg(QString::fromStdString(table.columns[c]))
                             .arg(ours, 0, 'g', 17)
                             .arg(reference, 0, 'g', 17)));
      }
    }
  }
}

void TestReference::outputIsTheRateOfTheStepBefore() {
  const Table table = readTable(QStringLiteral("chain_tanh.csv"));
  const std::size_t out = 4;
  QCOMPARE(table.columns[3], std::string("y0"));
  QCOMPARE(table.columns[out], std::string("out0"));
  // The loss of step n compares y[n] with that rate: model.md §2 step 1.
  const Init init = readInit(QStringLiteral("chain_tanh_init.csv"));
  const LoadedProject loaded =
      readProjectText(projectText({"tanh", 0.1, 4e-3, true}, table, init, 0.01));
  const Simulator simulator(Network::build(loaded.project));
  State state = initialState(simulator.network());
  for (const auto& row : table.rows) {
    simulator.step(state);
    const double difference = row[3] - row[out];
    QVERIFY(std::abs(state.loss - 0.5 * difference * difference) < kReferenceTolerance);
  }
}

VLE_TEST(TestReference, QCoreApplication)
#include "tst_reference.moc"
