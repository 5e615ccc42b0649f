// Diagnostics as people read them: exact texts.
#include <gtest/gtest.h>

#include <string>

#include <liquid/diagnostic.hpp>

namespace {

using liquid::Diagnostic;
using liquid::Kind;
using liquid::Location;
using liquid::Severity;

// A place on one line: columns count bytes from 1, `to` is the column after the last byte.
Location place(std::string path, std::uint32_t line, std::uint32_t from, std::uint32_t to, std::string excerpt) {
    Location location;
    location.path = std::move(path);
    location.line = location.end_line = line;
    location.column = from;
    location.end_column = to;
    location.excerpt = std::move(excerpt);
    return location;
}

Diagnostic missing_partial() {
    Diagnostic diagnostic;
    diagnostic.kind = Kind::MissingPartial;
    diagnostic.with("name", "price-tags");
    diagnostic.location = place("snippets/card.liquid", 9, 11, 23, "{% render 'price-tags' %}");
    return diagnostic;
}

std::string excerpt_of(std::uint32_t from, std::uint32_t to, std::string line) {
    Diagnostic diagnostic;
    diagnostic.kind = Kind::DivisionByZero;
    diagnostic.location = place("p", 1, from, to, std::move(line));
    const std::string text = to_text(diagnostic);
    return text.substr(text.find("\n  |\n") + 5);
}

TEST(DiagnosticText, ShowsPlaceChainNoteAndHelp) {
    Diagnostic diagnostic = missing_partial();
    diagnostic.chain.push_back({"render", place("layout/theme.liquid", 174, 5, 30, "    {% render 'shelf' %}")});
    diagnostic.chain.push_back({"include", place("snippets/shelf.liquid", 12, 1, 21, "{% include 'card' %}")});
    diagnostic.notes.push_back("looked for in snippets");
    diagnostic.fixes.push_back({"use `price-tag`", {10, 22}, "'price-tag'", liquid::Fix::Safety::Unsafe});
    EXPECT_EQ(to_text(diagnostic),
              R"(error[LQ1001 missing-partial]: `price-tags` was not found
   --> snippets/card.liquid:9:11
    |
  9 | {% render 'price-tags' %}
    |           ^^^^^^^^^^^^
    = asked for by `include` at snippets/shelf.liquid:12:1
 12 | {% include 'card' %}
    = asked for by `render` at layout/theme.liquid:174:5
174 |     {% render 'shelf' %}
    = note: looked for in snippets
    = help: use `price-tag`
)");
}

TEST(DiagnosticText, ShowsLabelsWithTheirOwnExcerpt) {
    Diagnostic diagnostic;
    diagnostic.kind = Kind::WrongDelimiter;
    diagnostic.with("tag", "endfor").with("block", "if");
    diagnostic.location = place("page.liquid", 10, 4, 10, "{% endfor %}");
    diagnostic.labels.push_back({place("page.liquid", 2, 1, 11, "{% if a %}"), "the block was opened here"});
    EXPECT_EQ(to_text(diagnostic),
              R"(error[LQ2006 wrong-delimiter]: `endfor` does not close `if`
  --> page.liquid:10:4
   |
10 | {% endfor %}
   |    ^^^^^^
  ::: page.liquid:2:1
   |
 2 | {% if a %}
   | ---------- the block was opened here
)");
}

TEST(DiagnosticText, ColorsOnlyWhenAsked) {
    const Diagnostic diagnostic = missing_partial();
    EXPECT_EQ(to_text(diagnostic).find('\x1b'), std::string::npos);
    const std::string colored = to_text(diagnostic, {.color = true});
    EXPECT_EQ(colored.find("\x1b[1;31merror[LQ1001 missing-partial]\x1b[0m"), 0u);
    EXPECT_NE(colored.find("\x1b[1;31m^^^^^^^^^^^^\x1b[0m\n"), std::string::npos);
}

TEST(DiagnosticText, LeavesOutExcerptsWhenAsked) {
    EXPECT_EQ(to_text(missing_partial(), {.excerpts = false}),
              "error[LQ1001 missing-partial]: `price-tags` was not found\n --> snippets/card.liquid:9:11\n");
}

TEST(DiagnosticText, NeedsNoPlace) {
    Diagnostic diagnostic;
    diagnostic.kind = Kind::UnknownZone;
    diagnostic.severity = Severity::Warning;
    diagnostic.with("name", "Mars/Base");
    EXPECT_EQ(to_text(diagnostic), "warning[LQ3015 unknown-zone]: the time zone `Mars/Base` is not known here\n");
    diagnostic.location.path = "data.json";
    EXPECT_EQ(to_text(diagnostic),
              "warning[LQ3015 unknown-zone]: the time zone `Mars/Base` is not known here\n --> data.json\n");
}

TEST(DiagnosticText, ShortensTheChainOfAPartialThatAsksForItself) {
    Diagnostic diagnostic;
    diagnostic.kind = Kind::PartialDepthLimit;
    diagnostic.with("limit", 100);
    diagnostic.location = place("loop", 1, 1, 2, "");
    for (std::uint32_t i = 1; i <= 100; ++i) diagnostic.chain.push_back({"include", place("loop", i, 1, 2, "")});
    const std::string text = to_text(diagnostic);
    EXPECT_NE(text.find("at loop:97:1\n    = ... 93 more ...\n    = asked for by `include` at loop:3:1\n"),
              std::string::npos)
        << text;
}

TEST(DiagnosticText, NeverPassesControlCharactersOn) {
    Diagnostic diagnostic;
    diagnostic.kind = Kind::MissingPartial;
    diagnostic.with("name", "a\x1b[2Jb\nc\x7f");
    diagnostic.location = place("p\x07.liquid", 1, 4, 5, "\x1b]0;x\xe2\x80\xae\xc2\x9b\xff");
    diagnostic.notes.push_back("\r\x08");
    diagnostic.chain.push_back({"include\x1b", place("q\x1b", 1, 1, 2, "\x1b[31m")});
    diagnostic.labels.push_back({place("r", 1, 1, 2, "\x1b"), "\x1b"});
    diagnostic.fixes.push_back({"\x1b", {}, "", liquid::Fix::Safety::Safe});
    const std::string text = to_text(diagnostic);
    for (const char c : text) EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20) << text;
    EXPECT_EQ(text.find('\x7f'), std::string::npos);
    EXPECT_EQ(text.find("\xc2\x9b"), std::string::npos);
    EXPECT_NE(text.find("`a\\x1b[2Jb\\nc\\x7f` was not found"), std::string::npos) << text;
    EXPECT_NE(text.find("1 | \\x1b]0;x\\u{202e}\\u{9b}\\xff\n  |       ^\n"), std::string::npos) << text;
}

