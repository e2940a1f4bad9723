// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Answers to the questions of opening and saving, and a record of what was asked. Header only.
#pragma once

#include <QStringList>

#include "files/questions.h"

namespace vle::test {

struct Answers {
  ui::UnsavedAnswer unsaved = ui::UnsavedAnswer::Cancel;
  ui::ConflictAnswer conflict = ui::ConflictAnswer::Cancel;
  bool mend = false;
  QString open_path, save_path, report_path;
  ui::RestoreAnswer restore;

  QStringList asked;  ///< "unsaved chain.vle", "tell …: sentence"
  QString suggestion;
  std::vector<RestorePoint> points;

  /// @pre the answers outlive whoever asks
  ui::Questions questions() {
    ui::Questions ask;
    ask.unsaved = [this](const QString& name) {
      asked << "unsaved " + name;
      return unsaved;
    };
    ask.conflict = [this](const QString& file) {
      asked << "conflict " + file;
      return conflict;
    };
    ask.mend = [this](const QString& sentence) {
      asked << "mend " + sentence;
      return mend;
    };
    ask.open_path = [this](const QString&) {
      asked << QStringLiteral("open_path");
      return open_path;
    };
    ask.save_path = [this](const QString&, const QString& suggested) {
      asked << QStringLiteral("save_path");
      suggestion = suggested;
      return save_path;
    };
    ask.restore = [this](const std::vector<RestorePoint>& listed, bool) {
      asked << QStringLiteral("restore");
      points = listed;
      return restore;
    };
    ask.failure = [this](const QString& sentence, const QString&) {
      asked << "failure " + sentence;
      return report_path;
    };
    ask.tell = [this](const QString& what, const QString& sentence) {
      asked << "tell " + what + " " + sentence;
    };
    return ask;
  }
};

}  // namespace vle::test
