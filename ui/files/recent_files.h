// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The files opened or saved of late and the project that was open last, kept from one start of the
// program to the next once a session has begun. Used by Files. GUI thread.
#pragma once

#include <QStringList>

namespace vle::ui {

class RecentFiles {
 public:
  static constexpr int kMost = 10;

  /// Newest first, those that are gone included.
  [[nodiscard]] const QStringList& list() const { return list_; }
  /// From now on everything is kept.
  void beginSession();
  /// @param file    goes to the top of the list; "" for what is in no file
  /// @param origin  file or preset that is open now
  void add(const QString& file, const QString& origin);
  void clear();
  /// What was open the last time; "" if nothing is remembered.
  [[nodiscard]] static QString lastProject();

 private:
  QStringList list_;
  bool is_kept_ = false;
};

}  // namespace vle::ui
