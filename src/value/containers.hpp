// One way to walk lists and mappings of every representation.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

#include <liquid/value.hpp>

#include "value/rep.hpp"
#include "value/runtime.hpp"

namespace liquid {

// How deep operations follow values into values. Deeper data is cut, never followed: stacks are finite.
constexpr unsigned kDeepest = 2200;

// A foreign read gives whole numbers above 2^63-1 as a pointer; their digits go to the arena. One that is in the arena
// already was made there by the host.
Value widen_foreign(Runtime& runtime, Value value);
inline Value from_foreign(Runtime& runtime, Value value) {
    return value.is(Type::BigInt) && value.storage() == Storage::Static ? widen_foreign(runtime, value) : value;
}

inline std::size_t list_size(Value list) {
    return list.is(Type::Array) ? list.length() : foreign_table(list.foreign_table()).size(list.foreign_node());
}
inline Value list_item(Runtime& runtime, Value list, std::size_t i) {
    if (list.is(Type::Array)) return list.items()[i];
    return from_foreign(runtime, foreign_table(list.foreign_table()).item(list.foreign_node(), i));
}

inline const KeyedMapBox& keyed_map(Value value) { return *static_cast<const KeyedMapBox*>(value.box()); }
inline std::size_t map_size(Value map) {
    if (map.is(Type::Map)) return map.length();
    if (map.is(Type::KeyedMap)) return keyed_map(map).size;
    return foreign_table(map.foreign_table()).size(map.foreign_node());
}

// Calls visit(key, value) for the entries of a Map, ForeignMap or KeyedMap in order until it returns false; true when
// all were visited.
template <class Visit>
bool each_entry(Runtime& runtime, Value map, Visit&& visit) {
    if (map.is(Type::Map)) {
        const MapRep* rep = map.map_rep();
        for (std::uint32_t i = 0; i < map.length(); ++i)
            if (!visit(Value::string(rep->shape->keys[i].view(), map.storage()), rep->values()[i])) return false;
        return true;
    }
    if (map.is(Type::KeyedMap)) {
        const KeyedMapBox& box = keyed_map(map);
        for (std::uint32_t i = 0; i < box.size; ++i)
            if (!visit(box.entries[i].key, box.entries[i].value)) return false;
        return true;
    }
    struct Walk {
        Runtime& runtime;
        std::remove_reference_t<Visit>& visit;
        bool complete = true;
    } walk{runtime, visit};
    foreign_table(map.foreign_table())
        .each(map.foreign_node(), &walk, [](void* context, std::string_view key, Value value) {
            auto& at = *static_cast<Walk*>(context);
            at.complete = at.visit(Value::string(key), from_foreign(at.runtime, value));
            return at.complete;
        });
    return walk.complete;
}

// The value under a key of any type, compared by Ruby's eql?; Unset when there is none.
Value find_entry(Runtime& runtime, Value map, Value key);

// Int when the digits (with an optional sign) fit in 64 bits, else a BigInt in `arena`. Where a render waits, it looks
// within.
Value integer_from_digits(Arena& arena, std::string_view digits, Storage storage, Runtime* waits = nullptr);

inline const RangeBox& range_of(Value value) { return *static_cast<const RangeBox*>(value.box()); }
inline const TimeBox& time_of(Value value) { return *static_cast<const TimeBox*>(value.box()); }
inline const DateBox& date_of(Value value) { return *static_cast<const DateBox*>(value.box()); }
inline std::string_view bigint_digits(Value value) { return static_cast<const BigIntBox*>(value.box())->digits; }
inline std::string_view decimal_text(Value value) { return static_cast<const DecimalBox*>(value.box())->text; }

// What makes a container the same one again: its memory. nullptr for values that cannot contain themselves.
inline const void* identity(Value value) {
    switch (value.type()) {
        case Type::Array:
            return value.length() == 0 ? nullptr : value.items();
        case Type::Map:
            return value.map_rep();
        case Type::KeyedMap:
            return value.box();
        case Type::ForeignArray:
        case Type::ForeignMap: {
            const auto known_by = foreign_table(value.foreign_table()).identity;
            return known_by == nullptr ? value.foreign_node() : known_by(value.foreign_node());
        }
        default:
            return nullptr;
    }
}

// The containers between the top and the value at hand, for the detection of cycles.
struct Trail {
    const Trail* up = nullptr;
    const void* at = nullptr;
    unsigned depth = 0;

    bool holds(const void* container) const {
        for (const Trail* step = this; step != nullptr; step = step->up)
            if (step->at == container) return true;
        return false;
    }
};

}  // namespace liquid
