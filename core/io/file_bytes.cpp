// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/file_bytes.h"

#include <algorithm>
#include <cstdio>
#include <optional>

#include <QByteArrayView>
#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>
#include <QStringDecoder>

#include "base/error.h"

namespace vle {

namespace {

constexpr qint64 kPart = qint64{1024} * 1024;

/// A file format that is no text, and how it begins.
struct Format {
  qsizetype at;  ///< where the mark stands
  QByteArrayView mark;
  const char* name;
};

// The more special ones first.
constexpr Format kFormats[] = {
    {0, "\x1f\x8b", "a gzip file"},
    {0, "BZh", "a bzip2 file"},
    {0,
     "\xfd"
     "7zXZ",
     "an xz file"},
    {0, "\x28\xb5\x2f\xfd", "a zstd file"},
    {0, "7z\xbc\xaf", "a 7-Zip file"},
    {0, "Rar!", "a RAR file"},
    {0, "\xd0\xcf\x11\xe0", "an old Excel or Word file (.xls, .doc)"},
    {0, "\x89HDF", "an HDF5 file (MATLAB 7.3 writes them, too)"},
    {0, "CDF", "a NetCDF file"},
    {0, "MATLAB", "a MATLAB file (.mat)"},
    {0, "\x93NUMPY", "a NumPy file (.npy)"},
    {0, "PAR1", "a Parquet file"},
    {0, "ARROW1", "an Arrow or Feather file"},
    {0, "FEA1", "a Feather file"},
    {0, "SQLite format 3", "an SQLite database"},
    {0, "\x80\x04\x95", "a Python pickle"},
    {0, "RDX", "an R data file"},
    {0, "%PDF", "a PDF file"},
    {0, "\x89PNG", "a picture (PNG)"},
    {0, "\xff\xd8\xff", "a picture (JPEG)"},
    {0, "GIF8", "a picture (GIF)"},
    {0, "RIFF", "a sound, film or picture (RIFF)"},
    {0, "OggS", "a sound (Ogg)"},
    {0, "fLaC", "a sound (FLAC)"},
    {0, "ID3", "a sound (MP3)"},
    {0,
     "\x7f"
     "ELF",
     "a program"},
    {0, "{\\rtf", "a word processor's file (RTF)"},
    {257, "ustar", "a tar archive"},
};

/// Zip archives are many things; the names of what they hold tell which.
std::string zipKind(const QByteArray& bytes) {
  if (bytes.contains("xl/")) return "an Excel workbook (.xlsx)";
  if (bytes.contains("opendocument.spreadsheet")) return "an OpenDocument spreadsheet (.ods)";
  if (bytes.contains(".npy")) return "a NumPy archive (.npz)";
  if (bytes.contains("word/")) return "a Word document (.docx)";
  return "a zip archive";
}

/// Is most of the ASCII in a text followed (or led) by zeros, as in UTF-16?
std::optional<QStringConverter::Encoding> unmarkedUtf16(const QByteArray& bytes) {
  const qsizetype size = std::min<qsizetype>(bytes.size(), 4096) / 2 * 2;
  qsizetype even = 0;
  qsizetype odd = 0;
  for (qsizetype k = 0; k < size; k += 2) {
    even += bytes[k] == '\0' ? 1 : 0;
    odd += bytes[k + 1] == '\0' ? 1 : 0;
  }
  if (size < 4 || (even > 0) == (odd > 0)) return std::nullopt;  // none, or those of something else
  constexpr double kMostly = 0.6;
  const auto characters = static_cast<double>(size) / 2;
  if (static_cast<double>(std::max(even, odd)) < kMostly * characters) return std::nullopt;
  return odd > 0 ? QStringConverter::Utf16LE : QStringConverter::Utf16BE;
}

std::optional<QStringConverter::Encoding> encodingOf(const QByteArray& bytes) {
  const auto marked = QStringConverter::encodingForData(bytes);
  return marked ? marked : unmarkedUtf16(bytes);
}

}  // namespace

std::string kindOf(const QByteArray& bytes) {
  for (const Format& format : kFormats) {
    if (bytes.size() > format.at &&
        QByteArrayView(bytes).sliced(format.at).startsWith(format.mark)) {
      return format.name;
    }
  }
  if (bytes.startsWith("PK\x03\x04")) return zipKind(bytes);
  const QByteArray head = bytes.left(256).trimmed().toLower();
  if (head.startsWith("<!doctype html") || head.startsWith("<html")) return "a web page (HTML)";
  if (head.startsWith("<?xml")) return "an XML file";
  if (!encodingOf(bytes) && bytes.left(65536).contains('\0')) return "a binary file";
  return {};
}

bool endsWithinAUnit(const QByteArray& bytes) {
  using Encoding = QStringConverter::Encoding;
  const auto encoding = encodingOf(bytes);
  if (!encoding || *encoding == Encoding::Utf8) return false;
  const bool is_long = *encoding == Encoding::Utf32 || *encoding == Encoding::Utf32LE ||
                       *encoding == Encoding::Utf32BE;
  return bytes.size() % (is_long ? 4 : 2) != 0;
}

QByteArray utf8Of(const QByteArray& bytes) {
  const auto encoding = encodingOf(bytes);
  if (!encoding) return bytes.isValidUtf8() ? bytes : QString::fromLatin1(bytes).toUtf8();
  const QString text = QStringDecoder(*encoding)(bytes);
  return text.toUtf8();
}

QByteArray readBytes(const QString& path) {
  const auto fail = [](const std::string& message) { throw Error(ErrorKind::File, message); };
  const bool is_standard = path == QLatin1String("-");
  const QFileInfo info(path);
  QFile file(info.filePath());
  const auto fail_to_read = [&] {
    fail("the file cannot be read: " + file.errorString().toStdString());
  };
  const auto check_size = [&](qint64 size) {
    if (size > kMaxFileSize) fail("the file is larger than 256 MiB");
  };
  if (is_standard) {
    if (!file.open(stdin, QIODevice::ReadOnly)) fail_to_read();
  } else {
    if (!info.exists()) fail("there is no such file");
    if (info.isDir()) fail("this is a folder, not a file");
    check_size(info.size());
    if (!file.open(QIODevice::ReadOnly)) fail_to_read();
  }
  // In parts, since a device says nothing of its size: Qt sets aside all that is asked for at once.
  QByteArray bytes;
  for (QByteArray part = file.read(kPart); !part.isEmpty(); part = file.read(kPart)) {
    bytes += part;
    check_size(bytes.size());
  }
  if (file.error() != QFileDevice::NoError) fail_to_read();
  return bytes;
}

QByteArray fingerprint(const QString& path) {
  QFile file(path);
  QCryptographicHash hash(QCryptographicHash::Sha1);
  const bool is_read = file.open(QIODevice::ReadOnly) && hash.addData(&file);
  return is_read ? hash.result() : QByteArray();
}

}  // namespace vle
