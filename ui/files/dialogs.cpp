// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "files/dialogs.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>

#include "files/restore_dialog.h"
#include "widgets/file_chooser.h"

namespace vle::ui {

namespace {

constexpr int kTextWidth = 60;  ///< of a sentence, letters

QString translated(const char* text) { return QCoreApplication::translate("Questions", text); }

/// @param text  plain; names of files must not be taken for markup
void prepare(QMessageBox& box, const QString& text, const QString& detail) {
  box.setWindowTitle(translated("VLE Lab"));
  box.setTextFormat(Qt::PlainText);
  box.setText(text);
  box.setInformativeText(detail);
  // Without this a box is as narrow as its first line, and paths are torn to pieces.
  auto* label = box.findChild<QLabel*>(QStringLiteral("qt_msgbox_informativelabel"));
  if (label != nullptr) label->setMinimumWidth(kTextWidth * box.fontMetrics().averageCharWidth());
}

UnsavedAnswer askUnsaved(QWidget* window, const QString& name) {
  QMessageBox box(window);
  prepare(box, translated("Save the changes to “%1”?").arg(name),
          translated("Otherwise they will be lost."));
  box.setStandardButtons(QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel);
  box.setDefaultButton(QMessageBox::Save);
  switch (box.exec()) {
    case QMessageBox::Save:
      return UnsavedAnswer::Save;
    case QMessageBox::Discard:
      return UnsavedAnswer::Discard;
    default:
      return UnsavedAnswer::Cancel;
  }
}

ConflictAnswer askConflict(QWidget* window, const QString& file) {
  QMessageBox box(window);
  prepare(box,
          translated("Another program has changed “%1” since it was opened or saved here.")
              .arg(QFileInfo(file).fileName()),
          translated("Overwriting loses what the other program wrote."));
  auto* overwrite = box.addButton(translated("Overwrite"), QMessageBox::DestructiveRole);
  auto* save_as = box.addButton(translated("Save as…"), QMessageBox::AcceptRole);
  overwrite->setObjectName(QStringLiteral("conflict.overwrite"));
  save_as->setObjectName(QStringLiteral("conflict.save_as"));
  box.setDefaultButton(save_as);
  box.setEscapeButton(box.addButton(QMessageBox::Cancel));
  box.exec();
  if (box.clickedButton() == overwrite) return ConflictAnswer::Overwrite;
  return box.clickedButton() == save_as ? ConflictAnswer::SaveAs : ConflictAnswer::Cancel;
}

bool askMend(QWidget* window, const QString& sentence) {
  QMessageBox box(window);
  prepare(box, translated("This project cannot run as it is."), sentence);
  auto* open = box.addButton(translated("Open to mend it"), QMessageBox::AcceptRole);
  open->setObjectName(QStringLiteral("mend.open"));
  box.setEscapeButton(box.addButton(QMessageBox::Cancel));
  box.exec();
  return box.clickedButton() == open;
}

QString askFailure(QWidget* window, const QString& sentence, const QString& suggestion) {
  QMessageBox box(window);
  prepare(box, translated("Something in the program failed."), sentence);
  auto* report = box.addButton(translated("Save a report…"), QMessageBox::ActionRole);
  report->setObjectName(QStringLiteral("failure.report"));
  auto* go_on = box.addButton(translated("Continue"), QMessageBox::AcceptRole);
  box.setDefaultButton(go_on);
  box.setEscapeButton(go_on);
  box.exec();
  if (box.clickedButton() != report) return {};
  return chooseFile(window, {.title = translated("Save a report"),
                             .start = suggestion,
                             .filter = translated("Text (*.txt)"),
                             .saves = true,
                             .suffix = QStringLiteral("txt")});
}

QString filter() { return translated("VLE Lab projects (*.vle)"); }

}  // namespace

Questions dialogs(QWidget* window) {
  Questions ask;
  ask.unsaved = [window](const QString& name) { return askUnsaved(window, name); };
  ask.conflict = [window](const QString& file) { return askConflict(window, file); };
  ask.mend = [window](const QString& sentence) { return askMend(window, sentence); };
  ask.open_path = [window](const QString& folder) {
    return chooseFile(
        window, {translated("Open a project"), folder, filter() + translated(";;All files (*)")});
  };
  ask.save_path = [window](const QString& title, const QString& suggestion) {
    return chooseFile(window, {.title = title,
                               .start = suggestion,
                               .filter = filter(),
                               .saves = true,
                               .suffix = QStringLiteral("vle")});
  };
  ask.restore = [window](const std::vector<RestorePoint>& points, bool after_crash) {
    RestoreDialog dialog(points, after_crash, window);
    dialog.exec();
    return dialog.answer();
  };
  ask.failure = [window](const QString& sentence, const QString& suggestion) {
    return askFailure(window, sentence, suggestion);
  };
  ask.tell = [window](const QString& what, const QString& sentence) {
    QMessageBox box(window);
    prepare(box, what, sentence);
    box.exec();
  };
  return ask;
}

}  // namespace vle::ui
