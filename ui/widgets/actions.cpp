// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/actions.h"

#include <QCoreApplication>
#include <QFile>
#include <QPainter>
#include <QPixmap>
#include <QSvgRenderer>

namespace vle::ui {

namespace {

using Id = ActionId;
using Scope = ActionScope;

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
    ActionRow{Id::ResumeLearned, QT_TRANSLATE_NOOP("Actions", "Resume what was learned"), "",
              QT_TRANSLATE_NOOP("Actions",
                                "Open the network that was shown when the program ended last, "
                                "with the weights it had learned"),
              "", ""},
    ActionRow{Id::Play, QT_TRANSLATE_NOOP("Actions", "Play or pause"), "",
              QT_TRANSLATE_NOOP("Actions", "Run or pause all variants"), "Space", "play"},
    ActionRow{Id::StepDt, QT_TRANSLATE_NOOP("Actions", "Step by dt"),
              QT_TRANSLATE_NOOP("Actions", "dt"),
              QT_TRANSLATE_NOOP("Actions", "Pause, then one time step"), ".", "step"},
    ActionRow{Id::StepTau, QT_TRANSLATE_NOOP("Actions", "Step by τ"),
              QT_TRANSLATE_NOOP("Actions", "τ"),
              QT_TRANSLATE_NOOP("Actions", "Pause, then advance by the smallest time constant"),
              "Shift+.", "step"},
    ActionRow{Id::StepPeriod, QT_TRANSLATE_NOOP("Actions", "Step by a period"),
              QT_TRANSLATE_NOOP("Actions", "T"),
              QT_TRANSLATE_NOOP("Actions", "Pause, then one period of the input"), "Ctrl+.",
              "step"},
    ActionRow{
        Id::Reset, QT_TRANSLATE_NOOP("Actions", "Reset"), QT_TRANSLATE_NOOP("Actions", "Reset"),
        QT_TRANSLATE_NOOP("Actions", "Back to t = 0 with the same initial weights"), "R", "reset"},
    ActionRow{Id::Reseed, QT_TRANSLATE_NOOP("Actions", "Re-seed"),
              QT_TRANSLATE_NOOP("Actions", "Re-seed"),
              QT_TRANSLATE_NOOP("Actions", "Draw new random values and reset (undoable)"),
              "Shift+R", "reseed"},
    ActionRow{Id::RunUntil, QT_TRANSLATE_NOOP("Actions", "Run until…"),
              QT_TRANSLATE_NOOP("Actions", "Until"),
              QT_TRANSLATE_NOOP("Actions", "Run, and pause at a time or when a condition holds"),
              "U", ""},
    ActionRow{Id::KeepRun, QT_TRANSLATE_NOOP("Actions", "Keep this run"), "",
              QT_TRANSLATE_NOOP("Actions", "Keep it, pale, on the plots to compare with"), "K", ""},
    ActionRow{Id::Seeds, QT_TRANSLATE_NOOP("Actions", "Run over seeds…"), "",
              QT_TRANSLATE_NOOP("Actions", "Run every variant with many seeds in the background"),
              "M", ""},
    ActionRow{Id::DrawInput, QT_TRANSLATE_NOOP("Actions", "Draw the input…"),
              QT_TRANSLATE_NOOP("Actions", "Draw"),
              QT_TRANSLATE_NOOP("Actions", "Draw an input with the mouse while the network runs"),
              "D", ""},
    ActionRow{Id::ReleaseAll, QT_TRANSLATE_NOOP("Actions", "Release all neurons"), "",
              QT_TRANSLATE_NOOP("Actions", "End every current, hold and lesion of single neurons"),
              "", ""},
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
    ActionRow{Id::Cut, QT_TRANSLATE_NOOP("Actions", "Cut"), "",
              QT_TRANSLATE_NOOP("Actions", "Copy what is selected, then erase it"), "Ctrl+X", "",
              Scope::Canvas},
    ActionRow{Id::Copy, QT_TRANSLATE_NOOP("Actions", "Copy"), "",
              QT_TRANSLATE_NOOP("Actions", "Copy the selected nodes and the wires among them"),
              "Ctrl+C", "", Scope::Canvas},
    ActionRow{Id::Paste, QT_TRANSLATE_NOOP("Actions", "Paste"), "",
              QT_TRANSLATE_NOOP("Actions", "Put a copy at the cursor, also from another window"),
              "Ctrl+V", "", Scope::Canvas},
    ActionRow{Id::Duplicate, QT_TRANSLATE_NOOP("Actions", "Duplicate"), "",
              QT_TRANSLATE_NOOP("Actions", "Copy the selected nodes to beside themselves"),
              "Ctrl+D", "", Scope::Canvas},
    ActionRow{Id::Delete, QT_TRANSLATE_NOOP("Actions", "Delete"), "",
              QT_TRANSLATE_NOOP("Actions", "Erase what is selected and the wires that hang on it"),
              "Del; Backspace", "", Scope::Canvas},
    ActionRow{Id::SelectAll, QT_TRANSLATE_NOOP("Actions", "Select all"), "",
              QT_TRANSLATE_NOOP("Actions", "Select every node and projection"), "Ctrl+A", "",
              Scope::Canvas},
    ActionRow{Id::Rename, QT_TRANSLATE_NOOP("Actions", "Rename"), "",
              QT_TRANSLATE_NOOP("Actions", "Give the selected node or projection another name"),
              "F2", "", Scope::Canvas},
    ActionRow{Id::Find, QT_TRANSLATE_NOOP("Actions", "Find"), "",
              QT_TRANSLATE_NOOP("Actions", "Go to a node or projection by its name"), "Ctrl+F", ""},
    ActionRow{Id::Create, QT_TRANSLATE_NOOP("Actions", "Create by typing"), "",
              QT_TRANSLATE_NOOP("Actions", "Type what to make: layer, chain of 3, teacher"), "Tab",
              "", Scope::Canvas},
    ActionRow{Id::Connect, QT_TRANSLATE_NOOP("Actions", "Connect"), "",
              QT_TRANSLATE_NOOP("Actions", "Draw a wire from the selected node with the keys"), "C",
              "", Scope::Canvas},
    ActionRow{Id::AlignLeft, QT_TRANSLATE_NOOP("Actions", "Align left edges"), "",
              QT_TRANSLATE_NOOP("Actions", "Put the left edges of the selected cards on one line"),
              "Ctrl+Shift+Left", "", Scope::Canvas},
    ActionRow{Id::AlignRight, QT_TRANSLATE_NOOP("Actions", "Align right edges"), "",
              QT_TRANSLATE_NOOP("Actions", "Put the right edges of the selected cards on one line"),
              "Ctrl+Shift+Right", "", Scope::Canvas},
    ActionRow{Id::AlignTop, QT_TRANSLATE_NOOP("Actions", "Align upper edges"), "",
              QT_TRANSLATE_NOOP("Actions", "Put the upper edges of the selected cards on one line"),
              "Ctrl+Shift+Up", "", Scope::Canvas},
    ActionRow{Id::AlignBottom, QT_TRANSLATE_NOOP("Actions", "Align lower edges"), "",
              QT_TRANSLATE_NOOP("Actions", "Put the lower edges of the selected cards on one line"),
              "Ctrl+Shift+Down", "", Scope::Canvas},
    ActionRow{Id::CentreHorizontally, QT_TRANSLATE_NOOP("Actions", "One above the other"), "",
              QT_TRANSLATE_NOOP("Actions", "Put the middles of the selected cards in one column"),
              "Ctrl+Shift+C", "", Scope::Canvas},
    ActionRow{Id::CentreVertically, QT_TRANSLATE_NOOP("Actions", "Side by side"), "",
              QT_TRANSLATE_NOOP("Actions", "Put the middles of the selected cards in one row"),
              "Ctrl+Shift+R", "", Scope::Canvas},
    ActionRow{Id::DistributeHorizontally, QT_TRANSLATE_NOOP("Actions", "Equal gaps across"), "",
              QT_TRANSLATE_NOOP("Actions", "Make the gaps between the selected cards equal"),
              "Ctrl+Shift+H", "", Scope::Canvas},
    ActionRow{Id::DistributeVertically, QT_TRANSLATE_NOOP("Actions", "Equal gaps down"), "",
              QT_TRANSLATE_NOOP("Actions", "Make the gaps above one another equal"), "Ctrl+Shift+V",
              "", Scope::Canvas},
    ActionRow{Id::SnapToGrid, QT_TRANSLATE_NOOP("Actions", "Snap to the grid"), "",
              QT_TRANSLATE_NOOP("Actions", "Move the selected cards to the dots of the ground"),
              "Ctrl+Shift+G", "", Scope::Canvas},
    ActionRow{Id::AutoLayout, QT_TRANSLATE_NOOP("Actions", "Arrange all"), "",
              QT_TRANSLATE_NOOP("Actions", "Lay the network out from left to right"),
              "Ctrl+Shift+L", ""},
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
    ActionRow{Id::FitSelection, QT_TRANSLATE_NOOP("Actions", "Show the selection"), "",
              QT_TRANSLATE_NOOP("Actions", "Zoom the canvas to what is selected"), "Shift+F", ""},
    ActionRow{Id::FocusMode, QT_TRANSLATE_NOOP("Actions", "Focus on the selection"), "",
              QT_TRANSLATE_NOOP("Actions", "Fade all but the selected node and its wires"), "O",
              ""},
    ActionRow{Id::CalmCanvas, QT_TRANSLATE_NOOP("Actions", "Calm canvas"), "",
              QT_TRANSLATE_NOOP("Actions", "Stop all motion on the canvas; the run goes on"), "",
              ""},
    ActionRow{Id::PanelsAll, QT_TRANSLATE_NOOP("Actions", "Network and board"), "",
              QT_TRANSLATE_NOOP("Actions", "Show all panels"), "Ctrl+1", ""},
    ActionRow{Id::PanelsNetwork, QT_TRANSLATE_NOOP("Actions", "Network only"), "",
              QT_TRANSLATE_NOOP("Actions", "Give the whole window to the canvas"), "Ctrl+2", ""},
    ActionRow{Id::PanelsBoard, QT_TRANSLATE_NOOP("Actions", "Board only"), "",
              QT_TRANSLATE_NOOP("Actions", "Give the whole window to the plots"), "Ctrl+3", ""},
    ActionRow{Id::NextPanel, QT_TRANSLATE_NOOP("Actions", "Next panel"), "",
              QT_TRANSLATE_NOOP("Actions", "Give the keyboard to the next panel"), "F6", ""},
    ActionRow{Id::PreviousPanel, QT_TRANSLATE_NOOP("Actions", "Previous panel"), "",
              QT_TRANSLATE_NOOP("Actions", "Give the keyboard to the panel before"), "Shift+F6",
              ""},
    ActionRow{Id::Microscope, QT_TRANSLATE_NOOP("Actions", "Gradient microscope"), "",
              QT_TRANSLATE_NOOP("Actions", "Hold local errors against the exact gradient"), "G",
              ""},
    ActionRow{Id::AddPlot, QT_TRANSLATE_NOOP("Actions", "Add plot…"), "",
              QT_TRANSLATE_NOOP("Actions", "Choose what to plot from a list"), "P", ""},
    ActionRow{Id::Freeze, QT_TRANSLATE_NOOP("Actions", "Freeze the plots"), "",
              QT_TRANSLATE_NOOP("Actions", "Hold the picture with its data while the run goes on"),
              "H", ""},
    ActionRow{Id::Follow, QT_TRANSLATE_NOOP("Actions", "Follow the newest"), "",
              QT_TRANSLATE_NOOP("Actions", "Back to the newest in all plots, axes by the data"),
              "Shift+H", ""},
    ActionRow{Id::ExportBoard, QT_TRANSLATE_NOOP("Actions", "Export the board…"), "",
              QT_TRANSLATE_NOOP("Actions", "Pictures and data of the board"), "Ctrl+E", ""},
    ActionRow{Id::Help, QT_TRANSLATE_NOOP("Actions", "Help pages"), "",
              QT_TRANSLATE_NOOP("Actions", "Read what everything is and does"), "Ctrl+F1", ""},
    ActionRow{Id::Shortcuts, QT_TRANSLATE_NOOP("Actions", "Keyboard shortcuts"), "",
              QT_TRANSLATE_NOOP("Actions", "Every key and what it does"), "F1", ""},
    ActionRow{Id::About, QT_TRANSLATE_NOOP("Actions", "About VLE Lab"), "",
              QT_TRANSLATE_NOOP("Actions", "Version, licence, sources"), "", ""},
    ActionRow{Id::Quit, QT_TRANSLATE_NOOP("Actions", "Quit"), "",
              QT_TRANSLATE_NOOP("Actions", "Close the window"), "Ctrl+Q", ""},
};
static_assert(kTable.size() == static_cast<std::size_t>(Id::Count));

constexpr std::array kGestures = {
    GestureRow{QT_TRANSLATE_NOOP("Actions", "Drag a card"),
               QT_TRANSLATE_NOOP("Actions", "Move it along the grid; with Alt anywhere")},
    GestureRow{QT_TRANSLATE_NOOP("Actions", "Ctrl + drag a card or wire"),
               QT_TRANSLATE_NOOP("Actions", "Take its variable to a plot of the board")},
    GestureRow{QT_TRANSLATE_NOOP("Actions", "Drag a port"),
               QT_TRANSLATE_NOOP("Actions", "Draw a wire; onto the ground: make what it goes to")},
    GestureRow{QT_TRANSLATE_NOOP("Actions", "Drag the ground"),
               QT_TRANSLATE_NOOP("Actions", "Select by rubber band; with Shift add")},
    GestureRow{QT_TRANSLATE_NOOP("Actions", "Middle button, Space + drag"),
               QT_TRANSLATE_NOOP("Actions", "Pan the canvas; the wheel zooms")},
    GestureRow{QT_TRANSLATE_NOOP("Actions", "Double-click"),
               QT_TRANSLATE_NOOP("Actions", "Ground: create; title: rename; card: inspect")},
    GestureRow{QT_TRANSLATE_NOOP("Actions", "Arrow keys"),
               QT_TRANSLATE_NOOP("Actions", "Move the selection a step; without one, pan")},
    GestureRow{QT_TRANSLATE_NOOP("Actions", "Ctrl + arrows"),
               QT_TRANSLATE_NOOP("Actions", "Go to the next node in that direction")},
    GestureRow{QT_TRANSLATE_NOOP("Actions", "Page Down, Page Up"),
               QT_TRANSLATE_NOOP("Actions", "Go through all nodes")},
    GestureRow{QT_TRANSLATE_NOOP("Actions", "W, Shift+W"),
               QT_TRANSLATE_NOOP("Actions", "Go through the wires of the node")},
    GestureRow{
        QT_TRANSLATE_NOOP("Actions", "N, Y; Shift: back"),
        QT_TRANSLATE_NOOP("Actions", "Close-up of the layer's neurons, the wire's synapses")},
    GestureRow{QT_TRANSLATE_NOOP("Actions", "Enter"),
               QT_TRANSLATE_NOOP("Actions", "Inspect what is selected")},
    GestureRow{
        QT_TRANSLATE_NOOP("Actions", "Esc"),
        QT_TRANSLATE_NOOP("Actions", "Back to the canvas; there: leave a gesture, the selection")},
    GestureRow{QT_TRANSLATE_NOOP("Actions", "Shift+Tab"),
               QT_TRANSLATE_NOOP("Actions", "Leave the canvas with the keyboard")},
    GestureRow{QT_TRANSLATE_NOOP("Actions", "Click in a plot"),
               QT_TRANSLATE_NOOP("Actions", "Place a cursor; with Shift the second one")},
    GestureRow{QT_TRANSLATE_NOOP("Actions", "Wheel over a plot"),
               QT_TRANSLATE_NOOP("Actions", "Zoom; with Shift time, with Ctrl values alone")},
    GestureRow{QT_TRANSLATE_NOOP("Actions", "Drag in a plot"),
               QT_TRANSLATE_NOOP("Actions", "Pan; its title: move it, its edge: resize it")},
    GestureRow{QT_TRANSLATE_NOOP("Actions", "Z, End in a plot"),
               QT_TRANSLATE_NOOP("Actions", "Freeze the board; back to the newest")},
    GestureRow{QT_TRANSLATE_NOOP("Actions", "Alt+Up, Alt+Plus in a plot"),
               QT_TRANSLATE_NOOP("Actions", "Move it; make it higher")},
};

QString translated(const char* text) { return QCoreApplication::translate("Actions", text); }

}  // namespace

