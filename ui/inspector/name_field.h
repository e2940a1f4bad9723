// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The name of what is inspected, to be changed in place; paths, probes and tests that say it
// follow. A name that cannot be is refused with a sentence. GUI thread.
#pragma once

#include <QLabel>
#include <QLineEdit>
#include <QWidget>

#include "document/document.h"
#include "inspector/items.h"

namespace vle::ui {

class NameField : public QWidget {
  Q_OBJECT

 public:
  explicit NameField(Document& document, QWidget* parent = nullptr);

  /// @param item  a node or projection of the project
  void setItem(Item item);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void commit();
  void showName();
  void say(const QString& sentence);

  Document& document_;
  Item item_;
  QLineEdit* field_;
  QLabel* sentence_;
};

}  // namespace vle::ui
