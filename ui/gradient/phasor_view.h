// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Local errors as phasors beside the adjoint: λ is the arrow of length 1 to the right, e of every
// variant an arrow of its gain and phase, a ring where its tip would be with φ′ held at its mean,
// and a bar where theory expects that. GUI thread.
#pragma once

#include <complex>
#include <optional>
#include <vector>

#include <QString>
#include <QWidget>

#include "drawing/theme.h"

namespace vle::ui {

/// e of one variant.
struct Phasor {
  QString label;
  QColor color;
  double gain = 0;                                ///< |e|/|λ|
  double phase = 0;                               ///< degrees
  std::optional<std::complex<double>> held;       ///< e/λ with φ′ held at its mean
  std::optional<std::complex<double>> predicted;  ///< by theory, for network and B as they are
  bool is_front = false;  ///< always fits; others are cut where they are much longer
  std::vector<std::complex<double>> cloud = {};  ///< e/λ of the neurons it stands for
};

class PhasorView : public QWidget {
  Q_OBJECT

 public:
  explicit PhasorView(const Theme& theme, QWidget* parent = nullptr);

  void setTitle(const QString& title);
  /// Without numbers, its title below, and it can be clicked.
  void setSmall(bool is_small);
  /// Of a small one: its colour, and whether it is the one that is shown.
  void setTitleColor(const QColor& color);
  void setChosen(bool is_chosen);
  /// @param phasors  in the order of the variants
  /// @param notice   said where there are none
  /// @param reach    a gain that should fit in any case
  void setPhasors(std::vector<Phasor> phasors, const QString& notice, double reach = 1);
  [[nodiscard]] const std::vector<Phasor>& phasors() const { return phasors_; }
  /// Where the tip of a phasor is drawn, in the widget.
  [[nodiscard]] QPointF tip(std::size_t index) const;
  /// Where the tip of the one with φ′ held is drawn.
  [[nodiscard]] std::optional<QPointF> heldTip(std::size_t index) const;
  /// Is it too long to be drawn whole?
  [[nodiscard]] bool isCut(std::size_t index) const { return phasors_.at(index).gain > reach_; }
  /// Where its tip is predicted to be, if theory says so.
  [[nodiscard]] std::optional<QPointF> predictedTip(std::size_t index) const;
  [[nodiscard]] QSize minimumSizeHint() const override {
    return is_small_ ? QSize(60, 56) : QSize(150, 110);
  }

 signals:
  void clicked();

 protected:
  void mouseReleaseEvent(QMouseEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  struct Frame {
    QPointF origin;
    double unit = 1;   ///< pixels for a gain of 1
    double reach = 1;  ///< largest gain shown
  };
  [[nodiscard]] Frame frame() const;
  [[nodiscard]] QRectF area() const;
  /// Where e/λ is drawn.
  [[nodiscard]] QPointF place(const std::complex<double>& ratio) const;
  /// The order of painting: a short arrow lies upon a long one.
  [[nodiscard]] std::vector<std::size_t> longestFirst() const;
  /// An arrow with others upon it shows beside them.
  [[nodiscard]] double arrowWidth(std::size_t index) const;
  void paintTitle(QPainter& painter) const;
  void paintGround(QPainter& painter, const Frame& frame) const;
  void paintLambda(QPainter& painter, const Frame& frame) const;
  void paintCloud(QPainter& painter, const Phasor& phasor) const;
  void paintTheory(QPainter& painter, const Frame& frame, std::size_t index) const;

  const Theme& theme_;
  QString title_, notice_;
  QColor title_color_;
  bool is_small_ = false, is_chosen_ = false;
  std::vector<Phasor> phasors_;
  double reach_ = 1;
  bool is_narrow_ = true;  // all arrows point to the right: half the picture is enough
};

}  // namespace vle::ui
