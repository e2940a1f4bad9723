// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The gallery: every preset with its picture, drawn when it is seen, in the colours of the theme;
// opened by keys and by mouse.
#include <QAccessible>
#include <QApplication>
#include <QDialog>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

#include "drawing/style.h"
#include "editor/network_picture.h"
#include "files/gallery.h"
#include "io/catalogue.h"
#include "main_window.h"
#include "run_tests.h"
#include "specs.h"
#include "tempo.h"

using namespace vle;
using namespace vle::ui;

namespace {

/// Pixels that are not the ground.
int inked(const QPixmap& picture, const QColor& ground) {
  const QImage image = picture.toImage();
  int count = 0;
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) count += image.pixelColor(x, y) != ground ? 1 : 0;
  }
  return count;
}

bool isDrawn(const Gallery& gallery) {
  for (int row = 0; row < gallery.count(); ++row) {
    if (gallery.picture(row).isNull()) return false;
  }
  return gallery.count() > 0;
}

/// Does something with the dialog that is about to open.
void whenADialogOpens(const std::function<void(QDialog&)>& act) {
  QTimer::singleShot(0, qApp, [act] {
    auto* dialog = qobject_cast<QDialog*>(QApplication::activeModalWidget());
    if (dialog == nullptr) return whenADialogOpens(act);
    act(*dialog);
  });
}

}  // namespace

class TestGallery : public QObject {
  Q_OBJECT

 private slots:
  void everyPresetHasAPictureOfItsNetwork();
  void picturesAreSharpAndFollowTheTheme();
  void nothingIsDrawnBeforeItIsSeen();
  void anEmptyProjectIsAnEmptyPicture();
  void arrowsAndEnterPick();
  void aDoubleClickPicks();
  void noTextIsCut();
  void theWindowOpensWhatWasPicked();
};

void TestGallery::everyPresetHasAPictureOfItsNetwork() {
  const Theme theme = loadTheme(QStringLiteral("light"));
  applyTheme(theme);
  Gallery gallery(theme, networkPicture);
  QCOMPARE(static_cast<std::size_t>(gallery.count()), catalogue().size());
  gallery.show();
  EVENTUALLY(isDrawn(gallery));
  for (int row = 0; row < gallery.count(); ++row) {
    const QPixmap picture = gallery.picture(row);
    QVERIFY2(inked(picture, theme.panel) > picture.width() * picture.height() / 50,
             gallery.entry(row).id.c_str());
    for (int other = 0; other < row; ++other) {
      QVERIFY(picture.toImage() != gallery.picture(other).toImage());
    }
    const QModelIndex index = gallery.model()->index(row, 0);
    QCOMPARE(index.data().toString().toStdString(), gallery.entry(row).title);
    QVERIFY(!index.data(Qt::ToolTipRole).toString().isEmpty());
  }
}

void TestGallery::picturesAreSharpAndFollowTheTheme() {
  const QPixmap twice =
      networkPicture(test::chain(), loadTheme(QStringLiteral("light")), QSize(200, 100), 2);
  QCOMPARE(twice.size(), QSize(400, 200));
  QCOMPARE(twice.devicePixelRatio(), 2.0);
  Theme theme = loadTheme(QStringLiteral("light"));
  Gallery gallery(theme, networkPicture);
  gallery.show();
  EVENTUALLY(isDrawn(gallery));
  const QImage light = gallery.picture(0).toImage();
  theme = loadTheme(QStringLiteral("dark"));
  gallery.themeChanged();
  EVENTUALLY(isDrawn(gallery));
  const QImage dark = gallery.picture(0).toImage();
  QVERIFY(dark != light);
  QCOMPARE(dark.pixelColor(1, 1), theme.panel);
}

void TestGallery::nothingIsDrawnBeforeItIsSeen() {
  const Theme theme = loadTheme(QStringLiteral("light"));
  Gallery gallery(theme, networkPicture);
  vle::test::letPass(100);
  QVERIFY(gallery.picture(0).isNull());
}

