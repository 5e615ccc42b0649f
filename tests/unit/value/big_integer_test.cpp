// Long integers, done piece by piece, against the same operation in one piece.
#include "value/big_integer.hpp"

#include <random>

#include <gtest/gtest.h>

namespace liquid {
namespace {

class BigIntegers : public testing::Test {
protected:
    BigInteger number_of_limbs(std::size_t limbs) {
        BigInteger number = 1;
        for (std::size_t i = 0; i < limbs; ++i) {
            number <<= 64;
            // Runs of zeros and of ones are where carries go wrong.
            if (std::uint64_t kind = random_() % 4; kind == 0)
                number += UINT64_MAX;
            else if (kind != 1)
                number += random_();
        }
        return random_() % 2 == 0 ? number : BigInteger(-number);
    }

    Runtime runtime;

private:
    std::mt19937_64 random_{7};
};

TEST_F(BigIntegers, ProductsAndQuotientsAreThoseOfOnePiece) {
    for (auto [left, right] : {std::pair{1, 1}, {400, 500}, {5000, 1}, {3000, 200}, {2600, 2500}, {800, 3000}}) {
        BigInteger a = number_of_limbs(left), b = number_of_limbs(right);
        EXPECT_TRUE(multiply(runtime, a, b) == a * b) << left << " x " << right;
        BigInteger quotient, remainder;
        divide(runtime, a, b, quotient, remainder);
        EXPECT_TRUE(quotient == a / b) << left << " / " << right;
        EXPECT_TRUE(remainder == a % b) << left << " % " << right;
    }
}

TEST_F(BigIntegers, DigitsThereAndBack) {
    for (std::size_t limbs : {0, 1, 59, 60, 61, 400, 1500}) {
        BigInteger number = number_of_limbs(limbs);
        std::string digits = decimal_digits(runtime, number);
        EXPECT_EQ(digits, number.str());
        EXPECT_TRUE(integer_from_text(runtime, digits) == number);
    }
    EXPECT_EQ(decimal_digits(runtime, 0), "0");
    for (std::uint64_t exponent : {0, 9, 10, 1151, 1152, 1153, 5000}) {
        BigInteger power = power_of_ten(runtime, exponent);
        EXPECT_EQ(decimal_digits(runtime, power), "1" + std::string(exponent, '0'));
        EXPECT_EQ(decimal_digits(runtime, BigInteger(power - 1)), exponent == 0 ? "0" : std::string(exponent, '9'));
    }
}

}  // namespace
}  // namespace liquid
