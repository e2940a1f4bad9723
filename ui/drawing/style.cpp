// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "drawing/style.h"

#include <algorithm>
#include <optional>

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QFontDatabase>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QScrollBar>
#include <QStatusBar>
#include <QStyleFactory>
#include <QStyleOption>
#include <QToolButton>
#include <QToolTip>
#include <QWindow>

namespace vle::ui {

namespace {

constexpr qreal kRound = 6;  ///< of corners, px
constexpr qreal kSlightlyRound = 4;
constexpr int kScrollBar = 8;      ///< width, px
constexpr int kScrollHandle = 24;  ///< least length, px
constexpr int kSliderHandle = 12;  ///< diameter, px
constexpr int kGroove = 3;         ///< height, px

QString roleOf(const QWidget* widget) {
  return widget == nullptr ? QString() : widget->property("role").toString();
}

bool hasRole(const QWidget* widget, const char* role) {
  return roleOf(widget) == QLatin1String(role);
}

QColor colorOf(const QStyleOption& option, QPalette::ColorRole role) {
  return option.palette.color(QPalette::Active, role);
}

QColor borderOf(const QStyleOption& option) {
  return mixed(colorOf(option, QPalette::Mid), colorOf(option, QPalette::Text), 0.15);
}

QColor brightAccentOf(const QStyleOption& option) {
  return mixed(colorOf(option, QPalette::Highlight), colorOf(option, QPalette::Text), 0.2);
}

/// A box with round corners.
/// @param line  colour of its border of one pixel, if any
void drawBox(QPainter& painter, const QRect& rect, const QBrush& fill,
             const std::optional<QColor>& line, qreal radius) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setBrush(fill);
  painter.setPen(line ? QPen(*line, 1) : QPen(Qt::NoPen));
  const QRectF box = line ? QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5) : QRectF(rect);
  painter.drawRoundedRect(box, radius, radius);
  painter.restore();
}

/// What a tool button adds to its text or icon, on both sides together, px.
QSize paddingOf(const QWidget* button) {
  const QString role = roleOf(button);
  if (role == QLatin1String("play")) return {24, 8};
  if (role == QLatin1String("section")) return {6, 8};
  if (role == QLatin1String("small")) return {12, 4};
  return {16, 10};
}

QRect withoutPadding(const QRect& rect, const QSize& padding) {
  return rect.adjusted(padding.width() / 2, padding.height() / 2, -padding.width() / 2,
                       -padding.height() / 2);
}

constexpr QSize kCheckBoxPadding{8, 6};
constexpr QSize kFieldPadding{10, 6};
constexpr QSize kMenuBarPadding{16, 8};

void drawButtonBox(const QStyleOption& option, QPainter& painter, const QWidget* button) {
  const bool is_down = (option.state & (QStyle::State_Sunken)) != 0;
  const bool is_on = (option.state & QStyle::State_On) != 0;
  const bool is_hovered =
      (option.state & QStyle::State_MouseOver) != 0 && (option.state & QStyle::State_Enabled) != 0;
  const bool has_focus = (option.state & QStyle::State_HasFocus) != 0;
  const QColor accent = colorOf(option, QPalette::Highlight);
  if (hasRole(button, "play")) {
    const std::optional<QColor> line =
        has_focus ? std::optional(colorOf(option, QPalette::Text)) : std::nullopt;
    return drawBox(painter, option.rect, is_hovered || has_focus ? brightAccentOf(option) : accent,
                   line, option.rect.height() / 2.0);
  }
  const bool is_section = hasRole(button, "section");
  const bool shows_on = is_on && !is_section;
  QBrush fill = Qt::NoBrush;
  if (is_hovered || shows_on) fill = colorOf(option, QPalette::Midlight);
  if (is_down) fill = colorOf(option, QPalette::Mid);
  std::optional<QColor> line;
  if (hasRole(button, "small")) line = colorOf(option, QPalette::Mid);
  if (shows_on || has_focus) line = accent;
  if (fill.style() != Qt::NoBrush || line) drawBox(painter, option.rect, fill, line, kRound);
}

QColor buttonTextColor(const QStyleOption& option, const QWidget* button) {
  if (hasRole(button, "refusal")) return colorOf(option, QPalette::BrightText);
  const bool is_dim = hasRole(button, "section") || (option.state & QStyle::State_Enabled) == 0;
  if (is_dim) return colorOf(option, QPalette::PlaceholderText);
  if ((option.state & QStyle::State_On) != 0) return colorOf(option, QPalette::Highlight);
  return colorOf(option, QPalette::ButtonText);
}

