// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "actions.h"

#include <QCoreApplication>
#include <QFile>
#include <QPainter>
#include <QPixmap>
#include <QSvgRenderer>

namespace vle::ui {

namespace {

using Id = ActionId;

constexpr std::array kTable = {
    ActionRow{Id::New, QT_TRANSLATE_NOOP("Actions", "New"), "",
              QT_TRANSLATE_NOOP("Actions", "Begin with an empty project"), "Ctrl+N", ""},
    ActionRow{Id::Open, QT_TRANSLATE_NOOP("Actions", "Open…"), "",
              QT_TRANSLATE_NOOP("Actions", "Open a project file"), "Ctrl+O", ""},
    ActionRow{Id::Gallery, QT_TRANSLATE_NOOP("Actions", "Gallery…"), "",
              QT_TRANSLATE_NOOP("Actions", "Presets to begin with, each with a picture"),
              "Ctrl+Shift+O", ""},
    ActionRow{Id::Save, QT_TRANSLATE_NOOP("Actions", "Save"), "",
              QT_TRANSLATE_NOOP("Actions", "Save the project in its file"), "Ctrl+S", ""},
    ActionRow{Id::SaveAs, QT_TRANSLATE_NOOP("Actions", "Save as…"), "",
              QT_TRANSLATE_NOOP("Actions", "Save the project in another file"), "Ctrl+Shift+S", ""},
    ActionRow{Id::SaveTrained, QT_TRANSLATE_NOOP("Actions", "Save trained network…"), "",
              QT_TRANSLATE_NOOP("Actions",
                                "Save the shown variant, beginning with the weights it has now"),
              "", ""},
    ActionRow{Id::RestorePoints, QT_TRANSLATE_NOOP("Actions", "Restore points…"), "",
              QT_TRANSLATE_NOOP("Actions", "States of the project kept while you work"), "", ""},
    ActionRow{Id::Play, QT_TRANSLATE_NOOP("Actions", "Play or pause"), "",
              QT_TRANSLATE_NOOP("Actions", "Run or pause all variants"), "Space", "play"},
    ActionRow{Id::StepDt, QT_TRANSLATE_NOOP("Actions", "Step by dt"),
              QT_TRANSLATE_NOOP("Actions", "dt"),
              QT_TRANSLATE_NOOP("Actions", "Pause, then one time step"), ".", "step"},
    ActionRow{
        Id::StepTau, QT_TRANSLATE_NOOP("Actions", "Step by τ"), QT_TRANSLATE_NOOP("Actions", "τ"),
        QT_TRANSLATE_NOOP("Actions", "Pause, then the smallest time constant"), "Shift+.", "step"},
    ActionRow{Id::StepPeriod, QT_TRANSLATE_NOOP("Actions", "Step by a period"),
              QT_TRANSLATE_NOOP("Actions", "T"),
              QT_TRANSLATE_NOOP("Actions", "Pause, then one period of the input"), "Ctrl+.",
              "step"},
    ActionRow{
        Id::Reset, QT_TRANSLATE_NOOP("Actions", "Reset"), QT_TRANSLATE_NOOP("Actions", "Reset"),
        QT_TRANSLATE_NOOP("Actions", "Back to t = 0 with the same initial weights"), "R", "reset"},
    ActionRow{Id::Reseed, QT_TRANSLATE_NOOP("Actions", "Re-seed"),
              QT_TRANSLATE_NOOP("Actions", "Re-seed"),
              QT_TRANSLATE_NOOP("Actions", "Draw everything random anew, then reset (undoable)"),
              "Shift+R", "reseed"},
    ActionRow{Id::Learning, QT_TRANSLATE_NOOP("Actions", "Learning"),
              QT_TRANSLATE_NOOP("Actions", "Learning"),
              QT_TRANSLATE_NOOP("Actions", "Switch all plasticity on or off"), "L", ""},
    ActionRow{Id::Faster, QT_TRANSLATE_NOOP("Actions", "Faster"), "",
              QT_TRANSLATE_NOOP("Actions", "Double the speed"), "]", ""},
    ActionRow{Id::Slower, QT_TRANSLATE_NOOP("Actions", "Slower"), "",
              QT_TRANSLATE_NOOP("Actions", "Halve the speed"), "[", ""},
    ActionRow{Id::Undo, QT_TRANSLATE_NOOP("Actions", "Undo"), "",
              QT_TRANSLATE_NOOP("Actions", "Take the last change of the project back"), "Ctrl+Z",
              ""},
    ActionRow{Id::Redo, QT_TRANSLATE_NOOP("Actions", "Redo"), "",
              QT_TRANSLATE_NOOP("Actions", "Do the change again that was taken back"),
              "Ctrl+Shift+Z", ""},
    ActionRow{Id::Theme, QT_TRANSLATE_NOOP("Actions", "Light or dark"), "",
              QT_TRANSLATE_NOOP("Actions", "Switch between the light and the dark theme"), "Ctrl+T",
              "theme"},
    ActionRow{Id::ZoomIn, QT_TRANSLATE_NOOP("Actions", "Larger"), "",
              QT_TRANSLATE_NOOP("Actions", "Enlarge the whole interface, for a lecture hall"),
              "Ctrl++", ""},
    ActionRow{Id::ZoomOut, QT_TRANSLATE_NOOP("Actions", "Smaller"), "",
              QT_TRANSLATE_NOOP("Actions", "Make the whole interface smaller"), "Ctrl+-", ""},
    ActionRow{Id::ZoomReset, QT_TRANSLATE_NOOP("Actions", "Normal size"), "",
              QT_TRANSLATE_NOOP("Actions", "The interface at its normal size"), "Ctrl+0", ""},
    ActionRow{Id::FitNetwork, QT_TRANSLATE_NOOP("Actions", "Show the whole network"), "",
              QT_TRANSLATE_NOOP("Actions", "Zoom the canvas so that every node is seen"), "F", ""},
    ActionRow{Id::PanelsAll, QT_TRANSLATE_NOOP("Actions", "Network and board"), "",
              QT_TRANSLATE_NOOP("Actions", "Show all panels"), "Ctrl+1", ""},
    ActionRow{Id::PanelsNetwork, QT_TRANSLATE_NOOP("Actions", "Network only"), "",
              QT_TRANSLATE_NOOP("Actions", "Give the whole window to the canvas"), "Ctrl+2", ""},
    ActionRow{Id::PanelsBoard, QT_TRANSLATE_NOOP("Actions", "Board only"), "",
              QT_TRANSLATE_NOOP("Actions", "Give the whole window to the plots"), "Ctrl+3", ""},
    ActionRow{Id::Shortcuts, QT_TRANSLATE_NOOP("Actions", "Keyboard shortcuts"), "",
              QT_TRANSLATE_NOOP("Actions", "Every key and what it does"), "F1", ""},
    ActionRow{Id::About, QT_TRANSLATE_NOOP("Actions", "About VLE Lab"), "",
              QT_TRANSLATE_NOOP("Actions", "Version, licence, sources"), "", ""},
    ActionRow{Id::Quit, QT_TRANSLATE_NOOP("Actions", "Quit"), "",
              QT_TRANSLATE_NOOP("Actions", "Close the window"), "Ctrl+Q", ""},
};
static_assert(kTable.size() == static_cast<std::size_t>(Id::Count));

QString translated(const char* text) { return QCoreApplication::translate("Actions", text); }

}  // namespace

std::span<const ActionRow> actionTable() { return kTable; }

Actions::Actions(QObject* parent) : QObject(parent) {
  for (const ActionRow& row : kTable) {
    auto* action = new QAction(translated(row.text), this);
    action->setObjectName(QString::fromLatin1(row.text));
    const QKeySequence shortcut(QString::fromLatin1(row.shortcut));
    action->setShortcut(shortcut);
    QString tip = translated(row.tip);
    if (!shortcut.isEmpty()) {
      tip += QStringLiteral(" (%1)").arg(shortcut.toString(QKeySequence::NativeText));
    }
    action->setToolTip(tip);
    action->setIconText(row.label[0] == '\0' ? QString() : translated(row.label));
    actions_[static_cast<std::size_t>(row.id)] = action;
  }
  (*this)[Id::Learning]->setCheckable(true);
  (*this)[Id::Learning]->setChecked(true);
}

void Actions::themeChanged(const Theme& theme) {
  for (const ActionRow& row : kTable) {
    if (row.icon[0] == '\0') continue;
    (*this)[row.id]->setIcon(themedIcon(QString::fromLatin1(row.icon), theme.text));
  }
}

QIcon themedIcon(const QString& name, const QColor& color) {
  QFile file(QStringLiteral(":/icons/") + name + QStringLiteral(".svg"));
  if (!file.open(QIODevice::ReadOnly)) return {};
  QSvgRenderer renderer(file.readAll().replace("currentColor", color.name().toLatin1()));
  QIcon icon;
  for (const int size : {16, 32, 64}) {
    QPixmap pixmap(size, size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    renderer.render(&painter);
    icon.addPixmap(pixmap);
  }
  return icon;
}

}  // namespace vle::ui
