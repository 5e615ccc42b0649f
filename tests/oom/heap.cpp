#include "heap.hpp"

#include <cstddef>
#include <cstdlib>
#include <new>

#if defined(__linux__)
#include <sys/mman.h>
#endif

extern "C" {
void* __real_malloc(std::size_t);
void* __real_calloc(std::size_t, std::size_t);
void* __real_realloc(void*, std::size_t);
void __real_free(void*);
}

namespace {

// The tests have one thread.
std::uint64_t live = 0;
std::uint64_t count = 0;
std::uint64_t fail_at = 0;
heap::Fail how_it_fails = heap::Fail::Once;
bool has_failed = false;

bool fails() {
    ++count;
    if (fail_at == 0) return false;
    bool now = how_it_fails == heap::Fail::Once ? count == fail_at : count >= fail_at;
    has_failed = has_failed || now;
    return now;
}

void* counted(void* block) {
    if (block != nullptr) ++live;
    return block;
}

void* take(std::size_t size) { return fails() ? nullptr : counted(__real_malloc(size == 0 ? 1 : size)); }

void give_back(void* block) {
    if (block != nullptr) --live;
    __real_free(block);
}

void* take_or_throw(std::size_t size) {
    void* block = take(size);
    if (block == nullptr) throw std::bad_alloc();
    return block;
}

}  // namespace

extern "C" {

void* __wrap_malloc(std::size_t size) { return take(size); }
void* __wrap_calloc(std::size_t number, std::size_t size) {
    return fails() ? nullptr : counted(__real_calloc(number, size));
}
void* __wrap_realloc(void* block, std::size_t size) {
    if (fails()) return nullptr;
    void* moved = __real_realloc(block, size);
    if (block == nullptr) counted(moved);
    return moved;
}
void __wrap_free(void* block) { give_back(block); }

#if defined(__linux__)
// Large pieces. They go back in parts, so those that live are not counted.
void* __real_mmap(void*, std::size_t, int, int, int, off_t);
void* __wrap_mmap(void* at, std::size_t size, int protection, int flags, int file, off_t offset) {
    return fails() ? MAP_FAILED : __real_mmap(at, size, protection, flags, file, offset);
}
void* __real_mremap(void*, std::size_t, std::size_t, int);
void* __wrap_mremap(void* piece, std::size_t size, std::size_t wanted, int flags) {
    return fails() ? MAP_FAILED : __real_mremap(piece, size, wanted, flags);
}
#endif

}  // extern "C"

void* operator new(std::size_t size) { return take_or_throw(size); }
void* operator new[](std::size_t size) { return take_or_throw(size); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return take(size); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return take(size); }
void operator delete(void* block) noexcept { give_back(block); }
void operator delete[](void* block) noexcept { give_back(block); }
void operator delete(void* block, std::size_t) noexcept { give_back(block); }
void operator delete[](void* block, std::size_t) noexcept { give_back(block); }
void operator delete(void* block, const std::nothrow_t&) noexcept { give_back(block); }
void operator delete[](void* block, const std::nothrow_t&) noexcept { give_back(block); }

namespace heap {

void arm(std::uint64_t k, Fail how) {
    count = 0;
    has_failed = false;
    how_it_fails = how;
    fail_at = k;
}

Seen disarm() {
    fail_at = 0;
    return {count, has_failed};
}

std::uint64_t live_blocks() { return live; }

}  // namespace heap
