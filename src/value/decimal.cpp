#include "value/decimal.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "value/operations.hpp"

namespace liquid {

namespace {

// BigDecimal computes in words of nine decimal digits, aligned at the decimal point. Sums and products are exact
// whatever the words are; quotients end at a word boundary, so division has to count words too.
constexpr std::int64_t kWordDigits = 9;
constexpr std::int64_t kWordBase = 1'000'000'000;
constexpr std::int64_t kLeastPrecision = 32;

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
    return a / b - ((a % b != 0 && (a % b < 0) != (b < 0)) ? 1 : 0);
}

std::int64_t digit_count(Runtime& runtime, const BigInteger& magnitude) {
    if (magnitude.is_zero()) return 1;
    std::int64_t bits = static_cast<std::int64_t>(msb(magnitude));
    if (bits < 63) {
        std::int64_t count = 0;
        for (auto rest = static_cast<std::uint64_t>(magnitude); rest != 0; rest /= 10) ++count;
        return count;
    }
    std::int64_t guess = bits * 30103 / 100000 + 1;  // right, or one too small or too large
    BigInteger power = power_of_ten(runtime, static_cast<std::uint64_t>(guess));
    if (magnitude >= power) return guess + 1;
    return magnitude >= divide(runtime, power, 10) ? guess : guess - 1;
}

void strip_zeros(Runtime& runtime, Decimal& number) {
    if (number.magnitude.is_zero()) {
        number.exponent = 0;
        return;
    }
    BigInteger quotient, remainder;
    for (std::int64_t step : {std::int64_t{64}, std::int64_t{16}, std::int64_t{4}, std::int64_t{1}}) {
        BigInteger power = power_of_ten(runtime, static_cast<std::uint64_t>(step));
        while (true) {
            divide(runtime, number.magnitude, power, quotient, remainder);
            if (!remainder.is_zero()) break;
            number.magnitude.swap(quotient);
            number.exponent += step;
        }
    }
}

// Where the first nonzero word ends: the value is below 10^(9 * words).
std::int64_t leading_words(Runtime& runtime, const Decimal& number) {
    return -floor_div(-(digit_count(runtime, number.magnitude) + number.exponent), kWordDigits);
}

BigInteger scaled(Runtime& runtime, const BigInteger& magnitude, std::int64_t power) {
    return power <= 0 ? magnitude
                      : multiply(runtime, magnitude, power_of_ten(runtime, static_cast<std::uint64_t>(power)));
}

// floor(magnitude x 10^exponent / 10^place).
BigInteger floor_at(Runtime& runtime, const BigInteger& magnitude, std::int64_t exponent, std::int64_t place) {
    std::int64_t shift = exponent - place;
    if (shift >= 0) return scaled(runtime, magnitude, shift);
    return divide(runtime, magnitude, power_of_ten(runtime, static_cast<std::uint64_t>(-shift)));
}

std::uint64_t first_word(Runtime& runtime, const Decimal& number) {
    if (number.is_zero()) return 0;
    return static_cast<std::uint64_t>(
        floor_at(runtime, number.magnitude, number.exponent, (leading_words(runtime, number) - 1) * kWordDigits));
}

// BigDecimal's `precision`: all digits before and after the point, with the zeros next to it.
std::int64_t precision(Runtime& runtime, const Decimal& number) {
    std::int64_t top = digit_count(runtime, number.magnitude) + number.exponent;
    return std::max<std::int64_t>(top, 0) + std::max<std::int64_t>(-number.exponent, 0);
}

struct Quotient {
    Decimal value;  // truncated
    Decimal remainder;
    std::int64_t words = 0;  // that the quotient was given
};

// Both finite, nonzero and without trailing zeros.
Quotient divide_words(Runtime& runtime, const Decimal& left, const Decimal& right) {
    std::int64_t wanted =
        std::max({precision(runtime, left), precision(runtime, right), kLeastPrecision}) + 2 * kWordDigits;
    Quotient result;
    result.words = (wanted + kWordDigits - 1) / kWordDigits;
    std::int64_t place =
        (leading_words(runtime, left) - leading_words(runtime, right) - (result.words - 2)) * kWordDigits;
    // left / right in units of 10^place.
    std::int64_t shift = left.exponent - right.exponent - place;
    BigInteger numerator = scaled(runtime, left.magnitude, shift);
    BigInteger denominator = scaled(runtime, right.magnitude, -shift);
    divide(runtime, numerator, denominator, result.value.magnitude, result.remainder.magnitude);
    result.value.exponent = place;
    result.remainder.exponent = left.exponent - std::max<std::int64_t>(shift, 0);
    return result;
}

int sign_of(const Decimal& number) { return number.negative ? -1 : 1; }

int compare_magnitudes(Runtime& runtime, const Decimal& left, const Decimal& right) {
    if (left.is_zero() || right.is_zero()) return static_cast<int>(right.is_zero()) - static_cast<int>(left.is_zero());
    std::int64_t left_top = digit_count(runtime, left.magnitude) + left.exponent;
    std::int64_t right_top = digit_count(runtime, right.magnitude) + right.exponent;
    if (left_top != right_top) return left_top < right_top ? -1 : 1;
    std::int64_t common = std::min(left.exponent, right.exponent);
    int order = scaled(runtime, left.magnitude, left.exponent - common)
                    .compare(scaled(runtime, right.magnitude, right.exponent - common));
    return order < 0 ? -1 : (order > 0 ? 1 : 0);
}

// digits x 10^exponent, correctly rounded. The first digit is not zero.
double double_of(std::string digits, std::int64_t exponent) {
    std::int64_t top = static_cast<std::int64_t>(digits.size()) + exponent;
    if (top > 400) return std::numeric_limits<double>::infinity();
    if (top < -400) return 0.0;
    digits += 'e';
    digits += std::to_string(exponent);
    double value = 0;
    auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (read.ec == std::errc::result_out_of_range) value = top > 0 ? std::numeric_limits<double>::infinity() : 0.0;
    return value;
}

}  // namespace

