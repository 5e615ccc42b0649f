#include "source/line_index.hpp"

#include <gtest/gtest.h>

namespace {

TEST(LineIndex, CountsLinesAndByteColumns) {
    liquid::LineIndex index("ab\nc\r\n\nd");
    EXPECT_EQ(index.line_count(), 4u);
    EXPECT_EQ(index.at(0).line, 1u);
    EXPECT_EQ(index.at(2).column, 3u);
    EXPECT_EQ(index.at(3).line, 2u);
    EXPECT_EQ(index.at(7).line, 4u);
    EXPECT_EQ(index.at(99).column, 2u);
    EXPECT_EQ(index.line(2), "c");
    EXPECT_EQ(index.line(3), "");
    EXPECT_EQ(index.line(4), "d");
    EXPECT_EQ(index.line(5), "");
}

TEST(LineIndex, HoldsOneLineOfNothing) {
    liquid::LineIndex index("");
    EXPECT_EQ(index.line_count(), 1u);
    EXPECT_EQ(index.at(0).line, 1u);
    EXPECT_EQ(index.line(1), "");
}

}  // namespace
