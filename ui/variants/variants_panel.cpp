// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "variants/variants_panel.h"

#include <algorithm>
#include <utility>

#include <QColorDialog>
#include <QHBoxLayout>
#include <QToolButton>
#include <QVBoxLayout>

#include "model/proposals.h"
#include "model/validate.h"
#include "model/variant_edits.h"
#include "model/variants.h"
#include "session/variant_words.h"
#include "variants/variant_dialog.h"

namespace vle::ui {

namespace {

QToolButton* button(const QString& text, const QString& tip, QWidget* parent) {
  auto* result = new QToolButton(parent);
  result->setText(text);
  result->setToolTip(tip);
  result->setAccessibleName(tip);
  result->setProperty("role", "small");
  result->setFocusPolicy(Qt::TabFocus);
  return result;
}

}  // namespace

VariantsPanel::VariantsPanel(Document& document, Lab& lab, const Theme& theme, QWidget* parent)
    : QWidget(parent),
      document_(document),
      lab_(lab),
      theme_(theme),
      list_(new VariantList(document, lab, theme, this)),
      kept_(new KeptList(document, lab, theme, this)) {
  auto* add = button(tr("+ Compare…"),
                     tr("Add a variant: a copy of the shown one with one thing changed"), this);
  add->setObjectName(QStringLiteral("addVariant"));
  auto* add_menu = new QMenu(add);
  add->setMenu(add_menu);
  add->setPopupMode(QToolButton::InstantPopup);
  connect(add_menu, &QMenu::aboutToShow, this, [this, add_menu] {
    add_menu->clear();
    fillAddMenu(*add_menu, lab_.shown());
  });
  auto* more = button(tr("Edit"), tr("Change the shown variant"), this);
  more->setObjectName(QStringLiteral("editVariant"));
  auto* more_menu = new QMenu(more);
  more->setMenu(more_menu);
  more->setPopupMode(QToolButton::InstantPopup);
  connect(more_menu, &QMenu::aboutToShow, this, [this, more_menu] {
    more_menu->clear();
    fillMenu(*more_menu, lab_.shown());
  });
  auto* keep =
      button(tr("Keep run"), tr("Keep this run, pale, on the plots to compare with"), this);
  keep->setObjectName(QStringLiteral("keepRun"));
  connect(keep, &QToolButton::clicked, &lab_, &Lab::keepRun);

  auto* buttons = new QHBoxLayout;
  buttons->setContentsMargins(8, 0, 8, 2);
  buttons->setSpacing(4);
  buttons->addWidget(add);
  buttons->addWidget(more);
  buttons->addStretch(1);
  buttons->addWidget(keep);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 4);
  layout->setSpacing(2);
  layout->addWidget(list_);
  layout->addLayout(buttons);
  layout->addWidget(kept_);

  connect(list_, &VariantList::removeRequested, this, &VariantsPanel::remove);
  connect(list_, &VariantList::soloRequested, this, &VariantsPanel::solo);
  connect(list_, &VariantList::menuRequested, this, [this](std::size_t index, const QPoint& at) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillMenu(*menu, index);
    menu->popup(at);
  });
}

void VariantsPanel::themeChanged() {
  list_->themeChanged();
  kept_->themeChanged();
}

void VariantsPanel::push(const QString& text, std::vector<Variant> variants) {
  document_.push(text, {SetVariants{std::move(variants)}});
}

void VariantsPanel::add(const QString& text, std::vector<Variant> variants, std::size_t base) {
  if (variants.size() > kMaxVariants) {
    emit lab_.notice(tr("There are %1 variants already, and no more are possible.")
                         .arg(static_cast<int>(kMaxVariants)));
    return;
  }
  push(text, std::move(variants));
  lab_.showVariant(base + 1);
}

void VariantsPanel::remove(std::size_t index) {
  if (index >= document_.project().variants.size()) return;
  push(tr("Delete variant"), withoutOne(document_.project(), index));
}

