// Numbers of different kinds compared exactly: no side is rounded to the other's type.
#include <cmath>
#include <cstdint>
#include <optional>
#include <string_view>

#include "value/decimal.hpp"
#include "value/number.hpp"
#include "value/stretches.hpp"

namespace liquid {

namespace {

int order(bool less, bool greater) { return static_cast<int>(greater) - static_cast<int>(less); }

std::string_view big_digits(Value value) { return static_cast<const BigIntBox*>(value.box())->digits; }

int compare_big(Runtime& runtime, std::string_view left, std::string_view right) {
    bool left_negative = left[0] == '-', right_negative = right[0] == '-';
    if (left_negative != right_negative) return left_negative ? -1 : 1;
    // Canonical digits: the longer is the larger magnitude.
    int magnitude = left.size() != right.size() ? order(left.size() < right.size(), left.size() > right.size())
                                                : compare_bytes(runtime, left, right);
    return left_negative ? -magnitude : magnitude;
}

std::optional<int> compare_int_float(std::int64_t left, double right) {
    if (std::isnan(right)) return std::nullopt;
    if (right >= 0x1p63) return -1;
    if (right < -0x1p63) return 1;
    auto whole = static_cast<std::int64_t>(right);
    if (left != whole) return order(left<whole, left> whole);
    double fraction = right - static_cast<double>(whole);
    return order(fraction > 0, fraction < 0);
}

std::optional<int> compare_big_float(Runtime& runtime, std::string_view left, double right) {
    if (std::isnan(right)) return std::nullopt;
    constexpr std::size_t kLongerThanAnyDouble = 311;
    int sign = left[0] == '-' ? -1 : 1;
    if (std::isinf(right)) return right > 0 ? -1 : 1;
    if (left.size() > kLongerThanAnyDouble) return sign;
    BigInteger whole(std::trunc(right));
    int result = integer_from_text(runtime, left).compare(whole);
    if (result != 0) return order(result<0, result> 0);
    return order(right > std::trunc(right), right < std::trunc(right));
}

Decimal decimal_of(Runtime& runtime, Value value) {
    switch (value.type()) {
        case Type::Int:
            return Decimal::of(BigInteger(value.as_int()));
        case Type::BigInt:
            return Decimal::of(integer_from_text(runtime, big_digits(value)));
        case Type::Float:
            return Decimal::of(value.as_float());
        default:
            return Decimal::of_text(runtime, static_cast<const DecimalBox*>(value.box())->text);
    }
}

}  // namespace

bool is_number(Value value) {
    return value.is_int() || value.is_float() || value.is(Type::BigInt) || value.is(Type::Decimal);
}

std::optional<int> compare_numbers(Runtime& runtime, Value left, Value right) {
    if (left.is_int() && right.is_int()) return order(left.as_int() < right.as_int(), left.as_int() > right.as_int());
    if (left.is(Type::Decimal) || right.is(Type::Decimal))
        return compare(runtime, decimal_of(runtime, left), decimal_of(runtime, right));
    if (left.is_float() && right.is_float()) {
        if (std::isnan(left.as_float()) || std::isnan(right.as_float())) return std::nullopt;
        return order(left.as_float() < right.as_float(), left.as_float() > right.as_float());
    }
    if (right.is_float())
        return left.is_int() ? compare_int_float(left.as_int(), right.as_float())
                             : compare_big_float(runtime, big_digits(left), right.as_float());
    if (left.is_float()) {
        std::optional<int> result = compare_numbers(runtime, right, left);
        return result ? std::optional<int>(-*result) : result;
    }
    // A BigInt lies outside the range of every Int.
    if (left.is_int()) return big_digits(right)[0] == '-' ? 1 : -1;
    if (right.is_int()) return big_digits(left)[0] == '-' ? -1 : 1;
    return compare_big(runtime, big_digits(left), big_digits(right));
}

}  // namespace liquid
