#include "syntax/scanner.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

using namespace liquid::syntax;

std::vector<std::string> pieces(std::string_view source) {
    std::vector<std::string> found;
    Scanner scanner(source);
    Piece piece;
    while (scanner.next(piece)) found.emplace_back(source.substr(piece.span.begin, piece.span.size()));
    return found;
}

using Pieces = std::vector<std::string>;

TEST(Scanner, CutsTextsOutputsAndTags) {
    EXPECT_EQ(pieces("a{ b {{ c }}{% d %} }}"), (Pieces{"a{ b ", "{{ c }}", "{% d %}", " }}"}));
    EXPECT_TRUE(pieces("").empty());
}

TEST(Scanner, EndsAnOutputAtTheFirstBrace) { EXPECT_EQ(pieces("{{ '}' }}"), (Pieces{"{{ '}", "' }}"})); }

TEST(Scanner, LetsAnOutputSwallowATag) {
    EXPECT_EQ(pieces("{{ a {% b %}c"), (Pieces{"{{ a {% b %}", "c"}));
    EXPECT_EQ(pieces("{{ a {% b"), (Pieces{"{{ a {%", " b"}));
}

TEST(Scanner, LosesTheRestBehindAnOpenOutput) { EXPECT_EQ(pieces("x{{ abc"), (Pieces{"x", "{{"})); }

TEST(Scanner, GoesOnBehindAnOpenTag) { EXPECT_EQ(pieces("{% a {{ b }}"), (Pieces{"{%", " a ", "{{ b }}"})); }

TEST(Scanner, SplitsTags) {
    std::string_view source = "{%- if\n a -%}";
    TagParts parts;
    ASSERT_TRUE(split_tag(source, {0, 13}, parts));
    EXPECT_EQ(parts.name, (liquid::Span{4, 6}));
    EXPECT_EQ(parts.markup, (liquid::Span{8, 10}));
    EXPECT_FALSE(split_tag("{%-%}", {0, 5}, parts));
    EXPECT_FALSE(split_tag("{% ! %}", {0, 7}, parts));
}

TEST(Scanner, FindsTheLastNamedTagInsideAPiece) {
    std::string_view source = "{{ x {% y {%- endraw {%!%}";
    InnerTag tag;
    ASSERT_TRUE(find_inner_tag(source, {0, static_cast<std::uint32_t>(source.size())}, tag));
    EXPECT_EQ(tag.name, "endraw");
    EXPECT_EQ(tag.begin, 10u);
}

}  // namespace
