// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the canvas shows of every neuron at this moment: its value, or, where that oscillates too
// fast for the eye (more than about 3 Hz of wall time), its envelope. GUI thread.
#pragma once

#include <chrono>
#include <memory>
#include <vector>

#include "base/tempo.h"
#include "run/messages.h"

namespace vle::ui {

/// One number on the canvas.
struct Shown {
  float value = 0;           ///< the value itself, or the rms over the last 300 ms of wall time
  bool is_envelope = false;  ///< rms of something that oscillates too fast to be seen
};

/// The shown variant, as of the newest frame.
class LiveView {
 public:
  /// @param now  time of the frame
  void update(const Frame& frame, Tempo::Time now);

  [[nodiscard]] const std::shared_ptr<const Network>& network() const { return network_; }
  /// Slots of the network's layers and inputs; empty before the first frame.
  [[nodiscard]] const std::vector<Shown>& rates() const { return rates_.shown; }
  /// Slots of the network's layers.
  [[nodiscard]] const std::vector<Shown>& errors() const { return errors_.shown; }
  [[nodiscard]] const std::vector<float>& targets() const { return targets_; }
  /// Weight slots of the network's projections; empty if too many to be published.
  [[nodiscard]] const std::vector<float>& W() const { return W_; }
  /// Counts the pictures of W and B that came: paused, one may come after the last step.
  [[nodiscard]] std::uint64_t weightPictures() const { return weight_pictures_; }
  [[nodiscard]] const std::vector<float>& B() const { return B_; }
  /// Slots of the network's layers, as they are now; empty before the first frame.
  [[nodiscard]] const std::vector<float>& tau_m() const { return tau_m_; }
  [[nodiscard]] const std::vector<float>& tau_r() const { return tau_r_; }
  [[nodiscard]] const std::vector<float>& bias() const { return bias_; }
  /// |H|² of a neuron with its time constants as they are now; NaN before they are known.
  [[nodiscard]] double squaredGain(double f, std::size_t slot) const;
  /// One period of r, e and the targets (Frame::phases); nullptr if nothing repeats.
  [[nodiscard]] const std::shared_ptr<const PhaseCurves>& phases() const { return phases_; }

 private:
  struct Channel {
    float mean = 0;         // over a second
    float mean_square = 0;  // over 300 ms
    float crossings = 0;    // of the mean, a second
    bool is_above = false;
  };
  struct Group {
    std::vector<Channel> channels;
    std::vector<Shown> shown;
    void update(const Activity& activity, float seconds);
  };

  std::shared_ptr<const Network> network_;
  Group rates_, errors_;
  std::vector<float> targets_, W_, B_, tau_m_, tau_r_, bias_;
  std::shared_ptr<const PhaseCurves> phases_;
  Tempo::Time last_;
  std::uint64_t weight_pictures_ = 0;
  std::uint64_t epoch_ = 0;
};

}  // namespace vle::ui
