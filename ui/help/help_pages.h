// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The help pages that are compiled in, ":/help/*.md". Any thread.
#pragma once

#include <vector>

#include <QString>
#include <QUrl>

namespace vle::ui {

struct HelpPage {
  QString id;     ///< "canvas" of ":/help/canvas.md"
  QString title;  ///< its first heading
};

/// Every page, in the order one would read them.
[[nodiscard]] std::vector<HelpPage> helpPages();

[[nodiscard]] QUrl helpUrl(const QString& id);
/// The page an address means; "" if it is none of ours. Links between pages are relative.
[[nodiscard]] QString helpIdOf(const QUrl& url);

}  // namespace vle::ui
