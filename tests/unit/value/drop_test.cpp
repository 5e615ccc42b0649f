#include <gtest/gtest.h>

#include <liquid/drop.hpp>
#include <stdexcept>

#include "values.hpp"

namespace liquid {
namespace {

// A list that also has a name and stands for a number.
class Shelf : public Drop {
public:
    Value get(DropContext& context, std::string_view key) override {
        if (key == "name") return context.string("shelf");
        if (key == "boom") throw std::runtime_error("no such luck");
        if (key == "limit") throw LimitHit{Kind::StepLimit, 1, 2};
        return Value::unset();
    }
    Value get_key(DropContext&, Value key) override { return key; }
    bool iterate(DropContext&, const std::function<bool(Value)>& each) override {
        for (int i = 0; i < 5 && each(Value::integer(i)); ++i) seen = i;
        return true;
    }
    bool is_iterable() const override { return true; }
    std::optional<std::int64_t> size(DropContext&) override { return 5; }
    std::optional<int> compare(DropContext&, Value other) override {
        if (!other.is_int()) return std::nullopt;
        return other.as_int() < 5 ? 1 : other.as_int() > 5 ? -1 : 0;
    }
    std::string to_text(DropContext&) override { throw std::runtime_error("no text"); }
    std::string type_name() const override { return "Shelf"; }
    int seen = -1;
};

class Number : public Drop {
public:
    Value to_value(DropContext&) override { return Value::integer(3); }
};

class Drops : public testing::Test, protected test::Values {
protected:
    Shelf shelf;
    Value drop = Value::drop(shelf);
};

TEST_F(Drops, AnswerLookupsAndCommands) {
    EXPECT_EQ(get(drop, "name").as_string(), "shelf");
    EXPECT_TRUE(get(drop, "other").is_unset());
    EXPECT_TRUE(get(drop, "to_liquid").is(Type::Drop));
    EXPECT_EQ(find(runtime, drop, Value::integer(7)).as_int(), 7);
    EXPECT_EQ(command(runtime, drop, Command::Size).as_int(), 5);
    EXPECT_TRUE(command(runtime, drop, Command::First).is_unset());
}

TEST_F(Drops, ExceptionsBecomeInternalFailures) {
    EXPECT_TRUE(get(drop, "boom").is_failed());
    EXPECT_EQ(runtime.failure.kind, Kind::HostFailure);
    EXPECT_EQ(runtime.failure.reference, "internal");
    ASSERT_EQ(runtime.failure.notes.size(), 1u);
    EXPECT_EQ(runtime.failure.notes[0], "no such luck");
    EXPECT_FALSE(runtime.host_failed);

    EXPECT_EQ(output(drop), "");
    EXPECT_TRUE(runtime.host_failed);
}

TEST_F(Drops, LimitsPass) { EXPECT_THROW(get(drop, "limit"), LimitHit); }

TEST_F(Drops, SliceStopsTheIterationEarly) {
    Items items = slice(runtime, drop, 1, 3);
    ASSERT_EQ(items.count, 2u);
    EXPECT_EQ(items.data[0].as_int(), 1);
    EXPECT_LT(shelf.seen, 4);
    EXPECT_TRUE(is_enumerable(drop));
}

TEST_F(Drops, CompareOnEitherSide) {
    EXPECT_TRUE(compare(runtime, Order::Greater, drop, Value::integer(4)).is(Type::True));
    EXPECT_TRUE(compare(runtime, Order::Less, Value::integer(4), drop).is(Type::True));
    EXPECT_TRUE(compare(runtime, Order::Less, drop, Value::string("x")).is(Type::Nil));
    EXPECT_TRUE(contains(runtime, drop, Value::integer(4)).is(Type::True));
    EXPECT_TRUE(contains(runtime, drop, Value::integer(9)).is(Type::False));
}

TEST_F(Drops, StandForAPrimitive) {
    Number number;
    Value three = Value::drop(number);
    EXPECT_TRUE(condition_equal(runtime, three, Value::integer(3)));
    EXPECT_FALSE(equal(runtime, three, Value::integer(3)));
    EXPECT_TRUE(compare(runtime, Order::Less, three, Value::integer(4)).is(Type::True));
    EXPECT_EQ(find(runtime, json("[0,1,2,33]"), three).as_int(), 33);
}

TEST_F(Drops, EqualOnlyThemselvesByDefault) {
    Shelf other;
    EXPECT_TRUE(equal(runtime, drop, drop));
    EXPECT_FALSE(equal(runtime, drop, Value::drop(other)));
}

}  // namespace
}  // namespace liquid
