#include "source/memory.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>

#if defined(__linux__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#include <sys/mman.h>
#endif

namespace liquid::memory {

namespace {

thread_local Leftovers* left_to = nullptr;

void* checked(void* piece) {
    if (piece == nullptr) throw std::bad_alloc();
    return piece;
}

#if defined(__linux__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

// All zero.
void* new_pages(std::size_t bytes) {
    void* piece = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return checked(piece == MAP_FAILED ? nullptr : piece);
}

void* grow_pages(void* piece, std::size_t bytes, std::size_t wanted) {
    void* grown = mremap(piece, bytes, wanted, MREMAP_MAYMOVE);
    return checked(grown == MAP_FAILED ? nullptr : grown);
}

void free_pages(void* piece, std::size_t bytes) { munmap(piece, bytes); }

// From its end; what remains has whole pages.
std::size_t shorten_pages(void* piece, std::size_t bytes) {
    constexpr std::size_t kAtOnce = 1 << 20;
    std::size_t kept = (bytes - 1) / kAtOnce * kAtOnce;
    munmap(static_cast<char*>(piece) + kept, bytes - kept);
    return kept;
}

#else

// Sanitizers watch what malloc gives; other systems cannot move pages.
void* new_pages(std::size_t bytes) { return checked(std::calloc(bytes, 1)); }
void* grow_pages(void* piece, std::size_t, std::size_t wanted) { return checked(std::realloc(piece, wanted)); }
void free_pages(void* piece, std::size_t) { std::free(piece); }
std::size_t shorten_pages(void* piece, std::size_t) {
    std::free(piece);
    return 0;
}

#endif

}  // namespace

void* allocate(std::size_t bytes) {
    return bytes < kLarge ? checked(std::malloc(std::max<std::size_t>(bytes, 1))) : new_pages(bytes);
}

void* allocate_zeroed(std::size_t bytes) {
    return bytes < kLarge ? checked(std::calloc(std::max<std::size_t>(bytes, 1), 1)) : new_pages(bytes);
}

void* grow(void* piece, std::size_t bytes, std::size_t wanted) {
    if (wanted < kLarge) return checked(std::realloc(piece, wanted));
    if (bytes >= kLarge) return grow_pages(piece, bytes, wanted);
    void* grown = new_pages(wanted);
    if (bytes != 0) std::memcpy(grown, piece, bytes);
    std::free(piece);
    return grown;
}

void release(void* piece, std::size_t bytes) noexcept {
    if (bytes < kLarge) return std::free(piece);
    if (left_to == nullptr) return free_pages(piece, bytes);
    left_to->first_ = new (piece) Leftovers::Piece{left_to->first_, bytes};
}

Leftovers::~Leftovers() {
    while (first_ != nullptr) {
        Piece* piece = std::exchange(first_, first_->next);
        free_pages(piece, piece->bytes);
    }
}

void Leftovers::give_back() noexcept {
    if (first_ == nullptr) return;
    Piece* next = first_->next;
    if (std::size_t left = shorten_pages(first_, first_->bytes); left != 0)
        first_->bytes = left;
    else
        first_ = next;
}

Leftovers::Use::Use(Leftovers& leftovers) noexcept : before_(std::exchange(left_to, &leftovers)) {}
Leftovers::Use::~Use() { left_to = before_; }

}  // namespace liquid::memory
