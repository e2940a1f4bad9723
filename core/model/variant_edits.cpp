// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/variant_edits.h"

#include <algorithm>
#include <ranges>
#include <set>

#include "base/error.h"
#include "base/text.h"
#include "model/parameters.h"
#include "model/paths.h"
#include "model/validate.h"
#include "model/variants.h"

namespace vle {

namespace {

std::string keyOf(const std::string& path) { return path.substr(path.find('.')); }

/// Text without what a name must not have.
std::string legal(const std::string& text) {
  std::string name;
  for (const char c : text.substr(0, 200)) {
    const bool is_bad = std::string_view("./;[]*").find(c) != std::string_view::npos;
    if (static_cast<unsigned char>(c) < 32) continue;
    name += is_bad ? '-' : c;
  }
  while (!name.empty() && name.back() == ' ') name.pop_back();
  while (!name.empty() && name.front() == ' ') name.erase(0, 1);
  return isName(name) ? name : "variant";
}

std::string freeName(const std::vector<Variant>& variants, const std::string& wish,
                     std::size_t except) {
  const auto is_taken = [&](const std::string& name) {
    for (std::size_t k = 0; k < variants.size(); ++k) {
      if (k != except && variants[k].name == name) return true;
    }
    return false;
  };
  const std::string stem = legal(wish);
  std::string name = stem;
  for (int n = 2; is_taken(name); ++n) name = stem + " " + std::to_string(n);
  return name;
}

/// Two variants of one title could not be told apart anywhere: the second one gets a number.
void setName(std::vector<Variant>& variants, std::size_t index, const std::string& wish) {
  const auto is_taken = [&](const std::string& text) {
    for (std::size_t k = 0; k < variants.size(); ++k) {
      if (k != index && variants[k].label() == text) return true;
    }
    return false;
  };
  std::string text = wish;
  for (int n = 2; is_taken(text); ++n) text = wish + " " + std::to_string(n);
  variants[index].name = freeName(variants, text, index);
  variants[index].title = variants[index].name == text ? "" : text;
}

/// The place of the palette that a variant has by its position.
std::string placeOf(std::size_t position) { return std::to_string(position % kVariantColors + 1); }

/// Positions have shifted, colours shall not.
void keepColors(const std::vector<Variant>& before, std::vector<Variant>& after) {
  std::set<std::string> taken;
  std::vector<Variant*> fresh;
  for (Variant& variant : after) {
    const auto old = std::ranges::find(before, variant.id, &Variant::id);
    if (old == before.end()) {
      fresh.push_back(&variant);
      continue;
    }
    if (variant.color.empty()) {
      variant.color = placeOf(static_cast<std::size_t>(old - before.begin()));
    }
    taken.insert(variant.color);
  }
  for (Variant* variant : fresh) {
    std::size_t place = 0;
    while (place < kVariantColors && taken.contains(placeOf(place))) ++place;
    if (place < kVariantColors) variant->color = placeOf(place);
    taken.insert(variant->color);
  }
  for (std::size_t k = 0; k < after.size(); ++k) {
    if (after[k].color == placeOf(k)) after[k].color.clear();
  }
}

/// Cut where UTF-8 may be cut.
std::string shortened(std::string text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) --bytes;
  return text.substr(0, bytes);
}

std::vector<Variant> with(const Project& project, std::size_t behind, Variant variant,
                          const std::string& title) {
  std::vector<Variant> variants = runningVariants(project);
  const std::vector<Variant> before = variants;
  const std::size_t at = std::min(behind + 1, variants.size());
  variant.id = {};
  variant.color.clear();
  variant.visible = true;
  variants.insert(variants.begin() + static_cast<std::ptrdiff_t>(at), std::move(variant));
  setName(variants, at, shortened(title, 200));
  keepColors(before, variants);
  return variants;
}

}  // namespace

