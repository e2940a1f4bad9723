// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/jobs.h"

namespace vle::ui {

void Jobs::bring(std::function<void()> result) {
  {
    const std::scoped_lock lock(mutex_);
    results_.push_back(std::move(result));
  }
  QMetaObject::invokeMethod(this, "deliver", Qt::QueuedConnection);
}

/// One a ring: what the first one throws does not keep back the next.
void Jobs::deliver() {
  std::function<void()> result;
  {
    const std::scoped_lock lock(mutex_);
    result = std::move(results_.front());
    results_.pop_front();
  }
  result();
}

}  // namespace vle::ui
