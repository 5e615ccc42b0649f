// Memory of one render: bump allocation with mark and release.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include <liquid/diagnostic.hpp>

#include "source/memory.hpp"

namespace liquid {

// Thrown, and caught once at the top of a render, when a safety limit is hit: such a hit ends the render, whatever
// called what in between.
struct LimitHit {
    Kind kind;
    std::uint64_t limit;
    std::uint64_t used;
};

// Bytes charged against SafetyLimits::memory_bytes, by all arenas and blocks of one render.
struct MemoryBudget {
    std::uint64_t limit = UINT64_MAX;
    std::uint64_t used = 0;
    std::uint64_t peak = 0;

    void charge(std::uint64_t bytes) {
        used += bytes;
        if (used > peak) peak = used;
        if (used > limit) [[unlikely]] {
            std::uint64_t wanted = used;
            used -= bytes;
            throw LimitHit{Kind::MemoryLimit, limit, wanted};
        }
    }
    void refund(std::uint64_t bytes) { used -= bytes; }
};

// Chunks are kept between renders, so a warm arena does not allocate.
class Arena {
public:
    explicit Arena(MemoryBudget* budget = nullptr, std::size_t first_chunk = 16 * 1024)
        : budget_(budget), first_chunk_(first_chunk) {}
    Arena(const Arena&) = delete;
    Arena& operator=(const Arena&) = delete;

    struct Mark {
        std::size_t chunk = 0;
        char* at = nullptr;
    };

    void* allocate(std::size_t bytes, std::size_t align = 8) {
        auto at = (reinterpret_cast<std::uintptr_t>(at_) + (align - 1)) & ~(align - 1);
        auto end = reinterpret_cast<std::uintptr_t>(end_);
        if (at > end || bytes > end - at) [[unlikely]]
            return allocate_slow(bytes, align);
        at_ = reinterpret_cast<char*>(at + bytes);
        return reinterpret_cast<void*>(at);
    }
    template <class T>
    T* allocate_array(std::size_t count) {
        if (count > SIZE_MAX / 2 / sizeof(T)) [[unlikely]]
            refuse(count);
        return static_cast<T*>(allocate(sizeof(T) * count, alignof(T)));
    }
    std::string_view copy(std::string_view text) {
        char* to = static_cast<char*>(allocate(text.size(), 1));
        if (!text.empty()) std::memcpy(to, text.data(), text.size());
        return {to, text.size()};
    }

    Mark mark() const { return {current_, at_}; }
    void release(Mark mark) {
        if (mark.chunk != current_) [[unlikely]]
            return release_slow(mark);
        at_ = mark.at;
    }
    void reset() { release(Mark{0, nullptr}); }

private:
    struct Chunk {
        memory::Room<char> memory;
        std::size_t capacity = 0;
        std::size_t size = 0;  // the part in use, which is charged
    };
    void* allocate_slow(std::size_t bytes, std::size_t align);
    [[noreturn]] void refuse(std::size_t count) const;
    void release_slow(Mark mark);

    char* at_ = nullptr;
    char* end_ = nullptr;
    std::size_t current_ = 0;  // index of the current chunk + 1; 0: none yet
    std::vector<Chunk> chunks_;
    MemoryBudget* budget_;
    std::size_t first_chunk_;  // each one after it is twice as large, up to a limit
};

}  // namespace liquid
