// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "board/board_controller.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QWidget>

#include "model/variants.h"
#include "plot/tick_text.h"
#include "plot/trace_plot.h"
#include "session/board.h"
#include "session/number_text.h"

namespace vle::ui {

namespace {
constexpr double kSameTime = 1e-9;  ///< of a window; closer times are one
}  // namespace

BoardController::BoardController(Document& document, const Lab& lab, Focus& focus, QWidget& widget)
    : QObject(&widget), document_(document), lab_(lab), focus_(focus), widget_(widget) {
  connect(&remark_ends_, &TempoTimer::timeout, this, [this] { remark({}); });
}

void BoardController::look(const std::string& projection, std::size_t post, std::size_t pre) {
  for (const auto& [id, spec] : document_.project().network.projections) {
    if (spec.name == projection) return focus_.look(SynapseRef{id, post, pre});
  }
}

void BoardController::compare(const std::string& layer, std::size_t neuron) {
  for (const auto& [id, spec] : document_.project().network.nodes) {
    if (spec.name != layer || spec.layer() == nullptr) continue;
    focus_.look(NeuronRef{id, neuron});
    emit gradientWanted();
    return;
  }
}

std::optional<std::size_t> BoardController::indexOf(const PlotWidget* plot) const {
  const auto found = std::ranges::find(plots_, plot);
  if (found == plots_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - plots_.begin());
}

Board BoardController::board() const { return boardOf(document_.project()); }

void BoardController::push(const QString& text, Board board, const QString& merge_key) {
  document_.push(text, {SetBoard{std::move(board)}}, merge_key);
}

std::vector<ProbeChoice> BoardController::probeChoices() const {
  const auto network = lab_.live().network();
  return network ? vle::probeChoices(*network) : std::vector<ProbeChoice>{};
}

void BoardController::addProbe(const QString& probe, int plot) {
  const std::string name = probe.toStdString();
  if (name.empty()) return;
  Board now = board();
  if (plot >= 0 && static_cast<std::size_t>(plot) < now.size()) {
    const std::string title = now[static_cast<std::size_t>(plot)].title;
    return push(tr("Plot %1 in '%2'").arg(probe, QString::fromStdString(title)),
                withProbe(std::move(now), static_cast<std::size_t>(plot), name));
  }
  std::size_t values = 1;
  for (const ProbeChoice& choice : probeChoices()) {
    if (choice.probe == name) {
      values = std::max<std::size_t>(1, choice.rows) * std::max<std::size_t>(1, choice.columns);
    }
  }
  const std::size_t end = now.size();
  push(tr("Plot %1").arg(probe),
       withPlot(std::move(now), end, plotOf(document_.project().network, name, values)));
}

const TraceStore& BoardController::traces() const {
  return frozen_ ? frozen_->traces : lab_.traces();
}

PlotSource BoardController::source() const {
  const KeptRuns* kept = &lab_.keptRuns();
  const SeedRuns* seeds = &lab_.seeds();
  if (frozen_) return {frozen_->traces, &frozen_->live, &frozen_->marks, kept, seeds};
  return {lab_.traces(), &lab_.live(), &lab_.marks().all(), kept, seeds};
}

TimeWindow BoardController::windowOf(const PlotWidget& plot) const {
  return view_.window(plot.content().is_slow, plot.content().window);
}

std::vector<PlotContent> BoardController::contents(const Theme& theme) const {
  const Project& project = document_.project();
  std::vector<Variant> all;
  std::vector<VariantId> diverged;
  for (const VariantStatus& status : lab_.variants()) {
    all.push_back(status.variant);
    if (status.divergence) diverged.push_back(status.variant.id);
  }
  if (all.empty()) all = runningVariants(project);
  return boardContents(project, all, diverged, lab_.shownVariant(), theme);
}

double BoardController::now() const {
  return std::chrono::duration<double>(Tempo::now() - start_).count();
}

bool BoardController::advance() {
  const RunStatus& status = lab_.control().status();
  const bool is_moved =
      !isFrozen() && view_.advance(status.t, status.is_running, now(), newestEdge());
  announce();
  return is_moved;
}

bool BoardController::setUpView() {
  const Project& project = document_.project();
  const double length = length_ > 0 ? length_ : recentWindow(project);
  const bool is_other = view_.setUp(length, inputPeriod(project));
  announce();
  return is_other;
}

void BoardController::restart() {
  frozen_.reset();
  cursors_ = {};
  emit cursorsChanged();
  view_.restart();
}

/// Where the mouse points, in the picture as it stands: plots are drawn one a frame, so that those
/// of one window may show different periods of it for a moment.
double BoardController::pointerIn(const PlotWidget& plot) const {
  const auto drawn = [this](const PlotWidget& of) {
    const TimeWindow& window = of.timeWindow();
    return window.to > window.from ? window : windowOf(of);
  };
  const TimeWindow pointed = drawn(*pointed_), own = drawn(plot);
  const double length = pointed.to - pointed.from;
  const bool is_linked = plot.content().is_slow == pointed_->content().is_slow &&
                         std::abs(own.to - own.from - length) <= kSameTime * length;
  return (is_linked ? own.from : pointed.from) + pointed_share_ * length;
}

void BoardController::showCursors() {
  CursorTimes shown = cursors_;
  const PlotSource drawn_from = source();
  for (PlotWidget* plot : plots_) {
    if (pointed_ && pointed_share_ >= 0) shown.pointer = pointerIn(*plot);
    plot->showCursors(drawn_from, shown, plot == pointed_);
  }
}

void BoardController::point(PlotWidget* plot, double share) {
  const bool is_timed = plot != nullptr && plot->content().isOverTime();
  pointed_ = is_timed ? plot : nullptr;
  pointed_share_ = is_timed && share >= 0 && share <= 1 ? share : -1;
  showCursors();
}

void BoardController::updatePointer() {
  if (pointed_share_ >= 0) showCursors();
}

double BoardController::nearestSample(const PlotWidget& plot, double t) const {
  const auto* trace_plot = qobject_cast<const TracePlot*>(&plot);
  if (trace_plot == nullptr) return t;
  for (std::size_t k = 0; k < trace_plot->list().traces.size(); ++k) {
    if (!trace_plot->list().traces[k].is_front) continue;
    if (const auto sample = trace_plot->sampleAt(traces(), k, t)) return sample->t;
  }
  return t;
}

std::optional<double> BoardController::nextSample(const PlotWidget& plot, double t,
                                                  int direction) const {
  const auto* trace_plot = qobject_cast<const TracePlot*>(&plot);
  if (trace_plot == nullptr) return std::nullopt;
  const TimeWindow window = windowOf(plot);
  const double from = direction > 0 ? t : std::min(window.from, t);
  const double to = direction > 0 ? std::max(window.to, t) : t;
  for (const DrawnTrace& trace : trace_plot->list().traces) {
    if (!trace.is_front) continue;
    std::vector<Sample> rows = traces().samples(trace.variant, trace.channel, from, to);
    if (direction < 0) std::ranges::reverse(rows);
    const double least = kSameTime * (window.to - window.from);
    for (const Sample& row : rows) {
      if (direction * (row.t - t) > least) return row.t;
    }
    return std::nullopt;
  }
  return std::nullopt;
}

void BoardController::stepCursor(PlotWidget* plot, bool is_second, int direction) {
  if (!plot->content().isOverTime()) return;
  if (!plot->content().is_slow && lab_.control().status().is_running) setFrozen(true);
  const TimeWindow window = windowOf(*plot);
  const double length = window.to - window.from;
  const double now =
      (is_second ? cursors_.second : cursors_.first).value_or(window.from + length / 2);
  const double pixel = length / std::max(1, plot->axesRect().width());
  const double wanted = std::clamp(now + direction * pixel, window.from, window.to);
  double t = nearestSample(*plot, wanted);
  // Zoomed in, the nearest row is the one it stands at.
  if (direction * (t - now) <= kSameTime * length) {
    t = nextSample(*plot, now, direction).value_or(now);
  }
  moveCursor(is_second, t);
}

void BoardController::placeCursor(PlotWidget* plot, double share, bool is_second) {
  if (!plot->content().isOverTime()) return;
  // A picture that moves would carry the cursor away before it is read.
  const TimeWindow window = windowOf(*plot);
  if (!plot->content().is_slow && lab_.control().status().is_running) setFrozen(true);
  const double t = nearestSample(*plot, window.from + share * (window.to - window.from));
  moveCursor(is_second, t);
}

void BoardController::moveCursor(bool is_second, double t) {
  (is_second ? cursors_.second : cursors_.first) = std::max(t, 0.0);
  showCursors();
  emit cursorsChanged();
}

void BoardController::clearCursors() {
  cursors_ = {};
  showCursors();
  emit cursorsChanged();
}

QStringList BoardController::cursorParts() const {
  QStringList parts;
  if (cursors_.first) parts << tr("t₁ %1").arg(momentText(*cursors_.first));
  if (cursors_.second) parts << tr("t₂ %1").arg(momentText(*cursors_.second));
  if (cursors_.first && cursors_.second) {
    const double between = *cursors_.second - *cursors_.first;
    parts << tr("Δt %1").arg(momentText(between));
    if (between != 0) parts << tr("1/Δt %1 Hz").arg(numberText(1000 / std::abs(between), 4));
  }
  return parts;
}

QString BoardController::cursorText() const { return cursorParts().join(QStringLiteral("   ")); }

void BoardController::zoomTime(PlotWidget* plot, double share, double factor) {
  if (!plot->content().isOverTime()) return;
  const TimeWindow window = windowOf(*plot);
  const bool is_slow = plot->content().is_slow;
  if (view_.isFollowing(is_slow)) view_.show(is_slow, window);
  view_.zoom(is_slow, window.from + share * (window.to - window.from), factor);
  announce();
  emit outdated();
}

void BoardController::panTime(PlotWidget* plot, double ms) {
  if (!plot->content().isOverTime()) return;
  view_.pan(plot->content().is_slow, ms);
  announce();
  emit outdated();
}

void BoardController::setSync(TimeView::Sync sync) {
  view_.setSync(sync);
  follow();
}

void BoardController::setWindowLength(double length) {
  length_ = length;
  setUpView();
  follow();
}

void BoardController::setFrozen(bool frozen) {
  if (frozen == isFrozen()) return;
  if (frozen) {
    frozen_ = Frozen{lab_.traces(), lab_.live(), lab_.marks().all()};
    view_.hold();
  } else {
    frozen_.reset();
    view_.follow();
    advance();
  }
  announce();
  emit outdated();
  emit statusChanged();
}

void BoardController::follow() {
  setFrozen(false);
  view_.follow();
  advance();
  for (PlotWidget* plot : plots_) plot->followValues();
  emit followed();
  emit outdated();
}

double BoardController::newestEdge() const {
  if (view_.live().sync() != TimeView::Sync::Edge) return -1;
  for (const PlotWidget* plot : plots_) {
    const auto* trace_plot = qobject_cast<const TracePlot*>(plot);
    if (trace_plot == nullptr || plot->content().is_slow) continue;
    for (const DrawnTrace& trace : trace_plot->list().traces) {
      if (!trace.is_front) continue;
      const double length = view_.live().length();
      const double t = lab_.control().status().t;
      const auto samples = lab_.traces().samples(trace.variant, trace.channel, t - 2 * length, t);
      if (samples.empty()) return -1;
      const auto [low, high] = std::ranges::minmax(samples, {}, &Sample::value);
      const double level = (low.value + high.value) / 2;
      const double latest = t - (1 - TimeView::kEdgePlace) * length;
      for (std::size_t k = samples.size() - 1; k > 0; --k) {
        const bool rises = samples[k - 1].value < level && samples[k].value >= level;
        if (rises && samples[k].t <= latest) return samples[k].t;
      }
      return -1;
    }
  }
  return -1;
}

void BoardController::remark(const QString& sentence) {
  constexpr int kReadFor = 6000;  // ms
  remark_ = sentence;
  if (!remark_.isEmpty()) remark_ends_.start(kReadFor);
  announce();
}

QString BoardController::windowText() const {
  if (isFrozen()) return tr("frozen; the run goes on");
  if (!view_.isFollowing()) return tr("held; double-click or End: back to the newest");
  const double length = view_.live().length();
  const QString window = timeText(length, niceStep(length, 5));
  if (!lab_.control().status().is_running) return tr("last %1").arg(window);
  switch (view_.live().mode()) {
    case TimeView::Mode::InStep:
      return tr("last %1, in step with the input").arg(window);
    case TimeView::Mode::Stills:
      return tr("last %1, refreshed every 0.2 s").arg(window);
    case TimeView::Mode::Edge:
      return tr("last %1, triggered by a rising edge").arg(window);
    case TimeView::Mode::Follow:
      break;
  }
  return tr("following %1").arg(window);
}

/// "84 MB of 256", and of how many curves if there are too many.
QString BoardController::recordedText() const {
  constexpr double kMegabyte = 1024 * 1024;
  const TraceStore& traces = lab_.traces();
  const double bytes = static_cast<double>(traces.memory()) +
                       (frozen_ ? static_cast<double>(frozen_->traces.memory()) : 0.0);
  QString size = tr("%1 MB of %2")
                     .arg(std::ceil(bytes / kMegabyte))
                     .arg(2 * TraceStore::kBudget / kMegabyte);  // a frozen copy beside it
  if (traces.leftOut() == 0) return size;
  return tr("%1 of %2 curves recorded, %3")
      .arg(traces.recorded())
      .arg(traces.recorded() + traces.leftOut())
      .arg(size);
}

QString BoardController::statusText() const {
  if (!remark_.isEmpty()) return remark_;
  if (isFrozen() || !view_.isFollowing()) return windowText();  // what to do matters more
  return windowText() + QStringLiteral(" · ") + recordedText();
}

void BoardController::announce() {
  QString status = statusText();
  if (status == announced_) return;
  announced_ = std::move(status);
  emit statusChanged();
}

}  // namespace vle::ui
