// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "detail/synapse_diagram.h"

#include <algorithm>
#include <cmath>

#include <QEvent>
#include <QPainter>
#include <QPolygonF>

#include "detail/text_label.h"
#include "session/number_text.h"

namespace vle::ui {

namespace {

constexpr int kFrameGap = 8;  // between the frames, and around chips
constexpr int kChipRows = 4;  // of chips in a frame
constexpr double kCorner = 8;
constexpr double kPairGap = 3;  // from the middle to either neuron of a pair

QLabel* labelIn(QWidget* parent, const char* name) {
  auto* label = new QLabel(parent);
  label->setObjectName(QLatin1String(name));
  label->setAttribute(Qt::WA_TransparentForMouseEvents);
  label->setTextFormat(Qt::RichText);
  label->setAlignment(Qt::AlignCenter);
  return label;
}

}  // namespace

SynapseDiagram::SynapseDiagram(const Theme& theme, QWidget* parent)
    : QWidget(parent),
      theme_(theme),
      upper_(labelIn(this, "upper_name")),
      lower_(labelIn(this, "lower_name")),
      W_caption_(labelIn(this, "W_caption")),
      B_caption_(labelIn(this, "B_caption")),
      far_caption_(labelIn(this, "far_caption")) {
  W_caption_->setText(tr("W sees"));
  B_caption_->setText(tr("B sees"));
  far_caption_->setText(tr("far away, and in the future"));
  far_caption_->hide();
  QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
  setAccessibleName(tr("What the synapse sees"));
}

int SynapseDiagram::line() const { return fontMetrics().height() + 8; }

double SynapseDiagram::neuronRadius() const { return line() * 0.32; }

void SynapseDiagram::addChip(const char* name, const QString& symbol, bool is_of_B, Row row,
                             Hue hue) {
  chips_.push_back({labelIn(this, name), symbol, is_of_B, row, hue});
  chips_.back().label->show();
}

void SynapseDiagram::setSubject(const SynapseSubject& subject) {
  for (const Chip& chip : chips_) delete chip.label;
  chips_.clear();
  subject_ = subject;
  const ProjectionPlan& plan = *subject.plan;
  upper_->setText(QString::fromStdString(subject.upper).toHtmlEscaped());
  lower_->setText(QString::fromStdString(subject.lower).toHtmlEscaped());
  addChip("see_e", QStringLiteral("e"), false, Row::Above, Hue::Error);
  addChip("see_W", QStringLiteral("W"), false, Row::Own, Hue::Signal);
  addChip("see_r", QStringLiteral("r"), false, Row::Below, Hue::Signal);
  B_caption_->setVisible(!plan.from_input);
  if (!plan.from_input) {
    addChip("see_B", QStringLiteral("B"), true, Row::Own, Hue::Feedback);
    struct SeenByB {
      FeedbackFactor what;
      const char* name;
      QString symbol;
      Row row;
      Hue hue;
    };
    static const SeenByB kSeen[] = {
        {FeedbackFactor::OwnCurrent, "see_current", QStringLiteral("W r̃²"), Row::Above,
         Hue::Signal},
        {FeedbackFactor::Model, "see_M", QStringLiteral("M"), Row::Above, Hue::Error},
        {FeedbackFactor::DriveDeviation, "see_drive", QStringLiteral("s − s̄"), Row::Above,
         Hue::Signal},
        {FeedbackFactor::FilteredRate, "see_rho", QStringLiteral("ρ"), Row::Below, Hue::Signal},
        {FeedbackFactor::RateDeviation, "see_r_tilde", QStringLiteral("r̃"), Row::LowerStill,
         Hue::Signal},
        {FeedbackFactor::Error, "see_B_e", QStringLiteral("e"), Row::Above, Hue::Error},
        {FeedbackFactor::Rate, "see_B_r", QStringLiteral("r"), Row::Below, Hue::Signal},
    };
    const FeedbackTraits& traits = feedbackTraits(plan.feedback);
    for (const SeenByB& seen : kSeen) {
      if (traits.doesSee(seen.what)) addChip(seen.name, seen.symbol, true, seen.row, seen.hue);
    }
  }
  styleLabels();
  place();
  update();
}

void SynapseDiagram::setValues(const ValueOf& value) {
  if (!subject_) return;
  for (const Chip& chip : chips_) {
    const QString name = chip.label->objectName();
    const SynapseSubject& s = *subject_;
    double number = 0;
    if (name == QLatin1String("see_current")) {
      const double r_tilde = value(s.r_tilde);
      number = value(s.W) * (r_tilde * r_tilde);
    } else {
      number = value(name.endsWith(QLatin1String("_e"))     ? s.e
                     : name == QLatin1String("see_W")       ? s.W
                     : name == QLatin1String("see_B")       ? s.B
                     : name == QLatin1String("see_M")       ? s.M
                     : name == QLatin1String("see_drive")   ? s.s_tilde
                     : name == QLatin1String("see_rho")     ? s.rho
                     : name == QLatin1String("see_r_tilde") ? s.r_tilde
                                                            : s.r);
    }
    const QString text = chip.symbol + QStringLiteral(" = ") + numberText(number, kReadingDigits);
    if (chip.label->text() != text) chip.label->setText(text);
  }
}

void SynapseDiagram::setFar(const QStringList& pieces) {
  QStringList now;
  for (const QLabel* label : far_) now << label->text();
  if (now == pieces) return;
  for (QLabel* label : far_) delete label;
  far_.clear();
  for (qsizetype k = 0; k < pieces.size(); ++k) {
    far_.push_back(labelIn(this, qPrintable(QStringLiteral("far_%1").arg(k))));
    far_.back()->setText(pieces[k]);
    far_.back()->show();
  }
  far_caption_->setVisible(!pieces.isEmpty());
  styleLabels();
  updateGeometry();
  place();
  update();
}

void SynapseDiagram::themeChanged() {
  styleLabels();
  updateGeometry();
  place();
  update();
}

QColor SynapseDiagram::colorOf(Hue hue) const {
  switch (hue) {
    case Hue::Signal:
      return theme_.signal;
    case Hue::Error:
      return theme_.error;
    case Hue::Feedback:
      return theme_.feedback;
    case Hue::Problem:
      return theme_.problem;
  }
  return theme_.text;
}

void SynapseDiagram::styleLabels() {
  for (const Chip& chip : chips_) setColor(*chip.label, colorOf(chip.hue));
  for (QLabel* label : {upper_, lower_}) setColor(*label, theme_.text);
  for (QLabel* label : {W_caption_, B_caption_}) setColor(*label, theme_.dim);
  setColor(*far_caption_, theme_.problem);
  // Faded: it is not there.
  for (QLabel* label : far_) setColor(*label, mixed(theme_.panel, theme_.problem, 0.75));
}

/// Lays the far pieces out in rows. @returns the height they take
int SynapseDiagram::placeFar(int width, bool is_real) const {
  if (far_.empty()) return 0;
  int x = kFrameGap, y = line();
  for (QLabel* label : far_) {
    const int wanted = std::min(label->sizeHint().width() + 12, width - 2 * kFrameGap);
    if (x > kFrameGap && x + wanted > width - kFrameGap) {
      x = kFrameGap;
      y += line() + 4;
    }
    if (is_real) label->setGeometry(x, y, wanted, line());
    x += wanted + 6;
  }
  return y + line() + kFrameGap;
}

int SynapseDiagram::farHeight() const {
  const int far = placeFar(width(), false);
  return far == 0 ? 0 : far + line();
}

int SynapseDiagram::heightForWidth(int width) const {
  const int far = placeFar(width, false);
  return (far == 0 ? 0 : far + line()) + (2 + kChipRows + 2) * line() + 2 * kFrameGap;
}

QSize SynapseDiagram::sizeHint() const { return {250, heightForWidth(std::max(width(), 200))}; }

QRect SynapseDiagram::frameOf(bool is_of_B) const {
  const int top = farHeight() + line() + kFrameGap;
  const int height = (kChipRows + 2) * line();
  const bool is_single = subject_ && subject_->plan->from_input;
  const int half = is_single ? width() - 2 : (width() - 2 - 2 * kFrameGap) / 2;
  return {is_of_B ? width() - 1 - half : 1, top, half, height};
}

QRectF SynapseDiagram::boxOf(const Chip& chip) const {
  const QRect frame = frameOf(chip.is_of_B);
  const double step = static_cast<double>(frame.height() - line()) / kChipRows;
  double y = frame.top() + line() + step * static_cast<double>(chip.row);
  if (chip.row != Row::LowerStill) y += 2;
  const double width =
      std::min<double>(frame.width() - 2 * kFrameGap, 11.0 * fontMetrics().height());
  return {frame.center().x() - width / 2, y, width, static_cast<double>(line())};
}

void SynapseDiagram::place() {
  (void)placeFar(width(), true);
  const int far = farHeight();
  far_caption_->setGeometry(0, 2, width(), line());
  const int side = width() / 2 - 24;
  upper_->setGeometry(width() / 2 + 24, far, side, line());
  upper_->setAlignment(Qt::AlignVCenter | Qt::AlignLeft);
  lower_->setGeometry(width() / 2 + 24, frameOf(false).bottom() + 1 + kFrameGap, side, line());
  lower_->setAlignment(Qt::AlignVCenter | Qt::AlignLeft);
  W_caption_->setGeometry(frameOf(false).adjusted(0, 2, 0, 0).topLeft().x(),
                          frameOf(false).top() + 2, frameOf(false).width(),
                          fontMetrics().height() + 2);
  B_caption_->setGeometry(frameOf(true).left(), frameOf(true).top() + 2, frameOf(true).width(),
                          fontMetrics().height() + 2);
  for (const Chip& chip : chips_) chip.label->setGeometry(boxOf(chip).toRect());
}

void SynapseDiagram::resizeEvent(QResizeEvent*) { place(); }

void SynapseDiagram::changeEvent(QEvent* event) {
  if (event->type() == QEvent::FontChange) {
    updateGeometry();
    place();
  }
  QWidget::changeEvent(event);
}

void SynapseDiagram::paintArrow(QPainter& painter, QPointF from, QPointF to,
                                const QPen& pen) const {
  QPointF back = from - to;
  const double length = std::hypot(back.x(), back.y());
  if (length < 3) return;
  back /= length;
  const QPointF across(-back.y(), back.x());
  painter.setPen(pen);
  painter.drawLine(from, to + back * 5);
  painter.setPen(QPen(pen.color(), 1));
  painter.setBrush(pen.color());
  painter.drawPolygon(QPolygonF({to, to + back * 8 + across * 4, to + back * 8 - across * 4}));
}

/// A signal neuron and its error partner, as on the canvas; an input has none.
void SynapseDiagram::paintNeuron(QPainter& painter, QPointF middle, bool has_error) const {
  const double r = neuronRadius();
  painter.setPen(QPen(theme_.signal, 1.6));
  painter.setBrush(mixed(theme_.panel, theme_.signal, 0.25));
  painter.drawEllipse(middle - QPointF(r + kPairGap, 0), r, r);
  if (!has_error) return;
  painter.setPen(QPen(theme_.error, 1.6));
  painter.setBrush(mixed(theme_.panel, theme_.error, 0.25));
  painter.drawRoundedRect(QRectF(middle.x() + kPairGap, middle.y() - r, 2 * r, 2 * r), 2, 2);
}

void SynapseDiagram::paintFar(QPainter& painter) const {
  if (far_.empty()) return;
  const double bottom = placeFar(width(), false);
  QColor veil = theme_.problem;
  veil.setAlphaF(0.05F);
  QPen pen(theme_.problem, 1.4);
  pen.setDashPattern({4, 2.5});
  painter.setPen(pen);
  painter.setBrush(veil);
  painter.drawRoundedRect(QRectF(1, 1, width() - 2, bottom - 2), kCorner, kCorner);
  painter.setPen(QPen(mixed(theme_.panel, theme_.problem, 0.6), 1));
  painter.setBrush(Qt::NoBrush);
  for (const QLabel* label : far_) {
    painter.drawRoundedRect(QRectF(label->geometry()).adjusted(0.5, 1.5, -0.5, -1.5), 4, 4);
  }
  paintArrow(painter, {width() / 2.0, bottom}, {width() / 2.0, bottom + line() - 4}, pen);
}

void SynapseDiagram::paintEvent(QPaintEvent*) {
  if (!subject_) return;
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  paintFar(painter);
  const double top = farHeight() + line() / 2.0;
  const double bottom = lower_->geometry().center().y();
  const ProjectionPlan& plan = *subject_->plan;
  paintNeuron(painter, {width() / 2.0, top}, true);
  paintNeuron(painter, {width() / 2.0, bottom}, !plan.from_input);
  for (const bool is_of_B : {false, true}) {
    if (is_of_B && plan.from_input) break;
    painter.setPen(QPen(mixed(theme_.line, theme_.text, 0.35), 1.4));
    painter.setBrush(mixed(theme_.panel, theme_.background, 0.6));
    painter.drawRoundedRect(QRectF(frameOf(is_of_B)).adjusted(0.5, 0.5, -0.5, -0.5), kCorner,
                            kCorner);
  }
  const auto find = [&](bool is_of_B, Row row) -> const Chip* {
    const auto chip = std::ranges::find_if(
        chips_, [&](const Chip& c) { return c.is_of_B == is_of_B && c.row == row; });
    return chip == chips_.end() ? nullptr : &*chip;
  };
  for (const bool is_of_B : {false, true}) {
    const Chip* own = find(is_of_B, Row::Own);
    if (own == nullptr) continue;
    const QRectF box = boxOf(*own);
    // What comes in is dotted to its neuron where it enters, and points at the weight.
    for (const Row row : {Row::Above, Row::Below}) {
      const Chip* chip = find(is_of_B, row);
      if (chip == nullptr) continue;
      const QRectF from = boxOf(*chip);
      const bool is_above = row == Row::Above;
      paintArrow(painter, {from.center().x(), is_above ? from.bottom() - 2 : from.top() + 2},
                 {box.center().x(), is_above ? box.top() + 1 : box.bottom() - 1},
                 QPen(colorOf(chip->hue), 1.6));
      const bool is_own_place = chip->label->objectName() == QLatin1String("see_current");
      if (is_own_place) continue;
      const double edge = is_above ? frameOf(is_of_B).top() : frameOf(is_of_B).bottom() + 1;
      painter.setPen(QPen(colorOf(chip->hue), 1.4, Qt::DotLine));
      const double side = neuronRadius() + kPairGap;
      painter.drawLine(QPointF(width() / 2.0 + (chip->hue == Hue::Error ? side : -side),
                               is_above ? top + line() * 0.4 : bottom - line() * 0.4),
                       QPointF(from.center().x(), edge));
    }
    painter.setPen(QPen(colorOf(own->hue), 1.8));
    painter.setBrush(mixed(theme_.panel, colorOf(own->hue), 0.12));
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5);
  }
  const Chip* W = find(false, Row::Own);
  const Chip* B = find(true, Row::Own);
  if (W == nullptr || B == nullptr) return;
  if (const Chip* current = find(true, Row::Above);
      current != nullptr &&
      feedbackTraits(plan.feedback).reads == FeedbackTraits::Reads::OwnCurrent) {
    // The reciprocal synapse of a pair lies at the same place: its current is there.
    paintArrow(painter, {boxOf(*W).right(), boxOf(*W).center().y()},
               {boxOf(*current).left() + 2, boxOf(*current).center().y() + 4},
               QPen(theme_.signal, 1.6));
  }
  if (feedbackWords(*subject_).reads_elsewhere) {
    QPen pen(theme_.problem, 2);
    pen.setDashPattern({3, 2});
    paintArrow(painter, {boxOf(*W).right(), boxOf(*W).center().y()},
               {boxOf(*B).left(), boxOf(*B).center().y()}, pen);
  }
}

}  // namespace vle::ui
