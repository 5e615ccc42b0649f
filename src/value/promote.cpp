// Values that outlive their statement: deep copies into one block.
#include <new>

#include "value/containers.hpp"
#include "value/operations.hpp"
#include "value/shape.hpp"
#include "value/stretches.hpp"

namespace liquid {

namespace {

// Values that share parts can be exponentially larger as a copy. Counting ends here, and the size that is reported then
// is one that no budget and no allocator grants.
constexpr std::size_t kLargestValue = std::size_t{1} << 31;
constexpr std::size_t kRefused = SIZE_MAX / 4;

std::size_t aligned(std::size_t bytes) { return (bytes + 7) & ~std::size_t{7}; }

bool moves(Value value) { return value.storage() != Storage::Static; }

std::size_t size_at(Runtime& runtime, Value value, unsigned depth);

std::size_t size_of_items(Runtime& runtime, const Value* items, std::size_t count, unsigned depth) {
    std::size_t bytes = count * sizeof(Value);
    for (std::size_t i = 0; i < count && bytes < kLargestValue; ++i) {
        runtime.pass(sizeof(Value));
        bytes += size_at(runtime, items[i], depth);
    }
    return bytes;
}

// A map's keys lie where the map lies, so they move with it. The copy is the same Shape: it keeps the id.
std::size_t size_of_shape(Runtime& runtime, const Shape& shape) {
    std::size_t bytes = sizeof(Shape) + shape.size * sizeof(Key);
    if (shape.index != nullptr) bytes += aligned((std::size_t{shape.mask} + 1) * sizeof(std::uint32_t));
    for (std::uint32_t i = 0; i < shape.size; ++i) {
        runtime.pass(sizeof(Key));
        bytes += aligned(shape.keys[i].length);
    }
    return bytes;
}

std::size_t size_of_box(Runtime& runtime, Value value, unsigned depth) {
    switch (value.type()) {
        case Type::BigInt:
            return sizeof(BigIntBox) + aligned(bigint_digits(value).size());
        case Type::Decimal:
            return sizeof(DecimalBox) + aligned(decimal_text(value).size());
        case Type::Range:
            return sizeof(RangeBox) + size_at(runtime, range_of(value).first, depth) +
                   size_at(runtime, range_of(value).last, depth);
        case Type::Time:
            return sizeof(TimeBox) + aligned(time_of(value).zone.size());
        case Type::Date:
            return sizeof(DateBox);
        case Type::KeyedMap: {
            const KeyedMapBox& map = keyed_map(value);
            std::size_t bytes = sizeof(KeyedMapBox) + map.size * sizeof(KeyedMapBox::Entry);
            for (std::uint32_t i = 0; i < map.size && bytes < kLargestValue; ++i) {
                runtime.pass(sizeof(KeyedMapBox::Entry));
                bytes += size_at(runtime, map.entries[i].key, depth) + size_at(runtime, map.entries[i].value, depth);
            }
            return bytes;
        }
        default:
            return 0;
    }
}

std::size_t size_at(Runtime& runtime, Value value, unsigned depth) {
    if (!moves(value) || depth >= kDeepest) return 0;
    switch (value.type()) {
        case Type::String:
            return aligned(value.length());
        case Type::Array:
            return size_of_items(runtime, value.items(), value.length(), depth + 1);
        case Type::Map:
            return sizeof(MapRep) + size_of_shape(runtime, *value.map_rep()->shape) +
                   size_of_items(runtime, value.map_rep()->values(), value.length(), depth + 1);
        default:
            return size_of_box(runtime, value, depth + 1);
    }
}

class Mover {
public:
    Mover(Runtime& runtime, char* memory, Storage storage) : runtime_(runtime), at_(memory), storage_(storage) {}

    Value move(Value value, unsigned depth) {
        if (!moves(value)) return value;
        if (depth >= kDeepest) return Value::nil();
        switch (value.type()) {
            case Type::String:
                return Value::string(move_text(value.as_string()), storage_, text_flags(value));
            case Type::Array:
                return Value::array(move_items(value.items(), value.length(), depth + 1), value.length(), storage_);
            case Type::Map:
                return move_map(value, depth + 1);
            default:
                return move_box(value, depth + 1);
        }
    }

private:
    static std::uint8_t text_flags(Value value) {
        return value.flags() & (Value::Binary | Value::Ascii | Value::ValidUtf8 | Value::UsAscii);
    }

