// The operators of conditions.
#pragma once

#include <cstdint>

namespace liquid {

enum class Operator : std::uint16_t {
    None,
    Equal,
    NotEqual,
    Less,
    Greater,
    LessEqual,
    GreaterEqual,
    Contains,
    Unknown
};

}  // namespace liquid
