// Each limit just below, at and just above what a page needs.
#include <chrono>
#include <map>
#include <stop_token>

#include "support.hpp"

namespace {

using hostile::Outcome;

const std::map<std::string, std::string>& partials() {
    static const std::map<std::string, std::string> all = {{"p", "abc{{ 1 }}"},
                                                           {"q", "{% assign x = 'abcdef' %}"},
                                                           {"deep1", "{% render 'deep2' %}"},
                                                           {"deep2", "{% include 'deep3' %}"},
                                                           {"deep2b", "{% render 'deep3' %}"},
                                                           {"deep3", "bottom"},
                                                           {"grow", "{% assign x = x | append: '0123456789abcdef' %}"},
                                                           {"large", "{% assign y = (1..9000) | join: ',' %}"}};
    return all;
}

Outcome with_limit(std::string_view name, std::uint64_t amount, std::string_view source) {
    liquid::Limits limits;
    EXPECT_TRUE(limits.set(name, amount)) << name;
    liquid::TagSpec box;
    box.name = "box";
    box.shape = liquid::TagSpec::Shape::Block;
    box.render = [](liquid::TagCall& call) {
        liquid::Interrupt interrupt;
        call.write(call.capture_body(0, interrupt));
        return liquid::Value::nil();
    };
    auto environment = liquid::EnvironmentBuilder()
                           .limits(limits)
                           .on_error(liquid::OnError::Inline)
                           .tag(box)
                           .loader(liquid::memory_loader(partials()))
                           .build();
    return hostile::render(environment, source);
}

// --- safety limits that count ---

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
        Safety{"StepsOfPartials", STEPS, "\n{% for i in (1..2000) %}{% render 'p' %}{% endfor %}", kSteps}),
    [](const testing::TestParamInfo<Safety>& test) { return std::string(test.param.name); });

// --- depths and sizes ---

TEST(PartialDepth, HoldsExactly) {
    EXPECT_EQ(with_limit("partial_depth", 3, "{% render 'deep1' %}").codes, "LQ1007")
        << "include is disabled in render";
    for (const char* source : {"{% include 'p' %}", "{% render 'p' %}"}) {
        EXPECT_EQ(with_limit("partial_depth", 1, source).page, "abc1");
        EXPECT_EQ(with_limit("partial_depth", 0, source).codes, "LQ4005");
    }
    std::string source = "a{% render 'deep2b' %}";
    EXPECT_EQ(with_limit("partial_depth", 3, source).page, "abottom");
    EXPECT_EQ(with_limit("partial_depth", 2, source).page, "abottom");
    Outcome cut = with_limit("partial_depth", 1, source);
    EXPECT_EQ(cut.codes, "LQ4005");
    EXPECT_EQ(cut.page, "a");
    ASSERT_EQ(cut.diagnostics.size(), 1u);
    EXPECT_EQ(cut.diagnostics[0].chain.size(), 1u);
    EXPECT_EQ(cut.diagnostics[0].message(), "partials are nested more than 1 deep");
    EXPECT_EQ(cut.diagnostics[0].notes, std::vector<std::string>{"partial_depth: 2 of 1"});
    EXPECT_EQ(cut.diagnostics[0].location.path, "deep2b");
}

TEST(TemplateBytes, HoldsExactly) {
    EXPECT_EQ(with_limit("template_bytes", 200, std::string(201, 'x')).codes, "LQ4006");
    EXPECT_EQ(with_limit("template_bytes", 200, std::string(200, 'x')).codes, "");
    EXPECT_EQ(with_limit("template_bytes", 200, std::string(199, 'x')).codes, "");
}

TEST(TemplateBytes, HoldsForPartials) {
    liquid::Limits limits;
    limits.safety.template_bytes = 300;
    for (std::size_t size : {299u, 300u, 301u}) {
        auto environment = liquid::EnvironmentBuilder()
                               .limits(limits)
                               .loader(liquid::memory_loader({{"p", std::string(size, 'x')}}))
                               .build();
        EXPECT_EQ(hostile::render(environment, "{% render 'p' %}").page.size(), size <= 300 ? size : 0) << size;
    }
}

