// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The application of the window: what is thrown into the event loop ends there, and is told. GUI
// thread.
#pragma once

#include <QApplication>

namespace vle::ui {

class GuardedApplication : public QApplication {
  Q_OBJECT

 public:
  using QApplication::QApplication;
  bool notify(QObject* receiver, QEvent* event) override;

 signals:
  /// Something failed, which is an error of the program. Told when the event is over, so that there
  /// can be a dialog.
  /// @param what   as it calls itself: "map::at"
  /// @param where  the event and the class that got it
  void failed(const QString& what, const QString& where);
};

}  // namespace vle::ui
