// How many bytes this process copied in large pieces. The binary replaces memcpy and memmove to count.
#pragma once

#include <cstdint>

namespace bench {

constexpr std::uint64_t kLargePiece = 4096;  ///< smaller ones are not counted: that is the work itself, not growing

std::uint64_t copied_bytes();

}  // namespace bench
