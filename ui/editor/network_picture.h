// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A small picture of a project's network, drawn as the canvas draws it. Used by the gallery. GUI
// thread.
#pragma once

#include <QPixmap>

#include "drawing/theme.h"
#include "model/project.h"

namespace vle::ui {

/// @param size   of the picture, device-independent pixels
/// @param ratio  device pixels per pixel
[[nodiscard]] QPixmap networkPicture(const Project& project, const Theme& theme, const QSize& size,
                                     double ratio);

}  // namespace vle::ui
