// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/error.h"

#include <algorithm>

namespace vle {

Error::Error(ErrorKind kind, std::string message, std::string where)
    : kind_(kind), message_(std::move(message)), where_(std::move(where)) {
  what_ = where_.empty() ? message_ : where_ + ": " + message_;
}

bool hasErrors(const std::vector<Issue>& issues) {
  return std::ranges::any_of(issues, [](const Issue& i) { return i.severity == Severity::Error; });
}

}  // namespace vle
