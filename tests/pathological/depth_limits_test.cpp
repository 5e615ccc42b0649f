// Depths and sizes just below, at and just above their limits.
#include "limits.hpp"

namespace {

using hostile::Outcome;
using hostile::partials;
using hostile::with_limit;

TEST(PartialDepth, HoldsExactly) {
    EXPECT_EQ(with_limit("partial_depth", 3, "{% render 'deep1' %}").codes, "LQ1007")
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
    EXPECT_EQ(cut.diagnostics[0].message(), "partials are nested more than 1 deep");
    EXPECT_EQ(cut.diagnostics[0].notes, std::vector<std::string>{"partial_depth: 2 of 1"});
    EXPECT_EQ(cut.diagnostics[0].location.path, "deep2b");
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

TEST(TemplateBytes, AreToldWithTheirNumber) {
    Outcome page = with_limit("template_bytes", 200, std::string(201, 'x'));
    ASSERT_EQ(page.diagnostics.size(), 1u);
    EXPECT_EQ(page.diagnostics[0].message(), "the template has 201 bytes, 200 are allowed");
    EXPECT_EQ(page.diagnostics[0].notes, std::vector<std::string>{"template_bytes: 201 of 200"});
    EXPECT_EQ(hostile::place_of(page.diagnostics[0]), "page:1:1");
    for (const char* tag : {"{% include 'large' %}", "{% render 'large' %}"})
        for (std::uint64_t limit :
             {partials().at("large").size() - 1, partials().at("large").size(), partials().at("large").size() + 1}) {
            Outcome outcome = with_limit("template_bytes", limit, tag);
            EXPECT_EQ(outcome.codes, limit < partials().at("large").size() ? "LQ1005" : "") << limit;
            if (outcome.diagnostics.empty()) continue;
            EXPECT_NE(outcome.diagnostics[0].message().find("are allowed"), std::string::npos)
                << outcome.diagnostics[0].message();
            ASSERT_EQ(outcome.diagnostics[0].notes.size(), 2u) << "the place, and the limit";
            EXPECT_EQ(outcome.diagnostics[0].notes[0].find("large:1:1: "), 0u) << outcome.diagnostics[0].notes[0];
            EXPECT_EQ(outcome.diagnostics[0].notes[1],
                      "template_bytes: " + std::to_string(limit + 1) + " of " + std::to_string(limit));
            EXPECT_EQ(outcome.diagnostics[0].location.line, 1u);
        }
}

struct Nested {
    const char* name;
    const char* open;
    const char* close;
};
class NestingOf : public testing::TestWithParam<Nested> {};

// The reference's count of blocks begins at the page: with a limit of N there are at most N blocks.
TEST_P(NestingOf, HoldsExactly) {
    for (std::uint64_t limit : {1u, 2u, 7u, 50u}) {
        auto page = [&](std::size_t depth) {
            return hostile::times(depth, GetParam().open) + "x" + hostile::times(depth, GetParam().close);
        };
        EXPECT_EQ(with_limit("nesting", limit, page(limit - 1)).codes, "") << limit;
        EXPECT_EQ(with_limit("nesting", limit, page(limit)).codes, "") << limit;
        Outcome above = with_limit("nesting", limit, page(limit + 1));
        EXPECT_EQ(above.codes, "LQ2017") << limit;
        ASSERT_FALSE(above.diagnostics.empty());
        const liquid::Diagnostic& told = above.diagnostics[0];
        EXPECT_EQ(told.message(), "blocks are nested more than " + std::to_string(limit) + " deep");
        EXPECT_EQ(told.notes,
                  std::vector<std::string>{"nesting: " + std::to_string(limit + 1) + " of " + std::to_string(limit)});
        // At the block that is one too many.
        EXPECT_EQ(told.location.line, 1u);
        EXPECT_EQ(told.location.span.begin, hostile::times(limit, GetParam().open).size());
    }
}

INSTANTIATE_TEST_SUITE_P(Blocks, NestingOf,
                         testing::Values(Nested{"If", "{% if true %}", "{% endif %}"},
                                         Nested{"Unless", "{% unless false %}", "{% endunless %}"},
                                         Nested{"For", "{% for i in (1..1) %}", "{% endfor %}"},
                                         Nested{"Tablerow", "{% tablerow i in (1..1) %}", "{% endtablerow %}"},
                                         Nested{"Case", "{% case 1 %}{% when 1 %}", "{% endcase %}"},
                                         Nested{"Capture", "{% capture a %}", "{% endcapture %}"},
                                         Nested{"Ifchanged", "{% ifchanged %}", "{% endifchanged %}"},
                                         Nested{"Host", "{% box %}", "{% endbox %}"}),
                         [](const testing::TestParamInfo<Nested>& test) { return std::string(test.param.name); });

TEST(Nesting, OfAPartialIsToldAtItsTag) {
    liquid::Limits limits;
    limits.safety.nesting = 1;
    auto environment = liquid::EnvironmentBuilder()
                           .limits(limits)
                           .loader(liquid::memory_loader({{"p", "{% if a %}\n {% if b %}{% endif %}{% endif %}"}}))
                           .build();
    Outcome outcome = hostile::render(environment, "a\n{% render 'p' %}");
    ASSERT_EQ(outcome.codes, "LQ1005");
    EXPECT_EQ(hostile::place_of(outcome.diagnostics[0]), "page:2:11");
    EXPECT_EQ(outcome.diagnostics[0].notes,
              (std::vector<std::string>{"p:2:2: blocks are nested more than 1 deep", "nesting: 2 of 1"}));
}

// In an expression 100, whatever `nesting` is.
class BracketsIn : public testing::TestWithParam<liquid::ErrorMode> {};

TEST_P(BracketsIn, AreBoundedExactly) {
    for (std::uint64_t nesting : {1u, 1000u})
        for (std::size_t depth : {99u, 100u, 101u}) {
            std::string source = "a\n{{ " + hostile::times(depth, "a[") + "1" + hostile::times(depth, "]") + " }}";
            Outcome outcome = with_limit("nesting", nesting, source, GetParam());
            EXPECT_EQ(outcome.codes, depth <= 100 ? "" : "LQ2017") << depth;
            if (outcome.diagnostics.empty()) continue;
            const liquid::Diagnostic& told = outcome.diagnostics[0];
            EXPECT_EQ(told.message(), "brackets are nested more than 100 deep");
            EXPECT_EQ(hostile::place_of(told), "page:2:206") << "what stands in the bracket that is one too many";
        }
}

INSTANTIATE_TEST_SUITE_P(EveryMode, BracketsIn,
                         testing::Values(liquid::ErrorMode::Lax, liquid::ErrorMode::Warn, liquid::ErrorMode::Strict,
                                         liquid::ErrorMode::Strict2));

// Of a render 100 too: the page's own, and one for each loop, include and render that is open.
TEST(Scopes, AreBoundedExactly) {
    auto loops = [](std::size_t depth) {
        return "\n" + hostile::times(depth, "{% for i in (1..1) %}") + "x" + hostile::times(depth, "{% endfor %}");
    };
    EXPECT_EQ(with_limit("nesting", 1000, loops(98)).page, "\nx");
    EXPECT_EQ(with_limit("nesting", 1000, loops(99)).page, "\nx");
    Outcome above = with_limit("nesting", 1000, loops(100));
    EXPECT_EQ(above.page, "\nLiquid error (page line 2): Nesting too deep");
    ASSERT_EQ(above.codes, "LQ3014");
    EXPECT_EQ(above.diagnostics[0].message(), "scopes or partials are nested more than 100 deep");
    EXPECT_EQ(above.diagnostics[0].notes, std::vector<std::string>{"scopes: 101 of 100"});
    EXPECT_EQ(above.diagnostics[0].location.span.begin, 1 + hostile::times(99, "{% for i in (1..1) %}").size());
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

}  // namespace
