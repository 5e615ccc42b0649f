// Lays out Shapes.
#pragma once

#include <cstddef>
#include <cstdint>

#include "value/arena.hpp"
#include "value/rep.hpp"

namespace liquid {

// Collects keys in order into memory of `arena`; a key that comes again keeps its first slot.
class ShapeBuilder {
public:
    ShapeBuilder(Arena& arena, std::size_t capacity);
    std::uint32_t add(Key key);  // the key's slot; key.data must live as long as the arena
    std::uint32_t add_copy(Arena& arena, std::string_view key, std::uint32_t hash);  // the same, the text copied if new
    std::uint32_t size() const { return shape_->size; }
    const Shape* finish();

private:
    std::uint32_t append(Key key);

    Shape* shape_;
    Key* keys_;
    std::uint32_t* index_;
};

// From this many keys on a Shape has an index.
constexpr std::size_t kIndexedKeys = 9;
// Slots of the index for `count` keys (a power of two), 0 when it has none.
std::size_t index_slots(std::size_t count);

}  // namespace liquid