TEST(TemplateBytes, AreToldWithTheirNumber) {
    Outcome page = with_limit("template_bytes", 200, std::string(201, 'x'));
    ASSERT_EQ(page.diagnostics.size(), 1u);
    EXPECT_EQ(page.diagnostics[0].message(), "the template has 201 bytes, 200 are allowed");
    EXPECT_EQ(page.diagnostics[0].location.path, "page");
    for (const char* tag : {"{% include 'large' %}", "{% render 'large' %}"})
        for (std::uint64_t limit :
             {partials().at("large").size() - 1, partials().at("large").size(), partials().at("large").size() + 1}) {
            Outcome outcome = with_limit("template_bytes", limit, tag);
            EXPECT_EQ(outcome.codes, limit < partials().at("large").size() ? "LQ1005" : "") << limit;
            if (outcome.diagnostics.empty()) continue;
            EXPECT_NE(outcome.diagnostics[0].message().find("are allowed"), std::string::npos)
                << outcome.diagnostics[0].message();
            EXPECT_EQ(outcome.diagnostics[0].location.line, 1u);
        }
}

struct Nested {
    const char* name;
    const char* open;
    const char* close;
};
class NestingOf : public testing::TestWithParam<Nested> {};

// The reference's count of blocks begins at the page: with a limit of N there are at most N blocks.
TEST_P(NestingOf, HoldsExactly) {
    for (std::uint64_t limit : {1u, 2u, 7u, 50u}) {
        auto page = [&](std::size_t depth) {
            return hostile::times(depth, GetParam().open) + "x" + hostile::times(depth, GetParam().close);
        };
        EXPECT_EQ(with_limit("nesting", limit, page(limit - 1)).codes, "") << limit;
        EXPECT_EQ(with_limit("nesting", limit, page(limit)).codes, "") << limit;
        Outcome above = with_limit("nesting", limit, page(limit + 1));
        EXPECT_EQ(above.codes, "LQ2017") << limit;
        ASSERT_FALSE(above.diagnostics.empty());
        const liquid::Diagnostic& told = above.diagnostics[0];
        EXPECT_EQ(told.message(), "blocks are nested more than " + std::to_string(limit) + " deep");
        EXPECT_EQ(told.location.line, 1u);
    }
}

INSTANTIATE_TEST_SUITE_P(Blocks, NestingOf,
                         testing::Values(Nested{"If", "{% if true %}", "{% endif %}"},
                                         Nested{"Unless", "{% unless false %}", "{% endunless %}"},
                                         Nested{"For", "{% for i in (1..1) %}", "{% endfor %}"},
                                         Nested{"Tablerow", "{% tablerow i in (1..1) %}", "{% endtablerow %}"},
                                         Nested{"Case", "{% case 1 %}{% when 1 %}", "{% endcase %}"},
                                         Nested{"Capture", "{% capture a %}", "{% endcapture %}"},
                                         Nested{"Ifchanged", "{% ifchanged %}", "{% endifchanged %}"},
                                         Nested{"Host", "{% box %}", "{% endbox %}"}),
                         [](const testing::TestParamInfo<Nested>& test) { return std::string(test.param.name); });

TEST(Nesting, HoldsExactly) {
    auto blocks = [](std::size_t depth) {
        return hostile::times(depth, "{% if true %}") + "x" + hostile::times(depth, "{% endif %}");
    };
    for (std::uint64_t limit : {1u, 5u, 99u, 100u}) {
        EXPECT_EQ(with_limit("nesting", limit, blocks(limit - 1)).page, "x") << limit;
        Outcome above = with_limit("nesting", limit, blocks(limit + 1));
        EXPECT_EQ(above.codes, "LQ2017") << limit;
        ASSERT_FALSE(above.diagnostics.empty());
        EXPECT_EQ(above.diagnostics[0].location.line, 1u);
    }
}

// A host may raise it; the parser and the renderer must bear what it allows.
TEST(Nesting, MayBeRaised) {
    auto blocks = [](std::size_t depth) {
        return hostile::times(depth, "{% if true %}") + "x" + hostile::times(depth, "{% endif %}");
    };
    EXPECT_EQ(with_limit("nesting", UINT32_MAX, blocks(500)).page, "x");
    with_limit("nesting", UINT32_MAX, blocks(200'000));
    with_limit("nesting", UINT32_MAX,
               "{{ " + hostile::times(200'000, "a[") + "1" + hostile::times(200'000, "]") + " }}");
}

TEST(Deadline, EndsWorkOfEveryKind) {
    liquid::Limits limits;
    limits.safety.deadline = std::chrono::milliseconds(30);
    limits.safety.steps = UINT64_MAX;
    limits.safety.output_bytes = 8ull << 30;
    for (const char* source : {"{% for i in (1..9999999999) %}{% endfor %}",
                               "{% for i in (1..9999999999) %}{% assign x = 'a,b' | split: ',' %}{% endfor %}",
                               "{% for i in (1..9999999999) %}{{ 1 | divided_by: 0 }}{% endfor %}",
                               "{% for i in (1..9999999999) %}{% include i %}{% endfor %}"}) {
        auto start = std::chrono::steady_clock::now();
        Outcome outcome = hostile::render(hostile::environment(limits), source);
        EXPECT_NE(outcome.codes.find("LQ4007"), std::string::npos) << source;
        EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5)) << source;
    }
}

