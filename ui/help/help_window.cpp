// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "help/help_window.h"

#include <algorithm>

#include <QAbstractTextDocumentLayout>
#include <QDesktopServices>
#include <QEvent>
#include <QHBoxLayout>
#include <QRegularExpression>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextTable>

#include "help/bode_pictures.h"
#include "help/help_pages.h"

namespace vle::ui {

namespace {

constexpr int kId = Qt::UserRole;
constexpr int kTextLines = 34, kTextColumns = 88;  // what the window has room for at first

/// A table may follow a sentence directly, as GitHub has it; Qt wants an empty line before it.
class PageBrowser : public QTextBrowser {
 public:
  using QTextBrowser::QTextBrowser;
  QVariant loadResource(int type, const QUrl& name) override {
    QVariant resource = QTextBrowser::loadResource(type, name);
    if (type != QTextDocument::MarkdownResource) return resource;
    static const QRegularExpression begin(QStringLiteral(R"(\n([^|\n][^\n]*)\n(\|))"));
    return QString::fromUtf8(resource.toByteArray()).replace(begin, QStringLiteral("\n\\1\n\n\\2"));
  }
};

}  // namespace

HelpWindow::HelpWindow(const Theme& theme, QWidget* parent)
    : QDialog(parent), theme_(theme), list_(new QListWidget(this)), text_(new PageBrowser(this)) {
  setWindowTitle(tr("Help"));
  list_->setAccessibleName(tr("Pages"));
  list_->setProperty("role", "plain");
  list_->setWordWrap(true);
  list_->setSpacing(fontMetrics().height() / 5);
  for (const HelpPage& page : helpPages()) {
    auto* item = new QListWidgetItem(page.title, list_);
    item->setData(kId, page.id);
  }
  list_->setFixedWidth(15 * fontMetrics().averageCharWidth() + 80);
  list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  text_->setAccessibleName(tr("Page"));
  text_->setFrameShape(QFrame::NoFrame);
  text_->setOpenLinks(false);
  text_->document()->documentLayout()->registerHandler(QTextFormat::ImageObject,
                                                       new BodePictures(theme_, text_));
  auto* layout = new QHBoxLayout(this);
  layout->addWidget(list_);
  layout->addWidget(text_, 1);
  connect(list_, &QListWidget::currentItemChanged, this, [this](const QListWidgetItem* item) {
    if (item != nullptr) showPage(item->data(kId).toString());
  });
  connect(text_, &QTextBrowser::anchorClicked, this, &HelpWindow::onLink);
  connect(text_, &QTextBrowser::sourceChanged, this, &HelpWindow::onSource);
  resize(list_->width() + kTextColumns * fontMetrics().averageCharWidth() + 60,
         kTextLines * fontMetrics().height());
  list_->setCurrentRow(0);
  list_->setFocus();
}

QString HelpWindow::page() const { return helpIdOf(text_->source()); }

void HelpWindow::showPage(const QString& id) {
  const QUrl url = helpUrl(id);
  if (helpIdOf(url).isEmpty() || page() == id) return;
  text_->setSource(url, QTextDocument::MarkdownResource);
}

void HelpWindow::onLink(const QUrl& url) {
  const QString id = helpIdOf(text_->source().resolved(url));
  if (!id.isEmpty())
    showPage(id);
  else if (url.scheme() == QLatin1String("compare"))
    emit comparisonWanted(url.path().section('/', 0, 0), url.path().section('/', 1));
  else if (url.scheme().startsWith(QLatin1String("http")))
    QDesktopServices::openUrl(url);
}

void HelpWindow::onSource(const QUrl& url) {
  const QString id = helpIdOf(url);
  for (int k = 0; k < list_->count(); ++k) {
    if (list_->item(k)->data(kId) == id) list_->setCurrentRow(k);
  }
  dress();
}

/// As one reads it: room above headings and between paragraphs; tables with thin lines, a ground
/// below the head, room in the cells.
void HelpWindow::dress() {
  QTextDocument& document = *text_->document();
  const double line = fontMetrics().height();
  document.setDocumentMargin(line);
  QTextCursor whole(&document);
  whole.beginEditBlock();  // or a long page is laid out hundreds of times
  for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
    QTextCursor cursor(block);
    if (cursor.currentTable() != nullptr) continue;
    QTextBlockFormat room;
    room.setTopMargin(block.blockFormat().headingLevel() > 1 ? line : line / 4);
    room.setBottomMargin(line / 2);
    cursor.mergeBlockFormat(room);
  }
  const QList<QTextFrame*> frames = document.rootFrame()->childFrames();
  for (QTextFrame* frame : frames) {
    auto* table = qobject_cast<QTextTable*>(frame);
    if (table == nullptr) continue;
    QTextTableFormat format = table->format();
    format.setBorder(1);
    format.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
    format.setBorderBrush(theme_.line);
    format.setBorderCollapse(true);
    format.setCellPadding(line / 3);
    format.setCellSpacing(0);
    table->setFormat(format);
    for (int column = 0; column < table->columns(); ++column) {
      QTextTableCell cell = table->cellAt(0, column);
      QTextCharFormat head = cell.format();
      head.setBackground(theme_.grid);
      cell.setFormat(head);
    }
  }
  whole.endEditBlock();
}

void HelpWindow::themeChanged() {
  const int at = text_->verticalScrollBar()->value();
  text_->reload();
  dress();
  text_->verticalScrollBar()->setValue(at);
}

void HelpWindow::changeEvent(QEvent* event) {
  QDialog::changeEvent(event);
  if (event->type() == QEvent::FontChange) dress();
}

}  // namespace vle::ui
