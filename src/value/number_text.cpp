// Numbers from text and to text, as Ruby's Integer(), to_i, to_f and to_s have it.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/compile.h>
#include <fmt/format.h>

#include "value/decimal.hpp"
#include "value/number.hpp"
#include "value/operations.hpp"
#include "value/stretches.hpp"

namespace liquid {

namespace {

int digit_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'z') return c - 'a' + 10;
    if (c >= 'A' && c <= 'Z') return c - 'A' + 10;
    return 99;
}

// Digits of `base`, single `_` between two of them allowed. Returns the bytes read.
std::size_t scan_digits(Runtime& runtime, std::string_view text, int base) {
    std::size_t i = 0;
    while (i < text.size()) {
        runtime.pass(1);
        bool underscore = text[i] == '_' && i > 0 && text[i - 1] != '_' && i + 1 < text.size();
        if (digit_value(text[underscore ? i + 1 : i]) >= base) break;
        i += underscore ? 2 : 1;
    }
    return i;
}

struct Literal {
    bool negative = false;
    int base = 10;
    std::string_view digits;  // may hold `_`
    std::string_view rest;
};

// Sign, prefix and digits. to_i knows the prefix 0d only; Integer() all of them, and a leading zero as octal.
Literal scan_literal(Runtime& runtime, std::string_view text, bool all_bases) {
    Literal literal;
    text.remove_prefix(find_byte_if(runtime, text, 0, [](char c) { return !is_space(c); }));
    if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
        literal.negative = text[0] == '-';
        text.remove_prefix(1);
    }
    if (text.size() > 1 && text[0] == '0') {
        char prefix = static_cast<char>(text[1] | 0x20);
        int base = prefix == 'd' ? 10 : 0;
        if (all_bases) base = prefix == 'x' ? 16 : (prefix == 'b' ? 2 : (prefix == 'o' ? 8 : base));
        if (base != 0 && text.size() > 2 && digit_value(text[2]) < base) {
            literal.base = base;
            text.remove_prefix(2);
        } else if (all_bases && (text[1] == '_' || digit_value(text[1]) < 10)) {
            literal.base = 8;
        }
    }
    std::size_t length = scan_digits(runtime, text, literal.base);
    literal.digits = text.substr(0, length);
    literal.rest = text.substr(length);
    return literal;
}

bool needs_big_reader(const Literal& literal) {
    std::uint64_t small = 0;
    for (char c : literal.digits)
        if (c == '_' || __builtin_mul_overflow(small, static_cast<std::uint64_t>(literal.base), &small) ||
            __builtin_add_overflow(small, static_cast<std::uint64_t>(digit_value(c)), &small))
            return true;
    return false;
}

Value value_of(Runtime& runtime, const Literal& literal) {
    auto is_significant = [](char c) { return c != '0' && c != '_'; };
    std::string_view significant = literal.digits.substr(find_byte_if(runtime, literal.digits, 0, is_significant));
    std::uint64_t small = 0;
    bool fits = true;
    for (char c : significant) {
        if (c == '_') continue;
        fits = fits && !__builtin_mul_overflow(small, static_cast<std::uint64_t>(literal.base), &small) &&
               !__builtin_add_overflow(small, static_cast<std::uint64_t>(digit_value(c)), &small);
        if (!fits) break;
    }
    if (fits && small <= static_cast<std::uint64_t>(INT64_MAX))
        return Value::integer(literal.negative ? -static_cast<std::int64_t>(small) : static_cast<std::int64_t>(small));
    std::string digits;
    if (literal.base == 10) {
        digits.reserve(significant.size() + 1);
        if (literal.negative) digits += '-';
        for (char c : significant) {
            runtime.pass(1);
            if (c != '_') digits += c;
        }
    } else {
        runtime.step(significant.size() * significant.size() / 4096);
        BigInteger integer;
        for (char c : significant) {
            runtime.pass(1 + integer.backend().size());
            if (c != '_') integer = integer * literal.base + digit_value(c);
        }
        if (literal.negative) integer = -integer;
        digits = decimal_digits(runtime, integer);
    }
    return runtime.integer_from_digits(digits);
}

// `1200000000000000` becomes `1.2e+15`.
std::size_t write_exponent(char* out, char* end) {
    char* point = out + (*out == '-' ? 2 : 1);
    std::memmove(point + 1, point, static_cast<std::size_t>(end - point));
    *point = '.';
    for (++end; end[-1] == '0' && end - point > 2;) --end;
    end = std::copy_n("e+15", 4, end);
    return static_cast<std::size_t>(end - out);
}

Value invalid_integer(Runtime& runtime, std::string_view found) {
    constexpr std::size_t kShown = 100;
    return runtime.fail(Kind::InvalidInteger, "invalid integer", {{"found", std::string(found.substr(0, kShown))}});
}

}  // namespace

Value to_integer(Runtime& runtime, Value value) {
    if (value.is_int() || value.is(Type::BigInt)) return value;
    if (value.is_failed()) return value;
    std::string_view text = text_of(runtime, value);
    Literal literal = scan_literal(runtime, text, true);
    std::string_view& rest = literal.rest;
    // Ruby reads what has an underscore, or does not fit a machine word, up to a NUL: its big number reader sees C
    // strings.
    std::size_t blanks = find_byte_if(runtime, rest, 0, [](char c) { return !is_space(c); });
    if (blanks < rest.size() && rest[blanks] == '\0' && !literal.digits.empty() && needs_big_reader(literal)) rest = {};
    for (; !rest.empty() && is_space(rest.back()); rest.remove_suffix(1)) runtime.pass(1);
    if (literal.digits.empty() || !literal.rest.empty()) return invalid_integer(runtime, text);
    return value_of(runtime, literal);
}

