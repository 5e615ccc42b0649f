// What the page shows where something failed.
#pragma once

#include <cstdint>

namespace liquid {

/// The host's choice of what stands on the page in place of what failed. Diagnostics are the same under all of them.
enum class OnError : std::uint8_t {
    Omit,     ///< nothing
    Comment,  ///< an HTML comment with code and place only
    Inline,   ///< the reference engine's exact text
    Fail,     ///< the render ends at the first error diagnostic
};

}  // namespace liquid
