// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A quiet card: frame, small title, content. Every panel of the window is one. GUI thread.
#pragma once

#include <vector>

#include <QFrame>
#include <QLabel>

class QHBoxLayout;
class QStackedWidget;
class QTabBar;

namespace vle::ui {

class Card : public QFrame {
  Q_OBJECT

 public:
  /// @param content  becomes a child
  Card(const QString& title, QWidget* content, QWidget* parent = nullptr);

  /// A dim remark beside the title, e.g. "following 0.3 s".
  void setRemark(const QString& remark);
  /// Puts a widget at the right end of the title's line.
  void setTools(QWidget* tools);

 private:
  QLabel* remark_;
  QHBoxLayout* header_;
};

/// A card with several pages, one at a time: their titles are tabs, and each may bring tools of its
/// own. With a single page it looks like any other card.
class TabbedCard : public QFrame {
  Q_OBJECT

 public:
  /// @param name  of the whole, for screen readers
  explicit TabbedCard(const QString& name, QWidget* parent = nullptr);
  /// Its pages scroll: no layout should hold the height that all of their text would need.
  [[nodiscard]] bool hasHeightForWidth() const override { return false; }

  /// @param content, tools  become children; tools may be nullptr
  /// @returns the page's index
  int addPage(const QString& title, QWidget* content, QWidget* tools = nullptr);
  void setCurrent(int page);
  [[nodiscard]] int current() const;
  /// Shows or hides the tab of a page; the first page stands in for one that goes.
  void setPageVisible(int page, bool is_visible);
  [[nodiscard]] QTabBar& tabs() { return *tabs_; }
  /// A dim remark beside the tabs while this page is shown.
  void setRemark(int page, const QString& remark);

 signals:
  void currentChanged(int page);

 private:
  void show(int page);
  void say(const QString& remark);

  struct Page {
    QWidget* tools = nullptr;
    QString remark;
  };
  std::vector<Page> pages_;
  QTabBar* tabs_;
  QLabel* remark_;
  QHBoxLayout* header_;
  QStackedWidget* stack_;
};

}  // namespace vle::ui
