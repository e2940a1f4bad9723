// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspector/value_editor.h"

#include <algorithm>

#include <QGridLayout>
#include <QMenu>
#include <QSignalBlocker>

#include "base/error.h"
#include "model/values.h"

namespace vle::ui {

namespace {

constexpr std::int64_t kMostNumbers = 1'000'000;  // that can be written one by one

/// Numbers added to something, means and factors: any.
ParameterInfo unbounded(const ParameterInfo& info, std::string_view key, std::string_view label) {
  return {.key = key, .symbol = {}, .label = label, .unit = info.unit, .doc = info.doc};
}

/// The network with one value in its place: that of a variant, a test or a part of a value too.
NetworkSpec withValue(NetworkSpec network, std::uint32_t id, std::string_view key,
                      const Value& value) {
  if (const auto node = network.nodes.find(NodeId{id}); node != network.nodes.end()) {
    auto& kind = node->second.kind;
    if (key == "constant") {
      kind = InputSpec{ConstantSignal{value}};
    } else if (auto* layer = std::get_if<LayerSpec>(&kind)) {
      findParameter<LayerSpec>(key)->write(*layer, value);
    }
  }
  const auto projection = network.projections.find(ProjectionId{id});
  if (projection == network.projections.end()) return network;
  if (key == "W") projection->second.W = value;
  if (key == "B") projection->second.feedback.emplace().B = value;
  return network;
}

}  // namespace

ValueEditor::Form ValueEditor::formOf(const Value& value) {
  if (std::holds_alternative<double>(value.form)) return Form::Number;
  if (std::holds_alternative<Reference>(value.form)) return Form::Reference;
  const auto* draw = std::get_if<Draw>(&value.form);
  if (draw == nullptr) return Form::OneByOne;
  if (draw->kind == Draw::Kind::Normal) return Form::Normal;
  return draw->kind == Draw::Kind::Uniform ? Form::Uniform : Form::LogUniform;
}

QString ValueEditor::nameOf(Form form) {
  switch (form) {
    case Form::Number:
      return tr("One number for all");
    case Form::OneByOne:
      return tr("One by one");
    case Form::Normal:
      return tr("Normal draw");
    case Form::Uniform:
      return tr("Uniform draw");
    case Form::LogUniform:
      return tr("Log-uniform draw");
    case Form::Reference:
      return tr("Like another");
  }
  return {};
}

ValueEditor::ValueEditor(const ParameterInfo& info, QWidget* parent)
    : ParameterEditor(info, parent),
      number_(new NumberEntry(info, this)),
      form_name_(new QLabel(this)),
      forms_(new QToolButton(this)),
      draw_(new QWidget(this)),
      fan_in_(new QCheckBox(tr("divide by √ of the inputs"), draw_)),
      table_(new NumberTable(this)) {
  const QString label = asText(info.label);
  forms_->setText(QStringLiteral("⋯"));
  forms_->setPopupMode(QToolButton::InstantPopup);
  forms_->setFocusPolicy(Qt::StrongFocus);
  forms_->setAccessibleName(tr("Form of %1").arg(label));
  forms_->setToolTip(tr("One number, one by one, a random draw, or like another"));
  auto* menu = new QMenu(forms_);
  for (int k = 0; k < kForms; ++k) {
    QAction* action = menu->addAction(nameOf(static_cast<Form>(k)));
    action->setCheckable(true);
    connect(action, &QAction::triggered, this, [this, k] { changeForm(static_cast<Form>(k)); });
  }
  forms_->setMenu(menu);
  connect(menu, &QMenu::aboutToShow, this, [this, menu] {
    for (int k = 0; k < kForms; ++k) {
      menu->actions()[k]->setChecked(!varies_ && formOf(value_) == static_cast<Form>(k));
    }
  });
  connect(number_, &NumberEntry::entered, this, [this](double number, bool continues) {
    value_ = number;
    emit edited(value_, continues);
  });
  connect(number_, &NumberEntry::refused, this, &ParameterEditor::refused);

  auto* draw_layout = new QGridLayout(draw_);
  draw_layout->setContentsMargins(0, 0, 0, 0);
  draw_layout->setSpacing(6);
  for (int k = 0; k < 2; ++k) {
    const auto index = static_cast<std::size_t>(k);
    draw_labels_[index] = new QLabel(draw_);
    draw_labels_[index]->setProperty("role", "dim");
    draw_numbers_[index] =
        new NumberEntry(unbounded(info, info.key, k == 0 ? "mean or lower" : "sd or upper"), draw_);
    draw_layout->addWidget(draw_labels_[index], 0, 2 * k);
    draw_layout->addWidget(draw_numbers_[index], 0, 2 * k + 1);
    draw_layout->setColumnStretch(2 * k + 1, 1);
    connect(draw_numbers_[index], &NumberEntry::entered, this, &ValueEditor::editDraw);
    connect(draw_numbers_[index], &NumberEntry::refused, this, &ParameterEditor::refused);
  }
  fan_in_->setToolTip(tr("By the square root of the number of neurons it comes from (fan-in)"));
  draw_layout->addWidget(fan_in_, 1, 0, 1, 4);
  connect(fan_in_, &QCheckBox::clicked, this, &ValueEditor::editDraw);

  table_->setAccessibleName(label);
  connect(&table_->numbers(), &NumberTableModel::edited, this, &ValueEditor::editTable);
  connect(&table_->numbers(), &NumberTableModel::refused, this, &ParameterEditor::refused);

  auto* layout = new QGridLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(4);
  layout->addWidget(number_, 0, 0);
  layout->addWidget(form_name_, 0, 0);
  layout->addWidget(forms_, 0, 1);
  layout->addWidget(draw_, 1, 0, 1, 2);
  layout->addWidget(table_, 1, 0, 1, 2);
  layout->setColumnStretch(0, 1);
  setFocusProxy(number_);
}

void ValueEditor::setValue(const ParameterValue& value, bool varies, const Subject& subject) {
  value_ = std::get<Value>(value);
  varies_ = varies;
  subject_ = subject;
  const Form form = formOf(value_);
  const bool is_number = varies || form == Form::Number;
  number_->setVisible(is_number);
  form_name_->setVisible(!is_number);
  form_name_->setText(nameOf(form));
  forms_->setAccessibleDescription(varies ? tr("varies") : nameOf(form));
  const auto* draw = std::get_if<Draw>(&value_.form);
  draw_->setVisible(!varies && draw != nullptr);
  table_->setVisible(!varies && form == Form::OneByOne);
  if (reference_ != nullptr) reference_->setVisible(!varies && form == Form::Reference);
  if (varies) return number_->setVaries();
  if (const auto* number = std::get_if<double>(&value_.form)) number_->setNumber(*number);
  if (draw != nullptr) showDraw(*draw);
  if (form == Form::OneByOne) showTable();
  if (const auto* reference = std::get_if<Reference>(&value_.form)) showReference(*reference);
}

void ValueEditor::showDraw(const Draw& draw) {
  const bool is_normal = draw.kind == Draw::Kind::Normal;
  draw_labels_[0]->setText(is_normal ? tr("mean") : tr("from"));
  draw_labels_[1]->setText(is_normal ? tr("sd") : tr("to"));
  draw_numbers_[0]->setNumber(draw.a);
  draw_numbers_[1]->setNumber(draw.b);
  const QSignalBlocker quiet(fan_in_);
  fan_in_->setChecked(draw.fan_in);
  fan_in_->setVisible(subject_.items.front().kind == Item::Kind::Projection);
}

void ValueEditor::editDraw() {
  Draw draw = std::get<Draw>(value_.form);
  draw.a = draw_numbers_[0]->number();
  draw.b = draw_numbers_[1]->number();
  draw.fan_in = fan_in_->isChecked();
  if (const auto wrong = checkRange(info_, ParameterValue(Value(draw)))) {
    emit refused(QString::fromStdString(*wrong));
    return showDraw(std::get<Draw>(value_.form));
  }
  value_ = draw;
  emit edited(value_, false);
}

void ValueEditor::showTable() {
  std::vector<std::vector<double>> rows;
  std::vector<NumberTableModel::Column> columns;
  if (const auto* list = std::get_if<List>(&value_.form)) {
    for (const double number : *list) rows.push_back({number});
    columns.push_back({asText(info_.key), info_});
  } else {
    rows = std::get<Rows>(value_.form);
    std::size_t width = 0;
    for (const List& row : rows) width = std::max(width, row.size());
    for (List& row : rows) row.resize(width);
    for (std::size_t k = 0; k < width; ++k) columns.push_back({QString::number(k), info_});
  }
  table_->numbers().show(std::move(columns), std::move(rows));
}

void ValueEditor::editTable() {
  const auto& rows = table_->numbers().rows();
  if (std::holds_alternative<List>(value_.form)) {
    List list;
    for (const auto& row : rows) list.push_back(row.front());
    value_ = std::move(list);
  } else {
    value_ = Rows(rows);
  }
  emit edited(value_, false);
}

std::optional<Value> ValueEditor::written() {
  const Project& project = *subject_.project;
  const std::uint32_t id = subject_.items.front().id;
  const Shape shape = shapeOf(project.network, id, info_.key);
  const auto differs = [&](const Item& item) {
    return shapeOf(project.network, item.id, info_.key) != shape;
  };
  if (std::ranges::any_of(subject_.items, differs)) {
    emit refused(
        tr("%1 can be written one by one for items of equal size only").arg(asText(info_.label)));
    return std::nullopt;
  }
  const std::int64_t count = shape.rows * shape.columns;
  if (count > kMostNumbers) {
    emit refused(tr("%1 has %2 numbers, at most %3 can be written one by one")
                     .arg(asText(info_.label))
                     .arg(count)
                     .arg(kMostNumbers));
    return std::nullopt;
  }
  std::vector<double> flat;
  try {
    const NetworkSpec network = withValue(project.network, id, info_.key, value_);
    flat = evaluate(network, project.settings.seed, id, info_.key);
  } catch (const Error&) {
    flat.assign(static_cast<std::size_t>(count), 0);  // what was written did not fit
    if (checkRange(info_, 0.0)) std::ranges::fill(flat, info_.usual_high);
  }
  if (shape.columns == 1) return Value(List(flat));
  Rows rows;
  for (auto at = flat.begin(); at != flat.end(); at += shape.columns) {
    rows.emplace_back(at, at + shape.columns);
  }
  return Value(std::move(rows));
}

void ValueEditor::changeForm(Form form) {
  if (!varies_ && form == formOf(value_)) return;
  const auto* number = std::get_if<double>(&value_.form);
  const auto* draw = std::get_if<Draw>(&value_.form);
  const double centre = number != nullptr ? *number : draw != nullptr ? draw->a : 0;
  // Draws around what there was, and within what is allowed.
  const bool is_positive = info_.minimum >= 0;
  const double low = is_positive ? (centre > 0 ? centre / 2 : 1) : centre - 1;
  Value made;
  switch (form) {
    case Form::Number:
      made = checkRange(info_, centre) ? (info_.usual_low > 0 ? info_.usual_low : 1.0) : centre;
      break;
    case Form::OneByOne:
      if (auto all = written())
        made = std::move(*all);
      else
        return;
      break;
    case Form::Normal:
      made = Draw{Draw::Kind::Normal, centre, is_positive ? low / 2 : 1,
                  subject_.items.front().kind == Item::Kind::Projection};
      break;
    case Form::Uniform:
      made = Draw{Draw::Kind::Uniform, low, is_positive ? 4 * low : centre + 1, false};
      break;
    case Form::LogUniform:
      made = Draw{Draw::Kind::LogUniform, low > 0 ? low : 0.1, low > 0 ? 4 * low : 1, false};
      break;
    case Form::Reference:
      buildReference();
      showReference({});
      if (candidates_.empty()) {
        reference_->hide();
        emit refused(tr("nothing else has %1").arg(asText(info_.key)));
        return;
      }
      made = Reference{candidates_.front(), 1, {}};
      break;
  }
  emit edited(made, false);
}

void ValueEditor::buildReference() {
  if (reference_ != nullptr) return;
  reference_ = new QWidget(this);
  of_ = new ChoiceBox(reference_);
  of_->setAccessibleName(tr("Like"));
  times_ = new NumberEntry(unbounded({}, "times", "Factor"), reference_);
  plus_ = new ValueEditor(unbounded(info_, info_.key, "Added value"), reference_);
  auto* layout = new QGridLayout(reference_);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(6);
  const auto add = [&](int row, const QString& text, QWidget* widget) {
    auto* label = new QLabel(text, reference_);
    label->setProperty("role", "dim");
    layout->addWidget(label, row, 0, Qt::AlignTop);
    layout->addWidget(widget, row, 1);
  };
  add(0, tr("that of"), of_);
  add(1, tr("times"), times_);
  add(2, tr("plus"), plus_);
  layout->setColumnStretch(1, 1);
  static_cast<QGridLayout*>(this->layout())->addWidget(reference_, 1, 0, 1, 2);
  orderBehind(forms_, reference_);
  connect(of_, &ChoiceBox::chosen, this, &ValueEditor::editReference);
  connect(times_, &NumberEntry::entered, this, &ValueEditor::editReference);
  connect(plus_, &ParameterEditor::edited, this, [this](const ParameterValue& value) {
    Reference reference = std::get<Reference>(value_.form);
    reference.plus = {std::get<Value>(value)};
    emit edited(Value(std::move(reference)), false);
  });
  connect(plus_, &ParameterEditor::refused, this, &ParameterEditor::refused);
  connect(times_, &NumberEntry::refused, this, &ParameterEditor::refused);
}

void ValueEditor::showReference(const Reference& reference) {
  buildReference();
  reference_->show();
  const NetworkSpec& network = subject_.project->network;
  const QSignalBlocker quiet(of_);
  of_->clear();
  candidates_.clear();
  const auto offer = [&](const Item& item, const std::string& name) {
    if (std::ranges::find(subject_.items, item) != subject_.items.end()) return;
    candidates_.push_back(item.id);
    of_->addItem(QString::fromStdString(name));
  };
  if (subject_.items.front().kind == Item::Kind::Node) {
    for (const auto& [id, node] : network.nodes) {
      if (node.layer() != nullptr) offer({Item::Kind::Node, number(id)}, node.name);
    }
  } else {
    for (const auto& [id, projection] : network.projections) {
      if (info_.key == "B" && !projection.feedback) continue;
      offer({Item::Kind::Projection, number(id)}, projection.name);
    }
  }
  const auto found = std::ranges::find(candidates_, reference.of);
  of_->setCurrentIndex(found == candidates_.end() ? -1
                                                  : static_cast<int>(found - candidates_.begin()));
  times_->setNumber(reference.times);
  plus_->setValue(reference.plus.empty() ? Value(0.0) : reference.plus.front(), false, subject_);
}

void ValueEditor::editReference() {
  if (of_->currentIndex() < 0) return;
  Reference reference = std::get<Reference>(value_.form);
  reference.of = candidates_[static_cast<std::size_t>(of_->currentIndex())];
  reference.times = times_->number();
  emit edited(Value(std::move(reference)), false);
}

}  // namespace vle::ui
