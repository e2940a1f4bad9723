// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A whole file in memory, or a sentence why not; and what tells two states of a file apart. Any
// thread.
#pragma once

#include <QByteArray>
#include <QString>

namespace vle {

inline constexpr qint64 kMaxFileSize = 256LL * 1024 * 1024;

/// Reads a file of at most 256 MiB.
/// @throws Error(File) if it does not exist, is a folder, too large or unreadable
[[nodiscard]] QByteArray readBytes(const QString& path);

/// Differs between two contents of a file; empty if it cannot be read. Does not throw.
[[nodiscard]] QByteArray fingerprint(const QString& path);

}  // namespace vle
