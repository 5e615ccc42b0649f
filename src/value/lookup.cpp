// Look-ups and the commands size, first and last.
#include <liquid/drop.hpp>

#include "value/containers.hpp"
#include "value/drops.hpp"
#include "value/number.hpp"
#include "value/operations.hpp"
#include "value/stretches.hpp"
#include "value/unicode.hpp"

namespace liquid {

namespace {

Value integer(std::int64_t i) { return Value::integer(i); }

Value loop_property(const ForLoopRecord& loop, std::string_view key) {
    if (key == "index") return integer(loop.index + 1);
    if (key == "index0") return integer(loop.index);
    if (key == "first") return Value::boolean(loop.index == 0);
    if (key == "last") return Value::boolean(loop.index == loop.length - 1);
    if (key == "length") return integer(loop.length);
    if (key == "rindex") return integer(loop.length - loop.index);
    if (key == "rindex0") return integer(loop.length - loop.index - 1);
    if (key == "name") return Value::string(loop.name);
    if (key == "parentloop")
        return loop.parent == nullptr
                   ? Value::nil()
                   : Value::pointer(Type::ForLoop, const_cast<void*>(static_cast<const void*>(loop.parent)));
    return Value::unset();
}

Value loop_property(const TablerowRecord& loop, std::string_view key) {
    if (key == "index") return integer(loop.index + 1);
    if (key == "index0") return integer(loop.index);
    if (key == "first") return Value::boolean(loop.index == 0);
    if (key == "last") return Value::boolean(loop.index == loop.length - 1);
    if (key == "length") return integer(loop.length);
    if (key == "rindex") return integer(loop.length - loop.index);
    if (key == "rindex0") return integer(loop.length - loop.index - 1);
    if (key == "row") return integer(loop.row);
    if (key == "col") return integer(loop.col);
    if (key == "col0") return integer(loop.col - 1);
    if (key == "col_first") return Value::boolean(loop.col == 1);
    if (key == "col_last") return Value::boolean(loop.col == loop.cols);
    return Value::unset();
}

Value drop_property(Runtime& runtime, Value object, Value key) {
    Value found = ask_drop(runtime, [&](DropContext& context) {
        Drop& drop = *object.as_drop();
        if (!drop.has_key(context, key)) return Value::unset();
        return key.is_string() ? drop.get(context, key.as_string()) : drop.get_key(context, key);
    });
    return found;
}

Value scope_property(Value object, Value key) {
    auto& scope = *static_cast<ScopeView*>(object.as_pointer());
    return scope.defined(key) ? scope.find(key) : Value::unset();
}

// What every drop of the reference answers besides its own methods.
bool is_itself(std::string_view key) { return key == "to_liquid"; }

Value find_in_others(Runtime& runtime, Value object, std::string_view key) {
    Value found = Value::unset();
    switch (object.type()) {
        case Type::KeyedMap:
            return find_entry(runtime, object, Value::string(key));
        case Type::Self:
            return scope_property(object, Value::string(key));
        case Type::ForLoop:
            found = loop_property(*static_cast<const ForLoopRecord*>(object.as_pointer()), key);
            break;
        case Type::TablerowLoop:
            found = loop_property(*static_cast<const TablerowRecord*>(object.as_pointer()), key);
            break;
        case Type::Drop:
            found = drop_property(runtime, object, Value::string(key));
            break;
        default:
            return found;
    }
    return found.is_unset() && is_itself(key) ? object : found;
}

Value find_index(Runtime& runtime, Value list, Value key) {
    // Ruby: bignum too big to convert into `long'.
    if (key.is(Type::BigInt)) return runtime.fail_internal("an array index has more than 64 bits");
    if (!key.is_int()) return Value::unset();
    auto size = static_cast<std::int64_t>(list_size(list));
    std::int64_t i = key.as_int();
    if (i < 0) i += size;
    return i >= 0 && i < size ? list_item(runtime, list, static_cast<std::size_t>(i)) : Value::nil();
}

// Bytes of the magnitude, at least a machine word: Integer#size.
std::int64_t bigint_bytes(Runtime& runtime, std::string_view digits) {
    if (!digits.empty() && digits[0] == '-') digits.remove_prefix(1);
    runtime.step(digits.size() * digits.size() / 64);
    Arena::Mark mark = runtime.arena.mark();
    auto* limbs = runtime.arena.allocate_array<std::uint32_t>(digits.size() / 8 + 1);
    std::size_t used = 0;
    for (char digit : digits) {
        runtime.pass(used);
        std::uint64_t carry = static_cast<std::uint64_t>(digit - '0');
        for (std::size_t i = 0; i < used; ++i) {
            carry += std::uint64_t{limbs[i]} * 10;
            limbs[i] = static_cast<std::uint32_t>(carry);
            carry >>= 32;
        }
        if (carry != 0) limbs[used++] = static_cast<std::uint32_t>(carry);
    }
    std::int64_t bytes = static_cast<std::int64_t>(used) * 4;
    for (std::uint32_t top = used == 0 ? 0 : limbs[used - 1]; used != 0 && (top & 0xff000000u) == 0; top <<= 8) --bytes;
    runtime.arena.release(mark);
    return bytes < 8 ? 8 : bytes;
}

Value range_size(Runtime& runtime, const RangeBox& range) {
    if (range.first.is_int() && range.last.is_int()) {
        std::int64_t size;
        bool fits = !__builtin_sub_overflow(range.last.as_int(), range.first.as_int(), &size) &&
                    !__builtin_add_overflow(size, range.exclude_last ? 0 : 1, &size);
        if (fits) return integer(size > 0 ? size : 0);
    }
    Value size = arithmetic(runtime, Arithmetic::Subtract, range.last, range.first);
    if (!range.exclude_last && !size.is_failed()) size = arithmetic(runtime, Arithmetic::Add, size, integer(1));
    if (size.is_failed()) return size;
    std::optional<int> sign = compare_numbers(runtime, size, integer(0));
    return sign.has_value() && *sign > 0 ? size : integer(0);
}

Value size_of(Runtime& runtime, Value object) {
    switch (object.type()) {
        case Type::Array:
        case Type::ForeignArray:
            return integer(static_cast<std::int64_t>(list_size(object)));
        case Type::Map:
        case Type::ForeignMap:
        case Type::KeyedMap:
            return integer(static_cast<std::int64_t>(map_size(object)));
        case Type::String:
            if (object.has(Value::Binary) || object.has(Value::Ascii)) return integer(object.length());
            runtime.step(object.length() / 1024);
            return integer(static_cast<std::int64_t>(count_characters(runtime, object.as_string())));
        case Type::Int:
            return integer(8);
        case Type::BigInt:
            return integer(bigint_bytes(runtime, bigint_digits(object)));
        case Type::Range:
            return range_size(runtime, range_of(object));
        case Type::Drop:
            return ask_drop(runtime, [&](DropContext& context) {
                std::optional<std::int64_t> size = object.as_drop()->size(context);
                return size ? integer(*size) : Value::unset();
            });
        default:
            return Value::unset();
    }
}

// Ruby's String has no first and last; Liquid answers with a character, or "" for an empty string.
Value end_of_string(Value text, bool first) {
    std::string_view all = text.as_string();
    std::size_t bytes = all.empty()                                         ? 0
                        : text.has(Value::Binary) || text.has(Value::Ascii) ? 1
                        : first                                             ? first_character(all)
                                                                            : last_character(all);
    return Value::string(first ? all.substr(0, bytes) : all.substr(all.size() - bytes), text.storage(),
                         text.flags() & (Value::Binary | Value::Ascii | Value::ValidUtf8));
}

Value first_pair(Runtime& runtime, Value map) {
    Value pair = Value::nil();
    each_entry(runtime, map, [&](Value key, Value value) {
        Value both[2] = {key, value};
        pair = runtime.array(both, 2);
        return false;
    });
    return pair;
}

Value end_of(Runtime& runtime, Value object, bool first) {
    switch (object.type()) {
        case Type::Array:
        case Type::ForeignArray: {
            std::size_t size = list_size(object);
            return size == 0 ? Value::nil() : list_item(runtime, object, first ? 0 : size - 1);
        }
        case Type::Map:
        case Type::ForeignMap:
        case Type::KeyedMap:
            return first ? first_pair(runtime, object) : Value::unset();
        case Type::String:
            return end_of_string(object, first);
        case Type::Range:
            return first ? range_of(object).first : range_of(object).last;
        case Type::Drop:
            return ask_drop(runtime, [&](DropContext& context) {
                return first ? object.as_drop()->first(context) : object.as_drop()->last(context);
            });
        default:
            return Value::unset();
    }
}

}  // namespace

Value find_elsewhere(Runtime& runtime, Value object, std::string_view key, std::uint32_t& hint) {
    if (object.is(Type::ForeignMap))
        return from_foreign(runtime, foreign_table(object.foreign_table()).find(object.foreign_node(), key, hint));
    return find_in_others(runtime, object, key);
}

Value find(Runtime& runtime, Value object, Value key) {
    if (key.is(Type::Drop)) key = primitive(runtime, key);
    if (key.is_failed()) return key;
    switch (object.type()) {
        case Type::Array:
        case Type::ForeignArray:
            return find_index(runtime, object, key);
        case Type::Map:
        case Type::ForeignMap:
        case Type::KeyedMap:
            return find_entry(runtime, object, key);
        case Type::Self:
            return scope_property(object, key);
        case Type::Drop:
            if (!key.is_string()) return drop_property(runtime, object, key);
            return find_in_others(runtime, object, key.as_string());
        default:
            return key.is_string() ? find_in_others(runtime, object, key.as_string()) : Value::unset();
    }
}

Value find_entry(Runtime& runtime, Value map, Value key) {
    if (map.is(Type::KeyedMap)) {
        const KeyedMapBox& box = keyed_map(map);
        runtime.step(box.size / 16);
        for (std::uint32_t i = 0; i < box.size; ++i)
            if (same_key(runtime, box.entries[i].key, key)) return box.entries[i].value;
        return Value::unset();
    }
    if (!key.is_string()) {
        if (!map.is(Type::ForeignMap)) return Value::unset();
        const ForeignTable& table = foreign_table(map.foreign_table());
        return table.find_key == nullptr ? Value::unset()
                                         : from_foreign(runtime, table.find_key(map.foreign_node(), key));
    }
    // Keys of documents are UTF-8; a binary string equals such a key only when it is ASCII.
    std::string_view text = key.as_string();
    if (key.has(Value::Binary) && !is_ascii(runtime, text)) return Value::unset();
    std::uint32_t hint = 0;
    return find(runtime, map, text, map.is(Type::Map) ? hash_key(text) : 0, hint);
}

Value command(Runtime& runtime, Value object, Command command) {
    return command == Command::Size ? size_of(runtime, object) : end_of(runtime, object, command == Command::First);
}

Value primitive(Runtime& runtime, Value value) {
    if (!value.is(Type::Drop)) return value;
    Value inner = ask_drop(runtime, [&](DropContext& context) { return value.as_drop()->to_value(context); });
    return inner.is_unset() ? value : inner;
}

Value widen_foreign(Runtime& runtime, Value value) {
    std::uint64_t number;
    std::memcpy(&number, value.foreign_node(), sizeof number);
    char digits[20];
    char* at = digits + sizeof digits;
    for (; number != 0; number /= 10) *--at = static_cast<char>('0' + number % 10);
    return runtime.integer_from_digits({at, static_cast<std::size_t>(digits + sizeof digits - at)});
}

}  // namespace liquid
