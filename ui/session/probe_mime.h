// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A probe on its way from anywhere in the window (a node's menu, the canvas, a list) to a plot of
// the board by drag and drop. Header only. GUI thread.
#pragma once

#include <memory>
#include <string>

#include <QMimeData>
#include <QString>

namespace vle::ui {

inline const QString& probeMimeType() {
  static const QString type = QStringLiteral("application/x-vle-probe");
  return type;
}

/// What a drag carries; the text alone can be dropped into an editor.
/// @param probe  "hidden.e", "W2.W[0;1]": format.md, "Probes"
inline std::unique_ptr<QMimeData> probeMimeData(const std::string& probe) {
  auto data = std::make_unique<QMimeData>();
  data->setData(probeMimeType(), QByteArray::fromStdString(probe));
  data->setText(QString::fromStdString(probe));
  return data;
}

/// The probe of a drag; "" if it carries none.
inline std::string probeOf(const QMimeData& data) {
  return data.data(probeMimeType()).toStdString();
}

}  // namespace vle::ui
