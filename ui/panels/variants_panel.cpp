// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/variants_panel.h"

#include <algorithm>
#include <cmath>

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include "io/json_codec.h"
#include "model/paths.h"
#include "number_text.h"

namespace vle::ui {

namespace {

constexpr int kRight = 12;
constexpr std::size_t kCoursePoints = 64;

QString asText(std::string_view text) {
  return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QFont bold(QFont font) {
  font.setWeight(QFont::DemiBold);
  return font;
}

QFont small(QFont font) {
  font.setPixelSize(std::max(9, QFontInfo(font).pixelSize() - 2));
  return font;
}

}  // namespace

QString differenceText(const Project& project, const Variant& variant) {
  QStringList parts;
  for (const auto& [path, value] : variant.set) {
    try {
      const ParameterInfo& info = parameterAt(project, path);
      const std::string text = toText(writeParameter(info, value));
      const QString owner = QString::fromStdString(path.substr(0, path.find('.')));
      parts << (owner == QLatin1String("*") ? QObject::tr("all") : owner) + QLatin1Char(' ') +
                   asText(info.label).toLower() + QStringLiteral(": ") +
                   QString::fromStdString(text).trimmed().remove(QLatin1Char('"')) +
                   (info.unit.empty() ? QString() : QLatin1Char(' ') + asText(info.unit));
    } catch (const Error&) {
      parts << QString::fromStdString(path) + QStringLiteral(" = ?");
    }
  }
  for (const std::uint32_t id : variant.without) {
    const NodeSpec* node = project.network.find(NodeId{id});
    const ProjectionSpec* projection = project.network.find(ProjectionId{id});
    const std::string name = node != nullptr         ? node->name
                             : projection != nullptr ? projection->name
                                                     : "?";
    parts << QObject::tr("without %1").arg(QString::fromStdString(name));
  }
  return parts.isEmpty() ? QObject::tr("as drawn") : parts.join(QStringLiteral(", "));
}

QColor variantColor(const Theme& theme, const Variant& variant, std::size_t index) {
  const QColor own(QString::fromStdString(variant.color));
  return own.isValid() ? own : theme.variant(index);
}

VariantsPanel::VariantsPanel(Document& document, Lab& lab, const Theme& theme, QWidget* parent)
    : QWidget(parent), document_(document), lab_(lab), theme_(theme) {
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Variants"));
  setMouseTracking(true);
  connect(&lab_, &Lab::variantsChanged, this, [this] {
    updateGeometry();
    update();
  });
  connect(&lab_, &Lab::frame, this, &VariantsPanel::refresh);
  connect(&lab_, &Lab::statusChanged, this, [this] { update(); });
  connect(&lab_, &Lab::restarted, this, [this] { courses_age_.invalidate(); });
}

int VariantsPanel::dotColumn() const { return 9 * fontMetrics().height() / 4; }

QSize VariantsPanel::sizeHint() const {
  const int rows = static_cast<int>(std::max<std::size_t>(lab_.variants().size(), 1));
  return {16 * fontMetrics().height(), rows * rowRect(0).height() + 8};
}

QSize VariantsPanel::minimumSizeHint() const {
  return {12 * fontMetrics().height(), sizeHint().height()};
}

QRect VariantsPanel::rowRect(std::size_t index) const {
  const int height = fontMetrics().height() + QFontMetrics(small(font())).height() + 18;
  return {4, 4 + static_cast<int>(index) * height, width() - 8, height - 2};
}

int VariantsPanel::rowAt(const QPoint& point) const {
  for (std::size_t k = 0; k < lab_.variants().size(); ++k) {
    if (rowRect(k).contains(point)) return static_cast<int>(k);
  }
  return -1;
}

void VariantsPanel::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  for (std::size_t k = 0; k < lab_.variants().size(); ++k) paintRow(painter, k);
}

void VariantsPanel::paintRow(QPainter& painter, std::size_t index) const {
  const VariantStatus& status = lab_.variants()[index];
  const QRect row = rowRect(index);
  if (index == lab_.shown()) {
    painter.setPen(hasFocus() ? QPen(theme_.accent) : Qt::NoPen);
    painter.setBrush(theme_.grid);
    painter.drawRoundedRect(row, 6, 6);
  }
  const QColor color = variantColor(theme_, status.variant, index);
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
  painter.setFont(small(font()));
  painter.setPen(theme_.dim);
  const QString difference = differenceText(lab_.document().project(), status.variant);
  painter.drawText(
      text, Qt::AlignLeft | Qt::AlignBottom,
      QFontMetrics(small(font())).elidedText(difference, Qt::ElideRight, text.width()));
  if (has_course) paintCourse(painter, index, course);
}

void VariantsPanel::refresh() {
  constexpr qint64 kCoursesEvery = 200;  // ms; nobody sees a sparkline grow faster
  const bool due = !courses_age_.isValid() || courses_age_.elapsed() >= kCoursesEvery ||
                   courses_.size() != lab_.variants().size();
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
void VariantsPanel::paintCourse(QPainter& painter, std::size_t index, const QRect& place) const {
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
  painter.setPen(QPen(variantColor(theme_, lab_.variants()[index].variant, index), 1.5));
  painter.drawPath(path);
}

void VariantsPanel::toggleVisible(std::size_t index) {
  std::vector<Variant> variants = document_.project().variants;
  if (index >= variants.size()) return;  // the one default variant is always visible
  variants[index].visible = !variants[index].visible;
  const QString text = variants[index].visible ? tr("Show variant") : tr("Hide variant");
  document_.push(text, {SetVariants{std::move(variants)}});
}

void VariantsPanel::mousePressEvent(QMouseEvent* event) {
  const int row = rowAt(event->pos());
  if (row < 0 || event->button() != Qt::LeftButton) return;
  const auto index = static_cast<std::size_t>(row);
  if (event->pos().x() < rowRect(index).left() + dotColumn() - 4)
    toggleVisible(index);
  else
    lab_.showVariant(index);
}

void VariantsPanel::keyPressEvent(QKeyEvent* event) {
  const std::size_t shown = lab_.shown();
  if (event->key() == Qt::Key_Up && shown > 0)
    lab_.showVariant(shown - 1);
  else if (event->key() == Qt::Key_Down)
    lab_.showVariant(shown + 1);
  else if (event->key() == Qt::Key_V || event->key() == Qt::Key_Return)
    toggleVisible(shown);
  else
    QWidget::keyPressEvent(event);
}

bool VariantsPanel::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    auto* help = static_cast<QHelpEvent*>(event);
    const int row = rowAt(help->pos());
    if (row >= 0) {
      const Variant& variant = lab_.variants()[static_cast<std::size_t>(row)].variant;
      QToolTip::showText(
          help->globalPos(),
          QString::fromStdString(variant.label()) + QStringLiteral(": ") +
              differenceText(lab_.document().project(), variant) +
              tr("\nClick: show on the canvas. Dot or V: show or hide in the plots."),
          this);
      return true;
    }
  }
  return QWidget::event(event);
}

}  // namespace vle::ui
