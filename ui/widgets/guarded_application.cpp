// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/guarded_application.h"

#include <exception>
#include <new>

#include <QEvent>
#include <QMetaObject>

namespace vle::ui {

bool GuardedApplication::notify(QObject* receiver, QEvent* event) {
  const char* const name = receiver->metaObject()->className();  // it may be gone afterwards
  const int type = event->type();
  QString what;
  try {
    return QApplication::notify(receiver, event);
  } catch (const std::bad_alloc&) {
    what = tr("there is not enough memory");
  } catch (const std::exception& error) {
    what = QString::fromUtf8(error.what());
  } catch (...) {
    what = tr("an error without a name");
  }
  QMetaObject::invokeMethod(
      this,
      [this, what, where = QStringLiteral("event %1 of %2").arg(type).arg(QLatin1String(name))] {
        emit failed(what, where);
      },
      Qt::QueuedConnection);
  return false;
}

}  // namespace vle::ui
