// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "board/plot_kinds.h"

#include "plot/matrix_plot.h"
#include "plot/spectrum_plot.h"
#include "plot/trace_plot.h"
#include "plot/xy_plot.h"

namespace vle::ui {

PlotWidget* makePlot(Plot::Kind kind, const Theme& theme, QWidget* parent) {
  switch (kind) {
    case Plot::Kind::Time:
    case Plot::Kind::Loss:
      return new TracePlot(theme, parent);
    case Plot::Kind::Xy:
      return new XyPlot(theme, parent);
    case Plot::Kind::Spectrum:
      return new SpectrumPlot(theme, parent);
    case Plot::Kind::Heat:
      return new MatrixPlot(theme, parent);
  }
  return new TracePlot(theme, parent);
}

bool isSameClass(Plot::Kind a, Plot::Kind b) {
  const auto class_of = [](Plot::Kind kind) {
    return kind == Plot::Kind::Loss ? Plot::Kind::Time : kind;
  };
  return class_of(a) == class_of(b);
}

}  // namespace vle::ui
