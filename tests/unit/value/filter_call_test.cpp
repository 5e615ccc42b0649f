#include <gtest/gtest.h>

#include <liquid/filter.hpp>

#include "values.hpp"

namespace liquid {
namespace {

class FilterCalls : public testing::Test, protected test::Values {
protected:
    FilterCall call{runtime};
};

TEST_F(FilterCalls, TextIsWhatAnOutputPrints) {
    EXPECT_EQ(call.text(json(R"([1,null,["a"]])")), "1a");
    EXPECT_EQ(call.text(json(R"({"a":1})")), R"({"a"=>1})");
    EXPECT_EQ(call.text(Value::nil()), "");
}

TEST_F(FilterCalls, JoinsTexts) {
    EXPECT_EQ(call.concat({"<", call.text(Value::integer(12)), "", ">"}).as_string(), "<12>");
    EXPECT_EQ(call.concat({}).as_string(), "");
}

TEST_F(FilterCalls, KeywordsAreTheLastArgument) {
    std::pair<std::string_view, Value> given[] = {{"class", Value::string("wide")}};
    Value arguments[] = {Value::integer(1), runtime.map(given, 1).with(Value::Keywords)};
    EXPECT_EQ(Arguments(arguments, 2).keyword("class").as_string(), "wide");
    EXPECT_TRUE(Arguments(arguments, 2).keyword("id").is_unset());
    EXPECT_TRUE(Arguments(arguments, 1).keyword("class").is_unset());
    EXPECT_TRUE(Arguments(nullptr, 0).keyword("class").is_unset());
}

TEST_F(FilterCalls, WalksCollections) {
    std::string seen;
    call.iterate(json(R"({"a":1,"b":2,"c":3})"), [&](Value pair) {
        seen += inspect(pair);
        return pair.items()[1].as_int() < 2;
    });
    EXPECT_EQ(seen, R"(["a", 1]["b", 2])");
    EXPECT_EQ(call.size(json("[1,2]")), 2u);
    EXPECT_EQ(call.size(runtime.range(Value::integer(1), Value::integer(9))), 9u);
    EXPECT_EQ(call.size(Value::string("abc")), 0u);
    EXPECT_TRUE(call.get(json("{}"), "a").is(Type::Nil));
}

TEST_F(FilterCalls, BuildsMapsWithoutEqualKeys) {
    Value map = call.map({{"a", Value::integer(1)}, {"b", Value::integer(2)}, {"a", Value::integer(3)}});
    EXPECT_EQ(inspect(map), R"({"a"=>3, "b"=>2})");
    std::vector<std::pair<std::string_view, Value>> many;
    std::vector<std::string> names(300);
    for (std::size_t i = 0; i < names.size(); ++i) {
        names[i] = "k" + std::to_string(i % 100);
        many.emplace_back(names[i], Value::integer(static_cast<std::int64_t>(i)));
    }
    Value large = call.map(many.data(), many.size());
    EXPECT_EQ(large.length(), 100u);
    EXPECT_EQ(call.get(large, "k99").as_int(), 299);
}

TEST_F(FilterCalls, FailuresCarryTheMessage) {
    EXPECT_TRUE(call.fail("no such size").is_failed());
    EXPECT_EQ(runtime.failure.kind, Kind::InvalidArgument);
    EXPECT_EQ(runtime.failure.reference, "no such size");
}

}  // namespace
}  // namespace liquid