void drawCheckMark(const QStyleOption& option, QPainter& painter) {
  const bool is_on = (option.state & QStyle::State_On) != 0;
  const bool is_partly = (option.state & QStyle::State_NoChange) != 0;
  const bool is_enabled = (option.state & QStyle::State_Enabled) != 0;
  const bool is_hovered = (option.state & QStyle::State_MouseOver) != 0;
  const QColor accent = is_enabled ? colorOf(option, QPalette::Highlight)
                                   : colorOf(option, QPalette::PlaceholderText);
  const QColor line = is_on || is_hovered ? accent : colorOf(option, QPalette::PlaceholderText);
  drawBox(painter, option.rect, is_on ? accent : colorOf(option, QPalette::Base), line,
          kSlightlyRound);
  if (!is_on && !is_partly) return;
  const QRectF box = option.rect;
  const auto at = [&box](qreal x, qreal y) {
    return QPointF(box.left() + x * box.width(), box.top() + y * box.height());
  };
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  const QColor ink = is_on ? colorOf(option, QPalette::HighlightedText) : accent;
  painter.setPen(QPen(ink, box.width() / 8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  if (is_on)
    painter.drawPolyline(QPolygonF({at(0.26, 0.53), at(0.43, 0.7), at(0.74, 0.33)}));
  else
    painter.drawLine(at(0.28, 0.5), at(0.72, 0.5));
  painter.restore();
}

void drawField(const QStyleOptionFrame& field, QPainter& painter, const QWidget* widget) {
  QColor fill = field.palette.color(QPalette::Base);
  const bool is_taken = widget != nullptr && widget->property("taken").toBool();
  if (is_taken) fill = mixed(fill, colorOf(field, QPalette::Highlight), 0.25);
  const bool has_focus = (field.state & QStyle::State_HasFocus) != 0;
  std::optional<QColor> line;
  if (field.lineWidth > 0) {
    line = has_focus ? colorOf(field, QPalette::Highlight) : borderOf(field);
  }
  drawBox(painter, field.rect, fill, line, kSlightlyRound);
}

/// A field that stands alone: those in lists and number boxes are drawn with them.
bool isField(const QWidget* widget) {
  return qobject_cast<const QLineEdit*>(widget) != nullptr &&
         qobject_cast<const QAbstractSpinBox*>(widget->parentWidget()) == nullptr &&
         qobject_cast<const QComboBox*>(widget->parentWidget()) == nullptr;
}

/// @return false for a frame without a role of its own
bool drawFrame(const QStyleOption& option, QPainter& painter, const QWidget* widget) {
  const QString role = roleOf(widget);
  const QColor panel = colorOf(option, QPalette::Base);
  const QColor line = colorOf(option, QPalette::Mid);
  if (role == QLatin1String("card")) {
    drawBox(painter, option.rect, panel, line, kRound);
  } else if (role == QLatin1String("prompt")) {
    drawBox(painter, option.rect, panel, colorOf(option, QPalette::Highlight), kRound + 2);
  } else if (role == QLatin1String("bar")) {
    painter.fillRect(option.rect, panel);
    painter.fillRect(option.rect.adjusted(0, option.rect.height() - 1, 0, 0), line);
  } else if (role == QLatin1String("hint")) {
    drawBox(painter, option.rect, colorOf(option, QPalette::Text), std::nullopt, kRound);
  } else if (qobject_cast<const QPlainTextEdit*>(widget) != nullptr) {
    painter.setPen(widget->hasFocus() ? colorOf(option, QPalette::Highlight) : borderOf(option));
    painter.drawRect(option.rect.adjusted(0, 0, -1, -1));
  } else {
    return false;
  }
  return true;
}

void drawSlider(const QStyleOptionSlider& slider, const QRect& handle, QPainter& painter) {
  const bool is_enabled = (slider.state & QStyle::State_Enabled) != 0;
  const bool has_focus = (slider.state & QStyle::State_HasFocus) != 0;
  const QColor accent = is_enabled ? colorOf(slider, QPalette::Highlight)
                                   : colorOf(slider, QPalette::PlaceholderText);
  QRect groove(slider.rect.left(), handle.center().y() - kGroove / 2, slider.rect.width(), kGroove);
  drawBox(painter, groove, colorOf(slider, QPalette::Mid), std::nullopt, 1);
  if (slider.upsideDown)
    groove.setLeft(handle.center().x());
  else
    groove.setRight(handle.center().x());
  drawBox(painter, groove, accent, std::nullopt, 1);
  QRect knob(0, 0, kSliderHandle, kSliderHandle);
  knob.moveCenter(handle.center());
  const std::optional<QColor> line =
      has_focus ? std::optional(colorOf(slider, QPalette::Text)) : std::nullopt;
  drawBox(painter, knob, has_focus ? brightAccentOf(slider) : accent, line, kSliderHandle / 2.0);
}

/// The place of the handle in a scroll bar without buttons.
QRect scrollHandle(const QStyleOptionSlider& bar) {
  const bool lies = bar.orientation == Qt::Horizontal;
  const int room = lies ? bar.rect.width() : bar.rect.height();
  const qint64 range = qint64{bar.maximum} - bar.minimum;
  int length = room;
  if (range > 0) {
    length = std::clamp(static_cast<int>(qint64{room} * bar.pageStep / (range + bar.pageStep)),
                        std::min(kScrollHandle, room), room);
  }
  const int start = QStyle::sliderPositionFromValue(bar.minimum, bar.maximum, bar.sliderPosition,
                                                    room - length, bar.upsideDown);
  return lies ? QRect(bar.rect.left() + start, bar.rect.top(), length, bar.rect.height())
              : QRect(bar.rect.left(), bar.rect.top() + start, bar.rect.width(), length);
}

void drawTab(const QStyleOptionTab& tab, QPainter& painter) {
  const bool is_current = (tab.state & QStyle::State_Selected) != 0;
  const bool is_hovered = (tab.state & QStyle::State_MouseOver) != 0;
  const bool has_focus = (tab.state & QStyle::State_HasFocus) != 0;
  QPalette::ColorRole role = QPalette::PlaceholderText;
  if (is_current || is_hovered) role = QPalette::Text;
  if (is_current && has_focus) role = QPalette::Highlight;
  painter.save();
  painter.setPen(colorOf(tab, role));
  painter.drawText(tab.rect.adjusted(0, 0, 0, -2), Qt::AlignCenter | Qt::TextShowMnemonic,
                   tab.text);
  painter.restore();
  if (!is_current) return;
  constexpr int kAside = 2;
  painter.fillRect(
      QRect(tab.rect.left() + kAside, tab.rect.bottom() - 1, tab.rect.width() - 2 * kAside, 2),
      colorOf(tab, QPalette::Highlight));
}

QPalette paletteOf(const Theme& theme) {
  QPalette palette;
  const std::pair<QPalette::ColorRole, QColor> colors[] = {
      {QPalette::Window, theme.background},
      {QPalette::Base, theme.panel},
      {QPalette::AlternateBase, theme.background},
      {QPalette::Button, theme.panel},
      {QPalette::ToolTipBase, theme.panel},
      {QPalette::PlaceholderText, theme.dim},
      {QPalette::BrightText, theme.problem},
      {QPalette::Highlight, theme.accent},
      {QPalette::HighlightedText, theme.is_dark ? theme.background : theme.panel},
      {QPalette::Link, theme.accent},
      {QPalette::Midlight, theme.grid},
      {QPalette::Mid, theme.line},
      {QPalette::Dark, theme.line},
      {QPalette::Light, theme.panel}};
  for (const auto& [role, color] : colors) palette.setColor(role, color);
  for (const auto role :
       {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText}) {
    palette.setColor(role, theme.text);
    palette.setColor(QPalette::Disabled, role, mixed(theme.text, theme.background, 0.6));
  }
  return palette;
}

/// Qt tells of another font or palette later, and only what has been shown; here all know at once.
void tellWidgets(QEvent::Type type) {
  for (QWindow* window : QGuiApplication::topLevelWindows()) {
    QCoreApplication::sendPostedEvents(window, type);
  }
  for (QWidget* widget : QApplication::topLevelWidgets()) {
    if (widget->windowHandle() != nullptr) continue;
    QEvent change(type);
    QCoreApplication::sendEvent(widget, &change);
  }
}

/// Of what lies upon the rest: dark in the light theme, light in the dark one.
QPalette invertedPaletteOf(const Theme& theme) {
  QPalette palette;
  palette.setColor(QPalette::Window, theme.text);
  palette.setColor(QPalette::WindowText, theme.panel);
  return palette;
}

}  // namespace

LabStyle::LabStyle() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {}

void LabStyle::polish(QWidget* widget) {
  QProxyStyle::polish(widget);
  const QString role = roleOf(widget);
  if (role == QLatin1String("title") || role == QLatin1String("figure") ||
      role == QLatin1String("name") || role == QLatin1String("section")) {
    QFont font;  // all but the weight is the application's
    font.setWeight(QFont::DemiBold);
    widget->setFont(font);
  }
  if (auto* label = qobject_cast<QLabel*>(widget)) {
    if (role == QLatin1String("title") || role == QLatin1String("dim"))
      label->setForegroundRole(QPalette::PlaceholderText);
    if (role == QLatin1String("refusal")) label->setForegroundRole(QPalette::BrightText);
    if (role == QLatin1String("hint")) {
      label->setForegroundRole(QPalette::Base);
      label->setContentsMargins(8, 5, 8, 5);
    }
  }
  if (auto* bar = qobject_cast<QScrollBar*>(widget)) {
    bar->setAttribute(Qt::WA_OpaquePaintEvent, false);  // what is below it shows
  }
  if (auto* area = qobject_cast<QScrollArea*>(widget)) area->setFrameShape(QFrame::NoFrame);
  if (role == QLatin1String("plain") || role == QLatin1String("choices")) {
    if (auto* list = qobject_cast<QListWidget*>(widget)) {
      list->setFrameShape(QFrame::NoFrame);
      list->viewport()->setAutoFillBackground(false);
    }
  }
}

void LabStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option,
                             QPainter* painter, const QWidget* widget) const {
  switch (element) {
    case PE_PanelButtonTool:
      return drawButtonBox(*option, *painter, widget);
    case PE_IndicatorCheckBox:
      return drawCheckMark(*option, *painter);
    case PE_PanelLineEdit:
      if (const auto* field = qstyleoption_cast<const QStyleOptionFrame*>(option);
          field != nullptr && isField(widget)) {
        return drawField(*field, *painter, widget);
      }
      break;
    case PE_FrameFocusRect:
      if (qobject_cast<const QCheckBox*>(widget) != nullptr) {
        return drawBox(*painter, option->rect, Qt::NoBrush, colorOf(*option, QPalette::Highlight),
                       kRound);
      }
      break;
    case PE_PanelMenu:
      painter->fillRect(option->rect, colorOf(*option, QPalette::Base));
      return;
    case PE_FrameMenu:
    case PE_PanelTipLabel:
      painter->save();
      painter->setPen(colorOf(*option, QPalette::Mid));
      if (element == PE_PanelTipLabel) painter->setBrush(colorOf(*option, QPalette::ToolTipBase));
      painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
      painter->restore();
      return;
    case PE_PanelStatusBar:
      return drawBox(*painter, option->rect, colorOf(*option, QPalette::Window), std::nullopt,
                     kRound);
    case PE_FrameStatusBarItem:
    case PE_PanelMenuBar:
    case PE_FrameTabBarBase:
      return;
    default:
      break;
  }
  QProxyStyle::drawPrimitive(element, option, painter, widget);
}

