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

Autosave::~Autosave() { jobs_.wait(); }

void Autosave::onChanged() {
  if (session_ && !timer_.isActive()) timer_.start(kDelayMs);
}

void Autosave::write() {
  if (!session_) return;
  if (document_.isSaved()) {
    jobs_.add([this](const std::stop_token&) { session_->markSaved(); });
    return;
  }
  if (!jobs_.isIdle()) {
    timer_.start(kAgainMs);
    return;
  }
  RestorePoint like;
  like.title = document_.displayName();
  like.origin = document_.origin();
  jobs_.add([this, like, project = document_.project()](const std::stop_token&) {
    QString sentence;
    try {
      session_->write(project, like);
    } catch (const std::exception& error) {
      sentence = QString::fromUtf8(error.what());
    }
    QMetaObject::invokeMethod(
        this,
        [this, sentence] {
          emit failed(sentence);
          if (sentence.isEmpty()) emit written();
        },
        Qt::QueuedConnection);
  });
}

void Autosave::flush() {
  jobs_.wait();
  if (!timer_.isActive()) return;
  timer_.stop();
  write();
  jobs_.wait();
}

void Autosave::startAnew() {
  if (session_) jobs_.add([this](const std::stop_token&) { session_->clear(); });
}

std::vector<RestorePoint> Autosave::points() {
  flush();
  return session_ ? session_->points() : std::vector<RestorePoint>();
}

void Autosave::close() {
  timer_.stop();
  jobs_.wait();
  if (session_) session_->close();
  session_.reset();
}

RestoreSession& Autosave::session() {
  jobs_.wait();
  return *session_;
}

}  // namespace vle::ui
