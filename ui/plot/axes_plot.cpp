// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plot/axes_plot.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <qcustomplot.h>

#include "plot/axis_style.h"

namespace vle::ui {

AxesPlot::AxesPlot(const Theme& theme, QWidget* parent)
    : PlotWidget(theme, parent), plot_(new QCustomPlot(this)) {
  plot_->setPlottingHints(QCP::phFastPolylines | QCP::phCacheLabels);
  plot_->setFocusPolicy(Qt::NoFocus);
  plot_->setAttribute(Qt::WA_TransparentForMouseEvents);
  plot_->axisRect()->setAutoMargins(QCP::msNone);
  plot_->axisRect()->setMinimumSize(1, 1);
  notice_ = new QCPItemText(plot_);
  notice_->setLayer("overlay");
  notice_->position->setType(QCPItemPosition::ptAxisRectRatio);
  notice_->position->setCoords(0.5, 0.5);
  connect(plot_, &QCustomPlot::afterReplot, this, [this] { ++replots_; });
}

void AxesPlot::restyle() {
  styleAxes(*plot_, font(), theme_);
  notice_->setFont(smallFont(font()));
  notice_->setColor(theme_.dim);
  PlotWidget::restyle();
}

void AxesPlot::place() {
  const int top = headHeight();
  const int bottom = overhead(font(), hasNumbersBelow()) - titleHeight(font()) - kTopMargin;
  plot_->setGeometry(0, top, width(), std::max(1, height() - top));
  plot_->axisRect()->setMargins({leftMargin(), kTopMargin, kRightMargin, bottom});
  // At once, so that the first picture has the right size even if the widget was never shown.
  plot_->setViewport(plot_->rect());
  for (const auto phase :
       {QCPLayoutElement::upPreparation, QCPLayoutElement::upMargins, QCPLayoutElement::upLayout}) {
    plot_->plotLayout()->update(phase);
  }
  emit outdated();
  update();
}

void AxesPlot::replot() { plot_->replot(QCustomPlot::rpQueuedReplot); }

void AxesPlot::paintAxes(QCPPainter& painter) {
  plot_->toPainter(&painter, plot_->width(), plot_->height());
}

double AxesPlot::drawn(double y) const {
  if (!content_.is_log) return y;
  return y > 0 ? std::log10(y) : std::numeric_limits<double>::quiet_NaN();
}

void AxesPlot::showNotice() {
  notice_->setText(notice());
  notice_->setVisible(!notice_->text().isEmpty());
}

Extent AxesPlot::valueLimits() const {
  if (manual_) return *manual_;
  if (content_.limits) return {content_.limits->lo, content_.limits->hi};
  return {range_.lower(), range_.upper()};
}

void AxesPlot::zoomValues(double factor, double share) {
  const Extent now = valueLimits();
  const double about = now.hi - share * (now.hi - now.lo);
  const Extent next{about - (about - now.lo) * factor, about + (now.hi - about) * factor};
  const double size = std::max(std::abs(next.lo), std::abs(next.hi));
  if (!areLimits({next.lo, next.hi}, content_.is_log) || next.hi - next.lo < 1e-12 * size) return;
  manual_ = next;
  emit outdated();
}

void AxesPlot::panValues(double share) {
  const Extent now = valueLimits();
  const double by = share * (now.hi - now.lo);
  if (!areLimits({now.lo + by, now.hi + by}, content_.is_log)) return;
  manual_ = Extent{now.lo + by, now.hi + by};
  emit outdated();
}

void AxesPlot::followValues() {
  if (!manual_) return;
  manual_.reset();
  forgetRange();
  emit outdated();
}

}  // namespace vle::ui
