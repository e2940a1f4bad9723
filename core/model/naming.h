// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Free names and ids for what is added to a project. One object serves one action, so that several
// new things get different ones. Any thread.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "model/project.h"

namespace vle {

/// Gives an id to every variant that has none, or that of one before it in the list.
/// @param ids  [in, out] none is given twice
void giveIds(std::vector<Variant>& variants, IdMark& ids);

class Fresh {
 public:
  /// @param nodes, projections  how many will be added
  /// @throws Error(InvalidSpec) if the network has no room for them
  Fresh(const Project& project, std::size_t nodes, std::size_t projections);

  /// An id that no node or projection of the document has or had.
  [[nodiscard]] NodeId node() { return NodeId{next()}; }
  [[nodiscard]] ProjectionId projection() { return ProjectionId{next()}; }

  /// The name itself if nothing has it, else the first free of "x 2", "x 3", …
  /// A name that ends in a number goes on from there: "layer 1", "layer 2"; "W1", "W2". What would
  /// be too long is cut.
  [[nodiscard]] std::string name(const std::string& wanted);

 private:
  std::uint32_t next();

  std::set<std::uint32_t> ids_;
  std::uint32_t last_ = 0;
  std::set<std::string> names_;
  std::map<std::string, std::uint64_t> counts_;  ///< the last number given after a stem
};

}  // namespace vle
