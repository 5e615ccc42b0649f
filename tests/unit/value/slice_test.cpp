#include <gtest/gtest.h>

#include "values.hpp"

namespace liquid {
namespace {

class Slice : public testing::Test, protected test::Values {
protected:
    std::string slice_text(Value collection, std::int64_t from = 0, std::optional<std::int64_t> to = {}) {
        Items items = slice(runtime, collection, from, to);
        return inspect(Value::array(items.data, items.count));
    }
};

TEST_F(Slice, ListsAreViews) {
    Value list = json("[1,2,3]");
    EXPECT_EQ(slice(runtime, list, 1, std::nullopt).data, list.items() + 1);
    EXPECT_EQ(slice_text(list, 1, 2), "[2]");
    EXPECT_EQ(slice_text(list, -1, 2), "[1, 2]");
    EXPECT_EQ(slice_text(list, 5), "[]");
    EXPECT_EQ(slice_text(list, 2, 1), "[]");
    EXPECT_EQ(slice_text(list, 0, -1), "[]");
    EXPECT_EQ(slice_text(list, INT64_MIN, INT64_MAX), "[1, 2, 3]");
}

TEST_F(Slice, MapsGivePairs) {
    Value map = json(R"({"a":1,"b":2,"c":3})");
    EXPECT_EQ(slice_text(map), R"([["a", 1], ["b", 2], ["c", 3]])");
    EXPECT_EQ(slice_text(map, 1, 2), R"([["b", 2]])");
}

TEST_F(Slice, AStringIsOneItemWhateverTheWindow) {
    EXPECT_EQ(slice_text(Value::string("ab"), 3, 4), R"(["ab"])");
    EXPECT_EQ(slice_text(Value::string("")), "[]");
}

TEST_F(Slice, RangesAreExpandedWithinTheWindow) {
    Value wide = runtime.range(Value::integer(INT64_MIN), Value::integer(INT64_MAX));
    EXPECT_EQ(slice_text(wide, 0, 1), "[-9223372036854775808]");
    EXPECT_EQ(slice_text(runtime.range(Value::integer(1), Value::integer(3), true)), "[1, 2]");
    EXPECT_EQ(slice_text(runtime.range(Value::integer(3), Value::integer(1))), "[]");
    Value big = runtime.range(json("18446744073709551615"), json("18446744073709551617"));
    EXPECT_EQ(slice_text(big, 1, 9), "[18446744073709551616, 18446744073709551617]");
}

TEST_F(Slice, WorkIsChargedBeforeMemoryIsTaken) {
    runtime.step_check = 1'000'000;
    runtime.check = [](Runtime& r) { throw LimitHit{Kind::StepLimit, r.step_check, r.steps}; };
    Value wide = runtime.range(Value::integer(0), Value::integer(INT64_MAX));
    EXPECT_THROW(slice(runtime, wide, 0, std::nullopt), LimitHit);
    EXPECT_EQ(runtime.budget.used, runtime.budget.peak);
    runtime.check = nullptr;
    EXPECT_THROW(slice(runtime, wide, 0, std::nullopt), LimitHit);
}

TEST_F(Slice, NothingElseIsACollection) {
    EXPECT_EQ(slice_text(Value::integer(3)), "[]");
    EXPECT_EQ(slice_text(Value::nil()), "[]");
    EXPECT_FALSE(is_enumerable(Value::string("ab")));
    EXPECT_TRUE(is_enumerable(json("{}")));
}

}  // namespace
}  // namespace liquid
