// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// model.md §2 and §3 once more, line by line and as slowly as one likes: old and new values in
// separate copies, one loop per formula, nothing shared with the simulator but the initial numbers.
// Every line can be written wrongly on purpose, to show that a test would notice. Dense projections
// only. Header only.
#pragma once

#include <algorithm>
#include <cmath>
#include <complex>
#include <map>
#include <vector>

#include "model/project.h"
#include "sim/activation.h"
#include "sim/network.h"

namespace vle::test {

/// One line of model.md written wrongly.
enum class Mutation {
  None,
  TargetFromNewRates,
  BetaMissing,
  LossWithBeta,
  SlopeOfThisStep,
  ErrorTimeConstantsSwapped,
  ErrorFromNewTrace,
  ErrorsUnfiltered,
  DriveFromNewRates,
  BiasMissing,
  GammaFromOldError,
  GammaMissing,
  MembraneTimeConstantsSwapped,
  ProspectiveFromNewMembrane,
  RateOfMembrane,
  SlopeOfMembrane,
  MessageWithNewWeights,
  MessageOfOldError,
  LearnFromNewRates,
  LearnFromOldErrors,
  RateWithoutDt,
  BiasFromEps,
  TauMSign,
  TauMFromEps,
  TauRFromError,
  TauRSign,
  DecayBeforeUpdate,
  ClampMissing,
  MomentumNormalised,
  AdamUncorrected,
  AdamEpsilonInside,
  FeedbackWithNewW,
  FeedbackFromNewRates,
  MeanUpdatedFirst,
  MeanNotSubtracted,
  FilterTimeConstantsSwapped,
  FilterFromNewTrace,
  FeedbackPowersSwapped,
  FeedbackRateWithoutDt,
  DriveOfThisStep,
  DriveWithRateOfThisStep,
  DriveMeanNotSubtracted,
  KolenPollackKeepsW,
  KolenPollackKeepsB,
  KolenPollackOldErrors,
  AnalyticWithoutGain,
  AnalyticGainOfUpperNeuron,
  ModelOfOwnProjection,
  ModelWithoutInputs,
  ModelOfDriveOfThisStep,
  ModelOfRatesOfThisStep,
  ModelLearnsWithRateOfThisStep,
  ModelMeanNotSubtracted,
  ModelRateWithoutDt,
  ModelBeginsAtZero,
  ObservedWithNewModel,
  ObservedPowerOfStepBefore,
  ObservedReadsW
};

class LiteralModel {
 public:
  LiteralModel(const Project& project, const Network& network, Mutation wrong)
      : project_(project), network_(network), wrong_(wrong) {
    for (const LayerPlan& plan : network.layers) {
      Layer& layer = layers_[plan.id];
      const std::size_t n = plan.range.size;
      for (auto* values : {&layer.u, &layer.v, &layer.e, &layer.r, &layer.r_prime}) {
        values->assign(n, 0);
      }
      for (std::size_t k = 0; k < n; ++k) {
        layer.bias.push_back(network.bias[plan.range.begin + k]);
        layer.tau_m.push_back(network.tau_m[plan.range.begin + k]);
        layer.tau_r.push_back(network.tau_r[plan.range.begin + k]);
      }
      for (auto* moments : {&layer.bias_moments, &layer.tau_m_moments, &layer.tau_r_moments}) {
        moments->assign(n, {});
      }
    }
    for (auto& [id, layer] : layers_) {
      layer.s_mean.assign(layer.u.size(), 0);
      layer.s_tilde.assign(layer.u.size(), 0);
    }
    for (const ProjectionPlan& plan : network.projections) {
      Projection& projection = projections_[plan.id];
      const std::size_t n_pre = plan.pre.size;
      const std::size_t n_post = plan.post.size;
      for (std::size_t i = 0; i < n_post; ++i) {
        for (std::size_t j = 0; j < n_pre; ++j) {
          const std::size_t k = plan.weights.begin + *plan.synapse(i, j);
          projection.W.push_back(network.W[k]);
          projection.B.push_back(network.B[k]);
          const bool begins_as_B = plan.hasB() && !is(Mutation::ModelBeginsAtZero);
          projection.M.push_back(begins_as_B ? network.B[k] : 0);
        }
      }
      projection.moments.assign(n_post * n_pre, {});
      projection.down.assign(n_pre, 0);
      for (auto* filter : {&projection.r_mean, &projection.x, &projection.r_tilde}) {
        filter->assign(n_pre, 0);
      }
      projection.s_mean.assign(n_post, 0);
      projection.s_tilde.assign(n_post, 0);
    }
  }

