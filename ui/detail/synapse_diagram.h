// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The closed diagram of a synapse: one frame around exactly what W sees, beside it one around what
// B sees under its feedback kind. Whatever comes from outside a frame, or would have to, is red.
// The texts are labels, so that they can be read aloud and tested. GUI thread.
#pragma once

#include <optional>
#include <vector>

#include <QLabel>
#include <QWidget>

#include "detail/synapse_words.h"
#include "drawing/theme.h"

namespace vle::ui {

class SynapseDiagram : public QWidget {
  Q_OBJECT

 public:
  /// @param theme  must outlive the widget
  explicit SynapseDiagram(const Theme& theme, QWidget* parent = nullptr);

  /// Another synapse, or another feedback kind.
  void setSubject(const SynapseSubject& subject);
  void setValues(const ValueOf& value);
  /// What is far and in the future, drawn outside; empty: nothing.
  void setFar(const QStringList& pieces);
  void themeChanged();

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return {60, sizeHint().height()}; }
  [[nodiscard]] bool hasHeightForWidth() const override { return true; }
  [[nodiscard]] int heightForWidth(int width) const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  enum class Hue { Signal, Error, Feedback, Problem };
  /// Where a text stands in its frame.
  enum class Row { Above, Own, Below, LowerStill };

  /// One quantity in a frame.
  struct Chip {
    QLabel* label = nullptr;
    QString symbol;  ///< rich text
    bool is_of_B = false;
    Row row = Row::Own;
    Hue hue = Hue::Signal;
  };

  void addChip(const char* name, const QString& symbol, bool is_of_B, Row row, Hue hue);
  [[nodiscard]] QColor colorOf(Hue hue) const;
  void styleLabels();
  void place();
  [[nodiscard]] int line() const;
  [[nodiscard]] double neuronRadius() const;
  [[nodiscard]] int placeFar(int width, bool is_real) const;
  [[nodiscard]] QRect frameOf(bool is_of_B) const;
  [[nodiscard]] QRectF boxOf(const Chip& chip) const;
  void paintArrow(QPainter& painter, QPointF from, QPointF to, const QPen& pen) const;
  void paintNeuron(QPainter& painter, QPointF middle, bool has_error) const;
  void paintFar(QPainter& painter) const;
  [[nodiscard]] int farHeight() const;

  const Theme& theme_;
  std::optional<SynapseSubject> subject_;
  std::vector<Chip> chips_;
  QLabel *upper_, *lower_, *W_caption_, *B_caption_, *far_caption_;
  std::vector<QLabel*> far_;
};

}  // namespace vle::ui
