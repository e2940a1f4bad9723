// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A whole file in memory, or a sentence why not; and what tells two states of a file apart. Any
// thread.
#pragma once

#include <string>
#include <string_view>

#include <QByteArray>
#include <QString>

namespace vle {

inline constexpr qint64 kMaxFileSize = 256LL * 1024 * 1024;

/// Reads a file of at most 256 MiB, or the standard input for "-".
/// @throws Error(File) if it does not exist, is a folder, too large or unreadable
[[nodiscard]] QByteArray readBytes(const QString& path);

/// The same bytes as text.
[[nodiscard]] inline std::string_view viewOf(const QByteArray& bytes) {
  return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

/// What a file is that is no text, by its first bytes: "a gzip file", "a picture (PNG)"; "" if it
/// may be text. Does not throw.
[[nodiscard]] std::string kindOf(const QByteArray& bytes);

/// Does a text of 16- or 32-bit units end within one? Then a part of the file is missing.
[[nodiscard]] bool endsWithinAUnit(const QByteArray& bytes);

/// A text as UTF-8, without its byte order mark: from UTF-8, from UTF-16 and UTF-32 in either byte
/// order, with a mark or, where every other byte of ASCII is 0, without one. What is none of them
/// is taken for Latin-1, which reads every byte. Does not throw.
[[nodiscard]] QByteArray utf8Of(const QByteArray& bytes);

/// Differs between two contents of a file; empty if it cannot be read. Does not throw.
[[nodiscard]] QByteArray fingerprint(const QString& path);

}  // namespace vle
