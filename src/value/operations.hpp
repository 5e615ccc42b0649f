// What can be done with values, with the reference engine's (Ruby's) meaning. Operations that can fail return
// Value::failed() with Runtime::failure set.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <liquid/value.hpp>

#include "value/buffer.hpp"
#include "value/rep.hpp"
#include "value/runtime.hpp"

namespace liquid {

// --- look-ups (VariableLookup#evaluate of the reference) ---

// object[key] for a key of any type; Unset when there is none.
Value find(Runtime& runtime, Value object, Value key);
// The same for a text key with its hash known; `hint` is for foreign maps.
Value find_elsewhere(Runtime& runtime, Value object, std::string_view key, std::uint32_t& hint);  // not a Map
inline Value find(Runtime& runtime, Value object, std::string_view key, std::uint32_t hash, std::uint32_t& hint) {
    if (!object.is(Type::Map)) [[unlikely]]
        return find_elsewhere(runtime, object, key, hint);
    const MapRep* rep = object.map_rep();
    std::uint32_t slot = rep->shape->find(key, hash);
    return slot == Shape::kNoSlot ? Value::unset() : rep->values()[slot];
}
// The commands that `.size`, `.first`, `.last` become when the object has no such key; Unset when they do not apply.
enum class Command : std::uint8_t { Size, First, Last };
Value command(Runtime& runtime, Value object, Command command);
// Drops that stand for a primitive (to_liquid_value); anything else is itself.
Value primitive(Runtime& runtime, Value value);

// --- text ---

// `{{ value }}`: nil and arrays' nils print nothing, arrays are concatenated, the rest as to_s.
void append_output(Runtime& runtime, Buffer& out, Value value);
// Liquid::Utils.to_s: nil is empty, arrays and hashes print as inspect.
void append_text(Runtime& runtime, Buffer& out, Value value);
// Liquid::Utils.inspect: strings quoted and escaped as Ruby's.
void append_inspect(Runtime& runtime, Buffer& out, Value value);
// to_s as a view: the string itself, or text in the arena.
std::string_view text_of(Runtime& runtime, Value value);
// What append_output appends, as a view likewise.
std::string_view output_of(Runtime& runtime, Value value);
// to_s as a String value, which keeps the flags of a String.
Value string_of(Runtime& runtime, Value value);
// Ruby's Float#to_s. At most 32 bytes are written at `out`; returns how many.
std::size_t write_float(char* out, double number);
std::size_t write_int(char* out, std::int64_t number);
// `String`, `Integer`, `Hash`, ... as Ruby names the value's class in messages.
std::string_view class_name(Value value);

// --- comparison ---

// Ruby's ==.
bool equal(Runtime& runtime, Value left, Value right);
// A condition's == with `blank` and `empty` on either side.
bool condition_equal(Runtime& runtime, Value left, Value right);
enum class Order : std::uint8_t { Less, Greater, LessEqual, GreaterEqual };
// True, False, Nil (not comparable silently), or Failed (`comparison of Integer with String failed`).
Value compare(Runtime& runtime, Order order, Value left, Value right);
Value contains(Runtime& runtime, Value left, Value right);  // True, False or Failed
// Ruby's <=>: -1, 0, 1; nullopt: nil.
std::optional<int> spaceship(Runtime& runtime, Value left, Value right);
// Ruby's eql?/hash, for uniq, cycle keys and keyed maps.
bool same_key(Runtime& runtime, Value left, Value right);
std::uint64_t hash_value(Runtime& runtime, Value value);
bool is_empty(Runtime& runtime, Value value);  // value == empty
bool is_blank(Runtime& runtime, Value value);  // value == blank

// --- collections ---

// Items of a collection as for-loops and filters see them: arrays as they are, maps as [key, value] pairs, ranges
// expanded, drops iterated; `count` of anything else is 0. Memory from the arena where a copy is needed.
struct Items {
    const Value* data = nullptr;
    std::size_t count = 0;
};
// Liquid::Utils.slice_collection: [from, to) of a collection; a String is one item, and window is ignored for it.
// `to` nullopt: to the end. Negative `from` counts as 0.
Items slice(Runtime& runtime, Value collection, std::int64_t from, std::optional<std::int64_t> to);
bool is_enumerable(Value value);  // responds to each (arrays, maps, ranges, iterable drops)

// --- numbers ---

// Liquid::Utils.to_integer: Int/BigInt as they are, else the whole text as Integer() reads it (spaces, sign, `_`,
// 0x..); Failed `invalid integer` otherwise.
Value to_integer(Runtime& runtime, Value value);
// The same, saturated to 64 bits; nullopt after a failure.
std::optional<std::int64_t> to_int64(Runtime& runtime, Value value);
// Ruby's to_i of nil, strings (leading digits), floats (truncated), integers; nullopt: the class has no to_i.
std::optional<Value> ruby_to_i(Runtime& runtime, Value value);
// A literal of a template: digits of any length; a float as Ruby's to_f.
Value parse_integer(Runtime& runtime, std::string_view digits);
double parse_float(std::string_view text);

// --- memory ---

// Bytes that promote() needs for `value`; 0: nothing behind it has to move (scalars, Static memory).
std::size_t promoted_size(Runtime& runtime, Value value);
// A deep copy of everything Temp and Owned behind `value` into `memory` (promoted_size bytes, 8-aligned), marked with
// `storage`. Static parts are shared.
Value promote(Runtime& runtime, Value value, char* memory, Storage storage);

}  // namespace liquid
