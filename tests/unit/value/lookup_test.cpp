#include <gtest/gtest.h>

#include "values.hpp"

namespace liquid {
namespace {

class Lookup : public testing::Test, protected test::Values {
protected:
    std::string command_text(Value object, Command which) {
        Value answer = command(runtime, object, which);
        return answer.is_unset() ? "unset" : inspect(answer);
    }
};

TEST_F(Lookup, MapsByTextOnly) {
    Value map = json(R"({"a": 1, "0": 2, "": 3})");
    EXPECT_EQ(get(map, "a").as_int(), 1);
    EXPECT_EQ(get(map, "").as_int(), 3);
    EXPECT_TRUE(get(map, "b").is_unset());
    EXPECT_EQ(find(runtime, map, Value::string("0")).as_int(), 2);
    EXPECT_TRUE(find(runtime, map, Value::integer(0)).is_unset());
}

TEST_F(Lookup, LargeMapsHaveAnIndex) {
    std::string text = "{";
    for (int i = 0; i < 1000; ++i) text += (i ? ",\"k" : "\"k") + std::to_string(i) + "\":" + std::to_string(i);
    Value map = json(text + "}");
    for (int i = 0; i < 1000; ++i) ASSERT_EQ(get(map, "k" + std::to_string(i)).as_int(), i);
    EXPECT_TRUE(get(map, "k1000").is_unset());
}

TEST_F(Lookup, ListsByIntegerOnly) {
    Value list = json("[10, 20]");
    EXPECT_EQ(find(runtime, list, Value::integer(1)).as_int(), 20);
    EXPECT_EQ(find(runtime, list, Value::integer(-2)).as_int(), 10);
    EXPECT_TRUE(find(runtime, list, Value::integer(2)).is(Type::Nil));
    EXPECT_TRUE(find(runtime, list, Value::integer(INT64_MIN)).is(Type::Nil));
    EXPECT_TRUE(find(runtime, list, Value::floating(1)).is_unset());
    EXPECT_TRUE(find(runtime, list, Value::string("1")).is_unset());
    EXPECT_TRUE(find(runtime, list, json("18446744073709551616")).is_failed());
}

TEST_F(Lookup, KeyedMapsByRubysEql) {
    Data::Builder builder;
    Value map =
        builder.keyed_map({{Value::integer(1), Value::string("int")}, {Value::string("1"), Value::string("text")}});
    EXPECT_EQ(find(runtime, map, Value::integer(1)).as_string(), "int");
    EXPECT_EQ(get(map, "1").as_string(), "text");
    EXPECT_TRUE(find(runtime, map, Value::floating(1)).is_unset());
}

TEST_F(Lookup, Commands) {
    EXPECT_EQ(command_text(json("[1,[2]]"), Command::Size), "2");
    EXPECT_EQ(command_text(json("[1,[2]]"), Command::Last), "[2]");
    EXPECT_EQ(command_text(json("[]"), Command::First), "nil");
    EXPECT_EQ(command_text(json(R"({"a":1})"), Command::First), R"(["a", 1])");
    EXPECT_EQ(command_text(json("{}"), Command::First), "nil");
    EXPECT_EQ(command_text(json(R"({"a":1})"), Command::Last), "unset");
    EXPECT_EQ(command_text(Value::string("aé"), Command::Size), "2");
    EXPECT_EQ(command_text(Value::string("aé"), Command::Last), "\"é\"");
    EXPECT_EQ(command_text(Value::string("aé", Storage::Static, Value::Binary), Command::Size), "3");
    EXPECT_EQ(command_text(Value::string(""), Command::First), "\"\"");
    EXPECT_EQ(command_text(runtime.range(Value::integer(5), Value::integer(1)), Command::Size), "0");
    EXPECT_EQ(command_text(runtime.range(Value::integer(1), Value::integer(4), true), Command::Size), "3");
    EXPECT_EQ(command_text(runtime.range(Value::integer(1), Value::integer(4), true), Command::Last), "4");
    EXPECT_EQ(command_text(Value::nil(), Command::Size), "unset");
    EXPECT_EQ(command_text(Value::floating(1), Command::Size), "unset");
}

TEST_F(Lookup, SizeOfAnIntegerIsItsBytes) {
    EXPECT_EQ(command_text(Value::integer(5), Command::Size), "8");
    EXPECT_EQ(command_text(json("18446744073709551615"), Command::Size), "8");
    EXPECT_EQ(command_text(json("18446744073709551616"), Command::Size), "9");
    EXPECT_EQ(command_text(json("-12345678901234567890123"), Command::Size), "10");
}

TEST_F(Lookup, Forloop) {
    ForLoopRecord outer;
    outer.name = "i-list";
    ForLoopRecord loop{"j-list", 3, 2, &outer};
    Value forloop = Value::pointer(Type::ForLoop, &loop);
    EXPECT_EQ(get(forloop, "index").as_int(), 3);
    EXPECT_EQ(get(forloop, "rindex0").as_int(), 0);
    EXPECT_TRUE(get(forloop, "last").is(Type::True));
    EXPECT_EQ(get(get(forloop, "parentloop"), "name").as_string(), "i-list");
    EXPECT_TRUE(get(get(get(forloop, "parentloop"), "parentloop"), "index").is_unset());
    EXPECT_TRUE(get(forloop, "to_liquid").is(Type::ForLoop));
    EXPECT_TRUE(get(forloop, "size").is_unset());
    EXPECT_EQ(command_text(forloop, Command::Size), "unset");
}

TEST_F(Lookup, Tablerowloop) {
    TablerowRecord loop;
    loop.length = 4;
    loop.cols = 2;
    loop.col = 2;
    loop.row = 1;
    loop.index = 1;
    Value row = Value::pointer(Type::TablerowLoop, &loop);
    EXPECT_TRUE(get(row, "col_last").is(Type::True));
    EXPECT_EQ(get(row, "col0").as_int(), 1);
    EXPECT_EQ(get(row, "rindex").as_int(), 3);
    EXPECT_TRUE(get(row, "name").is_unset());
}

TEST_F(Lookup, SelfAsksTheScope) {
    struct Scope : ScopeView {
        Value find(Value name) override { return name.as_string() == "a" ? Value::integer(1) : Value::nil(); }
        bool defined(Value name) override { return name.as_string() != "c"; }
    } scope;
    Value self = Value::pointer(Type::Self, static_cast<ScopeView*>(&scope));
    EXPECT_EQ(get(self, "a").as_int(), 1);
    EXPECT_TRUE(get(self, "b").is(Type::Nil));
    EXPECT_TRUE(get(self, "c").is_unset());
}

TEST(ShapeId, IsNeverUsedTwice) {
    std::uint64_t last = next_shape_id();
    for (int i = 0; i < 200'000; ++i) {
        std::uint64_t id = next_shape_id();
        ASSERT_NE(id, last);
        last = id;
    }
}

}  // namespace
}  // namespace liquid