void TestGallery::anEmptyProjectIsAnEmptyPicture() {
  const Theme theme = loadTheme(QStringLiteral("dark"));
  QCOMPARE(inked(networkPicture(Project{}, theme, QSize(100, 50), 1), theme.panel), 0);
}

void TestGallery::arrowsAndEnterPick() {
  const Theme theme = loadTheme(QStringLiteral("light"));
  Gallery gallery(theme, networkPicture);
  gallery.show();
  QVERIFY(vle::test::isExposed(gallery));
  QSignalSpy picked(&gallery, &Gallery::picked);
  QCOMPARE(gallery.current(), 0);
  QTest::keyClick(&gallery, Qt::Key_Right);
  QCOMPARE(gallery.current(), 1);
  QTest::keyClick(&gallery, Qt::Key_Return);
  QCOMPARE(picked.count(), 1);
  QCOMPARE(picked.front().front().toString().toStdString(), gallery.entry(1).id);
}

void TestGallery::aDoubleClickPicks() {
  const Theme theme = loadTheme(QStringLiteral("light"));
  Gallery gallery(theme, networkPicture);
  gallery.resize(gallery.sizeHint());
  gallery.show();
  QVERIFY(vle::test::isExposed(gallery));
  QSignalSpy picked(&gallery, &Gallery::picked);
  const QPoint at = gallery.visualRect(gallery.model()->index(2, 0)).center();
  QTest::mouseClick(gallery.viewport(), Qt::LeftButton, {}, at);
  QCOMPARE(gallery.current(), 2);
  QCOMPARE(picked.count(), 0);
  QTest::mouseDClick(gallery.viewport(), Qt::LeftButton, {}, at);
  QCOMPARE(picked.count(), 1);
}

/// The summaries of all presets fit under their pictures, at every zoom of the interface.
void TestGallery::noTextIsCut() {
  const Theme theme = loadTheme(QStringLiteral("light"));
  for (const double zoom : {0.7, 1.0, 1.6, 2.5}) {
    applyTheme(theme, zoom);
    Gallery gallery(theme, networkPicture);
    gallery.show();
    for (int row = 0; row < gallery.count(); ++row) {
      const QRect room(0, 0, gallery.pictureSize().width(), 10000);
      const QRect needed = gallery.fontMetrics().boundingRect(
          room, Qt::TextWordWrap, QString::fromStdString(gallery.entry(row).summary));
      QVERIFY2(needed.height() <= 3 * gallery.fontMetrics().height(),
               gallery.entry(row).summary.c_str());
    }
  }
  applyTheme(theme);
}

void TestGallery::theWindowOpensWhatWasPicked() {
  MainWindow window(QStringLiteral("light"), vle::test::kEqualPriorities);
  window.open(test::chain(), QStringLiteral("chain"));
  window.show();
  QVERIFY(vle::test::isExposed(window));
  std::string id;
  whenADialogOpens([&id](QDialog& dialog) {
    auto* gallery = dialog.findChild<Gallery*>();
    QVERIFY(dialog.width() <= 1280 && dialog.height() <= 800);
    QTest::keyClick(gallery, Qt::Key_Right);
    id = gallery->entry(gallery->current()).id;
    QTest::keyClick(gallery, Qt::Key_Return);
  });
  QTest::keyClick(&window, Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier);
  QVERIFY(!id.empty());
  QCOMPARE(window.document().origin().toStdString(), id);
  QVERIFY(window.document().project() == loadProject(id));
  whenADialogOpens([](QDialog& dialog) { QTest::keyClick(&dialog, Qt::Key_Escape); });
  QTest::keyClick(&window, Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier);
  QCOMPARE(window.document().origin().toStdString(), id);
}

VLE_TEST(TestGallery, QApplication)
#include "tst_gallery.moc"
