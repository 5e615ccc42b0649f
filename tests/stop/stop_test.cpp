// Whoever waits for the deadline or for a stop waits for a stretch of a long text or list at most: the work between two
// looks is counted (work.hpp), not timed. Where it is not counted, under sanitizers, the renders run for what these
// say.
#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support.hpp"
#include "work.hpp"

namespace {

constexpr std::size_t kLong = 512 << 10;
// Basic blocks; a processor does as many in half a millisecond, or in one.
constexpr std::uint64_t kMostBetweenLooks = 1'000'000;

// `piece` again and again.
std::string of(std::string_view piece) { return hostile::times(kLong / piece.size() + 1, piece); }

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

Looks render(const liquid::Template& page, const liquid::RenderInput& data) {
    Looks looks;
    liquid::RenderInput input = data;
    input.poll = [&](liquid::Runtime&) {
        looks.look();
        return true;
    };
    liquid::RenderContext context;
    std::string out;
    page.render_into(out, context, input);
    looks.look();
    return looks;
}

struct Text {
    const char* name;
    std::string text;
};

std::vector<Text> long_texts() {
    return {{"letters", of("abcdefgh")},
            {"markup", of("<b title='x'>a & b</b>\n")},
            {"openings", of("<script><!--<style ")},
            {"words", of("some words  here\t")},
            {"accents", of("caf\u00e9 na\u00efve ")},
            {"snow", of("\u2603\U0001f600")},
            {"blanks", of(" \n")},
            {"digits", "0" + of("0")},
            {"escapes", of("%41+%C3%A9")},
            {"base64", hostile::times(kLong / 4, "YWJj")},
            {"broken", of("ab\xff\xfe")},
            {"quotes", of("\"\\#{\n")}};
}

const char* const kFilters[] = {"append: text",
                                "prepend: text",
                                "base64_decode",
                                "base64_encode",
                                "base64_url_safe_decode",
                                "base64_url_safe_encode",
                                "capitalize",
                                "date: '%Y'",
                                "default: 'x'",
                                "downcase",
                                "escape",
                                "escape_once",
                                "first",
                                "last",
                                "lstrip",
                                "newline_to_br",
                                "remove: 'a'",
                                "remove: text",
                                "remove_first: 'zz'",
                                "remove_last: 'zz'",
                                "remove_last: 'abcdefghabcdefghabcdefghz'",
                                "replace: 'a', 'bc'",
                                "replace: text, 'x'",
                                "replace_first: 'zz', 'y'",
                                "replace_last: 'zz', 'y'",
                                "rstrip",
                                "size",
                                "slice: 250000, 250000",
                                "split: ','",
                                "split: ' '",
                                "split: ''",
                                "split: 'abcd'",
                                "split: text",
                                "squish",
                                "strip",
                                "strip_html",
                                "strip_newlines",
                                "times: 1",
                                "round",
                                "truncate: 250000",
                                "truncatewords: 25000",
                                "upcase",
                                "url_decode",
                                "url_encode",
                                "split: '' | reverse | size",
                                "split: '' | join: ', '",
                                "split: '' | concat: list",
                                "split: '' | sort_natural",
                                "split: '' | uniq",
                                "split: '' | map: 'x'",
                                "compact",
                                "where: 'x'",
                                "sum",
                                "plus: 1",
                                "at_least: 1"};

const char* const kStatements[] = {
    "{{ text }}",
    "{% assign x = text | append: 'x' %}{% assign y = x %}{{ y | size }}",
    "{% capture x %}{{ text }}{{ text }}{% endcapture %}{{ x }}",
    "{% assign x = text | append: '' %}{% if x == text %}{% endif %}{% if x < text %}{% endif %}",
    "{% if text contains 'zzzz' %}{% endif %}{% if text contains text %}{% endif %}",
    "{% assign x = list | append: '' %}",
    "{% assign x = text | split: '' %}{% assign y = x %}{% if x == y %}{% endif %}",
    "{% assign x = (1..400000) | reverse %}",
    "{% for i in (1..400000) reversed limit: 1 %}{% endfor %}",
    "{% cycle text, text %}{% case text %}{% when text %}{% endcase %}",
    "{{ list | join: text | size }}",
};

TEST(Stop, IsSeenWithinOneFilterAndOneStatement) {
    liquid::Limits limits;
    limits.safety.steps = UINT64_MAX;
    limits.safety.memory_bytes = UINT64_MAX;
    limits.safety.output_bytes = UINT64_MAX;
    liquid::Environment environment = hostile::environment(limits);
    for (const Text& text : long_texts()) {
        liquid::Data::Builder builder;
        std::vector<liquid::Value> list(100, builder.string(text.text.substr(0, kLong / 100)));
        liquid::Data data =
            builder.finish(builder.map({{"text", builder.string(text.text)}, {"list", builder.array(list)}}));
        auto check = [&](const std::string& source) {
            Looks looks = render(environment.parse(source).value, data);
            EXPECT_LE(looks.longest, kMostBetweenLooks) << source << " over " << text.name;
        };
        for (std::string filter : kFilters) check("{% assign x = text | " + filter + " %}");
        for (const char* statement : kStatements) check(statement);
    }
}

TEST(Stop, IsSeenWithinOneOperationOnLongNumbers) {
    liquid::Limits limits;
    limits.safety.steps = UINT64_MAX;
    liquid::Environment environment = hostile::environment(limits);
    liquid::Data::Builder builder;
    std::string digits = hostile::times(2'000, "9876543210");
    liquid::Data data = builder.finish(builder.map({{"a", builder.integer(digits)},
                                                    {"b", builder.integer("7" + digits.substr(0, 9'000))},
                                                    {"zeros", builder.string("1" + std::string(20'000, '0'))},
                                                    {"hex", builder.string("0x" + digits)},
                                                    {"d", builder.string(digits + "." + digits)}}));
    for (const char* source :
         {"{{ a | times: a }}", "{{ a | plus: b }}", "{{ a | divided_by: b }}", "{{ b | divided_by: a }}",
          "{{ a | modulo: b }}", "{{ d | times: 1 }}", "{{ d | divided_by: b }}", "{{ a | divided_by: d }}",
          "{{ d | modulo: b }}", "{{ d | round: 3 }}", "{{ d | ceil }}", "{{ a | round: -5000 }}",
          "{{ zeros | times: zeros }}", "{{ zeros | divided_by: d }}", "{{ a | at_least: d }}",
          "{% if a < d %}{% endif %}", "{{ a | abs }}", "{% for i in (hex..hex) %}{{ i }}{% endfor %}",
          "{{ a.size }}"}) {
        Looks looks = render(environment.parse(source).value, data);
        EXPECT_LE(looks.longest, kMostBetweenLooks) << source;
    }
}

// Many tags, and one that is as long.
std::vector<std::string> long_sources() {
    std::vector<std::string> sources;
    for (const char* piece : {"text {{ a.b }} ", "{% if a %}b{% endif %}", "{% liquid\nassign a = 1\necho a\n%}",
                              "plain text without any markup "})
        sources.push_back(of(piece));
    constexpr const char* kLongTags[][3] = {{"{{ a", " | upcase", " }}"},
                                            {"{{ a | nope: b", ", c", " ! }}"},
                                            {"{{ a", ".b", " }}"},
                                            {"{{ a", "[1]", " }}"},
                                            {"{% if a", " and b", " %}{% endif %}"},
                                            {"{% if a", " and b", " ! %}{% endif %}"},
                                            {"{% case a %}{% when b", ", c", " %}{% endcase %}"},
                                            {"{% case a %}{% when b", ", c", " ! %}{% endcase %}"},
                                            {"{% cycle a", ", b", " %}"},
                                            {"{% cycle a", ", b", " ! %}"},
                                            {"{% cycle a", ":a", " ! %}"},
                                            {"{% for i in a", " limit:b", " %}{% endfor %}"},
                                            {"{% for i in a", " limit:b", " ! %}{% endfor %}"},
                                            {"{% tablerow i in a", " limit:b", " ! %}{% endtablerow %}"},
                                            {"{% tablerow ", "a ", " i in a %}{% endtablerow %}"},
                                            {"{% include 'x'", ", a: b", " ! %}"},
                                            {"{% include ", ",", " 'x' %}"},
                                            {"{% render 'x'", ", a: b", " ! %}"},
                                            {"{% render ", "-", " 'x' %}"},
                                            {"{% assign x = a", " | upcase", " %}"},
                                            {"{% assign ", "a ", " x = 1 %}"},
                                            {"{% capture ", "!", "x %}{% endcapture %}"},
                                            {"{% comment %}", "{% a %}", "{% endcomment %}"},
                                            {"{% raw %}", "{% a %}", "{% endraw %}"},
                                            {"{% # ", "a\n#", " %}"},
                                            {"{% liquid\ncomment\n", "a\n", "endcomment\n%}"},
                                            {"{% liquid echo a", " | upcase", " %}"}};
    for (const auto& [begin, piece, end] : kLongTags) sources.push_back(begin + of(piece) + end);
    return sources;
}

// Parsing and lowering are not counted here: the stretches that the text has are.
TEST(Stop, IsSeenWhileAPartialIsParsed) {
    for (const std::string& source : long_sources()) {
        liquid::Environment environment =
            liquid::EnvironmentBuilder().loader(liquid::memory_loader({{"large", source}, {"x", ""}})).build();
        liquid::Template page = environment.parse("{% include 'large' %}").value;
        std::string shown = source.substr(0, 40);
        for (std::uint64_t most : {std::uint64_t{3}, UINT64_MAX}) {
            std::uint64_t looks = 0;
            liquid::RenderInput input;
            input.poll = [&](liquid::Runtime&) { return ++looks < most; };
            liquid::RenderContext context;
            std::string out;
            page.render_into(out, context, input);
            ASSERT_EQ(looks < most, context.diagnostics().empty()) << shown;
            if (!context.diagnostics().empty()) {
                EXPECT_EQ(context.diagnostics()[0].code(), "LQ4008") << shown;
                EXPECT_EQ(out, "") << shown;
            } else {
                // The text is checked in eight stretches, then read; without markup, at one go.
                bool has_markup = source.find('{') != std::string::npos;
                EXPECT_GT(looks, 8 + (has_markup ? kLong / (32 << 10) : 0)) << shown;
            }
        }
    }
}

}  // namespace
