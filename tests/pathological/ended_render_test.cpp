// Renders that a host ends: by a deadline, a stop token or a sink.
#include <chrono>
#include <stop_token>

#include "limits.hpp"

namespace {

using hostile::Outcome;

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

}  // namespace
