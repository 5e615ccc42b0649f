#include <gtest/gtest.h>

#include "values.hpp"

namespace liquid {
namespace {

class Integers : public testing::Test, protected test::Values {
protected:
    std::string whole(std::string_view text) {
        Value number = to_integer(runtime, Value::string(text));
        return number.is_failed() ? "failed" : inspect(number);
    }
    std::string leading(std::string_view text) { return inspect(*ruby_to_i(runtime, Value::string(text))); }
};

TEST_F(Integers, WholeTextAsRubysInteger) {
    EXPECT_EQ(whole(" +1_000\n"), "1000");
    EXPECT_EQ(whole("0x1F"), "31");
    EXPECT_EQ(whole("-017"), "-15");
    EXPECT_EQ(whole("0_7"), "7");
    EXPECT_EQ(whole("0b11"), "3");
    EXPECT_EQ(whole("0d19"), "19");
    EXPECT_EQ(whole("-0"), "0");
    EXPECT_EQ(whole("0xffffffffffffffffffff"), "1208925819614629174706175");
    EXPECT_EQ(whole("9223372036854775808"), "9223372036854775808");
    for (const char* wrong : {"", " ", "1.0", "1e3", "1__0", "_1", "1_", "0x", "0x_1", "08", "- 1", "+-1", "1 2",
                              "\xC2\xA0"
                              "1"})
        EXPECT_EQ(whole(wrong), "failed") << wrong;
    EXPECT_EQ(whole(std::string_view("1\0", 2)), "failed");
    EXPECT_EQ(runtime.failure.reference, "invalid integer");
}

TEST_F(Integers, OtherTypesGoThroughTheirText) {
    EXPECT_TRUE(to_integer(runtime, Value::floating(1)).is_failed());
    EXPECT_TRUE(to_integer(runtime, Value::nil()).is_failed());
    EXPECT_EQ(to_int64(runtime, json("-99999999999999999999")), INT64_MIN);
    EXPECT_EQ(to_int64(runtime, Value::string("x")), std::nullopt);
}

TEST_F(Integers, LeadingDigitsAsRubysToI) {
    EXPECT_EQ(leading(" -12_3.9"), "-123");
    EXPECT_EQ(leading("1__0"), "1");
    EXPECT_EQ(leading("abc"), "0");
    EXPECT_EQ(leading("0x1f"), "0");
    EXPECT_EQ(leading("0d19"), "19");
    EXPECT_EQ(leading("- 1"), "0");
    EXPECT_EQ(inspect(*ruby_to_i(runtime, Value::floating(-1.9))), "-1");
    EXPECT_EQ(inspect(*ruby_to_i(runtime, Value::floating(1e30))), "1000000000000000019884624838656");
    EXPECT_TRUE(ruby_to_i(runtime, Value::floating(1.0 / 0.0))->is_failed());
    EXPECT_FALSE(ruby_to_i(runtime, Value::boolean(true)).has_value());
}

TEST_F(Integers, Literals) {
    EXPECT_EQ(parse_integer(runtime, "-0007").as_int(), -7);
    EXPECT_EQ(parse_integer(runtime, "-9223372036854775808").as_int(), INT64_MIN);
    EXPECT_TRUE(parse_integer(runtime, "-9223372036854775809").is(Type::BigInt));
    EXPECT_EQ(parse_float("1.5"), 1.5);
    EXPECT_EQ(parse_float("-0.25"), -0.25);
    EXPECT_EQ(parse_float("1.2.3"), 1.2);
    EXPECT_EQ(parse_float(std::string(400, '9') + ".0"), std::numeric_limits<double>::infinity());
}

}  // namespace
}  // namespace liquid
