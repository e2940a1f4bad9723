// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The gradient microscope: a verdict, e over the exact λ, both as a dial, and a small dial for
// every variant; with More the numbers, gain and phase over frequency against theory, and how far
// local updates and B are from what they should be. GUI thread.
#pragma once

#include <QLabel>
#include <QScrollArea>
#include <QStackedWidget>
#include <QWidget>

#include "drawing/theme.h"
#include "gradient/angle_plots.h"
#include "gradient/error_plot.h"
#include "gradient/gain_plots.h"
#include "gradient/gain_table.h"
#include "gradient/microscope_tools.h"
#include "gradient/phasor_view.h"
#include "gradient/seen_variant.h"
#include "gradient/variant_dials.h"
#include "session/focus.h"
#include "session/gradient_monitor.h"
#include "session/tempo_timer.h"

namespace vle::ui {

/// Sentences in a room of some lines, less where the panel is low; of more one scrolls.
class WordsArea : public QScrollArea {
  Q_OBJECT

 public:
  using QScrollArea::QScrollArea;
  /// @param height  px, wanted
  void setWanted(int height);
  [[nodiscard]] QSize sizeHint() const override { return {200, wanted_}; }
  [[nodiscard]] QSize minimumSizeHint() const override { return {1, wanted_ / 4}; }

 private:
  int wanted_ = 80;
};

class MicroscopePanel : public QWidget {
  Q_OBJECT

 public:
  MicroscopePanel(Lab& lab, Focus& focus, const Theme& theme, QWidget* parent = nullptr);

  /// Choice of neuron, frequency and window; belongs into the title row of the card.
  [[nodiscard]] QWidget* tools() const { return tools_; }
  [[nodiscard]] GradientMonitor& monitor() { return monitor_; }
  /// e of the variant on the canvas against λ.
  [[nodiscard]] const PhasorView& dial() const { return *dial_; }
  /// The same of every variant.
  [[nodiscard]] const VariantDials& dials() const { return *dials_; }
  [[nodiscard]] const LinePlot& errors() const { return *errors_; }
  [[nodiscard]] const AnglePlots& angles() const { return *angles_; }
  /// Does it show the newest answer in all its parts?
  [[nodiscard]] bool isDrawn() const { return part_ == 0 && !is_outdated_; }
  /// The window that was looked at, in words.
  [[nodiscard]] QString remark() const;
  void themeChanged();
  /// Looks at what is chosen, as far as it has error neurons.
  void lookAtChosen();

 signals:
  void remarkChanged();

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  /// What has changed is drawn in the next frames, a part in each.
  void refresh();
  void drawPart();
  [[nodiscard]] std::vector<SeenVariant> seen() const;
  [[nodiscard]] QString place() const;
  [[nodiscard]] Looked looked(const SeenVariant& one) const;
  void forgetRanges();
  [[nodiscard]] std::optional<Phasor> phasorOf(const SeenVariant& one) const;
  void drawDials(const std::vector<SeenVariant>& seen);
  void fillTable(const std::vector<SeenVariant>& seen);
  void explain(const std::vector<SeenVariant>& seen);
  void setMore(bool more);

  Lab& lab_;
  Focus& focus_;
  const Theme& theme_;
  GradientMonitor monitor_;
  MicroscopeTools* tools_;
  WordsArea* words_;
  QLabel* verdict_;
  QLabel* explanation_;
  QStackedWidget* pages_;
  LinePlot* errors_;
  PhasorView* dial_;
  QLabel* turned_;
  QLabel* size_;
  VariantDials* dials_;
  GainTable* table_;
  GainPlots* gains_;
  AnglePlots* angles_;
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
