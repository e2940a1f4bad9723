// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/csv.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

#include "base/error.h"
#include "io/project_file.h"

namespace vle {

std::string csvCell(const std::string& text) {
  if (text.find_first_of(",\"\n") == std::string::npos) return text;
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"') result += '"';
    result += c;
  }
  return result + '"';
}

std::string csvNumber(double value) {
  std::array<char, 40> buffer{};
  const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                    std::chars_format::general, 17);
  return {buffer.data(), result.ptr};
}

CsvFile::CsvFile(const std::string& path) : file_(QString::fromStdString(path)) {
  requireWritable(path);
  if (!file_.open(QIODevice::WriteOnly)) {
    throw Error(ErrorKind::File,
                "the file cannot be written: " + file_.errorString().toStdString() + ".", path);
  }
}

void CsvFile::writeLine(const std::string& line) {
  file_.write(line.data(), static_cast<qint64>(line.size()));
  file_.write("\n", 1);
}

void CsvFile::finish() {
  if (!file_.commit()) {
    throw Error(ErrorKind::File,
                "the file cannot be written: " + file_.errorString().toStdString() + ".",
                file_.fileName().toStdString());
  }
}

CsvWriter::CsvWriter(const std::string& path, double dt, std::int64_t every)
    : file_(path), dt_(dt), every_(every) {}

void CsvWriter::writeHeader(const std::vector<std::string>& names,
                            const std::vector<ChannelLayout>& channels) {
  std::string line = "time";
  for (std::size_t k = 0; k < names.size(); ++k) {
    for (const Channel& channel : channels[k].channels) {
      line += ',' + csvCell(names[k] + '/' + channel.name);
    }
  }
  file_.writeLine(line);
}

void CsvWriter::writeRows(const std::vector<TraceBlock>& blocks) {
  std::set<std::int64_t> steps;  // of any variant: one that diverged has fewer
  for (const TraceBlock& block : blocks) {
    for (const std::int64_t step : block.end_steps) {
      if (step % every_ == 0) steps.insert(step);
    }
  }
  for (const std::int64_t step : steps) {
    std::string line = csvNumber(static_cast<double>(step) * dt_);
    for (const TraceBlock& block : blocks) {
      const auto found = std::ranges::lower_bound(block.end_steps, step);
      const bool there = found != block.end_steps.end() && *found == step;
      const auto at = static_cast<std::size_t>(found - block.end_steps.begin());
      for (std::size_t c = 0; c < block.channels; ++c) {
        line += ',';
        if (there) line += csvNumber(block.last[block.at(at, c)]);
      }
    }
    file_.writeLine(line);
  }
}

void CsvWriter::finish() { file_.finish(); }

}  // namespace vle