std::optional<std::int64_t> to_int64(Runtime& runtime, Value value) {
    Value integer = to_integer(runtime, value);
    if (integer.is_int()) return integer.as_int();
    if (integer.is_failed()) return std::nullopt;
    bool negative = static_cast<const BigIntBox*>(integer.box())->digits[0] == '-';
    return negative ? INT64_MIN : INT64_MAX;
}

std::optional<Value> ruby_to_i(Runtime& runtime, Value value) {
    switch (value.type()) {
        case Type::Unset:
        case Type::Nil:
            return Value::integer(0);
        case Type::Int:
        case Type::BigInt:
        case Type::Failed:
            return value;
        case Type::Float: {
            double number = value.as_float();
            if (!std::isfinite(number)) {
                std::string_view name = std::isnan(number) ? "NaN" : (number > 0 ? "Infinity" : "-Infinity");
                // Ruby's FloatDomainError, which the reference does not expect here.
                return runtime.fail(Kind::FloatDomain, "internal", {{"found", std::string(name)}});
            }
            if (number >= -0x1p63 && number < 0x1p63) return Value::integer(static_cast<std::int64_t>(number));
            return runtime.integer_from_digits(decimal_digits(runtime, BigInteger(std::trunc(number))));
        }
        case Type::Decimal: {
            std::string_view text = static_cast<const DecimalBox*>(value.box())->text;
            text = text.substr(0, text.find('.'));
            Literal literal = scan_literal(runtime, text, false);
            return literal.digits.empty() ? Value::integer(0) : value_of(runtime, literal);
        }
        case Type::String: {
            Literal literal = scan_literal(runtime, value.as_string(), false);
            return literal.digits.empty() ? Value::integer(0) : value_of(runtime, literal);
        }
        case Type::Time:
            return Value::integer(static_cast<const TimeBox*>(value.box())->seconds);
        default:
            return std::nullopt;
    }
}

Value parse_integer(Runtime& runtime, std::string_view digits) {
    Literal literal = scan_literal(runtime, digits, false);
    return literal.digits.empty() ? Value::integer(0) : value_of(runtime, literal);
}

double parse_float(std::string_view text) {
    std::string_view rest = text;
    while (!rest.empty() && is_space(rest.front())) rest.remove_prefix(1);
    if (!rest.empty() && rest[0] == '+') rest.remove_prefix(1);
    // from_chars would read `inf` and `nan`.
    std::size_t first = !rest.empty() && rest[0] == '-' ? 1 : 0;
    if (first >= rest.size() || digit_value(rest[first]) > 9) return 0.0;
    double number = 0;
    auto read = std::from_chars(rest.data(), rest.data() + rest.size(), number);
    if (read.ec != std::errc::result_out_of_range) return number;
    // Too large or too small: the first digit that is not zero tells.
    std::string_view used(rest.data(), static_cast<std::size_t>(read.ptr - rest.data()));
    std::size_t exponent = used.find_first_of("eE");
    bool tiny = exponent != std::string_view::npos ? used[exponent + 1] == '-'
                                                   : used.find_first_of("123456789") > used.find('.');
    double limit = tiny ? 0.0 : std::numeric_limits<double>::infinity();
    return first == 1 ? -limit : limit;
}

std::size_t write_float(char* out, double number) {
    if (!std::isfinite(number)) {
        std::string_view name = std::isnan(number) ? "NaN" : (number > 0 ? "Infinity" : "-Infinity");
        std::memcpy(out, name.data(), name.size());
        return name.size();
    }
    // fmt changes to an exponent at the same magnitudes as Ruby, but for whole numbers of sixteen digits; Ruby always
    // writes a fraction.
    char* end = fmt::format_to(out, FMT_COMPILE("{}"), number);
    auto length = static_cast<std::size_t>(end - out);
    if (std::memchr(out, '.', length) != nullptr) return length;
    auto* exponent = static_cast<char*>(std::memchr(out, 'e', length));
    if (exponent == nullptr && std::fabs(number) >= 1e15) return write_exponent(out, end);
    if (exponent == nullptr) exponent = end;
    std::memmove(exponent + 2, exponent, static_cast<std::size_t>(end - exponent));
    exponent[0] = '.';
    exponent[1] = '0';
    return length + 2;
}

// Prices and counts are short; std::to_chars takes twice as long for them.
std::size_t write_int(char* out, std::int64_t number) {
    static constexpr std::array<char, 200> kPairs = [] {
        std::array<char, 200> pairs{};
        for (std::size_t i = 0; i < 100; ++i) {
            pairs[2 * i] = static_cast<char>('0' + i / 10);
            pairs[2 * i + 1] = static_cast<char>('0' + i % 10);
        }
        return pairs;
    }();
    auto pair = [](char* to, std::uint64_t two) { std::memcpy(to, &kPairs[2 * two], 2); };
    auto small = static_cast<std::uint64_t>(number);
    if (small < 100) {
        if (small >= 10) return pair(out, small), 2;
        *out = static_cast<char>('0' + small);
        return 1;
    }
    if (small < 10000) {
        pair(out + (small >= 1000 ? 2 : 1), small % 100);
        if (small >= 1000) return pair(out, small / 100), 4;
        *out = static_cast<char>('0' + small / 100);
        return 3;
    }
    constexpr std::size_t most = 20;
    return static_cast<std::size_t>(std::to_chars(out, out + most, number).ptr - out);
}

}  // namespace liquid