  using List = std::vector<double>;

  struct Moment {
    double m = 0, q = 0;
  };
  struct Layer {
    List u, v, e, r, r_prime, bias, tau_m, tau_r;
    List s_mean, s_tilde;  ///< of layers that predict their drive
    std::vector<Moment> bias_moments, tau_m_moments, tau_r_moments;
  };
  struct Projection {
    List W, B, M;  ///< [i * n_pre + j], all
    List down;
    std::vector<Moment> moments;
    List r_mean, x, r_tilde, s_mean, s_tilde;
  };

  double loss = 0;

  [[nodiscard]] const Layer& layer(NodeId id) const { return layers_.at(id); }
  [[nodiscard]] const Projection& projection(ProjectionId id) const { return projections_.at(id); }

  /// One step; `inputs` and `targets` hold the generators' values at t_n.
  void step(const std::map<NodeId, List>& inputs, const std::map<NodeId, List>& targets) {
    const double dt = project_.settings.dt;
    const auto old_layers = layers_;
    const auto old_projections = projections_;
    ++count_;
    std::map<NodeId, List> s, eps, e, u_dot, u_prosp;

    // Forward first, from old rates; the order does not matter, all right-hand sides are old.
    for (auto& [id, now] : layers_) {
      const Layer& old = old_layers.at(id);
      const std::size_t n = old.u.size();
      s[id] = is(Mutation::BiasMissing) ? List(n, 0) : old.bias;
      for (const auto& [pid, spec] : project_.network.projections) {
        if (spec.to != id) continue;
        const List& W = old_projections.at(pid).W;
        const List& r =
            rates(spec.from, inputs, is(Mutation::DriveFromNewRates) ? layers_ : old_layers);
        for (std::size_t i = 0; i < n; ++i) {
          for (std::size_t j = 0; j < r.size(); ++j) s[id][i] += W[i * r.size() + j] * r[j];
        }
      }
      // 1. E
      List E(n, 0);
      for (const auto& [pid, spec] : project_.network.projections) {
        if (spec.from != id) continue;
        for (std::size_t j = 0; j < n; ++j) E[j] += old_projections.at(pid).down[j];
      }
      for (const auto& [tid, node] : project_.network.nodes) {
        const TargetSpec* target = node.target();
        if (target == nullptr || target->of != id) continue;
        const auto* follows = std::get_if<NodeId>(&target->source);
        const auto& source = is(Mutation::TargetFromNewRates) ? layers_ : old_layers;
        for (std::size_t k = 0; k < n; ++k) {
          const double wanted = follows != nullptr ? source.at(*follows).r[k] : targets.at(tid)[k];
          E[k] += (is(Mutation::BetaMissing) ? 1 : target->beta) * (wanted - old.r[k]);
        }
      }
      for (std::size_t k = 0; k < n; ++k) {
        // 5. needs e; errors come first within the neuron.
        const double tau_m = old.tau_m[k];
        const double tau_r = old.tau_r[k];
        // 2.
        const double slope_now = slopeAfter(id, k, s[id][k], old, tau_m, tau_r);
        eps[id].push_back((is(Mutation::SlopeOfThisStep) ? slope_now : old.r_prime[k]) * E[k]);
        // 3.
        const bool swapped = is(Mutation::ErrorTimeConstantsSwapped);
        const double v_dot = (eps[id][k] - old.v[k]) / (swapped ? tau_m : tau_r);
        const double v_new = old.v[k] + dt * v_dot;
        const double v_seen = is(Mutation::ErrorFromNewTrace) ? v_new : old.v[k];
        double error = v_seen + (swapped ? tau_r : tau_m) * v_dot;
        if (is(Mutation::ErrorsUnfiltered)) error = eps[id][k];
        e[id].push_back(error);
        now.v[k] = v_new;
        // 5.
        const double gamma = std::get<LayerSpec>(project_.network.nodes.at(id).kind).gamma;
        double coupling = gamma * (is(Mutation::GammaFromOldError) ? old.e[k] : error);
        if (is(Mutation::GammaMissing)) coupling = 0;
        const bool crossed = is(Mutation::MembraneTimeConstantsSwapped);
        u_dot[id].push_back((s[id][k] + coupling - old.u[k]) / (crossed ? tau_r : tau_m));
        const double u_new = old.u[k] + dt * u_dot[id][k];
        const double u_seen = is(Mutation::ProspectiveFromNewMembrane) ? u_new : old.u[k];
        u_prosp[id].push_back(u_seen + (crossed ? tau_m : tau_r) * u_dot[id][k]);
        now.u[k] = u_new;
        // 6.
        const Activation phi = activationOf(id);
        now.r[k] = activate(phi, is(Mutation::RateOfMembrane) ? u_new : u_prosp[id][k]).r;
        now.r_prime[k] =
            activate(phi, is(Mutation::SlopeOfMembrane) ? u_new : u_prosp[id][k]).r_prime;
        now.e[k] = error;
      }
    }

    loss = 0;
    for (const auto& [tid, node] : project_.network.nodes) {
      const TargetSpec* target = node.target();
      if (target == nullptr) continue;
      const auto* follows = std::get_if<NodeId>(&target->source);
      for (std::size_t k = 0; k < old_layers.at(target->of).r.size(); ++k) {
        const double wanted =
            follows != nullptr ? old_layers.at(*follows).r[k] : targets.at(tid)[k];
        const double difference = wanted - old_layers.at(target->of).r[k];
        loss += 0.5 * (is(Mutation::LossWithBeta) ? target->beta : 1) * difference * difference;
      }
    }

    for (auto& [id, now] : layers_) {
      if (predictionOf(id)) filterDrive(*predictionOf(id), s[id], old_layers.at(id), now);
    }
    for (const auto& [pid, spec] : project_.network.projections) {
      if (predictionOf(spec.to)) filterRates(pid, spec, inputs, old_layers);
    }
    for (const auto& [pid, spec] : project_.network.projections) {
      if (predictionOf(spec.to)) learnModel(pid, spec, old_layers, old_projections);
    }
    for (const auto& [pid, spec] : project_.network.projections) {
      learnProjection(pid, spec, inputs, old_layers, old_projections.at(pid), s, e);
    }
    for (auto& [id, now] : layers_) learnLayer(id, now, old_layers.at(id), e, eps, u_dot);
  }

