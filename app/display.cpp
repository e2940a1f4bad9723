// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "display.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QGuiApplication>

namespace vle::app {

bool hasDisplay(int argc, char** argv) {
  const bool is_named = qEnvironmentVariableIsSet("DISPLAY") ||
                        qEnvironmentVariableIsSet("WAYLAND_DISPLAY") ||
                        qEnvironmentVariableIsSet("QT_QPA_PLATFORM");
  if (!is_named) return false;
  const pid_t child = fork();
  if (child < 0) return true;  // too little of something else; let Qt try
  if (child == 0) {
    constexpr rlimit kNoCoreDump{0, 0};
    (void)setrlimit(RLIMIT_CORE, &kNoCoreDump);
    const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    (void)dup2(nowhere, STDERR_FILENO);
    const QGuiApplication application(argc, argv);
    _exit(0);
  }
  int status = 0;
  return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace vle::app
