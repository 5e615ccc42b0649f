// The standard tags by name.
#pragma once

#include <cstdint>
#include <string_view>

namespace liquid::syntax {

enum class StandardTag : std::uint8_t {
    None,
    Assign,
    Break,
    Capture,
    Case,
    Comment,
    Continue,
    Cycle,
    Decrement,
    Doc,
    Echo,
    For,
    If,
    Ifchanged,
    Include,
    Increment,
    InlineComment,
    Raw,
    Render,
    Tablerow,
    Unless,
};

StandardTag standard_tag(std::string_view name);

}  // namespace liquid::syntax
