// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A whole file in memory, or a sentence why not. Any thread.
#pragma once

#include <QByteArray>
#include <QString>

namespace vle {

/// Reads a file of at most 256 MiB.
/// @throws Error(File) if it does not exist, is a folder, too large or unreadable
[[nodiscard]] QByteArray readBytes(const QString& path);

}  // namespace vle
