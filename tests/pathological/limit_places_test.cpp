// What a limit's diagnostic says: which limit it was, how much was used of how much, and where.
#include <chrono>
#include <string_view>
#include <thread>

#include "limits.hpp"

namespace {

using hostile::Outcome;
using hostile::place_of;
using hostile::with_limit;

// A star stands for a number above the limit.
bool matches(std::string_view note, std::string_view wanted, std::uint64_t limit) {
    const std::size_t star = wanted.find('*');
    if (star == std::string_view::npos) return note == wanted;
    const std::string_view before = wanted.substr(0, star), behind = wanted.substr(star + 1);
    if (note.size() <= before.size() + behind.size() || !note.starts_with(before) || !note.ends_with(behind))
        return false;
    note.remove_prefix(before.size());
    note.remove_suffix(behind.size());
    return note.find_first_not_of("0123456789") == std::string_view::npos && std::stoull(std::string(note)) > limit;
}

struct Told {
    const char* limit;
    std::uint64_t amount;
    const char* source;
    const char* code;
    const char* note;
    const char* place;
};
class ALimit : public testing::TestWithParam<Told> {};

TEST_P(ALimit, IsToldWithNameUseAndPlace) {
    const Told& it = GetParam();
    Outcome outcome = with_limit(it.limit, it.amount, it.source);
    ASSERT_FALSE(outcome.diagnostics.empty());
    const liquid::Diagnostic& told = outcome.diagnostics[0];
    EXPECT_EQ(told.code(), it.code);
    ASSERT_FALSE(told.notes.empty());
    EXPECT_TRUE(matches(told.notes.back(), it.note, it.amount)) << told.notes.back();
    EXPECT_EQ(place_of(told), it.place);
    EXPECT_FALSE(told.location.excerpt.empty());
}

INSTANTIATE_TEST_SUITE_P(
    OfAPage, ALimit,
    testing::Values(
        // Texts that are followed by more are copied in wide pieces.
        Told{"output_bytes", 20,
             "a\n{% if true %}b{% endif %}\nplenty of plain text\n{{ 'and as much behind it as a piece' }}", "LQ4002",
             "output_bytes: 25 of 20", "page:2:26"},
        Told{"output_bytes", 8, "12345\n{{ 'abcdef' }}", "LQ4002", "output_bytes: 12 of 8", "page:2:5"},
        Told{"memory_bytes", 60000, "a\n{% assign x = (1..9999) | join: ',' %}", "LQ4003", "memory_bytes: * of 60000",
             "page:2:27"},
        Told{"steps", 100, "a\n{% for i in (1..999) %}\n {{ i }}{% endfor %}", "LQ4004", "steps: 101 of 100",
             "page:2:1"},
        Told{"nesting", 1, "{% if a %}\n  {% if b %}{% endif %}{% endif %}", "LQ2017", "nesting: 2 of 1", "page:2:3"},
        Told{"partial_depth", 0, "a\n {% include 'p' %}", "LQ4005", "partial_depth: 1 of 0", "page:2:2"},
        Told{"template_bytes", 5, "a\nbcdef", "LQ4006", "template_bytes: 7 of 5", "page:1:1"},
        Told{"render_length", 5, "a\nb{{ 'cdef' }}", "LQ4001", "render_length: 7 of 5", "page:2:6"},
        Told{"render_score", 3, "a\n{% for i in (1..9) %}\n {{ i }}{% endfor %}", "LQ4001", "render_score: 4 of 3",
             "page:2:1"},
        Told{"assign_score", 5, "a\n{% assign x = 'abcdef' %}", "LQ4001", "assign_score: 6 of 5", "page:2:1"},
        Told{"cumulative_render_score", 3, "a\n{% if true %}\n{{ 1 }}{{ 2 }}{% endif %}", "LQ4001",
             "cumulative_render_score: 5 of 3", "page:2:1"},
        Told{"cumulative_assign_score", 5, "a\n{% capture x %}abcdef{% endcapture %}", "LQ4001",
             "cumulative_assign_score: 6 of 5", "page:2:16"}));

constexpr const char* kWay = "a\n{% render 'way' %}";

INSTANTIATE_TEST_SUITE_P(
    OfAPartial, ALimit,
    testing::Values(
        Told{"output_bytes", 8, kWay, "LQ4002", "output_bytes: * of 8", "end:2:81 < render way:2:1 < render page:2:1"},
        Told{"memory_bytes", 90000, kWay, "LQ4003", "memory_bytes: * of 90000",
             "end:2:41 < render way:2:1 < render page:2:1"},
        Told{"steps", 1000, kWay, "LQ4004", "steps: * of 1000", "end:2:41 < render way:2:1 < render page:2:1"},
        Told{"partial_depth", 1, kWay, "LQ4005", "partial_depth: 2 of 1", "way:2:1 < render page:2:1"},
        Told{"template_bytes", 70, kWay, "LQ1005", "template_bytes: 131 of 70", "way:2:11 < render page:2:1"},
        Told{"nesting", 1, kWay, "LQ1005", "nesting: 2 of 1", "way:2:11 < render page:2:1"},
        Told{"render_length", 8, kWay, "LQ4001", "render_length: * of 8",
             "end:2:126 < render way:2:1 < render page:2:1"},
        Told{"render_score", 3, kWay, "LQ4001", "render_score: * of 3", "end:2:2 < render way:2:1 < render page:2:1"},
        Told{"assign_score", 5, kWay, "LQ4001", "assign_score: * of 5", "end:2:15 < render way:2:1 < render page:2:1"},
        Told{"cumulative_render_score", 8, kWay, "LQ4001", "cumulative_render_score: * of 8",
             "end:2:2 < render way:2:1 < render page:2:1"},
        Told{"cumulative_assign_score", 5, kWay, "LQ4001", "cumulative_assign_score: * of 5",
             "end:2:15 < render way:2:1 < render page:2:1"}));

// Its use is no count, so it is only bounded: what it says is in whole milliseconds, rounded up.
TEST(Deadline, IsToldWithUseAndPlace) {
    liquid::Limits limits;
    EXPECT_TRUE(limits.set("deadline_ms", 2));
    auto environment =
        liquid::EnvironmentBuilder()
            .limits(limits)
            .filter("wait",
                    [](liquid::FilterCall&, liquid::Value input, liquid::Arguments) {
                        std::this_thread::sleep_for(std::chrono::milliseconds(5));
                        return input;
                    })
            .loader(liquid::memory_loader({{"slow", "{{ 1 | wait }}\n {% for i in (1..999) %}{{ i }}{% endfor %}"}}))
            .build();
    struct {
        const char* source;
        const char* place;
    } const all[] = {{"{{ 1 | wait }}\n {% for i in (1..999) %}{% endfor %}", "page:2:2"},
                     {"a\n{% render 'slow' %}", "slow:2:2 < render page:2:1"}};
    for (const auto& it : all) {
        Outcome outcome = hostile::render(environment, it.source);
        ASSERT_EQ(outcome.codes, "LQ4007");
        const liquid::Diagnostic& told = outcome.diagnostics[0];
        EXPECT_EQ(told.message(), "the render took longer than 2 ms");
        ASSERT_EQ(told.notes.size(), 1u);
        constexpr std::string_view kName = "deadline_ms: ";
        ASSERT_TRUE(told.notes[0].starts_with(kName)) << told.notes[0];
        const int used = std::stoi(told.notes[0].substr(kName.size()));
        EXPECT_EQ(told.notes[0], "deadline_ms: " + std::to_string(used) + " of 2");
        EXPECT_GE(used, 5);
        EXPECT_EQ(place_of(told), it.place);
    }
}

}  // namespace
