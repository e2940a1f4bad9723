// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Restore points: copies of a project that are written while a person works on it and found again
// after a crash. Every running program has a session, a folder it keeps locked; a session that
// nobody keeps and that was not closed belongs to a program that crashed. Used by ui/files; one
// thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <QDateTime>
#include <QLockFile>
#include <QString>

#include "io/project_file.h"

namespace vle {

/// A restore point, as it is listed.
struct RestorePoint {
  QString path;           ///< of the point itself
  std::int64_t time = 0;  ///< ms since 1970, UTC
  QString title;          ///< what stood in the title bar
  QString origin;         ///< the file it belongs to, or the preset; empty: never saved
  QString folder;         ///< where relative paths of signals lead from
};

/// Reads the project of a point, as `readProjectText`.
[[nodiscard]] LoadedProject readRestorePoint(const RestorePoint& point);

class RestoreSession {
 public:
  static constexpr std::size_t kMostPoints = 10;

  /// Opens a session of its own.
  /// @param root  folder of all sessions, made if it does not exist
  /// @throws Error(File) if nothing can be written there
  explicit RestoreSession(const QString& root);
  /// Without `close` before, the points stay and are found as those of a program that crashed.
  ~RestoreSession();
  RestoreSession(const RestoreSession&) = delete;
  RestoreSession& operator=(const RestoreSession&) = delete;

  /// Writes a point; of more than kMostPoints the newest stay, and of the older ones some from
  /// every stretch of time.
  /// @param like  title and origin
  /// @param now   ms since 1970
  /// @throws Error(File)
  void write(const Project& project, const RestorePoint& like,
             std::int64_t now = QDateTime::currentMSecsSinceEpoch());
  /// Says that the newest state is in its file: after a crash there is nothing to restore.
  void markSaved();
  /// Keeps what a network had learned when its program ended, in the place of what was kept before;
  /// one for all programs.
  /// @param like  title and origin
  /// @throws Error(File)
  void writeLearned(const Project& project, const RestorePoint& like) const;
  /// Nothing if none was kept.
  [[nodiscard]] std::optional<RestorePoint> learned() const;

  /// Removes all points: another document is open.
  void clear();
  /// Removes the session; nothing can be written any more.
  void close();

  /// The own points, newest first.
  [[nodiscard]] std::vector<RestorePoint> points() const;
  /// The points of programs that crashed, newest first. Other programs are not shown them until
  /// `release`, `adopt` or `discard`.
  [[nodiscard]] std::vector<RestorePoint> claimOrphans();
  /// Makes all points of the crashed program a point comes from one's own.
  void adopt(const RestorePoint& point);
  /// Removes the points of every crashed program that was claimed.
  void discardOrphans();
  /// Leaves them for another time.
  void releaseOrphans();

 private:
  struct Claim {
    QString folder;
    std::unique_ptr<QLockFile> lock;
  };
  void thin(std::int64_t now) const;

  QString root_;
  QString folder_;
  std::unique_ptr<QLockFile> lock_;
  std::vector<Claim> claims_;
};

}  // namespace vle
