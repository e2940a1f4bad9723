// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The divergence doctor: what ran away, the last moments before, the largest term, and a cure that
// was tried, one click away. Hidden while nothing has diverged. GUI thread.
#pragma once

#include <QLabel>
#include <QPushButton>
#include <QWidget>

#include "drawing/theme.h"
#include "model/selection.h"
#include "plot/line_plot.h"
#include "session/lab.h"

namespace vle::ui {

class DoctorPanel : public QWidget {
  Q_OBJECT

 public:
  /// @param lab, theme  must outlive the panel
  DoctorPanel(Lab& lab, const Theme& theme, QWidget* parent = nullptr);

  void themeChanged();
  /// The variant spoken of; VariantId{} if none has diverged.
  [[nodiscard]] VariantId variant() const { return variant_; }
  [[nodiscard]] const LinePlot& prelude() const { return *prelude_; }

  /// fitSentence says what it needs; layouts that ask for heights at widths of their own give less.
  [[nodiscard]] bool hasHeightForWidth() const override { return false; }

 signals:
  /// @param any  whether there is anything to say
  void shown(bool any);
  void jumpRequested(const vle::Selection& place);
  /// The person wants to keep what a variant had learned before it ran away.
  void keepRequested(vle::VariantId variant);

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void showEvent(QShowEvent* event) override;

 private:
  void refresh();
  void fitSentence();
  void draw(const VariantStatus& status, const QColor& color);

  Lab& lab_;
  const Theme& theme_;
  VariantId variant_{};
  std::shared_ptr<const Diagnosis> drawn_;
  std::ptrdiff_t drawn_count_ = 0;  // of variants that are ill
  QLabel* sentence_;
  LinePlot* prelude_;
  QPushButton* cure_;
  QPushButton* show_;
  QPushButton* keep_;
};

}  // namespace vle::ui
