// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "main_window.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QAbstractButton>
#include <QApplication>
#include <QCloseEvent>
#include <QDialogButtonBox>
#include <QKeyEvent>
#include <QLabel>
#include <QMenuBar>
#include <QMessageBox>
#include <QScreen>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include "board/board_controller.h"
#include "board/export_dialog.h"
#include "board/plot_board.h"
#include "board/probe_chooser.h"
#include "detail/close_up.h"
#include "divergence/doctor_panel.h"
#include "drawing/style.h"
#include "editor/canvas_panel.h"
#include "editor/network_picture.h"
#include "files/dialogs.h"
#include "files/file_drop.h"
#include "files/gallery.h"
#include "files/recent_menu.h"
#include "files/stored_settings.h"
#include "gradient/microscope_panel.h"
#include "help/help_window.h"
#include "inspector/inspector.h"
#include "model/board.h"
#include "model/paths.h"
#include "run/problems_panel.h"
#include "run/run_tools.h"
#include "run/transport_bar.h"
#include "variants/variants_panel.h"
#include "widgets/card.h"
#include "widgets/guarded_application.h"
#include "widgets/notice_bar.h"
#include "widgets/tool_tips.h"

namespace vle::ui {

namespace {

constexpr int kLayoutVersion = 2;
constexpr int kStatusGap = 8;
constexpr int kLeastDetail = 96;  ///< pixels, of inspector and close-up
constexpr double kZoomStep = 1.1;

constexpr int kInspectorPage = 0, kCloseUpPage = 1, kDoctorPage = 2;  // of the card with details

/// Pages below the canvas.
constexpr int kBoardPage = 0;
constexpr int kMicroscopePage = 1;

std::int64_t stepsOf(double ms, double dt) {
  return std::max<std::int64_t>(1, std::llround(ms / dt));
}

/// The first of a panel that Tab would go to; nullptr if there is none.
QWidget* firstField(QWidget* panel) {
  QWidget* widget = panel;
  do {
    const bool is_inside = widget == panel || panel->isAncestorOf(widget);
    const bool takes_tab = (widget->focusPolicy() & Qt::TabFocus) != 0;
    if (is_inside && takes_tab && widget->isVisible() && widget->isEnabled()) return widget;
    widget = widget->nextInFocusChain();
  } while (widget != panel);
  return nullptr;
}

}  // namespace

MainWindow::MainWindow(const QString& theme, const Priorities& priorities, QWidget* parent)
    : QMainWindow(parent),
      theme_(loadTheme(theme)),
      theme_id_(theme),
      lab_(document_, priorities),
      focus_(document_),
      files_(document_, lab_, dialogs(this)) {
  setWindowIcon(themedIcon(QStringLiteral("vlelab"), theme_.accent));
  resize(1280, 800);
  applyTheme(theme_, zoom_);  // while there are few widgets to go through
  wrapToolTips(*qApp);
  buildPanels();
  buildMenus();
  connectActions();
  new RunTools(document_, lab_, actions_, theme_, this);
  for (QAbstractButton* button : findChildren<QAbstractButton*>()) button->installEventFilter(this);
  restyle();
  canvas_->view().setFocus();
  connect(&document_, &Document::changed, this, &MainWindow::onChanged);
  connect(&document_.undoStack(), &QUndoStack::cleanChanged, this, &MainWindow::updateTitle);
  connect(problems_, &ProblemsPanel::problemsShown, this, &MainWindow::showProblems);
  connect(&lab_, &Lab::variantsChanged, this, &MainWindow::showProblems);
  connect(&lab_, &Lab::shownChanged, this, &MainWindow::showProblems);
  connect(problems_, &ProblemsPanel::jumpRequested, &canvas_->commands(), &CanvasCommands::jumpTo);
  connect(doctor_, &DoctorPanel::jumpRequested, &canvas_->commands(), &CanvasCommands::jumpTo);
  connect(doctor_, &DoctorPanel::keepRequested, &files_, &Files::saveLearned);
  connect(canvas_, &CanvasPanel::plotRequested, board_, [this](const QString& probe) {
    board_->controller().addProbe(probe);
    board_card_->setCurrent(kBoardPage);
  });
  connect(canvas_, &CanvasPanel::inspectRequested, this, [this] {
    detail_card_->setCurrent(kInspectorPage);
    inspector_->takeFocus();
  });
  connectFocus();
  connectBoard();
  connect(&lab_.compiler(), &Compiler::networksChanged, this, &MainWindow::updateStepActions);
  connect(&lab_, &Lab::notice, notices_, &NoticeBar::say);
  if (auto* guarded = qobject_cast<GuardedApplication*>(qApp)) {
    connect(guarded, &GuardedApplication::failed, &files_, &Files::onFailure);
  }
}

MainWindow::~MainWindow() {
  // A field that is typed into speaks once more when it goes, too: here all is there to listen.
  if (QWidget* field = focusWidget()) field->clearFocus();
  hide();  // panels that let go of the lab when they are hidden still find it
  // The undo stack speaks once more when it goes, after what its listeners read is gone.
  document_.undoStack().disconnect(this);
}

void MainWindow::buildPanels() {
  notices_ = new NoticeBar(this);
  transport_ = new TransportBar(lab_, actions_, theme_, this);
  canvas_ = new CanvasPanel(document_, lab_, focus_, actions_, theme_, this);
  problems_ = new ProblemsPanel(document_, lab_, theme_, this);
  variants_ = new VariantsPanel(document_, lab_, theme_, this);
  board_ = new PlotBoard(document_, lab_, focus_, theme_, this);
  network_card_ = new Card(tr("Network"), canvas_, this);
  problems_card_ = new Card(tr("Problems"), problems_, this);
  problems_card_->hide();
  microscope_ = new MicroscopePanel(lab_, focus_, theme_, this);
  board_card_ = new TabbedCard(tr("Plots"), this);
  board_card_->addPage(tr("Board"), board_, board_->tools());
  board_card_->addPage(tr("Gradient microscope"), microscope_, microscope_->tools());
  const BoardController* board = &board_->controller();
  connect(board, &BoardController::statusChanged, this,
          [this, board] { board_card_->setRemark(kBoardPage, board->statusText()); });
  connect(microscope_, &MicroscopePanel::remarkChanged, this,
          [this] { board_card_->setRemark(kMicroscopePage, microscope_->remark()); });

  inspector_ = new Inspector(document_, lab_, focus_, theme_, this);
  side_ = new QWidget(this);
  auto* side_layout = new QVBoxLayout(side_);
  side_layout->setContentsMargins(0, 0, 0, 0);
  side_layout->setSpacing(kStatusGap);
  side_layout->addWidget(new Card(tr("Variants"), variants_, this));
  doctor_ = new DoctorPanel(lab_, theme_, this);
  close_up_ = new CloseUp(document_, lab_, focus_, theme_, this);
  detail_card_ = new TabbedCard(tr("Details"), this);
  detail_card_->setObjectName(QStringLiteral("details"));
  detail_card_->addPage(tr("Inspector"), inspector_);
  detail_card_->addPage(tr("Close-up"), close_up_);
  // A page of its own: nothing in the column moves when it comes.
  auto* doctor_area = new QScrollArea(this);
  doctor_area->setWidgetResizable(true);
  doctor_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  doctor_area->setFrameShape(QFrame::NoFrame);
  doctor_area->setWidget(doctor_);
  doctor_->setAutoFillBackground(false);
  doctor_area->viewport()->setAutoFillBackground(false);
  detail_card_->addPage(tr("Divergence"), doctor_area);
  detail_card_->setPageVisible(kDoctorPage, false);
  connect(doctor_, &DoctorPanel::shown, this, &MainWindow::showDoctor);
  side_layout->addWidget(detail_card_, 1);
  // Below what is worked in: nothing moves under the mouse when they come.
  side_layout->addWidget(problems_card_);
  // It scrolls; where the column is short it gives way to what does not.
  detail_card_->setMinimumHeight(kLeastDetail);

  rows_ = new QSplitter(Qt::Vertical, this);
  rows_->setHandleWidth(kStatusGap);
  rows_->addWidget(network_card_);
  rows_->addWidget(board_card_);
  rows_->setStretchFactor(0, 2);
  rows_->setStretchFactor(1, 3);
  rows_->setCollapsible(0, false);
  rows_->setCollapsible(1, false);
  rows_->setSizes({290, 430});
  connect(rows_, &QSplitter::splitterMoved, this, [this] { canvas_share_ = 0; });
  columns_ = new QSplitter(Qt::Horizontal, this);
  columns_->setHandleWidth(kStatusGap);
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
  padded->setContentsMargins(kStatusGap, kStatusGap, kStatusGap, kStatusGap);
  padded->addWidget(columns_);
  layout->addLayout(padded, 1);
  setCentralWidget(central);
}

/// What is looked at is seen closely; whole nodes and projections are inspected.
void MainWindow::connectFocus() {
  connect(&focus_, &Focus::changed, this, [this] {
    if (focus_.selection().empty()) return;
    const bool is_close = focus_.subject() != FocusSubject{};
    detail_card_->setCurrent(is_close ? kCloseUpPage : kInspectorPage);
  });
  connect(close_up_, &CloseUp::farChanged, &canvas_->scene(), &GraphScene::setFar);
  // It may look elsewhere, while the same neuron was chosen all the time.
  connect(&board_->controller(), &BoardController::gradientWanted, microscope_,
          &MicroscopePanel::lookAtChosen);
  connect(&board_->controller(), &BoardController::gradientWanted, board_card_,
          [this] { board_card_->setCurrent(kMicroscopePage); });
}

/// What the buttons of the board do, wherever the keyboard is.
void MainWindow::connectBoard() {
  using Id = ActionId;
  const auto on = [this](Id id, auto act) {
    connect(actions_[id], &QAction::triggered, this, [this, act] {
      board_card_->setVisible(true);
      board_card_->setCurrent(kBoardPage);
      act();
    });
  };
  BoardController* board = &board_->controller();
  on(Id::AddPlot, [board] { askForProbe(*board); });
  on(Id::Follow, [board] {
    board->clearCursors();
    board->follow();
  });
  on(Id::ExportBoard, [board] { exportBoard(*board, std::nullopt); });
  QAction* freeze = actions_[Id::Freeze];
  freeze->setCheckable(true);
  connect(freeze, &QAction::triggered, board, &BoardController::setFrozen);
  connect(board, &BoardController::statusChanged, freeze,
          [board, freeze] { freeze->setChecked(board->isFrozen()); });
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
  buildFileMenu();
  add(tr("&Edit"), {Id::Undo, Id::Redo, Id::Count, Id::Cut, Id::Copy, Id::Paste, Id::Duplicate,
                    Id::Delete, Id::Count, Id::SelectAll, Id::Find, Id::Rename});
  add(tr("&Network"), {Id::Create, Id::Connect, Id::Count, Id::AlignLeft, Id::AlignRight,
                       Id::AlignTop, Id::AlignBottom, Id::CentreHorizontally, Id::CentreVertically,
                       Id::Count, Id::DistributeHorizontally, Id::DistributeVertically,
                       Id::SnapToGrid, Id::Count, Id::AutoLayout});
  add(tr("&Run"), {Id::Play, Id::StepDt, Id::StepTau, Id::StepPeriod, Id::RunUntil, Id::Count,
                   Id::Reset, Id::Reseed, Id::Count, Id::Slower, Id::Faster, Id::Count,
                   Id::Learning, Id::DrawInput, Id::ReleaseAll, Id::Count, Id::KeepRun, Id::Seeds});
  add(tr("&View"),
      {Id::FitNetwork, Id::FitSelection, Id::FocusMode, Id::Count, Id::PanelsAll, Id::PanelsNetwork,
       Id::PanelsBoard, Id::NextPanel, Id::PreviousPanel, Id::Microscope, Id::Count, Id::Theme,
       Id::Count, Id::ZoomIn, Id::ZoomOut, Id::ZoomReset});
  add(tr("&Board"), {Id::AddPlot, Id::Count, Id::Freeze, Id::Follow, Id::Count, Id::ExportBoard});
  add(tr("&Help"), {Id::Help, Id::Shortcuts, Id::About});
}

/// A notice is soon gone: this stays as long as a crash would cost the work.
void MainWindow::showProtection() {
  const QString& why = files_.unprotected();
  if (!unprotected_) {
    unprotected_ = new QToolButton(menuBar());
    unprotected_->setObjectName(QStringLiteral("unprotected"));
    unprotected_->setProperty("role", "refusal");
    unprotected_->setText(tr("No restore points"));
    unprotected_->setFocusPolicy(Qt::TabFocus);
    connect(unprotected_, &QToolButton::clicked, &files_, &Files::showRestorePoints);
    menuBar()->setCornerWidget(unprotected_);
  }
  unprotected_->setToolTip(why);
  unprotected_->setVisible(!why.isEmpty());
}

void MainWindow::buildFileMenu() {
  using Id = ActionId;
  QMenu* menu = menuBar()->addMenu(tr("&File"));
  menu->addActions({actions_[Id::New], actions_[Id::Open]});
  menu->addMenu(new RecentMenu(files_, menu));
  menu->addAction(actions_[Id::Gallery]);
  menu->addSeparator();
  menu->addActions({actions_[Id::Save], actions_[Id::SaveAs], actions_[Id::SaveTrained]});
  menu->addSeparator();
  menu->addActions({actions_[Id::RestorePoints], actions_[Id::ResumeLearned]});
  connect(menu, &QMenu::aboutToShow, this, [this] {
    const QString learned = files_.learned();
    actions_[Id::ResumeLearned]->setEnabled(!learned.isEmpty());
    actions_[Id::ResumeLearned]->setText(learned.isEmpty()
                                             ? tr("Resume what was learned")
                                             : tr("Resume what was learned: %1").arg(learned));
  });
  menu->addSeparator();
  menu->addAction(actions_[Id::Quit]);
  connect(&files_, &Files::notice, notices_, &NoticeBar::say);
  connect(&files_, &Files::protectionChanged, this, &MainWindow::showProtection);
  auto* drop = new FileDrop(*this, files_);
  drop->watch(*canvas_->view().viewport());
  connect(drop, &FileDrop::refused, notices_, &NoticeBar::say);
}

void MainWindow::connectActions() {
  const auto on = [this](ActionId id, auto act) {
    connect(actions_[id], &QAction::triggered, this, act);
  };
  using Id = ActionId;
  on(Id::New, [this] { (void)files_.startNew(); });
  on(Id::Open, [this] { (void)files_.open(); });
  on(Id::Gallery, [this] {
    const QString id = pickPreset(theme_, networkPicture, this);
    if (!id.isEmpty()) (void)files_.openPreset(id);
  });
  on(Id::Save, [this] { (void)files_.save(); });
  on(Id::SaveAs, [this] { (void)files_.saveAs(); });
  on(Id::SaveTrained, [this] { files_.saveTrained(); });
  on(Id::RestorePoints, [this] { files_.showRestorePoints(); });
  on(Id::ResumeLearned, [this] { (void)files_.resumeLearned(); });
  on(Id::Play, [this] { lab_.control().togglePlay(); });
  on(Id::StepDt, [this] { lab_.control().stepBy(1); });
  on(Id::StepTau, [this] { lab_.control().stepBy(actions_[Id::StepTau]->data().toLongLong()); });
  on(Id::StepPeriod,
     [this] { lab_.control().stepBy(actions_[Id::StepPeriod]->data().toLongLong()); });
  on(Id::Reset, [this] { lab_.control().reset(); });
  on(Id::Reseed, [this] { reseed(); });
  connect(actions_[Id::Learning], &QAction::toggled, &lab_.control(), &RunControl::setLearning);
  on(Id::Faster,
     [this] { lab_.control().setSpeed(nextSpeed(lab_.control().status().speed, true)); });
  on(Id::Slower,
     [this] { lab_.control().setSpeed(nextSpeed(lab_.control().status().speed, false)); });
  on(Id::Undo, [this] { document_.undoStack().undo(); });
  on(Id::Redo, [this] { document_.undoStack().redo(); });
  const QUndoStack& undo = document_.undoStack();
  connect(&undo, &QUndoStack::canUndoChanged, actions_[Id::Undo], &QAction::setEnabled);
  connect(&undo, &QUndoStack::canRedoChanged, actions_[Id::Redo], &QAction::setEnabled);
  connect(&undo, &QUndoStack::undoTextChanged, this, [this](const QString& what) {
    actions_[Id::Undo]->setText(what.isEmpty() ? tr("Undo") : tr("Undo: %1").arg(what));
  });
  connect(&undo, &QUndoStack::redoTextChanged, this, [this](const QString& what) {
    actions_[Id::Redo]->setText(what.isEmpty() ? tr("Redo") : tr("Redo: %1").arg(what));
  });
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
  on(Id::NextPanel, [this] { goToPanel(1); });
  on(Id::PreviousPanel, [this] { goToPanel(-1); });
  on(Id::Microscope, [this] {
    const bool is_shown = microscope_->isVisible();
    board_card_->setVisible(true);
    board_card_->setCurrent(is_shown ? kBoardPage : kMicroscopePage);
    if (!is_shown) microscope_->setFocus();
  });
  on(Id::Help, [this] { showHelp(); });
  on(Id::Shortcuts, [this] { showShortcuts(); });
  on(Id::About, [this] { showAbout(); });
  on(Id::Quit, [this] { close(); });
  for (const ActionRow& row : actionTable()) addAction(actions_[row.id]);
}

/// Gives the keyboard to the next panel that is seen, round in a circle.
void MainWindow::goToPanel(int direction) {
  std::vector<QWidget*> panels = {&canvas_->view(), board_,    microscope_, variants_, inspector_,
                                  close_up_,        problems_, doctor_,     transport_};
  std::erase_if(panels, [](const QWidget* panel) { return !panel->isVisible(); });
  const auto holds_focus = [this](const QWidget* panel) {
    return panel == focusWidget() || panel->isAncestorOf(focusWidget());
  };
  const auto count = std::ssize(panels);
  auto now = std::ranges::find_if(panels, holds_focus) - panels.begin();
  if (now == count) now = direction > 0 ? -1 : 0;
  for (std::ptrdiff_t k = 1; k <= count; ++k) {
    QWidget* panel = panels[static_cast<std::size_t>((now + direction * k + count) % count)];
    if (QWidget* first = firstField(panel)) return first->setFocus(Qt::TabFocusReason);
  }
}

void MainWindow::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape && !canvas_->view().hasFocus()) {
    canvas_->view().setFocus(Qt::ShortcutFocusReason);
    return;
  }
  QMainWindow::keyPressEvent(event);
}

