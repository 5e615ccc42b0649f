// Growable text: the page, captures, and texts being built.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string_view>
#include <utility>

#include "value/arena.hpp"

namespace liquid {

// Appends are inline and copy short pieces without a call; growth checks `limit` exactly.
class Buffer {
public:
    Buffer() = default;
    ~Buffer() { std::free(begin_); }
    Buffer(const Buffer&) = delete;
    Buffer& operator=(const Buffer&) = delete;
    Buffer(Buffer&& other) noexcept { swap(other); }
    Buffer& operator=(Buffer&& other) noexcept {
        swap(other);
        return *this;
    }
    void swap(Buffer& other) noexcept {
        std::swap(begin_, other.begin_);
        std::swap(at_, other.at_);
        std::swap(end_, other.end_);
        std::swap(limit_, other.limit_);
    }

    void append(const char* data, std::size_t size) {
        if (size > static_cast<std::size_t>(end_ - at_)) [[unlikely]]
            grow(size);
        std::memcpy(at_, data, size);
        at_ += size;
    }
    void append(std::string_view text) { append(text.data(), text.size()); }
    void append(char c) {
        if (at_ == end_) [[unlikely]]
            grow(1);
        *at_++ = c;
    }
    // Room for `size` bytes at the returned place; call advance() with what was written.
    char* reserve(std::size_t size) {
        if (size > static_cast<std::size_t>(end_ - at_)) [[unlikely]]
            grow(size);
        return at_;
    }
    void advance(std::size_t size) { at_ += size; }

    const char* data() const { return begin_; }
    std::size_t size() const { return static_cast<std::size_t>(at_ - begin_); }
    bool empty() const { return at_ == begin_; }
    std::string_view view() const { return {begin_, size()}; }
    void truncate(std::size_t size) { at_ = begin_ + size; }
    void clear() { at_ = begin_; }
    // At most this many bytes; one more throws LimitHit{OutputLimit}.
    void set_limit(std::uint64_t limit) { limit_ = limit; }

private:
    void grow(std::size_t needed);

    char* begin_ = nullptr;
    char* at_ = nullptr;
    char* end_ = nullptr;
    std::uint64_t limit_ = UINT64_MAX;
};

}  // namespace liquid
