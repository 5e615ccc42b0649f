#include "value/document.hpp"

#include <algorithm>
#include <stdexcept>

#include "value/shape.hpp"

namespace liquid {

namespace {

constexpr std::size_t kFirstSlots = 64;
// So many are compared one by one.
constexpr std::size_t kUnindexed = 8;

// An index of twice as many slots, with `count` hashes in it.
template <class HashOf>
std::vector<std::uint32_t> larger_index(std::size_t slots, std::size_t count, HashOf hash_of) {
    std::vector<std::uint32_t> index(std::max(kFirstSlots, slots * 2));
    std::size_t mask = index.size() - 1;
    for (std::size_t i = 0; i < count; ++i) {
        std::size_t at = hash_of(i) & mask;
        while (index[at] != 0) at = (at + 1) & mask;
        index[at] = static_cast<std::uint32_t>(i + 1);
    }
    return index;
}

std::uint32_t hash_sequence(const std::uint32_t* keys, std::size_t count) {
    std::uint64_t h = 0x9e3779b97f4a7c15ull ^ count;
    for (std::size_t i = 0; i < count; ++i) h = (h ^ keys[i]) * 0xff51afd7ed558ccdull, h ^= h >> 32;
    return static_cast<std::uint32_t>(h);
}

std::uint32_t length_32(std::size_t size) {
    if (size > UINT32_MAX) throw std::length_error("more than 4 GiB in one value");
    return static_cast<std::uint32_t>(size);
}

}  // namespace

bool holds_ascii(std::string_view text) {
    const char* at = text.data();
    std::size_t left = text.size();
    std::uint64_t seen = 0;
    for (; left >= 8; at += 8, left -= 8) {
        std::uint64_t word;
        std::memcpy(&word, at, 8);
        seen |= word;
    }
    for (; left != 0; ++at, --left) seen |= static_cast<unsigned char>(*at);
    return (seen & 0x8080808080808080ull) == 0;
}

Value Document::string(std::string_view text, std::uint8_t flags) {
    length_32(text.size());
    if (holds_ascii(text)) flags |= Value::Ascii | Value::ValidUtf8;
    return Value::string(arena.copy(text), Storage::Static, flags);
}

Value Document::array(const Value* items, std::size_t count) {
    length_32(count);
    if (count == 0) return Value::array(nullptr, 0);
    auto* copy = arena.allocate_array<Value>(count);
    std::memcpy(static_cast<void*>(copy), items, count * sizeof(Value));
    return Value::array(copy, count);
}

std::uint32_t Document::intern(std::string_view key) {
    std::uint32_t hash = hash_key(key);
    std::size_t free = 0;
    if (key_index_.empty()) {
        for (std::size_t i = 0; i < keys_.size(); ++i)
            if (keys_[i].is(key, hash)) return static_cast<std::uint32_t>(i);
    } else {
        std::size_t mask = key_index_.size() - 1;
        for (free = hash & mask; key_index_[free] != 0; free = (free + 1) & mask)
            if (keys_[key_index_[free] - 1].is(key, hash)) return key_index_[free] - 1;
    }
    std::string_view copy = arena.copy(key);
    keys_.push_back({copy.data(), length_32(copy.size()), hash});
    if (!key_index_.empty()) key_index_[free] = static_cast<std::uint32_t>(keys_.size());
    if (keys_.size() > kUnindexed && keys_.size() * 2 > key_index_.size())
        key_index_ = larger_index(key_index_.size(), keys_.size(), [&](std::size_t i) { return keys_[i].hash; });
    return static_cast<std::uint32_t>(keys_.size() - 1);
}

Value Document::map(const std::uint32_t* keys, const Value* values, std::size_t count) {
    const Sequence& known = sequence(keys, count);
    std::uint32_t size = known.shape->size;
    auto* rep = new (arena.allocate(sizeof(MapRep) + size * sizeof(Value))) MapRep{known.shape};
    if (known.slots == nullptr) {
        if (count != 0) std::memcpy(static_cast<void*>(rep->values()), values, count * sizeof(Value));
    } else {
        for (std::size_t i = 0; i < count; ++i) rep->values()[known.slots[i]] = values[i];
    }
    return Value::map(rep, size);
}

const Document::Sequence& Document::sequence(const std::uint32_t* keys, std::size_t count) {
    std::uint32_t hash = hash_sequence(keys, count);
    auto is_met = [&](const Sequence& met) {
        return met.hash == hash && met.count == count &&
               (count == 0 || std::memcmp(met.keys, keys, count * sizeof(std::uint32_t)) == 0);
    };
    std::size_t free = 0;
    if (sequence_index_.empty()) {
        for (const Sequence& met : sequences_)
            if (is_met(met)) return met;
    } else {
        std::size_t mask = sequence_index_.size() - 1;
        for (free = hash & mask; sequence_index_[free] != 0; free = (free + 1) & mask)
            if (is_met(sequences_[sequence_index_[free] - 1])) return sequences_[sequence_index_[free] - 1];
    }
    sequences_.push_back(make_sequence(keys, count, hash));
    if (!sequence_index_.empty()) sequence_index_[free] = static_cast<std::uint32_t>(sequences_.size());
    if (sequences_.size() > kUnindexed && sequences_.size() * 2 > sequence_index_.size())
        sequence_index_ =
            larger_index(sequence_index_.size(), sequences_.size(), [&](std::size_t i) { return sequences_[i].hash; });
    return sequences_.back();
}

Document::Sequence Document::make_sequence(const std::uint32_t* keys, std::size_t count, std::uint32_t hash) {
    Sequence made;
    made.count = length_32(count);
    made.hash = hash;
    auto* copy = arena.allocate_array<std::uint32_t>(count);
    auto* slots = arena.allocate_array<std::uint32_t>(count);
    made.keys = copy;
    ShapeBuilder shape(arena, count);
    for (std::size_t i = 0; i < count; ++i) {
        copy[i] = keys[i];
        slots[i] = shape.add(keys_[keys[i]]);
    }
    made.shape = shape.finish();
    if (made.shape->size != count) made.slots = slots;
    return made;
}

}  // namespace liquid