Decimal Decimal::not_a_number() {
    Decimal result;
    result.form = Form::NotANumber;
    return result;
}

Decimal Decimal::infinity(bool negative) {
    Decimal result;
    result.form = Form::Infinite;
    result.negative = negative;
    return result;
}

Decimal Decimal::of(const BigInteger& integer) {
    Decimal result;
    result.negative = integer.sign() < 0;
    result.magnitude = abs(integer);
    return result;
}

Decimal Decimal::of(double number) {
    if (std::isnan(number)) return not_a_number();
    if (std::isinf(number)) return infinity(number < 0);
    Decimal result;
    result.negative = std::signbit(number);
    SmallDecimal small = *small_decimal(number);
    result.magnitude = small.significand < 0 ? -small.significand : small.significand;
    result.exponent = small.exponent;
    return result;
}

Decimal Decimal::of_text(Runtime& runtime, std::string_view text) {
    if (text == "NaN") return not_a_number();
    Decimal result;
    if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
        result.negative = text[0] == '-';
        text.remove_prefix(1);
    }
    if (text == "Infinity") return infinity(result.negative);
    std::size_t point = std::min(text.find('.'), text.size());
    std::string_view fraction = point < text.size() ? text.substr(point + 1) : std::string_view();
    while (!fraction.empty() && fraction.back() == '0') fraction.remove_suffix(1);
    result.magnitude = integer_from_text(runtime, text.substr(0, point));
    if (!fraction.empty()) {
        result.magnitude = scaled(runtime, result.magnitude, static_cast<std::int64_t>(fraction.size()));
        result.magnitude += integer_from_text(runtime, fraction);
        result.exponent = -static_cast<std::int64_t>(fraction.size());
    }
    return result;
}

Decimal add(Runtime& runtime, const Decimal& left, const Decimal& right) {
    if (!left.finite() || !right.finite()) {
        if (left.form == Decimal::Form::NotANumber || right.form == Decimal::Form::NotANumber)
            return Decimal::not_a_number();
        if (!left.finite() && !right.finite() && left.negative != right.negative) return Decimal::not_a_number();
        return left.finite() ? right : left;
    }
    Decimal result;
    if (left.is_zero() || right.is_zero()) {
        if (left.is_zero() && right.is_zero()) {
            result.negative = left.negative && right.negative;
            return result;
        }
        return left.is_zero() ? right : left;
    }
    result.exponent = std::min(left.exponent, right.exponent);
    BigInteger sum = scaled(runtime, left.magnitude, left.exponent - result.exponent);
    BigInteger other = scaled(runtime, right.magnitude, right.exponent - result.exponent);
    if (left.negative) sum = -sum;
    if (right.negative)
        sum -= other;
    else
        sum += other;
    result.negative = sum.sign() < 0;
    result.magnitude = abs(sum);
    return result;
}

