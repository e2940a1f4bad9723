// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The probe table: everything that can be watched, declared once. A row drives the plot menu,
// colours, axis labels, CSV headers and stop rules; adding a plotted variable is adding a row.
// Constant data and pure functions, any thread.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "model/network_spec.h"

namespace vle {

class Network;
struct Channel;
struct State;

/// What a probe belongs to, which decides its shape.
enum class ProbeOwner {
  Neuron,      ///< layer.variable[i]
  Input,       ///< input.r[i]
  Target,      ///< target.target[i]
  Lower,       ///< projection.r_tilde[j], of the lower neurons of a projection
  Upper,       ///< projection.s_tilde[i], of the upper ones
  Synapse,     ///< projection.W[i;j]
  Projection,  ///< projection.W_distance
  Network      ///< loss
};

/// What must be there for a probe to exist.
enum class ProbeNeed {
  Nothing,
  Window,         ///< the future of every step: only a recorded window has it
  Feedback,       ///< an error neuron below
  FeedbackValue,  ///< the same, and a frequency that |H|²Wᵀ is taken at
  PowerFilters,   ///< feedback that compares powers
  DriveFilters,   ///< feedback that sees the whole drive: drive
  Model,          ///< error neurons above, or of the layer, that predict their drive
  Teacher,        ///< a projection that is the twin
  HeldOut         ///< a held-out test in the settings
};

/// What kind of quantity a probe is, which decides how it is drawn and how it is indexed.
enum class ProbeRole {
  Input,     ///< input colour, solid
  Signal,    ///< signal colour, solid
  Error,     ///< error colour, solid
  Target,    ///< grey, dashed; the same in all variants
  Weight,    ///< signal colour, solid; of synapses indexed [upper;lower]
  Teacher,   ///< W of the teacher beside that of its twin: grey, pale and thick; the same in all
             ///< variants
  Feedback,  ///< feedback colour, solid; of synapses indexed [lower;upper]
  Expected,  ///< like the feedback it belongs to, dashed
  Energy,    ///< text colour, solid
  Loss       ///< the same, above zero: logarithmic
};

/// What a plot shows beside a probe.
enum class ProbeCompanion {
  None,
  Teacher,  ///< the same of the projection that is the twin
  Expected  ///< expected_B of the projection
};

struct ProbeInfo {
  ProbeOwner owner = ProbeOwner::Neuron;
  std::string_view key = {};     ///< in probe names
  std::string_view symbol = {};  ///< UTF-8
  std::string_view label = {};
  std::string_view unit = {};
  ProbeRole role = ProbeRole::Signal;
  bool is_slow = false;  ///< changes by learning, not with the signal: shown over the whole run
  /// First element of the array it is read from; nullptr for what is computed, or needs a window.
  const double* (*base)(const State&) = nullptr;
  /// Computes what no array of the state holds.
  double (*derive)(const Network&, const State&, const Channel&) = nullptr;
  ProbeNeed need = ProbeNeed::Nothing;
  ProbeCompanion companion = ProbeCompanion::None;
  double mean_of = 0;          ///< ms, of a mean: earlier it says little
  std::string_view mean = {};  ///< key of its mean, which is plotted in its place: it jumps itself
};

/// One number that can be read from a state: row of the table, and where.
struct Channel {
  std::string name;  ///< "hidden.e[0]", "W2.W[0;1]", "loss": exactly the header cell of a CSV file
  const ProbeInfo* info = nullptr;
  std::size_t offset = 0;      ///< in the arrays of the state
  std::size_t projection = 0;  ///< index in Network::projections, of synapses and projections

  /// Where it stands in the state; nullptr for what is computed.
  [[nodiscard]] const double* in(const State& state) const {
    return info->base != nullptr ? info->base(state) + offset : nullptr;
  }
  /// The value now.
  /// @param network  the one the channel was made for
  [[nodiscard]] double read(const Network& network, const State& state) const {
    return info->base != nullptr ? *in(state) : info->derive(network, state, *this);
  }
};

[[nodiscard]] std::span<const ProbeInfo> probeTable();

/// The row of a probe, whatever its index; nullptr if the network has no such owner or the owner no
/// such variable. Whether what the row needs is there is not asked.
[[nodiscard]] const ProbeInfo* probeInfo(const NetworkSpec& network, std::string_view probe);

/// Whose variables are named after a projection.
inline constexpr std::initializer_list<ProbeOwner> kOwnedByProjection = {
    ProbeOwner::Synapse, ProbeOwner::Lower, ProbeOwner::Upper, ProbeOwner::Projection};

/// The row of a variable of one of these owners; nullptr if none has it.
[[nodiscard]] const ProbeInfo* findRow(std::initializer_list<ProbeOwner> owners,
                                       std::string_view key);

/// Is a probe of synapses indexed [upper;lower], as W is? B and what belongs to it is
/// [lower;upper].
[[nodiscard]] inline bool isIndexedAsW(const ProbeInfo& info) {
  return info.role == ProbeRole::Weight;
}

}  // namespace vle
