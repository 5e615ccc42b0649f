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

std::int64_t digit_count(const BigInteger& magnitude) {
    if (magnitude.is_zero()) return 1;
    std::int64_t bits = static_cast<std::int64_t>(msb(magnitude));
    if (bits < 63) {
        std::int64_t count = 0;
        for (auto rest = static_cast<std::uint64_t>(magnitude); rest != 0; rest /= 10) ++count;
        return count;
    }
    std::int64_t guess = bits * 30103 / 100000 + 1;  // right, or one too small or too large
    BigInteger power = power_of_ten(static_cast<std::uint64_t>(guess));
    if (magnitude >= power) return guess + 1;
    return magnitude >= power / 10 ? guess : guess - 1;
}

void strip_zeros(Decimal& number) {
    if (number.magnitude.is_zero()) {
        number.exponent = 0;
        return;
    }
    BigInteger quotient, remainder;
    for (std::int64_t step : {std::int64_t{64}, std::int64_t{16}, std::int64_t{4}, std::int64_t{1}}) {
        BigInteger power = power_of_ten(static_cast<std::uint64_t>(step));
        while (true) {
            divide_qr(number.magnitude, power, quotient, remainder);
            if (!remainder.is_zero()) break;
            number.magnitude.swap(quotient);
            number.exponent += step;
        }
    }
}

// Where the first nonzero word ends: the value is below 10^(9 * words).
std::int64_t leading_words(const Decimal& number) {
    return -floor_div(-(digit_count(number.magnitude) + number.exponent), kWordDigits);
}

BigInteger scaled(const BigInteger& magnitude, std::int64_t power) {
    return power <= 0 ? magnitude : magnitude * power_of_ten(static_cast<std::uint64_t>(power));
}

// floor(magnitude x 10^exponent / 10^place).
BigInteger floor_at(const BigInteger& magnitude, std::int64_t exponent, std::int64_t place) {
    std::int64_t shift = exponent - place;
    if (shift >= 0) return scaled(magnitude, shift);
    return magnitude / power_of_ten(static_cast<std::uint64_t>(-shift));
}

std::uint64_t first_word(const Decimal& number) {
    if (number.is_zero()) return 0;
    return static_cast<std::uint64_t>(
        floor_at(number.magnitude, number.exponent, (leading_words(number) - 1) * kWordDigits));
}

// BigDecimal's `precision`: all digits before and after the point, with the zeros next to it.
std::int64_t precision(const Decimal& number) {
    std::int64_t top = digit_count(number.magnitude) + number.exponent;
    return std::max<std::int64_t>(top, 0) + std::max<std::int64_t>(-number.exponent, 0);
}

struct Quotient {
    Decimal value;  // truncated
    Decimal remainder;
    std::int64_t words = 0;  // that the quotient was given
};

// Both finite, nonzero and without trailing zeros.
Quotient divide_words(const Decimal& left, const Decimal& right) {
    std::int64_t wanted = std::max({precision(left), precision(right), kLeastPrecision}) + 2 * kWordDigits;
    Quotient result;
    result.words = (wanted + kWordDigits - 1) / kWordDigits;
    std::int64_t place = (leading_words(left) - leading_words(right) - (result.words - 2)) * kWordDigits;
    // left / right in units of 10^place.
    std::int64_t shift = left.exponent - right.exponent - place;
    BigInteger numerator = scaled(left.magnitude, shift);
    BigInteger denominator = scaled(right.magnitude, -shift);
    divide_qr(numerator, denominator, result.value.magnitude, result.remainder.magnitude);
    result.value.exponent = place;
    result.remainder.exponent = left.exponent - std::max<std::int64_t>(shift, 0);
    return result;
}

int sign_of(const Decimal& number) { return number.negative ? -1 : 1; }

