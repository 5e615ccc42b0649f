#include "value/arena.hpp"

#include <algorithm>

namespace liquid {

namespace {
constexpr std::size_t kLargestChunk = 4 * 1024 * 1024;
}  // namespace

// Only chunks in use are charged: a kept chunk is charged again when the render reaches it, and no more of it than a
// new one would have, so that limits do not depend on what was rendered before.
void* Arena::allocate_slow(std::size_t bytes, std::size_t align) {
    if (bytes > SIZE_MAX / 2) refuse(bytes);
    std::size_t needed = bytes + align;
    std::size_t next = current_;
    std::size_t size = std::max(needed, std::min(kLargestChunk, first_chunk_ << std::min<std::size_t>(next, 12)));
    if (next >= chunks_.size()) chunks_.emplace_back();
    if (budget_) budget_->charge(size);
    Chunk& chunk = chunks_[next];
    // A kept chunk that is too small is replaced: it is unused by definition.
    if (chunk.capacity < size) {
        try {
            chunk.capacity = 0;
            chunk.memory = memory::Room<char>();
            chunk.memory = memory::Room<char>(size);
            chunk.capacity = size;
        } catch (...) {
            if (budget_) budget_->refund(size);
            throw;
        }
    }
    chunk.size = size;
    current_ = next + 1;
    at_ = chunk.memory.get();
    end_ = at_ + chunk.size;
    return allocate(bytes, align);
}

void Arena::refuse(std::size_t count) const {
    throw LimitHit{Kind::MemoryLimit, budget_ ? budget_->limit : SIZE_MAX, count};
}

void Arena::release_slow(Mark mark) {
    while (current_ > mark.chunk) {
        Chunk& chunk = chunks_[current_ - 1];
        if (budget_) budget_->refund(chunk.size);
        // One large temporary must not stay with the context for ever.
        if (chunk.capacity > kLargestChunk) {
            chunk.memory = memory::Room<char>();
            chunk.capacity = 0;
        }
        --current_;
    }
    at_ = mark.at;
    end_ = current_ == 0 ? nullptr : chunks_[current_ - 1].memory.get() + chunks_[current_ - 1].size;
}

}  // namespace liquid
