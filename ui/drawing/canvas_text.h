// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Numbers and names as the canvas writes them: compact, never 0.00 for something that is not zero,
// and with digits of equal width, so that changing values do not make the text tremble. GUI thread.
#pragma once

#include <string>
#include <string_view>

#include <QFont>
#include <QRectF>
#include <QString>

#include "model/network_spec.h"
#include "session/live_view.h"

class QPainter;

namespace vle::ui {

enum class TextRole { Title, Detail, Number, MediumNumber, SmallNumber, Label };

/// How much larger than usual the person wants the whole interface; what is drawn in pixels of the
/// screen follows it.
[[nodiscard]] double interfaceZoom();

/// The application's font in one of the sizes of the canvas, px at zoom 1.
[[nodiscard]] const QFont& canvasFont(TextRole role);

/// Short enough for a neuron: "0.62", "−12.3", "4·10⁷"; where that would need more room or be
/// rounded to nothing, the nearest power of ten: "10⁻⁵".
/// @param plus  writes the sign of positive numbers too
[[nodiscard]] QString compactNumber(double value, bool plus = false);

/// "+0.62", or "∿0.48" for an envelope.
[[nodiscard]] QString shownText(Shown shown);

/// A parameter per neuron as its range: "10", "5–30", drawn "5…30" or "10±2".
[[nodiscard]] QString rangeText(const NetworkSpec& spec, std::int64_t seed, NodeId id,
                                std::string_view key, const Value& value);

/// A name as formulas write it: "W1" becomes "W₁".
[[nodiscard]] QString symbolText(const std::string& name);

/// Width with digits of equal width, px.
[[nodiscard]] double tabularWidth(const QString& text, TextRole role);

/// Draws one line, vertically centred in the rectangle, with digits of equal width.
/// @param alignment  Qt::AlignLeft or Qt::AlignHCenter
void drawTabular(QPainter& painter, const QRectF& rectangle, Qt::Alignment alignment,
                 const QString& text, TextRole role);

}  // namespace vle::ui
