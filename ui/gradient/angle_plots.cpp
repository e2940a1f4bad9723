// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gradient/angle_plots.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include <QVBoxLayout>

#include "gradient/microscope_words.h"

namespace vle::ui {

namespace {

constexpr double kAxisMargin = 0.04;  ///< of an axis, beside lines at its ends
constexpr std::size_t kFewAngles = 24;
constexpr std::size_t kBandReach = 4;  ///< looks before and after that a band is of

/// Of a look and those beside it: the median as line, the quartiles as band. Gaps stay.
void addBand(PlotLine& line) {
  const std::vector<double> all = line.y;
  line.low.assign(all.size(), std::numeric_limits<double>::quiet_NaN());
  line.high = line.low;
  std::vector<double> near;
  for (std::size_t k = 0; k < all.size(); ++k) {
    if (!std::isfinite(all[k])) continue;
    near.clear();
    const std::size_t end = std::min(all.size(), k + kBandReach + 1);
    for (std::size_t n = k - std::min(k, kBandReach); n < end; ++n) {
      if (std::isfinite(all[n])) near.push_back(all[n]);
    }
    std::ranges::sort(near);
    line.low[k] = near[near.size() / 4];
    line.y[k] = near[near.size() / 2];
    line.high[k] = near[near.size() - 1 - near.size() / 4];
  }
}

}  // namespace

AnglePlots::AnglePlots(const GradientMonitor& monitor, const Theme& theme, QWidget* parent)
    : QWidget(parent),
      monitor_(monitor),
      theme_(theme),
      updates_(new LinePlot(theme, this)),
      feedback_(new LinePlot(theme, this)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(updates_, 1);
  column->addWidget(feedback_, 1);
  for (LinePlot* plot : {updates_, feedback_}) plot->setTimeAxis(true);
  updates_->setLabels(false);
}

void AnglePlots::draw(const std::vector<SeenVariant>& seen) {
  std::vector<PlotLine> updates, feedback;
  std::vector<LegendEntry> update_legend, feedback_legend;
  QString below, aligned;
  const auto add = [](std::vector<PlotLine>& lines, const std::vector<AnglePoint>& points,
                      double AnglePoint::*angle, const TraceStyle& style) {
    PlotLine line;
    for (const AnglePoint& point : points) {
      line.x.push_back(point.t);
      line.y.push_back(point.*angle);
    }
    line.style = style;
    line.is_joined = points.size() <= kFewAngles;
    if (line.is_joined) line.dot = style.width;
    if (!line.is_joined) addBand(line);
    lines.push_back(std::move(line));
  };
  for (const SeenVariant& one : seen) {
    if (one.network == nullptr) continue;
    const LayerPlan* layer = one.network->layer(monitor_.layer());
    if (layer == nullptr) continue;
    std::size_t into = 0;
    for (const ProjectionPlan& plan : one.network->projections) {
      const auto& points = monitor_.angles(one.view->variant, plan.id);
      const QString name = QString::fromStdString(plan.name);
      if (plan.post == layer->range) {
        add(updates, points, &AnglePoint::update, {one.color, 1.5, into});
        if (one.is_front) update_legend.push_back({name, {theme_.dim, 1.5, into}});
        ++into;
      }
      if (plan.pre == layer->range && !plan.from_input) {
        add(feedback, points, &AnglePoint::transposed, {one.color, 1.5, 0});
        add(feedback, points, &AnglePoint::expected, {one.color, 1, 1});
        const auto is_known = [](const AnglePoint& point) { return std::isfinite(point.expected); };
        if (std::ranges::any_of(points, is_known)) aligned = alignedText(*one.network);
        if (one.is_front) below += (below.isEmpty() ? QString() : QStringLiteral(", ")) + name;
      }
    }
  }
  if (!below.isEmpty()) feedback_legend.push_back({QStringLiteral("Wᵀ"), {theme_.dim, 1.5, 0}});
  if (!aligned.isEmpty()) feedback_legend.push_back({aligned, {theme_.dim, 1, 1}});
  updates_->setTitle(tr("Angle: local update – exact gradient (°)"));
  updates_->setLegend(std::move(update_legend));
  feedback_->setTitle(tr("Angle of B to … (°)"));
  feedback_->setToolTip(below.isEmpty() ? QString() : tr("B of %1").arg(below));
  feedback_->setLegend(std::move(feedback_legend));
  feedback_->setNotice(
      below.isEmpty() && !seen.empty() ? tr("the target's error\ncomes without a B") : QString());
  double largest = 0, last = 0;
  for (const auto* lines : {&updates, &feedback}) {
    for (const PlotLine& line : *lines) {
      for (const double angle : line.y) {
        if (angle > largest) largest = angle;
      }
      if (!line.x.empty()) last = std::max(last, line.x.back());
    }
  }
  const double limit = angleLimit(largest);
  for (LinePlot* plot : {updates_, feedback_}) {
    plot->setFixed(Extent{0, std::max(1.0, last)},
                   Extent{-kAxisMargin * limit, (1 + kAxisMargin) * limit});
  }
  updates_->setLines(std::move(updates));
  feedback_->setLines(std::move(feedback));
}

}  // namespace vle::ui
