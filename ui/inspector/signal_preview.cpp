// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspector/signal_preview.h"

#include <algorithm>
#include <cmath>

#include <QPainter>
#include <QPainterPath>

#include "base/error.h"
#include "inspector/number_entry.h"
#include "model/signal_kinds.h"
#include "model/signal_shape.h"
#include "session/number_text.h"
#include "sim/signals.h"
#include "sim/state.h"

namespace vle::ui {

namespace {

constexpr std::size_t kPreviewPoints = 500;
constexpr std::size_t kChannels = 4;  // more cannot be told apart

}  // namespace

SignalCurve signalCurve(const SignalSpec& signal, std::int64_t size, const Settings& settings,
                        NodeId id) {
  SignalCurve curve;
  if (const auto wrong = signalProblem(signal, size)) {
    curve.problem = QString::fromStdString(*wrong);
    return curve;
  }
  // A network of this input alone: everything is evaluated as the simulation does it.
  Project project;
  project.settings.dt = settings.dt;
  project.settings.seed = settings.seed;
  NodeSpec input;
  input.name = "x";
  input.size = size;
  input.kind = InputSpec{signal};
  NodeSpec layer;
  layer.name = "y";
  layer.size = size;
  layer.kind = LayerSpec{.tau_m = 100 * settings.dt, .tau_r = 100 * settings.dt};
  ProjectionSpec projection;
  projection.name = "W";
  projection.from = id;
  projection.to = NodeId{number(id) + 1};
  projection.pattern.kind = Pattern::Kind::OneToOne;
  projection.W = 1.0;
  project.network.nodes = {{id, std::move(input)}, {projection.to, std::move(layer)}};
  project.network.projections = {{ProjectionId{number(id) + 2}, projection}};
  try {
    const auto network = Network::build(project);
    const SignalPlan& plan = network->inputs.front().signal;
    AlignedVector memory = initialState(*network).signal_memory;
    // Samples are counted in steps of the run; all else is known at any time.
    const bool by_step = std::holds_alternative<SamplesSignal>(signal);
    curve.end = kindOf(signal).preview(signal, settings.dt);
    const double dt = by_step ? settings.dt : curve.end / kPreviewPoints;
    const auto steps = static_cast<std::size_t>(std::max(1.0, std::round(curve.end / dt)));
    const std::size_t points = std::min(steps, kPreviewPoints);
    const auto count = static_cast<std::size_t>(size);
    std::vector<double> values(count);
    curve.channels.resize(std::min(count, kChannels));
    for (std::size_t k = 0; k < points; ++k) {
      const auto n = static_cast<std::int64_t>(k * steps / points);
      evaluateSignal(plan, n, dt, memory.data() + plan.memory.begin, values.data(), count);
      for (std::size_t c = 0; c < curve.channels.size(); ++c) {
        curve.channels[c].push_back(values[c]);
      }
    }
  } catch (const Error& error) {
    curve.problem = QString::fromUtf8(error.what());
  }
  return curve;
}

SignalPreview::SignalPreview(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setAccessibleName(tr("Preview of the signal"));
}

QSize SignalPreview::sizeHint() const { return {200, 6 * fontMetrics().height()}; }

void SignalPreview::show(SignalCurve curve) {
  curve_ = std::move(curve);
  setAccessibleDescription(curve_.problem.isEmpty() ? tr("%1 ms").arg(fieldText({}, curve_.end))
                                                    : curve_.problem);
  update();
}

void SignalPreview::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(theme_.line);
  painter.setBrush(theme_.background);
  painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
  const QRect inner = rect().adjusted(8, 4, -8, -4);
  if (!curve_.problem.isEmpty()) {
    painter.setPen(theme_.dim);
    painter.drawText(inner, Qt::AlignCenter | Qt::TextWordWrap, curve_.problem);
    return;
  }
  double low = kNever;
  double high = -kNever;
  for (const auto& channel : curve_.channels) {
    for (const double y : channel) {
      if (!std::isfinite(y)) continue;
      low = std::min(low, y);
      high = std::max(high, y);
    }
  }
  if (!(low <= high)) return;
  const QString end = numberText(curve_.end, 3) + tr(" ms");
  const QString top = numberText(high);
  const QString bottom = numberText(low);
  const QFontMetrics metrics(font());
  const int left = std::max(metrics.horizontalAdvance(top), metrics.horizontalAdvance(bottom)) + 6;
  const QRectF plot = QRectF(inner).adjusted(left, metrics.height() / 2.0, 0, -metrics.height());
  const double span = high > low ? high - low : 1;
  const double middle = high > low ? low : low - 0.5;
  painter.setPen(theme_.dim);
  const auto label = [&](double y, const QString& text) {
    painter.drawText(QRectF(inner.left(), y - metrics.height() / 2.0, left - 6, metrics.height()),
                     Qt::AlignRight | Qt::AlignVCenter, text);
  };
  if (high > low) {
    label(plot.top(), top);
    label(plot.bottom(), bottom);
  } else {
    label(plot.center().y(), top);
  }
  painter.drawText(inner, Qt::AlignRight | Qt::AlignBottom, end);
  painter.setPen(theme_.grid);
  if (low < 0 && high > 0) {
    const double zero = plot.bottom() + low / span * plot.height();
    painter.drawLine(QPointF(plot.left(), zero), QPointF(plot.right(), zero));
  }
  painter.setBrush(Qt::NoBrush);
  for (std::size_t c = curve_.channels.size(); c-- > 0;) {
    const std::vector<double>& channel = curve_.channels[c];
    QPainterPath path;
    for (std::size_t k = 0; k < channel.size(); ++k) {
      if (!std::isfinite(channel[k])) continue;
      const double x = static_cast<double>(k) /
                       static_cast<double>(std::max<std::size_t>(channel.size() - 1, 1));
      const QPointF point(plot.left() + x * plot.width(),
                          plot.bottom() - (channel[k] - middle) / span * plot.height());
      if (path.elementCount() == 0)
        path.moveTo(point);
      else
        path.lineTo(point);
    }
    painter.setPen(QPen(mixed(theme_.signal, theme_.background, 0.22 * static_cast<double>(c)),
                        c == 0 ? 1.5 : 1.0));
    painter.drawPath(path);
  }
}

}  // namespace vle::ui
