// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "files/files.h"

#include <algorithm>
#include <utility>

#include <QApplication>
#include <QDateTime>
#include <QDeadlineTimer>
#include <QDir>
#include <QFileInfo>
#include <QLineEdit>
#include <QLocale>
#include <QPointer>
#include <QStandardPaths>
#include <QSysInfo>
#include <QThread>

#include "base/cpu.h"
#include "drawing/edge_routes.h"
#include "io/file_bytes.h"
#include "io/output.h"
#include "io/path_guard.h"
#include "io/resources.h"
#include "model/validate.h"
#include "model/variants.h"
#include "session/number_text.h"
#include "sim/simulator.h"
#include "sim/trained.h"

namespace vle::ui {

namespace {

QString shortName(const QString& path) { return QFileInfo(path).fileName(); }

/// What is being typed into a field counts: it is taken as if the field had been left.
void finishTyping() {
  const QPointer<QWidget> field = QApplication::focusWidget();
  if (qobject_cast<QLineEdit*>(field.data()) == nullptr) return;
  field->clearFocus();
  if (field != nullptr) field->setFocus();
}

/// Is there a variant that can run? What is wrong with the others stands in their rows.
bool runsInPart(const Project& project) {
  return refusals(validate(project), runningVariants(project)).has_value();
}

constexpr int kLastActs = 20;
constexpr int kLongestStepMs = 30'000;
const QString kTrained = QStringLiteral("-trained");

/// What is needed to find an error of the program.
std::string reportOf(const Document& document, const QString& what, const QString& where) {
  QStringList lines = {
      QStringLiteral("VLE Lab " VLE_VERSION ", Qt %1, %2, %3")
          .arg(QLatin1String(qVersion()), QSysInfo::prettyProductName(),
               QLatin1String(nameOf(isaInUse()).data())),
      QDateTime::currentDateTimeUtc().toString(Qt::ISODate),
      QStringLiteral("Failed: %1 (%2)").arg(what, where),
      QStringLiteral("Project: %1").arg(document.origin()),
      QStringLiteral("Last acts:"),
  };
  const QUndoStack& acts = document.undoStack();
  for (int k = std::max(0, acts.index() - kLastActs); k < acts.index(); ++k) {
    lines << QStringLiteral("  ") + acts.text(k);
  }
  return lines.join(QLatin1Char('\n')).toStdString() + "\n\n" + projectText(document.project());
}

}  // namespace

Files::Files(Document& document, Lab& lab, Questions questions, QObject* parent)
    : QObject(parent), document_(document), lab_(lab), ask_(std::move(questions)) {}

Files::~Files() = default;

// --- Opening -------------------------------------------------------------------------------------

void Files::show(Project project, const QString& origin) {
  const QFileInfo file(origin);
  adopt(std::move(project), file.isFile() ? file.absoluteFilePath() : QString(), origin);
}

/// @param path  "" for what is in no file
void Files::adopt(Project project, const QString& path, const QString& origin) {
  path_ = path;
  on_disk_ = path_.isEmpty() ? QByteArray() : fingerprint(path_);
  if (autosave_) autosave_->startAnew();
  document_.load(withPlaces(std::move(project)), path_.isEmpty() ? origin : path_);
  recent_.add(path_, document_.origin());
  emit recentChanged();
}

/// Reads a file, or says why not.
bool Files::read(const QString& path, Project& project) {
  const LoadedProject loaded = readProjectFile(path.toStdString());
  if (loaded.hasErrors()) {
    const QString sentence = asText(path.toStdString() + ": " + loaded.firstError());
    if (!loaded.is_whole) {
      ask_.tell(tr("“%1” cannot be opened.").arg(shortName(path)), sentence);
      return false;
    }
    if (!runsInPart(loaded.project) && !ask_.mend(sentence)) return false;
  }
  project = loaded.project;
  return true;
}

bool Files::startNew() {
  if (!mayLoseChanges()) return false;
  Project project;
  project.created_with = "vlelab " VLE_VERSION;
  adopt(std::move(project), {}, {});
  return true;
}

bool Files::open() {
  const QString folder = path_.isEmpty() && !recent().isEmpty()
                             ? QFileInfo(recent().front()).absolutePath()
                             : QFileInfo(path_).absolutePath();
  const QString path = ask_.open_path(folder);
  return !path.isEmpty() && open(path);
}

bool Files::open(const QString& path) {
  const QString file = QFileInfo(path).absoluteFilePath();
  const QByteArray before = fingerprint(file);
  Project project;
  if (!read(file, project) || !mayLoseChanges()) return false;
  // The changes that were to be saved may have gone into this very file.
  if (fingerprint(file) != before && !read(file, project)) return false;
  adopt(std::move(project), file, file);
  return true;
}

bool Files::openPreset(const QString& id) {
  Project project;
  if (!read(resourceOf(id.toStdString()), project) || !mayLoseChanges()) return false;
  adopt(std::move(project), {}, id);
  return true;
}

bool Files::openNamed(const QString& path_or_id) {
  const bool is_preset =
      !QFileInfo::exists(path_or_id) && !resourceOf(path_or_id.toStdString()).isEmpty();
  return is_preset ? openPreset(path_or_id) : open(path_or_id);
}

bool Files::mayLoseChanges() {
  finishTyping();
  if (document_.isSaved()) return true;
  switch (ask_.unsaved(document_.displayName())) {
    case UnsavedAnswer::Save:
      return save();
    case UnsavedAnswer::Discard:
      return true;
    case UnsavedAnswer::Cancel:
      return false;
  }
  return false;
}

// --- Saving --------------------------------------------------------------------------------------

bool Files::save() {
  finishTyping();
  if (path_.isEmpty()) return saveAs();
  const QByteArray now = fingerprint(path_);
  if (!now.isEmpty() && now != on_disk_) {  // a file that is gone loses nothing by being written
    switch (ask_.conflict(path_)) {
      case ConflictAnswer::Overwrite:
        break;
      case ConflictAnswer::SaveAs:
        return saveAs();
      case ConflictAnswer::Cancel:
        return false;
    }
  }
  return write(path_);
}

bool Files::saveAs() {
  finishTyping();
  const QString path = ask_.save_path(tr("Save the project"), suggestion());
  return !path.isEmpty() && write(QFileInfo(path).absoluteFilePath());
}

bool Files::write(const QString& path) {
  try {
    guardOf({}, document_.project()).writes(path.toStdString(), "the project");
    saveProject(document_.project(), path.toStdString());
  } catch (const Error& error) {
    ask_.tell(tr("“%1” was not saved.").arg(shortName(path)), asText(error.what()));
    return false;
  }
  path_ = path;
  on_disk_ = fingerprint(path);
  document_.markSaved(path);
  recent_.add(path, path);
  emit recentChanged();
  emit notice(tr("Saved %1").arg(path));
  return true;
}

void Files::saveTrained() {
  if (!lab_.compiler().isCurrent() || lab_.shownNetwork() == nullptr) {
    ask_.tell(tr("There is no trained network to save."),
              tr("The network does not run: mend its problems first."));
    return;
  }
  lab_.states().ask(this, [this](const auto& networks, const std::vector<State>& states) {
    const std::size_t shown = lab_.shown();
    const bool fits = networks == lab_.compiler().networks() && lab_.compiler().isCurrent() &&
                      lab_.shownNetwork() != nullptr &&
                      shown < std::min(states.size(), lab_.variants().size());
    const auto next = [&]() -> std::function<void()> {
      if (!fits) return [this] { saveTrained(); };  // something was changed meanwhile
      return [this, variant = lab_.variants()[shown].variant, network = networks[shown],
              state = states[shown]] { saveTrainedAs(variant, *network, state); };
    };
    QMetaObject::invokeMethod(this, next(), Qt::QueuedConnection);  // no dialog within a frame
  });
}

void Files::saveLearned(VariantId id) {
  const auto status = std::ranges::find(lab_.variants(), id,
                                        [](const VariantStatus& one) { return one.variant.id; });
  if (status == lab_.variants().end() || status->last_good == nullptr) return;
  const std::shared_ptr<const NetworkState> last = status->last_good;  // the dialog lasts
  saveTrainedAs(Variant(status->variant), *last->network, last->state);
}

void Files::saveTrainedAs(const Variant& variant, const Network& network, const State& state) {
  const QString path = ask_.save_path(tr("Save the trained network"), suggestion(kTrained));
  if (path.isEmpty()) return;
  try {
    guardOf(path_.toStdString(), document_.project())
        .writes(path.toStdString(), "the trained network");
    saveProject(trainedProject(document_.project(), variant, network, state), path.toStdString());
  } catch (const Error& error) {
    ask_.tell(tr("“%1” was not saved.").arg(shortName(path)), asText(error.what()));
    return;
  }
  emit notice(tr("Saved the trained network as %1").arg(path));
}

QString Files::suggestion(const QString& suffix) const {
  QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
  if (!recent().isEmpty()) folder = QFileInfo(recent().front()).absolutePath();
  QString name = document_.origin().isEmpty() ? QStringLiteral("untitled") : document_.origin();
  if (!path_.isEmpty()) {
    folder = QFileInfo(path_).absolutePath();
    name = QFileInfo(path_).completeBaseName();
  }
  return folder + QLatin1Char('/') + name + suffix + QStringLiteral(".vle");
}

// --- Remembering ---------------------------------------------------------------------------------

void Files::forgetRecent() {
  recent_.clear();
  emit recentChanged();
}

void Files::beginSession(const QString& restore_root) {
  recent_.beginSession();
  emit recentChanged();
  const QString root = restore_root.isEmpty()
                           ? QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) +
                                 QStringLiteral("/vlelab/restore")
                           : restore_root;
  try {
    autosave_ = std::make_unique<Autosave>(document_, root);
    connect(autosave_.get(), &Autosave::failed, this, &Files::onAutosaveFailed);
  } catch (const Error& error) {
    onAutosaveFailed(asText(error.what()));
  }
}

