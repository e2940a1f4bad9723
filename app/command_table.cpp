// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "command_table.h"

#include <algorithm>
#include <span>

#include "base/text.h"
#include "io/output.h"

namespace vle::app {

namespace {

using enum Option::Count;

constexpr std::size_t kLineWidth = 100;

const Option kVariant = {"variant", "NAME", "only this variant; several may be named", Often};
const Option kSet = {"set", "PATH=VALUE", "a parameter of every variant, as in files", Often};
const Option kSeed = {"seed", "N", "key of all random draws"};
const Option kDuration = {"duration", "MS", "length of the run"};
const Option kJson = {"json", "", "the report as JSON"};

/// What every command takes.
const std::vector<Option> kCommon = {{"isa", "NAME",
                                      "instruction set to compute with: baseline, avx2 or avx512; "
                                      "the widest one is used without it. "
                                      "All give the same bits"},
                                     {"help", "", "this page"}};

int help(const Invocation& invocation);

std::vector<Command> makeCommands() {
  std::vector<Command> all = {
      {"",
       "[PROJECT]",
       "open the window; PROJECT is a file or the id of a preset; without one, the last project",
       {{"version", "", "the version, and nothing else"}},
       &window},
      {"list", "", "presets: id, title, one line", {kJson}, &list},
      {"run",
       "PROJECT",
       "run without a window and report losses and weights",
       {kDuration,
        kSeed,
        kVariant,
        kSet,
        {"record", "PROBES",
         "what is recorded, separated by commas; without it, what the board shows", Often},
        {"every", "N", "steps a row of the recording"},
        {"csv", "FILE", "write what is recorded as a table"},
        {"plot", "FILE", "draw the board; FILE ends in .png, .svg or .pdf"},
        {"save-trained", "FILE", "write the project with the weights it has learned"},
        kJson},
       &run},
      {"sweep",
       "PROJECT",
       "a run for every seed, value and variant, one row each, written as it finishes; the plan of "
       "the sweep stands in FILE.json",
       {{"seeds", "A..B", "the first and the last seed", Needed},
        {"csv", "FILE", "the table to write; rows stand in FILE.part until the end", Needed},
        {"vary", "PATH[+PATH]...=V1,V2,...", "values of one or several parameters", Often},
        kVariant,
        kSet,
        kDuration,
        {"jobs", "N", "runs at a time; without it, as many as this process may use processors"},
        {"shard", "I/N", "the I-th of N parts of the rows"},
        {"resume", "", "go on after the rows that FILE or FILE.part has"}},
       &sweep},
      {"check", "FILE...", "every problem of project files, with its JSON path", {}, &check},
      {"gradient",
       "PROJECT",
       "local, exact and finite-difference gradients; e beside the adjoint",
       {{"variant", "NAME", "the variant to look at; without it, the first"},
        kSeed,
        kSet,
        {"at", "MS", "run until then first"},
        {"window", "MS", "length of the stretch that is compared"},
        {"frequency", "HZ", "looked at, too, beside the lines of the inputs"},
        {"csv", "FILE", "write e and adjoint of every neuron as a table"},
        kJson},
       &gradient},
      {"screenshot",
       "PROJECT",
       "a picture of the window",
       {{"out", "FILE", "the picture to write; its name ends in .png", Needed},
        {"after", "SECONDS", "how long the window runs first"},
        {"size", "WxH", "of the window, in pixels"},
        {"theme", "light|dark", "colours"},
        {"layout", "NAME", "default, network, board or microscope"}},
       &screenshot},
      {"help", "[COMMAND]", "the page of a command, or this one", {}, &help}};
  for (Command& command : all) {
    command.options.insert(command.options.end(), kCommon.begin(), kCommon.end());
  }
  return all;
}

bool isCommon(const Option& option) {
  return std::ranges::find(kCommon, option.name, &Option::name) != kCommon.end();
}

std::string written(const Option& option) {
  return "--" + option.name + (option.value.empty() ? "" : " " + option.value);
}

/// Words in lines of at most kLineWidth, each but the first with a margin.
std::string wrapped(const std::vector<std::string>& words, std::size_t margin, std::size_t column) {
  std::string text;
  for (const std::string& word : words) {
    const bool is_first = text.empty();
    if (!is_first && column + 1 + word.size() > kLineWidth) {
      text += "\n" + std::string(margin, ' ');
      column = margin;
    } else if (!is_first) {
      text += ' ';
      ++column;
    }
    text += word;
    column += word.size();
  }
  return text;
}

std::vector<std::string> wordsOf(const std::string& text) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    words.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

/// "vlelab run PROJECT [--duration MS] …", without the options that every command takes.
std::string synopsis(const Command& command) {
  std::vector<std::string> words = {"vlelab"};
  if (!command.name.empty()) words.push_back(command.name);
  if (!command.operands.empty()) words.push_back(command.operands);
  for (const Option& option : command.options) {
    if (isCommon(option) || option.name == "version") continue;
    const bool is_needed = option.count == Needed;
    words.push_back(is_needed ? written(option)
                              : "[" + written(option) + "]" + (option.count == Often ? "..." : ""));
  }
  return wrapped(words, 11, 0);
}

constexpr const char* kStatuses =
    "Exit status: 0 fine, 1 bad input, 2 bad usage, 3 a variant diverged, 128 + n ended by signal "
    "n.\n";

/// All of them, the window first.
std::span<const Command> commands() {
  static const std::vector<Command> all = makeCommands();
  return all;
}

int help(const Invocation& invocation) {
  const std::vector<std::string>& names = invocation.arguments.positional();
  if (names.size() > 1) throw UsageError("help explains one COMMAND");
  StandardOutput output;
  if (names.empty()) {
    output.write(usage());
    return kFine;
  }
  const Command* command = names.front().empty() ? nullptr : findCommand(names.front());
  if (command == nullptr) {
    std::vector<std::string> known;
    for (const Command& row : commands().subspan(1)) known.push_back(row.name);
    throw UsageError(unknown("command", names.front(), known));
  }
  output.write(helpOf(*command));
  return kFine;
}

}  // namespace

const Command* findCommand(const std::string& name) {
  const auto found = std::ranges::find(commands(), name, &Command::name);
  return found == commands().end() ? nullptr : &*found;
}

std::string helpOf(const Command& command) {
  std::size_t column = 0;
  for (const Option& option : command.options) {
    column = std::max(column, written(option).size() + 4);
  }
  std::string text = synopsis(command) + "\n\n" + wrapped(wordsOf(command.summary), 0, 0) + "\n\n";
  for (const Option& option : command.options) {
    std::string line = "  " + written(option);
    line.resize(column, ' ');
    text += line + wrapped(wordsOf(option.doc), column, column) + "\n";
  }
  return text + "\nA file named - is the standard input or output.\n" + kStatuses;
}

std::string usage() {
  std::string text = "VLE Lab: networks of neurons that learn online, with local errors.\n\n";
  for (const Command& command : commands()) {
    text += synopsis(command) + "\n    " + wrapped(wordsOf(command.summary), 4, 4) + "\n";
  }
  text +=
      "vlelab --version | --help\n\n'vlelab COMMAND --help' explains the options of a command. "
      "Every command takes " +
      written(kCommon.front()) + ",\n" +
      wrapped(wordsOf("the " + kCommon.front().doc + "."), 0, 0) + "\n\n";
  return text + kStatuses;
}

}  // namespace vle::app
