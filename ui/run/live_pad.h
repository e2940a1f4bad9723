// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Drawing an input with the mouse while the network runs: as long as the button is down, the height
// of the mouse is the value of the channel it is in; what was drawn last is held. GUI thread.
#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QPushButton>

#include "document/document.h"
#include "drawing/theme.h"
#include "session/lab.h"

namespace vle::ui {

/// The area one draws on: a strip for every channel, time passing to the left.
class LiveStrip : public QWidget {
  Q_OBJECT

 public:
  static constexpr std::size_t kMostChannels = 16;

  LiveStrip(const Theme& theme, QWidget* parent = nullptr);

  void setInput(std::size_t channels, double low, double high);
  [[nodiscard]] const std::vector<double>& values() const { return values_; }
  void setReturns(bool on) { returns_ = on; }
  /// Time passes: what is held now is seen to the right of what was.
  void advance();
  [[nodiscard]] QSize sizeHint() const override { return {420, 200}; }

 signals:
  /// @param gesture  of one stroke
  void drawn(const std::vector<double>& values, std::uint64_t gesture);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  [[nodiscard]] QRectF strip(std::size_t channel) const;
  void draw(double y);
  void set(std::size_t channel, double value);

  const Theme& theme_;
  double low_ = -1, high_ = 1;
  std::vector<double> values_;
  std::deque<std::vector<double>> past_;
  std::size_t channel_ = 0;  ///< that is drawn, or moved by the keys
  std::uint64_t gesture_ = 0;
  bool is_drawing_ = false;
  bool returns_ = false;  ///< to 0 when the button is let go
};

/// The strip with the choice of the input; an input that is not drawn by hand yet can be made so.
class LivePad : public QDialog {
  Q_OBJECT

 public:
  LivePad(Document& document, Lab& lab, const Theme& theme, QWidget* parent = nullptr);
  [[nodiscard]] LiveStrip& strip() { return *strip_; }

 private:
  void fill();
  void choose();
  void makeLive();
  [[nodiscard]] NodeId input() const;

  Document& document_;
  Lab& lab_;
  QComboBox* inputs_;
  QPushButton* make_;
  QLabel* remark_;
  LiveStrip* strip_;
};

}  // namespace vle::ui