void LabStyle::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                           const QWidget* widget) const {
  switch (element) {
    case CE_ShapedFrame:
      if (drawFrame(*option, *painter, widget)) return;
      break;
    case CE_Splitter:
      return;
    case CE_TabBarTab:
      if (const auto* tab = qstyleoption_cast<const QStyleOptionTab*>(option)) {
        return drawTab(*tab, *painter);
      }
      break;
    case CE_MenuBarEmptyArea:
      painter->fillRect(option->rect, colorOf(*option, QPalette::Window));
      return;
    case CE_MenuBarItem:
      if (const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option)) {
        painter->fillRect(item->rect, colorOf(*item, QPalette::Window));
        if ((item->state & State_Selected) != 0) {
          drawBox(*painter, item->rect, colorOf(*item, QPalette::Midlight), std::nullopt,
                  kSlightlyRound);
        }
        const bool hides_keys = styleHint(SH_UnderlineShortcut, option, widget, nullptr) == 0;
        drawItemText(painter, item->rect,
                     Qt::AlignCenter | Qt::TextSingleLine |
                         (hides_keys ? Qt::TextHideMnemonic : Qt::TextShowMnemonic),
                     item->palette, (item->state & State_Enabled) != 0, item->text,
                     QPalette::WindowText);
        return;
      }
      break;
    case CE_MenuItem:
      if (const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option);
          item != nullptr && item->menuItemType != QStyleOptionMenuItem::Separator) {
        const bool is_chosen =
            (item->state & State_Selected) != 0 && (item->state & State_Enabled) != 0;
        if (is_chosen) {
          drawBox(*painter, item->rect, colorOf(*item, QPalette::Midlight), std::nullopt,
                  kSlightlyRound);
        }
        QStyleOptionMenuItem plain = *item;  // the text keeps its colour
        plain.state.setFlag(State_Selected, false);
        return QProxyStyle::drawControl(element, &plain, painter, widget);
      }
      break;
    case CE_ItemViewItem:
      if (const auto* item = qstyleoption_cast<const QStyleOptionViewItem*>(option);
          item != nullptr && qobject_cast<const QListWidget*>(widget) != nullptr) {
        QStyleOptionViewItem quiet = *item;
        quiet.palette.setColor(QPalette::Highlight, colorOf(*item, QPalette::Midlight));
        quiet.palette.setColor(QPalette::HighlightedText, colorOf(*item, QPalette::Text));
        return QProxyStyle::drawControl(element, &quiet, painter, widget);
      }
      break;
    default:
      break;
  }
  QProxyStyle::drawControl(element, option, painter, widget);
}

void LabStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                                  QPainter* painter, const QWidget* widget) const {
  switch (control) {
    case CC_ToolButton:
      if (const auto* button = qstyleoption_cast<const QStyleOptionToolButton*>(option)) {
        drawButtonBox(*button, *painter, widget);
        QStyleOptionToolButton label = *button;
        label.palette.setColor(QPalette::ButtonText, buttonTextColor(*button, widget));
        label.rect = withoutPadding(button->rect, paddingOf(widget));
        label.state.setFlag(State_Sunken, false);  // what is pressed does not move
        return drawControl(CE_ToolButtonLabel, &label, painter, widget);
      }
      break;
    case CC_Slider:
      if (const auto* slider = qstyleoption_cast<const QStyleOptionSlider*>(option);
          slider != nullptr && slider->orientation == Qt::Horizontal) {
        return drawSlider(*slider, subControlRect(CC_Slider, slider, SC_SliderHandle, widget),
                          *painter);
      }
      break;
    case CC_ScrollBar:
      if (const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option)) {
        if (bar->maximum <= bar->minimum) return;
        const bool is_held = (bar->state & (State_MouseOver | State_Sunken)) != 0;
        return drawBox(*painter, scrollHandle(*bar),
                       is_held ? borderOf(*bar) : colorOf(*bar, QPalette::Mid), std::nullopt,
                       kSlightlyRound);
      }
      break;
    default:
      break;
  }
  QProxyStyle::drawComplexControl(control, option, painter, widget);
}

