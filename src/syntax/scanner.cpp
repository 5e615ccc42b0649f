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

}  // namespace

// npos: nothing ends it.
std::size_t Scanner::output_end() {
    std::size_t at = at_ + 2;
    for (std::uint32_t tries = 1;; ++at, ++tries) {
        if (tries % 1024 == 0) watch_();
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
