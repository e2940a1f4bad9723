// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Damaged files: whatever happens to a project's text, reading it gives sentences or a project that
// compiles or says why it does not. Seeded, so that a failure can be repeated.
#include <array>
#include <functional>
#include <random>

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "files.h"
#include "io/project_file.h"
#include "run_tests.h"
#include "sim/network.h"

using namespace vle;
using vle::test::contentsOf;

namespace {

constexpr int kDamagesPerKind = 250;
/// Compiling draws every weight; a damaged size may ask for millions.
constexpr std::int64_t kMostSynapses = 100'000;

class Random {
 public:
  explicit Random(std::uint32_t seed) : engine_(seed) {}
  /// 0 … n − 1; the same on every platform, unlike the distributions of the library.
  qsizetype below(qsizetype n) {
    return n > 0 ? static_cast<qsizetype>(engine_() % static_cast<std::uint32_t>(n)) : 0;
  }

 private:
  std::mt19937 engine_;
};

// --- Damage to the text --------------------------------------------------------------------------

QByteArray flipBytes(const QByteArray& text, Random& random) {
  QByteArray flipped = text;
  for (qsizetype k = random.below(8); k >= 0; --k) {
    char& byte = flipped[random.below(text.size())];
    byte = static_cast<char>(byte ^ (1 << random.below(8)));
  }
  return flipped;
}

QByteArray removeBytes(const QByteArray& text, Random& random) {
  const qsizetype at = random.below(text.size());
  return text.left(at) + text.mid(at + 1 + random.below(200));
}

QByteArray truncate(const QByteArray& text, Random& random) {
  return text.left(random.below(text.size()));
}

QByteArray repeatBytes(const QByteArray& text, Random& random) {
  const QByteArray part = text.mid(random.below(text.size()), 1 + random.below(300));
  const qsizetype at = random.below(text.size());
  return text.left(at) + part + text.mid(at);
}

// --- Damage to the values ------------------------------------------------------------------------

using Replace = std::function<QJsonValue(const QJsonValue&)>;

qsizetype countValues(const QJsonValue& value) {
  qsizetype count = 1;
  if (value.isArray()) {
    for (const QJsonValue& item : value.toArray()) count += countValues(item);
  } else if (value.isObject()) {
    for (const QJsonValue& item : value.toObject()) count += countValues(item);
  }
  return count;
}

/// The value with its k-th part, counted depth first, replaced.
QJsonValue replaceAt(const QJsonValue& value, qsizetype& k, const Replace& replace) {
  if (k-- == 0) return replace(value);
  if (value.isArray()) {
    QJsonArray array = value.toArray();
    for (auto&& item : array) {
      if (k >= 0) item = replaceAt(item, k, replace);
    }
    return array;
  }
  if (value.isObject()) {
    QJsonObject object = value.toObject();
    for (auto&& item : object) {
      if (k >= 0) item = replaceAt(item, k, replace);
    }
    return object;
  }
  return value;
}

QByteArray replaceAny(const QByteArray& text, Random& random, const Replace& replace) {
  QJsonValue root = QJsonDocument::fromJson(text).object();
  for (qsizetype times = random.below(3); times >= 0; --times) {
    qsizetype k = 1 + random.below(countValues(root) - 1);
    root = replaceAt(root, k, replace);
  }
  return QJsonDocument(root.toObject()).toJson(QJsonDocument::Compact);
}

QByteArray swapTypes(const QByteArray& text, Random& random) {
  return replaceAny(text, random, [&random](const QJsonValue& old) -> QJsonValue {
    switch (random.below(9)) {
      case 0:
        return QJsonValue::Null;
      case 1:
        return true;
      case 2:
        return QStringLiteral("");
      case 3:
        return QStringLiteral("same-as \u00fc\n*.;[0]");
      case 4:
        return QJsonArray{};
      case 5:
        return QJsonObject{};
      case 6:
        return QJsonArray{old, old};
      case 7:
        return QJsonObject{{"of", old}, {"plus", old}};
      default:
        return 1 + static_cast<int>(random.below(15));  // often the id of something else
    }
  });
}

/// Takes an item out of a list or a key out of an object.
QByteArray removeItems(const QByteArray& text, Random& random) {
  return replaceAny(text, random, [&random](const QJsonValue& old) -> QJsonValue {
    if (old.isArray()) {
      QJsonArray array = old.toArray();
      if (!array.isEmpty()) array.removeAt(random.below(array.size()));
      return array;
    }
    QJsonObject object = old.toObject();
    if (object.isEmpty()) return old;
    object.remove(object.keys().at(random.below(object.size())));
    return object;
  });
}

QByteArray hugeNumbers(const QByteArray& text, Random& random) {
  static constexpr std::array kNumbers = {
      0.0,  -1.0,  1e5,     99999.0,  1e9,    2147483648.0, 1e15,  4294967296.0,
      1e18, -1e18, 1.7e308, -1.7e308, 5e-324, 0.5,          1e-12, 2.5e4};
  return replaceAny(text, random, [&random](const QJsonValue& old) -> QJsonValue {
    const double number = kNumbers[static_cast<std::size_t>(random.below(kNumbers.size()))];
    return old.isDouble() || random.below(4) == 0 ? QJsonValue(number) : old;
  });
}

QByteArray nestDeeply(const QByteArray& text, Random& random) {
  static constexpr std::array kKeys = {"", "all", "any", "plus", "of", "sines", "check", "set"};
  return replaceAny(text, random, [&random](const QJsonValue& old) {
    const QString key = QLatin1String(kKeys[static_cast<std::size_t>(random.below(kKeys.size()))]);
    QJsonValue nested = old;
    for (qsizetype depth = random.below(400); depth >= 0; --depth) {
      nested = key.isEmpty() ? QJsonValue(QJsonArray{nested}) : QJsonObject{{key, nested}};
      if (key == QLatin1String("all") || key == QLatin1String("any")) {
        nested = QJsonObject{{key, QJsonArray{nested.toObject().value(key)}}};
      }
      if (key == QLatin1String("plus")) nested = QJsonObject{{"of", 5}, {"plus", nested[key]}};
    }
    return nested;
  });
}

/// Moves a value to where another one was.
QByteArray exchangeValues(const QByteArray& text, Random& random) {
  QJsonValue kept;
  (void)replaceAny(text, random, [&kept](const QJsonValue& old) {
    kept = old;
    return old;
  });
  return replaceAny(text, random, [&kept](const QJsonValue&) { return kept; });
}

// --- What must hold ------------------------------------------------------------------------------

std::int64_t synapsesOf(const NetworkSpec& network) {
  std::int64_t synapses = 0;
  for (const auto& [id, projection] : network.projections) {
    synapses += network.nodes.at(projection.from).size * network.nodes.at(projection.to).size;
  }
  return synapses;
}

/// Why what was read is not as it should be; empty if it is.
QString complaint(const LoadedProject& loaded) {
  for (const Problem& problem : loaded.problems) {
    const QString message = QString::fromStdString(problem.message);
    if (message.size() < 10 || !message.endsWith(QLatin1Char('.'))) {
      return "no sentence: " + message;
    }
    if (!problem.path.empty() && problem.path[0] != '$') return "no path: " + message;
  }
  if (loaded.hasErrors()) return {};
  if (synapsesOf(loaded.project.network) < kMostSynapses) {
    try {
      (void)compileVariants(loaded.project);
    } catch (const Error& error) {
      if (error.message().empty()) return "an error without a sentence";
    }
  }
  const LoadedProject again = readProjectText(projectText(loaded.project));
  if (again.hasErrors()) {
    return "what was written is refused: " +
           QString::fromStdString(again.problems[0].path + ": " + again.problems[0].message);
  }
  if (!(again.project == loaded.project)) return "what was written reads back as something else";
  return {};
}

}  // namespace

