// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspector/learned_line.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QToolButton>

#include "session/number_text.h"

namespace vle::ui {

namespace {

const std::vector<float>& liveArray(const LiveView& live, Learned what) {
  switch (what) {
    case Learned::tau_m:
      return live.tau_m();
    case Learned::tau_r:
      return live.tau_r();
    case Learned::bias:
      return live.bias();
    case Learned::W:
      return live.W();
    case Learned::B:
      break;
  }
  return live.B();
}

/// The live numbers in the form a person would write: one number where they are all the same one.
Value asValue(const Project& project, LearnedParameter parameter, std::vector<double> numbers) {
  const bool all_one = std::ranges::all_of(numbers, [&](double x) { return x == numbers.front(); });
  if (all_one) return numbers.front();
  if (parameter.what != Learned::W && parameter.what != Learned::B) return List(std::move(numbers));
  const ProjectionSpec& projection = project.network.projections.at(ProjectionId{parameter.id});
  if (projection.pattern.kind == Pattern::Kind::OneToOne) return List(std::move(numbers));
  const NodeId across = parameter.what == Learned::W ? projection.from : projection.to;
  const auto width = static_cast<std::ptrdiff_t>(project.network.nodes.at(across).size);
  Rows rows;
  for (auto at = numbers.begin(); at != numbers.end(); at += width)
    rows.emplace_back(at, at + width);
  return rows;
}

}  // namespace

QString summaryText(std::span<const float> values) {
  constexpr std::size_t kFew = 3;
  if (values.empty()) return QStringLiteral("–");
  QStringList words;
  if (values.size() <= kFew) {
    for (const float value : values) words << numberText(static_cast<double>(value), 3);
    return words.join(QStringLiteral("; "));
  }
  const auto [least, largest] = std::ranges::minmax(values);
  return numberText(static_cast<double>(least), 3) + QStringLiteral(" … ") +
         numberText(static_cast<double>(largest), 3);
}

LearnedLine::LearnedLine(Document& document, Lab& lab, const ParameterInfo& info, QWidget* parent)
    : QWidget(parent),
      document_(document),
      lab_(lab),
      info_(info),
      what_(*learnedQuantity(info.key)),
      live_(new QLabel(this)) {
  live_->setAccessibleName(tr("Live value of %1").arg(asText(info.label)));
  live_->setWordWrap(true);  // the buttons come first where it is narrow
  auto* now = new QToolButton(this);
  now->setObjectName(QStringLiteral("learned.now"));
  now->setText(tr("Set now"));
  now->setAccessibleName(tr("Set %1 now").arg(asText(info.label)));
  now->setToolTip(tr("The run goes on with the initial value from this step on, in all variants"));
  auto* take = new QToolButton(this);
  take->setObjectName(QStringLiteral("learned.take"));
  take->setText(tr("Take live"));
  take->setAccessibleName(tr("Take live %1 as initial").arg(asText(info.label)));
  take->setToolTip(tr("The live value of the shown variant becomes the initial one"));
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(2);
  layout->addWidget(live_, 1);
  for (QToolButton* button : {now, take}) {
    button->setFocusPolicy(Qt::StrongFocus);
    button->setProperty("role", "small");
    layout->addWidget(button);
  }
  connect(now, &QToolButton::clicked, this, &LearnedLine::setNow);
  connect(take, &QToolButton::clicked, this, &LearnedLine::takeLive);
  hide();
}

void LearnedLine::setItems(std::vector<Item> items) { items_ = std::move(items); }

std::vector<LearnedParameter> LearnedLine::parameters() const {
  std::vector<LearnedParameter> all;
  all.reserve(items_.size());
  for (const Item& item : items_) all.push_back({item.id, what_});
  return all;
}

bool LearnedLine::refresh() {
  const std::shared_ptr<const Network>& network = lab_.live().network();
  const std::vector<float>& live = liveArray(lab_.live(), what_);
  bool is_learned = false;
  bool differs = false;
  std::vector<float> values;
  for (const LearnedParameter parameter : parameters()) {
    if (network == nullptr) break;
    const std::optional<Slots> range = slotsOf(*network, parameter);
    if (!range || range->end() > live.size()) continue;
    is_learned |= isLearned(*network, parameter);
    const AlignedVector& initial = initialArray(*network, what_);
    for (std::size_t k = range->begin; k < range->end(); ++k) {
      values.push_back(live[k]);
      differs |= live[k] != static_cast<float>(initial[k]);
    }
  }
  setVisible((is_learned || differs) && !values.empty());
  const QString text = tr("live ") + summaryText(values);
  if (live_->text() != text) live_->setText(text);
  live_->setToolTip(text);
  return is_learned;
}

std::vector<float> LearnedLine::numbers() const {
  const std::shared_ptr<const Network>& network = lab_.live().network();
  if (isHidden() || items_.size() != 1 || network == nullptr) return {};
  return liveValues(*network, liveArray(lab_.live(), what_), {items_.front().id, what_});
}

void LearnedLine::setNow() { lab_.control().setNow(parameters()); }

void LearnedLine::takeLive() {
  const std::size_t shown = lab_.shown();
  lab_.states().ask(
      this, [this, shown, wanted = parameters()](const auto& networks, const auto& states) {
        if (shown >= states.size() || networks[shown] == nullptr) return;
        const Project& project = document_.project();
        std::vector<Edit> edits;
        std::vector<Item> taken;
        for (const LearnedParameter parameter : wanted) {
          const bool is_node = info_.table == ParameterTable::Layer;
          const Item item{is_node ? Item::Kind::Node : Item::Kind::Projection, parameter.id};
          const bool exists = is_node ? project.network.find(NodeId{item.id}) != nullptr
                                      : project.network.find(ProjectionId{item.id}) != nullptr;
          std::vector<double> numbers = liveValues(*networks[shown], states[shown], parameter);
          if (!exists || numbers.empty()) continue;
          taken.push_back(item);
          edits.emplace_back(
              SetParameter{item, &info_, {asValue(project, parameter, std::move(numbers))}});
        }
        std::vector<Edit> dropped = withoutTrained(project, taken, info_);
        edits.insert(edits.end(), dropped.begin(), dropped.end());
        document_.push(tr("Take live %1 as initial").arg(inSentence(asText(info_.label))),
                       std::move(edits));
      });
}

}  // namespace vle::ui
