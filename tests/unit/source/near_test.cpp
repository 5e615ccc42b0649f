#include "source/near.hpp"

#include <gtest/gtest.h>

namespace {

using Names = std::vector<std::string>;
const Names tags = {"assign", "capture", "case", "if", "for", "render", "endfor", "endif"};

TEST(Near, FindsTypos) {
    EXPECT_EQ(liquid::nearest("asign", tags), Names{"assign"});
    EXPECT_EQ(liquid::nearest("captrue", tags), Names{"capture"});
    EXPECT_EQ(liquid::nearest("If", tags).front(), "if");
}

TEST(Near, SaysNothingWithoutLikeness) {
    EXPECT_TRUE(liquid::nearest("zzzz", tags).empty());
    EXPECT_TRUE(liquid::nearest("", tags).empty());
    EXPECT_TRUE(liquid::nearest(std::string(100000, 'a'), tags).empty());
}

TEST(Near, PutsASlipOfCaseFirst) {
    EXPECT_EQ(liquid::nearest("back_in", {"back-on", "back-in", "Back_in"}), (Names{"back-in", "Back_in", "back-on"}));
}

}  // namespace
