// From byte offsets to lines, columns and excerpts.
#include "diagnostics/locate.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

using liquid::locate;
using liquid::Location;

TEST(Locate, CountsLinesAndColumnsFromOne) {
    const Location first = locate("ab\ncd\r\nef", "p", {0, 1});
    EXPECT_EQ(first.line, 1u);
    EXPECT_EQ(first.column, 1u);
    EXPECT_EQ(first.excerpt, "ab");
    const Location second = locate("ab\ncd\r\nef", "p", {4, 5});
    EXPECT_EQ(second.path, "p");
    EXPECT_EQ(second.line, 2u);
    EXPECT_EQ(second.column, 2u);
    EXPECT_EQ(second.end_line, 2u);
    EXPECT_EQ(second.end_column, 3u);
    EXPECT_EQ(second.excerpt, "cd");
}

TEST(Locate, EndsInALaterLine) {
    const Location location = locate("ab\ncd\nef", "p", {1, 7});
    EXPECT_EQ(location.line, 1u);
    EXPECT_EQ(location.end_line, 3u);
    EXPECT_EQ(location.end_column, 2u);
    EXPECT_EQ(location.excerpt, "ab");
}

TEST(Locate, TakesWhatIsBeyondTheEndAsTheEnd) {
    for (const liquid::Span span : {liquid::Span{3, 3}, liquid::Span{9, 12}, liquid::Span{3, 1}}) {
        const Location location = locate("ab\n", "p", span);
        EXPECT_EQ(location.line, 2u);
        EXPECT_EQ(location.column, 1u);
        EXPECT_EQ(location.end_line, 2u);
        EXPECT_EQ(location.end_column, 1u);
        EXPECT_EQ(location.excerpt, "");
    }
    EXPECT_EQ(locate("", "p", {0, 0}).line, 1u);
}

TEST(Locate, KeepsTheLineItStandsAtTheEndOf) { EXPECT_EQ(locate("ab\ncd", "p", {2, 2}).excerpt, "ab"); }

TEST(Locate, CutsAVeryLongLineAroundThePlace) {
    std::string source = "first\n";
    for (int i = 0; i < 20'000; ++i) source += "é";
    const std::uint32_t here = static_cast<std::uint32_t>(source.size());
    source += "HERE";
    for (int i = 0; i < 20'000; ++i) source += "日";
    const Location location = locate(source, "p", {here, here + 4});
    EXPECT_EQ(location.line, 2u);
    EXPECT_LE(location.excerpt.size(), 4096u);
    EXPECT_EQ(location.excerpt.substr(location.column - location.excerpt_column, 4), "HERE");
    EXPECT_EQ(location.excerpt.substr(0, 2), "é");
    EXPECT_EQ(location.excerpt.substr(location.excerpt.size() - 3), "日");
}

}  // namespace
