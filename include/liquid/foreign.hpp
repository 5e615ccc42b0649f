// Documents of other libraries, read in place.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include <liquid/export.hpp>
#include <liquid/value.hpp>

namespace liquid {

/// How a foreign document is read without copying it (see liquid/nlohmann.hpp). The functions live in the consumer's
/// code, so that the library knows no foreign type. They must not throw, and bear several threads at once.
///
/// What they return may be Temp, made by a FilterCall or DropContext of the running render.
/// A whole number above 2^63-1 that is not is returned as `Value::foreign(Type::BigInt, table, pointer to its
/// std::uint64_t)`.
struct ForeignTable {
    /// For a ForeignMap: the value of `key`, or Unset. `hint` is the slot where the last look-up of the calling site
    /// succeeded; implementations check it first and update it.
    Value (*find)(const void* map, std::string_view key, std::uint32_t& hint);
    /// Item of a ForeignArray; value (and key) of a ForeignMap's i-th entry.
    Value (*item)(const void* array, std::size_t i);
    Value (*entry)(const void* map, std::size_t i, std::string_view& key);
    std::size_t (*size)(const void* container);
    /// All entries of a ForeignMap in order, until `visit` returns false.
    void (*each)(const void* map, void* context, bool (*visit)(void* context, std::string_view key, Value value));
    /// The value of a key that is not a string, or Unset. Null: all keys are strings.
    Value (*find_key)(const void* map, Value key) = nullptr;
    /// What is returned lies in the document: nothing is made for it, and no code of the host runs that could look at
    /// the page. Such a document is read without leaving the renderer's innermost loop.
    bool in_place = false;
    /// What a container is known by, where several nodes stand for one: a container within itself is printed as
    /// `{...}`. Null: each node is a container of its own.
    const void* (*identity)(const void* container) = nullptr;
};

/// Whether two keys are the same bytes. Keys are short: comparing words in place is cheaper than a call of memcmp.
inline bool same_bytes(const char* a, const char* b, std::size_t n) {
    auto differ = [&]<class Word>(Word, std::size_t at) {
        Word x, y;
        std::memcpy(&x, a + at, sizeof x);
        std::memcpy(&y, b + at, sizeof y);
        return x != y;
    };
    if (n >= 8) {
        for (std::size_t at = 0; at + 8 < n; at += 8)
            if (differ(std::uint64_t{}, at)) return false;
        return !differ(std::uint64_t{}, n - 8);
    }
    if (n >= 4) return !differ(std::uint32_t{}, 0) && !differ(std::uint32_t{}, n - 4);
    for (std::size_t at = 0; at < n; ++at)
        if (a[at] != b[at]) return false;
    return true;
}

/// Registers a table for the life of the process and gives the number that its Values carry. Thread-safe; a table
/// that was registered before keeps its number.
LIQUID_API std::uint16_t register_foreign(const ForeignTable* table);

}  // namespace liquid
