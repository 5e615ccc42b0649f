// One character of text that nobody has checked yet.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace liquid::diagnostics {

struct Character {
    std::size_t bytes = 1;
    std::int32_t code_point = 0;
    bool valid = false;  // false: the first byte begins no UTF-8 character

    // It is not drawn but changes how other characters are: controls, marks of the reading direction, line separators.
    bool is_disguising() const;
    // That a terminal gives it: 0, 1 or 2.
    std::size_t columns() const;
};

// The first character of `text`, which may not be empty.
Character first_character(std::string_view text);

}  // namespace liquid::diagnostics
