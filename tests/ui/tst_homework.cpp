// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a student does in an exercise, in the whole window and with keys alone: draws a network that
// has something to learn, compares two kinds of feedback, runs until the loss is small, exports. No
// widget is touched but by the keyboard.
#include <algorithm>
#include <memory>

#include <QApplication>
#include <QFile>
#include <QLineEdit>
#include <QMenu>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include "editor/canvas_panel.h"
#include "editor/node_item.h"
#include "main_window.h"
#include "run_tests.h"
#include "tempo.h"
#include "variants/variants_panel.h"

using namespace vle;
using namespace vle::ui;

namespace {

/// Without a window manager nobody gets the keyboard when a dialog goes.
void giveKeyboard() {
  if (QApplication::activeWindow() != nullptr) return;
  const QWidget* modal = QApplication::activeModalWidget();
  for (QWidget* top : QApplication::topLevelWidgets()) {
    const bool is_main = modal == nullptr && qobject_cast<MainWindow*>(top) != nullptr;
    if (top == modal || is_main) QApplication::setActiveWindow(top);
  }
  vle::test::turn();
}

/// Presses a key where the keyboard is.
void press(int key, Qt::KeyboardModifiers modifiers = {}) {
  giveKeyboard();
  QWidget* who = QApplication::activePopupWidget();
  if (who == nullptr) who = QApplication::focusWidget();
  if (who == nullptr) who = QApplication::activeWindow();
  QVERIFY(who != nullptr);
  QTest::keyClick(who, static_cast<Qt::Key>(key), modifiers);
  vle::test::turn();
}

void type(const QString& text) {
  QVERIFY(QApplication::focusWidget() != nullptr);
  QTest::keyClicks(QApplication::focusWidget(), text);
  press(Qt::Key_Return);
}

/// Presses a key until something holds; a person would have given up long before the last time.
template <class Condition>
bool pressUntil(int key, Condition holds, Qt::KeyboardModifiers modifiers = {}) {
  for (int k = 0; k < 60 && !holds(); ++k) press(key, modifiers);
  return holds();
}

/// Presses a key that opens a menu or a dialog, which is worked in while the key is still at work.
template <class Work>
void pressAndWork(int key, Work work) {
  bool is_done = false;
  QTimer::singleShot(0, qApp, [&] {
    work();
    is_done = true;
  });
  press(key);
  QVERIFY(is_done);
}

bool isAt(const QString& id) {
  giveKeyboard();
  const QWidget* focus = QApplication::focusWidget();
  return focus != nullptr && focus->objectName() == id;
}

}  // namespace

class TestHomework : public QObject {
  Q_OBJECT

 private slots:
  void init();
  void cleanup() { window_.reset(); }
  void theHomeworkIsDoneWithKeysAlone();
  void fieldsLetGoAfterEnter();
  void keysGoFromPanelToPanelAndBack();

 private:
  [[nodiscard]] NodeId idOf(const std::string& name) const {
    for (const auto& [id, node] : window_->document().project().network.nodes) {
      if (node.name == name) return id;
    }
    return {};
  }
  [[nodiscard]] CanvasPanel& canvas() const { return *window_->findChild<CanvasPanel*>(); }
  void make(const char* word, const char* name) const;
  void wire(const char* from, const char* to) const;

  std::unique_ptr<MainWindow> window_;
};

void TestHomework::init() {
  window_ = std::make_unique<MainWindow>(QStringLiteral("light"), vle::test::kEqualPriorities);
  window_->open(Project{}, {});
  window_->show();
  QApplication::setActiveWindow(window_.get());
  QVERIFY(vle::test::isActive(*window_));
}

void TestHomework::make(const char* word, const char* name) const {
  press(Qt::Key_Tab);
  type(QString::fromLatin1(word));
  press(Qt::Key_F2);
  type(QString::fromLatin1(name));
  QVERIFY2(idOf(name) != NodeId{}, name);
}

void TestHomework::wire(const char* from, const char* to) const {
  press(Qt::Key_F, Qt::ControlModifier);
  type(QString::fromLatin1(from));
  press(Qt::Key_C);
  const NodeId end = idOf(to);
  QVERIFY(pressUntil(Qt::Key_Tab,
                     [&] { return canvas().scene().node(end)->marks().light == Light::Chosen; }));
  press(Qt::Key_Return);
}

