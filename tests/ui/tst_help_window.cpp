// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The help pages as a person reads them: all open, links lead somewhere, tables are seen.
#include <QDir>
#include <QListWidget>
#include <QTest>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTextTable>

#include "help/help_pages.h"
#include "help/help_window.h"
#include "main_window.h"
#include "run_tests.h"
#include "tempo.h"

using namespace vle::ui;

namespace {

/// Every address the open page has a link to.
QStringList linksOf(const QTextBrowser& browser) {
  QStringList links;
  for (QTextBlock block = browser.document()->begin(); block.isValid(); block = block.next()) {
    for (auto part = block.begin(); !part.atEnd(); ++part) {
      const QTextCharFormat format = part.fragment().charFormat();
      if (format.isAnchor() && !format.anchorHref().isEmpty()) links << format.anchorHref();
    }
  }
  return links;
}

QTextTable* firstTable(const QTextBrowser& browser) {
  for (QTextFrame* frame : browser.document()->rootFrame()->childFrames()) {
    if (auto* table = qobject_cast<QTextTable*>(frame)) return table;
  }
  return nullptr;
}

}  // namespace

class TestHelpWindow : public QObject {
  Q_OBJECT

 private slots:
  void everyPageIsListed();
  void everyPageOpensAndHasText_data();
  void everyPageOpensAndHasText();
  void linksLeadToPagesThatExist();
  void aLinkIsFollowedAndTheWayBack();
  void tablesFollowTheTheme();
  void theKeyOpensItBesideTheWindow();

 private:
  Theme theme_ = loadTheme(QStringLiteral("light"));
};

void TestHelpWindow::everyPageIsListed() {
  const QStringList files = QDir(QStringLiteral(":/help")).entryList({QStringLiteral("*.md")});
  QVERIFY(files.size() >= 10);
  HelpWindow window(theme_);
  const auto* list = window.findChild<QListWidget*>();
  QCOMPARE(list->count(), files.size());
  for (int k = 0; k < list->count(); ++k) QVERIFY(!list->item(k)->text().contains('#'));
}

void TestHelpWindow::everyPageOpensAndHasText_data() {
  QTest::addColumn<int>("row");
  const std::vector<HelpPage> pages = helpPages();
  for (std::size_t k = 0; k < pages.size(); ++k) {
    QTest::addRow("%s", qPrintable(pages[k].id)) << static_cast<int>(k);
  }
}

void TestHelpWindow::everyPageOpensAndHasText() {
  QFETCH(int, row);
  HelpWindow window(theme_);
  window.show();
  auto* list = window.findChild<QListWidget*>();
  list->setFocus();
  for (int k = 0; k < row; ++k) QTest::keyClick(list, Qt::Key_Down);
  const HelpPage page = helpPages().at(static_cast<std::size_t>(row));
  QCOMPARE(window.page(), page.id);
  const QString text = window.findChild<QTextBrowser*>()->toPlainText();
  QVERIFY2(text.startsWith(page.title.left(6)), qPrintable(text.left(80)));
  QVERIFY(text.size() > 500);
  QVERIFY(!text.contains(QStringLiteral("|---")) && !text.contains(QStringLiteral("| ---")));
}

void TestHelpWindow::linksLeadToPagesThatExist() {
  HelpWindow window(theme_);
  auto* browser = window.findChild<QTextBrowser*>();
  int links = 0;
  for (const HelpPage& page : helpPages()) {
    window.showPage(page.id);
    for (const QString& link : linksOf(*browser)) {
      if (link.startsWith(QStringLiteral("http"))) continue;
      ++links;
      QVERIFY2(!helpIdOf(browser->source().resolved(QUrl(link))).isEmpty(),
               qPrintable(page.id + ": " + link));
    }
  }
  QVERIFY(links > 0);
}

void TestHelpWindow::aLinkIsFollowedAndTheWayBack() {
  HelpWindow window(theme_);
  window.show();
  window.showPage(QStringLiteral("notation"));
  auto* browser = window.findChild<QTextBrowser*>();
  QCOMPARE(linksOf(*browser).first(), QStringLiteral("model.md"));
  emit browser->anchorClicked(QUrl(QStringLiteral("model.md")));
  QCOMPARE(window.page(), QStringLiteral("model"));
  auto* list = window.findChild<QListWidget*>();
  QVERIFY(list->currentItem()->text().startsWith(QStringLiteral("The model")));
  browser->setFocus();
  QTest::keyClick(browser, Qt::Key_Left, Qt::AltModifier);
  QCOMPARE(window.page(), QStringLiteral("notation"));
  QCOMPARE(list->currentItem()->text(), QStringLiteral("Notation"));
  window.showPage(QStringLiteral("nowhere"));
  QCOMPARE(window.page(), QStringLiteral("notation"));
}

void TestHelpWindow::tablesFollowTheTheme() {
  Theme theme = theme_;
  HelpWindow window(theme);
  window.showPage(QStringLiteral("variants"));
  auto* browser = window.findChild<QTextBrowser*>();
  for (const char* id : {"light", "dark"}) {
    theme = loadTheme(QLatin1String(id));
    window.themeChanged();
    const QTextTable* table = firstTable(*browser);
    QVERIFY(table != nullptr);
    QCOMPARE(table->format().borderBrush().color(), theme.line);
    QCOMPARE(table->cellAt(0, 0).format().background().color(), theme.grid);
    QVERIFY(table->format().cellPadding() > 2);
  }
}

void TestHelpWindow::theKeyOpensItBesideTheWindow() {
  MainWindow window(QStringLiteral("light"), vle::test::kEqualPriorities);
  window.show();
  QVERIFY(vle::test::isExposed(window));
  QTest::keyClick(&window, Qt::Key_F1, Qt::ControlModifier);
  auto* help = window.findChild<HelpWindow*>();
  QVERIFY(help != nullptr && help->isVisible() && !help->isModal());
  QCOMPARE(help->focusWidget(), help->findChild<QListWidget*>());
  window.setTheme(QStringLiteral("dark"));
  QCOMPARE(firstTable(*help->findChild<QTextBrowser*>())->format().borderBrush().color(),
           window.theme().line);
  QTest::keyClick(help, Qt::Key_Escape);
  QVERIFY(!help->isVisible());
  QTest::keyClick(&window, Qt::Key_F1, Qt::ControlModifier);
  QCOMPARE(window.findChildren<HelpWindow*>().size(), 1);
  QVERIFY(help->isVisible());
}

VLE_TEST(TestHelpWindow, QApplication)
#include "tst_help_window.moc"
