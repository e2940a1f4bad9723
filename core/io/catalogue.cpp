// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/catalogue.h"

#include "io/project_file.h"
#include "io/resources.h"

namespace vle {

std::vector<ResourceEntry> catalogue() {
  std::vector<ResourceEntry> entries;
  for (const std::string& id : presetIds()) {
    const Meta meta = readProjectFile(resourceOf(id).toStdString()).project.meta;
    entries.push_back({id, meta.title, meta.summary});
  }
  return entries;
}

}  // namespace vle
