// Documents: JSON text, merging, building.
#include <string>

#include "support.hpp"

namespace {

using liquid::Data;
using liquid::Value;

TEST(Data, KeepsKeyOrderAndNumbers) {
    auto data = api::data(R"({"b": 1, "a": 1.0, "big": 123456789012345678901234567890, "e": 1e20, "b": 2})");
    EXPECT_EQ(api::render("{% for p in all %}{% endfor %}{{ b }} {{ a }} {{ big | plus: 1 }} {{ e }}", data).value,
              "2 1.0 123456789012345678901234567891 1.0e+20");
    auto nested = api::data(R"({"h": {"z": 1, "a": 2, "z": 3}})");
    EXPECT_EQ(api::render("{% for p in h %}{{ p[0] }}{{ p[1] }}{% endfor %}", nested).value, "z3a2");
}

TEST(Data, BrokenJsonHasALineAndAColumn) {
    auto result = Data::parse("{\"a\": 1,\n  \"b\": }", "product.json");
    ASSERT_EQ(api::codes(result.diagnostics), "LQ5003");
    EXPECT_EQ(result.diagnostics[0].location.path, "product.json");
    EXPECT_EQ(result.diagnostics[0].location.line, 2u);
    EXPECT_GT(result.diagnostics[0].location.column, 1u);
    EXPECT_TRUE(result.value.root().is_nil());
}

TEST(Data, IntegersMayHaveAnyLength) {
    std::string digits = "1" + std::string(50'000, '0');
    EXPECT_EQ(api::render("{{ n }}", api::data("{\"n\": " + digits + "}")).value, digits);
}

TEST(Data, EveryPrefixOfADocumentIsRefusedWithoutHarm) {
    std::string text = R"({"a": [1, -2.5e3, "x\u00e9\n\ud83d\ude00", true, false, null], "b": {"c": {}}})";
    for (std::size_t size = 0; size < text.size(); ++size)
        EXPECT_FALSE(Data::parse(std::string_view(text).substr(0, size)).ok()) << size;
    EXPECT_TRUE(Data::parse(text).ok());
    EXPECT_FALSE(Data::parse(text + "x").ok());
}

TEST(Data, DeepNestingIsNoCrash) {
    std::string text(1'000'000, '[');
    auto result = Data::parse(text);
    EXPECT_FALSE(result.ok());
}

TEST(Data, MergesObjectsAndReplacesTheRest) {
    auto merged = Data::merge({api::data(R"({"a": {"x": 1, "y": [1, 2]}, "b": 1})"),
                               api::data(R"({"a": {"y": [3], "z": 4}})"), api::data(R"({"b": {"c": 5}})")});
    EXPECT_EQ(api::render("{{ a }} {{ b }}", merged).value, R"({"x"=>1, "y"=>[3], "z"=>4} {"c"=>5})");
}

TEST(Data, MergedDocumentKeepsItsPartsAlive) {
    Data merged;
    {
        auto one = api::data(R"({"text": "a string that is long enough for the heap"})");
        merged = Data::merge({one, api::data("{}")});
    }
    EXPECT_EQ(api::render("{{ text }}", merged).value, "a string that is long enough for the heap");
}

TEST(Builder, MakesEveryKindOfValue) {
    Data::Builder builder;
    Value root = builder.map({{"text", builder.string("t")},
                              {"list", builder.array({Value::integer(1), Value::floating(2.5), Value::boolean(true)})},
                              {"big", builder.integer("99999999999999999999")},
                              {"decimal", builder.decimal("1.50")},
                              {"range", builder.range(Value::integer(1), Value::integer(3))},
                              {"time", builder.time(0, 0, 7200, "EET")},
                              {"date", builder.date(2024, 2, 29)},
                              {"keyed", builder.keyed_map({{Value::integer(1), builder.string("one")}})}});
    Data data = builder.finish(root);
    EXPECT_EQ(
        api::render(
            "{{ text }}|{{ list | join }}|{{ big | plus: 1 }}|{% for i in range %}{{ i }}{% endfor %}|{{ keyed[1] }}",
            data)
            .value,
        "t|1 2.5 true|100000000000000000000|123|one");
    EXPECT_EQ(api::render("{{ time | date: '%H:%M %z' }} {{ date | date: '%d.%m.%Y' }}", data).value,
              "02:00 +0200 29.02.2024");
}

TEST(Data, ValuesOfAnotherDocumentAreKept) {
    Data data;
    {
        auto other = api::data(R"({"inner": {"x": "a long string that is not in the builder's own memory"}})");
        Data::Builder builder;
        builder.keep(other);
        data = builder.finish(builder.map({{"outer", other.root()}}));
    }
    EXPECT_EQ(api::render("{{ outer.inner.x | size }}", data).value, "53");
}

TEST(Data, InvalidUtf8PassesThroughAsBytes) {
    Data::Builder builder;
    Data data = builder.finish(builder.map({{"x", builder.string("a\xff"
                                                                 "b")}}));
    EXPECT_EQ(api::render("{{ x }}", data).value,
              "a\xff"
              "b");
}

}  // namespace
