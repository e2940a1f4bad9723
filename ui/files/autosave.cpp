// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "files/autosave.h"

#include <chrono>
#include <future>

#include "base/error.h"

namespace vle::ui {

namespace {

constexpr int kAgainMs = 250;  ///< while the worker is still writing

}  // namespace

Autosave::Autosave(const Document& document, const QString& root, QObject* parent)
    : QObject(parent),
      document_(document),
      session_(std::make_unique<RestoreSession>(root)),
      worker_([this](const std::stop_token& stop) { work(stop); }) {
  connect(&timer_, &TempoTimer::timeout, this, &Autosave::write);
  connect(&document_, &Document::changed, this, &Autosave::onChanged);
}

Autosave::~Autosave() { waitForJobs(); }

void Autosave::onChanged() {
  if (session_ && !timer_.isActive()) timer_.start(kDelayMs);
}

void Autosave::later(std::function<void()> job) {
  while (!jobs_.push(job)) std::this_thread::yield();
}

void Autosave::waitForJobs() {
  const auto done = std::make_shared<std::promise<void>>();
  const std::future<void> all = done->get_future();
  later([done] { done->set_value(); });
  all.wait();
}

void Autosave::work(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    jobs_.waitFor(stop, std::chrono::seconds(1));
    for (const std::function<void()>& job : jobs_.drain()) job();
  }
}

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
    told_.publish(sentence);
    QMetaObject::invokeMethod(this, "tell", Qt::QueuedConnection);
  });
}

void Autosave::tell() {
  const std::optional<QString> sentence = told_.take();
  if (!sentence) return;
  emit failed(*sentence);
  if (sentence->isEmpty()) emit written();
}

void Autosave::flush() {
  waitForJobs();
  if (!timer_.isActive()) return;
  timer_.stop();
  write();
  waitForJobs();
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
  waitForJobs();
  if (session_) session_->close();
  session_.reset();
}

RestoreSession& Autosave::session() {
  waitForJobs();
  return *session_;
}

}  // namespace vle::ui
