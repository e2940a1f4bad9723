// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the exact gradient says of the shown variant, for the canvas: one period of λ, and where the
// update of every W points. Asked every two seconds while somebody looks, computed on a thread of
// its own from copies of the state. GUI thread.
#pragma once

#include <optional>

#include <QObject>

#include "run/gradient_examiner.h"
#include "session/jobs.h"
#include "session/lab.h"
#include "session/tempo_timer.h"

namespace vle::ui {

class CreditWatch : public QObject {
  Q_OBJECT

 public:
  /// @param lab  must outlive the watch
  explicit CreditWatch(Lab& lab, QObject* parent = nullptr);

  /// Nothing is computed while nobody looks.
  void setActive(bool active);
  /// The newest answer about the shown variant; nullptr before the first, after a reset, an edit or
  /// another variant, and where it diverged.
  [[nodiscard]] const GradientView* view() const { return view_ ? &*view_ : nullptr; }
  /// Raised whenever `view` is another.
  [[nodiscard]] std::uint64_t serial() const { return serial_; }
  /// The projection in it; nullptr where nothing is known.
  [[nodiscard]] const ProjectionView* projection(ProjectionId id) const;

 signals:
  void changed();

 private:
  void poll();
  void ask();
  void forget();
  void tell();

  Lab& lab_;
  TempoTimer timer_;
  bool is_active_ = false;
  bool is_asked_ = false;
  std::uint64_t subject_ = 1;
  std::int64_t asked_step_ = -1;
  std::optional<GradientView> view_;
  std::uint64_t serial_ = 0;
  GradientExaminer examiner_;  // on the thread of the jobs
  Jobs jobs_;                  // last: ends before what its jobs use is gone
};

}  // namespace vle::ui
