// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "variants/variant_list.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include <QAbstractListModel>
#include <QApplication>
#include <QContextMenuEvent>
#include <QLineEdit>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QStyledItemDelegate>

#include "model/board.h"
#include "model/variant_edits.h"
#include "model/variants.h"
#include "session/number_text.h"
#include "session/tempo_timer.h"
#include "session/variant_words.h"

namespace vle::ui {

namespace {

constexpr int kRowsShown = 5;
constexpr int kTop = 4, kBottom = 2;  // px above the first and below the last row
constexpr int kRight = 12;

QFont bold(QFont font) {
  font.setWeight(QFont::DemiBold);
  return font;
}

QFont small(QFont font) {
  font.setPixelSize(std::max(9, QFontInfo(font).pixelSize() - 2));
  return font;
}

int rowHeight(const QFont& font) {
  return QFontMetrics(font).height() + QFontMetrics(small(font)).height() + 18;
}

int dotColumn(const QFont& font) { return 9 * QFontMetrics(font).height() / 4; }

/// The part of a row that is painted.
QRect boxOf(const QRect& row) { return row.adjusted(4, 0, -4, -2); }

QRect textOf(const QRect& row, const QFont& font) {
  return boxOf(row).adjusted(dotColumn(font), 7, -kRight, -7);
}

/// The variants as rows. Another name, another place and the check are edits of the document.
class VariantModel : public QAbstractListModel {
 public:
  VariantModel(Document& document, const Lab& lab, QObject* parent)
      : QAbstractListModel(parent), document_(document), lab_(lab) {
    connect(&lab_, &Lab::variantsChanged, this, [this] {
      beginResetModel();
      differences_ = differences();
      endResetModel();
    });
    connect(&lab_.compiler(), &Compiler::networksChanged, this, [this] {
      const QStringList before = std::exchange(differences_, differences());
      if (before != differences_ && rowCount() > 0)
        emit dataChanged(index(0), index(rowCount() - 1));
    });
  }

  [[nodiscard]] int rowCount(const QModelIndex& = {}) const override {
    return static_cast<int>(lab_.variants().size());
  }

  [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override {
    return QAbstractListModel::flags(index) | Qt::ItemIsEditable | Qt::ItemIsUserCheckable;
  }

  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override {
    const VariantStatus& status = lab_.variants().at(static_cast<std::size_t>(index.row()));
    const QString label = QString::fromStdString(status.variant.label());
    const Project& project = document_.project();
    QStringList lines = {differenceText(project, status.variant), troubleText(project, status),
                         distanceText(status)};
    if (status.began > 0) {
      lines << VariantList::tr(
                   "It began at %1 with its initial weights, beside variants that had "
                   "learned; Reset lets all begin together.")
                   .arg(timeText(status.began));
    }
    lines.removeAll(QString());
    switch (role) {
      case Qt::DisplayRole:
      case Qt::EditRole:
        return label;
      case Qt::CheckStateRole:
        return status.variant.visible ? Qt::Checked : Qt::Unchecked;
      case Qt::AccessibleDescriptionRole:
        return lines.join(QStringLiteral("; ")) + VariantList::tr("; loss ") + lossText(status);
      case Qt::ToolTipRole:
        return label + QStringLiteral(": ") + lines.join(QLatin1Char('\n')) +
               VariantList::tr(
                   "\nClick: show on the canvas. Dot or V: show or hide in the plots. "
                   "Double click or F2: rename. Drag: move. Right click: more.");
      default:
        return {};
    }
  }

  bool setData(const QModelIndex& index, const QVariant& value, int role) override {
    if (!index.isValid()) return false;
    const auto k = static_cast<std::size_t>(index.row());
    if (role == Qt::CheckStateRole) return setVisible(k, value.toInt() == Qt::Checked);
    return role == Qt::EditRole &&
           rename(lab_.variants().at(k).variant.id, value.toString().toStdString());
  }

  void moveTo(int from, int to) {
    if (from == to || to < 0 || to >= rowCount()) return;
    document_.push(VariantList::tr("Move variant"),
                   {SetVariants{withMoved(document_.project(), static_cast<std::size_t>(from),
                                          static_cast<std::size_t>(to))}});
  }

 private:
  /// By what the variants differ, in the names of the project as it is.
  [[nodiscard]] QStringList differences() const {
    QStringList result;
    for (const VariantStatus& status : lab_.variants()) {
      result << differenceText(document_.project(), status.variant);
    }
    return result;
  }

  bool setVisible(std::size_t index, bool visible) {
    std::vector<Variant> variants = document_.project().variants;
    if (index >= variants.size()) return false;  // the one default variant is always visible
    variants[index].visible = visible;
    document_.push(visible ? VariantList::tr("Show variant") : VariantList::tr("Hide variant"),
                   {SetVariants{std::move(variants)}});
    return true;
  }

  bool rename(VariantId variant, const std::string& text) {
    const std::vector<Variant> running = runningVariants(document_.project());
    const auto found = std::ranges::find(running, variant, &Variant::id);
    if (found == running.end()) return false;  // it was deleted meanwhile
    const auto at = static_cast<std::size_t>(found - running.begin());
    std::vector<Variant> variants = withName(document_.project(), at, text);
    if (variants == running) return false;
    Board board = withVariantRenamed(document_.project().board, found->name, variants[at].name);
    document_.push(VariantList::tr("Rename variant"),
                   {SetVariants{std::move(variants)}, SetBoard{std::move(board)}});
    return true;
  }

  Document& document_;
  const Lab& lab_;
  QStringList differences_;  // as painted last
};

/// A row: dot, name, course and number of the loss; what differs below.
class RowDelegate : public QStyledItemDelegate {
 public:
  RowDelegate(VariantList& list, const Lab& lab, const Theme& theme)
      : QStyledItemDelegate(&list), list_(list), lab_(lab), theme_(theme) {
    connect(&lab_.control(), &RunControl::restarted, this, [this] { courses_age_ = {}; });
    connect(&lab_, &Lab::frame, this, &RowDelegate::refresh);
  }

  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
    return {0, rowHeight(list_.font())};
  }

