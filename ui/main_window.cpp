// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "main_window.h"

#include <algorithm>
#include <cmath>

#include <QAbstractButton>
#include <QApplication>
#include <QCloseEvent>
#include <QKeyEvent>
#include <QMenuBar>
#include <QMessageBox>
#include <QSettings>
#include <QVBoxLayout>

#include "editor/graph_scene.h"
#include "editor/graph_view.h"
#include "inspector/inspector.h"
#include "lab/board.h"
#include "panels/card.h"
#include "panels/transport_bar.h"
#include "panels/variants_panel.h"
#include "plot/plot_board.h"

namespace vle::ui {

namespace {

constexpr int kLayoutVersion = 2;
constexpr int kGap = 8;
constexpr double kZoomStep = 1.1;

QSettings settings() { return QSettings(QStringLiteral("VLE Lab"), QStringLiteral("vlelab")); }

std::int64_t stepsOf(double ms, double dt) {
  return std::max<std::int64_t>(1, std::llround(ms / dt));
}

}  // namespace

MainWindow::MainWindow(const QString& theme, QWidget* parent)
    : QMainWindow(parent), theme_(loadTheme(theme)), theme_id_(theme), lab_(document_) {
  setWindowIcon(themedIcon(QStringLiteral("vlelab"), theme_.accent));
  resize(1280, 800);
  buildPanels();
  buildMenus();
  connectActions();
  for (QAbstractButton* button : findChildren<QAbstractButton*>()) button->installEventFilter(this);
  restyle();
  connect(&document_, &Document::changed, this, &MainWindow::updateTitle);
  connect(&document_.undoStack(), &QUndoStack::cleanChanged, this, &MainWindow::updateTitle);
  connect(&lab_, &Lab::problemsChanged, this, &MainWindow::showProblems);
  connect(&lab_, &Lab::variantsChanged, this, &MainWindow::updateStepActions);
}

MainWindow::~MainWindow() = default;

void MainWindow::buildPanels() {
  transport_ = new TransportBar(lab_, actions_, theme_, this);
  scene_ = new GraphScene(document_, lab_, theme_, this);
  view_ = new GraphView(*scene_, theme_, this);
  variants_ = new VariantsPanel(document_, lab_, theme_, this);
  board_ = new PlotBoard(document_, lab_, theme_, this);
  network_card_ = new Card(tr("Network"), view_, this);
  board_card_ = new Card(tr("Board"), board_, this);
  connect(board_, &PlotBoard::statusChanged, this,
          [this] { board_card_->setRemark(board_->statusText()); });

  inspector_ = new Inspector(document_, lab_, theme_, this);
  side_ = new QWidget(this);
  auto* side_layout = new QVBoxLayout(side_);
  side_layout->setContentsMargins(0, 0, 0, 0);
  side_layout->setSpacing(kGap);
  side_layout->addWidget(new Card(tr("Variants"), variants_, this));
  side_layout->addWidget(new Card(tr("Inspector"), inspector_, this), 1);

  rows_ = new QSplitter(Qt::Vertical, this);
  rows_->setHandleWidth(kGap);
  rows_->addWidget(network_card_);
  rows_->addWidget(board_card_);
  rows_->setStretchFactor(0, 2);
  rows_->setStretchFactor(1, 3);
  rows_->setCollapsible(0, false);
  rows_->setCollapsible(1, false);
  rows_->setSizes({290, 430});
  columns_ = new QSplitter(Qt::Horizontal, this);
  columns_->setHandleWidth(kGap);
  columns_->addWidget(rows_);
  columns_->addWidget(side_);
  columns_->setStretchFactor(0, 1);
  columns_->setCollapsible(0, false);

  auto* central = new QWidget(this);
  auto* layout = new QVBoxLayout(central);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(transport_);
  auto* padded = new QVBoxLayout;
  padded->setContentsMargins(kGap, kGap, kGap, kGap);
  padded->addWidget(columns_);
  layout->addLayout(padded, 1);
  setCentralWidget(central);
}

void MainWindow::buildMenus() {
  using Id = ActionId;
  const auto add = [this](const QString& title, std::initializer_list<ActionId> ids) {
    QMenu* menu = menuBar()->addMenu(title);
    for (const ActionId id : ids) {
      if (id == Id::Count)
        menu->addSeparator();
      else
        menu->addAction(actions_[id]);
    }
  };
  add(tr("&File"), {Id::Quit});
  add(tr("&Edit"), {Id::Undo, Id::Redo});
  add(tr("&Run"), {Id::Play, Id::StepDt, Id::StepTau, Id::StepPeriod, Id::Count, Id::Reset,
                   Id::Reseed, Id::Count, Id::Slower, Id::Faster, Id::Count, Id::Learning});
  add(tr("&View"), {Id::FitNetwork, Id::Count, Id::PanelsAll, Id::PanelsNetwork, Id::PanelsBoard,
                    Id::Count, Id::Theme, Id::Count, Id::ZoomIn, Id::ZoomOut, Id::ZoomReset});
  add(tr("&Help"), {Id::Shortcuts, Id::About});
}

void MainWindow::connectActions() {
  const auto on = [this](ActionId id, auto act) {
    connect(actions_[id], &QAction::triggered, this, act);
  };
  using Id = ActionId;
  on(Id::Play, [this] { lab_.togglePlay(); });
  on(Id::StepDt, [this] { lab_.stepBy(1); });
  on(Id::StepTau, [this] { lab_.stepBy(actions_[Id::StepTau]->data().toLongLong()); });
  on(Id::StepPeriod, [this] { lab_.stepBy(actions_[Id::StepPeriod]->data().toLongLong()); });
  on(Id::Reset, [this] { lab_.reset(); });
  on(Id::Reseed, [this] { reseed(); });
  connect(actions_[Id::Learning], &QAction::toggled, &lab_, &Lab::setLearning);
  on(Id::Faster, [this] { lab_.setSpeed(nextSpeed(lab_.status().speed, true)); });
  on(Id::Slower, [this] { lab_.setSpeed(nextSpeed(lab_.status().speed, false)); });
  on(Id::Undo, [this] { document_.undoStack().undo(); });
  on(Id::Redo, [this] { document_.undoStack().redo(); });
  connect(&document_.undoStack(), &QUndoStack::canUndoChanged, actions_[Id::Undo],
          &QAction::setEnabled);
  connect(&document_.undoStack(), &QUndoStack::canRedoChanged, actions_[Id::Redo],
          &QAction::setEnabled);
  actions_[Id::Undo]->setEnabled(false);
  actions_[Id::Redo]->setEnabled(false);
  on(Id::Theme,
     [this] { setTheme(theme_.is_dark ? QStringLiteral("light") : QStringLiteral("dark")); });
  on(Id::ZoomIn, [this] { setZoom(zoom_ * kZoomStep); });
  on(Id::ZoomOut, [this] { setZoom(zoom_ / kZoomStep); });
  on(Id::ZoomReset, [this] { setZoom(1); });
  on(Id::PanelsAll, [this] { setPanels(QStringLiteral("default")); });
  on(Id::PanelsNetwork, [this] { setPanels(QStringLiteral("network")); });
  on(Id::PanelsBoard, [this] { setPanels(QStringLiteral("board")); });
  on(Id::FitNetwork, [this] { view_->zoomToFit(); });
  on(Id::Shortcuts, [this] { showShortcuts(); });
  on(Id::About, [this] { showAbout(); });
  on(Id::Quit, [this] { close(); });
  for (const ActionRow& row : actionTable()) addAction(actions_[row.id]);
}

void MainWindow::open(Project project, const QString& origin) {
  actions_[ActionId::Learning]->setChecked(project.settings.learning);
  document_.load(std::move(project), origin);
  lab_.run();
}

void MainWindow::updateTitle() {
  const QString name = document_.displayName();
  const QString mark = document_.undoStack().isClean() ? QString() : QStringLiteral(" •");
  setWindowTitle(name + mark + tr(" — VLE Lab"));
  transport_->setDocumentName(name + mark + tr("  seed %1").arg(document_.project().settings.seed));
}

void MainWindow::updateStepActions() {
  const Project& project = document_.project();
  const double dt = project.settings.dt;
  const double smallest = smallestTimeConstant(project);
  const double period = inputPeriod(project);
  QAction* tau = actions_[ActionId::StepTau];
  tau->setEnabled(smallest > 0);
  tau->setData(QVariant::fromValue<qlonglong>(stepsOf(smallest, dt)));
  QAction* whole = actions_[ActionId::StepPeriod];
  whole->setEnabled(period > 0);
  whole->setData(QVariant::fromValue<qlonglong>(stepsOf(period, dt)));
}

void MainWindow::showProblems() {
  for (const Issue& issue : lab_.problems()) {
    if (issue.severity != Severity::Error) continue;
    network_card_->setRemark(QString::fromStdString(issue.message));
    return;
  }
  network_card_->setRemark({});
}

void MainWindow::reseed() {
  Settings changed = document_.project().settings;
  changed.seed = changed.seed >= 9007199254740991 ? 1 : changed.seed + 1;
  changed.written.emplace("seed");
  document_.push(tr("Re-seed to %1").arg(changed.seed), {SetSettings{changed}});
  lab_.reset();
}

QStringList MainWindow::layoutNames() {
  return {QStringLiteral("default"), QStringLiteral("network"), QStringLiteral("board")};
}

void MainWindow::setPanels(const QString& layout) {
  network_card_->setVisible(layout != QLatin1String("board"));
  side_->setVisible(layout != QLatin1String("board"));
  board_card_->setVisible(layout != QLatin1String("network"));
}

void MainWindow::setTheme(const QString& id) {
  theme_ = loadTheme(id);
  theme_id_ = id;
  restyle();
}

void MainWindow::setZoom(double zoom) {
  zoom_ = std::clamp(zoom, 0.7, 2.5);
  restyle();
}

void MainWindow::restyle() {
  applyTheme(*qApp, theme_, zoom_);
  actions_.themeChanged(theme_);
  transport_->themeChanged();
  variants_->themeChanged();
  inspector_->themeChanged();
  scene_->themeChanged();
  view_->viewport()->update();
  board_->themeChanged();
}

void MainWindow::showShortcuts() {
  QString rows;
  for (const ActionRow& row : actionTable()) {
    const QAction* action = actions_[row.id];
    if (action->shortcut().isEmpty()) continue;
    rows += QStringLiteral("<tr><td><b>%1</b>&nbsp;&nbsp;</td><td>%2</td></tr>")
                .arg(action->shortcut().toString(QKeySequence::NativeText).toHtmlEscaped(),
                     action->text().toHtmlEscaped());
  }
  QMessageBox box(QMessageBox::NoIcon, tr("Keyboard shortcuts"),
                  QStringLiteral("<table>%1</table>").arg(rows), QMessageBox::Close, this);
  box.exec();
}

void MainWindow::showAbout() {
  QMessageBox::about(
      this, tr("About VLE Lab"),
      tr("<p><b>VLE Lab %1</b></p><p>A visual laboratory for networks of neurons that learn "
         "online, with local errors.</p><p>An independent implementation from the equations "
         "published in arXiv 2603.09600 (VLE) and arXiv 2403.16933 (GLE). The rule that learns B "
         "is ours, with the fixed point VLE states. The authors of GLE announce patent "
         "registration for their procedures; commercial users should check.</p>"
         "<p>GPL-3.0-or-later</p>")
          .arg(QStringLiteral(VLE_VERSION)));
}

bool MainWindow::eventFilter(QObject* watched, QEvent* event) {
  // A focused button is pressed with Space, whatever else Space means in the window.
  if (event->type() == QEvent::ShortcutOverride &&
      static_cast<QKeyEvent*>(event)->key() == Qt::Key_Space &&
      qobject_cast<QAbstractButton*>(watched) != nullptr) {
    event->accept();
    return true;
  }
  return QMainWindow::eventFilter(watched, event);
}

void MainWindow::restoreLayout() {
  remembers_layout_ = true;
  QSettings stored = settings();
  if (stored.value(QStringLiteral("layout")).toInt() != kLayoutVersion) return;
  restoreGeometry(stored.value(QStringLiteral("geometry")).toByteArray());
  rows_->restoreState(stored.value(QStringLiteral("rows")).toByteArray());
  columns_->restoreState(stored.value(QStringLiteral("columns")).toByteArray());
  const QString theme = stored.value(QStringLiteral("theme")).toString();
  if (theme == QLatin1String("light") || theme == QLatin1String("dark")) setTheme(theme);
  setZoom(stored.value(QStringLiteral("zoom"), 1.0).toDouble());
}

void MainWindow::closeEvent(QCloseEvent* event) {
  if (remembers_layout_) {
    QSettings stored = settings();
    stored.setValue(QStringLiteral("layout"), kLayoutVersion);
    stored.setValue(QStringLiteral("geometry"), saveGeometry());
    stored.setValue(QStringLiteral("rows"), rows_->saveState());
    stored.setValue(QStringLiteral("columns"), columns_->saveState());
    stored.setValue(QStringLiteral("theme"), theme_id_);
    stored.setValue(QStringLiteral("zoom"), zoom_);
  }
  event->accept();
}

}  // namespace vle::ui
