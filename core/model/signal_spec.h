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
#include <string>
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

/// What was read from a CSV file: the columns asked for, row by row.
struct SignalTable {
  std::string source;  ///< absolute path of the file, to find it again from another folder
  std::size_t columns = 0;
  std::vector<double> values;  ///< (rows, columns)

  [[nodiscard]] std::size_t rows() const { return columns == 0 ? 0 : values.size() / columns; }
  /// The same numbers, wherever they were found.
  bool operator==(const SignalTable& other) const {
    return columns == other.columns && values == other.values;
  }
};

/// Rows of a CSV file, each held for `interval`.
struct FileSignal {
  enum class End { Hold, Repeat, Zero };
  std::string path;                  ///< relative to the folder of the project
  std::vector<std::string> columns;  ///< of the header, one a channel; empty: all but `time`
  double interval = 1;               ///< ms a row
  End end = End::Hold;               ///< what follows the last row
  std::shared_ptr<const SignalTable> table = {};  ///< nullptr: not read

  bool operator==(const FileSignal& other) const {
    const bool same_table = table == other.table ||
                            (table != nullptr && other.table != nullptr && *table == *other.table);
    return path == other.path && columns == other.columns && interval == other.interval &&
           end == other.end && same_table;
  }
};

/// Values set from outside while the simulation runs; before that 0, clamped into the range.
struct LiveSignal {
  double low = -1;
  double high = 1;
  bool operator==(const LiveSignal&) const = default;
};

using SignalSpec =
    std::variant<ConstantSignal, StepSignal, PulseSignal, SinesSignal, RandomSinesSignal,
                 SquareSignal, ChirpSignal, NoiseSignal, SamplesSignal, FileSignal, LiveSignal>;

inline constexpr std::int64_t kMaxRandomSines = 1000;           ///< a channel
inline constexpr std::int64_t kMaxAllRandomSines = 10'000'000;  ///< of one signal

}  // namespace vle
