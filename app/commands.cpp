// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"

#include <cmath>
#include <cstdio>
#include <memory>
#include <optional>

#include <QApplication>
#include <QBuffer>
#include <QPixmap>
#include <QTimer>

#include "arguments.h"
#include "base/error.h"
#include "base/text.h"
#include "configuration.h"
#include "display.h"
#include "drawing/theme.h"
#include "io/catalogue.h"
#include "io/lesson_codec.h"
#include "io/output.h"
#include "io/project_file.h"
#include "main_window.h"
#include "messages.h"
#include "model/variants.h"
#include "sim/probes.h"
#include "text_table.h"
#include "widgets/guarded_application.h"

namespace vle::app {

namespace {

constexpr const char* kFirstProject = "chain";

/// The application, with the display if there is one and without otherwise.
std::unique_ptr<QApplication> makeApplication(const Invocation& invocation, bool off_screen) {
  if (off_screen) qputenv("QT_QPA_PLATFORM", "offscreen");
  return std::make_unique<ui::GuardedApplication>(invocation.argc, invocation.argv);
}

QSize sizeOf(const std::string& text) {
  int width = 0;
  int height = 0;
  char rest = 0;
  const int read = std::sscanf(text.c_str(), "%dx%d%c", &width, &height, &rest);
  if (read != 2 || width < 64 || height < 64 || width > 8192 || height > 8192) {
    throw UsageError("--size needs WIDTHxHEIGHT between 64x64 and 8192x8192, not '" + text + "'");
  }
  return {width, height};
}

/// Is there anybody to see a dialog?
bool isSeen() {
  const QString platform = QGuiApplication::platformName();
  return platform != QLatin1String("offscreen") && platform != QLatin1String("minimal");
}

/// Probes of the board and of the lesson that exist in no variant: their plots would stay empty,
/// their checks would never hold.
void addProbeProblems(LoadedProject& loaded) {
  const auto networks = compileVariants(loaded.project);
  const auto check = [&](std::string path, const std::string& probe) {
    std::string why;
    for (const auto& network : networks) {
      try {
        (void)channelsOf(*network, probe);
        return;
      } catch (const Error& error) {
        why = error.message() + ".";
      }
    }
    loaded.problems.push_back({Severity::Warning, std::move(path), why});
  };
  for (std::size_t p = 0; p < loaded.project.board.size(); ++p) {
    const std::vector<std::string>& probes = loaded.project.board[p].probes;
    for (std::size_t k = 0; k < probes.size(); ++k) {
      check("$.board.plots[" + std::to_string(p) + "].probes[" + std::to_string(k) + "]",
            probes[k]);
    }
  }
  if (!loaded.project.lesson) return;
  for (const auto& [path, probe] : watchedProbes(*loaded.project.lesson)) check(path, probe);
}

}  // namespace

int list(const Invocation& invocation) {
  const Arguments& arguments = invocation.arguments;
  if (!arguments.positional().empty()) throw UsageError("list takes no PROJECT");
  const std::vector<ResourceEntry> entries = catalogue();
  std::string text;
  if (arguments.has("json")) {
    Json::Array array;
    for (const ResourceEntry& entry : entries) {
      array.emplace_back(
          Json::Object{{"id", entry.id}, {"title", entry.title}, {"summary", entry.summary}});
    }
    text = toText(array);
  } else {
    std::vector<std::vector<std::string>> rows;
    rows.reserve(entries.size());
    for (const ResourceEntry& entry : entries)
      rows.push_back({entry.id, entry.title, entry.summary});
    text = tableText(rows);
  }
  StandardOutput().write(text);
  return kFine;
}

int check(const Invocation& invocation) {
  const Arguments& arguments = invocation.arguments;
  if (arguments.positional().empty()) throw UsageError("check needs at least one FILE");
  bool failed = false;
  for (const std::string& path : arguments.positional()) {
    LoadedProject loaded = readProjectOrPreset(path);
    if (!loaded.hasErrors()) {
      addProbeProblems(loaded);
      for (const Issue& issue : errorProblems(loaded.project, runningVariants(loaded.project))) {
        const std::string where = loaded.order.pathOf(issue.place);
        loaded.problems.push_back({issue.severity, where, issue.message});
      }
    }
    for (const Problem& problem : loaded.problems) sayProblem(problem, path);
    failed |= loaded.hasErrors();
    if (loaded.problems.empty()) StandardOutput().write(oneLine(path) + ": no problems\n");
  }
  return failed ? kBadInput : kFine;
}

int window(const Invocation& invocation) {
  const Arguments& arguments = invocation.arguments;
  if (arguments.positional().size() > 1) throw UsageError("the window opens one PROJECT");
  const bool is_named = !arguments.positional().empty();
  if (is_named && arguments.positional().front() == kStandardStream) {
    throw UsageError("the window opens a file, not the standard input");
  }
  std::string id =
      is_named ? arguments.positional().front() : ui::RecentFiles::lastProject().toStdString();
  Project project;
  std::optional<Error> wrong;
  try {
    project = loadProject(id);
  } catch (const Error& error) {
    if (is_named) wrong = error;
    id = kFirstProject;
    project = loadProject(id);
  }
  if (!hasDisplay(invocation.argc, invocation.argv)) {
    if (wrong) throw *wrong;
    throw Error(ErrorKind::File, "no display answers, so there is no window; 'vlelab run " + id +
                                     "' works without one.");
  }
  const auto application = makeApplication(invocation, false);
  if (wrong && !isSeen()) throw *wrong;  // a dialog would wait for ever
  ui::MainWindow main_window(ui::systemIsDark() ? QStringLiteral("dark") : QStringLiteral("light"));
  main_window.restoreLayout();
  main_window.files().beginSession();
  main_window.open(std::move(project), QString::fromStdString(id));
  main_window.show();
  QTimer::singleShot(0, &main_window, [&] {
    main_window.files().offerRestore();
    if (!wrong) return;
    say(wrong->what());
    (void)main_window.files().openNamed(QString::fromStdString(arguments.positional().front()));
  });
  return QApplication::exec();
}

int screenshot(const Invocation& invocation) {
  const Arguments& arguments = invocation.arguments;
  const std::string id = onePositional(arguments, "screenshot");
  const auto out = arguments.value("out");
  if (!out) throw UsageError("screenshot needs --out FILE.png");
  const double after = arguments.number("after").value_or(2);
  if (!(after >= 0 && after <= 3600)) {
    throw UsageError("--after needs seconds between 0 and 3600");
  }
  const QSize size = sizeOf(arguments.value("size").value_or("1280x800"));
  const std::string theme = arguments.value("theme").value_or("light");
  if (theme != "light" && theme != "dark") throw UsageError("--theme is light or dark");
  const QString layout = QString::fromStdString(arguments.value("layout").value_or("default"));
  if (!ui::MainWindow::layoutNames().contains(layout)) {
    throw UsageError("--layout is one of " +
                     ui::MainWindow::layoutNames().join(QStringLiteral(", ")).toStdString());
  }
  const bool is_png =
      QString::fromStdString(*out).endsWith(QLatin1String(".png"), Qt::CaseInsensitive);
  if (!is_png && *out != kStandardStream)
    throw UsageError("--out needs a file name ending in .png");
  Project project = loadProject(id);
  guardOf(id, project).writes(*out, "--out");
  requireWritable(*out);
  const auto application = makeApplication(invocation, true);
  ui::MainWindow main_window(QString::fromStdString(theme));
  main_window.resize(size);
  main_window.setPanels(layout);
  main_window.open(std::move(project), QString::fromStdString(id));
  main_window.show();
  QTimer::singleShot(static_cast<int>(std::lround(after * 1000)), &main_window,
                     [] { QApplication::quit(); });
  QApplication::exec();
  QByteArray bytes;
  QBuffer picture(&bytes);
  (void)picture.open(QIODevice::ReadWrite);
  if (!main_window.grab().save(&picture, "PNG")) {
    throw Error(ErrorKind::File, "the picture cannot be made.", *out);
  }
  saveBytes(bytes, *out);
  return kFine;
}

}  // namespace vle::app
