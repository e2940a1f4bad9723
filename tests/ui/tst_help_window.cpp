// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The help pages as a person reads them: all open, links lead somewhere, tables are seen.
#include <QAbstractTextDocumentLayout>
#include <QDir>
#include <QListWidget>
#include <QTest>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTextTable>

#include "answers.h"
#include "help/bode_pictures.h"
#include "help/help_pages.h"
#include "help/help_window.h"
#include "main_window.h"
#include "model/proposals.h"
#include "model/variants.h"
#include "run_tests.h"
#include "sim/transfer.h"
#include "specs.h"
#include "tempo.h"

using namespace vle::ui;

namespace {

/// Every address the open page has a link to.
QStringList linksOf(const QTextBrowser& browser) {
  QStringList links;
  for (QTextBlock block = browser.document()->begin(); block.isValid(); block = block.next()) {
    for (auto part = block.begin(); !part.atEnd(); ++part) {
      const QTextCharFormat format = part.fragment().charFormat();
      if (format.isAnchor() && !format.anchorHref().isEmpty()) links << format.anchorHref();
    }
  }
  return links;
}

/// Every block of the open page that holds a picture, with its address.
std::vector<std::pair<QTextBlock, QUrl>> picturesOf(const QTextBrowser& browser) {
  std::vector<std::pair<QTextBlock, QUrl>> pictures;
  for (QTextBlock block = browser.document()->begin(); block.isValid(); block = block.next()) {
    for (auto part = block.begin(); !part.atEnd(); ++part) {
      const QTextImageFormat format = part.fragment().charFormat().toImageFormat();
      if (format.isValid()) pictures.emplace_back(block, QUrl(format.name()));
    }
  }
  return pictures;
}

const Operator& operatorOf(const char* key) {
  return *std::ranges::find(operatorTable(), std::string_view(key), &Operator::key);
}

/// Pixels of just this colour, which no smoothing has mixed.
int pixelsOf(const QImage& image, const QColor& color) {
  int count = 0;
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) count += image.pixelColor(x, y) == color ? 1 : 0;
  }
  return count;
}

QStringList variantsOf(const Document& document) {
  QStringList names;
  for (const vle::Variant& variant : vle::runningVariants(document.project())) {
    names << QString::fromStdString(variant.name);
  }
  return names;
}

/// A window with its help open at the theory, and somebody who follows its links.
struct TheoryReader {
  TheoryReader() {
    window.files().setQuestions(answers.questions());
    window.show();
    if (!vle::test::isExposed(window)) qFatal("no window");
    QTest::keyClick(&window, Qt::Key_F1, Qt::ControlModifier);
    auto* help = window.findChild<HelpWindow*>();
    help->showPage(QStringLiteral("theory"));
    browser = help->findChild<QTextBrowser*>();
  }
  void follow(const char* proposal) {
    const QString link = QStringLiteral("compare:chain/") + QLatin1String(proposal);
    if (!linksOf(*browser).contains(link)) qFatal("no such link");
    emit browser->anchorClicked(QUrl(link));
    vle::test::settle(window.lab());
  }
  vle::test::Answers answers;
  MainWindow window{QStringLiteral("light"), vle::test::kEqualPriorities};
  QTextBrowser* browser = nullptr;
};

QTextTable* firstTable(const QTextBrowser& browser) {
  for (QTextFrame* frame : browser.document()->rootFrame()->childFrames()) {
    if (auto* table = qobject_cast<QTextTable*>(frame)) return table;
  }
  return nullptr;
}

}  // namespace

class TestHelpWindow : public QObject {
  Q_OBJECT

 private slots:
  void everyPageIsListed();
  void everyPageOpensAndHasText_data();
  void everyPageOpensAndHasText();
  void linksLeadToPagesThatExist();
  void aLinkIsFollowedAndTheWayBack();
  void tablesFollowTheTheme();
  void theKeyOpensItBesideTheWindow();
  void operatorsAreMadeOfTheProgramsH();
  void addressesOfPicturesAreRead();
  void everyPictureIsKnownAndEveryOperatorShown();
  void picturesAreAsWideAsThePage();
  void picturesShowTheirCurvesInBothThemes();
  void curvesGoWhereTheirOperatorsGo();
  void aSpecialCaseIsOneClickAway();
  void aSpecialCaseLosesNothing();

