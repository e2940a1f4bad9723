// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "variants/variant_list.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QApplication>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include "model/variant_edits.h"
#include "model/variants.h"
#include "session/board_edits.h"
#include "session/number_text.h"
#include "session/variant_words.h"

namespace vle::ui {

namespace {

constexpr int kRight = 12;
constexpr std::size_t kCoursePoints = 64;

QFont bold(QFont font) {
  font.setWeight(QFont::DemiBold);
  return font;
}

QFont small(QFont font) {
  font.setPixelSize(std::max(9, QFontInfo(font).pixelSize() - 2));
  return font;
}

struct SecondLine {
  QString left, right;
};

/// What differs comes first: the distance is shortened, then left out, and only then is the
/// difference cut in its middle, as its value stands at the end.
SecondLine fitted(const QFontMetrics& metrics, const QString& left, const QString& right,
                  int width) {
  constexpr int kGap = 8;
  const int needed = metrics.horizontalAdvance(left) + kGap;
  for (const QString& shorter : {right, right.section(QLatin1Char(' '), 0, 1)}) {
    if (needed + metrics.horizontalAdvance(shorter) <= width) return {left, shorter};
  }
  return {metrics.elidedText(left, Qt::ElideMiddle, width), {}};
}

}  // namespace

VariantList::VariantList(Document& document, Lab& lab, const Theme& theme, QWidget* parent)
    : QWidget(parent), document_(document), lab_(lab), theme_(theme) {
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Variants"));
  setMouseTracking(true);
  connect(&lab_, &Lab::variantsChanged, this, [this] {
    updateGeometry();
    update();
    pressed_.reset();
    dragged_to_.reset();
    if (name_ != nullptr) name_->deleteLater();  // rows have moved under it
    name_ = nullptr;
  });
  connect(&lab_, &Lab::frame, this, &VariantList::refresh);
  connect(&lab_, &Lab::statusChanged, this, [this] { update(); });
  connect(&lab_, &Lab::restarted, this, [this] { courses_age_ = {}; });
}

int VariantList::dotColumn() const { return 9 * fontMetrics().height() / 4; }

QSize VariantList::sizeHint() const {
  const int rows = static_cast<int>(std::max<std::size_t>(lab_.variants().size(), 1));
  return {16 * fontMetrics().height(), rows * rowRect(0).height() + 8};
}

QSize VariantList::minimumSizeHint() const {
  return {12 * fontMetrics().height(), sizeHint().height()};
}

QRect VariantList::rowRect(std::size_t index) const {
  const int height = fontMetrics().height() + QFontMetrics(small(font())).height() + 18;
  return {4, 4 + static_cast<int>(index) * height, width() - 8, height - 2};
}

QRect VariantList::dotRect(std::size_t index) const {
  const QRect row = rowRect(index);
  return {row.left(), row.top(), dotColumn() - 4, row.height()};
}

int VariantList::rowAt(const QPoint& point) const {
  for (std::size_t k = 0; k < lab_.variants().size(); ++k) {
    if (rowRect(k).contains(point)) return static_cast<int>(k);
  }
  return -1;
}

void VariantList::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  for (std::size_t k = 0; k < lab_.variants().size(); ++k) paintRow(painter, k);
  if (!dragged_to_) return;
  const int y = rowRect(dropPlace(*dragged_to_)).center().y();
  const int edge = y + (y > pressed_at_.y() ? 1 : -1) * rowRect(0).height() / 2;
  painter.setPen(QPen(theme_.accent, 2));
  painter.drawLine(8, edge, width() - 8, edge);
}

