// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/kept_runs.h"

#include <algorithm>
#include <iterator>

#include "session/board.h"

namespace vle::ui {

namespace {

/// Points of all curves of a run together, and of one.
constexpr std::size_t kMostPoints = 400'000;
constexpr std::size_t kPointsOfACurve = 1000;

/// Coarse before, fine from `fine_from` on.
Curve wholeCurve(const TraceStore& traces, VariantId variant, const std::string& channel,
                 double fine_from, double end, std::size_t points) {
  Curve whole = traces.curve(variant, channel, 0, end, points);
  const Curve fine = traces.curve(variant, channel, fine_from, end, points);
  if (fine.t.empty()) return whole;
  const auto cut = std::ranges::lower_bound(whole.t, fine.t.front()) - whole.t.begin();
  whole.t.resize(static_cast<std::size_t>(cut));
  whole.y.resize(static_cast<std::size_t>(cut));
  std::ranges::copy(fine.t, std::back_inserter(whole.t));
  std::ranges::copy(fine.y, std::back_inserter(whole.y));
  return whole;
}

}  // namespace

const Curve* KeptRun::curve(VariantId variant, const std::string& channel) const {
  const auto channels = curves.find(variant);
  if (channels == curves.end()) return nullptr;
  const auto found = channels->second.find(channel);
  return found == channels->second.end() ? nullptr : &found->second;
}

const KeptRun* KeptRuns::find(std::uint64_t id) const {
  const auto found = std::ranges::find(runs_, id, &KeptRun::id);
  return found == runs_.end() ? nullptr : &*found;
}

void KeptRuns::keep(KeptRun run, const TraceStore& traces, double window) {
  run.id = ++last_id_;
  run.title = tr("Run %1: seed %2, %3 s")
                  .arg(run.id)
                  .arg(run.project.settings.seed)
                  .arg(run.t / 1000, 0, 'f', 1);
  std::vector<std::pair<VariantId, std::string>> wanted;  // variant, channel
  for (const Variant& variant : run.variants) {
    for (const std::string& probe : observedProbes(run.project)) {
      for (const ChannelName& channel : traces.channels(variant.id, probe)) {
        wanted.emplace_back(variant.id, channel.name);
      }
    }
  }
  const std::size_t share = kMostPoints / std::max<std::size_t>(wanted.size(), 1);
  const std::size_t points = std::clamp<std::size_t>(share / 4, 50, kPointsOfACurve);
  for (const auto& [variant, channel] : wanted) {
    run.curves[variant][channel] =
        wholeCurve(traces, variant, channel, run.t - window, run.t, points);
  }
  if (runs_.size() == kMost) runs_.erase(runs_.begin());
  runs_.push_back(std::move(run));
  emit changed();
}

void KeptRuns::remove(std::uint64_t id) {
  std::erase_if(runs_, [id](const KeptRun& run) { return run.id == id; });
  emit changed();
}

void KeptRuns::setVisible(std::uint64_t id, bool visible) {
  const auto found = std::ranges::find(runs_, id, &KeptRun::id);
  if (found != runs_.end()) found->visible = visible;
  emit changed();
}

void KeptRuns::clear() {
  runs_.clear();
  emit changed();
}

void restoreSettings(const KeptRun& run, Document& document) {
  const Project& project = document.project();
  Project result = project;
  result.network = run.project.network;
  result.settings = run.project.settings;
  result.variants = run.project.variants;
  result.weights = run.project.weights;
  for (auto& [id, node] : result.network.nodes) {
    const NodeSpec* now = project.network.find(id);
    if (now == nullptr) continue;
    node.x = now->x;
    node.y = now->y;
    node.note = now->note;
  }
  document.push(KeptRuns::tr("Restore the settings of %1").arg(run.title),
                difference(project, result));
}

}  // namespace vle::ui
