// JSON text into Data: held against nlohmann/json, and what is said of texts that are not JSON.
#include <random>

#include <gtest/gtest.h>

#include <liquid/nlohmann.hpp>

#include "values.hpp"

namespace liquid {
namespace {

using OrderedJson = nlohmann::ordered_json;

class JsonTest : public testing::Test, protected test::Values {
protected:
    static std::string pick(std::mt19937& random, const std::vector<std::string>& from) {
        return from[random() % from.size()];
    }
    static std::string document(std::mt19937& random, int depth) {
        static const std::vector<std::string> scalars = {"null",
                                                         "true",
                                                         "false",
                                                         "0",
                                                         "-0",
                                                         "-0.0",
                                                         "12",
                                                         "-123456789012345678",
                                                         "1.5e-3",
                                                         "2E+2",
                                                         "3.25",
                                                         "\"\"",
                                                         "\"a long string without escapes\"",
                                                         R"("\"\\\/\b\f\n\r\t")",
                                                         R"("\u00e9 é \ud83d\ude00 日本")",
                                                         R"("\u0000")"};
        static const std::vector<std::string> keys = {R"("a":)", R"("title" :)", "\"\" : ", R"("\u00e9":)", R"("é":)"};
        if (depth == 0 || random() % 2 == 0) return pick(random, scalars);
        bool is_object = random() % 2 == 0;
        std::string text = is_object ? "{ " : "[";
        for (std::size_t i = 0, count = random() % 5; i < count; ++i) {
            if (i != 0) text += pick(random, {",", " , ", ",\n\t"});
            if (is_object) text += pick(random, keys);
            text += document(random, depth - 1);
        }
        return text + (is_object ? "}" : "\r\n]");
    }
    // One to three bytes are replaced, put in or taken away.
    static void spoil(std::mt19937& random, std::string& text) {
        static const std::vector<std::string> pieces = {
            "\"", "\\", ",", ":",  "[",   "]",       "{", "}",    "\xff", "\xc3", "\xed\xa0\x80", "\n", "0",
            "-",  ".",  "e", "E+", "\\u", "\\ud8ab", "t", "\x01", "'",    "//"};
        for (std::size_t i = 0, count = 1 + random() % 3; i < count && !text.empty(); ++i)
            text.replace(random() % text.size(), random() % 2, random() % 4 == 0 ? "" : pick(random, pieces));
    }
    // nlohmann/json refuses floats out of range, and reads integers beyond 64 bits as doubles.
    static bool has_long_number(const std::string& text) {
        std::size_t digits = 0;
        for (char c : text) {
            digits = c >= '0' && c <= '9' ? digits + 1 : 0;
            if (digits > 18 || (digits > 3 && text.find_first_of("eE") != std::string::npos)) return true;
        }
        return false;
    }

