// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A small dial for every variant, with its name: e against λ of all of them side by side. A click
// shows the variant. Used by the microscope. GUI thread.
#pragma once

#include <vector>

#include <QWidget>

#include "gradient/phasor_view.h"

class QHBoxLayout;

namespace vle::ui {

/// A variant that is seen; without a phasor there is nothing to compare.
struct VariantDial {
  QString label;
  QString match;  ///< "✓", "≠" or empty
  QString tip;    ///< why
  QColor color;
  bool is_front = false;
  std::optional<Phasor> phasor;
};

class VariantDials : public QWidget {
  Q_OBJECT

 public:
  explicit VariantDials(const Theme& theme, QWidget* parent = nullptr);

  /// Hidden where there is only one.
  void setDials(const std::vector<VariantDial>& dials);
  [[nodiscard]] const std::vector<PhasorView*>& views() const { return views_; }

 signals:
  void clicked(std::size_t index);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  const Theme& theme_;
  QHBoxLayout* row_;
  std::vector<PhasorView*> views_;
};

}  // namespace vle::ui
