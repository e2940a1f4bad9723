// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "arguments.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace vle::app {

Arguments::Arguments(const std::vector<std::string>& words, const std::vector<Option>& options) {
  bool only_positional = false;
  for (std::size_t k = 0; k < words.size(); ++k) {
    const std::string& word = words[k];
    if (!only_positional && word == "-h") {
      values_["help"];
      continue;
    }
    if (only_positional || !word.starts_with("--")) {
      positional_.push_back(word);
      continue;
    }
    if (word == "--") {
      only_positional = true;
      continue;
    }
    const auto equals = word.find('=');
    const std::string name = word.substr(2, equals == std::string::npos ? equals : equals - 2);
    const auto option = std::ranges::find(options, name, &Option::name);
    if (option == options.end()) {
      std::vector<std::string> names;
      names.reserve(options.size());
      for (const Option& known : options) names.push_back("--" + known.name);
      throw UsageError(unknown("option", "--" + name, names));
    }
    std::vector<std::string>& values = values_[name];
    if (option->value.empty()) {
      if (equals != std::string::npos) throw UsageError("--" + name + " takes no value");
    } else if (equals != std::string::npos) {
      values.push_back(word.substr(equals + 1));
    } else if (k + 1 < words.size()) {
      values.push_back(words[++k]);
    } else {
      throw UsageError("--" + name + " needs a value");
    }
  }
}

std::optional<std::string> Arguments::value(const std::string& name) const {
  const auto found = values_.find(name);
  if (found == values_.end() || found->second.empty()) return std::nullopt;
  return found->second.back();
}

std::vector<std::string> Arguments::values(const std::string& name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? std::vector<std::string>{} : found->second;
}

std::optional<double> Arguments::number(const std::string& name) const {
  const std::optional<std::string> text = value(name);
  if (!text) return std::nullopt;
  double number = 0;
  const auto [end, code] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (code != std::errc{} || end != text->data() + text->size()) {
    throw UsageError("--" + name + " needs a number, not '" + *text + "'");
  }
  return number;
}

std::optional<std::int64_t> Arguments::integer(const std::string& name) const {
  const std::optional<std::string> text = value(name);
  if (!text) return std::nullopt;
  std::int64_t number = 0;
  const auto [end, code] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (code != std::errc{} || end != text->data() + text->size()) {
    throw UsageError("--" + name + " needs a whole number, not '" + *text + "'");
  }
  return number;
}

}  // namespace vle::app
