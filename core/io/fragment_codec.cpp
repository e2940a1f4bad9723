// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/fragment_codec.h"

#include <QDir>

#include "base/error.h"
#include "io/project_file.h"
#include "io/signal_files.h"

namespace vle {

namespace {

/// Calls for every file signal of a network.
template <class Visit>
void eachFileSignal(NetworkSpec& spec, Visit visit) {
  for (auto& [id, node] : spec.nodes) {
    SignalSpec* signal = nullptr;
    if (auto* input = std::get_if<InputSpec>(&node.kind)) signal = &input->signal;
    if (auto* target = std::get_if<TargetSpec>(&node.kind)) {
      signal = std::get_if<SignalSpec>(&target->source);
    }
    auto* file = signal != nullptr ? std::get_if<FileSignal>(signal) : nullptr;
    if (file != nullptr && file->table != nullptr) visit(*file);
  }
}

}  // namespace

std::string fragmentText(const Fragment& fragment) {
  Project project;
  project.network = fragment.network;
  project.weights = fragment.weights;
  eachFileSignal(project.network, [](FileSignal& file) { file.path = file.table->source; });
  return projectText(project);
}

Fragment readFragment(std::string_view text, const std::string& folder) {
  LoadedProject loaded = readProjectText(text, {folder});
  if (!loaded.is_whole) {
    for (const Problem& problem : loaded.problems) {
      if (problem.severity != Severity::Error) continue;
      throw Error(ErrorKind::File, problem.message, problem.path);
    }
  }
  Project& project = loaded.project;
  const QDir here(QString::fromStdString(folder));
  eachFileSignal(project.network, [&here](FileSignal& file) {
    const QString relative = here.relativeFilePath(QString::fromStdString(file.path));
    const bool is_inside =
        !relative.startsWith(QLatin1String("..")) && QDir::isRelativePath(relative);
    if (is_inside) file.path = relative.toStdString();
  });
  return {std::move(project.network), std::move(project.weights)};
}

}  // namespace vle
