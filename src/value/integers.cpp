// Text and numbers as integers: Integer(), to_i, literals.
#include <charconv>
#include <cmath>
#include <cstdio>
#include <vector>

#include "value/containers.hpp"
#include "value/operations.hpp"

namespace liquid {

namespace {

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

unsigned digit_of(char c) {
    if (is_digit(c)) return static_cast<unsigned>(c - '0');
    char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? static_cast<unsigned>(lower - 'a' + 10) : 99;
}

// Splits off `0x`, `0b`, `0o`, `0d` or a plain `0` and gives the base. As in Ruby `0_7` is octal and `0x_1` nothing.
unsigned take_base(std::string_view& text) {
    if (text.size() < 2 || text[0] != '0') return 10;
    unsigned base = 8;
    std::size_t prefix = 2;
    switch (text[1] | 0x20) {
        case 'x':
            base = 16;
            break;
        case 'b':
            base = 2;
            break;
        case 'o':
            base = 8;
            break;
        case 'd':
            base = 10;
            break;
        default:
            prefix = 0;
            break;
    }
    text.remove_prefix(prefix);
    return base;
}

// Digits of `base` with single underscores between them; false: something else is there.
bool take_digits(std::string_view text, unsigned base, std::string& digits) {
    bool after_digit = false;
    for (char c : text) {
        if (c == '_' && after_digit) {
            after_digit = false;
            continue;
        }
        if (digit_of(c) >= base) return false;
        digits.push_back(c);
        after_digit = true;
    }
    return after_digit;
}

// Long numbers in bases that are powers of two; quadratic, therefore charged.
std::string to_decimal(Runtime& runtime, std::string_view digits, unsigned base) {
    constexpr std::uint32_t kLimb = 1'000'000'000;
    runtime.step(digits.size() * digits.size() / 64);
    std::vector<std::uint32_t> limbs;
    for (char c : digits) {
        std::uint64_t carry = digit_of(c);
        for (std::uint32_t& limb : limbs) {
            carry += std::uint64_t{limb} * base;
            limb = static_cast<std::uint32_t>(carry % kLimb);
            carry /= kLimb;
        }
        if (carry != 0) limbs.push_back(static_cast<std::uint32_t>(carry));
    }
    std::string decimal = limbs.empty() ? "0" : std::to_string(limbs.back());
    for (std::size_t i = limbs.size(); i-- > 1;) decimal += std::to_string(kLimb + limbs[i - 1]).substr(1);
    return decimal;
}

std::string_view trim(std::string_view text) {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

// Kernel#Integer; false: not an integer.
bool read_integer(Runtime& runtime, std::string_view text, Value& number) {
    text = trim(text);
    bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) text.remove_prefix(1);
    unsigned base = take_base(text);
    std::string digits;
    if (negative) digits.push_back('-');
    std::size_t sign = digits.size();
    runtime.step(text.size() / 64);
    if (!take_digits(text, base, digits)) return false;
    if (base != 10)
        digits.replace(sign, std::string::npos, to_decimal(runtime, std::string_view(digits).substr(sign), base));
    number = runtime.integer_from_digits(digits);
    return true;
}

// String#to_i: the digits at the start, 0 without any.
Value leading_integer(Runtime& runtime, std::string_view text) {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    std::string digits;
    if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
        if (text[0] == '-') digits.push_back('-');
        text.remove_prefix(1);
    }
    if (text.size() > 2 && text[0] == '0' && (text[1] | 0x20) == 'd' && is_digit(text[2])) text.remove_prefix(2);
    bool after_digit = false;
    for (char c : text) {
        if (is_digit(c))
            digits.push_back(c);
        else if (c != '_' || !after_digit)
            break;
        after_digit = c != '_';
    }
    return runtime.integer_from_digits(digits);
}

Value truncate(Runtime& runtime, double number) {
    if (std::isnan(number) || std::isinf(number)) {
        char text[32];
        std::string name(text, write_float(text, number));
        // A FloatDomainError of Ruby, which the reference reports as an internal one.
        return runtime.fail(Kind::FloatDomain, "internal", {{"found", name}});
    }
    if (std::fabs(number) < 9.2e18) return Value::integer(static_cast<std::int64_t>(number));
    char digits[400];
    int size = std::snprintf(digits, sizeof digits, "%.0f", std::trunc(number));
    return runtime.integer_from_digits({digits, static_cast<std::size_t>(size)});
}

Value fail_integer(Runtime& runtime, Value value) {
    Buffer found;
    append_inspect(runtime, found, value);
    return runtime.fail(Kind::InvalidInteger, "invalid integer", {{"found", std::string(found.view())}});
}

}  // namespace

Value to_integer(Runtime& runtime, Value value) {
    if (value.is_int() || value.is(Type::BigInt)) return value;
    Value number;
    if (read_integer(runtime, text_of(runtime, value), number)) return number;
    return fail_integer(runtime, value);
}

std::optional<std::int64_t> to_int64(Runtime& runtime, Value value) {
    if (value.is_int()) return value.as_int();
    Value number = to_integer(runtime, value);
    if (number.is_failed()) return std::nullopt;
    if (number.is_int()) return number.as_int();
    return bigint_digits(number).starts_with('-') ? INT64_MIN : INT64_MAX;
}

std::optional<Value> ruby_to_i(Runtime& runtime, Value value) {
    switch (value.type()) {
        case Type::Unset:
        case Type::Nil:
            return Value::integer(0);
        case Type::Int:
        case Type::BigInt:
            return value;
        case Type::Float:
            return truncate(runtime, value.as_float());
        case Type::String:
            return leading_integer(runtime, value.as_string());
        case Type::Decimal:
            return leading_integer(runtime, decimal_text(value));
        case Type::Time:
            return Value::integer(time_of(value).seconds);
        default:
            return std::nullopt;
    }
}

Value parse_integer(Runtime& runtime, std::string_view digits) { return runtime.integer_from_digits(digits); }

Value Runtime::integer_from_digits(std::string_view digits) {
    return liquid::integer_from_digits(arena, digits, Storage::Temp);
}

Value integer_from_digits(Arena& arena, std::string_view digits, Storage storage) {
    bool negative = digits.starts_with('-');
    if (negative || digits.starts_with('+')) digits.remove_prefix(1);
    while (digits.size() > 1 && digits[0] == '0') digits.remove_prefix(1);
    if (digits.empty()) return Value::integer(0);
    if (digits.size() <= 20) {
        std::uint64_t number = 0;
        auto error = std::from_chars(digits.data(), digits.data() + digits.size(), number).ec;
        std::uint64_t most = static_cast<std::uint64_t>(INT64_MAX) + (negative ? 1 : 0);
        if (error == std::errc() && number <= most)
            return Value::integer(static_cast<std::int64_t>(negative ? ~number + 1 : number));
    }
    auto* text = static_cast<char*>(arena.allocate(digits.size() + 1, 1));
    text[0] = '-';
    std::memcpy(text + 1, digits.data(), digits.size());
    auto* box = new (arena.allocate(sizeof(BigIntBox))) BigIntBox();
    box->digits = negative ? std::string_view(text, digits.size() + 1) : std::string_view(text + 1, digits.size());
    return Value::boxed(Type::BigInt, box, storage);
}

}  // namespace liquid
