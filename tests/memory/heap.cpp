#include "heap.hpp"

#include <malloc.h>

#include <atomic>
#include <cerrno>
#include <cstddef>

// glibc's own entry points, which stay reachable when the public names are replaced.
extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);
void __libc_free(void*);
}

namespace {

std::atomic<std::uint64_t> calls{0};
std::atomic<std::uint64_t> live{0};
std::atomic<std::uint64_t> peak{0};

void* taken(void* block) {
    if (block == nullptr) return block;
    calls.fetch_add(1, std::memory_order_relaxed);
    std::uint64_t now =
        live.fetch_add(malloc_usable_size(block), std::memory_order_relaxed) + malloc_usable_size(block);
    std::uint64_t seen = peak.load(std::memory_order_relaxed);
    while (now > seen && !peak.compare_exchange_weak(seen, now, std::memory_order_relaxed)) {
    }
    return block;
}

void given_back(void* block) {
    if (block != nullptr) live.fetch_sub(malloc_usable_size(block), std::memory_order_relaxed);
}

}  // namespace

extern "C" {

void* malloc(std::size_t size) { return taken(__libc_malloc(size)); }
void* calloc(std::size_t count, std::size_t size) { return taken(__libc_calloc(count, size)); }
void* aligned_alloc(std::size_t alignment, std::size_t size) { return taken(__libc_memalign(alignment, size)); }
void* memalign(std::size_t alignment, std::size_t size) { return taken(__libc_memalign(alignment, size)); }

int posix_memalign(void** block, std::size_t alignment, std::size_t size) {
    *block = taken(__libc_memalign(alignment, size));
    return *block == nullptr ? ENOMEM : 0;
}

void* realloc(void* block, std::size_t size) {
    given_back(block);
    return taken(__libc_realloc(block, size));
}

void free(void* block) {
    given_back(block);
    __libc_free(block);
}

}  // extern "C"

namespace heap {

std::uint64_t allocations() { return calls.load(); }
std::uint64_t live_bytes() { return live.load(); }
std::uint64_t peak_bytes() { return peak.load(); }
void reset_peak() { peak.store(live.load()); }

}  // namespace heap
