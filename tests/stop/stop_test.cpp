// Whoever waits for the deadline or for a stop waits for a stretch of a long text or list at most: the work between two
// looks is counted (work.hpp), not timed. Where it is not counted, under sanitizers, the renders run for what these
// say.
#include <algorithm>
#include <stop_token>
#include <string>

#include <gtest/gtest.h>

#include "pages.hpp"
#include "work.hpp"

namespace {

// Basic blocks, or 64 bytes copied; how long they take is measured by ./dev bench --stop.
constexpr std::uint64_t kMostBetweenLooks = 1'000'000;
static_assert(stopping::kLong > kMostBetweenLooks);

struct Looks {
    std::uint64_t count = 0;
    std::uint64_t longest = 0;
    std::uint64_t last = hostile::work();

    void look() {
        std::uint64_t now = hostile::work();
        longest = std::max(longest, now - last);
        last = now;
        ++count;
    }
};

void expect_looks(const std::string& name, const liquid::Template& page, const liquid::RenderInput& data) {
    Looks looks;
    stopping::render(page, data, [&looks] { looks.look(); });
    looks.look();
    EXPECT_LE(looks.longest, kMostBetweenLooks) << name;
}

TEST(Stop, IsSeenWithinOneFilterAndOneStatement) { stopping::each_over_long_texts(expect_looks); }

TEST(Stop, IsSeenWithinOneOperationOnLongNumbers) { stopping::each_over_long_numbers(expect_looks); }

TEST(Stop, IsSeenWithinALongPartial) { stopping::each_of_a_long_partial(expect_looks); }

// A page without loops is charged when it begins, however long it is.
TEST(Stop, IsSeenInLongCodeWithoutLoops) {
    std::string source;
    constexpr std::uint64_t kOutputs = 10'000;
    for (std::uint64_t i = 0; i < kOutputs; ++i) source += "{{ a | append: b }} ";
    liquid::Template page = liquid::Environment().parse(source).value;
    std::uint64_t looks = 0;
    stopping::render(page, {}, [&looks] { ++looks; });
    EXPECT_GE(looks, kOutputs * 5 / 1000);
}

// What a stopped render leaves does not reach the next one.
TEST(Stop, LeavesTheContextAsItWas) {
    liquid::Template large = liquid::Environment().parse("{% assign x = (1..400000) | reverse %}{{ x.size }}").value;
    liquid::RenderContext context;
    for (std::uint64_t most : {std::uint64_t{20}, std::uint64_t{200}, UINT64_MAX, std::uint64_t{30}, UINT64_MAX}) {
        std::uint64_t looks = 0;
        liquid::RenderInput input;
        std::stop_source stop;
        input.stop = stop.get_token();
        input.poll = [&](liquid::Runtime&) {
            if (++looks == most) stop.request_stop();
            return true;
        };
        std::string out;
        large.render_into(out, context, input);
        EXPECT_EQ(out, most == UINT64_MAX ? "400000" : "");
        EXPECT_EQ(context.diagnostics().empty(), most == UINT64_MAX);
    }
}

// The stretches that the text has are counted.
TEST(Stop, IsSeenWhileAPartialIsParsed) {
    for (std::uint64_t most : {std::uint64_t{3}, UINT64_MAX}) {
        stopping::each_of_a_long_partial(
            [most](const std::string& name, const liquid::Template& page, const liquid::RenderInput&) {
                std::uint64_t looks = 0;
                liquid::RenderInput input;
                input.poll = [&](liquid::Runtime&) { return ++looks < most; };
                liquid::RenderContext context;
                std::string out;
                page.render_into(out, context, input);
                ASSERT_EQ(looks < most, context.diagnostics().empty()) << name;
                if (!context.diagnostics().empty()) {
                    EXPECT_EQ(context.diagnostics()[0].code(), "LQ4008") << name;
                    EXPECT_EQ(out, "") << name;
                } else {
                    // The text is checked in stretches of 64 KiB, then read; without markup, at one go.
                    bool has_markup = name.find('{') != std::string::npos;
                    EXPECT_GT(looks, stopping::kLong / (64 << 10) + (has_markup ? stopping::kLong / (32 << 10) : 0))
                        << name;
                }
            });
    }
}

}  // namespace
