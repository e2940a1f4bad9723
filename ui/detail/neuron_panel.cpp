// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "detail/neuron_panel.h"

#include <algorithm>
#include <cmath>

#include <QGridLayout>
#include <QPainter>
#include <QPolygonF>
#include <QVBoxLayout>

#include "detail/text_label.h"
#include "session/number_text.h"
#include "sim/transfer.h"

namespace vle::ui {

namespace {

constexpr std::size_t kTracePoints = 120;
constexpr std::size_t kMostFrequencies = 4;  // as numbers; the curves show all

/// A quantity and its place: signals rise on the left, errors sink on the right.
struct Row {
  const char* key;
  const char* symbol;
  const char* tip;
  int row, column;
};
constexpr std::array<Row, 7> kQuantities = {{
    {"s", "s", QT_TRANSLATE_NOOP("NeuronPanel", "Synaptic input: Σ W r + b"), 3, 0},
    {"u", "u", QT_TRANSLATE_NOOP("NeuronPanel", "Membrane potential: lags s by τ_m"), 2, 0},
    {"u_prosp", "ŭ", QT_TRANSLATE_NOOP("NeuronPanel", "u + τ_r u̇: looks ahead by τ_r"), 1, 0},
    {"r", "r", QT_TRANSLATE_NOOP("NeuronPanel", "Rate: φ(ŭ), goes up"), 0, 0},
    {"eps", "ε", QT_TRANSLATE_NOOP("NeuronPanel", "φ′ times what comes from above"), 0, 1},
    {"v", "v", QT_TRANSLATE_NOOP("NeuronPanel", "Error trace: lags ε by τ_r"), 1, 1},
    {"e", "e", QT_TRANSLATE_NOOP("NeuronPanel", "v + τ_m v̇: looks ahead by τ_m, goes down"), 2, 1},
}};

void paintArrow(QPainter& painter, QPointF from, QPointF to, const QColor& color) {
  QPointF back = from - to;
  const double length = std::hypot(back.x(), back.y());
  if (length < 1) return;
  back /= length;
  const QPointF across(-back.y(), back.x());
  const double head = std::min(7.0, length);
  painter.setPen(QPen(color, 2));
  painter.drawLine(from, to + back * head * 0.7);
  painter.setPen(Qt::NoPen);
  painter.setBrush(color);
  painter.drawPolygon(
      QPolygonF({to, to + (back + across * 0.5) * head, to + (back - across * 0.5) * head}));
}

}  // namespace

std::string NeuronSubject::channel(const char* variable) const {
  return layer + "." + variable + "[" + std::to_string(index) + "]";
}

std::vector<std::string> NeuronSubject::channels() const {
  std::vector<std::string> all;
  all.reserve(std::size(kQuantities) + 2);
  for (const Row& row : kQuantities) all.push_back(channel(row.key));
  all.push_back(channel("tau_m"));
  all.push_back(channel("tau_r"));
  return all;
}

LagView::LagView(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
  setObjectName(QStringLiteral("lags"));
  setToolTip(tr("Arrows as long as the time constants: back for the lag, ahead for the lead"));
}

QSize LagView::sizeHint() const { return {200, fontMetrics().height() * 5 / 2}; }

void LagView::show(double tau_m, double tau_r, bool has_filters) {
  if (tau_m == tau_m_ && tau_r == tau_r_ && has_filters == has_filters_) return;
  has_filters_ = has_filters;
  tau_m_ = tau_m;
  tau_r_ = tau_r;
  update();
}

void LagView::paintEvent(QPaintEvent*) {
  const double longest = std::max(tau_m_, tau_r_);
  if (!(longest > 0)) return;
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const double middle = width() / 2.0;
  const double room = fontMetrics().horizontalAdvance(QStringLiteral("τₘ")) + 6;
  const double scale = (middle - room) / longest;
  painter.setPen(QPen(theme_.line, 1, Qt::DotLine));
  painter.drawLine(QPointF(middle, 0), QPointF(middle, height()));
  for (const bool is_error : {false, true}) {
    const double y = height() * (is_error ? 0.75 : 0.25);
    const double lag = is_error ? tau_r_ : tau_m_;
    const double lead = is_error ? tau_m_ : tau_r_;
    const QColor color = is_error ? theme_.error : theme_.signal;
    if (is_error && !has_filters_) break;
    const QPointF left(middle - lag * scale, y), right(middle + lead * scale, y);
    paintArrow(painter, {middle, y}, left, mixed(theme_.panel, color, 0.55));
    paintArrow(painter, {middle, y}, right, color);
    painter.setPen(color);
    const QString lag_name = is_error ? QStringLiteral("τᵣ") : QStringLiteral("τₘ");
    const QString lead_name = is_error ? QStringLiteral("τₘ") : QStringLiteral("τᵣ");
    const QRectF text(0, y - height() / 4.0, room - 2, height() / 2.0);
    painter.drawText(text.translated(left.x() - room, 0), Qt::AlignRight | Qt::AlignVCenter,
                     lag_name);
    painter.drawText(text.translated(right.x() + 2, 0), Qt::AlignLeft | Qt::AlignVCenter,
                     lead_name);
  }
}

NeuronPanel::NeuronPanel(const Readings& readings, const Theme& theme, QWidget* parent)
    : QWidget(parent), readings_(readings), theme_(theme) {
  title_ = makeLabel(this, "neuron_title");
  title_->setTextFormat(Qt::PlainText);
  title_->setProperty("role", "figure");
  auto* grid = new QGridLayout;
  grid->setContentsMargins(0, 4, 0, 4);
  grid->setHorizontalSpacing(12);
  grid->setVerticalSpacing(18);
  for (const Row& row : kQuantities) {
    auto* box = new QWidget(this);
    box->setToolTip(tr(row.tip));
    auto* number = makeLabel(this, row.key);
    number->setWordWrap(false);
    auto* trace = new SmallTrace(theme, box);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(8, 3, 8, 3);
    column->setSpacing(0);
    column->addWidget(number);
    column->addWidget(trace);
    grid->addWidget(box, row.row, row.column);
    quantities_.push_back({row.key, box, number, trace, row.column == 1});
  }
  grid->setColumnStretch(0, 1);
  grid->setColumnStretch(1, 1);
  lags_ = new LagView(theme, this);
  lag_text_ = makeLabel(this, "lag_text");
  transfer_ = new TransferView(theme, this);
  transfer_text_ = makeLabel(this, "transfer");
  remark_ = makeLabel(this, "neuron_remark");
  remark_->setProperty("role", "dim");
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(6);
  layout->addWidget(title_);
  layout->addLayout(grid);
  for (QWidget* widget :
       std::initializer_list<QWidget*>{lags_, lag_text_, transfer_, transfer_text_, remark_}) {
    layout->addWidget(widget);
  }
  layout->addStretch(1);
}

void NeuronPanel::setSubject(const NeuronSubject& subject) {
  subject_ = subject;
  QString title = QString::fromStdString(subject.layer);
  if (subject.size > 1) title += QStringLiteral("[%1]").arg(subject.index);
  title_->setText(title);
  const bool is_plain = subject.network->settings.rule == Rule::Instantaneous;
  remark_->setText(is_plain ? tr("Errors are instantaneous here: v = e = ε, without 1/H.") : "");
  remark_->setVisible(is_plain);
  themeChanged();
}

void NeuronPanel::refresh(double window, double period) {
  if (subject_.network == nullptr) return;
  double to = readings_.newest();
  if (period > 0 && readings_.lab().control().status().is_running)
    to = std::floor(to / period) * period;
  for (std::size_t k = 0; k < quantities_.size(); ++k) {
    const Quantity& quantity = quantities_[k];
    const std::string channel = subject_.channel(quantity.key);
    const QString text = QStringLiteral("%1 = <b>%2</b>")
                             .arg(QString::fromUtf8(kQuantities[k].symbol),
                                  numberText(readings_.value(channel), kReadingDigits));
    if (quantity.number->text() != text) quantity.number->setText(text);
    const QColor color = quantity.is_error ? theme_.error : theme_.signal;
    quantity.trace->show({{readings_.curve(channel, to - window, to, kTracePoints), color, false}},
                         to - window, to);
  }
  const double tau_m = readings_.value(subject_.channel("tau_m"));
  const double tau_r = readings_.value(subject_.channel("tau_r"));
  const bool has_filters = subject_.network->settings.rule != Rule::Instantaneous;
  lags_->show(tau_m, tau_r, has_filters);
  const QString lags =
      tr("u lags by τ<sub>m</sub> = %1 ms, ŭ leads by τ<sub>r</sub> = %2 ms.<br>")
          .arg(numberText(tau_m, kReadingDigits), numberText(tau_r, kReadingDigits)) +
      (has_filters ? tr("v lags by τ<sub>r</sub>, e leads by τ<sub>m</sub>: the reverse.")
                   : tr("e neither lags nor leads: nothing undoes what the signal went through."));
  if (lag_text_->text() != lags) lag_text_->setText(lags);
  showTransfer(tau_m, tau_r);
}

void NeuronPanel::showTransfer(double tau_m, double tau_r) {
  const Network& network = *subject_.network;
  const bool has_filters = network.settings.rule != Rule::Instantaneous;
  transfer_->show(tau_m, tau_r, network.settings.dt, network.frequencies, has_filters);
  QString text;
  for (std::size_t k = 0; k < std::min(network.frequencies.size(), kMostFrequencies); ++k) {
    const double f = network.frequencies[k];
    if (!(f > 0)) continue;
    const auto H = transfer(f, tau_m, tau_r, network.settings.dt);
    const auto degrees = [](double angle) {
      return numberText(angle * kDegrees, kReadingDigits) + QStringLiteral("°");
    };
    if (!text.isEmpty()) text += QStringLiteral("<br>");
    text += QStringLiteral("%1 Hz: <span style='color:%2'>|H| = %3, arg H = %4</span>")
                .arg(numberText(f, kReadingDigits), theme_.signal.name(),
                     numberText(std::abs(H), kReadingDigits), degrees(std::arg(H)));
    if (!has_filters) continue;
    text += QStringLiteral("; <span style='color:%1'>1/H: %2, %3</span>")
                .arg(theme_.error.name(), numberText(1 / std::abs(H), kReadingDigits),
                     degrees(-std::arg(H)));
  }
  if (text.isEmpty()) text = tr("The inputs have no fixed frequencies: H and 1/H over frequency.");
  if (transfer_text_->text() != text) transfer_text_->setText(text);
}

void NeuronPanel::themeChanged() {
  for (const Quantity& quantity : quantities_) {
    setColor(*quantity.number, quantity.is_error ? theme_.error : theme_.signal);
  }
  transfer_->update();
  lags_->update();
  update();
}

void NeuronPanel::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  for (std::size_t k = 0; k < quantities_.size(); ++k) {
    const Quantity& quantity = quantities_[k];
    const QColor color = quantity.is_error ? theme_.error : theme_.signal;
    const QRectF box = quantity.box->geometry();
    painter.setPen(QPen(mixed(theme_.panel, color, 0.7), 1.4));
    painter.setBrush(mixed(theme_.panel, color, 0.06));
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    if (k + 1 == quantities_.size() || quantities_[k + 1].is_error != quantity.is_error) continue;
    const QRectF next = quantities_[k + 1].box->geometry();
    const bool is_up = !quantity.is_error;
    paintArrow(painter, {box.center().x(), is_up ? box.top() : box.bottom()},
               {box.center().x(), (is_up ? next.bottom() : next.top()) + (is_up ? 1 : -1)}, color);
    static const std::array<const char*, 7> kBetween = {"τ_m", "+ τ_r u̇", "φ", "",
                                                        "τ_r", "+ τ_m v̇", ""};
    painter.setPen(theme_.dim);
    const double y = is_up ? (box.top() + next.bottom()) / 2 : (box.bottom() + next.top()) / 2;
    painter.drawText(QRectF(box.center().x() + 8, y - 10, box.width() / 2, 20), Qt::AlignVCenter,
                     QString::fromUtf8(kBetween[k])
                         .replace(QStringLiteral("_m"), QStringLiteral("ₘ"))
                         .replace(QStringLiteral("_r"), QStringLiteral("ᵣ")));
  }
}

}  // namespace vle::ui
