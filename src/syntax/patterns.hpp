// The reference's regular expressions, written out so that each runs in linear time. A position is an offset into the
// text; npos: no match. Those that may read far tell the tree how far they are.
#pragma once

#include <optional>
#include <string_view>

#include "syntax/characters.hpp"
#include "syntax/tree.hpp"

namespace liquid::syntax::pattern {

inline constexpr std::size_t npos = std::string_view::npos;

struct Match {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string_view in(std::string_view text) const { return text.substr(begin, end - begin); }
};

// The end of "..." or '...' at `at`.
std::size_t quoted_string(std::string_view text, std::size_t at);
// The end of a quoted string, or else of a run without blanks, commas, pipes and unclosed quotes.
std::size_t fragment(Tree& tree, std::string_view text, std::size_t at);
// One fragment or more: `"a"b` is one run.
std::size_t fragments(Tree& tree, std::string_view text, std::size_t at);
// The first fragment (or run of them) at or after `from`.
std::optional<Match> find_fragment(Tree& tree, std::string_view text, std::size_t from = 0);
std::optional<Match> find_fragments(Tree& tree, std::string_view text, std::size_t from = 0);

// The end of blanks, `word` and blanks at `at`; both blanks are needed.
std::size_t spaced_word(std::string_view text, std::size_t at, std::string_view word);

// The next `key: fragment` at or after `from`.
struct Attribute {
    Match key;
    Match value;
};
std::optional<Attribute> find_attribute(Tree& tree, std::string_view text, std::size_t from);

// The end of a run of what `assign` and `capture` take for a variable: [\w-.\[\]], each perhaps in parentheses.
std::size_t variable_signature(std::string_view text, std::size_t at);

// Whether a word begins or ends at `at`; letters beyond ASCII count.
bool word_boundary(std::string_view text, std::size_t at);
// The end of `and` or `or` with at most one blank on each side, as a word of its own.
std::size_t boolean_operator(std::string_view text, std::size_t at);

}  // namespace liquid::syntax::pattern