void Files::endSession() {
  if (!autosave_ || autosave_->isClosed()) return;
  keepLearned();
  autosave_->close();
}

/// Waits for the thread of the run, as the end of the program does in any case.
void Files::keepLearned() {
  if (!lab_.compiler().isCurrent() || lab_.shownNetwork() == nullptr) return;
  const auto answer = std::make_shared<std::optional<NetworkState>>();
  lab_.states().ask(this, [answer, shown = lab_.shown()](const auto& networks,
                                                         const std::vector<State>& states) {
    *answer = shown < states.size() ? NetworkState{networks[shown], states[shown]} : NetworkState{};
  });
  for (const QDeadlineTimer hangs(kLongestStepMs); !*answer && !hangs.hasExpired();) {
    QThread::usleep(500);
    lab_.pull();
  }
  if (!*answer || (*answer)->network == nullptr || (*answer)->state.divergence) return;
  const auto& [network, state] = **answer;
  const State before = initialState(*network);
  if (state.W == before.W && state.B == before.B) return;
  const Variant& variant = lab_.variants()[lab_.shown()].variant;
  RestorePoint like;
  like.title = tr("%1, %2, after %3")
                   .arg(document_.displayName(), asText(variant.label()),
                        timeText(static_cast<double>(state.step) * network->settings.dt));
  like.origin = QFileInfo(suggestion(kTrained)).completeBaseName();
  try {
    Project learned = trainedProject(document_.project(), variant, *network, state);
    Variant& named = learned.variants.emplace_back();  // as drawn there, under the name it has here
    named.name = variant.name;
    named.title = variant.title;
    autosave_->session().writeLearned(learned, like);
  } catch (const Error&) {
    return;  // nobody is there any more to be told
  }
}

