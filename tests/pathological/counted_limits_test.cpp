// The safety limits that count, just below, at and just above what a page needs.
#include "limits.hpp"

namespace {

using hostile::Outcome;
using hostile::with_limit;

struct Safety {
    const char* name;
    const char* limit;
    const char* code;
    const char* source;
    std::uint64_t liquid::Usage::*used;
};
class SafetyLimit : public testing::TestWithParam<Safety> {};

TEST_P(SafetyLimit, HoldsExactly) {
    const Safety& it = GetParam();
    Outcome whole = with_limit(it.limit, 1 << 28, it.source);
    ASSERT_EQ(whole.codes, "") << it.source;
    std::uint64_t needed = whole.usage.*it.used;
    ASSERT_GT(needed, 1u);
    EXPECT_EQ(with_limit(it.limit, needed + 1, it.source).codes, "");
    EXPECT_EQ(with_limit(it.limit, needed, it.source).codes, "");
    Outcome cut = with_limit(it.limit, needed - 1, it.source);
    EXPECT_EQ(cut.codes, it.code);
    ASSERT_EQ(cut.diagnostics.size(), 1u);
    const liquid::Argument* limit = cut.diagnostics[0].argument("limit");
    const liquid::Argument* used = cut.diagnostics[0].argument("used");
    ASSERT_NE(limit, nullptr);
    ASSERT_NE(used, nullptr);
    EXPECT_EQ(std::get<std::int64_t>(limit->value), static_cast<std::int64_t>(needed - 1));
    EXPECT_GE(std::get<std::int64_t>(used->value), static_cast<std::int64_t>(needed));
    const liquid::Diagnostic& told = cut.diagnostics[0];
    EXPECT_EQ(told.message().find("more than " + std::to_string(needed - 1)), 0u) << told.message();
    ASSERT_FALSE(told.notes.empty());
    EXPECT_EQ(told.notes[0], std::string(it.limit) + ": " + std::to_string(std::get<std::int64_t>(used->value)) +
                                 " of " + std::to_string(needed - 1));
    EXPECT_GT(told.location.column, 0u);
    EXPECT_EQ(told.chain.empty() ? told.location.line : told.chain[0].location.line, 2u) << "where it happened";
    EXPECT_NE(with_limit(it.limit, 0, it.source).codes, "");
}

#define OUTPUT "output_bytes", "LQ4002"
#define MEMORY "memory_bytes", "LQ4003"
#define STEPS "steps", "LQ4004"
constexpr auto kOutput = &liquid::Usage::output_bytes;
constexpr auto kMemory = &liquid::Usage::memory_bytes;
constexpr auto kSteps = &liquid::Usage::steps;

INSTANTIATE_TEST_SUITE_P(
    All, SafetyLimit,
    testing::Values(
        Safety{"OutputOfText", OUTPUT, "{% assign a = 1\n %}text of some length", kOutput},
        Safety{"OutputOfValues", OUTPUT, "\n{{ 'abc' | append: 'def' }}", kOutput},
        Safety{"OutputOfNumbers", OUTPUT, "\n{% for i in (1..20) %}{{ i }}{% endfor %}x", kOutput},
        Safety{"OutputOfCaptures", OUTPUT,
               "\n{% capture a %}{% for i in (1..2000) %}abc{% endfor %}{% endcapture %}{{ a }}", kOutput},
        Safety{"OutputOfPartials", OUTPUT, "\n{% for i in (1..2000) %}{% render 'p' %}{% endfor %}x", kOutput},
        Safety{"OutputOfIfchanged", OUTPUT,
               "\n{% for i in (1..9) %}{% ifchanged %}{{ i }}{% endifchanged %}{% endfor %}", kOutput},
        Safety{
            "MemoryOfVariables", MEMORY,
            "\n{% for i in (1..100) %}{% assign s = s | append: '0123456789' %}{% endfor %}{% assign t = s | upcase %}",
            kMemory},
        Safety{"OutputOfEcho", OUTPUT, "\n{% echo 'abcdef' %}", kOutput},
        Safety{"OutputOfRaw", OUTPUT, "\n{% raw %}{{ abc }}{% endraw %}", kOutput},
        Safety{"OutputOfIf", OUTPUT, "\n{% if true %}abcdef{% endif %}", kOutput},
        Safety{"OutputOfElse", OUTPUT, "\n{% unless true %}{% else %}abcdef{% endunless %}", kOutput},
        Safety{"OutputOfCase", OUTPUT, "\n{% case 1 %}{% when 1 %}abcdef{% endcase %}", kOutput},
        Safety{"OutputOfTablerow", OUTPUT, "\n{% tablerow i in (1..9) cols: 2 %}{{ i }}{% endtablerow %}", kOutput},
        Safety{"OutputOfAnEmptyTablerow", OUTPUT, "\n{% tablerow i in (1..0) %}{{ i }}{% endtablerow %}", kOutput},
        Safety{"OutputOfCycle", OUTPUT, "\n{% for i in (1..9) %}{% cycle 'ab', 'cd' %}{% endfor %}", kOutput},
        Safety{"OutputOfIncrement", OUTPUT, "\n{% for i in (1..99) %}{% increment x %}{% endfor %}", kOutput},
        Safety{"OutputOfDecrement", OUTPUT, "\n{% for i in (1..99) %}{% decrement x %}{% endfor %}", kOutput},
        Safety{"OutputOfInclude", OUTPUT, "\n{% include 'p' %}", kOutput},
        Safety{"OutputOfLiquid", OUTPUT, "\n{% liquid echo 'abcdef' %}", kOutput},
        Safety{"OutputOfAHostTag", OUTPUT, "\n{% box %}abc{% endbox %}", kOutput},
        Safety{"MemoryOfALoopOverAText", MEMORY,
               "\n{% assign l = 'a,b' | split: ',' %}{% for i in (1..3000) %}{% assign l = l | concat: "
               "l | slice: 0, 2000 %}{% for j in l %}{% break %}{% endfor %}{% endfor %}",
               kMemory},
        Safety{"MemoryOfTablerows", MEMORY,
               "\n{% for i in (1..900) %}{% tablerow j in (1..2) %}{% endtablerow %}{% endfor %}", kMemory},
        Safety{"MemoryOfAPrintedList", MEMORY,
               "\n{% assign l = (1..9000) | join: ',' | split: ',' %}{{ l | join: '-' | size }}", kMemory},
        Safety{"MemoryOfAnInclude", MEMORY, "\n{% for i in (1..50) %}{% include 'grow' %}{% endfor %}", kMemory},
        Safety{"MemoryOfARender", MEMORY, "\n{% render 'large' %}", kMemory},
        Safety{"MemoryOfIfchanged", MEMORY,
               "\n{% ifchanged %}{% for i in (1..20000) %}abc{% endfor %}{% endifchanged %}", kMemory},
        Safety{"MemoryOfAHostTag", MEMORY, "\n{% box %}{% for i in (1..20000) %}abc{% endfor %}{% endbox %}", kMemory},
        Safety{"MemoryOfCaptures", MEMORY, "\n{% capture a %}{% for i in (1..20000) %}abc{% endfor %}{% endcapture %}",
               kMemory},
        Safety{"MemoryOfTemporaries", MEMORY, "\n{% assign l = (1..50000) | join: ',' | split: ',' | size %}", kMemory},
        Safety{"MemoryOfNames", MEMORY,
               "\n{% for i in (1..3000) %}{% assign k = 'k' | append: i %}{{ self[k] }}{% endfor %}", kMemory},
        Safety{"StepsOfLoops", STEPS, "\n{% for i in (1..5000) %}{% assign x = i %}{% endfor %}", kSteps},
        Safety{"StepsOfFilters", STEPS, "\n{% assign x = (1..5000) | sort | uniq %}", kSteps},
        Safety{"StepsOfTablerow", STEPS, "\n{% tablerow i in (1..5000) %}{% assign x = i %}{% endtablerow %}", kSteps},
        Safety{"StepsOfIncludes", STEPS, "\n{% for i in (1..2000) %}{% include 'p' %}{% endfor %}", kSteps},
        Safety{"StepsOfCapture", STEPS,
               "\n{% for i in (1..500) %}{% capture x %}{{ x }}{{ i }}{% endcapture %}{% endfor %}", kSteps},
        Safety{"StepsOfConditions", STEPS,
               "\n{% assign l = (1..5000) | join: ',' | split: ',' %}{% if l contains 'x' %}{% endif %}", kSteps},
        Safety{"StepsOfCase", STEPS,
               "\n{% assign l = (1..5000) | join: ',' | split: ',' %}{% assign m = (1..5000) | join: ',' | split: "
               "',' %}{% case l %}{% when m %}{% endcase %}",
               kSteps},
        Safety{"StepsOfFailures", STEPS,
               "\n{% for i in (1..500) %}{% ifchanged %}{{ i }}{% endifchanged %}{% endfor %}", kSteps},
        Safety{"StepsOfAHostTag", STEPS, "\n{% for i in (1..500) %}{% box %}{{ i }}{% endbox %}{% endfor %}", kSteps},
        Safety{"StepsOfPartials", STEPS, "\n{% for i in (1..2000) %}{% render 'p' %}{% endfor %}", kSteps},
        Safety{"OutputOfIncludeFor", OUTPUT, "\n{% assign l = 'a,b,c' | split: ',' %}{% include 'item' for l %}",
               kOutput},
        Safety{"OutputOfRenderFor", OUTPUT, "\n{% assign l = 'a,b,c' | split: ',' %}{% render 'item' for l %}",
               kOutput},
        Safety{"OutputOfElseOfFor", OUTPUT, "\n{% for i in (1..0) %}{% else %}abcdef{% endfor %}", kOutput},
        Safety{"MemoryOfIncludeFor", MEMORY,
               "\n{% assign l = (1..500) | join: ',' | split: ',' %}{% include 'grow' for l %}", kMemory},
        Safety{"MemoryOfRenderFor", MEMORY, "\n{% assign l = 'a,b,c' | split: ',' %}{% render 'large' for l %}",
               kMemory},
        Safety{"MemoryOfElseOfFor", MEMORY,
               "\n{% for i in (1..0) %}{% else %}{% assign y = (1..9000) | join: ',' %}{% endfor %}", kMemory},
        Safety{"MemoryOfIf", MEMORY, "\n{% if true %}{% assign y = (1..9000) | join: ',' %}{% endif %}", kMemory},
        Safety{"MemoryOfUnless", MEMORY, "\n{% unless false %}{% assign y = (1..9000) | join: ',' %}{% endunless %}",
               kMemory},
        Safety{"MemoryOfCase", MEMORY, "\n{% case 1 %}{% when 1 %}{% assign y = (1..9000) | join: ',' %}{% endcase %}",
               kMemory},
        Safety{"MemoryOfTablerowBodies", MEMORY,
               "\n{% tablerow i in (1..2) %}{% assign y = (1..9000) | join: ',' %}{% endtablerow %}", kMemory},
        Safety{"MemoryOfEcho", MEMORY, "\n{% echo (1..9000) | join: ',' %}", kMemory},
        Safety{"MemoryOfLiquid", MEMORY, "\n{% liquid assign y = (1..9000) | join: ',' %}", kMemory},
        Safety{"MemoryOfCycleNames", MEMORY,
               "\n{% for i in (1..3000) %}{% assign k = 'k' | append: i %}{% cycle k: 'a', 'b' %}{% endfor %}",
               kMemory},
        Safety{"StepsOfIncludeFor", STEPS,
               "\n{% assign l = (1..500) | join: ',' | split: ',' %}{% include 'item' for l %}", kSteps},
        Safety{"StepsOfRenderFor", STEPS,
               "\n{% assign l = (1..500) | join: ',' | split: ',' %}{% render 'item' for l %}", kSteps},
        Safety{"StepsOfElseOfFor", STEPS,
               "\n{% for i in (1..500) %}{% for j in (1..0) %}{% else %}{{ i }}{% endfor %}{% endfor %}", kSteps},
        Safety{"StepsOfIf", STEPS, "\n{% for i in (1..500) %}{% if i %}{{ i }}{% endif %}{% endfor %}", kSteps},
        Safety{"StepsOfUnless", STEPS,
               "\n{% assign l = (1..5000) | join: ',' | split: ',' %}{% unless l contains 'x' %}{% endunless %}",
               kSteps},
        Safety{"StepsOfCycle", STEPS, "\n{% for i in (1..2000) %}{% cycle 'a', 'b' %}{% endfor %}", kSteps},
        Safety{"StepsOfEcho", STEPS, "\n{% echo (1..5000) | sort | join: ',' %}", kSteps},
        Safety{"StepsOfIncrement", STEPS, "\n{% for i in (1..500) %}{% increment x %}{% endfor %}", kSteps},
        Safety{"StepsOfDecrement", STEPS, "\n{% for i in (1..500) %}{% decrement x %}{% endfor %}", kSteps},
        Safety{"StepsOfLiquid", STEPS, "\n{% liquid echo (1..5000) | sort | join: ',' %}", kSteps}),
    [](const testing::TestParamInfo<Safety>& test) { return std::string(test.param.name); });

}  // namespace
