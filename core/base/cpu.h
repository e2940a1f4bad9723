// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the processor can do, and what it must be told. Any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace vle {

/// Instruction sets the loops of a step are compiled for (sim/kernels.h). All give the same bits.
enum class Isa {
  Baseline,  ///< what every processor of the architecture has: SSE2 or NEON, 16 bytes at once
  Avx2,      ///< 32 bytes at once
  Avx512     ///< 64 bytes at once
};

/// Those that this processor has, narrowest first.
[[nodiscard]] std::span<const Isa> isasHere();

/// "baseline", "avx2" or "avx512".
[[nodiscard]] std::string_view nameOf(Isa isa);

/// @throws Error(File) if there is none of that name, or this processor does not have it
[[nodiscard]] Isa isaNamed(std::string_view name);

/// The one that simulators made from now on use: the widest, or what the environment variable
/// VLE_ISA or a call of useIsa has asked for.
/// @throws Error(File) if VLE_ISA names none that this processor has
[[nodiscard]] Isa isaInUse();

/// @pre this processor has it
void useIsa(Isa isa);

/// Name and instruction set in use, to stand beside times: "AMD EPYC 7B13, avx2".
[[nodiscard]] std::string processorName();

/// Processors this process may use, at least one: those its affinity allows, and no more than the
/// CPU quota of its control group pays for.
[[nodiscard]] int processorsHere();

/// How many processors a control group's "cpu.max" pays for, rounded up: "150000 100000" is 2,
/// "max 100000" is 0: as many as there are.
[[nodiscard]] int quotaOf(std::string_view cpu_max);

/// Clears the upper halves of the vector registers. Library code may leave them filled, and then
/// every later scalar operation of this thread waits for them: experiments run after project files
/// were read took up to seven times as long. Nothing on processors without such registers.
/// @note no allocation, does not throw
void clearVectorState();

}  // namespace vle
