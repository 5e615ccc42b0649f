// Texts, whitespace control, raw bodies, liquid tags and the host's tags.
#include <gtest/gtest.h>

#include <string>

#include "ast/ast.hpp"
#include "syntax/parse.hpp"

namespace {

using liquid::TagParser;
using liquid::TagSpec;

std::string texts(std::string_view source) {
    auto parsed = liquid::syntax::parse(source, {});
    std::string all = parsed.errors.empty() ? "" : parsed.errors[0].reference;
    for (const auto& node : parsed.ast.nodes) {
        bool kept = node.kind == liquid::NodeKind::Text || node.kind == liquid::NodeKind::Raw ||
                    node.kind == liquid::NodeKind::Doc;
        if (kept) all.append("<").append(parsed.ast.text(node)).append(">");
    }
    return all;
}

TEST(Whitespace, IsTrimmedAtDashes) {
    EXPECT_EQ(texts(" a {{- b -}} c "), "< a><c >");
    EXPECT_EQ(texts(" a \n{%- if b -%}\n c {%- endif -%}\n d"), "< a><c><d>");
    EXPECT_EQ(texts("\t{{- b }}"), "<>");
}

TEST(Whitespace, IsTrimmedBeforeInTheSameBodyOnly) {
    EXPECT_EQ(texts("{% if a %} b {% endif %}{{- c }}"), "< b >");
    EXPECT_EQ(texts(" a {% liquid %}{{- b }}"), "< a>");
    EXPECT_EQ(texts(" a {% liquid echo c %}{{- b }}"), "< a >");
}

TEST(Raw, KeepsItsContent) {
    EXPECT_EQ(texts("{% raw -%} {{ a }} {%- endraw -%} b"), "< {{ a }} ><b>");
    EXPECT_EQ(texts("{% raw %}{% {% endraw %}"), "<{% >");
    EXPECT_EQ(texts("{% doc %} d {% enddoc %}"), "< d >");
    EXPECT_EQ(texts("{% doc %}{% doc %}{% enddoc %}"),
              "Syntax Error in 'doc' - Nested doc tags are not allowed<{% doc %}>");
}

TEST(Comment, KnowsNestedCommentsAndRaw) {
    EXPECT_EQ(texts("{% comment %}{% if %}{% comment %}{% endcomment %}{% raw %}{% endcomment %}{% endraw %}x"
                    "{% endcomment %}y"),
              "<y>");
    EXPECT_EQ(texts("{% comment %}{% raw %}{% endcomment %}"), "'raw' tag was never closed");
    EXPECT_EQ(texts("{% # a\n # b %}{% liquid\n comment\n if\n endcomment %}"), "");
    EXPECT_EQ(texts("{% # a\n b %}"),
              "Syntax error in tag '#' - Each line of comments must be prefixed by the '#' character");
}

std::string host(std::string_view source, std::vector<TagSpec> tags) {
    liquid::syntax::Options options;
    options.tags = &tags;
    auto parsed = liquid::syntax::parse(source, options);
    if (!parsed.errors.empty()) return parsed.errors[0].reference;
    for (auto& node : parsed.ast.nodes) node.line = 0;
    return dump(parsed.ast);
}

TagSpec spec(std::string name, TagSpec::Shape shape, TagSpec::Grammar grammar) {
    TagSpec tag;
    tag.name = std::move(name);
    tag.shape = shape;
    tag.grammar = grammar;
    return tag;
}

TEST(HostTags, HaveArguments) {
    EXPECT_EQ(host("{% t a.b, k: 1 %}", {spec("t", TagSpec::Shape::Tag, TagSpec::Grammar::Expression)}),
              "Document [0, 17)\n"
              "  CustomTag \"t\" [0, 17)\n"
              "    Markup \"a.b, k: 1\" [5, 14)\n"
              "    Lookup \"a\" [5, 8)\n"
              "      Key \"b\" [7, 8)\n"
              "    Attribute \"k\" [13, 14)\n"
              "      Integer \"1\" [13, 14)\n");
    EXPECT_EQ(host("{% t 1 %}", {spec("t", TagSpec::Shape::Tag, TagSpec::Grammar::Identifier)}),
              "Expected id but found number in \"1\"");
}

TEST(HostTags, HaveBodies) {
    TagSpec tag = spec("if", TagSpec::Shape::Block, TagSpec::Grammar::None);
    tag.branches = {"other"};
    EXPECT_EQ(host("{% if %}a{% other %}{% endif %}", {tag}),
              "Document [0, 31)\n"
              "  CustomTag \"if\" [0, 8)\n"
              "    Markup [6, 6)\n"
              "    Body \"if\" [8, 9)\n"
              "      Text \"a\" [8, 9)\n"
              "    Body \"other\" [20, 20)\n");
    EXPECT_EQ(host("{% r %}{{ x {% endr %}", {spec("r", TagSpec::Shape::RawBlock, TagSpec::Grammar::None)}),
              "Document [0, 22)\n"
              "  CustomTag \"r\" [0, 7)\n"
              "    Markup [5, 5)\n"
              "    Body \"r\" [7, 12)\n"
              "      Text \"{{ x \" [7, 12)\n");
}

TEST(HostTags, ReadTheirOwnMarkup) {
    TagSpec tag = spec("t", TagSpec::Shape::Tag, TagSpec::Grammar::Callback);
    tag.parse = [](TagParser& parser) {
        if (!parser.identifier() || !parser.accept_symbol('=')) return parser.fail("t needs a name");
        parser.constant(liquid::Value::integer(parser.integer().value_or(0)), "n");
        return parser.at_end();
    };
    EXPECT_EQ(host("{% t a = 5 %}", {tag}),
              "Document [0, 13)\n"
              "  CustomTag \"t\" [0, 13)\n"
              "    Markup \"a = 5\" [5, 10)\n"
              "    Attribute \"n\" [11, 11)\n"
              "      Integer \"5\" [11, 11)\n");
    EXPECT_EQ(host("{% t %}", {tag}), "t needs a name in \"\"");
}

}  // namespace
