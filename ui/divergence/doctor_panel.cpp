// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "divergence/doctor_panel.h"

#include <algorithm>
#include <cmath>

#include <QEvent>
#include <QHBoxLayout>
#include <QTimer>
#include <QVBoxLayout>

#include "session/divergence_words.h"
#include "session/number_text.h"
#include "session/variant_words.h"

namespace vle::ui {

namespace {

constexpr int kPlotLines = 7;          ///< of text, as high as the plot is
constexpr std::size_t kMostCures = 5;  ///< that have a button

QString tooltipOf(const DivergenceReport& report, const DivergenceReport::Trial& trial) {
  const QString tried = DoctorPanel::tr("Tried for %1").arg(clockText(trial.ms, 0));
  return report.from_start
             ? tried + DoctorPanel::tr(" from the start: it stays finite.")
             : tried + DoctorPanel::tr(
                           " from shortly before: it stays finite. From its start the "
                           "run takes too long to be tried.");
}

}  // namespace

void ChangeButton::setChange(const QString& text, const QString& sentence) {
  text_ = text;
  setAccessibleName(text);
  setToolTip(text + QLatin1Char('\n') + sentence);
  fit();
}

QSize ChangeButton::minimumSizeHint() const {
  return {4 * fontMetrics().height(), QPushButton::minimumSizeHint().height()};
}

void ChangeButton::resizeEvent(QResizeEvent* event) {
  QPushButton::resizeEvent(event);
  fit();
}

void ChangeButton::changeEvent(QEvent* event) {
  QPushButton::changeEvent(event);
  if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) fit();
}

void ChangeButton::fit() {
  const int room = width() - 2 * fontMetrics().height();
  setText(fontMetrics().elidedText(text_, Qt::ElideRight, room));
}

DoctorPanel::DoctorPanel(Lab& lab, const Theme& theme, QWidget* parent)
    : QWidget(parent),
      lab_(lab),
      theme_(theme),
      sentence_(new QLabel(this)),
      prelude_(new LinePlot(theme, this)),
      vain_(new QLabel(this)),
      also_(new QLabel(tr("Also finite, one click each:"), this)),
      show_(new QPushButton(tr("Show"), this)),
      keep_(new QPushButton(tr("Keep weights…"), this)) {
  sentence_->setWordWrap(true);
  sentence_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  sentence_->setObjectName(QStringLiteral("divergence"));
  prelude_->setTimeAxis(true);
  prelude_->setLogarithmic(false, true);
  vain_->setWordWrap(true);
  vain_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  vain_->setObjectName(QStringLiteral("doctor.vain"));
  vain_->setProperty("role", "dim");
  also_->setProperty("role", "dim");
  for (std::size_t k = 0; k < kMostCures; ++k) {
    auto* button = new ChangeButton(this);
    button->setObjectName(k == 0 ? QStringLiteral("doctor.cure")
                                 : QStringLiteral("doctor.cure.%1").arg(k));
    button->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    connect(button, &QPushButton::clicked, this, [this, k] { lab_.applyCure(variant_, k); });
    cures_.push_back(button);
  }
  show_->setObjectName(QStringLiteral("doctor.show"));
  show_->setToolTip(tr("Go to the neuron on the canvas"));
  keep_->setObjectName(QStringLiteral("doctor.keep"));
  keep_->setToolTip(tr("Save what it had learned shortly before as a project of its own"));
  auto* buttons = new QHBoxLayout;
  buttons->setContentsMargins(0, 0, 0, 0);
  buttons->addWidget(keep_);
  buttons->addWidget(show_);
  buttons->addStretch(1);
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(12, 0, 12, 4);
  all->setSpacing(4);
  all->addWidget(sentence_);
  all->addWidget(cures_.front());
  all->addWidget(prelude_);
  all->addWidget(also_);
  for (std::size_t k = 1; k < cures_.size(); ++k) all->addWidget(cures_[k]);
  all->addWidget(vain_);
  all->addLayout(buttons);
  all->addStretch(1);
  connect(keep_, &QPushButton::clicked, this, [this] { emit keepRequested(variant_); });
  connect(show_, &QPushButton::clicked, this, [this] {
    for (const VariantStatus& status : lab_.variants()) {
      if (status.variant.id != variant_ || !status.divergence) continue;
      emit jumpRequested(Selection{{status.divergence->layer}, {}});
    }
  });
  connect(&lab_, &Lab::variantsChanged, this, &DoctorPanel::refresh);
  connect(&lab_.compiler(), &Compiler::networksChanged, this, &DoctorPanel::refresh);
  connect(&lab_, &Lab::shownChanged, this, &DoctorPanel::refresh);
  connect(&lab_.control(), &RunControl::restarted, this, &DoctorPanel::refresh);
}