std::vector<std::string> overridablePaths(const Project& project) {
  std::vector<std::string> named, wild;
  const auto add = [&](const std::string& owner, const std::string& prefix, auto rows) {
    for (const auto& row : rows) {
      if (!row.per_variant) continue;
      const std::string key = "." + prefix + std::string(row.key);
      for (const auto& [list, path] : {std::pair(&named, owner + key), {&wild, "*" + key}}) {
        if (list == &wild && owner == "settings") continue;
        if (std::ranges::find(*list, path) != list->end()) continue;
        try {
          (void)parameterAt(project, path);
          list->push_back(path);
        } catch (const Error&) {
          // nothing writes this key, so a wildcard leads nowhere
        }
      }
    }
  };
  add("settings", "", parameters<Settings>());
  for (const NodeSpec& node : project.network.nodes | std::views::values) {
    if (node.input() != nullptr) add(node.name, "", parameters<InputSpec>());
    if (node.layer() != nullptr) add(node.name, "", parameters<LayerSpec>());
    if (node.target() != nullptr) add(node.name, "", parameters<TargetSpec>());
  }
  for (const ProjectionSpec& projection : project.network.projections | std::views::values) {
    add(projection.name, "", parameters<ProjectionSpec>());
    if (projection.feedback) add(projection.name, "feedback.", parameters<FeedbackSpec>());
  }
  named.insert(named.end(), wild.begin(), wild.end());
  return named;
}

std::vector<Variant> withSameBut(const Project& project, std::size_t base,
                                 const Overrides& overrides, const std::string& title) {
  const std::vector<Variant> variants = runningVariants(project);
  Variant variant = variants.at(std::min(base, variants.size() - 1));
  for (const auto& [path, value] : overrides) {
    if (path.starts_with("*.")) {  // what is said of one comes after what is said of all
      std::erase_if(variant.set, [&](const auto& entry) {
        return keyOf(entry.first) == keyOf(path) && !entry.first.starts_with("settings.");
      });
    }
    variant.set[path] = value;
  }
  // What it has from the base, too, stands in its name.
  const bool has_more =
      !variant.without.empty() ||
      std::ranges::any_of(variant.set, [&](auto& own) { return !overrides.contains(own.first); });
  const std::string label = has_more ? variant.label() + ", " + title : title;
  return with(project, base, std::move(variant), label);
}

std::optional<std::size_t> variantLike(const Project& project, std::size_t base,
                                       const Overrides& overrides) {
  const Project wanted = applyVariant(project, withSameBut(project, base, overrides, {})[base + 1]);
  const std::vector<Variant> running = runningVariants(project);
  for (std::size_t k = 0; k < running.size(); ++k) {
    try {
      const Project seen = applyVariant(project, running[k]);
      if (seen.network == wanted.network && seen.settings == wanted.settings) return k;
    } catch (const Error&) {
      // it cannot run, so it is not like one that can
    }
  }
  return std::nullopt;
}

std::vector<Variant> withCopy(const Project& project, std::size_t index) {
  const std::vector<Variant> variants = runningVariants(project);
  const Variant& variant = variants.at(std::min(index, variants.size() - 1));
  return with(project, index, variant, variant.label() + " copy");
}

std::vector<Variant> withName(const Project& project, std::size_t index, const std::string& text) {
  std::vector<Variant> variants = runningVariants(project);
  std::string clean = shortened(text, 200);
  std::ranges::replace_if(
      clean, [](char c) { return static_cast<unsigned char>(c) < 32 || c == 127; }, ' ');
  while (!clean.empty() && clean.back() == ' ') clean.pop_back();
  while (!clean.empty() && clean.front() == ' ') clean.erase(0, 1);
  if (index >= variants.size() || clean.empty() || clean == variants[index].label()) {
    return variants;
  }
  setName(variants, index, clean);
  return variants;
}

std::vector<Variant> withMoved(const Project& project, std::size_t from, std::size_t to) {
  std::vector<Variant> variants = runningVariants(project);
  if (from >= variants.size() || to >= variants.size() || from == to) return project.variants;
  Variant moved = std::move(variants[from]);
  variants.erase(variants.begin() + static_cast<std::ptrdiff_t>(from));
  variants.insert(variants.begin() + static_cast<std::ptrdiff_t>(to), std::move(moved));
  keepColors(runningVariants(project), variants);
  return variants;
}

std::vector<Variant> withoutOne(const Project& project, std::size_t index) {
  std::vector<Variant> variants = project.variants;
  if (index >= variants.size()) return variants;
  variants.erase(variants.begin() + static_cast<std::ptrdiff_t>(index));
  keepColors(project.variants, variants);
  return variants;
}

std::vector<Variant> withSolo(const Project& project, std::size_t index) {
  std::vector<Variant> variants = project.variants;
  if (index >= variants.size()) return variants;
  bool is_solo = true;
  for (std::size_t k = 0; k < variants.size(); ++k) {
    is_solo &= variants[k].visible == (k == index);
  }
  for (std::size_t k = 0; k < variants.size(); ++k) variants[k].visible = is_solo || k == index;
  return variants;
}

}  // namespace vle
