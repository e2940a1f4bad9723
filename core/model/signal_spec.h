// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What drives inputs and targets, as it is written (resources/help/format.md, "Signals"): one
// struct per kind, time in ms, f in Hz. `signalProblem` judges them, `evaluateSignal` plays them.
// Plain values, any thread.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "model/value.h"

namespace vle {

inline constexpr double kNever = std::numeric_limits<double>::infinity();

/// The same value at all times.
struct ConstantSignal {
  Value value = 0.0;  ///< (channels,)
  bool operator==(const ConstantSignal&) const = default;
};

/// `before` until t, `after` from t on.
struct StepSignal {
  double before = 0;
  double after = 1;
  double t = 0;  ///< ms
  bool operator==(const StepSignal&) const = default;
};

/// `base`, and base + height for `width` from `start` on, then every `period`.
struct PulseSignal {
  double base = 0;
  double height = 1;
  double start = 0;   ///< ms
  double width = 10;  ///< ms
  double period = 0;  ///< ms, ≥ width; 0: once
  bool operator==(const PulseSignal&) const = default;
};

/// a sin(2π f t + phase)
struct Sine {
  double f = 1;      ///< Hz
  double a = 1;      ///< amplitude
  double phase = 0;  ///< rad
  bool operator==(const Sine&) const = default;
};

/// A sum of sines per channel.
struct SinesSignal {
  std::vector<std::vector<Sine>> channels;
  bool operator==(const SinesSignal&) const = default;
};

/// A sum of sines per channel with f log-uniform and a uniform phase, drawn anew now and then.
struct RandomSinesSignal {
  std::int64_t count = 3;
  double lowest = 4;       ///< Hz
  double highest = 40;     ///< Hz
  double a = 1;            ///< amplitude of each
  double redraw = kNever;  ///< ms; kNever: drawn once
  bool operator==(const RandomSinesSignal&) const = default;
};

/// High for half a period, low for the other half, convolved with a Gaussian of sd `smooth`.
struct SquareSignal {
  double low = -1;
  double high = 1;
  double period = 100;  ///< ms
  double smooth = 0;    ///< ms
  bool operator==(const SquareSignal&) const = default;
};

/// a sin of a frequency that goes from `from` to `to` within `duration`, again and again.
struct ChirpSignal {
  double from = 1;         ///< Hz
  double to = 10;          ///< Hz
  double duration = 1000;  ///< ms
  double a = 1;
  bool operator==(const ChirpSignal&) const = default;
};

/// Ornstein–Uhlenbeck noise: mean 0, autocorrelation sd² exp(−|t|/τ).
struct NoiseSignal {
  double tau = 10;  ///< ms
  double sd = 1;
  bool operator==(const NoiseSignal&) const = default;
};

/// One value per step and channel; the last one holds.
struct SamplesSignal {
  Rows channels;  ///< (channels, steps)
  bool operator==(const SamplesSignal&) const = default;
};

/// What was read from a CSV file: the columns asked for, row by row, as the network gets them.
struct SignalTable {
  std::string source;  ///< absolute path of the file, to find it again from another folder
  std::size_t columns = 0;
  std::vector<double> values;  ///< (rows, columns)
  std::string time;            ///< name of the column of times; "" if the file has none
  double interval = 0;         ///< ms a row, mean of a column of times; 0: the signal says it
  std::vector<double> t;       ///< (rows,), ms from the first row on, where rows are not even

  [[nodiscard]] std::size_t rows() const { return columns == 0 ? 0 : values.size() / columns; }
  /// The same numbers, wherever they were found.
  bool operator==(const SignalTable& other) const {
    return columns == other.columns && values == other.values && interval == other.interval &&
           t == other.t;
  }
};

/// How a table is read, where what is recognised in it is not what is meant.
struct TableReading {
  std::vector<std::string> columns = {};  ///< by name, or number from 1; empty: all but the time
  std::optional<bool> header = {};        ///< does the first line have names?
  std::string separator = {};             ///< one of kSeparators, "" as recognised
  std::string decimal = {};               ///< "." or ",", "" as recognised
  std::optional<std::string> time = {};   ///< the column of times; "": there is none
  std::string unit = {};                  ///< of the times, one of kTimeUnits; "" as named
  List gain = {};                         ///< times the values; one, or one a channel
  List offset = {};                       ///< then added
  std::vector<bool> zscore = {};          ///< before: mean 0 and sd 1 over the file
  bool operator==(const TableReading&) const = default;
};

/// Rows of a CSV file, played at their times, or each held for `interval`.
struct FileSignal {
  enum class End { Hold, Repeat, Zero };
  enum class Resample { Hold, Linear };
  std::string path;  ///< relative to the folder of the project
  TableReading reading = {};
  double interval = 0;                 ///< ms a row, where the file has no times; 0: not said
  End end = End::Hold;                 ///< what follows the last row
  Resample resample = Resample::Hold;  ///< what is between two rows
  std::shared_ptr<const SignalTable> table = {};  ///< nullptr: not read

  /// Ms a row: of its times, else as said; 0 if nobody says.
  [[nodiscard]] double step() const {
    return table != nullptr && table->interval > 0 ? table->interval : interval;
  }
  /// Ms from the first row to the end of the last, which lasts as long as the others do on average.
  [[nodiscard]] double length() const {
    return table == nullptr ? 0 : step() * static_cast<double>(table->rows());
  }

  bool operator==(const FileSignal& other) const {
    const bool same_table = table == other.table ||
                            (table != nullptr && other.table != nullptr && *table == *other.table);
    return path == other.path && reading == other.reading && interval == other.interval &&
           end == other.end && resample == other.resample && same_table;
  }
};

/// What an input had some time ago; 0 before.
struct DelaySignal {
  std::uint32_t of = 0;  ///< id of the input
  double by = 100;       ///< ms, rounded to steps
  bool operator==(const DelaySignal&) const = default;
};

/// Values set from outside while the simulation runs; before that 0, clamped into the range.
struct LiveSignal {
  double low = -1;
  double high = 1;
  bool operator==(const LiveSignal&) const = default;
};

using SignalSpec = std::variant<ConstantSignal, StepSignal, PulseSignal, SinesSignal,
                                RandomSinesSignal, SquareSignal, ChirpSignal, NoiseSignal,
                                SamplesSignal, FileSignal, LiveSignal, DelaySignal>;

/// What may stand between the cells of a table, as written in files; " " is any run of blanks.
inline constexpr std::string_view kSeparators[] = {",", ";", "\t", "|", " "};

/// A unit of time and how many ms it has.
struct TimeUnit {
  std::string_view name;
  double ms;
};
inline constexpr TimeUnit kTimeUnits[] = {{"ns", 1e-6}, {"us", 1e-3}, {"ms", 1},
                                          {"s", 1e3},   {"min", 6e4}, {"h", 3.6e6}};

inline constexpr std::int64_t kMaxRandomSines = 1000;           ///< a channel
inline constexpr std::int64_t kMaxAllRandomSines = 10'000'000;  ///< of one signal

}  // namespace vle
