// Text of templates and data in a form that a terminal may show: it cannot move the cursor, change colours, or turn the
// reading direction.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace liquid::diagnostics {

struct Glyph {
    std::size_t bytes = 0;    // of the source that it stands for
    std::size_t columns = 0;  // that it takes on a terminal
};

// Appends the first character of `text`, which may not be empty. Control characters, formatting characters and bytes
// that are not UTF-8 appear as escapes: `\n`, `\x1b`, `\u{202e}`.
Glyph append_glyph(std::string& out, std::string_view text);

// A text of one line, cut with `…` after `most_columns`.
std::string visible(std::string_view text, std::size_t most_columns = 2000);

}  // namespace liquid::diagnostics