void VariantList::paintRow(QPainter& painter, std::size_t index) const {
  const VariantStatus& status = lab_.variants()[index];
  const QRect row = rowRect(index);
  if (index == lab_.shown()) {
    painter.setPen(hasFocus() ? QPen(theme_.accent) : Qt::NoPen);
    painter.setBrush(theme_.grid);
    painter.drawRoundedRect(row, 6, 6);
  }
  const QColor color = theme_.variant(index, status.variant.color);
  const double size = 0.75 * fontMetrics().height();
  const QRectF dot(row.left() + 0.6 * size, row.center().y() - size / 2, size, size);
  painter.setPen(QPen(color, 2));
  painter.setBrush(status.variant.visible ? QBrush(color) : Qt::NoBrush);
  painter.drawEllipse(dot);

  const QString loss = status.divergence ? tr("diverged")
                       : status.has_run  ? numberText(status.loss)
                                         : QStringLiteral("–");
  const QRect text = row.adjusted(dotColumn(), 7, -kRight, -7);
  const QFontMetrics strong(bold(font()));
  const int course_width = 3 * fontMetrics().height();
  const int loss_width = strong.horizontalAdvance(QStringLiteral("0.0·10⁻⁰⁰")) + 4;
  const QRect course(text.right() - loss_width - course_width, text.top() + 2, course_width,
                     strong.height() - 4);
  painter.setFont(bold(font()));
  painter.setPen(status.divergence ? theme_.error : theme_.text);
  painter.drawText(text, Qt::AlignRight | Qt::AlignTop, loss);
  painter.setPen(status.variant.visible ? theme_.text : theme_.dim);
  // The name comes before the sparkline where there is no room for both.
  const QString title = QString::fromStdString(status.variant.label());
  const bool has_course = strong.horizontalAdvance(title) <= course.left() - text.left() - 8;
  const int title_end = has_course ? course.left() : text.right() - loss_width;
  painter.drawText(text, Qt::AlignLeft | Qt::AlignTop,
                   strong.elidedText(title, Qt::ElideRight, title_end - text.left() - 8));
  paintSecondLine(painter, status, text);
  if (has_course) paintCourse(painter, index, course);
}

/// What differs and how far it is from the teacher, or why it diverged.
void VariantList::paintSecondLine(QPainter& painter, const VariantStatus& status,
                                  const QRect& text) const {
  const QFontMetrics metrics(small(font()));
  painter.setFont(small(font()));
  painter.setPen(status.divergence ? theme_.error : theme_.dim);
  const Project& project = document_.project();
  const QString left =
      status.divergence ? divergenceText(project, status) : differenceText(project, status.variant);
  const QString right =
      status.divergence || !status.has_run ? QString() : distanceText(status.distance);
  const SecondLine line = fitted(metrics, left, right, text.width());
  painter.drawText(text, Qt::AlignLeft | Qt::AlignBottom, line.left);
  painter.drawText(text, Qt::AlignRight | Qt::AlignBottom, line.right);
}

QStringList VariantList::secondLine(std::size_t index) const {
  const VariantStatus& status = lab_.variants().at(index);
  const int width = rowRect(index).width() - dotColumn() - kRight;
  const SecondLine line =
      fitted(QFontMetrics(small(font())), differenceText(document_.project(), status.variant),
             distanceText(status.distance), width);
  return {line.left, line.right};
}

void VariantList::refresh() {
  constexpr qint64 kCoursesEvery = 200;  // ms; nobody sees a sparkline grow faster
  const bool due =
      courses_age_.elapsed() >= kCoursesEvery || courses_.size() != lab_.variants().size();
  if (isVisible() && due) {
    courses_.clear();
    top_ = -300;
    for (const VariantStatus& status : lab_.variants()) {
      courses_.push_back(lab_.traces().curve(status.variant.name, "loss_mean", 0,
                                             lab_.traces().newest(), kCoursePoints));
      for (const double y : courses_.back().y) {
        if (y > 0) top_ = std::max(top_, std::log10(y));
      }
    }
    courses_age_.start();
  }
  update();
}

