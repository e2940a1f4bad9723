// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The gradient microscope without its pictures: what is looked at, the newest answer of the thread
// that computes the exact gradient, and how the angles went since the last reset. Watching changes
// nothing: windows are played on from copies of the states. GUI thread.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <QObject>

#include "run/gradient_examiner.h"
#include "run/layer_summary.h"
#include "run/past_looks.h"
#include "session/jobs.h"
#include "session/lab.h"
#include "session/tempo_timer.h"

namespace vle::ui {

/// Angles of one projection of one variant at the start of a window; degrees, NaN where there is
/// none.
struct AnglePoint {
  double t = 0;           ///< ms
  double update = 0;      ///< between the local and the exact update of W; NaN below its noise
  double transposed = 0;  ///< between B and Wᵀ
  double expected = 0;    ///< between B and what gain alignment settles at
  bool is_gap = false;    ///< nobody looked here: all are NaN
};

class GradientMonitor : public QObject {
  Q_OBJECT

 public:
  explicit GradientMonitor(Lab& lab, QObject* parent = nullptr);

  /// Nothing is computed while nobody looks.
  void setActive(bool active);
  [[nodiscard]] bool isActive() const { return is_active_; }
  /// Is nothing being computed or waiting to be?
  [[nodiscard]] bool isIdle() { return !is_asked_ && jobs_.queue().isIdle(); }

  /// Looks at a neuron, or at the first one of a layer. What cannot be looked at is left alone.
  void look(NodeId layer, std::size_t neuron = 0);
  /// Looks at all neurons of a layer together; at its neuron where it has one only.
  void lookAtLayer(NodeId layer);
  /// The next neuron that errors reach, or the one before, from layer to layer.
  void step(bool forward);
  [[nodiscard]] NodeId layer() const { return layer_; }
  [[nodiscard]] std::size_t neuron() const { return neuron_; }
  /// Is it the layer as a whole? Then its most typical neuron stands for it.
  [[nodiscard]] bool isWholeLayer() const { return is_whole_; }
  /// Layers of the network as it runs, in its order, with their sizes.
  [[nodiscard]] std::vector<LayerPlan> layers() const;
  /// Those of them that errors reach; all if none is.
  [[nodiscard]] std::vector<LayerPlan> reachedLayers() const;

  /// Hz; nothing: where λ is loudest.
  void setFrequency(std::optional<double> f);
  [[nodiscard]] std::optional<double> frequency() const { return f_; }
  /// ms; 0: eight periods of the slowest input.
  void setWindow(double ms);
  [[nodiscard]] double window() const { return window_; }

  /// The newest answer, one view a visible variant; empty before the first.
  [[nodiscard]] const std::vector<GradientView>& views() const { return views_; }
  /// The neuron looked at; nullptr where a variant has none, or it diverged.
  [[nodiscard]] const NeuronView* neuronOf(const GradientView& view) const;
  /// The layer looked at, at the shown frequency.
  [[nodiscard]] LayerSummary summary(const GradientView& view) const;
  /// The frequency the phasors are at: the one chosen, or where λ is loudest among those there are.
  [[nodiscard]] std::optional<double> shownFrequency() const { return f_ ? f_ : loudest_; }
  /// Of the neuron looked at, at the shown frequency; nullptr where there is none.
  [[nodiscard]] const GainAtFrequency* gainOf(const GradientView& view) const;
  /// Frequencies that were looked at, Hz, ascending.
  [[nodiscard]] std::vector<double> frequencies() const;

  /// How the angles of a projection went in a variant, oldest first; at most kMostAngles points.
  [[nodiscard]] const std::vector<AnglePoint>& angles(VariantId variant,
                                                      ProjectionId projection) const;
  static constexpr std::size_t kMostAngles = 2000;

 signals:
  /// Another neuron, frequency or window is looked at.
  void subjectChanged();
  /// There is a new answer.
  void answered();

 private:
  void poll();
  void ask();
  void askAbout(std::vector<GradientCase> cases);
  void renew();
  void take(const GradientAnswer& answer);
  void keepAngles();
  void askAboutThePast();
  void lookIntoThePast(std::shared_ptr<PastLooks> past);
  void takeThePast(VariantId variant, const std::vector<GradientView>& views);
  void chooseDefault();
  void choose(NodeId layer, std::size_t neuron, bool is_whole);
  [[nodiscard]] std::optional<double> loudest() const;
  [[nodiscard]] std::vector<const NeuronView*> lookedAt(const GradientView& view) const;

  Lab& lab_;
  TempoTimer timer_;
  bool is_active_ = false;
  bool is_asked_ = false;  // a question is under way
  bool is_stale_ = true;   // something but time has changed since the last question
  bool has_gap_ = false;   // nobody looked for a while
  NodeId layer_{};
  std::size_t neuron_ = 0;
  bool is_whole_ = false;
  std::optional<double> f_;
  std::optional<double> loudest_;  // of the newest answer
  double window_ = 0;
  std::uint64_t subject_ = 1;
  std::int64_t asked_step_ = -1;
  double rest_ms_ = 0;  // between questions
  Since since_;
  std::vector<GradientCase> cases_;  // of the question under way
  std::vector<GradientView> views_;
  std::uint64_t run_ = 1;  // raised by a reset
  std::map<std::pair<VariantId, ProjectionId>, std::vector<AnglePoint>> angles_;
  GradientExaminer examiner_;  // on the thread of the jobs
  Jobs jobs_;                  // last: ends before what its jobs use is gone
};

}  // namespace vle::ui
