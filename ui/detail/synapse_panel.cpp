// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "detail/synapse_panel.h"

#include <algorithm>
#include <cmath>

#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "detail/text_label.h"
#include "session/number_text.h"

namespace vle::ui {

namespace {

constexpr double kCourse = 5000;  // ms
constexpr double kSecond = 1000;  // ms
constexpr std::size_t kCoursePoints = 240;

/// How much something has changed.
struct Change {
  double amount = 0;
  double span = 0;  ///< ms; 0: nothing is known
};

/// Within the last second, or since it is known. Of a periodic input whole periods count: what only
/// swings has not changed.
Change changeOf(const Readings& readings, const std::string& channel, const Curve& curve,
                double period) {
  const double now = readings.newest();
  const double span = period > 0 && period <= kSecond
                          ? std::floor(kSecond / period * (1 + 1e-9)) * period
                          : kSecond;
  const double then = readings.valueAt(channel, now - span);
  if (now >= span && std::isfinite(then)) return {readings.valueAt(channel, now) - then, span};
  for (std::size_t k = 0; k < curve.t.size(); ++k) {
    if (std::isfinite(curve.y[k])) return {curve.y.back() - curve.y[k], now - curve.t[k]};
  }
  return {};
}

QString changeText(const QString& symbol, const Change& change) {
  if (!(change.span > 0)) return {};
  const QString sign = change.amount > 0 ? QStringLiteral("+") : QString();
  return QStringLiteral("Δ%1 = %2%3").arg(symbol, sign, numberText(change.amount, kReadingDigits));
}

QSpinBox* stepBox(QWidget* parent, const char* name, const QString& label) {
  auto* box = new QSpinBox(parent);
  box->setObjectName(QLatin1String(name));
  box->setAccessibleName(label);
  box->setToolTip(label);
  box->setKeyboardTracking(false);
  return box;
}

}  // namespace

SynapsePanel::SynapsePanel(const Readings& readings, const Theme& theme, QWidget* parent)
    : QWidget(parent), readings_(readings), theme_(theme) {
  title_ = makeLabel(this, "synapse_title");
  title_->setTextFormat(Qt::PlainText);
  steps_ = new QWidget(this);
  upper_ = stepBox(steps_, "upper", tr("Upper neuron"));
  lower_ = stepBox(steps_, "lower", tr("Lower neuron"));
  auto* steps = new QHBoxLayout(steps_);
  steps->setContentsMargins(0, 0, 0, 0);
  steps->addWidget(new QLabel(tr("from"), steps_));
  steps->addWidget(lower_);
  steps->addWidget(new QLabel(tr("to"), steps_));
  steps->addWidget(upper_);
  steps->addStretch(1);
  for (QSpinBox* box : {upper_, lower_}) {
    connect(box, qOverload<int>(&QSpinBox::valueChanged), this, [this] {
      emit stepped(static_cast<std::size_t>(upper_->value()),
                   static_cast<std::size_t>(lower_->value()));
    });
  }
  diagram_ = new SynapseDiagram(theme, this);
  W_rule_ = makeLabel(this, "W_rule");
  W_numbers_ = makeLabel(this, "W_numbers");
  W_remark_ = makeLabel(this, "W_remark");
  B_rule_ = makeLabel(this, "B_rule");
  B_numbers_ = makeLabel(this, "B_numbers");
  B_words_ = makeLabel(this, "B_words");
  W_course_ = new SmallTrace(theme, this);
  W_course_->setObjectName(QStringLiteral("W_course"));
  W_course_->setAccessibleName(tr("W over the last 5 s"));
  B_course_ = new SmallTrace(theme, this);
  B_course_->setObjectName(QStringLiteral("B_course"));
  B_course_->setAccessibleName(tr("B over the last 5 s"));
  change_ = makeLabel(this, "change");
  far_ = new QCheckBox(tr("What backpropagation needs"), this);
  far_->setObjectName(QStringLiteral("far"));
  far_->setToolTip(
      tr("Light up what backpropagation through time would need for this weight: "
         "far away, and in the future"));
  far_->setAccessibleName(tr("What backpropagation through time would need"));
  far_words_ = makeLabel(this, "far_words");
  far_words_->hide();
  connect(far_, &QCheckBox::toggled, this, [this] {
    showFar();
    emit farChanged();
  });
  W_remark_->setProperty("role", "dim");
  change_->setProperty("role", "dim");
  title_->setProperty("role", "figure");

  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(6);
  for (QWidget* widget : std::initializer_list<QWidget*>{
           title_, steps_, far_, diagram_, far_words_, W_rule_, W_numbers_, W_remark_, B_rule_,
           B_numbers_, B_words_, W_course_, B_course_, change_}) {
    layout->addWidget(widget);
  }
  layout->addStretch(1);
}

void SynapsePanel::setSubject(const SynapseSubject& subject) {
  subject_ = subject;
  const ProjectionPlan& plan = *subject.plan;
  title_->setText(QStringLiteral("%1:  %2 → %3")
                      .arg(QString::fromStdString(plan.name), QString::fromStdString(subject.lower),
                           QString::fromStdString(subject.upper)));
  const QSignalBlocker upper_blocker(upper_), lower_blocker(lower_);
  upper_->setRange(0, static_cast<int>(plan.post.size) - 1);
  lower_->setRange(0, static_cast<int>(plan.pre.size) - 1);
  upper_->setValue(static_cast<int>(subject.choice.post));
  lower_->setValue(static_cast<int>(subject.choice.pre));
  steps_->setVisible(plan.weights.size > 1);
  const FeedbackWords words = feedbackWords(subject);
  B_words_->setText(words.sentence);
  B_rule_->setVisible(!plan.from_input);
  B_numbers_->setVisible(!plan.from_input);
  diagram_->setSubject(subject);
  showFar();
  themeChanged();
  refresh(period_);
}

void SynapsePanel::setTexts(QLabel& symbols, QLabel& numbers, const RuleText& rule) {
  if (symbols.text() != rule.symbols) symbols.setText(rule.symbols);
  if (numbers.text() != rule.numbers) numbers.setText(rule.numbers);
  numbers.setVisible(!rule.numbers.isEmpty());
}

void SynapsePanel::refresh(double period) {
  if (!subject_) return;
  period_ = period;
  const ValueOf value = [this](const std::string& channel) { return readings_.value(channel); };
  diagram_->setValues(value);
  setTexts(*W_rule_, *W_numbers_, weightRule(*subject_, value));
  if (!subject_->plan->from_input) setTexts(*B_rule_, *B_numbers_, feedbackRule(*subject_, value));
  const QString remark =
      weightRemark(*subject_, readings_.isLearning(), readings_.lab().control().status().t);
  if (W_remark_->text() != remark) W_remark_->setText(remark);
  W_remark_->setVisible(!remark.isEmpty());
  showCourse();
  if (far_->isChecked()) showFar();  // τ may be learned
}

void SynapsePanel::showCourse() {
  if (!subject_) return;
  const double now = readings_.newest();
  const double from = std::max(0.0, now - kCourse);
  const Curve W = readings_.curve(subject_->W, from, now, kCoursePoints);
  const Change of_W = changeOf(readings_, subject_->W, W, period_);
  QStringList changes = {changeText(QStringLiteral("W"), of_W)};
  double span = of_W.span;
  W_course_->show({{W, theme_.signal, false}}, from, now);
  B_course_->setVisible(!subject_->B.empty());
  if (!subject_->B.empty()) {
    const Curve B = readings_.curve(subject_->B, from, now, kCoursePoints);
    const Change of_B = changeOf(readings_, subject_->B, B, period_);
    changes << changeText(QStringLiteral("B"), of_B);
    span = std::max(span, of_B.span);
    B_course_->show({{B, theme_.feedback, true}}, from, now);
  }
  changes.removeAll(QString());
  const QString text =
      changes.isEmpty()
          ? tr("no course yet: it is recorded while this is shown")
          : tr("in the last %1:  %2").arg(timeText(span), changes.join(QStringLiteral(",  ")));
  if (change_->text() != text) change_->setText(text);
}

FarNeeds SynapsePanel::needs() const {
  if (!subject_) return {};
  const LiveView& live = readings_.lab().live();
  if (live.network() != subject_->network) return farNeeds(*subject_->network, *subject_->plan);
  return farNeeds(*subject_->network, *subject_->plan, live.tau_m(), live.tau_r());
}

Selection SynapsePanel::far() const {
  if (!far_->isChecked() || !subject_) return {};
  return needs().marked;
}

void SynapsePanel::showFar() {
  const bool is_shown = far_->isChecked() && subject_;
  far_words_->setVisible(is_shown);
  if (!is_shown) return diagram_->setFar({});
  const FarNeeds needs = this->needs();
  diagram_->setFar(farPieces(needs));
  const QString words = farSentence(*subject_, needs);
  if (far_words_->text() != words) far_words_->setText(words);
}

void SynapsePanel::themeChanged() {
  setColor(*far_words_, theme_.problem);
  setColor(*W_rule_, theme_.signal);
  setColor(*B_rule_, theme_.feedback);
  const bool is_red = subject_ && feedbackWords(*subject_).reads_elsewhere;
  setColor(*B_words_, is_red ? theme_.problem : theme_.dim);
  diagram_->themeChanged();
  W_course_->update();
  B_course_->update();
}

}  // namespace vle::ui