void VariantsPanel::solo(std::size_t index) {
  const std::vector<Variant> variants = withSolo(document_.project(), index);
  const bool shows_all = std::ranges::all_of(variants, &Variant::visible);
  push(shows_all ? tr("Show all variants") : tr("Show one variant"), variants);
}

void VariantsPanel::recolor(std::size_t index) {
  std::vector<Variant> variants = runningVariants(document_.project());
  if (index >= variants.size()) return;
  const QColor chosen = QColorDialog::getColor(
      theme_.variant(index, variants[index].color), this,
      tr("Colour of “%1”").arg(QString::fromStdString(variants[index].label())));
  if (!chosen.isValid()) return;
  variants = runningVariants(document_.project());  // the dialog ran an event loop
  if (index >= variants.size()) return;
  variants[index].color = chosen.name().toStdString();
  push(tr("Colour variant"), std::move(variants));
}

void VariantsPanel::edit(std::size_t index) {
  const std::vector<Variant> before = runningVariants(document_.project());
  if (index >= before.size()) return;
  VariantDialog dialog(document_.project(), before[index], this);
  dialog.setWindowTitle(tr("Edit variant"));
  if (dialog.exec() != QDialog::Accepted) return;
  std::vector<Variant> variants = runningVariants(document_.project());
  const auto at = std::ranges::find(variants, before[index].name, &Variant::name);
  if (at == variants.end()) return;
  at->set = dialog.variant().set;
  at->without = dialog.variant().without;
  push(tr("Edit variant"), std::move(variants));
}

void VariantsPanel::addByDialog(std::size_t base) {
  const std::vector<Variant> running = runningVariants(document_.project());
  if (base >= running.size()) return;
  VariantDialog dialog(document_.project(), running[base], this);
  dialog.setWindowTitle(tr("Compare with"));
  if (dialog.exec() != QDialog::Accepted) return;
  const QString title = differenceText(document_.project(), dialog.variant());
  Variant made = dialog.variant();
  std::vector<Variant> variants = withSameBut(document_.project(), base, {}, title.toStdString());
  Variant& fresh = variants[std::min(base + 1, variants.size() - 1)];
  fresh.set = std::move(made.set);
  fresh.without = std::move(made.without);
  add(tr("Add variant"), std::move(variants), base);
}

void VariantsPanel::fillAddMenu(QMenu& menu, std::size_t base) {
  const Project& project = document_.project();
  const std::vector<Variant> running = runningVariants(project);
  const bool runs = lab_.compiler().isCurrent() && base < lab_.variants().size() &&
                    lab_.variants()[base].network != nullptr;
  if (!runs || base >= running.size()) {
    menu.addAction(tr("The network does not run: mend its problems first."))->setEnabled(false);
    return;
  }
  for (const ProposalGroup& group : proposalsFor(project, running[base])) {
    QMenu* into = &menu;
    const QString title = QString::fromStdString(group.title);
    if (group.is_main)
      menu.addAction(title)->setEnabled(false);
    else
      into = menu.addMenu(title);
    for (const Proposal& proposal : group.proposals) {
      QAction* action = into->addAction(QString::fromStdString(proposal.text));
      action->setObjectName(QStringLiteral("same.") + QString::fromStdString(proposal.id));
      connect(action, &QAction::triggered, this, [this, proposal, base] {
        add(tr("Add variant"), withSameBut(document_.project(), base, proposal.set, proposal.text),
            base);
      });
    }
    if (group.is_main) menu.addSeparator();
  }
  QMenu* without = menu.addMenu(tr("Without"));
  for (const auto& entry : project.network.nodes) {
    const std::uint32_t gone = number(entry.first);
    const NodeSpec& node = entry.second;
    const bool is_gone =
        std::ranges::find(running[base].without, gone) != running[base].without.end();
    if (is_gone || (node.layer() == nullptr && node.target() == nullptr)) continue;
    const QString name = QString::fromStdString(node.name);
    QAction* action = without->addAction(name);
    action->setObjectName(QStringLiteral("without.") + name);
    connect(action, &QAction::triggered, this, [this, base, gone, name] {
      const std::string title = tr("without %1").arg(name).toStdString();
      std::vector<Variant> variants = withSameBut(document_.project(), base, {}, title);
      variants[std::min(base + 1, variants.size() - 1)].without.push_back(gone);
      add(tr("Add variant"), std::move(variants), base);
    });
  }
  connect(menu.addAction(tr("Another parameter…")), &QAction::triggered, this,
          [this, base] { addByDialog(base); });
  connect(menu.addAction(tr("Nothing (a copy)")), &QAction::triggered, this, [this, base] {
    add(tr("Duplicate variant"), withCopy(document_.project(), base), base);
  });
}

