#include "filters/integer_bits.hpp"

#include <algorithm>
#include <cmath>

#include "value/number.hpp"

namespace liquid::filters {

namespace {

// No integer of a template has more bits; larger shifts and masks are cut to it.
constexpr std::int64_t kMostBits = 1 << 20;

std::int64_t digits_of(Value number) {
    if (number.is_int()) return 19;
    return static_cast<std::int64_t>(static_cast<const BigIntBox*>(number.box())->digits.size());
}

Value power_of_two(Runtime& runtime, std::int64_t exponent) {
    Value power = Value::integer(std::int64_t{1} << (exponent % 32));
    for (std::int64_t i = 0; i < exponent / 32; ++i)
        power = arithmetic(runtime, Arithmetic::Multiply, power, Value::integer(std::int64_t{1} << 32));
    return power;
}

// number >> distance, rounding down as two's complement does.
Value shifted(Runtime& runtime, Value number, std::int64_t distance) {
    if (distance < 0) {
        if (distance < -kMostBits) return runtime.fail_internal("shift width too big");
        return arithmetic(runtime, Arithmetic::Multiply, number, power_of_two(runtime, -distance));
    }
    if (number.is_int()) return Value::integer(number.as_int() >> std::min<std::int64_t>(distance, 63));
    distance = std::min(distance, digits_of(number) * 4);
    return arithmetic(runtime, Arithmetic::Divide, number, power_of_two(runtime, distance));
}

Value low_bits(Runtime& runtime, Value number, std::int64_t count) {
    if (number.is_int() && number.as_int() >= 0 && count >= 63) return number;
    if (count > kMostBits) return runtime.fail_internal("shift width too big");
    return arithmetic(runtime, Arithmetic::Modulo, number, power_of_two(runtime, count));
}

Value one_bit(Runtime& runtime, Value number, std::int64_t index) {
    if (index < 0) return Value::integer(0);
    Value rest = shifted(runtime, number, index);
    return rest.is_failed() ? rest : low_bits(runtime, rest, 1);
}

Value run_of_bits(Runtime& runtime, Value number, std::int64_t first, std::int64_t last, bool exclude_last) {
    Value rest = shifted(runtime, number, first);
    if (rest.is_failed() || first > last) return rest;
    if (first == last) return exclude_last ? Value::integer(0) : one_bit(runtime, number, first);
    auto distance = static_cast<std::uint64_t>(last) - static_cast<std::uint64_t>(first);
    std::int64_t count =
        distance > INT32_MAX ? INT32_MAX : static_cast<std::int64_t>(distance) + (exclude_last ? 0 : 1);
    return low_bits(runtime, rest, count);
}

std::int64_t saturated(Value integer) {
    if (integer.is_int()) return integer.as_int();
    return static_cast<const BigIntBox*>(integer.box())->digits.starts_with('-') ? INT64_MIN : INT64_MAX;
}

bool is_integer(Value value) { return value.is_int() || value.is(Type::BigInt); }

// Beyond 63 bits Ruby's integers are of another kind, which takes fewer indices.
bool is_bignum(Value number) {
    constexpr std::int64_t kFixnumRange = std::int64_t{1} << 62;
    return !number.is_int() || number.as_int() >= kFixnumRange || number.as_int() < -kFixnumRange;
}

}  // namespace

std::optional<Value> integer_bits(Runtime& runtime, Value number, Value index) {
    switch (index.type()) {
        case Type::Int:
        case Type::BigInt:
            return one_bit(runtime, number, saturated(index));
        case Type::Float: {
            double at = index.as_float();
            constexpr double kLongRange = 9223372036854775808.0;
            bool fits = at >= -kLongRange && at < kLongRange;
            if (!std::isfinite(at) || (is_bignum(number) && !fits))
                return runtime.fail_internal("the float has no integer value");
            return one_bit(runtime, number, at >= 9e18 ? INT64_MAX : at <= -1 ? -1 : static_cast<std::int64_t>(at));
        }
        case Type::Range: {
            const auto& range = *static_cast<const RangeBox*>(index.box());
            if (!is_integer(range.first) || !is_integer(range.last)) return std::nullopt;
            std::int64_t first = saturated(range.first), last = saturated(range.last);
            bool ascends = *compare_numbers(runtime, range.first, range.last) < 0;
            // Ruby makes a mask of so many bits.
            if (ascends && last == INT64_MAX) return runtime.fail_internal("shift width too big");
            return run_of_bits(runtime, number, first, last, range.exclude_last);
        }
        default:
            return std::nullopt;
    }
}

}  // namespace liquid::filters