int compare_magnitudes(const Decimal& left, const Decimal& right) {
    if (left.is_zero() || right.is_zero()) return static_cast<int>(right.is_zero()) - static_cast<int>(left.is_zero());
    std::int64_t left_top = digit_count(left.magnitude) + left.exponent;
    std::int64_t right_top = digit_count(right.magnitude) + right.exponent;
    if (left_top != right_top) return left_top < right_top ? -1 : 1;
    std::int64_t common = std::min(left.exponent, right.exponent);
    int order =
        scaled(left.magnitude, left.exponent - common).compare(scaled(right.magnitude, right.exponent - common));
    return order < 0 ? -1 : (order > 0 ? 1 : 0);
}

}  // namespace

BigInteger power_of_ten(std::uint64_t exponent) {
    static constexpr std::uint64_t small[] = {1,      10,      100,      1000,      10000,
                                              100000, 1000000, 10000000, 100000000, 1000000000};
    if (exponent < std::size(small)) return small[exponent];
    return pow(BigInteger(10), static_cast<unsigned>(exponent));
}

BigInteger integer_from_text(std::string_view digits) {
    bool negative = !digits.empty() && digits[0] == '-';
    if (negative || (!digits.empty() && digits[0] == '+')) digits.remove_prefix(1);
    BigInteger value;
    while (!digits.empty()) {
        std::size_t count = std::min<std::size_t>(digits.size(), 18);
        std::uint64_t chunk = 0;
        std::from_chars(digits.data(), digits.data() + count, chunk);
        std::uint64_t scale = 1;
        for (std::size_t i = 0; i < count; ++i) scale *= 10;
        value *= scale;
        value += chunk;
        digits.remove_prefix(count);
    }
    if (negative) value = -value;
    return value;
}

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

Decimal Decimal::of_text(std::string_view text) {
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
    result.magnitude = integer_from_text(text.substr(0, point));
    if (!fraction.empty()) {
        result.magnitude = scaled(result.magnitude, static_cast<std::int64_t>(fraction.size()));
        result.magnitude += integer_from_text(fraction);
        result.exponent = -static_cast<std::int64_t>(fraction.size());
    }
    return result;
}

Decimal add(const Decimal& left, const Decimal& right) {
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
    BigInteger sum = scaled(left.magnitude, left.exponent - result.exponent);
    BigInteger other = scaled(right.magnitude, right.exponent - result.exponent);
    if (left.negative) sum = -sum;
    if (right.negative)
        sum -= other;
    else
        sum += other;
    result.negative = sum.sign() < 0;
    result.magnitude = abs(sum);
    return result;
}

Decimal multiply(const Decimal& left, const Decimal& right) {
    bool negative = left.negative != right.negative;
    if (!left.finite() || !right.finite()) {
        if (left.form == Decimal::Form::NotANumber || right.form == Decimal::Form::NotANumber || left.is_zero() ||
            right.is_zero())
            return Decimal::not_a_number();
        return Decimal::infinity(negative);
    }
    Decimal result;
    result.negative = negative;
    result.magnitude = left.magnitude * right.magnitude;
    if (!result.magnitude.is_zero()) result.exponent = left.exponent + right.exponent;
    return result;
}

Decimal divide(const Decimal& left, const Decimal& right) {
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
    strip_zeros(numerator);
    strip_zeros(denominator);
    if (denominator.magnitude == 1 && denominator.exponent == 0) {
        numerator.negative = negative;
        return numerator;
    }
    Quotient quotient = divide_words(numerator, denominator);
    Decimal result = quotient.value;
    result.negative = negative;
    // BigDecimal rounds the last word that is not zero by the first word of the remainder over the first of the
    // divisor, wherever these stand.
    BigInteger higher, word;
    while (!result.magnitude.is_zero()) {
        divide_qr(result.magnitude, BigInteger(kWordBase), higher, word);
        if (!word.is_zero()) break;
        result.magnitude.swap(higher);
        result.exponent += kWordDigits;
    }
    std::uint64_t next = first_word(quotient.remainder) * kWordBase / first_word(denominator);
    if (static_cast<std::uint32_t>(next) / (kWordBase / 10) >= 5) result.magnitude += 1;
    return result;
}

