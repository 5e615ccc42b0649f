#include <chrono>
#include <cstdlib>
#include <exception>
#include <random>

#include "value/rep.hpp"

namespace liquid {

namespace {

std::uint64_t mixed(std::uint64_t& state) {
    state += 0x9e3779b97f4a7c15ull;
    return fold(state ^ 0xff51afd7ed558ccdull, 0xc4ceb9fe1a85ec53ull ^ (state >> 29));
}

std::uint64_t chosen() {
    if (const char* fixed = std::getenv("LIQUID_HASH_SEED")) return std::strtoull(fixed, nullptr, 10);
    auto state = static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
    try {
        std::random_device device;
        state ^= (std::uint64_t{device()} << 32) ^ device();
    } catch (const std::exception&) {
        // Without a source of randomness the clock has to do.
    }
    return state;
}

}  // namespace

HashSeed hash_seed{0, 0};

// Before the initializers of other files, which may hash already.
__attribute__((constructor(101))) static void choose_hash_seed() {
    std::uint64_t state = chosen();
    hash_seed.start = mixed(state);
    // Odd and dense, whatever was drawn.
    hash_seed.factor = (mixed(state) | 1) ^ 0xaaaaaaaa00000000ull;
}

}  // namespace liquid