 private:
  Theme theme_ = loadTheme(QStringLiteral("light"));
};

void TestHelpWindow::everyPageIsListed() {
  const QStringList files = QDir(QStringLiteral(":/help")).entryList({QStringLiteral("*.md")});
  QVERIFY(files.size() >= 10);
  HelpWindow window(theme_);
  const auto* list = window.findChild<QListWidget*>();
  QCOMPARE(list->count(), files.size());
  for (int k = 0; k < list->count(); ++k) QVERIFY(!list->item(k)->text().contains('#'));
}

void TestHelpWindow::everyPageOpensAndHasText_data() {
  QTest::addColumn<int>("row");
  const std::vector<HelpPage> pages = helpPages();
  for (std::size_t k = 0; k < pages.size(); ++k) {
    QTest::addRow("%s", qPrintable(pages[k].id)) << static_cast<int>(k);
  }
}

void TestHelpWindow::everyPageOpensAndHasText() {
  QFETCH(int, row);
  HelpWindow window(theme_);
  window.show();
  auto* list = window.findChild<QListWidget*>();
  list->setFocus();
  for (int k = 0; k < row; ++k) QTest::keyClick(list, Qt::Key_Down);
  const HelpPage page = helpPages().at(static_cast<std::size_t>(row));
  QCOMPARE(window.page(), page.id);
  const QString text = window.findChild<QTextBrowser*>()->toPlainText();
  QVERIFY2(text.startsWith(page.title.left(6)), qPrintable(text.left(80)));
  QVERIFY(text.size() > 500);
  QVERIFY(!text.contains(QStringLiteral("|---")) && !text.contains(QStringLiteral("| ---")));
}

void TestHelpWindow::linksLeadToPagesThatExist() {
  HelpWindow window(theme_);
  auto* browser = window.findChild<QTextBrowser*>();
  int links = 0;
  for (const HelpPage& page : helpPages()) {
    window.showPage(page.id);
    for (const QString& link : linksOf(*browser)) {
      if (link.startsWith(QStringLiteral("http"))) continue;
      ++links;
      const QUrl url(link);
      if (url.scheme() == QLatin1String("compare")) {
        const std::string preset = url.path().section('/', 0, 0).toStdString();
        const std::string wanted = url.path().section('/', 1).toStdString();
        const vle::Project project = vle::loadProject(preset);
        bool is_there = false;
        for (const auto& group :
             vle::proposalsFor(project, vle::runningVariants(project).front())) {
          is_there |= std::ranges::find(group.proposals, wanted, &vle::Proposal::id) !=
                      group.proposals.end();
        }
        QVERIFY2(is_there, qPrintable(link));
        continue;
      }
      QVERIFY2(!helpIdOf(browser->source().resolved(QUrl(link))).isEmpty(),
               qPrintable(page.id + ": " + link));
    }
  }
  QVERIFY(links > 0);
}

void TestHelpWindow::aLinkIsFollowedAndTheWayBack() {
  HelpWindow window(theme_);
  window.show();
  window.showPage(QStringLiteral("notation"));
  auto* browser = window.findChild<QTextBrowser*>();
  QCOMPARE(linksOf(*browser).first(), QStringLiteral("model.md"));
  emit browser->anchorClicked(QUrl(QStringLiteral("model.md")));
  QCOMPARE(window.page(), QStringLiteral("model"));
  auto* list = window.findChild<QListWidget*>();
  QVERIFY(list->currentItem()->text().startsWith(QStringLiteral("The model")));
  browser->setFocus();
  QTest::keyClick(browser, Qt::Key_Left, Qt::AltModifier);
  QCOMPARE(window.page(), QStringLiteral("notation"));
  QCOMPARE(list->currentItem()->text(), QStringLiteral("Notation"));
  window.showPage(QStringLiteral("nowhere"));
  QCOMPARE(window.page(), QStringLiteral("notation"));
}

