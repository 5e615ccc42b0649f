// Cuts a template into texts, outputs and tags, with the reference's odd ends: the first `}` ends an output, and an
// output that meets `{%` swallows everything up to the next `%}`.
#pragma once

#include <cstdint>
#include <string_view>

#include <liquid/span.hpp>

namespace liquid::syntax {

enum class PieceKind : std::uint8_t { Text, Output, Tag };

struct Piece {
    PieceKind kind = PieceKind::Text;
    Span span;
};

class Scanner {
public:
    explicit Scanner(std::string_view source) : source_(source) {}

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
    std::size_t at_ = 0;
    std::size_t close_ = 0;                                 // the first `}` behind the place that it was searched from
    std::size_t no_tag_end_from_ = std::string_view::npos;  // behind this there is no `%}`: not to be searched again
};

// The parts of a tag `{%- name markup -%}`.
struct TagParts {
    Span name;
    Span markup;
};
// False when the piece has no name. The markup's left blanks and the dash before `%}` do not belong to it.
bool split_tag(std::string_view source, Span piece, TagParts& parts);

// The last tag inside a piece of a raw body that has a name: where it begins (its `{%`), and the name.
struct InnerTag {
    std::uint32_t begin = 0;
    std::string_view name;
};
bool find_inner_tag(std::string_view source, Span piece, InnerTag& tag);

}  // namespace liquid::syntax
