// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "display.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <string>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace vle::app {

namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): before any thread
  return value != nullptr ? value : "";
}

/// Does anyone listen at a Unix socket? A leading NUL names an abstract one.
bool answers(const std::string& path) {
  sockaddr_un address{};
  if (path.size() >= sizeof address.sun_path) return false;
  address.sun_family = AF_UNIX;
  std::ranges::copy(path, address.sun_path);
  const int handle = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (handle < 0) return false;
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size());
  const bool connected = connect(handle, reinterpret_cast<sockaddr*>(&address), size) == 0;
  close(handle);
  return connected;
}

bool hasX(const std::string& display) {
  const auto colon = display.rfind(':');
  if (colon == std::string::npos) return false;
  const std::string host = display.substr(0, colon);
  if (!host.empty() && host != "unix") return true;
  const std::string number = display.substr(colon + 1, display.find('.', colon) - colon - 1);
  const std::string path = "/tmp/.X11-unix/X" + number;
  return answers(path) || answers(std::string(1, '\0') + path);
}

bool hasWayland(const std::string& display) {
  if (display.empty()) return false;
  return answers(display.front() == '/' ? display : environment("XDG_RUNTIME_DIR") + "/" + display);
}

}  // namespace

bool hasDisplay() {
  return !environment("QT_QPA_PLATFORM").empty() || hasX(environment("DISPLAY")) ||
         hasWayland(environment("WAYLAND_DISPLAY"));
}

}  // namespace vle::app