// What ends a render is looked at every 256 steps, whatever the step limit is, also inside of one filter; and once for
// each 32 KiB that are read, written or moved within steps.
TEST(Deadline, IsLookedAtWhileAFilterWorks) {
    constexpr std::uint64_t kItems = 50'000;
    constexpr std::uint64_t kText = 5 * kItems;
    constexpr std::uint64_t kValue = sizeof(liquid::Value);
    struct Source {
        const char* text;
        std::uint64_t moved;  // bytes
    };
    // A filter writes each item of its list, and the variable copies it; where the number of items is not known before,
    // they are moved once more while the list grows.
    const Source sources[] = {
        {"{% assign x = text | split: '' %}", kText + 2 * kText * kValue},
        {"{% assign x = text | split: ' ' %}", kText + 3 * 2 * kItems * kValue},
        {"{% assign x = text | split: 'b' %}", kText + 3 * kItems * kValue},
        {"{% assign x = list | uniq %}", 2 * kItems * kValue},
        // Two items of a pair and whether there was one, three times; and in each of the six merges whose halves
        // are longer than a stretch once, or twice.
        {"{% assign x = list | sort %}", (3 + 2 * 6) * kItems * (2 * kValue + 8) + kItems * kValue},
        {"{% assign x = list | sum %}", 0},
        {"{% for i in list %}{{ i }}{% endfor %}", 0},
        {"{% tablerow i in list %}{{ i }}{% endtablerow %}", 0},
        {"{% if list contains -1 %}{% endif %}", 0},
        {"{% for i in (1..50000) %}{% assign x = i | plus: 1 %}{% endfor %}", 0}};
    std::string json = "{\"text\": \"" + hostile::times(kItems, "ab c ") + "\", \"list\": [0";
    for (std::uint64_t i = 1; i < kItems; ++i) json += ", " + std::to_string(i * 7919 % kItems);
    liquid::Data data = liquid::Data::parse(json + "]}").value;
    for (std::uint64_t steps : {std::uint64_t{200'000'000}, UINT64_MAX}) {
        liquid::Limits limits;
        limits.safety.steps = steps;
        auto environment = hostile::environment(limits);
        for (const Source& source : sources) {
            std::uint64_t looks = 0;
            liquid::RenderInput input(data);
            input.poll = [&looks](liquid::Runtime&) { return ++looks != 0; };
            liquid::RenderContext context;
            std::string out;
            environment.parse(source.text).value.render_into(out, context, input);
            std::uint64_t used = context.usage().steps;
            // The first look is that of the beginning.
            EXPECT_LE(looks, 1 + used / 256 + source.moved / (32 << 10))
                << source.text << ": looking costs more than working";
            // Lists are taken whole, a step an item, before they are worked on.
            EXPECT_GE(looks + kItems / 256 + 4, used / 257) << source.text << ": nobody looked for long";
        }
    }
}

TEST(Stop, HoldsForANewContextAndAUsedOne) {
    auto page = liquid::Environment().parse("x{% for i in (1..9) %}{% endfor %}").value;
    liquid::RenderContext context;
    std::stop_source stop;
    stop.request_stop();
    liquid::RenderInput stopped;
    stopped.stop = stop.get_token();
    for (int i = 0; i < 2; ++i) {
        std::string out;
        EXPECT_FALSE(page.render_into(out, context, stopped));
        ASSERT_EQ(context.diagnostics().size(), 1u);
        EXPECT_EQ(context.diagnostics()[0].code(), "LQ4008");
        EXPECT_EQ(out, "");
        EXPECT_TRUE(page.render_into(out, context, {}));
        EXPECT_EQ(out, "x");
    }
}

