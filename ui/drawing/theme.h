// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Colours, read from a JSON file and passed by const reference; not a singleton. The main window
// owns one Theme and assigns a new one in place, then tells its widgets. GUI thread.
#pragma once

#include <string>
#include <vector>

#include <QColor>
#include <QString>

namespace vle::ui {

inline constexpr int kFontPixels = 13;  ///< of the application at zoom 1

struct Theme {
  QString name;
  bool is_dark = false;
  QColor background, panel, line, grid, text, dim, accent;
  QColor signal;    ///< signal pathway and W
  QColor error;     ///< error pathway
  QColor feedback;  ///< B
  QColor negative;  ///< weights below zero
  QColor target;    ///< targets and teachers
  QColor input;
  QColor problem;                ///< what must be mended before it can run
  QColor warning;                ///< what runs, but hardly as meant
  std::vector<QColor> variants;  ///< by position

  /// Colour of a variant: its own ("#rrggbb", or from 1 on a place of the palette) or that of its
  /// position; starts again after the last one.
  [[nodiscard]] QColor variant(std::size_t index, const std::string& own = {}) const;
};

/// Does the desktop prefer dark windows?
[[nodiscard]] bool systemIsDark();

/// Reads ":/themes/<id>.json"; id is "light" or "dark".
/// @throws vle::Error(File) if a colour is missing
[[nodiscard]] Theme loadTheme(const QString& id);

/// A mixture, share 0…1 of `b`.
[[nodiscard]] QColor mixed(const QColor& a, const QColor& b, double share);

}  // namespace vle::ui