  void paint(QPainter* painter, const QStyleOptionViewItem& option,
             const QModelIndex& index) const override {
    const auto k = static_cast<std::size_t>(index.row());
    const VariantStatus& status = lab_.variants().at(k);
    const QFont font = list_.font();
    const QRect box = boxOf(option.rect);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (k == lab_.shown()) {
      painter->setPen(list_.hasFocus() ? QPen(theme_.accent) : Qt::NoPen);
      painter->setBrush(theme_.grid);
      painter->drawRoundedRect(box, 6, 6);
    }
    const QColor color = theme_.variant(k, status.variant.color);
    const double size = 0.75 * QFontMetrics(font).height();
    painter->setPen(QPen(color, 2));
    painter->setBrush(status.variant.visible ? QBrush(color) : Qt::NoBrush);
    painter->drawEllipse(QRectF(box.left() + 0.6 * size, box.center().y() - size / 2, size, size));

    const QRect text = textOf(option.rect, font);
    const QFontMetrics strong(bold(font));
    const int course_width = 3 * QFontMetrics(font).height();
    const int loss_width = strong.horizontalAdvance(QStringLiteral("0.0·10⁻⁰⁰")) + 4;
    const QRect course(text.right() - loss_width - course_width, text.top() + 2, course_width,
                       strong.height() - 4);
    painter->setFont(bold(font));
    const bool is_well = !status.divergence && status.refusal.empty();
    painter->setPen(is_well ? theme_.text : theme_.error);
    painter->drawText(text, Qt::AlignRight | Qt::AlignTop, lossText(status));
    // The name comes before the sparkline where there is no room for both.
    const QString title = index.data().toString();
    const bool has_course = strong.horizontalAdvance(title) <= course.left() - text.left() - 8;
    const int title_end = has_course ? course.left() : text.right() - loss_width;
    painter->setPen(status.variant.visible ? theme_.text : theme_.dim);
    painter->drawText(text, Qt::AlignLeft | Qt::AlignTop,
                      strong.elidedText(title, Qt::ElideRight, title_end - text.left() - 8));
    painter->setFont(small(font));
    painter->setPen(is_well ? theme_.dim : theme_.error);
    const QStringList second = list_.secondLine(index);
    painter->drawText(text, Qt::AlignLeft | Qt::AlignBottom, second.front());
    painter->drawText(text, Qt::AlignRight | Qt::AlignBottom, second.back());
    if (has_course) painter->strokePath(courseOf(k, course), QPen(color, 1.5));
    painter->restore();
  }

  bool editorEvent(QEvent* event, QAbstractItemModel*, const QStyleOptionViewItem&,
                   const QModelIndex& index) override {
    const bool is_press =
        event->type() == QEvent::MouseButtonPress || event->type() == QEvent::MouseButtonDblClick;
    if (!is_press || !list_.dotRect(index).contains(static_cast<QMouseEvent*>(event)->pos())) {
      return false;
    }
    list_.toggleVisible(static_cast<std::size_t>(index.row()));
    return true;
  }

  QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem&,
                        const QModelIndex&) const override {
    auto* name = new QLineEdit(parent);
    name->setAccessibleName(VariantList::tr("Name of the variant"));
    name->setMaxLength(100);
    return name;
  }

  void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                            const QModelIndex&) const override {
    const int below = 2 + QFontMetrics(small(list_.font())).height();
    editor->setGeometry(
        boxOf(option.rect).adjusted(dotColumn(list_.font()) - 6, 2, -kRight, -below));
  }

 private:
  void refresh() {
    constexpr double kEvery = 200;  // ms; nobody sees a sparkline grow faster
    constexpr std::size_t kPoints = 64;
    if (!list_.isVisible()) return;
    list_.viewport()->update();
    if (courses_age_.elapsed() < kEvery && courses_.size() == lab_.variants().size()) return;
    courses_.clear();
    top_ = -300;
    const TraceStore& traces = lab_.traces();
    for (const VariantStatus& status : lab_.variants()) {
      courses_.push_back(traces.curve(status.variant.id, "loss_mean", 0, traces.newest(), kPoints));
      for (const double y : courses_.back().y) {
        if (y > 0) top_ = std::max(top_, std::log10(y));
      }
    }
    courses_age_.start();
  }

  /// Logarithmic, six decades from the largest loss of any variant down.
  [[nodiscard]] QPainterPath courseOf(std::size_t index, const QRect& place) const {
    constexpr double kDecades = 6;
    const double end = lab_.traces().newest();
    QPainterPath path;
    if (index >= courses_.size() || end <= 0) return path;
    const Curve& curve = courses_[index];
    for (std::size_t k = 0; k < curve.t.size(); ++k) {
      if (!(curve.y[k] > 0)) continue;
      const double depth = std::clamp((top_ - std::log10(curve.y[k])) / kDecades, 0.0, 1.0);
      const QPointF point(place.left() + place.width() * std::min(curve.t[k] / end, 1.0),
                          place.top() + place.height() * depth);
      path.elementCount() == 0 ? path.moveTo(point) : path.lineTo(point);
    }
    return path;
  }

  VariantList& list_;
  const Lab& lab_;
  const Theme& theme_;
  std::vector<Curve> courses_;  // loss over the whole run, one per variant
  double top_ = 0;              // decadic logarithm of the largest loss
  Since courses_age_;
};

}  // namespace

VariantList::VariantList(Document& document, Lab& lab, const Theme& theme, QWidget* parent)
    : QListView(parent), document_(document), lab_(lab), theme_(theme) {
  setModel(new VariantModel(document, lab, this));
  setItemDelegate(new RowDelegate(*this, lab, theme));
  setUniformItemSizes(true);
  setVerticalScrollMode(QListView::ScrollPerPixel);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setFrameShape(QFrame::NoFrame);
  setViewportMargins(0, kTop, 0, kBottom);
  setFocusPolicy(Qt::StrongFocus);
  viewport()->setAutoFillBackground(false);
  setAccessibleName(tr("Variants"));
  connect(model(), &QAbstractItemModel::modelReset, this, [this] {
    pressed_.reset();
    dragged_to_.reset();
    updateGeometry();
    showCurrent();
  });
  connect(&lab_, &Lab::shownChanged, this, &VariantList::showCurrent);
  showCurrent();
}

QModelIndex VariantList::row(std::size_t index) const {
  return model()->index(static_cast<int>(index), 0);
}

/// The current row is the variant on the canvas.
void VariantList::showCurrent() {
  viewport()->update();
  const QModelIndex shown = row(lab_.shown());
  if (currentIndex() != shown) setCurrentIndex(shown);
}

void VariantList::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
  QListView::currentChanged(current, previous);
  if (!current.isValid() || current == row(lab_.shown())) return;
  lab_.showVariant(static_cast<std::size_t>(current.row()));
}

void VariantList::startRenaming(std::size_t index) { edit(row(index), AllEditTriggers, nullptr); }

QSize VariantList::sizeHint() const {
  const int rows = std::clamp(model()->rowCount(), 1, kRowsShown);
  return {16 * fontMetrics().height(), kTop + rows * rowHeight(font()) + kBottom};
}

QSize VariantList::minimumSizeHint() const {
  return {12 * fontMetrics().height(), sizeHint().height()};
}

void VariantList::themeChanged() {
  updateGeometry();
  scheduleDelayedItemsLayout();
  viewport()->update();
}

QRect VariantList::dotRect(const QModelIndex& index) const {
  QRect box = boxOf(visualRect(index));
  box.setWidth(dotColumn(font()) - 4);
  return box;
}

