#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "values.hpp"

namespace liquid {
namespace {

class Text : public testing::Test, protected test::Values {
protected:
    static std::string float_text(double number) {
        char text[32];
        return {text, write_float(text, number)};
    }
};

TEST_F(Text, FloatsAsRubyWritesThem) {
    EXPECT_EQ(float_text(1), "1.0");
    EXPECT_EQ(float_text(-0.0), "-0.0");
    EXPECT_EQ(float_text(19.99), "19.99");
    EXPECT_EQ(float_text(0.1 + 0.2), "0.30000000000000004");
    EXPECT_EQ(float_text(0.0001), "0.0001");
    EXPECT_EQ(float_text(0.00001), "1.0e-05");
    EXPECT_EQ(float_text(100000000000000), "100000000000000.0");
    EXPECT_EQ(float_text(1e15), "1.0e+15");
    EXPECT_EQ(float_text(-1234567890123456), "-1.234567890123456e+15");
    EXPECT_EQ(float_text(1e16), "1.0e+16");
    EXPECT_EQ(float_text(1234567890123456.8), "1234567890123456.8");
    EXPECT_EQ(float_text(5e-324), "5.0e-324");
    EXPECT_EQ(float_text(std::numeric_limits<double>::max()), "1.7976931348623157e+308");
    EXPECT_EQ(float_text(-std::numeric_limits<double>::infinity()), "-Infinity");
    EXPECT_EQ(float_text(std::nan("")), "NaN");
}

TEST_F(Text, SmallestIntegerHasNoPositive) {
    char text[24];
    EXPECT_EQ(std::string(text, write_int(text, INT64_MIN)), "-9223372036854775808");
}

TEST_F(Text, OutputLeavesNilOutAndFlattensLists) {
    Value list = json(R"(["a", null, [1, [2.5, null]], {"k": [null, "v"]}, true])");
    EXPECT_EQ(output(list), R"(a12.5{"k"=>[nil, "v"]}true)");
    EXPECT_EQ(text_of(runtime, list), R"(["a", nil, [1, [2.5, nil]], {"k"=>[nil, "v"]}, true])");
}

TEST_F(Text, StringsAreQuotedWithRubysEscapes) {
    EXPECT_EQ(inspect("a\"b\\"), R"("a\"b\\")");
    EXPECT_EQ(inspect("\n\r\t\f\v\b\a\x1b"), R"("\n\r\t\f\v\b\a\e")");
    EXPECT_EQ(inspect(std::string_view("\0\x7f", 2)), R"("\u0000\u007F")");
    EXPECT_EQ(inspect("#{a} #$a #@a # #"), R"("\#{a} \#$a \#@a # #")");
    EXPECT_EQ(inspect("é 日本 \xF0\x9F\x98\x80"), "\"é 日本 \xF0\x9F\x98\x80\"");
    EXPECT_EQ(inspect("\xE2\x80\xA8"), R"("\u2028")");          // line separator
    EXPECT_EQ(inspect("\xF4\x8F\xBF\xBF"), R"("\u{10FFFF}")");  // no character has this number
}

TEST_F(Text, BytesThatAreNoCharactersAreQuotedInHex) {
    EXPECT_EQ(inspect("\xE2\x9C"
                      "A"),
              R"("\xE2\x9CA")");
    EXPECT_EQ(inspect("\xED\xA0\x80"), R"("\xED\xA0\x80")");  // a surrogate
    EXPECT_EQ(inspect("é\x7f", Value::Binary), R"("\xC3\xA9\x7F")");
}

TEST_F(Text, RareKinds) {
    Data::Builder builder;
    EXPECT_EQ(output(builder.integer("-00100000000000000000000")), "-100000000000000000000");
    EXPECT_EQ(output(builder.decimal("1e3")), "1000.0");
    EXPECT_EQ(output(builder.decimal("-0.00120")), "-0.0012");
    EXPECT_EQ(inspect(builder.decimal("-0.00012")), "-0.12e-3");
    EXPECT_EQ(inspect(builder.decimal("1.5")), "0.15e1");
    EXPECT_EQ(inspect(builder.decimal("0")), "0.0");
    EXPECT_EQ(output(builder.range(Value::integer(1), Value::integer(5))), "1..5");
    EXPECT_EQ(inspect(builder.range(Value::integer(1), Value::integer(5), true)), "1...5");
    EXPECT_EQ(output(Value::of_type(Type::Empty)), "");
    EXPECT_EQ(inspect(builder.keyed_map({{Value::integer(1), Value::nil()}})), "{1=>nil}");
}

TEST_F(Text, LoopsPrintTheirClass) {
    ForLoopRecord loop;
    Value forloop = Value::pointer(Type::ForLoop, &loop);
    EXPECT_EQ(output(forloop), "Liquid::ForloopDrop");
    EXPECT_EQ(inspect(forloop), "Liquid::ForloopDrop");
}

TEST_F(Text, ACycleIsPrintedOnce) {
    Value items[2] = {Value::integer(1), Value::nil()};
    items[1] = Value::array(items, 2);
    EXPECT_EQ(inspect(items[1]), "[1, [...]]");
    EXPECT_EQ(output(items[1]), "1[...]");

    KeyedMapBox box;
    KeyedMapBox::Entry entry{Value::string("me"), Value::boxed(Type::KeyedMap, &box, Storage::Static)};
    box.entries = &entry;
    box.size = 1;
    EXPECT_EQ(inspect(entry.value), R"({"me"=>{...}})");
}

TEST_F(Text, DeepDataIsCut) {
    std::vector<Value> levels(100'000);
    for (std::size_t i = 1; i < levels.size(); ++i) levels[i] = Value::array(&levels[i - 1], 1);
    EXPECT_NE(inspect(levels.back()).find("[...]"), std::string::npos);
    EXPECT_EQ(output(levels.back()), "[...]");
}

TEST_F(Text, BuiltTextIsChargedToTheRender) {
    Value list = json(R"([["0123456789", "0123456789"], ["0123456789"]])");
    runtime.budget.limit = 20;
    try {
        text_of(runtime, list);
        FAIL() << "no limit was hit";
    } catch (const LimitHit& hit) {
        EXPECT_EQ(hit.kind, Kind::MemoryLimit);
    }
}

TEST_F(Text, StringsOfNumbersAreKnownToBeAscii) {
    Value text = string_of(runtime, Value::integer(12));
    EXPECT_EQ(text.as_string(), "12");
    EXPECT_TRUE(text.has(Value::Ascii));
    Value same = Value::string("é", Storage::Static, Value::Binary);
    EXPECT_TRUE(string_of(runtime, same).has(Value::Binary));
}

}  // namespace
}  // namespace liquid