TEST(Output, OfAnErrorThatHasNoRoom) {
    liquid::Limits limits;
    limits.safety.output_bytes = 5;
    limits.reference.render_length = 2;
    Outcome outcome = hostile::render(hostile::environment(limits), "abc");
    EXPECT_EQ(outcome.codes, "LQ4001");
    EXPECT_LE(outcome.page.size(), 5u);
    EXPECT_EQ(hostile::render(hostile::environment(limits), "{% if %}").page.size(), 0u);
}

struct Pieces : liquid::Sink {
    bool write(std::string_view piece) override {
        text += piece;
        return true;
    }
    std::string text;
};

TEST(Output, OfASinkHoldsExactly) {
    liquid::Limits limits;
    constexpr std::size_t kSize = 16 * 1024 * 8;
    for (std::size_t limit : {kSize - 1, kSize, kSize + 1}) {
        limits.safety.output_bytes = limit;
        auto page = hostile::environment(limits).parse("{% for i in (1..16384) %}01234567{% endfor %}").value;
        Pieces sink;
        liquid::RenderContext context;
        EXPECT_EQ(page.render_into(sink, context, {}), limit >= kSize) << limit;
        EXPECT_LE(sink.text.size(), limit);
        EXPECT_EQ(context.usage().output_bytes, sink.text.size());
    }
}

// --- reference limits: where the page of the reference engine changes, as it was seen to ---

struct Reference {
    const char* limit;
    const char* source;
    std::uint64_t least;  // the least amount that gives `page`
    const char* page;
    const char* below;  // the page with one less
};
constexpr const char* kExceeded = "Liquid error: Memory limits exceeded";

TEST(ReferenceLimits, ChangeThePageWhereTheReferenceDoes) {
    constexpr const char* kTwice = "a{% render 'p' %}b{% include 'p' %}";
    constexpr const char* kThrice = "{% for i in (1..3) %}{% render 'p' %}{% endfor %}";
    const Reference all[] = {
        {"render_length", "ab{{ 'cd' }}ef", 6, "abcdef", kExceeded},
        {"render_length", "{% for i in (1..3) %}ab{% endfor %}", 6, "ababab", kExceeded},
        {"render_length", "{% capture x %}abcdef{% endcapture %}{{ x }}", 6, "abcdef", kExceeded},
        {"render_length", "a{% render 'p' %}b", 6, "aabc1b", kExceeded},
        {"render_score", "ab{{ 'cd' }}ef", 3, "abcdef", kExceeded},
        {"render_score", "{% for i in (1..3) %}ab{{ i }}{% endfor %}", 7, "ab1ab2ab3", kExceeded},
        {"render_score", "{% if true %}a{% else %}b{% endif %}", 2, "a", kExceeded},
        {"render_score", kTwice, 4, "aabc1babc1", kExceeded},
        {"assign_score", "{% assign x = 'abcdef' %}ok", 6, "ok", kExceeded},
        {"assign_score", "{% capture x %}abc{{ 1 }}{% endcapture %}ok", 4, "ok", kExceeded},
        {"assign_score", "{% assign x = 'a,b,c' | split: ',' %}ok", 4, "ok", kExceeded},
        {"assign_score", "{% render 'q' %}{% assign y = 'abc' %}ok", 9, "ok", kExceeded},
        {"cumulative_render_score", kTwice, 6, "aabc1b", kExceeded},
        {"cumulative_render_score", kTwice, 8, "aabc1babc1", "aabc1b"},
        {"cumulative_render_score", kThrice, 8, "abc1abc1", kExceeded},
        {"cumulative_render_score", kThrice, 10, "abc1abc1abc1", "abc1abc1"},
        {"cumulative_assign_score", "{% render 'q' %}{% assign y = 'abc' %}{% render 'q' %}ok", 9, "ok", kExceeded},
    };
    for (const Reference& it : all) {
        EXPECT_EQ(with_limit(it.limit, it.least, it.source).page, it.page) << it.limit << ' ' << it.source;
        Outcome below = with_limit(it.limit, it.least - 1, it.source);
        EXPECT_EQ(below.page, it.below) << it.limit << ' ' << it.source;
        EXPECT_EQ(below.codes.substr(0, 6), "LQ4001") << it.limit;
        ASSERT_FALSE(below.diagnostics.empty());
        EXPECT_EQ(std::get<std::string>(below.diagnostics[0].argument("limit")->value), it.limit);
    }
}

}  // namespace