    static Diagnostic fault(std::string_view text) {
        Result<Data> result = Data::parse(text, "page.json");
        return result.ok() ? Diagnostic() : result.diagnostics.at(0);
    }
};

TEST_F(JsonTest, TakesWhatNlohmannTakesAndReadsTheSame) {
    std::mt19937 random(20261123);
    std::size_t accepted = 0, refused = 0;
    for (int i = 0; i < 20'000; ++i) {
        std::string text = document(random, 4);
        if (i % 3 != 0) spoil(random, text);
        if (i % 7 == 0) text.insert(0, "\xef\xbb\xbf");
        Result<Data> read = Data::parse(text);
        if (has_long_number(text)) continue;
        ASSERT_EQ(read.ok(), OrderedJson::accept(text)) << text;
        if (!read.ok()) {
            ++refused;
            continue;
        }
        ++accepted;
        Data other = to_data(OrderedJson::parse(text));
        ASSERT_EQ(inspect(read.value.root()), inspect(other.root())) << text;
    }
    EXPECT_GT(accepted, 6'000U);
    EXPECT_GT(refused, 5'000U);
}

TEST_F(JsonTest, NumbersThatNoDoubleHoldsAreInfiniteOrZero) {
    EXPECT_EQ(inspect(json("[1E400, -1e400, 1e99999999999999999999, -1e5000]")),
              "[Infinity, -Infinity, Infinity, -Infinity]");
    EXPECT_EQ(inspect(json("[1e-400, -1e-400, 1e-99999999999999999999, 0e99999999999999999999]")),
              "[0.0, -0.0, 0.0, 0.0]");
    std::string zeros(400, '0');
    EXPECT_EQ(inspect(json("[1" + zeros + ".5, 0." + zeros + "1]")), "[Infinity, 0.0]");
    // What is far from one and has an exponent that brings it back is neither.
    EXPECT_EQ(inspect(json("[1" + zeros + "e-400, 0." + zeros + "1e401]")), "[1.0, 1.0]");
}

TEST_F(JsonTest, IntegersOfAnyLengthAreExact) {
    std::string digits(20'000, '7');
    EXPECT_EQ(output(json(digits)), digits);
    EXPECT_EQ(output(json("-" + digits)), "-" + digits);
    EXPECT_EQ(inspect(json("[0, -0, 9223372036854775807, -9223372036854775808]")),
              "[0, 0, 9223372036854775807, -9223372036854775808]");
}

TEST_F(JsonTest, AByteOfZeroIsNotTheEnd) { EXPECT_EQ(fault(std::string_view("{}\0{", 4)).location.column, 3U); }

TEST_F(JsonTest, NestingIsBoundedWithoutRecursion) {
    auto nested = [](std::string open, std::string close, std::size_t depth) {
        std::string text;
        for (std::size_t i = 0; i < depth; ++i) text += open;
        text += "1";
        for (std::size_t i = 0; i < depth; ++i) text += close;
        return text;
    };
    EXPECT_TRUE(Data::parse(nested("[", "]", 2000)).ok());
    EXPECT_TRUE(Data::parse(nested("{\"a\":", "}", 2000)).ok());
    EXPECT_EQ(fault(nested("[", "]", 2001)).location.column, 2001U);
    EXPECT_EQ(fault(nested("[{\"a\":", "}]", 1'000'000)).location.column, 6001U);
    EXPECT_EQ(fault(nested("[", "]", 2001)).message(),
              "the data is not valid JSON: more than 2000 levels of nesting, the deepest that is read");
}

struct Case {
    std::string_view text;
    std::uint32_t column;
    std::string_view reason;
};

TEST_F(JsonTest, SaysWhatWasFoundAndExpectedAndWhatMendsIt) {
    const Case cases[] = {
        {"", 1, "found the end of the text, expected a value; write {} for no data"},
        {"[1,]", 4, "found `]`, expected a value; remove the comma before it"},
        {"{\"a\":1, }", 9, "found `}`, expected a key in double quotes; remove the comma before it"},
        {"{\"a\" 1}", 6, "found `1`, expected `:` after the key"},
        {"{\"a\"}", 5, "found `}`, expected `:` after the key; write the key's value, too"},
        {"{\"a\":}", 6, "found `}`, expected a value; write the value that is missing before it"},
        {"{a:1}", 2, "found `a`, expected a key in double quotes or `}`; write the key in double quotes"},
        {"['a']", 2, "found `'`, expected a value or `]`; write strings in double quotes"},
        {"[,1]", 2, "found `,`, expected a value or `]`; remove it, or write what is missing before it"},
        {"[1 \"b\"]", 4, "found a string, expected `,` or `]`; put a comma before it"},
        {"[{\"a\":1]", 8, "found `]`, expected `,` or `}`; close what was opened last first"},
        {"[1", 3, "found the end of the text, expected `,` or `]`; the text may have been cut short"},
        {"tru", 1, "found `tru`, expected a value; the text may have been cut short"},
        {"[True]", 2, "found `True`, expected a value or `]`; write `true`"},
        {"[NaN]", 2, "found `NaN`, expected a value or `]`; JSON has no such number: write `null`"},
        {"[oops]", 2, "found `oops`, expected a value or `]`; write strings in double quotes"},
        {"[ // one\n1]", 3, "found `/`, expected a value or `]`; remove comments, which JSON does not have"},
        {"1 2", 3, "found `2`, expected the end, as the document's one value is complete"},
        {"\xff\xfe[]", 1, "found `\\xff`, expected a value; save the file as UTF-8"},
        {"[01]", 3, "found `1`, expected no digit after a zero; remove the zeros in front"},
        {"[.5]", 2, "found `.`, expected a value or `]`; write a zero before it"},
        {"[+5]", 2, "found `+`, expected a value or `]`; write the number without it"},
        {"[-x]", 3, "found `x`, expected a digit after the minus"},
        {"[1.]", 4, "found `]`, expected a digit after the point"},
        {"[1.5.6]", 5, "found `.`, expected `,` or `]`"},
        {"[1e+]", 5, "found `]`, expected a digit of the exponent"},
        {"2.5E", 5, "found the end of the text, expected a digit of the exponent; the text may have been cut short"},
        {"\"abc", 5, "found the end of the text, expected `\"`; close the string, unless the text was cut short"},
        {"\"a\tb\"", 3, "found `\\t`, expected `\"`; write it as an escape, such as \\n for the end of a line"},
        {"\"a\\x\"", 4, "found `x`, expected one of `\"\\/bfnrtu` after the backslash; write `\\\\` for a backslash"},
        {"\"\\u12g4\"", 6, "found `g4`, expected four hexadecimal digits after `\\u`"},
        {"\"\\ud83d!\"", 2,
         "found `\\ud83d`, which is half a character; expected \\ud800 to \\udbff and then \\udc00 to \\udfff"},
        {"\"\\ude00\"", 2,
         "found `\\ude00`, which is half a character; expected \\ud800 to \\udbff and then \\udc00 to \\udfff"},
        {"\"caf\xe9\"", 5, "found `\\xe9`, expected a character of UTF-8; save the file as UTF-8"},
    };
    for (const Case& one : cases) {
        Diagnostic said = fault(one.text);
        EXPECT_EQ(said.kind, Kind::InvalidData) << one.text;
        EXPECT_EQ(said.location.column, one.column) << one.text;
        EXPECT_EQ(said.message(), "the data is not valid JSON: " + std::string(one.reason));
    }
}

TEST_F(JsonTest, TheSpanIsWhatWasFound) {
    Diagnostic word = fault("{\n \"a\": oops\n}");
    EXPECT_EQ(word.location.line, 2U);
    EXPECT_EQ(word.location.excerpt, " \"a\": oops");
    EXPECT_EQ(word.location.span.size(), 4U);
    EXPECT_EQ(fault("[").location.span.size(), 0U);
}

}  // namespace
}  // namespace liquid
