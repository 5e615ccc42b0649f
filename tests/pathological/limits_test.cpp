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
                                                           {"deep3", "bottom"}};
    return all;
}

Outcome with_limit(std::string_view name, std::uint64_t amount, std::string_view source) {
    liquid::Limits limits;
    EXPECT_TRUE(limits.set(name, amount)) << name;
    auto environment = liquid::EnvironmentBuilder()
                           .limits(limits)
                           .on_error(liquid::OnError::Inline)
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
    EXPECT_EQ(cut.diagnostics[0].location.line, 2u) << "where it happened";
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
        Safety{"OutputOfText", OUTPUT, "\ntext of some length", kOutput},
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
        Safety{"MemoryOfCaptures", MEMORY, "\n{% capture a %}{% for i in (1..20000) %}abc{% endfor %}{% endcapture %}",
               kMemory},
        Safety{"MemoryOfTemporaries", MEMORY, "\n{% assign l = (1..50000) | join: ',' | split: ',' | size %}", kMemory},
        Safety{"MemoryOfNames", MEMORY,
               "\n{% for i in (1..3000) %}{% assign k = 'k' | append: i %}{{ self[k] }}{% endfor %}", kMemory},
        Safety{"StepsOfLoops", STEPS, "\n{% for i in (1..5000) %}{% assign x = i %}{% endfor %}", kSteps},
        Safety{"StepsOfFilters", STEPS, "\n{% assign x = (1..5000) | sort | uniq %}", kSteps},
        Safety{"StepsOfPartials", STEPS, "\n{% for i in (1..2000) %}{% render 'p' %}{% endfor %}", kSteps}),
    [](const testing::TestParamInfo<Safety>& test) { return std::string(test.param.name); });

// --- depths and sizes ---

TEST(PartialDepth, HoldsExactly) {
    EXPECT_EQ(with_limit("partial_depth", 3, "{% render 'deep1' %}").codes, "LQ3011")
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
