// Filters on one text: case, strip, append, replace, truncate, slice, split.
#include "apply.hpp"

namespace liquid {
namespace {

using StringFilters = FilterTest;

TEST_F(StringFilters, CaseFollowsRuby) {
    EXPECT_EQ(run("upcase", text("größe")), R"("GRÖSSE")");
    EXPECT_EQ(run("capitalize", text("éCLAIR TORTE")), R"("Éclair torte")");
    EXPECT_EQ(run("capitalize", text("mIXED")), R"("Mixed")");
    EXPECT_EQ(run("downcase", Value::nil()), R"("")");
    EXPECT_EQ(run("upcase", Value::boolean(true)), R"("TRUE")");
}

TEST_F(StringFilters, CaseRefusesInvalidTextButNotBinary) {
    EXPECT_EQ(run("upcase", text("a\xff")), "error: input string invalid");
    EXPECT_EQ(apply("upcase", binary("a\xff")).as_string(), "A\xff");
}

TEST_F(StringFilters, StripTakesNulAndAsciiBlanksOnly) {
    using namespace std::string_view_literals;
    EXPECT_EQ(run("strip", text("\0 \v x \0"sv)), R"("x")");
    EXPECT_EQ(run("lstrip", text(" x ")), R"("x ")");
    EXPECT_EQ(run("rstrip", text(" x ")), R"(" x")");
    EXPECT_EQ(apply("strip", text("x\u00a0")).as_string(), "x\u00a0");
    EXPECT_EQ(run("strip", text(" \t")), R"("")");
}

TEST_F(StringFilters, StripLooksOnlyAtTheCharactersAtTheEnds) {
    EXPECT_EQ(apply("strip", text(" a\xff"
                                  "b "))
                  .as_string(),
              "a\xff"
              "b");
    EXPECT_EQ(run("lstrip", text(" \xff"
                                 "b")),
              "error: invalid byte sequence in UTF-8");
    EXPECT_EQ(run("rstrip", text("b\xff ")), "error: invalid byte sequence in UTF-8");
    EXPECT_EQ(apply("rstrip", text("é\x81 ")).as_string(), "é\x81");
}

TEST_F(StringFilters, StripGivesAViewOfItsInput) {
    Value input = text("  view  ");
    Value result = apply("strip", input);
    EXPECT_EQ(result.data(), input.data() + 2);
}

TEST_F(StringFilters, SquishJoinsRunsOfBlanks) {
    EXPECT_EQ(run("squish", text("  one \n\t two  three ")), R"("one two three")");
    EXPECT_EQ(run("squish", text("one two")), R"("one two")");
    EXPECT_EQ(run("squish", text("tab\there")), R"("tab here")");
    EXPECT_EQ(run("squish", Value::nil()), "nil");
}

TEST_F(StringFilters, AppendUsesTheTextOfAnyValue) {
    EXPECT_EQ(run("append", number(5), {Value::floating(1)}), R"("51.0")");
    EXPECT_EQ(run("append", list({number(1), Value::nil()}), {text("")}), R"("[1, nil]")");
    EXPECT_EQ(run("prepend", text("b"), {Value::nil()}), R"("b")");
    EXPECT_EQ(run("prepend", text("b"), {text("a")}), R"("ab")");
}

TEST_F(StringFilters, EncodingsMixOnlyWhileOneIsAscii) {
    EXPECT_EQ(run("append", binary("\xff"), {text("é")}), "internal");
    EXPECT_EQ(apply("append", binary("x"), {text("é")}).as_string(), "xé");
    Value joined = apply("append", text("x"), {binary("\xff")});
    EXPECT_EQ(joined.as_string(), "x\xff");
    EXPECT_TRUE(joined.has(Value::Binary));
}

TEST_F(StringFilters, ReplaceReadsBackslashesInTheReplacement) {
    EXPECT_EQ(run("replace", text("cat hat"), {text("at"), text("[\\0]")}), R"("c[at] h[at]")");
    EXPECT_EQ(run("replace", text("1-2"), {text("-"), text("<\\`|\\'>")}), R"("1<1|2>2")");
    EXPECT_EQ(apply("replace", text("x"), {text("x"), text("a\\\\b\\1\\+\\q\\")}).as_string(), "a\\b\\q\\");
    EXPECT_EQ(run("replace_first", text("x"), {text("x"), text("\\k<n>")}), "internal");
    EXPECT_EQ(apply("replace_last", text("x"), {text("x"), text("\\0")}).as_string(), "\\0");
}

TEST_F(StringFilters, ReplaceFindsPlaces) {
    EXPECT_EQ(run("replace", text("banana"), {text("ana"), text("o")}), R"("bona")");
    EXPECT_EQ(run("replace", text("né"), {text(""), text(".")}), R"(".n.é.")");
    EXPECT_EQ(run("replace", text("banana"), {text("a")}), R"("bnn")");
    EXPECT_EQ(run("replace_first", text("banana"), {text("an"), text("A")}), R"("bAana")");
    EXPECT_EQ(run("replace_last", text("banana"), {text("an"), text("A")}), R"("banAa")");
    EXPECT_EQ(run("remove_last", text("banana"), {text("na")}), R"("bana")");
    EXPECT_EQ(run("remove", text("a.b.c"), {text(".")}), R"("abc")");
    EXPECT_EQ(run("remove_first", text("none"), {text("x")}), R"("none")");
    EXPECT_EQ(run("replace_last", text("ab"), {text(""), text("!")}), R"("ab!")");
}

TEST_F(StringFilters, ReplaceLastFindsLongTexts) {
    std::string what = "a rather long text to look for";
    std::string in = what + "-" + what + "-" + what.substr(1);
    std::string out = what + "-x-" + what.substr(1);
    EXPECT_EQ(apply("replace_last", text(in), {text(what), text("x")}).as_string(), out);
}

TEST_F(StringFilters, ReplaceRefusesAnInvalidPatternOnly) {
    EXPECT_EQ(run("replace", text("abc"), {text("\xff"), text("")}), "internal");
    EXPECT_EQ(apply("replace",
                    text("a\xff"
                         "b"),
                    {text("b"), text("c")})
                  .as_string(),
              "a\xff"
              "c");
}

TEST_F(StringFilters, TruncateCountsTheEllipsis) {
    EXPECT_EQ(run("truncate", text("Ground control"), {number(9)}), R"("Ground...")");
    EXPECT_EQ(run("truncate", text("Größenwahn"), {number(5), text("…")}), R"("Größ…")");
    EXPECT_EQ(run("truncate", text("exact"), {number(5)}), R"("exact")");
    EXPECT_EQ(run("truncate", text("short"), {number(-7)}), R"("...")");
    EXPECT_EQ(run("truncate", text("abc"), {text("x")}), "error: invalid integer");
    EXPECT_EQ(run("truncate", Value::nil(), {text("x")}), "nil");
    EXPECT_EQ(run("truncate", text("abc"), {runtime_.integer_from_digits("99999999999999999999")}), R"("abc")");
}

TEST_F(StringFilters, TruncatewordsKeepsAtLeastOneWord) {
    EXPECT_EQ(run("truncatewords", text(" one  two\nthree"), {number(2)}), R"("one two...")");
    EXPECT_EQ(run("truncatewords", text("one two"), {number(0)}), R"("one...")");
    EXPECT_EQ(run("truncatewords", text("one two three four"), {number(3)}), R"("one two three...")");
    EXPECT_EQ(run("truncatewords", text("one\ttwo three four"), {number(3)}), R"("one two three...")");
    EXPECT_EQ(run("truncatewords", text("one two  three four"), {number(3)}), R"("one two three...")");
    EXPECT_EQ(run("truncatewords", text(" one  two"), {number(2)}), R"(" one  two")");
    // A blank after the last wanted word starts one more part, as in Ruby's split with a limit.
    EXPECT_EQ(run("truncatewords", text("one two "), {number(2), text("~")}), R"("one two~")");
    EXPECT_EQ(run("truncatewords", text("a\xff"), {number(2147483647)}), R"("a\xFF")");
    EXPECT_EQ(run("truncatewords", text("a\xff"), {number(2147483646)}), "error: invalid byte sequence in UTF-8");
}

TEST_F(StringFilters, SliceTakesCharactersOrItems) {
    EXPECT_EQ(run("slice", text("señor"), {number(2)}), R"("ñ")");
    EXPECT_EQ(run("slice", text("señor"), {number(-3), number(2)}), R"("ño")");
    EXPECT_EQ(run("slice", text("abc"), {number(3), number(1)}), R"("")");
    EXPECT_EQ(run("slice", text("abc"), {number(-4), number(9)}), R"("")");
    EXPECT_EQ(run("slice", text("abc"), {number(0), number(-1)}), R"("")");
    EXPECT_EQ(run("slice", number(12345), {number(1), text("2")}), R"("23")");
    EXPECT_EQ(run("slice", list({number(1), number(2), number(3)}), {number(1), number(5)}), "[2, 3]");
    EXPECT_EQ(run("slice", list({number(1)}), {number(7)}), "[]");
    EXPECT_EQ(run("slice", text("abc"), {Value::nil()}), "error: invalid integer");
    Value huge = runtime_.integer_from_digits("99999999999999999999");
    EXPECT_EQ(run("slice", text("abc"), {number(1), huge}), R"("bc")");
    EXPECT_EQ(run("slice", text("abc"), {number(INT64_MIN), number(INT64_MAX)}), R"("")");
}

TEST_F(StringFilters, SplitDropsEmptyPartsAtTheEnd) {
    EXPECT_EQ(run("split", text("a,,b,,"), {text(",")}), R"(["a", "", "b"])");
    EXPECT_EQ(run("split", text("a--b"), {text("--")}), R"(["a", "b"])");
    EXPECT_EQ(run("split", text(",,"), {text(",")}), "[]");
    EXPECT_EQ(run("split", text("né"), {text("")}), R"(["n", "é"])");
    EXPECT_EQ(run("split", text("  a \n b "), {text(" ")}), R"(["a", "b"])");
    EXPECT_EQ(run("split", text("a  b"), {text("  ")}), R"(["a", "b"])");
    EXPECT_EQ(run("split", Value::nil(), {text(",")}), "[]");
    EXPECT_EQ(run("split", number(1203), {number(0)}), R"(["12", "3"])");
    EXPECT_EQ(run("split", text("a\xff"), {text(",")}), "error: invalid byte sequence in UTF-8");
    EXPECT_EQ(run("split", text("é"), {binary("\xff")}), "internal");
}

}  // namespace
}  // namespace liquid
