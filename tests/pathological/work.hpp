// How much work a parse or a filter does, as a count that is the same on every machine: basic blocks of the rooms
// between text and program, of values and of filters that ran, and 64 bytes that the C library copied, compared or
// searched as one more each.
#pragma once

#include <cstdint>

namespace hostile {

/// Since the process began. Always 0 where the library is not compiled to be counted (sanitizers, coverage).
std::uint64_t work();

/// Whether work is counted here.
bool work_is_counted();

}  // namespace hostile
