// Diagnostics as tools read them.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include <liquid/diagnostic.hpp>

namespace {

using liquid::Diagnostic;
using liquid::Kind;
using nlohmann::json;

Diagnostic sample() {
    Diagnostic diagnostic;
    diagnostic.kind = Kind::FilterArity;
    diagnostic.with("name", "plus").with("given", 0).with("expected", "1");
    diagnostic.location.path = "page.liquid";
    diagnostic.location.span = {3, 7};
    diagnostic.location.line = diagnostic.location.end_line = 2;
    diagnostic.location.column = 1;
    diagnostic.location.end_column = 5;
    diagnostic.location.excerpt = "plus";
    diagnostic.reference = "Liquid error: wrong number of arguments";
    diagnostic.chain.push_back({"render", {}});
    diagnostic.labels.push_back({{}, "here"});
    diagnostic.notes.push_back("a note");
    diagnostic.fixes.push_back({"give it 1", {3, 7}, "plus: 1", liquid::Fix::Safety::DisplayOnly});
    return diagnostic;
}

TEST(Json, HasEveryFieldInOrder) {
    const std::string nowhere =
        R"({"path":"","line":0,"column":0,"end_line":0,"end_column":0,"start":0,"end":0,"excerpt":""})";
    EXPECT_EQ(to_json(sample()),
              R"({"version":1,"code":"LQ3005","name":"filter-arity","severity":"error",)"
              R"("message":"`plus` was given 0 arguments, it takes 1",)"
              R"("reference":"Liquid error: wrong number of arguments",)"
              R"("location":{"path":"page.liquid","line":2,"column":1,"end_line":2,"end_column":5,"start":3,"end":7,)"
              R"("excerpt":"plus"},"chain":[{"tag":"render","location":)" +
                  nowhere + R"(}],"arguments":{"name":"plus","given":0,"expected":"1"},"labels":[{"location":)" +
                  nowhere +
                  R"(,"text":"here"}],"notes":["a note"],"fixes":[{"title":"give it 1","start":3,"end":7,)"
                  R"("replacement":"plus: 1","safety":"display-only"}]})");
}

TEST(Json, EveryTextIsValidJson) {
    Diagnostic diagnostic = sample();
    std::string every_byte = "é日😀\"\\";
    for (int byte = 0; byte < 256; ++byte) every_byte += static_cast<char>(byte);
    every_byte += "\xed\xa0\x80";      // a surrogate
    every_byte += "\xf0\x9f\x98";      // the start of a character
    every_byte += "\xc0\x80\xf5\x80";  // what no encoder writes
    diagnostic.location.path = diagnostic.location.excerpt = diagnostic.notes[0] = every_byte;
    diagnostic.arguments[0].value = every_byte;
    const std::string text = to_json(diagnostic);
    const json parsed = json::parse(text);
    EXPECT_EQ(parsed["location"]["path"].get<std::string>().substr(0, 11), "é日😀\"\\");
    EXPECT_NE(text.find("\\u0000\\u0001"), std::string::npos);
    EXPECT_NE(text.find("\\u001b"), std::string::npos);
    for (const char c : text) EXPECT_GE(static_cast<unsigned char>(c), 0x20);
}

TEST(Json, AListIsOneObject) {
    EXPECT_EQ(to_json(liquid::Diagnostics{}), R"({"version":1,"diagnostics":[]})");
    const json parsed = json::parse(to_json(liquid::Diagnostics{sample(), sample()}));
    EXPECT_EQ(parsed["diagnostics"].size(), 2u);
    EXPECT_EQ(parsed["diagnostics"][1], json::parse(to_json(sample())));
}

TEST(JsonLines, HasOneObjectALine) {
    Diagnostic diagnostic = sample();
    diagnostic.notes[0] = "two\nlines";
    EXPECT_EQ(liquid::to_json_lines({}), "");
    std::istringstream lines(liquid::to_json_lines({diagnostic, sample()}));
    std::string line;
    std::size_t count = 0;
    for (; std::getline(lines, line); ++count) EXPECT_EQ(json::parse(line)["code"], "LQ3005");
    EXPECT_EQ(count, 2u);
}

}  // namespace
