// A source line as people see it, and which columns of it are meant.
#pragma once

#include <cstddef>
#include <string>

#include <liquid/diagnostic.hpp>

namespace liquid::diagnostics {

struct Excerpt {
    std::string line;            // safe to print; tabs are blanks; cut around the place when it is long
    std::size_t mark_begin = 0;  // in terminal columns, from 0
    std::size_t mark_width = 1;  // at least 1
};

Excerpt draw_excerpt(const Location& location, std::size_t most_columns = 110);

}  // namespace liquid::diagnostics