Decimal multiply(Runtime& runtime, const Decimal& left, const Decimal& right) {
    bool negative = left.negative != right.negative;
    if (!left.finite() || !right.finite()) {
        if (left.form == Decimal::Form::NotANumber || right.form == Decimal::Form::NotANumber || left.is_zero() ||
            right.is_zero())
            return Decimal::not_a_number();
        return Decimal::infinity(negative);
    }
    Decimal result;
    result.negative = negative;
    result.magnitude = multiply(runtime, left.magnitude, right.magnitude);
    if (!result.magnitude.is_zero()) result.exponent = left.exponent + right.exponent;
    return result;
}

Decimal divide(Runtime& runtime, const Decimal& left, const Decimal& right) {
    bool negative = left.negative != right.negative;
    if (left.form == Decimal::Form::NotANumber || right.form == Decimal::Form::NotANumber ||
        (!left.finite() && !right.finite()) || (left.is_zero() && right.is_zero()))
        return Decimal::not_a_number();
    if (!left.finite() || right.is_zero()) return Decimal::infinity(negative);
    if (!right.finite() || left.is_zero()) {
        Decimal zero;
        zero.negative = negative;
        return zero;
    }
    Decimal numerator = left, denominator = right;
    strip_zeros(runtime, numerator);
    strip_zeros(runtime, denominator);
    if (denominator.magnitude == 1 && denominator.exponent == 0) {
        numerator.negative = negative;
        return numerator;
    }
    Quotient quotient = divide_words(runtime, numerator, denominator);
    Decimal result = quotient.value;
    result.negative = negative;
    // BigDecimal rounds the last word that is not zero by the first word of the remainder over the first of the
    // divisor, wherever these stand.
    BigInteger higher, word;
    while (!result.magnitude.is_zero()) {
        divide(runtime, result.magnitude, BigInteger(kWordBase), higher, word);
        if (!word.is_zero()) break;
        result.magnitude.swap(higher);
        result.exponent += kWordDigits;
    }
    std::uint64_t next = first_word(runtime, quotient.remainder) * kWordBase / first_word(runtime, denominator);
    if (static_cast<std::uint32_t>(next) / (kWordBase / 10) >= 5) result.magnitude += 1;
    return result;
}

Decimal modulo(Runtime& runtime, const Decimal& left, const Decimal& right) {
    if (left.form == Decimal::Form::NotANumber || right.form == Decimal::Form::NotANumber || !left.finite())
        return Decimal::not_a_number();
    if (!right.finite()) return left;
    if (left.is_zero()) return Decimal();
    Decimal numerator = left, denominator = right;
    strip_zeros(runtime, numerator);
    strip_zeros(runtime, denominator);
    Quotient quotient = divide_words(runtime, numerator, denominator);
    Decimal whole;
    whole.exponent = std::max<std::int64_t>(quotient.value.exponent, 0);
    whole.magnitude = floor_at(runtime, quotient.value.magnitude, quotient.value.exponent, whole.exponent);
    Decimal product = multiply(runtime, whole, denominator);
    product.negative = !left.negative;
    // The difference has no more words than the quotient had, and what it leaves of the product is cut off. Seen only
    // when the quotient is astronomical.
    std::int64_t place = (leading_words(runtime, numerator) - (quotient.words - 1)) * kWordDigits;
    if (place > product.exponent) {
        product.magnitude = floor_at(runtime, product.magnitude, product.exponent, place);
        product.exponent = place;
    }
    Decimal result = add(runtime, numerator, product);
    if (!result.is_zero() && left.negative != right.negative) result = add(runtime, result, denominator);
    return result;
}

std::optional<int> compare(Runtime& runtime, const Decimal& left, const Decimal& right) {
    if (left.form == Decimal::Form::NotANumber || right.form == Decimal::Form::NotANumber) return std::nullopt;
    if (!left.finite() || !right.finite()) {
        int l = left.finite() ? 0 : sign_of(left);
        int r = right.finite() ? 0 : sign_of(right);
        return l < r ? -1 : (l > r ? 1 : 0);
    }
    if (left.is_zero() && right.is_zero()) return 0;
    int l = left.is_zero() ? 0 : sign_of(left);
    int r = right.is_zero() ? 0 : sign_of(right);
    if (l != r) return l < r ? -1 : 1;
    return l * compare_magnitudes(runtime, left, right);
}