Decimal modulo(const Decimal& left, const Decimal& right) {
    if (left.form == Decimal::Form::NotANumber || right.form == Decimal::Form::NotANumber || !left.finite())
        return Decimal::not_a_number();
    if (!right.finite()) return left;
    if (left.is_zero()) return Decimal();
    Decimal numerator = left, denominator = right;
    strip_zeros(numerator);
    strip_zeros(denominator);
    Quotient quotient = divide_words(numerator, denominator);
    Decimal whole;
    whole.exponent = std::max<std::int64_t>(quotient.value.exponent, 0);
    whole.magnitude = floor_at(quotient.value.magnitude, quotient.value.exponent, whole.exponent);
    Decimal product = multiply(whole, denominator);
    product.negative = !left.negative;
    // The difference has no more words than the quotient had, and what it leaves of the product is cut off. Seen only
    // when the quotient is astronomical.
    std::int64_t place = (leading_words(numerator) - (quotient.words - 1)) * kWordDigits;
    if (place > product.exponent) {
        product.magnitude = floor_at(product.magnitude, product.exponent, place);
        product.exponent = place;
    }
    Decimal result = add(numerator, product);
    if (!result.is_zero() && left.negative != right.negative) result = add(result, denominator);
    return result;
}

std::optional<int> compare(const Decimal& left, const Decimal& right) {
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
    return l * compare_magnitudes(left, right);
}

BigInteger truncate(const Decimal& number) {
    // A magnitude far below one would need a power of ten as long as its exponent.
    if (digit_count(number.magnitude) + number.exponent <= 0) return 0;
    BigInteger result = floor_at(number.magnitude, number.exponent, 0);
    return number.negative ? BigInteger(-result) : result;
}

BigInteger to_integer(const Decimal& number, Rounding rounding) {
    if (rounding == Rounding::HalfAwayFromZero) return truncate(round_at(number, 0));
    BigInteger whole = truncate(number);
    if (compare(Decimal::of(whole), number) == 0) return whole;
    if (rounding == Rounding::Up && !number.negative) whole += 1;
    if (rounding == Rounding::Down && number.negative) whole -= 1;
    return whole;
}

Decimal round_at(const Decimal& number, std::int64_t digits) {
    if (!number.finite() || number.exponent >= -digits) return number;
    Decimal result;
    result.negative = number.negative;
    std::int64_t kept = digit_count(number.magnitude) + number.exponent + digits;
    if (kept < 0 || number.is_zero()) return result;
    std::int64_t dropped = -digits - number.exponent;
    BigInteger unit = power_of_ten(static_cast<std::uint64_t>(dropped));
    result.magnitude = (number.magnitude + unit / 2) / unit;
    if (!result.magnitude.is_zero()) result.exponent = -digits;
    return result;
}

BigInteger round_at(const BigInteger& number, std::int64_t digits) {
    return digits >= 0 ? number : truncate(round_at(Decimal::of(number), digits));
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
    Decimal number = Decimal::of(BigInteger(significand));
    number.exponent = exponent;
    return to_double(number);
}

double to_double(const Decimal& number) {
    double sign = number.negative ? -1.0 : 1.0;
    if (number.form == Decimal::Form::NotANumber) return std::numeric_limits<double>::quiet_NaN();
    if (!number.finite()) return sign * std::numeric_limits<double>::infinity();
    if (number.is_zero()) return sign * 0.0;
    if (number.magnitude < (std::int64_t{1} << 53) && number.exponent >= -22 && number.exponent <= 22)
        return sign * to_double(static_cast<std::int64_t>(number.magnitude), static_cast<int>(number.exponent));
    std::string text = number.magnitude.str();
    std::int64_t top = static_cast<std::int64_t>(text.size()) + number.exponent;
    if (top > 400) return sign * std::numeric_limits<double>::infinity();
    if (top < -400) return sign * 0.0;
    text += 'e';
    text += std::to_string(number.exponent);
    double value = 0;
    auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec == std::errc::result_out_of_range) value = top > 0 ? std::numeric_limits<double>::infinity() : 0.0;
    return sign * value;
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
