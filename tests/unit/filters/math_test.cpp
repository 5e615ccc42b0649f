#include <gtest/gtest.h>

#include <limits>
#include <string_view>

#include "filters/filters.hpp"
#include "value/runtime.hpp"

namespace liquid {
namespace {

const FilterSpec& filter(std::string_view name) {
    for (const FilterSpec& spec : filters::math_filters())
        if (spec.name == name) return spec;
    static const FilterSpec none{};
    return none;
}

TEST(MathFilters, AreWiredToTheirOperations) {
    Runtime runtime;
    runtime.step_check = std::numeric_limits<std::uint64_t>::max();
    FilterCall call(runtime);
    Value two[] = {Value::integer(2)};
    auto with_two = [&](std::string_view name) {
        const FilterSpec& spec = filter(name);
        EXPECT_NE(spec.function, nullptr) << name;
        return spec.function(call, Value::integer(-7), Arguments(two, 1)).as_int();
    };
    EXPECT_EQ(with_two("plus"), -5);
    EXPECT_EQ(with_two("minus"), -9);
    EXPECT_EQ(with_two("times"), -14);
    EXPECT_EQ(with_two("divided_by"), -4);
    EXPECT_EQ(with_two("modulo"), 1);
    EXPECT_EQ(with_two("at_least"), 2);
    EXPECT_EQ(with_two("at_most"), -7);
    EXPECT_EQ(with_two("abs"), 7);
    EXPECT_EQ(filter("round").function(call, Value::floating(2.5), Arguments(nullptr, 0)).as_int(), 3);
    EXPECT_EQ(filter("ceil").function(call, Value::floating(2.1), Arguments(nullptr, 0)).as_int(), 3);
    EXPECT_EQ(filter("floor").function(call, Value::floating(2.9), Arguments(nullptr, 0)).as_int(), 2);
}

TEST(MathFilters, TakeWhatTheReferenceTakes) {
    for (const FilterSpec& spec : filters::math_filters()) {
        bool alone = spec.name == "abs" || spec.name == "ceil" || spec.name == "floor" || spec.name == "round";
        EXPECT_EQ(spec.min_arguments, alone ? 0 : 1) << spec.name;
        EXPECT_EQ(spec.max_arguments, alone && spec.name != "round" ? 0 : 1) << spec.name;
        EXPECT_TRUE(spec.pure) << spec.name;
    }
}

}  // namespace
}  // namespace liquid
