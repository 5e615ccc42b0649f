// The lax readings: by patterns that find something usable in almost any markup.
#pragma once

#include "syntax/parse.hpp"
#include "syntax/tree.hpp"

namespace liquid::syntax::lax {

// Each adds the children of its statement (tree.statement, already open) and sets that node's text and flags.
bool pipeline(Tree& tree, Span markup, Fault& fault);
bool condition(Tree& tree, Span markup, Fault& fault);
bool for_loop(Tree& tree, Span markup, Fault& fault);
bool tablerow(Tree& tree, Span markup, Fault& fault);
bool cycle(Tree& tree, Span markup, Fault& fault);
bool include(Tree& tree, Span markup, Fault& fault);
bool render(Tree& tree, Span markup, Fault& fault);
bool capture(Tree& tree, Span markup, Fault& fault);
bool case_value(Tree& tree, Span markup, Fault& fault);
bool when_values(Tree& tree, Span markup, Fault& fault);
// increment and decrement: whatever stands there
bool counter(Tree& tree, Span markup, Fault& fault);

// The two sides of an assignment, which all modes split by the same pattern.
struct Assignment {
    Span variable;
    Span value;
};
bool split_assignment(Tree& tree, Span markup, Assignment& sides, Fault& fault);

}  // namespace liquid::syntax::lax
