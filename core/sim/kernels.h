// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The loops that run: the step of model.md §2 fused so that W and B are read and written once, over
// pointers bound to a state by FusedSteps. The readable equations are those of dynamics, learning
// and feedback; a test holds both to 1e-12. Compiled for several instruction sets, the best is
// chosen at start. No allocation, no exceptions; simulation thread.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/cpu.h"
#include "sim/fused_network.h"

namespace vle {

/// Does up to `count` steps; stops after the one in which a value diverged.
/// @param driven  (count, width): what inputs and targets are at each step, one row a step, the
///                 inputs first
/// @param width    input channels and target slots
/// @returns the number of steps done
using RunSteps = std::int64_t(FusedNetwork& fused, const double* driven, std::size_t width,
                              std::int64_t count);

/// values_k += a sin(2π (f t_k/1000) + phase) at t_k = (n + k) dt.
/// @param f      Hz
/// @param dt     ms
using AddSine = void(double f, double a, double phase, std::int64_t n, double dt, double* values,
                     std::size_t count);

/// r ← φ(ŭ) and r′ ← φ′(ŭ) of neurons with one activation function.
using ActivateAll = void(Activation activation, const double* u_prosp, double* r, double* r_prime,
                         std::size_t size);

/// The loops compiled for one instruction set.
struct Kernels {
  RunSteps* run_steps;
  RunSteps* run_poked_steps;  ///< the same with the pokes of the state (pokes.h)
  PassMatrix* pass_matrix;
  AddSine* add_sine;
  ActivateAll* activate_all;
};

/// @pre this processor has the instruction set
[[nodiscard]] const Kernels& kernels(Isa isa = isaInUse());

}  // namespace vle