void TestHomework::theHomeworkIsDoneWithKeysAlone() {
  const QTemporaryDir folder;
  make("input", "x");
  make("layer 2", "hidden");
  make("layer", "output");
  wire("x", "hidden");
  wire("hidden", "output");
  // Without a target there is something to say, and below it what mends it.
  EVENTUALLY(window_->lab().compiler().problems().size() == 1);
  press(Qt::Key_A, Qt::ControlModifier);
  press(Qt::Key_Tab);
  type(QStringLiteral("teacher of selection"));
  EVENTUALLY(window_->lab().compiler().problems().empty());
  EVENTUALLY(window_->lab().variants().size() == 1);

  // B = Wᵀ against learned.
  const auto* variants = window_->findChild<VariantsPanel*>();
  QVERIFY(
      pressUntil(Qt::Key_F6, [&] { return variants->isAncestorOf(QApplication::focusWidget()); }));
  QVERIFY(pressUntil(Qt::Key_Tab, [] { return isAt(QStringLiteral("addVariant")); }));
  bool is_offered = false;
  pressAndWork(Qt::Key_Space, [&] {
    const auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
    is_offered = menu != nullptr && pressUntil(Qt::Key_Down, [&] {
                   return menu->activeAction() != nullptr &&
                          menu->activeAction()->objectName() == QLatin1String("same.learned");
                 });
    press(is_offered ? Qt::Key_Return : Qt::Key_Escape);
  });
  QVERIFY(is_offered);
  EVENTUALLY(window_->lab().variants().size() == 2);
  EVENTUALLY(window_->lab().compiler().problems().empty());

  // Until the loss is below 1e-3, as fast as it goes.
  press(Qt::Key_Escape);
  QVERIFY(canvas().view().hasFocus());
  QVERIFY(pressUntil(Qt::Key_BracketRight,
                     [this] { return window_->lab().control().status().speed == kNever; }));
  pressAndWork(Qt::Key_U, [] {
    QVERIFY(pressUntil(Qt::Key_Tab, [] { return isAt(QStringLiteral("until.probe")); }));
    press(Qt::Key_Down);
    QVERIFY(pressUntil(Qt::Key_Tab, [] { return isAt(QStringLiteral("until.value")); }));
    press(Qt::Key_A, Qt::ControlModifier);
    type(QStringLiteral("0.001"));
  });
  EVENTUALLY(window_->lab().control().status().is_running);
  EVENTUALLY(!window_->lab().control().status().is_running);
  QVERIFY(window_->lab().variants()[window_->lab().shown()].loss <= 0.0011);

  // The data of the board.
  press(Qt::Key_Escape);
  press(Qt::Key_E, Qt::ControlModifier);
  EVENTUALLY(QApplication::activeModalWidget() != nullptr);
  QVERIFY(pressUntil(Qt::Key_Tab, [] { return isAt(QStringLiteral("export.what")); }));
  press(Qt::Key_End);
  press(Qt::Key_Return);
  const QString file = folder.filePath(QStringLiteral("homework.csv"));
  EVENTUALLY(isAt(QStringLiteral("fileNameEdit")));
  press(Qt::Key_A, Qt::ControlModifier);
  type(file);
  EVENTUALLY(QFile::exists(file));
  QVERIFY(QFile(file).size() > 1000);
}

void TestHomework::fieldsLetGoAfterEnter() {
  make("layer", "a");
  press(Qt::Key_Return);  // inspect it
  QVERIFY(pressUntil(Qt::Key_Tab, [] {
    return isAt(QStringLiteral("tau_m")) &&
           qobject_cast<QLineEdit*>(QApplication::focusWidget()) != nullptr;
  }));
  auto* field = qobject_cast<QLineEdit*>(QApplication::focusWidget());
  const auto is_running = [this] { return window_->lab().control().status().is_running; };
  const auto tau = [this] {
    return std::get<double>(
        window_->document().project().network.find(idOf("a"))->layer()->tau_m.form);
  };
  const bool before = is_running();
  press(Qt::Key_A, Qt::ControlModifier);
  const auto ground = [field] { return field->grab().toImage().pixelColor(3, 4); };
  const QColor usual = ground();
  type(QStringLiteral("12"));
  QCOMPARE(tau(), 12.0);
  QVERIFY(field->property("taken").toBool());
  QVERIFY(ground() != usual);
  press(Qt::Key_Space);  // plays or pauses, it is not typed
  QCOMPARE(is_running(), !before);
  QCOMPARE(field->text(), QStringLiteral("12"));
  vle::test::letPass(1000);
  QVERIFY(!field->property("taken").toBool());
  QCOMPARE(ground(), usual);
  // A number that is begun takes the place of the old one.
  type(QStringLiteral("7"));
  QCOMPARE(tau(), 7.0);
  // While it is typed in, letters are its own.
  QTest::keyClicks(field, QStringLiteral("9 "));
  QCOMPARE(is_running(), !before);
  type(QStringLiteral("ms"));
  QCOMPARE(tau(), 9.0);
  // What is refused shows no such thing.
  vle::test::letPass(1000);
  type(QStringLiteral("-3"));
  QCOMPARE(tau(), 9.0);
  QVERIFY(!field->property("taken").toBool());
}

void TestHomework::keysGoFromPanelToPanelAndBack() {
  make("layer", "a");
  std::vector<QWidget*> seen;
  for (int k = 0; k < 4; ++k) {
    press(Qt::Key_F6);
    QWidget* focus = QApplication::focusWidget();
    QVERIFY(focus != nullptr && std::ranges::find(seen, focus) == seen.end());
    seen.push_back(focus);
  }
  press(Qt::Key_F6, Qt::ShiftModifier);
  QCOMPARE(QApplication::focusWidget(), seen[2]);
  press(Qt::Key_Escape);
  QVERIFY(canvas().view().hasFocus());
  // In a list letters are those of the program.
  const auto* variants = window_->findChild<VariantsPanel*>();
  QVERIFY(
      pressUntil(Qt::Key_F6, [&] { return variants->isAncestorOf(QApplication::focusWidget()); }));
  const bool before = window_->lab().control().status().is_running;
  press(Qt::Key_Space);
  QCOMPARE(window_->lab().control().status().is_running, !before);
}

VLE_TEST(TestHomework, QApplication)
#include "tst_homework.moc"
