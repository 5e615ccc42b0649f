#include "apply.hpp"

namespace liquid {
namespace {

using EncodingFilters = FilterTest;

TEST_F(EncodingFilters, UrlEncodeKeepsUnreservedCharacters) {
    EXPECT_EQ(run("url_encode", text("a-b_c.d~e f*é/")), R"("a-b_c.d~e+f%2A%C3%A9%2F")");
    EXPECT_EQ(run("url_encode", Value::nil()), "nil");
    EXPECT_EQ(run("url_encode", text("\xff")), R"("%FF")");
}

TEST_F(EncodingFilters, UrlDecodeRefusesBytesThatAreNotUtf8) {
    EXPECT_EQ(run("url_decode", text("a+b%c3%A9")), R"("a bé")");
    EXPECT_EQ(run("url_decode", text("100%+%4%zz")), R"("100% %4%zz")");
    EXPECT_EQ(run("url_decode", text("a%+b+%+")), R"("a% b %+")");
    EXPECT_EQ(run("url_decode", text("%ff")), "error: invalid byte sequence in UTF-8");
    EXPECT_EQ(run("url_decode", Value::nil()), "nil");
    EXPECT_TRUE(apply("url_decode", binary("%ff")).has(Value::Binary));
}

TEST_F(EncodingFilters, Base64EncodesBytes) {
    EXPECT_EQ(run("base64_encode", text("one?>")), R"("b25lPz4=")");
    EXPECT_EQ(run("base64_encode", text("\xfb\xff")), R"("+/8=")");
    EXPECT_EQ(run("base64_url_safe_encode", text("\xfb\xff")), R"("-_8=")");
    EXPECT_EQ(run("base64_encode", Value::nil()), R"("")");
}

TEST_F(EncodingFilters, Base64DecodesStrictly) {
    EXPECT_EQ(run("base64_decode", text("b25lPz4=")), R"("one?>")");
    for (std::string_view wrong :
         {"b25lPz4", "b25lPz4=\n", "b25lPz5=", "Zg=", "Zg===", "====", "Z", "-_8=", "Zg==Zg=="})
        EXPECT_EQ(run("base64_decode", text(wrong)), "error: invalid base64 provided to base64_decode") << wrong;
}

TEST_F(EncodingFilters, UrlSafeDecodingAddsPaddingAndTakesBothAlphabets) {
    for (std::string_view right : {"-_8", "-_8=", "+/8"})
        EXPECT_EQ(apply("base64_url_safe_decode", text(right)).as_string(), "\xfb\xff") << right;
    for (std::string_view wrong : {"Zg=", "Zh", "Z"})
        EXPECT_EQ(run("base64_url_safe_decode", text(wrong)),
                  "error: invalid base64 provided to base64_url_safe_decode")
            << wrong;
}

TEST_F(EncodingFilters, DecodedBytesAreTextWhenTheyAreValid) {
    EXPECT_FALSE(apply("base64_decode", text("w6k=")).has(Value::Binary));
    EXPECT_TRUE(apply("base64_decode", text("/w==")).has(Value::Binary));
    // What base64_encode gives is US-ASCII in Ruby, so its decoding is not UTF-8.
    EXPECT_TRUE(apply("base64_decode", apply("base64_encode", text("é"))).has(Value::Binary));
    EXPECT_FALSE(apply("base64_decode", apply("base64_encode", text("e"))).has(Value::Binary));
}

}  // namespace
}  // namespace liquid
