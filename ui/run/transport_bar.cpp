// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/transport_bar.h"

#include <algorithm>
#include <cmath>

#include <QCheckBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QMenu>
#include <QSignalBlocker>

#include "session/number_text.h"
#include "session/variant_words.h"
#include "widgets/overflow.h"
#include "widgets/poke_menu.h"

namespace vle::ui {

namespace {

constexpr double kPositionsPerDecade = 20;
constexpr double kSlowest = 0.01;

QString speedText(double factor) {
  if (std::isinf(factor)) return QObject::tr("unlimited");
  return QStringLiteral("× ") +
         (factor >= 9.95 ? QString::number(factor, 'f', 0) : QString::number(factor, 'g', 2));
}

QString reachedText(const RunStatus& status) {
  if (!status.is_running) return QObject::tr("paused");
  const double reached = status.reached_speed;
  return QObject::tr("actual × ") + QString::number(reached, 'f', reached < 10 ? 2 : 1);
}

}  // namespace

double nextSpeed(double factor, bool up) {
  constexpr double kFastest = 1000;
  if (std::isinf(factor)) return up ? factor : kFastest;
  if (up && factor >= kFastest) return kNever;
  double best = up ? kFastest : kSlowest;
  for (double decade = kSlowest; decade <= kFastest * 1.5; decade *= 10) {
    for (const double step : {1.0, 2.0, 5.0}) {
      const double speed = std::min(step * decade, kFastest);
      if (up ? speed > factor * 1.02 && speed < best : speed < factor / 1.02 && speed > best) {
        best = speed;
      }
    }
  }
  return best;
}

double speedAt(int position) {
  if (position >= kUnlimitedPosition) return kNever;
  return kSlowest * std::pow(10, std::min(position, 100) / kPositionsPerDecade);
}

/// So many of what is hidden first can be read elsewhere: the project's name, the actual speed and
/// the word "Speed".
constexpr std::size_t kUnmissed = 3;

int speedPosition(double factor) {
  if (std::isinf(factor)) return kUnlimitedPosition;
  const double position = kPositionsPerDecade * std::log10(factor / kSlowest);
  return static_cast<int>(std::lround(std::clamp(position, 0.0, 100.0)));
}

TransportBar::TransportBar(Lab& lab, const Actions& actions, const Theme& theme, QWidget* parent)
    : QFrame(parent),
      lab_(lab),
      actions_(actions),
      theme_(theme),
      play_(new QToolButton(this)),
      speed_(new QSlider(Qt::Horizontal, this)),
      asked_(figure(tr("Speed asked"), tr("unlimited"))),
      reached_(figure(tr("Actual speed"), tr("actual × 000.0"))),
      time_(figure(tr("Simulated time"), QStringLiteral("t = 0000.0000 s"))),
      loss_(figure(tr("Loss"), tr("Loss: %1").arg(QStringLiteral("0.0·10⁻⁰⁰")))),
      poked_(new QToolButton(this)),
      seeds_(new QToolButton(this)),
      more_(new Overflow(this)),
      document_(figure(tr("Project"), QStringLiteral("Temporal XOR  seed 00"))) {
  setProperty("role", "bar");
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(12, 5, 12, 5);
  layout->setSizeConstraint(QLayout::SetNoConstraint);
  layout->setSpacing(4);

  play_->setProperty("role", "play");
  play_->setAccessibleName(tr("Play or pause"));
  play_->setToolTip(actions[ActionId::Play]->toolTip());
  connect(play_, &QToolButton::clicked, actions[ActionId::Play], &QAction::trigger);
  layout->addWidget(play_);
  layout->addSpacing(8);
  std::vector<QWidget*> buttons;
  for (const ActionId id : {ActionId::StepDt, ActionId::StepTau, ActionId::StepPeriod,
                            ActionId::RunUntil, ActionId::Reset, ActionId::Reseed}) {
    auto* button = new QToolButton(this);
    button->setDefaultAction(actions[id]);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setFocusPolicy(Qt::TabFocus);
    button->setAccessibleName(actions[id]->text());
    layout->addWidget(button);
    buttons.push_back(button);
  }
  layout->addStretch(1);

  auto* speed_label = new QLabel(tr("Speed"), this);
  speed_label->setProperty("role", "dim");
  speed_label->setBuddy(speed_);
  speed_->setRange(0, kUnlimitedPosition);
  speed_->setAccessibleName(tr("Speed"));
  speed_->setToolTip(tr("Multiple of real time; fully right: as fast as possible ([ and ])"));
  connect(speed_, &QSlider::valueChanged, this,
          [this](int position) { lab_.control().setSpeed(speedAt(position)); });
  reached_->setProperty("role", "dim");
  for (QWidget* widget : std::initializer_list<QWidget*>{speed_label, speed_, asked_, reached_}) {
    layout->addWidget(widget);
    layout->addSpacing(4);
  }
  layout->addStretch(1);
  layout->addWidget(time_);
  layout->addSpacing(12);
  layout->addWidget(loss_);
  layout->addSpacing(12);

  poked_->setProperty("role", "small");
  poked_->setFocusPolicy(Qt::TabFocus);
  poked_->setPopupMode(QToolButton::InstantPopup);
  poked_->setToolTip(tr("Neurons that are held; click to release them"));
  auto* poked_menu = new QMenu(poked_);
  poked_->setMenu(poked_menu);
  connect(poked_menu, &QMenu::aboutToShow, this, [this, poked_menu] {
    poked_menu->clear();
    fillPokedMenu(*poked_menu, lab_);
  });
  layout->addWidget(poked_);
  seeds_->setObjectName(QStringLiteral("transport.seeds"));
  seeds_->setProperty("role", "small");
  seeds_->setFocusPolicy(Qt::TabFocus);
  seeds_->setToolTip(tr("Runs over seeds in the background; click to see them"));
  connect(seeds_, &QToolButton::clicked, actions[ActionId::Seeds], &QAction::trigger);
  layout->addWidget(seeds_);
  auto* learning = new QCheckBox(actions[ActionId::Learning]->iconText(), this);
  learning->setToolTip(actions[ActionId::Learning]->toolTip());
  learning->setChecked(actions[ActionId::Learning]->isChecked());
  connect(learning, &QCheckBox::toggled, actions[ActionId::Learning], &QAction::setChecked);
  connect(actions[ActionId::Learning], &QAction::toggled, learning, &QCheckBox::setChecked);
  layout->addWidget(learning);
  layout->addStretch(1);
  document_->setProperty("role", "dim");
  document_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  layout->addWidget(document_);
  auto* theme_button = new QToolButton(this);
  theme_button->setDefaultAction(actions[ActionId::Theme]);
  theme_button->setFocusPolicy(Qt::TabFocus);
  layout->addWidget(theme_button);
  more_->setObjectName(QStringLiteral("transport.more"));
  layout->addWidget(more_);
  speed_->addActions({actions[ActionId::Slower], actions[ActionId::Faster]});
  learning->addAction(actions[ActionId::Learning]);
  std::vector<QWidget*> spare = {document_, reached_, speed_label, theme_button,
                                 asked_,    learning, speed_};
  spare.insert(spare.end(), buttons.rbegin(), buttons.rend());
  spare.insert(spare.end(), {loss_, time_});
  more_->setSpare(std::move(spare), kUnmissed);

  QWidget* before = play_;
  for (QWidget* button : buttons) {
    setTabOrder(before, button);
    before = button;
  }
  setTabOrder(before, speed_);
  setTabOrder(speed_, learning);
  setTabOrder(learning, theme_button);

  connect(&lab_, &Lab::frame, this, &TransportBar::refresh);
  connect(&lab_.control(), &RunControl::restarted, this, &TransportBar::refresh);
  connect(&lab_.control(), &RunControl::statusChanged, this, &TransportBar::refresh);
  connect(&lab_, &Lab::shownChanged, this, &TransportBar::refresh);
  connect(&lab_.control(), &RunControl::pokesChanged, this, &TransportBar::showPokes);
  connect(&lab_.seeds(), &SeedRuns::progressed, this, &TransportBar::showSeeds);
  connect(&lab_.seeds(), &SeedRuns::finished, this, &TransportBar::showSeeds);
  themeChanged();
  measure();
  showPokes();
  showSeeds();
  refresh();
}

void TransportBar::themeChanged() {
  const QColor color = theme_.is_dark ? theme_.background : theme_.panel;
  play_->setIcon(
      themedIcon(shows_pause_ ? QStringLiteral("pause") : QStringLiteral("play"), color));
}

void TransportBar::setDocumentName(const QString& name) {
  if (name == document_name_) return;
  document_name_ = name;
  measure();
}

QLabel* TransportBar::figure(const QString& name, const QString& widest) {
  auto* label = new QLabel(this);
  label->setProperty("role", "figure");
  label->setAccessibleName(name);
  figures_.push_back({label, widest});
  return label;
}

/// Widths for the present font.
void TransportBar::measure() {
  for (const Figure& figure : figures_) {
    figure.label->ensurePolished();
    figure.label->setFixedWidth(figure.label->fontMetrics().horizontalAdvance(figure.widest) + 4);
  }
  document_->setText(
      document_->fontMetrics().elidedText(document_name_, Qt::ElideMiddle, document_->width()));
  document_->setToolTip(document_name_);
  speed_->setFixedWidth(7 * fontMetrics().height());
}

void TransportBar::changeEvent(QEvent* event) {
  QFrame::changeEvent(event);
  if (event->type() == QEvent::FontChange) measure();
}

QSize TransportBar::minimumSizeHint() const {
  return {play_->minimumSizeHint().width() + 24, QFrame::minimumSizeHint().height()};
}

void TransportBar::showSeeds() {
  const SeedRuns& seeds = lab_.seeds();
  seeds_->setText(seeds.isRunning() ? tr("seeds %1 %").arg(std::lround(100 * seeds.progress()))
                                    : QString());
  seeds_->setAccessibleName(seeds_->text());
  seeds_->setVisible(seeds.isRunning());
}

void TransportBar::showPokes() {
  const std::size_t driven = lab_.control().pokes().size();
  poked_->setVisible(driven > 0);
  poked_->setText(driven == 1 ? tr("1 neuron driven") : tr("%1 neurons driven").arg(driven));
  poked_->setAccessibleName(poked_->text());
}

void TransportBar::refresh() {
  const RunStatus& status = lab_.control().status();
  if (shows_pause_ != status.is_running) {
    shows_pause_ = status.is_running;
    themeChanged();
  }
  const QSignalBlocker quiet(speed_);  // only a person's move asks for another speed
  if (!speed_->isSliderDown()) speed_->setValue(speedPosition(status.speed));
  asked_->setText(speedText(status.speed));
  reached_->setText(reachedText(status));
  actions_[ActionId::RunUntil]->setIconText(status.until.isEmpty() ? tr("Until") : tr("Until ●"));
  play_->setToolTip(status.until.isEmpty()
                        ? actions_[ActionId::Play]->toolTip()
                        : tr("Running until %1 (Space: pause)").arg(status.until));
  time_->setText(QStringLiteral("t = ") +
                 clockText(status.t, lab_.document().project().settings.dt));
  const std::vector<VariantStatus>& variants = lab_.variants();
  if (lab_.shown() < variants.size()) {
    loss_->setText(tr("Loss: %1").arg(lossText(variants[lab_.shown()])));
  }
}

}  // namespace vle::ui