 private:
  using Layers = std::map<NodeId, Layer>;

  [[nodiscard]] bool is(Mutation mutation) const { return wrong_ == mutation; }

  [[nodiscard]] Activation activationOf(NodeId id) const {
    return std::get<LayerSpec>(project_.network.nodes.at(id).kind).activation;
  }

  [[nodiscard]] double slopeAfter(NodeId id, std::size_t k, double s, const Layer& old,
                                  double tau_m, double tau_r) const {
    return activate(activationOf(id), old.u[k] + tau_r * (s - old.u[k]) / tau_m).r_prime;
  }

  static const List& rates(NodeId id, const std::map<NodeId, List>& inputs, const Layers& layers) {
    const auto input = inputs.find(id);
    return input != inputs.end() ? input->second : layers.at(id).r;
  }

  /// What the optimizer adds for a gradient.
  double change(double G, double eta, Moment& moment) const {
    const Optimizer& optimizer = project_.settings.optimizer;
    const double h = eta * (is(Mutation::RateWithoutDt) ? 1 : project_.settings.dt);
    if (optimizer.kind == Optimizer::Kind::Flow) return h * G;
    if (optimizer.kind == Optimizer::Kind::Momentum) {
      const double share = is(Mutation::MomentumNormalised) ? 1 - optimizer.mu : 1;
      moment.m = optimizer.mu * moment.m + share * G;
      return h * moment.m;
    }
    moment.m = optimizer.beta1 * moment.m + (1 - optimizer.beta1) * G;
    moment.q = optimizer.beta2 * moment.q + (1 - optimizer.beta2) * G * G;
    const bool plain = is(Mutation::AdamUncorrected);
    const double m = plain ? moment.m : moment.m / (1 - std::pow(optimizer.beta1, count_));
    const double q = plain ? moment.q : moment.q / (1 - std::pow(optimizer.beta2, count_));
    if (is(Mutation::AdamEpsilonInside)) return h * m / std::sqrt(q + 1e-8);
    return h * m / (std::sqrt(q) + 1e-8);
  }