void MainWindow::open(Project project, const QString& origin) {
  files_.show(std::move(project), origin);
}

void MainWindow::onChanged(const Change& change) {
  if (change.reload) {
    actions_[ActionId::Learning]->setChecked(document_.project().settings.learning);
    board_->controller().setWindowLength(0);  // one chosen for another project's signals
    canvas_->view().setFocus();               // not what had the keyboard in another project
    lab_.control().run();
  }
  updateTitle();
}

void MainWindow::updateTitle() {
  const QString name = document_.displayName();
  QString shown = name;
  setWindowTitle(shown.replace(QLatin1String("[*]"), QLatin1String("[*][*]")) +
                 tr("[*] — VLE Lab"));
  setWindowFilePath(files_.path());
  setWindowModified(!document_.isSaved());
  const QString mark = document_.isSaved() ? QString() : QStringLiteral(" •");
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
  problems_card_->setVisible(problems_->count() > 0);
  problems_card_->setRemark(problems_->countText());
  const bool is_stale = !lab_.compiler().isCurrent();
  const bool stands = !is_stale && lab_.shownNetwork() == nullptr;
  network_card_->setRemark(is_stale ? tr("showing the last valid network")
                           : stands ? tr("this variant does not run")
                                    : QString());
}

/// It comes to the front unless somebody is at work in the inspector, or looks closely.
void MainWindow::showDoctor(bool any) {
  detail_card_->setPageVisible(kDoctorPage, any);
  const QWidget* field = focusWidget();
  const bool is_at_work = field != nullptr && detail_card_->isAncestorOf(field);
  if (any && !is_at_work && detail_card_->current() == kInspectorPage) {
    detail_card_->setCurrent(kDoctorPage);
  }
}

