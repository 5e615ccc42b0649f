// Memory of one Data document, with its keys and shapes interned.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <boost/container/small_vector.hpp>

#include <liquid/data.hpp>

#include "value/arena.hpp"
#include "value/rep.hpp"

namespace liquid {

// Room for what a small object has, so that a document of it is two allocations: itself and its memory.
template <class T>
using Few = boost::container::small_vector<T, 16>;

// Built by one thread, then immutable. Objects with the same keys in the same order share one Shape.
class Document {
public:
    static constexpr std::size_t kFirstChunk = 1000;
    Arena arena{nullptr, kFirstChunk};
    std::vector<std::shared_ptr<const void>> kept;  // documents whose values are used here

    // The text in the document's memory; flags say what it holds, as far as the bytes show.
    Value string(std::string_view text, std::uint8_t flags = 0);
    Value array(const Value* items, std::size_t count);

    // A number for each key text.
    std::uint32_t intern(std::string_view key);
    // A Map of `count` interned keys with their values. Of equal keys the last value stays, at the first one's place.
    Value map(const std::uint32_t* keys, const Value* values, std::size_t count);

    template <class Box>
    Box* box() {
        return new (arena.allocate(sizeof(Box))) Box();
    }

private:
    // A sequence of keys that was met, as numbers, and the shape of it.
    struct Sequence {
        const Shape* shape = nullptr;
        const std::uint32_t* keys = nullptr;
        const std::uint32_t* slots = nullptr;  // of each key when some are equal; nullptr: 0, 1, 2 ...
        std::uint32_t count = 0;
        std::uint32_t hash = 0;
    };
    const Sequence& sequence(const std::uint32_t* keys, std::size_t count);
    Sequence make_sequence(const std::uint32_t* keys, std::size_t count, std::uint32_t hash);

    Few<Key> keys_;
    std::vector<std::uint32_t> key_index_;  // open addressing, number + 1; 0 = free; empty: few keys
    boost::container::small_vector<Sequence, 2> sequences_;
    std::vector<std::uint32_t> sequence_index_;  // as key_index_
};

struct Data::Builder::Document : liquid::Document {};

// Bytes below 0x80 only.
bool holds_ascii(std::string_view text);

// A decimal's text as BigDecimal#to_s("F") writes it: plain digits, no zeros too many, at least one digit on each side
// of the point. `text` may have an exponent.
std::string plain_decimal(std::string_view text);

}  // namespace liquid
