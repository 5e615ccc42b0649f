#include "diagnostics/locate.hpp"

#include <algorithm>

namespace liquid {

namespace {

constexpr std::size_t kLongestExcerpt = 4096;

struct Point {
    std::uint32_t line;
    std::uint32_t column;
    std::size_t line_start;
};

Point point(std::string_view source, std::size_t offset) {
    offset = std::min(offset, source.size());
    std::string_view before = source.substr(0, offset);
    auto line = static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n') + 1);
    std::size_t start = before.rfind('\n');
    start = start == std::string_view::npos ? 0 : start + 1;
    return {line, static_cast<std::uint32_t>(offset - start + 1), start};
}

}  // namespace

Location locate(std::string_view source, std::string path, Span span) {
    Location location;
    location.path = std::move(path);
    location.span = span;
    Point begin = point(source, span.begin);
    Point end = point(source, std::max(span.begin, span.end));
    location.line = begin.line;
    location.column = begin.column;
    location.end_line = end.line;
    location.end_column = end.column;
    std::string_view line = source.substr(begin.line_start);
    line = line.substr(0, std::min(line.find('\n'), kLongestExcerpt));
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    location.excerpt = line;
    return location;
}

}  // namespace liquid
