#include "apply.hpp"

namespace liquid {
namespace {

using HtmlFilters = FilterTest;

TEST_F(HtmlFilters, EscapeReplacesFiveCharacters) {
    EXPECT_EQ(run("escape", text("<a href=\"x\">'&'</a>")),
              R"("&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;")");
    EXPECT_EQ(run("h", text("&amp;")), R"("&amp;amp;")");
    EXPECT_EQ(run("escape", Value::nil()), "nil");
    EXPECT_EQ(apply("escape", text("<\xff")).as_string(), "&lt;\xff");
}

TEST_F(HtmlFilters, EscapeGivesCleanTextBack) {
    Value input = text("nothing to do here");
    EXPECT_EQ(apply("escape", input).data(), input.data());
    EXPECT_EQ(apply("escape_once", input).data(), input.data());
}

TEST_F(HtmlFilters, EscapeOnceLeavesEntities) {
    EXPECT_EQ(run("escape_once", text("&lt; &#38; < &")), R"("&lt; &#38; &lt; &amp;")");
    EXPECT_EQ(run("escape_once", text("&frac12; &#x26; &; &#; &lt")),
              R"("&amp;frac12; &amp;#x26; &amp;; &amp;#; &amp;lt")");
    EXPECT_EQ(run("escape_once", Value::nil()), R"("")");
    EXPECT_EQ(run("escape_once", text("\xff")), "error: invalid byte sequence in UTF-8");
}

TEST_F(HtmlFilters, StripHtmlRemovesBlocksThenTags) {
    EXPECT_EQ(run("strip_html", text("<p class='x'>one</p><br\n/>two")), R"("onetwo")");
    EXPECT_EQ(run("strip_html", text("a<script src=x>1 < 2</script>b<style>p{}</style>c<!-- > -->d")), R"("abcd")");
    EXPECT_EQ(run("strip_html", text("<SCRIPT>kept</SCRIPT>")), R"("kept")");
    EXPECT_EQ(run("strip_html", text("<script>open 1 > 0")), R"("open 1 > 0")");
    EXPECT_EQ(run("strip_html", text("a < b and <")), R"("a < b and <")");
    // A comment needs marks of its own on both sides; what a removed block leaves may be a tag.
    EXPECT_EQ(run("strip_html", text("<!-->x-->y")), R"("y")");
    EXPECT_EQ(run("strip_html", text("<<!-- -->b>x")), R"("x")");
    EXPECT_EQ(run("strip_html", text("\xff")), "error: invalid byte sequence in UTF-8");
}

TEST_F(HtmlFilters, NewlinesMayHaveACarriageReturn) {
    EXPECT_EQ(run("strip_newlines", text("a\r\nb\nc\rd\r\r\n")), R"("abc\rd\r")");
    EXPECT_EQ(run("newline_to_br", text("a\r\nb\n\nc")), R"("a<br />\nb<br />\n<br />\nc")");
    EXPECT_EQ(run("newline_to_br", Value::nil()), R"("")");
}

}  // namespace
}  // namespace liquid