void MainWindow::reseed() {
  const Project& project = document_.project();
  const std::int64_t now = project.settings.seed;
  const std::int64_t next = now >= 9007199254740991 ? 1 : now + 1;
  document_.push(tr("Re-seed to %1").arg(next), editsAt(project, "settings.seed", next));
  lab_.control().reset();
}

QStringList MainWindow::layoutNames() {
  return {QStringLiteral("default"), QStringLiteral("network"), QStringLiteral("board"),
          QStringLiteral("microscope")};
}

void MainWindow::setPanels(const QString& layout) {
  network_card_->setVisible(layout != QLatin1String("board"));
  side_->setVisible(layout != QLatin1String("board"));
  board_card_->setVisible(layout != QLatin1String("network"));
  board_card_->setCurrent(layout == QLatin1String("microscope") ? kMicroscopePage : kBoardPage);
}

void MainWindow::setTheme(const QString& id) {
  theme_ = loadTheme(id);
  theme_id_ = id;
  restyle();
}

void MainWindow::setZoom(double zoom) {
  const double before = std::exchange(zoom_, std::clamp(zoom, 0.7, 2.5));
  restyle();
  // The drawing grows with the rest, as far as there is room; the plots scroll.
  const QList<int> heights = rows_->sizes();
  const double all = heights[0] + heights[1];
  if (heights[0] == 0 || heights[1] == 0 || zoom_ == before) return;
  if (canvas_share_ == 0) canvas_share_ = heights[0] / all / before;
  const double share = std::clamp(canvas_share_ * zoom_, 0.25, 0.65);
  rows_->setSizes({qRound(share * all), qRound((1 - share) * all)});
}