  /// Feedback from a layer into this one that reads M, whose rates and means hold; nullptr: none.
  [[nodiscard]] const FeedbackSpec* predictionOf(NodeId layer) const {
    for (const auto& [id, spec] : project_.network.projections) {
      const bool from_layer = project_.network.nodes.at(spec.from).layer() != nullptr;
      if (spec.to == layer && from_layer && spec.feedbackKind() == FeedbackKind::Observed) {
        return &*spec.feedback;
      }
    }
    return nullptr;
  }

  void filterDrive(const FeedbackSpec& feedback, const List& s, const Layer& old,
                   Layer& now) const {
    for (std::size_t i = 0; i < s.size(); ++i) {
      now.s_mean[i] =
          old.s_mean[i] + project_.settings.dt * (s[i] - old.s_mean[i]) / feedback.tau_mean;
      now.s_tilde[i] = s[i] - (is(Mutation::ModelMeanNotSubtracted) ? 0 : old.s_mean[i]);
    }
  }

  void filterRates(ProjectionId pid, const ProjectionSpec& spec,
                   const std::map<NodeId, List>& inputs, const Layers& old_layers) {
    Projection& now = projections_.at(pid);
    const List& r = rates(spec.from, inputs, old_layers);
    for (std::size_t j = 0; j < r.size(); ++j) {
      now.r_tilde[j] = r[j] - now.r_mean[j];
      now.r_mean[j] += project_.settings.dt * now.r_tilde[j] / predictionOf(spec.to)->tau_mean;
    }
  }

  void learnModel(ProjectionId pid, const ProjectionSpec& spec, const Layers& old_layers,
                  const std::map<ProjectionId, Projection>& old) {
    const auto r_tilde = [&](ProjectionId id, bool is_of_this_step) -> const List& {
      return is_of_this_step ? projections_.at(id).r_tilde : old.at(id).r_tilde;
    };
    const bool is_new = is(Mutation::ModelOfDriveOfThisStep);
    List delta = (is_new ? layers_ : old_layers).at(spec.to).s_tilde;
    for (const auto& [other, its] : project_.network.projections) {
      if (its.to != spec.to) continue;
      if (is(Mutation::ModelOfOwnProjection) && other != pid) continue;
      const bool from_input = project_.network.nodes.at(its.from).input() != nullptr;
      if (is(Mutation::ModelWithoutInputs) && from_input) continue;
      const List& M = old.at(other).M;
      const List& rate = r_tilde(other, is(Mutation::ModelOfRatesOfThisStep));
      for (std::size_t i = 0; i < delta.size(); ++i) {
        for (std::size_t j = 0; j < rate.size(); ++j) delta[i] -= M[i * rate.size() + j] * rate[j];
      }
    }
    Projection& now = projections_.at(pid);
    const List& rate = r_tilde(pid, is(Mutation::ModelLearnsWithRateOfThisStep));
    const double dt = is(Mutation::ModelRateWithoutDt) ? 1 : project_.settings.dt;
    for (std::size_t i = 0; i < delta.size(); ++i) {
      for (std::size_t j = 0; j < rate.size(); ++j) {
        now.M[i * rate.size() + j] += dt * predictionOf(spec.to)->learn_model * delta[i] * rate[j];
      }
    }
  }

