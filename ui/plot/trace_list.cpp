// SPDX-FileCopyrightText: The VLE Lab authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plot/trace_list.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <ranges>
#include <tuple>

#include "session/number_text.h"

namespace vle::ui {

namespace {

constexpr double kLine = 1.6;
constexpr double kTargetLine = 2.2;  ///< its dashes are seen over a curve that coincides
constexpr double kTeacherLine = 3;
constexpr double kPalest = 0.6;  ///< of many channels of one colour
constexpr std::size_t kExpectedDash = 1;

QColor colorOf(ProbeRole role, const Theme& theme) {
  switch (role) {
    case ProbeRole::Input:
      return theme.input;
    case ProbeRole::Signal:
    case ProbeRole::Weight:
      return theme.signal;
    case ProbeRole::Error:
      return theme.error;
    case ProbeRole::Target:
      return theme.target;
    case ProbeRole::Teacher:
      return mixed(theme.target, theme.panel, 0.55);
    case ProbeRole::Feedback:
    case ProbeRole::Expected:
      return theme.feedback;
    case ProbeRole::Energy:
    case ProbeRole::Loss:
      return theme.text;
  }
  return theme.text;
}

/// Dash of every probe: the first of one variant solid, then dashed, dotted, …; the expected value
/// is always dashed, so nothing else is where there is one.
std::vector<std::size_t> dashesOf(const std::vector<PlottedProbe>& probes) {
  const bool with_expected =
      std::ranges::find(probes, ProbeRole::Expected, &PlottedProbe::role) != probes.end();
  std::vector<std::size_t> dashes;
  std::size_t own = 0, inputs = 0;
  for (const PlottedProbe& probe : probes) {
    std::size_t dash = 0;
    if (probe.role == ProbeRole::Target || probe.role == ProbeRole::Expected) {
      dash = kExpectedDash;
    } else if (probe.role == ProbeRole::Input) {
      dash = inputs++;
    } else if (probe.role != ProbeRole::Teacher) {
      dash = own++;
      if (with_expected && dash >= kExpectedDash) ++dash;
    }
    dashes.push_back(dash);
  }
  return dashes;
}

double widthOf(ProbeRole role) {
  if (role == ProbeRole::Teacher) return kTeacherLine;
  return role == ProbeRole::Target ? kTargetLine : kLine;
}

/// The row of a variable.
/// @param recorded  row it is read from; not its own for the B of a transpose
const ProbeInfo& rowOf(std::string_view variable, const ProbeInfo& recorded) {
  const ProbeInfo* row = findRow({recorded.owner}, variable);
  return row != nullptr ? *row : recorded;
}

/// The symbol of a variable in formulas.
QString symbolOf(const ProbeInfo& info) {
  QString symbol = asText(info.symbol);
  return symbol.replace(QStringLiteral("_m"), QStringLiteral("ₘ"))
      .replace(QStringLiteral("_r"), QStringLiteral("ᵣ"));
}

/// "output r", "hidden e[0]", "W1", "B of W2".
QString nameOf(const std::string& probe, const ProbeInfo& recorded) {
  const auto bracket = std::min(probe.find('['), probe.size());
  const auto dot = probe.find('.');
  if (dot >= bracket) return asText(recorded.symbol);
  const QString owner = QString::fromStdString(probe.substr(0, dot));
  const QString index = QString::fromStdString(probe.substr(bracket));
  const ProbeInfo& row = rowOf(probe.substr(dot + 1, bracket - dot - 1), recorded);
  const bool is_matrix = row.owner == ProbeOwner::Synapse;
  if (!is_matrix && row.owner != ProbeOwner::Projection) {
    return owner + ' ' + symbolOf(row) + index;
  }
  // A projection is named after its weights.
  if (is_matrix && row.key == "W") return owner + index;
  if (is_matrix && row.role == ProbeRole::Expected) {
    return QStringLiteral("expected B%1 of %2").arg(index, owner);
  }
  return QStringLiteral("%1%2 of %3").arg(symbolOf(row), index, owner);
}

QString labelOf(const PlotContent& content, const PlottedProbe& probe,
                const std::vector<ChannelName>& channels) {
  const auto count = std::ranges::count(content.probes, probe.role, &PlottedProbe::role);
  if (probe.role == ProbeRole::Teacher) return "teacher";
  if (probe.role == ProbeRole::Expected && count == 1) return "expected";
  if (channels.empty() || channels.front().info == nullptr) {
    return QString::fromStdString(probe.probe);
  }
  return nameOf(probe.probe, *channels.front().info);
}

/// What is drawn later lies on top: companions, the variants, the one in front, the targets.
int heightOf(ProbeRole role, bool is_front) {
  if (role == ProbeRole::Target) return 3;
  if (isShared(role)) return 0;
  return is_front ? 2 : 1;
}

/// Own traces first, then what they are compared with; all teachers are one entry.
void explain(const PlotContent& content, const Theme& theme,
             const std::map<std::size_t, TraceStyle>& styles, TraceList& list) {
  const bool by_variant = content.variants.size() > 1;
  if (styles.size() < 2 && by_variant) {
    const bool is_own = !styles.empty() && !isShared(content.probes[styles.begin()->first].role);
    if (!is_own) return;
    for (const ShownVariant& variant : content.variants) {
      list.legend.push_back({variant.label, {variant.color, kLine, 0}});
    }
    return;
  }
  if (styles.size() < 2) return;
  for (const bool companions : {false, true}) {
    for (const auto& [entry, style] : styles) {
      const ProbeRole role = content.probes[entry].role;
      const bool is_companion = isShared(role) || role == ProbeRole::Expected;
      if (is_companion != companions) continue;
      const QString label = list.probe_labels[entry];
      if (std::ranges::find(list.legend, label, &LegendEntry::label) != list.legend.end()) continue;
      list.legend.push_back({label, style});
      if (by_variant && !isShared(role)) list.legend.back().style.color = theme.text;
    }
  }
}

}  // namespace

std::vector<PlotContent> boardContents(const Project& project, const std::vector<Variant>& all,
                                       const std::vector<VariantId>& diverged, VariantId front,
                                       const Theme& theme) {
  const auto has_diverged = [&diverged](const Variant& variant) {
    return std::ranges::find(diverged, variant.id) != diverged.end();
  };
  std::vector<ShownVariant> shown;
  for (std::size_t k = 0; k < all.size(); ++k) {
    if (!all[k].visible) continue;
    shown.push_back({.id = all[k].id,
                     .label = QString::fromStdString(all[k].label()),
                     .color = theme.variant(k, all[k].color),
                     .has_diverged = has_diverged(all[k]),
                     .is_front = all[k].id == front});
  }
  if (!shown.empty() && std::ranges::none_of(shown, &ShownVariant::is_front)) {
    shown.front().is_front = true;
  }
  std::vector<VariantId> hosts;
  for (const bool diverging : {false, true}) {  // a diverged variant stands still
    for (const Variant& variant : all) {
      if (has_diverged(variant) == diverging) hosts.push_back(variant.id);
    }
  }
  std::vector<PlotContent> contents;
  for (const Plot& plot : boardOf(project)) {
    PlotContent content{.title = QString::fromStdString(plot.title),
                        .kind = plot.kind,
                        .is_slow = plot.kind == Plot::Kind::Loss,
                        .is_log = plot.isLogarithmic(),
                        .height = plot.height > 0 ? plot.height : 1,
                        .is_wide = plot.wide,
                        .window = std::isinf(plot.window) ? 0 : plot.window,
                        .limits = plot.limits,
                        .minus = {},
                        .minus_label = {},
                        .probes = plottedProbes(project, plot),
                        .variants = shown,
                        .hosts = hosts};
    content.is_slow |=
        !content.probes.empty() && std::ranges::all_of(content.probes, &PlottedProbe::is_slow);
    if (plot.window > 0) content.is_slow = std::isinf(plot.window);
    if (!content.isOverTime()) content.is_slow = false;
    if (!plot.minus.empty()) {
      const auto reference = std::ranges::find(all, plot.minus, &Variant::name);
      content.minus = reference == all.end() ? VariantId{} : reference->id;
      content.minus_label =
          QString::fromStdString(reference == all.end() ? plot.minus : reference->label());
      // What all variants share differs by nothing, and so does the reference from itself.
      std::erase_if(content.probes, [](const PlottedProbe& probe) { return isShared(probe.role); });
      std::erase_if(content.variants,
                    [&](const ShownVariant& variant) { return variant.id == *content.minus; });
      content.is_log = false;
    }
    if (content.limits && !areLimits(*content.limits, content.is_log)) content.limits.reset();
    contents.push_back(std::move(content));
  }
  return contents;
}

std::vector<std::size_t> TraceList::readingOrder(const PlotContent& content) const {
  std::vector<std::size_t> order(traces.size());
  std::iota(order.begin(), order.end(), 0U);
  const auto key = [&](std::size_t k) {
    const DrawnTrace& trace = traces[k];
    const ProbeRole role = content.probes[trace.entry].role;
    const auto variant = std::ranges::find(content.variants, trace.variant, &ShownVariant::id);
    return std::tuple(isShared(role) || role == ProbeRole::Expected, trace.entry,
                      variant - content.variants.begin(), trace.index);
  };
  std::ranges::stable_sort(order, {}, key);
  return order;
}

TraceList tracesOf(const PlotContent& content, const TraceStore& store, const Theme& theme) {
  TraceList list;
  const std::vector<std::size_t> dashes = dashesOf(content.probes);
  std::map<std::size_t, TraceStyle> styles;  // of every probe that has a curve
  const bool by_variant = content.variants.size() > 1;
  for (std::size_t entry = 0; entry < content.probes.size(); ++entry) {
    const PlottedProbe& probe = content.probes[entry];
    std::vector<ChannelName> found;  // of any variant
    const auto add = [&](const ShownVariant& variant, const QColor& color) {
      const std::vector<ChannelName> channels = store.channels(variant.id, probe.probe);
      const std::size_t drawn = std::min(channels.size(), TraceList::kMostChannels);
      const TraceStyle style{color, widthOf(probe.role), dashes[entry]};
      if (drawn > 0) styles.emplace(entry, style);
      for (std::size_t k = 0; k < drawn; ++k) {
        if (channels[k].info != nullptr && !channels[k].info->unit.empty()) {
          list.unit = asText(channels[k].info->unit);
        }
        TraceStyle own = style;
        const double share = static_cast<double>(k) / static_cast<double>(drawn);
        own.color = mixed(style.color, theme.panel, kPalest * share);
        list.traces.push_back(
            {variant.id, channels[k].name, own, entry, k, variant.has_diverged, variant.is_front});
      }
      list.omitted = std::max(list.omitted, channels.size() - drawn);
      if (!channels.empty()) found = channels;
    };
    if (isShared(probe.role)) {
      for (const VariantId host : content.hosts) {
        if (found.empty()) add({.id = host, .is_front = true}, colorOf(probe.role, theme));
      }
    } else {
      for (const ShownVariant& variant : content.variants) {
        add(variant, by_variant ? variant.color : colorOf(probe.role, theme));
      }
    }
    list.probe_labels.push_back(labelOf(content, probe, found));
  }
  std::ranges::stable_sort(list.traces, {}, [&content](const DrawnTrace& trace) {
    return heightOf(content.probes[trace.entry].role, trace.is_front);
  });
  explain(content, theme, styles, list);
  return list;
}

}  // namespace vle::ui
