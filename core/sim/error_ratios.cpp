// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/error_ratios.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

#include <Eigen/Core>

#include "sim/error_transfer.h"
#include "sim/held_slopes.h"
#include "sim/line_fit.h"
#include "sim/signal_lines.h"
#include "sim/transfer.h"

namespace vle {

namespace {

using Complex = std::complex<double>;

constexpr std::size_t kMostFitted = 40;  ///< lines
constexpr double kCoherent = 0.5;        ///< below it e does not follow λ
constexpr double kWidest = 0.5;          ///< circle over the ratio
constexpr double kAboveFloor = 3;        ///< of λ's line over what no line explains
constexpr double kFaint = 3e-5;          ///< likewise, of what is no sum of sines
constexpr double kRounding = 1e-12;      ///< of the loudest line of λ
constexpr double kStretchTaus = 10;      ///< of the largest τ, at least
constexpr double kStretchPeriods = 3;    ///< of the lowest frequency asked for, at least
constexpr double kStretchesWanted = 6;   ///< side by side
constexpr double kLowestBin = 4;         ///< periods in a stretch, of the lowest of a grid
constexpr double kClearOfMean = 2;       ///< likewise, of any that can be told from the mean
constexpr double kHighestOfTau = 10;     ///< the highest: so many times 1/(2π τ) of the fastest

bool isLinear(const Network& network) {
  return std::ranges::all_of(
      network.runs, [](const ActivationRun& run) { return run.activation == Activation::Linear; });
}

struct TauRange {
  double least = std::numeric_limits<double>::infinity(), largest = 0;
};

TauRange taus(const Network& network, const State& state) {
  TauRange range;
  for (const LayerPlan& layer : network.layers) {
    for (std::size_t k = layer.range.begin; k < layer.range.end(); ++k) {
      range.least = std::min({range.least, state.tau_m[k], state.tau_r[k]});
      range.largest = std::max({range.largest, state.tau_m[k], state.tau_r[k]});
    }
  }
  return range;
}

/// Columns of e and λ of the neurons, then β (r* − r) of all channels: (steps, signals).
Eigen::MatrixXd signalsOf(const Network& network, const std::vector<std::size_t>& neurons,
                          const Trajectory& window, const Gradient& adjoint, std::size_t from,
                          std::size_t until) {
  const std::size_t count = neurons.size();
  Eigen::MatrixXd x(static_cast<Eigen::Index>(until - from),
                    static_cast<Eigen::Index>(2 * count + network.target_slots));
  for (std::size_t n = from; n < until; ++n) {
    const auto line = static_cast<Eigen::Index>(n - from);
    const double* e = row(window.e, n, network.neuron_slots);
    const double* lambda = row(adjoint.adjoint, n, network.neuron_slots);
    for (std::size_t k = 0; k < count; ++k) {
      x(line, static_cast<Eigen::Index>(k)) = e[neurons[k]];
      x(line, static_cast<Eigen::Index>(count + k)) = lambda[neurons[k]];
    }
    const double* r = row(window.r, n, network.rate_slots);
    const double* target = row(window.target, n, network.target_slots);
    for (const TargetPlan& plan : network.targets) {
      for (std::size_t k = 0; k < plan.values.size; ++k) {
        const double difference = target[plan.values.begin + k] - r[plan.layer.begin + k];
        x(line, static_cast<Eigen::Index>(2 * count + plan.values.begin + k)) =
            plan.beta * difference;
      }
    }
  }
  return x;
}

/// What the linear network makes of β (r* − r), with B as it is and where it settles.
class Theory {
 public:
  Theory(const Network& network, const State& state, const AlignedVector& slopes,
         const AlignedVector& ideal, const std::vector<std::size_t>& neurons)
      : as_it_is_(network, state, slopes, feedbackInUse(network, state)), neurons_(neurons) {
    if (!ideal.empty()) ideal_.emplace(network, state, slopes, ideal);
  }

