// Growable text: the page, captures, and texts being built.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>
#include <utility>

#include "source/memory.hpp"
#include "value/arena.hpp"

namespace liquid {

// Appends are inline and copy short pieces without a call; growth checks `limit` exactly, and charges the budget of a
// buffer that has one. Memory is kept for the next text.
class Buffer {
public:
    Buffer() = default;
    ~Buffer() {
        refund();
        if (begin_ != nullptr) memory::release(begin_, capacity_ + kWide);
    }
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
        std::swap(capacity_, other.capacity_);
        std::swap(limit_, other.limit_);
        std::swap(before_, other.before_);
        std::swap(budget_, other.budget_);
        std::swap(charged_, other.charged_);
    }

    void append(const char* data, std::size_t size) {
        if (size > static_cast<std::size_t>(end_ - at_)) [[unlikely]]
            grow(size);
        copy(at_, data, size);
        at_ += size;
    }
    void append(std::string_view text) { append(text.data(), text.size()); }
    // The same for a text that may be read in whole pieces of kWide bytes: what is behind its end is copied, too, and
    // then overwritten.
    static constexpr std::size_t kWide = 32;
    void append_wide(const char* data, std::size_t size) {
        if (size > static_cast<std::size_t>(end_ - at_)) [[unlikely]]
            grow(size);
        for (std::size_t done = 0; done < size; done += kWide) std::memcpy(at_ + done, data + done, kWide);
        at_ += size;
    }
    void append(char c) {
        if (at_ == end_) [[unlikely]]
            grow(1);
        *at_++ = c;
    }
    // What `write` puts at the place that it is given, at most 64 bytes; it returns their number. Growth and limits see
    // the bytes that were written only.
    template <class Write>
    void append_with(Write&& write) {
        constexpr std::size_t kMost = 64;
        if (static_cast<std::size_t>(end_ - at_) >= kMost) [[likely]] {
            at_ += write(at_);
        } else {
            char place[kMost];
            append(place, write(place));
        }
    }
    // Room for `size` bytes at the returned place; call advance() with what was written.
    char* reserve(std::size_t size) {
        if (size > static_cast<std::size_t>(end_ - at_)) [[unlikely]]
            grow(size);
        return at_;
    }
    void advance(std::size_t size) { at_ += size; }
    // For who keeps the place in a register: kWide bytes behind the room may be written, too.
    char* place() const { return at_; }
    char* end_of_room() const { return end_; }
    void written_to(char* at) { at_ = at; }

    const char* data() const { return begin_; }
    std::size_t size() const { return static_cast<std::size_t>(at_ - begin_); }
    bool empty() const { return at_ == begin_; }
    std::string_view view() const { return {begin_, size()}; }
    void truncate(std::size_t size) { at_ = begin_ + size; }
    void clear() { at_ = begin_; }
    // At most this many bytes; one more throws LimitHit{OutputLimit}. `before` bytes of a larger limit are used
    // already.
    void set_limit(std::uint64_t limit, std::uint64_t before = 0) {
        limit_ = limit;
        before_ = before;
        // A reused buffer may be larger; what lies beyond the limit must not be filled unchecked.
        std::uint64_t usable = budget_ != nullptr ? charged_ : capacity_;
        if (usable > limit) usable = size() > limit ? size() : limit;
        end_ = begin_ + usable;
    }
    // Empty, charging what it holds from now on to `budget`. Kept memory is charged as new memory would be.
    void begin(MemoryBudget* budget);
    // Gives back what was charged, and large memory: one large text must not stay for ever.
    void end();

private:
    // Most pieces of a page are short: a call of memcpy costs more than their bytes.
    static void copy(char* to, const char* from, std::size_t size) {
        if (size > 64) {
            std::memcpy(to, from, size);
        } else if (size >= 32) {
            copy_ends<32>(to, from, size);
        } else if (size >= 16) {
            copy_ends<16>(to, from, size);
        } else if (size >= 8) {
            copy_ends<8>(to, from, size);
        } else if (size >= 4) {
            copy_ends<4>(to, from, size);
        } else if (size != 0) {
            to[0] = from[0];
            if (size > 1) copy_ends<2>(to, from, size);
        }
    }
    // The first and the last N bytes, which may overlap; both are read before any is written.
    template <std::size_t N>
    static void copy_ends(char* to, const char* from, std::size_t size) {
        char head[N];
        char tail[N];
        std::memcpy(head, from, N);
        std::memcpy(tail, from + size - N, N);
        std::memcpy(to, head, N);
        std::memcpy(to + size - N, tail, N);
    }
    void grow(std::size_t needed);
    void refund() {
        if (budget_ != nullptr) budget_->refund(charged_);
        charged_ = 0;
    }

    char* begin_ = nullptr;
    char* at_ = nullptr;
    char* end_ = nullptr;  // of what may be filled unchecked; kWide bytes behind it may be written
    std::size_t capacity_ = 0;
    std::uint64_t limit_ = UINT64_MAX;
    std::uint64_t before_ = 0;
    MemoryBudget* budget_ = nullptr;
    std::size_t charged_ = 0;
};

}  // namespace liquid
