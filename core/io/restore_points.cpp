// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/restore_points.h"

#include <algorithm>
#include <utility>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUuid>

#include "base/error.h"
#include "io/file_bytes.h"
#include "io/output.h"
#include "io/signal_files.h"

namespace vle {

namespace {

constexpr int kPatience = 3000;  ///< ms
/// Points that are never thinned.
constexpr std::size_t kNewest = 4;
const QString kEnding = QStringLiteral(".point");
const QString kSaved = QStringLiteral("/saved");
const QString kLearned = QStringLiteral("/learned");

/// Held while sessions are made or looked for, so that none is taken for deserted before its owner
/// has locked it.
std::unique_ptr<QLockFile> lockOf(const QString& folder) {
  auto lock = std::make_unique<QLockFile>(folder + QStringLiteral("/lock"));
  lock->setStaleLockTime(0);  // only a process that is gone gives its lock up
  return lock;
}

/// A point is a line of JSON about it, then the text of the project.
RestorePoint readHeader(const QFileInfo& file) {
  RestorePoint point{.path = file.filePath(),
                     .time = file.completeBaseName().toLongLong(),
                     .title = {},
                     .origin = {},
                     .folder = {}};
  QFile content(point.path);
  if (!content.open(QIODevice::ReadOnly)) return point;
  const QJsonObject header = QJsonDocument::fromJson(content.readLine()).object();
  point.title = header.value(QLatin1String("title")).toString();
  point.origin = header.value(QLatin1String("origin")).toString();
  point.folder = header.value(QLatin1String("folder")).toString();
  return point;
}

QFileInfoList pointFiles(const QString& folder) {
  return QDir(folder).entryInfoList({QLatin1Char('*') + kEnding}, QDir::Files, QDir::Name);
}

/// Newest first.
std::vector<RestorePoint> pointsIn(const QString& folder) {
  std::vector<RestorePoint> points;
  for (const QFileInfo& file : pointFiles(folder)) points.push_back(readHeader(file));
  std::ranges::sort(points, std::greater{}, &RestorePoint::time);
  return points;
}

void writePoint(const Project& project, const RestorePoint& point) {
  const QJsonObject header = {{QStringLiteral("title"), point.title},
                              {QStringLiteral("origin"), point.origin},
                              {QStringLiteral("folder"), point.folder}};
  const QByteArray line = QJsonDocument(header).toJson(QJsonDocument::Compact) + '\n';
  Project moved = project;
  moveSignalFiles(moved, point.folder.toStdString());
  saveText(line.toStdString() + projectText(moved), point.path.toStdString());
}

void removeFolder(const QString& folder) { QDir(folder).removeRecursively(); }

/// The newest time at which a folder has no point yet.
QString freePath(const QString& folder, std::int64_t time) {
  QString path;
  do {
    path = QStringLiteral("%1/%2%3").arg(folder).arg(time++, 15, 10, QLatin1Char('0')).arg(kEnding);
  } while (QFileInfo::exists(path));
  return path;
}

}  // namespace

LoadedProject readRestorePoint(const RestorePoint& point) {
  LoadedProject failed;
  try {
    const QByteArray bytes = readBytes(point.path);
    const qsizetype text = bytes.indexOf('\n') + 1;
    return readProjectText(
        {bytes.constData() + text, static_cast<std::size_t>(bytes.size() - text)},
        {point.folder.toStdString()});
  } catch (const Error& error) {
    failed.problems.push_back({Severity::Error, "", error.message() + "."});
  }
  return failed;
}

RestoreSession::RestoreSession(const QString& root)
    : root_(QDir(root).absolutePath()),
      folder_(root_ + QLatin1Char('/') + QUuid::createUuid().toString(QUuid::WithoutBraces)) {
  const auto refuse = [&root] {
    throw Error(ErrorKind::File, "restore points cannot be written there.", root.toStdString());
  };
  if (!QDir().mkpath(root_)) refuse();
  const auto guard = lockOf(root_);
  if (!guard->tryLock(kPatience) || !QDir().mkpath(folder_)) refuse();
  lock_ = lockOf(folder_);
  if (!lock_->tryLock(kPatience)) refuse();
}

RestoreSession::~RestoreSession() = default;

void RestoreSession::write(const Project& project, const RestorePoint& like, std::int64_t now) {
  const bool is_file = QFileInfo(like.origin).isAbsolute();
  const QString folder = is_file ? QFileInfo(like.origin).absolutePath() : folder_;
  writePoint(project, {freePath(folder_, now), now, like.title, like.origin, folder});
  QFile::remove(folder_ + kSaved);
  thin(now);
}

/// The point goes that leaves the smallest gap, seen from now.
void RestoreSession::thin(std::int64_t now) const {
  QFileInfoList files = pointFiles(folder_);  // oldest first
  const auto time = [&files](qsizetype k) {
    return static_cast<double>(files[k].completeBaseName().toLongLong());
  };
  while (files.size() > static_cast<qsizetype>(kMostPoints)) {
    qsizetype worst = 1;
    double smallest = kNever;
    for (qsizetype k = 1; k + static_cast<qsizetype>(kNewest) < files.size(); ++k) {
      const double gap = (time(k + 1) - time(k - 1)) / (static_cast<double>(now) - time(k) + 1);
      if (gap < smallest) smallest = gap, worst = k;
    }
    if (!QFile::remove(files[worst].filePath())) return;
    files.removeAt(worst);
  }
}

void RestoreSession::markSaved() {
  try {
    saveText({}, (folder_ + kSaved).toStdString());
  } catch (const Error&) {
    return;  // without it a crash offers more than is needed
  }
}

void RestoreSession::writeLearned(const Project& project, const RestorePoint& like) const {
  writePoint(project, {root_ + kLearned + kEnding, 0, like.title, like.origin, root_});
}

std::optional<RestorePoint> RestoreSession::learned() const {
  const QFileInfo file(root_ + kLearned + kEnding);
  if (!file.isFile()) return std::nullopt;
  RestorePoint point = readHeader(file);
  point.time = file.lastModified().toMSecsSinceEpoch();
  return point;
}

void RestoreSession::clear() {
  for (const QFileInfo& file : pointFiles(folder_)) QFile::remove(file.filePath());
}

void RestoreSession::close() {
  lock_.reset();
  removeFolder(folder_);
}

std::vector<RestorePoint> RestoreSession::points() const { return pointsIn(folder_); }

std::vector<RestorePoint> RestoreSession::claimOrphans() {
  const auto guard = lockOf(root_);
  if (!guard->tryLock(kPatience)) return {};
  for (const QFileInfo& entry : QDir(root_).entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot)) {
    const QString folder = entry.absoluteFilePath();
    const bool is_known =
        folder == folder_ || std::ranges::find(claims_, folder, &Claim::folder) != claims_.end();
    if (is_known) continue;
    auto lock = lockOf(folder);
    if (!lock->tryLock(0)) continue;  // its program runs
    if (QFileInfo::exists(folder + kSaved) || pointFiles(folder).isEmpty()) {
      lock.reset();
      removeFolder(folder);
    } else {
      claims_.push_back({folder, std::move(lock)});
    }
  }
  std::vector<RestorePoint> points;
  for (const Claim& claim : claims_)
    std::ranges::move(pointsIn(claim.folder), std::back_inserter(points));
  std::ranges::sort(points, std::greater{}, &RestorePoint::time);
  return points;
}

void RestoreSession::adopt(const RestorePoint& point) {
  const QString folder = QFileInfo(point.path).absolutePath();
  const auto claim = std::ranges::find(claims_, folder, &Claim::folder);
  if (claim == claims_.end()) return;
  for (const QFileInfo& file : pointFiles(folder)) {
    QFile::rename(file.filePath(), freePath(folder_, file.completeBaseName().toLongLong()));
  }
  QFile::remove(folder_ + kSaved);
  claims_.erase(claim);
  if (pointFiles(folder).isEmpty()) removeFolder(folder);
}

void RestoreSession::discardOrphans() {
  for (Claim& claim : std::exchange(claims_, {})) {
    claim.lock.reset();
    removeFolder(claim.folder);
  }
}

void RestoreSession::releaseOrphans() { claims_.clear(); }

}  // namespace vle