TEST(DiagnosticText, CutsVeryLongArguments) {
    Diagnostic diagnostic;
    diagnostic.kind = Kind::MissingPartial;
    diagnostic.with("name", std::string(1'000'000, 'x'));
    EXPECT_LT(to_text(diagnostic).size(), 2100u);
    std::string accents = "e";
    for (int i = 0; i < 100'000; ++i) accents += "\xcc\x81";
    diagnostic.arguments[0].value = accents;
    EXPECT_LT(to_text(diagnostic).size(), 17'000u);
}

TEST(Excerpt, CountsTerminalColumns) {
    EXPECT_EQ(excerpt_of(2, 3, "\tx"), "1 |     x\n  |     ^\n");
    EXPECT_EQ(excerpt_of(4, 5, "ab\tx"), "1 | ab  x\n  |     ^\n");
    EXPECT_EQ(excerpt_of(7, 8, "日本{語}"), "1 | 日本{語}\n  |     ^\n");
    EXPECT_EQ(excerpt_of(8, 11, "日本{語}"), "1 | 日本{語}\n  |      ^^\n");
    EXPECT_EQ(excerpt_of(3, 6, "éxyz"), "1 | éxyz\n  |  ^^^\n");
    EXPECT_EQ(excerpt_of(4, 5, "e\xcc\x81x"), "1 | e\xcc\x81x\n  |  ^\n");
}

TEST(Excerpt, MarksAtLeastOneColumn) {
    EXPECT_EQ(excerpt_of(3, 3, "abc"), "1 | abc\n  |   ^\n");
    EXPECT_EQ(excerpt_of(4, 4, "abc\r"), "1 | abc\n  |    ^\n");
    EXPECT_EQ(excerpt_of(90, 99, "abc"), "1 | abc\n  |    ^\n");
}

TEST(Excerpt, MarksToTheEndOfTheLineWhatGoesOnBelow) {
    Diagnostic diagnostic = missing_partial();
    diagnostic.location.end_line = 12;
    diagnostic.location.end_column = 3;
    EXPECT_NE(to_text(diagnostic).find("  |           ^^^^^^^^^^^^^^^\n"), std::string::npos);
}

TEST(Excerpt, CutsALongLineAroundThePlace) {
    const std::string line = std::string(5000, 'a') + "HERE" + std::string(5000, 'b');
    EXPECT_EQ(excerpt_of(5001, 5005, line), "1 | …" + std::string(36, 'a') + "HERE" + std::string(70, 'b') + "…\n  | " +
                                                std::string(37, ' ') + "^^^^\n");
    EXPECT_EQ(excerpt_of(1, 2, line), "1 | " + std::string(110, 'a') + "…\n  | ^\n");
    const std::string wide = excerpt_of(1, 10'005, line);
    EXPECT_EQ(wide.substr(wide.find("\n  | ")), "\n  | " + std::string(110, '^') + "\n");
}

TEST(Excerpt, KnowsThatItsStartWasCutOff) {
    Diagnostic diagnostic;
    diagnostic.kind = Kind::DivisionByZero;
    diagnostic.location = place("p", 1, 1003, 1005, "abXYcd");
    diagnostic.location.excerpt_column = 1001;
    EXPECT_EQ(to_text(diagnostic),
              "error[LQ3007 division-by-zero]: divided by 0\n --> p:1:1003\n  |\n1 | …abXYcd\n  |    ^^\n");
}

}  // namespace