void VariantsPanel::compare(const QString& id) {
  const Project& project = document_.project();
  if (hasErrors(validate(project))) {
    emit lab_.notice(tr("The network does not run: mend its problems first."));
    return;
  }
  const std::string wanted = id.toStdString();
  for (const ProposalGroup& group : proposalsFor(project, runningVariants(project).front())) {
    const auto proposal = std::ranges::find(group.proposals, wanted, &Proposal::id);
    if (proposal == group.proposals.end()) continue;
    if (const auto like = variantLike(project, 0, proposal->set)) return lab_.showVariant(*like);
    return add(tr("Add variant"), withSameBut(project, 0, proposal->set, proposal->text), 0);
  }
  emit lab_.notice(tr("The first variant is so already, or lacks what would differ."));
}

void VariantsPanel::fillMenu(QMenu& menu, std::size_t index) {
  const auto act = [&](const QString& id, const QString& text, auto perform, bool possible = true) {
    QAction* action = menu.addAction(text);
    action->setObjectName(id);
    action->setEnabled(possible);
    connect(action, &QAction::triggered, this, perform);
  };
  const std::size_t count = document_.project().variants.size();
  const bool is_listed = index < count;
  const bool is_visible = !is_listed || document_.project().variants[index].visible;
  act(QStringLiteral("variant.show"), tr("Show on the canvas"),
      [this, index] { lab_.showVariant(index); });
  act(
      QStringLiteral("variant.visible"),
      is_visible ? tr("Hide in the plots\tV") : tr("Show in the plots\tV"),
      [this, index] { list_->toggleVisible(index); }, is_listed);
  act(
      QStringLiteral("variant.solo"), tr("Only this one in the plots\tS"),
      [this, index] { solo(index); }, count > 1);
  menu.addSeparator();
  fillAddMenu(*menu.addMenu(tr("Compare with")), index);
  act(QStringLiteral("variant.duplicate"), tr("Duplicate"),
      [this, index] { add(tr("Duplicate variant"), withCopy(document_.project(), index), index); });
  act(QStringLiteral("variant.edit"), tr("What differs…"), [this, index] { edit(index); });
  act(QStringLiteral("variant.rename"), tr("Rename\tF2"),
      [this, index] { list_->startRenaming(index); });
  act(QStringLiteral("variant.color"), tr("Colour…"), [this, index] { recolor(index); });
  const bool is_colored = is_listed && !document_.project().variants[index].color.empty();
  act(
      QStringLiteral("variant.plain"), tr("Colour by position"),
      [this, index] {
        std::vector<Variant> variants = document_.project().variants;
        if (index >= variants.size()) return;
        variants[index].color.clear();
        push(tr("Colour variant"), std::move(variants));
      },
      is_colored);
  menu.addSeparator();
  const auto move = [this](std::size_t from, std::size_t to) {
    push(tr("Move variant"), withMoved(document_.project(), from, to));
  };
  act(
      QStringLiteral("variant.up"), tr("Move up\tAlt+Up"),
      [move, index] { move(index, index - 1); }, is_listed && index > 0);
  act(
      QStringLiteral("variant.down"), tr("Move down\tAlt+Down"),
      [move, index] { move(index, index + 1); }, index + 1 < count);
  menu.addSeparator();
  act(
      QStringLiteral("variant.delete"), tr("Delete\tDel"), [this, index] { remove(index); },
      is_listed);
}

}  // namespace vle::ui