void TestHelpWindow::tablesFollowTheTheme() {
  Theme theme = theme_;
  HelpWindow window(theme);
  window.showPage(QStringLiteral("variants"));
  auto* browser = window.findChild<QTextBrowser*>();
  for (const char* id : {"light", "dark"}) {
    theme = loadTheme(QLatin1String(id));
    window.themeChanged();
    const QTextTable* table = firstTable(*browser);
    QVERIFY(table != nullptr);
    QCOMPARE(table->format().borderBrush().color(), theme.line);
    QCOMPARE(table->cellAt(0, 0).format().background().color(), theme.grid);
    QVERIFY(table->format().cellPadding() > 2);
  }
}

void TestHelpWindow::theKeyOpensItBesideTheWindow() {
  MainWindow window(QStringLiteral("light"), vle::test::kEqualPriorities);
  window.show();
  QVERIFY(vle::test::isExposed(window));
  QTest::keyClick(&window, Qt::Key_F1, Qt::ControlModifier);
  auto* help = window.findChild<HelpWindow*>();
  QVERIFY(help != nullptr && help->isVisible() && !help->isModal());
  QCOMPARE(help->focusWidget(), help->findChild<QListWidget*>());
  window.setTheme(QStringLiteral("dark"));
  QCOMPARE(firstTable(*help->findChild<QTextBrowser*>())->format().borderBrush().color(),
           window.theme().line);
  QTest::keyClick(help, Qt::Key_Escape);
  QVERIFY(!help->isVisible());
  QTest::keyClick(&window, Qt::Key_F1, Qt::ControlModifier);
  QCOMPARE(window.findChildren<HelpWindow*>().size(), 1);
  QVERIFY(help->isVisible());
}

void TestHelpWindow::operatorsAreMadeOfTheProgramsH() {
  const OperatorSettings neuron{.tau_m = 12, .tau_r = 3, .dt = 0.2, .mark = 25};
  const auto at = [&](const char* key, double f) { return operatorOf(key).at(neuron, f); };
  const auto equal = [](std::complex<double> a, std::complex<double> b) {
    return std::abs(a - b) < 1e-12 * std::abs(b);
  };
  for (const double f : {1.0, 16.0, 25.0, 120.0, 480.0}) {
    const std::complex<double> H = vle::transfer(f, 12, 3, 0.2);
    QVERIFY(equal(at("neuron", f), H));
    QVERIFY(equal(at("low-pass", f) * at("look-ahead", f), H));
    QVERIFY(equal(at("adjoint", f), std::conj(H)));
    QVERIFY(equal(at("backward-low-pass", f) * at("backward-look-ahead", f), std::conj(H)));
    QVERIFY(equal(at("error", f), 1.0 / H));
    QVERIFY(equal(at("error-low-pass", f) * at("error-look-ahead", f), 1.0 / H));
    QVERIFY(equal(at("error", f) / at("adjoint", f), at("hop", f)));
    QVERIFY(equal(at("repaired", f) / at("error", f), vle::squaredGain(25, 12, 3, 0.2)));
    // What the page says of the two changes: the same phase.
    QVERIFY(at("hop", f).real() > 0 && std::abs(at("hop", f).imag()) < 1e-12);
    const auto turned = [&](const char* a, const char* b) { return std::arg(at(a, f) / at(b, f)); };
    QVERIFY(std::abs(turned("backward-low-pass", "error-look-ahead")) < 1e-12);
    QVERIFY(std::abs(turned("backward-look-ahead", "error-low-pass")) < 1e-12);
  }
  QVERIFY(equal(at("repaired", 25), at("adjoint", 25)));
  QCOMPARE(at("instantaneous", 25), std::complex<double>(1));
}

void TestHelpWindow::addressesOfPicturesAreRead() {
  const auto spec = bodeSpec(QUrl(QStringLiteral("bode:adjoint,error?tau_m=7&tau_r=2&mark=40")));
  QVERIFY(spec.has_value());
  QCOMPARE(spec->operators.size(), std::size_t{2});
  QCOMPARE(spec->operators[1], &operatorOf("error"));
  QCOMPARE(spec->settings.tau_m, 7.0);
  QCOMPARE(spec->settings.tau_r, 2.0);
  QCOMPARE(spec->settings.mark, 40.0);
  QCOMPARE(spec->settings.dt, 0.1);
  for (const char* wrong : {"bode:", "bode:nothing", "bode:error,", "bode:error?tau=1",
                            "bode:error?tau_m=x", "bode:error?tau_m=-1", "window-light.png"}) {
    QVERIFY2(!bodeSpec(QUrl(QString::fromLatin1(wrong))), wrong);
  }
}

