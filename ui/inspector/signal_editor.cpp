// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspector/signal_editor.h"

#include <algorithm>
#include <cmath>

#include "model/references.h"
#include "model/signal_kinds.h"
#include "model/signal_shape.h"
#include "session/number_text.h"

namespace vle::ui {

namespace {

constexpr ParameterInfo kConstant = {.key = "constant",
                                     .label = "Constant",
                                     .doc = "For all channels, or one by one.",
                                     .usual_low = -2,
                                     .usual_high = 2,
                                     .type = ParameterType::Value};
constexpr std::int64_t kMostDrawn = 64;  // channels that are drawn or listed one by one

template <class Signal, class... All>
constexpr std::size_t indexIn(const std::variant<All...>*) {
  constexpr std::array is_it = {std::is_same_v<Signal, All>...};
  std::size_t index = 0;
  while (!is_it[index]) ++index;
  return index;
}
template <class Signal>
constexpr std::size_t kIndex = indexIn<Signal>(static_cast<const SignalSpec*>(nullptr));

/// The first stretch of a signal as samples, so that a drawing starts from what was heard.
SamplesSignal sampled(const SignalSpec& signal, std::int64_t size, const Settings& settings,
                      NodeId id) {
  const SignalCurve curve = signalCurve(signal, size, settings, id);
  const double length = curve.end > 0 ? std::min(curve.end, 1000.0) : 100;
  const auto count = static_cast<std::size_t>(std::max(1.0, std::round(length / settings.dt)));
  SamplesSignal samples;
  for (const auto& channel : curve.channels) {
    List list(count);
    for (std::size_t k = 0; k < count; ++k) {
      const double t = static_cast<double>(k) * settings.dt / curve.end;
      const auto at = static_cast<std::size_t>(t * static_cast<double>(channel.size()));
      list[k] = channel[std::min(at, channel.size() - 1)];
    }
    samples.channels.push_back(std::move(list));
  }
  if (samples.channels.empty()) samples.channels.push_back(List(count, 0.0));
  return samples;
}

}  // namespace

SignalEditor::SignalEditor(const ParameterInfo& info, const Theme& theme, QWidget* parent)
    : ParameterEditor(info, parent),
      theme_(theme),
      kind_(new ChoiceBox(this)),
      doc_(new QLabel(this)),
      preview_(new SignalPreview(theme, this)) {
  for (const SignalKind& kind : signalKinds()) {
    kind_->addItem(asText(kind.title));
    kind_->setItemData(kind_->count() - 1, asText(kind.doc), Qt::ToolTipRole);
  }
  kind_->setMaxVisibleItems(kind_->count());
  kind_->setObjectName(QStringLiteral("signal.kind"));
  kind_->setAccessibleName(tr("Kind of signal"));
  doc_->setProperty("role", "dim");
  doc_->setWordWrap(true);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(6);
  layout->addWidget(kind_);
  layout->addWidget(doc_);
  layout->addWidget(preview_);
  setFocusProxy(kind_);
  connect(kind_, &ChoiceBox::chosen, this, &SignalEditor::choose);
}

std::int64_t SignalEditor::size() const {
  const NodeSpec* node = subject_.project->network.find(NodeId{subject_.items.front().id});
  return node != nullptr ? node->size : 1;
}

QWidget& SignalEditor::page(std::size_t kind) {
  if (pages_[kind] != nullptr) return *pages_[kind];
  auto* page = new QWidget(this);
  pages_[kind] = page;
  auto* layout = new QVBoxLayout(page);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(4);
  makePart(kind, *layout);
  const std::vector<SignalField>& rows = signalKinds()[kind].fields;
  for (std::size_t k = 0; k < rows.size(); ++k) {
    auto* number = new NamedNumber(rows[k], page);
    layout->addWidget(number);
    fields_.push_back({kind, k, number});
    connect(&number->entry(), &NumberEntry::refused, this, &ParameterEditor::refused);
    connect(&number->entry(), &NumberEntry::entered, this,
            [this, row = rows[k]](double entered, bool continues) {
              SignalSpec signal = signal_;
              row.write(signal, entered);
              propose(signal, continues);
            });
  }
  auto* column = static_cast<QVBoxLayout*>(this->layout());
  column->insertWidget(column->count() - 1, page);  // the preview stays last
  orderBehind(kind_, page);
  return *page;
}

void SignalEditor::makePart(std::size_t kind, QVBoxLayout& layout) {
  QWidget* page = pages_[kind];
  const auto hand_on = [this](const SignalSpec& signal) { propose(signal, false); };
  if (kind == kIndex<ConstantSignal>) {
    constant_ = new ValueEditor(kConstant, page);
    layout.addWidget(constant_);
    connect(constant_, &ParameterEditor::refused, this, &ParameterEditor::refused);
    connect(constant_, &ParameterEditor::edited, this,
            [this](const ParameterValue& value, bool continues) {
              propose(ConstantSignal{std::get<Value>(value)}, continues);
            });
  } else if (kind == kIndex<SinesSignal>) {
    sines_ = new SinesEditor(page);
    layout.addWidget(sines_);
    connect(sines_, &SinesEditor::edited, this, hand_on);
    connect(sines_, &SinesEditor::refused, this, &ParameterEditor::refused);
  } else if (kind == kIndex<SamplesSignal>) {
    samples_ = new SamplesEditor(theme_, page);
    layout.addWidget(samples_);
    connect(samples_, &SamplesEditor::edited, this, &SignalEditor::propose);
    connect(samples_, &SamplesEditor::refused, this, &ParameterEditor::refused);
  } else if (kind == kIndex<FileSignal>) {
    file_ = new FileSignalEditor(theme_, page);
    layout.addWidget(file_);
    connect(file_, &FileSignalEditor::edited, this, hand_on);
    connect(file_, &FileSignalEditor::refused, this, &ParameterEditor::refused);
  } else if (kind == kIndex<DelaySignal>) {
    delayed_ = new ChoiceBox(page);
    delayed_->setObjectName(QStringLiteral("signal.delayed"));
    delayed_->setAccessibleName(tr("Input that is delayed"));
    layout.addWidget(delayed_);
    connect(delayed_, &ChoiceBox::chosen, this, [this](int index) {
      SignalSpec signal = signal_;
      auto* delay = std::get_if<DelaySignal>(&signal);
      if (delay == nullptr) return;
      delay->of = delayed_->itemData(index).toUInt();
      propose(signal, false);
    });
  }
}

std::vector<NodeId> SignalEditor::delayable() const {
  const NetworkSpec& network = subject_.project->network;
  const NodeId own{subject_.items.front().id};
  std::vector<NodeId> inputs;
  for (const auto& [id, node] : network.nodes) {
    if (node.input() == nullptr || node.size != size() || id == own) continue;
    const std::vector<DelaySignal> delays = delaysOf(network, node.input()->signal);
    const bool leads_back =
        std::ranges::find(delays, number(own), &DelaySignal::of) != delays.end();
    if (!leads_back) inputs.push_back(id);  // an input must not hear itself
  }
  return inputs;
}

void SignalEditor::showKind(std::size_t kind) {
  page(kind);
  for (std::size_t k = 0; k < pages_.size(); ++k) {
    if (pages_[k] != nullptr) pages_[k]->setVisible(k == kind);
  }
  doc_->setText(asText(signalKinds()[kind].doc));
  doc_->show();
}

void SignalEditor::setValue(const ParameterValue& value, bool varies, const Subject& subject) {
  signal_ = std::get<SignalSpec>(value);
  subject_ = subject;
  kind_->setChoice(varies ? -1 : static_cast<int>(signal_.index()));
  preview_->setVisible(!varies);
  if (varies) {
    for (QWidget* page : pages_) {
      if (page != nullptr) page->hide();
    }
    doc_->hide();
    return;
  }
  showKind(signal_.index());
  for (const Field& field : fields_) {
    if (field.kind != signal_.index()) continue;
    field.number->entry().setNumber(signalKinds()[field.kind].fields[field.index].read(signal_));
    const auto* file = std::get_if<FileSignal>(&signal_);
    field.number->setVisible(file == nullptr ||
                             (file->table != nullptr && file->table->time.empty()));
  }
  if (const auto* constant = std::get_if<ConstantSignal>(&signal_)) {
    constant_->setValue(constant->value, false, subject);
  }
  if (const auto* sines = std::get_if<SinesSignal>(&signal_)) sines_->setSignal(*sines);
  if (const auto* samples = std::get_if<SamplesSignal>(&signal_)) {
    samples_->setSignal(*samples, subject.project->settings.dt);
  }
  if (const auto* file = std::get_if<FileSignal>(&signal_))
    file_->setSignal(*file, size(), subject.folder, subject.project->settings);
  SignalSpec played = signal_;
  NodeId source{subject.items.front().id};
  if (const auto* delay = std::get_if<DelaySignal>(&signal_)) {
    delayed_->clear();
    for (const NodeId id : delayable()) {
      delayed_->addItem(QString::fromStdString(subject.project->network.find(id)->name),
                        number(id));
    }
    delayed_->setChoice(delayed_->findData(delay->of));
    // What is delayed is shown as it is.
    source = NodeId{delaysOf(subject.project->network, signal_).back().of};
    const NodeSpec* node = subject.project->network.find(source);
    if (node != nullptr && node->input() != nullptr) played = node->input()->signal;
  }
  preview_->setVisible(problem().isEmpty() &&  // the sentence below says it
                       !std::holds_alternative<DelaySignal>(played));
  preview_->show(signalCurve(played, size(), subject.project->settings, source));
}

QString SignalEditor::problem() const {
  const bool is_file = std::holds_alternative<FileSignal>(signal_) && file_ != nullptr;
  return is_file && kind_->currentIndex() >= 0 ? file_->problem() : QString();
}

void SignalEditor::choose(int index) {
  const auto kind = static_cast<std::size_t>(index);
  if (kind == signal_.index() && pages_[kind] != nullptr && pages_[kind]->isVisible()) return;
  if (kind == kIndex<FileSignal>) {  // a signal only once a file was read
    showKind(kind);
    for (const Field& field : fields_) {
      if (field.kind == kind) field.number->hide();
    }
    file_->setSignal({}, size(), subject_.folder, subject_.project->settings);
    file_->setFocus();
    return;
  }
  SignalSpec fresh = signalKinds()[kind].usual;
  if (auto* delay = std::get_if<DelaySignal>(&fresh)) {
    const std::vector<NodeId> inputs = delayable();
    if (inputs.empty()) {
      kind_->setChoice(static_cast<int>(signal_.index()));
      emit refused(tr("there is no other input with %n channel(s) to delay", nullptr,
                      static_cast<int>(size())));
      return;
    }
    delay->of = number(inputs.front());
  }
  if (kind == kIndex<SamplesSignal>) {
    if (size() > kMostDrawn) {
      kind_->setChoice(static_cast<int>(signal_.index()));
      emit refused(tr("%1 channels are too many to be drawn one by one, at most %2 can be")
                       .arg(size())
                       .arg(kMostDrawn));
      return;
    }
    fresh = sampled(signal_, size(), subject_.project->settings, NodeId{subject_.items.front().id});
  }
  emit edited(fitted(std::move(fresh), size()), false);
}

void SignalEditor::propose(const SignalSpec& signal, bool continues) {
  const SignalSpec whole = fitted(signal, size());
  const auto* file = std::get_if<FileSignal>(&whole);
  const bool follows = file != nullptr && file->table != nullptr && has_own_node_;
  const auto wrong =
      signalProblem(whole, follows ? static_cast<std::int64_t>(file->table->columns) : size());
  // What was wrong before may still be: it is mended one step at a time.
  if (wrong && wrong != signalProblem(signal_, size())) {
    emit refused(QString::fromStdString(*wrong));
    if (whole.index() == signal_.index()) setValue(signal_, false, subject_);
    return;
  }
  emit edited(whole, continues);
}

}  // namespace vle::ui
