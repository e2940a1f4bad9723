// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "files/autosave.h"

#include "base/error.h"

namespace vle::ui {

namespace {

constexpr int kAgainMs = 250;  ///< while it is still being written

}  // namespace

Autosave::Autosave(const Document& document, const QString& root, QObject* parent)
    : QObject(parent), document_(document), session_(std::make_unique<RestoreSession>(root)) {
  connect(&timer_, &TempoTimer::timeout, this, &Autosave::write);
  connect(&document_, &Document::changed, this, &Autosave::onChanged);
}

Autosave::~Autosave() { jobs_.queue().wait(); }

void Autosave::onChanged() {
  if (session_ && !timer_.isActive()) timer_.start(kDelayMs);
}

void Autosave::write() {
  if (!session_) return;
  if (document_.isSaved()) {
    jobs_.queue().add([this](const std::stop_token&) { session_->markSaved(); });
    return;
  }
  if (!jobs_.queue().isIdle()) {
    timer_.start(kAgainMs);
    return;
  }
  RestorePoint like;
  like.title = document_.displayName();
  like.origin = document_.origin();
  const auto work = [this, like, project = document_.project()](const std::stop_token&) {
    try {
      session_->write(project, like);
    } catch (const std::exception& error) {
      return QString::fromUtf8(error.what());
    }
    return QString();
  };
  jobs_.add(work, [this](const QString& sentence) {
    emit failed(sentence);
    if (sentence.isEmpty()) emit written();
  });
}

void Autosave::flush() {
  jobs_.queue().wait();
  if (!timer_.isActive()) return;
  timer_.stop();
  write();
  jobs_.queue().wait();
}

void Autosave::startAnew() {
  if (session_) jobs_.queue().add([this](const std::stop_token&) { session_->clear(); });
}

std::vector<RestorePoint> Autosave::points() {
  flush();
  return session_ ? session_->points() : std::vector<RestorePoint>();
}

void Autosave::close() {
  timer_.stop();
  jobs_.queue().wait();
  if (session_) session_->close();
  session_.reset();
}

RestoreSession& Autosave::session() {
  jobs_.queue().wait();
  return *session_;
}

}  // namespace vle::ui
