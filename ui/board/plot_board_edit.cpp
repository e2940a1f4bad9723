// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Changing the board: every change is one edit of the document, so it is saved and can be undone.
#include <algorithm>

#include "board/board_tools.h"
#include "board/plot_board.h"
#include "board/probe_chooser.h"
#include "session/board.h"

namespace vle::ui {

Board PlotBoard::board() const { return boardOf(document_.project()); }

void PlotBoard::push(const QString& text, Board board, const QString& merge_key) {
  document_.push(text, {SetBoard{std::move(board)}}, merge_key);
}

std::optional<std::size_t> PlotBoard::indexOf(const PlotWidget* plot) const {
  const auto found = std::ranges::find(plots_, plot);
  if (found == plots_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - plots_.begin());
}

std::vector<ProbeChoice> PlotBoard::probeChoices() const {
  const auto network = lab_.live().network();
  return network ? vle::probeChoices(*network) : std::vector<ProbeChoice>{};
}

void PlotBoard::addProbe(const QString& probe, int plot) {
  const std::string name = probe.toStdString();
  if (name.empty()) return;
  Board now = board();
  if (plot >= 0 && static_cast<std::size_t>(plot) < now.size()) {
    const std::string title = now[static_cast<std::size_t>(plot)].title;
    return push(tr("Plot %1 in '%2'").arg(probe, QString::fromStdString(title)),
                withProbe(std::move(now), static_cast<std::size_t>(plot), name));
  }
  std::size_t values = 1;
  for (const ProbeChoice& choice : probeChoices()) {
    if (choice.probe == name) {
      values = std::max<std::size_t>(1, choice.rows) * std::max<std::size_t>(1, choice.columns);
    }
  }
  const std::size_t end = now.size();
  push(tr("Plot %1").arg(probe),
       withPlot(std::move(now), end, plotOf(document_.project().network, name, values)));
}

void PlotBoard::askForProbe(std::optional<std::size_t> plot) {
  auto* chooser = new ProbeChooser(probeChoices(), this);
  chooser->setAttribute(Qt::WA_DeleteOnClose);
  connect(chooser, &QDialog::accepted, this, [this, chooser, plot] {
    for (const QString& probe : chooser->chosen()) {
      addProbe(probe, plot ? static_cast<int>(*plot) : -1);
    }
  });
  chooser->open();  // the run and its plots go on behind it
}

QWidget* PlotBoard::tools() {
  if (!tools_) tools_ = new BoardTools(*this, this);
  return tools_;
}

bool PlotBoard::hasLayer(const std::string& name) const {
  return std::ranges::any_of(document_.project().network.nodes, [&name](const auto& entry) {
    return entry.second.layer() != nullptr && entry.second.name == name;
  });
}

}  // namespace vle::ui
