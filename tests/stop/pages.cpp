#include "pages.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace stopping {

namespace {

// `piece` again and again.
std::string of(std::string_view piece, std::size_t size = kLong) {
    std::string text;
    text.reserve(size + piece.size());
    while (text.size() < size) text += piece;
    return text;
}

liquid::Environment endless() {
    liquid::Limits limits;
    limits.safety.steps = UINT64_MAX;
    limits.safety.memory_bytes = UINT64_MAX;
    limits.safety.output_bytes = UINT64_MAX;
    return liquid::EnvironmentBuilder().limits(limits).on_error(liquid::OnError::Inline).build();
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
            {"base64", of("YWJj")},
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

const char* const kOperations[] = {"{{ a | times: a }}",
                                   "{{ a | plus: b }}",
                                   "{{ a | divided_by: b }}",
                                   "{{ b | divided_by: a }}",
                                   "{{ a | modulo: b }}",
                                   "{{ d | times: 1 }}",
                                   "{{ d | divided_by: b }}",
                                   "{{ a | divided_by: d }}",
                                   "{{ d | modulo: b }}",
                                   "{{ d | round: 3 }}",
                                   "{{ d | ceil }}",
                                   "{{ a | round: -5000 }}",
                                   "{{ zeros | times: zeros }}",
                                   "{{ zeros | divided_by: d }}",
                                   "{{ a | at_least: d }}",
                                   "{% if a < d %}{% endif %}",
                                   "{{ a | abs }}",
                                   "{% for i in (hex..hex) %}{{ i }}{% endfor %}",
                                   "{{ a.size }}"};

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

}  // namespace

void each_over_long_texts(const Each& each) {
    liquid::Environment environment = endless();
    for (const Text& text : long_texts()) {
        liquid::Data::Builder builder;
        std::vector<liquid::Value> list(100, builder.string(text.text.substr(0, kLong / 100)));
        liquid::Data data =
            builder.finish(builder.map({{"text", builder.string(text.text)}, {"list", builder.array(list)}}));
        auto page = [&](const std::string& source) {
            each(source + " over " + text.name, environment.parse(source).value, data);
        };
        for (std::string filter : kFilters) page("{% assign x = text | " + filter + " %}");
        for (const char* statement : kStatements) page(statement);
    }
}

void each_over_long_numbers(const Each& each) {
    liquid::Environment environment = endless();
    liquid::Data::Builder builder;
    std::string digits = of("9876543210", 20'000);
    liquid::Data data = builder.finish(builder.map({{"a", builder.integer(digits)},
                                                    {"b", builder.integer("7" + digits.substr(0, 9'000))},
                                                    {"zeros", builder.string("1" + std::string(20'000, '0'))},
                                                    {"hex", builder.string("0x" + digits)},
                                                    {"d", builder.string(digits + "." + digits)}}));
    for (const char* source : kOperations) each(source, environment.parse(source).value, data);
}

void each_of_a_long_partial(const Each& each) {
    for (const std::string& source : long_sources()) {
        liquid::Environment environment =
            liquid::EnvironmentBuilder().loader(liquid::memory_loader({{"large", source}, {"x", ""}})).build();
        std::string shown = source.substr(0, 40);
        std::replace(shown.begin(), shown.end(), '\n', ' ');
        each("a partial of " + shown, environment.parse("{% include 'large' %}").value, {});
    }
}

void render(const liquid::Template& page, const liquid::RenderInput& data, const std::function<void()>& look) {
    liquid::RenderInput input = data;
    input.poll = [&look](liquid::Runtime&) {
        look();
        return true;
    };
    liquid::RenderContext context;
    std::string out;
    page.render_into(out, context, input);
}

}  // namespace stopping