QString Files::learned() {
  const auto point = autosave_ ? autosave_->session().learned() : std::nullopt;
  if (!point) return {};
  const QDateTime time = QDateTime::fromMSecsSinceEpoch(point->time);
  return tr("%1 (%2)").arg(point->title, QLocale().toString(time, QLocale::ShortFormat));
}

bool Files::resumeLearned() {
  const auto point = autosave_ ? autosave_->session().learned() : std::nullopt;
  if (!point || !mayLoseChanges() || !restore(*point)) return false;
  autosave_->startAnew();
  return true;
}

void Files::onAutosaveFailed(const QString& sentence) {
  if (sentence != autosave_problem_ && !sentence.isEmpty()) {
    emit notice(tr("No restore point could be written: %1").arg(sentence));
  }
  if (std::exchange(autosave_problem_, sentence) != sentence) emit protectionChanged();
}

void Files::onFailure(const QString& what, const QString& where) {
  if (failures_.contains(what + where)) return;
  failures_ << what + where;
  QString kept = tr("There are no changes to lose.");
  if (!document_.isSaved()) {
    kept = tr("Save the project under another name: it is in no restore point.");
    try {
      if (autosave_) autosave_->flush();
      if (autosave_ && !autosave_->points().empty()) {
        kept = tr("A restore point holds the project as it is.");
      }
    } catch (const std::exception&) {
      // it is said that there is none
    }
  }
  const QString path = ask_.failure(
      tr("The program did not finish what it had begun (%1), and goes on. %2").arg(what, kept),
      QFileInfo(suggestion()).dir().filePath(QStringLiteral("vlelab-report.txt")));
  if (path.isEmpty()) return;
  try {
    guardOf(path_.toStdString(), document_.project()).writes(path.toStdString(), "the report");
    saveText(reportOf(document_, what, where), path.toStdString());
    emit notice(tr("Saved the report as %1").arg(path));
  } catch (const std::exception& error) {
    ask_.tell(tr("“%1” was not saved.").arg(shortName(path)), asText(error.what()));
  }
}

