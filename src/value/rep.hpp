// What stands behind the pointers of a Value.
#pragma once

#include <atomic>
#include <cstdint>
#include <cstring>
#include <string_view>

#include <liquid/foreign.hpp>
#include <liquid/value.hpp>

namespace liquid {

// Chosen at random when the process starts, so that nobody can prepare keys that collide; the environment variable
// LIQUID_HASH_SEED fixes it, for tests. Hashes never leave the process.
struct HashSeed {
    std::uint64_t start;
    std::uint64_t factor;
};
extern HashSeed hash_seed;

// Both halves of the product, so that each bit of the text and of the seed reaches the low ones.
inline std::uint64_t fold(std::uint64_t a, std::uint64_t b) {
    __extension__ using Wide = unsigned __int128;
    Wide product = Wide{a} * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

// All of the 1 to 7 bytes at `p`, in words that may overlap: a call of memcpy costs more than the rest of a hash.
inline std::uint64_t short_word(const char* p, std::size_t n) {
    if (n >= 4) {
        std::uint32_t first, last;
        std::memcpy(&first, p, 4);
        std::memcpy(&last, p + n - 4, 4);
        return first | std::uint64_t{last} << 32;
    }
    auto byte = [&](std::size_t at) { return std::uint64_t{static_cast<unsigned char>(p[at])}; };
    return byte(0) | byte(n / 2) << 8 | byte(n - 1) << 16;
}

// The hash of map keys and of variable names, at compile time of templates and when data is built.
inline std::uint32_t hash_key(std::string_view key) {
    std::uint64_t h = hash_seed.start ^ key.size();
    const char* p = key.data();
    std::size_t n = key.size();
    while (n >= 8) {
        std::uint64_t w;
        std::memcpy(&w, p, 8);
        h = fold(h ^ w, hash_seed.factor);
        p += 8;
        n -= 8;
    }
    if (n != 0) h = fold(h ^ short_word(p, n), hash_seed.factor);
    h *= 0xc4ceb9fe1a85ec53ull;
    return static_cast<std::uint32_t>(h >> 32);
}

struct Key {
    const char* data = nullptr;
    std::uint32_t length = 0;
    std::uint32_t hash = 0;

    std::string_view view() const { return {data, length}; }
    bool is(std::string_view text, std::uint32_t text_hash) const {
        return hash == text_hash && length == text.size() && same_bytes(data, text.data(), length);
    }
};

// The keys of a Map in insertion order, shared by all maps of a document that have the same ones. `id` is unique in the
// process for ever: a render site that remembers (id, slot) needs no further check.
struct Shape {
    std::uint64_t id = 0;
    std::uint32_t size = 0;
    std::uint32_t mask = 0;  // of `index`; 0: none, few keys
    const Key* keys = nullptr;
    const std::uint32_t* index = nullptr;  // open addressing, slot + 1; 0 = free

    static constexpr std::uint32_t kNoSlot = UINT32_MAX;
    std::uint32_t find(std::string_view key, std::uint32_t hash) const {
        if (index == nullptr) {
            for (std::uint32_t i = 0; i < size; ++i)
                if (keys[i].is(key, hash)) return i;
            return kNoSlot;
        }
        for (std::uint32_t at = hash & mask; index[at] != 0; at = (at + 1) & mask) {
            std::uint32_t slot = index[at] - 1;
            if (keys[slot].is(key, hash)) return slot;
        }
        return kNoSlot;
    }
};
std::uint64_t next_shape_id();

// Followed in memory by shape->size Values.
struct MapRep {
    const Shape* shape;

    const Value* values() const { return reinterpret_cast<const Value*>(this + 1); }
    Value* values() { return reinterpret_cast<Value*>(this + 1); }
};
static_assert(sizeof(MapRep) == 8 && alignof(Value) == 8);

struct Boxed {};

struct RangeBox : Boxed {
    Value first;  // Int or BigInt
    Value last;
    bool exclude_last = false;
};
// Canonical decimal digits with an optional sign, outside the range of 64 bits. Arithmetic converts; it is rare.
struct BigIntBox : Boxed {
    std::string_view digits;
};
// As BigDecimal#to_s("F") prints it.
struct DecimalBox : Boxed {
    std::string_view text;
};
struct TimeBox : Boxed {
    std::int64_t seconds = 0;  // since 1970-01-01T00:00:00Z
    std::int32_t nanoseconds = 0;
    std::int32_t utc_offset = 0;  // seconds east
    std::string_view zone;        // abbreviation for %Z; may be empty
};
struct DateBox : Boxed {
    std::int64_t days = 0;  // since 1970-01-01
};
struct KeyedMapBox : Boxed {
    struct Entry {
        Value key;
        Value value;
    };
    const Entry* entries = nullptr;
    std::uint32_t size = 0;
};

// The live state of a loop; `forloop` and `tablerowloop` are views of it and keep answering after the loop.
struct ForLoopRecord {
    std::string_view name;
    std::int64_t length = 0;
    std::int64_t index = 0;
    const ForLoopRecord* parent = nullptr;
};
struct TablerowRecord {
    std::int64_t length = 0;
    std::int64_t index = 0;
    std::int64_t cols = 0;  // INT64_MIN: nil
    std::int64_t row = 1;
    std::int64_t col = 1;
};

// The scope chain behind a `self` value; implemented by the renderer.
class ScopeView {
public:
    virtual ~ScopeView() = default;
    virtual Value find(Value name) = 0;  // nil when undefined
    virtual bool defined(Value name) = 0;
};

// The table behind Value::foreign_table().
inline constexpr std::size_t kMostForeignTables = 1024;  // one for each basic_json type of each shared object
extern std::atomic<const ForeignTable*> foreign_tables[kMostForeignTables];
inline const ForeignTable& foreign_table(std::uint16_t number) {
    return *foreign_tables[number].load(std::memory_order_acquire);
}

}  // namespace liquid