  void learnProjection(ProjectionId pid, const ProjectionSpec& spec,
                       const std::map<NodeId, List>& inputs, const Layers& old_layers,
                       const Projection& old, std::map<NodeId, List>& s,
                       std::map<NodeId, List>& e) {
    const double dt = project_.settings.dt;
    Projection& now = projections_.at(pid);
    const List& r = rates(spec.from, inputs, old_layers);
    const List& r_new = rates(spec.from, inputs, layers_);
    const std::size_t n_pre = r.size();
    const std::size_t n_post = e[spec.to].size();
    const bool from_input = inputs.contains(spec.from);
    const FeedbackKind kind = from_input ? FeedbackKind::Transpose : spec.feedbackKind();
    const FeedbackSpec feedback = spec.feedback.value_or(FeedbackSpec{});
    // 8.
    for (std::size_t i = 0; i < n_post; ++i) {
      for (std::size_t j = 0; j < n_pre; ++j) {
        const std::size_t k = i * n_pre + j;
        const double error =
            is(Mutation::LearnFromOldErrors) ? old_layers.at(spec.to).e[i] : e[spec.to][i];
        const double G = error * (is(Mutation::LearnFromNewRates) ? r_new[j] : r[j]);
        double delta = spec.learn != 0 ? change(G, spec.learn, now.moments[k]) : 0;
        const double decay = dt * spec.decay;
        const bool mirrored = kind == FeedbackKind::KolenPollack;
        const double kp = mirrored ? dt * feedback.decay : 0;
        double W = old.W[k];
        if (is(Mutation::DecayBeforeUpdate)) W -= decay * W;
        W += delta - (is(Mutation::KolenPollackKeepsW) ? 0 : kp * old.W[k]);
        if (!is(Mutation::DecayBeforeUpdate)) W -= decay * W;
        now.W[k] = W;
        if (!mirrored) continue;
        if (is(Mutation::KolenPollackOldErrors)) {
          delta = dt * spec.learn * old_layers.at(spec.to).e[i] * r[j];
        }
        now.B[k] = old.B[k] + delta - (is(Mutation::KolenPollackKeepsB) ? 0 : kp * old.B[k]);
      }
    }
    // 9.
    if (kind == FeedbackKind::Learned || kind == FeedbackKind::Drive ||
        kind == FeedbackKind::Observed) {
      learnGains(spec, feedback, old_layers, old, now,
                 is(Mutation::FeedbackFromNewRates) ? r_new : r, s[spec.to]);
    }
    if (from_input) return;
    // 7.
    for (std::size_t j = 0; j < n_pre; ++j) {
      now.down[j] = 0;
      for (std::size_t i = 0; i < n_post; ++i) {
        const std::size_t k = i * n_pre + j;
        const double error =
            is(Mutation::MessageOfOldError) ? old_layers.at(spec.to).e[i] : e[spec.to][i];
        const Projection& weights = is(Mutation::MessageWithNewWeights) ? now : old;
        now.down[j] += feedbackWeight(spec, kind, feedback, weights, old_layers, k, i, j) * error;
      }
    }
  }

  [[nodiscard]] double feedbackWeight(const ProjectionSpec& spec, FeedbackKind kind,
                                      const FeedbackSpec& feedback, const Projection& weights,
                                      const Layers& old_layers, std::size_t k, std::size_t i,
                                      std::size_t j) const {
    if (kind == FeedbackKind::Transpose) return weights.W[k];
    if (kind != FeedbackKind::Analytic) return weights.B[k];
    if (is(Mutation::AnalyticWithoutGain)) return weights.W[k];
    const bool upper = is(Mutation::AnalyticGainOfUpperNeuron);
    const Layer& layer = old_layers.at(upper ? spec.to : spec.from);
    const double omega = 2 * M_PI * feedback.frequency / 1000;
    const double tau_m = layer.tau_m[upper ? i : j];
    const double tau_r = layer.tau_r[upper ? i : j];
    const double dt = project_.settings.dt;
    const std::complex<double> s = (std::polar(1.0, omega * dt) - 1.0) / dt;
    return std::norm((1.0 + s * tau_r) / (1.0 + s * tau_m)) * weights.W[k];
  }

