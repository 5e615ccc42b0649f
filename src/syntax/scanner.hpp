// Cuts a template into texts, outputs and tags, with the reference's odd ends: the first `}` ends an output, and an
// output that meets `{%` swallows everything up to the next `%}`.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

#include <liquid/span.hpp>

#include "source/watch.hpp"
#include "syntax/characters.hpp"

namespace liquid::syntax {

enum class PieceKind : std::uint8_t { Text, Output, Tag };

struct Piece {
    PieceKind kind = PieceKind::Text;
    Span span;
};

class Scanner {
public:
    explicit Scanner(std::string_view source, const Watch& watch = {}) : source_(source), watch_(watch) {}

    // False at the end. A `{{` that nothing ends is a piece of two bytes and the last one: the rest is lost.
    bool next(Piece& piece);
    // Goes on from here instead.
    void rewind(std::uint32_t offset) {
        at_ = offset;
        close_ = 0;
    }
    std::uint32_t offset() const { return static_cast<std::uint32_t>(at_); }

private:
    std::size_t text_end(std::size_t at) const;
    std::size_t output_end();
    std::size_t tag_end(std::size_t at);

    std::string_view source_;
    const Watch watch_;
    std::size_t at_ = 0;
    std::size_t close_ = 0;                                 // the first `}` behind the place that it was searched from
    std::size_t no_tag_end_from_ = std::string_view::npos;  // behind this there is no `%}`: not to be searched again
};

// What follows is here so that the loop over the pieces makes no call for most of them.

// The first place from `at` on where `first` stands and `second(the byte behind it)`.
template <typename Second>
std::size_t find_pair(std::string_view text, std::size_t at, char first, Second second) {
    if (text.empty()) return std::string_view::npos;
    const char* last = text.data() + text.size() - 1;
    for (const char* from = text.data() + at; from < last; ++from) {
        from = static_cast<const char*>(std::memchr(from, first, static_cast<std::size_t>(last - from)));
        if (!from) break;
        if (second(from[1])) return static_cast<std::size_t>(from - text.data());
    }
    return std::string_view::npos;
}

inline std::size_t Scanner::text_end(std::size_t at) const {
    at = find_pair(source_, at, '{', [](char c) { return c == '{' || c == '%'; });
    return at == std::string_view::npos ? source_.size() : at;
}

// The end of a tag whose `%}` is searched from `at`; npos when it is never closed.
inline std::size_t Scanner::tag_end(std::size_t at) {
    if (at >= no_tag_end_from_) return std::string_view::npos;
    std::size_t end = find_pair(source_, at, '%', [](char c) { return c == '}'; });
    if (end != std::string_view::npos) return end + 2;
    no_tag_end_from_ = at;
    return std::string_view::npos;
}

inline bool Scanner::next(Piece& piece) {
    if (at_ >= source_.size()) return false;
    std::size_t begin = at_;
    char second = source_[begin] == '{' && begin + 1 < source_.size() ? source_[begin + 1] : '\0';
    std::size_t end = begin + 2;
    if (second == '%') {
        piece.kind = PieceKind::Tag;
        std::size_t found = tag_end(begin + 2);
        at_ = end = found == std::string_view::npos ? end : found;
    } else if (second == '{') {
        piece.kind = PieceKind::Output;
        std::size_t found = output_end();
        if (found != std::string_view::npos) end = found;
        at_ = found == std::string_view::npos ? source_.size() : found;
    } else {
        piece.kind = PieceKind::Text;
        at_ = end = text_end(begin + 1);
    }
    piece.span = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    return true;
}

// The parts of a tag `{%- name markup -%}`.
struct TagParts {
    Span name;
    Span markup;
};
// False when the piece has no name. The markup's left blanks and the dash before `%}` do not belong to it.
inline bool split_tag(std::string_view source, Span piece, TagParts& parts) {
    std::size_t end = piece.end - 2;
    if (piece.size() < 4 || source[end] != '%' || source[end + 1] != '}') return false;
    std::string_view text(source.data(), end);
    std::size_t at = piece.begin + 2;
    if (at < end && text[at] == '-') ++at;
    at = skip_space(text, at);
    std::size_t name_end = at < end && text[at] == '#' ? at + 1 : skip(text, at, character::Word);
    if (name_end == at) return false;
    std::size_t markup = skip_space(text, name_end);
    if (end > markup && text[end - 1] == '-') --end;
    parts.name = {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(name_end)};
    parts.markup = {static_cast<std::uint32_t>(markup), static_cast<std::uint32_t>(end)};
    return true;
}

// The last tag inside a piece of a raw body that has a name: where it begins (its `{%`), and the name.
struct InnerTag {
    std::uint32_t begin = 0;
    std::string_view name;
};
bool find_inner_tag(std::string_view source, Span piece, InnerTag& tag);

}  // namespace liquid::syntax
