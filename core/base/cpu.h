// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the processor must be told. Any thread.
#pragma once

namespace vle {

/// Clears the upper halves of the vector registers. Library code may leave them filled, and then
/// every later scalar operation of this thread waits for them: experiments run after project files
/// were read took up to seven times as long. Nothing on processors without such registers.
/// @note no allocation, does not throw
void clearVectorState();

}  // namespace vle
