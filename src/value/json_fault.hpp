// Why a text is not JSON: found again, slowly, at the place where the reader stopped.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <liquid/diagnostic.hpp>

namespace liquid::json {

inline constexpr std::size_t kDeepest = 2000;

// What would have been right where the reader stopped.
enum class Expected : std::uint8_t {
    Value,
    ValueOrEnd,  // after `[`
    Key,
    KeyOrEnd,  // after `{`
    Colon,
    CommaInArray,
    CommaInObject,
    End,
    RightString,  // it stopped at the quote of one that is not right
    LessDepth
};

// `at` is where the reader stopped, after the blanks: a place of the first thing that cannot be right.
Diagnostic explain(std::string_view text, std::string_view name, std::size_t at, Expected expected);

}  // namespace liquid::json
