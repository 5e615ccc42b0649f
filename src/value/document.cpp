#include "value/document.hpp"

#include <stdexcept>

#include "value/shape.hpp"

namespace liquid {

namespace {

constexpr std::size_t kFirstSlots = 64;
constexpr std::size_t kFirstKeys = 16;
constexpr std::size_t kFirstSequences = 4;

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

Document::Document() : key_index_(kFirstSlots), sequence_index_(kFirstSlots) {
    keys_.reserve(kFirstKeys);
    sequences_.reserve(kFirstSequences);
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
    std::size_t mask = key_index_.size() - 1;
    std::size_t at = hash & mask;
    for (; key_index_[at] != 0; at = (at + 1) & mask)
        if (keys_[key_index_[at] - 1].is(key, hash)) return key_index_[at] - 1;
    std::string_view copy = arena.copy(key);
    keys_.push_back({copy.data(), length_32(copy.size()), hash});
    key_index_[at] = static_cast<std::uint32_t>(keys_.size());
    if (keys_.size() * 2 > key_index_.size()) grow_keys();
    return static_cast<std::uint32_t>(keys_.size() - 1);
}

void Document::grow_keys() {
    std::vector<std::uint32_t> index(key_index_.size() * 2);
    std::size_t mask = index.size() - 1;
    for (std::size_t i = 0; i < keys_.size(); ++i) {
        std::size_t at = keys_[i].hash & mask;
        while (index[at] != 0) at = (at + 1) & mask;
        index[at] = static_cast<std::uint32_t>(i + 1);
    }
    key_index_.swap(index);
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
    std::size_t mask = sequence_index_.size() - 1;
    std::size_t at = hash & mask;
    for (; sequence_index_[at] != 0; at = (at + 1) & mask) {
        const Sequence& met = sequences_[sequence_index_[at] - 1];
        if (met.hash == hash && met.count == count &&
            (count == 0 || std::memcmp(met.keys, keys, count * sizeof(std::uint32_t)) == 0))
            return met;
    }
    sequences_.push_back(make_sequence(keys, count, hash));
    sequence_index_[at] = static_cast<std::uint32_t>(sequences_.size());
    if (sequences_.size() * 2 > sequence_index_.size()) grow_sequences();
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

void Document::grow_sequences() {
    std::vector<std::uint32_t> index(sequence_index_.size() * 2);
    std::size_t mask = index.size() - 1;
    for (std::size_t i = 0; i < sequences_.size(); ++i) {
        std::size_t at = sequences_[i].hash & mask;
        while (index[at] != 0) at = (at + 1) & mask;
        index[at] = static_cast<std::uint32_t>(i + 1);
    }
    sequence_index_.swap(index);
}

}  // namespace liquid