  void learnGains(const ProjectionSpec& spec, const FeedbackSpec& feedback,
                  const Layers& old_layers, const Projection& old, Projection& now, const List& r,
                  const List& s) {
    const double dt = project_.settings.dt;
    const std::size_t n_pre = r.size();
    const Layer& lower = old_layers.at(spec.from);
    List rho(n_pre);
    for (std::size_t j = 0; j < n_pre; ++j) {
      now.r_mean[j] = old.r_mean[j] + dt * (r[j] - old.r_mean[j]) / feedback.tau_mean;
      const double mean = is(Mutation::MeanUpdatedFirst)    ? now.r_mean[j]
                          : is(Mutation::MeanNotSubtracted) ? 0
                                                            : old.r_mean[j];
      now.r_tilde[j] = r[j] - mean;
      const bool swapped = is(Mutation::FilterTimeConstantsSwapped);
      const double x_dot =
          (now.r_tilde[j] - old.x[j]) / (swapped ? lower.tau_m[j] : lower.tau_r[j]);
      now.x[j] = old.x[j] + dt * x_dot;
      const double x = is(Mutation::FilterFromNewTrace) ? now.x[j] : old.x[j];
      rho[j] = x + (swapped ? lower.tau_r[j] : lower.tau_m[j]) * x_dot;
    }
    for (std::size_t i = 0; i < s.size(); ++i) {
      now.s_mean[i] = old.s_mean[i] + dt * (s[i] - old.s_mean[i]) / feedback.tau_mean;
      now.s_tilde[i] = s[i] - (is(Mutation::DriveMeanNotSubtracted) ? 0 : old.s_mean[i]);
    }
    const double h = feedback.learn * (is(Mutation::FeedbackRateWithoutDt) ? 1 : dt);
    for (std::size_t i = 0; i < s.size(); ++i) {
      for (std::size_t j = 0; j < n_pre; ++j) {
        const std::size_t k = i * n_pre + j;
        const double W = is(Mutation::FeedbackWithNewW) ? now.W[k] : old.W[k];
        double towards = W * now.r_tilde[j] * now.r_tilde[j];
        double away = rho[j] * rho[j];
        if (is(Mutation::FeedbackPowersSwapped)) {
          towards = W * rho[j] * rho[j];
          away = now.r_tilde[j] * now.r_tilde[j];
        }
        if (feedback.kind == FeedbackKind::Drive) {
          const List& drive = is(Mutation::DriveOfThisStep) ? now.s_tilde : old.s_tilde;
          const List& rate = is(Mutation::DriveWithRateOfThisStep) ? now.r_tilde : old.r_tilde;
          towards = drive[i] * rate[j];
        }
        if (feedback.kind == FeedbackKind::Observed && !is(Mutation::ObservedReadsW)) {
          const double M = is(Mutation::ObservedWithNewModel) ? now.M[k] : old.M[k];
          const bool is_old = is(Mutation::ObservedPowerOfStepBefore);
          const double r_tilde = is_old ? old.r_tilde[j] : now.r_tilde[j];
          towards = M * r_tilde * r_tilde;
        }
        now.B[k] = old.B[k] + h * (towards - old.B[k] * away);
      }
    }
  }

  void learnLayer(NodeId id, Layer& now, const Layer& old, std::map<NodeId, List>& e,
                  std::map<NodeId, List>& eps, std::map<NodeId, List>& u_dot) const {
    const auto& spec = std::get<LayerSpec>(project_.network.nodes.at(id).kind);
    const double clamp = is(Mutation::ClampMissing) ? 0 : network_.clampTau();
    for (std::size_t k = 0; k < old.u.size(); ++k) {
      if (spec.learn_bias != 0) {
        const double G = is(Mutation::BiasFromEps) ? eps[id][k] : e[id][k];
        now.bias[k] = old.bias[k] + change(G, spec.learn_bias, now.bias_moments[k]);
      }
      if (spec.learn_tau_m != 0) {
        const double error = is(Mutation::TauMFromEps) ? eps[id][k] : e[id][k];
        const double G = (is(Mutation::TauMSign) ? 1 : -1) * error * u_dot[id][k];
        now.tau_m[k] =
            std::max(old.tau_m[k] + change(G, spec.learn_tau_m, now.tau_m_moments[k]), clamp);
      }
      if (spec.learn_tau_r != 0) {
        const double error = is(Mutation::TauRFromError) ? e[id][k] : eps[id][k];
        const double G = (is(Mutation::TauRSign) ? -1 : 1) * error * u_dot[id][k];
        now.tau_r[k] =
            std::max(old.tau_r[k] + change(G, spec.learn_tau_r, now.tau_r_moments[k]), clamp);
      }
    }
  }

  const Project& project_;
  const Network& network_;
  Mutation wrong_;
  Layers layers_;
  std::map<ProjectionId, Projection> projections_;
  double count_ = 0;
};

}  // namespace vle::test
