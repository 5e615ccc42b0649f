// Reference limits: where the page of the reference engine changes, as it was seen to.
#include "limits.hpp"

namespace {

using hostile::Outcome;
using hostile::with_limit;

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
