// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A pause is obeyed by another thread: tests that compare afterwards wait for it.
#pragma once

#include <QTest>

#include "lab/lab.h"

namespace vle::test {

/// Waits until no frame moves the time any more. @return false: it still does after ten seconds
inline bool standsStill(const ui::Lab& lab) {
  for (int tries = 0; tries < 50; ++tries) {
    const std::int64_t step = lab.status().step;
    QTest::qWait(200);
    if (lab.status().step == step) return true;
  }
  return false;
}

}  // namespace vle::test
