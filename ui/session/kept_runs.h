// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Runs that were set aside: their curves, thinned, and the project that made them. Plots draw them
// pale behind the running ones; their settings can be brought back. GUI thread.
//
// For plots: `for (const KeptRun& run : kept.runs())`, `run.visible`, and for every
// variant `run.variants` (with its colour) `run.curve(variant.name, "output.r[0]")`.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <QObject>
#include <QString>

#include "document/document.h"
#include "session/trace_store.h"

namespace vle::ui {

struct KeptRun {
  std::uint64_t id = 0;
  QString title;  ///< "Run 1: seed 3, 60.0 s"
  Project project;
  double t = 0;         ///< ms it had run
  bool visible = true;  ///< on the plots
  /// Those that ran, in order, with their colours and visibility as they were.
  std::vector<Variant> variants;
  std::vector<double> losses;  ///< one a variant, mean of 500 ms; NaN if it had diverged
  std::map<VariantId, std::map<std::string, Curve>> curves;  ///< by variant, then channel

  /// The whole run of a channel, t ascending, finer towards its end; nullptr if it was not
  /// recorded.
  [[nodiscard]] const Curve* curve(VariantId variant, const std::string& channel) const;
};

class KeptRuns : public QObject {
  Q_OBJECT

 public:
  static constexpr std::size_t kMost = 8;  ///< the oldest one gives way

  [[nodiscard]] const std::vector<KeptRun>& runs() const { return runs_; }
  [[nodiscard]] const KeptRun* find(std::uint64_t id) const;

  /// Sets a run aside: what the traces hold of the probes of its board.
  /// @param run     title, curves and id are filled in
  /// @param window  ms at the end that are kept in more detail
  void keep(KeptRun run, const TraceStore& traces, double window);
  void remove(std::uint64_t id);
  void setVisible(std::uint64_t id, bool visible);
  void clear();

 signals:
  void changed();

 private:
  std::vector<KeptRun> runs_;
  std::uint64_t last_id_ = 0;
};

/// Gives the project the network, settings and variants of a kept run, as one undo step; what is
/// still there stays where it stands on the canvas, and board, title and lesson are as they are.
void restoreSettings(const KeptRun& run, Document& document);

}  // namespace vle::ui
