// Memory that variables own: counted blocks in size classes, kept by the context for the next variable.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <new>
#include <utility>

#include "source/memory.hpp"
#include "value/arena.hpp"

namespace liquid::render {

// Followed in memory by `capacity` bytes, which hold one promoted value.
struct Block {
    std::uint32_t references = 1;
    std::uint32_t size_class = 0;
    std::size_t capacity = 0;
    Block* next_free = nullptr;
    std::uint64_t padding = 0;

    char* memory() { return reinterpret_cast<char*>(this + 1); }
    static Block* of(const void* memory) {
        return reinterpret_cast<Block*>(const_cast<char*>(static_cast<const char*>(memory))) - 1;
    }
};
static_assert(sizeof(Block) == 32);

class Blocks {
public:
    explicit Blocks(MemoryBudget& budget) : budget_(budget) {}
    ~Blocks() {
        for (Block* block : free_)
            while (block != nullptr) {
                Block* next = block->next_free;
                memory::release(block, sizeof(Block) + block->capacity);
                block = next;
            }
    }
    Blocks(const Blocks&) = delete;
    Blocks& operator=(const Blocks&) = delete;

    Block* allocate(std::size_t bytes) {
        std::size_t capacity = std::bit_ceil(bytes < 32 ? std::size_t{32} : bytes);
        auto size_class = static_cast<std::uint32_t>(std::countr_zero(capacity));
        // Beyond a megabyte, doubling would waste too much: exact sizes, not kept.
        if (size_class >= kClasses) capacity = bytes;
        budget_.charge(capacity);
        Block* block = size_class < kClasses ? free_[size_class] : nullptr;
        if (block != nullptr) {
            free_[size_class] = block->next_free;
            block->references = 1;
            return block;
        }
        try {
            block = new (memory::allocate(sizeof(Block) + capacity)) Block;
        } catch (const std::bad_alloc&) {
            budget_.refund(capacity);
            throw;
        }
        block->size_class = size_class;
        block->capacity = capacity;
        return block;
    }
    void release(Block* block) {
        if (block == nullptr || --block->references != 0) return;
        budget_.refund(block->capacity);
        if (block->size_class < kClasses) {
            block->next_free = free_[block->size_class];
            free_[block->size_class] = block;
        } else {
            memory::release(block, sizeof(Block) + block->capacity);
        }
    }

private:
    static constexpr std::uint32_t kClasses = 21;
    MemoryBudget& budget_;
    std::array<Block*, kClasses> free_{};
};

// A block that is being filled: given back when that fails.
class NewBlock {
public:
    NewBlock(Blocks& blocks, std::size_t bytes) : blocks_(blocks), block_(blocks.allocate(bytes)) {}
    ~NewBlock() { blocks_.release(block_); }
    NewBlock(const NewBlock&) = delete;
    NewBlock& operator=(const NewBlock&) = delete;

    char* memory() { return block_->memory(); }
    Block* take() { return std::exchange(block_, nullptr); }

private:
    Blocks& blocks_;
    Block* block_;
};

}  // namespace liquid::render
