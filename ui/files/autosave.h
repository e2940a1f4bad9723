// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Writes a restore point two seconds after a change, and again every two seconds while changes go
// on. The GUI thread only copies the project; a worker makes it text and writes it. Used by Files.
// GUI thread.
#pragma once

#include <memory>
#include <vector>

#include <QObject>

#include "document/document.h"
#include "io/restore_points.h"
#include "session/jobs.h"
#include "session/tempo_timer.h"

namespace vle::ui {

class Autosave : public QObject {
  Q_OBJECT

 public:
  static constexpr int kDelayMs = 2000;

  /// @param root  folder of the sessions of all programs
  /// @throws Error(File) if nothing can be written there
  Autosave(const Document& document, const QString& root, QObject* parent = nullptr);
  ~Autosave() override;

  /// Writes what has changed since the last point, now, and waits for it.
  void flush();
  /// Another document is open: its points begin anew.
  void startAnew();
  /// The points of this document, newest first.
  [[nodiscard]] std::vector<RestorePoint> points();
  /// Clean end of the program: nothing is left behind.
  void close();
  [[nodiscard]] bool isClosed() const { return session_ == nullptr; }
  /// What crashed programs left, see RestoreSession. The worker is idle while this is used.
  /// @pre  not closed
  [[nodiscard]] RestoreSession& session();

 signals:
  /// A point could not be written, a sentence why; or "" when it can be again.
  void failed(const QString& sentence);
  /// A point was written.
  void written();

 private:
  void onChanged();
  void write();

  const Document& document_;
  std::unique_ptr<RestoreSession> session_;
  TempoTimer timer_{TempoTimer::Rings::Once};
  Jobs jobs_;  // last: ends before what its jobs use is gone
};

}  // namespace vle::ui