void MainWindow::restyle() {
  applyTheme(theme_, zoom_);
  actions_.themeChanged(theme_);
  transport_->themeChanged();
  variants_->themeChanged();
  canvas_->themeChanged();
  problems_->themeChanged();
  close_up_->themeChanged();
  board_->themeChanged();
  microscope_->themeChanged();
  doctor_->themeChanged();
  if (help_ != nullptr) help_->themeChanged();
}

void MainWindow::showShortcuts() {
  std::vector<std::pair<QString, QString>> lines;  // keys, what they do
  for (const ActionRow& row : actionTable()) {
    const QAction* action = actions_[row.id];
    if (action->shortcut().isEmpty()) continue;
    lines.emplace_back(action->shortcut().toString(QKeySequence::NativeText),
                       action->text().section(QStringLiteral(": "), 0, 0));  // not what is undone
  }
  for (const GestureRow& row : gestureTable()) {
    lines.emplace_back(translatedHands(row), translatedText(row));
  }
  // Side by side as many columns as a small screen is high; a smaller one scrolls.
  constexpr std::size_t kRows = 24;
  QString columns;
  for (std::size_t begin = 0; begin < lines.size(); begin += kRows) {
    QString rows;
    for (std::size_t k = begin; k < std::min(begin + kRows, lines.size()); ++k) {
      rows += QStringLiteral(
                  "<tr><td style='white-space:nowrap'><b>%1</b>&nbsp;&nbsp;</td>"
                  "<td style='white-space:nowrap'>%2&nbsp;&nbsp;&nbsp;</td></tr>")
                  .arg(lines[k].first.toHtmlEscaped(), lines[k].second.toHtmlEscaped());
    }
    columns += QStringLiteral("<td><table>%1</table></td>").arg(rows);
  }
  QDialog box(this);
  box.setWindowTitle(tr("Keyboard shortcuts"));
  auto* sheet = new QLabel(QStringLiteral("<table><tr>%1</tr></table>").arg(columns));
  sheet->setMargin(kStatusGap);
  auto* scroll = new QScrollArea;
  scroll->setWidget(sheet);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
  connect(buttons, &QDialogButtonBox::rejected, &box, &QDialog::reject);
  auto* layout = new QVBoxLayout(&box);
  layout->addWidget(scroll, 1);
  layout->addWidget(buttons);
  const QSize room = screen()->availableSize() * 0.95;
  box.resize((sheet->sizeHint() + QSize(48, 96)).boundedTo(room));
  box.exec();
}

