// The operators of conditions, and Ruby's <=>.
#include <cmath>

#include <liquid/drop.hpp>

#include "value/containers.hpp"
#include "value/drops.hpp"
#include "value/number.hpp"
#include "value/operations.hpp"
#include "value/stretches.hpp"
#include "value/unicode.hpp"

namespace liquid {

namespace {

template <class T>
int order_of(T left, T right) {
    return left < right ? -1 : right < left ? 1 : 0;
}

bool holds(Order order, int sign) {
    switch (order) {
        case Order::Less:
            return sign < 0;
        case Order::Greater:
            return sign > 0;
        case Order::LessEqual:
            return sign <= 0;
        default:
            return sign >= 0;
    }
}

int compare_strings(Runtime& runtime, Value left, Value right) {
    runtime.step(std::min(left.length(), right.length()) / 1024);
    int sign = compare_bytes(runtime, left.as_string(), right.as_string());
    if (sign != 0) return sign < 0 ? -1 : 1;
    // The same bytes in two encodings: Ruby orders by the encoding's number, binary first.
    if (left.has(Value::Binary) == right.has(Value::Binary) || is_ascii(runtime, left.as_string())) return 0;
    return left.has(Value::Binary) ? -1 : 1;
}

int compare_times(const TimeBox& left, const TimeBox& right) {
    int sign = order_of(left.seconds, right.seconds);
    return sign != 0 ? sign : order_of(left.nanoseconds, right.nanoseconds);
}

std::optional<int> compare_numeric(Runtime& runtime, Value left, Value right) {
    if (left.is_int() && right.is_int()) return order_of(left.as_int(), right.as_int());
    if (left.is_float() && right.is_float()) {
        if (std::isnan(left.as_float()) || std::isnan(right.as_float())) return std::nullopt;
        return order_of(left.as_float(), right.as_float());
    }
    return compare_numbers(runtime, left, right);
}

std::optional<int> ask_order(Runtime& runtime, Value drop, Value other) {
    return call_drop(
        runtime, [&](DropContext& context) { return drop.as_drop()->compare(context, other); }, std::optional<int>());
}

// Values of one class that has an order, and numbers among each other. A Date counts as its day number when a number
// stands on its right; the other way round Ruby refuses.
std::optional<int> compare_ordered(Runtime& runtime, Value left, Value right) {
    if (is_number(left) && is_number(right)) return compare_numeric(runtime, left, right);
    if (left.is_string() && right.is_string()) return compare_strings(runtime, left, right);
    if (left.is(Type::Time) && right.is(Type::Time)) return compare_times(time_of(left), time_of(right));
    if (left.is(Type::Date) && right.is(Type::Date)) return order_of(date_of(left).days, date_of(right).days);
    if (left.is(Type::Date) && is_number(right))
        return compare_numeric(runtime, Value::floating(static_cast<double>(date_of(left).days) + 2440587.5), right);
    if (left.is(Type::Drop)) return ask_order(runtime, left, right);
    return std::nullopt;
}

bool has_operators(Value value) {
    return is_number(value) || value.is_string() || value.is(Type::Time) || value.is(Type::Date);
}

// Ruby names the right side by its text when it is a float or an integer of at most 63 bits, otherwise by its class.
Value fail_comparison(Runtime& runtime, Value left, Value right) {
    constexpr std::int64_t kFixnumEnd = std::int64_t{1} << 62;
    std::string name(class_name(right));
    bool small = right.is_int() && right.as_int() >= -kFixnumEnd && right.as_int() < kFixnumEnd;
    if (small || right.is_float()) name = text_of(runtime, right);
    std::string text = "comparison of " + std::string(class_name(left)) + " with " + name + " failed";
    return runtime.fail(Kind::IncomparableValues, text, {{"left", std::string(class_name(left))}, {"right", name}});
}

Value compare_with_drop(Runtime& runtime, Order order, Value left, Value right) {
    std::optional<int> sign;
    if (left.is(Type::Drop)) {
        sign = ask_order(runtime, left, right);
    } else if (has_operators(left)) {
        sign = ask_order(runtime, right, left);
        if (sign) sign = -*sign;
    }
    return sign ? Value::boolean(holds(order, *sign)) : Value::nil();
}

bool contains_text(Runtime& runtime, Value text, Value part) {
    Value piece = string_of(runtime, part);
    std::string_view all = text.as_string();
    std::string_view wanted = piece.as_string();
    bool same_encoding =
        text.has(Value::Binary) == piece.has(Value::Binary) || is_ascii(runtime, all) || is_ascii(runtime, wanted);
    // Ruby never finds a broken string; mixed encodings are compared byte by byte.
    if (same_encoding && !piece.has(Value::Binary) && !piece.has(Value::ValidUtf8) && !is_valid_utf8(runtime, wanted))
        return false;
    runtime.step((all.size() + wanted.size()) / 64);
    return find_text(runtime, all, wanted) != std::string_view::npos;
}

bool contains_item(Runtime& runtime, Value list, Value wanted) {
    std::size_t count = list_size(list);
    for (std::size_t i = 0; i < count; ++i) {
        runtime.step(1);
        if (equal(runtime, list_item(runtime, list, i), wanted)) return true;
    }
    return false;
}

bool contains_number(Runtime& runtime, const RangeBox& range, Value wanted) {
    if (!is_number(wanted)) return false;
    std::optional<int> from = compare_numbers(runtime, range.first, wanted);
    std::optional<int> to = compare_numbers(runtime, wanted, range.last);
    return from && to && *from <= 0 && (range.exclude_last ? *to < 0 : *to <= 0);
}

// Drops that are lists have Ruby's Enumerable#include?.
Value contains_in_drop(Runtime& runtime, Value drop, Value wanted) {
    return ask_drop(runtime, [&](DropContext& context) {
        bool found = false;
        if (!drop.as_drop()->is_iterable()) return Value::boolean(false);
        drop.as_drop()->iterate(context, [&](Value item) {
            runtime.step(1);
            found = equal(runtime, item, wanted);
            return !found;
        });
        return Value::boolean(found);
    });
}

bool is_white(std::string_view text) {
    for (char c : text)
        if (!is_space(c)) return false;
    return true;
}

std::optional<int> compare_lists(Runtime& runtime, Value left, Value right, unsigned depth);

std::optional<int> spaceship(Runtime& runtime, Value left, Value right, unsigned depth) {
    if (left.is_array() && right.is_array()) return compare_lists(runtime, left, right, depth);
    if (has_operators(left) || left.is(Type::Drop)) {
        std::optional<int> sign = compare_ordered(runtime, left, right);
        if (sign) return sign;
        // Number#<=> asks the other side.
        if (is_number(left) && right.is(Type::Drop)) {
            sign = ask_order(runtime, right, left);
            return sign ? std::optional<int>(-*sign) : sign;
        }
        return left.is(Type::Drop) && equal(runtime, left, right) ? std::optional<int>(0) : std::nullopt;
    }
    return equal(runtime, left, right) ? std::optional<int>(0) : std::nullopt;
}

std::optional<int> compare_lists(Runtime& runtime, Value left, Value right, unsigned depth) {
    if (depth >= kDeepest) return std::nullopt;
    std::size_t left_count = list_size(left);
    std::size_t right_count = list_size(right);
    for (std::size_t i = 0; i < left_count && i < right_count; ++i) {
        runtime.step(1);
        std::optional<int> sign =
            spaceship(runtime, list_item(runtime, left, i), list_item(runtime, right, i), depth + 1);
        if (sign != 0) return sign;
    }
    return order_of(left_count, right_count);
}

}  // namespace

bool condition_equal(Runtime& runtime, Value left, Value right) {
    if (left.is(Type::Empty)) return is_empty(runtime, right);
    if (left.is(Type::Blank)) return is_blank(runtime, right);
    if (right.is(Type::Empty)) return is_empty(runtime, left);
    if (right.is(Type::Blank)) return is_blank(runtime, left);
    return equal(runtime, primitive(runtime, left), primitive(runtime, right));
}

Value compare(Runtime& runtime, Order order, Value left, Value right) {
    if (left.is_int() && right.is_int()) return Value::boolean(holds(order, order_of(left.as_int(), right.as_int())));
    left = primitive(runtime, left);
    right = primitive(runtime, right);
    if (left.is_failed() || right.is_failed()) return Value::failed();
    if (left.is(Type::Drop) || right.is(Type::Drop)) return compare_with_drop(runtime, order, left, right);
    if (!has_operators(left) || !has_operators(right)) return Value::nil();
    if (std::optional<int> sign = compare_ordered(runtime, left, right)) return Value::boolean(holds(order, *sign));
    // NaN is not comparable either, but silently so.
    if (is_number(left) && is_number(right)) return Value::boolean(false);
    return fail_comparison(runtime, left, right);
}

Value contains(Runtime& runtime, Value left, Value right) {
    left = primitive(runtime, left);
    right = primitive(runtime, right);
    if (left.is_failed() || right.is_failed()) return Value::failed();
    if (!left.truthy() || !right.truthy()) return Value::boolean(false);
    switch (left.type()) {
        case Type::String:
            return Value::boolean(contains_text(runtime, left, right));
        case Type::Array:
        case Type::ForeignArray:
            return Value::boolean(contains_item(runtime, left, right));
        case Type::Map:
        case Type::ForeignMap:
        case Type::KeyedMap:
            return Value::boolean(!find_entry(runtime, left, right).is_unset());
        case Type::Range:
            return Value::boolean(contains_number(runtime, range_of(left), right));
        case Type::Drop:
            return contains_in_drop(runtime, left, right);
        default:
            return Value::boolean(false);
    }
}

std::optional<int> spaceship(Runtime& runtime, Value left, Value right) { return spaceship(runtime, left, right, 0); }

bool is_empty(Runtime& runtime, Value value) {
    value = primitive(runtime, value);
    if (value.is_string()) return value.length() == 0;
    if (value.is_array()) return list_size(value) == 0;
    if (value.is_map()) return map_size(value) == 0;
    if (!value.is(Type::Drop)) return false;
    return call_drop(
        runtime, [&](DropContext& context) { return value.as_drop()->is_empty(context).value_or(false); }, false);
}

bool is_blank(Runtime& runtime, Value value) {
    value = primitive(runtime, value);
    if (!value.truthy()) return true;
    if (value.is_string()) return is_white(value.as_string());
    if (!value.is(Type::Drop)) return is_empty(runtime, value);
    std::optional<bool> blank = call_drop(
        runtime, [&](DropContext& context) { return value.as_drop()->is_blank(context); }, std::optional<bool>());
    return blank ? *blank : is_empty(runtime, value);
}

}  // namespace liquid