class TestDamagedFiles : public QObject {
  Q_OBJECT

 private slots:
  void everythingUsesEveryParameter();
  void noDamageCrashes_data();
  void noDamageCrashes();
};

template <class Spec>
QStringList missingKeys(const QByteArray& text) {
  QStringList missing;
  for (const Parameter<Spec>& row : parameters<Spec>()) {
    const QByteArray key(row.key.data(), static_cast<qsizetype>(row.key.size()));
    if (!text.contains('"' + key + "\":")) missing << QString::fromUtf8(key);
  }
  return missing;
}

/// What the golden project does not use cannot be damaged here.
void TestDamagedFiles::everythingUsesEveryParameter() {
  const QByteArray text = contentsOf(VLE_TEST_DATA "/golden/everything.vle");
  const QStringList missing = missingKeys<Settings>(text) + missingKeys<NodeSpec>(text) +
                              missingKeys<InputSpec>(text) + missingKeys<LayerSpec>(text) +
                              missingKeys<TargetSpec>(text) + missingKeys<ProjectionSpec>(text) +
                              missingKeys<FeedbackSpec>(text);
  QVERIFY2(missing.isEmpty(), qPrintable("everything.vle lacks " + missing.join(", ")));
  QCOMPARE(complaint(readProjectText(text.toStdString())), QString());
  QVERIFY(!readProjectText(text.toStdString()).hasErrors());
}

void TestDamagedFiles::noDamageCrashes_data() {
  using Damage = QByteArray (*)(const QByteArray&, Random&);
  QTest::addColumn<QString>("path");
  QTest::addColumn<Damage>("damage");
  const std::pair<const char*, QString> files[] = {
      {"chain", QStringLiteral(":/presets/chain.vle")},
      {"everything", QStringLiteral(VLE_TEST_DATA "/golden/everything.vle")}};
  for (const auto& [name, path] : files) {
    const auto row = [&name = name, &path = path](const char* kind, Damage damage) {
      QTest::addRow("%s: %s", name, kind) << path << damage;
    };
    row("flipped bits", flipBytes);
    row("removed bytes", removeBytes);
    row("truncated", truncate);
    row("repeated bytes", repeatBytes);
    row("other types", swapTypes);
    row("removed items", removeItems);
    row("huge numbers", hugeNumbers);
    row("deep nesting", nestDeeply);
    row("exchanged values", exchangeValues);
  }
}

void TestDamagedFiles::noDamageCrashes() {
  using Damage = QByteArray (*)(const QByteArray&, Random&);
  QFETCH(QString, path);
  QFETCH(Damage, damage);
  const QByteArray text = contentsOf(path);
  QVERIFY(!text.isEmpty());
  for (std::uint32_t seed = 0; seed < kDamagesPerKind; ++seed) {
    Random random(seed);
    const QByteArray damaged = damage(text, random);
    const QString wrong = complaint(readProjectText(damaged.toStdString()));
    QVERIFY2(wrong.isEmpty(), qPrintable(QStringLiteral("seed %1: %2").arg(seed).arg(wrong)));
  }
}

VLE_TEST(TestDamagedFiles, QCoreApplication)
#include "tst_damaged_files.moc"
