#include "value/shape.hpp"

#include <bit>

namespace liquid {

std::size_t index_slots(std::size_t count) { return count < kIndexedKeys ? 0 : std::bit_ceil(count * 2); }

ShapeBuilder::ShapeBuilder(Arena& arena, std::size_t capacity)
    : shape_(new (arena.allocate(sizeof(Shape), alignof(Shape))) Shape()),
      keys_(arena.allocate_array<Key>(capacity)),
      index_(nullptr) {
    std::size_t slots = index_slots(capacity);
    if (slots != 0) {
        index_ = arena.allocate_array<std::uint32_t>(slots);
        std::memset(index_, 0, slots * sizeof(std::uint32_t));
        shape_->mask = static_cast<std::uint32_t>(slots - 1);
    }
    shape_->keys = keys_;
    shape_->index = index_;
}

std::uint32_t ShapeBuilder::add(Key key) {
    std::uint32_t known = shape_->find(key.view(), key.hash);
    return known != Shape::kNoSlot ? known : append(key);
}

std::uint32_t ShapeBuilder::add_copy(Arena& arena, std::string_view key, std::uint32_t hash) {
    std::uint32_t known = shape_->find(key, hash);
    if (known != Shape::kNoSlot) return known;
    std::string_view copy = arena.copy(key);
    return append({copy.data(), static_cast<std::uint32_t>(copy.size()), hash});
}

std::uint32_t ShapeBuilder::append(Key key) {
    std::uint32_t slot = shape_->size++;
    keys_[slot] = key;
    if (index_ != nullptr) {
        std::uint32_t at = key.hash & shape_->mask;
        while (index_[at] != 0) at = (at + 1) & shape_->mask;
        index_[at] = slot + 1;
    }
    return slot;
}

const Shape* ShapeBuilder::finish() {
    shape_->id = next_shape_id();
    return shape_;
}

}  // namespace liquid
