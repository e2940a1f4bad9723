// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Opens project files that are dropped onto a window; says of other files why not. Used by the main
// window. GUI thread.
#pragma once

#include <QObject>

class QMimeData;
class QWidget;

namespace vle::ui {

class Files;

class FileDrop : public QObject {
  Q_OBJECT

 public:
  /// @param window  gets the drops that no child takes
  FileDrop(QWidget& window, Files& files);

  /// Takes files from a child that accepts drops of another kind, such as the canvas.
  void watch(QWidget& child);

 signals:
  /// Why a file was not taken.
  void refused(const QString& sentence);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void drop(const QMimeData& data);

  Files& files_;
};

}  // namespace vle::ui
