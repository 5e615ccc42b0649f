// The core grammar: the markups that every mode of the reference reads alike. Fast, and silent about what it refuses.
#pragma once

#include "syntax/parse.hpp"
#include "syntax/tree.hpp"

namespace liquid::syntax::core {

// Each adds the children of its statement (tree.statement, already open) and sets that node's text and flags. False:
// refused, the tree is as it was; the tag's form for its mode must decide.
bool pipeline(Tree& tree, Span markup);
bool assign(Tree& tree, Span markup);
bool condition(Tree& tree, Span markup);
bool for_loop(Tree& tree, Span markup);
bool tablerow(Tree& tree, Span markup);
bool cycle(Tree& tree, Span markup);
bool include(Tree& tree, Span markup);
bool render(Tree& tree, Span markup);
bool case_value(Tree& tree, Span markup);
bool when_values(Tree& tree, Span markup);
// capture, increment, decrement
bool variable(Tree& tree, Span markup);

}  // namespace liquid::syntax::core
