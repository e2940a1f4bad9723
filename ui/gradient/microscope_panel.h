// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The gradient microscope: e over the exact λ, both as phasors, gain and phase over frequency
// against theory, and how far local updates and B are from what they should be. GUI thread.
#pragma once

#include <QLabel>
#include <QWidget>

#include "drawing/theme.h"
#include "gradient/gain_table.h"
#include "gradient/microscope_tools.h"
#include "gradient/phasor_view.h"
#include "plot/line_plot.h"
#include "session/gradient_monitor.h"
#include "session/tempo_timer.h"

namespace vle::ui {

class MicroscopePanel : public QWidget {
  Q_OBJECT

 public:
  MicroscopePanel(Lab& lab, const Theme& theme, QWidget* parent = nullptr);

  /// Choice of neuron, frequency and window; belongs into the title row of the card.
  [[nodiscard]] QWidget* tools() const { return tools_; }
  [[nodiscard]] Microscope& microscope() { return microscope_; }
  [[nodiscard]] const PhasorView& phasors() const { return *phasors_; }
  [[nodiscard]] const LinePlot& gains() const { return *gains_; }
  [[nodiscard]] const LinePlot& phases() const { return *phases_; }
  [[nodiscard]] const LinePlot& updates() const { return *updates_; }
  [[nodiscard]] const LinePlot& feedback() const { return *feedback_; }
  /// e over λ, one a visible variant.
  [[nodiscard]] const std::vector<LinePlot*>& errors() const { return errors_; }
  /// Does it show the newest answer in all its parts?
  [[nodiscard]] bool isDrawn() const { return part_ == 0 && !is_outdated_; }
  /// The window that was looked at, in words.
  [[nodiscard]] QString remark() const;
  void themeChanged();
  /// Most variants whose e and λ are drawn above one another.
  static constexpr std::size_t kMostErrors = 6;

 signals:
  void remarkChanged();
  /// A person picked the neuron to look at here.
  void neuronPicked(const std::optional<vle::ui::NeuronRef>& neuron);

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  /// A view whose variant is still there, and how it looks.
  struct Seen {
    const GradientView* view;
    const Network* network;
    QString label;
    QColor color;
    bool is_front;
  };

  /// What has changed is drawn in the next frames, a part in each.
  void refresh();
  void drawPart();
  [[nodiscard]] std::vector<Seen> seen() const;
  [[nodiscard]] QString place() const;
  [[nodiscard]] Looked looked(const Seen& one) const;
  void forgetRanges();
  /// A plot for each, up to kMostErrors.
  void fitErrors(std::size_t variants);
  void drawErrors(const std::vector<Seen>& seen, std::size_t row);
  void drawPhasors(const std::vector<Seen>& seen);
  void drawCurves(const std::vector<Seen>& seen);
  void drawAngles(const std::vector<Seen>& seen);
  void fillTable(const std::vector<Seen>& seen);
  void explain(const std::vector<Seen>& seen);

  Lab& lab_;
  const Theme& theme_;
  Microscope microscope_;
  MicroscopeTools* tools_;
  QWidget* error_column_;
  std::vector<LinePlot*> errors_;
  PhasorView* phasors_;
  GainTable* table_;
  LinePlot* gains_;
  LinePlot* phases_;
  LinePlot* updates_;
  LinePlot* feedback_;
  QLabel* explanation_;
  struct Subject {
    NodeId layer{};
    std::size_t neuron = 0;
    std::optional<double> f;
    bool operator==(const Subject&) const = default;
  };
  Subject drawn_;
  TempoTimer next_part_{TempoTimer::Rings::Once};
  std::size_t part_ = 0;
  bool is_outdated_ = false;
};

}  // namespace vle::ui
