// Exact decimal arithmetic, as Ruby's BigDecimal does it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "value/big_integer.hpp"

namespace liquid {

// magnitude x 10^exponent with a sign of its own: zero has one too.
struct Decimal {
    enum class Form : std::uint8_t { Finite, Infinite, NotANumber };

    Form form = Form::Finite;
    bool negative = false;
    std::int64_t exponent = 0;
    BigInteger magnitude;  // never negative

    bool finite() const { return form == Form::Finite; }
    bool is_zero() const { return finite() && magnitude.is_zero(); }

    static Decimal not_a_number();
    static Decimal infinity(bool negative);
    static Decimal of(const BigInteger& integer);
    static Decimal of(double number);  // the shortest digits that read back as `number`
    // `-12.50`, `Infinity`, `-Infinity`, `NaN`; anything else is not looked for.
    static Decimal of_text(Runtime& runtime, std::string_view text);
};

Decimal add(Runtime& runtime, const Decimal& left, const Decimal& right);
Decimal multiply(Runtime& runtime, const Decimal& left, const Decimal& right);
Decimal divide(Runtime& runtime, const Decimal& left, const Decimal& right);
Decimal modulo(Runtime& runtime, const Decimal& left, const Decimal& right);              // `right` is not zero
std::optional<int> compare(Runtime& runtime, const Decimal& left, const Decimal& right);  // nullopt with NaN

// Finite numbers only.
enum class Rounding : std::uint8_t { HalfAwayFromZero, Up, Down };  // Up: ceil, Down: floor
BigInteger to_integer(Runtime& runtime, const Decimal& number, Rounding rounding);
BigInteger truncate(Runtime& runtime, const Decimal& number);
// Half away from zero at `digits` after the point (negative: before it).
Decimal round_at(Runtime& runtime, const Decimal& number, std::int64_t digits);
BigInteger round_at(Runtime& runtime, const BigInteger& number, std::int64_t digits);

double to_double(Runtime& runtime, const Decimal& number);  // correctly rounded
double to_double(std::int64_t significand, int exponent);
// Bytes of text that the number's digits need, roughly: what its arithmetic costs.
std::uint64_t digits_of(const Decimal& number);
std::uint64_t digits_of(const BigInteger& number);

// The same number in two machine words; nullopt for what has more than 18 digits.
struct SmallDecimal {
    std::int64_t significand = 0;
    int exponent = 0;
};
std::optional<SmallDecimal> small_decimal(double number);

}  // namespace liquid
