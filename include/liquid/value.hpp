// The value that templates compute with.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace liquid {

class Drop;
struct MapRep;
struct Boxed;

/// What a Value holds. The order carries meaning: everything after False is truthy.
enum class Type : std::uint8_t {
    Unset,  ///< no value was ever set (not the same as nil); never reaches a template
    Nil,
    False,
    True,
    Int,  ///< fits in 64 bits; wider integers are BigInt
    Float,
    String,        ///< bytes, normally UTF-8
    Array,         ///< contiguous Values
    Map,           ///< string keys in insertion order, shared Shape
    ForeignArray,  ///< a host document (nlohmann::json) read in place
    ForeignMap,
    KeyedMap,  ///< keys of any type
    BigInt,
    Decimal,
    Range,
    Time,
    Date,
    Drop,
    ForLoop,
    TablerowLoop,
    Self,          ///< the `self` object: the scope chain of a frame
    Blank,         ///< the literal `blank` of a condition
    Empty,         ///< the literal `empty` of a condition
    Failed = 255,  ///< a computation failed; the failure is recorded in the Runtime
};

/// Who owns the memory behind a Value.
enum class Storage : std::uint8_t {
    Static,  ///< template, data or host memory: outlives the render
    Temp,    ///< the statement's arena: dies with the statement
    Owned,   ///< a block owned by a variable
};

/// Sixteen bytes: a type, flags, a length and one word. Copying is free and owns nothing: strings, arrays
/// and maps are views into memory owned by the template, the data, or the running render (Storage). Host code
/// gets Values from Data, from the arguments of its filters, and from the builders of FilterCall and
/// DropContext; it must not keep a Temp or Owned value after the call that gave it.
class Value {
public:
    enum Flag : std::uint8_t {
        Binary = 1,     ///< string is not UTF-8 text (Ruby's ASCII-8BIT)
        Ascii = 2,      ///< string is known to hold bytes below 0x80 only
        ValidUtf8 = 4,  ///< string is known to be valid UTF-8
        BlockRoot = 8,  ///< Owned: points at the start of its block
        Keywords = 16,  ///< Map of keyword arguments, the last argument of a filter
        UsAscii = 32,   ///< string is Ruby's US-ASCII (texts of numbers, Base64): decoding it gives bytes, not UTF-8
        StorageShift = 6
    };

    constexpr Value() : type_(Type::Nil) {}

    static constexpr Value nil() { return Value(); }
    static constexpr Value unset() { return Value(Type::Unset); }
    static constexpr Value failed() { return Value(Type::Failed); }
    static constexpr Value of_type(Type type) { return Value(type); }
    static constexpr Value boolean(bool b) { return Value(b ? Type::True : Type::False); }
    static constexpr Value integer(std::int64_t i) {
        Value v(Type::Int);
        v.word_.i = i;
        return v;
    }
    static constexpr Value floating(double d) {
        Value v(Type::Float);
        v.word_.d = d;
        return v;
    }
    /// A view: `text` must outlive the use of the value. At most 4 GiB - 1 bytes.
    static constexpr Value string(std::string_view text, Storage storage = Storage::Static, std::uint8_t flags = 0) {
        Value v(Type::String, storage, flags);
        v.length_ = static_cast<std::uint32_t>(text.size());
        v.word_.text = text.data();
        return v;
    }
    static constexpr Value array(const Value* items, std::size_t count, Storage storage = Storage::Static) {
        Value v(Type::Array, storage, 0);
        v.length_ = static_cast<std::uint32_t>(count);
        v.word_.items = items;
        return v;
    }
    static constexpr Value map(const MapRep* rep, std::uint32_t size, Storage storage = Storage::Static) {
        Value v(Type::Map, storage, 0);
        v.length_ = size;
        v.word_.map = rep;
        return v;
    }
    static constexpr Value boxed(Type type, const Boxed* box, Storage storage) {
        Value v(type, storage, 0);
        v.word_.box = box;
        return v;
    }
    static constexpr Value foreign(Type type, std::uint16_t table, const void* node) {
        Value v(type, Storage::Static, 0);
        v.aux_ = table;
        v.word_.foreign = node;
        return v;
    }
    /// A host object; it must outlive the render.
    static Value drop(Drop& object) {
        Value v(Type::Drop);
        v.word_.drop = &object;
        return v;
    }
    static constexpr Value pointer(Type type, void* object) {
        Value v(type);
        v.word_.object = object;
        return v;
    }

    constexpr Type type() const { return type_; }
    constexpr bool is(Type type) const { return type_ == type; }
    constexpr bool is_nil() const { return type_ <= Type::Nil; }
    constexpr bool is_unset() const { return type_ == Type::Unset; }
    constexpr bool is_failed() const { return type_ == Type::Failed; }
    constexpr bool is_string() const { return type_ == Type::String; }
    constexpr bool is_int() const { return type_ == Type::Int; }
    constexpr bool is_float() const { return type_ == Type::Float; }
    constexpr bool is_bool() const { return type_ == Type::True || type_ == Type::False; }
    /// Any list: Array or ForeignArray.
    constexpr bool is_array() const { return type_ == Type::Array || type_ == Type::ForeignArray; }
    /// Any mapping: Map, ForeignMap or KeyedMap.
    constexpr bool is_map() const { return type_ == Type::Map || type_ == Type::ForeignMap || type_ == Type::KeyedMap; }
    /// Everything but nil and false.
    constexpr bool truthy() const { return type_ > Type::False; }

    constexpr std::int64_t as_int() const { return word_.i; }
    constexpr double as_float() const { return word_.d; }
    constexpr std::string_view as_string() const { return {word_.text, length_}; }
    constexpr const char* data() const { return word_.text; }
    constexpr const Value* items() const { return word_.items; }
    constexpr const MapRep* map_rep() const { return word_.map; }
    constexpr const Boxed* box() const { return word_.box; }
    constexpr const void* foreign_node() const { return word_.foreign; }
    constexpr std::uint16_t foreign_table() const { return aux_; }
    constexpr Drop* as_drop() const { return word_.drop; }
    constexpr void* as_pointer() const { return word_.object; }
    /// Bytes of a String, items of an Array, entries of a Map.
    constexpr std::uint32_t length() const { return length_; }

    constexpr Storage storage() const { return static_cast<Storage>(flags_ >> StorageShift); }
    constexpr bool has(Flag flag) const { return (flags_ & flag) != 0; }
    constexpr std::uint8_t flags() const { return flags_ & 0x3f; }
    constexpr Value with(Flag flag) const {
        Value v = *this;
        v.flags_ |= flag;
        return v;
    }
    constexpr Value with_storage(Storage storage) const {
        Value v = *this;
        v.flags_ = static_cast<std::uint8_t>((flags_ & 0x37) | (static_cast<unsigned>(storage) << StorageShift));
        return v;
    }

private:
    constexpr explicit Value(Type type, Storage storage = Storage::Static, std::uint8_t flags = 0)
        : type_(type), flags_(static_cast<std::uint8_t>(flags | (static_cast<unsigned>(storage) << StorageShift))) {}

    Type type_ = Type::Nil;
    std::uint8_t flags_ = 0;
    std::uint16_t aux_ = 0;
    std::uint32_t length_ = 0;
    union Word {
        std::int64_t i = 0;
        double d;
        const char* text;
        const Value* items;
        const MapRep* map;
        const Boxed* box;
        const void* foreign;
        Drop* drop;
        void* object;
    } word_;
};

static_assert(sizeof(Value) == 16);

}  // namespace liquid
