// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Chooses the command and turns whatever goes wrong into one sentence and an exit status.
#include <cstdio>
#include <exception>
#include <map>
#include <new>

#include <QString>
#include <QtGlobal>

#include "arguments.h"
#include "base/cpu.h"
#include "base/error.h"
#include "base/text.h"
#include "commands.h"

namespace {

using vle::app::Invocation;

int dispatch(const Invocation& invocation) {
  static const std::map<std::string, int (*)(const Invocation&)> commands = {
      {"list", &vle::app::list},   {"run", &vle::app::run},
      {"check", &vle::app::check}, {"gradient", &vle::app::gradient},
      {"sweep", &vle::app::sweep}, {"screenshot", &vle::app::screenshot},
      {"", &vle::app::window}};
  return commands.at(invocation.command)(invocation);
}

/// Takes --isa out of the words of any command: which instruction set the loops use.
void chooseIsa(std::vector<std::string>& words) {
  const std::string option = "--isa";
  for (std::size_t k = 0; k < words.size() && words[k] != "--";) {
    const bool alone = words[k] == option;
    if (!alone && !words[k].starts_with(option + "=")) {
      ++k;
      continue;
    }
    if (alone && k + 1 == words.size()) throw vle::app::UsageError("--isa needs a value");
    try {
      vle::useIsa(vle::isaNamed(alone ? words[k + 1] : words[k].substr(option.size() + 1)));
    } catch (const vle::Error& error) {
      throw vle::app::UsageError(error.message());
    }
    const auto at = words.begin() + static_cast<std::ptrdiff_t>(k);
    words.erase(at, at + (alone ? 2 : 1));
  }
  (void)vle::isaInUse();  // if the environment names none, that is said now
}

/// Our errors are one sentence; what Qt remarks about its plugins is not for users.
void dropQtRemarks(QtMsgType type, const QMessageLogContext&, const QString& message) {
  if (type == QtCriticalMsg || type == QtFatalMsg) {
    std::fprintf(stderr, "vlelab: %s\n", qUtf8Printable(message));
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> words(argv + 1, argv + argc);
  std::string command;
  for (const char* known : {"list", "run", "check", "gradient", "sweep", "screenshot"}) {
    if (!words.empty() && words.front() == known) command = known;
  }
  if (!command.empty()) words.erase(words.begin());
  qInstallMessageHandler(dropQtRemarks);
  try {
    chooseIsa(words);
    if (!words.empty() && (words.front() == "--help" || words.front() == "-h")) {
      std::fputs(vle::app::usage().c_str(), stdout);
      return vle::app::kFine;
    }
    if (!words.empty() && words.front() == "--version") {
      std::puts("vlelab " VLE_VERSION);
      return vle::app::kFine;
    }
    return dispatch({argc, argv, command, words});
  } catch (const vle::app::UsageError& error) {
    std::fprintf(stderr, "vlelab: %s; 'vlelab --help' lists the commands.\n",
                 vle::oneLine(error.what()).c_str());
    return vle::app::kBadUsage;
  } catch (const vle::Error& error) {
    std::fprintf(stderr, "vlelab: %s\n", vle::oneLine(error.what()).c_str());
    return vle::app::kBadInput;
  } catch (const std::bad_alloc&) {
    std::fputs("vlelab: there is not enough memory for this.\n", stderr);
    return vle::app::kBadInput;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "vlelab: %s\n", error.what());
    return vle::app::kBadInput;
  }
}
