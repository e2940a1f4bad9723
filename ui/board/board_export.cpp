// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "board/board_export.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include <QApplication>
#include <QBuffer>
#include <QFileInfo>
#include <QPageSize>
#include <QPdfWriter>
#include <QSvgGenerator>
#include <qcustomplot.h>

#include "base/error.h"
#include "board/board_layout.h"
#include "board/plot_kinds.h"
#include "io/output.h"
#include "plot/title_row.h"
#include "session/board.h"

namespace vle::ui {

namespace {

constexpr int kPaperMargin = 16;
constexpr int kHeader = 36;
constexpr double kDetail = 4;             ///< points of a curve in a unit: printers are fine
constexpr int kWide = 600;                ///< units from which the title may be large
constexpr int kPdfResolution = 720;       ///< dots per inch
constexpr double kLongRun = 3;            ///< windows; beyond that fast signals are bands
constexpr std::size_t kFinePoints = 100;  ///< in a window, to look like a curve

/// Whether the newest stretch of a plot's traces is recorded as a curve and not as its envelope.
bool isFine(const PlotContent& content, const TraceStore& traces, double from, double to) {
  for (const PlottedProbe& probe : content.probes) {
    for (const VariantId variant : content.hosts) {
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
  BoardPicture(const std::vector<PictureItem>& items, const QString& title,
               const PlotSource& source, const Theme& theme, const PictureSize& size)
      : title_(title), theme_(theme), font_(QApplication::font()), width_(size.width) {
    if (!items.empty()) variants_ = items.front().content.variants;
    header_ = title.isEmpty() && variants_.size() < 2 ? 0 : kHeader;
    if (header_ > 0) {
      header_ +=
          legendRowHeight(headerFont()) * legendRows(headerRow(), headerWidth(), headerFont());
    }
    std::vector<PlotSize> sizes;
    sizes.reserve(items.size());
    for (const PictureItem& item : items) {
      sizes.push_back({item.content.height, item.content.is_slow, item.content.is_wide,
                       !item.content.isOverTime()});
    }
    const QSize room(width_ - 2 * kPaperMargin, size.height - 2 * kPaperMargin - header_);
    const BoardLayout layout = layOut(sizes, room, font_);
    height_ = std::max(size.height, layout.height + 2 * kPaperMargin + header_);
    int margin = 0;
    for (std::size_t k = 0; k < items.size(); ++k) {
      std::unique_ptr<PlotWidget> plot(makePlot(items[k].content.kind, theme, nullptr));
      plot->setFont(font_);
      plot->setDetail(kDetail);
      plot->setContent(items[k].content);
      plot->setTimeLabels(layout.plots[k].has_time_labels);
      plot->setGeometry(layout.plots[k].rect);
      plot->restyle();  // no resize event comes to a widget that is not shown
      plot->refresh(source, items[k].window, 0);
      margin = std::max(margin, plot->neededLeftMargin());
      plots_.push_back(std::move(plot));
    }
    for (std::size_t k = 0; k < plots_.size(); ++k) {
      plots_[k]->setLeftMargin(margin);
      plots_[k]->setLegendRows(plots_[k]->neededLegendRows());
      plots_[k]->restyle();
      plots_[k]->refresh(source, items[k].window, 1);
    }
  }

  [[nodiscard]] QSize size() const { return {width_, height_}; }

  /// @param scale  of one unit in the device's
  bool paint(QPaintDevice& device, double scale, bool is_vector) const {
    QCPPainter painter;
    if (!painter.begin(&device)) return false;
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    painter.setMode(QCPPainter::pmVectorized, is_vector);
    painter.setMode(QCPPainter::pmNonCosmetic);
    painter.scale(scale, scale);
    painter.fillRect(QRect({0, 0}, size()), theme_.panel);
    if (header_ > 0) paintHeader(painter);
    for (const auto& plot : plots_) {
      plot->paintOn(painter,
                    plot->geometry().topLeft() + QPoint(kPaperMargin, kPaperMargin + header_));
    }
    return painter.end();
  }

 private:
  [[nodiscard]] int headerWidth() const { return width_ - 2 * kPaperMargin; }

  [[nodiscard]] QFont headerFont() const {
    QFont font = font_;
    if (width_ >= kWide) font.setPixelSize(QFontInfo(font_).pixelSize() * 5 / 4);
    return font;
  }

  [[nodiscard]] TitleRow headerRow() const {
    TitleRow row;
    row.title = title_;
    if (variants_.size() > 1) {
      for (const ShownVariant& variant : variants_) {
        row.legend.push_back({variant.label, {variant.color, 3, 0}});
      }
    }
    return row;
  }

  void paintHeader(QPainter& painter) const {
    const QRectF area(kPaperMargin, kPaperMargin - 4, headerWidth(), header_ - 8);
    paintTitleRow(painter, area, headerRow(), headerFont(), theme_);
  }

  QString title_;
  const Theme& theme_;
  QFont font_;
  std::vector<ShownVariant> variants_;
  std::vector<std::unique_ptr<PlotWidget>> plots_;
  int width_ = 0;
  int height_ = 0;
  int header_ = 0;
};

constexpr double kPointsPerMm = 72 / 25.4;
constexpr double kPaperPoints = 7.0 / 11;  ///< points a unit: small texts, 11 units high, are 7 pt
constexpr double kPaperDots = 300.0 / 72;  ///< pixels a point

PictureSize onPaper(double mm, int height) {
  return {.width = static_cast<int>(mm * kPointsPerMm / kPaperPoints),
          .height = height,
          .points_per_unit = kPaperPoints,
          .pixels_per_unit = kPaperPoints * kPaperDots};
}

}  // namespace

PictureSize PictureSize::oneColumn(std::size_t plots) {
  return onPaper(85, plots == 1 ? 250 : static_cast<int>(plots) * 170);
}

PictureSize PictureSize::twoColumns(std::size_t plots) {
  return onPaper(175, plots == 1 ? 320 : static_cast<int>(plots + 1) / 2 * 200);
}

void savePicture(const std::vector<PictureItem>& items, const QString& title,
                 const PlotSource& source, const Theme& theme, const PictureSize& size,
                 const QString& file) {
  const QString ending = QFileInfo(file).suffix().toLower();
  const std::string name = file.toStdString();
  if (ending != "png" && ending != "svg" && ending != "pdf") {
    throw Error(ErrorKind::File, "the name of a picture ends in .png, .svg or .pdf.", name);
  }
  const BoardPicture picture(items, title, source, theme, size);
  QByteArray bytes;
  QBuffer target(&bytes);
  (void)target.open(QIODevice::ReadWrite);  // in memory, which never fails
  bool is_painted = false;
  if (ending == "png") {
    QImage image((QSizeF(picture.size()) * size.pixels_per_unit).toSize(), QImage::Format_RGB32);
    image.fill(theme.panel);  // a last row may be covered in part only
    image.setDotsPerMeterX(
        static_cast<int>(size.pixels_per_unit / size.points_per_unit * 72 / 0.0254));
    image.setDotsPerMeterY(image.dotsPerMeterX());
    is_painted = picture.paint(image, size.pixels_per_unit, false) && image.save(&target, "PNG");
  } else if (ending == "svg") {
    QSvgGenerator generator;
    generator.setOutputDevice(&target);
    generator.setResolution(static_cast<int>(std::lround(72 / size.points_per_unit)));
    generator.setSize(picture.size());
    generator.setViewBox(QRect({0, 0}, picture.size()));
    generator.setTitle(title);
    is_painted = picture.paint(generator, 1, true);
  } else {
    QPdfWriter writer(&target);
    const QSizeF points = QSizeF(picture.size()) * size.points_per_unit;
    writer.setPageSize(QPageSize(points, QPageSize::Point, {}, QPageSize::ExactMatch));
    writer.setPageMargins({});
    writer.setResolution(kPdfResolution);
    writer.setTitle(title);
    is_painted = picture.paint(writer, size.points_per_unit * kPdfResolution / 72, true);
  }
  if (!is_painted) throw Error(ErrorKind::File, "the picture cannot be painted.", name);
  saveBytes(bytes, name);
}

void saveBoard(const Project& project, const std::vector<Variant>& variants,
               const TraceStore& traces, const Theme& theme, const QString& file) {
  const double end = traces.newest();
  const TimeWindow run{0, std::max(end, project.settings.dt), false};
  const double recent = recentWindow(project);
  std::vector<PictureItem> items;
  for (PlotContent& content : boardContents(project, variants, {}, {}, theme)) {
    const bool is_recent =
        !content.is_slow && end > kLongRun * recent && isFine(content, traces, end - recent, end);
    if (content.isOverTime()) content.is_slow = !is_recent;
    items.push_back({content, is_recent ? TimeWindow{end - recent, end, false} : run});
  }
  savePicture(items, QString::fromStdString(project.meta.title), {traces, nullptr, nullptr}, theme,
              {}, file);
}

}  // namespace vle::ui
