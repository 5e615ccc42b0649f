// The markup of a host's tag, read by its grammar or by its own function.
#pragma once

#include <liquid/tag.hpp>

#include "syntax/strict.hpp"

namespace liquid::syntax {

// Adds Markup and the arguments to tree.statement, already open. False, with the fault, when the markup is wrong.
bool read_host_tag(Tree& tree, const TagSpec& spec, Span markup, BareBrackets brackets, Fault& fault);

}  // namespace liquid::syntax
