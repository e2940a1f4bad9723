// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// New, open, save: what happens between the document and the disk. Nothing is lost: changes are
// asked about, a bad file leaves the open project as it is, a file that another program has changed
// is not overwritten unasked, and restore points are kept. Used by the main window. GUI thread.
#pragma once

#include <memory>

#include <QObject>
#include <QStringList>

#include "document/document.h"
#include "files/autosave.h"
#include "files/questions.h"
#include "files/recent_files.h"
#include "session/lab.h"

namespace vle::ui {

class Files : public QObject {
  Q_OBJECT

 public:
  Files(Document& document, Lab& lab, Questions questions, QObject* parent = nullptr);
  ~Files() override;

  /// Shows a project without asking.
  /// @param origin  the file it was read from, or the id of the preset
  void show(Project project, const QString& origin);

  // Each asks whether changes may be lost and says what goes wrong.
  // Returns: was it done?
  bool startNew();
  bool open();  ///< asks which file
  bool open(const QString& path);
  bool openPreset(const QString& id);
  /// What the command line names: a file or, if there is none of that name, a preset.
  bool openNamed(const QString& path_or_id);
  bool save();  ///< presets and new projects ask for a place
  bool saveAs();
  /// The shown variant with the weights it has now, as soon as the run has told them; the open
  /// project stays as it is.
  void saveTrained();
  /// A variant that has diverged, with the weights it had shortly before; nothing if these are not
  /// known.
  void saveLearned(VariantId id);
  /// Asks whether to save, discard or keep what was changed. False: keep.
  bool mayLoseChanges();

  /// The file of the open project; "" for a new one and for presets.
  [[nodiscard]] const QString& path() const { return path_; }
  /// Files opened or saved of late, newest first, those that are gone included.
  [[nodiscard]] const QStringList& recent() const { return recent_.list(); }
  void forgetRecent();

  /// Remembers recent files and the last project from now on, and keeps restore points.
  /// @param restore_root  folder of the restore points; "": where the desktop wants them
  void beginSession(const QString& restore_root = {});
  /// Offers what programs that crashed have left.
  void offerRestore();
  /// Lists the restore points of the open project.
  void showRestorePoints();
  /// Clean end: restore points go, and what the shown variant has learned is kept.
  void endSession();
  /// Of which network and when, in words, something is kept that it had learned when the program
  /// ended last; "" for none.
  [[nodiscard]] QString learned();
  /// Opens that as a project that was never saved.
  bool resumeLearned();

  /// Something failed that is an error of the program: keeps the project in a restore point, says
  /// so and offers a report. The same thing is told once.
  /// @param what, where  as GuardedApplication::failed
  void onFailure(const QString& what, const QString& where);

  /// Why the work is in no restore point, a sentence; "" if all is well.
  [[nodiscard]] const QString& unprotected() const { return autosave_problem_; }
  [[nodiscard]] Autosave* autosave() { return autosave_.get(); }
  void setQuestions(Questions questions) { ask_ = std::move(questions); }

 signals:
  void recentChanged();
  /// `unprotected` is another sentence.
  void protectionChanged();
  /// Something to know that needs no answer: "Saved chain.vle".
  void notice(const QString& sentence);

 private:
  bool read(const QString& path, Project& project);
  void adopt(Project project, const QString& path, const QString& origin);
  bool write(const QString& path);
  void saveTrainedAs(const Variant& variant, const Network& network, const State& state);
  bool restore(const RestorePoint& point);
  void keepLearned();
  void onAutosaveFailed(const QString& sentence);
  [[nodiscard]] QString suggestion(const QString& suffix = {}) const;

  Document& document_;
  Lab& lab_;
  Questions ask_;
  QString path_;
  QByteArray on_disk_;  ///< fingerprint of the file as it was opened or saved
  RecentFiles recent_;
  QString autosave_problem_;
  QStringList failures_;  ///< that were told
  std::unique_ptr<Autosave> autosave_;
};

}  // namespace vle::ui
