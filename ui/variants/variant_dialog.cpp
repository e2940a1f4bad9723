// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "variants/variant_dialog.h"

#include <algorithm>
#include <utility>

#include <QCompleter>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QHeaderView>
#include <QKeyEvent>

#include "base/error.h"
#include "io/parameter_codec.h"
#include "model/paths.h"
#include "model/validate.h"
#include "model/variant_edits.h"
#include "session/number_text.h"

namespace vle::ui {

namespace {

QString valueText(const ParameterInfo& info, const ParameterValue& value) {
  QString text = QString::fromStdString(toText(writeParameter(info, value))).simplified();
  const bool is_word = text.startsWith(QLatin1Char('"')) && text.count(QLatin1Char('"')) == 2;
  return is_word ? text.mid(1, text.size() - 2) : text;
}

}  // namespace

VariantDialog::VariantDialog(Project project, const Variant& variant, QWidget* parent)
    : QDialog(parent),
      project_(std::move(project)),
      variant_(variant),
      table_(new QTableWidget(0, 2, this)),
      path_(new QComboBox(this)),
      value_(new QLineEdit(this)),
      without_(new QListWidget(this)),
      problem_(new QLabel(this)) {
  project_.variants.clear();
  table_->setHorizontalHeaderLabels({tr("Parameter"), tr("Value")});
  table_->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
  table_->horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch);
  table_->verticalHeader()->hide();
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->setAccessibleName(tr("Parameters that differ"));
  path_->setEditable(true);
  path_->setInsertPolicy(QComboBox::NoInsert);
  path_->setAccessibleName(tr("Parameter"));
  path_->setMinimumContentsLength(24);
  for (const std::string& path : overridablePaths(project_)) {
    path_->addItem(QString::fromStdString(path));
  }
  path_->completer()->setFilterMode(Qt::MatchContains);
  path_->completer()->setCompletionMode(QCompleter::PopupCompletion);
  path_->setCurrentIndex(-1);
  value_->setObjectName(QStringLiteral("variant.value"));
  value_->setAccessibleName(tr("Value"));
  value_->setPlaceholderText(tr("value"));
  without_->setAccessibleName(tr("Left out"));
  problem_->setProperty("role", "refusal");
  problem_->setWordWrap(true);

  auto* add = new QPushButton(tr("Set"), this);
  add->setAutoDefault(false);
  auto* remove = new QPushButton(tr("Remove"), this);
  remove->setObjectName(QStringLiteral("variant.remove"));
  remove->setAutoDefault(false);
  remove->setToolTip(tr("Take the selected parameters as drawn"));
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
  accept_ = buttons->button(QDialogButtonBox::Ok);

  auto* layout = new QGridLayout(this);
  layout->addWidget(new QLabel(tr("Parameters that differ from what is drawn:"), this), 0, 0, 1, 4);
  layout->addWidget(table_, 1, 0, 1, 4);
  layout->addWidget(path_, 2, 0);
  layout->addWidget(value_, 2, 1);
  layout->addWidget(add, 2, 2);
  layout->addWidget(remove, 2, 3);
  layout->addWidget(new QLabel(tr("Leave out (with everything connected):"), this), 3, 0, 1, 4);
  layout->addWidget(without_, 4, 0, 1, 4);
  layout->addWidget(problem_, 5, 0, 1, 4);
  layout->addWidget(buttons, 6, 0, 1, 4);
  layout->setColumnStretch(0, 2);
  layout->setColumnStretch(1, 1);
  layout->setRowStretch(1, 3);
  layout->setRowStretch(4, 2);
  resize(560, 480);

  connect(path_, &QComboBox::currentTextChanged, this, &VariantDialog::choosePath);
  connect(add, &QPushButton::clicked, this, &VariantDialog::addOverride);
  connect(value_, &QLineEdit::returnPressed, this, &VariantDialog::addOverride);
  connect(remove, &QPushButton::clicked, this, &VariantDialog::removeOverride);
  connect(table_, &QTableWidget::cellChanged, this, [this](int row, int) { changeValue(row); });
  connect(without_, &QListWidget::itemChanged, this, [this](QListWidgetItem* item) {
    if (is_filling_) return;
    const std::uint32_t id = item->data(Qt::UserRole).toUInt();
    std::erase(variant_.without, id);
    if (item->checkState() == Qt::Checked) variant_.without.push_back(id);
    check();
  });
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  accept_->setAutoDefault(false);
  fillTable();
  fillWithout();
  check();
  path_->setFocus();
}

