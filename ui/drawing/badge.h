// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The sign of a problem: a disc for an error, a triangle for a warning, each with a "!". Used on
// the canvas and in the list of problems. GUI thread.
#pragma once

#include <QPointF>

#include "base/error.h"
#include "drawing/theme.h"

class QPainter;

namespace vle::ui {

/// @param r  radius, px
void paintBadge(QPainter& painter, QPointF centre, double r, Severity severity, const Theme& theme);

}  // namespace vle::ui
