// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The divergence doctor: what ran away, why, the last moments before, and what was tried: changes
// that stay finite, one click away each, and what was in vain. It lays out from the top down, with
// room left below. GUI thread.
#pragma once

#include <vector>

#include <QLabel>
#include <QPushButton>
#include <QWidget>

#include "drawing/theme.h"
#include "model/selection.h"
#include "plot/line_plot.h"
#include "session/lab.h"

namespace vle::ui {

/// A button that is as wide as there is room, and shows of its text what fits.
class ChangeButton : public QPushButton {
  Q_OBJECT

 public:
  using QPushButton::QPushButton;
  /// @param text  also its tooltip, with a sentence about it
  void setChange(const QString& text, const QString& sentence);
  [[nodiscard]] QSize minimumSizeHint() const override;

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void fit();
  QString text_;
};

class DoctorPanel : public QWidget {
  Q_OBJECT

 public:
  /// @param lab, theme  must outlive the panel
  DoctorPanel(Lab& lab, const Theme& theme, QWidget* parent = nullptr);

  void themeChanged();
  /// The variant spoken of; VariantId{} if none has diverged.
  [[nodiscard]] VariantId variant() const { return variant_; }
  [[nodiscard]] const LinePlot& prelude() const { return *prelude_; }

  /// fitTexts says what it needs; layouts that ask for heights at widths of their own give less.
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
  void fitTexts();
  void showCures(const DivergenceReport& report);
  void draw(const VariantStatus& status, const QColor& color);

  Lab& lab_;
  const Theme& theme_;
  VariantId variant_{};
  std::shared_ptr<const Diagnosis> drawn_;
  std::ptrdiff_t drawn_count_ = 0;  // of variants that are ill
  QLabel* sentence_;
  LinePlot* prelude_;
  QLabel* vain_;
  std::vector<ChangeButton*> cures_;  // one for each of DivergenceReport::cures, as far as shown
  QLabel* also_;
  QPushButton* show_;
  QPushButton* keep_;
};

}  // namespace vle::ui
