// The registry, the messages made from it, and the page that explains it.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include <liquid/diagnostic.hpp>

namespace {

using liquid::Diagnostic;
using liquid::Kind;
using liquid::KindInfo;

std::string page(const char* name) {
    std::ifstream file(std::filesystem::path(LIQUID_DOCS) / name);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::set<std::string> headings(const std::string& text) {
    std::set<std::string> found;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (line.rfind("## LQ", 0) == 0) {
            EXPECT_TRUE(found.insert(line).second) << "twice: " << line;
        }
    }
    return found;
}

TEST(Registry, CodesAndNamesAreUniqueAndInForm) {
    std::set<std::string_view> codes;
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < liquid::kind_count(); ++i) {
        const KindInfo& kind = liquid::info(static_cast<Kind>(i));
        EXPECT_TRUE(codes.insert(kind.code).second) << kind.code;
        EXPECT_TRUE(names.insert(kind.name).second) << kind.name;
        EXPECT_EQ(kind.code.size(), 6u) << kind.code;
        EXPECT_EQ(kind.code.substr(0, 2), "LQ");
        EXPECT_EQ(kind.code.find_first_not_of("0123456789", 2), std::string_view::npos) << kind.code;
        EXPECT_EQ(kind.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz-"), std::string_view::npos) << kind.name;
        EXPECT_FALSE(kind.format.empty() || kind.format.back() == '.') << kind.code;
    }
}

TEST(Registry, EveryKindHasItsSectionInTheDocumentationAndNoOtherHas) {
    std::set<std::string> expected;
    for (std::size_t i = 0; i < liquid::kind_count(); ++i) {
        const KindInfo& kind = liquid::info(static_cast<Kind>(i));
        expected.insert("## " + std::string(kind.code) + " " + std::string(kind.name));
    }
    EXPECT_EQ(headings(page("diagnostics.md")), expected);
}

TEST(Registry, NamesSeverities) {
    EXPECT_EQ(liquid::name_of(liquid::Severity::Error), "error");
    EXPECT_EQ(liquid::name_of(liquid::Severity::Warning), "warning");
    EXPECT_EQ(liquid::name_of(liquid::Severity::Info), "info");
}

TEST(Message, FillsItsFields) {
    Diagnostic diagnostic;
    diagnostic.kind = Kind::TemplateTooLarge;
    diagnostic.with("limit", 64).with("size", 100);
    EXPECT_EQ(diagnostic.message(), "the template has 100 bytes, 64 are allowed");
    EXPECT_EQ(std::get<std::int64_t>(diagnostic.argument("size")->value), 100);
    EXPECT_EQ(diagnostic.argument("name"), nullptr);
}

TEST(Message, KeepsBracesThatAreNoFields) {
    Diagnostic diagnostic;
    diagnostic.kind = Kind::UnclosedOutput;
    EXPECT_EQ(diagnostic.message(), "an output was not closed with `}}`");
    diagnostic.kind = Kind::UnclosedTag;
    EXPECT_EQ(diagnostic.message(), "a tag was not closed with `%}`");
}

TEST(Message, DoesNotReadFieldsInArguments) {
    Diagnostic diagnostic;
    diagnostic.kind = Kind::UnexpectedToken;
    diagnostic.with("expected", "{found}").with("found", "{expected}");
    EXPECT_EQ(diagnostic.message(), "expected {found}, found {expected}");
}

TEST(Message, ShowsAMissingArgument) {
    Diagnostic diagnostic;
    diagnostic.kind = Kind::MissingPartial;
    EXPECT_EQ(diagnostic.message(), "`?` was not found");
}

TEST(Diagnostics, HaveErrorsOnlyBySeverity) {
    Diagnostic diagnostic;
    diagnostic.severity = liquid::Severity::Warning;
    EXPECT_FALSE(liquid::has_errors({}));
    EXPECT_FALSE(liquid::has_errors({diagnostic}));
    diagnostic.severity = liquid::Severity::Error;
    EXPECT_TRUE(liquid::has_errors({diagnostic}));
}

}  // namespace
