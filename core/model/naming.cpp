// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/naming.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "base/error.h"

namespace vle {

namespace {

/// Leaves room for a number; cuts between characters of UTF-8 only.
std::string shortened(const std::string& name) {
  constexpr std::size_t kLongest = 240;  // of 256 bytes
  if (name.size() <= kLongest) return name;
  std::size_t end = kLongest;
  while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xc0) == 0x80) --end;
  return name.substr(0, end);
}

void requireRoom(std::size_t count, std::size_t limit, const char* what) {
  if (count <= limit) return;
  throw Error(ErrorKind::InvalidSpec, "The network would have " + std::to_string(count) + " " +
                                          what + ", the limit is " + std::to_string(limit) + ".");
}

}  // namespace

void giveIds(std::vector<Variant>& variants, IdMark& ids) {
  std::set<VariantId> taken;
  for (Variant& variant : variants) {
    if (variant.id == VariantId{} || taken.contains(variant.id)) {
      variant.id = VariantId{++ids.highest_variant};
    }
    ids.highest_variant = std::max(ids.highest_variant, static_cast<std::uint32_t>(variant.id));
    taken.insert(variant.id);
  }
}

Fresh::Fresh(const Project& project, std::size_t nodes, std::size_t projections)
    : last_(project.ids.highest) {
  requireRoom(project.network.nodes.size() + nodes, kMaxNodes, "nodes");
  requireRoom(project.network.projections.size() + projections, kMaxProjections, "projections");
  const auto take = [this](const auto& map) {
    for (const auto& [id, item] : map) {
      ids_.insert(number(id));
      names_.insert(item.name);
    }
  };
  take(project.network.nodes);
  take(project.network.projections);
  if (!ids_.empty()) last_ = std::max(last_, *ids_.rbegin());
}

std::uint32_t Fresh::next() {
  if (last_ < std::numeric_limits<std::uint32_t>::max()) return *ids_.insert(++last_).first;
  std::uint32_t free = 1;  // a file used up the largest id
  while (!ids_.insert(free).second) ++free;
  return free;
}

std::string Fresh::name(const std::string& whole) {
  std::string wanted = shortened(whole);
  if (names_.insert(wanted).second) return wanted;
  const std::size_t digits = wanted.find_last_not_of("0123456789") + 1;
  std::uint64_t count = 1;
  const bool counted = digits > 0 && digits < wanted.size() && wanted.size() - digits < 10;
  if (counted) std::from_chars(wanted.data() + digits, wanted.data() + wanted.size(), count);
  const std::string stem = counted ? wanted.substr(0, digits) : wanted + " ";
  std::uint64_t& last = counts_[stem];
  last = std::max(last, count);
  while (true) {
    std::string name = stem + std::to_string(++last);
    if (names_.insert(name).second) return name;
  }
}

}  // namespace vle