// --- Restoring -----------------------------------------------------------------------------------

void Files::offerRestore() {
  if (!autosave_) return;
  RestoreSession& session = autosave_->session();
  const std::vector<RestorePoint> points = session.claimOrphans();
  if (points.empty()) return;
  const RestoreAnswer answer = ask_.restore(points, true);
  if (answer.kind == RestoreAnswer::Kind::Discard) session.discardOrphans();
  if (answer.kind == RestoreAnswer::Kind::Restore && answer.index < points.size()) {
    const RestorePoint& point = points[answer.index];
    if (mayLoseChanges() && restore(point)) {
      autosave_->startAnew();
      autosave_->session().adopt(point);
    }
  }
  autosave_->session().releaseOrphans();
}

void Files::showRestorePoints() {
  if (!unprotected().isEmpty()) {
    ask_.tell(tr("Nothing protects this work but Save: no restore point can be written."),
              unprotected());
  }
  if (!autosave_) return;
  const std::vector<RestorePoint> points = autosave_->points();
  const RestoreAnswer answer = ask_.restore(points, false);
  if (answer.kind == RestoreAnswer::Kind::Restore && answer.index < points.size()) {
    (void)restore(points[answer.index]);
  }
}

/// Opens the project of a point as unsaved changes of the file it belongs to.
bool Files::restore(const RestorePoint& point) {
  LoadedProject loaded = readRestorePoint(point);
  const QString sentence = asText(loaded.firstError());
  if (!loaded.is_whole && loaded.project.network.nodes.empty()) {
    ask_.tell(tr("This restore point cannot be read."), sentence);
    return false;
  }
  // Rather a project without one of its texts than none.
  if (!loaded.is_whole && !ask_.mend(sentence)) return false;
  const QFileInfo file(point.origin);
  path_ = file.isAbsolute() ? point.origin : QString();
  on_disk_ = path_.isEmpty() ? QByteArray() : fingerprint(path_);
  document_.load(withPlaces(std::move(loaded.project)), point.origin, false);
  return true;
}

}  // namespace vle::ui
