// A heap that ends when a test wants it to. The binary replaces operator new and, by the linker's --wrap, the library's
// own calls of malloc and its kin.
#pragma once

#include <cstdint>

namespace heap {

enum class Fail : std::uint8_t {
    Once,      ///< one allocation fails, the next ones succeed: a large one that did not fit
    FromThere  ///< all fail from there on: nothing is left
};

/// The `k`-th allocation from now on fails (1: the first). 0: none.
void arm(std::uint64_t k, Fail how);
/// No allocation fails any more; how many there were since arm(), and whether one failed.
struct Seen {
    std::uint64_t allocations = 0;
    bool failed = false;
};
Seen disarm();

std::uint64_t live_blocks();

}  // namespace heap
