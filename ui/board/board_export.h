// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The board, or one plot, as a picture: PNG, or vectors in SVG and PDF. Used by the window and by
// `vlelab run --plot`. GUI thread of any QApplication, the offscreen platform included.
#pragma once

#include <vector>

#include <QString>

#include "drawing/theme.h"
#include "model/project.h"
#include "plot/plot_widget.h"
#include "session/trace_store.h"

namespace vle::ui {

/// One plot of a picture and the stretch of time it shows.
struct PictureItem {
  PlotContent content;
  TimeWindow window;
};

/// How large a picture is: laid out in units (texts are 11 to 13 units high), of which so many are
/// a point on paper and a pixel of PNG.
struct PictureSize {
  int width = 1280;
  int height = 800;  ///< at least; plots have a height of their own
  double points_per_unit = 0.75;
  double pixels_per_unit = 1.25;

  /// A column of 85 mm, whose smallest text is 7 points high; PNG at 300 dots per inch.
  [[nodiscard]] static PictureSize oneColumn(std::size_t plots);
  /// Both columns of a page, 175 mm.
  [[nodiscard]] static PictureSize twoColumns(std::size_t plots);
};

/// Draws plots as they are given, with a title and the variants' colours on top.
/// @param title  "" and one plot: no line on top
/// @param file   ends in .png, .svg or .pdf
/// @throws Error(File) if the file cannot be written or has another ending
void savePicture(const std::vector<PictureItem>& items, const QString& title,
                 const PlotSource& source, const Theme& theme, const PictureSize& size,
                 const QString& file);

/// Draws all plots over the whole recorded run, with the project's title and the variants' colours
/// on top. Plots of signals that swing too fast for that show their newest stretch, if it was
/// recorded finely enough.
/// @param variants  every running variant in order; hidden ones are left out
/// @param file      ends in .png (1600 × 1000 pixels), .svg or .pdf
/// @throws Error(File) if the file cannot be written or has another ending
void saveBoard(const Project& project, const std::vector<Variant>& variants,
               const TraceStore& traces, const Theme& theme, const QString& file);

}  // namespace vle::ui