std::span<const ActionRow> actionTable() { return kTable; }

std::span<const GestureRow> gestureTable() { return kGestures; }

QString translatedHands(const GestureRow& row) { return translated(row.hands); }

QString translatedText(const GestureRow& row) { return translated(row.text); }

Actions::Actions(QObject* parent) : QObject(parent) {
  for (const ActionRow& row : kTable) {
    auto* action = new QAction(translated(row.text), this);
    action->setObjectName(QString::fromLatin1(row.text));
    action->setShortcuts(QKeySequence::listFromString(QString::fromLatin1(row.shortcut)));
    if (row.scope == Scope::Canvas) action->setShortcutContext(Qt::WidgetShortcut);
    QString tip = translated(row.tip);
    if (!action->shortcut().isEmpty()) {
      tip += QStringLiteral(" (%1)").arg(action->shortcut().toString(QKeySequence::NativeText));
    }
    action->setToolTip(tip);
    action->setIconText(row.label[0] == '\0' ? QString() : translated(row.label));
    actions_[static_cast<std::size_t>(row.id)] = action;
  }
  (*this)[Id::Learning]->setCheckable(true);
  (*this)[Id::Learning]->setChecked(true);
  (*this)[Id::FocusMode]->setCheckable(true);
  (*this)[Id::CalmCanvas]->setCheckable(true);
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
