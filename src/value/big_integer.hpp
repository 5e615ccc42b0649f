// Integers of any length. Operations on long ones are done piece by piece: between two pieces the render looks at its
// deadline and stop token (Runtime::pass). What they cost is charged by who calls them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <boost/multiprecision/cpp_int.hpp>

#include "value/runtime.hpp"

namespace liquid {

using BigInteger = boost::multiprecision::cpp_int;

// Long arithmetic and its conversion to text take time by the square of the digits.
void charge_digits(Runtime& runtime, std::uint64_t digits);

// `digits`: an optional sign and decimal digits only.
BigInteger integer_from_text(Runtime& runtime, std::string_view digits);
std::string decimal_digits(Runtime& runtime, const BigInteger& number);

BigInteger power_of_ten(Runtime& runtime, std::uint64_t exponent);
BigInteger multiply(Runtime& runtime, const BigInteger& left, const BigInteger& right);
// The quotient is cut towards zero; the remainder has the sign of `left`.
void divide(Runtime& runtime, const BigInteger& left, const BigInteger& right, BigInteger& quotient,
            BigInteger& remainder);
BigInteger divide(Runtime& runtime, const BigInteger& left, const BigInteger& right);

}  // namespace liquid
