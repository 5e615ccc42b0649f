#include "copies.hpp"

#include <atomic>
#include <cstddef>

namespace {

std::atomic<std::uint64_t> copied{0};

void count(std::size_t size) {
    if (size >= bench::kLargePiece) copied.fetch_add(size, std::memory_order_relaxed);
}

// The machine's own copying, which no compiler turns into a call of memcpy.
void forward(void* to, const void* from, std::size_t size) {
    asm volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(size) : : "memory");
}

void backward(void* to, const void* from, std::size_t size) {
    auto* last = static_cast<volatile char*>(to) + size;
    const auto* source = static_cast<const char*>(from) + size;
    while (size-- > 0) *--last = *--source;
}

}  // namespace

extern "C" {

void* memcpy(void* __restrict to, const void* __restrict from, std::size_t size) noexcept {
    count(size);
    forward(to, from, size);
    return to;
}

void* memmove(void* to, const void* from, std::size_t size) noexcept {
    count(size);
    if (to <= from)
        forward(to, from, size);
    else
        backward(to, from, size);
    return to;
}

}  // extern "C"

namespace bench {

std::uint64_t copied_bytes() { return copied.load(); }

}  // namespace bench
