// What the markups of tags become, in which mode.
#include <gtest/gtest.h>

#include <string>

#include "ast/ast.hpp"
#include "syntax/parse.hpp"

namespace {

using liquid::ErrorMode;

constexpr ErrorMode all_modes[] = {ErrorMode::Lax, ErrorMode::Warn, ErrorMode::Strict, ErrorMode::Strict2};

liquid::syntax::Parsed parse(std::string_view source, ErrorMode mode) {
    liquid::syntax::Options options;
    options.mode = mode;
    return liquid::syntax::parse(source, options);
}

// The listing without lines and places.
std::string tree(std::string_view source, ErrorMode mode) {
    auto parsed = parse(source, mode);
    if (!parsed.errors.empty()) return parsed.errors[0].reference;
    for (auto& node : parsed.ast.nodes) {
        node.line = 0;
        node.span = {};
    }
    std::string listing = dump(parsed.ast);
    std::string short_listing;
    for (std::size_t at = 0; at < listing.size();) {
        std::size_t end = listing.find(" [0, 0)\n", at);
        short_listing.append(listing, at, end - at).append("\n");
        at = end + 8;
    }
    return short_listing.substr(9);  // without "Document\n"
}

std::string output(std::string_view children) { return "  Output\n" + std::string(children); }

TEST(Core, IsReadAlikeInAllModes) {
    for (const char* source : {
             "{{ a.b[0].size | f: 1, k: 'v' | g }}",
             "{{ 'x' }}{{ -1.5 }}{{ (1..n) }}{{ nil }}{{ blank }}",
             "{% if a == blank and b.c != 'd e' or order %}x{% elsif e contains \"f\" %}y{% else %}z{% endif %}",
             "{% for i in (1..3) reversed limit:2, offset: continue %}x{% else %}y{% endfor %}",
             "{% tablerow i in list cols: 2 limit:3 %}x{% endtablerow %}",
             "{% assign a-b = c | d: e %}{% capture f %}g{% endcapture %}{% increment h %}",
             "{% case a %}{% when 1, 'b' or empty %}x{% else %}y{% endcase %}",
             "{% cycle 'a', b, 3 %}{% cycle n: 'a', 'b' %}",
             "{% render 'p' for list as item, k: v %}{% include name with a.b, c: 'd' %}",
         }) {
        std::string lax = tree(source, ErrorMode::Lax);
        EXPECT_NE(lax.substr(0, 2), "Sy") << lax;
        for (ErrorMode mode : all_modes) {
            EXPECT_EQ(tree(source, mode), lax) << source;
            EXPECT_TRUE(parse(source, mode).warnings.empty()) << source;
        }
    }
}

TEST(Lax, ReadsOperatorsGluedToNamesAsLookups) {
    EXPECT_EQ(tree("{% if a==b %}{% endif %}", ErrorMode::Lax),
              "  If\n    Branch\n      Condition\n        Lookup \"a\"\n          Key \"b\"\n      Body\n");
    EXPECT_EQ(tree("{% if a==b %}{% endif %}", ErrorMode::Strict),
              "  If\n    Branch\n      Condition == \"==\"\n        Lookup \"a\"\n        Lookup \"b\"\n      Body\n");
}

TEST(Lax, KeepsUnknownOperatorsForTheRender) {
    EXPECT_EQ(
        tree("{% if a = 1 %}{% endif %}", ErrorMode::Lax),
        "  If\n    Branch\n      Condition unknown \"=\"\n        Lookup \"a\"\n        Integer \"1\"\n      Body\n");
}

TEST(Lax, FindsFiltersAndArgumentsInJunk) {
    EXPECT_EQ(tree("{{ a & | f ! : 1 2, k : v | | g }}", ErrorMode::Lax),
              output("    Lookup \"a\"\n    Filter \"f\"\n      Integer \"1\"\n      Attribute \"k\"\n        Lookup "
                     "\"v\"\n    Filter \"g\"\n"));
}

TEST(Lax, AssignsTheLastWordBeforeTheEquals) {
    EXPECT_EQ(tree("{% assign foo bar = 1 %}", ErrorMode::Lax), "  Assign \"bar\"\n    Integer \"1\"\n");
}

TEST(Lax, SplitsCyclesAtEveryComma) {
    EXPECT_EQ(tree("{% cycle 'a,b', nil %}", ErrorMode::Lax), "  Cycle\n    Lookup \"a\"\n    Lookup \"b\"\n");
    EXPECT_EQ(tree("{% cycle 'a,b', nil %}", ErrorMode::Strict2), "  Cycle\n    String \"a,b\"\n    Nil\n");
}

TEST(Expressions, AreReadByPatterns) {
    EXPECT_EQ(tree("{{ 1.2.3 }}", ErrorMode::Lax), output("    Float \"1.2\"\n"));
    EXPECT_EQ(tree("{{ 12. }}", ErrorMode::Lax), output("    Float \"12\"\n"));
    EXPECT_EQ(tree("{{ % }}", ErrorMode::Lax), output("    Lookup no-name\n"));
    EXPECT_EQ(tree("{{ (1..(2..3)) }}", ErrorMode::Strict),
              output("    Range\n      Lookup \"1\"\n        Key \"2\"\n      Lookup \"3\"\n"));
    EXPECT_EQ(tree("{{ a [ 'k' ] . b }}", ErrorMode::Strict2),
              output("    Lookup \"a\"\n      Index\n        String \"k\"\n      Key \"b\"\n"));
    EXPECT_EQ(tree("{{ ['k'] }}", ErrorMode::Strict), output("    Lookup by-expression\n      String \"k\"\n"));
}

TEST(Strict, DiffersFromStrict2InArguments) {
    EXPECT_EQ(tree("{{ a | f: 1, }}", ErrorMode::Strict),
              "[:end_of_string] is not a valid expression in \"{{ a | f: 1, }}\"");
    EXPECT_EQ(tree("{{ a | f: 1, }}", ErrorMode::Strict2),
              output("    Lookup \"a\"\n    Filter \"f\"\n      Integer \"1\"\n"));
    EXPECT_EQ(tree("{{ ['a'] }}", ErrorMode::Strict2),
              "Bare bracket access is not allowed. Use self['...'] instead in \"{{ ['a'] }}\"");
}

TEST(Warn, KeepsTheStrictErrorAsAWarning) {
    auto parsed = parse("\n{% if a == %}{% endif %}", ErrorMode::Warn);
    EXPECT_TRUE(parsed.errors.empty());
    ASSERT_EQ(parsed.warnings.size(), 1u);
    EXPECT_EQ(parsed.warnings[0].reference, "[:end_of_string] is not a valid expression in \"a ==\"");
    EXPECT_EQ(parsed.warnings[0].line, 2u);
}

}  // namespace
