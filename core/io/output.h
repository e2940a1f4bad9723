// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The two ways a file is written, and there is no third (a test looks): whole, or row by row. A
// write that fails throws when it happens. Any thread, one at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <QByteArray>
#include <QFile>
#include <QSaveFile>

namespace vle {

/// The name that stands for the standard output, and for the standard input of what is read.
inline constexpr std::string_view kStandardStream = "-";

/// The file a name leads to through links, also where that is not there yet.
[[nodiscard]] std::string behindLinks(const std::string& path);

/// Where text goes.
class Output {
 public:
  Output() = default;
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;
  virtual ~Output() = default;

  /// @throws Error(File) if not all of it was written
  virtual void write(std::string_view text) = 0;
  /// Makes what was written appear under its name.
  /// @throws Error(File) if anything went wrong; what stood under the name is still there
  virtual void finish() = 0;
};

/// A file that appears under its name when all of it is written: a temporary file beside it is
/// flushed, checked and renamed. Until then, and if anything fails, the old file stays.
class WholeFile final : public Output {
 public:
  /// @throws Error(File) if nothing can be written there
  explicit WholeFile(const std::string& path);
  void write(std::string_view text) override;
  void finish() override;

 private:
  QSaveFile file_;
};

/// Rows that are kept as they come: PATH.part grows by what is written, at once, and becomes PATH
/// in the end. Whatever ends the program, PATH.part has what was written until then, and an old
/// PATH is untouched.
class RowsFile final : public Output {
 public:
  /// @param keep  bytes of PATH.part that stay, and that what is written follows
  /// @throws Error(File) if nothing can be written there, or another program does
  explicit RowsFile(const std::string& path, std::int64_t keep = 0);
  void write(std::string_view text) override;
  void finish() override;

  /// Where the rows of a file stand until it is complete: beside it, links followed.
  [[nodiscard]] static std::string partOf(const std::string& path);

 private:
  std::string path_;
  QFile part_;
};

/// The standard output; nothing waits in a buffer.
class StandardOutput final : public Output {
 public:
  void write(std::string_view text) override;
  void finish() override;
};

/// A whole file, or the standard output for "-".
[[nodiscard]] std::unique_ptr<Output> outputTo(const std::string& path);

/// Writes a whole file.
/// @throws Error(File)
void saveText(std::string_view text, const std::string& path);
void saveBytes(const QByteArray& bytes, const std::string& path);

/// Renames a file onto another name, over what is there.
/// @throws Error(File)
void moveFile(const std::string& from, const std::string& to);

/// Refuses what a file cannot be written to: a folder that does not exist, a path that is a folder
/// or a device, a place without permission. Writes nothing.
/// @throws Error(File)
void requireWritable(const std::string& path);

}  // namespace vle
