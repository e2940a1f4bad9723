// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// How the sources lie together: who may include whom, no circles, a header for every source.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include "run_tests.h"

namespace {

/// Rooms from the ground up: each includes those above it in this list only, and those in one line
/// do not know each other. README has the same table.
const std::vector<std::vector<std::string>> kRooms = {
    {"core/base"},
    {"core/model"},
    {"core/sim"},
    {"core/run"},
    {"core/io"},
    {"ui/document"},
    {"ui/session"},
    {"ui/drawing"},
    {"ui/plot", "ui/widgets"},
    {"ui/board", "ui/detail", "ui/divergence", "ui/editor", "ui/files", "ui/gradient", "ui/help",
     "ui/inspector", "ui/run", "ui/variants"},
    {"ui"},  // the main window
    {"app"},
};

/// The only circle: a test held out is a run of its own, begun from within a run.
const std::set<std::string> kCircle = {"core/sim/held_out", "core/sim/simulator"};

struct Source {
  std::string unit;                   ///< path without ending: "core/sim/network"
  std::string room;                   ///< "core/sim"
  std::vector<std::string> includes;  ///< as they are written
};

std::string roomOf(const std::string& path) {
  const std::string folder = path.substr(0, path.rfind('/'));
  return folder.starts_with("app") ? "app" : folder;
}

std::size_t rankOf(const std::string& room) {
  const auto found = std::ranges::find_if(
      kRooms, [&](const auto& row) { return std::ranges::find(row, room) != row.end(); });
  return static_cast<std::size_t>(found - kRooms.begin());
}

class House {
 public:
  House() {
    for (const char* top : {"core", "ui", "app"}) {
      QDirIterator files(QStringLiteral(VLE_SOURCE "/") + top, {"*.h", "*.cpp"}, QDir::Files,
                         QDirIterator::Subdirectories);
      while (files.hasNext()) add(files.next());
    }
  }

  /// Every source by its path: "core/sim/network.h".
  std::map<std::string, Source> sources;

  /// The header that an include means; "" if it is none of ours.
  [[nodiscard]] std::string meantBy(const Source& from, const std::string& include) const {
    for (const std::string& base : {std::string("core/"), std::string("ui/"), from.room + "/"}) {
      if (sources.contains(base + include)) return base + include;
    }
    return {};
  }

 private:
  void add(const QString& file) {
    QFile read(file);
    if (!read.open(QIODevice::ReadOnly)) return;
    const QString text = QString::fromUtf8(read.readAll());
    const std::string path = file.mid(static_cast<int>(qstrlen(VLE_SOURCE "/"))).toStdString();
    Source source{path.substr(0, path.rfind('.')), roomOf(path), {}};
    static const QRegularExpression include(QStringLiteral("^#include \"([^\"]+)\""),
                                            QRegularExpression::MultilineOption);
    for (auto found = include.globalMatch(text); found.hasNext();) {
      source.includes.push_back(found.next().captured(1).toStdString());
    }
    sources.emplace(path, std::move(source));
  }
};

const House& house() {
  static const House all;
  return all;
}

}  // namespace

class TestHouse : public QObject {
  Q_OBJECT

 private slots:
  void everySourceHasItsRoom();
  void roomsIncludeDownwards();
  void unitsIncludeInNoCircle();
  void everySourceHasAHeader();
};

void TestHouse::everySourceHasItsRoom() {
  QVERIFY(house().sources.size() > 400);
  for (const auto& [path, source] : house().sources) {
    QVERIFY2(rankOf(source.room) < kRooms.size(), path.c_str());
    for (const std::string& include : source.includes) {
      QVERIFY2(!house().meantBy(source, include).empty(), (path + ": " + include).c_str());
    }
  }
}

void TestHouse::roomsIncludeDownwards() {
  for (const auto& [path, source] : house().sources) {
    for (const std::string& include : source.includes) {
      const std::string header = house().meantBy(source, include);
      if (header.empty()) continue;
      const std::string room = roomOf(header);
      QVERIFY2(room == source.room || rankOf(room) < rankOf(source.room),
               (path + " includes " + header).c_str());
    }
  }
}

/// A header and its source are one unit. What nobody includes, and what includes nobody, lies on no
/// circle; taken away again and again, circles are left.
void TestHouse::unitsIncludeInNoCircle() {
  std::map<std::string, std::set<std::string>> includes, included_by;
  for (const auto& [path, source] : house().sources) {
    for (const std::string& include : source.includes) {
      const std::string header = house().meantBy(source, include);
      const std::string unit = header.substr(0, header.rfind('.'));
      if (header.empty() || unit == source.unit) continue;
      includes[source.unit].insert(unit);
      included_by[unit].insert(source.unit);
    }
  }
  std::set<std::string> left;
  for (const auto& [path, source] : house().sources) left.insert(source.unit);
  const auto has_any = [&left](const std::set<std::string>& units) {
    return std::ranges::any_of(units, [&](const std::string& unit) { return left.contains(unit); });
  };
  while (std::erase_if(left, [&](const std::string& unit) {
           return !has_any(includes[unit]) || !has_any(included_by[unit]);
         }) > 0) {
  }
  std::string text;
  for (const std::string& unit : left) text += unit + " ";
  QVERIFY2(left == kCircle, text.c_str());
}

/// Or says in its first line why not.
void TestHouse::everySourceHasAHeader() {
  for (const auto& [path, source] : house().sources) {
    if (!path.ends_with(".cpp") || house().sources.contains(source.unit + ".h")) continue;
    QFile read(QStringLiteral(VLE_SOURCE "/") + QString::fromStdString(path));
    QVERIFY(read.open(QIODevice::ReadOnly));
    const QStringList lines = QString::fromUtf8(read.readAll()).split(QLatin1Char('\n'));
    QVERIFY2(lines.size() > 4 && lines[2] == QLatin1String("//") &&
                 lines[3].startsWith(QLatin1String("// ")),
             path.c_str());
  }
}

VLE_TEST(TestHouse, QCoreApplication)
#include "tst_house.moc"
