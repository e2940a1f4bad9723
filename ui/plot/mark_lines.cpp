// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plot/mark_lines.h"

#include <algorithm>
#include <cmath>

#include <qcustomplot.h>

namespace vle::ui {

namespace {

constexpr std::ptrdiff_t kMostMarks = 64;  ///< in one window; more would be a grey area
constexpr double kMarkGrip = 4;            ///< pixels around a mark that are taken for it
constexpr double kTip = 7;                 ///< size of the triangle on top of a mark
constexpr double kLeastText = 24;          ///< pixels; a shorter piece of a sentence says nothing

}  // namespace

const Mark* MarkLines::at(double t, double scale) const {
  const auto distance = [&](const Mark& mark) { return std::abs(mark.t - t) * scale; };
  const auto nearest = std::ranges::min_element(marks_, {}, distance);
  return nearest == marks_.end() || distance(*nearest) > kMarkGrip ? nullptr : &*nearest;
}

void MarkLines::paintTexts(QCPPainter& painter, const QRectF& axes, const QFont& font) const {
  const QFontMetricsF metrics(font);
  const double scale = axes.width() / (window_.to - window_.from);
  painter.save();
  painter.setFont(font);
  painter.setPen(theme_.dim);
  for (std::size_t k = 0; k < marks_.size(); ++k) {
    const double end = k + 1 < marks_.size() ? marks_[k + 1].t : window_.to;
    const double x = axes.left() + (marks_[k].t - window_.from) * scale + kTip;
    const double room = axes.left() + (end - window_.from) * scale - x;
    if (room < kLeastText) continue;
    painter.drawText(QRectF(x, axes.top() + 1, room, metrics.height()), Qt::AlignVCenter,
                     metrics.elidedText(marks_[k].text, Qt::ElideRight, room));
  }
  painter.restore();
}

void MarkLines::show(const std::vector<Mark>* marks, const TimeWindow& window, double size) {
  window_ = window;
  marks_.clear();
  if (marks != nullptr) {
    for (const Mark& mark : *marks) {
      if (mark.t >= window_.from && mark.t <= window_.to) marks_.push_back(mark);
    }
  }
  if (std::ssize(marks_) > kMostMarks) marks_.erase(marks_.begin(), marks_.end() - kMostMarks);
  while (lines_.size() > marks_.size()) {
    plot_.removeItem(lines_.back());
    lines_.pop_back();
  }
  while (lines_.size() < marks_.size()) {
    auto* line = new QCPItemLine(&plot_);
    line->setLayer("grid");
    line->start->setTypeX(QCPItemPosition::ptPlotCoords);
    line->end->setTypeX(QCPItemPosition::ptPlotCoords);
    line->start->setTypeY(QCPItemPosition::ptAxisRectRatio);
    line->end->setTypeY(QCPItemPosition::ptAxisRectRatio);
    line->setAntialiased(false);
    lines_.push_back(line);
  }
  const QColor color = mixed(theme_.accent, theme_.panel, 0.4);
  const double top = 1 - kTip / 2 / std::max(1, plot_.axisRect()->height());
  QVector<QCPGraphData> tips;
  for (std::size_t k = 0; k < marks_.size(); ++k) {
    lines_[k]->setPen(QPen(color, 1, Qt::DotLine));
    lines_[k]->start->setCoords(marks_[k].t, 0);
    lines_[k]->end->setCoords(marks_[k].t, 1);
    tips.append(QCPGraphData(marks_[k].t, top));
  }
  if (!tips_) {  // new, or gone with the graphs of another list
    if (tips.isEmpty()) return;
    tips_ = plot_.addGraph(plot_.xAxis, plot_.yAxis2);
    tips_->setLayer("overlay");
    tips_->setLineStyle(QCPGraph::lsNone);
  }
  plot_.yAxis2->setRange(0, 1);  // restyling gives it that of the other side
  tips_->setScatterStyle(
      QCPScatterStyle(QCPScatterStyle::ssTriangleInverted, color, color, kTip * size));
  tips_->data()->set(tips, true);
}

}  // namespace vle::ui