  /// @param drives   β (r* − r), complex amplitudes, of each stretch
  /// @param weight   that it counts with
  /// @param samples  [in, out] of all neurons, [stretch][neuron]; theory is added to them
  void add(double f, const std::vector<std::vector<Complex>>& drives, Complex weight,
           std::vector<std::vector<ErrorSample>>& samples) const {
    const double none = std::numeric_limits<double>::quiet_NaN();
    const std::vector<ErrorResponse> predicted = as_it_is_.at(f, drives);
    const std::vector<ErrorResponse> ideal =
        ideal_ ? ideal_->at(f, drives) : std::vector<ErrorResponse>();
    for (std::size_t d = 0; d < drives.size(); ++d) {
      for (std::size_t k = 0; k < neurons_.size(); ++k) {
        const std::size_t slot = neurons_[k];
        ErrorSample& sample = samples[d][k];
        sample.predicted_e += weight * predicted[d].e[slot];
        sample.predicted_adjoint += weight * predicted[d].adjoint[slot];
        sample.ideal_e += ideal.empty() ? none : weight * ideal[d].e[slot];
      }
    }
  }

 private:
  ErrorTransfer as_it_is_;
  std::optional<ErrorTransfer> ideal_;
  const std::vector<std::size_t>& neurons_;
};

/// How far e/λ may be off: what no line explains goes through e and λ alike, and so counts only as
/// far as it is not in their ratio.
double floorOfRatio(const LineAmplitude& e, const LineAmplitude& adjoint) {
  const Complex ratio = e.amplitude / adjoint.amplitude;
  double power = 0;
  for (std::size_t k = 0; k < e.rest.size(); ++k) {
    power += std::norm((e.rest[k] - ratio * adjoint.rest[k]) / adjoint.amplitude);
  }
  return std::sqrt(power / static_cast<double>(e.rest.size()));
}

/// Whatever repeats in half the stretch holds its harmonics alone: at other frequencies is nothing.
bool holdsNothing(const RatioPlan& plan, double f, std::size_t steps, double dt) {
  constexpr double kWhole = 1e-3;  // of a period
  const double periods = f * static_cast<double>(steps) * dt / 2000;
  return plan.is_whole && std::abs(periods - std::round(periods)) > kWhole;
}

void sampleLines(const std::vector<std::size_t>& neurons, const Eigen::MatrixXd& x, double dt,
                 const RatioPlan& plan, const Theory& theory, ErrorSamples& samples) {
  const auto steps = static_cast<std::size_t>(x.rows());
  std::vector<double> lines;
  std::vector<std::optional<std::size_t>> line_of;
  for (const double f : plan.frequencies) {
    const bool is_line = !holdsNothing(plan, f, steps, dt);
    line_of.push_back(is_line ? std::optional(lines.size()) : std::nullopt);
    if (is_line) lines.push_back(f);
  }
  lines.insert(lines.end(), plan.others.begin(), plan.others.end());
  LineFit fit(std::move(lines), steps, dt, plan.is_whole);
  fit.fit(x);
  const std::size_t count = neurons.size();
  std::vector<Complex> drive(static_cast<std::size_t>(x.cols()) - 2 * count);
  std::vector<double> loudest(count, 0.0);
  for (std::size_t q = 0; q < plan.frequencies.size(); ++q) {
    if (!line_of[q]) {
      for (std::size_t k = 0; k < count; ++k) samples[q][k].emplace_back();
      continue;
    }
    if (!fit.isResolved(*line_of[q])) continue;
    const std::vector<LineAmplitude> seen = fit.amplitudes(*line_of[q]);
    for (std::size_t c = 0; c < drive.size(); ++c) drive[c] = seen[2 * count + c].amplitude;
    std::vector<ErrorSample> row(count);
    for (std::size_t k = 0; k < count; ++k) {
      row[k].e = seen[k].amplitude;
      row[k].adjoint = seen[count + k].amplitude;
      row[k].adjoint_floor = seen[count + k].floor();
      row[k].ratio_floor = floorOfRatio(seen[k], seen[count + k]);
      loudest[k] = std::max(loudest[k], std::abs(row[k].adjoint));
    }
    std::vector<std::vector<ErrorSample>> rows = {std::move(row)};
    theory.add(plan.frequencies[q], {drive}, 1, rows);
    for (std::size_t k = 0; k < count; ++k) samples[q][k].push_back(rows[0][k]);
  }
  for (auto& of_frequency : samples) {
    for (std::size_t k = 0; k < count; ++k) {
      for (ErrorSample& sample : of_frequency[k]) {
        sample.adjoint_floor = std::max(sample.adjoint_floor, kRounding * loudest[k]);
      }
    }
  }
}

/// What is loud elsewhere stands at a frequency, too: the side lobes of a Hann window fall with the
/// third power of the distance.
void addFloors(const RatioPlan& plan, double bin, std::size_t neurons, ErrorSamples& samples) {
  for (std::size_t k = 0; k < neurons; ++k) {
    for (std::size_t n = 0; n < plan.stretches(); ++n) {
      const auto level = [&](std::size_t q) {
        return samples[q][k].empty() ? 0 : std::abs(samples[q][k][n].adjoint);
      };
      double loudest = 0;
      for (std::size_t q = 0; q < samples.size(); ++q) loudest = std::max(loudest, level(q));
      for (std::size_t q = 0; q < samples.size(); ++q) {
        if (samples[q][k].empty()) continue;
        double& floor = samples[q][k][n].adjoint_floor;
        floor = kFaint * loudest;
        for (std::size_t other = 0; other < samples.size(); ++other) {
          const double bins = std::abs(plan.frequencies[other] - plan.frequencies[q]) / bin;
          if (bins > 2) floor = std::max(floor, level(other) / std::pow(bins, 3));
        }
      }
    }
  }
}

/// Frequencies are whole numbers of periods of a stretch. Through a Hann window one sees, of the
/// Fourier coefficients of the stretch, ½ X_k − ¼ (X_{k−1} + X_{k+1}); so does theory, which makes
/// something else of each of the three.
void sampleStretches(const std::vector<std::size_t>& neurons, const Eigen::MatrixXd& x, double dt,
                     const RatioPlan& plan, const Theory& theory, ErrorSamples& samples) {
  const auto length = static_cast<Eigen::Index>(plan.stretch);
  const double bin = 1000 / (static_cast<double>(plan.stretch) * dt);
  constexpr std::array kHann = {-0.25, 0.5, -0.25};
  const auto wanted = static_cast<Eigen::Index>(plan.frequencies.size());
  Eigen::MatrixXd sines(6 * wanted, length);
  for (Eigen::Index q = 0; q < wanted; ++q) {
    for (Eigen::Index side = 0; side < 3; ++side) {
      const double f =
          plan.frequencies[static_cast<std::size_t>(q)] + static_cast<double>(side - 1) * bin;
      for (Eigen::Index i = 0; i < length; ++i) {
        const double phase = omegaOf(f) * dt * static_cast<double>(i);
        sines(6 * q + 2 * side, i) = std::cos(phase);
        sines(6 * q + 2 * side + 1, i) = -std::sin(phase);
      }
    }
  }
  sines *= 4.0 / static_cast<double>(length);  // both halves, and the mean of the window is ½
  const std::size_t count = neurons.size();
  const std::size_t channels = static_cast<std::size_t>(x.cols()) - 2 * count;
  std::vector<Eigen::MatrixXd> seen;
  for (Eigen::Index begin = 0; begin + length <= x.rows();
       begin += std::max<Eigen::Index>(length / 2, 1)) {
    seen.push_back(sines * x.middleRows(begin, length));
  }
  for (Eigen::Index q = 0; q < wanted; ++q) {
    const auto at = static_cast<std::size_t>(q);
    if (plan.frequencies[at] < (kClearOfMean - 0.5) * bin) continue;
    std::vector<std::vector<ErrorSample>> rows(seen.size(), std::vector<ErrorSample>(count));
    std::vector<std::vector<Complex>> drives(seen.size(), std::vector<Complex>(channels));
    for (Eigen::Index side = 0; side < 3; ++side) {
      const double weight = kHann[static_cast<std::size_t>(side)];
      for (std::size_t n = 0; n < seen.size(); ++n) {
        const auto amplitude = [&](std::size_t signal) {
          const auto column = static_cast<Eigen::Index>(signal);
          return Complex(seen[n](6 * q + 2 * side, column), seen[n](6 * q + 2 * side + 1, column));
        };
        for (std::size_t k = 0; k < count; ++k) {
          rows[n][k].e += weight * amplitude(k);
          rows[n][k].adjoint += weight * amplitude(count + k);
        }
        for (std::size_t c = 0; c < channels; ++c) drives[n][c] = amplitude(2 * count + c);
      }
      theory.add(plan.frequencies[at] + static_cast<double>(side - 1) * bin, drives, weight, rows);
    }
    for (const std::vector<ErrorSample>& row : rows) {
      for (std::size_t k = 0; k < count; ++k) samples[at][k].push_back(row[k]);
    }
  }
  addFloors(plan, bin, count, samples);
}

/// Sums of cross spectra, and the same without one of the stretches.
struct CrossSums {
  Complex e_adjoint, predicted, ideal;
  double e = 0, adjoint = 0, predicted_adjoint = 0;

