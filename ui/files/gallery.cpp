// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "files/gallery.h"

#include <QAbstractItemDelegate>
#include <QDialog>
#include <QDialogButtonBox>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <QPushButton>
#include <QScreen>
#include <QScrollBar>
#include <QStandardItemModel>
#include <QVBoxLayout>

#include "io/project_file.h"
#include "io/resources.h"

namespace vle::ui {

namespace {

constexpr int kCardMargin = 12;
constexpr int kSummaryRole = Qt::UserRole + 1;
constexpr int kSummaryLines = 3;
constexpr int kColumns = 3;
constexpr int kGalleryRows = 2;

QFont titleFont(QFont font) {
  font.setWeight(QFont::DemiBold);
  return font;
}

/// A card: picture, title, summary.
class CardDelegate : public QAbstractItemDelegate {
 public:
  CardDelegate(const Gallery& gallery, const Theme& theme, QObject* parent)
      : QAbstractItemDelegate(parent), gallery_(gallery), theme_(theme) {}

  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
    const QSize picture = gallery_.pictureSize();
    const int text = QFontMetrics(titleFont(gallery_.font())).height() +
                     kSummaryLines * gallery_.fontMetrics().height();
    return {picture.width() + 3 * kCardMargin, picture.height() + text + 4 * kCardMargin};
  }

  void paint(QPainter* painter, const QStyleOptionViewItem& option,
             const QModelIndex& index) const override {
    const bool is_current = option.state.testFlag(QStyle::State_Selected);
    const bool is_under_mouse = option.state.testFlag(QStyle::State_MouseOver);
    const int half = kCardMargin / 2;
    const QRectF card = QRectF(option.rect).adjusted(half, half, -half, -half);
    QPainterPath outline;
    outline.addRoundedRect(card, 8, 8);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->fillPath(outline, theme_.panel);
    painter->setClipPath(outline);
    const QRect picture(option.rect.topLeft() + QPoint(kCardMargin + half, kCardMargin + half),
                        gallery_.pictureSize());
    const QPixmap pixmap = gallery_.picture(index.row());
    if (!pixmap.isNull()) painter->drawPixmap(picture, pixmap);
    painter->setClipping(false);
    painter->setPen(QPen(is_current       ? theme_.accent
                         : is_under_mouse ? theme_.dim
                                          : theme_.line,
                         is_current ? 2 : 1));
    painter->drawPath(outline);

    painter->setPen(theme_.text);
    painter->setFont(titleFont(gallery_.font()));
    const QFontMetrics title(painter->font());
    QRect text(picture.left(), picture.bottom() + half, picture.width(), title.height());
    painter->drawText(text, Qt::AlignLeft | Qt::AlignVCenter,
                      title.elidedText(index.data().toString(), Qt::ElideRight, text.width()));
    painter->setFont(gallery_.font());
    painter->setPen(theme_.dim);
    text.translate(0, text.height() + 2);
    text.setHeight(kSummaryLines * gallery_.fontMetrics().height());
    painter->drawText(text, Qt::TextWordWrap | Qt::AlignLeft | Qt::AlignTop,
                      index.data(kSummaryRole).toString());
    painter->restore();
  }

 private:
  const Gallery& gallery_;
  const Theme& theme_;
};

}  // namespace

Gallery::Gallery(const Theme& theme, Draw draw, QWidget* parent)
    : QListView(parent),
      theme_(theme),
      draw_(std::move(draw)),
      entries_(catalogue()),
      model_(new QStandardItemModel(this)) {
  for (const ResourceEntry& entry : entries_) {
    auto* item = new QStandardItem(QString::fromStdString(entry.title));
    const QString summary = QString::fromStdString(entry.summary);
    item->setData(summary, kSummaryRole);
    item->setData(summary, Qt::ToolTipRole);
    item->setData(summary, Qt::AccessibleDescriptionRole);
    item->setEditable(false);
    model_->appendRow(item);
  }
  setModel(model_);
  setItemDelegate(new CardDelegate(*this, theme_, this));
  setViewMode(QListView::IconMode);
  setMovement(QListView::Static);
  setResizeMode(QListView::Adjust);
  setUniformItemSizes(true);
  setVerticalScrollMode(QListView::ScrollPerPixel);
  setFrameShape(QFrame::NoFrame);
  setMouseTracking(true);
  viewport()->setAutoFillBackground(false);
  setAccessibleName(tr("Gallery"));
  setCurrentIndex(model_->index(0, 0));
  connect(this, &QListView::doubleClicked, this, &Gallery::pick);
  connect(&draw_timer_, &QTimer::timeout, this, &Gallery::drawNext);
  draw_timer_.setInterval(0);
}

QSize Gallery::pictureSize() const {
  const int unit = fontMetrics().height();
  return {22 * unit, 9 * unit};
}

QSize Gallery::sizeHint() const {
  const QSize card = itemDelegate()->sizeHint({}, {});
  return {kColumns * card.width() + verticalScrollBar()->sizeHint().width() + 4,
          kGalleryRows * card.height() + 4};
}

QPixmap Gallery::picture(int row) const {
  return model_->index(row, 0).data(Qt::DecorationRole).value<QPixmap>();
}

void Gallery::themeChanged() {
  for (int row = 0; row < count(); ++row) model_->item(row)->setData({}, Qt::DecorationRole);
  if (isVisible()) draw_timer_.start();
  viewport()->update();
}

void Gallery::showEvent(QShowEvent* event) {
  QListView::showEvent(event);
  draw_timer_.start();
}

void Gallery::changeEvent(QEvent* event) {
  QListView::changeEvent(event);
  if (event->type() != QEvent::FontChange) return;
  updateGeometry();
  scheduleDelayedItemsLayout();
  themeChanged();  // pictures grow with the font
}

/// Draws one picture a turn of the event loop, so that the window stays awake.
void Gallery::drawNext() {
  for (int row = 0; row < count(); ++row) {
    const QPixmap old = picture(row);
    if (!old.isNull() && old.devicePixelRatio() == devicePixelRatioF()) continue;
    const LoadedProject loaded = readProjectFile(resourceOf(entry(row).id).toStdString());
    model_->item(row)->setData(draw_(loaded.project, theme_, pictureSize(), devicePixelRatioF()),
                               Qt::DecorationRole);
    return;
  }
  draw_timer_.stop();
}

void Gallery::pick(const QModelIndex& index) {
  if (index.isValid()) emit picked(QString::fromStdString(entry(index.row()).id));
}

void Gallery::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
    pick(currentIndex());
  else
    QListView::keyPressEvent(event);
}

QString pickPreset(const Theme& theme, const Gallery::Draw& draw, QWidget* parent) {
  QDialog dialog(parent);
  dialog.setWindowTitle(QObject::tr("Gallery"));
  auto* gallery = new Gallery(theme, draw, &dialog);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Open | QDialogButtonBox::Cancel, &dialog);
  auto* layout = new QVBoxLayout(&dialog);
  layout->addWidget(gallery, 1);
  layout->addWidget(buttons);
  QString id;
  const auto accept = [&](const QString& picked) {
    id = picked;
    dialog.accept();
  };
  QObject::connect(gallery, &Gallery::picked, &dialog, accept);
  QObject::connect(buttons, &QDialogButtonBox::accepted, &dialog, [&] {
    if (gallery->current() >= 0) {
      accept(QString::fromStdString(gallery->entry(gallery->current()).id));
    }
  });
  QObject::connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
  gallery->setFocus();
  dialog.resize(dialog.sizeHint().boundedTo(dialog.screen()->availableSize() * 0.95));
  dialog.exec();
  return id;
}

}  // namespace vle::ui
