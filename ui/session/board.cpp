// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/board.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "model/variants.h"
#include "session/trace_store.h"

namespace vle::ui {

namespace {

/// Fine rows a window is made of; more cannot be told apart on a screen.
constexpr double kRowsPerWindow = 4096;
constexpr std::size_t kManyWeights = 6;

/// "W2" of "W2.W[0;1]", "" of "loss".
std::string ownerOf(const std::string& probe) {
  const auto dot = probe.substr(0, probe.find('[')).find('.');
  return dot == std::string::npos ? "" : probe.substr(0, dot);
}

/// The plots of a probe that does not exist wait for it, unless even its owner does not.
std::optional<PlottedProbe> plotted(const NetworkSpec& network, const std::string& probe) {
  const ProbeInfo* info = probeInfo(network, probe);
  if (info != nullptr) {
    // What concerns the whole network is shown over the whole run.
    const bool is_slow = info->is_slow || info->owner == ProbeOwner::Network;
    const bool has_mean = !info->mean.empty();
    return PlottedProbe{has_mean ? std::string(info->mean) : probe, info->role, is_slow};
  }
  const std::string owner = ownerOf(probe);
  const bool is_owned = owner.empty() || network.findNode(owner) != nullptr ||
                        network.findProjection(owner) != nullptr;
  return is_owned ? std::optional(PlottedProbe{probe}) : std::nullopt;
}

/// What belongs beside a probe: of weights those of the teacher, of B what it should become.
std::optional<PlottedProbe> companionOf(const NetworkSpec& network, const std::string& probe) {
  const ProbeInfo* info = probeInfo(network, probe);
  if (info == nullptr || info->companion == ProbeCompanion::None) return std::nullopt;
  const std::string owner = ownerOf(probe);
  const std::string index = probe.substr(std::min(probe.find('['), probe.size()));
  if (info->companion == ProbeCompanion::Expected) {
    return PlottedProbe{owner + ".expected_B" + index, ProbeRole::Expected, true};
  }
  const ProjectionSpec* projection = network.findProjection(owner);
  const ProjectionSpec* teacher =
      projection->teacher ? network.find(*projection->teacher) : nullptr;
  if (teacher == nullptr) return std::nullopt;
  return PlottedProbe{teacher->name + "." + std::string(info->key) + index, ProbeRole::Teacher,
                      true};
}

/// What the value B learns is made of where no single frequency tells it.
void addPowers(const NetworkSpec& network, const std::vector<PlottedProbe>& own,
               std::vector<PlottedProbe>& probes) {
  for (const PlottedProbe& plotted : own) {
    const std::string owner = ownerOf(plotted.probe);
    const ProjectionSpec* projection = network.findProjection(owner);
    if (projection == nullptr || !projection->feedback) continue;
    for (const char* power : {".r_tilde", ".rho"}) {
      const PlottedProbe probe{owner + power, ProbeRole::Signal, false};
      if (std::ranges::find(probes, probe) == probes.end()) probes.push_back(probe);
    }
  }
}

}  // namespace

bool isShared(ProbeRole role) {
  return role == ProbeRole::Input || role == ProbeRole::Target || role == ProbeRole::Teacher;
}

std::vector<PlottedProbe> plottedProbes(const Project& project, const Plot& plot) {
  const NetworkSpec& network = project.network;
  std::vector<PlottedProbe> companions, own;
  for (const std::string& probe : plot.probes) {
    const auto found = plotted(network, probe);
    if (!found) continue;
    own.push_back(*found);
    if (auto companion = companionOf(network, probe)) companions.push_back(std::move(*companion));
  }
  if (plot.kind == Plot::Kind::Heat && inputFrequencies(project).size() != 1) {
    addPowers(network, own, companions);
  }
  companions.insert(companions.end(), own.begin(), own.end());
  return companions;
}

Plot plotOf(const NetworkSpec& network, const std::string& probe, std::size_t values) {
  const ProbeInfo* info = probeInfo(network, probe);
  const bool is_loss = info != nullptr && info->role == ProbeRole::Loss;
  const bool is_matrix =
      info != nullptr && info->owner == ProbeOwner::Synapse && probe.find('[') == std::string::npos;
  const bool is_heat = is_matrix && values > kManyWeights;
  return {.title = probe,
          .kind = is_loss   ? Plot::Kind::Loss
                  : is_heat ? Plot::Kind::Heat
                            : Plot::Kind::Time,
          .probes = {probe},
          .log = is_loss};
}

std::vector<std::string> observedProbes(const Project& project) {
  std::vector<std::string> probes = {"loss_mean"};  // what the lists tell, whatever is plotted
  for (const Plot& plot : boardOf(project)) {
    for (const PlottedProbe& plotted : plottedProbes(project, plot)) {
      if (std::ranges::find(probes, plotted.probe) == probes.end()) {
        probes.push_back(plotted.probe);
      }
    }
  }
  return probes;
}

Observe observationOf(const Project& project, std::size_t shown) {
  const double steps = recentWindow(project) / project.settings.dt;
  // What is made of the values themselves, not of their envelope, needs every step.
  const bool needs_values = std::ranges::any_of(boardOf(project), [](const Plot& plot) {
    return plot.kind == Plot::Kind::Xy || plot.kind == Plot::Kind::Spectrum;
  });
  const std::size_t variants = runningVariants(project).size();
  const double rows = needs_values ? TraceStore::kRecentRows : kRowsPerWindow;
  return {.probes = observedProbes(project),
          .interval = std::max<std::int64_t>(1, std::llround(steps / rows)),
          .shown = shown,
          .most_channels = std::max<std::size_t>(1, TraceStore::kMostChannels / variants)};
}

}  // namespace vle::ui