void MainWindow::showHelp() {
  if (help_ == nullptr) {
    help_ = new HelpWindow(theme_, this);
    connect(help_, &HelpWindow::comparisonWanted, this, &MainWindow::compare);
  }
  help_->show();
  help_->raise();
  help_->activateWindow();
}

/// In the project that is open, if it comes from that preset; else in the preset, where all
/// variants begin together.
void MainWindow::compare(const QString& preset, const QString& proposal) {
  const bool is_open = document_.origin() == preset;
  if (!is_open && !files_.openPreset(preset)) return;
  variants_->compare(proposal);
  if (!is_open) lab_.control().reset();
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
  const QSize frame(0, style()->pixelMetric(QStyle::PM_TitleBarHeight));
  QSettings stored = storedSettings();
  const bool is_known = stored.value(QStringLiteral("layout")).toInt() == kLayoutVersion;
  if (is_known) restoreGeometry(stored.value(QStringLiteral("geometry")).toByteArray());
  resize(size().boundedTo(screen()->availableSize() - frame));  // it may be of a larger screen
  if (!is_known) return;
  rows_->restoreState(stored.value(QStringLiteral("rows")).toByteArray());
  columns_->restoreState(stored.value(QStringLiteral("columns")).toByteArray());
  const QString theme = stored.value(QStringLiteral("theme")).toString();
  if (theme == QLatin1String("light") || theme == QLatin1String("dark")) setTheme(theme);
  setZoom(stored.value(QStringLiteral("zoom"), 1.0).toDouble());
}

void MainWindow::closeEvent(QCloseEvent* event) {
  if (!files_.mayLoseChanges()) {
    event->ignore();
    return;
  }
  files_.endSession();
  if (remembers_layout_) {
    QSettings stored = storedSettings();
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
