// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/probe_table.h"

#include <algorithm>
#include <array>
#include <optional>

#include "sim/diagnostics.h"
#include "sim/feedback.h"

namespace vle {

namespace {

template <AlignedVector State::*Array>
const double* arrayOf(const State& state) {
  return (state.*Array).data();
}

const ProjectionPlan& projectionOf(const Network& network, const Channel& channel) {
  return network.projections[channel.projection];
}

double readMismatch(const Network& network, const State& state, const Channel& channel) {
  return mismatch(network, state, channel.offset);
}

double readLagrangian(const Network& network, const State& state, const Channel&) {
  return lagrangian(network, state);
}

double readFeedback(const Network& network, const State& state, const Channel& channel) {
  const ProjectionPlan& plan = projectionOf(network, channel);
  return feedbackWeight(plan, state, channel.offset - plan.weights.begin);
}

double readExpectedFeedback(const Network& network, const State& state, const Channel& channel) {
  const ProjectionPlan& plan = projectionOf(network, channel);
  const std::optional<double> f = expectedFrequency(network, plan);
  return expectedFeedback(network, plan, state, channel.offset - plan.weights.begin, *f);
}

std::size_t synapseOf(const ProjectionPlan& plan, const Channel& channel) {
  return channel.offset - plan.weights.begin;
}

double readArrivedRate(const Network& network, const State& state, const Channel& channel) {
  const ProjectionPlan& plan = projectionOf(network, channel);
  return arrivedRate(plan, state, channel.offset);
}

double readRateTilde(const Network& network, const State& state, const Channel& channel) {
  return state.r_tilde[projectionOf(network, channel).firstFilter() + channel.offset];
}

double readRho(const Network& network, const State& state, const Channel& channel) {
  return state.rho[projectionOf(network, channel).firstFilter() + channel.offset];
}

double readDriveTilde(const Network& network, const State& state, const Channel& channel) {
  return state.s_tilde[projectionOf(network, channel).firstDriveFilter() + channel.offset];
}

double readWeightGradient(const Network& network, const State& state, const Channel& channel) {
  const ProjectionPlan& plan = projectionOf(network, channel);
  return weightGradient(plan, state, synapseOf(plan, channel));
}

double readWeightChange(const Network& network, const State& state, const Channel& channel) {
  const ProjectionPlan& plan = projectionOf(network, channel);
  return weightChange(plan, state, synapseOf(plan, channel));
}

double readFeedbackChange(const Network& network, const State& state, const Channel& channel) {
  const ProjectionPlan& plan = projectionOf(network, channel);
  return feedbackChange(plan, state, synapseOf(plan, channel));
}

double readTeacherDistance(const Network& network, const State& state, const Channel& channel) {
  const ProjectionPlan& plan = projectionOf(network, channel);
  return teacherDistance(plan, network.projections[*plan.teacher], state);
}

double readFeedbackAngle(const Network& network, const State& state, const Channel& channel) {
  return compareFeedback(network, projectionOf(network, channel), state, std::nullopt).angle();
}

double readFeedbackRatio(const Network& network, const State& state, const Channel& channel) {
  return compareFeedback(network, projectionOf(network, channel), state, std::nullopt).norm_ratio;
}

double readFeedbackDistance(const Network& network, const State& state, const Channel& channel) {
  const ProjectionPlan& plan = projectionOf(network, channel);
  return compareFeedback(network, plan, state, expectedFrequency(network, plan)).distance;
}

constexpr ProbeOwner kNeuron = ProbeOwner::Neuron;
constexpr ProbeOwner kLower = ProbeOwner::Lower;
constexpr ProbeOwner kUpper = ProbeOwner::Upper;
constexpr ProbeOwner kSynapse = ProbeOwner::Synapse;
constexpr ProbeOwner kProjection = ProbeOwner::Projection;
constexpr ProbeOwner kNetwork = ProbeOwner::Network;

constexpr ProbeRole kInput = ProbeRole::Input;
constexpr ProbeRole kSignal = ProbeRole::Signal;
constexpr ProbeRole kError = ProbeRole::Error;
constexpr ProbeRole kTarget = ProbeRole::Target;
constexpr ProbeRole kWeight = ProbeRole::Weight;
constexpr ProbeRole kFeedback = ProbeRole::Feedback;
constexpr ProbeRole kExpected = ProbeRole::Expected;
constexpr ProbeRole kEnergy = ProbeRole::Energy;
constexpr ProbeRole kLoss = ProbeRole::Loss;

constexpr std::array kTable = {
    ProbeInfo{kNeuron, "r", "r", "Firing rate", "", kSignal, false, &arrayOf<&State::r>},
    ProbeInfo{kNeuron, "e", "e", "Error", "", kError, false, &arrayOf<&State::e>},
    ProbeInfo{kNeuron, "u", "u", "Membrane potential", "", kSignal, false, &arrayOf<&State::u>},
    ProbeInfo{kNeuron, "u_dot", "u̇", "Slope of u", "1/ms", kSignal, false, &arrayOf<&State::u_dot>},
    ProbeInfo{kNeuron, "u_prosp", "ŭ", "Prospective potential", "", kSignal, false,
              &arrayOf<&State::u_prosp>},
    ProbeInfo{kNeuron, "r_prime", "φ′", "Rate slope", "", kSignal, false,
              &arrayOf<&State::r_prime>},
    ProbeInfo{kNeuron, "s", "s", "Synaptic input", "", kSignal, false, &arrayOf<&State::s>},
    ProbeInfo{kNeuron, "eps", "ε", "Instantaneous error", "", kError, false, &arrayOf<&State::eps>},
    ProbeInfo{kNeuron, "v", "v", "Error trace", "", kError, false, &arrayOf<&State::v>},
    ProbeInfo{kNeuron, "mismatch", "m", "Mismatch", "", kError, false, nullptr, &readMismatch},
    ProbeInfo{kNeuron, "down", "B e", "Error from above", "", kError, false,
              &arrayOf<&State::down>},
    ProbeInfo{kNeuron, "delta", "δ", "Misprediction of s", "", kError, false,
              &arrayOf<&State::delta>, nullptr, ProbeNeed::Model},
    ProbeInfo{kNeuron, "bias", "b", "Bias", "", kSignal, true, &arrayOf<&State::bias>},
    ProbeInfo{kNeuron, "tau_m", "τ_m", "Membrane time constant", "ms", kSignal, true,
              &arrayOf<&State::tau_m>},
    ProbeInfo{kNeuron, "tau_r", "τ_r", "Prospective time constant", "ms", kSignal, true,
              &arrayOf<&State::tau_r>},
    ProbeInfo{ProbeOwner::Input, "r", "r", "Input", "", kInput, false, &arrayOf<&State::r>},
    ProbeInfo{ProbeOwner::Target, "target", "r*", "Target", "", kTarget, false,
              &arrayOf<&State::target>},
    ProbeInfo{kNeuron, "adjoint", "λ", "Adjoint", "", kSignal, false, nullptr, nullptr,
              ProbeNeed::Window},
    ProbeInfo{kSynapse, "W", "W", "Forward weights", "", kWeight, true, &arrayOf<&State::W>,
              nullptr, ProbeNeed::Nothing, ProbeCompanion::Teacher},
    ProbeInfo{kSynapse, "B", "B", "Feedback weights", "", kFeedback, true, nullptr, &readFeedback,
              ProbeNeed::Feedback, ProbeCompanion::Expected},
    ProbeInfo{kSynapse, "expected_B", "|H|²W", "Expected feedback", "", kExpected, true, nullptr,
              &readExpectedFeedback, ProbeNeed::FeedbackValue},
    ProbeInfo{kSynapse, "M", "M", "Forward predictions", "", kWeight, true, &arrayOf<&State::M>,
              nullptr, ProbeNeed::Model},
    ProbeInfo{kSynapse, "W_gradient", "G", "Gradient of W", "", kWeight, false, nullptr,
              &readWeightGradient},
    ProbeInfo{kSynapse, "W_dot", "Ẇ", "Change of W", "1/ms", kWeight, false, nullptr,
              &readWeightChange},
    ProbeInfo{kSynapse, "B_dot", "Ḃ", "Change of B", "1/ms", kFeedback, false, nullptr,
              &readFeedbackChange, ProbeNeed::Feedback},
    ProbeInfo{kLower, "r_pre", "r_pre", "Rate that arrives", "", kSignal, false, nullptr,
              &readArrivedRate},
    ProbeInfo{kLower, "r_tilde", "r̃", "Rate without its mean", "", kSignal, false, nullptr,
              &readRateTilde, ProbeNeed::PowerFilters},
    ProbeInfo{kLower, "rho", "ρ", "Filtered rate", "", kSignal, false, nullptr, &readRho,
              ProbeNeed::PowerFilters},
    ProbeInfo{kUpper, "s_tilde", "s − s̄", "Input without its mean", "", kSignal, false, nullptr,
              &readDriveTilde, ProbeNeed::DriveFilters},
    ProbeInfo{kProjection, "W_distance", "‖W−W*‖/‖W*‖", "Distance to the teacher", "", kExpected,
              true, nullptr, &readTeacherDistance, ProbeNeed::Teacher},
    ProbeInfo{kProjection, "B_angle", "∠(B, Wᵀ)", "Angle between B and Wᵀ", "°", kExpected, true,
              nullptr, &readFeedbackAngle, ProbeNeed::Feedback},
    ProbeInfo{kProjection, "B_ratio", "‖B‖/‖W‖", "Size of B relative to W", "", kExpected, true,
              nullptr, &readFeedbackRatio, ProbeNeed::Feedback},
    ProbeInfo{kProjection, "B_expected_distance", "‖B−|H|²Wᵀ‖/‖|H|²Wᵀ‖",
              "Distance of B to its expected value", "", kExpected, true, nullptr,
              &readFeedbackDistance, ProbeNeed::FeedbackValue},
    ProbeInfo{kNetwork, "energy", "E", "Energy", "", kEnergy, false, nullptr,
              [](const Network&, const State& state, const Channel&) { return energy(state); }},
    ProbeInfo{kNetwork, "lagrangian", "L", "Lagrangian", "", kEnergy, false, nullptr,
              &readLagrangian},
    ProbeInfo{kNetwork, "loss", "loss", "Loss", "", kLoss, true,
              [](const State& state) -> const double* { return &state.loss; }, nullptr,
              ProbeNeed::Nothing, ProbeCompanion::None, 0, "loss_mean"},
    ProbeInfo{kNetwork, "loss_mean", "loss", "Loss, mean of 500 ms", "", kLoss, true,
              [](const State& state) -> const double* { return &state.loss_mean; }, nullptr,
              ProbeNeed::Nothing, ProbeCompanion::None, 500},
    ProbeInfo{kNetwork, "loss_test", "loss", "Loss of the held-out test", "", kLoss, true,
              [](const State& state) -> const double* { return &state.loss_test; }, nullptr,
              ProbeNeed::HeldOut},
    ProbeInfo{kNetwork, "loss_test_relative", "loss", "Share of the held-out test", "", kLoss, true,
              [](const State& state) -> const double* { return &state.loss_test_relative; },
              nullptr, ProbeNeed::HeldOut},
};

}  // namespace

std::span<const ProbeInfo> probeTable() { return kTable; }

const ProbeInfo* findRow(std::initializer_list<ProbeOwner> owners, std::string_view key) {
  const auto row = std::ranges::find_if(kTable, [&](const ProbeInfo& info) {
    return info.key == key && std::ranges::find(owners, info.owner) != owners.end();
  });
  return row == kTable.end() ? nullptr : &*row;
}

const ProbeInfo* probeInfo(const NetworkSpec& network, std::string_view probe) {
  const std::string_view name = probe.substr(0, probe.find('['));
  const auto dot = name.find('.');
  if (dot == std::string_view::npos) return findRow({ProbeOwner::Network}, name);
  const std::string owner(name.substr(0, dot));
  const std::string_view key = name.substr(dot + 1);
  if (const NodeSpec* node = network.findNode(owner)) {
    const ProbeOwner kind = node->input() != nullptr    ? ProbeOwner::Input
                            : node->target() != nullptr ? ProbeOwner::Target
                                                        : ProbeOwner::Neuron;
    if (const ProbeInfo* row = findRow({kind}, key)) return row;
  }
  // A node and a projection may have the same name; the variable says which is meant.
  return network.findProjection(owner) != nullptr ? findRow(kOwnedByProjection, key) : nullptr;
}

}  // namespace vle
