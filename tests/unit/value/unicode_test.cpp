#include "value/unicode.hpp"

#include <gtest/gtest.h>

#include <string>

namespace liquid {
namespace {

using WriteCase = std::size_t (*)(char* out, std::string_view text);

std::string mapped(WriteCase write, std::string_view text) {
    std::string out(text.size() * kCaseGrowth, '\0');
    out.resize(write(out.data(), text));
    return out;
}

TEST(Unicode, CountsAnInvalidByteAsOneCharacter) {
    EXPECT_EQ(count_characters("día"), 3u);
    EXPECT_EQ(count_characters("a\xff"
                               "b"),
              3u);
    EXPECT_EQ(count_characters("\xe3\x81"), 2u);
    EXPECT_EQ(count_characters("\xed\xa0\x80"), 3u);
    EXPECT_EQ(count_characters("\U0001F600 and eight more bytes"), 22u);
}

TEST(Unicode, KnowsValidUtf8) {
    EXPECT_TRUE(is_valid_utf8("naïve \U0001F600"));
    EXPECT_TRUE(is_valid_utf8("\xf4\x8f\xbf\xbf"));
    EXPECT_FALSE(is_valid_utf8("\xf4\x90\x80\x80"));
    EXPECT_FALSE(is_valid_utf8("\xc0\x80"));
    EXPECT_FALSE(is_valid_utf8("\xe0\x80\x80"));
    EXPECT_FALSE(is_valid_utf8("twelve bytes\xc3"));
}

TEST(Unicode, FindsAsciiAtEveryLength) {
    for (std::size_t size = 1; size < 70; ++size) {
        std::string text(size, 'x');
        EXPECT_TRUE(is_ascii(text));
        text.back() = '\x80';
        EXPECT_FALSE(is_ascii(text)) << size;
    }
}

TEST(Unicode, FindsOffsetsAndEdges) {
    std::string_view text = "aé日\U0001F600z";
    EXPECT_EQ(offset_of_character(text, 0), 0u);
    EXPECT_EQ(offset_of_character(text, 3), 6u);
    EXPECT_EQ(offset_of_character(text, 5), text.size());
    EXPECT_EQ(offset_of_character(text, 500), text.size());
    EXPECT_EQ(offset_of_character("ten ascii é", 11), 12u);
    EXPECT_EQ(first_character("日x"), 3u);
    EXPECT_EQ(first_character(""), 0u);
    EXPECT_EQ(last_character("x日"), 3u);
    EXPECT_EQ(last_character("x\x81"), 1u);
    EXPECT_EQ(last_character(""), 0u);
}

TEST(Unicode, MapsOneCharacterToSeveral) {
    EXPECT_EQ(mapped(write_upcase, "straße"), "STRASSE");
    EXPECT_EQ(mapped(write_upcase, "ﬂoß"), "FLOSS");
    EXPECT_EQ(mapped(write_upcase, "ᾳ"), "ΑΙ");
    EXPECT_EQ(mapped(write_upcase, "\u1f86"), "\u1f0e\u0399");
    EXPECT_EQ(mapped(write_downcase, "İ"), "i\u0307");
    EXPECT_EQ(mapped(write_capitalize, "ﬁSH"), "Fish");
    EXPECT_EQ(mapped(write_capitalize, "ßA"), "Ssa");
}

TEST(Unicode, MapsTitleCaseAndSigmaPlainly) {
    EXPECT_EQ(mapped(write_capitalize, "ǆUNGLA"), "ǅungla");
    EXPECT_EQ(mapped(write_downcase, "ΌΣΟΣ"), "όσοσ");
    EXPECT_EQ(mapped(write_upcase, "ნ"), "Ნ");
    EXPECT_EQ(mapped(write_capitalize, "ᲜᲐ"), "ნა");
}

TEST(Unicode, MapsAsciiOnlyWhereAsked) {
    std::string out(4, '\0');
    write_ascii_upcase(out.data(), "zé!");
    EXPECT_EQ(out, "Zé!");
}

}  // namespace
}  // namespace liquid