/// Logarithmic, six decades from the largest loss of any variant down.
void VariantList::paintCourse(QPainter& painter, std::size_t index, const QRect& place) const {
  constexpr double kDecades = 6;
  const double end = lab_.traces().newest();
  if (index >= courses_.size() || end <= 0) return;
  const Curve& curve = courses_[index];
  QPainterPath path;
  for (std::size_t k = 0; k < curve.t.size(); ++k) {
    if (!(curve.y[k] > 0)) continue;
    const double depth = std::clamp((top_ - std::log10(curve.y[k])) / kDecades, 0.0, 1.0);
    const QPointF point(place.left() + place.width() * std::min(curve.t[k] / end, 1.0),
                        place.top() + place.height() * depth);
    if (path.elementCount() == 0)
      path.moveTo(point);
    else
      path.lineTo(point);
  }
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(theme_.variant(index, lab_.variants()[index].variant.color), 1.5));
  painter.drawPath(path);
}

void VariantList::toggleVisible(std::size_t index) {
  std::vector<Variant> variants = document_.project().variants;
  if (index >= variants.size()) return;  // the one default variant is always visible
  variants[index].visible = !variants[index].visible;
  const QString text = variants[index].visible ? tr("Show variant") : tr("Hide variant");
  document_.push(text, {SetVariants{std::move(variants)}});
}

void VariantList::move(std::size_t from, std::size_t to) {
  if (from == to || to >= lab_.variants().size()) return;
  document_.push(tr("Move variant"), {SetVariants{withMoved(document_.project(), from, to)}});
}

void VariantList::startRenaming(std::size_t index) {
  if (index >= lab_.variants().size()) return;
  finishRenaming();
  const Variant& variant = lab_.variants()[index].variant;
  renamed_ = variant.name;
  name_ = new QLineEdit(QString::fromStdString(variant.label()), this);
  name_->setAccessibleName(tr("Name of the variant"));
  name_->setMaxLength(100);
  name_->setGeometry(rowRect(index).adjusted(dotColumn() - 6, 2, -kRight,
                                             -2 - QFontMetrics(small(font())).height()));
  name_->selectAll();
  name_->show();
  name_->setFocus();
  connect(name_, &QLineEdit::editingFinished, this, &VariantList::finishRenaming);
  name_->installEventFilter(this);
}

/// Keys that end renaming must not reach the list, which has acts of its own for them.
bool VariantList::eventFilter(QObject* watched, QEvent* event) {
  if (watched != name_ || event->type() != QEvent::KeyPress) {
    return QWidget::eventFilter(watched, event);
  }
  const int key = static_cast<QKeyEvent*>(event)->key();
  if (key == Qt::Key_Return || key == Qt::Key_Enter) {
    finishRenaming();
    return true;
  }
  if (key != Qt::Key_Escape) return QWidget::eventFilter(watched, event);
  std::exchange(name_, nullptr)->deleteLater();
  setFocus();
  return true;
}

void VariantList::finishRenaming() {
  if (name_ == nullptr) return;
  QLineEdit* editor = std::exchange(name_, nullptr);
  const std::string text = editor->text().toStdString();
  const bool had_focus = editor->hasFocus();
  editor->hide();
  editor->deleteLater();
  if (had_focus) setFocus();
  const std::vector<Variant> running = runningVariants(document_.project());
  const auto at = std::ranges::find(running, renamed_, &Variant::name);
  if (at == running.end()) return;  // it was deleted meanwhile
  std::vector<Variant> variants =
      withName(document_.project(), static_cast<std::size_t>(at - running.begin()), text);
  if (variants == running) return;
  const std::string name = variants[static_cast<std::size_t>(at - running.begin())].name;
  document_.push(tr("Rename variant"),
                 {SetVariants{std::move(variants)},
                  SetBoard{withVariantRenamed(document_.project().board, renamed_, name)}});
}

void VariantList::mousePressEvent(QMouseEvent* event) {
  const int row = rowAt(event->pos());
  if (row < 0 || event->button() != Qt::LeftButton) return;
  const auto index = static_cast<std::size_t>(row);
  if (dotRect(index).contains(event->pos())) {
    toggleVisible(index);
    return;
  }
  pressed_ = index;
  pressed_at_ = event->pos();
  lab_.showVariant(index);
}

