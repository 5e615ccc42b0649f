#include "value/number.hpp"

#include <climits>
#include <cmath>
#include <exception>
#include <string>

#include <liquid/drop.hpp>

#include "value/decimal.hpp"
#include "value/operations.hpp"
#include "value/stretches.hpp"
#include "value/unicode.hpp"

namespace liquid {

namespace {

// What Utils.to_number makes of a value: Int and BigInt stay integers, everything with a fraction is a Decimal.
struct Number {
    enum class Kind : std::uint8_t { Failed, Small, Big, Fraction };
    Kind kind = Kind::Small;
    std::int64_t small = 0;
    BigInteger big;
    Decimal fraction;

    static Number of(std::int64_t value) {
        Number number;
        number.small = value;
        return number;
    }
    static Number of(BigInteger value) {
        Number number;
        number.kind = Kind::Big;
        number.big = std::move(value);
        return number;
    }
    static Number of(Decimal value) {
        Number number;
        number.kind = Kind::Fraction;
        number.fraction = std::move(value);
        return number;
    }
    static Number failed() {
        Number number;
        number.kind = Kind::Failed;
        return number;
    }
    bool is_failed() const { return kind == Kind::Failed; }
    bool is_fraction() const { return kind == Kind::Fraction; }
    BigInteger as_big() const { return kind == Kind::Small ? BigInteger(small) : big; }
    Decimal as_fraction() const { return is_fraction() ? fraction : Decimal::of(as_big()); }
    bool is_zero() const {
        return kind == Kind::Small ? small == 0 : (kind == Kind::Big ? big.is_zero() : fraction.is_zero());
    }
    std::uint64_t digits() const {
        return kind == Kind::Small ? 19 : (kind == Kind::Big ? digits_of(big) : digits_of(fraction));
    }
};

// The reference's DECIMAL_REGEX on the stripped text: -?digits.digits
bool is_decimal_text(Runtime& runtime, std::string_view text) {
    auto end_of_digits = [&](std::size_t from) {
        return find_byte_if(runtime, text, from, [](char c) { return c < '0' || c > '9'; });
    };
    std::size_t start = !text.empty() && text[0] == '-' ? 1 : 0;
    std::size_t point = end_of_digits(start);
    if (point == start || point == text.size() || text[point] != '.') return false;
    std::size_t end = end_of_digits(point + 1);
    return end > point + 1 && end == text.size();
}

Number number_of_integer(Runtime& runtime, Value value) {
    if (value.is_int()) return Number::of(value.as_int());
    std::string_view digits = static_cast<const BigIntBox*>(value.box())->digits;
    charge_digits(runtime, digits.size());
    return Number::of(integer_from_text(runtime, digits));
}

Number number_of_text(Runtime& runtime, Value value) {
    std::string_view text = value.as_string();
    if (!value.has(Value::Ascii) && !value.has(Value::ValidUtf8) && !value.has(Value::Binary) &&
        !is_ascii(runtime, text) && !is_valid_utf8(runtime, text)) {
        runtime.fail(Kind::InvalidBytes, "invalid byte sequence in UTF-8",
                     {{"reason", std::string("invalid byte sequence in UTF-8")}});
        return Number::failed();
    }
    // Ruby's strip removes NUL bytes too, but BigDecimal() then refuses them.
    auto is_stripped = [](char c) { return is_space(c) || c == '\0'; };
    text.remove_prefix(find_byte_if(runtime, text, 0, [&](char c) { return !is_stripped(c); }));
    for (; !text.empty() && is_stripped(text.back()); text.remove_suffix(1)) runtime.pass(1);
    if (is_decimal_text(runtime, text)) {
        if (find_byte(runtime, value.as_string(), '\0') != std::string_view::npos) {
            constexpr std::string_view kMessage = "string contains null byte";
            runtime.fail(Kind::InvalidArgument, kMessage, {{"reason", std::string(kMessage)}});
            return Number::failed();
        }
        charge_digits(runtime, text.size());
        return Number::of(Decimal::of_text(runtime, text));
    }
    return number_of_integer(runtime, *ruby_to_i(runtime, value));
}

Number to_number(Runtime& runtime, Value value);

Number number_of_drop(Runtime& runtime, Value value) {
    DropContext context(runtime);
    Value answer;
    try {
        answer = value.as_drop()->to_number(context);
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception& error) {
        runtime.fail_internal(error.what());
        return Number::failed();
    }
    if (answer.is_failed()) return Number::failed();
    return is_number(answer) ? to_number(runtime, answer) : Number::of(std::int64_t{0});
}

Number to_number(Runtime& runtime, Value value) {
    switch (value.type()) {
        case Type::Int:
        case Type::BigInt:
            return number_of_integer(runtime, value);
        case Type::Float:
            return Number::of(Decimal::of(value.as_float()));
        case Type::Decimal: {
            std::string_view text = static_cast<const DecimalBox*>(value.box())->text;
            charge_digits(runtime, text.size());
            return Number::of(Decimal::of_text(runtime, text));
        }
        case Type::String:
            return number_of_text(runtime, value);
        case Type::Drop:
            return number_of_drop(runtime, value);
        case Type::Failed:
            return Number::failed();
        default:
            return Number::of(std::int64_t{0});
    }
}

Value to_value(Runtime& runtime, const BigInteger& integer) {
    if (integer >= INT64_MIN && integer <= INT64_MAX) return Value::integer(static_cast<std::int64_t>(integer));
    charge_digits(runtime, digits_of(integer));
    return runtime.integer_from_digits(decimal_digits(runtime, integer));
}

Value to_value(Runtime& runtime, const Number& number) {
    if (number.is_failed()) return Value::failed();
    if (number.kind == Number::Kind::Small) return Value::integer(number.small);
    if (number.kind == Number::Kind::Big) return to_value(runtime, number.big);
    charge_digits(runtime, number.digits());
    return Value::floating(to_double(runtime, number.fraction));
}

Value divided_by_zero(Runtime& runtime) { return runtime.fail(Kind::DivisionByZero, "divided by 0"); }

// What Ruby raises when a number that is not finite is asked for its integer.
Value no_integer(Runtime& runtime, const Decimal& number) {
    std::string_view name = "NaN";
    std::string_view message = "Computation results in 'NaN' (Not a Number)";
    if (number.form == Decimal::Form::Infinite) {
        name = number.negative ? "-Infinity" : "Infinity";
        message = number.negative ? "Computation results in '-Infinity'" : "Computation results in 'Infinity'";
    }
    return runtime.fail(Kind::FloatDomain, message, {{"found", std::string(name)}});
}

// Ruby's integer division rounds down.
std::int64_t floor_quotient(std::int64_t a, std::int64_t b) {
    return a / b - static_cast<std::int64_t>(a % b != 0 && (a < 0) != (b < 0));
}
std::int64_t floor_remainder(std::int64_t a, std::int64_t b) {
    std::int64_t r = a % b;
    return r != 0 && (r < 0) != (b < 0) ? r + b : r;
}

// False: the result does not fit in 64 bits. `b` is not zero in a division.
bool small_arithmetic(Arithmetic operation, std::int64_t a, std::int64_t b, std::int64_t& result) {
    switch (operation) {
        case Arithmetic::Add:
            return !__builtin_add_overflow(a, b, &result);
        case Arithmetic::Subtract:
            return !__builtin_sub_overflow(a, b, &result);
        case Arithmetic::Multiply:
            return !__builtin_mul_overflow(a, b, &result);
        case Arithmetic::Divide:
            if (b == -1) return !__builtin_sub_overflow(0, a, &result);
            result = floor_quotient(a, b);
            return true;
        case Arithmetic::Modulo:
            result = b == -1 ? 0 : floor_remainder(a, b);
            return true;
    }
    return false;
}

BigInteger big_arithmetic(Runtime& runtime, Arithmetic operation, const BigInteger& a, const BigInteger& b) {
    switch (operation) {
        case Arithmetic::Add:
            return a + b;
        case Arithmetic::Subtract:
            return a - b;
        case Arithmetic::Multiply:
            return multiply(runtime, a, b);
        default:
            break;
    }
    BigInteger quotient, remainder;
    divide(runtime, a, b, quotient, remainder);
    bool adjust = !remainder.is_zero() && (remainder.sign() < 0) != (b.sign() < 0);
    if (operation == Arithmetic::Divide) return adjust ? BigInteger(quotient - 1) : quotient;
    return adjust ? BigInteger(remainder + b) : remainder;
}

Decimal decimal_arithmetic(Runtime& runtime, Arithmetic operation, const Decimal& a, const Decimal& b) {
    switch (operation) {
        case Arithmetic::Add:
            return add(runtime, a, b);
        case Arithmetic::Subtract: {
            Decimal negated = b;
            negated.negative = !b.negative;
            return add(runtime, a, negated);
        }
        case Arithmetic::Multiply:
            return multiply(runtime, a, b);
        case Arithmetic::Divide:
            return divide(runtime, a, b);
        case Arithmetic::Modulo:
            return modulo(runtime, a, b);
    }
    return Decimal();
}

Number compute(Runtime& runtime, Arithmetic operation, const Number& a, const Number& b) {
    if (operation == Arithmetic::Modulo && b.is_zero() &&
        !(a.is_fraction() && a.fraction.form == Decimal::Form::NotANumber)) {
        divided_by_zero(runtime);
        return Number::failed();
    }
    if (a.is_fraction() || b.is_fraction()) {
        charge_digits(runtime, a.digits() + b.digits());
        return Number::of(decimal_arithmetic(runtime, operation, a.as_fraction(), b.as_fraction()));
    }
    if (operation == Arithmetic::Divide && b.is_zero()) {
        divided_by_zero(runtime);
        return Number::failed();
    }
    if (a.kind == Number::Kind::Small && b.kind == Number::Kind::Small) {
        std::int64_t result;
        if (small_arithmetic(operation, a.small, b.small, result)) return Number::of(result);
    }
    charge_digits(runtime, a.digits() + b.digits());
    return Number::of(big_arithmetic(runtime, operation, a.as_big(), b.as_big()));
}

constexpr int kSmallShift = 17;

std::int64_t small_power(int exponent) {
    std::int64_t power = 1;
    while (exponent-- > 0) power *= 10;
    return power;
}

// Sums, differences, products and quotients of prices and rates, without long arithmetic. Zeros take the long way:
// their sign matters.
std::optional<double> quick_decimal(Arithmetic operation, SmallDecimal a, SmallDecimal b) {
    if (a.significand == 0 || b.significand == 0) return std::nullopt;
    constexpr std::int64_t exact = std::int64_t{1} << 53;
    if (operation == Arithmetic::Multiply) {
        std::int64_t product;
        if (__builtin_mul_overflow(a.significand, b.significand, &product)) return std::nullopt;
        return to_double(product, a.exponent + b.exponent);
    }
    int shift = a.exponent - b.exponent;
    if (shift > kSmallShift || shift < -kSmallShift) return std::nullopt;
    std::int64_t left, right;
    if (__builtin_mul_overflow(a.significand, small_power(shift), &left) ||
        __builtin_mul_overflow(b.significand, small_power(-shift), &right))
        return std::nullopt;
    int exponent = shift > 0 ? b.exponent : a.exponent;
    if (operation == Arithmetic::Divide) {
        // BigDecimal's quotient has at least 28 digits: rounded to a double it is what dividing two exact doubles
        // gives.
        if (left > exact || left < -exact || right > exact || right < -exact) return std::nullopt;
        return static_cast<double>(left) / static_cast<double>(right);
    }
    if (operation == Arithmetic::Modulo) return to_double(right == -1 ? 0 : floor_remainder(left, right), exponent);
    std::int64_t result;
    if (operation == Arithmetic::Add ? __builtin_add_overflow(left, right, &result)
                                     : __builtin_sub_overflow(left, right, &result))
        return std::nullopt;
    return to_double(result, exponent);
}

std::optional<SmallDecimal> small_operand(Value value) {
    if (value.is_int()) return SmallDecimal{value.as_int(), 0};
    return small_decimal(value.as_float());
}

// A float rounded at `digits` without long arithmetic; nullopt: take the long way.
std::optional<SmallDecimal> quick_round(double number, int digits, Rounding rounding) {
    std::optional<SmallDecimal> small = small_decimal(number);
    if (!small || small->significand == 0) return std::nullopt;
    int dropped = -digits - small->exponent;
    if (dropped == 0 || (dropped < 0 && digits > 0)) return small;
    if (dropped < 0 || dropped > kSmallShift) return std::nullopt;
    std::int64_t unit = small_power(dropped);
    std::int64_t kept = floor_quotient(small->significand, unit);
    std::int64_t rest = small->significand - kept * unit;
    bool up = rounding == Rounding::Up ? rest > 0 : rest * 2 > unit || (rest * 2 == unit && kept >= 0);
    if (up && rounding != Rounding::Down) ++kept;
    return SmallDecimal{kept, -digits};
}

// An argument that Ruby converts with NUM2INT.
std::optional<int> to_digits(Runtime& runtime, const Number& number) {
    if (number.is_fraction() && !number.fraction.finite()) {
        no_integer(runtime, number.fraction);
        return std::nullopt;
    }
    BigInteger integer = number.is_fraction() ? truncate(runtime, number.fraction) : number.as_big();
    if (integer < INT_MIN || integer > INT_MAX) {
        runtime.fail_internal("the number of digits does not fit in 32 bits");
        return std::nullopt;
    }
    return static_cast<int>(integer);
}

Value to_whole(Runtime& runtime, Value value, Rounding rounding) {
    if (value.is_int()) return value;
    if (value.is_float())
        if (std::optional<SmallDecimal> whole = quick_round(value.as_float(), 0, rounding))
            return Value::integer(whole->significand);
    Number number = to_number(runtime, value);
    if (!number.is_fraction()) return to_value(runtime, number);
    if (!number.fraction.finite()) return no_integer(runtime, number.fraction);
    charge_digits(runtime, number.digits());
    return to_value(runtime, to_integer(runtime, number.fraction, rounding));
}

// Nullopt with NaN.
std::optional<int> compare(Runtime& runtime, const Number& a, const Number& b) {
    if (a.is_fraction() || b.is_fraction()) return liquid::compare(runtime, a.as_fraction(), b.as_fraction());
    if (a.kind == Number::Kind::Small && b.kind == Number::Kind::Small)
        return a.small < b.small ? -1 : (a.small > b.small ? 1 : 0);
    int order = a.as_big().compare(b.as_big());
    return order < 0 ? -1 : (order > 0 ? 1 : 0);
}

Value bounded(Runtime& runtime, Value value, Value bound, int side) {
    if (value.is_int() && bound.is_int()) {
        bool replace = side > 0 ? bound.as_int() > value.as_int() : bound.as_int() < value.as_int();
        return replace ? bound : value;
    }
    Number limit = to_number(runtime, bound);
    if (limit.is_failed()) return Value::failed();
    Number number = to_number(runtime, value);
    if (number.is_failed()) return Value::failed();
    charge_digits(runtime, limit.digits() + number.digits());
    return to_value(runtime, compare(runtime, limit, number) == side ? limit : number);
}

}  // namespace

Value arithmetic(Runtime& runtime, Arithmetic operation, Value left, Value right) {
    if (left.is_int() && right.is_int()) {
        std::int64_t a = left.as_int(), b = right.as_int(), result;
        if (b == 0 && operation >= Arithmetic::Divide) return divided_by_zero(runtime);
        if (small_arithmetic(operation, a, b, result)) return Value::integer(result);
    } else if ((left.is_float() || left.is_int()) && (right.is_float() || right.is_int())) {
        std::optional<SmallDecimal> a = small_operand(left), b = small_operand(right);
        if (a && b)
            if (std::optional<double> result = quick_decimal(operation, *a, *b)) return Value::floating(*result);
    }
    Number a = to_number(runtime, left);
    if (a.is_failed()) return Value::failed();
    Number b = to_number(runtime, right);
    if (b.is_failed()) return Value::failed();
    return to_value(runtime, compute(runtime, operation, a, b));
}

Value number_abs(Runtime& runtime, Value value) {
    if (value.is_int() && value.as_int() != INT64_MIN)
        return Value::integer(value.as_int() < 0 ? -value.as_int() : value.as_int());
    if (value.is_float()) return Value::floating(std::fabs(value.as_float()));
    Number number = to_number(runtime, value);
    if (number.is_failed()) return Value::failed();
    if (number.is_fraction()) {
        number.fraction.negative = false;
        return to_value(runtime, number);
    }
    return to_value(runtime, BigInteger(abs(number.as_big())));
}

Value number_ceil(Runtime& runtime, Value value) { return to_whole(runtime, value, Rounding::Up); }
Value number_floor(Runtime& runtime, Value value) { return to_whole(runtime, value, Rounding::Down); }

Value number_round(Runtime& runtime, Value value, Value digits) {
    constexpr std::int64_t kUsualDigits = 15;
    if (value.is_float() && digits.is_int() && digits.as_int() >= 0 && digits.as_int() <= kUsualDigits) {
        auto places = static_cast<int>(digits.as_int());
        std::optional<SmallDecimal> small = quick_round(value.as_float(), places, Rounding::HalfAwayFromZero);
        // Nothing left: the sign of the zero matters.
        if (small && places == 0) return Value::integer(small->significand);
        if (small && small->significand != 0) return Value::floating(to_double(small->significand, small->exponent));
    }
    Number number = to_number(runtime, value);
    if (number.is_failed()) return Value::failed();
    Number places = to_number(runtime, digits);
    if (places.is_failed()) return Value::failed();
    std::optional<int> at = to_digits(runtime, places);
    if (!at) return Value::failed();
    charge_digits(runtime, number.digits());
    if (!number.is_fraction()) {
        if (*at >= 0) return to_value(runtime, number);
        return to_value(runtime, round_at(runtime, number.as_big(), *at));
    }
    if (*at > 0) return to_value(runtime, Number::of(round_at(runtime, number.fraction, *at)));
    // BigDecimal#round gives an Integer when no digit after the point is asked for.
    if (!number.fraction.finite()) return no_integer(runtime, number.fraction);
    return to_value(runtime, truncate(runtime, round_at(runtime, number.fraction, *at)));
}

Value number_at_least(Runtime& runtime, Value value, Value bound) { return bounded(runtime, value, bound, 1); }
Value number_at_most(Runtime& runtime, Value value, Value bound) { return bounded(runtime, value, bound, -1); }

Value number_sum(Runtime& runtime, const Value* items, std::size_t count) {
    std::int64_t small = 0;
    std::size_t i = 0;
    for (; i < count && items[i].is_int() && !__builtin_add_overflow(small, items[i].as_int(), &small); ++i)
        runtime.pass(sizeof(Value));
    // A sum that overflowed has wrapped: take the last item back.
    if (i < count && items[i].is_int())
        small = static_cast<std::int64_t>(static_cast<std::uint64_t>(small) -
                                          static_cast<std::uint64_t>(items[i].as_int()));
    Number sum = Number::of(small);
    for (; i < count; ++i) {
        runtime.step(1);
        Number number = to_number(runtime, items[i]);
        if (number.is_failed()) return Value::failed();
        sum = compute(runtime, Arithmetic::Add, sum, number);
    }
    return to_value(runtime, sum);
}

}  // namespace liquid
