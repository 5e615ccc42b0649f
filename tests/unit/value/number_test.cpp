#include "value/number.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

#include "value/operations.hpp"

namespace liquid {
namespace {

class NumberTest : public ::testing::Test {
protected:
    std::string shown(Value value) {
        char text[32];
        switch (value.type()) {
            case Type::Int:
                return std::string(text, write_int(text, value.as_int()));
            case Type::Float:
                return std::string(text, write_float(text, value.as_float()));
            case Type::BigInt:
                return std::string(static_cast<const BigIntBox*>(value.box())->digits);
            case Type::Failed:
                return runtime_.failure.reference;
            default:
                return "?";
        }
    }
    std::string compute(Value left, Arithmetic operation, Value right) {
        return shown(arithmetic(runtime_, operation, left, right));
    }
    Value big(std::string_view digits) { return runtime_.integer_from_digits(digits); }

    NumberTest() { runtime_.step_check = std::numeric_limits<std::uint64_t>::max(); }
    Runtime runtime_;
};

Value i(std::int64_t number) { return Value::integer(number); }
Value f(double number) { return Value::floating(number); }
Value s(std::string_view text) { return Value::string(text); }

TEST_F(NumberTest, IntegersRoundDownAndGrow) {
    EXPECT_EQ(compute(i(7), Arithmetic::Divide, i(-2)), "-4");
    EXPECT_EQ(compute(i(7), Arithmetic::Modulo, i(-3)), "-2");
    EXPECT_EQ(compute(i(INT64_MAX), Arithmetic::Add, i(1)), "9223372036854775808");
    EXPECT_EQ(compute(i(INT64_MIN), Arithmetic::Divide, i(-1)), "9223372036854775808");
    EXPECT_EQ(compute(i(INT64_MIN), Arithmetic::Modulo, i(-1)), "0");
    EXPECT_EQ(compute(big("9223372036854775808"), Arithmetic::Subtract, i(1)), "9223372036854775807");
    EXPECT_EQ(compute(big("-123456789012345678901234567890"), Arithmetic::Divide, i(97)),
              "-1272750402189130710322005855");
}

TEST_F(NumberTest, FloatsAreDecimals) {
    EXPECT_EQ(compute(f(0.1), Arithmetic::Add, f(0.2)), "0.3");
    EXPECT_EQ(compute(f(19.99), Arithmetic::Multiply, i(3)), "59.97");
    EXPECT_EQ(compute(i(2), Arithmetic::Divide, f(3.0)), "0.6666666666666666");
    EXPECT_EQ(compute(f(-10.5), Arithmetic::Modulo, i(3)), "1.5");
    EXPECT_EQ(compute(big("100000000000000000000000"), Arithmetic::Multiply, f(1.0)), "1.0e+23");
    EXPECT_EQ(compute(f(0.0), Arithmetic::Multiply, i(-1)), "-0.0");
    EXPECT_EQ(compute(f(-0.0), Arithmetic::Add, i(0)), "0.0");
}

TEST_F(NumberTest, ZeroDivides) {
    EXPECT_EQ(compute(i(10), Arithmetic::Divide, i(0)), "divided by 0");
    EXPECT_EQ(runtime_.failure.kind, Kind::DivisionByZero);
    EXPECT_EQ(compute(i(10), Arithmetic::Divide, f(0.0)), "Infinity");
    EXPECT_EQ(compute(f(0.0), Arithmetic::Divide, i(0)), "NaN");
    EXPECT_EQ(compute(f(10.0), Arithmetic::Modulo, i(0)), "divided by 0");
}

TEST_F(NumberTest, TextsBecomeNumbers) {
    EXPECT_EQ(compute(s("1e3"), Arithmetic::Add, i(0)), "1");
    EXPECT_EQ(compute(s(".5"), Arithmetic::Add, i(0)), "0");
    EXPECT_EQ(compute(s(" 42 "), Arithmetic::Add, i(0)), "42");
    EXPECT_EQ(compute(s(" 1.5\n"), Arithmetic::Add, i(0)), "1.5");
    EXPECT_EQ(compute(s("1.5abc"), Arithmetic::Add, i(0)), "1");
    EXPECT_EQ(compute(s("1_000"), Arithmetic::Add, i(0)), "1000");
    EXPECT_EQ(compute(Value::nil(), Arithmetic::Add, Value::boolean(true)), "0");
}

TEST_F(NumberTest, RoundsHalvesAwayFromZero) {
    EXPECT_EQ(shown(number_round(runtime_, f(2.675), i(2))), "2.68");
    EXPECT_EQ(shown(number_round(runtime_, f(-2.5), i(0))), "-3");
    EXPECT_EQ(shown(number_round(runtime_, i(15), i(-1))), "20");
    EXPECT_EQ(shown(number_round(runtime_, f(15.5), i(-1))), "20");
    EXPECT_EQ(shown(number_round(runtime_, f(-0.04), i(1))), "-0.0");
    EXPECT_EQ(shown(number_round(runtime_, f(1.5), f(1.7))), "1.5");
    EXPECT_EQ(shown(number_ceil(runtime_, f(-0.4))), "0");
    EXPECT_EQ(shown(number_floor(runtime_, f(-0.4))), "-1");
    EXPECT_EQ(shown(number_floor(runtime_, f(1e22))), "10000000000000000000000");
}

TEST_F(NumberTest, WhatIsNotFiniteHasNoInteger) {
    double infinity = std::numeric_limits<double>::infinity();
    EXPECT_EQ(shown(number_round(runtime_, f(infinity), i(0))), "Computation results in 'Infinity'");
    EXPECT_EQ(runtime_.failure.kind, Kind::FloatDomain);
    EXPECT_EQ(shown(number_round(runtime_, f(infinity), i(2))), "Infinity");
    EXPECT_EQ(shown(number_floor(runtime_, f(std::nan("")))), "Computation results in 'NaN' (Not a Number)");
}

TEST_F(NumberTest, BoundsKeepTheKindOfTheWinner) {
    EXPECT_EQ(shown(number_at_least(runtime_, i(1), f(1.0))), "1");
    EXPECT_EQ(shown(number_at_least(runtime_, i(1), f(1.5))), "1.5");
    EXPECT_EQ(shown(number_at_most(runtime_, s("9.5"), i(9))), "9");
}

TEST_F(NumberTest, SumsExactly) {
    Value items[] = {f(0.1), f(0.2), s("0.3"), i(1), Value::nil()};
    EXPECT_EQ(shown(number_sum(runtime_, items, 5)), "1.6");
    Value large[] = {i(INT64_MAX), i(INT64_MAX), i(-INT64_MAX)};
    EXPECT_EQ(shown(number_sum(runtime_, large, 3)), "9223372036854775807");
    EXPECT_EQ(shown(number_sum(runtime_, large, 2)), "18446744073709551614");
}

TEST_F(NumberTest, ComparesWithoutRounding) {
    EXPECT_EQ(compare_numbers(runtime_, i((std::int64_t{1} << 53) + 1), f(9007199254740992.0)), 1);
    EXPECT_EQ(compare_numbers(runtime_, f(-1.5), i(-1)), -1);
    EXPECT_EQ(compare_numbers(runtime_, big("9223372036854775808"), f(0x1p63)), 0);
    EXPECT_EQ(compare_numbers(runtime_, big("-9223372036854775809"), i(INT64_MIN)), -1);
    EXPECT_EQ(compare_numbers(runtime_, i(0), f(std::nan(""))), std::nullopt);
}

TEST_F(NumberTest, FloatsPrintAsRuby) {
    EXPECT_EQ(shown(f(1.0)), "1.0");
    EXPECT_EQ(shown(f(999999999999999.9)), "999999999999999.9");
    EXPECT_EQ(shown(f(1e15)), "1.0e+15");
    EXPECT_EQ(shown(f(1e16)), "1.0e+16");
    EXPECT_EQ(shown(f(1.25e-5)), "1.25e-05");
    EXPECT_EQ(shown(f(0.0001)), "0.0001");
    EXPECT_EQ(shown(f(-0.0)), "-0.0");
    EXPECT_EQ(shown(f(5e-324)), "5.0e-324");
}

TEST_F(NumberTest, ReadsWholeIntegers) {
    EXPECT_EQ(shown(to_integer(runtime_, s(" 0x1f\n"))), "31");
    EXPECT_EQ(shown(to_integer(runtime_, s("017"))), "15");
    EXPECT_EQ(shown(to_integer(runtime_, s("-1_000"))), "-1000");
    EXPECT_EQ(shown(to_integer(runtime_, s("99999999999999999999"))), "99999999999999999999");
    for (std::string_view text : {"", "08", "1__0", "1_", "0x", "1.5", "- 5", "5x"})
        EXPECT_EQ(shown(to_integer(runtime_, s(text))), "invalid integer") << text;
    EXPECT_EQ(to_int64(runtime_, s("-99999999999999999999")), INT64_MIN);
}

TEST_F(NumberTest, LongNumbersAreCharged) {
    runtime_.step_check = 1'000'000;
    runtime_.check = [](Runtime& runtime) { throw LimitHit{Kind::StepLimit, runtime.step_check, runtime.steps}; };
    std::string digits(2'000'000, '9');
    EXPECT_THROW(arithmetic(runtime_, Arithmetic::Multiply, s(digits), i(9)), LimitHit);
}

}  // namespace
}  // namespace liquid