/// What differs comes first: what stands beside it is shortened, then left out, and only then is
/// the difference cut in its middle, as its value stands at the end.
QStringList VariantList::secondLine(const QModelIndex& index) const {
  constexpr int kGap = 8;
  const VariantStatus& status = lab_.variants().at(static_cast<std::size_t>(index.row()));
  const Project& project = document_.project();
  const QString trouble = troubleText(project, status);
  const bool is_well = trouble.isEmpty();
  const QString left = is_well ? differenceText(project, status.variant) : trouble;
  const bool has_distance = is_well && status.has_run;
  QStringList rights;
  if (is_well && status.began > 0) {
    rights = {tr("began at %1, untrained").arg(timeText(status.began)),
              tr("since %1").arg(timeText(status.began))};
  } else if (has_distance) {
    rights = {distanceText(status), shortDistanceText(status)};
  }
  const QFontMetrics metrics(small(font()));
  const int width = textOf(visualRect(index), font()).width();
  const int needed = metrics.horizontalAdvance(left) + kGap;
  for (const QString& shorter : rights) {
    if (needed + metrics.horizontalAdvance(shorter) <= width) return {left, shorter};
  }
  return {metrics.elidedText(left, Qt::ElideMiddle, width), {}};
}

void VariantList::toggleVisible(std::size_t index) {
  const std::vector<Variant>& variants = document_.project().variants;
  const bool is_visible = index < variants.size() && variants[index].visible;
  model()->setData(row(index), is_visible ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
}

void VariantList::move(int from, int to) { static_cast<VariantModel*>(model())->moveTo(from, to); }

void VariantList::paintEvent(QPaintEvent* event) {
  QListView::paintEvent(event);
  if (!dragged_to_) return;
  const QRect place = visualRect(row(static_cast<std::size_t>(dropPlace())));
  const int edge = place.center().y() > pressed_at_.y() ? place.bottom() : place.top();
  QPainter painter(viewport());
  painter.setPen(QPen(theme_.accent, 2));
  painter.drawLine(8, edge, viewport()->width() - 8, edge);
}

/// The row whose place a dragged one takes.
int VariantList::dropPlace() const {
  const int row = (*dragged_to_ + verticalOffset()) / rowHeight(font());
  return std::clamp(row, 0, std::max(model()->rowCount() - 1, 0));
}

void VariantList::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;  // the menu is for any row, shown or not
  const QModelIndex at = indexAt(event->pos());
  pressed_at_ = event->pos();
  pressed_.reset();
  if (at.isValid() && !dotRect(at).contains(event->pos())) pressed_ = at.row();
  QListView::mousePressEvent(event);
}

void VariantList::mouseMoveEvent(QMouseEvent* event) {
  if (!pressed_ || !(event->buttons() & Qt::LeftButton)) return;
  const int distance = std::abs(event->pos().y() - pressed_at_.y());
  if (!dragged_to_ && distance < QApplication::startDragDistance()) return;
  dragged_to_ = event->pos().y();
  viewport()->update();
}

void VariantList::mouseReleaseEvent(QMouseEvent* event) {
  QListView::mouseReleaseEvent(event);
  if (pressed_ && dragged_to_ && event->button() == Qt::LeftButton) move(*pressed_, dropPlace());
  pressed_.reset();
  dragged_to_.reset();
  viewport()->update();
}

void VariantList::contextMenuEvent(QContextMenuEvent* event) {
  const bool is_key = event->reason() == QContextMenuEvent::Keyboard;
  const QModelIndex at = is_key ? currentIndex() : indexAt(event->pos());
  if (!at.isValid()) return;
  emit menuRequested(
      static_cast<std::size_t>(at.row()),
      is_key ? viewport()->mapToGlobal(visualRect(at).center()) : event->globalPos());
}

void VariantList::keyPressEvent(QKeyEvent* event) {
  if (state() == EditingState) return;  // what ends renaming is no act of the list's own
  const std::size_t shown = lab_.shown();
  const int row = static_cast<int>(shown);
  const bool moves = (event->modifiers() & Qt::AltModifier) != 0;
  switch (event->key()) {
    case Qt::Key_Up:
      return moves ? move(row, row - 1) : QListView::keyPressEvent(event);
    case Qt::Key_Down:
      return moves ? move(row, row + 1) : QListView::keyPressEvent(event);
    case Qt::Key_V:
    case Qt::Key_Return:
      return toggleVisible(shown);
    case Qt::Key_S:
      return emit soloRequested(shown);
    case Qt::Key_Delete:
      return emit removeRequested(shown);
    case Qt::Key_F2:
      return startRenaming(shown);
    default:
      event->ignore();  // letters are keys of the window, not a search
  }
}

}  // namespace vle::ui
