// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "detail/readings.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "base/error.h"
#include "sim/probes.h"

namespace vle::ui {

Readings::Readings(Lab& lab, QObject* parent) : QObject(parent), lab_(lab) {
  connect(&lab_.control(), &RunControl::restarted, this, &Readings::forget);
  connect(&lab_.compiler(), &Compiler::networksChanged, this, &Readings::forget);
  connect(&lab_, &Lab::shownChanged, this, &Readings::forget);
  connect(&lab_.control(), &RunControl::statusChanged, this, &Readings::forget);
  connect(&lab_, &Lab::frame, this, &Readings::askWherePaused);
}

void Readings::watch(std::vector<std::string> channels) {
  if (channels == watched_) return;
  watched_ = channels;
  lab_.watch(std::move(channels));
  forget();
}

void Readings::forget() {
  standing_.clear();
  is_asked_ = false;
  askWherePaused();
}

void Readings::askWherePaused() {
  if (watched_.empty() || is_asked_ || lab_.control().status().is_running) return;
  if (lab_.shownNetwork() == nullptr) return;
  is_asked_ = true;
  lab_.states().ask(this, [this](const auto& networks, const auto& states) {
    const std::size_t shown = lab_.shown();
    if (shown >= states.size() || networks[shown] == nullptr) return;
    standing_t_ = static_cast<double>(states[shown].step) * networks[shown]->settings.dt;
    for (const std::string& probe : watched_) {
      try {
        for (const Channel& channel : channelsOf(*networks[shown], probe)) {
          standing_[channel.name] = channel.read(*networks[shown], states[shown]);
        }
      } catch (const Error&) {
        // the variant on the canvas lacks it
      }
    }
    emit arrived();
  });
}

double Readings::value(const std::string& channel) const {
  // An edit while paused changes what is, but records nothing.
  const auto standing = standing_.find(channel);
  const bool is_there = standing != standing_.end();
  const double dt = lab_.document().project().settings.dt;
  if (is_there && standing_t_ > newest() - dt / 2) return standing->second;
  const auto recorded = lab_.traces().last(lab_.shownVariant(), channel);
  if (recorded && std::isfinite(*recorded)) return *recorded;
  return is_there ? standing->second : std::numeric_limits<double>::quiet_NaN();
}

double Readings::valueAt(const std::string& channel, double t) const {
  const auto sample = lab_.traces().sample(lab_.shownVariant(), channel, t);
  return sample ? sample->value : std::numeric_limits<double>::quiet_NaN();
}

Curve Readings::curve(const std::string& channel, double from, double to,
                      std::size_t points) const {
  return lab_.traces().curve(lab_.shownVariant(), channel, from, to, points);
}

}  // namespace vle::ui
