// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "drawing/theme.h"

#include <QApplication>
#include <QFile>
#include <QFontDatabase>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPalette>
#include <QStyleFactory>

#include "base/error.h"

namespace vle::ui {

namespace {

QColor colorIn(const QJsonObject& object, const char* key) {
  const QColor color(object.value(QLatin1String(key)).toString());
  if (!color.isValid()) {
    throw Error(ErrorKind::File, std::string("the colour '") + key + "' is missing.", "theme");
  }
  return color;
}

QPalette paletteOf(const Theme& theme) {
  QPalette palette;
  palette.setColor(QPalette::Window, theme.background);
  palette.setColor(QPalette::Base, theme.panel);
  palette.setColor(QPalette::AlternateBase, theme.background);
  palette.setColor(QPalette::Button, theme.panel);
  palette.setColor(QPalette::ToolTipBase, theme.panel);
  for (const auto role :
       {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText}) {
    palette.setColor(role, theme.text);
    palette.setColor(QPalette::Disabled, role, mixed(theme.text, theme.background, 0.6));
  }
  palette.setColor(QPalette::PlaceholderText, theme.dim);
  palette.setColor(QPalette::Highlight, theme.accent);
  palette.setColor(QPalette::HighlightedText, theme.is_dark ? theme.background : theme.panel);
  palette.setColor(QPalette::Link, theme.accent);
  palette.setColor(QPalette::Mid, theme.line);
  palette.setColor(QPalette::Dark, theme.line);
  palette.setColor(QPalette::Light, theme.panel);
  return palette;
}

QString styleSheetOf(const Theme& theme, const QFont& font) {
  QString sheet = QStringLiteral(R"(
QWidget { font-family: "@family"; font-size: @sizepx; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QMainWindow, QMenuBar { background: @background; }
QMenuBar::item { padding: 4px 8px; background: transparent; }
QMenuBar::item:selected { background: @grid; border-radius: 4px; }
QMenu { background: @panel; border: 1px solid @line; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 12px; border-radius: 4px; }
QMenu::item:selected { background: @grid; color: @text; }
QMenu::separator { height: 1px; background: @line; margin: 4px 8px; }
QToolTip { background: @panel; color: @text; border: 1px solid @line; padding: 4px; }
QFrame[role="card"] { background: @panel; border: 1px solid @line; border-radius: 6px; }
QFrame[role="bar"] { background: @panel; border: none; border-bottom: 1px solid @line; }
QLabel[role="title"] { color: @dim; font-weight: 600; }
QLabel[role="dim"] { color: @dim; }
QTabBar[role="title"]::tab { background: transparent; border: none; color: @dim; font-weight: 600;
  padding: 4px 6px; margin: 0 2px; border-bottom: 2px solid transparent; }
QTabBar[role="title"]::tab:selected { color: @text; border-bottom: 2px solid @accent; }
QTabBar[role="title"]::tab:hover { color: @text; }
QTabBar[role="title"]:focus::tab:selected { color: @accent; }
QLabel[role="figure"] { font-weight: 600; }
QToolButton { border: 1px solid transparent; border-radius: 6px; padding: 4px 7px; color: @text; }
QToolButton:hover { background: @grid; }
QToolButton:pressed { background: @line; }
QToolButton:checked { background: @grid; color: @accent; border: 1px solid @accent; }
QToolButton:focus, QCheckBox:focus { border: 1px solid @accent; }
QToolButton:disabled { color: @dim; }
QToolButton[role="play"] { background: @accent; color: @onaccent; border-radius: 13px;
                           padding: 3px 11px; min-width: 18px; }
QToolButton[role="play"]:hover { background: @accenthover; }
QToolButton[role="play"]:focus { background: @accenthover; border: 1px solid @text; }
QToolButton[role="section"] { text-align: left; padding: 3px 2px; color: @dim; font-weight: 600; }
QToolButton[role="section"]:checked { background: transparent; color: @dim;
                                      border: 1px solid transparent; }
QToolButton[role="section"]:checked:focus { border: 1px solid @accent; }
QToolButton[role="small"] { padding: 1px 5px; border: 1px solid @line; }
QToolButton[role="small"]:focus { border: 1px solid @accent; }
QToolButton::menu-indicator { image: none; }
QLineEdit, QPlainTextEdit { background: @panel; border: 1px solid @border; border-radius: 4px;
                            padding: 2px 4px; }
QLineEdit[role="name"] { font-weight: 600; }
QLineEdit:focus, QPlainTextEdit:focus { border: 1px solid @accent; }
QLineEdit[taken="true"] { background: @selection; }
QCheckBox { border: 1px solid transparent; border-radius: 6px; padding: 3px 5px; spacing: 7px; }
QCheckBox::indicator { width: @boxpx; height: @boxpx; border: 1px solid @dim; border-radius: 4px;
                       background: @panel; }
QCheckBox::indicator:hover { border-color: @accent; }
QCheckBox::indicator:checked { background: @accent; border-color: @accent;
                               image: url(:/icons/check.svg); }
QSlider::groove:horizontal { height: 3px; background: @line; border-radius: 1px; }
QSlider::sub-page:horizontal { height: 3px; background: @accent; border-radius: 1px; }
QSlider::handle:horizontal { width: 12px; height: 12px; margin: -5px 0; border-radius: 6px;
                             background: @accent; }
QSlider::handle:horizontal:focus { background: @accenthover; border: 1px solid @text; }
QFrame[role="prompt"] { background: @panel; border: 1px solid @accent; border-radius: 8px; }
QFrame[role="prompt"] QLineEdit { border: none; background: @panel; color: @text; padding: 3px; }
QFrame[role="prompt"] QListWidget, QListWidget[role="plain"] { border: none; background: transparent; }
QLabel[role="hint"] { background: @text; color: @panel; border-radius: 6px; padding: 5px 8px; }
QStatusBar { background: @text; color: @panel; border-radius: 6px; padding: 3px 6px; }
QLabel[role="refusal"], QToolButton[role="refusal"] { color: @problem; }
QFrame[role="prompt"] QListWidget::item { padding: 3px 4px; }
QListWidget::item:selected { background: @grid; color: @text; border-radius: 4px; }
QSplitter::handle { background: transparent; }
QScrollArea { background: transparent; border: none; }
QScrollBar:vertical { width: 8px; background: transparent; }
QScrollBar:horizontal { height: 8px; background: transparent; }
QScrollBar::handle { background: @line; border-radius: 4px; min-height: 24px; min-width: 24px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
)");
  const QList<std::pair<QString, QColor>> tokens = {
      {QStringLiteral("@background"), theme.background},
      {QStringLiteral("@panel"), theme.panel},
      {QStringLiteral("@line"), theme.line},
      {QStringLiteral("@grid"), theme.grid},
      {QStringLiteral("@text"), theme.text},
      {QStringLiteral("@dim"), theme.dim},
      {QStringLiteral("@border"), mixed(theme.line, theme.text, 0.15)},
      {QStringLiteral("@onaccent"), theme.is_dark ? theme.background : theme.panel},
      {QStringLiteral("@accenthover"), mixed(theme.accent, theme.text, 0.2)},
      {QStringLiteral("@accent"), theme.accent},
      {QStringLiteral("@problem"), theme.problem}};
  for (const auto& [token, color] : tokens) sheet.replace(token, color.name());
  // The font stands in the sheet too: a sheet keeps widgets that exist from following a new one.
  sheet.replace(QStringLiteral("@family"), font.family());
  sheet.replace(QStringLiteral("@box"), QString::number(font.pixelSize() + 1));
  return sheet.replace(QStringLiteral("@size"), QString::number(font.pixelSize()));
}

}  // namespace

QColor Theme::variant(std::size_t index, const std::string& own) const {
  bool is_place = false;
  const auto place = QString::fromStdString(own).toUInt(&is_place);
  if (is_place && place > 0) return variants[(place - 1) % variants.size()];
  const QColor chosen(QString::fromStdString(own));
  return chosen.isValid() ? chosen : variants[index % variants.size()];
}

bool systemIsDark() {
  // Qt 6.4 has no colour scheme hint; a desktop's dark palette has light text on a dark window.
  static const QPalette system = QApplication::palette();
  return system.color(QPalette::WindowText).lightness() >
         system.color(QPalette::Window).lightness();
}

Theme loadTheme(const QString& id) {
  QFile file(QStringLiteral(":/themes/") + id + QStringLiteral(".json"));
  if (!file.open(QIODevice::ReadOnly)) {
    throw Error(ErrorKind::File, "there is no such theme (there is light, dark).",
                id.toStdString());
  }
  const QJsonObject object = QJsonDocument::fromJson(file.readAll()).object();
  Theme theme{.name = object.value(QLatin1String("name")).toString(),
              .is_dark = object.value(QLatin1String("dark")).toBool(),
              .background = colorIn(object, "background"),
              .panel = colorIn(object, "panel"),
              .line = colorIn(object, "line"),
              .grid = colorIn(object, "grid"),
              .text = colorIn(object, "text"),
              .dim = colorIn(object, "dim"),
              .accent = colorIn(object, "accent"),
              .signal = colorIn(object, "signal"),
              .error = colorIn(object, "error"),
              .feedback = colorIn(object, "feedback"),
              .negative = colorIn(object, "negative"),
              .target = colorIn(object, "target"),
              .input = colorIn(object, "input"),
              .problem = colorIn(object, "problem"),
              .warning = colorIn(object, "warning"),
              .variants = {}};
  for (const QJsonValue color : object.value(QLatin1String("variants")).toArray()) {
    theme.variants.emplace_back(color.toString());
  }
  if (theme.variants.empty()) {
    throw Error(ErrorKind::File, "the colours of the variants are missing.", "theme");
  }
  return theme;
}

void applyTheme(QApplication& application, const Theme& theme, double zoom) {
  QFont font = QFontDatabase::families().contains(QStringLiteral("Inter"))
                   ? QFont(QStringLiteral("Inter"))
                   : QFontDatabase::systemFont(QFontDatabase::GeneralFont);
  font.setPixelSize(qRound(kFontPixels * zoom));
  const QPalette palette = paletteOf(theme);
  const QString sheet = styleSheetOf(theme, font);
  // Each of the four goes through every widget there is.
  if (application.styleSheet() == sheet && QApplication::font() == font &&
      QApplication::palette() == palette) {
    return;
  }
  if (application.styleSheet().isEmpty()) {
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
  }
  QApplication::setFont(font);
  QApplication::setPalette(palette);
  application.setStyleSheet(sheet);
}

QColor mixed(const QColor& a, const QColor& b, double share) {
  const auto mix = [share](int x, int y) { return qRound(x + share * (y - x)); };
  return {mix(a.red(), b.red()), mix(a.green(), b.green()), mix(a.blue(), b.blue())};
}

}  // namespace vle::ui
