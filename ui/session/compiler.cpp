// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/compiler.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "model/variants.h"

namespace vle::ui {

Compiler::Compiler(const Document& document, QObject* parent)
    : QObject(parent), document_(document) {
  timer_.setSingleShot(true);
  timer_.setInterval(0);
  connect(&timer_, &QTimer::timeout, this, &Compiler::compile);
  connect(&document_, &Document::changed, this, &Compiler::onChanged);
  connect(&trials_, &ErrorTrials::found, this, &Compiler::tellProblems);
}

void Compiler::onChanged(const Change& change) {
  is_reload_ |= change.reload;
  if (change.reachesSimulation()) timer_.start();
}

void Compiler::finish() {
  if (!timer_.isActive()) return;
  timer_.stop();
  compile();
}

void Compiler::compile() {
  judged_ = validate(document_.project());
  if (is_reload_) trials_.ask({}, {}, true);
  tellProblems();
  std::vector<Variant> variants = runningVariants(document_.project());
  std::optional<std::vector<std::string>> refused = refusals(judged_, variants);
  is_current_ = refused.has_value();
  if (!is_current_ && !is_reload_) return;
  const auto before = networks_;
  // Of another project that cannot run yet there is none: that of before must not run on under its
  // name, and whoever asks for states must not wait for its.
  variants_ = is_current_ ? std::move(variants) : std::vector<Variant>();
  refused_ = is_current_ ? std::move(*refused) : std::vector<std::string>();
  networks_ = buildNetworks();
  trials_.ask(variants_, networks_, is_reload_);
  emit compiled(is_current_ ? std::exchange(is_reload_, false) : true);
  if (networks_ != before) emit networksChanged();
}

void Compiler::tellProblems() {
  std::vector<Issue> problems = judged_;
  // Of a network that is being changed: its layer may have gone meanwhile.
  std::ranges::copy_if(trials_.issues(), std::back_inserter(problems), [this](const Issue& issue) {
    return document_.project().network.find(NodeId{issue.place.id}) != nullptr;
  });
  if (problems == problems_) return;
  problems_ = std::move(problems);
  emit problemsChanged();
}

/// Networks of what has not changed are the very same: an edit of one variant leaves the others, as
/// they run, alone.
std::vector<std::shared_ptr<const Network>> Compiler::buildNetworks() {
  std::vector<Compiled> compiled;
  std::vector<std::shared_ptr<const Network>> networks;
  for (std::size_t k = 0; k < variants_.size(); ++k) {
    if (!refused_[k].empty()) {
      networks.push_back(nullptr);
      continue;
    }
    const Variant& variant = variants_[k];
    Project project = withoutLooks(applyVariant(document_.project(), variant));
    const auto same = std::ranges::find(compiled_, project, &Compiled::project);
    const bool is_free = same != compiled_.end() && !is_reload_ &&
                         std::ranges::find(networks, same->network) == networks.end();
    networks.push_back(is_free ? same->network : Network::buildValid(project));
    compiled.push_back({std::move(project), networks.back()});
  }
  compiled_ = std::move(compiled);
  return networks;
}

}  // namespace vle::ui