  void add(const ErrorSample& sample, double sign) {
    e_adjoint += sign * sample.e * std::conj(sample.adjoint);
    e += sign * std::norm(sample.e);
    adjoint += sign * std::norm(sample.adjoint);
    predicted += sign * sample.predicted_e * std::conj(sample.predicted_adjoint);
    ideal += sign * sample.ideal_e * std::conj(sample.predicted_adjoint);
    predicted_adjoint += sign * std::norm(sample.predicted_adjoint);
  }
  [[nodiscard]] Complex ratio() const { return e_adjoint / adjoint; }
  [[nodiscard]] Complex predictedRatio() const { return predicted / predicted_adjoint; }
};

bool isFinite(const Complex& x) { return std::isfinite(x.real()) && std::isfinite(x.imag()); }

/// 95 % of a complex quantity whose two parts have this many degrees of freedom and together this
/// variance.
///
///   P(|x|² > R²) = 0.05,  R² = ½ v m (0.05^(−2/m) − 1):  2 and m degrees of freedom
double radiusOf(double variance, double freedom) {
  if (!(freedom > 0)) return std::numeric_limits<double>::infinity();
  return std::sqrt(0.5 * variance * freedom * (std::pow(0.05, -2 / freedom) - 1));
}

/// The circle from how the ratio changes when a stretch is left out (jackknife): of measured over
/// predicted, where theory speaks, since both are of the same stretches; else of the measured one.
double radiusOver(std::span<const ErrorSample> samples, const CrossSums& all) {
  const auto n = static_cast<double>(samples.size());
  const bool is_compared = isFinite(all.predictedRatio());
  const auto of = [is_compared](const CrossSums& sums) {
    return is_compared ? sums.ratio() / sums.predictedRatio() : sums.ratio();
  };
  Complex mean;
  std::vector<Complex> without;
  without.reserve(samples.size());
  for (const ErrorSample& sample : samples) {
    CrossSums rest = all;
    rest.add(sample, -1);
    without.push_back(of(rest));
    mean += without.back() / n;
  }
  double variance = 0;
  for (const Complex& value : without) variance += (n - 1) / n * std::norm(value - mean);
  const double radius = radiusOf(variance, 2 * (n - 1));
  return is_compared ? radius * std::abs(all.predictedRatio()) : radius;
}

}  // namespace

double ErrorRatio::phase() const { return std::arg(value) * kDegrees; }

ErrorReading readingOf(std::span<const ErrorSample> samples) {
  ErrorReading reading;
  if (samples.empty()) return reading;
  CrossSums sums;
  for (const ErrorSample& sample : samples) sums.add(sample, 1);
  const auto n = static_cast<double>(samples.size());
  reading.level = std::sqrt(sums.adjoint / n);
  // No error at all follows anything.
  reading.coherence = sums.e > 0 ? std::norm(sums.e_adjoint) / (sums.e * sums.adjoint) : 1;
  reading.measured.value = sums.ratio();
  if (isFinite(sums.predictedRatio())) {
    reading.predicted = sums.predictedRatio();
    const Complex ideal = sums.ideal / sums.predicted_adjoint;
    if (isFinite(ideal)) reading.ideal = ideal;
  }
  if (samples.size() == 1) {
    const ErrorSample& one = samples.front();
    reading.coherence = 1;
    if (!(reading.level > kAboveFloor * one.adjoint_floor)) {
      reading.seen = Seen::Silent;
      return reading;
    }
    // A complex normal disturbance of mean square F² lies within √3 F in 95 of 100 cases.
    reading.measured.radius = std::sqrt(3) * one.ratio_floor;
    reading.seen = Seen::Yes;
    return reading;
  }
  double floor = 0;
  for (const ErrorSample& sample : samples) floor += std::pow(sample.adjoint_floor, 2);
  if (!(sums.adjoint > kAboveFloor * kAboveFloor * floor)) {
    reading.seen = Seen::Silent;
    return reading;
  }
  reading.measured.radius = radiusOver(samples, sums);
  if (!(sums.e > 0)) reading.measured.radius = 0;
  const bool is_wide = !(reading.measured.radius <= kWidest * reading.measured.gain());
  reading.seen = reading.coherence < kCoherent || is_wide ? Seen::Incoherent : Seen::Yes;
  return reading;
}

std::size_t RatioPlan::stretches() const {
  if (until <= from || stretch == 0) return 0;
  const std::size_t half = std::max<std::size_t>(stretch / 2, 1);
  return until - from < stretch ? 0 : (until - from - stretch) / half + 1;
}

double usualStretch(const Network& network, const State& state, double most) {
  constexpr double kPeriods = 8, kIrregular = 16, kStretches = 6, kLeast = 3000;
  const double dt = network.settings.dt;
  const auto lines = signalLines(network);
  const bool has_period = lines && lines->period && 2 * *lines->period / dt <= most;
  if (!lines || (!has_period && lines->all.size() > kMostFitted)) {
    return std::max(kStretches * kStretchTaus * taus(network, state).largest / dt, kLeast / dt);
  }
  const double slowest = 1000 / std::ranges::min(lines->all) / dt;
  if (has_period) {
    const double period = *lines->period / dt;
    return std::ceil(std::max(2.0, std::ceil(kPeriods * slowest / period)) * period);
  }
  return kIrregular * slowest;
}

RatioPlan planRatios(const Network& network, const State& state, const std::vector<double>& asked,
                     std::size_t most, std::size_t from, std::size_t until) {
  RatioPlan plan;
  plan.from = from;
  plan.until = std::max(from, until);
  plan.stretch = plan.until - from;
  const double dt = network.settings.dt;
  const double nyquist = 500 / dt;
  for (const double f : asked) {
    const bool is_new = std::ranges::find(plan.frequencies, f) == plan.frequencies.end();
    if (is_new && f > 0 && f < nyquist) plan.frequencies.push_back(f);
  }
  const std::vector<double> wanted = plan.frequencies;
  const auto lines = signalLines(network);
  // Of a whole number of periods, two at least, nothing leaks from one line to another.
  const double period = lines ? lines->period.value_or(0) / dt : 0;
  const double whole = std::floor(static_cast<double>(plan.until - from) / std::max(period, 1.0));
  plan.is_whole = period > 0 && whole >= 2;
  // More lines than can be fitted are as good as noise.
  if (lines && (plan.is_whole || lines->all.size() + wanted.size() <= kMostFitted)) {
    plan.is_lines = true;
    if (plan.is_whole) {
      plan.from =
          plan.until - 2 * static_cast<std::size_t>(std::round(std::floor(whole / 2) * period));
    }
    for (const double f : lines->all) {
      if (std::ranges::find(wanted, f) != wanted.end()) continue;
      (plan.frequencies.size() < wanted.size() + most ? plan.frequencies : plan.others)
          .push_back(f);
    }
    if (isLinear(network) || plan.is_whole) return plan;
    const std::size_t taken = plan.frequencies.size() + plan.others.size();
    const std::size_t left = kMostFitted > taken ? kMostFitted - taken : 0;
    std::vector<double> made = intermodulations(lines->all, left, nyquist);
    std::erase_if(made, [&](double f) {
      return std::ranges::find(plan.frequencies, f) != plan.frequencies.end();
    });
    plan.others.insert(plan.others.end(), made.begin(), made.end());
    return plan;
  }
  const auto [least, largest] = taus(network, state);
  const auto steps = static_cast<double>(plan.until - from);
  double length = std::max(steps / kStretchesWanted, kStretchTaus * largest / dt);
  if (!wanted.empty()) {
    length = std::max(length, kStretchPeriods * 1000 / std::ranges::min(wanted) / dt);
    // A whole number of periods of the first one, and no more than there is.
    const double one = 1000 / wanted.front() / dt;
    length = std::max(std::round(std::min(length, steps) / one), 1.0) * one;
    if (length > steps) length -= one;
  }
  plan.stretch =
      static_cast<std::size_t>(std::clamp(std::round(length), 1.0, std::max(steps, 1.0)));
  const double bin = 1000 / (static_cast<double>(plan.stretch) * dt);
  const double lowest = kLowestBin * bin;
  const double highest =
      std::min(nyquist / 4, kHighestOfTau * 1000 / (2 * std::numbers::pi * least));
  for (std::size_t k = 0; k < most && lowest < highest; ++k) {
    const double share = most > 1 ? static_cast<double>(k) / static_cast<double>(most - 1) : 0;
    // The grid is one of whole periods; what is asked for stays what it is.
    const double f = std::round(lowest * std::pow(highest / lowest, share) / bin) * bin;
    const auto is_near = [&](double other) { return std::abs(other - f) < bin / 2; };
    if (std::ranges::none_of(plan.frequencies, is_near)) plan.frequencies.push_back(f);
  }
  return plan;
}

ErrorSamples sampleErrors(const Network& network, const State& state,
                          const std::vector<std::size_t>& neurons, const Trajectory& window,
                          const Gradient& adjoint, const AlignedVector& ideal,
                          const RatioPlan& plan) {
  ErrorSamples samples(plan.frequencies.size(),
                       std::vector<std::vector<ErrorSample>>(neurons.size()));
  constexpr std::size_t kFewest = 16;  // steps
  if (plan.until < plan.from + kFewest || neurons.empty()) return samples;
  const AlignedVector slopes = meanSlopes(network, window);
  const Theory theory(network, state, slopes, ideal, neurons);
  const Eigen::MatrixXd x = signalsOf(network, neurons, window, adjoint, plan.from, plan.until);
  if (!x.allFinite()) return samples;
  const double dt = network.settings.dt;
  if (plan.is_lines)
    sampleLines(neurons, x, dt, plan, theory, samples);
  else if (plan.stretch >= kFewest)
    sampleStretches(neurons, x, dt, plan, theory, samples);
  return samples;
}

}  // namespace vle
