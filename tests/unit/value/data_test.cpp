#include <gtest/gtest.h>

#include "values.hpp"

namespace liquid {
namespace {

class DataTest : public testing::Test, protected test::Values {
protected:
    std::string parsed(std::string_view text) {
        Result<Data> result = Data::parse(text, "page.json");
        return result.ok() ? inspect(result.value.root()) : "fault";
    }
};

TEST_F(DataTest, ReadsJson) {
    EXPECT_EQ(parsed(R"({"b":[1,-2,2.5,true,false,null,"x\u00e9\n"],"a":{}})"),
              "{\"b\"=>[1, -2, 2.5, true, false, nil, \"xé\\n\"], \"a\"=>{}}");
    EXPECT_EQ(parsed("[1, 1.0, 1e2]"), "[1, 1.0, 100.0]");
    EXPECT_EQ(parsed(" 5 "), "5");
}

TEST_F(DataTest, NumbersOfAnySize) {
    std::string digits(400, '7');
    EXPECT_EQ(parsed("[9223372036854775807, 9223372036854775808, -9223372036854775809]"),
              "[9223372036854775807, 9223372036854775808, -9223372036854775809]");
    EXPECT_EQ(parsed(digits), digits);
    EXPECT_EQ(parsed("[1e400, -1e400, 1e-400]"), "[Infinity, -Infinity, 0.0]");
}

TEST_F(DataTest, OfEqualKeysTheLastValueStaysInTheFirstPlace) {
    EXPECT_EQ(parsed(R"([{"a":1,"b":2,"a":3},{"a":4,"b":5,"a":6}])"), R"([{"a"=>3, "b"=>2}, {"a"=>6, "b"=>5}])");
}

TEST_F(DataTest, EqualKeysShareAShape) {
    Value list = json(R"([{"a":1,"b":2},{"a":3,"b":4},{"b":5,"a":6}])");
    const Shape* shape = list.items()[0].map_rep()->shape;
    EXPECT_EQ(shape, list.items()[1].map_rep()->shape);
    EXPECT_NE(shape->id, list.items()[2].map_rep()->shape->id);
}

TEST_F(DataTest, StringsKnowTheirBytes) {
    Value list = json(R"(["plain", "é"])");
    EXPECT_TRUE(list.items()[0].has(Value::Ascii));
    EXPECT_FALSE(list.items()[1].has(Value::Ascii));
    EXPECT_TRUE(list.items()[1].has(Value::ValidUtf8));
}

TEST_F(DataTest, FaultsSayWhere) {
    Result<Data> result = Data::parse("{\n  \"a\": 1,\n  \"b\": oops\n}", "page.json");
    ASSERT_EQ(result.diagnostics.size(), 1u);
    const Diagnostic& fault = result.diagnostics[0];
    EXPECT_EQ(fault.kind, Kind::InvalidData);
    EXPECT_EQ(fault.location.path, "page.json");
    EXPECT_EQ(fault.location.line, 3u);
    EXPECT_EQ(fault.location.column, 8u);
    EXPECT_EQ(fault.location.excerpt, "  \"b\": oops");
    EXPECT_TRUE(result.value.root().is_nil());
}

TEST_F(DataTest, RefusesWhatIsNotJson) {
    for (const char* text : {"", "{", "[1,]", "{\"a\"}", "nul", "1 2", "\"\xff\"", "\"\n\"", "[01]", "{'a':1}", "NaN"})
        EXPECT_EQ(parsed(text), "fault") << text;
}

TEST_F(DataTest, NestingIsBounded) {
    EXPECT_NE(parsed(std::string(2000, '[') + std::string(2000, ']')), "fault");
    Result<Data> result = Data::parse(std::string(100'000, '['), "deep.json");
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.diagnostics[0].location.column, 2001u);
}

TEST_F(DataTest, ManyKeysAreNotQuadratic) {
    std::string text = "{";
    for (int i = 0; i < 100'000; ++i) text += (i ? ",\"" : "\"") + std::to_string(i) + "\":0";
    Value map = json(text + "}");
    EXPECT_EQ(map.length(), 100'000u);
    EXPECT_TRUE(get(map, "99999").is_int());
}

TEST_F(DataTest, Merge) {
    std::vector<Data> parts = {Data::parse(R"({"a":{"x":1,"y":1},"b":1,"c":{"z":1}})").value,
                               Data::parse(R"({"d":4,"a":{"y":2,"w":2},"c":3})").value};
    Data merged = Data::merge(parts);
    parts.clear();
    EXPECT_EQ(inspect(merged.root()), R"({"a"=>{"x"=>1, "y"=>2, "w"=>2}, "b"=>1, "c"=>3, "d"=>4})");
    EXPECT_TRUE(Data::merge({}).root().is_nil());
}

TEST_F(DataTest, TheBuilderMayBeUsedAgain) {
    Data::Builder builder;
    Data first = builder.finish(builder.map({{"k", builder.string("v")}, {"k", builder.string("w")}}));
    Data second = builder.finish(builder.array({builder.string("é\xff")}));
    EXPECT_EQ(inspect(first.root()), R"({"k"=>"w"})");
    EXPECT_EQ(inspect(second.root()), R"(["é\xFF"])");
}

}  // namespace
}  // namespace liquid
