// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Amplitudes of signals that are sums of sines of known frequencies, by least squares under a Hann
// window: all lines at once, so that none leaks into another. Pure functions, any thread.
#pragma once

#include <complex>
#include <cstddef>
#include <vector>

#include <Eigen/Core>

namespace vle {

/// A signal at one frequency, x ≈ Re(A e^{iωt}).
struct LineAmplitude {
  std::complex<double> amplitude;  ///< t = 0 at the first sample
  /// Amplitudes of what no line explains, beside this one; where the signal repeats, by how much
  /// the halves of the stretch differ.
  std::vector<std::complex<double>> rest;
  /// rms of the rest.
  [[nodiscard]] double floor() const;
};

/// Fits a constant and all lines to stretches of one length.
///
///   minimise Σ_n w_n ( x_n − c − Σ_k Re(A_k e^{iω_k n dt}) )²,   w a Hann window
///
/// @source measured against a rectangular lock-in: help page model, §4
class LineFit {
 public:
  /// Lines closer than this over the length of a stretch are one, and so is one with the constant.
  static constexpr double kClosest = 1.5;

  /// @param lines  Hz, > 0; the earlier in the list stays where two are one
  /// @param steps  of a stretch
  /// @param dt     ms
  /// @param repeats  each half of a stretch is a whole number of periods of all there is: then
  ///                 lines that are not in the list leave no trace in those that are
  LineFit(std::vector<double> lines, std::size_t steps, double dt, bool repeats = false);

  /// Can this line be told from those before it in the list?
  [[nodiscard]] bool isResolved(std::size_t line) const { return column_[line] >= 0; }
  /// @param x     (steps, signals)
  /// @param line  one that is resolved
  /// @returns one for each signal
  [[nodiscard]] std::vector<LineAmplitude> amplitudes(std::size_t line) const;
  /// Fits these signals; amplitudes() then speaks of them.
  void fit(const Eigen::MatrixXd& x);

 private:
  std::vector<double> lines_;
  double dt_;
  bool repeats_;
  std::vector<Eigen::Index> column_;  ///< of the cosine of each line; −1: not resolved
  Eigen::VectorXd window_;            ///< its square root, (steps,)
  Eigen::MatrixXd basis_;             ///< seen through the window, (steps, 1 + 2 lines)
  Eigen::MatrixXd normal_;
  Eigen::MatrixXd coefficients_;  ///< (1 + 2 lines, signals)
  Eigen::MatrixXd rest_;          ///< through the window, twice, (steps, signals)
  Eigen::MatrixXd change_;        ///< from the first half to the second, (steps/2, signals)
};

/// What sums of sines become where something is not linear: harmonics, sums and differences of low
/// order, without those given.
/// @param lines  Hz
/// @param most   so many at most, the lowest orders first
/// @param below  Hz
[[nodiscard]] std::vector<double> intermodulations(const std::vector<double>& lines,
                                                   std::size_t most, double below);

}  // namespace vle
