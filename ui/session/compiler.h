// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// From the document to the networks of its variants: all changes of one turn of the event loop are
// validated and compiled once, and what has not changed keeps its network. GUI thread.
#pragma once

#include <memory>
#include <vector>

#include <QObject>
#include <QTimer>

#include "document/document.h"
#include "model/validate.h"
#include "session/error_trials.h"
#include "sim/network.h"

namespace vle::ui {

class Compiler : public QObject {
  Q_OBJECT

 public:
  explicit Compiler(const Document& document, QObject* parent = nullptr);

  /// Problems of the document as it is now, and soon after a warning where errors would run away
  /// (ErrorTrials). With an error of the project itself the last valid
  /// networks stay, if there are any; a variant with one of its own has no network, and the others
  /// run.
  [[nodiscard]] const std::vector<Issue>& problems() const { return problems_; }
  /// Are the networks those of the document as it is now?
  [[nodiscard]] bool isCurrent() const { return is_current_; }
  /// The variants compiled last, and the network of each; nullptr for one that cannot run.
  [[nodiscard]] const std::vector<Variant>& variants() const { return variants_; }
  [[nodiscard]] const std::vector<std::shared_ptr<const Network>>& networks() const {
    return networks_;
  }
  /// Why a variant has no network, a sentence; "" for one that has.
  [[nodiscard]] const std::vector<std::string>& refused() const { return refused_; }

  /// Compiles now what was changed in this turn of the event loop: a command that follows a change
  /// must find it done.
  void finish();

 signals:
  void problemsChanged();
  /// A change was compiled; of another project that has errors: to no variants at all.
  /// @param is_reload  it is another project, of whose states nothing is carried over
  void compiled(bool is_reload);
  /// Other networks than before: what was found out about those is past. After `compiled`.
  void networksChanged();

 private:
  void onChanged(const Change& change);
  void compile();
  void tellProblems();
  [[nodiscard]] std::vector<std::shared_ptr<const Network>> buildNetworks();

  /// A network and the project it was compiled from, to see whether it is still the same.
  struct Compiled {
    Project project;
    std::shared_ptr<const Network> network;
  };

  const Document& document_;
  QTimer timer_;                 // coalesces all changes of one turn of the event loop
  std::vector<Issue> judged_;    // by `validate`
  std::vector<Issue> problems_;  // those, and what trials found
  std::vector<Variant> variants_;
  std::vector<std::shared_ptr<const Network>> networks_;
  std::vector<std::string> refused_;  // one a variant
  std::vector<Compiled> compiled_;
  bool is_current_ = false;
  bool is_reload_ = false;  // since the last valid networks
  ErrorTrials trials_;      // last: ends before what it tells is gone
};

}  // namespace vle::ui