void DoctorPanel::themeChanged() {
  prelude_->setFixedHeight(kPlotLines * fontMetrics().lineSpacing());
  drawn_.reset();
  prelude_->restyle();
  refresh();
}

void DoctorPanel::resizeEvent(QResizeEvent*) { fitTexts(); }

void DoctorPanel::showEvent(QShowEvent*) { fitTexts(); }

/// A label that wraps asks for less room than it needs where the column is narrow. Once the layouts
/// that are at work have come to an end: they would not hear of it.
void DoctorPanel::fitTexts() {
  const auto fit = [this] {
    if (!isVisible()) return;  // its width is not yet that of the column
    const QMargins margins = layout()->contentsMargins();
    for (QLabel* label : {sentence_, vain_}) {
      label->setMinimumHeight(0);  // or it would never ask for less
      label->setMinimumHeight(label->heightForWidth(width() - margins.left() - margins.right()));
    }
    setMinimumHeight(layout()->minimumSize().height());
  };
  QTimer::singleShot(0, this, fit);
}

void DoctorPanel::refresh() {
  // The variant on the canvas, if it is ill, or the first that is.
  const auto& all = lab_.variants();
  const auto is_ill = [](const VariantStatus& status) {
    return status.divergence.has_value() && status.diagnosis != nullptr;
  };
  auto ill = std::ranges::find_if(all, is_ill);
  if (lab_.shown() < all.size() && is_ill(all[lab_.shown()])) {
    ill = all.begin() + static_cast<std::ptrdiff_t>(lab_.shown());
  }
  if (ill == all.end()) {
    variant_ = {};
    drawn_.reset();
    emit shown(false);
    return;
  }
  variant_ = ill->variant.id;
  const auto count = std::ranges::count_if(all, is_ill);
  if (drawn_ == ill->diagnosis && drawn_count_ == count) return;
  drawn_ = ill->diagnosis;
  drawn_count_ = count;
  const DivergenceReport& report = drawn_->report;
  const int others = static_cast<int>(count) - 1;
  const QString more = others > 0 ? tr(" %n more stopped, too.", nullptr, others) : QString();
  sentence_->setText(tr("<b>%1</b> has stopped: %2%3")
                         .arg(QString::fromStdString(ill->variant.label()).toHtmlEscaped(),
                              troubleText(lab_.document().project(), *ill).toHtmlEscaped(), more));
  const auto index = static_cast<std::size_t>(ill - all.begin());
  draw(*ill, theme_.variant(index, ill->variant.color));
  keep_->setVisible(ill->last_good != nullptr);
  showCures(report);
  fitTexts();
  emit shown(true);
}

void DoctorPanel::showCures(const DivergenceReport& report) {
  const std::vector<DivergenceReport::Trial> cures = report.cures();
  for (std::size_t k = 0; k < cures_.size(); ++k) {
    cures_[k]->setVisible(k < cures.size());
    if (k >= cures.size()) continue;
    cures_[k]->setChange(tr("%1 and reset").arg(changeText(cures[k])), tooltipOf(report, cures[k]));
  }
  also_->setVisible(cures.size() > 1);
  const QString vain = vainText(report);
  vain_->setText(vain);
  vain_->setVisible(!vain.isEmpty());
}

void DoctorPanel::draw(const VariantStatus& status, const QColor& color) {
  const auto& prelude = status.diagnosis->prelude;
  const bool has_course = prelude && prelude->t.size() > 1;  // it may run away within a step
  prelude_->setVisible(has_course);
  if (!has_course) return;
  PlotLine line;
  line.x = prelude->t;
  for (const double value : prelude->values) line.y.push_back(std::abs(value));
  line.style = {.color = color, .width = 1.5, .dash = 0};
  // What was done to it a moment ago cuts it short.
  const double length = prelude->t.empty() ? 0 : prelude->t.back() - prelude->t.front();
  prelude_->setTitle(tr("|%1|, the last %2 ms (log)")
                         .arg(QString::fromStdString(prelude->probe), numberText(length, 2)));
  prelude_->setLogarithmic(false, true);
  std::vector<PlotLine> lines;
  lines.push_back(std::move(line));
  prelude_->setLines(std::move(lines));
}

}  // namespace vle::ui
