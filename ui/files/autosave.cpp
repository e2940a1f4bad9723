// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "files/autosave.h"

#include "base/error.h"

namespace vle::ui {

namespace {

constexpr int kAgainMs = 250;  ///< while the worker is still writing

}  // namespace

Autosave::Autosave(const Document& document, const QString& root, QObject* parent)
    : QObject(parent), document_(document), session_(std::make_unique<RestoreSession>(root)) {
  worker_.setMaxThreadCount(1);
  timer_.setSingleShot(true);
  connect(&timer_, &QTimer::timeout, this, &Autosave::write);
  connect(&document_, &Document::changed, this, &Autosave::onChanged);
}

Autosave::~Autosave() { worker_.waitForDone(); }

void Autosave::onChanged() {
  if (session_ && !timer_.isActive()) timer_.start(kDelayMs);
}

void Autosave::later(std::function<void()> job) { worker_.start(std::move(job)); }

void Autosave::write() {
  if (!session_) return;
  if (document_.isSaved()) {
    later([this] { session_->markSaved(); });
    return;
  }
  if (is_busy_) {
    timer_.start(kAgainMs);
    return;
  }
  is_busy_ = true;
  RestorePoint like;
  like.title = document_.displayName();
  like.origin = document_.origin();
  later([this, like, project = document_.project()] {
    QString sentence;
    try {
      session_->write(project, like);
    } catch (const std::exception& error) {
      sentence = QString::fromUtf8(error.what());
    }
    is_busy_ = false;
    QMetaObject::invokeMethod(this, [this, sentence] {
      emit failed(sentence);
      if (sentence.isEmpty()) emit written();
    });
  });
}

void Autosave::flush() {
  worker_.waitForDone();
  if (!timer_.isActive()) return;
  timer_.stop();
  write();
  worker_.waitForDone();
}

void Autosave::startAnew() {
  if (session_) later([this] { session_->clear(); });
}

std::vector<RestorePoint> Autosave::points() {
  flush();
  return session_ ? session_->points() : std::vector<RestorePoint>();
}

void Autosave::close() {
  timer_.stop();
  worker_.waitForDone();
  if (session_) session_->close();
  session_.reset();
}

RestoreSession& Autosave::session() {
  worker_.waitForDone();
  return *session_;
}

}  // namespace vle::ui
