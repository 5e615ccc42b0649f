#include "syntax/scanner.hpp"

#include <algorithm>
#include <cstring>

#include "syntax/characters.hpp"

namespace liquid::syntax {
namespace {

constexpr std::size_t npos = std::string_view::npos;

std::size_t find(std::string_view text, char c, std::size_t at) {
    if (at >= text.size()) return npos;
    const void* found = std::memchr(text.data() + at, c, text.size() - at);
    return found ? static_cast<std::size_t>(static_cast<const char*>(found) - text.data()) : npos;
}

// The first place from `at` on where `first` stands and `second(the byte behind it)`.
template <typename Second>
std::size_t find_pair(std::string_view text, std::size_t at, char first, Second second) {
    if (text.empty()) return npos;
    const char* last = text.data() + text.size() - 1;
    for (const char* from = text.data() + at; from < last; ++from) {
        from = static_cast<const char*>(std::memchr(from, first, static_cast<std::size_t>(last - from)));
        if (!from) break;
        if (second(from[1])) return static_cast<std::size_t>(from - text.data());
    }
    return npos;
}

}  // namespace

std::size_t Scanner::text_end(std::size_t at) const {
    at = find_pair(source_, at, '{', [](char c) { return c == '{' || c == '%'; });
    return at == npos ? source_.size() : at;
}

// The end of a tag whose `%}` is searched from `at`; npos when it is never closed.
std::size_t Scanner::tag_end(std::size_t at) {
    if (at >= no_tag_end_from_) return npos;
    std::size_t end = find_pair(source_, at, '%', [](char c) { return c == '}'; });
    if (end != npos) return end + 2;
    no_tag_end_from_ = at;
    return npos;
}

// npos: nothing ends it.
std::size_t Scanner::output_end() {
    std::size_t at = at_ + 2;
    for (;; ++at) {
        // The next `}` is looked for once, however many `{` stand before it.
        if (close_ < at) close_ = std::min(find(source_, '}', at), source_.size());
        at = std::min(find(source_.substr(0, close_), '{', at), close_);
        if (at >= source_.size()) return npos;
        bool last = at + 1 == source_.size();
        if (source_[at] == '}') return !last && source_[at + 1] == '}' ? at + 2 : at + 1;
        if (last) return npos;
        if (source_[at + 1] == '%') {
            std::size_t end = tag_end(at + 2);
            return end == npos ? at + 2 : end;
        }
    }
}

bool Scanner::next(Piece& piece) {
    if (at_ >= source_.size()) return false;
    std::size_t begin = at_;
    char second = source_[begin] == '{' && begin + 1 < source_.size() ? source_[begin + 1] : '\0';
    std::size_t end = begin + 2;
    if (second == '%') {
        piece.kind = PieceKind::Tag;
        std::size_t found = tag_end(begin + 2);
        at_ = end = found == npos ? end : found;
    } else if (second == '{') {
        piece.kind = PieceKind::Output;
        std::size_t found = output_end();
        if (found != npos) end = found;
        at_ = found == npos ? source_.size() : found;
    } else {
        piece.kind = PieceKind::Text;
        at_ = end = text_end(begin + 1);
    }
    piece.span = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    return true;
}

bool split_tag(std::string_view source, Span piece, TagParts& parts) {
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

bool find_inner_tag(std::string_view source, Span piece, InnerTag& tag) {
    std::string_view text = source.substr(piece.begin, piece.size());
    if (!text.ends_with("%}")) return false;
    text.remove_suffix(2);
    for (std::size_t begin = text.rfind("{%"); begin != npos; begin = begin ? text.rfind("{%", begin - 1) : npos) {
        std::size_t at = begin + 2;
        if (at < text.size() && text[at] == '-') ++at;
        at = skip_space(text, at);
        std::size_t end = skip(text, at, character::Word);
        if (end == at) continue;
        tag.begin = piece.begin + static_cast<std::uint32_t>(begin);
        tag.name = text.substr(at, end - at);
        return true;
    }
    return false;
}

}  // namespace liquid::syntax