std::size_t VariantList::dropPlace(int y) const {
  const int count = static_cast<int>(lab_.variants().size());
  const int row = (y - 4) / std::max(1, rowRect(0).height() + 2);
  return static_cast<std::size_t>(std::clamp(row, 0, std::max(count - 1, 0)));
}

void VariantList::mouseMoveEvent(QMouseEvent* event) {
  if (!pressed_ || !(event->buttons() & Qt::LeftButton)) return;
  const int distance = std::abs(event->pos().y() - pressed_at_.y());
  if (!dragged_to_ && distance < QApplication::startDragDistance()) return;
  dragged_to_ = event->pos().y();
  update();
}

void VariantList::mouseReleaseEvent(QMouseEvent* event) {
  const auto from = std::exchange(pressed_, std::nullopt);
  const auto to = std::exchange(dragged_to_, std::nullopt);
  if (event->button() == Qt::LeftButton && from && to) move(*from, dropPlace(*to));
  update();
}

void VariantList::mouseDoubleClickEvent(QMouseEvent* event) {
  const int row = rowAt(event->pos());
  if (row < 0 || event->button() != Qt::LeftButton) return;
  const auto index = static_cast<std::size_t>(row);
  pressed_.reset();
  if (dotRect(index).contains(event->pos()))
    toggleVisible(index);
  else
    startRenaming(index);
}

void VariantList::contextMenuEvent(QContextMenuEvent* event) {
  const bool is_key = event->reason() == QContextMenuEvent::Keyboard;
  const int row = is_key ? static_cast<int>(lab_.shown()) : rowAt(event->pos());
  if (row < 0) return;
  const auto index = static_cast<std::size_t>(row);
  emit menuRequested(index, is_key ? mapToGlobal(rowRect(index).center()) : event->globalPos());
}

void VariantList::keyPressEvent(QKeyEvent* event) {
  const std::size_t shown = lab_.shown();
  const bool moves = event->modifiers() & Qt::AltModifier;
  if (event->key() == Qt::Key_Up) {
    if (shown == 0) return;
    if (moves)
      move(shown, shown - 1);
    else
      lab_.showVariant(shown - 1);
  } else if (event->key() == Qt::Key_Down) {
    if (moves)
      move(shown, shown + 1);
    else
      lab_.showVariant(shown + 1);
  } else if (event->key() == Qt::Key_V || event->key() == Qt::Key_Return) {
    toggleVisible(shown);
  } else if (event->key() == Qt::Key_S) {
    emit soloRequested(shown);
  } else if (event->key() == Qt::Key_F2) {
    startRenaming(shown);
  } else if (event->key() == Qt::Key_Delete) {
    emit removeRequested(shown);
  } else {
    QWidget::keyPressEvent(event);
  }
}

QString VariantList::tip(const VariantStatus& status) const {
  const Project& project = document_.project();
  QString text = QString::fromStdString(status.variant.label()) + QStringLiteral(": ") +
                 differenceText(project, status.variant);
  const QString reason = divergenceText(project, status);
  const QString distance = distanceText(status.distance);
  if (!reason.isEmpty()) text += QLatin1Char('\n') + reason;
  if (!distance.isEmpty()) text += QLatin1Char('\n') + distance;
  return text + tr("\nClick: show on the canvas. Dot or V: show or hide in the plots. "
                   "Double click or F2: rename. Drag: move. Right click: more.");
}

bool VariantList::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    auto* help = static_cast<QHelpEvent*>(event);
    const int row = rowAt(help->pos());
    if (row >= 0) {
      QToolTip::showText(help->globalPos(), tip(lab_.variants()[static_cast<std::size_t>(row)]),
                         this);
      return true;
    }
  }
  return QWidget::event(event);
}

}  // namespace vle::ui
