// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/line_fit.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include <Eigen/Cholesky>

#include "sim/transfer.h"

namespace vle {

namespace {

/// Where what no line explains is looked at: so many times 1/T beside a line, which is as far as
/// its own lobe reaches.
constexpr std::array kBeside = {-3.0, -2.0, 2.0, 3.0};

}  // namespace

LineFit::LineFit(std::vector<double> lines, std::size_t steps, double dt, bool repeats)
    : lines_(std::move(lines)), dt_(dt), repeats_(repeats), column_(lines_.size(), -1) {
  const auto n = static_cast<Eigen::Index>(steps);
  const double closest = kClosest * 1000 / (static_cast<double>(steps) * dt);
  std::vector<double> kept = {0};
  for (std::size_t k = 0; k < lines_.size(); ++k) {
    const auto is_near = [&](double other) { return std::abs(other - lines_[k]) < closest; };
    const bool has_two_a_period = lines_[k] < 500 / dt;
    if (!has_two_a_period || std::ranges::any_of(kept, is_near)) continue;
    column_[k] = 2 * static_cast<Eigen::Index>(kept.size()) - 1;
    kept.push_back(lines_[k]);
  }
  window_.resize(n);
  for (Eigen::Index i = 0; i < n; ++i) {
    const double place = (static_cast<double>(i) + 0.5) / static_cast<double>(n);
    window_[i] = std::sin(std::numbers::pi * place);  // the root of a Hann window
  }
  basis_.resize(n, 2 * static_cast<Eigen::Index>(kept.size()) - 1);
  basis_.col(0) = window_;
  for (std::size_t k = 0; k < lines_.size(); ++k) {
    if (column_[k] < 0) continue;
    const double turn = omegaOf(lines_[k]) * dt;
    for (Eigen::Index i = 0; i < n; ++i) {
      const double phase = turn * static_cast<double>(i);
      basis_(i, column_[k]) = window_[i] * std::cos(phase);
      basis_(i, column_[k] + 1) = -window_[i] * std::sin(phase);
    }
  }
  normal_.noalias() = basis_.transpose() * basis_;
}

void LineFit::fit(const Eigen::MatrixXd& x) {
  const Eigen::MatrixXd seen = window_.asDiagonal() * x;
  coefficients_ = normal_.llt().solve(basis_.transpose() * seen);
  if (repeats_) {
    change_ = x.bottomRows(x.rows() / 2) - x.topRows(x.rows() / 2);
    return;
  }
  rest_.noalias() = seen - basis_ * coefficients_;
  rest_ = window_.asDiagonal() * rest_;
}

std::vector<LineAmplitude> LineFit::amplitudes(std::size_t line) const {
  const auto signals = static_cast<std::size_t>(coefficients_.cols());
  std::vector<LineAmplitude> result(signals);
  for (std::size_t s = 0; s < signals; ++s) {
    const auto at = static_cast<Eigen::Index>(s);
    result[s].amplitude = {coefficients_(column_[line], at), coefficients_(column_[line] + 1, at)};
  }
  const auto look = [&](const Eigen::MatrixXd& x, double f, double scale) {
    Eigen::MatrixXd sines(2, x.rows());
    for (Eigen::Index i = 0; i < x.rows(); ++i) {
      const double phase = omegaOf(f) * dt_ * static_cast<double>(i);
      sines(0, i) = scale * std::cos(phase);
      sines(1, i) = -scale * std::sin(phase);
    }
    const Eigen::MatrixXd seen = sines * x;
    for (std::size_t s = 0; s < signals; ++s) {
      const auto at = static_cast<Eigen::Index>(s);
      result[s].rest.emplace_back(seen(0, at), seen(1, at));
    }
  };
  if (repeats_) {  // the mean of both halves is off by half of what they differ by
    look(change_, lines_[line], 1.0 / static_cast<double>(change_.rows()));
    return result;
  }
  const double bin = 1000 / (static_cast<double>(rest_.rows()) * dt_);
  for (const double beside : kBeside) {
    look(rest_, lines_[line] + beside * bin, 2 / window_.squaredNorm());
  }
  return result;
}

double LineAmplitude::floor() const {
  double power = 0;
  for (const std::complex<double>& one : rest) power += std::norm(one);
  return std::sqrt(power / static_cast<double>(std::max<std::size_t>(rest.size(), 1)));
}

std::vector<double> intermodulations(const std::vector<double>& lines, std::size_t most,
                                     double below) {
  std::vector<double> found;
  const auto add = [&](double f) {
    f = std::abs(f);
    const auto is_near = [f](double other) { return std::abs(other - f) <= 1e-9 * other; };
    if (found.size() >= most || !(f > 0) || f >= below) return;
    if (std::ranges::none_of(lines, is_near) && std::ranges::none_of(found, is_near)) {
      found.push_back(f);
    }
  };
  constexpr double kHighestHarmonic = 9;
  for (const double f : lines) add(2 * f);
  for (const double f : lines) add(3 * f);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      add(lines[i] + lines[j]);
      add(lines[i] - lines[j]);
    }
  }
  for (const double f : lines) {
    for (const double g : lines) {
      if (f == g) continue;
      add(2 * f + g);
      add(2 * f - g);
    }
  }
  for (double order = 4; order <= kHighestHarmonic; ++order) {
    for (const double f : lines) add(order * f);
  }
  return found;
}

}  // namespace vle
