#include <gtest/gtest.h>

#include <cmath>

#include "values.hpp"

namespace liquid {
namespace {

class Compare : public testing::Test, protected test::Values {
protected:
    std::string less(Value left, Value right) {
        Value answer = compare(runtime, Order::Less, left, right);
        return answer.is_failed() ? runtime.failure.reference : inspect(answer);
    }
    bool has(Value left, Value right) { return contains(runtime, left, right).truthy(); }
    static Value text(std::string_view t, std::uint8_t flags = 0) { return Value::string(t, Storage::Static, flags); }
};

TEST_F(Compare, Order) {
    EXPECT_EQ(less(Value::integer(1), Value::integer(2)), "true");
    EXPECT_EQ(less(Value::integer(1), Value::floating(0.5)), "false");
    EXPECT_EQ(less(text("a"), text("b")), "true");
    EXPECT_EQ(less(json("-100000000000000000000"), Value::integer(INT64_MIN)), "true");
    EXPECT_EQ(less(Value::floating(std::nan("")), Value::integer(1)), "false");
}

TEST_F(Compare, WhatHasNoOrderIsNil) {
    EXPECT_EQ(less(Value::nil(), Value::integer(1)), "nil");
    EXPECT_EQ(less(Value::boolean(true), Value::integer(1)), "nil");
    EXPECT_EQ(less(json("[1]"), json("[2]")), "nil");
    EXPECT_EQ(less(json("{}"), json("{}")), "nil");
    EXPECT_EQ(less(text("a"), Value::of_type(Type::Empty)), "nil");
}

TEST_F(Compare, MixedTypesFailInRubysWords) {
    EXPECT_EQ(less(text("abc"), Value::integer(1)), "comparison of String with 1 failed");
    EXPECT_EQ(less(Value::integer(1), text("abc")), "comparison of Integer with String failed");
    EXPECT_EQ(less(text("abc"), Value::floating(1.5)), "comparison of String with 1.5 failed");
    EXPECT_EQ(less(text("abc"), Value::integer(INT64_MAX)), "comparison of String with Integer failed");
    Data::Builder builder;
    EXPECT_EQ(less(Value::integer(1), builder.date(2024, 1, 1)), "comparison of Integer with Date failed");
    EXPECT_EQ(less(builder.date(2024, 1, 1), Value::integer(1)), "false");
    EXPECT_EQ(less(builder.date(2024, 1, 1), text("")), "comparison of Date with String failed");
    EXPECT_EQ(runtime.failure.kind, Kind::IncomparableValues);
}

TEST_F(Compare, Equality) {
    EXPECT_TRUE(equal(runtime, Value::integer(1), Value::floating(1)));
    EXPECT_FALSE(same_key(runtime, Value::integer(1), Value::floating(1)));
    EXPECT_TRUE(equal(runtime, json(R"({"a":1,"b":[2]})"), json(R"({"b":[2.0],"a":1})")));
    EXPECT_FALSE(equal(runtime, json(R"({"a":null})"), json(R"({"b":null})")));
    EXPECT_FALSE(equal(runtime, json("[1]"), json("[1,2]")));
    EXPECT_FALSE(equal(runtime, Value::nil(), Value::boolean(false)));
    EXPECT_TRUE(equal(runtime, runtime.range(Value::integer(1), Value::integer(2)),
                      runtime.range(Value::integer(1), Value::integer(2))));
    EXPECT_FALSE(equal(runtime, runtime.range(Value::integer(1), Value::integer(2)),
                       runtime.range(Value::integer(1), Value::integer(2), true)));
    EXPECT_FALSE(equal(runtime, text("é"), text("é", Value::Binary)));
    EXPECT_TRUE(equal(runtime, text("e"), text("e", Value::Binary)));
    EXPECT_TRUE(same_key(runtime, Value::floating(0.0), Value::floating(-0.0)));
}

TEST_F(Compare, EqualKeysHashAlike) {
    Value map = json(R"({"a":[1,{"x":null}],"b":2})");
    Value reversed = json(R"({"b":2,"a":[1,{"x":null}]})");
    ASSERT_TRUE(same_key(runtime, map, reversed));
    EXPECT_EQ(hash_value(runtime, map), hash_value(runtime, reversed));
    EXPECT_NE(hash_value(runtime, map), hash_value(runtime, json(R"({"b":3,"a":[1,{"x":null}]})")));
    EXPECT_EQ(hash_value(runtime, Value::floating(0.0)), hash_value(runtime, Value::floating(-0.0)));
    Value copy = promote(runtime, map, nullptr, Storage::Owned);  // all static: nothing to copy
    EXPECT_EQ(hash_value(runtime, copy), hash_value(runtime, map));
}

TEST_F(Compare, CyclesEnd) {
    Value left[2];
    Value right[2];
    left[0] = left[1] = Value::array(left, 2);
    right[0] = right[1] = Value::array(right, 2);
    EXPECT_TRUE(equal(runtime, left[0], right[0]));
    EXPECT_EQ(hash_value(runtime, left[0]), hash_value(runtime, right[0]));
    EXPECT_EQ(spaceship(runtime, left[0], right[0]), std::nullopt);
}

TEST_F(Compare, Contains) {
    EXPECT_TRUE(has(text("xay"), text("a")));
    EXPECT_TRUE(has(text("a1b"), Value::integer(1)));
    EXPECT_FALSE(has(text("a"), Value::nil()));
    EXPECT_TRUE(has(json("[1,[2]]"), Value::floating(1)));
    EXPECT_TRUE(has(json("[1,[2]]"), json("[2]")));
    EXPECT_TRUE(has(json(R"({"a":null})"), text("a")));
    EXPECT_FALSE(has(json(R"({"a":"b"})"), text("b")));
    EXPECT_FALSE(has(Value::integer(12), Value::integer(1)));
    EXPECT_TRUE(has(runtime.range(Value::integer(1), Value::integer(3)), Value::floating(2.5)));
    EXPECT_FALSE(has(runtime.range(Value::integer(1), Value::integer(3), true), Value::integer(3)));
}

TEST_F(Compare, ContainsInOtherEncodings) {
    EXPECT_FALSE(has(text("\xE2\x9C\x85"), text("\xE2")));  // half a character
    EXPECT_TRUE(has(text("\xE2\x9C\x85", Value::Binary), text("\xE2", Value::Binary)));
    EXPECT_TRUE(has(text("\xE2\x9C\x85", Value::Binary), text("\xE2\x9C\x85")));
}

TEST_F(Compare, EmptyAndBlank) {
    Value empty = Value::of_type(Type::Empty);
    Value blank = Value::of_type(Type::Blank);
    auto is = [&](Value value, Value literal) { return condition_equal(runtime, value, literal); };
    for (Value nothing : {json("[]"), json("{}"), text("")}) {
        EXPECT_TRUE(is(nothing, empty));
        EXPECT_TRUE(is(blank, nothing));
    }
    EXPECT_FALSE(is(Value::nil(), empty));
    EXPECT_TRUE(is(Value::nil(), blank));
    EXPECT_FALSE(is(Value::boolean(false), empty));
    EXPECT_TRUE(is(Value::boolean(false), blank));
    EXPECT_TRUE(is(text(" \t\n\v\f\r"), blank));
    EXPECT_FALSE(is(text("\xC2\xA0"), blank));
    EXPECT_FALSE(is(Value::integer(0), blank));
    EXPECT_FALSE(is(empty, empty));
    EXPECT_FALSE(is(empty, blank));
}

TEST_F(Compare, Spaceship) {
    EXPECT_EQ(spaceship(runtime, json("[1,2]"), json("[1,3]")), -1);
    EXPECT_EQ(spaceship(runtime, json("[1]"), json("[1,3]")), -1);
    EXPECT_EQ(spaceship(runtime, json("[1]"), json(R"(["a"])")), std::nullopt);
    EXPECT_EQ(spaceship(runtime, Value::nil(), Value::nil()), 0);
    EXPECT_EQ(spaceship(runtime, Value::nil(), Value::integer(1)), std::nullopt);
    EXPECT_EQ(spaceship(runtime, text("b"), text("a")), 1);
    EXPECT_EQ(spaceship(runtime, text("é"), text("é", Value::Binary)), 1);
}

}  // namespace
}  // namespace liquid
