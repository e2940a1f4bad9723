// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Chooses the command and turns whatever goes wrong into one sentence and an exit status.
#include <exception>
#include <new>
#include <system_error>

#include <QString>
#include <QtGlobal>

#include "arguments.h"
#include "base/cpu.h"
#include "base/error.h"
#include "command_table.h"
#include "commands.h"
#include "io/output.h"
#include "messages.h"

namespace {

using vle::app::Arguments;
using vle::app::Command;
using vle::app::UsageError;

/// The instruction set of the loops: what --isa asks for, else what the environment does.
void chooseIsa(const Arguments& arguments) {
  if (const auto name = arguments.value("isa")) {
    try {
      vle::useIsa(vle::isaNamed(*name));
    } catch (const vle::Error& error) {
      throw UsageError(error.message());
    }
  }
  (void)vle::isaInUse();  // if the environment names none, that is said now
}

int execute(int& argc, char** argv) {
  std::vector<std::string> words(argv + 1, argv + argc);
  const Command* command = words.empty() ? nullptr : vle::app::findCommand(words.front());
  if (command != nullptr && !command->name.empty()) {
    words.erase(words.begin());
  } else {
    command = vle::app::findCommand("");
  }
  const Arguments arguments(words, command->options);
  if (arguments.has("help")) {
    vle::StandardOutput().write(command->name.empty() ? vle::app::usage()
                                                      : vle::app::helpOf(*command));
    return vle::app::kFine;
  }
  if (arguments.has("version")) {
    vle::StandardOutput().write("vlelab " VLE_VERSION "\n");
    return vle::app::kFine;
  }
  chooseIsa(arguments);
  return command->execute({argc, argv, arguments});
}

/// Calls something, and says what goes wrong with it.
template <class Call>
int guarded(Call call) {
  using namespace vle::app;
  try {
    return call();
  } catch (const UsageError& error) {
    say(std::string(error.what()) + "; 'vlelab --help' lists the commands.");
    return kBadUsage;
  } catch (const std::bad_alloc&) {
    say("there is not enough memory for this.");
  } catch (const std::system_error& error) {
    say(std::string("the system refuses: ") + error.what() + ".");
  } catch (const std::exception& error) {
    say(error.what());
  } catch (...) {
    say("something went wrong that has no name.");
  }
  return kBadInput;
}

/// Where an exception leaves a thread or a handler of Qt, and no catch is left.
[[noreturn]] void sayAndEnd() {
  const int status = guarded([]() -> int {
    if (const std::exception_ptr error = std::current_exception()) std::rethrow_exception(error);
    vle::app::say("the program ended by an error of its own.");
    return vle::app::kBadInput;
  });
  std::_Exit(status);
}

/// Our errors are one sentence; what Qt remarks about its plugins is not for users.
void dropQtRemarks(QtMsgType type, const QMessageLogContext&, const QString& message) {
  if (type == QtCriticalMsg || type == QtFatalMsg) vle::app::say(message.toStdString());
}

}  // namespace

int main(int argc, char** argv) {
  qInstallMessageHandler(dropQtRemarks);
  std::set_terminate(sayAndEnd);
  return guarded([&] { return execute(argc, argv); });
}
