// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The variants: their list, what can be done with them, and the runs that were kept. GUI thread.
#pragma once

#include <QMenu>
#include <QWidget>

#include "variants/kept_list.h"
#include "variants/variant_list.h"

namespace vle::ui {

class VariantsPanel : public QWidget {
  Q_OBJECT

 public:
  VariantsPanel(Document& document, Lab& lab, const Theme& theme, QWidget* parent = nullptr);

  void themeChanged();
  [[nodiscard]] VariantList& list() { return *list_; }

  /// Shows what a proposal makes of the first variant; adds that if no variant is like it yet.
  /// @param id  of a Proposal
  void compare(const QString& id);

  /// What can be added beside a variant: "same, but…".
  void fillAddMenu(QMenu& menu, std::size_t base);
  /// Everything that can be done with a variant.
  void fillMenu(QMenu& menu, std::size_t index);

 private:
  void push(const QString& text, std::vector<Variant> variants);
  void add(const QString& text, std::vector<Variant> variants, std::size_t base);
  void remove(std::size_t index);
  void solo(std::size_t index);
  void recolor(std::size_t index);
  void edit(std::size_t index);
  void addByDialog(std::size_t base);

  Document& document_;
  Lab& lab_;
  const Theme& theme_;
  VariantList* list_;
  KeptList* kept_;
};

}  // namespace vle::ui
