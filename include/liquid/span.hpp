// A place in a source text.
#pragma once

#include <cstdint>

namespace liquid {

/// A half-open range of byte offsets into one source text. Line and column are computed on demand
/// (see Location in diagnostic.hpp), so that rendering never pays for them.
struct Span {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;

    constexpr std::uint32_t size() const { return end - begin; }
    constexpr bool empty() const { return begin == end; }
    friend constexpr bool operator==(Span, Span) = default;
};

}  // namespace liquid
