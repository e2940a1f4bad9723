// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The presets with a picture of each network. Pictures are drawn one at a time once the gallery is
// shown, and again when the theme, the screen or the zoom change. Arrows choose, Enter or a double
// click picks. Used by the main window. GUI thread.
#pragma once

#include <functional>
#include <vector>

#include <QListView>
#include <QTimer>

#include "drawing/theme.h"
#include "io/catalogue.h"
#include "model/project.h"

class QStandardItem;
class QStandardItemModel;

namespace vle::ui {

class Gallery : public QListView {
  Q_OBJECT

 public:
  /// Draws a network, which is not the business of this folder.
  /// @param ratio  device pixels per pixel of the picture
  using Draw = std::function<QPixmap(const Project& project, const Theme& theme, const QSize& size,
                                     double ratio)>;

  /// @param theme  must outlive the gallery
  Gallery(const Theme& theme, Draw draw, QWidget* parent = nullptr);

  [[nodiscard]] int count() const { return static_cast<int>(entries_.size()); }
  [[nodiscard]] const ResourceEntry& entry(int row) const {
    return entries_.at(static_cast<std::size_t>(row));
  }
  /// The picture of a row; null until it has been drawn.
  [[nodiscard]] QPixmap picture(int row) const;
  /// Size of a picture, device-independent pixels.
  [[nodiscard]] QSize pictureSize() const;
  /// The row that Enter picks; −1 if there is none.
  [[nodiscard]] int current() const { return currentIndex().row(); }
  [[nodiscard]] QSize sizeHint() const override;

 public slots:
  /// Colours have changed: draws all pictures anew.
  void themeChanged();

 signals:
  /// @param id  of the preset
  void picked(const QString& id);

 protected:
  void showEvent(QShowEvent* event) override;
  void changeEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void drawNext();
  void pick(const QModelIndex& index);

  const Theme& theme_;
  const Draw draw_;
  std::vector<ResourceEntry> entries_;
  QStandardItemModel* model_;
  QTimer draw_timer_;
};

/// A window with the gallery, an Open button and nothing else.
/// @returns the id of the preset that was picked; "" for none
[[nodiscard]] QString pickPreset(const Theme& theme, const Gallery::Draw& draw, QWidget* parent);

}  // namespace vle::ui
