// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the processor must be told. Any thread.
#pragma once

namespace vle {

/// Clears the upper halves of the vector registers. A library that leaves them filled (Qt's text
/// and JSON functions do, on some processors) makes every later scalar operation of this thread
/// wait for them: a step then takes seven times as long. Nothing on processors without such
/// registers; costs a nanosecond.
/// @note no allocation, does not throw
void clearVectorState();

}  // namespace vle