QRect LabStyle::subElementRect(SubElement element, const QStyleOption* option,
                               const QWidget* widget) const {
  switch (element) {
    case SE_CheckBoxIndicator:
    case SE_CheckBoxContents:
      if (const auto* box = qstyleoption_cast<const QStyleOptionButton*>(option)) {
        QStyleOptionButton inner = *box;
        inner.rect = withoutPadding(box->rect, kCheckBoxPadding);
        return QProxyStyle::subElementRect(element, &inner, widget);
      }
      break;
    case SE_CheckBoxFocusRect:
    case SE_CheckBoxClickRect:
      return option->rect;
    case SE_LineEditContents:
      if (const auto* field = qstyleoption_cast<const QStyleOptionFrame*>(option);
          field != nullptr && field->lineWidth > 0 && isField(widget)) {
        return withoutPadding(field->rect, kFieldPadding);
      }
      break;
    default:
      break;
  }
  return QProxyStyle::subElementRect(element, option, widget);
}

QRect LabStyle::subControlRect(ComplexControl control, const QStyleOptionComplex* option,
                               SubControl part, const QWidget* widget) const {
  if (control == CC_ScrollBar) {
    if (const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option)) {
      const QRect handle = scrollHandle(*bar);
      const bool lies = bar->orientation == Qt::Horizontal;
      QRect page = bar->rect;
      switch (part) {
        case SC_ScrollBarSlider:
          return handle;
        case SC_ScrollBarGroove:
          return bar->rect;
        case SC_ScrollBarSubPage:
        case SC_ScrollBarAddPage: {
          const bool is_before = (part == SC_ScrollBarSubPage) != bar->upsideDown;
          if (lies && is_before) page.setRight(handle.left() - 1);
          if (lies && !is_before) page.setLeft(handle.right() + 1);
          if (!lies && is_before) page.setBottom(handle.top() - 1);
          if (!lies && !is_before) page.setTop(handle.bottom() + 1);
          return page;
        }
        default:
          return {};  // there are no buttons
      }
    }
  }
  return QProxyStyle::subControlRect(control, option, part, widget);
}

