// The reference's messages, their lines, and how the parser goes on behind them.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "syntax/parse.hpp"

namespace {

using liquid::ErrorMode;
using liquid::Kind;

liquid::syntax::Parsed parse(std::string_view source, ErrorMode mode = ErrorMode::Strict2) {
    liquid::syntax::Options options;
    options.mode = mode;
    return liquid::syntax::parse(source, options);
}

std::vector<std::string> errors(std::string_view source, ErrorMode mode = ErrorMode::Strict2) {
    std::vector<std::string> texts;
    for (const auto& fault : parse(source, mode).errors) {
        texts.push_back(std::to_string(fault.line) + ": " + fault.reference);
    }
    return texts;
}

using Texts = std::vector<std::string>;

TEST(Messages, NameTokensAsTheReferenceDoes) {
    EXPECT_EQ(errors("{{ a b }}"), Texts{"1: Expected end_of_string but found id in \"{{ a b }}\""});
    EXPECT_EQ(errors("{{ a | f: , }}"), Texts{"1: [:comma, \",\"] is not a valid expression in \"{{ a | f: , }}\""});
    EXPECT_EQ(errors("{% if a & b %}{% endif %}"), Texts{"1: Unexpected character & in \"a & b\""});
    EXPECT_EQ(errors("{{ é }}"), Texts{"1: Unexpected character é in \"{{ é }}\""});
    EXPECT_EQ(errors("{{ (true..2) }}"),
              Texts{"1: Invalid expression type 'true' in range expression in \"{{ (true..2) }}\""});
    EXPECT_EQ(errors("{% for i of x %}{% endfor %}"), Texts{"1: For loops require an 'in' clause in \"i of x\""});
}

TEST(Messages, LeaveOutTheMarkupInLax) {
    EXPECT_EQ(errors("{% for %}{% endfor %}", ErrorMode::Lax),
              Texts{"1: Syntax Error in 'for loop' - Valid syntax: for [item] in [collection]"});
    EXPECT_EQ(errors("{% case %}{% endcase %}", ErrorMode::Strict),
              Texts{"1: Syntax Error in 'case' - Valid syntax: case [condition] in \"\""});
}

TEST(Messages, AreNarrowlyPlaced) {
    auto fault = parse("ab {{ c | d: , }}").errors.at(0);
    EXPECT_EQ(fault.span, (liquid::Span{13, 14}));
    EXPECT_EQ(fault.kind, Kind::InvalidExpression);
    EXPECT_EQ(std::get<std::string>(fault.arguments.at(0).value), "`,`");
    auto missing = parse("{{ a. }}").errors.at(0);
    EXPECT_EQ(std::get<std::string>(missing.arguments.at(0).value), "a name");
    EXPECT_EQ(std::get<std::string>(missing.arguments.at(1).value), "the end");
}

TEST(Lines, CountWhereTheMarkupBegins) {
    EXPECT_EQ(errors("a\n{%\nassign\nx y %}"), Texts{"4: Syntax Error in 'assign' - Valid syntax: assign [var] = "
                                                     "[source] in \"x y\""});
    EXPECT_EQ(errors("\n{{\n a b }}"), Texts{"2: Expected end_of_string but found id in \"{{\n a b }}\""});
}

TEST(Lines, OfElsifAreThoseOfItsIf) {
    EXPECT_EQ(errors("{% if a %}\n\n{% elsif b c %}{% endif %}"),
              Texts{"1: Expected end_of_string but found id in \"b c\""});
    EXPECT_EQ(errors("{% if a %}\n\n{% elsif %}{% endif %}", ErrorMode::Lax),
              Texts{"3: Syntax Error in tag 'if' - Valid syntax: if [expression]"});
}

TEST(Lines, BehindALiquidTagAreCountedByIt) {
    EXPECT_EQ(errors("{% liquid echo a %}{{ b c }}"), Texts{"2: Expected end_of_string but found id in \"{{ b c }}\""});
    EXPECT_EQ(errors("{% liquid\n echo a\n echo b c\n%}"),
              Texts{"3: Expected end_of_string but found id in \"{{b c}}\""});
}

TEST(Blocks, ReportWhatDoesNotBelong) {
    EXPECT_EQ(errors("{% endif %}"), Texts{"1: Unknown tag 'endif'"});
    EXPECT_EQ(errors("{% else %}"), Texts{"1: Unexpected outer 'else' tag"});
    EXPECT_EQ(errors("{% capture a %}{% else %}{% endcapture %}"), Texts{"1: capture tag does not expect 'else' tag"});
    EXPECT_EQ(errors("{% liquid\nif a\n%}"), Texts{"3: 'if' tag was never closed"});
    EXPECT_EQ(errors("{% liquid endif %}"), Texts{"1: 'endif' is not a valid delimiter for liquid tags. use %}"});
    EXPECT_EQ(errors("{% raw %}{{"), Texts{"1: 'raw' tag was never closed"});
    EXPECT_EQ(errors("{% a \n {{ b }}"), Texts{"1: Tag '{%' was not properly terminated with regexp: /\\%\\}/"});
}

TEST(Blocks, OfANestedLiquidTagHaveOneLine) {
    EXPECT_EQ(errors("{% liquid\nliquid if a\nendif\n%}"),
              (Texts{"2: 'if' tag was never closed", "2: 'endif' is not a valid delimiter for liquid tags. use %}"}));
}

TEST(Blocks, EndALoopAtItsSecondElse) {
    EXPECT_TRUE(errors("{% for i in a %}{% for j in b %}{% else %}{% else %}{% endfor %}").empty());
    EXPECT_EQ(errors("{% for j in b %}{% else %}{% else %}{% endfor %}"), Texts{"1: Unknown tag 'endfor'"});
}

TEST(Recovery, FindsEveryFault) {
    EXPECT_EQ(errors("{{ a b }}\n{% foo %}{% if %}\n{% endif %}{% endfoo %}{{ c | }}"),
              (Texts{"1: Expected end_of_string but found id in \"{{ a b }}\"", "2: Unknown tag 'foo'",
                     "2: [:end_of_string] is not a valid expression in \"\"",
                     "3: Expected id but found end_of_string in \"{{ c | }}\""}));
}

TEST(Recovery, ClosesInnerBlocksAtAnOuterEnd) {
    EXPECT_EQ(errors("{% for i in a %}{% if b %}{% endfor %}"),
              Texts{"1: 'endfor' is not a valid delimiter for if tags. use endif"});
}

TEST(Recovery, ReadsWhatAnOpenOutputSwallowed) {
    EXPECT_EQ(errors("{% if a %}{{ b {% endif %}"),
              Texts{"1: Variable '{{ b {% endif %}' was not properly terminated with regexp: /\\}\\}/"});
}

TEST(Recovery, SuggestsNames) {
    auto fault = parse("{% asign a = 1 %}").errors.at(0);
    EXPECT_EQ(fault.kind, Kind::UnknownTag);
    ASSERT_FALSE(fault.fixes.empty());
    EXPECT_EQ(fault.fixes[0].replacement, "assign");
    EXPECT_EQ(fault.fixes[0].span, (liquid::Span{3, 8}));
}

TEST(Bounds, OfNesting) {
    std::string blocks, ends;
    for (int i = 0; i < 100; ++i) {
        blocks += "{% if a %}";
        ends += "{% endif %}";
    }
    EXPECT_TRUE(errors(blocks + ends).empty());
    auto fault = parse(blocks + "{% if a %}").errors.at(0);
    EXPECT_EQ(fault.reference, "Nesting too deep");
    EXPECT_FALSE(fault.syntax_error);
    EXPECT_EQ(fault.line, 0u);
    for (ErrorMode mode : {ErrorMode::Lax, ErrorMode::Strict2}) {
        std::string brackets = "{{ a";
        for (int i = 0; i < 10000; ++i) brackets += "[a";
        brackets += std::string(10000, ']') + " }}";
        EXPECT_EQ(parse(brackets, mode).errors.at(0).kind, Kind::NestingTooDeep);
    }
    EXPECT_TRUE(errors("{% " +
                       [] {
                           std::string words;
                           for (int i = 0; i < 50000; ++i) words += "liquid ";
                           return words;
                       }() +
                       "echo a %}")
                    .empty());
}

TEST(Bounds, OfFaults) {
    std::string many;
    for (int i = 0; i < 5000; ++i) many += "{{ a b }}";
    EXPECT_EQ(parse(many).errors.size(), 1000u);
}

TEST(Encoding, MustBeUtf8) {
    auto parsed = parse("ab\xff");
    ASSERT_EQ(parsed.errors.size(), 1u);
    EXPECT_EQ(parsed.errors[0].reference, "Invalid template encoding");
    EXPECT_FALSE(parsed.errors[0].syntax_error);
    EXPECT_EQ(parsed.errors[0].span.begin, 2u);
}

}  // namespace
