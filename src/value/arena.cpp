#include "value/arena.hpp"

#include <algorithm>

namespace liquid {

namespace {
constexpr std::size_t kFirstChunk = 16 * 1024;
constexpr std::size_t kLargestChunk = 4 * 1024 * 1024;
}  // namespace

// Only chunks in use are charged: a kept chunk is charged again when the render reaches it.
void* Arena::allocate_slow(std::size_t bytes, std::size_t align) {
    if (bytes > SIZE_MAX / 2) refuse(bytes);
    std::size_t needed = bytes + align;
    std::size_t next = current_;
    // A kept chunk that is too small is replaced: it is unused by definition.
    std::size_t size = std::max(needed, std::min(kLargestChunk, kFirstChunk << std::min<std::size_t>(next, 8)));
    if (next < chunks_.size() && chunks_[next].size >= needed) size = chunks_[next].size;
    if (budget_) budget_->charge(size);
    if (next >= chunks_.size()) chunks_.emplace_back();
    Chunk& chunk = chunks_[next];
    if (chunk.size < size) {
        try {
            chunk.size = 0;
            chunk.memory.reset(new char[size]);
            chunk.size = size;
        } catch (...) {
            if (budget_) budget_->refund(size);
            throw;
        }
    }
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
        if (chunk.size > kLargestChunk) {
            chunk.memory.reset();
            chunk.size = 0;
        }
        --current_;
    }
    at_ = mark.at;
    end_ = current_ == 0 ? nullptr : chunks_[current_ - 1].memory.get() + chunks_[current_ - 1].size;
}

}  // namespace liquid