void TestHelpWindow::everyPictureIsKnownAndEveryOperatorShown() {
  HelpWindow window(theme_);
  auto* browser = window.findChild<QTextBrowser*>();
  std::set<const Operator*> shown;
  for (const HelpPage& page : helpPages()) {
    window.showPage(page.id);
    for (const auto& [block, url] : picturesOf(*browser)) {
      const auto spec = bodeSpec(url);
      QVERIFY2(spec.has_value(), qPrintable(page.id + ": " + url.toString()));
      shown.insert(spec->operators.begin(), spec->operators.end());
    }
  }
  QCOMPARE(shown.size(), operatorTable().size());
}

void TestHelpWindow::picturesAreAsWideAsThePage() {
  HelpWindow window(theme_);
  window.showPage(QStringLiteral("theory"));
  window.show();
  auto* browser = window.findChild<QTextBrowser*>();
  for (const int width : {700, 1000, 820}) {
    window.resize(width, 600);
    EVENTUALLY(browser->document()->textWidth() == browser->viewport()->width());
    (void)browser->document()->documentLayout()->documentSize();  // to the end, not when it is seen
    const double room = browser->viewport()->width() - 2 * browser->document()->documentMargin();
    for (const auto& [block, url] : picturesOf(*browser)) {
      QCOMPARE(block.layout()->lineCount(), 1);
      QCOMPARE(qRound(block.layout()->lineAt(0).naturalTextWidth()), qRound(room));
      QVERIFY(block.layout()->lineAt(0).height() > 8 * browser->fontMetrics().height());
    }
  }
}

void TestHelpWindow::picturesShowTheirCurvesInBothThemes() {
  Theme theme = theme_;
  HelpWindow window(theme);
  window.resize(900, 700);
  window.showPage(QStringLiteral("theory"));
  auto* browser = window.findChild<QTextBrowser*>();
  window.show();
  for (const char* id : {"light", "dark", "light"}) {
    theme = loadTheme(QLatin1String(id));
    window.themeChanged();
    int seen = 0;
    for (const auto& [block, url] : picturesOf(*browser)) {
      const auto spec = bodeSpec(url);
      QVERIFY2(spec.has_value(), qPrintable(url.toString()));
      browser->setTextCursor(QTextCursor(block));
      browser->ensureCursorVisible();
      const QImage image = browser->viewport()->grab().toImage();
      for (const Operator* row : spec->operators) {
        if (row->color == &Theme::text) continue;  // as the words beside it
        const QString what = QStringLiteral("%1, %2: %3").arg(id, url.toString(), row->key);
        QVERIFY2(pixelsOf(image, theme.*row->color) > 40, qPrintable(what));
      }
      ++seen;
    }
    QVERIFY(seen > 5);
  }
}

/// Gain and phase rise or fall from 1 to 500 Hz as the operator does.
void TestHelpWindow::curvesGoWhereTheirOperatorsGo() {
  Theme theme = theme_;
  theme.dim = theme.grid = theme.line = theme.panel;
  theme.text = Qt::black;
  const int legend = QFontMetrics(QApplication::font()).height() * 2;
  for (const Operator& row : operatorTable()) {
    const BodeSpec spec{{&row}, {}};
    QImage image(800, 300, QImage::Format_RGB32);
    image.fill(theme.panel);
    QPainter painter(&image);
    paintBode(painter, image.rect(), spec, theme, QApplication::font());
    painter.end();
    for (const bool is_phase : {false, true}) {
      const auto height = [&](int x) {  // of the curve in a column; nothing if it is not there
        std::optional<int> top;
        for (int y = image.height() - 1; y > legend; --y) {
          if (image.pixelColor(x, y) == theme.*row.color) top = y;
        }
        return top;
      };
      std::vector<int> heights;
      for (int x = is_phase ? 400 : 0; x < (is_phase ? 800 : 400); ++x) {
        if (const auto y = height(x)) heights.push_back(*y);
      }
      QVERIFY2(heights.size() > 200, row.key);
      const auto value = [&](double f) {
        const std::complex<double> at = row.at({}, f);
        return is_phase ? std::arg(at) : std::log10(std::abs(at));
      };
      const double change = value(500) - value(1);
      const int rise = heights.front() - heights.back();
      if (std::abs(change) < 1e-9)
        QVERIFY2(std::abs(rise) <= 1, row.key);
      else
        QVERIFY2(change > 0 ? rise > 5 : rise < -5, row.key);
    }
  }
}

