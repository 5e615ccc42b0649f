// Renders made to be endless, large or deep: each ends at a limit or is cheap, whatever it tries.
#include <map>

#include "support.hpp"

namespace {

using hostile::times;

struct Attack {
    const char* name;
    const char* source;
    const char* codes;  // what must be said; nullptr: whatever
};

std::ostream& operator<<(std::ostream& out, const Attack& attack) { return out << attack.name; }

class Attacks : public testing::TestWithParam<Attack> {};

TEST_P(Attacks, EndWithinTheLimits) {
    auto data =
        liquid::Data::parse(R"({"list": [3, 1, 2], "text": "some text", "map": {"a": 1}, "nested": [[1], [2]]})");
    auto environment = liquid::EnvironmentBuilder()
                           .limits(hostile::small_limits())
                           .on_error(liquid::OnError::Inline)
                           .loader(liquid::memory_loader(
                               {{"itself", "{% include 'itself' %}"},
                                {"renders_itself", "{% render 'renders_itself' %}"},
                                {"twice", "{% include 'twice' %}{% include 'twice' %}"},
                                {"twice_rendered", "{% render 'twice_rendered' %}{% render 'twice_rendered' %}"},
                                {"one", "{% render 'other' %}"},
                                {"other", "{% render 'one' %}{% render 'one' %}"},
                                {"for_each", "{% include 'for_each' for list %}"},
                                {"render_each", "{% render 'render_each' for l as l, l: l %}"},
                                {"capturing", "{% capture x %}{% include 'capturing' %}{% endcapture %}"},
                                {"word", "word"}}))
                           .build();
    liquid::Limits limits = hostile::small_limits();
    auto outcome = hostile::render(environment, GetParam().source, data.value);
    if (GetParam().codes != nullptr) {
        EXPECT_EQ(outcome.codes.substr(0, 6), std::string_view(GetParam().codes)) << outcome.page.substr(0, 200);
    }
    EXPECT_LE(outcome.usage.memory_bytes, limits.safety.memory_bytes * 2) << "one refused request may be counted";
    EXPECT_LE(outcome.usage.output_bytes, limits.safety.output_bytes);
    EXPECT_LE(outcome.page.size(), limits.safety.output_bytes);
}

constexpr const char* kEndless = "LQ4004";
constexpr const char* kLarge = "LQ4003";
constexpr const char* kLong = "LQ4002";

#define CASE(body) "{% case 1 %}{% when 1, 1 %}" body "{% endcase %}"
#define CASES_4(body) CASE(CASE(CASE(CASE(body))))
#define CASES_16(body) CASES_4(CASES_4(CASES_4(CASES_4(body))))

INSTANTIATE_TEST_SUITE_P(
    Ranges, Attacks,
    testing::Values(
        Attack{"RangeFor", "{% for i in (1..9999999999) %}{% endfor %}", kEndless},
        Attack{"RangeForReversed", "{% for i in (1..9999999999) reversed %}{% assign x = i %}{% endfor %}", kEndless},
        Attack{"RangeJoin", "{{ (1..9999999999) | join }}", nullptr},
        Attack{"RangeSize", "{{ (1..9999999999) | size }}", ""}, Attack{"RangePrint", "{{ (1..9999999999) }}", ""},
        Attack{"RangeTablerow", "{% tablerow i in (1..9999999999) %}{% endtablerow %}", nullptr},
        Attack{"RangeTablerowEmpty",
               "{% capture x %}{% tablerow i in (1..9999999999) cols: 1 %}{% endtablerow %}{% endcapture %}", nullptr},
        Attack{"RangeRender", "{% render 'word' for (1..9999999999) %}", nullptr},
        Attack{"RangeInclude", "{% assign r = (1..9999999999) %}{% include 'word' for r %}", nullptr},
        Attack{"RangeCase", "{% case 5 %}{% when (1..9999999999) %}a{% endcase %}", ""},
        Attack{"RangeContains", "{% assign r = (1..9999999999) %}{% if r contains 77777777777 %}a{% endif %}", ""},
        Attack{"RangeEqual",
               "{% assign r = (1..9999999999) %}{% assign s = (1..9999999999) %}{% if r == s %}a{% endif %}", ""},
        Attack{"RangeSort", "{{ (1..9999999999) | sort }}", nullptr},
        Attack{"RangeMap", "{{ (1..9999999999) | map: 'a' }}", nullptr},
        Attack{"RangeReverse", "{{ (1..9999999999) | reverse | first }}", nullptr},
        Attack{"RangeUniq", "{{ (1..9999999999) | uniq | size }}", nullptr},
        Attack{"RangeSum", "{{ (1..9999999999) | sum }}", nullptr},
        Attack{"RangeWhere", "{{ (1..9999999999) | where: 'a' }}", nullptr},
        Attack{"RangeConcat", "{{ list | concat: (1..9999999999) }}", nullptr},
        Attack{"RangeSlice", "{{ (1..9999999999) | slice: 0, 2 }}", nullptr},
        Attack{"RangeFirstLast", "{{ (1..9999999999).first }}{{ (1..9999999999).last }}", ""},
        Attack{"RangeOfText", "{% for i in ('1'..'9999999999') %}{% endfor %}", kEndless},
        Attack{"RangeOfHuge", "{% for i in (99999999999999999999..999999999999999999999999) %}{% endfor %}", nullptr},
        Attack{"RangeOfHugeLimit", "{% for i in (1..99999999999999999999999) limit: 2 %}{{ i }}{% endfor %}", nullptr},
        Attack{"RangeAllOfThem", "{% for i in (-9223372036854775808..9223372036854775807) %}{% endfor %}", kEndless},
        Attack{"RangeOffset",
               "{% for i in (1..9999999999) offset: 9223372036854775807 limit: 9223372036854775807 %}a{% endfor %}",
               ""},
        Attack{"RangeOffsetNegative",
               "{% for i in (1..99) offset: -9223372036854775807 limit: -9223372036854775807 %}a{% endfor %}", ""},
        Attack{"NestedFors",
               "{% for a in (1..99999) %}{% for b in (1..99999) %}{% for c in (1..99999) %}{% endfor %}{% endfor %}{% "
               "endfor %}",
               kEndless},
        // Each matching value runs the body once more: two to the power of 64.
        Attack{"NestedCases", CASES_16(CASES_16(CASES_16(CASES_16("")))), kEndless}),
    [](const testing::TestParamInfo<Attack>& test) { return std::string(test.param.name); });

#define LOOP(body) "{% for i in (1..9999999) %}" body "{% endfor %}"
#define FEW(body) "{% for i in (1..60) %}" body "{% endfor %}"

INSTANTIATE_TEST_SUITE_P(
    Growth, Attacks,
    testing::Values(
        Attack{"DoublingAppend", "{% assign s = 'abc' %}" FEW("{% assign s = s | append: s %}"), kLarge},
        Attack{"DoublingPrepend", "{% assign s = 'abc' %}" FEW("{% assign s = s | prepend: s %}"), kLarge},
        Attack{"DoublingReplace", "{% assign s = 'aa' %}" FEW("{% assign s = s | replace: 'a', 'aa' %}"), nullptr},
        Attack{"DoublingCapture", "{% assign s = 'abc' %}" FEW("{% capture s %}{{ s }}{{ s }}{% endcapture %}"),
               nullptr},
        Attack{"DoublingJoin", "{% assign s = 'abc' %}" FEW("{% assign s = list | join: s %}"), nullptr},
        Attack{"DoublingConcat", "{% assign l = list %}" FEW("{% assign l = l | concat: l %}"), nullptr},
        Attack{"DoublingTimes", "{% assign n = 3 %}" FEW("{% assign n = n | times: n %}"), nullptr},
        Attack{"DoublingEscape", "{% assign s = '&' %}" FEW("{% assign s = s | escape | append: s %}"), nullptr},
        Attack{"DoublingUrlEncode", "{% assign s = '%' %}" FEW("{% assign s = s | url_encode | append: s %}"), nullptr},
        Attack{"DoublingBase64",
               "{% assign s = 'abc' %}{% for i in (1..999) %}{% assign s = s | base64_encode %}{% endfor %}", nullptr},
        Attack{"DoublingSelfReplace", "{% assign s = 'ab' %}" FEW("{% assign s = s | replace: 'a', s %}"), nullptr},
        Attack{"DoublingNewlines",
               "{% assign s = 'a' %}" FEW("{% assign s = s | append: '\n' | append: s | newline_to_br %}"), nullptr},
        Attack{"DoublingSplitJoin", "{% assign s = 'ab' %}" FEW("{% assign s = s | split: '' | join: 'xx' %}"),
               nullptr},
        Attack{"LinearAppend",
               "{% assign s = '' %}" LOOP("{% assign s = s | append: '0123456789012345678901234567890123456789' %}"),
               nullptr},
        Attack{"NestedCaptures",
               "{% capture a %}{% capture b %}" LOOP("0123456789abcdef") "{% endcapture %}{% endcapture %}", nullptr},
        Attack{"CapturesTogether",
               "{% capture k %}{% for i in (1..10000) %}0123456789abcdef{% endfor %}{% endcapture %}" LOOP(
                   "{% capture x %}{{ k }}{% endcapture %}"),
               kLong},
        Attack{"IfchangedTogether",
               "{% capture k %}{% for i in (1..10000) %}0123456789abcdef{% endfor %}{% endcapture %}" LOOP(
                   "{% ifchanged %}{{ k }}{% endifchanged %}"),
               kLong},
        Attack{"ManyNames", LOOP("{% assign k = 'name' | append: i %}{{ self[k] }}"), nullptr},
        Attack{"ManyLookups", LOOP("{% assign k = 'name' | append: i %}{{ [k] }}"), nullptr},
        Attack{"ManyCycles", LOOP("{% cycle i: 'a', 'b' %}"), nullptr},
        Attack{"ManyForloops", LOOP("{% for j in list %}{% assign x = forloop %}{% endfor %}"), kEndless},
        Attack{"ManyTablerows", LOOP("{% tablerow j in list %}{% endtablerow %}"), nullptr},
        Attack{"ManyIncrements", LOOP("{% increment n %}"), nullptr},
        Attack{"HugeIncrement", "{% assign x = 1 %}" LOOP("{% decrement n %}"), nullptr},
        Attack{"ManyFailures", LOOP("{{ 1 | divided_by: 0 }}"), nullptr},
        Attack{"ManyMissingPartials", LOOP("{% include i %}"), nullptr},
        Attack{"LargeMissingPartials",
               "{% capture k %}{% for i in (1..30000) %}0123456789abcdef{% endfor %}{% endcapture %}" LOOP(
                   "{% capture x %}{% include k %}{% endcapture %}"),
               nullptr},
        Attack{"LargeComparisonFailures",
               "{% capture k %}{% for i in (1..30000) %}0123456789abcdef{% endfor %}{% endcapture %}" LOOP(
                   "{% capture x %}{{ k | date: k }}{{ k | plus: map }}{{ k | sort: k }}{% endcapture %}"),
               nullptr}),
    [](const testing::TestParamInfo<Attack>& test) { return std::string(test.param.name); });

INSTANTIATE_TEST_SUITE_P(
    Work, Attacks,
    testing::Values(
        Attack{"EqualLongTexts",
               "{% capture a %}{% for i in (1..60000) %}0123456789abcdef{% endfor %}{% endcapture %}{% assign b = a | "
               "append: 'x' %}{% assign a = a | append: 'x' %}" LOOP("{% if a == b %}{% endif %}"),
               kEndless},
        Attack{"OrderLongTexts",
               "{% capture a %}{% for i in (1..60000) %}0123456789abcdef{% endfor %}{% endcapture %}{% assign b = a | "
               "append: 'x' %}" LOOP("{% if a < b %}{% endif %}"),
               kEndless},
        Attack{"SizeOfLongText",
               "{% capture a %}{% for i in (1..60000) %}0123456789\xc3\xa4{% endfor %}{% endcapture %}" LOOP(
                   "{% assign x = a.size %}"),
               kEndless},
        Attack{"CaseOfLongText",
               "{% capture a %}{% for i in (1..60000) %}0123456789abcdef{% endfor %}{% endcapture %}{% assign b = a | "
               "upcase | downcase %}" LOOP("{% case a %}{% when b, b, b %}{% endcase %}"),
               kEndless},
        Attack{"CopyLongText",
               "{% capture a %}{% for i in (1..60000) %}0123456789abcdef{% endfor %}{% endcapture %}" LOOP(
                   "{% assign x = a | append: 'y' %}"),
               kEndless},
        Attack{"UniqOfLongTexts",
               "{% capture a %}{% for i in (1..60000) %}0123456789abcdef{% endfor %}{% endcapture %}{% assign l = a | "
               "split: '|' %}{% for i in (1..12) %}{% assign l = l | concat: l %}{% endfor %}" LOOP(
                   "{% assign x = l | uniq %}"),
               nullptr},
        Attack{"SortLongTexts",
               "{% capture a %}{% for i in (1..60000) %}0123456789abcdef{% endfor %}{% endcapture %}{% assign l = a | "
               "split: '|' %}{% for i in (1..10) %}{% assign l = l | concat: l %}{% endfor %}" LOOP(
                   "{% assign x = l | sort %}"),
               nullptr},
        Attack{"ReplaceQuadratic",
               "{% capture a %}{% for i in (1..60000) %}aaaaaaaaaaaaaaaa{% endfor %}{% endcapture %}{% capture b %}{% "
               "for i in (1..30000) %}aaaaaaaaaaaaaaaa{% endfor %}b{% endcapture %}{% assign x = a | replace: b, 'y' "
               "%}{% assign x = a | split: b %}{% assign x = a | remove: b %}{% assign x = a | replace_last: b, 'y' "
               "%}{% if a contains b %}z{% endif %}",
               nullptr},
        Attack{"SplitIntoCharacters",
               "{% capture a %}{% for i in (1..60000) %}aaaaaaaaaaaaaaaa{% endfor %}{% endcapture %}{% assign l = a | "
               "split: '' %}{{ l | uniq | size }}{{ l | sort | size }}{{ l | where: 'a' | size }}",
               nullptr},
        Attack{"StripHtmlQuadratic",
               "{% capture a %}{% for i in (1..60000) %}<script<!--<style<{% endfor %}{% endcapture %}{% assign x = a "
               "| strip_html %}",
               nullptr},
        Attack{"TruncateWords",
               "{% capture a %}{% for i in (1..60000) %}a b c d {% endfor %}{% endcapture %}" LOOP(
                   "{% assign x = a | truncatewords: 9999999 %}"),
               nullptr},
        Attack{"StrftimeWidth", "{{ 'now' | date: '%999999999Y' }}", nullptr},
        Attack{"StrftimeWidths",
               "{{ 'now' | date: '%99999999999999999999999999Y%2147483647d%2147483648N%-999999999S%+0099999999H' }}",
               nullptr},
        Attack{"StrftimeLoop", LOOP("{% assign x = 'now' | date: '%999999d%999999d%999999d' %}"), nullptr},
        Attack{"RoundHuge",
               "{{ 1 | round: 999999999 }}{{ 1.5 | round: 999999999 }}{{ 1.5 | round: -999999999 }}{{ '1.5' | round: "
               "99999999999999999999 }}{{ 12 | round: -9223372036854775808 }}",
               nullptr},
        Attack{"DivideExtremes",
               "{{ -9223372036854775808 | divided_by: -1 }}{{ -9223372036854775808 | modulo: -1 }}{{ "
               "-9223372036854775808 | abs }}{{ -9223372036854775808 | times: -1 }}{{ 1 | divided_by: 0.0 }}",
               nullptr},
        Attack{
            "SliceExtremes",
            "{{ text | slice: 9223372036854775807, 9223372036854775807 }}{{ text | slice: -9223372036854775808, 1 }}{{ "
            "text | slice: 99999999999999999999 }}{{ list | slice: -9223372036854775808, 9223372036854775807 }}",
            nullptr},
        Attack{"TruncateExtremes",
               "{{ text | truncate: -9223372036854775808 }}{{ text | truncate: 9223372036854775807 }}{{ text | "
               "truncate: 99999999999999999999999 }}{{ text | truncatewords: -9223372036854775808 }}",
               nullptr},
        Attack{"IndexExtremes",
               "{{ list[-9223372036854775808] }}{{ list[9223372036854775807] }}{{ list[99999999999999999999] }}",
               nullptr},
        Attack{"TablerowExtremes",
               "{% tablerow i in list cols: -9223372036854775808 %}{{ i }}{% endtablerow %}{% tablerow i in list cols: "
               "0 limit: 99999999999999999999 offset: -5 %}{% endtablerow %}",
               nullptr},
        Attack{"ExponentData",
               "{{ '1e999999999' | plus: 1 }}{{ '1.0e-999999999' | times: 2 }}{{ '-1e99999999999999999999' | round }}",
               nullptr}),
    [](const testing::TestParamInfo<Attack>& test) { return std::string(test.param.name); });

INSTANTIATE_TEST_SUITE_P(Recursion, Attacks,
                         testing::Values(Attack{"Include", "{% include 'itself' %}", nullptr},
                                         Attack{"Render", "{% render 'renders_itself' %}", nullptr},
                                         Attack{"IncludeTwice", "{% include 'twice' %}", nullptr},
                                         Attack{"RenderTwice", "{% render 'twice_rendered' %}", nullptr},
                                         Attack{"Mutual", "{% render 'one' %}", nullptr},
                                         Attack{"IncludeForEach", "{% include 'for_each' for list %}", nullptr},
                                         Attack{"RenderForEach", "{% render 'render_each' for list as l, l: list %}",
                                                nullptr},
                                         Attack{"Capturing", "{% include 'capturing' %}", nullptr}),
                         [](const testing::TestParamInfo<Attack>& test) { return std::string(test.param.name); });

// --- work that a count bounds ---

std::uint64_t steps_of(const std::string& source, const liquid::RenderInput& input = {}) {
    auto parsed = liquid::Environment().parse(source);
    liquid::RenderContext context;
    std::string out;
    parsed.value.render_into(out, context, input);
    return context.usage().steps;
}

TEST(Steps, CountTheBodyOfALoop) {
    std::string body = times(10'000, "{{ a }}");
    EXPECT_GE(steps_of("{% for i in (1..100) %}" + body + "{% endfor %}"), 900'000u);
    EXPECT_GE(steps_of("{% tablerow i in (1..100) %}" + body + "{% endtablerow %}"), 900'000u);
}

TEST(Steps, CountTheBodyOfAPartial) {
    auto environment =
        liquid::EnvironmentBuilder().loader(liquid::memory_loader({{"p", times(10'000, "{{ a }}")}})).build();
    auto parsed = environment.parse("{% for i in (1..100) %}{% render 'p' %}{% endfor %}");
    liquid::RenderContext context;
    std::string out;
    parsed.value.render_into(out, context, {});
    EXPECT_GE(context.usage().steps, 1'000'000u);
}

// Steps must grow with the input, not with its square.
struct Growing {
    const char* name;
    const char* source;
};
class Linear : public testing::TestWithParam<Growing> {};

TEST_P(Linear, InTheSizeOfTheInput) {
    auto data = [](std::size_t n) {
        std::string json = "{\"text\": \"" + times(n, "ab c") + "\", \"list\": [";
        for (std::size_t i = 0; i < n; ++i)
            json += (i == 0 ? "" : ",") + ("{\"k\": " + std::to_string(i * 7 % n) + "}");
        json += "], \"numbers\": [";
        for (std::size_t i = 0; i < n; ++i) json += (i == 0 ? "" : ",") + std::to_string(i * 7 % n);
        return liquid::Data::parse(json + "]}").value;
    };
    liquid::Data small = data(1'000), large = data(10'000);
    std::uint64_t few = steps_of(GetParam().source, small), many = steps_of(GetParam().source, large);
    EXPECT_LT(many, few * 20) << few;
}

INSTANTIATE_TEST_SUITE_P(
    Filters, Linear,
    testing::Values(
        Growing{"Replace", "{{ text | replace: 'a', 'bb' }}"}, Growing{"Split", "{{ text | split: 'a' | join }}"},
        Growing{"Uniq", "{{ numbers | uniq | size }}"}, Growing{"UniqByKey", "{{ list | uniq: 'k' | size }}"},
        Growing{"Sort", "{{ numbers | sort | size }}"}, Growing{"SortByKey", "{{ list | sort: 'k' | size }}"},
        Growing{"SortNatural", "{{ text | split: ' ' | sort_natural | size }}"},
        Growing{"Where", "{{ list | where: 'k', 5 | size }}"}, Growing{"Map", "{{ list | map: 'k' | join }}"},
        Growing{"Compact", "{{ list | compact: 'k' | size }}"}, Growing{"Sum", "{{ list | sum: 'k' }}"},
        Growing{"Find", "{{ list | find: 'k', -1 }}"}, Growing{"Contains", "{% if numbers contains -1 %}{% endif %}"},
        Growing{"Reverse", "{{ numbers | reverse | first }}"}, Growing{"Print", "{{ list }}{{ numbers }}"},
        Growing{"StripHtml", "{{ text | strip_html }}"},
        Growing{"TruncateWords", "{{ text | truncatewords: 999999 }}"}),
    [](const testing::TestParamInfo<Growing>& test) { return std::string(test.param.name); });

// --- data ---

TEST(Numbers, OfAHundredThousandDigits) {
    std::string nines = times(100'000, "9");
    // Not from JSON: its parser refuses integers beyond the range of a double.
    liquid::Data::Builder builder;
    liquid::Value n = builder.integer(nines), text = builder.string(nines), fraction = builder.string("1." + nines);
    auto data = builder.finish(builder.map({{"n", n}, {"s", text}, {"f", fraction}}));
    for (std::string number :
         {std::string("n"), std::string("s"), nines, "'" + nines + "'", std::string("f"), "1." + nines})
        for (const char* filter : {"times: 9", "plus: 1", "minus: 1", "divided_by: 7", "modulo: 7", "abs", "round",
                                   "ceil", "floor", "at_least: 5", "at_most: 5", "round: 999999999", "size",
                                   "date: '%Y'", "append: 'x' | size", "slice: 0", "json"}) {
            auto outcome = hostile::render("{{ " + number + " | " + filter + " }}", data);
            EXPECT_LE(outcome.page.size(), 400'000u) << number.substr(0, 10) << " | " << filter;
        }
    EXPECT_NE(
        hostile::render("{% assign x = n %}{% for i in (1..99999) %}{% assign x = x | times: n %}{% endfor %}", data)
            .codes,
        "");
}

TEST(Numbers, OfAHundredThousandDigitsInTags) {
    std::string nines = times(100'000, "9");
    for (const char* tag :
         {"{% for i in (1..2) limit: N %}a{% endfor %}", "{% for i in (1..2) offset: N %}a{% endfor %}",
          "{% for i in (N..N) %}a{% endfor %}", "{% tablerow i in (1..2) cols: N %}a{% endtablerow %}",
          "{% if N > 1 %}a{% endif %}", "{{ a[N] }}", "{% case N %}{% when N %}a{% endcase %}", "{% cycle N, N %}",
          "{% assign x = N %}{{ x | size }}"}) {
        std::string source = tag;
        for (std::size_t at; (at = source.find('N')) != std::string::npos;) source.replace(at, 1, nines);
        hostile::render(source);
    }
}

TEST(Objects, OfFiftyThousandKeys) {
    std::string json = "{\"o\": {";
    for (int i = 0; i < 50'000; ++i)
        json += (i == 0 ? "\"" : ",\"") + ("key" + std::to_string(i) + "\": " + std::to_string(i));
    auto data = liquid::Data::parse(json + "}}");
    ASSERT_TRUE(data.ok());
    auto outcome = hostile::render(
        "{{ o.key0 }} {{ o.key49999 }} {{ o.size }} {% for p in o %}{% if p[1] == 7 %}{{ p[0] }}{% endif %}{% endfor "
        "%}",
        data.value);
    EXPECT_EQ(outcome.page, "0 49999 50000 key7");
    EXPECT_EQ(outcome.codes, "");
    EXPECT_LE(outcome.usage.steps, 6u * 50'000 + 100) << "six a turn of the loop";
}

TEST(Objects, NestedDeep) {
    for (std::size_t depth : {100u, 900u, 100'000u}) {
        auto data = liquid::Data::parse("{\"a\": " + times(depth, "[") + "1" + times(depth, "]") + "}");
        if (!data.ok()) continue;
        for (const char* source :
             {"{{ a }}", "{{ a | join }}", "{{ a | json }}", "{% if a == a %}x{% endif %}", "{{ a | uniq }}",
              "{{ a | sort }}", "{% assign b = a | concat: a %}{{ b }}", "{{ a | flatten }}", "{{ a | reverse }}",
              "{% assign b = a | where: 'x' %}", "{{ a | compact }}", "{% if a contains a %}{% endif %}",
              "{{ a | size }}", "{{ a | sum }}"})
            hostile::render(source, data.value);
    }
}

// --- bytes ---

TEST(Bytes, InEveryFilter) {
    const std::string texts[] = {"\xff",
                                 "a\xc3",
                                 "\xe2\x82",
                                 std::string("\0", 1),
                                 std::string("a\0b", 3),
                                 "\xf0\x9f\x92",
                                 "\xed\xa0\x80",
                                 "\xc0\x80",
                                 "<\xff>&\xc3\"'",
                                 "%ff%",
                                 "\xff\xfe" + std::string(3, '\0'),
                                 ""};
    const char* filters[] = {"abs",
                             "append",
                             "at_least",
                             "at_most",
                             "base64_decode",
                             "base64_encode",
                             "base64_url_safe_decode",
                             "base64_url_safe_encode",
                             "capitalize",
                             "ceil",
                             "compact",
                             "concat",
                             "date",
                             "default",
                             "divided_by",
                             "downcase",
                             "escape",
                             "escape_once",
                             "find",
                             "find_index",
                             "first",
                             "floor",
                             "h",
                             "has",
                             "join",
                             "last",
                             "lstrip",
                             "map",
                             "minus",
                             "modulo",
                             "newline_to_br",
                             "plus",
                             "prepend",
                             "reject",
                             "remove",
                             "remove_first",
                             "remove_last",
                             "replace",
                             "replace_first",
                             "replace_last",
                             "reverse",
                             "round",
                             "rstrip",
                             "size",
                             "slice",
                             "sort",
                             "sort_natural",
                             "split",
                             "squish",
                             "strip",
                             "strip_html",
                             "strip_newlines",
                             "sum",
                             "times",
                             "truncate",
                             "truncatewords",
                             "uniq",
                             "upcase",
                             "url_decode",
                             "url_encode",
                             "where"};
    for (const std::string& input : texts)
        for (const std::string& argument : texts) {
            std::string source;
            for (const char* filter : filters)
                for (const char* given : {"", ": b", ": b, b", ": 1, b", ": 2, 3", ": b, 1"})
                    source += std::string("{{ a | ") + filter + given + " }}{{ l | " + filter + given + " }}";
            liquid::Data::Builder builder;
            liquid::Value a = builder.string(input), b = builder.string(argument);
            liquid::Value list = builder.array({a, b, a, liquid::Value::integer(1), liquid::Value::nil()});
            auto data = builder.finish(builder.map({{"a", a}, {"b", b}, {"l", list}}));
            hostile::render(source, data);
        }
}

TEST(Bytes, InTags) {
    for (const std::string& text : {std::string("\xff"), std::string("a\0b", 3), std::string("\xc3")}) {
        liquid::Data::Builder builder;
        liquid::Value a = builder.string(text);
        auto data = builder.finish(builder.map({{"a", a}, {text, builder.map({{text, a}})}}));
        hostile::render(
            "{{ a }}{% for i in a %}{{ i }}{% endfor %}{% case a %}{% when a %}{% endcase %}{% cycle a, a %}{% cycle "
            "a: a %}"
            "{% include a %}{{ [a][a] }}{{ self[a] }}{% if a contains a %}{% endif %}{% capture x %}{{ a }}{% "
            "endcapture %}"
            "{% ifchanged %}{{ a }}{% endifchanged %}{% tablerow i in a %}{{ i }}{% endtablerow %}{{ (a..a) }}",
            data);
    }
}

TEST(Bytes, InTemplates) {
    EXPECT_EQ(hostile::render("caf\xe9").codes, "LQ2016");
    EXPECT_EQ(hostile::render("{{ '\xc3' }}").codes, "LQ2016");
    std::string nul = std::string("a\0b{{ 'c\0d' }}", 14);
    EXPECT_EQ(hostile::render(nul).page, std::string("a\0bc\0d", 6));
}

}  // namespace
