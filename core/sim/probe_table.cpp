// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The rows of the probe table and how each is read from a state.
#include <array>
#include <optional>

#include "sim/diagnostics.h"
#include "sim/feedback.h"
#include "sim/probes.h"

namespace vle {

namespace {

template <AlignedVector State::*Array>
const double* arrayOf(const State& state) {
  return (state.*Array).data();
}

const ProjectionPlan& projectionOf(const Network& network, const Channel& channel) {
  return network.projections[channel.projection];
}

double readFeedback(const Network& network, const State& state, const Channel& channel) {
  const ProjectionPlan& plan = projectionOf(network, channel);
  return feedbackWeight(plan, state, channel.offset - plan.weights.begin);
}

double readExpectedFeedback(const Network& network, const State& state, const Channel& channel) {
  const ProjectionPlan& plan = projectionOf(network, channel);
  const std::optional<double> f = expectedFrequency(network, plan);
  return expectedFeedback(plan, state, channel.offset - plan.weights.begin, *f);
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
  return compareFeedback(projectionOf(network, channel), state, std::nullopt).angle();
}

double readFeedbackRatio(const Network& network, const State& state, const Channel& channel) {
  return compareFeedback(projectionOf(network, channel), state, std::nullopt).norm_ratio;
}

double readFeedbackDistance(const Network& network, const State& state, const Channel& channel) {
  const ProjectionPlan& plan = projectionOf(network, channel);
  return compareFeedback(plan, state, expectedFrequency(network, plan)).distance;
}

constexpr ProbeOwner kNeuron = ProbeOwner::Neuron;
constexpr ProbeOwner kLower = ProbeOwner::Lower;
constexpr ProbeOwner kUpper = ProbeOwner::Upper;
constexpr ProbeOwner kSynapse = ProbeOwner::Synapse;
constexpr ProbeOwner kProjection = ProbeOwner::Projection;
constexpr ProbeOwner kNetwork = ProbeOwner::Network;

constexpr std::array kTable = {
    ProbeInfo{kNeuron, "r", "r", "Firing rate", "", false, &arrayOf<&State::r>},
    ProbeInfo{kNeuron, "e", "e", "Error", "", false, &arrayOf<&State::e>},
    ProbeInfo{kNeuron, "u", "u", "Membrane potential", "", false, &arrayOf<&State::u>},
    ProbeInfo{kNeuron, "u_dot", "u̇", "Slope of u", "1/ms", false, &arrayOf<&State::u_dot>},
    ProbeInfo{kNeuron, "u_prosp", "ŭ", "Prospective potential", "", false,
              &arrayOf<&State::u_prosp>},
    ProbeInfo{kNeuron, "r_prime", "φ′", "Rate slope", "", false, &arrayOf<&State::r_prime>},
    ProbeInfo{kNeuron, "s", "s", "Synaptic input", "", false, &arrayOf<&State::s>},
    ProbeInfo{kNeuron, "eps", "ε", "Instantaneous error", "", false, &arrayOf<&State::eps>},
    ProbeInfo{kNeuron, "v", "v", "Error trace", "", false, &arrayOf<&State::v>},
    ProbeInfo{kNeuron, "down", "B e", "Error from above", "", false, &arrayOf<&State::down>},
    ProbeInfo{kNeuron, "bias", "b", "Bias", "", true, &arrayOf<&State::bias>},
    ProbeInfo{kNeuron, "tau_m", "τ_m", "Membrane time constant", "ms", true,
              &arrayOf<&State::tau_m>},
    ProbeInfo{kNeuron, "tau_r", "τ_r", "Prospective time constant", "ms", true,
              &arrayOf<&State::tau_r>},
    ProbeInfo{ProbeOwner::Input, "r", "r", "Input", "", false, &arrayOf<&State::r>},
    ProbeInfo{ProbeOwner::Target, "target", "r*", "Target", "", false, &arrayOf<&State::target>},
    ProbeInfo{kNeuron, "adjoint", "λ", "Adjoint", "", false, nullptr, nullptr, ProbeNeed::Window},
    ProbeInfo{kSynapse, "W", "W", "Forward weights", "", true, &arrayOf<&State::W>},
    ProbeInfo{kSynapse, "B", "B", "Feedback weights", "", true, nullptr, &readFeedback,
              ProbeNeed::Feedback},
    ProbeInfo{kSynapse, "expected_B", "|H|²W", "Expected feedback", "", true, nullptr,
              &readExpectedFeedback, ProbeNeed::FeedbackValue},
    ProbeInfo{kSynapse, "W_gradient", "G", "Gradient of W", "", false, nullptr,
              &readWeightGradient},
    ProbeInfo{kSynapse, "W_dot", "Ẇ", "Change of W", "1/ms", false, nullptr, &readWeightChange},
    ProbeInfo{kSynapse, "B_dot", "Ḃ", "Change of B", "1/ms", false, nullptr, &readFeedbackChange,
              ProbeNeed::Feedback},
    ProbeInfo{kLower, "r_pre", "r_pre", "Rate that arrives", "", false, nullptr, &readArrivedRate},
    ProbeInfo{kLower, "r_tilde", "r̃", "Rate without its mean", "", false, nullptr, &readRateTilde,
              ProbeNeed::PowerFilters},
    ProbeInfo{kLower, "rho", "ρ", "Filtered rate", "", false, nullptr, &readRho,
              ProbeNeed::PowerFilters},
    ProbeInfo{kUpper, "s_tilde", "s − s̄", "Input without its mean", "", false, nullptr,
              &readDriveTilde, ProbeNeed::DriveFilters},
    ProbeInfo{kProjection, "W_distance", "‖W−W*‖/‖W*‖", "Distance to the teacher", "", true,
              nullptr, &readTeacherDistance, ProbeNeed::Teacher},
    ProbeInfo{kProjection, "B_angle", "∠(B, Wᵀ)", "Angle between B and Wᵀ", "°", true, nullptr,
              &readFeedbackAngle, ProbeNeed::Feedback},
    ProbeInfo{kProjection, "B_ratio", "‖B‖/‖W‖", "Size of B relative to W", "", true, nullptr,
              &readFeedbackRatio, ProbeNeed::Feedback},
    ProbeInfo{kProjection, "B_expected_distance", "‖B−|H|²Wᵀ‖/‖|H|²Wᵀ‖",
              "Distance of B to its expected value", "", true, nullptr, &readFeedbackDistance,
              ProbeNeed::FeedbackValue},
    ProbeInfo{kNetwork, "energy", "E", "Energy", "", false, nullptr,
              [](const Network&, const State& state, const Channel&) { return energy(state); }},
    ProbeInfo{kNetwork, "loss", "loss", "Loss", "", true,
              [](const State& state) -> const double* { return &state.loss; }},
    ProbeInfo{kNetwork, "loss_mean", "loss", "Loss, mean of 500 ms", "", true,
              [](const State& state) -> const double* { return &state.loss_mean; }},
    ProbeInfo{kNetwork, "loss_test", "loss", "Loss of the held-out test", "", true,
              [](const State& state) -> const double* { return &state.loss_test; }},
    ProbeInfo{kNetwork, "loss_test_relative", "loss", "Share of the held-out test", "", true,
              [](const State& state) -> const double* { return &state.loss_test_relative; }},
};

}  // namespace

std::span<const ProbeInfo> probeTable() { return kTable; }

}  // namespace vle