void TestHelpWindow::aSpecialCaseIsOneClickAway() {
  TheoryReader reader;
  MainWindow& window = reader.window;
  const Document& document = window.document();
  const auto busy = connect(&document, &Document::changed, this, [](const vle::Change& change) {
    if (change.reload)
      vle::test::clock_hand.spend(
          std::chrono::milliseconds(400));  // the preset runs before the variant comes
  });
  reader.follow("latent-equilibrium");  // nothing was open
  disconnect(busy);
  QCOMPARE(document.origin(), QStringLiteral("chain"));
  QCOMPARE(variantsOf(document).size(), 4);
  QCOMPARE(window.lab().shown(), std::size_t{1});
  for (const VariantStatus& status : window.lab().variants()) QCOMPARE(status.began, 0.0);
  const auto network = window.lab().shownNetwork();
  QVERIFY(network != nullptr);
  const auto channels = vle::channelsOf(*network, "hidden.tau_r");
  QCOMPARE(channels.at(0).read(*network, vle::initialState(*network)), 10.0);
  QCOMPARE(network->settings.rule, vle::Rule::Local);

  const QStringList before = variantsOf(document);
  reader.follow("transpose");  // is there already
  QCOMPARE(variantsOf(document), before);
  QCOMPARE(variantsOf(document).at(static_cast<int>(window.lab().shown())),
           QStringLiteral("transpose"));
  reader.follow("latent-equilibrium");
  QCOMPARE(variantsOf(document), before);
  QCOMPARE(window.lab().shown(), std::size_t{1});

  reader.follow("instantaneous");
  QCOMPARE(variantsOf(document).size(), 5);
  QCOMPARE(window.lab().shownNetwork()->settings.rule, vle::Rule::Instantaneous);
  window.document().undoStack().undo();
  window.document().undoStack().undo();
  QVERIFY(document.project() == vle::test::chain());
  QVERIFY(reader.answers.asked.isEmpty());
}

/// Another project that was changed is asked about; a chain that was changed goes on.
void TestHelpWindow::aSpecialCaseLosesNothing() {
  TheoryReader reader;
  MainWindow& window = reader.window;
  vle::test::Answers& answers = reader.answers;
  QVERIFY(window.files().openPreset(QStringLiteral("lagnet")));
  vle::Project changed = window.document().project();
  changed.settings.seed = 77;
  window.document().push(QStringLiteral("seed"), {vle::SetSettings{changed.settings}});
  reader.follow("instantaneous");
  QCOMPARE(answers.asked.size(), 1);
  QVERIFY(window.document().project() == changed);
  answers.unsaved = UnsavedAnswer::Discard;
  reader.follow("instantaneous");
  QCOMPARE(window.document().origin(), QStringLiteral("chain"));
  QCOMPARE(variantsOf(window.document()).size(), 4);
  window.document().undoStack().undo();
  vle::Settings settings = window.document().project().settings;
  settings.seed = 78;
  window.document().push(QStringLiteral("seed"), {vle::SetSettings{settings}});
  answers.asked.clear();
  reader.follow("instantaneous");
  QVERIFY(answers.asked.isEmpty());
  QCOMPARE(window.document().project().settings.seed, 78);
  QCOMPARE(variantsOf(window.document()).size(), 4);
}

VLE_TEST(TestHelpWindow, QApplication)
#include "tst_help_window.moc"
