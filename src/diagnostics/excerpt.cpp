#include "diagnostics/excerpt.hpp"

#include <algorithm>
#include <string_view>

#include "diagnostics/visible.hpp"

namespace liquid::diagnostics {
namespace {

constexpr std::size_t tab_width = 4;

struct Range {
    std::size_t begin = 0;
    std::size_t end = 0;
};

// Calls `visit(offset, column, columns, text)` for every character of the line, from left to right.
template <class Visit>
void each_glyph(std::string_view line, Visit visit) {
    std::size_t offset = 0;
    std::size_t column = 0;
    std::string text;
    while (offset < line.size()) {
        text.clear();
        Glyph glyph{1, tab_width - column % tab_width};
        if (line[offset] == '\t') {
            text.append(glyph.columns, ' ');
        } else {
            glyph = append_glyph(text, line.substr(offset));
        }
        visit(offset, column, glyph.columns, text);
        offset += glyph.bytes;
        column += glyph.columns;
    }
}

// The bytes of the excerpt that are meant. What goes on in later lines is marked to the end of this one.
Range marked_bytes(const Location& location, std::size_t size) {
    const auto offset_of = [&](std::uint32_t column) {
        const std::size_t offset = column > location.excerpt_column ? column - location.excerpt_column : 0;
        return std::min(offset, size);
    };
    Range marked{offset_of(location.column), size};
    if (location.end_line <= location.line) marked.end = offset_of(location.end_column);
    return {marked.begin, std::max(marked.begin, marked.end)};
}

struct Measure {
    std::size_t width = 0;
    Range mark;
};

Measure measure(std::string_view line, Range marked) {
    Measure result;
    bool began = false;
    each_glyph(line, [&](std::size_t offset, std::size_t column, std::size_t columns, std::string_view) {
        result.width = column + columns;
        if (offset < marked.begin) return;
        if (!began) result.mark = {column, column};
        began = true;
        if (offset < marked.end) result.mark.end = result.width;
    });
    if (!began) result.mark = {result.width, result.width};
    return result;
}

// The columns to show: all, or a window that has the start of the mark in its first third.
Range choose_window(const Measure& measured, std::size_t most_columns) {
    if (measured.width <= most_columns) return {0, measured.width};
    const std::size_t lead = most_columns / 3;
    const std::size_t wished = measured.mark.begin > lead ? measured.mark.begin - lead : 0;
    const std::size_t from = std::min(wished, measured.width - most_columns);
    return {from, from + most_columns};
}

}  // namespace

Excerpt draw_excerpt(const Location& location, std::size_t most_columns) {
    std::string_view line = location.excerpt;
    while (!line.empty() && (line.back() == '\r' || line.back() == '\n')) line.remove_suffix(1);
    const Measure measured = measure(line, marked_bytes(location, line.size()));
    const Range window = choose_window(measured, most_columns);

    Excerpt out;
    std::size_t begin = window.begin;  // of the first glyph that is wholly inside
    bool empty = true;
    each_glyph(line, [&](std::size_t, std::size_t column, std::size_t columns, std::string_view text) {
        if (column < window.begin || column + columns > window.end) return;
        if (empty) begin = column;
        empty = false;
        out.line += text;
    });
    const bool cut_left = window.begin > 0 || location.excerpt_column > 1;
    if (cut_left) out.line.insert(0, "…");
    if (window.end < measured.width) out.line += "…";
    const std::size_t shift = cut_left ? 1 : 0;
    out.mark_begin = std::max(measured.mark.begin, begin) - begin + shift;
    const std::size_t mark_end = std::max(std::min(measured.mark.end, window.end), begin) - begin + shift;
    out.mark_width = mark_end > out.mark_begin ? mark_end - out.mark_begin : 1;
    return out;
}

}  // namespace liquid::diagnostics
