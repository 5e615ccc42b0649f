#include <gtest/gtest.h>

#include <liquid/nlohmann.hpp>

#include "values.hpp"

namespace liquid {
namespace {

class Nlohmann : public testing::Test, protected test::Values {};

TEST_F(Nlohmann, ViewsReadAsParsedData) {
    std::string text = R"({"b":[1,2.5,"x",null,true,{"k":[]}],"a":{"n":18446744073709551615},"":-7})";
    auto document = nlohmann::ordered_json::parse(text);
    Value borrowed = view(document);
    Value parsed = json(text);
    EXPECT_EQ(inspect(borrowed), inspect(parsed));
    EXPECT_TRUE(equal(runtime, borrowed, parsed));
    EXPECT_TRUE(equal(runtime, parsed, borrowed));
    EXPECT_EQ(hash_value(runtime, borrowed), hash_value(runtime, parsed));
    EXPECT_EQ(inspect(to_data(document).root()), inspect(parsed));
    EXPECT_EQ(get(borrowed, "").as_int(), -7);
    EXPECT_TRUE(get(borrowed, "c").is_unset());
    EXPECT_EQ(output(get(get(borrowed, "a"), "n")), "18446744073709551615");
}

TEST_F(Nlohmann, EveryOperationKnowsThem) {
    auto document = nlohmann::ordered_json::parse(R"({"list":[3,4,5],"map":{"x":1,"y":2}})");
    Value list = get(view(document), "list");
    Value map = get(view(document), "map");
    EXPECT_EQ(find(runtime, list, Value::integer(-1)).as_int(), 5);
    EXPECT_EQ(command(runtime, list, Command::Last).as_int(), 5);
    EXPECT_EQ(command(runtime, map, Command::Size).as_int(), 2);
    EXPECT_EQ(inspect(command(runtime, map, Command::First)), R"(["x", 1])");
    EXPECT_EQ(slice(runtime, list, 1, 2).count, 1u);
    EXPECT_EQ(inspect(slice(runtime, map, 1, std::nullopt).data[0]), R"(["y", 2])");
    EXPECT_TRUE(contains(runtime, list, Value::integer(4)).truthy());
    EXPECT_TRUE(contains(runtime, map, Value::string("y")).truthy());
    EXPECT_FALSE(is_empty(runtime, map));
    EXPECT_EQ(promoted_size(runtime, list), 0u);
}

TEST_F(Nlohmann, ARememberedSlotIsCheckedBeforeUse) {
    auto document = nlohmann::ordered_json::parse(R"({"a":1,"b":2})");
    auto other = nlohmann::ordered_json::parse(R"({"b":3})");
    std::uint32_t hint = 0;
    EXPECT_EQ(find(runtime, view(document), "b", hash_key("b"), hint).as_int(), 2);
    EXPECT_EQ(hint, 1u);
    EXPECT_EQ(find(runtime, view(other), "b", hash_key("b"), hint).as_int(), 3);
    EXPECT_EQ(hint, 0u);
}

TEST_F(Nlohmann, PlainJsonSortsItsKeys) {
    auto document = nlohmann::json::parse(R"({"b":1,"a":[{"z":0,"y":0}]})");
    EXPECT_EQ(inspect(view(document)), R"({"a"=>[{"y"=>0, "z"=>0}], "b"=>1})");
    EXPECT_EQ(get(view(document), "b").as_int(), 1);
    EXPECT_TRUE(get(view(document), "c").is_unset());
}

TEST_F(Nlohmann, BinaryAndWideNumbers) {
    nlohmann::json document = {nlohmann::json::binary({0xff, 0x41})};
    EXPECT_EQ(inspect(view(document)), R"(["\xFFA"])");
    nlohmann::json wide = UINT64_MAX;
    EXPECT_TRUE(view(wide).is_float());
}

TEST_F(Nlohmann, DeepDocumentsAreCut) {
    nlohmann::ordered_json document = 1;
    for (int i = 0; i < 20'000; ++i) {
        auto outer = nlohmann::ordered_json::array();
        outer.push_back(std::move(document));
        document = std::move(outer);
    }
    EXPECT_NE(inspect(view(document)).find("[...]"), std::string::npos);
    EXPECT_TRUE(equal(runtime, to_data(document).root(), to_data(document).root()));
}

}  // namespace
}  // namespace liquid
