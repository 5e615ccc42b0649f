// ==, eql? and hash.
#include <bit>

#include <liquid/drop.hpp>

#include "value/containers.hpp"
#include "value/drops.hpp"
#include "value/number.hpp"
#include "value/operations.hpp"
#include "value/stretches.hpp"
#include "value/unicode.hpp"

namespace liquid {

namespace {

enum class Likeness : std::uint8_t { Equal, SameKey };  // Ruby's == and eql?

// The pairs of containers that are being compared above the pair at hand.
struct PairTrail {
    const PairTrail* up = nullptr;
    const void* left = nullptr;
    const void* right = nullptr;
    unsigned depth = 0;

    bool holds(const void* l, const void* r) const {
        for (const PairTrail* step = this; step != nullptr; step = step->up)
            if (step->left == l && step->right == r) return true;
        return false;
    }
};

bool alike(Runtime& runtime, Value left, Value right, Likeness likeness, const PairTrail* up);

// Equal bytes are equal strings only in the same encoding, unless they are ASCII.
bool equal_strings(Runtime& runtime, Value left, Value right) {
    if (left.length() != right.length()) return false;
    if (left.length() >= 1024) runtime.step(left.length() / 1024);
    if (compare_bytes(runtime, left.as_string(), right.as_string()) != 0) return false;
    return left.has(Value::Binary) == right.has(Value::Binary) || is_ascii(runtime, left.as_string());
}

bool equal_numbers(Runtime& runtime, Value left, Value right, Likeness likeness) {
    if (left.is_int() && right.is_int()) return left.as_int() == right.as_int();
    if (likeness == Likeness::SameKey && left.type() != right.type()) return false;
    if (left.is_float() && right.is_float()) return left.as_float() == right.as_float();
    return compare_numbers(runtime, left, right) == 0;
}

// The astronomical day that Ruby compares a Date with numbers by.
Value day_number(const DateBox& date) { return Value::floating(static_cast<double>(date.days) + 2440587.5); }

bool alike_lists(Runtime& runtime, Value left, Value right, Likeness likeness, const PairTrail& here) {
    std::size_t count = list_size(left);
    if (count != list_size(right)) return false;
    for (std::size_t i = 0; i < count; ++i) {
        runtime.step(1);
        if (!alike(runtime, list_item(runtime, left, i), list_item(runtime, right, i), likeness, &here)) return false;
    }
    return true;
}

// The order of keys does not matter.
bool alike_maps(Runtime& runtime, Value left, Value right, Likeness likeness, const PairTrail& here) {
    if (map_size(left) != map_size(right)) return false;
    return each_entry(runtime, left, [&](Value key, Value value) {
        runtime.step(1);
        Value other = find_entry(runtime, right, key);
        return !other.is_unset() && alike(runtime, value, other, likeness, &here);
    });
}

bool alike_containers(Runtime& runtime, Value left, Value right, Likeness likeness, const PairTrail* up) {
    PairTrail here{up, identity(left), identity(right), up == nullptr ? 1 : up->depth + 1};
    if (here.left == here.right && left.type() == right.type() && left.length() == right.length()) return true;
    if (up != nullptr) {
        if (up->depth >= kDeepest) return false;
        // Ruby takes a pair that it is already comparing as equal.
        if (here.left != nullptr && up->holds(here.left, here.right)) return true;
    }
    return left.is_array() ? alike_lists(runtime, left, right, likeness, here)
                           : alike_maps(runtime, left, right, likeness, here);
}

bool alike_ranges(Runtime& runtime, const RangeBox& left, const RangeBox& right, Likeness likeness) {
    return left.exclude_last == right.exclude_last && alike(runtime, left.first, right.first, likeness, nullptr) &&
           alike(runtime, left.last, right.last, likeness, nullptr);
}

bool alike_drops(Runtime& runtime, Value left, Value right) {
    bool same = right.is(Type::Drop) && left.as_drop() == right.as_drop();
    return call_drop(
        runtime, [&](DropContext& context) { return left.as_drop()->equals(context, right).value_or(same); }, false);
}

bool alike(Runtime& runtime, Value left, Value right, Likeness likeness, const PairTrail* up) {
    if (left.is_string()) return right.is_string() && equal_strings(runtime, left, right);
    if (is_number(left)) {
        if (is_number(right)) return equal_numbers(runtime, left, right, likeness);
        // Integer#== asks the other side.
        if (likeness == Likeness::SameKey) return false;
        if (right.is(Type::Drop)) return alike_drops(runtime, right, left);
        return right.is(Type::Date) && equal_numbers(runtime, left, day_number(date_of(right)), likeness);
    }
    if (left.is_array()) return right.is_array() && alike_containers(runtime, left, right, likeness, up);
    if (left.is_map()) return right.is_map() && alike_containers(runtime, left, right, likeness, up);
    if (left.is(Type::Drop)) return alike_drops(runtime, left, right);
    if (left.is(Type::Date) && is_number(right) && likeness == Likeness::Equal)
        return equal_numbers(runtime, day_number(date_of(left)), right, likeness);
    if (left.is_nil()) return right.is_nil();
    if (left.type() != right.type()) return false;
    switch (left.type()) {
        case Type::Range:
            return alike_ranges(runtime, range_of(left), range_of(right), likeness);
        case Type::Time:
            return time_of(left).seconds == time_of(right).seconds &&
                   time_of(left).nanoseconds == time_of(right).nanoseconds;
        case Type::Date:
            return date_of(left).days == date_of(right).days;
        case Type::ForLoop:
        case Type::TablerowLoop:
        case Type::Self:
            return left.as_pointer() == right.as_pointer();
        default:
            return true;  // true, false, blank, empty
    }
}

std::uint64_t mix(std::uint64_t h, std::uint64_t word) {
    h = (h ^ word) * 0xff51afd7ed558ccdull;
    return h ^ (h >> 32);
}

std::uint64_t hash_stretch(std::uint64_t h, std::string_view bytes) {
    for (; bytes.size() >= 8; bytes.remove_prefix(8)) {
        std::uint64_t word;
        std::memcpy(&word, bytes.data(), 8);
        h = mix(h, word);
    }
    std::uint64_t word = 0;
    if (!bytes.empty()) std::memcpy(&word, bytes.data(), bytes.size());
    return mix(h, word);
}

std::uint64_t hash_bytes(Runtime& runtime, std::uint64_t h, std::string_view bytes) {
    h = mix(h, bytes.size());
    for (; bytes.size() > Runtime::kStretch; bytes.remove_prefix(Runtime::kStretch)) {
        h = hash_stretch(h, bytes.substr(0, Runtime::kStretch));
        runtime.pass(Runtime::kStretch);
    }
    return hash_stretch(h, bytes);
}

// Values that hash alike may differ, so containers far down need not be told apart.
std::uint64_t hash_value(Runtime& runtime, Value value, unsigned depth) {
    constexpr unsigned kHashedDepth = 8;
    constexpr std::size_t kHashedItems = 64;
    std::uint64_t h = mix(0x9e3779b97f4a7c15ull, static_cast<std::uint64_t>(value.type()));
    switch (value.type()) {
        case Type::Int:
            return mix(h, static_cast<std::uint64_t>(value.as_int()));
        case Type::Float:
            return mix(h, value.as_float() == 0 ? 0 : std::bit_cast<std::uint64_t>(value.as_float()));
        case Type::String:
            if (value.length() >= 1024) runtime.step(value.length() / 1024);
            return hash_bytes(runtime, h, value.as_string());
        case Type::BigInt:
            return hash_bytes(runtime, h, bigint_digits(value));
        case Type::Decimal:
            // 0.0 and -0.0 are equal, and yet two keys.
            return hash_bytes(runtime, h, decimal_text(value));
        case Type::Range:
            return mix(hash_value(runtime, range_of(value).first, depth + 1),
                       hash_value(runtime, range_of(value).last, depth + 1));
        case Type::Time:
            return mix(h, static_cast<std::uint64_t>(time_of(value).seconds));
        case Type::Date:
            return mix(h, static_cast<std::uint64_t>(date_of(value).days));
        case Type::Array:
        case Type::ForeignArray: {
            std::size_t count = list_size(value);
            h = mix(mix(0, 1), count);
            if (depth >= kHashedDepth) return h;
            runtime.step(1);
            for (std::size_t i = 0; i < count && i < kHashedItems; ++i)
                h = mix(h, hash_value(runtime, list_item(runtime, value, i), depth + 1));
            return h;
        }
        case Type::Map:
        case Type::ForeignMap:
        case Type::KeyedMap: {
            h = mix(mix(0, 2), map_size(value));
            if (depth >= kHashedDepth) return h;
            std::uint64_t sum = 0;  // the order of keys does not matter
            each_entry(runtime, value, [&](Value key, Value item) {
                runtime.step(1);
                sum += mix(hash_value(runtime, key, depth + 1), hash_value(runtime, item, depth + 1));
                return true;
            });
            return mix(h, sum);
        }
        // A drop may say that it equals another one.
        case Type::Drop:
            return h;
        case Type::ForLoop:
        case Type::TablerowLoop:
        case Type::Self:
            return mix(h, reinterpret_cast<std::uintptr_t>(value.as_pointer()));
        default:
            return h;
    }
}

}  // namespace

bool equal(Runtime& runtime, Value left, Value right) {
    if (left.is_int() && right.is_int()) return left.as_int() == right.as_int();
    return alike(runtime, left, right, Likeness::Equal, nullptr);
}

bool same_key(Runtime& runtime, Value left, Value right) {
    return alike(runtime, left, right, Likeness::SameKey, nullptr);
}

std::uint64_t hash_value(Runtime& runtime, Value value) { return hash_value(runtime, value, 0); }

}  // namespace liquid
