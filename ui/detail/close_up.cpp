// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "detail/close_up.h"

#include <algorithm>
#include <cmath>

#include <QSignalBlocker>
#include <QVBoxLayout>

#include "model/board.h"
#include "session/poke_words.h"

namespace vle::ui {

namespace {

constexpr int kTextMs = 400;  // between two looks at the numbers, so that digits can be read

}  // namespace

CloseUp::CloseUp(const Document& document, Lab& lab, Focus& focus, const Theme& theme,
                 QWidget* parent)
    : QWidget(parent), document_(document), lab_(lab), focus_(focus), readings_(lab) {
  setObjectName(QStringLiteral("close_up"));
  setAccessibleName(tr("Close-up"));
  area_ = new QScrollArea(this);
  area_->setWidgetResizable(true);
  area_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  page_ = new QWidget;
  page_->setObjectName(QStringLiteral("close_up_page"));
  words_ = new QLabel(page_);
  words_->setObjectName(QStringLiteral("close_up_words"));
  words_->setWordWrap(true);
  words_->setProperty("role", "dim");
  synapse_panel_ = new SynapsePanel(readings_, theme, page_);
  neuron_panel_ = new NeuronPanel(readings_, theme, page_);
  auto* column = new QVBoxLayout(page_);
  column->setContentsMargins(11, 4, 11, 8);
  column->addWidget(words_);
  column->addWidget(synapse_panel_);
  column->addWidget(neuron_panel_);
  column->addStretch(1);
  area_->setWidget(page_);
  area_->viewport()->setAutoFillBackground(false);
  page_->setAutoFillBackground(false);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(area_);
  connect(&later_, &TempoTimer::timeout, this, &CloseUp::refresh);
  connect(&readings_, &Readings::arrived, this, &CloseUp::refresh);
  connect(&lab_, &Lab::frame, this, &CloseUp::onFrame);
  for (const auto signal : {&Lab::variantsChanged, &Lab::shownChanged}) {
    connect(&lab_, signal, this, &CloseUp::follow);
  }
  for (const auto signal : {&RunControl::statusChanged, &RunControl::restarted}) {
    connect(&lab_.control(), signal, this, &CloseUp::follow);
  }
  connect(&lab_.compiler(), &Compiler::networksChanged, this, &CloseUp::follow);
  connect(&focus_, &Focus::changed, this, [this] {
    if (!focus_.selection().empty()) shown_.clear();
    follow();
  });
  connect(synapse_panel_, &SynapsePanel::stepped, this, [this](std::size_t up, std::size_t low) {
    const auto synapse = focus_.synapse();
    if (!synapse) return;
    const ProjectionSpec* projection = document_.project().network.find(synapse->projection);
    const bool is_one_to_one =
        projection != nullptr && projection->pattern.kind == Pattern::Kind::OneToOne;
    if (is_one_to_one) (up != synapse->post ? low : up) = up != synapse->post ? up : low;
    focus_.look(SynapseRef{synapse->projection, up, low});
  });
  connect(synapse_panel_, &SynapsePanel::farChanged, this, [this] {
    emit farChanged(isVisible() && focus_.synapse() ? synapse_panel_->far() : Selection{});
  });
  follow();
}

void CloseUp::themeChanged() {
  synapse_panel_->themeChanged();
  neuron_panel_->themeChanged();
  if (isVisible()) refresh();
}

std::optional<SynapseRef> CloseUp::strongestOf(ProjectionId id) const {
  const auto network = readings_.lab().shownNetwork();
  const ProjectionPlan* plan = network != nullptr ? network->projection(id) : nullptr;
  if (plan == nullptr || plan->weights.size == 0) return std::nullopt;
  const auto& live = lab_.live();
  const bool is_live = live.network() == network && plan->weights.end() <= live.W().size();
  std::size_t strongest = 0;
  double most = -1;
  for (std::size_t k = 0; k < plan->weights.size; ++k) {
    const std::size_t at = plan->weights.begin + k;
    const double size = std::abs(is_live ? static_cast<double>(live.W()[at]) : network->W[at]);
    if (size > most) {
      most = size;
      strongest = k;
    }
  }
  const Synapse ends = plan->ends(strongest);
  return SynapseRef{id, ends.post, ends.pre};
}

/// Where the selection leaves no doubt what could be looked at, that is shown.
void CloseUp::offer() {
  if (!isVisible() || focus_.subject() != FocusSubject{}) return;
  const Selection& selection = focus_.selection();
  if (selection.nodes.empty() && selection.projections.size() == 1) {
    if (const auto synapse = strongestOf(*selection.projections.begin())) focus_.look(*synapse);
  } else if (selection.projections.empty() && selection.nodes.size() == 1) {
    const NodeId id = *selection.nodes.begin();
    const NodeSpec* node = document_.project().network.find(id);
    if (node != nullptr && node->layer() != nullptr && node->size > 0) {
      focus_.look(NeuronRef{id, 0});
    }
  }
}

void CloseUp::showOnly(QWidget* page) {
  words_->setVisible(page == words_);
  synapse_panel_->setVisible(page == synapse_panel_);
  neuron_panel_->setVisible(page == neuron_panel_);
}

void CloseUp::say(const QString& sentence) {
  words_->setText(sentence);
  showOnly(words_);
  readings_.watch({});
  emit farChanged({});
}

void CloseUp::follow() {
  if (!isVisible()) return;
  const Project& project = document_.project();
  window_ = recentWindow(project);
  period_ = inputPeriod(project);
  const auto network = readings_.lab().shownNetwork();
  const Selection& selection = focus_.selection();
  const auto neuron = focus_.neuron();
  const auto synapse = focus_.synapse();
  if (synapse) {
    const ProjectionSpec* projection = project.network.find(synapse->projection);
    shown_ = projection != nullptr
                 ? tr("This synapse of %1").arg(QString::fromStdString(projection->name))
                 : tr("This synapse");
    const auto subject = subjectOf(network, *synapse);
    if (!subject) {
      const bool is_running = network != nullptr && network->projection(synapse->projection);
      return say(
          is_running
              ? tr("%1 does not exist in this pattern. Press Y for the next synapse.").arg(shown_)
              : tr("The variant on the canvas runs without it."));
    }
    readings_.watch(subject->channels());
    synapse_panel_->setSubject(*subject);
    showOnly(synapse_panel_);
    emit farChanged(synapse_panel_->far());
    return refresh();
  }
  const NodeSpec* node = neuron ? project.network.find(neuron->node) : nullptr;
  if (node == nullptr && selection.projections.empty() && selection.nodes.size() == 1) {
    node = project.network.find(*selection.nodes.begin());
  }
  if (node != nullptr && (node->input() != nullptr || node->target() != nullptr)) {
    shown_.clear();
    const QString name = QString::fromStdString(node->name);
    return say(node->input() != nullptr
                   ? tr("%1 is an input: its rate is its signal. It has no membrane, no lag and no "
                        "error partner.")
                         .arg(name)
                   : tr("%1 is a target: it says where rates should go and has no dynamics of its "
                        "own.")
                         .arg(name));
  }
  if (neuron && node != nullptr) {
    shown_ = neuronName(project, neuron->node, neuron->index);
    const LayerPlan* layer = network != nullptr ? network->layer(neuron->node) : nullptr;
    if (layer == nullptr || neuron->index >= layer->range.size) {
      return say(tr("The variant on the canvas runs without it."));
    }
    const NeuronSubject subject{network, layer->name, neuron->index, layer->range.size};
    readings_.watch(subject.channels());
    neuron_panel_->setSubject(subject);
    showOnly(neuron_panel_);
    emit farChanged({});
    return refresh();
  }
  const QString gone = shown_.isEmpty() ? QString() : tr("%1 is no longer shown. ").arg(shown_);
  say(gone + tr("Click a neuron or a synapse on the canvas, or a cell of a heat map. Keys: N goes "
                "through the neurons of the selected layer, Y through the synapses of the selected "
                "projection."));
}

void CloseUp::onFrame() {
  if (!isVisible() || later_.isActive()) return;
  later_.start(static_cast<int>(std::max(0.0, std::ceil(kTextMs - since_.elapsed()))));
}

void CloseUp::refresh() {
  if (!isVisible()) return;
  since_.start();
  if (synapse_panel_->isVisible()) synapse_panel_->refresh(period_);
  if (neuron_panel_->isVisible()) neuron_panel_->refresh(window_, period_);
}

void CloseUp::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  follow();
  offer();
}

/// Nothing is observed for what nobody sees.
void CloseUp::hideEvent(QHideEvent* event) {
  QWidget::hideEvent(event);
  readings_.watch({});
  emit farChanged({});
}

}  // namespace vle::ui