BigInteger truncate(Runtime& runtime, const Decimal& number) {
    // A magnitude far below one would need a power of ten as long as its exponent.
    if (digit_count(runtime, number.magnitude) + number.exponent <= 0) return 0;
    BigInteger result = floor_at(runtime, number.magnitude, number.exponent, 0);
    return number.negative ? BigInteger(-result) : result;
}

BigInteger to_integer(Runtime& runtime, const Decimal& number, Rounding rounding) {
    if (rounding == Rounding::HalfAwayFromZero) return truncate(runtime, round_at(runtime, number, 0));
    BigInteger whole = truncate(runtime, number);
    if (compare(runtime, Decimal::of(whole), number) == 0) return whole;
    if (rounding == Rounding::Up && !number.negative) whole += 1;
    if (rounding == Rounding::Down && number.negative) whole -= 1;
    return whole;
}

Decimal round_at(Runtime& runtime, const Decimal& number, std::int64_t digits) {
    if (!number.finite() || number.exponent >= -digits) return number;
    Decimal result;
    result.negative = number.negative;
    std::int64_t kept = digit_count(runtime, number.magnitude) + number.exponent + digits;
    if (kept < 0 || number.is_zero()) return result;
    std::int64_t dropped = -digits - number.exponent;
    BigInteger unit = power_of_ten(runtime, static_cast<std::uint64_t>(dropped));
    result.magnitude = divide(runtime, number.magnitude + divide(runtime, unit, 2), unit);
    if (!result.magnitude.is_zero()) result.exponent = -digits;
    return result;
}

BigInteger round_at(Runtime& runtime, const BigInteger& number, std::int64_t digits) {
    return digits >= 0 ? number : truncate(runtime, round_at(runtime, Decimal::of(number), digits));
}

double to_double(std::int64_t significand, int exponent) {
    static constexpr double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                        1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    constexpr std::int64_t exact = std::int64_t{1} << 53;
    if (significand <= exact && significand >= -exact && exponent >= -22 && exponent <= 22) {
        // Both operands are exact doubles, so one operation rounds once.
        double value = static_cast<double>(significand);
        return exponent < 0 ? value / powers[-exponent] : value * powers[exponent];
    }
    if (significand == 0) return 0.0;
    std::string digits = std::to_string(significand);
    return significand < 0 ? -double_of(digits.substr(1), exponent) : double_of(std::move(digits), exponent);
}

double to_double(Runtime& runtime, const Decimal& number) {
    double sign = number.negative ? -1.0 : 1.0;
    if (number.form == Decimal::Form::NotANumber) return std::numeric_limits<double>::quiet_NaN();
    if (!number.finite()) return sign * std::numeric_limits<double>::infinity();
    if (number.is_zero()) return sign * 0.0;
    if (number.magnitude < (std::int64_t{1} << 53) && number.exponent >= -22 && number.exponent <= 22)
        return sign * to_double(static_cast<std::int64_t>(number.magnitude), static_cast<int>(number.exponent));
    return sign * double_of(decimal_digits(runtime, number.magnitude), number.exponent);
}

std::uint64_t digits_of(const BigInteger& number) {
    if (number.is_zero()) return 1;
    BigInteger magnitude = abs(number);
    return msb(magnitude) * 30103ull / 100000 + 1;
}

std::uint64_t digits_of(const Decimal& number) {
    std::int64_t exponent = number.exponent < 0 ? -number.exponent : number.exponent;
    return digits_of(number.magnitude) + static_cast<std::uint64_t>(exponent);
}

std::optional<SmallDecimal> small_decimal(double number) {
    if (!std::isfinite(number)) return std::nullopt;
    char text[32];
    std::size_t length = write_float(text, number);
    SmallDecimal result;
    bool after_point = false;
    std::size_t i = text[0] == '-' ? 1 : 0;
    for (; i < length && text[i] != 'e'; ++i) {
        if (text[i] == '.') {
            after_point = true;
            if (i + 2 == length && text[i + 1] == '0') break;  // `12.0`
            continue;
        }
        result.significand = result.significand * 10 + (text[i] - '0');
        if (after_point) --result.exponent;
    }
    if (i < length && text[i] == 'e') {
        int exponent = 0;
        std::size_t at = i + 1 + (text[i + 1] == '+' ? 1 : 0);
        std::from_chars(text + at, text + length, exponent);
        result.exponent += exponent;
    }
    if (text[0] == '-') result.significand = -result.significand;
    return result;
}

}  // namespace liquid
