#include "diagnostics/locate.hpp"

#include <algorithm>

#include "source/newlines.hpp"

namespace liquid {
namespace {

constexpr std::size_t longest_excerpt = 4096;

// The line's bytes from `begin`; of a very long line a part around `place`, cut between characters.
std::string_view shorten(std::string_view line, std::size_t place, std::size_t& begin) {
    begin = 0;
    if (line.size() <= longest_excerpt) return line;
    begin = std::min(place - std::min(place, longest_excerpt / 4), line.size() - longest_excerpt);
    const auto inside_character = [&](std::size_t at) {
        return at < line.size() && (static_cast<unsigned char>(line[at]) & 0xc0) == 0x80;
    };
    for (int i = 0; i < 3 && begin > 0 && inside_character(begin); ++i) ++begin;
    std::size_t end = std::min(begin + longest_excerpt, line.size());
    for (int i = 0; i < 3 && inside_character(end); ++i) --end;
    return line.substr(begin, end - begin);
}

}  // namespace

Location locate(std::string_view source, std::string path, Span span) {
    const std::size_t begin = std::min<std::size_t>(span.begin, source.size());
    const std::size_t end = std::clamp<std::size_t>(span.end, begin, source.size());
    const std::string_view before = source.substr(0, begin);
    const std::size_t line_begin = before.rfind('\n') + 1;  // 0 in the first line
    const std::string_view marked = source.substr(begin, end - begin);
    const std::size_t last_newline = marked.rfind('\n');

    Location location;
    location.path = std::move(path);
    location.span = span;
    location.line = count_newlines(source, 0, begin) + 1;
    location.column = static_cast<std::uint32_t>(begin - line_begin + 1);
    location.end_line = location.line + count_newlines(source, begin, end);
    const std::size_t end_line_begin = last_newline == std::string_view::npos ? line_begin : begin + last_newline + 1;
    location.end_column = static_cast<std::uint32_t>(end - end_line_begin + 1);

    std::string_view line = source.substr(line_begin, source.find('\n', begin) - line_begin);
    if (line.ends_with('\r')) line.remove_suffix(1);
    std::size_t cut = 0;
    location.excerpt = shorten(line, begin - line_begin, cut);
    location.excerpt_column = static_cast<std::uint32_t>(cut + 1);
    return location;
}

}  // namespace liquid
