// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The help pages to read beside the laboratory: a list of them, and the page. Alt+Left and
// Alt+Right go through what was read, Esc closes. GUI thread.
#pragma once

#include <QDialog>
#include <QListWidget>
#include <QTextBrowser>

#include "drawing/theme.h"

namespace vle::ui {

class HelpWindow : public QDialog {
  Q_OBJECT

 public:
  explicit HelpWindow(const Theme& theme, QWidget* parent = nullptr);

  /// Opens a page, as "canvas"; nothing happens if there is none of that name.
  void showPage(const QString& id);
  /// The page that is open.
  [[nodiscard]] QString page() const;
  void themeChanged();

 signals:
  /// A link "compare:chain/transpose" was followed.
  /// @param preset    its id
  /// @param proposal  of what to compare with, its id
  void comparisonWanted(const QString& preset, const QString& proposal);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void onLink(const QUrl& url);
  void onSource(const QUrl& url);
  void dress();

  const Theme& theme_;
  QListWidget* list_;
  QTextBrowser* text_;
};

}  // namespace vle::ui