QSize LabStyle::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                                 const QWidget* widget) const {
  switch (type) {
    case CT_ToolButton: {
      const QSize least(hasRole(widget, "play") ? 18 : 0, 0);
      return size.expandedTo(least) + paddingOf(widget);
    }
    case CT_CheckBox:
      return QProxyStyle::sizeFromContents(type, option, size, widget) + kCheckBoxPadding;
    case CT_MenuBarItem:
      return size + kMenuBarPadding;
    case CT_LineEdit:
      if (const auto* field = qstyleoption_cast<const QStyleOptionFrame*>(option);
          field != nullptr && field->lineWidth > 0 && isField(widget)) {
        return size + kFieldPadding;
      }
      break;
    case CT_MenuItem: {
      const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option);
      const bool is_line = item != nullptr && item->menuItemType == QStyleOptionMenuItem::Separator;
      return QProxyStyle::sizeFromContents(type, option, size, widget) + QSize(0, is_line ? 0 : 4);
    }
    case CT_ItemViewItem:
      if (hasRole(widget, "choices")) {
        return QProxyStyle::sizeFromContents(type, option, size, widget) + QSize(0, 6);
      }
      break;
    default:
      break;
  }
  return QProxyStyle::sizeFromContents(type, option, size, widget);
}

int LabStyle::pixelMetric(PixelMetric metric, const QStyleOption* option,
                          const QWidget* widget) const {
  switch (metric) {
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
      return (widget == nullptr ? kFontPixels : widget->font().pixelSize()) + 3;
    case PM_CheckBoxLabelSpacing:
      return 7;
    case PM_SliderLength:
      return kSliderHandle;
    case PM_ScrollBarExtent:
      return kScrollBar;
    case PM_ScrollBarSliderMin:
      return kScrollHandle;
    case PM_TabBarTabHSpace:
      return 16;
    case PM_TabBarTabVSpace:
      return 10;
    case PM_TabBarTabOverlap:
    case PM_TabBarTabShiftVertical:
      return 0;
    case PM_MenuHMargin:
    case PM_MenuVMargin:
      return 4;
    default:
      return QProxyStyle::pixelMetric(metric, option, widget);
  }
}

int LabStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                        QStyleHintReturn* answer) const {
  if (hint == SH_DialogButtonBox_ButtonsHaveIcons) return 0;
  return QProxyStyle::styleHint(hint, option, widget, answer);
}

void applyTheme(const Theme& theme, double zoom) {
  QFont font = QFontDatabase::families().contains(QStringLiteral("Inter"))
                   ? QFont(QStringLiteral("Inter"))
                   : QFontDatabase::systemFont(QFontDatabase::GeneralFont);
  font.setPixelSize(qRound(kFontPixels * zoom));
  const QPalette palette = paletteOf(theme);
  const bool is_first = qobject_cast<LabStyle*>(QApplication::style()) == nullptr;
  if (is_first) QApplication::setStyle(new LabStyle);
  // Each of these goes through every widget there is.
  if (is_first || QApplication::font() != font) {
    QApplication::setFont(font);
    tellWidgets(QEvent::ApplicationFontChange);
  }
  if (is_first || QApplication::palette() != palette) {
    QApplication::setPalette(palette);
    QApplication::setPalette(invertedPaletteOf(theme), "QStatusBar");
    QToolTip::setPalette(palette);
    tellWidgets(QEvent::ApplicationPaletteChange);
  }
}

}  // namespace vle::ui
