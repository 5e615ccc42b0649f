// What this process takes from the heap. The binary replaces malloc and its kin to count.
#pragma once

#include <cstdint>

namespace heap {

std::uint64_t allocations();  ///< calls so far
std::uint64_t live_bytes();
std::uint64_t peak_bytes();  ///< of live_bytes since reset_peak
void reset_peak();

}  // namespace heap