void VariantDialog::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) return;
  QDialog::keyPressEvent(event);
}

void VariantDialog::fillTable() {
  is_filling_ = true;
  table_->setRowCount(static_cast<int>(variant_.set.size()));
  int row = 0;
  for (const auto& [path, value] : variant_.set) {
    auto* name = new QTableWidgetItem(QString::fromStdString(path));
    name->setFlags(Qt::ItemIsSelectable | Qt::ItemIsEnabled);
    const ParameterInfo* info = parameterOfKey(path);
    auto* shown =
        new QTableWidgetItem(info != nullptr ? valueText(*info, value) : QStringLiteral("?"));
    if (info != nullptr) {
      name->setToolTip(
          QString::fromUtf8(info->doc.data(), static_cast<qsizetype>(info->doc.size())));
    }
    table_->setItem(row, 0, name);
    table_->setItem(row, 1, shown);
    ++row;
  }
  is_filling_ = false;
}

void VariantDialog::fillWithout() {
  is_filling_ = true;
  const auto add = [this](std::uint32_t id, const std::string& name, const QString& kind) {
    auto* item =
        new QListWidgetItem(QString::fromStdString(name) + QStringLiteral("  ") + kind, without_);
    item->setData(Qt::UserRole, id);
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsUserCheckable | Qt::ItemIsSelectable);
    const bool is_out = std::ranges::find(variant_.without, id) != variant_.without.end();
    item->setCheckState(is_out ? Qt::Checked : Qt::Unchecked);
  };
  for (const auto& [id, node] : project_.network.nodes) {
    if (node.layer() != nullptr) add(number(id), node.name, tr("layer"));
    if (node.input() != nullptr) add(number(id), node.name, tr("input"));
    if (node.target() != nullptr) add(number(id), node.name, tr("target"));
  }
  for (const auto& [id, projection] : project_.network.projections) {
    add(number(id), projection.name, tr("projection"));
  }
  is_filling_ = false;
}

/// Offers the value that holds at a path.
void VariantDialog::choosePath(const QString& path) {
  try {
    const std::string text = path.toStdString();
    const ParameterInfo& info = parameterAt(project_, text);
    const auto own = variant_.set.find(text);
    value_->setText(
        valueText(info, own != variant_.set.end() ? own->second : valueAt(project_, text)));
    value_->setToolTip(asText(info.doc));
  } catch (const Error&) {
    value_->clear();  // not a path yet
  }
}

void VariantDialog::addOverride() {
  const std::string path = path_->currentText().trimmed().toStdString();
  try {
    variant_.set[path] = parseParameter(value_->text().toStdString(), parameterAt(project_, path));
  } catch (const Error& error) {
    problem_->setText(QString::fromStdString(error.message()));
    return;
  }
  fillTable();
  check();
}

void VariantDialog::removeOverride() {
  for (const QTableWidgetItem* item : table_->selectedItems()) {
    if (item->column() == 0) variant_.set.erase(item->text().toStdString());
  }
  fillTable();
  check();
}

void VariantDialog::changeValue(int row) {
  if (is_filling_) return;
  const std::string path = table_->item(row, 0)->text().toStdString();
  try {
    variant_.set[path] =
        parseParameter(table_->item(row, 1)->text().toStdString(), parameterAt(project_, path));
  } catch (const Error& error) {
    problem_->setText(QString::fromStdString(error.message()));
    fillTable();
    return;
  }
  check();
}

void VariantDialog::check() {
  Project with = project_;
  with.variants = {variant_};
  QString sentence;
  for (const Issue& issue : validate(with)) {
    if (issue.severity == Severity::Error) {
      sentence = QString::fromStdString(issue.message);
      break;
    }
  }
  problem_->setText(sentence);
  accept_->setEnabled(sentence.isEmpty());
}

}  // namespace vle::ui
