// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plot/board_export.h"

#include <algorithm>
#include <memory>

#include <QApplication>
#include <QFileInfo>
#include <QPageSize>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>
#include <qcustomplot.h>

#include "lab/board.h"
#include "plot/board_layout.h"
#include "plot/title_row.h"
#include "plot/trace_plot.h"

namespace vle::ui {

namespace {

constexpr QSize kPixels(1600, 1000);
constexpr QSize kSize(1280, 800);  ///< in which it is laid out
constexpr int kMargin = 16;
constexpr int kHeader = 36;
constexpr int kPdfResolution = 720;       ///< dots per inch
constexpr double kPointsPerUnit = 0.75;   ///< a size of 1280 is 960 points wide
constexpr double kLongRun = 3;            ///< windows; beyond that fast signals are bands
constexpr std::size_t kFinePoints = 100;  ///< in a window, to look like a curve

/// Whether the newest stretch of a plot's traces is recorded as a curve and not as its envelope.
bool isFine(const PlotContent& content, const TraceStore& traces, double from, double to) {
  for (const PlottedProbe& probe : content.probes) {
    for (const std::string& variant : content.hosts) {
      for (const ChannelName& channel : traces.channels(variant, probe.probe)) {
        const Curve curve = traces.curve(variant, channel.name, from, to, 10 * kFinePoints);
        if (curve.t.size() >= kFinePoints) return true;
      }
    }
  }
  return false;
}

class BoardPicture {
 public:
  BoardPicture(const Project& project, const std::vector<Variant>& variants,
               const TraceStore& traces, const Theme& theme)
      : project_(project), theme_(theme), font_(QApplication::font()) {
    const double end = traces.newest();
    const TimeWindow run{0, std::max(end, project.settings.dt), false};
    const double recent = recentWindow(project);
    std::vector<PlotContent> contents = boardContents(project, variants, {}, {}, theme);
    if (!contents.empty()) variants_ = contents.front().variants;
    std::vector<PlotSize> sizes;
    std::vector<TimeWindow> windows;
    for (PlotContent& content : contents) {
      const bool is_recent =
          !content.is_slow && end > kLongRun * recent && isFine(content, traces, end - recent, end);
      content.is_slow = !is_recent;
      windows.push_back(is_recent ? TimeWindow{end - recent, end, false} : run);
      sizes.push_back({content.height, content.is_slow});
    }
    const QSize room(kSize.width() - 2 * kMargin, kSize.height() - 2 * kMargin - kHeader);
    const BoardLayout layout = layOut(sizes, room, font_);
    height_ = std::max(kSize.height(), layout.height + 2 * kMargin + kHeader);
    int margin = 0;
    for (std::size_t k = 0; k < contents.size(); ++k) {
      auto plot = std::make_unique<TracePlot>(theme);
      plot->setFont(font_);
      plot->setContent(std::move(contents[k]));
      plot->setTimeLabels(layout.plots[k].has_time_labels);
      plot->setGeometry(layout.plots[k].rect);
      plot->restyle();  // no resize event comes to a widget that is not shown
      plot->refresh(traces, windows[k], 0);
      margin = std::max(margin, plot->neededLeftMargin());
      plots_.push_back(std::move(plot));
    }
    for (std::size_t k = 0; k < plots_.size(); ++k) {
      plots_[k]->setLeftMargin(margin);
      plots_[k]->refresh(traces, windows[k], 0);
    }
  }

  [[nodiscard]] QSize size() const { return {kSize.width(), height_}; }

  /// @param scale  of one unit in the device's
  bool paint(QPaintDevice& device, double scale, bool is_vector) const {
    QCPPainter painter;
    if (!painter.begin(&device)) return false;
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    painter.setMode(QCPPainter::pmVectorized, is_vector);
    painter.setMode(QCPPainter::pmNonCosmetic);
    painter.scale(scale, scale);
    painter.fillRect(QRect({0, 0}, size()), theme_.panel);
    paintHeader(painter);
    for (const auto& plot : plots_) {
      plot->paintOn(painter, plot->geometry().topLeft() + QPoint(kMargin, kMargin + kHeader));
    }
    return painter.end();
  }

 private:
  void paintHeader(QPainter& painter) const {
    TitleRow row{.title = QString::fromStdString(project_.meta.title),
                 .legend = {},
                 .omitted = 0,
                 .readings = {}};
    if (variants_.size() > 1) {
      for (const ShownVariant& variant : variants_) {
        row.legend.push_back({variant.label, {variant.color, 3, 0}});
      }
    }
    QFont font = font_;
    font.setPixelSize(QFontInfo(font_).pixelSize() * 5 / 4);
    const QRectF area(kMargin, kMargin - 4, kSize.width() - 2 * kMargin, kHeader - 8);
    paintTitleRow(painter, area, row, font, theme_);
  }

  const Project& project_;
  const Theme& theme_;
  QFont font_;
  std::vector<ShownVariant> variants_;
  std::vector<std::unique_ptr<TracePlot>> plots_;
  int height_ = 0;
};

}  // namespace

bool saveBoard(const Project& project, const std::vector<Variant>& variants,
               const TraceStore& traces, const Theme& theme, const QString& file) {
  const QString ending = QFileInfo(file).suffix().toLower();
  if (ending != "png" && ending != "svg" && ending != "pdf") return false;
  const BoardPicture picture(project, variants, traces, theme);
  const QString title = QString::fromStdString(project.meta.title);
  QSaveFile target(file);
  if (!target.open(QIODevice::WriteOnly)) return false;
  bool is_painted = false;
  if (ending == "png") {
    const double scale = static_cast<double>(kPixels.width()) / picture.size().width();
    QImage image((QSizeF(picture.size()) * scale).toSize(), QImage::Format_RGB32);
    is_painted = picture.paint(image, scale, false) && image.save(&target, "PNG");
  } else if (ending == "svg") {
    QSvgGenerator generator;
    generator.setOutputDevice(&target);
    generator.setSize(picture.size());
    generator.setViewBox(QRect({0, 0}, picture.size()));
    generator.setTitle(title);
    is_painted = picture.paint(generator, 1, true);
  } else {
    QPdfWriter writer(&target);
    const QSizeF points = QSizeF(picture.size()) * kPointsPerUnit;
    writer.setPageSize(QPageSize(points, QPageSize::Point, {}, QPageSize::ExactMatch));
    writer.setPageMargins({});
    writer.setResolution(kPdfResolution);
    writer.setTitle(title);
    is_painted = picture.paint(writer, kPointsPerUnit * kPdfResolution / 72, true);
  }
  return is_painted && target.commit();
}

}  // namespace vle::ui
