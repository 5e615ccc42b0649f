// The replacement text of replace and replace_first: Ruby reads backslashes in it.
#pragma once

#include "filters/text.hpp"

namespace liquid::filters {

// \0 and \& stand for the match, \` and \' for what is before and after it, \\ for a backslash; \+ and \1 to \9 are
// empty, as a text has no groups; \k<name> is an error.
class Replacement {
public:
    Replacement(FilterCall& call, Value replacement, Value text);
    // Appends the replacement for the match at [at, at + size) of the text. False: it failed.
    [[nodiscard]] bool append(TextBuilder& out, std::size_t at, std::size_t size);

private:
    bool expand(TextBuilder& out, std::size_t at, std::size_t size);
    bool add(TextBuilder& out, Value piece);

    FilterCall& call_;
    Value replacement_;
    Value text_;
    bool literal_;
};

}  // namespace liquid::filters