    template <class T>
    T* take(std::size_t count = 1) {
        T* memory = reinterpret_cast<T*>(at_);
        at_ += aligned(count * sizeof(T));
        return memory;
    }

    std::string_view move_text(std::string_view text) {
        char* copy = take<char>(text.size());
        copy_bytes(runtime_, copy, text);
        return {copy, text.size()};
    }

    const Value* move_items(const Value* items, std::size_t count, unsigned depth) {
        Value* copy = take<Value>(count);
        for (std::size_t i = 0; i < count; ++i) {
            runtime_.pass(sizeof(Value));
            copy[i] = move(items[i], depth);
        }
        return copy;
    }

    const Shape* move_shape(const Shape& shape) {
        auto* copy = new (take<Shape>()) Shape(shape);
        Key* keys = take<Key>(shape.size);
        for (std::uint32_t i = 0; i < shape.size; ++i) {
            runtime_.pass(sizeof(Key));
            keys[i] = shape.keys[i];
            keys[i].data = move_text(shape.keys[i].view()).data();
        }
        copy->keys = keys;
        if (shape.index != nullptr) {
            std::size_t slots = std::size_t{shape.mask} + 1;
            auto* index = take<std::uint32_t>(slots);
            std::memcpy(index, shape.index, slots * sizeof(std::uint32_t));
            copy->index = index;
        }
        return copy;
    }

    Value move_map(Value map, unsigned depth) {
        char* start = at_;
        at_ += sizeof(MapRep) + map.length() * sizeof(Value);
        auto* rep = new (start) MapRep{move_shape(*map.map_rep()->shape)};
        for (std::uint32_t i = 0; i < map.length(); ++i) {
            runtime_.pass(sizeof(Value));
            rep->values()[i] = move(map.map_rep()->values()[i], depth);
        }
        return Value::map(rep, map.length(), storage_).with(map.has(Value::Keywords) ? Value::Keywords : Value::Flag{});
    }

    Value move_box(Value value, unsigned depth) {
        switch (value.type()) {
            case Type::BigInt: {
                auto* box = new (take<BigIntBox>()) BigIntBox();
                box->digits = move_text(bigint_digits(value));
                return Value::boxed(Type::BigInt, box, storage_);
            }
            case Type::Decimal: {
                auto* box = new (take<DecimalBox>()) DecimalBox();
                box->text = move_text(decimal_text(value));
                return Value::boxed(Type::Decimal, box, storage_);
            }
            case Type::Range: {
                auto* box = new (take<RangeBox>()) RangeBox(range_of(value));
                box->first = move(box->first, depth);
                box->last = move(box->last, depth);
                return Value::boxed(Type::Range, box, storage_);
            }
            case Type::Time: {
                auto* box = new (take<TimeBox>()) TimeBox(time_of(value));
                box->zone = move_text(box->zone);
                return Value::boxed(Type::Time, box, storage_);
            }
            case Type::Date:
                return Value::boxed(Type::Date, new (take<DateBox>()) DateBox(date_of(value)), storage_);
            case Type::KeyedMap: {
                auto* box = new (take<KeyedMapBox>()) KeyedMapBox(keyed_map(value));
                auto* entries = take<KeyedMapBox::Entry>(box->size);
                for (std::uint32_t i = 0; i < box->size; ++i) {
                    runtime_.pass(sizeof(KeyedMapBox::Entry));
                    entries[i] = {move(box->entries[i].key, depth), move(box->entries[i].value, depth)};
                }
                box->entries = entries;
                return Value::boxed(Type::KeyedMap, box, storage_);
            }
            default:
                return value;
        }
    }

    Runtime& runtime_;
    char* at_;
    Storage storage_;
};

}  // namespace

std::size_t promoted_size(Runtime& runtime, Value value) {
    std::size_t bytes = size_at(runtime, value, 0);
    return bytes < kLargestValue ? bytes : kRefused;
}

Value promote(Runtime& runtime, Value value, char* memory, Storage storage) {
    return Mover(runtime, memory, storage).move(value, 0);
}

}  // namespace liquid
