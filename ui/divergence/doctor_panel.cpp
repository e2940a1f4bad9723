// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "divergence/doctor_panel.h"

#include <algorithm>
#include <cmath>

#include <QHBoxLayout>
#include <QTimer>
#include <QVBoxLayout>

#include "session/number_text.h"
#include "session/variant_words.h"

namespace vle::ui {

namespace {

constexpr int kPlotLines = 7;  ///< of text, as high as the plot is

}  // namespace

DoctorPanel::DoctorPanel(Lab& lab, const Theme& theme, QWidget* parent)
    : QWidget(parent),
      lab_(lab),
      theme_(theme),
      sentence_(new QLabel(this)),
      prelude_(new LinePlot(theme, this)),
      cure_(new QPushButton(this)),
      show_(new QPushButton(tr("Show"), this)),
      keep_(new QPushButton(tr("Keep weights…"), this)) {
  sentence_->setWordWrap(true);
  sentence_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  sentence_->setObjectName(QStringLiteral("divergence"));
  prelude_->setTimeAxis(true);
  prelude_->setLogarithmic(false, true);
  cure_->setObjectName(QStringLiteral("doctor.cure"));
  show_->setObjectName(QStringLiteral("doctor.show"));
  show_->setToolTip(tr("Go to the neuron on the canvas"));
  keep_->setObjectName(QStringLiteral("doctor.keep"));
  keep_->setToolTip(tr("Save what it had learned shortly before as a project of its own"));
  auto* buttons = new QHBoxLayout;
  buttons->setContentsMargins(0, 0, 0, 0);
  buttons->addWidget(cure_, 1);
  buttons->addWidget(keep_);
  buttons->addWidget(show_);
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(12, 0, 12, 4);
  all->setSpacing(4);
  all->addWidget(sentence_);
  all->addWidget(prelude_);
  all->addLayout(buttons);
  connect(cure_, &QPushButton::clicked, this, [this] { lab_.applyCure(variant_); });
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

void DoctorPanel::resizeEvent(QResizeEvent*) { fitSentence(); }

void DoctorPanel::showEvent(QShowEvent*) { fitSentence(); }

/// A label that wraps asks for less room than it needs where the column is narrow. Once the layouts
/// that are at work have come to an end: they would not hear of it.
void DoctorPanel::fitSentence() {
  const auto fit = [this] {
    if (!isVisible()) return;  // its width is not yet that of the column
    const QMargins margins = layout()->contentsMargins();
    sentence_->setMinimumHeight(0);  // or it would never ask for less
    sentence_->setMinimumHeight(
        sentence_->heightForWidth(width() - margins.left() - margins.right()));
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
  fitSentence();
  const auto index = static_cast<std::size_t>(ill - all.begin());
  draw(*ill, theme_.variant(index, ill->variant.color));
  cure_->setVisible(report.cure.has_value());
  keep_->setVisible(ill->last_good != nullptr);
  if (report.cure) {
    const QString change = tr("%1 × %2").arg(pathText(lab_.document().project(), report.cure->path),
                                             shortText(report.cure->factor));
    cure_->setText(tr("%1 and reset").arg(change));
    cure_->setToolTip(
        !report.cure->tried ? tr("Not tried: the run was too long to be played again")
        : report.cure->from_start
            ? tr("With this a run from the start was tried and stays finite")
            : tr("With this the run goes on from shortly before without running away; from its "
                 "start it was too long to be tried"));
  }
  emit shown(true);
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
