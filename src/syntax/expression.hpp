// An expression's text, read as the reference's Expression.parse reads it: by patterns, without ever refusing junk.
#pragma once

#include "syntax/parse.hpp"
#include "syntax/tree.hpp"

namespace liquid::syntax {

// Expressions nest by brackets and ranges; deeper ones are refused (the reference would exhaust its stack).
inline constexpr std::uint32_t max_expression_depth = 100;

enum class Literals : std::uint8_t {
    Values,      // `blank` and `empty` are empty strings
    Conditions,  // they are the tests Blank and Empty
};

// Adds the nodes of the expression `text`. A text from the pool is composed: its nodes all get the place `span`;
// a text of the source gives each node its own place. False, with the fault, for a range with an end that has no
// integer value, and for one nested too deep; nodes may have been added then.
bool parse_expression(Tree& tree, TextRef text, Span span, Literals literals, Fault& fault);

}  // namespace liquid::syntax
