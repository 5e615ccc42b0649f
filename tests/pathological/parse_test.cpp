// Templates made to be deep, large or slow to parse.
#include "support.hpp"
#include "work.hpp"

namespace {

using hostile::kWorkOfByte;
using hostile::times;

constexpr liquid::ErrorMode kModes[] = {liquid::ErrorMode::Lax, liquid::ErrorMode::Warn, liquid::ErrorMode::Strict,
                                        liquid::ErrorMode::Strict2};

liquid::Environment in_mode(liquid::ErrorMode mode) {
    return liquid::EnvironmentBuilder()
        .error_mode(mode)
        .limits(hostile::small_limits())
        .on_error(liquid::OnError::Inline)
        .build();
}

// --- nesting ---

struct Deep {
    const char* name;
    const char* open;
    const char* middle;
    const char* close;
};
class Nesting : public testing::TestWithParam<Deep> {};

TEST_P(Nesting, OfTenThousandIsRefused) {
    for (liquid::ErrorMode mode : kModes)
        for (std::size_t closed : {0u, 10'000u}) {
            const Deep& deep = GetParam();
            auto outcome =
                hostile::render(in_mode(mode), times(10'000, deep.open) + deep.middle + times(closed, deep.close));
            EXPECT_NE(outcome.codes.find("LQ2017"), std::string::npos) << outcome.codes.substr(0, 200);
        }
}

INSTANTIATE_TEST_SUITE_P(Blocks, Nesting,
                         testing::Values(Deep{"If", "{% if a %}", "x", "{% endif %}"},
                                         Deep{"Unless", "{% unless a %}", "x", "{% endunless %}"},
                                         Deep{"For", "{% for a in b %}", "x", "{% endfor %}"},
                                         Deep{"Tablerow", "{% tablerow a in b %}", "x", "{% endtablerow %}"},
                                         Deep{"Case", "{% case a %}{% when 1 %}", "x", "{% endcase %}"},
                                         Deep{"Capture", "{% capture a %}", "x", "{% endcapture %}"},
                                         Deep{"Ifchanged", "{% ifchanged %}", "x", "{% endifchanged %}"},
                                         Deep{"IfLines", "{% liquid if a\n %}{% if b %}", "x", "{% endif %}"}),
                         [](const testing::TestParamInfo<Deep>& test) { return std::string(test.param.name); });

struct Text {
    const char* name;
    std::string (*make)(std::size_t size);
};

// Whatever is inside a markup, the parse and the render end, in every mode and tag.
std::string brackets(std::size_t n) { return "a" + times(n / 2, "[a"); }
std::string closed_brackets(std::size_t n) { return times(n / 3, "a[") + "a" + times(n / 3, "]"); }
std::string open_parentheses(std::size_t n) { return times(n, "("); }
std::string ranges(std::size_t n) { return times(n / 5, "(1..") + "2" + times(n / 5, ")"); }
std::string word(std::size_t n) { return times(n, "w"); }
std::string words(std::size_t n) { return times(n / 2, "w "); }
std::string quotes(std::size_t n) { return times(n, "'"); }
std::string odd_quotes(std::size_t n) { return times(n | 1, "\""); }
std::string mixed_quotes(std::size_t n) { return times(n / 4, "'\"a "); }
std::string only_brackets(std::size_t n) { return times(n, "["); }
std::string ending_brackets(std::size_t n) { return times(n, "]"); }
std::string pipes(std::size_t n) { return times(n, "|"); }
std::string spaced_pipes(std::size_t n) { return "a" + times(n / 3, " | "); }
std::string filters(std::size_t n) { return "a" + times(n / 8, " | upcase"); }
std::string commas(std::size_t n) { return times(n, ","); }
std::string listed(std::size_t n) { return "a" + times(n / 3, ", b"); }
std::string colons(std::size_t n) { return times(n, ":"); }
std::string attributes(std::size_t n) { return "a in b" + times(n / 5, " k: 1"); }
std::string arguments(std::size_t n) { return "a | f: 1" + times(n / 3, ",1 "); }
std::string keywords(std::size_t n) { return "a | f: k: 1" + times(n / 6, ", k: 1"); }
std::string ors(std::size_t n) { return "a" + times(n / 4, " or a"); }
std::string ands(std::size_t n) { return "a == 1" + times(n / 5, " and a"); }
std::string only_ors(std::size_t n) { return times(n / 4, " or "); }
std::string dots(std::size_t n) { return "a" + times(n, "."); }
std::string path(std::size_t n) { return "a" + times(n / 2, ".b"); }
std::string minuses(std::size_t n) { return times(n, "-"); }
std::string digits(std::size_t n) { return times(n, "9"); }
std::string fraction(std::size_t n) { return "1." + times(n, "9"); }
std::string blanks(std::size_t n) { return times(n, " "); }
std::string newlines(std::size_t n) { return times(n, "\n"); }
std::string nuls(std::size_t n) { return std::string(n, '\0'); }
std::string signs(std::size_t n) { return times(n / 2, "=<"); }
std::string letters_beyond(std::size_t n) { return times(n / 2, "\xc3\xa9"); }

const Text kTexts[] = {{"brackets", brackets},
                       {"closed_brackets", closed_brackets},
                       {"open_parentheses", open_parentheses},
                       {"ranges", ranges},
                       {"word", word},
                       {"words", words},
                       {"quotes", quotes},
                       {"odd_quotes", odd_quotes},
                       {"mixed_quotes", mixed_quotes},
                       {"only_brackets", only_brackets},
                       {"ending_brackets", ending_brackets},
                       {"pipes", pipes},
                       {"spaced_pipes", spaced_pipes},
                       {"filters", filters},
                       {"commas", commas},
                       {"listed", listed},
                       {"colons", colons},
                       {"attributes", attributes},
                       {"arguments", arguments},
                       {"keywords", keywords},
                       {"ors", ors},
                       {"ands", ands},
                       {"only_ors", only_ors},
                       {"dots", dots},
                       {"path", path},
                       {"minuses", minuses},
                       {"digits", digits},
                       {"fraction", fraction},
                       {"blanks", blanks},
                       {"newlines", newlines},
                       {"nuls", nuls},
                       {"signs", signs},
                       {"letters_beyond", letters_beyond}};

constexpr std::string_view kTags[][2] = {{"{{ ", " }}"},
                                         {"{% if ", " %}x{% endif %}"},
                                         {"{% unless ", " %}x{% endunless %}"},
                                         {"{% for i in ", " %}x{% endfor %}"},
                                         {"{% for ", " %}x{% endfor %}"},
                                         {"{% tablerow i in ", " %}x{% endtablerow %}"},
                                         {"{% case ", " %}{% when 1 %}x{% endcase %}"},
                                         {"{% case 1 %}{% when ", " %}x{% endcase %}"},
                                         {"{% assign x = ", " %}"},
                                         {"{% assign ", " %}"},
                                         {"{% capture ", " %}x{% endcapture %}"},
                                         {"{% cycle ", " %}"},
                                         {"{% cycle a: ", " %}"},
                                         {"{% include ", " %}"},
                                         {"{% include 'a' with ", " %}"},
                                         {"{% render 'a', ", " %}"},
                                         {"{% render ", " %}"},
                                         {"{% increment ", " %}"},
                                         {"{% echo ", " %}"},
                                         {"{% liquid echo ", " %}"},
                                         {"{% # ", " %}"},
                                         {"{% comment ", " %}{% endcomment %}"},
                                         {"{% raw ", " %}{% endraw %}"},
                                         {"{% doc ", " %}{% enddoc %}"},
                                         {"{% ", " %}"},
                                         {"{%", ""},
                                         {"{{", ""},
                                         {"{% comment %}", ""},
                                         {"{% raw %}", ""},
                                         {"", ""}};

std::uint64_t work_of_parse(const liquid::Environment& environment, const std::string& source) {
    std::uint64_t before = hostile::work();
    environment.parse(source);
    return hostile::work() - before;
}

// Where work is not counted (sanitizers, coverage) it is 0, and the texts are parsed for what those look for.
// Ten times the text is ten times the work, and what vectors and tables that grow by doubling add. A small text's own
// costs (an environment's names, a diagnostic with its suggestions) are in both.
constexpr std::uint64_t kTenTimes = 11;

class Markup : public testing::TestWithParam<Text> {};

// Markups of 16 KiB and less are read by the core grammar first, longer ones are not.
TEST_P(Markup, IsParsedWithLinearWork) {
    for (liquid::ErrorMode mode : kModes) {
        liquid::Environment environment = in_mode(mode);
        for (const auto& tag : kTags) {
            auto source = [&](std::size_t size) {
                return std::string(tag[0]) + GetParam().make(size) + std::string(tag[1]);
            };
            constexpr std::size_t kSizes[][2] = {{2'560, 12'800}, {20'000, 200'000}};
            for (auto [small, large] : kSizes) {
                std::string whole = source(large);
                std::uint64_t part = work_of_parse(environment, source(small));
                std::uint64_t all = work_of_parse(environment, whole);
                EXPECT_EQ(part != 0, hostile::work_is_counted());
                EXPECT_LE(10 * all, kTenTimes * part * (large / small))
                    << tag[0] << large << " in mode " << static_cast<int>(mode);
                EXPECT_LE(all, kWorkOfByte * whole.size()) << tag[0] << large << " in mode " << static_cast<int>(mode);
            }
        }
    }
}

// The reference's lax patterns are searches that begin anew at each byte: a megabyte of word characters is their worst.
TEST(Parse, MegabyteOfAWordInEachTagIsLinear) {
    for (liquid::ErrorMode mode : kModes) {
        liquid::Environment environment = in_mode(mode);
        for (const auto& tag : kTags) {
            auto source = [&](std::size_t size) { return std::string(tag[0]) + word(size) + std::string(tag[1]); };
            std::uint64_t tenth = work_of_parse(environment, source(100'000));
            std::uint64_t all = work_of_parse(environment, source(1'000'000));
            EXPECT_EQ(tenth != 0, hostile::work_is_counted());
            EXPECT_LE(all, kTenTimes * tenth) << tag[0] << " in mode " << static_cast<int>(mode);
            EXPECT_LE(all, kWorkOfByte * 1'000'000) << tag[0] << " in mode " << static_cast<int>(mode);
        }
    }
}

TEST_P(Markup, IsRendered) {
    for (liquid::ErrorMode mode : kModes) {
        liquid::Environment environment = in_mode(mode);
        for (const auto& tag : kTags)
            hostile::render(environment, std::string(tag[0]) + GetParam().make(3'000) + std::string(tag[1]));
    }
}

INSTANTIATE_TEST_SUITE_P(Texts, Markup, testing::ValuesIn(kTexts),
                         [](const testing::TestParamInfo<Text>& test) { return std::string(test.param.name); });

// --- sizes ---

TEST(Parse, MillionIfs) {
    for (const char* piece : {"{% if a %}", "{% if a %}{% endif %}", "{% endif %}", "{% if %}"}) {
        liquid::Environment environment = in_mode(liquid::ErrorMode::Lax);
        std::uint64_t all = work_of_parse(environment, times(1'000'000, piece));
        EXPECT_LE(all, kWorkOfByte * 1'000'000 * std::string_view(piece).size()) << piece;
        EXPECT_LE(all, kTenTimes * work_of_parse(environment, times(100'000, piece))) << piece;
    }
}

TEST(Parse, MillionUnclosedBlocksIsOneFault) {
    auto outcome = hostile::render(times(1'000'000, "{% if %}"));
    EXPECT_LE(outcome.diagnostics.size(), 1000u);
    EXPECT_NE(outcome.codes.find("LQ2"), std::string::npos);
}

TEST(Parse, MillionFaultsAreNotAllKept) {
    for (const char* piece : {"{% nope %}", "{{ a b }}\n", "{% assign %}", "{% endif %}", "{{ 1 | a%% }}", "{{ x"}) {
        for (liquid::ErrorMode mode : kModes) {
            auto parsed = in_mode(mode).parse(times(100'000, piece));
            EXPECT_LE(parsed.diagnostics.size(), 3000u) << piece << ": errors, warnings, remarks";
        }
    }
}

TEST(Parse, ManyUnknownFiltersAreNotAllTold) {
    std::string source;
    for (int i = 0; i < 20'000; ++i) source += "{{ 1 | nope" + std::to_string(i) + " }}";
    EXPECT_LE(hostile::environment({}).parse(source).diagnostics.size(), 1000u);
}

TEST(Parse, HundredMegabytesAreRefused) {
    auto parsed = liquid::Environment().parse(std::string(100 << 20, 'x'));
    ASSERT_EQ(parsed.diagnostics.size(), 1u);
    EXPECT_EQ(parsed.diagnostics[0].code(), "LQ4006");
    EXPECT_FALSE(parsed.value.valid());
}

TEST(Parse, SixtyMegabytesAreRendered) {
    std::string source(60 << 20, 'x');
    source += "{{ 1 }}";
    auto parsed = liquid::Environment().parse(source);
    ASSERT_TRUE(parsed.ok());
    std::string out;
    liquid::RenderContext context;
    EXPECT_TRUE(parsed.value.render_into(out, context, {}));
    EXPECT_EQ(out.size(), (60u << 20) + 1);
}

TEST(Parse, MegabytesOfOutputsAreRendered) {
    auto outcome = hostile::render(times(400'000, "{{ a }}{%- assign a = 1 -%}"));
    EXPECT_EQ(outcome.codes, "");
}

// Each value of a `when` runs the body, and evaluates the subject anew: neither may stand in the code once for each.
TEST(Parse, CasesAreNotMultiplied) {
    liquid::Environment environment = in_mode(liquid::ErrorMode::Lax);
    auto is_linear = [&](auto source) {
        std::uint64_t all = work_of_parse(environment, source(200'000));
        EXPECT_LE(all, kTenTimes * work_of_parse(environment, source(20'000))) << source(10).substr(0, 100);
        EXPECT_LE(all, kWorkOfByte * source(200'000).size()) << source(10).substr(0, 100);
    };
    is_linear([](std::size_t n) {
        return "{% case a %}{% when 1" + times(n, ", 1") + " %}" + times(n, "{{ b }}") + "{% endcase %}";
    });
    is_linear([](std::size_t n) {
        return "{% case a" + times(n, ".b") + " %}{% when 1" + times(n, ", 1") + " %}x{% endcase %}";
    });
    is_linear([](std::size_t n) {
        return "{% case a" + times(n, "[b]") + " %}" + times(n, "{% when 1 %}x") + "{% endcase %}";
    });
    std::string nested = times(90, "{% case 1 %}{% when 1, 1 %}") + times(90, "{% endcase %}");
    EXPECT_LE(work_of_parse(environment, nested), kWorkOfByte * nested.size());
}

TEST(Parse, WhitespaceControlOfALongBlankIsLinear) {
    liquid::Environment environment = hostile::environment(hostile::small_limits());
    auto source = [](std::size_t n) { return times(n, "{%- if true -%}  \n  {%- endif -%}   "); };
    EXPECT_LE(work_of_parse(environment, source(30'000)), kTenTimes * work_of_parse(environment, source(3'000)));
    EXPECT_EQ(hostile::render(times(100'000, " \n") + "{{- 1 -}}" + times(100'000, "\t ")).page, "1");
}

// --- counts beyond sixteen bits ---

TEST(Counts, OfArguments) {
    std::string list = times(70'000, ", 1");
    EXPECT_EQ(hostile::render("{{ 1 | append: 2" + list + " }}").codes, "LQ3005");
    EXPECT_EQ(hostile::render("{{ 1 | nope: 2" + list + " }}").page, "1");
    EXPECT_EQ(hostile::render("{% cycle 2" + list + " %}").page, "2");
    EXPECT_EQ(hostile::render("{% case 2 %}{% when 1" + list + " %}a{% else %}b{% endcase %}").page, "b");
}

TEST(Counts, OfKeywords) {
    std::string source = "{{ 1 | default: 2";
    for (int i = 0; i < 70'000; ++i) source += ", k" + std::to_string(i) + ": " + std::to_string(i);
    hostile::render(source + " }}");
}

TEST(Counts, OfPartialArguments) {
    std::string call;
    for (int i = 0; i < 70'000; ++i) call += ", k" + std::to_string(i) + ": " + std::to_string(i);
    auto environment = liquid::EnvironmentBuilder()
                           .on_error(liquid::OnError::Inline)
                           .loader(liquid::memory_loader({{"p", "{{ k0 }} {{ k65536 }} {{ k69999 }}"}}))
                           .build();
    EXPECT_EQ(hostile::render(environment, "{% render 'p'" + call + " %}").page, "0 65536 69999");
    EXPECT_EQ(hostile::render(environment, "{% include 'p'" + call + " %}").page, "0 65536 69999");
}

TEST(Counts, OfFiltersAndSegments) {
    EXPECT_EQ(hostile::render("{{ 'a'" + times(10'000, " | append: 'b'") + " | size }}").page, "10001");
    EXPECT_EQ(hostile::render("{{ a" + times(100'000, ".b") + " }}").page, "");
}

}  // namespace
