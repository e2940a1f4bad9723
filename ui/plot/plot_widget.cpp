// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plot/plot_widget.h"

#include <algorithm>
#include <cmath>

#include <QHelpEvent>
#include <QPainter>
#include <qcustomplot.h>

namespace vle::ui {

namespace {

QString kindText(Plot::Kind kind) {
  switch (kind) {
    case Plot::Kind::Time:
    case Plot::Kind::Loss:
      return PlotWidget::tr("over time");
    case Plot::Kind::Xy:
      return PlotWidget::tr("against one another");
    case Plot::Kind::Spectrum:
      return PlotWidget::tr("over frequency");
    case Plot::Kind::Heat:
      return PlotWidget::tr("as heat maps");
  }
  return {};
}

/// The frame around a plot. The axes are a child that covers the plot itself.
class PlotFrame : public QWidget {
 public:
  PlotFrame(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
  }
  void setWidth(int pixels) {
    pixels_ = pixels;
    update();
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    painter.setPen(QPen(theme_.accent, pixels_));
    painter.drawRect(rect().adjusted(1, 1, -2, -2));
  }

 private:
  const Theme& theme_;
  int pixels_ = 1;
};

}  // namespace

PlotWidget::PlotWidget(const Theme& theme, QWidget* parent)
    : QWidget(parent), theme_(theme), frame_(new PlotFrame(theme, this)) {
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
}

int PlotWidget::halfLine(const QFont& base) {
  return static_cast<int>(std::ceil(QFontMetricsF(smallFont(base)).height() / 2));
}

int PlotWidget::overhead(const QFont& base, bool with_time_labels) {
  const int half = halfLine(base);
  return titleHeight(base) + kTopMargin + (with_time_labels ? 2 * half + 6 : half);
}

void PlotWidget::setContent(PlotContent content) {
  if (content == content_) return;
  const bool is_other = content.probes != content_.probes || content.is_log != content_.is_log ||
                        content.minus != content_.minus || content.kind != content_.kind;
  content_ = std::move(content);
  setAccessibleName(content_.title);
  QStringList probes;
  for (const PlottedProbe& probe : content_.probes) {
    probes << QString::fromStdString(probe.probe);
  }
  setAccessibleDescription(tr("Plot of %1 %2").arg(probes.join(", "), kindText(content_.kind)));
  contentChanged(is_other);
  update();
}

void PlotWidget::restyle() {
  place();
  update();
}

void PlotWidget::setTimeLabels(bool shown) {
  if (shown == has_time_labels_) return;
  has_time_labels_ = shown;
  place();
}

void PlotWidget::setLeftMargin(int pixels) {
  if (pixels == left_margin_) return;
  left_margin_ = pixels;
  place();
}

void PlotWidget::setLegendRows(int rows) {
  if (rows == legend_rows_) return;
  legend_rows_ = rows;
  place();
}

int PlotWidget::neededLegendRows() const {
  return legendRows(titleRow(), titleArea().width(), font());
}

int PlotWidget::headHeight() const {
  return titleHeight(font()) + legend_rows_ * legendRowHeight(font());
}

void PlotWidget::setDropTarget(bool is_target) {
  if (is_target == is_drop_target_) return;
  is_drop_target_ = is_target;
  updateFrame();
}

void PlotWidget::updateFrame() {
  static_cast<PlotFrame*>(frame_)->setWidth(is_drop_target_ ? 2 : 1);
  frame_->setGeometry(rect());
  frame_->setVisible(is_drop_target_ || hasFocus());
  frame_->raise();
}

QString PlotWidget::tipText() const {
  const TitleRow row = titleRow();
  QStringList probes, entries;
  for (const PlottedProbe& probe : content_.probes) probes << QString::fromStdString(probe.probe);
  for (const LegendEntry& entry : row.legend) entries << entry.label;
  QStringList lines = {row.title, probes.join(", ")};
  if (!entries.isEmpty()) lines << tr("Curves: %1").arg(entries.join(", "));
  lines << tr("Drag to move the plot; right-click or Menu key: everything else.");
  return lines.join('\n');
}

void PlotWidget::setReadings(std::vector<Reading> readings) {
  const auto is_same = [](const Reading& a, const Reading& b) {
    return a.text == b.text && a.color == b.color;
  };
  if (std::ranges::equal(readings, readings_, is_same)) return;
  readings_ = std::move(readings);
  update(titleArea());
}

QRect PlotWidget::titleArea() const {
  return {left_margin_, 0, std::max(1, width() - left_margin_ - kRightMargin), headHeight()};
}

QRect PlotWidget::axesRect() const {
  const int top = headHeight() + kTopMargin;
  const int bottom = overhead(font(), has_time_labels_) - titleHeight(font()) - kTopMargin;
  return {left_margin_, top, std::max(1, width() - left_margin_ - kRightMargin),
          std::max(1, height() - top - bottom)};
}

QString PlotWidget::titleText() const {
  QString title = content_.title;
  if (content_.minus) {
    title += tr(" (minus %1)").arg(content_.minus_label);
  }
  const bool says_log = title.contains(QLatin1String("log"), Qt::CaseInsensitive);
  return content_.is_log && !says_log ? tr("%1 (log)").arg(title) : title;
}

TitleRow PlotWidget::titleRow() const {
  return {.title = titleText(),
          .legend = list_.legend,
          .omitted = list_.omitted,
          .readings = readings_};
}

void PlotWidget::paintOn(QCPPainter& painter, const QPoint& top_left) {
  painter.save();
  painter.translate(top_left);
  TitleRow row = titleRow();
  row.readings.clear();
  paintTitleRow(painter, titleArea(), row, font(), theme_);
  painter.translate(0, headHeight());
  paintAxes(painter);
  painter.restore();
}

void PlotWidget::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), theme_.panel);
  paintTitleRow(painter, titleArea(), titleRow(), font(), theme_);
}

void PlotWidget::resizeEvent(QResizeEvent*) {
  frame_->setGeometry(rect());
  place();
}

bool PlotWidget::event(QEvent* event) {
  // Over the axes the readout tells more than a tooltip, which would only cover it.
  if (event->type() == QEvent::ToolTip) {
    if (!titleArea().contains(static_cast<QHelpEvent*>(event)->pos())) return true;
    setToolTip(tipText());
  }
  if (event->type() == QEvent::FontChange) restyle();
  if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) updateFrame();
  return QWidget::event(event);
}

}  // namespace vle::ui
